package literal

import (
	"unicode/utf8"
)

// Hit is a word of a Scanner in a text.
type Hit struct {
	Word int32 // as Add gave it
	At   int32 // byte
}

// Scanner finds all occurrences of thousands of words in one pass over a text.
// Add the words, then Seal it; from then on it is safe for several goroutines.
type Scanner struct {
	words []string
	ids   map[string]int32

	single [64]uint64 // by the low twelve bits: characters that are words
	pairs  []uint64   // by hash: pairs of characters that words begin with
	mask   uint32
	keys   []uint64 // open addressing: a pair of characters, or one; 0: free
	heads  []int32  // a word of that key
	next   []int32  // the next word of the same key; -1: none
}

// NewScanner gives a Scanner without words.
func NewScanner() *Scanner { return &Scanner{ids: map[string]int32{}} }

// Add takes a word, which must not be empty, and gives its number: the same for
// the same word, from 0 on.
func (s *Scanner) Add(word string) int32 {
	id, ok := s.ids[word]
	if !ok {
		id = int32(len(s.words))
		s.ids[word] = id
		s.words = append(s.words, word)
	}
	return id
}

// Len is the number of words.
func (s *Scanner) Len() int { return len(s.words) }

// pairBits is the size of the filter of pairs in bits, as a power of two: with
// ten thousand pairs one in thirteen others passes.
const pairBits = 17

func pairHash(a, b rune) uint32 {
	return (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B) >> (32 - pairBits)
}

func pairKey(a, b rune) uint64 { return uint64(a)<<32 | uint64(uint32(b)) }

// keyOf gives the first two characters of a word; one alone has no second.
func keyOf(word string) (a, b rune) {
	a, n := utf8.DecodeRuneInString(word)
	if n == len(word) {
		return a, -1
	}
	b, _ = utf8.DecodeRuneInString(word[n:])
	return a, b
}

// Seal makes the scanner ready.
func (s *Scanner) Seal() {
	s.pairs = make([]uint64, 1<<pairBits/64)
	s.next = make([]int32, len(s.words))
	size := 16
	for size < 2*len(s.words) {
		size *= 2
	}
	s.mask = uint32(size - 1)
	s.keys, s.heads = make([]uint64, size), make([]int32, size)
	for id, w := range s.words {
		a, b := keyOf(w)
		if b < 0 {
			s.single[a>>6&63] |= 1 << (a & 63)
		} else {
			h := pairHash(a, b)
			s.pairs[h>>6] |= 1 << (h & 63)
		}
		k := pairKey(a, b)
		h := s.slot(k)
		s.next[id] = -1
		if s.keys[h] == k {
			s.next[id] = s.heads[h]
		}
		s.keys[h], s.heads[h] = k, int32(id)
	}
}

// slot gives where a key stands, or would.
func (s *Scanner) slot(k uint64) uint32 {
	h := uint32(k*0x9E3779B97F4A7C15>>40) & s.mask
	for s.keys[h] != 0 && s.keys[h] != k {
		h = (h + 1) & s.mask
	}
	return h
}

// Scan appends all occurrences of all words to hits, in order of place; those at
// one place in no particular order, but always the same.
func (s *Scanner) Scan(text string, hits []Hit) []Hit {
	if len(s.words) == 0 || text == "" {
		return hits
	}
	a, n := decode(text, 0)
	at := 0
	for next := n; ; {
		b, n := rune(-2), 0
		if next < len(text) {
			b, n = decode(text, next)
			if h := pairHash(a, b); s.pairs[h>>6]>>(h&63)&1 != 0 {
				hits = s.look(pairKey(a, b), text, at, hits)
			}
		}
		if s.single[a>>6&63]>>(a&63)&1 != 0 {
			hits = s.look(pairKey(a, -1), text, at, hits)
		}
		if n == 0 {
			return hits
		}
		a, at, next = b, next, next+n
	}
}

func (s *Scanner) look(k uint64, text string, at int, hits []Hit) []Hit {
	h := s.slot(k)
	if s.keys[h] != k {
		return hits
	}
	for id := s.heads[h]; id >= 0; id = s.next[id] {
		if begins(text[at:], s.words[id]) {
			hits = append(hits, Hit{Word: id, At: int32(at)})
		}
	}
	return hits
}

// decode is utf8.DecodeRuneInString, faster for Chinese.
func decode(s string, i int) (rune, int) {
	if i+2 < len(s) && s[i]&0xF0 == 0xE0 && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80 {
		if r := rune(s[i]&15)<<12 | rune(s[i+1]&63)<<6 | rune(s[i+2]&63); r >= 0x800 && (r < 0xD800 || r > 0xDFFF) {
			return r, 3
		}
	}
	return utf8.DecodeRuneInString(s[i:])
}
