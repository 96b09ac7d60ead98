package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// numberAt reads a document number at the start of s. Beyond law.ParseDocNumber
// it takes 第722号令 behind an organ (国务院第722号令), and a number whose 号 was
// left out (财资环〔2020〕114) when lax is set.
func numberAt(s string, lax bool) (n law.DocNumber, size int, ok bool) {
	if n, size, ok = law.ParseDocNumber(s); ok {
		for _, w := range [...]string{"令", "公告", "通告"} {
			if n.Year == 0 && strings.HasPrefix(s[size:], w) && !strings.HasSuffix(n.Prefix, w) {
				n.Prefix += w
				size += len(w)
			}
		}
		return n, size, true
	}
	if !lax {
		return n, 0, false
	}
	open := strings.IndexAny(s, "〔[［")
	if open <= 0 || utf8.RuneCountInString(s[:open]) > 20 {
		return n, 0, false
	}
	end := strings.IndexAny(s[open:], "〕]］")
	if end < 0 {
		return n, 0, false
	}
	_, w := utf8.DecodeRuneInString(s[open+end:])
	at := open + end + w
	digits := at
	for digits < len(s) && asciiDigit(s[digits]) {
		digits++
	}
	if digits == at || digits-at > 6 {
		return n, 0, false
	}
	if n, size, ok = law.ParseDocNumber(s[:digits] + "号"); ok && size == digits+len("号") {
		return n, digits, true
	}
	return law.DocNumber{}, 0, false
}

// unbracket takes one pair of brackets off a whole string.
func unbracket(s string) string {
	if c, end := bracketed(s, 0, 400); end == len(s) && openBracket(runeAt(s, 0)) {
		_, w := utf8.DecodeRuneInString(s)
		return s[w:c]
	}
	return s
}

// dateOnly reports a line that is nothing but a date.
func dateOnly(s string) bool {
	if len(s) > 60 {
		return false
	}
	q := unbracket(squeeze(s))
	d, size, ok := law.ParseDate(q)
	return ok && d.Full() && size == len(q)
}

// numberLine reads a line of the head that gives the document's own number,
// alone, in brackets, or with date and issuer: （吉政办发[2002]42号 二00二年八月二十九日）.
func (p *parser) numberLine(i int) bool {
	l := p.lines[i]
	s := p.text(l)
	if len(s) > 300 || !strings.Contains(s, "号") {
		return false
	}
	from := 0
	if c, end := bracketed(s, 0, 200); end == len(s) && openBracket(runeAt(s, 0)) {
		_, from = utf8.DecodeRuneInString(s)
		s = s[:c]
	}
	from = skipBlanks(s, from)
	n, size, ok := numberAt(s[from:], false)
	if !ok {
		return p.splitNumber(i, s)
	}
	rest := strings.TrimSpace(s[from+size:])
	if strings.HasSuffix(s[from:from+size], "公告") || strings.HasSuffix(n.Prefix, "令") && rest == "" {
		// fine: nothing else is needed
	} else if rest != "" && !p.restOfNumber(rest, l, strings.LastIndex(s, rest)) {
		return false
	}
	if kindWord := suffixOf(n.Prefix, []string{"关于"}); kindWord != "" {
		return false
	}
	p.number(n, source.Span{Start: l.start + from, End: l.start + from + size}, ZoneHead)
	if o := suffixOf(n.Prefix, []string{"令", "公告"}); o != "" && organ(strings.TrimSuffix(squeeze(n.Prefix), o)) {
		name := strings.TrimSuffix(squeeze(n.Prefix), o)
		p.issuer(name, source.Span{Start: l.start + from, End: l.start + from + len(n.Prefix) - len(o)}, "number")
	}
	return true
}

// restOfNumber takes what stands behind the number: a date, the issuers.
func (p *parser) restOfNumber(rest string, l line, at int) bool {
	if d, size, ok := law.ParseDate(rest); ok && d.Full() {
		if !p.doc.Dated.Known() {
			p.doc.Dated = Said[law.Date]{d, source.Span{Start: l.start + at, End: l.start + at + size}}
		}
		rest = strings.TrimSpace(rest[size:])
		return rest == "" || prefixOf(rest, []string{"印发", "发布", "公布"}) != ""
	}
	if o := organs(rest); o != nil {
		for _, n := range o {
			p.issuer(n.name, source.Span{Start: l.start + at + n.start, End: l.start + at + n.end}, "head")
		}
		return true
	}
	return prefixOf(rest, []string{"签发人", "签发：", "签发:", "★", "急", "特急"}) != ""
}

