package rules

import (
	"context"
	"fmt"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/checker/superior"
	"docreview/corpus/law"
)

// excuser is a condition that a superior provision of at least a level excuses.
type excuser interface{ excusedFrom() string }

func (m *matches) excusedFrom() string { return m.UnlessCited }
func (n *near) excusedFrom() string    { return excusedBy(n.Cited) }

// superiorLevel is the level from which a superior provision that says the same
// silences a case: the one that the case names (unless_superior), else the one
// from which a citation excuses its condition; 0: none does.
func (c *Case) superiorLevel() (law.Level, error) {
	name := c.UnlessSuperior
	if e, ok := c.When.Params.(excuser); ok && name == "" {
		name = e.excusedFrom()
	}
	level, ok := map[string]law.Level{"": 0, "none": 0, "law": law.LevelLaw, "regulation": law.LevelLocalRegulation, "rule": law.LevelLocalGovRule}[name]
	if !ok && c.UnlessSuperior != "" {
		return 0, fmt.Errorf("unless_superior is none of law, regulation, rule, none")
	}
	return level, nil
}

// saidAbove asks whether a superior provision of at least the level, in force on
// the as-of day and of the issuer's line, says in nearly the same words what the
// clause at a place says. It asks once a clause; a corpus without texts knows
// nothing. A failure leaves the finding where it is.
func saidAbove(ctx context.Context, p *checker.Pass, at source.Span, level law.Level) (title string, ok bool) {
	if p.Corpus == nil || !p.Corpus.Snapshot().FullText {
		return "", false
	}
	i := clauseAt(p.Doc.Clauses, at.Start)
	if i < 0 {
		return "", false
	}
	type key struct {
		clause int
		level  law.Level
	}
	title = p.Memo(key{i, level}, func() any {
		from := bodyOf(p.Doc, &p.Doc.Clauses[i])
		words := wordsOf(p.Doc, source.Span{Start: from, End: p.Doc.Clauses[i].Span.End})
		if len(words) < 3*12 {
			return ""
		}
		var levels []law.Level
		for _, l := range superiorLevels {
			if rankOf(l) <= rankOf(level) {
				levels = append(levels, l)
			}
		}
		passages, _, err := nearby(ctx, p, levels, 0.7, words)
		if err != nil {
			return ""
		}
		own := law.TitleKey(p.Doc.Instrument.Value)
		for _, g := range passages[0] {
			if key := law.TitleKey(g.Title); key != own && superior.Same(words, g.Text) {
				return "《" + g.Title + "》" + g.Place.Provision.String()
			}
		}
		return ""
	}).(string)
	return title, title != ""
}

// weakBasis says why what the clause cites does not carry it: what it names was
// repealed, is of too low a rank or says nothing of it; "" where it cites nothing
// of that kind. void: it gives no power to anybody, so that applying it is no
// excuse.
func weakBasis(p *checker.Pass, at source.Span, level law.Level) (why string, void bool) {
	d := p.Doc
	i := clauseAt(d.Clauses, at.Start)
	if i < 0 {
		return "", false
	}
	for _, k := range d.Clauses[i].Citations {
		q, r := d.Citations[k], p.Cited[k]
		if r.Work == nil || broken(d, k) || q.Use != document.UseApplied && q.Use != document.UseBasis && q.Use != document.UseOther {
			continue
		}
		name := "《" + r.Work.Title + "》"
		switch {
		case r.Standing == law.Repealed || r.Standing == law.Lapsed:
			return "；所引" + name + endedPhrase(r) + "，不能作为依据", successor(r) == ""
		case r.Work.Level == law.LevelNormative || r.Work.Level == law.LevelParty:
			return "；所引" + name + "是" + r.Work.Level.String() + "，层级不够", r.Work.Sure
		case rankOf(r.Work.Level) > rankOf(level) && rankOf(r.Work.Level) < 9:
			return "；所引" + name + "是" + r.Work.Level.String() + "，层级不够", false
		case saysNothing(p, i, k):
			return "；所引" + name + law.Provision{Article: q.At[0].Article}.String() + "没有这方面的规定", true
		}
	}
	return "", false
}

// appliesVoid reports that what a clause applies gives no power, and that
// nothing else that it cites does.
func appliesVoid(p *checker.Pass, clause int, at source.Span, level law.Level) bool {
	_, void := weakBasis(p, at, level)
	return void && citedAbove(p, clause, level) < 0
}

// powers pairs the word for a power in a clause with the words of which the
// provision that gives it holds one. Fines are left to the rule that compares
// their amounts.
var powers = []struct {
	here  string
	there []string
}{
	{"没收", []string{"没收", "收缴", "罚"}}, {"吊销", []string{"吊销", "撤销", "罚"}}, {"查封", []string{"查封", "扣押", "强制"}},
	{"扣押", []string{"查封", "扣押", "强制"}}, {"保证金", []string{"保证金", "押金", "担保"}}, {"押金", []string{"保证金", "押金", "担保"}},
	{"滞纳金", []string{"滞纳金", "利息"}}, {"强制拆除", []string{"拆除", "强制"}},
}

// saysNothing reports that the provision that a clause cites for a power does not
// name that power, in neither wording. It knows only where texts are held, and
// where the article bore the same number when the document was written.
func saysNothing(p *checker.Pass, clause, k int) bool {
	if len(p.Doc.Citations[k].At) == 0 || p.Cited[k].Work == nil {
		return false
	}
	texts, err := p.CitedTexts(context.Background())
	if err != nil || len(texts[k]) < len(p.Doc.Citations[k].At) || !checker.WrittenOn(p.Doc).Valid() && len(p.Cited[k].Work.Editions) > 1 {
		return false
	}
	all := ""
	for _, t := range texts[k] {
		if t.Then == "" {
			return false
		}
		all += t.Then + t.Now
	}
	words := p.Doc.Text.Norm[p.Doc.Clauses[clause].Span.Start:p.Doc.Clauses[clause].Span.End]
	for _, w := range powers {
		if strings.Contains(words, w.here) {
			return !hasAny(all, w.there)
		}
	}
	return false
}

// bodyOf is where the words of a clause begin behind its label.
func bodyOf(d *document.Document, c *document.Clause) int {
	from := c.Span.Start
	for n := c.Node; n != nil; n = n.Parent {
		if n.Label.Start >= c.Span.Start && n.Label.End > from && n.Label.End < c.Span.End {
			from = n.Label.End
		}
	}
	rest := d.Text.Norm[from:c.Span.End]
	return from + len(rest) - len(strings.TrimLeft(rest, " 　\t\n"))
}
