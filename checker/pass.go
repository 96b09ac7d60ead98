package checker

import (
	"fmt"
	"sync"

	"docreview/checker/calendar"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Pass is what a check sees: one document, the day, the place, the corpus. A
// check owns its Pass; what the Pass points to is shared and must not be changed.
type Pass struct {
	Doc     *document.Document
	AsOf    law.Date
	Profile Profile
	Corpus  Corpus // nil: no corpus at all
	// Cited is the citation ledger: one Resolution a citation, in the order of
	// Doc.Citations. Resolved once for all checks.
	Cited []Resolution
	// Have names the materials of the dossier at hand.
	Have map[MaterialKind]bool
	// Dossier is what the papers that go with the document prove; nil: there are
	// none.
	Dossier *Dossier
	// Lists are the office's own lists by their names (issuers, plan, …); a list that is absent
	// is «cannot tell».
	Lists map[string]*List

	days     *calendar.Table // nil: the one that the program carries
	proved   []MaterialKind
	rule     *Rule
	trace    func(Step)
	shared   func(ruleID string) (done func())
	sharing  bool
	memo     *memo
	findings []Finding
	unknown  []string
	lacking  []MaterialKind
}

// Calendar tells which days are worked.
func (p *Pass) Calendar() *calendar.Table {
	if p.days == nil {
		return calendar.Builtin()
	}
	return p.days
}

// Rule is the rule whose check is running.
func (p *Pass) Rule() *Rule { return p.rule }

// Report records a finding. Span, Message and, where they differ from the
// rule's own, Severity, Suggestion and Basis are the check's; everything else is
// filled in by Run. A Severity below the rule's lowers it; it is never raised.
func (p *Pass) Report(f Finding) { p.findings = append(p.findings, f) }

// Reportf records a finding at s with the severity of the rule.
func (p *Pass) Reportf(s source.Span, format string, args ...any) {
	p.Report(Finding{Span: s, Severity: p.rule.Severity, Message: fmt.Sprintf(format, args...)})
}

// CannotTell says why the rule could not decide; reason is Chinese.
func (p *Pass) CannotTell(reason string) { p.unknown = append(p.unknown, reason) }

// CannotTellWithout says that the rule could not decide without a material; why is Chinese and
// says why the question arises.
func (p *Pass) CannotTellWithout(m MaterialKind, why string) {
	p.unknown = append(p.unknown, why+"，正文不能证明，需要材料："+string(m))
	p.lacking = append(p.lacking, m)
}

// Memo returns what f made for key, computed once a run whatever the number of
// checks that ask: an analysis of the document that several rules share.
func (p *Pass) Memo(key any, f func() any) any {
	if p.shared == nil || p.sharing {
		return p.memo.get(key, f)
	}
	return p.memo.get(key, func() any {
		p.sharing = true // what this analysis asks for is a part of it
		defer p.shared(p.rule.ID)()
		defer func() { p.sharing = false }()
		return f()
	})
}

type memo struct {
	mu sync.Mutex
	m  map[any]*memoEntry
}

type memoEntry struct {
	once sync.Once
	v    any
}

func (m *memo) get(key any, f func() any) any {
	m.mu.Lock()
	e := m.m[key]
	if e == nil {
		e = &memoEntry{}
		m.m[key] = e
	}
	m.mu.Unlock()
	e.once.Do(func() { e.v = f() })
	return e.v
}
