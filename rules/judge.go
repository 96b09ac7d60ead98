package rules

import (
	"context"
	"fmt"
	"strings"

	"docreview/checker"
)

// How an example came out.
const (
	Intended = "intended" // as its author says
	Noisy    = "noisy"    // a finding where none is wanted
	Missing  = "missing"  // no finding, or no «cannot tell», where one is wanted
	Moved    = "moved"    // a finding that underlines other words than those marked
	Broken   = "failed"   // the rule could not be carried out
)

// Judged says how one example of a rule came out.
type Judged struct {
	Rule, Kind, Name string // Kind: bad, good, unclear
	// Verdicts are Intended alone, or every other that applies, the gravest first.
	Verdicts  []string
	Want, Got string
}

// Intended reports whether the example came out as its author says.
func (j *Judged) Intended() bool { return len(j.Verdicts) == 1 && j.Verdicts[0] == Intended }

// Judge runs every example of the entry, that rule alone, and says how each came
// out. A rule that is switched off has none.
func (e *Entry) Judge(ctx context.Context, against Against) ([]*Judged, error) {
	if e.Rule == nil {
		return nil, nil
	}
	var out []*Judged
	for _, set := range []struct {
		kind string
		list []Example
	}{{"bad", e.File.Examples.Bad}, {"good", e.File.Examples.Good}, {"unclear", e.File.Examples.Unclear}} {
		for _, ex := range set.list {
			rep, text, marks, err := ex.Run(ctx, []*checker.Rule{e.Rule}, against)
			if err != nil {
				return nil, fmt.Errorf("%s %s «%s»: %w", e.File.ID, set.kind, ex.Name, err)
			}
			j := &Judged{Rule: e.File.ID, Kind: set.kind, Name: ex.Name, Got: outcome(rep, text)}
			switch set.kind {
			case "bad":
				j.Want = strings.TrimSpace("found " + strings.Join(marks, " "))
				if len(marks) == 0 {
					j.Want = "found (document)"
				}
				j.Verdicts = compare(rep, marks)
			case "good":
				j.Want = "no finding"
				if len(rep.Findings) > 0 {
					j.Verdicts = []string{Noisy}
				}
			case "unclear":
				j.Want = "cannot_tell"
				if len(rep.Findings) > 0 {
					j.Verdicts = []string{Noisy}
				} else if rep.Results[0].Outcome != checker.CannotTell {
					j.Verdicts = []string{Missing}
				}
			}
			if rep.Results[0].Outcome == checker.Failed {
				j.Verdicts = []string{Broken}
			}
			if len(j.Verdicts) == 0 {
				j.Verdicts = []string{Intended}
			}
			out = append(out, j)
		}
	}
	return out, nil
}

// compare holds the findings of a bad example against its marks. An example
// without marks wants one finding about the document as a whole.
func compare(rep *checker.Report, marks []string) []string {
	type stretch struct{ start, end int }
	var want []stretch
	for _, m := range marks {
		var s stretch
		if _, err := fmt.Sscanf(m, "[%d:%d", &s.start, &s.end); err == nil {
			want = append(want, s)
		}
	}
	whole := len(want) == 0
	met := make([]bool, len(want))
	seen, noisy, moved := false, false, false
	taken := make([]int, len(want))
	for _, f := range rep.Findings {
		if f.Span.IsZero() {
			seen = true
			noisy = noisy || !whole
			continue
		}
		touches := false
		for i, w := range want {
			if f.Start < w.end && w.start < f.End {
				touches, met[i] = true, true
				taken[i]++
				moved = moved || f.Start != w.start || f.End != w.end
			}
		}
		noisy = noisy || !touches
	}
	missing := whole && !seen
	for i := range want {
		missing = missing || !met[i]
		noisy = noisy || taken[i] > 1
	}
	var out []string
	for _, v := range []struct {
		is   bool
		name string
	}{{missing, Missing}, {noisy, Noisy}, {moved, Moved}} {
		if v.is {
			out = append(out, v.name)
		}
	}
	return out
}
