package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker"
	"docreview/checker/render"
)

func gateCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:      "gate",
		Usage:     "送审前的关口：有问题就拦住，用三行话说明",
		ArgsUsage: "[选项] 文件|目录|- …",
		Description: "拦住：有错误；必经程序没有证明（起草阶段不看，送审阶段不看审核和审议）；有规则运行失败；有文件读不出。\n" +
			"配置文件里的 format、fail_on、strict 在这里不起作用。",
		Flags: append(append(sharedFlags(), reviewFlags()...),
			&cli.StringSliceFlag{Name: "format", Usage: "另外写一份报告，如 html=报告.html、sarif=报告.sarif（可重复）；不写等号和文件名的，代替三行话"},
			&cli.StringFlag{Name: "fail-on", Usage: "最低到哪一级问题就拦住：error（默认）、warning、info"},
		),
		Action: func(c *cli.Context) error {
			o, err := reviewOptions(c)
			if err != nil {
				return err
			}
			if o.failOn == "never" {
				return usagef("gate 的 --fail-on 可以写 error、warning、info。不想拦住的，用 docreview check。")
			}
			o.gate = &gate{options: o, verdicts: map[*checker.Report]gateVerdict{}}
			return e.check(c.Context, o)
		},
	}
}

// gate is the strict preset of a pre-submission gate, and the renderer of its
// few lines.
type gate struct {
	options  checkOptions
	verdicts map[*checker.Report]gateVerdict
}

// gateVerdict is what holds a document back.
type gateVerdict struct {
	findings []checker.Finding // at or above --fail-on, in order
	unproven []checker.Result  // required procedures that nothing proves
	failed   []checker.Result
	unread   bool // the document or a part of it could not be read
	other    int  // findings below --fail-on
	known    int  // findings that the baseline accepts
	left     int  // rules that a configuration leaves out
}

func (v gateVerdict) held() bool { return len(v.unproven)+len(v.failed) > 0 }

func (v gateVerdict) passes() bool { return !v.held() && !v.unread && len(v.findings) == 0 }

// later lists, by stage, the materials that come into being only after it: 合法性
// 审核 follows the submission, 集体审议 the review, 备案 the publication
// (国办发〔2018〕37号, 二（四）至（十）). A stage that is not known counts as review,
// since a gate stands before the review.
var later = map[string][]checker.MaterialKind{
	"":       {checker.LegalityReview, checker.Deliberation, checker.FilingReport},
	"review": {checker.LegalityReview, checker.Deliberation, checker.FilingReport},
	"issued": {checker.FilingReport},
}

// judge says what holds a document back and keeps it for Render.
func (g *gate) judge(r *checker.Report, s *settings) gateVerdict {
	v := gateVerdict{unread: r.Verdict == "unreadable" || len(r.ReviewScope.PagesWithoutText)+len(r.ReviewScope.Unread) > 0}
	if len(g.options.enable)+len(g.options.disable) == 0 {
		v.left = len(s.rules.left)
	}
	for _, f := range r.Findings {
		switch {
		case f.Suppressed != nil:
			v.known++
		case !s.never && f.Severity >= s.failOn:
			v.findings = append(v.findings, f)
		default:
			v.other++
		}
	}
	// The gravest first: it is the one that is shown.
	slices.SortStableFunc(v.findings, func(a, b checker.Finding) int { return int(b.Severity) - int(a.Severity) })
	for _, x := range r.Results {
		switch {
		case x.Outcome == checker.Failed:
			v.failed = append(v.failed, x)
		case x.Outcome == checker.CannotTell && x.Reason != checker.MajorUnknown && required(s.rules.rule(x.RuleID), s, r.Profile.Stage):
			v.unproven = append(v.unproven, x)
		}
	}
	g.verdicts[r] = v
	return v
}

