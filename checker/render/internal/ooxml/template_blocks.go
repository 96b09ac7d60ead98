package ooxml

import (
	"fmt"
	"slices"
	"strings"
)

// expand writes blocks in the place of a paragraph: paragraphs with its
// properties and those of the run in which the placeholder begins.
func (f *filler) expand(xml string, p *paragraph, x placeholder, blocks []FillBlock) string {
	run := p.texts[p.chars[x.from].text].run
	look := xml[run.from:run.to]
	props := xml[p.props.from:p.props.to]
	// A section ends with the last paragraph of it.
	inner, section := cutElement(props, "w:sectPr")
	var b strings.Builder
	keep := p.keep
	for i, block := range blocks {
		last := i == len(blocks)-1
		if len(block.Head) > 0 {
			if keep != "" {
				fmt.Fprintf(&b, "<w:p>%s%s</w:p>", cellProps(inner), keep)
				keep = ""
			}
			b.WriteString(f.table(block, inner, look))
			if !last || section == "" {
				b.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/></w:pPr></w:p>`)
			} else {
				b.WriteString("<w:p><w:pPr>" + section + "</w:pPr></w:p>")
			}
			continue
		}
		if last && section != "" {
			inner = props
		}
		b.WriteString("<w:p>" + inner + keep)
		keep = ""
		f.mark(&b, block.Bookmark, func() {
			if block.Label != "" {
				b.WriteString(RunXML(oneLine(block.Label)+"：", bolder(look)))
			}
			runLook := look
			if block.Bold {
				runLook = bolder(look)
			}
			b.WriteString(RunXML(oneLine(block.Text), runLook))
		})
		b.WriteString("</w:p>")
	}
	return b.String()
}

// mark puts what write writes into a bookmark, each name once a document.
func (f *filler) mark(b *strings.Builder, name string, write func()) {
	if name == "" || f.marked[name] {
		write()
		return
	}
	f.marked[name] = true
	id := f.nextID
	f.nextID++
	fmt.Fprintf(b, `<w:bookmarkStart w:id="%d" w:name="%s"/>`, id, bookmarkName(name))
	write()
	fmt.Fprintf(b, `<w:bookmarkEnd w:id="%d"/>`, id)
}

// table writes a table over the whole width there is. Its cells keep the style
// of the placeholder's paragraph, without indent, and its letters, smaller.
func (f *filler) table(t FillBlock, props, look string) string {
	sum := 0
	for _, w := range t.Widths {
		sum += w
	}
	cols := make([]int, len(t.Head)) // in fiftieths of a percent
	for i := range cols {
		cols[i] = 5000 * t.Widths[i] / max(sum, 1)
	}
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="auto"/>`, side)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, c := range cols {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, textWidth*c/5000)
	}
	b.WriteString("</w:tblGrid>")
	cell := cellProps(props)
	small := smaller(look)
	row := func(properties, look, bookmark string, cells []string) {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/>" + properties + "</w:trPr>")
		for i := range cols {
			words := ""
			if i < len(cells) {
				words = oneLine(cells[i])
			}
			name := ""
			if i == 0 {
				name = bookmark
			}
			fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="pct"/><w:vAlign w:val="center"/></w:tcPr><w:p>%s`, cols[i], cell)
			f.mark(&b, name, func() { b.WriteString(RunXML(words, look)) })
			b.WriteString("</w:p></w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	row("<w:tblHeader/>", bolder(small), "", t.Head)
	for i, r := range t.Rows {
		name := ""
		if i < len(t.Bookmarks) {
			name = t.Bookmarks[i]
		}
		row("", small, name, r)
	}
	b.WriteString("</w:tbl>")
	return b.String()
}

// plain is the text of a block as it stands in the part.
func (t FillBlock) plain() string {
	var b strings.Builder
	if len(t.Head) == 0 {
		if t.Label != "" {
			b.WriteString(t.Label + "：")
		}
		b.WriteString(t.Text)
	}
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		b.WriteString(strings.Join(row[:min(len(row), len(t.Head))], ""))
	}
	return Escape(oneLine(b.String()))
}

// cellProps keeps the style of a paragraph and takes its indent away.
func cellProps(props string) string {
	_, style := cutElement(props, "w:pStyle")
	return "<w:pPr>" + style + `<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>`
}

// bolder and smaller change the properties of a run; the order of its elements
// is that of the schema.
func bolder(look string) string {
	for _, name := range []string{"w:b", "w:bCs"} {
		look, _ = cutElement(look, name)
	}
	return insertProps(look, "<w:b/><w:bCs/>", []string{"w:rStyle", "w:rFonts"}, nil)
}

func smaller(look string) string {
	for _, name := range []string{"w:sz", "w:szCs"} {
		look, _ = cutElement(look, name)
	}
	return insertProps(look, `<w:sz w:val="21"/><w:szCs w:val="21"/>`, nil, []string{"w:highlight", "w:u", "w:effect", "w:bdr", "w:shd",
		"w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange"})
}

// insertProps puts elements behind those of after, or before those of before, of
// the properties of a run.
func insertProps(look, add string, after, before []string) string {
	if look == "" {
		return "<w:rPr>" + add + "</w:rPr>"
	}
	at := strings.LastIndex(look, "</")
	if after != nil {
		at = strings.IndexByte(look, '>') + 1
	}
	depth, done := 0, false
	_ = tags(look, func(t tag) error { // a piece of a part that was read
		if t.kind == closes {
			depth--
			return nil
		}
		if depth == 1 && slices.Contains(after, t.name) && t.kind == empty {
			at = t.end
		}
		if depth == 1 && !done && slices.Contains(before, t.name) {
			at, done = t.start, true
		}
		if t.kind == opens {
			depth++
		}
		return nil
	})
	return look[:at] + add + look[at:]
}

// cutElement takes the first element of a name out of a piece of XML and gives
// both; gone is "" where there is none.
func cutElement(xml, name string) (rest, gone string) {
	from, to, depth := -1, -1, 0
	_ = tags(xml, func(t tag) error { // a piece of a part that was read
		if t.name != name || to >= 0 {
			return nil
		}
		switch t.kind {
		case empty:
			if depth == 0 {
				from, to = t.start, t.end
			}
		case opens:
			if depth == 0 {
				from = t.start
			}
			depth++
		case closes:
			if depth--; depth == 0 {
				to = t.end
			}
		}
		return nil
	})
	if from < 0 || to < 0 {
		return xml, ""
	}
	return xml[:from] + xml[to:], xml[from:to]
}

// verifyFilled holds a filled template against the one it was made from: parts
// without placeholders are packed as they were, the others are well-formed and
// hold the words of the template with the values in their places, in order.
func verifyFilled(before, after []byte, want map[string]string) error {
	old, err := openPackage(before)
	if err != nil {
		return err
	}
	now, err := openPackage(after)
	if err != nil {
		return err
	}
	may := map[string]bool{}
	for name := range want {
		may[name] = true
	}
	if err := unchanged(old, now, may); err != nil {
		return err
	}
	for name, text := range want {
		s := now.text(name)
		if err := wellFormed(s); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		paras, err := paragraphs(s)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		var got strings.Builder
		seen := map[string]bool{}
		for _, p := range paras {
			for _, c := range p.chars {
				if c.text >= 0 {
					got.WriteString(s[c.from:c.to])
				}
			}
		}
		if got.String() != text {
			return fmt.Errorf("%s: the words are not those of the template and its values", name)
		}
		for _, id := range ids(s, "bookmarkStart") {
			if seen[id] && len(ids(old.text(name), "bookmarkStart")) == 0 {
				return fmt.Errorf("%s: two bookmarks with the id %s", name, id)
			}
			seen[id] = true
		}
	}
	return now.err
}
