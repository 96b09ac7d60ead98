package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Bounds on what a .docx may unpack to: a part of an honest file is large only
// when the file is.
const (
	maxPart  = 128 << 20
	maxRatio = 300
	smallOK  = 16 << 20 // a part up to this size may have any ratio
)

// An archive is an Office file: a zip archive with named parts.
type archive struct {
	files map[string]*zip.File
}

var (
	errBomb    = errors.New("part unpacks to far more than the file holds")
	errMissing = errors.New("no such part")
)

// openArchive opens a zip archive; an error means that it is cut off or broken.
func openArchive(data []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	a := &archive{files: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		a.files[strings.TrimPrefix(strings.ReplaceAll(f.Name, "\\", "/"), "/")] = f
	}
	return a, nil
}

// has reports whether the archive holds a part whose name begins with prefix.
func (a *archive) has(prefix string) bool {
	for name := range a.files {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// read unpacks a part as UTF-8 text.
func (a *archive) read(name string) (string, error) {
	data, err := a.raw(name)
	if err != nil {
		return "", err
	}
	d, ok := decode(data)
	if !ok && len(data) > 0 {
		return "", fmt.Errorf("%s: %w", name, errXML)
	}
	return d.text, nil
}

// raw unpacks a part.
func (a *archive) raw(name string) ([]byte, error) {
	f := a.files[name]
	if f == nil {
		return nil, fmt.Errorf("%s: %w", name, errMissing)
	}
	limit := uint64(maxPart)
	if f.UncompressedSize64 > smallOK && f.UncompressedSize64/max(1, f.CompressedSize64) > maxRatio || f.UncompressedSize64 > limit {
		return nil, fmt.Errorf("%s: %w", name, errBomb)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	defer r.Close()
	// The sizes in the archive may lie; the reader does not.
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", name, err)
	}
	if uint64(len(data)) > limit {
		return nil, fmt.Errorf("%s: %w", name, errBomb)
	}
	return data, nil
}

// mainPart finds the document by the relations of the package; "" when the
// archive is not a Word document.
func (a *archive) mainPart() string {
	rels, err := a.read("_rels/.rels")
	if err == nil {
		for _, r := range relations(rels, "") {
			if strings.HasSuffix(r.kind, "/officeDocument") && strings.HasPrefix(r.target, "word/") && a.files[r.target] != nil {
				return r.target
			}
		}
	}
	if a.files["word/document.xml"] != nil {
		return "word/document.xml"
	}
	return ""
}

// relation is one entry of a .rels part; target is a name in the archive.
type relation struct{ kind, target string }

// relations reads a .rels part; folder is that of the part it belongs to.
func relations(xml, folder string) (out []relation) {
	x := newScanner(xml)
	for {
		ok, err := x.next()
		if !ok || err != nil {
			return out
		}
		if x.tok.kind != startTag || x.tok.name != "Relationship" {
			continue
		}
		target := x.tok.attribute("Target")
		if t, ok := strings.CutPrefix(target, "/"); ok {
			target = t
		} else {
			target = path.Join(folder, target)
		}
		out = append(out, relation{x.tok.attribute("Type"), target})
	}
}

// side reads a part that the main part names by a relation of the given kind
// ("styles", "numbering", "footnotes"); "" when there is none.
func (a *archive) side(main, kind string) (string, error) {
	folder, file := path.Split(main)
	name := folder + kind + ".xml"
	if rels, err := a.read(folder + "_rels/" + file + ".rels"); err == nil {
		for _, r := range relations(rels, folder) {
			if strings.HasSuffix(r.kind, "/"+kind) {
				name = r.target
				break
			}
		}
	}
	s, err := a.read(name)
	if errors.Is(err, errMissing) {
		return "", nil
	}
	return s, err
}
