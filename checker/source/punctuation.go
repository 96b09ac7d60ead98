package source

import "unicode"

// punctuate folds the punctuation of a line to the Chinese forms where it stands
// in Chinese text. Decisions look at the nearest letters and digits on both
// sides, which it does not change, so that doing it twice changes nothing.
// near is scratch.
func punctuate(cells []cell, near *neighbours) []cell {
	has := marksOf(cells)
	if has == 0 {
		return cells
	}
	if has&zeros != 0 {
		foldZeros(cells)
	}
	if has&yearBrackets != 0 {
		foldYears(cells)
	}
	if has&(halfMarks|parens|angles|quotes) == 0 {
		return cells
	}
	near.fill(cells)
	if near.count == 0 { // no Chinese in this line
		return cells
	}
	if has&halfMarks != 0 {
		foldHalf(cells, near)
	}
	if has&parens != 0 {
		foldParens(cells, near)
	}
	if has&quotes != 0 {
		foldQuotes(cells)
	}
	if has&angles != 0 {
		// What one pass folds may let the next fold what stood around it. A line
		// with more marks than any title needs is left as it is.
		for n := countAngles(cells); n > 0 && n <= maxAngles; {
			cells = foldAngles(cells, near)
			left := countAngles(cells)
			if left == n {
				break
			}
			n = left
			near.fill(cells)
		}
	}
	return cells
}

// maxAngles bounds the marks < and > of a line that are looked at.
const maxAngles = 200

func countAngles(cells []cell) int {
	n := 0
	for _, c := range cells {
		switch c.r {
		case '<', '>', '＜', '＞':
			n++
		}
	}
	return n
}

// What kinds of marks stand in a line.
const (
	halfMarks = 1 << iota
	parens
	angles
	quotes
	yearBrackets
	zeros
)

func marksOf(cells []cell) (has int) {
	for _, c := range cells {
		switch c.r {
		case ',', ';', ':', '!':
			has |= halfMarks
		case '(', ')':
			has |= parens
		case '<', '>', '＜', '＞':
			has |= angles
		case '"', '“', '”', '„', '‟', '〝', '〞', '〟', '「', '」', '『', '』':
			has |= quotes
		case '[', ']', '［', '］', '【', '】', '〔', '〕':
			has |= yearBrackets
		case '○', '◯':
			has |= zeros
		}
	}
	return has
}

// neighbours knows for each cell whether the nearest letter or digit before and
// behind it is Chinese, and counts Chinese characters.
type neighbours struct {
	left, right []bool
	before      []int // Chinese characters before cell i
	count       int
}

func (near *neighbours) fill(cells []cell) {
	n := len(cells)
	near.left, near.right, near.before = grow(near.left, n), grow(near.right, n), grow(near.before, n+1)
	near.count = 0
	last := false
	for i, c := range cells {
		near.left[i] = last
		near.before[i] = near.count
		if isHan(c.r) {
			last = true
			near.count++
		} else if isWord(c.r) {
			last = false
		}
	}
	near.before[n] = near.count
	last = false
	for i := n - 1; i >= 0; i-- {
		near.right[i] = last
		if r := cells[i].r; isHan(r) {
			last = true
		} else if isWord(r) {
			last = false
		}
	}
}

