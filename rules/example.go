package rules

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/dossier"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Against is what examples are run against.
type Against struct {
	Corpus checker.Corpus
	Names  document.Names
	AsOf   law.Date // for examples that name no day
}

// A Mismatch says how an example came out differently from what it says.
type Mismatch struct {
	Rule, Kind, Name string // Kind: bad, good, unclear
	Want, Got        string
}

func (m *Mismatch) Error() string {
	return fmt.Sprintf("%s %s «%s»: want %s, got %s", m.Rule, m.Kind, m.Name, m.Want, m.Got)
}

// Prove runs every example of the entry, that rule alone, and returns the
// mismatches: a bad example must be underlined exactly at its marks, a good one
// must give no finding, an unclear one must come out as cannot tell.
func (e *Entry) Prove(ctx context.Context, against Against) ([]*Mismatch, error) {
	list, err := e.Judge(ctx, against)
	if err != nil {
		return nil, err
	}
	var out []*Mismatch
	for _, j := range list {
		if !j.Intended() {
			out = append(out, &Mismatch{j.Rule, j.Kind, j.Name, j.Want, j.Got})
		}
	}
	return out, nil
}

// Run reviews the example with the rules given. marks are the marked stretches.
func (ex Example) Run(ctx context.Context, rules []*checker.Rule, against Against) (rep *checker.Report, text string, marks []string, err error) {
	text, marks = unmark(ex.Text)
	t, err := source.Read("example.txt", strings.NewReader(text), 0)
	if err != nil {
		return nil, "", nil, err
	}
	opt := checker.Options{AsOf: against.AsOf, Corpus: against.Corpus, Workers: 1,
		Profile: checker.Profile{Code: ex.Code, Stage: ex.Stage, Level: ex.Level, Params: map[string]checker.Param{}}}
	for name, v := range ex.Params {
		opt.Profile.Params[name] = checker.Param{Value: v, Source: "example", Sure: true}
	}
	if ex.AsOf != "" {
		day, n, ok := law.ParseDate(ex.AsOf)
		if !ok || n != len(ex.AsOf) || !day.Valid() {
			return nil, "", nil, fmt.Errorf("%q is not a day", ex.AsOf)
		}
		opt.AsOf = day
	}
	for name, rows := range ex.Lists {
		l := &checker.List{File: checker.ListWords(name)}
		for i, row := range strings.Split(strings.TrimSpace(rows), "\n") {
			l.Rows = append(l.Rows, checker.ListRow{Name: row, Line: i + 1})
		}
		if opt.Lists == nil {
			opt.Lists = map[string]*checker.List{}
		}
		opt.Lists[name] = l
	}
	if len(ex.Library) > 0 {
		if opt.Corpus, err = newLibrary(ex.Library, against.Corpus); err != nil {
			return nil, "", nil, err
		}
	}
	doc := document.Parse(t, against.Names)
	if len(ex.Dossier) > 0 {
		papers, err := dossier.FromTexts(ex.Dossier)
		if err != nil {
			return nil, "", nil, err
		}
		opt.Dossier = papers.For(doc)
	}
	rep, err = checker.Run(ctx, doc, rules, opt)
	return rep, text, marks, err
}

// unmark takes the marks out of an example's text and returns each marked
// stretch as start-end in code points with its words.
func unmark(s string) (text string, marks []string) {
	var b strings.Builder
	n, start, from := 0, -1, 0
	for _, r := range s {
		switch r {
		case '⟦':
			start, from = n, b.Len()
		case '⟧':
			marks = append(marks, fmt.Sprintf("[%d:%d %s]", start, n, b.String()[from:]))
			start = -1
		default:
			b.WriteRune(r)
			n++
		}
	}
	return b.String(), marks
}

// outcome says how a one-rule report came out, in the words of Prove.
func outcome(rep *checker.Report, text string) string {
	if len(rep.Findings) == 0 {
		r := rep.Results[0]
		return r.Outcome.String() + ": " + r.Reason
	}
	var out []string
	for _, f := range rep.Findings {
		if f.Span.IsZero() {
			out = append(out, "(document)")
			continue
		}
		out = append(out, fmt.Sprintf("[%d:%d %s]", f.Start, f.End, cut(text, f.Start, f.End)))
	}
	return "found " + strings.Join(out, " ")
}

// cut gives the code points [from, to) of s.
func cut(s string, from, to int) string {
	b := make([]int, 0, 2)
	n := 0
	for i := range s {
		if n == from || n == to {
			b = append(b, i)
		}
		n++
	}
	for len(b) < 2 {
		b = append(b, len(s))
	}
	if from == to || !utf8.ValidString(s) {
		return ""
	}
	return s[b[0]:b[1]]
}
