package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/rules"
)

func whyNotCommand(e *env) *cli.Command {
	return &cli.Command{
		Name: "why-not", Usage: "说明一条规则为什么没有指出某个文件的问题", ArgsUsage: "[选项] 规则编号 文件|-",
		Description: "依次写明：规则适不适用，找哪些词，文件里有没有，有这些词的句子怎么读，在哪一步停下。",
		Flags: append(sharedFlags(),
			&cli.StringSliceFlag{Name: "dossier", Usage: "送审材料包：目录或者 zip 压缩包（可重复）"},
			&cli.BoolFlag{Name: "allow-classified", Usage: "文件首部标有密级的也看；默认拒绝，退出码为 4"},
			&cli.BoolFlag{Name: "all", Usage: "列出全部有触发词的句子；默认只列停在例外上的和前几句"}),
		Action: func(c *cli.Context) error {
			if err := noFlagsBehind(c); err != nil {
				return err
			}
			if c.NArg() != 2 {
				return usagef("请写明一条规则的编号和一个文件，例如 docreview why-not SETS-005 办法.docx。")
			}
			o := checkOptions{
				files: c.Args().Slice()[1:], asOf: c.String("as-of"), corpus: c.String("corpus"), profile: c.String("profile"), stage: c.String("stage"),
				rules: c.StringSlice("rules"), enable: c.StringSlice("enable"), disable: c.StringSlice("disable"), severity: c.StringSlice("severity"),
				dossiers: c.StringSlice("dossier"), classified: c.Bool("allow-classified"), ocr: c.String("ocr"),
			}
			return e.whyNot(c.Context, strings.ToUpper(c.Args().First()), o, c.Bool("all"))
		},
	}
}

// whyNot reviews one file with one rule and tells its way.
func (e *env) whyNot(ctx context.Context, id string, o checkOptions, all bool) error {
	plan := newPlanner(e, o)
	recognise, err := e.recogniser(ctx, o.ocr)
	if err != nil {
		return err
	}
	inputs, _ := e.collect(o.files)
	if len(inputs) != 1 {
		return usagef("why-not 一次看一个文件，%s 里有 %d 个。", o.files[0], len(inputs))
	}
	inputs[0].recognise = recognise
	s, err := plan.settingsFor(inputs[0].dir)
	if err != nil {
		return err
	}
	entry := s.rules.set.Entry(id)
	switch {
	case entry == nil:
		return usagef("没有 %s 这条规则。全部规则见 docreview rules list。", id)
	case entry.Rule == nil:
		return e.print(fmt.Sprintf("%s %s\n规则已停用：%s\n", id, entry.File.Title, sentence(entry.File.Why)))
	}
	first, err := plan.configs.near(inputs[0].dir)
	if err != nil {
		return err
	}
	lib, err := openLibrary(plan.corpusDir(first))
	if err != nil {
		return err
	}
	j := job{input: inputs[0], settings: s}
	got := j.read(lib, nil)
	if got.why != "" {
		return &uncheckedError{inputs[0].name + " 未能检查：" + got.why}
	}
	if mark := got.doc.Text.Classified; mark != "" && !o.classified {
		return &classifiedError{classifiedWords(mark)}
	}
	opt, _, why := j.options(got.doc, lib)
	if why != "" {
		return &uncheckedError{inputs[0].name + " 未能检查：" + why}
	}
	w := whyNot{file: inputs[0].name, entry: entry, doc: got.doc, all: all, left: slices.Contains(s.rules.left, id)}
	opt.Trace = func(x checker.Step) { w.steps = append(w.steps, x) }
	if w.rep, err = checker.Run(ctx, got.doc, []*checker.Rule{entry.Rule}, opt); err != nil {
		return err
	}
	return e.print(w.words())
}

// whyNot is the way of one rule through one document.
type whyNot struct {
	file  string
	entry *rules.Entry
	doc   *document.Document
	rep   *checker.Report
	steps []checker.Step
	left  bool // options leave the rule out
	all   bool

	b strings.Builder
}

func (w *whyNot) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

func (w *whyNot) words() string {
	f, res := w.entry.File, w.rep.Results[0]
	w.line("%s %s（%s）", f.ID, f.Title, severityWords[f.Severity])
	w.line("文件：%s　判断日期：%s", w.file, w.rep.AsOf)
	if w.left {
		w.line("注意：按选项或者配置，检查时没有运行这条规则；下面是运行它的情况。")
	}
	w.line("")
	w.line("结果：%s", w.outcome(res))
	if res.Outcome == checker.NotApplicable {
		w.line("停在：适用范围。这条规则适用于：%s。", cond(scopeWords(f.Applies), "全部文件"))
		return w.b.String()
	}
	w.line("适用：适用于这个文件（%s）。", cond(scopeWords(f.Applies), "这条规则适用于全部文件"))
	if w.conditions() == 0 {
		w.model(conditionKinds(f))
	}
	return w.b.String()
}

func (w *whyNot) outcome(res checker.Result) string {
	words := map[checker.Outcome]string{
		checker.Clean: "检查过，没有指出问题", checker.NotApplicable: "不适用", checker.CannotTell: "无法判断", checker.Failed: "规则运行失败",
		checker.Found: fmt.Sprintf("已经指出 %d 处问题", len(w.rep.Findings)),
	}[res.Outcome]
	if res.Reason != "" {
		words += "：" + res.Reason
	}
	return words + "。"
}

