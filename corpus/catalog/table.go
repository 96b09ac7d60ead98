package catalog

import (
	"strconv"
	"strings"

	"docreview/corpus/law"
)

// The table is text, so that a change of a fact is a change of a line:
//
//	works.tsv  one work a line, sorted by id; columns below
//	keys.tsv   key TAB offset of the work's line; sorted by key, then offset;
//	           a key is a TitleKey, or # and the key of a number
//	names.txt  names that may be read without 《》, sorted
//	cores.tsv  TitleCore of each title TAB offset, sorted
//	facts.tsv  name, digest, as_of, counts, issuers
//
// Columns of works.tsv: id (empty: the key of the title), title, level, region,
// issuer (index into the issuers), flags (? unsure), number, aliases (|),
// ending, then one column an edition.
//
// ending:  on,known,as,partial|by|work of by|note
// edition: published,from,to,event,number,articles,moved,not before,known
//
// Dates are 20210101 with zeros for what is not known, numbers
// prefix;year;serial, moved runs from-to+shift separated by blanks with ? in
// front when they are unsure and ! before those of them that are proven.
type table string

// line gives the line that starts at at and where the next one starts.
func (t table) line(at int) (line string, next int) {
	s := string(t[at:])
	if k := strings.IndexByte(s, '\n'); k >= 0 {
		return s[:k], at + k + 1
	}
	return s, len(t)
}

// lines calls yield for every line.
func (t table) lines(yield func(string) bool) {
	for at := 0; at < len(t); {
		line, next := t.line(at)
		if !yield(line) {
			return
		}
		at = next
	}
}

// start gives the start of the line that holds at.
func (t table) start(at int) int {
	return strings.LastIndexByte(string(t[:at]), '\n') + 1
}

// find gives the start of the first line whose first column is not less than
// key.
func (t table) find(key string) int {
	lo, hi := 0, len(t) // lo is the start of a line, hi the start of one or the end
	for lo < hi {
		mid := t.start(lo + (hi-lo)/2)
		line, next := t.line(mid)
		k, _, _ := strings.Cut(line, "\t")
		if k < key {
			lo = next
		} else if mid == lo {
			return lo
		} else {
			hi = mid
		}
	}
	return lo
}

// decode reads a line of works.tsv.
func (c *Catalog) decode(row string) (*law.Regulation, error) {
	f := strings.Split(row, "\t")
	if len(f) < 9 {
		return nil, errTable
	}
	level, err := strconv.Atoi(f[2])
	if err != nil {
		return nil, errTable
	}
	w := &law.Regulation{ID: law.WorkID(f[0]), Title: f[1], Level: law.Level(level), Region: f[3], Sure: f[5] != "?"}
	if f[0] == "" {
		w.ID = law.WorkID(law.TitleKey(f[1]))
	}
	if f[4] != "" {
		n, err := strconv.Atoi(f[4])
		if err != nil || n < 0 || n >= len(c.issuers) {
			return nil, errTable
		}
		w.Issuer = c.issuers[n]
	}
	if w.DocNumber, err = readNumber(f[6]); err != nil {
		return nil, err
	}
	if f[7] != "" {
		w.Aliases = strings.Split(f[7], "|")
	}
	if f[8] != "" {
		if w.Ended, err = readEnding(f[8]); err != nil {
			return nil, err
		}
	}
	for i, s := range f[9:] {
		e, err := readEdition(s)
		if err != nil {
			return nil, err
		}
		e.ID = editionID(w.ID, e, i)
		w.Editions = append(w.Editions, e)
	}
	return w, nil
}

// editionID is made from the work and the date, not from a row: 行政处罚法@2021-01-22.
func editionID(w law.WorkID, e law.Edition, i int) law.EditionID {
	for _, d := range []law.Date{e.Published, e.From, e.KnownBy, e.NotBefore} {
		if !d.IsZero() {
			return law.EditionID(string(w) + "@" + d.String())
		}
	}
	return law.EditionID(string(w) + "@" + strconv.Itoa(i))
}

