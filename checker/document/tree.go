package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
)

// unit is a stretch of one line that opens a node or continues one: articles run
// together in one line make several units.
type unit struct {
	line
	label label
	has   bool
}

// builder grows the tree from units. Ranks fall from the root to the leaves.
type builder struct {
	p        *parser
	stack    []*Node
	article  *Node // the open article
	last     int   // number of the last article
	heading  int   // number of the last 一、
	ended    bool  // the line above ends a sentence, a heading or a cell
	headings bool  // 一、 was seen before the first article: it is above articles
}

func rank(k NodeKind, inArticle bool) int {
	switch k {
	case Root:
		return 0
	case Part:
		return 1
	case Chapter:
		return 2
	case Section:
		return 3
	case Heading1:
		return 4
	case Article:
		return 5
	case Heading2:
		return 6
	case Heading3:
		return 7
	case Heading4:
		if inArticle {
			return 11
		}
		return 8
	case Paragraph:
		return 8
	case Item:
		return 9
	}
	return 10
}

// tree builds the tree of the body, or of the notice where the instrument is not
// in the file.
func (p *parser) tree() {
	from, to := p.body[0], p.body[1]
	if from >= to && p.doc.Forwarded {
		from, to = p.notice[0], p.notice[1]
	}
	root := &Node{Kind: Root, Span: p.span(from, to)}
	p.doc.Root = root
	b := &builder{p: p, stack: []*Node{root}, ended: true}
	for i := from; i < to; i++ {
		l := &p.lines[i]
		if l.taken || l.zone == ZoneAnnex {
			continue
		}
		if i > from && p.wrapped(p.lines[i-1], *l) {
			l.cont = true
		}
		if lab, ok := readLabel(p.text(*l)); ok && !l.cont && !b.ended && lab.kind == Article && b.mention(p.s[l.start+lab.size:l.end], lab.number) {
			l.cont = true
		}
		for _, u := range b.units(*l) {
			b.add(u)
		}
		b.ended = l.table || l.heading || strings.ContainsRune(sentenceEnds, runeBefore(p.s, l.end)) && runeBefore(p.s, l.end) != '》' || b.top().Kind < Article || b.top().Kind >= Heading1
	}
	if n := len(root.Children); n > 0 {
		root.Span.End = max(root.Span.End, root.Children[n-1].Span.End)
	}
}

// Ends of sentences and of stretches that a hard line break does not cut.
const sentenceEnds = "。；！？：;:!?…”》）"

// wrapped reports that the line above was broken in the middle of a sentence: it
// is long, ends without a mark, and this line begins no node of its own.
func (p *parser) wrapped(above, l line) bool {
	if above.table || l.table || above.heading || l.heading || above.taken {
		return false
	}
	s := p.text(above)
	r, _ := utf8.DecodeLastRuneInString(s)
	open := strings.Count(s, "《") > strings.Count(s, "》")
	if r == '、' || r == '，' {
		return !p.itemStarts(l)
	}
	if !open && (runes(s) < 22 || strings.ContainsRune(sentenceEnds, r)) {
		return false
	}
	if lab, ok := readLabel(p.text(l)); ok {
		rest := p.text(l)[lab.size:]
		return lab.kind == Article && goesOn(rest) || lab.kind < Article && runes(rest) > 30
	}
	// headings of the first kind are short and unmarked, and so are table cells
	if lab, ok := readLabel(s); ok && lab.kind != Article && lab.kind != Heading3 && !open && runes(s) < 36 && !strings.ContainsAny(s, "，,") {
		return false
	}
	return true
}

// itemStarts reports a line that begins an item, or an article with its text set
// off by a blank: then even a comma above it ended something.
func (p *parser) itemStarts(l line) bool {
	s := p.text(l)
	lab, ok := readLabel(s)
	if !ok {
		return false
	}
	return lab.kind > Article || lab.kind < Article && runes(s[lab.size:]) < 30 || lab.kind == Article && blank(runeAt(s, lab.size)) && !goesOn(s[lab.size:])
}

