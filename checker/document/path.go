package document

import (
	"sort"
	"strings"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// At gives the innermost node of the body that holds the place; nil outside the
// tree.
func (d *Document) At(off int) *Node {
	n := d.Root
	if n == nil || off < n.Span.Start || off >= n.Span.End {
		return nil
	}
	for {
		c := n.Children
		i := sort.Search(len(c), func(i int) bool { return c[i].Span.End > off })
		if i == len(c) || off < c[i].Span.Start {
			return n
		}
		n = c[i]
	}
}

// Provision gives the place of a node inside an article; zero outside articles.
// The paragraph is given only where the article has more than one.
func (n *Node) Provision() law.Provision {
	var p law.Provision
	for ; n != nil; n = n.Parent {
		switch n.Kind {
		case Article:
			p.Article, p.Sub = n.Number, n.Sub
			return p
		case Paragraph:
			if n.Parent != nil && n.Parent.Kind == Article && n.Parent.paragraphs() > 1 {
				p.Para = n.Number
			}
		case Item:
			p.Item = n.Number
		case Subitem:
			p.Subitem = n.Number
		}
	}
	return law.Provision{}
}

func (n *Node) paragraphs() int {
	k := 0
	for _, c := range n.Children {
		if c.Kind == Paragraph {
			k++
		}
	}
	return k
}

// Article gives the article that holds n; nil outside articles.
func (n *Node) Article() *Node {
	for ; n != nil && n.Kind != Article; n = n.Parent {
	}
	return n
}

// PathAt gives where s begins inside the body: 第三条第二款第（一）项 in articles,
// 二、（三） under headings, 第二章 where nothing smaller holds it; "" outside the
// tree. Paragraphs are counted only where an article has more than one.
func (d *Document) PathAt(s source.Span) string {
	n := d.At(s.Start)
	if n == nil {
		return ""
	}
	if p := n.Provision(); !p.IsZero() {
		return p.String()
	}
	var parts []string
	for ; n != nil; n = n.Parent {
		num := law.FormatNumeral(n.Number)
		switch n.Kind {
		case Heading1:
			parts = append(parts, num+"、")
		case Heading2:
			parts = append(parts, "（"+num+"）")
		case Heading3:
			parts = append(parts, itoa(n.Number)+".")
		case Heading4:
			parts = append(parts, "（"+itoa(n.Number)+"）")
		case Part, Chapter, Section:
			if len(parts) == 0 {
				parts = append(parts, "第"+num+map[NodeKind]string{Part: "编", Chapter: "章", Section: "节"}[n.Kind])
			}
		}
	}
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.TrimSuffix(strings.Join(parts, ""), "、")
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}
