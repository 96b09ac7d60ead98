package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker/source"
	"docreview/corpus"
	"docreview/corpus/catalog"
	"docreview/corpus/law"
	"docreview/rules"
	"docreview/rules/profile"
)

// buildGC and buildHeap are the collector's settings while an index is built: it
// may let garbage pile up, but above 400 MB of heap it works as hard as it must,
// so that everything stays below 600 MB.
const (
	buildGC   = 150
	buildHeap = 400 << 20 // bytes
)

func corpusCommand(e *env) *cli.Command {
	where := &cli.StringFlag{Name: "corpus", Usage: "法规库目录；默认 $DOCREVIEW_CORPUS，再默认用户数据目录"}
	asOf := &cli.StringFlag{Name: "as-of", Usage: "看哪一天的情况，如 2026-11-22；默认今天"}
	return &cli.Command{
		Name:  "corpus",
		Usage: "法规库：build 建立，status 概况，find 查名称文号，show 看条文，search 找词语，near 找管同一件事的上位规定，diff 比较",
		Subcommands: []*cli.Command{
			{
				Name: "build", Usage: "用法规文本建立或更新法规库", ArgsUsage: "[选项] [目录 …]",
				Description: "读取目录里的 .md、.txt、.html、.docx 和效力状态表（.csv）。没有写明目录时只用程序自带的目录。\n" +
					"对已有的法规库再运行一次，只重建有变化的部分；中途被打断，原来的法规库不受影响。",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "o", Usage: "法规库放在哪里；默认 $DOCREVIEW_CORPUS，再默认用户数据目录"},
					&cli.StringFlag{Name: "dictionary", Usage: "分词词典所在目录；默认用程序自带的或模块缓存里的"},
					&cli.BoolFlag{Name: "bigrams", Usage: "不用词典，按相邻两字检索"},
					&cli.IntFlag{Name: "j", Usage: "同时做几件事；默认与处理器数相同"},
				},
				Action: withArgs(0, -1, "", func(c *cli.Context, dirs []string) error {
					return e.buildCorpus(c.Context, buildOptions{dirs: dirs, out: c.String("o"), dictionary: c.String("dictionary"), bigrams: c.Bool("bigrams"), jobs: c.Int("j")})
				}),
			},
			{
				Name: "status", Usage: "法规库的数量、时效和缺项", ArgsUsage: "[选项]",
				Flags: []cli.Flag{where,
					&cli.StringFlag{Name: "problems", Usage: "列出一种问题的全部出处（文件和行）；all 表示所有种类"},
				},
				Action: withArgs(0, 0, "", func(c *cli.Context, _ []string) error {
					return e.corpusStatus(c.String("corpus"), c.String("problems"))
				}),
			},
			{
				Name: "find", Usage: "按名称或文号查法规", ArgsUsage: "[选项] 名称|文号", Flags: []cli.Flag{where, asOf},
				Description: "没有找到时退出码为 1。",
				Action: withArgs(1, -1, "请写明法规的名称或文号，例如 docreview corpus find 行政处罚法。", func(c *cli.Context, args []string) error {
					return e.corpusFind(c.Context, c.String("corpus"), strings.Join(args, " "), c.String("as-of"))
				}),
			},
			{
				Name: "show", Usage: "看一部法规的条文", ArgsUsage: "[选项] 名称|文号",
				Flags: []cli.Flag{where, asOf,
					&cli.StringFlag{Name: "article", Usage: "哪一条，如 14、第十四条、第十四条第二款第（一）项；默认全文"},
					&cli.StringFlag{Name: "edition", Usage: "哪一个版本：公布年份或日期，如 2017、2017-09-01；默认 --as-of 那天适用的版本"},
				},
				Action: withArgs(1, -1, "请写明法规的名称或文号，例如 docreview corpus show --article 14 行政处罚法。", func(c *cli.Context, args []string) error {
					return e.corpusShow(c.Context, showOptions{dir: c.String("corpus"), title: strings.Join(args, " "), article: c.String("article"), asOf: c.String("as-of"), edition: c.String("edition")})
				}),
			},
			{
				Name: "search", Usage: "在条文、名称和规则依据中找词语", ArgsUsage: "[选项] 词语 …",
				Description: "几个词语之间是“并且”；加引号的必须原样出现。没有找到时退出码为 1。",
				Flags: []cli.Flag{where,
					&cli.StringFlag{Name: "as-of", Usage: "只看那一天适用的版本；默认不限"},
					&cli.StringFlag{Name: "region", Usage: "只看这些地区，用逗号分开：行政区划代码或名称，国家写 0"},
					&cli.StringFlag{Name: "level", Usage: "只看这些效力位阶，用逗号分开，如 法律,行政法规"},
					&cli.IntFlag{Name: "limit", Usage: "最多几条", Value: 10},
				},
				Action: withArgs(1, -1, "请写明要找的词语，例如 docreview corpus search 公平竞争审查。", func(c *cli.Context, args []string) error {
					return e.corpusSearch(c.Context, searchOptions{dir: c.String("corpus"), words: strings.Join(args, " "), asOf: c.String("as-of"), regions: c.String("region"), levels: c.String("level"), limit: c.Int("limit")})
				}),
			},
			nearCommand(e, where),
			{
				Name: "diff", Usage: "比较两个法规库：增加、改变、终止的法规和条文", ArgsUsage: "旧库 新库",
				Action: withArgs(2, 2, "请写明旧库和新库两个目录。", func(c *cli.Context, args []string) error {
					return e.corpusDiff(c.Context, args[0], args[1])
				}),
			},
		},
		Action: groupAction("corpus"),
	}
}

