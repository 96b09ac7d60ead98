package rules

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/calendar"
	"docreview/corpus/law"
)

// papers asks what the dossier as a whole tells, where no single step with a day or a number
// does.
//
//	incomplete   the keeper states that the dossier is complete, and materials of the list are
//	             missing
//	unweighed    the drafting statement says neither why the document is needed nor that it is
//	             feasible
//	substituted  no review of legality is there, and a paper gives something else for it: the
//	             bureau of justice was asked, signed too, sat in the meeting
//	unheard      no paper and no statement tells that enterprises or their associations were
//	             heard
//	unreported   the keeper states that the dossier is complete, and no paper tells of a report
//	             to the party committee
//	expiring     the period of validity ends within the months of the parameter, and no
//	             evaluation is there
type papers struct {
	Is    string   `yaml:"is"`
	Of    []string `yaml:"of"`    // materials, for incomplete
	Param string   `yaml:"param"` // months, for expiring
}

func (c *papers) build(*builder) (evaluator, []string, error) {
	run := map[string]func(*checker.Pass) []Hit{"incomplete": c.incomplete, "unweighed": unweighed, "substituted": substituted, "unheard": unheard, "unreported": unreported, "expiring": c.expiring}[c.Is]
	switch {
	case run == nil:
		return nil, nil, fmt.Errorf("is is none of incomplete, unweighed, substituted, unheard, unreported, expiring")
	case c.Is == "incomplete" && len(c.Of) == 0:
		return nil, nil, fmt.Errorf("incomplete needs of")
	case c.Is == "expiring" && c.Param == "":
		return nil, nil, fmt.Errorf("expiring needs param")
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		if p.Dossier == nil && c.Is != "expiring" {
			return nil, nil
		}
		return run(p), nil
	}, []string{"list", "value", "file", "days", "day"}, nil
}

func paperVars(more ...string) map[string]string {
	v := map[string]string{"list": "", "value": "", "file": "", "days": "", "day": ""}
	for i := 0; i+1 < len(more); i += 2 {
		v[more[i]] = more[i+1]
	}
	return v
}

// there reports whether a paper of the kind is in the dossier, read or not.
func there(d *checker.Dossier, kind checker.MaterialKind) bool {
	return slices.ContainsFunc(d.Papers, func(q checker.Paper) bool { return q.Kind == kind && q.Other == "" }) ||
		slices.ContainsFunc(d.Acts, func(a checker.Act) bool { return a.Kind == kind })
}

func (c *papers) incomplete(p *checker.Pass) []Hit {
	var missing []string
	for _, m := range c.Of {
		if there(p.Dossier, checker.MaterialKind(m)) {
			p.Prove(checker.MaterialKind(m))
			continue
		}
		missing = append(missing, m)
	}
	if len(missing) == 0 || !p.Dossier.Complete {
		return nil
	}
	for _, q := range p.Dossier.Papers {
		if q.Kind == "" && q.Other == "" && q.Same == "" {
			p.CannotTell("材料包里有没有认出的材料（" + q.File + "），不能断定没有" + strings.Join(missing, "、"))
			return nil
		}
	}
	return []Hit{{Vars: paperVars("list", strings.Join(missing, "、"))}}
}

func unweighed(p *checker.Pass) []Hit {
	of := p.Dossier.Of(checker.DraftingStatement)
	if len(of) == 0 {
		return nil
	}
	need, feasible := false, false
	for _, a := range p.Dossier.Claims("evaluation") {
		need = need || a.Fact("need").Known()
		feasible = feasible || a.Fact("feasible").Known()
	}
	switch {
	case need && feasible:
		p.Prove(checker.DraftingStatement)
	case need || feasible:
		p.CannotTell("起草说明（" + of[0].File + "）只写了必要性、可行性中的一项，请核对有没有评估论证的结论")
	default:
		return []Hit{{Vars: paperVars("file", of[0].File)}}
	}
	return nil
}

func substituted(p *checker.Pass) []Hit {
	if there(p.Dossier, checker.LegalityReview) || len(p.Dossier.Events("legality_review")) > 0 || toCome(p.Profile.Stage, "legality_review") {
		return nil
	}
	// Who was asked may be reviewed later, unless what follows the review was done.
	later := p.Dossier.Complete
	for _, e := range []string{"deliberation", "signed", "published", "filed"} {
		later = later || len(p.Dossier.Events(e)) > 0
	}
	if !later {
		return nil
	}
	for _, acts := range [][]*checker.Act{p.Dossier.Claims("review_substitute"), p.Dossier.Events("review_substitute")} {
		for _, a := range acts {
			f := a.Fact("substitute")
			return []Hit{{Vars: paperVars("value", f.Text, "file", f.Where()), Lower: !p.Dossier.Complete}}
		}
	}
	return nil
}

func unheard(p *checker.Pass) []Hit {
	for _, a := range p.Dossier.Events("consultation") {
		if a.Fact("operator").Known() {
			p.Prove(checker.Consultation)
			return nil
		}
	}
	for _, a := range p.Dossier.Claims("consultation") {
		if f := a.Fact("operator"); f.Known() {
			p.CannotTell("起草说明写听取了经营者、行业协会商会的意见（" + f.Where() + "），材料包里没有相应的材料")
			return nil
		}
	}
	of := p.Dossier.Of(checker.DraftingStatement)
	if len(of) == 0 {
		p.CannotTell("材料包里没有起草说明，不能判断是否听取了经营者、行业协会商会的意见")
		return nil
	}
	return []Hit{{Vars: paperVars("file", of[0].File), Lower: !p.Dossier.Complete}}
}

func unreported(p *checker.Pass) []Hit {
	for _, acts := range [][]*checker.Act{p.Dossier.Claims("party_report"), p.Dossier.Events("party_report")} {
		if len(acts) > 0 {
			return nil
		}
	}
	if !p.Dossier.Complete || toCome(p.Profile.Stage, "deliberation") {
		p.CannotTell("材料包里没有向同级党委请示报告的记载，也没有写明材料已经齐全")
		return nil
	}
	return []Hit{{Vars: paperVars()}}
}

func (c *papers) expiring(p *checker.Pass) []Hit {
	end := checker.Expires(p.Doc)
	param, ok := p.Profile.Params[c.Param]
	if !end.Valid() || !ok || end.Before(p.AsOf) {
		return nil
	}
	m := end.Month - 1 - param.Value
	year := end.Year
	for m < 0 {
		m, year = m+12, year-1
	}
	from := law.Date{Year: year, Month: m + 1, Day: end.Day}
	for !from.Valid() && from.Day > 28 {
		from.Day--
	}
	if p.AsOf.Before(from) {
		return nil
	}
	if p.Dossier == nil {
		p.CannotTellWithout(checker.Evaluation, "有效期到"+end.Chinese()+"届满")
		return nil
	}
	for _, a := range p.Dossier.Events("renewal") {
		if day := a.Fact("day"); day.Known() && !p.AsOf.Before(day.Day) {
			p.Prove(checker.Evaluation)
			return nil
		}
	}
	if there(p.Dossier, checker.Evaluation) {
		p.CannotTell("材料包里有" + string(checker.Evaluation) + "，没有读出评估日期")
		return nil
	}
	return []Hit{{Vars: paperVars("day", end.Chinese(), "days", fmt.Sprint(int(calendar.Between(p.AsOf, end))))}}
}
