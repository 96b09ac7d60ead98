package source

import (
	"fmt"
	"strings"
)

// A sheet takes the lines of a document in reading order: what every reader of a
// format writes to.
type sheet struct {
	extraction
	b      strings.Builder
	tables int
}

// add takes a paragraph; line breaks in it make lines of their own, blank ones none.
func (s *sheet) add(text string, l line) {
	for _, one := range strings.Split(text, "\n") {
		if strings.Trim(one, " \t\r\u00a0\u3000\u200b") == "" {
			continue
		}
		if s.b.Len() > 0 {
			s.b.WriteByte('\n')
		}
		l.start = s.b.Len()
		s.b.WriteString(one)
		l.end = s.b.Len()
		s.lines = append(s.lines, l)
	}
}

// addAll takes lines as a table or a note has gathered them.
func (s *sheet) addAll(lines []docLine) {
	for _, l := range lines {
		s.add(l.text, l.line)
	}
}

// table takes the rows of a table as lines; one that only frames its text is
// written as paragraphs.
func (s *sheet) table(rows [][]docCell) {
	s.addAll(tableLines(rows, &s.tables))
}

// done gives what was taken.
func (s *sheet) done() extraction {
	s.orig = s.b.String()
	return s.extraction
}

// say adds a note when n is not zero.
func (s *sheet) say(n int, format string) {
	if n > 0 {
		s.notes = append(s.notes, fmt.Sprintf(format, n))
	}
}

// A partAt says that Orig from the byte offset at on belongs to a part, and in a
// workbook to which row of it.
type partAt struct {
	at   int
	name string
	row  int // 1-based; 0: no sheet of a workbook
}
