package dossier

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Change is one change of substance between two versions of a document. Layout is none:
// blanks, full and half width, numbering and its style, 三十 for 30, marks, page furniture, a
// date that was left open and filled in, a number of an article that moved with its article.
type Change struct {
	Kind         string // 改, 增, 删
	OldAt, NewAt string // 第三条第二款; "" outside the tree or where there is none
	Old, New     string // the clause, as the files have it; "" where there is none
	// Diff is the clause with what changed in it: 不超过【删：三十】【增：六十】日. What is far from a
	// change is left out.
	Diff             string
	OldArticle       int // 0: none
	NewArticle       int
	OldLine, NewLine int // from 1; of the place in the other version where there is none
	OldSpan, NewSpan source.Span
}

// Comparison says how a version differs from an earlier one.
type Comparison struct {
	Changes []Change // in the order of the new version
	// Articles maps the articles of the old version to those of the new one.
	Articles map[int]int
	Units    int // clauses of the old version that were compared
}

// Touched reports whether article n of the old version, or what became of it, was changed.
func (c *Comparison) Touched(n int) bool {
	to, kept := c.Articles[n]
	if !kept {
		return true
	}
	return slices.ContainsFunc(c.Changes, func(x Change) bool {
		return x.OldArticle == n || x.OldArticle == 0 && x.NewArticle == to
	})
}

// unit is a clause as it is compared.
type unit struct {
	tokens []token
	key    string
	at     string
	art    int
	line   int
	span   source.Span
}

// units are the clauses of the instrument and of its annexes, without their numbers.
func units(d *document.Document) []unit {
	want := document.ZoneBody
	if d.Body.IsZero() {
		want = document.ZoneNotice
	}
	var out []unit
	for i := range d.Clauses {
		c := &d.Clauses[i]
		if c.Zone != want && c.Zone != document.ZoneAnnex {
			continue
		}
		s := c.Span
		for n := c.Node; n != nil; n = n.Parent {
			if l := n.Label; !l.IsZero() && l.Start >= c.Span.Start && l.End <= c.Span.End {
				s.Start = max(s.Start, l.End)
			}
		}
		s.Start += len(d.Text.Norm[s.Start:s.End]) - len(strings.TrimLeftFunc(d.Text.Norm[s.Start:s.End], layout))
		u := unit{span: s, at: d.PathAt(s)}
		text := d.Text.Norm[s.Start:s.End]
		if c.Zone == document.ZoneAnnex {
			u.at = "附件"
			text = text[len(annexLabel().FindString(text)):]
		}
		if u.tokens = trimmed(tokens(text)); len(u.tokens) == 0 {
			continue
		}
		u.key = keyOf(u.tokens, false)
		if a := c.Node.Article(); a != nil {
			u.art = a.Number
		}
		from, _ := d.Text.Positions(s)
		u.line = from.Block
		out = append(out, u)
	}
	return out
}

var annexLabel = lazily(`^[\s　]*(?:第[0-9〇零一二三四五六七八九十百]+[条章节]|[一二三四五六七八九十]+、|[（(][0-9一二三四五六七八九十]+[）)]|[0-9]+[.．、])`)

// least is the part of the clauses that two versions of one document share at least; below
// it they are not versions of each other, or one was read badly.
const least = 0.25

// Compare finds what changed from one version to a later one. ok is false where the two
// have so little in common that they are no versions of one text, or one holds no text.
// The result depends on the two texts alone.
func Compare(old, now *document.Document) (c *Comparison, ok bool) {
	a, b := units(old), units(now)
	if len(a) == 0 || len(b) == 0 {
		return nil, false
	}
	// Where one version came without its annexes they are not compared.
	if !hasAnnex(a) || !hasAnnex(b) {
		if a, b = withoutAnnex(a), withoutAnnex(b); len(a) == 0 || len(b) == 0 {
			return nil, false
		}
	}
	keys := func(us []unit) []string {
		out := make([]string, len(us))
		for i, u := range us {
			out[i] = u.key
		}
		return out
	}
	edits, ok := script(keys(a), keys(b))
	if !ok {
		return nil, false
	}
	same := 0
	c = &Comparison{Articles: map[int]int{}, Units: len(a)}
	votes := map[[2]int]int{}
	var pairs []pair
	for _, e := range edits {
		if e.same {
			same += e.a1 - e.a0
			for i := e.a0; i < e.a1; i++ {
				votes[[2]int{a[i].art, b[e.b0+i-e.a0].art}]++
			}
			continue
		}
		if keyOfAll(a[e.a0:e.a1]) == keyOfAll(b[e.b0:e.b1]) { // cut into sentences in another way
			same += e.a1 - e.a0
			continue
		}
		for _, p := range paired(a[e.a0:e.a1], b[e.b0:e.b1]) {
			if p.old != nil && p.now != nil {
				votes[[2]int{p.old.art, p.now.art}]++
				same++ // at least half the same
			}
			pairs = append(pairs, pair{p.old, p.now, e})
		}
	}
	if float64(same) < least*float64(min(len(a), len(b))) {
		return nil, false
	}
	c.articles(votes)
	pairs = unmoved(pairs)
	for _, p := range pairs {
		c.add(a, b, p)
	}
	return c, true
}

