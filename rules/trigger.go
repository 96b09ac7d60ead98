package rules

import (
	"regexp/syntax"
	"slices"
	"sort"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/literal"
)

// triggers finds where the conditions of all rules may hold in one pass over the
// text, so that a regexp runs only on clauses that hold its literals. Of the
// sets of literals that a condition gives only the most telling one is looked
// for in that pass; the others are asked about the clauses that it leaves.
type triggers struct {
	scanner *literal.Scanner
	users   int        // conditions so far
	of      []int32    // the user of each word as it was added
	words   []int32    // and its number in the scanner
	asks    [][2]int32 // for each word of the scanner where its users stand in all
	all     []int32
}

// trigger is what one condition asks for: a literal of each set.
type trigger struct {
	user   int
	sets   []*literal.Set
	chosen int // index of the set that the pass looks for
}

func newTriggers() *triggers { return &triggers{scanner: literal.NewScanner()} }

// add registers the sets of literals of one condition, at least one.
func (t *triggers) add(sets ...[]string) trigger {
	x := trigger{user: t.users, sets: make([]*literal.Set, len(sets))}
	t.users++
	least := 0
	for i, s := range sets {
		x.sets[i] = literal.Of(s...)
		if n := frequency(s); i == 0 || n < least {
			least, x.chosen = n, i
		}
	}
	for _, w := range sets[x.chosen] {
		t.of = append(t.of, int32(x.user))
		t.words = append(t.words, t.scanner.Add(w))
	}
	return x
}

// common are the commonest words of the genre, by how often a thousand sentences
// of laws hold them (counted in 350 laws). They only save time: whatever stands
// here, the same clauses are found.
var common = map[string]int{
	"应": 323, "的，": 265, "应当": 263, "经": 187, "在": 157, "由": 128, "处": 122, "机构": 114, "法院": 109, "其他": 98, "单位": 98, "可以": 95, "款": 94, "要": 90, "组织": 72,
	"经营": 72, "申请": 72, "向": 70, "使用": 66, "按照": 66, "执行": 66, "企业": 65, "未": 62, "进行": 62, "行为": 54, "元": 53, "服务": 51, "金": 50, "不得": 48, "负责": 47,
	"活动": 45, "生产": 45, "万元": 44, "持": 44, "药品": 42, "处理": 41, "费": 41, "提供": 41, "违反": 40, "从": 39, "批准": 37, "制定": 36, "实施": 36, "设备": 33, "许可": 33,
	"罚款": 33, "登记": 32, "给予": 30, "到": 29, "条件": 28, "资源": 27, "提出": 26, "职责": 25, "从事": 24, "材料": 24, "公司": 20, "产品": 20, "项目": 30, "管理": 200, "规定": 250,
}

// frequency guesses how many of a thousand sentences hold one of the words.
func frequency(words []string) int {
	sum := 0
	for _, w := range words {
		n, ok := common[w]
		switch {
		case ok:
		case len(w) <= 3: // one character
			n = 40
		case len(w) <= 6:
			n = 3
		default:
			n = 1
		}
		sum += n
	}
	return sum
}

// seal makes the triggers ready once all conditions are in.
func (t *triggers) seal() {
	t.scanner.Seal()
	t.asks = make([][2]int32, t.scanner.Len())
	for _, w := range t.words {
		t.asks[w][1]++
	}
	at := int32(0)
	for w := range t.asks {
		n := t.asks[w][1]
		t.asks[w] = [2]int32{at, at}
		at += n
	}
	t.all = make([]int32, at)
	for i, w := range t.words {
		t.all[t.asks[w][1]] = t.of[i]
		t.asks[w][1]++
	}
	t.of, t.words = nil, nil
}

// triggered lists, for each condition, the clauses that hold a literal of its
// chosen set: clauses[from[user]:from[user+1]], in order.
type triggered struct{ from, clauses []int32 }

func (t *triggers) scan(d *document.Document) triggered {
	hits := t.scanner.Scan(d.Text.Norm, make([]literal.Hit, 0, len(d.Text.Norm)/64+16))
	// each finds the clauses of all hits, twice: to count and to write
	last := make([]int32, t.users)
	each := func(f func(user, clause int32)) {
		for i := range last {
			last[i] = -1
		}
		c := 0
		for _, h := range hits {
			for c < len(d.Clauses) && d.Clauses[c].Span.End <= int(h.At) {
				c++
			}
			if c == len(d.Clauses) {
				break
			}
			if d.Clauses[c].Span.Start > int(h.At) {
				continue
			}
			a := t.asks[h.Word]
			for _, user := range t.all[a[0]:a[1]] {
				if last[user] != int32(c) {
					last[user] = int32(c)
					f(user, int32(c))
				}
			}
		}
	}
	p := triggered{from: make([]int32, t.users+1)}
	each(func(user, _ int32) { p.from[user+1]++ })
	for i := range t.users {
		p.from[i+1] += p.from[i]
	}
	p.clauses = make([]int32, p.from[t.users])
	next := slices.Clone(p.from)
	each(func(user, clause int32) {
		p.clauses[next[user]] = clause
		next[user]++
	})
	return p
}

// in returns the scan of the document of p, made once for all rules.
func (t *triggers) in(p *checker.Pass) triggered {
	return p.Memo(t, func() any { return t.scan(p.Doc) }).(triggered)
}

// addAll registers the sets of literals of one condition.
func (t *triggers) addAll(sets [][]string) []trigger { return []trigger{t.add(sets...)} }

