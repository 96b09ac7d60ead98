package cleanup

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// weight orders reasons: the smaller the heavier. Acts that ended a document go
// before the running out of its time, both before doubts about its subject, these
// before what has to be amended.
var weight = map[Kind]int{
	Duplicate: 1, Draft: 2, NoticeOf: 3,
	RepealedHere: 10, Decided: 11, StatedEnded: 12, RepealedCorpus: 13, SupersededHere: 14, SupersededCorpus: 15,
	ValidityOver: 20, TrialOver: 21, PeriodOver: 22,
	HigherLevel: 25, NotNormative: 26,
	Replaced: 30, BasesGone: 31, SilentOver: 32,
	AmendDecided: 40, ForbiddenClause: 41, BasisReplaced: 42, ArticlesMoved: 43, CitesEnded: 44, OrganGone: 45, ImpliedRepeal: 50,
	KeptDecided: 60, ProlongedDecided: 61, NotYetInForce: 62, ExpiresSoon: 63, UnknownDates: 70, NormativeUnclear: 71, NothingFound: 80,
}

// internal reports plans that concern the organ itself: over or not, they are no
// subject of a cleanup.
func internal(d *doc) bool {
	return strings.HasSuffix(trimMarks(d.name()), "要点") || containsAny(d.name(), "学习计划", "培训", "值班", "分工", "会议", "考核", "任务分解", "督查")
}

// heavy gives the weight of a reason for d. What a person has to look at comes
// behind everything that is certain, but before «nothing found».
func (d *doc) heavy(r *Reason) int {
	w := weight[r.Kind]
	if r.Kind == PeriodOver && d.Normative == "no" && (internal(d) || !taskKind(trimMarks(d.name()))) {
		w = 27
	}
	if r.Sureness == Look && r.For != Exempt {
		if r.For == Keep {
			return 180 + w
		}
		return 90 + w
	}
	return w
}

// prolonging reports the title of a notice that prolongs the validity of another.
func prolonging(t string) bool {
	return strings.Contains(t, "关于") && containsAny(t, "延长", "延续") && containsAny(t, "有效期", "有效期限", "试行期") && !strings.HasSuffix(t, "办法")
}

// reasons gathers what speaks about d, the heaviest first.
func (j *court) reasons(d *doc) []Reason {
	switch d.role {
	case RoleCopy, RoleJoint:
		r := Reason{Kind: Duplicate, For: Exempt, Sureness: Sure, Evidence: []Evidence{d.lead.evidence()}}
		if d.TextKey != d.lead.TextKey {
			r.Sureness = Probable
		}
		r.Text = "与" + d.lead.cited() + "是同一文件，重复收录"
		if d.role == RoleJoint {
			r.Text = "与" + d.lead.cited() + "是同一个联合发文，由不同机关分别收录"
		}
		return []Reason{r}
	case RoleDraft:
		r := Reason{Kind: Draft, For: Exempt, Sureness: Sure, Text: "是征求意见稿、送审稿，没有正式印发"}
		if d.lead != nil {
			r.Text = "是" + d.lead.cited() + "的草稿"
			r.Evidence = []Evidence{d.lead.evidence()}
		} else if !draftTitle(d.name()) && !draftTitle(d.Title) {
			r.Sureness = Look
		}
		return []Reason{r}
	case RoleNotice:
		return []Reason{{Kind: NoticeOf, For: Exempt, Sureness: Sure, Evidence: []Evidence{d.lead.evidence()},
			Text: "是印发通知，所印发的" + d.lead.cited() + "另有文件，随该文件处理"}}
	}
	out := append(slices.Clone(d.ended), d.others...)
	add := func(r Reason) { out = append(out, r) }
	switch {
	case d.Level != "":
		add(Reason{Kind: HigherLevel, For: Exempt, Sureness: Sure, Text: "属于" + d.Level + "，不是行政规范性文件，不在清理范围，只核对了是否仍然有效"})
	case decisionTitle(d.Title) && len(d.Acts) > 0 || decisionTitle(d.name()) && len(d.Acts) > 0 && d.Normative != "yes":
		add(Reason{Kind: NotNormative, For: Exempt, Sureness: Sure, Text: "是清理、废止或者修改其他文件的决定，随所涉文件处理"})
	case prolonging(d.Title):
		add(Reason{Kind: NotNormative, For: Exempt, Sureness: Sure, Text: "是延长其他文件有效期的通知，随所涉文件处理"})
	case d.Normative == "no":
		add(Reason{Kind: NotNormative, For: Exempt, Sureness: Sure, Text: "不是行政规范性文件：" + strings.Join(d.Why, "；")})
	case d.Normative == "unclear":
		add(Reason{Kind: NormativeUnclear, For: Keep, Sureness: Look, Text: "是否为行政规范性文件须人工判断：" + strings.Join(d.Why, "；")})
	}
	if d.Forwarded && !d.HasBody && d.Normative != "no" {
		add(Reason{Kind: UnknownDates, For: Keep, Sureness: Look, Text: "只有印发通知，所印发的《" + d.Instrument + "》不在库内，没有审查正文"})
	}
	if d.date == 0 && d.Level == "" && d.Normative != "no" {
		add(Reason{Kind: UnknownDates, For: Keep, Sureness: Look, Text: "没有读到成文日期、公布日期，不能判断施行了多久，须人工核对"})
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return cmp.Compare(d.heavy(&a), d.heavy(&b)) })
	if len(out) == 0 || out[0].For == Keep && !slices.ContainsFunc(out, func(r Reason) bool { return r.For == Keep && r.Sureness != Look }) {
		r := Reason{Kind: NothingFound, For: Keep, Sureness: Probable, Text: "没有发现应当废止、失效或者修改的情形"}
		if last := d.expiry(); last >= j.day && last != 0 {
			r.Text = "有效期至" + last.Date().Chinese() + "，没有发现应当废止、失效或者修改的情形"
			r.Sureness = Sure
		}
		out = append(out, r)
	}
	return out
}

