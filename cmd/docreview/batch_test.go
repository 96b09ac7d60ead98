package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"docreview/checker/batch"
	"docreview/corpus/law"
)

// madeArchive writes n documents of an invented county below a new folder: with
// editions that repeal the one before, periods that have run out, copies, a notice,
// a zip file, another encoding's litter and files that cannot be read.
func madeArchive(t testing.TB, n int) string {
	t.Helper()
	root := t.TempDir()
	put := func(name, text string) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	matters := []string{"养犬", "集贸市场", "户外广告", "停车", "建筑垃圾", "烟花爆竹", "小型水库", "公共自行车", "农贸摊点", "夜间施工"}
	for i := range n {
		matter, round := matters[i%len(matters)], i/len(matters)
		year := 2008 + round%18
		number := fmt.Sprintf("临水政规〔%d〕%d号", year, i%len(matters)+1)
		title := fmt.Sprintf("临水县%s管理办法", matter)
		if k := round / 18; k > 0 {
			title = fmt.Sprintf("临水县%s镇%s管理办法", string([]rune("东西南北上下前后左右")[k%10])+strconv.Itoa(k/10), matter)
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s\n%s\n", title, number)
		fmt.Fprintf(&b, "第一条　为了规范本县%s活动，根据《中华人民共和国行政处罚法》和《中华人民共和国行政许可法》，制定本办法。\n", matter)
		fmt.Fprintf(&b, "第二条　县有关部门负责本县%s的管理工作，每年安排%d次检查。\n", matter, i%4+1)
		if i%3 == 0 {
			b.WriteString("第三条　违反本办法的，由县综合执法局处五百元以上二千元以下罚款，并收取保证金。\n")
		} else {
			b.WriteString("第三条　单位和个人应当爱护公共设施，有权对违反本办法的行为提出意见。\n")
		}
		if round > 0 {
			fmt.Fprintf(&b, "第四条　本办法自%d年3月1日起施行，有效期5年。%d年印发的《%s》（临水政规〔%d〕%d号）同时废止。\n", year, year-1, title, year-1, i%len(matters)+1)
		} else {
			fmt.Fprintf(&b, "第四条　本办法自%d年3月1日起施行，有效期5年。\n", year)
		}
		fmt.Fprintf(&b, "临水县人民政府\n%d年2月1日\n", year)
		put(fmt.Sprintf("%d/%s/%04d.txt", year, matter, i), b.String())
		if i%25 == 0 {
			put(fmt.Sprintf("备份/%04d 副本.txt", i), b.String())
		}
	}
	put("空.txt", "")
	put("~$锁.docx", "锁")
	put("坏.docx", "PK\x03\x04坏了")
	return root
}

// outputs gives every file below a folder of results but the state, by name.
func outputs(t testing.TB, dir string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == stateName {
				return fs.SkipDir
			}
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		rel, err := filepath.Rel(dir, path)
		got[filepath.ToSlash(rel)] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func sameOutputs(t *testing.T, want, got map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s differs or is missing", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			t.Errorf("%s should not be there", name)
		}
	}
	if len(want) < 5 {
		t.Errorf("only %d outputs: %q", len(want), slices.Sorted(maps.Keys(want)))
	}
}

// process starts the program itself, as a user's shell would.
func process(args ...string) *exec.Cmd {
	cmd := exec.Command("docreview", args...) // testscript.Main puts it on the path
	cmd.Env = append(os.Environ(), "DOCREVIEW_CORPUS=", "XDG_DATA_HOME=/nonexistent", "HOME=/nonexistent")
	return cmd
}

