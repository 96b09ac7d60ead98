package dossier

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// extractor reads facts out of one paper. Spans are byte ranges of norm.
type extractor struct {
	d    *document.Document
	norm string
	file string
}

// fact makes a fact of what stands at s.
func (x *extractor) fact(name, text string, s source.Span) checker.Fact {
	f := checker.Fact{Name: name, Text: text, File: x.file}
	if s.IsZero() {
		return f
	}
	f.Start, f.End = x.d.Text.CodePoints(s)
	from, _ := x.d.Text.Positions(s)
	f.Line, f.Column = from.Block, from.Column
	f.Quote = x.d.Text.Quote(s)
	return f
}

func (x *extractor) dayFact(name string, d dated) checker.Fact {
	f := x.fact(name, d.day.String(), d.span)
	f.Day = d.day
	return f
}

func (x *extractor) numberFact(name string, n int, s source.Span) checker.Fact {
	f := x.fact(name, "", s)
	f.N = n
	return f
}

// dated is a day with its place.
type dated struct {
	day  law.Date
	span source.Span
}

func (d dated) known() bool { return d.day.Valid() }

// dateAt reads a day at the start of s. A day without its year or month takes
// them from base; 0: they must be there.
func dateAt(s string, base law.Date) (law.Date, int) {
	if d, n, ok := law.ParseDate(s); ok {
		if d.Valid() {
			return d, n
		}
		return law.Date{}, 0
	}
	if base.Year == 0 {
		return law.Date{}, 0
	}
	n, w, ok := law.ParseNumeral(s)
	if !ok {
		return law.Date{}, 0
	}
	d := law.Date{Year: base.Year, Month: base.Month, Day: n}
	if rest, ok := strings.CutPrefix(s[w:], "月"); ok {
		day, v, ok := law.ParseNumeral(rest)
		if !ok {
			return law.Date{}, 0
		}
		d.Month, d.Day = n, day
		w += len("月") + v
	}
	if !strings.HasPrefix(s[w:], "日") || !d.Valid() {
		return law.Date{}, 0
	}
	if d.Before(base) {
		if d = (law.Date{Year: d.Year + 1, Month: d.Month, Day: d.Day}); !d.Valid() {
			return law.Date{}, 0
		}
	}
	return d, w + len("日")
}

// days gives the full days of the text within s.
func (x *extractor) days(s source.Span) []dated {
	var out []dated
	for i := s.Start; i < s.End; {
		r, w := utf8.DecodeRuneInString(x.norm[i:])
		if (r >= '0' && r <= '9' || strings.ContainsRune("一二〇○零", r)) && !digitBefore(x.norm, i) {
			if d, n := dateAt(x.norm[i:], law.Date{}); n > 0 && i+n <= s.End {
				out = append(out, dated{d, source.Span{Start: i, End: i + n}})
				i += n
				continue
			}
		}
		i += w
	}
	return out
}

func digitBefore(s string, i int) bool {
	return i > 0 && s[i-1] >= '0' && s[i-1] <= '9'
}

func (x *extractor) whole() source.Span { return source.Span{Start: 0, End: len(x.norm)} }

// sentences cuts the text at 。；！？ and line ends.
func (x *extractor) sentences() []source.Span {
	var out []source.Span
	from := 0
	for i, r := range x.norm {
		switch r {
		case '。', '；', '！', '？', '\n':
			if i > from {
				out = append(out, source.Span{Start: from, End: i})
			}
			from = i + utf8.RuneLen(r)
		}
	}
	if from < len(x.norm) {
		out = append(out, source.Span{Start: from, End: len(x.norm)})
	}
	return out
}

func (x *extractor) text(s source.Span) string { return x.norm[s.Start:s.End] }

// sentenceAt is the sentence that holds a place.
func (x *extractor) sentenceAt(at source.Span) source.Span {
	from := strings.LastIndexAny(x.norm[:at.Start], "。；！？\n")
	if from >= 0 {
		_, w := utf8.DecodeRuneInString(x.norm[from:])
		from += w
	} else {
		from = 0
	}
	to := strings.IndexAny(x.norm[at.End:], "。；！？\n")
	if to < 0 {
		return source.Span{Start: from, End: len(x.norm)}
	}
	return source.Span{Start: from, End: at.End + to}
}

