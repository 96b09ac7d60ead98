package rules_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// shared finds the folder of labelled documents; tests that need it skip where
// it is absent.
func shared(t testing.TB, parts ...string) string {
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	dir = filepath.Join(append([]string{dir}, parts...)...)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("no labelled material at %s (set DOCREVIEW_SHARED)", dir)
	}
	return dir
}

// labels is what a reader found in a document.
type labels struct {
	ID, Text, File string
	Findings       []struct {
		Type       string `json:"type"`
		Span       string `json:"span_text"`
		Start      *int   `json:"start"`
		Confidence string `json:"confidence"`
		Why        string `json:"why"`
	}
	CleanOf      []string `json:"clean_of"`
	MustNotFlag  []struct{ Type, Span string }
	Ambiguous    []string
	HeaderMissed bool `json:"header_missing"`
}

// labelRules maps a type of label to the rules that answer to it.
var labelRules = map[string][]string{
	"old_institution":          {"ORG-"},
	"missing_validity_period":  {"TIME-005"},
	"effective_too_soon":       {"TIME-002"},
	"no_effective_date_clause": {"TIME-003"},
	"retroactive_effect":       {"TIME-004"},
	"doc_expired_by_own_term":  {"TIME-006", "TIME-007", "TIME-008", "REG-006"},
	"vague_repeal":             {"FORM-010"},
	"citation_repealed":        {"CITE-001", "CITE-002", "CITE-008"},
	"citation_superseded":      {"CITE-001", "CITE-002", "CITE-008", "CITE-013"},
	"citation_title_error":     {"CITE-005", "CITE-006"},
	"citation_number_error":    {"CITE-006"},
	"article_mismatch":         {"CITE-003", "CITE-004", "CITE-011"},
	"obsolete_system":          {"ORG-005", "SETS-004", "CITE-"},
	"form_date_error":          {"FORM-017"},
	"form_doc_number":          {"FORM-004"},
	"form_missing_date":        {"FORM-015"},
	"form_garbled_text":        {"FORM-017", "FORM-006"},
}

func answersTo(typ, rule string) bool {
	for _, p := range labelRules[typ] {
		if strings.HasPrefix(rule, p) {
			return true
		}
	}
	return false
}

func reviewFile(t testing.TB, set []*checker.Rule, path string, asOf law.Date) *checker.Report {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := source.Read(filepath.Base(path), f, 0)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	a := against(t)
	rep, err := checker.Run(t.Context(), document.Parse(text, a.Names), set, checker.Options{AsOf: asOf, Corpus: a.Corpus, Workers: 1})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return rep
}

// touches reports whether a finding is about the words of a label: they overlap,
// or one of its places quotes them.
func touches(f checker.Finding, words string) bool {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	w := squeeze(words)
	if w == "" {
		return true
	}
	places := []string{f.Quote}
	for _, r := range f.Related {
		places = append(places, r.Quote)
	}
	return slices.ContainsFunc(places, func(q string) bool {
		q = squeeze(q)
		return q != "" && (strings.Contains(q, w) || strings.Contains(w, q))
	})
}

