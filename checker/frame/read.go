package frame

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"docreview/checker/literal"
	"docreview/checker/source"
)

// reader reads one clause; places are offsets into text until they leave it.
type reader struct {
	text string
	base int
}

func (r *reader) span(from, to int) source.Span {
	return source.Span{Start: r.base + from, End: r.base + to}
}

// word is a word with what it says.
type word struct {
	text string
	says Modality
}

// modals are the words of duty and leave, the longer before the shorter that it
// begins with. Nobody changes it.
var modals = []word{
	{"不得不", None}, {"不应当", MustNot}, {"不允许", MustNot}, {"不得", MustNot}, {"不准", MustNot}, {"不许", MustNot}, {"不能", MustNot}, {"不可以", MustNot}, {"不应", MustNot},
	{"严禁", MustNot}, {"禁止", MustNot}, {"一律不", MustNot}, {"概不", MustNot}, {"停止", MustNot}, {"不再", MustNot}, {"杜绝", MustNot},
	{"后方可", Only}, {"后方能", Only}, {"方可", Only}, {"方能", Only}, {"方准", Only}, {"才可以", Only}, {"才可", Only}, {"才能", Only}, {"后才", Only}, {"始得", Only}, {"仅限", Only}, {"只限", Only}, {"只能", Must}, {"只准", Only},
	{"应当", Must}, {"必须", Must}, {"务必", Must}, {"应该", Must}, {"需要", Must}, {"须", Must}, {"一律", Must}, {"均应", Must}, {"应", Must}, {"需", Must},
	{"可以", May}, {"有权", May}, {"可", May}, {"鼓励", May},
}

// notModal are words in which a modal word is none.
var notModal = []string{"必需品", "需求", "所需", "急需", "按需", "供需", "响应", "供应", "反应", "对应", "相应", "适应", "效应", "应急", "应用", "应聘", "应届", "应收", "应付", "应对", "应税", "可能", "认可", "许可", "可行", "可靠", "可持续", "不可抗力", "可再生", "应诉", "应答", "应征", "无需", "不需", "可回收", "停止侵害", "无须", "不须", "内需"}

// actors are the words for those who act, by kind.
var actors = []struct {
	party Party
	words []string
}{
	{Outside, []string{"外地", "外埠", "异地", "县外", "市外", "省外", "区外", "外省", "外市", "外县", "非本市", "非本县", "非本地", "非本区", "外来"}},
	{Staff, []string{"工作人员", "执法人员", "公职人员", "公务员", "领导干部", "负责人员", "经办人员", "网格员", "评审专家"}},
	{Business, []string{"企业", "公司", "经营者", "经营主体", "市场主体", "经营单位", "经营户", "个体工商户", "商户", "业户", "供应商", "投标人", "竞买人", "中标人", "承包人", "施工单位", "建设单位", "开发商", "机构", "合作社", "门店", "店铺", "车站", "加油站", "驾校", "宾馆", "酒店", "民宿", "摊主", "摊贩", "客商", "开发单位", "施工队伍", "物业", "厂家", "用人单位", "举办者", "主办人", "开办者", "养殖场", "平台", "业主"}},
	{Person, []string{"个人", "居民", "村民", "公民", "农户", "住户", "当事人", "申请人", "申报人", "车主", "驾驶人", "养犬人", "家长", "学生", "消费者", "产权人", "承租人", "出租人", "用户", "家庭", "户主", "渔民", "丧属", "丧户", "养殖户", "取水户", "运输户", "种植户", "任何单位"}},
	{Organ, []string{"政府", "行政机关", "主管部门", "管理部门", "监管部门", "各部门", "有关部门", "相关部门", "街道办", "管委会", "委员会", "县直", "市直", "各镇", "各乡", "各县", "各区", "各街道", "村委会", "居委会", "执法队", "派出所", "公安机关", "局", "科室", "各级", "各地", "财政部门", "各单位"}},
}

