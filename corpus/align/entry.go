package align

import "docreview/corpus/law"

const (
	sure       = 0.5  // confidence from which an entry is told as fact
	kept       = 0.35 // of a statement: as much of it in an article keeps it there
	taken      = 0.60 // of a statement: as much of it in another article, and not here, took it there
	plainly    = 0.15 // better by this much, a statement was taken over rather than repeated
	discounted = 0.10 // a rival that suits another by this much more is none
	leftover   = 0.20 // of an article: less of it elsewhere is chance
	steady     = 0.80 // of the new edition: as much must come from the old one before words that are missing mean a deletion
)

// matched tells of an old article that has a counterpart. Three things make it
// sure: the two are alike; no other article comes near; what the old one said
// stands there, and not for a good part elsewhere.
func (t *table) matched(i int) Entry {
	e := Entry{Old: place(t.old[i]), Kind: Deleted}
	j := t.to[i]
	if j < 0 {
		return e
	}
	e.New, e.Crossed, e.Share = place(t.new[j]), t.crossed[i], t.share(i, j)
	there := 1.0
	switch {
	case bare(t.old[i].Text) != bare(t.new[j].Text):
		e.Kind = Changed
		there, e.Also = t.lineage(i, j)
	case e.Old == e.New:
		e.Kind = Same
	default:
		e.Kind = Moved
	}
	s, full, start := t.score(i, j), 1.00, 0.20
	switch {
	case e.Crossed:
		full, start = 1.30, 0
	case t.flanked(i, j):
		full, start = 0.80, 0.30
	}
	e.Confidence = min(1, s/full, (s+start-t.rival(i, j, start))/0.30, there/1.40)
	if e.Kind != Changed && !e.Crossed {
		e.Confidence = max(e.Confidence, 0.9) // word for word and in its place
	}
	e.Confidence = max(0, e.Confidence)
	e.Sure = e.Confidence >= sure
	return e
}

// flanked reports that the neighbours on both sides are plainly those of before.
func (t *table) flanked(i, j int) bool {
	near := func(k, l int) bool {
		return k < 0 && l < 0 || k == len(t.old) && l == len(t.new) || k >= 0 && k < len(t.old) && t.to[k] == l && t.score(k, l) >= strayed
	}
	return near(i-1, j-1) && near(i+1, j+1)
}

// rival is the score of the next best match of either article, those left out
// that suit a third one clearly better. One that would keep the order too has
// the same start.
func (t *table) rival(i, j int, start float64) float64 {
	top := 0.0
	lo, hi := neighbours(t.to, t.crossed, i)
	for k := range t.new {
		s := t.score(i, k)
		if k == j || t.from[k] >= 0 && t.score(t.from[k], k) >= s+discounted {
			continue
		}
		if lo < k && (k < hi || hi < 0) {
			s += start
		}
		top = max(top, s)
	}
	for k := range t.old {
		s := t.score(k, j)
		if k == i || t.to[k] >= 0 && t.score(k, t.to[k]) >= s+discounted {
			continue
		}
		if lo, hi := neighbours(t.to, t.crossed, k); t.to[k] < 0 && lo <= j && (j <= hi || hi < 0) {
			s += start
		}
		top = max(top, s)
	}
	return top
}

// neighbours gives the new articles of the nearest old ones before and after i
// that kept the order; -1 where there is none.
func neighbours(to []int, crossed []bool, i int) (before, after int) {
	before, after = -1, -1
	for k := i - 1; k >= 0 && before < 0; k-- {
		if !crossed[k] {
			before = to[k]
		}
	}
	for k := i + 1; k < len(to) && after < 0; k++ {
		if !crossed[k] {
			after = to[k]
		}
	}
	return before, after
}

// lineage follows the statements of an old article: how much of them stands in
// new article j, and which other articles took one over.
func (t *table) lineage(i, j int) (there float64, also []law.Provision) {
	var all, here float64
	t.parts(i, func(weight float64, common []float64) {
		all += weight
		best := j
		for k, c := range common {
			if c > common[best] {
				best = k
			}
		}
		own, other := common[j]/weight, common[best]/weight
		switch {
		case best != j && weight >= enough && other >= taken && other > own+plainly:
			also = insert(also, place(t.new[best]))
		case own >= kept:
			here += weight
		}
	})
	return ratio(here, all), also
}

func insert(ps []law.Provision, p law.Provision) []law.Provision {
	at := 0
	for ; at < len(ps); at++ {
		if ps[at] == p {
			return ps
		}
		if ps[at].Article > p.Article || ps[at].Article == p.Article && ps[at].Sub > p.Sub {
			break
		}
	}
	return append(ps[:at:at], append([]law.Provision{p}, ps[at:]...)...)
}

// deleted tells of an old article without counterpart. That it is gone is sure
// only where the neighbours leave no room for it, no article took up its words
// and most of the new edition is the old one: in a law written anew the same
// thing is said in other words, and somewhere else.
func (t *table) deleted(i int, es []Entry) Entry {
	e := Entry{Old: place(t.old[i]), Kind: Deleted}
	lo, hi := -1, len(t.new)
	for k := i - 1; k >= 0; k-- {
		if es[k].Sure && !es[k].Crossed && t.to[k] >= 0 {
			lo = t.to[k]
			break
		}
	}
	for k := i + 1; k < len(t.old); k++ {
		if es[k].Sure && !es[k].Crossed && t.to[k] >= 0 {
			hi = t.to[k]
			break
		}
	}
	most, room := 0.0, false
	for j := range t.new {
		room = room || t.from[j] < 0 && j > lo && j < hi
		part := ratio(t.shared(i, j), t.a[i])
		if part > most && part >= taken && t.shared(i, j) >= enough {
			e.Also = []law.Provision{place(t.new[j])} // merged into it
		}
		most = max(most, part)
	}
	if room {
		return e
	}
	e.Confidence = max(0, min(1-most/(2*leftover), t.inherited/(2*steady)))
	e.Sure = e.Confidence >= sure && t.a[i] >= enough
	return e
}

// added tells of a new article without counterpart.
func (t *table) added(j int) Entry {
	e := Entry{New: place(t.new[j]), Kind: Added}
	most := 0.0
	for i := range t.old {
		most = max(most, ratio(t.shared(i, j), t.b[j]))
	}
	e.Confidence = max(0, min(1-most/(2*leftover), t.inherited/(2*steady)))
	e.Sure = e.Confidence >= sure && t.b[j] >= enough
	return e
}
