package load

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"docreview/corpus/law"
)

// edition is a wording in the making.
type edition struct {
	law.Edition
	dates []law.Date // every day of its promulgation
	files []*File
	rank  int
}

// draft is a work in the making.
type draft struct {
	Work
	key      string
	editions []*edition
	closing  []*File
	base     bool // the catalogue knows it
	added    bool // a decision or table added a wording
}

// join makes works of files, then lays statements about others and the tables
// over them.
func (h *Holdings) join(files []*File, states []state, o Options) {
	byKey := map[string][]*File{}
	for _, f := range files {
		byKey[law.TitleKey(f.Title)] = append(byKey[law.TitleKey(f.Title)], f)
	}
	var drafts []*draft
	for _, key := range sortedKeys(byKey) {
		for _, cluster := range h.clusters(byKey[key]) {
			drafts = append(drafts, h.draft(key, cluster))
		}
	}
	drafts = h.withBase(drafts, o.Base)
	b := newBook(drafts)
	h.applyStates(b, states)
	for _, f := range files {
		for _, e := range f.Edges {
			h.applyEdge(b, f, e)
		}
	}
	for _, d := range b.drafts {
		h.Works = append(h.Works, d.finish(h))
	}
	for _, key := range sortedKeys(b.byKey) {
		if ds := b.byKey[key]; len(ds) > 1 {
			var ids []string
			for _, d := range ds {
				if d.Title != "" && law.TitleKey(d.Title) == key {
					ids = append(ids, string(d.ID))
				}
			}
			sort.Strings(ids)
			if len(ids) > 1 {
				h.add("", 0, Namesakes, strings.Join(ids, " / "))
			}
		}
	}
	h.AsOf = o.BaseAsOf
	for _, w := range h.Works {
		for _, e := range w.Editions {
			if e.Published.Full() && h.AsOf.Before(e.Published) {
				h.AsOf = e.Published
			}
		}
	}
}

func (h *Holdings) add(path string, line int, k Kind, detail string) {
	h.Problems = append(h.Problems, Problem{path, line, k, detail})
}

// class tells works of one title apart: where and at which level they were made.
func class(region string, level law.Level) string {
	if region == "" {
		region = "cn"
	}
	names := [...]string{"x", "xf", "fl", "xzfg", "sfjs", "dfxfg", "zztl", "bmgz", "dfzfgz", "gfx", "dn", "bz"}
	l := "x"
	if level >= 0 && int(level) < len(names) {
		l = names[level]
	}
	return region + "-" + l
}

// single reports that an issuer has one work of such a title at a time. Replies
// and notices often share a title and are works of their own.
func single(l law.Level, title string) bool {
	switch l {
	case law.LevelJudicial:
		for _, w := range []string{"批复", "答复", "函", "通知", "公告", "意见"} {
			if strings.HasSuffix(noBlanks(title), w) {
				return false
			}
		}
		return true
	case law.LevelConstitution, law.LevelLaw, law.LevelAdminRegulation, law.LevelLocalRegulation, law.LevelAutonomous, law.LevelDeptRule, law.LevelLocalGovRule:
		return true
	}
	return false
}

// clusters parts the files of one title into works.
func (h *Holdings) clusters(files []*File) [][]*File {
	byClass := map[string][]*File{}
	for _, f := range files {
		c := class(f.Region, f.Level)
		byClass[c] = append(byClass[c], f)
	}
	// A file of unknown level belongs to the only other class there is.
	if len(byClass) == 2 {
		for _, c := range sortedKeys(byClass) {
			if strings.HasSuffix(c, "-x") {
				rest := byClass[c]
				delete(byClass, c)
				for _, other := range sortedKeys(byClass) {
					byClass[other] = append(byClass[other], rest...)
				}
				break
			}
		}
	}
	var out [][]*File
	for _, c := range sortedKeys(byClass) {
		group := byClass[c]
		sort.SliceStable(group, func(i, j int) bool {
			a, b := group[i].day(), group[j].day()
			if a != b {
				return a.Before(b)
			}
			return group[i].Path < group[j].Path
		})
		var works [][]*File
		for _, f := range group {
			at := -1
			for i, w := range works {
				if linked(w, f) {
					at = i
				}
			}
			if at < 0 && len(works) > 0 && single(f.Level, f.Title) {
				at = len(works) - 1
				h.add(f.Path, 0, JoinedByTitle, works[at][len(works[at])-1].Path)
			}
			if at < 0 {
				works = append(works, []*File{f})
				continue
			}
			works[at] = append(works[at], f)
		}
		out = append(out, works...)
	}
	return out
}

