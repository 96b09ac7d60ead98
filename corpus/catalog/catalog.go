// Package catalog is the embedded table of regulations: titles, short names,
// levels, issuers, numbers, editions with their dates and article counts, and
// what ended them. It holds facts, no text of any regulation.
//
// The table is made by package gen from the texts and official lists of the
// shared corpus and from corrections.tsv, which names a source for every line
// (go generate ./corpus/catalog). It opens without parsing: keys are found by
// binary search in the embedded text and only the works asked for are decoded.
// No word segmenter is involved.
package catalog

//go:generate go run ./gen -shared ../../../shared -o .

import (
	"context"
	_ "embed"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"docreview/corpus/law"
)

var (
	//go:embed works.tsv
	worksText string
	//go:embed keys.tsv
	keysText string
	//go:embed names.txt
	namesText string
	//go:embed cores.tsv
	coresText string
	//go:embed facts.tsv
	factsText string
)

// A Catalog answers from the embedded table. It is immutable and safe for
// several goroutines; regulations it returns belong to the caller.
type Catalog struct {
	works, keys, names, cores table
	facts                     Facts
	issuers                   []string
	starts                    func() *starts // first characters of names
	asked                     atomic.Int32   // how often Similar looked at the cores
	coreIndex                 func() *coreIndex
}

// Facts says what the table is.
type Facts struct {
	Name     string
	Digest   string   // sha256:… of the table
	AsOf     law.Date // day up to which the sources were kept
	Works    int
	Editions int
	Articles int // sum over the last editions whose count is known
}

// errTable says that the embedded table is not one we wrote.
var errTable = errors.New("catalog: damaged table")

// Open gives the catalogue. It parses nothing but the few lines of facts.
func Open() (*Catalog, error) {
	return open(worksText, keysText, namesText, coresText, factsText)
}

func open(works, keys, names, cores, facts string) (*Catalog, error) {
	c := &Catalog{works: table(works), keys: table(keys), names: table(names), cores: table(cores)}
	for line := range strings.Lines(facts) {
		k, v, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			return nil, errTable
		}
		n, err := strconv.Atoi(v)
		switch k {
		case "name":
			c.facts.Name, err = v, nil
		case "digest":
			c.facts.Digest, err = v, nil
		case "as_of":
			d, _, ok := law.ParseDate(v)
			if !ok {
				return nil, errTable
			}
			c.facts.AsOf, err = d, nil
		case "works":
			c.facts.Works = n
		case "editions":
			c.facts.Editions = n
		case "articles":
			c.facts.Articles = n
		case "issuers":
			c.issuers, err = strings.Split(v, "|"), nil
		}
		if err != nil {
			return nil, errTable
		}
	}
	c.starts = sync.OnceValue(c.readStarts)
	c.coreIndex = sync.OnceValue(c.readCores)
	return c, nil
}

// Facts says what the table is.
func (c *Catalog) Facts() Facts { return c.facts }

// Find answers by exact title, short name or number: none, one or several works
// for each reference, in the order of the references.
//
// A title wins over a number: when both are given and disagree the work of the
// title comes back and the caller sees both numbers. A number alone answers
// for an unknown title only when the titles have words in common. Several works
// of one name are narrowed by number, issuer, date and the day of the citing
// text, each only where it is decisive; what remains is returned.
func (c *Catalog) Find(_ context.Context, refs ...law.Ref) ([][]*law.Regulation, error) {
	out := make([][]*law.Regulation, len(refs))
	for i, r := range refs {
		found, err := c.find(r)
		if err != nil {
			return nil, err
		}
		out[i] = found
	}
	return out, nil
}

