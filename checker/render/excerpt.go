package render

import (
	"sort"
	"strings"
	"unicode/utf8"

	"docreview/checker"
)

// excerpts finds the line around a stretch of the original text. Offsets are
// code points of Report.Orig, from 0.
type excerpts struct {
	orig string
	// at[i] is the byte offset of code point i*step: an index that makes the
	// lookup of one offset cheap in a long text.
	marks []int
}

const markStep = 512

func newExcerpts(r *checker.Report) *excerpts {
	x := &excerpts{orig: r.Orig}
	n := 0
	for i := range r.Orig {
		if n%markStep == 0 {
			x.marks = append(x.marks, i)
		}
		n++
	}
	return x
}

// byteOffset turns a code-point offset into a byte offset, len(orig) past the end.
func (x *excerpts) byteOffset(n int) int {
	if n < 0 || n/markStep >= len(x.marks) {
		return len(x.orig)
	}
	i := x.marks[n/markStep]
	for k := n % markStep; k > 0 && i < len(x.orig); k-- {
		_, size := utf8.DecodeRuneInString(x.orig[i:])
		i += size
	}
	return i
}

// excerpt is a line in three parts; the middle one is what is pointed at. more
// says that the stretch goes on behind the line.
type excerpt struct {
	before, quote, after string
	more                 bool
}

// at gives the line that holds the stretch; ok is false for an empty stretch or
// one outside the text.
func (x *excerpts) at(start, end int) (e excerpt, ok bool) {
	if end <= start || start < 0 {
		return e, false
	}
	from, to := x.byteOffset(start), x.byteOffset(end)
	if from >= to {
		return e, false
	}
	lineStart := strings.LastIndexAny(x.orig[:from], "\r\n") + 1
	lineEnd := len(x.orig)
	if i := strings.IndexAny(x.orig[from:], "\r\n"); i >= 0 {
		lineEnd = from + i
	}
	if lineEnd < to {
		e.more = strings.TrimSpace(x.orig[lineEnd:to]) != ""
		to = lineEnd
	}
	e.before, e.quote, e.after = x.orig[lineStart:from], x.orig[from:to], x.orig[to:lineEnd]
	return e, strings.TrimSpace(e.quote) != ""
}

// excerpt writes the words in their line and marks them in the line below. A
// long line is cut around them, long words in their middle.
func (p *printer) excerpt(e excerpt, ok bool) {
	if !ok {
		return
	}
	const indent = "   "
	room := p.Width - len(indent) - 4 // an ellipsis on either side
	quote := shorten(clean(e.quote), room)
	rest := room - width(quote)
	before := strings.TrimLeft(clean(e.before), " 　")
	after := strings.TrimRight(clean(e.after), " 　")
	// What one side does not need the other may have; the side before gets more,
	// it usually holds the subject.
	beforeRoom := max(rest*2/3, rest-width(after))
	head := keepEnd(before, beforeRoom)
	if head != before {
		head = "…" + head
	}
	tail := keepStart(after, max(rest-width(head), 0))
	if tail != after || e.more {
		tail += "…"
	}
	p.line(indent + p.style(faint, head) + p.style(bold, quote) + p.style(faint, tail))
	p.line(indent + strings.Repeat(" ", width(head)) + p.style(red, strings.Repeat("^", max(width(quote), 1))))
}

// shorten cuts s in the middle to at most cols columns.
func shorten(s string, cols int) string {
	if width(s) <= cols {
		return s
	}
	head := keepStart(s, (cols-1)*2/3)
	return head + "…" + keepEnd(s, cols-1-width(head))
}

// keepStart gives the longest beginning of s that fits into cols columns.
func keepStart(s string, cols int) string {
	w := 0
	for i, r := range s {
		if w += runeWidth(r); w > cols {
			return s[:i]
		}
	}
	return s
}

// keepEnd gives the longest end of s that fits into cols columns.
func keepEnd(s string, cols int) string {
	total := width(s)
	if total <= cols {
		return s
	}
	var starts, lost []int // byte offset of each rune, columns cut when s begins there
	w := 0
	for i, r := range s {
		starts, lost = append(starts, i), append(lost, w)
		w += runeWidth(r)
	}
	k := sort.Search(len(starts), func(k int) bool { return total-lost[k] <= cols })
	if k == len(starts) {
		return ""
	}
	return s[starts[k]:]
}
