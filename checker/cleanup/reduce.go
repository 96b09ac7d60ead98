package cleanup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// quoteRunes bounds a quotation in a record.
const quoteRunes = 79 // and the mark …

// Bounds of what a record holds: beyond them a document is told to have more.
const (
	maxCites = 400
	maxFlaws = 60
	maxActs  = 4000 // lists of thousands of documents are acts
)

func reduce(d *document.Document, rep *checker.Report, opt ReduceOptions) *Record {
	r := &Record{
		Schema: Schema, SHA256: rep.SHA256, Format: rep.Format, Length: utf8.RuneCountInString(d.Text.Norm),
		Title: d.Title.Value, Number: standard(rep.Doc.Number), Issuers: rep.Doc.Issuers, Kind: d.Kind,
		Normative: rep.Doc.Normative, Why: rep.Doc.Reasons, Stage: stageOf(d), Forwarded: d.Forwarded,
		HasBody: !d.Body.IsZero(), Region: rep.Profile.Code,
		Dated: DayOf(rep.Doc.Dated), Published: DayOf(rep.Doc.Published), Effective: DayOf(rep.Doc.Effective), Expires: DayOf(rep.Doc.Expires),
	}
	if r.Title == "" {
		r.Title = d.Instrument.Value
	}
	r.Title = unmarked(r.Title)
	if i := unmarked(d.Instrument.Value); i != r.Title {
		r.Instrument = i
	}
	for _, n := range d.Numbers {
		s := n.Number.String()
		if n.Number.IsZero() || s == r.Number || slices.Contains(r.Numbers, s) {
			continue
		}
		if r.Number == "" {
			r.Number = s
			continue
		}
		r.Numbers = append(r.Numbers, s)
	}
	switch d.Effective.Kind {
	case document.EffectiveOnIssue:
		r.OnIssue = true
	case document.EffectiveAfterIssue:
		r.OnIssue, r.AfterDays = true, d.Effective.Days
	}
	r.Level = levelOf(r)
	r.Trial = trial(r.name())
	r.Register, r.Stated = fromMeta(d)
	r.Versions = versions(d)
	r.term(d)
	r.Silent = silent(rep.Profile, r.Trial)
	r.Period = periodOf(d, r)
	r.Acts = actsOf(d)
	r.Cites = citesOf(d, rep)
	r.Flaws = flawsOf(rep)
	r.Topics = topicsOf(d, rep, opt.Topics)
	r.TextKey, r.Sketch = fingerprint(d)
	if len(rep.ReviewScope.PagesWithoutText) > 0 || len(d.Text.PagesWithoutText) > 0 {
		r.Problems = append(r.Problems, "有的页面只有图片、没有文字，没有读完整")
	}
	r.Problems = append(r.Problems, d.Text.Missing...)
	if rep.CorpusPartly {
		r.Problems = append(r.Problems, "法规库没有完整答复，引用的法规没有核对完")
	}
	if d.Body.IsZero() && d.Notice.IsZero() {
		r.Problems = append(r.Problems, "没有读到正文")
	}
	for _, x := range rep.Results {
		if x.Outcome == checker.Failed {
			r.Problems = append(r.Problems, "规则"+x.RuleID+"运行失败")
		}
	}
	return r
}

// name is the title of the instrument, or the one issued.
func (r *Record) name() string {
	if r.Instrument != "" {
		return r.Instrument
	}
	return r.Title
}

// standard gives the standard form of a number as written.
func standard(raw string) string {
	if n, _, ok := law.ParseDocNumber(strings.Join(strings.Fields(raw), "")); ok {
		return n.String()
	}
	return raw
}

func stageOf(d *document.Document) string {
	if strings.Contains(d.Title.Value+d.Instrument.Value, "征求意见稿") || strings.HasSuffix(trimMarks(d.Title.Value), "草案") {
		return "draft"
	}
	switch d.Stage {
	case document.StageDraft:
		return "draft"
	case document.StageReview:
		return "review"
	case document.StageIssued:
		return "issued"
	}
	return ""
}

