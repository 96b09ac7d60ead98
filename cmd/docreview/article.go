package main

import (
	"context"
	"strings"

	"docreview/checker"
	"docreview/corpus/law"
)

// article gives the words that a basis names, of the edition that applies on a
// day, and names that edition; "" where the corpus holds no text of it or where
// it is not sure which words are meant. Rules number articles as the latest
// edition does: where another applies on that day nothing is quoted.
func (l *library) article(ctx context.Context, on law.Date, x checker.Basis) (edition, text string) {
	if !l.Snapshot().FullText || x.Title == "" {
		return "", ""
	}
	at := provisions(x.At)
	if len(at) == 0 {
		return "", ""
	}
	ref := law.Ref{Title: x.Title}
	if n, used, ok := law.ParseDocNumber(x.Number); ok && used == len(x.Number) {
		ref.DocNumber = n
	}
	found, err := l.Find(ctx, ref)
	if err != nil || len(found) != 1 || len(found[0]) != 1 {
		return "", ""
	}
	r := found[0][0]
	ed, standing := r.On(on)
	if standing != law.InForce || ed.ID == "" || ed.ID != r.Editions[len(r.Editions)-1].ID {
		return "", ""
	}
	places := make([]law.Place, len(at))
	for i, p := range at {
		places[i] = law.Place{Edition: ed.ID, Provision: p}
	}
	texts, err := l.Provision(ctx, places...)
	if err != nil || len(texts) != len(at) {
		return "", ""
	}
	for i, t := range texts {
		if t = strings.TrimSpace(t); t == "" {
			return "", "" // part of what is named would pass for all of it
		}
		if len(at) > 1 {
			t = at[i].String() + "　" + t
		}
		texts[i] = t
	}
	if d := ed.Published.Chinese(); d != "" {
		edition = d + eventWords(ed.Event)
	}
	return edition, strings.Join(texts, "\n")
}

// provisions reads 第十六条第一款、第三款 or 第九条和第十一条; nil where not all of
// it names articles (第三章, 第九条至第十一条).
func provisions(s string) []law.Provision {
	var out []law.Provision
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，和及 ", r) }) {
		p, n, ok := law.ParseProvision(part)
		if !ok || n != len(part) {
			return nil
		}
		if p.Article == 0 {
			if len(out) == 0 {
				return nil
			}
			last := out[len(out)-1]
			p.Article, p.Sub = last.Article, last.Sub
			if p.Para == 0 {
				p.Para = last.Para
			}
		}
		out = append(out, p)
	}
	return out
}
