package rules

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

var errEmptyList = errors.New("the list is empty")

// matches finds a pattern in the sentences of the document.
//
// Pattern is RE2 over the normalised text of one sentence (half-width digits and
// Latin, Chinese punctuation, no blanks inside words); <本地> stands for a group of
// words (vocabulary), in all patterns. What look-behind would do
// is Unless, UnlessBefore, UnlessAfter. The regexp runs only on sentences that
// hold one of its literals.
type matches struct {
	Zones   []string `yaml:"zones"` // meta head notice body tail annex; default notice body annex
	Pattern string   `yaml:"pattern"`
	Words   []string `yaml:"words"` // triggers, where the pattern has no literal of its own
	Group   string   `yaml:"group"` // named group to underline instead of the whole match
	// Unless lists roles that excuse the place: forbids applies bylaw narrates
	// quotes defines internal promotes equal delegates.
	Unless       []string `yaml:"unless"`
	UnlessBefore string   `yaml:"unless_before"` // must not match the sentence before the hit, up to its start
	UnlessAfter  string   `yaml:"unless_after"`  // must not match the sentence behind the hit
	UnlessIn     string   `yaml:"unless_in"`     // must not match the sentence
	UnlessLead   string   `yaml:"unless_lead"`   // must not match the lead-in of the list the sentence belongs to
	UnlessNear   string   `yaml:"unless_near"`   // must not match the article or numbered paragraph
	Needs        string   `yaml:"needs"`         // must match the sentence
	NeedsNear    string   `yaml:"needs_near"`    // must match the article or numbered paragraph
	NeedsLead    string   `yaml:"needs_lead"`    // must match the lead-in of the list
	// UnlessCited excuses the place when the sentence applies a provision of the
	// level named, or higher: law, regulation, rule. The citation must be of a
	// work in force or one that we do not hold.
	UnlessCited string `yaml:"unless_cited"`
	Title       string `yaml:"title"`        // the title of the document must match
	UnlessTitle string `yaml:"unless_title"` // the title of the document must not match

	Groups   []string   `yaml:"-"` // named groups of Pattern, worked out
	Triggers [][]string `yaml:"-"` // the sentence holds a literal of each set, worked out
}

var zoneNames = map[string]document.Zone{
	"meta": document.ZoneMeta, "head": document.ZoneHead, "notice": document.ZoneNotice,
	"body": document.ZoneBody, "tail": document.ZoneTail, "annex": document.ZoneAnnex,
}

// defaultZones are those of a condition that names none. Nobody changes it.
var defaultZones = []string{"notice", "body", "annex"}

var roleNames = map[string]document.Role{
	"forbids": document.Forbids, "applies": document.Applies, "bylaw": document.ByLaw, "narrates": document.Narrates,
	"quotes": document.Quotes, "defines": document.Defines, "internal": document.Internal, "promotes": document.Promotes,
	"equal": document.Equal, "delegates": document.Delegates,
}

// pattern is a regexp compiled when it is first needed.
type pattern struct {
	get  func() *regexp.Regexp
	hint func() *hint
}

// pattern makes a pattern of a rule file, nil for the empty one.
func (b *builder) pattern(expr string) (*pattern, error) {
	if expr == "" {
		return nil, nil
	}
	if !b.compiled {
		if _, err := parsePattern(expr); err != nil {
			return nil, err
		}
	}
	return &pattern{
		get: sync.OnceValue(func() *regexp.Regexp {
			full, err := expand(expr)
			if err != nil {
				panic(err) // checked when the rule was compiled
			}
			return regexp.MustCompile(full)
		}),
		hint: sync.OnceValue(func() *hint {
			tree, err := parsePattern(expr)
			if err != nil {
				panic(err)
			}
			return hintOf(tree)
		}),
	}, nil
}

func parsePattern(expr string) (*syntax.Regexp, error) {
	full, err := expand(expr)
	if err != nil {
		return nil, err
	}
	return syntax.Parse(full, syntax.Perl)
}

// in reports whether the pattern is given and matches s.
func (p *pattern) in(s string) bool { return p != nil && p.hint().in(s) && p.get().MatchString(s) }

