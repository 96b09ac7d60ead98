package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker/batch"
	"docreview/checker/cleanup"
	pages "docreview/checker/render/cleanup"
	"docreview/corpus"
	"docreview/corpus/law"
)

func radarCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:      "radar",
		Usage:     "法规变动影响到哪些文件、哪些条款，怎样影响，已经过了多少天",
		ArgsUsage: "--old 旧法规库 --new 新法规库 目录|清理结果目录",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "old", Usage: "旧的法规库（docreview corpus build 建的）"},
			&cli.StringFlag{Name: "new", Usage: "新的法规库；默认是 $DOCREVIEW_CORPUS 或者自己建的"},
			&cli.StringFlag{Name: "as-of", Usage: "按哪一天算超过的天数，如 2026-11-22；默认今天"},
			&cli.StringSliceFlag{Name: "format", Usage: "text（默认）、jsonl、xlsx；写成 xlsx=变动.xlsx 则存成文件（可重复）"},
			&cli.IntFlag{Name: "j", Usage: "同时读几个文件；默认与处理器数相同"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usagef("请写明一个文件目录或者清理结果目录，例如 docreview radar --old 旧库 --new 新库 文件库。")
			}
			if c.String("old") == "" {
				return usagef("请用 --old 写明旧的法规库。")
			}
			return e.radar(c.Context, c.Args().First(), c)
		},
	}
}

// radar tells what the changes between two indexes touch.
func (e *env) radar(ctx context.Context, dir string, c *cli.Context) error {
	if !isDir(dir) {
		return usagef("没有目录 %s。", dir)
	}
	outs, err := radarOutputs(e, c.StringSlice("format"))
	if err != nil {
		return err
	}
	day, err := parseAsOf(c.String("as-of"), e.today())
	if err != nil {
		return err
	}
	if day.IsZero() {
		return usagef("radar 要写明日期，不能写 document。")
	}
	boundMemory()
	o := batchOptions{dir: dir, shard: batch.Shard{I: 1, N: 1}, jobs: c.Int("j"), old: c.String("old")}
	o.AsOf, o.Corpus, o.Reports = day.String(), c.String("new"), "none"
	if o.Corpus == "" {
		if o.Corpus = newPlanner(e, checkOptions{}).corpusDir(&config{}); o.Corpus == "" {
			return usagef("请用 --new 写明新的法规库。")
		}
	}
	if o.jobs < 1 {
		o.jobs = runtime.GOMAXPROCS(0)
	}
	state := filepath.Join(dir, stateName)
	finished := isDir(state)
	if finished {
		part, err := batch.ReadPart(state)
		if err != nil {
			return partWords(&batch.DamagedError{Path: state, Err: err})
		}
		if part.Shards > 1 {
			return usagef("%s 只是第 %d/%d 份。请先用 docreview merge 合并。", dir, part.Shard, part.Shards)
		}
	}
	p, err := e.preparePass(o)
	if err != nil {
		return err
	}
	var s *batch.Store
	if finished {
		s, err = batch.Reopen(state)
	} else {
		s, err = p.temporary(ctx)
		defer os.RemoveAll(p.state)
	}
	if err != nil {
		return p.storeWords(err)
	}
	defer s.Close()
	if err := s.Complete(ctx); err != nil {
		return p.incomplete(err)
	}
	a := p.archive(s)
	touched, err := p.touched(ctx, a, o.old)
	if err != nil {
		return err
	}
	v := &pages.View{Outcome: &cleanup.Outcome{AsOf: cleanup.DayOf(day)}, Program: tool().Version, Corpus: p.lib.Snapshot(), Touched: touched, Radar: true}
	for _, x := range outs {
		if err := x.write(e, v); err != nil {
			return err
		}
	}
	if a.unread > 0 {
		return &uncheckedError{fmt.Sprintf("%d 个文件读不出，没有看。", a.unread)}
	}
	return nil
}

