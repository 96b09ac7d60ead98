package source

// Text is a file as rules read it. It is immutable after Read and safe for
// several goroutines.
type Text struct {
	Name     string
	SHA256   string // of the bytes of the file, lower-case hex
	Format   string // "txt", "md", "html", "docx"
	Encoding string // "utf-8", "utf-8-bom", "gb18030", "big5", "utf-16le", "utf-16be"
	Orig     string // the decoded (txt) or extracted (other formats) text, '\n' line ends kept as found
	Norm     string // what rules read: one line a block, '\n' between blocks
	Blocks   []Block
	// Notes tells in Chinese what normalisation did that a reader should know
	// (「已去除 767 处注音」). Never empty silently: what was cut away is said.
	Notes []string

	segs []segment
}

// segment: Norm[norm:norm+normLen] came from Orig[orig:orig+origLen]. Verbatim
// segments map 1:1; rewritten ones map whole, so a finding may underline too
// much, never too little.
type segment struct {
	norm, normLen, orig, origLen int
	verbatim                     bool
}

// Original gives the byte range of Orig that s came from; it widens to whole
// rewritten stretches.
func (t *Text) Original(s Span) (start, end int) { return 0, 0 }

// CodePoints gives s as half-open code-point offsets into Orig, as reports do.
func (t *Text) CodePoints(s Span) (start, end int) { return 0, 0 }

// Quote gives the words as the file has them.
func (t *Text) Quote(s Span) string { return "" }

// Positions gives where s starts and ends in the file.
func (t *Text) Positions(s Span) (from, to Position) { return Position{}, Position{} }
