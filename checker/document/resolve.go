package document

import (
	"sort"
	"strings"
)

// want says that the citation at place `at` stands for the one at place `to`;
// indexes are known only when all citations are sorted.
type want struct{ at, to int }

// covered reports that a place lies inside a citation found so far. Citations are
// sorted and apart; what a pass over the text has found since stands in late, in
// order too.
func (p *parser) covered(at int) bool {
	c := p.doc.Citations
	i := sort.Search(len(c), func(i int) bool { return c[i].Span.Start > at })
	if i > 0 && at < c[i-1].Span.End {
		return true
	}
	n := len(p.late)
	return n > 0 && p.late[n-1].Span.Start <= at && at < p.late[n-1].Span.End
}

// namedBetween reports that a regulation is named in [from,to).
func (p *parser) namedBetween(from, to int) bool {
	for n := p.citationsBefore(to) - 1; n >= 0 && p.doc.Citations[n].Span.Start >= from; n-- {
		if p.doc.Citations[n].Form != FormSelf {
			return true
		}
	}
	for n := len(p.late) - 1; n >= 0 && p.late[n].Span.Start >= from; n-- {
		if c := p.late[n]; c.Form == FormPrior && !strings.HasPrefix(c.Title, "前") {
			return true
		}
	}
	return false
}

// citationsBefore counts the citations that begin before a place.
func (p *parser) citationsBefore(at int) int {
	return sort.Search(len(p.doc.Citations), func(i int) bool { return p.doc.Citations[i].Span.Start >= at })
}

// merge takes the citations found since into the list, in order of place; those
// that overlap an earlier one are dropped.
func (p *parser) merge() {
	if len(p.late) == 0 {
		return
	}
	all := append(p.doc.Citations, p.late...)
	p.late = nil
	sort.SliceStable(all, func(i, j int) bool { return all[i].Span.Start < all[j].Span.Start })
	out := all[:0]
	for _, c := range all {
		if n := len(out); n > 0 && c.Span.Start < out[n-1].Span.End && c.Form != FormFull && c.Form != FormShort {
			continue
		}
		out = append(out, c)
	}
	p.doc.Citations = out
}

// antecedents turns wishes into indexes, and hands citations to their clauses.
func (p *parser) antecedents() {
	index := make(map[int]int, len(p.doc.Citations))
	for i, c := range p.doc.Citations {
		index[c.Span.Start] = i
	}
	for _, w := range p.wants {
		at, ok1 := index[w.at]
		to, ok2 := index[w.to]
		if ok1 && ok2 && to < at {
			p.doc.Citations[at].Antecedent = to
		}
	}
	// a prior form may stand for a short one: follow to the full name
	for i := range p.doc.Citations {
		c := &p.doc.Citations[i]
		for n := 0; c.Antecedent >= 0 && n < 4; n++ {
			a := p.doc.Citations[c.Antecedent].Antecedent
			if a < 0 || a >= c.Antecedent {
				break
			}
			c.Antecedent = a
		}
	}
	for k, at := range p.termCites {
		if i, ok := index[at]; ok && at >= 0 {
			p.doc.Terms[k].Citation = i
		}
	}
	for i, c := range p.doc.Citations {
		if k := p.doc.clauseAt(c.Span.Start); k < len(p.doc.Clauses) && p.doc.Clauses[k].Span.Start <= c.Span.Start {
			p.doc.Clauses[k].Citations = append(p.doc.Clauses[k].Citations, i)
		}
	}
}
