package corpus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"docreview/corpus/law"
)

// The fields of a shard. All text is cut by us before it comes here: the engine
// splits at blanks and knows nothing of words.
const (
	fieldWords = "w" // words of the provision, title or gist
	fieldHead  = "h" // words of the title and headings above it
)

var wordFields = [...]string{fieldWords, fieldHead}

const mappingVersion = "5"

// newMapping says what is kept: which documents hold a term. No frequencies and
// no lengths, so a score is a sum over the terms found and does not move with
// batches and merges; the order that people see is made by us over the text.
func newMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer("cut", map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		return nil, fmt.Errorf("index mapping: %w", err)
	}
	m.DefaultAnalyzer = "cut"
	doc := bleve.NewDocumentStaticMapping()
	for _, name := range wordFields {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.IncludeInAll, f.IncludeTermVectors, f.DocValues, f.SkipFreqNorm = "cut", false, false, false, false, true
		doc.AddFieldMappingsAt(name, f)
	}
	m.DefaultMapping = doc
	return m, nil
}

// shardDoc is a row of a shard before it is indexed.
type shardDoc struct {
	id    string
	words []string
	head  []string
}

// buildShard writes a shard to dir, which must not exist. scratch is a folder
// for the engine's temporary files.
func buildShard(dir, scratch string, docs func(yield func(shardDoc) error) error) (rows int, err error) {
	m, err := newMapping()
	if err != nil {
		return 0, err
	}
	b, err := bleve.NewBuilder(dir, m, map[string]any{"buildPathPrefix": scratch, "batchSize": 1000})
	if err != nil {
		return 0, fmt.Errorf("build shard %s: %w", filepath.Base(dir), err)
	}
	err = docs(func(d shardDoc) error {
		rows++
		data := map[string]any{}
		for name, terms := range map[string][]string{fieldWords: d.words, fieldHead: d.head} {
			if len(terms) > 0 {
				data[name] = strings.Join(terms, " ")
			}
		}
		return b.Index(d.id, data)
	})
	if cerr := b.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return 0, fmt.Errorf("build shard %s: %w", filepath.Base(dir), err)
	}
	return rows, nil
}

// shard is an open bleve index of one region and level.
type shard struct {
	info   shardInfo
	bleve  bleve.Index
	reader index.IndexReader
}

// boltTimeout bounds the wait for a file that another process holds: without
// it the engine waits for ever.
const boltTimeout = "2s"

// openShard opens read-only and holds the row count against the manifest: an
// engine opens what a killed build left without a word.
func openShard(dir string, info shardInfo) (*shard, error) {
	path := filepath.Join(dir, info.Name)
	if _, err := os.Stat(filepath.Join(path, "index_meta.json")); err != nil {
		return nil, &DamagedError{path, "missing"}
	}
	x, err := bleve.OpenUsing(path, map[string]any{"read_only": true, "bolt_timeout": boltTimeout})
	if err != nil {
		return nil, &DamagedError{path, "unreadable"}
	}
	bad := func(reason string) (*shard, error) {
		x.Close()
		return nil, &DamagedError{path, reason}
	}
	adv, err := x.Advanced()
	if err != nil {
		return bad("unreadable")
	}
	r, err := adv.Reader()
	if err != nil {
		return bad("unreadable")
	}
	if n, err := r.DocCount(); err != nil || n != uint64(info.Rows) {
		r.Close()
		return bad("rows")
	}
	return &shard{info, x, r}, nil
}

func (s *shard) close() error { return errors.Join(s.reader.Close(), s.bleve.Close()) }

// engine proposes rows of one shard for terms: words or pairs.
type engine interface {
	// counts gives in how many rows of the shard each term stands; a row that has
	// it in two fields counts twice.
	counts(terms []string) ([]uint64, error)
	// candidates gives the rows that hold at least atLeast of the terms, at most
	// limit, those with the greatest weight first, ties by id.
	//
	// The weights come from all shards together and the sums are made in the order
	// of terms, so the answer is the same however the rows are cut into shards. The
	// engine's own scores are not used: they move with batches, merges and shards.
	candidates(ctx context.Context, k *scratch, terms []string, weights []float64, atLeast, limit int) ([]candidate, error)
}

func (s *shard) counts(terms []string) ([]uint64, error) {
	out := make([]uint64, len(terms))
	for i, t := range terms {
		for _, f := range wordFields {
			tf, err := s.reader.TermFieldReader(context.Background(), []byte(t), f, false, false, false)
			if err != nil {
				return nil, fmt.Errorf("search %s: %w", s.info.Name, err)
			}
			out[i] += tf.Count()
			if err := tf.Close(); err != nil {
				return nil, fmt.Errorf("search %s: %w", s.info.Name, err)
			}
		}
	}
	return out, nil
}

