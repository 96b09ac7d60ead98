package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"docreview/corpus/law"
	"docreview/corpus/load"
	"docreview/corpus/segment"
)

// BuildOptions say what an index is made of.
type BuildOptions struct {
	Dirs []string // folders of texts; none: the catalogue alone
	Out  string   // folder of the index; made when absent
	// Catalogue is what is known without texts, with a digest that changes when
	// it does.
	Catalogue       []*law.Regulation
	CatalogueDigest string
	CatalogueAsOf   law.Date
	Gists           []Gist
	Divisions       func(name string) []string
	Read            func(name string, content []byte) ([]string, error)
	// Dictionary is a folder with a dictionary; "" looks for one (segment.Locate).
	Dictionary string
	// Bigrams builds without words: search then compares pairs of characters.
	Bigrams bool
	Jobs    int // 0: as many as there are processors
	// Progress is told what is being done; n of total may be 0. It may be nil
	// and is called by one goroutine at a time.
	Progress func(what string, n, total int)

	rowsPerShard int // 0: bucketRows; tests cut finer
}

// Built says what came out.
type Built struct {
	Snapshot law.Snapshot
	Stats    Stats
	Problems []load.Problem
	Rows     int // rows in all shards
	Kept     int // shards taken over unchanged
	Shards   int
	Bytes    int64
}

// ids of the build's folders inside the index.
const (
	scratchPrefix = "build-"
	genPrefix     = "g-"
)

// Build reads the folders and writes an index, or brings an index up to date:
// shards whose content did not change are taken over as they are.
//
// It works in a folder of its own and names that in the manifest as its last
// act. Killed at any moment it leaves the old index whole; what it left behind
// is removed by the next build. The generation before the new one is kept, for
// readers that have it open.
func Build(ctx context.Context, o BuildOptions) (*Built, error) {
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	old, err := prepare(o.Out)
	if err != nil {
		return nil, err
	}
	unlock, err := lock(o.Out)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if old, err = usable(o.Out); err != nil { // again, under the lock
		return nil, err
	}
	if err := sweep(o.Out, old); err != nil {
		return nil, err
	}
	o.Progress("read", 0, 0)
	h, err := load.Load(ctx, o.Dirs, load.Options{Divisions: o.Divisions, Base: o.Catalogue, BaseAsOf: o.CatalogueAsOf, Read: o.Read, Jobs: o.Jobs})
	if err != nil {
		return nil, err
	}
	b := &builder{o: o, h: h, old: old, m: &manifest{Product: product, Format: Format, Name: "index", Tables: map[string]int{}, Files: map[string]int64{}}}
	out, err := b.run(ctx)
	if err != nil && b.dir != "" {
		os.RemoveAll(b.dir)
	}
	return out, err
}

// prepare makes the folder and refuses one that holds something else.
func prepare(dir string) (*manifest, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, os.MkdirAll(dir, 0o755)
	case err != nil:
		return nil, fmt.Errorf("build index: %w", err)
	}
	for _, e := range entries {
		n := e.Name()
		if n != manifestName && n != manifestName+".new" && n != lockName && !strings.HasPrefix(n, scratchPrefix) && !strings.HasPrefix(n, genPrefix) {
			return nil, &ForeignError{Dir: dir}
		}
	}
	return usable(dir)
}

// usable gives the manifest of the index that is there; nil when there is none
// or when it is damaged: a build mends it.
func usable(dir string) (*manifest, error) {
	m, err := readManifest(dir)
	var none *NoIndexError
	var damaged *DamagedError
	var foreign *ForeignError
	switch {
	case errors.As(err, &none), errors.As(err, &damaged):
		return nil, nil
	case errors.As(err, &foreign):
		if foreign.Format > Format {
			return nil, err
		}
		if foreign.Format == 0 {
			return nil, err
		}
		return nil, nil // an older format of ours is replaced
	case err != nil:
		return nil, err
	}
	if m.check(dir) != nil {
		return nil, nil
	}
	return m, nil
}

const lockName = "build.lock"

// lock keeps a second build out. The lock goes with the process, however it
// ends.
func lock(dir string) (unlock func(), err error) {
	db, err := bolt.Open(filepath.Join(dir, lockName), 0o644, &bolt.Options{Timeout: 200 * time.Millisecond})
	if errors.Is(err, bolt.ErrTimeout) {
		return nil, &BusyError{dir}
	}
	if err != nil {
		return nil, fmt.Errorf("lock index: %w", err)
	}
	return func() { db.Close() }, nil
}

// sweep removes what killed builds left, and generations older than the last.
func sweep(dir string, m *manifest) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	for _, e := range entries {
		n := e.Name()
		stale := strings.HasPrefix(n, scratchPrefix) || n == manifestName+".new" || m != nil && strings.HasPrefix(n, genPrefix) && n != m.Generation
		if !stale {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, n)); err != nil {
			return fmt.Errorf("build index: %w", err)
		}
	}
	return nil
}

