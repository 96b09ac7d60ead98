package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker/baseline"
	"docreview/corpus/law"
	"docreview/rules"
)

func rulesCommand(e *env) *cli.Command {
	more := &cli.StringSliceFlag{Name: "rules", Usage: "再加一个目录里的规则文件（可重复）"}
	return &cli.Command{
		Name:  "rules",
		Usage: "规则目录：list 列出，show 说明，test 检验",
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "列出全部规则", ArgsUsage: "[选项]", Flags: []cli.Flag{more},
				Action: func(c *cli.Context) error {
					if err := noArguments(c); err != nil {
						return err
					}
					return e.listRules(c.StringSlice("rules"))
				},
			},
			{
				Name: "show", Usage: "说明一条规则", ArgsUsage: "[选项] 规则编号", Flags: []cli.Flag{more},
				Action: e.showAction,
			},
			{
				Name: "test", Usage: "运行规则文件里的例子", ArgsUsage: "[选项] [规则文件|目录 …]",
				Description: "没有写明文件时检验程序自带的全部规则。规则用到的法规在自带目录里查。\n" +
					"每个例子：符合；多报，指出了不该指出的；漏报，该指出的没有指出；偏移，指出了但划的字不对。",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "as-of", Usage: "例子没有写日期时按哪一天判断；默认 " + testDay.String()},
					&cli.BoolFlag{Name: "all", Usage: "符合的例子也列出；写明规则文件时总是列出"},
				},
				Action: func(c *cli.Context) error {
					if err := noFlagsBehind(c); err != nil {
						return err
					}
					return e.testRules(c.Context, c.String("as-of"), c.Args().Slice(), c.Bool("all") || c.Args().Present())
				},
			},
		},
		Action: groupAction("rules"),
	}
}

// groupAction answers a group of commands that is called without one of them.
func groupAction(name string) cli.ActionFunc {
	return func(c *cli.Context) error {
		if c.Args().Present() {
			return unknownCommand(c, "docreview "+name)
		}
		return cli.ShowSubcommandHelp(c)
	}
}

func explainCommand(e *env) *cli.Command {
	return &cli.Command{
		Name: "explain", Usage: "说明一条规则（同 rules show）", ArgsUsage: "[选项] 规则编号",
		Flags:  []cli.Flag{&cli.StringSliceFlag{Name: "rules", Usage: "再加一个目录里的规则文件（可重复）"}},
		Action: e.showAction,
	}
}

func (e *env) showAction(c *cli.Context) error {
	if c.NArg() != 1 {
		return usagef("请写明一条规则的编号，例如 docreview explain SETS-005。全部规则见 docreview rules list。")
	}
	return e.showRule(c.StringSlice("rules"), c.Args().First())
}

func (e *env) listRules(dirs []string) error {
	set, err := loadRules(false, dirs)
	if err != nil {
		return err
	}
	var b strings.Builder
	on := 0
	for _, x := range set.Entries() {
		level := severityWords[x.File.Severity]
		if x.Rule == nil {
			level = "停用"
		} else {
			on++
		}
		fmt.Fprintf(&b, "%s  %s  %s\n", x.File.ID, level, x.File.Title)
	}
	fmt.Fprintf(&b, "共 %d 条，其中运行 %d 条。\n", len(set.Entries()), on)
	return e.print(b.String())
}

var severityWords = map[string]string{"error": "错误", "warning": "警告", "info": "提示"}

var stageWords = map[string]string{"draft": "起草", "review": "送审", "issued": "已印发"}

func (e *env) print(s string) error {
	_, err := fmt.Fprint(e.out, s)
	return err
}

func (e *env) showRule(dirs []string, id string) error {
	set, err := loadRules(true, dirs)
	if err != nil {
		return err
	}
	x := set.Entry(strings.ToUpper(id))
	for _, r := range baseline.Rules() {
		if r.ID == strings.ToUpper(id) {
			return e.print(fmt.Sprintf("%s  %s\n级别：%s\n说明：基线文件自己的问题，用 --baseline 时才有。\n\n理由：\n  %s\n\n建议：\n  %s\n",
				r.ID, r.Title, severityWords[r.Severity.String()], r.Rationale, r.Suggestion))
		}
	}
	if x == nil {
		return usagef("没有 %s 这条规则。全部规则见 docreview rules list。", id)
	}
	return e.print(explain(x.File))
}

