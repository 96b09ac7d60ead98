package law

import (
	"strings"
	"unicode/utf8"
)

// skipBlanks gives the number of bytes of blanks at the start of s.
func skipBlanks(s string) int {
	n := 0
	for n < len(s) {
		r, w := utf8.DecodeRuneInString(s[n:])
		if !blank(r) {
			break
		}
		n += w
	}
	return n
}

// blank reports the blanks that occur inside titles, numbers and dates; the end
// of a line is none.
func blank(r rune) bool {
	switch r {
	case ' ', '\t', '\u00a0', '\u3000', '\u200b', '\ufeff':
		return true
	}
	return r >= '\u2000' && r <= '\u200a'
}

// after gives the bytes that w takes at the start of s, blanks before it
// counted; 0 when w does not stand there.
func after(s, w string) int {
	n := skipBlanks(s)
	if strings.HasPrefix(s[n:], w) {
		return n + len(w)
	}
	return 0
}

// numeralAfter reads a numeral, blanks before it counted.
func numeralAfter(s string) (n, size int) {
	b := skipBlanks(s)
	if n, w, ok := ParseNumeral(s[b:]); ok {
		return n, b + w
	}
	return 0, 0
}

// year reads exactly four digits, in any spelling.
func year(s string) (y, size int) {
	n, size := plainDigits(s)
	if size == 0 || n < 1000 || n > 9999 || utf8.RuneCountInString(s[:size]) != 4 {
		return 0, 0
	}
	return n, size
}

// ParseDate reads a date at the start of s: 2020年1月6日, 二〇二〇年一月六日,
// 二00二年八月二十九日, 2020-01-06, 2020.1.6, 2020/1/6, and 2017年 or 2017年3月
// with the rest zero. It does not ask whether the day exists (Date.Valid does).
// Blanks between the parts are allowed; the year has four digits.
func ParseDate(s string) (d Date, size int, ok bool) {
	y, n := year(s)
	if n == 0 {
		return Date{}, 0, false
	}
	if w := after(s[n:], "年"); w > 0 {
		d.Year = y
		n += w
		m, w := monthOrDay(s[n:], "月")
		if w == 0 {
			return d, n, true
		}
		d.Month = m
		n += w
		day, w := monthOrDay(s[n:], "日")
		if w == 0 {
			day, w = monthOrDay(s[n:], "号")
		}
		d.Day = day
		return d, n + w, true
	}
	return numericDate(s, y, n)
}

// monthOrDay reads 八月 or 29日: 1 to 99, so that the 13th month is read and can
// be objected to.
func monthOrDay(s, unit string) (n, size int) {
	if unit == "月" {
		if w := after(s, "元月"); w > 0 {
			return 1, w
		}
	}
	n, w := numeralAfter(s)
	if w == 0 || n < 1 || n > 99 {
		return 0, 0
	}
	u := after(s[w:], unit)
	if u == 0 {
		return 0, 0
	}
	return n, w + u
}

// numericDate reads the rest of 2020-01-06 with one separator throughout.
func numericDate(s string, y, n int) (Date, int, bool) {
	sep, w := utf8.DecodeRuneInString(s[n:])
	if !strings.ContainsRune("-./－．／", sep) || w == 0 {
		return Date{}, 0, false
	}
	part := func() int {
		v, c := 0, 0
		for n < len(s) && c < 3 {
			r, w := utf8.DecodeRuneInString(s[n:])
			x, han, ok := digit(r)
			if !ok || han {
				break
			}
			v, n, c = v*10+x, n+w, c+1
		}
		if c == 0 || c > 2 {
			return 0
		}
		return v
	}
	n += w
	m := part()
	if next, w := utf8.DecodeRuneInString(s[n:]); m == 0 || next != sep {
		return Date{}, 0, false
	} else {
		n += w
	}
	day := part()
	if day == 0 {
		return Date{}, 0, false
	}
	return Date{y, m, day}, n, true
}

