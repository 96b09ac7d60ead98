package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"docreview/corpus/law"
	"docreview/corpus/load"
)

const (
	// rarestTerms is how many of a question's terms are asked for: measured, ten
	// find what all of them find, hundreds of times faster.
	rarestTerms = 10
	// proposals is how many candidates are read and ranked over the text.
	proposals = 30
)

// open gives a shard, opened at the first question. A shard that failed stays
// failed: half of an answer is none.
func (x *Index) open(info shardInfo) (*shard, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if s := x.shards[info.Name]; s != nil {
		return s, nil
	}
	if err := x.failed[info.Name]; err != nil {
		return nil, err
	}
	s, err := openShard(x.dir, info)
	if err != nil {
		x.failed[info.Name] = err
		return nil, err
	}
	x.shards[info.Name] = s
	return s, nil
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
			return infos, fmt.Errorf("%w: nothing held of region %q", law.ErrIncomplete, r)
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

// Near gives, for each question, passages that hold at least AtLeast of its
// Terms (bigrams, cut by law.Bigrams): those with most terms first, ties by
// edition and place. Ten of the terms, the rarest in the scope, find the
// candidates; the text decides. An answer with law.ErrIncomplete is short of
// what there is.
func (x *Index) Near(ctx context.Context, s law.Scope, q ...law.Near) ([][]law.Passage, error) {
	out := make([][]law.Passage, len(q))
	if len(q) == 0 {
		return out, nil
	}
	infos, missing := x.scope(s)
	var shards []*shard
	for _, i := range infos {
		sh, err := x.open(i)
		if err != nil {
			return out, incomplete(err)
		}
		shards = append(shards, sh)
	}
	r := x.reader()
	for i, n := range q {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		hits, err := x.near(ctx, r, shards, s, n)
		if err != nil {
			return out, incomplete(err)
		}
		out[i] = hits
	}
	return out, missing
}

func (x *Index) near(ctx context.Context, r *reader, shards []*shard, s law.Scope, q law.Near) ([]law.Passage, error) {
	terms := unique(q.Terms)
	if len(terms) == 0 || q.Limit <= 0 {
		return nil, nil
	}
	// Those that are rare in the whole index are looked for in the scope; some of
	// them may not stand there.
	freq, err := x.freq()
	if err != nil {
		return nil, err
	}
	all := make([]uint64, len(terms))
	for i, t := range terms {
		all[i] = freq.of(t)
	}
	asked, _ := rarest(terms, all, 2*rarestTerms)
	total, each, err := totals(shards, []string{fieldPairs}, asked)
	if err != nil {
		return nil, err
	}
	rare, counts := rarest(asked, total, rarestTerms)
	// A passage with AtLeast of all terms holds at least this many of the rare.
	atLeast := max(q.AtLeast-(len(terms)-len(rare)), 1)
	if atLeast > len(rare) {
		return nil, nil
	}
	weights := make([]float64, len(rare))
	for i, n := range counts {
		weights[i] = math.Log2(1 + float64(x.man.Articles)/float64(n))
	}
	want := map[string]bool{}
	for _, t := range terms {
		want[t] = true
	}
	limit := max(proposals, q.Limit)
	var rows []candidate
	for i, sh := range shards {
		if holds(each[i], asked, rare) < atLeast {
			continue
		}
		// Wordings of other days take places: ask for more than are read.
		c, err := sh.candidates(ctx, &r.scratch, []string{fieldPairs}, rare, weights, atLeast, 4*limit)
		if err != nil {
			return nil, err
		}
		rows = append(rows, c...)
	}
	sortCandidates(rows)
	type hit struct {
		p     law.Passage
		id    string
		score int
	}
	var hits []hit
	read := 0
	for _, c := range rows {
		p, ok, err := r.passage(c.id, s.AsOf)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		n := 0
		for _, b := range law.Bigrams(p.Text) {
			if want[b] {
				n++
			}
		}
		if n >= max(q.AtLeast, 1) {
			hits = append(hits, hit{p, c.id, n})
		}
		if read++; read == limit {
			break
		}
	}
	sort.Slice(hits, func(i, j int) bool {
		if hits[i].score != hits[j].score {
			return hits[i].score > hits[j].score
		}
		return hits[i].id < hits[j].id
	})
	var out []law.Passage
	for _, h := range hits[:min(len(hits), q.Limit)] {
		out = append(out, h.p)
	}
	return out, nil
}

func unique(in []string) []string {
	out := make([]string, 0, len(in))
	seen := map[string]bool{}
	for _, s := range in {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// totals gives for each term in how many rows of all shards it stands, and of
// each shard.
func totals(shards []*shard, fields, terms []string) (total []uint64, each [][]uint64, err error) {
	total = make([]uint64, len(terms))
	for _, sh := range shards {
		sum, err := sh.counts(fields, terms)
		if err != nil {
			return nil, nil, err
		}
		each = append(each, sum)
		for i, n := range sum {
			total[i] += n
		}
	}
	return total, each, nil
}

// holds counts the rare terms that a shard has at all.
func holds(counts []uint64, terms, rare []string) (n int) {
	for i, t := range terms {
		if counts[i] > 0 && slices.Contains(rare, t) {
			n++
		}
	}
	return n
}

// reader turns the ids of rows into passages.
type reader struct {
	x        *Index
	works    map[law.WorkID]*workRow
	editions map[law.EditionID]*editionRow
	scratch  scratch
}

func (x *Index) reader() *reader {
	return &reader{x: x, works: map[law.WorkID]*workRow{}, editions: map[law.EditionID]*editionRow{}}
}

func (r *reader) edition(id law.EditionID) (*editionRow, *workRow, error) {
	e := r.editions[id]
	if e == nil {
		e = new(editionRow)
		ok, err := r.x.row(editionsTable, string(id), e)
		if err == nil && !ok {
			err = &DamagedError{r.x.tabs[editionsTable].path, "rows"}
		}
		if err != nil {
			return nil, nil, err
		}
		r.editions[id] = e
	}
	w := r.works[e.Work]
	if w == nil {
		var err error
		if w, err = r.x.work(e.Work); err != nil {
			return nil, nil, err
		}
		r.works[e.Work] = w
	}
	return e, w, nil
}

// passage reads a row; ok is false where its wording does not apply on asOf. A
// wording whose dates leave that open is given.
func (r *reader) passage(id string, asOf law.Date) (p law.Passage, ok bool, err error) {
	row, w, e, ok, err := r.read(id, asOf)
	if err != nil || !ok {
		return p, false, err
	}
	return law.Passage{Place: law.Place{Edition: e, Provision: row.At}, Work: w.ID, Title: w.Title, Text: row.Text}, true, nil
}

func (r *reader) read(id string, asOf law.Date) (row load.Row, w *workRow, e law.EditionID, ok bool, err error) {
	name, place, _ := strings.Cut(id, "\x00")
	e = law.EditionID(name)
	seq, err := strconv.Atoi(place)
	if err != nil {
		return row, nil, e, false, &DamagedError{r.x.dir, "rows"}
	}
	ed, w, err := r.edition(e)
	if err != nil {
		return row, nil, e, false, err
	}
	if !asOf.IsZero() && !applies(&w.Regulation, e, asOf) {
		return row, w, e, false, nil
	}
	row, err = r.x.rowAt(e, ed, seq)
	return row, w, e, err == nil, err
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
	if json.Unmarshal(v, &row) != nil {
		return row, &DamagedError{t.path, "unreadable"}
	}
	return row, nil
}
