package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docreview/checker/calendar"
	"docreview/corpus/law"
)

func day(s string) law.Date {
	d, n, ok := law.ParseDate(s)
	if !ok || n != len(s) {
		panic(s)
	}
	return d
}

func TestWorking(t *testing.T) {
	for _, tt := range []struct {
		day, name string
		want      bool
	}{
		{"2025-01-26", "make-up Sunday before Spring Festival", true},
		{"2025-01-27", "Monday before the festival", true},
		{"2025-01-28", "eve of Spring Festival, off since 2025", false},
		{"2025-02-04", "last day of the festival", false},
		{"2025-02-05", "first day behind it", true},
		{"2025-02-08", "make-up Saturday", true},
		{"2025-02-09", "Sunday", false},
		{"2024-02-09", "eve of 2024, no day off by the notice", true},
		{"2020-01-31", "festival prolonged in 2020", false},
		{"2018-12-29", "Saturday worked by the notice of 2019", true},
		{"2018-12-31", "Monday off by the notice of 2019", false},
		{"2022-12-31", "Saturday off", false},
		{"2015-09-03", "memorial day of 2015", false},
		{"2026-10-10", "make-up Saturday behind the National Day", true},
		{"2026-11-22", "Sunday", false},
		{"2026-11-23", "Monday", true},
	} {
		got, err := calendar.Builtin().Working(day(tt.day))
		if err != nil || got != tt.want {
			t.Errorf("%s (%s): %t, %v; want %t", tt.day, tt.name, got, err, tt.want)
		}
	}
}

// A day that the table does not reach is an error of its own type, also at the
// end of the last year, where the next arrangement may reach back.
func TestUnknown(t *testing.T) {
	for _, tt := range []struct {
		day  string
		year int
	}{{"2027-01-04", 2027}, {"2006-12-29", 2006}, {"2026-12-25", 2027}, {"2026-12-31", 2027}} {
		_, err := calendar.Builtin().Working(day(tt.day))
		var unknown *calendar.UnknownYearError
		if !errors.As(err, &unknown) || unknown.Year != tt.year {
			t.Errorf("%s: %v, want the holidays of %d unknown", tt.day, err, tt.year)
		}
	}
	if _, err := calendar.Builtin().Working(day("2026-12-24")); err != nil {
		t.Errorf("24 December: %v", err)
	}
	var not *calendar.NotADayError
	if _, err := calendar.Builtin().Working(law.Date{Year: 2025, Month: 2, Day: 29}); !errors.As(err, &not) {
		t.Errorf("29 February 2025: %v", err)
	}
	// Counting stops at the border too.
	var unknown *calendar.UnknownYearError
	if _, err := calendar.Builtin().LastWorking(day("2026-12-20"), 5); !errors.As(err, &unknown) {
		t.Errorf("five working days over the end of the table: %v", err)
	}
	if got, err := calendar.Builtin().LastWorking(day("2026-12-20"), 4); err != nil || got != day("2026-12-24") {
		t.Errorf("four working days up to the end of the table: %s, %v", got, err)
	}
}

func TestLast(t *testing.T) {
	for _, tt := range []struct {
		event string
		n     calendar.Days
		want  string
		why   string
	}{
		{"2025-03-03", 30, "2025-04-02", "a Wednesday stays"},
		{"2025-03-06", 30, "2025-04-07", "a Saturday in the Qingming days moves behind them"},
		{"2025-01-01", 30, "2025-02-05", "31 January lies in Spring Festival"},
		{"2025-01-09", 30, "2025-02-08", "the last day is a make-up Saturday: worked, stays"},
		{"2024-12-02", 30, "2025-01-02", "New Year's Day moves over the end of the year"},
		{"2025-09-01", 30, "2025-10-09", "1 October moves behind National Day and Mid-Autumn"},
		{"2025-09-01", 0, "2025-09-01", "no days"},
	} {
		got, err := calendar.Builtin().Last(day(tt.event), tt.n)
		if err != nil || got != day(tt.want) {
			t.Errorf("%d days from %s: %s, %v; want %s (%s)", tt.n, tt.event, got, err, tt.want, tt.why)
		}
	}
}

