package law

import (
	"strings"
	"unicode/utf8"
)

const (
	republic = "中华人民共和国"
	endMarks = "》〉>＞”\"＂‘’」』'\uFFFD" // the last: nothing follows
)

// maxMarks bounds the marks taken off one title; nobody writes more than two.
const maxMarks = 4

// TitleKey gives one key for all spellings of a title: brackets, blanks, width,
// the leading 中华人民共和国 (also directly inside 《》 or 〈〉), edition marks
// （2021修订） and the marks 〈〉《》“” folded. （试行） and 暂行 belong to the name and
// stay, and so does （2019年本）, by which catalogues tell themselves apart.
func TitleKey(title string) string {
	name, _ := SplitEdition(title)
	var b strings.Builder
	b.Grow(len(name))
	fresh := true // at the start or directly after an opening mark
	for i := 0; i < len(name); {
		if fresh && strings.HasPrefix(name[i:], republic) {
			if c, _ := utf8.DecodeRuneInString(name[i+len(republic):]); !strings.ContainsRune(endMarks, c) {
				i += len(republic)
				fresh = false
				continue
			}
		}
		r, w := utf8.DecodeRuneInString(name[i:])
		i += w
		switch r {
		case '《', '〈', '<', '＜', '“', '「', '『':
			fresh = true
			continue
		case '》', '〉', '>', '＞', '”', '"', '＂', '‘', '’', '」', '』', '\'', '\n', '\r', '\u200c', '\u200d', utf8.RuneError:
			continue
		case '[', '［', '〔', '【', '﹝':
			r = '('
		case ']', '］', '〕', '】', '﹞':
			r = ')'
		}
		if blank(r) {
			continue
		}
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		b.WriteRune(r)
		fresh = false
	}
	return b.String()
}

// SplitEdition takes the marks of an edition off the end of a title:
// 行政处罚法（2021年修订） gives 行政处罚法 and 2021. The date is zero where the
// title names no edition or the mark gives no year. Marks around the title stay.
func SplitEdition(title string) (name string, edition Date) {
	name = title
	for range maxMarks {
		t := strings.TrimRightFunc(name, blank)
		tail := ""
		if c := strings.TrimSuffix(t, "》"); c != t && strings.HasPrefix(strings.TrimLeftFunc(t, blank), "《") {
			t, tail = c, "》"
		}
		r, w := utf8.DecodeLastRuneInString(t)
		if r != ')' && r != '）' && r != ']' && r != '〕' && r != '］' && r != '】' {
			return name, edition
		}
		open := strings.LastIndexAny(t, "(（[〔［【")
		if open <= 0 || strings.Trim(t[:open], "《〈<＜“「『 \t\u3000\u00a0") == "" {
			return name, edition // nothing stands before it that it could be an edition of
		}
		_, ow := utf8.DecodeRuneInString(t[open:])
		d, ok := editionMark(t[open+ow:len(t)-w], t[:open])
		if !ok {
			return name, edition
		}
		if edition.IsZero() {
			edition = d
		}
		name = strings.TrimRightFunc(t[:open], blank) + tail
	}
	return name, edition
}

// editionMark reads what stands in the brackets: 2017年修正, 2021修订, 修订,
// 2018年10月26日第三次修正, 最新修订, 2019; base is what stands before them.
func editionMark(s, base string) (d Date, ok bool) {
	s = strings.Map(func(r rune) rune {
		if blank(r) {
			return -1
		}
		return r
	}, s)
	rest := s
	switch date, n, isDate := ParseDate(s); {
	case isDate:
		d, rest = date, s[n:]
	default:
		if y, n := year(s); n > 0 {
			d, rest = Date{Year: y}, s[n:]
		}
	}
	rest = strings.TrimPrefix(rest, "最新")
	rest = strings.TrimPrefix(rest, "新")
	if n := after(rest, "第"); n > 0 {
		if _, w := numeralAfter(rest[n:]); w > 0 && strings.HasPrefix(rest[n+w:], "次") {
			rest = rest[n+w+len("次"):]
		}
	}
	for _, e := range []string{"修正", "修订", "修改"} {
		if strings.HasPrefix(rest, e) {
			switch rest[len(e):] {
			case "", "本", "版", "文本", "通过", "公布", "发布", "施行":
				return d, true
			}
			return Date{}, false
		}
	}
	// A bare year or date marks an edition of what is amended under its name; a
	// catalogue or a plan of a year is another work every year.
	if rest == "" && d.Year > 0 {
		for _, e := range []string{"法", "条例", "规定", "办法", "细则", "规则", "宪法", "决定"} {
			if strings.HasSuffix(strings.TrimRightFunc(base, blank), e) {
				return d, true
			}
		}
	}
	return Date{}, false
}

// TitleCore takes out of a TitleKey the words that drafters confuse: 管理, 实施,
// 监督, 暂行, particles, and the kind of regulation at the end. Two titles with
// one core are near; they are not the same.
func TitleCore(key string) string {
	var b strings.Builder
	b.Grow(len(key))
scan:
	for i := 0; i < len(key); {
		for _, w := range [...]string{"管理", "实施", "暂行", "试行", "若干", "监督", "(", ")", "、", "和", "的"} {
			if strings.HasPrefix(key[i:], w) {
				i += len(w)
				continue scan
			}
		}
		_, w := utf8.DecodeRuneInString(key[i:])
		b.WriteString(key[i : i+w])
		i += w
	}
	s := b.String()
	for _, k := range [...]string{"条例", "办法", "规定", "细则", "规则", "决定", "意见", "通知", "准则", "规范"} {
		if t, ok := strings.CutSuffix(s, k); ok && utf8.RuneCountInString(t) >= 2 {
			return t
		}
	}
	return s
}
