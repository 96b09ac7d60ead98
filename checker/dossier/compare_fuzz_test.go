package dossier_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/checker/document"
	"docreview/checker/dossier"
	"docreview/checker/source"
)

// FuzzCompare: comparing ends, a text has no changes against itself, every change has its place
// in both texts, and a second comparison gives the same.
func FuzzCompare(f *testing.F) {
	f.Add(reviewed, reviewed)
	f.Add(reviewed, "云岭县停车泊位管理办法\n第一条　为了规范停车泊位管理，制定本办法。\n第二条　连续停放不超过60日；不得损坏设施。\n")
	f.Add("通知\n一、甲。\n二、乙。\n附件：表\n一、丙", "通知\n（一）百分之十。\n二、乙\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, err := source.Read("a.txt", strings.NewReader(a), 0)
		if err != nil {
			return
		}
		y, err := source.Read("b.txt", strings.NewReader(b), 0)
		if err != nil {
			return
		}
		old, now := document.Parse(x, nil), document.Parse(y, nil)
		if c, ok := dossier.Compare(old, old); ok && len(c.Changes) > 0 {
			t.Errorf("%q differs from itself: %+v", a, c.Changes)
		}
		c, ok := dossier.Compare(old, now)
		if !ok {
			return
		}
		for _, x := range c.Changes {
			for _, p := range []struct{ from, to, size int }{{x.OldSpan.Start, x.OldSpan.End, len(old.Text.Norm)}, {x.NewSpan.Start, x.NewSpan.End, len(now.Text.Norm)}} {
				if p.from < 0 || p.from >= p.to || p.to > p.size {
					t.Errorf("%+v has no place", x)
				}
			}
			if x.Diff == "" || !utf8.ValidString(x.Diff) || x.OldLine < 1 || x.NewLine < 1 {
				t.Errorf("%+v says nothing", x)
			}
		}
		again, _ := dossier.Compare(old, now)
		if !reflect.DeepEqual(c, again) {
			t.Error("two comparisons differ")
		}
	})
}
