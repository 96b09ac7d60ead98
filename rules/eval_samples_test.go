package rules_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
)

// TestSamples reads the five real reports of cities and counties: none of them
// gets an error, the one whose page and text give two numbers is told so, and
// the converted page reads as if it had been clean.
func TestSamples(t *testing.T) {
	a, s := against(t), builtin(t)
	paths, err := filepath.Glob(filepath.Join(shared(t, "samples"), "*.txt"))
	if err != nil || len(paths) != 5 {
		t.Fatalf("%d samples: %v", len(paths), err)
	}
	for _, path := range paths {
		name := filepath.Base(path)[:3]
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text, err := source.Read(path, bytes.NewReader(b), 0)
			if err != nil {
				t.Fatal(err)
			}
			rep, err := checker.Run(t.Context(), document.Parse(text, a.Names), s.Rules, checker.Options{AsOf: a.AsOf, Corpus: a.Corpus, Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			found := map[string]bool{}
			for _, f := range rep.Findings {
				found[f.RuleID] = true
				t.Logf("%s %s «%s» %s", f.RuleID, f.Severity, f.Quote, f.Message)
				if f.Severity == checker.Error {
					t.Errorf("an error on a report: %s «%s»", f.RuleID, f.Quote)
				}
				if strings.Contains(f.Quote, "變相") || strings.Contains(f.Quote, "备案、登记") {
					t.Errorf("a prohibition to disguise licences is flagged: %s «%s»", f.RuleID, f.Quote)
				}
			}
			if rep.Doc.Normative == "yes" {
				t.Errorf("a report is taken for a normative document: %v", rep.Doc.Reasons)
			}
			switch name {
			case "003":
				if !found["FORM-023"] {
					t.Error("the two numbers of page and text are not told")
				}
			case "004":
				if !strings.Contains(text.Norm, "坚决防止以备案、登记、征求意见等各种方式变相设置行政许可事项") {
					t.Error("the converted page is not read as clean text")
				}
				if rep.Doc.Title != "市人民政府办公室关于印发潜江市2022年法治政府建设工作要点的通知" {
					t.Errorf("title %q", rep.Doc.Title)
				}
			}
		})
	}
}