// splitNumber reads 第12号 below 某某人民政府令.
func (p *parser) splitNumber(i int, s string) bool {
	q := squeeze(s)
	q = unbracket(q)
	if !strings.HasSuffix(q, "号") || i == 0 || len(q) > 40 {
		return false
	}
	if _, size, ok := law.ParseNumeral(q); !strings.HasPrefix(q, "第") && !(ok && strings.HasPrefix(q[size:], "年第")) {
		return false
	}
	above := squeeze(p.text(p.lines[i-1]))
	w := suffixOf(above, []string{"令", "公告", "通告"})
	if w == "" || utf8.RuneCountInString(above) > 40 {
		return false
	}
	n, size, ok := law.ParseDocNumber(above + q)
	if !ok || size != len(above+q) {
		return false
	}
	p.number(n, p.span(i-1, i+1), ZoneHead)
	if name := strings.TrimSuffix(above, w); organ(name) {
		p.issuer(name, source.Span{Start: p.lines[i-1].start, End: p.lines[i-1].end}, "number")
	}
	return true
}

// noteLine reads the note below a title that tells when the text was passed,
// published and amended: （2019年5月31日某部公告第180号公布，2021年…修改）.
func (p *parser) noteLine(i int) bool {
	l := p.lines[i]
	s := p.text(l)
	if !openBracket(runeAt(s, 0)) || len(s) > 900 || !containsAny(s, "通过", "公布", "发布", "修正", "修订", "修改", "批准", "印发", "会议决定") || !strings.Contains(s, "年") {
		return false
	}
	if _, end := bracketed(s, 0, 400); end == 0 || len(s)-end > 12 {
		return false
	}
	_, w := utf8.DecodeRuneInString(s)
	in := s[w:]
	d, size, ok := law.ParseDate(in)
	if !ok {
		return false
	}
	// the number comes first behind the date; later ones are those of amendments
	for at, n := size, 0; at < len(in) && n < 40 && len(p.doc.Numbers) == 0; n++ {
		if c := runeAt(in, at); c == '，' || c == '；' || c == '。' {
			break
		}
		if num, used, ok := numberAt(in[at:], false); ok && !strings.ContainsRune("第日月号", runeAt(in, at)) {
			p.number(num, source.Span{Start: l.start + w + at, End: l.start + w + at + used}, ZoneHead)
			if o := suffixOf(num.Prefix, []string{"令", "公告"}); o != "" {
				if name := strings.TrimSuffix(num.Prefix, o); organ(name) {
					p.issuer(name, source.Span{Start: l.start + w + at, End: l.start + w + at + len(name)}, "number")
				}
			}
			break
		}
		_, rw := utf8.DecodeRuneInString(in[at:])
		at += rw
	}
	if !p.doc.Dated.Known() && d.Full() {
		p.doc.Dated = Said[law.Date]{d, source.Span{Start: l.start + w, End: l.start + w + size}}
	}
	// only what was passed first is the text itself; later ones amended it
	if at := strings.Index(in, "通过"); at >= 0 && !p.doc.Passed.Known() && !strings.ContainsAny(in[:at], "，；") && !containsAny(in[:at], "公布", "发布") {
		from := l.start + w
		p.doc.Passed = Said[string]{strings.TrimSpace(in[:at+len("通过")]), source.Span{Start: from, End: from + at + len("通过")}}
	}
	return true
}

// number records a number of the document; the same number twice is one.
func (p *parser) number(n law.DocNumber, at source.Span, z Zone) {
	for _, o := range p.doc.Numbers {
		if o.Number.Key() == n.Key() && o.Zone == z {
			return
		}
	}
	p.doc.Numbers = append(p.doc.Numbers, Number{Number: n, Raw: p.s[at.Start:at.End], Span: at, Zone: z})
}

// issuer notes an issuer; whoIssued decides which count. 中华人民共和国 before the
// name of an organ of the State Council is left off.
func (p *parser) issuer(name string, at source.Span, from string) {
	name = squeeze(name)
	if t := strings.TrimPrefix(name, "中华人民共和国"); runes(t) > 2 {
		name = t
	}
	p.doc.Issuers = append(p.doc.Issuers, Issuer{Name: name, Span: at, From: from})
}
