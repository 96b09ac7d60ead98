package main

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/render"
	"docreview/checker/source"
	"docreview/corpus/law"
	"docreview/rules/profile"
)

// checkOptions are the flags of check; nil and "" mean that a flag is not given.
type checkOptions struct {
	files                  []string
	asOf, corpus           string
	profile, stage         string
	formats                []string
	showText               bool
	letter                 letter // --template, --comment-author, --comment-date
	rules, enable, disable []string
	severity               []string
	dossiers               []string
	calendar               string
	failOn                 string
	strict                 *bool
	baseline               string
	writeBaseline          string
	gate                   *gate // the strict preset of gate; nil: check
	timing                 *timing
	classified             bool   // review documents with a classified marking too
	jobs                   int    // 0: as many as processors
	ocr                    string // the program that recognises pages without text; "": none
}

func sharedFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "as-of", Usage: "按哪一天判断所引法规的效力，如 2026-11-22；document 表示按文件自己的日期；默认今天"},
		&cli.StringFlag{Name: "corpus", Usage: "已建好的法规库目录；默认用程序自带的目录"},
		&cli.StringFlag{Name: "profile", Usage: "按哪个地区的规定检查：行政区划代码或名称，如 370300、淄博市；默认看制定机关"},
		&cli.StringFlag{Name: "stage", Usage: "文件所处阶段：draft 起草、review 送审、issued 已印发；默认看文件"},
		&cli.StringSliceFlag{Name: "rules", Usage: "再加一个目录里的规则文件（可重复）"},
		&cli.StringSliceFlag{Name: "enable", Usage: "只运行这些规则，用逗号分开；写组名（如 SETS）表示整组"},
		&cli.StringSliceFlag{Name: "disable", Usage: "不运行这些规则；报告会写明没有运行"},
		&cli.StringSliceFlag{Name: "severity", Usage: "改变规则的级别，如 TIME-005=error"},
		ocrFlag(),
	}
}

func checkCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "检查文件，输出报告",
		ArgsUsage: "[选项] 文件|目录|- …",
		Description: "目录会逐层检查其中的文件；“-”表示标准输入。选项写在文件前面。\n" +
			"从文件所在目录起逐级向上找到的 .docreview.yaml 可以设定同样的内容，命令行优先。",
		Flags: append(append(sharedFlags(), reviewFlags()...),
			&cli.StringSliceFlag{Name: "format", Usage: "报告格式：" + strings.Join(render.Names(), "、") + "；写成 json=报告.json 则存成文件（可重复）；默认 text"},
			&cli.BoolFlag{Name: "show-text", Usage: "只输出读到的文字（报告里的位置按它计算）；json、jsonl 则加在报告里"},
			&cli.StringFlag{Name: "fail-on", Usage: "最低到哪一级问题时退出码为 1：error（默认）、warning、info、never"},
			&cli.BoolFlag{Name: "strict", Usage: "有规则无法判断或运行失败时退出码为 3"},
			&cli.StringFlag{Name: "write-baseline", Usage: "把这次发现的问题写成基线文件；文件已经有的，保留其中的理由和期限"},
			&cli.BoolFlag{Name: "timing", Usage: "在标准错误上写明各步和最费时的十条规则用了多少时间"},
		),
		Action: func(c *cli.Context) error {
			o, err := reviewOptions(c)
			if err != nil {
				return err
			}
			o.writeBaseline = c.String("write-baseline")
			o.showText = c.Bool("show-text")
			if c.IsSet("strict") {
				strict := c.Bool("strict")
				o.strict = &strict
			}
			if c.Bool("timing") {
				o.timing = newTiming()
			}
			return e.check(c.Context, o)
		},
	}
}

