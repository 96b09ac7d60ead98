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
// the text of an article; "" where it has no such place. A paragraph's items
// stand on lines of their own behind it and belong to it.
func Part(article string, p law.Provision) string {
	if p.Para == 0 && p.Item == 0 && p.Subitem == 0 {
		return article
	}
	var paras [][]string // lines of each paragraph
	for l := range strings.Lines(article) {
		l = strings.TrimRight(l, "\n")
		if (itemOf(l) > 0 || subitemOf(l) > 0) && len(paras) > 0 {
			paras[len(paras)-1] = append(paras[len(paras)-1], l)
			continue
		}
		paras = append(paras, []string{l})
	}
	n := p.Para
	if n == 0 {
		n = 1
		// 第X条第（二）项 without paragraph: the only one that has items.
		for i, q := range paras {
			if len(q) > 1 {
				n = i + 1
				break
			}
		}
	}
	if n > len(paras) {
		return ""
	}
	lines := paras[n-1]
	if p.Item == 0 && p.Subitem == 0 {
		return strings.Join(lines, "\n")
	}
	return item(lines, p.Item, p.Subitem)
}

func item(lines []string, item, subitem int) string {
	var out []string
	for _, l := range lines {
		switch n := itemOf(l); {
		case n > 0 && n == item:
			out = append(out, l)
		case n > 0 && len(out) > 0:
			return pickSub(out, subitem)
		case len(out) > 0:
			out = append(out, l)
		}
	}
	return pickSub(out, subitem)
}

func pickSub(lines []string, subitem int) string {
	if subitem == 0 {
		return strings.Join(lines, "\n")
	}
	for _, l := range lines {
		if subitemOf(l) == subitem {
			return l
		}
	}
	return ""
}

// itemOf gives the number of a line that begins an item: （一）, (一); 0: none.
func itemOf(l string) int {
	for _, p := range [][2]string{{"（", "）"}, {"(", ")"}} {
		rest, ok := strings.CutPrefix(l, p[0])
		if !ok {
			continue
		}
		n, w, ok := law.ParseNumeral(rest)
		if ok && strings.HasPrefix(rest[w:], p[1]) && rest[0] > 0x7f {
			return n
		}
	}
	return 0
}

// subitemOf gives the number of a line that begins a subitem: 1. 1． 1、; 0: none.
func subitemOf(l string) int {
	n, w, ok := law.ParseNumeral(l)
	if !ok || l[0] > '9' && !strings.HasPrefix(l, "１") {
		return 0
	}
	for _, m := range []string{".", "．", "、"} {
		if strings.HasPrefix(l[w:], m) {
			return n
		}
	}
	return 0
}
