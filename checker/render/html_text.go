package render

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/checker"
)

// htmlLine is a line of the document with what was found in it.
type htmlLine struct {
	ID     string
	N      int
	Cards  []*htmlCard // findings that begin here
	Pieces []htmlPiece
}

// htmlPiece is a stretch of a line: plain, marked by findings, or a character
// that a reader could not see.
type htmlPiece struct {
	Text  string
	Class string   // of the mark: the highest severity; "" plain
	IDs   []string // anchors of findings whose words begin here
	Cards string   // ids of the findings that cover it, with blanks between
	Kind  string   // "", "tab", "hidden"
	Ends  []*htmlCard
}

// stretch is the words of a finding in bytes of Orig.
type stretch struct {
	from, to int
	card     *htmlCard
	level    checker.Severity
}

// htmlText cuts the text into lines as offsets count them and lays the findings
// over them. Findings about no place come back apart.
func htmlText(report string, r *checker.Report, cards []*htmlCard) (whole []*htmlCard, lines []htmlLine) {
	x := newExcerpts(r)
	var all []stretch
	at := map[int][]*htmlCard{} // line → findings that begin there
	bounds := lineBounds(r.Orig)
	for i, f := range r.Findings {
		switch {
		case f.End > f.Start && f.Start >= 0 && x.byteOffset(f.Start) < len(r.Orig):
			s := stretch{x.byteOffset(f.Start), x.byteOffset(f.End), cards[i], f.Severity}
			all = append(all, s)
			n, _ := slices.BinarySearchFunc(bounds, s.from+1, func(b [2]int, off int) int { return b[0] - off })
			at[n] = append(at[n], cards[i])
		case f.Line > 0 && f.Line <= len(bounds):
			at[f.Line] = append(at[f.Line], cards[i])
		default:
			cards[i].Mark = ""
			whole = append(whole, cards[i])
		}
	}
	slices.SortStableFunc(all, func(a, b stretch) int { return a.from - b.from })
	lines = make([]htmlLine, 0, len(bounds))
	for i, b := range bounds {
		// What ends before this line cannot touch a later one.
		for len(all) > 0 && all[0].to <= b[0] {
			all = all[1:]
		}
		l := htmlLine{ID: fmt.Sprintf("%s-l%d", report, i+1), N: i + 1, Cards: at[i+1]}
		l.Pieces = htmlPieces(r.Orig, b[0], b[1], all)
		lines = append(lines, l)
	}
	return whole, lines
}

// lineBounds gives the byte range of each line without its line break: \n, \r\n
// or \r alone, as source counts them. A break at the very end opens no line.
func lineBounds(s string) [][2]int {
	var out [][2]int
	start := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n':
			out = append(out, [2]int{start, i})
			i++
			start = i + 1
		case s[i] == '\n' || s[i] == '\r':
			out = append(out, [2]int{start, i})
			start = i + 1
		}
	}
	if start < len(s) {
		out = append(out, [2]int{start, len(s)})
	}
	return out
}

// htmlPieces cuts one line at every place where a finding begins or ends. all is
// ordered by its beginnings.
func htmlPieces(orig string, from, to int, all []stretch) []htmlPiece {
	var here []stretch
	cuts := []int{from, to}
	for _, s := range all {
		if s.from >= to && s.from > from {
			break
		}
		if s.to <= from || s.from >= to {
			continue
		}
		here = append(here, s)
		cuts = append(cuts, max(s.from, from), min(s.to, to))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []htmlPiece
	for i := 0; i+1 < len(cuts); i++ {
		p := htmlPiece{}
		var ids []string
		level, quiet := checker.Info, true
		for _, s := range here {
			if s.from <= cuts[i] && cuts[i+1] <= s.to {
				quiet = quiet && s.card.Suppressed != ""
				ids = append(ids, s.card.ID)
				if level = max(level, s.level); s.from == cuts[i] {
					p.IDs = append(p.IDs, s.card.Mark)
				}
				if cuts[i+1] == s.to || cuts[i+1] == to { // a badge on every line that the words reach
					p.Ends = append(p.Ends, s.card)
				}
			}
		}
		if len(ids) > 0 {
			p.Class, p.Cards = level.String(), strings.Join(ids, " ")
			if quiet {
				p.Class += " quiet"
			}
		}
		out = append(out, visible(orig[cuts[i]:cuts[i+1]], p)...)
	}
	return out
}

// visible splits s so that characters without a shape of their own are named:
// what turns the direction of writing or hides between letters must be seen.
func visible(s string, p htmlPiece) []htmlPiece {
	var out []htmlPiece
	add := func(text, kind string) {
		q := p
		q.Text, q.Kind, q.Ends = text, kind, nil
		if len(out) > 0 {
			q.IDs = nil
		}
		out = append(out, q)
	}
	start := 0
	for i, r := range s {
		if !unsafeRune(r) {
			continue
		}
		if i > start {
			add(s[start:i], "")
		}
		if r == '\t' {
			add("\t", "tab")
		} else {
			add(fmt.Sprintf("U+%04X", r), "hidden")
		}
		start = i + utf8.RuneLen(r)
	}
	if start < len(s) {
		add(s[start:], "")
	}
	if len(out) > 0 {
		out[len(out)-1].Ends = p.Ends
	}
	return out
}
