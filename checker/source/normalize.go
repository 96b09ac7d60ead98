package source

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A cell is a character of Norm in the making: r stands for n bytes of Orig from
// at on. Cells that are taken out of a line are dropped from Norm.
type cell struct {
	r     rune
	at, n int
}

// A line is a stretch of Orig that becomes one block or none.
type line struct {
	start, end int // bytes of Orig without the line end
	kind       BlockKind
	table      int
	level      int
	meta       bool
	// markup says that the line is Markdown whose marks are to be taken off.
	markup bool
}

// normalize makes Norm out of Orig. The lines are in order and do not overlap;
// what lies between them is dropped. Normalising Norm changes nothing.
func normalize(orig string, lines []line) (*Text, error) {
	w := &normalizer{b: NewBuilder(orig), orig: orig}
	w.traditional = isTraditional(orig)
	if n := countToned(orig); n > 0 {
		w.glosses, w.allGlosses = true, n >= manyGlosses
	}
	for i := range lines {
		w.line(lines[i])
	}
	w.b.Replace(len(orig)-w.b.pos, "")
	t, err := w.b.Text()
	if err != nil {
		return nil, err
	}
	t.Blocks = w.blocks
	t.Notes = w.notes()
	return t, nil
}

// normalizer holds what normalize learns on its way through the lines.
type normalizer struct {
	b      *Builder
	orig   string
	blocks []Block

	traditional         bool
	glosses, allGlosses bool

	cells []cell // scratch, as are near and gaps
	near  neighbours
	gaps  gaps
	marks markdown

	glossCount, furniture, lost, invisible int
}

// line normalises one line and appends its block unless nothing is left.
func (w *normalizer) line(l line) {
	text := w.orig[l.start:l.end]
	if text == "" {
		w.marks.inTable = w.marks.inTable && !l.markup
		return
	}
	if w.asIs(text, l) {
		w.marks.inTable = w.marks.inTable && !l.markup
		w.begin(l.start)
		w.b.Keep(len(text))
		w.end(l, len(text))
		return
	}
	cells := w.fold(text, l)
	switch {
	case l.markup:
		cells = w.marks.strip(cells, &l)
	case l.meta:
		cells = metaLine(cells)
	}
	if w.glosses {
		var n int
		cells, n = dropGlosses(cells, w.allGlosses)
		w.glossCount += n
	}
	if w.traditional {
		simplify(cells)
	}
	if l.kind == TableRow {
		cells = eachField(cells, w.tidy)
	} else {
		cells = w.tidy(cells)
	}
	if isEmpty(cells) {
		return
	}
	if isLost(cells) {
		w.lost++
		return
	}
	if isFurniture(cells) {
		w.furniture++
		return
	}
	w.begin(cells[0].at)
	w.end(l, w.write(cells))
}

// write writes the cells and gives their size in bytes.
func (w *normalizer) write(cells []cell) (size int) {
	kept := 0 // bytes to be kept as they are
	for _, c := range cells {
		size += utf8.RuneLen(c.r)
		was, n := utf8.DecodeRuneInString(w.orig[c.at:])
		same := was == c.r && n == c.n
		if kept > 0 && (!same || c.at > w.b.pos+kept) {
			w.b.Keep(kept)
			kept = 0
		}
		if c.at > w.b.pos+kept {
			w.b.Replace(c.at-w.b.pos, "")
		}
		if same {
			kept += n
		} else {
			w.b.Replace(c.n, string(c.r))
		}
	}
	w.b.Keep(kept)
	return size
}

// begin writes the line break before a block and drops what lies before at. The
// break comes from the end of the line above.
func (w *normalizer) begin(at int) {
	if len(w.blocks) > 0 {
		from := w.b.pos
		nl := strings.LastIndexAny(w.orig[from:at], lineEnds)
		_, size := utf8.DecodeRuneInString(w.orig[from+nl:])
		if w.orig[from+nl] == '\n' && nl > 0 && w.orig[from+nl-1] == '\r' {
			nl, size = nl-1, 2
		}
		w.b.Replace(nl, "")
		if size == 1 && w.orig[from+nl] == '\n' {
			w.b.Keep(1)
		} else {
			w.b.Replace(size, "\n")
		}
	}
	w.b.Replace(at-w.b.pos, "")
}

func (w *normalizer) end(l line, size int) {
	end := len(w.b.norm)
	w.blocks = append(w.blocks, Block{Span: Span{end - size, end}, Kind: l.kind, Table: l.table, Level: l.level, Meta: l.meta})
}

// fold takes a line apart into cells and applies the table of single characters.
func (w *normalizer) fold(text string, l line) []cell {
	cells := w.cells[:0]
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		to := fold(r)
		if r == '\t' && l.kind == TableRow {
			to = '\t'
		}
		switch {
		case to == dropped:
			w.invisible++
		case (r == '\n' || r == '\r') && len(cells) > 0 && cells[len(cells)-1].r >= 0x2E80: // a wrapped line of Chinese
		default:
			cells = append(cells, cell{to, l.start + i, n})
		}
		i += n
	}
	w.cells = cells
	return cells
}

// tidy applies what depends on neighbours to a line or a field of a row.
func (w *normalizer) tidy(cells []cell) []cell {
	return spaceOut(punctuate(cells, &w.near), &w.gaps)
}

