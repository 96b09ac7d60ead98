package source

import "strings"

// Text copied out of PDF files or printed by converters is broken at a fixed
// width, in the middle of words and of 《》. unwrap joins such lines to paragraphs.

const (
	minWrap = 40  // columns; narrower texts are tables and poems
	maxWrap = 110 // wider ones are broken by paragraphs
)

// unwrap joins the lines of a text that was broken at a fixed width; other texts
// come back as they are. The line breaks inside stay in Orig.
func unwrap(orig string, lines []line) []line {
	width := wrappedAt(orig, lines)
	if width == 0 {
		return lines
	}
	out := lines[:0]
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		for i+1 < len(lines) && continues(orig, lines[i], lines[i+1], width) {
			i++
			l.end = lines[i].end
		}
		out = append(out, l)
	}
	return out
}

// wrappedAt gives the width in columns at which the lines are broken; 0: they are
// not. Nearly half of them must be full and most of those must stop in the middle
// of a sentence, and half must hold marks of running text: a list of titles is none.
func wrappedAt(orig string, lines []line) int {
	widest, filled := 0, 0
	for _, l := range lines {
		n := lineColumns(orig[l.start:l.end])
		if n > maxWrap {
			return 0
		}
		if n > 0 {
			filled++
		}
		widest = max(widest, n)
	}
	if widest < minWrap || filled < 8 {
		return 0
	}
	full, cut, prose := 0, 0, 0
	for _, l := range lines {
		s := orig[l.start:l.end]
		if strings.Contains(s, "，") || strings.Contains(s, "。") || strings.Contains(s, ",") {
			prose++
		}
		if lineColumns(s) < widest-3 {
			continue
		}
		full++
		if !endsSentence(s) {
			cut++
		}
	}
	if full*10 < filled*4 || cut*10 < full*7 || prose*2 < filled {
		return 0
	}
	return widest
}

// lineColumns is the width of a line without the blanks at its end.
func lineColumns(s string) int {
	n := 0
	for _, r := range strings.TrimRight(s, " \t\u00a0\u3000") {
		if to := fold(r); to == dropped {
			continue
		}
		n++
		if r >= 0x2E80 || r >= 0x2014 && r <= 0x2026 {
			n++
		}
	}
	return n
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, " \t\u00a0\u3000”’）》)\"")
	for _, mark := range [...]string{"。", "；", "：", "！", "？", ";", ":"} {
		if strings.HasSuffix(s, mark) {
			return true
		}
	}
	return false
}

// continues reports whether the second line goes on with the sentence of the
// first: the first is full, the second neither indented nor labelled.
func continues(orig string, a, b line, width int) bool {
	first, second := orig[a.start:a.end], orig[b.start:b.end]
	if lineColumns(first) < width-3 || endsSentence(first) || isBlank(second) {
		return false
	}
	if strings.HasPrefix(second, "  ") || strings.HasPrefix(second, "\t") || strings.HasPrefix(second, "\u3000") || strings.HasPrefix(second, "\u00a0") {
		return false
	}
	w := runesOf(strings.TrimLeft(second, " "), 12)
	return labelLen(w) == 0 && headingLabel(w) == 0 && !isItem(w)
}

// isItem reports whether w begins with 1. or 1、 or (1).
func isItem(w []cell) bool {
	i := 0
	bracket := len(w) > 0 && (w[0].r == '(' || w[0].r == '（')
	if bracket {
		i++
	}
	from := i
	for i < len(w) && i < from+2 && isDigit(fold(w[i].r)) {
		i++
	}
	if i == from || i+1 >= len(w) {
		return false
	}
	switch fold(w[i].r) {
	case ')', '）':
		return true
	case '.', '、':
		return !bracket && !isDigit(fold(w[i+1].r))
	}
	return false
}
