package source

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestDocRefused: what the head of a Word document says of it decides.
func TestDocRefused(t *testing.T) {
	whole, err := os.ReadFile(filepath.Join(formatsDir, "reference.doc"))
	if err != nil {
		t.Fatal(err)
	}
	head := bytes.Index(whole, []byte{0xEC, 0xA5, 0x01, 0x01})
	if head < 0 || head%512 != 0 {
		t.Fatalf("no information block, %d", head)
	}
	for _, tt := range []struct {
		name, kind string
		change     func(fib []byte)
	}{
		{"encrypted", "encrypted", func(b []byte) { b[11] |= 1 }},
		{"Word 6", "unsupported", func(b []byte) { b[0] = 0xDC }},
		{"Word 95", "unsupported", func(b []byte) { b[2], b[3] = 0x65, 0 }},
		{"no pieces", "truncated", func(b []byte) { copy(b[0x1A6:], []byte{0, 0, 0, 0}) }},
		{"more text than there is", "truncated", func(b []byte) { copy(b[0x4C:], []byte{0xFF, 0xFF, 0, 0}) }},
		{"no text", "truncated", func(b []byte) { copy(b[0x4C:], []byte{0xFF, 0xFF, 0xFF, 0xFF}) }},
		{"other stream", "truncated", func(b []byte) { b[0] = 0 }},
	} {
		data := bytes.Clone(whole)
		tt.change(data[head:])
		if u := unreadableOf(t, data); u.Kind != tt.kind {
			t.Errorf("%s: %+v, want %s", tt.name, u, tt.kind)
		}
	}
}
