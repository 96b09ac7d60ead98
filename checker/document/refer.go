package document

import (
	"sort"
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// want says that the citation at place `at` stands for the one at place `to`;
// indexes are known only when all citations are sorted.
type want struct{ at, to int }

// Kinds by which a text names itself (本办法) or another (该办法).
var selfKinds = []string{"实施细则", "实施办法", "管理办法", "暂行办法", "暂行规定", "管理规定", "实施意见", "指导意见", "管理条例", "办法", "规定", "细则", "意见", "条例", "规则", "决定", "通知", "方案", "标准", "规程", "规范", "制度", "公告", "通告", "措施", "政策", "准则", "指南", "章程", "基准", "法"}

// covered reports that a place lies inside a citation found so far. Citations are
// sorted and apart; what a pass over the text has found since stands in late, in
// order too.
func (p *parser) covered(at int) bool {
	c := p.doc.Citations
	i := sort.Search(len(c), func(i int) bool { return c[i].Span.Start > at })
	if i > 0 && at < c[i-1].Span.End {
		return true
	}
	n := len(p.late)
	return n > 0 && p.late[n-1].Span.Start <= at && at < p.late[n-1].Span.End
}

// selfAndPrior finds 本办法第三条, 本条第二款, 前款, 前两条, 该法, 同法第十条, and
// provisions without a name, which are those of the text itself.
func (p *parser) selfAndPrior() {
	for i := 0; i < len(p.s); {
		r, w := utf8.DecodeRuneInString(p.s[i:])
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
	k := prefixOf(p.s[j:], selfKinds)
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
	k := prefixOf(p.s[j:], selfKinds)
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
var bareBefore = []string{"依照", "按照", "依据", "根据", "违反", "适用", "符合", "属于", "参照", "具有", "除", "按", "有", "和", "及", "与", "或", "对", "在", "由", "经", "将", "执行", "享受", "反", "据", "照"}

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
	if r := runeBefore(p.s, i); han(r) && suffixOf(lastRunes(p.s[:i], 4), bareBefore) == "" || r == '》' || r == '）' || r == ')' {
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

// namedBetween reports that a regulation is named in [from,to).
func (p *parser) namedBetween(from, to int) bool {
	for n := p.citationsBefore(to) - 1; n >= 0 && p.doc.Citations[n].Span.Start >= from; n-- {
		if p.doc.Citations[n].Form != FormSelf {
			return true
		}
	}
	for n := len(p.late) - 1; n >= 0 && p.late[n].Span.Start >= from; n-- {
		if c := p.late[n]; c.Form == FormPrior && !strings.HasPrefix(c.Title, "前") {
			return true
		}
	}
	return false
}

// citationsBefore counts the citations that begin before a place.
func (p *parser) citationsBefore(at int) int {
	return sort.Search(len(p.doc.Citations), func(i int) bool { return p.doc.Citations[i].Span.Start >= at })
}

// plainNames finds known names without 《》 (行政许可法第十二条).
func (p *parser) plainNames() {
	if p.names == nil {
		return
	}
	for i := 0; i < len(p.s); {
		r, w := utf8.DecodeRuneInString(p.s[i:])
		if !han(r) || p.covered(i) || !leftEdge(p.s, i, true) {
			i += w
			continue
		}
		size := p.names.Longest(p.s[i:])
		if size <= 0 || i+size > len(p.s) || !utf8.ValidString(p.s[i:i+size]) || !rightEdge(p.s, i+size) {
			i += w
			continue
		}
		name := p.s[i : i+size]
		c := Citation{Form: FormPlain, Title: squeeze(name), TitleSpan: source.Span{Start: i, End: i + size}, Antecedent: -1}
		end := p.behindTitle(&c, i+size)
		// a short common name needs a sign that the law is meant
		if runes(name) < 4 && len(c.At) == 0 && prefixOf(p.s[i+size:], []string{"规定", "的规定", "有关规定", "等法律", "等有关", "、"}) == "" && suffixOf(lastRunes(p.s[:i], 2), []string{"依照", "按照", "根据", "依据", "违反", "适用"}) == "" {
			i += size
			continue
		}
		if strings.HasSuffix(p.s[:i], "“") && len(c.At) == 0 {
			i += size
			continue
		}
		c.Span = source.Span{Start: i, End: end}
		p.late = append(p.late, c)
		i = end
	}
	p.merge()
}

// numbersAlone finds document numbers that belong to no title: 国发〔2015〕43号. The
// number of the text itself is none, nor is one inside a title.
func (p *parser) numbersAlone() {
	for i := 0; ; {
		j := strings.Index(p.s[i:], "号")
		if j < 0 {
			break
		}
		end := i + j + len("号")
		i = end
		from := p.numberStart(end)
		if from < 0 || p.covered(from) || p.covered(end-1) {
			continue
		}
		n, size, ok := numberAt(p.s[from:], false)
		if !ok || from+size < end || from+size > end+len("公告") {
			continue
		}
		at := source.Span{Start: from, End: from + size}
		if p.ownNumber(at, n) {
			continue
		}
		if r := runeAt(p.s, skipBlanks(p.s, at.End)); r == '《' {
			p.numberBefore(at, n)
			continue
		}
		p.late = append(p.late, Citation{Form: FormNumber, Span: at, Number: n, NumberSpan: at, Antecedent: -1})
	}
	p.merge()
}

// numberBefore gives the number to the title that follows it: 国发〔2015〕43号《…》.
func (p *parser) numberBefore(at source.Span, n law.DocNumber) {
	if i := p.citationsBefore(at.End); i < len(p.doc.Citations) {
		if c := &p.doc.Citations[i]; c.Span.Start-at.End < 12 && c.Number.IsZero() {
			c.Number, c.NumberSpan = n, at
		}
	}
}

func (p *parser) ownNumber(at source.Span, n law.DocNumber) bool {
	for _, o := range p.doc.Numbers {
		if o.Span.Start < at.End && at.Start < o.Span.End || o.Number.Key() == n.Key() && p.zoneAt(at.Start) != ZoneBody {
			return true
		}
	}
	return p.zoneAt(at.Start) == ZoneMeta
}

// numberStart looks left from the end of …〔2015〕43号 or …令第85号 for the start of
// the prefix; -1 when no number ends there.
func (p *parser) numberStart(end int) int {
	s := p.s[:end]
	i := len(s) - len("号")
	digits := i
	for i > 0 {
		r, w := utf8.DecodeLastRuneInString(s[:i])
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' || blank(r) || strings.ContainsRune("一二三四五六七八九十百〇○", r) {
			i -= w
			continue
		}
		break
	}
	if i == digits {
		return -1
	}
	if t := strings.TrimSuffix(s[:i], "第"); len(t) < i {
		i = len(t)
	}
	r, w := utf8.DecodeLastRuneInString(s[:i])
	switch {
	case closeBracket(r):
		k := i - w
		for n := 0; k > 0 && n < 5; n++ {
			c, cw := utf8.DecodeLastRuneInString(s[:k])
			if openBracket(c) {
				k -= cw
				break
			}
			if !(c >= '0' && c <= '9' || c >= '０' && c <= '９' || strings.ContainsRune("一二三四五六七八九〇○年", c)) {
				return -1
			}
			k -= cw
		}
		i = k
	case r == '年':
		k := i - w
		for n := 0; k > 0 && n < 4; n++ {
			_, cw := utf8.DecodeLastRuneInString(s[:k])
			k -= cw
		}
		if suffixOf(s[:k], []string{"公告", "通告", "令"}) == "" {
			return -1
		}
		i = k
	case suffixOf(s[:i], []string{"令", "公告", "通告"}) == "":
		return -1
	}
	from := i
	for n := 0; from > 0 && n < 24; n++ {
		c, cw := utf8.DecodeLastRuneInString(s[:from])
		if !han(c) {
			break
		}
		from -= cw
	}
	if from == i {
		return -1
	}
	if k := nameStart(s[from:i]); k < i-from {
		from += k
	}
	// 文件要求按某政发〔2015〕43号: only the end of the run is the prefix
	if k := lastWord(s[from:i], []string{"的", "了", "见", "按", "日", "由", "经", "据"}); k > 0 && from+k < i && prefixOf(s[from+k-3:], notLeading) == "" {
		from += k
	}
	return from
}

// merge takes the citations found since into the list, in order of place; those
// that overlap an earlier one are dropped.
func (p *parser) merge() {
	if len(p.late) == 0 {
		return
	}
	all := append(p.doc.Citations, p.late...)
	p.late = nil
	sort.SliceStable(all, func(i, j int) bool { return all[i].Span.Start < all[j].Span.Start })
	out := all[:0]
	for _, c := range all {
		if n := len(out); n > 0 && c.Span.Start < out[n-1].Span.End && c.Form != FormFull && c.Form != FormShort {
			continue
		}
		out = append(out, c)
	}
	p.doc.Citations = out
}

// antecedents turns wishes into indexes, and hands citations to their clauses.
func (p *parser) antecedents() {
	index := make(map[int]int, len(p.doc.Citations))
	for i, c := range p.doc.Citations {
		index[c.Span.Start] = i
	}
	for _, w := range p.wants {
		at, ok1 := index[w.at]
		to, ok2 := index[w.to]
		if ok1 && ok2 && to < at {
			p.doc.Citations[at].Antecedent = to
		}
	}
	// a prior form may stand for a short one: follow to the full name
	for i := range p.doc.Citations {
		c := &p.doc.Citations[i]
		for n := 0; c.Antecedent >= 0 && n < 4; n++ {
			a := p.doc.Citations[c.Antecedent].Antecedent
			if a < 0 || a >= c.Antecedent {
				break
			}
			c.Antecedent = a
		}
	}
	for k, at := range p.termCites {
		if i, ok := index[at]; ok && at >= 0 {
			p.doc.Terms[k].Citation = i
		}
	}
	for i, c := range p.doc.Citations {
		if k := p.doc.clauseAt(c.Span.Start); k < len(p.doc.Clauses) && p.doc.Clauses[k].Span.Start <= c.Span.Start {
			p.doc.Clauses[k].Citations = append(p.doc.Clauses[k].Citations, i)
		}
	}
}
