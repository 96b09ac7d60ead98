package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

const (
	measure    = "甲县人民政府关于印发甲县公共停车场管理办法的通知\n甲政发〔2024〕3号\n第一条 为了规范公共停车场的管理，根据有关法律、法规，制定本办法。\n第二条 本办法自2024年5月1日起施行，有效期5年。"
	measureOld = "甲縣人民政府關於印發甲縣公共停車場管理辦法的通知\n甲政發〔2024〕3號\n第一條 為了規範公共停車場的管理，根據有關法律、法規，制定本辦法。\n第二條 本辦法自2024年5月1日起施行，有效期5年。"
)

func encode(e encoding.Encoding, s string) []byte {
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

func encode16(s string, big, bom bool) []byte {
	units := utf16.Encode([]rune(s))
	if bom {
		units = append([]uint16{0xFEFF}, units...)
	}
	var b []byte
	for _, u := range units {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

// encodings: the same text in every encoding that is read.
var encodings = []struct {
	name, encoding string
	data           []byte
	first          int // offset in the file of the first character; -1: no way back
}{
	{"UTF-8", "utf-8", []byte(measure), 0},
	{"UTF-8 with BOM", "utf-8-bom", []byte("\uFEFF" + measure), 3},
	{"UTF-8 CRLF", "utf-8", []byte(strings.ReplaceAll(measure, "\n", "\r\n")), 0},
	{"UTF-8 with zero-width spaces", "utf-8", []byte(strings.ReplaceAll(measure, "办法", "办\u200b法")), 0},
	{"UTF-8 with full-width digits", "utf-8", []byte(strings.NewReplacer("2", "２", "4", "４").Replace(measure)), 0},
	{"GB18030", "gb18030", encode(simplifiedchinese.GB18030, measure), -1},
	{"GBK", "gb18030", encode(simplifiedchinese.GBK, measure), -1},
	{"GBK CRLF", "gb18030", encode(simplifiedchinese.GBK, strings.ReplaceAll(measure, "\n", "\r\n")), -1},
	{"GBK full-width digits", "gb18030", encode(simplifiedchinese.GBK, strings.NewReplacer("2", "２", "4", "４").Replace(measure)), -1},
	{"GB18030 traditional", "gb18030", encode(simplifiedchinese.GB18030, measureOld), -1},
	{"Big5", "big5", encode(traditionalchinese.Big5, measureOld), -1},
	{"UTF-16LE with BOM", "utf-16le", encode16(measure, false, true), -1},
	{"UTF-16BE with BOM", "utf-16be", encode16(measure, true, true), -1},
	{"UTF-16LE", "utf-16le", encode16(measure, false, false), -1},
	{"UTF-16BE", "utf-16be", encode16(measure, true, false), -1},
	{"UTF-16LE CRLF", "utf-16le", encode16(strings.ReplaceAll(measure, "\n", "\r\n"), false, false), -1},
	{"UTF-8 cut inside a character", "utf-8", []byte(measure + "\n附")[:len(measure)+3], -1},
}

func TestEncodings(t *testing.T) {
	want := mustRead(t, "x", measure).Norm
	for _, tt := range encodings {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRead(t, "x.dat", string(tt.data))
			if x.Encoding != tt.encoding || x.Format != "txt" {
				t.Errorf("%s %s, want txt %s", x.Format, x.Encoding, tt.encoding)
			}
			if got := strings.TrimSuffix(x.Norm, "\n\uFFFD"); got != want {
				t.Errorf("got %q", got)
			}
			if from, _ := x.Positions(x.Blocks[0].Span); from.Offset != tt.first || from.Block != 1 || from.Column != 1 {
				t.Errorf("first character at %+v, want offset %d", from, tt.first)
			}
			checkText(t, x)
		})
	}
}

// TestShortTexts: a few words are enough, in every encoding that can be told.
func TestShortTexts(t *testing.T) {
	for _, s := range []string{"第九条 违反本办法的，处五千元以上罚款。", "甲办法", "通知"} {
		for _, data := range [][]byte{[]byte(s), encode(simplifiedchinese.GBK, s), encode16(s, false, true), encode16(s, true, true)} {
			if x := mustRead(t, "x", string(data)); x.Norm != s {
				t.Errorf("%q in %s reads %q", s, x.Encoding, x.Norm)
			}
		}
	}
}

func zipOf(names ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, err := z.Create(n)
		if err == nil {
			_, err = io.WriteString(w, "<a/>")
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func ole(stream string) []byte {
	b := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 504)...)
	return append(b, encode16(stream, false, false)...)
}

var unreadables = []struct {
	name string
	data []byte
	kind string
	says string // stands in Reason or Next
}{
	{"empty", nil, "empty", "空的"},
	{"blanks", []byte(" \r\n\t　\u00a0\n"), "empty", "空白"},
	{"BOM only", []byte("\uFEFF"), "empty", "空白"},
	{"zero-width only", []byte("\u200b\u200b\n"), "empty", "空白"},
	{"lost blanks only", []byte("???\n??"), "empty", "没有可以审查的文字"},
	{"RTF of groups without end", []byte(`{\rtf1 ` + strings.Repeat("{", 1<<20)), "empty", "没有文字"},
	{"PDF cut off", []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj"), "truncated", "PDF"},
	{"RTF without text", []byte(`{\rtf1\ansi\ansicpg936 {\fonttbl}}`), "empty", "没有文字"},
	{"RTF of a picture", []byte(`{\rtf1\ansi{\pict\pngblip 89504e47}\par}`), "scan", "识别"},
	{"old Word, broken", ole("WordDocument"), "truncated", "另存为 .docx"},
	{"old Excel, broken", ole("Workbook"), "truncated", "Excel"},
	{"other compound file", ole("Contents"), "truncated", "另存为 .docx"},
	{"encrypted", ole("EncryptedPackage"), "encrypted", "密码"},
	{"OFD without pages", zipOf("OFD.xml", "Doc_0/Document.xml"), "truncated", "OFD"},
	{"Excel", zipOf("[Content_Types].xml", "xl/workbook.xml"), "empty", "没有文字"},
	{"slides", zipOf("ppt/presentation.xml"), "unsupported", "演示文稿"},
	{"UOF or other OpenDocument", zipOf("mimetype", "content.xml"), "unsupported", "另存为 .docx"},
	{"nested deeper than documents are", []byte(`<?xml version="1.0"?><office:document ><office:text>` + strings.Repeat("<text:list><text:list-item>", 5000)), "truncated", "损坏"},
	{"zip", zipOf("a.txt", "b.docx"), "unsupported", "解压"},
	{"rar", []byte("Rar!\x1A\x07\x01\x00 rest"), "unsupported", "解压"},
	{"7z", []byte("7z\xBC\xAF\x27\x1C\x00\x04"), "unsupported", "解压"},
	{"truncated zip", zipOf("word/document.xml")[:60], "truncated", "不完整"},
	{"PNG", []byte("\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR"), "scan", "识别"},
	{"JPEG", []byte("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00"), "scan", "识别"},
	{"TIFF", []byte("II*\x00\x08\x00\x00\x00"), "scan", "识别"},
	{"BMP", []byte("BM\x36\x00\x0c\x00\x00\x00\x00\x00"), "scan", "文字"},
	{"program", []byte("\x7FELF\x02\x01\x01\x00\x00"), "binary", "程序"},
	{"noise", noise(4096), "binary", ""},
	{"zeros", make([]byte, 1000), "binary", "不是文字"},
	{"mht without a body", []byte("MIME-Version: 1.0\r\nContent-Type: multipart/related"), "truncated", "网页"},
	{"flat XML", []byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="x">`), "unsupported", "另存为 .docx"},
	{"page without text", []byte("<html><body><script>var a=1</script><div id=app></div></body></html>"), "empty", "浏览器"},
	{"page of pictures", []byte("<html><body><img src=1.jpg><img src=2.jpg></body></html>"), "scan", "识别"},
}

// noise is bytes without a pattern, the same every time.
func noise(n int) []byte {
	b := make([]byte, n)
	state := uint32(1)
	for i := range b {
		state = state*1664525 + 1013904223
		b[i] = byte(state >> 24)
	}
	return b
}

func TestUnreadable(t *testing.T) {
	for _, tt := range unreadables {
		t.Run(tt.name, func(t *testing.T) {
			x, err := Read("甲.txt", bytes.NewReader(tt.data), 0)
			var u *Unreadable
			if !errors.As(err, &u) {
				t.Fatalf("read as %+v, error %v", x, err)
			}
			if u.Kind != tt.kind || !strings.Contains(u.Reason+u.Next, tt.says) || u.Name != "甲.txt" {
				t.Errorf("%s %q %q, want %s with %q", u.Kind, u.Reason, u.Next, tt.kind, tt.says)
			}
			for _, s := range []string{u.Reason, u.Next} {
				if s == "" || strings.HasSuffix(s, "。") {
					t.Errorf("sentence %q", s)
				}
			}
		})
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestReadLimits(t *testing.T) {
	kind := func(r io.Reader, limit int64) string {
		_, err := Read("x", r, limit)
		var u *Unreadable
		if errors.As(err, &u) {
			return u.Kind
		}
		return ""
	}
	if got := kind(strings.NewReader("甲办法"), 9); got != "" {
		t.Errorf("nine bytes of nine: %s", got)
	}
	if got := kind(strings.NewReader("甲办法"), 8); got != "too_large" {
		t.Errorf("nine bytes of eight: %q", got)
	}
	if got := kind(failing{}, 0); got != "io" {
		t.Errorf("broken reader: %q", got)
	}
	_, err := Read("x", failing{}, 0)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the cause is lost: %v", err)
	}
}

// TestContentDecides: the name does not.
func TestContentDecides(t *testing.T) {
	for _, tt := range []struct{ name, in, format string }{
		{"a.docx", measure, "txt"},
		{"a.txt", "<html><body><p>" + measure + "</p></body></html>", "html"},
		{"a.txt", "# 甲办法\n\n第一条 内容", "md"},
		{"a.md", measure, "txt"},
		{"a.html", string(sampleDocx(t)), "docx"},
		{"a.pdf", measure, "txt"},
	} {
		if x := mustRead(t, tt.name, tt.in); x.Format != tt.format {
			t.Errorf("%s with %.20q is %s, want %s", tt.name, tt.in, x.Format, tt.format)
		}
	}
}

func TestDigest(t *testing.T) {
	x := mustRead(t, "x", "abc")
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; x.SHA256 != want {
		t.Errorf("SHA256 = %s", x.SHA256)
	}
}

// unreadableOf reads what cannot be read.
func unreadableOf(t *testing.T, data []byte) *Unreadable {
	t.Helper()
	x, err := Read("x", bytes.NewReader(data), 0)
	var u *Unreadable
	if !errors.As(err, &u) {
		t.Fatalf("read as %+v, error %v", x, err)
	}
	return u
}
