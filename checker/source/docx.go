package source

import (
	"fmt"
	"strings"
)

// extractDocx takes the text out of a Word document: one line a paragraph with
// its rebuilt label, a row of a table on one line, notes at the end. Deleted and
// hidden text is left out and mentioned.
func extractDocx(a *archive, main string) (extraction, error) {
	body, err := a.read(main)
	if err != nil {
		return extraction{}, err
	}
	return extractBody(a, main, body)
}

// extractBody does so with body as the text of the main part.
func extractBody(a *archive, main, body string) (extraction, error) {
	d := &docx{x: newScanner(body), notes: map[string]string{}}
	d.part = main
	if err := d.sides(a, main); err != nil {
		return extraction{}, err
	}
	if err := d.read(); err != nil {
		return extraction{}, fmt.Errorf("%s: %w", main, err)
	}
	d.appendNotes()
	if err := d.readHeads(a, main); err != nil {
		return extraction{}, err
	}
	d.orig = d.b.String()
	d.remarks()
	return d.extraction, nil
}

// docx walks through document.xml from start to end.
type docx struct {
	extraction
	x         *scanner
	b         strings.Builder
	styles    styles
	numbering *numbering
	notes     map[string]string // footnotes and endnotes by kind and id
	cited     []string          // those that the text refers to, in order

	// out takes the lines; tables and text boxes put another one in its place.
	out *[]docLine

	// carry is the text of a paragraph whose end was deleted: it goes on in the next.
	carry  string
	fields []bool // open fields; true: a table of contents
	tables int

	deleted, hidden, contents, foreign int
}

// docLine is a line before it is written.
type docLine struct {
	text string
	line line
}

// sides reads the parts that the text depends on.
func (d *docx) sides(a *archive, main string) error {
	xml, err := a.side(main, "styles")
	if err != nil {
		return err
	}
	if d.styles, err = readStyles(xml); err != nil {
		return fmt.Errorf("styles: %w", err)
	}
	if xml, err = a.side(main, "numbering"); err != nil {
		return err
	}
	if d.numbering, err = readNumbering(xml); err != nil {
		return fmt.Errorf("numbering: %w", err)
	}
	for _, kind := range [...]string{"footnote", "endnote"} {
		if xml, err = a.side(main, kind+"s"); err != nil {
			return err
		}
		if err := d.readNotes(kind, xml); err != nil {
			return fmt.Errorf("%ss: %w", kind, err)
		}
	}
	return nil
}

// readNotes remembers the text of the notes of a kind.
func (d *docx) readNotes(kind, xml string) error {
	n := &docx{x: newScanner(xml), numbering: d.numbering, styles: d.styles}
	for {
		ok, err := n.x.next()
		if err != nil {
			return err
		}
		if !ok {
			return nil
		}
		if n.x.tok.kind != startTag || n.x.tok.name != "w:"+kind {
			continue
		}
		id, special := n.x.tok.attribute("id"), n.x.tok.attribute("type")
		var lines []docLine
		n.out = &lines
		if err := n.body("w:" + kind); err != nil {
			return err
		}
		if special == "" || special == "normal" {
			d.notes[kind+id] = joinLines(lines)
		}
	}
}

func joinLines(lines []docLine) string {
	var parts []string
	for _, l := range lines {
		if s := strings.TrimSpace(strings.ReplaceAll(l.text, "\t", " ")); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

// read walks through the body and writes its lines.
func (d *docx) read() error {
	var lines []docLine
	d.out = &lines
	if err := d.body(""); err != nil {
		return err
	}
	if d.carry != "" {
		d.emit(d.carry, line{})
	}
	for _, l := range lines {
		d.write(l)
	}
	return nil
}

func (d *docx) write(l docLine) {
	if d.b.Len() > 0 {
		d.b.WriteByte('\n')
	}
	l.line.start = d.b.Len()
	d.b.WriteString(l.text)
	l.line.end = d.b.Len()
	d.lines = append(d.lines, l.line)
}

// emit takes a paragraph; line breaks in it make lines of their own.
func (d *docx) emit(text string, l line) {
	for _, s := range strings.Split(text, "\n") {
		if strings.Trim(s, " \t\r\u00a0\u3000\u200b") != "" {
			*d.out = append(*d.out, docLine{s, l})
		}
	}
}

// body reads paragraphs and tables up to the end of the element named end; "":
// of the file. Elements it does not know are looked into.
func (d *docx) body(end string) error {
	for {
		ok, err := d.x.next()
		if err != nil {
			return err
		}
		if !ok {
			if end != "" {
				return errXML
			}
			return nil
		}
		t := &d.x.tok
		if t.kind == endTag && t.name == end {
			return nil
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "w:p":
			err = d.paragraph()
		case "w:tbl":
			err = d.table()
		case "w:sdtPr":
			var contents bool
			if contents, err = d.isContentsBlock(); err == nil && contents {
				d.contents++
				err = d.skipSiblings("w:sdt")
			}
		case "w:del", "w:moveFrom":
			d.deleted++
			err = d.x.skip()
		case "w:altChunk":
			d.foreign++
		case "w:sectPr", "mc:Fallback", "w:sdtEndPr":
			err = d.x.skip()
		}
		if err != nil {
			return err
		}
	}
}

// isContentsBlock reads w:sdtPr and reports whether the block is an automatic
// table of contents.
func (d *docx) isContentsBlock() (bool, error) {
	found := false
	for level := 1; level > 0; {
		ok, err := d.x.next()
		if err != nil || !ok {
			return false, errXML
		}
		switch t := &d.x.tok; t.kind {
		case startTag:
			level++
			found = found || t.name == "w:docPartGallery" && t.attribute("val") == "Table of Contents"
		case endTag:
			level--
		}
	}
	return found, nil
}

// skipSiblings reads to the end of the element around the one just read.
func (d *docx) skipSiblings(end string) error {
	for depth := 0; ; {
		ok, err := d.x.next()
		if err != nil || !ok {
			return errXML
		}
		switch t := &d.x.tok; t.kind {
		case startTag:
			depth++
		case endTag:
			if depth == 0 && t.name == end {
				return nil
			}
			depth--
		}
	}
}

// appendNotes writes the notes that the text refers to, each on a line of its own.
func (d *docx) appendNotes() {
	for i, key := range d.cited {
		if s := d.notes[key]; s != "" {
			d.write(docLine{text: fmt.Sprintf("注%d：%s", i+1, s)})
		}
	}
}

// remarks says what was left out.
func (d *docx) remarks() {
	say := func(n int, format string) {
		if n > 0 {
			d.extraction.notes = append(d.extraction.notes, fmt.Sprintf(format, n))
		}
	}
	say(d.deleted, "文档带有修订标记，按接受修订后的文本审查，已略去删除内容 %d 处")
	say(d.hidden, "已略去隐藏文字 %d 处")
	say(d.contents, "已略去自动生成的目录 %d 个")
	say(len(d.cited), "脚注、尾注 %d 条列在正文之后")
	say(d.foreign, "文档嵌入了 %d 个其他文件，其内容未读入")
	say(d.images, "文档含图片 %d 张，图片中的文字未读入")
}
