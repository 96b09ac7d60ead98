package corpus

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"docreview/corpus/law"
)

// moments is how often a build is killed.
const moments = 20

// TestChildBuild is the child of the tests below: it builds what its environment
// says, until it is done or killed.
func TestChildBuild(t *testing.T) {
	dir := os.Getenv("DOCREVIEW_CHILD_INDEX")
	if dir == "" {
		t.Skip("runs as a child of TestKilled")
	}
	o := options(t, dir, filepath.SplitList(os.Getenv("DOCREVIEW_CHILD_SOURCE"))...)
	if os.Getenv("DOCREVIEW_CHILD_LARGE") != "" {
		o.Divisions = realPlaces(t)
	} else {
		o.Bigrams = true
	}
	_, _ = fmt.Sscan(os.Getenv("DOCREVIEW_CHILD_ROWS"), &o.rowsPerShard)
	fmt.Println("begun")
	if _, err := Build(context.Background(), o); err != nil {
		t.Fatal(err)
	}
}

// killed starts a child that builds and kills it after some time; 0: never. It
// tells how long the child built.
func killed(t *testing.T, after time.Duration, env ...string) time.Duration {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=TestChildBuild$")
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "begun" {
	}
	start := time.Now()
	if after > 0 {
		time.Sleep(after)
		_ = cmd.Process.Kill() // SIGKILL; it may be done already
	}
	for lines.Scan() {
	}
	if err := cmd.Wait(); err != nil && after == 0 {
		t.Fatal(err)
	}
	return time.Since(start)
}

// killing is a build that is killed again and again.
type killing struct {
	name string
	// reset puts the index as it was before the build; answers asks it.
	reset   func(dir string)
	answers func(x *Index) any
	env     []string // of the child, but for the index
}

// run kills the build at moments spread at random over the time that it takes.
// Before the manifest names the new generation the index answers as the old one
// did, after it as the new one; the next build succeeds and answers as the new
// one, and nothing is left behind.
func (k killing) run(t *testing.T, dir string) {
	env := append([]string{"DOCREVIEW_CHILD_INDEX=" + dir}, k.env...)
	ask := func() (any, string) {
		x, err := Open(dir)
		if err != nil { // of a first build: unfinished, or the manifest is not there yet
			return "no index", ""
		}
		defer x.Close()
		return k.answers(x), x.man.Generation
	}
	k.reset(dir)
	before, first := ask()
	took := killed(t, 0, env...)
	after, _ := ask()
	if _, ok := after.(string); ok {
		t.Fatalf("%s: %v", k.name, after)
	}
	r := rand.New(rand.NewPCG(3, uint64(len(k.name))))
	old, done := 0, 0
	for i := range moments {
		k.reset(dir)
		wait := time.Duration((float64(i) + r.Float64()) / moments * float64(took) * 1.02)
		killed(t, max(wait, time.Millisecond), env...)
		got, generation := ask()
		want := before
		if generation != first {
			want = after
			done++
		} else {
			old++
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s killed after %v of %v: other answers: %.300v", k.name, wait, took, got)
		}
		if i%5 == 4 { // the next build
			killed(t, 0, env...)
			if got, _ := ask(); !reflect.DeepEqual(got, after) {
				t.Errorf("%s killed after %v: the next build answers otherwise: %.300v", k.name, wait, got)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, scratchPrefix+"*")); len(left) > 1 { // the lock
				t.Errorf("%s: left behind: %v", k.name, left)
			}
		}
	}
	t.Logf("%s of %v killed at %d moments: %d times the old index answered, %d times the new one", k.name, took.Round(time.Millisecond), moments, old, done)
	if old == 0 {
		t.Errorf("%s was never killed before its end", k.name)
	}
}

// TestKilled kills builds of a small corpus: the first one, one that builds
// everything anew beside an old index, and one that takes over most of it.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills child processes")
	}
	src := filepath.Join(t.TempDir(), "corpus")
	copyTree(t, made(), src)
	old := filepath.Join(t.TempDir(), "old")
	o := fast(t, old, src)
	o.rowsPerShard = 4
	build(t, o)
	edit(t, filepath.Join(src, "行政法规", "蜂场迁移规定(2016-11-11).md"), func(s string) string { return strings.Replace(s, "村庄", "寨子", 1) })
	everything := func(x *Index) any { return answers(t, x) }
	restore := func(dir string) {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		copyTree(t, old, dir)
	}
	for _, k := range []killing{
		{"a first build", func(dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}, everything, []string{"DOCREVIEW_CHILD_SOURCE=" + src, "DOCREVIEW_CHILD_ROWS=4"}},
		{"a full build", restore, everything, []string{"DOCREVIEW_CHILD_SOURCE=" + src, "DOCREVIEW_CHILD_ROWS=1"}},
		{"an incremental build", restore, everything, []string{"DOCREVIEW_CHILD_SOURCE=" + src, "DOCREVIEW_CHILD_ROWS=4"}},
	} {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "index")
			k.run(t, dir)
		})
	}
}

// TestFullKilled does the same with everything in ../shared/corpus; it takes
// twenty minutes and wants DOCREVIEW_FULL_INDEX and DOCREVIEW_FULL_KILL=1.
func TestFullKilled(t *testing.T) {
	if os.Getenv("DOCREVIEW_FULL_KILL") == "" {
		t.Skip("twenty minutes: set DOCREVIEW_FULL_KILL=1 and DOCREVIEW_FULL_INDEX")
	}
	x := fullIndex(t)
	root := t.TempDir()
	var dirs []string
	for _, d := range fullDirs {
		copyTree(t, filepath.Join(shared(t), "corpus", d), filepath.Join(root, d))
		dirs = append(dirs, filepath.Join(root, d))
	}
	edited := 0
	err := filepath.WalkDir(filepath.Join(root, "laws-md", "行政法规"), func(p string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ").md") && edited < 10 {
			edited++
			edit(t, p, func(s string) string { return s + "\n补一句：渡船靠岸以前应当响铃。\n" })
		}
		return err
	})
	if err != nil || edited != 10 {
		t.Fatal(edited, err)
	}
	cs := clauses(t, x, 40)
	probe := func(x *Index) any {
		var out []any
		for _, s := range x.man.Shards {
			_, err := x.openPairs(s)
			_, werr := x.open(s)
			out = append(out, err, werr)
		}
		for _, c := range cs {
			got, err := x.Near(context.Background(), law.Scope{}, law.Near{Terms: law.Bigrams(c.text), AtLeast: 20, Limit: 5})
			out = append(out, got, err)
		}
		found, err := x.Find(context.Background(), law.Ref{Title: "行政处罚法"}, law.Ref{Title: "立法法"})
		return append(out, found, err, x.Snapshot())
	}
	restore := func(dir string) {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		copyTree(t, filepath.Dir(x.dir), dir)
	}
	sources := "DOCREVIEW_CHILD_SOURCE=" + strings.Join(dirs, string(filepath.ListSeparator))
	for _, k := range []killing{
		{"an incremental build", restore, probe, []string{sources, "DOCREVIEW_CHILD_LARGE=1", "DOCREVIEW_CHILD_ROWS=0"}},
		{"a full build", restore, probe, []string{sources, "DOCREVIEW_CHILD_LARGE=1", "DOCREVIEW_CHILD_ROWS=500"}},
	} {
		k.run(t, filepath.Join(root, "index"))
	}
}
