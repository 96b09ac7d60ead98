package ooxml

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed word/styles.xml
var wordStyles []byte

//go:embed word/fontTable.xml
var wordFonts []byte

//go:embed word/settings.xml
var wordSettings []byte

// Namespaces and types of the parts that we write.
const (
	NSWord          = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	NSRelationships = "http://schemas.openxmlformats.org/package/2006/relationships"
	RelOffice       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	TypeWord        = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	header          = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// Paragraph styles of a Word document, laid out after GB/T 9704: A4, 22 lines of
// 28 characters.
const (
	StyleTitle    = "Title"
	StyleBody     = "Body"
	StyleNormal   = "Normal"
	StyleHeading1 = "Heading1"
	StyleHeading2 = "Heading2"
	StyleHeading3 = "Heading3"
	StyleSign     = "Sign"
	StyleNote     = "Note"
	StyleQuote    = "Quote"
	StylePlain    = "Plain"
	styleCell     = "Cell"
	styleCellHead = "CellHead"
)

// textWidth is the width of the type area, 156 mm in twentieths of a point.
const textWidth = 8844

// Word is a Word document that is written from its beginning to its end. The
// zero Word is empty and ready.
type Word struct {
	Title, Creator string

	body      strings.Builder
	bookmarks int
}

// Run is text with one look.
type Run struct {
	Text  string
	Bold  bool
	Break bool // a line ends before it
}

// Paragraph adds a paragraph. bookmark names it for programs; "" does not.
func (d *Word) Paragraph(style, bookmark string, runs ...Run) {
	d.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	d.mark(bookmark, func() {
		for _, r := range runs {
			if r.Break {
				d.body.WriteString("<w:r><w:br/></w:r>")
			}
			d.body.WriteString(RunXML(r.Text, r.bold()))
		}
	})
	d.body.WriteString("</w:p>")
}

func (r Run) bold() string {
	if r.Bold {
		return "<w:rPr><w:b/><w:bCs/></w:rPr>"
	}
	return ""
}

// RunXML writes one run; properties is a w:rPr element or "". Tabs become tabs.
func RunXML(text, properties string) string {
	var b strings.Builder
	b.WriteString("<w:r>" + properties)
	for i, part := range strings.Split(text, "\t") {
		if i > 0 {
			b.WriteString("<w:tab/>")
		}
		if part != "" {
			b.WriteString(`<w:t xml:space="preserve">` + Escape(part) + "</w:t>")
		}
	}
	b.WriteString("</w:r>")
	return b.String()
}

// mark puts what write writes into a bookmark.
func (d *Word) mark(name string, write func()) {
	if name == "" {
		write()
		return
	}
	d.bookmarks++
	fmt.Fprintf(&d.body, `<w:bookmarkStart w:id="%d" w:name="%s"/>`, d.bookmarks, bookmarkName(name))
	write()
	fmt.Fprintf(&d.body, `<w:bookmarkEnd w:id="%d"/>`, d.bookmarks)
}

// bookmarkName makes a name that Word takes: letters, digits and _, at most 40,
// a letter first.
func bookmarkName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, s)
	if s[0] < 'A' {
		s = "_" + s
	}
	return s[:min(len(s), 40)]
}

// PageBreak begins a new page.
func (d *Word) PageBreak() { d.body.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`) }

// Table adds a table over the whole line. Widths are shares; bookmarks[i] names
// row i and may be missing.
func (d *Word) Table(widths []int, head []string, rows [][]string, bookmarks []string) {
	sum := 0
	for _, w := range widths {
		sum += w
	}
	cols := make([]int, len(widths))
	for i, w := range widths {
		cols[i] = textWidth * w / sum
	}
	b := &d.body
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, textWidth)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, c := range cols {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, c)
	}
	b.WriteString("</w:tblGrid>")
	row := func(properties, style, bookmark string, cells []string) {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/>" + properties + "</w:trPr>")
		for i, c := range cells {
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, cols[i])
			name := ""
			if i == 0 {
				name = bookmark
			}
			d.Paragraph(style, name, Run{Text: c})
			b.WriteString("</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	row("<w:tblHeader/>", styleCellHead, "", head)
	for i, r := range rows {
		name := ""
		if i < len(bookmarks) {
			name = bookmarks[i]
		}
		row("", styleCell, name, r)
	}
	b.WriteString(`</w:tbl><w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>`)
}

// Parts gives the finished package.
func (d *Word) Parts() []Part {
	types := header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
	rels := header + `<Relationships xmlns="` + NSRelationships + `">`
	parts := []Part{
		{"word/document.xml", []byte(header + `<w:document xmlns:w="` + NSWord + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>` + d.body.String() + section + `</w:body></w:document>`)},
		{"word/styles.xml", wordStyles}, {"word/fontTable.xml", wordFonts}, {"word/settings.xml", wordSettings},
		{"word/footer1.xml", footer("right", "rightChars")}, {"word/footer2.xml", footer("left", "leftChars")},
	}
	for i, kind := range []string{"document.main", "styles", "fontTable", "settings", "footer", "footer"} {
		types += `<Override PartName="/` + parts[i].Name + `" ContentType="` + TypeWord + kind + `+xml"/>`
		if i > 0 {
			rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s%s" Target="%s"/>`, i, RelOffice, kind, strings.TrimPrefix(parts[i].Name, "word/"))
		}
	}
	types += `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + "</Types>"
	root := header + `<Relationships xmlns="` + NSRelationships + `"><Relationship Id="rId1" Type="` + RelOffice + `officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
	core := header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + Escape(d.Title) + `</dc:title><dc:creator>` + Escape(d.Creator) + `</dc:creator></cp:coreProperties>`
	out := []Part{{ContentTypes, []byte(types)}, {"_rels/.rels", []byte(root)}}
	out = append(out, parts...)
	return append(out, Part{"word/_rels/document.xml.rels", []byte(rels + "</Relationships>")}, Part{"docProps/core.xml", []byte(core)})
}

// section lays out the page: A4, margins 37, 26, 35 and 28 mm, 22 lines of 28
// characters (GB/T 9704 5.2, 5.3).
const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304" w:gutter="0"/><w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>`

// footer is the page number between dashes, one character from the outer edge.
func footer(side, indent string) []byte {
	field := `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	return []byte(header + `<w:ftr xmlns:w="` + NSWord + `"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:` + indent + `="100" w:` + side + `="280"/><w:jc w:val="` + side + `"/></w:pPr>` +
		RunXML("— ", "") + field + RunXML(" —", "") + `</w:p></w:ftr>`)
}