// reviewFlags are those that check and gate share beside sharedFlags.
func reviewFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "dossier", Usage: "送审材料包：目录或者 zip 压缩包（可重复）；读出了什么见 docreview dossier show"},
		&cli.StringFlag{Name: "calendar", Usage: "节假日安排表文件，代替程序自带的（每行一年，如 2027 off 01-01..01-03 work 01-04）"},
		&cli.StringFlag{Name: "baseline", Usage: "基线文件：里面的问题照列，但不计入结论和退出码"},
		&cli.BoolFlag{Name: "allow-classified", Usage: "文件首部标有“绝密★”“机密★”“秘密★”的也检查；默认拒绝，退出码为 4"},
		&cli.StringFlag{Name: "template", Usage: "审核意见书用这个 .docx 模板（同 --format opinion=文件 一起用，一次一个文件）；占位符：{{" + strings.Join(render.Placeholders(), "}} {{") + "}}"},
		&cli.StringFlag{Name: "comment-author", Usage: "docx 格式批注的署名；默认“合法性审核（docreview）”"},
		&cli.StringFlag{Name: "comment-date", Usage: "docx 格式批注和模板中 {{日期}} 的日期，如 2026-11-22；默认为判断日（--as-of）"},
		&cli.IntFlag{Name: "j", Usage: "同时检查几个文件；不影响报告内容；默认与处理器数相同"},
	}
}

// reviewOptions reads the flags that check and gate share.
func reviewOptions(c *cli.Context) (checkOptions, error) {
	if err := noFlagsBehind(c); err != nil {
		return checkOptions{}, err
	}
	o := checkOptions{
		files: c.Args().Slice(), asOf: c.String("as-of"), corpus: c.String("corpus"), profile: c.String("profile"), stage: c.String("stage"),
		formats: c.StringSlice("format"), rules: c.StringSlice("rules"), enable: c.StringSlice("enable"), disable: c.StringSlice("disable"),
		severity: c.StringSlice("severity"), failOn: c.String("fail-on"), baseline: c.String("baseline"),
		dossiers: c.StringSlice("dossier"), calendar: c.String("calendar"),
		classified: c.Bool("allow-classified"), jobs: c.Int("j"), ocr: c.String("ocr"),
		letter: letter{template: c.String("template"), author: c.String("comment-author"), date: c.String("comment-date")},
	}
	if c.IsSet("j") && o.jobs < 1 {
		return o, usagef("-j 要写大于 0 的数。")
	}
	return o, nil
}

// job is one file with what holds for it.
type job struct {
	input
	*settings
	classified bool // a classified marking is no obstacle
	alone      bool // the only one of the run
	timing     *timing
}