func readEnding(s string) (law.Ending, error) {
	p := strings.SplitN(s, "|", 4)
	if len(p) != 4 {
		return law.Ending{}, errTable
	}
	h := strings.Split(p[0], ",")
	if len(h) != 4 {
		return law.Ending{}, errTable
	}
	x := law.Ending{By: p[1], ByWork: law.WorkID(p[2]), Note: p[3], Partial: h[3] == "1"}
	var err error
	if x.On, err = readDate(h[0]); err != nil {
		return x, err
	}
	if x.KnownBy, err = readDate(h[1]); err != nil {
		return x, err
	}
	as, err := strconv.Atoi(h[2])
	if err != nil {
		return x, errTable
	}
	x.As = law.Standing(as)
	return x, nil
}

func readEdition(s string) (law.Edition, error) {
	f := strings.Split(s, ",")
	for len(f) < 9 {
		f = append(f, "")
	}
	var e law.Edition
	for _, d := range []struct {
		text string
		to   *law.Date
	}{{f[0], &e.Published}, {f[1], &e.From}, {f[2], &e.To}, {f[7], &e.NotBefore}, {f[8], &e.KnownBy}} {
		var err error
		if *d.to, err = readDate(d.text); err != nil {
			return e, err
		}
	}
	switch f[3] {
	case "p":
		e.Event = "promulgated"
	case "a":
		e.Event = "amended"
	case "r":
		e.Event = "revised"
	default:
		return e, errTable
	}
	var err error
	if e.DocNumber, err = readNumber(f[4]); err != nil {
		return e, err
	}
	if f[5] != "" {
		if e.Articles, err = strconv.Atoi(f[5]); err != nil {
			return e, errTable
		}
	}
	if f[6] != "" {
		from, proven, ok := strings.Cut(f[6], "!")
		if e.Moved, e.MovedUnsure, err = readMoved(from); err != nil {
			return e, err
		}
		if ok {
			more, _, err := readMoved(proven)
			if err != nil {
				return e, err
			}
			e.MovedSure = make(map[int]bool, len(more))
			for a, b := range more {
				e.Moved[a], e.MovedSure[a] = b, true
			}
		}
	}
	return e, nil
}

// readMoved reads runs 4-6+1: articles 4 to 6 stand one further.
func readMoved(s string) (map[int]int, bool, error) {
	s, unsure := strings.CutPrefix(s, "?")
	m := map[int]int{}
	for _, run := range strings.Fields(s) {
		k := strings.LastIndexAny(run, "+-")
		if k <= 0 {
			return nil, false, errTable
		}
		shift, err := strconv.Atoi(run[k:])
		if err != nil {
			return nil, false, errTable
		}
		first, last, ok := strings.Cut(run[:k], "-")
		if !ok {
			last = first
		}
		a, err1 := strconv.Atoi(first)
		b, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || b-a > 5000 {
			return nil, false, errTable
		}
		for i := a; i <= b; i++ {
			m[i] = i + shift
		}
	}
	return m, unsure, nil
}

func readDate(s string) (law.Date, error) {
	if s == "" {
		return law.Date{}, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || len(s) != 8 {
		return law.Date{}, errTable
	}
	return law.Date{Year: n / 10000, Month: n / 100 % 100, Day: n % 100}, nil
}

func readNumber(s string) (law.DocNumber, error) {
	if s == "" {
		return law.DocNumber{}, nil
	}
	p := strings.Split(s, ";")
	if len(p) != 3 {
		return law.DocNumber{}, errTable
	}
	y, err1 := strconv.Atoi(p[1])
	n, err2 := strconv.Atoi(p[2])
	if err1 != nil || err2 != nil {
		return law.DocNumber{}, errTable
	}
	return law.DocNumber{Prefix: p[0], Year: y, Serial: n}, nil
}
