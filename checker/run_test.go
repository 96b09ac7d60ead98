package checker_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/checkertest"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

var today = law.Date{Year: 2026, Month: 11, Day: 22}

const notice = `云岭县人民政府关于加强道路停车管理的通知
云政发〔2024〕3号
各乡镇人民政府，县政府各部门：
一、停车泊位由县公安局会同县住房和城乡建设局划定。
二、任何单位和个人不得擅自占用停车泊位，不得擅自占用盲道。
三、本通知自2024年5月1日起施行，有效期五年。
云岭县人民政府
2024年3月8日
`

// at finds the n-th occurrence of words in the document.
func at(d *document.Document, words string, n int) source.Span {
	from := 0
	for {
		i := strings.Index(d.Text.Norm[from:], words)
		if i < 0 {
			panic(words + " is not in the text")
		}
		if n--; n == 0 {
			return source.Span{Start: from + i, End: from + i + len(words)}
		}
		from += i + len(words)
	}
}

func rule(id string, sev checker.Severity, check checker.Check) *checker.Rule {
	return &checker.Rule{ID: id, Severity: sev, Basis: []checker.Basis{{Title: "云岭县立规办法", Gist: "依据"}}, Check: check}
}

func finds(words string, n int) checker.Check {
	return func(_ context.Context, p *checker.Pass) error {
		p.Reportf(at(p.Doc, words, n), "“%s”", words)
		return nil
	}
}

func run(t *testing.T, d *document.Document, opt checker.Options, rules ...*checker.Rule) *checker.Report {
	t.Helper()
	if opt.AsOf.IsZero() {
		opt.AsOf = today
	}
	rep, err := checker.Run(t.Context(), d, rules, opt)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// TestOutcomes: what goes wrong is told apart, and none of it is ever clean.
func TestOutcomes(t *testing.T) {
	d := checkertest.Document(t, notice)
	needs := func(r *checker.Rule) *checker.Rule {
		r.Needs = []checker.MaterialKind{checker.LegalityReview}
		return r
	}
	cites := func(r *checker.Rule) *checker.Rule { r.Cites = true; return r }
	silent := func(context.Context, *checker.Pass) error { return nil }
	broken := &checkertest.Corpus{Err: fmt.Errorf("shard 370000: %w", checker.ErrIncomplete)}
	for _, tt := range []struct {
		name   string
		rule   *checker.Rule
		opt    checker.Options
		want   checker.Outcome
		reason string
		found  int
	}{
		{"silent", rule("AAA-001", checker.Error, silent), checker.Options{}, checker.Clean, "", 0},
		{"found", rule("AAA-001", checker.Error, finds("停车泊位", 1)), checker.Options{}, checker.Found, "", 1},
		{"panics", rule("AAA-001", checker.Error, func(context.Context, *checker.Pass) error { panic("boom") }), checker.Options{}, checker.Failed, "boom", 0},
		{"panics after a finding", rule("AAA-001", checker.Error, func(_ context.Context, p *checker.Pass) error {
			p.Reportf(at(p.Doc, "盲道", 1), "x")
			panic("boom")
		}), checker.Options{}, checker.Failed, "boom", 0},
		{"errs", rule("AAA-001", checker.Error, func(context.Context, *checker.Pass) error { return errors.New("no disk") }), checker.Options{}, checker.Failed, "no disk", 0},
		{"corpus in part, told by the check", rule("AAA-001", checker.Error, func(context.Context, *checker.Pass) error { return checker.ErrIncomplete }), checker.Options{}, checker.CannotTell, "一部分", 0},
		{"corpus in part, rule rests on citations", cites(rule("AAA-001", checker.Error, silent)), checker.Options{Corpus: broken}, checker.CannotTell, "没有完整答复", 0},
		{"corpus in part, rule does not", rule("AAA-001", checker.Error, silent), checker.Options{Corpus: broken}, checker.Clean, "", 0},
		{"says that it cannot tell", rule("AAA-001", checker.Error, func(_ context.Context, p *checker.Pass) error { p.CannotTell("没有参数"); return nil }), checker.Options{}, checker.CannotTell, "没有参数", 0},
		{"material missing", needs(rule("AAA-001", checker.Error, silent)), checker.Options{}, checker.CannotTell, "合法性审核意见", 0},
		{"material missing, but the text shows it", needs(rule("AAA-001", checker.Error, finds("停车泊位", 1))), checker.Options{}, checker.Found, "", 1},
		{"material at hand", needs(rule("AAA-001", checker.Error, silent)), checker.Options{Have: map[checker.MaterialKind]bool{checker.LegalityReview: true}}, checker.Clean, "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := tt.opt.Corpus
			text := d
			if c != nil {
				text = checkertest.Document(t, strings.Replace(notice, "任何单位", "依照《云岭县立规办法》，任何单位", 1))
			}
			rep := run(t, text, tt.opt, tt.rule)
			if got := rep.Results[0]; got.Outcome != tt.want || !strings.Contains(got.Reason, tt.reason) {
				t.Errorf("outcome %s (%s), want %s (%s)", got.Outcome, got.Reason, tt.want, tt.reason)
			}
			if len(rep.Findings) != tt.found {
				t.Errorf("%d findings, want %d", len(rep.Findings), tt.found)
			}
			if c != nil && (rep.Verdict != "incomplete" || !rep.CorpusPartly || len(rep.ReviewScope.NotChecked) == 0) {
				t.Errorf("verdict %s of a run whose corpus answered in part", rep.Verdict)
			}
			if tt.want == checker.Failed && rep.Verdict != "incomplete" {
				t.Errorf("verdict %s of a run in which a rule failed", rep.Verdict)
			}
		})
	}
}