// required reports whether a rule is about a step that must have been taken at
// this stage: one of the procedure whose breach is an error.
func required(r *checker.Rule, s *settings, stage string) bool {
	if r == nil || stage == "draft" || !names("PROC", r.ID) && !names("MDP", r.ID) {
		return false
	}
	level, ok := s.severity[r.ID]
	if !ok {
		level = r.Severity
	}
	after := func(m checker.MaterialKind) bool { return slices.Contains(later[stage], m) }
	return level == checker.Error && (len(r.Needs) == 0 || !slices.ContainsFunc(r.Needs, after))
}

// Render writes at most three lines a document and, where one is held back, how
// to see everything.
func (g *gate) Render(w io.Writer, b *render.Batch) error {
	held := "" // the first that is held back and has a report worth reading
	for r := range b.Reports {
		v := g.verdicts[r]
		if !v.passes() && r.Verdict != "unreadable" && held == "" {
			held = r.File
		}
		if _, err := io.WriteString(w, strings.Join(v.lines(r, b, len(g.options.dossiers) > 0), "\n")+"\n"); err != nil {
			return err
		}
	}
	if held == "" {
		return nil
	}
	_, err := fmt.Fprintf(w, "看完整报告：%s\n", g.fullReport(held))
	return err
}

// lines says for a drafter: what holds the document back, where, what to do.
// dossier: the papers that go with it were handed in.
func (v gateVerdict) lines(r *checker.Report, b *render.Batch, dossier bool) []string {
	file := line(r.File)
	if v.passes() {
		var more []string
		if v.other > 0 {
			more = append(more, fmt.Sprintf("另有 %d 项较轻的问题", v.other))
		}
		if v.known > 0 {
			more = append(more, fmt.Sprintf("基线内 %d 项不计", v.known))
		}
		if v.left > 0 {
			more = append(more, fmt.Sprintf("配置停用了 %d 条规则", v.left))
		}
		if len(more) == 0 {
			return []string{"通过　" + file}
		}
		return []string{"通过　" + file + "（" + strings.Join(more, "，") + "）"}
	}
	if r.Verdict == "unreadable" {
		return []string{"拦住　" + file + "：未能检查", "  在哪里：整个文件", "  怎么改：" + line(r.Error)}
	}
	var what []string
	add := func(n int, words string) {
		if n > 0 {
			what = append(what, fmt.Sprintf(words, n))
		}
	}
	errors := 0
	for _, f := range v.findings {
		if f.Severity == checker.Error {
			errors++
		}
	}
	add(errors, "错误 %d 项")
	add(len(v.findings)-errors, "较轻的问题 %d 项")
	add(len(v.unproven), "必经程序没有证明 %d 项")
	add(len(v.failed), "规则运行失败 %d 条")
	add(len(r.ReviewScope.PagesWithoutText), "没有文字的页 %d 页")
	add(len(r.ReviewScope.Unread), "没有读完整 %d 处")
	reason, where, fix := v.first(r, b, dossier)
	if len(what) == 1 {
		return []string{"拦住　" + file + "：" + what[0] + "——" + reason, "  在哪里：" + where, "  怎么改：" + fix}
	}
	return []string{"拦住　" + file + "：" + strings.Join(what, "，") + "。先看这一项：" + reason, "  在哪里：" + where, "  怎么改：" + fix}
}

// first tells the gravest thing: what it is, where, what to do.
func (v gateVerdict) first(r *checker.Report, b *render.Batch, dossier bool) (reason, where, fix string) {
	switch {
	case len(v.findings) > 0:
		f := v.findings[0]
		where = f.At
		if f.Line > 0 {
			where = strings.TrimSpace(where + fmt.Sprintf("　第 %d 行第 %d 列", f.Line, f.Column))
		}
		if f.Quote != "" {
			where += "“" + clipped(line(f.Quote), 40) + "”"
		}
		if where == "" {
			where = "全文"
		}
		return line(f.Message) + "（" + f.RuleID + "）", where, line(f.Suggestion)
	case len(v.unproven) > 0:
		var steps []string
		for _, x := range v.unproven {
			steps = append(steps, x.RuleID+" "+line(b.RuleTitle(x.RuleID)))
		}
		where, fix = v.papers(b, dossier)
		return joinShort(steps, 3), where, fix + "；还在起草、没有走到这一步的，加 --stage draft"
	case len(v.failed) > 0:
		return line(v.failed[0].Reason) + "（" + v.failed[0].RuleID + "）", "不是文件的问题", "请把文件和完整报告交给维护者"
	}
	if len(r.ReviewScope.PagesWithoutText) == 0 && len(r.ReviewScope.Unread) > 0 {
		return line(r.ReviewScope.Unread[0]), "整个文件", "换成完整的文件再送"
	}
	return "可能是扫描件，没有检查完整", fmt.Sprintf("第 %d 页等", r.ReviewScope.PagesWithoutText[0]), "换成有文字的文件再送"
}

