package rules

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// figures finds the same rule stated twice with different numbers: the words
// before and behind the number are the same, the numbers are not.
//
// Before is the least number of letters that must agree before the number, After
// that of the characters behind the unit. What stands before the number in one of
// the sentences must end what stands before it in the other: where both sentences
// begin with conditions of their own, they are two cases and no contradiction.
type figures struct {
	Before int `yaml:"before"`
	After  int `yaml:"after"`
}

func (c *figures) build(*builder) (evaluator, []string, error) {
	if c.Before < 6 || c.After < 2 {
		return nil, nil, fmt.Errorf("before must be at least 6, after at least 2")
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		return c.find(p.Doc), nil
	}, []string{"here", "there", "phrase"}, nil
}

type figure struct {
	value int
	span  source.Span
	lead  string // letters of the sentence before the number
	node  *document.Node
}

var figureUnits = []string{"个工作日", "工作日", "个自然日", "日", "天", "个月", "年", "万元", "元", "%", "‰"}

func (c *figures) find(d *document.Document) []Hit {
	seen := map[string]figure{}
	told := map[string]bool{}
	var out []Hit
	for i := range d.Clauses {
		k := &d.Clauses[i]
		if k.Zone != document.ZoneBody || k.Node == nil || k.Node.Kind == document.Item || k.Node.Kind == document.Subitem {
			continue
		}
		numbers := numbersIn(d, k)
		if len(numbers) == 0 {
			continue
		}
		if s := d.Text.Norm[k.Span.Start:k.Span.End]; strings.Contains(s, "罚款") || strings.Contains(s, "警告") ||
			strings.HasSuffix(strings.TrimRight(d.Text.Norm[:k.Span.Start], " \n"), "；") {
			continue // cases of one sentence, or of penalties, which have conditions elsewhere
		}
		from := k.Span.Start
		for n := k.Node; n != nil; n = n.Parent {
			if k.Span.Start <= n.Label.Start && n.Label.End <= k.Span.End {
				from = max(from, n.Label.End)
			}
		}
		for _, f := range numbers {
			if f.span.Start < from {
				continue
			}
			before := tailLetters(d.Text.Norm[from:f.span.Start], c.Before)
			after := headRunes(d.Text.Norm[f.span.End:k.Span.End], c.After)
			if utf8.RuneCountInString(before) < c.Before || utf8.RuneCountInString(after) < c.After {
				continue
			}
			key := before + "\x00" + after
			f.node = article(k.Node)
			f.lead = tailLetters(d.Text.Norm[from:f.span.Start], 1000)
			old, ok := seen[key]
			switch {
			case !ok:
				seen[key] = f
			case old.value != f.value && old.node != f.node && !told[key] && (strings.HasSuffix(old.lead, f.lead) || strings.HasSuffix(f.lead, old.lead)):
				told[key] = true
				out = append(out, Hit{Span: f.span, Vars: map[string]string{
					"here": d.Text.Norm[f.span.Start:f.span.End], "there": d.Text.Norm[old.span.Start:old.span.End], "phrase": before},
					Related: []checker.Related{{Span: old.span, Message: "前面的规定"}}})
			}
		}
	}
	return out
}

// article is the article or first-level heading that holds a node.
func article(n *document.Node) *document.Node {
	for x := n; x != nil; x = x.Parent {
		if x.Kind == document.Article || x.Kind == document.Heading2 || x.Parent == nil || x.Parent.Kind == document.Root {
			return x
		}
	}
	return n
}

// numbersIn finds the numbers of a clause that a unit follows, unit included in
// the span of the number.
func numbersIn(d *document.Document, k *document.Clause) []figure {
	s := d.Text.Norm[k.Span.Start:k.Span.End]
	var out []figure
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '两':
		default:
			i += w
			continue
		}
		n, size, ok := law.ParseNumeral(s[i:])
		if !ok || size == 0 {
			i += w
			continue
		}
		if p, _ := utf8.DecodeLastRuneInString(s[:i]); p == '第' || p == '.' || p == '〔' || p >= '0' && p <= '9' {
			i += size
			continue
		}
		for _, u := range figureUnits {
			if strings.HasPrefix(s[i+size:], u) {
				out = append(out, figure{value: n, span: source.Span{Start: k.Span.Start + i, End: k.Span.Start + i + size + len(u)}})
				break
			}
		}
		i += size
	}
	return out
}

// tailLetters gives the last n letters of s, marks left out; a mark that ends a
// part of the sentence (；：) ends it too.
func tailLetters(s string, n int) string {
	if i := strings.LastIndexAny(s, "；：。"); i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		s = s[i+w:]
	}
	// Most of what is asked for stands together at the end.
	from, plain := len(s), true
	for from > 0 && n > 0 {
		r, w := utf8.DecodeLastRuneInString(s[:from])
		if r >= 0x4E00 && r <= 0x9FFF || unicode.IsLetter(r) || unicode.Is(unicode.Han, r) {
			n--
		} else {
			plain = false
		}
		from -= w
	}
	if s = s[from:]; plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Han, r) || unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

func headRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}