func TestWorkingDays(t *testing.T) {
	for _, tt := range []struct {
		event string
		n     calendar.WorkingDays
		want  string
		why   string
	}{
		{"2025-01-24", 5, "2025-02-07", "a make-up Sunday and eight days of Spring Festival"},
		{"2025-02-07", 1, "2025-02-08", "a make-up Saturday counts"},
		{"2018-12-28", 2, "2019-01-02", "Saturday worked, 30 December to 1 January off"},
		{"2025-11-20", 1, "2025-11-21", "an ordinary Friday"},
		{"2025-11-21", 1, "2025-11-24", "over a weekend"},
		{"2025-11-21", 0, "2025-11-21", "none"},
	} {
		got, err := calendar.Builtin().LastWorking(day(tt.event), tt.n)
		if err != nil || got != day(tt.want) {
			t.Errorf("%d working days from %s: %s, %v; want %s (%s)", tt.n, tt.event, got, err, tt.want, tt.why)
		}
		if n, err := calendar.Builtin().WorkingBetween(day(tt.event), day(tt.want)); err != nil || n != tt.n {
			t.Errorf("working days from %s to %s: %d, %v; want %d", tt.event, tt.want, n, err, tt.n)
		}
	}
	if n, err := calendar.Builtin().OpenWorking(day("2025-01-26"), day("2025-02-08")); err != nil || n != 6 {
		t.Errorf("open 26 January to 8 February 2025: %d, %v; want 6", n, err)
	}
	if n := calendar.Open(day("2025-03-01"), day("2025-03-30")); n != 30 {
		t.Errorf("open 1 to 30 March: %d, want 30", n)
	}
	if n := calendar.Open(day("2025-03-02"), day("2025-03-01")); n != 0 {
		t.Errorf("a period that ends before it begins: %d", n)
	}
	if n := calendar.Between(day("2024-02-28"), day("2024-03-01")); n != 2 {
		t.Errorf("over 29 February: %d, want 2", n)
	}
}

// Properties on random days of the table.
func TestProperties(t *testing.T) {
	c := calendar.Builtin()
	r := rand.New(rand.NewPCG(1, 2))
	first := day("2007-01-01")
	for range 3000 {
		event := first.AddDays(r.IntN(7200))
		n := calendar.WorkingDays(1 + r.IntN(40))
		last, err := c.LastWorking(event, n)
		if err != nil {
			t.Fatal(err)
		}
		if w, _ := c.Working(last); !w {
			t.Fatalf("%d working days from %s end on %s, a day off", n, event, last)
		}
		if back, _ := c.WorkingBetween(event, last); back != n {
			t.Fatalf("%d working days from %s end on %s, counted back %d", n, event, last, back)
		}
		mid := event.AddDays(r.IntN(event.DaysUntil(last) + 1))
		a, _ := c.WorkingBetween(event, mid)
		b, _ := c.WorkingBetween(mid, last)
		if a+b != n {
			t.Fatalf("%s–%s–%s: %d and %d do not make %d", event, mid, last, a, b, n)
		}
		end, err := c.Last(event, calendar.Days(n))
		if err != nil {
			t.Fatal(err)
		}
		if w, _ := c.Working(end); !w || end.Before(event.AddDays(int(n))) {
			t.Fatalf("%d days from %s end on %s", n, event, end)
		}
		for d := event.AddDays(int(n)); d.Before(end); d = d.AddDays(1) {
			if w, _ := c.Working(d); w {
				t.Fatalf("%d days from %s end on %s although %s is worked", n, event, end, d)
			}
		}
	}
}

// Reading is strict: what is wrong is said with its line.
func TestRead(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"2030 off 01-01\n", ""},
		{"2030 休 01-01 班 01-05\n", ""}, // 2030-01-05 is a Saturday
		{"", "没有一个年份"},
		{"# x\n2030\n", "t第 2 行：2030 年没有写一天"},
		{"2030 off 02-30\n", "t第 1 行：“02-30”不是日期"},
		{"2030 off 01-03..01-01\n", "也不是起止日期"},
		{"2030 01-01\n", "前面没有写 off"},
		{"2030 off 01-01\n2030 off 01-02\n", "第 2 行：2030 年写了两次"},
		{"2030 off 01-01 work 01-01\n", "2030-01-01 写了两次"},
		{"2030 off 01-01 work 01-02\n", "本来就是工作日"}, // a Wednesday
		{"x off 01-01\n", "“x”不是年份"},
		{strings.Repeat("x", 1<<17), "太长"},
	} {
		_, err := calendar.Read("t", strings.NewReader(tt.text))
		if got := fmt.Sprint(err); tt.want == "" && err != nil || tt.want != "" && !strings.Contains(got, tt.want) {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}

// TestAgainstSource holds the table against the collected notices.
func TestAgainstSource(t *testing.T) {
	shared := os.Getenv("DOCREVIEW_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	files, _ := filepath.Glob(filepath.Join(shared, "data/holiday-cn/20*.json"))
	if len(files) == 0 {
		t.Skip("no shared data: the table is not held against its source")
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var in struct {
			Year int
			Days []struct {
				Date     string
				IsOffDay bool
			}
		}
		if err := json.Unmarshal(data, &in); err != nil {
			t.Fatal(err)
		}
		_, err = calendar.Builtin().Working(law.Date{Year: in.Year, Month: 6, Day: 15})
		if (err == nil) != (len(in.Days) > 0) {
			t.Errorf("%d: %d days in the source, table says %v", in.Year, len(in.Days), err)
		}
		for _, d := range in.Days {
			got, err := calendar.Builtin().Working(day(d.Date))
			if d.Date < "2007" {
				continue // the year before the table
			}
			if err != nil || got == d.IsOffDay {
				t.Errorf("%s: worked %t, %v", d.Date, got, err)
			}
		}
	}
}
