package document_test

import (
	"fmt"
	"strings"
	"testing"

	"docreview/checker/document"
)

// known is a list of titles for plain names.
type known []string

func (k known) Longest(s string) int {
	n := 0
	for _, t := range k {
		if strings.HasPrefix(s, t) && len(t) > n {
			n = len(t)
		}
	}
	return n
}

var names = known{"行政许可法", "中华人民共和国行政许可法", "行政处罚法", "刑法", "食品安全法", "食品安全法实施条例", "城市道路管理条例"}

// show writes a citation as form title number places <antecedent.
func show(d *document.Document, c document.Citation) string {
	s := c.Form.String() + " " + c.Title
	if !c.Number.IsZero() {
		s += " " + c.Number.String()
	}
	if !c.Date.IsZero() {
		s += " @" + c.Date.String()
	}
	if c.Issuer != "" {
		s += " by " + c.Issuer
	}
	for _, p := range c.At {
		s += " " + p.String()
	}
	if c.Antecedent >= 0 {
		s += " <" + d.Citations[c.Antecedent].Title
	}
	return strings.Join(strings.Fields(s), " ")
}

func citations(d *document.Document) string {
	var out []string
	for _, c := range d.Citations {
		out = append(out, show(d, c))
	}
	return strings.Join(out, "; ")
}