// all gives all matches with their groups, as regexp does.
func (p *pattern) all(s string) [][]int {
	if !p.hint().in(s) {
		return nil
	}
	return p.get().FindAllStringSubmatchIndex(s, -1)
}

func (m *matches) build(b *builder) (evaluator, []string, error) {
	if !b.compiled {
		if err := m.derive(); err != nil {
			return nil, nil, err
		}
	}
	var err error
	var ps [10]*pattern
	for i, expr := range []string{m.Pattern, m.UnlessBefore, m.UnlessAfter, m.UnlessIn, m.UnlessLead, m.UnlessNear, m.Needs, m.NeedsNear, m.NeedsLead, m.Title} {
		if ps[i], err = b.pattern(expr); err != nil {
			return nil, nil, err
		}
	}
	unlessTitle, err := b.pattern(m.UnlessTitle)
	if err != nil {
		return nil, nil, err
	}
	var roles document.Role
	for _, name := range m.Unless {
		r, ok := roleNames[name]
		if !ok {
			return nil, nil, fmt.Errorf("no role is called %q", name)
		}
		roles |= r
	}
	zones := m.Zones
	if len(zones) == 0 {
		zones = defaultZones
	}
	var in [document.ZoneAnnex + 1]bool
	for _, name := range zones {
		z, ok := zoneNames[name]
		if !ok {
			return nil, nil, fmt.Errorf("no zone is called %q", name)
		}
		in[z] = true
	}
	vars := m.Groups
	if m.Group != "" && !slices.Contains(vars, m.Group) {
		return nil, nil, fmt.Errorf("the pattern has no group called %q", m.Group)
	}
	atLeast, ok := map[string]law.Level{"": 0, "law": law.LevelLaw, "regulation": law.LevelLocalRegulation, "rule": law.LevelLocalGovRule}[m.UnlessCited]
	if !ok {
		return nil, nil, fmt.Errorf("unless_cited is none of law, regulation, rule")
	}
	if m.UnlessCited != "" {
		b.cites = true
	}
	words := b.triggers.add(m.Triggers...)
	t := b.triggers
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		d := p.Doc
		m.step(p, "words", source.Span{}, -1)
		if ps[9] != nil && !ps[9].in(d.Title.Value) && !ps[9].in(d.Instrument.Value) {
			m.step(p, "title", source.Span{}, -1)
			return nil, nil
		}
		if unlessTitle.in(d.Title.Value) || unlessTitle.in(d.Instrument.Value) {
			m.step(p, "unless_title", source.Span{}, -1)
			return nil, nil
		}
		var out []Hit
		look := t.each
		if p.Traced() {
			look = t.first
		}
		look(p, words, func(i int) {
			c := &d.Clauses[i]
			if !in[c.Zone] {
				m.step(p, "zones", c.Span, -1)
				return
			}
			s := d.Text.Norm[c.Span.Start:c.Span.End]
			all := ps[0].all(s)
			if len(all) == 0 {
				m.step(p, "pattern", c.Span, -1)
				return
			}
			re := ps[0].get()
			for _, at := range all {
				from, to := at[0], at[1]
				if m.Group != "" {
					g := re.SubexpIndex(m.Group)
					if from, to = at[2*g], at[2*g+1]; from < 0 {
						continue
					}
				}
				span := source.Span{Start: c.Span.Start + from, End: c.Span.Start + to}
				silent, cited := "", -1 // the parameter that excuses the place
				switch {
				case excusing(p, i, span, c.RolesAt(span)&roles, atLeast):
					silent = "unless"
				case ps[1].in(s[:from]):
					silent = "unless_before"
				case ps[2].in(s[to:]):
					silent = "unless_after"
				case ps[3].in(s):
					silent = "unless_in"
				case ps[6] != nil && !ps[6].in(s):
					silent = "needs"
				}
				if silent == "" && (ps[4] != nil || ps[8] != nil) {
					lead := leadIn(d, c)
					if ps[4].in(lead) {
						silent = "unless_lead"
					} else if ps[8] != nil && !ps[8].in(lead) {
						silent = "needs_lead"
					}
				}
				if silent == "" && (ps[5] != nil || ps[7] != nil) {
					near := nearText(d, c)
					if ps[5].in(near) {
						silent = "unless_near"
					} else if ps[7] != nil && !ps[7].in(near) {
						silent = "needs_near"
					}
				}
				if silent == "" && atLeast != 0 {
					if cited = citedAbove(p, i, atLeast); cited >= 0 {
						silent = "unless_cited"
					}
				}
				if silent != "" {
					m.step(p, silent, span, cited)
					continue
				}
				m.step(p, "hit", span, -1)
				h := Hit{Span: span}
				if len(vars) > 0 {
					h.Vars = map[string]string{}
					for _, name := range vars {
						if g := re.SubexpIndex(name); at[2*g] >= 0 {
							h.Vars[name] = s[at[2*g]:at[2*g+1]]
						} else {
							h.Vars[name] = ""
						}
					}
				}
				out = append(out, h)
			}
		})
		return out, nil
	}, vars, nil
}