// labelled gives what stands behind one of the labels of a form: 「审核机构：X」 or
// a row of a table. The value ends with its cell or line. A label without a
// value gives the zero span.
func (x *extractor) labelled(labels ...string) source.Span {
	for _, label := range labels {
		for from := 0; ; {
			i := strings.Index(x.norm[from:], label)
			if i < 0 {
				break
			}
			i += from
			from = i + len(label)
			if i > 0 {
				if r, _ := utf8.DecodeLastRuneInString(x.norm[:i]); !strings.ContainsRune("\n\t 　（(；。，", r) {
					continue
				}
			}
			rest := x.norm[from:]
			start := len(rest) - len(strings.TrimLeft(rest, " 　"))
			r, w := utf8.DecodeRuneInString(rest[start:])
			// Columns of a table in a text file are set apart by blanks alone.
			table := start > 0 && (i == 0 || x.norm[i-1] == '\n')
			if !strings.ContainsRune("：:\t", r) && !table {
				continue
			}
			if table && !strings.ContainsRune("：:\t", r) {
				w = 0
			}
			start += w
			start += len(rest[start:]) - len(strings.TrimLeft(rest[start:], " 　\t"))
			end := strings.IndexAny(rest[start:], "\n\t")
			if end < 0 {
				end = len(rest) - start
			}
			value := strings.TrimRight(rest[start:start+end], " 　。；，")
			if value != "" {
				return source.Span{Start: from + start, End: from + start + len(value)}
			}
		}
	}
	return source.Span{}
}

// labelledDay gives the day behind one of the labels.
func (x *extractor) labelledDay(labels ...string) dated {
	s := x.labelled(labels...)
	if s.IsZero() {
		return dated{}
	}
	if ds := x.days(s); len(ds) == 1 {
		return ds[0]
	}
	return dated{}
}

// own is the day of the paper itself (成文日期).
func (x *extractor) own() dated {
	// A day in a sentence that says what to do by then is none.
	bare := func(s source.Span) bool { return !strings.ContainsAny(x.text(x.sentenceAt(s)), "，前至") }
	if s := x.d.Dated.Span; x.d.Dated.Value.Valid() && bare(s) {
		return dated{x.d.Dated.Value, s}
	}
	// A short paper ends with its day.
	last := strings.TrimRight(x.norm, " \n\t　")
	if i := strings.LastIndexByte(last, '\n'); i >= 0 {
		if ds := x.days(source.Span{Start: i + 1, End: len(last)}); len(ds) == 1 && bare(ds[0].span) {
			return ds[0]
		}
	}
	return dated{}
}

