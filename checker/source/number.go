package source

import (
	"strconv"
	"strings"
)

// formatNumber writes n in a numbering format of WordprocessingML (ECMA-376,
// ST_NumberFormat). A format that is not known is written in decimal.
func formatNumber(format string, n int) string {
	switch format {
	case "none":
		return ""
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "chineseCounting", "japaneseCounting", "taiwaneseCounting", "chineseCountingThousand", "japaneseLegal", "taiwaneseCountingThousand", "koreanCounting":
		return chineseNumber(n, format == "chineseCounting" || format == "taiwaneseCounting")
	case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital":
		return eachDigit(n, "〇一二三四五六七八九")
	case "chineseLegalSimplified", "ideographLegalTraditional":
		return legalNumber(n)
	case "upperLetter":
		return letterNumber(n, 'A')
	case "lowerLetter":
		return letterNumber(n, 'a')
	case "upperRoman":
		return romanNumber(n)
	case "lowerRoman":
		return strings.ToLower(romanNumber(n))
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		switch {
		case n >= 1 && n <= 20:
			return string(rune('①' + n - 1))
		case n >= 21 && n <= 35:
			return string(rune('㉑' + n - 21))
		case n >= 36 && n <= 50:
			return string(rune('㊱' + n - 36))
		}
	case "decimalEnclosedParen":
		if n >= 1 && n <= 20 {
			return string(rune('⑴' + n - 1))
		}
		return "(" + strconv.Itoa(n) + ")"
	case "decimalEnclosedFullstop":
		if n >= 1 && n <= 20 {
			return string(rune('⒈' + n - 1))
		}
		return strconv.Itoa(n) + "."
	case "ideographEnclosedCircle":
		if n >= 1 && n <= 10 {
			return string(rune('㊀' + n - 1))
		}
	case "decimalFullWidth", "decimalFullWidth2":
		return eachDigit(n, "０１２３４５６７８９")
	case "numberInDash":
		return "- " + strconv.Itoa(n) + " -"
	case "ideographTraditional":
		return fromList(n, "甲乙丙丁戊己庚辛壬癸")
	case "ideographZodiac":
		return fromList(n, "子丑寅卯辰巳午未申酉戌亥")
	}
	return strconv.Itoa(n)
}

func fromList(n int, list string) string {
	r := []rune(list)
	if n < 1 || n > len(r) {
		return strconv.Itoa(n)
	}
	return string(r[n-1])
}

func eachDigit(n int, digits string) string {
	d := []rune(digits)
	var b strings.Builder
	for _, c := range strconv.Itoa(n) {
		if c < '0' || c > '9' {
			b.WriteRune(c)
			continue
		}
		b.WriteRune(d[c-'0'])
	}
	return b.String()
}

// chineseNumber writes 12 as 十二 and 112 as 一百一十二. digits: a number from 100
// on is written digit by digit (一一二), as chineseCounting does.
func chineseNumber(n int, digits bool) string {
	if n < 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	if n == 0 {
		return "〇"
	}
	if digits && n >= 100 {
		return eachDigit(n, "〇一二三四五六七八九")
	}
	return positional(n, []rune("零一二三四五六七八九"), []string{"", "十", "百", "千"}, n >= 10 && n < 20)
}

func legalNumber(n int) string {
	if n < 1 || n > 9999 {
		return strconv.Itoa(n)
	}
	return positional(n, []rune("零壹贰叁肆伍陆柒捌玖"), []string{"", "拾", "佰", "仟"}, false)
}

// positional writes n with units; bare leaves out the 一 of 十二.
func positional(n int, digits []rune, units []string, bare bool) string {
	var b strings.Builder
	zero := false
	for place := 3; place >= 0; place-- {
		pow := [...]int{1, 10, 100, 1000}[place]
		d := n / pow % 10
		if d == 0 {
			zero = b.Len() > 0
			continue
		}
		if zero {
			b.WriteRune(digits[0])
			zero = false
		}
		if !(bare && place == 1) {
			b.WriteRune(digits[d])
		}
		b.WriteString(units[place])
	}
	return b.String()
}

// letterNumber gives A … Z, AA, BB …, as Word counts.
func letterNumber(n int, first rune) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(first+rune((n-1)%26)), (n-1)/26+1)
}

func romanNumber(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, r := range [...]struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.value {
			b.WriteString(r.sign)
			n -= r.value
		}
	}
	return b.String()
}
