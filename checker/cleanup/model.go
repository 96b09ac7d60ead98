// Package cleanup judges an archive of documents (文件清理): what each of them is,
// who belongs to whom, and whether it stays, is amended, repealed or declared
// lapsed on a day, with reasons and evidence.
//
// Work goes in two steps. Reduce makes a Record of one document: the facts that
// the judgement needs, a few hundred bytes to a few KB, independent of all other
// documents, so that records can be made on many machines and kept by content.
// Judge takes all records and decides; the order in which they come does not
// matter. Nothing here reads a file or the clock.
package cleanup

import (
	"fmt"
	"slices"
	"strconv"

	"docreview/corpus/law"
)

// Schema of Record. It rises when a record of an older one cannot be judged: a
// cache must not hand it out any more.
const Schema = 1

// Day is a date as yyyymmdd; 0: not known; a month or day of 0: only the rest is
// known. In JSON it is written 2026-11-22.
type Day int32

// DayOf gives d as a Day.
func DayOf(d law.Date) Day { return Day(d.Year*10000 + d.Month*100 + d.Day) }

// Date gives d as a law.Date.
func (d Day) Date() law.Date {
	return law.Date{Year: int(d) / 10000, Month: int(d) / 100 % 100, Day: int(d) % 100}
}

func (d Day) String() string { return d.Date().String() }

// MarshalText writes 2026-11-22, 2026-11 or 2026; "" for 0.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) error {
	*d = 0
	if len(b) == 0 {
		return nil
	}
	var part [3]int
	k := 0
	for _, f := range splitDashes(string(b)) {
		n, err := strconv.Atoi(f)
		if err != nil || k > 2 || n < 0 {
			return fmt.Errorf("cleanup: %q is no day", b)
		}
		part[k] = n
		k++
	}
	*d = Day(part[0]*10000 + part[1]*100 + part[2])
	return nil
}

