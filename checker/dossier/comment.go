package dossier

import (
	"strings"

	"docreview/checker"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// comment reads an announcement of a public comment: period, channel, the reason
// for a shorter period.
func (x *extractor) comment() []checker.Fact {
	out := x.period(false)
	if s := x.channel(); !s.IsZero() {
		out = append(out, x.fact("channel", x.text(s), s))
	}
	if s, _ := x.find(reasonWords); !s.IsZero() {
		out = append(out, x.fact("reason", x.text(s), s))
	}
	return out
}

var reasonWords = lazily(`(?:因|由于|鉴于)[^。；\n]{2,60}缩短[^。；\n]{0,20}期限|缩短[^。；\n]{0,10}(?:期限|时间)[^。；\n]{0,20}(?:理由|原因|因为|主要是)[^。；\n]{2,60}`)

// aboutComment are words of which a sentence about the period of a public comment
// has one; title lines and days of other things have none.
var aboutComment = []string{"征求意见", "征集意见", "意见征集", "征求社会", "反馈", "公示", "征求公众", "提出意见", "征集时间", "征求时间", "期限", "截止", "截至", "开始时间", "结束时间", "起止"}

// period reads the period of a public comment. strictly asks that the sentence
// speaks of the comment with the public itself, as in a text that tells of many steps.
func (x *extractor) period(strictly bool) []checker.Fact {
	speaks := func(at source.Span) bool {
		s := x.text(x.sentenceAt(at))
		if strictly {
			return strings.Contains(s, "公开征求") || strings.Contains(s, "向社会")
		}
		for _, w := range aboutComment {
			if strings.Contains(s, w) {
				return true
			}
		}
		return false
	}
	for _, d := range x.days(x.whole()) {
		if end := x.until(d); end.known() && speaks(d.span) {
			return []checker.Fact{x.dayFact("from", d), x.dayFact("to", end)}
		}
	}
	if strictly {
		return nil
	}
	from, to := x.labelledDay("开始时间", "开始日期", "征集开始时间", "起始时间"), x.labelledDay("结束时间", "结束日期", "征集结束时间", "截止时间", "截止日期")
	if from.known() && to.known() {
		return []checker.Fact{x.dayFact("from", from), x.dayFact("to", to)}
	}
	var out []checker.Fact
	own := x.own()
	if x.d.Published.Value.Valid() {
		own = dated{x.d.Published.Value, x.d.Published.Span}
	}
	if !to.known() {
		to = x.deadline(own.day)
	}
	if own.known() && to.known() && !to.day.Before(own.day) {
		return []checker.Fact{x.dayFact("from", own), x.dayFact("to", to)}
	}
	if s, g := x.find(lengthWords); !s.IsZero() {
		n, ok := numeral(x.text(g[0]))
		if ok && n > 0 {
			f := x.numberFact("days", n, s)
			f.Text = "日"
			if strings.Contains(x.text(g[1]), "工作日") {
				f.Text = "工作日"
			}
			out = append(out, f)
			if own.known() {
				out = append(out, x.dayFact("from", own))
			}
			return out
		}
	}
	if to.known() {
		out = append(out, x.dayFact("to", to))
	}
	return out
}

var lengthWords = lazily(`(?:期限|公示期|征求意见(?:时间|期)|公告(?:发布|公布|刊登)?之日起|发布之日起|公布之日起)[^。；\n0-9一二三四五六七八九十]{0,6}([0-9]+|[一二三四五六七八九十]+)(个?工作日|日|天)`)

// until reads 「至3月30日」 behind a day.
func (x *extractor) until(d dated) dated {
	rest := x.norm[d.span.End:]
	n := 0
	skip := func(ws ...string) bool {
		for _, w := range ws {
			if strings.HasPrefix(rest[n:], w) {
				n += len(w)
				return true
			}
		}
		return false
	}
	for skip(" ", "　", "起", "开始", "（含）", "(含)", "（星期") {
	}
	if !skip("至", "到", "—", "－", "–", "~", "～", "-", "─") {
		return dated{}
	}
	for skip("—", "-", "－", "─", " ", "　", "截止") {
	}
	end, w := dateAt(rest[n:], d.day)
	if w == 0 {
		return dated{}
	}
	return dated{end, source.Span{Start: d.span.End + n, End: d.span.End + n + w}}
}

// deadline reads 「请于4月10日前反馈」 and 「截止日期为4月10日」. base is the day of the
// paper, from which a missing year is taken.
func (x *extractor) deadline(base law.Date) dated {
	for _, p := range []pattern{deadlineBefore, deadlineUntil} {
		s, g := x.find(p)
		if s.IsZero() {
			continue
		}
		if d, w := dateAt(x.text(g[0]), base); w > 0 {
			return dated{d, g[0]}
		}
	}
	return dated{}
}

var (
	deadlineBefore = lazily(`(?:于|在)((?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日)(?:之?前|以前|下班前)[^。；\n]{0,60}(?:反馈|提出|寄|发送|反映|邮箱|意见)`)
	deadlineUntil  = lazily(`截[止至](?:时间|日期)?(?:为|至|到|是)?[：:\t ]*((?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日)`)
)

// channel finds where the public was asked.
func (x *extractor) channel() source.Span {
	for _, f := range x.d.Meta {
		if f.Key == "信息来源" || f.Key == "来源" || f.Key == "网站名称" {
			return f.Span
		}
	}
	s, g := x.find(channelWords)
	if s.IsZero() {
		return source.Span{}
	}
	return g[0]
}

var channelWords = lazily(`(?:在|通过|登录|登陆|访问|经|于)([\p{Han}“”（）]{0,24}?(?:门户网站|政府网站|政府网|工作群|微信群|官方网站|官网|公众号|政务平台|征集平台|意见征集系统|日报|公报|网站))`)

// counts reads how many comments came in and what became of them; one list of
// facts for each round that the paper tells of.
func (x *extractor) counts() [][]checker.Fact {
	type hit struct {
		name string
		n    int
		at   source.Span
	}
	var hits []hit
	for _, m := range countWords().FindAllStringSubmatchIndex(x.norm, -1) {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return x.norm[m[2*i]:m[2*i+1]]
		}
		at := source.Span{Start: m[0], End: m[1]}
		var name, number string
		switch {
		case group(1) != "":
			name, number = "received", group(2)
		case group(4) != "":
			name, number = adoptedAs(group(3)), group(4)
		default:
			name, number = adoptedAs(group(6)), group(5)
		}
		if n, ok := numeral(number); ok {
			hits = append(hits, hit{name, n, at})
		}
	}
	var out [][]checker.Fact
	var now []checker.Fact
	flush := func() {
		if len(now) > 0 {
			out = append(out, now)
		}
		now = nil
	}
	for _, h := range hits {
		again := false
		for _, f := range now {
			again = again || f.Name == h.name && f.N == h.n
		}
		if again {
			continue
		}
		if h.name == "received" {
			flush()
		}
		now = append(now, x.numberFact(h.name, h.n, h.at))
	}
	flush()
	if len(out) == 0 {
		if s, _ := x.find(noneWords); !s.IsZero() {
			out = append(out, []checker.Fact{x.numberFact("received", 0, s)})
		}
	}
	// 「全部采纳」 gives the number of those received.
	for i, facts := range out {
		if len(facts) == 1 && facts[0].Name == "received" && facts[0].N > 0 && len(out) == 1 {
			if s, _ := x.find(allWords); !s.IsZero() {
				out[i] = append(facts, x.numberFact("adopted", facts[0].N, s))
			}
		}
	}
	return out
}

