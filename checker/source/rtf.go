package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// extractRTF takes the text out of a document in Rich Text Format 1.9: labels of
// lists as the program that wrote it printed them, notes at the end, deleted and
// hidden text left out.
func extractRTF(data []byte) (extraction, error) {
	r := &rtf{in: data, page: 1252, fonts: map[int]int{}, levels: map[int]int{}}
	r.state.uc = 1
	r.run()
	r.parEnd()
	r.tableEnd()
	for i, n := range r.notes {
		if s := joinLines(n.lines); s != "" {
			r.s.add(fmt.Sprintf("注%d：%s", i+1, s), line{})
		}
	}
	for _, h := range r.heads {
		r.s.addHead(joinLines(h.lines))
	}
	r.s.encoding, r.s.part = rtfEncoding(r.page), "rtf"
	if r.open > 0 {
		r.s.missing = append(r.s.missing, "文件末尾不完整，可能没有下载或者复制完，缺少的内容没有检查")
	}
	r.s.say(r.deleted, "文档带有修订标记，按接受修订后的文本审查，已略去删除内容 %d 处")
	r.s.say(r.hidden, "已略去隐藏文字 %d 处")
	r.s.say(r.contents, "已略去自动生成的目录 %d 个")
	r.s.say(len(r.notes), "脚注、尾注 %d 条列在正文之后")
	r.s.say(r.lost, "有 %d 段带自动编号而文件没有写出编号，编号没有列出")
	r.s.say(r.s.images, "文档含图片 %d 张，图片中的文字未读入")
	return r.s.done(), nil
}

func rtfEncoding(page int) string {
	switch page {
	case 936, 54936:
		return "gb18030"
	case 950:
		return "big5"
	}
	return "windows-" + strconv.Itoa(page)
}

// rtfState is what a group inherits and gives back at its end.
type rtfState struct {
	skip            bool // a destination that is no text
	upr             bool // inside \upr, where only \*\ud counts
	deleted, hidden bool
	font, uc        int
	dest            rtfDest
	inTable         bool
	style, outline  int // of the paragraph; outline from 1, 0: none
	list            int // \ls; 0: none
	flow            *rtfFlow
}

type rtfDest int

const (
	rtfText rtfDest = iota
	rtfFonts
	rtfStyles
	rtfCode  // instruction of a field
	rtfLabel // label of a list
)

// rtfDepth bounds groups in groups.
const rtfDepth = 10000

// rtfFlow is a text beside the main one: a note or a text box. Its paragraphs
// end where its group ends.
type rtfFlow struct {
	lines []docLine
	cur   strings.Builder
	label string
}

type rtf struct {
	in    []byte
	pos   int
	state rtfState
	stack []rtfState
	open  int // groups that were never closed

	bytes []byte // of one character set, not yet decoded
	wide  rune   // first half of a pair of surrogates
	eat   int    // characters left to pass over behind \u

	s     sheet
	main  rtfFlow
	boxes []docLine
	notes []*rtfFlow
	heads []*rtfFlow // running heads and feet
	rows  [][]docCell
	cells []docCell
	cell  docCell

	page   int
	fonts  map[int]int // charset by font
	levels map[int]int // heading level by style
	code   string      // instruction of the last field
	name   string      // of the style in the making

	deleted, hidden, contents, lost int
}

// run reads the file to its end.
func (r *rtf) run() {
	for r.pos < len(r.in) {
		c := r.in[r.pos]
		switch c {
		case '{':
			r.flush()
			r.eat = 0
			if len(r.stack) >= rtfDepth {
				r.open = len(r.stack)
				return
			}
			r.stack = append(r.stack, r.state)
			r.pos++
		case '}':
			r.flush()
			r.eat = 0
			r.pos++
			r.close()
			if len(r.stack) == 0 {
				return
			}
		case '\\':
			r.control()
		case '\r', '\n', 0:
			r.pos++
		default:
			r.pos++
			r.byte(c)
		}
	}
	r.flush()
	r.open = len(r.stack)
}

// close ends a group.
func (r *rtf) close() {
	n := len(r.stack)
	if n == 0 {
		return
	}
	was := r.state
	r.state = r.stack[n-1]
	r.stack = r.stack[:n-1]
	if f := was.flow; f != nil && f != r.state.flow {
		r.flowEnd(f)
		if slices.Contains(r.notes, f) || slices.Contains(r.heads, f) {
			return
		}
		r.boxes = append(r.boxes, f.lines...)
	}
	if was.dest == rtfStyles && r.state.dest == rtfStyles {
		name := strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(r.name), ";")))
		level := was.outline
		for _, p := range [...]string{"heading ", "标题 "} {
			if rest, ok := strings.CutPrefix(name, p); ok {
				level = atoi(rest, 0)
			}
		}
		if name == "title" || name == "标题" {
			level = 1
		}
		if level >= 1 && level <= 9 {
			r.levels[was.style] = level
		}
		r.name = ""
	}
	if was.dest == rtfCode && r.state.dest != rtfCode {
		r.code = strings.TrimSpace(r.code)
	}
}

