package source

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// open begins to unpack a folder.
func (f *sevenFolder) open() (*sevenCursor, error) {
	if f.err != nil {
		return nil, f.err
	}
	var r io.Reader = io.NewSectionReader(f.r, f.at, f.packed)
	for _, c := range f.coders {
		var err error
		if r, err = c.reader(r); err != nil {
			return nil, fmt.Errorf("unpack: %w", err)
		}
	}
	return &sevenCursor{Reader: r}, nil
}

func (c sevenCoder) reader(r io.Reader) (io.Reader, error) {
	// No match reaches back behind the beginning: what is given bounds what is kept.
	most := max(lzma.MinDictCap, min(c.size, 1<<40))
	switch c.id {
	case 0x00:
		return r, nil
	case 0x21:
		if len(c.props) != 1 || c.props[0] > 40 {
			return nil, errSeven
		}
		dict := min((2|uint64(c.props[0]&1))<<(c.props[0]/2+11), most)
		if dict > sevenDict {
			return nil, errBomb
		}
		return lzma.Reader2Config{DictCap: int(dict)}.NewReader2(r)
	case 0x030101:
		if len(c.props) != 5 {
			return nil, errSeven
		}
		dict := min(uint64(binary.LittleEndian.Uint32(c.props[1:])), most)
		if dict > sevenDict {
			return nil, errBomb
		}
		head := append([]byte{c.props[0]}, binary.LittleEndian.AppendUint32(nil, uint32(dict))...)
		head = binary.LittleEndian.AppendUint64(head, c.size)
		return lzma.ReaderConfig{DictCap: sevenDict}.NewReader(io.MultiReader(bytes.NewReader(head), r))
	case 0x040108:
		return flate.NewReader(r), nil
	case 0x040202:
		return bzip2.NewReader(r), nil
	case 0x06F10701:
		return nil, errSecret
	}
	return nil, errPacking
}

// A sevenCursor is a place in the output of a folder.
type sevenCursor struct {
	io.Reader
	at uint64
}

// member reads a stretch of a folder's output. Members that are read in their
// order cost one unpacking of the folder in all.
func (f *sevenFolder) member(from uint64, s sevenStream) (io.ReadCloser, error) {
	f.mu.Lock()
	var c *sevenCursor
	best := -1
	for i, x := range f.idle {
		if x.at <= from && (best < 0 || x.at > f.idle[best].at) {
			best = i
		}
	}
	if best >= 0 {
		c = f.idle[best]
		f.idle = append(f.idle[:best], f.idle[best+1:]...)
	}
	f.mu.Unlock()
	if c == nil {
		var err error
		if c, err = f.open(); err != nil {
			return nil, err
		}
	}
	n, err := io.CopyN(io.Discard, c.Reader, int64(from-c.at))
	c.at += uint64(n)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errSeven, err)
	}
	return &sevenMember{f: f, c: c, left: s.size, want: s, sum: crc32.NewIEEE()}, nil
}

type sevenMember struct {
	f    *sevenFolder
	c    *sevenCursor
	left uint64
	want sevenStream
	sum  hash.Hash32
	bad  bool
}

func (m *sevenMember) Read(p []byte) (int, error) {
	if m.left == 0 {
		if m.want.sure && m.sum.Sum32() != m.want.crc {
			return 0, errSeven
		}
		return 0, io.EOF
	}
	if uint64(len(p)) > m.left {
		p = p[:m.left]
	}
	n, err := m.c.Read(p)
	m.c.at += uint64(n)
	m.left -= uint64(n)
	m.sum.Write(p[:n])
	if errors.Is(err, io.EOF) {
		if err = nil; m.left > 0 {
			err = errSeven
		}
	}
	m.bad = m.bad || err != nil
	return n, err
}

// Close leaves the cursor to the next member.
func (m *sevenMember) Close() error {
	m.f.mu.Lock()
	defer m.f.mu.Unlock()
	if !m.bad && m.c.at < m.f.size && len(m.f.idle) < 2 {
		m.f.idle = append(m.f.idle, m.c)
	}
	return nil
}