// outcome writes everything down in stable order.
func (j *court) outcome(topics map[string][]TopicAt) *Outcome {
	j.leads = map[*doc]bool{}
	for _, d := range j.docs {
		if d.lead != nil {
			j.leads[d.lead] = true
		}
	}
	o := &Outcome{AsOf: j.day, Entries: make([]Entry, 0, len(j.docs)), Problems: j.problems}
	for _, d := range j.docs {
		if d.lead != nil && (d.role == RoleCopy || d.role == RoleJoint) {
			j.link(d, d.lead, map[Role]string{RoleCopy: "copy_of", RoleJoint: "joint_of"}[d.role], Link{})
		}
		o.Entries = append(o.Entries, j.entry(d))
		for _, t := range topics[d.SHA256] {
			o.Topics = append(o.Topics, TopicRow{t, d.id})
		}
		for _, p := range d.Problems {
			for _, path := range d.Paths[:min(1, len(d.Paths))] {
				o.Problems = append(o.Problems, Problem{Path: path, Entry: d.id, Message: p})
			}
		}
	}
	slices.SortStableFunc(o.Topics, func(a, b TopicRow) int { return cmp.Compare(a.Topic, b.Topic) })
	slices.SortStableFunc(j.links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Verb, b.Verb), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Line, b.Line))
	})
	o.Links = slices.CompactFunc(j.links, func(a, b Link) bool {
		return a.From == b.From && a.To == b.To && a.Verb == b.Verb && a.Title == b.Title && a.Number == b.Number
	})
	o.Statistics = j.count(o)
	return o
}

// entry judges one document by its reasons.
func (j *court) entry(d *doc) Entry {
	e := Entry{
		ID: d.id, SHA256: d.SHA256, Paths: d.Paths, Title: d.name(), Number: d.ownNumber(), Issuers: d.Issuers, Kind: d.Record.Kind,
		Dated: d.Dated, Published: d.Published, Expires: d.expiry(), Normative: d.Normative, Role: d.role,
	}
	if day, said := d.starts(); said {
		e.Effective = day
	}
	if d.Title != e.Title {
		e.Issued = d.Title
	}
	if e.Title == "" && len(d.Paths) > 0 {
		e.Title = d.Paths[0][strings.LastIndexByte(d.Paths[0], '/')+1:]
	}
	e.Problems = append(d.Problems, d.extra...)
	e.Reasons = j.reasons(d)
	first := &e.Reasons[0]
	e.Disposition, e.Sureness = first.For, first.Sureness
	if e.Disposition == Keep && e.Sureness != Look && (len(e.Problems) > 0 || slices.ContainsFunc(e.Reasons, func(r Reason) bool { return r.Sureness == Look })) {
		e.Sureness = Look
	}
	switch first.Kind {
	case RepealedHere, Decided, StatedEnded, RepealedCorpus, SupersededHere, SupersededCorpus, ValidityOver, TrialOver, PeriodOver, Replaced, BasesGone, SilentOver:
		if e.Disposition == Repeal || e.Disposition == Lapse || first.Kind == SupersededHere || first.Kind == SupersededCorpus {
			e.Since = first.since()
		}
	}
	e.Weighed = weighed(e.Reasons)
	top := d
	for n := 0; top.lead != nil && n < 8; n++ {
		top = top.lead
	}
	if top != d {
		e.Cluster = top.id
	} else if len(d.copies) > 0 || d.notice != nil || j.leads[d] {
		e.Cluster, e.Role = d.id, RoleLead
	}
	return e
}

