package render_test

import (
	"archive/zip"
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

const (
	wordNS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relsNS = "http://schemas.openxmlformats.org/package/2006/relationships"
	relTo  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// pack makes a package of names and texts, in this order; what is not given of
// the parts that every Word file has is put in.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	have := map[string]bool{}
	put := func(name, text string) {
		have[name] = true
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i < len(parts); i += 2 {
		put(parts[i], parts[i+1])
	}
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + relsNS + `"><Relationship Id="rId1" Type="` + relTo + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/media/a.png", "\x89PNG not really"},
	} {
		if !have[p[0]] {
			put(p[0], p[1])
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wordBody(body string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="` + wordNS + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>` + body + `<w:sectPr/></w:body></w:document>`
}

func p(runs ...string) string { return "<w:p>" + strings.Join(runs, "") + "</w:p>" }

func run(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }

func bold(text string) string {
	return `<w:r w:rsidR="00AB12CD"><w:rPr><w:b/><w:rFonts w:eastAsia="仿宋_GB2312"/></w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

const (
	line1 = "云岭县户外广告设施设置管理办法"
	line2 = "第一条　为了规范户外广告设施设置行为，根据有关法律，制定本办法。"
	line3 = "第二条　设置户外广告设施的单位和个人应当按照规划设置，不得影响市容。"
)

// wordFiles are Word files as they come: by Word, WPS, LibreOffice, scripts.
func wordFiles(t testing.TB) map[string][]byte {
	doc := func(body string) []byte { return pack(t, "word/document.xml", wordBody(body)) }
	rels := func(list string) string {
		return `<Relationships xmlns="` + relsNS + `">` + list + `</Relationships>`
	}
	comments := func(body string) string { return `<w:comments xmlns:w="` + wordNS + `">` + body + `</w:comments>` }
	const toComments = `<Relationship Id="rId9" Type="` + relTo + `comments" Target="comments.xml"/>`
	const typed = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>`
	commented := wordBody(p(run(line1)) + p(run("第一条　"), `<w:commentRangeStart w:id="7"/>`, run("为了规范户外广告"), `<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>`, run("设施设置行为。")) + p(run(line3)))
	numbering := `<w:numbering xmlns:w="` + wordNS + `"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="space"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>`
	numbered := func(text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>` + run(text) + `</w:p>`
	}
	cell := func(text string) string { return "<w:tc><w:tcPr/>" + p(run(text)) + "</w:tc>" }
	swap := func(s, prefix string) string {
		s = strings.NewReplacer("<w:", "<"+prefix+":", "</w:", "</"+prefix+":", " w:", " "+prefix+":", "xmlns:w=", "xmlns:"+prefix+"=").Replace(s)
		return s
	}
	box := `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>` + p(run("附件说明框内的文字")) + `</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p(run("附件说明框内的文字")) + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
	read := func(name string) []byte {
		data, err := os.ReadFile("../../testdata/documents/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	return map[string][]byte{
		"plain":     doc(p(run(line1)) + p(run(line2)) + p(run(line3))),
		"runs":      doc(p(bold("云岭县"), run("户外广告"), bold("设施设置管理办法")) + p(run("第一"), bold("条　"), run("为了规"), run("范户外广告设施设置行为，"), bold(" 根据有关法律 "), run("，制定本办法。")) + p(bold(line3))),
		"blanks":    doc(p(run("甲 乙 丙")) + p(`<w:r><w:t xml:space="preserve"> 前 后 </w:t></w:r>`, run(" 不留的空 白 "), run("末"))),
		"entities":  doc(p(run("甲&amp;乙&lt;丙&gt;丁&#x620A;己&quot;庚")) + p(run(line2))),
		"tabs":      doc(p(`<w:r><w:rPr><w:i/></w:rPr><w:tab/><w:t>甲乙</w:t><w:tab/><w:t>丙丁</w:t><w:br/><w:t>戊己</w:t></w:r>`) + p(run(line2))),
		"numbered":  pack(t, "word/document.xml", wordBody(p(run(line1))+numbered("为了规范户外广告设施设置行为，制定本办法。")+numbered("设置单位应当按照规划设置。")), "word/numbering.xml", numbering),
		"table":     doc(p(run(line1)) + `<w:tbl><w:tblPr/><w:tr>` + cell("种类") + cell("期限") + `</w:tr><w:tr>` + cell("大型广告设施") + `<w:tc>` + p(run("三年")) + p(run("可以续期")) + `</w:tc></w:tr></w:tbl>` + p(run(line3))),
		"revisions": doc(p(run(line1)) + p(run("第一条　为了"), `<w:del w:id="1" w:author="甲"><w:r><w:delText>加强</w:delText></w:r></w:del><w:ins w:id="2" w:author="甲">`+run("规范户外广告")+`</w:ins>`, run("设置行为。")) + `<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="甲"/></w:rPr></w:pPr>` + run("第二条　设置") + `</w:p>` + p(run("单位应当遵守规划。"))),
		"commented": pack(t, "[Content_Types].xml", typed, "word/document.xml", commented, "word/_rels/document.xml.rels", rels(toComments),
			"word/comments.xml", comments(`<w:comment w:id="7" w:author="王某"><w:p><w:r><w:t>原来的批注</w:t></w:r></w:p></w:comment>`)),
		"empty comments": pack(t, "[Content_Types].xml", typed, "word/document.xml", wordBody(p(run(line2))), "word/_rels/document.xml.rels", rels(toComments),
			"word/comments.xml", `<w:comments xmlns:w="`+wordNS+`"/>`),
		"stray comments": pack(t, "word/document.xml", wordBody(p(run(line2))), "word/comments.xml", comments("")),
		"text box":       doc(p(run(line1)) + p(run("前文"), box, run("后文")) + p(run(line3))),
		"footnote": pack(t, "word/document.xml", wordBody(p(run(line1), `<w:r><w:footnoteReference w:id="2"/></w:r>`)+p(run(line2))),
			"word/footnotes.xml", `<w:footnotes xmlns:w="`+wordNS+`"><w:footnote w:id="2">`+p(run("脚注里的说明文字"))+`</w:footnote></w:footnotes>`),
		"links and fields": doc(p(run("见"), `<w:hyperlink r:id="rId5">`+run("《云岭县招牌")+run("管理规定》")+`</w:hyperlink>`, `<w:bookmarkStart w:id="0" w:name="b"/>`, `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF b </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, run("第三条"), `<w:r><w:fldChar w:fldCharType="end"/></w:r><w:bookmarkEnd w:id="0"/>`,
			`<w:sdt><w:sdtPr><w:id w:val="3"/></w:sdtPr><w:sdtContent>`+run("控件里的文字")+`</w:sdtContent></w:sdt><w:fldSimple w:instr="DATE">`+run("二〇二六年")+`</w:fldSimple>`)),
		"ruby":          doc(p(`<w:r><w:ruby><w:rubyPr/><w:rt>`+run("yún")+`</w:rt><w:rubyBase>`+run("云")+`</w:rubyBase></w:ruby></w:r>`, run("岭县人民政府"))),
		"other prefix":  pack(t, "word/document.xml", swap(wordBody(p(bold(line1))+p(run(line2))), "ns0")),
		"mark at front": pack(t, "word/document.xml", "\uFEFF"+wordBody(p(run(line1))+p(run(line2)))),
		"strict":        pack(t, "word/document.xml", strings.ReplaceAll(wordBody(p(run(line1))+p(run(line2))), wordNS, "http://purl.oclc.org/ooxml/wordprocessingml/main")),
		"rels closed":   pack(t, "word/document.xml", wordBody(p(run(line2))), "word/_rels/document.xml.rels", `<ns0:Relationships xmlns:ns0="`+relsNS+`"/>`),
		"real":          read("yunling-billboards-draft.docx"),
		"real features": read("formats/features.docx"),
		"real notice":   read("formats/reference.docx"),
		"long":          doc(strings.Repeat(p(run(line2))+p(bold(line3)), 300)),
	}
}

// randomBody makes a body of everything that runs stand in.
func randomBody(r *rand.Rand) string {
	letters := []string{"甲", "乙", "丙", "丁", "戊", "，", "。", "a", "1", " ", "　", "&amp;", "&lt;", "&#x5E74;", "第三条", "办法"}
	words := func() string {
		s := ""
		for range 1 + r.IntN(6) {
			s += letters[r.IntN(len(letters))]
		}
		return s
	}
	var inline func(depth int) string
	inline = func(depth int) string {
		switch k := r.IntN(12); {
		case k < 4 || depth > 2:
			return run(words())
		case k < 6:
			return bold(words())
		case k == 6:
			return `<w:r><w:rPr><w:i/></w:rPr><w:tab/><w:t>` + words() + `</w:t><w:t xml:space="preserve"> ` + words() + `</w:t><w:tab/></w:r>`
		case k == 7:
			return `<w:del w:id="1" w:author="a"><w:r><w:delText>` + words() + `</w:delText></w:r></w:del>`
		case k == 8:
			return `<w:ins w:id="2" w:author="a">` + inline(depth+1) + `</w:ins>`
		case k == 9:
			return `<w:hyperlink w:anchor="x">` + inline(depth+1) + inline(depth+1) + `</w:hyperlink>`
		case k == 10:
			return `<w:r/><w:r><w:t/></w:r><w:proofErr w:type="spellStart"/>`
		}
		return `<w:sdt><w:sdtPr/><w:sdtContent>` + inline(depth+1) + `</w:sdtContent></w:sdt>`
	}
	paragraph := func() string {
		s := "<w:p>"
		if r.IntN(2) == 0 {
			s += `<w:pPr><w:jc w:val="both"/><w:rPr><w:b/></w:rPr></w:pPr>`
		}
		for range r.IntN(5) {
			s += inline(0)
		}
		return s + "</w:p>"
	}
	body := p(run("总则办法"))
	for range 1 + r.IntN(5) {
		if r.IntN(4) > 0 {
			body += paragraph()
			continue
		}
		body += "<w:tbl><w:tblPr/>"
		for range 1 + r.IntN(3) {
			body += "<w:tr>"
			for range 1 + r.IntN(3) {
				body += "<w:tc><w:tcPr/>" + paragraph() + "</w:tc>"
			}
			body += "</w:tr>"
		}
		body += "</w:tbl>" + p()
	}
	return body
}
