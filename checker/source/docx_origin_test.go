package source

import (
	"os"
	"strings"
	"testing"
)

// The place of every character holds that character; what has no place is a
// label, a separator, a blank or a note.
func TestOriginOfDocx(t *testing.T) {
	long := strings.Repeat("办法", marks/2+500)
	for name, body := range map[string]string{
		"numbered": "", "long": para("甲") + para(long) + para("乙丙"),
		"entities": para("甲&amp;乙&#x4E19;&lt;丁"), "comment inside": para("甲<!-- x -->乙"), "cdata": para("甲<![CDATA[乙]]>丙"),
		"table": `<w:tbl><w:tr><w:tc>` + para("一") + para(" 二 ") + `</w:tc><w:tc>` + para("三") + `</w:tc></w:tr></w:tbl>` + para("四"),
		"frame": `<w:tbl><w:tr><w:tc>` + para(strings.Repeat("长", 400)) + para("二") + para("三") + para("四") + `</w:tc><w:tc>` + para("五") + `</w:tc></w:tr></w:tbl>`,
		"revisions": `<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del><w:ins><w:r><w:t>丙</w:t></w:r></w:ins></w:p>` +
			`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>丁</w:t></w:r></w:p>` + para("戊"),
		"box": `<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:pict><w:txbxContent>` + para("框") + `</w:txbxContent></w:pict></w:r><w:r><w:t>乙</w:t></w:r></w:p>`,
	} {
		t.Run(name, func(t *testing.T) {
			data := docxOf(t, body, nil)
			if name == "numbered" {
				data = sampleDocx(t)
			}
			x := mustRead(t, "x.docx", string(data))
			o, err := OriginOfDocx(data)
			if err != nil {
				t.Fatal(err)
			}
			if o.Orig != x.Orig || o.Part != "word/document.xml" {
				t.Fatalf("part %s, text %.200q, want %.200q", o.Part, o.Orig, x.Orig)
			}
			a, err := openArchive(data)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := a.raw(o.Part)
			if err != nil {
				t.Fatal(err)
			}
			placed := 0
			for i, r := range []rune(o.Orig) {
				if at := o.At[i]; at.Start >= 0 {
					placed++
					if got := unescape(string(raw[at.Start:at.End])); got != string(r) {
						t.Fatalf("character %d %q is placed at %q", i, r, got)
					}
				}
			}
			missing := strings.Map(func(r rune) rune {
				if strings.ContainsRune("第一二三章条（）12. \t\n乙", r) {
					return -1
				}
				return r
			}, o.Orig)
			if placed < len([]rune(missing)) {
				t.Errorf("%d of %d characters have a place", placed, len([]rune(missing)))
			}
		})
	}
}

func TestOriginOfRealDocx(t *testing.T) {
	data, err := os.ReadFile("../../testdata/documents/yunling-billboards-draft.docx")
	if err != nil {
		t.Fatal(err)
	}
	o, err := OriginOfDocx(data)
	if err != nil {
		t.Fatal(err)
	}
	placed := 0
	for _, at := range o.At {
		if at.Start >= 0 {
			placed++
		}
	}
	if placed*10 < len(o.At)*8 {
		t.Errorf("%d of %d characters have a place", placed, len(o.At))
	}
}
