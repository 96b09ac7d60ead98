package checker_test

import (
	"fmt"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/checkertest"
	"docreview/corpus/law"
)

func day(s string) law.Date {
	d, _, ok := law.ParseDate(s)
	if !ok {
		panic(s)
	}
	return d
}

// library is a made-up body of law: one law revised once with its articles
// moved, one repealed and replaced, one not yet in force, two namesakes.
var library = &checkertest.Corpus{Works: []*law.Regulation{
	{ID: "tidy", Title: "中华人民共和国整洁法", Level: law.LevelLaw, Sure: true, Editions: []law.Edition{
		{ID: "tidy@2010", Published: day("2010-06-01"), From: day("2010-10-01"), To: day("2020-01-01"), Articles: 40, Moved: map[int]int{5: 6, 6: 6, 8: 8}},
		{ID: "tidy@2019", Published: day("2019-09-01"), From: day("2020-01-01"), Articles: 50, Event: "revised"},
	}},
	{ID: "noise", Title: "静音条例", Level: law.LevelAdminRegulation, Sure: true, DocNumber: law.DocNumber{Prefix: "国务院令", Serial: 901},
		Editions: []law.Edition{{ID: "noise@1999", Published: day("1999-01-01"), From: day("1999-03-01"), To: day("2015-07-01")}},
		Ended:    law.Ending{On: day("2015-07-01"), As: law.Repealed, By: "安静条例"}},
	{ID: "quiet", Title: "安静条例", Level: law.LevelAdminRegulation, Sure: true, Editions: []law.Edition{{ID: "quiet@2015", From: day("2015-07-01"), Articles: 30}}},
	{ID: "later", Title: "明日条例", Level: law.LevelAdminRegulation, Sure: true, Editions: []law.Edition{{ID: "later@2026", Published: day("2026-10-01"), From: day("2027-01-01"), Articles: 9}}},
	{ID: "north", Title: "绿地管理办法", Level: law.LevelDeptRule, DocNumber: law.DocNumber{Prefix: "北部令", Serial: 3}, Editions: []law.Edition{{ID: "north@2001", From: day("2001-01-01")}}},
	{ID: "south", Title: "绿地管理办法", Level: law.LevelDeptRule, DocNumber: law.DocNumber{Prefix: "南部令", Serial: 4}, Editions: []law.Edition{{ID: "south@2002", From: day("2002-01-01")}}},
	{ID: "new", Title: "更新条例", Level: law.LevelAdminRegulation, Editions: []law.Edition{{ID: "new@2020", From: day("2020-01-01"), Articles: 10}}},
	{ID: "breeze", Title: "清风办法", Level: law.LevelLocalGovRule, DocNumber: law.DocNumber{Prefix: "青府令", Serial: 1}, Editions: []law.Edition{
		{ID: "breeze@2012", From: day("2012-01-01"), To: day("2021-01-01"), Articles: 9, Event: "promulgated", DocNumber: law.DocNumber{Prefix: "青府令", Serial: 1}, Moved: map[int]int{3: 4}},
		{ID: "breeze@2021", From: day("2021-01-01"), Articles: 12, Event: "promulgated", DocNumber: law.DocNumber{Prefix: "青府令", Serial: 9}}}},
	{ID: "undated", Title: "无日期规定", Level: law.LevelDeptRule},
	{ID: "decision", Title: "关于修改部分地方性法规的决定", Level: law.LevelLocalRegulation, Region: "990000", Editions: []law.Edition{{ID: "decision@2010", From: day("2010-01-01")}}},
}}

