package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/literal"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Offices that sign orders in person.
var signers = literal.Of("总理", "省长", "市长", "县长", "区长", "州长", "旗长", "盟长", "局长", "部长", "厅长", "主任", "主席", "行长", "署长", "代市长", "代省长", "代县长", "乡长", "镇长")

// Starts of lines that stand below the text.
var tailStarts = literal.Of("（此件", "(此件", "（主动公开", "（信息公开", "（公开", "此件公开", "抄送", "主送", "抄报", "联系人", "联系电话", "（联系人", "（联系", "公开方式", "公开属性", "主题词", "信息公开选项", "（本文有删减", "（有删减", "（略", "印发份数", "校对", "分送")

func tailLine(s string) bool {
	return tailStarts.Prefix(s) != "" || strings.HasSuffix(s, "印发") && utf8.RuneCountInString(s) < 50 && strings.Contains(s, "日")
}

// layout cuts the rest of the file into notice, body, signature and annexes and
// gives each line its zone.
func (p *parser) layout() {
	d := p.doc
	if p.notice[0] < p.notice[1] {
		to := p.notice[1]
		end, sigEnd := p.signature(p.notice[0], to, true)
		if sigEnd == 0 {
			end = to
		}
		p.zone(p.notice[0], to, ZoneNotice)
		if list := p.annexList(p.notice[0], end); list < end {
			p.zone(list, end, ZoneAnnex)
			end = list
		} else if sigEnd > 0 {
			if list := p.annexList(sigEnd, to); list < to {
				p.zone(list, to, ZoneAnnex)
			}
		}
		d.Notice = p.span(p.notice[0], end)
		p.passed(p.notice[0], end)
	} else {
		p.passed(p.body[0], p.body[1])
	}
	from, to := p.body[0], p.body[1]
	if from < to {
		from = p.bodyHead(from, to)
		annex := p.annexBodies(from, to)
		p.zone(from, annex, ZoneBody)
		p.zone(annex, to, ZoneAnnex)
		end, sigEnd := p.signature(from, annex, d.Signature.IsZero())
		if sigEnd == 0 {
			end = annex
		}
		for end > from && sigEnd == 0 && (tailLine(p.text(p.lines[end-1])) || furnished(p.text(p.lines[end-1]))) {
			end--
			p.lines[end].zone, p.lines[end].taken = ZoneTail, true
		}
		if list := p.annexList(from, end); list < end {
			p.zone(list, end, ZoneAnnex)
			end = list
		}
		p.body = [2]int{from, end}
		d.Body = p.span(from, end)
	}
	p.dates()
	p.whoIssued()
	if n, ok := p.field(keyNumber); ok {
		if num, size, ok := numberAt(n.Value, true); ok {
			p.number(num, source.Span{Start: n.Span.Start, End: n.Span.Start + size}, ZoneMeta)
		}
	}
}

// bodyHead steps over what stands between the title of the instrument and its
// text: the note on its history, a table of contents.
func (p *parser) bodyHead(from, to int) int {
	for from < to {
		s := p.text(p.lines[from])
		switch {
		case p.noteLine(from), dateOnly(s), prefixOf(s, []string{"（试行）", "（征求意见稿）", "（送审稿）", "(试行)", "(征求意见稿)"}) == s:
			p.lines[from].zone, p.lines[from].taken = ZoneHead, true
			from++
		case squeeze(s) == "目录" || squeeze(s) == "目次":
			n := p.contents(from, to)
			for ; from < n; from++ {
				p.lines[from].zone, p.lines[from].taken = ZoneHead, true
			}
			return from
		default:
			return from
		}
	}
	return from
}

// contents gives the end of a table of contents that begins at from: where its
// first entry comes again, or the first article.
func (p *parser) contents(from, to int) int {
	first := ""
	for i := from + 1; i < to; i++ {
		s := p.text(p.lines[i])
		l, ok := readLabel(s)
		if ok && l.kind == Article {
			return max(from+1, i)
		}
		key := squeeze(strings.TrimRight(s, "0123456789.…·- "))
		switch {
		case first == "":
			first = key
		case key == first:
			return i
		}
		if runes(s) > 60 {
			return from + 1
		}
	}
	return from + 1
}

func (p *parser) zone(from, to int, z Zone) {
	for i := from; i < to; i++ {
		if !p.lines[i].taken {
			p.lines[i].zone = z
		}
	}
}