// explain writes everything that a rule file says, for people.
func explain(f *rules.File) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n级别：%s\n", f.ID, f.Title, severityWords[f.Severity])
	if f.Status == "off" {
		fmt.Fprintf(&b, "已停用：%s\n", f.Why)
	}
	if scope := scopeWords(f.Applies); scope != "" {
		fmt.Fprintf(&b, "适用：%s\n", scope)
	}
	if len(f.Needs) > 0 {
		fmt.Fprintf(&b, "正文不能证明时需要材料：%s\n", strings.Join(f.Needs, "、"))
	}
	if len(f.Basis) > 0 {
		b.WriteString("\n依据：\n")
	}
	for _, x := range f.Basis {
		s := "《" + x.Title + "》"
		if x.Number != "" {
			s += "（" + x.Number + "）"
		}
		s += x.At
		if x.Gist != "" {
			s += "——" + x.Gist
		}
		if x.Tier == "recalled" {
			s += "（凭记忆，待核；不作为错误的依据）"
		}
		fmt.Fprintf(&b, "  %s\n", s)
	}
	b.WriteString("\n意见：\n")
	for _, c := range f.Cases {
		if c.Message != "" {
			fmt.Fprintf(&b, "  %s\n", c.Message)
		}
		if c.Suggestion != "" {
			fmt.Fprintf(&b, "  建议：%s\n", c.Suggestion)
		}
	}
	if f.Message != "" {
		fmt.Fprintf(&b, "  %s\n", f.Message)
	}
	if f.Suggestion != "" {
		fmt.Fprintf(&b, "  建议：%s\n", f.Suggestion)
	}
	if r := strings.TrimSpace(f.Rationale); r != "" {
		fmt.Fprintf(&b, "\n理由：\n%s\n", indent(r))
	}
	for _, g := range []struct {
		name string
		list []rules.Example
	}{{"会指出", f.Examples.Bad}, {"不会指出", f.Examples.Good}, {"无法判断", f.Examples.Unclear}} {
		if len(g.list) > 0 {
			fmt.Fprintf(&b, "\n%s的例子：\n", g.name)
		}
		for _, x := range g.list {
			fmt.Fprintf(&b, "  · %s\n%s\n", x.Name, indent(indent(strings.TrimSpace(x.Text))))
		}
	}
	return b.String()
}

func scopeWords(a rules.Applies) string {
	var out []string
	if a.Normative {
		out = append(out, "规范性文件")
	}
	if len(a.Stages) > 0 {
		var s []string
		for _, x := range a.Stages {
			s = append(s, stageWords[x])
		}
		out = append(out, "阶段为"+strings.Join(s, "、"))
	}
	if len(a.Kinds) > 0 {
		out = append(out, "文种为"+strings.Join(a.Kinds, "、"))
	}
	if len(a.NotKinds) > 0 {
		out = append(out, "文种不是"+strings.Join(a.NotKinds, "、"))
	}
	if a.From != "" {
		out = append(out, "自 "+a.From+" 起")
	}
	if a.To != "" {
		out = append(out, a.To+" 以前")
	}
	return strings.Join(out, "，")
}

func indent(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }

// testDay is the day on which examples without a day of their own are judged:
// fixed, so that a rule that passes today passes tomorrow.
var testDay = law.Date{Year: 2026, Month: 11, Day: 22}