// by gives the organs behind labels, else those that sign the paper.
func (x *extractor) by(labels ...string) []checker.Fact {
	var out []checker.Fact
	for _, l := range labels {
		if s := x.labelled(l); !s.IsZero() {
			out = append(out, x.listed("by", s)...)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, i := range x.d.Issuers {
		out = append(out, x.fact("by", i.Name, i.Span))
	}
	return out
}

// listed cuts a list of names at 、 and blanks.
func (x *extractor) listed(name string, s source.Span) []checker.Fact {
	var out []checker.Fact
	from := s.Start
	flush := func(to int) {
		v := strings.TrimSpace(x.norm[from:to])
		v = strings.Trim(v, "，。；：（）()")
		if v != "" {
			at := from + strings.Index(x.norm[from:to], v)
			out = append(out, x.fact(name, v, source.Span{Start: at, End: at + len(v)}))
		}
	}
	for i := s.Start; i < s.End; {
		r, w := utf8.DecodeRuneInString(x.norm[i:])
		if strings.ContainsRune("、 　,，/\t\n", r) {
			flush(i)
			from = i + w
		}
		i += w
	}
	flush(s.End)
	return out
}

// pattern compiles an expression when it is first needed.
type pattern func() *regexp.Regexp

func lazily(expr string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// find gives the first place of an expression and its groups.
func (x *extractor) find(p pattern) (source.Span, []source.Span) {
	return x.findIn(p, x.whole())
}

func (x *extractor) findIn(p pattern, s source.Span) (source.Span, []source.Span) {
	m := p().FindStringSubmatchIndex(x.text(s))
	if m == nil {
		return source.Span{}, nil
	}
	var groups []source.Span
	for i := 0; i < len(m); i += 2 {
		if m[i] < 0 {
			groups = append(groups, source.Span{})
			continue
		}
		groups = append(groups, source.Span{Start: s.Start + m[i], End: s.Start + m[i+1]})
	}
	return groups[0], groups[1:]
}

// numeral reads the whole of s as a number.
func numeral(s string) (int, bool) {
	n, w, ok := law.ParseNumeral(s)
	return n, ok && w == len(s)
}

// events gives the event that each material proves.
func eventOf(kind checker.MaterialKind) string {
	switch kind {
	case checker.PublicComment, checker.AdoptionTable:
		return "public_comment"
	case checker.ExpertAppraisal:
		return "expert_review"
	case checker.RiskAssessment:
		return "risk_assessment"
	case checker.FairCompetition:
		return "fair_competition"
	case checker.Integrity:
		return "integrity"
	case checker.LegalityReview:
		return "legality_review"
	case checker.Deliberation:
		return "deliberation"
	case checker.SignedDraft:
		return "signed"
	case checker.Publication:
		return "published"
	case checker.FilingReport:
		return "filed"
	case checker.Consultation:
		return "consultation"
	case checker.Hearing:
		return "hearing"
	case checker.ReviewAnswer:
		return "review_answer"
	case checker.Evaluation:
		return "renewal"
	case checker.Explanation:
		return "explained"
	case checker.FilingReview:
		return "filing_opinion"
	case checker.YearlyList:
		return "yearly"
	case checker.Correction:
		return "corrected"
	}
	return ""
}

// acts extracts what a paper of that kind proves.
func (x *extractor) acts(kind checker.MaterialKind) []checker.Act {
	var out []checker.Act
	add := func(event string, facts []checker.Fact) {
		if len(facts) > 0 {
			out = append(out, checker.Act{Event: event, Kind: kind, File: x.file, Facts: facts})
		}
	}
	event := eventOf(kind)
	add("drafting", x.drafters(kind))
	if kind != "" && kind != checker.DocumentText {
		add("party_report", x.partyReport())
	}
	switch kind {
	case checker.DraftingStatement:
		add("answers", x.answeredIn())
		add("public_comment", x.period(true))
		for _, facts := range x.counts() {
			add("public_comment", facts)
		}
		add("consultation", append(x.consulted(), x.operators()...))
		add("expert_review", x.expertsClaimed())
		add("risk_assessment", x.riskClaimed())
		add("evaluation", x.evaluated())
		add("review_answer", x.unfollowed())
		add("review_substitute", x.substitute())
	case checker.PublicComment:
		add(event, x.comment())
	case checker.AdoptionTable:
		for _, facts := range x.counts() {
			add(event, facts)
		}
		add("consultation", append(x.consulted(), x.operators()...))
		add("answers", x.named())
		add("review_answer", x.unfollowed())
	case checker.Consultation:
		add(event, slices.Concat(x.consulted(), x.letter(), x.operators()))
		add("review_substitute", x.substitute())
	case checker.Hearing:
		add(event, append(x.hearing(), x.delivered()...))
	case checker.ReviewAnswer:
		add(event, x.unfollowed())
	case checker.Evaluation:
		add(event, x.renewal())
	case checker.Explanation:
		add(event, x.dayOf("解读日期", "发布日期", "发布时间"))
	case checker.FilingReview:
		add(event, x.dayOf("收到日期", "收文日期", "送达日期", "出具日期"))
	case checker.YearlyList:
		add(event, x.dayOf("报送日期", "报送时间"))
	case checker.Correction:
		add(event, x.dayOf("改正日期", "办结日期", "报告日期"))
	case checker.ExpertAppraisal:
		add(event, x.experts())
	case checker.RiskAssessment:
		add(event, x.risk())
	case checker.FairCompetition:
		add(event, x.competition())
	case checker.Integrity:
		add(event, x.integrity())
	case checker.LegalityReview:
		add(event, x.legality())
	case checker.Deliberation:
		for _, facts := range x.meetings() {
			add(event, facts)
		}
		add("review_answer", x.unfollowed())
		add("review_substitute", x.substitute())
	case checker.SignedDraft:
		add(event, x.signed())
		add("review_substitute", x.substitute())
	case checker.Publication:
		add(event, x.published())
	case checker.FilingReport:
		add(event, x.filed())
	}
	return out
}
