package dossier

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"docreview/corpus/law"
)

// token is a word of a text as two versions are compared: a number, a run of letters, a
// single Chinese character or a mark. Two tokens of one key mean the same: 三十 and 30,
// ， and ,.
type token struct {
	key  string
	text string // as the file has it, with what blanks stand inside
}

// tokens cuts a text. Blanks of all kinds are layout and left out.
func tokens(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch {
		case layout(r):
			i += w
		case strings.HasPrefix(s[i:], "百分之"):
			n, size, ok := law.ParseNumeral(s[i+len("百分之"):])
			if !ok {
				out = append(out, token{"百", "百"})
				i += w
				break
			}
			end := i + len("百分之") + size
			out = append(out, token{strconv.Itoa(n), s[i:end]}, token{"%", ""})
			i = end
		case numeric(r):
			n, size, ok := law.ParseNumeral(s[i:])
			if !ok || size == 0 {
				n, size = 0, w
				out = append(out, token{string(narrow(r)), s[i : i+w]})
			} else {
				out = append(out, token{strconv.Itoa(n), s[i : i+size]})
			}
			i += size
		case unicode.IsLetter(r) && r < 0x2E80 || unicode.IsLetter(narrow(r)) && narrow(r) < 0x80:
			from, key := i, ""
			for i < len(s) {
				r, w := utf8.DecodeRuneInString(s[i:])
				if n := narrow(r); n >= 0x2E80 || !unicode.IsLetter(n) {
					break
				}
				key += string(narrow(r))
				i += w
			}
			out = append(out, token{key, s[from:i]})
		default:
			out = append(out, token{string(narrow(r)), s[i : i+w]})
			i += w
		}
	}
	return out
}

// layout reports characters that only lay a text out.
func layout(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == '\ufeff' || unicode.IsControl(r)
}

func numeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || strings.ContainsRune("〇○零一二三四五六七八九十百两", r)
}

// narrow maps a mark to the one form under which versions are compared.
func narrow(r rune) rune {
	switch r {
	case '“', '”', '「', '」', '『', '』', '＂', '〝', '〞':
		return '"'
	case '‘', '’', '＇':
		return '\''
	case '。', '．', '｡':
		return '.'
	case '、', '，':
		return ','
	case '〔', '［', '【', '〖':
		return '['
	case '〕', '］', '】', '〗':
		return ']'
	case '〈':
		return '《'
	case '〉':
		return '》'
	case '—', '–', '－', '─', '―', '～', '~', '〜':
		return '-'
	case '·', '・', '•':
		return '·'
	}
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// mark reports tokens that are punctuation.
func (t token) mark() bool {
	r, w := utf8.DecodeRuneInString(t.key)
	return w == len(t.key) && strings.ContainsRune(",.;:!?\"'-", r)
}

// trimmed drops the marks at the end.
func trimmed(ts []token) []token {
	for len(ts) > 0 && ts[len(ts)-1].mark() {
		ts = ts[:len(ts)-1]
	}
	return ts
}

// keyOf joins the keys; a bar between two numbers keeps 1,2 from 12.
func keyOf(ts []token, marks bool) string {
	var b strings.Builder
	digit := false
	for _, t := range ts {
		if !marks && t.mark() {
			continue
		}
		d := t.key[0] >= '0' && t.key[0] <= '9'
		if d && digit {
			b.WriteByte('|')
		}
		b.WriteString(t.key)
		digit = d
	}
	return b.String()
}
