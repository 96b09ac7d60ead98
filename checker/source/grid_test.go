package source

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
)

// TestWorkbooks: the same table reads the same from .xlsx, .xls and .et as
// LibreOffice writes them, and a place tells the cell.
func TestWorkbooks(t *testing.T) {
	want := "公开征求意见采纳情况表\n序号\t意见内容\t提出人\t日期\t是否采纳\n1\t建议把第五条中的期限改为三十日\t云岭市某公司\t2024年5月1日\t采纳\n2\t收费标准过高，建议降低\t张某\t2024年5月3日\t部分采纳\n3\t建议删去第七条\t\t2024/5/4\t未采纳\n\t合计\t\t3.5"
	for _, ext := range []string{"xlsx", "xls", "et"} {
		data, err := os.ReadFile("../../testdata/formats/opinions." + ext)
		if err != nil {
			t.Fatal(err)
		}
		x := mustRead(t, "opinions."+ext, string(data))
		if got := strings.ReplaceAll(x.Norm, "， 建议", "，建议"); got != want {
			t.Errorf("%s: got %q\nwant %q", ext, got, want)
		}
		at := strings.Index(x.Norm, "张某")
		if got := x.Place(Span{at, at + 6}); got != "工作表“t”C4" && got != "工作表“Sheet1”C4" {
			t.Errorf("%s: place %q", ext, got)
		}
		checkText(t, x)
	}
}

func xlsxOf(t testing.TB, sheet string, more ...string) []byte {
	return zipped(t, append([]string{"[Content_Types].xml", "<Types/>",
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="甲" r:id="1"/><sheet name="乙" state="hidden" r:id="2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="1" Type="x/worksheet" Target="worksheets/a.xml"/><Relationship Id="2" Type="x/worksheet" Target="/xl/worksheets/b.xml"/><Relationship Id="3" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="4" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/a.xml", sheet, "xl/worksheets/b.xml", "<worksheet/>"}, more...)...)
}

func TestXLSX(t *testing.T) {
	shared := []string{"xl/sharedStrings.xml", `<sst><si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space="preserve"> 丙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="0.00&quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`}
	x := mustRead(t, "x", string(xlsxOf(t, `<worksheet><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="s"><v>1</v></c></row><row r="3" hidden="1"><c r="A3"><v>9</v></c></row><row r="4"><c r="A4" s="1"><v>45413</v></c><c r="B4" s="2"><v>45413.5</v></c><c s="3"><v>2.5</v></c><c t="inlineStr"><is><t>行内</t></is></c><c t="b"><v>1</v></c><c t="str"><f>A&amp;B</f><v>结果</v></c><c r="IZ4"><v>1</v></c></row></sheetData></worksheet>`, shared...)))
	if want := "\t甲\t\t乙丙\n2024年5月1日\t2024年5月1日12:00\t2.5\t行内\t是\t结果"; x.Norm != want || x.Format != "xlsx" {
		t.Errorf("%s: got %q, want %q", x.Format, x.Norm, want)
	}
	if notes := strings.Join(x.Notes, "；"); !strings.Contains(notes, "工作表 1 个") || !strings.Contains(notes, "隐藏的行 1 行") || !strings.Contains(notes, "有 1 个单元格") {
		t.Errorf("notes %q", notes)
	}
	checkText(t, x)
	for name, tt := range map[string]struct {
		data []byte
		kind string
	}{
		"no such string": {xlsxOf(t, `<worksheet><row><c t="s"><v>7</v></c></row></worksheet>`, shared...), "truncated"},
		"cut off":        {xlsxOf(t, `<worksheet><row><c t="s"><v>0</v></c>`, shared...), "truncated"},
		"empty":          {xlsxOf(t, `<worksheet/>`), "empty"},
	} {
		var u *Unreadable
		if _, err := Read("x", bytes.NewReader(tt.data), 0); !errors.As(err, &u) || u.Kind != tt.kind {
			t.Errorf("%s: %+v, want %s", name, err, tt.kind)
		}
	}
}

func TestDateFormats(t *testing.T) {
	for code, want := range map[string]bool{"yyyy/m/d": true, "[Red]0.00": false, `0"day"`: false, "General": false, `yyyy"年"m"月"`: true, "[$-804]d": true, "@": false, `\d0`: false} {
		if isDateFormat(200, code) != want {
			t.Errorf("%q: %t", code, !want)
		}
	}
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(n); got != want {
			t.Errorf("column %d is %s, want %s", n, got, want)
		}
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(`<worksheet><row r="2"><c r="B2" t="s"><v>0</v></c><c s="1"><v>45413</v></c></row></worksheet>`, `<sst><si><t>甲</t></si></sst>`, `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Fuzz(func(t *testing.T, sheet, shared, styles string) {
		if len(sheet)+len(shared)+len(styles) > 1<<17 {
			t.Skip()
		}
		fuzzRead(t, stored(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", `<workbook><sheet name="甲" r:id="1"/></workbook>`,
			"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="1" Type="x/worksheet" Target="a.xml"/><Relationship Id="3" Type="x/sharedStrings" Target="b.xml"/><Relationship Id="4" Type="x/styles" Target="c.xml"/></Relationships>`,
			"xl/a.xml", sheet, "xl/b.xml", shared, "xl/c.xml", styles))
	})
}

func FuzzXLS(f *testing.F) { fuzzBytes(f, nil, ".xls", ".et") }

// FuzzXLSStream changes the stream of a workbook and leaves its container alone.
func FuzzXLSStream(f *testing.F) {
	data, err := os.ReadFile("../../testdata/formats/opinions.xls")
	if err != nil {
		f.Fatal(err)
	}
	c, err := openCompound(data)
	if err != nil {
		f.Fatal(err)
	}
	book, err := c.stream("Workbook")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(book)
	f.Fuzz(func(t *testing.T, book []byte) {
		if len(book) > 1<<17 {
			t.Skip()
		}
		x, err := extractXLS(compoundOf(map[string][]byte{"Workbook": book}))
		if err == nil && len(x.lines) > 0 {
			if text, err := x.finish("xls"); err == nil && len(text.Blocks) > 0 {
				checkText(t, text)
			}
		}
	})
}
