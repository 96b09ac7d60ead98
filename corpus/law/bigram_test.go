package law_test

import (
	"slices"
	"testing"

	"docreview/corpus/law"
)

func TestBigrams(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"法", nil},
		{"应当备案。", []string{"应当", "当备", "备案"}},
		{"应当，备案", []string{"应当", "备案"}},          // punctuation ends a run
		{"应 当\u200b备", []string{"应当", "当备"}},     // blanks do not
		{"备案备案", []string{"备案", "案备"}},           // each once
		{"Ａb１", []string{"ab", "b1"}},            // width and case folded
		{"\xff备\xff案", nil},                      // a broken byte is no letter
		{"第十\x00二条", []string{"第十", "十二", "二条"}}, // NUL is skipped
	} {
		if got := law.Bigrams(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("Bigrams(%q) = %q; want %q", tt.in, got, tt.want)
		}
	}
}

func TestEachBigramOffsets(t *testing.T) {
	s := "备 案Ａ"
	var got []string
	law.EachBigram(s, func(_ string, a, b int) { got = append(got, s[a:b]) })
	if want := []string{"备 案", "案Ａ"}; !slices.Equal(got, want) {
		t.Errorf("ranges = %q; want %q", got, want)
	}
}