// testRules proves rules by their examples. Paths are rule files or folders; none
// stands for the built-in catalogue. all lists the examples that came out as
// intended too.
func (e *env) testRules(ctx context.Context, asOf string, paths []string, all bool) error {
	day, err := parseAsOf(asOf, testDay)
	if err != nil {
		return err
	}
	if day.IsZero() {
		return usagef("rules test 的 --as-of 要写日期。")
	}
	sets, err := ruleSets(paths)
	if err != nil {
		return err
	}
	lib, err := openLibrary("")
	if err != nil {
		return err
	}
	against := rules.Against{Corpus: lib, Names: lib.names, AsOf: day}
	var b strings.Builder
	ruleCount, examples, failed := 0, 0, 0
	counts := map[string]int{}
	for _, set := range sets {
		for _, x := range set.Entries() {
			if x.Rule == nil {
				continue
			}
			ruleCount++
			list, err := x.Judge(ctx, against)
			if err != nil {
				return err
			}
			for _, j := range list {
				examples++
				for _, v := range j.Verdicts {
					counts[v]++
				}
				switch {
				case !j.Intended():
					failed++
					fmt.Fprintf(&b, "%s　%s 「%s」（%s）\n  应为 %s\n  实为 %s\n", judgedWords(j.Verdicts), j.Rule, j.Name, exampleWords[j.Kind], judgedText(j.Want), judgedText(j.Got))
				case all:
					fmt.Fprintf(&b, "%s　%s 「%s」（%s）\n", judgedWords(j.Verdicts), j.Rule, j.Name, exampleWords[j.Kind])
				}
			}
		}
	}
	fmt.Fprintf(&b, "规则 %d 条，例子 %d 个，不符 %d 个", ruleCount, examples, failed)
	if failed > 0 {
		b.WriteString("：")
		for i, v := range verdictList[1:] {
			if i > 0 {
				b.WriteString("、")
			}
			fmt.Fprintf(&b, "%s %d", v.words, counts[v.is])
		}
	}
	b.WriteString("。\n")
	if err := e.print(b.String()); err != nil {
		return err
	}
	if failed > 0 {
		return errFindings
	}
	return nil
}

// verdictList puts the verdicts on examples into words, Intended first.
var verdictList = []struct{ is, words string }{
	{rules.Intended, "符合"}, {rules.Noisy, "多报"}, {rules.Missing, "漏报"}, {rules.Moved, "偏移"}, {rules.Broken, "运行失败"},
}

var exampleWords = map[string]string{"bad": "应当指出", "good": "不应指出", "unclear": "应当说无法判断"}

func judgedWords(verdicts []string) string {
	var out []string
	for _, v := range verdicts {
		for _, x := range verdictList {
			if x.is == v {
				out = append(out, x.words)
			}
		}
	}
	return strings.Join(out, "、")
}

// judgedText puts what was wanted or came out into Chinese.
func judgedText(s string) string {
	for _, x := range []struct{ from, to string }{
		{"found (document)", "指出全文"}, {"found ", "指出 "}, {"no finding", "不指出"}, {"cannot_tell", "无法判断"},
		{"clean", "没有指出"}, {"not_applicable", "不适用"}, {"failed", "运行失败"},
	} {
		if rest, ok := strings.CutPrefix(s, x.from); ok {
			return strings.TrimSuffix(x.to+rest, ": ")
		}
	}
	return s
}

// ruleSets loads the rule files of each path on its own.
func ruleSets(paths []string) ([]*rules.Set, error) {
	if len(paths) == 0 {
		set, err := rules.BuiltinFull()
		return []*rules.Set{set}, brokenRules(err)
	}
	var out []*rules.Set
	for _, p := range paths {
		var dir fs.FS
		switch info, err := os.Stat(p); {
		case err != nil:
			return nil, usagef("读不出 %s：%s。", p, words(err))
		case info.IsDir():
			dir = os.DirFS(p)
		default:
			dir = oneFile{os.DirFS(filepath.Dir(p)), filepath.Base(p)}
		}
		set, err := rules.LoadOnly(true, dir)
		if err != nil {
			return nil, brokenRules(err)
		}
		if len(set.Entries()) == 0 {
			return nil, usagef("%s 里没有规则文件（*.yaml）。", p)
		}
		out = append(out, set)
	}
	return out, nil
}

// oneFile is a folder that shows one of its files.
type oneFile struct {
	fs.FS
	name string
}

// ReadDir lists the one file.
func (o oneFile) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, name)
	for _, d := range all {
		if name == "." && d.Name() == o.name {
			return []fs.DirEntry{d}, err
		}
	}
	return nil, err
}
