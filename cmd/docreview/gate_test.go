package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A gate says in three lines what a drafter must do, and its exit code is that
// of the contract.
func TestGate(t *testing.T) {
	dir := t.TempDir()
	bad := write(t, dir, "bad.txt", guilty)
	good := write(t, dir, "good.txt", innocent)
	empty := write(t, dir, "empty.txt", "")
	spaced := write(t, dir, "送审 稿.txt", guilty)
	papers := filepath.Join(dir, "papers")
	if err := os.Mkdir(papers, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		want int
		says []string
		not  string
	}{
		{"pass", []string{"--enable=SETS-005", good}, exitClean, []string{"通过　" + good}, "完整报告"},
		{"error", []string{"--enable=SETS-005", bad}, exitFindings,
			[]string{"拦住　" + bad + "：错误 1 项——", "（SETS-005）", "  在哪里：第二条　第 3 行第 25 列“处五百元以上二千元以下罚款”", "  怎么改：删去", "看完整报告：docreview check --format html=报告.html " + bad}, "必经程序"},
		{"warning", []string{"--enable=SETS-005", "--severity=SETS-005=warning", bad}, exitClean, []string{"（另有 1 项较轻的问题）"}, "拦住"},
		{"warning wanted", []string{"--enable=SETS-005", "--severity=SETS-005=warning", "--fail-on=warning", bad}, exitFindings, []string{"较轻的问题 1 项——"}, "错误"},
		{"unreadable", []string{"--enable=SETS-005", empty, good}, exitFailed, []string{"拦住　" + empty + "：未能检查", "  怎么改：文件是空的", "通过　" + good}, "完整报告"},
		{"procedure", []string{"--enable=PROC-001,PROC-009,SETS-005", "--stage=review", good}, exitFailed,
			[]string{"必经程序没有证明 1 项——PROC-001", "正文看不出来，要看材料：公开征求意见材料", "用 --dossier 目录 一起检查", "--stage draft", "看完整报告：docreview check --stage review "}, "PROC-009"},
		{"procedure, empty dossier", []string{"--enable=PROC-001", "--stage=review", "--dossier=" + papers, good}, exitFailed,
			[]string{"正文和材料包看不出来，要看材料：公开征求意见材料", "怎么改：补齐材料包", " --dossier " + papers + " "}, "通过"},
		{"major decision or not", []string{"--enable=MDP-009", "--stage=issued", good}, exitClean, []string{"通过"}, "MDP"},
		{"procedure, issued", []string{"--enable=PROC-001,PROC-009", "--stage=issued", good}, exitFailed, []string{"必经程序没有证明 2 项", "合法性审核意见"}, "通过"},
		{"procedure, draft", []string{"--enable=PROC-001,PROC-009", "--stage=draft", good}, exitClean, []string{"通过"}, "PROC"},
		{"procedure, not required", []string{"--enable=PROC-001", "--severity=PROC-001=warning", "--stage=review", good}, exitClean, []string{"通过"}, "PROC"},
		{"both", []string{"--enable=PROC-001,SETS-005", "--stage=review", bad}, exitFailed, []string{"错误 1 项，必经程序没有证明 1 项。先看这一项："}, "通过"},
		{"quoted for the shell", []string{"--enable=SETS-005", spaced}, exitFindings, []string{" '" + spaced + "'\n"}, "通过"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, out, errw := command(t, "", append([]string{"gate"}, tt.args...)...)
			if code != tt.want {
				t.Errorf("exit %d, want %d: %s%s", code, tt.want, out, errw)
			}
			for _, want := range tt.says {
				if !strings.Contains(out, want) {
					t.Errorf("lacks %q:\n%s", want, out)
				}
			}
			if strings.Contains(out, tt.not) {
				t.Errorf("says %q:\n%s", tt.not, out)
			}
			lines := 0
			for l := range strings.Lines(out) {
				if lines++; strings.HasPrefix(l, "拦住") || strings.HasPrefix(l, "通过") {
					lines = 1
				}
				if strings.HasPrefix(l, "看完整报告") {
					lines = 0
				}
				if lines > 3 {
					t.Errorf("more than three lines for a file:\n%s", out)
				}
			}
		})
	}
}

// Nobody lowers the gate by the configuration beside a document.
func TestGateIgnoresLeniency(t *testing.T) {
	dir := t.TempDir()
	bad := write(t, dir, "a.txt", guilty)
	write(t, dir, configName, "fail_on: never\nformat: [json]\nenable: [SETS-005]\n")
	if code, out, errw := command(t, "", "gate", bad); code != exitFindings || !strings.HasPrefix(out, "拦住") {
		t.Errorf("exit %d: %s%s", code, out, errw)
	}
	if code, _, _ := command(t, "", "gate", "--fail-on=never", bad); code != exitUsage {
		t.Errorf("--fail-on never: exit %d", code)
	}
	// What a configuration leaves out or accepts is told.
	write(t, dir, configName, "enable: [SETS-005, SETS-001]\ndisable: [SETS-005]\n")
	if code, out, errw := command(t, "", "gate", bad); code != exitClean || !strings.Contains(out, "（配置停用了 ") {
		t.Errorf("exit %d: %s%s", code, out, errw)
	}
	// Strict asks more of check than a gate does: what cannot be told and is not
	// required holds nothing back.
	write(t, dir, configName, "strict: true\nenable: [FORM-005]\n")
	if code, out, errw := command(t, "", "gate", bad); code != exitClean {
		t.Errorf("exit %d: %s%s", code, out, errw)
	}
}

// A report in another format goes to its file beside the three lines, or takes
// their place.
func TestGateFormats(t *testing.T) {
	dir := t.TempDir()
	bad := write(t, dir, "a.txt", guilty)
	_, lines, _ := command(t, "", "gate", "--enable=SETS-005", bad)
	if _, out, _ := command(t, "", "gate", "--enable=SETS-005", "--format=sarif="+dir+"/r.sarif", bad); out != lines {
		t.Errorf("with a file beside it:\n%s", out)
	}
	if _, out, _ := command(t, "", "gate", "--enable=SETS-005", "--format=json", bad); !strings.HasPrefix(out, "{\n") {
		t.Errorf("json in its place:\n%s", out)
	}
}

// Times go to standard error; the report is the same.
func TestTiming(t *testing.T) {
	dir := t.TempDir()
	a, b := write(t, dir, "a.txt", guilty), write(t, dir, "b.txt", innocent)
	_, plain, _ := command(t, "", "check", a, b)
	_, out, errw := command(t, "", "check", "--timing", a, b)
	if out != plain {
		t.Error("the report changes")
	}
	for _, want := range []string{"用时：共 ", "打开法规库", "装载规则", "读文件", "认结构", "运行规则", "写报告", "共用分析", "最费时的"} {
		if !strings.Contains(errw, want) {
			t.Errorf("lacks %q:\n%s", want, errw)
		}
	}
	if n := strings.Count(errw, "% "); n != 11 {
		t.Errorf("%d shares, want that of what rules share and ten rules:\n%s", n, errw)
	}
}
