package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"docreview/corpus/law"
)

// answers asks an index about everything it holds; two indexes of the same
// content give the same answers.
func answers(t testing.TB, x *Index) []string {
	t.Helper()
	ctx := context.Background()
	var out []string
	say := func(v any, err error) {
		b, jerr := json.Marshal(v)
		out = append(out, fmt.Sprintf("%s %v %v", b, err, jerr))
	}
	snap := x.Snapshot()
	say(snap, nil)
	works, err := x.works()
	if err != nil {
		t.Fatal(err)
	}
	var ids []law.WorkID
	for id := range works {
		ids = append(ids, id)
	}
	sortIDs(ids)
	for _, id := range ids {
		w := works[id]
		got, err := x.Find(ctx, law.Ref{Title: w.Title}, law.Ref{DocNumber: w.DocNumber})
		say(got, err)
		for _, e := range w.Texts {
			rows, err := x.Text(e)
			say(rows, err)
			for i, r := range rows {
				if i%3 == 0 {
					p, err := x.Near(ctx, law.Scope{}, near(r.Text, 3, 5))
					say(p, err)
				}
			}
		}
	}
	for _, w := range []string{"采石", "渡口 停渡", "填平", "许可", "管理条例", "应当"} {
		h, err := x.Search(ctx, Query{Words: w, Limit: 20})
		say(h, err)
	}
	ps, err := x.Problems()
	say(ps, err)
	say(x.Stats(), nil)
	return out
}

func sortIDs(ids []law.WorkID) { slices.Sort(ids) }

func copyTree(t testing.TB, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

func edit(t testing.TB, path string, f func(string) string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(f(string(b))), 0o644); err != nil {
		t.Fatal(err)
	}
}

// fast leaves the words out: loading the dictionary takes longer than all the
// rest of a small build.
func fast(t testing.TB, out string, dirs ...string) BuildOptions {
	o := options(t, out, dirs...)
	o.Bigrams = true
	return o
}

