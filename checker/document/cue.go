package document

import (
	"strings"
	"sync"
	"unicode/utf8"

	"docreview/checker/literal"
	"docreview/checker/source"
)

// sort of a word that may be a cue; what it means depends on what surrounds it.
type cueKind int

const (
	cueAvert    cueKind = iota // 防止, 避免: excludes whatever follows
	cueNot                     // 不得, 严禁: excludes it when a power is meant, not when the public is forbidden
	cueEnd                     // 取消, 清理: excludes it when a power, item or document is meant
	cueSpare                   // 免收, 无需: excludes whatever follows
	cueApply                   // 依照, 根据: needs a target
	cueByLaw                   // 依法
	cueNarrate                 // 去年, 累计
	cueDone                    // 了 behind a verb
	cueDefine                  // 是指
	cuePromote                 // 鼓励
	cueEqual                   // 同等对待
	cueDelegate                // 由…依法处理
)

// cueWords lists the words by kind. Where two begin at one place the longer wins.
var cueWords = map[cueKind][]string{
	cueAvert:    {"坚决防止", "坚决杜绝", "坚决避免", "防止", "避免", "杜绝", "严防", "破除", "清除", "消除", "纠正", "整治", "遏制"},
	cueNot:      {"不得", "严禁", "禁止", "不准", "不许", "不应当", "不允许"},
	cueEnd:      {"取消", "清理", "废止", "停止", "废除", "撤销", "暂停", "停征", "精简", "压减", "下放"},
	cueSpare:    {"不再", "无需", "无须", "不需要", "不需", "不必", "不用", "免于", "免予", "免收", "免征", "免除", "不收取", "不予处罚", "不予行政处罚", "不予罚款", "减免", "减征", "减收", "不实行", "不设", "未设"},
	cueApply:    {"依照", "依据", "根据", "按照", "参照", "遵照", "援引", "适用", "按"},
	cueByLaw:    {"依法依规", "依法", "依规", "按程序", "法定"},
	cueNarrate:  {"去年", "截至", "截止", "全年", "年均", "累计", "同比", "先后", "近年来", "年以来", "以来，", "目前，", "共办理", "共受理", "共审查", "共审核", "共清理", "共开展", "共收到", "共制定", "共查处", "共排查", "共计", "一年来"},
	cueDone:     {"了"},
	cueDefine:   {"是指", "所称"},
	cuePromote:  {"鼓励", "支持", "引导", "倡导", "提倡", "推动", "促进", "扶持"},
	cueEqual:    {"同等对待", "平等对待", "一视同仁", "差别对待", "差别化待遇", "差别待遇", "同等待遇", "同等条件", "公平参与", "平等参与", "平等享受", "平等享有", "平等适用", "同等适用", "同等享受", "公平竞争", "依法平等", "歧视"},
	cueDelegate: {"由"},
}

type cueWord struct {
	text string
	kind cueKind
}

// cueTable finds the words and knows their kinds.
type cueTable struct {
	words *literal.Set
	kinds map[string]cueKind
}

var cueTableOf = sync.OnceValue(func() cueTable {
	t := cueTable{kinds: map[string]cueKind{}}
	var all []string
	for k := cueAvert; k <= cueDelegate; k++ {
		for _, w := range cueWords[k] {
			t.kinds[w] = k
			all = append(all, w)
		}
	}
	t.words = literal.Of(all...)
	return t
})

// cueReader reads the cues of one clause.
type cueReader struct {
	p      *parser
	c      *Clause
	text   string
	parts  []int // starts of the comma-separated parts, and the end; offsets into text
	whose  []subject
	marked bool // the clause holds quotation marks
}

// cues computes the roles of all clauses, then carries those that a lead-in
// (不得有下列行为：) gives to the items below it.
func (p *parser) cues() {
	table := cueTableOf()
	r := &cueReader{p: p}
	for i := range p.doc.Clauses {
		c := &p.doc.Clauses[i]
		r.c, r.text = c, p.s[c.Span.Start:c.Span.End]
		r.split()
		r.quoted()
		for at := 0; at < len(r.text); {
			k, word := table.words.Find(r.text[at:])
			if k < 0 {
				break
			}
			at += k
			if r.inTitle(at) {
				_, w := utf8.DecodeRuneInString(r.text[at:])
				at += w
				continue
			}
			r.word(cueWord{word, table.kinds[word]}, at)
			at += len(word)
		}
		r.subjects()
	}
	p.leadIns()
}

