// Package corpus holds the regulations that checks and people ask: it builds an
// index from folders of law texts, opens it, and answers by exact name, by
// place and by nearness.
//
// An index is a folder that can be copied to another machine: manifest.json
// names the generation in use, a folder with sorted tables (works, names,
// editions, provisions), one bleve index a region and level, and the dictionary
// that it was segmented with. Exact questions read the tables alone; neither
// the dictionary nor a bleve index is opened for them.
//
// It never looks at the clock and never decides what a person must read: its
// errors are typed, the words are made in cmd.
package corpus

import (
	"fmt"

	"docreview/corpus/law"
	"docreview/corpus/load"
	"docreview/corpus/segment"
)

// A NoIndexError says that a folder holds no finished index.
type NoIndexError struct {
	Dir string
	// Unfinished: a build was begun here and never finished.
	Unfinished bool
}

func (e *NoIndexError) Error() string { return "no index in " + e.Dir }

// A DamagedError says that an index is not as its manifest says: cut short,
// copied in part, or changed.
type DamagedError struct {
	Path   string
	Reason string // missing, size, rows, checksum, unreadable
}

func (e *DamagedError) Error() string { return fmt.Sprintf("damaged index: %s: %s", e.Path, e.Reason) }

// A ForeignError says that a folder holds something else, or an index of
// another format.
type ForeignError struct {
	Dir    string
	Format int // 0: no index of ours at all
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s: not an index of this format (%d)", e.Dir, e.Format)
}

// A BusyError says that another build is writing the same index.
type BusyError struct{ Dir string }

func (e *BusyError) Error() string { return e.Dir + ": another build is running" }

// Gist is what a provision says in our own words: the basis of a rule. It makes
// search answer where no text is held; it is never given as the text of a law.
type Gist struct {
	Title string
	At    string // 第十六条第一款
	Text  string
}

// Format is the version of the folder's layout. An index of another one is
// refused.
const Format = 2

// edition is the row of the editions table.
type editionRow struct {
	Work    law.WorkID
	First   int // number of its first row in the provisions table
	Rows    int
	Runs    []run `json:",omitempty"`
	Sources []string
}

// run says that Count rows from Seq on are the articles from Article on.
type run struct{ Seq, Article, Sub, Count int }

// find gives the row of an article.
func (e *editionRow) find(article, sub int) (seq int, ok bool) {
	for _, r := range e.Runs {
		if r.Sub == sub && article >= r.Article && article < r.Article+r.Count {
			return r.Seq + article - r.Article, true
		}
	}
	return 0, false
}

// workRow is the row of the works table.
type workRow struct {
	law.Regulation
	Texts []law.EditionID // editions whose text is held
}

// What a build reports; see package load.
type (
	Problem     = load.Problem
	ProblemKind = load.Kind
)

// A DictionaryError says that no dictionary was found to build with, or that
// the one in the index is not whole.
type DictionaryError = segment.DictionaryError
