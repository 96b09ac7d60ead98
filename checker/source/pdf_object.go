package source

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"math"
	"strconv"
)

// Objects of a PDF file (ISO 32000-1, 7.3): nil, bool, float64, pdfString,
// pdfName, pdfArray, pdfDict, pdfRef and *pdfStream.
type (
	pdfString string
	pdfName   string
	pdfArray  []any
	pdfDict   map[string]any
	pdfRef    int
	pdfWord   string // an operator or a keyword
	pdfStream struct {
		pdfDict
		raw []byte
		num int // of the object, for decryption
	}
)

var errPDF = errors.New("broken PDF")

// pdfDepth bounds arrays in arrays and dictionaries in dictionaries.
const pdfDepth = 100

// pdfMaxArray bounds the elements of an array; what stands behind is left out.
const pdfMaxArray = 1 << 18

// pdfLexer reads objects out of bytes. It never fails: what it cannot read it
// passes over.
type pdfLexer struct {
	b     []byte
	pos   int
	depth int
}

func isPDFSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isPDFDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *pdfLexer) space() {
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		if c == '%' {
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
			continue
		}
		if !isPDFSpace(c) {
			return
		}
		l.pos++
	}
}

// pdfEnd stands behind the last object.
const pdfEnd = pdfWord("")

// next reads an object or an operator; pdfEnd at the end.
func (l *pdfLexer) next() any {
	l.space()
	if l.pos >= len(l.b) {
		return pdfEnd
	}
	c := l.b[l.pos]
	switch {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<':
		if l.pos+1 < len(l.b) && l.b[l.pos+1] == '<' {
			l.pos += 2
			return l.dict()
		}
		return l.hex()
	case c == '[':
		l.pos++
		return l.array()
	case c == ']':
		l.pos++
		return pdfWord("]")
	case c == '>':
		l.pos++
		if l.pos < len(l.b) && l.b[l.pos] == '>' {
			l.pos++
			return pdfWord(">>")
		}
		return l.next()
	case c == '{', c == '}', c == ')':
		l.pos++
		return pdfWord(string(c))
	case c >= '0' && c <= '9', c == '+', c == '-', c == '.':
		return l.number()
	}
	from := l.pos
	for l.pos < len(l.b) && !isPDFSpace(l.b[l.pos]) && !isPDFDelimiter(l.b[l.pos]) {
		l.pos++
	}
	switch s := string(l.b[from:l.pos]); s {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	default:
		return pdfWord(s)
	}
}

// number reads a number; 「12 0 R」 is a reference.
func (l *pdfLexer) number() any {
	from := l.pos
	l.pos++
	whole := isDigit(rune(l.b[from]))
	for l.pos < len(l.b) {
		c := l.b[l.pos]
		if !isDigit(rune(c)) {
			if c != '.' && c != '-' {
				break
			}
			whole = false
		}
		l.pos++
	}
	s := l.b[from:l.pos]
	if whole {
		n := 0
		for _, c := range s {
			n = min(n*10+int(c-'0'), 1<<50)
		}
		if ref, ok := l.reference(n); ok {
			return ref
		}
		return float64(n)
	}
	f, err := strconv.ParseFloat(string(s), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return 0.0
	}
	return f
}

func (l *pdfLexer) reference(n int) (pdfRef, bool) {
	p := l.pos
	for p < len(l.b) && isPDFSpace(l.b[p]) {
		p++
	}
	if p == l.pos || p >= len(l.b) || !isDigit(rune(l.b[p])) {
		return 0, false
	}
	for p < len(l.b) && isDigit(rune(l.b[p])) {
		p++
	}
	q := p
	for p < len(l.b) && isPDFSpace(l.b[p]) {
		p++
	}
	if p == q || p >= len(l.b) || l.b[p] != 'R' || p+1 < len(l.b) && !isPDFSpace(l.b[p+1]) && !isPDFDelimiter(l.b[p+1]) {
		return 0, false
	}
	l.pos = p + 1
	return pdfRef(min(n, math.MaxInt32)), true
}

