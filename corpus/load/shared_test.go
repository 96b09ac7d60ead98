package load

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// shared gives the folder of real texts, or skips.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "corpus")); err != nil {
		t.Skip("no shared texts: set DOCREVIEW_SHARED or put them beside the repository")
	}
	return dir
}

// divisions is a table of places for tests.
func divisions(t testing.TB) func(string) []string {
	b, err := os.ReadFile(filepath.Join("..", "..", "rules", "profile", "divisions.tsv"))
	if err != nil {
		t.Skip("no table of divisions")
	}
	m := map[string][]string{}
	for _, l := range strings.Split(string(b), "\n") {
		if code, name, ok := strings.Cut(l, "\t"); ok {
			m[name] = append(m[name], code)
		}
	}
	return func(name string) []string { return m[name] }
}

func TestSharedCorpus(t *testing.T) {
	dir := shared(t)
	h, err := Load(context.Background(), []string{filepath.Join(dir, "corpus")}, Options{Divisions: divisions(t), Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[Kind]int{}
	for _, p := range h.Problems {
		counts[p.Kind]++
	}
	var kinds []string
	for k, n := range counts {
		kinds = append(kinds, fmt.Sprintf("%s %d", k, n))
	}
	sort.Strings(kinds)
	eds, arts, words := 0, 0, 0
	levels := map[string]int{}
	for _, w := range h.Works {
		eds += len(w.Editions)
		words += len(w.Wordings)
		levels[w.Level.String()+"/"+w.Region[:min(2, len(w.Region))]]++
		for _, x := range w.Wordings {
			arts += len(x.Rows)
		}
	}
	t.Logf("files %d works %d editions %d wordings %d rows %d asof %s inputs %d\n%s\n%v", h.Files, len(h.Works), eds, words, arts, h.AsOf, len(h.Inputs), strings.Join(kinds, "\n"), levels)
	if f := os.Getenv("DUMP"); f != "" {
		out, _ := os.Create(f)
		defer out.Close()
		for _, p := range h.Problems {
			fmt.Fprintln(out, p.Kind, p.Path, p.Line, p.Detail)
		}
		for _, w := range h.Works {
			fmt.Fprintf(out, "WORK %s|%s|%s|%s|%s|%v|%+v\n", w.ID, w.Title, w.Level, w.Region, w.Issuer, w.DocNumber, w.Ended)
			for _, e := range w.Editions {
				fmt.Fprintf(out, "  ED %s pub %s from %s to %s %s %v arts %d\n", e.ID, e.Published, e.From, e.To, e.Event, e.DocNumber, e.Articles)
			}
		}
	}
}
