package rules

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
)

// docnumber looks at the way in which document numbers are written, in the words
// of the file, not in the normalised text.
//
//	own          the number under which the document itself goes (GB/T 9704—2012 7.2.5)
//	cited        serial numbers of others: 〔2020〕第5号, 〔2020〕05号, 令419号, 〔2020〕114）
//	brackets     numbers of others whose year does not stand in 〔〕
//	unregistered no registration number (登记编号) where the place demands one
type docnumber struct {
	Of    string `yaml:"of"`
	Param string `yaml:"param"` // for unregistered: the profile parameter that must be 1
}

func (c *docnumber) build(*builder) (evaluator, []string, error) {
	switch c.Of {
	case "own", "cited", "brackets":
	case "unregistered":
		if c.Param == "" {
			return nil, nil, fmt.Errorf("unregistered needs param")
		}
	default:
		return nil, nil, fmt.Errorf("of %q is none of own, cited, brackets, unregistered", c.Of)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		switch c.Of {
		case "own":
			return ownNumbers(p.Doc), nil
		case "cited":
			return citedNumbers(p.Doc), nil
		case "brackets":
			return bracketedNumbers(p.Doc), nil
		}
		return c.unregistered(p), nil
	}, []string{"number", "flaw", "right"}, nil
}

func ownNumbers(d *document.Document) []Hit {
	var out []Hit
	for _, n := range d.Numbers {
		if n.Zone == document.ZoneMeta || n.Number.Year == 0 || n.Number.Serial == 0 {
			continue
		}
		raw := d.Text.Quote(n.Span)
		if strings.ContainsAny(raw, "令") || strings.Contains(raw, "公告") || strings.Contains(raw, "通告") || strings.Contains(raw, "年第") {
			continue
		}
		if flaw := numberFlaw(raw); flaw != "" {
			right := fmt.Sprintf("%s〔%d〕%d号", n.Number.Prefix, n.Number.Year, n.Number.Serial)
			out = append(out, Hit{Span: n.Span, Vars: map[string]string{"number": raw, "flaw": flaw, "right": right}, Lower: n.Number.Year <= oldNumbers})
		}
	}
	return out
}

// oldNumbers is the last year in which numbers were still written in several ways:
// GB/T 9704—2012 took effect on 1 July 2012.
const oldNumbers = 2012

// numberFlaw says what is wrong with 「国办发[2018]第037号」; "" when nothing is.
func numberFlaw(raw string) string {
	i := strings.IndexAny(raw, "〔[［(（【﹝﹙")
	if i < 0 {
		if strings.ContainsAny(raw, "〕]］)）】") {
			return "年份括号不成对"
		}
		return ""
	}
	open, w := utf8.DecodeRuneInString(raw[i:])
	rest := raw[i+w:]
	j := strings.IndexAny(rest, "〕]］)）】﹞﹚")
	if j < 0 {
		return "年份括号不成对"
	}
	year, tail := strings.TrimSpace(rest[:j]), rest[j:]
	close, w := utf8.DecodeRuneInString(tail)
	serial := strings.TrimSpace(tail[w:])
	switch {
	case open != '〔' || close != '〕':
		return "年份没有用六角括号“〔〕”括入"
	case utf8.RuneCountInString(year) == 2:
		return "年份没有写全四位"
	case strings.HasPrefix(serial, "第"):
		return "顺序号前加了“第”字"
	case strings.HasPrefix(serial, "0"):
		return "顺序号编了虚位"
	}
	return ""
}

// citedNumbers finds serial numbers of other documents that are written wrongly
// whatever their age: without 号, with 第 or a leading 0, and 令419号.
func citedNumbers(d *document.Document) []Hit {
	s := d.Text.Norm
	var out []Hit
	for i := 0; ; {
		j := strings.Index(s[i:], "〕")
		if j < 0 {
			break
		}
		at := i + j
		i = at + len("〕")
		open := strings.LastIndex(s[max(0, at-12):at], "〔")
		if open < 0 {
			continue
		}
		open += max(0, at-12)
		year, n := fourDigits(s[open+len("〔"):])
		if n == 0 || open+len("〔")+n != at {
			continue
		}
		rest := s[i:]
		flaw := ""
		digits := strings.TrimPrefix(rest, "第")
		k := 0
		for k < len(digits) && digits[k] >= '0' && digits[k] <= '9' {
			k++
		}
		if k == 0 || k > 5 {
			continue
		}
		after := digits[k:]
		switch {
		case strings.HasPrefix(after, "号") && len(digits) != len(rest) && year > oldNumbers:
			flaw = "顺序号前加了“第”字"
		case strings.HasPrefix(after, "号") && digits[0] == '0' && year > oldNumbers:
			flaw = "顺序号编了虚位"
		case !strings.HasPrefix(after, "号") && len(digits) == len(rest) && endsNumber(after):
			flaw = "漏写“号”字"
		}
		from := numberStart(s, open)
		span := source.Span{Start: from, End: i + len(rest) - len(digits) + k}
		if strings.HasPrefix(after, "号") {
			span.End += len("号")
		}
		if flaw == "" || ownNumberAt(d, span) || zoneAt(d, from) == document.ZoneMeta {
			continue
		}
		serial, _ := strconv.Atoi(digits[:k])
		out = append(out, Hit{Span: span, Vars: map[string]string{"number": s[span.Start:span.End], "flaw": flaw,
			"right": s[span.Start:i] + strconv.Itoa(serial) + "号"}})
	}
	return append(out, orderNumbers(d)...)
}