// withArgs reads flags that stand behind the arguments, too, and counts the
// arguments; least and most bound them, most < 0 does not.
func withArgs(least, most int, missing string, run func(c *cli.Context, args []string) error) cli.ActionFunc {
	return func(c *cli.Context) error {
		var args []string
		all := c.Args().Slice()
		for i := 0; i < len(all); i++ {
			a := all[i]
			if a == "--" {
				args = append(args, all[i+1:]...)
				break
			}
			if len(a) < 2 || a[0] != '-' {
				args = append(args, a)
				continue
			}
			name, value, has := strings.Cut(strings.TrimLeft(a, "-"), "=")
			flag := flagOf(c.Command, name)
			if flag == nil {
				return usagef("没有 %s 这个选项。用法见 docreview corpus %s --help。", a, c.Command.Name)
			}
			if _, isBool := flag.(*cli.BoolFlag); isBool && !has {
				value, has = "true", true
			}
			if !has {
				if i++; i == len(all) {
					return usagef("选项 %s 后面缺少值。", a)
				}
				value = all[i]
			}
			if err := c.Set(name, value); err != nil {
				return usagef("选项 %s 的值 %q 不对。", a, value)
			}
		}
		switch {
		case len(args) < least:
			return usagef("%s", missing)
		case most >= 0 && len(args) > most:
			return usagef("多出来的参数：%s。用法见 docreview corpus %s --help。", strings.Join(args[most:], " "), c.Command.Name)
		}
		return chinese(run(c, args))
	}
}

func flagOf(c *cli.Command, name string) cli.Flag {
	for _, f := range c.Flags {
		for _, n := range f.Names() {
			if n == name {
				return f
			}
		}
	}
	return nil
}

// told is an error whose words are for people.
type told struct {
	words string
	err   error
}

func (t *told) Error() string { return t.words }
func (t *told) Unwrap() error { return t.err }

// chinese says what is wrong with an index and what to do next. Other errors
// pass.
func chinese(err error) error {
	var (
		none       *corpus.NoIndexError
		damaged    *corpus.DamagedError
		foreign    *corpus.ForeignError
		busy       *corpus.BusyError
		dictionary *corpus.DictionaryError
	)
	say := func(format string, args ...any) error { return &told{fmt.Sprintf(format, args...), err} }
	switch {
	case errors.As(err, &none) && none.Unfinished:
		return say("%s 里的法规库没有建完。请再运行一次 docreview corpus build -o %s 目录。", none.Dir, none.Dir)
	case errors.As(err, &none):
		return say("没有找到法规库 %s。请先运行 docreview corpus build，或用 --corpus 指定目录。", none.Dir)
	case errors.As(err, &damaged):
		reason := map[string]string{"missing": "缺少这个文件", "size": "文件大小与清单不符，可能没有复制完", "rows": "行数与清单不符", "checksum": "内容与校验和不符", "unreadable": "无法读取"}[damaged.Reason]
		return say("法规库已损坏：%s，%s。请重新复制整个目录，或重新运行 docreview corpus build。", damaged.Path, reason)
	case errors.As(err, &foreign) && foreign.Format > corpus.Format:
		return say("%s 是更新版本的 docreview 建立的法规库（格式 %d）。请升级 docreview，或用这个版本重新建立。", foreign.Dir, foreign.Format)
	case errors.As(err, &foreign) && foreign.Format > 0:
		return say("%s 是旧格式（%d）的法规库。请重新运行 docreview corpus build。", foreign.Dir, foreign.Format)
	case errors.As(err, &foreign):
		return say("%s 不是 docreview 的法规库，里面有别的内容。请换一个目录。", foreign.Dir)
	case errors.As(err, &busy):
		return say("%s 正在由另一个 docreview corpus build 建立。请等它结束。", busy.Dir)
	case errors.As(err, &dictionary) && dictionary.Reason == "changed":
		return say("法规库里的分词词典被改动过：%s。请重新复制整个目录，或重新运行 docreview corpus build。", dictionary.Dir)
	case errors.As(err, &dictionary):
		return say("没有找到分词词典。三个办法：用 --dictionary 指定含有 jieba.dict.utf8 和 hmm_model.utf8 的目录；使用内含词典的发行版；或加 --bigrams，不用词典。")
	case errors.Is(err, law.ErrIncomplete):
		return say("法规库不全，不能回答：%v。", err)
	}
	return err
}

