package source

import "strings"

// odtItem is the list that a paragraph is an item of.
type odtItem struct {
	count *odtCount
	depth int
	done  bool // the label of the item was written
}

// body reads paragraphs, lists and tables up to the end of the element.
func (o *odt) body(end string, item *odtItem) error {
	for {
		ok, err := o.x.next()
		if err != nil || !ok {
			return errXML
		}
		t := &o.x.tok
		if t.kind == endTag && t.name == end {
			return nil
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "text:p", "text:h":
			err = o.paragraph(t.name, item)
		case "text:list":
			err = o.list(item)
		case "text:section", "text:index-body", "draw:text-box", "text:numbered-paragraph", "text:list-header":
			if t.attribute("display") == "none" {
				o.hidden++
				err = o.x.skip()
			} else {
				err = o.body(t.name, nil)
			}
		case "table:table":
			err = o.table()
		case "text:tracked-changes":
			err = o.changes()
		case "text:table-of-content", "text:alphabetical-index", "text:illustration-index", "text:table-index":
			o.contents++
			err = o.x.skip()
		case "draw:frame", "draw:custom-shape", "draw:g":
			err = o.frame(t.name)
		case "office:forms", "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:soft-page-break":
			err = o.x.skip()
		}
		if err != nil {
			return err
		}
	}
}

// changes counts the tracked deletions; their text stands here and nowhere else.
func (o *odt) changes() error {
	for level := 1; level > 0; {
		ok, err := o.x.next()
		if err != nil || !ok {
			return errXML
		}
		switch t := &o.x.tok; t.kind {
		case startTag:
			level++
			if t.name == "text:deletion" {
				o.deleted++
			}
		case endTag:
			level--
		}
	}
	return nil
}

// frame reads a frame: its text boxes are lines, its pictures are counted.
func (o *odt) frame(end string) error {
	for {
		ok, err := o.x.next()
		if err != nil || !ok {
			return errXML
		}
		t := &o.x.tok
		switch {
		case t.kind == endTag && t.name == end:
			return nil
		case t.kind != startTag:
			continue
		case t.name == "draw:image":
			o.s.images++
			err = o.x.skip()
		case t.name == "draw:text-box":
			err = o.body("draw:text-box", nil)
		case t.name == "text:p":
			err = o.paragraph("text:p", nil)
		case t.name == "text:list":
			err = o.list(nil)
		case t.name == "svg:desc", t.name == "svg:title":
			err = o.x.skip()
		case t.name == end: // a group in a group
			err = o.frame(end)
		}
		if err != nil {
			return err
		}
	}
}

// list reads a list; outer is the item it stands in, nil: none.
func (o *odt) list(outer *odtItem) error {
	t := &o.x.tok
	style := t.attribute("style-name")
	next := &odtItem{}
	switch {
	case outer != nil && outer.count != nil && (style == "" || style == outer.count.style):
		next.count, next.depth = outer.count, outer.depth+1
	case outer != nil && outer.count != nil:
		next.count, next.depth = &odtCount{style: style}, outer.depth+1
	case (t.attribute("continue-numbering") == "true" || t.attribute("continue-list") != "") && o.last[style] != nil:
		next.count = o.last[style]
	default:
		next.count = &odtCount{style: style}
	}
	if o.last == nil {
		o.last = map[string]*odtCount{}
	}
	o.last[style] = next.count
	for {
		ok, err := o.x.next()
		if err != nil || !ok {
			return errXML
		}
		switch {
		case t.kind == endTag && t.name == "text:list":
			return nil
		case t.kind == startTag && t.name == "text:list-item":
			if v := t.attribute("start-value"); v != "" && next.depth < levels {
				next.count.at[next.depth] = max(0, atoi(v, 1)-1)
			}
			next.done = false
			err = o.body("text:list-item", next)
		case t.kind == startTag && t.name == "text:list-header":
			err = o.body("text:list-header", nil)
		}
		if err != nil {
			return err
		}
	}
}

