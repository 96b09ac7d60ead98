package corpus

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"docreview/corpus/law"
)

// TestIdentity: files become works and editions, ends and successions follow
// from what the texts say of each other.
func TestIdentity(t *testing.T) {
	x := madeIndex(t)
	for _, tt := range []struct {
		title, number string
		on            string
		standing      law.Standing
		edition       string // published
		by            string
	}{
		{"河道采石法", "", "2004-09-01", law.NotYetInForce, "2004-08-28", ""},
		{"河道采石法", "", "2010-01-01", law.InForce, "2004-08-28", ""},
		{"中华人民共和国河道采石法", "", "2015-01-01", law.InForce, "2012-03-14", ""},
		{"河道采石法", "", "2022-02-28", law.InForce, "2012-03-14", ""},
		{"河道采石法", "", "2022-03-01", law.InForce, "2021-10-23", ""},
		{"借用法", "", "2020-06-30", law.InForce, "1995-06-30", ""},
		{"借用法", "", "2020-07-01", law.Repealed, "1995-06-30", "中华人民共和国邻里法典"},
		{"过路通则", "", "2026-01-01", law.Repealed, "", "中华人民共和国邻里法典"}, // not held, known by its end
		{"邻里法典", "", "2021-01-01", law.InForce, "2019-12-28", ""},
		{"渡口管理条例", "", "2024-08-31", law.InForce, "2010-04-01", ""}, // a new text of the same name
		{"渡口管理条例", "", "2024-09-01", law.InForce, "2024-05-20", ""},
		{"", "国务院令第980号", "2025-01-01", law.InForce, "2024-05-20", ""},
		{"集市斗秤管理办法", "", "2019-03-01", law.InForce, "1987-03-10", ""},
		{"集市斗秤管理办法", "", "2019-03-02", law.Repealed, "1987-03-10", "国务院关于废止部分行政法规的决定"},
		{"骡马市场管理规则", "", "2020-01-01", law.Repealed, "1985-04-03", "国务院关于废止部分行政法规的决定"},
		{"茶园保护条例", "", "2024-01-01", law.InForce, "2023-07-20", ""}, // amended by a decision, words not held
		{"青溪市渡口安全管理办法", "", "2020-01-01", law.InForce, "2019-04-18", ""},
		{"", "青政发〔2019〕7号", "2024-06-01", law.Lapsed, "2019-04-18", ""}, // by the table of statuses
		{"云岭省山塘管理办法", "", "2011-01-01", law.Repealed, "1999-05-06", "云岭省人民政府关于废止部分文件的决定"},
		{"海东省盐田条例", "", "2024-01-01", law.Undated, "", ""},
		{"云岭省白苗自治县自治条例", "", "1990-08-01", law.NotYetInForce, "1990-09-01", ""},
	} {
		ref := law.Ref{Title: tt.title}
		if tt.number != "" {
			ref.DocNumber, _, _ = law.ParseDocNumber(tt.number)
		}
		got, err := x.Find(context.Background(), ref)
		if err != nil || len(got[0]) != 1 {
			t.Errorf("Find(%s%s) = %d works, %v", tt.title, tt.number, len(got[0]), err)
			continue
		}
		r := got[0][0]
		e, s := r.On(day(tt.on))
		if s != tt.standing || e.Published.String() != tt.edition || tt.by != "" && r.Ended.By != tt.by {
			t.Errorf("%s%s on %s: %v, wording of %s, ended by %q; want %v, %s, %q", tt.title, tt.number, tt.on, s, e.Published, r.Ended.By, tt.standing, tt.edition, tt.by)
		}
	}
}

