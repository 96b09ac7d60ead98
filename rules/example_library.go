package rules

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"docreview/checker"
	"docreview/corpus/law"
)

// Held is a regulation that an example makes up, with its texts, so that a rule
// on the words of a superior provision can be proved without the text of any
// real one.
type Held struct {
	Title    string        `yaml:"title"`
	Level    string        `yaml:"level"`  // 法律, 行政法规 …
	Region   string        `yaml:"region"` // 行政区划代码; "": the nation
	Editions []HeldEdition `yaml:"editions"`
	Repealed string        `yaml:"repealed"` // first day on which it no longer applies
}

// HeldEdition is a wording from a day on: the articles that the example needs.
type HeldEdition struct {
	From     string            `yaml:"from"`
	Last     int               `yaml:"last"` // number of the last article; 0: the highest given
	Articles map[string]string `yaml:"articles"`
}

// library answers for the made-up regulations of an example, and asks the corpus
// behind it for everything else.
type library struct {
	checker.Corpus
	works []*law.Regulation
	texts map[law.Place]string
	order []law.Passage // in force at the end, by place
}

func newLibrary(held []Held, behind checker.Corpus) (*library, error) {
	l := &library{Corpus: behind, texts: map[law.Place]string{}}
	day := func(s string) (law.Date, error) {
		d, n, ok := law.ParseDate(s)
		if !ok || n != len(s) || !d.Valid() {
			return d, fmt.Errorf("%q is not a day", s)
		}
		return d, nil
	}
	for i, h := range held {
		w := &law.Regulation{ID: law.WorkID(fmt.Sprintf("held%d", i+1)), Title: h.Title, Region: h.Region, Sure: true}
		for lv := law.LevelConstitution; lv <= law.LevelStandard; lv++ {
			if lv.String() == h.Level {
				w.Level = lv
			}
		}
		if w.Level == law.LevelUnknown {
			return nil, fmt.Errorf("no level is called %q", h.Level)
		}
		for k, e := range h.Editions {
			from, err := day(e.From)
			if err != nil {
				return nil, err
			}
			id := law.EditionID(fmt.Sprintf("%s@%d", w.ID, k+1))
			ed := law.Edition{ID: id, From: from, Published: from, Articles: e.Last, Event: "promulgated"}
			if k > 0 {
				w.Editions[k-1].To, ed.Event = from, "amended"
			}
			for name, text := range e.Articles {
				at, n, ok := law.ParseProvision(name)
				if !ok || n != len(name) {
					return nil, fmt.Errorf("%q is no provision", name)
				}
				ed.Articles = max(ed.Articles, at.Article)
				l.texts[law.Place{Edition: id, Provision: at}] = text
				if k == len(h.Editions)-1 && h.Repealed == "" {
					l.order = append(l.order, law.Passage{Place: law.Place{Edition: id, Provision: at}, Work: w.ID, Title: w.Title, Text: text})
				}
			}
			w.Editions = append(w.Editions, ed)
		}
		if h.Repealed != "" {
			on, err := day(h.Repealed)
			if err != nil {
				return nil, err
			}
			w.Ended = law.Ending{On: on, As: law.Repealed}
		}
		l.works = append(l.works, w)
	}
	slices.SortFunc(l.order, func(a, b law.Passage) int {
		return cmp.Or(cmp.Compare(a.Place.Edition, b.Place.Edition), cmp.Compare(a.Place.Provision.Article, b.Place.Provision.Article))
	})
	return l, nil
}

func (l *library) Find(ctx context.Context, refs ...law.Ref) ([][]*law.Regulation, error) {
	out, err := l.Corpus.Find(ctx, refs...)
	if err != nil {
		return out, err
	}
	for i, ref := range refs {
		for _, w := range l.works {
			if ref.Title != "" && law.TitleKey(ref.Title) == law.TitleKey(w.Title) {
				out[i] = []*law.Regulation{w}
			}
		}
	}
	return out, nil
}

func (l *library) Provision(_ context.Context, at ...law.Place) ([]string, error) {
	out := make([]string, len(at))
	for i, p := range at {
		whole := law.Place{Edition: p.Edition, Provision: law.Provision{Article: p.Provision.Article, Sub: p.Provision.Sub}}
		out[i] = law.Part(l.texts[whole], p.Provision)
	}
	return out, nil
}

// Near counts the terms that each text holds.
func (l *library) Near(_ context.Context, s law.Scope, q ...law.Near) ([][]law.Passage, error) {
	out := make([][]law.Passage, len(q))
	for i, n := range q {
		for _, p := range l.order {
			if len(s.Levels) > 0 && !slices.ContainsFunc(l.works, func(w *law.Regulation) bool { return w.ID == p.Work && slices.Contains(s.Levels, w.Level) }) {
				continue
			}
			have := map[string]bool{}
			for _, b := range law.Bigrams(p.Text) {
				have[b] = true
			}
			hits := 0
			for _, t := range n.Terms {
				if have[t] {
					hits++
				}
			}
			if hits >= max(n.AtLeast, 1) && len(out[i]) < n.Limit {
				out[i] = append(out[i], p)
			}
		}
	}
	return out, nil
}

func (l *library) Snapshot() law.Snapshot {
	s := l.Corpus.Snapshot()
	s.FullText = true
	return s
}
