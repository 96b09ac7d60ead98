package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func mustRead(t testing.TB, name, in string) *Text {
	t.Helper()
	x, err := Read(name, strings.NewReader(in), 0)
	if err != nil {
		t.Fatalf("Read(%q): %v", in, err)
	}
	return x
}

// find gives the span of the only occurrence of words in Norm.
func find(t testing.TB, x *Text, words string) Span {
	t.Helper()
	at := strings.Index(x.Norm, words)
	if at < 0 {
		t.Fatalf("%q not in Norm %q", words, x.Norm)
	}
	return Span{at, at + len(words)}
}

func TestPositions(t *testing.T) {
	for _, tt := range []struct {
		name, in, words    string
		quote              string
		start, line, col   int
		offset, offsetLast int
	}{
		{"plain", "甲办法\n乙规定", "规定", "规定", 5, 2, 2, 13, 19},
		{"BOM", "\uFEFF甲办法\n乙规定", "规定", "规定", 5, 2, 2, 16, 22},
		{"BOM, first word", "\uFEFF甲办法", "甲", "甲", 0, 1, 1, 3, 6},
		{"zero-width space inside", "\u200b甲\u200b办法\u200b", "甲办法", "甲\u200b办法", 1, 1, 2, 3, 15},
		{"full-width digits", "罚款５０００元", "5000", "５０００", 2, 1, 3, 6, 18},
		{"CRLF", "甲办法\r\n\r\n乙规定\r\n", "规定", "规定", 8, 3, 2, 16, 22},
		{"lone CR", "甲办法\r乙规定", "规定", "规定", 5, 2, 2, 13, 19},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRead(t, "x.txt", tt.in)
			s := find(t, x, tt.words)
			start, end := x.CodePoints(s)
			from, to := x.Positions(s)
			if got := x.Quote(s); got != tt.quote {
				t.Errorf("Quote = %q, want %q", got, tt.quote)
			}
			if start != tt.start || end != tt.start+utf8.RuneCountInString(tt.quote) {
				t.Errorf("CodePoints = %d, %d; want from %d", start, end, tt.start)
			}
			if from.Block != tt.line || from.Column != tt.col {
				t.Errorf("line %d column %d, want %d, %d", from.Block, from.Column, tt.line, tt.col)
			}
			if from.Offset != tt.offset || to.Offset != tt.offsetLast {
				t.Errorf("offsets %d, %d; want %d, %d", from.Offset, to.Offset, tt.offset, tt.offsetLast)
			}
		})
	}
}
