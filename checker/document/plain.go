package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// plainNames finds known names without 《》 (行政许可法第十二条).
func (p *parser) plainNames() {
	if p.names == nil {
		return
	}
	edges := edgeSet()
	before := rune(0)
	for i := 0; i < len(p.s); {
		r, w := decode(p.s, i)
		skip := !han(r) || han(before) && before <= 0xFFFF && edges[before>>6]>>(before&63)&1 == 0
		before = r
		if skip || !leftEdge(p.s, i, true) || p.covered(i) {
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
			before = runeBefore(p.s, i)
			continue
		}
		if strings.HasSuffix(p.s[:i], "“") && len(c.At) == 0 {
			i += size
			before = runeBefore(p.s, i)
			continue
		}
		c.Span = source.Span{Start: i, End: end}
		p.late = append(p.late, c)
		i = end
		before = runeBefore(p.s, i)
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
