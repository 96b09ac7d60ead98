package law_test

import (
	"testing"

	"docreview/corpus/law"
)

func day(y, m, d int) law.Date { return law.Date{Year: y, Month: m, Day: d} }

func TestOn(t *testing.T) {
	two := law.Regulation{Editions: []law.Edition{
		{ID: "a", Published: day(2009, 1, 5), From: day(2009, 3, 1), To: day(2021, 7, 15)},
		{ID: "b", Published: day(2021, 1, 22), From: day(2021, 7, 15)},
	}}
	ended := two
	ended.Ended = law.Ending{On: day(2024, 2, 1), As: law.Superseded}
	partly := two
	partly.Ended = law.Ending{On: day(2024, 2, 1), As: law.Repealed, Partial: true}
	yearOnly := law.Regulation{Editions: []law.Edition{{ID: "y", From: day(2007, 0, 0)}}}
	noFrom := law.Regulation{Editions: []law.Edition{{ID: "p", Published: day(2010, 5, 1)}}}
	amended := law.Regulation{Editions: []law.Edition{{ID: "a", From: day(2009, 3, 1)}, {ID: "b", Published: day(2020, 4, 1)}}}
	endedYear := two
	endedYear.Ended = law.Ending{On: day(2022, 0, 0), As: law.Lapsed}
	endedSometime := two
	endedSometime.Ended = law.Ending{As: law.Repealed}
	listed := two
	listed.Ended = law.Ending{KnownBy: day(2024, 9, 1), As: law.Repealed}
	window := law.Regulation{Editions: []law.Edition{{ID: "a", From: day(2009, 3, 1)}, {ID: "w", NotBefore: day(2025, 4, 1), KnownBy: day(2026, 9, 1)}}}
	coming := law.Regulation{Editions: []law.Edition{{ID: "a", From: day(2009, 3, 1)}, {ID: "c", NotBefore: day(2026, 9, 1)}}}
	unborn := law.Regulation{Editions: []law.Edition{{ID: "n", NotBefore: day(2025, 4, 1), KnownBy: day(2026, 9, 1)}}}
	closed := law.Regulation{Editions: []law.Edition{{ID: "c", From: day(2009, 3, 1), To: day(2012, 1, 1)}}}

	for _, tt := range []struct {
		name    string
		r       law.Regulation
		on      law.Date
		edition law.EditionID
		want    law.Standing
	}{
		{"before publication", two, day(2008, 12, 31), "a", law.NotYetInForce},
		{"published, not yet in force", two, day(2009, 2, 28), "a", law.NotYetInForce},
		{"first day", two, day(2009, 3, 1), "a", law.InForce},
		{"last day of the old wording", two, day(2021, 7, 14), "a", law.InForce},
		{"first day of the new wording", two, day(2021, 7, 15), "b", law.InForce},
		{"day before the end", ended, day(2024, 1, 31), "b", law.InForce},
		{"day of the end", ended, day(2024, 2, 1), "b", law.Superseded},
		{"partial ending", partly, day(2025, 1, 1), "b", law.InForce},
		{"year before", yearOnly, day(2006, 12, 31), "y", law.NotYetInForce},
		{"in the year", yearOnly, day(2007, 6, 1), "y", law.Undated},
		{"year after", yearOnly, day(2008, 1, 1), "y", law.InForce},
		{"no first day, before publication", noFrom, day(2010, 4, 30), "p", law.NotYetInForce},
		{"no first day, soon after", noFrom, day(2011, 1, 1), "p", law.Undated},
		{"no first day, long ago", noFrom, day(2020, 1, 1), "p", law.InForce},
		{"later wording without first day", amended, day(2020, 6, 1), "b", law.InForce},
		{"ended in a year, before", endedYear, day(2021, 12, 31), "b", law.InForce},
		{"ended in a year, within", endedYear, day(2022, 6, 1), "b", law.Undated},
		{"ended in a year, after", endedYear, day(2023, 1, 1), "b", law.Lapsed},
		{"ended, day unknown", endedSometime, day(2023, 1, 1), "b", law.Undated},
		{"on the list of the ended", listed, day(2024, 9, 1), "b", law.Repealed},
		{"before that list", listed, day(2023, 1, 1), "b", law.Undated},
		{"before the window of a new wording", window, day(2025, 3, 31), "a", law.InForce},
		{"in the window", window, day(2025, 12, 1), "", law.InForce},
		{"after the window", window, day(2026, 9, 1), "w", law.InForce},
		{"a wording to come", coming, day(2030, 1, 1), "", law.InForce},
		{"known by a list only, before", unborn, day(2025, 1, 1), "n", law.NotYetInForce},
		{"known by a list only, in the window", unborn, day(2025, 12, 1), "", law.Undated},
		{"known by a list only, after", unborn, day(2026, 10, 1), "n", law.InForce},
		{"wording ended without a follower", closed, day(2013, 1, 1), "c", law.Undated},
		{"no editions", law.Regulation{}, day(2020, 1, 1), "", law.Undated},
		{"no dates", law.Regulation{Editions: []law.Edition{{ID: "n"}}}, day(2020, 1, 1), "n", law.Undated},
		{"no editions but an end", law.Regulation{Ended: law.Ending{On: day(2021, 1, 1), As: law.Repealed}}, day(2021, 1, 1), "", law.Repealed},
		{"no editions, before the end", law.Regulation{Ended: law.Ending{On: day(2021, 1, 1), As: law.Repealed}}, day(2020, 1, 1), "", law.Undated},
	} {
		e, s := tt.r.On(tt.on)
		if e.ID != tt.edition || s != tt.want {
			t.Errorf("%s: On(%v) = %q, %v; want %q, %v", tt.name, tt.on, e.ID, s, tt.edition, tt.want)
		}
	}
}

