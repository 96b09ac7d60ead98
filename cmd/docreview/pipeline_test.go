package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// officeLetter is a template of an office: one line with the conclusion.
func officeLetter(t *testing.T, dir, name string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>云岭县司法局函：{{结论}}</w:t></w:r></w:p></w:body></w:document>`},
	} {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = w.Write([]byte(p[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return write(t, dir, name, b.String())
}

// The office's letter and the name under comments hold for check and gate, by a
// flag and by a configuration; a flag wins.
func TestLetterIsOurs(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".docreview.yaml", "template: 格式/意见书.docx\ncomment_author: 县司法局\n")
	officeLetter(t, dir, "格式/意见书.docx")
	other := officeLetter(t, t.TempDir(), "b.docx")
	a := write(t, dir, "a.txt", guilty)
	letter, comments := filepath.Join(dir, "o.docx"), filepath.Join(dir, "c.docx")
	for _, args := range [][]string{
		{"check"}, {"gate"}, {"check", "--template=" + other, "--comment-author=王某"}, {"gate", "--template=" + other, "--comment-author=王某"},
	} {
		code, _, errw := command(t, "", append(args, "--enable=SETS-005", "--format=opinion="+letter, "--format=docx="+comments, a)...)
		if code != exitFindings {
			t.Fatalf("%v: exit %d: %s", args, code, errw)
		}
		if doc := read1(t, letter, "word/document.xml"); !strings.Contains(doc, "云岭县司法局函：应当予以修改") {
			t.Errorf("%v: the letter is not the office's:\n%.400s", args, doc)
		}
		author := "县司法局"
		if len(args) > 1 {
			author = "王某"
		}
		if list := read1(t, comments, "word/comments.xml"); !strings.Contains(list, `w:author="`+author+`"`) {
			t.Errorf("%v: not by %s:\n%.400s", args, author, list)
		}
	}
	// A configuration's template is for letters only; a flag's is meant.
	if code, _, errw := command(t, "", "check", "--enable=SETS-005", a); code != exitFindings {
		t.Errorf("no letter is asked for: exit %d: %s", code, errw)
	}
	if code, _, errw := command(t, "", "gate", "--template="+other, a); code != exitUsage || !strings.Contains(errw, "--format opinion=文件") {
		t.Errorf("a template without a letter: exit %d: %s", code, errw)
	}
	write(t, dir, ".docreview.yaml", "template: 没有.docx\n")
	if code, _, errw := command(t, "", "check", "--format=opinion="+letter, a); code != exitUsage || !strings.Contains(errw, "没有.docx") {
		t.Errorf("a template that is not there: exit %d: %s", code, errw)
	}
}

// The pipelines of the README: what they call does what they say.
func TestPipelinesOfREADME(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var lines, kept []string // commands; files that the pipeline keeps
	for _, m := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		var job struct {
			Docreview struct {
				Script    []string
				Artifacts struct {
					Paths   []string
					Reports map[string]string
				}
			}
		}
		var steps []struct {
			Run  string
			With struct {
				File string `yaml:"sarif_file"`
			}
		}
		if yaml.Unmarshal([]byte(m[1]), &job) == nil && len(job.Docreview.Script) > 0 {
			lines = append(lines, job.Docreview.Script...)
			kept = append(kept, job.Docreview.Artifacts.Paths...)
			kept = append(kept, job.Docreview.Artifacts.Reports["junit"])
		}
		if yaml.Unmarshal([]byte(m[1]), &steps) == nil {
			for _, s := range steps {
				if s.Run != "" {
					lines = append(lines, s.Run)
				}
				if s.With.File != "" {
					kept = append(kept, s.With.File)
				}
			}
		}
	}
	if len(lines) != 2 || len(kept) != 3 {
		t.Fatalf("found the commands %q and the files %q", lines, kept)
	}
	dir := t.TempDir()
	t.Chdir(dir)
	for _, tt := range []struct {
		text string
		want int
	}{{guilty, exitFindings}, {innocent, exitClean}} {
		write(t, dir, "送审稿/a.txt", tt.text)
		write(t, dir, ".docreview.yaml", "enable: [SETS]\n")
		for _, line := range lines {
			words := strings.Fields(line)
			if words[0] != "docreview" {
				t.Fatalf("not our command: %s", line)
			}
			if code, out, errw := command(t, "", words[1:]...); code != tt.want {
				t.Errorf("%s: exit %d, want %d: %s%s", line, code, tt.want, out, errw)
			}
		}
		for _, file := range kept {
			if info, err := os.Stat(file); err != nil || info.Size() == 0 {
				t.Errorf("%s is kept and was not written: %v", file, err)
			}
			os.Remove(file)
		}
	}
}
