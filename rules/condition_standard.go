package rules

import (
	"context"
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"docreview/checker"
	"docreview/checker/source"
	"docreview/corpus/law"
)

//go:embed standards.tsv
var standardsTable string

// standard finds the numbers of national standards (GB 3095—1996) whose edition a
// later one had replaced by the as-of day.
type standard struct {
	Unless []string `yaml:"unless"` // roles that excuse the place
}

type standardRow struct {
	now, title string
	from       law.Date
}

// standards are the replaced editions by number and year: 「GB 3095—1996」.
var standards = sync.OnceValue(func() map[string]standardRow {
	rows := map[string]standardRow{}
	for l := range strings.Lines(standardsTable) {
		f := strings.Split(strings.TrimRight(l, "\n"), "\t")
		if strings.HasPrefix(l, "#") || len(f) != 5 {
			continue
		}
		from, _, _ := law.ParseDate(f[3])
		rows[f[0]+"—"+f[1]] = standardRow{now: f[2], title: f[4], from: from}
	}
	return rows
})

var standardForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`GB\s*(/\s*T)?\s*(\d+(?:\.\d+)?)\s*(?:[—–－\-]|--|——)\s*(\d{4}|\d{2})\b`)
})

func (c *standard) build(b *builder) (evaluator, []string, error) {
	roles, err := rolesOf(c.Unless)
	if err != nil {
		return nil, nil, err
	}
	ids := b.triggers.addAll([][]string{{"GB"}})
	t := b.triggers
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		var out []Hit
		for _, i := range t.clauses(p, ids...) {
			cl := &p.Doc.Clauses[i]
			s := p.Doc.Text.Norm[cl.Span.Start:cl.Span.End]
			for _, m := range standardForm().FindAllStringSubmatchIndex(s, -1) {
				number, year := "GB ", s[m[6]:m[7]]
				if m[2] >= 0 {
					number = "GB/T "
				}
				if len(year) == 2 {
					year = "19" + year
				}
				row, ok := standards()[number+s[m[4]:m[5]]+"—"+year]
				span := source.Span{Start: cl.Span.Start + m[0], End: cl.Span.Start + m[1]}
				if !ok || p.AsOf.Before(row.from) || cl.RolesAt(span)&roles != 0 {
					continue
				}
				out = append(out, Hit{Span: span, Vars: map[string]string{"now": row.now, "title": row.title, "since": row.from.Chinese()}})
			}
		}
		return out, nil
	}, []string{"now", "title", "since"}, nil
}
