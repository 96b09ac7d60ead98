// Package baseline keeps a list of known findings beside the documents, so that
// an office with many old findings can begin from today: what the list names
// stays in every report, marked, and does not count; what is new counts.
//
// An entry is for one finding of one document. It may end on a day (until); from
// the day after, it suppresses nothing and is itself a finding. So is an entry
// whose finding has gone. Which day it is, is the report's as-of day.
//
// The package reads no file and never looks at the clock. A Baseline does not
// change while it is applied; Apply is safe for several goroutines on different
// reports.
package baseline

import (
	"maps"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/corpus/law"
)

// Anywhere is the document name of entries that hold for any document.
const Anywhere = "*"

// FirstReason is the reason of entries that were written from a run and that
// nobody has looked at yet.
const FirstReason = "基线"

// Entry accepts one finding.
type Entry struct {
	ID     string // of the finding
	Rule   string
	At     string // where it stood, for readers only
	Quote  string // what it was about, for readers only
	Reason string
	Person string
	Until  law.Date // last day on which it suppresses; zero: no end
}

// expired reports whether the entry has ended on the day.
func (e *Entry) expired(day law.Date) bool { return e.Until.Valid() && e.Until.Before(day) }

// Baseline is a list of entries by document and finding.
type Baseline struct {
	documents map[string]map[string]*Entry
}

// New makes an empty baseline.
func New() *Baseline { return &Baseline{documents: map[string]map[string]*Entry{}} }

// Len counts the entries.
func (b *Baseline) Len() (n int) {
	for _, d := range b.documents {
		n += len(d)
	}
	return n
}

// Documents lists the names of the documents that have entries, sorted.
func (b *Baseline) Documents() []string { return slices.Sorted(maps.Keys(b.documents)) }

// Entries lists the entries of one document by ID.
func (b *Baseline) Entries(document string) []*Entry {
	var out []*Entry
	d := b.documents[document]
	for _, id := range slices.Sorted(maps.Keys(d)) {
		out = append(out, d[id])
	}
	return out
}

func (b *Baseline) add(document string, e *Entry) {
	if b.documents[document] == nil {
		b.documents[document] = map[string]*Entry{}
	}
	b.documents[document][e.ID] = e
}

// find gives the entry for a finding: that of the document before that of any.
func (b *Baseline) find(document, id string) *Entry {
	if e := b.documents[document][id]; e != nil {
		return e
	}
	return b.documents[Anywhere][id]
}

// Record adds the findings of a report, which was made for the document of that
// name. What prev (nil: nothing) says of a finding is kept, its end too: writing
// a baseline again prolongs nothing. Entries of prev are also kept where the run
// could not tell whether they are still wanted.
func (b *Baseline) Record(rep *checker.Report, document string, prev *Baseline) {
	if prev == nil {
		prev = New()
	}
	unread := rep.Verdict == "unreadable"
	for _, e := range prev.Entries(document) {
		if unread || !ran(rep, e.Rule) {
			b.add(document, e)
		}
	}
	for _, f := range rep.Findings {
		if IsRule(f.RuleID) {
			continue
		}
		if e := prev.documents[document][f.ID]; e != nil {
			b.add(document, e)
			continue
		}
		if prev.documents[Anywhere][f.ID] != nil {
			continue // kept by Keep
		}
		e := &Entry{ID: f.ID, Rule: f.RuleID, At: f.At, Quote: short(f.Quote), Reason: FirstReason}
		if s := f.Suppressed; s != nil {
			e.Reason, e.Person = s.Reason, s.Person
			e.Until, _, _ = law.ParseDate(s.Until)
		}
		b.add(document, e)
	}
}

// Keep takes over the entries of prev for documents that keep reports true of:
// those that the run did not look at.
func (b *Baseline) Keep(prev *Baseline, keep func(document string) bool) {
	for _, d := range prev.Documents() {
		if d == Anywhere || keep(d) {
			for _, e := range prev.Entries(d) {
				b.add(d, e)
			}
		}
	}
}

// ran reports whether the rule was run and came to a result about the document.
func ran(rep *checker.Report, rule string) bool {
	for _, x := range rep.Results {
		if x.RuleID == rule {
			return x.Outcome == checker.Clean || x.Outcome == checker.Found
		}
	}
	return false
}

// short cuts a quotation to what a reader needs to know it again.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	n := 0
	for i := range s {
		if n++; n > 40 {
			return s[:i] + "…"
		}
	}
	return s
}
