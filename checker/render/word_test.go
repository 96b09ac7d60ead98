package render_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docreview/checker"
	"docreview/checker/render"
)

// part gives one part of a package.
func part(t *testing.T, pkg []byte, name string) string {
	t.Helper()
	for _, f := range unzip(t, pkg) {
		if f.name == name {
			return string(f.data)
		}
	}
	t.Fatalf("no part %s", name)
	return ""
}

type zipped struct {
	name string
	data []byte
	raw  []byte // as packed
}

func unzip(t *testing.T, pkg []byte) []zipped {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(pkg), int64(len(pkg)))
	if err != nil {
		t.Fatal(err)
	}
	var out []zipped
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		rr, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(rr)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, zipped{f.Name, data, raw})
	}
	return out
}

// sound checks what every program expects of a package: well-formed parts, a
// type for each, relationships that lead to parts.
func sound(t *testing.T, pkg []byte) {
	t.Helper()
	names := map[string]bool{}
	types := ""
	for _, p := range unzip(t, pkg) {
		if names[p.name] {
			t.Errorf("part %s stands twice", p.name)
		}
		names[p.name] = true
		if p.name == "[Content_Types].xml" {
			types = string(p.data)
		}
	}
	for _, p := range unzip(t, pkg) {
		if ext := path.Ext(p.name); ext != ".xml" && ext != ".rels" {
			continue
		}
		d := xml.NewDecoder(bytes.NewReader(p.data))
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%s: %v", p.name, err)
				break
			}
			e, ok := tok.(xml.StartElement)
			if !ok {
				continue
			}
			at := map[string]string{}
			for _, a := range e.Attr {
				at[a.Name.Local] = a.Value
			}
			switch {
			case e.Name.Local == "Relationship" && at["TargetMode"] != "External":
				target := at["Target"]
				if !strings.HasPrefix(target, "/") {
					target = path.Join(path.Dir(path.Dir(p.name)), target)
				}
				if target = strings.TrimPrefix(target, "/"); !names[target] {
					t.Errorf("%s leads to %s, which is not there", p.name, target)
				}
			case e.Name.Local == "Override" && !names[strings.TrimPrefix(at["PartName"], "/")]:
				t.Errorf("a type for %s, which is not there", at["PartName"])
			}
		}
		if p.name != "[Content_Types].xml" && !strings.Contains(types, `PartName="/`+p.name+`"`) && !strings.Contains(types, `Extension="`+strings.TrimPrefix(path.Ext(p.name), ".")+`"`) {
			t.Errorf("no type for %s", p.name)
		}
	}
}

func TestOpinionIsSound(t *testing.T) {
	for name, b := range map[string]*render.Batch{"none": batch(), "many": batch(report(), clean(), unreadable()), "hostile": batch(hostile())} {
		t.Run(name, func(t *testing.T) { sound(t, renderTo(t, "opinion", render.Options{}, b)) })
	}
}

