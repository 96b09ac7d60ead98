package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// forwarding finds the instrument inside a forwarding notice or an order: its
// title stands in the title (关于印发《X》的通知) or in the first sentence (《X》已经
// …通过，现予公布), and again in a line of its own above its text.
func (p *parser) forwarding() {
	d := p.doc
	d.Instrument = d.Title
	p.body = [2]int{p.bodyFrom, len(p.lines)}
	inner, verb, ok := forwards(d.Title.Value)
	said, isSaid := p.promulgated()
	if !ok {
		if !isSaid {
			d.Kind = kindOf(d.Instrument.Value)
			return
		}
		inner = said
	}
	at, n := p.instrumentTitle(inner)
	if n == 0 && !strings.Contains(d.Title.Value, "关于") && law.TitleKey(inner) == law.TitleKey(d.Title.Value) {
		// 《X》已经…通过，现予公布 directly below the title of X: a preface, no notice
		d.Kind = kindOf(d.Instrument.Value)
		return
	}
	d.Forwarded = true
	if n == 0 && isSaid {
		if at, n = p.instrumentTitle(said); n > 0 {
			inner = said
		}
	}
	if n > 0 && !strings.Contains(d.Title.Value, "关于") && suffixOf(d.Title.Value, []string{"令", "公告", "通告"}) != "" {
		d.Title = Said[string]{} // an order has no title but that of its instrument
	}
	inner = firstTitle(inner)
	d.Instrument = Said[string]{inner, p.within(d.Title.Span, inner)}
	switch {
	case n > 0:
		d.Instrument.Span = p.span(at, at+n)
		p.notice = [2]int{p.bodyFrom, at}
		p.body = [2]int{at + n, len(p.lines)}
		for i := at; i < at+n; i++ {
			p.lines[i].taken, p.lines[i].zone = true, ZoneHead
		}
		// an annex heading directly above the instrument belongs to the notice
	case (verb == "转发" || verb == "批转") && !strings.HasSuffix(withoutMarks(d.Title.Value), "的通知"):
		// 关于转发…的意见: the text of the instrument follows at once
	default:
		p.loose()
	}
	if d.Title.Value == "" {
		d.Title = d.Instrument
	}
	d.Kind = kindOf(d.Instrument.Value)
}

// loose handles a notice whose instrument does not repeat its title: it begins
// behind the signature of the notice with its own first label, or is missing
// from the file. Then Body is zero.
func (p *parser) loose() {
	for i := p.bodyFrom + 1; i < len(p.lines); i++ {
		s := p.text(p.lines[i])
		l, ok := readLabel(s)
		if !ok || l.number != 1 || !(l.kind == Part || l.kind == Chapter || l.kind == Article && !goesOn(s[l.size:]) || l.kind == Heading1) {
			continue
		}
		at := i
		for at > p.bodyFrom && kindOf(p.text(p.lines[at-1])) != "" && utf8.RuneCountInString(p.text(p.lines[at-1])) < 60 {
			at--
		}
		if _, to := p.signature(p.bodyFrom, at, false); to == 0 || i >= to+8 {
			continue
		}
		for j := at; j < i; j++ {
			p.lines[j].taken, p.lines[j].zone = true, ZoneHead
		}
		p.notice = [2]int{p.bodyFrom, at}
		p.body = [2]int{i, len(p.lines)}
		return
	}
	p.notice = [2]int{p.bodyFrom, len(p.lines)}
	p.body = [2]int{len(p.lines), len(p.lines)}
}

// within gives the place of a title inside a span whose lines may be broken; the
// span itself when it cannot be told.
func (p *parser) within(s source.Span, title string) source.Span {
	if i := strings.Index(p.s[s.Start:s.End], title); i >= 0 && title != "" {
		return source.Span{Start: s.Start + i, End: s.Start + i + len(title)}
	}
	return s
}

// firstTitle gives the first instrument where several are forwarded:
// 《甲办法》和《乙细则》.
func firstTitle(inner string) string {
	if t, ok := strings.CutPrefix(inner, "《"); ok {
		if i := strings.Index(t, "》"); i > 0 && strings.Contains(t[i:], "《") {
			return t[:i]
		}
	}
	return inner
}

// A title is looked for in stretches of at most this many lines.
const instrumentTitleLines = 4

// instrumentTitle finds the lines that repeat title above the instrument. n is 0
// when there are none.
func (p *parser) instrumentTitle(title string) (at, n int) {
	keys := []string{law.TitleKey(firstTitle(title)), law.TitleKey(withoutMarks(firstTitle(title)))}
	if keys[0] == "" {
		return 0, 0
	}
	for i := p.bodyFrom; i < len(p.lines); i++ {
		joined := ""
		for k := 0; k < instrumentTitleLines && i+k < len(p.lines); k++ {
			s := p.text(p.lines[i+k])
			if len(joined)+len(s) > 300 || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "：") || p.lines[i+k].table {
				break
			}
			joined += s
			key := law.TitleKey(joined)
			if len(key) < len(keys[1]) {
				if !strings.HasPrefix(keys[0], key) {
					break
				}
				continue
			}
			if (key == keys[0] || key == keys[1] || law.TitleKey(withoutMarks(joined)) == keys[1]) && !p.listLine(i+k+1) {
				return i, k + 1
			}
			break
		}
	}
	return 0, 0
}

// listLine reports that line i shows the line above it to be an entry of a list
// of annexes: a signature, or a further entry.
func (p *parser) listLine(i int) bool {
	if i >= len(p.lines) {
		return true
	}
	s := p.text(p.lines[i])
	return organs(s) != nil || dateOnly(s) || containsAny(s, ".doc", ".xls", ".pdf", ".wps", ".zip")
}

// promulgated reads the instrument from the sentence of an order or
// announcement: 《X》已经…通过，现予公布.
func (p *parser) promulgated() (title string, ok bool) {
	for i := p.bodyFrom; i < len(p.lines) && i < p.bodyFrom+4; i++ {
		s := p.text(p.lines[i])
		at := strings.Index(s, "《")
		if at < 0 || !strings.Contains(s, "现") && !strings.Contains(s, "予以公布") || !containsAny(s, "公布", "发布", "印发", "转发") || containsAny(s[:at], "根据", "按照", "依据", "贯彻") {
			continue
		}
		c := closeTitle(s, at)
		if c.end == 0 {
			continue
		}
		return s[c.from:c.to], true
	}
	return "", false
}

// passed reads 已经…会议审议通过 from the notice, or from what stands above the first
// label of the body: further down, 报县政府批准 speaks of something else.
func (p *parser) passed(from, to int) {
	for i := from; i < to && i < from+12 && !p.doc.Passed.Known(); i++ {
		l := p.lines[i]
		s := p.text(l)
		if _, ok := readLabel(s); ok {
			return
		}
		at, word := firstOf(s, []string{"审议通过", "讨论通过", "会议通过", "研究通过", "会议审定", "审定通过", "会议研究同意", "讨论同意", "审议同意", "会议同意", "人民政府同意", "政府同意", "国务院同意", "国务院批准", "人民政府批准", "政府批准"})
		if at < 0 {
			continue
		}
		begin := -1
		for _, w := range []string{"已经", "已于", "业经", "经", "已"} {
			if j := strings.LastIndex(s[:at], w); j >= 0 && runes(s[j:at]) < 40 && !strings.ContainsAny(s[j:at], "。；") {
				begin = j
				break
			}
		}
		if begin < 0 {
			continue
		}
		end := at + len(word)
		p.doc.Passed = Said[string]{s[begin:end], source.Span{Start: l.start + begin, End: l.start + end}}
	}
}
