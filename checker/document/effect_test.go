package document_test

import (
	"fmt"
	"testing"

	"docreview/checker/document"
)

// issued puts closing clauses into a notice of 10 January 2024 that forwards measures.
func issued(closing string) string {
	return "青川市财政局关于印发《青川市助学金管理办法》的通知\n青财教〔2024〕3号\n各学校：\n现将《青川市助学金管理办法》印发给你们。\n青川市财政局\n2024年1月10日\n青川市助学金管理办法\n第一条 本办法适用于学生。\n第二条 许可证由教育局核发。" + closing + "\n"
}

func TestEffective(t *testing.T) {
	for _, tt := range []struct {
		in   string
		kind document.EffectiveKind
		date string
		days int
	}{
		{"\n第三条 本办法自2024年5月1日起施行。", document.EffectiveOn, "2024-05-01", 0},
		{"\n第三条 本办法自二〇二四年五月一日起实施。", document.EffectiveOn, "2024-05-01", 0},
		{"\n第三条 本办法从2024年5月1日起执行。", document.EffectiveOn, "2024-05-01", 0},
		{"\n第三条 本办法自印发之日起施行。", document.EffectiveOnIssue, "2024-01-10", 0},
		{"\n第三条 本办法自公布之日起30日后施行。", document.EffectiveAfterIssue, "2024-02-09", 30},
		{"\n第三条 本办法自发布之日起试行。", document.EffectiveOnIssue, "2024-01-10", 0},
		{"\n第三条 本办法自2024年7月3日起正式实施，有效期至2025年6月30日。", document.EffectiveOn, "2024-07-03", 0},
		{"\n第三条 本办法由财政局负责解释，自2024年5月1日起施行。", document.EffectiveOn, "2024-05-01", 0},
		{"\n第三条 收费标准从2024年10月1日起执行。", document.EffectiveOn, "2024-10-01", 0},
		{"\n第三条 本办法自2024年3月1月起施行。", document.EffectiveOn, "2024-03", 0},
		{"\n第三条 本办法于2024年4月1日起施行。", document.EffectiveOn, "2024-04-01", 0},
		{"\n第三条 本办法自2024年4月1日施行。", document.EffectiveOn, "2024-04-01", 0},
		{"\n第三条 本办法自发布之日起实行。", document.EffectiveOnIssue, "2024-01-10", 0},
		{"\n第三条 本市自2024年4月1日起实行网上申报。", document.EffectiveNone, "", 0},
		// none of these fixes the day of the document
		{"\n第三条 申请自受理之日起5个工作日内办结。", document.EffectiveNone, "", 0},
		{"\n第三条 《青川市校车条例》自2023年1月1日起施行。", document.EffectiveNone, "", 0},
		{"\n第三条 自2023年1月1日起入学的学生可以申请。", document.EffectiveNone, "", 0},
		{"", document.EffectiveNone, "", 0},
	} {
		e := document.Parse(plain(issued(tt.in)), nil).Effective
		if e.Kind != tt.kind || e.Date.String() != tt.date || e.Days != tt.days {
			t.Errorf("%s: got %d %s %d, want %d %s %d", tt.in, e.Kind, e.Date, e.Days, tt.kind, tt.date, tt.days)
		}
	}
	// the notice fills what the instrument leaves out; the instrument wins
	d := document.Parse(plain("青川市财政局关于印发《青川市助学金管理办法》的通知\n各学校：\n现将《青川市助学金管理办法》印发给你们，自2024年2月1日起施行。\n青川市财政局\n2024年1月10日\n青川市助学金管理办法\n第一条 本办法适用于学生。\n"), nil)
	if d.Effective.Date.String() != "2024-02-01" {
		t.Errorf("clause in the notice: %+v", d.Effective)
	}
}

