// Package render turns reports into what people and programs read: text for a
// terminal, one page of HTML, an opinion letter (Word, Markdown), comments in the
// Word file itself, a workbook; JSON (schema 1), JSON lines, SARIF, JUnit and
// annotations of GitHub.
//
// A renderer adds no judgement of its own: verdicts, severities and standings
// come from the report. The bytes it writes depend on its input alone. Nothing
// in this package keeps state; all of it is safe for several goroutines.
package render

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"docreview/checker"
	"docreview/corpus/law"
)

// Batch is what one command produced: the reports of several files in the
// order of the files, and what made them.
type Batch struct {
	Tool   Tool
	Rules  checker.RulesInfo
	Corpus checker.Snapshot
	// AsOf is the day that was asked for, or "document" when each document is
	// judged on its own date.
	AsOf string
	// Reports yields each report once, in input order. A renderer that can
	// writes each as soon as it is ready.
	Reports iter.Seq[*checker.Report]
	// RuleTitle names a rule for people; nil or "" leaves its ID alone.
	RuleTitle func(id string) string
	// Rule gives what a rule says of itself: basis, rationale, suggestion; nil,
	// or nil for an id: nothing but its title is known.
	Rule func(id string) *checker.Rule
	// Article gives the words of the provisions that a basis names, in the edition
	// that applies on a day, and says which edition that is; nil, or "": no text is
	// held, or it is not sure which words are meant.
	Article func(on law.Date, x checker.Basis) (edition, text string)
	// Original gives the bytes of the file that a report is about, for the format
	// that writes into it; nil, or nil bytes: not at hand.
	Original func(r *checker.Report) ([]byte, error)
}

// Tool names the program and its version.
type Tool struct{ Name, Version string }

// title gives the title of a rule, or "".
func (b *Batch) title(id string) string {
	if b.RuleTitle != nil {
		if t := b.RuleTitle(id); t != "" {
			return t
		}
	}
	if r := b.rule(id); r != nil {
		return r.Title
	}
	return ""
}

// rule gives what a rule says of itself, or nil.
func (b *Batch) rule(id string) *checker.Rule {
	if b.Rule == nil {
		return nil
	}
	return b.Rule(id)
}

// Renderer writes a batch in one format.
type Renderer interface {
	Render(w io.Writer, b *Batch) error
}

// Func is a Renderer without options.
type Func func(w io.Writer, b *Batch) error

// Render calls f.
func (f Func) Render(w io.Writer, b *Batch) error { return f(w, b) }

// Options are what a caller may choose. The zero value is right for files.
type Options struct {
	Color bool // text: mark with ANSI sequences
	Width int  // text: columns of the terminal; 0: 80
	// ShowText writes the text as read: in text format that text alone, in JSON
	// one more field. Offsets of findings count in it.
	ShowText bool
	// Author and Date (2026-11-22) sign the comments in a Word file; "": the tool,
	// the day of judgement. Date is that of a letter made from a template, too.
	Author, Date string
	// Link gives the address of a document as seen from where the report is
	// written, for xlsx; nil or "": none.
	Link func(file string) string
	// Template is the office's own letter, for the format opinion; nil: ours.
	Template *Template
}

// formats lists every format, the default first.
var formats = []struct {
	name string
	make func(Options) Renderer
}{
	{"text", func(o Options) Renderer { return newText(o) }},
	{"json", func(o Options) Renderer { return jsonRenderer{o} }},
	{"jsonl", func(o Options) Renderer { return jsonLines{o} }},
	{"html", func(o Options) Renderer { return htmlRenderer{Options: o} }},
	{"md", func(o Options) Renderer { return mdRenderer{o} }},
	{"docx", func(o Options) Renderer { return docxRenderer{o} }},
	{"opinion", func(o Options) Renderer { return letterRenderer{o} }},
	{"xlsx", func(o Options) Renderer { return xlsxRenderer{o} }},
	{"sarif", func(o Options) Renderer { return sarifRenderer{o} }},
	{"junit", func(o Options) Renderer { return junitRenderer{o} }},
	{"github", func(o Options) Renderer { return githubRenderer{o} }},
}

// Names lists the formats, the default first.
func Names() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Binary reports whether a format is a file for a program and not text for a
// terminal.
func Binary(name string) bool {
	switch name {
	case "docx", "opinion", "xlsx":
		return true
	}
	return false
}

// An UnknownFormatError names a format that does not exist.
type UnknownFormatError struct{ Name string }

func (e *UnknownFormatError) Error() string {
	return fmt.Sprintf("unknown format %q, want one of %s", e.Name, strings.Join(Names(), ", "))
}

// ByName gives the renderer of a format. An unknown name is an
// *UnknownFormatError, never a silent default.
func ByName(name string, o Options) (Renderer, error) {
	for _, f := range formats {
		if f.name == name {
			return f.make(o), nil
		}
	}
	return nil, &UnknownFormatError{name}
}
