package rules

import (
	"context"
	"errors"
	"fmt"

	"docreview/checker"
	"docreview/checker/superior"
	"docreview/corpus/law"
)

// superiorWords finds what a clause says otherwise than the superior provision
// that it cites, or than one that says nearly the same. It needs a corpus with
// texts; a clause with figures whose provision is not held makes the outcome
// «cannot tell».
//
//	fine       a fine outside those of the provision, or where it names none
//	surcharge  a charge for late payment above that of the provision
//	deadline   more time for an organ, less for the public
//	modality   应当, 可以, 不得 changed to the worse
//	exception  a proviso left out
//	list       a material or condition that the list of the provision does not have
type superiorWords struct {
	Of []string `yaml:"of"`
	// Cited: "yes" where the clause cites the provision, "no" where only the words
	// are near; default: both.
	Cited string `yaml:"cited"`
	// Clear: "yes" asks that a figure is plainly outside, "no" that it is not.
	Clear       string `yaml:"clear"`
	UnlessTitle string `yaml:"unless_title"` // the title of the document must not match
}

var superiorVars = []string{"here", "there", "why", "title", "place", "limit"}

func (c *superiorWords) build(b *builder) (evaluator, []string, error) {
	b.cites = true
	kinds := map[string]superior.Kind{
		"fine": superior.Fine, "surcharge": superior.Surcharge, "deadline": superior.Deadline,
		"modality": superior.Modality, "exception": superior.Exception,
	}
	want := map[superior.Kind]bool{}
	lists := false
	for _, s := range c.Of {
		k, ok := kinds[s]
		switch {
		case ok:
			want[k] = true
		case s == "list":
			lists = true
		default:
			return nil, nil, fmt.Errorf("of %q names no difference", s)
		}
	}
	if len(c.Of) == 0 {
		return nil, nil, errEmptyList
	}
	for _, s := range []string{c.Cited, c.Clear} {
		if s != "" && s != "yes" && s != "no" {
			return nil, nil, fmt.Errorf("%q is neither yes nor no", s)
		}
	}
	not, err := b.pattern(c.UnlessTitle)
	if err != nil {
		return nil, nil, err
	}
	yes := func(want string, have bool) bool { return want == "" || (want == "yes") == have }
	return func(ctx context.Context, p *checker.Pass) ([]Hit, error) {
		if not.in(p.Doc.Title.Value) || not.in(p.Doc.Instrument.Value) {
			return nil, nil
		}
		cmp, err := compared(ctx, p)
		if err != nil {
			return nil, err
		}
		for _, why := range cmp.untold {
			p.CannotTell(why)
		}
		all := cmp.found
		if lists {
			more, err := listsBeyond(ctx, p)
			if err != nil {
				return nil, err
			}
			for _, f := range more {
				if yes(c.Cited, true) && yes(c.Clear, false) {
					all = append(all[:len(all):len(all)], f)
				}
			}
		}
		var out []Hit
		for _, f := range all {
			if f.Kind != listKind && !want[f.Kind] || f.Kind == listKind && !lists || !yes(c.Cited, f.cited >= 0) || !yes(c.Clear, f.Clear) {
				continue
			}
			out = append(out, f.hit(p))
		}
		return out, nil
	}, superiorVars, nil
}

// hit makes the place of a difference with both texts' words as evidence; the
// superior provision stands behind those on which the rule rests.
func (f *found) hit(p *checker.Pass) Hit {
	place := f.at.String()
	why := f.Why
	if f.passed {
		why += "（上位法在本文件成文后作过修改）"
	}
	h := Hit{Span: f.span, Vars: map[string]string{"here": f.Here, "there": f.There, "why": why, "title": f.title, "place": place}}
	if f.There != "" {
		h.Vars["limit"] = "（该条为“" + clip(f.There, 30) + "”）"
	}
	sure := f.work == nil || f.work.Sure
	h.Basis = append(h.Basis, p.Rule().Basis...)
	h.Basis = append(h.Basis, checker.Basis{Title: f.title, At: place, Gist: gistOf(f), Unsure: !sure})
	if f.cited >= 0 {
		h.Related = []checker.Related{{Span: p.Doc.Citations[f.cited].Span, Message: "所引条款"}}
	}
	return h
}

func gistOf(f *found) string {
	if f.There == "" {
		return "比对的上位法条款"
	}
	return "该条的规定是“" + clip(f.There, 30) + "”"
}

func isIncomplete(err error) bool { return errors.Is(err, law.ErrIncomplete) }
