package align

import (
	"math"
	"strings"

	"docreview/corpus/law"
)

// enough is the weight of common pairs from which a part of an article speaks
// for the whole. A pair that one article of each edition has weighs one.
const enough = 10

// table measures every old article against every new one and keeps what became
// of what.
type table struct {
	old, new []Article
	a, b     []float64 // weight of each article's pairs of characters
	common   []float64 // old × new: weight of the pairs that both have
	scores   []float64 // old × new

	pairs  dictionary
	weight []float64 // by pair
	in     [][]int32 // new articles by pair

	to, from []int // new article of each old one and the other way round; -1: none
	crossed  []bool
	// inherited is the part of the new edition that comes from the old one.
	inherited float64
}

// measure counts the pairs of neighbouring characters that two articles share.
// A pair counts the more the fewer articles have it, so that «有下列情形之一的»
// says little and the name of a thing says much.
func measure(old, new []Article) *table {
	t := &table{old: old, new: new, pairs: dictionary{ids: map[string]int32{}}}
	ca, cb := t.cut(old), t.cut(new)
	t.in = make([][]int32, len(t.pairs.seen))
	df := make([]int, len(t.pairs.seen))
	for _, c := range ca {
		for _, id := range c {
			df[id]++
		}
	}
	for j, c := range cb {
		for _, id := range c {
			df[id]++
			t.in[id] = append(t.in[id], int32(j))
		}
	}
	all := float64(len(old) + len(new))
	one := math.Log(1 + all/3)
	t.weight = make([]float64, len(t.pairs.seen))
	for id, n := range df {
		t.weight[id] = math.Log(1+all/float64(n+1)) / one
	}
	t.a, t.b = make([]float64, len(old)), make([]float64, len(new))
	t.common, t.scores = make([]float64, len(old)*len(new)), make([]float64, len(old)*len(new))
	for j, c := range cb {
		for _, id := range c {
			t.b[j] += t.weight[id]
		}
	}
	for i, c := range ca {
		t.a[i] = t.spread(c, t.common[i*len(new):(i+1)*len(new)])
	}
	for i := range old {
		for j := range new {
			// A few pairs of characters of a very short article prove nothing, hence
			// the damping of within.
			t.scores[i*len(new)+j] = (t.share(i, j) + t.within(i, j)*min(1, t.shared(i, j)/enough)) / 2
		}
	}
	return t
}

func (t *table) cut(as []Article) [][]int32 {
	out := make([][]int32, len(as))
	for i, a := range as {
		out[i] = t.pairs.cut(a.Text)
	}
	return out
}

// spread adds the weight of each pair to the row of the new articles that have
// it, and gives the sum of the weights.
func (t *table) spread(ids []int32, row []float64) (sum float64) {
	for _, id := range ids {
		w := t.weight[id]
		sum += w
		for _, j := range t.in[id] {
			row[j] += w
		}
	}
	return sum
}

// parts calls f with each statement of an old article, up to a full stop, a
// semicolon or the end of the line: its weight, and the weight that it shares
// with each new article. f must not keep the row.
func (t *table) parts(i int, f func(weight float64, common []float64)) {
	row := make([]float64, len(t.new))
	ends := func(r rune) bool { return r == '。' || r == '；' || r == ';' || r == '\n' }
	for s := range strings.FieldsFuncSeq(t.old[i].Text, ends) {
		clear(row)
		if w := t.spread(t.pairs.cut(s), row); w > 0 {
			f(w, row)
		}
	}
}

// dictionary numbers pairs of characters.
type dictionary struct {
	ids  map[string]int32
	seen []int32 // the last cut that had the pair
	cuts int32
}

// cut gives the pairs of s, each once, in order of first occurrence.
func (d *dictionary) cut(s string) []int32 {
	d.cuts++
	out := make([]int32, 0, len(s)/3)
	law.EachBigram(s, func(p string, _, _ int) {
		id, ok := d.ids[p]
		if !ok {
			id = int32(len(d.seen))
			d.ids[p] = id
			d.seen = append(d.seen, 0)
		}
		if d.seen[id] != d.cuts {
			d.seen[id] = d.cuts
			out = append(out, id)
		}
	})
	return out
}

func (t *table) shared(i, j int) float64 { return t.common[i*len(t.new)+j] }

// score says how much new article j is old article i, from 0 to 1.
func (t *table) score(i, j int) float64 { return t.scores[i*len(t.new)+j] }

// share is the part of the words that both articles have in common.
func (t *table) share(i, j int) float64 {
	return ratio(2*t.shared(i, j), t.a[i]+t.b[j])
}

// within is the larger part of one article that the other one has: near one
// where an article grew, was merged into another or was split.
func (t *table) within(i, j int) float64 {
	return ratio(t.shared(i, j), min(t.a[i], t.b[j]))
}

func ratio(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}
