package checker

import "docreview/checker/source"

// Step is one stop on the way of a check to a finding or to silence. Checks tell
// their steps only to whoever asks (Options.Trace): for «why did this rule not
// speak».
type Step struct {
	// What names the step: the parameter of the condition that decided
	// (unless_before, needs_near, zones …), or words, pattern, hit, covered,
	// enter and leave of a condition.
	What string
	// At is the stretch that the step is about; zero: the document as a whole.
	At source.Span
	// Words are what was looked for: literals, an expression, names of roles.
	Words []string
	// Seen are the words of the text that decided, as in Norm.
	Seen string
	// Citation is the index of the citation that decided; below 0: none did.
	Citation int
	// Count is the number of places found when a condition is left.
	Count int
}

// Step tells s to the one who asked, if any. Building s costs something: ask
// Traced first on hot paths.
func (p *Pass) Step(s Step) {
	if p.trace != nil {
		p.trace(s)
	}
}

// Traced reports whether someone asked for the steps.
func (p *Pass) Traced() bool { return p.trace != nil }
