package cleanup_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"docreview/checker"
	"docreview/checker/cleanup"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// shared gives the folder with real texts; the test skips without it.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "corpus", "laws-md")); err != nil {
		t.Skip("没有 ../shared：真实文件上的测量略过")
	}
	return dir
}

var asOf = law.Date{Year: 2026, Month: 11, Day: 22}

// records reads every file below the folders with no rule running; paths are
// those below root.
func records(t testing.TB, root string, c checker.Corpus, names document.Names, folders ...string) []*cleanup.Record {
	t.Helper()
	var files []string
	for _, f := range folders {
		err := filepath.WalkDir(filepath.Join(root, f), func(p string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && (strings.HasSuffix(p, ".md") || strings.HasSuffix(p, ".txt") || strings.HasSuffix(p, ".html")) {
				files = append(files, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(files)
	out := make([]*cleanup.Record, len(files))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				out[i] = record(t, root, files[i], c, names)
			}
		}()
	}
	for i := range files {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

func record(t testing.TB, root, file string, c checker.Corpus, names document.Names) *cleanup.Record {
	rel, _ := filepath.Rel(root, file)
	f, err := os.Open(file)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer f.Close()
	text, err := source.Read(rel, f, 0)
	if err != nil {
		r := cleanup.Unreadable(rel, "读不出")
		r.Paths = []string{rel}
		return r
	}
	d := document.Parse(text, names)
	rep, err := checker.Run(context.Background(), d, nil, checker.Options{AsOf: asOf, Corpus: c})
	if err != nil {
		t.Error(err)
		return nil
	}
	r := cleanup.Reduce(d, rep, cleanup.ReduceOptions{})
	r.Paths = []string{filepath.ToSlash(rel)}
	return r
}

// each hands out records one by one.
func each(rs []*cleanup.Record) cleanup.Records {
	return func(yield func(*cleanup.Record, error) bool) {
		for _, r := range rs {
			if !yield(r, nil) {
				return
			}
		}
	}
}
