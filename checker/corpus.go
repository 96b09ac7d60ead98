package checker

import (
	"context"

	"docreview/corpus/law"
)

// Corpus is what checks ask of the regulations we hold. Answers come in the
// order of the questions, one round trip for a document. Implementations are
// safe for several goroutines.
type Corpus interface {
	// Find answers by exact title, alias or number: none, one or several works.
	Find(ctx context.Context, refs ...law.Ref) ([][]*law.Regulation, error)
	// Similar answers with works whose titles are near, nearest first, at most
	// three each: material for 「是否为」, never for a verdict.
	Similar(ctx context.Context, titles ...string) ([][]*law.Regulation, error)
	// Provision gives the text of each place; "" where no text is held.
	Provision(ctx context.Context, at ...law.Place) ([]string, error)
	// Near gives candidates that share terms, unranked by contract.
	Near(ctx context.Context, s Scope, q ...Near) ([][]law.Passage, error)
	// Snapshot names what answered; it goes into the report.
	Snapshot() Snapshot
}

// What a question of nearness and a snapshot are made of stands in law, so that
// a corpus need not know what checks it.
type (
	Scope    = law.Scope
	Near     = law.Near
	Snapshot = law.Snapshot
)

// ErrIncomplete: the corpus answered in part (a shard failed, a region is
// missing, fewer rows than the manifest says). It becomes CannotTell, never
// Clean.
var ErrIncomplete = law.ErrIncomplete