// units cuts a line where an article or an item begins inside it.
func (b *builder) units(l line) []unit {
	s := b.p.text(l)
	u := unit{line: l}
	if !l.table && !l.cont {
		if lab, ok := readLabel(s); ok && !(lab.kind == Article && b.mention(s[lab.size:], lab.number)) && !(lab.kind < Article && runes(s[lab.size:]) > 40) {
			u.label, u.has = lab, true
		}
	}
	out := []unit{u}
	if l.table || !strings.Contains(s, "第") && !strings.ContainsAny(s, "（(") {
		return out
	}
	next := b.last + 1
	if u.has && u.label.kind == Article {
		next = u.label.number + 1
	}
	item := 1
	if u.has && u.label.kind == Heading2 {
		item = u.label.number + 1
	}
	for i := 0; i < len(s); {
		r, w := decode(s, i)
		if i > 0 && (r == '第' || openBracket(r)) {
			lab, ok := readLabel(s[i:])
			before := strings.TrimRight(s[:i], " \u3000\u00a0")
			c, _ := utf8.DecodeLastRuneInString(before)
			switch {
			case !ok:
			case lab.kind == Article && lab.number == next && lab.sub == 0 && c == '。' && !goesOn(s[i+lab.size:]):
				out = b.cut(out, l, i, lab)
				next++
				item = 1
			case lab.kind == Heading2 && lab.number == item && (c == '：' || c == ':' || item > 1 && (c == '；' || c == '。' || c == ';')) && itemText(s[i+lab.size:]):
				out = b.cut(out, l, i, lab)
				item++
			}
		}
		i += w
	}
	return out
}

// itemText reports that text follows a label inside a line, not 项 or a bracket.
func itemText(rest string) bool {
	r := runeAt(rest, skipBlanks(rest, 0))
	return han(r) && r != '项' && r != '款' && r != '和' && r != '至' && r != '、' || r == '“' || r == '《'
}

func (b *builder) cut(out []unit, l line, i int, lab label) []unit {
	prev := &out[len(out)-1]
	end := l.start + i
	for end > prev.start {
		r, w := utf8.DecodeLastRuneInString(b.p.s[prev.start:end])
		if !blank(r) {
			break
		}
		end -= w
	}
	prev.end = end
	n := l
	n.cont = false
	n.start = l.start + i
	return append(out, unit{line: n, label: lab, has: true})
}

// mention reports that 第X条 at the start of a line is part of a sentence, unless
// its number is the one that must come.
func (b *builder) mention(rest string, n int) bool {
	if !goesOn(rest) {
		// 依照《甲法》 | 第九十条处罚: the line above goes on
		return !b.ended && n != b.last+1 && b.last > 0 && han(runeAt(rest, 0))
	}
	// 第十条、 with a mark too many is a label; 第十条、第十一条 is none
	t := rest[skipBlanks(rest, 0):]
	if n == b.last+1 && prefixOf(t, []string{"、", "，", ",", "."}) != "" && !strings.HasPrefix(t, "、第") && !strings.HasPrefix(t, "，第") {
		return false
	}
	return true
}

func (b *builder) top() *Node { return b.stack[len(b.stack)-1] }

// pop closes nodes until the top ranks above k.
func (b *builder) pop(k NodeKind) {
	in := b.article != nil
	for len(b.stack) > 1 && rank(b.top().Kind, in) >= rank(k, in) {
		if b.top() == b.article {
			b.article = nil
		}
		b.stack = b.stack[:len(b.stack)-1]
	}
}

// open adds a node below the top and makes it the top.
func (b *builder) open(k NodeKind, u unit) *Node {
	b.pop(k)
	n := &Node{Kind: k, Number: u.label.number, Sub: u.label.sub, Span: source.Span{Start: u.start, End: u.end}, Parent: b.top()}
	if u.has {
		n.Label = source.Span{Start: u.start, End: u.start + len(strings.TrimRight(b.p.s[u.start:u.start+u.label.size], "、.．﹒"))}
	}
	b.top().Children = append(b.top().Children, n)
	b.stack = append(b.stack, n)
	b.grow(u.end)
	return n
}

