package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/calendar"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// procedure looks at what the papers of the dossier prove of a step (event). It
// has hits of the document as a whole. A paper that is there proves nothing: only
// a fact that was read from it, or stated in dossier.yaml, does; where the paper
// is there and the fact is not, the outcome is «cannot tell».
//
//	missing  the keeper of the dossier states that it is complete, and nothing proves the step
//	short    the period (from … to) is shorter than the limit, both days counted
//	late     the day lies more than the limit behind a day of the event than
//	soon     the day lies less than the limit behind a day of the event than
//	after    the step came after the event than, although it belongs before it
//	says     the words of the fact name are bad, or are not good
//	lacks    a complete dossier: no fact name has one of the good words
//	sum      the comments that came in are not those that were dealt with
//	differs  the drafting statement says of the step what the papers do not
//	fewer    the number name is below the number of, or below the limit
//
// Days count as package calendar says (民法典第二百零一条、第二百零三条); a year whose
// holidays are not known makes «cannot tell».
type procedure struct {
	Event string `yaml:"event"`
	Is    string `yaml:"is"`
	Fact  string `yaml:"fact"` // of the event: default day, for after of a public comment to
	Than  string `yaml:"than"` // the other event
	At    string `yaml:"at"`   // fact of the other event: default day

	Days  int    `yaml:"days"`  // the limit where the place has none; 0: there is none then
	Unit  string `yaml:"unit"`  // 日 (default) or 工作日
	Param string `yaml:"param"` // profile parameter with the limit; its unit goes before Unit
	Sure  string `yaml:"sure"`  // the parameter must be sure (yes) or not (no)

	Name  string   `yaml:"name"` // of the fact, for says, lacks and fewer
	Of    string   `yaml:"of"`   // the number to compare with, for fewer
	Good  []string `yaml:"good"` // words of which one must stand in it
	Bad   []string `yaml:"bad"`  // words of which none may stand in it where none of the good does
	Since string   `yaml:"since"`
	// Reason asks that the paper gives a reason for the shorter period (yes) or not (no).
	Reason string `yaml:"reason"`
	// Issuer asks that a people's government (government) or none but other organs
	// (department) issued the document.
	Issuer string `yaml:"issuer"`
	// With are words of which one must stand in the recipient of the act: only such acts count,
	// for late.
	With []string `yaml:"with"`
	// Optional: nothing is said where papers of either step are missing (yes).
	Optional string `yaml:"optional"`

	since law.Date
}

// eventNames are the steps with their Chinese names and the material that proves each.
func eventNames() map[string]struct {
	name string
	kind checker.MaterialKind
} {
	type e = struct {
		name string
		kind checker.MaterialKind
	}
	return map[string]e{
		"public_comment":   {"公开征求意见", checker.PublicComment},
		"consultation":     {"征求部门意见", checker.Consultation},
		"expert_review":    {"专家论证", checker.ExpertAppraisal},
		"risk_assessment":  {"风险评估", checker.RiskAssessment},
		"fair_competition": {"公平竞争审查", checker.FairCompetition},
		"integrity":        {"廉洁性评估", checker.Integrity},
		"legality_review":  {"合法性审核", checker.LegalityReview},
		"deliberation":     {"集体审议", checker.Deliberation},
		"signed":           {"签发", checker.SignedDraft},
		"published":        {"公布", checker.Publication},
		"filed":            {"备案", checker.FilingReport},
		"hearing":          {"听证", checker.Hearing},
		"explained":        {"政策解读", checker.Explanation},
		"filing_opinion":   {"备案审查意见", checker.FilingReview},
		"corrected":        {"改正备案审查意见指出的问题", checker.Correction},
	}
}

// factName gives the Chinese name of a fact that conditions may ask for; "" for
// others.
func factName(name string) string {
	return map[string]string{
		"from": "开始日期", "to": "截止日期", "day": "日期", "accepted": "收件日期", "delivered": "听证材料送达日期", "channel": "征求意见的渠道", "by": "由谁进行", "conclusion": "结论", "level": "会议层级或者风险等级",
		"recipient": "报送机关", "signer": "签发人", "received": "收到意见数", "adopted": "采纳数", "partly": "部分采纳数", "rejected": "未采纳数",
		"organ":   "征求意见的单位",
		"experts": "专家人数", "signed": "签名人数", "asked": "征求的单位数", "answered": "回复的单位数",
	}[name]
}

