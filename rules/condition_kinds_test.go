package rules_test

import (
	"strings"
	"testing"

	"docreview/rules"
)

// found runs one condition on a text and gives the words that it underlines;
// "(document)" for the document as a whole.
func found(t *testing.T, when string, ex rules.Example) []string {
	t.Helper()
	file := "id: CITE-999\ntitle: x\nseverity: warning\nsuggestion: x\nbasis: [{title: x, gist: y}]\nmessage: m\nwhen:\n  " + when + "\n"
	s, err := rules.LoadOnly(true, memFile("CITE-999.yaml", file))
	if err != nil {
		t.Fatal(err)
	}
	rep, _, _, err := ex.Run(t.Context(), s.Rules, against(t))
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, f := range rep.Findings {
		if f.Span.IsZero() {
			out = append(out, "(document)")
		} else {
			out = append(out, f.Quote)
		}
	}
	if len(out) == 0 && strings.HasPrefix(rep.Results[0].Outcome.String(), "cannot") {
		out = append(out, "(cannot tell)")
	}
	return out
}

// measures is an instrument of two articles with a closing clause, its notice
// with number and date.
func measures(name, closing string) string {
	return "青河市人民政府关于印发《" + name + "》的通知\n青政发〔2025〕5号\n各县（区）人民政府：\n现将《" + name + "》印发给你们，请遵照执行。\n青河市人民政府\n2025年3月5日\n" +
		name + "\n第一条　为了加强管理，制定本办法。\n第二条　单位和个人应当遵守本办法。\n第三条　" + closing + "\n"
}

