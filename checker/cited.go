package checker

import (
	"context"

	"docreview/checker/document"
	"docreview/corpus/align"
	"docreview/corpus/law"
)

// CitedText is a place that a citation names, with the text of its article.
type CitedText struct {
	At law.Provision // as cited
	// Then and Now are the article in the wording that was meant when the text
	// was written and in the one in force on the as-of day, where the article may
	// bear another number; "" where no text is held or its place is not known.
	Then, Now string
	// NowAt is the place in the wording in force; zero: not known.
	NowAt law.Provision
}

// maxCitedPlaces is how many places of one citation are read.
const maxCitedPlaces = 8

// CitedTexts gives, for each citation of the document, the places it names with
// their texts; nil for those of which nothing is held. It asks the corpus once
// a run, whatever the number of rules that want to know.
func (p *Pass) CitedTexts(ctx context.Context) ([][]CitedText, error) {
	type answer struct {
		texts [][]CitedText
		err   error
	}
	a := p.Memo("cited texts", func() any {
		t, err := readCited(ctx, p)
		return answer{t, err}
	}).(answer)
	return a.texts, a.err
}

func readCited(ctx context.Context, p *Pass) ([][]CitedText, error) {
	out := make([][]CitedText, len(p.Doc.Citations))
	if p.Corpus == nil || !p.Corpus.Snapshot().FullText {
		return out, nil
	}
	var places []law.Place
	var into []*string
	for i, q := range p.Doc.Citations {
		r := p.Cited[i]
		if r.Then == "" && r.Now == "" {
			continue
		}
		n := min(len(q.At), maxCitedPlaces)
		out[i] = make([]CitedText, n)
		for k, at := range q.At[:n] {
			t := &out[i][k]
			t.At = at
			article := law.Provision{Article: at.Article, Sub: at.Sub}
			places, into = append(places, law.Place{Edition: r.Then, Provision: article}), append(into, &t.Then)
			switch {
			case r.Then == r.Now:
			case k == 0 && r.ArticleNow > 0 && !r.ArticleUnsure:
				article.Article = r.ArticleNow
			default:
				continue
			}
			t.NowAt = law.Provision{Article: article.Article, Sub: article.Sub, Para: at.Para, Item: at.Item, Subitem: at.Subitem}
			places, into = append(places, law.Place{Edition: r.Now, Provision: article}), append(into, &t.Now)
		}
	}
	if len(places) == 0 {
		return out, nil
	}
	texts, err := p.Corpus.Provision(ctx, places...)
	if err != nil {
		return make([][]CitedText, len(p.Doc.Citations)), err
	}
	for i, s := range texts {
		*into[i] = s
	}
	return out, nil
}

// settleTexts says what became of articles where no table does: it compares the
// two wordings, if the texts of both are held. What the words leave open stays
// not checked.
func settleTexts(ctx context.Context, d *document.Document, c Corpus, out []Resolution) error {
	if !c.Snapshot().FullText {
		return nil
	}
	type pair struct{ then, now law.EditionID }
	aligned := map[pair]*align.Map{}
	for i := range out {
		r := &out[i]
		if r.Then == "" || r.Now == "" || r.Then == r.Now || r.Article != ArticleNotChecked && r.Article != ArticleChanged && !r.ArticleUnsure {
			continue
		}
		at := d.Citations[i].At[0]
		k := pair{r.Then, r.Now}
		m, known := aligned[k]
		if !known {
			var err error
			if m, err = alignEditions(ctx, c, r.Work, r.Then, r.Now); err != nil {
				return err
			}
			aligned[k] = m
		}
		if m == nil {
			continue
		}
		e, ok := m.Of(law.Provision{Article: at.Article, Sub: at.Sub})
		switch {
		case !ok && at.Sub == 0:
			// The wording has articles up to there, and not this one.
			r.Article, r.ArticleNow, r.ArticleUnsure = ArticleMissing, 0, false
		case !ok || !e.Sure:
			continue
		case e.New.IsZero():
			r.Article, r.ArticleNow, r.ArticleUnsure = ArticleChanged, 0, false
		case e.New == e.Old:
			r.Article, r.ArticleNow, r.ArticleUnsure = ArticleSame, e.New.Article, false
		case at.Sub == 0 && e.New.Sub == 0:
			r.Article, r.ArticleNow, r.ArticleUnsure = ArticleMoved, e.New.Article, false
		}
	}
	return nil
}

// alignEditions compares two wordings of a work, nil where the text of one is not
// held whole.
func alignEditions(ctx context.Context, c Corpus, w *law.Regulation, then, now law.EditionID) (*align.Map, error) {
	var texts [2][]align.Article
	for k, id := range []law.EditionID{then, now} {
		n := 0
		for _, e := range w.Editions {
			if e.ID == id {
				n = e.Articles
			}
		}
		if n == 0 {
			return nil, nil
		}
		places := make([]law.Place, n)
		for i := range places {
			places[i] = law.Place{Edition: id, Provision: law.Provision{Article: i + 1}}
		}
		answers, err := c.Provision(ctx, places...)
		if err != nil {
			return nil, err
		}
		for i, s := range answers {
			if s != "" {
				texts[k] = append(texts[k], align.Article{At: places[i].Provision, Text: s})
			}
		}
		if len(texts[k]) < n {
			return nil, nil // not held, or in part
		}
	}
	m := align.Editions(texts[0], texts[1])
	return &m, nil
}

// ArticleIn gives the number that an article of one wording bears in another; ok
// is false where the texts leave it open or are not held.
func ArticleIn(ctx context.Context, c Corpus, w *law.Regulation, then, now law.EditionID, article int) (n int, ok bool, err error) {
	m, err := alignEditions(ctx, c, w, then, now)
	if err != nil || m == nil {
		return 0, false, err
	}
	e, ok := m.Of(law.Provision{Article: article})
	return e.New.Article, ok && e.Sure && e.New.Article > 0 && e.New.Sub == 0, nil
}
