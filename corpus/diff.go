package corpus

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"sort"

	"docreview/corpus/align"
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
	TextHeld     ChangeKind = "text_held" // the edition was known; its text is held now for the first time
	TextGone     ChangeKind = "text_gone" // the text of a known edition is no longer held
	DatesChanged ChangeKind = "dates"     // dates or numbers of an edition differ
)

// Change is one difference, of one work. The words on both sides are read with
// old.Provision(Place{Before, a.From}) and new.Provision(Place{Edition, a.At});
// where the older index does not hold Before (several new wordings at once), the
// newer one does.
type Change struct {
	Work   law.WorkID
	Title  string
	Level  law.Level
	Region string // 行政区划代码; "" is the nation
	Kind   ChangeKind
	// Edition is the wording that the change is about, Before the one that it was
	// held against: of TextChanged the same in the older index, of EditionAdded
	// the newest one before it whose text is held; "": none, or no text.
	Edition, Before law.EditionID
	// Since is the first day on which the change counts: of an edition its first
	// day in force, of WorkEnded the day of the end. Zero: not known, or the
	// change has no day (a correction of a text, of a date).
	Since    law.Date
	Ended    law.Ending // of WorkEnded
	Articles []ArticleChange
}

// What became of an article.
const (
	ArticleAdded   = "added"
	ArticleChanged = "changed" // other words, whether or not the number moved
	ArticleMoved   = "moved"   // the same words under another number
	ArticleEnded   = "ended"
)

// ArticleChange tells what became of an article from the older text to the
// newer one. The zero At and From together stand for all that is outside the
// articles.
type ArticleChange struct {
	At   law.Provision // in the newer text; of ArticleEnded its place in the older
	From law.Provision // in the older text; zero: ArticleAdded
	Kind string
	Sure bool // false: which article became which is the likeliest reading, no more
}

// Diff tells what changed from an older index to a newer one: works and
// provisions added, changed, ended. It is the question behind `corpus diff` and
// behind whatever watches a corpus: neither index is written to, both may be
// asked by others meanwhile, and the same two give the same answer.
//
// The changes come by title, then work, kind, edition; articles in the order of
// the newer text, those that ended behind them. Only texts that differ are read.
//
// Errors: *DamagedError, or that of ctx.
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
			out = append(out, b.change(WorkAdded, newest(b)))
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
			out = append(out, a.change(WorkGone, ""))
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
		c := b.change(WorkEnded, "")
		c.Ended, c.Since = b.Ended, b.Ended.On
		out = append(out, c)
	case was && !is:
		out = append(out, b.change(WorkRevived, ""))
	}
	known := map[law.EditionID]law.Edition{}
	for _, e := range a.Editions {
		known[e.ID] = e
	}
	for _, e := range b.Editions {
		o, ok := known[e.ID]
		if !ok {
			out = append(out, b.change(EditionAdded, e.ID))
			continue
		}
		if o.Published != e.Published || o.From != e.From || o.DocNumber != e.DocNumber {
			out = append(out, b.change(DatesChanged, e.ID))
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
		if from == "" {
			if _, ok := known[e]; ok {
				out = append(out, b.change(TextHeld, e))
			}
			continue // nothing to hold it against
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
		done := false
		for j := range out {
			if from != e && out[j].Kind == EditionAdded && out[j].Edition == e {
				out[j].Articles, out[j].Before, done = articles, from, true
			}
		}
		if !done {
			c := b.change(TextChanged, e)
			c.Before, c.Articles, c.Since = from, articles, law.Date{}
			out = append(out, c)
		}
	}
	for _, e := range a.Texts {
		if !slices.Contains(b.Texts, e) {
			out = append(out, b.change(TextGone, e))
		}
	}
	return out, nil
}

// change begins a change of a work; Since is the first day of the edition.
func (w *workRow) change(k ChangeKind, e law.EditionID) Change {
	c := Change{Work: w.ID, Title: w.Title, Level: w.Level, Region: w.Region, Kind: k, Edition: e}
	for _, x := range w.Editions {
		if x.ID == e && (k == EditionAdded || k == WorkAdded) {
			c.Since = x.From
		}
	}
	return c
}

// newest gives the last edition of a work.
func newest(w *workRow) law.EditionID {
	if len(w.Editions) == 0 {
		return ""
	}
	return w.Editions[len(w.Editions)-1].ID
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
	if sameRows(before, after) {
		return nil, nil
	}
	was, a := articlesOf(before)
	is, b := articlesOf(after)
	became := map[law.Provision]align.Entry{} // by place in the newer text
	var gone []ArticleChange
	for _, e := range align.Editions(a, b).Entries {
		if e.New.IsZero() {
			gone = append(gone, ArticleChange{e.Old, e.Old, ArticleEnded, e.Sure})
			continue
		}
		became[e.New] = e
	}
	var out []ArticleChange
	for _, n := range b {
		e, ok := became[n.At]
		switch {
		case !ok:
			out = append(out, ArticleChange{At: n.At, Kind: ArticleAdded, Sure: true})
		case e.Old == e.New && was[e.Old] == is[e.New]:
		case e.Kind == align.Moved || was[e.Old] == is[e.New]:
			out = append(out, ArticleChange{e.New, e.Old, ArticleMoved, e.Sure})
		default:
			out = append(out, ArticleChange{e.New, e.Old, ArticleChanged, e.Sure})
		}
	}
	out = append(out, gone...)
	if !bytes.Equal(plainRows(before), plainRows(after)) && len(out) == 0 {
		out = append(out, ArticleChange{Kind: ArticleChanged, Sure: true}) // outside the articles
	}
	return out, nil
}

func sameRows(a, b []Row) bool {
	return slices.EqualFunc(a, b, func(a, b Row) bool { return a.At == b.At && a.Label == b.Label && a.Text == b.Text })
}

// articlesOf gives the articles of a text, of several with one number the first.
func articlesOf(rows []Row) (words map[law.Provision]string, list []align.Article) {
	words = map[law.Provision]string{}
	for _, r := range rows {
		if _, ok := words[r.At]; ok || r.At.IsZero() {
			continue
		}
		words[r.At] = r.Text
		list = append(list, align.Article{At: r.At, Text: r.Text})
	}
	return words, list
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