// corpusDir gives the folder that a command speaks of, and whether anybody
// named it.
func (e *env) corpusDir(flag string) (dir string, named bool, err error) {
	if flag != "" {
		return flag, true, nil
	}
	if d := e.getenv("DOCREVIEW_CORPUS"); d != "" {
		return d, true, nil
	}
	if d := userDir(e.getenv); d != "" {
		return d, false, nil
	}
	return "", false, usagef("不知道法规库放在哪里：没有用户目录。请用 --corpus 或 -o 指定。")
}

// userDir gives the place of the user's index; "" where there is no home.
func userDir(getenv func(string) string) string {
	for _, v := range []string{"XDG_DATA_HOME", "LOCALAPPDATA"} {
		if d := getenv(v); d != "" {
			return filepath.Join(d, "docreview", "corpus")
		}
	}
	if h := getenv("HOME"); h != "" {
		return filepath.Join(h, ".local", "share", "docreview", "corpus")
	}
	return ""
}

// builtIndex gives the user's index where one has been built; "" where not.
func builtIndex(getenv func(string) string) string {
	d := userDir(getenv)
	if d == "" {
		return ""
	}
	if _, err := os.Stat(filepath.Join(d, "manifest.json")); err != nil {
		return ""
	}
	return d
}

// openCorpus opens the index of a command.
func (e *env) openCorpus(flag string) (*corpus.Index, error) {
	dir, _, err := e.corpusDir(flag)
	if err != nil {
		return nil, err
	}
	return corpus.Open(dir)
}

type buildOptions struct {
	dirs            []string
	out, dictionary string
	bigrams         bool
	jobs            int
}

func (e *env) buildCorpus(ctx context.Context, o buildOptions) error {
	out, _, err := e.corpusDir(o.out)
	if err != nil {
		return err
	}
	for _, d := range o.dirs {
		if st, err := os.Stat(d); err != nil || !st.IsDir() {
			return usagef("%s 不是目录。请写明存放法规文本的目录。", d)
		}
	}
	c, err := catalog.Open()
	if err != nil {
		return err
	}
	facts := c.Facts()
	opt := corpus.BuildOptions{
		Dirs: o.dirs, Out: out, Dictionary: o.dictionary, Bigrams: o.bigrams, Jobs: o.jobs,
		CatalogueDigest: facts.Digest, CatalogueAsOf: facts.AsOf,
		Divisions: profile.Names(), Read: readLines, Progress: e.progress(),
	}
	if err := c.All(func(r *law.Regulation) error { opt.Catalogue = append(opt.Catalogue, r); return nil }); err != nil {
		return err
	}
	if opt.Gists, err = gists(); err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetMemoryLimit(buildHeap)
		debug.SetGCPercent(buildGC) // main's setting is for processes that end at once
	}
	built, err := corpus.Build(ctx, opt)
	if err != nil {
		return err
	}
	return e.print(builtWords(out, built))
}

// readLines gives the lines of a file of any format that documents may have.
func readLines(name string, b []byte) ([]string, error) {
	t, err := source.Read(name, strings.NewReader(string(b)), 0)
	if err != nil {
		var u *source.Unreadable
		if errors.As(err, &u) {
			return nil, errors.New(u.Reason)
		}
		return nil, err
	}
	var out []string
	for _, k := range t.Blocks {
		out = append(out, t.Norm[k.Span.Start:k.Span.End])
	}
	return out, nil
}

// gists gives what the rules' bases say, each once.
func gists() ([]corpus.Gist, error) {
	set, err := rules.BuiltinFull()
	if err != nil {
		return nil, err
	}
	var out []corpus.Gist
	seen := map[corpus.Gist]bool{}
	for _, r := range set.Rules {
		for _, b := range r.Basis {
			g := corpus.Gist{Title: b.Title, At: b.At, Text: b.Gist}
			if g.Text != "" && !seen[g] {
				seen[g] = true
				out = append(out, g)
			}
		}
	}
	return out, nil
}

// progress tells on a terminal what a build is doing.
func (e *env) progress() func(what string, n, total int) {
	if !terminal(e.err) {
		return nil
	}
	return func(what string, n, total int) {
		switch what {
		case "read":
			fmt.Fprint(e.err, "\r读取文本……")
		case "tables":
			fmt.Fprint(e.err, "\r写入条文……")
		case "index":
			if total > 0 {
				fmt.Fprintf(e.err, "\r建立索引 %d%%　　", n*100/total)
			}
			if n == total {
				fmt.Fprint(e.err, "\r\x1b[K")
			}
		}
	}
}
