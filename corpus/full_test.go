package corpus

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"docreview/corpus/law"
)

// realPlaces is the table of divisions that profiles carry.
func realPlaces(t testing.TB) func(string) []string {
	b, err := os.ReadFile(filepath.Join("..", "rules", "profile", "divisions.tsv"))
	if err != nil {
		t.Skip("no table of divisions")
	}
	m := map[string][]string{}
	for l := range strings.Lines(string(b)) {
		if code, name, ok := strings.Cut(strings.TrimSpace(l), "\t"); ok {
			m[name] = append(m[name], code)
		}
	}
	return func(name string) []string { return m[name] }
}

// fullIndex builds everything in ../shared/corpus once for this run, or opens
// what DOCREVIEW_FULL_INDEX names. It takes minutes and is asked for by name.
func fullIndex(t testing.TB) *Index {
	t.Helper()
	dir := shared(t)
	out := os.Getenv("DOCREVIEW_FULL_INDEX")
	if out == "" {
		t.Skip("the full build takes minutes: set DOCREVIEW_FULL_INDEX to a folder to build or reuse it")
	}
	if x, err := Open(out); err == nil {
		t.Cleanup(func() { x.Close() })
		return x
	}
	start := time.Now()
	o := options(t, out, filepath.Join(dir, "corpus"))
	o.Divisions = realPlaces(t)
	b := build(t, o)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("built in %.0f s: %d works, %d editions, %d provisions, %d shards, %d rows, %.0f MB; heap from the system %d MB", time.Since(start).Seconds(), b.Snapshot.Works, b.Snapshot.Editions, b.Snapshot.Articles, b.Shards, b.Rows, float64(b.Bytes)/1e6, m.Sys>>20)
	return open(t, out)
}

func TestFull(t *testing.T) {
	x := fullIndex(t)
	got, err := x.Find(context.Background(), law.Ref{Title: "行政处罚法"})
	t.Log(got[0][0].ID, err)
}