// split finds the comma-separated parts. Commas inside brackets separate too:
// what is set in brackets is a remark.
func (r *cueReader) split() {
	r.parts = append(r.parts[:0], 0)
	r.marked = false
	for i := 0; i < len(r.text); {
		ch, w := decode(r.text, i)
		i += w
		switch ch {
		case '，', ',', '：', ':', '；', '。':
			r.parts = append(r.parts, i)
		case '“', '”', '"', '「', '」', '『', '』':
			r.marked = true
		}
	}
	if r.parts[len(r.parts)-1] < len(r.text) {
		r.parts = append(r.parts, len(r.text))
	}
	if len(r.parts) == 1 {
		r.parts = append(r.parts, len(r.text))
	}
	r.whose = append(r.whose[:0], make([]subject, len(r.parts))...)
}

// part gives the index of the part that holds a place, partEnd its end.
func (r *cueReader) part(at int) int {
	for i := 1; i < len(r.parts); i++ {
		if at < r.parts[i] {
			return i - 1
		}
	}
	return len(r.parts) - 2
}

func (r *cueReader) partText(i int) string { return r.text[r.parts[i]:r.parts[i+1]] }

// inTitle reports that a place stands inside 《》.
func (r *cueReader) inTitle(at int) bool {
	at += r.c.Span.Start
	for _, k := range r.c.Citations {
		if t := r.p.doc.Citations[k].TitleSpan; t.Start <= at && at < t.End {
			return true
		}
	}
	return false
}

func (r *cueReader) add(role Role, at, size, from, to int) {
	b := r.c.Span.Start
	r.c.Cues = append(r.c.Cues, Cue{Role: role, Span: source.Span{Start: b + at, End: b + at + size}, Reach: source.Span{Start: b + from, End: b + to}})
}

// A quotation is no longer than this; a longer one has lost its mark.
const quoteRunes = 60

// quoted marks titles and quotation marks. Marks that face the wrong way
// (“…“) are paired in order.
func (r *cueReader) quoted() {
	for _, k := range r.c.Citations {
		if t := r.p.doc.Citations[k].TitleSpan; !t.IsZero() && t.Start >= r.c.Span.Start && t.End <= r.c.Span.End {
			r.c.Cues = append(r.c.Cues, Cue{Role: Quotes, Span: t, Reach: t})
		}
	}
	if r.c.Zone == ZoneAnnex && r.p.listedAt(r.c.Span.Start) {
		r.add(Quotes, 0, len(r.text), 0, len(r.text))
	}
	if !r.marked {
		return
	}
	open := -1
	for i, ch := range r.text {
		if ch != '“' && ch != '”' && ch != '"' && ch != '「' && ch != '」' && ch != '『' && ch != '』' {
			continue
		}
		if open >= 0 && ch != '「' && ch != '『' {
			if runes(r.text[open:i]) <= quoteRunes {
				end := i + utf8.RuneLen(ch)
				r.add(Quotes, open, end-open, open, end)
				open = -1
				continue
			}
		}
		if open < 0 && ch == '”' {
			continue
		}
		open = i
	}
}

// listedAt reports that a place lies in the list of annexes.
func (p *parser) listedAt(at int) bool {
	for _, a := range p.doc.Annexes {
		if a.Listed.Start <= at && at < a.Listed.End {
			return true
		}
	}
	return false
}

