package calendar

import (
	"bufio"
	_ "embed"
	"errors"
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

// A TableError says what is wrong with a table, in Chinese, for the one who wrote it.
type TableError struct {
	Name string
	Line int // from 1; 0: the file as a whole
	Why  string
}

func (e *TableError) Error() string {
	if e.Line == 0 {
		return e.Name + "：" + e.Why
	}
	return fmt.Sprintf("%s第 %d 行：%s", e.Name, e.Line, e.Why)
}

// Read reads a table: «#» begins a comment line; every other line is
//
//	2026 off 01-01..01-03 02-15..02-23 work 01-04 02-14
//
// the year of the arrangement, the days off (off, or 休), the weekend days that are worked
// (work, or 班). A day of another year is written with it (2018-12-29). The error is a
// *TableError, or that of the reader.
func Read(name string, r io.Reader) (*Table, error) {
	t := &Table{years: map[int]bool{}, off: map[law.Date]bool{}}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		s := strings.TrimSpace(lines.Text())
		if s == "" || s[0] == '#' {
			continue
		}
		if err := t.line(strings.Fields(s)); err != nil {
			return nil, &TableError{name, n, err.Error()}
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, &TableError{name, 0, "不是节假日安排表：有一行太长"}
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, err)
	case len(t.years) == 0:
		return nil, &TableError{name, 0, "没有一个年份"}
	}
	return t, nil
}

func (t *Table) line(words []string) error {
	year, err := strconv.Atoi(words[0])
	if err != nil || year < 1949 || year > 9999 {
		return fmt.Errorf("“%s”不是年份", shown(words[0]))
	}
	if t.years[year] {
		return fmt.Errorf("%d 年写了两次", year)
	}
	off, set, days := false, false, 0
	for _, w := range words[1:] {
		switch w {
		case "off", "work", "休", "班":
			off, set = w == "off" || w == "休", true
			continue
		}
		if !set {
			return fmt.Errorf("“%s”前面没有写 off（休）或者 work（班）", shown(w))
		}
		from, to, isRange := strings.Cut(w, "..")
		first, ok := day(year, from)
		last, ok2 := first, true
		if isRange {
			last, ok2 = day(year, to)
		}
		if !ok || !ok2 || last.Before(first) || first.DaysUntil(last) > 31 {
			return fmt.Errorf("“%s”不是日期，也不是起止日期（写成 01-01 或者 02-15..02-23）", shown(w))
		}
		for d := first; !last.Before(d); d = d.AddDays(1) {
			if _, twice := t.off[d]; twice {
				return fmt.Errorf("%s 写了两次", d)
			}
			if !off && !weekend(d) {
				return fmt.Errorf("%s 本来就是工作日，不用写在 work（班）后面", d)
			}
			t.off[d] = off
			days++
		}
	}
	// A year without a day is one that was not arranged yet, not one without
	// holidays.
	if days == 0 {
		return fmt.Errorf("%d 年没有写一天", year)
	}
	t.years[year] = true
	return nil
}

// shown is a word of the file as an error may show it.
func shown(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "?")); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return strings.ToValidUTF8(s, "?")
}

// day reads 01-31, a day of year, or 2018-12-31.
func day(year int, s string) (law.Date, bool) {
	if len(s) == len("01-31") {
		s = fmt.Sprintf("%04d-%s", year, s)
	}
	d, n, ok := law.ParseDate(s)
	return d, ok && n == len(s) && d.Valid()
}
