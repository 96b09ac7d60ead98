package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"

	"docreview/corpus/law"
	"docreview/corpus/load"
)

func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &DamagedError{path, "missing"}
	case err != nil:
		return err
	}
	if json.Unmarshal(b, into) != nil {
		return &DamagedError{path, "unreadable"}
	}
	return nil
}

// Provision gives the text of each place: of an article, or of the paragraph,
// item or subitem that the place names. "" where no text is held or the text
// has no such place. The zero Provision is the whole edition.
func (x *Index) Provision(ctx context.Context, at ...law.Place) ([]string, error) {
	out := make([]string, len(at))
	for i, p := range at {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if p.Provision.IsZero() {
			rows, err := x.Text(p.Edition)
			if err != nil {
				return nil, err
			}
			var b strings.Builder
			for _, r := range rows {
				if !r.At.IsZero() {
					b.WriteString(r.At.String() + "　")
				}
				b.WriteString(r.Text + "\n")
			}
			out[i] = b.String()
			continue
		}
		r, ok, err := x.Article(p.Edition, p.Provision)
		if err != nil {
			return nil, err
		}
		if ok {
			out[i] = Part(r.Text, p.Provision)
		}
	}
	return out, nil
}

// Row is a provision in reading order; see load.Row.
type Row = load.Row

// Text gives all provisions of an edition in reading order; none where no text
// is held.
func (x *Index) Text(id law.EditionID) ([]Row, error) {
	var e editionRow
	ok, err := x.row(editionsTable, string(id), &e)
	if err != nil || !ok {
		return nil, err
	}
	out := make([]Row, 0, e.Rows)
	for i := range e.Rows {
		r, err := x.rowAt(id, &e, i)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// Article gives the article that a provision lies in.
func (x *Index) Article(id law.EditionID, p law.Provision) (r Row, ok bool, err error) {
	var e editionRow
	if ok, err = x.row(editionsTable, string(id), &e); err != nil || !ok {
		return r, false, err
	}
	seq, ok := e.find(p.Article, p.Sub)
	if !ok {
		return r, false, nil
	}
	r, err = x.rowAt(id, &e, seq)
	return r, err == nil, err
}

// Part cuts the paragraph (款), item (项) or subitem (目) that p names out of
// the text of an article; "" where it has no such place. See law.Part.
func Part(article string, p law.Provision) string { return law.Part(article, p) }
