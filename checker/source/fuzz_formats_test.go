package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Every reader has a target of its own here, beside FuzzRead (whatever the bytes)
// and FuzzNormalize. testdata/formats/fuzz.sh runs them all, ten minutes each.

// fuzzLimit is the time that one small input may take: ten times what the slowest
// honest one does on a busy machine.
const fuzzLimit = 10 * time.Second

// fuzzRead reads data and holds the answer against what holds of every answer.
func fuzzRead(t *testing.T, data []byte) {
	t.Helper()
	late := time.AfterFunc(fuzzLimit, func() { panic(fmt.Sprintf("%d bytes not read in %s", len(data), fuzzLimit)) })
	x, err := Read("x", bytes.NewReader(data), 0)
	late.Stop()
	if err != nil {
		var u *Unreadable
		if !errors.As(err, &u) || u.Kind == "" || u.Reason == "" || u.Next == "" {
			t.Fatalf("error without advice: %#v", err)
		}
		return
	}
	if len(x.Blocks) == 0 || x.Norm == "" || x.Format == "" || x.Encoding == "" || len(x.SHA256) != 64 {
		t.Fatalf("incomplete text: %+v", x)
	}
	checkText(t, x)
}

// stored packs pairs of names and contents without making them smaller, which
// would take most of the time.
func stored(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(w, pairs[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fuzzBytes fuzzes whole files, from the fixtures with the given endings on.
func fuzzBytes(f *testing.F, more [][]byte, endings ...string) {
	f.Helper()
	for _, s := range fixtures(f, endings...) {
		f.Add(s)
	}
	for _, s := range more {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<18 {
			t.Skip()
		}
		fuzzRead(t, data)
	})
}

// fixtures are the files of testdata with the given endings, to begin fuzzing with.
func fixtures(t testing.TB, endings ...string) (out [][]byte) {
	t.Helper()
	for _, dir := range []string{formatsDir, "../../testdata/documents/damaged", "../../testdata/formats", "../../testdata/damaged"} {
		files, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range files {
			for _, end := range endings {
				if strings.HasSuffix(e.Name(), end) {
					data, err := os.ReadFile(filepath.Join(dir, e.Name()))
					if err != nil {
						t.Fatal(err)
					}
					out = append(out, data)
				}
			}
		}
	}
	return out
}

func FuzzPDF(f *testing.F) {
	body := setLines(80, 700, 16, "　　第一条　为了规范停车，制定本办法。")
	fuzzBytes(f, [][]byte{pdfOf(body, "q /I Do Q", "/F Do"), pdfOf("BT /U 16 Tf 100 700 Td <01020305> Tj ET")}, ".pdf")
}

// FuzzPDFContent fuzzes the operators of a page, which a packed file hides.
func FuzzPDFContent(f *testing.F) {
	f.Add([]byte(setLines(80, 700, 16, "　　第一条　为了规范停车，制定本办法。", "　　第二条　本办法自公布之日起施行。")))
	f.Add([]byte("q 1 0 0 1 10 10 cm /F Do Q BT /U 16 Tf 1 0 0 1 100 700 Tm 12 TL [<01> -250 <0203>] TJ T* <05> ' 1 2 <01> \" ET"))
	f.Add([]byte("/Artifact <</Type/Pagination>> BDC BT /G 9 Tf 3 Tr 300 30 Td (1) Tj ET EMC BI /W 1 ID x EI "))
	f.Add([]byte(printed(100, 700, 16, "车型") + printed(250, 700, 16, "标准") + printed(100, 670, 16, "小型车") + printed(250, 670, 16, "5元")))
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 1<<16 {
			t.Skip()
		}
		fuzzRead(t, pdfOf(string(content), setLines(80, 700, 16, "第二页的一行文字。")))
	})
}

func FuzzDoc(f *testing.F) { fuzzBytes(f, nil, ".doc", ".wps", ".wpt", ".dot") }

// FuzzDocStream changes the streams of a Word document and leaves its container
// alone.
func FuzzDocStream(f *testing.F) {
	whole, err := os.ReadFile(filepath.Join(formatsDir, "features.doc"))
	if err != nil {
		f.Fatal(err)
	}
	c, err := openCompound(whole)
	if err != nil {
		f.Fatal(err)
	}
	main, err := c.stream("WordDocument")
	if err != nil {
		f.Fatal(err)
	}
	table, err := c.stream("1Table")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(main, table)
	f.Fuzz(func(t *testing.T, main, table []byte) {
		if len(main)+len(table) > 1<<17 {
			t.Skip()
		}
		late := time.AfterFunc(fuzzLimit, func() { panic("not read in time") })
		defer late.Stop()
		x, err := extractDoc(compoundOf(map[string][]byte{"WordDocument": main, "0Table": table, "1Table": table}))
		if err == nil && len(x.lines) > 0 {
			if text, err := x.finish("doc"); err == nil && len(text.Blocks) > 0 {
				checkText(t, text)
			}
		}
	})
}

