package rules

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// effective looks at the day on which the document takes effect.
//
//	missing  the text fixes no such day
//	soon     fewer than Days natural days lie between issue and effect
//	before   it takes effect before it was issued
//
// Only documents that are applied again and again are spoken about under missing
// and soon (规章制定程序条例第三十二条、第三十六条).
type effective struct {
	Is    string `yaml:"is"`
	Days  int    `yaml:"days"`  // for soon: the national default
	Param string `yaml:"param"` // for soon: profile parameter that replaces it
	// Sure asks that the parameter is given and sure ("yes") or is not ("no").
	Sure string `yaml:"sure"`
	// Page asks that the day of issue is known from the page alone ("yes") or
	// from the document itself ("no").
	Page string `yaml:"page"`
}

func (c *effective) build(*builder) (evaluator, []string, error) {
	switch c.Is {
	case "missing", "before":
	case "soon":
		if c.Days <= 0 {
			return nil, nil, fmt.Errorf("soon needs days")
		}
	default:
		return nil, nil, fmt.Errorf("is %q is none of missing, soon, before", c.Is)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		switch c.Is {
		case "missing":
			return c.missing(p), nil
		case "soon":
			return c.soon(p), nil
		}
		return c.before(p), nil
	}, []string{"days", "limit", "effective", "issued", "kind"}, nil
}

func (c *effective) missing(p *checker.Pass) []Hit {
	d := p.Doc
	if d.Effective.Kind != document.EffectiveNone || !lasting(p) {
		return nil
	}
	for _, v := range d.Validity {
		if v.From.Valid() {
			return nil // the period of validity says from when
		}
	}
	// A clause that we could not read is a clause.
	for _, w := range []string{"起施行", "起实施", "起执行", "起生效", "起试行", "起正式施行", "起正式实施", "日起实行", "之日施行", "开始施行", "开始实施", "开始执行",
		"施行日期", "施行时间", "实施日期", "执行时间", "日后施行", "日后实施", "日后执行", "日起开始", "之日起有效", "日起生效", "即日起"} {
		if strings.Contains(d.Text.Norm, w) {
			return nil
		}
	}
	return []Hit{{Vars: map[string]string{"kind": d.Kind}}}
}

func (c *effective) soon(p *checker.Pass) []Hit {
	d := p.Doc
	limit := c.Days
	param, ok := p.Profile.Params[c.Param]
	if ok && c.Param != "" {
		limit = param.Value
	}
	if sure := ok && param.Sure; c.Sure != "" && sure != (c.Sure == "yes") || !lasting(p) || amended(d) {
		return nil
	}
	days := -1
	vars := map[string]string{"limit": strconv.Itoa(limit), "kind": d.Kind}
	switch d.Effective.Kind {
	case document.EffectiveOnIssue:
		days = 0
		vars["effective"] = "发布当日"
	case document.EffectiveAfterIssue:
		days = d.Effective.Days
		vars["effective"] = "发布" + strconv.Itoa(days) + "日后"
	case document.EffectiveOn:
		issued, _ := issuedOn(d)
		if !issued.Valid() || !d.Effective.Date.Valid() {
			return nil
		}
		days = issued.DaysUntil(d.Effective.Date)
		vars["effective"], vars["issued"] = d.Effective.Date.Chinese(), issued.Chinese()
	}
	if days < 0 || days >= limit {
		return nil
	}
	vars["days"] = strconv.Itoa(days)
	return []Hit{{Span: d.Effective.Span, Vars: vars}}
}

func (c *effective) before(p *checker.Pass) []Hit {
	d := p.Doc
	if d.Effective.Kind != document.EffectiveOn || !d.Effective.Date.Valid() || d.Normative.Answer == document.No && d.Kind == "报告" {
		return nil
	}
	issued, page := issuedOn(d)
	if amended(d) {
		issued, page = firstInHead(d), false
	}
	if !issued.Valid() || !d.Effective.Date.Before(issued) || laterInHead(d, issued) || c.Page != "" && page != (c.Page == "yes") {
		return nil
	}
	h := Hit{Span: d.Effective.Span, Vars: map[string]string{"effective": d.Effective.Date.Chinese(), "issued": issued.Chinese(), "kind": d.Kind,
		"days": strconv.Itoa(d.Effective.Date.DaysUntil(issued))}}
	for _, s := range []source.Span{d.Dated.Span, d.Published.Span} {
		if !s.IsZero() {
			h.Related = append(h.Related, checker.Related{Span: s, Message: "成文、发布日期在此"})
			break
		}
	}
	return []Hit{h}
}

// issuedOn is the day on which the document was issued: 成文日期 before 发布日期,
// which a page often gives as the day on which it was put online. page reports
// that only the page tells.
func issuedOn(d *document.Document) (day law.Date, page bool) {
	if d.Dated.Value.Valid() {
		return d.Dated.Value, inMeta(d, d.Dated.Span)
	}
	return d.Published.Value, inMeta(d, d.Published.Span)
}

// firstInHead is the earliest day that the head names: of a text that was amended
// since, the day on which it was first issued.
func firstInHead(d *document.Document) law.Date {
	var first law.Date
	eachDate(d, func(day law.Date, span source.Span) {
		if z := zoneAt(d, span.Start); z == document.ZoneHead && day.Valid() && (first.IsZero() || day.Before(first)) {
			first = day
		}
	})
	return first
}

// laterInHead reports that the head itself states a day of taking effect that is
// not before the day of issue; the closing article is then that of an older wording.
func laterInHead(d *document.Document, issued law.Date) bool {
	later := false
	eachDate(d, func(day law.Date, span source.Span) {
		if zoneAt(d, span.Start) == document.ZoneHead && day.Valid() && !day.Before(issued) {
			rest := d.Text.Norm[span.End:]
			later = later || strings.HasPrefix(rest, "起施行") || strings.HasPrefix(rest, "起实施") || strings.HasPrefix(rest, "施行")
		}
	})
	return later
}

func inMeta(d *document.Document, s source.Span) bool {
	for _, f := range d.Meta {
		if f.Span.Contains(s) {
			return true
		}
	}
	return false
}

// amended reports that the head of the document tells of later wordings (修正,
// 修订): the day of taking effect is that of the first one then, and the day of
// issue in the head may be that of the last.
func amended(d *document.Document) bool {
	end := d.Body.Start
	if end <= 0 || end > 1500 {
		end = min(len(d.Text.Norm), 600)
	}
	for i := range d.Clauses {
		c := &d.Clauses[i]
		if c.Span.Start >= end {
			break
		}
		if c.Zone != document.ZoneHead && c.Zone != document.ZoneMeta {
			continue
		}
		s := d.Text.Norm[c.Span.Start:c.Span.End]
		if (strings.Contains(s, "修正") || strings.Contains(s, "修订") || strings.Contains(s, "修改")) && strings.Contains(s, "年") && strings.Contains(s, "日") {
			return true
		}
	}
	return false
}
