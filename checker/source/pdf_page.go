package source

import (
	"fmt"
	"math"
)

// A glyph is a character where it stands on its page; y rises upwards.
type glyph struct {
	x, y, size, width float64
	text              string
}

// pdfPage is what was found on a page.
type pdfPage struct {
	glyphs        []glyph
	width, height float64
	images        int
	unknown       int // glyphs whose font does not say what they mean
	hidden        int // glyphs drawn invisibly: the text layer of a scan
	failed        bool
	recognised    bool       // the glyphs come out of a picture
	drawn         []pdfImage // in the order of drawing
}

// matrix is a, b, c, d, e, f of an affine map.
type matrix [6]float64

func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

var unit = matrix{1, 0, 0, 1, 0, 0}

// pages lists the pages in order with what they inherit.
func (f *pdfFile) pages() (out []pdfDict) {
	seen := map[int]bool{}
	var walk func(v any, parent pdfDict, depth int)
	walk = func(v any, parent pdfDict, depth int) {
		if ref, ok := v.(pdfRef); ok {
			if seen[int(ref)] {
				return
			}
			seen[int(ref)] = true
		}
		d := f.dict(v)
		if d == nil || depth > 60 || len(out) >= pdfMaxPages {
			return
		}
		page := pdfDict{}
		for _, k := range [...]string{"Resources", "MediaBox", "CropBox", "Rotate"} {
			if page[k] = parent[k]; d[k] != nil {
				page[k] = d[k]
			}
		}
		if kids := f.array(d["Kids"]); kids != nil {
			for _, k := range kids {
				walk(k, page, depth+1)
			}
			return
		}
		page["Contents"] = d["Contents"]
		out = append(out, page)
	}
	walk(f.dict(f.trailer["Root"])["Pages"], pdfDict{}, 0)
	return out
}

// pdfMaxPages bounds the pages of a file.
const pdfMaxPages = 5000

// pdfReader carries out the content of pages.
type pdfReader struct {
	f       *pdfFile
	page    *pdfPage
	fonts   map[string]*pdfFont // by their dictionaries
	forms   map[*pdfStream][]byte
	drawing map[*pdfStream]bool // forms that are open
	work    int                 // operators carried out and characters shown, in the whole file
}

// pdfState is the graphics state as far as text depends on it.
type pdfState struct {
	ctm           matrix
	font          *pdfFont
	size          float64
	char, word    float64 // spacing
	scale         float64
	leading, rise float64
	mode          int
}

// read carries out one page.
func (r *pdfReader) read(d pdfDict) *pdfPage {
	p := &pdfPage{width: 595, height: 842}
	r.page = p
	base := unit
	box := r.f.array(d["CropBox"])
	if len(box) != 4 {
		box = r.f.array(d["MediaBox"])
	}
	if len(box) == 4 {
		x0, y0, x1, y1 := r.f.number(box[0], 0), r.f.number(box[1], 0), r.f.number(box[2], 595), r.f.number(box[3], 842)
		x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
		p.width, p.height = x1-x0, y1-y0
		base = matrix{1, 0, 0, 1, -x0, -y0}
	}
	switch ((r.f.int(d["Rotate"], 0) % 360) + 360) % 360 {
	case 90:
		base = base.times(matrix{0, -1, 1, 0, 0, p.width})
		p.width, p.height = p.height, p.width
	case 180:
		base = base.times(matrix{-1, 0, 0, -1, p.width, p.height})
	case 270:
		base = base.times(matrix{0, 1, -1, 0, p.height, 0})
		p.width, p.height = p.height, p.width
	}
	var content []byte
	parts := pdfArray{d["Contents"]}
	if a := r.f.array(d["Contents"]); a != nil {
		parts = a
	}
	for _, v := range parts {
		s, ok := r.f.get(v).(*pdfStream)
		if _, named := v.(pdfRef); !ok && named && r.f.array(v) == nil {
			p.failed = true // the file does not hold what it names
		}
		if ok {
			r.f.damaged = false
			b, rest, _ := r.f.unfilter(s, pdfMaxContent)
			ok := rest == ""
			p.failed = p.failed || !ok || len(b) == 0 && len(s.raw) > 8 || r.f.damaged
			if ok && content == nil {
				content = b
			} else if ok && len(content)+len(b) < pdfMaxContent {
				content = append(append(content, '\n'), b...)
			} else if ok {
				r.f.bomb = true
			}
		}
	}
	r.run(content, r.f.dict(d["Resources"]), pdfState{ctm: base, scale: 1}, 0)
	return p
}

