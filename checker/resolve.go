package checker

import (
	"context"
	"slices"
	"strings"

	"docreview/checker/document"
	"docreview/corpus/law"
)

// resolve answers for every citation who is meant and how it stands on asOf, in
// two round trips to the corpus. Citations that name no regulation (本办法, 前款,
// forms, the document itself) stay NotChecked.
func resolve(ctx context.Context, d *document.Document, c Corpus, asOf law.Date) ([]Resolution, error) {
	out := make([]Resolution, len(d.Citations))
	if err := ctx.Err(); err != nil {
		return out, err
	}
	var refs []law.Ref
	var of []int // refs[i] belongs to citation of[i]
	self := map[string]bool{law.TitleKey(d.Title.Value): true, law.TitleKey(d.Instrument.Value): true}
	delete(self, "")
	said := WrittenOn(d)
	for i, q := range d.Citations {
		out[i] = Resolution{Citation: i, Article: ArticleNotChecked}
		switch q.Form {
		case document.FormSelf, document.FormPrior, document.FormShort:
			continue
		}
		if q.Use == document.UseIssues || (q.Title != "" && self[law.TitleKey(q.Title)]) {
			continue
		}
		refs = append(refs, law.Ref{Title: q.Title, DocNumber: q.Number, Issuer: q.Issuer, Date: q.Date, Said: said})
		of = append(of, i)
	}
	if c == nil || len(refs) == 0 {
		return out, nil
	}
	answers, err := c.Find(ctx, refs...)
	if err != nil {
		return out, err
	}
	var titles []string
	var missed []int
	for k, works := range answers {
		i := of[k]
		settle(&out[i], d.Citations[i], works, asOf, said)
		if out[i].Standing != law.NotHeld {
			continue
		}
		if d.Citations[i].Use == document.UseNamed {
			out[i].Standing = law.NotChecked
			continue
		}
		if q := d.Citations[i]; q.Form == document.FormFull && len(out[i].DidYouMean) == 0 {
			titles = append(titles, q.Title)
			missed = append(missed, i)
		}
	}
	if len(titles) > 0 {
		near, err := c.Similar(ctx, titles...)
		if err != nil {
			return out, err
		}
		for k, works := range near {
			out[missed[k]].DidYouMean = works
		}
	}
	for i, q := range d.Citations {
		if a := q.Antecedent; a >= 0 && a < i && out[a].Work != nil {
			r := out[a]
			r.Citation = i
			settleArticle(&r, q, said, asOf)
			out[i] = r
		}
	}
	if err := chains(ctx, c, asOf, out); err != nil {
		return out, err
	}
	return out, settleTexts(ctx, d, c, out)
}

// maxChain bounds the links of a chain of replacements that are followed.
const maxChain = 5

// chains follows what took the place of works that have ended, until something
// that stands or that is not held: one round trip a link for all citations.
func chains(ctx context.Context, c Corpus, asOf law.Date, out []Resolution) error {
	next := make([]string, len(out)) // what the last link of each names
	for i, r := range out {
		if r.Standing == law.Repealed || r.Standing == law.Lapsed || r.Standing == law.Superseded {
			next[i] = strings.Trim(r.By, "《》")
		}
	}
	for range maxChain {
		var refs []law.Ref
		var of []int
		for i, title := range next {
			if title != "" {
				refs, of = append(refs, law.Ref{Title: title}), append(of, i)
			}
		}
		if len(refs) == 0 {
			return nil
		}
		answers, err := c.Find(ctx, refs...)
		if err != nil {
			return err
		}
		for k, works := range answers {
			i := of[k]
			title := next[i]
			next[i] = ""
			if len(works) != 1 || out[i].Work != nil && works[0].ID == out[i].Work.ID {
				continue
			}
			w := works[0]
			switch _, s := w.On(asOf); s {
			case law.Repealed, law.Lapsed, law.Superseded:
				if w.Ended.By == "" || slices.ContainsFunc(out[i].Later, func(l Successor) bool { return l.Title == w.Title }) {
					continue
				}
				out[i].Later = append(out[i].Later, Successor{Title: title, By: strings.Trim(w.Ended.By, "《》"), On: w.Ended.On, As: s})
				next[i] = strings.Trim(w.Ended.By, "《》")
			}
		}
	}
	return nil
}

// WrittenOn is the day on which the document was written, as far as it says;
// zero when it does not.
func WrittenOn(d *document.Document) law.Date {
	for _, day := range []law.Date{d.Dated.Value, d.Published.Value} {
		if day.Valid() {
			return day
		}
	}
	return law.Date{}
}