// number of an environment variable; these tests are larger on demand.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// A pass that is killed again and again comes to the same bytes as one that is
// not. DOCREVIEW_KILLS=20 DOCREVIEW_KILL_DOCS=1500 for the larger run.
func TestBatchKilled(t *testing.T) {
	kills, docs := number("DOCREVIEW_KILLS", 3), number("DOCREVIEW_KILL_DOCS", 80)
	root := madeArchive(t, docs)
	args := func(out string) []string {
		return []string{"batch", root, "--out", out, "--as-of", "2026-11-22", "-j", "2"}
	}
	whole := t.TempDir()
	start := time.Now()
	if code := run1(t, process(args(whole)...)); code != exitFailed { // two files cannot be read
		t.Fatalf("exit code %d", code)
	}
	length := time.Since(start)
	want := outputs(t, whole)
	out := t.TempDir()
	random := rand.New(rand.NewSource(int64(os.Getpid())))
	caught, ended := 0, 0
	for runs := 0; caught < kills && runs < 6*kills; runs++ {
		cmd := process(args(out)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(random.Int63n(int64(length)*3/4)), func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		kill.Stop()
		if !cmd.ProcessState.Exited() {
			caught++
			continue
		}
		// It came to its end before the kill: that must be the right one. Then from nothing.
		ended++
		sameOutputs(t, want, outputs(t, out))
		out = t.TempDir()
	}
	t.Logf("%d runs were killed at work, %d came to their end between; a whole run takes %s", caught, ended, length)
	if caught < kills {
		t.Errorf("only %d of %d runs were killed at work", caught, kills)
	}
	if code := run1(t, process(args(out)...)); code != exitFailed {
		t.Fatalf("exit code %d", code)
	}
	sameOutputs(t, want, outputs(t, out))
}

func run1(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if code := cmd.ProcessState.ExitCode(); code != exitClean && code != exitFailed {
		t.Logf("%s", b.String())
	}
	return cmd.ProcessState.ExitCode()
}

// Four shards in four processes, merged, give the bytes of one process.
func TestBatchShards(t *testing.T) {
	root := madeArchive(t, 50)
	whole, merged := t.TempDir(), filepath.Join(t.TempDir(), "out")
	if code := run1(t, process("batch", root, "--out", whole, "--as-of", "2026-11-22", "--topic", "罚款=罚款,保证金")); code != exitFailed {
		t.Fatalf("exit code %d", code)
	}
	var parts []string
	var running []*exec.Cmd
	for i := 1; i <= 4; i++ {
		part := t.TempDir()
		parts = append(parts, part)
		cmd := process("batch", "--shard", fmt.Sprintf("%d/4", i), root, "--out", part, "--as-of", "2026-11-22", "--topic", "罚款=罚款,保证金", "-j", "1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Fatalf("a shard: %v", err)
		}
	}
	for _, tt := range []struct {
		name  string
		parts []string
		want  string
	}{
		{"missing", []string{parts[0], parts[1], parts[3]}, "缺少第 3/4 份"},
		{"double", []string{parts[0], parts[1], parts[2], parts[1]}, "都是第 2/4 份"},
		{"none", []string{parts[0], t.TempDir()}, "没有清理的结果"},
		{"foreign", []string{parts[0], parts[1], parts[2], whole}, "不是一起的：份数"},
	} {
		code, _, stderr := command(t, "", append([]string{"merge", "--out", merged}, tt.parts...)...)
		if code != exitUsage || !strings.Contains(stderr, tt.want) {
			t.Errorf("%s: code %d, %s", tt.name, code, stderr)
		}
		if _, err := os.Stat(merged); err == nil {
			t.Errorf("%s: something was written", tt.name)
		}
	}
	if code := run1(t, process(append([]string{"merge", "--out", merged}, parts[3], parts[1], parts[0], parts[2])...)); code != exitFailed {
		t.Fatalf("merge: exit code %d", code)
	}
	sameOutputs(t, outputs(t, whole), outputs(t, merged))
}

// A part that was made on another day, or lost a page, is refused with its name.
func TestMergeForeignOptions(t *testing.T) {
	root := madeArchive(t, 20)
	a, b := t.TempDir(), t.TempDir()
	for _, x := range [][]string{{"1/2", a, "2026-11-22"}, {"2/2", b, "2026-11-21"}} {
		if code, _, stderr := command(t, "", "batch", root, "--shard", x[0], "--out", x[1], "--as-of", x[2]); code != exitClean {
			t.Fatalf("code %d: %s", code, stderr)
		}
	}
	out := filepath.Join(t.TempDir(), "out")
	code, _, stderr := command(t, "", "merge", a, b, "--out", out)
	if code != exitUsage || !strings.Contains(stderr, "选项 不同") || !strings.Contains(stderr, b) {
		t.Errorf("code %d: %s", code, stderr)
	}
	if code, _, stderr := command(t, "", "batch", root, "--shard", "2/2", "--out", b, "--as-of", "2026-11-22"); code != exitClean {
		t.Fatalf("code %d: %s", code, stderr)
	}
	page, err := filepath.Glob(filepath.Join(b, reportsName, "*", "*", "*.html"))
	if err != nil || len(page) == 0 {
		t.Fatalf("no page in the second part (%v)", err)
	}
	for _, p := range page { // those of the other day lie beside them
		if err := os.Remove(p); err != nil {
			t.Fatal(err)
		}
	}
	code, _, stderr = command(t, "", "merge", a, b, "--out", out)
	if code != exitUsage || !strings.Contains(stderr, "缺少文件") {
		t.Errorf("a lost page: code %d: %s", code, stderr)
	}
	if _, err := os.Stat(filepath.Join(out, "清理目录.xlsx")); err == nil {
		t.Error("a refused merge wrote the catalogue")
	}
}

// Nothing changed: nothing is done. One file changed: the rest is not done again,
// and the outputs are those of a pass from nothing.
func TestBatchAgain(t *testing.T) {
	root, out := madeArchive(t, 60), t.TempDir()
	pass := func(out string) string {
		t.Helper()
		code, _, stderr := command(t, "", "batch", root, "--out", out, "-j", "2")
		if code != exitFailed || !strings.Contains(stderr, "2 个文件读不出") {
			t.Fatalf("code %d: %s", code, stderr)
		}
		return stderr
	}
	pass(out)
	before := outputs(t, out)
	if s := pass(out); !strings.Contains(s, "没有变化") {
		t.Errorf("again: %s", s)
	}
	sameOutputs(t, before, outputs(t, out))
	// An output that somebody changed or a page that is gone comes back.
	if err := os.WriteFile(filepath.Join(out, "清理结果.jsonl"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(out, reportsName, "*", "*", "*.html"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages (%v)", err)
	}
	if err := os.Remove(pages[0]); err != nil {
		t.Fatal(err)
	}
	pass(out)
	sameOutputs(t, before, outputs(t, out))
	// A changed, a moved and a new file; a removed one.
	changed := filepath.Join(root, "2008", "养犬", "0000.txt")
	if err := os.WriteFile(changed, []byte(guilty), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(root, "2008", "停车", "0003.txt"), filepath.Join(root, "改名.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(root, "2009", "停车", "0013.txt")); err != nil {
		t.Fatal(err)
	}
	pass(out)
	fresh := t.TempDir()
	pass(fresh)
	sameOutputs(t, outputs(t, fresh), outputs(t, out))
	if maps.Equal(before, outputs(t, out)) {
		t.Error("the outputs do not show the changes")
	}
}

// The result does not depend on the workers nor on where the archive lies.
func TestBatchSameBytes(t *testing.T) {
	root := madeArchive(t, 60)
	other := filepath.Join(t.TempDir(), "别处")
	if err := os.CopyFS(other, os.DirFS(root)); err != nil {
		t.Fatal(err)
	}
	a, b := t.TempDir(), filepath.Join(other, "结果") // below the archive: it is left out
	command(t, "", "batch", root, "--out", a, "-j", "1")
	for range 2 { // the second time the outputs are there already
		command(t, "", "batch", other, "--out", b, "-j", "8")
		sameOutputs(t, outputs(t, a), outputs(t, b))
	}
}

// A file that changes between the list and its review gives no result under the
// old name: the pass says so and writes nothing.
func TestBatchChangedMeanwhile(t *testing.T) {
	root, out := madeArchive(t, 12), t.TempDir()
	var errw bytes.Buffer
	e := &env{out: io.Discard, err: &errw, today: func() law.Date { return law.Date{Year: 2026, Month: 11, Day: 22} }, getenv: func(string) string { return "" }}
	o := batchOptions{dir: root, out: out, shard: batch.Shard{I: 1, N: 1}, jobs: 2, batchSaved: batchSaved{AsOf: "2026-11-22", Reports: "none"}}
	p, err := e.preparePass(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	m, err := p.scan(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.open(m)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write(t, root, "2008/停车/0003.txt", guilty)
	write(t, root, "2008/养犬/0000.txt", "") // its copy has the same content, but the first path counts
	if err := os.Remove(filepath.Join(root, "2008", "集贸市场", "0001.txt")); err != nil {
		t.Fatal(err)
	}
	if err := p.review(ctx, s); err != nil {
		t.Fatal(err)
	}
	err = p.incomplete(s.Complete(ctx))
	if err == nil || !strings.Contains(err.Error(), "有 3 个文件在清理时被改动或移走（第一个是 2008/停车/0003.txt）") {
		t.Errorf("%v", err)
	}
}

func TestBatchUsage(t *testing.T) {
	root := madeArchive(t, 3)
	file := write(t, root, "x.txt", "x")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"batch"}, "请写明要清理的目录"},
		{[]string{"batch", root}, "请用 --out"},
		{[]string{"batch", root, root, "--out", "x"}, "多余"},
		{[]string{"batch", filepath.Join(root, "none"), "--out", t.TempDir()}, "没有目录"},
		{[]string{"batch", root, "--out", root}, "就是要清理的目录"},
		{[]string{"batch", root, "--out", filepath.Dir(root)}, "在它上面"},
		{[]string{"batch", root, "--out", file}, "是文件"},
		{[]string{"batch", root, "--out", t.TempDir(), "--as-of", "document"}, "同一天"},
		{[]string{"batch", root, "--out", t.TempDir(), "--as-of", "昨天"}, "日期"},
		{[]string{"batch", root, "--out", t.TempDir(), "--shard", "3/2"}, "--shard"},
		{[]string{"batch", root, "--out", t.TempDir(), "--reports", "some"}, "--reports"},
		{[]string{"batch", root, "--out", t.TempDir(), "--topic", "没有的专项"}, "没有“没有的专项”这个专项"},
		{[]string{"batch", root, "--out", t.TempDir(), "--topic", "空="}, "--topic"},
		{[]string{"batch", root, "--out", t.TempDir(), "--topic", "罚=XXXX-001"}, "没有 XXXX-001"},
		{[]string{"batch", root, "--out", t.TempDir(), "-j", "0"}, "-j"},
		{[]string{"batch", root, "--out", t.TempDir(), "--nonsense"}, "没有 --nonsense"},
		{[]string{"batch", root, "--out", t.TempDir(), "--changed-corpus", t.TempDir()}, "--changed-corpus"},
		{[]string{"merge", "--out", "x"}, "请写明各份"},
		{[]string{"merge", root}, "请用 --out"},
		{[]string{"radar", root}, "请用 --old"},
		{[]string{"radar", "--old", "x"}, "请写明一个"},
		{[]string{"radar", "--old", "x", root, "--format", "pdf"}, "没有“pdf”"},
	} {
		code, stdout, stderr := command(t, "", tt.args...)
		if want := map[bool]int{true: exitFailed, false: exitUsage}[slices.Contains(tt.args, "--changed-corpus")]; code != want || !strings.Contains(stderr, tt.want) || stdout != "" {
			t.Errorf("%q: code %d, %s", tt.args, code, stderr)
		}
	}
}

// The workbook opens in an independent reader, with the sheets and columns that
// offices publish.
func TestBatchWorkbook(t *testing.T) {
	root, out := madeArchive(t, 40), t.TempDir()
	command(t, "", "batch", root, "--out", out, "--topic", "罚款=罚款,保证金")
	f, err := excelize.OpenFile(filepath.Join(out, "清理目录.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{"清理目录", "继续有效", "修改", "废止", "宣布失效", "无需处理", "专项清理", "条款问题", "未能判断", "统计"}
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Errorf("sheets %q, want %q", got, want)
	}
	rows, err := f.GetRows("清理目录")
	if err != nil || len(rows) < 20 {
		t.Fatalf("%d rows (%v)", len(rows), err)
	}
	if head := []string{"序号", "文件名称", "文号", "制定机关", "公布日期", "清理结果", "理由", "依据"}; !slices.Equal(rows[0][:8], head) {
		t.Errorf("columns %q", rows[0])
	}
	sum := 0
	for _, name := range want[1:5] {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			if r[5] != name || len(r) < 7 || r[6] == "" {
				t.Errorf("%s: row %q", name, r)
			}
		}
		sum += len(rows) - 1
	}
	if sum != len(rows)-1 {
		t.Errorf("the sheets of the dispositions hold %d rows, the catalogue %d", sum, len(rows)-1)
	}
	topic, err := f.GetRows("专项清理")
	if err != nil || len(topic) < 10 {
		t.Errorf("%d clauses of the topic (%v)", len(topic)-1, err)
	}
	problems, err := f.GetRows("未能判断")
	if err != nil || len(problems) < 3 {
		t.Errorf("problems %q (%v)", problems, err)
	}
}
