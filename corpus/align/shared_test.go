package align_test

import (
	"context"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"docreview/corpus/align"
	"docreview/corpus/law"
	"docreview/corpus/load"
)

// wording is one edition of a law as the corpus holds it.
type wording struct {
	id       string // date of publication
	articles []align.Article
}

// holdings gives every text of the shared corpus whose title has several
// editions there, by title, oldest first; the test is skipped without it.
func holdings(t testing.TB) map[string][]wording {
	t.Helper()
	h, err := readShared()
	if err != nil {
		t.Fatal(err)
	}
	if h == nil {
		t.Skip("no shared texts: set DOCREVIEW_SHARED or put them beside the repository")
	}
	return h
}

var readShared = sync.OnceValues(func() (map[string][]wording, error) {
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	corpus := filepath.Join(dir, "corpus")
	f, err := os.Open(filepath.Join(corpus, "meta", "documents.csv"))
	if err != nil {
		return nil, nil
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	here, err := os.MkdirTemp("", "editions")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(here)
	for _, r := range rows[1:] {
		if v := r[column["versions_in_corpus"]]; v == "" || v == "0" || v == "1" {
			continue
		}
		if err := copyFile(filepath.Join(here, r[column["path"]]), filepath.Join(corpus, r[column["path"]])); err != nil {
			return nil, err
		}
	}
	h, err := load.Load(context.Background(), []string{here}, load.Options{Jobs: 2})
	if err != nil {
		return nil, err
	}
	out := map[string][]wording{}
	for _, w := range h.Works {
		for _, x := range w.Wordings {
			id := string(x.Edition)
			v := wording{id: id[strings.LastIndex(id, "@")+1:]}
			for _, r := range x.Rows {
				if r.At.Article > 0 {
					v.articles = append(v.articles, align.Article{At: law.Provision{Article: r.At.Article, Sub: r.At.Sub}, Text: r.Text})
				}
			}
			if len(v.articles) >= 5 {
				out[w.Title] = append(out[w.Title], v)
			}
		}
	}
	return out, nil
})

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	return err
}
