// Package literal finds words in Chinese text without regular expressions: a few
// at the ends of a stretch or anywhere in it (Set), thousands in one pass over a
// text (Scanner).
//
// Both compare bytes, and find what package strings finds: in valid UTF-8 a word
// never begins inside a character.
package literal

import (
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// Set is a list of words to look for. It is made ready when it is asked often
// enough to pay, so that one in a package variable costs nothing at the start of
// a program. It is safe for several goroutines.
type Set struct {
	list  []string
	asked atomic.Int32          // by In and Find, before it was ready
	first atomic.Pointer[index] // by first character
	last  atomic.Pointer[index] // by last character
}

// Of makes a set of words, none of them empty. Their order tells which of
// several Prefix and Suffix name.
func Of(words ...string) *Set { return &Set{list: words} }

// Words gives the words in their order; nobody changes the slice.
func (s *Set) Words() []string { return s.list }

// index finds the words that begin (or end) with a character.
type index struct {
	filter [64]uint64 // by the low twelve bits of a character of three bytes
	alone  [64]uint64 // those that are a word, or that one of another size than three bytes follows (or precedes)
	second [64]uint64 // the characters of three bytes that follow (or precede) one
	plain  [2]uint64  // characters of one byte
	other  bool       // a word begins with a character of two or four bytes
	mask   uint32
	keys   []rune   // open addressing; 0: free
	ends   []uint16 // of the words of a key; they begin where the others end
	sizes  []uint16
	words  []string // grouped by character, in the order of the list
}

// byFirst and byLast make the index ready that they give. Two goroutines may
// make the same one; it does not matter whose is kept.
func (s *Set) byFirst() *index {
	if x := s.first.Load(); x != nil {
		return x
	}
	x := newIndex(s.list, func(w string) rune { r, _ := utf8.DecodeRuneInString(w); return r })
	x.follow(s.list)
	s.first.Store(x)
	return x
}

func (s *Set) byLast() *index {
	if x := s.last.Load(); x != nil {
		return x
	}
	x := newIndex(s.list, func(w string) rune { r, _ := utf8.DecodeLastRuneInString(w); return r })
	s.last.Store(x)
	return x
}

func newIndex(list []string, key func(string) rune) *index {
	x := new(index)
	size := 4
	for size < 2*len(list) {
		size *= 2
	}
	x.mask = uint32(size - 1)
	x.keys, x.ends, x.sizes = make([]rune, size), make([]uint16, size), make([]uint16, size)
	for _, w := range list {
		k := key(w)
		switch n := utf8.RuneLen(k); {
		case n == 1:
			x.plain[k>>6] |= 1 << (k & 63)
		case n == 3:
			x.filter[k>>6&63] |= 1 << (k & 63)
		default:
			x.other = true
		}
		h := x.slot(k)
		x.keys[h] = k
		x.sizes[h]++
	}
	at := uint16(0)
	for h, n := range x.sizes {
		x.ends[h] = at
		at += n
	}
	x.words = make([]string, at)
	for _, w := range list {
		h := x.slot(key(w))
		x.words[x.ends[h]] = w
		x.ends[h]++
	}
	return x
}

// follow makes second and alone ready, for an index by first character.
func (x *index) follow(list []string) {
	for _, w := range list {
		a, n := utf8.DecodeRuneInString(w)
		if b, m := utf8.DecodeRuneInString(w[n:]); m == 3 {
			x.second[b>>6&63] |= 1 << (b & 63)
		} else if n == 3 {
			x.alone[a>>6&63] |= 1 << (a & 63)
		}
	}
}

// none reports that no word begins with the character of three bytes at i, by
// that character and the next. text holds six bytes from i on.
func (x *index) none(s string) bool {
	a, b := s[1]&63, s[2]&63
	if x.filter[a]>>b&1 == 0 {
		return true
	}
	return x.alone[a]>>b&1 == 0 && s[3]&0xF0 == 0xE0 && x.second[s[4]&63]>>(s[5]&63)&1 == 0
}

// slot gives where a character stands among the keys, or would.
func (x *index) slot(r rune) uint32 {
	h := hash(r) & x.mask
	for x.keys[h] != r && x.keys[h] != 0 {
		h = (h + 1) & x.mask
	}
	return h
}

// of gives the words of a character.
func (x *index) of(r rune) []string {
	h := x.slot(r)
	return x.words[x.ends[h]-x.sizes[h] : x.ends[h]]
}

func hash(r rune) uint32 { return uint32(r) * 0x9E3779B1 >> 12 }

// at gives the words that may begin at byte i of s, and where the next character
// begins.
func (x *index) at(s string, i int) (words []string, next int) {
	c := s[i]
	if c < utf8.RuneSelf {
		if x.plain[c>>6]&(1<<(c&63)) == 0 {
			return nil, i + 1
		}
		return x.of(rune(c)), i + 1
	}
	if c&0xF0 == 0xE0 && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80 {
		if x.filter[s[i+1]&63]&(1<<(s[i+2]&63)) == 0 {
			return nil, i + 3
		}
		return x.of(rune(c&15)<<12 | rune(s[i+1]&63)<<6 | rune(s[i+2]&63)), i + 3
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if !x.other {
		return nil, i + n
	}
	return x.of(r), i + n
}

// begins is strings.HasPrefix, faster where words end differently.
func begins(text, w string) bool {
	n := len(w)
	return n <= len(text) && text[n-1] == w[n-1] && text[:n] == w
}

// Find gives the place of the leftmost word in s, and which it is; the longest
// where several begin at one place. -1: none.
func (s *Set) Find(text string) (at int, word string) {
	if s.first.Load() == nil && s.asked.Add(1) < readyAfter {
		at = -1
		for _, w := range s.list {
			if i := strings.Index(text, w); i >= 0 && (at < 0 || i < at || i == at && len(w) > len(word)) {
				at, word = i, w
			}
		}
		return at, word
	}
	x := s.byFirst()
	for i := 0; i < len(text); {
		for i+5 < len(text) && text[i]&0xF0 == 0xE0 && ((text[i+1]^0x80)|(text[i+2]^0x80))&0xC0 == 0 && x.none(text[i:i+6]) {
			i += 3
		}
		words, next := x.at(text, i)
		for _, w := range words {
			if len(w) > len(word) && begins(text[i:], w) {
				word = w
			}
		}
		if word != "" {
			return i, word
		}
		i = next
	}
	return -1, ""
}

// readyAfter is how often In looks for the words one by one before it makes the
// set ready, which costs as much.
const readyAfter = 16

// In reports whether text holds a word.
func (s *Set) In(text string) bool {
	if s.first.Load() == nil && s.asked.Add(1) < readyAfter {
		for _, w := range s.list {
			if strings.Contains(text, w) {
				return true
			}
		}
		return false
	}
	x := s.byFirst()
	for i := 0; i < len(text); {
		for i+5 < len(text) && text[i]&0xF0 == 0xE0 && ((text[i+1]^0x80)|(text[i+2]^0x80))&0xC0 == 0 && x.none(text[i:i+6]) {
			i += 3
		}
		words, next := x.at(text, i)
		for _, w := range words {
			if begins(text[i:], w) {
				return true
			}
		}
		i = next
	}
	return false
}

// Prefix gives the first word of the list that text begins with; "": none.
func (s *Set) Prefix(text string) string {
	if text == "" {
		return ""
	}
	words, _ := s.byFirst().at(text, 0)
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return w
		}
	}
	return ""
}

// Suffix gives the first word of the list that text ends with; "": none.
func (s *Set) Suffix(text string) string {
	if text == "" {
		return ""
	}
	i := len(text) - 1
	for n := 0; n < 3 && i > 0 && text[i]&0xC0 == 0x80; n++ {
		i--
	}
	words, _ := s.byLast().at(text, i)
	for _, w := range words {
		if strings.HasSuffix(text, w) {
			return w
		}
	}
	return ""
}
