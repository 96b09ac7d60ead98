package baseline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"docreview/checker"
)

// The pseudo-rules under which a baseline speaks of itself.
const (
	ExpiredID = "BASE-001"
	UnusedID  = "BASE-002"
)

// IsRule reports whether id is one of the pseudo-rules.
func IsRule(id string) bool { return id == ExpiredID || id == UnusedID }

// Rules describes the pseudo-rules. They have no check: Apply speaks for them.
func Rules() []*checker.Rule {
	return []*checker.Rule{
		{ID: ExpiredID, Title: "基线条目已经到期", Severity: checker.Warning, Suggestion: expiredFix,
			Rationale: "接受一个问题有期限的，到期后这个问题重新计入结论。"},
		{ID: UnusedID, Title: "基线条目没有用到", Severity: checker.Info, Suggestion: unusedFix,
			Rationale: "问题已经改掉或者文字已经变动的，基线里的条目不再有用，留着会掩盖以后同样的问题。"},
	}
}

const (
	expiredFix = "改掉这个问题；仍须接受的，由负责人在基线文件里写明理由和新的期限。"
	unusedFix  = "从基线文件里删去这个条目，或者用 --write-baseline 重写基线文件。"
)

// Use says how a baseline is applied to one report.
type Use struct {
	Document string // name of the document in the baseline
	// Known reports whether a rule of that id exists, whether it was run or not.
	Known func(rule string) bool
	// Alone: the run is about this document only, so that an entry for any
	// document that has no finding here has none at all.
	Alone bool
}

// Apply marks the findings that the baseline accepts and adds, as findings of
// the pseudo-rules, the entries that have ended or are not used. It sets the
// verdict again. A report of a document that could not be read stays as it is.
func (b *Baseline) Apply(rep *checker.Report, u Use) {
	if rep.Verdict == "unreadable" {
		return
	}
	used := map[*Entry]bool{}
	for i := range rep.Findings {
		f := &rep.Findings[i]
		e := b.find(u.Document, f.ID)
		if e == nil {
			continue
		}
		used[e] = true
		if !e.expired(rep.AsOf) {
			f.Suppressed = &checker.Suppression{Reason: e.Reason, Person: e.Person, Until: e.Until.String()}
		}
	}
	var own []checker.Finding
	for _, d := range []string{u.Document, Anywhere} {
		for _, e := range b.Entries(d) {
			here := d != Anywhere || u.Alone
			switch {
			case e.expired(rep.AsOf) && (here || used[e]):
				own = append(own, e.finding(ExpiredID, checker.Warning, e.expiredWords(used[e], ran(rep, e.Rule)), expiredFix))
			case used[e] || !here:
			case u.Known != nil && !u.Known(e.Rule):
				own = append(own, e.finding(UnusedID, checker.Info, e.name()+"没有用到：已经没有 "+e.Rule+" 这条规则", unusedFix))
			case ran(rep, e.Rule):
				own = append(own, e.finding(UnusedID, checker.Info, e.name()+"没有用到：文件里已经没有这个问题，或者它的文字、位置已经变动", unusedFix))
			}
		}
	}
	insert(rep, own)
	if rep.Verdict == "findings" || rep.Verdict == "clean" {
		rep.Verdict = "clean"
		if slices.ContainsFunc(rep.Findings, func(f checker.Finding) bool { return f.Suppressed == nil }) {
			rep.Verdict = "findings"
		}
	}
}

// insert puts findings of the pseudo-rules, which are about the document as a
// whole, at their place in the order, and adds the outcome of each pseudo-rule.
func insert(rep *checker.Report, own []checker.Finding) {
	slices.SortStableFunc(own, func(a, b checker.Finding) int { return strings.Compare(a.RuleID+a.Message, b.RuleID+b.Message) })
	at := slices.IndexFunc(rep.Findings, func(f checker.Finding) bool { return !f.Span.IsZero() || f.RuleID > ExpiredID })
	if at < 0 {
		at = len(rep.Findings)
	}
	rep.Findings = slices.Insert(rep.Findings, at, own...)
	for _, r := range Rules() {
		x := checker.Result{RuleID: r.ID}
		if slices.ContainsFunc(own, func(f checker.Finding) bool { return f.RuleID == r.ID }) {
			x.Outcome = checker.Found
		}
		rep.Results = append(rep.Results, x)
	}
	slices.SortStableFunc(rep.Results, func(a, b checker.Result) int { return strings.Compare(a.RuleID, b.RuleID) })
}

func (e *Entry) finding(rule string, s checker.Severity, message, fix string) checker.Finding {
	sum := sha256.Sum256([]byte(rule + "\x00" + e.ID))
	return checker.Finding{ID: rule + "-" + hex.EncodeToString(sum[:6]), RuleID: rule, Severity: s, Message: message, Suggestion: fix}
}

// name says which entry it is: 基线条目 SETS-005-0123456789ab（第三条，“…”）.
func (e *Entry) name() string {
	var about []string
	if e.At != "" {
		about = append(about, e.At)
	}
	if e.Quote != "" {
		about = append(about, "“"+e.Quote+"”")
	}
	if len(about) == 0 {
		return "基线条目 " + e.ID
	}
	return "基线条目 " + e.ID + "（" + strings.Join(about, "，") + "）"
}

func (e *Entry) expiredWords(used, ran bool) string {
	s := fmt.Sprintf("%s已于%s到期", e.name(), e.Until.Chinese())
	if e.Reason != "" && e.Reason != FirstReason {
		s += "（理由：" + e.Reason + "）"
	}
	switch {
	case used:
		return s + "，问题还在，重新计入结论"
	case ran:
		return s + "，文件里已经没有这个问题"
	}
	return s
}
