package rules

import (
	"regexp/syntax"

	"docreview/checker/literal"
)

// hint is what a pattern needs at least: literals in their order, with anything
// between them. It says no to nearly every sentence that a pattern does not
// match, in a small part of the time that the regexp takes. It is immutable and
// safe for several goroutines.
type hint struct {
	set   *literal.Set // one of these; nil: see in order or any
	least int          // bytes of the shortest of them
	order []*hint      // all of these, one behind the other
	any   []*hint      // one of these
}

// hintOf gives the hint of a pattern, nil when it needs nothing.
func hintOf(re *syntax.Regexp) *hint {
	if p := literals(re); len(p.exact) > 0 {
		return wordHint(p.exact)
	}
	switch re.Op {
	case syntax.OpCapture, syntax.OpPlus:
		return hintOf(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return hintOf(re.Sub[0])
		}
	case syntax.OpAlternate:
		h := &hint{}
		for _, sub := range re.Sub {
			x := hintOf(sub)
			if x == nil {
				return nil // a branch that needs nothing
			}
			h.any = append(h.any, x)
		}
		return h
	case syntax.OpConcat:
		h := &hint{}
		run := []string{""} // neighbours that stand for few strings, written out
		flush := func() {
			if x := wordHint(run); x != nil {
				h.order = append(h.order, x)
			}
			run = []string{""}
		}
		for _, sub := range re.Sub {
			p := literals(sub)
			if len(p.exact) == 0 {
				flush()
				if x := hintOf(sub); x != nil {
					h.order = append(h.order, x)
				}
				continue
			}
			if len(run)*len(p.exact) > maxExact {
				flush()
			}
			var next []string
			for _, a := range run {
				for _, b := range p.exact {
					next = append(next, a+b)
				}
			}
			run = next
		}
		flush()
		if len(h.order) == 0 {
			return nil
		}
		return h
	}
	return nil
}

// wordHint is the hint of a part that stands for these strings alone; nil where
// one of them is empty.
func wordHint(words []string) *hint {
	n := telling(words)
	if n == 0 {
		return nil
	}
	return &hint{set: literal.Of(words...), least: n}
}

// in reports whether the sentence holds what the pattern needs.
func (h *hint) in(s string) bool { return h == nil || h.end(s, 0) >= 0 }

// end gives a place before which no match ends that begins at from or behind it;
// -1: there is none.
func (h *hint) end(s string, from int) int {
	switch {
	case h.set != nil:
		at, _ := h.set.Find(s[from:])
		if at < 0 {
			return -1
		}
		return from + at + h.least
	case h.order != nil:
		for _, x := range h.order {
			if from = x.end(s, from); from < 0 {
				return -1
			}
		}
		return from
	}
	best := -1
	for _, x := range h.any {
		if e := x.end(s, from); e >= 0 && (best < 0 || e < best) {
			best = e
		}
	}
	return best
}
