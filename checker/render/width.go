package render

import (
	"strings"
	"unicode"
)

// wide lists the ranges of East Asian Wide and Fullwidth characters (UAX #11)
// that Chinese documents use. Ambiguous ones, such as “ and —, count as one
// column, as terminals with a UTF-8 locale show them.
var wide = [...][2]rune{
	{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
	{0xA000, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE10, 0xFE19},
	{0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF},
	{0x20000, 0x3FFFD},
}

// runeWidth gives the columns that r takes on a terminal.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case r == 0x200B || r == 0x200C || r == 0x200D || r == 0x2060 || r == 0xFEFF || unicode.Is(unicode.Mn, r):
		return 0
	}
	for _, w := range wide {
		if r < w[0] {
			return 1
		}
		if r <= w[1] {
			return 2
		}
	}
	return 1
}

// width gives the columns that s takes on a terminal.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// clean makes words of a document safe for a terminal: control characters and
// marks that reverse the direction of writing become blanks or fall away, so
// that no document can move the cursor or hide a word.
func clean(s string) string {
	if !strings.ContainsFunc(s, unsafeRune) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case !unsafeRune(r):
			return r
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return '·'
	}, s)
}

func unsafeRune(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) }

// noBreakBefore lists marks that must not begin a line, noBreakAfter those that
// must not end one.
const (
	noBreakBefore = "，。、；：！？）》〉」』】〕］”’…·%％,.;:!?)]}"
	noBreakAfter  = "（《〈「『【〔［“‘([{"
)

// wrap breaks s into lines of at most cols columns: between any two Chinese
// characters, never inside a Latin word that fits on a line, not before closing
// marks.
func wrap(s string, cols int) []string {
	var lines []string
	for _, part := range strings.Split(s, "\n") {
		lines = append(lines, wrapLine([]rune(strings.TrimRight(part, " ")), cols)...)
	}
	return lines
}

func wrapLine(rs []rune, cols int) []string {
	var lines []string
	for {
		n, w := 0, 0
		for n < len(rs) && w+runeWidth(rs[n]) <= cols {
			w += runeWidth(rs[n])
			n++
		}
		if n == len(rs) {
			return append(lines, string(rs))
		}
		cut := max(n, 1)
		for cut > 1 && !canBreak(rs[cut-1], rs[cut]) {
			cut--
		}
		if cut <= 1 {
			cut = max(n, 1) // one word longer than the line
		}
		lines = append(lines, strings.TrimRight(string(rs[:cut]), " "))
		rs = rs[cut:]
		for len(rs) > 0 && rs[0] == ' ' {
			rs = rs[1:]
		}
	}
}

// canBreak reports whether a line may end after a and begin with b.
func canBreak(a, b rune) bool {
	if strings.ContainsRune(noBreakBefore, b) || strings.ContainsRune(noBreakAfter, a) {
		return false
	}
	return a == ' ' || b == ' ' || runeWidth(a) == 2 || runeWidth(b) == 2
}