// pdfMaxWork bounds the operators and characters of a file: a form may draw
// itself many times over.
const pdfMaxWork = 12 << 20

// run carries out a stream of operators.
func (r *pdfReader) run(content []byte, res pdfDict, st pdfState, depth int) {
	l := &pdfLexer{b: content}
	var args []any
	var stack []pdfState
	tm, lm := unit, unit
	aside := 0       // depth of marked content that is page furniture
	var marks []bool // open marked content; true: furniture
	num := func(i int) float64 {
		if i < len(args) {
			if n, ok := args[i].(float64); ok {
				return n
			}
		}
		return 0
	}
	move := func(x, y float64) {
		lm = matrix{1, 0, 0, 1, x, y}.times(lm)
		tm = lm
	}
	show := func(s pdfString) {
		if st.font == nil {
			return
		}
		r.show(&st, &tm, s, aside > 0)
	}
	for {
		v := l.next()
		w, ok := v.(pdfWord)
		if !ok {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		if r.work++; w == pdfEnd || r.work > pdfMaxWork {
			return
		}
		switch w {
		case "q":
			if len(stack) < 256 {
				stack = append(stack, st)
			}
		case "Q":
			if n := len(stack); n > 0 {
				st = stack[n-1]
				stack = stack[:n-1]
			}
		case "cm":
			st.ctm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}.times(st.ctm)
		case "BT":
			tm, lm = unit, unit
		case "Tf":
			if len(args) >= 2 {
				name, _ := args[0].(pdfName)
				st.font, st.size = r.font(res, string(name)), num(1)
			}
		case "Td":
			move(num(0), num(1))
		case "TD":
			st.leading = -num(1)
			move(num(0), num(1))
		case "Tm":
			lm = matrix{num(0), num(1), num(2), num(3), num(4), num(5)}
			tm = lm
		case "T*":
			move(0, -st.leading)
		case "Tc":
			st.char = num(0)
		case "Tw":
			st.word = num(0)
		case "Tz":
			st.scale = num(0) / 100
		case "TL":
			st.leading = num(0)
		case "Ts":
			st.rise = num(0)
		case "Tr":
			st.mode = int(num(0))
		case "Tj", "'", "\"":
			if w == "\"" {
				st.word, st.char = num(0), num(1)
			}
			if w != "Tj" {
				move(0, -st.leading)
			}
			if n := len(args); n > 0 {
				if s, ok := args[n-1].(pdfString); ok {
					show(s)
				}
			}
		case "TJ":
			if len(args) == 0 {
				break
			}
			list, _ := args[0].(pdfArray)
			for _, e := range list {
				switch e := e.(type) {
				case pdfString:
					show(e)
				case float64:
					tm = matrix{1, 0, 0, 1, -e / 1000 * st.size * st.scale, 0}.times(tm)
				}
			}
		case "BMC", "BDC":
			furniture := r.isFurniture(args)
			if furniture {
				aside++
			}
			if len(marks) < 1000 {
				marks = append(marks, furniture)
			}
		case "EMC":
			if n := len(marks); n > 0 {
				if marks[n-1] {
					aside--
				}
				marks = marks[:n-1]
			}
		case "Do":
			if len(args) > 0 && depth < 8 {
				name, _ := args[0].(pdfName)
				r.object(res, string(name), st, depth)
			}
		case "BI":
			r.page.images++
			l.inlineImage()
		}
		args = args[:0]
	}
}

