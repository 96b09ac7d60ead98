package rules

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"

	"docreview/checker"
	"docreview/checker/source"
)

// Hit is a place that meets a condition. The zero Span is the document as a
// whole.
type Hit struct {
	Span    source.Span
	Vars    map[string]string // for placeholders of the message
	Related []checker.Related
	Basis   []checker.Basis // instead of the rule's; nil: the rule's
	Lower   bool            // one severity lower: the evidence is indirect
}

// evaluator finds the places of a document that meet a condition.
type evaluator func(ctx context.Context, p *checker.Pass) ([]Hit, error)

// Condition is a mapping with one key, the kind, and its parameters.
type Condition struct {
	Kind         string
	Params       params
	Line, Column int
}

// params are the parameters of a kind of condition, decoded strictly.
type params interface {
	// build makes the evaluator and names the placeholders that its hits fill
	// beside {match}. The error says what is wrong with the parameters.
	build(b *builder) (evaluator, []string, error)
}

// conditions lists every kind of condition a rule file may name. Keep sorted.
func conditions() map[string]params {
	return map[string]params{
		"all":       &all{},
		"alone":     &alone{},
		"any":       &anyOf{},
		"citation":  &citation{},
		"cited":     &citedWords{},
		"crossref":  &crossref{},
		"density":   &density{},
		"depts":     &departments{},
		"docnumber": &docnumber{},
		"document":  &documentIs{},
		"effective": &effective{},
		"evidence":  &evidence{},
		"figures":   &figures{},
		"frame":     &inFrame{},
		"issuer":    &issuer{},
		"list":      &listed{},
		"matches":   &matches{},
		"mismatch":  &mismatch{},
		"near":      &near{},
		"not":       &not{},
		"numbering": &numbering{},
		"organ":     &organ{},
		"papers":    &papers{},
		"procedure": &procedure{},
		"repeal":    &repeal{},
		"slips":     &slips{},
		"standard":  &standard{},
		"superior":  &superiorWords{},
		"told":      &told{},
		"validity":  &validity{},
		"versions":  &versions{},
	}
}

// kinds returns the names of all kinds, sorted.
func kinds() []string { return slices.Sorted(maps.Keys(conditions())) }

// decode reads kind and parameters.
func (c *Condition) decode(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		return faultf(n, "a condition is a mapping with one key")
	}
	key := n.Content[0]
	p, ok := conditions()[key.Value]
	if !ok {
		return faultf(key, "no condition is called %q; known: %v", key.Value, kinds())
	}
	c.Kind, c.Line, c.Column, c.Params = key.Value, key.Line, key.Column, p
	return decode(n.Content[1], reflect.ValueOf(p).Elem())
}

// builder carries what conditions share while a rule is built.
type builder struct {
	triggers *triggers
	cites    bool // some condition reads the citation ledger
	compiled bool // the parameters were checked when they were compiled
}

func (b *builder) condition(c *Condition) (evaluator, []string, error) {
	if c.Params == nil {
		return nil, nil, &fault{c.Line, c.Column, "no condition"}
	}
	e, vars, err := c.Params.build(b)
	if err != nil {
		return nil, nil, &fault{c.Line, c.Column, err.Error()}
	}
	return traced(c.Kind, e), vars, nil
}

// all holds where every condition holds; the hits are those of the first.
type all []Condition

func (a *all) build(b *builder) (evaluator, []string, error) {
	es, vars, err := b.list(*a)
	if err != nil {
		return nil, nil, err
	}
	// What looks at the head of the document alone costs least and decides most. What asks the
	// dossier comes last: it must not say that a paper is missing where the text asks for none.
	var order []int
	for turn := range 3 {
		for i := range es {
			if turnOf((*a)[i].Kind) == turn {
				order = append(order, i)
			}
		}
	}
	return func(ctx context.Context, p *checker.Pass) ([]Hit, error) {
		var first []Hit
		for _, i := range order {
			hits, err := es[i](ctx, p)
			if err != nil || len(hits) == 0 {
				return nil, err
			}
			if i == 0 {
				first = hits
			}
		}
		return first, nil
	}, vars[0], nil
}

func turnOf(kind string) int {
	switch kind {
	case "document":
		return 0
	case "procedure", "papers", "depts", "versions", "told", "list":
		return 2
	}
	return 1
}

// anyOf holds where any condition holds; the hits are those of all.
type anyOf []Condition

func (a *anyOf) build(b *builder) (evaluator, []string, error) {
	es, vars, err := b.list(*a)
	if err != nil {
		return nil, nil, err
	}
	common := vars[0]
	for _, v := range vars[1:] {
		common = slices.DeleteFunc(slices.Clone(common), func(s string) bool { return !slices.Contains(v, s) })
	}
	return func(ctx context.Context, p *checker.Pass) ([]Hit, error) {
		var out []Hit
		for _, e := range es {
			hits, err := e(ctx, p)
			if err != nil {
				return nil, err
			}
			out = append(out, hits...)
		}
		return out, nil
	}, common, nil
}

// not holds for the document as a whole where its condition holds nowhere.
type not struct {
	When Condition `yaml:"when"`
}

func (c *not) build(b *builder) (evaluator, []string, error) {
	e, _, err := b.condition(&c.When)
	if err != nil {
		return nil, nil, err
	}
	return func(ctx context.Context, p *checker.Pass) ([]Hit, error) {
		hits, err := e(ctx, p)
		if err != nil || len(hits) > 0 {
			return nil, err
		}
		return []Hit{{}}, nil
	}, nil, nil
}

func (b *builder) list(cs []Condition) ([]evaluator, [][]string, error) {
	if len(cs) == 0 {
		return nil, nil, errEmptyList
	}
	var es []evaluator
	var vars [][]string
	for i := range cs {
		e, v, err := b.condition(&cs[i])
		if err != nil {
			return nil, nil, err
		}
		es, vars = append(es, e), append(vars, v)
	}
	return es, vars, nil
}
