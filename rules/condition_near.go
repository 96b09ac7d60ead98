package rules

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// near finds words of several choices close together in one sentence, in any
// order. A choice is written 「<本地>|辖区|本镇」 (wordExpr).
//
// A place where the text creates nothing is silent without being told so: inside
// the roles forbids, narrates, quotes, equal, defines and delegates; where the
// sentence, its list or its paragraph applies a provision of at least a local
// regulation; in a list of what is forbidden or punished; where one of the words
// stands behind a prohibition (不得, 不再, 无需) that is none of the words.
type near struct {
	Zones  []string `yaml:"zones"`  // as in matches
	Words  []string `yaml:"words"`  // choices that the sentence must all meet
	Within int      `yaml:"within"` // from the first word to the last, in code points; 0: the sentence
	Order  bool     `yaml:"order"`  // the words follow each other as the choices do
	Part   bool     `yaml:"part"`   // no comma between them
	Begins string   `yaml:"begins"` // the sentence or its comma part begins with one of these
	Not    string   `yaml:"not"`    // the sentence holds none of these
	// NotNear must not stand between the words nor within eight code points of them.
	NotNear  string   `yaml:"not_near"`
	NotTitle string   `yaml:"not_title"` // the title of the document holds none of these
	Title    string   `yaml:"title"`     // the title of the document holds one of these
	Also     []string `yaml:"also"`      // further roles that excuse
	Even     []string `yaml:"even"`      // roles that do not excuse
	Negated  bool     `yaml:"negated"`   // a prohibition before the words does not excuse
	// Cited is the level from which a provision that is applied excuses: law,
	// regulation (default), rule, none.
	Cited string `yaml:"cited"`

	Triggers [][]string `yaml:"-"` // literals of each choice, worked out
}

// standing are the roles that excuse a place of near and frame without being told.
const standing = document.Forbids | document.Narrates | document.Quotes | document.Equal | document.Defines | document.Delegates

// guard holds what keeps near and frame silent.
type guard struct {
	in                              [document.ZoneAnnex + 1]bool
	roles                           document.Role
	atLeast                         law.Level
	not, title, notTitle, prohibits lazyWords
	lead, after                     *pattern
}

// prohibited are the words behind which nothing is demanded.
const prohibited = "不得|不准|不许|不应|不能|严禁|禁止|不再|无需|无须|不必|不需|不用|不要求|不以|不将|不收|不设|不受|不向|不指定|不限|免于|避免|防止|杜绝|不强制|不因|取消|清理|!不得不|!不应求|!不能自|!不限于|!不得人心|!取消其|!取消资格|!禁止令"

func newGuard(b *builder, zones, also, even []string, cited, not, title, notTitle string) (*guard, error) {
	g := &guard{roles: standing}
	for _, name := range also {
		r, ok := roleNames[name]
		if !ok {
			return nil, fmt.Errorf("no role is called %q", name)
		}
		g.roles |= r
	}
	for _, name := range even {
		r, ok := roleNames[name]
		if !ok {
			return nil, fmt.Errorf("no role is called %q", name)
		}
		g.roles &^= r
	}
	if len(zones) == 0 {
		zones = defaultZones
	}
	for _, name := range zones {
		z, ok := zoneNames[name]
		if !ok {
			return nil, fmt.Errorf("no zone is called %q", name)
		}
		g.in[z] = true
	}
	var ok bool
	if g.atLeast, ok = map[string]law.Level{"none": 0, "law": law.LevelLaw, "": law.LevelLocalRegulation, "regulation": law.LevelLocalRegulation, "rule": law.LevelLocalGovRule}[cited]; !ok {
		return nil, errors.New("cited is none of law, regulation, rule, none")
	}
	if g.atLeast != 0 {
		b.cites = true
	}
	var err error
	for _, x := range []struct {
		expr string
		into *lazyWords
	}{{not, &g.not}, {title, &g.title}, {notTitle, &g.notTitle}, {prohibited, &g.prohibits}} {
		if *x.into, err = b.words(x.expr); err != nil {
			return nil, err
		}
	}
	if g.lead, err = b.pattern("<禁列>"); err != nil {
		return nil, err
	}
	g.after, err = b.pattern("^<受责>")
	return g, err
}

// titled reports whether the title of the document lets the condition speak.
func (g *guard) titled(d *document.Document) bool {
	if g.title.given() && !g.title.has(d.Title.Value) && !g.title.has(d.Instrument.Value) {
		return false
	}
	return !g.notTitle.has(d.Title.Value) && !g.notTitle.has(d.Instrument.Value)
}

