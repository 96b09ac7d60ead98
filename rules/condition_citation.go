package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// citation finds citations by what the ledger says of them. Every list left out
// asks nothing. A work that is cited in several places is told once, at the
// first place that carries most weight; the other places are related.
type citation struct {
	Standing []string `yaml:"standing"` // words of contract.md
	Article  []string `yaml:"article"`  // same moved changed missing not_checked
	Form     []string `yaml:"form"`     // full short self prior plain number
	Use      []string `yaml:"use"`      // basis applied other repeals issues history named
	// Strong lists the uses in which the finding has its full severity; elsewhere
	// it is one lower. Default: everywhere.
	Strong []string `yaml:"strong"`
	// Successor: "yes" asks that what took the work's place is known and named,
	// "no" that it is not. A decision that only repeals is no successor.
	Successor  string `yaml:"successor"`
	DidYouMean string `yaml:"did_you_mean"` // "yes": near titles are held; "no": none
	// Sure asks that the catalogue is sure of its fact; default: both, and what is
	// not sure comes one severity lower.
	Sure      string   `yaml:"sure"`   // yes, no
	Levels    []string `yaml:"levels"` // 法律 行政法规 …
	NotLevels []string `yaml:"not_levels"`
	Unless    []string `yaml:"unless"` // roles that excuse the place, as in matches
	// Flaw asks for something wrong with the way of citing: see citationFlaws.
	Flaw string `yaml:"flaw"`
	// UnlessLater excuses a work that is not yet in force when the document
	// itself takes effect no earlier.
	UnlessLater string `yaml:"unless_later"` // yes
}

var useNames = map[string]document.Use{
	"basis": document.UseBasis, "applied": document.UseApplied, "other": document.UseOther, "repeals": document.UseRepeals,
	"issues": document.UseIssues, "history": document.UseHistory, "named": document.UseNamed,
}

// citationVars are the placeholders that citations fill.
var citationVarNames = []string{"title", "cited", "by", "since", "article", "now", "last", "near", "number", "ended", "then", "year"}

func (c *citation) build(b *builder) (evaluator, []string, error) {
	b.cites = true
	for _, s := range c.Standing {
		if !slices.ContainsFunc([]law.Standing{law.NotChecked, law.NotHeld, law.Ambiguous, law.Undated, law.NotYetInForce, law.InForce, law.Superseded, law.Repealed, law.Lapsed},
			func(x law.Standing) bool { return x.String() == s }) {
			return nil, nil, fmt.Errorf("no standing is called %q", s)
		}
	}
	for _, s := range c.Article {
		if !slices.Contains([]string{"same", "moved", "changed", "missing", "not_checked"}, s) {
			return nil, nil, fmt.Errorf("no standing of an article is called %q", s)
		}
	}
	for _, s := range slices.Concat(c.Use, c.Strong) {
		if _, ok := useNames[s]; !ok {
			return nil, nil, fmt.Errorf("no use is called %q", s)
		}
	}
	for _, s := range []string{c.Successor, c.DidYouMean, c.Sure, c.UnlessLater} {
		if s != "" && s != "yes" && s != "no" {
			return nil, nil, fmt.Errorf("%q is neither yes nor no", s)
		}
	}
	var flaw citationFlaw
	if c.Flaw != "" {
		var ok bool
		if flaw, ok = citationFlaws()[c.Flaw]; !ok {
			return nil, nil, fmt.Errorf("no flaw of a citation is called %q", c.Flaw)
		}
	}
	roles, err := rolesOf(c.Unless)
	if err != nil {
		return nil, nil, err
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		var groups []citedGroup
		byKey := map[string]int{}
		for i, q := range p.Doc.Citations {
			r := p.Cited[i]
			if !c.wants(q, r) || endedHere(p.Doc, q, r) || flaw != nil && !flaw(p, i) || roles != 0 && rolesAt(p.Doc, q.Span)&roles != 0 {
				continue
			}
			if c.UnlessLater == "yes" && !r.Since.IsZero() {
				if own := checker.EffectiveDate(p.Doc); own.Valid() && !own.Before(r.Since) {
					continue
				}
			}
			k := citedKey(q, r)
			if len(c.Article) > 0 && len(q.At) > 0 {
				k += strconv.Itoa(q.At[0].Article)
			}
			g, ok := byKey[k]
			if !ok {
				g = len(groups)
				byKey[k] = g
				groups = append(groups, citedGroup{})
			}
			groups[g].add(i, len(c.Strong) == 0 || slices.ContainsFunc(c.Strong, func(s string) bool { return useNames[s] == q.Use }))
		}
		var out []Hit
		for _, g := range groups {
			q, r := p.Doc.Citations[g.first], p.Cited[g.first]
			h := Hit{Span: q.Span, Vars: citationVars(p, q, r), Lower: !g.strong || r.Work != nil && !r.Work.Sure || r.ArticleUnsure}
			for _, i := range g.others {
				h.Related = append(h.Related, checker.Related{Span: p.Doc.Citations[i].Span, Message: "此处也引用"})
			}
			out = append(out, h)
		}
		return out, nil
	}, citationVarNames, nil
}

