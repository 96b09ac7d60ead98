package source

import (
	"encoding/binary"
	"sort"
)

// A charRun is a stretch of the main stream with what its characters are.
type charRun struct {
	fc, end         uint32
	deleted, hidden bool
	symbol          uint16 // code of a sign of a symbol font
}

// A paraRun is a stretch of the main stream with what its paragraphs are.
type paraRun struct {
	fc, end uint32
	style   int
	paraSays
	inTable, rowEnd bool
}

// paraSays is what a paragraph or a style says of numbers and headings; -1:
// nothing.
type paraSays struct{ list, level, outline int }

// A docStyle is a paragraph style.
type docStyle struct {
	id     int // number of a built-in style; 1 to 9: headings
	parent int
	paraSays
}

const noStyle = 0xFFF

// pages calls f with each formatted page that a bin table names.
func (d *doc) pages(bte []byte, f func(page []byte)) {
	n := (len(bte) - 4) / 8
	for i := 0; i < n; i++ {
		at := int64(binary.LittleEndian.Uint32(bte[4*(n+1)+4*i:])&0x3FFFFF) * 512
		if at+512 <= int64(len(d.main)) {
			f(d.main[at : at+512])
		}
	}
}

// readChars reads what the characters are; only what matters to the text.
func (d *doc) readChars(bte []byte) {
	d.pages(bte, func(page []byte) {
		n := int(page[511])
		for i := 0; i < n && 4*(n+1)+i < 511; i++ {
			at := 2 * int(page[4*(n+1)+i])
			if at == 0 || at >= 511 {
				continue
			}
			r := charRun{fc: binary.LittleEndian.Uint32(page[4*i:]), end: binary.LittleEndian.Uint32(page[4*i+4:])}
			eachSprm(page[at+1:min(511, at+1+int(page[at]))], func(op uint16, arg []byte) {
				switch op {
				case 0x0800:
					r.deleted = arg[0] == 1
				case 0x083C:
					r.hidden = arg[0] == 1 || arg[0] == 0x81
				case 0x6A09:
					r.symbol = binary.LittleEndian.Uint16(arg[2:])
				}
			})
			if r.deleted || r.hidden || r.symbol != 0 {
				d.chars = append(d.chars, r)
			}
		}
	})
	sort.Slice(d.chars, func(i, j int) bool { return d.chars[i].fc < d.chars[j].fc })
}

func (d *doc) readParas(bte []byte) {
	d.pages(bte, func(page []byte) {
		n := int(page[511])
		for i := 0; i < n && 4*(n+1)+13*i < 511; i++ {
			r := paraRun{fc: binary.LittleEndian.Uint32(page[4*i:]), end: binary.LittleEndian.Uint32(page[4*i+4:]), paraSays: paraSays{-1, -1, -1}}
			if at := 2 * int(page[4*(n+1)+13*i]); at > 0 && at < 508 {
				size, from := 2*int(page[at])-1, at+1
				if page[at] == 0 {
					size, from = 2*int(page[at+1]), at+2
				}
				if props := page[from:min(511, from+max(0, size))]; len(props) >= 2 {
					r.style = int(binary.LittleEndian.Uint16(props))
					eachSprm(props[2:], r.take)
				}
			}
			d.paras = append(d.paras, r)
		}
	})
	sort.Slice(d.paras, func(i, j int) bool { return d.paras[i].fc < d.paras[j].fc })
}

// take reads a property of a paragraph.
func (r *paraRun) take(op uint16, arg []byte) {
	switch op {
	case 0x2416:
		r.inTable = arg[0] != 0
	case 0x2417:
		r.rowEnd = arg[0] != 0
	case 0x6649:
		r.inTable = r.inTable || binary.LittleEndian.Uint32(arg) > 0
	default:
		r.paraSays.take(op, arg)
	}
}

func (p *paraSays) take(op uint16, arg []byte) {
	switch op {
	case 0x460B:
		p.list = int(binary.LittleEndian.Uint16(arg))
	case 0x260A:
		p.level = min(int(arg[0]), levels-1)
	case 0x2640:
		p.outline = int(arg[0])
	}
}

