package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// documentIs holds for the document as a whole where everything asked is so; as a
// part of all it narrows another condition. Where it asks about a title alone,
// the title is what is underlined.
type documentIs struct {
	Ranks       []string `yaml:"ranks"`        // of the issuer: central province city county town local; unknown
	Kinds       []string `yaml:"kinds"`        // 文种
	NotKinds    []string `yaml:"not_kinds"`    //
	Title       string   `yaml:"title"`        // title of the instrument must match
	UnlessTitle string   `yaml:"unless_title"` // it must not match this; nor may the title of the notice, where Title asks nothing
	Says        string   `yaml:"says"`         // some sentence or line must match
	UnlessSays  string   `yaml:"unless_says"`  // none may match
	Lacks       []string `yaml:"lacks"`        // dated number signature issuer addressee passed notice annex
	Has         []string `yaml:"has"`          // the same words
	Normative   []string `yaml:"normative"`    // yes no unclear
	// ArticlesAtMost asks for at most so many articles; 0: any number.
	ArticlesAtMost int    `yaml:"articles_at_most"`
	Lasting        string `yaml:"lasting"` // yes: made to be applied again and again, not a report, a plan of the year, a call
}

// parts tells which part of a document is there.
func parts() map[string]func(d *document.Document) bool {
	return map[string]func(d *document.Document) bool{
		"dated":     func(d *document.Document) bool { return !d.Dated.Value.IsZero() },
		"number":    func(d *document.Document) bool { return len(d.Numbers) > 0 },
		"signature": func(d *document.Document) bool { return !d.Signature.IsZero() },
		"issuer":    func(d *document.Document) bool { return len(d.Issuers) > 0 },
		"addressee": func(d *document.Document) bool { return d.Addressee.Known() },
		"passed":    func(d *document.Document) bool { return d.Passed.Known() },
		"notice":    func(d *document.Document) bool { return d.Forwarded },
		"annex":     func(d *document.Document) bool { return len(d.Annexes) > 0 },
		"repeals":   func(d *document.Document) bool { return len(d.Repeals) > 0 },
		"articles":  func(d *document.Document) bool { return articleCount(d) > 0 },
		"meta":      func(d *document.Document) bool { return len(d.Meta) > 0 },
		"chapters": func(d *document.Document) bool {
			n := 0
			walk(d.Root, func(x *document.Node) {
				if x.Kind == document.Chapter {
					n++
				}
			})
			return n > 1
		},
	}
}

func (c *documentIs) build(b *builder) (evaluator, []string, error) {
	var ps [4]*pattern
	for i, expr := range []string{c.Title, c.UnlessTitle, c.Says, c.UnlessSays} {
		var err error
		if ps[i], err = b.pattern(expr); err != nil {
			return nil, nil, err
		}
	}
	for _, w := range slices.Concat(c.Lacks, c.Has) {
		if parts()[w] == nil {
			return nil, nil, fmt.Errorf("no part of a document is called %q", w)
		}
	}
	for _, w := range c.Ranks {
		if !slices.Contains([]string{"central", "province", "city", "county", "town", "local", "unknown"}, w) {
			return nil, nil, fmt.Errorf("no rank is called %q", w)
		}
	}
	if c.Lasting != "" && c.Lasting != "yes" && c.Lasting != "no" {
		return nil, nil, fmt.Errorf("%q is neither yes nor no", c.Lasting)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		d := p.Doc
		if !c.rank(issuerRank(p)) || len(c.Kinds) > 0 && !slices.Contains(c.Kinds, d.Kind) || slices.Contains(c.NotKinds, d.Kind) ||
			len(c.Normative) > 0 && !slices.Contains(c.Normative, d.Normative.Answer.String()) {
			return nil, nil
		}
		for _, w := range c.Lacks {
			if parts()[w](d) {
				return nil, nil
			}
		}
		for _, w := range c.Has {
			if !parts()[w](d) {
				return nil, nil
			}
		}
		n := articleCount(d)
		if c.ArticlesAtMost > 0 && n > c.ArticlesAtMost {
			return nil, nil
		}
		if c.Lasting != "" && lasting(p) != (c.Lasting == "yes") {
			return nil, nil
		}
		if ps[1].in(d.Instrument.Value) || ps[0] == nil && ps[1].in(d.Title.Value) ||
			ps[2] != nil && !ps[2].in(d.Text.Norm) || ps[3].in(d.Text.Norm) {
			return nil, nil
		}
		h := Hit{Vars: map[string]string{"title": d.Instrument.Value, "kind": d.Kind, "articles": strconv.Itoa(n)}}
		if ps[0] != nil {
			at := ps[0].get().FindStringIndex(d.Instrument.Value)
			if at == nil {
				return nil, nil
			}
			h.Span = within(d, d.Instrument, at)
			h.Vars["match"] = d.Instrument.Value[at[0]:at[1]]
		}
		return []Hit{h}, nil
	}, []string{"title", "kind", "articles"}, nil
}

