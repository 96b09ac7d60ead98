package rules

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// crossref looks at the places of its own to which a document refers.
//
//	article    本办法第二十条, where the last article is the eighteenth
//	paragraph  第五条第三款, where article 5 has two paragraphs
//	item       第五条第（六）项, where no paragraph of article 5 has so many
//	prior      前款 in the first paragraph of an article, 前条 in the first article
//	annex      附件3, which is neither listed nor carried
type crossref struct {
	To string `yaml:"to"`
}

func (c *crossref) build(*builder) (evaluator, []string, error) {
	find, ok := map[string]func(*document.Document) []Hit{
		"article": missingArticles, "paragraph": missingParagraphs, "item": missingItems, "prior": danglingPrior, "annex": missingAnnexes,
	}[c.To]
	if !ok {
		return nil, nil, fmt.Errorf("to %q is none of article, paragraph, item, prior, annex", c.To)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) { return find(p.Doc), nil }, []string{"place", "last"}, nil
}

// ownArticles are the articles of the instrument by number; last is the highest.
// Articles with a 之 stand under their number too.
func ownArticles(d *document.Document) (by map[law.Provision]*document.Node, last int) {
	by = map[law.Provision]*document.Node{}
	walk(d.Root, func(n *document.Node) {
		if n.Kind == document.Article {
			by[law.Provision{Article: n.Number, Sub: n.Sub}] = n
			last = max(last, n.Number)
		}
	})
	return by, last
}

// ownReferences calls f for every place of its own that the body refers to by
// name: 本办法第三条, 第三条 without a name, 本条第二款.
func ownReferences(d *document.Document, f func(q document.Citation, at law.Provision)) {
	for _, q := range d.Citations {
		if q.Form != document.FormSelf || !d.Body.Contains(q.Span) || inQuotedTitle(d, q.Span) {
			continue
		}
		// 第（十）项 alone goes on with an article named before it.
		if !strings.HasPrefix(q.Title, "本") && !strings.Contains(d.Text.Norm[q.Span.Start:q.Span.End], "条") {
			continue
		}
		for _, at := range q.At {
			f(q, at)
		}
	}
}

// inQuotedTitle reports a place inside 《》 or quotation marks: words of others.
func inQuotedTitle(d *document.Document, s source.Span) bool {
	i := clauseAt(d.Clauses, s.Start)
	if i < 0 {
		return false
	}
	before := d.Text.Norm[d.Clauses[i].Span.Start:s.Start]
	return inTitle(before, len(before)) || strings.Count(before, "“") > strings.Count(before, "”")
}

func missingArticles(d *document.Document) []Hit {
	by, last := ownArticles(d)
	if last < 2 || len(by) < last {
		return nil // not in articles, or some of them were not read
	}
	var out []Hit
	ownReferences(d, func(q document.Citation, at law.Provision) {
		if at.Article == 0 || by[law.Provision{Article: at.Article, Sub: at.Sub}] != nil {
			return
		}
		if !strings.HasPrefix(q.Title, "本") && foreign(d, q) {
			return
		}
		out = append(out, Hit{Span: q.Span, Vars: map[string]string{"place": law.Provision{Article: at.Article, Sub: at.Sub}.String(), "last": strconv.Itoa(last)}})
	})
	return out
}