func (r *cueReader) word(w cueWord, at int) {
	end := at + len(w.text)
	switch w.kind {
	case cueAvert, cueSpare:
		to := r.governed(end, false)
		if w.kind == cueAvert && !averts(r.text[end:to]) || w.text == "不再" && !givenUp.In(r.text[end:to]) {
			return
		}
		r.add(Forbids, at, len(w.text), end, to)
	case cueNot:
		if r.power(at, end) {
			r.add(Forbids, at, len(w.text), end, r.governed(end, true))
		}
	case cueEnd:
		r.ending(w.text, at, end)
	case cueApply:
		r.applies(w.text, at, end)
	case cueByLaw:
		if w.text == "法定" && prefixOf(r.text[end:], []string{"代表", "继承", "节假", "节日", "监护"}) != "" {
			return
		}
		i := r.part(at)
		r.add(ByLaw, at, len(w.text), at, r.parts[i+1])
	case cueNarrate:
		if weakNarrate.Prefix(w.text) == "" || r.counts(at) {
			r.narrates(at, len(w.text))
		}
	case cueDone:
		if doneVerbs.Suffix(r.text[:at]) != "" && prefixOf(r.text[end:], []string{"的，", "的。", "解的"}) == "" {
			r.narrates(at, len(w.text))
		}
	case cueDefine:
		if w.text == "是指" || containsAny(r.text[end:], "指", "包括") {
			r.add(Defines, at, len(w.text), 0, len(r.text))
		}
	case cuePromote:
		r.promotes(w.text, at, end)
	case cueEqual:
		if w.text == "歧视" && !containsAny(r.text[:at], "不得", "禁止", "消除", "反对", "防止", "不受") {
			return
		}
		r.add(Equal, at, len(w.text), 0, len(r.text))
	case cueDelegate:
		r.delegates(at, end)
	}
}

// Words that tell of the past only together with a count (累计清理2600余件); rules use
// them too (累计超过三次的).
var weakNarrate = literal.Of("截至", "截止", "全年", "年均", "累计", "先后", "共计", "同比")

// counts reports a count of things done behind a place, in a clause that states
// no condition.
func (r *cueReader) counts(at int) bool {
	if containsAny(r.text, "的，", "不超过", "超过", "给予", "纳入", "按照", "不少于", "之前", "予以", "奖励", "补贴") {
		return false
	}
	seen := false
	for i, ch := range r.text[at:] {
		if ch >= '0' && ch <= '9' {
			seen = true
		} else if seen && strings.ContainsRune("件个次人项家起部万名场条篇期%年余", ch) && i > 0 {
			return true
		}
	}
	return false
}

// Verbs behind which 了 tells of something done.
var doneVerbs = literal.Of("制定", "印发", "出台", "开展", "建立", "完善", "组织", "召开", "取消", "下放", "废止", "清理", "修订", "公布", "成立", "落实", "加强", "推进", "完成", "实现", "举办", "明确", "实行", "取得", "得到", "形成", "提高", "提升", "打造", "构建", "营造", "奠定", "优化", "增强", "聘请", "创新", "作出", "发布", "设立", "保障", "促进", "推动", "规范", "进行", "受理", "办理", "审查", "审核", "查处", "整合", "承担")

// narrates marks the whole clause, unless it commands: 应当, 不得, 起施行.
func (r *cueReader) narrates(at, size int) {
	if containsAny(r.text, "应当", "不得", "必须", "起施行", "起执行", "予以处罚", "处以", "严禁", "同时废止", "违反") {
		return
	}
	r.add(Narrates, at, size, 0, len(r.text))
}

// promotes reaches to the end of its part, and over parts that carry it on.
func (r *cueReader) promotes(word string, at, end int) {
	if suffixOf(r.text[:at], []string{"财政", "资金", "大力", "不予", "给予", "政策", "技术", "不"}) == "不予" || prefixOf(r.text[end:], []string{"资金", "材料", "措施", "政策", "对象", "范围", "标准"}) != "" {
		return
	}
	i := r.part(at)
	for i+2 < len(r.parts) && !containsAny(r.partText(i+1), "应当", "不得", "必须", "应", "处", "由", "，但", "给予", "可以") {
		i++
	}
	r.add(Promotes, at, len(word), at, r.parts[i+1])
}

// delegates finds 由有关部门依法处理: an organ, 依法 or 按规定, and an act, without a
// named regulation.
func (r *cueReader) delegates(at, end int) {
	i := r.part(at)
	part := r.text[end:r.parts[i+1]]
	by, word := firstOf(part, []string{"依法", "依规", "按照有关规定", "按有关规定", "按照规定", "按规定", "依照有关规定", "按照国家有关规定", "依照有关法律", "按照职责", "按照各自职责", "按职责"})
	if by <= 0 || strings.Contains(part, "《") || !containsAny(part[:by], "部门", "机关", "政府", "局", "单位", "委", "机构") {
		return
	}
	if containsAny(part[by+len(word):], "处理", "处罚", "查处", "追究", "处分", "予以", "给予", "处置", "移送", "处") {
		r.add(Delegates, at, end-at, at, r.parts[i+1])
	}
}
