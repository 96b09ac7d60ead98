package source

// Blanks carry no meaning in running Chinese text: conversion and justification
// put them between Chinese and digits and into the middle of words. They do carry
// meaning behind 第X条 and in short lines without punctuation, where they part
// issuers, names and dates. What stays is one ' '.

// proseLength is the number of characters from which a line without marks of a
// sentence counts as running text.
const proseLength = 80

// spaceOut drops blanks or joins runs of them to one. g is scratch: the result is
// good until its next use.
func spaceOut(cells []cell, g *gaps) []cell {
	cells = trimLost(cells)
	blanks := false
	for _, c := range cells {
		if c.r == blank {
			blanks = true
			break
		}
	}
	if !blanks {
		return cells
	}
	g.fill(cells)
	// Joining letter-spaced words makes new words; go on until nothing changes.
	for g.decide() {
	}
	return g.cells()
}

// trimLost cuts blanks at both ends, and question marks before the first letter
// where they are many: what a conversion made of blanks.
func trimLost(cells []cell) []cell {
	from, marks := 0, 0
	for from < len(cells) && (cells[from].r == blank || cells[from].r == '?') {
		if cells[from].r == '?' {
			marks++
		}
		from++
	}
	if from < len(cells) && marks < 2 {
		for from = 0; from < len(cells) && cells[from].r == blank; from++ {
		}
	}
	if from == len(cells) {
		from = 0 // only blanks and question marks: isLost looks at them
	}
	to := len(cells)
	for to > from && cells[to-1].r == blank {
		to--
	}
	for from < to && cells[from].r == blank {
		from++
	}
	return cells[from:to]
}

// gaps is a line as its characters without the blanks and the width of the blank
// before each of them.
type gaps struct {
	w     []cell
	width []int  // columns of blank before w[i]; 0: none
	space []cell // the blank before w[i] as one cell
	prose bool
	label int // w[:label] is 第X条 or 第X章 at the start of the line; 0: none

	out []cell // scratch of cells
}

func (g *gaps) fill(cells []cell) {
	g.w, g.width, g.space, g.prose = g.w[:0], g.width[:0], g.space[:0], false
	var sp cell
	width := 0
	for _, c := range cells {
		if c.r == blank {
			if width == 0 {
				sp = c
			}
			sp.n = c.at + c.n - sp.at
			width += columns(c)
			continue
		}
		g.w, g.width, g.space = append(g.w, c), append(g.width, width), append(g.space, sp)
		switch c.r {
		case '。', '；', '，', '！', '？':
			g.prose = true
		}
		width = 0
	}
	g.prose = g.prose || len(g.w) > proseLength
	g.label = labelLen(g.w)
}

// columns is the width of a blank; those of three bytes are as wide as a
// character or come from justification, a tab is wider.
func columns(c cell) int {
	if c.n == 3 {
		return 2
	}
	return 1
}

func (g *gaps) cells() []cell {
	g.out = g.out[:0]
	for i, c := range g.w {
		if g.width[i] > 0 && i > 0 {
			s := g.space[i]
			s.r = blank
			g.out = append(g.out, s)
		}
		g.out = append(g.out, c)
	}
	return g.out
}

// decide drops the blanks that carry no meaning and reports whether there was
// one. What it leaves it takes for one column wide.
func (g *gaps) decide() (changed bool) {
	var drop []int
	if !g.prose {
		drop = g.letterSpaced()
	}
	k := 0
	for i := 1; i < len(g.w); i++ {
		if g.width[i] == 0 {
			continue
		}
		spaced := false
		if k < len(drop) && drop[k] == i {
			k++
			spaced = true
		}
		if spaced || !g.keep(i) {
			g.width[i] = -1 // dropped, but still there for the decisions of this round
			changed = true
		}
	}
	for i := range g.width {
		switch {
		case g.width[i] < 0:
			g.width[i] = 0
		case g.width[i] > 0:
			if g.width[i] > 1 {
				changed = true
			}
			g.width[i] = 1
		}
	}
	return changed
}

