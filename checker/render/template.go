package render

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/render/internal/ooxml"
	"docreview/corpus/law"
)

// Template is an office's own opinion letter, a Word document with placeholders.
type Template struct{ pkg []byte }

// A TemplateError says in Chinese why a document is no template.
type TemplateError struct{ Reason string }

func (e *TemplateError) Error() string { return e.Reason }

// placeholders are the names that a template may hold, in the order of the help,
// and what stands for each. Those without an inline form must be paragraphs of
// their own.
var placeholders = [...]struct {
	name   string
	inline func(b *Batch, r *checker.Report) string
	blocks func(b *Batch, r *checker.Report) []block
}{
	{"标题", func(_ *Batch, r *checker.Report) string { return joinFirst(r.Doc.Instrument, r.Doc.Title, r.File) }, nil},
	{"文号", func(_ *Batch, r *checker.Report) string { return joinFirst(r.Doc.Number, "无文号") }, nil},
	{"制定机关", func(_ *Batch, r *checker.Report) string {
		return joinFirst(strings.Join(r.Doc.Issuers, "、"), "没有写明")
	}, nil},
	{"文件名", func(_ *Batch, r *checker.Report) string { return r.File }, nil},
	{"校验值", func(_ *Batch, r *checker.Report) string { return r.SHA256 }, nil},
	{"基准日", func(_ *Batch, r *checker.Report) string { return r.AsOf.Chinese() }, nil},
	{"日期", nil, nil}, // Options.Date
	{"审核对象", nil, func(_ *Batch, r *checker.Report) []block { return []block{subject(r)} }},
	{"结论", func(_ *Batch, r *checker.Report) string {
		by, _ := graded(r)
		return conclusion(r, by)[0].text
	}, func(_ *Batch, r *checker.Report) []block {
		by, _ := graded(r)
		out := conclusion(r, by)
		for i := range out {
			out[i].text = withoutParts(out[i].text)
		}
		return out
	}},
	{"问题", nil, func(b *Batch, r *checker.Report) []block {
		by, accepted := graded(r)
		return points(b, r, by, accepted)
	}},
	{"程序", nil, procedure},
	{"未检查", nil, reach},
	{"依据清单", nil, bases},
	{"引用清单", nil, func(_ *Batch, r *checker.Report) []block {
		if t, ok := citedTable(r); ok {
			return []block{t}
		}
		return []block{{kind: blockText, text: "没有引用其他文件。"}}
	}},
	{"生成说明", func(b *Batch, _ *checker.Report) string { return strings.Join(b.made(), "；") + "。" }, nil},
}

// Placeholders lists the names that a template may hold.
func Placeholders() []string {
	var out []string
	for _, p := range placeholders {
		out = append(out, p.name)
	}
	return out
}

// ParseTemplate reads a template and fills it once for trial; what is wrong with
// it is a *TemplateError.
func ParseTemplate(pkg []byte) (*Template, error) {
	t := &Template{pkg}
	if err := t.fill(io.Discard, &Batch{}, &checker.Report{}, ""); err != nil {
		return nil, err
	}
	return t, nil
}

// Fill writes the template with what it says about one document.
func (t *Template) fill(w io.Writer, b *Batch, r *checker.Report, date string) error {
	fills := map[string]ooxml.Fill{}
	for _, p := range placeholders {
		var f ooxml.Fill
		switch {
		case p.name == "日期":
			f.Inline = r.AsOf.Chinese()
			if d, n, ok := law.ParseDate(date); ok && n == len(date) {
				f.Inline = d.Chinese()
			}
		case r.Verdict == "unreadable" && p.blocks != nil:
			f.Blocks = []ooxml.FillBlock{{Text: clean(verdictWords(r)) + "。这份文件没有经过任何检查，不能据此作出结论。"}}
			if p.inline != nil {
				f.Inline = f.Blocks[0].Text
			}
		default:
			if p.inline != nil {
				f.Inline = clean(p.inline(b, r))
			}
			if p.blocks != nil {
				f.Blocks = fillBlocks(p.blocks(b, r))
			}
		}
		fills[p.name] = f
	}
	return templateError(ooxml.FillTemplate(w, t.pkg, fills))
}

// withoutParts takes away where our own letter has the rest: an office's letter
// has other parts.
func withoutParts(s string) string {
	return strings.NewReplacer("，逐条意见见第三部分", "", "，见第五部分", "", "，见勘误表", "").Replace(s)
}

func fillBlocks(bs []block) []ooxml.FillBlock {
	out := make([]ooxml.FillBlock, len(bs))
	for i, b := range bs {
		out[i] = ooxml.FillBlock{Label: b.label, Text: b.text, Bookmark: b.id, Head: b.head, Rows: b.rows, Bookmarks: b.ids, Widths: b.widths,
			Bold: b.kind == blockSub || b.kind == blockPoint}
	}
	return out
}

// templateError puts what is wrong with a template into Chinese.
func templateError(err error) error {
	var (
		no       *ooxml.NoTemplateError
		unknown  *ooxml.UnknownPlaceholdersError
		alone    *ooxml.AloneError
		unclosed *ooxml.UnclosedError
	)
	known := "{{" + strings.Join(Placeholders(), "}} {{") + "}}"
	switch {
	case errors.As(err, &no):
		s := no.Reason
		if s == "里面没有占位符" {
			s += "。可以用的占位符：" + known
		}
		return &TemplateError{s}
	case errors.As(err, &unknown):
		names := slices.Clone(unknown.Names)
		for i, n := range names {
			names[i] = "{{" + clean(n) + "}}"
		}
		return &TemplateError{"没有" + strings.Join(names, "、") + "这种占位符。可以用的占位符：" + known}
	case errors.As(err, &alone):
		return &TemplateError{fmt.Sprintf("{{%s}}要单独成一段，段落里不能有别的文字、图片、域和修订", alone.Name)}
	case errors.As(err, &unclosed):
		return &TemplateError{"占位符“" + clean(unclosed.Near) + "”没有写完，后面缺少“}}”"}
	}
	return err
}

// bases lists what the findings rest on, each once, with the words of the law
// where they are held. Accepted findings do not count.
func bases(b *Batch, r *checker.Report) []block {
	var out []block
	seen := map[checker.Basis]bool{}
	for _, f := range r.Findings {
		if f.Suppressed != nil {
			continue
		}
		for _, x := range f.Basis {
			key := x
			key.Gist, key.Unsure = "", false
			if seen[key] {
				continue
			}
			seen[key] = true
			out = append(out, block{kind: blockText, text: fmt.Sprintf("%d. %s", len(seen), clean(basis(x)))})
			for _, l := range b.article(r.AsOf, x) {
				out = append(out, block{kind: blockQuote, text: l})
			}
		}
	}
	if len(out) == 0 {
		return []block{{kind: blockText, text: "没有。"}}
	}
	return out
}

// renderTemplate fills the office's own letter for the one document of a batch.
func (l letterRenderer) renderTemplate(w io.Writer, b *Batch) error {
	var only *checker.Report
	for r := range b.Reports {
		if only != nil {
			return ErrOneDocument
		}
		only = r
	}
	if only == nil {
		return ErrOneDocument
	}
	var buf bytes.Buffer
	if err := l.Template.fill(&buf, b, only, l.Date); err != nil {
		return err
	}
	_, err := w.Write(buf.Bytes())
	return err
}
