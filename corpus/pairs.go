package corpus

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"docreview/corpus/law"
)

// A pairs file says of each pair of neighbouring characters in which rows of a
// shard it stands: what nearness asks, a hundred pairs a clause, and what a
// search without a dictionary asks. A general engine takes as long to look up
// one term as this takes to walk its rows.
//
//	magic, rows, slots, bytes of groups, bytes of lists   (all but the magic 4 bytes)
//	widths   2 bytes a row: how many different pairs it has, at most 65535
//	slots    8 bytes each, a hash table: a pair, then its only row with the highest
//	         bit set, or where its list begins; all bits set: empty
//	groups   an edition or document each: uvarint rows; name, work, title, each after its length
//	lists    of a term: uvarint count, first row, differences of the rows
//	crc32 of everything before
//
// It is read whole and held against its checksum when a shard is first asked,
// so a changed byte is an error and never a wrong answer.
const (
	pairsFile  = "pairs"
	pairsMagic = "DRPAIRS3"
	pairsHead  = 8 + 4*4
	onlyRow    = 1 << 31
	emptySlot  = 1<<32 - 1
)

// group is what rows have in common: an edition, or a document of one row.
type group struct {
	name  string // edition, or id of the document
	work  law.WorkID
	title string
	first int // number of its first row in the shard
	rows  int
}

// pairsWriter collects the rows of a shard in order.
type pairsWriter struct {
	posts  []uint64 // pair<<32 | row
	groups []group
	rows   int
	buf    []law.Pair
}

// begin starts a group; its rows follow.
func (w *pairsWriter) begin(name string, work law.WorkID, title string) {
	w.groups = append(w.groups, group{name: name, work: work, title: title, first: w.rows})
}

// add takes a row with the given texts.
func (w *pairsWriter) add(texts ...string) {
	for _, s := range texts {
		w.buf = law.AppendPairs(w.buf[:0], s)
		for _, p := range w.buf {
			w.posts = append(w.posts, uint64(p)<<32|uint64(w.rows))
		}
	}
	w.groups[len(w.groups)-1].rows++
	w.rows++
}

// sortPosts sorts by pair, and leaves the rows of a pair in their order.
func sortPosts(a []uint64) []uint64 {
	b := make([]uint64, len(a))
	for shift := uint(32); shift < 64; shift += 16 {
		var n [1 << 16]int32
		for _, v := range a {
			n[uint16(v>>shift)]++
		}
		at := int32(0)
		for i, k := range n {
			n[i] = at
			at += k
		}
		for _, v := range a {
			k := uint16(v >> shift)
			b[n[k]] = v
			n[k]++
		}
		a, b = b, a
	}
	return a
}

// slot gives where the search for a pair begins in a table of n slots.
func slot(p law.Pair, n int) int {
	return int(uint64(uint32(p)*0x9E3779B1) * uint64(n) >> 32)
}

// write writes the file.
func (w *pairsWriter) write(path string) error {
	posts := slices.Compact(sortPosts(w.posts))
	width := make([]uint32, w.rows)
	terms := 0
	for i := range posts {
		if i == 0 || posts[i]>>32 != posts[i-1]>>32 {
			terms++
		}
	}
	n := terms + terms/4 + 1
	slots := bytes.Repeat([]byte{0xff}, 8*n)
	var lists []byte
	for i := 0; i < len(posts); {
		j := i
		for j < len(posts) && posts[j]>>32 == posts[i]>>32 {
			width[uint32(posts[j])]++
			j++
		}
		p := law.Pair(posts[i] >> 32)
		place := uint32(posts[i]) | onlyRow
		if j > i+1 {
			place = uint32(len(lists))
			lists = binary.AppendUvarint(lists, uint64(j-i))
			prev := uint32(0)
			for _, v := range posts[i:j] {
				lists = binary.AppendUvarint(lists, uint64(uint32(v)-prev))
				prev = uint32(v)
			}
		}
		k := slot(p, n)
		for binary.LittleEndian.Uint32(slots[8*k+4:]) != emptySlot {
			if k++; k == n {
				k = 0
			}
		}
		binary.LittleEndian.PutUint32(slots[8*k:], uint32(p))
		binary.LittleEndian.PutUint32(slots[8*k+4:], place)
		i = j
	}
	var groups []byte
	for _, g := range w.groups {
		groups = binary.AppendUvarint(groups, uint64(g.rows))
		for _, s := range []string{g.name, string(g.work), g.title} {
			groups = binary.AppendUvarint(groups, uint64(len(s)))
			groups = append(groups, s...)
		}
	}
	out := make([]byte, 0, pairsHead+2*w.rows+len(slots)+len(groups)+len(lists)+4)
	out = append(out, pairsMagic...)
	for _, n := range []int{w.rows, n, len(groups), len(lists)} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	for _, n := range width {
		out = binary.LittleEndian.AppendUint16(out, uint16(min(n, 1<<16-1)))
	}
	for _, part := range [][]byte{slots, groups, lists} {
		out = append(out, part...)
	}
	out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(out, castagnoli))
	return os.WriteFile(path, out, 0o644)
}