func hasAnnex(us []unit) bool {
	return slices.ContainsFunc(us, func(u unit) bool { return u.at == "附件" })
}

func withoutAnnex(us []unit) []unit {
	return slices.DeleteFunc(slices.Clone(us), func(u unit) bool { return u.at == "附件" })
}

func keyOfAll(us []unit) string {
	var ts []token
	for _, u := range us {
		ts = append(ts, u.tokens...)
	}
	return keyOf(ts, false)
}

// articles takes, for each old article, the new one with which it shares most.
func (c *Comparison) articles(votes map[[2]int]int) {
	best := map[int]int{}
	for v, n := range votes {
		if v[0] == 0 || v[1] == 0 {
			continue
		}
		if m := best[v[0]]; n > m || n == m && v[1] < c.Articles[v[0]] {
			best[v[0]], c.Articles[v[0]] = n, v[1]
		}
	}
}

// pair is a clause with what became of it; one of the two may be nil.
type pair struct {
	old, now *unit
	at       edit
}

// alike is the part of their two-character strings that clauses share at least to be the
// same clause, changed.
const alike = 0.4

// paired matches the clauses of two stretches in their order so that they are as much
// alike as can be.
func paired(a, b []unit) []pair {
	n, m := len(a), len(b)
	if n*m > 40_000 { // no versions of each other; say it plainly
		var out []pair
		for i := range a {
			out = append(out, pair{old: &a[i]})
		}
		for j := range b {
			out = append(out, pair{now: &b[j]})
		}
		return out
	}
	like := make([]float64, n*m)
	grams := make([]map[string]int, m)
	for j := range b {
		grams[j] = bigrams(b[j].tokens)
	}
	for i := range a {
		g := bigrams(a[i].tokens)
		for j := range b {
			if l := dice(g, grams[j]); l >= alike {
				like[i*m+j] = l
			}
		}
	}
	// best[i][j]: the sum for a[i:], b[j:].
	best := make([]float64, (n+1)*(m+1))
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			v := max(best[(i+1)*(m+1)+j], best[i*(m+1)+j+1])
			if l := like[i*m+j]; l > 0 {
				v = max(v, l+best[(i+1)*(m+1)+j+1])
			}
			best[i*(m+1)+j] = v
		}
	}
	var out []pair
	i, j := 0, 0
	for i < n || j < m {
		switch {
		case i < n && j < m && like[i*m+j] > 0 && best[i*(m+1)+j] == like[i*m+j]+best[(i+1)*(m+1)+j+1]:
			out = append(out, pair{old: &a[i], now: &b[j]})
			i, j = i+1, j+1
		case i < n && (j == m || best[i*(m+1)+j] == best[(i+1)*(m+1)+j]):
			out = append(out, pair{old: &a[i]})
			i++
		default:
			out = append(out, pair{now: &b[j]})
			j++
		}
	}
	return out
}

func bigrams(ts []token) map[string]int {
	out := map[string]int{}
	last := ""
	for _, t := range ts {
		if t.mark() {
			continue
		}
		out[last+"\x00"+t.key]++
		last = t.key
	}
	return out
}

func dice(a, b map[string]int) float64 {
	na, nb, both := 0, 0, 0
	for k, n := range a {
		na += n
		both += min(n, b[k])
	}
	for _, n := range b {
		nb += n
	}
	if na+nb == 0 {
		return 0
	}
	return 2 * float64(both) / float64(na+nb)
}

// unmoved drops clauses that went from one place to another of the same version unchanged:
// an order of items is layout. A short one («其他情形») proves nothing.
func unmoved(ps []pair) []pair {
	gone := map[string][]int{}
	for i, p := range ps {
		if p.now == nil && len(p.old.tokens) >= 8 {
			gone[p.old.key] = append(gone[p.old.key], i)
		}
	}
	drop := map[int]bool{}
	for i, p := range ps {
		if p.old == nil && len(gone[p.now.key]) > 0 {
			drop[i], drop[gone[p.now.key][0]] = true, true
			gone[p.now.key] = gone[p.now.key][1:]
		}
	}
	var out []pair
	for i, p := range ps {
		if !drop[i] {
			out = append(out, p)
		}
	}
	return out
}

