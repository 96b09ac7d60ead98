package catalog

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"docreview/corpus/law"
)

// maxSimilar is the number of suggestions for a title.
const maxSimilar = 3

// Similar answers with works whose titles are near, nearest first, at most
// three each. Two titles are near when they are the same but for the loose
// words and the kind (管理办法 for 条例), or for one character in a long title,
// or share nearly all pairs of characters. Titles of different places are never
// near.
func (c *Catalog) Similar(_ context.Context, titles ...string) ([][]*law.Regulation, error) {
	out := make([][]*law.Regulation, len(titles))
	for i, t := range titles {
		found, err := c.similar(t)
		if err != nil {
			return nil, err
		}
		out[i] = found
	}
	return out, nil
}

func (c *Catalog) similar(title string) ([]*law.Regulation, error) {
	key := law.TitleKey(title)
	q := newQuery(law.TitleCore(key))
	if len(q.runes) < 2 {
		return nil, nil
	}
	type hit struct {
		cost int
		at   int
		work *law.Regulation
	}
	var hits []hit
	lines := c.cores.lines
	if c.asked.Add(1) > indexAfter {
		lines = c.coreIndex().near(q)
	}
	for line := range lines {
		core, off, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, errTable
		}
		if len(core)*2 < len(q.text) || len(q.text)*2 < len(core) {
			continue
		}
		if cost, ok := q.distance(core); ok {
			n, err := strconv.Atoi(off)
			if err != nil || n < 0 || n >= len(c.works) {
				return nil, errTable
			}
			hits = append(hits, hit{cost: cost, at: n})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.cost, b.cost) })
	hits = hits[:min(len(hits), 12)]
	for i := range hits {
		row, _ := c.works.line(hits[i].at)
		w, err := c.decode(row)
		if err != nil {
			return nil, err
		}
		hits[i].work = w
		hits[i].cost = hits[i].cost*100 + levenshtein([]rune(key), []rune(law.TitleKey(w.Title)))
		if w.Ended.As != law.NotChecked && !w.Ended.Partial {
			hits[i].cost += 10000 // nobody wants to be sent to what has ended
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), strings.Compare(string(a.work.ID), string(b.work.ID)))
	})
	var out []*law.Regulation
	for _, h := range hits[:min(len(hits), maxSimilar)] {
		out = append(out, h.work)
	}
	return out, nil
}

// query is the core of a title that is looked for.
type query struct {
	text  string
	runes []rune
	place string
	grams []uint64 // pairs of characters, sorted, without repetition
	buf   []rune
}

func newQuery(core string) *query {
	q := &query{text: core, runes: []rune(core), grams: bigrams(core)}
	q.place = place(core)
	return q
}

// distance compares a core with the query; ok is false when they are not near.
func (q *query) distance(core string) (cost int, ok bool) {
	if core == q.text {
		return 0, true
	}
	common, pairs := 0, -1
	prev := rune(-1)
	for _, r := range core {
		pairs++
		if prev >= 0 {
			if _, ok := slices.BinarySearch(q.grams, uint64(prev)<<32|uint64(r)); ok {
				common++
			}
		}
		prev = r
	}
	d := share(common, pairs, len(q.grams))
	if d < minShare || place(core) != q.place {
		return 0, false
	}
	q.buf = q.buf[:0]
	for _, r := range core {
		q.buf = append(q.buf, r)
	}
	n := max(len(q.runes), len(q.buf))
	switch e := levenshtein(q.runes, q.buf); {
	case e == 1 && n >= 5, e == 2 && n >= 10, d >= 0.85:
		return e, true
	}
	return 0, false
}

// place gives the name of a province, city or county at the start of a title.
func place(s string) string {
	n := 0
	for i, r := range s {
		switch r {
		case '省', '市', '县', '区', '州':
			if n >= 2 {
				return s[:i]
			}
		}
		if n++; n == 8 {
			break
		}
	}
	return ""
}

// bigrams gives the set of pairs of characters of s, sorted.
func bigrams(s string) []uint64 {
	var out []uint64
	prev := rune(-1)
	for _, r := range s {
		if prev >= 0 {
			out = append(out, uint64(prev)<<32|uint64(r))
		}
		prev = r
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// dice is the share of common pairs in two sorted sets.
func dice(a, b []uint64) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}

func levenshtein(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diag := row[0]
		row[0] = i + 1
		for j := range b {
			sub := diag
			if a[i] != b[j] {
				sub++
			}
			diag = row[j+1]
			row[j+1] = min(sub, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// All calls f for every work in the order of the table and stops at the first
// error.
func (c *Catalog) All(f func(*law.Regulation) error) error {
	for at := 0; at < len(c.works); {
		row, next := c.works.line(at)
		w, err := c.decode(row)
		if err != nil {
			return err
		}
		if err := f(w); err != nil {
			return err
		}
		at = next
	}
	return nil
}
