package rules

import (
	"context"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/checker/superior"
	"docreview/corpus/align"
	"docreview/corpus/law"
)

// listKind stands beside the kinds of superior: it needs the tree of the
// document, which that package does not know.
const listKind superior.Kind = 100

// What lists of materials and of conditions are led in with.
var (
	listNouns = []string{"材料", "条件", "文件", "资料", "证件"}
	listVerbs = []string{"提交", "提供", "具备", "符合", "出具", "递交", "取得", "缴纳", "附"}
)

func hasPrefix(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// listsBeyond finds, in a list of materials or conditions that the document says
// a provision requires, the items that the list of that provision does not have.
func listsBeyond(ctx context.Context, p *checker.Pass) ([]found, error) {
	texts, err := p.CitedTexts(ctx)
	if err != nil {
		return nil, err
	}
	d := p.Doc
	var out []found
	for i := range d.Clauses {
		c := &d.Clauses[i]
		words := d.Text.Norm[c.Span.Start:c.Span.End]
		if len(c.Citations) == 0 || !hasAny(words, listNouns) || !hasAny(words, listVerbs) {
			continue
		}
		for _, q := range appliedAt(p, i) {
			r := p.Cited[q]
			if r.Work == nil || r.Standing != law.InForce || len(texts[q]) != 1 {
				continue
			}
			text := texts[q][0].Now
			if text == "" {
				text = texts[q][0].Then
			}
			if text == "" {
				continue
			}
			add := func(s source.Span, why string) {
				out = append(out, found{Difference: superior.Difference{Kind: listKind, Here: strings.TrimSpace(d.Text.Norm[s.Start:s.End]), Why: why},
					span: s, cited: q, work: r.Work, title: r.Work.Title, at: d.Citations[q].At[0]})
			}
			if s, ok := besides(d, c, d.Citations[q]); ok {
				if _, _, share := align.Nearest(d.Text.Norm[s.Start:s.End], text); share < 0.6 {
					add(s, "在上位法规定之外增加了要求")
				}
				continue
			}
			for _, s := range itemsBeyond(d, c, text) {
				add(s, "上位法所列各项中没有这一项")
			}
		}
	}
	return out, nil
}

func hasAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// besides finds 除《…》第十条规定的材料外，还应当提交……: what stands behind.
func besides(d *document.Document, c *document.Clause, q document.Citation) (s source.Span, ok bool) {
	if !c.Span.Contains(q.Span) {
		return s, false
	}
	before := d.Text.Norm[c.Span.Start:q.Span.Start]
	if !strings.HasSuffix(strings.TrimRight(before, "按照依据根提交供具备符合应当须"), "除") {
		return s, false
	}
	rest := d.Text.Norm[q.Span.End:c.Span.End]
	i := strings.Index(rest, "外，")
	if i < 0 || i > 90 {
		return s, false
	}
	from := i + len("外，")
	for _, w := range []string{"还应当", "还须", "还应", "还需", "并应当", "应当同时", "还要"} {
		if j := strings.Index(rest[from:], w); j >= 0 && j < 60 {
			from += j + len(w)
			if !hasPrefix(rest[from:], listVerbs) {
				return s, false
			}
			end := len(rest)
			for _, stop := range []string{"。", "；", "："} {
				if k := strings.Index(rest[from:], stop); k >= 0 && from+k < end {
					end = from + k
				}
			}
			s = source.Span{Start: q.Span.End + from, End: q.Span.End + end}
			return s, utf8.RuneCountInString(d.Text.Norm[s.Start:s.End]) >= 4
		}
	}
	return s, false
}

// itemsBeyond gives the items of the list that a clause leads in which are like
// none of the provision's. Lists that have little in common are not of the same
// thing, and none is given.
func itemsBeyond(d *document.Document, c *document.Clause, provision string) []source.Span {
	words := strings.TrimSpace(d.Text.Norm[c.Span.Start:c.Span.End])
	if !strings.HasSuffix(words, "：") && !strings.HasSuffix(words, ":") || c.Node == nil {
		return nil
	}
	var theirs []string
	for _, para := range law.Paragraphs(provision) {
		if n := law.Items(para); n >= 2 {
			theirs = append(theirs, para[1:]...)
		}
	}
	if len(theirs) < 2 {
		return nil
	}
	var items []source.Span
	for n := c.Node; n != nil && len(items) == 0; n = n.Parent {
		for _, k := range n.Children {
			if k.Span.Start >= c.Span.End && (k.Kind == document.Item || k.Kind == document.Heading2 || k.Kind == document.Heading3) {
				items = append(items, source.Span{Start: max(k.Label.End, k.Span.Start), End: k.Span.End})
			}
		}
		if n.Kind == document.Article {
			break
		}
	}
	var beyond []source.Span
	for _, s := range items {
		own := strings.Trim(d.Text.Norm[s.Start:s.End], " 　\n；;。")
		if strings.HasPrefix(own, "其他") || strings.Contains(own, "法律、法规") || strings.Contains(own, "法律法规") || utf8.RuneCountInString(own) < 4 {
			continue
		}
		alike := false
		for _, t := range theirs {
			alike = alike || superior.Alike(own, t) >= 0.5
		}
		if _, _, share := align.Nearest(own, provision); share >= 0.6 {
			alike = true
		}
		if !alike {
			start := s.Start + strings.Index(d.Text.Norm[s.Start:s.End], own)
			beyond = append(beyond, source.Span{Start: start, End: start + len(own)})
		}
	}
	if len(items) < 2 || 2*len(beyond) > len(items) {
		return nil
	}
	return beyond
}
