package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestFullIncremental measures a build after ten files changed, in a copy of
// the three folders and of the index: DOCREVIEW_FULL_INDEX must be set.
func TestFullIncremental(t *testing.T) {
	x := fullIndex(t)
	from := filepath.Join(shared(t), "corpus")
	root := t.TempDir()
	var dirs, files []string
	for _, d := range fullDirs {
		copyTree(t, filepath.Join(from, d), filepath.Join(root, d))
		dirs = append(dirs, filepath.Join(root, d))
	}
	index := filepath.Join(root, "index")
	copyTree(t, filepath.Dir(x.dir), index)
	o := options(t, index, dirs...)
	o.Divisions = realPlaces(t)
	if b := build(t, o); b.Kept < b.Shards-1 { // what was built by the program has gists and the catalogue
		t.Fatalf("the copy was not taken over: %d of %d shards", b.Kept, b.Shards)
	}
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, ").md") {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		edit(t, files[(2*i+1)*len(files)/20], func(s string) string { return s + "\n补一句：渡船靠岸以前应当响铃。\n" })
	}
	start, used := time.Now(), processTime()
	b := build(t, o)
	t.Logf("ten files of %d: %.1f s, %.1f s of processor time, %d of %d shards built anew", len(files), time.Since(start).Seconds(), (processTime() - used).Seconds(), b.Shards-b.Kept, b.Shards)
	if n := b.Shards - b.Kept; n > 11 {
		t.Errorf("%d shards built anew for ten files", n)
	}
	got, err := open(t, index).Search(t.Context(), Query{Words: "渡船 响铃"})
	if err != nil || len(got) == 0 {
		t.Errorf("the change is not found: %v, %v", got, err)
	}
}
