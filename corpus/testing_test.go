package corpus

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// made is the folder of made-up regulations.
func made() string { return filepath.Join("..", "testdata", "corpus") }

// places is a table of made-up divisions.
func places(name string) []string {
	return map[string][]string{
		"云岭省": {"990000"}, "青溪市": {"990100"}, "石坪县": {"990123"}, "白苗自治县": {"990125"}, "海东省": {"980000"},
	}[name]
}

// read is the reader of other formats, as cmd joins it.
func read(name string, b []byte) ([]string, error) {
	t, err := source.Read(name, bytes.NewReader(b), 0)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, k := range t.Blocks {
		out = append(out, t.Norm[k.Span.Start:k.Span.End])
	}
	return out, nil
}

func options(t testing.TB, out string, dirs ...string) BuildOptions {
	t.Helper()
	return BuildOptions{Dirs: dirs, Out: out, Divisions: places, Read: read, Jobs: 2}
}

func build(t testing.TB, o BuildOptions) *Built {
	t.Helper()
	b, err := Build(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func open(t testing.TB, dir string) *Index {
	t.Helper()
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// madeIndex builds the made-up corpus in a folder of its own.
func madeIndex(t testing.TB) *Index {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	build(t, options(t, dir, made()))
	return open(t, dir)
}

func day(s string) law.Date {
	d, _, _ := law.ParseDate(s)
	return d
}

// shared gives the folder of real texts, or skips.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "corpus")); err != nil {
		t.Skip("no shared texts: set DOCREVIEW_SHARED or put them beside the repository")
	}
	return dir
}
