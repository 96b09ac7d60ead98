package source

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// extractPDF takes the text out of a PDF file: the characters in their places,
// joined to lines, paragraphs and tables; page numbers and running heads are left
// out. Pages without text are named.
func extractPDF(data []byte, recognise Recognizer) (extraction, error) {
	f, err := openPDF(data)
	if errors.Is(err, errSecret) {
		return extraction{}, &Unreadable{Kind: "encrypted", Reason: "PDF 设有打开密码，或者用了不能识别的加密方式", Next: "请用 PDF 阅读器输入密码打开，另存为不设密码的文件，或者用原稿另存为 .docx 后再查", Err: err}
	}
	if err != nil {
		return extraction{}, err
	}
	pages := f.pages()
	if len(pages) == 0 {
		return extraction{}, errPDF
	}
	r := &pdfReader{f: f, fonts: map[string]*pdfFont{}, forms: map[*pdfStream][]byte{}, drawing: map[*pdfStream]bool{}}
	s := &sheet{}
	var lines [][]printedLine
	var unmapped, recognised, partly, broken []int
	var o *ocr
	if recognise != nil {
		o = &ocr{ask: recognise}
	}
	s.pages = len(pages)
	for i, d := range pages {
		p := r.read(d)
		n := len(p.glyphs)
		poor := p.unknown > n/4 && p.unknown >= 10
		if o != nil && !poor && n < 10 && (p.images > 0 || p.failed) {
			own := p.glyphs
			p.glyphs = nil
			if o.fill(i+1, p, r.pictures(o, i+1, p)) {
				p.hidden = 0
				lines = append(lines, printedLines(i+1, p))
				continue
			}
			p.glyphs = own
		}
		switch {
		case poor:
			unmapped = append(unmapped, i+1)
			s.pagesWithoutText = append(s.pagesWithoutText, i+1)
		case n < 10 && (p.images > 0 || p.failed):
			s.pagesWithoutText = append(s.pagesWithoutText, i+1)
			s.images += p.images
		case p.failed:
			broken = append(broken, i+1)
		case p.unknown > 0:
			partly = append(partly, i+1)
		}
		if p.hidden*2 > n && n > 0 {
			recognised = append(recognised, i+1)
		}
		lines = append(lines, printedLines(i+1, p))
	}
	if f.bomb || r.work > pdfMaxWork {
		return extraction{}, errBomb
	}
	if o != nil {
		o.say(s)
	}
	if len(broken) > 0 {
		s.missing = append(s.missing, fmt.Sprintf("第 %s 页的内容已经损坏，只读出一部分", pageList(broken)))
	}
	if n := f.saidPages(); n > len(pages) && n < pdfMaxPages {
		s.missing = append(s.missing, fmt.Sprintf("文件写明有 %d 页，只找到 %d 页，缺少的没有检查", n, len(pages)))
	}
	end := bytes.TrimRight(data, "\x00 \t\r\n")
	end = end[max(0, len(end)-4096):]
	if !bytes.Contains(end, []byte("%%EOF")) && !bytes.Contains(end, []byte("startxref")) {
		s.missing = append(s.missing, cutOff)
	}
	if len(unmapped) == len(pages) {
		return extraction{}, &Unreadable{Kind: "scan", Reason: "PDF 的字体没有文字对应表，显示得出字形，读不出文字", Next: "请用起草时的原稿另存为 .docx 后再查；只有 PDF 的，先识别成文字并核对"}
	}
	furniture := dropFurniture(lines)
	writeFlow(s, lines)
	s.say(furniture, "已略去页码、页眉 %d 处")
	say := func(pages []int, format string) {
		if len(pages) > 0 {
			s.notes = append(s.notes, fmt.Sprintf(format, pageList(pages)))
		}
	}
	if len(s.lines) > 0 {
		say(s.pagesWithoutText, "第 %s 页没有文字层，内容没有检查；请识别成文字、核对后再查；"+installOCR)
	}
	say(unmapped, "第 %s 页的字体没有文字对应表，文字读不出")
	say(partly, "第 %s 页有个别字符的字体没有文字对应表，该处文字缺失")
	say(recognised, "第 %s 页的文字是扫描后识别的，可能有错字，请对照原件")
	return s.done(), nil
}

func pageName(n int) string { return fmt.Sprintf("第%d页", n) }

// pageList writes page numbers, runs of them as 3—5.
func pageList(pages []int) string {
	var out []string
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		switch {
		case j == i:
			out = append(out, fmt.Sprint(pages[i]))
		default:
			out = append(out, fmt.Sprintf("%d—%d", pages[i], pages[j]))
		}
		i = j + 1
	}
	return strings.Join(out, "、")
}