func TestRefusesNoDay(t *testing.T) {
	if _, err := checker.Run(t.Context(), checkertest.Document(t, notice), nil, checker.Options{}); err == nil {
		t.Error("ran without an as-of day")
	}
}

// TestFindings: places, paths, ids and order; a basis that is unsure carries no
// error; what lies inside another finding of the same rule is dropped.
func TestFindings(t *testing.T) {
	d := checkertest.Document(t, notice)
	unsure := rule("BBB-001", checker.Error, finds("有效期五年", 1))
	unsure.Basis[0].Unsure = true
	both := rule("AAA-001", checker.Error, func(_ context.Context, p *checker.Pass) error {
		p.Reportf(at(p.Doc, "不得擅自占用", 2), "第二处")
		p.Reportf(at(p.Doc, "不得擅自占用", 1), "第一处")
		p.Reportf(at(p.Doc, "擅自", 1), "在第一处以内")
		return nil
	})
	rep := run(t, d, checker.Options{}, unsure, both)
	var got []string
	for _, f := range rep.Findings {
		got = append(got, fmt.Sprintf("%s %s %d:%d %s %s %s", f.RuleID, f.Severity, f.Line, f.Column, f.At, f.Quote, f.Message))
	}
	want := []string{
		"AAA-001 error 5 不得擅自占用 第一处",
		"AAA-001 error 5 不得擅自占用 第二处",
		"BBB-001 warning 6 有效期五年 “有效期五年”",
	}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	lines := strings.Split(notice, "\n")
	for i, f := range rep.Findings {
		short := fmt.Sprintf("%s %s %d %s %s", f.RuleID, f.Severity, f.Line, f.Quote, f.Message)
		if short != want[i] {
			t.Errorf("finding %d: %s, want %s", i, short, want[i])
		}
		if runes := []rune(lines[f.Line-1]); string(runes[f.Column-1:f.Column-1+len([]rune(f.Quote))]) != f.Quote {
			t.Errorf("finding %d: the words at %d:%d are not %s", i, f.Line, f.Column, f.Quote)
		}
		if runes := []rune(notice); string(runes[f.Start:f.End]) != f.Quote {
			t.Errorf("finding %d: the words at %d–%d are not %s", i, f.Start, f.End, f.Quote)
		}
		if f.At == "" {
			t.Errorf("finding %d has no place", i)
		}
	}
	if a, b := rep.Findings[0].ID, rep.Findings[1].ID; a == b {
		t.Errorf("two findings share the id %s", a)
	}
	// An id survives a change elsewhere in the document.
	moved := checkertest.Document(t, strings.Replace(notice, "会同县住房", "会同县城市管理局、县住房", 1))
	if again := run(t, moved, checker.Options{}, both); again.Findings[0].ID != rep.Findings[0].ID {
		t.Errorf("id changed from %s to %s", rep.Findings[0].ID, again.Findings[0].ID)
	}
}

