package cleanup

import (
	"cmp"
	"slices"
)

// table finds documents by the hash of a key: pairs in order of hash and document,
// a tenth of the memory of a map of lists. Two of a million keys of 64 bits meet by
// chance once in thirty million archives.
type table []pair

type pair struct {
	hash uint64
	doc  *doc
}

// hash is FNV-1a over the parts, with a mark between them.
func hash(parts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, s := range parts {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return h
}

func (t *table) add(h uint64, d *doc) { *t = append(*t, pair{h, d}) }

// sort puts the pairs in order and drops those that stand twice.
func (t *table) sort() {
	slices.SortFunc(*t, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.doc.id, b.doc.id))
	})
	*t = slices.Compact(*t)
}

// at gives the pairs of a hash, in order of document.
func (t table) at(h uint64) []pair {
	i, _ := slices.BinarySearchFunc(t, h, func(p pair, h uint64) int { return cmp.Compare(p.hash, h) })
	k := i
	for k < len(t) && t[k].hash == h {
		k++
	}
	return t[i:k]
}

// groups hands out every run of pairs of one hash that has at least two.
func (t table) groups(yield func([]pair) bool) {
	for i := 0; i < len(t); {
		k := i + 1
		for k < len(t) && t[k].hash == t[i].hash {
			k++
		}
		if k-i > 1 && !yield(t[i:k]) {
			return
		}
		i = k
	}
}