// grow gives a slice of length n, on the memory of s where that is enough.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// isWord reports whether r is a letter or a digit.
func isWord(r rune) bool {
	return isDigit(r) || isLatin(r) || r > 0x7F && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func foldHalf(cells []cell, near *neighbours) {
	for i, c := range cells {
		if !near.left[i] && !near.right[i] {
			continue
		}
		switch c.r {
		case ',':
			cells[i].r = '，'
		case ';':
			cells[i].r = '；'
		case ':':
			if i+2 < len(cells) && cells[i+1].r == '/' && cells[i+2].r == '/' {
				continue
			}
			cells[i].r = '：'
		case '!':
			if near.left[i] {
				cells[i].r = '！'
			}
		}
	}
}

// foldParens makes a pair full-width when one of the two is, when it holds
// Chinese or when it stands in Chinese.
func foldParens(cells []cell, near *neighbours) {
	var open []int
	fold := func(i int, to rune) {
		if r := cells[i].r; r == '(' || r == ')' {
			cells[i].r = to
		}
	}
	alone := func(i int) {
		if !near.left[i] && !near.right[i] {
			return
		}
		if cells[i].r == '(' {
			cells[i].r = '（'
		} else if cells[i].r == ')' {
			cells[i].r = '）'
		}
	}
	for j, c := range cells {
		switch c.r {
		case '(', '（':
			open = append(open, j)
		case ')', '）':
			if len(open) == 0 {
				alone(j)
				continue
			}
			i := open[len(open)-1]
			open = open[:len(open)-1]
			if cells[i].r == '（' || c.r == '）' || near.left[i] || near.right[j] || near.before[j] > near.before[i] {
				fold(i, '（')
				fold(j, '）')
			}
		}
	}
	for _, i := range open {
		alone(i)
	}
}

// foldYears gives the year of a document number its brackets 〔〕: four digits in
// square brackets of any kind before a number with 号.
func foldYears(cells []cell) {
	next := func(i int) int { // the next cell that is not a blank
		for i++; i < len(cells) && cells[i].r == blank; i++ {
		}
		return i
	}
	for i, c := range cells {
		switch c.r {
		case '[', '［', '【', '〔':
		default:
			continue
		}
		j, digits := next(i), 0
		for ; j < len(cells) && isDigit(cells[j].r); j = next(j) {
			digits++
		}
		if digits != 4 || j >= len(cells) {
			continue
		}
		switch cells[j].r {
		case ']', '］', '】', '〕':
		default:
			continue
		}
		k, size := next(j), 0
		for ; k < len(cells) && size < 8 && isSerial(cells[k].r); k = next(k) {
			size++
		}
		if size > 0 && k < len(cells) && (cells[k].r == '号' || cells[k].r == '號') {
			cells[i].r, cells[j].r = '〔', '〕'
		}
	}
}

// isSerial reports whether r may stand in the serial number of a document; × and
// X stand for one that is not given yet.
func isSerial(r rune) bool {
	switch r {
	case '第', '×', 'X', 'x', '*', '_', '-', '—', '○':
		return true
	}
	return isDigit(r) || chineseDigit(r)
}

func chineseDigit(r rune) bool {
	switch r {
	case '〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十':
		return true
	}
	return false
}

// foldZeros turns a circle that stands behind a Chinese digit into the digit 〇:
// 二○二四年.
func foldZeros(cells []cell) {
	behind := false // blanks do not count
	for i, c := range cells {
		if (c.r == '○' || c.r == '◯') && behind {
			cells[i].r = '〇'
		}
		if c.r != blank {
			behind = chineseDigit(cells[i].r)
		}
	}
}

// foldAngles turns << >> around Chinese into 《》, and < > inside 《》 into 〈〉.
func foldAngles(cells []cell, near *neighbours) []cell {
	type mark struct {
		i      int
		double bool
	}
	is := func(i int, half, full rune) bool {
		return i < len(cells) && (cells[i].r == half || cells[i].r == full)
	}
	var open []mark
	var singles [][2]int
	merged := false
	merge := func(i int, to rune) {
		cells[i].r = to
		cells[i].n = cells[i+1].at + cells[i+1].n - cells[i].at
		cells[i+1].r = dropped
		merged = true
	}
	for i := 0; i < len(cells); i++ {
		switch {
		case is(i, '<', '＜'):
			double := is(i+1, '<', '＜')
			open = append(open, mark{i, double})
			if double {
				i++
			}
		case is(i, '>', '＞') && len(open) > 0:
			top := open[len(open)-1]
			if top.double && !is(i+1, '>', '＞') {
				continue
			}
			open = open[:len(open)-1]
			chinese := near.before[i] > near.before[top.i]
			if top.double {
				if chinese {
					merge(top.i, '《')
					merge(i, '》')
				}
				i++
			} else if chinese {
				singles = append(singles, [2]int{top.i, i})
			}
		}
	}
	if len(singles) > 0 {
		inside := make([]bool, len(cells))
		depth := 0
		for i, c := range cells {
			switch c.r {
			case '《':
				depth++
			case '》':
				depth = max(0, depth-1)
			}
			inside[i] = depth > 0
		}
		for _, p := range singles {
			if inside[p[0]] && inside[p[1]] {
				cells[p[0]].r, cells[p[1]].r = '〈', '〉'
			}
		}
	}
	if !merged {
		return cells
	}
	out := cells[:0]
	for _, c := range cells {
		if c.r != dropped {
			out = append(out, c)
		}
	}
	return out
}
