package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docreview/checker/baseline"
	"docreview/checker/render"
)

// known writes a baseline with one entry for the finding in a.txt of dir.
func known(t *testing.T, dir, more string) string {
	t.Helper()
	path := filepath.Join(dir, "known.yaml")
	code, _, errw := command(t, "", "check", "--enable=SETS-005", "--write-baseline="+path, filepath.Join(dir, "a.txt"))
	if code != exitFindings || errw != "" {
		t.Fatalf("exit %d: %s", code, errw)
	}
	data, err := os.ReadFile(path)
	if err != nil || strings.Count(string(data), "reason: 基线\n") != 1 {
		t.Fatalf("%v: %s", err, data)
	}
	return write(t, dir, "known.yaml", strings.Replace(string(data), "reason: 基线\n", "reason: 县政府已批准\n      person: 张三\n"+more, 1))
}

// The exit code is the same whatever the format, with and without a baseline;
// every report that is written names the finding, suppressed or not.
func TestExitCodesAgree(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", guilty)
	write(t, dir, "ended/a.txt", guilty)
	write(t, dir, "mended/a.txt", guilty)
	accepted := known(t, dir, "")
	ended := known(t, filepath.Join(dir, "ended"), "      until: 2026-11-21\n")
	unused := known(t, filepath.Join(dir, "mended"), "")
	write(t, dir, "mended/a.txt", innocent)
	write(t, dir, "empty.txt", "")
	for _, tt := range []struct {
		name, file string
		args       []string
		want, gate int
	}{
		{"new", "a.txt", nil, exitFindings, exitFindings},
		{"accepted", "a.txt", []string{"--baseline=" + accepted, "--fail-on=info"}, exitClean, exitClean},
		{"accepted for another file", "ended/a.txt", []string{"--baseline=" + accepted}, exitFindings, exitFindings},
		{"ended", "ended/a.txt", []string{"--baseline=" + ended}, exitFindings, exitFindings},
		{"not yet ended", "ended/a.txt", []string{"--baseline=" + ended, "--as-of=2026-11-21", "--fail-on=info"}, exitClean, exitClean},
		{"unused", "mended/a.txt", []string{"--baseline=" + unused}, exitClean, exitClean},
		{"unused counts as a notice", "mended/a.txt", []string{"--baseline=" + unused, "--fail-on=info"}, exitFindings, exitFindings},
		{"unused raised", "mended/a.txt", []string{"--baseline=" + unused, "--severity=BASE-002=error"}, exitFindings, exitFindings},
		{"nothing", "mended/a.txt", nil, exitClean, exitClean},
		{"unreadable", "empty.txt", []string{"--baseline=" + accepted}, exitFailed, exitFailed},
	} {
		for _, format := range render.Names() {
			out := filepath.Join(dir, "out."+format)
			args := append([]string{"check", "--enable=SETS-005", "--format=" + format + "=" + out}, tt.args...)
			code, _, errw := command(t, "", append(args, filepath.Join(dir, tt.file))...)
			if format == "docx" && tt.want == exitFailed {
				continue // there is no document to write into
			}
			if code != tt.want {
				t.Errorf("%s, %s: exit %d, want %d: %s", tt.name, format, code, tt.want, errw)
			}
			args[0] = "gate"
			if code, _, errw := command(t, "", append(args, filepath.Join(dir, tt.file))...); code != tt.gate {
				t.Errorf("gate, %s, %s: exit %d, want %d: %s", tt.name, format, code, tt.gate, errw)
			}
		}
	}
}

// A finding that is accepted stays in the report with who accepted it and why.
func TestSuppressedIsTold(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", guilty)
	list := known(t, dir, "      until: 2027-06-30\n")
	_, text, _ := command(t, "", "check", "--enable=SETS-005", "--baseline="+list, filepath.Join(dir, "a.txt"))
	for _, want := range []string{"未发现新的问题", "另有 1 项", "理由：县政府已批准", "确认人：张三", "至：2027-06-30", "处五百元以上二千元以下罚款", "合计：错误 0、警告 0、提示 0"} {
		if !strings.Contains(text, want) {
			t.Errorf("text lacks %q:\n%s", want, text)
		}
	}
	_, json, _ := command(t, "", "check", "--enable=SETS-005", "--format=json", "--baseline="+list, filepath.Join(dir, "a.txt"))
	for _, want := range []string{`"verdict": "clean"`, `"reason": "县政府已批准"`, `"person": "张三"`, `"until": "2027-06-30"`, `"rule": "BASE-001"`} {
		if !strings.Contains(json, want) {
			t.Errorf("json lacks %s", want)
		}
	}
}