func (c *procedure) build(*builder) (evaluator, []string, error) {
	if _, ok := eventNames()[c.Event]; !ok {
		return nil, nil, fmt.Errorf("no step is called %q", c.Event)
	}
	if _, ok := eventNames()[c.Than]; c.Than != "" && !ok {
		return nil, nil, fmt.Errorf("no step is called %q", c.Than)
	}
	for _, f := range []string{c.Fact, c.At, c.Name, c.Of} {
		if f != "" && factName(f) == "" {
			return nil, nil, fmt.Errorf("no fact is called %q", f)
		}
	}
	for _, s := range []string{c.Sure, c.Reason, c.Optional} {
		if s != "" && s != "yes" && s != "no" {
			return nil, nil, fmt.Errorf("%q is neither yes nor no", s)
		}
	}
	if c.Issuer != "" && c.Issuer != "government" && c.Issuer != "department" {
		return nil, nil, fmt.Errorf("issuer %q is neither government nor department", c.Issuer)
	}
	if c.Unit == "" {
		c.Unit = "日"
	}
	if c.Unit != "日" && c.Unit != "工作日" {
		return nil, nil, fmt.Errorf("unit %q is neither 日 nor 工作日", c.Unit)
	}
	c.since = law.Date{}
	if c.Since != "" {
		day, n, ok := law.ParseDate(c.Since)
		if !ok || n != len(c.Since) || !day.Valid() {
			return nil, nil, fmt.Errorf("%q is not a day", c.Since)
		}
		c.since = day
	}
	run, err := c.runner()
	if err != nil {
		return nil, nil, err
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		if p.Dossier == nil || !c.concerns(p) {
			return nil, nil
		}
		return run(p), nil
	}, []string{"step", "other", "days", "limit", "unit", "day", "due", "value", "file", "name", "want"}, nil
}

func (c *procedure) runner() (func(*checker.Pass) []Hit, error) {
	limit := c.Days > 0 || c.Param != ""
	fact := func(f *string, d string) {
		if *f == "" {
			*f = d
		}
	}
	fact(&c.Fact, "day")
	fact(&c.At, "day")
	switch c.Is {
	case "missing":
		return c.missing, nil
	case "short":
		if !limit {
			return nil, fmt.Errorf("short needs days or param")
		}
		return c.short, nil
	case "late", "soon":
		if !limit || c.Than == "" {
			return nil, fmt.Errorf("%s needs than and days or param", c.Is)
		}
		return c.interval, nil
	case "after":
		if c.Than == "" {
			return nil, fmt.Errorf("after needs than")
		}
		return c.after, nil
	case "says", "lacks":
		if c.Name == "" || c.Is == "lacks" && len(c.Good) == 0 {
			return nil, fmt.Errorf("%s needs name and words", c.Is)
		}
		if c.Is == "lacks" {
			return c.lacks, nil
		}
		return c.says, nil
	case "sum":
		return c.sum, nil
	case "differs":
		return c.differs, nil
	case "fewer":
		if c.Name == "" || c.Of == "" && !limit {
			return nil, fmt.Errorf("fewer needs name and of, days or param")
		}
		return c.fewer, nil
	}
	return nil, fmt.Errorf("is %q is none of missing, short, late, soon, after, says, lacks, sum, differs, fewer", c.Is)
}

// concerns reports whether the condition speaks about documents of these issuers.
func (c *procedure) concerns(p *checker.Pass) bool {
	if c.Issuer != "" {
		if len(p.Doc.Issuers) == 0 {
			p.CannotTell("正文没有写明制发机关")
			return false
		}
		if made := slices.ContainsFunc(p.Doc.Issuers, func(i document.Issuer) bool { return government(i.Name) }); made != (c.Issuer == "government") {
			return false
		}
	}
	return true
}

