package document

import (
	"strings"

	"docreview/checker/literal"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Kinds by which a text names itself (本办法) or another (该办法).
var selfKinds = literal.Of("实施细则", "实施办法", "管理办法", "暂行办法", "暂行规定", "管理规定", "实施意见", "指导意见", "管理条例", "办法", "规定", "细则", "意见", "条例", "规则", "决定", "通知", "方案", "标准", "规程", "规范", "制度", "公告", "通告", "措施", "政策", "准则", "指南", "章程", "基准", "法")

// selfAndPrior finds 本办法第三条, 本条第二款, 前款, 前两条, 该法, 同法第十条, and
// provisions without a name, which are those of the text itself.
func (p *parser) selfAndPrior() {
	for i := 0; i < len(p.s); {
		r, w := decode(p.s, i)
		end := 0
		switch r {
		case '本':
			end = p.selfAt(i)
		case '前':
			end = p.priorAt(i)
		case '该', '同':
			end = p.thatAt(i)
		case '第':
			end = p.bareAt(i)
		}
		i = max(i+w, end)
	}
	p.merge()
}

// selfAt reads 本办法第三条 and 本条第二款; 本办法 alone is no citation.
func (p *parser) selfAt(i int) int {
	j := i + len("本")
	k := selfKinds.Prefix(p.s[j:])
	if k == "" {
		if k = prefixOf(p.s[j:], []string{"条", "款", "项"}); k == "" {
			return 0
		}
		return p.ownPlace(i, j+len(k), k)
	}
	c := Citation{Form: FormSelf, Title: "本" + k, TitleSpan: source.Span{Start: i, End: j + len(k)}, Antecedent: -1}
	end := p.provisions(&c, j+len(k))
	if end == 0 || p.covered(i) {
		return 0
	}
	c.Span = source.Span{Start: i, End: end}
	p.late = append(p.late, c)
	return end
}

// ownPlace reads 本条第二款 or 本款第（三）项 inside an article of the text.
func (p *parser) ownPlace(i, at int, unit string) int {
	n := p.doc.At(i)
	if n.Article() == nil || p.covered(i) {
		return 0
	}
	base := n.Provision()
	pl, size, ok := law.ParseProvision(p.s[at:])
	if !ok {
		if prefixOf(p.s[at:], []string{"规定", "所", "前"}) == "" {
			return 0
		}
		size = 0
	}
	switch unit {
	case "条":
		base = law.Provision{Article: base.Article, Sub: base.Sub}
	case "款":
		base.Item, base.Subitem = 0, 0
	}
	c := Citation{Form: FormSelf, Title: "本" + unit, TitleSpan: source.Span{Start: i, End: at}, Antecedent: -1,
		Span: source.Span{Start: i, End: at + size}, At: []law.Provision{inherit(pl, base)}, AtSpan: source.Span{Start: i, End: at + size}}
	p.late = append(p.late, c)
	return at + size
}

// priorAt reads 前款, 前两款, 前条 and 前项 with what follows, and works out the
// places meant where the text is in articles.
func (p *parser) priorAt(i int) int {
	j := i + len("前")
	count := 1
	if n, w, ok := law.ParseNumeral(p.s[j:]); ok && n > 0 && n < 20 {
		count, j = n, j+w
	} else if strings.HasPrefix(p.s[j:], "两") {
		count, j = 2, j+len("两")
	}
	unit := prefixOf(p.s[j:], []string{"款", "条", "项"})
	if unit == "" || prefixOf(p.s[j:], []string{"款项", "条件", "项目", "条例", "条款"}) != "" || p.covered(i) {
		return 0
	}
	if c := runeBefore(p.s, i); c == '提' || c == '先' || c == '目' || c == '之' {
		return 0
	}
	end := j + len(unit)
	c := Citation{Form: FormPrior, Title: p.s[i:end], Antecedent: -1}
	pl, size, _ := law.ParseProvision(p.s[end:])
	if n := p.doc.At(i); n.Article() != nil {
		c.At = priorPlaces(n, unit, count)
		if size > 0 && len(c.At) == 1 {
			c.At[0] = inherit(pl, c.At[0])
		}
	}
	end += size
	c.Span = source.Span{Start: i, End: end}
	c.AtSpan = c.Span
	p.late = append(p.late, c)
	return end
}

// priorPlaces works out 前 n 款/条/项 seen from a node; nil when the text has no
// such places.
func priorPlaces(n *Node, unit string, count int) []law.Provision {
	var out []law.Provision
	art := n.Article()
	for k := count; k >= 1; k-- {
		pl := law.Provision{Article: art.Number, Sub: art.Sub}
		switch unit {
		case "条":
			pl = law.Provision{Article: art.Number - k}
			if pl.Article < 1 {
				return nil
			}
		case "款":
			para := n
			for para != nil && para.Kind != Paragraph {
				para = para.Parent
			}
			if para == nil || para.Number-k < 1 {
				return nil
			}
			pl.Para = para.Number - k
		case "项":
			item := n
			for item != nil && item.Kind != Item {
				item = item.Parent
			}
			if item == nil || item.Number-k < 1 {
				return nil
			}
			pl = n.Provision()
			pl.Item, pl.Subitem = item.Number-k, 0
		}
		out = append(out, pl)
	}
	return out
}

// How far back, in bytes, the regulation meant by 该法 may stand.
const thatReach = 900

// thatAt reads 该法, 该条例, 同法第十条. It is a citation only where a regulation of
// that kind was named before.
func (p *parser) thatAt(i int) int {
	j := i + len("该")
	k := selfKinds.Prefix(p.s[j:])
	if k == "" {
		return 0
	}
	end := j + len(k)
	if !rightEdge(p.s, end) || p.covered(i) || prefixOf(p.s[end:], []string{"性", "化", "院", "则", "案", "书", "定"}) != "" {
		return 0
	}
	best := -1
	for n := p.citationsBefore(i) - 1; n >= 0 && i-p.doc.Citations[n].Span.End <= thatReach; n-- {
		if c := p.doc.Citations[n]; !c.TitleSpan.IsZero() && strings.HasSuffix(withoutMarks(c.Title), k) {
			best = n
			break
		}
	}
	if best < 0 {
		return 0
	}
	c := Citation{Form: FormPrior, Title: p.s[i:end], TitleSpan: source.Span{}, Antecedent: -1}
	p.wants = append(p.wants, want{i, p.doc.Citations[best].Span.Start})
	if e := p.provisions(&c, end); e > 0 {
		end = e
	}
	c.Span = source.Span{Start: i, End: end}
	p.late = append(p.late, c)
	return end
}

// Words before 第X条 that make it a place in the text itself.
var bareBefore = literal.Of("依照", "按照", "依据", "根据", "违反", "适用", "符合", "属于", "参照", "具有", "除", "按", "有", "和", "及", "与", "或", "对", "在", "由", "经", "将", "执行", "享受", "反", "据", "照")

// bareAt reads 第X条 without a name inside the body: it means the text itself,
// unless another regulation was named before it in the same sentence.
func (p *parser) bareAt(i int) int {
	n := p.doc.At(i)
	if n == nil || n.Label.Start == i && !n.Label.IsZero() || p.covered(i) {
		return 0
	}
	places, end := readPlaces(p.s, i)
	if len(places) == 0 {
		return 0
	}
	if r := runeBefore(p.s, i); han(r) && bareBefore.Suffix(lastRunes(p.s[:i], 4)) == "" || r == '》' || r == '）' || r == ')' {
		return end
	}
	if places[0].Article == 0 && n.Article() == nil {
		return end
	}
	k := p.doc.clauseAt(i)
	if k < len(p.doc.Clauses) {
		from := p.doc.Clauses[k].Span.Start
		if p.namedBetween(from, i) {
			return end
		}
	}
	if places[0].Article == 0 {
		base := n.Provision()
		for x := range places {
			places[x] = inherit(places[x], law.Provision{Article: base.Article, Sub: base.Sub})
		}
	}
	at := source.Span{Start: i, End: end}
	p.late = append(p.late, Citation{Form: FormSelf, Span: at, AtSpan: at, At: places, Antecedent: -1})
	return end
}