// TestIncremental: after a few files changed, building again touches what
// changed and answers as one built afresh.
func TestIncremental(t *testing.T) {
	src := filepath.Join(t.TempDir(), "corpus")
	copyTree(t, made(), src)
	dir := filepath.Join(t.TempDir(), "index")
	first := build(t, fast(t, dir, src))
	if first.Kept != 0 {
		t.Errorf("a first build kept %d shards", first.Kept)
	}
	for _, step := range []struct {
		name    string
		rebuilt int // shards at most
		do      func()
	}{
		{"nothing", 0, func() {}},
		{"a sentence", 1, func() {
			edit(t, filepath.Join(src, "行政法规", "蜂场迁移规定(2016-11-11).md"), func(s string) string {
				return strings.Replace(s, "沿途的村庄", "沿途的村庄和学校", 1)
			})
		}},
		{"a file more", 2, func() {
			edit(t, filepath.Join(src, "部门规章", "采石计量设备管理办法(2022-01-20).md"), func(s string) string { return s })
			b, _ := os.ReadFile(filepath.Join(src, "部门规章", "采石计量设备管理办法(2022-01-20).md"))
			s := strings.NewReplacer("采石计量设备", "挖泥船", "960", "961").Replace(string(b))
			if err := os.WriteFile(filepath.Join(src, "部门规章", "挖泥船管理办法(2022-01-20).md"), []byte(s), 0o644); err != nil {
				t.Fatal(err)
			}
		}},
		{"a file less", 2, func() {
			if err := os.Remove(filepath.Join(src, "法律", "借用法(1995-06-30).md")); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(step.name, func(t *testing.T) {
			step.do()
			b := build(t, fast(t, dir, src))
			if n := b.Shards - b.Kept; n > step.rebuilt {
				t.Errorf("rebuilt %d of %d shards; want at most %d", n, b.Shards, step.rebuilt)
			}
			fresh := filepath.Join(t.TempDir(), "fresh")
			build(t, fast(t, fresh, src))
			if got, want := answers(t, open(t, dir)), answers(t, open(t, fresh)); !reflect.DeepEqual(got, want) {
				t.Error("answers differ from an index built afresh")
			}
		})
	}
}

// TestSameInputSameDigest: the snapshot's digest is that of the input.
func TestSameInputSameDigest(t *testing.T) {
	a := build(t, fast(t, filepath.Join(t.TempDir(), "a"), made()))
	o := fast(t, filepath.Join(t.TempDir(), "b"), made())
	o.Jobs = 1
	b := build(t, o)
	if a.Snapshot != b.Snapshot {
		t.Errorf("%+v\n%+v", a.Snapshot, b.Snapshot)
	}
	o = fast(t, filepath.Join(t.TempDir(), "c"), made())
	o.Gists = []Gist{{"甲", "第一条", "乙"}}
	if c := build(t, o); c.Snapshot.Digest == a.Snapshot.Digest {
		t.Error("other gists, same digest")
	}
}

// TestMoved: an index copied elsewhere is whole: it carries its dictionary.
func TestMoved(t *testing.T) {
	dir, moved := madeDir(t), filepath.Join(t.TempDir(), "elsewhere")
	want := answers(t, open(t, dir))
	copyTree(t, dir, moved)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if got := answers(t, open(t, moved)); !reflect.DeepEqual(got, want) {
		t.Error("answers differ after the move")
	}
}

// TestRefused: what is no whole index of ours is refused with the reason.
func TestRefused(t *testing.T) {
	whole := madeDir(t)
	gen := func(dir string) string {
		m, err := readManifest(dir)
		if err != nil {
			t.Fatal(err)
		}
		return filepath.Join(dir, m.Generation)
	}
	manifestEdit := func(from, to string) func(string) error {
		return func(dir string) error {
			p := filepath.Join(dir, manifestName)
			b, err := os.ReadFile(p)
			if err != nil || !strings.Contains(string(b), from) {
				return fmt.Errorf("%s not in manifest: %v", from, err)
			}
			return os.WriteFile(p, []byte(strings.Replace(string(b), from, to, 1)), 0o644)
		}
	}
	for _, tt := range []struct {
		name string
		harm func(dir string) error
		want string
	}{
		{"no folder", os.RemoveAll, "none"},
		{"an empty folder", func(d string) error { return errors.Join(os.RemoveAll(d), os.Mkdir(d, 0o755)) }, "none"},
		{"a first build that was killed", func(d string) error {
			return errors.Join(os.Remove(filepath.Join(d, manifestName)), os.Rename(gen2(d), filepath.Join(d, "build-1")))
		}, "unfinished"},
		{"no manifest", func(d string) error { return os.Remove(filepath.Join(d, manifestName)) }, "missing"},
		{"half a manifest", func(d string) error { return os.Truncate(filepath.Join(d, manifestName), 60) }, "unreadable"},
		{"another format", manifestEdit(fmt.Sprintf(`"Format": %d`, Format), `"Format": 9`), "foreign 9"},
		{"another product", manifestEdit(`"docreview corpus"`, `"something"`), fmt.Sprintf("foreign %d", Format)},
		{"a bare bleve index", func(d string) error {
			return errors.Join(os.Remove(filepath.Join(d, manifestName)), os.WriteFile(filepath.Join(d, "index_meta.json"), []byte("{}"), 0o644))
		}, "foreign 0"},
		{"a generation that climbs out", manifestEdit(`"Generation": "g-`, `"Generation": "../g-`), "unreadable"},
		{"no generation", func(d string) error { return os.RemoveAll(gen(d)) }, "missing"},
		{"a table not copied", func(d string) error { return os.Remove(filepath.Join(gen(d), rowsTable)) }, "missing"},
		{"a table cut short", func(d string) error { return os.Truncate(filepath.Join(gen(d), worksTable), 200) }, "size"},
		{"a shard cut short", func(d string) error {
			return os.Truncate(filepath.Join(gen(d), factsShard, "index_meta.json"), 3)
		}, "size"},
		{"a dictionary not copied", func(d string) error {
			return os.Remove(filepath.Join(gen(d), "segment", "hmm_model.utf8"))
		}, "missing"},
		{"fewer rows than the manifest says", manifestEdit(`"works.tab": 2`, `"works.tab": 9`), "rows"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "index")
			copyTree(t, whole, dir)
			if tt.name == "a dictionary not copied" {
				if m, _ := readManifest(dir); m.Dictionary == "" {
					t.Skip("built without a segmenter")
				}
			}
			if err := tt.harm(dir); err != nil {
				t.Fatal(err)
			}
			x, err := Open(dir)
			if err == nil {
				x.Close()
				t.Fatal("opened")
			}
			got := err.Error()
			var none *NoIndexError
			var damaged *DamagedError
			var foreign *ForeignError
			switch {
			case errors.As(err, &none) && none.Unfinished:
				got = "unfinished"
			case errors.As(err, &none):
				got = "none"
			case errors.As(err, &damaged):
				got = damaged.Reason
			case errors.As(err, &foreign):
				got = fmt.Sprintf("foreign %d", foreign.Format)
			}
			if got != tt.want {
				t.Errorf("Open: %v (%s); want %s", err, got, tt.want)
			}
		})
	}
}

