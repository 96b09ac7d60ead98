// Package load reads folders of law texts as they are found in the world and
// joins what belongs together: work → edition → provision.
//
// It reads markdown, plain text, HTML and .docx, and tables (CSV) of statuses.
// What it cannot place or what contradicts is a Problem with file and line;
// nothing is dropped or decided in silence. It writes nothing and never looks
// at the clock.
package load

import (
	"docreview/corpus/law"
)

// Kind names what a Problem is about; the words for people are made in cmd.
type Kind string

// The kinds of problems. Those marked «assumed» say what was decided; the
// others say what was left open.
const (
	NotRead         Kind = "not_read"          // the file could not be read
	NotALaw         Kind = "not_a_law"         // read, but no text of a regulation: index page, case, template
	NoTitle         Kind = "no_title"          // text without a title
	NoText          Kind = "no_text"           // a title and a history, but no provision
	NoDate          Kind = "no_date"           // neither history nor file name gives a date
	NoEffective     Kind = "no_effective_date" // first day of this wording not stated
	NoIssuer        Kind = "no_issuer"
	NoRegion        Kind = "no_region" // a local text whose place is not known
	NoLevel         Kind = "no_level"
	TitleDiffers    Kind = "title_differs"     // file name and heading name different works
	LevelDiffers    Kind = "level_differs"     // folder and issuer speak for different levels
	NameDateOlder   Kind = "name_date_older"   // the history goes on after the date in the file name
	NameDateNewer   Kind = "name_date_newer"   // the file name is later than the history: an amendment it does not name
	NameDateStrange Kind = "name_date_strange" // the date in the file name is not in the history
	BadDate         Kind = "bad_date"          // a day that the calendar does not have
	DatesDiffer     Kind = "dates_differ"      // two sources give different first days
	TextsDiffer     Kind = "texts_differ"      // two files of one edition with different words
	TextsSame       Kind = "texts_same"        // two files of one edition
	ArticleGap      Kind = "article_gap"       // 第三条 is followed by 第五条
	ArticleBack     Kind = "article_back"      // 第五条 is followed by 第三条
	Cut             Kind = "cut"               // last article lacks what closing provisions say, or the text stops in a sentence
	JoinedByTitle   Kind = "joined_by_title"   // assumed: same title and issuer, histories not linked
	Namesakes       Kind = "namesakes"         // different works of one title
	EdgeNoTarget    Kind = "edge_no_target"    // repeals what we do not hold
	EdgeAmbiguous   Kind = "edge_ambiguous"    // several works answer to the name
	EdgeTooEarly    Kind = "edge_too_early"    // ended before its first wording: an older work of that name
	EdgeHigher      Kind = "edge_higher"       // claims to end what stands above it, or belongs to another place
	EdgeNoDate      Kind = "edge_no_date"      // the day of the ending is not known
	EdgeStale       Kind = "edge_stale"        // amended by an act, newer wording not held
	EndsDiffer      Kind = "ends_differ"       // two sources give different endings
	StatusDiffers   Kind = "status_differs"    // the table of statuses contradicts the texts
	StatusNoDate    Kind = "status_no_date"    // the table says ended, the day is not known
	StatusNoTarget  Kind = "status_no_target"  // the table names what we do not hold
	StatusUnknown   Kind = "status_unknown"    // a word for a status that we do not know
	TableSkipped    Kind = "table_skipped"     // a CSV that is no table of statuses
	PartAlone       Kind = "part_alone"        // a part of a code whose head was not found
	CatalogDiffers  Kind = "catalogue_differs" // texts and the built-in catalogue contradict
	SkippedLink     Kind = "skipped_symlink"   // links are not followed
)

// Problem is something a reader of the corpus should know, at its place.
type Problem struct {
	Path   string `json:"path"` // as given: root folder and the way below it
	Line   int    `json:"line,omitempty"`
	Kind   Kind   `json:"kind"`
	Detail string `json:"detail,omitempty"` // names and dates, no sentences
}

// Row is a provision of a wording in reading order. A row without article
// (preamble, annex, 一、) has the zero At and is found by its place in the list.
type Row struct {
	At    law.Provision `json:"at"`
	Label string        `json:"label,omitempty"` // 一、 or 附件; "" for articles
	Path  string        `json:"path,omitempty"`  // 第二章 行政处罚的种类和设定
	Text  string        `json:"text"`            // lines: 款 and 项
	Line  int           `json:"-"`
}

// Event is an entry of the history that heads a text.
type Event struct {
	On     law.Date
	What   What
	By     string // the organ
	Act    string // title of the deciding act, where the entry names one
	Number law.DocNumber
	Basis  bool // stands after 根据: part of an amendment
	Line   int
}

// What happened.
type What int

// The order is that of one promulgation.
const (
	Mentioned What = iota
	Passed
	Approved
	Promulgated
	Amended
	Revised
	Effective
	Ended
)

// Edge is a statement of one text about another: it ends or changes it.
type Edge struct {
	Title   string
	Number  law.DocNumber
	Dated   law.Date // date that the statement gives for the target
	By      string   // title of the text that says so
	On      law.Date // first day of the effect
	Amends  bool
	Partial bool
	Path    string
	Line    int
}

// File is one file as read, before it is joined with others.
type File struct {
	Path      string // root/…
	SHA256    string
	Title     string
	Part      string // 总则编, for a code in several files
	Level     law.Level
	LevelHint law.Level // by its folder
	Issuer    string
	Region    string
	Number    law.DocNumber
	Named     law.Date // date in the file name
	NamedLine int
	Events    []Event
	Closing   law.Date // 自…起施行
	OnIssue   bool     // 自公布之日起施行
	Rows      []Row
	Edges     []Edge
	Problems  []Problem
}

func (f *File) problem(line int, k Kind, detail string) {
	f.Problems = append(f.Problems, Problem{Path: f.Path, Line: line, Kind: k, Detail: detail})
}

// Wording is the text of an edition.
type Wording struct {
	Edition law.EditionID
	Rows    []Row
	Sources []string // files, the one taken first
}

// Work is a regulation with the wordings held.
type Work struct {
	law.Regulation
	Wordings []*Wording // in order of the editions
}

// Holdings is everything that was read, joined.
type Holdings struct {
	Works    []*Work // by ID
	Problems []Problem
	Files    int      // files that became text of a work
	Inputs   []Input  // every file read, by path
	AsOf     law.Date // newest promulgation
}

// Input is a file that took part.
type Input struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}