type builder struct {
	o     BuildOptions
	h     *load.Holdings
	old   *manifest
	m     *manifest
	dir   string // folder of this build
	seg   func() (segment.Segmenter, error)
	built *Built
}

func (b *builder) run(ctx context.Context) (*Built, error) {
	var err error
	if b.dir, err = os.MkdirTemp(b.o.Out, scratchPrefix); err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	b.built = &Built{Problems: b.h.Problems}
	if err := b.dictionary(); err != nil {
		return nil, err
	}
	b.o.Progress("tables", 0, 0)
	if err := b.tables(); err != nil {
		return nil, err
	}
	if err := b.shards(ctx); err != nil {
		return nil, err
	}
	if err := b.problems(); err != nil {
		return nil, err
	}
	b.describe()
	if err := b.inventory(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return b.built, b.publish()
}

// publish names the generation in the manifest: the one step that changes what
// readers see.
func (b *builder) publish() error {
	suffix := strings.TrimPrefix(filepath.Base(b.dir), scratchPrefix)
	b.m.Generation = genPrefix + strings.TrimPrefix(b.m.Digest, "sha256:")[:12] + "-" + suffix
	to := filepath.Join(b.o.Out, b.m.Generation)
	if err := os.Rename(b.dir, to); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	b.dir = to
	if err := syncDir(b.o.Out); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	if err := b.m.write(b.o.Out); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	b.dir = "" // no longer ours to remove
	return nil
}

// dictionary puts the dictionary into the index.
func (b *builder) dictionary() error {
	if b.o.Bigrams || !segment.Available {
		b.m.Segmenter = "bigram"
		return nil
	}
	d, err := segment.Locate(b.o.Dictionary)
	if err != nil {
		return err
	}
	dir := filepath.Join(b.dir, "segment")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	if b.m.Dictionary, err = d.CopyTo(dir); err != nil {
		return err
	}
	b.m.Segmenter = segment.Mode
	b.seg = segment.Lazy(dir, b.m.Dictionary)
	if b.old == nil || touched(b.o.Dirs, filepath.Join(b.o.Out, manifestName)) {
		go b.seg() // while the tables are written; who needs it waits, and hears of an error
	}
	return nil
}

// touched reports whether a file below dirs is newer than the file since: then
// parts are likely to be built. It is a guess that only saves time.
func touched(dirs []string, since string) bool {
	was, err := os.Stat(since)
	if err != nil {
		return true
	}
	newer := false
	for _, dir := range dirs {
		// What cannot be read was told by load.
		_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			if info, err := d.Info(); err == nil && info.ModTime().After(was.ModTime()) {
				newer = true
				return fs.SkipAll
			}
			return nil
		})
	}
	return newer
}

// docID names a row of a shard: edition and place in it.
func docID(e law.EditionID, seq int) string { return fmt.Sprintf("%s\x00%05d", e, seq) }

// tables writes the sorted tables.
func (b *builder) tables() error {
	write := func(name string, records []record) error {
		sort.Slice(records, func(i, j int) bool { return records[i].key < records[j].key })
		t, err := createTable(filepath.Join(b.dir, name))
		if err != nil {
			return fmt.Errorf("build index: %w", err)
		}
		for i, r := range records {
			if i > 0 && records[i-1].key == r.key {
				continue
			}
			var v []byte
			if row, ok := r.value.(load.Row); ok {
				v = encodeRow(row)
			} else if v, err = json.Marshal(r.value); err != nil {
				return fmt.Errorf("build index: %w", err)
			}
			t.add([]byte(r.key), v)
		}
		if b.m.Tables[name], err = t.close(); err != nil {
			return fmt.Errorf("build index: %s: %w", name, err)
		}
		return nil
	}
	var works, names, editions, rows, gists []record
	for _, w := range b.h.Works {
		row := workRow{Regulation: w.Regulation}
		for _, x := range w.Wordings {
			row.Texts = append(row.Texts, x.Edition)
			editions = append(editions, record{string(x.Edition), editionOf(w.ID, x)})
			for i, r := range x.Rows {
				rows = append(rows, record{docID(x.Edition, i), r})
			}
		}
		works = append(works, record{string(w.ID), row})
		for i, t := range append([]string{w.Title}, w.Aliases...) {
			if k := law.TitleKey(t); k != "" {
				names = append(names, record{titleName(k, w.ID), min(i, 1)})
			}
		}
		numbers := []law.DocNumber{w.DocNumber}
		for _, e := range w.Editions {
			numbers = append(numbers, e.DocNumber)
		}
		for _, n := range numbers {
			if !n.IsZero() {
				names = append(names, record{numberName(n, w.ID), 0})
			}
		}
	}
	firstRows(editions, rows)
	for i, g := range b.o.Gists {
		gists = append(gists, record{fmt.Sprintf("%06d", i), g})
	}
	b.m.Works, b.m.Editions, b.m.Articles = len(works), 0, len(rows)
	for _, w := range b.h.Works {
		b.m.Editions += len(w.Editions)
	}
	b.m.FullText = len(rows) > 0
	return errors.Join(write(worksTable, works), write(namesTable, names), write(editionsTable, editions), write(rowsTable, rows), write(gistsTable, gists))
}

