package main

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestFindingsInEveryFormat: one text in every format brings the same findings, and
// each leads to its place in its file.
func TestFindingsInEveryFormat(t *testing.T) {
	files, err := filepath.Glob("../../testdata/formats/ads*.*")
	if err != nil || len(files) < 25 {
		t.Fatal(len(files), err)
	}
	code, out, errw := command(t, "", append([]string{"check", "--as-of=2026-11-22", "--format=json", "--enable=SETS,COMP,CITE,FORM"}, files...)...)
	if code != exitFindings {
		t.Fatalf("exit %d: %s", code, errw)
	}
	var got struct {
		Reports []struct {
			File, Format, Verdict, Error string
			Findings                     []struct {
				Rule, Severity, At, Place, Quote, Message string
				Line                                      int
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Reports) != len(files) {
		t.Fatalf("%d reports for %d files", len(got.Reports), len(files))
	}
	narrow := strings.NewReplacer("０", "0", "１", "1", "３", "3", "５", "5", "　", "", " ", "", "\n", "", "\r", "")
	want := ""
	for _, r := range got.Reports {
		if r.Error != "" {
			t.Errorf("%s: %s", r.File, r.Error)
			continue
		}
		var list []string
		for _, f := range r.Findings {
			list = append(list, fmt.Sprintf("%s %s %s %s %s", f.Rule, f.Severity, f.At, narrow.Replace(f.Quote), narrow.Replace(f.Message)))
			if f.Place == "" && f.Line > 0 && r.Format != "txt" && r.Format != "md" {
				t.Errorf("%s: %s has no place", r.File, f.Rule)
			}
			if r.Format == "pdf" && f.Line > 0 {
				onPage(t, r.File, f.Place, narrow.Replace(f.Quote))
			}
		}
		all := strings.Join(list, "\n")
		if want == "" {
			if want = all; len(list) < 4 {
				t.Fatalf("%s: too few findings to compare:\n%s", r.File, all)
			}
		}
		if all != want {
			t.Errorf("%s finds\n%s\nwant\n%s", r.File, all, want)
		}
	}
}

// onPage asks pdftotext whether words stand on the page that a place names.
func onPage(t *testing.T, file, place, quote string) {
	t.Helper()
	m := regexp.MustCompile(`^第(\d+)页`).FindStringSubmatch(place)
	if m == nil {
		t.Errorf("%s: place %q names no page", file, place)
		return
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Logf("pdftotext is not here: pages are not compared with it")
		return
	}
	out, err := exec.Command("pdftotext", "-f", m[1], "-l", m[1], file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	words := []rune(quote)
	flat := strings.Join(strings.Fields(strings.NewReplacer("０", "0", "１", "1", "３", "3", "５", "5").Replace(string(out))), "")
	if head := string(words[:min(len(words), 6)]); !strings.Contains(flat, head) {
		t.Errorf("%s: pdftotext does not see %q on %s", file, head, place)
	}
}
