package batch

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"docreview/checker/source"
)

// tree writes files below a new folder; a name with a trailing 「/」 is a folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// zipped packs members, given as name, text, name, text …
func zipped(t *testing.T, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, members[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func scanned(t *testing.T, root string, workers int) *Manifest {
	t.Helper()
	m, err := Scan(context.Background(), root, ScanOptions{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestScan(t *testing.T) {
	inner := zipped(t, "丙.txt", "丙文")
	root := tree(t, map[string]string{
		"b.txt": "乙文", "a/甲.txt": "甲文", "a/~$甲.docx": "锁", "a/.hidden.txt": "藏", ".git/x": "藏",
		"c.zip":      zipped(t, "一.txt", "甲文", "一.txt", "另一", "里.zip", inner, "Thumbs.db", "x"),
		"bad.zip":    "PK not really",
		"copy/甲.txt": "甲文", "out/result.html": "结果",
	})
	if err := os.Symlink(filepath.Join(root, "a"), filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	m, err := Scan(context.Background(), root, ScanOptions{Skip: []string{filepath.Join(root, "out")}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range m.Entries {
		s := e.Path
		if e.Error != "" {
			s += " !"
		}
		got = append(got, s)
	}
	want := []string{"a/甲.txt", "b.txt", "bad.zip !", "c.zip/一.txt", "c.zip/一.txt#2", "c.zip/里.zip/丙.txt", "copy/甲.txt", "link !"}
	if !slices.Equal(got, want) {
		t.Errorf("entries %q\nwant %q", got, want)
	}
	if m.Skipped != 2 { // the lock and Thumbs.db
		t.Errorf("skipped %d, want 2", m.Skipped)
	}
	docs := slices.Collect(m.Docs())
	if len(docs) != 4 {
		t.Errorf("%d contents, want 4: copies count once", len(docs))
	}
	f := NewFiles(root, m)
	defer f.Close()
	var texts []string
	for _, d := range docs {
		r, err := f.Open(d)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		texts = append(texts, string(b))
	}
	if want := []string{"甲文", "乙文", "另一", "丙文"}; !slices.Equal(texts, want) {
		t.Errorf("texts %q, want %q", texts, want)
	}
	// The digest depends on what is there, not on workers.
	for range 3 {
		x, err := Scan(context.Background(), root, ScanOptions{Workers: 8, Skip: []string{filepath.Join(root, "out")}})
		if err != nil {
			t.Fatal(err)
		}
		if x.Digest != m.Digest {
			t.Fatal("the digest depends on the workers")
		}
	}
	if err := os.WriteFile(filepath.Join(root, "b.txt"), []byte("丁文"), 0o644); err != nil {
		t.Fatal(err)
	}
	if scanned(t, root, 1).Digest == m.Digest {
		t.Error("another content has the same digest")
	}
}

func TestScanErrors(t *testing.T) {
	if _, err := Scan(context.Background(), filepath.Join(t.TempDir(), "none"), ScanOptions{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing root: %v", err)
	}
	root := tree(t, map[string]string{"a.txt": "甲"})
	if _, err := Scan(context.Background(), filepath.Join(root, "a.txt"), ScanOptions{}); !errors.Is(err, ErrNoFolder) {
		t.Errorf("a file as root: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Scan(ctx, root, ScanOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("context: %v", err)
	}
	big := filepath.Join(root, "big.txt")
	f, err := os.Create(big)
	if err == nil {
		err = errors.Join(f.Truncate(source.DefaultMax+1), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	m := scanned(t, root, 1)
	if e := m.Entries[1]; e.Error != ErrTooLarge.Error() || !e.Sum.IsZero() {
		t.Errorf("a file that is too large: %+v", e)
	}
}

// A manifest comes back as it was; one that was cut short is refused.
func TestManifestStored(t *testing.T) {
	root := tree(t, map[string]string{"a.zip": zipped(t, "x", "1", "x", "2", "x", "3", "x!", "4"), "b": "5", "c": "5"})
	m := scanned(t, root, 2)
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := ReadManifest(bytes.NewReader(b.Bytes()))
	if err != nil || got.Digest != m.Digest || !slices.Equal(got.Entries, m.Entries) {
		t.Errorf("read back: %v", err)
	}
	lines := bytes.SplitAfter(b.Bytes(), []byte("\n"))
	for _, cut := range [][]byte{bytes.Join(lines[:len(lines)-2], nil), bytes.Replace(b.Bytes(), []byte(`"size":1`), []byte(`"size":2`), 1), nil} {
		if _, err := ReadManifest(bytes.NewReader(cut)); err == nil {
			t.Errorf("%d of %d bytes were read as a manifest", len(cut), b.Len())
		}
	}
}

// many is a tree of n documents of which some are copies.
func many(t *testing.T, n int) string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("%02d/%03d.txt", i%7, i)] = fmt.Sprintf("文件%d", i-i%9/8) // every ninth is a copy of the one before
	}
	return tree(t, files)
}

var settings = Settings{Program: "p", Rules: "r", Corpus: "c", Calendar: "k", Options: "o"}

// upper is a handler whose results say what they are about.
func upper(calls *atomic.Int64) Handler {
	return func(_ context.Context, u Unit) ([]Result, error) {
		var out []Result
		for _, d := range u.Docs {
			calls.Add(1)
			r := Result{Sum: d.Sum, Data: []byte("结果 " + d.Sum.String())}
			if d.Sum[0]%2 == 0 { // has a page that names the path
				r.Path = d.Path
			}
			out = append(out, r)
		}
		return out, nil
	}
}

func opened(t *testing.T, dir string, m *Manifest, p Part) *Store {
	t.Helper()
	s, err := Open(dir, m, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func carry(t *testing.T, s *Store, workers int, h Handler) error {
	t.Helper()
	p := &Pool{Workers: workers}
	if err := p.Submit(context.Background(), s.Batch(), s.Manifest()); err != nil {
		t.Fatal(err)
	}
	return p.Run(context.Background(), h, s)
}

func contents(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	for r, err := range s.Results(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s %s\n", r.Sum, r.Path, r.Data)
	}
	return b.String()
}

// A pass that breaks off goes on where it was; nothing is done twice.
func TestPassGoesOn(t *testing.T) {
	root := many(t, 300)
	m := scanned(t, root, 2)
	docs := len(slices.Collect(m.Docs()))
	var calls atomic.Int64
	whole := opened(t, t.TempDir(), m, Part{Settings: settings})
	if err := carry(t, whole, 1, upper(&calls)); err != nil {
		t.Fatal(err)
	}
	if int(calls.Load()) != docs {
		t.Errorf("%d documents in hand, want %d: copies count once", calls.Load(), docs)
	}
	want := contents(t, whole)
	dir := t.TempDir()
	s := opened(t, dir, m, Part{Settings: settings})
	stop := errors.New("stop")
	var n atomic.Int64
	h := upper(&calls)
	broken := func(ctx context.Context, u Unit) ([]Result, error) {
		if n.Add(1) == 3 {
			return nil, stop
		}
		return h(ctx, u)
	}
	if err := carry(t, s, 2, broken); !errors.Is(err, stop) {
		t.Fatalf("run: %v", err)
	}
	var left *IncompleteError
	if err := s.Complete(context.Background()); !errors.As(err, &left) || left.Missing == 0 || left.Missing >= docs {
		t.Fatalf("after the break: %v", err)
	}
	var lacks *IncompleteError
	for _, err := range s.Results(context.Background()) {
		if err != nil && !errors.As(err, &lacks) {
			t.Fatal(err)
		}
	}
	if lacks == nil {
		t.Error("results of a pass that is not at its end came without an error")
	}
	s.Close()
	s = opened(t, dir, m, Part{Settings: settings})
	calls.Store(0)
	if err := carry(t, s, 8, upper(&calls)); err != nil {
		t.Fatal(err)
	}
	if int(calls.Load()) != left.Missing {
		t.Errorf("the second run took %d in hand, want %d", calls.Load(), left.Missing)
	}
	if err := s.Complete(context.Background()); err != nil {
		t.Error(err)
	}
	if contents(t, s) != want {
		t.Error("the results differ from those of a run that was not broken off")
	}
}

// What depends on settings, path or a file beside it is done again when that is
// no longer so, and nothing else is.
func TestCacheKey(t *testing.T) {
	root := many(t, 40)
	m := scanned(t, root, 1)
	docs := slices.Collect(m.Docs())
	dir := t.TempDir()
	var calls atomic.Int64
	run := func(m *Manifest, set Settings, holds func(DocRef) bool) int {
		calls.Store(0)
		s, err := Open(dir, m, Part{Settings: set})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		s.Holds = holds
		if err := carry(t, s, 2, upper(&calls)); err != nil {
			t.Fatal(err)
		}
		s.Holds = nil // the pages are there now
		if err := s.Complete(context.Background()); err != nil {
			t.Fatal(err)
		}
		return int(calls.Load())
	}
	paged := 0
	for _, d := range docs {
		if d.Sum[0]%2 == 0 {
			paged++
		}
	}
	if paged == 0 || paged == len(docs) {
		t.Fatal("the sample has no two kinds of results")
	}
	yes := func(DocRef) bool { return true }
	if n := run(m, settings, yes); n != len(docs) {
		t.Errorf("first: %d, want %d", n, len(docs))
	}
	if n := run(m, settings, yes); n != 0 {
		t.Errorf("again: %d, want 0", n)
	}
	if n := run(m, settings, func(DocRef) bool { return false }); n != paged {
		t.Errorf("pages gone: %d, want %d", n, paged)
	}
	for i := range 5 {
		set := settings
		*[]*string{&set.Program, &set.Rules, &set.Corpus, &set.Calendar, &set.Options}[i] += "x"
		if n := run(m, set, yes); n != len(docs) {
			t.Errorf("other settings (%v): %d, want %d", settings.Differs(set), n, len(docs))
		}
	}
	if n := run(m, settings, yes); n != 0 {
		t.Errorf("back to the first settings: %d, want 0", n)
	}
	moved := tree(t, map[string]string{"z.txt": "文件0", "y.txt": "文件1", "x.txt": "新"})
	m2 := scanned(t, moved, 1)
	want := 1
	for d := range m2.Docs() {
		if d.Sum[0]%2 == 0 && d.Path != "x.txt" {
			want++
		}
	}
	if n := run(m2, settings, yes); n != want {
		t.Errorf("two files moved and a new one: %d, want %d", n, want)
	}
}

// A handler that leaves a document out leaves it missing.
func TestLeftOut(t *testing.T) {
	m := scanned(t, many(t, 20), 1)
	s := opened(t, t.TempDir(), m, Part{Settings: settings})
	if err := carry(t, s, 2, func(_ context.Context, u Unit) ([]Result, error) {
		return []Result{{Sum: u.Docs[0].Sum, Data: []byte("x")}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	var left *IncompleteError
	if err := s.Complete(context.Background()); !errors.As(err, &left) || left.Missing != len(slices.Collect(m.Docs()))-1 {
		t.Errorf("complete: %v", err)
	}
}

func TestBusyAndDamaged(t *testing.T) {
	m := scanned(t, many(t, 3), 1)
	dir := t.TempDir()
	s := opened(t, dir, m, Part{Settings: settings})
	var busy *BusyError
	if _, err := Open(dir, m, Part{Settings: settings}); !errors.As(err, &busy) {
		t.Errorf("a second pass: %v", err)
	}
	s.Close()
	if err := os.WriteFile(filepath.Join(dir, dbName), bytes.Repeat([]byte("no database "), 4000), 0o644); err != nil {
		t.Fatal(err)
	}
	var damaged *DamagedError
	if _, err := Open(dir, m, Part{Settings: settings}); !errors.As(err, &damaged) {
		t.Errorf("a broken file: %v", err)
	}
}

// Forget drops the results of other settings, no others.
func TestForget(t *testing.T) {
	m := scanned(t, many(t, 10), 1)
	dir := t.TempDir()
	var calls atomic.Int64
	for _, rules := range []string{"old", "new"} {
		set := settings
		set.Rules = rules
		s, err := Open(dir, m, Part{Settings: set})
		if err != nil {
			t.Fatal(err)
		}
		if err := carry(t, s, 1, upper(&calls)); err != nil {
			t.Fatal(err)
		}
		if rules == "new" {
			if err := s.Forget(); err != nil {
				t.Fatal(err)
			}
			if err := s.Complete(context.Background()); err != nil {
				t.Error(err)
			}
		}
		s.Close()
	}
	set := settings
	set.Rules = "old"
	s := opened(t, dir, m, Part{Settings: set})
	if err := s.Complete(context.Background()); err == nil {
		t.Error("the old results are still there")
	}
}

// An archive that is larger than what is read of the file at once.
func TestLarge(t *testing.T) {
	const n = 5*takeDocs + 7
	entries := make([]Entry, n)
	for i := range entries {
		entries[i] = Entry{Path: fmt.Sprintf("%05d.txt", i), Size: 10, Sum: sha256.Sum256(fmt.Append(nil, i))}
	}
	m := seal(entries, 0)
	dir := t.TempDir()
	s := opened(t, dir, m, Part{Settings: settings})
	var calls atomic.Int64
	if err := carry(t, s, 4, upper(&calls)); err != nil {
		t.Fatal(err)
	}
	if err := s.Complete(context.Background()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // may be read again
		i := 0
		for r, err := range s.Results(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			if want := entries[i].Sum; r.Sum != want || string(r.Data) != "结果 "+want.String() {
				t.Fatalf("result %d is that of %s", i, r.Sum)
			}
			i++
		}
		if i != n || calls.Load() != n {
			t.Errorf("%d results of %d documents in hand, want %d", i, calls.Load(), n)
		}
	}
	if err := s.Forget(); err != nil { // it can be written to again
		t.Fatal(err)
	}
	s.Close()
	r, err := Reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Complete(context.Background()); err != nil {
		t.Error(err)
	}
}
