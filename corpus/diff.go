package corpus

import (
	"bytes"
	"context"
	"encoding/json"
	"sort"

	"docreview/corpus/law"
)

// ChangeKind says what became of a work between two indexes.
type ChangeKind string

const (
	WorkAdded    ChangeKind = "added"     // not held before
	WorkGone     ChangeKind = "gone"      // held before, not now
	WorkEnded    ChangeKind = "ended"     // repealed, lapsed or superseded, and not known before
	WorkRevived  ChangeKind = "not_ended" // was taken for ended
	EditionAdded ChangeKind = "edition"   // a new wording is known
	TextChanged  ChangeKind = "text"      // other words in an edition held by both
	DatesChanged ChangeKind = "dates"     // dates or numbers of an edition differ
)

// Change is one difference.
type Change struct {
	Work     law.WorkID
	Title    string
	Kind     ChangeKind
	Edition  law.EditionID
	Ended    law.Ending // of WorkEnded
	Articles []ArticleChange
}

// ArticleChange tells what became of a provision from the older text to the
// newer one.
type ArticleChange struct {
	At   law.Provision
	Kind string // added, changed, ended
}

// Diff compares two indexes: works and provisions added, changed, ended. The
// changes come by title, then kind, then edition.
func Diff(ctx context.Context, old, new *Index) ([]Change, error) {
	before, err := old.works()
	if err != nil {
		return nil, err
	}
	after, err := new.works()
	if err != nil {
		return nil, err
	}
	var out []Change
	for id, b := range after {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a := before[id]
		if a == nil {
			out = append(out, Change{Work: id, Title: b.Title, Kind: WorkAdded})
			continue
		}
		c, err := diffWork(old, new, a, b)
		if err != nil {
			return nil, err
		}
		out = append(out, c...)
	}
	for id, a := range before {
		if after[id] == nil {
			out = append(out, Change{Work: id, Title: a.Title, Kind: WorkGone})
		}
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		switch {
		case a.Title != b.Title:
			return a.Title < b.Title
		case a.Work != b.Work:
			return a.Work < b.Work
		case a.Kind != b.Kind:
			return a.Kind < b.Kind
		}
		return a.Edition < b.Edition
	})
	return out, nil
}

func (x *Index) works() (map[law.WorkID]*workRow, error) {
	out := make(map[law.WorkID]*workRow, x.man.Works)
	t := x.tabs[worksTable]
	err := t.all(func(k, v []byte) error {
		w := new(workRow)
		if json.Unmarshal(v, w) != nil {
			return &DamagedError{t.path, "unreadable"}
		}
		out[law.WorkID(k)] = w
		return nil
	})
	return out, err
}

func diffWork(old, new *Index, a, b *workRow) ([]Change, error) {
	var out []Change
	was := a.Ended.As != law.NotChecked && !a.Ended.Partial
	is := b.Ended.As != law.NotChecked && !b.Ended.Partial
	switch {
	case is && (!was || a.Ended.On != b.Ended.On):
		out = append(out, Change{Work: b.ID, Title: b.Title, Kind: WorkEnded, Ended: b.Ended})
	case was && !is:
		out = append(out, Change{Work: b.ID, Title: b.Title, Kind: WorkRevived})
	}
	known := map[law.EditionID]law.Edition{}
	for _, e := range a.Editions {
		known[e.ID] = e
	}
	for _, e := range b.Editions {
		o, ok := known[e.ID]
		if !ok {
			out = append(out, Change{Work: b.ID, Title: b.Title, Kind: EditionAdded, Edition: e.ID})
			continue
		}
		if o.Published != e.Published || o.From != e.From || o.DocNumber != e.DocNumber {
			out = append(out, Change{Work: b.ID, Title: b.Title, Kind: DatesChanged, Edition: e.ID})
		}
	}
	held := map[law.EditionID]bool{}
	for _, e := range a.Texts {
		held[e] = true
	}
	for i, e := range b.Texts {
		from := e
		if !held[e] { // a new wording: against the newest before it
			if i > 0 {
				from = b.Texts[i-1]
			} else if len(a.Texts) > 0 {
				from = a.Texts[len(a.Texts)-1]
			} else {
				from = ""
			}
		}
		src := old
		if from != e && !held[from] {
			src = new
		}
		articles, err := diffText(src, new, from, e)
		if err != nil {
			return nil, err
		}
		if len(articles) == 0 {
			continue
		}
		if from == e {
			out = append(out, Change{Work: b.ID, Title: b.Title, Kind: TextChanged, Edition: e, Articles: articles})
			continue
		}
		done := false
		for j := range out {
			if out[j].Kind == EditionAdded && out[j].Edition == e {
				out[j].Articles, done = articles, true
			}
		}
		if !done {
			out = append(out, Change{Work: b.ID, Title: b.Title, Kind: TextChanged, Edition: e, Articles: articles})
		}
	}
	return out, nil
}

func diffText(old, new *Index, from, to law.EditionID) ([]ArticleChange, error) {
	var before []Row
	var err error
	if from != "" {
		if before, err = old.Text(from); err != nil {
			return nil, err
		}
	}
	after, err := new.Text(to)
	if err != nil {
		return nil, err
	}
	words := map[law.Provision]string{}
	for _, r := range before {
		if !r.At.IsZero() {
			words[r.At] = r.Text
		}
	}
	var out []ArticleChange
	seen := map[law.Provision]bool{}
	for _, r := range after {
		if r.At.IsZero() {
			continue
		}
		seen[r.At] = true
		switch w, ok := words[r.At]; {
		case !ok:
			out = append(out, ArticleChange{r.At, "added"})
		case w != r.Text:
			out = append(out, ArticleChange{r.At, "changed"})
		}
	}
	for _, r := range before {
		if !r.At.IsZero() && !seen[r.At] {
			out = append(out, ArticleChange{r.At, "ended"})
		}
	}
	if !bytes.Equal(plainRows(before), plainRows(after)) && len(out) == 0 {
		out = append(out, ArticleChange{Kind: "changed"}) // outside the articles
	}
	return out, nil
}

// plainRows gives what stands outside the articles.
func plainRows(rows []Row) []byte {
	var b bytes.Buffer
	for _, r := range rows {
		if r.At.IsZero() {
			b.WriteString(r.Label + r.Text + "\n")
		}
	}
	return b.Bytes()
}
