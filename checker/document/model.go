// Package document turns a Text into a Document: head, tree, clauses and
// citations of a normative document (规范性文件) or of whatever was handed in.
//
// Parsing is pure, never fails and looks nothing up: it extracts what the text
// says. Whom a citation means is resolved by package checker with a corpus and
// a date. A Document is immutable afterwards and safe for several goroutines.
package document

import (
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Said is something the text says together with the place where it says it. The
// zero Span means that the text does not say it.
type Said[T any] struct {
	Value T
	Span  source.Span
}

// Known reports whether the text says it.
func (s Said[T]) Known() bool { return !s.Span.IsZero() }

// Field is a row of the metadata table of a published page (索引号, 文号, 发布机构,
// 成文日期, 有效性 …). Key is normalised: no blanks, no colon.
type Field struct {
	Key   string
	Value string
	Span  source.Span // of the value
}

// Zone says which part of the file a place belongs to.
type Zone int

const (
	ZoneMeta   Zone = iota // metadata table, site furniture that could not be cut
	ZoneHead               // title, number, issuer, addressee
	ZoneNotice             // body of the forwarding notice (印发通知)
	ZoneBody               // body of the instrument
	ZoneTail               // signature, date, 抄送, 公开属性
	ZoneAnnex              // annexes (附件)
)

// Document is a text with its structure.
type Document struct {
	Text *source.Text

	Meta []Field
	// Title is the title as issued: that of the forwarding notice where there is
	// one. Instrument is the title of the instrument under review; equal to
	// Title when nothing is forwarded.
	Title, Instrument Said[string]
	Kind              string // 文种 or 体裁 of the instrument: 办法, 规定, 细则, 意见, 通知, 公告 …; "" unknown
	// Forwarded: the title forwards an instrument (关于印发《X》的通知), or an order
	// promulgates one. Where the instrument is not in the file, Body is zero and Root
	// is the tree of the notice: rules on the text of X must not speak then.
	Forwarded      bool
	Numbers        []Number
	Issuers        []Issuer // joint issuers in their order; without duplicates; those of the signature first, then others that the title names
	Addressee      Said[string]
	Dated          Said[law.Date] // 成文日期
	Published      Said[law.Date] // 发布/公布日期, as the page or the text states it
	Signature      source.Span    // signature block with its date
	Passed         Said[string]   // 「已经…第×次常务会议审议通过」, as a statement of the text
	Effective      Effective
	Validity       []Validity
	Repeals        []Repeal
	Interpretation Said[string] // who interprets; Span is the whole clause
	Annexes        []Annex
	Normative      Verdict
	Stage          Stage // as far as the text shows it

	Body      source.Span // the instrument from its first line of text to its last, without annexes; zero: not in the file
	Notice    source.Span // body of the forwarding notice; zero: none
	Root      *Node       // tree of the body
	Clauses   []Clause    // sentences of all zones, in order
	Citations []Citation  // in order of place
	Terms     []Term      // 以下简称 and 本办法所称…是指
}

// Stage of a document's life.
type Stage int

const (
	StageUnknown Stage = iota
	StageDraft         // 起草、征求意见稿
	StageReview        // 送审稿
	StageIssued        // 已印发
)

// Number is a document number that the text gives as its own.
type Number struct {
	Number law.DocNumber
	Raw    string // as written in Norm
	Span   source.Span
	Zone   Zone // ZoneMeta: from the metadata table; ZoneHead: in the document
}

// Issuer is an organ that issued the document.
type Issuer struct {
	Name string
	Span source.Span // where it is named; signature before title before metadata
	From string      // "signature", "title", "head", "meta", "number"
}

// EffectiveKind says how the text fixes the day of taking effect.
type EffectiveKind int

const (
	EffectiveNone       EffectiveKind = iota // the text says nothing
	EffectiveOn                              // on a date
	EffectiveOnIssue                         // 自发布/印发/公布之日起
	EffectiveAfterIssue                      // 自公布之日起 n 日后
)

// Effective is the clause on taking effect (施行). Date is zero unless Kind is
// EffectiveOn or the day of issue is known.
type Effective struct {
	Kind EffectiveKind
	Date law.Date
	Days int // for EffectiveAfterIssue; natural days
	Span source.Span
}

// Validity is a stated period of validity of the document itself (有效期), never
// of a licence or certificate.
type Validity struct {
	Years, Months int
	From, Until   law.Date // Until: last day on which it applies; zero: not stated
	Trial         bool     // 试行期
	LongTerm      bool     // 长期有效
	Span          source.Span
}

// Repeal is a clause by which this document ends others.
type Repeal struct {
	Span      source.Span
	General   bool  // names no document: 「与本办法不一致的，以本办法为准」
	Citations []int // indexes into Citations
}

// Annex is an annex that the text announces or carries.
type Annex struct {
	Number   int // 0: the only one, unnumbered
	Title    string
	Listed   source.Span // in the list 「附件：1.…」; zero: not listed
	Body     source.Span // the annex itself; zero: not in the file
	Mentions []source.Span
}

// Answer is yes, no, or unclear.
type Answer int

const (
	Unclear Answer = iota
	Yes
	No
)

func (a Answer) String() string { return [...]string{"unclear", "yes", "no"}[a] }

// Verdict says whether the document is a normative document (国办发〔2018〕37号)
// and why, in Chinese.
type Verdict struct {
	Answer  Answer
	Reasons []string
}

// NodeKind is a level of the tree. The first family is that of articles, the
// second that of opinions and notices (一、（一）1.（1）).
type NodeKind int

const (
	Root      NodeKind = iota
	Part               // 编
	Chapter            // 章
	Section            // 节
	Article            // 条
	Paragraph          // 款, an unnumbered paragraph
	Item               // 项（一）
	Subitem            // 目 1.
	Heading1           // 一、
	Heading2           // （一）
	Heading3           // 1.
	Heading4           // （1）
)

// Node is a part of the tree. Children lie inside their parent and in order.
type Node struct {
	Kind     NodeKind
	Number   int         // as written; 0: unnumbered
	Sub      int         // 之几 of an article
	Label    source.Span // 「第三条」, 「（一）」; zero: none
	Heading  source.Span // title of a chapter or heading; zero: none
	Span     source.Span
	Parent   *Node
	Children []*Node
}

// Role is a set of ways in which a clause uses words, computed once.
type Role uint16

const (
	Forbids   Role = 1 << iota // 不得设定, 严禁, 坚决防止, 取消, 清理: the power named is excluded; never a mere prohibition of the public (forbid.go)
	Applies                    // 依照《…》第X条: applies a power that another provision creates
	ByLaw                      // bare 依法, 按照国家有关规定: applies, but names nothing
	Narrates                   // tells what was done
	Quotes                     // inside 《》, a list of documents or quotation marks
	Defines                    // 本办法所称…是指
	Internal                   // duty of organs and their staff, not of the public
	Promotes                   // 鼓励, 支持, 引导, 倡导
	Equal                      // 同等对待, 不得以…为条件: mirror clauses of fair competition
	Delegates                  // 由有关部门依法处理 without more
)

// Cue is a role with its reach: the stretch that the words govern.
type Cue struct {
	Role  Role
	Span  source.Span // the words
	Reach source.Span // what they govern
}

// Clause is a sentence: it ends at 。；！？ or at the end of its block. A line end
// that only cuts a sentence in two (hard-wrapped text) stays inside it.
type Clause struct {
	Span      source.Span
	Zone      Zone
	Node      *Node // innermost node in which its words (behind the label) begin; nil outside the tree
	Cues      []Cue
	Citations []int // indexes of the citations inside it
}

// RolesAt returns the roles that govern the place.
func (c *Clause) RolesAt(s source.Span) Role {
	var r Role
	for _, q := range c.Cues {
		if q.Reach.Start <= s.Start && s.Start < q.Reach.End {
			r |= q.Role
		}
	}
	return r
}

// Form says how a citation names its target.
type Form int

const (
	FormFull   Form = iota // 《…》
	FormShort              // a short name defined by 以下简称, with or without 《》
	FormSelf               // 本办法第三条, 本条第二款, and 第三条 alone; 本办法 without a place is no citation
	FormPrior              // 前款, 前条 (At says which, where that can be told), 该办法, 同法 (Antecedent says which)
	FormPlain              // a known name without 《》
	FormNumber             // a document number alone
)

func (f Form) String() string {
	return [...]string{"full", "short", "self", "prior", "plain", "number"}[f]
}

// Use says what the text does with a citation.
type Use int

const (
	UseOther   Use = iota
	UseBasis       // 根据《…》制定
	UseApplied     // 依照《…》第X条处理, 按照《…》执行
	UseRepeals     // 《…》同时废止
	UseIssues      // 印发《…》: names the instrument itself
	UseHistory     // 原《…》, 已废止, narration of the past
	UseNamed       // a form, certificate, list or programme that is only named
)

// Citation is one mention of a regulation or document. Outermost 《》 only;
// names nested in 〈〉 or 《》 stay inside Title.
type Citation struct {
	Span       source.Span // name, number and provision
	TitleSpan  source.Span // 《…》 with its brackets, or the plain name; zero for FormNumber, FormPrior
	Title      string      // what stands inside the brackets, blanks removed; short names as written
	Form       Form
	Use        Use
	Number     law.DocNumber // given in brackets behind the title, or the number itself
	NumberSpan source.Span
	Date       law.Date // edition: （2017年修正）; day 0 when only the year is given
	Issuer     string   // organ named directly before the title
	At         []law.Provision
	AtSpan     source.Span
	Antecedent int // index of the citation that a short or prior form stands for; -1: none
}

// Term is a defined term or short name.
type Term struct {
	Name     string
	Span     source.Span // of the name inside 以下简称
	Citation int         // index of the citation it shortens; -1: not a citation
}

// Names knows titles of regulations, so that plain names without 《》 can be
// found. Longest returns the length in bytes of the longest known title that s
// begins with; 0: none. It must be cheap and safe for several goroutines.
type Names interface{ Longest(s string) int }
