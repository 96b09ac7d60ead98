package source

import (
	"fmt"
	"strings"
)

// Place says in Chinese where a span begins as one finds it in the file: its page,
// the cell of its table, the cell of its sheet; in a document without pages its
// paragraph; in a text file its line.
func (t *Text) Place(s Span) string {
	at, _ := t.Original(s)
	p := t.position(at)
	i := t.blockAt(s.Start)
	if i < 0 {
		return fmt.Sprintf("第%d行", p.Block)
	}
	b := t.Blocks[i]
	column := strings.Count(t.Norm[b.Span.Start:clamp(s.Start, b.Span.End)], "\t")
	if k := t.partAt(at); k >= 0 && t.parts[k].row > 0 {
		if b.Kind != TableRow {
			return fmt.Sprintf("%s第%d行", t.parts[k].name, t.parts[k].row)
		}
		return fmt.Sprintf("%s%s%d", t.parts[k].name, columnName(column), t.parts[k].row)
	}
	page := ""
	if k := t.partAt(at); k >= 0 {
		page = t.parts[k].name
	}
	switch {
	case b.Kind == TableRow && b.Table > 0:
		first := i
		for first > 0 && t.Blocks[first-1].Table == b.Table {
			first--
		}
		return fmt.Sprintf("%s表%d第%d行第%d格", page, b.Table, i-first+1, column+1)
	case page != "":
		return page
	case t.Format == "txt" || t.Format == "md":
		return fmt.Sprintf("第%d行", p.Block)
	}
	return fmt.Sprintf("第%d段", p.Block)
}

// blockAt gives the block that holds an offset of Norm; -1: none.
func (t *Text) blockAt(at int) int {
	lo, hi := 0, len(t.Blocks)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.Blocks[mid].Span.End <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(t.Blocks) {
		return len(t.Blocks) - 1
	}
	return lo
}
