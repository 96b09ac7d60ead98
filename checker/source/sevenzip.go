package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"sync"
	"unicode/utf16"
)

// A reader of 7z archives as far as offices make them: LZMA, LZMA2, bzip2,
// Deflate and no compression, solid or not (7zFormat.txt of the LZMA SDK). What
// the archive says of its own size is bounded before anything is held in memory.

const sevenMagic = "7z\xBC\xAF\x27\x1C"

var (
	errSeven   = errors.New("broken 7z archive")
	errPacking = errors.New("way of packing that is not read")
)

// Bounds on a 7z archive.
const (
	sevenHeader = 16 << 20 // bytes of its directory
	sevenDict   = 64 << 20 // bytes of a dictionary
)

// sevenStream is one member that holds bytes, or a folder's single output.
type sevenStream struct {
	size uint64
	crc  uint32
	sure bool // crc is known
}

// A sevenFolder is a stretch of packed bytes that unpacks to one or more members.
type sevenFolder struct {
	r       io.ReaderAt
	at      int64 // of the packed bytes
	packed  int64
	coders  []sevenCoder // in the order of unpacking
	size    uint64       // unpacked
	crc     sevenStream
	streams []sevenStream
	err     error // why it cannot be unpacked; nil: it can

	mu   sync.Mutex
	idle []*sevenCursor // readers behind the members that were read
}

type sevenCoder struct {
	id    uint64
	props []byte
	size  uint64 // of what it gives
}

// readSeven lists a 7z archive.
func readSeven(r io.ReaderAt, size int64) (out []packed, err error) {
	var head [32]byte
	if _, err := r.ReadAt(head[:], 0); err != nil || string(head[:6]) != sevenMagic {
		return nil, errSeven
	}
	u32, u64 := binary.LittleEndian.Uint32, binary.LittleEndian.Uint64
	offset, length := u64(head[12:]), u64(head[20:])
	if crc32.ChecksumIEEE(head[12:32]) != u32(head[8:]) || offset > uint64(size) || length > uint64(size)-offset {
		return nil, errSeven
	}
	if length == 0 {
		return nil, nil
	}
	if length > sevenHeader {
		return nil, errBomb
	}
	dir := make([]byte, length)
	if _, err := r.ReadAt(dir, 32+int64(offset)); err != nil || crc32.ChecksumIEEE(dir) != u32(head[28:]) {
		return nil, errSeven
	}
	for range 4 { // a directory is packed once
		d := &sevenDir{b: dir, r: r, file: size}
		switch d.byte() {
		case 0x01:
			out = d.header()
			return out, d.err
		case 0x17:
			d.streams()
			if d.err != nil {
				return nil, d.err
			}
			if len(d.folders) != 1 || d.folders[0].size > sevenHeader {
				return nil, errBomb
			}
			f := d.folders[0]
			if f.err != nil {
				return nil, f.err
			}
			c, err := f.open()
			if err != nil {
				return nil, err
			}
			if dir, err = io.ReadAll(io.LimitReader(c, int64(f.size))); err != nil || uint64(len(dir)) != f.size || f.crc.sure && crc32.ChecksumIEEE(dir) != f.crc.crc {
				return nil, errSeven
			}
		default:
			return nil, errSeven
		}
	}
	return nil, errSeven
}

// sevenDir reads the directory; the first error stays.
type sevenDir struct {
	b       []byte
	r       io.ReaderAt
	file    int64
	err     error
	folders []*sevenFolder
}

func (d *sevenDir) fail() {
	if d.err == nil {
		d.err = errSeven
	}
	d.b = nil
}

func (d *sevenDir) byte() byte {
	if len(d.b) == 0 {
		d.fail()
		return 0
	}
	c := d.b[0]
	d.b = d.b[1:]
	return c
}