func (c *Catalog) find(r law.Ref) ([]*law.Regulation, error) {
	title := strings.TrimSpace(r.Title)
	var byNumber []*law.Regulation
	if !r.DocNumber.IsZero() && title == "" {
		return c.byKey("#" + r.DocNumber.Key())
	}
	if title == "" {
		return nil, nil
	}
	if r.Date.IsZero() {
		_, r.Date = law.SplitEdition(title)
	}
	key := law.TitleKey(title)
	if key == "" {
		return nil, nil
	}
	found, err := c.byKey(key)
	if err != nil || len(found) > 0 {
		return narrow(found, r), err
	}
	if found, err = c.forwarded(title, r); err != nil || len(found) > 0 {
		return found, err
	}
	if r.DocNumber.IsZero() {
		return nil, nil
	}
	if byNumber, err = c.byKey("#" + r.DocNumber.Key()); err != nil {
		return nil, err
	}
	var out []*law.Regulation
	for _, w := range byNumber {
		if dice(bigrams(key), bigrams(law.TitleKey(w.Title))) >= 0.4 {
			out = append(out, w)
		}
	}
	return out, nil
}

// forwarded answers for the notice that forwards a document (某部关于印发《…》的
// 通知) with the document, when number or issuer say that it is that one.
func (c *Catalog) forwarded(title string, r law.Ref) ([]*law.Regulation, error) {
	issuer, inner, ok := strings.Cut(title, "关于印发")
	if !ok {
		return nil, nil
	}
	if inner, ok = strings.CutSuffix(strings.TrimSuffix(inner, "》"), "的通知"); !ok {
		return nil, nil
	}
	found, err := c.byKey(law.TitleKey(inner))
	if err != nil {
		return nil, err
	}
	issuer = law.TitleKey(issuer)
	var out []*law.Regulation
	for _, w := range found {
		if !r.DocNumber.IsZero() && hasNumber(w, r.DocNumber.Key()) || issuer != "" && issuer == law.TitleKey(w.Issuer) {
			out = append(out, w)
		}
	}
	return out, nil
}

// byKey decodes the works of a key.
func (c *Catalog) byKey(key string) ([]*law.Regulation, error) {
	var out []*law.Regulation
	for at := c.keys.find(key); at < len(c.keys); {
		line, next := c.keys.line(at)
		k, off, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, errTable
		}
		if k != key {
			break
		}
		n, err := strconv.Atoi(off)
		if err != nil || n < 0 || n >= len(c.works) {
			return nil, errTable
		}
		row, _ := c.works.line(n)
		w, err := c.decode(row)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
		at = next
	}
	return out, nil
}

// narrow drops works that the reference excludes, step by step; a step that
// would drop all of them is not decisive and is left out.
func narrow(ws []*law.Regulation, r law.Ref) []*law.Regulation {
	keep := func(ok func(*law.Regulation) bool) {
		if len(ws) < 2 {
			return
		}
		var left []*law.Regulation
		for _, w := range ws {
			if ok(w) {
				left = append(left, w)
			}
		}
		if len(left) > 0 {
			ws = left
		}
	}
	if !r.DocNumber.IsZero() {
		k := r.DocNumber.Key()
		keep(func(w *law.Regulation) bool { return hasNumber(w, k) })
	}
	if r.Issuer != "" {
		keep(func(w *law.Regulation) bool {
			return w.Issuer != "" && law.TitleKey(w.Issuer) == law.TitleKey(r.Issuer)
		})
	}
	if r.Date.Year > 0 {
		keep(func(w *law.Regulation) bool {
			for _, e := range w.Editions {
				if matches(e.Published, r.Date) || matches(e.From, r.Date) {
					return true
				}
			}
			return false
		})
	}
	// The full title, as written, is more than its key: 《…（试行）》 is in the key,
	// but a work's own title wins over the short name of another.
	if key := law.TitleKey(r.Title); key != "" {
		keep(func(w *law.Regulation) bool { return law.TitleKey(w.Title) == key })
	}
	if r.Said.Full() {
		keep(func(w *law.Regulation) bool {
			return len(w.Editions) == 0 || w.Editions[0].Published.IsZero() || !r.Said.Before(w.Editions[0].Published)
		})
	}
	return ws
}

func hasNumber(w *law.Regulation, key string) bool {
	if w.DocNumber.Key() == key {
		return true
	}
	for _, e := range w.Editions {
		if e.DocNumber.Key() == key {
			return true
		}
	}
	return false
}

// matches reports whether d is the day, the month or in the year of want.
func matches(d, want law.Date) bool {
	return d.Year == want.Year && (want.Month == 0 || d.Month == want.Month) && (want.Day == 0 || d.Day == want.Day)
}
