package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCommittedTable makes the table anew and compares it with the one that is
// embedded: it is current, and making it twice gives the same bytes.
func TestCommittedTable(t *testing.T) {
	shared := os.Getenv("DOCREVIEW_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(shared, "corpus", "laws-md")); err != nil {
		t.Skip("no shared corpus: set DOCREVIEW_SHARED or put it beside the repository as ../shared")
	}
	b, err := build(shared, filepath.Join("..", "corrections.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	got := b.tables()
	for name, text := range map[string]string{"works.tsv": got.works, "keys.tsv": got.keys, "names.txt": got.names, "cores.tsv": got.cores, "facts.tsv": got.facts} {
		want, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != text {
			t.Errorf("%s is not what the generator makes; run go generate ./corpus/catalog", name)
		}
	}
}