func gen2(dir string) string {
	g, _ := filepath.Glob(filepath.Join(dir, "g-*"))
	return g[0]
}

// TestChangedByte: a changed byte in a table is an error when it is read.
func TestChangedByte(t *testing.T) {
	x := madeIndex(t)
	p := filepath.Join(x.dir, rowsTable)
	edit(t, p, func(s string) string { return strings.Replace(s, "三十日", "五十日", 1) })
	var damaged *DamagedError
	bad := 0
	works, err := x.works()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range works {
		for _, e := range w.Texts {
			if _, err := x.Text(e); errors.As(err, &damaged) && damaged.Reason == "checksum" {
				bad++
			} else if err != nil {
				t.Error(err)
			}
		}
	}
	if bad != 1 {
		t.Errorf("%d editions damaged; want 1", bad)
	}
}

// TestNotOurs: a build never writes into a folder that holds something else.
func TestNotOurs(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "论文.docx"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	var foreign *ForeignError
	if _, err := Build(context.Background(), options(t, dir, made())); !errors.As(err, &foreign) {
		t.Errorf("err = %v", err)
	}
	if e, _ := os.ReadDir(dir); len(e) != 1 {
		t.Errorf("%d entries left", len(e))
	}
}

// TestBusy: a second build of the same index is refused.
func TestBusy(t *testing.T) {
	dir := t.TempDir()
	unlock, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	var busy *BusyError
	if _, err := Build(context.Background(), fast(t, dir, made())); !errors.As(err, &busy) {
		t.Errorf("err = %v", err)
	}
	unlock()
	build(t, fast(t, dir, made()))
}

// TestReadersDuringBuild: an open index answers the same while the next ones
// are built and after.
func TestReadersDuringBuild(t *testing.T) {
	src := filepath.Join(t.TempDir(), "corpus")
	copyTree(t, made(), src)
	dir := filepath.Join(t.TempDir(), "index")
	build(t, fast(t, dir, src))
	old := open(t, dir)
	want := answers(t, old)
	edit(t, filepath.Join(src, "行政法规", "蜂场迁移规定(2016-11-11).md"), func(s string) string { return strings.Replace(s, "村庄", "寨子", 1) })
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer group.Done()
		if got := answers(t, old); !reflect.DeepEqual(got, want) {
			t.Error("an open index changed its answers")
		}
	}()
	build(t, fast(t, dir, src))
	group.Wait()
	late := open(t, dir)
	if s, err := late.Search(context.Background(), Query{Words: "寨子"}); err != nil || len(s) == 0 {
		t.Errorf("the new index: %v, %v", s, err)
	}
	if got := answers(t, old); !reflect.DeepEqual(got, want) {
		t.Error("the old index changed after the build")
	}
}

// TestParallelQuestions: one index, many goroutines.
func TestParallelQuestions(t *testing.T) {
	x := madeIndex(t)
	want := answers(t, x)
	var group sync.WaitGroup
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			if got := answers(t, x); !reflect.DeepEqual(got, want) {
				t.Error("answers differ")
			}
		}()
	}
	group.Wait()
}

// TestCancelled: a build that is told to stop leaves nothing behind.
func TestCancelled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	ctx, stop := context.WithCancel(context.Background())
	o := fast(t, dir, made())
	o.Progress = func(what string, n, _ int) {
		if what == "index" {
			stop()
		}
	}
	if _, err := Build(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