// excused says what keeps a place silent, "" when nothing does. at are the words
// found, offsets into the sentence s.
func (g *guard) excused(p *checker.Pass, clause int, s string, at []token) (why string, cited int) {
	d := p.Doc
	c := &d.Clauses[clause]
	last := 0
	quoted := g.roles & document.Quotes // one word in quotation marks (“一事一议”) is no quotation
	for _, t := range at {
		r := governing(c, at, t)
		if r&g.roles&^document.Quotes != 0 {
			return "unless", -1
		}
		quoted &= r
		last = max(last, t.to)
	}
	if quoted != 0 {
		return "unless", -1
	}
	if g.not.has(s) {
		return "unless_in", -1
	}
	if g.after.in(s[last:]) {
		return "unless_after", -1
	}
	if lead := leadIn(d, c); lead != "" && (g.lead.in(lead) || g.not.has(lead)) {
		return "unless_lead", -1
	}
	if g.atLeast != 0 {
		if k := citedAbove(p, clause, g.atLeast); k >= 0 {
			return "unless_cited", k
		}
	}
	return "", -1
}

// governing gives the roles that govern one of the words found. A prohibition that
// is itself one of the words excuses nothing where it is a part of its word (不得低于)
// or governs none of the others (库外机构不得参与).
func governing(c *document.Clause, at []token, t token) document.Role {
	var r document.Role
	for _, q := range c.Cues {
		if place := c.Span.Start + t.from; place < q.Reach.Start || place >= q.Reach.End {
			continue
		}
		if q.Role == document.Forbids && slices.ContainsFunc(at, func(o token) bool {
			from, to := c.Span.Start+o.from, c.Span.Start+o.to
			return from <= q.Span.Start && q.Span.End <= to && to-from > q.Span.End-q.Span.Start
		}) {
			continue
		}
		r |= q.Role
	}
	return r
}

// denied reports that a prohibition that is none of the words stands before one
// of them in its comma part.
func (g *guard) denied(s string, at []token) bool {
	for _, t := range at {
		from := partStart(s, t.from)
		for _, n := range g.prohibits.in(s[from:t.from]) {
			n.from, n.to = n.from+from, n.to+from
			if !slices.ContainsFunc(at, func(o token) bool { return o.from < n.to && n.from < o.to }) {
				return true
			}
		}
	}
	return false
}

// partStart is where the comma part of a place begins.
func partStart(s string, at int) int {
	if i := strings.LastIndexAny(s[:at], "，：；。,"); i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		return i + w
	}
	return 0
}

func (n *near) derive() error {
	n.Triggers = nil
	for _, expr := range n.Words {
		w, err := parseWords(expr)
		if err != nil {
			return err
		}
		n.Triggers = append(n.Triggers, w.literals())
	}
	if len(n.Triggers) == 0 {
		return errEmptyList
	}
	return nil
}

func (n *near) build(b *builder) (evaluator, []string, error) {
	if !b.compiled || len(n.Triggers) == 0 {
		if err := n.derive(); err != nil {
			return nil, nil, err
		}
	}
	g, err := newGuard(b, n.Zones, n.Also, n.Even, n.Cited, n.Not, n.Title, n.NotTitle)
	if err != nil {
		return nil, nil, err
	}
	exprs := make([]lazyWords, len(n.Words))
	for i, expr := range n.Words {
		if exprs[i], err = b.words(expr); err != nil {
			return nil, nil, err
		}
	}
	begins, err := b.words(n.Begins)
	if err != nil {
		return nil, nil, err
	}
	notNear, err := b.words(n.NotNear)
	if err != nil {
		return nil, nil, err
	}
	ids := b.triggers.addAll(n.Triggers)
	t := b.triggers
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		d := p.Doc
		n.step(p, "words", source.Span{}, -1)
		if !g.titled(d) {
			n.step(p, "title", source.Span{}, -1)
			return nil, nil
		}
		var out []Hit
		for _, i := range t.clauses(p, ids...) {
			c := &d.Clauses[i]
			if !g.in[c.Zone] {
				n.step(p, "zones", c.Span, -1)
				continue
			}
			s := d.Text.Norm[c.Span.Start:c.Span.End]
			found := make([][]token, len(exprs))
			met := true
			for k, e := range exprs {
				if found[k] = e.in(s); len(found[k]) == 0 {
					met = false
					break
				}
			}
			if !met {
				n.step(p, "pattern", c.Span, -1)
				continue
			}
			at := n.closest(s, found, func(at []token) bool {
				return (n.Negated || !g.denied(s, at)) && (!begins.given() || begun(s, at, begins.get())) && (!notNear.given() || !notNear.has(stretch(s, around(s, at, 8))))
			})
			if at == nil {
				n.step(p, "pattern", c.Span, -1)
				continue
			}
			w := readable(s, around(s, at, 0))
			span := source.Span{Start: c.Span.Start + w.from, End: c.Span.Start + w.to}
			if why, cited := g.excused(p, i, s, at); why != "" {
				n.step(p, why, span, cited)
				continue
			}
			n.step(p, "hit", span, -1)
			out = append(out, Hit{Span: span})
		}
		return out, nil
	}, nil, nil
}

