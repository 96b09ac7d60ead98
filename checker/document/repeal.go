package document

import (
	"strings"

	"docreview/checker/literal"
	"docreview/checker/source"
)

// interpretation reads 由某局负责解释.
func (p *parser) interpretation(text string, at source.Span) {
	k, w := firstOf(text, []string{"负责解释", "负责具体解释", "解释权", "解释。", "进行解释"})
	if k < 0 || strings.HasSuffix(text[:k], "司法") {
		return
	}
	by := strings.LastIndex(text[:k], "由")
	if w == "解释权" {
		rest := text[k+len(w):]
		to := strings.TrimLeft(rest, "归属由于")
		if len(to) == len(rest) {
			return
		}
		p.doc.Interpretation = Said[string]{strings.TrimRight(to, "。；所有 "), at}
		return
	}
	if by < 0 {
		return
	}
	name := strings.TrimSpace(text[by+len("由") : k])
	if name == "" || runes(name) > 60 {
		return
	}
	p.doc.Interpretation = Said[string]{strings.TrimSuffix(name, "会同"), at}
}

// repeals collects the clauses by which the document ends others.
func (p *parser) repeals() {
	for i := range p.doc.Clauses {
		c := &p.doc.Clauses[i]
		if c.Zone != ZoneBody && c.Zone != ZoneNotice && !(c.Zone == ZoneAnnex && p.doc.listing()) {
			continue
		}
		var ended []int
		for _, k := range c.Citations {
			if p.doc.Citations[k].Use == UseRepeals {
				ended = append(ended, k)
			}
		}
		text := p.s[c.Span.Start:c.Span.End]
		if len(ended) > 0 {
			p.doc.Repeals = append(p.doc.Repeals, Repeal{Span: c.Span, Citations: ended})
		} else if generalRepeal(text) {
			p.doc.Repeals = append(p.doc.Repeals, Repeal{Span: c.Span, General: true})
		}
	}
}

// repealsGenerally are the words of which a general repeal holds one.
var repealsGenerally = literal.Of("不一致", "相抵触", "不相符", "不符的", "相冲突", "同时废止", "自行废止", "同时停止执行", "一律废止", "自行失效", "即行废止")

// generalRepeal reports a clause that ends what contradicts without naming it.
// 上级另有规定的，从其规定 is none.
func generalRepeal(s string) bool {
	if !repealsGenerally.In(s) || strings.Contains(s, "从其规定") || strings.Contains(s, "《") && !strings.Contains(s, "不一致") && !strings.Contains(s, "抵触") && !strings.Contains(s, "不符") {
		return false
	}
	if containsAny(s, "不一致", "相抵触", "不相符", "不符的", "相冲突") && containsAny(s, "以本", "为准", "废止", "停止执行", "按本", "依照本") && containsAny(s, "本") {
		// 国家有新规定且不一致的，按国家规定执行 gives way and ends nothing
		return !containsAny(s, "按照国家", "按国家", "以国家", "以上级", "按上级", "按照上级", "以法律", "以新", "按新", "以省", "依照法律", "从其")
	}
	return containsAny(s, "同时废止", "自行废止", "同时停止执行", "一律废止", "自行失效", "即行废止") && containsAny(s, "以前", "此前", "原有", "过去", "之前", "原规定", "原文件", "原办法", "原相关", "其他有关规定", "其他规定") && containsAny(s, "规定", "文件", "办法", "政策", "通知")
}
