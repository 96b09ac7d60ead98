package law

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
