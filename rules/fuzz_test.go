package rules_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"docreview/rules"
)

// FuzzRuleFile: whatever stands in a rule file, loading it either gives a rule or
// an error that begins with file:line; it never panics, and a file that loads
// with its examples also loads without them.
func FuzzRuleFile(f *testing.F) {
	files, err := filepath.Glob("catalog/*/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatal("no rule files to start from")
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{"", "a", "id: [", "&a [*a]", "id: CITE-999\nexamples:\n  bad: []", "when: {not: {when: {not: {}}}}"} {
		f.Add([]byte(s))
	}
	place := regexp.MustCompile(`^SETS-005\.yaml:`)
	f.Fuzz(func(t *testing.T, b []byte) {
		fsys := memFile("SETS-005.yaml", string(b))
		_, err := rules.LoadOnly(true, fsys)
		if err == nil {
			if _, err := rules.LoadOnly(false, fsys); err != nil {
				t.Errorf("loads with its examples, but not without: %v", err)
			}
			return
		}
		var broken *rules.BrokenError
		if !errors.As(err, &broken) || !place.MatchString(err.Error()) {
			t.Errorf("error without a place: %v", err)
		}
	})
}
