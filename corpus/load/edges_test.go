package load

import (
	"testing"

	"docreview/corpus/law"
)

// TestBeyond: what a text cannot end.
func TestBeyond(t *testing.T) {
	work := func(l law.Level, region, issuer string) *draft {
		d := &draft{}
		d.Level, d.Region, d.Issuer = l, region, issuer
		return d
	}
	for _, tt := range []struct {
		name         string
		target, from *draft
		want         bool
	}{
		{"a law by local regulations", work(law.LevelLaw, "", ""), work(law.LevelLocalRegulation, "370000", ""), true},
		{"a law by a law", work(law.LevelLaw, "", ""), work(law.LevelLaw, "", ""), false},
		{"rules by a law", work(law.LevelDeptRule, "", ""), work(law.LevelLaw, "", ""), false},
		{"regulations by a ministry", work(law.LevelAdminRegulation, "", ""), work(law.LevelDeptRule, "", "水利部"), true},
		{"an old name by a decision of the same organ", work(law.LevelLocalRegulation, "370000", "甲"), work(law.LevelNormative, "370000", "甲"), false},
		{"its own rules by a document", work(law.LevelLocalGovRule, "370300", ""), work(law.LevelNormative, "370300", ""), false},
		{"another province's", work(law.LevelLocalGovRule, "110000", ""), work(law.LevelLocalGovRule, "370000", ""), true},
		{"a city's by its province", work(law.LevelNormative, "370300", ""), work(law.LevelNormative, "370000", ""), false},
		{"a province's by its city", work(law.LevelNormative, "370000", ""), work(law.LevelNormative, "370300", ""), true},
		{"a name known by nothing else", work(law.LevelUnknown, "", ""), work(law.LevelNormative, "370300", ""), false},
		{"a national document by a city", work(law.LevelNormative, "", ""), work(law.LevelNormative, "370300", ""), true},
	} {
		if got := beyond(tt.target, tt.from); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}
