package align

import (
	"strings"
	"unicode"

	"docreview/corpus/law"
)

// bare gives the words of an article without blanks, punctuation and the
// numbers of the provisions it refers to, width and case folded.
func bare(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	skip := 0
	for i, r := range s {
		if i < skip {
			continue
		}
		if r == '第' {
			if p, n, ok := law.ParseProvision(s[i:]); ok && p.Article > 0 {
				b.WriteString("条")
				skip = i + n
				continue
			}
		}
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