// settle fills r from the works that answer to citation q.
func settle(r *Resolution, q document.Citation, works []*law.Regulation, asOf, said law.Date) {
	if len(works) == 0 {
		r.Standing = law.NotHeld
		return
	}
	if !q.Number.IsZero() && q.Title != "" {
		var same, other []*law.Regulation
		for _, w := range works {
			switch knowsNumber(w, q.Number) {
			case numberSame:
				same = append(same, w)
			case numberOther:
				other = append(other, w)
			}
		}
		switch {
		case len(same) > 0:
			works = same
		case len(other) == len(works):
			// Of that name, but under another number: another document, or a
			// wrong number. We do not hold what the text names.
			r.Standing, r.DidYouMean = law.NotHeld, other
			return
		}
	}
	if len(works) > 1 {
		r.Standing, r.Candidates = law.Ambiguous, works
		return
	}
	w := works[0]
	if w.Region != "" && q.Issuer == "" && q.Number.IsZero() && strings.HasPrefix(law.TitleKey(q.Title), "关于") {
		// 《关于修改部分地方性法规的决定》: every place makes acts of that name.
		r.Standing, r.Candidates = law.Ambiguous, works
		return
	}
	r.Work = w
	r.Edition, r.Standing = w.Cited(law.Ref{Title: q.Title, DocNumber: q.Number, Issuer: q.Issuer, Date: q.Date, Said: said}, asOf)
	switch r.Standing {
	case law.Repealed, law.Lapsed:
		r.Since, r.By = w.Ended.On, w.Ended.By
	case law.Superseded:
		r.Since = r.Edition.To
		if now, whole := w.On(asOf); whole == law.Superseded {
			r.Since, r.By = w.Ended.On, w.Ended.By
		} else if q.Title != "" && !q.Number.IsZero() && q.Date.IsZero() && !now.DocNumber.IsZero() {
			// Named by title and the number of a text that a new one of the same
			// title replaced. A text that names the year of the old wording means
			// it, and a number alone may be that of an order on several texts.
			r.By = w.Title + "（" + now.DocNumber.String() + "）"
		}
	case law.InForce:
		r.Since = r.Edition.From
	case law.NotYetInForce:
		if len(w.Editions) > 0 {
			r.Since = w.Editions[0].From
		}
	}
	settleArticle(r, q, said, asOf)
}

type numberKnown int

const (
	numberUnknown numberKnown = iota
	numberSame
	numberOther
)

func knowsNumber(w *law.Regulation, n law.DocNumber) numberKnown {
	known := numberUnknown
	all := []law.DocNumber{w.DocNumber}
	for _, e := range w.Editions {
		all = append(all, e.DocNumber)
	}
	for _, have := range all {
		switch {
		case have.IsZero():
		case have.Key() == n.Key():
			return numberSame
		default:
			known = numberOther
		}
	}
	return known
}

// meantEdition is the wording that the text itself singles out, by number or by
// the year of its edition; ok is false when it singles out none.
func meantEdition(w *law.Regulation, q document.Citation) (law.Edition, bool) {
	for _, e := range w.Editions {
		if !q.Number.IsZero() && e.DocNumber.Key() == q.Number.Key() && len(w.Editions) > 1 {
			return e, true
		}
	}
	if q.Date.Year == 0 {
		return law.Edition{}, false
	}
	for _, e := range w.Editions {
		p := e.Published
		if p.Year == q.Date.Year && (q.Date.Month == 0 || p.Month == q.Date.Month) && (q.Date.Day == 0 || p.Day == q.Date.Day) {
			return e, true
		}
	}
	return law.Edition{}, false
}

// settleArticle says what became of the first article that q names: from the
// wording in force when the text was written to the one in force now.
func settleArticle(r *Resolution, q document.Citation, said, asOf law.Date) {
	r.Article, r.ArticleNow, r.ArticleUnsure, r.Then, r.Now = ArticleNotChecked, 0, false, "", ""
	if r.Work == nil || len(q.At) == 0 || q.At[0].Article == 0 {
		return
	}
	now, st := r.Work.On(asOf)
	if st != law.InForce {
		return
	}
	n := q.At[0].Article
	then := now
	if e, ok := meantEdition(r.Work, q); ok {
		then = e
	} else if said.Valid() {
		e, st := r.Work.On(said)
		if st != law.InForce {
			return // the wording that the text had before it is not held
		}
		then = e
	}
	if now.ID == "" || then.ID == "" {
		return // between two dates that we know only as bounds: either wording may apply
	}
	r.Then, r.Now = then.ID, now.ID
	if q.At[0].Sub != 0 {
		return
	}
	if then.ID == now.ID {
		switch {
		case now.Articles == 0:
		case n > now.Articles:
			r.Article = ArticleMissing
		default:
			r.Article, r.ArticleNow = ArticleSame, n
		}
		return
	}
	// Follow the article through every amendment between then and now.
	from := false
	for _, e := range r.Work.Editions {
		if e.ID == then.ID {
			from = true
			if e.Articles > 0 && n > e.Articles {
				r.Article = ArticleMissing
				return
			}
		}
		if !from {
			continue
		}
		if e.ID == now.ID {
			break
		}
		if e.Moved == nil {
			return
		}
		r.ArticleUnsure = r.ArticleUnsure || e.MovedUnsure && !e.MovedSure[n]
		to, ok := e.Moved[n]
		if !ok {
			r.Article = ArticleChanged
			return
		}
		n = to
	}
	if !from {
		return
	}
	if n == q.At[0].Article {
		r.Article, r.ArticleNow = ArticleSame, n
	} else {
		r.Article, r.ArticleNow = ArticleMoved, n
	}
}
