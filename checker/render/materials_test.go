package render_test

import (
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/render"
)

// TestMissingMaterials: without a dossier all rules that wait for papers are one entry, which
// names each material once; a rule that waits for something else keeps its own.
func TestMissingMaterials(t *testing.T) {
	r := clean()
	r.Results = []checker.Result{
		{RuleID: "PROC-001", Outcome: checker.CannotTell, Reason: "正文不能证明，需要材料：公开征求意见材料", Needs: "公开征求意见材料"},
		{RuleID: "PROC-005", Outcome: checker.CannotTell, Reason: "涉及专业技术，正文不能证明，需要材料：专家论证材料", Needs: "专家论证材料"},
		{RuleID: "PROC-013", Outcome: checker.CannotTell, Reason: "正文不能证明，需要材料：起草说明、公开征求意见材料", Needs: "起草说明、公开征求意见材料"},
		{RuleID: "TIME-013", Outcome: checker.CannotTell, Reason: "本地区没有参数"},
	}
	for _, format := range []string{"text", "html", "md", "opinion", "github"} {
		out := renderTo(t, format, render.Options{Width: 120}, batch(r))
		got := string(out)
		if format == "opinion" {
			got = part(t, out, "word/document.xml")
		}
		// The page and the letter have a table of all rules with their own reasons beside the entry.
		if n := strings.Count(got, "需要材料："); n != 1 && (format == "text" || format == "github") {
			t.Errorf("%s says %d times what is needed", format, n)
		}
		if n := strings.Count(got, "PROC-001、PROC-005、PROC-013"); n != 1 {
			t.Errorf("%s has %d entries for the rules that wait for papers", format, n)
		}
		if !strings.Contains(strings.NewReplacer("\n", "", " ", "").Replace(got), "需要材料：公开征求意见材料、专家论证材料、起草说明") {
			t.Errorf("%s does not name all materials in one entry:\n%s", format, got)
		}
		if !strings.Contains(got, "本地区没有参数") {
			t.Errorf("%s has lost the other reason", format)
		}
	}
}
