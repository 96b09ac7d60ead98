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
	var prev rune
	at := -1 // byte offset of prev; -1: no run
	for i, r := range s {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == 0 {
			continue
		}
		r = foldRune(r)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || r == unicode.ReplacementChar {
			at = -1
			continue
		}
		if at >= 0 {
			f(string([]rune{prev, r}), at, i+runeLen(s[i:]))
		}
		prev, at = r, i
	}
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
