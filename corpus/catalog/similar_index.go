package catalog

import "iter"

// indexAfter is how many titles Similar compares with every core before it makes
// an index of their pairs of characters, which costs as much as about ten.
const indexAfter = 8

// coreIndex knows for every pair of characters the cores that hold it, as often
// as they do.
type coreIndex struct {
	lines []string
	pairs []int // of each line
	of    map[uint64][]int32
}

func (c *Catalog) readCores() *coreIndex {
	x := &coreIndex{of: map[uint64][]int32{}}
	for line := range c.cores.lines {
		n, prev := -1, rune(-1)
		for _, r := range line {
			if r == '\t' {
				break
			}
			if n++; prev >= 0 {
				k := uint64(prev)<<32 | uint64(r)
				x.of[k] = append(x.of[k], int32(len(x.lines)))
			}
			prev = r
		}
		x.lines, x.pairs = append(x.lines, line), append(x.pairs, n)
	}
	return x
}

// near gives the lines of the cores that share enough pairs with the query, in
// the order of the table: those that distance does not refuse for that.
func (x *coreIndex) near(q *query) iter.Seq[string] {
	return func(yield func(string) bool) {
		common := make([]uint16, len(x.lines))
		for _, g := range q.grams {
			for _, i := range x.of[g] {
				common[i]++
			}
		}
		for i, n := range common {
			if n > 0 && share(int(n), x.pairs[i], len(q.grams)) >= minShare && !yield(x.lines[i]) {
				return
			}
		}
	}
}

// minShare is the least share of common pairs of two near cores.
const minShare = 0.5

// share is the share of common pairs in the pairs of a core and of a query.
func share(common, pairs, grams int) float64 {
	return 2 * float64(common) / float64(max(1, pairs+grams))
}