// weighed says why the first reason won where others speak for something else.
func weighed(rs []Reason) string {
	first := &rs[0]
	var other *Reason
	for i := range rs[1:] {
		if r := &rs[i+1]; r.For != first.For && (r.Sureness != Look || r.For != Keep) {
			other = r
			break
		}
	}
	if other == nil {
		return ""
	}
	switch {
	case first.For == Exempt && (first.Kind == NotNormative || first.Kind == HigherLevel):
		return "不是清理对象，其他情形只供参考"
	case first.For == Exempt:
		return "随现行文本处理，其他情形不单独处理"
	case other.Sureness == Look:
		return "另有须人工判断的情形（" + string(other.For) + "），没有据此得出结论"
	case (first.For == Repeal || first.For == Lapse) && other.For == Amend:
		return "文件已经或者应当不再有效，需要修改的地方不再单独处理"
	case (first.For == Repeal || first.For == Lapse) && (other.For == Repeal || other.For == Lapse):
		return "废止和失效的情形并存：已有明文废止、宣布失效的，以明文为准；没有的，以期限届满在先"
	case first.For == Keep && first.Kind == KeptDecided:
		return "清理决定明确列为继续有效，以该决定为准"
	case other.For == Keep:
		return "虽有继续有效的情形，但不再有效或者需要修改的理由更重"
	case other.For == Exempt:
		return "虽然一般不作为行政规范性文件管理，但已有明文结论或者期限已过，列出供清理"
	}
	return "按理由的轻重，以第一项理由为准"
}

// count makes the statistics.
func (j *court) count(o *Outcome) Statistics {
	s := Statistics{Contents: len(o.Entries), Unreadable: j.unread, Files: j.unread}
	year, issuer, reason := map[string]*Count{}, map[string]*Count{}, map[string]*Count{}
	add := func(m map[string]*Count, name string, k int) {
		c := m[name]
		if c == nil {
			c = &Count{Name: name}
			m[name] = c
		}
		c.By[k]++
	}
	order := Dispositions()
	for i := range o.Entries {
		e := &o.Entries[i]
		s.Files += len(e.Paths)
		k := slices.Index(order, e.Disposition)
		s.Total.By[k]++
		if e.Disposition != Exempt {
			s.Normative++
			s.Sure[slices.Index([]Sureness{Sure, Probable, Look}, e.Sureness)]++
		}
		y := ""
		if d := j.docs[i].date; d != 0 {
			y = strconv.Itoa(int(d) / 10000)
		}
		add(year, y, k)
		name := ""
		if len(e.Issuers) > 0 {
			name = e.Issuers[0]
		}
		add(issuer, name, k)
		add(reason, string(e.Reasons[0].Kind), k)
	}
	s.Total.Name = "合计"
	s.ByYear = sorted(year, func(a, b Count) int { return cmp.Compare(lastWhenEmpty(a.Name), lastWhenEmpty(b.Name)) })
	most := func(a, b Count) int { return cmp.Or(cmp.Compare(b.sum(), a.sum()), cmp.Compare(a.Name, b.Name)) }
	s.ByIssuer, s.ByReason = sorted(issuer, most), sorted(reason, most)
	return s
}

func (c *Count) sum() (n int) {
	for _, k := range c.By {
		n += k
	}
	return n
}

func sorted(m map[string]*Count, by func(a, b Count) int) []Count {
	out := make([]Count, 0, len(m))
	for _, c := range m {
		out = append(out, *c)
	}
	slices.SortFunc(out, by)
	return out
}