// temporary reviews the folder into a store that is thrown away.
func (p *pass) temporary(ctx context.Context) (*batch.Store, error) {
	tmp, err := os.MkdirTemp("", "docreview-radar-*")
	if err != nil {
		return nil, err
	}
	p.o.out, p.state = tmp, tmp
	m, err := p.scan(ctx)
	if err != nil {
		return nil, err
	}
	s, err := p.open(m)
	if err != nil {
		return nil, err
	}
	if err := p.review(ctx, s); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// radarOutput is one --format of radar.
type radarOutput struct{ format, path string }

func radarOutputs(e *env, values []string) ([]radarOutput, error) {
	if len(values) == 0 {
		values = []string{"text"}
	}
	var out []radarOutput
	screen := 0
	for _, v := range values {
		name, path, toFile := strings.Cut(v, "=")
		switch {
		case name != "text" && name != "jsonl" && name != "xlsx":
			return nil, usagef("radar 没有“%s”这种格式。现有：text、jsonl、xlsx。", name)
		case toFile && path == "":
			return nil, usagef("--format %s 的等号后面缺少文件名。", v)
		case !toFile && name == "xlsx":
			return nil, usagef("xlsx 请写成 --format xlsx=文件。")
		case !toFile:
			screen++
		}
		out = append(out, radarOutput{name, path})
	}
	if screen > 1 {
		return nil, usagef("只能有一种格式写到屏幕，其他的请写成 --format 格式=文件。")
	}
	return out, nil
}

func (o radarOutput) write(e *env, v *pages.View) error {
	render := map[string]func(io.Writer, *pages.View) error{"text": pages.RadarText, "jsonl": pages.RadarLines, "xlsx": pages.RadarBook}[o.format]
	fill := func(w io.Writer) error { return render(w, v) }
	if o.path == "" {
		return fill(e.out)
	}
	if err := writeFile(o.path, fill); err != nil {
		return &writeError{o.path, err}
	}
	return nil
}

// openIndex opens an index that a flag names.
func openIndex(flag, dir string) (*corpus.Index, error) {
	x, err := corpus.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("%s %s：%w", flag, dir, chinese(err))
	}
	return x, nil
}

// corpusDigest names an index.
func corpusDigest(dir string) (string, error) {
	x, err := openIndex("--changed-corpus", dir)
	if err != nil {
		return "", err
	}
	defer x.Close()
	return x.Snapshot().Digest, nil
}

// touched asks which places of the archive the changes from the older index touch.
func (p *pass) touched(ctx context.Context, a *archive, oldDir string) ([]cleanup.Touched, error) {
	now, ok := p.lib.Corpus.(*corpus.Index)
	if !ok {
		return nil, usagef("比较法规库要有新的法规库：请用 --corpus（radar 用 --new）写明，用 docreview corpus build 建立。")
	}
	old, err := openIndex("--old", oldDir)
	if err != nil {
		return nil, err
	}
	defer old.Close()
	diff, err := corpus.Diff(ctx, old, now)
	if err != nil {
		return nil, chinese(err)
	}
	changes, err := p.changes(ctx, diff)
	if err != nil {
		return nil, err
	}
	return cleanup.Radar(ctx, a.records(ctx), changes, cleanup.Options{AsOf: p.settings.asOf})
}

// changes puts the differences of two indexes into the words of the radar.
func (p *pass) changes(ctx context.Context, diff []corpus.Change) ([]cleanup.Change, error) {
	var out []cleanup.Change
	for _, d := range diff {
		c := cleanup.Change{Work: string(d.Work), Titles: []string{d.Title}, Since: d.Since}
		switch d.Kind {
		case corpus.WorkEnded:
			c.Kind, c.By = cleanup.ChangeEnded, d.Ended.By
			if c.Since.IsZero() {
				c.Since = d.Ended.On
			}
		case corpus.EditionAdded:
			c.Kind = cleanup.ChangeEdition
		case corpus.TextChanged:
			c.Kind = cleanup.ChangeText
		case corpus.WorkGone:
			c.Kind = cleanup.ChangeGone
		default:
			continue // what is new, or known better, touches no document
		}
		if work, err := p.work(ctx, d); err != nil {
			return nil, err
		} else if work != nil {
			c.Titles = append(c.Titles, work.Aliases...)
			c.Number = work.DocNumber.String()
		}
		for _, a := range d.Articles {
			switch {
			case a.Kind == corpus.ArticleMoved:
				c.Articles = append(c.Articles, cleanup.ArticleChange{Article: a.From.Article, Kind: a.Kind, Now: a.At.Article})
			case a.Kind == corpus.ArticleAdded:
			case a.From.Article > 0:
				c.Articles = append(c.Articles, cleanup.ArticleChange{Article: a.From.Article, Kind: a.Kind, Now: a.At.Article})
			default:
				c.Articles = append(c.Articles, cleanup.ArticleChange{Article: a.At.Article, Kind: a.Kind})
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// work finds the regulation of a change in the newer index; nil: not held there.
func (p *pass) work(ctx context.Context, d corpus.Change) (*law.Regulation, error) {
	found, err := p.lib.Find(ctx, law.Ref{Title: d.Title})
	if err != nil || len(found) != 1 {
		return nil, err
	}
	for _, r := range found[0] {
		if r.ID == d.Work {
			return r, nil
		}
	}
	return nil, nil
}
