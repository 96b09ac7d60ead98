package rules

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"docreview/checker/literal"
	"docreview/corpus/law"
)

// organTable holds the organs that reforms have renamed or ended: facts from the
// plans of 2003, 2008, 2013, 2018 and 2023. Names that live on as a plate of
// another organ (国家海洋局, 国家新闻出版署, 国家宗教事务局 …) are not in it. Local
// reforms came later than the central one; the month given is the one by which
// they were done everywhere.
//
//go:embed organs.tsv
var organTable string

// renamed is a row of the table.
type renamed struct {
	now     string
	central bool
	system  bool     // no organ but a tax, a permit, a scheme that has ended
	since   law.Date // first day on which no organ bears the old name any more
	medium  bool     // names differ from place to place
	member  bool     // only as a member of a list of departments: 工商、税务等部门
	never   []string // must not stand directly before the name
	reform  string
}

// organNames finds old names: for each first rune the names that begin with it,
// longest first.
type organNames struct {
	first map[rune][]organName
	words *literal.Set // all of them
}

type organName struct {
	text string
	row  *renamed
}

// organs parses the table when it is first needed. Rows of low confidence are
// left out: they raise no finding.
var organs = sync.OnceValue(func() *organNames {
	t := &organNames{first: map[rune][]organName{}}
	for line := range strings.Lines(organTable) {
		cols := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cols) != 6 || cols[4] == "low" {
			continue
		}
		year, month, _ := strings.Cut(cols[3], "-")
		y, _ := strconv.Atoi(year)
		m, _ := strconv.Atoi(month)
		for _, alt := range splitOutside(cols[0]) {
			r := &renamed{now: cols[1], central: cols[2] == "central", system: cols[2] == "system", since: law.Date{Year: y, Month: m, Day: 1}, medium: cols[4] == "medium", reform: cols[5]}
			if rest, ok := strings.CutPrefix(alt, "@"); ok {
				r.member, alt = true, rest
			}
			name, never, _ := strings.Cut(alt, "!")
			if never != "" {
				r.never = strings.Split(never, "/")
			}
			for _, s := range alternatives(name) {
				c, _ := utf8.DecodeRuneInString(s)
				t.first[c] = append(t.first[c], organName{s, r})
			}
		}
	}
	for _, names := range t.first {
		slices.SortStableFunc(names, func(a, b organName) int { return len(b.text) - len(a.text) })
	}
	var all []string
	for _, names := range t.first {
		for _, n := range names {
			all = append(all, n.text)
		}
	}
	t.words = literal.Of(all...)
	return t
})

// splitOutside splits at | outside brackets.
func splitOutside(s string) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '|':
			if depth == 0 {
				out = append(out, s[from:i])
				from = i + 1
			}
		}
	}
	return append(out, s[from:])
}

// alternatives expands a(b|c) to ab, ac.
func alternatives(s string) []string {
	i := strings.IndexByte(s, '(')
	j := strings.IndexByte(s, ')')
	if i < 0 || j < i {
		return []string{s}
	}
	var out []string
	for _, a := range strings.Split(s[i+1:j], "|") {
		for _, tail := range alternatives(s[j+1:]) {
			out = append(out, s[:i]+a+tail)
		}
	}
	return out
}
