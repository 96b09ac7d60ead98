package corpus

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"sort"
	"sync"

	"docreview/corpus/law"
	"docreview/corpus/load"
)

// A table is a file of records sorted by key, for exact look-ups without
// loading anything: records, then their offsets, then a footer.
//
//	record  uvarint len(key), uvarint len(value), key, value, crc32 of key+value
//	offsets 8 bytes each, one more than there are records
//	footer  magic, count, start of offsets, crc32 of offsets
//
// Every record is checked when it is read, so a changed byte is an error and
// never a wrong answer.
const tableMagic = "DRTABLE1"

const footerSize = 8 + 8 + 8 + 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// tableWriter writes a table; keys must come in ascending order.
type tableWriter struct {
	f       *os.File
	w       *bufio.Writer
	at      uint64
	offsets []uint64
	last    []byte
	err     error
}

func createTable(path string) (*tableWriter, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &tableWriter{f: f, w: bufio.NewWriterSize(f, 1<<18)}, nil
}

func (t *tableWriter) add(key, value []byte) {
	if t.err != nil {
		return
	}
	if len(t.offsets) > 0 && bytes.Compare(key, t.last) <= 0 {
		t.err = fmt.Errorf("table: key %q after %q", key, t.last)
		return
	}
	t.offsets = append(t.offsets, t.at)
	t.last = append(t.last[:0], key...)
	var head [2 * binary.MaxVarintLen64]byte
	n := binary.PutUvarint(head[:], uint64(len(key)))
	n += binary.PutUvarint(head[n:], uint64(len(value)))
	sum := crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
	t.write(head[:n])
	t.write(key)
	t.write(value)
	t.write(binary.LittleEndian.AppendUint32(nil, sum))
}

func (t *tableWriter) write(b []byte) {
	n, err := t.w.Write(b)
	t.at += uint64(n)
	if err != nil && t.err == nil {
		t.err = err
	}
}

// close writes the footer and brings everything to the disk.
func (t *tableWriter) close() (rows int, err error) {
	start := t.at
	index := make([]byte, 0, 8*(len(t.offsets)+1))
	for _, o := range t.offsets {
		index = binary.LittleEndian.AppendUint64(index, o)
	}
	index = binary.LittleEndian.AppendUint64(index, start)
	t.write(index)
	foot := append([]byte(nil), tableMagic...)
	foot = binary.LittleEndian.AppendUint64(foot, uint64(len(t.offsets)))
	foot = binary.LittleEndian.AppendUint64(foot, start)
	foot = binary.LittleEndian.AppendUint32(foot, crc32.Checksum(index, castagnoli))
	t.write(foot)
	err = errors.Join(t.err, t.w.Flush(), t.f.Sync(), t.f.Close())
	return len(t.offsets), err
}

// table reads a table. It is safe for several goroutines.
type table struct {
	path  string
	f     *os.File
	rows  int
	start uint64 // of the offsets
	// offsets reads them and holds them against their checksum, once.
	offsets func() ([]byte, error)
}

func openTable(path string, rows int) (*table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &DamagedError{path, "missing"}
	}
	t := &table{path: path, f: f}
	bad := func(reason string) (*table, error) {
		f.Close()
		return nil, &DamagedError{path, reason}
	}
	st, err := f.Stat()
	if err != nil || st.Size() < footerSize+8 {
		return bad("size")
	}
	var foot [footerSize]byte
	if _, err := f.ReadAt(foot[:], st.Size()-footerSize); err != nil || string(foot[:8]) != tableMagic {
		return bad("unreadable")
	}
	n := binary.LittleEndian.Uint64(foot[8:])
	t.start = binary.LittleEndian.Uint64(foot[16:])
	if n > 1<<40 || t.start+8*(n+1)+footerSize != uint64(st.Size()) {
		return bad("size")
	}
	t.rows = int(n)
	if t.rows != rows {
		return bad("rows")
	}
	sum := binary.LittleEndian.Uint32(foot[24:])
	t.offsets = sync.OnceValues(func() ([]byte, error) {
		b := make([]byte, 8*(t.rows+1))
		if _, err := t.f.ReadAt(b, int64(t.start)); err != nil {
			return nil, &DamagedError{t.path, "unreadable"}
		}
		if crc32.Checksum(b, castagnoli) != sum {
			return nil, &DamagedError{t.path, "checksum"}
		}
		return b, nil
	})
	return t, nil
}