// ParseProvision reads a provision at the start of s: 第十六条第一款第（二）项,
// 第一百二十条之一, 第3条, 第二款. size is 0 when there is none. The levels come
// in order and each may be left out; ordinals that only look alike (第三章,
// 第二批) are none.
func ParseProvision(s string) (p Provision, size int, ok bool) {
	levels := [...]struct {
		name string
		to   *int
	}{{"条", &p.Article}, {"款", &p.Para}, {"项", &p.Item}, {"目", &p.Subitem}}
	next := 0
	for next < len(levels) {
		n, name, w := ordinal(s[size:], size > 0)
		if w == 0 {
			break
		}
		i := next
		for i < len(levels) && levels[i].name != name {
			i++
		}
		if i == len(levels) {
			break
		}
		*levels[i].to = n
		size += w
		if i == 0 {
			sub, w := subArticle(s[size:])
			p.Sub = sub
			size += w
		}
		next = i + 1
	}
	return p, size, size > 0
}

// ordinal reads 第十六条, 第（二）项, 第(二)项; after another level also （二）项.
func ordinal(s string, inside bool) (n int, name string, size int) {
	di := after(s, "第")
	rest := s[di:]
	open := 0
	for _, b := range []string{"（", "("} {
		if w := after(rest, b); w > 0 {
			open = w
		}
	}
	if di == 0 && (!inside || open == 0) {
		return 0, "", 0
	}
	n, w := numeralAfter(rest[open:])
	if w == 0 || n < 1 {
		return 0, "", 0
	}
	at := open + w
	if open > 0 {
		c := after(rest[at:], "）")
		if c == 0 {
			c = after(rest[at:], ")")
		}
		if c == 0 {
			return 0, "", 0
		}
		at += c
	}
	for _, u := range []string{"条", "款", "项", "目"} {
		if c := after(rest[at:], u); c > 0 {
			if di == 0 && u != "项" {
				break
			}
			if notAnOrdinal(rest[at+c:], u) {
				break
			}
			return n, u, di + at + c
		}
	}
	return 0, "", 0
}

// notAnOrdinal tells the words 第一目标, 第一条件, 第一项目 and their like apart.
func notAnOrdinal(rest, unit string) bool {
	words := map[string]string{"目": "标的录", "条": "件例", "项": "目", "款": "式"}[unit]
	r, w := utf8.DecodeRuneInString(rest)
	if w == 0 || !strings.ContainsRune(words, r) {
		return false
	}
	// 第一条例外 and 第三项目的 are places with an ordinary word behind them.
	return !strings.HasPrefix(rest, "例外") && !strings.HasPrefix(rest, "目的") && !(unit == "目" && r == '的')
}

// subArticle reads 之一 after 条; 之一般规定 is no such thing.
func subArticle(s string) (n, size int) {
	z := after(s, "之")
	if z == 0 {
		return 0, 0
	}
	n, w := numeralAfter(s[z:])
	if w == 0 || n < 1 {
		return 0, 0
	}
	if r, _ := utf8.DecodeRuneInString(s[z+w:]); strings.ContainsRune("般切致些律定样旦方下次级类者", r) && r != utf8.RuneError {
		return 0, 0
	}
	return n, z + w
}

// String writes p as articles are cited: 第十六条第一款第（二）项; "" for zero.
func (p Provision) String() string {
	var b strings.Builder
	if p.Article > 0 {
		b.WriteString("第" + FormatNumeral(p.Article) + "条")
		if p.Sub > 0 {
			b.WriteString("之" + FormatNumeral(p.Sub))
		}
	}
	if p.Para > 0 {
		b.WriteString("第" + FormatNumeral(p.Para) + "款")
	}
	if p.Item > 0 {
		b.WriteString("第（" + FormatNumeral(p.Item) + "）项")
	}
	if p.Subitem > 0 {
		b.WriteString("第" + itoa(p.Subitem) + "目")
	}
	return b.String()
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}
