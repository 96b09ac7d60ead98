package rules

import (
	"context"
	"fmt"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// repeal looks at the clauses by which the document ends others.
//
//	general  it ends what it does not name: 与本办法不一致的，以本办法为准
//	above    a department ends a document of the government
//	missing  the text says that it is revised and ends no earlier wording
//	unnamed  it ends a document by its title alone, without a number
type repeal struct {
	Is string `yaml:"is"`
}

func (c *repeal) build(*builder) (evaluator, []string, error) {
	find, ok := map[string]func(*checker.Pass) []Hit{"general": generalRepeals, "above": repealsAbove, "missing": repealMissing}[c.Is]
	if !ok {
		return nil, nil, fmt.Errorf("is %q is none of general, above, missing", c.Is)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) { return find(p), nil }, []string{"title"}, nil
}

func generalRepeals(p *checker.Pass) []Hit {
	d := p.Doc
	var out []Hit
	for _, r := range d.Repeals {
		if !r.General {
			continue
		}
		out = append(out, Hit{Span: r.Span})
	}
	return out
}

func repealsAbove(p *checker.Pass) []Hit {
	d := p.Doc
	if len(d.Issuers) == 0 {
		return nil
	}
	for _, i := range d.Issuers {
		if government(i.Name) || strings.Contains(i.Name, "国务院") || strings.Contains(i.Name, "委员会办公室") {
			return nil
		}
	}
	var out []Hit
	for _, r := range d.Repeals {
		for _, i := range r.Citations {
			q := d.Citations[i]
			if !governmentDocument(q, d.Issuers) {
				continue
			}
			lower := false
			for _, w := range []string{"政府同意", "政府批准", "政府授权", "政府决定"} {
				lower = lower || strings.Contains(d.Text.Norm, w)
			}
			name := q.Title
			if name == "" {
				name = q.Number.String()
			}
			out = append(out, Hit{Span: q.Span, Vars: map[string]string{"title": name}, Lower: lower})
		}
	}
	return out
}

// governmentDocument reports a document that a government or its office issued,
// by its title or its number. A notice by which several departments forward a
// text is none.
func governmentDocument(q document.Citation, own []document.Issuer) bool {
	title := q.Title
	if i := strings.Index(title, "关于"); i > 0 {
		title = title[:i]
		return government(strings.TrimSpace(title))
	}
	for _, code := range []string{"政发", "政办发", "府发", "府办发", "政办", "府办", "政字", "政规", "府规", "政办规", "府办规"} {
		if strings.HasSuffix(q.Number.Prefix, code) {
			return true
		}
	}
	return false
}

// repealMissing: the notice or the title tells of a revision, and no earlier
// wording is ended anywhere in the text.
func repealMissing(p *checker.Pass) []Hit {
	d := p.Doc
	if len(d.Repeals) > 0 || !lasting(p) || strings.Contains(d.Text.Norm, "废止") || strings.Contains(d.Text.Norm, "停止执行") {
		return nil
	}
	if strings.Contains(d.Instrument.Value, "（修订）") || strings.Contains(d.Instrument.Value, "(修订)") || strings.Contains(d.Title.Value, "修订后的") {
		return []Hit{{Span: d.Instrument.Span, Vars: map[string]string{"title": d.Instrument.Value}}}
	}
	own := law.TitleKey(d.Instrument.Value)
	for i := range d.Clauses {
		c := &d.Clauses[i]
		if c.Zone != document.ZoneNotice {
			continue
		}
		s := d.Text.Norm[c.Span.Start:c.Span.End]
		if !strings.Contains(s, "修订") && !strings.Contains(s, "修改") {
			continue
		}
		for _, k := range c.Citations {
			q := d.Citations[k]
			after := d.Text.Norm[q.Span.End:c.Span.End]
			if law.TitleKey(q.Title) == own && (strings.Contains(after, "进行了修订") || strings.Contains(after, "进行了修改") || strings.Contains(after, "予以修订") || strings.Contains(after, "作了修订")) ||
				strings.HasPrefix(d.Text.Norm[max(c.Span.Start, q.Span.Start-len("修订后的")):], "修订后的") {
				return []Hit{{Span: q.Span, Vars: map[string]string{"title": q.Title}}}
			}
		}
	}
	return nil
}
