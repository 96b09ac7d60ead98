package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// annexHead reads 附件, 附件1, 附件一：某表, 附表2 at the start of a line. rest is
// what follows; ok is false for 附件中的 and other mentions.
func annexHead(s string) (number int, rest string, ok bool) {
	w := prefixOf(s, []string{"附件", "附 件", "附　件", "附表", "附录"})
	if w == "" {
		return 0, "", false
	}
	i := skipBlanks(s, len(w))
	if n, size, okN := law.ParseNumeral(s[i:]); okN && n > 0 && n < 100 {
		number = n
		i = skipBlanks(s, i+size)
	}
	r, rw := utf8.DecodeRuneInString(s[i:])
	switch {
	case i == len(s):
		return number, "", true
	case r == '：' || r == ':':
		return number, strings.TrimSpace(s[i+rw:]), true
	case number > 0 && i > 0 && (blank(runeBefore(s, i)) || r == '.' || r == '．' || r == '、'):
		return number, strings.TrimLeft(s[i:], ".．、 "), true
	}
	return 0, "", false
}

// annexList gives the line at which the list 「附件：1.…」 begins in [from,to); to
// when there is none. The list runs to the end: only short lines follow it.
func (p *parser) annexList(from, to int) int {
	for i := from; i < to; i++ {
		s := p.text(p.lines[i])
		if _, _, ok := annexHead(s); !ok || !strings.HasPrefix(squeeze(s), "附件") || p.lines[i].table {
			continue
		}
		short := true
		for j := i + 1; j < to && short; j++ {
			t := p.text(p.lines[j])
			short = runes(t) < 90 && !strings.HasSuffix(t, "。")
		}
		if short && to-i < 60 {
			return i
		}
	}
	return to
}

// annexBodies gives the first line of the annexes in [from,to): a heading 附件 or
// 附件1 that begins no list; to when the file carries none.
func (p *parser) annexBodies(from, to int) int {
	for i := from; i < to; i++ {
		if p.lines[i].table {
			continue
		}
		s := p.text(p.lines[i])
		_, rest, ok := annexHead(s)
		if !ok || i == from {
			continue
		}
		if !p.signedBelow(i, to) && (rest == "" || runes(rest) < 50 && !strings.HasSuffix(rest, "。") && p.longBelow(i, to)) {
			return i
		}
	}
	return to
}

// signedBelow reports that a signature follows within a few short lines: then 附件
// heads a list.
func (p *parser) signedBelow(i, to int) bool {
	for j := i + 1; j < to && j < i+25; j++ {
		s := p.text(p.lines[j])
		if dateOnly(s) || organs(s) != nil && !p.lines[j].table {
			return true
		}
		if n, _, ok := annexHead(s); ok && n <= 1 || runes(s) > 80 || p.lines[j].table {
			return false
		}
	}
	return false
}

// longBelow reports that text follows which is more than a list of titles.
func (p *parser) longBelow(i, to int) bool {
	for j := i + 1; j < to && j < i+12; j++ {
		s := p.text(p.lines[j])
		if p.lines[j].table || runes(s) > 60 || strings.HasSuffix(s, "。") {
			return true
		}
		if l, ok := readLabel(s); ok && l.kind <= Heading2 {
			return true
		}
	}
	return false
}

// annexes reads the list of annexes, finds their bodies and where the text speaks
// of them.
func (p *parser) annexes() {
	head := false
	for i := 0; i < len(p.lines); i++ {
		l := p.lines[i]
		if l.zone != ZoneAnnex || l.table {
			head = false
			continue
		}
		s := p.text(l)
		if n, rest, ok := annexHead(s); ok {
			head = true
			if p.inList(i) {
				p.listed1(l, n, rest)
			} else {
				p.annexBody(i, n, rest)
				head = false
			}
			continue
		}
		if !head {
			continue
		}
		if lab, ok := readLabel(s); ok && lab.kind >= Heading1 {
			p.listAnnex(lab.number, s[lab.size:], l.start+lab.size, l.end)
		} else if n := len(p.doc.Annexes); n == 0 || p.doc.Annexes[n-1].Title == "" || containsAny(s, ".doc", ".xls", ".pdf", ".wps") {
			p.listAnnex(0, s, l.start, l.end)
		}
	}
	p.mentions()
}

// inList reports that the annex heading in line i belongs to a list: no annex
// text stands below it before the zone ends.
func (p *parser) inList(i int) bool {
	for j := i + 1; j < len(p.lines); j++ {
		if p.lines[j].zone != ZoneAnnex {
			return true
		}
		s := p.text(p.lines[j])
		if p.lines[j].table || runes(s) > 90 || strings.HasSuffix(s, "。") {
			return false
		}
		if n, rest, ok := annexHead(s); ok && rest == "" && n <= 1 {
			return true
		}
	}
	_, rest, _ := annexHead(p.text(p.lines[i]))
	return rest != ""
}