// silent says that a paper of the step is there, but not what was looked for.
func (c *procedure) silent(p *checker.Pass, event, fact string) {
	e := eventNames()[event]
	papers := p.Dossier.Of(e.kind)
	switch {
	case len(papers) > 0:
		p.CannotTell("材料包里有" + string(e.kind) + "（" + papers[0].File + "），没有读出" + factName(fact) + "；可以在 dossier.yaml 填报")
	case len(p.Dossier.Events(event)) > 0:
		p.CannotTell("材料包没有写明" + e.name + "的" + factName(fact))
	case c.Optional != "yes":
		p.CannotTell("材料包里没有" + string(e.kind) + "，不能判断" + e.name)
	}
}

// limit is how many days hold here; ok is false where the condition does not
// speak or nobody knows.
func (c *procedure) limit(p *checker.Pass) (n int, unit string, ok bool) {
	n, unit = c.Days, c.Unit
	param, has := p.Profile.Params[c.Param]
	if c.Param != "" && has {
		n = param.Value
		if param.Unit == "工作日" || param.Unit == "日" {
			unit = param.Unit
		}
	}
	if sure := has && param.Sure; c.Sure != "" && sure != (c.Sure == "yes") {
		return 0, "", false
	}
	if n == 0 {
		p.CannotTell("本地区没有参数 " + c.Param)
		return 0, "", false
	}
	return n, unit, true
}

func (c *procedure) vars(more ...string) map[string]string {
	v := map[string]string{"step": eventNames()[c.Event].name, "other": eventNames()[c.Than].name, "days": "", "limit": "", "unit": c.Unit, "day": "", "due": "", "value": "", "file": "",
		"name": factName(c.Name), "want": strings.Join(c.Good, "、")}
	for i := 0; i+1 < len(more); i += 2 {
		v[more[i]] = more[i+1]
	}
	return v
}

func (c *procedure) missing(p *checker.Pass) []Hit {
	kind := eventNames()[c.Event].kind
	if !p.Dossier.Complete || toCome(p.Profile.Stage, c.Event) || len(p.Dossier.Of(kind)) > 0 || len(p.Dossier.Events(c.Event)) > 0 {
		return nil
	}
	// A paper that could not be read may be the one.
	for _, q := range p.Dossier.Papers {
		if q.Error != "" || q.Kind == "" {
			p.CannotTell("材料包里有没有读出或者没有认出的材料（" + q.File + "），不能断定没有" + eventNames()[c.Event].name)
			return nil
		}
	}
	return []Hit{{Vars: c.vars()}}
}

// toCome reports that a step follows the stage at which the document is: a dossier that is
// complete for the review holds no opinion of the review.
func toCome(stage, event string) bool {
	switch stage {
	case "draft":
		return true
	case "review":
		return slices.Contains([]string{"legality_review", "deliberation", "signed", "published", "filed"}, event)
	}
	return false
}

// short compares the longest period: a second round may be shorter than the first.
func (c *procedure) short(p *checker.Pass) []Hit {
	limit, unit, ok := c.limit(p)
	if !ok {
		return nil
	}
	best, known := -1, false
	var at checker.Fact
	var act *checker.Act
	reason := false
	for _, a := range p.Dossier.Events(c.Event) {
		from, to, days := a.Fact("from"), a.Fact("to"), a.Fact("days")
		n := 0
		switch {
		case from.Known() && to.Known():
			if unit == "日" {
				n = int(calendar.Open(from.Day, to.Day))
				break
			}
			w, err := p.Calendar().OpenWorking(from.Day, to.Day)
			if err != nil {
				p.CannotTell(calendarWords(err))
				return nil
			}
			n = int(w)
		case days.Known() && days.Text == unit:
			n, from = days.N, days
		case days.Known() && days.Text == "工作日" && days.N >= limit:
			n, from = days.N, days // as many natural days at least
		default:
			continue
		}
		reason = reason || a.Fact("reason").Known()
		if known = true; n > best {
			best, at, act = n, from, a
		}
	}
	switch {
	case !known:
		c.silent(p, c.Event, "to")
	case best >= limit:
		p.Prove(act.Kind)
	case c.Reason != "" && reason != (c.Reason == "yes"):
	default:
		return []Hit{{Vars: c.vars("days", strconv.Itoa(best), "limit", strconv.Itoa(limit), "unit", unit, "file", at.Where())}}
	}
	return nil
}

