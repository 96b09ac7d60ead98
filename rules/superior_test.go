package rules_test

import (
	"context"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/rules"
)

// quarry is a made-up regulation of the province that an example's corpus holds.
func quarry(level, repealed string) []rules.Held {
	return []rules.Held{{Title: "青河省采石管理条例", Level: level, Repealed: repealed, Editions: []rules.HeldEdition{{From: "2015-01-01", Last: 20, Articles: map[string]string{
		"第一条": "为了管理采石，保护河道，制定本条例。",
		"第六条": "申请人应当向水务部门提出申请，水务部门可以组织现场勘验。",
		"第十条": "采石单位未如实记载开采数量的，由水务部门责令改正，处一万元以上五万元以下的罚款。\n采石单位在禁采区夜间开采的，没收其开采的砂石和开采工具。",
	}}}}}
}

// A power that a superior provision in force gives in the same words is not set
// by the document; a basis that cannot carry it is named.
func TestSuperiorExcuses(t *testing.T) {
	set, facts := builtin(t), against(t)
	for _, tt := range []struct {
		name, text string
		held       []rules.Held
		want       string // part of the message; "": silent
	}{
		{"the same words in a regulation", "第九条　采石单位未如实记载开采数量的，由水务部门责令改正，处一万元以上五万元以下罚款。", quarry("地方性法规", ""), ""},
		{"the same with other digits", "第九条　采石单位未如实记载开采数量的，由水务部门责令改正，处1万元以上5万元以下罚款。", quarry("地方性法规", ""), ""},
		{"another amount", "第九条　采石单位未如实记载开采数量的，由水务部门责令改正，处一万元以上八万元以下罚款。", quarry("地方性法规", ""), "设定了罚款"},
		{"other conduct", "第九条　采石单位未按时缴纳卫生费用的，由水务部门责令改正，处一万元以上五万元以下罚款。", quarry("地方性法规", ""), "设定了罚款"},
		{"the same words in a normative document", "第九条　采石单位未如实记载开采数量的，由水务部门责令改正，处一万元以上五万元以下罚款。", quarry("规范性文件", ""), "设定了罚款"},
		{"the same words in what was repealed", "第九条　采石单位未如实记载开采数量的，由水务部门责令改正，处一万元以上五万元以下罚款。", quarry("地方性法规", "2022-01-01"), "设定了罚款"},
		{"nothing held", "第九条　采石单位未如实记载开采数量的，由水务部门责令改正，处一万元以上五万元以下罚款。", nil, "设定了罚款"},
		{"cites what was repealed", "第九条　依照《青河省采石管理条例》第十条，未如实记载的，处一万元以上五万元以下罚款。", quarry("地方性法规", "2022-01-01"), "所引《青河省采石管理条例》已于2022年1月1日废止，不能作为依据"},
		{"cites what is too low", "第九条　根据《青河省采石管理条例》第十条，对拒不改正的采石单位，由水务部门没收其开采工具。", quarry("规范性文件", ""), "所引《青河省采石管理条例》是规范性文件，层级不够"},
		{"cites what gives the power", "第九条　根据《青河省采石管理条例》第十条，对违反规定的采石单位，由水务部门没收其开采工具。", quarry("地方性法规", ""), ""},
		{"cites what says nothing of it", "第九条　根据《青河省采石管理条例》第六条，对违反规定的采石单位，由水务部门没收其开采工具。", quarry("地方性法规", ""), "所引《青河省采石管理条例》第六条没有这方面的规定"},
	} {
		e := set.Entry("SETS-005")
		rep, _, _, err := rules.Example{Text: tt.text, Library: tt.held}.Run(context.Background(), []*checker.Rule{e.Rule}, facts)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, f := range rep.Findings {
			said += f.Message
		}
		if (tt.want == "") != (said == "") || !strings.Contains(said, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, said, tt.want)
		}
	}
}
