package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"
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

const mappingVersion = "3"

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
	info  shardInfo
	bleve bleve.Index
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
	n, err := x.DocCount()
	if err != nil || n != uint64(info.Rows) {
		x.Close()
		return nil, &DamagedError{path, "rows"}
	}
	return &shard{info, x}, nil
}

// counts gives in how many rows of the shard each term stands.
func (s *shard) counts(field string, terms []string) (out []uint64, err error) {
	adv, err := s.bleve.Advanced()
	if err != nil {
		return nil, err
	}
	r, err := adv.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for _, t := range terms {
		n, err := count(r, field, t)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

func count(r index.IndexReader, field, term string) (uint64, error) {
	tf, err := r.TermFieldReader(nil, []byte(term), field, false, false, false)
	if err != nil {
		return 0, err
	}
	defer tf.Close()
	return tf.Count(), nil
}

// candidates gives the ids of at most limit rows that hold at least atLeast of
// the clauses, those with the most and rarest first. A clause is a term in any
// of the fields.
func (s *shard) candidates(fields []string, terms []string, atLeast, limit int) (ids []string, total uint64, err error) {
	var clauses []query.Query
	for _, t := range terms {
		var any []query.Query
		for _, f := range fields {
			q := query.NewTermQuery(t)
			q.SetField(f)
			any = append(any, q)
		}
		if len(any) == 1 {
			clauses = append(clauses, any[0])
			continue
		}
		clauses = append(clauses, query.NewDisjunctionQuery(any))
	}
	q := query.NewDisjunctionQuery(clauses)
	q.SetMin(float64(max(atLeast, 1)))
	req := bleve.NewSearchRequestOptions(q, limit, 0, false)
	req.SortBy([]string{"-_score", "_id"})
	res, err := s.bleve.Search(req)
	if err != nil {
		return nil, 0, fmt.Errorf("search %s: %w", s.info.Name, err)
	}
	if res.Status != nil && res.Status.Failed > 0 {
		return nil, 0, fmt.Errorf("search %s: %d parts failed", s.info.Name, res.Status.Failed)
	}
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	return ids, res.Total, nil
}

// rarest gives the k terms that stand in the fewest rows, terms that stand in
// none left out; ties by the term itself.
func rarest(terms []string, counts []uint64, k int) []string {
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
	out := make([]string, 0, k)
	for _, i := range at[:min(k, len(at))] {
		out = append(out, terms[i])
	}
	return out
}