func (l *pdfLexer) name() pdfName {
	l.pos++
	from := l.pos
	plain := true
	for l.pos < len(l.b) && !isPDFSpace(l.b[l.pos]) && !isPDFDelimiter(l.b[l.pos]) {
		plain = plain && l.b[l.pos] != '#'
		l.pos++
	}
	s := l.b[from:l.pos]
	if plain {
		return pdfName(s)
	}
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			if n, err := strconv.ParseUint(string(s[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return pdfName(out)
}

func (l *pdfLexer) literal() pdfString {
	l.pos++
	var out []byte
	for depth := 1; l.pos < len(l.b); l.pos++ {
		c := l.b[l.pos]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return pdfString(out)
			}
		case '\\':
			if l.pos++; l.pos >= len(l.b) {
				return pdfString(out)
			}
			switch c = l.b[l.pos]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\r':
				if l.pos+1 < len(l.b) && l.b[l.pos+1] == '\n' {
					l.pos++
				}
				continue
			case '\n':
				continue
			case '0', '1', '2', '3', '4', '5', '6', '7':
				n := 0
				for k := 0; k < 3 && l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '7'; k++ {
					n = n*8 + int(l.b[l.pos]-'0')
					l.pos++
				}
				l.pos--
				c = byte(n)
			}
		}
		out = append(out, c)
	}
	return pdfString(out)
}

func (l *pdfLexer) hex() pdfString {
	l.pos++
	var out []byte
	half, n := byte(0), 0
	for ; l.pos < len(l.b); l.pos++ {
		c := l.b[l.pos]
		switch {
		case c == '>':
			l.pos++
			if n%2 == 1 {
				out = append(out, half<<4)
			}
			return pdfString(out)
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			continue
		}
		if n++; n%2 == 1 {
			half = c
		} else {
			out = append(out, half<<4|c)
		}
	}
	return pdfString(out)
}

func (l *pdfLexer) array() (out pdfArray) {
	if l.depth++; l.depth > pdfDepth {
		l.pos = len(l.b)
		return nil
	}
	defer func() { l.depth-- }()
	for {
		v := l.next()
		if w, ok := v.(pdfWord); ok {
			if w == "]" || w == pdfEnd || w == "endobj" {
				return out
			}
			continue
		}
		if len(out) < pdfMaxArray {
			out = append(out, v)
		}
	}
}

func (l *pdfLexer) dict() pdfDict {
	d := pdfDict{}
	if l.depth++; l.depth > pdfDepth {
		l.pos = len(l.b)
		return d
	}
	defer func() { l.depth-- }()
	for {
		k := l.next()
		if w, ok := k.(pdfWord); ok && (w == ">>" || w == pdfEnd || w == "endobj" || w == "stream") {
			return d
		}
		name, ok := k.(pdfName)
		if !ok {
			continue
		}
		v := l.next()
		if w, ok := v.(pdfWord); ok {
			if w == ">>" || w == pdfEnd {
				return d
			}
			continue
		}
		d[string(name)] = v
	}
}

// Bounds on what the streams of a file may unpack to.
const (
	pdfMaxStream  = 32 << 20
	pdfMaxContent = 12 << 20 // of a page
	pdfMaxTotal   = 160 << 20
)

// decode unpacks a stream; what comes before an error is kept. ok is false for
// filters that hold no text.
func (f *pdfFile) decode(s *pdfStream) (out []byte, ok bool) {
	out, rest, _ := f.unfilter(s, pdfMaxStream)
	if rest != "" {
		return nil, false
	}
	return out, true
}

// unfilter unpacks a stream up to the first filter that holds no text, whose name
// and parameters it gives; "" where there is none.
func (f *pdfFile) unfilter(s *pdfStream, limit int) (out []byte, rest string, parms pdfDict) {
	out = s.raw
	if f.crypt != nil && s.num > 0 {
		out = f.crypt.bytes(s.num, out)
	}
	filters, _ := f.get(s.pdfDict["Filter"]).(pdfArray)
	if n, is := f.get(s.pdfDict["Filter"]).(pdfName); is {
		filters = pdfArray{n}
	}
	params, _ := f.get(s.pdfDict["DecodeParms"]).(pdfArray)
	if d, is := f.get(s.pdfDict["DecodeParms"]).(pdfDict); is {
		params = pdfArray{d}
	}
	for i, v := range filters {
		name, _ := f.get(v).(pdfName)
		switch name {
		case "FlateDecode", "Fl":
			out = f.inflate(out, limit)
			if i < len(params) {
				if p, is := f.get(params[i]).(pdfDict); is {
					out = unpredict(out, f.int(p["Predictor"], 1), f.int(p["Colors"], 1), f.int(p["BitsPerComponent"], 8), f.int(p["Columns"], 1))
				}
			}
		case "ASCIIHexDecode", "AHx":
			out = []byte((&pdfLexer{b: append([]byte("<"), out...)}).hex())
		case "ASCII85Decode", "A85":
			out = decode85(out)
		case "LZWDecode", "LZW":
			out = unLZW(out, limit)
		case "Crypt":
		default:
			if i < len(params) {
				parms = f.dict(params[i])
			}
			return out, string(name), parms
		}
	}
	return out, "", nil
}

