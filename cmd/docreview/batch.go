package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker/batch"
	"docreview/checker/calendar"
	"docreview/checker/cleanup"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// stateName is the folder of a pass below its outputs.
const stateName = ".docreview-batch"

// batchOptions are the flags of batch. What a merge needs again is saved in each
// part, as JSON.
type batchOptions struct {
	dir   string
	out   string
	shard batch.Shard
	jobs  int
	old   string // --changed-corpus
	batchSaved
}

// batchSaved is the part of the options on which results and outputs depend.
type batchSaved struct {
	AsOf       string   `json:"as_of"`
	Profile    string   `json:"profile,omitempty"`
	Stage      string   `json:"stage,omitempty"`
	Corpus     string   `json:"corpus,omitempty"` // path; its digest counts
	Rules      []string `json:"rules,omitempty"`  // paths; their digest counts
	Enable     []string `json:"enable,omitempty"`
	Disable    []string `json:"disable,omitempty"`
	Severity   []string `json:"severity,omitempty"`
	Topics     []string `json:"topics,omitempty"`
	Reports    string   `json:"reports"`
	Classified bool     `json:"classified,omitempty"`
	OCR        string   `json:"ocr,omitempty"`
}

// What --reports takes.
var reportModes = []string{"problems", "all", "none"}

func batchCommand(e *env) *cli.Command {
	flags := slices.DeleteFunc(sharedFlags(), func(f cli.Flag) bool { return f.Names()[0] == "as-of" })
	return &cli.Command{
		Name:      "batch",
		Usage:     "清理：检查一批文件，写出清理目录、理由、图表和决定草案",
		ArgsUsage: "目录 --out 目录 [选项]",
		Description: "目录下的全部文件（包括 zip 里的）都检查，读不出的列出来，不影响其他文件。\n" +
			"中断以后再运行同样的命令就接着做；没有变化的文件不重做。\n" +
			"配置文件 .docreview.yaml 只看这个目录和它上级目录里的，对全部文件有效。",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "out", Aliases: []string{"o"}, Usage: "结果写到这个目录（必填）"},
			&cli.StringFlag{Name: "as-of", Usage: "清理的基准日，如 2026-11-22；默认今天"},
			&cli.StringSliceFlag{Name: "topic", Usage: "专项清理（可重复）：" + strings.Join(topicNames(), "、") + "；或者 名称=词,词,《法规》,规则号"},
			&cli.StringFlag{Name: "shard", Usage: "只做第几份，如 2/8；各份做完用 docreview merge 合并"},
			&cli.StringFlag{Name: "reports", Usage: "给哪些文件写检查报告：problems 有错误或警告的（默认）、all 全部、none 不写"},
			&cli.StringFlag{Name: "changed-corpus", Usage: "旧的法规库：写明从那时以来的法规变动影响到哪些文件"},
			&cli.BoolFlag{Name: "allow-classified", Usage: "文件首部标有密级的也检查；默认列为未检查"},
			&cli.IntFlag{Name: "j", Usage: "同时检查几个文件；不影响结果；默认与处理器数相同"},
		}, flags...),
		Action: func(c *cli.Context) error {
			o, err := batchFlags(c)
			if err != nil {
				return err
			}
			return e.batch(c.Context, o)
		},
	}
}

func topicNames() []string {
	var out []string
	for _, t := range cleanup.Presets() {
		out = append(out, t.Name)
	}
	return out
}

func batchFlags(c *cli.Context) (batchOptions, error) {
	o := batchOptions{
		dir: c.Args().First(), out: c.String("out"), jobs: c.Int("j"), old: c.String("changed-corpus"),
		batchSaved: batchSaved{
			AsOf: c.String("as-of"), Profile: c.String("profile"), Stage: c.String("stage"), Corpus: c.String("corpus"),
			Rules: c.StringSlice("rules"), Enable: split(c.StringSlice("enable")), Disable: split(c.StringSlice("disable")),
			Severity: split(c.StringSlice("severity")), Topics: c.StringSlice("topic"), Reports: c.String("reports"), Classified: c.Bool("allow-classified"), OCR: c.String("ocr"),
		},
	}
	switch {
	case c.NArg() == 0:
		return o, usagef("请写明要清理的目录，例如 docreview batch 文件库 --out 清理结果。")
	case c.NArg() > 1:
		return o, usagef("一次清理一个目录。“%s”是多余的。", c.Args().Get(1))
	case o.out == "":
		return o, usagef("请用 --out 写明结果放在哪个目录。")
	case c.IsSet("j") && o.jobs < 1:
		return o, usagef("-j 要写大于 0 的数。")
	}
	if o.Reports == "" {
		o.Reports = reportModes[0]
	}
	if !slices.Contains(reportModes, o.Reports) {
		return o, usagef("--reports 没有“%s”。可以写 problems、all、none。", o.Reports)
	}
	var err error
	o.shard, err = parseShard(c.String("shard"))
	return o, err
}

