package render

import (
	"sort"
	"unicode/utf8"
)

// lineTable turns code-point offsets of a text into lines and columns, both from
// 1, columns in code points. Lines end as source counts them.
type lineTable struct {
	x      *excerpts
	bounds [][2]int // bytes, without the line break
}

func newLineTable(x *excerpts) *lineTable { return &lineTable{x, lineBounds(x.orig)} }

// at gives the place of offset n; past the end the place behind the last
// character.
func (t *lineTable) at(n int) (line, column int) {
	if len(t.bounds) == 0 {
		return 1, 1
	}
	at := t.x.byteOffset(n)
	i := max(sort.Search(len(t.bounds), func(i int) bool { return t.bounds[i][0] > at })-1, 0)
	from, to := t.bounds[i][0], t.bounds[i][1]
	return i + 1, utf8.RuneCountInString(t.x.orig[from:min(at, max(to, from))]) + 1
}

// end gives the place behind the last character of a stretch; a stretch that
// ends with a line break ends with the line.
func (t *lineTable) end(start, end int) (line, column int) {
	line, column = t.at(end)
	if first, _ := t.at(start); column == 1 && line > first {
		b := t.bounds[line-2]
		return line - 1, utf8.RuneCountInString(t.x.orig[b[0]:b[1]]) + 1
	}
	return line, column
}
