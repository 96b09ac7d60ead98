package render_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/render"
	"docreview/corpus/law"
)

const (
	tmplNS  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	mainDoc = "word/document.xml"
)

// template makes a Word file of the kind that offices keep: a letterhead, a
// table, a picture, a text box in two forms, marks of Word in between.
func template(t *testing.T, body string, more ...[2]string) []byte {
	t.Helper()
	const types = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="` + types + `document.main+xml"/><Override PartName="/word/header1.xml" ContentType="` + types + `header+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="h" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>`},
		{mainDoc, `<?xml version="1.0" encoding="UTF-8"?><w:document ` + tmplNS + ` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>` + body + `<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`},
		{"word/header1.xml", `<w:hdr ` + tmplNS + `><w:p><w:r><w:t>某县司法局</w:t></w:r></w:p></w:hdr>`},
		{"word/media/seal.png", "\x89PNG seal"},
	}
	for _, m := range more {
		found := false
		for i := range parts {
			if parts[i][0] == m[0] {
				parts[i], found = m, true
			}
		}
		if !found {
			parts = append(parts, m)
		}
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p[0], Method: uint16(8 * (i % 2)), Comment: "kept"})
		if err == nil {
			_, err = f.Write([]byte(p[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func para(words string) string { return "<w:p><w:r><w:t>" + words + "</w:t></w:r></w:p>" }

// filled renders a template about the report.
func filled(t *testing.T, pkg []byte, b *render.Batch) []byte {
	t.Helper()
	tmpl, err := render.ParseTemplate(pkg)
	if err != nil {
		t.Fatal(err)
	}
	return renderTo(t, "opinion", render.Options{Template: tmpl, Date: "2026-12-01"}, b)
}

const letterhead = `<w:p w:rsidR="1"><w:pPr><w:pStyle w:val="T"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr><w:t>关于《{{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:i/></w:rPr><w:t>标</w:t></w:r><w:r><w:t xml:space="preserve">题 }}》的&lt;意见&gt; </w:t></w:r></w:p>` +
	`<w:p><w:r><w:t>｛｛文号｝｝、{{基准日}}、{{制定机关}}：{{结论}}（{{日期}}）</w:t></w:r></w:p>` +
	`<w:p><w:pPr><w:pStyle w:val="Z"/><w:ind w:firstLine="640"/><w:sectPr><w:pgSz w:w="1" w:h="1"/></w:sectPr></w:pPr><w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/><w:r><w:rPr><w:rStyle w:val="x"/><w:rFonts w:eastAsia="仿宋"/><w:b/><w:color w:val="FF0000"/><w:sz w:val="32"/><w:lang w:eastAsia="zh-CN"/></w:rPr><w:t xml:space="preserve"> {{问题}} </w:t></w:r></w:p>` +
	`<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid><w:tr><w:tc><w:tcPr/>` + `<w:p><w:r><w:t>{{程序}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>` +
	`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>` + `<w:p><w:r><w:t>盒 {{文号}}</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>盒 {{文号}}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>外 {{文件名}}</w:t></w:r></w:p>` +
	`<w:p><w:r><w:t>{{未检查}}</w:t></w:r></w:p><w:p><w:r><w:t>{{依据清单}}</w:t></w:r></w:p><w:p><w:r><w:t>{{引用清单}}</w:t></w:r></w:p><w:p><w:r><w:t>{{审核对象}}</w:t></w:r></w:p><w:p><w:r><w:t>{{生成说明}} {{校验值}}</w:t></w:r></w:p>`

// Every placeholder is replaced, split ones too, and nothing else changes.
func TestTemplate(t *testing.T) {
	pkg := template(t, letterhead, [2]string{"word/styles.xml", "<x>{{标题}} stays: no words of the letter</x>"})
	b := batch(report())
	b.Article = func(_ law.Date, x checker.Basis) (string, string) {
		if x.At != "第十六条" {
			return "", ""
		}
		return "2021年修订", "试验的条文。\n第二款。"
	}
	out := filled(t, pkg, b)
	sound(t, out)
	doc := part(t, out, mainDoc)
	text := xmlText(doc)
	for _, want := range []string{
		"关于《云岭县户外广告管理办法》的&lt;意见&gt; ", "云政发〔2025〕9号、2026年11月22日、云岭县人民政府：应当予以修改（由审核人员确认）。（2026年12月1日）",
		"盒 云政发〔2025〕9号", "外 云岭县户外广告管理办法.txt", "1. 第一条", "公开征求意见", "不等于没有问题",
		"《中华人民共和国行政处罚法》第十六条（2021年修订）条文：试验的条文。", "第二款。", "已废止", "文件校验值",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "部分。") {
		t.Error("leads to a part that the office's letter does not have")
	}
	if strings.Contains(doc, "{{") || strings.Contains(doc, "｛｛") {
		t.Errorf("a placeholder is left:\n%s", doc)
	}
	if strings.Count(doc, "盒 云政发") != 2 {
		t.Error("the text box differs between its two forms")
	}
	// The paragraph's look is taken over, the section ends once, the mark stays.
	if n := strings.Count(doc, `<w:pStyle w:val="Z"/><w:ind w:firstLine="640"/>`); n < 10 {
		t.Errorf("%d paragraphs have the style of the placeholder", n)
	}
	if n := strings.Count(doc, `<w:pgSz w:w="1" w:h="1"/>`); n != 1 {
		t.Errorf("%d ends of the section, want 1", n)
	}
	if strings.Count(doc, `w:name="_GoBack"`) != 1 {
		t.Error("a mark of the paragraph is lost or doubled")
	}
	if !strings.Contains(doc, `<w:rStyle w:val="x"/><w:rFonts w:eastAsia="仿宋"/><w:b/><w:bCs/><w:color w:val="FF0000"/><w:sz w:val="32"/><w:lang`) {
		t.Error("labels do not have the look of the placeholder, bold")
	}
	if !strings.Contains(doc, "<w:rFonts w:eastAsia=\"黑体\"/></w:rPr><w:t xml:space=\"preserve\">关于《云岭县户外广告管理办法</w:t>") {
		t.Errorf("the title does not stand in the run where the placeholder begins")
	}
	was := unzip(t, pkg)
	now := unzip(t, out)
	if len(was) != len(now) {
		t.Fatalf("%d parts, want %d", len(now), len(was))
	}
	for i := range was {
		if was[i].name != now[i].name || was[i].name != mainDoc && !bytes.Equal(was[i].raw, now[i].raw) {
			t.Errorf("part %s changed", was[i].name)
		}
	}
	for _, f := range report().Findings {
		if n := strings.Count(doc, `w:name="`+strings.ReplaceAll(f.ID, "-", "_")+`"`); n != 1 {
			t.Errorf("finding %s has %d bookmarks, want 1", f.ID, n)
		}
	}
}

// Headers are filled, and an unread file is said to be unread in every place
// that would judge it.
func TestTemplateUnreadable(t *testing.T) {
	pkg := template(t, para("{{结论}}")+para("结论：{{结论}}")+para("{{问题}}"), [2]string{"word/header1.xml", `<w:hdr ` + tmplNS + `>` + para("{{文件名}}") + `</w:hdr>`})
	out := filled(t, pkg, batch(unreadable()))
	if n := strings.Count(part(t, out, mainDoc), "没有经过任何检查"); n != 3 {
		t.Errorf("said %d times, want 3", n)
	}
	if !strings.Contains(part(t, out, "word/header1.xml"), "c.pdf") {
		t.Error("the header is not filled")
	}
}

// No word of a document becomes part of the file's form.
func TestTemplateHoldsStrangersText(t *testing.T) {
	for _, r := range []*checker.Report{hostile(), {}} {
		out := filled(t, template(t, letterhead), batch(r))
		sound(t, out)
	}
	r := report()
	r.Doc.Instrument = "{{问题}} {{"
	if text := xmlText(part(t, filled(t, template(t, para("{{标题}}")), batch(r)), mainDoc)); text != "{{问题}} {{" {
		t.Errorf("words of the document were filled in turn: %q", text)
	}
}

func TestTemplateErrors(t *testing.T) {
	one := para("{{标题}}")
	for name, tt := range map[string]struct {
		pkg  []byte
		want string
	}{
		"unknown":    {template(t, para("{{标题}}{{题目}}")+para("{{落款}}"), [2]string{"word/header1.xml", `<w:hdr ` + tmplNS + `>` + para("{{页眉}}") + `</w:hdr>`}), "没有{{落款}}、{{页眉}}、{{题目}}这种占位符。可以用的占位符：{{标题}} {{文号}}"},
		"none":       {template(t, para("无")), "里面没有占位符。可以用的占位符：{{标题}}"},
		"not alone":  {template(t, para("问题：{{问题}}")), "{{问题}}要单独成一段"},
		"two":        {template(t, para("{{问题}}{{程序}}")), "要单独成一段"},
		"unclosed":   {template(t, para("{{标题 第一号")), "占位符“{{标题 第一号”没有写完"},
		"broken off": {template(t, para("{{标")+para("题}}")), "没有写完"},
		"no zip":     {[]byte("text"), "不是 .docx 文件"},
		"no word":    {template(t, one, [2]string{"_rels/.rels", "<Relationships/>"}), "不是 Word 文件"},
		"dotx":       {template(t, one, [2]string{"[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"/></Types>`}), "请另存为 .docx"},
		"signed":     {template(t, one, [2]string{"_xmlsignatures/sig1.xml", "<x/>"}), "数字签名"},
		"not xml":    {template(t, one+"<w:p>"), "请用 Word 或 WPS 打开后另存为"},
	} {
		_, err := render.ParseTemplate(tt.pkg)
		var wrong *render.TemplateError
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Reason, tt.want) {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	tmpl, err := render.ParseTemplate(template(t, one))
	if err != nil {
		t.Fatal(err)
	}
	r, _ := render.ByName("opinion", render.Options{Template: tmpl})
	if err := r.Render(&bytes.Buffer{}, batch(report(), clean())); !errors.Is(err, render.ErrOneDocument) {
		t.Errorf("two documents: %v", err)
	}
}

func TestTemplateInWordProcessor(t *testing.T) {
	// A file that a word processor wrote is the template.
	pkg := office(t, "t.docx", template(t, letterhead), "docx")
	out := string(office(t, "letter.docx", filled(t, pkg, batch(report())), "txt:Text (encoded):UTF8"))
	for _, want := range []string{"关于《云岭县户外广告管理办法》的<意见>", "设定了行政处罚", "公开征求意见"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in what LibreOffice read:\n%s", want, out)
		}
	}
}

// xmlText joins the words of all runs as written.
func xmlText(s string) string {
	var b strings.Builder
	for _, p := range strings.Split(s, "<w:t")[1:] {
		if p[0] != '>' && p[0] != ' ' {
			continue
		}
		_, p, _ = strings.Cut(p, ">")
		p, _, _ = strings.Cut(p, "</w:t>")
		b.WriteString(p)
	}
	return b.String()
}
