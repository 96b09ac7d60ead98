package superior

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"docreview/corpus/law"
)

// Period is a time limit with the words around it.
type Period struct {
	N          int
	Unit       Unit
	Month      bool // given in months
	Year       bool
	Start, End int    // bytes of the figure with its unit
	Before     string // 自受理申请之日起
	After      string // 作出决定
	Duty       Duty
	Bound      Bound
}

// Bound says whether a time limit is one to act in, the least or the most.
type Bound int

const (
	In      Bound = iota // 二十日内
	AtLeast              // 不得少于二十日
	AtMost               // 最长不得超过二十日
)

// Duty says whose time it is.
type Duty int

const (
	Unknown  Duty = iota
	OfOrgan       // an organ must act: longer is worse for the public
	OfPublic      // the public must or may act: shorter is worse
	Ban           // the public is shut out for that time: longer is worse
)

var periodForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(\d+|[〇零一二三四五六七八九十百两]+)\s*(个工作日|工作日|个月|小时|日|天|年)(?:以内|之内|内|前|之前|以前)`)
})

var boundForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(不得少于|不少于|不得短于|不得超过|不超过)(\d+|[〇零一二三四五六七八九十百两]+)\s*(个工作日|工作日|个月|小时|日|天|年)`)
})

const around = 16 // code points on each side that tell what a time limit is for

// Periods gives the time limits of a text: 自受理之日起二十日内作出决定.
func Periods(s string) []Period {
	var out []Period
	var within [][]int
	if strings.Contains(s, "内") || strings.Contains(s, "前") { // the form ends with one of them
		within = periodForm().FindAllStringSubmatchIndex(s, -1)
	}
	for _, m := range within {
		n, w, ok := law.ParseNumeral(s[m[2]:m[3]])
		if !ok || w != m[3]-m[2] || n == 0 {
			continue
		}
		p := Period{N: n, Start: m[0], End: m[1]}
		p.setUnit(s[m[4]:m[5]])
		before := since(s[:m[0]])
		p.Before = tail(before, around)
		after := s[m[1]:]
		if i := strings.IndexAny(after, "。；：\n"); i >= 0 {
			after = after[:i]
		}
		after = strings.TrimLeft(after, "，、 ")
		p.After = head(after, around)
		p.Duty = dutyOf(p.After, before)
		out = append(out, p)
	}
	if !strings.Contains(s, "少于") && !strings.Contains(s, "短于") && !strings.Contains(s, "超过") {
		return out
	}
	for _, m := range boundForm().FindAllStringSubmatchIndex(s, -1) {
		n, w, ok := law.ParseNumeral(s[m[4]:m[5]])
		if !ok || w != m[5]-m[4] || n == 0 {
			continue
		}
		p := Period{N: n, Start: m[0], End: m[1], Bound: AtLeast, Duty: OfPublic, Before: tail(since(s[:m[0]]), 2*around)}
		p.setUnit(s[m[6]:m[7]])
		if strings.HasSuffix(s[m[2]:m[3]], "超过") {
			p.Bound, p.Duty = AtMost, Unknown
			for _, w := range []string{"延长", "审查期限", "办理期限", "办理时限", "查封", "扣押", "期限最长"} {
				if strings.Contains(p.Before, w) {
					p.Duty = OfOrgan
				}
			}
		}
		out = append(out, p)
	}
	return out
}

// since gives what stands before a figure in its part of the sentence.
func since(before string) string {
	if i := strings.LastIndexAny(before, "。；：\n"); i >= 0 {
		_, size := utf8.DecodeRuneInString(before[i:])
		before = before[i+size:]
	}
	if i := strings.LastIndex(before, "》"); i >= 0 { // 依照《…》第五条，
		rest := before[i+len("》"):]
		if j := strings.Index(rest, "，"); j >= 0 && j < 60 {
			before = rest[j+len("，"):]
		}
	}
	return before
}

