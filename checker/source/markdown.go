package source

import (
	"html"
	"strings"
)

// Markdown keeps its marks in Orig; normalisation takes them off, so that every
// place still points into the file as it is.

// isMarkdown reports whether text is written in Markdown: front matter, a heading
// with # before anything else, fences or several links.
func isMarkdown(text string) bool {
	if _, ok := frontMatter(text); ok {
		return true
	}
	lines, headings, others := 0, 0, 0
	for rest := text; rest != "" && lines < 200; {
		var l string
		l, rest, _ = strings.Cut(rest, "\n")
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		lines++
		switch {
		case atxLevel(l) > 0:
			if lines == 1 {
				return true
			}
			headings++
		case strings.HasPrefix(l, ":::"), strings.HasPrefix(l, "```"), strings.Contains(l, "](http"), strings.Contains(l, "](#"):
			others++
		case strings.HasPrefix(l, "|") && strings.Trim(l, "|-: ") == "" && strings.Contains(l, "--"):
			others++
		}
	}
	return headings+others >= 2
}

// atxLevel gives the level of a heading written with #; 0: the line is none.
func atxLevel(l string) int {
	n := len(l) - len(strings.TrimLeft(l, "#"))
	rest := l[n:]
	if n == 0 || n > 6 || rest == "" || rest[0] != ' ' && rest[0] != '\t' && !strings.HasPrefix(rest, "\u3000") && rest[0] < 0x80 {
		return 0
	}
	return n
}

// frontMatter gives the number of lines of the front matter, both rules counted.
func frontMatter(text string) (lines int, ok bool) {
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, " \r") != "---" {
		return 0, false
	}
	keys := 0
	for n := 2; n < 100 && rest != ""; n++ {
		var l string
		l, rest, _ = strings.Cut(rest, "\n")
		l = strings.TrimRight(l, " \r")
		if l == "---" || l == "..." {
			return n, keys > 0
		}
		if i := strings.IndexByte(l, ':'); i > 0 {
			keys++
		}
	}
	return 0, false
}

// markdownLines gives the lines of a Markdown file. The rules around the front
// matter belong to no line.
func markdownLines(text string) []line {
	all := splitLines(text)
	n, _ := frontMatter(text)
	out := all[:0]
	for i, l := range all {
		switch {
		case i < n && (i == 0 || i == n-1):
			continue
		case i < n:
			l.meta = true
		default:
			l.markup = true
		}
		out = append(out, l)
	}
	return out
}

// markdown remembers what reaches over several lines.
type markdown struct {
	comment bool // inside <!-- -->
	code    bool // inside ``` ```
	table   int  // number of the last table
	inTable bool
}

// strip takes the marks off a line and says in l what the line is.
func (m *markdown) strip(cells []cell, l *line) []cell {
	cells = m.dropComments(cells)
	cells = trimBlanks(cells)
	for len(cells) > 0 && cells[0].r == '>' {
		cells = trimBlanks(cells[1:])
	}
	if startsWith(cells, "```") {
		m.code = !m.code
		return nil
	}
	if startsWith(cells, ":::") {
		cells = cells[3:]
		for len(cells) > 0 && (cells[0].r == ':' || cells[0].r == blank) {
			cells = cells[1:]
		}
		for len(cells) > 0 && isLatin(cells[0].r) {
			cells = cells[1:]
		}
		cells = trimBlanks(cells)
	}
	if isCellRule(cells) {
		return nil
	}
	if n := hashes(cells); n > 0 {
		l.kind, l.level = Heading, n
		cells = trimBlanks(cells[n:])
		for len(cells) > 0 && cells[len(cells)-1].r == '#' {
			cells = cells[:len(cells)-1]
		}
	} else if len(cells) > 1 && (cells[0].r == '-' || cells[0].r == '*' || cells[0].r == '+') && cells[1].r == blank {
		cells = trimBlanks(cells[2:])
	}
	if m.isRow(cells) {
		if !m.inTable {
			m.table++
		}
		m.inTable = true
		l.kind, l.table = TableRow, m.table
		return row(inline(cells))
	}
	m.inTable = false
	return inline(cells)
}

// metaLine takes the dash off an item of the front matter and sets the colon
// behind a key full-width, whatever script it is in.
func metaLine(cells []cell) []cell {
	cells = trimBlanks(cells)
	if len(cells) > 1 && cells[0].r == '-' && cells[1].r == blank {
		cells = trimBlanks(cells[2:])
	}
	for i := range cells {
		if r := cells[i].r; r == ':' && (i+1 == len(cells) || cells[i+1].r == blank) {
			cells[i].r = '：'
			break
		} else if !isWord(r) && !isHan(r) && r != '_' && r != '-' {
			break
		}
	}
	return cells
}

