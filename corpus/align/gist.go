package align

import (
	"slices"
	"strings"
	"unicode"

	"docreview/corpus/law"
)

// Stand says whether what a document says of an article stands there.
type Stand int

const (
	Unsure  Stand = iota // the words do not settle it
	Exact                // word for word, but for blanks, punctuation and numbers of references
	Near                 // in nearly the same words, with the same figures and no other negation
	Altered              // nearly the same words, but another figure, or forbidden here and not there
	Absent               // a statement of some length of which not one word stands there
)

// Verdict is the answer of Gist.
type Verdict struct {
	Stand Stand
	Share float64    // how much of the quoted words stand there in order, from 0 to 1
	Diff  Difference // from the quoted words to those of the article; for Near and Altered
}

const (
	nearly  = 0.80 // share from which words are nearly the same
	far     = 0.50 // share above which nothing is absent
	fewest  = 4    // words (code points) below which nothing but a topic can be found
	telling = 8    // pairs of characters with a meaning that it takes to say that all are missing
	longest = 400  // code points of a quotation that are compared
	brief   = 10   // code points of an article below which nothing is said to be absent
)

// Gist compares what a document quotes or says of an article with its text:
// 根据《…》第三十九条关于……的规定. The frame (关于, 的规定, quotation marks) does
// not count; parts on both sides of an ellipsis are looked for one by one. It
// says Exact, Near, Altered or Absent only where the words leave no doubt: a
// paraphrase in words of its own is Unsure.
func Gist(quoted, article string) Verdict {
	text, topic := unframe(quoted)
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '…' || r == '⋯' })
	if len(parts) == 0 {
		return Verdict{}
	}
	a := read(article)
	v := gist(parts[0], a, topic)
	for _, p := range parts[1:] {
		w := gist(p, a, topic)
		v.Share = min(v.Share, w.Share)
		switch {
		case v.Stand == w.Stand:
		case v.Stand == Exact && w.Stand == Near || v.Stand == Near && w.Stand == Exact:
			v.Stand = Near
		default:
			v.Stand = Unsure
		}
		if len(v.Diff.Changes) == 0 {
			v.Diff = w.Diff
		}
	}
	return v
}

// unframe takes off quotation marks and what only introduces a gist. topic says
// that it names a matter rather than a rule: 关于听证的规定.
func unframe(s string) (text string, topic bool) {
	const around = " 　\t\n“”‘’\"'《》「」『』（）()，。；：、"
	s = strings.Trim(s, around)
	for _, w := range []string{"有关", "关于", "对于"} {
		if t, ok := strings.CutPrefix(s, w); ok {
			s, topic = t, true
			break
		}
	}
	for _, w := range []string{"的有关规定", "的相关规定", "等有关规定", "等规定", "的规定", "之规定", "的要求", "的情形", "有关规定"} {
		if t, ok := strings.CutSuffix(s, w); ok {
			s = t
			break
		}
	}
	if t := strings.Trim(s, around); strings.HasPrefix(s, "“") && strings.HasSuffix(s, "”") {
		return t, false // quoted after all
	}
	return strings.Trim(s, around), topic
}

// words are the letters and digits of a text, folded, with the way back.
type words struct {
	text   string
	r      []rune
	at     []int // byte offset of each; one more for the end
	clause []int // first word of the clause that each stands in
}

// read folds a text as bare does, and digits to the characters for them.
func read(s string) words {
	w := words{text: s}
	start, skip := 0, 0
	for i, r := range s {
		if i < skip {
			continue
		}
		if r == '第' {
			if p, n, ok := law.ParseProvision(s[i:]); ok && p.Article > 0 {
				r, skip = '条', i+n
			}
		}
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if !unicode.IsSpace(r) {
				start = len(w.r)
			}
			continue
		}
		if r >= '0' && r <= '9' {
			r = []rune("〇一二三四五六七八九")[r-'0']
		}
		w.r, w.at, w.clause = append(w.r, unicode.ToLower(r)), append(w.at, i), append(w.clause, start)
	}
	w.at = append(w.at, len(s))
	return w
}

