// Package law holds the vocabulary that everyone shares: dates, numerals,
// provisions, document numbers, titles, levels of authority and the standing of
// a regulation on a day. It knows facts about how Chinese law names things; it
// holds no regulation itself and reads no file.
//
// Everything in it is a value or a pure function and safe for several
// goroutines.
package law

// Provision addresses a place inside a regulation: 条, 条之几, 款, 项, 目. Zero
// means "not given"; the zero Provision is the whole regulation.
type Provision struct {
	Article int // 条, from 1
	Sub     int // 之一, 之二 … of the article (刑法第一百二十条之一)
	Para    int // 款, from 1
	Item    int // 项, from 1
	Subitem int // 目, from 1
}

// IsZero reports whether p names no place.
func (p Provision) IsZero() bool { return p == Provision{} }

// DocNumber is a 文号. Three shapes occur:
//
//	国办发〔2018〕37号          Prefix "国办发", Year 2018, Serial 37
//	国务院令第722号             Prefix "国务院令", Year 0, Serial 722
//	农业农村部公告2019年第4号    Prefix "农业农村部公告", Year 2019, Serial 4
//
// The zero DocNumber means "none". How it was written (brackets, 「第」, leading
// zeros) is not part of its identity; form rules read the text.
type DocNumber struct {
	Prefix string
	Year   int
	Serial int
}

// IsZero reports whether n is no number at all.
func (n DocNumber) IsZero() bool { return n == DocNumber{} }

// WorkID names a regulation through all its editions, EditionID one wording of
// it. Both are stable across builds of the catalogue: they are made from the
// title key and dates, never from a row number.
type (
	WorkID    string
	EditionID string
)

// Edition is one wording of a regulation.
type Edition struct {
	ID        EditionID
	Published Date // 公布 or 修正/修订 of this wording; zero: not known
	From      Date // first day it applies; zero: not known
	To        Date // first day it no longer applies; zero: open
	// Event is "promulgated", "amended" (修正) or "revised" (修订). An edition
	// after the first that is "promulgated" is a new regulation of the same
	// title, which ended the one before it.
	Event     string
	DocNumber DocNumber
	Articles  int // number of the last article; 0: not known
	// Moved tells where articles of this edition stand in the next one
	// (立法法 2015第八十条 → 2023第九十一条); nil: not known. A key that is
	// missing from a non-nil map moved to a place we could not determine.
	Moved       map[int]int
	MovedUnsure bool // Moved comes from memory, but for the keys in MovedSure
	// MovedSure names the keys of an unsure Moved that texts prove which cite the
	// old numbers and say what stood there; nil: none.
	MovedSure map[int]bool
	// Where neither Published nor From is known: the wording appeared not before
	// NotBefore and was there by KnownBy (a dated list has it). Zero: not known.
	NotBefore, KnownBy Date
}

// Regulation is a work with what we know of it.
type Regulation struct {
	ID        WorkID
	Title     string // full official title, without 《》
	Aliases   []string
	Issuer    string
	Level     Level
	Region    string // 行政区划代码 of the issuer; "" is the nation
	DocNumber DocNumber
	Editions  []Edition // oldest first
	Ended     Ending
	Sure      bool // false: from a source tagged as unsure; never carries an error-level finding
}

// Ending says how a whole work came to its end.
type Ending struct {
	On      Date     // first day it no longer applies; zero: it has not ended, or see KnownBy
	KnownBy Date     // where On is not known: a list of that day says that it has ended
	As      Standing // Repealed, Lapsed or Superseded; 0 when it has not ended
	By      string   // title of the act that ended it, or of the one that took its place
	ByWork  WorkID   // its work, where the catalogue holds it
	Note    string   // source of the fact, in our own words
	Partial bool     // only part of the work ended
}

// Ref is what a text says to name a regulation; any field may be empty.
type Ref struct {
	Title     string // as written, without the outermost 《》
	DocNumber DocNumber
	Issuer    string
	Date      Date // date or year of the edition, when the text gives one (2017年修正)
	// Said is the day on which the text that cites was written; zero: not known.
	// It tells namesakes apart when nothing else does.
	Said Date
}

// Place is a provision of an edition.
type Place struct {
	Edition   EditionID
	Provision Provision
}

// Standing says how a cited regulation stands on a day. NotChecked to Undated
// are about our knowledge, the others about the regulation. They are never
// merged: NotHeld is not "does not exist", Undated is not InForce.
type Standing int

const (
	NotChecked    Standing = iota // nobody asked
	NotHeld                       // we have nothing of that name; it may well exist
	Ambiguous                     // several works answer to it
	Undated                       // held, but its dates are not known
	NotYetInForce                 // 尚未施行
	InForce                       // 现行有效
	Superseded                    // the wording cited gave way to a later one
	Repealed                      // 废止: ended by an act
	Lapsed                        // 失效: ended by time or because its object fell away
)

// String gives the word used in JSON.
func (s Standing) String() string {
	names := [...]string{"not_checked", "not_held", "ambiguous", "undated", "not_yet_in_force", "in_force", "superseded", "repealed", "lapsed"}
	if s < 0 || int(s) >= len(names) {
		return "not_checked"
	}
	return names[s]
}

// Level is a level of authority (效力位阶).
type Level int

const (
	LevelUnknown         Level = iota
	LevelConstitution          // 宪法
	LevelLaw                   // 法律
	LevelAdminRegulation       // 行政法规
	LevelJudicial              // 司法解释
	LevelLocalRegulation       // 地方性法规
	LevelAutonomous            // 自治条例、单行条例
	LevelDeptRule              // 部门规章
	LevelLocalGovRule          // 地方政府规章
	LevelNormative             // 规范性文件 (of whatever issuer)
	LevelParty                 // 党内法规、党的文件
	LevelStandard              // 标准
)

// Passage is a provision with its text, found by nearness.
type Passage struct {
	Place Place
	Work  WorkID
	Title string
	Text  string
}
