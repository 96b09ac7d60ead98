package rules_test

import (
	"bytes"
	"os"
	"testing"

	"docreview/checker"
	"docreview/rules"
)

// TestCompiled: the compiled catalogue is that of the rule files, and rules
// built from it say the same as rules built from YAML.
func TestCompiled(t *testing.T) {
	want, err := rules.Compile()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("compiled.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatal("compiled.bin is not that of the rule files; run go generate ./rules")
	}
	fast, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	full := builtin(t)
	if fast.Digest != full.Digest || len(fast.Rules) != len(full.Rules) {
		t.Fatalf("%d rules of %s, want %d of %s", len(fast.Rules), fast.Digest, len(full.Rules), full.Digest)
	}
	a := against(t)
	for _, e := range full.Entries() {
		for _, ex := range append(e.File.Examples.Bad, e.File.Examples.Unclear...) {
			one, _, _, err := ex.Run(t.Context(), full.Rules, a)
			if err != nil {
				t.Fatal(err)
			}
			two, _, _, err := ex.Run(t.Context(), fast.Rules, a)
			if err != nil {
				t.Fatal(err)
			}
			if !same(one, two) {
				t.Errorf("%s «%s» differs between YAML and compiled rules", e.File.ID, ex.Name)
			}
		}
	}
}

func same(a, b *checker.Report) bool {
	if len(a.Findings) != len(b.Findings) || len(a.Results) != len(b.Results) {
		return false
	}
	for i := range a.Findings {
		x, y := a.Findings[i], b.Findings[i]
		if x.ID != y.ID || x.Message != y.Message || x.Severity != y.Severity || x.Suggestion != y.Suggestion || x.Start != y.Start || x.End != y.End {
			return false
		}
	}
	for i := range a.Results {
		if a.Results[i] != b.Results[i] {
			return false
		}
	}
	return true
}

func BenchmarkBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := rules.Builtin(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadYAML(b *testing.B) {
	for b.Loop() {
		if _, err := rules.LoadOnly(false, os.DirFS("catalog")); err != nil {
			b.Fatal(err)
		}
	}
}