func gist(quoted string, a words, topic bool) Verdict {
	q := read(quoted)
	if len(q.r) < 2 || len(q.r) > longest || len(a.r) == 0 {
		return Verdict{}
	}
	from, to, share := window(q.r, a.r)
	if len(q.r) < fewest {
		// A word alone: that the article has it says what it is about, no more.
		if topic && share == 1 && to-from == len(q.r) {
			return Verdict{Stand: Near, Share: 1}
		}
		return Verdict{Share: share}
	}
	v := Verdict{Share: share}
	if to <= from || share < nearly {
		// Other figures make the words less alike than they are.
		if f, e, s := window(mask(q.r), mask(a.r)); s >= nearly && e > f {
			from, to = f, e
		} else {
			if share < far && len(a.r) >= brief && foreign(q.r, a.r) {
				v.Stand = Absent
			}
			return v
		}
	}
	said, found := figures(q.r), figures(a.r[from:to])
	forbids, inside := negated(q.r), negated(a.r[from:to])
	around := inside || negated(a.r[a.clause[from]:to]) || negated(read(lead(a.text[:a.at[from]])).r)
	before := negated(a.r[:from])
	v.Diff = Diff(quoted, a.text[a.at[from]:a.at[to]])
	switch {
	case !within(said, found):
		v.Stand = Altered
	case forbids && !around && !before, !forbids && inside:
		v.Stand = Altered
	case forbids != around && !topic:
		// The negation stands before the words quoted: 不得…收取费用.
	case share == 1 && to-from == len(q.r):
		v.Stand, v.Diff = Exact, Difference{}
	case share >= nearly:
		v.Stand = Near
	}
	return v
}

// lead gives the sentence before the items of a list: 不得有下列行为：（一）…; it
// governs what follows. s is the article up to the item.
func lead(s string) string {
	end := max(strings.LastIndex(s, "："), strings.LastIndex(s, ":"))
	if end < 0 || strings.Contains(s[end:], "。") {
		return ""
	}
	return s[strings.LastIndexAny(s[:end], "。\n")+1 : end]
}

// window finds the stretch of a that is nearest to q. A word of q that is
// missing or another one costs one, a word of a in between a fifth: articles
// say the same with more words. share is one for a stretch that is q.
func window(q, a []rune) (from, to int, share float64) {
	const miss, extra = 5, 1
	cost, next := make([]int, len(a)+1), make([]int, len(a)+1)
	begin, nextBegin := make([]int, len(a)+1), make([]int, len(a)+1)
	for j := range begin {
		begin[j] = j
	}
	for i, r := range q {
		next[0], nextBegin[0] = cost[0]+miss, 0
		for j := range a {
			c, b := cost[j], begin[j]
			if a[j] != r {
				c += miss
			}
			if d := cost[j+1] + miss; d <= c {
				c, b = d, begin[j+1]
			}
			if d := next[j] + extra; d < c && i < len(q)-1 {
				c, b = d, nextBegin[j]
			}
			next[j+1], nextBegin[j+1] = c, b
		}
		cost, next = next, cost
		begin, nextBegin = nextBegin, begin
	}
	for j := range cost {
		if cost[j] < cost[to] {
			to = j
		}
	}
	return begin[to], to, max(0, 1-float64(cost[to])/float64(miss*len(q)))
}

// mask puts one mark for every character of a figure.
func mask(r []rune) []rune {
	out := slices.Clone(r)
	for i := range out {
		if numeral(out[i]) {
			out[i] = '#'
		}
	}
	return out
}

// figures gives the amounts and periods of a text: a number before a unit.
func figures(r []rune) []int {
	var out []int
	for i := 0; i < len(r); {
		if !numeral(r[i]) {
			i++
			continue
		}
		j := i
		for j < len(r) && numeral(r[j]) {
			j++
		}
		if j < len(r) && strings.ContainsRune("元日天年月个倍人次周岁名件户吨米平公小%％分", r[j]) {
			s := string(r[i:j])
			if n, w, ok := law.ParseNumeral(s); ok && w == len(s) {
				out = append(out, n)
			}
		}
		i = j
	}
	return out
}

// within reports that every figure of some is one of all.
func within(some, all []int) bool {
	for _, f := range some {
		if !slices.Contains(all, f) {
			return false
		}
	}
	return true
}

func negated(r []rune) bool {
	s := string(r)
	for _, w := range []string{"不得", "不予", "不应", "不能", "不可", "不再", "不需", "无需", "不必", "禁止", "严禁", "不适用", "不属于"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// foreign reports that a statement of some length has not one pair of
// characters with a meaning of its own in common with an article.
func foreign(q, a []rune) bool {
	const grammar = "的之和或者及与以应当可有关其他等规定条法本由在为对按照依据行"
	has := map[[2]rune]bool{}
	for i := 1; i < len(a); i++ {
		has[[2]rune{a[i-1], a[i]}] = true
	}
	n := 0
	for i := 1; i < len(q); i++ {
		if strings.ContainsRune(grammar, q[i-1]) || strings.ContainsRune(grammar, q[i]) {
			continue
		}
		if has[[2]rune{q[i-1], q[i]}] {
			return false
		}
		n++
	}
	return n >= telling
}