// The conclusion follows the grades: authority before content before procedure,
// and nothing found is no conclusion while something is open.
func TestOpinionConclusion(t *testing.T) {
	ok := func() *checker.Report {
		r := clean()
		r.Results = r.Results[:1]
		r.Doc.Normative = "yes"
		return r
	}
	find := func(rule string, s checker.Severity) *checker.Report {
		r := ok()
		r.Findings = []checker.Finding{{ID: rule + "-x", RuleID: rule, Severity: s, Message: "甲"}}
		return r
	}
	two := find("SETS-005", checker.Error)
	two.Findings = append(two.Findings, checker.Finding{ID: "AUTH-001-x", RuleID: "AUTH-001", Severity: checker.Error, Message: "乙"})
	open := find("FORM-017", checker.Info)
	open.Results = clean().Results
	accepted := find("SETS-005", checker.Error)
	accepted.Findings[0].Suppressed = &checker.Suppression{Reason: "丙"}
	broken := ok()
	broken.Results = []checker.Result{{RuleID: "SETS-001", Outcome: checker.Failed}}
	for name, tt := range map[string]struct {
		r    *checker.Report
		want string
	}{
		"nothing":         {ok(), "在已检查的 1 项中没有发现问题"},
		"authority":       {find("AUTH-001", checker.Error), "不合法，建议不予制定"},
		"both":            {two, "不合法，建议不予制定"},
		"content":         {find("SETS-005", checker.Error), "应当予以修改"},
		"procedure":       {find("PROC-001", checker.Error), "补正程序后重新报审"},
		"form":            {find("FORM-017", checker.Warning), "没有发现违法内容，建议按下列意见修改完善"},
		"form, open":      {open, "暂不作合法性结论"},
		"accepted":        {accepted, "除已说明理由的 1 项外，在已检查的 1 项中没有发现其他问题"},
		"nothing ran":     {broken, "暂不作合法性结论"},
		"open procedures": {clean(), "暂不作合法性结论"},
	} {
		out := string(renderTo(t, "md", render.Options{}, batch(tt.r)))
		_, rest, _ := strings.Cut(out, "**建议结论**：")
		if !strings.HasPrefix(rest, tt.want) {
			t.Errorf("%s: %.60q, want %q", name, rest, tt.want)
		}
	}
}

// office converts a file with LibreOffice; the test is skipped where there is none.
func office(t *testing.T, name string, data []byte, to string) []byte {
	t.Helper()
	if testing.Short() {
		t.Skip("short: no word processor is started")
	}
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("no LibreOffice on this machine: the file is not opened by a word processor")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, name)
	if err := os.WriteFile(in, data, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 120*time.Second)
	defer cancel()
	ext, _, _ := strings.Cut(to, ":")
	out := filepath.Join(dir, "out")
	if msg, err := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", to, "--outdir", out, in).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	got, err := os.ReadFile(filepath.Join(out, strings.TrimSuffix(name, filepath.Ext(name))+"."+ext))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// What offends in the same way in many places is one point with a table of them:
// the basis and the advice are said once, each finding keeps its row and its id.
func TestOpinionPutsLikeTogether(t *testing.T) {
	r := report()
	like := r.Findings[2]
	for i := range 30 {
		f := like
		f.ID, f.At, f.Line, f.Related = fmt.Sprint("SETS-005-more-", i), fmt.Sprintf("第%d条", 20+i), 40+i, nil
		r.Findings = append(r.Findings, f)
	}
	other := like
	other.ID, other.Suggestion = "SETS-005-other", "另一种改法。"
	r.Findings = append(r.Findings, other)
	md := string(renderTo(t, "md", render.Options{}, batch(r)))
	for want, n := range map[string]int{
		"第九条等 31 处": 1, "改为指引有权设定处罚的上位法条文": 1, "另一种改法": 1, "SETS-005-more-": 30, "<!-- SETS-005-1 -->": 1, "（另见 第 2 行": 1,
		"没有依据 3 项（33 处），应当予以修改": 1, "法律、法规、规章以外的文件不能设定处罚": 2,
	} {
		if got := strings.Count(md, want); got != n {
			t.Errorf("%q stands %d times, want %d", want, got, n)
		}
	}
	pkg := renderTo(t, "opinion", render.Options{}, batch(r))
	sound(t, pkg)
	if doc := part(t, pkg, "word/document.xml"); strings.Count(doc, "<w:bookmarkStart") != len(r.Findings) {
		t.Errorf("%d bookmarks for %d findings", strings.Count(doc, "<w:bookmarkStart"), len(r.Findings))
	}
}

func TestOpinionInWordProcessor(t *testing.T) {
	out := string(office(t, "opinion.docx", renderTo(t, "opinion", render.Options{}, batch(report(), hostile())), "txt:Text (encoded):UTF8"))
	for _, want := range []string{"关于《云岭县户外广告管理办法》的\n合法性审核意见书\n", "建议结论：应当予以修改（由审核人员确认）。", "审核机构（盖章）", "<script>"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in what LibreOffice read", want)
		}
	}
}
