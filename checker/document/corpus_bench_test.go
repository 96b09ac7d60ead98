package document_test

import (
	"os"
	"path/filepath"
	"testing"

	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/catalog"
)

// BenchmarkCorpus parses every 35th text of ../shared/corpus/laws-md, a hundred of
// all kinds, with the names of the catalogue.
func BenchmarkCorpus(b *testing.B) {
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	var texts []*source.Text
	n, size := 0, 0
	_ = filepath.WalkDir(filepath.Join(dir, "corpus", "laws-md"), func(path string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return nil
		}
		if n++; n%35 != 0 {
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if t, err := source.Read(path, f, 0); err == nil {
			texts = append(texts, t)
			size += len(t.Norm)
		}
		return nil
	})
	if len(texts) == 0 {
		b.Skip("no ../shared/corpus/laws-md (DOCREVIEW_SHARED names another place)")
	}
	names, err := catalog.Open()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, t := range texts {
			document.Parse(t, names)
		}
	}
}
