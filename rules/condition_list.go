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
			if p.Dossier == nil || c.Is != "expert" {
				p.CannotTellWithout(checker.MaterialKind(checker.ListWords(c.Name)), "没有登记"+checker.ListWords(c.Name))
			}
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

// titled reports whether a row of a list means the document; years must agree where the list
// tells them.
func titled(p *checker.Pass, l *checker.List) (checker.ListRow, bool) {
	for _, r := range l.Rows {
		if r.Year > 0 && p.Doc.Dated.Value.Valid() && r.Year != p.Doc.Dated.Value.Year {
			continue
		}
		for _, t := range []string{p.Doc.Instrument.Value, p.Doc.Title.Value} {
			if sameTitle(r.Name, t) {
				return r, true
			}
		}
	}
	return checker.ListRow{}, false
}

// sameTitle compares titles as plans write them: 制定《…》, 修订…; a place in front may be missing.
func sameTitle(a, b string) bool {
	a, b = plain(a), plain(b)
	short := min(len([]rune(a)), len([]rune(b)))
	return short >= 5 && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}

func plain(s string) string {
	if i, j := strings.Index(s, "《"), strings.LastIndex(s, "》"); i >= 0 && i < j {
		s = s[i+len("《") : j]
	}
	s = strings.NewReplacer(" ", "", "\u3000", "").Replace(s)
	for {
		open := strings.LastIndexAny(s, "（(")
		if open <= 0 || !strings.HasSuffix(s, "）") && !strings.HasSuffix(s, ")") {
			break
		}
		s = s[:open]
	}
	for _, w := range []string{"制定", "修订", "修改", "出台"} {
		s = strings.TrimPrefix(s, w)
	}
	return s
}

func (c *listed) document(p *checker.Pass, l *checker.List) []Hit {
	if p.Doc.Instrument.Value == "" && p.Doc.Title.Value == "" {
		p.CannotTell("没有读出文件的标题")
		return nil
	}
	if _, ok := titled(p, l); ok {
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
	for _, a := range p.Dossier.Events("expert_review") {
		for _, f := range a.All("name") {
			if _, ok := l.Find(f.Text); !ok {
				out = append(out, Hit{Vars: c.vars(l, f.Text, f.Where(), "")})
			}
		}
	}
	return out
}
