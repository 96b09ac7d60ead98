package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"docreview/checker/render"
	"docreview/corpus/law"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"docreview": main, measuredName: measured})
}

const documents = "../../testdata/documents"

// TestScript runs testdata/script/*.txtar: what the user sees.
func TestScript(t *testing.T) {
	docs, err := filepath.Abs(documents)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("DOCS", docs)
			return readmeHooks(e.WorkDir)
		},
	})
}

// readmeHooks writes the shell scripts of the README, hook1.sh, hook2.sh, …, so
// that a script can run what users copy.
func readmeHooks(dir string) error {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		return err
	}
	for i, part := range strings.Split(string(data), "```sh\n#!/bin/sh\n")[1:] {
		body, _, _ := strings.Cut(part, "```")
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("hook%d.sh", i+1)), []byte("#!/bin/sh\n"+body), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// command runs one command line as the process would, on a fixed day.
func command(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errw bytes.Buffer
	e := &env{
		in: strings.NewReader(stdin), out: &out, err: &errw,
		today:  func() law.Date { return law.Date{Year: 2026, Month: 11, Day: 22} },
		getenv: func(string) string { return "" },
	}
	code = e.run(context.Background(), append([]string{"docreview"}, args...))
	return code, out.String(), errw.String()
}

// write makes a file in a temporary folder.
func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	// One finding of the level error, whatever the corpus.
	guilty = "临水县养犬管理办法\n第一条　为了规范养犬行为，制定本办法。\n第二条　违反本办法，在禁止区域遛犬的，由县公安局处五百元以上二千元以下罚款。\n第三条　本办法自2025年5月1日起施行，有效期5年。\n"
	// The same without it.
	innocent = "临水县养犬管理办法\n第一条　为了规范养犬行为，制定本办法。\n第二条　鼓励居民为犬只接种疫苗。\n第三条　本办法自2025年5月1日起施行，有效期5年。\n"
)

