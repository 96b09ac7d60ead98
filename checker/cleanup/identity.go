package cleanup

import (
	"cmp"
	"slices"
	"strings"
)

// near is the share of a sketch from which two texts count as one, and surely as one.
const (
	near   = 0.86
	nearer = 0.96
)

// bucketed bounds the documents with which one is compared in a bucket, so that
// a form letter sent a thousand times costs no million comparisons.
const bucketed = 12

// copies finds the same text lying in several places: equal letters, or sketches
// that agree, under one name, number and issuer.
func (j *court) copies() {
	same := make(table, 0, len(j.docs))
	for _, d := range j.docs {
		if d.TextKey != 0 && d.Length >= 60 {
			same.add(d.TextKey, d)
		}
	}
	j.joinAll(same)
	const rows = 4
	for band := range sketchBins / rows {
		same = same[:0]
		for _, d := range j.docs {
			if len(d.Sketch) != sketchBins || d.role == RoleCopy || d.role == RoleJoint {
				continue
			}
			h := uint64(band + 1)
			for _, v := range d.Sketch[band*rows : band*rows+rows] {
				h = (h ^ uint64(v)) * 0x9E3779B97F4A7C15
				h ^= h >> 31
			}
			same.add(h, d)
		}
		j.joinAll(same)
	}
	for _, d := range j.docs {
		d.Sketch = nil
	}
}

// joinAll compares the documents of every bucket.
func (j *court) joinAll(t table) {
	t.sort()
	var peers []*doc
	for g := range t.groups {
		peers = peers[:0]
		for _, p := range g {
			j.join(peers, p.doc)
			if len(peers) < bucketed && p.doc.role == "" {
				peers = append(peers, p.doc)
			}
		}
	}
}

// join makes d a copy of the first of its peers that it is a copy of.
func (j *court) join(peers []*doc, d *doc) {
	for i, p := range peers {
		if i == bucketed {
			return
		}
		l := p.leading()
		if l == d || d.lead == l {
			return
		}
		if d.lead != nil || !oneDocument(l, d) {
			continue
		}
		if l.TextKey != d.TextKey && likeness(l.Sketch, d.Sketch) < near {
			continue
		}
		a, b := l, d
		if poorer(a, b) && a.role == "" || a.role == RoleCopy {
			a, b = b, a
		}
		role := RoleCopy
		if jointTwice(a, b) {
			role = RoleJoint
		}
		for _, o := range b.copies { // b led copies of its own
			o.lead = a
		}
		a.copies = append(append(a.copies, b.copies...), b)
		b.copies = nil
		b.lead, b.role = a, role
		fill(a, b)
		return
	}
}

// oneDocument reports that two texts that are alike may be one document: their
// names agree and nothing they say of number, date or issuer speaks against it.
func oneDocument(a, b *doc) bool {
	if a.nk != b.nk && a.nk != "" && b.nk != "" && key(a.Title) != key(b.Title) {
		return false
	}
	if (a.Stage == "draft") != (b.Stage == "draft") || draftTitle(a.name()) != draftTitle(b.name()) {
		return false
	}
	na, nb := numberKey(a.Number), numberKey(b.Number)
	joint := len(a.Issuers) > 1 && len(b.Issuers) > 1 && sharesIssuer(a, b)
	if na != "" && nb != "" && na != nb {
		return joint && a.date == b.date
	}
	if na != "" && na == nb {
		return true
	}
	if !sharesIssuer(a, b) && len(a.Issuers) > 0 && len(b.Issuers) > 0 {
		return false
	}
	da, db := a.date, b.date
	if da.Date().Valid() && db.Date().Valid() && a.nk == b.nk && a.nk != "" && (a.TextKey == b.TextKey || likeness(a.Sketch, b.Sketch) >= nearer) {
		if n := da.Date().DaysUntil(db.Date()); n <= passing && n >= -passing {
			return true // passed on one day, published on another
		}
	}
	return da == 0 || db == 0 || da == db || da%100 == 0 && da/10000 == db/10000 || db%100 == 0 && da/10000 == db/10000 ||
		a.Dated != 0 && (a.Dated == b.Dated || a.Dated == b.Published) || b.Dated != 0 && b.Dated == a.Published
}

