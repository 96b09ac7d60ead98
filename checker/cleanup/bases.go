package cleanup

import (
	"fmt"
	"slices"
	"strings"

	"docreview/corpus/law"
)

// replaced finds documents that a later one of the same body took the place of
// without naming them: 暂行办法 by the 办法, and what a clause of implied repeal
// (与本办法不一致的，以本办法为准) may concern.
func (j *court) replaced() {
	var final, core table
	for _, d := range j.docs {
		if d.lead != nil || d.role == RoleDraft || d.Level != "" || d.family == "" || d.nk == "" || d.Normative == "no" || generic(d) || d.date == 0 {
			continue
		}
		final.add(hash(d.family, plainKey(d.nk)), d)
		core.add(hash(d.family, d.core()), d)
	}
	final.sort()
	core.sort()
	for _, d := range j.docs { // in order: the outcome must not depend on a map
		if d.lead != nil || d.Level != "" || d.family == "" || d.begins() > j.day || d.isDraft() {
			continue
		}
		list := final.at(hash(d.family, plainKey(d.nk)))
		for _, p := range list[:min(len(list), scanned)] {
			t := p.doc
			if t.nk == d.nk || t.date >= d.date || t.over() || !trial(t.name()) || trial(d.name()) {
				continue
			}
			t.ended = append(t.ended, Reason{Kind: Replaced, For: Repeal, Sureness: Probable, Evidence: []Evidence{d.evidenceOf(&Act{}, d.begins())},
				Text: "同一机关就同一事项制定了正式文件" + d.cited() + "，试行、暂行文件被取代，但新文件没有写明废止"})
			j.link(d, t, "replaces", Link{Date: d.begins()})
		}
		general := d.general()
		if general == nil {
			continue
		}
		list = core.at(hash(d.family, d.core()))
		if len(list) > 20 {
			continue
		}
		for _, p := range list {
			t := p.doc
			if t == d || t.nk == d.nk || t.date >= d.date || t.over() || d.rests(t) || plainKey(t.nk) == plainKey(d.nk) && trial(t.name()) {
				continue
			}
			t.others = append(t.others, Reason{Kind: ImpliedRepeal, For: Repeal, Sureness: Look,
				Evidence: []Evidence{d.evidenceOf(general, d.begins())},
				Text:     "后来的" + d.cited() + "就相近事项作了规定，并写明与它不一致的以它为准，本件可能已被默示取代，须人工比对"})
			j.link(d, t, "replaces", Link{Date: d.begins(), At: general.At, Line: general.Line})
		}
	}
}

// over reports that d ended for a reason that needs no second look.
func (d *doc) over() bool {
	return slices.ContainsFunc(d.ended, func(r Reason) bool { return r.Sureness != Look })
}

// core is what the title of a document is about, without the name of the place.
func (d *doc) core() string {
	k := d.nk
	if p := key(place(d.family)); p != "" {
		k = strings.TrimPrefix(k, p)
	}
	return law.TitleCore(k)
}

// general gives the clause of implied repeal.
func (d *doc) general() *Act {
	for i := range d.Acts {
		if a := &d.Acts[i]; a.General && a.Verb == Repeals && a.Number == "" {
			return a
		}
	}
	return nil
}

// rests reports that d names t as its basis.
func (d *doc) rests(t *doc) bool {
	for i := range d.Cites {
		if c := &d.Cites[i]; slices.Contains(refKeys(c.Title), t.nk) || c.Number != "" && hasNumber(t, numberKey(c.Number)) {
			return true
		}
	}
	return false
}

// isTitle reports that a title is that of d, with or without its issuer, or that of
// the notice that forwards it.
func (d *doc) isTitle(t string) bool {
	k := key(t)
	if k == "" || d.nk == "" {
		return false
	}
	return k == d.nk || len(d.nk) > 30 && strings.Contains(k, strings.TrimPrefix(key(afterIssuer(d.name())), "关于")) && afterIssuer(d.name()) != "" || key(forwardedIn(t)) == d.nk
}

// fate is how a cited regulation stands on the as-of day.
type fate int

const (
	unknown  fate = iota
	stands        // in force, or to come
	replaced      // ended, another took its place
	gone          // ended, nothing took its place
	ended         // ended; whether anything took its place is not known
)

