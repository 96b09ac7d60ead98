package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
)

// Parse turns a text into a Document. names may be nil: then plain names
// without 《》 are not looked for. A nil text is an empty one.
func Parse(t *source.Text, names Names) *Document {
	if t == nil {
		t = &source.Text{}
	}
	p := &parser{doc: &Document{Text: t}, s: t.Norm, names: names}
	p.split(t.Blocks)
	p.meta()
	p.head()
	p.forwarding()
	p.layout()
	p.tree()
	p.clauses()
	p.cite()
	p.annexes()
	p.effect()
	p.cues()
	p.uses()
	p.repeals()
	p.doc.Stage = p.stage()
	p.doc.Normative = p.normative()
	return p.doc
}

// parser holds what the steps of Parse hand on to each other. Lines are the
// unit of the first steps, clauses of the later ones.
type parser struct {
	doc   *Document
	s     string
	names Names
	lines []line

	titleLines [2]int // lines of Title, half-open; equal: none
	bodyFrom   int    // first line behind the head
	notice     [2]int // lines of the notice
	body       [2]int // lines of the instrument

	late      []Citation // found, not yet merged into Citations
	wants     []want     // which citation stands for which, by place
	ownKeys   []string   // keys of the titles of the document, made when first asked for
	termCites []int      // for each term the place of the citation it shortens; -1
}

// line is a block of Norm without the blanks and marks at its ends.
type line struct {
	start, end int
	zone       Zone
	table      bool // a row of a table
	heading    bool // a heading by style
	cont       bool // continues the line before it: a hard line break inside a sentence
	taken      bool // used up by the head, metadata, a signature
}

func (p *parser) text(l line) string { return p.s[l.start:l.end] }

func (p *parser) span(from, to int) source.Span {
	if from >= to {
		return source.Span{}
	}
	return source.Span{Start: p.lines[from].start, End: p.lines[to-1].end}
}

// split cuts Norm into lines and drops those that hold nothing.
func (p *parser) split(blocks []source.Block) {
	b := 0
	p.lines = make([]line, 0, strings.Count(p.s, "\n")+1)
	for from := 0; from <= len(p.s); {
		to := len(p.s)
		if i := strings.IndexByte(p.s[from:], '\n'); i >= 0 {
			to = from + i
		}
		l := line{start: from, end: to}
		for b < len(blocks) && blocks[b].Span.End < from {
			b++
		}
		if b < len(blocks) && blocks[b].Span.Start <= to && blocks[b].Span.End >= from {
			l.table = blocks[b].Kind == source.TableRow
			l.heading = blocks[b].Kind == source.Heading
		}
		l.table = l.table || strings.IndexByte(strings.TrimLeft(p.s[from:to], "\t "), '\t') >= 0
		l.start, l.end, l.heading = trim(p.s, from, to, l.heading)
		if l.start < l.end {
			p.lines = append(p.lines, l)
		}
		from = to + 1
	}
}

// trim takes blanks, runs of question marks (left over from lost characters) and
// the marks of markdown headings, quotations and lists off a line.
func trim(s string, from, to int, heading bool) (int, int, bool) {
	for from < to {
		r, w := utf8.DecodeRuneInString(s[from:to])
		if r == '#' {
			heading = true
		} else if !blank(r) && r != '?' && r != '>' && r != '|' && r != '•' {
			break
		}
		from += w
	}
	for from < to {
		r, w := utf8.DecodeLastRuneInString(s[from:to])
		if !blank(r) && r != '|' {
			break
		}
		to -= w
	}
	if strings.HasPrefix(s[from:to], "**") {
		from += 2
	}
	return from, to, heading
}