func sharesIssuer(a, b *doc) bool {
	for _, x := range a.bodies {
		if slices.Contains(b.bodies, x) {
			return true
		}
	}
	return false
}

// jointTwice reports a joint document that each of its issuers filed.
func jointTwice(a, b *doc) bool {
	if len(a.Issuers) < 2 || len(b.Issuers) < 2 {
		return false
	}
	return numberKey(a.Number) != numberKey(b.Number) || a.family != b.family || folder(a) != folder(b)
}

func folder(d *doc) string {
	if len(d.Paths) == 0 {
		return ""
	}
	if i := strings.LastIndexByte(d.Paths[0], '/'); i >= 0 {
		return d.Paths[0][:i]
	}
	return ""
}

// poorer reports that b knows more of the document than a.
func poorer(a, b *doc) bool {
	score := func(d *doc) (n int) {
		for _, known := range []bool{d.Number != "", d.Dated != 0, len(d.Issuers) > 0, d.HasBody, d.Title != "", d.Published != 0} {
			if known {
				n++
			}
		}
		return n
	}
	return score(b) > score(a)
}

// fill hands facts of a copy to the lead that lacks them.
func fill(a, b *doc) {
	if a.Number == "" {
		a.Number = b.Number
	}
	a.Dated, a.Published, a.Effective = cmp.Or(a.Dated, b.Dated), cmp.Or(a.Published, b.Published), cmp.Or(a.Effective, b.Effective)
	a.Expires, a.date = cmp.Or(a.Expires, b.Expires), cmp.Or(a.date, b.date)
	if len(a.Issuers) == 0 {
		a.Issuers, a.bodies, a.family = b.Issuers, b.bodies, b.family
	}
	if a.Stated == nil {
		a.Stated = b.Stated
	}
	if a.Validity == nil {
		a.Validity = b.Validity
	}
}

// notices joins forwarding notices whose instrument is a file of its own with it.
func (j *court) notices() {
	var byName table
	for _, d := range j.docs {
		if d.lead == nil && d.nk != "" && !(d.Forwarded && !d.HasBody) {
			byName.add(hash(d.nk), d)
		}
	}
	byName.sort()
	for _, n := range j.docs {
		if n.lead != nil || !n.Forwarded || n.HasBody {
			continue
		}
		var best *doc
		list := byName.at(hash(n.nk))
		for _, p := range list[:min(len(list), scanned)] {
			d := p.doc
			switch {
			case d == n || d.nk != n.nk || d.notice != nil:
			case len(d.Issuers) > 0 && len(n.Issuers) > 0 && !sharesIssuer(d, n):
			case d.Number != "" && n.Number != "" && numberKey(d.Number) != numberKey(n.Number):
			case d.date != 0 && n.date != 0 && d.date/10000 != n.date/10000:
			case best == nil || best.date == 0 && d.date != 0:
				best = d
			}
		}
		if best == nil {
			continue
		}
		n.lead, n.role = best, RoleNotice
		best.notice = n
		if best.family == "" {
			best.family, best.bodies, best.Issuers = n.family, n.bodies, n.Issuers
		}
		if best.date == 0 || best.Dated == 0 && best.Published == 0 {
			best.date = cmp.Or(n.date, best.date)
		}
		if best.Stage == "" {
			best.Stage = n.Stage
		}
		j.link(n, best, "notice_of", Link{Date: n.date})
	}
}

// index makes the tables by which references find documents of the archive. Only
// leads answer.
func (j *court) index() {
	for _, d := range j.docs {
		l := d.leading()
		for _, n := range append([]string{d.Number, d.Register}, d.Numbers...) {
			if k := numberKey(n); k != "" {
				j.byNumber.add(hash(k), l)
			}
		}
		if d.lead != nil && d.role != RoleNotice {
			continue
		}
		for _, k := range d.keys() {
			j.byTitle.add(hash(k), l)
		}
	}
	j.byNumber.sort()
	j.byTitle.sort()
}