func (d *sevenDir) take(n uint64) []byte {
	if n > uint64(len(d.b)) {
		d.fail()
		return nil
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

// number reads a number of one to nine bytes.
func (d *sevenDir) number() uint64 {
	first := d.byte()
	var n uint64
	for i := range 8 {
		mask := byte(0x80) >> i
		if first&mask == 0 {
			return n | uint64(first&(mask-1))<<(8*i)
		}
		n |= uint64(d.byte()) << (8 * i)
	}
	return n
}

// count reads how many things follow; each takes about a byte.
func (d *sevenDir) count() int {
	n := d.number()
	if n > uint64(len(d.b))+8 {
		d.fail()
		return 0
	}
	return int(n)
}

// bits reads n flags.
func (d *sevenDir) bits(n int) []bool {
	raw := d.take(uint64(n+7) / 8)
	out := make([]bool, n)
	for i := range out {
		out[i] = len(raw) > 0 && raw[i/8]&(0x80>>(i%8)) != 0
	}
	return out
}

// digests reads checksums into the places of a list.
func (d *sevenDir) digests(list []*sevenStream) {
	var known []bool
	if d.byte() == 0 {
		known = d.bits(len(list))
	}
	for i, s := range list {
		if known != nil && !known[i] {
			continue
		}
		if raw := d.take(4); raw != nil {
			s.crc, s.sure = binary.LittleEndian.Uint32(raw), true
		}
	}
}

// streams reads what is packed where and how.
func (d *sevenDir) streams() {
	var at uint64
	var sizes []uint64
	id := d.byte()
	if id == 0x06 {
		at = d.number()
		sizes = make([]uint64, d.count())
		for id = d.byte(); id != 0 && d.err == nil; id = d.byte() {
			switch id {
			case 0x09:
				for i := range sizes {
					sizes[i] = d.number()
				}
			case 0x0A:
				list := make([]*sevenStream, len(sizes))
				for i := range list {
					list[i] = &sevenStream{}
				}
				d.digests(list)
			default:
				d.fail()
			}
		}
		id = d.byte()
	}
	if id == 0x07 {
		d.unpackInfo(at, sizes)
		id = d.byte()
	}
	for _, f := range d.folders {
		f.streams = []sevenStream{{f.size, f.crc.crc, f.crc.sure}}
	}
	if id == 0x08 {
		d.subStreams()
		id = d.byte()
	}
	if id != 0 {
		d.fail()
	}
}

func (d *sevenDir) unpackInfo(at uint64, sizes []uint64) {
	if d.byte() != 0x0B {
		d.fail()
	}
	n := d.count()
	if d.byte() != 0 { // the folders stand elsewhere: never written
		d.fail()
	}
	next := 0
	outs := make([]int, 0, min(n, 1<<10)) // outputs of each folder
	for i := 0; i < n && d.err == nil; i++ {
		f, streams := d.folder()
		outs = append(outs, len(f.coders))
		if next+streams > len(sizes) {
			d.fail()
			return
		}
		f.r, f.at = d.r, 32+int64(min(at, 1<<62))
		for _, s := range sizes[next : next+streams] {
			if s > uint64(d.file) || at > uint64(d.file) {
				d.fail()
				return
			}
			f.packed += int64(s)
			at += s
		}
		next += streams
		d.folders = append(d.folders, f)
	}
	if d.byte() != 0x0C {
		d.fail()
	}
	for i, f := range d.folders {
		for k := range outs[i] {
			f.coders[k].size = d.number()
		}
		f.order()
	}
	for id := d.byte(); id != 0 && d.err == nil; id = d.byte() {
		if id != 0x0A {
			d.fail()
			return
		}
		list := make([]*sevenStream, len(d.folders))
		for i, f := range d.folders {
			list[i] = &f.crc
		}
		d.digests(list)
	}
}

// folder reads the coders of a folder. Only chains are unpacked, where each coder
// has one input and one output.
func (d *sevenDir) folder() (f *sevenFolder, packed int) {
	f = &sevenFolder{}
	n := d.count()
	if n == 0 || n > 32 {
		d.fail()
		return f, 0
	}
	ins, outs := 0, 0
	for range n {
		flags := d.byte()
		c := sevenCoder{}
		for _, x := range d.take(uint64(flags & 15)) {
			c.id = c.id<<8 | uint64(x)
		}
		in, out := 1, 1
		if flags&0x10 != 0 {
			in, out = d.count(), d.count()
		}
		if in != 1 || out != 1 {
			f.err = errPacking
		}
		if in > 32 || out > 32 {
			d.fail()
		}
		ins, outs = ins+in, outs+out
		if flags&0x20 != 0 {
			c.props = d.take(d.number())
		}
		for range out {
			f.coders = append(f.coders, c)
		}
		if c.id == 0x06F10701 {
			f.err = errSecret
		}
	}
	if outs < 1 || d.err != nil {
		d.fail()
		return f, 0
	}
	next := map[int]int{} // output to input
	for range outs - 1 {
		in, out := d.count(), d.count()
		next[out] = in
	}
	packed = ins - (outs - 1)
	if packed < 1 {
		d.fail()
		return f, 0
	}
	if packed > 1 {
		for range packed {
			d.number()
		}
		if f.err == nil {
			f.err = errPacking
		}
	}
	f.crc.size = 0
	if f.err == nil {
		f.chain(next)
	}
	return f, packed
}

// chain remembers, in place of the sizes, the order in which coders unpack.
func (f *sevenFolder) chain(next map[int]int) {
	bound := map[int]bool{}
	for _, in := range next {
		bound[in] = true
	}
	at := 0
	for bound[at] {
		at++
	}
	for i := range f.coders {
		if at >= len(f.coders) {
			f.err = errPacking
			return
		}
		f.streams = append(f.streams, sevenStream{size: uint64(at)})
		to, ok := next[at]
		if !ok {
			if i != len(f.coders)-1 {
				f.err = errPacking
			}
			return
		}
		at = to
	}
	f.err = errPacking
}

// order brings the coders, whose sizes are known now, into the order of unpacking.
func (f *sevenFolder) order() {
	if f.err != nil {
		if n := len(f.coders); n > 0 {
			f.size = f.coders[n-1].size
		}
		return
	}
	coders := make([]sevenCoder, len(f.streams))
	for i, s := range f.streams {
		coders[i] = f.coders[s.size]
	}
	f.coders, f.streams = coders, nil
	f.size = coders[len(coders)-1].size
}

// subStreams reads how the output of each folder parts into members.
func (d *sevenDir) subStreams() {
	id := d.byte()
	if id == 0x0D {
		for _, f := range d.folders {
			f.streams = make([]sevenStream, d.count())
		}
		id = d.byte()
	}
	for _, f := range d.folders {
		rest := f.size
		for i := range f.streams {
			s := &f.streams[i]
			if i == len(f.streams)-1 {
				s.size = rest
				break
			}
			if id != 0x09 {
				d.fail()
				return
			}
			if s.size = d.number(); s.size > rest {
				d.fail()
				return
			}
			rest -= s.size
		}
	}
	if id == 0x09 {
		id = d.byte()
	}
	for ; id != 0 && d.err == nil; id = d.byte() {
		if id != 0x0A {
			d.fail()
			return
		}
		var list []*sevenStream
		for _, f := range d.folders {
			if len(f.streams) == 1 && f.crc.sure {
				f.streams[0].crc, f.streams[0].sure = f.crc.crc, true
				continue
			}
			for i := range f.streams {
				list = append(list, &f.streams[i])
			}
		}
		d.digests(list)
	}
}

// header reads the list of files.
func (d *sevenDir) header() (out []packed) {
	id := d.byte()
	if id == 0x02 { // properties of the archive
		for t := d.number(); t != 0 && d.err == nil; t = d.number() {
			d.take(d.number())
		}
		id = d.byte()
	}
	if id == 0x03 {
		d.fail()
	}
	if id == 0x04 {
		d.streams()
		id = d.byte()
	}
	if id != 0x05 || d.err != nil {
		if id != 0 {
			d.fail()
		}
		return nil
	}
	n := d.count()
	if n > 1<<16 {
		d.err = errBomb
		return nil
	}
	names := make([]string, 0, min(n, archiveMembers+1))
	empty, file := make([]bool, n), []bool(nil)
	for t := d.number(); t != 0 && d.err == nil; t = d.number() {
		body := &sevenDir{b: d.take(d.number())}
		switch t {
		case 0x0E:
			empty = body.bits(n)
		case 0x0F:
			k := 0
			for _, e := range empty {
				if e {
					k++
				}
			}
			file = body.bits(k)
		case 0x11:
			if body.byte() == 0 {
				names = sevenNames(body.b, n)
			}
		}
	}
	if d.err != nil || len(names) < n {
		d.fail()
		return nil
	}
	folder, stream, hollow := 0, 0, 0
	var from uint64
	for i := range n {
		e := packed{name: strings.ReplaceAll(names[i], "\\", "/")}
		if empty[i] {
			if hollow >= len(file) || !file[hollow] {
				e.name += "/"
			}
			hollow++
			e.open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(nil)), nil }
			out = append(out, e)
			continue
		}
		for folder < len(d.folders) && stream >= len(d.folders[folder].streams) {
			folder, stream, from = folder+1, 0, 0
		}
		if folder >= len(d.folders) {
			d.fail()
			return nil
		}
		f := d.folders[folder]
		s, start := f.streams[stream], from
		e.size, e.packed = s.size, uint64(max(f.packed, 1))
		e.secret = errors.Is(f.err, errSecret)
		if f.size > s.size { // of a solid block its share
			e.packed = max(1, uint64(float64(f.packed)*float64(s.size)/float64(f.size)))
		}
		e.open = func() (io.ReadCloser, error) { return f.member(start, s) }
		out = append(out, e)
		stream++
		from += s.size
	}
	return out
}

func sevenNames(b []byte, most int) (out []string) {
	var units []uint16
	for ; len(b) >= 2 && len(out) < most; b = b[2:] {
		u := binary.LittleEndian.Uint16(b)
		if u != 0 {
			units = append(units, u)
			continue
		}
		out = append(out, string(utf16.Decode(units)))
		units = units[:0]
	}
	return out
}
