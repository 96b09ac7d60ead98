package source

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestMail(t *testing.T) {
	page := "<html><body><p>甲县停车办法</p><p>第一条 为了规范停车，制定本办法。</p></body></html>"
	want := "甲县停车办法\n第一条 为了规范停车，制定本办法。"
	b64 := func(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
	for _, tt := range []struct{ name, in, note string }{
		{"page in one file", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"--=X\"\r\n\r\n----=X\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64(encode(simplifiedchinese.GBK, page)) + "\r\n----=X\r\nContent-Type: image/png\r\n\r\nx\r\n----=X--\r\n", ""},
		{"message with both bodies and a file", "From: <a@b.c>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\nContent-Type: multipart/alternative; boundary=Y\r\n\r\n--Y\r\nContent-Type: text/plain\r\n\r\n" + "另一种正文" + "\r\n--Y\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + page + "\r\n--Y--\r\n--X\r\nContent-Type: application/msword\r\nContent-Disposition: attachment; filename=\"=?utf-8?B?" + b64([]byte("附件.doc")) + "?=\"\r\n\r\nx\r\n--X--\r\n", "附件.doc"},
		{"message in plain text", "Date: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64([]byte(want)), ""},
	} {
		x := mustRead(t, "x", tt.in)
		if x.Norm != want || x.Format != "mht" {
			t.Errorf("%s: got %s %q", tt.name, x.Format, x.Norm)
		}
		if notes := strings.Join(x.Notes, "；"); !strings.Contains(notes, tt.note) {
			t.Errorf("%s: notes %q", tt.name, notes)
		}
		checkText(t, x)
	}
}

// zipped packs pairs of names and contents.
func zipped(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: pairs[i], Method: zip.Deflate, NonUTF8: true})
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

func TestArchive(t *testing.T) {
	gbk := func(s string) string { return string(encode(simplifiedchinese.GBK, s)) }
	inner := zipped(t, gbk("附件/乙办法.txt"), "第二条 内容。")
	data := zipped(t, gbk("甲办法.txt"), "第一条 内容。", "__MACOSX/._a", "x", "~$a.docx", "x", gbk("材料.zip"), string(inner), "broken.zip", "PK", "big.txt", strings.Repeat("甲", 10<<20), "../../etc/x.txt", "第三条 内容。", "doc.zip", string(sampleDocx(t)))
	a, err := ReadArchive(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range a.Members {
		s := m.Name
		if m.Err != nil {
			s += "!" + m.Err.Kind
			if m.Err.Reason == "" || m.Err.Next == "" {
				t.Errorf("%s: no advice", m.Name)
			}
		}
		got = append(got, s)
	}
	if want := "甲办法.txt 材料.zip/附件/乙办法.txt broken.zip!truncated big.txt!too_large etc/x.txt doc.zip"; strings.Join(got, " ") != want || a.Skipped != 2 {
		t.Errorf("got %q, %d skipped", got, a.Skipped)
	}
	r, err := a.Members[1].Open()
	if err != nil {
		t.Fatal(err)
	}
	x, err := Read(a.Members[1].Name, r, 0)
	if err != nil || x.Norm != "第二条 内容。" {
		t.Errorf("nested member: %v %v", x, err)
	}
	if _, err := ReadArchive(bytes.NewReader(sampleDocx(t)), int64(len(sampleDocx(t)))); !errors.Is(err, ErrDocument) {
		t.Errorf("a document: %v", err)
	}
	deep := zipped(t, "a.txt", "甲")
	for range 5 {
		deep = zipped(t, "a.zip", string(deep))
	}
	var u *Unreadable
	if _, err := ReadArchive(bytes.NewReader(deep), int64(len(deep))); !errors.As(err, &u) || u.Kind != "too_large" {
		t.Errorf("archives without end: %v", err)
	}
	many := make([]string, 0, 6000)
	for range 3000 {
		many = append(many, "a.txt", "")
	}
	wide := zipped(t, many...)
	if _, err := ReadArchive(bytes.NewReader(wide), int64(len(wide))); !errors.As(err, &u) || u.Kind != "too_large" {
		t.Errorf("members without end: %v", err)
	}
}
