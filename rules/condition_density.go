package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
)

// density finds words that are harmless one by one and tell in numbers: it holds
// once, at the first of them, where at least AtLeast sentences hold one and they
// are at least PerMille of a thousand sentences.
type density struct {
	Pattern  string   `yaml:"pattern"`
	Words    []string `yaml:"words"` // literals of which every match holds one: the pattern runs on their sentences only
	Zones    []string `yaml:"zones"` // default: body
	Unless   []string `yaml:"unless"`
	AtLeast  int      `yaml:"at_least"`
	PerMille int      `yaml:"per_mille"`
}

func (c *density) build(b *builder) (evaluator, []string, error) {
	re, err := b.pattern(c.Pattern)
	if err != nil || re == nil {
		return nil, nil, fmt.Errorf("no pattern: %w", err)
	}
	roles, err := rolesOf(c.Unless)
	if err != nil {
		return nil, nil, err
	}
	if c.AtLeast < 1 {
		return nil, nil, fmt.Errorf("at_least must be given")
	}
	zones := []document.Zone{document.ZoneBody}
	if len(c.Zones) > 0 {
		zones = nil
		for _, name := range c.Zones {
			z, ok := zoneNames[name]
			if !ok {
				return nil, nil, fmt.Errorf("no zone is called %q", name)
			}
			zones = append(zones, z)
		}
	}
	var words trigger
	if len(c.Words) > 0 {
		words = b.triggers.add(c.Words)
	}
	t := b.triggers
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		d := p.Doc
		var h Hit
		count, sentences := 0, 0
		var look []int
		for i := range d.Clauses {
			if slices.Contains(zones, d.Clauses[i].Zone) {
				sentences++
				look = append(look, i)
			}
		}
		if len(c.Words) > 0 {
			look = t.clauses(p, words)
		}
		for _, i := range look {
			k := &d.Clauses[i]
			if !slices.Contains(zones, k.Zone) {
				continue
			}
			s := d.Text.Norm[k.Span.Start:k.Span.End]
			at := re.get().FindStringIndex(s)
			if at == nil {
				continue
			}
			span := source.Span{Start: k.Span.Start + at[0], End: k.Span.Start + at[1]}
			if k.RolesAt(span)&roles != 0 {
				continue
			}
			if count++; count == 1 {
				h.Span = span
			} else if len(h.Related) < 9 {
				h.Related = append(h.Related, checker.Related{Span: span, Message: "同类用语"})
			}
		}
		if count < c.AtLeast || count*1000 < c.PerMille*sentences {
			return nil, nil
		}
		h.Vars = map[string]string{"count": strconv.Itoa(count)}
		return []Hit{h}, nil
	}, []string{"count"}, nil
}
