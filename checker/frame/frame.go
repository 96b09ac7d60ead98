// Package frame reads what a clause says: who must, may or must not do what, on
// which condition, with which amounts and time limits, and what follows if not.
//
// A reading is made by hand over one clause, without looking anything up and
// without a regexp; it never fails and is made only where a rule asks. It is
// shallow: it knows the comma-separated parts of a sentence, their subject, their
// word of duty or leave, conditions (…的，/未经…) and sanctions. What it cannot
// place stays zero. All functions are pure and safe for several goroutines.
package frame

import (
	"strings"

	"docreview/checker/document"
	"docreview/checker/source"
)

// Modality is what the text lays on its actor.
type Modality int

const (
	None    Modality = iota // a plain statement: 由镇政府核发
	Must                    // 应当, 须, 一律
	May                     // 可以, 有权
	MustNot                 // 不得, 严禁, 停止
	Only                    // 方可, 后才能: leave under a condition
)

func (m Modality) String() string {
	return [...]string{"none", "must", "may", "mustnot", "only"}[m]
}

// Party is a set of kinds of actors.
type Party uint8

const (
	Organ    Party = 1 << iota // 行政机关, 镇政府, 主管部门
	Staff                      // 工作人员, 执法人员
	Business                   // 企业, 个体工商户, 投标人
	Person                     // 居民, 村民, 个人
	Outside                    // 外地企业
)

// Use says what the text does with the power, duty or right that it names.
type Use int

const (
	Sets     Use = iota // creates it
	Applies             // 依照《…》第×条: applies one that another text creates
	Forbids             // 不得设定: excludes it
	Narrates            // tells what was done
	Quotes              // names a title or repeats words
	Defines             // 本办法所称…是指
	Internal            // binds organs and their staff among themselves
	Promotes            // 鼓励: binds nobody
)

func (u Use) String() string {
	return [...]string{"sets", "applies", "forbids", "narrates", "quotes", "defines", "internal", "promotes"}[u]
}

// Frame is one statement of a clause. A zero Span: the text does not say it.
type Frame struct {
	Span      source.Span // from the condition to the end of the sanction
	Use       Use
	Actor     Party       // whose duty it is; 0: not said
	ActorSpan source.Span // the words for the actor
	By        source.Span // the organ that acts on others: 由镇政府（强制拆除）
	Modality  Modality
	Word      source.Span // the word of duty or leave
	Condition source.Span // 未经批准的, 逾期不拆除的
	Act       source.Span // what the actor must, may or must not do: behind the word
	Sanction  source.Span // what follows if not: 处五百元罚款, 不予受理
	Amounts   []source.Span
	Periods   []source.Span
}

// Read gives the statements of a clause of d in their order. i is an index into
// d.Clauses.
func Read(d *document.Document, i int) []Frame {
	c := &d.Clauses[i]
	from := c.Span.Start
	for n := c.Node; n != nil; n = n.Parent {
		if n.Label.Start == c.Span.Start && n.Label.End < c.Span.End {
			from = max(from, n.Label.End) // 第三条, （一）
		}
	}
	text := d.Text.Norm[from:c.Span.End]
	body := strings.TrimLeft(text, " \u3000\n")
	r := reader{text: body, base: from + len(text) - len(body)}
	frames := r.read()
	for k := range frames {
		frames[k].Use = use(c, &frames[k])
	}
	return frames
}

// use tells what the text does with the act of a frame from the roles of the
// clause at the act, the sanction and the word of duty.
func use(c *document.Clause, f *Frame) Use {
	var r document.Role
	for _, s := range []source.Span{f.Act, f.Sanction} {
		if !s.IsZero() {
			r |= c.RolesAt(s)
		}
	}
	switch {
	case r&document.Quotes != 0:
		return Quotes
	case r&document.Defines != 0:
		return Defines
	case r&document.Narrates != 0:
		return Narrates
	case r&(document.Forbids|document.Equal) != 0:
		return Forbids
	case r&(document.Applies|document.ByLaw|document.Delegates) != 0:
		return Applies
	case r&document.Internal != 0 || f.Actor&(Organ|Staff) != 0 && f.Sanction.IsZero() && f.By.IsZero():
		return Internal
	case r&document.Promotes != 0:
		return Promotes
	}
	return Sets
}
