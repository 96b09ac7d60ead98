package rules

import (
	"testing"
)

// TestUnpackDamaged: a compiled form that is cut off, changed or of another
// layout is refused or read as something; it never brings the program down, and
// what is cut off is never read as whole.
func TestUnpackDamaged(t *testing.T) {
	var small compiledSet
	small.Rules = []compiledRule{{Path: "catalog/AAA/AAA-001.yaml", File: compiledFile{ID: "AAA-001", Needs: []string{"起草说明"},
		When: Condition{Kind: "matches", Params: &matches{Pattern: "罚款", Unless: []string{"forbids"}}, Line: 3, Column: 5}}}}
	b, err := pack(small)
	if err != nil {
		t.Fatal(err)
	}
	var back compiledSet
	if err := unpack(string(b), &back); err != nil || back.Rules[0].File.ID != "AAA-001" || back.Rules[0].File.Needs[0] != "起草说明" {
		t.Fatalf("got %+v, %v", back, err)
	}
	m, ok := back.Rules[0].File.When.Params.(*matches)
	if !ok || m.Pattern != "罚款" || len(m.Triggers) != 1 || m.Triggers[0][0] != "罚款" || back.Rules[0].File.When.Line != 3 {
		t.Fatalf("condition came back as %+v", back.Rules[0].File.When)
	}
	for n := range b {
		if err := unpack(string(b[:n]), new(compiledSet)); err == nil {
			t.Errorf("the first %d of %d bytes were read as whole", n, len(b))
		}
	}
	for i := range b {
		for _, x := range []byte{0x00, 0x7f, 0xff} {
			c := append([]byte{}, b...)
			c[i] = x
			_ = unpack(string(c), new(compiledSet)) // must return
		}
	}
	if err := unpack(string(b), &struct{ Rules []string }{}); err == nil {
		t.Error("read into another type")
	}
}

func TestTriggers(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		want    [][]string
	}{
		{"处[^，]{0,4}罚款", [][]string{{"罚款"}, {"处"}}},
		{"(?:本|我)(?:市|县)企业", [][]string{{"本市企业", "本县企业", "我市企业", "我县企业"}}},
		{"优先(?:采购|使用)?", [][]string{{"优先", "优先采购", "优先使用"}}},
		{"(?:罚款|没收.*)财物", [][]string{{"财物"}, {"罚款", "没收"}}},
		{"(?:罚款|.*)财物", [][]string{{"财物"}}},
		{"不?(?:得|予)", [][]string{{"得", "予", "不得", "不予"}}},
		{".*", nil},
	} {
		tree, err := parsePattern(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		got := required(tree)
		if !equalSets(got, tt.want) {
			t.Errorf("required(%s) = %v, want %v", tt.pattern, got, tt.want)
		}
	}
}

func equalSets(a, b [][]string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		have := map[string]bool{}
		for _, s := range a[i] {
			have[s] = true
		}
		if len(a[i]) != len(b[i]) {
			return false
		}
		for _, s := range b[i] {
			if !have[s] {
				return false
			}
		}
	}
	return true
}
