package load

import "testing"

// What unmarked lets pass is what unmark would leave as it is, for every code
// point.
func TestUnmarked(t *testing.T) {
	for r := rune(1); r < 0x11000; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		if s := "甲" + string(r) + "乙"; unmarked(s) && unmark(s) != s {
			t.Errorf("%U passes and would be taken out", r)
		}
	}
	if !unmarked("第一条　为了“规范”管理——") {
		t.Error("a plain line is gone through again")
	}
}
