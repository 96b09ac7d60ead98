package align

import (
	"cmp"
	"slices"
)

// The thresholds are set by reading editions side by side; testdata/checked.tsv
// holds them to it.
const (
	likely    = 0.30 // below it two articles have nothing to do with each other
	strayed   = 0.50 // an article out of order must be at least this much alike
	headStart = 0.15 // of an article that keeps the order
	trace     = 0.10 // one article in the place of one other: least it must share
)

// path is the best alignment that keeps the order: path[i] is the new article
// of old article i, -1 for none.
func (t *table) path() []int {
	n, m := len(t.old), len(t.new)
	best := make([]float64, (n+1)*(m+1))
	at := func(i, j int) int { return i*(m+1) + j }
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			v := max(best[at(i-1, j)], best[at(i, j-1)])
			if g := t.score(i-1, j-1) - likely; g > 0 {
				v = max(v, best[at(i-1, j-1)]+g)
			}
			best[at(i, j)] = v
		}
	}
	path := none(n)
	for i, j := n, m; i > 0 && j > 0; {
		switch v := best[at(i, j)]; {
		case v == best[at(i-1, j)]:
			i--
		case v == best[at(i, j-1)]:
			j--
		default:
			path[i-1] = j - 1
			i, j = i-1, j-1
		}
	}
	return path
}

func none(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// assign gives every old article at most one new one and the other way round:
// the best first, with a start for those that keep the order.
func (t *table) assign(path []int) {
	type pair struct {
		i, j int
		s    float64
	}
	var pairs []pair
	for i := range t.old {
		for j := range t.new {
			switch s := t.score(i, j); {
			case path[i] == j:
				pairs = append(pairs, pair{i, j, s + headStart})
			case s >= strayed:
				pairs = append(pairs, pair{i, j, s})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.s, x.s), cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
	})
	t.to, t.from = none(len(t.old)), none(len(t.new))
	for _, p := range pairs {
		if t.to[p.i] < 0 && t.from[p.j] < 0 {
			t.to[p.i], t.from[p.j] = p.j, p.i
		}
	}
}

// fill joins an article without counterpart to the one that stands alone in its
// place between the same neighbours, when they share a little.
func (t *table) fill() {
	for i := range t.old {
		if t.to[i] >= 0 || i+1 < len(t.old) && t.to[i+1] < 0 || i > 0 && t.to[i-1] < 0 {
			continue
		}
		j, next := 0, len(t.new)
		if i > 0 {
			j = t.to[i-1] + 1
		}
		if i+1 < len(t.old) {
			next = t.to[i+1]
		}
		if next == j+1 && t.from[j] < 0 && t.share(i, j) >= trace {
			t.to[i], t.from[j] = j, i
		}
	}
}

// crossing marks the articles that must be taken out for the others to stand in
// order: all outside a longest rising sequence.
func (t *table) crossing() {
	n := len(t.to)
	length, prev := make([]int, n), none(n)
	last := -1
	for i, j := range t.to {
		if j < 0 {
			continue
		}
		length[i] = 1
		for k := range i {
			if t.to[k] >= 0 && t.to[k] < j && length[k]+1 > length[i] {
				length[i], prev[i] = length[k]+1, k
			}
		}
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	t.crossed = make([]bool, n)
	for i, j := range t.to {
		t.crossed[i] = j >= 0
	}
	for ; last >= 0; last = prev[last] {
		t.crossed[last] = false
	}
}

// inheritance is the part of the new edition's words that stood in the articles
// they come from.
func (t *table) inheritance() {
	var old, all float64
	for j, i := range t.from {
		all += t.b[j]
		if i >= 0 {
			old += t.shared(i, j)
		}
	}
	t.inherited = ratio(old, all)
}
