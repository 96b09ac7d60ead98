package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/calendar"
	"docreview/checker/dossier"
	"docreview/corpus/law"
)

// told asks what the papers of the dossier tell beside the steps that have days and numbers
// (package dossier, TellingWords). What the drafting statement alone says counts where Claim
// says so.
//
//	missing    the keeper states that the dossier is complete, and no paper tells it
//	there      a paper of the kinds Of tells it, and none tells Unless
//	yearly     the yearly catalogue of the year of the document was handed in after the day of
//	           the parameter (month and day of the next year)
//	aged       the document is older than the years of the parameter, and no paper tells that it
//	           was looked at again
//	same       an organ that appraised the draft or assessed its risks evaluates it now
type told struct {
	Is     string   `yaml:"is"`
	Name   string   `yaml:"name"`
	Unless string   `yaml:"unless"`
	Of     []string `yaml:"of"`    // materials in which it may stand; empty: any
	Claim  string   `yaml:"claim"` // yes: the drafting statement proves it too
	// Events are steps of which each settles the question where it was taken.
	Events []string `yaml:"events"`
	// List is a list of the office that settles it where the document stands in it.
	List string `yaml:"list"`
	// After is the step after which it is due: nothing is asked at a stage before it.
	After string `yaml:"after"`
	// While is a step that must have a paper, for missing: without one another rule speaks.
	While string `yaml:"while"`
	Param string `yaml:"param"`
	// Sure asks that the parameter is sure (yes) or not (no).
	Sure   string `yaml:"sure"`
	Issuer string `yaml:"issuer"` // government, department
}

func (c *told) build(*builder) (evaluator, []string, error) {
	run := map[string]func(*checker.Pass) []Hit{"missing": c.missing, "there": c.there, "yearly": c.yearly, "aged": c.aged, "same": c.same}[c.Is]
	if run == nil {
		return nil, nil, fmt.Errorf("is is none of missing, there, yearly, aged, same")
	}
	for _, name := range []string{c.Name, c.Unless} {
		if name != "" && dossier.TellingWords(name) == "" {
			return nil, nil, fmt.Errorf("papers tell nothing called %q", name)
		}
	}
	if c.Name == "" && (c.Is == "missing" || c.Is == "there" || c.Is == "aged" || c.Is == "yearly") {
		return nil, nil, fmt.Errorf("%s needs name", c.Is)
	}
	for _, e := range append(slices.Clone(c.Events), c.After, c.While) {
		if _, ok := eventNames()[e]; e != "" && !ok {
			return nil, nil, fmt.Errorf("no step is called %q", e)
		}
	}
	if c.List != "" && checker.ListWords(c.List) == "" {
		return nil, nil, fmt.Errorf("no list is called %q", c.List)
	}
	if c.Param == "" && (c.Is == "yearly" || c.Is == "aged") {
		return nil, nil, fmt.Errorf("%s needs param", c.Is)
	}
	for _, s := range []string{c.Claim, c.Sure} {
		if s != "" && s != "yes" && s != "no" {
			return nil, nil, fmt.Errorf("%q is neither yes nor no", s)
		}
	}
	if c.Issuer != "" && c.Issuer != "government" && c.Issuer != "department" {
		return nil, nil, fmt.Errorf("issuer %q is neither government nor department", c.Issuer)
	}
	who := procedure{Issuer: c.Issuer}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		if p.Dossier == nil || !who.concerns(p) || c.After != "" && toCome(p.Profile.Stage, c.After) {
			return nil, nil
		}
		return run(p), nil
	}, []string{"value", "file", "other", "days", "day", "limit", "unit", "source"}, nil
}

func toldVars(more ...string) map[string]string {
	v := map[string]string{"value": "", "file": "", "other": "", "days": "", "day": "", "limit": "", "unit": "", "source": ""}
	for i := 0; i+1 < len(more); i += 2 {
		v[more[i]] = more[i+1]
	}
	return v
}

// find gives where papers tell it; claim: the drafting statement does.
func (c *told) find(p *checker.Pass, name string) (paper, claim checker.Fact, kind checker.MaterialKind) {
	for i := range p.Dossier.Told {
		a := &p.Dossier.Told[i]
		f := a.Fact(name)
		switch {
		case !f.Known():
		case f.Stated:
			return f, claim, a.Kind
		case a.Kind == checker.DraftingStatement && !slices.Contains(c.Of, string(checker.DraftingStatement)):
			claim = f
		case len(c.Of) == 0 || slices.Contains(c.Of, string(a.Kind)):
			if !paper.Known() {
				paper, kind = f, a.Kind
			}
		}
	}
	return paper, claim, kind
}

// prove says that every material that the rule needs was read and is in order.
func prove(p *checker.Pass) {
	for _, m := range p.Rule().Needs {
		p.Prove(m)
	}
}

// required reports whether the place asks for it; where nobody knows, that is said.
func (c *told) required(p *checker.Pass) (checker.Param, bool) {
	if c.Param == "" {
		return checker.Param{}, true
	}
	v, ok := p.Profile.Params[c.Param]
	if !ok {
		p.CannotTell("不知道本地有没有这项要求")
		return v, false
	}
	if c.Sure != "" && v.Sure != (c.Sure == "yes") {
		return v, false
	}
	if v.Value == 0 {
		prove(p)
		return v, false
	}
	return v, true
}