// day is the last day of promulgation that f's history or name gives.
func (f *File) day() law.Date {
	d := f.Named
	for _, e := range f.Events {
		if e.What != Effective && e.What != Ended && d.Before(e.On) {
			d = e.On
		}
	}
	return d
}

// linked reports that f shares a day or number of promulgation with a file of
// the work, or names it as ended.
func linked(work []*File, f *File) bool {
	for _, g := range work {
		if !f.Number.IsZero() && f.Number == g.Number || f.SHA256 == g.SHA256 {
			return true
		}
		for _, a := range f.Events {
			for _, b := range g.Events {
				if a.On == b.On && a.On.Full() && a.What != Effective && b.What != Effective {
					return true
				}
			}
		}
		if f.Named.Full() && f.Named == g.Named {
			return true
		}
		for _, e := range f.Edges {
			if law.TitleKey(e.Title) == law.TitleKey(g.Title) {
				return true
			}
		}
	}
	return false
}

// draft joins the histories of files into the editions of one work.
func (h *Holdings) draft(key string, files []*File) *draft {
	best := files[len(files)-1]
	d := &draft{key: key, closing: files}
	d.Title = best.Title
	for _, f := range files {
		if d.Issuer == "" || f.Issuer != "" && f == best {
			d.Issuer = f.Issuer
		}
		if d.Level == law.LevelUnknown {
			d.Level = f.Level
		}
		if d.Region == "" {
			d.Region = f.Region
		}
		if d.DocNumber.IsZero() {
			d.DocNumber = f.Number
		}
		d.Aliases = append(d.Aliases, aliases(f.Title)...)
		d.promulgations(h, f)
	}
	d.Sure = true
	sort.SliceStable(d.editions, func(i, j int) bool { return d.editions[i].Published.Before(d.editions[j].Published) })
	d.ID = law.WorkID(key + "@" + class(d.Region, d.Level))
	if !single(d.Level, d.Title) {
		if day := d.editions[0].Published; !day.IsZero() {
			d.ID += law.WorkID("-" + strings.ReplaceAll(day.String(), "-", ""))
		}
	}
	return d
}

// aliases gives what 关于印发《…》的通知 brings in force under its own name.
func aliases(title string) []string {
	i := strings.Index(title, "印发")
	if i < 0 {
		return nil
	}
	rest := strings.TrimSuffix(title[i+len("印发"):], "的通知")
	if rest == title[i+len("印发"):] {
		return nil
	}
	if ts := titles(rest); len(ts) > 0 {
		rest = ts[0].text
	}
	if !finished(rest) {
		return nil
	}
	return []string{rest}
}

// promulgations adds the wordings that f's history tells of, and hangs f on the
// last of them.
func (d *draft) promulgations(h *Holdings, f *File) {
	gs := groups(f.Events)
	gs = withName(f, gs)
	f.firstDays(h, gs)
	var last *edition
	for _, g := range gs {
		e := d.match(g)
		if e == nil {
			e = &edition{}
			d.editions = append(d.editions, e)
		}
		e.take(h, f, g)
		last = e
	}
	if last == nil {
		h.add(f.Path, 0, NoDate, f.Title)
		for _, e := range d.editions {
			if len(e.dates) == 0 {
				last = e
			}
		}
		if last == nil {
			last = &edition{}
			d.editions = append(d.editions, last)
		}
	}
	if last.From.IsZero() && len(f.Rows) > 0 && len(gs) > 0 {
		h.add(f.Path, gs[len(gs)-1].line, NoEffective, last.Published.String())
	}
	last.files = append(last.files, f)
}

