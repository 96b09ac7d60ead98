package rules

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"docreview/checker"
	"docreview/corpus/law"
)

// File is a rule as its author writes it.
type File struct {
	ID         string    `yaml:"id"`
	Title      string    `yaml:"title"`
	Severity   string    `yaml:"severity"` // error, warning, info: the highest that any case reaches
	Since      string    `yaml:"since"`    // version of docreview
	Status     string    `yaml:"status"`   // "off": kept, not run
	Why        string    `yaml:"why"`      // why it is off
	Basis      []Basis   `yaml:"basis"`
	Applies    Applies   `yaml:"applies"`
	Needs      []string  `yaml:"needs"` // materials of the dossier
	Cases      []Case    `yaml:"cases"`
	When       Condition `yaml:"when"`    // short for a single case
	Message    string    `yaml:"message"` // of that case
	Suggestion string    `yaml:"suggestion"`
	Rationale  string    `yaml:"rationale"`
	Examples   Examples  `yaml:"examples"`
}

// Basis is a provision with its gist in our own words. Tier tells how sure we
// are: verified (default), seen, recalled. What is recalled carries no error.
type Basis struct {
	Title  string `yaml:"title"`
	Number string `yaml:"number"`
	At     string `yaml:"at"`
	Gist   string `yaml:"gist"`
	Tier   string `yaml:"tier"`
}

// Applies says to which documents the rule speaks.
type Applies struct {
	Normative bool     `yaml:"normative"`
	Stages    []string `yaml:"stages"`
	Levels    []string `yaml:"levels"`
	Kinds     []string `yaml:"kinds"`
	NotKinds  []string `yaml:"not_kinds"`
	// NotIssuers are organs whose documents the rule does not bind; "central"
	// stands for the State Council, the NPC and the Central Committee with their
	// general offices. Ministries are bound.
	NotIssuers []string `yaml:"not_issuers"`
	From       string   `yaml:"from"`
	To         string   `yaml:"to"`
	Major      bool     `yaml:"major"` // only to major administrative decisions (重大行政决策)
}

func (a *Applies) notIssuers() []string {
	var out []string
	for _, s := range a.NotIssuers {
		if s == "central" {
			out = append(out, "国务院", "国务院办公厅", "全国人民代表大会", "全国人民代表大会常务委员会", "中共中央", "中共中央办公厅", "中国共产党中央委员会")
			continue
		}
		out = append(out, s)
	}
	return out
}

// Case is one way in which a document may break the rule. Cases are tried in
// order; a place that an earlier case has reported is left alone by later ones.
type Case struct {
	When       Condition `yaml:"when"`
	Severity   string    `yaml:"severity"` // default: that of the rule
	Message    string    `yaml:"message"`
	Suggestion string    `yaml:"suggestion"`
	// UnlessSuperior is the level (law, regulation, rule) from which a superior
	// provision in nearly the same words excuses the place; "none": none does.
	// Default: that of unless_cited. It needs a corpus with texts.
	UnlessSuperior string `yaml:"unless_superior"`
}

// Examples are the tests and the documentation of a rule.
type Examples struct {
	Bad     []Example `yaml:"bad"`
	Good    []Example `yaml:"good"`
	Unclear []Example `yaml:"unclear"`
}

// Example is a text of our own in the genre's style. ⟦…⟧ in a bad example marks
// exactly what must be underlined; one without marks expects findings about the
// document as a whole.
type Example struct {
	Name  string `yaml:"name"`
	Text  string `yaml:"text"`
	AsOf  string `yaml:"as_of"`
	Stage string `yaml:"stage"`
	Level string `yaml:"level"`
	Code  string `yaml:"code"` // 行政区划代码 of the issuer
	// Params are profile parameters for this example: name → number.
	Params map[string]int `yaml:"params"`
	// Dossier are the papers that go with it: name of the file → text.
	Dossier map[string]string `yaml:"dossier"`
	// Lists are the lists of the office: name of the list → names, one a line.
	Lists map[string]string `yaml:"lists"`
	// Library are made-up regulations with texts that the corpus of this example
	// holds beside the others.
	Library []Held `yaml:"library"`
}

