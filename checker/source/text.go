package source

import (
	"sort"
	"unicode/utf8"
)

// Text is a file as rules read it. It is immutable after Read and safe for
// several goroutines.
type Text struct {
	Name     string
	SHA256   string // of the bytes of the file, lower-case hex
	Format   string // "txt", "md", "html", "docx", "doc", "rtf", "odt", "fodt", "pdf", "ofd", "mht", "xlsx", "xls"
	Encoding string // "utf-8", "utf-8-bom", "gb18030", "big5", "utf-16le", "utf-16be", "windows-1252" …
	Orig     string // the decoded (txt, md) or extracted (all others) text, line ends kept as found; no byte order mark
	Norm     string // what rules read: one line a block, '\n' between blocks
	Blocks   []Block
	// Notes tells in Chinese what reading and normalisation did that a reader
	// should know (「已去除 767 处注音」). What was cut away is said.
	Notes []string

	// Classified is the classified marking in the head of the document
	// (「机密★1年」), ClassifiedAt the block that bears it, zero where
	// it stands in the running head; "" none.
	Classified   string
	ClassifiedAt Span
	// PagesWithoutText are the pages, from 1 and rising, that hold a picture and
	// no text: a document with such pages was not read completely.
	PagesWithoutText []int
	// Missing says in Chinese what else of the file could not be read, apart from
	// those pages: a document with such a gap was not read completely either.
	Missing []string
	// Pages is the number of pages of a file that has them; 0: it has none.
	Pages int
	// Recognised are the pages whose words a program recognised in a picture, rising.
	Recognised []RecognisedPage

	// heads are the running heads and feet, for the classified marking.
	heads []string

	segs  []segment
	part  string // Position.Part, unless parts says more
	parts []partAt

	// lines holds the offset in Orig at which each line begins; marks the number
	// of code points of Orig before each multiple of markEvery bytes.
	lines []int
	marks []int
	// base is added to an offset in Orig to give the offset in the file; -1: the
	// file is not UTF-8 text.
	base int
}

// segment: Norm[norm:norm+normLen] came from Orig[orig:orig+origLen]. Verbatim
// segments map 1:1; rewritten ones map whole, so a finding may underline too
// much, never too little.
type segment struct {
	norm, normLen, orig, origLen int
	verbatim                     bool
}

// markEvery is the distance in bytes between two remembered code-point counts.
const markEvery = 512

// index prepares the tables that CodePoints and Positions read. Orig must be
// valid UTF-8.
func (t *Text) index() {
	t.lines = append(t.lines[:0], 0)
	t.marks = make([]int, 0, len(t.Orig)/markEvery+1)
	count := 0
	for i := 0; i < len(t.Orig); i++ {
		if i%markEvery == 0 {
			t.marks = append(t.marks, count)
		}
		c := t.Orig[i]
		if utf8.RuneStart(c) {
			count++
		}
		switch {
		case c == '\n', c == '\r' && (i+1 == len(t.Orig) || t.Orig[i+1] != '\n'):
			t.lines = append(t.lines, i+1)
		}
	}
}

// Original gives the byte range of Orig that s came from; it widens to whole
// rewritten stretches. Text that was dropped at the edges of s does not belong
// to it; text dropped inside does. An empty span gives an empty range.
func (t *Text) Original(s Span) (start, end int) {
	if len(t.segs) == 0 {
		return clamp(s.Start, len(t.Orig)), clamp(s.End, len(t.Orig))
	}
	s.Start, s.End = clamp(s.Start, len(t.Norm)), clamp(s.End, len(t.Norm))
	if s.End <= s.Start {
		at := t.originalPoint(s.Start)
		return at, at
	}
	// Segments are ordered in both texts. The first that ends behind s.Start
	// holds the first byte; one without text in Norm cannot be the answer.
	i := sort.Search(len(t.segs), func(i int) bool { return t.segs[i].norm+t.segs[i].normLen > s.Start })
	g := t.segs[i]
	start = g.orig
	if g.verbatim {
		start += s.Start - g.norm
	}
	// So is the last that begins before s.End: one without text would be followed
	// by another that begins there too.
	j := sort.Search(len(t.segs), func(i int) bool { return t.segs[i].norm >= s.End }) - 1
	g = t.segs[j]
	end = g.orig + g.origLen
	if g.verbatim {
		end = g.orig + s.End - g.norm
	}
	return start, end
}

// originalPoint maps a place between two bytes of Norm.
func (t *Text) originalPoint(at int) int {
	i := sort.Search(len(t.segs), func(i int) bool { return t.segs[i].norm+t.segs[i].normLen > at })
	if i == len(t.segs) { // the end: behind the last text that was kept
		for i--; i > 0 && t.segs[i].normLen == 0; i-- {
		}
		return t.segs[i].orig + t.segs[i].origLen
	}
	g := t.segs[i]
	if g.verbatim {
		return g.orig + at - g.norm
	}
	return g.orig
}

func clamp(n, limit int) int { return max(0, min(n, limit)) }

// CodePoints gives s as half-open code-point offsets into Orig, as reports do.
func (t *Text) CodePoints(s Span) (start, end int) {
	a, b := t.Original(s)
	return t.codePoints(a), t.codePoints(b)
}

// codePoints counts the code points of Orig before the byte offset at.
func (t *Text) codePoints(at int) int {
	from, count := 0, 0
	if k := at / markEvery; k < len(t.marks) {
		from, count = k*markEvery, t.marks[k]
	} else if n := len(t.marks); n > 0 {
		from, count = (n-1)*markEvery, t.marks[n-1]
	}
	for _, c := range []byte(t.Orig[from:at]) {
		if utf8.RuneStart(c) {
			count++
		}
	}
	return count
}

// Quote gives the words as the file has them.
func (t *Text) Quote(s Span) string {
	a, b := t.Original(s)
	return t.Orig[a:b]
}

// Positions gives where s starts and ends in the file; the end is the place
// behind its last code point.
func (t *Text) Positions(s Span) (from, to Position) {
	a, b := t.Original(s)
	return t.position(a), t.position(b)
}

func (t *Text) position(at int) Position {
	p := Position{Part: t.part, Block: 1, Column: t.codePoints(at) + 1, Offset: -1}
	if len(t.lines) > 0 {
		n := sort.SearchInts(t.lines, at+1)
		p.Block = n
		p.Column = t.codePoints(at) - t.codePoints(t.lines[n-1]) + 1
	}
	if i := t.partAt(at); i >= 0 {
		p.Part = t.parts[i].name
	}
	if t.base >= 0 {
		p.Offset = t.base + at
	}
	return p
}

// partAt gives the part that holds an offset of Orig; -1: none is named.
func (t *Text) partAt(at int) int {
	return sort.Search(len(t.parts), func(i int) bool { return t.parts[i].at > at }) - 1
}