func TestFindSeveralAndNone(t *testing.T) {
	x := madeIndex(t)
	got, err := x.Find(context.Background(),
		law.Ref{Title: "最高人民法院关于邻里借用纠纷如何处理的批复"},
		law.Ref{Title: "最高人民法院关于邻里借用纠纷如何处理的批复", Date: law.Date{Year: 1998}},
		law.Ref{Title: "没有的法"},
		law.Ref{},
	)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 4 || len(got[0]) != 2 || len(got[1]) != 1 || len(got[2]) != 0 || len(got[3]) != 0 {
		t.Fatalf("Find: %d answers: %v", len(got), got)
	}
	if y := got[1][0].Editions[0].Published.Year; y != 1998 {
		t.Errorf("by date: %d", y)
	}
	near, err := x.Similar(context.Background(), "河道采石法条例", "完全无关的名字")
	if err != nil || len(near[0]) == 0 || len(near[0]) > 3 || len(near[1]) != 0 {
		t.Fatalf("Similar = %v, %v", near, err)
	}
	if near[0][0].Title != "中华人民共和国河道采石法" && near[0][0].Title != "云岭省河道采石条例" && near[0][0].Title != "中华人民共和国河道采石法实施条例" {
		t.Errorf("Similar: %s first", near[0][0].Title)
	}
}

// TestLevels: levels and places as folders and issuers tell.
func TestLevels(t *testing.T) {
	x := madeIndex(t)
	for _, tt := range []struct {
		title  string
		level  law.Level
		region string
	}{
		{"河道采石法", law.LevelLaw, ""},
		{"河道采石法实施条例", law.LevelAdminRegulation, ""},
		{"最高人民法院关于审理采石纠纷案件若干问题的规定", law.LevelJudicial, ""},
		{"云岭省河道采石条例", law.LevelLocalRegulation, "990000"},
		{"青溪市古井保护条例", law.LevelLocalRegulation, "990100"},
		{"云岭省白苗自治县自治条例", law.LevelAutonomous, "990125"},
		{"采石计量设备管理办法", law.LevelDeptRule, ""},
		{"青溪市渡口安全管理办法", law.LevelNormative, "990100"},
		{"石坪县人民政府办公室关于做好秋收道路保畅工作的通知", law.LevelNormative, "990123"},
	} {
		got, err := x.Find(context.Background(), law.Ref{Title: tt.title})
		if err != nil || len(got[0]) != 1 {
			t.Errorf("Find(%s) = %v, %v", tt.title, got, err)
			continue
		}
		if r := got[0][0]; r.Level != tt.level || r.Region != tt.region {
			t.Errorf("%s: %v %q; want %v %q", tt.title, r.Level, r.Region, tt.level, tt.region)
		}
	}
}

// TestProblems: what contradicts or is missing is said with its place.
func TestProblems(t *testing.T) {
	x := madeIndex(t)
	all, err := x.Problems()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, p := range all {
		got[fmt.Sprintf("%s %s:%d", p.Kind, strings.TrimPrefix(p.Path, "corpus/"), p.Line)] = true
	}
	for _, want := range []string{
		"article_gap 行政法规/茶园保护条例(2018-01-05).md:11",
		"bad_date 行政法规/蜂场迁移规定(2016-11-11).md:5",
		"dates_differ 状态.csv:3",
		"edge_no_target 法律/邻里法典/附则.md:9",
		"edge_stale 行政法规/国务院关于修改〈茶园保护条例〉的决定.md:1",
		"name_date_strange 司法解释/最高人民法院关于审理采石纠纷案件若干问题的规定(2015-05-04).md:0",
		"namesakes :0",
		"no_date 地方性法规/海东省/海东省盐田条例.md:0",
		"no_effective_date 法律/河道采石法(2012-03-14).md:5",
		"not_a_law README.md:0",
		"not_a_law 案例/借牛案.md:0",
		"status_no_target 状态.csv:4",
		"status_unknown 状态.csv:5",
		"table_skipped 清单.csv:1",
		"texts_same 现行法律/river-quarry-law/README.md:0",
		"title_differs 地方性法规/云岭省/白苗自治县自治条例(1990-04-10).md:1",
	} {
		if !got[want] {
			t.Errorf("not reported: %s", want)
		}
	}
	s := x.Stats()
	n := 0
	for _, c := range s.Problems {
		n += c.N
	}
	if n != len(all) {
		t.Errorf("counted %d problems of %d", n, len(all))
	}
	if s.Undated != 1 || len(s.Sample) != 1 || s.Sample[0] != "海东省盐田条例" {
		t.Errorf("undated: %d %v", s.Undated, s.Sample)
	}
}

