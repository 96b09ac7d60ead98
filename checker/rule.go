// Package checker is the contract between documents and rules, and the driver
// that runs them: what a rule is (Rule, Check), what it may ask (Pass, Corpus),
// what it says (Finding) and how everything comes out (Report).
//
// It holds no rule of its own and reads no file; it never looks at the clock.
package checker

import (
	"context"

	"docreview/corpus/law"
)

// Severity of a finding. An error needs a provision behind it.
type Severity int

const (
	Info Severity = iota
	Warning
	Error
)

func (s Severity) String() string { return [...]string{"info", "warning", "error"}[s] }

// Basis is a provision that a rule rests on: title, place and gist in our own
// words, never the text of the statute.
type Basis struct {
	Title  string
	Number string
	At     string // 第十六条第一款
	Gist   string
	Unsure bool // from memory: carries no error
}

// MaterialKind is a kind of material in the dossier (材料包).
type MaterialKind string

// The materials that procedure rules ask for.
const (
	DraftingStatement MaterialKind = "起草说明"
	PublicComment     MaterialKind = "公开征求意见材料"
	FairCompetition   MaterialKind = "公平竞争审查材料"
	LegalityReview    MaterialKind = "合法性审核意见"
	ExpertAppraisal   MaterialKind = "专家论证材料"
	RiskAssessment    MaterialKind = "风险评估材料"
	Deliberation      MaterialKind = "集体审议材料"
	AdoptionTable     MaterialKind = "意见采纳情况"
	FilingReport      MaterialKind = "备案材料"
)

// Check looks at one document. It keeps no state between calls and is safe for
// several goroutines. An error means that it could not be carried out.
type Check func(ctx context.Context, p *Pass) error

// Rule is a check with everything that explains it.
type Rule struct {
	ID         string // GROUP-nnn, never reused
	Title      string
	Severity   Severity
	Basis      []Basis
	Suggestion string
	Rationale  string
	Applies    Applicability
	Needs      []MaterialKind // without one of these the outcome is CannotTell
	Cites      bool           // rests on the citation ledger: a corpus that fails makes it CannotTell
	Check      Check
}

// Applicability says to which documents a rule speaks. Empty fields ask nothing.
type Applicability struct {
	Stages     []string // draft, review, issued
	Normative  bool     // only to normative documents (verdict yes or unclear)
	Levels     []string // rank of the issuer: central, province, city, county, town
	Kinds      []string // 文种/体裁
	NotKinds   []string
	NotIssuers []string // issuers whose documents the rule does not bind, by full name
	From, To   law.Date // the as-of day lies in [From, To)
	// Major: only to major administrative decisions (重大行政决策). That a document is one is proved by
	// the dossier; where nobody says whether it is, the outcome is CannotTell.
	Major bool
}