func adoptedAs(how string) string {
	switch {
	case strings.HasPrefix(how, "部分"):
		return "partly"
	case strings.ContainsAny(how, "不未"):
		return "rejected"
	}
	return "adopted"
}

const countNumeral = `([0-9]+|[〇零一二三四五六七八九十百两]+)`

var (
	countWords = lazily(`(收到|征集到|收集到|征得|收集)[^。；，、\n0-9〇零一二三四五六七八九十百两]{0,24}` + countNumeral + ` ?[条件]` +
		`|((?:不予|未予|未被|未|不|部分|予以|已|全部)*)采纳(?:的)?(?:意见|建议)*[：:\t ]*(?:共|为|的有|有)?` + countNumeral + ` ?[条件]` +
		`|` + countNumeral + ` ?[条件](?:意见|建议)*((?:不予|未予|未被|未|不|部分|予以|已)+)采纳`)
	noneWords = lazily(`(?:未|没有)(?:收到|征集到|收集到)[^。；，\n]{0,16}(?:意见|建议)|(?:收到|征集到)[^。；，\n]{0,12}意见(?:建议)?0条`)
	allWords  = lazily(`(?:全部|均)(?:已|予以)*采纳`)
)

// consulted reads which organs were asked and which answered.
func (x *extractor) consulted() []checker.Fact {
	var out []checker.Fact
	if s, g := x.find(askedWords); !s.IsZero() {
		if n, ok := numeral(x.text(g[1])); ok {
			out = append(out, x.numberFact("asked", n, s))
		}
		if !g[0].IsZero() {
			list := source.Span{Start: g[0].Start, End: g[0].Start + len(strings.TrimSuffix(x.text(g[0]), "等"))}
			out = append(out, x.listed("organ", list)...)
		}
	}
	if s, g := x.find(answeredWords); !s.IsZero() {
		if n, ok := numeral(x.text(g[0])); ok {
			out = append(out, x.numberFact("answered", n, s))
		}
	}
	return out
}

var (
	askedWords    = lazily(`征求(?:了)?([\p{Han}、]{2,200}?)?(?:等)?` + countNumeral + `(?:个|家)(?:县|市|区|省)?(?:直|级)?(?:有关|相关)?(?:部门|单位)`)
	answeredWords = lazily(`(?:收到|反馈|回收)(?:书面)?(?:回函|复函|回复意见|回复|书面意见|反馈函|部门反馈)` + countNumeral + `(?:份|件)`)
)
