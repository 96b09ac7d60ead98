package render

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"docreview/checker"
	"docreview/corpus/law"
)

//go:embed page/report.tmpl
var pageTemplate string

//go:embed page/report.css
var pageStyle string

//go:embed page/report.js
var pageScript string

var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(pageTemplate))
})

// htmlRenderer writes one page that needs no network and no other file. The text
// of a document is a stranger's: the template escapes it, and the page forbids
// every script and style but its own two, known by their hashes.
//
// Without script the page shows everything; the script adds filters and keys.
type htmlRenderer struct {
	Options
	more string // further script; tests drive the page with it
}

type htmlPage struct {
	Title   string
	Head    template.HTML // policy and style
	Script  template.HTML
	Many    bool
	Reports []*htmlReport
	Groups  []htmlGroup
	Levels  []htmlLevel
	Total   int
	Made    []string
	AsOf    string
}

// htmlLevel is a severity in the filter.
type htmlLevel struct {
	Class, Name string
	Count       int
}

// htmlGroup is a group of rules in the filter.
type htmlGroup struct {
	ID, Name string
	Count    int
	Rules    []htmlRule
}

type htmlRule struct {
	ID, Title string
	Count     int
}

type htmlReport struct {
	ID, File, Title, Verdict, Class string
	Short                           string   // the verdict in a word, for the table of files
	Counts                          []string // error, warning, info, not decided; — where nobody looked
	Unreadable                      bool
	Facts                           []htmlFact
	Notes                           []string
	Chips                           []htmlChip
	Whole                           []*htmlCard // about the document as a whole
	Lines                           []htmlLine
	Timeline                        []htmlEvent
	Ledger                          []htmlStanding
	Cited, Named                    int
	Unknown                         []htmlUnknown
	Scope, Open                     []string // not looked at; citations of which nothing is known
	OpenCount                       int
	Results                         []htmlOutcome
	SHA256                          string
	Findings, Rules                 int
}

type htmlFact struct{ Name, Value string }

type htmlChip struct {
	Class, Name, Href string
	Count             int
}

// htmlCard is a finding in the margin.
type htmlCard struct {
	ID, Finding, Rule, Group, Title, Class, Level, Place, Quote, Message, Suggestion string
	Mark                                                                             string // id of its words in the text; "": none
	N                                                                                int
	Basis                                                                            []string
	Related                                                                          []htmlRelated
	Suppressed                                                                       string
}

type htmlRelated struct{ Href, Line, Words string }

type htmlEvent struct {
	Name, Date, Source, Gap, Class string
}

type htmlStanding struct {
	Class, Name, Means string
	Count              int
	Rows               []htmlCited
}

type htmlCited struct {
	Name, Facts string
	Lines       []htmlLink
}

type htmlLink struct {
	Href string
	N    int
}

type htmlUnknown struct {
	Name, Means string
	Count       int
	Reasons     []htmlReason
}

type htmlReason struct{ Reason, Rules string }

type htmlOutcome struct {
	Class, Name, Means string
	Count              int
	Short              bool // no rule has a reason: names suffice
	Rows               []htmlResult
}

type htmlResult struct{ Rule, Title, Reason string }

// Render writes all reports as one page.
func (h htmlRenderer) Render(w io.Writer, b *Batch) error {
	style, script := strings.TrimSpace(pageStyle), strings.TrimSpace(pageScript)+h.more
	p := htmlPage{
		Head:   template.HTML(policy(style, script) + "<style>" + style + "</style>"),
		Script: template.HTML("<script>" + script + "</script>"),
		Made:   b.made(), AsOf: b.AsOf, Title: "合法性审核报告",
	}
	counts := map[string]int{} // findings by rule
	level := map[checker.Severity]int{}
	for r := range b.Reports {
		p.Reports = append(p.Reports, newHTMLReport(b, r, len(p.Reports)+1))
		for _, f := range r.Findings {
			counts[f.RuleID]++
			level[f.Severity]++
			p.Total++
		}
	}
	if p.Many = len(p.Reports) > 1; !p.Many && len(p.Reports) == 1 {
		p.Title = joinKnown("——", p.Reports[0].Title, p.Title)
	}
	for _, s := range []checker.Severity{checker.Error, checker.Warning, checker.Info} {
		p.Levels = append(p.Levels, htmlLevel{s.String(), severityName[s], level[s]})
	}
	p.Groups = htmlGroups(b, counts)
	var buf bytes.Buffer
	if err := page().Execute(&buf, p); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// policy forbids everything but the two inline blocks of the page.
func policy(style, script string) string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ` + hash(style) +
		`; script-src ` + hash(script) + `; base-uri 'none'; form-action 'none'">`
}

