package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDossierExit: a complete dossier passes; one whose papers could not all be read makes
// exit code 3, not 1, although the rest has findings.
func TestDossierExit(t *testing.T) {
	const root = "../../testdata/dossiers/"
	for _, d := range []struct{ name, file string }{{"county-shandong", "文件.docx"}, {"city-hunan", "文件.html"}, {"department-guangdong", "文件.txt"}, {"town-zhejiang", "文件.txt"}, {"province-sichuan", "文件.docx"}, {"county-jilin", "文件.html"}} {
		code, out, _ := command(t, "", "check", "--as-of", "2025-12-01", "--enable", "PROC,MDP,REG,TIME", "--fail-on", "info", "--dossier", root+d.name+"/材料", root+d.name+"/"+d.file)
		if code != exitClean {
			t.Errorf("%s: exit code %d\n%s", d.name, code, out)
		}
	}
	dir := t.TempDir()
	src := root + "county-shandong/材料"
	if err := os.CopyFS(dir, os.DirFS(src)); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "6公布备案/空.txt", "")
	if err := os.Remove(filepath.Join(dir, "6公布备案/备案报告.docx")); err != nil {
		t.Fatal(err)
	}
	code, out, errs := command(t, "", "check", "--as-of", "2025-12-01", "--enable", "PROC,REG,TIME", "--fail-on", "info", "--dossier", dir, root+"county-shandong/文件.docx")
	if code != exitFailed || !strings.Contains(out, "空.txt没有读出") || !strings.Contains(errs, "材料包里有 1 个文件没有读出") {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	// Not filed is not said while a paper could not be read: it may be the report.
	if strings.Contains(out, "其中没有备案的材料") {
		t.Error("a paper that could not be read counts as missing")
	}
}
