package rules_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/corpus/catalog"
	"docreview/corpus/law"
	"docreview/rules"
)

// heldFacts is the embedded catalogue as checks see it: it finds works and holds
// no text.
type heldFacts struct{ *catalog.Catalog }

func (heldFacts) Provision(_ context.Context, at ...law.Place) ([]string, error) {
	return make([]string, len(at)), nil
}
func (heldFacts) Near(_ context.Context, _ checker.Scope, q ...checker.Near) ([][]law.Passage, error) {
	return make([][]law.Passage, len(q)), nil
}
func (heldFacts) Snapshot() checker.Snapshot { return checker.Snapshot{Name: "embedded"} }

// against is what all examples run against: the embedded catalogue on a fixed day.
func against(t testing.TB) rules.Against {
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	return rules.Against{Corpus: heldFacts{c}, Names: c, AsOf: law.Date{Year: 2026, Month: 11, Day: 22}}
}

func builtin(t testing.TB) *rules.Set {
	s, err := rules.BuiltinFull()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestExamples proves every rule by its own examples.
func TestExamples(t *testing.T) {
	a := against(t)
	for _, e := range builtin(t).Entries() {
		t.Run(e.File.ID, func(t *testing.T) {
			bad, err := e.Prove(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range bad {
				t.Errorf("\n%s «%s»\n want %s\n  got %s", m.Kind, m.Name, m.Want, m.Got)
			}
		})
	}
}

// TestTable checks the catalogue as a whole.
func TestTable(t *testing.T) {
	for _, e := range builtin(t).Entries() {
		f := e.File
		if want := "catalog/" + f.ID[:strings.IndexByte(f.ID, '-')] + "/" + f.ID + ".yaml"; e.Path != want {
			t.Errorf("%s stands in %s, not in %s", f.ID, e.Path, want)
		}
		if f.Status == "off" {
			continue
		}
		if f.Rationale == "" {
			t.Errorf("%s: no rationale", f.ID)
		}
		only := len(f.Needs) > 0 && f.When.Kind == "" && len(f.Cases) == 0 || f.When.Kind == "evidence"
		if n := len(f.Examples.Bad); n < 3 && !only {
			t.Errorf("%s: %d bad examples, want at least 3", f.ID, n)
		}
		if n := len(f.Examples.Good); n < 3 && !only {
			t.Errorf("%s: %d good examples, want at least 3", f.ID, n)
		}
		if len(f.Needs) > 0 && len(f.Examples.Unclear) == 0 {
			t.Errorf("%s needs materials but has no unclear example", f.ID)
		}
		names := map[string]bool{}
		for _, ex := range slices.Concat(f.Examples.Bad, f.Examples.Good, f.Examples.Unclear) {
			if names[ex.Name] || ex.Name == "" {
				t.Errorf("%s: example name %q is empty or stands twice", f.ID, ex.Name)
			}
			names[ex.Name] = true
		}
	}
}

// TestGoodEverywhere runs all rules on all good examples: no rule may raise an
// error on a text that another rule calls lawful, unless it is listed as that
// rule's own bad example too.
func TestGoodEverywhere(t *testing.T) {
	a := against(t)
	s := builtin(t)
	for _, e := range s.Entries() {
		for _, ex := range e.File.Examples.Good {
			rep, _, _, err := ex.Run(t.Context(), s.Rules, a)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range rep.Findings {
				if f.Severity == checker.Error && f.RuleID[:3] != "FOR" && f.RuleID[:4] != "TIME" {
					t.Errorf("%s good «%s»: %s says %s", e.File.ID, ex.Name, f.RuleID, f.Message)
				}
			}
			for _, r := range rep.Results {
				if r.Outcome == checker.Failed {
					t.Errorf("%s good «%s»: %s failed: %s", e.File.ID, ex.Name, r.RuleID, r.Reason)
				}
			}
		}
	}
}

// TestBasisHeld holds the basis of every rule against the catalogue: the title
// is a regulation in force, and the article exists.
func TestBasisHeld(t *testing.T) {
	a := against(t)
	for _, e := range builtin(t).Entries() {
		for _, b := range e.File.Basis {
			found, err := a.Corpus.Find(t.Context(), law.Ref{Title: b.Title})
			if err != nil {
				t.Fatal(err)
			}
			if len(found[0]) == 0 {
				if b.Tier == "" || b.Tier == "verified" {
					t.Errorf("%s: basis 《%s》 is not in the catalogue", e.File.ID, b.Title)
				}
				continue
			}
			edition, st := found[0][0].On(a.AsOf)
			if st != law.InForce {
				t.Errorf("%s: basis 《%s》 is %s", e.File.ID, b.Title, st)
			}
			if p, _, ok := law.ParseProvision(b.At); ok && edition.Articles > 0 && p.Article > edition.Articles {
				t.Errorf("%s: 《%s》 has %d articles, basis says %s", e.File.ID, b.Title, edition.Articles, b.At)
			}
		}
	}
}

func TestBrokenFiles(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"unknown key", "id: CITE-999\ntitel: x\n", "CITE-999.yaml:2:1: no key is called \"titel\" here"},
		{"unknown kind", "id: CITE-999\ntitle: x\nseverity: info\nsuggestion: x\nbasis: [{title: x, gist: y}]\nwhen:\n  cite: {}\nmessage: m\n", "CITE-999.yaml:7:3: no condition is called \"cite\""},
		{"key twice", "id: CITE-999\nid: CITE-998\n", "CITE-999.yaml:2:1: id stands twice"},
		{"error without basis", "id: CITE-999\ntitle: x\nseverity: error\nsuggestion: x\nbasis: [{title: x, gist: y, tier: recalled}]\n", "an error needs a basis that is verified or seen"},
		{"unknown placeholder", "id: CITE-999\ntitle: x\nseverity: info\nsuggestion: x\nbasis: [{title: x, gist: y}]\nwhen: {matches: {pattern: 罚款}}\nmessage: '{days}'\n", "no placeholder is called {days}"},
		{"pattern without literal", "id: CITE-999\ntitle: x\nseverity: info\nsuggestion: x\nbasis: [{title: x, gist: y}]\nwhen: {matches: {pattern: '.*'}}\nmessage: m\n", "no literal"},
		{"not YAML", "id: [", "CITE-999.yaml:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rules.LoadOnly(true, memFile("CITE-999.yaml", tt.file))
			var broken *rules.BrokenError
			if !errors.As(err, &broken) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
