package cleanup

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"

	"docreview/checker/cleanup"
)

//go:embed page/page.css
var pageStyle string

//go:embed page/page.js
var pageScript string

// Bounds of the page: a browser opens it on an ordinary machine.
const (
	fullEntries  = 20_000 // more: no evidence, no reasons of what needs nothing
	chartRows    = 15
	pageProblems = 500
)

// Dashboard writes one page without network and without other files: charts, a
// filter, the list, and for each document its reasons, relations and the way to its
// page. Words of documents are strangers' words: they are escaped, and the page
// forbids every script and style but its own two.
func Dashboard(w io.Writer, v *View) error {
	p := &pager{w: bufio.NewWriterSize(w, 1<<16), v: v}
	p.index()
	p.head()
	p.charts()
	p.list()
	p.problems()
	if err := p.data(); err != nil {
		return err
	}
	p.put("<script>" + pageScript + "</script></main></body></html>\n")
	return p.w.Flush()
}

type pager struct {
	w       *bufio.Writer
	v       *View
	issuers []string // as the charts list them, others behind
	issuer  map[string]int
	kinds   []cleanup.Kind
	kind    map[cleanup.Kind]int
	verbs   []string
	verb    map[string]int
}

func (p *pager) put(s string) { p.w.WriteString(s) } // errors stay in the writer

func (p *pager) putf(format string, args ...any) { fmt.Fprintf(p.w, format, args...) }

func esc(s string) string { return html.EscapeString(s) }

// index numbers issuers and kinds: the statistics' order first.
func (p *pager) index() {
	p.issuer, p.kind, p.verb = map[string]int{}, map[cleanup.Kind]int{}, map[string]int{}
	s := p.v.Outcome.Statistics
	for _, c := range s.ByIssuer {
		p.issuerAt(c.Name)
	}
	for _, c := range s.ByReason {
		p.kindAt(cleanup.Kind(c.Name))
	}
	for i := range p.v.Outcome.Entries {
		e := &p.v.Outcome.Entries[i]
		for _, x := range e.Issuers {
			p.issuerAt(x)
		}
		if len(e.Reasons) > 0 {
			p.kindAt(e.Reasons[0].Kind)
		}
	}
}

func (p *pager) issuerAt(s string) int {
	i, ok := p.issuer[s]
	if !ok {
		i = len(p.issuers)
		p.issuer[s], p.issuers = i, append(p.issuers, s)
	}
	return i
}

func (p *pager) kindAt(k cleanup.Kind) int {
	i, ok := p.kind[k]
	if !ok {
		i = len(p.kinds)
		p.kind[k], p.kinds = i, append(p.kinds, k)
	}
	return i
}

func (p *pager) verbAt(s string) int {
	i, ok := p.verb[s]
	if !ok {
		i = len(p.verbs)
		p.verb[s], p.verbs = i, append(p.verbs, s)
	}
	return i
}

