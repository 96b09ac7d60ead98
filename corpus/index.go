package corpus

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"

	"docreview/corpus/law"
	"docreview/corpus/load"
	"docreview/corpus/segment"
)

// Index is an open index. It is safe for several goroutines, and several
// processes may have the same folder open.
type Index struct {
	dir  string // of the generation
	man  *manifest
	tabs map[string]*table
	seg  func() (segment.Segmenter, error)
	freq func() (pairCounts, error)

	mu       sync.Mutex
	shards   map[string]*shard
	pairs    map[string]*pairShard
	failed   map[string]error // by "w:" or "p:" and the name of the shard
	wordings map[law.EditionID]*wording
	spare    sync.Pool // of *reader
}

// Open opens a built index. It reads the manifest and holds the files against
// it; dictionary and bleve indexes are opened when a question needs them.
//
// Errors: *NoIndexError, *ForeignError, *DamagedError.
func Open(dir string) (*Index, error) {
	m, err := readManifest(dir)
	for err == nil {
		var x *Index
		x, err = openGeneration(dir, m)
		if err == nil {
			return x, nil
		}
		// A build may have put a new generation in the place of this one meanwhile.
		now, nerr := readManifest(dir)
		if nerr != nil || now.Generation == m.Generation {
			return nil, err
		}
		m, err = now, nil
	}
	return nil, err
}

// openGeneration opens the generation that a manifest names.
func openGeneration(dir string, m *manifest) (*Index, error) {
	if err := m.check(dir); err != nil {
		return nil, err
	}
	x := &Index{dir: filepath.Join(dir, m.Generation), man: m, tabs: map[string]*table{}, shards: map[string]*shard{}, pairs: map[string]*pairShard{}, failed: map[string]error{}, wordings: map[law.EditionID]*wording{}}
	for _, name := range []string{worksTable, namesTable, editionsTable, rowsTable, gistsTable} {
		t, err := openTable(filepath.Join(x.dir, name), m.Tables[name])
		if err != nil {
			x.Close()
			return nil, err
		}
		x.tabs[name] = t
	}
	x.seg = segment.Lazy(filepath.Join(x.dir, "segment"), m.Dictionary)
	x.freq = sync.OnceValues(func() (pairCounts, error) { return readPairs(filepath.Join(x.dir, pairsFile)) })
	return x, nil
}

// Close releases the files.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	var errs []error
	for _, s := range x.shards {
		errs = append(errs, s.close())
	}
	x.shards = map[string]*shard{}
	for _, t := range x.tabs {
		errs = append(errs, t.close())
	}
	x.tabs = map[string]*table{}
	return errors.Join(errs...)
}

// Snapshot names what answers.
func (x *Index) Snapshot() law.Snapshot { return x.man.snapshot() }

func (m *manifest) snapshot() law.Snapshot {
	d, _, _ := law.ParseDate(m.AsOf)
	return law.Snapshot{Name: m.Name, Digest: m.Digest, AsOf: d, Works: m.Works, Editions: m.Editions, Articles: m.Articles, FullText: m.FullText, Segmenter: m.Segmenter}
}

// Stats gives the counts made when the index was built.
func (x *Index) Stats() Stats { return x.man.Stats }

// Problems gives what the build reported.
func (x *Index) Problems() ([]load.Problem, error) {
	var out []load.Problem
	return out, readJSON(filepath.Join(x.dir, problemsFile), &out)
}

// Find answers by exact title, alias or number, one answer a question: none,
// one or several works, by id.
func (x *Index) Find(ctx context.Context, refs ...law.Ref) ([][]*law.Regulation, error) {
	out := make([][]*law.Regulation, len(refs))
	for i, r := range refs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rows, err := x.find(r)
		if err != nil {
			return nil, err
		}
		for _, w := range rows {
			out[i] = append(out[i], &w.Regulation)
		}
	}
	return out, nil
}

// find answers as the built-in catalogue does: a title wins over a number; a
// number answers for an unknown title only when the titles have words in
// common; several works of one name are narrowed, each step only where it
// leaves some.
func (x *Index) find(r law.Ref) ([]*workRow, error) {
	key := law.TitleKey(r.Title)
	if key == "" {
		if r.DocNumber.IsZero() {
			return nil, nil
		}
		return x.under(numberName(r.DocNumber, ""))
	}
	if r.Date.IsZero() {
		_, r.Date = law.SplitEdition(r.Title)
	}
	rows, err := x.under(titleName(key, ""))
	if err != nil || len(rows) > 0 {
		return narrow(rows, key, r), err
	}
	if r.DocNumber.IsZero() {
		return nil, nil
	}
	set, size := pairs(key)
	all, err := x.under(numberName(r.DocNumber, ""))
	for _, w := range all {
		if dice(set, size, law.TitleKey(w.Title)) >= 0.5 {
			rows = append(rows, w)
		}
	}
	return rows, err
}

// under gives the works under a prefix of the names table, by id.
func (x *Index) under(prefix string) ([]*workRow, error) {
	ids, err := x.named(prefix)
	if err != nil {
		return nil, err
	}
	rows := make([]*workRow, 0, len(ids))
	for _, id := range ids {
		w, err := x.work(id)
		if err != nil {
			return nil, err
		}
		rows = append(rows, w)
	}
	return rows, nil
}