// TestProvision: exact reading by place, without engine and dictionary.
func TestProvision(t *testing.T) {
	x := madeIndex(t)
	ctx := context.Background()
	got, err := x.Find(ctx, law.Ref{Title: "河道采石法"}, law.Ref{Title: "邻里法典"})
	if err != nil {
		t.Fatal(err)
	}
	e2012, e2021 := got[0][0].Editions[1].ID, got[0][0].Editions[2].ID
	code := got[1][0].Editions[0].ID
	for _, tt := range []struct {
		at   law.Place
		want string
	}{
		{law.Place{Edition: e2012, Provision: law.Provision{Article: 5}}, "采石留下的坑，应当在三十日内填平。"},
		{law.Place{Edition: e2021, Provision: law.Provision{Article: 6}}, "采石留下的坑，应当在十五日内填平。"},
		{law.Place{Edition: e2021, Provision: law.Provision{Article: 5, Para: 1, Item: 4}}, "（四）安装计量设备。"},
		{law.Place{Edition: e2021, Provision: law.Provision{Article: 5, Item: 2}}, "（二）不堵航道；"},
		{law.Place{Edition: e2021, Provision: law.Provision{Article: 5, Para: 2}}, "汛期一律停采。"},
		{law.Place{Edition: e2021, Provision: law.Provision{Article: 5, Para: 3}}, ""},
		{law.Place{Edition: e2021, Provision: law.Provision{Article: 9}}, ""},
		{law.Place{Edition: "none", Provision: law.Provision{Article: 1}}, ""},
		{law.Place{Edition: code, Provision: law.Provision{Article: 5, Para: 2}}, "赔不了原样的，赔钱。"},
		{law.Place{Edition: code, Provision: law.Provision{Article: 6}}, "本法自2020年7月1日起施行。《中华人民共和国借用法》、《中华人民共和国过路通则》同时废止。"},
	} {
		s, err := x.Provision(ctx, tt.at)
		if err != nil || s[0] != tt.want {
			t.Errorf("Provision(%v) = %q, %v; want %q", tt.at, s, err, tt.want)
		}
	}
	rows, err := x.Text(code)
	if err != nil || len(rows) != 6 || rows[3].Path != "器物编" || rows[3].At.Article != 4 {
		t.Errorf("Text: %d rows, %v, %v", len(rows), rows, err)
	}
	if src, err := x.Sources(e2021); err != nil || len(src) != 2 {
		t.Errorf("Sources = %v, %v", src, err)
	}
	if len(x.shards) > 0 {
		t.Error("exact questions opened a bleve index")
	}
}

func TestPart(t *testing.T) {
	article := "有下列情形之一的：\n（一）甲：\n1．子；\n2．丑；\n（二）乙。\n前款规定以外的，从其规定。\n（一）不是第一款的项。"
	for _, tt := range []struct {
		p    law.Provision
		want string
	}{
		{law.Provision{Article: 1}, article},
		{law.Provision{Article: 1, Para: 1}, "有下列情形之一的：\n（一）甲：\n1．子；\n2．丑；\n（二）乙。"},
		{law.Provision{Article: 1, Para: 1, Item: 1}, "（一）甲：\n1．子；\n2．丑；"},
		{law.Provision{Article: 1, Para: 1, Item: 1, Subitem: 2}, "2．丑；"},
		{law.Provision{Article: 1, Item: 2}, "（二）乙。"},
		{law.Provision{Article: 1, Para: 2}, "前款规定以外的，从其规定。\n（一）不是第一款的项。"},
		{law.Provision{Article: 1, Para: 2, Item: 1}, "（一）不是第一款的项。"},
		{law.Provision{Article: 1, Para: 1, Item: 3}, ""},
		{law.Provision{Article: 1, Para: 3}, ""},
	} {
		if got := Part(article, tt.p); got != tt.want {
			t.Errorf("Part(%+v) = %q; want %q", tt.p, got, tt.want)
		}
	}
}