// bracketedNumbers finds numbers of others, given after the standard of 2012, whose
// year does not stand in 〔〕; one hit, the other places related.
func bracketedNumbers(d *document.Document) []Hit {
	var h *Hit
	for _, q := range d.Citations {
		if q.Number.Year <= oldNumbers || q.Number.Serial == 0 || q.NumberSpan.IsZero() {
			continue
		}
		raw := d.Text.Quote(q.NumberSpan)
		if strings.ContainsAny(raw, "令") || strings.Contains(raw, "公告") || !strings.ContainsAny(raw, "[［(（【﹝") || strings.Contains(raw, "〔") {
			continue
		}
		flaw := numberFlaw(strings.Trim(raw, "（）()"))
		if flaw == "" {
			continue
		}
		if h != nil {
			h.Related = append(h.Related, checker.Related{Span: q.NumberSpan, Message: "同类写法"})
			continue
		}
		h = &Hit{Span: q.NumberSpan, Vars: map[string]string{"number": raw, "flaw": flaw, "right": q.Number.String()}}
	}
	if h == nil {
		return nil
	}
	return []Hit{*h}
}

// endsNumber reports that nothing follows which could belong to the number:
// 〔2020〕114） but not 〔2020〕114-116号, 〔2020〕1、2号.
func endsNumber(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	switch r {
	case '）', ')', '，', '。', '》', '；', '\n':
		return true
	}
	return after == ""
}

// numberStart goes back from 〔 over the issuer code.
func numberStart(s string, open int) int {
	at := open
	for at > 0 {
		r, w := utf8.DecodeLastRuneInString(s[:at])
		if r < 0x3400 || r > 0x9fff || open-at > 36 {
			break
		}
		at -= w
	}
	return at
}

func ownNumberAt(d *document.Document, s source.Span) bool {
	for _, n := range d.Numbers {
		if n.Span.Start < s.End && s.Start < n.Span.End {
			return true
		}
	}
	return false
}

func zoneAt(d *document.Document, at int) document.Zone {
	if i := clauseAt(d.Clauses, at); i >= 0 {
		return d.Clauses[i].Zone
	}
	return document.ZoneMeta
}

// orderNumbers finds 「湖北省人民政府令419号」, which is to be 令第419号.
func orderNumbers(d *document.Document) []Hit {
	s := d.Text.Norm
	var out []Hit
	for i := 0; ; {
		j := strings.Index(s[i:], "令")
		if j < 0 {
			return out
		}
		at := i + j
		i = at + len("令")
		k := i
		for k < len(s) && s[k] >= '0' && s[k] <= '9' {
			k++
		}
		if k == i || k-i > 4 || !strings.HasPrefix(s[k:], "号") || ownNumberAt(d, source.Span{Start: at, End: k}) || zoneAt(d, at) == document.ZoneMeta {
			continue
		}
		from := numberStart(s, at)
		for _, end := range []string{"政府", "部", "局", "会", "署", "院", "席"} {
			if strings.HasSuffix(s[from:at], end) {
				span := source.Span{Start: from, End: k + len("号")}
				out = append(out, Hit{Span: span, Vars: map[string]string{"number": s[from:span.End], "flaw": "令号缺“第”字", "right": s[from:i] + "第" + s[i:k] + "号"}})
				break
			}
		}
	}
}

// unregistered reports a normative document without a registration number such as
// SDPR—2024—0020001, in a place that numbers them.
func (c *docnumber) unregistered(p *checker.Pass) []Hit {
	param, ok := p.Profile.Params[c.Param]
	if !ok {
		p.CannotTell("当前地区规则包没有登记编号制度的参数，不能判断是否须有登记编号")
		return nil
	}
	if param.Value == 0 || !lasting(p) || hasRegistration(p.Doc.Text.Norm) {
		return nil
	}
	return []Hit{{Lower: !param.Sure}}
}

// hasRegistration looks for two to six capital letters, a year and a serial
// number with dashes between: WFCR—2023—0010002.
func hasRegistration(s string) bool {
	letters := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' {
			letters++
			continue
		}
		if letters >= 2 && letters <= 6 {
			j := i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' && j < i+2 {
				j++
			}
			if n := dashes(s[j:]); n > 0 {
				j += n
				if _, y := fourDigits(s[j:]); y > 0 {
					j += y
					if n := dashes(s[j:]); n > 0 && j+n < len(s) && s[j+n] >= '0' && s[j+n] <= '9' {
						return true
					}
				}
			}
		}
		letters = 0
	}
	return false
}

func dashes(s string) int { return len(s) - len(strings.TrimLeft(s, "-—－–")) }
