package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"docreview/corpus/law"
)

// BenchmarkArchive is check on all of ../shared/corpus/laws-md as one archive,
// 58 MB in 3,504 files, with one worker: reading, checking with all rules,
// writing the report. Run it with -benchtime 1x.
func BenchmarkArchive(b *testing.B) {
	shared := os.Getenv("DOCREVIEW_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	dir := filepath.Join(shared, "corpus", "laws-md")
	var size int64
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(d.Name()) == ".md" {
			if info, err := d.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil
	})
	if size == 0 {
		b.Skipf("没有 %s", dir)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as main does
	b.SetBytes(size)
	b.ReportAllocs()
	report := filepath.Join(b.TempDir(), "report.jsonl")
	for b.Loop() {
		var out, errw bytes.Buffer
		e := &env{out: &out, err: &errw, today: func() law.Date { return law.Date{Year: 2026, Month: 11, Day: 22} }, getenv: func(string) string { return "" }}
		if code := e.run(context.Background(), []string{"docreview", "check", "-j", "1", "--fail-on", "never", "--format", "jsonl=" + report, dir}); code != exitFailed {
			b.Fatalf("exit %d: %s", code, errw.String())
		}
	}
}
