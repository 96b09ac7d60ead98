package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// work is a regulation as it grows while the sources are read.
type work struct {
	key      string
	title    string
	level    law.Level
	region   string
	issuer   string
	number   law.DocNumber
	aliases  []string
	weak     []string // keys that find the work but are no name of it
	editions []edition
	ended    law.Ending
	sure     bool
	fixed    bool // its ending comes from the corrections
	checked  bool // a correction with a source tells its dates
	texts    map[law.Date][]string
	source   string
}

// builder holds everything read so far. Nothing in it depends on the order of
// a map: works are walked by key.
type builder struct {
	works    map[string]*work
	edges    []edge
	problems []string
	decision map[law.Date]correction // decisions that amended many regulations at once
	places   *places
	weak     map[string]*work // works by the keys that are no name of theirs; nil where two have one
}

// edge says that one act ended another.
type edge struct {
	by  *work
	on  law.Date // zero: by's first day is not known
	at  law.Date // publication of the wording whose clause says it
	old repeal
	src string
}

func newBuilder() *builder {
	return &builder{works: map[string]*work{}, decision: map[law.Date]correction{}, weak: map[string]*work{}}
}

func (b *builder) problem(format string, args ...any) {
	b.problems = append(b.problems, fmt.Sprintf(format, args...))
}

