package rules

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"reflect"
)

//go:generate go run ./compile

// compiledJSON is the built-in catalogue without its examples, in the form that
// loads fastest: decoded YAML, with the literals of every pattern worked out. It
// is made by go generate and used only while its digest is that of the rule
// files; a stale one costs time, never a wrong answer.
//
//go:embed compiled.json
var compiledJSON []byte

type compiledSet struct {
	Digest string
	Rules  []compiledRule
}

type compiledRule struct {
	Path string
	File *File
}

// Compile writes the built-in catalogue in its compiled form.
func Compile() ([]byte, error) {
	s, err := BuiltinFull()
	if err != nil {
		return nil, err
	}
	c := compiledSet{Digest: s.Digest}
	for _, e := range s.Entries() {
		f := *e.File
		f.Examples = Examples{}
		c.Rules = append(c.Rules, compiledRule{e.Path, &f})
	}
	full, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(full, &tree); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(prune(tree)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// prune drops what is empty; keys come out sorted.
func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			switch x = prune(x); x {
			case nil, "", false, 0.0:
				delete(v, k)
			default:
				v[k] = x
			}
		}
		if len(v) == 0 {
			return nil
		}
		return v
	case []any:
		if len(v) == 0 {
			return nil
		}
		for i, x := range v {
			if _, isMap := x.(map[string]any); isMap {
				if x = prune(x); x == nil {
					x = map[string]any{}
				}
				v[i] = x
			}
		}
	}
	return v
}

// loadCompiled builds the set from the compiled form; ok is false when that form
// is not of these rule files.
func loadCompiled(digest string) (s *Set, ok bool) {
	var c compiledSet
	head := []byte(`{"Digest":"` + digest + `"`)
	if !bytes.HasPrefix(compiledJSON, head) || json.Unmarshal(compiledJSON, &c) != nil {
		return nil, false
	}
	s = &Set{Digest: digest, entries: map[string]*Entry{}, triggers: newTriggers()}
	for _, r := range c.Rules {
		e := &Entry{File: r.File, Path: r.Path}
		if r.File.Status != "off" {
			var err error
			if e.Rule, err = r.File.build(r.Path, &builder{triggers: s.triggers, compiled: true}); err != nil {
				return nil, false
			}
		}
		s.entries[r.File.ID] = e
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

// conditionJSON is the compiled form of a condition.
type conditionJSON struct {
	Kind   string          `json:"k"`
	Params json.RawMessage `json:"p"`
	Line   int             `json:"l"`
	Column int             `json:"c"`
}

// MarshalJSON writes the compiled form.
func (c Condition) MarshalJSON() ([]byte, error) {
	if c.Params == nil {
		return []byte("null"), nil
	}
	if m, ok := c.Params.(*matches); ok {
		work := *m
		if err := work.derive(); err != nil {
			return nil, err
		}
		c.Params = &work
	}
	p, err := json.Marshal(reflect.ValueOf(c.Params).Elem().Interface())
	if err != nil {
		return nil, err
	}
	return json.Marshal(conditionJSON{c.Kind, p, c.Line, c.Column})
}

// UnmarshalJSON reads the compiled form.
func (c *Condition) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	var j conditionJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	p, ok := conditions()[j.Kind]
	if !ok {
		return fmt.Errorf("no condition is called %q", j.Kind)
	}
	c.Kind, c.Line, c.Column, c.Params = j.Kind, j.Line, j.Column, p
	return json.Unmarshal(j.Params, p)
}
