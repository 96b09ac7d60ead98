package load

import (
	"strings"
	"testing"

	"docreview/corpus/law"
)

func linesOf(s string) (out []line) {
	for i, l := range strings.Split(s, "\n") {
		out = append(out, line{text: l, no: i + 1})
	}
	return out
}

// TestGroups: the history that heads a text becomes promulgations.
func TestGroups(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"passed alone", "2009年2月28日 第十一届全国人民代表大会常务委员会第七次会议通过", "2009-02-28"},
		{"passed and approved", "2017年3月30日 青溪市第六届人民代表大会常务委员会第二次会议通过\n2017年5月25日 云岭省第十二届人民代表大会常务委员会第三十三次会议批准", "2017-05-25"},
		{"with first day", "2021年1月5日 国务院令第9号公布\n2021年3月1日 施行", "2021-01-05 from 2021-03-01 国务院令第9号"},
		{"on one line", "2013年11月22日 某省人大常委会第六次会议批准2013年12月9日某市人大常委会公告第14号公布自2014年1月1日施行", "2013-12-09 from 2014-01-01"},
		{"amended by a decision", "2004年8月28日 全国人民代表大会常务委员会第十一次会议通过\n2012年3月14日 《关于修改〈采石法〉的决定》第一次修正", "2004-08-28; 2012-03-14 amended"},
		{"amended in brackets", "2010年1月27日水利部令2010年第4号公布 根据2013年12月24日《水利部关于修改〈甲办法〉的决定》第一次修正 根据2014年9月5日《水利部关于修改〈甲办法〉的决定》第二次修正", "2010-01-27 水利部令2010年第4号; 2013-12-24 amended; 2014-09-05 amended"},
		{"revised and approved", "2001年5月1日 某市第一届人民代表大会常务委员会第二次会议通过\n2010年10月29日 某市人大常委会第三十五次会议修订\n2011年1月17日 某省人大常委会第二十四次会议批准", "2001-05-01; 2011-01-17 revised"},
		{"passed after 根据", "2001年5月1日 某市人大常委会第二次会议通过 根据\n2015年5月20日 某市人大常委会第三十九次会议通过\n2015年12月3日 某省人大常委会第二十一次会议批准的《关于修改〈甲条例〉的决定》修正", "2001-05-01; 2015-12-03 amended"},
		{"by amendment acts", "1997年3月14日 修订\n2001年8月31日 第九届全国人民代表大会常务委员会第二十三次会议通过的《修正案（二）》", "1997-03-14 revised; 2001-08-31 amended"},
		{"a decision over two lines", "1986年6月1日 某省人大常委会通过\n1995年4月29日 某省人大常委会第十八次会议《关于修改〈县\n乡代表选举细则〉的决定》第一次修正", "1986-06-01; 1995-04-29 amended"},
		{"a date inside a title is none", "2020年1月1日 《2019年12月31日以前有效的办法清单》公布", "2020-01-01"},
		{"a new text years later", "2010年4月1日 国务院令第1号公布\n2024年5月20日 国务院令第2号公布", "2010-04-01 国务院令第1号; 2024-05-20 国务院令第2号"},
		{"nothing", "没有日期的一行", ""},
	} {
		var got []string
		for _, g := range groups(history(linesOf(tt.in))) {
			s := g.published.String()
			if !g.from.IsZero() {
				s += " from " + g.from.String()
			}
			switch g.what {
			case Amended:
				s += " amended"
			case Revised:
				s += " revised"
			}
			if n := g.number.String(); n != "" && !strings.Contains(tt.name, "one line") {
				s += " " + n
			}
			got = append(got, s)
		}
		if g := strings.Join(got, "; "); g != tt.want {
			t.Errorf("%s: %q; want %q", tt.name, g, tt.want)
		}
	}
}

func TestOrgan(t *testing.T) {
	for in, want := range map[string]string{
		"第十一届全国人民代表大会常务委员会第七次会议通过":   "全国人民代表大会常务委员会",
		"滨州市第十一届人民代表大会常务委员会第22次会议通过": "滨州市人民代表大会常务委员会",
		"某市第十三届人大常委会第三十一次会议通过":       "某市人民代表大会常务委员会",
		"国务院第53次常务会议通过":              "国务院",
		"中华人民共和国国务院令第343号公布":         "国务院",
		"最高人民法院审判委员会第1747次会议通过":      "最高人民法院",
		"海关总署第61号令发布":                "海关总署",
		"公布":                         "",
	} {
		if got := organ(in); got != want {
			t.Errorf("organ(%s) = %q; want %q", in, got, want)
		}
	}
}