// parseShard reads 2/8.
func parseShard(s string) (batch.Shard, error) {
	if s == "" {
		return batch.Shard{I: 1, N: 1}, nil
	}
	a, b, ok := strings.Cut(s, "/")
	i, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || i < 1 || n < i || n > 10000 {
		return batch.Shard{}, usagef("--shard 要写成 第几份/共几份，如 2/8，不是“%s”。", s)
	}
	return batch.Shard{I: i, N: n}, nil
}

// pass is a cleanup pass with everything that its work needs.
type pass struct {
	*env
	o         batchOptions
	settings  *settings
	lib       *library
	topics    []*cleanup.Topic
	recognise source.Recognizer
	digests   batch.Settings
	state     string
	files     *batch.Files
	reports   *reportFolder
}

// resolve puts flags over the configuration, so that what is saved says everything.
func (o *batchOptions) resolve(e *env) error {
	plan := newPlanner(e, checkOptions{corpus: o.Corpus})
	c, err := plan.configs.near(o.dir)
	if err != nil {
		return err
	}
	day, err := parseAsOf(pick(o.AsOf, c.AsOf), e.today())
	if err != nil {
		return inConfig(c, err)
	}
	if day.IsZero() {
		return usagef("清理要按同一天判断。请用 --as-of 写明日期，不能写 document。")
	}
	o.AsOf = day.String()
	o.Profile, o.Stage = pick(o.Profile, c.Profile), pick(o.Stage, c.Stage)
	o.Corpus = absolute(plan.corpusDir(c))
	if len(o.Rules) == 0 {
		o.Rules = c.ruleDirs()
	}
	for i := range o.Rules {
		o.Rules[i] = absolute(o.Rules[i])
	}
	o.Enable, o.Disable = split(first2(o.Enable, c.Enable)), split(first2(o.Disable, c.Disable))
	var levels []string
	for _, id := range slices.Sorted(maps.Keys(c.Severity)) {
		levels = append(levels, id+"="+c.Severity[id])
	}
	o.Severity = append(levels, o.Severity...) // later ones win
	if o.jobs == 0 && c.Jobs != nil {
		o.jobs = *c.Jobs
	}
	if o.jobs < 1 {
		o.jobs = runtime.GOMAXPROCS(0)
	}
	return nil
}

func absolute(dir string) string {
	if dir == "" {
		return ""
	}
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}

// preparePass loads rules and corpus, once for all workers. The options are
// resolved.
func (e *env) preparePass(o batchOptions) (*pass, error) {
	p := &pass{env: e, o: o, state: filepath.Join(o.out, stateName)}
	plan := newPlanner(e, checkOptions{asOf: o.AsOf, profile: o.Profile, stage: o.Stage, rules: o.Rules,
		enable: o.Enable, disable: o.Disable, severity: o.Severity})
	var err error
	if p.recognise, err = e.recogniser(context.Background(), o.OCR); err != nil {
		return nil, err
	}
	if p.settings, err = plan.join(&config{}); err != nil {
		return nil, err
	}
	if p.topics, err = parseTopics(o.Topics, p.settings.rules.known); err != nil {
		return nil, err
	}
	if p.lib, err = openLibrary(o.Corpus); err != nil {
		return nil, err
	}
	p.digests, err = p.digest()
	return p, err
}

// digest names everything but the documents that results depend on.
func (p *pass) digest() (batch.Settings, error) {
	program, err := programDigest()
	if err != nil {
		return batch.Settings{}, err
	}
	s := p.settings
	type level struct{ ID, Level string }
	var levels []level
	for _, id := range slices.Sorted(maps.Keys(s.severity)) {
		levels = append(levels, level{id, s.severity[id].String()})
	}
	profile := ""
	if s.profile != nil {
		profile = s.profile.Code + " " + s.profile.Name
	}
	rules, err := hash(s.rules.set.Digest, s.rules.left, levels)
	if err != nil {
		return batch.Settings{}, err
	}
	options, err := hash(p.o.AsOf, profile, s.stage, p.topics, p.o.Reports, p.o.Classified, p.o.OCR, cleanup.Schema)
	return batch.Settings{Program: program, Rules: rules, Corpus: p.lib.Snapshot().Digest, Calendar: calendarDigest(calendar.Builtin()), Options: options}, err
}

