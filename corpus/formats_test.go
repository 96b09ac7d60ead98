package corpus

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"docreview/corpus/law"
)

// docx makes a document as the national database delivers it: title, history in
// brackets, table of contents, text; nothing but paragraphs.
func docx(t *testing.T, paragraphs ...string) []byte {
	t.Helper()
	var body strings.Builder
	for _, p := range paragraphs {
		body.WriteString("<w:p><w:r><w:t xml:space=\"preserve\">" + p + "</w:t></w:r></w:p>")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `</w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFormats: the same regulation in four formats and two encodings is one
// edition of one work.
func TestFormats(t *testing.T) {
	title := "云岭省竹林保护条例"
	history := "（2008年3月27日云岭省第十一届人民代表大会常务委员会第二次会议通过　2019年9月26日云岭省第十三届人民代表大会常务委员会第十二次会议修订）"
	text := []string{"第一章　总则", "第一条　为了保护竹林，制定本条例。", "第二条　砍竹应当留下当年的新竹。", "第二章　附则", "第三条　本条例自2019年12月1日起施行。"}
	plain := strings.Join(append([]string{title, history, "目　　录", "第一章　总则", "第二章　附则"}, text...), "\n")
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	html := "<html><head><title>x</title></head><body><h1>" + title + "</h1><p>" + history + "</p><p>" + strings.Join(text, "</p><p>") + "</p></body></html>"
	src := filepath.Join(t.TempDir(), "下载")
	if err := os.MkdirAll(src, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"甲.docx": docx(t, append([]string{title, history, "目　　录", "第一章　总则", "第二章　附则"}, text...)...),
		"乙.html": []byte(html),
		"丙.txt":  []byte(gb),
		"丁.txt":  []byte("\ufeff" + strings.ReplaceAll(plain, "\n", "\r\n")),
		"戊.docx": []byte("not a document"),
	} {
		if err := os.WriteFile(filepath.Join(src, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(t.TempDir(), "index")
	b := build(t, fast(t, dir, src))
	if b.Snapshot.Works != 1 || b.Snapshot.Editions != 2 || b.Snapshot.Articles != 3 {
		t.Errorf("%+v", b.Snapshot)
	}
	x := open(t, dir)
	got, err := x.Find(context.Background(), law.Ref{Title: title})
	if err != nil || len(got[0]) != 1 {
		t.Fatalf("Find = %v, %v", got, err)
	}
	r := got[0][0]
	if r.Region != "990000" || r.Level != law.LevelLocalRegulation || len(r.Editions) != 2 || r.Editions[1].From != day("2019-12-01") {
		t.Errorf("%+v", r)
	}
	src2, err := x.Sources(r.Editions[1].ID)
	if err != nil || len(src2) != 4 {
		t.Errorf("sources %v, %v", src2, err)
	}
	row, ok, err := x.Article(r.Editions[1].ID, law.Provision{Article: 2})
	if err != nil || !ok || row.Text != "砍竹应当留下当年的新竹。" || row.Path != "第一章 总则" {
		t.Errorf("article %+v %t %v", row, ok, err)
	}
	kinds := map[ProblemKind]int{}
	for _, p := range b.Problems {
		kinds[p.Kind]++
	}
	if kinds["texts_same"] != 3 || kinds["texts_differ"] != 0 || kinds["not_read"]+kinds["not_a_law"] != 1 {
		t.Errorf("problems %v: %v", kinds, b.Problems)
	}
}
