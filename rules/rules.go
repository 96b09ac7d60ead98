// Package rules is the catalogue of rules and the small language they are
// written in. A rule is one YAML file under catalog/: its basis, its condition,
// its words and the examples that prove it. Go code adds kinds of condition, not
// rules.
//
// A Set is immutable once loaded and safe for several goroutines.
package rules

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"docreview/checker"
)

//go:embed catalog
var catalog embed.FS

// Set is a loaded catalogue.
type Set struct {
	Rules  []*checker.Rule // by ID; rules switched off are left out
	Digest string          // sha256:… of the rule files

	entries  map[string]*Entry
	triggers *triggers
}

// Entry is a rule with the file it came from.
type Entry struct {
	File *File
	Path string
	Rule *checker.Rule // nil when the rule is switched off
}

// Entry returns the rule of that id, nil when there is none.
func (s *Set) Entry(id string) *Entry { return s.entries[id] }

// Entries returns all rules by ID, those switched off too.
func (s *Set) Entries() []*Entry {
	var out []*Entry
	for _, e := range s.entries {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b *Entry) int { return strings.Compare(a.File.ID, b.File.ID) })
	return out
}

// Builtin loads the catalogue that the program carries, without its examples.
func Builtin() (*Set, error) {
	digest, err := digestOf(catalog)
	if err != nil {
		return nil, err
	}
	if s, ok := loadCompiled(digest); ok {
		return s, nil
	}
	return load(false, catalog)
}

// BuiltinFull loads the catalogue that the program carries with its examples.
func BuiltinFull() (*Set, error) { return load(true, catalog) }

// Load loads the built-in catalogue and the rule files of further folders; a
// rule whose id exists already takes its place. All broken files are reported
// at once, each with file:line:column.
func Load(full bool, more ...fs.FS) (*Set, error) {
	if !full && len(more) == 0 {
		return Builtin()
	}
	return load(full, append([]fs.FS{catalog}, more...)...)
}

// LoadOnly loads the rule files of folders without the built-in catalogue.
func LoadOnly(full bool, dirs ...fs.FS) (*Set, error) { return load(full, dirs...) }

func load(full bool, dirs ...fs.FS) (*Set, error) {
	s := &Set{entries: map[string]*Entry{}, triggers: newTriggers()}
	var broken []error
	for _, dir := range dirs {
		seen := map[string]string{}
		err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
				return err
			}
			b, err := fs.ReadFile(dir, name)
			if err != nil {
				return err
			}
			f, err := parseFile(name, b, full)
			if err != nil {
				broken = append(broken, err)
				return nil
			}
			if other := seen[f.ID]; other != "" {
				broken = append(broken, fmt.Errorf("%s:1:1: id %s stands in %s already", name, f.ID, other))
				return nil
			}
			seen[f.ID] = name
			e := &Entry{File: f, Path: name}
			if f.Status != "off" {
				e.Rule, err = f.build(name, &builder{triggers: s.triggers})
				if err != nil {
					broken = append(broken, err)
					return nil
				}
			}
			s.entries[f.ID] = e
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read rules: %w", err)
		}
	}
	if len(broken) > 0 {
		return nil, &BrokenError{Files: broken}
	}
	digest, err := digestOf(dirs...)
	if err != nil {
		return nil, err
	}
	s.Digest = digest
	s.finish()
	return s, nil
}

// finish closes the set once all its rules are in.
func (s *Set) finish() {
	s.triggers.seal()
	for _, e := range s.Entries() {
		if e.Rule != nil {
			s.Rules = append(s.Rules, e.Rule)
		}
	}
}

// A BrokenError lists every rule file that could not be loaded, each error
// beginning with file:line:column.
type BrokenError struct{ Files []error }

func (e *BrokenError) Error() string { return errors.Join(e.Files...).Error() }