func (t *table) close() error { return t.f.Close() }

// at reads record i.
func (t *table) at(i int) (key, value []byte, err error) {
	o, err := t.offsets()
	if err != nil {
		return nil, nil, err
	}
	from, to := binary.LittleEndian.Uint64(o[8*i:]), binary.LittleEndian.Uint64(o[8*i+8:])
	if from >= to || to > t.start || to-from > 1<<30 {
		return nil, nil, &DamagedError{t.path, "checksum"}
	}
	b := make([]byte, to-from)
	if _, err := t.f.ReadAt(b, int64(from)); err != nil {
		return nil, nil, &DamagedError{t.path, "unreadable"}
	}
	key, value, _, err = t.record(b)
	return key, value, err
}

// record cuts the first record of b and checks it.
func (t *table) record(b []byte) (key, value []byte, size int, err error) {
	k, n := binary.Uvarint(b)
	if n > 0 {
		v, m := binary.Uvarint(b[n:])
		head := n + m
		if m > 0 && k < 1<<20 && v < 1<<30 && uint64(len(b)) >= uint64(head)+k+v+4 {
			body := b[head : uint64(head)+k+v]
			size = head + len(body) + 4
			if crc32.Checksum(body, castagnoli) == binary.LittleEndian.Uint32(b[head+len(body):]) {
				return body[:k:k], body[k:], size, nil
			}
		}
	}
	return nil, nil, 0, &DamagedError{t.path, "checksum"}
}

// seek gives the first record whose key is not below key.
func (t *table) seek(key []byte) (int, error) {
	var failed error
	i := sort.Search(t.rows, func(i int) bool {
		k, _, err := t.at(i)
		if err != nil {
			failed = err
			return true
		}
		return bytes.Compare(k, key) >= 0
	})
	return i, failed
}

// get gives the value of key; ok is false where there is none.
func (t *table) get(key string) (value []byte, ok bool, err error) {
	i, err := t.seek([]byte(key))
	if err != nil || i == t.rows {
		return nil, false, err
	}
	k, v, err := t.at(i)
	if err != nil || string(k) != key {
		return nil, false, err
	}
	return v, true, nil
}

// prefix calls f with the records whose keys begin with p, in order, until it
// gives false.
func (t *table) prefix(p string, f func(key, value []byte) (bool, error)) error {
	i, err := t.seek([]byte(p))
	if err != nil {
		return err
	}
	for ; i < t.rows; i++ {
		k, v, err := t.at(i)
		if err != nil {
			return err
		}
		if !bytes.HasPrefix(k, []byte(p)) {
			return nil
		}
		if more, err := f(k, v); err != nil || !more {
			return err
		}
	}
	return nil
}

// all reads the whole table in one go.
func (t *table) all(f func(key, value []byte) error) error {
	b := make([]byte, t.start)
	if _, err := t.f.ReadAt(b, 0); err != nil && t.start > 0 {
		return &DamagedError{t.path, "unreadable"}
	}
	for n := 0; n < t.rows; n++ {
		k, v, size, err := t.record(b)
		if err != nil {
			return err
		}
		if err := f(k, v); err != nil {
			return err
		}
		b = b[size:]
	}
	return nil
}

// encodeRow packs a provision: its place, label and headings, each after its
// length, then its text.
func encodeRow(r load.Row) []byte {
	b := make([]byte, 0, 16+len(r.Label)+len(r.Path)+len(r.Text))
	for _, n := range []int{r.At.Article, r.At.Sub, r.At.Para, r.At.Item, r.At.Subitem} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for _, s := range []string{r.Label, r.Path} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return append(b, r.Text...)
}

func decodeRow(b []byte) (r load.Row, ok bool) {
	ok = true
	next := func() int {
		n, k := binary.Uvarint(b)
		if k <= 0 || n > 1<<30 {
			ok = false
			return 0
		}
		b = b[k:]
		return int(n)
	}
	r.At = law.Provision{Article: next(), Sub: next(), Para: next(), Item: next(), Subitem: next()}
	for _, s := range []*string{&r.Label, &r.Path} {
		n := next()
		if n > len(b) {
			return r, false
		}
		*s, b = string(b[:n]), b[n:]
	}
	r.Text = string(b)
	return r, ok
}
