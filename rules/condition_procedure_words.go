package rules

import (
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
)

// holds reports whether a word of the list stands in s.
func holds(list []string, s string) bool {
	return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(s, w) })
}

func (c *procedure) says(p *checker.Pass) []Hit {
	var bad, other checker.Fact
	var kind checker.MaterialKind
	for _, a := range p.Dossier.Events(c.Event) {
		if day := a.Fact("day"); !c.since.IsZero() {
			if !day.Known() {
				c.silent(p, c.Event, "day")
				return nil
			}
			if day.Day.Before(c.since) { // another law held then
				if len(a.All(c.Name)) > 0 {
					p.Prove(a.Kind)
				}
				continue
			}
		}
		for _, f := range a.All(c.Name) {
			switch {
			case len(c.Good) > 0 && holds(c.Good, f.Text):
				p.Prove(a.Kind)
				return nil
			case holds(c.Bad, f.Text):
				bad = f
			case len(c.Good) == 0:
				kind = a.Kind
			default:
				other = f
			}
		}
	}
	switch {
	case bad.Known():
		// Where the dossier need not be complete, the paper that is right may be
		// missing from it.
		return []Hit{{Vars: c.vars("value", bad.Text, "file", bad.Where()), Lower: len(c.Good) > 0 && !p.Dossier.Complete}}
	case kind != "":
		p.Prove(kind)
	case other.Known():
		p.CannotTell(eventNames()[c.Event].name + "的" + factName(c.Name) + "是“" + other.Text + "”（" + other.Where() + "），请核对")
	default:
		if len(p.Dossier.Events(c.Event)) > 0 || len(p.Dossier.Of(eventNames()[c.Event].kind)) > 0 {
			if !c.old(p) {
				c.silent(p, c.Event, c.Name)
			}
		}
	}
	return nil
}

// old reports whether every act lies before the day since which the condition holds.
func (c *procedure) old(p *checker.Pass) bool {
	if c.since.IsZero() {
		return false
	}
	for _, a := range p.Dossier.Events(c.Event) {
		if day := a.Fact("day"); !day.Known() || !day.Day.Before(c.since) || len(a.All(c.Name)) == 0 {
			return false
		}
	}
	return true
}

func (c *procedure) lacks(p *checker.Pass) []Hit {
	var all []string
	var first checker.Fact
	for _, a := range p.Dossier.Events(c.Event) {
		for _, f := range a.All(c.Name) {
			if holds(c.Good, f.Text) {
				p.Prove(a.Kind)
				return nil
			}
			if !first.Known() {
				first = f
			}
			all = append(all, f.Text)
		}
	}
	switch {
	case !first.Known():
		c.silent(p, c.Event, c.Name)
	case !p.Dossier.Complete:
		p.CannotTell("材料包里没有报" + c.Good[0] + "的材料，也没有写明材料已经齐全")
	default:
		return []Hit{{Vars: c.vars("value", strings.Join(all, "、"), "file", first.Where())}}
	}
	return nil
}

// sum holds the comments that came in against those adopted, adopted in part and
// rejected. What is not counted in words may stand in a table row by row: it
// cannot be told then.
func (c *procedure) sum(p *checker.Pass) []Hit {
	found := false
	var hits []Hit
	for _, a := range p.Dossier.Events(c.Event) {
		got := a.All("received")
		if len(got) == 0 {
			continue
		}
		found = true
		adopted, partly, rejected := a.All("adopted"), a.All("partly"), a.All("rejected")
		n := 0
		for _, fs := range [][]checker.Fact{adopted, partly, rejected} {
			if len(fs) > 1 {
				p.CannotTell("意见采纳数前后有几个说法（" + fs[0].Where() + "），请核对")
				return nil
			}
			if len(fs) == 1 {
				n += fs[0].N
			}
		}
		switch {
		case len(got) > 1:
			p.CannotTell("收到意见数前后有几个说法（" + got[0].Where() + "），请核对")
		case n == got[0].N:
			p.Prove(a.Kind)
		case n > got[0].N || len(adopted)+len(partly) > 0 && len(rejected) > 0:
			hits = append(hits, Hit{Vars: c.vars("limit", strconv.Itoa(got[0].N), "days", strconv.Itoa(n), "file", got[0].Where())})
		default:
			p.CannotTell("收到意见" + strconv.Itoa(got[0].N) + "条（" + got[0].Where() + "），没有读出全部的采纳情况")
		}
	}
	if !found && len(p.Dossier.Of(checker.AdoptionTable)) > 0 {
		p.CannotTell("材料包里有" + string(checker.AdoptionTable) + "（" + p.Dossier.Of(checker.AdoptionTable)[0].File + "），没有读出收到意见数")
	}
	return hits
}

// differs holds what the drafting statement says against the papers.
func (c *procedure) differs(p *checker.Pass) []Hit {
	for _, claim := range p.Dossier.Claims(c.Event) {
		for _, f := range claim.Facts {
			if factName(f.Name) == "" {
				continue
			}
			var proved []checker.Fact
			for _, a := range p.Dossier.Events(c.Event) {
				proved = append(proved, a.All(f.Name)...)
			}
			if f.Name == "organ" {
				continue
			}
			same := slices.ContainsFunc(proved, func(q checker.Fact) bool {
				return q.Day == f.Day && q.N == f.N && (f.Name != "level" || q.Text == f.Text)
			})
			if len(proved) == 0 || same {
				continue
			}
			return []Hit{{Vars: c.vars("name", factName(f.Name), "value", factValue(f), "due", factValue(proved[0]), "file", f.Where(), "day", proved[0].Where())}}
		}
	}
	return nil
}

func factValue(f checker.Fact) string {
	switch {
	case f.Day.Valid():
		return f.Day.Chinese()
	case f.Name == "level":
		return f.Text
	}
	return strconv.Itoa(f.N)
}

func (c *procedure) fewer(p *checker.Pass) []Hit {
	for _, a := range p.Dossier.Events(c.Event) {
		have := a.Fact(c.Name)
		if !have.Known() {
			continue
		}
		want, unit := 0, ""
		if c.Of != "" {
			of := a.Fact(c.Of)
			if !of.Known() {
				c.silent(p, c.Event, c.Of)
				return nil
			}
			want = of.N
		} else {
			var ok bool
			if want, unit, ok = c.limit(p); !ok {
				return nil
			}
		}
		if have.N < want {
			return []Hit{{Vars: c.vars("value", strconv.Itoa(have.N), "limit", strconv.Itoa(want), "unit", unit, "file", have.Where())}}
		}
		p.Prove(a.Kind)
		return nil
	}
	c.silent(p, c.Event, c.Name)
	return nil
}
