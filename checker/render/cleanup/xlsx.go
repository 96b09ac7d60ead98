package cleanup

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"docreview/checker/render/internal/ooxml"
)

// A book is a workbook that is written sheet by sheet, row by row: nothing of it
// stays in memory, and the same rows give the same bytes. (excelize keeps all
// sheets in memory when it packs them, and packs them in any order.) All cells hold
// text or numbers; words of a document never become a formula.
type book struct {
	z      *zip.Writer
	title  string
	sheets []sheetInfo
}

type sheetInfo struct {
	name   string
	filter string // range of the filter; "" none
	print  string // range that is printed; "" all
}

// table is what a sheet is before its rows come.
type table struct {
	name    string
	head    []string
	widths  []float64
	choices map[int][]string // column from 0 → what its cells may hold
	filter  bool
	print   int // how many columns are printed; 0: all
}

// Rows and text that Excel takes.
const (
	maxRows  = 1_048_000
	maxCell  = 32_000
	maxLinks = 60_000
)

// zipTime is the time of all parts: outputs do not look at the clock.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func newBook(w io.Writer, title string) *book { return &book{z: zip.NewWriter(w), title: title} }

func (b *book) part(name string) (io.Writer, error) {
	return b.z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime})
}

func (b *book) put(name, xml string) error {
	w, err := b.part(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xmlHead+xml)
	return err
}

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsSheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRel   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsPack  = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// Looks of cells: indexes into cellXfs of the styles part.
const (
	lookPlain = iota
	lookHead
	lookText
	lookLink
	lookGreen
	lookAmber
	lookRed
	lookGrey
	lookTitle
	lookNumber
)

// cell is a value with its look.
type cell struct {
	v    any // string or int
	look int
	link string // address of a file beside the workbook
}

