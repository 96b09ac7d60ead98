package load

import (
	"path"
	"slices"
	"sort"
	"strings"

	"docreview/corpus/law"
)

// book finds drafts by title and number.
type book struct {
	drafts   []*draft
	byKey    map[string][]*draft
	byNumber map[string][]*draft
	byPath   map[string]*draft
}

func newBook(drafts []*draft) *book {
	b := &book{byKey: map[string][]*draft{}, byNumber: map[string][]*draft{}, byPath: map[string]*draft{}}
	for _, d := range drafts {
		b.put(d)
	}
	return b
}

func (b *book) put(d *draft) {
	b.drafts = append(b.drafts, d)
	keys := []string{law.TitleKey(d.Title)}
	for _, a := range d.Aliases {
		keys = append(keys, law.TitleKey(a))
	}
	sort.Strings(keys)
	for _, k := range slices.Compact(keys) {
		if k != "" {
			b.byKey[k] = append(b.byKey[k], d)
		}
	}
	numbers := []law.DocNumber{d.DocNumber}
	for _, e := range d.editions {
		if !slices.Contains(numbers, e.DocNumber) {
			numbers = append(numbers, e.DocNumber)
		}
		for _, f := range e.files {
			b.byPath[f.Path] = d
		}
	}
	for _, n := range numbers {
		if !n.IsZero() {
			b.byNumber[n.Key()] = append(b.byNumber[n.Key()], d)
		}
	}
}

// of gives the draft that f became part of.
func (b *book) of(f *File) *draft { return b.byPath[f.Path] }

// target finds what a statement speaks of. When several answer, those of the
// speaker's own place and rank are preferred.
func (b *book) target(title string, n law.DocNumber, dated law.Date, from *draft) []*draft {
	out := b.byKey[law.TitleKey(title)]
	narrow := func(keep func(d *draft) bool) {
		var some []*draft
		for _, d := range out {
			if keep(d) {
				some = append(some, d)
			}
		}
		if len(some) > 0 {
			out = some
		}
	}
	if len(out) > 1 && !n.IsZero() {
		narrow(func(d *draft) bool { return slices.Contains(b.byNumber[n.Key()], d) })
	}
	if len(out) > 1 && !dated.IsZero() {
		narrow(func(d *draft) bool {
			for _, e := range d.editions {
				if e.Published.Year == dated.Year || e.From.Year == dated.Year {
					return true
				}
			}
			return false
		})
	}
	if len(out) > 1 && from != nil {
		narrow(func(d *draft) bool { return d.Issuer != "" && d.Issuer == from.Issuer })
	}
	if len(out) > 1 && from != nil {
		narrow(func(d *draft) bool { return d.Region == from.Region })
	}
	return out
}

// effect gives the first day on which f's statements hold: its closing clause,
// or its first promulgation.
func (f *File) effect(d *draft) (on law.Date, stated bool) {
	if !f.Closing.IsZero() {
		return f.Closing, true
	}
	gs := groups(f.Events)
	if len(gs) == 0 {
		return law.Date{}, false
	}
	if !gs[0].from.IsZero() {
		return gs[0].from, true
	}
	return gs[0].published, f.OnIssue
}

// applyEdge lays one statement over its target.
func (h *Holdings) applyEdge(b *book, f *File, e Edge) {
	from := b.of(f)
	ts := b.target(e.Title, e.Number, e.Dated, from)
	on, stated := e.On, true
	if on.IsZero() {
		on, stated = f.effect(from)
	}
	if !stated {
		h.add(e.Path, e.Line, EdgeNoDate, e.Title+" "+on.String())
	}
	switch {
	case len(ts) > 1:
		h.add(e.Path, e.Line, EdgeAmbiguous, e.Title)
		return
	case len(ts) == 0:
		h.add(e.Path, e.Line, EdgeNoTarget, e.Title)
		if !e.Amends && !e.Partial {
			b.put(known(e, on, from))
		}
		return
	}
	t := ts[0]
	if t == from { // a new text of the same name takes the place of the old one
		return
	}
	if beyond(t, from) {
		h.add(e.Path, e.Line, EdgeHigher, t.Title)
		return
	}
	if e.Amends {
		h.amended(t, from, e, on)
		return
	}
	for _, x := range t.editions {
		if x.Published.Full() && on.Full() && !x.Published.Before(on) {
			if x == t.editions[0] || len(x.files) > 0 {
				h.add(e.Path, e.Line, EdgeTooEarly, e.Title+" "+on.String()+" <= "+x.Published.String())
				return
			}
		}
	}
	by := law.Ending{On: on, As: law.Repealed, By: e.By, Partial: e.Partial, Note: path.Base(e.Path)}
	if from != nil {
		by.ByWork = from.ID
	}
	h.end(t, by, e.Path, e.Line)
}

