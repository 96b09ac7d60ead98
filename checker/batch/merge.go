package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"go.etcd.io/bbolt"
)

// ReadPart reads what a store says of itself. A folder without a store is
// fs.ErrNotExist.
func ReadPart(dir string) (Part, error) {
	var p Part
	path := filepath.Join(dir, partName)
	b, err := os.ReadFile(path)
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(b, &p); err != nil {
		return p, &DamagedError{path, err}
	}
	if p.Schema != partSchema || p.Shard < 1 || p.Shards < p.Shard || len(p.Manifest) < 32 {
		return p, &DamagedError{path, fmt.Errorf("schema %d, shard %d of %d", p.Schema, p.Shard, p.Shards)}
	}
	return p, nil
}

// A ForeignError says that a part does not belong with the first one: it is about
// another archive, or was made under other settings.
type ForeignError struct {
	Part, First string
	// What differs: archive, shards, program, rules, corpus, calendar, options.
	What []string
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s does not belong with %s: %v differ", e.Part, e.First, e.What)
}

// A DoublePartError says that two folders are the same part.
type DoublePartError struct {
	Shard         Shard
	Second, First string
}

func (e *DoublePartError) Error() string {
	return fmt.Sprintf("%s and %s are both part %s", e.First, e.Second, e.Shard)
}

// A MissingPartsError names the parts that are not there.
type MissingPartsError struct {
	Shards  int
	Missing []int
}

func (e *MissingPartsError) Error() string {
	return "missing parts " + fmt.Sprint(e.Missing) + " of " + strconv.Itoa(e.Shards)
}

// An UnfinishedPartError says that a part is not at its end.
type UnfinishedPartError struct {
	Part string
	*IncompleteError
}

func (e *UnfinishedPartError) Error() string { return e.Part + ": " + e.IncompleteError.Error() }
func (e *UnfinishedPartError) Unwrap() error { return e.IncompleteError }

// Parts are the stores of all shards of one archive.
type Parts struct {
	Dirs     []string // by shard
	Part     Part     // of the first, as a whole: shard 1 of 1
	Manifest *Manifest
}

// Gather holds the parts against each other before anything is copied: none may be
// missing, double or foreign. Errors are *ForeignError, *DoublePartError,
// *MissingPartsError, *DamagedError or of the file system.
func Gather(dirs []string) (*Parts, error) {
	var first Part
	var byShard []string
	for i, d := range dirs {
		p, err := ReadPart(d)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, &DamagedError{d, err}
		}
		if err != nil {
			return nil, err
		}
		if i == 0 {
			first, byShard = p, make([]string, p.Shards)
		}
		what := first.Settings.Differs(p.Settings)
		if p.Shards != first.Shards {
			what = append([]string{"shards"}, what...)
		}
		if p.Manifest != first.Manifest {
			what = append([]string{"archive"}, what...)
		}
		if len(what) > 0 {
			return nil, &ForeignError{Part: d, First: dirs[0], What: what}
		}
		if other := byShard[p.Shard-1]; other != "" {
			return nil, &DoublePartError{Shard{p.Shard, p.Shards}, d, other}
		}
		byShard[p.Shard-1] = d
	}
	var missing []int
	for i, d := range byShard {
		if d == "" {
			missing = append(missing, i+1)
		}
	}
	if len(missing) > 0 || len(dirs) == 0 {
		return nil, &MissingPartsError{first.Shards, missing}
	}
	m, err := readManifestFile(filepath.Join(byShard[0], manifestName))
	if err != nil {
		return nil, &DamagedError{filepath.Join(byShard[0], manifestName), err}
	}
	if m.Digest != first.Manifest {
		return nil, &DamagedError{filepath.Join(byShard[0], manifestName), errManifest}
	}
	first.Shard, first.Shards = 1, 1
	return &Parts{Dirs: byShard, Part: first, Manifest: m}, nil
}

// CopyTo puts the results of all parts into a store of the whole archive. Each part
// must hold the result of every document of its shard (*UnfinishedPartError) and
// none else's; placed is called for each result that has files beside it
// (Result.Path), with the folder of its part. The store proves the whole
// afterwards by Complete.
func (p *Parts) CopyTo(ctx context.Context, s *Store, placed func(dir string, r Result) error) error {
	if s.Batch() != p.Part.Batch() || !s.Shard().Whole() {
		return fmt.Errorf("a store of %s for parts of %s", s.Batch(), p.Part.Batch())
	}
	for i, dir := range p.Dirs {
		if err := p.copyPart(ctx, s, dir, Shard{i + 1, len(p.Dirs)}, placed); err != nil {
			return err
		}
	}
	return s.Complete(ctx)
}

func (p *Parts) copyPart(ctx context.Context, s *Store, dir string, shard Shard, placed func(string, Result) error) error {
	db, err := openDB(dir, true)
	if err != nil {
		return err
	}
	defer db.Close()
	var unfinished IncompleteError
	err = db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(s.bucket())
		u := Unit{Batch: s.Batch()}
		var rs []Result
		size := 0
		flush := func() error {
			err := s.Put(ctx, u, rs)
			rs, size = rs[:0], 0
			return err
		}
		for d := range p.Manifest.Docs() {
			if !shard.Has(d.Sum) {
				continue
			}
			var v []byte
			if b != nil {
				v = b.Get(d.Sum[:])
			}
			if v == nil {
				if unfinished.Missing++; unfinished.First == "" {
					unfinished.First = d.Path
				}
				continue
			}
			r, err := decode(d.Sum, v)
			if err == nil && r.Path != "" && r.Path != d.Path {
				err = fmt.Errorf("the result of %s is that of %s", d.Path, r.Path)
			}
			if err != nil {
				return &DamagedError{filepath.Join(dir, dbName), err}
			}
			if r.Path != "" && placed != nil {
				if err := placed(dir, r); err != nil {
					return err
				}
			}
			rs = append(rs, r) // the transaction of the part is open until they are written
			if size += len(v); size > 4<<20 || len(rs) >= 4096 {
				if err := flush(); err != nil {
					return err
				}
				if err := ctx.Err(); err != nil {
					return err
				}
			}
		}
		return flush()
	})
	if err != nil {
		return err
	}
	if unfinished.Missing > 0 {
		return &UnfinishedPartError{dir, &unfinished}
	}
	return nil
}
