package source

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// printed writes text at a place in a size, in the encoding of the font G.
func printed(x, y, size float64, text string) string {
	return fmt.Sprintf("BT /G %g Tf %g %g Td <%x> Tj ET\n", size, x, y, encode(simplifiedchinese.GBK, text))
}

// pdfOf makes a file of pages of the given contents, without a table of places.
func pdfOf(pages ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/MediaBox[0 0 595 842]/Resources<</Font<</G 3 0 R/U 5 0 R/N 7 0 R>>/XObject<</I 4 0 R/F 8 0 R>>>>/Kids[")
	for i := range pages {
		fmt.Fprintf(&b, "%d 0 R ", 20+2*i)
	}
	fmt.Fprintf(&b, "]/Count %d>>endobj\n", len(pages))
	b.WriteString("3 0 obj<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H/DescendantFonts[<</DW 1000>>]>>endobj\n4 0 obj<</Subtype/Image/Width 1/Height 1/Length 1>>stream\nx\nendstream endobj\n")
	cmap := "1 begincodespacerange<00><FF>endcodespacerange 2 beginbfchar<01><7532><02><4E59>endbfchar 1 beginbfrange<03><05><4E00>endbfrange"
	fmt.Fprintf(&b, "5 0 obj<</Type/Font/Subtype/Type1/FirstChar 1/Widths[1000 1000 1000 1000 1000]/ToUnicode 6 0 R>>endobj\n6 0 obj<</Length %d>>stream\n%s\nendstream endobj\n", len(cmap), cmap)
	b.WriteString("7 0 obj<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<>>]>>endobj\n")
	form := printed(100, 700, 16, "表单里的文字")
	fmt.Fprintf(&b, "8 0 obj<</Subtype/Form/Length %d>>stream\n%s\nendstream endobj\n", len(form), form)
	for i, p := range pages {
		fmt.Fprintf(&b, "%d 0 obj<</Type/Page/Parent 2 0 R/Contents %d 0 R>>endobj\n%d 0 obj<</Length %d>>stream\n%s\nendstream endobj\n", 20+2*i, 21+2*i, 21+2*i, len(p), p)
	}
	b.WriteString("trailer<</Root 1 0 R>>\n%%EOF")
	return b.Bytes()
}

// setLines prints lines from y on, one below the other.
func setLines(x, y, size float64, lines ...string) (s string) {
	for _, l := range lines {
		indent := 0.0
		if rest, ok := strings.CutPrefix(l, "　　"); ok {
			l, indent = rest, 2*size
		}
		s += printed(x+indent, y, size, l)
		y -= 1.75 * size
	}
	return s
}

func TestPDFLayout(t *testing.T) {
	body := setLines(80, 600, 16,
		"　　第一条　为了规范公共停车场的规划、建设和管理，改善",
		"城市交通状况，根据有关法律、法规，结合本市实际情况，制定",
		"本办法。",
		"　　第二条　本市行政区域内公共停车场的规划、建设、使用，",
		"适用本办法。")
	want := "第一条 为了规范公共停车场的规划、建设和管理，改善城市交通状况，根据有关法律、法规，结合本市实际情况，制定本办法。\n第二条 本市行政区域内公共停车场的规划、建设、使用，适用本办法。"
	long := "政府公报所登文件与正本具有同等效力请遵照执行。"
	var left, right []string
	for i := range 14 {
		left = append(left, fmt.Sprintf("左%02d", i)+long[:45])
		right = append(right, fmt.Sprintf("右%02d", i)+long[:45])
	}
	for _, tt := range []struct {
		name, want string
		pages      []string
	}{
		{"paragraphs", want, []string{body}},
		{"title of two lines", "甲市人民政府关于印发公共停车场管理办法的通知\n甲政发〔2024〕3号\n" + want, []string{printed(135, 700, 22, "甲市人民政府关于印发公共停车场") + printed(220, 660, 22, "管理办法的通知") + printed(235, 630, 16, "甲政发〔2024〕3号") + body}},
		{"page numbers", want + "\n" + "第三条 内容。", []string{body + printed(280, 50, 14, "— 1 —"), setLines(80, 700, 16, "　　第三条　内容。") + printed(280, 50, 14, "- 2 -")}},
		{"paragraph across pages", "第三条 违反本办法规定的，由城市管理部门依照有关法律、法规的规定予以处理。\n" + want, []string{
			setLines(80, 100, 16, "　　第三条　违反本办法规定的，由城市管理部门依照有关法") + printed(280, 50, 14, "— 1 —"), setLines(80, 700, 16, "律、法规的规定予以处理。") + body + printed(280, 50, 14, "— 2 —")}},
		{"printed twice for bold", "甲市停车办法\n" + want, []string{printed(200, 700, 22, "甲市停车办法") + printed(200.3, 700, 22, "甲市停车办法") + body}},
		{"watermark", want, []string{body + fmt.Sprintf("BT /G 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <%x> Tj ET\n", encode(simplifiedchinese.GBK, "内部资料"))}},
		{"form", "表单里的文字\n" + want, []string{"q /F Do Q " + body}},
		{"own map", "甲乙一丂", []string{"BT /U 16 Tf 100 700 Td <01020305> Tj ET BT /U 16 Tf 100 700 Td ET"}},
		{"date with gaps", "2024年5月1日", []string{"BT /G 16 Tf 100 700 Td [<32303234> -250 <c4ea> -250 <35> -250 <d4c2> -250 <31> -250 <c8d5>] TJ ET"}},
		{"table", "车型\t标准\t备注\n小型车\t5元\n大型车\t10元\t每日", []string{printed(100, 700, 16, "车型") + printed(250, 700, 16, "标准") + printed(400, 700, 16, "备注") + printed(100, 670, 16, "小型车") + printed(250, 670, 16, "5元") + printed(100, 640, 16, "大型车") + printed(250, 640, 16, "10元") + printed(400, 640, 16, "每日")}},
		{"two columns", strings.Join(left, "") + strings.Join(right, ""), []string{setLines(40, 700, 13, left...) + setLines(320, 700, 13, right...)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRead(t, "x.pdf", string(pdfOf(tt.pages...)))
			if x.Norm != tt.want || x.Format != "pdf" {
				t.Errorf("got %s %q\nwant %q", x.Format, x.Norm, tt.want)
			}
			checkText(t, x)
		})
	}
}

// TestPDFPages: a page without text is named, and a place tells its page.
func TestPDFPages(t *testing.T) {
	text := setLines(80, 700, 16, "　　第一条　为了规范停车，制定本办法。")
	x := mustRead(t, "x", string(pdfOf(text, "q 500 0 0 700 0 0 cm /I Do Q", "q Q", setLines(80, 700, 16, "　　第二条　内容可以读出来的一页。"), "q /I Do Q", "q /I Do Q")))
	if want := []int{2, 5, 6}; !slices.Equal(x.PagesWithoutText, want) {
		t.Errorf("pages %v, want %v", x.PagesWithoutText, want)
	}
	if notes := strings.Join(x.Notes, "；"); !strings.Contains(notes, "第 2、5—6 页没有文字层") {
		t.Errorf("notes %q", notes)
	}
	for i, page := range []string{"第1页", "第4页"} {
		if from, _ := x.Positions(x.Blocks[i].Span); from.Part != page || from.Column != 1 {
			t.Errorf("block %d at %+v, want %s", i, from, page)
		}
	}
	for name, tt := range map[string]struct {
		data []byte
		kind string
	}{
		"scan":              {pdfOf("q /I Do Q", "q /I Do Q"), "scan"},
		"no letters":        {pdfOf("BT /N 16 Tf 100 700 Td <00010002000300040005000600070008000900100011> Tj ET"), "scan"},
		"blank page":        {pdfOf("q Q"), "empty"},
		"without pages":     {[]byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"), "truncated"},
		"pages in a circle": {[]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R 3 0 R]>>endobj 3 0 obj<</Kids[2 0 R 3 0 R]>>endobj\ntrailer<</Root 1 0 R>>"), "truncated"},
		"deep":              {[]byte("%PDF-1.4\n1 0 obj" + strings.Repeat("[", 1<<20)), "truncated"},
	} {
		_, err := Read("x", bytes.NewReader(tt.data), 0)
		var u *Unreadable
		if !errors.As(err, &u) || u.Kind != tt.kind {
			t.Errorf("%s: %+v, want %s", name, err, tt.kind)
		}
	}
}

func TestPDFLocked(t *testing.T) {
	data, err := os.ReadFile("../../testdata/documents/damaged/locked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	var u *Unreadable
	if _, err := Read("x", bytes.NewReader(data), 0); !errors.As(err, &u) || u.Kind != "encrypted" {
		t.Errorf("%+v, want encrypted", err)
	}
}

func TestPDFFilters(t *testing.T) {
	// The example of ISO 32000-1, 7.4.4.2.
	if got, want := unLZW([]byte{0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01}, 1000), []byte{45, 45, 45, 45, 45, 65, 45, 45, 45, 66}; !bytes.Equal(got, want) {
		t.Errorf("LZW: %v, want %v", got, want)
	}
	if got := decode85([]byte("87cURD]i,\"Ebo80~>")); string(got) != "Hello World!" {
		t.Errorf("ASCII85: %q", got)
	}
	if got, want := unpredict([]byte{2, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1}, 12, 1, 8, 3), []byte{1, 2, 3, 2, 3, 4, 5, 6, 7}; !bytes.Equal(got, want) {
		t.Errorf("predictor: %v, want %v", got, want)
	}
}

// TestPDFBombs: files that unfold without end are refused in a bounded time.
func TestPDFBombs(t *testing.T) {
	forms := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Contents 4 0 R/Resources<</XObject<</F5 5 0 R/F6 6 0 R/F7 7 0 R/F8 8 0 R/F9 9 0 R>>>>>>endobj 4 0 obj<<>>stream\n/F5 Do\nendstream endobj "
	for i := 5; i < 9; i++ {
		forms += fmt.Sprintf("%d 0 obj<</Subtype/Form>>stream\n%s\nendstream endobj ", i, strings.Repeat(fmt.Sprintf("/F%d Do ", i+1), 200))
	}
	for name, data := range map[string][]byte{"a page of blanks": pdfBomb(), "forms in forms": []byte(forms + "trailer<</Root 1 0 R>>")} {
		if u := unreadableOf(t, data); u.Kind != "too_large" {
			t.Errorf("%s: %+v", name, u)
		}
	}
	// A form that draws itself is drawn once.
	self := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Contents 4 0 R/Resources<</XObject<</F 4 0 R>>>>>>endobj 4 0 obj<</Subtype/Form>>stream\n" + strings.Repeat("/F Do ", 200) + "\nendstream endobj trailer<</Root 1 0 R>>"
	if u := unreadableOf(t, []byte(self)); u.Kind != "empty" {
		t.Errorf("a form that draws itself: %+v", u)
	}
}

// pdfBomb is a page that unpacks to very much more than the file.
func pdfBomb() []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	chunk := bytes.Repeat([]byte("q Q "), 1<<18)
	for range 64 {
		if _, err := w.Write(chunk); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Contents 5 0 R>>endobj 5 0 obj<</Filter/FlateDecode>>stream\n" + z.String() + "\nendstream endobj trailer<</Root 1 0 R>>")
}