// pairShard is a pairs file in memory. It does not change and is safe for
// several goroutines.
type pairShard struct {
	info   shardInfo
	rows   int
	slots  []byte
	widths []byte
	lists  []byte
	groups []group
}

func openPairs(dir string, info shardInfo) (*pairShard, error) {
	path := filepath.Join(dir, info.Name, pairsFile)
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, &DamagedError{path, "missing"}
	}
	if len(b) < pairsHead+4 || string(b[:8]) != pairsMagic {
		return nil, &DamagedError{path, "unreadable"}
	}
	var n [4]int
	for i := range n {
		n[i] = int(binary.LittleEndian.Uint32(b[8+4*i:]))
	}
	s := &pairShard{info: info, rows: n[0]}
	body, want := b[:len(b)-4], binary.LittleEndian.Uint32(b[len(b)-4:])
	if len(body) != pairsHead+2*n[0]+8*n[1]+n[2]+n[3] {
		return nil, &DamagedError{path, "size"}
	}
	if crc32.Checksum(body, castagnoli) != want {
		return nil, &DamagedError{path, "checksum"}
	}
	if s.rows != info.Rows {
		return nil, &DamagedError{path, "rows"}
	}
	rest := body[pairsHead:]
	cut := func(n int) (part []byte) { part, rest = rest[:n:n], rest[n:]; return part }
	s.widths, s.slots = cut(2*n[0]), cut(8*n[1])
	groups := cut(n[2])
	s.lists = rest
	at := 0
	for len(groups) > 0 {
		rows, k := binary.Uvarint(groups)
		groups = groups[max(k, 0):]
		g := group{first: at, rows: int(rows)}
		var f [3]string
		for i := range f {
			size, k := binary.Uvarint(groups)
			if k <= 0 || size > uint64(len(groups)-k) {
				return nil, &DamagedError{path, "unreadable"}
			}
			f[i], groups = string(groups[k:k+int(size)]), groups[k+int(size):]
		}
		g.name, g.work, g.title = f[0], law.WorkID(f[1]), f[2]
		s.groups = append(s.groups, g)
		at += g.rows
	}
	if at != s.rows {
		return nil, &DamagedError{path, "rows"}
	}
	return s, nil
}

func (s *pairShard) width(row int) int { return int(binary.LittleEndian.Uint16(s.widths[2*row:])) }

// find gives the place of a pair: its only row, or its list; emptySlot: none.
func (s *pairShard) find(p law.Pair) (place uint32) {
	n := len(s.slots) / 8
	for k := slot(p, n); ; {
		at := s.slots[8*k : 8*k+8 : 8*k+8]
		place := binary.LittleEndian.Uint32(at[4:])
		if place == emptySlot || law.Pair(binary.LittleEndian.Uint32(at)) == p {
			return place
		}
		if k++; k == n {
			k = 0
		}
	}
}

// count gives in how many rows a pair stands.
func (s *pairShard) count(p law.Pair) uint64 {
	place := s.find(p)
	if place == emptySlot {
		return 0
	}
	if place&onlyRow != 0 {
		return 1
	}
	n, _ := binary.Uvarint(s.lists[place:])
	return n
}

