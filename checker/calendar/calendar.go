// Package calendar counts days and working days (工作日) as administrative law
// counts them. It knows the official arrangements of holidays and make-up
// workdays by year, as a table of facts; a day that the table does not reach is
// «cannot tell» (*UnknownYearError), never a guess.
//
// Natural days and working days are different types: 日 and 工作日 must not be
// mixed, and the compiler says so.
//
// # Counting
//
// The day of the event does not count, the period begins on the day after it
// (民法典第二百零一条第一款). A last day that is a day off moves to the first day
// behind the days off (民法典第二百零三条第一款). Days are natural days unless a
// rule says working days: the periods of 行政许可法 (第八十二条) and the periods up
// to ten days of 行政强制法 (第六十九条) are working days and leave holidays out.
// Where a text or a law fixes another way of counting, that one holds
// (民法典第二百零四条); callers choose.
package calendar

import (
	"fmt"

	"docreview/corpus/law"
)

// Days are natural days (日, 自然日).
type Days int

// WorkingDays are days on which organs work (工作日).
type WorkingDays int

// An UnknownYearError says that the arrangement of holidays that would tell
// whether Day is worked is not in the table.
type UnknownYearError struct {
	Day  law.Date
	Year int // the year whose arrangement is missing
}

func (e *UnknownYearError) Error() string {
	return fmt.Sprintf("the holidays of %d are not known, nor whether %s is worked", e.Year, e.Day)
}

// A NotADayError says that what was given is not a day of the calendar.
type NotADayError struct{ Day law.Date }

func (e *NotADayError) Error() string { return fmt.Sprintf("%q is not a day", e.Day.String()) }

// nextFrom is the day of December from which the arrangement of the following
// year may reach back: New Year's Day moves weekends by a few days. In all years
// of the table none reached back beyond 29 December; a week is kept.
const nextFrom = 25

// Working reports whether organs work on d. Errors: *NotADayError,
// *UnknownYearError.
func (t *Table) Working(d law.Date) (bool, error) {
	if !d.Valid() {
		return false, &NotADayError{d}
	}
	switch {
	case !t.years[d.Year]:
		return false, &UnknownYearError{d, d.Year}
	case d.Month == 12 && d.Day >= nextFrom && !t.years[d.Year+1]:
		return false, &UnknownYearError{d, d.Year + 1}
	}
	if off, ok := t.off[d]; ok {
		return !off, nil
	}
	return !weekend(d), nil
}

// weekend reports a Saturday or a Sunday. 2000-01-01 was a Saturday.
func weekend(d law.Date) bool {
	n := law.Date{Year: 2000, Month: 1, Day: 1}.DaysUntil(d) % 7
	return (n+7)%7 < 2
}

// Last is the last day of a period of n natural days behind the day of an event:
// that day does not count (民法典第二百零一条), and a last day that is off moves to
// the first working day behind it (民法典第二百零三条). n is at least 0. Errors as of
// Working.
func (t *Table) Last(event law.Date, n Days) (law.Date, error) {
	if !event.Valid() {
		return law.Date{}, &NotADayError{event}
	}
	return t.onward(event.AddDays(int(n)))
}

// onward is d, or the first working day after it.
func (t *Table) onward(d law.Date) (law.Date, error) {
	for {
		working, err := t.Working(d)
		if err != nil || working {
			return d, err
		}
		d = d.AddDays(1)
	}
}

// LastWorking is the n-th working day behind the day of an event, which does not
// count; for n of 0 it is that day itself. Errors as of Working.
func (t *Table) LastWorking(event law.Date, n WorkingDays) (law.Date, error) {
	if !event.Valid() {
		return law.Date{}, &NotADayError{event}
	}
	d := event
	for n > 0 {
		d = d.AddDays(1)
		working, err := t.Working(d)
		if err != nil {
			return law.Date{}, err
		}
		if working {
			n--
		}
	}
	return d, nil
}

// Between counts the natural days from an event to a later day; the day of the
// event does not count, the later day does. It is negative when to lies before
// the event. Both must be days.
func Between(event, to law.Date) Days { return Days(event.DaysUntil(to)) }

// Open counts the natural days of a period that is open from its first day to
// its last, both counted: a notice that invites comments «3月1日至3月30日» stands
// for thirty days. It is 0 when last lies before first.
func Open(first, last law.Date) Days { return max(0, Days(first.DaysUntil(last)+1)) }

// WorkingBetween counts the working days from an event to a later day; the day of
// the event does not count, the later day does if it is worked. It is 0 when to
// does not lie behind the event. Errors as of Working.
func (t *Table) WorkingBetween(event, to law.Date) (WorkingDays, error) {
	if !event.Valid() {
		return 0, &NotADayError{event}
	}
	if !to.Valid() {
		return 0, &NotADayError{to}
	}
	n := WorkingDays(0)
	for d := event; d.Before(to); {
		d = d.AddDays(1)
		working, err := t.Working(d)
		if err != nil {
			return 0, err
		}
		if working {
			n++
		}
	}
	return n, nil
}

// OpenWorking counts the working days of a period that is open from its first
// day to its last, both counted. Errors as of Working.
func (t *Table) OpenWorking(first, last law.Date) (WorkingDays, error) {
	if !first.Valid() {
		return 0, &NotADayError{first}
	}
	if last.Before(first) {
		return 0, nil
	}
	return t.WorkingBetween(first.AddDays(-1), last)
}
