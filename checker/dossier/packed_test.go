package dossier_test

import (
	"fmt"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/checkertest"
	"docreview/checker/dossier"
)

// TestPacked: archives as people send them: names in GBK, a folder around everything, a member
// under a password. What can be read is read, its dossier.yaml counts, and the locked member is
// named.
func TestPacked(t *testing.T) {
	for _, tt := range []struct {
		file   string
		unread []string
	}{{"gbk-names.zip", nil}, {"locked-member.zip", []string{"签发单.txt"}}} {
		f := open(t, "../../testdata/dossiers/"+tt.file)
		d := f.All()
		var unread []string
		for _, p := range d.Papers {
			if p.Error != "" {
				unread = append(unread, p.File)
				if !strings.Contains(p.Error, "密码") || p.Kind != checker.SignedDraft {
					t.Errorf("%s: %s %s", p.File, p.Kind, p.Error)
				}
			} else if p.Kind == "" {
				t.Errorf("%s: %s not recognised: %s", tt.file, p.File, p.Why)
			}
		}
		if fmt.Sprint(unread) != fmt.Sprint(tt.unread) || f.Unread() != len(tt.unread) {
			t.Errorf("%s: unread %v", tt.file, unread)
		}
		if !d.Complete || d.Major.Text != "no" {
			t.Errorf("%s: its dossier.yaml does not count", tt.file)
		}
		if n := len(d.Papers); n != 9 {
			t.Errorf("%s: %d papers", tt.file, n)
		}
	}
}

// sixty makes a dossier of sixty files: the papers of a county with a letter of every
// department and drafts.
func sixty(t testing.TB) map[string]string {
	files := map[string]string{}
	body := strings.Builder{}
	for i := 1; i <= 40; i++ {
		fmt.Fprintf(&body, "第%d条　停车泊位使用人第%d类应当在%d日以内办理登记，逾期的由县公安局依法处理。县财政局负责经费保障。\n", i, i, i%30+1)
	}
	text := "云岭县停车泊位管理办法%s\n" + body.String()
	files["送审稿.txt"] = fmt.Sprintf(text, "（送审稿）")
	files["签发稿.txt"] = fmt.Sprintf(text, "（签发稿）")
	files["公布页.txt"] = "发布日期：2025-05-09\n" + fmt.Sprintf(text, "")
	files["审核意见书.txt"] = "云岭县司法局\n关于《云岭县停车泊位管理办法》的合法性审核意见书\n县住房和城乡建设局：\n你局2025年4月7日报送的《云岭县停车泊位管理办法》收悉。\n送审稿内容合法，同意提请审议。\n云岭县司法局\n2025年4月17日\n"
	for i := len(files); i < 60; i++ {
		files[fmt.Sprintf("复函%02d.txt", i)] = fmt.Sprintf("云岭县第%d局关于《云岭县停车泊位管理办法》的复函\n县住房和城乡建设局：\n来函收悉。%s我局无不同意见。\n云岭县公安局\n2025年3月10日\n", i, strings.Repeat("现将有关情况说明如下，请一并研究。", 60))
	}
	if len(files) != 60 {
		t.Fatal(len(files))
	}
	return files
}

// BenchmarkSixty reads a dossier of sixty files and takes what it proves of its document.
func BenchmarkSixty(b *testing.B) {
	files := sixty(b)
	doc := checkertest.Document(b, files["公布页.txt"])
	b.ReportAllocs()
	for b.Loop() {
		f, err := dossier.FromTexts(files)
		if err != nil {
			b.Fatal(err)
		}
		if d := f.For(doc); d == nil || len(d.Texts) != 3 {
			b.Fatal("not its dossier")
		}
	}
}
