package document

import (
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"docreview/checker/literal"
	"docreview/checker/source"
)

// Words that define a short name. 统称 and 合称 may stand for several.
var shortWords = []string{"以下简称", "以下统称", "以下合称", "下称", "简称", "以下称", "下同，简称"}

// terms collects what 以下简称 defines and what 本办法所称…是指 explains.
func (p *parser) terms() {
	for i := 0; ; {
		j := strings.Index(p.s[i:], "称")
		if j < 0 {
			break
		}
		i += j + len("称")
		if word := suffixOf(p.s[:i], shortWords); word != "" {
			p.shortTerm(i-len(word), i, strings.Contains(word, "统") || strings.Contains(word, "合"))
		}
	}
	for i := 0; ; {
		j := strings.Index(p.s[i:], "所称")
		if j < 0 {
			return
		}
		from := skipBlanks(p.s, i+j+len("所称"))
		i = from
		from = p.skipMarks(from)
		rest := p.s[from:min(len(p.s), from+150)]
		end, _ := firstOf(rest, []string{"，是指", "是指", "，指", "指", "，包括", "，即"})
		if end <= 0 || strings.ContainsAny(rest[:end], "。；\n《") {
			continue
		}
		name := strings.TrimRight(rest[:end], "”\"， ）)")
		if k := strings.IndexAny(name, "（("); k > 0 {
			name = name[:k]
		}
		if t := strings.TrimPrefix(name, "的"); t != name { // 第三条所称的较大数额
			from, name = from+len(name)-len(t), t
		}
		if name == "" || runes(name) > 30 || !utf8.ValidString(name) {
			continue
		}
		p.term(name, from, -1)
	}
}

func (p *parser) skipMarks(i int) int {
	for i < len(p.s) {
		r, w := utf8.DecodeRuneInString(p.s[i:])
		if !blank(r) && !strings.ContainsRune("“”\"《〈‘'「：:，为", r) {
			break
		}
		i += w
	}
	return i
}

// shortTerm reads the name behind 以下简称 and finds what it shortens.
func (p *parser) shortTerm(word, from int, several bool) {
	from = p.skipMarks(from)
	to := from
	for n := 0; to < len(p.s) && n < 40; n++ {
		r, w := utf8.DecodeRuneInString(p.s[to:])
		if strings.ContainsRune("”\"》〉）)，。；、\n」’", r) {
			break
		}
		to += w
	}
	for from < to {
		r, w := utf8.DecodeRuneInString(p.s[from:])
		if !unicode.IsSpace(r) {
			break
		}
		from += w
	}
	name := strings.TrimSpace(p.s[from:to])
	if name == "" || runes(name) > 30 || strings.ContainsAny(name, "+=×") {
		return
	}
	cite := -1
	if c := p.shortened(word); c >= 0 {
		cite = c
		if several && c > 0 {
			prev := p.doc.Citations[c-1]
			between := p.s[min(prev.Span.End, p.doc.Citations[c].Span.Start):p.doc.Citations[c].Span.Start]
			if strings.Trim(between, "、和及与以 ") == "" {
				cite = -1
			}
		}
	}
	p.term(name, from, cite)
}

func (p *parser) term(name string, at, cite int) {
	where := -1
	if cite >= 0 {
		where = p.doc.Citations[cite].Span.Start
	}
	p.doc.Terms = append(p.doc.Terms, Term{Name: name, Span: source.Span{Start: at, End: at + len(name)}, Citation: -1})
	p.termCites = append(p.termCites, where)
}

// shortened gives the citation directly before the bracket or comma in which the
// word stands; -1: none.
func (p *parser) shortened(word int) int {
	best := sort.Search(len(p.doc.Citations), func(i int) bool { return p.doc.Citations[i].TitleSpan.End > word }) - 1
	if best < 0 || p.doc.Citations[best].TitleSpan.IsZero() {
		return -1
	}
	gap := p.s[p.doc.Citations[best].TitleSpan.End:word]
	if len(gap) > 300 {
		return -1
	}
	// closed brackets between say number and edition; the open one holds the word
	for gap != "" {
		r, w := utf8.DecodeRuneInString(gap)
		if blank(r) || r == '，' || r == ',' {
			gap = gap[w:]
			continue
		}
		if !openBracket(r) {
			return -1
		}
		if _, end := bracketed(gap, 0, 120); end > 0 {
			gap = gap[end:]
			continue
		}
		if strings.ContainsAny(gap[w:], "。；《") {
			return -1
		}
		return best
	}
	return best
}