// citedGroup is the mentions of one work that a condition wants.
type citedGroup struct {
	first  int
	others []int
	strong bool
	any    bool
}

func (g *citedGroup) add(i int, strong bool) {
	switch {
	case !g.any:
		g.first, g.strong, g.any = i, strong, true
	case strong && !g.strong:
		g.others = append([]int{g.first}, g.others...)
		g.first, g.strong = i, true
	default:
		g.others = append(g.others, i)
	}
}

func citedKey(q document.Citation, r checker.Resolution) string {
	if r.Work != nil {
		return "w" + string(r.Work.ID) + r.Standing.String()
	}
	return "t" + law.TitleKey(q.Title) + "\x00" + q.Number.String()
}

func rolesOf(names []string) (document.Role, error) {
	var roles document.Role
	for _, name := range names {
		r, ok := roleNames[name]
		if !ok {
			return 0, fmt.Errorf("no role is called %q", name)
		}
		roles |= r
	}
	return roles, nil
}

// rolesAt gives the roles that govern the place; 0 outside every clause.
func rolesAt(d *document.Document, s source.Span) document.Role {
	if i := clauseAt(d.Clauses, s.Start); i >= 0 {
		return d.Clauses[i].RolesAt(s)
	}
	return 0
}

func (c *citation) wants(q document.Citation, r checker.Resolution) bool {
	in := func(list []string, s string) bool { return len(list) == 0 || slices.Contains(list, s) }
	yes := func(want string, have bool) bool { return want == "" || (want == "yes") == have }
	if len(c.Use) > 0 && !slices.ContainsFunc(c.Use, func(s string) bool { return useNames[s] == q.Use }) {
		return false
	}
	if len(c.Levels) > 0 && (r.Work == nil || !slices.Contains(c.Levels, levelName(r.Work))) {
		return false
	}
	if r.Work != nil && slices.Contains(c.NotLevels, levelName(r.Work)) {
		return false
	}
	return in(c.Standing, r.Standing.String()) && in(c.Article, string(r.Article)) && in(c.Form, q.Form.String()) &&
		yes(c.Successor, successor(r) != "") && yes(c.DidYouMean, len(r.DidYouMean) > 0) && yes(c.Sure, (r.Work == nil || r.Work.Sure) && !r.ArticleUnsure)
}

// endedHere reports a citation of what this very document ends, in whatever words
// the repeal clause is put.
func endedHere(d *document.Document, q document.Citation, r checker.Resolution) bool {
	switch r.Standing {
	case law.Repealed, law.Lapsed, law.Superseded:
	default:
		return false
	}
	if by := law.TitleKey(r.By); by != "" && (by == law.TitleKey(d.Instrument.Value) || by == law.TitleKey(d.Title.Value)) {
		return true
	}
	i := clauseAt(d.Clauses, q.Span.Start)
	if i < 0 {
		return false
	}
	rest := d.Text.Norm[q.Span.End:d.Clauses[i].Span.End]
	// What was done under it before stays: 此前依据《…》已经登记的权利继续有效.
	before := tailLetters(d.Text.Norm[d.Clauses[i].Span.Start:q.Span.Start], 16)
	if strings.Contains(headRunes(rest, 16), "已") {
		for _, w := range []string{"此前", "以前", "之前", "施行前", "实施前", "生效前"} {
			if strings.Contains(before, w) {
				return true
			}
		}
	}
	return strings.Contains(rest, "废止") || strings.Contains(rest, "停止执行") || strings.Contains(rest, "不再执行")
}