// weigh adds w to the sums of the rows of a place. sums has one for every row.
func (s *pairShard) weigh(place, w uint32, sums []uint32) {
	if place == emptySlot {
		return
	}
	if place&onlyRow != 0 {
		sums[place&^onlyRow] += w
		return
	}
	b := s.lists[place:]
	n, k := binary.Uvarint(b)
	b = b[k:]
	row := uint32(0)
	i := 0
	for ; n > 0; n-- {
		d := uint32(b[i])
		i++
		if d >= 0x80 {
			d &= 0x7f
			for shift := 7; ; shift += 7 {
				c := b[i]
				i++
				d |= uint32(c&0x7f) << shift
				if c < 0x80 {
					break
				}
			}
		}
		row += d
		sums[row] += w
	}
}

// each calls f with the rows that hold the pair.
func (s *pairShard) each(p law.Pair, f func(row int)) {
	place := s.find(p)
	if place == emptySlot {
		return
	}
	if place&onlyRow != 0 {
		f(int(place &^ onlyRow))
		return
	}
	b := s.lists[place:]
	n, k := binary.Uvarint(b)
	row := 0
	for ; n > 0; n-- {
		b = b[k:]
		var d uint64
		d, k = binary.Uvarint(b)
		row += int(d)
		f(row)
	}
}

// all calls f with every pair and its count, in no order.
func (s *pairShard) all(f func(p law.Pair, rows uint32)) {
	for b := s.slots; len(b) > 0; b = b[8:] {
		p, place := law.Pair(binary.LittleEndian.Uint32(b)), binary.LittleEndian.Uint32(b[4:])
		switch {
		case place == emptySlot:
		case place&onlyRow != 0:
			f(p, 1)
		default:
			n, _ := binary.Uvarint(s.lists[place:])
			f(p, uint32(n))
		}
	}
}

// group gives the group that a row lies in.
func (s *pairShard) group(row int) *group {
	i := sort.Search(len(s.groups), func(i int) bool { return s.groups[i].first > row }) - 1
	return &s.groups[i]
}

// id gives the name of a row as the tables know it.
func (s *pairShard) id(row int) string {
	g := s.group(row)
	if s.info.Kind != "text" {
		return g.name
	}
	return docID(law.EditionID(g.name), row-g.first)
}

// pairCounts tell in how many provisions of the whole index a pair stands:
// records of 8 bytes by pair (pair, count), and a crc32.
type pairCounts []byte

const pairRecord = 8

func readPairs(path string) (pairCounts, error) {
	b, err := os.ReadFile(path)
	switch {
	case err != nil:
		return nil, &DamagedError{path, "missing"}
	case len(b)%pairRecord != 4:
		return nil, &DamagedError{path, "size"}
	}
	b, sum := b[:len(b)-4], binary.LittleEndian.Uint32(b[len(b)-4:])
	if crc32.Checksum(b, castagnoli) != sum {
		return nil, &DamagedError{path, "checksum"}
	}
	return b, nil
}

func (c pairCounts) of(p law.Pair) int {
	lo, hi := 0, len(c)/pairRecord
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if binary.LittleEndian.Uint32(c[pairRecord*m:]) < uint32(p) {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if pairRecord*lo == len(c) || binary.LittleEndian.Uint32(c[pairRecord*lo:]) != uint32(p) {
		return 0
	}
	return int(binary.LittleEndian.Uint32(c[pairRecord*lo+4:]))
}

// sumPairs adds up the counts of the shards.
func (b *builder) sumPairs() error {
	sum := map[law.Pair]uint32{}
	for _, s := range b.m.Shards {
		if s.Kind != "text" {
			continue
		}
		p, err := openPairs(b.dir, s)
		if err != nil {
			return err
		}
		p.all(func(k law.Pair, n uint32) { sum[k] += n })
		for row := range p.rows {
			b.m.Pairs += p.width(row)
		}
	}
	keys := make([]law.Pair, 0, len(sum))
	for k := range sum {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	out := make([]byte, 0, len(keys)*pairRecord+4)
	for _, k := range keys {
		out = binary.LittleEndian.AppendUint32(out, uint32(k))
		out = binary.LittleEndian.AppendUint32(out, sum[k])
	}
	out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(out, castagnoli))
	if err := os.WriteFile(filepath.Join(b.dir, pairsFile), out, 0o644); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	return nil
}
