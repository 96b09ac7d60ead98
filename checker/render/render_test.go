package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/render"
	"docreview/corpus/law"
)

var update = flag.Bool("update", false, "rewrite golden files")

// sample is the text of the hand-made report; ⟦…⟧ marks where findings point.
const sample = "云岭县户外广告管理办法\r\n" +
	"第一条　根据⟦《中华人民共和国物权法》⟧和《优化营商环境条例》，制定本办法。\r\n" +
	"第九条　违反本办法第五条规定，未经同意擅自在临街建筑物外墙、屋顶、围挡以及公共绿地设置户外广告的，由县城市管理局责令限期改正；逾期不改正的，⟦处５\u200b００元以上５０００元以下罚款⟧，并可以在县融媒体中心公开曝光，情节严重的移送有关部门依法追究责任。\r\n" +
	"第十条　⟦设置人应当提供居住地村民委员会出具的同意证明、所在单位盖章的无违规记录证明、相邻各户签字的承诺书以及县城市管理局认为需要的其他材料，材料不齐的不予受理，逾期未补正的视为自动放弃，且一年之内不得再次提出申请⟧。\r\n" +
	"第十一条　\x1b[2J\u202e以前的规定⟦与本办法不一致\r\n的⟧，以本办法为准。\r\n"

// marked returns the text without marks and the code-point ranges they held.
func marked(s string) (text string, at [][2]int) {
	n, start := 0, 0
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '⟦':
			start = n
		case '⟧':
			at = append(at, [2]int{start, n})
		default:
			b.WriteRune(r)
			n++
		}
	}
	return b.String(), at
}