// fateOf tells how what c cites stands: by the corpus, then by the archive itself.
func (j *court) fateOf(d *doc, c *Cite) (f fate, since Day, by string, t *doc) {
	switch c.Standing {
	case "in_force", "not_yet_in_force":
		return stands, 0, "", nil
	case "superseded":
		if c.By != "" && key(c.By) != key(c.Title) && !strings.HasPrefix(key(c.By), key(c.Title)) {
			return replaced, c.Since, c.By, nil
		}
		return stands, c.Since, c.By, nil // another wording of it stands
	case "repealed", "lapsed":
		if c.By == "" {
			return ended, c.Since, "", nil
		}
		if decisionTitle(c.By) || containsAny(c.By, "废止", "失效", "清理") {
			return gone, c.Since, c.By, nil
		}
		return replaced, c.Since, c.By, nil
	}
	m := j.find(c.Title, c.Number, c.Issuer, 0, d, 0)
	if len(m.docs) == 0 {
		return unknown, 0, "", nil
	}
	t = m.docs[len(m.docs)-1]
	for _, x := range m.docs {
		if x.role != RoleEdition && len(x.ended) == 0 {
			return stands, 0, "", x
		}
	}
	if t.role == RoleEdition && len(t.leading().ended) == 0 {
		return stands, 0, "", t.leading()
	}
	r := &t.ended[0]
	for i := range t.ended {
		if t.ended[i].Sureness != Look {
			r = &t.ended[i]
			break
		}
	}
	if r.Sureness == Look {
		return unknown, 0, "", t
	}
	e := r.Evidence[0]
	switch r.Kind {
	case RepealedHere, Replaced, SupersededHere, RepealedCorpus, SupersededCorpus:
		if e.Title == "" {
			return ended, e.Date, "", t
		}
		if !decisionTitle(e.Title) {
			return replaced, e.Date, e.Title, t
		}
	}
	return gone, e.Date, e.Title, t
}

// placesShown bounds the places listed behind one reason.
const placesShown = 12

// bases judges what each document rests on and cites.
func (j *court) bases() {
	for _, d := range j.docs {
		if d.role == RoleCopy || d.role == RoleJoint || d.role == RoleDraft || d.role == RoleNotice || d.Level != "" {
			continue
		}
		j.flaws(d)
		type one struct {
			c     *Cite
			f     fate
			since Day
			by    string
			t     *doc
		}
		var basis, applied []one
		var moved []*Cite
		seen := map[string]bool{}
		for i := range d.Cites {
			c := &d.Cites[i]
			f, since, by, t := j.fateOf(d, c)
			if f != stands && d.isTitle(by) {
				continue // d itself ended it: it stands in its repealing clause
			}
			if t != nil && t != d {
				verb := "cites"
				if c.Use == "basis" {
					verb = "based_on"
				}
				if k := fmt.Sprint(verb, t.id); !seen[k] {
					seen[k] = true
					j.link(d, t, verb, Link{At: c.At, Line: c.Line})
				}
			}
			x := one{c, f, since, by, t}
			if c.Use == "basis" {
				if k := "b" + key(c.Title) + c.Number; !seen[k] {
					seen[k] = true
					basis = append(basis, x)
				}
			} else if f == gone || f == replaced || f == ended {
				applied = append(applied, x)
			}
			if f == stands && (c.ArticleIs == "moved" || c.ArticleIs == "changed" || c.ArticleIs == "missing") {
				moved = append(moved, c)
			}
		}
		place := func(x one) Evidence {
			e := Evidence{Title: x.by, Date: x.since, At: x.c.At, Line: x.c.Line, Quote: citeWords(x.c)}
			if x.t != nil {
				e.Entry = x.t.id
			}
			return e
		}
		var over []one
		nu, nr := 0, 0
		for _, x := range basis {
			switch x.f {
			case ended:
				nu++
				over = append(over, x)
			case gone:
				over = append(over, x)
			case replaced:
				nr++
				over = append(over, x)
			}
		}
		if len(over) > 0 {
			r := Reason{Kind: BasisReplaced, For: Amend, Sureness: Probable}
			var words []string
			for _, x := range over {
				if len(r.Evidence) < placesShown {
					r.Evidence = append(r.Evidence, place(x))
					words = append(words, fateWords(x.c, x.f, x.since, x.by))
				}
			}
			all := len(over) == len(basis)
			switch {
			case all && nr == 0:
				r.Kind, r.For = BasesGone, Repeal
				r.Text = "制定依据全部失去效力：" + strings.Join(words, "；")
				if nu > 0 {
					r.Sureness = Look
					r.Text += "；有没有新的依据须人工核对"
				}
				d.ended = append(d.ended, r)
			case all:
				r.Text = "制定依据全部已被新的规定代替，应当按新依据修改：" + strings.Join(words, "；")
				d.others = append(d.others, r)
			default:
				r.Text = "部分制定依据已经失去效力，应当修改：" + strings.Join(words, "；")
				d.others = append(d.others, r)
			}
		}
		if len(applied) > 0 {
			r := Reason{Kind: CitesEnded, For: Amend, Sureness: Probable}
			var words []string
			for _, x := range applied {
				if len(r.Evidence) == placesShown {
					break
				}
				r.Evidence = append(r.Evidence, place(x))
				words = append(words, at(x.c)+fateWords(x.c, x.f, x.since, x.by))
			}
			r.Text = fmt.Sprintf("有%d处引用的规定已经失去效力：%s", len(applied), strings.Join(words, "；"))
			d.others = append(d.others, r)
		}
		j.movedArticles(d, moved)
	}
}

