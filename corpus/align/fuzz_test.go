package align_test

import (
	"strings"
	"testing"

	"docreview/corpus/align"
)

// FuzzTexts: nothing a stranger writes stops the package; a text differs in
// nothing from itself, stands in itself, and an edition is its own successor.
func FuzzTexts(f *testing.F) {
	f.Add(purpose, licence)
	f.Add("关于第三条\u200b的规定……", "第\xff条 ：（一）不得")
	f.Add("处５万元以下罚款。", "处十万元以下罚款；\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 3000 || len(b) > 3000 {
			return
		}
		if d := align.Diff(a, a); d.Whole || len(d.Changes) > 0 {
			t.Errorf("%q differs from itself: %v", a, d)
		}
		d := align.Diff(a, b)
		if len(d.Changes) > 8 {
			t.Errorf("%d changes", len(d.Changes))
		}
		_ = d.String()
		if v := align.Gist(a, a); v.Stand == align.Absent || v.Stand == align.Altered {
			t.Errorf("%q in itself: %d", a, v.Stand)
		}
		if v := align.Gist(a, b); v.Share < 0 || v.Share > 1 {
			t.Errorf("share %v", v.Share)
		}
		old, new := edition(strings.SplitAfter(a, "。")...), edition(strings.SplitAfter(b, "。")...)
		for _, e := range align.Editions(old, old).Entries {
			if e.Sure && e.Kind != align.Same && e.Kind != align.Moved {
				t.Errorf("%q: %+v", a, e)
			}
		}
		m := align.Editions(old, new)
		if len(m.Entries) != len(old) {
			t.Errorf("%d entries of %d articles", len(m.Entries), len(old))
		}
	})
}
