package main

import (
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// text is a file of ../shared/corpus as we need it: what its header says, how
// many articles it has and what its closing clauses do. The words themselves
// never reach the table.
type text struct {
	path     string
	title    string
	header   []string
	articles []string // by number-1; "" where a number is missing
	closing  closing
	repeals  []repeal
	named    law.Date // date in the file name
}

// closing is the clause on taking effect.
type closing struct {
	on      law.Date
	onIssue bool
}

// repeal is a name in a clause of repeal.
type repeal struct {
	title   string
	date    law.Date
	number  law.DocNumber
	partial bool
}

// plain takes the marks of markdown off a line.
func plain(l string) string {
	l = strings.TrimSpace(strings.ReplaceAll(l, "**", ""))
	l = strings.ReplaceAll(strings.ReplaceAll(l, "[[", ""), "]]", "")
	return strings.TrimSpace(strings.Trim(l, "　"))
}

// bodyStarts tells the first line that is no header any more.
func bodyStarts(l string) bool {
	if strings.HasPrefix(l, "## ") || strings.Contains(l, "INFO END") {
		return true
	}
	p := plain(l)
	for _, w := range []string{"第一章", "第一编", "第一条", "第一节", "一、", "目录", "总则", "序言"} {
		if strings.HasPrefix(p, w) {
			return true
		}
	}
	return strings.HasPrefix(strings.Join(strings.Fields(p), ""), "目录")
}

// parseText reads one file, or several that are parts of one regulation.
func parseText(path, content string) *text {
	t := &text{path: path}
	content = strings.TrimPrefix(content, "\ufeff")
	if rest, ok := strings.CutPrefix(content, "---\n"); ok {
		if _, after, ok := strings.Cut(rest, "\n---"); ok {
			content = after
		}
	}
	lines := strings.Split(strings.ReplaceAll(content, "\r", ""), "\n")
	i := 0
	for ; i < len(lines); i++ {
		if p := plain(strings.TrimLeft(lines[i], "# ")); p != "" {
			t.title = p
			i++
			break
		}
	}
	for ; i < len(lines); i++ {
		if bodyStarts(lines[i]) {
			break
		}
		if p := plain(strings.TrimLeft(lines[i], "# ")); p != "" && len(t.header) < 60 {
			t.header = append(t.header, p)
		}
	}
	t.readBody(lines[i:])
	return t
}

func (t *text) readBody(lines []string) {
	cur := -1
	var paras []string
	for _, l := range lines {
		p := plain(l)
		if p == "" || strings.HasPrefix(p, "#") {
			continue
		}
		paras = append(paras, p)
		if at, n, ok := law.ParseProvision(p); ok && at.Article > 0 && at.Para == 0 && at.Item == 0 {
			switch next := len(t.articles) + 1; {
			case at.Sub > 0 && at.Article < next:
			case at.Article >= next && (at.Article <= next+5 || next == 1):
				for len(t.articles) < at.Article {
					t.articles = append(t.articles, "")
				}
				cur = at.Article - 1
				t.articles[cur] = p[n:]
				continue
			}
		}
		if cur >= 0 && len(t.articles[cur]) < 6000 {
			t.articles[cur] += p
		}
	}
	t.readClosing(paras)
}

// whole reports whether the text seems to reach its end: one of its last three
// articles speaks of taking effect, of interpretation or of what falls away.
// Some texts in the folders are cut off in the middle, some after the first few
// articles: of so few, one must say from when they apply.
func (t *text) whole() bool {
	if len(t.articles) <= 5 {
		return t.closing.onIssue || !t.closing.on.IsZero()
	}
	for _, a := range t.articles[max(0, len(t.articles)-3):] {
		for _, w := range []string{"施行", "生效", "实施", "执行", "公布之日", "解释", "废止", "适用本"} {
			if strings.Contains(a, w) {
				return true
			}
		}
	}
	return false
}

// readClosing looks at the last paragraphs for the day of effect and for
// repeals; the last clause that says one wins.
func (t *text) readClosing(paras []string) {
	from := max(0, len(paras)-40)
	for i := len(paras) - 1; i >= from; i-- {
		if c, ok := effect(paras[i]); ok {
			t.closing = c
			break
		}
	}
	for _, p := range paras[from:] {
		t.repeals = append(t.repeals, repealsIn(p)...)
	}
	for _, p := range t.header {
		t.repeals = append(t.repeals, repealsIn(p)...)
	}
}

// effect reads 自2021年7月15日起施行 and 自公布之日起施行.
func effect(p string) (closing, bool) {
	for i := 0; ; {
		k := strings.Index(p[i:], "自")
		if k < 0 {
			return closing{}, false
		}
		i += k + len("自")
		rest := p[i:]
		head := rest[:min(len(rest), 120)]
		if d, n, ok := law.ParseDate(rest); ok && d.Valid() {
			tail := rest[n:]
			tail = tail[:min(len(tail), 40)]
			if takes(tail) && strings.HasPrefix(strings.TrimSpace(tail), "起") {
				return closing{on: d}, true
			}
			continue
		}
		for _, w := range []string{"公布之日起", "发布之日起", "颁布之日起", "印发之日起", "通过之日起", "批准之日起", "公布之日", "发布之日"} {
			if strings.HasPrefix(rest, w) && takes(head) && !strings.Contains(head[:min(len(head), 45)], "日后") {
				tail := rest[len(w):]
				if strings.HasPrefix(tail, "施行") || strings.HasPrefix(tail, "实施") || strings.HasPrefix(tail, "生效") || strings.HasPrefix(tail, "执行") || strings.HasPrefix(tail, "试行") {
					return closing{onIssue: true}, true
				}
			}
		}
	}
}

func takes(s string) bool {
	return strings.Contains(s, "施行") || strings.Contains(s, "实施") || strings.Contains(s, "生效") || strings.Contains(s, "执行") || strings.Contains(s, "试行")
}

// repealsIn reads the names that a paragraph repeals.
func repealsIn(p string) []repeal {
	if !strings.Contains(p, "《") || !strings.Contains(p, "废止") {
		return nil
	}
	var out []repeal
	for _, s := range sentences(p) {
		k := lastOutside(s, "废止")
		if k < 0 || strings.Contains(s, "不得废止") || strings.Contains(s, "修改和废止") || strings.Contains(s, "修改或者废止") {
			continue
		}
		out = append(out, namesIn(s[:k])...)
	}
	return out
}

// sentences cuts at 。；！ outside quotes.
func sentences(p string) []string {
	var out []string
	depth, start := 0, 0
	for i, r := range p {
		switch r {
		case '《', '〈':
			depth++
		case '》', '〉':
			depth = max(0, depth-1)
		case '。', '；', '\n':
			if depth == 0 {
				out = append(out, p[start:i])
				start = i + utf8.RuneLen(r)
			}
		}
	}
	return append(out, p[start:])
}

func lastOutside(s, w string) int {
	depth, at := 0, -1
	for i, r := range s {
		switch r {
		case '《', '〈':
			depth++
		case '》', '〉':
			depth = max(0, depth-1)
		}
		if depth == 0 && strings.HasPrefix(s[i:], w) {
			at = i
		}
	}
	return at
}

// namesIn reads the outermost 《…》 of a sentence of repeal with the date and
// number that stand at each.
func namesIn(s string) []repeal {
	var out []repeal
	prev := 0
	for i := 0; i < len(s); {
		k := strings.Index(s[i:], "《")
		if k < 0 {
			break
		}
		k += i
		end := closeOf(s[k:])
		if end < 0 {
			break
		}
		end += k
		before := s[prev:k]
		if c := strings.LastIndexAny(before, "）)"); prev > 0 && c >= 0 {
			_, w := utf8.DecodeRuneInString(before[c:])
			before = before[c+w:]
		}
		inner := s[k+len("《") : end-len("》")]
		rest := s[end:]
		if n := strings.Index(rest, "《"); n >= 0 {
			rest = rest[:n]
		}
		prev, i = end, end
		if lead := strings.TrimRight(before, " 　"); hasAnySuffix(lead, "根据", "依照", "依据", "按照", "适用", "违反", "执行", "关于修改", "与", "由", "被") {
			continue
		}
		r := repeal{title: inner}
		if d, ok := dateIn(before); ok {
			r.date = d
		}
		after := rest
		if c := strings.IndexAny(after, "、，,"); c >= 0 && !strings.HasPrefix(strings.TrimSpace(after), "（") {
			after = after[:c]
		}
		if n, ok := numberIn(after); ok {
			r.number = n
		} else if n, ok := numberIn(before); ok {
			r.number = n
		}
		if d, ok := dateIn(after); ok && r.date.IsZero() {
			r.date = d
		}
		lead := unquote(after)
		r.partial = strings.Contains(lead, "第") && strings.Contains(lead, "条") && !strings.Contains(lead, "届") || strings.Contains(lead, "中") && strings.Contains(lead, "规定") || strings.HasPrefix(lead, "中") || strings.HasPrefix(lead, "有关") || strings.HasPrefix(lead, "关于")
		out = append(out, r)
	}
	return out
}

func hasAnySuffix(s string, ws ...string) bool {
	for _, w := range ws {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// closeOf gives the end of the 《…》 at the start of s, nested ones counted.
func closeOf(s string) int {
	depth := 0
	for i, r := range s {
		switch r {
		case '《':
			depth++
		case '》':
			if depth--; depth == 0 {
				return i + len("》")
			}
		}
	}
	return -1
}

// dateIn gives the last full date in s.
func dateIn(s string) (law.Date, bool) {
	var last law.Date
	for i := 0; i < len(s); {
		if d, n, ok := law.ParseDate(s[i:]); ok && d.Valid() {
			last = d
			i += n
			continue
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return last, !last.IsZero()
}
