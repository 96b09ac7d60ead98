package checker

import (
	"docreview/checker/document"
	"docreview/corpus/law"
)

// Pass is what a check sees: one document, the day, the place, the corpus.
type Pass struct {
	Doc     *document.Document
	AsOf    law.Date
	Profile Profile
	Corpus  Corpus
	// Cited is the citation ledger: one Resolution a citation, in the order of
	// Doc.Citations. Resolved once for all checks.
	Cited []Resolution

	rule     *Rule
	findings []Finding
	unknown  []string
}
