package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func writeTable(t testing.TB, n int) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "t.tab")
	w, err := createTable(p)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		w.add(fmt.Appendf(nil, "k%04d", i*2), fmt.Appendf(nil, "value %d", i))
	}
	if rows, err := w.close(); err != nil || rows != n {
		t.Fatal(rows, err)
	}
	return p
}

func TestTable(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		x, err := openTable(writeTable(t, n), n)
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			if v, ok, err := x.get(fmt.Sprintf("k%04d", i*2)); err != nil || !ok || string(v) != fmt.Sprintf("value %d", i) {
				t.Fatalf("%d of %d: %q %t %v", i, n, v, ok, err)
			}
		}
		for _, k := range []string{"", "a", "k0001", "k9999", "z"} {
			if _, ok, err := x.get(k); ok || err != nil {
				t.Errorf("get(%q) = %t, %v", k, ok, err)
			}
		}
		seen := 0
		if err := x.all(func(_, _ []byte) error { seen++; return nil }); err != nil || seen != n {
			t.Errorf("all: %d of %d, %v", seen, n, err)
		}
		x.close()
	}
	w, err := createTable(filepath.Join(t.TempDir(), "u.tab"))
	if err != nil {
		t.Fatal(err)
	}
	w.add([]byte("b"), nil)
	w.add([]byte("a"), nil)
	if _, err := w.close(); err == nil {
		t.Error("keys out of order were taken")
	}
}

// FuzzTable: a table with any bytes changed, cut or added answers rightly, or
// says that it is damaged; it never panics and never answers wrongly.
func FuzzTable(f *testing.F) {
	f.Add(10, byte(1), 0)
	f.Add(60, byte(0x80), 3)
	f.Add(1500, byte(0xff), -20)
	f.Fuzz(func(t *testing.T, at int, flip byte, grow int) {
		const n = 20
		p := writeTable(t, n)
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if at = at % len(b); at < 0 {
			at += len(b)
		}
		b[at] ^= flip
		switch {
		case grow < 0:
			b = b[:max(0, len(b)+grow%len(b))]
		case grow > 0:
			b = append(b, make([]byte, grow%64)...)
		}
		if err := os.WriteFile(p, b, 0o644); err != nil {
			t.Fatal(err)
		}
		var damaged *DamagedError
		x, err := openTable(p, n)
		if err != nil {
			if !errors.As(err, &damaged) {
				t.Fatal(err)
			}
			return
		}
		defer x.close()
		for i := range n {
			v, ok, err := x.get(fmt.Sprintf("k%04d", i*2))
			switch {
			case err != nil && !errors.As(err, &damaged):
				t.Fatal(err)
			case err == nil && (!ok || string(v) != fmt.Sprintf("value %d", i)):
				t.Fatalf("byte %d: record %d answered %q, %t", at, i, v, ok)
			}
		}
	})
}
