package source

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// A flow makes paragraphs out of printed lines: PDF and OFD know where characters
// stand and nothing of paragraphs.
type flow struct {
	s           *sheet
	body        float64    // size of most text
	left, right [3]float64 // edges of most lines, by column
	notes       []string

	text  strings.Builder // paragraph in the making
	parts []partAt        // pages that begin in it
	page  int
	last  *printedLine
}

// writeFlow writes the lines of all pages as paragraphs and tables.
func writeFlow(s *sheet, pages [][]printedLine) {
	f := &flow{s: s}
	f.measure(pages)
	var lines []*printedLine
	for _, p := range pages {
		lines = append(lines, f.takeNotes(p)...)
	}
	for i := 0; i < len(lines); {
		if n := f.tableAt(lines[i:]); n > 0 {
			f.end()
			f.writeTable(lines[i : i+n])
			i += n
			continue
		}
		f.line(lines[i])
		i++
	}
	f.end()
	for _, n := range f.notes {
		s.add(n, line{})
	}
}

// measure finds the size of the text and its edges.
func (f *flow) measure(pages [][]printedLine) {
	sizes := map[float64]int{}
	for _, p := range pages {
		for i := range p {
			sizes[math.Round(p[i].size*2)/2] += utf8.RuneCountInString(p[i].text())
		}
	}
	for size, n := range sizes {
		if n > sizes[f.body] || n == sizes[f.body] && size < f.body {
			f.body = size
		}
	}
	for column := range f.left {
		f.left[column], f.right[column] = f.edges(pages, column)
	}
}

// edges finds where most lines of a column begin and end.
func (f *flow) edges(pages [][]printedLine, column int) (left, right float64) {
	lefts := map[int]int{}
	var rights []float64
	wide := 0.5
	if column > 0 {
		wide = 0.25
	}
	for _, p := range pages {
		for i := range p {
			if l := &p[i]; l.column == column && f.isBody(l) && len(l.pieces) == 1 && l.end-l.x > wide*l.width {
				lefts[int(math.Round(l.x/2))]++
				rights = append(rights, l.end)
			}
		}
	}
	best := -1
	for x, n := range lefts {
		if best < 0 || n > lefts[best] || n == lefts[best] && x < best {
			best = x
		}
	}
	// First lines are indented, and may be more than the others: the edge is where
	// enough lines begin, farthest to the left.
	edge := best
	for x, n := range lefts {
		if x < edge && n*5 >= lefts[best] {
			edge = x
		}
	}
	if len(rights) > 0 {
		sort.Float64s(rights)
		right = rights[len(rights)*9/10]
	}
	return 2 * float64(edge), right
}

func (f *flow) isBody(l *printedLine) bool { return math.Abs(l.size-f.body) <= 0.12*f.body }

// takeNotes parts the footnotes at the foot of a page from its text.
func (f *flow) takeNotes(p []printedLine) (text []*printedLine) {
	from := len(p)
	for from > 0 && p[from-1].size < 0.88*f.body && p[from-1].y < 0.5*p[from-1].height {
		from--
	}
	if from == 0 {
		from = len(p)
	}
	for from < len(p) && noteNumber(strings.ReplaceAll(p[from].text(), raisedMark, "")) == 0 {
		from++
	}
	for i := range p[:from] {
		text = append(text, &p[i])
	}
	var numbers []string
	for i := from; i < len(p); i++ {
		s := strings.ReplaceAll(p[i].text(), raisedMark, "")
		if n := noteNumber(s); n > 0 {
			numbers = append(numbers, s[:n])
			f.notes = append(f.notes, "注"+strings.TrimSpace(s[:n])+"："+strings.TrimSpace(s[n:]))
		} else {
			f.notes[len(f.notes)-1] += s
		}
	}
	for _, l := range text {
		dropMarks(l, numbers)
	}
	return text
}