func article(n int) string { return "第" + law.FormatNumeral(n) + "条" }

func at(c *Cite) string {
	if c.At == "" {
		return ""
	}
	return c.At
}

func citeWords(c *Cite) string {
	s := "《" + c.Title + "》"
	if c.Title == "" {
		s = c.Number
	}
	if c.Article > 0 {
		s += article(c.Article)
	}
	return clip(s, quoteRunes)
}

func fateWords(c *Cite, f fate, since Day, by string) string {
	s := citeWords(c)
	if since.Date().Full() {
		s += "自" + since.Date().Chinese() + "起"
	} else {
		s += "已"
	}
	if f == replaced {
		return s + "由《" + strings.Trim(by, "《》") + "》代替"
	}
	s += "废止或者失效"
	if by != "" {
		s += "（《" + strings.Trim(by, "《》") + "》）"
	}
	return s
}

// movedArticles tells of articles that stand elsewhere in the wording in force.
func (j *court) movedArticles(d *doc, moved []*Cite) {
	if len(moved) == 0 {
		return
	}
	r := Reason{Kind: ArticlesMoved, For: Amend, Sureness: Look}
	var words []string
	for _, c := range moved {
		w := at(c) + "所引" + citeWords(c)
		switch c.ArticleIs {
		case "moved":
			r.Sureness = Probable
			w += "现为" + article(c.ArticleNow)
		case "missing":
			r.Sureness = Probable
			w += "在现行文本中不存在"
		default:
			w += "已经修改，新的条号须人工核对"
		}
		if len(r.Evidence) < placesShown {
			r.Evidence = append(r.Evidence, Evidence{At: c.At, Line: c.Line, Quote: citeWords(c), Title: c.Title})
			words = append(words, w)
		}
	}
	r.Text = fmt.Sprintf("所引条款的条号有%d处与现行文本不一致：%s", len(moved), strings.Join(words, "；"))
	d.others = append(d.others, r)
}

// flaws judges findings on forbidden clauses and organs.
func (j *court) flaws(d *doc) {
	var errors, doubts, organs []Flaw
	for _, f := range d.Flaws {
		switch {
		case f.Class == ClassOrgan:
			organs = append(organs, f)
		case f.Class == ClassPower && f.Severity == "error":
			errors = append(errors, f)
		case f.Class == ClassPower:
			doubts = append(doubts, f)
		}
	}
	add := func(fs []Flaw, r Reason, text string) {
		if len(fs) == 0 {
			return
		}
		var words []string
		for _, f := range fs {
			r.Evidence = append(r.Evidence, Evidence{At: f.At, Line: f.Line, Quote: f.Quote, Rule: f.Rule})
			if len(words) < 3 {
				words = append(words, f.At+f.Message)
			}
		}
		more := ""
		if d.flawed > len(d.Flaws) || len(fs) > len(words) {
			more = "等"
		}
		r.Text = text + strings.Join(words, "；") + more
		d.others = append(d.others, r)
	}
	add(errors, Reason{Kind: ForbiddenClause, For: Amend, Sureness: Probable}, "有与上位法不一致的条款：")
	add(doubts, Reason{Kind: ForbiddenClause, For: Keep, Sureness: Look}, "有条款须人工核对是否符合上位法：")
	add(organs, Reason{Kind: OrganGone, For: Amend, Sureness: Probable}, "所称机构已经变更：")
}