// record is a row of a table before it is written.
type record struct {
	key   string
	value any
}

// firstRows tells each edition where its provisions begin in their table, so
// that one is read without a search. It puts both in order.
func firstRows(editions, rows []record) {
	sort.Slice(editions, func(i, j int) bool { return editions[i].key < editions[j].key })
	sort.Slice(rows, func(i, j int) bool { return rows[i].key < rows[j].key })
	for i := range editions {
		e := editions[i].value.(editionRow)
		want := docID(law.EditionID(editions[i].key), 0)
		e.First = sort.Search(len(rows), func(j int) bool { return rows[j].key >= want })
		editions[i].value = e
	}
}

// Names of the tables.
const (
	worksTable    = "works.tab"
	namesTable    = "names.tab"
	editionsTable = "editions.tab"
	rowsTable     = "provisions.tab"
	gistsTable    = "gists.tab"
	problemsFile  = "problems.json"
)

func titleName(key string, id law.WorkID) string { return "t\x00" + key + "\x00" + string(id) }

func numberName(n law.DocNumber, id law.WorkID) string {
	return "n\x00" + n.Key() + "\x00" + string(id)
}

func editionOf(w law.WorkID, x *load.Wording) editionRow {
	e := editionRow{Work: w, Rows: len(x.Rows), Sources: x.Sources}
	for i, r := range x.Rows {
		if r.At.Article == 0 {
			continue
		}
		if n := len(e.Runs); n > 0 {
			l := &e.Runs[n-1]
			if r.At.Sub == 0 && l.Sub == 0 && l.Article+l.Count == r.At.Article && l.Seq+l.Count == i {
				l.Count++
				continue
			}
		}
		e.Runs = append(e.Runs, run{Seq: i, Article: r.At.Article, Sub: r.At.Sub, Count: 1})
	}
	return e
}

func (b *builder) problems() error {
	data, err := json.Marshal(b.h.Problems)
	if err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, problemsFile), data, 0o644); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	return nil
}

// inventory notes every file with its size.
func (b *builder) inventory() error {
	return filepath.WalkDir(b.dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(b.dir, p)
		if err != nil {
			return err
		}
		b.m.Files[filepath.ToSlash(rel)] = st.Size()
		b.built.Bytes += st.Size()
		return nil
	})
}

// describe fills in what the snapshot and `corpus status` tell.
func (b *builder) describe() {
	d := sha256.New()
	fmt.Fprintf(d, "%s %d %s %s %s\n", product, Format, mappingVersion, b.m.Segmenter, b.o.CatalogueDigest)
	for _, in := range b.h.Inputs {
		fmt.Fprintf(d, "%s %s\n", in.SHA256, in.Path)
	}
	for _, g := range b.o.Gists {
		fmt.Fprintf(d, "%q\n", g)
	}
	b.m.Digest = "sha256:" + hex.EncodeToString(d.Sum(nil))
	b.m.AsOf = b.h.AsOf.String()
	b.m.Stats = stats(b.h)
	b.built.Stats = b.m.Stats
	b.built.Snapshot = b.m.snapshot()
}

// bucketRows is about how many rows a shard has at most: small enough that a
// changed file costs seconds, large enough that few shards are opened.
const bucketRows = 2048

type bucket struct {
	info   shardInfo
	works  []*load.Work
	digest hash.Hash
}

// buckets parts the works with text by region and level, and large parts by the
// name of the work.
func (b *builder) buckets() []*bucket {
	type place struct {
		region string
		level  law.Level
	}
	rows := map[place]int{}
	for _, w := range b.h.Works {
		for _, x := range w.Wordings {
			rows[place{w.Region, w.Level}] += len(x.Rows)
		}
	}
	most := b.o.rowsPerShard
	if most <= 0 {
		most = bucketRows
	}
	byName := map[string]*bucket{}
	for _, w := range b.h.Works {
		p := place{w.Region, w.Level}
		if len(w.Wordings) == 0 {
			continue
		}
		n := 1
		for n*most < rows[p] {
			n *= 2
		}
		f := fnv.New32a()
		f.Write([]byte(w.ID))
		region := w.Region
		switch region {
		case "":
			region = "cn"
		case load.Unplaced:
			region = "unplaced"
		}
		name := fmt.Sprintf("text-%s-%02d-%d-of-%d", region, int(w.Level), int(f.Sum32())&(n-1), n)
		k := byName[name]
		if k == nil {
			k = &bucket{info: shardInfo{Name: name, Region: w.Region, Level: w.Level, Kind: "text"}}
			byName[name] = k
		}
		k.works = append(k.works, w)
		for _, x := range w.Wordings {
			k.info.Rows += len(x.Rows)
		}
	}
	out := make([]*bucket, 0, len(byName)+1)
	for _, k := range byName {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].info.Name < out[j].info.Name })
	return out
}