// levelOf tells from the verdict on a document that it stands above normative
// documents, and as what.
func levelOf(r *Record) string {
	if r.Normative != "no" || len(r.Why) == 0 {
		return ""
	}
	why := r.Why[0]
	if _, is, ok := strings.Cut(why, "属于"); ok && !strings.Contains(why, "内部") {
		return is
	}
	if strings.Contains(why, "法规库收录的同名文件") {
		if _, is, ok := strings.Cut(why, "》是"); ok {
			return is
		}
	}
	if strings.Contains(why, "最高人民法院") || strings.Contains(why, "最高人民检察院") {
		return "司法解释或者司法文件"
	}
	return ""
}

// trial reports 试行 or 暂行 in a title.
func trial(title string) bool {
	return strings.Contains(title, "试行") || strings.Contains(title, "暂行")
}

// fromMeta reads the register number and the validity that the page states.
func fromMeta(d *document.Document) (register string, stated *Said) {
	for _, f := range d.Meta {
		if f.Span.Len() == 0 {
			continue
		}
		switch f.Key {
		case "规范性文件登记号", "规范性文件统一编号", "统一登记号", "统一编号", "登记编号", "登记号":
			register = f.Value
		case "有效性", "时效性", "效力状态", "文件状态", "信息状态", "状态", "status":
			if stated == nil {
				stated = &Said{Text: clip(f.Value, 20), Line: lineOf(d, f.Span)}
			}
		}
	}
	// 「（已失效）」「（本文已废止）」 behind the title
	if stated == nil {
		if t := d.Title.Value; unmarked(t) != t {
			stated = &Said{Text: strings.Trim(strings.TrimPrefix(t, unmarked(t)), "[]［］【】（）() \u3000"), Line: lineOf(d, d.Title.Span)}
		}
	}
	return register, stated
}

// term reads the validity that the text states for itself.
func (r *Record) term(d *document.Document) {
	for _, v := range d.Validity {
		t := &Term{Years: v.Years, Months: v.Months, Until: DayOf(v.Until), LongTerm: v.LongTerm, Trial: v.Trial,
			Quote: clip(d.Text.Quote(v.Span), quoteRunes), At: d.PathAt(v.Span), Line: lineOf(d, v.Span)}
		if r.Validity == nil || r.Validity.Until == 0 && t.Until != 0 {
			r.Validity = t
		}
	}
}

// silent is what the place says of documents that state no validity.
func silent(p checker.Profile, trial bool) *Default {
	if trial {
		if v, ok := p.Params["trial_max_years"]; ok {
			return &Default{Years: v.Value, Source: v.Source, Sure: v.Sure}
		}
	}
	if v, ok := p.Params["validity_implied_years"]; ok {
		return &Default{Years: v.Value, Source: v.Source, Sure: v.Sure, Implied: true}
	}
	if v, ok := p.Params["validity_max_years"]; ok {
		return &Default{Years: v.Value, Source: v.Source, Sure: v.Sure}
	}
	return nil
}

// versions reads the days of passing, amending and revising from the lines above
// the text (题注), ascending.
func versions(d *document.Document) []Day {
	s := d.Text.Norm
	end := len(s)
	if !d.Body.IsZero() {
		end = d.Body.Start + 3000
	}
	if !d.Notice.IsZero() {
		end = d.Notice.Start
	} else if d.Root != nil && len(d.Root.Children) > 0 {
		if n := d.Root.Children[0]; !n.Label.IsZero() || n.Kind < document.Paragraph {
			end = n.Span.Start
		}
	}
	var out []Day
	for line := range strings.Lines(s[:min(end, len(s), 8000)]) {
		if articleStart(strings.TrimSpace(line)) || utf8.RuneCountInString(line) > 300 {
			break
		}
		if !containsAny(line, "通过", "修正", "修订", "修改", "公布", "发布", "批准") || strings.Contains(line, "施行") && !containsAny(line, "通过", "修") {
			continue
		}
		for i := 0; i < len(line); {
			if c := line[i]; c >= '1' && c <= '2' || strings.HasPrefix(line[i:], "一九") || strings.HasPrefix(line[i:], "二〇") || strings.HasPrefix(line[i:], "二○") || strings.HasPrefix(line[i:], "二零") {
				if day, n, ok := law.ParseDate(line[i:]); ok && day.Full() {
					if v := DayOf(day); !slices.Contains(out, v) && !strings.HasPrefix(line[i+n:], "起施行") && !strings.HasPrefix(line[i+n:], "施行") {
						out = append(out, v)
					}
					i += n
					continue
				}
			}
			_, w := utf8.DecodeRuneInString(line[i:])
			i += w
		}
	}
	slices.Sort(out)
	if len(out) > 12 {
		out = append(out[:1:1], out[len(out)-11:]...)
	}
	return out
}