// Writing a baseline again keeps what people wrote, and files that the run did
// not look at; it overwrites nothing that is no baseline.
func TestWriteBaselineAgain(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a.txt", guilty)
	list := known(t, dir, "      until: 2026-01-01\n")
	b := write(t, dir, "sub/b.txt", guilty)
	for _, file := range []string{b, a, b} {
		if code, _, errw := command(t, "", "check", "--enable=SETS-005", "--write-baseline="+list, file); code != exitFindings {
			t.Fatalf("exit %d: %s", code, errw)
		}
	}
	data, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	got, err := baseline.Parse(data)
	if err != nil || fmt.Sprint(got.Documents()) != "[a.txt sub/b.txt]" {
		t.Fatalf("%v: %s", err, data)
	}
	if e := got.Entries("a.txt")[0]; e.Person != "张三" || e.Until.String() != "2026-01-01" {
		t.Errorf("%+v", e)
	}
	// What has been mended goes.
	write(t, dir, "a.txt", innocent)
	command(t, "", "check", "--enable=SETS-005", "--write-baseline="+list, a)
	if data, _ := os.ReadFile(list); strings.Contains(string(data), "a.txt") || !strings.Contains(string(data), "sub/b.txt") {
		t.Errorf("a finding that was mended: %s", data)
	}
	// A file that is gone takes its entries along.
	if err := os.Remove(b); err != nil {
		t.Fatal(err)
	}
	command(t, "", "check", "--enable=SETS-005", "--write-baseline="+list, a)
	if data, _ := os.ReadFile(list); strings.Contains(string(data), "b.txt") {
		t.Errorf("a file that is gone: %s", data)
	}
	for _, name := range []string{"a.txt", "other.yaml"} {
		path := write(t, dir, name, "key: value\n")
		code, out, errw := command(t, "", "check", "--enable=SETS-005", "--write-baseline="+path, a)
		if now, _ := os.ReadFile(path); code != exitUsage || out != "" || string(now) != "key: value\n" {
			t.Errorf("%s: exit %d, %s%s, now %q", name, code, out, errw, now)
		}
	}
}

func TestBrokenBaseline(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a.txt", guilty)
	for _, tt := range []struct{ content, want string }{
		{"baseline: 1\ndocuments:\n  a.txt:\n    SETS-005-x: {rule: SETS-005}\n", "bad.yaml:4:5：SETS-005-x 缺少 reason"},
		{"baseline: 1\nsince: now\n", "bad.yaml:2:1：没有 since 这个项目"},
		{"a: b: c", "bad.yaml:1:1：不是正确的 YAML"},
	} {
		path := write(t, dir, "bad.yaml", tt.content)
		code, out, errw := command(t, "", "check", "--baseline="+path, a)
		if code != exitUsage || out != "" || !strings.Contains(errw, tt.want) {
			t.Errorf("exit %d, %s%s; want %s", code, out, errw, tt.want)
		}
	}
	if code, _, errw := command(t, "", "check", "--baseline="+filepath.Join(dir, "none.yaml"), a); code != exitUsage || !strings.Contains(errw, "没有基线文件") {
		t.Errorf("exit %d: %s", code, errw)
	}
}

// A configuration may name the baseline, relative to itself.
func TestBaselineInConfiguration(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a.txt", guilty)
	known(t, dir, "")
	write(t, dir, configName, "baseline: known.yaml\nenable: [SETS-005]\n")
	if code, out, errw := command(t, "", "check", a); code != exitClean {
		t.Errorf("exit %d: %s%s", code, out, errw)
	}
}