func TestCited(t *testing.T) {
	no := func(n int) law.DocNumber { return law.DocNumber{Prefix: "国务院令", Serial: n} }
	r := law.Regulation{Editions: []law.Edition{
		{ID: "a", Published: day(1995, 1, 5), From: day(1995, 3, 1), DocNumber: no(9101), Event: "promulgated"},
		{ID: "b", Published: day(2005, 1, 5), From: day(2005, 3, 1), DocNumber: no(9202), Event: "promulgated"},
		{ID: "c", Published: day(2017, 9, 1), From: day(2018, 1, 1), DocNumber: no(9303), Event: "amended"},
		{ID: "d", Published: day(2020, 1, 1), From: day(2020, 5, 1), Event: "amended"},
	}}
	ended := r
	ended.Ended = law.Ending{On: day(2022, 5, 1), As: law.Repealed}
	for _, tt := range []struct {
		name    string
		r       law.Regulation
		ref     law.Ref
		on      law.Date
		edition law.EditionID
		want    law.Standing
	}{
		{"names none", r, law.Ref{}, day(2021, 1, 1), "d", law.InForce},
		{"first number, in its day", r, law.Ref{DocNumber: no(9101)}, day(2004, 1, 1), "a", law.InForce},
		{"first number, replaced", r, law.Ref{DocNumber: no(9101)}, day(2021, 1, 1), "a", law.Superseded},
		{"number of the text that was only amended", r, law.Ref{DocNumber: no(9202)}, day(2021, 1, 1), "d", law.InForce},
		{"number of an amendment", r, law.Ref{DocNumber: no(9303)}, day(2021, 1, 1), "d", law.InForce},
		{"number of nobody", r, law.Ref{DocNumber: no(9999)}, day(2021, 1, 1), "d", law.InForce},
		{"year of an earlier wording", r, law.Ref{Date: day(2017, 0, 0)}, day(2021, 1, 1), "c", law.Superseded},
		{"year of the wording that applies", r, law.Ref{Date: day(2020, 0, 0)}, day(2021, 1, 1), "d", law.InForce},
		{"year of nothing", r, law.Ref{Date: day(2011, 0, 0)}, day(2021, 1, 1), "d", law.InForce},
		{"the whole has ended", ended, law.Ref{DocNumber: no(9101)}, day(2023, 1, 1), "d", law.Repealed},
	} {
		e, s := tt.r.Cited(tt.ref, tt.on)
		if e.ID != tt.edition || s != tt.want {
			t.Errorf("%s: %q, %v; want %q, %v", tt.name, e.ID, s, tt.edition, tt.want)
		}
	}
}

func TestOutranks(t *testing.T) {
	for _, tt := range []struct {
		l, m               law.Level
		higher, comparable bool
	}{
		{law.LevelConstitution, law.LevelLaw, true, true},
		{law.LevelLaw, law.LevelAdminRegulation, true, true},
		{law.LevelAdminRegulation, law.LevelLocalRegulation, true, true},
		{law.LevelAdminRegulation, law.LevelDeptRule, true, true},
		{law.LevelLocalRegulation, law.LevelLocalGovRule, true, true},
		{law.LevelDeptRule, law.LevelLocalGovRule, false, false},
		{law.LevelDeptRule, law.LevelLocalRegulation, false, false},
		{law.LevelDeptRule, law.LevelNormative, true, true},
		{law.LevelLaw, law.LevelJudicial, true, true},
		{law.LevelJudicial, law.LevelDeptRule, false, false},
		{law.LevelParty, law.LevelLaw, false, false},
		{law.LevelConstitution, law.LevelStandard, false, false},
		{law.LevelLaw, law.LevelLaw, false, true},
		{law.LevelUnknown, law.LevelUnknown, false, false},
	} {
		if h, c := tt.l.Outranks(tt.m); h != tt.higher || c != tt.comparable {
			t.Errorf("%v.Outranks(%v) = %t, %t; want %t, %t", tt.l, tt.m, h, c, tt.higher, tt.comparable)
		}
	}
	for l := law.LevelUnknown; l <= law.LevelStandard; l++ {
		for m := law.LevelUnknown; m <= law.LevelStandard; m++ {
			h, c := l.Outranks(m)
			back, c2 := m.Outranks(l)
			if c != c2 || h && back || h && !c {
				t.Errorf("%v and %v: %t,%t one way, %t,%t the other", l, m, h, c, back, c2)
			}
		}
	}
}
