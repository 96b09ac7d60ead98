// Package batch carries a pass over an archive of documents to its end, however
// often it is broken off: it lists what is there (Manifest), gives it out in
// units (Dispatcher), keeps what comes out by content in one embedded database
// (Store, a Sink), and joins the parts that several machines made (Merge).
//
// There is no queue: what is missing is the manifest minus the results. A result
// belongs to the bytes of a document and to the settings (rules, corpus,
// calendar, options, program) that made it, so nothing is done twice, and the
// outcome depends neither on order nor on workers nor on interruptions.
//
// What a result says is none of this package's business: it is bytes.
package batch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
)

// Sum is the SHA-256 of the bytes of a document.
type Sum [sha256.Size]byte

func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// IsZero reports whether the sum is not known.
func (s Sum) IsZero() bool { return s == Sum{} }

// MarshalText writes lower-case hex; a sum that is not known is empty.
func (s Sum) MarshalText() ([]byte, error) {
	if s.IsZero() {
		return nil, nil
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (s *Sum) UnmarshalText(b []byte) error {
	*s = Sum{}
	if len(b) == 0 {
		return nil
	}
	if len(b) != 2*len(s) {
		return fmt.Errorf("a sum of %d characters", len(b))
	}
	_, err := hex.Decode(s[:], b)
	return err
}

// DocRef names a document of the archive: its content, and the first path of the
// manifest under which that content stands.
type DocRef struct {
	Sum  Sum
	Path string
	Size int64
	at   int // index in Manifest.Entries
}

// Unit is what a worker takes in hand at once.
type Unit struct {
	Batch string // Store.Batch
	Seq   int    // from 0, in the order of the manifest
	Docs  []DocRef
}

// Result is what came out for a document.
type Result struct {
	Sum Sum
	// Path is set when the result, or a file written along with it, names the path
	// of the document: it then holds for that path alone. "" holds for the content
	// wherever it stands.
	Path string
	Data []byte
}

// Handler works on a unit. It must be pure: the same unit gives the same bytes.
// It is called from several goroutines. Fewer results than documents are allowed:
// the rest stays missing (a file that changed under the pass). An error ends the
// pass.
type Handler func(ctx context.Context, u Unit) ([]Result, error)

// Dispatcher gives out the documents of a manifest. Losing one loses time, never
// work: the manifest is the truth.
type Dispatcher interface {
	// Submit announces the work; it is idempotent.
	Submit(ctx context.Context, batch string, m *Manifest) error
	// Run hands out what the sink misses, at least once, and returns when nothing
	// is left or the context ends.
	Run(ctx context.Context, h Handler, to Sink) error
}

// Sink keeps results. Implementations are safe for several goroutines.
type Sink interface {
	// Put keeps the results of a unit in one transaction; it is idempotent.
	Put(ctx context.Context, u Unit, rs []Result) error
	// Missing gives manifest − results, in the order of the manifest: what is still
	// to do, and the proof of completeness when it gives nothing.
	Missing(ctx context.Context, batch string) iter.Seq2[DocRef, error]
}

// Settings are the digests of everything but the documents that a result depends
// on.
type Settings struct {
	Program  string `json:"program"`
	Rules    string `json:"rules"`
	Corpus   string `json:"corpus"`
	Calendar string `json:"calendar"`
	Options  string `json:"options"`
}

// Digest names the settings in 64 hex digits.
func (s Settings) Digest() string {
	h := sha256.New()
	for _, x := range []string{s.Program, s.Rules, s.Corpus, s.Calendar, s.Options} {
		fmt.Fprintf(h, "%d:%s\n", len(x), x)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Differs names what differs: program, rules, corpus, calendar, options; nil:
// nothing.
func (s Settings) Differs(o Settings) []string {
	var out []string
	for _, x := range []struct{ name, a, b string }{
		{"program", s.Program, o.Program}, {"rules", s.Rules, o.Rules}, {"corpus", s.Corpus, o.Corpus},
		{"calendar", s.Calendar, o.Calendar}, {"options", s.Options, o.Options},
	} {
		if x.a != x.b {
			out = append(out, x.name)
		}
	}
	return out
}

// Shard is one of N parts of the archive, from 1. The zero Shard is all of it.
type Shard struct{ I, N int }

// Whole reports whether the shard is the whole archive.
func (s Shard) Whole() bool { return s.N <= 1 }

// Has reports whether a document belongs to the shard: copies of one text belong
// to the same.
func (s Shard) Has(sum Sum) bool {
	if s.Whole() {
		return true
	}
	n := uint32(sum[0])<<24 | uint32(sum[1])<<16 | uint32(sum[2])<<8 | uint32(sum[3])
	return int(n%uint32(s.N)) == s.I-1
}

func (s Shard) String() string {
	if s.Whole() {
		return "1/1"
	}
	return fmt.Sprintf("%d/%d", s.I, s.N)
}
