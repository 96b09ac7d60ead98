package checker

import (
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Finding is one thing that a rule says about one place.
type Finding struct {
	ID         string // stable: rule + provision path + normalised quote; not offsets
	RuleID     string
	Severity   Severity
	Span       source.Span // of Norm; zero: the document as a whole
	Start, End int         // code points of Orig
	Line       int         // from 1; 0: the document as a whole
	Column     int         // from 1, code points
	At         string      // 第三条第二款; "" outside the tree
	Place      string      // page, paragraph or cell in the file (「第3页」); "" in text files, where Line says it
	Quote      string      // as the file has it
	Message    string
	Suggestion string
	Basis      []Basis
	Related    []Related
	Suppressed *Suppression // later; nil
}

// Related is another place that belongs to a finding.
type Related struct {
	Span    source.Span
	Start   int
	End     int
	Line    int
	Column  int
	Quote   string
	Message string
}

// Suppression says who accepted a finding and why.
type Suppression struct{ Reason, Person, Until string }

// Outcome says how one rule came out. Every rule given to Run has exactly one.
type Outcome int

const (
	Clean Outcome = iota
	Found
	NotApplicable
	CannotTell
	Failed
)

func (o Outcome) String() string {
	return [...]string{"clean", "found", "not_applicable", "cannot_tell", "failed"}[o]
}

// Result is the outcome of one rule with its reason in Chinese.
type Result struct {
	RuleID  string
	Outcome Outcome
	Reason  string
	// Needs are the materials (送审材料) that a rule asks for, with 、 between, where no dossier was
	// given and nothing else keeps it from telling. Reports say them once for all rules.
	Needs string
}

// ArticleStanding says what became of the article that a citation names.
type ArticleStanding string

const (
	ArticleNotChecked ArticleStanding = "not_checked"
	ArticleSame       ArticleStanding = "same"
	ArticleMoved      ArticleStanding = "moved"
	ArticleChanged    ArticleStanding = "changed"
	ArticleMissing    ArticleStanding = "missing"
)

// Resolution is a citation with what we know of its target.
type Resolution struct {
	Citation   int // index into Document.Citations
	Standing   law.Standing
	Work       *law.Regulation // nil unless exactly one answers
	Edition    law.Edition     // the wording meant; zero: not known
	Candidates []*law.Regulation
	DidYouMean []*law.Regulation // for NotHeld
	Since      law.Date
	By         string
	Article    ArticleStanding
	ArticleNow int
	// ArticleUnsure: what became of the article is known from memory only.
	ArticleUnsure bool
	// Then and Now are the wordings in which the place is looked for: the one that
	// the text singles out or that applied when it was written, and the one in
	// force on the as-of day. "" where that is not known.
	Then, Now law.EditionID
	// Later continues By where what took the work's place has itself given way:
	// what came next, oldest first, with the end of the one before it.
	Later []Successor
}

// Successor is a link of a chain of replacements: Title gave way on On to By, or
// was repealed by it.
type Successor struct {
	Title, By string
	On        law.Date
	As        law.Standing
}

// Profile is what differs by place and rank. Params holds numbers by name; a
// name that is missing is «cannot tell», never a guess.
type Profile struct {
	Code   string // 行政区划代码; "" national defaults
	Name   string
	Level  string // central, province, city, county, town, ""
	Stage  string // draft, review, issued, ""
	Params map[string]Param
}

// Param is a number of a profile with how sure it is.
type Param struct {
	Value  int
	Unit   string // 年, 日, 工作日
	Source string
	Sure   bool

	Start   string // from when it counts, in Chinese: 公布之日; "" where nothing counts
	Article string // 第七条; "" where the source names none
	// Code and Place are the division whose file says it; "" and 全国 for the nation.
	Code, Place string
	// From and Until are the days between which it holds, Until no longer; zero: not known
	// to begin or end.
	From, Until law.Date
	// Else are the numbers that hold outside of these days, the nearest division first.
	Else []Param
}

// Holds reports whether the number holds on a day.
func (p Param) Holds(day law.Date) bool {
	return (p.From.IsZero() || !day.Before(p.From)) && (p.Until.IsZero() || day.Before(p.Until))
}

// At gives the profile as it holds on a day: of every parameter the number of the
// nearest division that holds then; one that nobody has then is absent.
func (p Profile) At(day law.Date) Profile {
	params := make(map[string]Param, len(p.Params))
	for name, v := range p.Params {
		for _, x := range append([]Param{v}, v.Else...) {
			if x.Holds(day) {
				x.Else = nil
				params[name] = x
				break
			}
		}
	}
	p.Params = params
	return p
}

// Event is something that happened to the document, for the timeline.
type Event struct {
	Name     string // public_comment, … effective, expires: contract.md
	From, To law.Date
	Source   string
}

// Scope of the review: what could not be looked at.
type ReviewScope struct {
	PagesWithoutText []int
	Unread           []string // what else of the file could not be read, in Chinese
	Recognised       []source.RecognisedPage
	AnnexesMissing   []string
	NotChecked       []string
}

// Report is everything that came out for one document. Its bytes in any format
// depend on the input, the rules, the corpus and the options alone.
type Report struct {
	File        string
	SHA256      string
	Format      string
	Encoding    string
	Verdict     string // clean, findings, incomplete, unreadable
	Error       string // Chinese; only for unreadable
	Notes       []string
	AsOf        law.Date
	Profile     Profile
	Doc         DocumentInfo
	Citations   []CitationInfo
	Findings    []Finding // by position, then rule
	Results     []Result  // one a rule, by ID
	Timeline    []Event
	ReviewScope ReviewScope
	Rules       RulesInfo
	Corpus      Snapshot
	// CorpusPartly: the corpus failed or answered in part, so that what rests on
	// citations was not checked to the end. Such a report is never clean.
	CorpusPartly bool
	Orig         string // the text as read, for renderers that quote lines
	Classified   string // the marking for which the document was refused; "": it was not
}

// RulesInfo identifies the rules that made a report.
type RulesInfo struct {
	Digest string
	Count  int
}

// DocumentInfo is what the report says of the document.
type DocumentInfo struct {
	Title, Instrument, Number, Kind, Validity string
	Issuers                                   []string
	Dated, Published, Effective, Expires      law.Date
	Normative                                 string
	Reasons                                   []string
}

// CitationInfo is a row of the citation ledger.
type CitationInfo struct {
	Text, Title, Number      string
	At                       law.Provision
	Form, Use                string
	Start, End, Line, Column int
	Standing                 law.Standing
	Work, Edition            string
	Since                    law.Date
	By                       string
	Article                  ArticleStanding
	ArticleNow               int
	Candidates, DidYouMean   []string
}
