package checker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"

	"docreview/checker/calendar"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// Options of a run. AsOf must be a day; everything else may be zero.
type Options struct {
	AsOf    law.Date
	Profile Profile
	Corpus  Corpus
	Workers int // checks in parallel; below 1: one
	Rules   RulesInfo
	// Have names the materials of the dossier at hand; a rule that needs others
	// comes out as CannotTell unless the text alone shows the defect.
	Have map[MaterialKind]bool
	// Dossier is what the papers that go with the document prove; nil: none were
	// given. A rule that needs materials is clean only when it finds there what
	// proves it (Pass.Prove).
	Dossier *Dossier
	// Lists are the lists that the office keeps; nil: none were given.
	Lists map[string]*List
	// Calendar tells which days are worked; nil: the table that the program carries.
	Calendar *calendar.Table
	// Trace hears every step of every check; nil: nobody asks. With several
	// workers it is called from several goroutines.
	Trace func(Step)
	// Shared hears when a check begins an analysis that several checks share, and by
	// the function that it gives when that ends; nil: nobody asks. It may be called
	// from several goroutines.
	Shared func(ruleID string) (done func())
}

// Run reviews one document. The bytes of what it returns depend on its
// arguments alone. A check that panics or errs comes out as Failed, a corpus
// that answers in part as CannotTell: neither is ever Clean. The error is for
// arguments that make no sense; then there is no report.
func Run(ctx context.Context, d *document.Document, rules []*Rule, opt Options) (*Report, error) {
	if !opt.AsOf.Valid() {
		return nil, errors.New("run: the as-of day is not a day")
	}
	opt.Profile = opt.Profile.At(opt.AsOf)
	rep := describe(d, opt)
	cited, corpusErr := resolve(ctx, d, opt.Corpus, opt.AsOf)
	if w, err := known(ctx, d, opt.Corpus); err != nil && corpusErr == nil {
		corpusErr = err
	} else if w != nil {
		rep.Doc.Normative = document.No.String()
		rep.Doc.Reasons = []string{"法规库收录的同名文件《" + w.Title + "》是" + w.Level.String()}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	shared := &memo{m: map[any]*memoEntry{}}
	passes := make([]*Pass, len(rules))
	results := make([]Result, len(rules))
	work := func(i int) {
		p := &Pass{Doc: d, AsOf: opt.AsOf, Profile: opt.Profile, Corpus: opt.Corpus, Cited: cited, Have: opt.Have, Dossier: opt.Dossier, Lists: opt.Lists, days: opt.Calendar, rule: rules[i], memo: shared, trace: opt.Trace, shared: opt.Shared}
		passes[i] = p
		results[i] = runOne(ctx, p, rep.Doc, opt, corpusErr)
	}
	if opt.Workers <= 1 {
		for i := range rules {
			work(i)
		}
	} else {
		var wg sync.WaitGroup
		next := make(chan int)
		for range min(opt.Workers, len(rules)) {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := range next {
					work(i)
				}
			}()
		}
		for i := range rules {
			next <- i
		}
		close(next)
		wg.Wait()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, p := range passes {
		if results[i].Outcome == Found {
			for _, f := range p.findings {
				rep.Findings = append(rep.Findings, finish(d, rules[i], f))
			}
		}
	}
	slices.SortFunc(results, func(a, b Result) int { return strings.Compare(a.RuleID, b.RuleID) })
	rep.Results = results
	sortFindings(rep.Findings)
	number(rep.Findings)
	rep.Citations = ledger(d, cited)
	rep.Verdict = verdict(rep)
	if corpusErr != nil {
		rep.CorpusPartly, rep.Verdict = true, "incomplete"
		rep.ReviewScope.NotChecked = append(rep.ReviewScope.NotChecked, "引用的法规：法规库没有完整答复，没有核对完")
	} else if slices.ContainsFunc(results, func(r Result) bool { return r.Outcome == CannotTell && r.Reason == answeredPartly }) {
		rep.CorpusPartly, rep.Verdict = true, "incomplete"
		rep.ReviewScope.NotChecked = append(rep.ReviewScope.NotChecked, "与上位法的比对：法规库没有完整答复，没有比对完")
	}
	return rep, nil
}

// MajorUnknown is the reason of the rules on major administrative decisions where
// nothing shows whether the document is one.
const MajorUnknown = "没有材料表明本件是不是重大行政决策（材料包的 dossier.yaml 可以写明 major_decision）"

// MajorCatalogue is what shows whether a document is a major administrative decision.
const MajorCatalogue MaterialKind = "重大行政决策目录"

// runOne runs one rule and says how it came out.
func runOne(ctx context.Context, p *Pass, doc DocumentInfo, opt Options, corpusErr error) (res Result) {
	r := p.rule
	res = Result{RuleID: r.ID}
	defer func() {
		if v := recover(); v != nil {
			p.findings = nil
			res.Outcome, res.Reason = Failed, fmt.Sprintf("检查程序出错：%v", v)
		}
	}()
	if why, ok := applies(r.Applies, doc, opt); !ok {
		res.Outcome, res.Reason = NotApplicable, why
		return res
	}
	if r.Applies.Major {
		switch is := major(opt, p.Doc); {
		case !is.Known():
			res.Outcome, res.Reason = CannotTell, MajorUnknown
			if opt.Dossier == nil {
				res.Needs = string(MajorCatalogue)
			}
			return res
		case is.Text != "yes":
			res.Outcome, res.Reason = NotApplicable, "不是重大行政决策（"+is.Where()+"）"
			return res
		}
	}
	if r.Check != nil {
		if err := r.Check(ctx, p); err != nil {
			p.findings = nil
			if errors.Is(err, ErrIncomplete) {
				res.Outcome, res.Reason = CannotTell, answeredPartly
			} else {
				res.Outcome, res.Reason = Failed, err.Error()
			}
			return res
		}
	}
	if corpusErr != nil && r.Cites {
		p.findings = nil
		res.Outcome, res.Reason = CannotTell, "法规库没有完整答复："+corpusErr.Error()
		return res
	}
	if len(p.findings) > 0 {
		p.findings = distinct(p.findings)
		res.Outcome = Found
		res.Reason = strings.Join(uniq(p.unknown), "；")
		return res
	}
	missing := p.unproved(r.Needs)
	switch {
	case len(p.unknown) > 0:
		res.Outcome, res.Reason = CannotTell, strings.Join(uniq(p.unknown), "；")
	case missing != "":
		res.Outcome, res.Reason = CannotTell, missing
	}
	if opt.Dossier == nil && len(p.unknown) == len(p.lacking) && res.Outcome == CannotTell {
		needs := p.lacking
		if len(p.unknown) == 0 {
			needs = slices.DeleteFunc(slices.Clone(r.Needs), func(m MaterialKind) bool { return p.Have[m] })
		}
		var words []string
		for _, m := range needs {
			words = append(words, string(m))
		}
		res.Needs = strings.Join(uniq(words), "、")
	}
	return res
}

// applies says whether a rule speaks to this document, and if not why.
func applies(a Applicability, d DocumentInfo, opt Options) (why string, ok bool) {
	if !a.From.IsZero() && opt.AsOf.Before(a.From) {
		return "判断日期早于" + a.From.Chinese(), false
	}
	if !a.To.IsZero() && !opt.AsOf.Before(a.To) {
		return "判断日期不早于" + a.To.Chinese(), false
	}
	if a.Normative && d.Normative == document.No.String() {
		return "不是行政规范性文件：" + strings.Join(d.Reasons, "；"), false
	}
	for _, i := range d.Issuers {
		if name := strings.TrimPrefix(i, "中华人民共和国"); slices.Contains(a.NotIssuers, name) {
			return "不约束" + name + "的文件", false
		}
	}
	if len(a.Kinds) > 0 && !slices.Contains(a.Kinds, d.Kind) {
		return "文种不在适用范围（" + strings.Join(a.Kinds, "、") + "）", false
	}
	if slices.Contains(a.NotKinds, d.Kind) {
		return "不适用于" + d.Kind, false
	}
	if len(a.Stages) > 0 && opt.Profile.Stage != "" && !slices.Contains(a.Stages, opt.Profile.Stage) {
		return "不适用于当前阶段", false
	}
	if len(a.Levels) > 0 && opt.Profile.Level != "" && !slices.Contains(a.Levels, opt.Profile.Level) {
		return "不适用于本级机关", false
	}
	return "", true
}

// distinct drops a finding that lies inside another of the same rule.
func distinct(fs []Finding) []Finding {
	sort.SliceStable(fs, func(i, j int) bool {
		if fs[i].Span.Start != fs[j].Span.Start {
			return fs[i].Span.Start < fs[j].Span.Start
		}
		return fs[i].Span.Len() > fs[j].Span.Len()
	})
	var out []Finding
	for _, f := range fs {
		if n := len(out); n > 0 && !f.Span.IsZero() && out[n-1].Span.Contains(f.Span) {
			continue
		}
		out = append(out, f)
	}
	return out
}

// finish fills in what follows from the rule and the place.
func finish(d *document.Document, r *Rule, f Finding) Finding {
	f.RuleID = r.ID
	if f.Severity > r.Severity {
		f.Severity = r.Severity
	}
	if f.Suggestion == "" {
		f.Suggestion = r.Suggestion
	}
	if f.Basis == nil {
		f.Basis = r.Basis
	}
	if f.Severity == Error && (!proven(f.Basis) || r.Applies.Normative && d.Anonymous()) {
		f.Severity = Warning
	}
	if !f.Span.IsZero() {
		f.Start, f.End = d.Text.CodePoints(f.Span)
		from, _ := d.Text.Positions(f.Span)
		f.Line, f.Column = from.Block, from.Column
		if d.Text.Format != "txt" && d.Text.Format != "md" {
			f.Place = d.Text.Place(f.Span)
		}
		f.At = d.PathAt(f.Span)
		f.Quote = d.Text.Quote(f.Span)
	}
	for i := range f.Related {
		q := &f.Related[i]
		if q.Span.IsZero() {
			continue
		}
		q.Start, q.End = d.Text.CodePoints(q.Span)
		from, _ := d.Text.Positions(q.Span)
		q.Line, q.Column = from.Block, from.Column
		q.Quote = d.Text.Quote(q.Span)
	}
	return f
}

// proven reports whether a provision that we are sure of stands behind a finding.
func proven(bs []Basis) bool {
	for _, b := range bs {
		if !b.Unsure && b.Title != "" {
			return true
		}
	}
	return false
}

func sortFindings(fs []Finding) {
	sort.SliceStable(fs, func(i, j int) bool {
		a, b := fs[i], fs[j]
		if a.Span.Start != b.Span.Start {
			return a.Span.Start < b.Span.Start
		}
		if a.Span.End != b.Span.End {
			return a.Span.End < b.Span.End
		}
		if a.RuleID != b.RuleID {
			return a.RuleID < b.RuleID
		}
		return a.Message < b.Message
	})
}

// number gives every finding an id that survives edits elsewhere in the
// document: rule, provision path and the quote without blanks; the n-th of equal
// ones carries its n.
func number(fs []Finding) {
	seen := map[string]int{}
	for i := range fs {
		f := &fs[i]
		quote := strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, f.Quote)
		key := f.RuleID + "\x00" + f.At + "\x00" + quote
		if f.Span.IsZero() {
			key += "\x00" + f.Message
		}
		seen[key]++
		if n := seen[key]; n > 1 {
			key += fmt.Sprintf("\x00%d", n)
		}
		sum := sha256.Sum256([]byte(key))
		f.ID = f.RuleID + "-" + hex.EncodeToString(sum[:6])
	}
}

