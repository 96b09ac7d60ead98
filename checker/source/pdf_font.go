package source

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// pdfFont turns the bytes of a font into text.
type pdfFont struct {
	wide     bool // composite: codes of one to four bytes
	mixed    bool // codes of one or two bytes as in GBK
	unicode  map[uint32]string
	lengths  [5]bool            // code lengths of the ToUnicode map
	charset  encoding.Encoding  // of a predefined character map; nil: none
	utf16    bool               // codes are UTF-16
	simple   *[256]string       // of a simple font
	widths   map[uint32]float64 // by code or CID, in thousandths
	standard float64            // width of what widths does not name
	vertical bool
	steps    int // entries of ranges read, to bound them
	// known are the codes of one and of two bytes that were looked up.
	known [2][256]*[256]*pdfGlyphText
}

// pdfGlyphText is one code of a string.
type pdfGlyphText struct {
	text  string // "" where the font does not say
	width float64
	blank bool // a single byte 32, to which word spacing applies
	gap   bool // blanks alone, which are seen from the places
}

func (f *pdfFile) font(v any) *pdfFont {
	d := f.dict(v)
	t := &pdfFont{standard: 500}
	if s, ok := f.get(d["ToUnicode"]).(*pdfStream); ok {
		if b, ok := f.decode(s); ok {
			t.readCMap(b)
		}
	}
	if f.name(d["Subtype"]) == "Type0" {
		t.wide = true
		f.compositeFont(t, d)
		return t
	}
	f.simpleFont(t, d)
	return t
}

