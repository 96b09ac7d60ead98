package rules

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"docreview/checker"
	"docreview/checker/frame"
	"docreview/checker/source"
)

// inFrame finds statements (checker/frame) by what stands in their slots: the
// condition, the act, the sanction. A choice of words is written as in near, and
// the same guards keep it silent; besides, only a statement that sets something
// is looked at, not one that applies a power, forbids it, narrates, quotes,
// defines or binds organs among themselves.
type inFrame struct {
	Zones     []string `yaml:"zones"`
	Who       []string `yaml:"who"`       // organ staff business person outside; none given: anybody
	NotWho    []string `yaml:"not_who"`   // not these
	Modality  []string `yaml:"modality"`  // none must may mustnot only
	Condition []string `yaml:"condition"` // choices that the condition must all meet
	Act       []string `yaml:"act"`       // … the act
	Sanction  []string `yaml:"sanction"`  // … the sanction
	Whole     []string `yaml:"whole"`     // … the statement, in any slot
	Amount    bool     `yaml:"amount"`    // the statement names an amount
	Period    bool     `yaml:"period"`    // the statement names a time limit
	Not       string   `yaml:"not"`       // the sentence holds none of these
	Title     string   `yaml:"title"`
	NotTitle  string   `yaml:"not_title"`
	Also      []string `yaml:"also"`
	Even      []string `yaml:"even"`
	Uses      []string `yaml:"uses"` // default sets; internal, applies, promotes
	Negated   bool     `yaml:"negated"`
	Cited     string   `yaml:"cited"`

	Triggers [][]string `yaml:"-"`
}

var parties = map[string]frame.Party{"organ": frame.Organ, "staff": frame.Staff, "business": frame.Business, "person": frame.Person, "outside": frame.Outside}

func (f *inFrame) slots() [][]string { return [][]string{f.Condition, f.Act, f.Sanction, f.Whole} }

func (f *inFrame) derive() error {
	f.Triggers = nil
	for _, slot := range f.slots() {
		for _, expr := range slot {
			w, err := parseWords(expr)
			if err != nil {
				return err
			}
			f.Triggers = append(f.Triggers, w.literals())
		}
	}
	if len(f.Triggers) == 0 {
		return errors.New("no slot asks for words")
	}
	return nil
}

func (f *inFrame) build(b *builder) (evaluator, []string, error) {
	if !b.compiled || len(f.Triggers) == 0 {
		if err := f.derive(); err != nil {
			return nil, nil, err
		}
	}
	g, err := newGuard(b, f.Zones, f.Also, f.Even, f.Cited, f.Not, f.Title, f.NotTitle)
	if err != nil {
		return nil, nil, err
	}
	slots := make([][]lazyWords, 4)
	for i, slot := range f.slots() {
		for _, expr := range slot {
			w, err := b.words(expr)
			if err != nil {
				return nil, nil, err
			}
			slots[i] = append(slots[i], w)
		}
	}
	who, err := partySet(f.Who)
	if err != nil {
		return nil, nil, err
	}
	notWho, err := partySet(f.NotWho)
	if err != nil {
		return nil, nil, err
	}
	if err := known(f.Modality, frame.None, frame.Only); err != nil {
		return nil, nil, err
	}
	uses := f.Uses
	if len(uses) == 0 {
		uses = []string{"sets"}
	}
	if err := known(uses, frame.Sets, frame.Promotes); err != nil {
		return nil, nil, err
	}
	ids := b.triggers.addAll(f.Triggers)
	t := b.triggers
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		d := p.Doc
		f.step(p, "words", source.Span{}, -1)
		if !g.titled(d) {
			f.step(p, "title", source.Span{}, -1)
			return nil, nil
		}
		var out []Hit
		for _, i := range t.clauses(p, ids...) {
			c := &d.Clauses[i]
			if !g.in[c.Zone] {
				f.step(p, "zones", c.Span, -1)
				continue
			}
			s := d.Text.Norm[c.Span.Start:c.Span.End]
			if g.not.has(s) {
				f.step(p, "unless_in", c.Span, -1)
				continue
			}
			hit := false
			for _, q := range framesOf(p, i) {
				if !slices.Contains(uses, q.Use.String()) ||
					who != 0 && q.Actor&who == 0 || q.Actor&notWho != 0 ||
					len(f.Modality) > 0 && !slices.Contains(f.Modality, q.Modality.String()) ||
					f.Amount && len(q.Amounts) == 0 || f.Period && len(q.Periods) == 0 {
					continue
				}
				at := f.words(d.Text.Norm, &q, slots, c.Span.Start)
				if at == nil || !f.Negated && g.denied(s, at) {
					continue
				}
				w := readable(s, around(s, at, 0))
				span := source.Span{Start: c.Span.Start + w.from, End: c.Span.Start + w.to}
				if why, cited := g.excused(p, i, s, at); why != "" {
					f.step(p, why, span, cited)
					hit = true // it was met; why it is silent has been told
					break
				}
				f.step(p, "hit", span, -1)
				out = append(out, Hit{Span: span})
				hit = true
				break
			}
			if !hit {
				f.step(p, "pattern", c.Span, -1)
			}
		}
		return out, nil
	}, nil, nil
}

// words gives the first place of every choice inside its slot, nil where one is
// missing; offsets into the sentence.
func (f *inFrame) words(norm string, q *frame.Frame, slots [][]lazyWords, base int) []token {
	var at []token
	for k, span := range []source.Span{q.Condition, q.Act, q.Sanction, q.Span} {
		if len(slots[k]) > 0 && span.IsZero() {
			return nil
		}
		for _, w := range slots[k] {
			found := w.in(norm[span.Start:span.End])
			if len(found) == 0 {
				return nil
			}
			at = append(at, token{span.Start - base + found[0].from, span.Start - base + found[0].to})
		}
	}
	return at
}

func partySet(names []string) (frame.Party, error) {
	var out frame.Party
	for _, n := range names {
		p, ok := parties[n]
		if !ok {
			return 0, fmt.Errorf("no kind of actor is called %q", n)
		}
		out |= p
	}
	return out, nil
}

// known reports a name that none of the values from first to last bears.
func known[T interface {
	~int
	String() string
}](names []string, first, last T) error {
	for _, n := range names {
		ok := false
		for v := first; v <= last; v++ {
			ok = ok || v.String() == n
		}
		if !ok {
			return fmt.Errorf("%q is not known here", n)
		}
	}
	return nil
}

type framesKey struct{ clause int }

// framesOf reads a clause once for all rules.
func framesOf(p *checker.Pass, i int) []frame.Frame {
	return p.Memo(framesKey{i}, func() any { return frame.Read(p.Doc, i) }).([]frame.Frame)
}

func (f *inFrame) step(p *checker.Pass, what string, at source.Span, citation int) {
	if !p.Traced() {
		return
	}
	n := near{Words: slices.Concat(f.slots()...), Not: f.Not, Title: f.Title, NotTitle: f.NotTitle, Cited: f.Cited, Triggers: f.Triggers}
	n.step(p, what, at, citation)
}

// excusedFrom is the level from which a superior provision excuses a place.
func (f *inFrame) excusedFrom() string { return excusedBy(f.Cited) }
