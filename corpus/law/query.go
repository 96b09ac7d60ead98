package law

import "errors"

// Scope bounds a question of nearness to the issuer's line of superiors. The
// zero Scope is everything that is held.
type Scope struct {
	Regions []string // 行政区划代码; "" is the nation; none: every region
	Levels  []Level  // none: every level
	AsOf    Date     // wordings in force on that day; zero: of any day
}

// Near asks for passages that hold at least AtLeast of Terms. Terms are cut by
// Bigrams: an engine never analyses text.
type Near struct {
	Terms          []string
	AtLeast, Limit int
}

// Snapshot identifies a corpus.
type Snapshot struct {
	Name                      string
	Digest                    string // sha256:… of the input
	AsOf                      Date   // newest promulgation the corpus knows
	Works, Editions, Articles int
	FullText                  bool
	Segmenter                 string
}

// ErrIncomplete: the corpus answered in part (a shard failed, a region is
// missing, fewer rows than the manifest says). Whoever asks cannot tell; it is
// never «nothing found».
var ErrIncomplete = errors.New("corpus answered in part")
