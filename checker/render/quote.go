package render

import (
	"fmt"
	"strings"

	"docreview/checker"
	"docreview/corpus/law"
)

// quotes gives the words of the provisions that findings rest on, each once a
// letter; a later point is led to the first.
type quotes struct {
	b  *Batch
	on law.Date
	at map[checker.Basis]int // number of the point that quotes it; the gist does not count
}

// maxQuote bounds the words of one basis, in code points.
const maxQuote = 400

// of gives the quoted words of a basis under point n; nil where no text is held.
func (q *quotes) of(x checker.Basis, n int) []block {
	x.Gist, x.Unsure = "", false
	if first, ok := q.at[x]; ok {
		if first == 0 || first == n {
			return nil
		}
		return []block{{kind: blockQuote, text: clean(basis(x)) + "的条文见第 " + fmt.Sprint(first) + " 点。"}}
	}
	lines := q.b.article(q.on, x)
	q.at[x] = 0
	if len(lines) == 0 {
		return nil
	}
	q.at[x] = n
	var out []block
	for _, l := range lines {
		out = append(out, block{kind: blockQuote, text: l})
	}
	return out
}

// article gives the words of a basis, a paragraph each, the first with the name
// of the law and its edition before it.
func (b *Batch) article(on law.Date, x checker.Basis) []string {
	if b.Article == nil {
		return nil
	}
	edition, text := b.Article(on, x)
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	x.Gist, x.Unsure = "", false
	head := clean(basis(x)) + label("（", clean(edition)+"）") + "条文："
	var out []string
	for l := range strings.Lines(bounded(text, maxQuote)) {
		if l = clean(strings.TrimSpace(l)); l != "" {
			out = append(out, head+l)
			head = ""
		}
	}
	return out
}

// bounded cuts s after n code points, at the end of a sentence where one is near,
// and says so.
func bounded(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	end := n
	for i := n; i > n*2/3; i-- {
		if strings.ContainsRune("。；\n", rs[i-1]) {
			end = i
			break
		}
	}
	return strings.TrimSpace(string(rs[:end])) + "……"
}