// paragraph reads a paragraph or a heading.
func (o *odt) paragraph(end string, item *odtItem) error {
	t := &o.x.tok
	l := docLine{}
	level := o.outline(t.attribute("style-name"))
	if end == "text:h" {
		level = atoi(t.attribute("outline-level"), 1)
	}
	if level >= 1 && level <= 9 {
		l.line.kind, l.line.level = Heading, level
	}
	var b strings.Builder
	outer := o.out
	var boxes []docLine
	o.out = &boxes
	err := o.inline(end, &b)
	o.out = outer
	if err != nil {
		return err
	}
	label := ""
	if item != nil && item.count != nil && !item.done {
		item.done = true
		label = o.label(item.count, item.depth)
	}
	for i, s := range strings.Split(b.String(), "\n") {
		if strings.Trim(s, " \t\r\u00a0\u3000") == "" {
			continue
		}
		if i == 0 {
			s = label + s
		}
		*o.out = append(*o.out, docLine{s, l.line})
	}
	*o.out = append(*o.out, boxes...)
	return nil
}

// inline reads the characters of a paragraph up to the end of the element.
func (o *odt) inline(end string, b *strings.Builder) error {
	depth := 0
	for {
		ok, err := o.x.next()
		if err != nil || !ok {
			return errXML
		}
		t := &o.x.tok
		if t.kind == charData {
			// Blanks and line ends of the file collapse (ODF 1.2, 6.1.2).
			s := strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(t.text)
			b.WriteString(s)
			continue
		}
		if t.kind == endTag {
			if t.name == end && depth == 0 {
				return nil
			}
			depth--
			continue
		}
		depth++
		switch t.name {
		case "text:s":
			b.WriteString(strings.Repeat(" ", min(max(1, atoi(t.attribute("c"), 1)), 20)))
		case "text:tab":
			b.WriteByte('\t')
		case "text:line-break":
			b.WriteByte('\n')
		case "text:span":
			if o.styles[t.attribute("style-name")].hidden {
				o.hidden++
				depth--
				err = o.x.skip()
			}
		case "text:hidden-text", "text:ruby-text", "office:annotation", "office:annotation-end", "text:change-info":
			depth--
			err = o.x.skip()
		case "text:note":
			depth--
			err = o.note()
		case "draw:frame", "draw:custom-shape", "draw:g":
			depth--
			err = o.frame(t.name)
		}
		if err != nil {
			return err
		}
	}
}

// note remembers a footnote or an endnote.
func (o *odt) note() error {
	outer := o.out
	defer func() { o.out = outer }()
	at := len(o.notes)
	o.notes = append(o.notes, "")
	for {
		ok, err := o.x.next()
		if err != nil || !ok {
			return errXML
		}
		t := &o.x.tok
		switch {
		case t.kind == endTag && t.name == "text:note":
			return nil
		case t.kind == startTag && t.name == "text:note-citation":
			err = o.x.skip()
		case t.kind == startTag && t.name == "text:note-body":
			var lines []docLine
			o.out = &lines
			err = o.body("text:note-body", nil)
			o.notes[at] = joinLines(lines)
		}
		if err != nil {
			return err
		}
	}
}

// table reads a table.
func (o *odt) table() error {
	outer := o.out
	var rows [][]docCell
	err := o.rows(&rows)
	o.out = outer
	if err == nil {
		*o.out = append(*o.out, tableLines(rows, &o.s.tables)...)
	}
	return err
}

func (o *odt) rows(rows *[][]docCell) error {
	for {
		ok, err := o.x.next()
		if err != nil || !ok {
			return errXML
		}
		t := &o.x.tok
		if t.kind == endTag && t.name == "table:table" {
			return nil
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "table:table-row":
			*rows = append(*rows, nil)
		case "table:table-cell":
			c := docCell{columns: min(max(1, atoi(t.attribute("number-columns-repeated"), 1)), maxSpan)}
			o.out = &c.lines
			if err = o.body("table:table-cell", nil); err == nil && len(*rows) > 0 {
				(*rows)[len(*rows)-1] = append((*rows)[len(*rows)-1], c)
			}
		case "table:covered-table-cell":
			if n := len(*rows); n > 0 {
				for range min(max(1, atoi(t.attribute("number-columns-repeated"), 1)), maxSpan) {
					(*rows)[n-1] = append((*rows)[n-1], docCell{columns: 1})
				}
			}
			err = o.x.skip()
		case "table:table-columns", "table:shapes":
			err = o.x.skip()
		}
		if err != nil {
			return err
		}
	}
}
