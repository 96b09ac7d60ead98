package render_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"docreview/checker"
	"docreview/checker/render"
	"docreview/corpus/law"
)

// Links lead to the document, to the outcome of the same rule for the same file,
// and to the citation that a finding marks; the table can be filtered still.
func TestXLSXLinks(t *testing.T) {
	second := report()
	second.File = "另一份.txt"
	f := &second.Findings[1] // about the first citation
	second.Citations[0].Start, second.Citations[0].End = f.Start-1, f.End
	second.Citations = append([]checker.CitationInfo{{Text: "本法", Form: "self", Start: f.Start, End: f.End}}, second.Citations...)
	second.Citations = append(second.Citations, checker.CitationInfo{Text: "空", Form: "full", Standing: law.NotHeld})
	link := func(file string) string {
		if file == "另一份.txt" {
			return "../a/%E5%8F%A6.txt"
		}
		return ""
	}
	out := renderTo(t, "xlsx", render.Options{Link: link}, batch(report(), second))
	sound(t, out)
	x, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := x.GetRows("问题")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for n, row := range rows[1:] {
		cell := func(column string) string { return fmt.Sprintf("%s%d", column, n+2) }
		ok, to, err := x.GetCellHyperLink("问题", cell("A"))
		if err != nil || ok != (row[0] == "另一份.txt") || ok && to != "../a/%E5%8F%A6.txt" {
			t.Errorf("%s: %t %q %v", cell("A"), ok, to, err)
		}
		for column, want := range map[string]func(sheet string, at int) bool{
			"C": func(sheet string, at int) bool {
				got, err := x.GetRows(sheet)
				return err == nil && sheet == "检查结果" && got[at-1][0] == row[0] && got[at-1][1] == row[2]
			},
			"I": func(sheet string, at int) bool {
				got, err := x.GetRows(sheet)
				return err == nil && sheet == "引用" && got[at-1][0] == row[0] && strings.Contains(got[at-1][10], row[8])
			},
		} {
			ok, to, err := x.GetCellHyperLink("问题", cell(column))
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				continue
			}
			seen[column+row[0]]++
			var sheet string
			var at int
			s, place, _ := strings.Cut(to, "!")
			sheet = strings.Trim(s, "'")
			if _, err := fmt.Sscanf(place, "B%d", &at); err != nil || !want(sheet, at) {
				t.Errorf("%s (%s %s) leads to %s", cell(column), row[0], row[2], to)
			}
		}
	}
	for what, want := range map[string]int{"C另一份.txt": 2, "I另一份.txt": 1} {
		if seen[what] < want {
			t.Errorf("%s: %d links, want %d: %v", what, seen[what], want, seen)
		}
	}
	if strings.Contains(part(t, out, "xl/worksheets/sheet1.xml"), "xmlns:relationships") {
		t.Error("links have a prefix of their own")
	}
	if !strings.Contains(part(t, out, "xl/worksheets/sheet1.xml"), `<autoFilter ref="$A$1:$N$11"`) {
		t.Error("the findings have no filter over all rows")
	}
}
