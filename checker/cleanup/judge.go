package cleanup

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/corpus/law"
)

// doc is a record in hand, with what the judgement finds out about it.
type doc struct {
	Record
	id     int
	date   Day // written: dated, published, last version, name of the file, year of the number
	family string
	bodies []string // of all issuers, as family gives them
	nk     string   // key of the name, marks of drafts off
	lead   *doc     // of its cluster; nil: itself
	role   Role
	notice *doc     // the forwarding notice that carries its number and date
	copies []*doc   // those it leads
	ended  []Reason // why it is no longer in force
	others []Reason // further reasons
	kept   []keep
	year   int // of the number
	flawed int // flaws of the report, before those kept here
	extra  []string
}

// keep is a decision of the archive that a document stays in force.
type keep struct {
	by    *doc
	on    Day
	until Day
	act   Act
	verb  Verb
}

// court is the state of a judgement.
type court struct {
	asOf     law.Date
	day      Day
	soon     int
	corpus   checker.Corpus
	docs     []*doc
	links    []Link
	topics   []TopicRow
	problems []Problem
	unread   int

	leads                     map[*doc]bool // documents that lead a cluster
	byNumber, byTitle, byBody table
}

func judge(ctx context.Context, records Records, c checker.Corpus, opt Options) (*Outcome, error) {
	j := &court{asOf: opt.AsOf, day: DayOf(opt.AsOf), soon: opt.SoonDays, corpus: c}
	if j.soon <= 0 {
		j.soon = 180
	}
	topics, err := j.take(ctx, records)
	if err != nil {
		return nil, err
	}
	j.order()
	j.copies()
	j.notices()
	j.index()
	j.drafts()
	j.editions()
	j.acts()
	if err := j.fromCorpus(ctx); err != nil {
		return nil, err
	}
	j.terms()
	j.replaced()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	j.bases()
	for _, d := range j.docs { // no longer needed: make room for the outcome
		d.Cites, d.Flaws = nil, nil
	}
	return j.outcome(topics), nil
}

// take reads the records and keeps of each what the judgement needs.
func (j *court) take(ctx context.Context, records Records) (map[string][]TopicAt, error) {
	seen := map[string]*doc{}
	topics := map[string][]TopicAt{}
	texts := interner{}
	n := 0
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		if n++; n%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		if r == nil {
			continue
		}
		if r.Unreadable != "" {
			for _, p := range r.Paths {
				j.problems = append(j.problems, Problem{Path: p, Message: r.Unreadable})
			}
			j.unread += max(1, len(r.Paths))
			if len(r.Paths) == 0 {
				j.problems = append(j.problems, Problem{Path: r.SHA256, Message: r.Unreadable})
			}
			continue
		}
		if d := seen[r.SHA256]; d != nil && r.SHA256 != "" {
			for _, p := range r.Paths {
				if !slices.Contains(d.Paths, p) {
					d.Paths = append(d.Paths, p)
				}
			}
			slices.Sort(d.Paths)
			continue
		}
		d := newDoc(r, texts)
		if len(r.Topics) > 0 {
			topics[r.SHA256] = slices.Clone(r.Topics)
		}
		seen[r.SHA256] = d
		j.docs = append(j.docs, d)
	}
	return topics, nil
}

// interner gives one copy of strings that many records share.
type interner map[string]string

func (in interner) get(s string) string {
	if t, ok := in[s]; ok {
		return t
	}
	in[s] = s
	return s
}

// keptFlaws and keptCites bound what is kept of one document: enough to show.
const (
	keptFlaws = 8
	keptCites = 40
)

func newDoc(r *Record, texts interner) *doc {
	d := &doc{Record: *r}
	d.Topics = nil
	d.Paths = slices.Clone(r.Paths)
	slices.Sort(d.Paths)
	d.Numbers, d.Versions, d.Problems = slices.Clone(r.Numbers), slices.Clone(r.Versions), slices.Clone(r.Problems)
	d.Issuers = make([]string, len(r.Issuers))
	for i, s := range r.Issuers {
		d.Issuers[i] = texts.get(s)
	}
	d.Why = make([]string, len(r.Why))
	for i, s := range r.Why {
		d.Why[i] = texts.get(s)
	}
	d.Acts, d.Sketch = slices.Clone(r.Acts), slices.Clone(r.Sketch)
	d.flawed = len(r.Flaws)
	d.Flaws = heaviest(r.Flaws)
	d.Cites = nil
	for i := range r.Cites {
		if c := &r.Cites[i]; c.Use == "basis" || troubled(c) {
			if d.Cites = append(d.Cites, *c); len(d.Cites) == keptCites {
				break
			}
		}
	}
	d.Cites = slices.Clip(d.Cites)
	d.nk = nameKey(d.name())
	d.date = cmp.Or(d.Dated, d.Published)
	if d.Level != "" && len(d.Versions) > 0 || d.date == 0 && len(d.Versions) > 0 {
		d.date = d.Versions[len(d.Versions)-1]
	}
	if d.date == 0 {
		for _, p := range d.Paths {
			if day := dayInName(p); day != 0 {
				d.date = day
				break
			}
		}
	}
	d.year = numberYear(d.Number)
	if d.date == 0 {
		d.date = Day(d.year * 10000)
	}
	if len(d.Issuers) > 0 {
		d.bodies = make([]string, len(d.Issuers))
		for i, s := range d.Issuers {
			d.bodies[i] = texts.get(family(s))
		}
		d.family = d.bodies[0]
	}
	return d
}

