package cleanup

import (
	"cmp"
	"slices"
	"strings"
)

// match is how a reference met documents of the archive.
type match struct {
	docs []*doc
	// other: a document of that name whose number differs from the one given.
	other *doc
}

// scanned bounds the namesakes looked at for one reference.
const scanned = 256

// find answers a reference by number and title; from is the document that refers,
// before bounds the day on which the target was made (0: no bound).
func (j *court) find(title, number, issuer string, date Day, from *doc, before Day) match {
	nk := numberKey(number)
	ks := refKeys(title)
	if nk != "" {
		var out []*doc
		for _, p := range j.byNumber.at(hash(nk)) {
			d := p.doc
			if d != from && !slices.Contains(out, d) && (title == "" || titlesAgree(d, ks)) {
				out = append(out, d)
			}
		}
		if len(out) > 0 {
			return match{docs: sameLine(out)}
		}
	}
	var m match
	for _, k := range ks {
		list := j.byTitle.at(hash(k))
		if len(list) > scanned {
			list = list[len(list)-scanned:]
		}
		var out []*doc
		for _, p := range list {
			d := p.doc
			switch {
			case d == from || from != nil && d.leading() == from || slices.Contains(out, d):
			case nk != "" && d.ownNumber() != "" && !hasNumber(d, nk):
				m.other = d
			case before != 0 && d.date != 0 && d.date > before:
			case date != 0 && d.date != 0 && !sameDay(d, date):
			case issuer != "" && len(d.Issuers) > 0 && !namesIssuer(d, issuer):
			case from != nil && !reach(from, d):
			default:
				out = append(out, d)
			}
		}
		if out = closest(out, from); len(out) > 0 {
			return match{docs: out}
		}
	}
	return m
}

