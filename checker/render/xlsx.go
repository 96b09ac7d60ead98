package render

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"docreview/checker"
	"docreview/checker/render/internal/ooxml"
)

// xlsxRenderer writes a workbook to sort and filter: findings, citations, every
// rule's outcome and what was not checked, each on a sheet of its own. All cells
// hold text or numbers; words of a document never become a formula.
type xlsxRenderer struct{ Options }

// sheet is a table before it is written. Cells are strings or ints.
type sheet struct {
	name   string
	head   []string
	widths []float64
	rows   [][]any
	fill   []string        // colour of each row, "" none
	links  map[[2]int]link // by row and column, from 0, the head not counted
}

// link leads from a cell to a file (relative to the workbook) or to a cell of
// another sheet.
type link struct {
	to       string
	external bool
}

// maxLinks bounds the links of a sheet: the library takes time with their square,
// and Excel takes 65,530.
const maxLinks = 8000

// lead puts a link onto a cell of the last row.
func (s *sheet) lead(column int, to string, external bool) {
	if to == "" || len(s.links) >= maxLinks {
		return
	}
	if s.links == nil {
		s.links = map[[2]int]link{}
	}
	s.links[[2]int{len(s.rows) - 1, column}] = link{to, external}
}

// last is the place of a cell in the last row, for links.
func (s *sheet) last(column string) string {
	return fmt.Sprintf("'%s'!%s%d", s.name, column, len(s.rows)+1)
}

// Render writes the workbook.
func (x xlsxRenderer) Render(w io.Writer, b *Batch) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDocProps(&excelize.DocProperties{Creator: b.Tool.Name, Title: "合法性审核问题清单", Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"}); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	sheets := xlsxSheets(b, slices.Collect(b.Reports), x.Link)
	for i, s := range sheets {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", s.name); err != nil {
				return fmt.Errorf("xlsx: %w", err)
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			return fmt.Errorf("xlsx: %w", err)
		}
		if err := writeSheet(f, s); err != nil {
			return fmt.Errorf("xlsx sheet %s: %w", s.name, err)
		}
	}
	f.SetActiveSheet(0)
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	parts, err := ooxml.Read(buf.Bytes(), 1<<30)
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	for i := range parts {
		if strings.HasPrefix(parts[i].Name, "xl/worksheets/sheet") {
			parts[i].Data = plainLinks(parts[i].Data)
		}
	}
	return ooxml.Settle(w, parts) // the library packs its parts in any order
}

// plainLinks writes the references of links with the prefix that the sheet
// declares: the library declares one of its own on each, which not every program
// reads.
func plainLinks(xml []byte) []byte {
	before, links, ok := bytes.Cut(xml, []byte("<hyperlinks>"))
	space := strings.TrimSuffix(ooxml.RelOffice, "/")
	if !ok || !bytes.Contains(before[:min(len(before), 4096)], []byte(` xmlns:r="`+space+`"`)) {
		return xml
	}
	own := []byte(` xmlns:relationships="` + space + `" relationships:id=`)
	return slices.Concat(before, []byte("<hyperlinks>"), bytes.ReplaceAll(links, own, []byte(" r:id=")))
}

// xlsxSheets makes the tables. A file leads to the document, a rule to its row
// among the results, a finding about a citation to that.
func xlsxSheets(b *Batch, reports []*checker.Report, toFile func(file string) string) []sheet {
	found := sheet{name: "问题",
		head:   []string{"文件", "级别", "规则", "问题类型", "规则名称", "位置", "行", "列", "原文", "问题", "建议", "依据", "已说明理由", "编号"},
		widths: []float64{24, 7, 11, 12, 24, 16, 6, 6, 40, 44, 36, 44, 20, 24}}
	cited := sheet{name: "引用",
		head:   []string{"文件", "名称", "文号", "效力", "含义", "条款", "行", "列", "引用方式", "说明", "原文"},
		widths: []float64{24, 44, 18, 20, 16, 14, 6, 6, 10, 40, 44}}
	results := sheet{name: "检查结果",
		head:   []string{"文件", "规则", "规则名称", "结果", "含义", "原因"},
		widths: []float64{24, 11, 44, 10, 34, 60}}
	open := sheet{name: "未检查",
		head:   []string{"文件", "种类", "内容", "原因"},
		widths: []float64{24, 14, 60, 60}}
	for _, r := range reports {
		file, uri := clean(r.File), ""
		if toFile != nil {
			uri = toFile(r.File)
		}
		if r.Verdict == "unreadable" {
			open.add("FFE3E5E8", file, "整个文件", "没有经过任何检查", clean(verdictWords(r)))
			continue
		}
		citedAt, resultAt := map[int]string{}, map[string]string{}
		for i, c := range r.Citations {
			if c.Form == "self" || c.Form == "prior" {
				continue
			}
			name, means := standingWords(c.Standing)
			e := &entry{first: c}
			if n := articleNote(c); n != "" {
				e.notes = []string{n}
			}
			cited.add("", file, clean(joinFirst(c.Title, c.Text)), clean(c.Number), name, means, c.At.String(), c.Line, c.Column, useNames[c.Use], clean(e.facts()), clean(c.Text))
			cited.lead(0, uri, true)
			citedAt[i] = cited.last("B")
		}
		for _, o := range outcomes {
			for _, x := range r.Results {
				if x.Outcome != o.is {
					continue
				}
				colour := ""
				if o.is == checker.Failed || o.is == checker.CannotTell {
					colour = "FFE3E5E8"
					open.add("", file, o.name, joinKnown(" ", x.RuleID, clean(b.title(x.RuleID))), clean(x.Reason))
				}
				results.add(colour, file, x.RuleID, clean(b.title(x.RuleID)), o.name, o.means, clean(x.Reason))
				results.lead(0, uri, true)
				resultAt[x.RuleID] = results.last("B")
			}
		}
		for _, f := range r.Findings {
			colour := map[checker.Severity]string{checker.Error: "FFFBDEDB", checker.Warning: "FFFCF1D4"}[f.Severity]
			accepted := ""
			if s := f.Suppressed; s != nil {
				colour = "FFE3E5E8"
				accepted = joinFirst(clean(joinKnown("　", s.Reason, label("确认人：", s.Person), label("至：", s.Until))), "是")
			}
			var bases []string
			for _, x := range f.Basis {
				bases = append(bases, clean(basis(x)))
			}
			found.add(colour, file, severityName[f.Severity], f.RuleID, groupName(group(f.RuleID)), clean(b.title(f.RuleID)),
				joinFirst(clean(f.At), placeWords("", 0, 0)), f.Line, f.Column, clean(f.Quote), clean(f.Message), clean(f.Suggestion), strings.Join(bases, "\n"), accepted, f.ID)
			found.lead(0, uri, true)
			found.lead(2, resultAt[f.RuleID], false)
			if i := citationOf(r, f); i >= 0 {
				found.lead(8, citedAt[i], false)
			}
		}
		words, _ := openCitations(r)
		for _, s := range words {
			open.add("", file, "引用", s, "法规库没有答案")
		}
		for _, s := range scopeWords(r.ReviewScope) {
			open.add("", file, "内容", s, "没有检查")
		}
	}
	return []sheet{found, cited, results, open}
}

