package source

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Recognizer makes text out of a picture: what a program of optical character
// recognition prints, either plain text or the table (TSV) of tesseract with
// places and confidences. kind is the ending of the picture's file: png, jpg, jp2,
// tif. It is called from several goroutines when files are read side by side.
type Recognizer func(picture []byte, kind string) (string, error)

// RecognisedPage is a page that was read by recognition.
type RecognisedPage struct {
	Page       int `json:"page"`       // from 1
	Confidence int `json:"confidence"` // mean over its characters, 0–100; -1: the program does not say
}

// unsureConfidence is the confidence in percent below which a recognised page
// does not count as read.
const unsureConfidence = 60

// ReadRecognized is Read, which asks recognise for the words of pages without
// text and of pictures; nil: it does not ask.
func ReadRecognized(name string, r io.Reader, maxBytes int64, recognise Recognizer) (*Text, error) {
	return readNamed(name, r, maxBytes, recognise)
}

// installOCR says how pages without text can be read.
const installOCR = "装有 tesseract 和中文数据（Debian 上是 tesseract-ocr、tesseract-ocr-chi-sim）的，也可以加上 --ocr tesseract 由程序识别"

// ocr reads the pages of one file by recognition.
type ocr struct {
	ask   Recognizer
	pages []RecognisedPage
	notes []string
	weak  []int
}

// A pagePicture is a picture where it lies on its page, in points; y rises upwards.
type pagePicture struct {
	x, y, width, height float64
	pixelWidth          int // 0: not known
	pixelHeight         int
	data                []byte
	kind                string
}

// ocrMaxPictures bounds the pictures of a page that are looked at.
const ocrMaxPictures = 40

// fill puts the words of the pictures of a page into it. It reports whether the
// page can count as read.
func (o *ocr) fill(n int, p *pdfPage, pictures []pagePicture) bool {
	chars, sum, sure := 0, 0.0, true
	for _, pic := range pictures[:min(len(pictures), ocrMaxPictures)] {
		out, err := o.ask(pic.data, pic.kind)
		if err != nil {
			o.notes = append(o.notes, fmt.Sprintf("第 %d 页没有识别成：%s", n, shortError(err)))
			continue
		}
		lines, confidence := recognisedLines(out)
		for _, l := range lines {
			k := 0
			for _, w := range l.words {
				k += utf8.RuneCountInString(w.text)
			}
			chars += k
			if confidence {
				sum += l.confidence() * float64(k)
			} else {
				sure = false
			}
		}
		place(p, pic, lines, confidence)
	}
	if chars < 10 {
		return false
	}
	page := RecognisedPage{n, -1}
	if sure {
		page.Confidence = int(math.Round(sum / float64(chars)))
	}
	o.pages = append(o.pages, page)
	if sure && page.Confidence < unsureConfidence {
		o.weak = append(o.weak, n)
	}
	p.recognised = true
	return true
}

func shortError(err error) string {
	s := strings.Join(strings.Fields(err.Error()), " ")
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200]) + "…"
	}
	return s
}

// say tells what was recognised and how sure it is.
func (o *ocr) say(s *sheet) {
	s.recognised = o.pages
	if len(o.pages) > 0 {
		var said, unsaid []int
		sum := 0
		for _, p := range o.pages {
			if p.Confidence < 0 {
				unsaid = append(unsaid, p.Page)
				continue
			}
			said = append(said, p.Page)
			sum += p.Confidence
		}
		if len(said) > 0 {
			s.notes = append(s.notes, fmt.Sprintf("第 %s 页的文字由识别程序读出（平均可信度 %d%%），可能有错字，请对照原件", pageList(said), sum/len(said)))
		}
		if len(unsaid) > 0 {
			s.notes = append(s.notes, fmt.Sprintf("第 %s 页的文字由识别程序读出（程序没有给出可信度），可能有错字，请对照原件", pageList(unsaid)))
		}
	}
	if len(o.weak) > 0 {
		s.missing = append(s.missing, fmt.Sprintf("第 %s 页识别的可信度低于 %d%%，不能当作已经检查；请对照原件核对", pageList(o.weak), unsureConfidence))
	}
	s.notes = append(s.notes, o.notes...)
	s.failed = o.notes
}

// A recognisedLine is a line of words in the pixels of its picture, or without
// places (height 0).
type recognisedLine struct {
	left, top, width, height float64
	words                    []recognisedWord
}

type recognisedWord struct {
	left, width, confidence float64
	text                    string
}

