package render

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Wrapping keeps every character but blanks and line ends, and no line is too
// wide unless a single character is.
func FuzzWrap(f *testing.F) {
	for _, s := range []string{"第一条　根据《中华人民共和国行政处罚法》，制定本办法。", "a b c dddddddddddddddddddddddddddd", "，。、；", "（（（（（（（", "中a文b", "\n\n", "\u200b\u0301x"} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, cols int) {
		if cols < 2 || cols > 200 || !utf8.ValidString(s) {
			t.Skip()
		}
		lines := wrap(s, cols)
		for _, l := range lines {
			if width(l) > cols {
				t.Fatalf("%d columns: %q", width(l), l)
			}
		}
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got := bare(strings.Join(lines, "")); got != bare(s) {
			t.Fatalf("wrap(%q, %d) = %q", s, cols, lines)
		}
	})
}

// An excerpt shows the words it points at whole or from both ends.
func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		in   string
		cols int
		want string
	}{
		{"罚款", 4, "罚款"},
		{"处五百元以上二千元以下罚款", 26, "处五百元以上二千元以下罚款"},
		{"处五百元以上二千元以下罚款", 13, "处五百元…罚款"},
		{"abcdef", 5, "ab…ef"},
		{"", 3, ""},
	} {
		if got := shorten(tt.in, tt.cols); got != tt.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", tt.in, tt.cols, got, tt.want)
		}
		if w := width(shorten(tt.in, tt.cols)); w > tt.cols {
			t.Errorf("shorten(%q, %d) takes %d columns", tt.in, tt.cols, w)
		}
	}
}
