package corpus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/corpus/law"
	"docreview/corpus/load"
)

// open gives a shard's words, opened at the first question. A shard that failed
// stays failed: half of an answer is none.
func (x *Index) open(info shardInfo) (*shard, error) {
	return opened(x, x.shards, "w:", info, openShard)
}

// openPairs gives a shard's pairs, in the same way.
func (x *Index) openPairs(info shardInfo) (*pairShard, error) {
	return opened(x, x.pairs, "p:", info, openPairs)
}

func opened[T any](x *Index, known map[string]*T, kind string, info shardInfo, open func(dir string, info shardInfo) (*T, error)) (*T, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if s := known[info.Name]; s != nil {
		return s, nil
	}
	if err := x.failed[kind+info.Name]; err != nil {
		return nil, err
	}
	s, err := open(x.dir, info)
	if err != nil {
		x.failed[kind+info.Name] = err
		return nil, err
	}
	known[info.Name] = s
	return s, nil
}

// An UnheldError says that nothing is held of a nation ("") or province that was
// asked for; it is a law.ErrIncomplete. What the other regions hold is answered.
type UnheldError struct{ Region string }

func (e *UnheldError) Error() string { return "nothing held of region " + strconv.Quote(e.Region) }

func (e *UnheldError) Unwrap() error { return law.ErrIncomplete }

// Line gives the scope of an issuer's superiors: the provisions that a text of
// the given level, made in a region, must not contradict (立法法第九十八条 to
// 第一百零二条). The nation and each region above stand in it, and the region
// itself, whose texts of a higher level bind too. Judicial interpretations and
// texts of the same level do not.
func Line(region string, of law.Level, asOf law.Date) law.Scope {
	s := law.Scope{Regions: []string{""}, AsOf: asOf}
	if len(region) == 6 {
		for _, r := range []string{region[:2] + "0000", region[:4] + "00", region} {
			if r != s.Regions[len(s.Regions)-1] {
				s.Regions = append(s.Regions, r)
			}
		}
	}
	for l := law.LevelConstitution; l <= law.LevelStandard; l++ {
		if higher, _ := l.Outranks(of); higher && l != law.LevelJudicial {
			s.Levels = append(s.Levels, l)
		}
	}
	return s
}

// scope gives the shards with text that a scope asks for, by name. missing is
// not nil where the corpus holds nothing of a nation or a province that was
// asked for: a city without texts may have made none, a province has not.
func (x *Index) scope(s law.Scope) (infos []shardInfo, missing error) {
	held := map[string]bool{}
	for _, i := range x.man.Shards {
		if i.Kind != "text" {
			continue
		}
		held[i.Region] = true
		if len(i.Region) == 6 {
			held[i.Region[:2]+"0000"] = true
		}
		if len(s.Regions) > 0 && !slices.Contains(s.Regions, i.Region) || len(s.Levels) > 0 && !slices.Contains(s.Levels, i.Level) {
			continue
		}
		infos = append(infos, i)
	}
	for _, r := range s.Regions {
		whole := r == "" || strings.HasSuffix(r, "0000")
		if whole && !held[r] {
			return infos, &UnheldError{r}
		}
	}
	if len(infos) == 0 && len(s.Regions) == 0 {
		return nil, fmt.Errorf("%w: no text held", law.ErrIncomplete)
	}
	return infos, nil
}

// incomplete makes any failure of a shard one that nobody can take for «none».
func incomplete(err error) error {
	if err == nil || errors.Is(err, law.ErrIncomplete) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w: %w", law.ErrIncomplete, err)
}

const (
	// postsPerQuestion is about how many rows are walked for a question: the rare
	// pairs are asked first, and what is left when it is used up stands in so many
	// rows that it tells little.
	postsPerQuestion = 15_000
	// fewestTerms are asked whatever they cost.
	fewestTerms = 10
	// proposals is how many candidates are read and ranked over the text.
	proposals = 32
)

// Near gives, for each question, passages that hold at least AtLeast of its
// Terms (bigrams, cut by law.Bigrams), nearest first as law.Ranking has it,
// ties by edition and place. The rare pairs find the candidates; the text
// decides. An answer with law.ErrIncomplete is short of what there is.
func (x *Index) Near(ctx context.Context, s law.Scope, q ...law.Near) ([][]law.Passage, error) {
	out := make([][]law.Passage, len(q))
	if len(q) == 0 {
		return out, nil
	}
	infos, missing := x.scope(s)
	r := x.reader()
	defer r.done()
	if err := r.ask(infos); err != nil {
		return out, incomplete(err)
	}
	for i, n := range q {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		hits, err := r.near(s, n)
		if err != nil {
			return out, incomplete(err)
		}
		out[i] = hits
	}
	return out, missing
}