// begun reports that the comma part of the first word begins with one of the words.
func begun(s string, at []token, begins *wordExpr) bool {
	w := around(s, at, 0)
	head := s[partStart(s, w.from):]
	for _, b := range begins.words {
		if strings.HasPrefix(head, b) {
			return true
		}
	}
	return false
}

func stretch(s string, w token) string { return s[w.from:w.to] }

// around is the stretch from the first word to the last, widened by n code points.
func around(s string, at []token, n int) token {
	w := at[0]
	for _, t := range at[1:] {
		w.from, w.to = min(w.from, t.from), max(w.to, t.to)
	}
	for ; n > 0; n-- {
		if w.from > 0 {
			_, k := utf8.DecodeLastRuneInString(s[:w.from])
			w.from -= k
		}
		if w.to < len(s) {
			_, k := utf8.DecodeRuneInString(s[w.to:])
			w.to += k
		}
	}
	return w
}

// How many code points a stretch is widened on each side to begin and end with its
// comma part.
const wider = 26

// readable widens a stretch to the ends of its comma parts, where they are near,
// so that what is underlined can be read.
func readable(s string, w token) token {
	from := partStart(s, w.from)
	if l := leading(s[from:w.from]); l > 0 {
		from += l
	}
	if utf8.RuneCountInString(s[from:w.from]) <= wider {
		w.from = from
	}
	to := len(s)
	if i := strings.IndexAny(s[w.to:], "，：；。,"); i >= 0 {
		to = w.to + i
	}
	if utf8.RuneCountInString(s[w.to:to]) <= wider {
		w.to = to
	}
	return w
}

// leading is the length of the label and the blanks with which a sentence begins.
func leading(s string) int {
	if i := strings.LastIndexAny(s, "　 \n"); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		return i + n
	}
	if i := strings.Index(s, "）"); i > 0 && strings.HasPrefix(s, "（") && utf8.RuneCountInString(s[:i]) < 6 {
		return i + len("）")
	}
	return 0
}

// closest chooses one place of every choice so that the places overlap nowhere
// and stand as close together as they can; nil: they do not stand together.
func (n *near) closest(s string, found [][]token, good func([]token) bool) []token {
	var best []token
	size := len(s) + 1
	tries := 0
	at := make([]token, 0, len(found))
	var choose func(k int)
	choose = func(k int) {
		if tries++; tries > 20000 {
			return
		}
		if k == len(found) {
			w := around(s, at, 0)
			if w.to-w.from < size && n.fits(s, w) && good(at) {
				best, size = slices.Clone(at), w.to-w.from
			}
			return
		}
		for _, t := range found[k] {
			if n.Order && k > 0 && t.from < at[k-1].to {
				continue
			}
			if slices.ContainsFunc(at, func(o token) bool { return o.from < t.to && t.from < o.to }) {
				continue
			}
			at = append(at, t)
			if w := around(s, at, 0); w.to-w.from < size {
				choose(k + 1)
			}
			at = at[:k]
		}
	}
	choose(0)
	return best
}

func (n *near) fits(s string, w token) bool {
	text := s[w.from:w.to]
	if n.Within > 0 && utf8.RuneCountInString(text) > n.Within {
		return false
	}
	return !n.Part || !strings.ContainsAny(text, "，；。：")
}

// step tells what the condition looked at.
func (n *near) step(p *checker.Pass, what string, at source.Span, citation int) {
	if !p.Traced() {
		return
	}
	s := checker.Step{What: what, At: at, Citation: citation}
	switch what {
	case "words":
		s.Words = n.Triggers[0]
	case "pattern":
		s.Words = n.Words
	case "unless_in":
		s.Words = []string{n.Not}
	case "unless_cited":
		s.Words = []string{n.Cited}
	case "title":
		s.Words = []string{n.Title, n.NotTitle}
	}
	p.Step(s)
}

// excusedBy is the level from which a superior provision excuses a place: that from
// which a citation does.
func excusedBy(cited string) string {
	if cited == "" {
		return "regulation"
	}
	return cited
}