// grow lets the open nodes reach to end.
func (b *builder) grow(end int) {
	for _, n := range b.stack {
		if n.Span.End < end {
			n.Span.End = end
		}
	}
}

func (b *builder) add(u unit) {
	text := b.p.s[u.start:u.end]
	switch {
	case u.cont || u.table && len(b.stack) > 1:
		b.grow(u.end)
	case !u.has:
		b.paragraph(u.start, u.end)
	case u.label.kind <= Section:
		b.heading = 0
		n := b.open(u.label.kind, u)
		b.title(n, u, text)
	case u.label.kind == Article:
		if b.last == 0 && b.heading > 0 {
			b.headings = true
		}
		n := b.open(Article, u)
		b.article, b.last = n, u.label.number
		at := min(skipBlanks(b.p.s, u.start+u.label.size), u.end)
		at += len(prefixOf(b.p.s[at:u.end], []string{"、", "，", ".", "．", "：", ":"})) // 第十条、 with a mark too many
		if at = skipBlanks(b.p.s, at); at < u.end {
			b.paragraph(at, u.end)
		}
	case b.article != nil && !(u.label.kind == Heading1 && b.headings && u.label.number == b.heading+1):
		b.inArticle(u)
	default:
		if u.label.kind == Heading1 {
			b.heading = u.label.number
		}
		n := b.open(u.label.kind, u)
		b.title(n, u, text)
	}
}

// inArticle places items: （一） below the open paragraph, 1. below the item.
func (b *builder) inArticle(u unit) {
	k := map[NodeKind]NodeKind{Heading1: Item, Heading2: Item, Heading3: Subitem, Heading4: Heading4}[u.label.kind]
	if len(b.article.Children) == 0 {
		b.paragraph(u.start, u.end)
	} else if last := b.article.Children[len(b.article.Children)-1]; b.top() == b.article {
		b.stack = append(b.stack, last)
	}
	b.open(k, u)
}

// paragraph adds an unnumbered paragraph; its number is that among its siblings.
func (b *builder) paragraph(from, to int) {
	if b.article == nil && len(b.stack) > 1 {
		// below a heading, a paragraph closes nothing
		for len(b.stack) > 1 && b.top().Kind == Paragraph {
			b.stack = b.stack[:len(b.stack)-1]
		}
	} else {
		b.pop(Paragraph)
	}
	n := 1
	for c := b.top().Children; len(c) > 0; c = c[:len(c)-1] {
		if last := c[len(c)-1]; last.Kind == Paragraph {
			n = last.Number + 1
			break
		}
	}
	node := &Node{Kind: Paragraph, Number: n, Span: source.Span{Start: from, End: to}, Parent: b.top()}
	b.top().Children = append(b.top().Children, node)
	b.stack = append(b.stack, node)
	b.grow(to)
}

// A heading that a sentence follows in the same line is no longer than this.
const headingRunes = 40

// title finds the heading of a node: the whole line when it is short and
// unmarked, else what stands before the first 。 when that is short.
func (b *builder) title(n *Node, u unit, text string) {
	at := skipBlanks(text, u.label.size)
	rest := text[at:]
	if rest == "" {
		return
	}
	end := len(rest)
	if i := strings.Index(rest, "。"); i >= 0 {
		if i+len("。") == len(rest) && n.Kind > Section {
			if strings.ContainsAny(rest, "，；：") || runes(rest) > 24 {
				return
			}
		}
		end = i
	} else if strings.HasSuffix(rest, "；") || strings.HasSuffix(rest, "：") && n.Kind > Section {
		return
	}
	if runes(rest[:end]) > headingRunes {
		return
	}
	n.Heading = source.Span{Start: u.start + at, End: u.start + at + end}
}
