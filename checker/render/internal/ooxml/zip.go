// Package ooxml holds what the Office formats share: packages of XML parts in a
// zip, written so that the same parts give the same bytes, and text made safe
// for XML. It knows nothing of reports.
package ooxml

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Part is one file of a package. Name has no leading slash.
type Part struct {
	Name string
	Data []byte
}

// epoch is the time that every part carries: the first that zip can say. No
// package tells when it was made.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Write packs the parts in their order, with fixed times.
func Write(w io.Writer, parts []Part) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		if err := add(z, p); err != nil {
			return err
		}
	}
	return z.Close()
}

func add(z *zip.Writer, p Part) error {
	// Without Modified no extra field is written, and the old style date is ours.
	h := &zip.FileHeader{Name: p.Name, Method: zip.Deflate}
	h.SetModTime(epoch) //nolint:staticcheck // Modified would add a time zone field
	h.Modified = time.Time{}
	f, err := z.CreateHeader(h)
	if err != nil {
		return fmt.Errorf("part %s: %w", p.Name, err)
	}
	if _, err := f.Write(p.Data); err != nil {
		return fmt.Errorf("part %s: %w", p.Name, err)
	}
	return nil
}

// Settle packs parts, which it sorts, so that it depends on its parts alone: content
// types first, then by name. Two parts of one name are an error.
func Settle(w io.Writer, parts []Part) error {
	slices.SortFunc(parts, func(a, b Part) int {
		if x, y := a.Name == ContentTypes, b.Name == ContentTypes; x != y {
			if x {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	for i := 1; i < len(parts); i++ {
		if parts[i].Name == parts[i-1].Name {
			return fmt.Errorf("part %s stands twice", parts[i].Name)
		}
	}
	return Write(w, parts)
}

// ContentTypes is the part that gives the type of every other.
const ContentTypes = "[Content_Types].xml"

// Read unpacks at most limit bytes.
func Read(pkg []byte, limit int64) ([]Part, error) {
	z, err := zip.NewReader(bytes.NewReader(pkg), int64(len(pkg)))
	if err != nil {
		return nil, fmt.Errorf("open package: %w", err)
	}
	var parts []Part
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		data, err := ReadPart(f, limit)
		if err != nil {
			return nil, err
		}
		limit -= int64(len(data))
		parts = append(parts, Part{f.Name, data})
	}
	return parts, nil
}

// ReadPart reads one part of at most limit bytes.
func ReadPart(f *zip.File, limit int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", f.Name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", f.Name, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("part %s: the package unpacks to too much", f.Name)
	}
	return data, nil
}

// Escape makes s safe as XML character data and in attributes with double
// quotes. Characters that XML 1.0 cannot hold fall away.
func Escape(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return strings.ContainsRune("&<>\"\t\n\r", r) || !valid(r) }) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case r == utf8.RuneError && n == 1, !valid(r):
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t' || r == '\n' || r == '\r':
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// valid reports whether XML 1.0 can hold r.
func valid(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}
