package render

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"docreview/checker"
)

// textRenderer writes reports for people, at most Width columns wide.
type textRenderer struct {
	Options
}

func newText(o Options) textRenderer {
	if o.Width <= 0 {
		o.Width = 80
	}
	o.Width = min(max(o.Width, 40), 120)
	return textRenderer{o}
}

// Render writes one section a file and, for several files, a table at the end.
func (t textRenderer) Render(w io.Writer, b *Batch) error {
	var all []row
	for r := range b.Reports {
		var buf bytes.Buffer
		p := &printer{w: &buf, Options: t.Options, batch: b}
		if t.ShowText {
			p.showText(r, len(all) > 0)
		} else {
			if len(all) > 0 {
				p.line("")
			}
			p.report(r)
		}
		if _, err := w.Write(buf.Bytes()); err != nil {
			return err
		}
		all = append(all, newRow(r))
	}
	if t.ShowText || len(all) < 2 {
		return nil
	}
	var buf bytes.Buffer
	(&printer{w: &buf, Options: t.Options, batch: b}).summary(all)
	_, err := w.Write(buf.Bytes())
	return err
}

// Styles of text; only used when colour is on.
const (
	plain  = ""
	bold   = "1"
	red    = "31;1"
	yellow = "33;1"
	blue   = "36"
	faint  = "2"
)

// printer writes one report.
type printer struct {
	Options
	w     *bytes.Buffer
	batch *Batch
	given map[string]int // number of the finding that gave a basis and suggestion first
}

func (p *printer) line(s string) { p.w.WriteString(s); p.w.WriteByte('\n') }

