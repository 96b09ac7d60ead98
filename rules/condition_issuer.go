package rules

import (
	"context"
	"fmt"

	"docreview/checker"
	"docreview/checker/document"
)

// issuer finds organs that issued the document by their names. A text that
// names no issuer at all gives «cannot tell», never «clean».
type issuer struct {
	Pattern string `yaml:"pattern"` // RE2 over the name of one issuer; must match
	Unless  string `yaml:"unless"`  // must not match the name
	// UnlessOther must not match the name of any issuer: a joint document that a
	// competent organ issues with others is theirs together.
	UnlessOther string `yaml:"unless_other"`
	// Param is a parameter of the profile that must be zero: the place does not
	// allow it. A place for which we do not know it gives «cannot tell».
	Param string `yaml:"param"`
	// UnlessParam is a parameter that excuses where it is surely yes: the place lets such organs issue.
	UnlessParam string `yaml:"unless_param"`
	Title       string `yaml:"title"`
	UnlessTitle string `yaml:"unless_title"`
}

func (c *issuer) build(b *builder) (evaluator, []string, error) {
	if c.Pattern == "" {
		return nil, nil, fmt.Errorf("no pattern")
	}
	var ps [5]*pattern
	for i, expr := range []string{c.Pattern, c.Unless, c.UnlessOther, c.Title, c.UnlessTitle} {
		var err error
		if ps[i], err = b.pattern(expr); err != nil {
			return nil, nil, err
		}
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		if v := p.Profile.Params[c.UnlessParam]; v.Sure && v.Value == 1 {
			return nil, nil
		}
		d := p.Doc
		titled := func(q *pattern) bool { return q.in(d.Title.Value) || q.in(d.Instrument.Value) }
		if ps[3] != nil && !titled(ps[3]) || titled(ps[4]) {
			return nil, nil
		}
		if len(d.Issuers) == 0 {
			p.CannotTell("正文没有写明制发机关")
			return nil, nil
		}
		var out []Hit
		for _, i := range d.Issuers {
			if ps[2].in(i.Name) {
				return nil, nil
			}
			if !ps[0].in(i.Name) || ps[1].in(i.Name) {
				continue
			}
			out = append(out, Hit{Span: i.Span, Vars: map[string]string{"issuer": i.Name}, Lower: d.Normative.Answer == document.Unclear})
		}
		if len(out) > 0 && c.Param != "" {
			v, ok := p.Profile.Params[c.Param]
			if !ok {
				p.CannotTell("不知道当地是否允许" + out[0].Vars["issuer"] + "制发规范性文件")
				return nil, nil
			}
			if v.Value != 0 {
				return nil, nil
			}
		}
		return out, nil
	}, []string{"issuer"}, nil
}