// noteNumber gives the length of the number that begins a footnote; 0: none.
func noteNumber(s string) int {
	n := 0
	for n < len(s) && isDigit(rune(s[n])) {
		n++
	}
	if n == 0 || n > 3 || n == len(s) {
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(s[n:]); strings.ContainsRune(".、年月日．%", r) {
		return 0
	}
	return n
}

// raisedMark, which is no character, stands around each raised digit of a line.
const raisedMark = "\uFFFE"

// dropMarks takes the references to the notes of its page out of a line, and the
// marks off other raised digits.
func dropMarks(l *printedLine, notes []string) {
	for i := range l.pieces {
		s := strings.ReplaceAll(l.pieces[i].text, raisedMark+raisedMark, "") // digits side by side
		parts := strings.Split(s, raisedMark)
		kept := ""
		for k, s := range parts {
			if k%2 == 0 || !slices.Contains(notes, s) {
				kept += s
			}
		}
		l.pieces[i].text = kept
	}
}

// line takes the next line: it goes on with the paragraph or begins one.
func (f *flow) line(l *printedLine) {
	text := l.text()
	if f.last == nil || !f.goesOn(f.last, l) {
		f.end()
	}
	if l.page != f.page {
		f.page = l.page
		f.parts = append(f.parts, partAt{at: f.text.Len(), name: pageName(l.page)})
	}
	if n := f.text.Len(); n > 0 && isNarrow(f.text.String()[n-1:], true) && isNarrow(text, false) && !strings.HasSuffix(f.text.String(), "-") {
		f.text.WriteByte(' ')
	}
	f.text.WriteString(text)
	f.last = l
}

// goesOn reports whether b is the next line of the paragraph of a: a is full, b
// begins at the edge; or both are lines of one title.
func (f *flow) goesOn(a, b *printedLine) bool {
	if math.Abs(a.size-b.size) > 0.15*a.size {
		return false
	}
	left, right := f.left[b.column], f.right[a.column]
	if a.page == b.page && a.column == b.column && (a.y-b.y > 2.6*a.size || a.y <= b.y) {
		return false
	}
	if len(a.pieces) > 1 && a.pieces[len(a.pieces)-1].x-a.pieces[0].end > 4*a.size {
		return false // signatures and dates side by side
	}
	full := a.end > right-2*a.size
	if a.x < f.left[a.column]-2*f.body || right == 0 { // a text set wider than the others
		full = a.end-a.x > 0.6*a.width
	}
	if f.isCentred(a) && f.isCentred(b) && a.size > 1.15*f.body {
		return full && !endsSentence(a.text()) || a.page == b.page && f.isTitle(a.text()) && f.isTitle(b.text())
	}
	if !full || f.isIndented(a, b) {
		return false
	}
	w := runesOf(strings.TrimLeft(b.text(), " "), 12)
	labelled := labelLen(w) > 0 || headingLabel(w) > 0
	return !labelled || !endsSentence(a.text()) && b.x <= left+1.2*b.size
}

// isIndented reports whether b begins a paragraph by its indent. A paragraph that
// is set in as a whole goes on at its own edge.
func (f *flow) isIndented(a, b *printedLine) bool {
	if b.x <= f.left[b.column]+1.2*b.size {
		return false
	}
	hangs := math.Abs(a.x-b.x) < 0.3*a.size && utf8.RuneCountInString(f.text.String()) > utf8.RuneCountInString(a.text())
	return !hangs || endsSentence(a.text())
}

func (f *flow) isCentred(l *printedLine) bool {
	middle := (f.left[l.column] + f.right[l.column]) / 2
	if f.right[l.column] == 0 {
		middle = l.width / 2
	}
	return math.Abs((l.x+l.end)/2-middle) < 1.5*l.size
}

// isTitle reports whether a line may be a part of a title of several lines.
func (f *flow) isTitle(s string) bool {
	s = strings.TrimSpace(s)
	return !strings.Contains(s, "〔") && !strings.HasSuffix(s, "号") && !strings.HasSuffix(s, "文件") && !endsSentence(s) && !strings.HasSuffix(s, "日")
}

// end writes the paragraph.
func (f *flow) end() {
	text := f.text.String()
	f.text.Reset()
	f.last = nil
	f.write(text, f.parts)
	f.parts = f.parts[:0]
}

func (f *flow) write(text string, parts []partAt) {
	at := f.s.b.Len()
	if at > 0 {
		at++ // the line end before
	}
	if strings.Trim(text, " \t\r\u00a0\u3000\u200b") != "" {
		f.s.add(text, line{})
	}
	for _, p := range parts {
		f.s.parts = append(f.s.parts, partAt{at: at + p.at, name: p.name})
	}
}

// tableAt gives the number of lines from the first on that are rows of a table:
// at least two with pieces that begin or are centred under each other.
func (f *flow) tableAt(lines []*printedLine) (n int) {
	for n < len(lines) && len(lines[n].pieces) >= 2 && (n == 0 || lines[n].page == lines[0].page) {
		if n > 0 && !aligned(lines[n-1], lines[n]) {
			break
		}
		n++
	}
	if n < 2 {
		return 0
	}
	return n
}

// aligned reports whether two lines have at least two columns in common.
func aligned(a, b *printedLine) bool {
	common := 0
	for _, p := range a.pieces {
		for _, q := range b.pieces {
			if math.Abs(p.x-q.x) < 0.6*a.size || math.Abs((p.x+p.end)-(q.x+q.end)) < 1.2*a.size {
				common++
				break
			}
		}
	}
	return common >= 2
}

// writeTable writes rows; the columns are those of the row with most.
func (f *flow) writeTable(lines []*printedLine) {
	f.s.tables++
	widest := lines[0]
	for _, l := range lines {
		if len(l.pieces) > len(widest.pieces) {
			widest = l
		}
	}
	for _, l := range lines {
		cells := make([]string, len(widest.pieces))
		for _, p := range l.pieces {
			best := 0
			for i, c := range widest.pieces {
				if math.Abs(c.x+c.end-p.x-p.end) < math.Abs(widest.pieces[best].x+widest.pieces[best].end-p.x-p.end) {
					best = i
				}
				if math.Abs(c.x-p.x) < 0.6*l.size {
					best = i
					break
				}
			}
			if cells[best] != "" {
				cells[best] += " "
			}
			cells[best] += p.text
		}
		if l.page != f.page {
			f.page = l.page
			at := f.s.b.Len()
			if at > 0 {
				at++
			}
			f.s.parts = append(f.s.parts, partAt{at: at, name: pageName(l.page)})
		}
		f.s.add(strings.TrimRight(strings.Join(cells, "\t"), "\t"), line{kind: TableRow, table: f.s.tables})
	}
}
