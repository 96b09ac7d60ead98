package rules

import (
	"regexp/syntax"
	"sort"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
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

// clauses returns the indexes of the clauses that hold one of the literals.
func (t *triggers) clauses(p *checker.Pass, ids []int) []int {
	occ := t.in(p)
	cs := p.Doc.Clauses
	var out []int
	for _, id := range ids {
		for _, at := range occ[id] {
			if i := clauseAt(cs, int(at)); i >= 0 {
				out = append(out, i)
			}
		}
	}
	sort.Ints(out)
	n := 0
	for i, c := range out {
		if i == 0 || c != out[n-1] {
			out[n] = c
			n++
		}
	}
	return out[:n]
}

// clauseAt is the clause that holds the byte, -1: none.
func clauseAt(cs []document.Clause, at int) int {
	i := sort.Search(len(cs), func(i int) bool { return cs[i].Span.End > at })
	if i < len(cs) && cs[i].Span.Start <= at {
		return i
	}
	return -1
}

// required returns literals of which every match of re holds at least one; nil
// when there are none (then the pattern cannot be triggered).
func required(re *syntax.Regexp) []string {
	best, _ := literals(re)
	return best
}

// literals returns the required literals of re and how good they are: the length
// in bytes of the shortest one.
func literals(re *syntax.Regexp) ([]string, int) {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil, 0
		}
		s := string(re.Rune)
		return []string{s}, len(s)
	case syntax.OpCharClass:
		var out []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if len(out)+int(re.Rune[i+1]-re.Rune[i]) > 12 {
				return nil, 0
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				out = append(out, string(r))
			}
		}
		if len(out) == 0 {
			return nil, 0
		}
		return out, len(out[0])
	case syntax.OpCapture, syntax.OpPlus:
		return literals(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return literals(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		score := 0
		for _, sub := range re.Sub {
			if ls, n := literals(sub); n > score || n == score && n > 0 && len(ls) < len(best) {
				best, score = ls, n
			}
		}
		return best, score
	case syntax.OpAlternate:
		var out []string
		score := 1 << 30
		for _, sub := range re.Sub {
			ls, n := literals(sub)
			if n == 0 {
				return nil, 0
			}
			out = append(out, ls...)
			score = min(score, n)
		}
		return out, score
	}
	return nil, 0
}
