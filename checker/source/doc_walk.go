package source

import "strings"

// Characters of a Word document that mean something else than themselves
// (MS-DOC 2.4.1, 2.9.53).
const (
	docPicture    = 0x01
	docNoteMark   = 0x02
	docComment    = 0x05
	docCellEnd    = 0x07
	docDrawing    = 0x08
	docBreak      = 0x0B
	docSection    = 0x0C
	docParagraph  = 0x0D
	docColumn     = 0x0E
	docFieldCode  = 0x13
	docFieldText  = 0x14
	docFieldEnd   = 0x15
	docHardHyphen = 0x1E
	docSoftHyphen = 0x1F
	docSymbol     = 0x28
)

// docWalk makes lines out of the characters of a document.
type docWalk struct {
	d      *doc
	b      strings.Builder // the paragraph in the making
	fields []docField      // those that are open
	gone   bool            // the run before was deleted
	veiled bool            // it was hidden
	rows   [][]docCell     // the table in the making
	cells  []docCell       // its row
	cell   docCell         // its cell
}

type docField struct {
	code     string
	inCode   bool
	contents bool // a table of contents
}

// char takes the next character.
func (w *docWalk) char(r rune, cp int, fc uint32) {
	run := w.d.charRun(fc)
	if run.deleted || run.hidden {
		if run.deleted && !w.gone {
			w.d.deleted++
		}
		if run.hidden && !run.deleted && !w.veiled && r >= ' ' {
			w.d.hidden++
		}
		w.gone, w.veiled = run.deleted, run.hidden
		if !(run.hidden && !run.deleted && (r == docParagraph || r == docCellEnd || r == docSection)) {
			w.field(r) // a field may begin in one and end outside
			return
		}
	}
	w.gone, w.veiled = run.deleted, run.hidden
	if w.field(r) {
		return
	}
	switch r {
	case docParagraph, docSection, docColumn:
		if r == docColumn {
			w.b.WriteByte('\n')
			return
		}
		w.paragraph(fc)
	case docCellEnd:
		w.cellEnd(fc)
	case docBreak:
		w.put('\n')
	case docHardHyphen:
		w.put('-')
	case docPicture:
		w.d.s.images++
	case docNoteMark, docComment, docDrawing, docSoftHyphen:
	case docSymbol:
		if run.symbol != 0 {
			for _, s := range symbol(hexCode(run.symbol)) {
				w.put(s)
			}
			return
		}
		w.put(r)
	default:
		if r >= ' ' || r == '\t' {
			w.put(r)
		}
	}
}

func hexCode(n uint16) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[n>>12], digits[n>>8&15], digits[n>>4&15], digits[n&15]})
}

func (w *docWalk) put(r rune) {
	for i := range w.fields {
		if w.fields[i].contents {
			return
		}
	}
	w.b.WriteRune(r)
}

// field follows the marks of fields and takes their codes out of the text.
func (w *docWalk) field(r rune) (taken bool) {
	switch n := len(w.fields); {
	case r == docFieldCode:
		if n < 64 {
			w.fields = append(w.fields, docField{inCode: true})
		}
		return true
	case n == 0:
		return r == docFieldText || r == docFieldEnd
	case r == docFieldText:
		f := &w.fields[n-1]
		f.inCode = false
		f.contents = isContentsCode(f.code)
		return true
	case r == docFieldEnd:
		w.fields = w.fields[:n-1]
		return true
	}
	for i := range w.fields {
		if w.fields[i].inCode {
			if r == docParagraph || r == docCellEnd {
				w.fields = nil // a field that never ends must not swallow the document
				return false
			}
			w.fields[len(w.fields)-1].code += string(r)
			return true
		}
	}
	return false
}

// paragraph ends a paragraph.
func (w *docWalk) paragraph(fc uint32) {
	p := w.d.paraRun(fc)
	text := w.b.String()
	w.b.Reset()
	contents := w.d.isContents(p.style)
	for i := range w.fields {
		contents = contents || w.fields[i].contents
	}
	if contents {
		w.d.contents++
		return
	}
	label := w.d.label(p)
	if strings.Trim(text, " \t\r\n\u00a0\u3000") == "" {
		text, label = "", ""
	}
	l := docLine{text: label + text}
	if level := w.d.heading(p); level > 0 {
		l.line.kind, l.line.level = Heading, level
	}
	if p.inTable {
		if text != "" {
			w.cell.lines = append(w.cell.lines, l)
		}
		return
	}
	w.tableEnd()
	w.d.s.add(l.text, l.line)
}

// cellEnd ends a cell or a row.
func (w *docWalk) cellEnd(fc uint32) {
	p := w.d.paraRun(fc)
	if p.rowEnd {
		w.b.Reset()
		if w.cells != nil {
			w.rows = append(w.rows, w.cells)
		}
		w.cells, w.cell = nil, docCell{}
		return
	}
	p.inTable = true
	text := w.b.String()
	w.b.Reset()
	if label := w.d.label(p); strings.TrimSpace(text) != "" {
		w.cell.lines = append(w.cell.lines, docLine{text: label + text})
	}
	w.cell.columns = 1
	w.cells = append(w.cells, w.cell)
	w.cell = docCell{}
}

// tableEnd writes the table that came before.
func (w *docWalk) tableEnd() {
	if w.cells != nil {
		w.rows = append(w.rows, w.cells)
	}
	if w.rows != nil {
		w.d.s.table(w.rows)
	}
	w.d.s.addAll(w.cell.lines)
	w.rows, w.cells, w.cell = nil, nil, docCell{}
}

// finish writes what is still open.
func (w *docWalk) finish() {
	w.tableEnd()
	w.d.s.add(w.b.String(), line{})
	w.b.Reset()
}