// answeredPartly is the reason of a rule whose question the corpus answered in
// part: the review is then not complete.
const answeredPartly = "法规库只答复了一部分"

func verdict(r *Report) string {
	for _, x := range r.Results {
		if x.Outcome == Failed {
			return "incomplete"
		}
	}
	if len(r.Findings) > 0 {
		return "findings"
	}
	return "clean"
}

// describe fills in what the report says of the document itself.
func describe(d *document.Document, opt Options) *Report {
	t := d.Text
	rep := &Report{
		File: t.Name, SHA256: t.SHA256, Format: t.Format, Encoding: t.Encoding, Notes: t.Notes, Orig: t.Orig,
		AsOf: opt.AsOf, Profile: opt.Profile, Rules: opt.Rules,
		Doc: DocumentInfo{
			Title: d.Title.Value, Instrument: d.Instrument.Value, Kind: d.Kind,
			Dated: d.Dated.Value, Published: d.Published.Value, Effective: EffectiveDate(d),
			Normative: d.Normative.Answer.String(), Reasons: d.Normative.Reasons,
		},
	}
	if opt.Corpus != nil {
		rep.Corpus = opt.Corpus.Snapshot()
	}
	if n, ok := OwnNumber(d); ok {
		rep.Doc.Number = n.Raw
	}
	for _, i := range d.Issuers {
		rep.Doc.Issuers = append(rep.Doc.Issuers, i.Name)
	}
	if len(d.Validity) > 0 {
		v := d.Validity[0]
		rep.Doc.Validity = t.Quote(v.Span)
		rep.Doc.Expires = Expires(d)
	}
	for _, a := range d.Annexes {
		if !a.Listed.IsZero() && a.Body.IsZero() {
			rep.ReviewScope.AnnexesMissing = append(rep.ReviewScope.AnnexesMissing, a.Title)
		}
	}
	event := func(name string, day law.Date, source string) {
		if day.Valid() {
			rep.Timeline = append(rep.Timeline, Event{Name: name, From: day, To: day, Source: source})
		}
	}
	event("signed", d.Dated.Value, "成文日期")
	event("published", d.Published.Value, "发布日期")
	event("effective", rep.Doc.Effective, "施行条款")
	event("expires", rep.Doc.Expires, "有效期条款")
	if opt.Dossier != nil {
		rep.Timeline = append(rep.Timeline, opt.Dossier.Timeline()...)
		slices.SortStableFunc(rep.Timeline, func(x, y Event) int { return x.first().Compare(y.first()) })
	}
	return rep
}

