package source

import "encoding/binary"

// glyphsOf reads the cmap table of a TrueType font and gives the character of
// each glyph; nil when there is none. Where several characters share a glyph the
// first counts: radicals stand before no ideograph that looks alike.
func glyphsOf(b []byte) map[uint32]string {
	u16, u32 := binary.BigEndian.Uint16, binary.BigEndian.Uint32
	if len(b) < 12 {
		return nil
	}
	var cmap []byte
	for i := 0; i < int(u16(b[4:])) && 12+16*(i+1) <= len(b); i++ {
		e := b[12+16*i:]
		if string(e[:4]) == "cmap" {
			if from := u32(e[8:]); uint64(from)+4 < uint64(len(b)) {
				cmap = b[from:]
			}
		}
	}
	if len(cmap) < 4 {
		return nil
	}
	out := map[uint32]string{}
	put := func(glyph uint32, c rune) {
		old, seen := out[glyph]
		if glyph != 0 && (!seen || fold([]rune(old)[0]) != []rune(old)[0]) {
			out[glyph] = string(c)
		}
	}
	for i := 0; i < int(u16(cmap[2:])) && 4+8*(i+1) <= len(cmap); i++ {
		at := u32(cmap[4+8*i+4:])
		if uint64(at)+16 > uint64(len(cmap)) {
			continue
		}
		platform := u16(cmap[4+8*i:])
		t := cmap[at:]
		switch format := u16(t); {
		case format == 4 && (platform == 0 || platform == 3):
			cmapSegments(t, put)
		case format == 12:
			n := int(min(u32(t[12:]), uint32(len(t)/12)))
			total := 0
			for k := 0; k < n && 16+12*(k+1) <= len(t); k++ {
				g := t[16+12*k:]
				from, to, glyph := u32(g), u32(g[4:]), u32(g[8:])
				for c := from; c <= to && c <= 0x10FFFF && total < 1<<18; c++ {
					put(glyph+c-from, rune(c))
					total++
				}
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// cmapSegments reads a table of format 4.
func cmapSegments(t []byte, put func(glyph uint32, c rune)) {
	u16 := binary.BigEndian.Uint16
	n := int(u16(t[6:])) / 2
	if 16+8*n > len(t) {
		return
	}
	ends, starts := t[14:], t[16+2*n:]
	deltas, offsets := t[16+4*n:], t[16+6*n:]
	for i, steps := 0, 0; i < n && steps < 1<<18; i++ {
		from, to := int(u16(starts[2*i:])), int(u16(ends[2*i:]))
		for c := from; c <= to && c < 0xFFFF; c++ {
			glyph := uint16(c) + u16(deltas[2*i:])
			if o := int(u16(offsets[2*i:])); o != 0 {
				p := 2*i + o + 2*(c-from)
				if p+2 > len(offsets) {
					break
				}
				if glyph = u16(offsets[p:]); glyph != 0 {
					glyph += u16(deltas[2*i:])
				}
			}
			put(uint32(glyph), rune(c))
			steps++
		}
	}
}