// check reviews the files and writes the reports. errFindings and *uncheckedError
// tell how it came out; everything else is an error in words.
func (e *env) check(ctx context.Context, o checkOptions) error {
	if len(o.files) == 0 {
		return usagef("请写明要检查的文件或目录，例如 docreview check 办法.docx。")
	}
	if n := count(o.files, "-"); n > 1 {
		return usagef("标准输入“-”只能写一次。")
	}
	plan := newPlanner(e, o)
	recognise, err := e.recogniser(ctx, o.ocr)
	if err != nil {
		return err
	}
	inputs, skipped := e.collect(o.files)
	for i := range inputs {
		inputs[i].recognise = recognise
	}
	if skipped > 0 {
		defer func() {
			fmt.Fprintf(e.err, "docreview：目录里的锁文件、缩略图等 %d 个不是文件，已跳过。\n", skipped)
		}()
	}
	first, err := plan.configs.near(inputs[0].dir)
	if err != nil {
		return err
	}
	outs, err := e.outputsFor(o, first)
	if err != nil {
		return err
	}
	if err := notOnto(outs, inputs); err != nil {
		return err
	}
	var next *nextBaseline
	if o.writeBaseline != "" {
		if next, err = newBaseline(o.writeBaseline); err != nil {
			return err
		}
	}
	done := o.timing.phase("打开法规库")
	lib, libErr := openLibrary(plan.corpusDir(first))
	done()
	if libErr == nil {
		// The first file is read while the rules load: both take about as long,
		// and most runs are for one document.
		head := inputs[0]
		inputs[0].early = async(func() read { return head.read(lib, o.timing) })
	}
	done = o.timing.phase("装载规则和配置")
	jobs := make([]job, len(inputs))
	for i, in := range inputs {
		s, err := plan.settingsFor(in.dir)
		if err != nil {
			return err
		}
		jobs[i] = job{in, s, o.classified, len(inputs) == 1, o.timing}
	}
	done()
	if libErr != nil {
		return libErr
	}
	workers := o.jobs
	if workers == 0 && first.Jobs != nil {
		workers = *first.Jobs
	}
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	b := &render.Batch{
		Tool: tool(), Rules: jobs[0].rules.info(), Corpus: lib.Snapshot(), AsOf: asOfWords(jobs[0].asOf),
		RuleTitle: jobs[0].rules.title, Rule: jobs[0].rules.rule, Original: originals(jobs),
		Article: func(on law.Date, x checker.Basis) (string, string) { return lib.article(ctx, on, x) },
	}
	tally := tally{gate: o.gate, papers: unreadPapers(jobs)}
	reports := func(yield func(*checker.Report) bool) {
		for i, r := range inOrder(ctx, len(jobs), workers, func(i int) *checker.Report {
			inner := 1
			if len(jobs) == 1 {
				inner = workers
			}
			return jobs[i].review(ctx, lib, inner)
		}) {
			tally.add(r, jobs[i].settings)
			if next != nil {
				next.record(r)
			}
			done := o.timing.phase("写报告")
			more := yield(r)
			done()
			if !more {
				return
			}
		}
	}
	if err := e.writeAll(outs, b, reports); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if next != nil {
		if err := next.write(); err != nil {
			return err
		}
	}
	if o.timing != nil {
		fmt.Fprint(e.err, o.timing.words(jobs[0].rules.title))
	}
	return tally.err()
}

// writeAll renders the reports to every output. A single output gets each report
// as soon as it is ready; several share a list of all.
func (e *env) writeAll(outs []output, b *render.Batch, reports iter.Seq[*checker.Report]) error {
	if len(outs) == 1 {
		b.Reports = reports
		return e.write(outs[0], b)
	}
	b.Reports = slices.Values(slices.Collect(reports))
	for _, o := range outs {
		if err := e.write(o, b); err != nil {
			return err
		}
	}
	return nil
}