// eachSprm calls f with each property modifier and its operand, which is as long
// as the code says.
func eachSprm(b []byte, f func(op uint16, arg []byte)) {
	for len(b) >= 3 {
		op := binary.LittleEndian.Uint16(b)
		b = b[2:]
		size := [8]int{1, 1, 2, 4, 2, 2, 0, 3}[op>>13]
		if op>>13 == 6 {
			size = 1 + int(b[0])
			switch {
			case op == 0xD608 && len(b) >= 2: // definition of a table
				size = 1 + int(binary.LittleEndian.Uint16(b))
			case op == 0xC615 && b[0] == 255: // many tab stops
				return
			}
		}
		if size > len(b) {
			return
		}
		f(op, b[:size])
		b = b[size:]
	}
}

// charRun gives what the character at fc is.
func (d *doc) charRun(fc uint32) charRun {
	if i := d.charAt; i < len(d.chars) && d.chars[i].fc <= fc && fc < d.chars[i].end {
		return d.chars[i]
	}
	i := sort.Search(len(d.chars), func(i int) bool { return d.chars[i].fc > fc }) - 1
	if i >= 0 && fc < d.chars[i].end {
		d.charAt = i
		return d.chars[i]
	}
	return charRun{}
}

// paraRun gives what the paragraph is whose end stands at fc.
func (d *doc) paraRun(fc uint32) paraRun {
	i := sort.Search(len(d.paras), func(i int) bool { return d.paras[i].fc > fc }) - 1
	if i >= 0 && fc < d.paras[i].end {
		return d.paras[i]
	}
	return paraRun{paraSays: paraSays{-1, -1, -1}}
}

// readStyles reads the style sheet.
func (d *doc) readStyles(sheet []byte) {
	u16 := binary.LittleEndian.Uint16
	if len(sheet) < 6 {
		return
	}
	base, at := int(u16(sheet[4:])), 2+int(u16(sheet))
	for at+2 <= len(sheet) {
		size := int(u16(sheet[at:]))
		at += 2
		std := sheet[at:min(len(sheet), at+size)]
		at += size + size&1
		s := docStyle{id: -1, parent: noStyle, paraSays: paraSays{-1, -1, -1}}
		if len(std) >= 8 {
			s.id, s.parent = int(u16(std)&0xFFF), int(u16(std[2:])>>4)
			if kind := u16(std[2:]) & 0xF; kind == 1 && base < len(std)-2 {
				// Behind the base stand the name and the paragraph's properties.
				p := base + 2 + 2*int(u16(std[base:])) + 2
				if p += p & 1; p+4 <= len(std) {
					end := min(len(std), p+2+int(u16(std[p:])))
					if p+4 <= end {
						eachSprm(std[p+4:end], s.take)
					}
				}
			}
		}
		d.styles = append(d.styles, s)
	}
}

// chain calls f with a style and its parents until f says stop.
func (d *doc) chain(style int, f func(docStyle) (stop bool)) {
	for n := 0; n < 20 && style >= 0 && style < len(d.styles) && style != noStyle; n++ {
		if f(d.styles[style]) {
			return
		}
		style = d.styles[style].parent
	}
}

// heading gives the level of a heading, from 1; 0: none.
func (d *doc) heading(p paraRun) (level int) {
	if p.outline >= 0 {
		if p.outline >= 9 {
			return 0
		}
		return p.outline + 1
	}
	d.chain(p.style, func(s docStyle) bool {
		switch {
		case s.id >= 1 && s.id <= 9:
			level = s.id
		case s.id == 62: // title
			level = 1
		case s.outline >= 0 && s.outline < 9:
			level = s.outline + 1
		}
		return level > 0 || s.outline >= 0
	})
	return level
}

// isContents reports whether a style is that of a line of the table of contents.
func (d *doc) isContents(style int) bool {
	return style >= 0 && style < len(d.styles) && d.styles[style].id >= 19 && d.styles[style].id <= 27
}
