package rules

import (
	"context"
	"fmt"
	"strings"
	"unicode"
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

// doubledWords finds a word of two characters that stands twice in a row. In
// laws this happens once in 200,000 characters, nearly always where two words
// meet (本规定规定的, 申请人申请人民法院); those are left out.
func doubledWords(p *checker.Pass) []Hit {
	d := p.Doc
	s := d.Text.Norm
	var out []Hit
	// The last four runes with their offsets.
	var r [5]rune
	var at [5]int
	for i, c := range s {
		copy(r[:], r[1:])
		copy(at[:], at[1:])
		r[4], at[4] = c, i
		if r[0] == 0 || r[0] != r[2] || r[1] != r[3] || r[0] == r[1] || !han4(r[:4]) {
			continue
		}
		if strings.ContainsRune("的对等有一个同共自不", r[0]) || strings.ContainsRune("的对等有一个同共自", r[1]) ||
			strings.ContainsRune("人者家机关性方团构信新治警区权商书证表号员", c) {
			continue
		}
		word := string(r[:2])
		switch word {
		case "规定", "装箱", "年度", "研究", "讨论", "考虑", "商量", "业创", "测预", "用信", "建共", "法违", "行政", "理处", "部门":
			continue
		}
		if zoneAt(d, at[0]) == document.ZoneMeta {
			continue
		}
		span := source.Span{Start: at[0], End: i}
		out = append(out, Hit{Span: span, Vars: map[string]string{"day": s[span.Start:span.End]}})
	}
	if len(out) > 3 {
		return nil // a table or a form
	}
	return out
}

func han4(r []rune) bool {
	for _, c := range r {
		if !unicode.Is(unicode.Han, c) {
			return false
		}
	}
	return true
}

// brokenParagraphs finds paragraphs of the body that end with a word which cannot
// end a sentence. A text that is broken throughout has hard line ends, which is
// the way of its file.
func brokenParagraphs(p *checker.Pass) []Hit {
	d := p.Doc
	var out []Hit
	blocks := d.Text.Blocks
	for i := 0; i+1 < len(blocks); i++ {
		b, next := blocks[i], blocks[i+1]
		if b.Kind != source.Paragraph || next.Kind != source.Paragraph || !d.Body.Contains(b.Span) || !d.Body.Contains(next.Span) {
			continue
		}
		s := strings.TrimSpace(d.Text.Norm[b.Span.Start:b.Span.End])
		if utf8.RuneCountInString(s) < 15 || strings.HasPrefix(s, "（") || !endsWithAny(s, "或者", "以及", "并且", "和", "及", "与", "或", "、", "，") {
			continue
		}
		t := strings.TrimSpace(d.Text.Norm[next.Span.Start:next.Span.End])
		first, _ := utf8.DecodeRuneInString(t)
		if !unicode.Is(unicode.Han, first) || strings.HasPrefix(t, "第") && strings.ContainsAny(headRunes(t, 8), "条章节") || labelled(t) {
			continue
		}
		from := b.Span.Start
		if j := strings.LastIndexAny(s, "，。；"); j > 0 && j+3 < len(s) {
			from = b.Span.Start + strings.Index(d.Text.Norm[b.Span.Start:b.Span.End], s) + j + 3
		}
		span := source.Span{Start: from, End: b.Span.Start + len(strings.TrimRight(d.Text.Norm[b.Span.Start:b.Span.End], " \u3000"))}
		out = append(out, Hit{Span: span, Vars: map[string]string{"day": d.Text.Norm[span.Start:span.End]}})
	}
	if len(out) > 3 {
		return nil
	}
	return out
}

// labelled reports a line that begins with a number of its own: 一、 二是.
func labelled(s string) bool {
	_, w, ok := law.ParseNumeral(s)
	return ok && w > 0 && startsWithAny(s[w:], "、", "是", "．", ".", "：")
}

// unpairedMarks finds an opening quotation mark that is closed by the wrong mark
// or not at all within its paragraph, in the words of the file. Texts that amend
// others quote over several paragraphs and are left alone.
func unpairedMarks(p *checker.Pass) []Hit {
	d := p.Doc
	if strings.Contains(d.Text.Norm, "修改为：") {
		return nil
	}
	var out []Hit
	for _, b := range d.Text.Blocks {
		if !d.Body.Contains(b.Span) && !d.Notice.Contains(b.Span) || b.Kind == source.TableRow {
			continue
		}
		s := d.Text.Norm[b.Span.Start:b.Span.End]
		j := strings.LastIndex(s, "“")
		if j < 0 {
			continue
		}
		q := d.Text.Quote(b.Span)
		opened, closed, straight := strings.Count(q, "“"), strings.Count(q, "”"), strings.Count(q, "\"")
		if opened == closed+1 && straight%2 == 0 && !strings.Contains(s[j:], "”") || opened > closed && straight%2 == 1 {
			span := source.Span{Start: b.Span.Start + j, End: b.Span.Start + j + len("“") + len(headRunes(s[j+len("“"):], 8))}
			out = append(out, Hit{Span: span, Vars: map[string]string{"day": d.Text.Norm[span.Start:span.End]}})
		}
	}
	if len(out) > 3 {
		out = out[:1] // the habit of the file, told once
	}
	return out
}