func report() *checker.Report {
	text, at := marked(sample)
	place := func(i int, f checker.Finding) checker.Finding {
		f.Start, f.End = at[i][0], at[i][1]
		rs := []rune(text)
		f.Quote = string(rs[f.Start:f.End])
		f.Line = strings.Count(string(rs[:f.Start]), "\n") + 1
		before := string(rs[:f.Start])
		f.Column = utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
		return f
	}
	return &checker.Report{
		File: "云岭县户外广告管理办法.txt", SHA256: strings.Repeat("ab", 32), Format: "txt", Encoding: "utf-8",
		Verdict: "findings", AsOf: law.Date{Year: 2026, Month: 11, Day: 22},
		Notes:   []string{"已去除 1 处零宽字符"},
		Profile: checker.Profile{Code: "", Name: "", Level: "county", Stage: "issued"},
		Orig:    text,
		Doc: checker.DocumentInfo{
			Title: "云岭县人民政府关于印发《云岭县户外广告管理办法》的通知", Instrument: "云岭县户外广告管理办法",
			Number: "云政发〔2025〕9号", Kind: "办法", Issuers: []string{"云岭县人民政府"},
			Dated: law.Date{Year: 2025, Month: 3, Day: 1}, Effective: law.Date{Year: 2025, Month: 3, Day: 1},
			Normative: "yes", Reasons: []string{"行政机关印发", "涉及不特定对象的权利义务"},
		},
		Findings: []checker.Finding{
			{
				ID: "TIME-005-1", RuleID: "TIME-005", Severity: checker.Warning,
				Message: "全文没有规定有效期。", Suggestion: "增加有效期条款，一般不超过 5 年。",
			},
			place(0, checker.Finding{
				ID: "CITE-002-1", RuleID: "CITE-002", Severity: checker.Error, At: "第一条",
				Message:    "所引法律自 2021 年 1 月 1 日起由民法典取代。",
				Suggestion: "改引民法典的相应条文，并核对内容是否变化。",
				Basis:      []checker.Basis{{Title: "中华人民共和国民法典", At: "第一千二百六十条", Gist: "民法典施行后九部单行法同时停止适用"}},
			}),
			place(1, checker.Finding{
				ID: "SETS-005-1", RuleID: "SETS-005", Severity: checker.Error, At: "第九条",
				Message:    "“处５００元以上５０００元以下罚款”设定了行政处罚；规范性文件没有这项权力，写明“依照某法某条处罚”的不在此列。",
				Suggestion: "删去该项处罚，或者改为指引有权设定处罚的上位法条文。",
				Basis: []checker.Basis{
					{Title: "中华人民共和国行政处罚法", At: "第十六条", Gist: "法律、法规、规章以外的文件不能设定处罚"},
					{Title: "国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知", Number: "国办发〔2018〕37号", At: "", Gist: "不得越权设定", Unsure: true},
				},
				Related: []checker.Related{{Line: 2, Column: 1, Start: 13, End: 16, Quote: "第一条", Message: "同一文件的依据条款"}},
			}),
			place(2, checker.Finding{
				ID: "RIGHT-002-1", RuleID: "RIGHT-002", Severity: checker.Info, At: "第十条",
				Message: "要求提交的证明没有写明法律依据。",
			}),
			place(3, checker.Finding{
				ID: "FORM-010-1", RuleID: "FORM-010", Severity: checker.Warning, At: "第十一条",
				Message: "概括式废止，没有列明文件。", Suppressed: &checker.Suppression{Reason: "县政府常务会议已说明", Person: "李某", Until: "2027-01-01"},
			}),
		},
		Citations: []checker.CitationInfo{
			{Text: "《中华人民共和国物权法》", Title: "中华人民共和国物权法", Form: "full", Use: "basis", Start: 18, End: 30, Line: 2, Column: 7, Standing: law.Repealed, Work: "w1", Since: law.Date{Year: 2021, Month: 1, Day: 1}, By: "中华人民共和国民法典"},
			{Text: "《优化营商环境条例》", Title: "优化营商环境条例", Form: "full", Use: "basis", Line: 2, Column: 20, Standing: law.InForce, Work: "w2", Edition: "w2@2020-01-01", Article: checker.ArticleSame},
			{Text: "《中华人民共和国立法法》第八十条", Title: "中华人民共和国立法法", At: law.Provision{Article: 80}, Form: "full", Line: 3, Standing: law.InForce, Work: "w3", Article: checker.ArticleMoved, ArticleNow: 91},
			{Text: "《云岭县广告招牌规定》", Title: "云岭县广告招牌规定", Form: "full", Line: 3, Standing: law.NotHeld, DidYouMean: []string{"云岭县招牌管理规定"}},
			{Text: "《云岭县广告招牌规定》", Title: "云岭县广告招牌规定", Form: "full", Line: 5, Standing: law.NotHeld},
			{Text: "《出版管理条例》", Title: "出版管理条例", Form: "full", Line: 4, Standing: law.Ambiguous, Candidates: []string{"出版管理条例（1997）", "出版管理条例（2001）"}},
			{Text: "《申请表》", Title: "申请表", Form: "full", Use: "named", Line: 4, Standing: law.NotHeld},
			{Text: "本办法", Form: "self", Line: 5, Standing: law.NotChecked},
		},
		Results: []checker.Result{
			{RuleID: "CITE-002", Outcome: checker.Found},
			{RuleID: "CITE-004", Outcome: checker.Failed, Reason: "规则内部错误：index out of range"},
			{RuleID: "PROC-001", Outcome: checker.CannotTell, Reason: "需要材料：公开征求意见材料"},
			{RuleID: "PROC-002", Outcome: checker.CannotTell, Reason: "需要材料：公开征求意见材料"},
			{RuleID: "PROC-009", Outcome: checker.CannotTell, Reason: "需要材料：合法性审核意见"},
			{RuleID: "SETS-001", Outcome: checker.Clean},
			{RuleID: "SETS-005", Outcome: checker.Found},
			{RuleID: "TIME-008", Outcome: checker.NotApplicable, Reason: "不是试行文件"},
		},
		Timeline:    []checker.Event{{Name: "signed", From: law.Date{Year: 2025, Month: 3, Day: 1}, To: law.Date{Year: 2025, Month: 3, Day: 1}, Source: "落款"}},
		ReviewScope: checker.ReviewScope{AnnexesMissing: []string{"附件 2 设置规范"}, NotChecked: []string{"所引 1 条的原文（法规库没有全文）"}},
	}
}