// hash digests values by their JSON.
func hash(vs ...any) (string, error) {
	h := sha256.New()
	e := json.NewEncoder(h)
	for _, v := range vs {
		if err := e.Encode(v); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// calendarDigest tells by its days which table of holidays is in use.
func calendarDigest(t *calendar.Table) string {
	first, last, _ := t.Years()
	h := sha256.New()
	for d, end := (law.Date{Year: first, Month: 1, Day: 1}), (law.Date{Year: last + 1, Month: 1, Day: 1}); d.Before(end); d = d.AddDays(1) {
		working, err := t.Working(d)
		fmt.Fprintf(h, "%d %t %t\n", d.Year, working, err != nil)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// programDigest names the program: a release by its version, everything else by
// its bytes, since other code may give other results.
func programDigest() (string, error) {
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" && !strings.Contains(v, "+dirty") {
			return v, nil
		}
	}
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return "devel-" + hex.EncodeToString(h.Sum(nil)), nil
}

// parseTopics reads --topic: the name of a preset, or 名称=词,词,《法规》,规则号.
func parseTopics(values []string, rule func(id string) bool) ([]*cleanup.Topic, error) {
	var out []*cleanup.Topic
	presets := cleanup.Presets()
	for _, v := range values {
		name, list, own := strings.Cut(v, "=")
		name = strings.TrimSpace(name)
		if slices.ContainsFunc(out, func(t *cleanup.Topic) bool { return t.Name == name }) {
			return nil, usagef("--topic %s 写了两次。", name)
		}
		if !own {
			i := slices.IndexFunc(presets, func(t *cleanup.Topic) bool { return t.Name == name })
			if i < 0 {
				return nil, usagef("没有“%s”这个专项。现有：%s；也可以自己写：--topic 名称=词,词,《法规》,规则号。", name, strings.Join(topicNames(), "、"))
			}
			out = append(out, presets[i])
			continue
		}
		t := &cleanup.Topic{Name: name}
		for _, w := range split([]string{list}) {
			switch {
			case strings.HasPrefix(w, "《"):
				t.Cites = append(t.Cites, strings.TrimSuffix(strings.TrimPrefix(w, "《"), "》"))
			case ruleName(w):
				if strings.Contains(w, "-") && !rule(w) {
					return nil, usagef("--topic %s：没有 %s 这条规则。", name, w)
				}
				t.Rules = append(t.Rules, w)
			default:
				t.Words = append(t.Words, w)
			}
		}
		if name == "" || len(t.Words)+len(t.Rules)+len(t.Cites) == 0 {
			return nil, usagef("--topic 要写成 名称=词,词,《法规》,规则号，不是“%s”。", v)
		}
		out = append(out, t)
	}
	return out, nil
}

// ruleName reports whether w is the id of a rule or a group: COMP, SETS-005.
func ruleName(w string) bool {
	group, number, cut := strings.Cut(w, "-")
	for _, r := range group {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	if cut {
		_, err := strconv.Atoi(number)
		return len(group) > 1 && err == nil
	}
	return len(group) > 1
}

// scanWords says why a file of the archive could not be read.
func scanWords(err error) string {
	switch {
	case errors.Is(err, batch.ErrLinkedFolder):
		return sentence(errLinkedFolder.Error())
	case errors.Is(err, batch.ErrNotRegular):
		return sentence(errNotRegular.Error())
	case errors.Is(err, batch.ErrEmptyArchive):
		return sentence(errEmptyArchive.Error())
	case errors.Is(err, batch.ErrTooLarge):
		return "文件超过 64 MB 的上限。请删去与正文无关的图片、附件，或者拆分成几个文件后再查。"
	}
	return sentence(words(err))
}

// batch carries out a pass.
func (e *env) batch(ctx context.Context, o batchOptions) error {
	if !isDir(o.dir) {
		return usagef("没有目录 %s。", o.dir)
	}
	dir, out := absolute(o.dir), absolute(o.out)
	if dir == out || strings.HasPrefix(dir+string(filepath.Separator), out+string(filepath.Separator)) {
		return usagef("--out %s 就是要清理的目录，或者在它上面。请换一个目录放结果。", o.out)
	}
	if info, err := os.Stat(o.out); err == nil && !info.IsDir() {
		return usagef("--out %s 是文件，不是目录。", o.out)
	}
	if err := o.resolve(e); err != nil {
		return err
	}
	boundMemory()
	p, err := e.preparePass(o)
	if err != nil {
		return err
	}
	m, err := p.scan(ctx)
	if err != nil {
		return p.broken(ctx, err)
	}
	s, err := p.open(m)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := p.review(ctx, s); err != nil {
		return p.broken(ctx, err)
	}
	if err := s.Complete(ctx); err != nil {
		return p.incomplete(err)
	}
	if !o.shard.Whole() {
		fmt.Fprintf(e.err, "第 %s 份做完了。各份都做完后运行 docreview merge 各份的目录 --out 结果目录。\n", o.shard)
		return nil
	}
	if err := p.finish(ctx, s); err != nil {
		return p.broken(ctx, err)
	}
	return nil
}

// boundMemory asks the collector to keep the process below half a gigabyte.
func boundMemory() {
	debug.SetGCPercent(150)
	debug.SetMemoryLimit(400 << 20)
}

// broken tells somebody who broke off the pass that nothing is lost.
func (p *pass) broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		fmt.Fprintln(p.err, "docreview：做完的结果已经存好，再运行同样的命令就接着做。")
	}
	return err
}

// incomplete says that files changed under the pass.
func (p *pass) incomplete(err error) error {
	var x *batch.IncompleteError
	if !errors.As(err, &x) {
		return err
	}
	return &uncheckedError{fmt.Sprintf("有 %d 个文件在清理时被改动或移走（第一个是 %s），结果没有写出。请再运行一次。", x.Missing, x.First)}
}

// scan lists the archive.
func (p *pass) scan(ctx context.Context) (*batch.Manifest, error) {
	bar := newBar(p.env, "读文件")
	defer bar.done()
	m, err := batch.Scan(ctx, p.o.dir, batch.ScanOptions{
		Workers: p.o.jobs, Words: scanWords, Skip: []string{absolute(p.o.out)},
		Seen: func(files, done int, bytes int64) { bar.set(done, files, bytes, 0) },
	})
	if err != nil {
		return nil, err
	}
	bar.done()
	unread := 0
	for _, x := range m.Entries {
		if x.Error != "" {
			unread++
		}
	}
	docs := 0
	for range m.Docs() {
		docs++
	}
	line := fmt.Sprintf("共 %d 个文件，%d 份不同内容，%s", len(m.Entries), docs, megabytes(m.Bytes()))
	if unread > 0 {
		line += fmt.Sprintf("；%d 个读不出", unread)
	}
	if m.Skipped > 0 {
		line += fmt.Sprintf("；跳过锁文件、缩略图等 %d 个", m.Skipped)
	}
	fmt.Fprintln(p.err, line+"。")
	return m, nil
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }

// open opens the results that are there.
func (p *pass) open(m *batch.Manifest) (*batch.Store, error) {
	saved, err := json.Marshal(p.o.batchSaved)
	if err != nil {
		return nil, err
	}
	s, err := batch.Open(p.state, m, batch.Part{Shard: p.o.shard.I, Shards: p.o.shard.N, Settings: p.digests, Options: saved})
	if err != nil {
		return nil, p.storeWords(err)
	}
	p.files = batch.NewFiles(p.o.dir, m)
	p.reports = newReportFolder(p, p.o.out)
	s.Holds = p.reports.holds
	return s, nil
}

// storeWords puts what is wrong with stored results into words.
func (p *pass) storeWords(err error) error {
	var busy *batch.BusyError
	var damaged *batch.DamagedError
	switch {
	case errors.As(err, &busy):
		return fmt.Errorf("目录 %s 正由另一个 docreview 使用。请等它做完，或者换一个 --out", filepath.Dir(busy.Dir))
	case errors.As(err, &damaged) && errors.Is(err, fs.ErrNotExist):
		return usagef("%s 里没有清理的结果（缺少 %s）。", filepath.Dir(damaged.Path), filepath.Base(damaged.Path))
	case errors.As(err, &damaged):
		return fmt.Errorf("存下的结果 %s 已经损坏。请删去它所在的目录，重新运行", damaged.Path)
	}
	return err
}

// review works on what is missing.
func (p *pass) review(ctx context.Context, s *batch.Store) error {
	defer p.files.Close()
	bar := newBar(p.env, "检查")
	defer bar.done()
	var d batch.Dispatcher = &batch.Pool{Workers: p.o.jobs, Progress: func(x batch.Progress) { bar.set(x.Docs, x.Total, x.Bytes, x.AllBytes) }}
	if err := d.Submit(ctx, s.Batch(), s.Manifest()); err != nil {
		return err
	}
	return p.storeWords(d.Run(ctx, p.handle, s))
}
