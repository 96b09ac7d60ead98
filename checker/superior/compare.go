package superior

import (
	"math"
	"strings"
	"unicode/utf8"

	"docreview/corpus/align"
)

// Kind of a difference.
type Kind int

const (
	Fine      Kind = iota // a fine outside those of the provision
	Surcharge             // a charge for late payment above that of the provision
	Deadline              // more time for an organ, or less for the public
	Modality              // 应当, 可以, 不得 where the provision says another
	Exception             // a proviso of the provision is left out
)

// Difference is one thing that a clause says otherwise than a provision.
type Difference struct {
	Kind       Kind
	Start, End int    // bytes of the clause
	Here       string // words of the clause
	There      string // words of the provision
	Why        string // in Chinese: 高于上限, 机关的期限更长 …
	// Clear: a figure is plainly outside; nothing is left to weigh. Said only of
	// what is compared with a provision that the clause cites.
	Clear bool
}

// Compare holds a clause against the provision that it cites. Only what the two
// say of the same matter is compared: a fine, a time limit for the same act, a
// statement in nearly the same words.
func Compare(clause, provision string) []Difference {
	out := compareFines(clause, provision)
	out = append(out, compareSurcharges(clause, provision)...)
	out = append(out, comparePeriods(clause, provision, false)...)
	return append(out, compareWords(clause, provision)...)
}

// CompareNear holds a clause against a provision that it does not cite, whose
// words are nearly its own; nothing is clear then. A statement counts only if it
// is the same but for what differs.
func CompareNear(clause, provision string) []Difference {
	var out []Difference
	for _, s := range statements(clause) {
		words := clause[s.start:s.end]
		from, to, share := align.Nearest(words, provision)
		if share < nearSame || !alikeLength(words, provision[from:to]) {
			continue
		}
		there := sentence(provision, from, to)
		var ds []Difference
		ds = append(ds, compareFines(words, there)...)
		ds = append(ds, compareSurcharges(words, there)...)
		ds = append(ds, comparePeriods(words, there, true)...)
		if share >= sameNear {
			ds = append(ds, compareWords(words, provision)...)
		}
		for _, d := range ds {
			d.Clear, d.Start, d.End = false, d.Start+s.start, d.End+s.start
			if d.Kind == Fine && d.There == "" || d.Kind == Fine && !specific(words, there, 8, 0.85) || d.Kind == Deadline && !specific(words, there, 4, 0.9) {
				continue
			}
			out = append(out, d)
		}
	}
	return out
}

const (
	nearSame = 0.86 // share from which a statement is the superior one in nearly the same words
	sameNear = 0.94 // the same where the clause cites nothing
	sameWord = 0.90 // share from which only the modal word may be what differs
)

// Same reports that a provision says what the clause says, in the same words or
// nearly so, with the same figures and no other modality. The whole clause must
// stand there.
func Same(clause, provision string) bool {
	ss := statements(clause)
	if len(ss) == 0 {
		return false
	}
	for _, s := range ss {
		words := clause[s.start:s.end]
		v := align.Gist(words, provision)
		if v.Stand != align.Exact && (v.Stand != align.Near || v.Share < 0.9) {
			return false
		}
	}
	return len(Compare(clause, provision)) == 0
}

func compareFines(clause, provision string) []Difference {
	mine := Fines(clause)
	if len(mine) == 0 {
		return nil
	}
	theirs := Fines(provision)
	var out []Difference
	for _, r := range mine {
		b, near := Outside(r, theirs)
		d := Difference{Kind: Fine, Start: r.Start, End: r.End, Here: clause[r.Start:r.End]}
		if b != Within && b != Foreign {
			d.There = provision[near.Start:near.End]
		}
		switch b {
		case Above:
			d.Why, d.Clear = "高于上位法的上限", true
		case Below:
			d.Why = "低于上位法的下限"
		case Foreign:
			if len(theirs) > 0 || strings.Contains(provision, "罚") || utf8.RuneCountInString(provision) < 10 {
				continue // another way of reckoning
			}
			d.Why, d.Clear = "所引条款没有规定罚款", true
		default:
			continue
		}
		out = append(out, d)
	}
	return out
}

