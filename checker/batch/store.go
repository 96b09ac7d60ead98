package batch

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

// Names in the folder of a store.
const (
	dbName       = "results.db"
	manifestName = "manifest.jsonl"
	partName     = "part.json"
)

// A BusyError says that another pass is writing the same store.
type BusyError struct{ Dir string }

func (e *BusyError) Error() string { return e.Dir + ": another pass is running" }

// A DamagedError says that a store cannot be read.
type DamagedError struct {
	Path string
	Err  error
}

func (e *DamagedError) Error() string { return "damaged: " + e.Path + ": " + e.Err.Error() }
func (e *DamagedError) Unwrap() error { return e.Err }

// A Part tells what a store holds: one shard of one archive under one set of
// settings. Options are whatever the caller needs to finish the work after a merge.
type Part struct {
	Schema   int             `json:"schema"`
	Shard    int             `json:"shard"` // from 1
	Shards   int             `json:"shards"`
	Manifest string          `json:"manifest"` // Manifest.Digest
	Settings Settings        `json:"settings"`
	Options  json.RawMessage `json:"options,omitempty"`
}

const partSchema = 1

// Batch names the work: the same archive under the same settings.
func (p Part) Batch() string { return p.Settings.Digest()[:32] + "-" + p.Manifest[:32] }

// Store keeps the results of a pass in one file of bbolt, a bucket for each
// settings. Put may be called from several goroutines; everything else while no
// result is being put; one process at a time opens it.
type Store struct {
	dir  string
	db   *bbolt.DB
	m    *Manifest
	part Part
	// Holds asks whether what was written along with a result (Result.Path) is still
	// there; nil: it is.
	Holds func(d DocRef) bool

	mu      sync.Mutex
	waiting []put
	writing bool
	written int // results since the file was opened; the writer's own
}

type put struct {
	rs   []Result
	done chan error
}

// Open opens the store in dir, makes it where there is none, and announces the
// manifest. Results that are there from earlier passes stay usable: they go by
// content and settings. Errors are *BusyError, *DamagedError or of the file system.
func Open(dir string, m *Manifest, part Part) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, m: m, part: part}
	s.part.Schema, s.part.Manifest = partSchema, m.Digest
	s.part.Shard, s.part.Shards = max(1, part.Shard), max(1, part.Shards)
	var err error
	if s.db, err = openDB(dir, false); err != nil {
		return nil, err
	}
	if err := s.announce(); err != nil {
		s.db.Close()
		return nil, err
	}
	return s, nil
}

func openDB(dir string, readOnly bool) (*bbolt.DB, error) {
	path := filepath.Join(dir, dbName)
	db, err := bbolt.Open(path, 0o644, &bbolt.Options{Timeout: time.Second, ReadOnly: readOnly, FreelistType: bbolt.FreelistMapType})
	var perr *fs.PathError
	switch {
	case err == nil:
		return db, nil
	case errors.Is(err, bbolt.ErrTimeout):
		return nil, &BusyError{dir}
	case errors.As(err, &perr):
		return nil, err
	}
	return nil, &DamagedError{path, err}
}

// announce makes the bucket of the settings and writes down what the store is for.
func (s *Store) announce() error {
	if err := s.db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(s.bucket())
		return err
	}); err != nil {
		return fmt.Errorf("open results: %w", err)
	}
	if err := writeFile(filepath.Join(s.dir, manifestName), s.m.Write); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	data, err := json.MarshalIndent(s.part, "", " ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(s.dir, partName), func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
}

func (s *Store) bucket() []byte { return []byte("settings " + s.part.Settings.Digest()) }

// Batch names the work of the store.
func (s *Store) Batch() string { return s.part.Batch() }

// Manifest gives what the archive holds.
func (s *Store) Manifest() *Manifest { return s.m }

// Shard gives the part of the archive that the store is for.
func (s *Store) Shard() Shard { return Shard{s.part.Shard, s.part.Shards} }

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// encode puts the path before the data.
func (r Result) encode() []byte {
	out := binary.AppendUvarint(make([]byte, 0, len(r.Path)+len(r.Data)+4), uint64(len(r.Path)))
	return append(append(out, r.Path...), r.Data...)
}

// errResult says that a stored result cannot be read.
var errResult = errors.New("a result is cut short")

func decode(sum Sum, v []byte) (Result, error) {
	n, k := binary.Uvarint(v)
	if k <= 0 || n > uint64(len(v)-k) {
		return Result{}, errResult
	}
	v = v[k:]
	return Result{Sum: sum, Path: string(v[:n]), Data: v[n:]}, nil
}

// Put keeps the results. Units that are ready while a transaction is being written
// share the next one.
func (s *Store) Put(ctx context.Context, u Unit, rs []Result) error {
	if u.Batch != s.Batch() {
		return fmt.Errorf("a unit of batch %s in the store of %s", u.Batch, s.Batch())
	}
	if len(rs) == 0 {
		return nil
	}
	p := put{rs, make(chan error, 1)}
	s.mu.Lock()
	s.waiting = append(s.waiting, p)
	if s.writing {
		s.mu.Unlock()
		return <-p.done
	}
	s.writing = true
	for len(s.waiting) > 0 {
		all := s.waiting
		s.waiting = nil
		s.mu.Unlock()
		err := s.write(all)
		for _, q := range all {
			q.done <- err
		}
		s.mu.Lock()
	}
	s.writing = false
	s.mu.Unlock()
	return <-p.done
}

func (s *Store) write(all []put) error {
	if s.written > 2*takeDocs {
		if err := s.reopen(false); err != nil {
			return err
		}
		s.written = 0
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(s.bucket())
		for _, p := range all {
			for _, r := range p.rs {
				if err := b.Put(r.Sum[:], r.encode()); err != nil {
					return err
				}
			}
			s.written += len(p.rs)
		}
		return nil
	})
}

