package rules

import (
	"context"
	"fmt"

	"docreview/checker"
)

// evidence makes the outcome «cannot tell» where its condition holds and the
// dossier lacks the material that would decide. It never has a hit: what a text
// does not say is not missing.
type evidence struct {
	When     Condition `yaml:"when"`
	Material string    `yaml:"material"` // what is to be looked at
	About    string    `yaml:"about"`    // 涉及政府定价: why the question arises
	// Event is the step that settles it where papers were handed in; any: other cases of the
	// rule judge by the papers, and nothing is said here.
	Event string `yaml:"event"`
}

func (c *evidence) build(b *builder) (evaluator, []string, error) {
	if c.Material == "" || c.About == "" {
		return nil, nil, fmt.Errorf("material and about must be given")
	}
	if _, known := eventNames()[c.Event]; c.Event != "" && c.Event != "any" && !known {
		return nil, nil, fmt.Errorf("no step is called %q", c.Event)
	}
	e, _, err := b.condition(&c.When)
	if err != nil {
		return nil, nil, err
	}
	return func(ctx context.Context, p *checker.Pass) ([]Hit, error) {
		if p.Dossier != nil && (c.Event == "any" || c.Event != "" && len(p.Dossier.Events(c.Event)) > 0) {
			return nil, nil
		}
		hits, err := e(ctx, p)
		if err != nil || len(hits) == 0 || p.Have[checker.MaterialKind(c.Material)] {
			return nil, err
		}
		p.CannotTellWithout(checker.MaterialKind(c.Material), c.About)
		return nil, nil
	}, nil, nil
}