// foreign reports that 第…条 without a name may belong to a regulation: one is
// named before it in the same article or paragraph.
func foreign(d *document.Document, q document.Citation) bool {
	i := clauseAt(d.Clauses, q.Span.Start)
	if i < 0 {
		return true
	}
	near := nearSpan(d, &d.Clauses[i])
	for _, o := range d.Citations {
		if o.Span.Start >= q.Span.Start {
			break
		}
		if o.Span.Start >= near.Start && o.Form != document.FormSelf && o.Form != document.FormPrior {
			return true
		}
	}
	before := d.Text.Norm[near.Start:q.Span.Start]
	for _, w := range []string{"该法", "该条例", "上述", "法》", "条例》", "刑法", "宪法", "公约"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}

// nearSpan is the span whose text nearText gives.
func nearSpan(d *document.Document, c *document.Clause) source.Span {
	for n := c.Node; n != nil && n.Parent != nil; n = n.Parent {
		if n.Kind == document.Article || n.Parent.Kind == document.Root {
			return n.Span
		}
	}
	return c.Span
}

// paragraphs counts the 款 of an article; an article that is one paragraph with
// items has one.
func paragraphs(n *document.Node) int {
	k := 0
	for _, c := range n.Children {
		if c.Kind == document.Paragraph {
			k++
		}
	}
	return k
}

func missingParagraphs(d *document.Document) []Hit {
	by, last := ownArticles(d)
	if len(by) < last {
		return nil
	}
	var out []Hit
	ownReferences(d, func(q document.Citation, at law.Provision) {
		n := by[law.Provision{Article: at.Article, Sub: at.Sub}]
		if n == nil || at.Para == 0 || at.Para <= paragraphs(n) || !strings.HasPrefix(q.Title, "本") && foreign(d, q) {
			return
		}
		out = append(out, Hit{Span: q.Span, Vars: map[string]string{"place": at.String(), "last": strconv.Itoa(paragraphs(n))}})
	})
	return out
}

func missingItems(d *document.Document) []Hit {
	by, last := ownArticles(d)
	if len(by) < last {
		return nil
	}
	var out []Hit
	ownReferences(d, func(q document.Citation, at law.Provision) {
		n := by[law.Provision{Article: at.Article, Sub: at.Sub}]
		if n == nil || at.Item == 0 || !strings.HasPrefix(q.Title, "本") && foreign(d, q) {
			return
		}
		most := 0
		walk(n, func(x *document.Node) {
			if x.Kind == document.Item {
				most = max(most, x.Number)
			}
		})
		if most == 0 || at.Item <= most {
			return
		}
		out = append(out, Hit{Span: q.Span, Vars: map[string]string{"place": at.String(), "last": strconv.Itoa(most)}})
	})
	return out
}

// danglingPrior finds 前款 with no paragraph and no items before it, and 前条 in
// the first article.
func danglingPrior(d *document.Document) []Hit {
	if articleCount(d) < 2 {
		return nil // an extract, whose beginning we do not see
	}
	var out []Hit
	for _, q := range d.Citations {
		if q.Form != document.FormPrior || !d.Body.Contains(q.Span) || inQuotedTitle(d, q.Span) {
			continue
		}
		i := clauseAt(d.Clauses, q.Span.Start)
		if i < 0 {
			continue
		}
		n := d.Clauses[i].Node
		for n != nil && n.Kind != document.Article {
			n = n.Parent
		}
		if n == nil {
			continue
		}
		switch {
		case strings.HasPrefix(q.Title, "前款"):
			// The first paragraph of an article that no other precedes. Where the
			// lines of the file were joined the article has one paragraph in all
			// and we cannot tell.
			first := firstParagraph(n)
			if first == nil || !first.Span.Contains(q.Span) || len(first.Children) > 0 {
				continue
			}
			if strings.Contains(d.Text.Norm[n.Span.Start:q.Span.Start], "。") {
				continue
			}
		case strings.HasPrefix(q.Title, "前条"):
			if n.Number != 1 || n.Sub != 0 {
				continue
			}
		default:
			continue
		}
		out = append(out, Hit{Span: q.Span, Vars: map[string]string{"place": q.Title}})
	}
	return out
}

func firstParagraph(n *document.Node) *document.Node {
	for _, c := range n.Children {
		if c.Kind == document.Paragraph {
			return c
		}
	}
	return nil
}

// missingAnnexes speaks only where the document lists or carries some annexes, so
// that its count is known: an annex that the file simply lacks is a matter of
// scope.
func missingAnnexes(d *document.Document) []Hit {
	known, highest := false, 0
	for _, a := range d.Annexes {
		if !a.Listed.IsZero() || !a.Body.IsZero() {
			known = true
			highest = max(highest, a.Number, 1)
		}
	}
	if !known {
		return nil
	}
	var out []Hit
	for _, a := range d.Annexes {
		if a.Listed.IsZero() && a.Body.IsZero() && a.Number > highest {
			for _, s := range a.Mentions {
				if inQuotedTitle(d, s) || foreignAnnex(d, s) {
					continue
				}
				out = append(out, Hit{Span: s, Vars: map[string]string{"place": "附件" + strconv.Itoa(a.Number), "last": strconv.Itoa(highest)}})
				break
			}
		}
	}
	return out
}

// foreignAnnex reports an annex of another document: 《…》附件3, 该通知附件2.
func foreignAnnex(d *document.Document, s source.Span) bool {
	before := d.Text.Norm[max(0, s.Start-18):s.Start]
	for _, w := range []string{"》", "》的", "号）", "号）的", "通知", "通知的", "公约", "文件"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return false
}