func clean() *checker.Report {
	return &checker.Report{
		File: "b.txt", Format: "txt", Encoding: "gb18030", Verdict: "clean", AsOf: law.Date{Year: 2026, Month: 11, Day: 22},
		Profile: checker.Profile{Code: "370323", Name: "山东省淄博市沂源县", Level: "county"},
		Doc:     checker.DocumentInfo{Title: "关于公布办事时间的通知", Normative: "no", Reasons: []string{"不涉及公众的权利义务"}},
		Results: []checker.Result{{RuleID: "SETS-001", Outcome: checker.Clean}, {RuleID: "PROC-001", Outcome: checker.CannotTell, Reason: "需要材料：公开征求意见材料"}},
		Orig:    "关于公布办事时间的通知\n",
	}
}

func unreadable() *checker.Report {
	return &checker.Report{File: "c.pdf", Verdict: "unreadable", Error: "这是扫描件，没有文字。请先做文字识别，再检查识别后的文件。", AsOf: law.Date{Year: 2026, Month: 11, Day: 22}}
}

func batch(reports ...*checker.Report) *render.Batch {
	return &render.Batch{
		Tool:    render.Tool{Name: "docreview", Version: "v0.0.0-test"},
		Rules:   checker.RulesInfo{Digest: "sha256:1234", Count: 8},
		Corpus:  checker.Snapshot{Name: "内置目录", Digest: "sha256:5678", AsOf: law.Date{Year: 2025, Month: 4, Day: 19}, Works: 3, Editions: 4},
		AsOf:    "2026-11-22",
		Reports: slices.Values(reports),
		RuleTitle: func(id string) string {
			return map[string]string{"PROC-001": "未公开征求意见", "PROC-009": "未经合法性审核"}[id]
		},
	}
}

