package rules

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// validity looks at the period of validity of the document itself (有效期), never
// at that of a licence or certificate: the model holds no other.
//
//	missing   no period is stated
//	long_term it is stated to last for ever (长期有效)
//	over      the period is longer than the limit
//	wrong     last day and years do not agree
//	one_off   the last day is one too late: the anniversary itself
//	two       two periods are stated that differ
//	expired   the last day lies before the as-of day
//	trial_old a trial or interim document without a period, issued long ago
type validity struct {
	Is string `yaml:"is"`
	// Years is the limit in years where the profile names none; Param the profile
	// parameter that replaces it.
	Years int    `yaml:"years"`
	Param string `yaml:"param"`
	Sure  string `yaml:"sure"`  // yes, no: the parameter is given and sure
	Trial string `yaml:"trial"` // yes, no: trial and interim documents, or the others
}

func (c *validity) build(*builder) (evaluator, []string, error) {
	find, ok := map[string]func(*checker.Pass, int) []Hit{
		"missing": c.missing, "long_term": c.longTerm, "over": c.over, "wrong": c.wrong, "one_off": c.wrong,
		"two": c.two, "expired": c.expired, "trial_old": c.trialOld,
	}[c.Is]
	if !ok {
		return nil, nil, fmt.Errorf("is %q asks nothing that is known of a period of validity", c.Is)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		limit := c.Years
		if c.Param != "" {
			param, known := p.Profile.Params[c.Param]
			if known && param.Value > 0 {
				limit = param.Value
			}
			if sure := known && param.Sure; c.Sure != "" && sure != (c.Sure == "yes") {
				return nil, nil
			}
		}
		if c.Trial != "" && trial(p.Doc) != (c.Trial == "yes") {
			return nil, nil
		}
		return find(p, limit), nil
	}, []string{"years", "limit", "from", "until", "right", "since", "kind"}, nil
}

// trial reports whether the name of the document says 试行 or 暂行.
func trial(d *document.Document) bool {
	for _, t := range []string{d.Instrument.Value, d.Title.Value} {
		if strings.Contains(t, "试行") || strings.Contains(t, "暂行") {
			return true
		}
	}
	return false
}

func (c *validity) missing(p *checker.Pass, _ int) []Hit {
	if len(p.Doc.Validity) > 0 || !lasting(p) || speaksOfValidity(p.Doc) {
		return nil
	}
	return []Hit{{Vars: map[string]string{"kind": p.Doc.Kind}}}
}

// speaksOfValidity reports a sentence on the validity of the document itself that
// could not be read: it is stated all the same.
func speaksOfValidity(d *document.Document) bool {
	for i := range d.Clauses {
		c := &d.Clauses[i]
		if c.Zone != document.ZoneBody && c.Zone != document.ZoneNotice {
			continue
		}
		s := d.Text.Norm[c.Span.Start:c.Span.End]
		if !strings.Contains(s, "有效") && !strings.Contains(s, "失效") {
			continue
		}
		own := false
		for _, w := range []string{"本办法", "本规定", "本细则", "本通知", "本意见", "本方案", "本措施", "本政策", "本实施", "本文件", "施行", "起执行", "起实施"} {
			own = own || strings.Contains(s, w)
		}
		if !own {
			continue
		}
		for _, w := range []string{"有效期", "内有效", "有效期限", "日失效", "自动失效", "自行失效"} {
			j := strings.Index(s, w)
			if j < 0 || strings.Contains(s, "届满前") {
				continue
			}
			// Not that of a paper: 设置证有效期三年.
			before := tailLetters(s[:j], 6)
			if endsWithAny(before, "证", "证书", "许可", "执照", "报告", "合同", "资质", "标志", "标识", "卡", "名单", "资格", "证明", "的") {
				continue
			}
			return true
		}
	}
	return false
}

func (c *validity) longTerm(p *checker.Pass, _ int) []Hit {
	for _, v := range p.Doc.Validity {
		if v.LongTerm {
			return []Hit{{Span: v.Span}}
		}
	}
	return nil
}

func (c *validity) over(p *checker.Pass, limit int) []Hit {
	if limit == 0 {
		return nil
	}
	from := checker.EffectiveDate(p.Doc)
	for _, v := range p.Doc.Validity {
		if v.LongTerm {
			continue
		}
		months := v.Years*12 + v.Months
		if start := startOf(v, from); months == 0 && start.Valid() && v.Until.Valid() {
			// The last day counts: 2024-01-01 to 2028-12-31 are five years.
			end := v.Until.AddDays(1)
			months = (end.Year-start.Year)*12 + end.Month - start.Month
			if end.Day < start.Day {
				months--
			} else if end.Day > start.Day+1 {
				months++
			}
		}
		if months > limit*12 {
			// Where the place lets a longer period stand with reasons, the reasons are to be looked at.
			may := p.Profile.Params["validity_may_exceed"]
			return []Hit{{Span: v.Span, Vars: map[string]string{"limit": strconv.Itoa(limit), "years": years(months)}, Lower: may.Sure && may.Value == 1}}
		}
	}
	return nil
}