// joinDays is how far a date in a file name may lie behind the last entry of
// the history and still be the publication of the same wording.
const joinDays = 120

// withName lays the date of the file name over the history.
func withName(f *File, gs []group) []group {
	if f.Named.IsZero() || f.Named == f.Closing {
		return gs
	}
	if len(gs) == 0 {
		return []group{{dates: []law.Date{f.Named}, published: f.Named, what: Promulgated}}
	}
	last := &gs[len(gs)-1]
	if !f.Named.Full() || !last.published.Full() || !last.published.Before(f.Named) || f.Named == last.from {
		return gs
	}
	for _, d := range last.dates {
		if d == f.Named {
			return gs
		}
	}
	if last.published.DaysUntil(f.Named) <= joinDays {
		last.dates = append(last.dates, f.Named)
		if last.rank < Promulgated.rank() {
			last.published, last.rank = f.Named, Promulgated.rank()
		}
		return gs
	}
	return append(gs, group{dates: []law.Date{f.Named}, published: f.Named, what: Amended})
}

// firstDays gives the closing clause to the promulgation that it belongs to: the
// last whole text (promulgated, or revised without an act of amendment) not
// later than the day it names.
func (f *File) firstDays(h *Holdings, gs []group) {
	if f.Closing.IsZero() && !f.OnIssue {
		return
	}
	at := -1
	for i, g := range gs {
		whole := g.what == Promulgated || g.what == Revised && g.act == ""
		if whole && (f.OnIssue || !f.Closing.Before(g.published)) {
			at = i
		}
	}
	if f.OnIssue {
		// An amended text keeps the clause of its first wording.
		at = 0
		for i, g := range gs {
			if g.what == Revised && g.act == "" && i == len(gs)-1 {
				at = i
			}
		}
		if len(gs) > 0 && gs[at].from.IsZero() && gs[at].published.Full() {
			gs[at].from = gs[at].published
		}
		return
	}
	switch {
	case len(gs) == 0:
	case at < 0:
		if f.Closing.Before(gs[0].published) {
			h.add(f.Path, gs[0].line, DatesDiffer, "施行 "+f.Closing.String()+" < 公布 "+gs[0].published.String())
		}
	case gs[at].from.IsZero():
		gs[at].from = f.Closing
	case gs[at].from != f.Closing:
		if at == len(gs)-1 || gs[at].from.Before(gs[at+1].published) {
			h.add(f.Path, gs[at].line, DatesDiffer, "施行 "+gs[at].from.String()+" / "+f.Closing.String())
		}
		gs[at].from = f.Closing
	}
}

// match finds the edition that a promulgation is, by a common day or number.
func (d *draft) match(g group) *edition {
	for _, e := range d.editions {
		if !g.number.IsZero() && g.number.Key() == e.DocNumber.Key() {
			return e
		}
		for _, x := range e.dates {
			if slices.Contains(g.dates, x) && x.Full() {
				return e
			}
		}
	}
	for _, e := range d.editions { // only the year known: 2026
		for _, x := range e.dates {
			for _, y := range g.dates {
				if (!x.Full() || !y.Full()) && x.Year == y.Year && (x.Month == y.Month || x.Month == 0 || y.Month == 0) {
					return e
				}
			}
		}
	}
	return nil
}

func (e *edition) take(h *Holdings, f *File, g group) {
	for _, d := range g.dates {
		if !slices.Contains(e.dates, d) {
			e.dates = append(e.dates, d)
		}
	}
	if e.Published.IsZero() || g.rank > e.rank || !e.Published.Full() && g.published.Full() {
		e.Published, e.rank = g.published, g.rank
	}
	switch {
	case e.From.IsZero():
		e.From = g.from
	case !g.from.IsZero() && g.from != e.From:
		h.add(f.Path, g.line, DatesDiffer, "施行 "+e.From.String()+" / "+g.from.String())
	}
	if e.DocNumber.IsZero() {
		e.DocNumber = g.number
	}
	if e.Event == "" {
		switch g.what {
		case Amended:
			e.Event = "amended"
		case Revised:
			e.Event = "revised"
		default:
			e.Event = "promulgated"
		}
	}
}

