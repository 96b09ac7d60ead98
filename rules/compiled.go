package rules

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:generate go run ./compile

// compiled is the built-in catalogue without its examples, in the form that
// loads fastest, with the literals of every pattern worked out: the digest of
// the rule files, a line end, and what pack wrote. It is made by go generate and
// used only while its digest is that of the rule files; a stale one costs time,
// never a wrong answer.
//
//go:embed compiled.bin
var compiled string

type compiledSet struct{ Rules []compiledRule }

type compiledRule struct {
	Path string
	File compiledFile
}

// compiledFile is a rule file without what a check does not need.
type compiledFile struct {
	ID, Title, Severity, Since, Status, Why string
	Basis                                   []Basis
	Applies                                 Applies
	Needs                                   []string
	Cases                                   []Case
	When                                    Condition
	Message, Suggestion, Rationale          string
}

// Compile writes the built-in catalogue in its compiled form.
func Compile() ([]byte, error) {
	s, err := BuiltinFull()
	if err != nil {
		return nil, err
	}
	var c compiledSet
	for _, e := range s.Entries() {
		f := e.File
		c.Rules = append(c.Rules, compiledRule{e.Path, compiledFile{
			f.ID, f.Title, f.Severity, f.Since, f.Status, f.Why, f.Basis, f.Applies, f.Needs, f.Cases, f.When, f.Message, f.Suggestion, f.Rationale,
		}})
	}
	b, err := pack(c)
	if err != nil {
		return nil, err
	}
	return append([]byte(s.Digest+"\n"), b...), nil
}

// loadCompiled builds the set from the compiled form; ok is false when that form
// is not of these rule files.
func loadCompiled(digest string) (s *Set, ok bool) {
	var c compiledSet
	data, ok := strings.CutPrefix(compiled, digest+"\n")
	if !ok || unpack(data, &c) != nil {
		return nil, false
	}
	s = &Set{Digest: digest, entries: map[string]*Entry{}, triggers: newTriggers()}
	for _, r := range c.Rules {
		f := r.File
		e := &Entry{Path: r.Path, File: &File{
			ID: f.ID, Title: f.Title, Severity: f.Severity, Since: f.Since, Status: f.Status, Why: f.Why, Basis: f.Basis, Applies: f.Applies,
			Needs: f.Needs, Cases: f.Cases, When: f.When, Message: f.Message, Suggestion: f.Suggestion, Rationale: f.Rationale,
		}}
		if f.Status != "off" {
			var err error
			if e.Rule, err = e.File.build(r.Path, &builder{triggers: s.triggers, compiled: true}); err != nil {
				return nil, false
			}
		}
		s.entries[f.ID] = e
	}
	s.finish()
	return s, true
}

// digestOf is the digest of all rule files of the folders.
func digestOf(dirs ...fs.FS) (string, error) {
	sum := sha256.New()
	for _, dir := range dirs {
		err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
				return err
			}
			b, err := fs.ReadFile(dir, name)
			if err != nil {
				return err
			}
			fmt.Fprintf(sum, "%s %d\n", name, len(b))
			sum.Write(b)
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("read rules: %w", err)
		}
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), nil
}