func (b *builder) keys() []string {
	ks := make([]string, 0, len(b.works))
	for k := range b.works {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

// get gives the work of a title and makes it when it is new.
func (b *builder) get(title string, level law.Level) *work {
	k := law.TitleKey(title)
	w := b.works[k]
	if w == nil {
		name, _ := law.SplitEdition(title)
		name = strings.Join(strings.Fields(strings.ReplaceAll(name, "　", " ")), "")
		w = &work{key: k, title: name, level: level, sure: true, texts: map[law.Date][]string{}}
		b.works[k] = w
	}
	if w.level == law.LevelUnknown {
		w.level = level
	}
	return w
}

// add merges an edition into those known: same day, or a few days apart with
// the same event (passing and publication).
func (w *work) add(e edition) *edition {
	for i := range w.editions {
		o := &w.editions[i]
		near := !e.published.IsZero() && e.published.Full() && o.published.Full() && abs(days(o.published, e.published)) <= 20
		if !e.published.IsZero() && o.published == e.published || near || e.published.IsZero() && !e.from.IsZero() && o.from == e.from {
			if o.from.IsZero() {
				o.from = e.from
			}
			if o.number.IsZero() {
				o.number = e.number
			}
			o.count(e)
			if o.moved == nil {
				o.moved, o.unsure, o.proven = e.moved, e.unsure, e.proven
			}
			o.full = o.full || e.full
			return o
		}
	}
	w.editions = append(w.editions, e)
	w.sort()
	for i := range w.editions {
		if w.editions[i].order() == e.order() && w.editions[i].event == e.event {
			return &w.editions[i]
		}
	}
	return nil
}

// count takes over how many articles another source of the same wording counts.
// A text that may be cut off tells nothing unless another source agrees; of two
// texts that look whole the longer one is right.
func (o *edition) count(e edition) {
	switch {
	case e.articles == 0:
	case e.whole == o.whole:
		o.whole = o.whole || e.articles == o.articles
		o.articles = max(o.articles, e.articles)
	case e.whole:
		o.articles, o.whole = e.articles, true
	}
}

func (w *work) sort() {
	slices.SortStableFunc(w.editions, func(x, y edition) int {
		return x.order().Compare(y.order())
	})
}

// order gives the first date that places an edition among the others.
func (e edition) order() law.Date {
	for _, d := range []law.Date{e.published, e.from, e.after, e.known} {
		if !d.IsZero() {
			return d
		}
	}
	return law.Date{}
}

func abs(n int) int { return max(n, -n) }

// addText takes a text into the table and remembers what it repeals.
func (b *builder) addText(t *text, w *work) {
	hs := happenings(t.header)
	eds := editionsOf(hs)
	if w.issuer == "" {
		w.issuer = issuerOf(hs, w)
	}
	if n := len(eds); n > 0 && t.named.Full() {
		last := eds[n-1]
		if days(last.published, t.named) > 60 && (last.from.IsZero() || abs(days(last.from, t.named)) > 60) && w.level != law.LevelJudicial {
			eds = append(eds, edition{published: t.named, event: "amended"})
		}
	}
	if len(eds) == 0 && (t.named.Full() || t.closing.on.Full()) {
		e := edition{published: t.named, event: "promulgated"}
		if e.published.IsZero() {
			e.from = t.closing.on
		}
		if _, ok := b.decision[t.named]; ok && w.level == law.LevelAdminRegulation {
			e.event = "amended"
		}
		eds = append(eds, e)
	}
	eds, belongs := b.assign(eds, t, w)
	for i := range eds {
		if i == len(eds)-1 {
			eds[i].articles, eds[i].whole = len(t.articles), t.whole()
		}
		if d, ok := b.decision[eds[i].published]; ok && eds[i].event == "amended" && w.level == law.LevelAdminRegulation {
			if eds[i].number.IsZero() {
				eds[i].number = d.number
			}
			if eds[i].from.IsZero() {
				eds[i].from = d.from
			}
		}
		e := w.add(eds[i])
		if i == len(eds)-1 && e != nil && len(t.articles) > len(w.texts[e.published]) {
			w.texts[e.published] = t.articles
		}
	}
	if w.number.IsZero() && len(eds) > 0 {
		w.number = eds[0].number
	}
	for _, r := range t.repeals {
		e := edge{by: w, old: r, src: t.path}
		if belongs >= 0 {
			e.on, e.at = eds[belongs].from, eds[belongs].published
			if e.on.IsZero() && t.closing.onIssue {
				e.on = eds[belongs].published
			}
		}
		b.edges = append(b.edges, e)
	}
}

// assign gives the closing clause to the edition whose clause it is. An
// amendment leaves the closing clause of the first text alone, so the date
// belongs to the latest edition published before it, at most two years ahead.
// A header that begins with an amendment leaves out the first edition; the
// clause then tells it.
func (b *builder) assign(eds []edition, t *text, w *work) ([]edition, int) {
	if len(eds) == 0 {
		return eds, -1
	}
	if t.closing.onIssue {
		i := 0
		for k := range eds {
			if eds[k].full {
				i = k
			}
		}
		if eds[i].event == "amended" {
			return eds, -1
		}
		if eds[i].from.IsZero() {
			eds[i].from = eds[i].published
		}
		return eds, i
	}
	d := t.closing.on
	if d.IsZero() {
		return eds, 0
	}
	best := -1
	for k := range eds {
		if p := eds[k].published; p.IsZero() || !d.Before(p) && days(p, d) <= 800 {
			best = k
		}
	}
	if best < 0 {
		for k := range eds {
			if p := eds[k].published; p.Full() && d.Before(p) && days(d, p) <= 400 {
				best = k
				b.problem("施行日早于公布日: %s 公布 %v 施行 %v", w.title, p, d)
				break
			}
		}
	}
	if p := eds[0].published; best < 0 && p.Full() && days(d, p) > 400 {
		for i := range eds {
			if eds[i].event == "promulgated" {
				eds[i].event = "amended"
			}
		}
		return append([]edition{{from: d, event: "promulgated", number: w.number}}, eds...), 0
	}
	if best < 0 {
		b.problem("末条施行日与题注各次日期都不相合: %s 施行 %v 首次 %v", w.title, d, eds[0].published)
		return eds, 0
	}
	if eds[best].from.IsZero() {
		eds[best].from = d
	} else if eds[best].from != d {
		b.problem("题注与末条的施行日不一: %s 题注 %v 末条 %v", w.title, eds[best].from, d)
	}
	return eds, best
}

// issuerOf reads the organ out of the first statements of the header.
func issuerOf(hs []happening, w *work) string {
	switch w.level {
	case law.LevelJudicial:
		court, proc := strings.Contains(w.title, "最高人民法院"), strings.Contains(w.title, "检察院")
		for _, h := range hs[:min(3, len(hs))] {
			court = court || strings.Contains(h.text, "最高人民法院")
			proc = proc || strings.Contains(h.text, "检察")
		}
		switch {
		case court && proc:
			return "最高人民法院、最高人民检察院"
		case proc:
			return "最高人民检察院"
		}
		return "最高人民法院"
	case law.LevelAdminRegulation:
		return "国务院"
	}
	for _, h := range hs {
		if rankOf(h.text) > 0 {
			if o := congress(h.text); o != "" {
				return o
			}
		}
	}
	return ""
}

// congress finds 全国人民代表大会常务委员会, 山东省人民代表大会 …
func congress(s string) string {
	const npc, sc = "人民代表大会", "常务委员会"
	k := strings.Index(s, npc)
	if k < 0 {
		return ""
	}
	head := s[:k]
	if i := strings.LastIndex(head, "届"); i >= 0 {
		tail := head[i+len("届"):]
		if j := strings.LastIndex(head[:i], "第"); j >= 0 {
			head = head[:j] + tail
		}
	}
	head = strings.Trim(head, " 　经（(由")
	if utf8.RuneCountInString(head) > 15 {
		return ""
	}
	if strings.HasPrefix(s[k+len(npc):], sc) {
		return head + npc + sc
	}
	return head + npc
}

func sortPairs[T any](s []T, less func(a, b T) bool) {
	slices.SortFunc(s, func(a, b T) int {
		switch {
		case less(a, b):
			return -1
		case less(b, a):
			return 1
		}
		return 0
	})
}

// end joins the repeal clauses to the works they name.
func (b *builder) end() {
	slices.SortStableFunc(b.edges, func(x, y edge) int {
		return cmp.Or(x.on.Compare(y.on), cmp.Compare(x.by.key, y.by.key), cmp.Compare(x.old.title, y.old.title))
	})
	for _, e := range b.edges {
		b.join(e)
	}
}

// known gives the day of the collection that holds the clause.
func (e edge) known() law.Date {
	if strings.HasPrefix(e.src, "rules-md") {
		return law.Date{Year: 2024, Month: 4, Day: 3}
	}
	return vintage
}

func (b *builder) join(e edge) {
	title := e.old.title
	if n := utf8.RuneCountInString(title); n < 4 || n > 90 {
		return
	}
	key := law.TitleKey(title)
	old := b.works[key]
	if old == nil && strings.HasPrefix(title, "关于") {
		old = b.weak[key] // named without its issuer
	}
	if old == e.by {
		b.earlier(e)
		return
	}
	local := e.by.level == law.LevelLocalRegulation || e.by.level == law.LevelAutonomous || e.by.level == law.LevelLocalGovRule
	if local {
		if old != nil && old.region == "" {
			return // a local regulation names one of its own without the place
		}
		if old == nil && !b.places.same(title, e.by.title) {
			return
		}
	}
	if old != nil && old.level != law.LevelUnknown && e.by.level != law.LevelUnknown {
		if higher, ok := old.level.Outranks(e.by.level); ok && higher {
			b.problem("下位文件废止上位文件: 《%s》(%v) 由《%s》(%v)", old.title, old.level, e.by.title, e.by.level)
			return
		}
	}
	if old == nil {
		level := law.LevelUnknown
		if local {
			level = e.by.level
		}
		old = b.get(title, level)
		old.region = e.by.region
		old.source = "废止条款"
		if e.by.level == law.LevelLaw && strings.HasSuffix(old.title, "法") {
			old.level = law.LevelLaw
		}
	}
	if e.old.date.Full() && len(old.editions) == 0 {
		old.add(edition{published: e.old.date, event: "promulgated", number: e.old.number})
	}
	if old.number.IsZero() {
		old.number = e.old.number
	}
	if old.fixed {
		return
	}
	if e.on.IsZero() {
		if old.ended.As == law.NotChecked && !e.old.partial {
			old.ended = law.Ending{KnownBy: e.known(), As: law.Repealed, By: e.by.title, ByWork: law.WorkID(e.by.key), Note: "《" + e.by.title + "》的废止条款，施行日未载"}
		}
		return
	}
	if n := len(old.editions); n > 0 {
		last := old.editions[n-1].published
		if last.Full() && !last.Before(e.on) && old.source != "废止条款" {
			b.problem("废止日之后仍有修改或同名新法: 《%s》由《%s》于 %v，末次 %v", old.title, e.by.title, e.on, last)
			return
		}
	}
	x := law.Ending{On: e.on, As: law.Repealed, By: e.by.title, ByWork: law.WorkID(e.by.key), Note: "《" + e.by.title + "》的废止条款", Partial: e.old.partial}
	switch {
	case old.ended.As == law.NotChecked, old.ended.On.IsZero(), old.ended.Partial && !x.Partial:
	case x.Partial && !old.ended.Partial:
		return
	case old.ended.On != x.On:
		b.problem("两次废止: 《%s》由《%s》于 %v，又由《%s》于 %v", old.title, old.ended.By, old.ended.On, x.By, x.On)
		if x.On.Before(old.ended.On) {
			return
		}
	default:
		return // two acts on one day: the first by key stays
	}
	old.ended = x
}

// earlier takes a repealed text of the same name as an earlier edition.
func (b *builder) earlier(e edge) {
	if !e.old.date.Full() || e.old.partial {
		return
	}
	w := e.by
	if len(w.editions) > 0 && !e.old.date.Before(w.editions[0].published) {
		return // already told by the header
	}
	w.add(edition{published: e.old.date, event: "promulgated", number: e.old.number})
}

// collection is the source of rules-md.
const collection = "部门规章汇编"

// finish closes editions, computes what moved and checks the whole.
func (b *builder) finish() {
	for _, k := range b.keys() {
		w := b.works[k]
		if len(w.editions) == 0 && w.number.Year > 0 {
			// The year of a number is the year of issue.
			w.add(edition{published: law.Date{Year: w.number.Year}, event: "promulgated", number: w.number})
		}
		// The collection of rules is of 2024 and no official list says what became
		// of them since: what it has may be cited, not relied on.
		if w.source == collection && w.ended.As == law.NotChecked && !w.checked {
			w.sure = false
		}
		w.sort()
		for i := range w.editions {
			e := &w.editions[i]
			if !e.published.IsZero() && !e.from.IsZero() && e.published.Full() && days(e.published, e.from) < -400 {
				b.problem("公布日与施行日相去过远，去掉施行日: 《%s》 公布 %v 施行 %v", w.title, e.published, e.from)
				e.from = law.Date{}
			}
			if i+1 == len(w.editions) || e.moved != nil {
				continue
			}
			// Of a text that is cut off nobody knows where its articles went.
			next := w.editions[i+1]
			if a, c := w.texts[e.published], w.texts[next.published]; e.whole && next.whole && len(a) > 0 && len(c) > 0 {
				e.moved = movedArticles(a, c)
			}
		}
		// Only the first day tells when a work began; a later edition may not
		// begin before an earlier one.
		for i := 1; i < len(w.editions); i++ {
			p, q := w.editions[i-1], &w.editions[i]
			if !p.from.IsZero() && !q.from.IsZero() && q.from.Before(p.from) {
				b.problem("后一版的施行日早于前一版: 《%s》 %v < %v", w.title, q.from, p.from)
				q.from = law.Date{}
			}
		}
		if n := len(w.editions); n > 0 && !w.ended.On.IsZero() && w.ended.On.Before(w.editions[0].published) {
			b.problem("废止日早于公布日: 《%s》 %v", w.title, w.ended.On)
		}
	}
}

// link names the work behind every ending, where it is held.
func (b *builder) link() {
	for _, k := range b.keys() {
		w := b.works[k]
		if w.ended.By == "" {
			continue
		}
		if by := b.works[law.TitleKey(w.ended.By)]; by != nil {
			w.ended.ByWork, w.ended.By = law.WorkID(by.key), by.title
		}
	}
}