func renderTo(t testing.TB, format string, o render.Options, b *render.Batch) []byte {
	t.Helper()
	r, err := render.ByName(format, o)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := r.Render(&buf, b); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestGolden(t *testing.T) {
	for _, tt := range []struct {
		name, format string
		o            render.Options
		reports      []*checker.Report
	}{
		{"one.txt", "text", render.Options{}, []*checker.Report{report()}},
		{"one.color.txt", "text", render.Options{Color: true, Width: 60}, []*checker.Report{report()}},
		{"many.txt", "text", render.Options{}, []*checker.Report{report(), clean(), unreadable()}},
		{"showtext.txt", "text", render.Options{ShowText: true}, []*checker.Report{clean(), clean()}},
		{"many.json", "json", render.Options{}, []*checker.Report{report(), clean(), unreadable()}},
		{"none.json", "json", render.Options{}, nil},
		{"many.jsonl", "jsonl", render.Options{ShowText: true}, []*checker.Report{report(), clean(), unreadable()}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := renderTo(t, tt.format, tt.o, batch(tt.reports...))
			golden(t, filepath.Join("testdata", tt.name), got)
			for range 20 {
				if again := renderTo(t, tt.format, tt.o, batch(tt.reports...)); !bytes.Equal(got, again) {
					t.Fatal("a second run gives other bytes")
				}
			}
		})
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read the diff. Got:\n%s", path, got)
	}
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Lines fit the terminal, no document can send it an escape sequence, and the
// marks stand under the words they mark.
func TestTextFitsTerminal(t *testing.T) {
	for _, cols := range []int{40, 60, 80, 100} {
		for _, color := range []bool{false, true} {
			out := string(renderTo(t, "text", render.Options{Width: cols, Color: color}, batch(report(), clean(), unreadable())))
			bare := ansi.ReplaceAllString(out, "")
			if !color && bare != out {
				t.Errorf("width %d: colour where none was asked for", cols)
			}
			if strings.ContainsAny(bare, "\x1b\u202e\u200b\r") {
				t.Errorf("width %d: a control character of the document came through", cols)
			}
			lines := strings.Split(bare, "\n")
			for i, l := range lines {
				if w := render.Width(l); w > cols {
					t.Errorf("width %d, colour %t: line of %d columns: %s", cols, color, w, l)
				}
				mark := strings.TrimLeft(l, " ")
				if mark == "" || strings.Trim(mark, "^") != "" {
					continue
				}
				under := cut(lines[i-1], len(l)-len(mark), len(mark))
				if !strings.HasPrefix(under, "《中华人民") && !strings.HasPrefix(under, "处５００元以上") && !strings.HasPrefix(under, "设置人应当") {
					t.Errorf("width %d: the marks stand under %q", cols, under)
				}
			}
		}
	}
}

// cut gives the part of s that stands in n columns from column from.
func cut(s string, from, n int) string {
	w, out := 0, ""
	for _, r := range s {
		if w >= from && w < from+n {
			out += string(r)
		}
		w += render.Width(string(r))
	}
	return out
}

// What was not checked never reads like what is in order.
func TestTextKeepsIgnoranceApart(t *testing.T) {
	out := string(renderTo(t, "text", render.Options{}, batch(clean())))
	for _, want := range []string{"在已检查的 1 项中未发现问题", "无法判断 1 项", "不等于没有问题", "需要材料：公开征求意见材料"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	out = string(renderTo(t, "text", render.Options{}, batch(unreadable())))
	if !strings.Contains(out, "未能检查") || strings.Contains(out, "未发现") || strings.Contains(out, "合计") {
		t.Errorf("an unreadable file reads like a checked one:\n%s", out)
	}
	out = string(renderTo(t, "text", render.Options{}, batch(report())))
	for _, want := range []string{"已废止 1 处", "法规库未收录 2 处（不等于不存在）", "第 3、5 行", "同名多件", "现为第 91 条", "自 2021-01-01 起"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// Every list of the contract is there and none is null.
func TestJSONHasNoNullList(t *testing.T) {
	var out struct {
		Schema  int
		Reports []map[string]json.RawMessage
	}
	if err := json.Unmarshal(renderTo(t, "json", render.Options{}, batch(&checker.Report{})), &out); err != nil {
		t.Fatal(err)
	}
	if out.Schema != 1 || len(out.Reports) != 1 {
		t.Fatalf("schema %d, %d reports", out.Schema, len(out.Reports))
	}
	for _, name := range []string{"notes", "citations", "findings", "results", "timeline"} {
		if got := string(out.Reports[0][name]); got != "[]" {
			t.Errorf("%s is %s, want []", name, got)
		}
	}
	for name, v := range out.Reports[0] {
		if bytes.Contains(v, []byte("null")) {
			t.Errorf("%s holds null: %s", name, v)
		}
	}
}

func TestByNameUnknown(t *testing.T) {
	_, err := render.ByName("pdf", render.Options{})
	var unknown *render.UnknownFormatError
	if !errors.As(err, &unknown) || unknown.Name != "pdf" {
		t.Errorf("ByName(pdf): %v", err)
	}
}

// A renderer that streams writes the first report before it asks for the second.
func TestJSONLinesStreams(t *testing.T) {
	r, err := render.ByName("jsonl", render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	b := batch()
	b.Reports = func(yield func(*checker.Report) bool) {
		if !yield(clean()) {
			return
		}
		if bytes.Count(buf.Bytes(), []byte("\n")) != 1 {
			t.Errorf("after the first report the output is %q", buf.String())
		}
		yield(unreadable())
	}
	if err := r.Render(&buf, b); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(buf.String(), "\n"); n != 2 {
		t.Errorf("%d lines, want 2", n)
	}
}

// What a rule rests on and what to do is written once, however often it speaks;
// another suggestion is written again.
func TestTextGivesAdviceOnce(t *testing.T) {
	r := report()
	again := r.Findings[2]
	other := again
	other.Suggestion = "另一种改法。"
	r.Findings = append(r.Findings, again, other)
	out := string(renderTo(t, "text", render.Options{}, batch(r)))
	if n := strings.Count(out, "依据和建议同第 2 项。"); n != 1 {
		t.Errorf("%d references to an earlier finding, want 1:\n%s", n, out)
	}
	if !strings.Contains(out, "另一种改法。") {
		t.Error("a new suggestion is not written")
	}
}
