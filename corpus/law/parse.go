package law

import (
	"strings"
	"unicode"
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

// The longest prefix read, in code points: 第十三届全国人民代表大会常务委员会公告 has 20,
// orders of five ministries have more.
const maxPrefix = 60

const (
	openers = "〔[［(（【﹝｛{〖「"
	closers = "〕]］)）】﹞｝}〗」"
)

// ParseDocNumber reads a document number at the start of s, brackets of any
// kind: 国办发〔2018〕37号, 国务院令第722号, 农业农村部公告2019年第4号. A prefix is
// needed; finding where it starts is the caller's work. Two digits of a year in
// brackets belong to the twentieth century (国发〔85〕5号).
func ParseDocNumber(s string) (n DocNumber, size int, ok bool) {
	for i, c := 0, 0; i < len(s) && c <= maxPrefix; c++ {
		r, w := utf8.DecodeRuneInString(s[i:])
		if i > 0 {
			if y, serial, used := numberTail(s[i:], s[:i]); used > 0 {
				return DocNumber{strings.TrimRightFunc(s[:i], blank), y, serial}, i + used, true
			}
		}
		if !unicode.Is(unicode.Han, r) || r == '〇' || r == '号' || r == '年' {
			return DocNumber{}, 0, false
		}
		i += w
	}
	return DocNumber{}, 0, false
}

// numberTail reads what follows the prefix; used is 0 when it is no number.
func numberTail(s, prefix string) (y, serial, used int) {
	b := skipBlanks(s)
	r, w := utf8.DecodeRuneInString(s[b:])
	rest := s[b:]
	switch {
	case w > 0 && strings.ContainsRune(openers, r):
		return bracketed(rest, w, b)
	case strings.HasPrefix(rest, "第"):
		n, u := serialAfter(rest, true)
		if u == 0 {
			return 0, 0, 0
		}
		return 0, n, b + u
	}
	// 公告2019年第4号, 公告二〇一九年第四号
	if y, n := year(rest); n > 0 && y >= 1900 && y <= 2999 {
		if a := after(rest[n:], "年"); a > 0 {
			if v, u := serialAfter(rest[n+a:], true); u > 0 {
				return y, v, b + n + a + u
			}
			return 0, 0, 0
		}
	}
	// 国务院令722号
	if _, han, ok := digit(r); ok && !han && (strings.HasSuffix(prefix, "令") || strings.HasSuffix(prefix, "公告") || strings.HasSuffix(prefix, "字")) {
		if v, u := serialAfter(rest, false); u > 0 {
			return 0, v, b + u
		}
	}
	return 0, 0, 0
}

// bracketed reads 〔2018〕37号, (2018)第37号, （第722号）.
func bracketed(s string, open, before int) (y, serial, used int) {
	n := open + skipBlanks(s[open:])
	if v, u := serialAfter(s[n:], true); u > 0 {
		if c := closer(s[n+u:]); c > 0 {
			return 0, v, before + n + u + c
		}
		return 0, 0, 0
	}
	v, w := plainDigits(s[n:])
	switch c := utf8.RuneCountInString(s[n : n+w]); {
	case c == 4 && v >= 1900 && v <= 2999:
		y = v
	case c == 2 && v >= 49:
		y = 1900 + v
	default:
		return 0, 0, 0
	}
	n += w
	n += after(s[n:], "年")
	c := closer(s[n:])
	if c == 0 {
		return 0, 0, 0
	}
	n += c
	serial, u := serialAfter(s[n:], false)
	if u == 0 {
		return 0, 0, 0
	}
	return y, serial, before + n + u
}

func closer(s string) int {
	b := skipBlanks(s)
	r, w := utf8.DecodeRuneInString(s[b:])
	if w > 0 && strings.ContainsRune(closers, r) {
		return b + w
	}
	return 0
}

// serialAfter reads 第37号 or 37号; must says that 第 is needed.
func serialAfter(s string, must bool) (n, size int) {
	d := after(s, "第")
	if d == 0 && must {
		return 0, 0
	}
	n, w := numeralAfter(s[d:])
	if w == 0 || n < 1 {
		return 0, 0
	}
	h := after(s[d+w:], "号")
	if h == 0 {
		return 0, 0
	}
	return n, d + w + h
}

// String writes n in the standard form: 国办发〔2018〕37号, 国务院令第722号,
// 交通运输部令2016年第2号, 农业农村部公告2019年第4号; "" for zero.
func (n DocNumber) String() string {
	switch {
	case n.IsZero():
		return ""
	case n.Year == 0:
		return n.Prefix + "第" + itoa(n.Serial) + "号"
	case strings.HasSuffix(n.Prefix, "令") || strings.HasSuffix(n.Prefix, "公告") || strings.HasSuffix(n.Prefix, "通告"):
		return n.Prefix + itoa(n.Year) + "年第" + itoa(n.Serial) + "号"
	}
	return n.Prefix + "〔" + itoa(n.Year) + "〕" + itoa(n.Serial) + "号"
}

// Key gives one key for all spellings of a number: blanks and 中华人民共和国 before
// the issuer do not count, and accepted short names of ministries stand for the
// full ones (市场监管总局令第99号). "" for zero.
func (n DocNumber) Key() string {
	if n.IsZero() {
		return ""
	}
	p := strings.Map(func(r rune) rune {
		if blank(r) {
			return -1
		}
		return r
	}, n.Prefix)
	if t := strings.TrimPrefix(p, republic); t != "" {
		p = t
	}
	for _, kind := range []string{"令", "公告"} {
		if organ, ok := strings.CutSuffix(p, kind); ok {
			p = fullOrgan(organ) + kind
		}
	}
	return p + "|" + itoa(n.Year) + "|" + itoa(n.Serial)
}

// fullOrgan gives the full name of an organ whose orders are cited under an
// accepted short name (国务院办公厅关于机关名称简称的惯用写法).
func fullOrgan(s string) string {
	switch s {
	case "市场监管总局", "国家市场监管总局":
		return "国家市场监督管理总局"
	case "安全监管总局", "国家安全监管总局", "国家安监总局", "安监总局":
		return "国家安全生产监督管理总局"
	case "质检总局", "国家质检总局":
		return "国家质量监督检验检疫总局"
	case "工商总局", "国家工商总局":
		return "国家工商行政管理总局"
	case "食品药品监管总局", "国家食品药品监管总局", "食药监总局":
		return "国家食品药品监督管理总局"
	case "住房城乡建设部", "住建部":
		return "住房和城乡建设部"
	case "发展改革委", "国家发展改革委", "国家发改委", "发改委":
		return "国家发展和改革委员会"
	case "人力资源社会保障部", "人社部":
		return "人力资源和社会保障部"
	case "工信部":
		return "工业和信息化部"
	case "国家卫生健康委", "卫生健康委", "国家卫健委":
		return "国家卫生健康委员会"
	case "国家药监局", "药监局":
		return "国家药品监督管理局"
	case "广电总局", "国家广电总局":
		return "国家广播电视总局"
	case "环保部":
		return "环境保护部"
	case "人民银行":
		return "中国人民银行"
	case "银监会":
		return "中国银行业监督管理委员会"
	case "证监会":
		return "中国证券监督管理委员会"
	}
	return s
}
