package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// checked runs check with --format json and decodes what matters here.
func checked(t *testing.T, args ...string) (code int, out struct {
	AsOf    string `json:"as_of"`
	Reports []struct {
		File     string
		Verdict  string
		AsOf     string `json:"as_of"`
		Profile  struct{ Code, Name, Stage string }
		Findings []struct{ Rule, Severity string }
		Scope    struct {
			NotChecked []string `json:"not_checked"`
		}
	}
}) {
	t.Helper()
	code, stdout, stderr := command(t, "", append([]string{"check", "--format=json"}, args...)...)
	if err := json.Unmarshal([]byte(stdout), &out); err != nil {
		t.Fatalf("exit %d, %v: %s%s", code, err, stdout, stderr)
	}
	return code, out
}

// A configuration file holds for the documents below it; the nearest one alone
// counts; a flag wins.
func TestConfiguration(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".docreview.yaml", "as_of: 2020-05-06\nprofile: 淄博市\nstage: review\nenable: [SETS-005]\nseverity: {SETS-005: warning}\nfail_on: warning\n")
	write(t, dir, "a.txt", guilty)
	write(t, dir, "sub/b.txt", guilty)
	write(t, dir, "other/.docreview.yaml", "enable: [SETS-005]\n")
	write(t, dir, "other/c.txt", guilty)

	code, out := checked(t, dir)
	if code != exitFindings || len(out.Reports) != 3 {
		t.Fatalf("exit %d, %d reports", code, len(out.Reports))
	}
	for i, want := range []struct{ asOf, place, stage, severity string }{
		{"2020-05-06", "370300", "review", "warning"}, // a.txt
		{"2026-11-22", "", "issued", "error"},         // other/c.txt
		{"2020-05-06", "370300", "review", "warning"}, // sub/b.txt
	} {
		r := out.Reports[i]
		if want.stage == "issued" {
			want.stage = r.Profile.Stage // as the document shows it
		}
		if r.AsOf != want.asOf || r.Profile.Code != want.place || r.Profile.Stage != want.stage || len(r.Findings) != 1 || r.Findings[0].Severity != want.severity {
			t.Errorf("%s: %+v; want %+v", r.File, r, want)
		}
		if r.Profile.Stage == "review" && want.asOf == "2026-11-22" {
			t.Errorf("%s: the outer configuration reaches in", r.File)
		}
	}

	code, out = checked(t, "--as-of=2024-01-02", "--profile=370323", "--stage=draft", "--severity=SETS-005=info", "--fail-on=error", filepath.Join(dir, "a.txt"))
	r := out.Reports[0]
	if code != exitClean || r.AsOf != "2024-01-02" || r.Profile.Code != "370323" || r.Profile.Stage != "draft" || r.Findings[0].Severity != "info" {
		t.Errorf("flags do not win: exit %d, %+v", code, r)
	}
}

// What options leave out is said, so that it does not read like clean.
func TestLeftOutIsSaid(t *testing.T) {
	a := write(t, t.TempDir(), "a.txt", guilty)
	_, out := checked(t, "--disable=SETS-005", a)
	r := out.Reports[0]
	for _, f := range r.Findings {
		if f.Rule == "SETS-005" {
			t.Error("the rule that is left out speaks")
		}
	}
	if !strings.Contains(strings.Join(r.Scope.NotChecked, "\n"), "SETS-005") {
		t.Errorf("%+v", r)
	}
}

func TestBrokenConfiguration(t *testing.T) {
	for _, tt := range []struct{ yaml, want string }{
		{"as-of: 2020-01-01\n", "没有 as-of 这个项目"},
		{"strict: perhaps\n", "第 1 行"},
		{"as_of: 2020-13-01\n", "2020-13-01"},
		{"rules: [nowhere]\n", "nowhere"},
		{"enable: [NOPE-001]\n", "NOPE-001"},
		{"format: [yaml]\n", "yaml"},
		{"a: b: c\n", "有误"},
	} {
		dir := t.TempDir()
		a := write(t, dir, "a.txt", innocent)
		write(t, dir, configName, tt.yaml)
		code, stdout, stderr := command(t, "", "check", a)
		if code != exitUsage || stdout != "" || !strings.Contains(stderr, tt.want) {
			t.Errorf("%q: exit %d, %s%s; want %q", tt.yaml, code, stdout, stderr, tt.want)
		}
	}
	dir := t.TempDir()
	a := write(t, dir, "a.txt", innocent)
	write(t, dir, configName, "")
	if code, _, stderr := command(t, "", "check", "--enable=SETS-005", a); code != exitClean {
		t.Errorf("an empty configuration: exit %d, %s", code, stderr)
	}
}
