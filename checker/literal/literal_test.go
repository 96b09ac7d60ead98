package literal

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// texts of few characters, so that words meet, overlap and begin alike; bytes
// that are no characters among them.
var alphabet = []string{"应", "当", "不", "得", "依", "a", "1", "。", "𠮷", "é", "\xe5", "\x80", "\n"}

func random(r *rand.Rand, n int, valid bool) string {
	var b strings.Builder
	for range n {
		w := alphabet[r.IntN(len(alphabet))]
		if valid && !utf8.ValidString(w) {
			w = "得"
		}
		b.WriteString(w)
	}
	return b.String()
}

// TestAgainstStrings holds Set and Scanner against package strings on random
// words and texts.
func TestAgainstStrings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 20_000 {
		var list []string
		for range 1 + r.IntN(12) {
			if w := random(r, 1+r.IntN(4), true); !slices.Contains(list, w) {
				list = append(list, w)
			}
		}
		text := random(r, r.IntN(30), r.IntN(3) > 0)
		set, scanner := Of(list...), NewScanner()
		in, at, word, prefix, suffix := false, -1, "", "", ""
		var want []Hit
		for _, w := range list {
			if i := strings.Index(text, w); i >= 0 {
				in = true
				if at < 0 || i < at || i == at && len(w) > len(word) {
					at, word = i, w
				}
			}
			if prefix == "" && strings.HasPrefix(text, w) {
				prefix = w
			}
			if suffix == "" && strings.HasSuffix(text, w) {
				suffix = w
			}
			id := scanner.Add(w)
			for i := range text {
				if strings.HasPrefix(text[i:], w) {
					want = append(want, Hit{id, int32(i)})
				}
			}
		}
		for range readyAfter + 1 { // one by one at first
			if got := set.In(text); got != in {
				t.Fatalf("%q in %q: In = %v", list, text, got)
			}
			if i, w := set.Find(text); i != at || w != word {
				t.Fatalf("%q in %q: Find = %d %q, want %d %q", list, text, i, w, at, word)
			}
		}
		if got := set.Prefix(text); got != prefix {
			t.Fatalf("%q in %q: Prefix = %q, want %q", list, text, got, prefix)
		}
		if got := set.Suffix(text); got != suffix {
			t.Fatalf("%q in %q: Suffix = %q, want %q", list, text, got, suffix)
		}
		scanner.Seal()
		got := scanner.Scan(text, nil)
		if !slices.IsSortedFunc(got, func(a, b Hit) int { return int(a.At - b.At) }) {
			t.Fatalf("%q in %q: out of order: %v", list, text, got)
		}
		order := func(a, b Hit) int {
			if a.At != b.At {
				return int(a.At - b.At)
			}
			return int(a.Word - b.Word)
		}
		slices.SortFunc(got, order)
		slices.SortFunc(want, order)
		if !slices.Equal(got, want) {
			t.Fatalf("%q in %q: Scan = %v, want %v", list, text, got, want)
		}
		found += len(got)
	}
	if found < 10_000 {
		t.Errorf("only %d words found: the test says little", found)
	}
}
