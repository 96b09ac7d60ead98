package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"docreview/checker"
)

// junitRenderer writes JUnit XML: a test suite a file, a test case a rule. A
// rule that found something fails; one that could not decide, or was not asked,
// is skipped with its reason; one that broke is an error. Only a rule that
// looked and found nothing passes.
type junitRenderer struct{ Options }

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
	Out      string      `xml:"system-out,omitempty"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr,omitempty"`
	Time    string        `xml:"time,attr"`
	Failure *junitProblem `xml:"failure"`
	Error   *junitProblem `xml:"error"`
	Skipped *junitSkipped `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitProblem struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// Render writes one testsuites element.
func (j junitRenderer) Render(w io.Writer, b *Batch) error {
	all := junitSuites{Name: "docreview", Time: "0"}
	for r := range b.Reports {
		s := newJunitSuite(b, r)
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		all.Skipped += s.Skipped
		all.Suites = append(all.Suites, s)
	}
	var buf bytes.Buffer
	buf.WriteString(xml.Header)
	e := xml.NewEncoder(&buf)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	buf.WriteByte('\n')
	_, err := w.Write(buf.Bytes())
	return err
}

func newJunitSuite(b *Batch, r *checker.Report) junitSuite {
	s := junitSuite{Name: clean(r.File), Time: "0"}
	found := map[string][]checker.Finding{}
	for _, f := range r.Findings {
		found[f.RuleID] = append(found[f.RuleID], f)
	}
	add := func(c junitCase) {
		c.File, c.Time = s.Name, "0"
		s.Tests++
		switch {
		case c.Error != nil:
			s.Errors++
		case c.Failure != nil:
			s.Failures++
		case c.Skipped != nil:
			s.Skipped++
		}
		s.Cases = append(s.Cases, c)
	}
	if r.Verdict == "unreadable" {
		add(junitCase{Class: "docreview", Name: "读取文件", Error: &junitProblem{Message: clean(verdictWords(r)), Type: "unreadable"}})
		return s
	}
	for _, id := range ruleIDs([]*checker.Report{r}) {
		x := checker.Result{RuleID: id, Outcome: checker.Found}
		if i := slices.IndexFunc(r.Results, func(x checker.Result) bool { return x.RuleID == id }); i >= 0 {
			x = r.Results[i]
		}
		add(newJunitCase(b, x, found[id]))
	}
	var out []string
	for _, words := range scopeWords(r.ReviewScope) {
		out = append(out, "未检查："+words)
	}
	if open, _ := openCitations(r); len(open) > 0 {
		out = append(out, "引用没有核实："+strings.Join(open, "、"))
	}
	s.Out = strings.Join(out, "\n")
	return s
}

func newJunitCase(b *Batch, x checker.Result, found []checker.Finding) junitCase {
	c := junitCase{Class: group(x.RuleID), Name: joinKnown(" ", x.RuleID, clean(b.title(x.RuleID)))}
	reason := clean(x.Reason)
	var counts, accepted []string
	worst := checker.Info
	for _, f := range found {
		if f.Suppressed != nil {
			accepted = append(accepted, junitWords(f))
			continue
		}
		if len(counts) == 0 {
			c.Line = f.Line
		}
		worst = max(worst, f.Severity)
		counts = append(counts, junitWords(f))
	}
	switch {
	case x.Outcome == checker.Failed:
		c.Error = &junitProblem{Message: reason, Type: "failed", Text: strings.Join(counts, "\n\n")}
	case len(counts) > 0:
		c.Failure = &junitProblem{Message: junitFirst(found, len(counts)), Type: worst.String(), Text: "\n" + strings.Join(counts, "\n\n") + "\n"}
	case len(accepted) > 0:
		c.Skipped = &junitSkipped{"已说明理由，不计入结论"}
	case x.Outcome == checker.CannotTell:
		c.Skipped = &junitSkipped{joinKnown("：", "无法判断", reason)}
	case x.Outcome == checker.NotApplicable:
		c.Skipped = &junitSkipped{joinKnown("：", "不适用", reason)}
	}
	c.Out = strings.Join(accepted, "\n\n")
	return c
}

// junitFirst gives the first finding that counts and how many there are.
func junitFirst(found []checker.Finding, n int) string {
	for _, f := range found {
		if f.Suppressed != nil {
			continue
		}
		words := clean(joinKnown("　", placeWords(f.At, f.Line, f.Column), f.Message))
		if n > 1 {
			words += fmt.Sprintf("（共 %d 处）", n)
		}
		return words
	}
	return ""
}

// junitWords writes one finding for people.
func junitWords(f checker.Finding) string {
	lines := []string{
		fmt.Sprintf("[%s] %s　%s", severityName[f.Severity], clean(placeWords(f.At, f.Line, f.Column)), f.ID),
		label("原文：", shorten(clean(f.Quote), 200)), "问题：" + clean(f.Message),
	}
	for _, x := range f.Basis {
		lines = append(lines, "依据："+clean(basis(x)))
	}
	lines = append(lines, label("建议：", clean(f.Suggestion)))
	if s := f.Suppressed; s != nil {
		lines = append(lines, clean(joinKnown("　", "已说明理由："+s.Reason, label("确认人：", s.Person), label("至：", s.Until))))
	}
	return joinKnown("\n", lines...)
}
