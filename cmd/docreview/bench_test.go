package main

import (
	"bytes"
	"context"
	"testing"

	"docreview/corpus/law"
)

// BenchmarkCheck is the whole of check on a document of ten pages, but for the
// start of the process: configuration, rules, catalogue, reading, checking,
// report.
func BenchmarkCheck(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var out, errw bytes.Buffer
		e := &env{out: &out, err: &errw, today: func() law.Date { return law.Date{Year: 2026, Month: 11, Day: 22} }, getenv: func(string) string { return "" }}
		if code := e.run(context.Background(), []string{"docreview", "check", documents + "/yunling-parking.txt"}); code != exitFindings {
			b.Fatalf("exit %d: %s", code, errw.String())
		}
	}
}