// TestWorkers: the report does not depend on the number of workers.
func TestWorkers(t *testing.T) {
	d := checkertest.Document(t, notice)
	var rules []*checker.Rule
	for i := range 40 {
		words := []string{"停车泊位", "县", "擅自", "不得"}[i%4]
		rules = append(rules, rule(fmt.Sprintf("AAA-%03d", (i*17)%40), checker.Severity(i%3), finds(words, 1+i%2)))
	}
	one := run(t, d, checker.Options{Workers: 1}, rules...)
	for range 20 {
		if eight := run(t, d, checker.Options{Workers: 8}, rules...); !reflect.DeepEqual(one, eight) {
			t.Fatal("reports of one and of eight workers differ")
		}
	}
}

// TestApplies: a rule that does not speak to a document says why.
func TestApplies(t *testing.T) {
	d := checkertest.Document(t, notice)
	held := &checkertest.Corpus{Works: []*law.Regulation{{ID: "r", Title: "云岭县人民政府关于加强道路停车管理的通知", Level: law.LevelLocalGovRule, Issuer: "云岭县人民政府"}}}
	other := &checkertest.Corpus{Works: []*law.Regulation{{ID: "r", Title: "云岭县人民政府关于加强道路停车管理的通知", Level: law.LevelLocalGovRule, Issuer: "青河市人民政府"}}}
	for _, tt := range []struct {
		name string
		a    checker.Applicability
		opt  checker.Options
		ok   bool
	}{
		{"asks nothing", checker.Applicability{}, checker.Options{}, true},
		{"normative", checker.Applicability{Normative: true}, checker.Options{}, true},
		{"known as a rule of this organ", checker.Applicability{Normative: true}, checker.Options{Corpus: held}, false},
		{"known as a rule of another organ", checker.Applicability{Normative: true}, checker.Options{Corpus: other}, true},
		{"before its day", checker.Applicability{From: law.Date{Year: 2027, Month: 1, Day: 1}}, checker.Options{}, false},
		{"on its last day", checker.Applicability{To: today}, checker.Options{}, false},
		{"its first day", checker.Applicability{From: today}, checker.Options{}, true},
		{"other kind", checker.Applicability{Kinds: []string{"办法"}}, checker.Options{}, false},
		{"excluded kind", checker.Applicability{NotKinds: []string{"通知"}}, checker.Options{}, false},
		{"other stage", checker.Applicability{Stages: []string{"draft"}}, checker.Options{Profile: checker.Profile{Stage: "issued"}}, false},
		{"stage not known", checker.Applicability{Stages: []string{"draft"}}, checker.Options{}, true},
		{"other level", checker.Applicability{Levels: []string{"city"}}, checker.Options{Profile: checker.Profile{Level: "county"}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := rule("AAA-001", checker.Error, finds("停车泊位", 1))
			r.Applies = tt.a
			got := run(t, d, tt.opt, r).Results[0]
			if (got.Outcome == checker.Found) != tt.ok || !tt.ok && (got.Outcome != checker.NotApplicable || got.Reason == "") {
				t.Errorf("outcome %s (%s), want it to apply: %t", got.Outcome, got.Reason, tt.ok)
			}
		})
	}
}

func TestExpires(t *testing.T) {
	rep := run(t, checkertest.Document(t, notice), checker.Options{})
	if got := rep.Doc.Effective.String() + " " + rep.Doc.Expires.String(); got != "2024-05-01 2029-04-30" {
		t.Errorf("effective and last day %s, want 2024-05-01 2029-04-30", got)
	}
}
