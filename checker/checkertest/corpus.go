// Package checkertest holds what tests of checks need: a corpus in memory, and
// documents from a line of text.
package checkertest

import (
	"context"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Corpus is a corpus in memory. Err, when set, is what every question gets. It
// is safe for several goroutines while nobody changes it.
type Corpus struct {
	Works []*law.Regulation
	Texts map[law.Place]string
	Err   error
}

var _ checker.Corpus = (*Corpus)(nil)

// Find answers by title key, alias or number.
func (c *Corpus) Find(_ context.Context, refs ...law.Ref) ([][]*law.Regulation, error) {
	out := make([][]*law.Regulation, len(refs))
	for i, ref := range refs {
		for _, w := range c.Works {
			if answersTo(w, ref) {
				out[i] = append(out[i], w)
			}
		}
	}
	return out, c.Err
}

func answersTo(w *law.Regulation, ref law.Ref) bool {
	if ref.Title == "" {
		return !ref.DocNumber.IsZero() && w.DocNumber.Key() == ref.DocNumber.Key()
	}
	for _, name := range append([]string{w.Title}, w.Aliases...) {
		if law.TitleKey(name) == law.TitleKey(ref.Title) {
			return true
		}
	}
	return false
}

// Similar answers with works whose titles hold the first four characters.
func (c *Corpus) Similar(_ context.Context, titles ...string) ([][]*law.Regulation, error) {
	out := make([][]*law.Regulation, len(titles))
	for i, t := range titles {
		head := string([]rune(law.TitleKey(t) + "    ")[:4])
		for _, w := range c.Works {
			if strings.HasPrefix(law.TitleKey(w.Title), head) && len(out[i]) < 3 {
				out[i] = append(out[i], w)
			}
		}
	}
	return out, c.Err
}

// Provision answers from Texts.
func (c *Corpus) Provision(_ context.Context, at ...law.Place) ([]string, error) {
	out := make([]string, len(at))
	for i, p := range at {
		out[i] = c.Texts[p]
	}
	return out, c.Err
}

// Near finds nothing.
func (c *Corpus) Near(_ context.Context, _ checker.Scope, q ...checker.Near) ([][]law.Passage, error) {
	return make([][]law.Passage, len(q)), c.Err
}

// Snapshot names the fake.
func (c *Corpus) Snapshot() checker.Snapshot {
	return checker.Snapshot{Name: "test", Works: len(c.Works), FullText: len(c.Texts) > 0}
}

// Document parses text as the content of a text file.
func Document(t testing.TB, text string) *document.Document {
	t.Helper()
	s, err := source.Read("test.txt", strings.NewReader(text), 0)
	if err != nil {
		t.Fatal(err)
	}
	return document.Parse(s, nil)
}