// consequences are words of sanctions: what an organ does to who does not comply.
var consequences = []string{"罚款", "罚金", "处罚", "罚", "没收", "吊销", "暂扣", "扣押", "扣留", "扣缴", "查封", "取缔", "责令", "停业", "停产", "关停", "关闭", "取消", "注销", "收回", "追回", "退回", "列入", "纳入", "通报", "曝光", "警告", "禁止", "不予", "不再", "暂停", "停止", "停办", "强制", "强拆", "拆除", "代履行", "滞纳金", "加收", "追究", "限制", "不得", "一律不", "清退", "劝返", "拒绝", "视为", "断水", "断电", "停水", "停电", "捕杀", "平毁", "作废", "处理", "约谈", "扣"}

// opens are words with which a part that states a condition begins.
var opens = []string{"未", "凡", "对", "逾期", "拒不", "拒绝", "擅自", "违反", "违者", "如", "若", "经", "否则", "发现", "不按", "不符合", "不服从", "没有", "无", "拖欠", "欠缴", "在", "申请", "从事", "办理"}

func (r *reader) read() []Frame {
	var out []Frame
	condition := -1 // start of the condition that waits for its statement
	end := -1       // its end
	var actor Party
	var who source.Span
	for _, p := range parts(r.text) {
		text := r.text[p[0]:p[1]]
		at, m := modal(text)
		cond := conditional(text, at)
		switch {
		case at < 0 && cond && (strings.HasSuffix(text, "的") || firstOf(text) < 0):
			if condition < 0 {
				condition = p[0]
			}
			end = p[1]
			if a, s := party(text); a != 0 && actor == 0 {
				actor, who = a, r.span(p[0]+s[0], p[0]+s[1])
			}
			continue
		case at < 0 && firstOf(text) < 0 && !strings.Contains(text, "由"):
			// A part without duty or sanction: the subject of the next, or a list
			// that goes on.
			if a, s := party(text); a != 0 && len(out) == 0 {
				actor, who = a, r.span(p[0]+s[0], p[0]+s[1])
			}
			if len(out) > 0 && condition < 0 {
				f := &out[len(out)-1]
				f.Span.End = r.base + p[1]
				if f.Sanction.IsZero() {
					f.Act.End = r.base + p[1]
				}
			} else if condition < 0 {
				condition, end = p[0], p[1]
			} else {
				end = p[1]
			}
			continue
		}
		f := Frame{Span: r.span(p[0], p[1]), Actor: actor, ActorSpan: who}
		if condition >= 0 {
			f.Condition = r.span(condition, end)
			f.Span.Start = r.base + condition
		}
		body := 0 // where the act begins inside the part
		if at >= 0 {
			f.Modality, f.Word = m.says, r.span(p[0]+at, p[0]+at+len(m.text))
			before := text[:at]
			// 未取得许可证的不得上路: the condition stands in the same part.
			if k := strings.LastIndex(before, "的"); cond && k >= 0 {
				f.Condition = r.span(p[0], p[0]+k+len("的"))
				if condition >= 0 {
					f.Condition.Start = r.base + condition
				}
			}
			if a, s := party(before); a != 0 {
				f.Actor, f.ActorSpan = a, r.span(p[0]+s[0], p[0]+s[1])
				actor, who = f.Actor, f.ActorSpan
			}
			body = at + len(m.text)
		} else if k := strings.LastIndex(text, "的"); cond && k >= 0 && k+len("的") < len(text) {
			f.Condition = r.span(p[0], p[0]+k+len("的"))
			if condition >= 0 {
				f.Condition.Start = r.base + condition
			}
			body = k + len("的")
		}
		f.Act = r.span(p[0]+body, p[1])
		if k := strings.Index(text, "由"); k >= 0 && !strings.HasPrefix(text[k:], "由于") {
			to := k + 48
			for to < len(text) && !utf8.RuneStart(text[to]) {
				to++
			}
			if a, s := party(text[k:min(to, len(text))]); a&Organ != 0 {
				f.By = r.span(p[0]+k, p[0]+k+s[1])
			}
		}
		if firstOf(text[body:]) >= 0 || f.Modality == MustNot && !f.Condition.IsZero() {
			f.Sanction = f.Act
			if f.Modality == MustNot {
				f.Sanction.Start = f.Word.Start
			}
		}
		// A sanction that follows a duty without a condition of its own belongs to it.
		if n := len(out); n > 0 && f.Condition.IsZero() && f.Modality == None && !f.Sanction.IsZero() && f.By.IsZero() {
			last := &out[n-1]
			if last.Sanction.IsZero() {
				last.Sanction = f.Sanction
			} else {
				last.Sanction.End = f.Sanction.End
			}
			last.Span.End = f.Span.End
			continue
		}
		out = append(out, f)
		condition, end = -1, -1
	}
	for i := range out {
		f := &out[i]
		from, to := f.Span.Start-r.base, f.Span.End-r.base
		for _, q := range Quantities(r.text[from:to]) {
			s := source.Span{Start: f.Span.Start + q.Start, End: f.Span.Start + q.End}
			switch q.Kind {
			case Money, Share:
				f.Amounts = append(f.Amounts, s)
			case Time:
				f.Periods = append(f.Periods, s)
			}
		}
	}
	return out
}

