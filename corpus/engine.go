package corpus

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
)

// The fields of a shard. All text is cut by us before it comes here: the engine
// splits at blanks and knows nothing of words.
const (
	fieldWords  = "w" // words of the provision, title or gist
	fieldHead   = "h" // words of the title and headings above it
	fieldPairs  = "b" // bigrams of the provision
	fieldTitles = "x" // bigrams of a title or gist
)

const mappingVersion = "4"

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
	for _, name := range []string{fieldWords, fieldHead, fieldPairs, fieldTitles} {
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
	pairs []string
	names []string
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
		for name, terms := range map[string][]string{fieldWords: d.words, fieldHead: d.head, fieldPairs: d.pairs, fieldTitles: d.names} {
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

// counts gives in how many rows of the shard each term stands in any of the
// fields; a row that has it in two counts twice.
func (s *shard) counts(fields, terms []string) ([]uint64, error) {
	out := make([]uint64, len(terms))
	for i, t := range terms {
		for _, f := range fields {
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

// candidates gives the rows that hold at least atLeast of the terms, at most
// limit, those with the greatest weight first, ties by id.
//
// The weights come from all shards together and the sums are made in the order
// of terms, so the answer is the same however the rows are cut into shards. The
// engine's own scores are not used: they move with batches, merges and shards.
func (s *shard) candidates(ctx context.Context, k *scratch, fields, terms []string, weights []float64, atLeast, limit int) ([]candidate, error) {
	k.reset(s.info.Rows)
	var doc index.TermFieldDoc
	for i, t := range terms {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		late := len(terms)-i < atLeast // a row first seen so late cannot get enough
		for _, f := range fields {
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
	var rows []numbered
	for _, n := range k.seen {
		if r := k.rows[n]; int(r.terms) >= atLeast {
			rows = append(rows, numbered{uint64(n), r.weight})
		}
	}
	return s.best(rows, limit)
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

type numbered struct {
	n     uint64
	score float64
}

// best names the rows with the greatest weights. Rows as heavy as the last one
// are all named before the cut, so that ids decide and not the engine's order.
func (s *shard) best(rows []numbered, limit int) ([]candidate, error) {
	sort.Slice(rows, func(i, j int) bool {
		if rows[i].score != rows[j].score {
			return rows[i].score > rows[j].score
		}
		return rows[i].n < rows[j].n
	})
	var out []candidate
	for i, r := range rows {
		if i >= limit && r.score < rows[limit-1].score {
			break
		}
		id, err := s.reader.ExternalID(index.NewIndexInternalID(nil, r.n))
		if err != nil {
			return nil, fmt.Errorf("search %s: %w", s.info.Name, err)
		}
		out = append(out, candidate{id, r.score})
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

// rarest gives the k terms that stand in the fewest rows with their counts,
// terms that stand in none left out; ties by the term itself.
func rarest(terms []string, counts []uint64, k int) (rare []string, of []uint64) {
	var at []int
	for i := range terms {
		if counts[i] > 0 {
			at = append(at, i)
		}
	}
	sort.Slice(at, func(a, b int) bool {
		x, y := at[a], at[b]
		if counts[x] != counts[y] {
			return counts[x] < counts[y]
		}
		return terms[x] < terms[y]
	})
	for _, i := range at[:min(k, len(at))] {
		rare, of = append(rare, terms[i]), append(of, counts[i])
	}
	return rare, of
}