// keys are the keys under which a document is cited.
func (d *doc) keys() []string {
	var out []string
	add := func(s string) {
		if k := key(s); len(k) >= 9 && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	for _, t := range []string{d.name(), d.Title} {
		add(t)
		add(afterIssuer(t))
		add(forwardedIn(t))
		if p := place(d.family); p != "" {
			if rest, ok := strings.CutPrefix(key(t), key(p)); ok {
				add(rest)
			}
		}
	}
	return out
}

// drafts joins drafts with the document that came of them.
func (j *court) drafts() {
	var final table
	for _, d := range j.docs {
		if d.lead == nil && !d.isDraft() && d.nk != "" {
			final.add(hash(d.nk), d)
		}
	}
	final.sort()
	for _, d := range j.docs {
		if d.lead != nil || !d.isDraft() {
			continue
		}
		d.role = RoleDraft
		list := final.at(hash(d.nk))
		for _, p := range list[:min(len(list), scanned)] {
			f := p.doc
			if f.nk != d.nk {
				continue
			}
			if d.family != "" && f.family != "" && !sharesIssuer(d, f) && place(f.family) != "" && !strings.HasPrefix(d.family, place(f.family)) {
				continue
			}
			if d.date != 0 && f.date != 0 && f.date < d.date-d.date%10000 {
				continue // the draft is of a later edition
			}
			d.lead = f
			j.link(d, f, "draft_of", Link{})
			break
		}
	}
}

// isDraft: what the text says of its stage counts only where no number says that
// it was issued.
func (d *doc) isDraft() bool {
	return draftTitle(d.name()) || draftTitle(d.Title) || d.Stage == "draft" && d.Number == "" && d.Level == ""
}

// generic reports names that many documents share without being editions of one:
// decisions that end or amend others, appointments, orders.
func generic(d *doc) bool {
	t := d.name()
	if t == "" || decisionTitle(t) && containsAny(t, "废止", "失效", "清理", "修改") {
		return true
	}
	if containsAny(t, "任免", "任职", "免职", "表彰", "会议纪要") && !strings.HasSuffix(t, "条例") && !strings.HasSuffix(t, "办法") && !strings.HasSuffix(t, "规定") {
		return true
	}
	switch d.nk {
	case "通知", "公告", "通告", "决定", "意见", "令", "命令", "通报", "批复", "函", "复函", "公示":
		return true
	}
	return strings.HasSuffix(d.nk, "人民政府令") || strings.HasSuffix(d.nk, "人民政府公告") || strings.HasSuffix(d.nk, "人民政府文件")
}

// editions joins the editions of a document: one name, one body, several days.
// The latest that applies leads; earlier ones have ended.
func (j *court) editions() {
	var byName table
	for _, d := range j.docs {
		if d.lead != nil || d.role == RoleDraft || d.nk == "" || generic(d) || d.Forwarded && !d.HasBody && d.notice == nil && d.Number == "" {
			continue
		}
		byName.add(hash(d.nk), d)
	}
	byName.sort()
	for g := range byName.groups {
		for _, f := range byFamily(g) {
			j.lineage(f)
		}
	}
}

// byFamily parts documents of one name by the body that issued them; those that
// name none go with the only body there is.
func byFamily(g []pair) [][]*doc {
	var out [][]*doc
	var homeless []*doc
	first := map[string]int{}
next:
	for _, p := range g {
		d := p.doc
		if len(d.Issuers) == 0 {
			homeless = append(homeless, d)
			continue
		}
		for _, b := range d.bodies {
			if i, ok := first[b]; ok {
				out[i] = append(out[i], d)
				continue next
			}
		}
		for _, b := range d.bodies {
			first[b] = len(out)
		}
		out = append(out, []*doc{d})
	}
	switch {
	case len(homeless) == 0:
	case len(out) == 1:
		out[0] = append(out[0], homeless...)
	case len(out) == 0:
		out = append(out, homeless)
	}
	return out
}

// lineage orders the editions of one document and ends all but the latest that
// applies on the as-of day.
func (j *court) lineage(g []*doc) {
	slices.SortStableFunc(g, func(a, b *doc) int { return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.id, b.id)) })
	now := -1
	for i, d := range g {
		if d.date != 0 && d.begins() <= j.day {
			now = i
		}
	}
	if now < 0 {
		return
	}
	l := g[now]
	for _, d := range g[:now] {
		switch {
		case d.date == 0:
			d.others = append(d.others, Reason{Kind: SupersededHere, For: Keep, Sureness: Look,
				Text:     "库内有同名文件" + l.cited() + "，本件没有日期，不能判断哪一件在后，须人工核对",
				Evidence: []Evidence{l.evidence()}})
			continue
		case d.date == l.date:
			if numberKey(d.Number) == numberKey(l.Number) || d.Number == "" || l.Number == "" {
				d.lead, d.role = l, RoleCopy
				l.copies = append(l.copies, d)
				fill(l, d)
			}
			continue
		}
		j.supersede(d, l)
	}
	for _, d := range g[now+1:] {
		d.others = append(d.others, Reason{Kind: NotYetInForce, For: Keep, Sureness: Sure, Text: "新文本，自" + d.begins().Date().Chinese() + "起施行，判断日尚未施行"})
		l.others = append(l.others, Reason{Kind: ExpiresSoon, For: Keep, Sureness: Sure, Text: "新文本" + d.cited() + "将自" + d.begins().Date().Chinese() + "起施行，届时本件不再适用", Evidence: []Evidence{d.evidence()}})
	}
}

