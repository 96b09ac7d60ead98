package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"

	"docreview/corpus/law"
)

// manifest is written last; what it does not name does not exist.
type manifest struct {
	Product    string // "docreview corpus"
	Format     int
	Generation string // folder of this build, beside the manifest
	Name       string
	Digest     string // sha256:… of the input
	AsOf       string
	Works      int
	Editions   int
	Articles   int
	Pairs      int // different pairs of all provisions, summed
	FullText   bool
	Segmenter  string
	Dictionary string `json:",omitempty"` // digest of segment/
	Tables     map[string]int
	Files      map[string]int64 // every file of the generation with its size
	Shards     []shardInfo
	Stats      Stats
}

// shardInfo is a bleve index of one region and level.
type shardInfo struct {
	Name   string
	Region string
	Level  law.Level
	Kind   string // "text" or "facts"
	Rows   int
	Digest string // of what went in
}

// Stats are the counts that `corpus status` prints.
type Stats struct {
	Files    int      // texts that became part of a work
	Inputs   int      // files read
	Levels   []Count  // works by level
	Regions  []Count  // works by region code
	Years    []Count  // works by year of the first promulgation; "" unknown
	Held     int      // works with text
	Known    int      // works without text
	Ended    int      // works known to have ended, whenever
	Undated  int      // works without any date
	NoFrom   int      // texts whose first day is not stated
	Problems []Count  // by kind
	NewestOf []Count  // newest promulgation by level, as date
	Sample   []string // undated works with text, the first ones by name
}

// Count is a number with a name.
type Count struct {
	Name string
	N    int
	Note string `json:",omitempty"`
}

const manifestName = "manifest.json"

func readManifest(dir string) (*manifest, error) {
	b, err := os.ReadFile(filepath.Join(dir, manifestName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if st, err := os.Stat(dir); err == nil && st.IsDir() {
			if _, err := os.Stat(filepath.Join(dir, "index_meta.json")); err == nil {
				return nil, &ForeignError{Dir: dir}
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "build-*")); len(left) > 0 {
				return nil, &NoIndexError{Dir: dir, Unfinished: true}
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "g-*")); len(left) > 0 {
				return nil, &DamagedError{filepath.Join(dir, manifestName), "missing"}
			}
		}
		return nil, &NoIndexError{Dir: dir}
	case err != nil:
		return nil, fmt.Errorf("open index: %w", err)
	}
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, &DamagedError{filepath.Join(dir, manifestName), "unreadable"}
	}
	if m.Product != product || m.Format != Format {
		return nil, &ForeignError{Dir: dir, Format: m.Format}
	}
	if m.Generation == "" || filepath.Base(m.Generation) != m.Generation {
		return nil, &DamagedError{filepath.Join(dir, manifestName), "unreadable"}
	}
	return &m, nil
}

const product = "docreview corpus"

// check holds the files against the manifest: a folder copied in part, or cut
// short, is refused before anything is asked of it.
func (m *manifest) check(dir string) error {
	names := make([]string, 0, len(m.Files))
	for n := range m.Files {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		p := filepath.Join(dir, m.Generation, filepath.FromSlash(n))
		st, err := os.Stat(p)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return &DamagedError{p, "missing"}
		case err != nil:
			return &DamagedError{p, "unreadable"}
		case st.Size() != m.Files[n]:
			return &DamagedError{p, "size"}
		}
	}
	return nil
}

func (m *manifest) write(dir string) error {
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	tmp := filepath.Join(dir, manifestName+".new")
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(b, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(dir, manifestName)); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes a rename last; systems that cannot sync a folder are left.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
