package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"docreview/checker/render"
)

// what each format writes of one finding and of the fact that it is accepted.
// The report holds two findings of one rule, the first accepted.
var inFormat = map[string]struct {
	part   string // "" the file itself
	id     string // with %s for the id; "" the format writes none
	marked string // stands as often as findings are accepted
}{
	"text":    {"", "", "县政府已批准"},
	"json":    {"", `"id": "%s"`, `"reason": "县政府已批准"`},
	"jsonl":   {"", `"id":"%s"`, `"reason":"县政府已批准"`},
	"html":    {"", `data-id="%s"`, "县政府已批准"},
	"md":      {"", "<!-- %s -->", "县政府已批准"},
	"docx":    {"word/comments.xml", "编号：%s", "已说明理由，不计入结论：县政府已批准"},
	"opinion": {"word/document.xml", `w:name="%s"`, "县政府已批准"},
	"xlsx":    {"xl/worksheets/sheet1.xml", "<t>%s</t>", "县政府已批准"},
	"sarif":   {"", `"findingId/v1": "%s"`, `"justification": "县政府已批准`},
	"junit":   {"", "%s", "县政府已批准"},
	"github":  {"", "编号：%s", "县政府已批准"},
}

// One run over every format: the same findings, the accepted one marked in each
// and only that, the same exit code.
func TestFormatsTellTheSame(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", guilty)
	list := known(t, dir, "")
	two := strings.Replace(guilty, "第三条", "第三条　无证养犬的，由县公安局处一千元以上三千元以下罚款。\n第四条", 1)
	a := write(t, dir, "a.txt", two)
	_, data, _ := command(t, "", "check", "--enable=SETS-005", "--baseline="+list, "--format=json", a)
	var ids []string
	for _, m := range regexp.MustCompile(`"id": "(SETS-005-\w+)"`).FindAllStringSubmatch(data, -1) {
		ids = append(ids, m[1])
	}
	if len(ids) != 2 || ids[0] == ids[1] {
		t.Fatalf("ids %v", ids)
	}
	var args []string
	for _, format := range render.Names() {
		if _, ok := inFormat[format]; !ok {
			t.Fatalf("no row for the format %s", format)
		}
		args = append(args, "--format="+format+"="+filepath.Join(dir, "all."+format))
	}
	for _, accept := range []bool{true, false} {
		common := []string{"check", "--enable=SETS-005"}
		marks := 0
		if accept {
			common, marks = append(common, "--baseline="+list), 1
		}
		want, _, errw := command(t, "", append(append(common, args...), a)...)
		if want != exitFindings {
			t.Fatalf("exit %d: %s", want, errw)
		}
		for _, format := range render.Names() {
			f := inFormat[format]
			got := read1(t, filepath.Join(dir, "all."+format), f.part)
			single := filepath.Join(dir, "one."+format)
			code, _, _ := command(t, "", append(append([]string{}, common...), "--format="+format+"="+single, a)...)
			if code != want {
				t.Errorf("%s alone: exit %d, together %d", format, code, want)
			}
			if got != read1(t, single, f.part) {
				t.Errorf("%s: alone it reads differently", format)
			}
			for _, id := range ids {
				if format == "opinion" {
					id = strings.ReplaceAll(id, "-", "_")
				}
				if f.id != "" && strings.Count(got, fmt.Sprintf(f.id, id)) != 1 {
					t.Errorf("%s, accepted %t: %s stands %d times\n%s", format, accept, id, strings.Count(got, fmt.Sprintf(f.id, id)), got)
				}
			}
			if n := strings.Count(got, f.marked); n != marks {
				t.Errorf("%s: %d findings are marked as accepted, want %d\n%s", format, n, marks, got)
			}
		}
	}
}

// read1 gives a report as text, or one part of it.
func read1(t *testing.T, path, part string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if part == "" {
		return string(data)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(part)
	if err != nil {
		t.Fatal(err)
	}
	if data, err = io.ReadAll(f); err != nil {
		t.Fatal(err)
	}
	return html.UnescapeString(string(data))
}