// levelName is the Chinese name of a work's level. Where the level is not known
// but the title is one of a law, regulations or rules it is 法规规章; else "".
func levelName(w *law.Regulation) string {
	if w.Level == law.LevelUnknown && looksLikeLaw(strings.TrimSuffix(strings.TrimSuffix(law.TitleKey(w.Title), "(试行)"), "(暂行)")) && !strings.Contains(w.Title, "关于") {
		return "法规规章"
	}
	return w.Level.String()
}

// successor is the title of what took the work's place; "" where it is not known
// or only an act that repeals: 国务院关于废止…的决定 puts nothing in its place.
func successor(r checker.Resolution) string {
	by := r.By
	if n := len(r.Later); n > 0 {
		by = r.Later[n-1].By
	}
	return successorTitle(by)
}

func successorTitle(by string) string {
	by = strings.Trim(by, "《》")
	for _, s := range []string{"决定", "决议", "公告", "目录", "通知", "通告", "令", "废止", "失效"} {
		if strings.HasSuffix(by, s) || strings.HasPrefix(by, "关于"+s) {
			return ""
		}
	}
	if strings.Contains(by, "废止") || strings.Contains(by, "失效") {
		return ""
	}
	return by
}

func citationVars(p *checker.Pass, q document.Citation, r checker.Resolution) map[string]string {
	v := map[string]string{"cited": q.Title, "by": r.By, "since": r.Since.Chinese(), "number": q.Number.String(), "ended": endedPhrase(r), "then": thenPhrase(p, r)}
	if q.Date.Year > 0 {
		v["year"] = strconv.Itoa(q.Date.Year)
	}
	if v["cited"] == "" {
		v["cited"] = v["number"]
	}
	v["title"] = v["cited"]
	if r.Work != nil {
		v["title"] = r.Work.Title
	}
	if len(q.At) > 0 {
		v["article"] = law.Provision{Article: q.At[0].Article, Sub: q.At[0].Sub}.String()
	}
	if r.ArticleNow > 0 {
		v["now"] = law.Provision{Article: r.ArticleNow}.String()
	}
	if r.Edition.Articles > 0 {
		v["last"] = strconv.Itoa(r.Edition.Articles)
	}
	v["near"] = strings.Join(nearTitles(q, r), "、")
	return v
}

func nearTitles(q document.Citation, r checker.Resolution) []string {
	var near []string
	for _, w := range r.DidYouMean {
		s := "《" + w.Title + "》"
		if !w.DocNumber.IsZero() && law.TitleKey(w.Title) == law.TitleKey(q.Title) {
			s += "（" + w.DocNumber.String() + "）"
		}
		near = append(near, s)
	}
	return near
}

// endedPhrase says since when and by what the work is no longer in force:
// 「已于2021年1月1日被《中华人民共和国民法典》取代」.
func endedPhrase(r checker.Resolution) string {
	s := firstEnd(r)
	for _, l := range r.Later {
		when := "又"
		if !l.On.IsZero() {
			when = "又于" + l.On.Chinese()
		}
		verb := "被《" + l.By + "》取代"
		if successorTitle(l.By) == "" {
			verb = "由《" + l.By + "》废止"
		}
		s += "，《" + l.Title + "》" + when + verb
	}
	return s
}

func firstEnd(r checker.Resolution) string {
	when := "已"
	if !r.Since.IsZero() {
		when = "已于" + r.Since.Chinese()
	}
	by := "《" + strings.Trim(r.By, "《》") + "》"
	switch next := successorTitle(r.By); {
	case next != "":
		return when + "被" + by + "取代"
	case r.Standing == law.Lapsed && r.By != "":
		return when + "失效（" + by + "）"
	case r.Standing == law.Lapsed:
		return when + "失效"
	case r.Standing == law.Superseded:
		return when + "被新的文本取代"
	case r.By != "":
		return when + "由" + by + "废止"
	}
	return when + "废止"
}

// thenPhrase says that the citation was right when the document was issued.
func thenPhrase(p *checker.Pass, r checker.Resolution) string {
	said := checker.WrittenOn(p.Doc)
	if !said.Valid() || r.Since.IsZero() || !said.Before(r.Since) {
		return ""
	}
	switch r.Standing {
	case law.Repealed, law.Lapsed, law.Superseded:
		return "；本文件成文时（" + said.Chinese() + "）它尚有效，现在须作相应更新"
	}
	return ""
}
