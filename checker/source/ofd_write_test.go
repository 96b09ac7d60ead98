package source

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestOFDReference keeps testdata/formats/ads.ofd as our own writer sets the
// reference text: DOCREVIEW_UPDATE=1 writes it anew.
func TestOFDReference(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/formats/ads.txt")
	if err != nil {
		t.Fatal(err)
	}
	text, note, _ := strings.Cut(strings.TrimSpace(string(raw)), "\n注1：")
	pages := ofdSet(text)
	for i := range pages {
		pages[i] = append([]ofdLine{{80, 15, 3.5, "云岭市人民政府行政规范性文件"}}, pages[i]...)
	}
	last := len(pages) - 1
	pages[last] = append(pages[last], ofdLine{28, 260, 3.5, "1" + note})
	data := ofdOf(t, "", pages...)
	path := filepath.Join("../../testdata/formats", "ads.ofd")
	if os.Getenv("DOCREVIEW_UPDATE") != "" {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	x := mustRead(t, "ads.ofd", string(data))
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if y := mustRead(t, "ads.ofd", string(kept)); y.Norm != x.Norm {
		t.Error("ads.ofd is not what the writer sets; run with DOCREVIEW_UPDATE=1")
	}
}

// TestOFDShapes: what other writers of OFD do: one object a character, distances
// written out, text set in lines of its own in the XML, glyphs beside the text.
func TestOFDShapes(t *testing.T) {
	page := func(body string) string {
		return `<?xml version="1.0"?><ofd:Page xmlns:ofd="http://www.ofdspec.org"><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="3">` + body + `</ofd:Layer></ofd:Content></ofd:Page>`
	}
	object := func(boundary, size, code string) string {
		return `<ofd:TextObject ID="7" Boundary="` + boundary + `" Font="4" Size="` + size + `"><ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>13</ofd:Glyphs></ofd:CGTransform>` + code + `</ofd:TextObject>`
	}
	single := ""
	for i, r := range []rune("第一条规范户外广告") {
		single += object(strings.Join([]string{number2(30 + 5.6*float64(i)), "40 6 6"}, " "), "5.6", `<ofd:TextCode X="0.1" Y="5">`+string(r)+`</ofd:TextCode>`)
	}
	for name, tt := range map[string]struct{ body, want string }{
		"one object a character": {single, "第一条规范户外广告"},
		"distances written out":  {object("30 40 60 6", "5", `<ofd:TextCode X="0" Y="5" DeltaX="5 5 5 2.5 2.5 2.5 2.5 5">有效期至2029年</ofd:TextCode>`), "有效期至2029年"},
		"lines of its own":       {object("30 40 60 6", "5", "<ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"5 5 5\">\n      设置期限\n    </ofd:TextCode>"), "设置期限"},
		"scaled by a matrix":     {strings.Replace(object("30 40 60 6", "1", `<ofd:TextCode X="0" Y="1" DeltaX="1 1 1">设置期限</ofd:TextCode>`), ` Font="4"`, ` Font="4" CTM="5 0 0 5 0 0"`, 1), "设置期限"},
	} {
		data := zipped(t, "OFD.xml", `<ofd:OFD xmlns:ofd="http://www.ofdspec.org"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
			"Doc_0/Document.xml", `<ofd:Document xmlns:ofd="http://www.ofdspec.org"><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
			"Doc_0/Pages/Page_0/Content.xml", page(tt.body))
		if x := mustRead(t, name, string(data)); x.Norm != tt.want {
			t.Errorf("%s: got %q, want %q", name, x.Norm, tt.want)
		}
	}
}

func number2(f float64) string { return strings.TrimRight(strings.TrimRight(fmtFloat(f), "0"), ".") }

func fmtFloat(f float64) string { return strconv.FormatFloat(f, 'f', 3, 64) }
