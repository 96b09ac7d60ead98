package rules

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/checker/superior"
	"docreview/corpus/law"
)

// found is a difference between a clause and a superior provision.
type found struct {
	superior.Difference
	span   source.Span
	cited  int // the citation; -1: the clause cites none, and this provision is nearly its own words
	work   *law.Regulation
	title  string
	at     law.Provision
	passed bool // the wording that applied when the document was written said the same
}

// comparison is what became of holding a document against its superiors.
type comparison struct {
	found []found
	// untold are reasons why clauses with figures could not be compared.
	untold []string
	// partial: the corpus answered in part for nearness.
	partial bool
}

// superiorLevels are what outranks a normative document.
var superiorLevels = []law.Level{law.LevelLaw, law.LevelAdminRegulation, law.LevelLocalRegulation, law.LevelAutonomous, law.LevelDeptRule, law.LevelLocalGovRule}

// compared gives the comparison of the document, made once for all rules.
func compared(ctx context.Context, p *checker.Pass) (*comparison, error) {
	type answer struct {
		c   *comparison
		err error
	}
	a := p.Memo("superior comparison", func() any {
		c, err := compareAll(ctx, p)
		return answer{c, err}
	}).(answer)
	return a.c, a.err
}

func compareAll(ctx context.Context, p *checker.Pass) (*comparison, error) {
	c := &comparison{}
	texts, err := p.CitedTexts(ctx)
	if err != nil {
		return c, err
	}
	d := p.Doc
	held := p.Corpus != nil && p.Corpus.Snapshot().FullText
	var alone []int // clauses that cite nothing and could be compared by their words
	for i := range d.Clauses {
		cl := &d.Clauses[i]
		if cl.Zone != document.ZoneBody && cl.Zone != document.ZoneNotice && cl.Zone != document.ZoneAnnex {
			continue
		}
		if cl.RolesAt(cl.Span)&(document.Narrates|document.Quotes|document.Defines) != 0 {
			continue
		}
		words := func() string { return wordsOf(d, source.Span{Start: bodyOf(d, cl), End: cl.Span.End}) }
		if at := appliedAt(p, i); len(at) > 0 {
			if err := c.cited(p, cl, words(), at, texts); err != nil {
				return c, err
			}
			continue
		}
		if held && len(cl.Citations) == 0 && comparable(words()) {
			alone = append(alone, i)
		}
	}
	if !held {
		return c, nil
	}
	return c, c.near(ctx, p, alone)
}

// wordsOf gives the words of a stretch with line ends as blanks, byte for byte.
func wordsOf(d *document.Document, s source.Span) string {
	return strings.ReplaceAll(d.Text.Norm[s.Start:s.End], "\n", " ")
}

