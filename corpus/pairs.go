package corpus

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"unicode/utf8"
)

// In how many provisions each pair of characters stands is counted once, when
// the index is built: each shard has its counts, and their sum for the whole
// index is what picks the rarest terms of a question without asking any engine.
//
// A file is records of 12 bytes, by pair: 8 bytes pair, 4 bytes count.
const (
	pairsFile  = "pairs"
	pairRecord = 12
)

// pairOf packs a pair of characters; ok is false for anything else.
func pairOf(term string) (p uint64, ok bool) {
	a, n := utf8.DecodeRuneInString(term)
	b, m := utf8.DecodeRuneInString(term[n:])
	return uint64(a)<<32 | uint64(b), n > 0 && m > 0 && n+m == len(term)
}

func writePairs(path string, counts map[uint64]uint32) error {
	keys := make([]uint64, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b := make([]byte, 0, len(keys)*pairRecord)
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint64(b, k)
		b = binary.LittleEndian.AppendUint32(b, counts[k])
	}
	return os.WriteFile(path, b, 0o644)
}

// pairCounts are counts by pair, read whole.
type pairCounts []byte

func readPairs(path string) (pairCounts, error) {
	b, err := os.ReadFile(path)
	switch {
	case err != nil:
		return nil, &DamagedError{path, "missing"}
	case len(b)%pairRecord != 0:
		return nil, &DamagedError{path, "size"}
	}
	return b, nil
}

func (p pairCounts) len() int { return len(p) / pairRecord }

func (p pairCounts) key(i int) uint64 { return binary.LittleEndian.Uint64(p[i*pairRecord:]) }

func (p pairCounts) count(i int) uint32 { return binary.LittleEndian.Uint32(p[i*pairRecord+8:]) }

// of gives in how many provisions of the whole index a term stands.
func (p pairCounts) of(term string) uint64 {
	k, ok := pairOf(term)
	if !ok {
		return 0
	}
	i := sort.Search(p.len(), func(i int) bool { return p.key(i) >= k })
	if i == p.len() || p.key(i) != k {
		return 0
	}
	return uint64(p.count(i))
}

// sumPairs adds up the counts of the shards.
func (b *builder) sumPairs() error {
	sum := map[uint64]uint32{}
	for _, s := range b.m.Shards {
		if s.Kind != "text" {
			continue
		}
		p, err := readPairs(filepath.Join(b.dir, s.Name, pairsFile))
		if err != nil {
			return err
		}
		for i := range p.len() {
			sum[p.key(i)] += p.count(i)
		}
	}
	if err := writePairs(filepath.Join(b.dir, pairsFile), sum); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	return nil
}