// add records a pair as a change unless it is none of substance.
func (c *Comparison) add(a, b []unit, p pair) {
	x := Change{}
	switch {
	case p.old == nil:
		x = Change{Kind: "增", NewAt: p.now.at, New: textOf(p.now.tokens), NewArticle: p.now.art, NewLine: p.now.line, NewSpan: p.now.span}
		x.Diff = "【增：" + x.New + "】"
		near := &a[min(p.at.a0, len(a)-1)]
		x.OldLine, x.OldSpan = near.line, near.span
	case p.now == nil:
		x = Change{Kind: "删", OldAt: p.old.at, Old: textOf(p.old.tokens), OldArticle: p.old.art, OldLine: p.old.line, OldSpan: p.old.span}
		x.Diff = "【删：" + x.Old + "】"
		near := &b[min(p.at.b0, len(b)-1)]
		x.NewLine, x.NewSpan = near.line, near.span
	default:
		if c.onlyNumbers(p.old.key, p.now.key) || onlyDates(p.old.key, p.now.key) {
			return
		}
		x = Change{Kind: "改", OldAt: p.old.at, NewAt: p.now.at, Old: textOf(p.old.tokens), New: textOf(p.now.tokens), OldArticle: p.old.art, NewArticle: p.now.art,
			OldLine: p.old.line, NewLine: p.now.line, OldSpan: p.old.span, NewSpan: p.now.span}
		x.Diff = wordDiff(p.old.tokens, p.now.tokens)
	}
	c.Changes = append(c.Changes, x)
}

var articleNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`第([0-9]+)条`) })

// onlyNumbers reports that two clauses differ in numbers of articles alone, and that these
// moved with their articles.
func (c *Comparison) onlyNumbers(old, now string) bool {
	moved := articleNumber().ReplaceAllStringFunc(old, func(s string) string {
		n, _, _ := law.ParseNumeral(s[len("第"):])
		if to, ok := c.Articles[n]; ok {
			return "第" + strconv.Itoa(to) + "条"
		}
		return s
	})
	return moved == now
}

var (
	openDate = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`[0-9Xx×_*]*年[0-9Xx×_*]*月[0-9Xx×_*]*日`)
	})
	blankDate = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`[Xx×_*]+[年月日]|(?:^|[^0-9])年[0-9Xx×_*]*月|年月|月日`)
	})
)

// onlyDates reports that a date was left open in the old clause, and that nothing else
// differs.
func onlyDates(old, now string) bool {
	if !blankDate().MatchString(old) {
		return false
	}
	return openDate().ReplaceAllString(old, "@") == openDate().ReplaceAllString(now, "@")
}

func textOf(ts []token) string {
	var b strings.Builder
	for _, t := range ts {
		b.WriteString(t.text)
	}
	return b.String()
}

// around is how many words before and behind a change are shown.
const around = 10

// wordDiff marks what changed in a clause: words that went as 【删：…】, words that came as
// 【增：…】. Words between two changes that are too short to be read alone belong to them.
func wordDiff(old, now []token) string {
	keys := func(ts []token) []string {
		out := make([]string, len(ts))
		for i, t := range ts {
			out[i] = t.key
		}
		return out
	}
	edits, ok := script(keys(old), keys(now))
	if !ok {
		return "【删：" + textOf(old) + "】【增：" + textOf(now) + "】"
	}
	var joined []edit
	for i, e := range edits {
		n := len(joined)
		short := e.same && e.a1-e.a0 <= 1 && i > 0 && i < len(edits)-1
		if n > 0 && !joined[n-1].same && (short || !e.same) {
			joined[n-1].a1, joined[n-1].b1 = e.a1, e.b1
			continue
		}
		joined = append(joined, e)
	}
	var b strings.Builder
	for i, e := range joined {
		if !e.same {
			if e.a0 < e.a1 {
				b.WriteString("【删：" + textOf(old[e.a0:e.a1]) + "】")
			}
			if e.b0 < e.b1 {
				b.WriteString("【增：" + textOf(now[e.b0:e.b1]) + "】")
			}
			continue
		}
		words := now[e.b0:e.b1]
		head, tail := around, around
		if i == 0 {
			head = 0
		}
		if i == len(joined)-1 {
			tail = 0
		}
		if len(words) <= head+tail+2 {
			b.WriteString(textOf(words))
			continue
		}
		b.WriteString(textOf(words[:head]) + "……" + textOf(words[len(words)-tail:]))
	}
	return b.String()
}
