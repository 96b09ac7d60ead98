package rules_test

import (
	"strings"
	"testing"

	"docreview/rules"
)

// TestDossierKinds: what a rule file gets wrong about the kinds that ask a dossier is said when
// it is loaded.
func TestDossierKinds(t *testing.T) {
	for _, tt := range []struct{ when, want string }{
		{"depts: {is: asked}", "is is none of unasked"},
		{"papers: {is: missing}", "is is none of incomplete"},
		{"papers: {is: incomplete}", "incomplete needs of"},
		{"papers: {is: expiring}", "expiring needs param"},
		{"versions: {is: changed}", "is is none of changed"},
		{"versions: {is: changed, from: draft}", "is is none of changed"},
		{"versions: {is: unfollowed, from: review}", "is is none of changed"},
		{"evidence: {material: 听证材料, about: x, event: hear, when: {document: {says: x}}}", "no step is called \"hear\""},
	} {
		file := "id: PROC-999\ntitle: x\nseverity: info\nsuggestion: x\nbasis: [{title: x, gist: y}]\nwhen:\n  " + tt.when + "\nmessage: m\n"
		_, err := rules.LoadOnly(true, memFile("PROC-999.yaml", file))
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "PROC-999.yaml:7:3") {
			t.Errorf("%s: %v, want %s", tt.when, err, tt.want)
		}
	}
}
