package source

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// ofdLine is a text object: a line of text at a place, in millimetres from the
// upper left corner.
type ofdLine struct {
	x, y, size float64
	text       string
}

// ofdOf writes a document; a page without lines holds a picture.
func ofdOf(t testing.TB, more string, pages ...[]ofdLine) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, s string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+s)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const ns = ` xmlns:ofd="http://www.ofdspec.org/2016"`
	put("OFD.xml", `<ofd:OFD`+ns+` DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>`+more+`</ofd:DocBody></ofd:OFD>`)
	put("Doc_0/Signs/Signatures.xml", `<ofd:Signatures`+ns+`><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>`)
	list := ""
	for i, lines := range pages {
		list += fmt.Sprintf(`<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, 10+i, i)
		body := ""
		if lines == nil {
			body = `<ofd:ImageObject ID="99" Boundary="0 0 210 297" ResourceID="5"/>`
		}
		for k, l := range lines {
			n := utf8.RuneCountInString(l.text)
			body += fmt.Sprintf(`<ofd:TextObject ID="%d" Boundary="%g %g %g %g" Font="3" Size="%g"><ofd:TextCode X="0" Y="%g" DeltaX="g %d %g">%s</ofd:TextCode></ofd:TextObject>`, 1000+k, l.x, l.y, l.size*float64(n), l.size, l.size, l.size*0.85, n-1, l.size, l.text)
		}
		put(fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", i), `<ofd:Page`+ns+`><ofd:Content><ofd:Layer ID="2" Type="Body">`+body+`</ofd:Layer></ofd:Content></ofd:Page>`)
	}
	put("Doc_0/Document.xml", `<ofd:Document`+ns+`><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>`+list+`</ofd:Pages></ofd:Document>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ofdSet sets paragraphs as an office does: 28 characters a line, 22 lines a page,
// each page with its number; 「	」 parts the cells of a table.
func ofdSet(text string) (pages [][]ofdLine) {
	const size, left, perLine, perPage = 5.64, 28, 28, 22
	var page []ofdLine
	y, n := 37.0, 0
	end := func() {
		page = append(page, ofdLine{95, 272, 4.9, fmt.Sprintf("—%d—", len(pages)+1)})
		pages, page, y, n = append(pages, page), nil, 37, 0
	}
	set := func(x float64, s string) {
		page = append(page, ofdLine{x, y, size, s})
	}
	next := func() {
		y += size * 1.7
		if n++; n == perPage {
			end()
		}
	}
	for _, para := range strings.Split(text, "\n") {
		if cells := strings.Split(para, "\t"); len(cells) > 1 {
			for i, c := range cells {
				set(left+float64(i)*56, c)
			}
			next()
			continue
		}
		r := []rune(para)
		indent := 2
		for len(r) > 0 {
			k := min(len(r), perLine-indent)
			set(left+size*float64(indent), string(r[:k]))
			next()
			r, indent = r[k:], 0
		}
	}
	end()
	return pages
}

func TestOFD(t *testing.T) {
	text := "第一条 为了规范公共停车场的规划、建设和管理，改善城市交通状况，根据有关法律、法规，结合本市实际，制定本办法。\n第二条 本办法自2024年5月1日起施行。"
	x := mustRead(t, "x.ofd", string(ofdOf(t, `<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>`, append(ofdSet(text), nil)...)))
	if x.Norm != text || x.Format != "ofd" {
		t.Errorf("got %s %q", x.Format, x.Norm)
	}
	if !slices.Equal(x.PagesWithoutText, []int{2}) {
		t.Errorf("pages without text %v", x.PagesWithoutText)
	}
	if notes := strings.Join(x.Notes, "；"); !strings.Contains(notes, "签章 1 个") || !strings.Contains(notes, "页码") {
		t.Errorf("notes %q", notes)
	}
	if from, _ := x.Positions(x.Blocks[1].Span); from.Part != "第1页" || from.Block != 2 {
		t.Errorf("second paragraph at %+v", from)
	}
	checkText(t, x)
	if u := unreadableOf(t, ofdOf(t, "", nil, nil)); u.Kind != "scan" {
		t.Errorf("pictures only: %+v", u)
	}
	if u := unreadableOf(t, ofdOf(t, "<ofd:Encryptions>Encryptions.xml</ofd:Encryptions>", ofdSet(text)...)); u.Kind != "encrypted" {
		t.Errorf("encrypted: %+v", u)
	}
}
