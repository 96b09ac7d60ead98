package source

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// A compound is an OLE compound file (MS-CFB): the container of Word 97–2003 and
// WPS documents. Only the streams of its root are read; those of embedded
// objects are none of the document's text.
type compound struct {
	data       []byte
	sector     int // size of a sector in bytes
	mini       int // size of a mini sector in bytes
	cutoff     uint32
	fat, mfat  []uint32
	ministream []byte
	entries    []oleEntry
	root       map[string]int // streams and storages of the root by name
}

type oleEntry struct {
	name               string
	kind               byte
	left, right, child uint32
	start              uint32
	size               uint64
}

const (
	oleMagic  = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	oleStream = 2
	oleNone   = 0xFFFFFFFF
	oleEnd    = 0xFFFFFFFE
)

var errOLE = errors.New("broken compound file")

// openCompound reads the directory of a compound file.
func openCompound(data []byte) (*compound, error) {
	if len(data) < 512 || string(data[:8]) != oleMagic {
		return nil, errOLE
	}
	u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
	shift, minishift := u16(data[30:]), u16(data[32:])
	if shift != 9 && shift != 12 || minishift < 4 || minishift >= shift {
		return nil, errOLE
	}
	c := &compound{data: data, sector: 1 << shift, mini: 1 << minishift, cutoff: u32(data[56:]), root: map[string]int{}}
	limit := len(data) / c.sector
	var list []uint32 // sectors that hold the allocation table
	for i := 0; i < 109; i++ {
		if s := u32(data[76+4*i:]); s < oleEnd-2 {
			list = append(list, s)
		}
	}
	for at, n := u32(data[68:]), 0; at < oleEnd-2 && n <= limit; n++ {
		b := c.block(at)
		if len(b) < 4 { // cut off
			break
		}
		for i := 0; i+8 <= len(b); i += 4 {
			if s := u32(b[i:]); s < oleEnd-2 {
				list = append(list, s)
			}
		}
		at = u32(b[len(b)-4:])
	}
	if len(list) > limit+1 {
		return nil, errOLE
	}
	for _, s := range list {
		b := c.block(s)
		for i := 0; i+4 <= len(b); i += 4 {
			c.fat = append(c.fat, u32(b[i:]))
		}
	}
	dir, err := c.chain(u32(data[48:]), -1)
	if err != nil {
		return nil, err
	}
	for ; len(dir) >= 128; dir = dir[128:] {
		e := oleEntry{kind: dir[66], left: u32(dir[68:]), right: u32(dir[72:]), child: u32(dir[76:]), start: u32(dir[116:]), size: binary.LittleEndian.Uint64(dir[120:])}
		if shift == 9 {
			e.size &= 0xFFFFFFFF // the high half may be rubbish
		}
		if n := int(u16(dir[64:])); n >= 2 && n <= 64 {
			units := make([]uint16, (n-2)/2)
			for i := range units {
				units[i] = u16(dir[2*i:])
			}
			e.name = string(utf16.Decode(units))
		}
		c.entries = append(c.entries, e)
	}
	if len(c.entries) == 0 {
		return nil, errOLE
	}
	if raw, err := c.chain(u32(data[60:]), -1); err == nil {
		for i := 0; i+4 <= len(raw); i += 4 {
			c.mfat = append(c.mfat, u32(raw[i:]))
		}
	}
	c.ministream, _ = c.chain(c.entries[0].start, int64(c.entries[0].size))
	c.list(c.entries[0].child)
	return c, nil
}

// list walks the tree of the root's children.
func (c *compound) list(from uint32) {
	seen := make([]bool, len(c.entries))
	stack := []uint32{from}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if int64(at) >= int64(len(c.entries)) || seen[at] {
			continue
		}
		seen[at] = true
		e := c.entries[at]
		c.root[e.name] = int(at)
		stack = append(stack, e.left, e.right)
	}
}

// block gives a sector, shorter at the end of a file that was cut off; nil: none.
func (c *compound) block(n uint32) []byte {
	from := (int64(n) + 1) * int64(c.sector)
	if from >= int64(len(c.data)) {
		return nil
	}
	return c.data[from:min(from+int64(c.sector), int64(len(c.data)))]
}

// chain joins the sectors of a stream; size -1: to the end of the chain.
func (c *compound) chain(at uint32, size int64) ([]byte, error) {
	var out []byte
	for n := 0; at < oleEnd-2 && (size < 0 || int64(len(out)) < size); n++ {
		b := c.block(at)
		if b == nil || n > len(c.fat) || int64(at) >= int64(len(c.fat)) {
			return out, errOLE
		}
		out = append(out, b...)
		at = c.fat[at]
	}
	if size >= 0 {
		if int64(len(out)) < size {
			return out, errOLE
		}
		out = out[:size]
	}
	return out, nil
}

// has reports whether the root holds a stream or a storage of that name.
func (c *compound) has(name string) bool {
	_, ok := c.root[name]
	return ok
}

// stream reads a stream of the root.
func (c *compound) stream(name string) ([]byte, error) {
	i, ok := c.root[name]
	if !ok || c.entries[i].kind != oleStream {
		return nil, errMissing
	}
	e := c.entries[i]
	if e.size > uint64(len(c.data)) {
		return nil, errOLE
	}
	if e.size >= uint64(c.cutoff) {
		return c.chain(e.start, int64(e.size))
	}
	var out []byte
	for at, n := e.start, 0; uint64(len(out)) < e.size; n++ {
		from := int64(at) * int64(c.mini)
		if at >= oleEnd-2 || n > len(c.mfat) || int64(at) >= int64(len(c.mfat)) || from+int64(c.mini) > int64(len(c.ministream)) {
			return out, errOLE
		}
		out = append(out, c.ministream[from:from+int64(c.mini)]...)
		at = c.mfat[at]
	}
	return out[:e.size], nil
}
