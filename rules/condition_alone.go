package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
)

// alone finds a document that departments issue by themselves while it gives
// duties to other departments of their level: that is for the government above
// them, or for all of them together (规章制定程序条例第九条, taken over by analogy).
// Departments are told apart as in departments; the duty of the first other
// department is what is underlined.
type alone struct {
	AtLeast int `yaml:"at_least"` // other departments with duties
}

func (c *alone) build(*builder) (evaluator, []string, error) {
	if c.AtLeast < 1 {
		return nil, nil, fmt.Errorf("at_least must be given")
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		if len(p.Doc.Issuers) == 0 {
			p.CannotTell("正文没有写明制发机关")
			return nil, nil
		}
		if !local(issuerRank(p)) {
			return nil, nil
		}
		var own []string
		for _, i := range p.Doc.Issuers {
			stem := stemOf(i.Name)
			if stem == "" || government(i.Name) {
				return nil, nil // a government, or an organ of which we do not know the field
			}
			own = append(own, stem)
		}
		var others []given
		for _, g := range duties(p) {
			if !slices.Contains(own, g.stem) {
				others = append(others, g)
			}
		}
		if len(others) < c.AtLeast {
			return nil, nil
		}
		names := make([]string, len(others))
		for i, g := range others {
			names[i] = g.name
		}
		h := Hit{Span: others[0].span, Vars: map[string]string{"organs": strings.Join(names, "、"), "count": strconv.Itoa(len(others))}}
		for _, g := range others[1:] {
			h.Related = append(h.Related, checker.Related{Span: g.span, Message: "这里规定" + g.name + "的职责"})
		}
		return []Hit{h}, nil
	}, []string{"organs", "count"}, nil
}
