package rules

import (
	"context"
	"regexp"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
)

// traced tells when a condition is entered and left, to whoever asks.
func traced(kind string, e evaluator) evaluator {
	return func(ctx context.Context, p *checker.Pass) ([]Hit, error) {
		if !p.Traced() {
			return e(ctx, p)
		}
		p.Step(checker.Step{What: "enter", Words: []string{kind}, Citation: -1})
		hits, err := e(ctx, p)
		p.Step(checker.Step{What: "leave", Words: []string{kind}, Citation: -1, Count: len(hits)})
		return hits, err
	}
}

// step tells what the condition looked at, with what it looked for and what it
// found.
func (m *matches) step(p *checker.Pass, what string, at source.Span, citation int) {
	if !p.Traced() {
		return
	}
	s := checker.Step{What: what, At: at, Citation: citation}
	before, clause, behind, lead, near := m.around(p.Doc, at)
	switch what {
	case "words":
		s.Words = m.Triggers[0] // the most telling set; the others narrow further
	case "zones":
		s.Words = m.Zones
		if len(s.Words) == 0 {
			s.Words = defaultZones
		}
	case "unless":
		s.Words, s.Seen = m.Unless, m.cues(p.Doc, at)
	case "title", "unless_title":
		s.Words = []string{map[string]string{"title": m.Title, "unless_title": m.UnlessTitle}[what]}
		s.Seen = p.Doc.Title.Value
	case "unless_cited":
		s.Words = []string{m.UnlessCited}
	default:
		x, ok := map[string]struct{ expr, in string }{
			"pattern": {m.Pattern, ""}, "needs": {m.Needs, ""}, "needs_near": {m.NeedsNear, ""}, "needs_lead": {m.NeedsLead, ""},
			"unless_before": {m.UnlessBefore, before}, "unless_after": {m.UnlessAfter, behind}, "unless_in": {m.UnlessIn, clause},
			"unless_lead": {m.UnlessLead, lead}, "unless_near": {m.UnlessNear, near},
		}[what]
		if ok {
			s.Words, s.Seen = []string{x.expr}, seen(x.expr, x.in)
		}
	}
	p.Step(s)
}

// around gives what stands around a place: its sentence before it, as a whole
// and behind it, the lead-in of its list, its article.
func (m *matches) around(d *document.Document, at source.Span) (before, clause, behind, lead, near string) {
	i := clauseAt(d.Clauses, at.Start)
	if i < 0 || at.IsZero() {
		return
	}
	c := &d.Clauses[i]
	norm := d.Text.Norm
	return norm[c.Span.Start:at.Start], norm[c.Span.Start:c.Span.End], norm[min(at.End, c.Span.End):c.Span.End], leadIn(d, c), nearText(d, c)
}

// cues gives the words that put a place into one of the roles that excuse it.
func (m *matches) cues(d *document.Document, at source.Span) string {
	i := clauseAt(d.Clauses, at.Start)
	if i < 0 {
		return ""
	}
	for _, q := range d.Clauses[i].Cues {
		for _, name := range m.Unless {
			if q.Role&roleNames[name] != 0 && q.Reach.Start <= at.Start && at.Start < q.Reach.End {
				return d.Text.Norm[q.Span.Start:q.Span.End]
			}
		}
	}
	return ""
}

// seen gives the first words of text that match, "": none.
func seen(expr, text string) string {
	if expr == "" || text == "" {
		return ""
	}
	full, err := expand(expr)
	if err != nil {
		return ""
	}
	return regexp.MustCompile(full).FindString(text)
}
