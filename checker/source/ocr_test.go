package source

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tsv is what tesseract prints of lines of words: each character a word of 20
// pixels, lines 40 pixels apart.
func tsv(confidence int, lines ...string) string {
	out := tsvHead + "\n1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t\n"
	for i, l := range lines {
		r := []rune(l)
		out += fmt.Sprintf("4\t1\t1\t1\t%d\t0\t40\t%d\t%d\t22\t-1\t\n", i+1, 100+40*i, 20*len(r))
		for k, c := range r {
			out += fmt.Sprintf("5\t1\t1\t1\t%d\t%d\t%d\t%d\t20\t22\t%d.5\t%c\n", i+1, k+1, 40+20*k, 100+40*i, confidence, c)
		}
	}
	return out
}

// scanOf is a PDF with a page of text and a page that is a picture, stored in the
// given way.
func scanOf(dict string, data []byte, ctm string) []byte {
	text := setLines(80, 700, 16, "　　第一条　为了规范停车，制定本办法。")
	page := "q " + ctm + " cm /P Do Q"
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/MediaBox[0 0 600 800]/Count 2/Resources<</Font<</G 3 0 R>>/XObject<</P 4 0 R>>>>/Kids[20 0 R 22 0 R]>>endobj\n" +
		"3 0 obj<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H/DescendantFonts[<</DW 1000>>]>>endobj\n" +
		"4 0 obj<</Subtype/Image/Width 60/Height 80" + dict + fmt.Sprintf("/Length %d>>stream\n", len(data)) + string(data) + "\nendstream endobj\n" +
		fmt.Sprintf("20 0 obj<</Type/Page/Contents 21 0 R>>endobj 21 0 obj<</Length %d>>stream\n%s\nendstream endobj 22 0 obj<</Type/Page/Contents 23 0 R>>endobj 23 0 obj<</Length %d>>stream\n%s\nendstream endobj trailer<</Root 1 0 R>>\n%%%%EOF", len(text), text, len(page), page))
}