// citationOf gives the citation that a finding is about, or -1: the one whose
// words it marks, for rules on citations the first that it touches.
func citationOf(r *checker.Report, f checker.Finding) int {
	if f.End <= f.Start {
		return -1
	}
	touched := -1
	for i, c := range r.Citations {
		switch {
		case c.End <= c.Start, c.Form == "self", c.Form == "prior", c.End <= f.Start, c.Start >= f.End:
		case c.Start <= f.Start && f.End <= c.End:
			return i
		case touched < 0 && group(f.RuleID) == "CITE":
			touched = i
		}
	}
	return touched
}

// useNames says what a text does with a citation.
var useNames = map[string]string{"basis": "制定依据", "applied": "适用", "repeals": "废止", "issues": "印发", "history": "沿革", "named": "仅提及", "other": ""}

func (s *sheet) add(colour string, cells ...any) {
	s.rows, s.fill = append(s.rows, cells), append(s.fill, colour)
}

// maxCell is what Excel takes in one cell, in UTF-16 units.
const maxCell = 32767

func writeSheet(f *excelize.File, s sheet) error {
	border := []excelize.Border{{Type: "bottom", Color: "D5D8DD", Style: 1}, {Type: "right", Color: "E3E5E8", Style: 1}}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: border,
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E9F0F8"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	if err != nil {
		return err
	}
	type look struct {
		colour string
		link   bool
	}
	styles := map[look]int{}
	style := func(colour string, link bool) (int, error) {
		if id, ok := styles[look{colour, link}]; ok {
			return id, nil
		}
		st := &excelize.Style{Border: border, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}
		if colour != "" {
			st.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour[2:]}}
		}
		if link {
			st.Font = &excelize.Font{Family: "Calibri", Size: 11, Color: "0563C1", Underline: "single"}
		}
		id, err := f.NewStyle(st)
		styles[look{colour, link}] = id
		return id, err
	}
	// What frames the rows must stand before the stream begins.
	last, err := excelize.CoordinatesToCellName(len(s.head), max(len(s.rows)+1, 2))
	if err != nil {
		return err
	}
	if err := f.AutoFilter(s.name, "A1:"+last, nil); err != nil {
		return err
	}
	size, landscape, fit := 9, "landscape", 0
	if err := f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToHeight: &fit}); err != nil {
		return err
	}
	yes := true
	if err := f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	for n := range s.rows { // in order: the bytes must not depend on a map's
		for i := range s.head {
			l, ok := s.links[[2]int{n, i}]
			if !ok {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(i+1, n+2)
			if err != nil {
				return err
			}
			kind := "Location"
			if l.external {
				kind = "External"
			}
			if err := f.SetCellHyperLink(s.name, cell, l.to, kind); err != nil {
				return err
			}
		}
	}
	sw, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, width := range s.widths {
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomLeft"}}}); err != nil {
		return err
	}
	cells := make([]any, len(s.head))
	for i, h := range s.head {
		cells[i] = excelize.Cell{StyleID: head, Value: h}
	}
	if err := sw.SetRow("A1", cells); err != nil {
		return err
	}
	for n, row := range s.rows {
		for i, v := range row {
			_, linked := s.links[[2]int{n, i}]
			id, err := style(s.fill[n], linked)
			if err != nil {
				return err
			}
			if words, ok := v.(string); ok && len(words) > maxCell/2 {
				v = shorten(words, maxCell/2)
			}
			if v == 0 { // no line: an empty cell, not a zero
				v = nil
			}
			cells[i] = excelize.Cell{StyleID: id, Value: v}
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", n+2), cells, excelize.RowOpts{Height: rowHeight(row, s.widths)}); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// rowHeight estimates the height in points that the wrapped words of a row
// need; not every program finds it by itself.
func rowHeight(row []any, widths []float64) float64 {
	const line, most = 15.0, 14
	lines := 1
	for i, v := range row {
		words, ok := v.(string)
		if !ok {
			continue
		}
		n := 0
		for _, part := range strings.Split(words, "\n") {
			n += 1 + width(part)/max(int(widths[i]*0.95), 1)
		}
		lines = max(lines, min(n, most))
	}
	return line * float64(lines)
}