func (p *Period) setUnit(s string) {
	switch s {
	case "个工作日", "工作日":
		p.Unit = WorkDays
	case "个月":
		p.Unit, p.Month = Days, true
	case "年":
		p.Unit, p.Year = Days, true
	case "小时":
		p.Unit = Hours
	default:
		p.Unit = Days
	}
}

// days gives the length, months as 30 and years as 365 days; workdays count 7/5.
func (p Period) days() float64 {
	switch {
	case p.Month:
		return 30 * float64(p.N)
	case p.Year:
		return 365 * float64(p.N)
	case p.Unit == WorkDays:
		return 1.4 * float64(p.N)
	case p.Unit == Hours:
		return float64(p.N) / 24
	}
	return float64(p.N)
}

// reckoned gives the lengths of two time limits to compare. Several laws reckon
// their days as working days (行政许可法第八十二条, 行政处罚法第八十五条): 日 of the
// superior provision counts as 工作日 where the clause says so.
func reckoned(p, o Period) (x, y float64) {
	if p.Unit == WorkDays && o.Unit == Days && !o.Month && !o.Year {
		return float64(p.N), float64(o.N)
	}
	return p.days(), o.days()
}

// sameUnit reports that two periods can be compared without counting days.
func (p Period) sameUnit(o Period) bool {
	return p.Unit == o.Unit && p.Month == o.Month && p.Year == o.Year
}

// dutyOf tells by the verb behind a time limit who is to act in it.
func dutyOf(after, before string) Duty {
	if strings.HasPrefix(after, "不得") || strings.HasPrefix(after, "禁止") || strings.HasPrefix(after, "不予受理") {
		return Ban
	}
	organ := first(after, "作出", "答复", "予以受理", "决定", "审查", "审核", "审批", "办结", "批准", "告知", "送达", "颁发", "发给", "核发", "拨付", "支付", "退还", "出具", "办理完", "复核", "解除", "移送", "公布")
	public := first(after, "申请", "提出", "起诉", "提起", "提交", "缴纳", "补正", "报告", "申报", "陈述", "申辩", "交纳", "办理")
	switch {
	case organ >= 0 && (public < 0 || organ < public):
		// 向……提出 by the public comes before what the organ decides; an applicant
		// named as the one who must act makes it his.
		if i := first(before, "申请人应当", "当事人应当", "申请人可以", "当事人可以"); i >= 0 {
			return Unknown
		}
		return OfOrgan
	case public >= 0:
		for _, w := range []string{"机关应当", "部门应当", "机关可以", "政府应当", "行政机关"} {
			if strings.Contains(before, w) {
				return Unknown
			}
		}
		return OfPublic
	}
	return Unknown
}

func first(s string, words ...string) int {
	at := -1
	for _, w := range words {
		if i := strings.Index(s, w); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	return at
}

// alike says how near two time limits are in what they are for: 0 to 1 of the
// words behind and of the words before.
func alike(a, b Period) (after, before float64) {
	switch {
	case a.Bound != b.Bound:
		return 0, 0
	case a.Bound != In:
		before = common(a.Before, b.Before)
		return before, before
	}
	return common(a.After, b.After), common(a.Before, b.Before)
}

// common is how much of the shorter of two strings stands in the other in order.
func common(a, b string) float64 {
	x, y := content(a), content(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return 0
	}
	row := make([]int, len(y)+1)
	for i := range x {
		diag := 0
		for j := range y {
			up := row[j+1]
			switch {
			case x[i] == y[j]:
				row[j+1] = diag + 1
			default:
				row[j+1] = max(row[j], up)
			}
			diag = up
		}
	}
	return float64(row[len(y)]) / float64(len(x))
}

// content keeps the characters that carry meaning.
func content(s string) []rune {
	var out []rune
	for _, r := range s {
		if r < 0x4e00 || r > 0x9fff || strings.ContainsRune("的之了在应当其由自起日内并及或者和与", r) {
			continue
		}
		out = append(out, r)
	}
	return out
}

func tail(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
}

func head(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// Alike says how much of what the shorter of two texts means stands in the other
// in order, from 0 to 1.
func Alike(a, b string) float64 { return common(a, b) }
