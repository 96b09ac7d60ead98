package batch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// shards makes the parts of an archive.
func shards(t *testing.T, m *Manifest, n int, set Settings) []string {
	t.Helper()
	var dirs []string
	var calls atomic.Int64
	for i := 1; i <= n; i++ {
		dir := filepath.Join(t.TempDir(), "state")
		s, err := Open(dir, m, Part{Shard: i, Shards: n, Settings: set, Options: []byte(`{"a":1}`)})
		if err != nil {
			t.Fatal(err)
		}
		if err := carry(t, s, 2, upper(&calls)); err != nil {
			t.Fatal(err)
		}
		s.Close()
		dirs = append(dirs, dir)
	}
	if want := len(slices.Collect(m.Docs())); int(calls.Load()) != want {
		t.Errorf("the shards took %d documents in hand, want %d", calls.Load(), want)
	}
	return dirs
}

func TestMerge(t *testing.T) {
	m := scanned(t, many(t, 200), 2)
	var calls atomic.Int64
	whole := opened(t, t.TempDir(), m, Part{Settings: settings})
	if err := carry(t, whole, 2, upper(&calls)); err != nil {
		t.Fatal(err)
	}
	dirs := shards(t, m, 4, settings)
	slices.Reverse(dirs) // their order does not count
	parts, err := Gather(dirs)
	if err != nil {
		t.Fatal(err)
	}
	s := opened(t, t.TempDir(), parts.Manifest, parts.Part)
	pages := 0
	if err := parts.CopyTo(context.Background(), s, func(dir string, r Result) error {
		if !slices.Contains(dirs, dir) || r.Path == "" {
			t.Errorf("page of %q in %s", r.Path, dir)
		}
		pages++
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if contents(t, s) != contents(t, whole) {
		t.Error("merged results differ from those of one machine")
	}
	if pages != strings.Count(contents(t, whole), ".txt") {
		t.Errorf("%d pages", pages)
	}
}

func TestMergeRefuses(t *testing.T) {
	root := many(t, 60)
	m := scanned(t, root, 2)
	dirs := shards(t, m, 3, settings)
	var missing *MissingPartsError
	if _, err := Gather(dirs[:2]); !errors.As(err, &missing) || !slices.Equal(missing.Missing, []int{3}) || missing.Shards != 3 {
		t.Errorf("a missing part: %v", err)
	}
	var double *DoublePartError
	if _, err := Gather([]string{dirs[0], dirs[1], dirs[2], dirs[1]}); !errors.As(err, &double) || double.Shard != (Shard{2, 3}) || double.First != dirs[1] {
		t.Errorf("a double part: %v", err)
	}
	var foreign *ForeignError
	for i, name := range []string{"program", "rules", "corpus", "calendar", "options"} {
		set := settings
		*[]*string{&set.Program, &set.Rules, &set.Corpus, &set.Calendar, &set.Options}[i] += "x"
		other := shards(t, m, 3, set)
		if _, err := Gather([]string{dirs[0], dirs[1], other[2]}); !errors.As(err, &foreign) || !slices.Equal(foreign.What, []string{name}) || foreign.Part != other[2] {
			t.Errorf("other %s: %v", name, err)
		}
	}
	four := shards(t, m, 4, settings)
	if _, err := Gather([]string{dirs[0], dirs[1], four[2]}); !errors.As(err, &foreign) || !slices.Equal(foreign.What, []string{"shards"}) {
		t.Errorf("other number of parts: %v", err)
	}
	if err := os.WriteFile(filepath.Join(root, "new.txt"), []byte("新的"), 0o644); err != nil {
		t.Fatal(err)
	}
	other := shards(t, scanned(t, root, 1), 3, settings)
	if _, err := Gather([]string{dirs[0], dirs[1], other[2]}); !errors.As(err, &foreign) || !slices.Equal(foreign.What, []string{"archive"}) {
		t.Errorf("other archive: %v", err)
	}
	var damaged *DamagedError
	if _, err := Gather([]string{dirs[0], t.TempDir()}); !errors.As(err, &damaged) {
		t.Errorf("no part at all: %v", err)
	}
}

// A part that is not at its end is refused, with what it lacks.
func TestMergeUnfinished(t *testing.T) {
	m := scanned(t, many(t, 60), 2)
	dirs := shards(t, m, 2, settings)
	dir := filepath.Join(t.TempDir(), "state")
	s, err := Open(dir, m, Part{Shard: 2, Shards: 2, Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range s.Missing(context.Background(), s.Batch()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	s.Close()
	parts, err := Gather([]string{dirs[0], dir})
	if err != nil {
		t.Fatal(err)
	}
	to := opened(t, t.TempDir(), parts.Manifest, parts.Part)
	var unfinished *UnfinishedPartError
	if err := parts.CopyTo(context.Background(), to, nil); !errors.As(err, &unfinished) || unfinished.Part != dir || unfinished.Missing != n {
		t.Errorf("an unfinished part: %v", err)
	}
	if err := os.Truncate(filepath.Join(dirs[1], manifestName), 100); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dirs[0], manifestName), 100); err != nil {
		t.Fatal(err)
	}
	var damaged *DamagedError
	if _, err := Gather(dirs); !errors.As(err, &damaged) {
		t.Errorf("a manifest that was cut short: %v", err)
	}
}
