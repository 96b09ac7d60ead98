package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared gives the folder of real documents beside the repository; the test skips
// where it is absent.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{dir}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real documents at %s; set DOCREVIEW_SHARED", path)
	}
	return path
}

// skeleton leaves of a text what no normalisation may change: letters and digits
// in simplified form, without punctuation, blanks, markup and glosses.
func skeleton(s string) string {
	var b strings.Builder
	for _, r := range s {
		r = fold(r)
		if to, ok := pair(traditional, r); ok {
			r = to
		}
		if r == '○' || r == '◯' {
			r = '〇'
		}
		if isHan(r) || isDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func readFile(t *testing.T, path string) *Text {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	x, err := Read(filepath.Base(path), f, 0)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return x
}

func TestSharedAllReadable(t *testing.T) {
	for _, dir := range []string{shared(t, "samples"), shared(t, "eval", "documents"), shared(t, "data", "state-council-docs-html")} {
		paths, err := filepath.Glob(filepath.Join(dir, "*.*"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("nothing in %s: %v", dir, err)
		}
		for _, path := range paths {
			if filepath.Ext(path) == ".csv" {
				continue
			}
			x := readFile(t, path)
			checkText(t, x)
			han := 0
			for _, r := range x.Norm {
				if isHan(r) {
					han++
				}
			}
			if han < 100 || len(x.Blocks) < 5 {
				t.Errorf("%s: only %d Chinese characters in %d blocks", path, han, len(x.Blocks))
			}
		}
	}
}

// TestSharedNothingLost compares what is read with the reference text, letter by
// letter.
func TestSharedNothingLost(t *testing.T) {
	paths, _ := filepath.Glob(filepath.Join(shared(t, "eval", "documents"), "*.*"))
	for _, path := range paths {
		id, _, _ := strings.Cut(filepath.Base(path), ".")
		ref, err := os.ReadFile(shared(t, "eval", "text", id+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		x := readFile(t, path)
		want := string(ref)
		if x.Format == "md" { // the reference keeps the markup; so does Orig
			want = mustRead(t, path, want).Norm
		}
		a, b := skeleton(x.Norm), skeleton(want)
		if a != b {
			i := 0
			for i < len(a) && i < len(b) && a[i] == b[i] {
				i++
			}
			t.Errorf("%s: differs at %d: read %.60q, reference %.60q", path, i, a[i:], b[i:])
		}
	}
}

// TestSharedEncodingsAgree: the same page in another encoding reads the same.
func TestSharedEncodingsAgree(t *testing.T) {
	a := readFile(t, shared(t, "eval", "documents", "wx14.html"))
	b := readFile(t, shared(t, "eval", "documents", "wx14.gb18030.html"))
	if a.Norm != b.Norm || a.Encoding != "utf-8" || b.Encoding != "gb18030" {
		t.Errorf("%s and %s read differently", a.Encoding, b.Encoding)
	}
}

// TestSharedGlosses: the converted page among the samples carries 767 glosses.
func TestSharedGlosses(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(shared(t, "samples"), "004*"))
	if err != nil || len(paths) != 1 {
		t.Skip("the sample is not there")
	}
	x := readFile(t, paths[0])
	if notes := strings.Join(x.Notes, "；"); !strings.Contains(notes, "已去除 767 处注音") || !strings.Contains(notes, "繁体") {
		t.Errorf("notes %q", notes)
	}
	for _, b := range x.Blocks {
		text := x.Norm[b.Span.Start:b.Span.End]
		if _, n := dropGlosses(runesOf(text, len(text)), true); n > 0 {
			t.Errorf("gloss left in %q", text)
		}
	}
}