// conditions tells the way through each condition on words; it returns how many
// there were. Other kinds are told with what they found.
func (w *whyNot) conditions() (n int) {
	depth := 0
	for i := 0; i < len(w.steps); i++ {
		switch x := w.steps[i]; {
		case x.What == "enter":
			if depth == 0 {
				w.line("")
			}
			depth++
		case x.What == "leave":
			depth--
			if x.Words[0] != "matches" {
				w.line("%s条件 %s（%s）：%s", strings.Repeat("  ", depth), x.Words[0], kindWord(x.Words[0]), placesWords(x.Count))
			}
		case x.What == "covered":
			w.line("  %s：前面的情形已经指出，不再重复。", w.place(x.At))
		case x.What == "words":
			n++
			end := i + 1
			for end < len(w.steps) && w.steps[end].What != "leave" && w.steps[end].What != "words" {
				end++
			}
			w.condition(n, x.Words, w.steps[i+1:end])
			i = end - 1
		}
	}
	return n
}

func placesWords(n int) string {
	if n == 0 {
		return "没有符合的地方"
	}
	return fmt.Sprintf("符合的有 %d 处", n)
}

// few is how many sentences that merely hold a trigger are listed.
const few = 5

// condition tells one condition on words: its triggers, then sentence by
// sentence where it stopped.
func (w *whyNot) condition(n int, triggers []string, steps []checker.Step) {
	w.line("文字条件 %d，先找触发词（有其中一个才往下看）：", n)
	w.triggers(triggers)
	if len(steps) > 0 && (steps[0].What == "title" || steps[0].What == "unless_title") {
		w.line("  停在：%s", w.stop(steps[0]))
		return
	}
	if len(steps) == 0 {
		w.line("  停在：触发词都没有出现。")
		return
	}
	passed := 0
	var order []string
	stops := map[string]int{}
	for _, x := range steps {
		plain := x.What == "pattern" || x.What == "zones"
		if stops[x.What]++; stops[x.What] == 1 && x.What != "hit" {
			order = append(order, x.What)
		}
		if plain {
			if passed++; passed > few && !w.all {
				continue
			}
		}
		i := clauseOf(w.doc, x.At)
		if i < 0 {
			continue
		}
		w.sentence(&w.doc.Clauses[i], triggers, x, plain)
	}
	if passed > few && !w.all {
		w.line("  另有 %d 句有触发词，但不合句式或者不在检查的部分；用 --all 全部列出。", passed-few)
	}
	sum := "  小结：" + placesWords(stops["hit"])
	for _, what := range order {
		sum += fmt.Sprintf("，停在 %s 的 %d 处", what, stops[what])
	}
	w.line("%s。", sum)
}

// triggers says of each trigger how often it stands in the text.
func (w *whyNot) triggers(list []string) {
	var there, not []string
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			continue
		}
		if n := strings.Count(w.doc.Text.Norm, s); n > 0 {
			there = append(there, fmt.Sprintf("“%s”%d 处", s, n))
		} else {
			not = append(not, "“"+s+"”")
		}
	}
	if len(there) > 0 {
		w.line("  文件里有：%s", strings.Join(there, "、"))
	}
	if len(not) > 0 {
		w.line("  文件里没有：%s", joinShort(not, 20))
	}
}

// sentence tells how one sentence is read and where the rule stopped.
func (w *whyNot) sentence(c *document.Clause, triggers []string, x checker.Step, brief bool) {
	text := w.doc.Text.Norm[c.Span.Start:c.Span.End]
	w.line("  · %s：%s", w.place(c.Span), clipped(line(text), 60))
	var there []string
	for i, s := range triggers {
		if strings.Contains(text, s) && !slices.Contains(triggers[:i], s) {
			there = append(there, "“"+s+"”")
		}
	}
	w.line("    触发词：%s", strings.Join(there, "、"))
	if !brief {
		if x.At != c.Span {
			w.line("    合句式的：“%s”", clipped(line(w.doc.Text.Norm[x.At.Start:x.At.End]), 60))
		}
		if roles := w.roles(c, x.At); roles != "" {
			w.line("    读法：%s", roles)
		}
	}
	w.line("    %s", w.stop(x))
}

// roles tells the roles of the sentence, those that reach the place marked.
func (w *whyNot) roles(c *document.Clause, at source.Span) string {
	var out []string
	for _, q := range c.Cues {
		reach := "管不到这里"
		if q.Reach.Start <= at.Start && at.Start < q.Reach.End {
			reach = "管到这里"
		}
		s := fmt.Sprintf("“%s”——%s，%s", clipped(line(w.doc.Text.Norm[q.Span.Start:q.Span.End]), 20), roleWords(q.Role), reach)
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, "；")
}

// place says where a stretch stands: 第三条第二款　第 12 行.
func (w *whyNot) place(s source.Span) string {
	from, _ := w.doc.Text.Positions(s)
	return strings.TrimSpace(fmt.Sprintf("%s　第 %d 行", w.doc.PathAt(s), from.Block))
}

// clauseOf is the sentence that holds the place, -1: none.
func clauseOf(d *document.Document, s source.Span) int {
	return slices.IndexFunc(d.Clauses, func(c document.Clause) bool { return c.Span.Start <= s.Start && s.Start < c.Span.End })
}

func cond(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
