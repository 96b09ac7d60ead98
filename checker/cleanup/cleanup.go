package cleanup

import (
	"context"
	"errors"
	"iter"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// ReduceOptions say what Reduce looks for beside the facts.
type ReduceOptions struct {
	Topics []*Topic // clauses of these go into Record.Topics
}

// Records are all records of an archive. They may come in any order, and the same
// Record may be handed out again after the loop body: Judge and Radar keep no
// pointer into it but to its strings. An error ends the judgement.
type Records = iter.Seq2[*Record, error]

// Options of a judgement.
type Options struct {
	AsOf law.Date
	// SoonDays: a document whose validity ends within so many days is told of; 0: 180.
	SoonDays int
}

// Unreadable is the record of a file that could not be read, with the reason in Chinese.
func Unreadable(sha256, why string) *Record {
	return &Record{Schema: Schema, SHA256: sha256, Unreadable: why}
}

// errAsOf says that the caller gave no day.
var errAsOf = errors.New("cleanup: the as-of day is not a day")

// Reduce makes the record of a document from its text and its report. It is pure
// and safe for several goroutines.
func Reduce(d *document.Document, rep *checker.Report, opt ReduceOptions) *Record {
	return reduce(d, rep, opt)
}

// Judge decides on an archive. The corpus answers whether documents of the archive
// are known to have ended; nil: nobody is asked, only the archive itself speaks.
// One pass over the records; about 1.5 KB stay in memory for each.
func Judge(ctx context.Context, records Records, c checker.Corpus, opt Options) (*Outcome, error) {
	if !opt.AsOf.Valid() {
		return nil, errAsOf
	}
	return judge(ctx, records, c, opt)
}

// Change is what happened to a regulation between two corpora, or what somebody
// announces. Titles holds the title and its other names.
type Change struct {
	Work     string // id in the newer corpus; "" not known
	Titles   []string
	Number   string
	Kind     ChangeKind
	Since    law.Date // first day on which it works; zero: not known
	By       string   // what ended or replaced it
	Articles []ArticleChange
}

// ChangeKind says what became of a regulation.
type ChangeKind string

const (
	ChangeEnded   ChangeKind = "ended"   // repealed, lapsed, superseded
	ChangeEdition ChangeKind = "edition" // a new wording
	ChangeText    ChangeKind = "text"    // another text of the same wording
	ChangeGone    ChangeKind = "gone"    // no longer held by the corpus
)

// ArticleChange tells what became of an article; Kind: changed, added, ended, moved.
type ArticleChange struct {
	Article int
	Kind    string
	Now     int // of moved
}

// Touched is one place of one document that a change touches.
type Touched struct {
	SHA256   string   `json:"sha256"`
	Paths    []string `json:"paths"`
	Title    string   `json:"title"`
	Number   string   `json:"number,omitempty"`
	Issuers  []string `json:"issuers,omitempty"`
	Change   string   `json:"change"` // a ChangeKind
	Of       string   `json:"of"`     // title of the regulation
	By       string   `json:"by,omitempty"`
	Since    Day      `json:"since,omitempty"`
	Overdue  int      `json:"overdue,omitempty"` // days from Since to the as-of day; 0: not yet or not known
	Use      string   `json:"use,omitempty"`     // basis, applied, other
	Article  int      `json:"article,omitempty"`
	At       string   `json:"at,omitempty"`
	Line     int      `json:"line,omitempty"`
	How      string   `json:"how"` // a Chinese sentence
	Sureness Sureness `json:"sureness"`
}

// Radar tells which places of which documents the changes touch: by title of the
// document, then place. Documents that are no longer in force by their own words
// are left out.
func Radar(ctx context.Context, records Records, changes []Change, opt Options) ([]Touched, error) {
	if !opt.AsOf.Valid() {
		return nil, errAsOf
	}
	return radar(ctx, records, changes, opt)
}

// Topic is the subject of a special cleanup (专项清理): words and rules that find
// its clauses. It is immutable and safe for several goroutines.
type Topic struct {
	Name   string
	Words  []string // a clause that has one of these …
	With   []string // … and, when not empty, one of these
	Unless []string // … and none of these
	Rules  []string // ids or groups (SETS, COMP-003): their findings are clauses of the topic
	Cites  []string // titles: a clause that cites one of these
}
