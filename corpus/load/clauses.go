package load

import (
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// closing reads the first day from the provisions: 本条例自2021年7月15日起施行, or
// 自公布之日起施行. The last such clause of the numbered provisions counts.
func closing(rows []Row) (from law.Date, onIssue bool) {
	for i := len(rows) - 1; i >= 0; i-- {
		r := rows[i]
		if strings.HasPrefix(r.Label, "附") {
			continue
		}
		for _, s := range sentences(r.Text) {
			if !strings.Contains(s.text, "施行") && !strings.Contains(s.text, "实施") && !strings.Contains(s.text, "生效") && !strings.Contains(s.text, "执行") {
				continue
			}
			d, on, ok := firstDay(s.text)
			if ok {
				return d, on
			}
		}
		if i < len(rows)-6 {
			break
		}
	}
	return law.Date{}, false
}

// firstDay reads 自…起施行 of the text itself; what stands inside 《》 or speaks
// of another text is left.
func firstDay(s string) (law.Date, bool, bool) {
	for at := 0; ; {
		i := strings.Index(s[at:], "自")
		if i < 0 {
			return law.Date{}, false, false
		}
		at += i + len("自")
		rest := strings.TrimLeftFunc(s[at:], blank)
		for _, w := range []string{"公布之日", "发布之日", "颁布之日", "印发之日", "公布之曰", "发文之日", "通过之日"} {
			if t, ok := strings.CutPrefix(rest, w); ok && takesEffect(t) {
				return law.Date{}, true, true
			}
		}
		if d, n, ok := law.ParseDate(rest); ok && d.Year > 1900 && takesEffect(rest[n:]) {
			return d, false, true
		}
	}
}

func takesEffect(s string) bool {
	s = strings.TrimLeftFunc(s, blank)
	s = strings.TrimPrefix(s, "起")
	s = strings.TrimLeftFunc(s, func(r rune) bool { return blank(r) || r == '正' || r == '式' || r == '开' || r == '始' })
	for _, w := range []string{"施行", "实施", "生效", "执行", "试行"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

type sentence struct {
	text string
	line int // lines from the start of the row
}

// sentences cuts at 。；and line ends, outside 《》.
func sentences(s string) []sentence {
	var out []sentence
	start, n := 0, 0
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		i += w
		if r != '。' && r != '；' && r != '\n' {
			continue
		}
		out = append(out, sentence{s[start:i], n})
		start = i
		if r == '\n' {
			n++
		}
	}
	if start < len(s) {
		out = append(out, sentence{s[start:], n})
	}
	return out
}

// general marks sentences about ending as such, not about an act.
var general = []string{"可以废止", "应当废止", "修改、废止", "修改或者废止", "废止的", "制定、修改", "的废止", "及时废止", "建议", "清理", "自行废止", "宣布废止", "撤销或者"}

// ends finds the statements of f's provisions that end other texts.
//
// Only the last provisions, a preamble and decisions speak so; in the midst of
// a text «予以废止» is a rule about acts, not an act.
func (f *File) ends() {
	decision := strings.Contains(f.Title, "废止") || strings.Contains(f.Title, "失效")
	list := false // 下列…予以废止： goes on over rows
	for i, r := range f.Rows {
		if !decision && i < len(f.Rows)-4 && i > 0 {
			continue
		}
		var on law.Date
		for _, s := range sentences(r.Text) {
			if d, _, ok := firstDay(s.text); ok && !d.IsZero() {
				on = d
			}
			ts := titles(s.text)
			at := endWord(s.text)
			if at < 0 && !(list && len(ts) > 0) {
				continue
			}
			if at >= 0 && !decision && hasAny(s.text, general) {
				continue
			}
			if strings.HasSuffix(strings.TrimRightFunc(s.text, blank), "：") && at >= 0 {
				list = decision || strings.Contains(s.text, "同时")
			}
			if at < 0 {
				at = len(s.text)
			}
			f.endsIn(s, ts, at, r.Line+s.line, on, decision)
		}
		if !decision {
			list = false
		}
	}
}

// endWord gives the offset of the word that ends an act, -1 where none stands
// outside 《》.
func endWord(s string) int {
	masked := mask(s)
	for _, w := range []string{"废止", "停止执行", "停止施行", "终止执行", "不再执行"} {
		if i := strings.LastIndex(masked, w); i >= 0 {
			return i
		}
	}
	return -1
}

// mask replaces what stands inside 《》 by blanks of the same length.
func mask(s string) string {
	ts := titles(s)
	if len(ts) == 0 {
		return s
	}
	b := []byte(s)
	for _, t := range ts {
		for i := t.start; i < t.end; i++ {
			b[i] = ' '
		}
	}
	return string(b)
}

func (f *File) endsIn(s sentence, ts []titleAt, at, no int, on law.Date, decision bool) {
	own := on
	if i := strings.Index(s.text, "自"); i >= 0 { // 自2021年1月1日起，《…》废止
		if d, n, ok := law.ParseDate(strings.TrimLeftFunc(s.text[i+len("自"):], blank)); ok && d.Full() {
			if strings.HasPrefix(strings.TrimLeftFunc(s.text[i+len("自"):], blank)[n:], "起") {
				own = d
			}
		}
	}
	if decision && len(ts) > 0 && ts[0].start > at { // 废止《…》
		at = len(s.text)
	}
	last := 0
	for i, t := range ts {
		if t.start > at || strings.TrimSpace(t.text) == "" {
			break
		}
		next := at
		if i+1 < len(ts) && ts[i+1].start < at {
			next = ts[i+1].start
		}
		behind := ""
		if t.end < next {
			behind = s.text[t.end:next]
		}
		before := s.text[last:t.start]
		last = t.end
		if hasAny(before, []string{"根据", "依照", "依据", "按照"}) && i == 0 && len(ts) > 1 {
			continue // 根据《…》，《…》同时废止
		}
		e := Edge{Title: around(t.text, before, behind), By: f.Title, On: own, Path: f.Path, Line: no}
		e.Number, e.Dated = numberAndDate(before, behind)
		e.Partial = partial(behind)
		f.Edges = append(f.Edges, e)
	}
}

// around gives the whole name where the marks stand inside it: 某市实施《…法》办法. Such
// a name ends the measures, never the law.
func around(title, before, behind string) string {
	for _, w := range []string{"实施办法", "实施细则", "若干规定", "办法", "细则", "规定", "条例", "补充规定"} {
		if !strings.HasPrefix(behind, w) {
			continue
		}
		if i := strings.LastIndexAny(before, "。，、；：,;:和及与 　\n的"); i >= 0 {
			_, n := utf8.DecodeRuneInString(before[i:])
			before = before[i+n:]
		}
		return before + "《" + title + "》" + w
	}
	return title
}

// partial reports that only a part of what was named ends: 《…》第三条, 《…》中有关….
func partial(behind string) bool {
	b := strings.TrimLeftFunc(behind, blank)
	if strings.HasPrefix(b, "（") || strings.HasPrefix(b, "(") {
		if i := strings.IndexAny(b, "）)"); i >= 0 {
			_, w := utf8.DecodeRuneInString(b[i:])
			b = b[i+w:]
		}
	}
	if strings.HasPrefix(b, "第") {
		_, n, ok := law.ParseProvision(b)
		return ok && n > 0
	}
	return strings.HasPrefix(b, "中") || strings.HasPrefix(b, "有关") || strings.HasPrefix(b, "的有关") || strings.HasPrefix(b, "关于") || strings.HasPrefix(b, "的第")
}

// numberAndDate reads what stands around a title: 1995年3月国务院发布的《…》, 《…》（国发〔2001〕3号）.
func numberAndDate(before, behind string) (law.DocNumber, law.Date) {
	var n law.DocNumber
	var d law.Date
	for _, s := range []string{bracket(behind), before} {
		if s == "" {
			continue
		}
		if n.IsZero() {
			n = numberIn(s)
		}
		if d.IsZero() {
			for i := range s {
				if digitBefore(s[:i]) {
					continue
				}
				if x, _, ok := law.ParseDate(s[i:]); ok && x.Year > 1900 && x.Year < 2200 {
					d = x
					break
				}
			}
		}
	}
	return n, d
}

// bracket gives what stands in the brackets that s begins with.
func bracket(s string) string {
	s = strings.TrimLeftFunc(s, blank)
	for _, p := range [][2]string{{"（", "）"}, {"(", ")"}} {
		if rest, ok := strings.CutPrefix(s, p[0]); ok {
			if i := strings.Index(rest, p[1]); i >= 0 {
				return rest[:i]
			}
		}
	}
	return ""
}

func hasAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// amends reads a decision on changing other texts: its title names them.
func (f *File) amends() {
	if !strings.Contains(f.Title, "修改") || !strings.HasSuffix(law.TitleKey(f.Title), "决定") {
		return
	}
	inner := strings.NewReplacer("〈", "《", "〉", "》", "<", "《", ">", "》", "＜", "《", "＞", "》").Replace(f.Title)
	for _, t := range titles(inner) {
		f.Edges = append(f.Edges, Edge{Title: t.text, By: f.Title, Amends: true, Path: f.Path, Line: 1})
	}
	for _, r := range f.Rows {
		for _, s := range sentences(r.Text) {
			m := mask(s.text)
			if !strings.Contains(m, "修改") && !strings.Contains(m, "修正") && !strings.Contains(m, "作如下") {
				continue
			}
			ts := titles(s.text)
			if len(ts) == 1 && (strings.Contains(m[:ts[0].start], "对") || strings.Contains(m[:ts[0].start], "修改") || strings.Contains(m[:ts[0].start], "将")) && len(noBlanks(m[:ts[0].start])) < 40 {
				f.Edges = append(f.Edges, Edge{Title: ts[0].text, By: f.Title, Amends: true, Path: f.Path, Line: r.Line + s.line})
			}
		}
	}
}
