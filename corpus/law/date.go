package law

import (
	"fmt"
	"time"
)

// Date is a calendar day in China; the zero Date means "not known". A day or
// month of 0 in a date with a year means that only the rest is known (2017年).
type Date struct{ Year, Month, Day int }

// IsZero reports whether nothing is known of d.
func (d Date) IsZero() bool { return d == Date{} }

// Full reports whether d names a day.
func (d Date) Full() bool { return d.Year > 0 && d.Month > 0 && d.Day > 0 }

// String gives 2026-11-22; "" for the zero Date, 2017 or 2017-03 where less is known.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Chinese gives 2026年11月22日.
func (d Date) Chinese() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%d年", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%d年%d月", d.Year, d.Month)
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

// Compare orders dates; an unknown month or day sorts before a known one.
func (d Date) Compare(e Date) int {
	for _, c := range [...][2]int{{d.Year, e.Year}, {d.Month, e.Month}, {d.Day, e.Day}} {
		switch {
		case c[0] < c[1]:
			return -1
		case c[0] > c[1]:
			return 1
		}
	}
	return 0
}

// Before reports d < e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// Valid reports whether d is a day of the calendar.
func (d Date) Valid() bool {
	if !d.Full() || d.Month > 12 || d.Day > 31 || d.Year > 9999 {
		return false
	}
	t := d.time()
	return t.Year() == d.Year && int(t.Month()) == d.Month && t.Day() == d.Day
}

func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// AddDays moves a full date by n natural days.
func (d Date) AddDays(n int) Date {
	t := d.time().AddDate(0, 0, n)
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// AddYears moves a full date by n years; 29 February becomes 28 February where
// the year has none.
func (d Date) AddYears(n int) Date {
	e := Date{d.Year + n, d.Month, d.Day}
	if !e.Valid() {
		e.Day = 28
	}
	return e
}

// DaysUntil counts the natural days from d to e; the day of d does not count.
func (d Date) DaysUntil(e Date) int {
	return int(e.time().Sub(d.time()).Hours() / 24)
}