func compareSurcharges(clause, provision string) []Difference {
	theirs := Surcharges(provision)
	if len(theirs) == 0 {
		return nil
	}
	high := 0.0
	at := theirs[0]
	for _, r := range theirs {
		if r.Max > high {
			high, at = r.Max, r
		}
	}
	var out []Difference
	for _, r := range Surcharges(clause) {
		if r.Max > high*1.000001 {
			out = append(out, Difference{Kind: Surcharge, Start: r.Start, End: r.End, Here: clause[r.Start:r.End],
				There: provision[at.Start:at.End], Why: "滞纳金高于上位法的比例", Clear: true})
		}
	}
	return out
}

// comparePeriods pairs every time limit of the clause with the one of the
// provision that is for the same act from the same day.
func comparePeriods(clause, provision string, near bool) []Difference {
	mine := Periods(clause)
	if len(mine) == 0 {
		return nil
	}
	theirs := Periods(provision)
	var out []Difference
	for _, p := range mine {
		best, second, at := 0.0, 0.0, -1
		var act, since float64
		same := false
		for k, o := range theirs {
			a, b := alike(p, o)
			s := a + b
			// One time limit of the same length for the same act is enough.
			if a >= 0.5 && p.sameUnit(o) && p.N == o.N {
				same = true
			}
			if s > best {
				best, second, at, act, since = s, best, k, a, b
			} else if s > second {
				second = s
			}
		}
		if at < 0 || same || act < 0.7 || since < 0.55 || best-second < 0.15 && len(theirs) > 1 {
			continue
		}
		o := theirs[at]
		duty := p.Duty
		if duty == Unknown || o.Duty != Unknown && o.Duty != duty {
			continue // not told, or not the same one's
		}
		// Working days and days, months and days are not reckoned against each
		// other to the day.
		margin := 1.0
		if !p.sameUnit(o) {
			margin = 1.25
		}
		x, y := reckoned(p, o)
		why := ""
		switch {
		case duty == OfOrgan && x > y*margin:
			why = "机关办理的期限比上位法长"
		case duty == OfPublic && x*margin < y:
			why = "当事人的期限比上位法短"
		case duty == Ban && x > y*margin:
			why = "限制的期间比上位法长"
		default:
			continue
		}
		if duty == OfPublic && !waits(o, provision) {
			continue
		}
		out = append(out, Difference{Kind: Deadline, Start: p.Start, End: p.End, Here: clause[p.Start:p.End] + p.After,
			There: provision[o.Start:o.End] + o.After, Why: why,
			Clear: !near && p.sameUnit(o) && act >= 0.8 && since >= 0.7})
	}
	return out
}

// waits reports that the time limit of the provision gives the public time: one
// that must be kept before something (届满三十日前) is no time to lose.
func waits(o Period, provision string) bool {
	return !strings.HasSuffix(provision[o.Start:o.End], "前")
}

// modals in the order in which they are looked for: what holds another comes
// first.
var modals = []struct {
	word string
	as   string
}{
	{"不得", "不得"}, {"禁止", "不得"}, {"严禁", "不得"}, {"不予", "不予"}, {"不应", "不得"},
	{"应当", "应当"}, {"必须", "应当"}, {"可以", "可以"}, {"有权", "可以"},
}

// modalOf gives the only modal of a text; "" for none or several of different
// meaning.
func modalOf(s string) (as string, at, size int) {
	at = -1
	for i := 0; i < len(s); {
		step := 1
		for _, m := range modals {
			if strings.HasPrefix(s[i:], m.word) {
				if as != "" && as != m.as {
					return "", -1, 0
				}
				if as == "" {
					as, at, size = m.as, i, len(m.word)
				}
				step = len(m.word)
				break
			}
		}
		i += step
	}
	return as, at, size
}