// OwnNumber is the number under which the document itself goes: the one in its
// head before the one in the metadata of the page.
func OwnNumber(d *document.Document) (document.Number, bool) {
	for _, head := range []bool{true, false} {
		for _, n := range d.Numbers {
			if (n.Zone != document.ZoneMeta) == head {
				return n, true
			}
		}
	}
	return document.Number{}, false
}

// EffectiveDate is the first day on which the document applies; zero when the
// text does not fix it.
func EffectiveDate(d *document.Document) law.Date {
	e := d.Effective
	issued := d.Published.Value
	if !issued.Valid() {
		issued = d.Dated.Value
	}
	switch e.Kind {
	case document.EffectiveOn:
		return e.Date
	case document.EffectiveOnIssue:
		if issued.Valid() {
			return issued
		}
	case document.EffectiveAfterIssue:
		if issued.Valid() {
			return issued.AddDays(e.Days)
		}
	}
	return law.Date{}
}

// Expires is the last day on which the document applies by its own words; zero
// when they fix none.
func Expires(d *document.Document) law.Date {
	for _, v := range d.Validity {
		if v.Until.Valid() {
			return v.Until
		}
	}
	from := EffectiveDate(d)
	for _, v := range d.Validity {
		start := v.From
		if !start.Valid() {
			start = from
		}
		if !start.Valid() || v.LongTerm || v.Years == 0 && v.Months == 0 {
			continue
		}
		return lastDay(start, v.Years, v.Months)
	}
	return law.Date{}
}