// Exit codes are what scripts hold on to: each exactly.
func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	bad := write(t, dir, "bad.txt", guilty)
	good := write(t, dir, "good.txt", innocent)
	empty := write(t, dir, "empty.txt", "")
	rulesDir := filepath.Dir(write(t, dir, "rules/XX-001.yaml", "id: XX-1\n"))
	only := "--enable=SETS-005"
	for _, tt := range []struct {
		name string
		args []string
		want int
	}{
		{"clean", []string{"check", only, good}, exitClean},
		{"findings", []string{"check", only, bad}, exitFindings},
		{"findings and clean", []string{"check", only, good, bad}, exitFindings},
		{"standard input", []string{"check", only, "-"}, exitFindings},
		{"below --fail-on", []string{"check", only, "--severity=SETS-005=warning", bad}, exitClean},
		{"at --fail-on", []string{"check", only, "--severity=SETS-005=warning", "--fail-on=warning", bad}, exitFindings},
		{"above --fail-on", []string{"check", only, "--fail-on=info", bad}, exitFindings},
		{"never", []string{"check", only, "--fail-on=never", bad}, exitClean},
		{"strict and told", []string{"check", only, "--strict", good}, exitClean},
		{"missing file", []string{"check", filepath.Join(dir, "none.txt")}, exitFailed},
		{"empty file", []string{"check", empty}, exitFailed},
		{"3 beats 1", []string{"check", only, bad, empty}, exitFailed},
		{"3 beats never", []string{"check", only, "--fail-on=never", bad, empty}, exitFailed},
		{"empty folder", []string{"check", t.TempDir()}, exitFailed},
		{"binary", []string{"check", documents + "/damaged/binary.bin"}, exitFailed},
		{"broken docx", []string{"check", documents + "/damaged/truncated.docx"}, exitFailed},
		{"index asked for", []string{"check", "--corpus", dir, good}, exitFailed},
		{"own date, none there", []string{"check", "--as-of=document", good}, exitFailed},
		{"report not written", []string{"check", only, "--format=json=" + filepath.Join(dir, "no", "r.json"), good}, exitFailed},
		{"no file", []string{"check"}, exitUsage},
		{"unknown command", []string{"chekc", good}, exitUsage},
		{"unknown subcommand", []string{"rules", "lst"}, exitUsage},
		{"unknown flag", []string{"check", "--lang", good}, exitUsage},
		{"flag that does not exist", []string{"check", "--no-such-flag=x", good}, exitUsage},
		{"flag before the command", []string{"--strict", "check", good}, exitUsage},
		{"flag behind a file", []string{"check", good, "--strict"}, exitUsage},
		{"flag without value", []string{"check", "--as-of"}, exitUsage},
		{"wrong day", []string{"check", "--as-of=2026-02-30", good}, exitUsage},
		{"wrong format", []string{"check", "--format=yaml", good}, exitUsage},
		{"two formats on the screen", []string{"check", "--format=json", "--format=text", good}, exitUsage},
		{"two formats in one file", []string{"check", "--format=json=x", "--format=text=x", good}, exitUsage},
		{"format without file", []string{"check", "--format=json=", good}, exitUsage},
		{"text of a format without", []string{"check", "--show-text", "--format=md", good}, exitUsage},
		{"wrong stage", []string{"check", "--stage=late", good}, exitUsage},
		{"wrong level", []string{"check", "--fail-on=fatal", good}, exitUsage},
		{"wrong severity", []string{"check", "--severity=SETS-005=fatal", good}, exitUsage},
		{"severity without level", []string{"check", "--severity=SETS-005", good}, exitUsage},
		{"severity of no rule", []string{"check", "--severity=SETS-999=info", good}, exitUsage},
		{"no such rule", []string{"check", "--enable=NOPE-001", good}, exitUsage},
		{"no rule left", []string{"check", only, "--disable=SETS", good}, exitUsage},
		{"no such place", []string{"check", "--profile=云岭县", good}, exitUsage},
		{"several such places", []string{"check", "--profile=鼓楼区", good}, exitUsage},
		{"no such rule folder", []string{"check", "--rules", filepath.Join(dir, "none"), good}, exitUsage},
		{"broken rule file", []string{"check", "--rules", rulesDir, good}, exitUsage},
		{"wrong number of workers", []string{"check", "-j=0", good}, exitUsage},
		{"standard input twice", []string{"check", "-", "-"}, exitUsage},
		{"usage beats unreadable", []string{"check", "--stage=late", empty}, exitUsage},
		{"help", []string{}, exitClean},
		{"help of check", []string{"check", "--help"}, exitClean},
		{"list", []string{"rules", "list"}, exitClean},
		{"show", []string{"rules", "show", "SETS-005"}, exitClean},
		{"explain", []string{"explain", "sets-005"}, exitClean},
		{"explain nothing", []string{"explain"}, exitUsage},
		{"explain no rule", []string{"explain", "NOPE-001"}, exitUsage},
		{"test nothing there", []string{"rules", "test", filepath.Join(dir, "none")}, exitUsage},
		{"test no rules there", []string{"rules", "test", t.TempDir()}, exitUsage},
		{"version", []string{"version"}, exitClean},
		{"version of something", []string{"version", "x"}, exitUsage},
		{"completion", []string{"completion", "bash"}, exitClean},
		{"completion of no shell", []string{"completion", "tcsh"}, exitUsage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, out, errw := command(t, guilty, tt.args...)
			if code != tt.want {
				t.Errorf("docreview %s: exit %d, want %d\n%s%s", strings.Join(tt.args, " "), code, tt.want, out, errw)
			}
			if code >= exitUsage && errw == "" {
				t.Error("nothing on stderr says why")
			}
			if code == exitUsage && out != "" {
				t.Errorf("a usage error on stdout: %s", out)
			}
			if code < exitUsage && errw != "" {
				t.Errorf("stderr: %s", errw)
			}
		})
	}
}

// A report does not depend on how many workers made it, in any format, nor on
// the run.
func TestWorkersDoNotShow(t *testing.T) {
	for _, format := range []string{"text", "json", "jsonl"} {
		_, want, _ := command(t, "", "check", "-j", "1", "--format", format, documents)
		if !strings.Contains(want, "yunling-parking.txt") || !strings.Contains(want, "truncated.docx") {
			t.Fatalf("%s: the report lacks files: %s", format, want)
		}
		for _, j := range []string{"1", "2", "8", "8"} {
			if _, got, _ := command(t, "", "check", "-j", j, "--format", format, documents); got != want {
				t.Errorf("%s: -j %s gives another report", format, j)
			}
		}
	}
}

