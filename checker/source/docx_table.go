package source

import (
	"strings"
	"unicode/utf8"
)

// docCell is a cell of a table: its lines, the columns it covers, and whether it
// goes on from the row above.
type docCell struct {
	lines     []docLine
	columns   int
	continued bool
}

// table reads one w:tbl. A table of one column only frames its text and is
// written as paragraphs.
func (d *docx) table() error {
	outer := d.out
	var rows [][]docCell
	err := d.rows(&rows)
	d.out = outer
	if err != nil {
		return err
	}
	*d.out = append(*d.out, tableLines(rows, &d.tables)...)
	return nil
}

// tableLines gives the lines of a table, or those of its cells where it only
// frames them; tables counts.
func tableLines(rows [][]docCell, tables *int) (out []docLine) {
	if !isFrame(rows) {
		return rowLines(rows, tables)
	}
	for _, r := range rows {
		for _, c := range r {
			out = append(out, c.lines...)
		}
	}
	return out
}

// rowLines gives one line a row.
func rowLines(rows [][]docCell, tables *int) (out []docLine) {
	*tables++
	for _, r := range rows {
		var fields []string
		for _, c := range r {
			text := ""
			if !c.continued {
				text = joinLines(c.lines)
			}
			fields = append(fields, text)
			for i := 1; i < c.columns; i++ {
				fields = append(fields, "")
			}
		}
		if s := strings.TrimRight(strings.Join(fields, "\t"), "\t"); strings.TrimSpace(s) != "" {
			out = append(out, docLine{s, line{kind: TableRow, table: *tables}})
		}
	}
	return out
}

// isFrame reports whether a table only arranges text: no row has two cells with
// text, or one cell with several paragraphs holds most of it.
func isFrame(rows [][]docCell) bool {
	widest, total, most, paragraphs := 0, 0, 0, 0
	for _, r := range rows {
		filled := 0
		for _, c := range r {
			n := 0
			for _, l := range c.lines {
				n += utf8.RuneCountInString(l.text)
			}
			if n > 0 {
				filled++
			}
			total += n
			if n > most {
				most, paragraphs = n, len(c.lines)
			}
		}
		widest = max(widest, filled)
	}
	return widest <= 1 || most > 500 && most*10 >= total*7 && paragraphs >= 4
}

// rows reads the rows up to the end of the table.
func (d *docx) rows(rows *[][]docCell) error {
	deleted := false
	for {
		ok, err := d.x.next()
		if err != nil || !ok {
			return errXML
		}
		t := &d.x.tok
		if t.kind == endTag {
			switch t.name {
			case "w:tbl":
				return nil
			case "w:tr":
				if n := len(*rows); deleted && n > 0 {
					*rows = (*rows)[:n-1]
					d.deleted++
				}
			}
			continue
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "w:tr":
			*rows = append(*rows, nil)
			deleted = false
		case "w:trPr":
			deleted, err = d.rowDeleted()
		case "w:tc":
			var c docCell
			if c, err = d.cell(); err == nil && len(*rows) > 0 {
				(*rows)[len(*rows)-1] = append((*rows)[len(*rows)-1], c)
			}
		case "w:tblPr", "w:tblGrid", "w:sdtPr", "w:sdtEndPr":
			err = d.x.skip()
		}
		if err != nil {
			return err
		}
	}
}

// rowDeleted reads w:trPr and reports whether the row was deleted.
func (d *docx) rowDeleted() (deleted bool, err error) {
	for {
		ok, err := d.x.next()
		if err != nil || !ok {
			return false, errXML
		}
		t := &d.x.tok
		if t.kind == endTag && t.name == "w:trPr" {
			return deleted, nil
		}
		if t.kind == startTag && t.name == "w:del" {
			deleted = true
		}
	}
}

// cell reads one w:tc.
func (d *docx) cell() (c docCell, err error) {
	c.columns = 1
	d.out = &c.lines
	for {
		ok, err := d.x.next()
		if err != nil || !ok {
			return c, errXML
		}
		t := &d.x.tok
		if t.kind == endTag && t.name == "w:tc" {
			return c, nil
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "w:gridSpan":
			c.columns = max(1, min(atoi(t.attribute("val"), 1), maxSpan))
		case "w:vMerge":
			c.continued = t.attribute("val") != "restart"
		case "w:p":
			err = d.paragraph()
		case "w:tbl":
			err = d.table()
			d.out = &c.lines
		case "w:tcPrChange", "w:sdtPr", "w:sdtEndPr", "mc:Fallback", "w:del", "w:moveFrom":
			err = d.x.skip()
		}
		if err != nil {
			return c, err
		}
	}
}