// compareWords looks at statements that are the provision's own but for a modal
// word, or for a proviso.
func compareWords(clause, provision string) []Difference {
	var out []Difference
	for _, s := range statements(clause) {
		words := clause[s.start:s.end]
		if utf8.RuneCountInString(words) < 12 {
			continue
		}
		mine, at, size := modalOf(words)
		bare := words
		if mine != "" {
			bare = words[:at] + words[at+size:]
		}
		from, to, share := align.Nearest(bare, provision)
		if share < sameWord || !alikeLength(bare, provision[from:to]) {
			continue
		}
		there := provision[from:to]
		theirs, tat, tsize := modalOf(there)
		if theirs == "" && mine != "" {
			// The modal may stand just before the stretch.
			theirs, tat, tsize = "", -1, 0
		}
		if mine != "" && theirs != "" && mine != theirs {
			if why := weaker(mine, theirs, words); why != "" {
				out = append(out, Difference{Kind: Modality, Start: s.start + at, End: s.start + at + size,
					Here: words[at : at+size], There: there[tat : tat+tsize], Why: why})
			}
		}
		if p := proviso(provision, to); p != "" && !hasProviso(clause[s.start:]) && mine == theirs {
			out = append(out, Difference{Kind: Exception, Start: s.start, End: s.end, Here: words, There: p, Why: "遗漏了上位法的除外规定"})
		}
	}
	return out
}

// weaker says what a changed modal word does; "" where it harms nobody: an organ
// that binds itself.
func weaker(here, there, words string) string {
	organ := organActs(words)
	switch {
	case there == "应当" && here == "可以" && organ:
		return "上位法是应当履行的职责，改为可以"
	case there == "可以" && here == "应当" && !organ:
		return "上位法是可以，改为应当，增加了义务"
	case there == "可以" && here == "不得":
		return "上位法允许的，改为不得"
	case there == "不得" && (here == "可以" || here == "应当"):
		return "上位法禁止的，改为" + here
	case there == "应当" && (here == "不得" || here == "不予"):
		return "上位法要求的，改为" + here
	}
	return ""
}

// organActs reports that the one who acts in a statement is an organ.
func organActs(s string) bool {
	i := first(s, "应当", "可以", "必须", "不得", "有权")
	if i < 0 {
		return false
	}
	before := s[:i]
	organ, public := -1, -1
	for _, w := range []string{"机关", "部门", "人民政府", "主管", "局", "委员会", "管委会", "街道办事处"} {
		organ = max(organ, strings.LastIndex(before, w))
	}
	for _, w := range []string{"申请人", "当事人", "经营者", "企业", "公民", "单位", "个人", "被许可人", "业主", "用人单位"} {
		public = max(public, strings.LastIndex(before, w))
	}
	return organ > public
}

// proviso gives what follows the stretch in the provision as its exception:
// 法律另有规定的除外, 但是，…除外; "" for none.
func proviso(provision string, to int) string {
	rest := provision[to:]
	if i := strings.IndexAny(rest, "\n"); i >= 0 {
		rest = rest[:i]
	}
	// The stretch must end where the proviso begins.
	t := strings.TrimLeft(rest, "的，,；;。 ")
	if utf8.RuneCountInString(rest)-utf8.RuneCountInString(t) > 3 {
		return ""
	}
	for _, w := range []string{"但是", "但"} {
		if strings.HasPrefix(t, w) {
			if i := strings.Index(t, "除外"); i >= 0 && i < 180 && !strings.Contains(t[:i], "。") {
				return t[:i+len("除外")]
			}
			return ""
		}
	}
	if i := strings.Index(t, "除外"); i >= 0 && i < 90 && !strings.ContainsAny(t[:i], "。；") && strings.Contains(t[:i], "另有") {
		return t[:i+len("除外")]
	}
	return ""
}

