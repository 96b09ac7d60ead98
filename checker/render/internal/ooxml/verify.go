package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Verify holds a package with comments against the one it was made from: every
// part that was not to change is packed as it was; the changed ones are
// well-formed; the text and the old comments are the same; each new comment has
// one beginning, one end and one reference, in this order, and stands in the
// comments; types and relationships lead to them.
func Verify(before, after []byte, main string, added int) error {
	old, err := openPackage(before)
	if err != nil {
		return err
	}
	now, err := openPackage(after)
	if err != nil {
		return err
	}
	comments, err := now.commentsName(main)
	if err != nil {
		return err
	}
	folder, file := path.Split(main)
	mayChange := map[string]bool{main: true, comments: true, ContentTypes: true, folder + "_rels/" + file + ".rels": true}
	if err := unchanged(old, now, mayChange); err != nil {
		return err
	}
	for name := range mayChange {
		if now.files[name] == nil {
			continue // no relationships before and after
		}
		if err := wellFormed(now.text(name)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if now.err != nil {
		return now.err
	}
	a, b := allText(old.text(main)), allText(now.text(main))
	if a != b {
		return fmt.Errorf("%s: the text changed", main)
	}
	oldIDs := map[string]bool{}
	if name, err := old.commentsName(main); err == nil {
		for _, id := range ids(old.text(name), "comment") {
			oldIDs[id] = true
		}
	}
	listed := ids(now.text(comments), "comment")
	if len(listed) != len(oldIDs)+added {
		return fmt.Errorf("%s: %d comments, want %d and %d", comments, len(listed), len(oldIDs), added)
	}
	places := map[string][]string{} // id → what stands for it in the document, in order
	err = tags(now.text(main), func(t tag) error {
		switch n := t.local(); n {
		case "commentRangeStart", "commentRangeEnd", "commentReference":
			if t.kind != closes {
				id := wordID(now.text(main), t)
				places[id] = append(places[id], n)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, id := range listed {
		if seen[id] {
			return fmt.Errorf("%s: two comments with the id %s", comments, id)
		}
		seen[id] = true
		if got := strings.Join(places[id], " "); !oldIDs[id] && got != "commentRangeStart commentRangeEnd commentReference" {
			return fmt.Errorf("comment %s has %q", id, got)
		}
	}
	if !strings.Contains(now.text(ContentTypes), TypeWord+"comments+xml") {
		return errors.New("the comments have no type")
	}
	return now.err
}

type opened struct {
	order []*zip.File
	files map[string]*zip.File
	read  map[string]string
	err   error // first part that could not be read
}

func openPackage(pkg []byte) (*opened, error) {
	z, err := zip.NewReader(bytes.NewReader(pkg), int64(len(pkg)))
	if err != nil {
		return nil, fmt.Errorf("open package: %w", err)
	}
	p := &opened{order: z.File, files: map[string]*zip.File{}, read: map[string]string{}}
	for _, f := range z.File {
		p.files[f.Name] = f
	}
	return p, nil
}

func (p *opened) text(name string) string {
	if s, ok := p.read[name]; ok {
		return s
	}
	f := p.files[name]
	if f == nil {
		return ""
	}
	data, err := ReadPart(f, limit)
	if err != nil && p.err == nil {
		p.err = err
	}
	p.read[name] = string(data)
	return string(data)
}

// commentsName finds the comments by the relationships of the document.
func (p *opened) commentsName(main string) (string, error) {
	folder, file := path.Split(main)
	rels := p.text(folder + "_rels/" + file + ".rels")
	name := ""
	err := tags(rels, func(t tag) error {
		src := rels[t.start:t.end]
		if kind, _ := attribute(src, "Type"); t.local() == "Relationship" && strings.HasSuffix(kind, "/relationships/comments") {
			target, _ := attribute(src, "Target")
			if strings.HasPrefix(target, "/") {
				name = target[1:]
			} else {
				name = path.Join(folder, target)
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if name == "" || p.files[name] == nil {
		return "", errors.New("no relationship leads to the comments")
	}
	return name, nil
}

// unchanged compares the packed bytes of every part that must stay.
func unchanged(old, now *opened, mayChange map[string]bool) error {
	k := 0
	for _, f := range old.order {
		if k == len(now.order) || now.order[k].Name != f.Name {
			return fmt.Errorf("part %s is not in its place", f.Name)
		}
		g := now.order[k]
		k++
		if mayChange[f.Name] {
			continue
		}
		a, err := packed(f)
		if err != nil {
			return err
		}
		b, err := packed(g)
		if err != nil {
			return err
		}
		if f.CRC32 != g.CRC32 || f.Method != g.Method || !bytes.Equal(a, b) {
			return fmt.Errorf("part %s changed", f.Name)
		}
	}
	for _, f := range now.order[k:] {
		if !mayChange[f.Name] {
			return fmt.Errorf("part %s was not asked for", f.Name)
		}
	}
	return nil
}

func packed(f *zip.File) ([]byte, error) {
	r, err := f.OpenRaw()
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", f.Name, err)
	}
	return io.ReadAll(r)
}

func wellFormed(s string) error {
	d := xml.NewDecoder(strings.NewReader(s))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// allText is everything that stands in the runs of a part, with what parts it.
func allText(xml string) string {
	var b strings.Builder
	last := tag{}
	_ = tags(xml, func(t tag) error { // well-formed: seen before
		if last.kind == opens && t.kind == closes && (t.local() == "t" || t.local() == "delText" || t.local() == "instrText") {
			b.WriteString(xml[last.end:t.start])
		}
		switch t.local() {
		case "p", "tab", "br", "tc", "del", "ins":
			b.WriteByte(byte('0' + t.kind))
		}
		last = t
		return nil
	})
	return b.String()
}

// ids lists the ids of the elements of a name in order.
func ids(xml, local string) []string {
	var out []string
	_ = tags(xml, func(t tag) error {
		if t.kind != closes && t.local() == local {
			out = append(out, wordID(xml, t))
		}
		return nil
	})
	return out
}

// Signed reports whether a package carries a digital signature, which any change
// would break.
func Signed(pkg []byte) bool {
	p, err := openPackage(pkg)
	if err != nil {
		return false
	}
	for _, f := range p.order {
		if strings.HasPrefix(strings.ToLower(f.Name), "_xmlsignatures/") {
			return true
		}
	}
	return false
}
