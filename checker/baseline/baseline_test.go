package baseline_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/baseline"
	"docreview/checker/source"
	"docreview/corpus/law"
)

var today = law.Date{Year: 2026, Month: 11, Day: 22}

// rep is a report with one finding a rule given, found at a place of its own.
// Rules after "|" ran and found nothing, those after "?" could not tell.
func rep(rules string) *checker.Report {
	found, rest, _ := strings.Cut(rules, "|")
	clean, unsure, _ := strings.Cut(rest, "?")
	r := &checker.Report{File: "a.txt", Verdict: "findings", AsOf: today}
	for i, id := range strings.Fields(found) {
		r.Findings = append(r.Findings, checker.Finding{ID: id + "-0123456789ab", RuleID: id, Severity: checker.Error, At: "第三条",
			Span: source.Span{Start: 10 + i, End: 11 + i}, Quote: "处五百元\n罚款"})
		r.Results = append(r.Results, checker.Result{RuleID: id, Outcome: checker.Found})
	}
	for _, id := range strings.Fields(clean) {
		r.Results = append(r.Results, checker.Result{RuleID: id})
	}
	for _, id := range strings.Fields(unsure) {
		r.Results = append(r.Results, checker.Result{RuleID: id, Outcome: checker.CannotTell})
	}
	if len(r.Findings) == 0 {
		r.Verdict = "clean"
	}
	return r
}

