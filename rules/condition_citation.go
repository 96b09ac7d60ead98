package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// citation finds citations by what the ledger says of them. Every list left out
// asks nothing.
type citation struct {
	Standing []string `yaml:"standing"` // words of contract.md
	Article  []string `yaml:"article"`  // same moved changed missing not_checked
	Form     []string `yaml:"form"`     // full short self prior plain number
	Use      []string `yaml:"use"`      // basis applied other repeals issues history named
	// Successor: "yes" asks that the act that ended the work is known and named,
	// "no" that it is not.
	Successor  string `yaml:"successor"`
	DidYouMean string `yaml:"did_you_mean"` // "yes": near titles are held; "no": none
	// Sure asks that the catalogue is sure of its fact; default: both.
	Sure   string   `yaml:"sure"`   // yes, no
	Levels []string `yaml:"levels"` // 法律 行政法规 …
}

var useNames = map[string]document.Use{
	"basis": document.UseBasis, "applied": document.UseApplied, "other": document.UseOther, "repeals": document.UseRepeals,
	"issues": document.UseIssues, "history": document.UseHistory, "named": document.UseNamed,
}

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
	for _, s := range c.Use {
		if _, ok := useNames[s]; !ok {
			return nil, nil, fmt.Errorf("no use is called %q", s)
		}
	}
	for _, s := range []string{c.Successor, c.DidYouMean, c.Sure} {
		if s != "" && s != "yes" && s != "no" {
			return nil, nil, fmt.Errorf("%q is neither yes nor no", s)
		}
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		var out []Hit
		for i, q := range p.Doc.Citations {
			r := p.Cited[i]
			if !c.wants(q, r) {
				continue
			}
			out = append(out, Hit{Span: q.Span, Vars: citationVars(q, r)})
		}
		return out, nil
	}, []string{"title", "by", "since", "article", "now", "last", "near", "number"}, nil
}

func (c *citation) wants(q document.Citation, r checker.Resolution) bool {
	in := func(list []string, s string) bool { return len(list) == 0 || slices.Contains(list, s) }
	yes := func(want string, have bool) bool { return want == "" || (want == "yes") == have }
	if len(c.Use) > 0 && !slices.ContainsFunc(c.Use, func(s string) bool { return useNames[s] == q.Use }) {
		return false
	}
	if len(c.Levels) > 0 && (r.Work == nil || !slices.Contains(c.Levels, r.Work.Level.String())) {
		return false
	}
	return in(c.Standing, r.Standing.String()) && in(c.Article, string(r.Article)) && in(c.Form, q.Form.String()) &&
		yes(c.Successor, r.By != "") && yes(c.DidYouMean, len(r.DidYouMean) > 0) && yes(c.Sure, r.Work == nil || r.Work.Sure)
}

func citationVars(q document.Citation, r checker.Resolution) map[string]string {
	v := map[string]string{"title": q.Title, "by": r.By, "since": r.Since.Chinese(), "number": q.Number.String()}
	if v["title"] == "" {
		v["title"] = v["number"]
	}
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
	var near []string
	for _, w := range r.DidYouMean {
		s := "《" + w.Title + "》"
		if !w.DocNumber.IsZero() && law.TitleKey(w.Title) == law.TitleKey(q.Title) {
			s += "（" + w.DocNumber.String() + "）"
		}
		near = append(near, s)
	}
	v["near"] = strings.Join(near, "、")
	return v
}
