package segment

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// copied copies the dictionary of this machine, or skips.
func copied(t *testing.T) (dir, digest string) {
	t.Helper()
	d, err := Locate("")
	if err != nil {
		t.Skip("no dictionary on this machine: ", err)
	}
	dir = t.TempDir()
	digest, err = d.CopyTo(dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir, digest
}

func TestWords(t *testing.T) {
	if !Available {
		t.Skip("built without a segmenter")
	}
	s, err := Open(copied(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in   string
		want []string // all of them, in any order
		not  []string
	}{
		{"行政强制执行由行政机关申请", []string{"行政强制执行", "行政机关"}, nil}, // terms of the field stay whole
		{"规范性文件的合法性审核", []string{"规范性文件", "合法性审核"}, nil},
		{"公平竞争审查", []string{"公平竞争审查"}, nil},
		{"罚款，没收", []string{"罚款", "没收"}, []string{"，"}},
		{"罚款\x00没收违法所得", []string{"罚款", "没收违法所得"}, nil}, // a NUL ends the engine's answer
		{"罚\xff款没收违法所得", []string{"没收违法所得"}, nil},       // one bad byte empties it
		{"ＡＢＣ第１２条", []string{"abc"}, []string{"ＡＢＣ"}},
		{"", nil, nil},
	} {
		got := s.Words(tt.in)
		for _, w := range tt.want {
			if !slices.Contains(got, w) {
				t.Errorf("Words(%q) = %q; want %q", tt.in, got, w)
			}
		}
		for _, w := range tt.not {
			if slices.Contains(got, w) {
				t.Errorf("Words(%q) = %q; must not hold %q", tt.in, got, w)
			}
		}
	}
	// The same words, whoever asks and however long the text is.
	text := strings.Repeat("县级以上人民政府应当组织行政执法检查，", 200)
	want := s.Words(text)
	var group sync.WaitGroup
	for range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			if !slices.Equal(s.Words(text), want) {
				t.Error("words differ between goroutines")
			}
		}()
	}
	group.Wait()
}

// TestOpenRefuses: a dictionary that is not whole is an error; the engine
// itself would end the process.
func TestOpenRefuses(t *testing.T) {
	if !Available {
		if _, err := Open("", ""); !errors.Is(err, ErrNoSegmenter) {
			t.Errorf("err = %v", err)
		}
		return
	}
	for name, harm := range map[string]func(dir string) error{
		"missing": func(dir string) error { return os.Remove(filepath.Join(dir, "hmm_model.utf8")) },
		"changed": func(dir string) error { return os.Truncate(filepath.Join(dir, "jieba.dict.utf8"), 1000) },
	} {
		dir, digest := copied(t)
		if err := harm(dir); err != nil {
			t.Fatal(err)
		}
		var d *DictionaryError
		if _, err := Open(dir, digest); !errors.As(err, &d) || d.Reason != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	var d *DictionaryError
	if _, err := Locate(t.TempDir()); !errors.As(err, &d) || d.Reason != "missing" {
		t.Errorf("err = %v", err)
	}
}

func TestTerms(t *testing.T) {
	seen := map[string]bool{}
	for l := range strings.Lines(userDictionary()) {
		w := strings.TrimSuffix(l, termWeight)
		if seen[w] {
			t.Errorf("%s stands twice", w)
		}
		seen[w] = true
		n := 0
		pieces(w, func(p string) {
			n++
			if p != w {
				t.Errorf("%s can never be a word: it is cut to %s", w, p)
			}
		})
		if n != 1 {
			t.Errorf("%s is cut into %d pieces", w, n)
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d terms", len(seen))
	}
}