func (p *pager) head() {
	sum := func(s string) string {
		h := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(h[:]) + "'"
	}
	v, s := p.v, p.v.Outcome.Statistics
	p.put(`<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`)
	p.put(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ` + sum(pageStyle) + `; script-src ` + sum(pageScript) + `; base-uri 'none'; form-action 'none'">`)
	p.put(`<title>规范性文件清理结果</title><style>` + pageStyle + `</style></head><body><main><header><h1>规范性文件清理结果</h1>`)
	p.putf(`<p class="note">基准日 %s；读到 %d 个文件，其中内容不同的 %d 件；清理对象 %d 件。确定 %d 件，较有把握 %d 件，须人工判断 %d 件。</p><ul class="cards">`,
		v.Outcome.AsOf, s.Files, s.Contents, s.Normative, s.Sure[0], s.Sure[1], s.Sure[2])
	for i, d := range cleanup.Dispositions() {
		p.putf(`<li><button type="button" class="d%d" data-disp="%d" aria-pressed="false"><b>%d</b>%s</button></li>`, i, i, s.Total.By[i], d)
	}
	p.put(`</ul>`)
	if n := v.Unreadable; n > 0 {
		p.putf(`<p class="note">%d 个文件读不出，没有判断，见<a href="#problems">未能判断</a>。</p>`, n)
	}
	p.putf(`<p class="note">docreview %s；规则 %d 条；法规库 %s（截至 %s）。结果和理由供人工确认；同目录的 %s 是可以筛选的目录，%s 是决定草案。</p></header>`,
		esc(v.Program), v.Rules, esc(v.Corpus.Name), v.Corpus.AsOf, WorkbookName, DecisionName)
}

// subjects leaves out what needs nothing: copies, drafts and letters would hide the
// rest. The rows with most come first where the list does so; where there are no
// subjects at all the list stays.
func subjects(list []cleanup.Count, most bool) []cleanup.Count {
	exempt := len(cleanup.Dispositions()) - 1
	var out []cleanup.Count
	for _, c := range list {
		if c.By[exempt] = 0; total(c) > 0 {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return list
	}
	if most {
		slices.SortStableFunc(out, func(a, b cleanup.Count) int { return total(b) - total(a) })
	}
	return out
}

func (p *pager) charts() {
	s := p.v.Outcome.Statistics
	s.ByYear, s.ByIssuer, s.ByReason = subjects(s.ByYear, false), subjects(s.ByIssuer, true), subjects(s.ByReason, true)
	p.put(`<div class="charts"><section><h2>按年份 <small>清理对象</small></h2>`)
	p.years(s.ByYear)
	p.put(`<ul class="key">`)
	for i, d := range cleanup.Dispositions() {
		if d == cleanup.Exempt && s.Normative > 0 {
			continue
		}
		p.putf(`<li><svg viewBox="0 0 10 10"><rect class="f%d" width="10" height="10"/></svg>%s</li>`, i, d)
	}
	p.put(`</ul></section>`)
	p.bars("按制定机关", "data-issuer", s.ByIssuer, func(c cleanup.Count) (string, int) {
		if c.Name == "" {
			return "（不明）", p.issuer[c.Name]
		}
		return c.Name, p.issuer[c.Name]
	})
	p.bars("按主要理由", "data-kind", s.ByReason, func(c cleanup.Count) (string, int) {
		return kindName(cleanup.Kind(c.Name)), p.kind[cleanup.Kind(c.Name)]
	})
	p.put(`</div>`)
}

func total(c cleanup.Count) (n int) {
	for _, x := range c.By {
		n += x
	}
	return n
}

// years draws a column a year.
func (p *pager) years(list []cleanup.Count) {
	if len(list) == 0 {
		p.put(`<p class="note">没有数据</p>`)
		return
	}
	most := 1
	for _, c := range list {
		most = max(most, total(c))
	}
	const step, height, base = 36, 150, 176
	width := len(list)*step + 10
	p.putf(`<div class="years"><svg width="%d" height="%d" viewBox="0 0 %d %d" role="img"><title>各年文件的清理结果</title><line class="axis" x1="0" x2="%d" y1="%d" y2="%d"/>`, width, base+28, width, base+28, width, base, base)
	for i, c := range list {
		x, y, n := 5+i*step, float64(base), total(c)
		label := c.Name
		if label == "" {
			label = "不明"
		}
		p.putf(`<g><title>%s：%d 件</title>`, esc(label), n)
		for k, v := range c.By {
			if v > 0 {
				h := float64(v) / float64(most) * height
				y -= h
				p.putf(`<rect class="f%d" x="%d" y="%.1f" width="%d" height="%.1f"/>`, k, x, y, step-6, h)
			}
		}
		p.putf(`<text x="%d" y="%.1f" text-anchor="middle">%d</text>`, x+(step-6)/2, y-4, n)
		p.putf(`<text x="%d" y="%d" text-anchor="middle">%s</text>`, x+(step-6)/2, base+16, esc(label))
		p.put(`</g>`)
	}
	p.put(`</svg></div>`)
}

// bars draws a row for each of the first counts.
func (p *pager) bars(title, attr string, list []cleanup.Count, name func(cleanup.Count) (string, int)) {
	p.putf(`<section><h2>%s</h2>`, title)
	most := 1
	for _, c := range list {
		most = max(most, total(c))
	}
	p.put(`<ul class="bars">`)
	for i, c := range list {
		if i == chartRows {
			break
		}
		words, at := name(c)
		p.putf(`<li><button type="button" %s="%d" title="%s"><span class="name">%s</span><svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">`, attr, at, esc(words), esc(words))
		x := 0.0
		for k, v := range c.By {
			if v > 0 {
				wide := float64(v) / float64(most) * 1000
				p.putf(`<rect class="f%d" x="%.1f" width="%.1f" height="10"/>`, k, x, wide)
				x += wide
			}
		}
		p.putf(`</svg><span class="n">%d</span></button></li>`, total(c))
	}
	p.put(`</ul>`)
	if n := len(list) - chartRows; n > 0 {
		p.putf(`<p class="note">另有 %d 项，见下面的筛选和 %s 的“统计”表。</p>`, n, WorkbookName)
	}
	p.put(`</section>`)
}

func (p *pager) list() {
	s := p.v.Outcome.Statistics
	p.put(`<section id="list"><h2>文件</h2><div class="filter"><input type="search" id="q" placeholder="名称、文号、机关、文件名" aria-label="查找">`)
	p.put(`<select id="issuer" aria-label="制定机关"><option value="-1">全部机关</option>`)
	for i, x := range p.issuers {
		if x != "" {
			p.putf(`<option value="%d">%s</option>`, i, esc(x))
		}
	}
	p.put(`</select><select id="year" aria-label="年份"><option value="">全部年份</option>`)
	for _, c := range s.ByYear {
		if c.Name == "" {
			p.put(`<option value="-">不明</option>`)
		} else {
			p.putf(`<option value="%s">%s</option>`, esc(c.Name), esc(c.Name))
		}
	}
	p.put(`</select><select id="kind" aria-label="理由"><option value="-1">全部理由</option>`)
	for i, k := range p.kinds {
		p.putf(`<option value="%d">%s</option>`, i, esc(kindName(k)))
	}
	p.put(`</select><select id="sure" aria-label="把握"><option value="-1">全部把握程度</option>`)
	for i, x := range surenesses {
		p.putf(`<option value="%d">%s</option>`, i, x)
	}
	p.put(`</select><button type="button" id="clear">清除</button></div>`)
	pagers := func(n string) {
		p.putf(`<div class="pager"><span id="shown%s"></span><span><button type="button" id="prev%s">上一页</button><button type="button" id="next%s">下一页</button></span></div>`, n, n, n)
	}
	pagers("")
	p.put(`<noscript><p class="note">浏览器没有启用脚本，文件清单见 ` + WorkbookName + `。</p></noscript><table><thead><tr>`)
	for _, h := range [][2]string{{"c-id", "序号"}, {"c-title", "文件名称"}, {"c-no", "文号"}, {"c-who", "制定机关"}, {"c-day", "公布日期"}, {"c-is", "清理结果"}, {"c-sure", "把握"}, {"c-why", "理由"}} {
		p.putf(`<th class="%s">%s</th>`, h[0], h[1])
	}
	p.put(`</tr></thead><tbody id="rows"></tbody></table><p class="empty" id="none" hidden>没有符合条件的文件</p>`)
	pagers("2")
	p.put(`</section>`)
}

func (p *pager) problems() {
	list := p.v.Outcome.Problems
	if len(list) == 0 {
		return
	}
	p.putf(`<section id="problems"><h2>未能判断 <small>%d 项</small></h2><ul class="problems">`, len(list))
	for i, x := range list {
		if i == pageProblems {
			p.putf(`<li>另有 %d 项，见 %s 的“未能判断”表。</li>`, len(list)-i, WorkbookName)
			break
		}
		p.putf(`<li>%s：%s</li>`, esc(x.Path), esc(x.Message))
	}
	p.put(`</ul></section>`)
}

// surenesses in the order of Statistics.Sure.
var surenesses = []cleanup.Sureness{cleanup.Sure, cleanup.Probable, cleanup.Look}

// pageEntry is a document as the script reads it.
type pageEntry struct {
	ID      int          `json:"i"`
	Title   string       `json:"t"`
	Issued  string       `json:"g,omitempty"`
	Number  string       `json:"n,omitempty"`
	Issuers []int        `json:"w,omitempty"`
	Day     string       `json:"y,omitempty"`
	Is      int          `json:"d"`
	Sure    int          `json:"s"`
	Kind    int          `json:"k"`
	Since   string       `json:"c,omitempty"`
	Reasons []pageReason `json:"r,omitempty"`
	Weighed string       `json:"b,omitempty"`
	Paths   []string     `json:"p,omitempty"`
	Report  string       `json:"a,omitempty"`
}

type pageReason struct {
	Text     string   `json:"x"`
	Sure     int      `json:"s"`
	Evidence []string `json:"e,omitempty"`
}

type pageLink struct {
	From   int    `json:"f"`
	To     int    `json:"o,omitempty"`
	Title  string `json:"t,omitempty"`
	Number string `json:"m,omitempty"`
	Verb   int    `json:"v"`
	Date   string `json:"y,omitempty"`
}

// data writes what the script reads: JSON in which no < stands.
func (p *pager) data() error {
	o := p.v.Outcome
	full := len(o.Entries) <= fullEntries
	put := func(v any) error {
		b, err := json.Marshal(v) // escapes <, > and &
		if err != nil {
			return err
		}
		_, err = p.w.Write(b)
		return err
	}
	if !full {
		p.putf(`<p class="note">文件超过 %d 件，这一页只列主要理由；全部理由和依据见 %s。</p>`, fullEntries, WorkbookName)
	}
	p.put(`<script type="application/json" id="data">{"entries":[`)
	for i := range o.Entries {
		if i > 0 {
			p.put(",\n")
		}
		if err := put(p.entry(&o.Entries[i], full)); err != nil {
			return err
		}
	}
	p.put(`],"links":[`)
	n := 0
	for _, l := range o.Links {
		if l.Verb == "cites" && (!full || l.To == 0) {
			continue // what it cites outside the archive stands in its page
		}
		if n++; n > 1 {
			p.put(",\n")
		}
		if err := put(pageLink{l.From, l.To, l.Title, l.Number, p.verbAt(l.Verb), l.Date.String()}); err != nil {
			return err
		}
	}
	var verbs []string
	for _, x := range p.verbs {
		verbs = append(verbs, verbName(x))
	}
	for _, x := range []struct {
		name string
		v    any
	}{{"issuers", some(p.issuers)}, {"dispositions", cleanup.Dispositions()}, {"sureness", surenesses}, {"verbs", some(verbs)}} {
		p.put(map[bool]string{true: "],\"", false: ",\""}[x.name == "issuers"] + x.name + `":`)
		if err := put(x.v); err != nil {
			return err
		}
	}
	p.put(`}</script>`)
	return nil
}

// some is an empty list in JSON rather than null.
func some(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func (p *pager) entry(e *cleanup.Entry, full bool) pageEntry {
	x := pageEntry{ID: e.ID, Title: name(e), Issued: e.Issued, Number: e.Number, Day: published(e).String(), Since: e.Since.String(),
		Sure: at(surenesses, e.Sureness), Is: at(cleanup.Dispositions(), e.Disposition), Paths: e.Paths, Report: p.v.report(e.SHA256), Kind: -1}
	if len(e.Issuers) == 0 {
		if i, ok := p.issuer[""]; ok {
			x.Issuers = []int{i}
		}
	}
	for _, w := range e.Issuers {
		x.Issuers = append(x.Issuers, p.issuer[w])
	}
	if len(e.Reasons) > 0 {
		x.Kind = p.kind[e.Reasons[0].Kind]
	}
	quiet := e.Disposition == cleanup.Keep || e.Disposition == cleanup.Exempt
	switch {
	case full:
		x.Weighed = e.Weighed
		for _, r := range e.Reasons {
			y := pageReason{Text: r.Text, Sure: at(surenesses, r.Sureness)}
			for _, q := range r.Evidence {
				if s := evidence(q); s != "" {
					y.Evidence = append(y.Evidence, s)
				}
			}
			x.Reasons = append(x.Reasons, y)
		}
	case !quiet && len(e.Reasons) > 0:
		x.Reasons = []pageReason{{Text: e.Reasons[0].Text, Sure: at(surenesses, e.Reasons[0].Sureness)}}
	}
	if !full && len(x.Paths) > 3 {
		x.Paths = x.Paths[:3]
	}
	return x
}

// at finds v in list; the last place when it is not there.
func at[T comparable](list []T, v T) int {
	for i, x := range list {
		if x == v {
			return i
		}
	}
	return len(list) - 1
}
