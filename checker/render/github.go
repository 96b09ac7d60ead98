package render

import (
	"fmt"
	"io"
	"strings"

	"docreview/checker"
)

// githubRenderer writes workflow commands that GitHub shows as annotations at
// their lines. A finding that someone accepted, and a rule that could not
// decide, is a notice.
type githubRenderer struct{ Options }

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// Render writes each report as soon as it is ready.
func (g githubRenderer) Render(w io.Writer, b *Batch) error {
	for r := range b.Reports {
		var buf strings.Builder
		githubReport(&buf, b, r)
		if _, err := io.WriteString(w, buf.String()); err != nil {
			return err
		}
	}
	return nil
}

func githubReport(w *strings.Builder, b *Batch, r *checker.Report) {
	file := strings.ReplaceAll(r.File, `\`, "/")
	say := func(level, place, title, message string) {
		fmt.Fprintf(w, "::%s file=%s%s,title=%s::%s\n", level, githubProperty.Replace(file), place, githubProperty.Replace(clean(title)), githubData.Replace(message))
	}
	if r.Verdict == "unreadable" {
		say("error", "", "未能检查", clean(verdictWords(r)))
		return
	}
	lines := newLineTable(newExcerpts(r))
	for _, f := range r.Findings {
		level, title := sarifLevelName(f.Severity), joinKnown(" ", f.RuleID, b.title(f.RuleID))
		if level == "note" {
			level = "notice"
		}
		message := joinKnown("\n", clean(f.Message), label("建议：", clean(f.Suggestion)))
		for _, x := range f.Basis {
			message += "\n依据：" + clean(basis(x))
		}
		message = joinKnown("　", clean(f.At), message)
		if s := f.Suppressed; s != nil {
			level, title = "notice", title+"（已说明理由，不计入结论）"
			message += "\n" + clean(joinKnown("　", "理由："+s.Reason, label("确认人：", s.Person), label("至：", s.Until)))
		}
		say(level, githubPlace(f, lines), title, message+"\n编号："+f.ID)
	}
	for _, o := range []checker.Outcome{checker.Failed, checker.CannotTell} {
		level := "notice"
		if o == checker.Failed {
			level = "warning"
		}
		for _, u := range undecided(r, o) {
			say(level, "", outcomeName(o), u.reason+"\n"+clean(b.unsureNames(u)))
		}
	}
	rest := scopeWords(r.ReviewScope)
	if open, _ := openCitations(r); len(open) > 0 {
		rest = append(rest, "引用没有核实："+strings.Join(open, "、"))
	}
	if len(rest) > 0 {
		say("notice", "", "未检查的内容", strings.Join(rest, "\n"))
	}
}

// githubPlace gives line and column; GitHub takes columns on one line only.
func githubPlace(f checker.Finding, lines *lineTable) string {
	if f.Line <= 0 {
		return ""
	}
	if f.End <= f.Start {
		return fmt.Sprintf(",line=%d", f.Line)
	}
	line, column := lines.at(f.Start)
	endLine, endColumn := lines.end(f.Start, f.End)
	if line != endLine {
		return fmt.Sprintf(",line=%d,endLine=%d", line, endLine)
	}
	return fmt.Sprintf(",line=%d,col=%d,endColumn=%d", line, column, endColumn)
}
