package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
	"docreview/corpus/segment"
)

// Query is what a person searches for.
type Query struct {
	Words string // several words: all of them; “…” or "…" exactly so
	Scope law.Scope
	Limit int // 0: 10
}

// Hit is a passage found, with the places of the words in it.
type Hit struct {
	law.Passage
	Path  string   // 第二章 总则
	Label string   // 一、 or 附件; "" for articles
	Kind  string   // "text", "title" or "gist"
	At    string   // of a gist: 第十六条
	Marks [][2]int // byte ranges of Text, in order, not overlapping
}

// candidatesForPeople is how many rows are read and ranked for a search.
const candidatesForPeople = 300

// Search finds passages, titles and gists by words, best first. Words are cut
// with the dictionary that the index carries; where it has none, or this
// program has no segmenter, pairs of characters are compared instead.
//
// The order is made here over the text and does not depend on how the index is
// cut into shards: words found, rare words before common ones, words in the
// title, words that stand together, then level and name.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	if q.Limit <= 0 {
		q.Limit = 10
	}
	p, err := x.plan(q.Words)
	if err != nil {
		return nil, err
	}
	if len(p.terms) == 0 {
		return nil, nil
	}
	infos, missing := x.scope(q.Scope)
	if missing != nil && len(q.Scope.Regions) > 0 {
		return nil, missing
	}
	var shards []engine
	for _, i := range append(infos, x.facts()...) {
		var s engine
		var err error
		if p.bigrams {
			s, err = x.openPairs(i)
		} else {
			s, err = x.open(i)
		}
		if err != nil {
			return nil, err
		}
		shards = append(shards, s)
	}
	total, err := totals(shards, p.terms)
	if err != nil {
		return nil, err
	}
	p.weigh(total, x.man.Articles+x.man.Works)
	heavy := make([]float64, len(p.terms))
	for i, t := range p.terms {
		heavy[i] = p.weights[t]
	}
	var hits []Hit
	for n := len(p.terms); n > 0; n-- { // all words; then fewer
		if hits, err = x.collect(ctx, shards, p, q, heavy, n); err != nil {
			return nil, err
		}
		if len(hits) > 0 || !p.bigrams && n <= (len(p.terms)+1)/2 || p.bigrams && n <= len(p.terms)*2/3 {
			break
		}
	}
	return hits, nil
}

func (x *Index) facts() []shardInfo {
	for _, i := range x.man.Shards {
		if i.Kind == "facts" {
			return []shardInfo{i}
		}
	}
	return nil
}

// plan is how a question is asked.
type plan struct {
	bigrams bool
	terms   []string
	weights map[string]float64
	words   []string // as people see them, for marks; folded
	exact   []string // must stand so, folded
}

func (x *Index) plan(s string) (*plan, error) {
	s = strings.ToValidUTF8(s, "")
	p := &plan{}
	for _, quote := range [][2]string{{"“", "”"}, {`"`, `"`}, {"「", "」"}} {
		rest := s
		for {
			_, after, ok := strings.Cut(rest, quote[0])
			if !ok {
				break
			}
			in, more, ok := strings.Cut(after, quote[1])
			if !ok {
				break
			}
			if in = fold(in); in != "" {
				p.exact = append(p.exact, in)
			}
			rest = more
		}
	}
	if x.man.Segmenter == segment.Mode {
		seg, err := x.seg()
		switch {
		case err == nil:
			p.terms = unique(seg.Words(s))
		case errors.Is(err, segment.ErrNoSegmenter):
			p.bigrams = true
		default:
			return nil, err
		}
	} else {
		p.bigrams = true
	}
	if p.bigrams {
		p.terms = law.Bigrams(s)
	}
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" 　\t“”\"「」，。、", r) }) {
		if f = fold(f); f != "" {
			p.words = append(p.words, f)
		}
	}
	return p, nil
}

// fold folds width and case and drops blanks, as the index does.
func fold(s string) string {
	out, _ := foldMap(s)
	return out
}

// foldMap folds s and gives, for each byte of the result, the byte of s that it
// came from.
func foldMap(s string) (string, []int) {
	var b strings.Builder
	var at []int
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == ' ' || r == '　' || r == '\t' || r == 0:
			i += w
			continue
		}
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		n := b.Len()
		b.WriteRune(r)
		for range b.Len() - n {
			at = append(at, i)
		}
		i += w
	}
	return b.String(), append(at, len(s))
}

// weigh gives each term its weight: rare terms count more. Terms that stand
// nowhere stay and count, so that a question with one unknown word is not
// answered as if it had not been asked.
func (p *plan) weigh(total []uint64, rows int) {
	p.weights = map[string]float64{}
	for i, t := range p.terms {
		// A step function: weights do not move when a few rows are added.
		w, n := 1.0, uint64(max(rows, 1))
		for n > total[i]*4 && w < 12 {
			n /= 4
			w++
		}
		p.weights[t] = w
	}
}

