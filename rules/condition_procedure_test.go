package rules_test

import (
	"slices"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/rules"
)

// TestGoodDossiersProve: a good example that brings a dossier is clean: what the
// rule needs was read and is in order. «No finding» alone would also hold where
// nothing was read.
func TestGoodDossiersProve(t *testing.T) {
	a := against(t)
	n := 0
	for _, e := range builtin(t).Entries() {
		for _, ex := range e.File.Examples.Good {
			if len(ex.Dossier) == 0 || e.Rule == nil {
				continue
			}
			n++
			rep, _, _, err := ex.Run(t.Context(), []*checker.Rule{e.Rule}, a)
			if err != nil {
				t.Fatal(err)
			}
			want := checker.Clean
			if strings.Contains(ex.Dossier["dossier.yaml"], "major_decision: false") {
				want = checker.NotApplicable
			}
			if r := rep.Results[0]; r.Outcome != want {
				t.Errorf("%s «%s»: %s, %s", e.File.ID, ex.Name, r.Outcome, r.Reason)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d good examples bring a dossier", n)
	}
}

// TestPaperIsNoProof: a rule that needs a material is never clean because of a
// paper from which nothing was read, whatever the material.
func TestPaperIsNoProof(t *testing.T) {
	a := against(t)
	for _, e := range builtin(t).Entries() {
		if e.Rule == nil || len(e.Rule.Needs) == 0 || len(e.File.Examples.Unclear) == 0 {
			continue
		}
		ex := e.File.Examples.Unclear[0]
		ex.Dossier = map[string]string{
			"公开征求意见公告.txt":  "关于《云岭县停车泊位管理办法》公开征求意见的公告\n（待补）\n",
			"意见采纳情况表.txt":   "《云岭县停车泊位管理办法》意见采纳情况表\n（待补）\n",
			"专家论证意见.txt":    "《云岭县停车泊位管理办法》专家论证意见\n（待补）\n",
			"风险评估报告.txt":    "《云岭县停车泊位管理办法》风险评估报告\n（待补）\n",
			"公平竞争审查表.txt":   "《云岭县停车泊位管理办法》公平竞争审查表\n（待补）\n",
			"合法性审核意见书.txt":  "关于《云岭县停车泊位管理办法》的合法性审核意见书\n（待补）\n",
			"会议纪要.txt":      "云岭县人民政府会议纪要\n《云岭县停车泊位管理办法》（待补）\n",
			"起草说明.txt":      "关于《云岭县停车泊位管理办法》的起草说明\n（待补）\n",
			"备案报告.txt":      "关于《云岭县停车泊位管理办法》的备案报告\n（待补）\n",
			"签发稿.txt":       "发文稿纸\n云岭县停车泊位管理办法\n（待补）\n",
			"青河市停车管理办法.txt": "青河市停车管理办法 青河市户外广告管理办法\n",
		}
		rep, _, _, err := ex.Run(t.Context(), []*checker.Rule{e.Rule}, a)
		if err != nil {
			t.Fatal(err)
		}
		if r := rep.Results[0]; !slices.Contains([]checker.Outcome{checker.CannotTell, checker.NotApplicable}, r.Outcome) {
			t.Errorf("%s: %s, %s", e.File.ID, r.Outcome, r.Reason)
		}
	}
}

// TestProcedureParameters: what a rule file gets wrong is said when it is loaded.
func TestProcedureParameters(t *testing.T) {
	for _, tt := range []struct{ params, want string }{
		{"{event: review, is: missing}", "no step is called \"review\""},
		{"{event: filed, is: absent}", "none of missing"},
		{"{event: filed, is: late, days: 30}", "late needs than"},
		{"{event: filed, is: late, than: published}", "late needs than and days or param"},
		{"{event: public_comment, is: short}", "short needs days or param"},
		{"{event: public_comment, is: short, days: 7, unit: 天}", "neither 日 nor 工作日"},
		{"{event: filed, is: says}", "says needs name"},
		{"{event: filed, is: lacks, name: recipient}", "lacks needs name and words"},
		{"{event: filed, is: says, name: colour}", "no fact is called"},
		{"{event: fair_competition, is: says, name: by, since: 2024-13-01}", "not a day"},
		{"{event: deliberation, is: says, name: level, issuer: party}", "neither government nor department"},
		{"{event: expert_review, is: fewer, name: signed}", "fewer needs"},
		{"{event: signed, is: after}", "after needs than"},
		{"{event: signed, is: missing, optional: often}", "neither yes nor no"},
	} {
		file := "id: PROC-999\ntitle: x\nseverity: info\nsuggestion: x\nbasis: [{title: x, gist: y}]\nwhen:\n  procedure: " + tt.params + "\nmessage: m\n"
		_, err := rules.LoadOnly(true, memFile("PROC-999.yaml", file))
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "PROC-999.yaml:7:3") {
			t.Errorf("%s: %v, want %s", tt.params, err, tt.want)
		}
	}
}