// eachField applies f to the fields of a row; the tabs between them stay.
func eachField(cells []cell, f func([]cell) []cell) []cell {
	var out []cell
	from := 0
	for i := 0; i <= len(cells); i++ {
		if i < len(cells) && cells[i].r != '\t' {
			continue
		}
		out = append(out, f(cells[from:i:i])...)
		if i < len(cells) {
			out = append(out, cells[i])
		}
		from = i + 1
	}
	return out
}

// isEmpty reports whether a line holds nothing but the tabs of an empty row.
func isEmpty(cells []cell) bool {
	for _, c := range cells {
		if c.r != '\t' {
			return false
		}
	}
	return true
}

// isLost reports whether a line is made of question marks only: blanks that a
// conversion lost.
func isLost(cells []cell) bool {
	for _, c := range cells {
		if c.r != '?' && c.r != blank && c.r != '\t' {
			return false
		}
	}
	return true
}

// asIs reports whether normalisation would leave the line as it is, for lines of
// the commonest characters only: most lines of most texts. It may say no too
// often, never yes.
func (w *normalizer) asIs(text string, l line) bool {
	if w.traditional {
		return false
	}
	simple := !w.glosses && !w.marks.comment && !l.meta && l.kind == Paragraph
	label := 0
	if simple {
		label = labelBytes(text) // 「第X条 」: the blank behind it stays
	}
	long, stop, ok := isPlain(text[label:])
	// A button or a menu has no stop; what begins like the way to a page is
	// looked at more closely.
	if !ok || !long && !(stop && simple) || l.markup && !simple {
		return false
	}
	for _, p := range furnitureStarts {
		if strings.HasPrefix(text, p) {
			return false
		}
	}
	return true
}

// labelBytes gives the size of 第X条, 第X章 and the like with the one blank behind
// it; 0: text begins with no such label.
func labelBytes(text string) int {
	i := strings.IndexByte(text[:min(len(text), 34)], ' ')
	if i < 0 || !strings.HasPrefix(text, "第") {
		return 0
	}
	var w [12]cell
	n := 0
	for _, r := range text[:i] {
		if n == len(w) {
			return 0
		}
		w[n].r = r
		n++
	}
	if labelLen(w[:n]) != n {
		return 0
	}
	return i + 1
}

// isPlain reports whether text holds only characters that normalisation leaves
// alone beside each other; long: too many letters for a button; stop: it holds
// 。 ； or 、.
func isPlain(text string) (long, stop, ok bool) {
	if len(text) == 0 {
		return false, false, false
	}
	quoted, letters := false, 0
	for _, r := range text {
		switch {
		case r >= 0x4E00 && r <= 0x9FFF, isDigit(r), isLatin(r):
			letters++
		case r == '“':
			if quoted {
				return false, false, false
			}
			quoted = true
		case r == '”':
			if !quoted {
				return false, false, false
			}
			quoted = false
		case r == '。', r == '、', r == '；':
			stop = true
		case r == '，', r == '：', r == '《', r == '》', r == '（', r == '）', r == '〇', r == '！', r == '？', r == '—', r == '〔', r == '〕', r == '.', r == '%':
		default:
			return false, false, false
		}
	}
	return letters > furnitureMax, stop, true
}

// notes says in Chinese what was changed beyond recognition of the letter.
func (w *normalizer) notes() []string {
	var out []string
	if w.traditional {
		out = append(out, "原文为繁体字，已折合为简体后审查，引文仍按原文显示")
	}
	if w.glossCount > 0 {
		out = append(out, fmt.Sprintf("已去除 %d 处注音", w.glossCount))
	}
	if w.invisible > 0 {
		out = append(out, fmt.Sprintf("已去除 %d 个零宽字符等不可见字符", w.invisible))
	}
	if w.furniture > 0 {
		out = append(out, fmt.Sprintf("已略去网页按钮、导航等 %d 行", w.furniture))
	}
	if w.lost > 0 {
		out = append(out, fmt.Sprintf("有 %d 行只有“?”，疑为转换时丢失的空白，已略去", w.lost))
	}
	return out
}

// lineEnds are the characters that end a line of a text file.
const lineEnds = "\n\r\v\f\u0085\u2028\u2029"

// lineEnd is strings.IndexAny(s, lineEnds).
func lineEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '\n' && c <= '\r':
			return i
		case c < 0x80 || c >= 0xE3 && c <= 0xE9: // most Chinese characters
			if c >= 0x80 {
				i += 2
			}
		case c == 0xC2 && strings.HasPrefix(s[i:], "\u0085"), c == 0xE2 && (strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029")):
			return i
		}
	}
	return -1
}

// splitLines gives the lines of a text file, empty ones too.
func splitLines(orig string) []line {
	var out []line
	start := 0
	for start <= len(orig) {
		rest := orig[start:]
		i := lineEnd(rest)
		if i < 0 {
			out = append(out, line{start: start, end: len(orig)})
			break
		}
		_, n := utf8.DecodeRuneInString(rest[i:])
		if strings.HasPrefix(rest[i:], "\r\n") {
			n = 2
		}
		out = append(out, line{start: start, end: start + i})
		start += i + n
	}
	return out
}