func (f *pdfFile) inflate(b []byte, limit int) []byte {
	limit = min(limit, pdfMaxTotal-f.unpacked)
	if limit <= 0 || len(b) < 2 {
		f.bomb = f.bomb || limit <= 0
		return nil
	}
	// The checksum behind the data is often wrong or cut off: the data counts.
	z := flate.NewReader(bytes.NewReader(b[2:]))
	var out bytes.Buffer
	out.Grow(min(4*len(b), limit))
	_, err := out.ReadFrom(io.LimitReader(z, int64(limit)))
	f.damaged = f.damaged || err != nil
	f.unpacked += out.Len()
	f.bomb = f.bomb || out.Len() >= limit
	return out.Bytes()
}

// unpredict undoes the PNG predictors.
func unpredict(b []byte, predictor, colors, bits, columns int) []byte {
	if predictor < 10 || columns < 1 || columns > 1<<20 || colors < 1 || colors > 32 || bits < 1 || bits > 32 {
		return b
	}
	unit := max(1, colors*bits/8)
	row := (colors*bits*columns + 7) / 8
	var out []byte
	prev := make([]byte, row)
	for len(b) > 1 {
		kind := b[0]
		line := append([]byte(nil), b[1:min(len(b), 1+row)]...)
		b = b[min(len(b), 1+row):]
		for i := range line {
			var left, up, corner byte
			up = prev[i]
			if i >= unit {
				left, corner = line[i-unit], prev[i-unit]
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += up
			case 3:
				line[i] += byte((int(left) + int(up)) / 2)
			case 4:
				line[i] += paeth(left, up, corner)
			}
		}
		out = append(out, line...)
		copy(prev, line)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	if pa <= pb && pa <= pc {
		return a
	}
	if pb <= pc {
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }

func decode85(b []byte) (out []byte) {
	n, word := 0, uint32(0)
	for _, c := range b {
		switch {
		case c == '~':
			if n > 1 {
				for i := n; i < 5; i++ {
					word = word*85 + 84
				}
				for i := 0; i < n-1; i++ {
					out = append(out, byte(word>>(24-8*i)))
				}
			}
			return out
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
		case c >= '!' && c <= 'u':
			word = word*85 + uint32(c-'!')
			if n++; n == 5 {
				out = append(out, byte(word>>24), byte(word>>16), byte(word>>8), byte(word))
				n, word = 0, 0
			}
		}
	}
	return out
}

// unLZW undoes the LZW of PDF, with the early change of code length.
func unLZW(b []byte, limit int) (out []byte) {
	type entry struct {
		from, n int // a stretch of out
	}
	table := make([]entry, 258, 4096)
	width, bits, have := 9, uint32(0), 0
	var last entry
	for _, c := range b {
		bits, have = bits<<8|uint32(c), have+8
		if have < width {
			continue
		}
		code := int(bits >> (have - width) & (1<<width - 1))
		have -= width
		at := len(out)
		switch {
		case code == 256:
			table, width, last = table[:258], 9, entry{}
			continue
		case code == 257 || len(out) > limit:
			return out
		case code < 256:
			out = append(out, byte(code))
		case code < len(table):
			e := table[code]
			for i := range e.n {
				out = append(out, out[e.from+i])
			}
		case code == len(table) && last.n > 0:
			for i := range last.n {
				out = append(out, out[last.from+i])
			}
			out = append(out, out[at])
		default:
			return out
		}
		if last.n > 0 && len(table) < 4096 {
			table = append(table, entry{last.from, last.n + 1})
		}
		last = entry{at, len(out) - at}
		switch n := len(table) + 1; {
		case n >= 2048:
			width = 12
		case n >= 1024:
			width = 11
		case n >= 512:
			width = 10
		}
	}
	return out
}
