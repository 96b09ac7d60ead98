package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestEditionsOf(t *testing.T) {
	for _, tt := range []struct {
		name   string
		header []string
		want   string // published/from/event/number …
	}{
		{"law with amendments", []string{
			"1999年5月4日 第九届全国人民代表大会常务委员会第八次会议通过",
			"2008年3月2日 第十一届全国人民代表大会常务委员会第一次会议《关于修改〈中华人民共和国摊贩法〉的决定》第一次修正",
			"2020年7月8日 第十三届全国人民代表大会常务委员会第二十次会议修订",
		}, "1999-05-04//promulgated/ 2008-03-02//amended/ 2020-07-08//revised/"},
		{"regulation, approved, published, in force", []string{
			"2005年1月5日 国务院第76次常务会议通过", "2005年1月10日 中华人民共和国国务院令第9431号公布", "2005年5月1日 施行",
		}, "2005-01-10/2005-05-01/promulgated/国务院令第9431号"},
		{"first day told last", []string{
			"1990年4月1日 中华人民共和国国务院令第9050号发布", "2011年1月8日 《国务院关于废止和修改部分行政法规的决定》修订", "1990年7月1日 施行",
		}, "1990-04-01/1990-07-01/promulgated/国务院令第9050号 2011-01-08//amended/"},
		{"city and province in one line", []string{
			"2015年6月29日 青山市第十六届人民代表大会常务委员会第三十次会议通过 2015年7月24日青山省第十二届人民代表大会常务委员会第十次会议批准",
			"2020年1月14日 青山市第十七届人民代表大会常务委员会第二次会议通过并经2020年3月26日青山省第十三届人民代表大会常务委员会第十八次会议批准的《关于修改〈青山市摊贩条例〉的决定》修正",
			"2022年1月21日 青山省第十三届人民代表大会常务委员会第三十三次会议批准的2021年12月29日青山市第十七届人民代表大会常务委员会第三十七次会议《关于修改〈青山市档案条例〉等四件地方性法规的决定》修正",
		}, "2015-07-24//promulgated/ 2020-03-26//amended/ 2022-01-21//amended/"},
		{"line broken inside a title", []string{
			"2015年8月29日 第十二届全国人民代表大会常务委员会第十六次会议《关于修改〈中华人民共和国集市法〉", "〈中华人民共和国摊贩法〉的决定》修正",
		}, "2015-08-29//amended/"},
		{"amendments by name", []string{
			"1979年7月1日 第五届全国人民代表大会第二次会议通过", "1997年3月14日 第八届全国人民代表大会第五次会议修订",
			"1998年12月29日 第九届全国人民代表大会常务委员会第六次会议通过的《全国人民代表大会常务委员会关于惩治某类行为的决定》",
		}, "1979-07-01//promulgated/ 1997-03-14//revised/ 1998-12-29//amended/"},
		{"city amends, province approves", []string{
			"1999年3月1日 青山市第十届人民代表大会常务委员会第九次会议通过", "1999年5月1日 青山省第九届人民代表大会常务委员会第八次会议批准",
			"2006年12月28日 青山市第十二届人民代表大会常务委员会第五次会议修正", "2007年5月31日 青山省第十届人民代表大会常务委员会第三次会议批准的修正",
			"2012年6月29日 青山市第十三届人民代表大会常务委员会第五次会议修订", "2012年9月28日 青山省第十一届人民代表大会常务委员会第三次会议批准",
		}, "1999-05-01//promulgated/ 2007-05-31//amended/ 2012-09-28//revised/"},
		{"one line in brackets", []string{
			"（2016年1月22日交通运输部令2016年第2号公布 自2016年5月1日起施行）",
		}, "2016-01-22/2016-05-01/promulgated/交通运输部令2016年第2号"},
	} {
		var got []string
		for _, e := range editionsOf(happenings(tt.header)) {
			got = append(got, fmt.Sprintf("%v/%v/%s/%v", e.published, e.from, e.event, e.number))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, s, tt.want)
		}
	}
}

func TestParseText(t *testing.T) {
	x := parseText("x.md", strings.Join([]string{
		"# 青山市摊贩条例", "", "2020年3月1日 青山市人民代表大会常务委员会公告第7号公布", "", "<!-- INFO END -->", "", "## 第一章 总则", "",
		"第一条 为了规范经营，制定本条例。", "", "第二条 摊贩应当遵守规定。", "", "第三条规定的事项另行处理。", "",
		"**第四条**　本条例自2020年5月1日起施行。2009年1月2日市人民政府发布的《青山市摊贩管理办法》（青山市人民政府令第93号）、《青山市集市规定》第五条同时废止。根据《青山市老条例》制定的文件，与本条例抵触的，以本条例为准。",
	}, "\n"))
	if x.title != "青山市摊贩条例" || len(x.articles) != 4 || len(x.header) != 1 {
		t.Fatalf("%+v", x)
	}
	if x.closing.on.String() != "2020-05-01" {
		t.Errorf("closing %+v", x.closing)
	}
	var got []string
	for _, r := range x.repeals {
		got = append(got, fmt.Sprintf("%s/%v/%v/%t", r.title, r.date, r.number, r.partial))
	}
	if s, want := strings.Join(got, " "), "青山市摊贩管理办法/2009-01-02/青山市人民政府令第93号/false 青山市集市规定///true"; s != want {
		t.Errorf("repeals %s, want %s", s, want)
	}
}

func TestRepealsIn(t *testing.T) {
	for in, want := range map[string]string{
		"《青山市摊贩办法》同时废止。":                          "青山市摊贩办法",
		"（该章已于2003年7月8日由《青山市种子办法》废止。）":            "",
		"根据《青山市种子办法》制定的文件同时废止。":                   "",
		"《青山市摊贩办法》继续有效；《青山市集市规定》废止。":              "青山市集市规定",
		"《青山市实施〈中华人民共和国种子法〉办法》即行废止。":              "青山市实施〈中华人民共和国种子法〉办法",
		"本办法与《青山市种子办法》不一致的，适用本办法。":                "",
		"主管部门应当及时修改或者废止《青山市种子办法》规定的文件。":           "",
		"1995年3月1日市政府发布的《青山市摊贩办法》和《青山市集市规定》同时废止。": "青山市摊贩办法 青山市集市规定",
	} {
		var got []string
		for _, r := range repealsIn(in) {
			got = append(got, r.title)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("repealsIn(%q) = %q, want %q", in, s, want)
		}
	}
}

func TestEffect(t *testing.T) {
	for in, want := range map[string]string{
		"第九条 本办法自2020年5月1日起施行。":           "2020-05-01 false",
		"第九条 本办法自公布之日起施行。":                " true",
		"第九条 本办法自公布之日起三十日后施行。":            "",
		"自2019年1月1日至2020年1月1日的补贴，按原规定执行。": "",
		"申请人应当自收到之日起五日内答复。":               "",
	} {
		c, ok := effect(in)
		got := ""
		if ok {
			got = fmt.Sprintf("%v %t", c.on, c.onIssue)
		}
		if got != want {
			t.Errorf("effect(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMovedArticles(t *testing.T) {
	old := []string{"为了规范摊贩经营活动，保障公共秩序，制定本条例。", "摊贩应当在划定的区域内经营。", "执法人员应当出示证件并说明理由。"}
	new := []string{"为了规范摊贩经营活动，保障公共秩序，根据法律，制定本条例。", "市人民政府每年公布区域。", "执法人员应当主动出示证件并说明理由。"}
	got := movedArticles(old, new)
	if len(got) != 2 || got[1] != 1 || got[3] != 3 {
		t.Errorf("moved %v", got)
	}
}