// compositeFont reads what a font of East Asia says of its codes.
func (f *pdfFile) compositeFont(t *pdfFont, d pdfDict) {
	enc := f.name(d["Encoding"])
	t.vertical = strings.HasSuffix(enc, "-V")
	switch base := strings.TrimSuffix(strings.TrimSuffix(enc, "-H"), "-V"); {
	case strings.HasPrefix(base, "UniGB-U"), strings.HasPrefix(base, "UniCNS-U"), strings.HasPrefix(base, "UniJIS-U"):
		t.utf16 = !strings.Contains(base, "UTF8") && !strings.Contains(base, "UTF32")
	case base == "GB-EUC", strings.HasPrefix(base, "GBK"), strings.HasPrefix(base, "GBpc"):
		t.charset, t.mixed = simplifiedchinese.GB18030, true
	case strings.HasPrefix(base, "ETen"), base == "B5pc", strings.HasPrefix(base, "HKscs"):
		t.charset, t.mixed = traditionalchinese.Big5, true
	}
	t.standard = 1000
	a := f.array(d["DescendantFonts"])
	if len(a) == 0 {
		return
	}
	sub := f.dict(a[0])
	t.standard = f.number(sub["DW"], 1000)
	if t.charset != nil || t.utf16 {
		return // widths go by CID, which a predefined map would have to give
	}
	t.widths = map[uint32]float64{}
	w := f.array(sub["W"])
	for i, steps := 0, 0; i+1 < len(w) && steps < 1<<18; {
		first := uint32(max(0, f.int(w[i], 0)))
		if list, ok := f.get(w[i+1]).(pdfArray); ok {
			for k, v := range list {
				t.widths[first+uint32(k)] = f.number(v, 1000)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		last, n := uint32(max(0, f.int(w[i+1], 0))), f.number(w[i+2], 1000)
		for c := first; c <= last && c-first < 1<<16; c++ {
			t.widths[c] = n
			steps++
		}
		i += 3
	}
	if t.unicode == nil {
		f.trueTypeMap(t, sub)
	}
}

func (f *pdfFile) simpleFont(t *pdfFont, d pdfDict) {
	t.widths = map[uint32]float64{}
	first := f.int(d["FirstChar"], 0)
	for i, v := range f.array(d["Widths"]) {
		if i < 256 {
			t.widths[uint32(first+i)] = f.number(v, 500)
		}
	}
	if desc := f.dict(d["FontDescriptor"]); desc != nil {
		t.standard = f.number(desc["MissingWidth"], 500)
	}
	if f.name(d["Subtype"]) == "Type3" {
		if m := f.array(d["FontMatrix"]); len(m) == 6 {
			k := f.number(m[0], 0.001) * 1000
			for c := range t.widths {
				t.widths[c] *= k
			}
		}
	}
	t.simple = new([256]string)
	symbolic := f.int(f.dict(d["FontDescriptor"])["Flags"], 0)&4 != 0 && d["Encoding"] == nil
	enc := f.get(d["Encoding"])
	table := charmap.Windows1252
	if n, ok := enc.(pdfName); ok && n == "MacRomanEncoding" {
		table = charmap.Macintosh
	}
	e := f.dict(enc)
	if f.name(e["BaseEncoding"]) == "MacRomanEncoding" {
		table = charmap.Macintosh
	}
	if !symbolic {
		for c := 32; c < 256; c++ {
			t.simple[c] = string(table.DecodeByte(byte(c)))
		}
	}
	at := 0
	for _, v := range f.array(e["Differences"]) {
		switch v := f.get(v).(type) {
		case float64:
			at = int(v)
		case pdfName:
			if at >= 0 && at < 256 {
				t.simple[at] = glyphText(string(v))
			}
			at++
		}
	}
}

// glyphText gives the text of a glyph by its name; "" where the name says nothing.
func glyphText(name string) string {
	name, _, _ = strings.Cut(name, ".")
	for _, p := range [...]string{"uni", "u"} {
		if hex, ok := strings.CutPrefix(name, p); ok && len(hex) >= 4 && len(hex) <= 6 {
			if n, err := strconv.ParseUint(hex, 16, 32); err == nil && utf8.ValidRune(rune(n)) {
				return string(rune(n))
			}
		}
	}
	if len(name) == 1 {
		return name
	}
	const list = " space exclam! quotedbl\" numbersign# dollar$ percent% ampersand& quotesingle' parenleft( parenright) asterisk* plus+ comma, hyphen- period. slash/ zero0 one1 two2 three3 four4 five5 six6 seven7 eight8 nine9 colon: semicolon; less< equal= greater> question? at@ bracketleft[ backslash\\ bracketright] asciicircum^ underscore_ braceleft{ bar| braceright} asciitilde~ quoteleft‘ quoteright’ quotedblleft“ quotedblright” endash– emdash— bullet• ellipsis… degree° multiply× section§ periodcentered· middot· "
	if name == "space" {
		return " "
	}
	if i := strings.Index(list, " "+name); i >= 0 {
		rest := list[i+1+len(name):]
		r, n := utf8.DecodeRuneInString(rest)
		if strings.HasPrefix(rest[n:], " ") {
			return string(r)
		}
	}
	return ""
}

// readCMap reads a ToUnicode map.
func (t *pdfFont) readCMap(b []byte) {
	t.unicode = map[uint32]string{}
	l := &pdfLexer{b: b}
	var args []any
	for {
		v := l.next()
		w, isWord := v.(pdfWord)
		if !isWord {
			if len(args) < 1<<16 {
				args = append(args, v)
			}
			continue
		}
		switch w {
		case pdfEnd:
			return
		case "endcodespacerange":
			for _, a := range args {
				if s, ok := a.(pdfString); ok && len(s) >= 1 && len(s) <= 4 {
					t.lengths[len(s)] = true
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				from, ok1 := args[i].(pdfString)
				to, ok2 := args[i+1].(pdfString)
				if ok1 && ok2 {
					t.unicode[codeOf(from)] = utf16Text(to)
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				from, ok1 := args[i].(pdfString)
				to, ok2 := args[i+1].(pdfString)
				if ok1 && ok2 {
					t.bfRange(codeOf(from), codeOf(to), args[i+2])
				}
			}
		}
		args = args[:0]
	}
}

func (t *pdfFont) bfRange(from, to uint32, dest any) {
	if t.steps += int(to - from); to < from || to-from > 0xFFFF || t.steps > 1<<18 {
		return
	}
	switch dest := dest.(type) {
	case pdfArray:
		for i, v := range dest {
			if s, ok := v.(pdfString); ok && from+uint32(i) <= to {
				t.unicode[from+uint32(i)] = utf16Text(s)
			}
		}
	case pdfString:
		r := []rune(utf16Text(dest))
		if len(r) == 0 {
			return
		}
		for c := from; ; c++ {
			t.unicode[c] = string(r)
			r[len(r)-1]++
			if c == to {
				return
			}
		}
	}
}

func codeOf(s pdfString) (n uint32) {
	for i := 0; i < len(s) && i < 4; i++ {
		n = n<<8 | uint32(s[i])
	}
	return n
}

func utf16Text(s pdfString) string {
	if len(s) == 1 {
		return string(rune(s[0]))
	}
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return strings.Trim(string(utf16.Decode(units)), "\x00")
}

// next takes the first code off a string.
func (t *pdfFont) next(s pdfString) (*pdfGlyphText, pdfString) {
	n := 1
	if t.wide {
		n = t.length(s)
	}
	code := s[:n]
	if n > 2 {
		g := t.look(code)
		return &g, s[n:]
	}
	c := codeOf(code)
	page := &t.known[n-1][c>>8]
	if *page == nil {
		*page = new([256]*pdfGlyphText)
	}
	g := (*page)[c&0xFF]
	if g == nil {
		x := t.look(code)
		g = &x
		(*page)[c&0xFF] = g
	}
	return g, s[n:]
}

// look finds what a code means.
func (t *pdfFont) look(code pdfString) pdfGlyphText {
	n, c := len(code), codeOf(code)
	g := pdfGlyphText{width: t.standard, blank: n == 1 && c == ' '}
	if w, ok := t.widths[c]; ok {
		g.width = w
	} else if t.widths == nil && n == 1 {
		g.width = 500
	}
	var ok bool
	if g.text, ok = t.unicode[c]; !ok {
		switch {
		case t.simple != nil && t.unicode == nil:
			g.text = t.simple[byte(c)]
		case t.simple != nil && c >= 32 && c < 127:
			g.text = t.simple[byte(c)]
		case t.utf16:
			g.text = utf16Text(code)
		case t.charset != nil:
			out, err := t.charset.NewDecoder().Bytes([]byte(code))
			if err == nil {
				g.text = string(out)
			}
		}
	}
	g.gap = g.text != "" && g.text != "\u3000" && strings.TrimSpace(g.text) == ""
	return g
}

// length gives the length of the next code of a composite font.
func (t *pdfFont) length(s pdfString) int {
	n := 2
	switch {
	case t.mixed:
		if n = 1; s[0] >= 0x81 && s[0] != 0xFF {
			n = 2
		}
	case t.utf16 && s[0] >= 0xD8 && s[0] < 0xDC:
		n = 4
	case !t.utf16 && t.lengths[1] && !t.lengths[2]:
		n = 1
	}
	return min(n, len(s))
}

// trueTypeMap makes up for a missing map out of the embedded font, whose own
// table leads from characters to glyphs.
func (f *pdfFile) trueTypeMap(t *pdfFont, sub pdfDict) {
	if enc := f.name(sub["CIDToGIDMap"]); enc != "" && enc != "Identity" {
		return
	}
	s, ok := f.get(f.dict(sub["FontDescriptor"])["FontFile2"]).(*pdfStream)
	if !ok {
		return
	}
	if b, ok := f.decode(s); ok {
		t.unicode = glyphsOf(b)
	}
}