// years writes 66 months as 5年6个月.
func years(months int) string {
	switch y, m := months/12, months%12; {
	case m == 0:
		return fmt.Sprintf("%d年", y)
	case y == 0:
		return fmt.Sprintf("%d个月", m)
	default:
		return fmt.Sprintf("%d年%d个月", y, m)
	}
}

// startOf is the first day of a period: as stated, else that of taking effect.
func startOf(v document.Validity, effective law.Date) law.Date {
	if v.From.Valid() {
		return v.From
	}
	return effective
}

// wrong compares the last day that is stated with the one that follows from the
// years: from 2024-01-01 five years last until 2028-12-31.
func (c *validity) wrong(p *checker.Pass, _ int) []Hit {
	from := checker.EffectiveDate(p.Doc)
	if p.Doc.Effective.Kind != document.EffectiveOn {
		from = law.Date{} // 自发布之日起: the years may be counted from another day
	}
	for _, v := range p.Doc.Validity {
		start := startOf(v, from)
		if !start.Valid() || !v.Until.Valid() {
			continue
		}
		vars := map[string]string{"from": start.Chinese(), "until": v.Until.Chinese(), "years": years(v.Years*12 + v.Months)}
		if v.Until.Before(start) {
			if c.Is == "wrong" {
				vars["right"] = "晚于起始日的日期"
				return []Hit{{Span: v.Span, Vars: vars}}
			}
			continue
		}
		if v.Years == 0 && v.Months == 0 {
			continue
		}
		right := lastDayOf(start, v.Years, v.Months)
		vars["right"] = right.Chinese()
		off := right.DaysUntil(v.Until)
		switch {
		case off == 1 && c.Is == "one_off", off != 0 && off != 1 && c.Is == "wrong":
			return []Hit{{Span: v.Span, Vars: vars}}
		}
	}
	return nil
}

// lastDayOf is the day before the anniversary.
func lastDayOf(from law.Date, years, months int) law.Date {
	m := from.Month - 1 + months
	end := law.Date{Year: from.Year + years + m/12, Month: m%12 + 1, Day: from.Day}
	for !end.Valid() && end.Day > 28 {
		end.Day--
	}
	return end.AddDays(-1)
}

func (c *validity) two(p *checker.Pass, _ int) []Hit {
	var first *document.Validity
	for i := range p.Doc.Validity {
		v := &p.Doc.Validity[i]
		if v.Years == 0 && v.Months == 0 || v.LongTerm {
			continue
		}
		if first == nil {
			first = v
			continue
		}
		if v.Trial == first.Trial && v.Years*12+v.Months != first.Years*12+first.Months {
			return []Hit{{Span: v.Span, Vars: map[string]string{"years": years(v.Years*12 + v.Months), "right": years(first.Years*12 + first.Months)},
				Related: []checker.Related{{Span: first.Span, Message: "前面规定的有效期"}}}}
		}
	}
	return nil
}

func (c *validity) expired(p *checker.Pass, _ int) []Hit {
	d := p.Doc
	end := checker.Expires(d)
	var v *document.Validity
	for i := range d.Validity {
		if x := &d.Validity[i]; !x.LongTerm && (x.Until.Valid() || x.Years > 0 || x.Months > 0) {
			v = x
			break
		}
	}
	if v == nil {
		return nil
	}
	if !end.Valid() {
		end = latestEnd(d, v)
	}
	if !end.Valid() || !end.Before(p.AsOf) {
		return nil
	}
	return []Hit{{Span: v.Span, Vars: map[string]string{"until": end.Chinese(), "since": end.AddDays(1).Chinese()}}}
}

// latestEnd bounds the last day where the day of taking effect is not fully
// known: a month without a day, or only the day of issue.
func latestEnd(d *document.Document, v *document.Validity) law.Date {
	from := d.Effective.Date
	switch {
	case from.Year > 0 && from.Month >= 1 && from.Month <= 12:
		from.Day = 28
		from = from.AddDays(3)
	case from.Year > 0:
		from = law.Date{Year: from.Year, Month: 12, Day: 31}
	default:
		if from, _ = issuedOn(d); !from.Valid() {
			return law.Date{}
		}
		from = from.AddYears(1)
	}
	return lastDayOf(from, v.Years, v.Months)
}

func (c *validity) trialOld(p *checker.Pass, limit int) []Hit {
	d := p.Doc
	issued, _ := issuedOn(d)
	if len(d.Validity) > 0 || !trial(d) || !issued.Valid() || limit == 0 || !lasting(p) || !issued.AddYears(limit).Before(p.AsOf) {
		return nil
	}
	span := d.Instrument.Span
	return []Hit{{Span: span, Vars: map[string]string{"from": issued.Chinese(), "limit": strconv.Itoa(limit), "kind": d.Kind}}}
}