// heaviest keeps the flaws that weigh most, in their order.
func heaviest(fs []Flaw) []Flaw {
	if len(fs) <= keptFlaws {
		return slices.Clone(fs)
	}
	var out []Flaw
	for _, severity := range []string{"error", "warning", ""} {
		for _, f := range fs {
			if len(out) < keptFlaws && (f.Severity == severity || severity == "" && f.Severity != "error" && f.Severity != "warning") {
				out = append(out, f)
			}
		}
	}
	return out
}

// troubled reports a citation that may bear on the judgement.
func troubled(c *Cite) bool {
	switch c.Standing {
	case "repealed", "lapsed", "superseded":
		return true
	case "in_force", "not_yet_in_force":
		return c.ArticleIs == "moved" || c.ArticleIs == "changed" || c.ArticleIs == "missing"
	}
	return c.Use != "" // not held: the archive may know it
}

// dayInName reads the day in the name of a file: 某办法(2018-03-20).md.
func dayInName(path string) Day {
	name := path[strings.LastIndexByte(path, '/')+1:]
	for i := 0; i+10 <= len(name); i++ {
		var d Day
		s := name[i : i+10]
		if s[4] != '-' || s[7] != '-' || i > 0 && name[i-1] >= '0' && name[i-1] <= '9' {
			continue
		}
		if d.UnmarshalText([]byte(s)) == nil && d.Date().Valid() && d > 19000000 {
			return d
		}
	}
	return 0
}

// order sorts the documents as the entries will stand and numbers them: by body,
// date, number, title and path, so that nothing depends on the order of records.
func (j *court) order() {
	slices.SortFunc(j.docs, func(a, b *doc) int {
		return cmp.Or(
			cmp.Compare(lastWhenEmpty(a.family), lastWhenEmpty(b.family)),
			cmp.Compare(a.date, b.date),
			cmp.Compare(a.year, b.year),
			cmp.Compare(a.Number, b.Number),
			cmp.Compare(a.name(), b.name()),
			slices.Compare(a.Paths, b.Paths),
			cmp.Compare(a.SHA256, b.SHA256),
		)
	})
	for i, d := range j.docs {
		d.id = i + 1
	}
	slices.SortFunc(j.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message))
	})
}

func lastWhenEmpty(s string) string {
	if s == "" {
		return "\uffff"
	}
	return s
}

// leading is the document that stands for the cluster of d.
func (d *doc) leading() *doc {
	if d.lead != nil {
		return d.lead
	}
	return d
}

// of gives the number under which d goes: its own, or that of its notice.
func (d *doc) ownNumber() string {
	if d.Number == "" && d.notice != nil {
		return d.notice.Number
	}
	return d.Number
}

// begins is the first day on which d applies, as far as it can be told: of an
// amended text it may be no more than the day on which it was amended (starts).
func (d *doc) begins() Day {
	day, _ := d.starts()
	return day
}

// starts is begins; said is false where the text does not say the day: the clause
// of an amended text is that of its first version, and amendments say their own
// day in a decision that is not here.
func (d *doc) starts() (day Day, said bool) {
	issued := cmp.Or(d.Published, d.Dated)
	if issued == 0 && d.notice != nil {
		issued = cmp.Or(d.notice.Published, d.notice.Dated)
	}
	switch {
	case d.Effective != 0:
		if n := len(d.Versions); n > 0 && d.Versions[n-1] > d.Effective {
			return d.Versions[n-1], false
		}
		return d.Effective, true
	case d.OnIssue && issued != 0:
		if d.AfterDays > 0 && issued.Date().Valid() {
			return DayOf(issued.Date().AddDays(d.AfterDays)), true
		}
		return issued, true
	case len(d.Versions) > 0:
		return d.Versions[len(d.Versions)-1], false
	case issued != 0:
		return issued, false
	}
	return d.date, false
}

// link adds an edge.
func (j *court) link(from, to *doc, verb string, l Link) {
	l.From, l.Verb = from.id, verb
	if to != nil {
		if to == from {
			return
		}
		l.To, l.Title, l.Number = to.id, "", ""
	}
	j.links = append(j.links, l)
}
