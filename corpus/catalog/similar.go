package catalog

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// core is a title without the words that drafters confuse: 管理, 实施, 暂行 and
// the kind of regulation at the end.
type core struct {
	text  []rune
	grams []uint64 // sorted
	at    int      // offset of the work
}

// loose are the words that are left out when titles are compared.
var loose = strings.NewReplacer("管理", "", "实施", "", "暂行", "", "试行", "", "若干", "", "监督", "", "(", "", ")", "", "、", "", "和", "", "的", "")

var kinds = []string{"条例", "办法", "规定", "细则", "规则", "决定", "意见", "通知", "准则", "规范"}

func coreOf(key string) []rune {
	s := loose.Replace(key)
	for _, k := range kinds {
		if t, ok := strings.CutSuffix(s, k); ok && utf8.RuneCountInString(t) >= 2 {
			s = t
			break
		}
	}
	return []rune(s)
}

func (c *Catalog) readCores() []core {
	out := make([]core, 0, c.facts.Works)
	for at := 0; at < len(c.works); {
		line, next := c.works.line(at)
		if f := strings.SplitN(line, "\t", 3); len(f) == 3 {
			t := coreOf(law.TitleKey(f[1]))
			out = append(out, core{t, bigrams(string(t)), at})
		}
		at = next
	}
	return out
}

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
	q := coreOf(key)
	if len(q) < 2 {
		return nil, nil
	}
	grams := bigrams(string(q))
	type hit struct {
		cost  int
		at    int
		ended bool
		work  *law.Regulation
	}
	var hits []hit
	for _, k := range c.cores() {
		if n, m := len(q), len(k.text); m*2 < n || n*2 < m {
			continue
		}
		cost, ok := distance(q, grams, k)
		if ok {
			hits = append(hits, hit{cost: cost, at: k.at})
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
		hits[i].ended = w.Ended.As != law.NotChecked && !w.Ended.Partial
		hits[i].cost = hits[i].cost*100 + levenshtein([]rune(key), []rune(law.TitleKey(w.Title)))
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.ended != b.ended {
			if b.ended {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.cost, b.cost), strings.Compare(string(a.work.ID), string(b.work.ID)))
	})
	var out []*law.Regulation
	for _, h := range hits[:min(len(hits), maxSimilar)] {
		out = append(out, h.work)
	}
	return out, nil
}

// distance compares two cores; ok is false when they are not near.
func distance(q []rune, grams []uint64, k core) (cost int, ok bool) {
	if slices.Equal(q, k.text) {
		return 0, true
	}
	if place(q) != place(k.text) {
		return 0, false
	}
	n := max(len(q), len(k.text))
	d := dice(grams, k.grams)
	if d < 0.5 {
		return 0, false
	}
	switch e := levenshtein(q, k.text); {
	case e == 1 && n >= 5, e == 2 && n >= 10, d >= 0.85:
		return e, true
	}
	return 0, false
}

// place gives the name of a province, city or county at the start of a title.
func place(q []rune) string {
	for i := 2; i < len(q) && i < 8; i++ {
		switch q[i] {
		case '省', '市', '县', '区', '州':
			return string(q[:i])
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
