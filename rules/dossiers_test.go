package rules_test

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/dossier"
	"docreview/checker/source"
	"docreview/corpus/law"
	"docreview/rules/profile"
)

// folder is a complete dossier of testdata/dossiers with its document, as a test may change
// it: case.yaml says which facts stand in which files.
type folder struct {
	name     string
	Document string `yaml:"document"`
	Profile  string `yaml:"profile"`
	Level    string `yaml:"level"`
	Issuer   string `yaml:"issuer"`
	Major    bool   `yaml:"major"`
	// Operators: the document is about the business of operators.
	Operators bool `yaml:"operators"`
	Dates     map[string]struct {
		Day   string   `yaml:"day"`
		Files []string `yaml:"files"`
	} `yaml:"dates"`
	files map[string]string
	days  map[string]law.Date
}

// steps are the days of a dossier in the order in which they must come.
var steps = []string{"comment_from", "comment_to", "hearing", "expert", "risk", "fair", "accepted", "reviewed", "meeting", "signed", "published", "filed"}

func folders(t testing.TB) []*folder {
	t.Helper()
	root := os.DirFS("../testdata/dossiers")
	names, err := fs.Glob(root, "*/case.yaml")
	if err != nil || len(names) < 6 {
		t.Fatalf("%d dossiers, %v", len(names), err)
	}
	var out []*folder
	for _, n := range names {
		f := &folder{name: path.Dir(n), files: map[string]string{}, days: map[string]law.Date{}}
		data, err := fs.ReadFile(root, n)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(data, f); err != nil {
			t.Fatal(err)
		}
		err = fs.WalkDir(root, f.name, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || p == n {
				return err
			}
			b, err := fs.ReadFile(root, p)
			f.files[strings.TrimPrefix(p, f.name+"/")] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range f.Dates {
			f.days[k] = dayOf(t, v.Day)
		}
		out = append(out, f)
	}
	return out
}

func dayOf(t testing.TB, s string) law.Date {
	t.Helper()
	d, _, ok := law.ParseDate(s)
	if !ok || !d.Valid() {
		t.Fatalf("%q is no day", s)
	}
	return d
}

func (f *folder) clone() *folder {
	g := *f
	g.files, g.days = maps.Clone(f.files), maps.Clone(f.days)
	return &g
}

// only keeps the document, what the keeper states, and the papers in which the facts stand.
func (f *folder) only(facts ...string) *folder {
	g := f.clone()
	maps.DeleteFunc(g.files, func(file, _ string) bool {
		return file != f.Document && path.Base(file) != "dossier.yaml" && !slices.ContainsFunc(facts, func(k string) bool { return slices.Contains(f.Dates[k].Files, file) })
	})
	return g
}

// replace changes words of a file, inside the container where it is one.
func (f *folder) replace(t testing.TB, file, from, to string) bool {
	t.Helper()
	text, ok := f.files[file]
	if !ok {
		return false
	}
	if !strings.HasSuffix(file, ".docx") {
		gb := strings.HasSuffix(file, ".gbk.txt")
		if gb {
			return false // no fact that a test changes stands there
		}
		f.files[file] = strings.ReplaceAll(text, from, to)
		return f.files[file] != text
	}
	z, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	changed := false
	for _, e := range z.File {
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		now := data
		if e.Name == "word/document.xml" {
			now = []byte(strings.ReplaceAll(string(data), from, to))
			changed = !bytes.Equal(now, data)
		}
		o, err := w.Create(e.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Write(now); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f.files[file] = b.String()
	return changed
}

// edit changes words in every file whose name holds part, and in one of them at least.
func (f *folder) edit(t testing.TB, part, from, to string) {
	t.Helper()
	done := false
	for _, file := range slices.Sorted(maps.Keys(f.files)) {
		if strings.Contains(file, part) {
			done = f.replace(t, file, from, to) || done
		}
	}
	if !done {
		t.Fatalf("%s: no %q in %s", f.name, from, part)
	}
}

// drop takes out every paper whose name holds one of the parts.
func (f *folder) drop(t testing.TB, parts ...string) {
	t.Helper()
	n := len(f.files)
	maps.DeleteFunc(f.files, func(file, _ string) bool {
		return file != f.Document && slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(file, p) })
	})
	if n == len(f.files) {
		t.Fatalf("%s: no paper %v", f.name, parts)
	}
}

// set moves facts to other days. Each is first moved out of the way, so that two facts do not
// take each other's day.
func (f *folder) set(t testing.TB, days map[string]law.Date) {
	t.Helper()
	for _, pass := range []bool{true, false} {
		for _, k := range steps {
			d, ok := days[k]
			if !ok || d == f.days[k] {
				continue
			}
			mark := "〖" + k + "〗"
			from, to := f.days[k].Chinese(), mark
			if !pass {
				from, to = mark, d.Chinese()
			}
			for _, file := range f.Dates[k].Files {
				f.replace(t, file, from, to)
			}
		}
	}
	for k, d := range days {
		f.days[k] = d
	}
}

// shift moves the whole dossier so that a fact falls on a day.
func (f *folder) shift(t testing.TB, fact string, on law.Date) {
	t.Helper()
	n := f.days[fact].DaysUntil(on)
	days := map[string]law.Date{}
	for k, d := range f.days {
		days[k] = d.AddDays(n)
	}
	f.set(t, days)
}

// move sets one fact and pushes those behind it as far as they must go to stay behind it.
func (f *folder) move(t testing.TB, fact string, to law.Date) {
	t.Helper()
	days := map[string]law.Date{fact: to}
	at := slices.Index(steps, fact)
	push := 0
	for _, k := range steps[at+1:] {
		d, ok := f.days[k]
		if !ok {
			continue
		}
		if push == 0 && !to.Before(d) {
			push = d.DaysUntil(to) + 12
		}
		days[k] = d.AddDays(push)
	}
	f.set(t, days)
}

// judge runs the procedural rules over a dossier.
func (f *folder) judge(t testing.TB, by []*checker.Rule, stage string) *checker.Report {
	t.Helper()
	text, err := source.Read(path.Base(f.Document), strings.NewReader(f.files[f.Document]), 0)
	if err != nil {
		t.Fatal(err)
	}
	papers := map[string]string{}
	for name, data := range f.files {
		if rest, ok := strings.CutPrefix(name, "材料/"); ok {
			papers[rest] = data
		}
	}
	d, err := dossier.FromTexts(papers)
	if err != nil {
		t.Fatal(err)
	}
	place, err := profile.Resolve(f.Profile)
	if err != nil {
		t.Fatal(err)
	}
	place.Level, place.Stage = f.Level, stage
	doc := document.Parse(text, nil)
	got := d.For(doc)
	if got == nil {
		t.Fatalf("%s: the dossier is not that of the document", f.name)
	}
	rep, err := checker.Run(t.Context(), doc, by, checker.Options{AsOf: law.Date{Year: 2026, Month: 11, Day: 22}, Dossier: got, Workers: 1, Profile: place})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// rulesOf are the rules that a report has findings of.
func rulesOf(rep *checker.Report) []string {
	var out []string
	for _, f := range rep.Findings {
		if !slices.Contains(out, f.RuleID) {
			out = append(out, f.RuleID)
		}
	}
	return out
}

// TestCleanDossiers: the complete dossiers are silent, every paper of them is recognised, and
// what their papers prove is clean.
func TestCleanDossiers(t *testing.T) {
	by := procedural(t)
	for _, f := range folders(t) {
		t.Run(f.name, func(t *testing.T) {
			rep := f.judge(t, by, "issued")
			for _, x := range rep.Findings {
				t.Errorf("%s %s: %s", x.Severity, x.RuleID, x.Message)
			}
			clean := 0
			for _, r := range rep.Results {
				switch {
				case r.Outcome == checker.Clean:
					clean++
				case r.Outcome == checker.Failed:
					t.Errorf("%s failed: %s", r.RuleID, r.Reason)
				case r.Outcome == checker.CannotTell:
					t.Logf("%s: %s", r.RuleID, r.Reason)
				}
			}
			if clean < 14 {
				t.Errorf("only %d rules are clean", clean)
			}
		})
	}
}