// Missing gives the documents of the shard without a result.
func (s *Store) Missing(ctx context.Context, batch string) iter.Seq2[DocRef, error] {
	return func(yield func(DocRef, error) bool) {
		if batch != s.Batch() {
			yield(DocRef{}, fmt.Errorf("no batch %s in this store", batch))
			return
		}
		// The list is made first: a reader that stays open while others write would
		// keep the file growing.
		missing, err := s.missing(ctx)
		if err != nil {
			yield(DocRef{}, err)
			return
		}
		for _, d := range missing {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func (s *Store) missing(ctx context.Context) ([]DocRef, error) {
	next, stop := iter.Pull(s.m.Docs())
	defer stop()
	var out []DocRef
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := s.db.View(func(tx *bbolt.Tx) error {
			b := tx.Bucket(s.bucket())
			for range takeDocs {
				var d DocRef
				if d, more = next(); !more {
					return nil
				}
				if !s.Shard().Has(d.Sum) {
					continue
				}
				ok, err := s.holds(b, d)
				if err != nil {
					return err
				}
				if !ok {
					out = append(out, d)
				}
			}
			return nil
		})
		if err == nil && more {
			err = s.reopen(s.db.IsReadOnly())
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// holds reports whether there is a result for a document, and one that is true of
// its path.
func (s *Store) holds(b *bbolt.Bucket, d DocRef) (bool, error) {
	v := b.Get(d.Sum[:])
	if v == nil {
		return false, nil
	}
	r, err := decode(d.Sum, v)
	if err != nil {
		return false, &DamagedError{filepath.Join(s.dir, dbName), err}
	}
	if r.Path == "" {
		return true, nil
	}
	return r.Path == d.Path && (s.Holds == nil || s.Holds(d)), nil
}

// An IncompleteError says that results are missing.
type IncompleteError struct {
	Missing int
	First   string // path of the first document without a result
}

func (e *IncompleteError) Error() string {
	return fmt.Sprintf("%d documents without a result, the first %s", e.Missing, e.First)
}

// Complete proves that nothing is missing; else it is an *IncompleteError.
func (s *Store) Complete(ctx context.Context) error {
	var e IncompleteError
	for d, err := range s.Missing(ctx, s.Batch()) {
		if err != nil {
			return err
		}
		if e.Missing == 0 {
			e.First = d.Path
		}
		e.Missing++
	}
	if e.Missing > 0 {
		return &e
	}
	return nil
}

// Results gives the result of every document of the shard, in the order of the
// manifest. A document without a result is an *IncompleteError. The file is opened
// anew now and then: what was read of it would stay in memory otherwise.
func (s *Store) Results(ctx context.Context) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		next, stop := iter.Pull(s.m.Docs())
		defer stop()
		for more := true; more; {
			var rs []Result
			err := ctx.Err()
			if err == nil {
				rs, more, err = s.some(next)
			}
			for _, r := range rs {
				if !yield(r, nil) {
					return
				}
			}
			if err != nil {
				yield(Result{}, err)
				return
			}
		}
	}
}

// Bounds on what Results takes at once.
const (
	takeDocs  = 512 // of the file stays in memory what was touched, 64 KB around every result
	takeBytes = 16 << 20
)

// some takes the next results; more is false when there are no others.
func (s *Store) some(next func() (DocRef, bool)) (rs []Result, more bool, err error) {
	if err := s.reopen(true); err != nil {
		return nil, false, err
	}
	err = s.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(s.bucket())
		for size := 0; len(rs) < takeDocs && size < takeBytes; {
			d, ok := next()
			if !ok {
				return nil
			}
			if !s.Shard().Has(d.Sum) {
				continue
			}
			v := b.Get(d.Sum[:])
			if v == nil {
				return &IncompleteError{1, d.Path}
			}
			size += len(v)
			r, err := decode(d.Sum, bytes.Clone(v))
			if err != nil {
				return &DamagedError{filepath.Join(s.dir, dbName), err}
			}
			rs = append(rs, r)
		}
		more = true
		return nil
	})
	return rs, more, err
}

// reopen closes the file and opens it again.
func (s *Store) reopen(readOnly bool) error {
	if err := s.db.Close(); err != nil {
		return err
	}
	db, err := openDB(s.dir, readOnly)
	if err == nil {
		s.db = db
	}
	return err
}

// Forget drops the results of other settings. A pass that has come to its end may
// call it; until then what another setting had made stays.
func (s *Store) Forget() error {
	if s.db.IsReadOnly() {
		if err := s.reopen(false); err != nil {
			return err
		}
	}
	var old [][]byte
	if err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
			if string(name) != string(s.bucket()) {
				old = append(old, append([]byte(nil), name...))
			}
			return nil
		})
	}); err != nil || len(old) == 0 {
		return err
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		for _, name := range old {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
		}
		return nil
	})
}

// Reopen opens the store of an earlier pass as it is, to read it.
func Reopen(dir string) (*Store, error) {
	part, err := ReadPart(dir)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, manifestName)
	m, err := readManifestFile(path)
	if err != nil {
		return nil, &DamagedError{path, err}
	}
	s := &Store{dir: dir, m: m, part: part}
	if m.Digest != part.Manifest {
		return nil, &DamagedError{path, errManifest}
	}
	if s.db, err = openDB(dir, true); err != nil {
		return nil, err
	}
	if err := s.db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(s.bucket()) == nil {
			return &DamagedError{filepath.Join(dir, dbName), errResult}
		}
		return nil
	}); err != nil {
		s.db.Close()
		return nil, err
	}
	return s, nil
}
