package source

import (
	"strings"
)

// paraProps are the properties of a paragraph that its line depends on.
type paraProps struct {
	style    string
	numID    string // "": by style
	level    int    // of the list; -1: not said
	outline  int    // from 0; -1: not said
	markGone bool   // the end of the paragraph was deleted
	hidden   bool   // the properties of its mark: hidden
}

// paragraph reads one w:p.
func (d *docx) paragraph() error {
	p := paraProps{level: -1, outline: -1}
	var b strings.Builder
	var boxes []docLine // text boxes come after the paragraph that holds them
	hidden, cut := false, false
	put := func(s string) {
		switch {
		case d.inContents():
		case hidden:
			cut = true
		default:
			b.WriteString(s)
		}
	}
	for {
		ok, err := d.x.next()
		if err != nil {
			return err
		}
		if !ok {
			return errXML
		}
		t := &d.x.tok
		if t.kind == endTag {
			if t.name == "w:p" {
				break
			}
			if t.name == "w:r" {
				hidden = false
			}
			continue
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "w:pPr":
			p, err = d.props()
		case "w:rPr":
			hidden, err = d.runHidden()
		case "w:t", "m:t":
			var s string
			s, err = d.textOf()
			put(s)
		case "w:tab", "w:ptab":
			put("\t")
		case "w:br", "w:cr":
			put("\n")
		case "w:noBreakHyphen":
			put("-")
		case "w:sym":
			put(symbol(t.attribute("char")))
		case "w:fldChar":
			d.fieldMark(t.attribute("fldCharType"))
		case "w:instrText":
			var s string
			s, err = d.textOf()
			d.fieldCode(s)
		case "w:fldSimple":
			if isContentsCode(t.attribute("instr")) {
				d.contents++
				err = d.x.skip()
			}
		case "w:footnoteReference":
			d.cited = append(d.cited, "footnote"+t.attribute("id"))
		case "w:endnoteReference":
			d.cited = append(d.cited, "endnote"+t.attribute("id"))
		case "a:blip", "v:imagedata":
			d.images++
		case "w:object":
			d.foreign++
		case "w:txbxContent":
			outer := d.out
			d.out = &boxes
			err = d.body("w:txbxContent")
			d.out = outer
		case "w:del", "w:moveFrom":
			d.deleted++
			err = d.x.skip()
		case "w:sdtPr", "w:sdtEndPr", "w:rt", "mc:Fallback", "w:delText", "w:delInstrText":
			err = d.x.skip()
		}
		if err != nil {
			return err
		}
	}
	if cut {
		d.hidden++
	}
	d.finish(p, b.String())
	*d.out = append(*d.out, boxes...)
	return nil
}

// finish gives a paragraph its label and writes it.
func (d *docx) finish(p paraProps, text string) {
	if d.styles.isContents(p.style) && strings.TrimSpace(text) != "" {
		d.contents++
		return
	}
	text = d.carry + text
	d.carry = ""
	if p.markGone {
		d.carry = text
		return
	}
	l := line{}
	if level := d.headingLevel(p); level > 0 {
		l.kind, l.level = Heading, level
	}
	label := d.label(p)
	if strings.Trim(text, " \t\r\n\u00a0\u3000") == "" {
		return
	}
	d.emit(label+text, l)
}

func (d *docx) headingLevel(p paraProps) int {
	if p.outline >= 0 {
		if p.outline >= 9 {
			return 0
		}
		return p.outline + 1
	}
	return d.styles.heading(p.style)
}

// label counts the paragraph and gives its label.
func (d *docx) label(p paraProps) string {
	numID, level := p.numID, p.level
	if numID == "" {
		var by string
		var said int
		numID, said, by = d.styles.numbered(p.style)
		if level < 0 {
			level = said
			if i, ok := d.numbering.levelOfStyle(numID, by); ok {
				level = i
			}
		}
	}
	if numID == "" || numID == "0" {
		return ""
	}
	return d.numbering.label(numID, max(0, level))
}

// props reads w:pPr.
func (d *docx) props() (p paraProps, err error) {
	p = paraProps{level: -1, outline: -1}
	inMark := false
	for {
		ok, err := d.x.next()
		if err != nil || !ok {
			return p, errXML
		}
		t := &d.x.tok
		if t.kind == endTag {
			switch t.name {
			case "w:pPr":
				return p, nil
			case "w:rPr":
				inMark = false
			}
			continue
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "w:pPrChange", "w:rPrChange", "w:sectPr", "w:numberingChange":
			if err := d.x.skip(); err != nil {
				return p, err
			}
		case "w:pStyle":
			p.style = t.attribute("val")
		case "w:numId":
			p.numID = t.attribute("val")
		case "w:ilvl":
			p.level = levelOf(t.attribute("val"))
		case "w:outlineLvl":
			p.outline = atoi(t.attribute("val"), -1)
		case "w:rPr":
			inMark = true
		case "w:del", "w:moveFrom":
			p.markGone = p.markGone || inMark
		}
	}
}

// runHidden reads w:rPr of a run and reports whether its text is hidden.
func (d *docx) runHidden() (hidden bool, err error) {
	for {
		ok, err := d.x.next()
		if err != nil || !ok {
			return false, errXML
		}
		t := &d.x.tok
		switch {
		case t.kind == endTag && t.name == "w:rPr":
			return hidden, nil
		case t.kind != startTag:
		case t.name == "w:vanish":
			hidden = t.on()
		case t.name == "w:rPrChange":
			if err := d.x.skip(); err != nil {
				return false, err
			}
		}
	}
}

// textOf reads the characters of the element whose start was read last.
func (d *docx) textOf() (string, error) {
	var out string
	for level := 1; level > 0; {
		ok, err := d.x.next()
		if err != nil || !ok {
			return "", errXML
		}
		switch d.x.tok.kind {
		case startTag:
			level++
		case endTag:
			level--
		case charData:
			out += d.x.tok.text
		}
	}
	return out, nil
}

// fieldMark follows the begin, separation and end of fields.
func (d *docx) fieldMark(kind string) {
	switch kind {
	case "begin":
		d.fields = append(d.fields, false)
	case "end":
		if n := len(d.fields); n > 0 {
			d.fields = d.fields[:n-1]
		}
	}
}

// fieldCode takes the instruction of the innermost field.
func (d *docx) fieldCode(code string) {
	if n := len(d.fields); n > 0 && isContentsCode(code) {
		if !d.fields[n-1] {
			d.contents++
		}
		d.fields[n-1] = true
	}
}

func isContentsCode(code string) bool {
	return strings.HasPrefix(strings.TrimSpace(code)+" ", "TOC ")
}

// inContents reports whether the place lies inside an automatic table of contents.
func (d *docx) inContents() bool {
	for _, toc := range d.fields {
		if toc {
			return true
		}
	}
	return false
}

// symbol gives the character for a sign of a symbol font by its code: the tick
// boxes of forms; what is not known becomes □, so that its place is seen.
func symbol(code string) string {
	switch strings.ToUpper(code) {
	case "F0FE", "F052", "00FE", "0052":
		return "☑"
	case "F0FC", "F050":
		return "√"
	case "F0B7", "F06C", "F0A7", "F0D8":
		return "•"
	}
	return "□"
}