// letterSpaced gives the places of blanks inside words set with a blank between
// the characters, 「重 庆 市 民 政 局」: between single characters, where the
// blank is the narrowest of its row.
func (g *gaps) letterSpaced() (drop []int) {
	single := func(i int) bool { // w[i] stands between two blanks or marks
		return (i == 0 || g.width[i] > 0 || isChineseMark(g.w[i-1].r)) &&
			(i+1 == len(g.w) || g.width[i+1] > 0 || isChineseMark(g.w[i+1].r)) &&
			(isHan(g.w[i].r) || isDigit(g.w[i].r))
	}
	for i := g.label; i < len(g.w); i++ {
		if !single(i) {
			continue
		}
		j, least, digits, han := i+1, 0, isDigit(g.w[i].r), isHan(g.w[i].r)
		for ; j < len(g.w) && g.width[j] > 0 && single(j); j++ {
			if least == 0 || g.width[j] < least {
				least = g.width[j]
			}
			digits = digits || isDigit(g.w[j].r)
			han = han || isHan(g.w[j].r)
		}
		if han && j-i >= 2 && (!digits || j-i >= 4) {
			for k := i + 1; k < j; k++ {
				if g.width[k] == least {
					drop = append(drop, k)
				}
			}
		}
		i = j - 1
	}
	return drop
}

// keep reports whether the blank before w[i] carries meaning.
func (g *gaps) keep(i int) bool {
	if g.label > 0 && i <= g.label {
		return i == g.label // behind the label, not inside it
	}
	l, r := g.w[i-1].r, g.w[i].r
	if isSentenceEnd(l) || isClosing(l) {
		if n := labelLen(g.w[i:]); n > 0 && i+n < len(g.w) && g.width[i+n] != 0 {
			return true
		}
	}
	lp, rp := isChineseMark(l), isChineseMark(r)
	if (!lp || isClosing(l)) && g.startsField(i) {
		return true
	}
	switch {
	case lp || rp:
		return false
	case isHan(l) && isHan(r):
		return !g.prose || g.endsHeading(i) || g.midLabel(i)
	case isHan(l) && isDigit(r):
		return g.startsDate(i) && (!g.prose || endsHistory(l)) || g.midLabel(i)
	case isDigit(l) && isHan(r):
		return g.keepDigitHan(i)
	case isHan(l) || isHan(r):
		// Latin words and signs in Chinese text: 「GB 标准」, 「1. 加强」.
		return l == '|' || r == '|'
	case (isDigit(l) || isDigit(r)) && (isRange(l) || isRange(r)):
		return false
	}
	return true
}

// midLabel reports whether w[:i] ends with 第X条 that stands behind a sentence end.
func (g *gaps) midLabel(i int) bool {
	for k := i - 3; k > 0 && k >= i-12; k-- {
		if g.w[k].r == '第' && (isSentenceEnd(g.w[k-1].r) || isClosing(g.w[k-1].r)) {
			return k+labelLen(g.w[k:]) == i
		}
	}
	return false
}

// startsField reports whether w[i:] begins with a key and a colon, as in the head
// of a page: 「文号：」.
func (g *gaps) startsField(i int) bool {
	for k := i; k < len(g.w) && k <= i+6; k++ {
		r := g.w[k].r
		if r == '：' || r == ':' {
			return k >= i+2
		}
		if !isHan(r) || k > i && g.width[k] > 1 {
			return false
		}
	}
	return false
}

// startsDate reports whether w[i:] begins with a full date: 2020年, 2020-01,
// 2020.1, 2020/1.
func (g *gaps) startsDate(i int) bool {
	if i+5 >= len(g.w) {
		return false
	}
	for k := i; k < i+4; k++ {
		if !isDigit(g.w[k].r) {
			return false
		}
	}
	switch g.w[i+4].r {
	case '年':
		for k := i + 5; k < len(g.w) && k < i+8; k++ {
			if g.w[k].r == '月' {
				return k > i+5
			}
		}
		return false
	case '-', '.', '/':
		return isDigit(g.w[i+5].r)
	}
	return false
}