// collect asks every shard for rows with at least atLeast of the terms and
// ranks what the texts really hold.
func (x *Index) collect(ctx context.Context, shards []engine, p *plan, q Query, heavy []float64, atLeast int) ([]Hit, error) {
	type ranked struct {
		Hit
		id    string
		level law.Level
		score float64
	}
	r := x.reader()
	defer r.done()
	var rows []candidate
	for _, s := range shards {
		c, err := s.candidates(ctx, &r.scratch, p.terms, heavy, atLeast, 4*candidatesForPeople)
		if err != nil {
			return nil, err
		}
		rows = append(rows, c...)
	}
	sortCandidates(rows)
	var all []ranked
	for _, c := range rows {
		h, level, ok, err := x.hit(c.id, q.Scope)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		score, exact := p.score(h.Text, h.Title+" "+h.Path)
		if !exact || score == 0 {
			continue
		}
		h.Marks = p.marks(h.Text)
		all = append(all, ranked{h, c.id, level, score})
		if len(all) == candidatesForPeople {
			break
		}
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		switch {
		case a.score != b.score:
			return a.score > b.score
		case a.level != b.level:
			return rank(a.level) < rank(b.level)
		}
		return a.id < b.id
	})
	// Editions of one work that say the same are one answer, the newest.
	out := make([]Hit, 0, q.Limit)
	seen := map[string]int{}
	for _, h := range all {
		key := fmt.Sprintf("%s\x00%v\x00%s", h.Work, h.Place.Provision, plainKey(h.Text))
		if i, ok := seen[key]; ok {
			if h.Place.Edition > out[i].Place.Edition {
				out[i] = h.Hit
			}
			continue
		}
		if len(out) == q.Limit {
			break
		}
		seen[key] = len(out)
		out = append(out, h.Hit)
	}
	return out, nil
}

func plainKey(s string) string { return fold(s) }

// rank puts unknown levels last.
func rank(l law.Level) int {
	if l == law.LevelUnknown {
		return 100
	}
	return int(l)
}

// hit reads what an id stands for; ok is false outside the scope.
func (x *Index) hit(id string, s law.Scope) (h Hit, level law.Level, ok bool, err error) {
	switch {
	case strings.HasPrefix(id, "w\x00"):
		w, err := x.work(law.WorkID(id[2:]))
		if err != nil || !inScope(&w.Regulation, s) {
			return h, 0, false, err
		}
		h.Kind, h.Work, h.Title, h.Text = "title", w.ID, w.Title, w.Title
		return h, w.Level, true, nil
	case strings.HasPrefix(id, "g\x00"):
		var g Gist
		v, ok, err := x.tabs[gistsTable].get(id[2:])
		if err == nil && (!ok || json.Unmarshal(v, &g) != nil) {
			err = &DamagedError{x.tabs[gistsTable].path, "rows"}
		}
		if err != nil {
			return h, 0, false, err
		}
		h.Kind, h.Title, h.At, h.Text = "gist", g.Title, g.At, g.Text
		return h, law.LevelUnknown, len(s.Regions) == 0 && len(s.Levels) == 0, nil
	}
	row, w, e, ok, err := x.read(id, s.AsOf)
	if err != nil || !ok {
		return h, 0, false, err
	}
	p := law.Passage{Place: law.Place{Edition: e, Provision: row.At}, Work: w.ID, Title: w.Title, Text: row.Text}
	return Hit{Passage: p, Path: row.Path, Label: row.Label, Kind: "text"}, w.Level, true, nil
}

func inScope(w *law.Regulation, s law.Scope) bool {
	in := func(ok bool, n int) bool { return n == 0 || ok }
	region, level := false, false
	for _, r := range s.Regions {
		region = region || r == w.Region
	}
	for _, l := range s.Levels {
		level = level || l == w.Level
	}
	if !in(region, len(s.Regions)) || !in(level, len(s.Levels)) {
		return false
	}
	if s.AsOf.IsZero() {
		return true
	}
	_, st := w.On(s.AsOf)
	return st == law.InForce || st == law.Undated
}

// score counts what the text really holds. exact is false where words in quotes
// do not stand so.
func (p *plan) score(text, head string) (score float64, exact bool) {
	t, h := fold(text), fold(head)
	for _, e := range p.exact {
		if !strings.Contains(t, e) && !strings.Contains(h, e) {
			return 0, false
		}
	}
	for _, term := range p.terms {
		w := p.weights[term]
		switch n := strings.Count(t, term); {
		case n > 1:
			score += w * 1.25
		case n == 1:
			score += w
		case strings.Contains(h, term):
			score += w * 0.75
			continue
		default:
			continue
		}
		if strings.Contains(h, term) {
			score += w * 0.5
		}
	}
	for _, word := range p.words { // as it was typed, in one piece
		if utf8.RuneCountInString(word) > 1 {
			if strings.Contains(t, word) {
				score += float64(2 * utf8.RuneCountInString(word))
			} else if strings.Contains(h, word) {
				score += float64(utf8.RuneCountInString(word))
			}
		}
	}
	// A short text that holds the words says more about them than a long one.
	return score + 4/(1+float64(utf8.RuneCountInString(t))/100), true
}

// marks gives the places of the words in text: whole words as typed, else the
// terms they were cut into.
func (p *plan) marks(text string) [][2]int {
	t, at := foldMap(text)
	var found [][2]int
	add := func(w string) bool {
		any := false
		for from := 0; ; {
			i := strings.Index(t[from:], w)
			if i < 0 {
				return any
			}
			any = true
			from += i
			found = append(found, [2]int{at[from], at[from+len(w)]})
			from += len(w)
		}
	}
	whole := true
	for _, w := range append(append([]string(nil), p.exact...), p.words...) {
		whole = add(w) && whole
	}
	if !whole {
		for _, w := range p.terms {
			add(w)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		if found[i][0] != found[j][0] {
			return found[i][0] < found[j][0]
		}
		return found[i][1] > found[j][1]
	})
	var out [][2]int
	for _, m := range found {
		if n := len(out); n > 0 && m[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], m[1])
			continue
		}
		out = append(out, m)
	}
	return out
}
