package load

import (
	"fmt"
	"sort"
	"strings"

	"docreview/corpus/law"
)

// choose takes the best of several files of one edition: fewer breaks in the
// numbering, then more articles, then more words, then the first by path.
func (h *Holdings) choose(files []*File) *File {
	if len(files) == 0 {
		return nil
	}
	sort.SliceStable(files, func(i, j int) bool {
		a, b := files[i], files[j]
		for _, c := range [][2]int{{a.breaks(), b.breaks()}, {b.articles(), a.articles()}, {b.size(), a.size()}} {
			if c[0] != c[1] {
				return c[0] < c[1]
			}
		}
		return a.Path < b.Path
	})
	best := files[0]
	for _, f := range files[1:] {
		if len(f.Rows) == 0 {
			continue
		}
		if n := differing(best, f); n > 0 {
			h.add(f.Path, 0, TextsDiffer, fmt.Sprintf("%s: %d", best.Path, n))
		} else {
			h.add(f.Path, 0, TextsSame, best.Path)
		}
	}
	return best
}

func (f *File) breaks() (n int) {
	for _, p := range f.Problems {
		if p.Kind == ArticleGap || p.Kind == ArticleBack {
			n++
		}
	}
	if len(f.Rows) == 0 {
		n += 1000
	}
	return n
}

func (f *File) articles() (n int) {
	for _, r := range f.Rows {
		if r.At.Article > 0 {
			n++
		}
	}
	return n
}

func (f *File) size() (n int) {
	for _, r := range f.Rows {
		n += len(r.Text)
	}
	return n
}

// differing counts the articles that two files give with different words; marks
// and blanks do not count.
func differing(a, b *File) int {
	words := func(f *File) map[law.Provision]string {
		m := map[law.Provision]string{}
		for _, r := range f.Rows {
			if !r.At.IsZero() {
				m[r.At] = plain(r.Text)
			}
		}
		return m
	}
	x, y := words(a), words(b)
	n := 0
	for at, s := range x {
		if y[at] != s {
			n++
		}
	}
	for at := range y {
		if _, ok := x[at]; !ok {
			n++
		}
	}
	return n
}

// plain keeps the characters that carry the words.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case blank(r), strings.ContainsRune("，。、；：？！“”‘’\"'（）()《》〈〉<>,.;:?!—-…·", r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, s)
}
