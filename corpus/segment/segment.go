// Package segment cuts Chinese text into words.
//
// The dictionary is a folder of five files. A binary looks for one to build
// with (Locate); an index carries its own copy and is questioned with that, so
// that index and question cannot disagree. Without cgo there is no segmenter:
// Open answers ErrNoSegmenter, and whoever searches falls back to bigrams.
package segment

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mode names engine, version and way of cutting. An index built in another mode
// is not questioned with this one.
const Mode = "gojieba-1.4.7/search+hmm"

// ErrNoSegmenter: this binary was built without cgo.
var ErrNoSegmenter = errors.New("built without a segmenter")

// A DictionaryError says that no dictionary was found, or that it is not whole.
type DictionaryError struct {
	Dir    string // where it was looked for; may be empty
	Reason string // missing, changed
}

func (e *DictionaryError) Error() string {
	return fmt.Sprintf("dictionary %s: %s", e.Dir, e.Reason)
}

// Segmenter cuts text into words for an index or a question. Implementations
// are safe for several goroutines.
type Segmenter interface {
	// Words gives the words of text in order, overlapping sub-words included,
	// folded in width and case, without marks and blanks.
	Words(text string) []string
}

// terms is our own list of words of the field, one a line: general dictionaries
// cut them apart.
//
//go:embed terms.txt
var terms string

// files of a dictionary, in the order in which the engine wants them.
var files = [5]string{"jieba.dict.utf8", "hmm_model.utf8", "user.dict.utf8", "idf.utf8", "stop_words.utf8"}

// Dictionary is where the two big files can be read from.
type Dictionary struct{ fsys fs.FS }

// Locate finds a dictionary to build with: dir when it is given; else the one
// embedded in the binary; else the one in the module cache of the machine that
// built it.
func Locate(dir string) (Dictionary, error) {
	var tried []fs.FS
	switch {
	case dir != "":
		tried = append(tried, os.DirFS(dir))
	default:
		if embedded != nil {
			tried = append(tried, embedded)
		}
		if d := moduleDir(); d != "" && filepath.IsAbs(d) {
			dir = d
			tried = append(tried, os.DirFS(d))
		}
	}
	for _, f := range tried {
		ok := true
		for _, n := range files[:2] {
			st, err := fs.Stat(f, n)
			ok = ok && err == nil && st.Size() > 0
		}
		if ok {
			return Dictionary{f}, nil
		}
	}
	return Dictionary{}, &DictionaryError{Dir: dir, Reason: "missing"}
}

// CopyTo writes the dictionary with our terms to dir, which must exist, and
// gives its digest. Keyword weights and stop words are not used; the engine
// wants their files all the same.
func (d Dictionary) CopyTo(dir string) (digest string, err error) {
	h := sha256.New()
	for _, n := range files {
		var b []byte
		switch n {
		case "user.dict.utf8":
			b = []byte(userDictionary())
		case "idf.utf8":
			b = []byte("法 1.0\n")
		case "stop_words.utf8":
			b = []byte("。\n")
		default:
			if b, err = fs.ReadFile(d.fsys, n); err != nil {
				return "", fmt.Errorf("copy dictionary: %w", err)
			}
		}
		fmt.Fprintf(h, "%s %d\n", n, len(b))
		h.Write(b)
		if err := os.WriteFile(filepath.Join(dir, n), b, 0o644); err != nil {
			return "", fmt.Errorf("copy dictionary: %w", err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// termWeight is the frequency that our terms are given: with the engine's
// default, two common words (行政, 机关) outweigh the term they make.
const termWeight = " 100000 n\n"

// userDictionary gives the terms, one a line with weight and class.
func userDictionary() string {
	var b strings.Builder
	for l := range strings.Lines(terms) {
		l = strings.TrimSpace(l)
		if l != "" && !strings.HasPrefix(l, "#") {
			b.WriteString(l)
			b.WriteString(termWeight)
		}
	}
	return b.String()
}

// verify holds a copied dictionary against its digest: the engine ends the
// whole process on a file that it cannot read.
func verify(dir, digest string) error {
	h := sha256.New()
	for _, n := range files {
		b, err := os.ReadFile(filepath.Join(dir, n))
		if err != nil {
			return &DictionaryError{dir, "missing"}
		}
		fmt.Fprintf(h, "%s %d\n", n, len(b))
		h.Write(b)
	}
	if hex.EncodeToString(h.Sum(nil)) != digest {
		return &DictionaryError{dir, "changed"}
	}
	return nil
}

// pieces cuts text at marks and blanks into stretches the engine is fast on,
// each of at most maxPiece characters. Bytes that are no text are left out: one
// of them would empty the engine's answer, and a NUL would end it.
func pieces(text string, f func(piece string)) {
	const maxPiece = 60
	var b strings.Builder
	n := 0
	flush := func() {
		if n > 0 {
			f(b.String())
			b.Reset()
			n = 0
		}
	}
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		i += w
		if r == utf8.RuneError && w == 1 || r == 0 {
			continue
		}
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		b.WriteRune(unicode.ToLower(r))
		if n++; n >= maxPiece {
			flush()
		}
	}
	flush()
}