// incompleteFor says why papers that are missing prove nothing; "" they do.
func incompleteFor(d *checker.Dossier, what string) string {
	if !d.Complete {
		return "材料包里没有" + what + "的记载，也没有写明材料已经齐全"
	}
	for _, q := range d.Papers {
		if q.Error != "" || q.Kind == "" && q.Same == "" && q.Other == "" {
			return "材料包里有没有读出或者没有认出的材料（" + q.File + "），不能断定没有" + what
		}
	}
	return ""
}

func (c *told) missing(p *checker.Pass) []Hit {
	param, ok := c.required(p)
	if !ok {
		return nil
	}
	if c.While != "" && len(p.Dossier.Events(c.While)) == 0 && !there(p.Dossier, eventNames()[c.While].kind) {
		return nil
	}
	paper, claim, _ := c.find(p, c.Name)
	settled := slices.ContainsFunc(c.Events, func(e string) bool { return len(p.Dossier.Events(e)) > 0 })
	if _, ok := p.Lists[c.List].Titled(p.Doc); ok {
		settled = true
	}
	what := dossier.TellingWords(c.Name)
	switch {
	case paper.Known() || settled || claim.Known() && c.Claim == "yes":
		prove(p)
		return nil
	case claim.Known():
		p.CannotTell("起草说明写了" + what + "（" + claim.Where() + "），材料包里没有相应的材料")
		return nil
	}
	if why := incompleteFor(p.Dossier, what); why != "" {
		p.CannotTell(why)
		return nil
	}
	return []Hit{{Vars: toldVars("source", param.Source)}}
}

func (c *told) there(p *checker.Pass) []Hit {
	paper, claim, _ := c.find(p, c.Name)
	if !paper.Known() && c.Claim == "yes" {
		paper = claim
	}
	if !paper.Known() {
		if slices.ContainsFunc(p.Rule().Needs, func(m checker.MaterialKind) bool { return there(p.Dossier, m) }) && p.Dossier.Complete {
			prove(p)
		}
		return nil
	}
	if c.Unless != "" {
		any := told{Of: nil}
		if f, g, _ := any.find(p, c.Unless); f.Known() || g.Known() {
			prove(p)
			return nil
		}
	}
	return []Hit{{Vars: toldVars("value", paper.Text, "file", paper.Where()), Lower: c.Unless != "" && !p.Dossier.Complete}}
}

func (c *told) yearly(p *checker.Pass) []Hit {
	param, ok := c.required(p)
	if !ok {
		return nil
	}
	made := p.Doc.Dated.Value
	if !made.Valid() {
		p.CannotTell("正文没有写明成文日期，不能判断应当列入哪一年的目录")
		return nil
	}
	due := law.Date{Year: made.Year + 1, Month: param.Value / 100, Day: param.Value % 100}
	if !due.Before(p.AsOf) {
		p.CannotTell("还没有到报送" + strconv.Itoa(made.Year) + "年度文件目录的截止日（" + due.Chinese() + "）")
		return nil
	}
	year := strconv.Itoa(made.Year) + "年"
	for i := range p.Dossier.Told {
		a := &p.Dossier.Told[i]
		f := a.Fact(c.Name)
		if !f.Known() || !f.Stated && !strings.HasPrefix(f.Text, year) {
			continue
		}
		for j := range p.Dossier.Acts {
			b := &p.Dossier.Acts[j]
			day := b.Fact("day")
			if b.File != a.File || !day.Known() {
				continue
			}
			if due.Before(day.Day) {
				return []Hit{{Vars: toldVars("day", day.Day.Chinese(), "limit", due.Chinese(), "file", day.Where(), "source", param.Source)}}
			}
			prove(p)
			return nil
		}
		if f.Stated {
			prove(p)
			return nil
		}
		p.CannotTell("材料包里有" + year + "度文件目录（" + f.Where() + "），没有读出报送日期")
		return nil
	}
	// The catalogue is of all documents of the year: the dossier of one, complete as it may be,
	// need not hold it.
	p.CannotTell("材料包里没有" + year + "度文件目录，截止日是" + due.Chinese())
	return nil
}

func (c *told) aged(p *checker.Pass) []Hit {
	param, ok := c.required(p)
	made := p.Doc.Dated.Value
	if !ok || !made.Valid() {
		return nil
	}
	if due := (law.Date{Year: made.Year + param.Value, Month: made.Month, Day: min(made.Day, 28)}); !due.Before(p.AsOf) {
		prove(p)
		return nil
	}
	paper, claim, _ := c.find(p, c.Name)
	if paper.Known() || claim.Known() || len(p.Dossier.Events("renewal")) > 0 {
		prove(p)
		return nil
	}
	if why := incompleteFor(p.Dossier, dossier.TellingWords(c.Name)); why != "" {
		p.CannotTell(why)
		return nil
	}
	return []Hit{{Vars: toldVars("day", made.Chinese(), "days", strconv.Itoa(int(calendar.Between(made, p.AsOf))), "limit", strconv.Itoa(param.Value), "unit", param.Unit, "source", param.Source)}}
}

func (c *told) same(p *checker.Pass) []Hit {
	evaluated := false
	for _, a := range p.Dossier.Events("renewal") {
		for _, f := range a.All("by") {
			evaluated = true
			for _, e := range []string{"risk_assessment", "expert_review"} {
				for _, b := range p.Dossier.Events(e) {
					for _, g := range b.All("by") {
						if g.Text == f.Text {
							return []Hit{{Vars: toldVars("value", f.Text, "file", f.Where(), "other", g.Where())}}
						}
					}
				}
			}
		}
	}
	if evaluated {
		prove(p)
	}
	return nil
}
