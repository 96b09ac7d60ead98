package checker

import (
	"context"
	"strings"

	"docreview/checker/document"
	"docreview/corpus/law"
)

// known asks the corpus whether the document itself is held as something above a
// normative document: a law, a regulation, a rule, a judicial interpretation. It
// returns nil when it is not, or when that cannot be said for certain.
//
// A page of a departmental rule often lacks the order that would show what it
// is; the catalogue knows it by title. A document of an organ other than the
// one that made the work of that title is not it.
func known(ctx context.Context, d *document.Document, c Corpus) (*law.Regulation, error) {
	if c == nil || d.Instrument.Value == "" {
		return nil, nil
	}
	answers, err := c.Find(ctx, law.Ref{Title: d.Instrument.Value})
	if err != nil || len(answers) != 1 || len(answers[0]) != 1 {
		return nil, err
	}
	w := answers[0][0]
	higher, comparable := w.Level.Outranks(law.LevelNormative)
	if !(higher && comparable) && w.Level != law.LevelJudicial {
		return nil, nil
	}
	if len(d.Issuers) > 0 && w.Issuer != "" {
		same := false
		for _, i := range d.Issuers {
			same = same || strings.Contains(w.Issuer, i.Name) || strings.Contains(i.Name, w.Issuer)
		}
		if !same {
			return nil, nil
		}
	}
	return w, nil
}