// asked is a pair of a question with its weight.
type asked struct {
	pair   law.Pair
	df     int
	weight uint32
}

// question weighs the terms; those that stand nowhere are left out, the rare
// ones come first.
func (r *reader) question(terms []string, freq pairCounts) (all []asked) {
	for _, t := range terms {
		p, ok := law.PairOf(t)
		if !ok {
			continue
		}
		if df := freq.of(p); df > 0 {
			all = append(all, asked{p, df, uint32(law.Weight(df, r.x.man.Articles))})
		}
	}
	slices.SortFunc(all, func(a, b asked) int {
		return cmp.Or(cmp.Compare(a.df, b.df), cmp.Compare(a.pair, b.pair))
	})
	return slices.CompactFunc(all, func(a, b asked) bool { return a.pair == b.pair })
}

// found is a row that the pairs propose.
type found struct {
	shard *pairShard
	row   int
	score int
}

func (r *reader) near(s law.Scope, q law.Near) ([]law.Passage, error) {
	if q.Limit <= 0 {
		return nil, nil
	}
	freq, err := r.x.freq()
	if err != nil {
		return nil, err
	}
	all := r.question(q.Terms, freq)
	if len(all) < q.AtLeast || len(all) == 0 {
		return nil, nil
	}
	walked, most := 0, 0
	for most < len(all) && (most < fewestTerms || walked+all[most].df <= postsPerQuestion) {
		walked += all[most].df
		most++
	}
	clear(r.sums)
	at := 0
	for _, sh := range r.shards {
		r.places = r.places[:0]
		for _, a := range all[:most] { // look-ups first: they wait for memory together
			r.places = append(r.places, sh.find(a.pair))
		}
		for i, a := range all[:most] {
			sh.weigh(r.places[i], a.weight, r.sums[at:at+sh.rows])
		}
		at += sh.rows
	}
	limit := max(proposals, 2*q.Limit)
	mean := r.x.mean()
	rank := law.NewRanking(q.Terms, freq.of, r.x.man.Articles, mean)
	type hit struct {
		p     law.Passage
		id    string
		score int
	}
	var hits []hit
	read := 0
	ask := limit
	if !s.AsOf.IsZero() {
		ask *= 8 // wordings of other days take places
	}
	for _, c := range r.propose(mean, ask) {
		if read == limit {
			break
		}
		g := c.shard.group(c.row)
		e, ok, err := r.x.edition(law.EditionID(g.name), s.AsOf)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		read++
		row, err := r.x.rowAt(law.EditionID(g.name), e, c.row-g.first)
		if err != nil {
			return nil, err
		}
		if n, score := rank.Score(g.title, row.Text); n >= max(q.AtLeast, 1) {
			p := law.Passage{Place: law.Place{Edition: law.EditionID(g.name), Provision: row.At}, Work: g.work, Title: g.title, Text: row.Text}
			hits = append(hits, hit{p, docID(law.EditionID(g.name), c.row-g.first), score})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id))
	})
	var out []law.Passage
	for _, h := range hits[:min(len(hits), q.Limit)] {
		out = append(out, h.p)
	}
	return out, nil
}

// propose gives the n rows with the greatest scores, and those as great as the
// last of them; ties by id.
func (r *reader) propose(mean, n int) []found {
	r.found = r.found[:0]
	least := 0
	at := 0
	for _, sh := range r.shards {
		for row, w := range r.sums[at : at+sh.rows] {
			if int(w)*8/7 < least || w == 0 { // no row scores more than that
				continue
			}
			if score := law.Nearness(int(w), sh.width(row), mean); score >= least {
				r.found = append(r.found, found{sh, row, score})
			}
			if len(r.found) >= 8*n {
				least = r.trim(n)
			}
		}
		at += sh.rows
	}
	r.trim(n)
	slices.SortFunc(r.found, func(a, b found) int {
		if c := cmp.Compare(b.score, a.score); c != 0 {
			return c
		}
		g, h := a.shard.group(a.row), b.shard.group(b.row)
		return cmp.Or(cmp.Compare(g.name, h.name), cmp.Compare(a.row-g.first, b.row-h.first))
	})
	return r.found[:min(n, len(r.found))]
}

// trim keeps the n best and those as good as the last, and gives its score.
func (r *reader) trim(n int) (least int) {
	if len(r.found) <= n {
		return 0
	}
	r.scores = r.scores[:0]
	for _, f := range r.found {
		r.scores = append(r.scores, f.score)
	}
	slices.Sort(r.scores)
	least = r.scores[len(r.scores)-n]
	r.found = slices.DeleteFunc(r.found, func(f found) bool { return f.score < least })
	return least
}

