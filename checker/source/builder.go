package source

import (
	"errors"
	"fmt"
)

// A Builder writes Text.Norm from left to right. Each byte of the original is
// consumed exactly once, by Keep or by Replace. It is not safe for several
// goroutines.
type Builder struct {
	orig string
	pos  int // bytes of orig consumed
	norm []byte
	segs []segment
	bad  error
}

// NewBuilder begins with nothing consumed.
func NewBuilder(orig string) *Builder {
	return &Builder{orig: orig, norm: make([]byte, 0, len(orig))}
}

// Keep copies the next n bytes of the original.
func (b *Builder) Keep(n int) {
	if n == 0 || !b.has(n) {
		return
	}
	if k := len(b.segs) - 1; k >= 0 && b.segs[k].verbatim {
		b.segs[k].normLen += n
		b.segs[k].origLen += n
	} else {
		b.segs = append(b.segs, segment{len(b.norm), n, b.pos, n, true})
	}
	b.norm = append(b.norm, b.orig[b.pos:b.pos+n]...)
	b.pos += n
}

// Replace writes text in place of the next n bytes of the original; "" drops
// them. Text without an original (n 0) is refused: it would have no way back.
func (b *Builder) Replace(n int, text string) {
	if !b.has(n) {
		return
	}
	if n == 0 {
		if text != "" {
			b.bad = fmt.Errorf("text %q has no original at byte %d", text, b.pos)
		}
		return
	}
	if k := len(b.segs) - 1; text == "" && k >= 0 && b.segs[k].normLen == 0 {
		b.segs[k].origLen += n
	} else {
		b.segs = append(b.segs, segment{len(b.norm), len(text), b.pos, n, false})
	}
	b.norm = append(b.norm, text...)
	b.pos += n
}

func (b *Builder) has(n int) bool {
	if b.bad == nil && (n < 0 || b.pos+n > len(b.orig)) {
		b.bad = fmt.Errorf("%d bytes asked for at byte %d of %d", n, b.pos, len(b.orig))
	}
	return b.bad == nil
}

// Text gives the finished text with Orig, Norm and the way between them; the
// caller fills in the rest. It fails unless both texts are covered.
func (b *Builder) Text() (*Text, error) {
	if b.bad == nil && b.pos != len(b.orig) {
		b.bad = fmt.Errorf("%d bytes of the original not consumed", len(b.orig)-b.pos)
	}
	if b.bad != nil {
		return nil, b.bad
	}
	t := &Text{Orig: b.orig, Norm: string(b.norm), segs: b.segs, base: -1}
	if err := t.covered(); err != nil {
		return nil, err
	}
	t.index()
	return t, nil
}

// covered checks that the segments follow each other without a gap in both texts.
func (t *Text) covered() error {
	norm, orig := 0, 0
	for _, g := range t.segs {
		if g.norm != norm || g.orig != orig || g.verbatim && g.normLen != g.origLen {
			return errors.New("segments are not contiguous")
		}
		norm += g.normLen
		orig += g.origLen
	}
	if norm != len(t.Norm) || orig != len(t.Orig) {
		return errors.New("segments do not cover the text")
	}
	return nil
}
