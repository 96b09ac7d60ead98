package catalog

import (
	"strings"
	"unicode/utf8"
)

const republic = "中华人民共和国"

// starts are the first two and first three characters of names, by hash: a cheap
// no for nearly every place of a text.
type starts struct{ two, three bitset }

type bitset [1 << 11]uint64

func (s *bitset) add(h uint32)      { s[h>>6] |= 1 << (h & 63) }
func (s *bitset) has(h uint32) bool { return s[h>>6]&(1<<(h&63)) != 0 }

func hashTwo(a, b rune) uint32 {
	return (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B) >> 15
}

func hashThree(a, b, c rune) uint32 {
	return (uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA6B ^ uint32(c)*0xC2B2AE35) >> 15
}

// hashEnd stands in three for names of two characters.
func hashEnd(a, b rune) uint32 { return hashThree(a, b, -1) }

func (c *Catalog) readStarts() *starts {
	s := new(starts)
	for line := range strings.Lines(string(c.names)) {
		line = strings.TrimSuffix(line, "\n")
		a, w := utf8.DecodeRuneInString(line)
		b, w2 := utf8.DecodeRuneInString(line[w:])
		s.two.add(hashTwo(a, b))
		if r, n := utf8.DecodeRuneInString(line[w+w2:]); n > 0 {
			s.three.add(hashThree(a, b, r))
		} else {
			s.three.add(hashEnd(a, b))
		}
	}
	return s
}

// may reports whether a name may begin s.
func (s *starts) may(text string) bool {
	a, w := utf8.DecodeRuneInString(text)
	b, w2 := utf8.DecodeRuneInString(text[w:])
	if a < 0x4e00 || b < 0x4e00 || !s.two.has(hashTwo(a, b)) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[w+w2:])
	return s.three.has(hashThree(a, b, r)) || s.three.has(hashEnd(a, b))
}

// Longest gives the bytes of the longest name at the start of s that is known
// and may be read without 《》; 0 when there is none. 中华人民共和国 before the name
// counts. It looks to the right only: 刑法 in 刑法学 and 公司法 in 公司法人 are no
// names; what stands to the left is the caller's to judge.
func (c *Catalog) Longest(s string) int {
	if rest, ok := strings.CutPrefix(s, republic); ok {
		if n := c.longest(rest); n > 0 {
			return len(republic) + n
		}
	}
	return c.longest(s)
}

func (c *Catalog) longest(s string) int {
	if !c.starts().may(s) {
		return 0
	}
	// Every name that begins s sorts at or before s. From there, each step goes
	// to the longest stretch that the name before us shares with s.
	probe := s[:min(len(s), maxName)]
	for probe != "" {
		name, ok := c.before(probe)
		if !ok {
			return 0
		}
		n := shared(name, probe)
		if n == len(name) {
			if ends(s[n:], name) {
				return n
			}
			_, w := utf8.DecodeLastRuneInString(name)
			n -= w
		}
		probe = probe[:n]
	}
	return 0
}

// maxName bounds the names of the list, in bytes.
const maxName = 120

// before gives the greatest name that is not greater than s.
func (c *Catalog) before(s string) (string, bool) {
	at := c.names.find(s)
	if at < len(c.names) {
		if name, _ := c.names.line(at); name == s {
			return name, true
		}
	}
	if at == 0 {
		return "", false
	}
	name, _ := c.names.line(c.names.start(at - 1))
	return name, true
}

// shared gives the length of the common start of a and b, whole characters.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) {
		r, w := utf8.DecodeRuneInString(a[n:])
		if q, _ := utf8.DecodeRuneInString(b[n:]); q != r {
			break
		}
		n += w
	}
	return min(n, len(a), len(b))
}

// ends reports whether a name that ends in 法 is really over: 法定, 法律, 法人 and
// their like are other words. 法规定 is 法 and 规定.
func ends(rest, name string) bool {
	if !strings.HasSuffix(name, "法") {
		return true
	}
	r, w := utf8.DecodeRuneInString(rest)
	if w == 0 {
		return true
	}
	if r == '规' {
		n, _ := utf8.DecodeRuneInString(rest[w:])
		return n == '定' || n == '范'
	}
	return !strings.ContainsRune("定律人院官庭医学典制治纪则令案师宝盲", r)
}