// TestDocuments measures the rules on labelled documents: per type what is found,
// missed and wrongly told. Floors lie a little below what is reached.
func TestDocuments(t *testing.T) {
	dir := shared(t, "eval")
	files, err := filepath.Glob(filepath.Join(dir, "labels", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no labels in %s: %v", dir, err)
	}
	set := builtin(t)
	// hints are false alarms of the lowest severity.
	type score struct{ found, missed, falseAlarm, low, hints int }
	scores := map[string]*score{}
	at := func(typ string) *score {
		if scores[typ] == nil {
			scores[typ] = &score{}
		}
		return scores[typ]
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var l labels
		if err := json.Unmarshal(b, &l); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		rep := reviewFile(t, set.Rules, filepath.Join(dir, l.File), law.Date{Year: 2026, Month: 11, Day: 22})
		used := make([]bool, len(rep.Findings))
		for _, want := range l.Findings {
			if labelRules[want.Type] == nil {
				continue
			}
			hit := false
			for i, f := range rep.Findings {
				if answersTo(want.Type, f.RuleID) && touches(f, want.Span) {
					hit, used[i] = true, true
				}
			}
			switch {
			case hit:
				at(want.Type).found++
			case want.Confidence == "low":
				at(want.Type).low++
				t.Logf("missed (low) %s %s «%s»: %s", l.ID, want.Type, want.Span, want.Why)
			default:
				at(want.Type).missed++
				t.Logf("MISSED %s %s «%s»: %s", l.ID, want.Type, want.Span, want.Why)
			}
		}
		for i, f := range rep.Findings {
			if used[i] {
				continue
			}
			for typ := range labelRules {
				if answersTo(typ, f.RuleID) && slices.Contains(l.CleanOf, typ) && !slices.Contains(l.Ambiguous, typ) {
					// A rule that labelRules to two types is wrong only if neither is there.
					if f.RuleID[:4] == "CITE" && typ != "citation_number_error" && typ != "article_mismatch" && !slices.Contains(l.CleanOf, "citation_repealed") {
						continue
					}
					if f.Severity == checker.Info {
						at(typ).hints++
						t.Logf("hint %s %s %s «%s»: %s", l.ID, typ, f.RuleID, f.Quote, f.Message)
						continue
					}
					at(typ).falseAlarm++
					t.Logf("FALSE %s %s %s %s «%s»: %s", l.ID, typ, f.RuleID, f.Severity, f.Quote, f.Message)
				}
			}
		}
		for i, f := range rep.Findings {
			if !used[i] && (f.RuleID[:4] == "CITE" || f.RuleID[:3] == "ORG" || f.RuleID[:4] == "TIME" || f.RuleID[:4] == "FORM" || f.RuleID[:4] == "PROC") {
				t.Logf("extra %s %s %s «%s»: %s", l.ID, f.RuleID, f.Severity, clipRunes(f.Quote, 40), clipRunes(f.Message, 80))
			}
		}
	}
	var types []string
	for typ := range scores {
		types = append(types, typ)
	}
	slices.Sort(types)
	total := score{}
	for _, typ := range types {
		s := scores[typ]
		t.Logf("%-26s found %2d  missed %2d (low %d)  false %d (hints %d)", typ, s.found, s.missed, s.low, s.falseAlarm, s.hints)
		total.found += s.found
		total.missed += s.missed
		total.low += s.low
		total.hints += s.hints
		total.falseAlarm += s.falseAlarm
	}
	t.Logf("%-26s found %2d  missed %2d (low %d)  false %d (hints %d)", "total", total.found, total.missed, total.low, total.falseAlarm, total.hints)
	// A little below what is reached; what falls below has got worse.
	for typ, floor := range map[string]int{"old_institution": 13, "missing_validity_period": 7, "effective_too_soon": 6, "no_effective_date_clause": 3,
		"citation_title_error": 3, "doc_expired_by_own_term": 2, "form_date_error": 3, "obsolete_system": 4, "citation_repealed": 2, "citation_superseded": 2} {
		if got := at(typ).found; got < floor {
			t.Errorf("%s: found %d, want at least %d", typ, got, floor)
		}
	}
	if total.found < 54 || total.falseAlarm > 1 {
		t.Errorf("found %d, false alarms %d; want at least 54, at most 1", total.found, total.falseAlarm)
	}
}

func clipRunes(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// TestRead prints what the rules say about a folder of documents that nobody has
// labelled, for a reader: DOCREVIEW_READ=folder go test ./rules -run TestRead -v.
func TestRead(t *testing.T) {
	dir := os.Getenv("DOCREVIEW_READ")
	if dir == "" {
		t.Skip("set DOCREVIEW_READ to a folder to print the findings about it")
	}
	set := builtin(t)
	counts := map[string]int{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".csv") || strings.HasSuffix(path, ".json") {
			return err
		}
		rep := reviewFile(t, set.Rules, path, law.Date{Year: 2026, Month: 11, Day: 22})
		name, _ := filepath.Rel(dir, path)
		for _, r := range rep.Results {
			if r.Outcome == checker.Failed {
				t.Errorf("%s: %s failed: %s", name, r.RuleID, r.Reason)
			}
		}
		for _, f := range rep.Findings {
			counts[fmt.Sprintf("%s %s", f.RuleID, f.Severity)]++
			t.Logf("%s %s %s %s «%s»: %s", name, f.RuleID, f.Severity, f.At, clipRunes(f.Quote, 60), clipRunes(f.Message, 120))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		t.Logf("%5d %s", counts[k], k)
	}
}