func TestConditionKinds(t *testing.T) {
	plain := func(closing string) string { return measures("青河市停车管理办法", closing) }
	for _, tt := range []struct {
		name, when, text, want string
		asOf                   string
		params                 map[string]int
	}{
		{"validity: none", "validity: {is: missing}", plain("本办法自2025年5月1日起施行。"), "(document)", "", nil},
		{"validity: stated", "validity: {is: missing}", plain("本办法自2025年5月1日起施行，有效期五年。"), "", "", nil},
		{"validity: of a certificate", "validity: {is: missing}", plain("停车证有效期五年。本办法自2025年5月1日起施行。"), "(document)", "", nil},
		{"validity: a report needs none", "validity: {is: missing}", "青河市人民政府关于2024年度工作情况的报告\n省人民政府：\n现将有关情况报告如下。\n一、主要工作\n全年办结案件120件。\n青河市人民政府\n2025年1月5日\n", "", "", nil},
		{"validity: ten years", "validity: {is: over, years: 5}", plain("本办法自2025年5月1日起施行，有效期10年。"), "有效期10年", "", nil},
		{"validity: by its last day", "validity: {is: over, years: 5}", plain("本办法自2025年5月1日起施行，有效期至2032年4月30日。"), "有效期至2032年4月30日", "", nil},
		{"validity: five years to the day", "validity: {is: over, years: 5}", plain("本办法自2025年5月1日起施行，有效期至2030年4月30日。"), "", "", nil},
		{"validity: the place allows ten", "validity: {is: over, years: 5, param: validity_max_years}", plain("本办法自2025年5月1日起施行，有效期10年。"), "", "", map[string]int{"validity_max_years": 10}},
		{"validity: wrong last day", "validity: {is: wrong}", plain("本办法自2025年5月1日起施行，有效期五年，至2031年4月30日止。"), "有效期五年，至2031年4月30日", "", nil},
		{"validity: right last day", "validity: {is: wrong}", plain("本办法自2025年5月1日起施行，有效期五年，至2030年4月30日止。"), "", "", nil},
		{"validity: leap day", "validity: {is: wrong}", plain("本办法自2024年3月1日起施行，有效期四年，至2028年2月29日止。"), "", "", nil},
		{"validity: the anniversary is one too late", "validity: {is: one_off}", plain("本办法自2025年5月1日起施行，有效期五年，至2030年5月1日止。"), "有效期五年，至2030年5月1日", "", nil},
		{"validity: last day before the first", "validity: {is: wrong}", plain("本办法自2025年5月1日起施行，有效期至2020年4月30日。"), "有效期至2020年4月30日", "", nil},
		{"validity: over on the day after", "validity: {is: expired}", plain("本办法自2020年5月1日起施行，有效期五年。"), "有效期五年", "2025-05-01", nil},
		{"validity: on its last day", "validity: {is: expired}", plain("本办法自2020年5月1日起施行，有效期五年。"), "", "2025-04-30", nil},

		{"effective: none", "effective: {is: missing}", plain("本办法由市公安局负责解释。"), "(document)", "", nil},
		{"effective: stated", "effective: {is: missing}", plain("本办法自2025年5月1日起施行。"), "", "", nil},
		{"effective: 27 days", "effective: {is: soon, days: 30}", plain("本办法自2025年4月1日起施行。"), "自2025年4月1日起施行", "", nil},
		{"effective: 30 days", "effective: {is: soon, days: 30}", plain("本办法自2025年4月4日起施行。"), "", "", nil},
		{"effective: at once", "effective: {is: soon, days: 30}", plain("本办法自发布之日起施行。"), "自发布之日起施行", "", nil},
		{"effective: 30 days after", "effective: {is: soon, days: 30}", plain("本办法自发布之日起30日后施行。"), "", "", nil},
		{"effective: the place asks ten days", "effective: {is: soon, days: 30, param: publish_to_effect_days}", plain("本办法自2025年4月1日起施行。"), "", "", map[string]int{"publish_to_effect_days": 10}},
		{"effective: before its issue", "effective: {is: before}", plain("本办法自2025年3月1日起施行。"), "自2025年3月1日起施行", "", nil},
		{"effective: on the day of issue", "effective: {is: before}", plain("本办法自2025年3月5日起施行。"), "", "", nil},

		{"organ: gone", "organ: {}", plain("市工商局、市地税局负责解释。"), "工商局 地税局", "", nil},
		{"organ: before the reform", "organ: {}", plain("市工商局负责解释。"), "", "2018-06-01", nil},
		{"organ: list of departments", "organ: {}", plain("公安、工商、质监等部门应当配合。"), "工商 质监", "", nil},
		{"organ: words that look alike", "organ: {}", plain("工商联、工商银行、农业部门、文化和旅游局、自然资源和规划局、住房和城乡建设厅、国家税务总局、卫生监督员应当配合。"), "", "", nil},
		{"organ: a permit that has ended", "organ: {scope: system}", plain("申请人应当提交税务登记证。"), "税务登记证", "", nil},
		{"organ: a permit is no organ", "organ: {}", plain("申请人应当提交税务登记证。"), "", "", nil},
		{"organ: its end is told", "organ: {scope: system}", plain("营业税改征增值税后，取消税务登记证。"), "", "", nil},
		{"organ: former", "organ: {}", plain("原市工商局、质监局核发的证书继续有效。"), "", "", nil},
		{"organ: in a title and a number", "organ: {}", plain("按照《国土资源部关于停车用地的意见》和药品管理规定（国家食品药品监督管理局令第24号）执行。"), "", "", nil},
		{"organ: low confidence", "organ: {}", plain("市综合行政执法局、市城市管理局负责解释。"), "", "", nil},

		{"crossref: article", "crossref: {to: article}", plain("违反本办法第九条规定的，责令改正。"), "本办法第九条", "", nil},
		{"crossref: own article", "crossref: {to: article}", plain("违反本办法第二条规定的，责令改正。"), "", "", nil},
		{"crossref: of a law named before", "crossref: {to: article}", plain("依照《中华人民共和国行政处罚法》第三十三条、第四十条处理。"), "", "", nil},
		{"crossref: paragraph", "crossref: {to: paragraph}", plain("违反本办法第二条第二款规定的，责令改正。"), "本办法第二条第二款", "", nil},
		{"crossref: nothing before", "crossref: {to: prior}", plain("前款规定的车辆除外。"), "前款", "", nil},

		{"numbering: jump", "numbering: {of: articles}", strings.Replace(plain("本办法自2025年5月1日起施行。"), "第三条", "第四条", 1), "第四条", "", nil},
		{"numbering: twice", "numbering: {of: articles}", strings.Replace(plain("本办法自2025年5月1日起施行。"), "第三条", "第二条", 1), "第二条", "", nil},
		{"numbering: right", "numbering: {of: articles}", plain("本办法自2025年5月1日起施行。"), "", "", nil},

		{"docnumber: brackets", "docnumber: {of: own}", strings.Replace(plain("x。"), "〔2025〕", "[2025]", 1), "青政发[2025]5号", "", nil},
		{"docnumber: 第", "docnumber: {of: own}", strings.Replace(plain("x。"), "〔2025〕5", "〔2025〕第5", 1), "青政发〔2025〕第5号", "", nil},
		{"docnumber: right", "docnumber: {of: own}", plain("x。"), "", "", nil},
		{"docnumber: 号 left out", "docnumber: {of: cited}", plain("按照《停车规划》（青规发〔2024〕12）执行。"), "青规发〔2024〕12", "", nil},
		{"docnumber: a range", "docnumber: {of: cited}", plain("按照青规发〔2024〕12、13号文件执行。"), "", "", nil},
		{"docnumber: order", "docnumber: {of: cited}", plain("按照《停车规定》（青河省人民政府令12号）执行。"), "青河省人民政府令12号", "", nil},
		{"docnumber: no parameter", "docnumber: {of: unregistered, param: reg_number_required}", plain("x。"), "(cannot tell)", "", nil},
		{"docnumber: not registered", "docnumber: {of: unregistered, param: reg_number_required}", plain("x。"), "(document)", "", map[string]int{"reg_number_required": 1}},
		{"docnumber: registered", "docnumber: {of: unregistered, param: reg_number_required}", "QHCR-2025-0010005\n" + plain("x。"), "", "", map[string]int{"reg_number_required": 1}},

		{"slips: no such day", "slips: {is: impossible}", plain("本办法自2025年6月31日起施行。"), "2025年6月31日", "", nil},
		{"slips: 29 February", "slips: {is: impossible}", plain("本办法自2024年2月29日起施行。"), "", "", nil},
		{"slips: month twice", "slips: {is: impossible}", plain("本办法自2025年6月1月起施行。"), "2025年6月1月", "", nil},
		{"slips: two months", "slips: {is: impossible}", plain("2025年6月7月两个月试运行。"), "", "", nil},
		{"slips: word twice", "slips: {is: doubled}", plain("停车停车场应当公示收费标准。"), "停车停车", "", nil},
		{"slips: words that meet", "slips: {is: doubled}", plain("违反本规定规定的，再审申请人申请的，支持中小企业创业创新。"), "", "", nil},
		{"slips: deadline gone by", "slips: {is: passed}", plain("各县应当于2024年12月底前制定实施细则。"), "2024年12月", "", nil},
		{"slips: deadline to come", "slips: {is: passed}", plain("各县应当于2025年12月底前制定实施细则。"), "", "", nil},

		{"repeal: a department the government's", "repeal: {is: above}", "青河市公安局停车管理规定\n青公发〔2025〕5号\n第一条　单位和个人应当遵守本规定。\n第二条　本规定自2025年5月1日起施行，《青河市人民政府关于停车管理的通知》（青政发〔2015〕5号）同时废止。\n青河市公安局\n2025年3月5日\n", "《青河市人民政府关于停车管理的通知》（青政发〔2015〕5号）", "", nil},
		{"repeal: a government its own", "repeal: {is: above}", plain("《青河市人民政府关于停车管理的通知》（青政发〔2015〕5号）同时废止。"), "", "", nil},

		{"figures: two periods", "figures: {before: 9, after: 6}", plain("市公安局应当自受理备案申请之日起5日内作出备案决定。") + "第四条　市公安局应当自受理备案申请之日起7日内作出备案决定。\n", "7日", "", nil},
		{"figures: one period", "figures: {before: 9, after: 6}", plain("市公安局应当自受理备案申请之日起5日内作出备案决定。") + "第四条　市公安局应当自受理备案申请之日起5日内作出备案决定。\n", "", "", nil},
		{"figures: penalties have cases", "figures: {before: 9, after: 6}", plain("由市公安局责令限期改正并处以500元以下罚款。") + "第四条　由市公安局责令限期改正并处以800元以下罚款。\n", "", "", nil},

		{"density: often", "density: {pattern: 酌情, at_least: 2}", plain("酌情减收。酌情免收。"), "酌情", "", nil},
		{"density: once", "density: {pattern: 酌情, at_least: 2}", plain("酌情减收。"), "", "", nil},

		{"document: rank", "document: {ranks: [city]}", plain("x。"), "(document)", "", nil},
		{"document: other rank", "document: {ranks: [central, county]}", plain("x。"), "", "", nil},
		{"document: lacks", "document: {lacks: [annex], has: [number, dated]}", plain("x。"), "(document)", "", nil},
		{"document: title", "document: {title: '管理办法$'}", plain("x。"), "管理办法", "", nil},

		{"evidence: asked", "evidence: {material: 起草说明, about: 涉及停车, when: {matches: {pattern: 停车费}}}", plain("停车费由市公安局收取。"), "(cannot tell)", "", nil},
		{"evidence: not asked", "evidence: {material: 起草说明, about: 涉及停车, when: {matches: {pattern: 停车费}}}", plain("x。"), "", "", nil},

		{"citation: successor", "citation: {standing: [repealed, superseded], successor: \"yes\"}", plain("依照《中华人民共和国物权法》第七十四条处理。"), "《中华人民共和国物权法》第七十四条", "", nil},
		{"citation: told once", "citation: {standing: [repealed, superseded]}", plain("依照《中华人民共和国物权法》处理，本办法与《中华人民共和国物权法》一致。"), "《中华人民共和国物权法》", "", nil},
		{"citation: right on the day", "citation: {standing: [repealed, superseded]}", plain("依照《中华人民共和国物权法》第七十四条处理。"), "", "2020-06-01", nil},
		{"citation: the document ends it", "citation: {standing: [repealed, superseded]}", plain("《中华人民共和国物权法》同时废止。"), "", "", nil},
		{"citation: period of a plan", "citation: {flaw: period}", plain("按照《青河市停车规划（2015—2020年）》执行。"), "《青河市停车规划（2015—2020年）》", "", nil},
		{"citation: period not over", "citation: {flaw: period}", plain("按照《青河市停车规划（2015—2020年）》执行。"), "", "2020-12-31", nil},
		{"citation: state name added", "citation: {flaw: country}", plain("依照《中华人民共和国公平竞争审查条例》处理。"), "《中华人民共和国公平竞争审查条例》", "", nil},
		{"citation: one word off", "citation: {flaw: near}", plain("依照《国家金库管理条例》处理。"), "《国家金库管理条例》", "", nil},
		{"citation: unknown local name", "citation: {flaw: near}", plain("依照《青河市金库管理条例》处理。"), "", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(found(t, tt.when, rules.Example{Text: tt.text, AsOf: tt.asOf, Params: tt.params}), " ")
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestMismatch compares metadata and text.
func TestMismatch(t *testing.T) {
	page := func(meta, head, date, closing string) string {
		return meta + "\n\n青河县停车管理办法\n\n" + head + "\n\n第一条　单位和个人应当遵守本办法。\n第二条　" + closing + "\n\n青河县人民政府\n" + date + "\n"
	}
	const closing = "本办法自2020年5月1日起施行，有效期五年。"
	for _, tt := range []struct{ name, of, text, want string }{
		{"number", "number", page("标题: 青河县停车管理办法\n文号: 青政〔2020〕2号\n有效性: 有效", "青政字〔2020〕2号", "2020年3月6日", closing), "青政字〔2020〕2号"},
		{"number, other brackets", "number", page("标题: 青河县停车管理办法\n文号: 青政字[2020]2号\n有效性: 有效", "青政字〔2020〕2号", "2020年3月6日", closing), ""},
		{"date", "date", page("标题: 青河县停车管理办法\n成文日期: 2020-03-16\n有效性: 有效", "青政字〔2020〕2号", "2020年3月6日", closing), "2020年3月6日"},
		{"put online later", "date", page("标题: 青河县停车管理办法\n发布日期: 2020-03-16\n有效性: 有效", "青政字〔2020〕2号", "2020年3月6日", closing), ""},
		{"status", "status", page("标题: 青河县停车管理办法\n文号: 青政字〔2020〕2号\n有效性: 有效", "青政字〔2020〕2号", "2020年3月6日", closing), "有效"},
		{"status told", "status", page("标题: 青河县停车管理办法\n文号: 青政字〔2020〕2号\n有效性: 失效", "青政字〔2020〕2号", "2020年3月6日", closing), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(found(t, "mismatch: {of: "+tt.of+"}", rules.Example{Text: tt.text}), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
