package document

import (
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// label is the number that a line begins with.
type label struct {
	kind   NodeKind
	number int
	sub    int
	size   int // bytes, from the start of the text given
}

// readLabel reads 第三条, 第一章, 一、, （一）, 1. or （1） at the start of s. Item
// and Subitem are not told from headings here: that is for the tree.
func readLabel(s string) (label, bool) {
	r, w := utf8.DecodeRuneInString(s)
	switch {
	case w == 0:
		return label{}, false
	case r == '第':
		return ordinalLabel(s)
	case openBracket(r):
		return bracketLabel(s, w)
	case r >= '㈠' && r <= '㈩':
		return label{kind: Heading2, number: int(r-'㈠') + 1, size: w}, true
	case r >= '①' && r <= '⑳':
		return label{kind: Heading4, number: int(r-'①') + 1, size: w}, true
	case r >= '⑴' && r <= '⒇':
		return label{kind: Heading4, number: int(r-'⑴') + 1, size: w}, true
	case r >= '⒈' && r <= '⒛':
		return label{kind: Heading3, number: int(r-'⒈') + 1, size: w}, true
	}
	if !numeral(r) {
		return label{}, false
	}
	n, size, ok := law.ParseNumeral(s)
	if !ok || n < 1 || n > 999 {
		return label{}, false
	}
	arabic := asciiDigit(s[0]) || r >= '０' && r <= '９'
	m, mw := utf8.DecodeRuneInString(s[size:])
	switch {
	case arabic && (m == '.' || m == '．' || m == '、' || m == '﹒'):
		if c := runeAt(s, size+mw); c >= '0' && c <= '9' || c >= '０' && c <= '９' {
			return label{}, false // 1.5 is a number
		}
		return label{kind: Heading3, number: n, size: size + mw}, true
	case arabic && (m == ')' || m == '）'):
		return label{kind: Heading4, number: n, size: size + mw}, true
	case !arabic && (m == '、' || m == '．' || m == '.'):
		return label{kind: Heading1, number: n, size: size + mw}, true
	}
	return label{}, false
}

// numeral reports whether a number may begin with r.
func numeral(r rune) bool {
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || r >= utf8.RuneSelf && !(r >= 0x4e00 && r <= 0x9fff) || strings.ContainsRune(numerals, r)
}

// numerals are the Chinese characters of numbers, more than law.ParseNumeral reads.
const numerals = "一二三四五六七八九十百千万零两廿卅卌壹贰叁肆伍陆柒捌玖拾"

// ordinalLabel reads 第…编/章/节/条 with blanks between the characters.
func ordinalLabel(s string) (label, bool) {
	i := skipBlanks(s, len("第"))
	n, w, ok := law.ParseNumeral(s[i:])
	if !ok || n < 1 {
		return label{}, false
	}
	// 第 十 一 章: numerals set apart are read as one
	end := i + w
	if j := skipBlanks(s, end); j > end {
		if k := strings.IndexAny(firstRunes(s[i:], 12), "条章节编"); k > 0 {
			if m, w2, ok := law.ParseNumeral(squeeze(s[i : i+k])); ok && w2 == len(squeeze(s[i:i+k])) {
				n, end = m, i+k
			}
		}
	}
	end = skipBlanks(s, end)
	r, w := utf8.DecodeRuneInString(s[end:])
	l := label{number: n, size: end + w}
	switch r {
	case '编':
		l.kind = Part
	case '章':
		l.kind = Chapter
	case '节':
		l.kind = Section
	case '条':
		l.kind = Article
		if !strings.HasPrefix(s[l.size:], "之") {
			break
		}
		if p, _, ok := law.ParseProvision(s); ok && p.Article == n && p.Sub > 0 {
			if _, w, ok := law.ParseNumeral(s[l.size+len("之"):]); ok {
				l.sub = p.Sub
				l.size += len("之") + w
			}
		}
	default:
		return label{}, false
	}
	return l, true
}

// bracketLabel reads （一） and （1）.
func bracketLabel(s string, open int) (label, bool) {
	if r := runeAt(s, 0); r != '（' && r != '(' {
		return label{}, false
	}
	i := skipBlanks(s, open)
	n, w, ok := law.ParseNumeral(s[i:])
	if !ok || n < 1 || n > 200 {
		return label{}, false
	}
	arabic := asciiDigit(s[i]) || runeAt(s, i) >= '０' && runeAt(s, i) <= '９'
	i = skipBlanks(s, i+w)
	if r, w := utf8.DecodeRuneInString(s[i:]); r == '）' || r == ')' {
		k := Heading2
		if arabic {
			k = Heading4
		}
		return label{kind: k, number: n, size: i + w}, true
	}
	return label{}, false
}

// goesOn reports whether what stands behind 第X条 makes it a mention of an
// article and not its label: 第十条规定的, 第三条、第五条, 第六条第一款.
func goesOn(rest string) bool {
	t := rest[skipBlanks(rest, 0):]
	blankBefore := len(t) < len(rest)
	switch runeAt(t, 0) {
	case '第':
		// 第三条第二款 goes on; 第三条 第二产业的 … does not
		p, _, ok := law.ParseProvision(t)
		return !blankBefore || ok && p.Article == 0
	case '至', '到', '或', '及', '款', '项', '）', ')', '。', '；', '-', '－', '—', '~', '～':
		return true
	case '、', '，':
		return strings.HasPrefix(t, "、第") || strings.HasPrefix(t, "，第") || runeAt(t, 0) == '，'
	case '和', '与':
		return strings.HasPrefix(t, "和第") || strings.HasPrefix(t, "与第") || strings.HasPrefix(t, "和本")
	}
	if blankBefore {
		return false
	}
	return prefixOf(t, []string{"规定的", "规定，", "规定,", "规定予", "规定处", "规定执", "规定办", "所称", "所列", "所规定", "的规定", "的情", "的要", "的处", "之规定", "中的", "中“", "情形", "有关", "规定情形", "项下", "以外"}) != ""
}
