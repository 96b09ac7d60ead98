// Command gen makes the embedded table of package catalog: facts about
// regulations, taken from the texts and lists of the shared corpus and from
// corrections.tsv. It prints the contradictions between its sources and writes
// them to contradictions.txt; running it again on the same input gives the same
// bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	shared := flag.String("shared", "../shared", "folder with corpus and data")
	out := flag.String("o", "corpus/catalog", "folder of the table and of corrections.tsv")
	flag.Parse()
	if err := run(*shared, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(shared, out string) error {
	b, err := build(shared, filepath.Join(out, "corrections.tsv"))
	if err != nil {
		return err
	}
	t := b.tables()
	if err := t.write(out); err != nil {
		return err
	}
	report := strings.Join(b.problems, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(out, "contradictions.txt"), []byte(report), 0o644); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d works, %d editions; works %d, keys %d, names %d bytes; %d contradictions\n",
		len(b.works), t.editions, len(t.works), len(t.keys), len(t.names), len(b.problems))
	return nil
}

// build reads every source in its order: texts first, then the tables, then the
// corrections, which win.
func build(shared, corrections string) (*builder, error) {
	b := newBuilder()
	var err error
	if b.places, err = readPlaces(filepath.Join(shared, "data", "admin-divisions")); err != nil {
		return nil, err
	}
	cs, err := readCorrections(corrections)
	if err != nil {
		return nil, err
	}
	if err := b.decisions(cs); err != nil {
		return nil, err
	}
	for _, read := range []func(string) error{b.readTexts, b.readRules, b.readStateCouncil} {
		if err := read(shared); err != nil {
			return nil, err
		}
	}
	if err := b.correct(cs); err != nil {
		return nil, err
	}
	b.shorten()
	b.end()
	for _, check := range []func(string) error{b.flags, b.listed} {
		if err := check(shared); err != nil {
			return nil, err
		}
	}
	b.finish()
	b.link()
	slices.Sort(b.problems)
	b.problems = slices.Compact(b.problems)
	return b, nil
}