func (l *recognisedLine) confidence() float64 {
	sum, n := 0.0, 0
	for _, w := range l.words {
		k := utf8.RuneCountInString(w.text)
		sum += w.confidence * float64(k)
		n += k
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// tsvHead begins the table that tesseract prints.
const tsvHead = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"

// recognisedMost bounds the lines that a program may print for a page.
const recognisedMost = 5000

// recognisedLines reads what a program printed; places is true where it gave them.
func recognisedLines(out string) (lines []recognisedLine, places bool) {
	out = strings.ToValidUTF8(strings.ReplaceAll(out, "\r\n", "\n"), "\uFFFD")
	rows := strings.Split(strings.TrimPrefix(out, "\uFEFF"), "\n")
	if len(rows) == 0 || strings.TrimSpace(rows[0]) != tsvHead {
		for _, s := range rows {
			if len(lines) < recognisedMost {
				lines = append(lines, recognisedLine{words: []recognisedWord{{text: strings.TrimRight(s, " \t\f"), confidence: -1}}})
			}
		}
		return lines, false
	}
	last := ""
	for _, row := range rows[1:] {
		f := strings.Split(row, "\t")
		if len(f) < 12 || len(lines) >= recognisedMost {
			continue
		}
		at := func(i int) float64 {
			n, err := strconv.ParseFloat(f[i], 64)
			if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
				return 0
			}
			return n
		}
		switch f[0] {
		case "4":
			lines = append(lines, recognisedLine{left: at(6), top: at(7), width: at(8), height: at(9)})
			last = strings.Join(f[1:5], " ")
		case "5":
			text := strings.TrimSpace(f[11])
			if text == "" || at(10) < 0 {
				continue
			}
			if len(lines) == 0 || strings.Join(f[1:5], " ") != last {
				lines = append(lines, recognisedLine{left: at(6), top: at(7), width: at(8), height: at(9)})
				last = strings.Join(f[1:5], " ")
			}
			l := &lines[len(lines)-1]
			l.words = append(l.words, recognisedWord{at(6), at(8), min(100, at(10)), text})
		}
	}
	lines = slices.DeleteFunc(lines, func(l recognisedLine) bool { return len(l.words) == 0 })
	evenHeights(lines)
	for i := range lines {
		lines[i].dropQuote()
	}
	return lines, true
}

// dropQuote takes away the quotation mark that programs see in the wide blank
// behind 「第六条」.
func (l *recognisedLine) dropQuote() {
	before := ""
	for i := range l.words {
		for at, r := range l.words[i].text {
			if strings.ContainsRune("“”\"‘’'", r) && isArticleLabel(before) {
				w := &l.words[i]
				w.text = w.text[:at] + "\u3000" + w.text[at+utf8.RuneLen(r):]
				return
			}
			if before += string(r); len(before) > 30 {
				return
			}
		}
	}
}

// isArticleLabel reports whether s is the label of a chapter or an article.
func isArticleLabel(s string) bool {
	s, ok := strings.CutPrefix(s, "第")
	if !ok || s == "" {
		return false
	}
	for _, unit := range [...]string{"条", "章", "节"} {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			return rest != "" && strings.Trim(rest, "一二三四五六七八九十百零〇0123456789") == ""
		}
	}
	return false
}

// evenHeights gives lines of about one height the same: recognition measures ink,
// and a line of 「一」 is not set smaller than the others.
func evenHeights(lines []recognisedLine) {
	if len(lines) == 0 {
		return
	}
	heights := make([]float64, len(lines))
	for i := range lines {
		heights[i] = lines[i].height
	}
	slices.Sort(heights)
	usual := heights[len(heights)/2]
	for i := range lines {
		if h := lines[i].height; h > 0.4*usual && h < 1.35*usual {
			lines[i].top -= (usual - h) / 2
			lines[i].height = usual
		}
	}
}

// place sets the words of a picture on the page as glyphs, for the layout to join.
func place(p *pdfPage, pic pagePicture, lines []recognisedLine, places bool) {
	if !places {
		// Lines without places stand one below the other; blanks in front are kept as an indent.
		const size = 12.0
		y := pic.y + pic.height - 2*size
		longest := 0
		for _, l := range lines {
			longest = max(longest, utf8.RuneCountInString(l.words[0].text))
		}
		step := min(size, pic.width*0.9/float64(max(longest, 1)))
		for _, l := range lines {
			x := pic.x + 0.05*pic.width
			for _, r := range l.words[0].text {
				width := step
				if r < 0x2000 {
					width /= 2
				}
				if r != ' ' && r != '\t' {
					p.glyphs = append(p.glyphs, glyph{x, y, step, width, string(r)})
				}
				x += width
			}
			y -= 1.6 * step
		}
		return
	}
	scaleX, scaleY := 1.0, 1.0
	wide, high := float64(pic.pixelWidth), float64(pic.pixelHeight)
	if wide <= 0 || high <= 0 { // from the words themselves
		for _, l := range lines {
			wide, high = max(wide, l.left+l.width), max(high, l.top+l.height)
		}
	}
	if wide > 0 && high > 0 {
		scaleX, scaleY = pic.width/wide, pic.height/high
	}
	for _, l := range lines {
		size := max(l.height*scaleY, 1)
		y := pic.y + pic.height - (l.top+l.height)*scaleY
		for _, w := range l.words {
			n := utf8.RuneCountInString(w.text)
			width := w.width * scaleX / float64(n)
			x := pic.x + w.left*scaleX
			for _, r := range w.text {
				if r > ' ' && r != '\u00a0' {
					p.glyphs = append(p.glyphs, glyph{x, y, size, width, string(r)})
				}
				x += width
			}
		}
	}
}
