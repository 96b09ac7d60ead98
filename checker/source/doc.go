package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

var (
	errOldWord = errors.New("document of Word 6 or older")
	errDoc     = errors.New("broken Word document")
	errSecret  = errors.New("encrypted document")
)

// extractDoc takes the text out of a Word 97–2003 document (MS-DOC), which .wps
// and .wpt of WPS are too, by its piece table: deleted and hidden text and field
// codes are left out, labels of automatic lists are rebuilt.
func extractDoc(c *compound) (extraction, error) {
	main, err := c.stream("WordDocument")
	if err != nil {
		return extraction{}, err
	}
	d, err := openDoc(c, main)
	if err != nil {
		return extraction{}, err
	}
	d.s.encoding, d.s.part = "utf-16le", "WordDocument"
	d.body(0, d.ccp[0])
	d.boxes()
	d.appendNotes()
	d.readHeads()
	d.s.say(d.deleted, "文档带有修订标记，按接受修订后的文本审查，已略去删除内容 %d 处")
	d.s.say(d.hidden, "已略去隐藏文字 %d 处")
	d.s.say(d.contents, "已略去自动生成的目录 %d 行")
	d.s.say(d.noted, "脚注、尾注 %d 条列在正文之后")
	d.s.say(d.boxed, "文本框里的文字 %d 段列在正文之后")
	d.s.say(d.lost, "有 %d 段带自动编号而编号的定义读不出，编号没有列出")
	d.s.say(d.s.images, "文档含图片 %d 张，图片中的文字未读入")
	return d.s.done(), nil
}

// doc walks through the pieces of a document.
type doc struct {
	s         sheet
	main      []byte // the stream WordDocument
	table     []byte // 0Table or 1Table
	pieces    []piece
	ccp       [7]int // lengths in characters of the texts that follow each other: main, footnotes, headers, macros, comments, endnotes, text boxes
	chars     []charRun
	paras     []paraRun
	styles    []docStyle
	numbering *numbering
	charAt    int // where the last look into chars ended
	paraAt    int

	footnotes, endnotes noteTable

	deleted, hidden, contents, noted, boxed, lost int
}

// A piece is a stretch of text, from its first character up to the next piece's.
type piece struct {
	cp, end int
	fc      uint32 // offset in the main stream
	narrow  bool   // one byte a character, windows-1252
}

// openDoc reads the file information block and the tables it points to.
func openDoc(c *compound, main []byte) (*doc, error) {
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	if len(main) < 32 {
		return nil, errDoc
	}
	switch id, version := u16(main), u16(main[2:]); {
	case id == 0xA5DC || id == 0xA5EC && version < 0xC1:
		return nil, errOldWord
	case id != 0xA5EC:
		return nil, errDoc
	}
	flags := u16(main[10:])
	if flags&0x0100 != 0 {
		return nil, errSecret
	}
	if len(main) < 0x1AA {
		return nil, errDoc
	}
	name := "0Table"
	if flags&0x0200 != 0 {
		name = "1Table"
	}
	d := &doc{main: main}
	var err error
	if d.table, err = c.stream(name); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	total := 0
	for i, at := range [...]int{0x4C, 0x50, 0x54, 0x58, 0x5C, 0x60, 0x64} {
		n := int64(int32(u32(main[at:])))
		if n < 0 || n > int64(len(main)) {
			return nil, errDoc
		}
		d.ccp[i] = int(n)
		total += int(n)
	}
	if err := d.readPieces(d.part(33)); err != nil {
		return nil, err
	}
	if n := len(d.pieces); n == 0 || d.pieces[n-1].end < d.ccp[0] || total > 2*len(main) {
		return nil, errDoc
	}
	d.readChars(d.part(12))
	d.readParas(d.part(13))
	d.readStyles(d.part(1))
	d.readLists()
	d.footnotes = d.noteTable(d.part(2), d.part(3), d.ccp[0])
	d.endnotes = d.noteTable(d.part(46), d.part(47), d.ccp[0]+d.ccp[1]+d.ccp[2]+d.ccp[3]+d.ccp[4])
	return d, nil
}

// part gives the i-th table that the information block points to; nil: none.
func (d *doc) part(i int) []byte {
	at := 0x9A + 8*i
	if at+8 > len(d.main) {
		return nil
	}
	fc, n := binary.LittleEndian.Uint32(d.main[at:]), binary.LittleEndian.Uint32(d.main[at+4:])
	if n == 0 || uint64(fc)+uint64(n) > uint64(len(d.table)) {
		return nil
	}
	return d.table[fc : fc+n]
}