func citesOf(d *document.Document, rep *checker.Report) []Cite {
	type key struct {
		title, number, use string
		article, year      int
	}
	var out []Cite
	at := map[key]int{}
	for i, q := range d.Citations {
		if i >= len(rep.Citations) {
			break
		}
		c := rep.Citations[i]
		switch q.Use {
		case document.UseIssues, document.UseRepeals, document.UseHistory, document.UseNamed:
			continue
		}
		if q.Form == document.FormSelf || q.Title == "" && q.Number.IsZero() && c.Work == "" {
			continue
		}
		title := q.Title
		number := q.Number.String()
		if q.Antecedent >= 0 && q.Antecedent < i {
			title, number = d.Citations[q.Antecedent].Title, d.Citations[q.Antecedent].Number.String()
		} else if q.Form == document.FormPrior || q.Form == document.FormShort {
			continue
		}
		if title == "" && number == "" {
			continue
		}
		title = unlinked(title)
		k := key{title: title, number: number, use: useOf(q.Use), article: c.At.Article, year: q.Date.Year}
		if j, ok := at[k]; ok {
			out[j].Times = max(out[j].Times, 1) + 1
			continue
		}
		if len(out) == maxCites {
			break
		}
		at[k] = len(out)
		x := Cite{
			Title: title, Number: number, Issuer: q.Issuer, Year: q.Date.Year, Use: k.use, Article: c.At.Article,
			Standing: c.Standing.String(), Work: c.Work, Since: DayOf(c.Since), By: c.By,
			ArticleNow: c.ArticleNow, At: d.PathAt(q.Span), Line: c.Line,
		}
		if c.Article != checker.ArticleNotChecked {
			x.ArticleIs = string(c.Article)
		}
		out = append(out, x)
	}
	return out
}

func useOf(u document.Use) string {
	switch u {
	case document.UseBasis:
		return "basis"
	case document.UseApplied:
		return "applied"
	}
	return ""
}

// flawsOf takes over the findings that bear on a disposition: what a clause may
// not say, and organs that no longer exist. Form, procedure and the ledger of
// citations do not.
func flawsOf(rep *checker.Report) []Flaw {
	var out []Flaw
	for _, f := range rep.Findings {
		if f.Suppressed != nil {
			continue
		}
		class := classOf(f.RuleID)
		if class == ClassOther || f.Severity == checker.Info {
			continue
		}
		x := Flaw{Class: class, Rule: f.RuleID, Severity: f.Severity.String(), At: f.At, Line: f.Line, Quote: clip(f.Quote, quoteRunes), Message: f.Message}
		for _, b := range f.Basis {
			if !b.Unsure && b.Title != "" {
				x.Basis = "《" + b.Title + "》" + b.At
				break
			}
		}
		if out = append(out, x); len(out) == maxFlaws {
			break
		}
	}
	return out
}

// classOf tells by the group of a rule on what its findings bear.
func classOf(rule string) Class {
	group, _, _ := strings.Cut(rule, "-")
	switch group {
	case "SETS", "RIGHT", "COMP", "AUTH":
		return ClassPower
	case "ORG":
		return ClassOrgan
	}
	return ClassOther
}

func lineOf(d *document.Document, s source.Span) int {
	if s.IsZero() {
		return 0
	}
	from, _ := d.Text.Positions(s)
	return from.Block
}

// clip cuts s to n code points and joins its blanks.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	k := 0
	for i := range s {
		if k == n {
			return s[:i] + "…"
		}
		k++
	}
	return s
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
