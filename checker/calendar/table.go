package calendar

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"docreview/corpus/law"
)

//go:embed table.txt
var builtin string

// Table holds the arrangements of holidays of some years. It is immutable and
// safe for several goroutines.
type Table struct {
	years map[int]bool
	off   map[law.Date]bool // days that are not as their weekday says: true off, false worked
}

// Builtin is the table that the program carries, read at the first call.
func Builtin() *Table { return builtinTable() }

var builtinTable = sync.OnceValue(func() *Table {
	t, err := Read("table.txt", strings.NewReader(builtin))
	if err != nil {
		panic(err) // the file is part of the program
	}
	return t
})

// Years gives the first and the last year held and whether all between them are.
func (t *Table) Years() (first, last int, all bool) {
	for y := range t.years {
		if first == 0 || y < first {
			first = y
		}
		last = max(last, y)
	}
	return first, last, len(t.years) == last-first+1
}

// Read reads a table: «#» begins a comment line; every other line is
//
//	2026 off 01-01..01-03 02-15..02-23 work 01-04 02-14
//
// the year of the arrangement, the days off, the weekend days that are worked. A
// day of another year is written with it (2018-12-29). The error names the line.
func Read(name string, r io.Reader) (*Table, error) {
	t := &Table{years: map[int]bool{}, off: map[law.Date]bool{}}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		s := strings.TrimSpace(lines.Text())
		if s == "" || s[0] == '#' {
			continue
		}
		if err := t.line(strings.Fields(s)); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(t.years) == 0 {
		return nil, fmt.Errorf("%s: no year in it", name)
	}
	return t, nil
}

func (t *Table) line(words []string) error {
	year, err := strconv.Atoi(words[0])
	if err != nil || year < 1949 || year > 9999 {
		return fmt.Errorf("%q is not a year", words[0])
	}
	if t.years[year] {
		return fmt.Errorf("%d stands twice", year)
	}
	off, set, days := false, false, 0
	for _, w := range words[1:] {
		switch w {
		case "off", "work":
			off, set = w == "off", true
			continue
		}
		if !set {
			return fmt.Errorf("%q stands before off and work", w)
		}
		from, to, isRange := strings.Cut(w, "..")
		first, ok := day(year, from)
		last, ok2 := first, true
		if isRange {
			last, ok2 = day(year, to)
		}
		if !ok || !ok2 || last.Before(first) || first.DaysUntil(last) > 31 {
			return fmt.Errorf("%q is neither a day nor a run of days", w)
		}
		for d := first; !last.Before(d); d = d.AddDays(1) {
			if _, twice := t.off[d]; twice {
				return fmt.Errorf("%s stands twice", d)
			}
			if !off && !weekend(d) {
				return fmt.Errorf("%s is worked anyhow", d)
			}
			t.off[d] = off
			days++
		}
	}
	// A year without a day is one that was not arranged yet, not one without
	// holidays.
	if days == 0 {
		return fmt.Errorf("%d has no days", year)
	}
	t.years[year] = true
	return nil
}

// day reads 01-31, a day of year, or 2018-12-31.
func day(year int, s string) (law.Date, bool) {
	if len(s) == len("01-31") {
		s = fmt.Sprintf("%04d-%s", year, s)
	}
	d, n, ok := law.ParseDate(s)
	return d, ok && n == len(s) && d.Valid()
}