// lastDay is the day before the anniversary: five years from 2024-01-01 end on
// 2028-12-31.
func lastDay(from law.Date, years, months int) law.Date {
	m := from.Month - 1 + months
	end := law.Date{Year: from.Year + years + m/12, Month: m%12 + 1, Day: from.Day}
	for !end.Valid() && end.Day > 28 {
		end.Day--
	}
	return end.AddDays(-1)
}

// ledger is the citation ledger of the report.
func ledger(d *document.Document, cited []Resolution) []CitationInfo {
	var out []CitationInfo
	for i, q := range d.Citations {
		r := cited[i]
		c := CitationInfo{
			Text: d.Text.Quote(q.Span), Title: q.Title, Number: q.Number.String(), Form: q.Form.String(), Use: useName(q.Use),
			Standing: r.Standing, Since: r.Since, By: r.By, Article: r.Article, ArticleNow: r.ArticleNow,
		}
		if len(q.At) > 0 {
			c.At = q.At[0]
		}
		c.Start, c.End = d.Text.CodePoints(q.Span)
		from, _ := d.Text.Positions(q.Span)
		c.Line, c.Column = from.Block, from.Column
		if r.Work != nil {
			c.Work, c.Edition = string(r.Work.ID), string(r.Edition.ID)
		}
		c.Candidates = titles(r.Candidates)
		c.DidYouMean = titles(r.DidYouMean)
		out = append(out, c)
	}
	return out
}

func useName(u document.Use) string {
	return [...]string{"other", "basis", "applied", "repeals", "issues", "history", "named"}[u]
}

func titles(ws []*law.Regulation) []string {
	var out []string
	for _, w := range ws {
		out = append(out, w.Title)
	}
	return out
}

func uniq(ss []string) []string {
	var out []string
	for _, s := range ss {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