func hasProviso(s string) bool {
	if i := strings.Index(s, "\n"); i >= 0 {
		s = s[:i]
	}
	for _, w := range []string{"除外", "但是", "但", "除", "另有规定", "从其规定"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// generic are the words of which clauses on penalties and remedies are made.
var generic = strings.NewReplacer("罚款", "", "责令", "", "改正", "", "限期", "", "逾期", "", "不改", "", "拒不", "", "以上", "", "以下", "", "并处", "", "可以", "",
	"情节", "", "严重", "", "给予", "", "警告", "", "没收", "", "违法所得", "", "违法", "", "直接负责的主管人员", "", "其他直接责任人员", "", "单位", "", "个人", "",
	"主管部门", "", "管理部门", "", "人民政府", "", "部门", "", "机关", "", "行政", "", "县级", "", "违反", "", "规定", "", "条例", "", "办法", "", "停产", "", "停业", "",
	"整顿", "", "吊销", "", "许可证", "", "造成", "", "损失", "", "后果", "", "依法", "", "责任", "", "构成犯罪", "", "追究", "", "申请", "", "复议", "", "起诉", "", "提起", "", "诉讼", "",
	"人民法院", "", "上一级", "", "不服", "", "决定", "", "处罚", "", "收到", "", "接到", "", "通知", "", "作出", "", "受理", "", "之日", "", "当事人", "",
	"可以", "", "应当", "", "向", "", "的", "", "处", "", "由", "", "元", "", "万", "", "倍", "", "日", "", "内", "")

// specific reports that two statements speak of the same matter: what is left
// when the words of every penalty and remedy are taken out is of some length
// and stands in both.
func specific(words, there string, least int, share float64) bool {
	mine, theirs := generic.Replace(digitless(words)), generic.Replace(digitless(there))
	return len(content(mine)) >= least && common(mine, theirs) >= share && len(content(theirs)) <= 2*len(content(mine))
}

func digitless(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune("〇零一二三四五六七八九十百千万亿两", r) {
			return -1
		}
		return r
	}, s)
}

type stretch struct{ start, end int }

// statements cuts a clause into what can be compared: sentences and halves of
// sentences at a semicolon, without the words that only name the basis.
func statements(s string) []stretch {
	var out []stretch
	from := 0
	add := func(end int) {
		a := skipBasis(s, from, end)
		for a < end && strings.IndexByte(" \t\n", s[a]) >= 0 {
			a++
		}
		if utf8.RuneCountInString(s[a:end]) >= 10 {
			out = append(out, stretch{a, end})
		}
	}
	for i, r := range s {
		if r == '。' || r == '；' || r == '\n' {
			add(i)
			from = i + utf8.RuneLen(r)
		}
	}
	if from < len(s) {
		add(len(s))
	}
	return out
}

// skipBasis steps over 依照《…》第十条的规定， at the start of a statement.
func skipBasis(s string, from, end int) int {
	t := s[from:end]
	i := strings.LastIndex(t, "》")
	if i < 0 {
		return from
	}
	rest := t[i+len("》"):]
	if j := strings.Index(rest, "，"); j >= 0 && j < 60 && (strings.Contains(rest[:j], "条") || strings.Contains(rest[:j], "规定")) {
		return from + i + len("》") + j + len("，")
	}
	return from + i + len("》")
}

// alikeLength reports that two stretches are about as long.
func alikeLength(a, b string) bool {
	x, y := float64(utf8.RuneCountInString(a)), float64(utf8.RuneCountInString(b))
	return math.Abs(x-y) <= 0.35*math.Max(x, y)+2
}

// sentence widens a stretch of the provision to the statements it lies in.
func sentence(s string, from, to int) string {
	if i := strings.LastIndexAny(s[:from], "。；\n"); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		from = i + size
	} else {
		from = 0
	}
	if i := strings.IndexAny(s[to:], "。；\n"); i >= 0 {
		to += i
	} else {
		to = len(s)
	}
	return s[from:to]
}
