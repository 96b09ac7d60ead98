package rules_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/checkertest"
	"docreview/checker/dossier"
	"docreview/corpus/law"
	"docreview/rules"
)

// issued is the document to which checker/dossier/testdata/complete belongs.
const issued = `云岭县停车泊位管理办法
云政发〔2025〕9号
第一条　为了规范停车泊位管理，制定本办法。
第二条　泊位由县住房和城乡建设局划设，单位和个人应当遵守。
第三条　本办法自2025年6月15日起施行，有效期五年。
云岭县人民政府
2025年5月7日
`

// complete reads the complete dossier as texts.
func complete(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	root := os.DirFS("../checker/dossier/testdata/complete")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(root, name)
		out[name] = string(b)
		return err
	})
	out["审查审核/送审稿.txt"] = strings.NewReplacer("办法\n", "办法（送审稿）\n", "云政发〔2025〕9号\n", "", "2025年6月15日", "2025年  月  日", "云岭县人民政府\n2025年5月7日\n", "").Replace(issued)
	if err != nil || len(out) < 10 {
		t.Fatalf("%d papers, %v", len(out), err)
	}
	return out
}

// procedural are the rules that judge by a dossier.
func procedural(t *testing.T) []*checker.Rule {
	var out []*checker.Rule
	for _, e := range builtin(t).Entries() {
		if e.Rule != nil && slices.ContainsFunc(e.File.Examples.Bad, func(x rules.Example) bool { return len(x.Dossier) > 0 }) {
			out = append(out, e.Rule)
		}
	}
	return out
}

// countyParams are the numbers of the nation, as the profile of a county has them.
func countyParams() map[string]checker.Param {
	p := map[string]checker.Param{}
	for name, v := range map[string]struct {
		n    int
		unit string
		sure bool
	}{
		"comment_min_days": {30, "日", true}, "comment_general_workdays": {7, "工作日", false}, "comment_decision_days": {30, "日", true}, "review_min_workdays": {5, "工作日", false},
		"review_max_workdays": {15, "工作日", false}, "review_decision_workdays": {7, "工作日", true}, "filing_days": {30, "日", false}, "disclosure_workdays": {20, "工作日", true},
	} {
		p[name] = checker.Param{Value: v.n, Unit: v.unit, Sure: v.sure, Source: "test"}
	}
	return p
}