// mean is how many different pairs a provision has on average.
func (x *Index) mean() int { return max(1, x.man.Pairs/max(1, x.man.Articles)) }

// reader holds what a question works with, used again by the next.
type reader struct {
	x       *Index
	shards  []*pairShard
	sums    []uint32
	found   []found
	places  []uint32
	scores  []int
	scratch scratch
}

func (x *Index) reader() *reader {
	r, _ := x.spare.Get().(*reader)
	if r == nil {
		r = &reader{x: x}
	}
	return r
}

func (r *reader) done() { r.x.spare.Put(r) }

// ask opens the shards of the next questions.
func (r *reader) ask(infos []shardInfo) error {
	r.shards = r.shards[:0]
	rows := 0
	for _, i := range infos {
		sh, err := r.x.openPairs(i)
		if err != nil {
			return err
		}
		r.shards = append(r.shards, sh)
		rows += sh.rows
	}
	if cap(r.sums) < rows {
		r.sums = make([]uint32, rows)
	}
	r.sums = r.sums[:rows]
	return nil
}

// mostKept bounds what an open index keeps of rows that it has read.
const mostKept = 1 << 14

// wording is a row of the editions table with the work that it belongs to.
type wording struct {
	editionRow
	work *workRow
}

// wording gives an edition that has text.
func (x *Index) wording(id law.EditionID) (*wording, error) {
	x.mu.Lock()
	e := x.wordings[id]
	x.mu.Unlock()
	if e != nil {
		return e, nil
	}
	e = new(wording)
	ok, err := x.row(editionsTable, string(id), &e.editionRow)
	if err == nil && !ok {
		err = &DamagedError{x.tabs[editionsTable].path, "rows"}
	}
	if err != nil {
		return nil, err
	}
	if e.work, err = x.work(e.Work); err != nil {
		return nil, err
	}
	x.mu.Lock()
	if len(x.wordings) >= mostKept {
		clear(x.wordings)
	}
	x.wordings[id] = e
	x.mu.Unlock()
	return e, nil
}

// edition gives an edition; ok is false where it does not apply on asOf. One
// whose dates leave that open is given.
func (x *Index) edition(id law.EditionID, asOf law.Date) (e *editionRow, ok bool, err error) {
	w, err := x.wording(id)
	if err != nil {
		return nil, false, err
	}
	return &w.editionRow, asOf.IsZero() || applies(&w.work.Regulation, id, asOf), nil
}

// read reads a row by its id; ok is false where its wording does not apply on
// asOf.
func (x *Index) read(id string, asOf law.Date) (row load.Row, w *workRow, e law.EditionID, ok bool, err error) {
	name, place, _ := strings.Cut(id, "\x00")
	e = law.EditionID(name)
	seq, err := strconv.Atoi(place)
	if err != nil {
		return row, nil, e, false, &DamagedError{x.dir, "rows"}
	}
	ed, err := x.wording(e)
	if err != nil {
		return row, nil, e, false, err
	}
	if !asOf.IsZero() && !applies(&ed.work.Regulation, e, asOf) {
		return row, ed.work, e, false, nil
	}
	row, err = x.rowAt(e, &ed.editionRow, seq)
	return row, ed.work, e, err == nil, err
}

// applies reports that a wording applies on a day, or may: what is not known of
// its dates is not held against it.
func applies(r *law.Regulation, id law.EditionID, d law.Date) bool {
	now, s := r.On(d)
	switch s {
	case law.Repealed, law.Lapsed, law.NotYetInForce, law.Superseded:
		return false
	case law.InForce:
		return now.ID == id
	}
	for _, e := range r.Editions {
		if e.ID == id {
			begun := e.From.IsZero() && !d.Before(e.Published) || !e.From.IsZero() && !d.Before(e.From)
			return begun && (e.To.IsZero() || d.Before(e.To))
		}
	}
	return false
}

// rowAt reads a provision of an edition by its place in it.
func (x *Index) rowAt(id law.EditionID, e *editionRow, seq int) (row load.Row, err error) {
	t := x.tabs[rowsTable]
	if seq < 0 || seq >= e.Rows || e.First+seq >= t.rows {
		return row, &DamagedError{t.path, "rows"}
	}
	k, v, err := t.at(e.First + seq)
	if err != nil {
		return row, err
	}
	if string(k) != docID(id, seq) {
		return row, &DamagedError{t.path, "rows"}
	}
	if row, ok := decodeRow(v); ok {
		return row, nil
	}
	return row, &DamagedError{t.path, "unreadable"}
}
