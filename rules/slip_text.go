package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// doubledWords finds a word of two characters that stands twice in a row. In
// laws this happens once in 200,000 characters, nearly always where two words
// meet (本规定规定的, 申请人申请人民法院); those are left out.
func doubledWords(p *checker.Pass) []Hit {
	d := p.Doc
	s := d.Text.Norm
	var out []Hit
	// Characters of three bytes, as nearly all of Chinese text are.
	for i := 0; i+12 < len(s); {
		if s[i]&0xF0 != 0xE0 {
			i++
			continue
		}
		at := i
		i += 3
		if s[at+2] != s[at+8] || s[at+5] != s[at+11] || s[at:at+6] != s[at+6:at+12] || s[at+3]&0xF0 != 0xE0 {
			continue
		}
		r := []rune(s[at : at+12])
		if len(r) != 4 || r[0] == r[1] || !han4(r) {
			continue
		}
		c, _ := utf8.DecodeRuneInString(s[at+12:])
		if strings.ContainsRune("的对等有一个同共自不", r[0]) || strings.ContainsRune("的对等有一个同共自", r[1]) ||
			strings.ContainsRune("人者家机关性方团构信新治警区权商书证表号员", c) {
			continue
		}
		word := string(r[:2])
		switch word {
		case "规定", "装箱", "年度", "研究", "讨论", "考虑", "商量", "业创", "测预", "用信", "建共", "法违", "行政", "理处", "部门":
			continue
		}
		if zoneAt(d, at) == document.ZoneMeta {
			continue
		}
		span := source.Span{Start: at, End: at + 12}
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
		if strings.HasSuffix(s, "。") || strings.HasSuffix(s, "；") {
			continue
		}
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
	if !strings.Contains(d.Text.Norm, "“") || strings.Contains(d.Text.Norm, "修改为：") {
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