// listed1 reads 附件：1.某表, 附件：某表 and 附件1：某表; several entries in one line too.
func (p *parser) listed1(l line, n int, rest string) {
	at := l.end - len(rest)
	if rest == "" {
		return
	}
	for {
		if lab, ok := readLabel(rest); ok && lab.kind >= Heading1 {
			n, rest, at = lab.number, rest[lab.size:], at+lab.size
		}
		end, next := len(rest), -1
		for i := range rest {
			if lab, ok := readLabel(rest[i:]); i > 0 && ok && lab.kind == Heading3 && lab.number == n+1 && !asciiDigit(rest[i-1]) {
				end, next = i, i
				break
			}
		}
		p.listAnnex(n, rest[:end], at, at+end)
		if next < 0 {
			return
		}
		rest, at = rest[next:], at+next
	}
}

func (p *parser) listAnnex(n int, title string, from, to int) {
	from, to, _ = trim(p.s, from, to, false)
	title = strings.Trim(squeeze(title), "。；;")
	if title == "" {
		return
	}
	p.doc.Annexes = append(p.doc.Annexes, Annex{Number: n, Title: title, Listed: source.Span{Start: from, End: to}})
}

// annexBody records the annex whose heading stands in line i, and joins it with
// its entry in the list.
func (p *parser) annexBody(i, n int, rest string) {
	to := i + 1
	for to < len(p.lines) && p.lines[to].zone == ZoneAnnex {
		if m, _, ok := annexHead(p.text(p.lines[to])); ok && m != n && !p.lines[to].table {
			break
		}
		to++
	}
	title := rest
	if title == "" && i+1 < to && runes(p.text(p.lines[i+1])) < 60 && !p.lines[i+1].table {
		title = p.text(p.lines[i+1])
	}
	title, _, _ = strings.Cut(title, "{") // attributes of markdown
	body := p.span(i, to)
	for k := range p.doc.Annexes {
		a := &p.doc.Annexes[k]
		if a.Number == n && a.Body.IsZero() || law.TitleKey(a.Title) == law.TitleKey(title) && title != "" && a.Body.IsZero() {
			a.Body = body
			return
		}
	}
	p.doc.Annexes = append(p.doc.Annexes, Annex{Number: n, Title: squeeze(title), Body: body})
}

// mentions collects 见附件3 and 附件2—4 in notice and body.
func (p *parser) mentions() {
	for i := 0; ; {
		j := strings.Index(p.s[i:], "附件")
		if j < 0 {
			return
		}
		at := i + j
		i = at + len("附件")
		if z := p.zoneAt(at); z != ZoneBody && z != ZoneNotice {
			continue
		}
		k := skipBlanks(p.s, i)
		n, size, ok := law.ParseNumeral(p.s[k:])
		if !ok || n > 99 {
			n, size, k = 0, 0, i
		}
		end, last := k+size, n
		if r, w := utf8.DecodeRuneInString(p.s[end:]); n > 0 && (r == '—' || r == '-' || r == '－' || r == '至' || r == '~') {
			e := end + w
			for runeAt(p.s, e) == r {
				e += w
			}
			e += len(prefixOf(p.s[e:], []string{"附件"}))
			if m, s2, ok := law.ParseNumeral(p.s[e:]); ok && m > n && m < n+40 {
				last, end = m, e+s2
			}
		}
		for a := range p.doc.Annexes {
			if m := p.doc.Annexes[a].Number; m >= n && m <= last {
				p.doc.Annexes[a].Mentions = append(p.doc.Annexes[a].Mentions, source.Span{Start: at, End: end})
			}
		}
		if n > 0 {
			p.announce(n, last, source.Span{Start: at, End: end})
		}
	}
}

// announce records annexes that are mentioned by number but neither listed nor
// carried: 详见附件3 without one.
func (p *parser) announce(n, last int, at source.Span) {
	for m := n; m <= last; m++ {
		known := false
		for _, a := range p.doc.Annexes {
			known = known || a.Number == m
		}
		if !known {
			p.doc.Annexes = append(p.doc.Annexes, Annex{Number: m, Mentions: []source.Span{at}})
		}
	}
}

// zoneAt gives the zone of a place.
func (p *parser) zoneAt(at int) Zone {
	lo, hi := 0, len(p.lines)
	for lo < hi {
		m := (lo + hi) / 2
		if p.lines[m].end <= at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(p.lines) && p.lines[lo].start <= at {
		return p.lines[lo].zone
	}
	return ZoneMeta
}
