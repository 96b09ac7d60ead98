package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestPlanted reads what stands in our own documents and must be found or left
// alone: the whole way from the file to the report.
func TestPlanted(t *testing.T) {
	data, err := os.ReadFile("../../testdata/planted.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var plan map[string]struct {
		Found []struct {
			Rules []string
			Words string
			Gap   bool
		}
		Silent []struct {
			Words string
			Gap   bool
		}
	}
	d := yaml.NewDecoder(strings.NewReader(string(data)))
	d.KnownFields(true)
	if err := d.Decode(&plan); err != nil {
		t.Fatal(err)
	}
	for file, want := range plan {
		t.Run(file, func(t *testing.T) {
			rep := report(t, filepath.Join(documents, file))
			complain := func(gap bool, format string, args ...any) {
				if gap {
					t.Logf("known: "+format, args...)
				} else {
					t.Errorf(format, args...)
				}
			}
			for _, w := range want.Found {
				if len(rep.touching(t, w.Words, w.Rules)) == 0 {
					complain(w.Gap, "%v do not speak about %q", w.Rules, w.Words)
				}
			}
			for _, w := range want.Silent {
				for _, f := range rep.touching(t, w.Words, nil) {
					complain(w.Gap, "%s speaks about %q: %s", f.Rule, w.Words, f.Message)
				}
			}
		})
	}
}

type jsonFinding struct {
	Rule, Severity, Message string
	Start, End              int
}

type jsonReport struct {
	Text     string
	Findings []jsonFinding
}

func report(t *testing.T, path string) jsonReport {
	t.Helper()
	_, stdout, stderr := command(t, "", "check", "--format=jsonl", "--show-text", path)
	var r jsonReport
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v: %s%s", err, stdout, stderr)
	}
	return r
}

// touching gives the findings that overlap the first place of words; "" stands
// for the document as a whole. No rules: those of the levels error and warning.
func (r jsonReport) touching(t *testing.T, words string, rules []string) []jsonFinding {
	t.Helper()
	at := strings.Index(r.Text, words)
	if at < 0 {
		t.Fatalf("%q does not stand in the text", words)
	}
	from := len([]rune(r.Text[:at]))
	to := from + len([]rune(words))
	var out []jsonFinding
	for _, f := range r.Findings {
		if rules == nil && f.Severity == "info" || rules != nil && !slices.Contains(rules, f.Rule) {
			continue
		}
		if words == "" || f.Start < to && from < f.End {
			out = append(out, f)
		}
	}
	return out
}