// isFurniture reports whether marked content is a running head or a page number
// that the program which wrote the file declares to be such.
func (r *pdfReader) isFurniture(args []any) bool {
	if len(args) < 2 || args[0] != pdfName("Artifact") {
		return false
	}
	d := r.f.dict(args[1])
	return r.f.name(d["Type"]) == "Pagination"
}

// object draws a form or counts an image.
func (r *pdfReader) object(res pdfDict, name string, st pdfState, depth int) {
	s, ok := r.f.get(r.f.dict(res["XObject"])[name]).(*pdfStream)
	if !ok {
		return
	}
	switch r.f.name(s.pdfDict["Subtype"]) {
	case "Image":
		r.page.images++
		if len(r.page.drawn) < 1000 {
			r.page.drawn = append(r.page.drawn, pdfImage{s, st.ctm})
		}
	case "Form":
		if r.drawing[s] {
			return
		}
		r.drawing[s] = true
		defer delete(r.drawing, s)
		b, ok := r.forms[s]
		if !ok {
			b, _ = r.f.decode(s)
			r.forms[s] = b
		}
		if m := r.f.array(s.pdfDict["Matrix"]); len(m) == 6 {
			var own matrix
			for i := range own {
				own[i] = r.f.number(m[i], 0)
			}
			st.ctm = own.times(st.ctm)
		}
		if own := r.f.dict(s.pdfDict["Resources"]); own != nil {
			res = own
		}
		r.run(b, res, st, depth+1)
	}
}

func (r *pdfReader) font(res pdfDict, name string) *pdfFont {
	v := r.f.dict(res["Font"])[name]
	key := fmt.Sprintf("%p", r.f.dict(v))
	if t, ok := r.fonts[key]; ok {
		return t
	}
	t := r.f.font(v)
	r.fonts[key] = t
	return t
}

// show draws a string and moves on behind it.
func (r *pdfReader) show(st *pdfState, tm *matrix, s pdfString, aside bool) {
	at := tm.times(st.ctm)
	m := matrix{st.size * st.scale, 0, 0, st.size, 0, st.rise}.times(at)
	size := math.Hypot(m[2], m[3])
	// Writing that runs slantwise or upwards is a watermark or a stamp.
	seen := !aside && math.Abs(m[1]) <= 0.2*math.Abs(m[0]) && m[0] > 0 && size > 0 && !math.IsInf(size, 0)
	x, y, moved := m[4], m[5], 0.0
	for len(s) > 0 {
		var g *pdfGlyphText
		g, s = st.font.next(s)
		advance := (g.width/1000*st.size + st.char) * st.scale
		if g.blank {
			advance += st.word * st.scale
		}
		px, py := x, y
		moved += advance
		x, y = m[4]+moved*at[0], m[5]+moved*at[1]
		r.work++
		switch {
		case aside || r.work > pdfMaxWork:
			continue
		case g.text == "":
			r.page.unknown++
			continue
		case g.gap, !seen:
			continue
		}
		if !(px >= -size && px <= r.page.width+size && py >= -size && py <= r.page.height+size) {
			continue // outside of the page, or nowhere
		}
		if st.mode == 3 || st.mode == 7 {
			r.page.hidden++
		}
		r.page.glyphs = append(r.page.glyphs, glyph{px, py, size, g.width / 1000 * m[0], g.text})
	}
	*tm = matrix{1, 0, 0, 1, moved, 0}.times(*tm)
}

// inlineImage passes over the data of an image in the content.
func (l *pdfLexer) inlineImage() {
	for {
		v := l.next()
		if v == pdfEnd {
			return
		}
		if v == pdfWord("ID") {
			break
		}
	}
	for l.pos++; l.pos+2 < len(l.b); l.pos++ {
		if l.b[l.pos] == 'E' && l.b[l.pos+1] == 'I' && isPDFSpace(l.b[l.pos-1]) && isPDFSpace(l.b[l.pos+2]) {
			l.pos += 2
			return
		}
	}
	l.pos = len(l.b)
}

// saidPages is the number of pages that the file says to have; 0: it does not say.
func (f *pdfFile) saidPages() int {
	return f.int(f.dict(f.dict(f.trailer["Root"])["Pages"])["Count"], 0)
}
