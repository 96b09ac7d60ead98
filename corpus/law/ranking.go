package law

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Weight tells how much a bigram says that stands in df of n provisions, in
// 1/16 bit. Integers, so that a sum is the same in whatever order and by
// whatever engine it is made.
func Weight(df, n int) int {
	if df <= 0 || n <= 0 {
		return 0
	}
	return int(math.Round(16 * math.Log2(1+float64(n)/float64(df))))
}

// Nearness is the score of a passage for a question: what the bigrams that both
// hold weigh together, less where the passage is longer than the mean. width
// and mean count its bigrams and those of a provision on average. The numbers
// are those that found most of corpus/testdata/implements.tsv; others near them
// find as many.
func Nearness(weight, width, mean int) int {
	return weight * 256 / (224 + 32*width/max(mean, 1))
}

// Ranking orders provisions by how near they are to a question. It is the same
// for every corpus: an engine proposes, this decides. It is for one goroutine.
type Ranking struct {
	pairs   []Pair // sorted
	weights []int
	mean    int
	// The last line, its lead and the whole text in which a pair was seen.
	line, lead []int
	at         int
	buf        []Pair
}

// NewRanking makes the ranking of a question. df tells in how many of all n
// provisions of the corpus a pair stands, whatever the scope; mean how many
// different pairs they have on average. Terms that stand nowhere do not count.
func NewRanking(terms []string, df func(Pair) int, n, mean int) *Ranking {
	type term struct {
		pair   Pair
		weight int
	}
	var all []term
	for _, t := range terms {
		if p, ok := PairOf(t); ok {
			if w := Weight(df(p), n); w > 0 {
				all = append(all, term{p, w})
			}
		}
	}
	slices.SortFunc(all, func(a, b term) int { return cmp.Compare(a.pair, b.pair) })
	all = slices.Compact(all)
	r := &Ranking{mean: mean, line: make([]int, len(all)), lead: make([]int, len(all))}
	for _, t := range all {
		r.pairs, r.weights = append(r.pairs, t.pair), append(r.weights, t.weight)
	}
	return r
}

// Score tells how many terms of the question text holds, and how near it is:
// the nearest of the whole, of a paragraph (款), and of an item (项) with the
// words that lead to it; a long article is as near as the part that speaks of
// the matter. Terms that the title of the regulation holds make it nearer.
func (r *Ranking) Score(title, text string) (terms, score int) {
	r.at++
	bonus := 0
	r.buf = AppendPairs(r.buf[:0], title)
	for _, p := range r.buf {
		if i, ok := slices.BinarySearch(r.pairs, p); ok && r.line[i] != r.at {
			r.line[i] = r.at
			bonus += r.weights[i]
		}
	}
	from := r.at
	whole, width := 0, 0
	leadAt, leadWeight, leadWidth := 0, 0, 0
	for l := range strings.Lines(text) {
		r.at++
		r.buf = AppendPairs(r.buf[:0], l)
		item := leadAt > 0 && IsItem(l)
		own, more := 0, 0 // weight of the line; of what its lead does not hold
		for _, p := range r.buf {
			i, ok := slices.BinarySearch(r.pairs, p)
			if !ok || r.line[i] == r.at {
				continue
			}
			w := r.weights[i]
			if r.line[i] <= from {
				terms++
				whole += w
			}
			r.line[i] = r.at
			own += w
			if item && r.lead[i] != leadAt {
				more += w
			}
			if !item {
				r.lead[i] = r.at
			}
		}
		width += len(r.buf)
		score = max(score, Nearness(own, len(r.buf), r.mean))
		if item {
			score = max(score, Nearness(leadWeight+more, leadWidth+len(r.buf), r.mean))
		} else {
			leadAt, leadWeight, leadWidth = r.at, own, len(r.buf)
		}
	}
	return terms, max(score, Nearness(whole, width, r.mean)) + bonus*11/16
}