func weigh(t *testing.T, by []*checker.Rule, papers map[string]string) *checker.Report {
	t.Helper()
	f, err := dossier.FromTexts(papers)
	if err != nil {
		t.Fatal(err)
	}
	d := checkertest.Document(t, issued)
	rep, err := checker.Run(t.Context(), d, by, checker.Options{
		AsOf: law.Date{Year: 2026, Month: 11, Day: 22}, Dossier: f.For(d), Workers: 1,
		Profile: checker.Profile{Level: "county", Stage: "issued", Params: countyParams()},
	})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// TestCompleteDossier: a complete dossier is silent, and every rule that its
// papers prove is clean, not merely silent.
func TestCompleteDossier(t *testing.T) {
	papers := complete(t)
	papers["dossier.yaml"] = "complete: true\nmajor_decision: true\ntold: {started: 列入目录, counsel: 听取了法律顾问意见, explained: 随文发布, executor: 县住房和城乡建设局}\n"
	rep := weigh(t, procedural(t), papers)
	for _, f := range rep.Findings {
		t.Errorf("%s: %s", f.RuleID, f.Message)
	}
	elsewhere := map[string]bool{
		"PROC-013": true, "TIME-013": true, // not before the review; not before the end
		"MDP-005": true, "MDP-018": true, "REG-003": true, "REG-004": true, "REG-009": true, "MDP-020": true, // no hearing, list, evaluation, catalogue, explanation with a day, opinion
		"MDP-008": true, "MDP-019": true, "REG-007": true, "REG-008": true, // the place is not known
	}
	for _, r := range rep.Results {
		if elsewhere[r.RuleID] {
			if r.Outcome != checker.CannotTell && r.Outcome != checker.NotApplicable && r.RuleID != "TIME-013" {
				t.Errorf("%s: %s, %s", r.RuleID, r.Outcome, r.Reason)
			}
			continue
		}
		if r.Outcome != checker.Clean {
			t.Errorf("%s: %s, %s", r.RuleID, r.Outcome, r.Reason)
		}
	}
}

// TestPlanted: each defect that is planted into the complete dossier is found by
// the rule that is about it, and nothing else is claimed. The days stand one
// inside and one outside the limit.
func TestPlanted(t *testing.T) {
	const (
		notice  = "征求意见/征求意见公告.txt"
		table   = "征求意见/意见采纳情况表.txt"
		story   = "起草/起草说明.txt"
		experts = "论证评估/专家论证意见.txt"
		risk    = "论证评估/风险评估报告.txt"
		compete = "审查审核/公平竞争审查表.txt"
		review  = "审查审核/合法性审核意见书.txt"
		minutes = "审议/县政府常务会议纪要.txt"
		sheet   = "审议/签发稿.txt"
		page    = "公布备案/公布页.txt"
		filing  = "公布备案/备案报告.txt"
	)
	by := procedural(t)
	for _, tt := range []struct {
		name  string
		edits []string // file, old, new …; new of "" with old of "" drops the file
		want  string   // rules with findings
	}{
		{"comment of 30 days", []string{notice, "至3月21日", "至3月18日", story, "至3月21日", "至3月18日"}, ""},
		{"comment of 29 days", []string{notice, "至3月21日", "至3月17日", story, "至3月21日", "至3月17日"}, "MDP-004"},
		{"comment over the year's end, 29 days", []string{notice, "2025年2月17日至3月21日", "2024年12月20日至1月17日", story, "2025年2月17日至3月21日", "2024年12月20日至2025年1月17日"}, "MDP-004"},
		{"comment ends behind the review", []string{notice, "至3月21日", "至4月18日", story, "至3月21日", "至4月18日"}, "PROC-001"},
		{"statement names another last day", []string{story, "至3月21日", "至3月28日"}, "PROC-012"},
		{"statement names another number", []string{story, "收到意见6条，采纳4条", "收到意见9条，采纳4条"}, "PROC-012"},
		{"adoption does not add up", []string{table, "未采纳1条。未采纳的", "未采纳2条。未采纳的", story, "未采纳1条", "未采纳2条"}, "PROC-012"},
		{"an expert did not sign", []string{experts, "、郑清", ""}, "MDP-007 PROC-005"},
		{"experts refuse", []string{experts, "内容可行", "方案不可行"}, "MDP-007 PROC-005"},
		{"risk cannot be controlled", []string{risk, "风险可控", "风险不可控"}, "MDP-009 PROC-006"},
		{"risk assessed after the meeting", []string{risk, "2025年3月31日", "2025年4月30日"}, "MDP-009 PROC-006"},
		{"risk assessed on the day of the meeting", []string{risk, "2025年3月31日", "2025年4月29日"}, ""},
		{"drafter reviews competition alone", []string{compete, "审查机构：云岭县市场监督管理局", "审查机构：云岭县住房和城乡建设局"}, "PROC-007"},
		{"competition is restricted", []string{compete, "经审查，不存在排除、限制竞争的情形", "存在排除、限制竞争的情形，不得出台"}, "PROC-007"},
		{"competition reviewed after the meeting", []string{compete, "2025年4月3日", "2025年4月30日"}, "PROC-007"},
		{"review one day after the meeting", []string{review, "2025年4月17日\n", "2025年4月30日\n"}, "PROC-009 TIME-010"},
		{"review on the day of the meeting", []string{review, "2025年4月7日报送", "2025年4月16日报送", review, "2025年4月17日\n", "2025年4月29日\n"}, ""},
		{"review refused", []string{review, "送审稿内容合法，同意提请审议", "第五条超越权限，不同意提请审议", review, "未发现与法律、法规相抵触的内容", "请见下条"}, "PROC-009"},
		{"reviewed by the drafter", []string{review, "云岭县司法局\n", "云岭县住房和城乡建设局\n", review, "云岭县司法局\n", "云岭县住房和城乡建设局\n"}, "PROC-009"},
		{"four working days for the review", []string{review, "2025年4月7日报送", "2025年4月11日报送"}, "TIME-010"},
		{"five working days for the review", []string{review, "2025年4月7日报送", "2025年4月10日报送"}, ""},
		{"six working days to the meeting", []string{minutes, "2025年4月29日", "2025年4月18日", review, "2025年4月7日报送", "2025年4月10日报送"}, "MDP-011"},
		{"seven working days to the meeting", []string{minutes, "2025年4月29日", "2025年4月21日", review, "2025年4月7日报送", "2025年4月10日报送"}, ""},
		{"special meeting", []string{minutes, "云岭县人民政府常务会议纪要", "云岭县人民政府专题会议纪要", minutes, "第8次常务会议", "第8次专题会议"}, "MDP-013 PROC-011"},
		{"meeting defers", []string{minutes, "会议审议通过了《云岭县停车泊位管理办法》。", "会议审议了《云岭县停车泊位管理办法》，决定暂缓。"}, "MDP-013 PROC-011"},
		{"signed one day before the meeting", []string{sheet, "2025年5月7日", "2025年4月28日"}, "PROC-011"},
		{"signed on the day of the meeting", []string{sheet, "2025年5月7日", "2025年4月29日"}, ""},
		{"published one day before it was signed", []string{page, "2025-05-09", "2025-05-06"}, "REG-005"},
		{"published on the day it was signed", []string{page, "2025-05-09", "2025-05-07"}, ""},
		{"published on the twentieth working day", []string{page, "2025-05-09", "2025-06-05", filing, "2025年5月26日", "2025年6月9日"}, ""},
		{"published on the twenty-first working day", []string{page, "2025-05-09", "2025-06-06", filing, "2025年5月26日", "2025年6月9日"}, "REG-005"},
		{"filed on a Monday for a Sunday", []string{filing, "2025年5月26日", "2025年6月9日"}, ""},
		{"filed one day later", []string{filing, "2025年5月26日", "2025年6月10日"}, "REG-001"},
		{"filed with the bureau of justice", []string{filing, "青河市人民政府、云岭县人民代表大会常务委员会：", "青河市司法局："}, "REG-002"},
		{"one of two recipients left out", []string{filing, "青河市人民政府、云岭县人民代表大会常务委员会：", "青河市人民政府："}, "REG-002"},
		{"not filed", []string{filing, "", ""}, "REG-001"},
		{"not reviewed", []string{review, "", ""}, "PROC-009"},
		{"no public comment", []string{notice, "", "", table, "", ""}, "PROC-001"},
		{"no meeting", []string{minutes, "", ""}, "PROC-011"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			papers := complete(t)
			papers["dossier.yaml"] = "complete: true\nmajor_decision: true\ntold: {started: 列入目录, counsel: 听取了法律顾问意见, explained: 随文发布, executor: 县住房和城乡建设局}\n"
			for i := 0; i < len(tt.edits); i += 3 {
				file, from, to := tt.edits[i], tt.edits[i+1], tt.edits[i+2]
				if from == "" {
					delete(papers, file)
					continue
				}
				if !strings.Contains(papers[file], from) {
					t.Fatalf("%s does not hold %q", file, from)
				}
				papers[file] = strings.Replace(papers[file], from, to, 1)
			}
			var got []string
			rep := weigh(t, by, papers)
			for _, f := range rep.Findings {
				if !slices.Contains(got, f.RuleID) {
					got = append(got, f.RuleID)
				}
			}
			slices.Sort(got)
			if strings.Join(got, " ") != tt.want {
				for _, f := range rep.Findings {
					t.Logf("%s: %s", f.RuleID, f.Message)
				}
				t.Errorf("found %v, want %s", got, tt.want)
			}
		})
	}
}

