package rules

import (
	"regexp/syntax"
	"slices"
	"sort"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
)

// triggers finds the literals of all patterns in one pass over the text, so that
// a regexp runs only on clauses that hold one of its literals.
type triggers struct {
	ids     map[string]int
	words   []string
	buckets map[rune][]int // by first code point, longest literal first
	first   [1 << 16]bool
}

func newTriggers() *triggers {
	return &triggers{ids: map[string]int{}, buckets: map[rune][]int{}}
}

// add registers literals and returns their ids.
func (t *triggers) add(words []string) []int {
	var out []int
	for _, w := range words {
		id, ok := t.ids[w]
		if !ok {
			id = len(t.words)
			t.ids[w] = id
			t.words = append(t.words, w)
		}
		out = append(out, id)
	}
	return out
}

func (t *triggers) seal() {
	for id, w := range t.words {
		r, _ := utf8.DecodeRuneInString(w)
		t.buckets[r] = append(t.buckets[r], id)
		if r < 1<<16 {
			t.first[r] = true
		}
	}
}

// occurrences lists, for each literal, where it starts in the text, in order.
type occurrences [][]int32

func (t *triggers) scan(text string) occurrences {
	occ := make(occurrences, len(t.words))
	for i, r := range text {
		if r < 1<<16 && !t.first[r] {
			continue
		}
		for _, id := range t.buckets[r] {
			w := t.words[id]
			if len(text)-i >= len(w) && text[i:i+len(w)] == w {
				occ[id] = append(occ[id], int32(i))
			}
		}
	}
	return occ
}

// in returns the scan of the document of p, made once for all rules.
func (t *triggers) in(p *checker.Pass) occurrences {
	return p.Memo(t, func() any { return t.scan(p.Doc.Text.Norm) }).(occurrences)
}

// addAll registers sets of literals.
func (t *triggers) addAll(sets [][]string) [][]int {
	out := make([][]int, len(sets))
	for i, s := range sets {
		out[i] = t.add(s)
	}
	return out
}

// clauses returns the indexes of the clauses that hold a literal of each set.
func (t *triggers) clauses(p *checker.Pass, sets ...[]int) []int {
	occ := t.in(p)
	cs := p.Doc.Clauses
	rarest, fewest := 0, -1
	for i, ids := range sets {
		n := 0
		for _, id := range ids {
			n += len(occ[id])
		}
		if n == 0 {
			return nil
		}
		if fewest < 0 || n < fewest {
			rarest, fewest = i, n
		}
	}
	var out []int
	for _, id := range sets[rarest] {
		for _, at := range occ[id] {
			if i := clauseAt(cs, int(at)); i >= 0 {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(c int) bool {
		for i, ids := range sets {
			if i != rarest && !occ.within(ids, cs[c].Span) {
				return true
			}
		}
		return false
	})
}

// within reports whether one of the literals starts inside the span.
func (o occurrences) within(ids []int, s source.Span) bool {
	for _, id := range ids {
		i, _ := slices.BinarySearch(o[id], int32(s.Start))
		if i < len(o[id]) && int(o[id][i]) < s.End {
			return true
		}
	}
	return false
}

// clauseAt is the clause that holds the byte, -1: none.
func clauseAt(cs []document.Clause, at int) int {
	i := sort.Search(len(cs), func(i int) bool { return cs[i].Span.End > at })
	if i < len(cs) && cs[i].Span.Start <= at {
		return i
	}
	return -1
}

// limits of the literals worked out for one pattern.
const (
	maxExact    = 64 // strings that a part may stand for, written out
	maxRequired = 4  // sets of literals a sentence must meet
)

// required returns sets of literals: every match of re holds at least one of
// each set. The most telling set comes first; nil when there is none (then the
// pattern cannot be triggered).
func required(re *syntax.Regexp) [][]string {
	p := literals(re)
	sets := p.all()
	slices.SortStableFunc(sets, func(a, b []string) int {
		if x, y := telling(a), telling(b); x != y {
			return y - x
		}
		return len(a) - len(b)
	})
	if len(sets) > maxRequired {
		sets = sets[:maxRequired]
	}
	return sets
}

// telling says how much a set of literals narrows: the length in bytes of its
// shortest member.
func telling(set []string) int {
	n := len(set[0])
	for _, s := range set {
		n = min(n, len(s))
	}
	return n
}

// part is what is known of the matches of a part of a pattern: all strings that
// it matches, where they are few, and sets of literals that each match meets.
type part struct {
	exact []string
	sets  [][]string
}

// all gives the sets, that of the exact strings among them.
func (p part) all() [][]string {
	if len(p.exact) > 0 && telling(p.exact) > 0 {
		return append(slices.Clone(p.sets), p.exact)
	}
	return p.sets
}

// best is the most telling set, nil: none.
func (p part) best() []string {
	var best []string
	for _, s := range p.all() {
		if best == nil || telling(s) > telling(best) || telling(s) == telling(best) && len(s) < len(best) {
			best = s
		}
	}
	return best
}

func literals(re *syntax.Regexp) part {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return part{exact: []string{""}}
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return part{exact: []string{string(re.Rune)}}
		}
	case syntax.OpCharClass:
		var out []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if len(out)+int(re.Rune[i+1]-re.Rune[i]) >= maxExact {
				return part{}
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				out = append(out, string(r))
			}
		}
		return part{exact: out}
	case syntax.OpCapture:
		return literals(re.Sub[0])
	case syntax.OpPlus:
		return part{sets: literals(re.Sub[0]).all()}
	case syntax.OpRepeat:
		if re.Min > 0 {
			return part{sets: literals(re.Sub[0]).all()}
		}
	case syntax.OpQuest:
		if p := literals(re.Sub[0]); len(p.exact) > 0 && len(p.exact) < maxExact {
			return part{exact: append([]string{""}, p.exact...)}
		}
	case syntax.OpConcat:
		return sequence(re.Sub)
	case syntax.OpAlternate:
		var exact, union []string
		all := true
		for _, sub := range re.Sub {
			p := literals(sub)
			if all = all && len(p.exact) > 0 && len(exact)+len(p.exact) <= maxExact; all {
				exact = append(exact, p.exact...)
			}
			best := p.best()
			if best == nil {
				return part{} // a branch without literals
			}
			union = append(union, best...)
		}
		if all {
			return part{exact: exact}
		}
		return part{sets: [][]string{union}}
	}
	return part{}
}

// sequence joins the parts of a concatenation: neighbours that stand for few
// strings are written out together.
func sequence(subs []*syntax.Regexp) part {
	run, whole := []string{""}, true
	var sets [][]string
	flush := func() {
		if telling(run) > 0 {
			sets = append(sets, run)
		}
		run = []string{""}
	}
	for _, sub := range subs {
		p := literals(sub)
		if len(p.exact) > 0 && len(run)*len(p.exact) <= maxExact {
			var next []string
			for _, a := range run {
				for _, b := range p.exact {
					next = append(next, a+b)
				}
			}
			run = next
			continue
		}
		whole = false
		flush()
		if len(p.exact) > 0 {
			run = p.exact
			continue
		}
		sets = append(sets, p.sets...)
	}
	if whole {
		return part{exact: run}
	}
	flush()
	return part{sets: sets}
}
