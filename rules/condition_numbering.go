package rules

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// numbering finds places where the numbers of articles, chapters, headings or
// items do not follow one another.
//
//	articles  第三条 behind 第一条, 第五条 twice, over the whole instrument
//	chapters  parts, chapters and sections
//	headings  一、 （一） 1. of documents without articles
//	items     （一）（二） and 1. 2. inside articles
type numbering struct {
	Of string `yaml:"of"`
}

func (c *numbering) build(*builder) (evaluator, []string, error) {
	kinds, ok := map[string][]document.NodeKind{
		"articles": {document.Article},
		"chapters": {document.Part, document.Chapter, document.Section},
		"headings": {document.Heading1, document.Heading2, document.Heading3},
		"items":    {document.Item, document.Subitem},
	}[c.Of]
	if !ok {
		return nil, nil, fmt.Errorf("of %q is none of articles, chapters, headings, items", c.Of)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		if c.Of == "articles" {
			return brokenArticles(p.Doc), nil
		}
		var out []Hit
		for _, k := range kinds {
			walk(p.Doc.Root, func(n *document.Node) { out = append(out, brokenSeries(p.Doc, n, k)...) })
		}
		return out, nil
	}, []string{"got", "want", "how"}, nil
}

// brokenArticles follows the articles through the whole instrument. Only the
// first break is told: what follows it is mostly its consequence.
func brokenArticles(d *document.Document) []Hit {
	var all []*document.Node
	walk(d.Root, func(n *document.Node) {
		if n.Kind == document.Article && !n.Label.IsZero() {
			all = append(all, n)
		}
	})
	if len(all) < 3 || all[0].Number != 1 {
		return nil // an extract, or a text that amends another
	}
	for i := 1; i < len(all); i++ {
		prev, n := all[i-1], all[i]
		want := prev.Number + 1
		switch {
		case n.Number == want && n.Sub == 0, n.Number == prev.Number && n.Sub == prev.Sub+1, n.Sub == 1 && n.Number == prev.Number:
			continue
		case n.Number == 1:
			return nil // another instrument begins
		}
		// A label that was not read as one is there all the same.
		if n.Number > want && strings.Contains(d.Text.Norm[prev.Span.Start:n.Label.Start], "第"+law.FormatNumeral(want)+"条") {
			continue
		}
		if deleted(d, prev.Span.Start, n.Label.Start) {
			continue
		}
		return []Hit{{Span: n.Label, Vars: breakVars(law.Provision{Article: n.Number, Sub: n.Sub}.String(), law.Provision{Article: want}.String(), n.Number, want),
			Related: []checker.Related{{Span: prev.Label, Message: "前一条"}}}}
	}
	return nil
}

// deleted reports 「第五条（删去）」 between two places.
func deleted(d *document.Document, from, to int) bool {
	s := d.Text.Norm[from:to]
	return strings.Contains(s, "删去") || strings.Contains(s, "删除") || strings.Contains(s, "（略）") || strings.Contains(s, "……")
}

func breakVars(got, want string, n, w int) map[string]string {
	how := "跳号"
	if n < w {
		how = "重号或者倒序"
	}
	return map[string]string{"got": got, "want": want, "how": how}
}

// brokenSeries looks at the children of one kind of a node. A series that does
// not begin with 1 is not understood and left alone; of one that is broken the
// first break is told, what follows is mostly its consequence.
func brokenSeries(d *document.Document, parent *document.Node, kind document.NodeKind) []Hit {
	var first *Hit
	breaks := 0
	var prev *document.Node
	for _, n := range parent.Children {
		if n.Kind != kind || n.Number == 0 || n.Label.IsZero() {
			continue
		}
		switch {
		case prev == nil && n.Number != 1:
			return nil
		case prev == nil, n.Number == prev.Number+1, n.Number == 1:
		default:
			before := d.Text.Norm[prev.Span.Start:n.Label.Start]
			if n.Number > prev.Number+1 && holdsLabel(before, kind, prev.Number+1) || deleted(d, prev.Span.Start, n.Label.Start) {
				break
			}
			if breaks++; first == nil {
				label := d.Text.Norm[n.Label.Start:n.Label.End]
				first = &Hit{Span: n.Label, Vars: breakVars(label, labelLike(kind, prev.Number+1), n.Number, prev.Number+1),
					Related: []checker.Related{{Span: prev.Label, Message: "前一个序号"}}}
			}
		}
		prev = n
	}
	if first == nil || breaks > 3 {
		return nil // several lists that the file has run together
	}
	return []Hit{*first}
}

// labelLike writes the label of a number.
func labelLike(kind document.NodeKind, n int) string {
	han := law.FormatNumeral(n)
	switch kind {
	case document.Part:
		return "第" + han + "编"
	case document.Chapter:
		return "第" + han + "章"
	case document.Section:
		return "第" + han + "节"
	case document.Heading1:
		return han + "、"
	case document.Heading2, document.Item:
		return "（" + han + "）"
	}
	return strconv.Itoa(n) + "."
}

// holdsLabel reports that the number missing stands in the text in some spelling.
func holdsLabel(s string, kind document.NodeKind, n int) bool {
	han, digits := law.FormatNumeral(n), strconv.Itoa(n)
	for _, l := range []string{labelLike(kind, n), "（" + han + "）", "(" + han + ")", han + "、", han + "是", digits + ".", digits + "．", digits + "、", "（" + digits + "）", "(" + digits + ")", "第" + han} {
		if strings.Contains(s, l) {
			return true
		}
	}
	return false
}