// Results come in order although they are ready out of order, and the end of the
// consumer ends the work.
func TestInOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		release := make(chan struct{})
		next := 0
		for i, v := range inOrder(context.Background(), 50, workers, func(i int) int {
			if i == 0 && workers > 1 {
				<-release // the first is the last to be ready
			} else if i == 1 && workers > 1 {
				close(release)
			}
			return i * i
		}) {
			if i != next || v != i*i {
				t.Fatalf("%d workers: got %d, %d; want %d", workers, i, v, next)
			}
			if next++; next == 40 {
				break
			}
		}
		if next != 40 {
			t.Errorf("%d workers: %d results", workers, next)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range inOrder(ctx, 5, 1, func(i int) int { return i }) {
		t.Fatal("a result after the end")
	}
}

// What a terminal cannot show does not go there.
func TestBinaryNotOnTerminal(t *testing.T) {
	for _, tty := range []bool{true, false} {
		_, err := (&env{tty: tty}).outputs([]string{"xlsx"}, render.Options{})
		if (err != nil) != tty {
			t.Errorf("terminal %t: %v", tty, err)
		}
	}
}

// An interrupted run is no clean run.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errw bytes.Buffer
	dir := t.TempDir()
	if code := run(ctx, []string{"docreview", "check", write(t, dir, "a.txt", innocent)}, nil, &out, &errw); code != exitFailed {
		t.Errorf("exit %d, want %d: %s%s", code, exitFailed, out.String(), errw.String())
	}
}

// A file that a report goes to appears whole or not at all.
func TestWriteFileIsAtomic(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, "report.json", "old")
	code, _, errw := command(t, "", "check", "--enable=SETS-005", "--format=json="+path, "--format=text="+filepath.Join(dir, "r.txt"), write(t, dir, "a.txt", innocent))
	data, err := os.ReadFile(path)
	if code != exitClean || err != nil || !strings.HasPrefix(string(data), "{\n") {
		t.Fatalf("exit %d, %v, %s: %.60s", code, err, errw, data)
	}
	// A folder stands where the report should go: the old state stays.
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	code, _, errw = command(t, "", "check", "--format=json="+filepath.Join(dir, "taken"), filepath.Join(dir, "a.txt"))
	if code != exitFailed || !strings.Contains(errw, "没有写成") {
		t.Errorf("exit %d: %s", code, errw)
	}
	// A renderer that fails half-way leaves the old file and nothing else.
	failed := errors.New("half-way")
	if err := writeFile(path, func(w io.Writer) error { fmt.Fprint(w, "half"); return failed }); !errors.Is(err, failed) {
		t.Errorf("writeFile: %v", err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, data) {
		t.Errorf("the file changed: %v, %.60s", err, now)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Many files through a pipe that closes: an error, not a crash.
func TestClosedOutput(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a.txt", innocent)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	defer w.Close()
	var errw bytes.Buffer
	if code := run(context.Background(), []string{"docreview", "check", a}, nil, w, &errw); code != exitFailed {
		t.Errorf("exit %d, want %d: %s", code, exitFailed, errw.String())
	}
}

// A folder stands for its files in the order of their paths; what is no document
// is left out, what cannot be entered is said.
func TestCollect(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a/z.txt", "a/.hidden", "~$b.docx", "a/Thumbs.db", "c/.DS_Store", ".git/config", "c/d/e.txt"} {
		write(t, dir, name, "x")
	}
	if err := os.Symlink(filepath.Join(dir, "a"), filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := os.Symlink(filepath.Join(dir, "b.txt"), filepath.Join(dir, "d.txt")); err != nil {
		t.Fatal(err)
	}
	var got []string
	inputs, skipped := (&env{}).collect([]string{dir, filepath.Join(dir, "b.txt")})
	if skipped != 3 {
		t.Errorf("%d files of litter, want 3", skipped)
	}
	for _, in := range inputs {
		name, _ := filepath.Rel(dir, in.name)
		if in.err != nil {
			name += "!"
		}
		got = append(got, filepath.ToSlash(name))
	}
	want := "a/z.txt b.txt c/d/e.txt d.txt link! b.txt"
	if strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
