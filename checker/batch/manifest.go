package batch

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"sort"
)

// Entry is a file of the archive, or a document in a zip file.
type Entry struct {
	Path string `json:"path"` // below the root, parted by 「/」; members behind the path of their zip file
	Size int64  `json:"size"`
	Sum  Sum    `json:"sha256"`
	// Error says in the words of ScanOptions.Words why it could not be read; such a
	// file is no document of the pass, but it is listed.
	Error string `json:"error,omitempty"`
	// Zip is the path of the zip file that holds it, Member its place there.
	Zip    string `json:"zip,omitempty"`
	Member int    `json:"member,omitempty"`
}

// Manifest is what the archive held when the pass began. It is immutable.
type Manifest struct {
	Entries []Entry // by path
	Skipped int     // locks, thumbnails and the like that are no documents
	Digest  string  // of all of it, sha256 in hex
}

// seal sorts the entries, makes their paths unique and digests them.
func seal(entries []Entry, skipped int) *Manifest {
	byPath := func(i, j int) bool { return entries[i].Path < entries[j].Path }
	sort.SliceStable(entries, byPath)
	distinct(entries)
	sort.SliceStable(entries, byPath)
	m := &Manifest{Entries: entries, Skipped: skipped}
	h := sha256.New()
	w := bufio.NewWriter(h)
	fmt.Fprintf(w, "skipped %d\n", skipped)
	for _, e := range entries {
		fmt.Fprintf(w, "%d:%s %d %s %d:%s\n", len(e.Path), e.Path, e.Size, e.Sum, len(e.Error), e.Error)
	}
	w.Flush()
	m.Digest = hex.EncodeToString(h.Sum(nil))
	return m
}

// distinct makes paths unique: a zip file may hold two members of one name.
// entries are sorted.
func distinct(entries []Entry) {
	twice := false
	for i := 1; i < len(entries); i++ {
		twice = twice || entries[i].Path == entries[i-1].Path
	}
	if !twice {
		return
	}
	seen := make(map[string]bool, len(entries))
	for _, e := range entries {
		seen[e.Path] = true
	}
	for i := 1; i < len(entries); i++ {
		same := entries[i].Path
		if same != entries[i-1].Path {
			continue
		}
		for k := i; k < len(entries) && entries[k].Path == same; k++ {
			for n := 2; seen[entries[k].Path]; n++ {
				entries[k].Path = fmt.Sprintf("%s#%d", same, n)
			}
			seen[entries[k].Path] = true
		}
	}
}

// Docs gives every content once, under its first path, in the order of the
// manifest.
func (m *Manifest) Docs() iter.Seq[DocRef] {
	return func(yield func(DocRef) bool) {
		seen := make(map[Sum]struct{}, len(m.Entries))
		for i, e := range m.Entries {
			if e.Sum.IsZero() {
				continue
			}
			if _, ok := seen[e.Sum]; ok {
				continue
			}
			seen[e.Sum] = struct{}{}
			if !yield(DocRef{Sum: e.Sum, Path: e.Path, Size: e.Size, at: i}) {
				return
			}
		}
	}
}

// Bytes is the size of all documents, copies counted once.
func (m *Manifest) Bytes() (n int64) {
	for d := range m.Docs() {
		n += d.Size
	}
	return n
}

// head is the first line of a stored manifest.
type head struct {
	Schema  int    `json:"schema"`
	Entries int    `json:"entries"`
	Skipped int    `json:"skipped"`
	Digest  string `json:"digest"`
}

const manifestSchema = 1

// Write stores the manifest, one entry a line.
func (m *Manifest) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(head{manifestSchema, len(m.Entries), m.Skipped, m.Digest}); err != nil {
		return err
	}
	for i := range m.Entries {
		if err := e.Encode(&m.Entries[i]); err != nil {
			return err
		}
	}
	return b.Flush()
}

// errManifest says that a stored manifest is not whole.
var errManifest = errors.New("the manifest is not whole")

// ReadManifest reads what Write stored; a manifest that was cut short or changed
// is an error.
func ReadManifest(r io.Reader) (*Manifest, error) {
	d := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	var h head
	if err := d.Decode(&h); err != nil {
		return nil, fmt.Errorf("%w: %w", errManifest, err)
	}
	if h.Schema != manifestSchema || h.Entries < 0 {
		return nil, fmt.Errorf("%w: schema %d", errManifest, h.Schema)
	}
	var entries []Entry
	for {
		var e Entry
		err := d.Decode(&e)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errManifest, err)
		}
		entries = append(entries, e)
	}
	m := seal(entries, h.Skipped)
	if len(entries) != h.Entries || m.Digest != h.Digest {
		return nil, errManifest
	}
	return m, nil
}

func readManifestFile(path string) (*Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadManifest(f)
}

// writeFile writes through a file beside path that is renamed at the end.
func writeFile(path string, fill func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// stopped gives the error of a context that has ended.
func stopped(ctx context.Context) error { return context.Cause(ctx) }