// points reads the character positions at the head of a PLC with data of the
// given size behind.
func (d *doc) points(plc []byte, size int) (out []int) {
	n := (len(plc) - 4) / (4 + size)
	for i := 0; i <= n && 4*i+4 <= len(plc); i++ {
		out = append(out, int(int32(binary.LittleEndian.Uint32(plc[4*i:]))))
	}
	return out
}

func (d *doc) readPieces(clx []byte) error {
	u32 := binary.LittleEndian.Uint32
	for len(clx) > 0 && clx[0] == 1 { // changes that a quick save left behind
		if len(clx) < 3 {
			return errDoc
		}
		n := 3 + int(binary.LittleEndian.Uint16(clx[1:]))
		if n > len(clx) {
			return errDoc
		}
		clx = clx[n:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return errDoc
	}
	plc := clx[5:]
	if n := u32(clx[1:]); uint64(n) < uint64(len(plc)) {
		plc = plc[:n]
	}
	n := (len(plc) - 4) / 12
	last := 0
	for i := 0; i < n; i++ {
		p := piece{cp: int(int32(u32(plc[4*i:]))), end: int(int32(u32(plc[4*i+4:]))), fc: u32(plc[4*(n+1)+8*i+2:])}
		p.narrow = p.fc&(1<<30) != 0
		p.fc &= 1<<30 - 1
		width := 2
		if p.narrow {
			p.fc /= 2
			width = 1
		}
		if p.cp != last || p.end < p.cp || p.end > len(d.main) || int(p.fc)+(p.end-p.cp)*width > len(d.main) {
			return errDoc
		}
		last = p.end
		d.pieces = append(d.pieces, p)
	}
	return nil
}

// each calls f with the characters from cp to end and their offsets in the main
// stream. Pairs of surrogates come as one.
func (d *doc) each(cp, end int, f func(r rune, cp int, fc uint32)) {
	var high rune
	first := sort.Search(len(d.pieces), func(i int) bool { return d.pieces[i].end > cp })
	for _, p := range d.pieces[first:] {
		if p.cp >= end {
			return
		}
		for at := max(cp, p.cp); at < min(end, p.end); at++ {
			if p.narrow {
				fc := p.fc + uint32(at-p.cp)
				f(charmap.Windows1252.DecodeByte(d.main[fc]), at, fc)
				continue
			}
			fc := p.fc + 2*uint32(at-p.cp)
			r := rune(binary.LittleEndian.Uint16(d.main[fc:]))
			switch {
			case r >= 0xD800 && r < 0xDC00:
				high = r
				continue
			case r >= 0xDC00 && r < 0xE000:
				r = utf16.DecodeRune(high, r)
			}
			high = 0
			f(r, at, fc)
		}
	}
}

// body writes the paragraphs and tables from cp to end.
func (d *doc) body(cp, end int) {
	w := docWalk{d: d}
	d.each(cp, end, w.char)
	w.finish()
}

// boxes writes the text boxes, which stand in a text of their own.
func (d *doc) boxes() {
	if d.ccp[6] == 0 {
		return
	}
	from := 0
	for _, n := range d.ccp[:6] {
		from += n
	}
	before := len(d.s.lines)
	d.body(from, from+d.ccp[6])
	d.boxed = len(d.s.lines) - before
}

// A noteTable holds where the text refers to notes and where each note's text
// begins, both rising.
type noteTable struct{ refs, texts []int }

// noteTable reads where the text refers to notes and where they begin; from is
// where the text of all of them begins.
func (d *doc) noteTable(refs, texts []byte, from int) noteTable {
	t := noteTable{d.points(refs, 2), d.points(texts, 0)}
	if len(t.refs) == 0 || !slices.IsSorted(t.refs) || !slices.IsSorted(t.texts) {
		return noteTable{}
	}
	for i := range t.texts {
		t.texts[i] += from
	}
	n := max(0, min(len(t.refs)-1, len(t.texts)-1)) // behind the references stands the end of the text
	t.refs = t.refs[:n]
	return t
}

// appendNotes writes the notes in the order in which the text refers to them.
func (d *doc) appendNotes() {
	a, b := d.footnotes, d.endnotes
	for i, j := 0, 0; i < len(a.refs) || j < len(b.refs); {
		t, k := &a, &i
		if i == len(a.refs) || j < len(b.refs) && b.refs[j] < a.refs[i] {
			t, k = &b, &j
		}
		if s := d.note(t.texts[*k], t.texts[*k+1]); s != "" {
			d.noted++
			d.s.add(fmt.Sprintf("注%d：%s", d.noted, s), line{})
		}
		*k++
	}
}

// note gives the text of a note on one line.
func (d *doc) note(from, to int) string {
	n := *d
	n.s = sheet{}
	n.charAt, n.paraAt = 0, 0
	n.body(from, to)
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(n.s.b.String(), "\n", " "), "\t", " "))
}
