package cleanup_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"docreview/checker"
	"docreview/checker/cleanup"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/catalog"
	"docreview/rules"
	"docreview/rules/profile"
)

// synthetic reads the made-up archive under testdata with all rules, as the pass
// over an archive does. Files below anhui/ lie in a place that says what holds
// where a document states no validity.
var synthetic = sync.OnceValues(func() ([]*cleanup.Record, error) {
	c, err := catalog.Open()
	if err != nil {
		return nil, err
	}
	all, err := rules.Builtin()
	if err != nil {
		return nil, err
	}
	var run []*checker.Rule
	for _, e := range all.Entries() {
		if e.Rule != nil { // nil: a rule that is switched off
			run = append(run, e.Rule)
		}
	}
	root := filepath.Join("..", "..", "testdata", "archive", "docs")
	var out []*cleanup.Record
	err = filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		rel = filepath.ToSlash(rel)
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		text, err := source.Read(rel, f, 0)
		if err != nil {
			r := cleanup.Unreadable(rel, "文件是空的")
			r.Paths = []string{rel}
			out = append(out, r)
			return nil
		}
		d := document.Parse(text, c)
		var names []string
		for _, i := range d.Issuers {
			names = append(names, i.Name)
		}
		pr, _, err := profile.FromIssuer(names, d.Title.Value)
		if err != nil {
			return err
		}
		if strings.HasPrefix(rel, "anhui/") {
			if pr, err = profile.Resolve("340000"); err != nil {
				return err
			}
		}
		pr.Stage = "issued"
		rep, err := checker.Run(context.Background(), d, run, checker.Options{AsOf: asOf, Corpus: embedded{c}, Profile: pr})
		if err != nil {
			return err
		}
		r := cleanup.Reduce(d, rep, cleanup.ReduceOptions{Topics: cleanup.Presets()})
		r.Paths = []string{rel}
		out = append(out, r)
		return nil
	})
	return out, err
})

func judged(t testing.TB) (*cleanup.Outcome, []*cleanup.Record) {
	t.Helper()
	rs, err := synthetic()
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	o, err := cleanup.Judge(context.Background(), each(rs), embedded{c}, cleanup.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	return o, rs
}

// TestArchive holds the made-up archive against the table of what must come out.
func TestArchive(t *testing.T) {
	o, _ := judged(t)
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "archive", "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	byPath := map[string]*cleanup.Entry{}
	for i := range o.Entries {
		for _, p := range o.Entries[i].Paths {
			byPath[p] = &o.Entries[i]
		}
	}
	rows := strings.Split(strings.TrimSpace(string(b)), "\n")[1:]
	if len(rows) < 80 {
		t.Fatalf("only %d documents in the table", len(rows))
	}
	kinds := map[cleanup.Kind]bool{}
	right := 0
	for _, row := range rows {
		f := strings.Split(row, "\t")
		for len(f) < 6 {
			f = append(f, "")
		}
		e := byPath[f[0]]
		if e == nil {
			t.Errorf("%s: no entry", f[0])
			continue
		}
		delete(byPath, f[0])
		var got []string
		for _, r := range e.Reasons {
			got = append(got, string(r.Kind))
			kinds[r.Kind] = true
		}
		ok := string(e.Disposition) == f[1] && string(e.Sureness) == f[2] && got[0] == f[3] && string(e.Role) == f[4]
		for _, k := range strings.FieldsFunc(f[5], func(r rune) bool { return r == ',' }) {
			ok = ok && slices.Contains(got, k)
		}
		if !ok {
			var texts []string
			for _, r := range e.Reasons {
				texts = append(texts, fmt.Sprintf("%s|%s|%s|%s", r.Kind, r.For, r.Sureness, r.Text))
			}
			t.Errorf("%s\n  want %s\n  got  %s %s %s role=%q\n  %s", f[0], strings.Join(f[1:], " "), e.Disposition, e.Sureness, got, e.Role, strings.Join(texts, "\n  "))
			continue
		}
		right++
	}
	for p := range byPath {
		t.Errorf("%s: not in the table", p)
	}
	for _, k := range cleanup.Kinds() {
		if !kinds[k] {
			t.Errorf("no document of the archive shows the reason %s", k)
		}
	}
	if len(o.Problems) == 0 || o.Problems[0].Message != "文件是空的" || o.Statistics.Unreadable != 1 {
		t.Errorf("the unreadable file is missing: %v", o.Problems)
	}
	t.Logf("%d of %d right", right, len(rows))
}

// TestOrder: the order of the records changes no byte of the outcome.
func TestOrder(t *testing.T) {
	a, rs := judged(t)
	c, _ := catalog.Open()
	back := slices.Clone(rs)
	slices.Reverse(back)
	b, err := cleanup.Judge(context.Background(), each(back), embedded{c}, cleanup.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if !bytes.Equal(x, y) {
		t.Error("the outcome depends on the order of the records")
	}
}

// TestRecordJSON: a record that was written and read again judges alike.
func TestRecordJSON(t *testing.T) {
	a, rs := judged(t)
	var again []*cleanup.Record
	for _, r := range rs {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		q := new(cleanup.Record)
		if err := json.Unmarshal(b, q); err != nil {
			t.Fatal(err)
		}
		c, _ := json.Marshal(q)
		if !bytes.Equal(b, c) {
			t.Errorf("%s: other bytes after reading", r.Paths)
		}
		again = append(again, q)
	}
	c, _ := catalog.Open()
	b, err := cleanup.Judge(context.Background(), each(again), embedded{c}, cleanup.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if !bytes.Equal(x, y) {
		t.Error("records read again judge otherwise")
	}
}
