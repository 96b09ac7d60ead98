package cleanup

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"
	"unicode"

	"docreview/checker/document"
)

// Bins of a sketch, letters of a shingle, and the fewest shingles that make one.
const (
	sketchBins  = 64
	shingle     = 5
	minShingles = 40
)

// Sketch is the minhash of a text, one number a bin; nil: the text is too short. In
// JSON it is base64 of the numbers, little-endian.
type Sketch []uint32

// MarshalText writes base64.
func (s Sketch) MarshalText() ([]byte, error) {
	raw := make([]byte, 0, 4*len(s))
	for _, v := range s {
		raw = binary.LittleEndian.AppendUint32(raw, v)
	}
	return []byte(base64.StdEncoding.EncodeToString(raw)), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Sketch) UnmarshalText(b []byte) error {
	raw, err := base64.StdEncoding.DecodeString(string(b))
	if err != nil || len(raw)%4 != 0 {
		return errors.New("cleanup: damaged sketch")
	}
	*s = make(Sketch, len(raw)/4)
	for i := range *s {
		(*s)[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
	return nil
}

// fingerprint gives the hash of the letters of a document without its head, tail
// and page, and their sketch: one minimum a bin over the hashes of all shingles
// (one permutation hashing), empty bins filled from the next full one. Two
// sketches agree in about as many bins as their texts share of their shingles.
func fingerprint(d *document.Document) (key uint64, sketch Sketch) {
	const offset, prime = 14695981039346656037, 1099511628211
	var bins [sketchBins]uint32
	for i := range bins {
		bins[i] = math.MaxUint32
	}
	key = offset
	var ring [shingle]uint64
	n := 0
	for i := range d.Clauses {
		c := &d.Clauses[i]
		if c.Zone != document.ZoneBody && c.Zone != document.ZoneNotice && c.Zone != document.ZoneAnnex {
			continue
		}
		for _, r := range d.Text.Norm[c.Span.Start:c.Span.End] {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				continue
			}
			key = (key ^ uint64(r)) * prime
			ring[n%shingle] = uint64(r)
			n++
			if n < shingle {
				continue
			}
			var h uint64
			for k := range shingle {
				h = (h ^ ring[(n+k)%shingle]) * 0x9E3779B97F4A7C15
				h ^= h >> 29
			}
			if v := uint32(h); v < bins[h>>58] {
				bins[h>>58] = v
			}
		}
	}
	if n < minShingles+shingle {
		if n == 0 {
			return 0, nil
		}
		return key, nil
	}
	for i := range bins {
		for k := 1; bins[i] == math.MaxUint32 && k < sketchBins; k++ {
			if v := bins[(i+k)%sketchBins]; v != math.MaxUint32 {
				bins[i] = v ^ uint32(k)*2654435761
			}
		}
	}
	return key, append(Sketch(nil), bins[:]...)
}

// likeness is the share of bins in which two sketches agree; 0 without both.
func likeness(a, b Sketch) float64 {
	if len(a) != sketchBins || len(b) != sketchBins {
		return 0
	}
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / sketchBins
}
