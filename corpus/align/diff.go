package align

import (
	"strconv"
	"strings"
	"unicode"
)

// Change is one difference: Removed stood there before, Added stands there now;
// one of them may be empty. After is what stands before it in both texts, for
// «在“…”后增加».
type Change struct{ Removed, Added, After string }

// Difference is what distinguishes two wordings, in order of the text.
type Difference struct {
	Changes []Change
	More    int // changes left out
	// Whole: the two have too little in common, or are too long, for a list of
	// changes to say anything.
	Whole bool
}

const (
	maxChanges = 8   // shown
	maxQuote   = 30  // code points of a quotation
	maxEdits   = 600 // code points added and removed; beyond it the text is another one
	joint      = 2   // as few code points between two changes belong to one
	context    = 6   // code points of After
)

// Diff compares two wordings by code points. Blanks and width do not count, a
// change of punctuation alone is none. Figures are shown whole. The work is
// bounded by maxEdits times the length.
func Diff(a, b string) Difference {
	x, y := letters(a), letters(b)
	ops, ok := shortest(x, y)
	if !ok {
		return Difference{Whole: true}
	}
	var d Difference
	gone := 0
	for _, h := range hunks(x, y, ops) {
		gone += h.a2 - h.a1
		c := Change{Removed: string(x[h.a1:h.a2]), Added: string(y[h.b1:h.b2])}
		if len(d.Changes) == maxChanges {
			d.More++
			continue
		}
		from := h.b1
		for from > 0 && h.b1-from < context && !unicode.IsPunct(y[from-1]) {
			from--
		}
		c.After = string(y[from:h.b1])
		d.Changes = append(d.Changes, c)
	}
	if len(x) > 0 && len(y) > 0 && 4*gone > 3*len(x) {
		return Difference{Whole: true} // less than a quarter is left
	}
	return d
}

// String says it as decisions that amend a law do; "" where nothing differs.
func (d Difference) String() string {
	if d.Whole {
		return "全文改写"
	}
	var parts []string
	for _, c := range d.Changes {
		switch {
		case c.Removed == "" && c.After == "":
			parts = append(parts, "增加“"+short(c.Added)+"”")
		case c.Removed == "":
			parts = append(parts, "在“"+c.After+"”后增加“"+short(c.Added)+"”")
		case c.Added == "":
			parts = append(parts, "删去“"+short(c.Removed)+"”")
		default:
			parts = append(parts, "“"+short(c.Removed)+"”改为“"+short(c.Added)+"”")
		}
	}
	if d.More > 0 {
		parts = append(parts, "另有"+strconv.Itoa(d.More)+"处")
	}
	return strings.Join(parts, "；")
}

func short(s string) string {
	r := []rune(s)
	if len(r) <= maxQuote {
		return s
	}
	return string(r[:maxQuote/2]) + "…" + string(r[len(r)-maxQuote/2+1:])
}

func wordy(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// letters gives the code points of s without blanks, width folded.
func letters(s string) []rune {
	out := make([]rune, 0, len(s)/3)
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == 0:
		case r >= '！' && r <= '～':
			out = append(out, r-'！'+'!')
		default:
			out = append(out, r)
		}
	}
	return out
}

// hunk is a stretch of both texts that differs.
type hunk struct{ a1, a2, b1, b2 int }

// hunks joins single edits to changes that can be read: what is hardly apart is
// one, and a figure is never cut.
func hunks(x, y []rune, equal []hunk) []hunk {
	var out []hunk
	a, b := 0, 0
	for _, e := range equal {
		h := hunk{a, e.a1, b, e.b1}
		a, b = e.a2, e.b2
		if !wordy(string(x[h.a1:h.a2])) && !wordy(string(y[h.b1:h.b2])) {
			continue
		}
		if n := len(out) - 1; n >= 0 && h.a1-out[n].a2 <= joint {
			out[n].a2, out[n].b2 = h.a2, h.b2
		} else {
			out = append(out, h)
		}
	}
	for i := range out {
		h := &out[i]
		if !figured(x[h.a1:h.a2]) && !figured(y[h.b1:h.b2]) {
			continue
		}
		for h.a1 > 0 && h.b1 > 0 && numeral(x[h.a1-1]) && x[h.a1-1] == y[h.b1-1] && (i == 0 || h.a1 > out[i-1].a2) {
			h.a1, h.b1 = h.a1-1, h.b1-1
		}
		for h.a2 < len(x) && h.b2 < len(y) && x[h.a2] == y[h.b2] && (i+1 == len(out) || h.a2 < out[i+1].a1) {
			unit := !numeral(x[h.a2])
			if unit && !unicode.IsLetter(x[h.a2]) {
				break
			}
			h.a2, h.b2 = h.a2+1, h.b2+1
			if unit {
				break // one character of the unit
			}
		}
	}
	return out
}

func figured(r []rune) bool {
	for _, c := range r {
		if numeral(c) {
			return true
		}
	}
	return false
}

func numeral(r rune) bool {
	return r >= '0' && r <= '9' || strings.ContainsRune("〇零一二三四五六七八九十百千万亿两", r)
}

// shortest finds the longest common stretches by Myers' greedy method: the
// stretches that are equal, the last one empty at the end of both. ok is false
// where more than maxEdits code points differ.
func shortest(x, y []rune) (equal []hunk, ok bool) {
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	mid, ok := myers(x[head:len(x)-tail], y[head:len(y)-tail])
	if !ok {
		return nil, false
	}
	equal = append(equal, hunk{0, head, 0, head})
	for _, e := range mid {
		equal = append(equal, hunk{e.a1 + head, e.a2 + head, e.b1 + head, e.b2 + head})
	}
	return append(equal, hunk{len(x) - tail, len(x), len(y) - tail, len(y)}), true
}

func myers(x, y []rune) (equal []hunk, ok bool) {
	n, m := len(x), len(y)
	limit := min(n+m, maxEdits)
	if max(n-m, m-n) > limit {
		return nil, false
	}
	v := make([]int, 2*limit+2) // furthest x on each diagonal, by k+limit
	var trace [][]int
	found := -1
search:
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int(nil), v[limit-d:min(limit+d+2, len(v))]...))
		for k := -d; k <= d; k += 2 {
			i := 0
			switch {
			case d == 0:
			case k == -d || k != d && v[limit+k-1] < v[limit+k+1]:
				i = v[limit+k+1]
			default:
				i = v[limit+k-1] + 1
			}
			for i < n && i-k < m && i-k >= 0 && x[i] == y[i-k] {
				i++
			}
			v[limit+k] = i
			if i >= n && i-k >= m {
				found = d
				break search
			}
		}
	}
	if found < 0 {
		return nil, false
	}
	// Walk back; a run of equal code points is the diagonal of each step.
	i, j := n, m
	for d := found; d > 0; d-- {
		before := trace[d] // diagonals -d … d+1 of step d-1, at k+d
		k := i - j
		prev := k - 1
		if k == -d || k != d && before[k-1+d] < before[k+1+d] {
			prev = k + 1
		}
		pi := before[prev+d]
		pj := pi - prev
		si, sj := pi, pj
		if prev == k-1 {
			si++
		} else {
			sj++
		}
		if si < i {
			equal = append(equal, hunk{si, i, sj, j})
		}
		i, j = pi, pj
	}
	if i > 0 {
		equal = append(equal, hunk{0, i, 0, j})
	}
	for a, b := 0, len(equal)-1; a < b; a, b = a+1, b-1 {
		equal[a], equal[b] = equal[b], equal[a]
	}
	return equal, true
}