func TestResolve(t *testing.T) {
	for _, tt := range []struct {
		name, clause, asOf string
		want               string // standing, work, since, by, article, article now
	}{
		{"in force", "根据《整洁法》第八条", "2026-11-22", "in_force tidy 2020-01-01  same 8"},
		{"moved", "根据《整洁法》第五条", "2026-11-22", "in_force tidy 2020-01-01  moved 6"},
		{"no counterpart", "根据《整洁法》第七条", "2026-11-22", "in_force tidy 2020-01-01  changed 0"},
		{"beyond the last article", "根据《整洁法》第四十一条", "2026-11-22", "in_force tidy 2020-01-01  missing 0"},
		{"on the day of writing", "根据《整洁法》第五条", "2018-05-08", "in_force tidy 2010-10-01  same 5"},
		{"beyond the only wording", "根据《安静条例》第三十一条", "2026-11-22", "in_force quiet 2015-07-01  missing 0"},
		{"written before any wording held", "根据《更新条例》第十二条", "2026-11-22", "in_force new 2020-01-01  not_checked 0"},
		{"edition named", "根据《整洁法》（2019年修订）第五十条", "2026-11-22", "in_force tidy 2020-01-01  same 50"},
		{"edition gone", "根据《整洁法》（2010年通过）第五条", "2026-11-22", "superseded tidy 2020-01-01  moved 6"},
		{"number of a text that was replaced", "根据《清风办法》（青府令第1号）第三条", "2026-11-22", "superseded breeze 2021-01-01 清风办法（青府令第9号） moved 4"},
		{"its number on the day of writing", "根据《清风办法》（青府令第1号）第三条", "2018-05-08", "in_force breeze 2012-01-01  same 3"},
		{"a name that every place uses", "根据《关于修改部分地方性法规的决定》", "2026-11-22", "ambiguous    not_checked 0"},
		{"last day before repeal", "根据《静音条例》", "2015-06-30", "in_force noise 1999-03-01  not_checked 0"},
		{"first day of repeal", "根据《静音条例》", "2015-07-01", "repealed noise 2015-07-01 安静条例 not_checked 0"},
		{"not yet", "根据《明日条例》", "2026-11-22", "not_yet_in_force later 2027-01-01  not_checked 0"},
		{"namesakes", "根据《绿地管理办法》", "2026-11-22", "ambiguous    not_checked 0"},
		{"namesakes told apart by number", "根据《绿地管理办法》（南部令第4号）", "2026-11-22", "in_force south 2002-01-01  not_checked 0"},
		{"another number", "根据《静音条例》（国务院令第902号）", "2026-11-22", "not_held    not_checked 0"},
		{"undated", "根据《无日期规定》", "2026-11-22", "undated undated   not_checked 0"},
		{"not held", "根据《没有的条例》", "2026-11-22", "not_held    not_checked 0"},
		{"number alone", "按照国务院令第901号的规定", "2026-11-22", "repealed noise 2015-07-01 安静条例 not_checked 0"},
		{"short name", "根据《中华人民共和国整洁法》（以下简称《整洁》）和《整洁》第五条", "2026-11-22", "in_force tidy 2020-01-01  not_checked 0|in_force tidy 2020-01-01  not_checked 0|in_force tidy 2020-01-01  moved 6"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := checkertest.Document(t, "云岭县人民政府关于加强市容管理的通知\n云政发〔2018〕3号\n各乡镇人民政府：\n一、"+tt.clause+"，加强市容管理。\n云岭县人民政府\n2018年5月8日\n")
			rep := run(t, d, checker.Options{AsOf: day(tt.asOf), Corpus: library})
			var got []string
			for _, c := range rep.Citations {
				if c.Form != "full" && c.Form != "number" && c.Form != "short" || strings.HasPrefix(c.Text, "云政发") {
					continue
				}
				got = append(got, fmt.Sprintf("%s %s %s %s %s %d", c.Standing, c.Work, c.Since, c.By, c.Article, c.ArticleNow))
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
}

// TestDidYouMean: near titles are offered for what is not held, never for what is.
func TestDidYouMean(t *testing.T) {
	d := checkertest.Document(t, "云岭县关于市容的通知\n一、根据《静音条例实施细则》和《安静条例》，加强管理。\n")
	for _, c := range run(t, d, checker.Options{Corpus: library}).Citations {
		if held := c.Standing != law.NotHeld; held == (len(c.DidYouMean) > 0) {
			t.Errorf("%s is %s, suggestions %v", c.Text, c.Standing, c.DidYouMean)
		}
	}
}