// supersede ends d by its later edition l.
func (j *court) supersede(d, l *doc) {
	from, said := l.starts()
	since := "自" + from.Date().Chinese() + "起施行"
	if !said {
		since = "是" + l.date.Date().Chinese() + "的"
	}
	amended := len(d.Versions) > 0 && slices.Contains(l.Versions, d.Versions[len(d.Versions)-1]) || slices.Contains(l.Versions, d.date) ||
		numberKey(d.Number) != "" && numberKey(d.Number) == numberKey(l.Number)
	r := Reason{Kind: SupersededHere, For: Repeal, Sureness: Sure, Evidence: []Evidence{l.evidence()}}
	switch {
	case amended:
		r.For = Exempt
		r.Text = "是旧文本：" + l.cited() + "修改后的文本" + since + "，清理以新文本为准"
	case d.Level != "" || l.Level != "":
		r.Text = "同一名称的新文本" + l.cited() + since + "，旧文本不再适用"
	default:
		r.Sureness = Probable
		r.Text = "同一机关重新印发了同名文件" + l.cited() + "，旧文件被取代"
	}
	if from%100 == 0 {
		r.Sureness = Probable
	}
	d.lead, d.role = l, RoleEdition
	if r.Evidence[0].Date = from; !said && l.Level != "" {
		r.Evidence[0].Date = 0
	}
	d.ended = append(d.ended, r)
	j.link(d, l, "edition_of", Link{Date: from})
}

// cited names a document in a sentence: 《X》（青河政发〔2020〕3号）.
func (d *doc) cited() string {
	s := "《" + d.name() + "》"
	if n := d.ownNumber(); n != "" {
		return s + "（" + n + "）"
	}
	if d.date.Date().Full() {
		return s + "（" + d.date.Date().Chinese() + "）"
	}
	return s
}

// evidenceOf points to the place of d that does something to another.
func (d *doc) evidenceOf(a *Act, on Day) Evidence {
	e := d.evidence()
	e.Date, e.At, e.Line, e.Quote = on, a.At, a.Line, a.Quote
	return e
}

func (d *doc) evidence() Evidence {
	e := Evidence{Entry: d.id, Title: d.name(), Number: d.ownNumber(), Date: d.date}
	if len(d.Paths) > 0 {
		e.Path = d.Paths[0]
	}
	return e
}
