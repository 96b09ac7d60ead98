package document

import (
	"strings"
	"unicode/utf8"
)

// blank reports the blanks that stand between characters; the end of a line is
// one of them where a stretch may run over it.
func blank(r rune) bool {
	switch r {
	case ' ', '\t', '\r', '\u00a0', '\u3000', '\u200b', '\ufeff':
		return true
	}
	return r >= '\u2000' && r <= '\u200a'
}

// han reports the characters that words are made of.
func han(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r == '〇' || r >= 0x3400 && r <= 0x4dbf || r >= 0x20000 && r <= 0x2ffff
}

func asciiDigit(c byte) bool { return '0' <= c && c <= '9' }

// skipBlanks moves i behind the blanks that stand at it.
func skipBlanks(s string, i int) int {
	for i < len(s) {
		if c := s[i]; c > ' ' && c < utf8.RuneSelf || c == '\n' {
			return i
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if !blank(r) {
			return i
		}
		i += w
	}
	return i
}

// squeeze drops all blanks and line ends.
func squeeze(s string) string {
	clean := true
	for _, r := range s {
		if blank(r) || r == '\n' {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Map(func(r rune) rune {
		if blank(r) || r == '\n' {
			return -1
		}
		return r
	}, s)
}

// runeAt and runeBefore give the character at or before a place; 0 at the ends.
func runeAt(s string, i int) rune {
	if i >= len(s) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

func runeBefore(s string, i int) rune {
	if i <= 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r
}

// prefixOf gives the first of list that s begins with; "" when none does.
func prefixOf(s string, list []string) string {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return p
		}
	}
	return ""
}

// suffixOf gives the first of list that s ends with; "" when none does.
func suffixOf(s string, list []string) string {
	for _, p := range list {
		if strings.HasSuffix(s, p) {
			return p
		}
	}
	return ""
}

// containsAny reports whether s holds one of list.
func containsAny(s string, list ...string) bool {
	for _, p := range list {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// firstOf gives the place of the leftmost of list in s, and which it is; the
// longest where several begin at one place. -1: none.
func firstOf(s string, list []string) (at int, word string) {
	at = -1
	for _, w := range list {
		i := strings.Index(s, w)
		if i >= 0 && (at < 0 || i < at || i == at && len(w) > len(word)) {
			at, word = i, w
		}
	}
	return at, word
}

// runes counts code points.
func runes(s string) int { return utf8.RuneCountInString(s) }

// lastRunes gives the last n code points of s.
func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, w := utf8.DecodeLastRuneInString(s[:i])
		i -= w
	}
	return s[i:]
}

// firstRunes gives the first n code points of s.
func firstRunes(s string, n int) string {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return s[:i]
}

// openBracket and closeBracket know the round, square and tortoise-shell ones.
func openBracket(r rune) bool {
	switch r {
	case '（', '(', '〔', '[', '［', '【', '﹝':
		return true
	}
	return false
}

func closeBracket(r rune) bool {
	switch r {
	case '）', ')', '〕', ']', '］', '】', '﹞':
		return true
	}
	return false
}

// bracketed gives the end of the bracket that opens at i (behind its close) and
// where its content ends. Nested brackets of any kind are stepped over. It gives
// 0 when the bracket is not closed within the line or max code points.
func bracketed(s string, i, max int) (content, end int) {
	depth := 0
	for n := 0; i < len(s) && n < max; n++ {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n':
			return 0, 0
		case openBracket(r):
			depth++
		case closeBracket(r):
			if depth--; depth == 0 {
				return i, i + w
			}
		}
		i += w
	}
	return 0, 0
}

// decode is utf8.DecodeRuneInString for s[i:], faster for Chinese. Norm is valid
// UTF-8.
func decode(s string, i int) (rune, int) {
	if c := s[i]; c&0xF0 == 0xE0 && i+2 < len(s) {
		return rune(c&15)<<12 | rune(s[i+1]&63)<<6 | rune(s[i+2]&63), 3
	}
	return utf8.DecodeRuneInString(s[i:])
}