// excusing reports that roles excuse a place. That it applies a provision which
// gives no power excuses nothing.
func excusing(p *checker.Pass, clause int, at source.Span, roles document.Role, atLeast law.Level) bool {
	if roles == document.Applies && atLeast != 0 && appliesVoid(p, clause, at, atLeast) {
		return false
	}
	return roles != 0
}

// derive works out the triggers and the named groups of the pattern.
func (m *matches) derive() error {
	tree, err := parsePattern(m.Pattern)
	if err != nil {
		return err
	}
	m.Triggers = required(tree)
	if len(m.Words) > 0 {
		m.Triggers = append([][]string{m.Words}, m.Triggers...)
	}
	if len(m.Triggers) == 0 {
		return errors.New("pattern has no literal that every match holds; give words")
	}
	if m.Needs != "" {
		needs, err := parsePattern(m.Needs)
		if err != nil {
			return err
		}
		m.Triggers = append(m.Triggers, required(needs)...)
	}
	m.Groups = groupNames(tree)
	return nil
}

func groupNames(re *syntax.Regexp) []string {
	var out []string
	if re.Op == syntax.OpCapture && re.Name != "" {
		out = append(out, re.Name)
	}
	for _, s := range re.Sub {
		out = append(out, groupNames(s)...)
	}
	return out
}

// leadIn is the text before the list that the clause belongs to: 「有下列情形之一
// 的，不予受理：」; "" when it is in no list.
func leadIn(d *document.Document, c *document.Clause) string {
	var b []string
	for _, s := range leads(d, c) {
		b = append(b, strings.TrimSpace(d.Text.Norm[s.Start:s.End]))
	}
	return strings.Join(b, "\n")
}

// leads are the stretches that lead in the lists the clause belongs to, the
// innermost list first.
func leads(d *document.Document, c *document.Clause) []source.Span {
	var out []source.Span
	for n := c.Node; n != nil; n = n.Parent {
		switch n.Kind {
		case document.Item, document.Subitem, document.Heading2, document.Heading3, document.Heading4:
		default:
			continue
		}
		if n.Parent == nil {
			continue
		}
		// What stands in the parent before this list: from the end of the
		// sibling that is no list item to the first item.
		start, end := n.Parent.Span.Start, n.Span.Start
		for _, s := range n.Parent.Children {
			if s.Span.Start >= n.Span.Start {
				break
			}
			if s.Kind == n.Kind {
				end = min(end, s.Span.Start)
			} else {
				start = s.Span.Start
			}
		}
		if start < end {
			lead := strings.TrimSpace(d.Text.Norm[start:end])
			if strings.HasSuffix(lead, "：") || strings.HasSuffix(lead, ":") {
				out = append(out, source.Span{Start: start, End: end})
			}
		}
	}
	return out
}