// candidate is a row that an index proposes.
type candidate struct {
	id    string
	score float64 // sum of the weights of the terms it holds
}

func (s *shard) candidates(ctx context.Context, k *scratch, terms []string, weights []float64, atLeast, limit int) ([]candidate, error) {
	k.reset(s.info.Rows)
	var doc index.TermFieldDoc
	for i, t := range terms {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		late := len(terms)-i < atLeast // a row first seen so late cannot get enough
		for _, f := range wordFields {
			tf, err := s.reader.TermFieldReader(ctx, []byte(t), f, false, false, false)
			if err != nil {
				return nil, fmt.Errorf("search %s: %w", s.info.Name, err)
			}
			for {
				d, err := tf.Next(doc.Reset())
				if err != nil {
					tf.Close()
					return nil, fmt.Errorf("search %s: %w", s.info.Name, err)
				}
				if d == nil {
					break
				}
				if !k.add(d.ID.Value(), int32(i)+1, weights[i], late) {
					tf.Close()
					return nil, fmt.Errorf("search %s: row %d of %d", s.info.Name, d.ID.Value(), s.info.Rows)
				}
			}
			if err := tf.Close(); err != nil {
				return nil, fmt.Errorf("search %s: %w", s.info.Name, err)
			}
		}
	}
	return k.best(atLeast, limit, func(n uint32) (string, error) {
		id, err := s.reader.ExternalID(index.NewIndexInternalID(nil, uint64(n)))
		if err != nil {
			return "", fmt.Errorf("search %s: %w", s.info.Name, err)
		}
		return id, nil
	})
}

func (s *pairShard) counts(terms []string) ([]uint64, error) {
	out := make([]uint64, len(terms))
	for i, t := range terms {
		if p, ok := law.PairOf(t); ok {
			out[i] = s.count(p)
		}
	}
	return out, nil
}

func (s *pairShard) candidates(ctx context.Context, k *scratch, terms []string, weights []float64, atLeast, limit int) ([]candidate, error) {
	k.reset(s.rows)
	for i, t := range terms {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if p, ok := law.PairOf(t); ok {
			s.each(p, func(row int) { k.add(uint64(row), int32(i)+1, weights[i], len(terms)-i < atLeast) })
		}
	}
	return k.best(atLeast, limit, func(n uint32) (string, error) { return s.id(int(n)), nil })
}

// scratch holds the sums of one shard at a time; a question uses it for all.
type scratch struct {
	rows []rowSum
	seen []uint32
}

type rowSum struct {
	weight float64
	terms  int32
	last   int32 // 1 + the last term counted
}

func (k *scratch) reset(rows int) {
	for _, n := range k.seen {
		k.rows[n] = rowSum{}
	}
	k.seen = k.seen[:0]
	if len(k.rows) < rows {
		k.rows = make([]rowSum, rows)
	}
}

// add counts a term for a row, once however many fields hold it.
func (k *scratch) add(n uint64, term int32, weight float64, late bool) bool {
	if n >= uint64(len(k.rows)) {
		return false
	}
	r := &k.rows[n]
	switch {
	case r.last == term:
		return true
	case r.last == 0 && late:
		return true
	case r.last == 0:
		k.seen = append(k.seen, uint32(n))
	}
	r.weight += weight
	r.terms++
	r.last = term
	return true
}

// best names the rows with enough terms and the greatest weights. Rows as heavy
// as the last one are all named before the cut, so that ids decide and not the
// engine's order.
func (k *scratch) best(atLeast, limit int, id func(n uint32) (string, error)) ([]candidate, error) {
	type numbered struct {
		n     uint32
		score float64
	}
	var rows []numbered
	for _, n := range k.seen {
		if r := k.rows[n]; int(r.terms) >= atLeast {
			rows = append(rows, numbered{n, r.weight})
		}
	}
	slices.SortFunc(rows, func(a, b numbered) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.n, b.n))
	})
	var out []candidate
	for i, r := range rows {
		if i >= limit && r.score < rows[limit-1].score {
			break
		}
		name, err := id(r.n)
		if err != nil {
			return nil, err
		}
		out = append(out, candidate{name, r.score})
	}
	sortCandidates(out)
	return out[:min(limit, len(out))], nil
}

func sortCandidates(c []candidate) {
	sort.Slice(c, func(i, j int) bool {
		if c[i].score != c[j].score {
			return c[i].score > c[j].score
		}
		return c[i].id < c[j].id
	})
}

// totals gives for each term in how many rows of all shards it stands.
func totals(shards []engine, terms []string) ([]uint64, error) {
	total := make([]uint64, len(terms))
	for _, sh := range shards {
		sum, err := sh.counts(terms)
		if err != nil {
			return nil, err
		}
		for i, n := range sum {
			total[i] += n
		}
	}
	return total, nil
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