// narrow keeps, among several that answer, those that what the reference says
// besides speaks for. A step that would leave none decides nothing.
func narrow(rows []*workRow, key string, r law.Ref) []*workRow {
	keep := func(f func(w *workRow) bool) {
		if len(rows) < 2 {
			return
		}
		var some []*workRow
		for _, w := range rows {
			if f(w) {
				some = append(some, w)
			}
		}
		if len(some) > 0 {
			rows = some
		}
	}
	if !r.DocNumber.IsZero() {
		n := r.DocNumber.Key()
		keep(func(w *workRow) bool {
			return w.DocNumber.Key() == n || slices.ContainsFunc(w.Editions, func(e law.Edition) bool { return e.DocNumber.Key() == n })
		})
	}
	if r.Issuer != "" {
		keep(func(w *workRow) bool { return w.Issuer != "" && law.TitleKey(w.Issuer) == law.TitleKey(r.Issuer) })
	}
	if d := r.Date; !d.IsZero() {
		within := func(e law.Date) bool {
			return e.Year == d.Year && (d.Month == 0 || e.Month == d.Month) && (d.Day == 0 || e.Day == d.Day)
		}
		keep(func(w *workRow) bool {
			return slices.ContainsFunc(w.Editions, func(e law.Edition) bool { return within(e.Published) || within(e.From) })
		})
	}
	keep(func(w *workRow) bool { return law.TitleKey(w.Title) == key })
	if r.Said.Full() {
		// Whoever wrote then meant what was there then.
		keep(func(w *workRow) bool {
			return len(w.Editions) == 0 || first(w.Editions[0]).IsZero() || !r.Said.Before(first(w.Editions[0]))
		})
	}
	return rows
}

// named gives the works under a prefix of the names table.
func (x *Index) named(prefix string) (ids []law.WorkID, err error) {
	err = x.tabs[namesTable].prefix(prefix, func(k, _ []byte) (bool, error) {
		ids = append(ids, law.WorkID(k[len(prefix):]))
		return true, nil
	})
	return ids, err
}

func (x *Index) work(id law.WorkID) (*workRow, error) {
	var w workRow
	ok, err := x.row(worksTable, string(id), &w)
	if err == nil && !ok {
		err = &DamagedError{x.tabs[worksTable].path, "rows"}
	}
	return &w, err
}

// Held gives the editions of a work whose text is held, in order.
func (x *Index) Held(id law.WorkID) ([]law.EditionID, error) {
	var w workRow
	ok, err := x.row(worksTable, string(id), &w)
	if err != nil || !ok {
		return nil, err
	}
	return w.Texts, nil
}

// Sources gives the files that an edition was read from, the one whose words
// were taken first.
func (x *Index) Sources(id law.EditionID) ([]string, error) {
	var e editionRow
	_, err := x.row(editionsTable, string(id), &e)
	return e.Sources, err
}

func (x *Index) row(name, key string, into any) (bool, error) {
	v, ok, err := x.tabs[name].get(key)
	if err != nil || !ok {
		return false, err
	}
	if err := json.Unmarshal(v, into); err != nil {
		return false, &DamagedError{x.tabs[name].path, "unreadable"}
	}
	return true, nil
}

// Similar answers with works whose titles are near, nearest first, at most
// three each. Nearness is the share of common pairs of characters; below a half
// there is none.
func (x *Index) Similar(ctx context.Context, titles ...string) ([][]*law.Regulation, error) {
	out := make([][]*law.Regulation, len(titles))
	if len(titles) == 0 {
		return out, nil
	}
	type near struct {
		id    law.WorkID
		score float64
	}
	best := make([][]near, len(titles))
	sets := make([]map[string]int, len(titles))
	sizes := make([]int, len(titles))
	for i, t := range titles {
		sets[i], sizes[i] = pairs(law.TitleKey(t))
	}
	err := x.tabs[namesTable].all(func(k, _ []byte) error {
		f := strings.Split(string(k), "\x00")
		if f[0] != "t" || len(f) != 3 {
			return nil
		}
		for i := range titles {
			if s := dice(sets[i], sizes[i], f[1]); s >= 0.5 {
				best[i] = append(best[i], near{law.WorkID(f[2]), s})
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	for i, b := range best {
		sort.Slice(b, func(a, z int) bool {
			if b[a].score != b[z].score {
				return b[a].score > b[z].score
			}
			return b[a].id < b[z].id
		})
		seen := map[law.WorkID]bool{}
		for _, n := range b {
			if seen[n.id] || len(out[i]) == 3 {
				continue
			}
			seen[n.id] = true
			w, err := x.work(n.id)
			if err != nil {
				return nil, err
			}
			out[i] = append(out[i], &w.Regulation)
		}
	}
	return out, nil
}

// pairs counts the neighbouring characters of a key.
func pairs(key string) (map[string]int, int) {
	m, n := map[string]int{}, 0
	eachPair(key, func(p string) { m[p]++; n++ })
	return m, n
}

func eachPair(key string, f func(string)) {
	prev := -1
	for i, r := range key {
		if prev >= 0 {
			f(key[prev : i+len(string(r))])
		}
		prev = i
	}
}

func dice(set map[string]int, size int, key string) float64 {
	if size == 0 {
		return 0
	}
	common, n := 0, 0
	used := map[string]int{}
	eachPair(key, func(p string) {
		n++
		if used[p] < set[p] {
			used[p]++
			common++
		}
	})
	if n == 0 || float64(2*min(size, n))/float64(size+n) < 0.5 {
		return 0
	}
	return 2 * float64(common) / float64(size+n)
}