// papers says which papers would prove what is not proved, and what to do.
func (v gateVerdict) papers(b *render.Batch, dossier bool) (where, fix string) {
	var missing, silent []string // silent: it is there and does not prove the step
	for _, x := range v.unproven {
		r := b.Rule(x.RuleID)
		if r == nil {
			continue
		}
		for _, m := range r.Needs {
			list := &missing
			if strings.Contains(x.Reason, "材料包里有") && strings.Contains(x.Reason, string(m)+"（") {
				list = &silent
			}
			if !slices.Contains(*list, string(m)) {
				*list = append(*list, string(m))
			}
		}
	}
	where, fix = "正文看不出来", "材料放进一个目录，用 --dossier 目录 一起检查"
	if dossier {
		where, fix = "正文和材料包看不出来", "补齐材料包"
	}
	if len(missing) > 0 {
		where += "，要看材料：" + strings.Join(missing, "、")
	}
	if len(silent) > 0 {
		where += "；材料包里有" + strings.Join(silent, "、") + "，但内容不能证明"
		fix += "；有材料而不能证明的，看完整报告改正"
	}
	return where, fix
}

// fullReport is the command that shows everything about a file.
func (g *gate) fullReport(file string) string {
	s := "docreview check"
	o := g.options
	for _, x := range []struct{ name, value string }{{"as-of", o.asOf}, {"corpus", o.corpus}, {"profile", o.profile}, {"stage", o.stage}, {"baseline", o.baseline}, {"calendar", o.calendar}} {
		if x.value != "" {
			s += " --" + x.name + " " + shellWord(x.value)
		}
	}
	for _, dir := range o.rules {
		s += " --rules " + shellWord(dir)
	}
	for _, path := range o.dossiers {
		s += " --dossier " + shellWord(path)
	}
	return s + " --format html=报告.html " + shellWord(file)
}

// shellWord quotes s where a shell would take it apart.
func shellWord(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n\"'`$&|;<>()*?[]{}~#!\\") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// line puts s on one line and drops what would move the cursor.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
}

// clipped cuts s to n characters.
func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// outputsFor reads --format for check and gate. A gate tells its lines on
// standard output unless another format goes there.
func (e *env) outputsFor(o checkOptions, c *config) ([]output, error) {
	formats := first2(o.formats, c.Format)
	if o.gate != nil {
		formats = o.formats
	}
	how := o.letter.or(c)
	if !slices.ContainsFunc(formats, func(v string) bool { return v == "opinion" || strings.HasPrefix(v, "opinion=") }) {
		if o.letter.template != "" {
			return nil, usagef("--template 要同 --format opinion=文件 一起用。")
		}
		how.template = "" // of a configuration, and no letter is asked for
	}
	opt, err := how.options(formats)
	if err != nil {
		return nil, err
	}
	opt.ShowText = o.showText
	if o.gate == nil {
		return e.outputs(formats, opt)
	}
	var out []output
	if len(formats) > 0 {
		if out, err = e.outputs(formats, opt); err != nil {
			return nil, err
		}
	}
	if !slices.ContainsFunc(out, func(x output) bool { return x.path == "" }) {
		out = append(out, output{format: "gate", render: o.gate})
	}
	return out, nil
}