// parts are the comma-separated parts of a clause, without their marks.
func parts(text string) [][2]int {
	var out [][2]int
	from := 0
	for i, ch := range text {
		switch ch {
		case '，', ',', '：', ':', '；', ';', '。', '！':
			if i > from {
				out = append(out, [2]int{from, i})
			}
			from = i + utf8.RuneLen(ch)
		}
	}
	if from < len(text) {
		out = append(out, [2]int{from, len(text)})
	}
	return out
}

// table finds words and knows what they say.
type table[T any] struct {
	words *literal.Set
	says  map[string]T
}

func (t *table[T]) add(text string, is T) {
	if _, ok := t.says[text]; !ok {
		t.says[text] = is
	}
}

func (t *table[T]) seal() *table[T] {
	t.words = literal.Of(slices.Sorted(maps.Keys(t.says))...)
	return t
}

var modalTable = sync.OnceValue(func() *table[Modality] {
	t := &table[Modality]{says: map[string]Modality{}}
	for _, w := range modals {
		t.add(w.text, w.says)
	}
	return t.seal()
})

var actorTable = sync.OnceValue(func() *table[Party] {
	t := &table[Party]{says: map[string]Party{}}
	for _, a := range actors {
		for _, w := range a.words {
			t.add(w, a.party)
		}
	}
	return t.seal()
})

var consequenceSet = sync.OnceValue(func() *literal.Set { return literal.Of(consequences...) })

// next is where the character behind byte i begins.
func next(s string, i int) int {
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}

// modal finds the first word of duty or leave; -1: none.
func modal(s string) (int, word) {
	t := modalTable()
	for i := 0; i < len(s); i = next(s, i) {
		k, w := t.words.Find(s[i:])
		if k < 0 {
			break
		}
		i += k
		if m := t.says[w]; m != None && !inside(s, i, len(w), notModal) {
			return i, word{w, m}
		}
	}
	return -1, word{}
}

// inside reports that s[at:at+size] is part of one of the words.
func inside(s string, at, size int, words []string) bool {
	for _, w := range words {
		for from := max(0, at-len(w)+1); from <= at; from++ {
			if strings.HasPrefix(s[from:], w) && from+len(w) >= at+size {
				return true
			}
		}
	}
	return false
}

// conditional reports that a part states a condition: it ends with 的, or 的 stands
// before its word of duty, or it begins like one.
func conditional(s string, modal int) bool {
	head := s
	if modal >= 0 {
		head = s[:modal]
		return strings.HasSuffix(head, "的") || strings.Contains(head, "的") && startsAny(head, opens)
	}
	return strings.HasSuffix(head, "的") || strings.HasSuffix(head, "后") || strings.HasSuffix(head, "前") || startsAny(head, opens)
}

// party tells which kind of actor the words name, with the place of the name
// that stands last.
func party(s string) (Party, [2]int) {
	best, at := Party(0), [2]int{-1, -1}
	var outside Party
	t := actorTable()
	for i := 0; i < len(s); i = next(s, i) {
		k, w := t.words.Find(s[i:])
		if k < 0 {
			break
		}
		i += k
		if is := t.says[w]; is == Outside {
			outside = Outside
		} else if i+len(w) > at[1] {
			best, at = is, [2]int{i, i + len(w)}
		}
	}
	if best != 0 {
		best |= outside
	}
	return best, at
}

func startsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// firstOf is the first place of a word of sanctions, -1: none.
func firstOf(s string) int {
	at, _ := consequenceSet().Find(s)
	return at
}