// nearText is the article that holds the clause, or its numbered paragraph where
// the document has no articles, else the clause.
func nearText(d *document.Document, c *document.Clause) string {
	for n := c.Node; n != nil && n.Parent != nil; n = n.Parent {
		if n.Kind == document.Article || n.Parent.Kind == document.Heading1 || n.Kind == document.Heading2 || n.Kind == document.Heading3 && n.Parent.Kind != document.Heading2 {
			return d.Text.Norm[n.Span.Start:n.Span.End]
		}
	}
	return d.Text.Norm[c.Span.Start:c.Span.End]
}

// citedAbove gives the citation by which the clause applies a provision of at
// least the level, -1: none. It is one that it cites itself, that the lead-in of its list cites, or that
// an earlier sentence of the same paragraph begins with (「根据《…》第×条的规定，…」
// governs the paragraph). What is broken (「违反《…》」) is not applied.
func citedAbove(p *checker.Pass, clause int, atLeast law.Level) int {
	d := p.Doc
	c := &d.Clauses[clause]
	for _, i := range c.Citations {
		if !broken(d, i) && outranks(p, i, atLeast) && !saysNothing(p, clause, i) {
			return i
		}
	}
	for j := clause - 1; j >= 0 && clause-j < 12; j-- {
		q := &d.Clauses[j]
		if strings.Contains(d.Text.Norm[q.Span.Start:c.Span.Start], "\n") {
			break // another paragraph
		}
		for _, i := range q.Citations {
			if governs(d, q, i) && outranks(p, i, atLeast) {
				return i
			}
		}
	}
	for _, lead := range leads(d, c) {
		for i, q := range d.Citations {
			if lead.Contains(q.Span) && !broken(d, i) && outranks(p, i, atLeast) {
				return i
			}
		}
	}
	return -1
}

// governs reports whether the sentence begins with applying the citation.
func governs(d *document.Document, c *document.Clause, i int) bool {
	q := d.Citations[i]
	if len(q.At) == 0 {
		return false
	}
	before := d.Text.Norm[c.Span.Start:q.Span.Start]
	if utf8.RuneCountInString(before) > 24 {
		return false
	}
	for _, word := range []string{"根据", "依据", "依照", "按照", "按", "适用"} {
		if strings.Contains(before, word) {
			return true
		}
	}
	return false
}

// broken reports whether the text speaks of breaking the provision cited.
func broken(d *document.Document, i int) bool {
	before := d.Text.Norm[:d.Citations[i].Span.Start]
	return strings.HasSuffix(before, "违反") || strings.HasSuffix(before, "违反了") || strings.HasSuffix(before, "不符合")
}

// outranks reports whether what is cited is of at least the level. A work that
// ended without a successor excuses nothing; one that another replaced is a
// matter for the rules on citations; one that we do not hold excuses, since we
// cannot say that it is not there.
func outranks(p *checker.Pass, i int, atLeast law.Level) bool {
	q, r := p.Doc.Citations[i], p.Cited[i]
	switch q.Use {
	case document.UseNamed, document.UseIssues, document.UseRepeals:
		return false
	}
	if r.By == "" && (r.Standing == law.Repealed || r.Standing == law.Lapsed) {
		return false
	}
	if r.Work == nil {
		return q.Form == document.FormFull && looksLikeLaw(q.Title)
	}
	higher, ok := r.Work.Level.Outranks(law.LevelNormative)
	return (ok && higher || r.Work.Level == law.LevelJudicial) && rankOf(r.Work.Level) <= rankOf(atLeast)
}

// rankOf orders levels for unless_cited: law ≤ regulation ≤ rule.
func rankOf(l law.Level) int {
	switch l {
	case law.LevelConstitution, law.LevelLaw:
		return 1
	case law.LevelAdminRegulation, law.LevelLocalRegulation, law.LevelAutonomous, law.LevelJudicial:
		return 2
	case law.LevelDeptRule, law.LevelLocalGovRule:
		return 3
	}
	return 9
}

// looksLikeLaw reports whether a title that we do not hold is one of a law or
// regulation by its ending.
func looksLikeLaw(title string) bool {
	for _, end := range []string{"法", "条例", "规定", "办法", "细则", "规则", "法典", "解释"} {
		if strings.HasSuffix(title, end) {
			return true
		}
	}
	return false
}
