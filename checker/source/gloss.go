package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Web pages made by conversion carry the pronunciation behind characters:
// 「部門(mén)」. A gloss is a bracket with one syllable of pinyin that stands
// directly behind a Chinese character. One with a mark of tone is always a gloss.
// One without is a gloss only where the text is full of them, because （he） may
// be a unit or a label.

// manyGlosses is the number of glosses with a tone from which syllables without
// one are taken for glosses too.
const manyGlosses = 10

const toned = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿếề"

// glossLetter tells what r is within a gloss: 0 nothing, 1 a plain letter, 2 a
// letter that only pinyin has.
func glossLetter(r rune) int {
	switch {
	case r >= 'a' && r <= 'z':
		return 1
	case r == 'ü', r == 'ê', r == 'ɑ', r == 'ɡ':
		return 1
	case r >= 0x300 && r <= 0x30C: // combining tone marks
		return 2
	case r > 0x7F && r < 0x1F00 && strings.ContainsRune(toned, r):
		return 2
	}
	return 0
}

// glossAt gives the number of cells of the gloss that begins here, 0 for none,
// and whether it carries a tone. Blanks may stand inside the bracket, however
// many: they will be one.
func glossAt(cells []cell) (n int, tone bool) {
	if len(cells) < 3 || cells[0].r != '(' && cells[0].r != '（' {
		return 0, false
	}
	letters := 0
	for i := 1; i < len(cells) && letters <= 8; i++ {
		r := cells[i].r
		if r == ')' || r == '）' {
			if letters < 1 || letters > 8 {
				return 0, false
			}
			return i + 1, tone
		}
		if r == blank {
			continue
		}
		switch glossLetter(r) {
		case 0:
			return 0, false
		case 2:
			tone = true
		}
		letters++
	}
	return 0, false
}

// dropGlosses takes glosses out of a line and tells how many they were. all:
// also those without a tone.
func dropGlosses(cells []cell, all bool) ([]cell, int) {
	out := cells[:0]
	count := 0
	behindHan, behindLatin := false, false
	for i := 0; i < len(cells); {
		c := cells[i]
		if behindHan || all && behindLatin { // a conversion may have lost the character
			if n, tone := glossAt(cells[i:]); n > 0 && (tone || behindHan && all && isSyllable(cells[i:i+n])) {
				count++
				i += n
				continue
			}
		}
		if c.r != blank {
			behindHan, behindLatin = isHan(c.r), isLatin(c.r)
		}
		out = append(out, c)
		i++
	}
	return out, count
}

// isSyllable reports whether the bracket holds a syllable of at least two
// letters: a first consonant or none, a vowel, and an ending of pinyin.
func isSyllable(cells []cell) bool {
	var b strings.Builder
	for _, c := range cells {
		if glossLetter(c.r) > 0 {
			b.WriteRune(c.r)
		}
	}
	s := b.String()
	if len(s) < 2 {
		return false
	}
	for _, initial := range [...]string{"zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y", "w"} {
		if rest, ok := strings.CutPrefix(s, initial); ok {
			s = rest
			break
		}
	}
	for _, end := range [...]string{"ng", "n", "r"} {
		if rest, ok := strings.CutSuffix(s, end); ok {
			s = rest
			break
		}
	}
	return s != "" && len(s) <= 4 && strings.Trim(s, "aeiouüɑ") == ""
}

// countToned counts the glosses with a tone in text, up to manyGlosses. What is
// no letter between the brackets and no mark ends the look: blanks and invisible
// characters do not, for they will be folded or dropped.
func countToned(text string) int {
	count := 0
	for i := 0; i < len(text) && count < manyGlosses; i++ {
		// A bracket of either width that closes: ')' or the last byte of '）'.
		end := i
		switch {
		case text[i] == ')':
		case text[i] == 0x89 && i >= 2 && text[i-1] == 0xBC && text[i-2] == 0xEF:
			end = i - 2
		default:
			continue
		}
		letters, tone := 0, false
		for at := end; at > 0 && letters <= 8; {
			r, w := utf8.DecodeLastRuneInString(text[:at])
			at -= w
			if r == '(' || r == '（' {
				if tone {
					count++
				}
				break
			}
			switch glossLetter(r) {
			case 2:
				tone = true
				letters++
			case 1:
				letters++
			default:
				if r == '\n' || unicode.IsGraphic(r) && !unicode.IsSpace(r) {
					at = 0
				}
			}
		}
	}
	return count
}
