package law

import (
	"errors"
	"math"
)

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

// Weight tells how much a bigram says that stands in df of n provisions: in
// 1/16 bit. Integers, so that a sum is the same in whatever order and by
// whatever engine it is made.
func Weight(df, n int) int {
	if df <= 0 || n <= 0 {
		return 0
	}
	return int(math.Round(16 * math.Log2(1+float64(n)/float64(df))))
}

// Nearness is the score of a provision for a question: what the bigrams that
// both hold weigh together, less where the provision is longer than the mean.
// width and mean count different bigrams.
func Nearness(weight, width, mean int) int {
	return weight * 256 / (192 + 64*width/mean)
}