// compoundOf is a compound file as if it had been read.
func compoundOf(streams map[string][]byte) *compound {
	c := &compound{sector: 512, mini: 64, cutoff: 1, root: map[string]int{}}
	for name, b := range streams {
		first := uint32(len(c.fat))
		n := (len(b) + 511) / 512
		for i := range n {
			c.fat = append(c.fat, first+uint32(i)+1)
		}
		if n > 0 {
			c.fat[len(c.fat)-1] = oleEnd
		}
		padded := append(bytes.Clone(b), make([]byte, n*512-len(b))...)
		if len(c.data) == 0 {
			c.data = make([]byte, 512)
		}
		c.data = append(c.data, padded...)
		c.root[name] = len(c.entries)
		c.entries = append(c.entries, oleEntry{name: name, kind: oleStream, start: first, size: uint64(len(b))})
	}
	return c
}

func FuzzRTF(f *testing.F) {
	fuzzBytes(f, [][]byte{[]byte(`{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 a;}}\f0 ` + gbkHex("第一条") + `\par{\footnote ` + gbkHex("注") + `}\trowd\cellx1 a\cell\row{\*\x}{\v b}{\deleted c}\bin3 xyz}`)}, ".rtf")
}

// FuzzDocx fuzzes what a .docx holds, inside of a sound package.
func FuzzDocx(f *testing.F) {
	for _, data := range fixtures(f, ".docx") {
		if a, err := openArchive(data); err == nil && a.mainPart() != "" {
			body, _ := a.read(a.mainPart())
			numbering, _ := a.read("word/numbering.xml")
			styles, _ := a.read("word/styles.xml")
			if len(body)+len(numbering)+len(styles) < 1<<17 {
				f.Add(body, numbering, styles)
			}
		}
	}
	f.Add(para("第一条")+numbered(1, 0, "内容")+`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+para("甲")+`</w:tc><w:tc>`+para("乙")+`</w:tc></w:tr></w:tbl><w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC </w:instrText><w:fldChar w:fldCharType="end"/><w:txbxContent>`+para("框")+`</w:txbxContent></w:r></w:p>`, articles, "<w:style/>")
	f.Fuzz(func(t *testing.T, body, numbering, styles string) {
		if len(body)+len(numbering)+len(styles) > 1<<17 {
			t.Skip()
		}
		fuzzRead(t, stored(t, "[Content_Types].xml", "<Types/>", "word/document.xml", body, "word/numbering.xml", numbering, "word/styles.xml", styles))
	})
}

// FuzzDocxNotes fuzzes the parts beside the main one.
func FuzzDocxNotes(f *testing.F) {
	f.Add(`<w:footnotes><w:footnote w:id="1">`+para("注")+`</w:footnote></w:footnotes>`, `<Relationships><Relationship Type="x/footnotes" Target="footnotes.xml"/><Relationship Type="x/header" Target="header1.xml"/></Relationships>`, `<w:hdr>`+para("机密★1年")+`</w:hdr>`)
	f.Fuzz(func(t *testing.T, notes, rels, header string) {
		if len(notes)+len(rels)+len(header) > 1<<17 {
			t.Skip()
		}
		fuzzRead(t, stored(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document><w:body>"+para("第一条")+`<w:p><w:r><w:footnoteReference w:id="1"/><w:endnoteReference w:id="1"/></w:r></w:p></w:body></w:document>`,
			"word/_rels/document.xml.rels", rels, "word/footnotes.xml", notes, "word/endnotes.xml", notes, "word/header1.xml", header, "word/footer1.xml", header))
	})
}

// FuzzODT fuzzes the content of an OpenDocument text, flat and packed.
func FuzzODT(f *testing.F) {
	for _, data := range fixtures(f, ".odt", ".fodt") {
		s := string(data)
		if a, err := openArchive(data); err == nil {
			s, _ = a.read("content.xml")
		}
		if len(s) < 1<<17 {
			f.Add(s)
		}
	}
	f.Add(odtHead + `<text:list text:style-name="L">` + odtItems("<text:p>甲</text:p>") + `</text:list><table:table><table:table-row><table:table-cell table:number-columns-repeated="9"><text:p>a</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document>`)
	f.Fuzz(func(t *testing.T, content string) {
		if len(content) > 1<<17 {
			t.Skip()
		}
		fuzzRead(t, stored(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", content))
		fuzzRead(t, []byte(content))
	})
}

// FuzzOFD fuzzes the parts of an OFD file inside of a sound package.
func FuzzOFD(f *testing.F) {
	for _, data := range append(fixtures(f, ".ofd"), ofdOf(f, "", ofdSet("第一条　为了规范停车，制定本办法。\n甲\t乙\n丙\t丁")...)) {
		if a, err := openArchive(data); err == nil {
			root, _ := a.read("OFD.xml")
			document, _ := a.read("Doc_0/Document.xml")
			page, _ := a.read("Doc_0/Pages/Page_0/Content.xml")
			f.Add(root, document, page)
		}
	}
	f.Fuzz(func(t *testing.T, root, document, page string) {
		if len(root)+len(document)+len(page) > 1<<17 {
			t.Skip()
		}
		fuzzRead(t, stored(t, "OFD.xml", root, "Doc_0/Document.xml", document, "Doc_0/Pages/Page_0/Content.xml", page, "Doc_0/Pages/Page_1/Content.xml", page))
	})
}

func FuzzHTML(f *testing.F) {
	more := [][]byte{[]byte(page), []byte("<html><body><table><tr><td colspan=3>甲<td>乙</table><p>第一条<br>内容<!-- x --><script>1</script><sup>[1]</sup></html>")}
	if data, err := os.ReadFile("../../testdata/documents/qingchuan-trading.html"); err == nil {
		more = append(more, data)
	}
	fuzzBytes(f, more, ".html", ".htm")
}

func FuzzMail(f *testing.F) {
	more := [][]byte{[]byte("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=B5=DA=D2=BB=CC=F5</p>\r\n--b\r\nContent-Disposition: attachment; filename=\"=?gb2312?B?uL28/g==?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n")}
	fuzzBytes(f, more, ".mht", ".eml", ".mhtml")
}

// FuzzArchive lists an archive and reads its members.
func FuzzArchive(f *testing.F) {
	for _, s := range fixtures(f, ".zip", ".7z", ".rar") {
		f.Add(s)
	}
	f.Add(zipped(f, "甲.txt", "第一条 内容", "~$甲.docx", "x", "乙.zip", string(zipped(f, "丙.txt", "第二条 内容"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<18 {
			t.Skip()
		}
		late := time.AfterFunc(fuzzLimit, func() { panic(fmt.Sprintf("%d bytes not read in %s", len(data), fuzzLimit)) })
		defer late.Stop()
		a, err := ReadArchive(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			var u *Unreadable
			if !errors.Is(err, ErrDocument) && (!errors.As(err, &u) || u.Kind == "" || u.Reason == "" || u.Next == "") {
				t.Fatalf("error without advice: %#v", err)
			}
			return
		}
		total := int64(0)
		for _, m := range a.Members {
			if m.Err != nil || total > 1<<20 {
				continue
			}
			r, err := m.Open()
			if err != nil {
				continue
			}
			n, _ := io.Copy(io.Discard, io.LimitReader(r, 1<<20))
			total += n
			_ = r.Close()
		}
	})
}

// FuzzRecognition fuzzes the picture of a page and what a program says of it.
func FuzzRecognition(f *testing.F) {
	f.Add("/BitsPerComponent 8/ColorSpace/DeviceGray", halfBlack().Pix, "600 0 0 800 0 0", tsv(91, "第二条本办法自公布之日起施行。"))
	f.Add("/BitsPerComponent 1/ColorSpace[/Indexed/DeviceCMYK 1<0000000000FFFFFF>]/Filter/FlateDecode", []byte("x"), "0 800 -600 0 600 0", "第二条　本办法自公布之日起施行，由甲市停车办公室负责解释。")
	f.Add("/Filter[/ASCIIHexDecode/CCITTFaxDecode]/DecodeParms[null<</K -1/Columns 60>>]", []byte("00>"), "600 0 0 800 0 0", "")
	f.Fuzz(func(t *testing.T, dict string, data []byte, ctm, out string) {
		if len(dict)+len(data)+len(ctm)+len(out) > 1<<16 {
			t.Skip()
		}
		late := time.AfterFunc(fuzzLimit, func() { panic("not read in time") })
		defer late.Stop()
		x, err := ReadRecognized("x", bytes.NewReader(scanOf(dict, data, ctm)), 0, func([]byte, string) (string, error) { return out, nil })
		if err == nil {
			checkText(t, x)
		}
	})
}
