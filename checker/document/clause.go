package document

import (
	"unicode/utf8"

	"docreview/checker/source"
)

// clauses cuts all lines into sentences. A sentence that a hard line break cuts
// in two stays one clause, which then holds the line end. Sentence marks inside
// 《》 end nothing.
func (p *parser) clauses() {
	p.doc.Clauses = make([]Clause, 0, len(p.lines)*2)
	for i := 0; i < len(p.lines); {
		from, to := i, i+1
		if p.titleLines[0] == i && p.titleLines[1] > i {
			to = p.titleLines[1]
		}
		for to < len(p.lines) && p.lines[to].cont && p.lines[to].zone == p.lines[from].zone {
			to++
		}
		p.sentences(p.lines[from].start, p.lines[to-1].end, p.lines[from].zone)
		i = to
	}
}

// A sentence longer than this many bytes is no sentence; it is cut at a comma, so
// that no input makes the work on one clause grow without bound.
const longClause = 6000

// A 《 that is not closed within this many bytes protects nothing.
const titleBytes = 450

func (p *parser) sentences(from, to int, z Zone) {
	at, guard := from, 0
	for i := from; i < to; {
		c := p.s[i]
		if c < utf8.RuneSelf {
			i++
			if c == ';' && i-1 >= guard {
				p.clause(at, p.closing(i, to), z)
				at = p.closing(i, to)
				i = at
			}
			continue
		}
		r, w := decode(p.s, i)
		i += w
		if n := i - at; n > longClause && i > guard && (r == '，' || n > 2*longClause) {
			p.clause(at, i, z)
			at = i
			continue
		}
		switch r {
		case '《':
			if i > guard {
				if t := closeTitle(p.s[:to], i-w); t.end > 0 && t.end-i < titleBytes {
					guard = t.end
				}
			}
		case '。', '；', '！', '？':
			if i <= guard {
				continue
			}
			i = p.closing(i, to)
			p.clause(at, i, z)
			at = i
		}
	}
	p.clause(at, to, z)
}

// closing steps over quotation marks and brackets that close behind a mark.
func (p *parser) closing(i, to int) int {
	for i < to {
		r, w := utf8.DecodeRuneInString(p.s[i:to])
		if r != '”' && r != '’' && r != '」' && r != '』' {
			break
		}
		i += w
	}
	return i
}

func (p *parser) clause(from, to int, z Zone) {
	from, to, _ = trim(p.s, from, to, false)
	if from >= to {
		return
	}
	c := Clause{Span: source.Span{Start: from, End: to}, Zone: z}
	if z == ZoneBody || z == ZoneNotice {
		at := from
		if l, ok := readLabel(p.s[from:to]); ok {
			at = min(skipBlanks(p.s, from+l.size), to-1)
		}
		c.Node = p.doc.At(at)
	}
	p.doc.Clauses = append(p.doc.Clauses, c)
}

// clauseAt gives the index of the clause that holds a place, or of the next one.
func (d *Document) clauseAt(off int) int {
	lo, hi := 0, len(d.Clauses)
	for lo < hi {
		m := (lo + hi) / 2
		if d.Clauses[m].Span.End <= off {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}
