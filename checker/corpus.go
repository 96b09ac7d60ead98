package checker

import (
	"context"
	"errors"

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

// Scope bounds a Near question to the issuer's line of superiors.
type Scope struct {
	Regions []string // 行政区划代码; "" is the nation
	Levels  []law.Level
	AsOf    law.Date
}

// Near asks for passages that hold at least AtLeast of Terms. Terms are cut by
// us: an engine never analyses text.
type Near struct {
	Terms          []string
	AtLeast, Limit int
}

// Snapshot identifies a corpus.
type Snapshot struct {
	Name                      string
	Digest                    string // sha256:… of the input
	AsOf                      law.Date
	Works, Editions, Articles int
	FullText                  bool
	Segmenter                 string
}

// ErrIncomplete: the corpus answered in part (a shard failed, a region is
// missing, fewer rows than the manifest says). It becomes CannotTell, never
// Clean.
var ErrIncomplete = errors.New("corpus answered in part")
