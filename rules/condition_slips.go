package rules

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// slips finds slips of the pen that need no knowledge of law.
//
//	impossible  2020年2月30日, 2020年3月1月
//	mixed       二0一0年四月八日, 二OO九年: digits or letters among Chinese numerals
//	dotted      2024.5.1 as the date of the document
//	passed      a task is to be done by a day before the document was issued
//	doubled     a word of two characters twice: 文化遗产遗产日
//	broken      a paragraph ends in the middle of a sentence
//	unpaired    an opening quotation mark or bracket without its end
type slips struct {
	Is string `yaml:"is"`
}

func (c *slips) build(*builder) (evaluator, []string, error) {
	find, ok := map[string]func(*checker.Pass) []Hit{"impossible": impossibleDates, "mixed": mixedDates, "dotted": dottedDates, "passed": passedDates,
		"doubled": doubledWords, "broken": brokenParagraphs, "unpaired": unpairedMarks}[c.Is]
	if !ok {
		return nil, nil, fmt.Errorf("is %q names no slip that is known", c.Is)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) { return find(p), nil }, []string{"day", "issued"}, nil
}

// eachDate calls f for every date with 年 in the text.
func eachDate(d *document.Document, f func(day law.Date, span source.Span)) {
	s := d.Text.Norm
	for i := 0; i < len(s); {
		j := strings.Index(s[i:], "年")
		if j < 0 {
			return
		}
		at := i + j
		i = at + len("年")
		from := yearStart(s, at)
		if from < 0 {
			continue
		}
		if day, n, ok := law.ParseDate(s[from:]); ok && from+n >= i {
			f(day, source.Span{Start: from, End: from + n})
			i = max(i, from+n)
		}
	}
}

// yearStart goes back over the four signs of a year that end at end; -1: none.
func yearStart(s string, end int) int {
	at := end
	for range 4 {
		if at == 0 {
			return -1
		}
		r, w := utf8.DecodeLastRuneInString(s[:at])
		if !(r >= '0' && r <= '9') && !strings.ContainsRune("〇零○一二三四五六七八九OoＯ", r) {
			return -1
		}
		at -= w
	}
	if r, _ := utf8.DecodeLastRuneInString(s[:at]); r >= '0' && r <= '9' {
		return -1
	}
	return at
}

func impossibleDates(p *checker.Pass) []Hit {
	d := p.Doc
	var out []Hit
	eachDate(d, func(day law.Date, span source.Span) {
		if zoneAt(d, span.Start) == document.ZoneMeta || day.Year < 1949 || day.Year > 2100 {
			return
		}
		rest := d.Text.Norm[span.End:]
		switch {
		case day.Full() && !day.Valid(), day.Day == 0 && day.Month > 12:
		case day.Month > 0 && day.Day == 0 && secondMonth(rest) > 0:
			span.End += secondMonth(rest)
		default:
			return
		}
		out = append(out, Hit{Span: span, Vars: map[string]string{"day": d.Text.Norm[span.Start:span.End]}})
	})
	return out
}

// secondMonth gives the bytes of 1月 where a day is expected: 2020年3月1月起.
// 2020年3月1月份 and 3月4月 are left alone unless 起, 日 or an end follows.
func secondMonth(rest string) int {
	n, w, ok := law.ParseNumeral(rest)
	if !ok || n < 1 || n > 31 || !strings.HasPrefix(rest[w:], "月") {
		return 0
	}
	w += len("月")
	for _, next := range []string{"起", "止", "前", "后", "施行", "开始"} {
		if strings.HasPrefix(rest[w:], next) {
			return w
		}
	}
	return 0
}

func mixedDates(p *checker.Pass) []Hit {
	d := p.Doc
	var out []Hit
	s := d.Text.Norm
	for i := 0; i < len(s); {
		j := strings.Index(s[i:], "年")
		if j < 0 {
			break
		}
		at := i + j
		i = at + len("年")
		from := yearStart(s, at)
		if from < 0 {
			continue
		}
		year := s[from:at]
		han, other := false, false
		for _, r := range year {
			if strings.ContainsRune("〇一二三四五六七八九零", r) {
				han = true
			} else {
				other = true
			}
		}
		if !han || !other || zoneAt(d, from) == document.ZoneMeta {
			continue
		}
		span := source.Span{Start: from, End: i}
		if _, n, ok := law.ParseDate(s[from:]); ok {
			span.End = from + n
		}
		// Written so in the file, not by the normalisation.
		if q := d.Text.Quote(span); !strings.ContainsAny(q, "0123456789OoＯ０○") {
			continue
		}
		out = append(out, Hit{Span: span, Vars: map[string]string{"day": s[span.Start:span.End]}})
	}
	return out
}

func dottedDates(p *checker.Pass) []Hit {
	d := p.Doc
	s := d.Dated.Span
	if s.IsZero() || inMeta(d, s) || zoneAt(d, s.Start) != document.ZoneTail {
		return nil
	}
	q := d.Text.Norm[s.Start:s.End]
	if strings.Contains(q, "年") || !strings.ContainsAny(q, "./-") {
		return nil
	}
	return []Hit{{Span: s, Vars: map[string]string{"day": q, "issued": d.Dated.Value.Chinese()}}}
}

// passedDates finds a task whose last day lies before the document was issued:
// 请于2023年12月底前制定实施细则, in a document of 2024.
func passedDates(p *checker.Pass) []Hit {
	d := p.Doc
	issued, page := issuedOn(d)
	if !issued.Valid() || page || amended(d) {
		return nil
	}
	var out []Hit
	eachDate(d, func(day law.Date, span source.Span) {
		if z := zoneAt(d, span.Start); z != document.ZoneBody && z != document.ZoneNotice || rolesAt(d, span)&(document.Quotes|document.Narrates) != 0 {
			return
		}
		last := day
		switch {
		case day.Month == 0:
			last.Month, last.Day = 12, 31
		case day.Day == 0:
			last.Day = 31
		}
		if !last.Before(issued) {
			return
		}
		s := d.Text.Norm
		i := clauseAt(d.Clauses, span.Start)
		if i < 0 {
			return
		}
		c := d.Clauses[i].Span
		before, after := s[c.Start:span.Start], s[span.End:c.End]
		if !deadline(before, after) {
			return
		}
		out = append(out, Hit{Span: span, Vars: map[string]string{"day": s[span.Start:span.End], "issued": issued.Chinese()}})
	})
	return out
}

// deadline reports words that make a date the last day of a task to come.
func deadline(before, after string) bool {
	after = strings.TrimPrefix(strings.TrimPrefix(after, "月"), "底")
	after = strings.TrimPrefix(after, "末")
	if !strings.HasPrefix(after, "前") && !strings.HasPrefix(after, "之前") && !strings.HasPrefix(after, "以前") {
		return false
	}
	must := false
	for _, w := range []string{"请", "务必", "应当于", "应于", "须于", "要于", "要在", "应在", "应当在", "于", "在"} {
		if strings.HasSuffix(before, w) {
			must = true
		}
	}
	if !must {
		return false
	}
	rest := headRunes(after, 24)
	for _, w := range []string{"制定", "完成", "报送", "上报", "报", "提交", "出台", "建立", "印发", "制订", "实现"} {
		if strings.Contains(rest, w) && !strings.Contains(rest, "已") && !strings.Contains(rest, "的") {
			return true
		}
	}
	return false
}
