package law

import (
	"strings"
	"unicode/utf8"
)

// maxNumeral is the largest number read or written: nothing in the naming of
// law comes near it, and sums below it fit an int of any machine.
const maxNumeral = 999_999_999

// digit gives the value of a digit in any of its spellings. han is true for the
// Chinese ones, which alone may stand before 十, 百, 千, 万.
func digit(r rune) (v int, han, ok bool) {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0'), false, true
	case '０' <= r && r <= '９':
		return int(r - '０'), false, true
	}
	switch r {
	case '〇', '零', '○', '◯':
		return 0, true, true
	case '一', '壹':
		return 1, true, true
	case '二', '贰', '两':
		return 2, true, true
	case '三', '叁':
		return 3, true, true
	case '四', '肆':
		return 4, true, true
	case '五', '伍':
		return 5, true, true
	case '六', '陆':
		return 6, true, true
	case '七', '柒':
		return 7, true, true
	case '八', '捌':
		return 8, true, true
	case '九', '玖':
		return 9, true, true
	}
	return 0, false, false
}

// ParseNumeral reads a numeral at the start of s and returns its value and the
// bytes consumed: 一百一十二, 廿, 〇, 二〇二六, 二00二, ２０, 20. ok is size > 0.
//
// Digits without 十 or 百 are read place by place (二〇二六 is 2026). The letter O
// is read as zero between Chinese digits, where old documents have it
// (一九九O年). 百, 千 and 万 need a digit before them, so 百分之五 is no numeral.
func ParseNumeral(s string) (n, size int, ok bool) {
	if n, size = plainDigits(s); size > 0 {
		return n, size, true
	}
	n, size = withUnits(s)
	return n, size, size > 0
}

// plainDigits reads a run of digits, 0 bytes when a unit follows it or belongs
// to it.
func plainDigits(s string) (n, size int) {
	count, hanRun := 0, false
	for size < len(s) {
		r, w := utf8.DecodeRuneInString(s[size:])
		v, han, ok := digit(r)
		if !ok && hanRun && (r == 'O' || r == 'o' || r == 'Ｏ') {
			v, han, ok = 0, true, true
		}
		if !ok {
			if han := unit(r) > 0 || r == '廿' || r == '卅' || r == '卌'; han && hanRun {
				return 0, 0
			}
			break
		}
		if n = n*10 + v; n > maxNumeral {
			return 0, 0
		}
		hanRun = han || hanRun
		size += w
		count++
	}
	if count == 0 {
		return 0, 0
	}
	return n, size
}

func unit(r rune) int {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	case '万', '萬':
		return 10000
	case '亿':
		return 100000000
	}
	return 0
}

// withUnits reads 一百一十二, 十, 廿三, 二万零五. Units fall from left to right;
// what does not fit the order is left unread.
func withUnits(s string) (n, size int) {
	var (
		sum, part  int  // finished 万 groups; the group being read
		cur        = -1 // a digit waiting for its unit
		last       = maxNumeral + 1
		lastBig    = maxNumeral + 1
		zero       bool
		started    bool
		acceptedAt int
	)
	accept := func(at int) { acceptedAt = at }
loop:
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if v, han, ok := digit(r); ok {
			if !han {
				break
			}
			if v == 0 {
				if !started || zero || cur >= 0 {
					break
				}
				zero = true
				i += w
				continue
			}
			if cur >= 0 || (started && last <= 1) {
				break
			}
			cur, started, zero = v, true, false
			i += w
			accept(i)
			continue
		}
		switch r {
		case '廿', '卅', '卌':
			if cur >= 0 || last <= 10 {
				break loop
			}
			part += map[rune]int{'廿': 20, '卅': 30, '卌': 40}[r]
			started, zero, last = true, false, 10
			i += w
			accept(i)
			continue
		}
		u := unit(r)
		switch {
		case u == 0:
			break loop
		case u >= 10000:
			if !started || u >= lastBig || (cur < 0 && part == 0) {
				break loop
			}
			if cur > 0 {
				part += cur
			}
			if part > maxNumeral/u {
				return 0, 0
			}
			if sum += part * u; sum > maxNumeral {
				return 0, 0
			}
			part, cur, last, lastBig, zero = 0, -1, u, u, false
		default:
			if u >= last {
				break loop
			}
			if cur < 0 {
				if u != 10 {
					break loop
				}
				cur = 1
			}
			part += cur * u
			cur, last, started, zero = -1, u, true, false
		}
		i += w
		accept(i)
	}
	if acceptedAt == 0 {
		return 0, 0
	}
	if cur > 0 {
		part += cur
	}
	if n = sum + part; n > maxNumeral {
		return 0, 0
	}
	return n, acceptedAt
}

// FormatNumeral writes n the way articles are numbered: 112 → 一百一十二,
// 12 → 十二, 105 → 一百零五. It gives "" for a negative n and for one above
// 999,999,999; 0 is 零.
func FormatNumeral(n int) string {
	switch {
	case n < 0 || n > maxNumeral:
		return ""
	case n == 0:
		return "零"
	}
	var b strings.Builder
	pending := false // a gap that 零 must fill
	for _, g := range []struct {
		size int
		name string
	}{{100000000, "亿"}, {10000, "万"}, {1, ""}} {
		part := n / g.size % 10000
		if part == 0 {
			pending = pending || b.Len() > 0
			continue
		}
		if b.Len() > 0 && (pending || part < 1000) {
			b.WriteString("零")
		}
		group(&b, part)
		b.WriteString(g.name)
		pending = false
	}
	return b.String()
}

// group writes 1 to 9999.
func group(b *strings.Builder, n int) {
	digits := [...]string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	first, gap := b.Len() == 0, false
	wrote := false
	for _, u := range []struct {
		size int
		name string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.size % 10
		if d == 0 {
			gap = wrote
			continue
		}
		if gap {
			b.WriteString("零")
			gap = false
		}
		if !(u.size == 10 && d == 1 && first && !wrote) {
			b.WriteString(digits[d])
		}
		b.WriteString(u.name)
		wrote = true
	}
}