// refKeys are the keys under which a title may be known in the archive.
func refKeys(title string) []string {
	var out []string
	for _, t := range []string{title, afterIssuer(title), forwardedIn(title)} {
		if k := key(t); k != "" && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

func hasNumber(d *doc, k string) bool {
	for _, n := range append([]string{d.ownNumber(), d.Register}, d.Numbers...) {
		if numberKey(n) == k {
			return true
		}
	}
	for _, c := range d.copies {
		if numberKey(c.Number) == k {
			return true
		}
	}
	return false
}

// titlesAgree reports that the title of a reference fits that of a document with
// its number: a wrong number must not end another document.
func titlesAgree(d *doc, ks []string) bool {
	for _, k := range ks {
		for _, own := range d.keys() {
			if strings.Contains(own, k) || strings.Contains(k, own) || sameWords(own, k) >= 0.6 {
				return true
			}
		}
	}
	return len(ks) == 0
}

func sameDay(d *doc, day Day) bool {
	if day%100 == 0 {
		return d.date/10000 == day/10000
	}
	if d.date == day || d.date%100 == 0 && d.date/10000 == day/10000 || slices.Contains(d.Versions, day) {
		return true
	}
	for _, own := range []Day{d.Dated, d.Published, d.Effective} {
		if own == day {
			return true
		}
	}
	return false
}

func namesIssuer(d *doc, issuer string) bool {
	f := family(issuer)
	for _, g := range d.bodies {
		if g == f || strings.HasSuffix(g, f) || strings.HasSuffix(f, g) {
			return true
		}
	}
	return false
}

// reach reports that a document may speak of another by title alone: one body, or
// bodies of one place, or a body above the other. Where either names no body,
// nothing speaks against it.
func reach(from, d *doc) bool {
	if from.family == "" || d.family == "" || from.Level != "" || d.Level != "" || sharesIssuer(from, d) {
		return true
	}
	a, b := placeOf(from.family), placeOf(d.family)
	return a == "" || b == "" || strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// placeOf gives the place of a body: 青河市 of 青河市人民政府 and of 青河市财政局.
func placeOf(f string) string {
	if p := place(f); p != "" {
		return p
	}
	for _, w := range []string{"自治县", "自治州", "自治区", "市", "县", "区", "省", "旗", "盟", "镇", "乡"} {
		if i := strings.Index(f, w); i > 0 && i+len(w) < len(f) {
			return f[:i+len(w)]
		}
	}
	return ""
}

// closest keeps, among namesakes of several bodies, those of the body that refers.
func closest(ds []*doc, from *doc) []*doc {
	if len(ds) < 2 || from == nil {
		return sameLine(ds)
	}
	for _, near := range []func(*doc) bool{
		func(d *doc) bool { return sharesIssuer(d, from) },
		func(d *doc) bool { return placeOf(d.family) != "" && placeOf(d.family) == placeOf(from.family) },
	} {
		var out []*doc
		for _, d := range ds {
			if near(d) {
				out = append(out, d)
			}
		}
		if len(out) > 0 {
			return sameLine(out)
		}
	}
	return sameLine(ds)
}

// sameLine keeps documents that are editions of one; several that are not are
// ambiguous and nobody is meant for sure.
func sameLine(ds []*doc) []*doc {
	for _, d := range ds[min(1, len(ds)):] {
		if d.nk != ds[0].nk || len(d.Issuers) > 0 && len(ds[0].Issuers) > 0 && !sharesIssuer(d, ds[0]) {
			return nil
		}
	}
	return ds
}

// works is the first day on which an act of d works.
func (d *doc) works(a *Act) Day {
	if a.From != 0 {
		return a.From
	}
	l := d.leading()
	switch {
	case l.Effective != 0 && (len(l.Versions) == 0 || l.Versions[len(l.Versions)-1] <= l.Effective):
		return l.Effective
	case l.Effective != 0 && len(l.Versions) > 0:
		return l.Effective // repealing clauses are those of the first version
	}
	return l.begins()
}

// made is the day before which the target of an act must have been made.
func (d *doc) made() Day {
	day := d.date
	if d.Effective != 0 && day != 0 && d.Effective < day && d.Level != "" {
		day = d.Effective // an amended text: the clause was written before its first day
	}
	return day
}

// acts lets the documents of the archive work on each other.
func (j *court) acts() {
	for _, d := range j.docs {
		if d.role == RoleCopy || d.role == RoleJoint || d.isDraft() || d.name() == "" {
			continue // a page without a title, such as an index, is no act
		}
		decision := decisionTitle(d.Title) || decisionTitle(d.name())
		for i := range d.Acts {
			a := &d.Acts[i]
			switch {
			case a.General && a.Number == "unlisted":
				j.unlisted(d, a)
			case a.General || a.Verb == Forwards:
			default:
				j.act(d, a, decision)
			}
		}
	}
}

// act lets one act work on its target.
func (j *court) act(d *doc, a *Act, decision bool) {
	m := j.find(a.Title, a.Number, a.Issuer, a.Date, d, d.made())
	on := d.works(a)
	ev := d.evidenceOf(a, on)
	if len(m.docs) == 0 {
		j.link(d, nil, string(a.Verb), Link{Title: a.Title, Number: a.Number, Date: on, At: a.At, Line: a.Line})
		if m.other != nil && (a.Verb == Repeals || a.Verb == Lapses) {
			m.other.others = append(m.other.others, Reason{Kind: RepealedHere, For: Keep, Sureness: Look, Evidence: []Evidence{ev},
				Text: d.cited() + "废止的文件与本件同名，但所列文号（" + a.Number + "）与本件不同，须人工核对所指是否为本件"})
		}
		return
	}
	for _, t := range m.docs {
		if t == d || t.leading() == d.leading() && t.role != RoleEdition && d.role != RoleNotice {
			continue
		}
		j.link(d, t, string(a.Verb), Link{Date: on, At: a.At, Line: a.Line})
		j.suffer(t, d, a, ev, on, decision)
	}
}

// suffer writes down for t what an act of d means.
func (j *court) suffer(t, d *doc, a *Act, ev Evidence, on Day, decision bool) {
	switch a.Verb {
	case Keeps, Prolongs:
		if on <= j.day || on == 0 {
			t.kept = append(t.kept, keep{by: d, on: cmp.Or(d.date, on), until: a.Until, act: *a, verb: a.Verb})
		}
		return
	case ToAmend:
		t.others = append(t.others, Reason{Kind: AmendDecided, For: Amend, Sureness: Sure, Evidence: []Evidence{ev},
			Text: "清理决定" + d.cited() + "列为需要修改的文件，库内没有找到修改后的文本"})
		return
	case Amends:
		if t.role != RoleEdition && !slices.ContainsFunc(t.Versions, func(v Day) bool { return v >= d.date && d.date != 0 }) {
			t.extra = append(t.extra, "被"+d.cited()+"修改，库内的文本可能不是修改后的文本")
		}
		return
	case Repeals, Lapses:
	default:
		return
	}
	word, result := "废止", Repeal
	if a.Verb == Lapses {
		word, result = "宣布失效", Lapse
	}
	r := Reason{Kind: RepealedHere, For: result, Sureness: Sure, Evidence: []Evidence{ev}}
	if decision {
		r.Kind = Decided
	}
	day := ""
	if on.Date().Full() {
		day = "自" + on.Date().Chinese() + "起"
	}
	switch {
	case a.Partial:
		r.Kind, r.For, r.Sureness = RepealedHere, Amend, Probable
		r.Text = "部分内容被" + d.cited() + day + word + "，应当修改或者注明"
		t.others = append(t.others, r)
		return
	case on > j.day:
		r.Kind, r.For = ExpiresSoon, Keep
		r.Text = "将被" + d.cited() + day + word + "，判断日尚未废止"
		t.others = append(t.others, r)
		return
	case !mayEnd(d, t):
		r.For, r.Sureness = Keep, Look
		r.Text = d.cited() + "写明" + word + "本件，但它的制定机关（" + d.family + "）无权" + word + t.family + "的文件，须人工核对是否另有依据"
		t.others = append(t.others, r)
		return
	}
	r.Text = "被" + d.cited() + day + word
	if d.date == 0 {
		r.Sureness = Probable
		r.Text += "（该件没有日期）"
	}
	if a.Number == "" && numberKey(t.ownNumber()) != "" && a.Date == 0 && t.Level == "" && !sharesIssuer(d, t) {
		r.Sureness = Probable
		r.Text += "（只写了名称，没有写文号）"
	}
	t.ended = append(t.ended, r)
}

// mayEnd reports that the body of d may end a document of the body of t: a
// department does not end what its government made.
func mayEnd(d, t *doc) bool {
	if d.family == "" || t.family == "" || d.Level != "" || sharesIssuer(d, t) {
		return true
	}
	if government(t.family) && !government(d.family) {
		p := placeOf(d.family)
		return p == "" || len(p) < len(place(t.family)) && strings.HasPrefix(t.family, p)
	}
	return true
}

// unlisted ends what a decision does not name: 未列入继续有效目录的，一律废止.
func (j *court) unlisted(d *doc, a *Act) {
	if d.family == "" {
		return
	}
	on := d.works(a)
	if on > j.day {
		return
	}
	ev := d.evidenceOf(a, on)
	result, word := Lapse, "失效"
	if a.Verb == Repeals {
		result, word = Repeal, "废止"
	}
	named := map[*doc]bool{}
	for i := range d.Acts {
		x := &d.Acts[i]
		if !x.General && x.Verb != Forwards {
			for _, t := range j.find(x.Title, x.Number, x.Issuer, x.Date, d, d.made()).docs {
				named[t] = true
			}
		}
	}
	if j.byBody == nil {
		for _, t := range j.docs {
			if t.family != "" {
				j.byBody.add(hash(t.family), t)
			}
		}
		j.byBody.sort()
	}
	for _, p := range j.byBody.at(hash(d.family)) {
		t := p.doc
		if t.lead != nil || t == d || named[t] || t.family != d.family || t.Level != "" || t.Normative == "no" || t.isDraft() || t.date == 0 || t.date >= d.date {
			continue
		}
		t.ended = append(t.ended, Reason{Kind: Decided, For: result, Sureness: Probable, Evidence: []Evidence{ev},
			Text: "没有列入" + d.cited() + "的继续有效目录，按该决定自" + on.Date().Chinese() + "起" + word})
		j.link(d, t, string(a.Verb), Link{Date: on, At: a.At, Line: a.Line})
	}
}
