package rules_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"docreview/corpus/law"
	"docreview/rules"
)

// Each example is said to be intended, noisy, missing or moved; Prove agrees.
func TestJudge(t *testing.T) {
	const head = "id: OWN-001\ntitle: 兜底的话\nseverity: info\nsince: \"0.1\"\nbasis:\n  - {title: 中华人民共和国立法法, at: 第七条, gist: 规定应当明确, tier: recalled}\nmessage: “{match}”\nsuggestion: 写明。\n"
	for _, tt := range []struct{ when, kind, text, want string }{
		{"matches: {pattern: '未尽事宜'}", "bad", "第一条　其他⟦未尽事宜⟧由县公安局确定。", "intended"},
		{"matches: {pattern: '未尽事宜'}", "bad", "第一条　⟦其他未尽事宜⟧由县公安局确定。", "moved"},
		{"matches: {pattern: '未尽事宜'}", "bad", "第一条　其他事项由⟦县公安局⟧确定。", "missing"},
		{"matches: {pattern: '未尽事宜'}", "bad", "第一条　其他未尽事宜由⟦县公安局⟧确定。", "missing noisy"},
		{"matches: {pattern: '未尽事宜'}", "bad", "第一条　⟦未尽事宜⟧由县公安局确定。\n第二条　未尽事宜另行规定。", "noisy"},
		{"matches: {pattern: '未尽|事宜'}", "bad", "第一条　⟦未尽事宜⟧由县公安局确定。", "noisy moved"},
		{"matches: {pattern: '未尽事宜'}", "bad", "第一条　未尽事宜由县公安局确定。", "missing noisy"},
		{"not: {when: {matches: {pattern: '未尽事宜'}}}", "bad", "第一条　由县公安局确定。", "intended"},
		{"not: {when: {matches: {pattern: '未尽事宜'}}}", "bad", "第一条　未尽事宜由县公安局确定。", "missing"},
		{"not: {when: {matches: {pattern: '未尽事宜'}}}", "bad", "第一条　由⟦县公安局⟧确定。", "missing noisy"},
		{"matches: {pattern: '未尽事宜'}", "good", "第一条　由县公安局确定。", "intended"},
		{"matches: {pattern: '未尽事宜'}", "good", "第一条　未尽事宜由县公安局确定。", "noisy"},
		{"matches: {pattern: '未尽事宜'}", "unclear", "第一条　由县公安局确定。", "missing"},
		{"matches: {pattern: '未尽事宜'}", "unclear", "第一条　未尽事宜由县公安局确定。", "noisy"},
		{"evidence: {material: 起草说明, about: 有未尽事宜, when: {matches: {pattern: '未尽事宜'}}}", "unclear", "第一条　未尽事宜由县公安局确定。", "intended"},
	} {
		file := head + "when:\n  " + tt.when + "\nexamples:\n  " + tt.kind + ":\n    - name: 例\n      text: |\n        " + strings.ReplaceAll(tt.text, "\n", "\n        ") + "\n"
		set, err := rules.LoadOnly(true, fstest.MapFS{"OWN-001.yaml": {Data: []byte(file)}})
		if err != nil {
			t.Fatal(err)
		}
		against := rules.Against{AsOf: law.Date{Year: 2026, Month: 11, Day: 22}}
		got, err := set.Entry("OWN-001").Judge(context.Background(), against)
		if err != nil || len(got) != 1 {
			t.Fatalf("%v, %v", got, err)
		}
		if s := strings.Join(got[0].Verdicts, " "); s != tt.want {
			t.Errorf("%s, %s %q: %s, want %s", tt.when, tt.kind, tt.text, s, tt.want)
		}
		wrong, err := set.Entry("OWN-001").Prove(context.Background(), against)
		if err != nil || (len(wrong) == 0) != got[0].Intended() {
			t.Errorf("%s, %s %q: Prove says %v, %v", tt.when, tt.kind, tt.text, wrong, err)
		}
	}
}
