package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// docxOf packs parts into a .docx; body is what stands inside w:body.
func docxOf(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("[Content_Types].xml", `<Types/>`)
	put("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)
	put("word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document `+wordNS+`><w:body>`+body+`<w:sectPr/></w:body></w:document>`)
	for _, name := range []string{"word/numbering.xml", "word/styles.xml", "word/footnotes.xml"} {
		if s := parts[name]; s != "" {
			root := strings.TrimSuffix(strings.TrimPrefix(name, "word/"), ".xml")
			put(name, "<w:"+root+" "+wordNS+">"+s+"</w:"+root+">")
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func para(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func numbered(num, level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, num, text)
}

func lvl(i int, format, text, more string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, i, format, more, text)
}

// articles is a list as drafters have it: 第X章, 第X条 through all chapters,
// （X） from one in every article, 1. below.
var articles = `<w:abstractNum w:abstractNumId="7">` +
	lvl(0, "chineseCountingThousand", "第%1章", `<w:suff w:val="space"/>`) +
	lvl(1, "chineseCountingThousand", "第%2条", `<w:lvlRestart w:val="0"/><w:suff w:val="space"/>`) +
	lvl(2, "chineseCounting", "（%3）", `<w:suff w:val="nothing"/>`) +
	lvl(3, "decimal", "%4.", "") +
	`</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>`

func sampleDocx(t testing.TB) []byte {
	return docxOf(t, para("甲县停车场管理办法")+
		numbered(3, 0, "总则")+numbered(3, 1, "为了规范管理，制定本办法。")+
		numbered(3, 1, "下列事项应当登记：")+numbered(3, 2, "名称；")+numbered(3, 3, "全称；")+numbered(3, 3, "简称；")+numbered(3, 2, "地址。")+
		numbered(3, 0, "附则")+numbered(3, 1, "下列用语的含义：")+numbered(3, 2, "停车场；"),
		map[string]string{"word/numbering.xml": articles})
}

func TestDocxNumbering(t *testing.T) {
	want := "甲县停车场管理办法\n第一章 总则\n第一条 为了规范管理，制定本办法。\n第二条 下列事项应当登记：\n（一）名称；\n1.全称；\n2.简称；\n（二）地址。\n第二章 附则\n第三条 下列用语的含义：\n（一）停车场；"
	x := mustRead(t, "x.docx", string(sampleDocx(t)))
	if x.Format != "docx" || x.Norm != want {
		t.Errorf("got\n%s\nwant\n%s", x.Norm, want)
	}
	checkText(t, x)
	s := find(t, x, "第三条")
	from, _ := x.Positions(s)
	if from.Part != "word/document.xml" || from.Block != 10 || from.Column != 1 || from.Offset != -1 {
		t.Errorf("第三条 at %+v", from)
	}
	if x.Quote(s) != "第三条" {
		t.Errorf("Quote = %q: a rebuilt label is part of Orig", x.Quote(s))
	}
}

func TestDocxNumberingMore(t *testing.T) {
	abstract := func(levels string) string {
		return `<w:abstractNum w:abstractNumId="1">` + levels + `</w:abstractNum>`
	}
	const use = `<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`
	for _, tt := range []struct{ name, numbering, styles, body, want string }{
		{"start", abstract(`<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>`) + use, "",
			numbered(1, 0, "甲。") + numbered(1, 0, "乙。") + numbered(1, 0, "丙。"), "第九条 甲。\n第十条 乙。\n第十一条 丙。"},
		{"start of zero", abstract(`<w:lvl w:ilvl="0"><w:start w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1、"/></w:lvl>`) + use, "",
			numbered(1, 0, "甲") + numbered(1, 0, "乙"), "0、甲\n1、乙"},
		{"several levels", abstract(lvl(0, "decimal", "%1", "")+lvl(1, "decimal", "%1.%2", "")) + use, "",
			numbered(1, 0, "总则") + numbered(1, 1, "目的") + numbered(1, 1, "依据") + numbered(1, 0, "职责") + numbered(1, 1, "组织"), "1 总则\n1.1 目的\n1.2 依据\n2 职责\n2.1 组织"},
		{"legal", abstract(lvl(0, "chineseCounting", "第%1章", "")+lvl(1, "decimal", "%1.%2", `<w:isLgl/>`)) + use, "",
			numbered(1, 0, "总则") + numbered(1, 1, "目的"), "第一章 总则\n1.1 目的"},
		{"restart by another num", abstract(lvl(0, "decimal", "%1.", "")) + use + `<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, "",
			numbered(1, 0, "甲") + numbered(1, 0, "乙") + numbered(2, 0, "丙") + numbered(2, 0, "丁"), "1.甲\n2.乙\n1.丙\n2.丁"},
		{"two nums go on", abstract(lvl(0, "decimal", "%1.", "")) + use + `<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>`, "",
			numbered(1, 0, "甲") + numbered(2, 0, "乙"), "1.甲\n2.乙"},
		{"override of a level", abstract(lvl(0, "decimal", "%1.", "")) + `<w:num w:numId="1"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">` + lvl(0, "upperLetter", "%1)", "") + `</w:lvlOverride></w:num>`, "",
			numbered(1, 0, "甲") + numbered(1, 0, "乙"), "A）甲\nB）乙"},
		{"bullet", abstract(lvl(0, "bullet", "\uf0b7", "")) + use, "", numbered(1, 0, "甲"), "甲"},
		{"no number", abstract(lvl(0, "decimal", "%1.", "")) + use, "", numbered(0, 0, "甲"), "甲"},
		{"unknown num", abstract(lvl(0, "decimal", "%1.", "")) + use, "", numbered(5, 0, "甲"), "甲"},
		{"circles", abstract(lvl(0, "decimalEnclosedCircle", "%1", `<w:suff w:val="nothing"/>`)) + use, "", numbered(1, 0, "甲") + numbered(1, 0, "乙"), "①甲\n②乙"},
		{"by style", abstract(`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="art"/><w:suff w:val="space"/><w:lvlText w:val="第%1条"/></w:lvl>`+`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="item"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>`) + use,
			`<w:style w:type="paragraph" w:styleId="base"><w:name w:val="base"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="art"><w:name w:val="art"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="item"><w:name w:val="item"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="art2"><w:basedOn w:val="art"/></w:style>`,
			`<w:p><w:pPr><w:pStyle w:val="art"/></w:pPr><w:r><w:t>甲：</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="item"/></w:pPr><w:r><w:t>乙。</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="art2"/></w:pPr><w:r><w:t>丙。</w:t></w:r></w:p>` +
				`<w:p><w:pPr><w:pStyle w:val="art"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>丁。</w:t></w:r></w:p>`,
			"第一条 甲：\n（一）乙。\n第二条 丙。\n丁。"},
		{"numbering style", `<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:styleLink w:val="S"/>` + lvl(0, "chineseCounting", "%1、", "") + `</w:abstractNum>` + use, "",
			numbered(1, 0, "甲"), "一、甲"},
		{"empty paragraph counts", abstract(lvl(0, "decimal", "%1.", "")) + use, "", numbered(1, 0, "甲") + numbered(1, 0, "") + numbered(1, 0, "乙"), "1.甲\n3.乙"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRead(t, "x.docx", string(docxOf(t, tt.body, map[string]string{"word/numbering.xml": tt.numbering, "word/styles.xml": tt.styles})))
			if x.Norm != tt.want {
				t.Errorf("got %q, want %q", x.Norm, tt.want)
			}
			checkText(t, x)
		})
	}
}

func TestDocxText(t *testing.T) {
	run := func(s string) string { return `<w:r>` + s + `</w:r>` }
	tx := func(s string) string { return run(`<w:t>` + s + `</w:t>`) }
	cell := func(more string, paras ...string) string {
		s := "<w:tc><w:tcPr>" + more + "</w:tcPr>"
		for _, p := range paras {
			s += para(p)
		}
		return s + "</w:tc>"
	}
	for _, tt := range []struct{ name, body, want, note string }{
		{"BOM", para("\ufeff甲"), "甲", "不可见"},
		{"zero-width", para("行政\u200b处罚"), "行政处罚", "不可见"},
		{"full-width digits", para("罚款５０元"), "罚款50元", ""},
		{"CRLF between elements", "\r\n" + para("甲") + "\r\n" + para("乙"), "甲\n乙", ""},
		{"runs", "<w:p>" + tx("行政") + "<w:proofErr/>" + tx("处罚") + "</w:p>", "行政处罚", ""},
		{"entities and CDATA", para("&lt;甲&gt;&#20057;&amp;<![CDATA[丙]]>"), "<甲>乙&丙", ""},
		{"tab and break", "<w:p>" + tx("甲局") + run("<w:tab/>") + tx("乙局") + run("<w:br/>") + tx("丙局") + "</w:p>", "甲局 乙局\n丙局", ""},
		{"hyperlink", `<w:p><w:hyperlink w:id="x">` + tx("甲法") + `</w:hyperlink></w:p>`, "甲法", ""},
		{"content control", `<w:sdt><w:sdtPr><w:alias w:val="标题"/></w:sdtPr><w:sdtContent>` + para("甲办法") + `</w:sdtContent></w:sdt>`, "甲办法", ""},
		{"inserted and deleted", "<w:p>" + tx("处") + `<w:del w:id="1"><w:r><w:delText>一千元</w:delText></w:r></w:del><w:ins w:id="2">` + tx("二千元") + "</w:ins>" + tx("罚款") + "</w:p>", "处二千元罚款", "修订"},
		{"deleted paragraph mark", `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>` + tx("应当") + "</w:p>" + para("登记。"), "应当登记。", ""},
		{"hidden", "<w:p>" + tx("甲") + run("<w:rPr><w:vanish/></w:rPr><w:t>隐</w:t>") + tx("乙") + run(`<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>丙</w:t>`) + "</w:p>", "甲乙丙", "隐藏"},
		{"text box", `<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>` + para("密级：无") + `</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + para("密级：无") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + tx("甲办法") + `</w:p>`, "甲办法\n密级：无", ""},
		{"table of contents in a field", `<w:p>` + run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText> TOC \o "1-3" </w:instrText>`) + run(`<w:fldChar w:fldCharType="separate"/>`) + tx("第一章 总则 1") + `</w:p><w:p>` + tx("第二章 附则 2") + run(`<w:fldChar w:fldCharType="end"/>`) + `</w:p>` + para("正文"), "正文", "目录"},
		{"other field", `<w:p>` + run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText> PAGE </w:instrText>`) + run(`<w:fldChar w:fldCharType="separate"/>`) + tx("3") + run(`<w:fldChar w:fldCharType="end"/>`) + tx("页") + `</w:p>`, "3页", ""},
		{"table of contents block", `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>` + para("第一章 总则 1") + `</w:sdtContent></w:sdt>` + para("正文"), "正文", "目录"},
		{"sign of a form", "<w:p>" + run(`<w:sym w:font="Wingdings" w:char="F0FE"/>`) + tx("是") + run(`<w:sym w:font="Wingdings" w:char="F0A8"/>`) + tx("否") + "</w:p>", "☑是□否", ""},
		{"ruby", `<w:p><w:r><w:ruby><w:rt>` + tx("mén") + `</w:rt><w:rubyBase>` + tx("门") + `</w:rubyBase></w:ruby></w:r></w:p>`, "门", ""},
		{"table", `<w:tbl><w:tr>` + cell("", "类别") + cell("", "标准") + cell("", "备注") + `</w:tr><w:tr>` + cell(`<w:vMerge w:val="restart"/>`, "小型车") + cell("", "5元/小时", "30元/日") + cell("") + `</w:tr><w:tr>` + cell(`<w:vMerge/>`, "不显示") + cell(`<w:gridSpan w:val="2"/>`, "另行规定") + `</w:tr></w:tbl>` + para("后文"),
			"类别\t标准\t备注\n小型车\t5元/小时30元/日\n\t另行规定\n后文", ""},
		{"gridSpan", `<w:tbl><w:tr>` + cell(`<w:gridSpan w:val="2"/>`, "甲") + cell("", "乙") + `</w:tr></w:tbl>`, "甲\t\t乙", ""},
		{"frame", `<w:tbl><w:tr>` + cell("", "甲办法", "第一条 内容。") + `</w:tr></w:tbl>`, "甲办法\n第一条 内容。", ""},
		{"table in a cell", `<w:tbl><w:tr>` + cell("", "甲") + `<w:tc><w:tbl><w:tr>` + cell("", "乙组") + cell("", "丙组") + `</w:tr></w:tbl>` + para("丁组") + `</w:tc></w:tr></w:tbl>`, "甲\t乙组 丙组 丁组", ""},
		{"deleted row", `<w:tbl><w:tr>` + cell("", "甲") + cell("", "乙") + `</w:tr><w:tr><w:trPr><w:del w:id="1"/></w:trPr>` + cell("", "丙") + cell("", "丁") + `</w:tr></w:tbl>`, "甲\t乙", "修订"},
		{"embedded file", `<w:altChunk r:id="rId5"/>` + para("甲"), "甲", "1 个其他文件"},
		{"picture", `<w:p><w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r></w:p>` + para("甲"), "甲", "图片 1 张"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRead(t, "x.docx", string(docxOf(t, tt.body, nil)))
			if x.Norm != tt.want {
				t.Errorf("got %q, want %q", x.Norm, tt.want)
			}
			if notes := strings.Join(x.Notes, "；"); !strings.Contains(notes, tt.note) || (tt.note == "") != (notes == "") {
				t.Errorf("notes %q, want %q", notes, tt.note)
			}
			checkText(t, x)
		})
	}
}

func TestDocxHeadingsAndNotes(t *testing.T) {
	x := mustRead(t, "x.docx", string(docxOf(t,
		`<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>第一章 总则</w:t></w:r></w:p>`+
			`<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>一、目的</w:t></w:r></w:p>`+
			`<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="4"/></w:r></w:p>`,
		map[string]string{
			"word/styles.xml":    `<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>`,
			"word/footnotes.xml": `<w:footnote w:type="separator" w:id="0">` + para("线") + `</w:footnote><w:footnote w:id="4">` + para("脚注内容") + `</w:footnote>`,
		})))
	if want := "第一章 总则\n一、目的\n正文\n注1：脚注内容"; x.Norm != want {
		t.Errorf("got %q, want %q", x.Norm, want)
	}
	for i, level := range []int{1, 3, 0, 0} {
		if b := x.Blocks[i]; b.Level != level || (b.Kind == Heading) != (level > 0) {
			t.Errorf("block %d: %+v, want level %d", i, b, level)
		}
	}
}

// TestDocxOtherPrefix: the prefix w: is a habit, not a rule.
func TestDocxOtherPrefix(t *testing.T) {
	for _, root := range []string{`<a:document xmlns:a="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><a:body><a:p><a:r><a:t>甲</a:t></a:r></a:p></a:body></a:document>`,
		`<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"><body><p><r><t>甲</t></r></p></body></document>`} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("word/document.xml")
		if err == nil {
			_, err = io.WriteString(w, root)
		}
		if err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		if x := mustRead(t, "x", b.String()); x.Norm != "甲" {
			t.Errorf("%.40s reads %q", root, x.Norm)
		}
	}
}

func TestDocxUnreadable(t *testing.T) {
	sample := sampleDocx(t)
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	chunk := bytes.Repeat([]byte(" "), 1<<20)
	for range 40 {
		if _, err := w.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(sample)
	at := bytes.Index(damaged, []byte("word/document.xml"))
	for i := at + 60; i < at+90; i++ {
		damaged[i] ^= 0x55
	}
	for _, tt := range []struct {
		name string
		data []byte
		kind string
	}{
		{"cut off", sample[:len(sample)/2], "truncated"},
		{"cut by one byte", sample[:len(sample)-30], "truncated"},
		{"damaged part", damaged, "truncated"},
		{"broken XML", docxOf(t, "<w:p><w:r>", nil), "truncated"},
		{"bomb", bomb.Bytes(), "too_large"},
		{"only pictures", docxOf(t, `<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>`, nil), "scan"},
		{"no text", docxOf(t, `<w:p/>`, nil), "empty"},
		{"blanks", docxOf(t, para("　 "), nil), "empty"},
	} {
		_, err := Read("x.docx", bytes.NewReader(tt.data), 0)
		var u *Unreadable
		if !errors.As(err, &u) || u.Kind != tt.kind || u.Next == "" {
			t.Errorf("%s: %+v, want %s", tt.name, u, tt.kind)
		}
	}
}

// TestScannerRefuses: what is cut off or closed twice is an error, not an end.
func TestScannerRefuses(t *testing.T) {
	for _, s := range []string{"<a><b></b>", "</a>", "<a></a></b>", "<a", "<a b='>", "<!-- a", "<![CDATA[a", "<?xml"} {
		x := newScanner(s)
		ok, err := true, error(nil)
		for ok && err == nil {
			ok, err = x.next()
		}
		if err == nil {
			t.Errorf("%q is accepted", s)
		}
	}
}

func TestFormatNumber(t *testing.T) {
	for _, tt := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"decimalZero", 3, "03"}, {"decimalZero", 12, "12"},
		{"chineseCounting", 10, "十"}, {"chineseCounting", 11, "十一"}, {"chineseCounting", 20, "二十"}, {"chineseCounting", 99, "九十九"}, {"chineseCounting", 101, "一〇一"},
		{"chineseCountingThousand", 100, "一百"}, {"chineseCountingThousand", 101, "一百零一"}, {"chineseCountingThousand", 110, "一百一十"}, {"chineseCountingThousand", 112, "一百一十二"}, {"chineseCountingThousand", 1001, "一千零一"},
		{"ideographDigital", 10, "一〇"}, {"chineseLegalSimplified", 12, "壹拾贰"},
		{"upperLetter", 1, "A"}, {"upperLetter", 27, "AA"}, {"lowerLetter", 26, "z"},
		{"upperRoman", 4, "IV"}, {"lowerRoman", 9, "ix"},
		{"decimalEnclosedCircle", 1, "①"}, {"decimalEnclosedCircle", 20, "⑳"}, {"decimalEnclosedCircle", 21, "㉑"}, {"decimalEnclosedCircle", 36, "㊱"}, {"decimalEnclosedCircle", 51, "51"},
		{"decimalEnclosedParen", 2, "⑵"}, {"decimalFullWidth", 12, "１２"}, {"ideographTraditional", 3, "丙"}, {"ideographZodiac", 1, "子"}, {"none", 3, ""},
		{"unknown", 5, "5"},
	} {
		if got := formatNumber(tt.format, tt.n); got != tt.want {
			t.Errorf("%s %d: %q, want %q", tt.format, tt.n, got, tt.want)
		}
	}
}
