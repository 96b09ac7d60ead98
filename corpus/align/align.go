// Package align says what became of the articles of a law when it was revised:
// which stand where they stood, which moved, which were reworded, dropped or
// added. It compares words only; where words do not settle it, it says so.
//
// It reads no file and holds no text. Everything in it is a value or a pure
// function and safe for several goroutines.
package align

import "docreview/corpus/law"

// Article is one article of an edition with its text, without its number; the
// paragraphs (款) and items (项) stand on lines of their own. Only Article and
// Sub of At count.
type Article struct {
	At   law.Provision
	Text string
}

// Kind is what became of an article.
type Kind int

const (
	Same    Kind = iota // 同: same number, same words
	Moved               // 移: same words under another number
	Changed             // 改: other words; New tells where, perhaps under the same number
	Deleted             // 删: nothing of the new edition takes its place
	Added               // 增: nothing of the old edition stood there
)

// String gives 同, 移, 改, 删, 增.
func (k Kind) String() string {
	if k < Same || k > Added {
		return "?"
	}
	return [...]string{"同", "移", "改", "删", "增"}[k]
}

// Entry tells of one article. Words are the same when they differ in nothing
// but blanks, punctuation and the numbers of articles that they refer to.
type Entry struct {
	Old, New law.Provision // zero Old: added; zero New: deleted, or gone to a place that was not found
	Kind     Kind
	// Sure: the texts leave no doubt about Old and New. Where it is false New is
	// the likeliest place, or none was likely; nobody should be told it as fact.
	Sure bool
	// Confidence is from 0 to 1; from a half on the entry is sure.
	Confidence float64
	// Share is how much of the words both have in common, from 0 to 1, rare
	// words counting more.
	Share float64
	// Also are other articles that took over a statement of Old, in order; where
	// New is zero, the one that took up most of its words.
	Also []law.Provision
	// Crossed: the article left the order of its neighbours.
	Crossed bool
}

// Map tells of every article of two editions.
type Map struct {
	Entries []Entry // old articles in order
	Added   []Entry // new articles that nothing became, in order
}

// Of gives the entry of an old article; ok is false where the old edition has
// none of that number.
func (m Map) Of(at law.Provision) (e Entry, ok bool) {
	at = law.Provision{Article: at.Article, Sub: at.Sub}
	for _, e := range m.Entries {
		if e.Old == at {
			return e, true
		}
	}
	return Entry{}, false
}

// Editions aligns two editions of one law, each in reading order. Articles keep
// their order from one edition to the next; a few that left it are found by
// their words. A deletion is sure only where the neighbours leave no room for
// the article and no other one took up its words: a revision often says the
// same in other words.
func Editions(old, new []Article) Map {
	t := measure(old, new)
	t.assign(t.path())
	t.fill()
	t.crossing()
	t.inheritance()
	m := Map{Entries: make([]Entry, 0, len(old))}
	for i := range old {
		m.Entries = append(m.Entries, t.matched(i))
	}
	for i := range old {
		if t.to[i] < 0 {
			m.Entries[i] = t.deleted(i, m.Entries)
		}
	}
	for j := range new {
		if t.from[j] < 0 {
			m.Added = append(m.Added, t.added(j))
		}
	}
	return m
}

func place(a Article) law.Provision {
	return law.Provision{Article: a.At.Article, Sub: a.At.Sub}
}