// appliedAt gives the citations of provisions that a clause applies: its own,
// or those that an earlier sentence of the paragraph or the lead-in of its list
// begins with.
func appliedAt(p *checker.Pass, clause int) []int {
	d := p.Doc
	c := &d.Clauses[clause]
	wanted := func(i int) bool {
		q := d.Citations[i]
		switch q.Use {
		case document.UseNamed, document.UseIssues, document.UseRepeals, document.UseHistory:
			return false
		}
		return len(q.At) > 0 && q.Form != document.FormSelf && !broken(d, i) && (p.Cited[i].Work != nil || q.Title != "")
	}
	var out []int
	for _, i := range c.Citations {
		if wanted(i) {
			out = append(out, i)
		}
	}
	if len(out) > 0 {
		return out
	}
	for j := clause - 1; j >= 0 && clause-j < 12; j-- {
		q := &d.Clauses[j]
		if strings.Contains(d.Text.Norm[q.Span.Start:c.Span.Start], "\n") {
			break
		}
		for _, i := range q.Citations {
			if wanted(i) && governs(d, q, i) {
				out = append(out, i)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	for _, lead := range leads(d, c) {
		for i, q := range d.Citations {
			if lead.Contains(q.Span) && wanted(i) {
				out = append(out, i)
			}
		}
	}
	return out
}

// procedural are words with which a clause names a fine to say which procedure
// applies, not how high it is.
var procedural = []string{"听证", "集体讨论", "较大数额", "当场", "简易程序", "法制审核", "备案"}

func (c *comparison) cited(p *checker.Pass, cl *document.Clause, words string, at []int, texts [][]checker.CitedText) error {
	figures := len(superior.Fines(words)) > 0 || len(superior.Periods(words)) > 0
	var now, then []string
	for _, i := range at {
		r := p.Cited[i]
		if r.Work == nil || r.Standing != law.InForce && r.Standing != law.Superseded {
			return nil // the rules on citations speak of it
		}
		if h, ok := r.Work.Level.Outranks(law.LevelNormative); !ok || !h {
			return nil
		}
		if len(texts[i]) < len(p.Doc.Citations[i].At) {
			if figures {
				c.untell(r.Work.Title, p.Doc.Citations[i].At[0])
			}
			return nil
		}
		for _, t := range texts[i] {
			n := t.Now
			if n == "" {
				n = t.Then
			}
			if n == "" {
				if figures {
					c.untell(r.Work.Title, t.At)
				}
				return nil
			}
			now, then = append(now, n), append(then, t.Then)
		}
	}
	text, before := strings.Join(now, "\n"), strings.Join(then, "\n")
	ds := superior.Compare(words, text)
	if len(ds) == 0 {
		return nil
	}
	older := superior.Compare(words, before)
	for _, d := range ds {
		if d.Kind == superior.Fine && slices.ContainsFunc(procedural, func(w string) bool { return strings.Contains(words, w) }) {
			continue
		}
		if d.Kind == superior.Modality && slices.ContainsFunc(at, func(i int) bool { s, _ := saidOf(p.Doc, p.Doc.Citations[i]); return !s.IsZero() }) {
			continue // told as a gist that is not that of the provision
		}
		from := bodyOf(p.Doc, cl)
		f := found{Difference: d, span: source.Span{Start: from + d.Start, End: from + d.End}, cited: at[0]}
		for _, i := range at {
			// The one whose text has the words.
			for _, t := range texts[i] {
				if d.There != "" && (strings.Contains(t.Now, clipped(d.There)) || strings.Contains(t.Then, clipped(d.There))) {
					f.cited = i
					break
				}
			}
		}
		q, r := p.Doc.Citations[f.cited], p.Cited[f.cited]
		f.work, f.title, f.at = r.Work, r.Work.Title, q.At[0]
		f.passed = !slices.ContainsFunc(older, func(o superior.Difference) bool { return o.Kind == d.Kind && o.Start == d.Start })
		// Where nobody knows when the document was written, the article may have
		// borne another number then.
		f.Clear = f.Clear && !f.passed && r.Work.Sure && len(at) == 1 && (checker.WrittenOn(p.Doc).Valid() || len(r.Work.Editions) == 1)
		c.found = append(c.found, f)
	}
	return nil
}

func clipped(s string) string {
	if i := strings.IndexAny(s, "，。；"); i > 0 {
		return s[:i]
	}
	return s
}

func (c *comparison) untell(title string, at law.Provision) {
	why := "法规库没有《" + title + "》" + law.Provision{Article: at.Article, Sub: at.Sub}.String() + "的正文，没有与它比对"
	if !slices.Contains(c.untold, why) && len(c.untold) < 5 {
		c.untold = append(c.untold, why)
	}
}

// comparable reports that a clause names a figure that a superior provision may
// say otherwise, at a length at which its words tell.
func comparable(words string) bool {
	if n := utf8.RuneCountInString(words); n < 18 || n > 220 {
		return false
	}
	return strings.Contains(words, "罚款") || strings.Contains(words, "滞纳金") || len(superior.Periods(words)) > 0
}

const (
	maxAlone  = 150  // clauses of a document that are looked up by their words
	overlap   = 0.62 // of the pairs of a clause that a candidate must have
	maxNearBy = 5    // candidates of a clause
)

// superiorScope is the issuer's line of superiors.
func superiorScope(p *checker.Pass) law.Scope {
	s := law.Scope{Regions: []string{""}, AsOf: p.AsOf}
	if code := p.Profile.Code; len(code) == 6 {
		for _, c := range []string{code[:2] + "0000", code[:4] + "00", code} {
			if !slices.Contains(s.Regions, c) {
				s.Regions = append(s.Regions, c)
			}
		}
	}
	return s
}

// nearby asks for the passages near to each text. Nothing held of a region is no
// failure here: what is found is told, and that it is not all is remembered.
func nearby(ctx context.Context, p *checker.Pass, levels []law.Level, share float64, texts ...string) (out [][]law.Passage, partial bool, err error) {
	asked := make([]law.Near, len(texts))
	for i, s := range texts {
		terms := law.Bigrams(s)
		seen := map[string]bool{}
		n := 0
		for _, t := range terms {
			if !seen[t] {
				seen[t] = true
				n++
			}
		}
		asked[i] = law.Near{Terms: terms, AtLeast: max(1, int(share*float64(n))), Limit: maxNearBy}
	}
	scope := superiorScope(p)
	scope.Levels = levels
	out, err = p.Corpus.Near(ctx, scope, asked...)
	if err != nil && len(out) == len(texts) && len(scope.Regions) > 1 && isIncomplete(err) {
		scope.Regions = scope.Regions[:1]
		if out, err = p.Corpus.Near(ctx, scope, asked...); err == nil {
			return out, true, nil
		}
	}
	return out, false, err
}

func (c *comparison) near(ctx context.Context, p *checker.Pass, alone []int) error {
	if len(alone) > maxAlone {
		alone = alone[:maxAlone]
	}
	if len(alone) == 0 {
		return nil
	}
	d := p.Doc
	texts := make([]string, len(alone))
	for k, i := range alone {
		texts[k] = wordsOf(d, source.Span{Start: bodyOf(d, &d.Clauses[i]), End: d.Clauses[i].Span.End})
	}
	passages, partial, err := nearby(ctx, p, superiorLevels, overlap, texts...)
	if err != nil {
		return err
	}
	c.partial = partial
	own := law.TitleKey(d.Instrument.Value)
	for k, i := range alone {
		var best []found
		same := false
		for _, g := range passages[k] {
			if key := law.TitleKey(g.Title); key == own || key == law.TitleKey(d.Title.Value) {
				same = true // the document itself is held
				break
			}
			if superior.Same(texts[k], g.Text) {
				same = true
				break
			}
			for _, x := range superior.CompareNear(texts[k], g.Text) {
				s := bodyOf(d, &d.Clauses[i])
				f := found{Difference: x, cited: -1, title: g.Title, at: g.Place.Provision, span: source.Span{Start: s + x.Start, End: s + x.End}}
				if !slices.ContainsFunc(best, func(b found) bool { return b.Kind == f.Kind && b.span == f.span }) {
					best = append(best, f)
				}
			}
		}
		if !same {
			c.found = append(c.found, best...)
		}
	}
	return nil
}