// htmlGroups makes the tree of the filter: groups in the order of the
// catalogue, rules by id.
func htmlGroups(b *Batch, counts map[string]int) []htmlGroup {
	ids := make([]string, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var out []htmlGroup
	add := func(g string) {
		x := htmlGroup{ID: g, Name: groupName(g)}
		for _, id := range ids {
			if group(id) == g {
				x.Rules = append(x.Rules, htmlRule{id, b.title(id), counts[id]})
				x.Count += counts[id]
			}
		}
		if x.Count > 0 && !slices.ContainsFunc(out, func(o htmlGroup) bool { return o.ID == g }) {
			out = append(out, x)
		}
	}
	for _, g := range groupNames {
		add(g.id)
	}
	for _, id := range ids {
		add(group(id))
	}
	return out
}

func newHTMLReport(b *Batch, r *checker.Report, n int) *htmlReport {
	c := newRow(r)
	out := &htmlReport{
		ID: fmt.Sprintf("r%d", n), File: clean(r.File), Title: clean(r.Doc.Title), SHA256: r.SHA256,
		Verdict: verdictWords(r), Class: r.Verdict, Unreadable: r.Verdict == "unreadable",
		Findings: len(r.Findings), Rules: len(r.Results),
	}
	if out.Title == "" {
		out.Title = out.File
	}
	if out.Unreadable {
		out.Short, out.Counts = "未能检查", []string{"—", "—", "—", "—"}
		return out
	}
	out.Scope = scopeWords(r.ReviewScope)
	out.Open, out.OpenCount = openCitations(r)
	unknown := c.outcome[checker.Failed] + c.outcome[checker.CannotTell]
	if out.Class == "clean" && unknown+len(out.Scope)+len(out.Open) > 0 {
		out.Class = "unknown" // nothing found is not the same as nothing left open
	}
	out.Short = map[string]string{"clean": "未发现问题", "findings": "有问题", "incomplete": "未检查完整", "unknown": "未发现问题，但未查全"}[out.Class]
	if out.Class == "findings" && !slices.ContainsFunc(r.Findings, func(f checker.Finding) bool { return f.Suppressed == nil }) {
		out.Class, out.Short = "unknown", "问题均已说明理由"
	}
	for _, n := range []int{c.severity[checker.Error], c.severity[checker.Warning], c.severity[checker.Info], unknown} {
		out.Counts = append(out.Counts, fmt.Sprint(n))
	}
	out.Facts = htmlFacts(r)
	for _, x := range r.Notes {
		out.Notes = append(out.Notes, clean(x))
	}
	cards := make([]*htmlCard, len(r.Findings))
	for i, f := range r.Findings {
		cards[i] = newHTMLCard(b, out.ID, i+1, f)
	}
	out.Whole, out.Lines = htmlText(out.ID, r, cards)
	out.Timeline = htmlTimeline(r)
	out.Ledger, out.Cited, out.Named = htmlLedger(out.ID, r)
	for _, o := range outcomes {
		x := htmlOutcome{Class: o.is.String(), Name: o.name, Means: o.means, Count: c.outcome[o.is], Short: true}
		for _, res := range r.Results {
			if res.Outcome == o.is {
				x.Rows = append(x.Rows, htmlResult{res.RuleID, clean(b.title(res.RuleID)), clean(res.Reason)})
				x.Short = x.Short && res.Reason == ""
			}
		}
		out.Results = append(out.Results, x)
		if o.is != checker.Failed && o.is != checker.CannotTell || x.Count == 0 {
			continue
		}
		u := htmlUnknown{Name: o.name, Means: o.means, Count: x.Count}
		for _, y := range undecided(r, o.is) {
			u.Reasons = append(u.Reasons, htmlReason{y.reason, b.unsureNames(y)})
		}
		out.Unknown = append(out.Unknown, u)
	}
	for _, s := range []checker.Severity{checker.Error, checker.Warning, checker.Info} {
		out.Chips = append(out.Chips, htmlChip{s.String(), severityName[s], "#" + out.ID + "-text", c.severity[s]})
	}
	out.Chips = append(out.Chips,
		htmlChip{"unknown", "无法判断或失败", "#" + out.ID + "-unknown", unknown},
		htmlChip{"unchecked", "未检查的内容", "#" + out.ID + "-unknown", len(out.Scope)},
		htmlChip{"unchecked", "引用没有核实", "#" + out.ID + "-unknown", out.OpenCount},
		htmlChip{"none", "检查过未发现", "#" + out.ID + "-rules", c.outcome[checker.Clean]},
		htmlChip{"none", "不适用", "#" + out.ID + "-rules", c.outcome[checker.NotApplicable]})
	return out
}

func htmlFacts(r *checker.Report) []htmlFact {
	d := r.Doc
	normative := normativeName(d.Normative)
	if d.Normative != "yes" && len(d.Reasons) > 0 {
		normative += "（" + strings.Join(d.Reasons, "；") + "）"
	}
	instrument := d.Instrument
	if instrument == d.Title {
		instrument = ""
	}
	var out []htmlFact
	for _, f := range []htmlFact{
		{"所印发", instrument}, {"文号", d.Number}, {"制定机关", strings.Join(d.Issuers, "、")}, {"文种", d.Kind},
		{"成文", d.Dated.String()}, {"公布", d.Published.String()}, {"施行", d.Effective.String()},
		{"有效期", d.Validity}, {"届满", d.Expires.String()}, {"规范性文件", normative},
		{"基准日", r.AsOf.String()}, {"地区", place(r.Profile)}, {"阶段", stageName[r.Profile.Stage]},
		{"文件", joinKnown("　", r.File, joinKnown("，", r.Format, r.Encoding))},
	} {
		if f.Value = clean(f.Value); f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

func newHTMLCard(b *Batch, report string, n int, f checker.Finding) *htmlCard {
	c := &htmlCard{
		ID: fmt.Sprintf("%s-f%d", report, n), Finding: f.ID, N: n, Rule: f.RuleID, Group: group(f.RuleID), Title: clean(b.title(f.RuleID)),
		Class: f.Severity.String(), Level: severityName[f.Severity], Place: clean(placeWords(f.At, f.Line, f.Column)),
		Quote: shorten(clean(f.Quote), 120), Message: clean(f.Message), Suggestion: clean(f.Suggestion),
	}
	if f.End > f.Start {
		c.Mark = fmt.Sprintf("%s-m%d", report, n)
	} else if f.Line > 0 {
		c.Mark = fmt.Sprintf("%s-l%d", report, f.Line)
	}
	for _, x := range f.Basis {
		c.Basis = append(c.Basis, clean(basis(x)))
	}
	for _, x := range f.Related {
		words := clean(x.Message)
		if x.Quote != "" {
			words = joinKnown("：", words, "“"+shorten(clean(x.Quote), 60)+"”")
		}
		rel := htmlRelated{Words: words}
		if x.Line > 0 {
			rel.Href, rel.Line = fmt.Sprintf("#%s-l%d", report, x.Line), fmt.Sprintf("第 %d 行", x.Line)
		}
		c.Related = append(c.Related, rel)
	}
	if s := f.Suppressed; s != nil {
		c.Suppressed = clean(joinKnown("　", label("理由：", s.Reason), label("确认人：", s.Person), label("至：", s.Until)))
		if c.Suppressed == "" {
			c.Suppressed = "没有写明理由"
		}
	}
	return c
}

// htmlTimeline puts the events in the order of time with the days between them;
// the day of judgement stands among them.
func htmlTimeline(r *checker.Report) []htmlEvent {
	if len(r.Timeline) == 0 {
		return nil
	}
	type dated struct {
		htmlEvent
		from law.Date
	}
	var all []dated
	var undated []htmlEvent
	for _, e := range r.Timeline {
		x := htmlEvent{Name: eventName(e.Name), Date: e.From.String(), Source: clean(e.Source), Class: "past"}
		if !e.From.Valid() {
			x.Date, x.Class = "日期不明", "undated"
			undated = append(undated, x)
			continue
		}
		if e.To.Valid() && e.To != e.From {
			x.Date += " 至 " + e.To.String()
		}
		if r.AsOf.Before(e.From) {
			x.Class = "future"
		}
		all = append(all, dated{x, e.From})
	}
	if r.AsOf.Valid() {
		all = append(all, dated{htmlEvent{Name: "基准日", Date: r.AsOf.String(), Source: "以这一天判断效力", Class: "asof"}, r.AsOf})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.from.Compare(b.from) })
	var out []htmlEvent
	for i, e := range all {
		if i > 0 {
			if n := all[i-1].from.DaysUntil(e.from); n > 0 {
				e.Gap = fmt.Sprintf("隔 %d 天", n)
				e.Class += fmt.Sprintf(" gap%d", min(1+n/90, 4))
			}
		}
		out = append(out, e.htmlEvent)
	}
	return append(out, undated...)
}

func htmlLedger(report string, r *checker.Report) (out []htmlStanding, cited, named int) {
	l := newCitations(r)
	for _, s := range standings {
		if l.count[s.is] == 0 {
			continue
		}
		x := htmlStanding{Class: s.is.String(), Name: s.name, Means: s.means, Count: l.count[s.is]}
		for _, e := range l.groups[s.is] {
			row := htmlCited{Name: clean(e.name()), Facts: clean(e.facts())}
			for _, n := range e.lines {
				row.Lines = append(row.Lines, htmlLink{fmt.Sprintf("#%s-l%d", report, n), n})
			}
			x.Rows = append(x.Rows, row)
		}
		out = append(out, x)
	}
	return out, l.total + l.named, l.named
}