// shortForms marks 《条例》 as the short name it is, and finds short names without
// 《》 behind their definition.
func (p *parser) shortForms() {
	byName := map[string][]int{}
	for k, t := range p.doc.Terms {
		if p.termCites[k] >= 0 {
			byName[squeeze(t.Name)] = append(byName[squeeze(t.Name)], k)
		}
	}
	for i := range p.doc.Citations {
		c := &p.doc.Citations[i]
		if c.Form != FormFull {
			continue
		}
		list := byName[c.Title]
		for x := len(list) - 1; x >= 0; x-- {
			k := list[x]
			if p.doc.Terms[k].Span.Start <= c.TitleSpan.End && p.termCites[k] < c.TitleSpan.Start {
				c.Form = FormShort
				p.wants = append(p.wants, want{c.Span.Start, p.termCites[k]})
				break
			}
		}
	}
	done := map[string]bool{}
	for k, t := range p.doc.Terms {
		if p.termCites[k] < 0 || kindOf(t.Name) == "" || runes(t.Name) < 2 || done[t.Name] {
			continue
		}
		done[t.Name] = true
		p.plainShort(t, p.termCites[k])
		p.merge()
	}
}

// plainShort finds a short name without 《》.
func (p *parser) plainShort(t Term, cite int) {
	for i := t.Span.Start; ; {
		j := strings.Index(p.s[i:], t.Name)
		if j < 0 {
			return
		}
		at := i + j
		i = at + len(t.Name)
		if p.covered(at) || !leftEdge(p.s, at, runes(t.Name) > 3) || !rightEdge(p.s, i) {
			continue
		}
		c := Citation{Form: FormShort, Title: t.Name, TitleSpan: source.Span{Start: at, End: i}, Antecedent: -1}
		end := i
		if e := p.provisions(&c, i); e > 0 {
			end = e
		} else if kindOf(t.Name) == t.Name || shortKind(t.Name) == kindOf(t.Name) && runes(t.Name) < 3 {
			continue // 按照规定 is no mention of 《规定》
		}
		c.Span = source.Span{Start: at, End: end}
		p.late = append(p.late, c)
		p.wants = append(p.wants, want{at, cite})
	}
}

// edgeWords are those behind which a name may begin.
var edgeWords = literal.Of(append([]string{"按", "和", "及", "与", "由", "以", "经", "对", "被", "将", "原", "在", "即", "是", "为", "等", "的", "据", "照", "反", "合", "用", "行", "守", "从", "了", "有", "除", "于", "到", "至"}, boundaryWords...)...)

// notEnded are the words with which what stands before them is no whole name.
var notEnded = literal.Of("实施条例", "实施细则", "实施办法", "实施规定", "实施意见", "》", "〉", "施行条例", "配套", "修正案", "修订草案", "的实施办法", "的实施细则", "解释", "草案")

// placeEnds are characters behind which a long name may begin.
const placeEnds = "我国家市省县区"

// edgeSet holds as bits the characters behind which leftEdge may hold, of the
// Chinese ones of three bytes.
var edgeSet = sync.OnceValue(func() *[1024]uint64 {
	set := new([1024]uint64)
	add := func(r rune) { set[r>>6] |= 1 << (r & 63) }
	for _, w := range edgeWords.Words() {
		add(runeBefore(w, len(w)))
	}
	for _, r := range placeEnds {
		add(r)
	}
	return set
})

// leftEdge reports that a name may begin at i: no word runs into it. Long names
// need less.
func leftEdge(s string, i int, long bool) bool {
	r := runeBefore(s, i)
	if r == '《' || r == '〈' || r == '＜' || r == '本' || r == '该' || r == '新' || r == '同' {
		return false
	}
	if !han(r) {
		return true
	}
	if edgeWords.Suffix(s[:i]) != "" {
		return true
	}
	return long && strings.ContainsRune(placeEnds, r)
}

// rightEdge reports that a name ends at i and is not the beginning of a longer
// one (食品安全法 | 实施条例) or of another word (该法 | 人).
func rightEdge(s string, i int) bool {
	if notEnded.Prefix(s[i:]) != "" {
		return false
	}
	if !strings.HasSuffix(s[:i], "法") {
		return true
	}
	r := runeAt(s, i)
	if r == '规' || r == '制' || r == '定' {
		return prefixOf(s[i:], []string{"规定", "制定", "定义"}) != ""
	}
	return !strings.ContainsRune("律人院治官学庭典宝", r) || r == 0
}
