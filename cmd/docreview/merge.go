package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker/batch"
)

func mergeCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:      "merge",
		Usage:     "清理：把分份做的结果合并成一份（先证明一份不多、一份不少）",
		ArgsUsage: "各份的结果目录… --out 目录 [选项]",
		Description: "各份由 docreview batch 目录 --out 结果目录 --shard 第几份/共几份 做出，可以在不同的机器上做，\n" +
			"但要是同一批文件、同样的规则、法规库、选项和程序；不是的、缺少的、重复的、没有做完的，写明是哪一份，什么都不写。",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "out", Aliases: []string{"o"}, Usage: "结果写到这个目录（必填）"},
			&cli.StringFlag{Name: "corpus", Usage: "法规库在这台机器上的位置；默认是各份用的位置"},
			&cli.StringSliceFlag{Name: "rules", Usage: "另加的规则目录在这台机器上的位置（可重复）；默认是各份用的位置"},
			&cli.StringFlag{Name: "changed-corpus", Usage: "旧的法规库：写明从那时以来的法规变动影响到哪些文件"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usagef("请写明各份的结果目录，例如 docreview merge 份1 份2 --out 清理结果。")
			}
			if c.String("out") == "" {
				return usagef("请用 --out 写明结果放在哪个目录。")
			}
			return e.merge(c.Context, c.Args().Slice(), c.String("out"), c.String("corpus"), c.StringSlice("rules"), c.String("changed-corpus"))
		},
	}
}

// merge joins the parts of a pass.
func (e *env) merge(ctx context.Context, dirs []string, out, corpus string, rules []string, old string) error {
	states := make([]string, len(dirs))
	for i, d := range dirs {
		if states[i] = filepath.Join(d, stateName); absolute(d) == absolute(out) {
			return usagef("--out %s 就是其中一份。请换一个目录放合并的结果。", out)
		}
	}
	parts, err := batch.Gather(states)
	if err != nil {
		return partWords(err)
	}
	o := batchOptions{out: out, shard: batch.Shard{I: 1, N: 1}, jobs: runtime.GOMAXPROCS(0), old: old}
	if err := json.Unmarshal(parts.Part.Options, &o.batchSaved); err != nil {
		return fmt.Errorf("%s 里的选项读不出：%w", dirs[0], err)
	}
	if corpus != "" {
		o.Corpus = absolute(corpus)
	}
	if len(rules) > 0 {
		o.Rules = rules
	}
	boundMemory()
	p, err := e.preparePass(o)
	if err != nil {
		return err
	}
	if what := parts.Part.Settings.Differs(p.digests); len(what) > 0 {
		return usagef("各份不是用这里的%s做的，不能合并。请用同样的程序、规则和法规库（--corpus、--rules 写明位置）。", settingWords(what))
	}
	s, err := p.open(parts.Manifest)
	if err != nil {
		return err
	}
	defer s.Close()
	err = parts.CopyTo(ctx, s, func(state string, r batch.Result) error {
		err := p.reports.copyFrom(filepath.Dir(state), r.Sum)
		if errors.Is(err, fs.ErrNotExist) {
			return usagef("%s 缺少文件 %s 的检查报告。请在那里再运行一次 docreview batch。", filepath.Dir(state), r.Path)
		}
		return err
	})
	if err != nil {
		return partWords(err)
	}
	fmt.Fprintf(e.err, "%d 份齐全，共 %d 个文件。\n", len(dirs), len(parts.Manifest.Entries))
	if err := p.finish(ctx, s); err != nil {
		return p.broken(ctx, err)
	}
	return nil
}

// settingWords names what differs.
func settingWords(what []string) string {
	names := map[string]string{"archive": "文件", "shards": "份数", "program": "程序版本", "rules": "规则", "corpus": "法规库", "calendar": "节假日表", "options": "选项"}
	var out []string
	for _, w := range what {
		out = append(out, names[w])
	}
	return strings.Join(out, "、")
}

// partWords says which part is wrong.
func partWords(err error) error {
	var (
		foreign    *batch.ForeignError
		double     *batch.DoublePartError
		missing    *batch.MissingPartsError
		unfinished *batch.UnfinishedPartError
		damaged    *batch.DamagedError
		busy       *batch.BusyError
	)
	dir := filepath.Dir
	switch {
	case errors.As(err, &foreign):
		what := settingWords(foreign.What)
		if slices.Contains(foreign.What, "archive") {
			what = "文件（清单不同：不是同一批文件，或者有文件在各份之间被改动）" + strings.TrimPrefix(what, "文件")
		}
		return usagef("%s 和 %s 不是一起的：%s 不同。什么都没有写。", dir(foreign.Part), dir(foreign.First), what)
	case errors.As(err, &double):
		return usagef("%s 和 %s 都是第 %s 份，重复了。什么都没有写。", dir(double.First), dir(double.Second), double.Shard)
	case errors.As(err, &missing):
		var list []string
		for _, n := range missing.Missing {
			list = append(list, fmt.Sprintf("%d/%d", n, missing.Shards))
		}
		return usagef("缺少第 %s 份。什么都没有写。", strings.Join(list, "、"))
	case errors.As(err, &unfinished):
		return &uncheckedError{fmt.Sprintf("%s 没有做完：还缺 %d 个文件的结果（第一个是 %s）。请在那里再运行一次 docreview batch。", dir(unfinished.Part), unfinished.Missing, unfinished.First)}
	case errors.As(err, &damaged) && errors.Is(err, fs.ErrNotExist):
		return usagef("%s 里没有清理的结果。什么都没有写。", dir(trimState(damaged.Path)))
	case errors.As(err, &damaged):
		return usagef("%s 里存的结果已经损坏，请在那里删去 %s 目录，重做这一份。什么都没有写。", dir(trimState(damaged.Path)), stateName)
	case errors.As(err, &busy):
		return usagef("%s 正由另一个 docreview 使用，请等它做完。", dir(busy.Dir))
	}
	return err
}

// trimState gives the state folder that holds a file, or is it.
func trimState(path string) string {
	if filepath.Base(path) == stateName {
		return path
	}
	return filepath.Dir(path)
}