func splitDashes(s string) []string {
	var out []string
	from := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == '-' {
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return out
}

// Record holds the facts of one document. Its JSON has the same bytes for the
// same facts. Paths is filled in by whoever knows where the content lies: one
// content may lie in several places. A record with Unreadable set has no facts.
type Record struct {
	Schema     int      `json:"schema"`
	SHA256     string   `json:"sha256"`          // of the content, hex
	Paths      []string `json:"paths,omitempty"` // where it lies, sorted; the engine's part
	Unreadable string   `json:"unreadable,omitempty"`

	Format     string   `json:"format,omitempty"`
	Length     int      `json:"length,omitempty"`     // code points of the text
	Title      string   `json:"title,omitempty"`      // as issued: of the notice where there is one
	Instrument string   `json:"instrument,omitempty"` // "" when the same as Title
	Number     string   `json:"number,omitempty"`     // standard form
	Numbers    []string `json:"numbers,omitempty"`    // further ones, in their order
	Register   string   `json:"register,omitempty"`   // 登记号 of 三统一
	Issuers    []string `json:"issuers,omitempty"`
	Kind       string   `json:"kind,omitempty"`
	Normative  string   `json:"normative,omitempty"` // yes, no, unclear
	Why        []string `json:"why,omitempty"`       // reasons of that verdict
	// Level is set where the document is above normative documents (法律, 行政法规,
	// 地方性法规, 规章 …): it is no subject of a cleanup of normative documents, but is
	// judged like one where an archive of regulations is cleaned.
	Level     string   `json:"level,omitempty"`
	Stage     string   `json:"stage,omitempty"`     // draft, review, issued, ""
	Forwarded bool     `json:"forwarded,omitempty"` // a notice that forwards Instrument
	HasBody   bool     `json:"has_body,omitempty"`  // the instrument's text is in the file
	Region    string   `json:"region,omitempty"`    // 行政区划代码 of the profile
	Stated    *Said    `json:"stated,omitempty"`    // 有效性 as the page or the head states it
	Versions  []Day    `json:"versions,omitempty"`  // days of passing, amending, revising in the head (题注)
	Trial     bool     `json:"trial,omitempty"`     // 试行, 暂行 in the title
	Validity  *Term    `json:"validity,omitempty"`
	Silent    *Default `json:"silent,omitempty"` // what the profile takes for valid where the text is silent
	Period    *Period  `json:"period,omitempty"` // the year or years for which its task was set

	Dated     Day `json:"dated,omitempty"`
	Published Day `json:"published,omitempty"`
	Effective Day `json:"effective,omitempty"`
	Expires   Day `json:"expires,omitempty"` // last day, by its own words
	// AfterDays: the text takes effect so many days after its issue (0: on the day
	// of issue); meaningful with OnIssue, needed where the day of issue stands in
	// another file, such as the forwarding notice.
	OnIssue   bool `json:"on_issue,omitempty"`
	AfterDays int  `json:"after_days,omitempty"`

	Acts     []Act     `json:"acts,omitempty"`     // what it does to other documents
	Cites    []Cite    `json:"cites,omitempty"`    // one a target and article
	Flaws    []Flaw    `json:"flaws,omitempty"`    // findings that bear on the judgement
	Topics   []TopicAt `json:"topics,omitempty"`   // clauses of the topics asked for
	TextKey  uint64    `json:"text_key,omitempty"` // hash of the letters of the text, layout ignored
	Sketch   Sketch    `json:"sketch,omitempty"`   // minhash of its shingles; nil: too short
	Problems []string  `json:"problems,omitempty"` // what could not be looked at, in Chinese
}

// Said is a statement with its place.
type Said struct {
	Text string `json:"text"`
	Line int    `json:"line,omitempty"`
}

// Term is the period of validity that the text states for itself.
type Term struct {
	Years    int    `json:"years,omitempty"`
	Months   int    `json:"months,omitempty"`
	Until    Day    `json:"until,omitempty"` // last day
	LongTerm bool   `json:"long_term,omitempty"`
	Trial    bool   `json:"trial,omitempty"`
	Quote    string `json:"quote"`
	At       string `json:"at,omitempty"`
	Line     int    `json:"line,omitempty"`
}

// Default is the validity that a profile gives to documents that state none.
type Default struct {
	Years  int    `json:"years"`
	Source string `json:"source"`
	Sure   bool   `json:"sure,omitempty"`
	// Implied: the place says that a document without a stated validity ends then.
	// Otherwise Years is only the longest that is usual, and nothing follows of itself.
	Implied bool `json:"implied,omitempty"`
}

// Period is the stretch of time that the task of a document was set for.
type Period struct {
	From  int    `json:"from,omitempty"` // year
	To    int    `json:"to"`             // year
	Last  Day    `json:"last,omitempty"` // last day, where the text says it
	Quote string `json:"quote"`
	Line  int    `json:"line,omitempty"`
}

// Verb says what a document does to another.
type Verb string

const (
	Repeals    Verb = "repeals"    // 废止, 同时废止, 停止执行
	Lapses     Verb = "lapses"     // 宣布失效
	Keeps      Verb = "keeps"      // 继续有效, 保留 (a cleanup decision)
	ToAmend    Verb = "to_amend"   // 拟修改, 需要修改 (a cleanup decision)
	Amends     Verb = "amends"     // 对《…》作如下修改
	Replaces   Verb = "replaces"   // 代替
	Implements Verb = "implements" // 《…》实施细则, 根据《…》制定
	Forwards   Verb = "forwards"   // 印发, 转发
	Prolongs   Verb = "prolongs"   // 有效期延长至
)

// Act is one thing that a document does to another. General acts name none:
// 与本办法不一致的，以本办法为准.
type Act struct {
	Verb    Verb   `json:"verb"`
	General bool   `json:"general,omitempty"`
	Title   string `json:"title,omitempty"`
	Number  string `json:"number,omitempty"`
	Issuer  string `json:"issuer,omitempty"`
	Date    Day    `json:"date,omitempty"`  // of the other document, where the text says it
	Until   Day    `json:"until,omitempty"` // of Prolongs
	Partial bool   `json:"partial,omitempty"`
	// From is the first day on which the act works where it differs from the day
	// on which this document takes effect.
	From  Day    `json:"from,omitempty"`
	At    string `json:"at,omitempty"`
	Line  int    `json:"line,omitempty"`
	Quote string `json:"quote,omitempty"` // at most 80 code points
}

// Cite is a mention of another document, with its standing on the as-of day as
// far as the corpus knew.
type Cite struct {
	Title      string `json:"title,omitempty"`
	Number     string `json:"number,omitempty"`
	Issuer     string `json:"issuer,omitempty"`
	Year       int    `json:"year,omitempty"` // of the edition, where the text names it
	Use        string `json:"use,omitempty"`  // basis, applied, other
	Article    int    `json:"article,omitempty"`
	Standing   string `json:"standing,omitempty"` // as in a report
	Work       string `json:"work,omitempty"`
	Since      Day    `json:"since,omitempty"`
	By         string `json:"by,omitempty"`
	ArticleIs  string `json:"article_is,omitempty"` // same, moved, changed, missing; "" not checked
	ArticleNow int    `json:"article_now,omitempty"`
	At         string `json:"at,omitempty"`
	Line       int    `json:"line,omitempty"`
	Times      int    `json:"times,omitempty"` // how often, when more than once
}

// Class says on what a flaw bears.
type Class string

const (
	ClassPower Class = "power" // forbidden clauses: penalties, permits, fees, rights, competition
	ClassOrgan Class = "organ" // organs that no longer exist
	ClassOther Class = "other"
)

// Flaw is a finding as far as the judgement needs it.
type Flaw struct {
	Class    Class  `json:"class"`
	Rule     string `json:"rule"`
	Severity string `json:"severity"` // error, warning, info
	At       string `json:"at,omitempty"`
	Line     int    `json:"line,omitempty"`
	Quote    string `json:"quote,omitempty"` // at most 80 code points
	Message  string `json:"message"`
	Basis    string `json:"basis,omitempty"` // 《…》第十六条
}

// TopicAt is a clause that a topic concerns.
type TopicAt struct {
	Topic string `json:"topic"`
	At    string `json:"at,omitempty"`
	Line  int    `json:"line,omitempty"`
	Text  string `json:"text"`           // the clause, at most 300 code points
	Hit   string `json:"hit"`            // the word or rule that found it
	Rule  string `json:"rule,omitempty"` // id of the rule, when a rule did
}

// Disposition is the result for one document (清理结果).
type Disposition string

const (
	Keep   Disposition = "继续有效"
	Amend  Disposition = "修改"
	Repeal Disposition = "废止"
	Lapse  Disposition = "宣布失效"
	Exempt Disposition = "无需处理" // no subject of the cleanup: not normative, a copy, a draft
)

// Dispositions in the order of the published lists.
func Dispositions() []Disposition { return []Disposition{Keep, Amend, Repeal, Lapse, Exempt} }

// Sureness says how far a disposition or a reason can be relied upon.
type Sureness string

const (
	Sure     Sureness = "确定"
	Probable Sureness = "较有把握"
	Look     Sureness = "须人工判断"
)

// Kind names a reason; it is stable and may be counted.
type Kind string

const (
	RepealedHere     Kind = "repealed_here"     // named by a repeal clause or list of the archive
	RepealedCorpus   Kind = "repealed_corpus"   // the corpus knows that it was ended
	Decided          Kind = "decided"           // a cleanup decision in the archive says so
	StatedEnded      Kind = "stated_ended"      // the page itself says 失效, 废止
	SupersededHere   Kind = "superseded_here"   // a later edition in the archive
	SupersededCorpus Kind = "superseded_corpus" // a later edition in the corpus
	Replaced         Kind = "replaced"          // a later document of the same issuer on the same matter
	ValidityOver     Kind = "validity_over"     // 有效期届满
	SilentOver       Kind = "silent_over"       // no validity stated, the profile's default is over
	TrialOver        Kind = "trial_over"        // 试行期满
	PeriodOver       Kind = "period_over"       // the year or years of its task are over
	BasesGone        Kind = "bases_gone"        // every basis was repealed
	BasisReplaced    Kind = "basis_replaced"    // a basis was repealed or replaced, others stand
	ArticlesMoved    Kind = "articles_moved"    // articles that it cites moved, changed or are missing
	CitesEnded       Kind = "cites_ended"       // applies regulations that have ended
	ForbiddenClause  Kind = "forbidden_clause"
	OrganGone        Kind = "organ_gone"
	ImpliedRepeal    Kind = "implied_repeal" // 与本办法不一致的，以本办法为准
	AmendDecided     Kind = "amend_decided"  // a cleanup decision asks for its amendment
	ExpiresSoon      Kind = "expires_soon"
	Duplicate        Kind = "duplicate"
	Draft            Kind = "draft"
	NoticeOf         Kind = "notice_of" // forwarding notice whose instrument is its own entry
	NotNormative     Kind = "not_normative"
	HigherLevel      Kind = "higher_level" // law, regulation or rule
	NotYetInForce    Kind = "not_yet_in_force"
	NothingFound     Kind = "nothing_found"
	UnknownDates     Kind = "unknown_dates"
	NormativeUnclear Kind = "normative_unclear"
	KeptDecided      Kind = "kept_decided" // a cleanup decision keeps it
	ProlongedDecided Kind = "prolonged"    // its validity was prolonged
)

// Evidence is a place on which a reason rests.
type Evidence struct {
	Path   string `json:"path,omitempty"`  // "" the document itself
	Entry  int    `json:"entry,omitempty"` // 序号 of the other document in Outcome.Entries; 0: not in the archive, or the document itself
	Title  string `json:"title,omitempty"` // of the other document
	Number string `json:"number,omitempty"`
	Date   Day    `json:"date,omitempty"`
	At     string `json:"at,omitempty"`
	Line   int    `json:"line,omitempty"`
	Quote  string `json:"quote,omitempty"`
	Rule   string `json:"rule,omitempty"`
}

// Reason argues for a disposition.
type Reason struct {
	Kind     Kind        `json:"kind"`
	For      Disposition `json:"for"`
	Sureness Sureness    `json:"sureness"`
	Text     string      `json:"text"` // a Chinese sentence for the column 理由
	Evidence []Evidence  `json:"evidence,omitempty"`
}

// Entry is the judgement on one content of the archive. Entries are numbered from 1
// in the order of issuer, date, number, title, path.
type Entry struct {
	ID          int         `json:"id"`
	SHA256      string      `json:"sha256"`
	Paths       []string    `json:"paths"`
	Title       string      `json:"title"`            // of the instrument where the file has it, else as issued
	Issued      string      `json:"issued,omitempty"` // the title of the notice, where it differs
	Number      string      `json:"number,omitempty"`
	Issuers     []string    `json:"issuers,omitempty"`
	Kind        string      `json:"kind,omitempty"`
	Dated       Day         `json:"dated,omitempty"`
	Published   Day         `json:"published,omitempty"`
	Effective   Day         `json:"effective,omitempty"`
	Expires     Day         `json:"expires,omitempty"`
	Normative   string      `json:"normative,omitempty"`
	Disposition Disposition `json:"disposition"`
	Sureness    Sureness    `json:"sureness"`
	Since       Day         `json:"since,omitempty"` // since when it is no longer in force
	Reasons     []Reason    `json:"reasons"`         // the heaviest first; never empty
	// Weighed says in Chinese why the first reason won where others speak for
	// something else; "" when they agree.
	Weighed  string   `json:"weighed,omitempty"`
	Cluster  int      `json:"cluster,omitempty"` // ID of the leading entry of its cluster; 0: alone
	Role     Role     `json:"role,omitempty"`    // what it is in its cluster
	Problems []string `json:"problems,omitempty"`
}

// Role of an entry in its cluster.
type Role string

const (
	RoleLead    Role = "lead"    // the current text
	RoleEdition Role = "edition" // an earlier edition
	RoleCopy    Role = "copy"    // the same text again
	RoleJoint   Role = "joint"   // the same joint document, filed by another issuer
	RoleDraft   Role = "draft"   // 征求意见稿, 送审稿
	RoleNotice  Role = "notice"  // forwarding notice without its instrument
)

// Link is an edge of the graph of relations.
type Link struct {
	From   int    `json:"from"`            // Entry.ID
	To     int    `json:"to,omitempty"`    // Entry.ID; 0: outside the archive
	Title  string `json:"title,omitempty"` // of the target when it is outside
	Number string `json:"number,omitempty"`
	Verb   string `json:"verb"`           // a Verb, or copy_of, edition_of, draft_of, notice_of, joint_of, based_on, cites
	Date   Day    `json:"date,omitempty"` // since when
	At     string `json:"at,omitempty"`
	Line   int    `json:"line,omitempty"`
}

// TopicRow is one row of a special cleanup (专项清理): one clause.
type TopicRow struct {
	TopicAt
	Entry int `json:"entry"`
}

// Problem is a file or document that could not be judged in full.
type Problem struct {
	Path    string `json:"path"`
	Entry   int    `json:"entry,omitempty"` // 0: unreadable, no entry
	Message string `json:"message"`
}

// Count is a row of the statistics.
type Count struct {
	Name string `json:"name"`
	By   [5]int `json:"by"` // in the order of Dispositions
}

// Statistics are the numbers that reports on a cleanup give.
type Statistics struct {
	Files      int     `json:"files"`      // paths
	Contents   int     `json:"contents"`   // entries
	Unreadable int     `json:"unreadable"` // paths
	Normative  int     `json:"normative"`  // subjects of the cleanup: all but Exempt
	Total      Count   `json:"total"`
	Sure       [3]int  `json:"sure"`      // Sure, Probable, Look over all entries but Exempt
	ByYear     []Count `json:"by_year"`   // ascending, "" last
	ByIssuer   []Count `json:"by_issuer"` // most documents first
	ByReason   []Count `json:"by_reason"` // by the first reason of an entry; Name is a Kind
}

// Outcome of a judgement. It depends on the records, the corpus and the options
// alone, not on the order of the records.
type Outcome struct {
	AsOf       Day        `json:"as_of"`
	Entries    []Entry    `json:"entries"`
	Links      []Link     `json:"links"` // by From, then To, Verb, Title
	Topics     []TopicRow `json:"topics,omitempty"`
	Problems   []Problem  `json:"problems,omitempty"`
	Statistics Statistics `json:"statistics"`
}

// Kinds lists all reasons, the heaviest first.
func Kinds() []Kind {
	out := make([]Kind, 0, len(weight))
	for k := range weight {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b Kind) int { return weight[a] - weight[b] })
	return out
}