func TestCitations(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"provision", "依照《道路管理条例》第十四条、第十六条第一款处理。", "full 道路管理条例 第十四条 第十六条第一款"},
		{"item", "按照《甲法》第五十六条第一款第（三）项的规定执行。", "full 甲法 第五十六条第一款第（三）项"},
		{"items", "按照《甲法》第五条第（一）、（三）项执行。", "full 甲法 第五条第（一）项 第五条第（三）项"},
		{"items again", "按照《甲法》第五条第（一）项、第（三）项执行。", "full 甲法 第五条第（一）项 第五条第（三）项"},
		{"range", "适用《甲法》第三条至第五条。", "full 甲法 第三条 第四条 第五条"},
		{"range of paragraphs", "适用《甲法》第三条第一款至第三款。", "full 甲法 第三条第一款 第三条第二款 第三条第三款"},
		{"list", "适用《甲法》第三、四条的规定。", "full 甲法 第三条 第四条"},
		{"arabic", "违反《甲法》第12条第2款的。", "full 甲法 第十二条第二款"},
		{"article of article", "依照《刑法》第一百二十条之一追究。", "full 刑法 第一百二十条之一"},
		{"number", "根据《某办法》（某政发〔2020〕5号）制定。", "full 某办法 某政发〔2020〕5号"},
		{"number and short name in one bracket", "根据《某市停车办法》（某政发〔2020〕5号，以下简称《办法》）制定。按照《办法》第三条办理。", "full 某市停车办法 某政发〔2020〕5号; short 办法 <某市停车办法; short 办法 第三条 <某市停车办法"},
		{"number in square brackets", "根据《某办法》(建建[2000]142号)第二条。", "full 某办法 建建〔2000〕142号 第二条"},
		{"order", "依据《某规定》（国务院令第 198 号）第四十二条处罚。", "full 某规定 国务院令第198号 第四十二条"},
		{"number without its last word", "按照《某办法》（某财〔2020〕114）执行。", "full 某办法 某财〔2020〕114号"},
		{"number before the title", "按照某政发〔2021〕7号《某意见》办理。", "full 某意见 某政发〔2021〕7号"},
		{"edition", "《甲法》（2017年修正）第九条。", "full 甲法 @2017 第九条"},
		{"edition in the title", "《甲法（2021修订）》第九条。", "full 甲法（2021修订） @2021 第九条"},
		{"nested", "《关于深入实施〈某省备案规定〉的通知》（某办发〔2012〕68号）同时废止。", "full 关于深入实施〈某省备案规定〉的通知 某办发〔2012〕68号"},
		{"nested with the same marks", "按照《关于印发《某办法》的通知》办理。", "full 关于印发《某办法》的通知"},
		{"nested, mark of the wrong kind", "按照《关于印发〈某办法》的通知》办理，依据《乙法》。", "full 关于印发〈某办法》的通知; full 乙法"},
		{"two nested", "《关于修改《甲法》和《乙法》的决定》已经公布。", "full 关于修改《甲法》和《乙法》的决定"},
		{"not closed", "根据《甲法、《乙条例》和《丙办法》第三条制定。", "full 乙条例; full 丙办法 第三条"},
		{"not closed at all", "根据《甲法制定本办法。\n第二条 依照《乙条例》执行。", "full 乙条例"},
		{"closed only", "根据甲法》制定本办法，依照《乙条例》执行。", "full 乙条例"},
		{"broken over lines", "根据《某市城市道路\n管理条例》第三条制定。", "full 某市城市道路管理条例 第三条"},
		{"blanks inside", "根据《中共中央 国务院关于某事的意见》制定。", "full 中共中央国务院关于某事的意见"},
		{"issuer", "根据国务院《某条例》和财政部、税务总局印发的《某办法》制定。", "full 某条例 by 国务院; full 某办法 by 财政部、税务总局"},
		{"short without marks", "根据《中华人民共和国个人所得税法》（以下简称个人所得税法）制定。纳税人依照个人所得税法第六条扣除。", "full 中华人民共和国个人所得税法; short 个人所得税法 第六条 <中华人民共和国个人所得税法"},
		{"a generic short name needs its marks", "根据《某省备案规定》（以下简称《规定》）办理。按照规定报送。", "full 某省备案规定; short 规定 <某省备案规定"},
		{"short name runs into a longer one", "《甲食品安全法》（以下简称食品安全法）。食品安全法实施条例另有规定。", "full 甲食品安全法; plain 食品安全法实施条例"},
		{"that", "违反《某条例》第三条的，依照该条例第九条处罚；同法另有规定的除外。", "full 某条例 第三条; prior 该条例 第九条 <某条例"},
		{"that law", "依照《甲法》登记的，适用该法第五条。该法人应当配合。", "full 甲法; prior 该法 第五条 <甲法"},
		{"number alone", "按照某政发〔2015〕43号文件执行。", "number 某政发〔2015〕43号"},
		{"announcement alone", "自某部公告2019年第4号施行之日起。", "number 某部公告2019年第4号"},
		{"several titles", "根据《甲法》《乙法》、《丙条例》，制定。", "full 甲法; full 乙法; full 丙条例"},
		{"part of a title is no provision", "《甲法》第三章规定的事项。", "full 甲法"},
		{"plain", "依照行政许可法第十二条设定。", "plain 行政许可法 第十二条"},
		{"plain, longest", "违反食品安全法实施条例规定的。", "plain 食品安全法实施条例"},
		{"issuer with 和 in its name", "根据住房和城乡建设部《某办法》和经济和信息化委员会《某规定》。", "full 某办法 by 住房和城乡建设部; full 某规定 by 经济和信息化委员会"},
		{"number behind 按", "有关部门要按国办发〔2018〕37号的要求办理。", "number 国办发〔2018〕37号"},
		{"basis before 制定", "根据行政许可法制定本办法，适用食品安全法规定。", "plain 行政许可法; plain 食品安全法"},
		{"plain, no edge", "新刑法研究会的章程。", ""},
		{"plain, short name with a place", "构成犯罪的，依照刑法第二百条追究。", "plain 刑法 第二百条"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := document.Parse(plain(tt.in), names)
			if got := citations(d); got != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

// article puts a clause into a small instrument.
func article(s string) string {
	return "某市停车管理办法\n第一条 为规范停车，制定本办法。\n第二条 停车应当有序。\n停车费按次计算。\n第三条 " + s + "\n第四条 本办法自2024年5月1日起施行。\n"
}

func TestReferencesWithin(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"self", "违反本办法第二条第一款的，予以警告。", "self 本办法 第二条第一款"},
		{"prior paragraph", "经营者应当登记。\n违反前款规定的，予以警告。", "prior 前款 第三条第一款"},
		{"two prior paragraphs", "甲应当登记。\n乙应当登记。\n违反前两款规定的，予以警告。", "prior 前两款 第三条第一款 第三条第二款"},
		{"prior article", "符合前条规定的，可以申请。", "prior 前条 第二条"},
		{"item of the prior paragraph", "下列情形除外：\n（一）甲；\n（二）乙。\n前款第（二）项由市政府确定。", "prior 前款 第三条第一款第（二）项"},
		{"this article", "甲应当登记。\n本条第一款由市政府确定。", "self 本条 第三条第一款"},
		{"bare article", "违反第二条规定的，予以警告。", "self 第二条"},
		{"bare range", "适用第一条至第二条的规定。", "self 第一条 第二条"},
		{"bare article behind another regulation", "依照《甲法》规定，适用第二十条。", "full 甲法"},
		{"label is none", "停车。", ""},
		{"by its own name", "违反《某市停车管理办法》的，予以警告。", "full 某市停车管理办法"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := document.Parse(plain(article(tt.in)), nil)
			if got := citations(d); got != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestUse(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want document.Use
	}{
		{"依照《甲法》第九条处罚。", document.UseApplied},
		{"按照《甲条例》的规定执行。", document.UseApplied},
		{"《甲市停车规定》（甲政发〔2010〕3号）同时废止。", document.UseRepeals},
		{"《甲市停车规定》《乙市停车规定》予以废止。", document.UseRepeals},
		{"自本办法施行之日起，废止《甲市停车规定》。", document.UseRepeals},
		{"2012年9月15日发布的《甲市停车规定》（甲政发〔2012〕3号）同时废止。", document.UseRepeals},
		{"原《甲市停车规定》执行期间的费用不再追缴。", document.UseHistory},
		{"2023年全市先后印发了《甲市停车规定》。", document.UseHistory},
		{"去年废止了《甲市停车规定》等7件规章。", document.UseHistory},
		{"对依据《甲市停车规定》设立并保留原组织形式的企业，县商务局可以提供咨询。", document.UseHistory},
		{"依据《甲市停车规定》设立企业，保留原有车位。", document.UseApplied},
		{"会议责成市人民政府根据本决议精神，制定《甲市停车规定》，提交审议。", document.UseNamed},
		{"申请人应当填写《停车位申请表》。", document.UseNamed},
		{"依法取得《营业执照》的单位。", document.UseNamed},
		{"建设单位出具《工程质量保修书》。", document.UseNamed},
		{"《甲法》另有规定的，从其规定。", document.UseOther},
		{"违反《甲法》第三条的。", document.UseApplied},
		{"《某市停车管理办法》由市城管局解释。", document.UseIssues},
		{"《甲条例》废止前的行为，适用旧规定。", document.UseOther},
	} {
		d := document.Parse(plain(article(tt.in)), nil)
		var got []document.Use
		for _, c := range d.Citations {
			if c.Form == document.FormFull {
				got = append(got, c.Use)
			}
		}
		for _, u := range got {
			if u != tt.want {
				t.Errorf("%s: use %d, want %d", tt.in, u, tt.want)
			}
		}
		if len(got) == 0 {
			t.Errorf("%s: no citation", tt.in)
		}
	}
	d := document.Parse(plain("某市停车办法\n第一条 根据《甲法》和《乙条例》，结合本市实际，制定本办法。\n第二条 本市停车适用本办法。"), nil)
	for _, c := range d.Citations {
		if c.Use != document.UseBasis {
			t.Errorf("%s: use %d, want basis", c.Title, c.Use)
		}
	}
}

func TestTerms(t *testing.T) {
	d := document.Parse(plain(article("根据《甲省停车条例》（甲人发〔2020〕1号）（以下简称《条例》）、《甲法》和《乙法》（以下统称税法），停车服务企业（以下简称停车企业）应当登记。\n本办法所称停车企业，是指提供停车服务的法人。")), nil)
	var got []string
	for _, x := range d.Terms {
		s := x.Name
		if x.Citation >= 0 {
			s += "=" + d.Citations[x.Citation].Title
		}
		if w := d.Text.Norm[x.Span.Start:x.Span.End]; w != x.Name {
			t.Errorf("span of %s is %s", x.Name, w)
		}
		got = append(got, s)
	}
	want := "[条例=甲省停车条例 税法 停车企业 停车企业]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
