package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
)

// BenchmarkCorpus runs all rules over every 35th text of ../shared/corpus/laws-md,
// already parsed: citations, rules, findings.
func BenchmarkCorpus(b *testing.B) {
	dir, with := shared(b, "corpus", "laws-md"), against(b)
	var docs []*document.Document
	n, size := 0, 0
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
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
			docs = append(docs, document.Parse(t, with.Names))
			size += len(t.Norm)
		}
		return nil
	})
	if err != nil || len(docs) == 0 {
		b.Fatal(len(docs), err)
	}
	set := builtin(b).Rules
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			if _, err := checker.Run(b.Context(), d, set, checker.Options{AsOf: with.AsOf, Corpus: with.Corpus}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
