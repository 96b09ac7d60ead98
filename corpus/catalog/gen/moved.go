package main

// movedArticles tells where the articles of old stand in new: pairs whose
// trigram similarity is at least one half, best pairs first, each article used
// once. Keys that are missing could not be placed.
func movedArticles(old, new []string) map[int]int {
	type pair struct {
		i, j int
		s    float64
	}
	a, b := grams(old), grams(new)
	index := map[[3]rune][]int{}
	for j, g := range b {
		for t := range g {
			index[t] = append(index[t], j)
		}
	}
	var pairs []pair
	for i, g := range a {
		common := map[int]int{}
		for t := range g {
			for _, j := range index[t] {
				common[j]++
			}
		}
		for j, n := range common {
			s := 2 * float64(n) / float64(len(g)+len(b[j]))
			if s >= 0.5 {
				pairs = append(pairs, pair{i, j, s})
			}
		}
	}
	sortPairs(pairs, func(x, y pair) bool {
		switch {
		case x.s != y.s:
			return x.s > y.s
		case x.i != y.i:
			return x.i < y.i
		}
		return x.j < y.j
	})
	out := map[int]int{}
	used := map[int]bool{}
	for _, p := range pairs {
		if _, ok := out[p.i+1]; ok || used[p.j] {
			continue
		}
		out[p.i+1] = p.j + 1
		used[p.j] = true
	}
	return out
}

func grams(articles []string) []map[[3]rune]bool {
	out := make([]map[[3]rune]bool, len(articles))
	for i, s := range articles {
		out[i] = map[[3]rune]bool{}
		var w [3]rune
		n := 0
		for _, r := range s {
			if r <= ' ' || r == '　' {
				continue
			}
			w[0], w[1], w[2] = w[1], w[2], r
			if n++; n >= 3 {
				out[i][w] = true
			}
		}
	}
	return out
}
