package source

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkText states what holds of every Text, whatever it was read from.
func checkText(t *testing.T, x *Text) {
	t.Helper()
	if !utf8.ValidString(x.Orig) || !utf8.ValidString(x.Norm) {
		t.Fatalf("%s: text is not UTF-8", x.Name)
	}
	if err := x.covered(); err != nil {
		t.Fatalf("%s: %v", x.Name, err)
	}
	checkBlocks(t, x)
	for i := range x.Blocks {
		b := x.Blocks[i].Span
		from, to := x.Original(b)
		if from >= to {
			t.Fatalf("%s: block %d comes from nowhere", x.Name, i)
		}
		if i > 0 {
			if _, before := x.Original(x.Blocks[i-1].Span); before > from {
				t.Fatalf("%s: block %d overlaps the one before in Orig", x.Name, i)
			}
		}
		checkSpan(t, x, b)
	}
	checkIdempotent(t, x)
}

// checkBlocks: blocks are the lines of Norm.
func checkBlocks(t *testing.T, x *Text) {
	t.Helper()
	at := 0
	for i, b := range x.Blocks {
		if b.Span.Start != at || b.Span.Len() <= 0 {
			t.Fatalf("%s: block %d is %v, want it to start at %d", x.Name, i, b.Span, at)
		}
		text := x.Norm[b.Span.Start:b.Span.End]
		if strings.ContainsAny(text, "\n\r\u200b\ufeff") || strings.Trim(text, " \u3000\u00a0") != text {
			t.Fatalf("%s: block %d is not clean: %q", x.Name, i, text)
		}
		if b.Kind != TableRow && strings.Contains(text, "\t") {
			t.Fatalf("%s: tab in block %d, which is no row: %q", x.Name, i, text)
		}
		at = b.Span.End + 1
	}
	if len(x.Blocks) > 0 && at != len(x.Norm)+1 {
		t.Fatalf("%s: blocks end at %d of %d", x.Name, at-1, len(x.Norm))
	}
}

// checkSpan: the original of a span holds its letters, and nothing but the span
// and what was dropped or rewritten as a whole.
func checkSpan(t *testing.T, x *Text, s Span) {
	t.Helper()
	norm, quote := skeleton(x.Norm[s.Start:s.End]), skeleton(x.Quote(s))
	// Glosses are Latin letters, which a skeleton leaves out.
	// Markup inside a span and lines dropped inside may hold letters of their own.
	ok := strings.Contains(quote, norm) || hasPhrase(x.Quote(s)) || (x.Format == "md" || strings.Contains(x.Norm[s.Start:s.End], "\n")) && isSubsequence(norm, quote)
	if !ok {
		t.Fatalf("%s: %q came from %q", x.Name, x.Norm[s.Start:s.End], x.Quote(s))
	}
	a, b := x.CodePoints(s)
	if got := string([]rune(x.Orig)[a:b]); got != x.Quote(s) {
		t.Fatalf("%s: code points %d to %d are %q, not %q", x.Name, a, b, got, x.Quote(s))
	}
	from, to := x.Positions(s)
	if from.Block < 1 || from.Column < 1 || to.Block < from.Block || to.Block == from.Block && to.Column < from.Column {
		t.Fatalf("%s: positions %+v to %+v", x.Name, from, to)
	}
	if from.Offset >= 0 && x.base >= 0 && x.Orig[from.Offset-x.base:to.Offset-x.base] != x.Quote(s) {
		t.Fatalf("%s: offsets %d to %d do not hold %q", x.Name, from.Offset, to.Offset, x.Quote(s))
	}
}

func isSubsequence(part, whole string) bool {
	rest := []rune(whole)
	for _, r := range part {
		i := slices.Index(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}

// phraseCharacters are those that phrases change in another way than the table.
const phraseCharacters = "乾瞭藉覆畫牴彿沈傢俱著徵昇鍾"

func hasPhrase(s string) bool {
	return strings.ContainsAny(s, phraseCharacters)
}

// checkIdempotent: normalising Norm changes nothing.
func checkIdempotent(t *testing.T, x *Text) {
	t.Helper()
	lines := make([]line, len(x.Blocks))
	for i, b := range x.Blocks {
		lines[i] = line{start: b.Span.Start, end: b.Span.End, kind: b.Kind, table: b.Table, level: b.Level, meta: b.Meta}
	}
	again, err := normalize(x.Norm, lines)
	if err != nil {
		t.Fatal(err)
	}
	if again.Norm != x.Norm {
		i := 0
		for i < len(again.Norm) && i < len(x.Norm) && again.Norm[i] == x.Norm[i] {
			i++
		}
		i = max(0, i-30)
		t.Fatalf("%s: normalising again gives %.120q for %.120q", x.Name, again.Norm[i:], x.Norm[i:])
	}
}