// byte takes a character of text in the encoding of its font.
func (r *rtf) byte(c byte) {
	if r.eat > 0 {
		r.eat--
		return
	}
	r.bytes = append(r.bytes, c)
}

// flush decodes the bytes gathered.
func (r *rtf) flush() {
	if len(r.bytes) == 0 {
		return
	}
	b := r.bytes
	r.bytes = r.bytes[:0]
	ascii := true
	for _, c := range b {
		ascii = ascii && c < 0x80
	}
	if ascii {
		r.put(string(b))
		return
	}
	out, err := r.encoding().NewDecoder().Bytes(b)
	if err != nil {
		out = []byte("\uFFFD")
	}
	r.put(string(out))
}

// encoding is that of the font when the font is one of East Asia, else that of
// the file.
func (r *rtf) encoding() encoding.Encoding {
	page := r.page
	switch r.fonts[r.state.font] {
	case 134:
		page = 936
	case 136:
		page = 950
	case 128:
		page = 932
	case 129:
		page = 949
	}
	switch page {
	case 936, 54936:
		return simplifiedchinese.GB18030
	case 950:
		return traditionalchinese.Big5
	case 932:
		return japanese.ShiftJIS
	case 949:
		return korean.EUCKR
	}
	return charmap.Windows1252
}

// put takes text.
func (r *rtf) put(s string) {
	st := &r.state
	switch {
	case st.skip:
		return
	case st.dest == rtfCode:
		if len(r.code) < 200 {
			r.code += s
		}
		return
	case st.dest == rtfStyles:
		if len(r.name) < 200 {
			r.name += s
		}
		return
	case st.dest == rtfFonts, st.deleted, st.hidden:
		return
	}
	f := r.flow()
	if st.dest == rtfLabel {
		f.label += s
		return
	}
	f.cur.WriteString(s)
}

func (r *rtf) flow() *rtfFlow {
	if r.state.flow != nil {
		return r.state.flow
	}
	return &r.main
}

// control reads a control word or sign.
func (r *rtf) control() {
	r.pos++
	if r.pos >= len(r.in) {
		return
	}
	c := r.in[r.pos]
	if !isLatin(rune(c)) {
		r.pos++
		if c == '\'' {
			if r.pos+2 <= len(r.in) {
				if n, err := strconv.ParseUint(string(r.in[r.pos:r.pos+2]), 16, 8); err == nil {
					r.byte(byte(n))
				}
			}
			r.pos = min(len(r.in), r.pos+2)
			return
		}
		r.sign(c)
		return
	}
	from := r.pos
	for r.pos < len(r.in) && isLatin(rune(r.in[r.pos])) {
		r.pos++
	}
	word := string(r.in[from:r.pos])
	from = r.pos
	if r.pos < len(r.in) && r.in[r.pos] == '-' {
		r.pos++
	}
	for r.pos < len(r.in) && isDigit(rune(r.in[r.pos])) {
		r.pos++
	}
	arg, err := strconv.Atoi(string(r.in[from:r.pos]))
	has := err == nil
	if r.pos < len(r.in) && r.in[r.pos] == ' ' {
		r.pos++
	}
	if word == "bin" {
		r.pos = min(len(r.in), r.pos+max(0, arg))
		return
	}
	if word == "u" {
		r.flush()
		r.unit(uint16(arg))
		r.eat = r.state.uc
		return
	}
	if r.eat > 0 { // a control word counts as one character to pass over
		r.eat--
		return
	}
	r.flush()
	r.word(word, arg, has)
}

// unit takes a unit of UTF-16.
func (r *rtf) unit(u uint16) {
	c := rune(u)
	switch {
	case c >= 0xD800 && c < 0xDC00:
		r.wide = c
		return
	case c >= 0xDC00 && c < 0xE000:
		c = utf16.DecodeRune(r.wide, c)
	}
	r.wide = 0
	if c >= 0xF000 && c < 0xF100 { // a sign of a symbol font
		r.put(symbol(fmt.Sprintf("%04X", c)))
		return
	}
	if utf8.ValidRune(c) && c != 0 {
		r.put(string(c))
	}
}

func (r *rtf) sign(c byte) {
	switch c {
	case '\\', '{', '}':
		r.byte(c)
		return
	}
	if r.eat > 0 {
		r.eat--
		return
	}
	r.flush()
	switch c {
	case '~':
		r.put("\u00a0")
	case '_':
		r.put("-")
	case '\n', '\r':
		r.par()
	case '*':
		r.starred()
	}
}
