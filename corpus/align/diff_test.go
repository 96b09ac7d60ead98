package align_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/corpus/align"
)

func TestDiff(t *testing.T) {
	long := strings.Repeat("采石单位应当如实记载数量。", 20)
	for _, tt := range []struct{ name, a, b, want string }{
		{"nothing", "采石单位应当记载数量。", "采石单位应当 记载数量。", ""},
		{"both empty", "", "", ""},
		{"punctuation alone", "船只、堆场，应当备案：", "船只，堆场应当备案。", ""},
		{"a word replaced", "向县水利部门申请采石许可证。", "向县水务部门申请采石许可证。", "“利”改为“务”"},
		{"a word added", "采石单位应当记载数量。", "采石单位应当如实记载数量。", "在“采石单位应当”后增加“如实”"},
		{"added at the start", "采石单位应当记载数量。", "从事开采的采石单位应当记载数量。", "增加“从事开采的”"},
		{"a word dropped", "具体行政行为可以申请复核。", "行政行为可以申请复核。", "删去“具体”"},
		{"a figure is shown whole", "处二百元以上五百元以下罚款。", "处二百元以上五千元以下罚款。", "“五百元”改为“五千元”"},
		{"digits too", "处2000元以下罚款。", "处20000元以下罚款。", "“2000元”改为“20000元”"},
		{"two changes", "应当在十五日内答复申请人，并报县政府备案。", "应当在三十日内答复申请人，并报市政府备案。", "“十五日”改为“三十日”；“县”改为“市”"},
		{"changes hardly apart are one", "由工商行政部门责令改正。", "由市场监管部门责令改正。", "“工商行政”改为“市场监管”"},
		{"another text", "禁采期内船只不得停留。", "出租汽车驾驶员应当文明待客。", "全文改写"},
		{"a long addition is cut", "甲方应当备案。", "甲方应当备案。" + long, "在“方应当备案”后增加“采石单位应当如实记载数量"},
	} {
		got := align.Diff(tt.a, tt.b).String()
		if tt.name == "a long addition is cut" {
			if !strings.Contains(got, "…") || utf8.RuneCountInString(got) > 60 {
				t.Errorf("%s: %q", tt.name, got)
			}
			continue
		}
		if got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestDiffBounded(t *testing.T) {
	var a, b strings.Builder
	for i := range 40 {
		w := string(rune(0x4e00 + i*7))
		a.WriteString(w + "采石许可证应当公示" + "甲")
		b.WriteString(w + "采石许可证应当公示" + "乙")
	}
	d := align.Diff(a.String(), b.String())
	if len(d.Changes) != 8 || d.More != 32 || !strings.HasSuffix(d.String(), "另有32处") {
		t.Errorf("%d changes, %d more: %s", len(d.Changes), d.More, d)
	}
	if !align.Diff(strings.Repeat("甲乙丙丁", 5000), strings.Repeat("戊己庚辛", 5000)).Whole {
		t.Error("two long texts with nothing in common gave a list of changes")
	}
}

// TestDiffRebuilds: taking what was removed for what was added in the old text
// gives the new one.
func TestDiffRebuilds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		s := make([]rune, 30+r.IntN(40))
		for i := range s {
			s[i] = rune(0x4e00 + r.IntN(40)*11)
		}
		return string(s)
	}
	for range 3000 {
		a := []rune(text())
		b := append([]rune(nil), a...)
		for range r.IntN(5) {
			k := r.IntN(len(b))
			switch r.IntN(3) {
			case 0:
				b[k] = '采'
			case 1:
				b = append(b[:k], b[k+1:]...)
			default:
				b = append(b[:k], append([]rune("河道"), b[k:]...)...)
			}
		}
		d := align.Diff(string(a), string(b))
		if d.Whole || d.More > 0 {
			continue
		}
		rest, out := string(a), ""
		for _, c := range d.Changes {
			at := 0
			if c.Removed != "" || c.After != "" {
				// The change stands behind what both have before it.
				at = -1
				for i := 0; i <= len(rest); i++ {
					if strings.HasPrefix(rest[i:], c.Removed) && strings.HasSuffix(out+rest[:i], c.After) && strings.HasPrefix(string(b), out+rest[:i]+c.Added) {
						at = i
						break
					}
				}
			}
			if at < 0 {
				t.Fatalf("%q → %q: no place for %+v", string(a), string(b), c)
			}
			out += rest[:at] + c.Added
			rest = rest[at+len(c.Removed):]
		}
		if out+rest != string(b) {
			t.Fatalf("%q → %q: changes %+v give %q", string(a), string(b), d.Changes, out+rest)
		}
	}
}
