package load

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// body turns the lines behind the history into provisions in reading order.
type body struct {
	f      *File
	rows   []Row
	heads  [5]string // 编, 分编, 章, 节, other headings
	last   law.Provision
	annex  bool
	toc    bool
	tocTop string
}

func (f *File) body(lines []line) {
	b := &body{f: f}
	for _, l := range lines {
		b.line(l)
	}
	for i := range b.rows {
		b.rows[i].Text = strings.TrimSpace(b.rows[i].Text)
	}
	for _, r := range b.rows {
		if r.Text != "" {
			f.Rows = append(f.Rows, r)
		}
	}
}

func isContents(s string) bool { return s == "目录" || s == "目次" }

func (b *body) line(l line) {
	s := l.text
	if s == "" {
		return
	}
	if len(s) <= 32 && isContents(noBlanks(s)) {
		b.toc, b.tocTop = true, ""
		return
	}
	rank, isHead := heading(s)
	p, rest, isArticle := article(s, b.last)
	if b.toc {
		switch {
		case isArticle:
			b.toc = false
		case isHead && b.tocTop == "":
			b.tocTop = noBlanks(s)
			return
		case isHead && noBlanks(s) == b.tocTop:
			b.toc = false
		case utf8.RuneCountInString(s) <= 40 && !strings.ContainsAny(s, "。；"):
			return
		default:
			b.toc = false
		}
	}
	switch {
	case isArticle:
		b.article(l, p, rest)
	case isHead:
		b.head(rank, s)
	case isAnnex(s) && b.last.Article > 0:
		b.annex = true
		b.heads = [5]string{}
		b.rows = append(b.rows, Row{Label: "附件", Text: s, Line: l.no})
	case l.level > 0:
		b.head(4, s)
	case b.last.Article == 0 && isItem(s):
		b.rows = append(b.rows, Row{Label: s[:strings.Index(s, "、")], Path: b.path(), Text: s, Line: l.no})
	case len(b.rows) == 0:
		b.rows = append(b.rows, Row{Label: "前言", Path: b.path(), Text: s, Line: l.no})
	default:
		r := &b.rows[len(b.rows)-1]
		if r.Text != "" {
			r.Text += "\n"
		}
		r.Text += s
	}
}

func (b *body) article(l line, p law.Provision, rest string) {
	later := p.Article > b.last.Article || p.Article == b.last.Article && p.Sub > b.last.Sub
	if b.annex || !later {
		if b.annex || p.Article == 1 {
			// Another text begins: its articles are not those of the work.
			if !b.annex {
				b.f.problem(l.no, ArticleBack, fmt.Sprintf("%s→%s", b.last, p))
			}
			b.annex = true
			b.rows = append(b.rows, Row{Label: "附件" + p.String(), Path: b.path(), Text: rest, Line: l.no})
			return
		}
		b.f.problem(l.no, ArticleBack, fmt.Sprintf("%s→%s", b.last, p))
		if n := len(b.rows); n > 0 {
			b.rows[n-1].Text += "\n" + l.text
		}
		return
	}
	if p.Article > b.last.Article+1 && (b.last.Article > 0 || !b.f.isPart()) {
		b.f.problem(l.no, ArticleGap, fmt.Sprintf("%s→%s", b.last, p))
	}
	b.last = p
	b.rows = append(b.rows, Row{At: p, Path: b.path(), Text: rest, Line: l.no})
}

func (b *body) head(rank int, s string) {
	b.heads[rank] = strings.Join(strings.FieldsFunc(s, blank), " ")
	for i := rank + 1; i < len(b.heads); i++ {
		b.heads[i] = ""
	}
}

func (b *body) path() string {
	var parts []string
	for _, h := range b.heads {
		if h != "" {
			parts = append(parts, h)
		}
	}
	return strings.Join(parts, " / ")
}

// heading recognises 第二章 总则 and the like: 编 0, 分编 1, 章 2, 节 3.
func heading(s string) (rank int, ok bool) {
	rest, ok := strings.CutPrefix(s, "第")
	if !ok || utf8.RuneCountInString(s) > 40 || strings.ContainsAny(s, "。；") {
		return 0, false
	}
	rest = strings.TrimLeftFunc(rest, blank)
	_, n, ok := law.ParseNumeral(rest)
	if !ok {
		return 0, false
	}
	rest = strings.TrimLeftFunc(rest[n:], blank)
	for i, w := range []string{"编", "分编", "章", "节"} {
		after, ok := strings.CutPrefix(rest, w)
		if !ok {
			continue
		}
		r, _ := utf8.DecodeRuneInString(after)
		return i, after == "" || blank(r) || !strings.ContainsAny(after, "，、的规定")
	}
	return 0, false
}

// article recognises the start of an article and gives what stands behind it.
// 第十二条规定的… at the start of a line is none, unless it is the next number
// and a blank or bracket follows.
func article(s string, last law.Provision) (p law.Provision, rest string, ok bool) {
	if !strings.HasPrefix(s, "第") {
		return p, "", false
	}
	p, n, ok := law.ParseProvision(s)
	if !ok || p.Article == 0 || p.Para > 0 || p.Item > 0 || p.Subitem > 0 {
		return law.Provision{}, "", false
	}
	behind := s[n:]
	r, _ := utf8.DecodeRuneInString(behind)
	switch {
	case behind == "" || blank(r) || strings.ContainsRune("：:【（(［", r):
	case (p.Article == last.Article+1 || p.Article == last.Article && p.Sub == last.Sub+1) && !hasPrefixAny(behind, "规定", "的", "至", "、", "，", "和", "与", "及", "或", "中", "所", "第", "款", "项", "以", "到", "之", "—", "-", "～"):
	default:
		return law.Provision{}, "", false
	}
	return p, strings.TrimLeftFunc(behind, func(r rune) bool { return blank(r) || r == '：' || r == ':' }), true
}

func hasPrefixAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// isAnnex recognises the line that begins an annex.
func isAnnex(s string) bool {
	t := noBlanks(s)
	return hasPrefixAny(t, "附件", "附：", "附:", "附表", "附录", "附图") && utf8.RuneCountInString(t) < 40 && !strings.Contains(t, "。")
}

// isItem recognises 一、 at the start of a line.
func isItem(s string) bool {
	_, n, ok := law.ParseNumeral(s)
	if !ok || !strings.HasPrefix(s[n:], "、") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r > 0x7f && (r < '０' || r > '９')
}