func TestValidity(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"\n第三条 本办法自2024年5月1日起施行，有效期5年。", "5y 0m -"},
		{"\n第三条 本办法自2024年5月1日起施行，有效期为五年。", "5y 0m -"},
		{"\n第三条 本办法自2024年5月1日起施行，有效期至2029年4月30日。", "0y 0m -2029-04-30"},
		{"\n第三条 本办法自2024年5月1日起施行，有效期5年，至2029年4月30日止。", "5y 0m -2029-04-30"},
		{"\n第三条 有效期三年（2024年3月1日—2027年3月1日）。本办法自2024年3月1日起施行。", ""},
		{"\n第三条 本办法有效期三年（2024年3月1日—2027年2月28日）。", "3y 0m 2024-03-01-2027-02-28"},
		{"\n第三条 本办法有效期自2024年5月1日至2026年4月30日。", "0y 0m 2024-05-01-2026-04-30"},
		{"\n第三条 本办法自2024年5月1日起施行，试行期两年。", "2y 0m - trial"},
		{"\n第三条 本办法自2024年5月1日起试行，试行期限为18个月。", "0y 18m - trial"},
		{"\n第三条 本办法自2024年5月1日起施行。有效期五年。", "5y 0m -"},
		{"\n第三条 本办法自2024年5月1日起施行，长期有效。", "0y 0m - long"},
		{"\n第三条 本办法自2024年5月1日起施行，至2028年12月31日止。", "0y 0m -2028-12-31"},
		// validity of something else
		{"有效期三年。", ""},
		{"许可证有效期三年。", ""},
		{"\n第三条 合格证的有效期为5年，自2024年5月1日起施行的标准不变。", ""},
		{"\n第三条 报价有效期90日。", ""},
		{"\n第三条 资质证书有效期为五年，本办法自2024年5月1日起施行。", ""},
		{"\n第三条 申请人应当在许可证有效期届满30日前申请延续。", ""},
		{"\n第三条 《青川市校车办法》有效期五年。", ""},
	} {
		got := ""
		for _, v := range document.Parse(plain(issued(tt.in)), nil).Validity {
			from, until := v.From.String(), v.Until.String()
			if from != "" {
				from += "-"
			} else {
				until = "-" + until
			}
			got += fmt.Sprintf("%dy %dm %s%s", v.Years, v.Months, from, until)
			if v.Trial {
				got += " trial"
			}
			if v.LongTerm {
				got += " long"
			}
		}
		if got != tt.want {
			t.Errorf("%s\n got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestRepealsAndInterpretation(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"\n第三条 《青川市助学金规定》（青财教〔2010〕1号）同时废止。", "named 1"},
		{"\n第三条 《甲办法》（青财〔2010〕1号）、《乙办法》同时废止。", "named 2"},
		{"\n第三条 《甲办法》自2020年1月1日起施行，《乙办法》同时废止。", "named 1"},
		{"\n第三条 《乙办法》自本办法施行之日起废止。", "named 1"},
		{"\n第三条 2010年发布的《青川市助学金管理办法》同时废止。", "named 1"},
		{"\n第三条 《甲办法》第三条的批准文件自行失效。", ""},
		{"\n第三条 《甲办法》停止执行期间，费用不退。", ""},
		{"\n第三条 逾期未登记的，批准文件自行失效。", ""},
		{"\n第三条 以前规定与本办法不一致的，以本办法为准。", "general"},
		{"\n第三条 此前有关文件同时废止。", "general"},
		{"\n第三条 国家另有规定的，从其规定。", ""},
		{"\n第三条 本办法与国家规定不一致的，按照国家规定执行。", ""},
		{"\n第三条 违反《甲办法》的，停止执行拨款。", ""},
	} {
		got := ""
		for _, r := range document.Parse(plain(issued(tt.in)), nil).Repeals {
			if r.General {
				got += "general"
			} else {
				got += fmt.Sprintf("named %d", len(r.Citations))
			}
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.in, got, tt.want)
		}
	}
	for in, want := range map[string]string{
		"\n第三条 本办法由青川市财政局负责解释。":     "青川市财政局",
		"\n第三条 本办法由财政局会同教育局负责解释。":   "财政局会同教育局",
		"\n第三条 本办法的最终解释权归青川市财政局所有。": "青川市财政局",
		"\n第三条 执行司法解释的规定。":          "",
	} {
		if got := document.Parse(plain(issued(in)), nil).Interpretation.Value; got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func TestNormative(t *testing.T) {
	measures := "\n第一条 为规范停车，制定本办法。\n第二条 经营者应当登记。\n第三条 停车人不得占道。\n第四条 本办法自2024年5月1日起施行。"
	for _, tt := range []struct {
		in   string
		want document.Answer
	}{
		{"青川市公共停车管理办法" + measures, document.Yes},
		{"青川市公安局关于加强停车管理的通告\n青公通〔2024〕1号\n一、机动车驾驶人应当按位停车，不得占用盲道。\n二、违反的，依法处罚。\n青川市公安局\n2024年1月1日", document.Yes},
		{"青川市民政局关于调整补助标准的通知\n一、残疾人补贴标准调整为每人每月100元。\n二、申请人可以网上申请。\n青川市民政局\n2024年1月1日", document.Yes},
		{"青川市人民政府关于2023年法治政府建设情况的报告\n市委：\n2023年，全市共办理复议案件120件。", document.No},
		{"青川市人民政府关于同意设立停车公司的批复\n市城管局：\n同意设立。", document.No},
		{"青川市人民政府关于张三等同志任免职的通知\n各部门：\n任命张三为局长。", document.No},
		{"青川市人民政府关于表彰先进个人的决定\n授予李四先进称号。", document.No},
		{"青川市财政局关于下达2024年补助资金预算的通知\n各县区：\n现下达资金。", document.No},
		{"青川市2024年法治政府建设工作要点\n一、健全制度。\n二、各部门应当加强学习。", document.No},
		{"青川市人民政府第五次常务会议纪要\n会议研究了停车问题。", document.No},
		{"青川市人民政府办公室关于2024年部分节假日安排的通知\n一、元旦放假。", document.No},
		{"青川市科技局关于组织开展2024年项目申报的通知\n企业可以申报。", document.No},
		{"青川市人民政府令\n第3号\n《青川市停车管理办法》已经通过，现予公布。\n市长 张三\n2024年1月1日\n青川市停车管理办法" + measures, document.No},
		{"青川市停车条例" + measures, document.No},
		{"青川市停车管理实施方案\n一、经营者应当登记。\n二、停车企业应当缴费。\n三、当事人不得拒绝检查。\n四、申请人应当提交材料。", document.Unclear},
		{"青川市聚焦便民推进停车改革\n2023年，全市制定了停车办法。全市新建了停车场12个。全年共办理停车证300件。近年来，群众满意度提高。", document.No},
		{"", document.Unclear},
	} {
		v := document.Parse(plain(tt.in), nil).Normative
		if v.Answer != tt.want || len(v.Reasons) == 0 {
			t.Errorf("%.60s: got %v %v, want %v", tt.in, v.Answer, v.Reasons, tt.want)
		}
	}
}
