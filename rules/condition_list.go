package rules

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
)

// listed holds a document against the lists that the office keeps. A list that was not given
// makes «cannot tell».
//
//	issuer    an organ that issued the document is not in the list, former names included
//	document  the document is not in the list of its year
//	expert    an expert of the appraisal is not in the list
type listed struct {
	Is   string `yaml:"is"`
	Name string `yaml:"name"` // of the list
}

func (c *listed) build(*builder) (evaluator, []string, error) {
	run := map[string]func(*checker.Pass, *checker.List) []Hit{"issuer": c.issuer, "document": c.document, "expert": c.expert}[c.Is]
	if run == nil {
		return nil, nil, fmt.Errorf("is is none of issuer, document, expert")
	}
	if checker.ListWords(c.Name) == "" {
		return nil, nil, fmt.Errorf("no list is called %q", c.Name)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		l := p.Lists[c.Name]
		if l == nil {
			p.CannotTellWithout(checker.MaterialKind(checker.ListWords(c.Name)), "没有登记"+checker.ListWords(c.Name))
			return nil, nil
		}
		return run(p, l), nil
	}, []string{"value", "list", "file", "year"}, nil
}

func (c *listed) vars(l *checker.List, value, file, year string) map[string]string {
	return map[string]string{"value": value, "list": l.File, "file": file, "year": year}
}

func (c *listed) issuer(p *checker.Pass, l *checker.List) []Hit {
	if len(p.Doc.Issuers) == 0 {
		p.CannotTell("正文没有写明制发机关")
		return nil
	}
	var out []Hit
	for _, i := range p.Doc.Issuers {
		if _, ok := l.Find(i.Name); ok || shortOf(l, i.Name) {
			continue
		}
		// The list of departments knows under which name the organ goes now.
		if d := p.Lists["departments"]; d != nil {
			if row, ok := d.Find(i.Name); ok {
				if _, ok := l.Find(row.Name); ok || shortOf(l, row.Name) {
					continue
				}
			}
		}
		out = append(out, Hit{Span: i.Span, Vars: c.vars(l, i.Name, "", ""), Lower: p.Doc.Normative.Answer == document.Unclear})
	}
	return out
}

// shortOf reports that the list holds the organ without the place before it: 县财政局 for
// 云岭县财政局.
func shortOf(l *checker.List, name string) bool {
	return slices.ContainsFunc(l.Rows, func(r checker.ListRow) bool {
		short := func(s string) bool { return strings.IndexAny(s, "市县区省州旗") == 0 }
		return short(r.Name) && strings.HasSuffix(name, r.Name) || short(name) && strings.HasSuffix(r.Name, name)
	})
}

func (c *listed) document(p *checker.Pass, l *checker.List) []Hit {
	if p.Doc.Instrument.Value == "" && p.Doc.Title.Value == "" {
		p.CannotTell("没有读出文件的标题")
		return nil
	}
	if _, ok := l.Titled(p.Doc); ok {
		prove(p)
		return nil
	}
	year := p.Doc.Dated.Value.Year
	if years := l.Rows; year > 0 && slices.ContainsFunc(years, func(r checker.ListRow) bool { return r.Year > 0 }) && !slices.ContainsFunc(years, func(r checker.ListRow) bool { return r.Year == 0 || r.Year == year }) {
		p.CannotTell(fmt.Sprintf("%s里没有%d年的内容", l.File, year))
		return nil
	}
	return []Hit{{Vars: c.vars(l, p.Doc.Instrument.Value, "", "")}}
}

func (c *listed) expert(p *checker.Pass, l *checker.List) []Hit {
	if p.Dossier == nil {
		return nil
	}
	var out []Hit
	any := false
	for _, a := range p.Dossier.Events("expert_review") {
		for _, f := range a.All("name") {
			any = true
			if _, ok := l.Find(f.Text); !ok {
				out = append(out, Hit{Vars: c.vars(l, f.Text, f.Where(), "")})
			}
		}
	}
	if any {
		prove(p)
	} else if there(p.Dossier, checker.ExpertAppraisal) {
		p.CannotTell("材料包里有" + string(checker.ExpertAppraisal) + "，没有读出专家的姓名")
	}
	return out
}
