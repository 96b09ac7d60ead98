package document

import (
	"strings"

	"docreview/checker/literal"
)

// applies takes 依照, 根据, 按照 and tells by their target what they are: a named
// regulation or 法律、法规、规章 (Applies), 国家有关规定 without a name (ByLaw), or the
// text itself (neither).
//
// Applies reaches over the whole clause when the acts that the words govern
// follow them or when they carry an execution verb themselves (处一万元罚款的，依照
// 《…》执行): the power is created elsewhere, wherever it is named in the sentence.
// A basis (根据《…》，制定本办法) reaches from the words to the end of the clause.
func (r *cueReader) applies(word string, at, end int) {
	rest := r.text[end:]
	if word == "按" && prefixOf(rest, []string{"规定", "有关规定", "国家", "省", "市", "法律", "《", "相关规定", "上级", "程序", "现行", "照"}) == "" {
		return
	}
	if word == "适用" && prefixOf(rest, []string{"《", "法律", "国家", "有关"}) == "" {
		return
	}
	i := r.part(at)
	reach := r.text[end:r.parts[i+1]]
	from := 0
	// targets joined by 和 or 、 may run over a comma inside a bracket
	switch {
	case strings.HasPrefix(strings.TrimLeft(reach, " 本省市县区"), "办法"), prefixOf(reach, []string{"本", "前", "第", "该", "上述", "下列", "以下"}) != "" && !strings.Contains(reach, "《"):
		return
	case strings.Contains(reach, "《"):
		if !r.namesLaw(end, r.parts[i+1]) {
			return
		}
	case containsAny(reach, "法律", "法规", "规章") && containsAny(reach, "规定", "处理", "处罚", "执行", "办理", "予以", "追究"):
		// a law is meant though none is named
	case r.plainLaw(end, r.parts[i+1]):
	case containsAny(reach, "规定", "要求", "程序", "标准") && (containsAny(reach, "国家", "省", "市", "上级", "有关", "相关", "现行") || strings.HasPrefix(reach, "规定")):
		if k, _ := firstOf(reach, []string{"规定", "要求", "程序", "标准"}); k >= 0 && runes(reach[:k]) <= 16 {
			r.add(ByLaw, at, len(word), at, r.parts[i+1])
		}
		return
	default:
		return
	}
	if at == 0 || (word == "根据" || word == "依据") && containsAny(r.text, "制定本", "结合", "特制定", "现就", "提出") {
		from = at
	}
	r.add(Applies, at, len(word), from, len(r.text))
}

// namesLaw reports that a title in [from,to) of the clause is that of another
// text which can hold a power: not a form, not the instrument itself.
func (r *cueReader) namesLaw(from, to int) bool {
	b := r.c.Span.Start
	for _, k := range r.c.Citations {
		c := &r.p.doc.Citations[k]
		if c.Span.Start < b+from || c.Span.Start >= b+to || c.Form != FormFull && c.Form != FormShort && c.Form != FormPlain {
			continue
		}
		if !formOrProgramme(c) && !r.p.isSelf(c) {
			return true
		}
	}
	return false
}

// plainLaw reports a known name or 该法 in [from,to).
func (r *cueReader) plainLaw(from, to int) bool {
	b := r.c.Span.Start
	for _, k := range r.c.Citations {
		c := &r.p.doc.Citations[k]
		if c.Span.Start >= b+from && c.Span.Start < b+to && (c.Form == FormShort || c.Form == FormPlain || c.Form == FormNumber || c.Form == FormPrior && c.Antecedent >= 0) {
			return true
		}
	}
	return false
}

// External acts: where an organ does one of these the public bears it, and the
// clause is no mere duty of the organ.
var externalActs = literal.Of("罚款", "处罚", "没收", "吊销", "查封", "扣押", "收取", "征收", "责令", "拆除", "处以", "取缔", "扣除", "取消", "列入", "限制", "禁止", "不予", "收回", "追回", "冻结")

// Words that lay a duty on their subject.
var dutyWords = literal.Of("应当", "应", "要", "必须", "须", "不得", "严禁", "负责", "不准", "严格", "加强", "指导", "组织", "做好", "落实", "建立", "定期", "禁止", "完善")

// Words for those who serve an organ.
var staffWords = literal.Of("工作人员", "公职人员", "公务员", "领导干部", "执法人员")

// subjects marks Internal: a duty of organs and their staff. It reaches from the
// part with that subject to the end of the clause, or to the part in which the
// public becomes the subject or bears the act. An organ that may or shall fine,
// seize or charge is not Internal: there the public bears it.
func (r *cueReader) subjects() {
	anyStaff := staffWords.In(r.text)
	duty, w := -1, "" // the first word of duty behind the beginning of part i
	for i := 0; i+1 < len(r.parts); i++ {
		part := r.partText(i)
		if duty < r.parts[i] {
			k := 0
			if k, w = dutyWords.Find(r.text[r.parts[i]:]); k >= 0 {
				duty = r.parts[i] + k
			} else {
				duty = len(r.text)
			}
		}
		far := duty == len(r.text) || r.part(duty) > i+1
		if !anyStaff && far || r.subjectOf(i) != subjectOrgan {
			continue
		}
		staff := anyStaff && staffWords.In(part) && containsAny(r.text, "处分", "问责", "滥用", "玩忽职守", "徇私", "渎职", "追究", "收受", "索取", "不得", "应当", "严禁", "必须")
		if !staff && far {
			continue
		}
		forbidding := w == "不得" || w == "严禁" || w == "不准" || w == "禁止"
		to := i
		for to+1 < len(r.parts) {
			t := r.partText(to)
			if to > i && r.subjectOf(to) == subjectPublic || !staff && !forbidding && externalActs.In(t) && !containsAny(t, "不得", "严禁", "处分", "问责") {
				break
			}
			to++
		}
		if to > i {
			r.add(Internal, r.parts[i], r.parts[i+1]-r.parts[i], r.parts[i], r.parts[to])
		}
		i = max(i, to-1)
	}
}

// leadIns hands Forbids and Internal of a clause that ends with ： to the clauses
// of the items below it (行政机关不得有下列行为：).
func (p *parser) leadIns() {
	for i := range p.doc.Clauses {
		c := &p.doc.Clauses[i]
		text := p.s[c.Span.Start:c.Span.End]
		if c.Node == nil || c.Zone != ZoneBody && c.Zone != ZoneNotice {
			continue
		}
		colon := -1
		if strings.Contains(text, "：") {
			colon = strings.LastIndex(text, "：")
		} else if colon = strings.LastIndexByte(text, ':'); colon < 0 {
			continue
		}
		if tail := strings.TrimLeft(text[colon:], "：: "); tail != "" && !startsItem(tail) {
			continue
		}
		at := c.Span.Start + colon
		n := p.doc.At(at)
		if n == nil || len(n.Children) == 0 && n.Article() == nil {
			continue
		}
		end := n.Span.End
		for _, q := range c.Cues {
			if q.Role != Forbids && q.Role != Internal || q.Reach.Start > at || q.Reach.End < at {
				continue
			}
			for k := i + 1; k < len(p.doc.Clauses) && p.doc.Clauses[k].Span.Start < end; k++ {
				d := &p.doc.Clauses[k]
				d.Cues = append(d.Cues, Cue{Role: q.Role, Span: q.Span, Reach: d.Span})
			}
		}
	}
}
