package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// title is a stretch in 《》: [from,to) is what stands inside, end lies behind the
// closing mark. end 0: not closed.
type title struct{ from, to, end int }

// A title has at most this many code points and line breaks.
const (
	maxTitle  = 160
	maxBreaks = 2
)

// What a nested title is followed by inside an outer one: 《关于印发〈X〉的通知》.
var afterNested = []string{"的通知", "的公告", "的通告", "的意见", "的决定", "的批复", "的函", "的规定", "的办法", "的实施", "的若干", "的解释", "的说明", "的命令", "的答复", "的补充", "的报告", "的请示", "的指导", "等", "第", "若干", "实施", "有关", "和", "、", "及", "与", "中"}

// What a nested title is preceded by: 关于印发, 实施, 修改.
var beforeNested = []string{"印发", "发布", "公布", "转发", "批转", "下发", "修改", "修订", "废止", "实施", "贯彻", "执行", "落实", "关于", "制定", "适用", "颁布", "施行", "调整", "延长", "重新", "继续", "宣传", "学习", "对", "和", "及", "、", "与", "同意", "试行", "开展", "补充", "暂停", "废除"}

// closeTitle finds the end of the 《 at i. Nested 〈〉, ＜＞ and 《》 stay inside. A
// mark that is missing costs that title only: 。 or ； ends the search, and so
// does a 《 that cannot be nested.
func closeTitle(s string, i int) title {
	from := i + len("《")
	depth, breaks := 1, 0
	inner := 0 // open 〈
	for j, n := from, 0; j < len(s) && n < maxTitle; n++ {
		r, w := utf8.DecodeRuneInString(s[j:])
		switch r {
		case '。', '；':
			return title{}
		case '\n':
			if breaks++; breaks > maxBreaks || s[j-1] == '\n' {
				return title{}
			}
		case '〈', '＜', '<':
			inner++
		case '〉', '＞', '>':
			if inner > 0 {
				inner--
			}
		case '《':
			if suffixOf(squeeze(s[from:j]), beforeNested) == "" || !closedTwice(s, j) {
				return title{} // the outer mark was never closed
			}
			depth++
		case '》':
			if inner > 0 && depth == 1 {
				// 〈X》的通知》: the inner mark is closed by the wrong one
				if prefixOf(s[j+w:], afterNested) != "" && nextClose(s, j+w) {
					inner--
					break
				}
			}
			if depth--; depth == 0 {
				return title{from, j, j + w}
			}
		}
		j += w
	}
	return title{}
}

// closedTwice reports that behind the 《 at j the inner and then the outer title
// are closed.
func closedTwice(s string, j int) bool {
	end := strings.Index(s[j:], "》")
	if end < 0 || end > 360 {
		return false
	}
	at := j + end + len("》")
	return nextClose(s, at) || nestedAgain(s, at)
}

// nestedAgain reports a second nested title: 《关于修改《甲》和《乙》的决定》.
func nestedAgain(s string, at int) bool {
	w := prefixOf(s[at:], []string{"和《", "、《", "及《", "与《", "《"})
	if w == "" {
		return false
	}
	end := strings.Index(s[at+len(w):], "》")
	return end > 0 && end < 360 && prefixOf(s[at+len(w)+end+len("》"):], afterNested) != "" && nextClose(s, at+len(w)+end+len("》"))
}

// nextClose reports that the next mark behind at is 》, near, with no 《 or end of
// a stretch between.
func nextClose(s string, at int) bool {
	for n := 0; at < len(s) && n < 60; n++ {
		r, w := utf8.DecodeRuneInString(s[at:])
		switch r {
		case '》':
			return n > 0 || true
		case '《', '。', '；', '，', '\n':
			return false
		}
		at += w
	}
	return false
}

// cite collects the citations of the whole text, in order of place.
func (p *parser) cite() {
	p.fullTitles()
	p.plainNames()
	p.terms()
	p.shortForms()
	p.merge()
	p.selfAndPrior()
	p.numbersAlone()
	p.antecedents()
}

// fullTitles finds every outermost 《…》.
func (p *parser) fullTitles() {
	p.doc.Citations = make([]Citation, 0, strings.Count(p.s, "《"))
	for i := 0; i < len(p.s); {
		j := strings.Index(p.s[i:], "《")
		if j < 0 {
			return
		}
		at := i + j
		t := closeTitle(p.s, at)
		if t.end == 0 {
			i = at + len("《")
			continue
		}
		name := squeeze(p.s[t.from:t.to])
		if name == "" {
			i = t.end
			continue
		}
		c := Citation{Form: FormFull, Title: name, TitleSpan: source.Span{Start: at, End: t.end}, Antecedent: -1}
		_, c.Date = law.SplitEdition(name)
		end := p.behindTitle(&c, t.end)
		c.Span = source.Span{Start: at, End: end}
		c.Issuer = p.issuerBefore(at)
		p.doc.Citations = append(p.doc.Citations, c)
		i = t.end
	}
}