// TestDepartmentDossier: the papers of a department prove the same steps by the
// rules for departments, over the year's end and Spring Festival.
func TestDepartmentDossier(t *testing.T) {
	f, err := dossier.Open("../checker/dossier/testdata/department")
	if err != nil {
		t.Fatal(err)
	}
	d := checkertest.Document(t, "临水市机动车停车场备案管理办法\n临城管发〔2025〕4号\n第一条　为了规范停车场备案，制定本办法。\n第二条　停车场经营者应当备案。\n"+
		"第三条　本办法自2025年4月1日起施行，有效期五年。\n临水市城市管理局\n2025年2月14日\n")
	rep, err := checker.Run(t.Context(), d, procedural(t), checker.Options{
		AsOf: law.Date{Year: 2026, Month: 11, Day: 22}, Dossier: f.For(d), Workers: 1,
		Profile: checker.Profile{Level: "city", Stage: "issued", Params: countyParams()},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range rep.Findings {
		t.Errorf("%s: %s", x.RuleID, x.Message)
	}
	for _, r := range rep.Results {
		want := checker.Clean
		// Nobody says whether it is a major decision; there are no papers on experts and risks.
		switch {
		case r.RuleID == "PROC-013":
			want = checker.NotApplicable
		// No text of the review is there either.
		case strings.HasPrefix(r.RuleID, "MDP-"), slices.Contains([]string{"PROC-005", "PROC-006", "PROC-017", "PROC-022",
			// The place is not known, and no catalogue, explanation or opinion is there.
			"PROC-016", "PROC-019", "REG-003", "REG-004", "REG-007", "REG-008", "REG-009"}, r.RuleID):
			want = checker.CannotTell
		}
		if r.Outcome != want {
			t.Errorf("%s: %s, %s", r.RuleID, r.Outcome, r.Reason)
		}
	}
}