// signature finds the names and date below a text in lines [from,to). It gives
// where the text above it ends and where the signature with its tail ends; 0, 0:
// none. record: take it as that of the document.
func (p *parser) signature(from, to int, record bool) (start, end int) {
	date := -1
	for i := to - 1; i >= from; i-- {
		s := p.text(p.lines[i])
		if p.lines[i].table {
			continue
		}
		if l, ok := readLabel(s); ok && !dateOnly(s) && (l.kind <= Article || l.kind == Heading1) && runes(s) > 6 {
			break
		}
		if dateOnly(s) || p.signedLine(s) {
			date = i
			if i == from || !dateOnly(p.text(p.lines[i-1])) {
				break
			}
		}
	}
	last := date
	if date < 0 {
		// names without a date, as the last lines of the text
		i := to - 1
		for i > from && (tailLine(p.text(p.lines[i])) || furnished(p.text(p.lines[i]))) {
			i--
		}
		if i <= from || !p.signsAlone(i) {
			return 0, 0
		}
		last = i
		date = i + 1
	}
	start = date
	for start > from {
		s := p.text(p.lines[start-1])
		if !(organs(s) != nil || unjoin(squeeze(s)) != nil || signer(s)) || p.lines[start-1].table {
			break
		}
		start--
	}
	if start == date && date < len(p.lines) && date > last {
		return 0, 0
	}
	end = last + 1
	for end < to && (tailLine(p.text(p.lines[end])) || furnished(p.text(p.lines[end])) || runes(p.text(p.lines[end])) < 20 && !p.startsBody(end)) {
		end++
	}
	if !record {
		return start, end
	}
	p.record(start, last)
	for i := start; i < end; i++ {
		if !p.lines[i].taken {
			p.lines[i].zone, p.lines[i].taken = ZoneTail, true
		}
	}
	// what stands below the signature and is not tail is carried as an annex
	for i := end; i < to; i++ {
		if !p.lines[i].taken && p.lines[i].zone != ZoneHead {
			p.lines[i].zone = ZoneAnnex
		}
	}
	return start, end
}

// startsBody reports a line that begins a text or an annex of its own.
func (p *parser) startsBody(i int) bool {
	s := p.text(p.lines[i])
	_, ok := readLabel(s)
	return ok || strings.HasPrefix(squeeze(s), "附") || kindOf(s) != "" || p.lines[i].table
}

// signsAlone reports a line of names that closes a text without a date.
func (p *parser) signsAlone(i int) bool {
	s := p.text(p.lines[i])
	above := p.text(p.lines[i-1])
	return organs(s) != nil && !p.lines[i].table && (strings.HasSuffix(above, "。") || organs(above) != nil)
}

// signedLine reports 某某局 2020年1月6日 in one line.
func (p *parser) signedLine(s string) bool {
	at := dateIn(s)
	return at > 0 && organs(strings.TrimSpace(s[:at])) != nil
}

// dateIn gives where the full date begins that ends s; -1: none.
func dateIn(s string) int {
	if len(s) > 200 || !strings.HasSuffix(s, "日") {
		return -1
	}
	for i := 0; i < len(s); {
		if d, size, ok := law.ParseDate(s[i:]); ok && d.Full() && i+size == len(s) {
			return i
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return -1
}

// signer reports 县长 某某某: an office and a name.
func signer(s string) bool {
	q := squeeze(s)
	w := signers.Prefix(q)
	if w == "" {
		return false
	}
	n := runes(strings.TrimLeft(q[len(w):], "：:"))
	return n >= 2 && n <= 4
}

// record takes the signature: names and date.
func (p *parser) record(start, last int) {
	p.doc.Signature = p.span(start, last+1)
	for i := start; i <= last; i++ {
		l := p.lines[i]
		s := p.text(l)
		if at := dateIn(s); at >= 0 || dateOnly(s) {
			from := max(at, 0)
			if d, _, ok := law.ParseDate(unbracket(squeeze(s[from:]))); ok {
				p.doc.Dated = Said[law.Date]{d, source.Span{Start: l.start + from, End: l.end}}
			}
			s = strings.TrimSpace(s[:from])
		}
		if names := p.splitNames(s); names != nil {
			at := l.start
			for _, n := range names {
				if j := strings.Index(p.s[at:l.end], n); j >= 0 {
					p.issuer(n, source.Span{Start: at + j, End: at + j + len(n)}, "signature")
					at += j + len(n)
				} else {
					p.issuer(n, source.Span{Start: l.start, End: l.end}, "signature")
				}
			}
		}
	}
}