// clauses gives the clauses that hold a literal of each set of every trigger, in
// order.
func (t *triggers) clauses(p *checker.Pass, xs ...trigger) []int {
	var out []int
	for i, x := range xs {
		if i == 0 {
			t.each(p, x, func(c int) { out = append(out, c) })
			continue
		}
		more := map[int]bool{}
		t.each(p, x, func(c int) { more[c] = true })
		out = slices.DeleteFunc(out, func(c int) bool { return !more[c] })
	}
	return out
}

// each calls f for the clauses that hold a literal of each set, in order.
func (t *triggers) each(p *checker.Pass, x trigger, f func(int)) {
	found := t.in(p)
clauses:
	for _, c := range found.clauses[found.from[x.user]:found.from[x.user+1]] {
		s := p.Doc.Clauses[c].Span
		text := p.Doc.Text.Norm[s.Start:s.End]
		for i, set := range x.sets {
			if i != x.chosen && !set.In(text) {
				continue clauses
			}
		}
		f(int(c))
	}
}

// first calls f for the clauses that hold a literal of the first set, in order:
// for whoever asks about every step, since the further sets only save time and
// the steps they stand for are told.
func (t *triggers) first(p *checker.Pass, x trigger, f func(int)) {
	for i, c := range p.Doc.Clauses {
		if x.sets[0].In(p.Doc.Text.Norm[c.Span.Start:c.Span.End]) {
			f(i)
		}
	}
}

// clauseAt is the clause that holds the byte, -1: none.
func clauseAt(cs []document.Clause, at int) int {
	i := sort.Search(len(cs), func(i int) bool { return cs[i].Span.End > at })
	if i < len(cs) && cs[i].Span.Start <= at {
		return i
	}
	return -1
}

// limits of the literals worked out for one pattern.
const (
	maxExact    = 64 // strings that a part may stand for, written out
	maxRequired = 4  // sets of literals a sentence must meet
)

// required returns sets of literals: every match of re holds at least one of
// each set. The most telling set comes first; nil when there is none (then the
// pattern cannot be triggered).
func required(re *syntax.Regexp) [][]string {
	p := literals(re)
	sets := p.all()
	slices.SortStableFunc(sets, func(a, b []string) int {
		if x, y := telling(a), telling(b); x != y {
			return y - x
		}
		return len(a) - len(b)
	})
	if len(sets) > maxRequired {
		sets = sets[:maxRequired]
	}
	return sets
}

// telling says how much a set of literals narrows: the length in bytes of its
// shortest member.
func telling(set []string) int {
	n := len(set[0])
	for _, s := range set {
		n = min(n, len(s))
	}
	return n
}

// part is what is known of the matches of a part of a pattern: all strings that
// it matches, where they are few, and sets of literals that each match meets.
type part struct {
	exact []string
	sets  [][]string
}

// all gives the sets, that of the exact strings among them.
func (p part) all() [][]string {
	if len(p.exact) > 0 && telling(p.exact) > 0 {
		return append(slices.Clone(p.sets), p.exact)
	}
	return p.sets
}

// best is the most telling set, nil: none.
func (p part) best() []string {
	var best []string
	for _, s := range p.all() {
		if best == nil || telling(s) > telling(best) || telling(s) == telling(best) && len(s) < len(best) {
			best = s
		}
	}
	return best
}

func literals(re *syntax.Regexp) part {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return part{exact: []string{""}}
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return part{exact: []string{string(re.Rune)}}
		}
	case syntax.OpCharClass:
		var out []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if len(out)+int(re.Rune[i+1]-re.Rune[i]) >= maxExact {
				return part{}
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				out = append(out, string(r))
			}
		}
		return part{exact: out}
	case syntax.OpCapture:
		return literals(re.Sub[0])
	case syntax.OpPlus:
		return part{sets: literals(re.Sub[0]).all()}
	case syntax.OpRepeat:
		if re.Min > 0 {
			return part{sets: literals(re.Sub[0]).all()}
		}
	case syntax.OpQuest:
		if p := literals(re.Sub[0]); len(p.exact) > 0 && len(p.exact) < maxExact {
			return part{exact: append([]string{""}, p.exact...)}
		}
	case syntax.OpConcat:
		return sequence(re.Sub)
	case syntax.OpAlternate:
		var exact, union []string
		all := true
		for _, sub := range re.Sub {
			p := literals(sub)
			if all = all && len(p.exact) > 0 && len(exact)+len(p.exact) <= maxExact; all {
				exact = append(exact, p.exact...)
			}
			best := p.best()
			if best == nil {
				return part{} // a branch without literals
			}
			union = append(union, best...)
		}
		if all {
			return part{exact: exact}
		}
		return part{sets: [][]string{union}}
	}
	return part{}
}

// sequence joins the parts of a concatenation: neighbours that stand for few
// strings are written out together.
func sequence(subs []*syntax.Regexp) part {
	run, whole := []string{""}, true
	var sets [][]string
	flush := func() {
		if telling(run) > 0 {
			sets = append(sets, run)
		}
		run = []string{""}
	}
	for _, sub := range subs {
		p := literals(sub)
		if len(p.exact) > 0 && len(run)*len(p.exact) <= maxExact {
			var next []string
			for _, a := range run {
				for _, b := range p.exact {
					next = append(next, a+b)
				}
			}
			run = next
			continue
		}
		whole = false
		flush()
		if len(p.exact) > 0 {
			run = p.exact
			continue
		}
		sets = append(sets, p.sets...)
	}
	if whole {
		return part{exact: run}
	}
	flush()
	return part{sets: sets}
}