// list is a baseline file with lines of «document rule [until]».
func list(t *testing.T, lines ...string) *baseline.Baseline {
	t.Helper()
	s := "baseline: 1\ndocuments:\n"
	last := ""
	for _, l := range lines {
		f := strings.Fields(l)
		if f[0] != last {
			s += fmt.Sprintf("  %q:\n", f[0])
			last = f[0]
		}
		s += fmt.Sprintf("    %s-0123456789ab: {rule: %s, reason: 已经批准, person: 张三", f[1], f[1])
		if len(f) > 2 {
			s += ", until: " + f[2]
		}
		s += "}\n"
	}
	b, err := baseline.Parse([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// told says how a report came out: rule, with = when suppressed.
func told(r *checker.Report) string {
	var out []string
	for _, f := range r.Findings {
		s := f.RuleID
		if f.Suppressed != nil {
			s += "="
		}
		out = append(out, s)
	}
	return r.Verdict + ": " + strings.Join(out, " ")
}

func TestApply(t *testing.T) {
	for _, tt := range []struct {
		name, rules string
		entries     []string
		alone       bool
		want        string
	}{
		{"nothing", "SETS-001", nil, true, "findings: SETS-001"},
		{"suppressed", "SETS-001", []string{"a.txt SETS-001"}, true, "clean: SETS-001="},
		{"one of two", "CITE-001 SETS-001", []string{"a.txt SETS-001"}, true, "findings: CITE-001 SETS-001="},
		{"last day", "SETS-001", []string{"a.txt SETS-001 2026-11-22"}, true, "clean: SETS-001="},
		{"day after", "SETS-001", []string{"a.txt SETS-001 2026-11-21"}, true, "findings: BASE-001 SETS-001"},
		{"ended and gone", "|SETS-001", []string{"a.txt SETS-001 2026-11-21"}, true, "findings: BASE-001"},
		{"gone", "|SETS-001", []string{"a.txt SETS-001"}, true, "findings: BASE-002"},
		{"rule left out", "|CITE-001", []string{"a.txt SETS-001"}, true, "clean: "},
		{"rule cannot tell", "|?SETS-001", []string{"a.txt SETS-001"}, true, "clean: "},
		{"no such rule", "|CITE-001", []string{"a.txt OLD-001"}, true, "findings: BASE-002"},
		{"another document", "SETS-001", []string{"b.txt SETS-001"}, true, "findings: SETS-001"},
		{"any document", "SETS-001", []string{"* SETS-001"}, false, "clean: SETS-001="},
		{"any document, gone, alone", "|SETS-001", []string{"* SETS-001"}, true, "findings: BASE-002"},
		{"any document, gone here", "|SETS-001", []string{"* SETS-001"}, false, "clean: "},
		{"any document, ended, used", "SETS-001", []string{"* SETS-001 2020-01-01"}, false, "findings: BASE-001 SETS-001"},
		{"any document, ended, not used", "|SETS-001", []string{"* SETS-001 2020-01-01"}, false, "clean: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := rep(tt.rules)
			list(t, tt.entries...).Apply(r, baseline.Use{Document: "a.txt", Alone: tt.alone, Known: func(id string) bool { return id != "OLD-001" }})
			if got := told(r); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			// Every finding has its row, and rows stay in order.
			last := ""
			for _, x := range r.Results {
				if x.RuleID <= last {
					t.Errorf("row %s behind %s", x.RuleID, last)
				}
				last = x.RuleID
				if baseline.IsRule(x.RuleID) != strings.HasPrefix(x.RuleID, "BASE") {
					t.Errorf("IsRule(%s)", x.RuleID)
				}
			}
			for _, f := range r.Findings {
				if f.Suppressed != nil && (f.Suppressed.Reason != "已经批准" || f.Suppressed.Person != "张三") {
					t.Errorf("%+v", f.Suppressed)
				}
				if baseline.IsRule(f.RuleID) && f.Suggestion == "" {
					t.Errorf("%s says nothing to do", f.RuleID)
				}
			}
		})
	}
}

// An unreadable or broken run is never made clean by a list.
func TestApplyKeepsVerdict(t *testing.T) {
	for _, verdict := range []string{"unreadable", "incomplete"} {
		r := rep("SETS-001")
		r.Verdict = verdict
		list(t, "a.txt SETS-001").Apply(r, baseline.Use{Document: "a.txt", Alone: true})
		if r.Verdict != verdict {
			t.Errorf("%s became %s", verdict, r.Verdict)
		}
	}
}

// What is written is read again as it was, whatever the words.
func TestWriteAndParse(t *testing.T) {
	for _, quote := range []string{"", "处五百元", "a: b # c", "\"", "\\", "- x", "null", "12", "2020-01-01", "\u0085\u2028\ufeff\x00\t", "‘’“”", "～!@%&*|>", "y", "{a}"} {
		r := rep("SETS-001 CITE-001")
		r.Findings[0].At = quote
		b := baseline.New()
		for _, doc := range []string{"送审稿/办法.docx", "a b: c.txt", "-", "*.txt", "12", "null"} {
			b.Record(r, doc, nil)
		}
		var out, again bytes.Buffer
		if err := b.Write(&out); err != nil {
			t.Fatal(err)
		}
		got, err := baseline.Parse(out.Bytes())
		if err != nil {
			t.Fatalf("%q: %v\n%s", quote, err, &out)
		}
		if !reflect.DeepEqual(got, b) {
			t.Errorf("%q: read back differently:\n%s", quote, &out)
		}
		if err := got.Write(&again); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Errorf("%q: other bytes: %v", quote, err)
		}
	}
	var empty bytes.Buffer
	if err := baseline.New().Write(&empty); err != nil {
		t.Fatal(err)
	}
	if b, err := baseline.Parse(empty.Bytes()); err != nil || b.Len() != 0 {
		t.Errorf("%v, %v", b, err)
	}
}

// A run that is written as a baseline is silent under it.
func TestRecordedIsSuppressed(t *testing.T) {
	b := baseline.New()
	b.Record(rep("CITE-001 SETS-001"), "a.txt", nil)
	r := rep("CITE-001 SETS-001")
	b.Apply(r, baseline.Use{Document: "a.txt", Alone: true})
	if got := told(r); got != "clean: CITE-001= SETS-001=" {
		t.Error(got)
	}
	if s := r.Findings[0].Suppressed; s.Reason != baseline.FirstReason {
		t.Errorf("%+v", s)
	}
	if e := b.Entries("a.txt")[0]; e.Quote != "处五百元 罚款" || e.At != "第三条" {
		t.Errorf("%+v", e)
	}
}

// Writing again keeps what people wrote and prolongs nothing; what is gone goes,
// what could not be told stays.
func TestRecordAgain(t *testing.T) {
	prev := list(t, "* RIGHT-001", "a.txt CITE-001 2020-01-01", "a.txt FORM-001", "a.txt ORG-001", "a.txt SETS-001 2030-01-01", "gone.txt SETS-001", "other.txt SETS-001")
	r := rep("CITE-001 COMP-001 RIGHT-001 SETS-001|FORM-001?ORG-001")
	prev.Apply(r, baseline.Use{Document: "a.txt"})
	next := baseline.New()
	next.Record(r, "a.txt", prev)
	next.Keep(prev, func(d string) bool { return d == "other.txt" })
	var got []string
	for _, d := range next.Documents() {
		for _, e := range next.Entries(d) {
			got = append(got, strings.Join([]string{d, e.Rule, e.Reason, e.Until.String()}, " "))
		}
	}
	want := []string{"* RIGHT-001 已经批准 ", "a.txt CITE-001 已经批准 2020-01-01", "a.txt COMP-001 基线 ", "a.txt ORG-001 已经批准 ",
		"a.txt SETS-001 已经批准 2030-01-01", "other.txt SETS-001 已经批准 "}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// A document that could not be read keeps everything.
	next = baseline.New()
	next.Record(&checker.Report{Verdict: "unreadable"}, "a.txt", prev)
	if n := len(next.Entries("a.txt")); n != 4 {
		t.Errorf("%d entries of an unreadable document, want 4", n)
	}
	// Reasons of another list come along.
	next = baseline.New()
	next.Record(r, "x/a.txt", nil)
	if e := next.Entries("x/a.txt")[3]; e.Rule != "SETS-001" || e.Person != "张三" || e.Until.String() != "2030-01-01" {
		t.Errorf("%+v", e)
	}
}

func TestParseErrors(t *testing.T) {
	head := "baseline: 1\ndocuments:\n  a.txt:\n"
	for _, tt := range []struct{ in, want string }{
		{"documents: {}\n", "1:1: 缺少 baseline"},
		{"baseline: 2\n", "1:11: 不认识"},
		{"baseline: 1\nentries: {}\n", "2:1: 没有 entries"},
		{"- a\n", "1:1: 这里应当"},
		{"baseline: 1\nbaseline: 1\n", "2:1: baseline 写了两次"},
		{head + "    X-1: 3\n", "4:10: 这里应当"},
		{head + "    SETS-001-a: {rule: SETS-001}\n", "4:5: SETS-001-a 缺少 reason"},
		{head + "    SETS-001-a: {rule: SETS-001, reason: ' '}\n", "4:5: SETS-001-a 缺少 reason"},
		{head + "    SETS-001-a: {reason: 好}\n", "4:5: SETS-001-a 缺少 rule"},
		{head + "    SETS-001-a: {rule: SETS-002, reason: 好}\n", "4:5: 问题编号 SETS-001-a 不属于规则 SETS-002"},
		{head + "    SETS-001-a:\n      rule: SETS-001\n      reason: 好\n      until: 明年\n", "7:14: 期限“明年”不是日期"},
		{head + "    SETS-001-a:\n      rule: SETS-001\n      reason: 好\n      until: 2026-02-30\n", "7:14: "},
		{head + "    SETS-001-a:\n      rule: SETS-001\n      reason: 好\n      until: 2026-02\n", "7:14: "},
		{head + "    SETS-001-a:\n      rule: SETS-001\n      owner: 好\n", "6:7: 没有 owner"},
		{head + "    SETS-001-a:\n      rule: SETS-001\n      reason: [好]\n", "6:15: reason 的值"},
		{head + "    SETS-001-a: &x {rule: SETS-001, reason: 好}\n    SETS-001-b: *x\n", "5:17: 基线文件里不用引用"},
		{head + "    SETS-001-a: {rule: SETS-001, reason: 好}\n    SETS-001-a: {rule: SETS-001, reason: 好}\n", "5:5: SETS-001-a 写了两次"},
		{"a: b: c\n", "1:1: 不是正确的 YAML"},
		{"baseline: 1\ndocuments: {\n", "2:1: 不是正确的 YAML"},
	} {
		_, err := baseline.Parse([]byte(tt.in))
		var format *baseline.FormatError
		if !errors.As(err, &format) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%q: %v; want %s", tt.in, err, tt.want)
		}
	}
	for _, in := range []string{"", "# nothing\n", "baseline: 1\n", "baseline: 1\ndocuments:\n", "baseline: 1\ndocuments:\n  a.txt:\n"} {
		if b, err := baseline.Parse([]byte(in)); err != nil || b.Len() != 0 {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// A list of an office with 10,000 old findings.
func BenchmarkParse(b *testing.B) {
	list := baseline.New()
	for i := range 1000 {
		r := &checker.Report{Verdict: "findings"}
		for j := range 10 {
			r.Findings = append(r.Findings, checker.Finding{ID: fmt.Sprintf("SETS-005-%012x", j), RuleID: "SETS-005", At: "第十二条第二款", Quote: "处五百元以上二千元以下罚款"})
		}
		list.Record(r, fmt.Sprintf("文件/%04d.docx", i), nil)
	}
	var out bytes.Buffer
	if err := list.Write(&out); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(out.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := baseline.Parse(out.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
