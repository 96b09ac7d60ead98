package source

import "unicode/utf8"

// This file is the listed table of what normalisation changes in single
// characters. It is not NFKC, which turns ① into 1 and ㈠ into (一) and so loses
// what format rules need. What depends on neighbours is in punctuation.go,
// blank.go, gloss.go and traditional.go.

// Results of fold beside a character.
const (
	dropped = rune(-1) // does not stand in Norm
	blank   = ' '      // every kind of blank
)

// fold gives what r becomes wherever it stands.
func fold(r rune) rune {
	switch {
	case r < 0x20:
		switch r {
		case '\t':
			return blank
		case '\n', '\r', '\v', '\f':
			return blank // line ends are taken off before; one inside a line is a blank
		}
		return dropped
	case r < 0x7F:
		return r
	case r < 0xA0: // DEL and C1
		return dropped
	case r < 0x2000:
		switch r {
		case 0xA0, 0x1680:
			return blank
		case 0xAD, 0x034F, 0x061C, 0x180E: // soft hyphen, joiners
			return dropped
		}
		return r
	case r < 0x3000:
		return foldSymbol(r)
	case r < 0x3400:
		switch r {
		case 0x3000:
			return blank
		case '〘':
			return '〔'
		case '〙':
			return '〕'
		case '〜':
			return '～'
		case '・':
			return '·'
		}
		return r
	case r < 0xE000:
		return r
	case r >= 0xF900 && r <= 0xFAD9:
		return third(compatible, int(r-0xF900))
	case r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFC, r >= 0xE0100 && r <= 0xE01EF, r >= 0xE0000 && r <= 0xE007F:
		return dropped // variation selectors, byte order mark, annotation anchors, tags
	case r >= 0xFE30 && r <= 0xFF65:
		return foldWide(r)
	}
	return r
}

// foldSymbol folds U+2000 to U+2FFF.
func foldSymbol(r rune) rune {
	switch {
	case r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x2028, r == 0x2029:
		return blank
	case r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return dropped // zero-width characters and marks of direction
	case r >= 0x2F00 && r <= 0x2FD5:
		return third(kangxi, int(r-0x2F00))
	case r >= 0x2E80 && r <= 0x2EF3:
		if to, ok := pair(radicals, r); ok {
			return to
		}
		return r
	}
	switch r {
	case '‧', '∙', '⋅':
		return '·'
	case '∶':
		return '：'
	case '∼':
		return '～'
	case '≪', '⟪':
		return '《'
	case '≫', '⟫':
		return '》'
	case '⟨', '〈':
		return '〈'
	case '⟩', '〉':
		return '〉'
	case '❲':
		return '〔'
	case '❳':
		return '〕'
	}
	return r
}

// foldWide folds the small, vertical and full-width forms, U+FE30 to U+FF65.
// Marks that Chinese text sets full-width （，；：！？） are already right.
func foldWide(r rune) rune {
	switch {
	case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ':
		return r - 0xFEE0
	}
	switch r {
	case '＂', '＃', '＄', '％', '＆', '＇', '＊', '＋', '－', '．', '／', '＝', '＠', '＼', '＾', '＿', '｀', '｛', '｜', '｝':
		return r - 0xFEE0
	case '﹐':
		return '，'
	case '﹑', '､':
		return '、'
	case '｡':
		return '。'
	case '﹒':
		return '.'
	case '﹔':
		return '；'
	case '﹕', '︓':
		return '：'
	case '﹖':
		return '？'
	case '﹗':
		return '！'
	case '﹙', '︵':
		return '（'
	case '﹚', '︶':
		return '）'
	case '﹝', '︹':
		return '〔'
	case '﹞', '︺':
		return '〕'
	case '︽':
		return '《'
	case '︾':
		return '》'
	case '︿':
		return '〈'
	case '﹀':
		return '〉'
	case '﹁', '｢':
		return '「'
	case '﹂', '｣':
		return '」'
	case '﹃':
		return '『'
	case '﹄':
		return '』'
	case '･':
		return '·'
	}
	return r
}

// third gives the n-th character of a table of three bytes a character.
func third(table string, n int) rune {
	r, _ := utf8.DecodeRuneInString(table[3*n:])
	return r
}

// pair looks r up in a sorted table of pairs of six bytes. Byte order of UTF-8 is
// the order of code points.
func pair(table string, r rune) (rune, bool) {
	if r < 0x800 || r > 0xFFFF {
		return 0, false
	}
	key := [3]byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F}
	lo, hi := 0, len(table)/6
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch at := table[6*mid : 6*mid+3]; {
		case at == string(key[:]):
			return third(table, 2*mid+1), true
		case at < string(key[:]):
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

// isHan reports whether r is a Chinese character; 〇 is one.
func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r == '〇' || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x3FFFF || r >= 0xF900 && r <= 0xFAFF
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