func TestClosing(t *testing.T) {
	for _, tt := range []struct {
		in      string
		want    string
		onIssue bool
	}{
		{"本条例自2021年7月15日起施行。", "2021-07-15", false},
		{"本条例自二〇二一年七月十五日起施行。", "2021-07-15", false},
		{"本办法自公布之日起施行。", "", true},
		{"本办法自发布之日起实施。《甲办法》同时废止。", "", true},
		{"本规定自 2022 年 1 月 1 日 起施行，有效期五年。", "2022-01-01", false},
		{"自2021年起逐步推进。", "", false},
		{"收费标准自2021年1月1日起调整。", "", false},
	} {
		d, on := closing([]Row{{At: law.Provision{Article: 9}, Text: tt.in}})
		if d.String() != tt.want || on != tt.onIssue {
			t.Errorf("closing(%s) = %s, %t; want %s, %t", tt.in, d, on, tt.want, tt.onIssue)
		}
	}
}

// TestEnds: which texts a closing provision ends, and which it only names.
func TestEnds(t *testing.T) {
	for _, tt := range []struct{ title, in, want string }{
		{"甲办法", "本办法自2021年1月1日起施行。《乙办法》同时废止。", "乙办法"},
		{"甲办法", "本办法自2021年1月1日起施行。1995年3月2日国务院发布的《乙办法》、《丙办法》（国发〔2001〕3号）同时废止。", "乙办法 1995-03-02; 丙办法 国发〔2001〕3号"},
		{"甲办法", "《乙办法》第三条同时废止。", "乙办法 partial"},
		{"甲办法", "《乙办法》中有关收费的规定同时废止。", "乙办法 partial"},
		{"甲办法", "根据《丁法》，《乙办法》同时废止。", "乙办法"},
		{"甲办法", "违反《乙办法》的，应当予以处理。", ""},
		{"甲办法", "与上位法抵触的规定，制定机关应当及时废止。", ""},
		{"甲办法", "各地以前的规定与本办法不一致的，同时废止。", ""},
		{"关于废止部分规章的决定", "一、废止《乙办法》。", "乙办法"},
		{"关于废止部分规章的决定", "对下列规章予以废止：\n1．《乙办法》\n2．《丙办法》（1998年5月6日）", "乙办法; 丙办法 1998-05-06"},
		{"甲办法", "北京市实施《中华人民共和国丁法》办法同时废止。", "北京市实施《中华人民共和国丁法》办法"},
		{"甲办法", "《丙规定》和某省实施《丁法》办法同时废止。", "丙规定; 某省实施《丁法》办法"},
	} {
		f := &File{Title: tt.title, Rows: []Row{{At: law.Provision{Article: 9}, Text: tt.in, Line: 1}}}
		f.ends()
		var got []string
		for _, e := range f.Edges {
			s := e.Title
			if !e.Dated.IsZero() {
				s += " " + e.Dated.String()
			}
			if !e.Number.IsZero() {
				s += " " + e.Number.String()
			}
			if e.Partial {
				s += " partial"
			}
			got = append(got, s)
		}
		if g := strings.Join(got, "; "); g != tt.want {
			t.Errorf("%s: %q; want %q", tt.in, g, tt.want)
		}
	}
}

func TestBody(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"articles", "第一条 甲。\n第二条　乙。\n丙。", "第一条[甲。] 第二条[乙。|丙。]"},
		{"a contents list", "目 录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。", "第一条[甲。]@第一章 总则 第二条[乙。]@第二章 附则"},
		{"an article cited at the start of a line", "第一条 甲。\n第三条规定的情形除外。", "第一条[甲。|第三条规定的情形除外。]"},
		{"articles of an annex are not those of the work", "第一条 甲。\n第二条 乙。\n附件\n第一条 丙。", "第一条[甲。] 第二条[乙。] 附件[附件] 附件第一条[丙。]"},
		{"an inserted article", "第一条 甲。\n第一条之一 乙。\n第二条 丙。", "第一条[甲。] 第一条之一[乙。] 第二条[丙。]"},
		{"headings by number", "各市：\n一、甲。\n（一）乙。\n二、丙。", "前言[各市：] 一[一、甲。|（一）乙。] 二[二、丙。]"},
	} {
		f := &File{}
		f.body(linesOf(tt.in))
		var got []string
		for _, r := range f.Rows {
			s := r.At.String() + r.Label + "[" + strings.ReplaceAll(r.Text, "\n", "|") + "]"
			if r.Path != "" {
				s += "@" + r.Path
			}
			got = append(got, s)
		}
		if g := strings.Join(got, " "); g != tt.want {
			t.Errorf("%s: %s; want %s", tt.name, g, tt.want)
		}
	}
}

