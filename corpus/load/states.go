package load

import (
	"path"
	"slices"
	"strings"

	"docreview/corpus/law"
)

// applyStates lays the tables over the works.
func (h *Holdings) applyStates(b *book, states []state) {
	paths := map[string]*File{}
	for _, d := range b.drafts {
		for _, e := range d.editions {
			for _, f := range e.files {
				// A table names files from its own root; ours may stand one up.
				for p := f.Path; p != ""; {
					if _, ok := paths[p]; !ok {
						paths[p] = f
					}
					_, rest, ok := strings.Cut(p, "/")
					if !ok || !strings.Contains(rest, "/") {
						break
					}
					p = rest
				}
			}
		}
	}
	for _, s := range states {
		var t *draft
		var ed *edition
		f := paths[s.path]
		if f != nil {
			t = b.of(f)
			for _, e := range t.editions {
				if slices.Contains(e.files, f) {
					ed = e
				}
			}
		} else {
			ts := b.target(s.title, s.number, s.published, nil)
			if len(ts) > 1 {
				h.add(s.table, s.line, EdgeAmbiguous, s.title)
				continue
			}
			if len(ts) == 1 {
				t = ts[0]
			}
		}
		if t == nil && s.path != "" { // a file that is no text, or is not here
			h.add(s.table, s.line, StatusNoTarget, s.title)
			continue
		}
		if t == nil {
			h.add(s.table, s.line, StatusNoTarget, s.title)
			b.put(s.known())
			continue
		}
		h.applyState(t, ed, s)
	}
}

func (s state) known() *draft {
	key := law.TitleKey(s.title)
	d := &draft{key: key}
	d.Title, d.DocNumber, d.Sure = s.title, s.number, true
	d.Level = organLevel("", d.Title, s.number)
	d.ID = law.WorkID(key + "@" + class("", d.Level))
	if !s.published.IsZero() && !single(d.Level, d.Title) {
		d.ID += law.WorkID("-" + strings.ReplaceAll(s.published.String(), "-", ""))
	}
	if !s.published.IsZero() || !s.from.IsZero() {
		ed := &edition{dates: []law.Date{s.published}}
		ed.Published, ed.From, ed.Event, ed.DocNumber = s.published, s.from, "promulgated", s.number
		d.editions = append(d.editions, ed)
	}
	s.ending(&d.Ended)
	return d
}

// ending gives what the row says of the end of the work.
func (s state) ending(x *law.Ending) {
	if s.as != law.Repealed && s.as != law.Lapsed && s.as != law.Superseded || s.as == law.Superseded && s.ended.IsZero() {
		// A day of expiry ahead, with status «in force».
		if !s.ended.IsZero() && s.as == law.InForce {
			*x = law.Ending{On: s.ended, As: law.Lapsed, By: s.by, Note: path.Base(s.table)}
		}
		return
	}
	*x = law.Ending{On: s.ended, As: s.as, By: s.by, Partial: s.partial, Note: path.Base(s.table)}
}

func (h *Holdings) applyState(t *draft, ed *edition, s state) {
	for _, e := range t.editions {
		if ed == nil && !s.published.IsZero() && (slices.Contains(e.dates, s.published) || e.Published == s.published) {
			ed = e
		}
	}
	newest := len(t.editions) == 0 || ed == nil || ed == last(t.editions)
	if ed != nil && !s.from.IsZero() {
		switch {
		case ed.From.IsZero() && !s.from.Before(ed.Published):
			ed.From = s.from
		case !ed.From.IsZero() && ed.From != s.from:
			h.add(s.table, s.line, DatesDiffer, t.Title+" 施行 "+ed.From.String()+" / "+s.from.String())
		}
	}
	if law.TitleKey(s.by) == t.key && s.as != law.InForce { // a new text of the same name took its place
		return
	}
	switch s.as {
	case law.InForce, law.NotYetInForce, law.NotChecked, law.Superseded:
		if s.as == law.Superseded && newest && ed != nil {
			h.add(s.table, s.line, StatusDiffers, t.Title+" "+s.as.String())
		}
		var x law.Ending
		if s.ending(&x); x.As != law.NotChecked && newest {
			h.end(t, x, s.table, s.line)
		}
		return
	}
	if !newest { // an older wording that gave way; the work goes on
		return
	}
	var x law.Ending
	s.ending(&x)
	if x.On.IsZero() && t.base { // the catalogue knows the work and no end of it, or one with a day
		h.add(s.table, s.line, StatusDiffers, t.Title+" "+s.as.String())
		return
	}
	if x.On.IsZero() {
		h.add(s.table, s.line, StatusNoDate, t.Title)
	} else if ed != nil && ed.Published.Full() && x.On.Before(ed.Published) {
		h.add(s.table, s.line, EdgeTooEarly, t.Title+" "+x.On.String())
		return
	} else if ed == nil && len(t.editions) > 0 && last(t.editions).Published.Full() && x.On.Full() && !last(t.editions).Published.Before(x.On) {
		h.add(s.table, s.line, EdgeTooEarly, t.Title+" "+x.On.String())
		return
	}
	h.end(t, x, s.table, s.line)
}

func last(e []*edition) *edition {
	out := e[0]
	for _, x := range e {
		if !x.sortDay().Before(out.sortDay()) {
			out = x
		}
	}
	return out
}