// beyond reports that t stands above the speaker or belongs to another place:
// a text does not end such a work, so the statement was read wrongly.
func beyond(t, from *draft) bool {
	if from == nil {
		return false
	}
	if higher, ok := t.Level.Outranks(from.Level); ok && higher {
		// A government or a department may end its own rules by a document.
		rules := t.Level == law.LevelLocalGovRule || t.Level == law.LevelDeptRule
		if !(rules && (t.Region == from.Region || t.Region == "")) && (t.Issuer == "" || t.Issuer != from.Issuer) {
			return true
		}
	}
	if t.Region == "" || from.Region == "" || t.Region == Unplaced || from.Region == Unplaced {
		return t.Region == "" && from.Region != "" && t.Level != law.LevelUnknown && !local(t.Level)
	}
	return len(inside([]string{t.Region}, from.Region)) == 0
}

// end writes an ending; two that differ are reported and the earlier stays.
func (h *Holdings) end(t *draft, x law.Ending, path string, line int) {
	old := t.Ended
	if t.base && old.As != law.NotChecked {
		// What the catalogue says stands.
		if !x.Partial && !x.On.IsZero() && (old.Partial || x.On != old.On) {
			h.add(path, line, EndsDiffer, t.Title+" "+old.On.String()+" / "+x.On.String())
		}
		return
	}
	switch {
	case old.As == law.NotChecked, old.Partial && !x.Partial, old.On.IsZero() && !x.On.IsZero() && !x.Partial:
		t.Ended = x
	case x.Partial:
	case !x.On.IsZero() && x.On != old.On:
		h.add(path, line, EndsDiffer, t.Title+" "+old.On.String()+" / "+x.On.String())
		if x.On.Before(old.On) {
			t.Ended = x
		}
	}
}

// known makes a work of a name that we hold nothing of but its end.
func known(e Edge, on law.Date, from *draft) *draft {
	key := law.TitleKey(e.Title)
	d := &draft{key: key}
	d.Title, d.DocNumber, d.Sure = strings.Join(strings.FieldsFunc(e.Title, blank), ""), e.Number, true
	d.Region = ""
	if from != nil {
		d.Region = from.Region
		d.Ended.ByWork = from.ID
	}
	d.Level = organLevel("", d.Title, e.Number)
	d.ID = law.WorkID(key + "@" + class(d.Region, d.Level))
	d.Ended.On, d.Ended.As, d.Ended.By, d.Ended.Note = on, law.Repealed, e.By, path.Base(e.Path)
	if !e.Dated.IsZero() {
		ed := &edition{dates: []law.Date{e.Dated}}
		ed.Published, ed.Event, ed.DocNumber = e.Dated, "promulgated", e.Number
		d.editions = append(d.editions, ed)
	}
	return d
}

// amended adds the wording that a decision made, where the histories held do
// not know it.
func (h *Holdings) amended(t, from *draft, e Edge, on law.Date) {
	if from == nil || len(from.editions) == 0 {
		return
	}
	day := from.editions[0].Published
	if !day.Full() {
		return
	}
	newest := law.Date{}
	for _, x := range t.editions {
		if slices.Contains(x.dates, day) || x.Published == day || x.From == on && !on.IsZero() {
			return
		}
		if newest.Before(x.Published) {
			newest = x.Published
		}
		// Passing, approval and publication of one act lie days apart.
		for _, d := range x.dates {
			if d.Full() && abs(d.DaysUntil(day)) <= joinDays {
				return
			}
		}
	}
	if newest.Before(day) {
		h.add(e.Path, e.Line, EdgeStale, t.Title+" "+newest.String()+" < "+day.String())
	}
	ed := &edition{dates: []law.Date{day}}
	ed.Published, ed.From, ed.Event, ed.DocNumber = day, on, "amended", from.DocNumber
	t.editions, t.added = append(t.editions, ed), true
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