// interval compares the days from the event than to the event.
func (c *procedure) interval(p *checker.Pass) []Hit {
	limit, unit, ok := c.limit(p)
	if !ok {
		return nil
	}
	start := extreme(p.Dossier.Events(c.Than), c.At, c.Is == "soon")
	acts := p.Dossier.Events(c.Event)
	if len(c.With) > 0 {
		acts = slices.DeleteFunc(slices.Clone(acts), func(a *checker.Act) bool {
			return !slices.ContainsFunc(a.All("recipient"), func(f checker.Fact) bool { return holds(c.With, f.Text) })
		})
		if len(acts) == 0 {
			return nil // who was to be told is the question of another rule
		}
	}
	end := extreme(acts, c.Fact, true)
	if !start.Known() && c.Than == "published" && p.Doc.Published.Value.Valid() {
		start = checker.Fact{Name: "day", Day: p.Doc.Published.Value, File: "文件所载发布日期"}
	}
	if !start.Known() {
		c.silent(p, c.Than, c.At)
	}
	if !end.Known() {
		c.silent(p, c.Event, c.Fact)
	}
	if !start.Known() || !end.Known() || end.Day.Before(start.Day) {
		return nil
	}
	t := p.Calendar()
	vars := func(days int, due law.Date) []Hit {
		return []Hit{{Vars: c.vars("days", strconv.Itoa(days), "limit", strconv.Itoa(limit), "unit", unit, "day", end.Day.Chinese(), "due", due.Chinese(), "file", end.Where(), "value", start.Day.Chinese())}}
	}
	days := int(calendar.Between(start.Day, end.Day))
	// Most cases need no calendar: an unknown year is asked about only where it decides.
	if c.Is == "late" && days <= limit {
		c.proveBoth(p)
		return nil
	}
	if unit == "工作日" {
		w, err := t.WorkingBetween(start.Day, end.Day)
		if err != nil {
			p.CannotTell(calendarWords(err))
			return nil
		}
		days = int(w)
	}
	if c.Is == "soon" {
		if days < limit {
			return vars(days, law.Date{})
		}
		c.proveBoth(p)
		return nil
	}
	due, err := t.Last(start.Day, calendar.Days(limit))
	if unit == "工作日" {
		due, err = t.LastWorking(start.Day, calendar.WorkingDays(limit))
	}
	if err != nil {
		p.CannotTell(calendarWords(err))
		return nil
	}
	if due.Before(end.Day) {
		return vars(days, due)
	}
	c.proveBoth(p)
	return nil
}

// proveBoth: both ends of the interval were read.
func (c *procedure) proveBoth(p *checker.Pass) {
	p.Prove(eventNames()[c.Event].kind)
	p.Prove(eventNames()[c.Than].kind)
}

// after: the earliest of the steps lies behind the latest of the others.
func (c *procedure) after(p *checker.Pass) []Hit {
	mine := extreme(p.Dossier.Events(c.Event), c.Fact, false)
	other := extreme(p.Dossier.Events(c.Than), c.At, true)
	if !mine.Known() {
		c.silent(p, c.Event, c.Fact)
	}
	if !other.Known() {
		c.silent(p, c.Than, c.At)
	}
	if !mine.Known() || !other.Known() || !other.Day.Before(mine.Day) {
		return nil
	}
	return []Hit{{Vars: c.vars("day", mine.Day.Chinese(), "due", other.Day.Chinese(), "file", mine.Where(), "value", other.Where())}}
}

// extreme is the earliest or latest day of that name.
func extreme(acts []*checker.Act, name string, latest bool) checker.Fact {
	var out checker.Fact
	for _, a := range acts {
		for _, f := range a.All(name) {
			if f.Day.Valid() && (!out.Known() || f.Day.Before(out.Day) != latest && f.Day != out.Day) {
				out = f
			}
		}
	}
	return out
}

// calendarWords says in Chinese why days could not be counted.
func calendarWords(err error) string {
	if u, ok := err.(*calendar.UnknownYearError); ok {
		return fmt.Sprintf("程序没有%d年的节假日安排，不能计算期限", u.Year)
	}
	return "日期不对，不能计算期限：" + err.Error()
}
