package render

import (
	"fmt"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/corpus/law"
)

// standings gives the Chinese word of each standing in the order of the ledger:
// what needs a reader first. Knowledge and fact are never merged.
var standings = []struct {
	is   law.Standing
	name string
	means,
	style string
}{
	{law.Repealed, "已废止", "", red},
	{law.Lapsed, "已失效", "", red},
	{law.Superseded, "已被取代或者修改", "", yellow},
	{law.NotYetInForce, "尚未施行", "", yellow},
	{law.Ambiguous, "同名多件，不能确定所指", "", yellow},
	{law.Undated, "已收录，施行日期不明，未判断效力", "", yellow},
	{law.NotHeld, "法规库未收录", "不等于不存在", yellow},
	{law.NotChecked, "未核对", "不等于有效", yellow},
	{law.InForce, "现行有效", "", plain},
}

// entry is all the places that name one target with one standing.
type entry struct {
	first checker.CitationInfo
	lines []int
	notes []string
}

// citations is the ledger of a report: targets by standing, how many places
// stand how, and how many only name a form or a certificate.
type citations struct {
	groups       map[law.Standing][]*entry
	count        map[law.Standing]int
	total, named int
}

// newCitations gathers the places that name one target with one standing. The
// document's references to itself (本办法, 前款) are not counted.
func newCitations(r *checker.Report) citations {
	l := citations{groups: map[law.Standing][]*entry{}, count: map[law.Standing]int{}}
	index := map[string]*entry{}
	for _, c := range r.Citations {
		switch {
		case c.Form == "self" || c.Form == "prior" || c.Use == "issues":
			continue
		case c.Use == "named" && c.Standing <= law.NotHeld:
			l.named++ // a form, a certificate: no regulation, nothing to look up
			continue
		}
		l.total++
		l.count[c.Standing]++
		key := fmt.Sprint(c.Standing, "\x00", targetKey(c))
		e := index[key]
		if e == nil {
			e = &entry{first: c}
			index[key] = e
			l.groups[c.Standing] = append(l.groups[c.Standing], e)
		}
		if c.Line > 0 && !slices.Contains(e.lines, c.Line) {
			e.lines = append(e.lines, c.Line)
		}
		if n := articleNote(c); n != "" && !slices.Contains(e.notes, n) {
			e.notes = append(e.notes, n)
		}
	}
	return l
}

// ledger writes the citations short: how many stand how, then each target that
// needs a look, then the rest by name.
func (p *printer) ledger(r *checker.Report) {
	l := newCitations(r)
	groups, count, total, named := l.groups, l.count, l.total, l.named
	if total+named == 0 {
		return
	}
	p.heading(plain, fmt.Sprintf("引用清单 %d 处", total+named))
	for _, s := range standings {
		if count[s.is] == 0 {
			continue
		}
		name := fmt.Sprintf("%s %d 处", s.name, count[s.is])
		if s.means != "" {
			name += "（" + s.means + "）"
		}
		p.line(p.style(s.style, " "+name))
		if s.is == law.InForce {
			p.inForce(groups[s.is])
			continue
		}
		for _, e := range groups[s.is] {
			p.para("   · ", e.String())
		}
	}
	if named > 0 {
		p.para(" ", fmt.Sprintf("表格、证照、方案等名称 %d 处，不是法规依据，未核对", named))
	}
}

// targetKey names what a citation means: the work where it is known.
func targetKey(c checker.CitationInfo) string {
	if c.Work != "" {
		return "w" + c.Work
	}
	return joinKnown("\x00", c.Title, c.Number)
}

// inForce lists the targets in force: one paragraph of names, and a line of
// their own for those whose article needs a look.
func (p *printer) inForce(list []*entry) {
	var names []string
	for _, e := range list {
		if len(e.notes) > 0 {
			p.para("   · ", e.String())
		} else {
			names = append(names, e.name())
		}
	}
	if len(names) > 0 {
		p.para("   ", strings.Join(names, ""))
	}
}

func (e *entry) name() string {
	c := e.first
	switch {
	case c.Title == "" && c.Number != "":
		return c.Number
	case c.Title == "":
		return "“" + shorten(c.Text, 40) + "”"
	}
	s := "《" + c.Title + "》"
	if c.Number != "" {
		s += "（" + c.Number + "）"
	}
	return s
}

// String gives one row: name, lines, since when, by what, and what may be meant.
func (e *entry) String() string {
	s := e.name()
	if len(e.lines) > 0 {
		lines := make([]string, len(e.lines))
		for i, n := range e.lines {
			lines[i] = fmt.Sprint(n)
		}
		s += "　第 " + strings.Join(lines, "、") + " 行"
	}
	return joinKnown("　", s, e.facts())
}

// facts says since when and by what, and what may be meant.
func (e *entry) facts() string {
	c := e.first
	since, by := c.Since.String(), c.By
	if by != "" {
		by = "《" + strings.Trim(by, "《》") + "》"
	}
	var facts []string
	switch c.Standing {
	case law.Repealed, law.Lapsed, law.Superseded:
		if since != "" {
			facts = append(facts, "自 "+since+" 起")
		}
		if by != "" {
			facts = append(facts, "见"+by)
		}
	case law.NotYetInForce:
		if since != "" {
			facts = append(facts, since+" 起施行")
		}
	case law.Ambiguous:
		if len(c.Candidates) > 0 {
			facts = append(facts, "可能是："+quoted(c.Candidates))
		}
	case law.NotHeld:
		if len(c.DidYouMean) > 0 {
			facts = append(facts, "是否为："+quoted(c.DidYouMean))
		}
	}
	facts = append(facts, e.notes...)
	return strings.Join(facts, "；")
}

// articleNote says what became of the cited article, "" when nothing is to say.
func articleNote(c checker.CitationInfo) string {
	at := ""
	if c.At.Article > 0 {
		at = fmt.Sprintf("所引第 %d 条", c.At.Article)
	} else {
		at = "所引条款"
	}
	switch c.Article {
	case checker.ArticleMoved:
		if c.ArticleNow > 0 {
			return fmt.Sprintf("%s现为第 %d 条", at, c.ArticleNow)
		}
		return at + "条号已变"
	case checker.ArticleChanged:
		return at + "内容已修改"
	case checker.ArticleMissing:
		return at + "在该文件中不存在"
	}
	return ""
}

func quoted(titles []string) string {
	out := make([]string, len(titles))
	for i, t := range titles {
		out[i] = "《" + strings.Trim(t, "《》") + "》"
	}
	return strings.Join(out, "、")
}