func (c *documentIs) rank(have string) bool {
	if len(c.Ranks) == 0 {
		return true
	}
	for _, w := range c.Ranks {
		if w == have || w == "local" && local(have) || w == "unknown" && have == "" {
			return true
		}
	}
	return false
}

// within maps a stretch of a title to the text; where the title runs over several
// lines and cannot be mapped, the whole of it.
func within(d *document.Document, s document.Said[string], at []int) source.Span {
	norm := d.Text.Norm[s.Span.Start:s.Span.End]
	if i := strings.Index(norm, s.Value[at[0]:at[1]]); i >= 0 && at[0] < at[1] {
		if j := strings.LastIndex(norm, s.Value[at[0]:at[1]]); at[0] > 0 {
			i = j
		}
		return source.Span{Start: s.Span.Start + i, End: s.Span.Start + i + at[1] - at[0]}
	}
	return s.Span
}

// articleCount is the number of articles of the instrument.
func articleCount(d *document.Document) int {
	n := 0
	walk(d.Root, func(x *document.Node) {
		if x.Kind == document.Article {
			n++
		}
	})
	return n
}

func walk(n *document.Node, f func(*document.Node)) {
	if n == nil {
		return
	}
	f(n)
	for _, c := range n.Children {
		walk(c, f)
	}
}

// passing are words of titles whose documents are not made to be applied again
// and again: they report, plan a year, call, answer, name persons or end others.
var passing = []string{
	"报告", "工作要点", "工作计划", "年度计划", "要点", "任务分工", "申报", "征集", "遴选", "推荐工作", "评选", "表彰", "通报", "任免", "任命", "批复", "复函",
	"的函", "纪要", "预算", "下达", "成立", "调整领导小组", "机构设置", "放假", "会议", "公示", "名单", "结果", "废止", "失效", "清理", "讲话",
	"倡议书", "招聘", "招生", "考试的", "专项行动", "专项整治", "立法计划", "规划", "纲要", "工作方案", "行动方案", "活动方案", "试点方案", "行动计划", "工作安排", "重点工作", "任务清单", "解读",
}

// ofOneYear reports a title that names the year it is for: 关于做好2025年防汛工作的通知.
func ofOneYear(title string) bool {
	for i := range len(title) {
		if _, n := fourDigits(title[i:]); n > 0 && startsWithAny(title[i+n:], "年", "—", "-", "－", "至") {
			return true
		}
	}
	return false
}

// lasting reports whether the document is one that is applied again and again, so
// that it needs a day of taking effect and a period of validity.
func lasting(p *checker.Pass) bool {
	return p.Memo(lastingKey{}, func() any { return lastingDocument(p.Doc) }).(bool)
}

type lastingKey struct{}

func lastingDocument(d *document.Document) bool {
	if d.Normative.Answer == document.No {
		return false
	}
	switch d.Kind {
	case "报告", "请示", "批复", "函", "纪要", "会议纪要", "通报", "议案", "命令", "讲话":
		return false
	}
	title := d.Instrument.Value
	if title == "" {
		title = d.Title.Value
	}
	// 《…奖励办法》 stays one whatever words stand before its form.
	name, _ := law.SplitEdition(title)
	name = strings.TrimRight(name, "》〉”\"")
	for _, trial := range []string{"（试行）", "（暂行）", "(试行)", "(暂行)"} {
		name = strings.TrimSuffix(name, trial)
	}
	for _, form := range []string{"办法", "规定", "细则", "规则", "规范", "标准", "实施意见", "若干措施", "政策措施"} {
		if strings.HasSuffix(name, form) {
			return true
		}
	}
	for _, t := range []string{d.Title.Value, title} {
		if ofOneYear(t) {
			return false
		}
		for _, w := range passing {
			if strings.Contains(t, w) {
				return false
			}
		}
	}
	return true
}
