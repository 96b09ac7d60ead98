package source

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
)

// docFormats are the number formats of Word (MS-OSHARED 2.2.1.3) by their names
// in WordprocessingML.
var docFormats = [...]string{
	"decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText", "hex", "chicago",
	"ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2",
	"aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung", "decimalEnclosedFullstop", "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle",
	"ideographTraditional", "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional", "taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified", "chineseCountingThousand",
}

// readLists reads the definitions of automatic lists and their uses.
func (d *doc) readLists() {
	d.numbering = &numbering{lists: map[string]*list{}, nums: map[string]*num{}, styles: map[string]string{}, counts: map[string]*[levels]int{}, seen: map[string]bool{}}
	if 0x9A+8*75 > len(d.main) {
		return
	}
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	defs := d.part(73)
	if len(defs) < 2 {
		return
	}
	// The levels stand behind the definitions and are not counted in their length.
	behind := uint64(u32(d.main[0x9A+8*73:])) + uint64(len(defs))
	r := docLevels{d.table[behind:]}
	for i, n := 0, int(u16(defs)); i < n && 2+28*(i+1) <= len(defs); i++ {
		def := defs[2+28*i:]
		l := &list{id: strconv.Itoa(int(u32(def)))}
		count := levels
		if def[26]&1 != 0 {
			count = 1
		}
		for k := 0; k < count; k++ {
			lv, ok := r.level()
			if !ok {
				break
			}
			l.level[k] = lv
		}
		d.numbering.lists[l.id] = l
	}
	uses := d.part(74)
	if len(uses) < 4 {
		return
	}
	n := int(min(u32(uses), uint32(len(uses))))
	if 4+16*n > len(uses) {
		return
	}
	r = docLevels{uses[4+16*n:]}
	for i := 0; i < n; i++ {
		use := uses[4+16*i:]
		u := &num{list: strconv.Itoa(int(u32(use))), startAt: [levels]int{-1, -1, -1, -1, -1, -1, -1, -1, -1}}
		d.numbering.nums[strconv.Itoa(i+1)] = u
		if len(r.b) < 4 {
			continue
		}
		r.b = r.b[4:]
		for k := 0; k < int(use[12]) && len(r.b) >= 8; k++ {
			start, flags := u32(r.b), u32(r.b[4:])
			r.b = r.b[8:]
			at := min(int(flags&15), levels-1)
			if flags&16 != 0 && start < 1<<20 {
				u.startAt[at] = int(start)
			}
			if flags&32 != 0 {
				if lv, ok := r.level(); ok {
					u.override[at] = &lv
				}
			}
		}
	}
}

// docLevels reads definitions of levels one after the other.
type docLevels struct{ b []byte }

func (r *docLevels) level() (lv level, ok bool) {
	if len(r.b) < 28 {
		r.b = nil
		return lv, false
	}
	h := r.b[:28]
	at := 28 + int(h[24]) + int(h[25])
	if at+2 > len(r.b) {
		r.b = nil
		return lv, false
	}
	n := int(binary.LittleEndian.Uint16(r.b[at:]))
	at += 2
	if at+2*n > len(r.b) {
		r.b = nil
		return lv, false
	}
	lv = level{format: "decimal", start: int(min(binary.LittleEndian.Uint32(h), 1<<20)), restart: -1, legal: h[5]&4 != 0, set: true}
	if int(h[4]) < len(docFormats) {
		lv.format = docFormats[h[4]]
	} else if h[4] == 255 {
		lv.format = "none"
	}
	if h[5]&8 != 0 { // its own rule of restarting
		lv.restart = int(h[26])
	}
	if h[15] == 2 {
		lv.suffix = "nothing"
	}
	var b strings.Builder
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(r.b[at+2*i:])
	}
	for _, c := range utf16.Decode(units) {
		if c < levels {
			b.WriteByte('%')
			b.WriteByte(byte('1' + c))
		} else {
			b.WriteRune(c)
		}
	}
	lv.text = b.String()
	r.b = r.b[at+2*n:]
	return lv, true
}

// label counts a paragraph and gives its label.
func (d *doc) label(p paraRun) string {
	use, level := p.list, p.level
	d.chain(p.style, func(s docStyle) bool {
		if use < 0 {
			use = s.list
		}
		if level < 0 {
			level = s.level
		}
		return use >= 0 && level >= 0
	})
	if use <= 0 || use == 0xF801 {
		return ""
	}
	id := strconv.Itoa(use)
	if u := d.numbering.nums[id]; u == nil || d.numbering.resolve(u) == nil {
		d.lost++
		return ""
	}
	return d.numbering.label(id, max(0, level))
}
