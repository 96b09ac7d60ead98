package corpus

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
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

// once builds the made-up corpus once for all tests of the package.
var once = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "corpus-test-")
	if err == nil {
		_, err = Build(context.Background(), BuildOptions{Dirs: []string{made()}, Out: dir, Divisions: places, Read: read, Jobs: 2})
	}
	return dir, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if os.Getenv("DOCREVIEW_CHILD_INDEX") == "" {
		if dir, err := once(); err == nil {
			os.RemoveAll(dir)
		}
	}
	os.Exit(code)
}

// madeDir gives a copy of the built corpus that a test may harm.
func madeDir(t testing.TB) string {
	t.Helper()
	from, err := once()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "index")
	copyTree(t, from, dir)
	return dir
}

func madeIndex(t testing.TB) *Index { return open(t, madeDir(t)) }

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