// sheet writes one sheet; rows calls add for every row. What goes beyond the rows
// that the format takes is left out, and the last row says so.
func (b *book) sheet(t table, rows func(add func(cells ...cell) error) error) error {
	n := len(b.sheets) + 1
	w, err := b.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", n))
	if err != nil {
		return err
	}
	s := &sheetWriter{w: bufio.NewWriterSize(w, 1<<16), t: t}
	s.begin()
	if err := rows(s.add); err != nil {
		return err
	}
	info := sheetInfo{name: t.name}
	if t.filter && s.row > 1 {
		info.filter = fmt.Sprintf("A1:%s%d", column(len(t.head)-1), s.row)
	}
	if t.print > 0 {
		info.print = fmt.Sprintf("A1:%s%d", column(t.print-1), max(1, s.row))
	}
	s.end(info.filter)
	if err := s.w.Flush(); err != nil {
		return err
	}
	b.sheets = append(b.sheets, info)
	if len(s.links) == 0 {
		return nil
	}
	var rels strings.Builder
	rels.WriteString(`<Relationships xmlns="` + nsPack + `">`)
	for i, l := range s.links {
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/hyperlink" Target="%s" TargetMode="External"/>`, i+1, nsRel, ooxml.Escape(l.to))
	}
	return b.put(fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", n), rels.String()+"</Relationships>")
}

type sheetWriter struct {
	w     *bufio.Writer
	t     table
	row   int
	left  int // rows beyond the limit
	links []sheetLink
}

type sheetLink struct{ at, to string }

func (s *sheetWriter) begin() {
	s.w.WriteString(xmlHead + `<worksheet xmlns="` + nsSheet + `" xmlns:r="` + nsRel + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`)
	if len(s.t.head) > 0 {
		s.w.WriteString(`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/>`)
	}
	s.w.WriteString(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="16"/><cols>`)
	for i, x := range s.t.widths {
		fmt.Fprintf(s.w, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, x)
	}
	s.w.WriteString(`</cols><sheetData>`)
	if len(s.t.head) > 0 {
		cells := make([]cell, len(s.t.head))
		for i, h := range s.t.head {
			cells[i] = cell{v: h, look: lookHead}
		}
		_ = s.add(cells...)
	}
}

// add writes a row.
func (s *sheetWriter) add(cells ...cell) error {
	if s.row >= maxRows {
		s.left++
		return nil
	}
	s.row++
	fmt.Fprintf(s.w, `<row r="%d" ht="%d" customHeight="1">`, s.row, s.height(cells))
	for i, c := range cells {
		s.cell(column(i)+strconv.Itoa(s.row), c)
	}
	_, err := s.w.WriteString("</row>")
	return err
}

func (s *sheetWriter) cell(at string, c cell) {
	if c.link != "" && len(s.links) < maxLinks {
		s.links = append(s.links, sheetLink{at, c.link})
		c.look = lookLink
	}
	switch v := c.v.(type) {
	case int:
		fmt.Fprintf(s.w, `<c r="%s" s="%d"><v>%d</v></c>`, at, c.look, v)
	case string:
		if v == "" {
			fmt.Fprintf(s.w, `<c r="%s" s="%d"/>`, at, c.look)
			return
		}
		fmt.Fprintf(s.w, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, c.look, ooxml.Escape(fit(v)))
	}
}

// fit cuts what a cell does not take.
func fit(s string) string {
	if len(s) <= maxCell { // code points are no more than bytes
		return s
	}
	n := 0
	for i := range s {
		if n++; n > maxCell-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// height estimates the points that the wrapped words of a row need: not every
// program finds it by itself.
func (s *sheetWriter) height(cells []cell) int {
	const line, most = 15, 16
	lines := 1
	for i, c := range cells {
		v, ok := c.v.(string)
		if !ok || i >= len(s.t.widths) {
			continue
		}
		n := 0
		for part := range strings.SplitSeq(v, "\n") {
			wide := len(part) - utf8.RuneCountInString(part) // a Han character has three bytes and two columns
			n += 1 + (utf8.RuneCountInString(part)+wide/2)/max(int(s.t.widths[i]*0.95), 1)
			if n > most {
				break
			}
		}
		lines = max(lines, min(n, most))
	}
	return line*lines + 3
}

func (s *sheetWriter) end(filter string) {
	if s.left > 0 {
		s.row++
		fmt.Fprintf(s.w, `<row r="%d">`, s.row)
		s.cell("A"+strconv.Itoa(s.row), cell{v: fmt.Sprintf("还有 %d 行，表格放不下，见 %s。", s.left, LinesName), look: lookText})
		s.w.WriteString("</row>")
	}
	s.w.WriteString("</sheetData>")
	if filter != "" {
		s.w.WriteString(`<autoFilter ref="` + filter + `"/>`)
	}
	if s.row > 1 && len(s.t.choices) > 0 {
		var b strings.Builder
		n := 0
		for i := range s.t.head {
			list := s.t.choices[i]
			if list == nil {
				continue
			}
			n++
			fmt.Fprintf(&b, `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="%s2:%s%d"><formula1>"%s"</formula1></dataValidation>`,
				column(i), column(i), s.row, ooxml.Escape(strings.Join(list, ",")))
		}
		fmt.Fprintf(s.w, `<dataValidations count="%d">%s</dataValidations>`, n, b.String())
	}
	if len(s.links) > 0 {
		s.w.WriteString("<hyperlinks>")
		for i, l := range s.links {
			fmt.Fprintf(s.w, `<hyperlink ref="%s" r:id="rId%d"/>`, l.at, i+1)
		}
		s.w.WriteString("</hyperlinks>")
	}
	s.w.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>`)
}

// column names a column: 0 is A.
func column(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// close writes what holds the sheets together.
func (b *book) close() error {
	var sheets, names, rels, types strings.Builder
	for i, s := range b.sheets {
		quoted := "'" + strings.ReplaceAll(ooxml.Escape(s.name), "'", "''") + "'"
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, ooxml.Escape(s.name), i+1, i+1)
		if s.print != "" {
			fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Area" localSheetId="%d">%s!%s</definedName>`, i, quoted, absoluteRange(s.print))
		}
		if s.filter != "" {
			fmt.Fprintf(&names, `<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">%s!%s</definedName>`, i, quoted, absoluteRange(s.filter))
			fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">%s!$1:$1</definedName>`, i, quoted)
		}
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, nsRel, i+1)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
	}
	defined := ""
	if names.Len() > 0 {
		defined = "<definedNames>" + names.String() + "</definedNames>"
	}
	n := len(b.sheets) + 1
	for _, p := range []struct{ name, xml string }{
		{"xl/workbook.xml", `<workbook xmlns="` + nsSheet + `" xmlns:r="` + nsRel + `"><bookViews><workbookView activeTab="0"/></bookViews><sheets>` + sheets.String() + `</sheets>` + defined + `</workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + nsPack + `">` + rels.String() + fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, n, nsRel)},
		{"xl/styles.xml", styles},
		{"docProps/core.xml", `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + ooxml.Escape(b.title) + `</dc:title><dc:creator>docreview</dc:creator></cp:coreProperties>`},
		{"_rels/.rels", `<Relationships xmlns="` + nsPack + `"><Relationship Id="rId1" Type="` + nsRel + `/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + types.String() + `</Types>`},
	} {
		if err := b.put(p.name, p.xml); err != nil {
			return err
		}
	}
	return b.z.Close()
}

// absoluteRange writes A1:H9 as $A$1:$H$9.
func absoluteRange(s string) string {
	from, to, _ := strings.Cut(s, ":")
	fix := func(c string) string {
		i := strings.IndexAny(c, "0123456789")
		return "$" + c[:i] + "$" + c[i:]
	}
	return fix(from) + ":" + fix(to)
}

// styles of the cells, in the order of the looks.
const styles = `<styleSheet xmlns="` + nsSheet + `"><fonts count="4">` +
	`<font><sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font>` +
	`<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="宋体"/><family val="3"/><charset val="134"/></font>` +
	`<font><u/><sz val="11"/><color rgb="FF1F4E9E"/><name val="宋体"/><family val="3"/><charset val="134"/></font>` +
	`<font><b/><sz val="14"/><name val="宋体"/><family val="3"/><charset val="134"/></font></fonts>` +
	`<fills count="7"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FF34495E"/></patternFill></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFE3F1E5"/></patternFill></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFFDF1D6"/></patternFill></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFF9E0DE"/></patternFill></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFE9EBEE"/></patternFill></fill></fills>` +
	`<borders count="2"><border/><border><left style="thin"><color rgb="FFC8CDD3"/></left><right style="thin"><color rgb="FFC8CDD3"/></right><top style="thin"><color rgb="FFC8CDD3"/></top><bottom style="thin"><color rgb="FFC8CDD3"/></bottom></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="10">` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="2" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="3" borderId="1" xfId="0" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="4" borderId="1" xfId="0" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="5" borderId="1" xfId="0" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="6" borderId="1" xfId="0" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf numFmtId="0" fontId="3" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="center"/></xf>` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="top"/></xf>` +
	`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