func trimBlanks(cells []cell) []cell {
	for len(cells) > 0 && cells[0].r == blank {
		cells = cells[1:]
	}
	for len(cells) > 0 && cells[len(cells)-1].r == blank {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// hashes gives the level of a heading, 0 for none.
func hashes(cells []cell) int {
	n := 0
	for n < len(cells) && cells[n].r == '#' {
		n++
	}
	if n == 0 || n > 6 || n == len(cells) || cells[n].r != blank && cells[n].r < 0x80 {
		return 0
	}
	return n
}

// isCellRule reports whether a line is a rule (---) or the rule under the head of
// a table (|---|:--:|).
func isCellRule(cells []cell) bool {
	strokes := 0
	for _, c := range cells {
		switch c.r {
		case '-', '*', '_', '=':
			strokes++
		case '|', ':', blank:
		default:
			return false
		}
	}
	return strokes >= 2
}

// isRow reports whether a line is a row of a table: bars at both ends, or bars in
// it right after a row.
func (m *markdown) isRow(cells []cell) bool {
	bars := 0
	for _, c := range cells {
		if c.r == '|' {
			bars++
		}
	}
	return bars >= 2 && cells[0].r == '|' && cells[len(cells)-1].r == '|'
}

// row turns the bars of a row into tabs.
func row(cells []cell) []cell {
	cells = trimBlanks(cells)
	if len(cells) > 0 && cells[0].r == '|' {
		cells = cells[1:]
	}
	if n := len(cells); n > 0 && cells[n-1].r == '|' {
		cells = cells[:n-1]
	}
	for i := range cells {
		if cells[i].r == '|' {
			cells[i].r = '\t'
		}
	}
	return cells
}

// dropComments takes out <!-- -->, which may reach over lines.
func (m *markdown) dropComments(cells []cell) []cell {
	if !m.comment {
		found := false
		for i := range cells {
			if cells[i].r == '<' && startsWith(cells[i:], "<!--") {
				found = true
				break
			}
		}
		if !found {
			return cells
		}
	}
	out := cells[:0]
	for i := 0; i < len(cells); i++ {
		switch {
		case m.comment && startsWith(cells[i:], "-->"):
			m.comment = false
			i += 2
		case m.comment:
		case startsWith(cells[i:], "<!--"):
			m.comment = true
			i += 3
		default:
			out = append(out, cells[i])
		}
	}
	return out
}

// inline takes off tags, links, emphasis, code marks and escapes, and decodes
// entities.
func inline(cells []cell) []cell {
	out := cells[:0]
	for i := 0; i < len(cells); {
		c := cells[i]
		switch c.r {
		case '<':
			if n, keep := tagAt(cells[i:]); n > 0 {
				if keep == blank {
					c.r, c.n = blank, cells[i+n-1].at+cells[i+n-1].n-c.at
					out = append(out, c)
				} else if keep != 0 { // an address in < >
					out = append(out, cells[i+1:i+n-1]...)
				}
				i += n
				continue
			}
		case '&':
			if n, r := entityAt(cells[i:]); n > 0 {
				c.r, c.n = r, cells[i+n-1].at+cells[i+n-1].n-c.at
				if r != dropped {
					out = append(out, c)
				}
				i += n
				continue
			}
		case '!', '[':
			image := c.r == '!' && i+1 < len(cells) && cells[i+1].r == '['
			if c.r == '[' || image {
				from := i
				if image {
					from++
				}
				if text, n := linkAt(cells[from:]); n > 0 {
					if !image {
						out = append(out, inline(append([]cell(nil), cells[from+1:from+1+text]...))...)
					}
					i = from + n
					continue
				}
			}
		case '*', '_', '~':
			if i+1 < len(cells) && cells[i+1].r == c.r {
				for i < len(cells) && cells[i].r == c.r {
					i++
				}
				continue
			}
		case '`':
			i++
			continue
		case '\\':
			if i+1 < len(cells) && strings.ContainsRune("\\`*_{}[]()#+-.!>|~", cells[i+1].r) {
				i++
				out = append(out, cells[i])
				i++
				continue
			}
		}
		out = append(out, c)
		i++
	}
	return out
}

// tagAt gives the number of cells of the HTML tag that begins here; 0: none. keep
// is blank for a line break and 1 for an address that stays.
func tagAt(cells []cell) (n int, keep rune) {
	if len(cells) < 3 || !isLatin(cells[1].r) && cells[1].r != '/' {
		return 0, 0
	}
	address := false
	for i := 1; i < len(cells) && i < 600; i++ {
		switch r := cells[i].r; {
		case r == '>':
			if address {
				return i + 1, 1
			}
			if startsWith(cells, "<br") || startsWith(cells, "<BR") {
				return i + 1, blank
			}
			return i + 1, 0
		case r == '<':
			return 0, 0
		case r == ':' && i < 8 && startsWith(cells[i:], "://"):
			address = true
		}
	}
	return 0, 0
}

// entityAt decodes the character reference that begins here; n 0: none.
func entityAt(cells []cell) (n int, r rune) {
	var b strings.Builder
	for i := 0; i < len(cells) && i < 12; i++ {
		b.WriteRune(cells[i].r)
		if cells[i].r != ';' {
			continue
		}
		s := html.UnescapeString(b.String())
		got := []rune(s)
		if len(got) != 1 {
			return 0, 0
		}
		return i + 1, fold(got[0])
	}
	return 0, 0
}

// linkAt gives the number of cells of the text of a link [text](target) and of the
// whole link; n 0: none.
func linkAt(cells []cell) (text, n int) {
	depth := 0
	for i, c := range cells {
		switch c.r {
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth > 0 {
			continue
		}
		if i+1 >= len(cells) || cells[i+1].r != '(' {
			return 0, 0
		}
		round := 0
		for k := i + 1; k < len(cells); k++ {
			switch cells[k].r {
			case '(':
				round++
			case ')':
				if round--; round == 0 {
					if !isTarget(cells[i+2 : k]) {
						return 0, 0
					}
					return i - 1, k + 1
				}
			}
		}
		return 0, 0
	}
	return 0, 0
}

// isTarget reports whether cells may be the target of a link: no Chinese before
// the first blank. 「[2020](试行)」 is no link.
func isTarget(cells []cell) bool {
	for _, c := range cells {
		if c.r == blank {
			return true
		}
		if isHan(c.r) {
			return len(cells) > 4 && (startsWith(cells, "http") || startsWith(cells, "./") || startsWith(cells, "/") || startsWith(cells, "#"))
		}
	}
	return len(cells) > 0
}