// endsHistory reports whether r ends a statement on issue or amendment, behind
// which another with its date may follow: 「…发布　　1997年…修正」.
func endsHistory(r rune) bool {
	switch r {
	case '布', '正', '订', '改', '行', '过':
		return true
	}
	return false
}

// endsHeading reports whether w[:i] is a heading that runs into the text behind
// a blank: 「（一）加强领导　各部门要…。」 It begins with a label and has no mark.
func (g *gaps) endsHeading(i int) bool {
	from := headingLabel(g.w)
	if from == 0 || i < from+4 || i > from+25 || i+4 > len(g.w) {
		return false
	}
	for k := from; k < i+4; k++ {
		if !isHan(g.w[k].r) || k > from && k != i && g.width[k] != 0 {
			return false
		}
	}
	return true
}

// headingLabel gives the length of 一、 or （一） at the start of a line; 0: none.
func headingLabel(w []cell) int {
	i := 0
	bracket := len(w) > 0 && w[0].r == '（'
	if bracket {
		i++
	}
	from := i
	for i < len(w) && i < from+4 && chineseDigit(w[i].r) {
		i++
	}
	if i == from || i >= len(w) || bracket && w[i].r != '）' || !bracket && w[i].r != '、' {
		return 0
	}
	return i + 1
}

// keepDigitHan decides on a blank between a digit and a Chinese character. It
// stays behind a decimal label at the start of a line (「3.2 职责」), and in a short
// line behind a number that belongs to the word before it (「附件1 名单」).
func (g *gaps) keepDigitHan(i int) bool {
	if isUnit(g.w[i].r) {
		return false
	}
	k := i - 1
	for k > 0 && g.width[k] == 0 && (isDigit(g.w[k-1].r) || g.w[k-1].r == '.') {
		k--
	}
	if k == 0 {
		return true
	}
	return !g.prose && g.width[k] == 0 && isHan(g.w[k-1].r)
}

// isUnit reports whether r counts what a number before it gives.
func isUnit(r rune) bool {
	switch r {
	case '年', '月', '日', '时', '分', '秒', '号', '條', '条', '款', '项', '章', '节', '届', '次', '个', '家', '名', '人', '万', '亿', '千', '百', '元', '天', '周', '期', '倍', '吨', '米', '平', '公', '小', '度', '级', '类', '种', '部', '份', '件', '岁', '户', '亩', '號', '個':
		return true
	}
	return false
}

// labelLen gives the number of characters of 第X条 (编, 章, 节, 款) with its 之X at
// the start of w; 0: none.
func labelLen(w []cell) int {
	if len(w) < 3 || w[0].r != '第' {
		return 0
	}
	i := 1
	for i < len(w) && i < 10 && (chineseDigit(w[i].r) || isDigit(w[i].r) || w[i].r == '百' || w[i].r == '千') {
		i++
	}
	if i == 1 || i == len(w) {
		return 0
	}
	switch w[i].r {
	case '条', '章', '节', '编', '款', '條', '節', '編':
		i++
	default:
		return 0
	}
	if i < len(w) && w[i].r == '例' { // 第三条例
		return 0
	}
	if i+1 < len(w) && w[i].r == '之' && chineseDigit(w[i+1].r) {
		i += 2
	}
	return i
}

func isSentenceEnd(r rune) bool {
	return r == '。' || r == '；' || r == '！' || r == '？' || r == '：'
}

func isClosing(r rune) bool {
	switch r {
	case '）', '》', '〉', '”', '’', '〕', '】', ')':
		return true
	}
	return false
}

// isRange reports whether r joins two numbers.
func isRange(r rune) bool {
	switch r {
	case '-', '~', '～', '/', '%', '–':
		return true
	}
	return false
}

// isChineseMark reports whether r is punctuation of Chinese text, beside which no
// blank is needed.
func isChineseMark(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '？', '！', '“', '”', '‘', '’', '（', '）', '《', '》', '〈', '〉', '〔', '〕', '【', '】', '…', '—', '～', '·', '－', '─', '「', '」', '『', '』', '［', '］':
		return true
	}
	return false
}
