package source

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// tenPages is a text of about ten pages of A4.
func tenPages() string {
	var b strings.Builder
	b.WriteString("甲县人民政府关于印发甲县公共停车场管理办法的通知\n甲政发[2024]３号\n")
	for i := 1; b.Len() < 24_000; i++ {
		b.WriteString("第" + formatNumber("chineseCountingThousand", i) + "条　停车场的经营者应当遵守《甲省城市管理条例》的规定，自 2024 年 5 月 1 日起，按照(一)明码标价,(二)公示规则的要求，向县城市管理主管部门备案；违反的，由县城市管理主管部门责令改正。\n\n")
	}
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	text := tenPages()
	var paras strings.Builder
	for l := range strings.Lines(text) {
		paras.WriteString(para(strings.TrimSpace(l)))
	}
	for _, bb := range []struct {
		name string
		data []byte
	}{
		{"txt", []byte(text)},
		{"gb18030", encode(simplifiedchinese.GB18030, text)},
		{"html", []byte("<html><body><p>" + strings.ReplaceAll(text, "\n", "</p><p>") + "</p></body></html>")},
		{"docx", docxOf(b, paras.String(), nil)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read("x", bytes.NewReader(bb.data), 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFormats reads the reference text in every format.
func BenchmarkFormats(b *testing.B) {
	for _, ext := range []string{"docx", "doc", "rtf", "odt", "pdf", "ofd"} {
		data, err := os.ReadFile(filepath.Join(formatsDir, "reference."+ext))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(ext, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read("x", bytes.NewReader(data), 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
