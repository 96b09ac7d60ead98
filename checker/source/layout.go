package source

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// A printed line is a row of glyphs on a page, from left to right, in pieces where
// wide gaps part it.
type printedLine struct {
	page          int
	column        int     // 0: across the page; 1, 2: left and right column
	x, end        float64 // left and right edge
	y, size       float64
	pieces        []printedPiece
	width, height float64 // of its page
}

type printedPiece struct {
	x, end float64
	text   string
}

// text joins the pieces by a blank.
func (l *printedLine) text() string {
	if len(l.pieces) == 1 {
		return l.pieces[0].text
	}
	parts := make([]string, len(l.pieces))
	for i, p := range l.pieces {
		parts[i] = p.text
	}
	return strings.Join(parts, " ")
}

// printedLines sorts the glyphs of a page into lines in reading order: from the
// top, and column by column where the page has two.
func printedLines(page int, p *pdfPage) []printedLine {
	g := p.glyphs
	slices.SortStableFunc(g, func(a, b glyph) int { return cmp.Compare(b.y, a.y) })
	rows := glyphRows(g)
	if gutter := findGutter(rows, p.width); gutter > 0 {
		return columnLines(page, p, rows, gutter)
	}
	out := make([]printedLine, 0, len(rows))
	for _, r := range rows {
		if l := rowLine(page, p, r); len(l.pieces) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// glyphRows gathers the glyphs that share a baseline, sorted from left to right.
// Raised and lowered signs belong to the row that they touch.
func glyphRows(g []glyph) (rows [][]glyph) {
	for from := 0; from < len(g); {
		to := from + 1
		y, size := g[from].y, g[from].size
		for to < len(g) && y-g[to].y < 0.5*max(size, g[to].size) {
			if g[to].size > 1.2*size { // the first was a raised sign
				y, size = g[to].y, g[to].size
			}
			to++
		}
		row := g[from:to:to]
		slices.SortStableFunc(row, func(a, b glyph) int { return cmp.Compare(a.x, b.x) })
		rows = append(rows, row)
		from = to
	}
	return rows
}

// findGutter gives the middle of the gap between two columns; 0: there is one
// column. Nearly all rows leave it free and most have running text on both sides.
func findGutter(rows [][]glyph, width float64) float64 {
	if len(rows) < 12 {
		return 0
	}
	best, most := 0.0, 0
	for step := 40; step <= 60; step++ {
		at := width * float64(step) / 100
		crossed, both := 0, 0
		for _, r := range rows {
			left, right, cut := 0, 0, false
			gap := 1.2 * r[0].size
		glyphs:
			for i := range r {
				g := &r[i]
				switch {
				case g.x+g.width <= at-gap/2+0.5:
					left++
				case g.x >= at+gap/2-0.5:
					right++
				default:
					cut = true
					break glyphs
				}
			}
			switch {
			case cut:
				crossed++
			case left >= 8 && right >= 8:
				both++
			}
		}
		if crossed*5 <= len(rows) && both*2 >= len(rows) && both > most {
			best, most = at, both
		}
	}
	return best
}

// columnLines reads rows column by column; a row across both ends what stands
// above it.
func columnLines(page int, p *pdfPage, rows [][]glyph, gutter float64) (out []printedLine) {
	var left, right []printedLine
	flush := func() {
		out = append(append(out, left...), right...)
		left, right = nil, nil
	}
	for _, r := range rows {
		cut := sort.Search(len(r), func(i int) bool { return r[i].x >= gutter })
		if cut > 0 && cut < len(r) && r[cut].x-(r[cut-1].x+r[cut-1].width) < 0.8*r[0].size ||
			cut > 0 && r[cut-1].x+r[cut-1].width > gutter+0.5*r[0].size {
			flush()
			out = append(out, rowLine(page, p, r))
			continue
		}
		if cut > 0 {
			l := rowLine(page, p, r[:cut])
			l.column = 1
			left = append(left, l)
		}
		if cut < len(r) {
			l := rowLine(page, p, r[cut:])
			l.column = 2
			right = append(right, l)
		}
	}
	flush()
	return out
}

// rowLine writes a row as text. Gaps within Chinese text are no blanks unless they
// are as wide as a character.
func rowLine(page int, p *pdfPage, row []glyph) printedLine {
	l := printedLine{page: page, width: p.width, height: p.height, x: row[0].x, y: row[0].y}
	l.size, l.y = usualSize(row)
	var b strings.Builder
	b.Grow(3 * len(row))
	start, end := row[0].x, row[0].x
	var last glyph
	for i := range row {
		g := &row[i]
		if last.text == g.text && math.Abs(g.x-last.x) < 0.3*g.size {
			continue // bold by printing twice
		}
		gap := g.x - end
		switch {
		case b.Len() == 0:
			start = g.x
		case gap > 2.2*l.size:
			l.pieces = append(l.pieces, printedPiece{start, end, b.String()})
			b.Reset()
			start = g.x
		case gap > 0.7*l.size, gap > 0.18*l.size && isNarrow(last.text, true) && isNarrow(g.text, false):
			b.WriteByte(' ')
		}
		if g.size < 0.75*l.size && g.y > l.y+0.15*l.size && strings.Trim(g.text, "0123456789") == "" {
			b.WriteString(raisedMark + g.text + raisedMark)
		} else {
			b.WriteString(g.text)
		}
		end = g.x + g.width
		last = *g
	}
	if s := b.String(); s != "" {
		l.pieces = append(l.pieces, printedPiece{start, end, s})
	}
	l.end = end
	return l
}

// usualSize gives the size of most glyphs of a row, the larger where two are as
// many, and the height at which the first glyph stood that made it so.
func usualSize(row []glyph) (size, y float64) {
	same := true
	for i := range row {
		same = same && row[i].size == row[0].size
	}
	if same {
		return row[0].size, row[0].y
	}
	sizes := map[float64]int{}
	for _, g := range row {
		if sizes[g.size]++; sizes[g.size] > sizes[size] || sizes[g.size] == sizes[size] && g.size > size {
			size, y = g.size, g.y
		}
	}
	return size, y
}

// isNarrow reports whether a glyph is of a script that parts words by blanks.
func isNarrow(s string, end bool) bool {
	var r rune
	if end {
		r, _ = utf8.DecodeLastRuneInString(s)
	} else {
		r, _ = utf8.DecodeRuneInString(s)
	}
	return r < 0x2000
}

// dropFurniture takes away page numbers and running heads: short lines at the
// edges of pages that count, or say the same on most pages at the same height.
func dropFurniture(pages [][]printedLine) (dropped int) {
	type place struct {
		text string
		y    int
	}
	seen := map[place]int{}
	key := func(l *printedLine) place {
		return place{strings.Map(func(r rune) rune {
			if isDigit(fold(r)) || r == ' ' {
				return -1
			}
			return r
		}, l.text()), int(math.Round(l.y / 4))}
	}
	edges := func(lines []printedLine) (at []int) {
		for i := range lines {
			if i < 3 || i >= len(lines)-3 {
				at = append(at, i)
			}
		}
		return at
	}
	for _, lines := range pages {
		for _, i := range edges(lines) {
			seen[key(&lines[i])]++
		}
	}
	filled := 0
	for _, lines := range pages {
		if len(lines) > 0 {
			filled++
		}
	}
	for n, lines := range pages {
		gone := make([]bool, len(lines))
		for _, i := range edges(lines) {
			l := &lines[i]
			first := i == 0 || i == len(lines)-1
			edge := 0.15
			if first {
				edge = 0.2
			}
			outer := l.y > (1-edge)*l.height || l.y < edge*l.height
			k := key(l)
			often := seen[k] >= 2 && seen[k]*10 >= filled*6 || seen[k] >= 4
			gone[i] = outer && classifiedIn(l.text()) == "" && (often || isPrintedNumber(l.text(), first))
		}
		kept := lines[:0]
		for i := range lines {
			if gone[i] {
				dropped++
			} else {
				kept = append(kept, lines[i])
			}
		}
		pages[n] = kept
	}
	return dropped
}

// isPrintedNumber reports whether a line at the edge of a page is its number; a
// bare number counts on the outermost line only.
func isPrintedNumber(s string, outermost bool) bool {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if to := fold(r); to != dropped {
			return to
		}
		return -1
	}, s))
	if s == "" {
		return false
	}
	if isPageNumber(strings.ReplaceAll(s, " ", "")) {
		return true
	}
	bare := strings.Trim(s, "0123456789")
	return outermost && len(s) <= 9 && (bare == "" && len(s) <= 4 || strings.TrimSpace(bare) == "/")
}
