package align

import "unicode/utf8"

// Nearest finds the stretch of a text that is nearest to some words, figures
// left out of account: its byte offsets and how much of the words stands there
// in order, from 0 to 1.
func Nearest(words, text string) (from, to int, share float64) {
	q, a := read(words), read(text)
	if len(q.r) == 0 || len(q.r) > longest || len(a.r) == 0 {
		return 0, 0, 0
	}
	f, t, share := window(mask(q.r), mask(a.r))
	if t <= f {
		return 0, 0, 0
	}
	_, size := utf8.DecodeRuneInString(text[a.at[t-1]:])
	return a.at[f], a.at[t-1] + size, share
}
