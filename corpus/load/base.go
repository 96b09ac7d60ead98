package load

import (
	"slices"

	"docreview/corpus/law"
)

// withBase joins the works of the catalogue: what both know is one work under
// the catalogue's name, and its dates stand where they differ.
func (h *Holdings) withBase(drafts []*draft, base []*law.Regulation) []*draft {
	byKey := map[string][]*draft{}
	for _, d := range drafts {
		byKey[d.key] = append(byKey[d.key], d)
	}
	for _, r := range base {
		var match *draft
		for _, d := range byKey[law.TitleKey(r.Title)] {
			same := d.Region == r.Region || r.Region == "" && !local(d.Level)
			if same && (d.Level == r.Level || d.Level == law.LevelUnknown || r.Level == law.LevelUnknown || single(d.Level, d.Title) && single(r.Level, r.Title)) && match == nil && d.ID[0] != 0 {
				match = d
			}
		}
		if match == nil {
			d := &draft{key: law.TitleKey(r.Title)}
			d.Regulation, d.base = *r, true
			for _, e := range r.Editions {
				d.editions = append(d.editions, &edition{Edition: e})
			}
			drafts = append(drafts, d)
			continue
		}
		h.over(match, r)
	}
	return drafts
}

// over lays what the catalogue knows over a work made of texts.
func (h *Holdings) over(d *draft, r *law.Regulation) {
	d.ID, d.Title, d.base = r.ID, r.Title, true
	d.Aliases = append(d.Aliases, r.Aliases...)
	if r.Level != law.LevelUnknown {
		d.Level = r.Level
	}
	if r.Issuer != "" {
		d.Issuer = r.Issuer
	}
	if !r.DocNumber.IsZero() {
		d.DocNumber = r.DocNumber
	}
	if r.Ended != (law.Ending{}) {
		d.Ended = r.Ended
	}
	for _, e := range r.Editions {
		var same *edition
		for _, x := range d.editions {
			if !e.Published.IsZero() && (x.Published == e.Published || slices.Contains(x.dates, e.Published)) || !e.From.IsZero() && x.From == e.From {
				same = x
				break
			}
		}
		if same == nil {
			d.editions = append(d.editions, &edition{Edition: e, dates: []law.Date{e.Published}})
			continue
		}
		if !same.From.IsZero() && !e.From.IsZero() && same.From != e.From {
			h.add(firstPath(same), 0, CatalogDiffers, d.Title+" 施行 "+same.From.String()+" / "+e.From.String())
		}
		keep := same.Edition
		same.Edition = e
		if same.From.IsZero() {
			same.From = keep.From
		}
		if same.Published.IsZero() {
			same.Published = keep.Published
		}
		if same.DocNumber.IsZero() {
			same.DocNumber = keep.DocNumber
		}
		if same.Event == "" {
			same.Event = keep.Event
		}
	}
	d.placeUndated()
}

// placeUndated hangs a text without any date on the only wording that is known:
// it was reported as undated. Where several are known it stays on its own.
func (d *draft) placeUndated() {
	undated := -1
	for i, e := range d.editions {
		if e.sortDay().IsZero() {
			if undated >= 0 {
				return
			}
			undated = i
		}
	}
	if undated < 0 || len(d.editions) != 2 {
		return
	}
	other := d.editions[1-undated]
	if len(other.files) == 0 {
		other.files = d.editions[undated].files
		d.editions = []*edition{other}
	}
}

func firstPath(e *edition) string {
	for _, f := range e.files {
		return f.Path
	}
	return ""
}
