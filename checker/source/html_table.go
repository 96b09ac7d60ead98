package source

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxSpan bounds rowspan and colspan: pages are full of nonsense there.
const maxSpan = 50

// table writes a table of data row by row; a table that only arranges the page is
// walked through as if it were not there.
func (x *htmlText) table(n *html.Node) {
	rows := tableRows(n)
	if isLayout(rows) {
		if !x.inCell {
			x.flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			x.walk(c)
		}
		x.breakLine()
		return
	}
	if x.inCell { // a table in a cell: its cells one after another
		for _, r := range rows {
			for _, c := range rowCells(r) {
				x.walk(c)
				x.breakLine()
			}
		}
		return
	}
	x.flush()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Caption {
			x.walk(c)
			x.flush()
		}
	}
	x.tables++
	var open []int // rows that the cell in each column still reaches over
	for _, r := range rows {
		if x.cut[r] {
			continue
		}
		var fields []string
		skip := func() {
			for len(fields) < len(open) && open[len(fields)] > 0 {
				open[len(fields)]--
				fields = append(fields, "")
			}
		}
		for _, c := range rowCells(r) {
			skip()
			if x.cut[c] {
				continue
			}
			text := x.cellText(c)
			high := span(c, "rowspan")
			for range span(c, "colspan") {
				for len(open) <= len(fields) {
					open = append(open, 0)
				}
				open[len(fields)] = high - 1
				fields = append(fields, text)
				text = ""
			}
		}
		skip()
		s := strings.TrimRight(strings.Join(fields, "\t"), "\t")
		if strings.TrimSpace(s) != "" {
			x.add(s, line{kind: TableRow, table: x.tables})
		}
	}
}

func span(n *html.Node, key string) int {
	v, err := strconv.Atoi(strings.TrimSpace(attr(n, key)))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, maxSpan)
}

// cellText gives the text of a cell on one line.
func (x *htmlText) cellText(c *html.Node) string {
	inner := htmlText{cut: x.cut, inCell: true, pre: x.pre}
	for k := c.FirstChild; k != nil; k = k.NextSibling {
		inner.walk(k)
	}
	return strings.Trim(strings.ReplaceAll(inner.cur.String(), "\t", " "), " \u00a0\u3000")
}

// tableRows gives the rows of a table, not those of tables inside it.
func tableRows(n *html.Node) (rows []*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Tr:
			rows = append(rows, c)
		case atom.Tbody, atom.Thead, atom.Tfoot:
			rows = append(rows, tableRows(c)...)
		}
	}
	return rows
}

func rowCells(r *html.Node) (cells []*html.Node) {
	for c := r.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			cells = append(cells, c)
		}
	}
	return cells
}

// isLayout reports whether a table arranges the page: no row has two cells with
// text, or one cell with several paragraphs or a table in it holds most of the
// text.
func isLayout(rows []*html.Node) bool {
	total, most, widest := 0, 0, 0
	var biggest *html.Node
	for _, r := range rows {
		filled := 0
		for _, c := range rowCells(r) {
			n := len(strings.TrimSpace(textOf(c)))
			if n == 0 {
				continue
			}
			filled++
			total += n
			if n > most {
				most, biggest = n, c
			}
		}
		widest = max(widest, filled)
	}
	if widest <= 1 {
		return true
	}
	return most > 1500 && most*10 >= total*7 && blocksIn(biggest) >= 4
}

// blocksIn counts paragraphs, line breaks and rows below n.
func blocksIn(n *html.Node) int {
	count := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.P, atom.Br, atom.Tr, atom.Div:
			count++
		}
		count += blocksIn(c)
	}
	return count
}
