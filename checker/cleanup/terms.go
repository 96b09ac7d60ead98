package cleanup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"docreview/corpus/law"
)

// asked is how many works are asked of the corpus in one round trip.
const asked = 512

// fromCorpus asks the corpus whether documents of the archive are known to have
// ended.
func (j *court) fromCorpus(ctx context.Context) error {
	if j.corpus == nil {
		return nil
	}
	var wait []*doc
	var refs []law.Ref
	flush := func() error {
		if len(refs) == 0 {
			return nil
		}
		answers, err := j.corpus.Find(ctx, refs...)
		if err != nil {
			return err
		}
		for i, works := range answers {
			if len(works) == 1 {
				j.known(wait[i], works[0])
			}
		}
		wait, refs = wait[:0], refs[:0]
		return nil
	}
	for _, d := range j.docs {
		if d.name() == "" || d.role == RoleCopy || d.role == RoleJoint || d.isDraft() {
			continue
		}
		n, _, _ := law.ParseDocNumber(d.ownNumber())
		issuer := ""
		if len(d.Issuers) > 0 {
			issuer = d.Issuers[0]
		}
		said := law.Date{}
		if v := d.date.Date(); v.Valid() {
			said = v
		}
		refs = append(refs, law.Ref{Title: d.name(), DocNumber: n, Issuer: issuer, Said: said})
		if wait = append(wait, d); len(wait) == asked {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// known takes what the corpus knows of the ending of d, when the work found is d.
func (j *court) known(d *doc, w *law.Regulation) {
	if law.TitleKey(w.Title) != key(d.name()) && !slices.ContainsFunc(w.Aliases, func(s string) bool { return law.TitleKey(s) == key(d.name()) }) {
		return
	}
	if d.Level == "" {
		// a namesake of another body is another document
		switch {
		case w.Level != law.LevelNormative && w.Level != law.LevelUnknown && len(d.Issuers) > 0 && w.Issuer != "" && !namesIssuer(d, w.Issuer):
			return
		case len(d.Issuers) > 0 && w.Issuer != "" && !namesIssuer(d, w.Issuer):
			return
		case len(d.Issuers) == 0 && d.Number != "" && numberKey(d.Number) != w.DocNumber.Key():
			return
		}
	}
	e, s := w.On(j.asOf)
	last := law.Date{}
	if n := len(w.Editions); n > 0 {
		last = w.Editions[n-1].Published
	}
	own := d.date
	sure := Sure
	if !w.Sure {
		sure = Probable
	}
	switch s {
	case law.Repealed, law.Lapsed, law.Superseded:
		if d.isTitle(w.Ended.By) {
			return // an older text gave way to one of the same name, which this may be
		}
		if own != 0 && last.Full() && own > DayOf(last) && !w.Ended.On.IsZero() && own >= DayOf(w.Ended.On) {
			return // a later text of that name, which the corpus does not hold
		}
		r := Reason{Kind: RepealedCorpus, For: Repeal, Sureness: sure, Evidence: []Evidence{{Title: w.Ended.By, Date: DayOf(w.Ended.On)}}}
		day := "已经"
		if w.Ended.On.Full() {
			day = "自" + w.Ended.On.Chinese() + "起"
		}
		by := ""
		if w.Ended.By != "" {
			by = "，见《" + strings.Trim(w.Ended.By, "《》") + "》"
		}
		word := "废止"
		if s == law.Lapsed {
			r.For, word = Lapse, "失效"
		} else if s == law.Superseded {
			word = "被取代"
		}
		r.Text = "法规库载明" + day + word + by
		d.ended = append(d.ended, r)
	case law.InForce:
		if own == 0 || e.ID == "" || !e.Published.Full() || d.role == RoleEdition {
			return
		}
		k, now := nearest(w, d.days()), -1
		for i := range w.Editions {
			if w.Editions[i].ID == e.ID {
				now = i
			}
		}
		if k < 0 || k >= now {
			return
		}
		start := cmp.Or(DayOf(e.From), DayOf(e.Published))
		r := Reason{Kind: SupersededCorpus, For: Exempt, Sureness: sure, Evidence: []Evidence{{Title: w.Title, Number: e.DocNumber.String(), Date: start}},
			Text: "是旧文本：法规库载明有" + e.Published.Chinese() + "的文本"}
		if e.From.Full() {
			r.Text += "，自" + e.From.Chinese() + "起施行"
		} else {
			r.Evidence[0].Date = 0
		}
		if e.Event == "promulgated" {
			r.For = Repeal
		}
		d.ended = append(d.ended, r)
	}
}

// days are the days on which a text may have got its wording: passed, amended,
// published, and the day in the name of the file.
func (d *doc) days() []Day {
	out := slices.Clone(d.Versions)
	for _, x := range []Day{d.Dated, d.Published} {
		if x != 0 {
			out = append(out, x)
		}
	}
	for _, p := range d.Paths {
		if x := dayInName(p); x != 0 {
			out = append(out, x)
		}
	}
	return out
}

// passing is the longest time, in days, between the passing of a wording and its
// publication that is taken for the same event.
const passing = 90

// nearest gives the latest edition whose publication lies near one of the days
// of a text; -1: none does.
func nearest(w *law.Regulation, days []Day) int {
	for i := len(w.Editions) - 1; i >= 0; i-- {
		p := w.Editions[i].Published
		if !p.Full() {
			continue
		}
		for _, x := range days {
			if v := x.Date(); v.Valid() && v.DaysUntil(p) <= passing && v.DaysUntil(p) >= -passing {
				return i
			}
		}
	}
	return -1
}

// terms judges the validity, trial and task of each document, and what the page
// itself states.
func (j *court) terms() {
	for _, d := range j.docs {
		if d.role == RoleCopy || d.role == RoleJoint || d.role == RoleDraft {
			continue
		}
		j.stated(d)
		over := j.validity(d)
		if !over {
			j.period(d)
		}
		if begins := d.begins(); begins > j.day && begins%100 != 0 && len(d.ended) == 0 && d.Effective > j.day {
			d.others = append(d.others, Reason{Kind: NotYetInForce, For: Keep, Sureness: Sure, Text: "自" + begins.Date().Chinese() + "起施行，判断日尚未施行"})
		}
		j.keepers(d)
	}
}

// stated takes what the page says of validity.
func (j *court) stated(d *doc) {
	if d.Stated == nil {
		return
	}
	s := d.Stated.Text
	r := Reason{Kind: StatedEnded, Sureness: Sure, Evidence: []Evidence{{Line: d.Stated.Line, Quote: s}}}
	switch {
	case strings.Contains(s, "废止"):
		r.For, r.Text = Repeal, "公布页面注明“"+s+"”"
	case containsAny(s, "失效", "无效"):
		r.For, r.Text = Lapse, "公布页面注明“"+s+"”"
	default:
		return
	}
	d.ended = append(d.ended, r)
}

// expiry is the last day of validity by the words of the document, 0: none. The
// day of issue may stand in the notice.
func (d *doc) expiry() Day {
	if d.Expires != 0 {
		return d.Expires
	}
	v := d.Validity
	if v == nil || v.LongTerm {
		return 0
	}
	if v.Until != 0 {
		return v.Until
	}
	if v.Years == 0 && v.Months == 0 {
		return 0
	}
	return lastDay(d.begins(), v.Years, v.Months)
}

// lastDay is the day before the anniversary.
func lastDay(from Day, years, months int) Day {
	f := from.Date()
	if !f.Valid() {
		return 0
	}
	m := f.Month - 1 + months
	end := law.Date{Year: f.Year + years + m/12, Month: m%12 + 1, Day: f.Day}
	for !end.Valid() && end.Day > 28 {
		end.Day--
	}
	return DayOf(end.AddDays(-1))
}

// validity judges the stated period, the trial, and the default of the place where
// the text is silent; it reports whether the document ended by it.
func (j *court) validity(d *doc) bool {
	if d.Level != "" || d.Validity != nil && d.Validity.LongTerm {
		return false
	}
	last := d.expiry()
	var prolonged *keep
	for i := range d.kept {
		if k := &d.kept[i]; k.until != 0 && k.until > last {
			last, prolonged = k.until, k
		}
	}
	if last == 0 && d.Validity != nil && d.Validity.Years+d.Validity.Months > 0 {
		d.others = append(d.others, Reason{Kind: UnknownDates, For: Keep, Sureness: Look, Evidence: []Evidence{d.Validity.evidence()},
			Text: "写了有效期，但起算日期不明，不能判断是否届满，须人工核对施行日期"})
		return false
	}
	if last == 0 {
		return j.silent(d)
	}
	r := Reason{Kind: ValidityOver, For: Lapse, Sureness: Sure}
	what := "有效期"
	if d.Validity != nil {
		r.Evidence = append(r.Evidence, d.Validity.evidence())
		if d.Validity.Trial {
			r.Kind, what = TrialOver, "试行期"
		}
	}
	if prolonged != nil {
		r.Evidence = append(r.Evidence, prolonged.by.evidenceOf(&prolonged.act, prolonged.by.date))
		what = "延长后的" + what
	}
	if len(r.Evidence) == 0 {
		r.Evidence = []Evidence{{}}
	}
	ends := last.Date()
	if ends.Day == 0 { // only the month is known
		if ends.Month == 0 {
			ends.Month = 12
		}
		for ends.Day = 31; !ends.Valid() && ends.Day > 28; ends.Day-- {
		}
	}
	switch {
	case DayOf(ends) < j.day:
		r.Text = what + "至" + last.Date().Chinese() + "届满"
		if prolonged != nil {
			r.Text += "（" + prolonged.by.cited() + "）"
		}
		r.Evidence[0].Date = DayOf(ends.AddDays(1))
		d.ended = append(d.ended, r)
		return true
	case prolonged != nil:
		d.others = append(d.others, Reason{Kind: ProlongedDecided, For: Keep, Sureness: Sure, Evidence: r.Evidence,
			Text: "有效期经" + prolonged.by.cited() + "延长至" + last.Date().Chinese()})
	}
	if days := j.asOf.DaysUntil(ends); DayOf(ends) >= j.day && days <= j.soon {
		d.others = append(d.others, Reason{Kind: ExpiresSoon, For: Keep, Sureness: Sure, Evidence: r.Evidence,
			Text: fmt.Sprintf("%s将于%s届满（还有%d天），应当及时评估，决定延续、修改还是不再施行", what, last.Date().Chinese(), days)})
	}
	return false
}

func (t *Term) evidence() Evidence { return Evidence{At: t.At, Line: t.Line, Quote: t.Quote} }

// silent judges a document that states no validity by what its place says.
func (j *court) silent(d *doc) bool {
	s := d.Silent
	if s == nil || d.Level != "" || d.Normative == "no" {
		return false
	}
	from := d.begins()
	for _, k := range d.kept {
		if k.on > from {
			from = k.on // a cleanup that kept it looked at it anew
		}
	}
	last := lastDay(from, s.Years, 0)
	if last == 0 || last >= j.day {
		return false
	}
	r := Reason{Kind: SilentOver, For: Lapse, Sureness: Look}
	ends := last.Date().Chinese()
	ev := Evidence{Date: DayOf(last.Date().AddDays(1)), Quote: s.Source}
	r.Evidence = []Evidence{ev}
	if d.Trial {
		r.Kind = TrialOver
		if !s.Sure { // a custom ends nothing by itself
			r.For = Keep
			r.Text = fmt.Sprintf("名称为试行、暂行而没有写明期限，已超过%d年（%s），应当评估后转为正式规定或者不再施行", s.Years, s.Source)
			d.others = append(d.others, r)
			return false
		}
		r.Sureness = Probable
		r.Text = fmt.Sprintf("名称为试行、暂行而没有写明期限，按本地规定的最长试行期%d年计算，已于%s届满（%s）", s.Years, ends, s.Source)
		d.ended = append(d.ended, r)
		return true
	}
	switch {
	case s.Implied && s.Sure:
		r.Sureness = Probable
		r.Text = fmt.Sprintf("没有写明有效期，按本地规定推定为%d年，已于%s届满（%s）", s.Years, ends, s.Source)
	case s.Implied:
		r.Text = fmt.Sprintf("没有写明有效期，本地一般推定为%d年，按此已于%s届满（%s），须人工核对本地规定", s.Years, ends, s.Source)
	default:
		r.For = Keep
		r.Text = fmt.Sprintf("没有写明有效期，施行已超过%d年（%s），没有规定当然失效，应当评估后决定是否继续有效", s.Years, s.Source)
		d.others = append(d.others, r)
		return false
	}
	d.ended = append(d.ended, r)
	return true
}

// period judges the task of a plan, a scheme, a campaign.
func (j *court) period(d *doc) {
	p := d.Period
	if p == nil || d.Level != "" {
		return
	}
	last := p.Last
	if last == 0 {
		last = Day(p.To*10000 + 1231)
	}
	if last >= j.day {
		return
	}
	r := Reason{Kind: PeriodOver, For: Lapse, Sureness: Probable, Evidence: []Evidence{{Line: p.Line, Quote: p.Quote, Date: DayOf(last.Date().AddDays(1))}}}
	years := fmt.Sprintf("%d年", p.To)
	if p.From != 0 && p.From != p.To {
		years = fmt.Sprintf("%d年至%d年", p.From, p.To)
	}
	if p.Last != 0 {
		years = "至" + p.Last.Date().Chinese()
	}
	r.Text = "是" + years + "的阶段性工作，期限已过，调整对象消失"
	if containsAny(d.name(), "标准", "目录", "清单", "名录", "名单", "限额", "基准", "价格") && !taskKind(trimMarks(d.name())) {
		// what holds until the next one comes
		r.For, r.Sureness, r.Text = Keep, Look, "是"+years+"的标准、目录，是否已有新的代替须人工核对"
		d.others = append(d.others, r)
		return
	}
	if taskKind(trimMarks(d.name())) || p.Last != 0 {
		r.Sureness = Sure
	}
	d.ended = append(d.ended, r)
}

// keepers weighs decisions that keep a document against what ended it: an earlier
// ending that a later decision passes over does not count, a later one does.
func (j *court) keepers(d *doc) {
	for i, k := range d.kept {
		if slices.ContainsFunc(d.kept[:i], func(o keep) bool { return o.by == k.by && o.verb == k.verb }) {
			continue
		}
		ev := k.by.evidenceOf(&k.act, k.on)
		if k.verb == Prolongs {
			if k.until == 0 {
				d.others = append(d.others, Reason{Kind: ProlongedDecided, For: Keep, Sureness: Look, Evidence: []Evidence{ev}, Text: k.by.cited() + "延长了有效期，没有读出延长到哪一天"})
			}
			continue
		}
		r := Reason{Kind: KeptDecided, For: Keep, Sureness: Sure, Evidence: []Evidence{ev}, Text: "清理决定" + k.by.cited() + "列为继续有效"}
		var left []Reason
		for _, x := range d.ended {
			since := x.since()
			switch {
			case x.Kind == Decided && x.Evidence[0].Entry == k.by.id:
				continue
			case since == 0 || since > k.on || x.For == Exempt:
				left = append(left, x)
			case x.Kind == RepealedHere || x.Kind == Decided || x.Kind == RepealedCorpus:
				// ended by an act, then kept: one of the two is wrong
				x.Sureness, r.Sureness = Look, Look
				r.Text += "，但此前已被废止、宣布失效，两者矛盾，须人工核对"
				d.others = append(d.others, x)
			default:
				r.Sureness = Probable
				r.Text += "，虽然" + x.Text
			}
		}
		d.ended = left
		d.others = append(d.others, r)
	}
}

// since is the day from which a reason works; 0: not known.
func (r *Reason) since() Day {
	if len(r.Evidence) == 0 {
		return 0
	}
	return r.Evidence[0].Date
}
