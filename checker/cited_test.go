package checker_test

import (
	"context"
	"fmt"
	"testing"

	"docreview/checker"
	"docreview/checker/checkertest"
	"docreview/corpus/law"
)

// gravel is a made-up regulation with both of its texts: an article was put in
// before the second, so that those behind it moved.
func gravel() *checkertest.Corpus {
	c := &checkertest.Corpus{
		Works: []*law.Regulation{
			{ID: "gravel", Title: "采石条例", Level: law.LevelAdminRegulation, Sure: true, Editions: []law.Edition{
				{ID: "gravel@2010", Published: day("2010-06-01"), From: day("2010-10-01"), To: day("2020-01-01"), Articles: 4},
				{ID: "gravel@2019", Published: day("2019-09-01"), From: day("2020-01-01"), Articles: 5, Event: "revised"},
			}},
			{ID: "a", Title: "甲办法", Level: law.LevelDeptRule, Sure: true, Editions: []law.Edition{{ID: "a@1990", From: day("1990-01-01")}}, Ended: law.Ending{On: day("2000-01-01"), As: law.Repealed, By: "乙办法"}},
			{ID: "b", Title: "乙办法", Level: law.LevelDeptRule, Sure: true, Editions: []law.Edition{{ID: "b@2000", From: day("2000-01-01")}}, Ended: law.Ending{On: day("2010-01-01"), As: law.Repealed, By: "丙办法"}},
			{ID: "c", Title: "丙办法", Level: law.LevelDeptRule, Sure: true, Editions: []law.Edition{{ID: "c@2010", From: day("2010-01-01")}}},
		},
		Texts: map[law.Place]string{},
	}
	for id, articles := range map[law.EditionID][]string{
		"gravel@2010": {
			"为了管理采石活动，保护河道和山体，根据有关法律，制定本条例。",
			"采石单位应当每日如实记载开采数量、地点和去向，记录保存三年。\n水务部门可以查阅记录。",
			"运输砂石的车辆应当密闭运输，不得沿途遗撒，并按照规定的时间和路线行驶。",
			"本条例自2010年10月1日起施行。",
		},
		"gravel@2019": {
			"为了管理采石活动，保护河道和山体，根据有关法律，制定本条例。",
			"采石场应当设置围挡和警示标志，安排专人巡查，并向周边居民公布联系方式。",
			"采石单位应当每日如实记载开采数量、地点和去向，记录保存五年。\n水务部门可以查阅记录。",
			"运输砂石的车辆应当密闭运输，不得沿途遗撒，并按照规定的时间和路线行驶。",
			"本条例自2020年1月1日起施行。",
		},
	} {
		for i, s := range articles {
			c.Texts[law.Place{Edition: id, Provision: law.Provision{Article: i + 1}}] = s
		}
	}
	return c
}

// Where no table says where an article went, the texts of both wordings do.
func TestArticlesByTexts(t *testing.T) {
	for _, tt := range []struct{ name, clause, dated, want string }{
		{"moved", "根据《采石条例》第二条第一款", "2015年5月8日", "moved 3 then 三年 now 五年 第三条第一款"},
		{"moved, words the same", "根据《采石条例》第三条", "2015年5月8日", "moved 4"},
		{"not moved", "根据《采石条例》第一条", "2015年5月8日", "same 1"},
		{"written under the new wording", "根据《采石条例》第二条", "2022年5月8日", "same 2"},
		{"beyond the last article of the old wording", "根据《采石条例》第五条", "2015年5月8日", "missing 0"},
	} {
		var got string
		probe := &checker.Rule{ID: "CITE-999", Check: func(ctx context.Context, p *checker.Pass) error {
			texts, err := p.CitedTexts(ctx)
			if err != nil {
				return err
			}
			r := p.Cited[0]
			got = fmt.Sprintf("%s %d", r.Article, r.ArticleNow)
			if x := texts[0]; len(x) == 1 && x[0].Then != x[0].Now && r.Article == checker.ArticleMoved && x[0].At.Para > 0 {
				got += " then " + last(x[0].Then) + " now " + last(x[0].Now) + " " + x[0].NowAt.String()
			}
			return nil
		}}
		d := checkertest.Document(t, "青河市采石办法\n第一条　"+tt.clause+"，制定本办法。\n青河市人民政府\n"+tt.dated+"\n")
		rep, err := checker.Run(context.Background(), d, []*checker.Rule{probe}, checker.Options{AsOf: day("2026-11-22"), Corpus: gravel()})
		if err != nil || rep.Results[0].Outcome == checker.Failed {
			t.Fatal(err, rep)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// last gives the period at the end of the first paragraph.
func last(s string) string {
	r := []rune(law.Part(s, law.Provision{Article: 1, Para: 1}))
	return string(r[len(r)-3 : len(r)-1])
}

// What took the place of a work may have given way itself.
func TestChains(t *testing.T) {
	for _, tt := range []struct{ cited, asOf, want string }{
		{"甲办法", "2026-11-22", "乙办法 → 丙办法 2010-01-01"},
		{"甲办法", "2005-01-01", "乙办法"},
		{"乙办法", "2026-11-22", "丙办法"},
		{"丙办法", "2026-11-22", ""},
	} {
		var got string
		probe := &checker.Rule{ID: "CITE-999", Check: func(_ context.Context, p *checker.Pass) error {
			got = p.Cited[0].By
			for _, l := range p.Cited[0].Later {
				got += " → " + l.By + " " + l.On.String()
			}
			return nil
		}}
		d := checkertest.Document(t, "第一条　根据《"+tt.cited+"》，制定本办法。\n")
		if _, err := checker.Run(context.Background(), d, []*checker.Rule{probe}, checker.Options{AsOf: day(tt.asOf), Corpus: gravel()}); err != nil {
			t.Fatal(err)
		}
		if got != tt.want {
			t.Errorf("%s on %s: %q, want %q", tt.cited, tt.asOf, got, tt.want)
		}
	}
}