// finish sorts the editions, gives them their names and ends, and chooses the
// words of each.
func (d *draft) finish(h *Holdings) *Work {
	if len(d.closing) > 0 || d.added { // the catalogue's own order stands
		sort.SliceStable(d.editions, func(i, j int) bool {
			a, b := d.editions[i].sortDay(), d.editions[j].sortDay()
			if a.IsZero() || b.IsZero() { // undated wordings last: they say nothing of the first day
				return !a.IsZero() && b.IsZero()
			}
			return a.Before(b)
		})
	}
	seen := map[law.EditionID]int{}
	d.Editions, d.Wordings = nil, nil
	for i, e := range d.editions {
		if e.ID == "" {
			day := e.sortDay().String()
			if day == "" {
				day = "undated"
			}
			e.ID = law.EditionID(string(d.ID) + "@" + day)
		}
		if seen[e.ID]++; seen[e.ID] > 1 {
			e.ID += law.EditionID(fmt.Sprintf("-%d", seen[e.ID]))
		}
		if e.To.IsZero() && i+1 < len(d.editions) {
			e.To = d.editions[i+1].From
		}
		if f := h.choose(e.files); f != nil && len(f.Rows) > 0 {
			w := &Wording{Edition: e.ID, Rows: f.Rows, Sources: []string{f.Path}}
			for _, g := range e.files {
				if g != f {
					w.Sources = append(w.Sources, g.Path)
				}
			}
			e.Articles = f.last()
			d.Wordings = append(d.Wordings, w)
		}
		d.Editions = append(d.Editions, e.Edition)
	}
	if n := len(d.Editions); n > 0 && d.Editions[n-1].To.IsZero() && d.Ended.As != law.NotChecked && !d.Ended.Partial {
		d.Editions[n-1].To = d.Ended.On
	}
	d.Aliases = tidy(d.Aliases, d.Title)
	w := d.Work
	return &w
}

// sortDay is the day by which wordings are put in order.
func (e *edition) sortDay() law.Date {
	for _, d := range []law.Date{e.Published, e.From, e.KnownBy, e.NotBefore} {
		if !d.IsZero() {
			return d
		}
	}
	return law.Date{}
}

// tidy sorts aliases and drops those that say the same as the title or another.
func tidy(in []string, title string) []string {
	seen := map[string]bool{law.TitleKey(title): true}
	sort.Strings(in)
	var out []string
	for _, a := range in {
		if k := law.TitleKey(a); k != "" && !seen[k] {
			seen[k] = true
			out = append(out, a)
		}
	}
	return out
}

// finish puts everything in order.
func (h *Holdings) finish() {
	sort.Slice(h.Works, func(i, j int) bool { return h.Works[i].ID < h.Works[j].ID })
	for i, n := 1, 1; i < len(h.Works); i++ { // two works never share a name
		if h.Works[i].ID == h.Works[i-n].ID {
			h.Works[i].ID += law.WorkID(fmt.Sprintf("#%d", n+1))
			for j := range h.Works[i].Editions {
				old := h.Works[i].Editions[j].ID
				id := law.EditionID(strings.Replace(string(old), string(h.Works[i-n].ID), string(h.Works[i].ID), 1))
				for _, w := range h.Works[i].Wordings {
					if w.Edition == old {
						w.Edition = id
					}
				}
				h.Works[i].Editions[j].ID = id
			}
			n++
			continue
		}
		n = 1
	}
	sort.Slice(h.Works, func(i, j int) bool { return h.Works[i].ID < h.Works[j].ID })
	sort.SliceStable(h.Problems, func(i, j int) bool {
		a, b := h.Problems[i], h.Problems[j]
		switch {
		case a.Path != b.Path:
			return a.Path < b.Path
		case a.Line != b.Line:
			return a.Line < b.Line
		case a.Kind != b.Kind:
			return a.Kind < b.Kind
		}
		return a.Detail < b.Detail
	})
	h.Problems = slices.Compact(h.Problems)
	sort.Slice(h.Inputs, func(i, j int) bool { return h.Inputs[i].Path < h.Inputs[j].Path })
}
