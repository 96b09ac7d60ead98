// Package source reads files into text that rules can read, and keeps the way
// back: every byte of Text.Norm maps to a place in the file.
//
// It knows encodings and file formats; it knows nothing of law. Nothing outside
// this package may change text that a span will later point into.
package source

// Span is a half-open byte range of Text.Norm, cut between code points.
type Span struct{ Start, End int }

// Len is the length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// IsZero reports whether s is the zero Span, which means "nowhere".
func (s Span) IsZero() bool { return s == Span{} }

// Contains reports whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Position is a place in the file as its author sees it.
type Position struct {
	Part   string // "" in a text file; "word/document.xml" in a .docx; 「第3页」 in a .pdf or .ofd
	Block  int    // 1-based: line of Text.Orig
	Column int    // 1-based, in code points from the start of the block
	Offset int    // byte offset in the file; -1 where the file is not UTF-8 text
}

// BlockKind says what a block of the text was in the file.
type BlockKind int

const (
	Paragraph BlockKind = iota
	Heading             // a heading by style or tag; not by its words
	TableRow            // one row of a table; cells are separated by '\t'
)

// Block is one line of Norm: a paragraph, a heading or a table row.
type Block struct {
	Span  Span // without the line break
	Kind  BlockKind
	Table int // 1-based number of the table it belongs to; 0: none
	Level int // heading level from 1; 0: none
	// Meta marks a line of the front matter of a Markdown file: 「key：value」.
	Meta bool
}
