package law

import "unicode"

// Bigrams cuts s into the pairs of neighbouring characters that nearness is
// measured in, in order of first occurrence, each once. Blanks are skipped,
// punctuation ends a run, width and case are folded; a run of one character
// gives nothing. Index and question use the same cut, so they cannot disagree.
func Bigrams(s string) []string {
	var out []string
	seen := make(map[string]bool, len(s)/3)
	EachBigram(s, func(b string, _, _ int) {
		if !seen[b] {
			seen[b] = true
			out = append(out, b)
		}
	})
	return out
}

// EachBigram calls f with every pair of neighbouring characters of s, folded as
// Bigrams does, and the byte range of s that it came from.
func EachBigram(s string, f func(pair string, start, end int)) {
	eachPair(s, func(a, b rune, at, bt int) {
		f(string([]rune{a, b}), at, bt+runeLen(s[bt:]))
	})
}

func runeLen(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

// foldRune folds full-width Latin and digits and lowers case.
func foldRune(r rune) rune {
	if r >= '！' && r <= '～' {
		r -= '！' - '!'
	}
	return unicode.ToLower(r)
}