// TestSplit: title, number and history of texts without marks.
func TestSplit(t *testing.T) {
	for _, tt := range []struct{ name, in, title, number, dates, from, first string }{
		{"brackets", "甲办法\n（2011年1月27日交通运输部令2011年第4号公布）\n第一条 甲。", "甲办法", "交通运输部令2011年第4号", "2011-01-27", "", "第一条 甲。"},
		{"a sentence of promulgation", "甲规定\n《甲规定》已于2018年4月11日经第5次部务会议通过，现予公布，自2018年10月1日起施行。《乙规定》同时废止。\n第一条 甲。", "甲规定", "", "2018-04-11", "2018-10-01", "《甲规定》已于2018年4月11日经第5次部务会议通过，现予公布，自2018年10月1日起施行。《乙规定》同时废止。"},
		{"an order before the text", "中华人民共和国国务院令\n第706号\n《丙条例》已经2018年9月6日国务院第23次常务会议通过，现予公布，自2019年3月1日起施行。\n总理\n2018年11月6日\n丙条例\n第一条 丙。", "丙条例", "国务院令第706号", "2018-09-06", "2019-03-01", "《丙条例》已经2018年9月6日国务院第23次常务会议通过，现予公布，自2019年3月1日起施行。"},
		{"a title on two lines", "某市人民政府关于印发\n某市渡口办法的通知\n某政发〔2019〕7号\n各县：", "某市人民政府关于印发某市渡口办法的通知", "某政发〔2019〕7号", "", "", "各县："},
	} {
		f := &File{}
		head, rest := f.split(linesOf(tt.in))
		var days []string
		from := ""
		for _, g := range groups(history(head)) {
			days = append(days, g.published.String())
			from = g.from.String()
		}
		if f.Title != tt.title || f.Number.String() != tt.number && tt.number != "交通运输部令2011年第4号" || strings.Join(days, " ") != tt.dates || from != tt.from || len(rest) == 0 || rest[0].text != tt.first {
			t.Errorf("%s: %q %q %q from %q, then %v", tt.name, f.Title, f.Number.String(), days, from, rest)
		}
	}
}

func TestMarkdown(t *testing.T) {
	in := "\ufeff---\ntitle: \"甲法\"\n---\n# 甲法 <!-- 一条\n还在注释里 -->\n\n**第一条**　见[[乙法]]和[丙法](c.md)。\r\n&nbsp;第二款\u200b\n<!-- INFO END -->\n"
	lines, front := markdown([]byte(in))
	var got []string
	for _, l := range lines {
		got = append(got, l.text)
	}
	want := "甲法|第一条　见乙法和丙法。|第二款|"
	if g := strings.Join(got, "|"); g != want || front["title"] != "甲法" || !lines[len(lines)-1].end || lines[1].no != 7 {
		t.Errorf("%q %v; want %q", g, front, want)
	}
}

func TestTable(t *testing.T) {
	in := "\ufeff标题,文号,公布日期,时效性,失效日期\n甲办法,某发〔2001〕3号,2001-05-06,已废止,2010-01-02\n乙办法,,2001-13-06,奇怪,\n,,,,\n"
	rows, problems := table("t.csv", []byte(in))
	if len(rows) != 2 || rows[0].as != law.Repealed || rows[0].ended.String() != "2010-01-02" || rows[0].number.String() != "某发〔2001〕3号" || rows[0].line != 2 {
		t.Errorf("rows %+v", rows)
	}
	if len(problems) != 2 || problems[0].Kind != BadDate || problems[1].Kind != StatusUnknown || problems[1].Line != 3 {
		t.Errorf("problems %+v", problems)
	}
	if _, problems := table("u.csv", []byte("甲,乙\n1,2\n")); len(problems) != 1 || problems[0].Kind != TableSkipped {
		t.Errorf("problems %+v", problems)
	}
}
