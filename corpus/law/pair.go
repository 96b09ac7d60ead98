package law

import "unicode"

// Pair is a pair of neighbouring characters as a number, for engines that keep
// millions of them: the two code points, 16 bits each. Characters outside the
// basic plane are folded into it, so two rare pairs may share a number; what
// is found by it is held against the text.
type Pair uint32

func pairOf(a, b rune) Pair { return Pair(plane(a))<<16 | Pair(plane(b)) }

// plane folds a code point into 16 bits; those beyond go to the private area.
func plane(r rune) uint16 {
	if r > 0xFFFF {
		return uint16(0xE000 + r%0x1900)
	}
	return uint16(r)
}

// PairOf gives the number of a bigram; ok is false for anything else.
func PairOf(bigram string) (p Pair, ok bool) {
	var two [2]rune
	n := 0
	for _, r := range bigram {
		if n == 2 {
			return 0, false
		}
		two[n] = r
		n++
	}
	return pairOf(two[0], two[1]), n == 2
}

// AppendPairs appends the pairs of s, cut as Bigrams cuts them but in reading
// order and as often as they stand there.
func AppendPairs(to []Pair, s string) []Pair {
	eachPair(s, func(a, b rune, _, _ int) { to = append(to, pairOf(a, b)) })
	return to
}

// eachPair calls f with every pair of neighbouring characters of s, folded, and
// the byte offsets of the two.
func eachPair(s string, f func(a, b rune, at, bt int)) {
	var prev rune
	at := -1 // byte offset of prev; -1: no run
	for i, r := range s {
		switch {
		case r >= 0x4E00 && r <= 0x9FFF: // Han, nearly always
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == 0:
			continue
		default:
			r = foldRune(r)
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) || r == unicode.ReplacementChar {
				at = -1
				continue
			}
		}
		if at >= 0 {
			f(prev, r, at, i)
		}
		prev, at = r, i
	}
}