// style wraps s in a colour when colour is on.
func (p *printer) style(code, s string) string {
	if !p.Color || code == plain || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// para writes s wrapped: the first line behind first, the others indented to
// the same column. Both are written as they are.
func (p *printer) para(first, s string) {
	indent := width(first)
	for i, l := range wrap(clean(s), p.Width-indent) {
		if i == 0 {
			p.line(first + l)
		} else {
			p.line(strings.Repeat(" ", indent) + l)
		}
	}
}

// fields writes the parts that are not empty, as many on a line as fit.
func (p *printer) fields(parts ...string) {
	line := ""
	for _, f := range parts {
		switch next := joinKnown("　", line, clean(f)); {
		case f == "":
		case line != "" && width(next) > p.Width:
			p.para("", line)
			line = clean(f)
		default:
			line = next
		}
	}
	if line != "" {
		p.para("", line)
	}
}

// heading writes a section heading drawn out to the full width.
func (p *printer) heading(code, s string) {
	p.line("")
	p.line(p.style(code, "── "+s+" ") + p.style(faint, strings.Repeat("─", max(p.Width-width(s)-4, 2))))
}

// showText writes the text as read and nothing else; several files get a
// heading each.
func (p *printer) showText(r *checker.Report, more bool) {
	if more {
		p.line("")
		p.line("==> " + clean(r.File) + " <==")
	}
	p.w.WriteString(r.Orig)
}

func (p *printer) report(r *checker.Report) {
	p.head(r)
	if r.Verdict == "unreadable" {
		p.para("结论：", p.verdict(r))
		return
	}
	counts := newRow(r)
	x := newExcerpts(r)
	n := 0
	for _, s := range []checker.Severity{checker.Error, checker.Warning, checker.Info} {
		if counts.severity[s] == 0 {
			continue
		}
		p.heading(severityStyle[s], fmt.Sprintf("%s %d 项", severityName[s], counts.severity[s]))
		first := true
		for _, f := range r.Findings {
			if f.Severity != s || f.Suppressed != nil {
				continue
			}
			if !first {
				p.line("")
			}
			first = false
			n++
			p.finding(n, f, x)
		}
	}
	p.ledger(r)
	p.unknown(r)
	p.suppressed(r)
	p.line("")
	p.line(strings.Repeat("─", p.Width))
	p.para("合计：", totals(counts))
}

var severityName = map[checker.Severity]string{checker.Error: "错误", checker.Warning: "警告", checker.Info: "提示"}

var severityStyle = map[checker.Severity]string{checker.Error: red, checker.Warning: yellow, checker.Info: blue}

var levelName = map[string]string{"central": "中央", "province": "省级", "city": "地市级", "county": "县级", "town": "乡镇街道"}

var stageName = map[string]string{"draft": "起草", "review": "送审", "issued": "已印发"}

// head says what was reviewed, on which day, for which place, and how it ended.
func (p *printer) head(r *checker.Report) {
	p.para("", p.batchFile(r))
	if r.Verdict == "unreadable" {
		return
	}
	d := r.Doc
	if d.Title == "" {
		p.para("标题：", "（没有认出标题）")
	} else {
		p.para("标题：", d.Title)
	}
	if d.Instrument != "" && d.Instrument != d.Title {
		p.para("所印发：", d.Instrument)
	}
	p.fields(label("文号：", d.Number), label("制定机关：", strings.Join(d.Issuers, "、")), label("成文：", d.Dated.String()),
		label("施行：", d.Effective.String()), label("有效期：", d.Validity), label("届满：", d.Expires.String()))
	p.fields(label("基准日：", r.AsOf.String()), "地区："+place(r.Profile), label("阶段：", stageName[r.Profile.Stage]),
		"规范性文件："+normativeName(d.Normative))
	if d.Normative != "yes" && len(d.Reasons) > 0 {
		p.para("　　　　", strings.Join(d.Reasons, "；"))
	}
	for _, n := range r.Notes {
		p.para("说明：", n)
	}
	p.para("结论：", p.verdict(r))
}

func (p *printer) batchFile(r *checker.Report) string {
	s := "文件：" + clean(r.File)
	if r.Format != "" {
		s += "（" + joinKnown("，", r.Format, r.Encoding) + "）"
	}
	return s
}

func place(p checker.Profile) string {
	if p.Name == "" {
		return "未识别，按全国通用口径"
	}
	if l := levelName[p.Level]; l != "" {
		return p.Name + "（" + l + "）"
	}
	return p.Name
}

func normativeName(s string) string {
	switch s {
	case "yes":
		return "是"
	case "no":
		return "否"
	}
	return "不能确定"
}

// verdict says in one sentence how the review ended. It never says that a
// document is in order, only that the rules that ran found nothing.
func (p *printer) verdict(r *checker.Report) string {
	c := newRow(r)
	unknown := c.outcome[checker.CannotTell] + c.outcome[checker.Failed]
	tail := c.accepted()
	if unknown > 0 {
		tail += fmt.Sprintf("；另有 %d 项无法判断，不等于没有问题", unknown)
	}
	switch {
	case r.Verdict == "unreadable":
		reason := r.Error
		if reason == "" {
			reason = "原因不明"
		}
		return "未能检查——" + reason
	case c.severity[checker.Error]+c.severity[checker.Warning]+c.severity[checker.Info] > 0:
		return "发现问题（" + c.severities() + "）" + tail
	case r.Verdict == "incomplete":
		return "未检查完整" + tail
	}
	none := "未发现问题"
	if c.suppressed > 0 {
		none = "未发现新的问题"
	}
	return fmt.Sprintf("在已检查的 %d 项中"+none, c.outcome[checker.Clean]+c.outcome[checker.Found]) + tail
}

// finding writes one finding: place, words in their line, message, basis, what
// to do.
func (p *printer) finding(n int, f checker.Finding, x *excerpts) {
	where := f.At
	if f.Line > 0 {
		where = joinKnown("　", where, fmt.Sprintf("第 %d 行第 %d 列", f.Line, f.Column))
		// A paragraph is a line: only pages and cells say more.
		if strings.ContainsAny(f.Place, "页表") {
			where += "（" + f.Place + "）"
		}
	} else if where == "" {
		where = "全文"
	}
	p.line(p.style(severityStyle[f.Severity], fmt.Sprintf("%d. %s", n, where)) + p.style(faint, "　"+f.RuleID))
	p.excerpt(x.at(f.Start, f.End))
	p.para("   ", f.Message)
	p.advice(n, f)
	for _, r := range f.Related {
		words := r.Message
		if r.Quote != "" {
			words = joinKnown("：", words, "“"+shorten(clean(r.Quote), 50)+"”")
		}
		if r.Line > 0 {
			words = fmt.Sprintf("第 %d 行　", r.Line) + words
		}
		p.para("   另见：", words)
	}
}

// advice writes basis and suggestion; those that an earlier finding of the rule
// has given already are not written again.
func (p *printer) advice(n int, f checker.Finding) {
	if len(f.Basis) == 0 && f.Suggestion == "" {
		return
	}
	key := fmt.Sprint(f.RuleID, f.Basis, f.Suggestion)
	if earlier := p.given[key]; earlier > 0 {
		p.para("   ", fmt.Sprintf("依据和建议同第 %d 项。", earlier))
		return
	}
	if p.given == nil {
		p.given = map[string]int{}
	}
	p.given[key] = n
	for i, b := range f.Basis {
		first := "   依据："
		if i > 0 {
			first = "         "
		}
		p.para(first, basis(b))
	}
	if f.Suggestion != "" {
		p.para("   建议：", f.Suggestion)
	}
}

func basis(b checker.Basis) string {
	s := b.Title
	if s != "" {
		s = "《" + s + "》"
	}
	if b.Number != "" {
		s += "（" + b.Number + "）"
	}
	s += b.At
	if b.Gist != "" {
		s = joinKnown("——", s, b.Gist)
	}
	if b.Unsure {
		s += "（依据未经核对）"
	}
	return s
}

// suppressed lists findings that someone accepted; they do not count.
func (p *printer) suppressed(r *checker.Report) {
	var some bool
	for _, f := range r.Findings {
		if f.Suppressed == nil {
			continue
		}
		if !some {
			p.heading(faint, fmt.Sprintf("已说明理由、不计入结论的问题 %d 项", newRow(r).suppressed))
			some = true
		}
		s := f.Suppressed
		var b bytes.Buffer
		q := &printer{w: &b, Options: p.Options}
		q.para("   ", joinKnown("　", f.RuleID, placeWords(f.At, f.Line, f.Column), f.Message))
		q.para("      ", joinKnown("　", label("原文：", shorten(clean(f.Quote), 50)), label("级别：", severityName[f.Severity])))
		q.para("      ", joinKnown("　", label("理由：", s.Reason), label("确认人：", s.Person), label("至：", s.Until)))
		for l := range strings.Lines(b.String()) {
			p.line(p.style(faint, strings.TrimSuffix(l, "\n")))
		}
	}
}

// unknown lists what was not checked and what could not be told, with what is
// needed. Rules that share a reason share an entry.
func (p *printer) unknown(r *checker.Report) {
	p.reasons(r, checker.Failed, "规则运行失败", "这些规则没有得出结论，请把下列信息报告给维护者")
	p.reasons(r, checker.CannotTell, "无法判断", "缺少材料或依据；不等于没有问题")
	s := r.ReviewScope
	if len(s.PagesWithoutText)+len(s.AnnexesMissing)+len(s.NotChecked) == 0 {
		return
	}
	p.heading(yellow, "未检查的内容")
	if len(s.PagesWithoutText) > 0 {
		pages := make([]string, len(s.PagesWithoutText))
		for i, n := range s.PagesWithoutText {
			pages[i] = fmt.Sprint(n)
		}
		p.para(" · ", "第 "+strings.Join(pages, "、")+" 页没有文字（可能是扫描件）")
	}
	for _, a := range s.AnnexesMissing {
		p.para(" · ", "文件提到但没有附上："+a)
	}
	for _, n := range s.NotChecked {
		p.para(" · ", n)
	}
}

func (p *printer) reasons(r *checker.Report, o checker.Outcome, name, meaning string) {
	us := undecided(r, o)
	count := 0
	for _, u := range us {
		count += len(u.rules)
	}
	if count == 0 {
		return
	}
	p.heading(yellow, fmt.Sprintf("%s %d 项", name, count))
	p.para("", "（"+meaning+"）")
	for _, u := range us {
		p.para(" · ", u.reason)
		p.para("   ", p.batch.unsureNames(u))
	}
}

// row counts the report of one file.
type row struct {
	file     string
	verdict  string
	severity map[checker.Severity]int
	outcome  map[checker.Outcome]int
	rules    int
	// suppressed counts the findings that someone accepted; severity does not.
	suppressed int
}

func newRow(r *checker.Report) row {
	c := row{file: r.File, verdict: r.Verdict, severity: map[checker.Severity]int{}, outcome: map[checker.Outcome]int{}, rules: len(r.Results)}
	for _, f := range r.Findings {
		if f.Suppressed == nil {
			c.severity[f.Severity]++
		} else {
			c.suppressed++
		}
	}
	for _, x := range r.Results {
		c.outcome[x.Outcome]++
	}
	return c
}

func (c row) severities() string {
	return fmt.Sprintf("错误 %d、警告 %d、提示 %d", c.severity[checker.Error], c.severity[checker.Warning], c.severity[checker.Info])
}

// accepted says how many findings someone accepted, "" for none.
func (c row) accepted() string {
	if c.suppressed == 0 {
		return ""
	}
	return fmt.Sprintf("；另有 %d 项已说明理由，不计入", c.suppressed)
}

// totals is the last line of a report: what was found and how every rule came out.
func totals(c row) string {
	return fmt.Sprintf("%s%s。规则 %d 条：有问题 %d、未发现 %d、不适用 %d、无法判断 %d、失败 %d",
		c.severities(), c.accepted(), c.rules, c.outcome[checker.Found], c.outcome[checker.Clean],
		c.outcome[checker.NotApplicable], c.outcome[checker.CannotTell], c.outcome[checker.Failed])
}

// summary is the table at the end of several files.
func (p *printer) summary(all []row) {
	p.line("")
	p.line(strings.Repeat("═", p.Width))
	unread := 0
	sum := row{severity: map[checker.Severity]int{}}
	for _, c := range all {
		words := c.severities()
		if n := c.outcome[checker.CannotTell] + c.outcome[checker.Failed]; n > 0 {
			words += fmt.Sprintf("、无法判断 %d", n)
		}
		if c.verdict == "unreadable" {
			unread++
			words = "未能检查"
		}
		for s, n := range c.severity {
			sum.severity[s] += n
		}
		sum.suppressed += c.suppressed
		words += c.accepted()
		p.para(" · ", c.file+"　"+words)
	}
	words := fmt.Sprintf("%d 个文件，%s%s", len(all), sum.severities(), sum.accepted())
	if unread > 0 {
		words += fmt.Sprintf("；其中 %d 个未能检查", unread)
	}
	p.para("合计：", words)
}

// label gives name+value, or "" when there is no value.
func label(name, value string) string {
	if value == "" {
		return ""
	}
	return name + value
}

// joinKnown joins the parts that are not empty.
func joinKnown(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), sep)
}