// halfBlack is a picture whose left half is black: one sees how it was turned.
func halfBlack() *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 60, 80))
	for y := range 80 {
		for x := range 60 {
			if x >= 30 {
				g.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return g
}

// TestRecognition: the picture of a page without text goes to the program in a
// form that programs read, upright, and its words become the page's.
func TestRecognition(t *testing.T) {
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, halfBlack(), nil); err != nil {
		t.Fatal(err)
	}
	gray := halfBlack().Pix
	bits := bytes.Repeat([]byte{0, 0, 0, 3, 0xFF, 0xFF, 0xFF, 0xFF}, 80)
	rgb := make([]byte, 0, 3*len(gray))
	for _, g := range gray {
		rgb = append(rgb, g, g, g)
	}
	var index []byte
	for _, g := range gray {
		index = append(index, g&1)
	}
	upright := "600 0 0 800 0 0"
	for name, tt := range map[string]struct {
		dict  string
		data  []byte
		ctm   string
		black string // the side that must be black
	}{
		"JPEG":             {"/Filter/DCTDecode", jpg.Bytes(), upright, "left"},
		"gray":             {"/BitsPerComponent 8/ColorSpace/DeviceGray", gray, upright, "left"},
		"one bit":          {"/BitsPerComponent 1/ColorSpace/DeviceGray", bits, upright, "left"},
		"one bit, negated": {"/BitsPerComponent 1/ImageMask true/Decode[1 0]", bits, upright, "right"},
		"RGB":              {"/BitsPerComponent 8/ColorSpace/DeviceRGB", rgb, upright, "left"},
		"palette":          {"/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]", index, upright, "left"},
		"turned by 180":    {"/BitsPerComponent 8/ColorSpace/DeviceGray", gray, "-600 0 0 -800 600 800", "right"},
		"turned by 90":     {"/BitsPerComponent 8/ColorSpace/DeviceGray", gray, "0 800 -600 0 600 0", "bottom"},
		"JPEG turned":      {"/Filter/DCTDecode", jpg.Bytes(), "0 -800 600 0 0 800", "top"},
		"mirrored":         {"/BitsPerComponent 8/ColorSpace/DeviceGray", gray, "-600 0 0 800 600 0", "right"},
	} {
		asked := 0
		ask := func(data []byte, kind string) (string, error) {
			asked++
			g, format, err := image.Decode(bytes.NewReader(data))
			if err != nil || format != map[string]string{"jpg": "jpeg", "png": "png"}[kind] {
				t.Errorf("%s: %s %v", name, kind, err)
				return "", errors.New("no picture")
			}
			b := g.Bounds()
			dark := func(x, y int) bool { r, _, _, _ := g.At(x, y).RGBA(); return r < 0x4000 }
			got := ""
			for side, p := range map[string][2]int{"left": {3, b.Dy() / 2}, "right": {b.Dx() - 4, b.Dy() / 2}, "top": {b.Dx() / 2, 3}, "bottom": {b.Dx() / 2, b.Dy() - 4}} {
				across := [2]int{b.Dx() - 1 - p[0], p[1]}
				if side == "top" || side == "bottom" {
					across = [2]int{p[0], b.Dy() - 1 - p[1]}
				}
				if dark(p[0], p[1]) && !dark(across[0], across[1]) {
					got = side
				}
			}
			if got != tt.black {
				t.Errorf("%s: %s is black, want %s", name, got, tt.black)
			}
			return tsv(91, "第二条本办法自公布之日起施行。"), nil
		}
		x, err := ReadRecognized("x.pdf", bytes.NewReader(scanOf(tt.dict, tt.data, tt.ctm)), 0, ask)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if asked != 1 || x.Norm != "第一条 为了规范停车，制定本办法。\n第二条本办法自公布之日起施行。" || len(x.PagesWithoutText) > 0 {
			t.Errorf("%s: asked %d times, read %q, pages %v", name, asked, x.Norm, x.PagesWithoutText)
		}
		if !slices.Equal(x.Recognised, []RecognisedPage{{2, 92}}) || !strings.Contains(strings.Join(x.Notes, "；"), "第 2 页的文字由识别程序读出（平均可信度 92%）") {
			t.Errorf("%s: recognised %v, notes %q", name, x.Recognised, x.Notes)
		}
		if i := strings.Index(x.Norm, "第二条"); i < 0 || x.Place(Span{i, i + 3}) != "第2页" {
			t.Errorf("%s: place of what was recognised", name)
		}
		checkText(t, x)
	}
}

// TestRecognitionFails: what was not recognised, or badly, is never taken for read.
func TestRecognitionFails(t *testing.T) {
	scan := scanOf("/BitsPerComponent 8/ColorSpace/DeviceGray", halfBlack().Pix, "600 0 0 800 0 0")
	for name, tt := range map[string]struct {
		out     string
		err     error
		pages   []int
		says    string // in the notes
		missing string
	}{
		"program fails":  {"", errors.New("识别程序出错"), []int{2}, "第 2 页没有识别成：识别程序出错", ""},
		"nothing":        {"\n\f", nil, []int{2}, "第 2 页没有文字层", ""},
		"a few letters":  {"甲乙", nil, []int{2}, "第 2 页没有文字层", ""},
		"not sure":       {tsv(31, "第二条本办法自公布之日起施行。"), nil, nil, "平均可信度 32%", "第 2 页识别的可信度低于"},
		"plain text":     {"第二条　本办法自公布之日起施行，由甲市停车办公室负责解释。\n", nil, nil, "没有给出可信度", ""},
		"broken table":   {tsvHead + "\n5\tx\n5\t1\t1\t1\t1\t1\tNaN\tInf\t1e308\t-1\t99\t第二条本办法自公布之日起施行。\n", nil, nil, "可信度", ""},
		"binary rubbish": {"\xff\xfe\x00\x01", nil, []int{2}, "没有文字层", ""},
	} {
		x, err := ReadRecognized("x", bytes.NewReader(scan), 0, func([]byte, string) (string, error) { return tt.out, tt.err })
		if err != nil {
			t.Fatal(name, err)
		}
		notes, missing := strings.Join(x.Notes, "；"), strings.Join(x.Missing, "；")
		if !slices.Equal(x.PagesWithoutText, tt.pages) || !strings.Contains(notes, tt.says) || !strings.Contains(missing, tt.missing) || tt.missing == "" && missing != "" {
			t.Errorf("%s: pages %v, notes %q, missing %q", name, x.PagesWithoutText, notes, missing)
		}
		checkText(t, x)
	}
	// JBIG2 cannot be unpacked: the page says so.
	x, err := ReadRecognized("x", bytes.NewReader(scanOf("/Filter/JBIG2Decode", []byte("x"), "600 0 0 800 0 0")), 0, func([]byte, string) (string, error) { return "", nil })
	if err != nil || !strings.Contains(strings.Join(x.Notes, "；"), "JBIG2") || !slices.Equal(x.PagesWithoutText, []int{2}) {
		t.Errorf("JBIG2: %v %+v", err, x)
	}
	// A picture alone is a document of one page.
	var b bytes.Buffer
	if err := png.Encode(&b, halfBlack()); err != nil {
		t.Fatal(err)
	}
	ask := func([]byte, string) (string, error) {
		return tsv(88, "第一条为了规范停车，制定本办法。"), nil
	}
	if x, err = ReadRecognized("x.doc", bytes.NewReader(b.Bytes()), 0, ask); err != nil || x.Norm != "第一条为了规范停车，制定本办法。" || x.Format != "png" {
		t.Errorf("picture: %v %+v", err, x)
	}
	// A Word document of pictures is read picture by picture.
	word := zipped(t, "[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document><w:body><w:p><w:r><a:blip r:embed="1"/><a:blip r:embed="2"/></w:r></w:p></w:body></w:document>`,
		"word/_rels/document.xml.rels", `<Relationships><Relationship Id="1" Type="x/image" Target="media/image10.png"/><Relationship Id="2" Type="x/image" Target="media/image2.png"/></Relationships>`,
		"word/media/image10.png", "\x89PNG\r\n\x1A\nsecond", "word/media/image2.png", b.String())
	x, err = ReadRecognized("x.docx", bytes.NewReader(word), 0, func(data []byte, _ string) (string, error) {
		if bytes.HasSuffix(data, []byte("second")) {
			return "", errors.New("坏了")
		}
		return ask(data, "")
	})
	if err != nil || x.Norm != "第一条为了规范停车，制定本办法。" || x.Format != "docx" || !slices.Equal(x.PagesWithoutText, []int{2}) || !slices.Equal(x.Recognised, []RecognisedPage{{1, 89}}) {
		t.Errorf("pictures in Word: %v %+v", err, x)
	}
	var u *Unreadable
	if _, err = ReadRecognized("x", bytes.NewReader(b.Bytes()), 0, func([]byte, string) (string, error) { return "", errors.New("坏了") }); !errors.As(err, &u) || u.Kind != "scan" || !strings.Contains(u.Reason, "坏了") {
		t.Errorf("picture that is not recognised: %+v", u)
	}
	// So is the picture of a page of an OFD file.
	ofd := zipped(t, "OFD.xml", `<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
		"Doc_0/Document.xml", `<ofd:Document><ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>`,
		"Doc_0/DocumentRes.xml", `<ofd:Res BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>image_0.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`,
		"Doc_0/Res/image_0.png", b.String(), "Doc_0/P.xml", `<ofd:Page><ofd:Content><ofd:ImageObject ResourceID="5" Boundary="0 0 210 297"/></ofd:Content></ofd:Page>`)
	if x, err = ReadRecognized("x.ofd", bytes.NewReader(ofd), 0, ask); err != nil || x.Norm != "第一条为了规范停车，制定本办法。" || !slices.Equal(x.Recognised, []RecognisedPage{{1, 89}}) {
		t.Errorf("OFD: %v %+v", err, x)
	}
}

// TestTesseract recognises a page that pdftoppm printed of the reference text, where
// both programs are here.
func TestTesseract(t *testing.T) {
	for _, p := range []string{"tesseract", "pdftoppm"} {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip(p + " is not here")
		}
	}
	if out, _ := exec.Command("tesseract", "--list-langs").CombinedOutput(); !strings.Contains(string(out), "chi_sim") {
		t.Skip("tesseract has no data for chi_sim")
	}
	dir := t.TempDir()
	if out, err := exec.Command("pdftoppm", "-r", "150", "-gray", "-f", "2", "-l", "2", "-png", "-singlefile", "../../testdata/formats/ads.pdf", filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	f, err := os.Open(filepath.Join(dir, "page.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	x, err := ReadRecognized("page.png", f, 0, func(data []byte, kind string) (string, error) {
		path := filepath.Join(dir, "ask."+kind)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return "", err
		}
		cmd := exec.Command("tesseract", path, "stdout", "-l", "chi_sim", "tsv")
		cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
		out, err := cmd.Output()
		return string(out), err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"第九条 拒不拆除的", "责令限期拆除", "扣押其设施", "有效期五年"} {
		if !strings.Contains(x.Norm, want) {
			t.Errorf("%q was not recognised in\n%s", want, x.Norm)
		}
	}
	if len(x.Recognised) != 1 || x.Recognised[0].Confidence < unsureConfidence {
		t.Errorf("recognised %v", x.Recognised)
	}
	t.Logf("confidence %v\n%s", x.Recognised, x.Norm)
}