// first2 gives a where it is set, else b.
func first2(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

func count(list []string, s string) (n int) {
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

func asOfWords(d law.Date) string {
	if d.IsZero() {
		return "document"
	}
	return d.String()
}

// review checks one file. It always gives a report: what could not be read, or
// broke the program, comes out as unreadable and says so.
func (j job) review(ctx context.Context, lib *library, workers int) (rep *checker.Report) {
	defer func() {
		if v := recover(); v != nil {
			rep = j.unreadable(brokenWords(v))
		}
	}()
	got := j.read(lib, j.timing)
	if got.why != "" {
		return j.unreadable(got.why)
	}
	doc := got.doc
	if mark := doc.Text.Classified; mark != "" && !j.classified {
		rep = j.unreadable(classifiedWords(mark))
		rep.Classified = mark
		return rep
	}
	opt, notes, why := j.options(doc, lib)
	if why != "" {
		return j.unreadable(why)
	}
	opt.Workers, opt.Shared = workers, j.timing.shared()
	done := j.timing.phase("判断引用、运行规则")
	rep, err := checker.Run(ctx, doc, j.timing.rules(j.rules.run), opt)
	done()
	if err != nil {
		return j.unreadable(sentence(words(err)))
	}
	rep.File = j.name
	rep.Notes = append(slices.Clone(rep.Notes), notes...)
	if j.baseline != nil {
		j.baseline.apply(rep, j.rules.known, j.alone)
	}
	for i := range rep.Findings {
		if s, ok := j.severity[rep.Findings[i].RuleID]; ok {
			rep.Findings[i].Severity = s
		}
	}
	if pages := doc.Text.PagesWithoutText; len(pages) > 0 {
		rep.ReviewScope.PagesWithoutText = pages
		rep.Verdict = "incomplete"
	}
	rep.ReviewScope.Recognised = doc.Text.Recognised
	if unread := doc.Text.Missing; len(unread) > 0 {
		rep.ReviewScope.Unread = unread
		rep.ReviewScope.NotChecked = append(slices.Clone(rep.ReviewScope.NotChecked), unread...)
		rep.Verdict = "incomplete"
	}
	rep.ReviewScope.NotChecked = append(slices.Clone(rep.ReviewScope.NotChecked), j.notChecked(rep)...)
	return rep
}

func classifiedWords(mark string) string {
	return "文件标有密级（" + mark + "），没有检查。涉密文件不得在非涉密设备上处理；确认不涉密或者设备符合要求的，加上 --allow-classified 再查。"
}

// options says how a document is reviewed, or why it cannot be (in Chinese).
func (j job) options(doc *document.Document, lib *library) (opt checker.Options, notes []string, why string) {
	opt = checker.Options{AsOf: j.asOf, Corpus: lib, Rules: j.rules.info()}
	if opt.AsOf.IsZero() {
		if opt.AsOf = checker.WrittenOn(doc); !opt.AsOf.Valid() {
			return opt, nil, "文件没有写明日期，不能按文件自己的日期判断。请用 --as-of 指定日期。"
		}
	}
	if j.profile != nil {
		opt.Profile = *j.profile
	} else {
		var err error
		if opt.Profile, notes, err = fromIssuer(doc); err != nil {
			return opt, nil, err.Error()
		}
	}
	if opt.Profile.Stage = j.stage; j.stage == "" {
		opt.Profile.Stage = stageOf(doc)
	}
	var more []string
	opt.Dossier, more = take(j.papers, doc)
	opt.Calendar = j.calendar
	opt.Lists = j.lists
	return opt, append(notes, more...), ""
}

// read is a file as far as it could be read: the document, or why not.
type read struct {
	doc *document.Document
	why string // in Chinese; "" when doc is there
}

// read reads and parses the file, or takes what was read early.
func (in input) read(lib *library, t *timing) (got read) {
	if in.early != nil {
		return in.early()
	}
	defer func() {
		if v := recover(); v != nil {
			got = read{why: brokenWords(v)}
		}
	}()
	done := t.phase("读文件")
	text, why := in.text()
	done()
	switch {
	case why != "":
		return read{why: why}
	case isWorkbook(text):
		return read{why: workbookWords}
	}
	defer t.phase("认结构")()
	return read{doc: document.Parse(text, lib.names)}
}

// workbookWords says that a workbook was not reviewed.
const workbookWords = "这是电子表格，不是公文正文，没有检查。作为送审材料的，放进材料包用 --dossier 读取；看读到的内容用 docreview text。"

// text reads a file, or says in Chinese why it cannot.
func (in input) text() (t *source.Text, why string) {
	if in.err != nil {
		return nil, sentence(words(in.err))
	}
	f, err := in.open()
	if err != nil {
		return nil, sentence(words(err))
	}
	defer f.Close()
	if t, err = source.ReadRecognized(in.name, f, 0, in.recognise); err != nil {
		return nil, sentence(words(err))
	}
	return t, ""
}

// brokenWords says that the program itself broke.
func brokenWords(v any) string {
	return fmt.Sprintf("检查时程序出错（%v）。请把这个文件和这句话报告给维护者。", v)
}

// notChecked says what the options and the corpus left out.
func (j job) notChecked(rep *checker.Report) []string {
	var out []string
	if !rep.Corpus.FullText && slices.ContainsFunc(rep.Citations, func(c checker.CitationInfo) bool { return c.At.Article > 0 && c.Work != "" }) {
		out = append(out, "所引条款的内容：当前法规库只有目录，没有全文，没有比对原文")
	}
	if len(j.rules.left) > 0 {
		out = append(out, fmt.Sprintf("按选项没有运行的规则 %d 条：%s", len(j.rules.left), joinShort(j.rules.left, 20)))
	}
	return out
}

// joinShort joins at most n of list and says how many there are.
func joinShort(list []string, n int) string {
	more := ""
	if len(list) > n {
		list, more = list[:n], "等"
	}
	s := ""
	for i, x := range list {
		if i > 0 {
			s += "、"
		}
		s += x
	}
	return s + more
}

func (j job) unreadable(why string) *checker.Report {
	return &checker.Report{File: j.name, Verdict: "unreadable", Error: why, AsOf: j.asOf, Rules: j.rules.info()}
}

func fromIssuer(doc *document.Document) (checker.Profile, []string, error) {
	names := make([]string, len(doc.Issuers))
	for i, x := range doc.Issuers {
		names[i] = x.Name
	}
	return profile.FromIssuer(names, doc.Title.Value)
}

func stageOf(doc *document.Document) string {
	switch doc.Stage {
	case document.StageDraft:
		return "draft"
	case document.StageReview:
		return "review"
	case document.StageIssued:
		return "issued"
	}
	return ""
}

// tally gathers what decides on the exit code.
type tally struct {
	gate              *gate // nil: check
	findings          bool
	held              int // files with unproven procedures or failed rules (gate)
	unread, undecided int // files
	classified        int // files refused for their marking
	partly            int // files with pages that could not be read
	corpus            int // files whose citations the corpus answered in part
	papers            int // papers of the dossier that could not be read
}

func (t *tally) add(r *checker.Report, s *settings) {
	held := t.gate != nil && t.gate.judge(r, s).held()
	if r.Classified != "" {
		t.classified++
		return
	}
	if len(r.ReviewScope.PagesWithoutText)+len(r.ReviewScope.Unread) > 0 {
		t.partly++
	}
	if r.Verdict == "unreadable" {
		t.unread++
		return
	}
	if r.CorpusPartly {
		t.corpus++
	}
	for _, f := range r.Findings {
		if !s.never && f.Suppressed == nil && f.Severity >= s.failOn {
			t.findings = true
		}
	}
	if held {
		t.held++
	}
	if s.strict && slices.ContainsFunc(r.Results, func(x checker.Result) bool {
		return x.Outcome == checker.Failed || x.Outcome == checker.CannotTell
	}) {
		t.undecided++
	}
}

// err: what could not be checked beats what was found.
func (t *tally) err() error {
	switch {
	case t.classified > 0:
		return &classifiedError{fmt.Sprintf("%d 个文件标有密级，没有检查，见报告。", t.classified)}
	case t.unread > 0 && t.undecided > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件未能检查，另有 %d 个文件有规则无法判断（--strict），见报告。", t.unread, t.undecided)}
	case t.unread > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件未能检查，见报告。", t.unread)}
	case t.held > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件有必经程序没有证明，或者有规则运行失败。", t.held)}
	case t.partly > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件有页面没有文字或者内容读不全，没有检查完整，见报告。", t.partly)}
	case t.corpus > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件引用的法规没有核对完：法规库没有完整答复。请重新运行 docreview corpus build，或者用 --corpus 换一个法规库。", t.corpus)}
	case t.papers > 0:
		return &uncheckedError{fmt.Sprintf("材料包里有 %d 个文件没有读出，见报告。", t.papers)}
	case t.undecided > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件有规则无法判断或运行失败（--strict），见报告。", t.undecided)}
	case t.findings:
		return errFindings
	}
	return nil
}
