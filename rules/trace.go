package rules

import (
	"context"

	"docreview/checker"
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

// step tells what the condition looked at, with what it looked for.
func (m *matches) step(p *checker.Pass, what string, at source.Span, citation int) {
	if !p.Traced() {
		return
	}
	s := checker.Step{What: what, At: at, Citation: citation}
	switch what {
	case "words":
		s.Words = m.Words
	case "zones":
		s.Words = m.Zones
	case "unless":
		s.Words = m.Unless
	case "pattern":
		s.Words = []string{m.Pattern}
	case "title":
		s.Words = []string{m.Title}
	case "unless_title":
		s.Words = []string{m.UnlessTitle}
	case "unless_before":
		s.Words = []string{m.UnlessBefore}
	case "unless_after":
		s.Words = []string{m.UnlessAfter}
	case "unless_in":
		s.Words = []string{m.UnlessIn}
	case "unless_lead":
		s.Words = []string{m.UnlessLead}
	case "unless_near":
		s.Words = []string{m.UnlessNear}
	case "needs":
		s.Words = []string{m.Needs}
	case "needs_near":
		s.Words = []string{m.NeedsNear}
	case "needs_lead":
		s.Words = []string{m.NeedsLead}
	case "unless_cited":
		s.Words = []string{m.UnlessCited}
	}
	p.Step(s)
}
