package profile

import (
	"strings"
	"testing"

	"docreview/checker"
	"docreview/corpus/law"
)

func on(s string) law.Date {
	d, _, _ := law.ParseDate(s)
	return d
}

// TestDays: a number holds on its first day and no longer on the day of its end; outside of its
// days the one that held before, else that of the place above.
func TestDays(t *testing.T) {
	f, err := decode([]byte(`{code: "1", name: 甲, params: {filing_days: {value: 20, unit: 日, source: 新办法, sure: true, from: "2024-02-01",
  earlier: [{value: 15, unit: 工作日, source: 旧办法, sure: true, from: "2010-01-01", until: "2024-02-01"}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	line := append(f.Params["filing_days"].all("filing_days", f), checker.Param{Value: 30, Source: "全国", Until: on("2020-01-01")})
	v := line[0]
	v.Else = line[1:]
	p := checker.Profile{Params: map[string]checker.Param{"filing_days": v}}
	for _, tt := range []struct {
		day   string
		value int
		unit  string
	}{
		{"2024-02-01", 20, "日"}, {"2024-01-31", 15, "工作日"}, {"2010-01-01", 15, "工作日"}, {"2009-12-31", 30, ""},
	} {
		if got := p.At(on(tt.day)).Params["filing_days"]; got.Value != tt.value || got.Unit != tt.unit || len(got.Else) > 0 {
			t.Errorf("%s: %+v", tt.day, got)
		}
	}
	v.Else = nil
	if got, ok := (checker.Profile{Params: map[string]checker.Param{"filing_days": v}}).At(on("2009-01-01")).Params["filing_days"]; ok {
		t.Errorf("%+v holds before its first day", got)
	}
}

// TestBrokenDays: days that are none, and days in the wrong order, do not load.
func TestBrokenDays(t *testing.T) {
	for in, want := range map[string]string{
		`from: "2024-13-01"`:                                    "not days",
		`from: "2024-02-01", until: "2024-02-01"`:               "is not before",
		`earlier: [{value: 1, unit: 日, source: x, sure: true}]`: "needs until",
	} {
		if _, err := decode([]byte("{name: x, params: {filing_days: {value: 5, unit: 日, source: a, sure: true, " + in + "}}}")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", in, err)
		}
	}
	for _, in := range []string{"{number: x, sure: true}", "{title: x}", `{title: x, sure: true, effective: "2024-02-30"}`} {
		if _, err := decode([]byte("{name: x, instruments: [" + in + "]}")); err == nil {
			t.Errorf("%s loads", in)
		}
	}
}

// TestPlaces: every province has a file, and every number the words, the unit and the source that
// people are shown. What was written down from memory is never sure.
func TestPlaces(t *testing.T) {
	all, err := Places()
	if err != nil {
		t.Fatal(err)
	}
	provinces := 0
	for _, p := range all {
		if p.Level() == "province" {
			provinces++
		}
		for _, i := range p.Instruments {
			if *i.Sure && strings.Contains(i.Note, "未经核对") {
				t.Errorf("%s: 《%s》 is sure and not checked", p.Name, i.Title)
			}
		}
		f, err := loaders()[map[bool]string{true: "national", false: p.Code}[p.Code == ""]]()
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range f.Params {
			if *v.Sure && (strings.Contains(v.Source, "未经核对") || strings.Contains(v.Source, "待核")) {
				t.Errorf("%s: %s is sure and not checked", p.Name, name)
			}
		}
	}
	if provinces != 31 {
		t.Errorf("%d provinces have a file; want 31", provinces)
	}
	for _, p := range Parameters() {
		if p.Words == "" || p.Unit != "" && p.Start == "" && p.Unit != "名" {
			t.Errorf("%+v", p)
		}
	}
}

// TestInherits: county, city, province, nation; an unsure repetition does not make a sure number
// doubtful.
func TestInherits(t *testing.T) {
	p, err := Resolve("高青县")
	if err != nil {
		t.Fatal(err)
	}
	up, err := Inherits(p)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, q := range up {
		names = append(names, q.Name)
	}
	if got := strings.Join(names, " "); got != "全国 山东省 淄博市 高青县" {
		t.Error(got)
	}
	if v := p.Params["catalog_deadline"]; v.Place != "山东省" || v.Code != "370000" {
		t.Errorf("%+v", v)
	}
	sh, err := Resolve("上海市浦东新区")
	if err != nil {
		t.Fatal(err)
	}
	if v := sh.Params["comment_min_days"]; !v.Sure || v.Place != "全国" {
		t.Errorf("%+v", v)
	}
	if v := sh.Params["filing_days"]; v.Sure || v.Unit != "工作日" {
		t.Errorf("%+v", v)
	}
}