// parseFile reads a rule file strictly. full keeps the examples; without it they
// are cut off before decoding, because a check does not need them.
func parseFile(name string, b []byte, full bool) (*File, error) {
	if !full {
		b = withoutExamples(b)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("%s:%s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("%s:1:1: empty rule file", name)
	}
	var f File
	if err := strict(doc.Content[0], &f); err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	if err := f.validate(); err != nil {
		return nil, fmt.Errorf("%s:%d:%d: %w", name, doc.Content[0].Line, doc.Content[0].Column, err)
	}
	if base := strings.TrimSuffix(path.Base(name), ".yaml"); base != f.ID {
		return nil, fmt.Errorf("%s:1:1: id %s does not match the file name", name, f.ID)
	}
	return &f, nil
}

// withoutExamples cuts the top-level key examples, whatever stands behind it.
func withoutExamples(b []byte) []byte {
	i := bytes.Index(b, []byte("\nexamples:"))
	if i < 0 {
		return b
	}
	rest := b[i+1:]
	for {
		j := bytes.IndexByte(rest, '\n')
		if j < 0 || j+1 >= len(rest) {
			return b[:i+1]
		}
		rest = rest[j+1:]
		if c := rest[0]; c != ' ' && c != '\n' && c != '#' && c != '\r' && c != '\t' && c != '-' {
			return append(append([]byte{}, b[:i+1]...), rest...)
		}
	}
}

var idForm = regexp.MustCompile(`^[A-Z]{3,5}-\d{3}$`)

func (f *File) validate() error {
	switch {
	case !idForm.MatchString(f.ID):
		return fmt.Errorf("id %q is not of the form GROUP-nnn", f.ID)
	case f.Title == "":
		return fmt.Errorf("no title")
	case f.Status != "" && f.Status != "off":
		return fmt.Errorf("status %q is neither empty nor off", f.Status)
	case f.Status == "off" && f.Why == "":
		return fmt.Errorf("a rule that is off says why")
	case len(f.Basis) == 0:
		return fmt.Errorf("no basis")
	case f.Suggestion == "":
		return fmt.Errorf("no suggestion")
	}
	if _, err := severity(f.Severity); err != nil {
		return err
	}
	sure := false
	for _, b := range f.Basis {
		switch b.Tier {
		case "", "verified", "seen":
			sure = true
		case "recalled":
		default:
			return fmt.Errorf("tier %q of a basis is none of verified, seen, recalled", b.Tier)
		}
		if b.Title == "" || b.Gist == "" {
			return fmt.Errorf("a basis needs title and gist")
		}
	}
	if f.Severity == "error" && !sure {
		return fmt.Errorf("an error needs a basis that is verified or seen")
	}
	return nil
}

func severity(s string) (checker.Severity, error) {
	switch s {
	case "error":
		return checker.Error, nil
	case "warning":
		return checker.Warning, nil
	case "info":
		return checker.Info, nil
	}
	return 0, fmt.Errorf("severity %q is none of error, warning, info", s)
}

// build makes the runnable rule.
func (f *File) build(name string, b *builder) (*checker.Rule, error) {
	sev, _ := severity(f.Severity)
	r := &checker.Rule{ID: f.ID, Title: f.Title, Severity: sev, Suggestion: f.Suggestion, Rationale: f.Rationale}
	for _, q := range f.Basis {
		r.Basis = append(r.Basis, checker.Basis{Title: q.Title, Number: q.Number, At: q.At, Gist: q.Gist, Unsure: q.Tier == "recalled"})
	}
	r.Applies = checker.Applicability{Normative: f.Applies.Normative, Stages: f.Applies.Stages, Levels: f.Applies.Levels, Kinds: f.Applies.Kinds, NotKinds: f.Applies.NotKinds, NotIssuers: f.Applies.notIssuers(), Major: f.Applies.Major}
	for _, d := range []struct {
		s   string
		day *law.Date
	}{{f.Applies.From, &r.Applies.From}, {f.Applies.To, &r.Applies.To}} {
		if d.s == "" {
			continue
		}
		day, n, ok := law.ParseDate(d.s)
		if !ok || n != len(d.s) || !day.Valid() {
			return nil, fmt.Errorf("%s:1:1: %q is not a day", name, d.s)
		}
		*d.day = day
	}
	for _, m := range f.Needs {
		r.Needs = append(r.Needs, checker.MaterialKind(m))
	}
	cases := f.Cases
	if f.When.Kind != "" {
		cases = append([]Case{{When: f.When, Message: f.Message}}, cases...)
	}
	if len(cases) == 0 && len(f.Needs) == 0 {
		return nil, fmt.Errorf("%s:1:1: neither when nor cases nor needs", name)
	}
	var built []builtCase
	for _, c := range cases {
		e, vars, err := b.condition(&c.When)
		if err != nil {
			return nil, fmt.Errorf("%s:%w", name, err)
		}
		bc := builtCase{eval: e, severity: sev, suggestion: c.Suggestion}
		if bc.superior, err = c.superiorLevel(); err != nil {
			return nil, fmt.Errorf("%s:%d:%d: %w", name, c.When.Line, c.When.Column, err)
		}
		if c.Severity != "" {
			if bc.severity, err = severity(c.Severity); err != nil {
				return nil, fmt.Errorf("%s:%d:%d: %w", name, c.When.Line, c.When.Column, err)
			}
			if bc.severity > sev {
				return nil, fmt.Errorf("%s:%d:%d: severity of the case is above that of the rule", name, c.When.Line, c.When.Column)
			}
		}
		if c.Message == "" {
			return nil, fmt.Errorf("%s:%d:%d: no message", name, c.When.Line, c.When.Column)
		}
		if bc.message, err = compileMessage(c.Message, vars); err != nil {
			return nil, fmt.Errorf("%s:%d:%d: %w", name, c.When.Line, c.When.Column, err)
		}
		if bc.fix, err = compileMessage(c.Suggestion, vars); err != nil {
			return nil, fmt.Errorf("%s:%d:%d: %w", name, c.When.Line, c.When.Column, err)
		}
		built = append(built, bc)
	}
	r.Cites = b.cites
	r.Check = runCases(built)
	return r, nil
}

type builtCase struct {
	eval       evaluator
	severity   checker.Severity
	message    message
	fix        message
	suggestion string
	superior   law.Level // 0: no superior provision excuses
}

func runCases(cases []builtCase) checker.Check {
	return func(ctx context.Context, p *checker.Pass) error {
		var said []Hit
		for _, c := range cases {
			hits, err := c.eval(ctx, p)
			if err != nil {
				return err
			}
			for _, h := range hits {
				if covered(said, h) {
					p.Step(checker.Step{What: "covered", At: h.Span, Citation: -1})
					continue
				}
				note := ""
				if c.superior != 0 && !h.Span.IsZero() {
					if title, ok := saidAbove(ctx, p, h.Span, c.superior); ok {
						p.Step(checker.Step{What: "unless_superior", At: h.Span, Words: []string{title}, Citation: -1})
						continue
					}
					note, _ = weakBasis(p, h.Span, c.superior)
				}
				said = append(said, h)
				f := checker.Finding{Span: h.Span, Severity: c.severity, Message: c.message.fill(p, h) + note, Related: h.Related, Basis: h.Basis}
				if h.Lower && f.Severity > checker.Info {
					f.Severity--
				}
				if c.suggestion != "" {
					f.Suggestion = c.fix.fill(p, h)
				}
				p.Report(f)
			}
		}
		return nil
	}
}

// covered reports whether an earlier hit lies over the same words.
func covered(said []Hit, h Hit) bool {
	for _, s := range said {
		if s.Span == h.Span || !h.Span.IsZero() && s.Span.Start < h.Span.End && h.Span.Start < s.Span.End {
			return true
		}
	}
	return false
}

// message is a text with named placeholders: {match}, {title}, {limit}.
type message struct{ parts []string } // text, name, text, name, … text

func compileMessage(s string, vars []string) (message, error) {
	var m message
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			m.parts = append(m.parts, s)
			return m, nil
		}
		j := strings.IndexByte(s[i:], '}')
		if j < 0 {
			return m, fmt.Errorf("placeholder without end in %q", s)
		}
		name := s[i+1 : i+j]
		known := name == "match"
		for _, v := range vars {
			known = known || v == name
		}
		if !known {
			return m, fmt.Errorf("no placeholder is called {%s} here; known: match %s", name, strings.Join(vars, " "))
		}
		m.parts = append(m.parts, s[:i], name)
		s = s[i+j+1:]
	}
}

// fill puts in the words of a hit; a quotation longer than 40 characters is cut.
func (m message) fill(p *checker.Pass, h Hit) string {
	var b strings.Builder
	for i, part := range m.parts {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		v, ok := h.Vars[part]
		if !ok && part == "match" {
			v = p.Doc.Text.Norm[h.Span.Start:h.Span.End]
		}
		b.WriteString(clip(v, 40))
	}
	return b.String()
}

func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}