// behindTitle reads the number, the edition and the provisions that follow a
// title directly. It gives the end of what it took.
func (p *parser) behindTitle(c *Citation, at int) int {
	end := at
	apart := false // 以下简称《…》 stands between: what follows lies behind another citation
	for range 3 {
		i := skipBlanks(p.s, at)
		if !openBracket(runeAt(p.s, i)) {
			break
		}
		to, next := bracketed(p.s, i, 120)
		if next == 0 {
			break
		}
		_, w := utf8.DecodeRuneInString(p.s[i:])
		if !p.inBracket(c, i+w, to) {
			break
		}
		at = next
		switch {
		case strings.Contains(p.s[i:to], "《"):
			apart = true
			end = max(end, c.NumberSpan.End)
		case !apart && (c.NumberSpan.End > 0 || !c.Date.IsZero()):
			end = next
		}
	}
	if last := p.provisions(c, at); last > 0 && !apart {
		end = last
	}
	return end
}

// inBracket reads what a bracket behind a title says; false when it says nothing
// of the title. 以下简称 is left to terms, but stepped over.
func (p *parser) inBracket(c *Citation, from, to int) bool {
	from = skipBlanks(p.s, from)
	in := p.s[from:to]
	if n, size, ok := numberAt(in, true); ok && c.Number.IsZero() && plausiblePrefix(n.Prefix) {
		c.Number = n
		c.NumberSpan = source.Span{Start: from, End: from + size}
		return true
	}
	if k := strings.LastIndex(in, "、"); k > 0 && c.Number.IsZero() && runes(in) < 60 {
		// a joint announcement: 甲部、乙委公告2019年第4号
		k += len("、")
		if n, size, ok := numberAt(in[k:], false); ok && suffixOf(n.Prefix, []string{"公告", "令", "通告"}) != "" && organs(strings.TrimSuffix(in[:k], "、")) != nil {
			n.Prefix = in[:k] + n.Prefix
			c.Number, c.NumberSpan = n, source.Span{Start: from, End: from + k + size}
			return true
		}
	}
	if d, _, ok := law.ParseDate(in); ok && containsAny(in, "修正", "修订", "修改", "公布", "发布", "版", "通过", "施行", "本") {
		if c.Date.IsZero() {
			c.Date = d
		}
		return true
	}
	if len(in) >= 4 && asciiDigit(in[0]) && containsAny(in, "修正", "修订", "版", "年本") {
		if n, size, ok := law.ParseNumeral(in); ok && size == 4 && n > 1900 && n < 2100 && c.Date.IsZero() {
			c.Date = law.Date{Year: n}
		}
		return true
	}
	return containsAny(in, "以下简称", "下称", "以下统称", "简称", "以下称")
}

// plausiblePrefix refuses prefixes that are sentences.
func plausiblePrefix(p string) bool {
	return runes(p) <= 40 && !containsAny(p, "关于", "根据", "按照")
}

// issuerBefore gives the organ named directly before a title: 国务院《…》,
// 财政部、税务总局印发的《…》; "" when none stands there.
func (p *parser) issuerBefore(at int) string {
	s := p.s[:at]
	for _, w := range []string{"制定的", "印发的", "发布的", "公布的", "颁布的", "下发的", "出台的", "联合印发的", "联合发布的", "转发的"} {
		if t, ok := strings.CutSuffix(s, w); ok {
			s = strings.TrimSuffix(t, "联合")
			break
		}
	}
	from, n := len(s), 0
	for ; from > 0 && n < 40; n++ {
		r, w := utf8.DecodeLastRuneInString(s[:from])
		if !han(r) && r != '、' {
			break
		}
		from -= w
	}
	name := strings.Trim(s[from+nameStart(s[from:]):], "、")
	if name == "" || organs(name) == nil {
		return ""
	}
	return name
}

// Words that stand before a name; single characters count only where the name
// does not itself begin with them (经济, 自然资源, 和平区).
var (
	boundaryWords = []string{"根据", "依据", "依照", "按照", "遵照", "贯彻", "落实", "执行", "违反", "符合", "适用", "参照", "关于", "转发", "印发", "下发", "发布", "公布", "以及", "或者", "已被", "结合", "学习", "遵守", "对照", "严格", "文件", "文号", "依法", "废止"}
	leadingChars  = "按和及与由以经对被将原在即是为等自从见据并向或的了日年月且如因至到"
	notLeading    = []string{"和平", "和田", "和县", "和林", "和顺", "和龙", "经济", "经开", "经信", "经贸", "对外", "自然", "自治", "自贡", "自由", "原子", "原州", "原平", "原阳", "从江", "从化", "以岭", "及时", "向阳", "日照", "日喀", "如皋", "如东", "年度"}
)

// nameStart gives where a name begins in a stretch that ends with it: behind the
// last word such as 根据, and behind single ones such as 由.
func nameStart(s string) int {
	at := lastWord(s, boundaryWords)
	for at < len(s) {
		r, w := utf8.DecodeRuneInString(s[at:])
		if r != '、' && !strings.ContainsRune(leadingChars, r) || prefixOf(s[at:], notLeading) != "" {
			break
		}
		at += w
	}
	return at
}

// lastWord gives the end of the last of words in s; 0: none.
func lastWord(s string, words []string) int {
	at := 0
	for _, w := range words {
		if i := strings.LastIndex(s, w); i >= 0 && i+len(w) > at {
			at = i + len(w)
		}
	}
	return at
}
