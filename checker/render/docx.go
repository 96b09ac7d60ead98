package render

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"

	"docreview/checker"
	"docreview/checker/render/internal/ooxml"
	"docreview/checker/source"
)

// docxRenderer writes findings as comments into the Word file that was reviewed,
// or, for a file of another kind, into a new Word file of its text. It takes one
// document: comments of several have no common place.
type docxRenderer struct{ Options }

// ErrOneDocument says that a format takes one document and was given several.
var ErrOneDocument = errors.New("the format takes one document")

// Render writes the file with comments. A document that could not be read has no
// text to comment on and is an error.
func (d docxRenderer) Render(w io.Writer, b *Batch) error {
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
	var original []byte
	if b.Original != nil {
		var err error
		if original, err = b.Original(only); err != nil {
			return fmt.Errorf("read the document again: %w", err)
		}
	}
	author := d.Author
	if author == "" {
		author = "合法性审核（" + b.Tool.Name + "）"
	}
	return annotateDocx(w, original, only, b.title, author, cmp.Or(d.Date, only.AsOf.String()))
}

// AnnotateDocx writes the document with each finding of r as a comment on exactly
// its words. original are the bytes that r was made from; when they are no Word
// document a new one is made of r.Orig. What stands in the file stays: comments,
// revisions, and byte for byte every part that holds no comments. The result is
// verified before anything is written. date is a day (2026-11-22) or "".
func AnnotateDocx(w io.Writer, original []byte, r *checker.Report, author, date string) error {
	return annotateDocx(w, original, r, func(string) string { return "" }, author, date)
}

func annotateDocx(w io.Writer, original []byte, r *checker.Report, title func(string) string, author, date string) error {
	if r.Verdict == "unreadable" {
		return &source.Unreadable{Name: r.File, Kind: "unsupported", Reason: "文件没有读出正文，不能加批注", Next: "请先按检查报告的提示处理文件"}
	}
	if r.Format == "docx" && len(original) == 0 {
		return &source.Unreadable{Name: r.File, Kind: "io", Reason: "没有原文件，不能在原文上加批注", Next: "请写明文件名，不要用标准输入"}
	}
	pkg, at, part := original, []source.Span(nil), ""
	var err error
	if r.Format == "docx" {
		pkg, part, at, err = commentable(original, r)
	} else {
		pkg, part, at, err = rewritten(r)
	}
	if err != nil {
		return err
	}
	layout, err := ooxml.NewLayout(pkg, part)
	if err != nil {
		return fmt.Errorf("comment on %s: %w", r.File, err)
	}
	places := &wordPlaces{at: at, lines: newLineTable(newExcerpts(r))}
	var comments []ooxml.Comment
	for _, f := range r.Findings {
		from, to, exact, ok := places.of(f)
		if !ok {
			return fmt.Errorf("%s: the file has no place for a comment", r.File)
		}
		if end, cut := layout.Clip(from, to); cut {
			to, exact = end, false
		}
		c := ooxml.Comment{Start: from, End: to, Author: author, Initials: "审", Paragraphs: commentWords(f, title(f.RuleID), exact)}
		if date != "" {
			c.Date = date + "T00:00:00Z"
		}
		comments = append(comments, c)
	}
	if len(comments) == 0 {
		_, err := w.Write(pkg) // nothing to say: the file as it is
		return err
	}
	var out bytes.Buffer
	if err := ooxml.Annotate(&out, pkg, part, comments); err != nil {
		return fmt.Errorf("comment on %s: %w", r.File, err)
	}
	if r.Format == "docx" {
		// The file must read as it did before: the same text, hence the same findings.
		again, err := source.Read(r.File, bytes.NewReader(out.Bytes()), int64(out.Len())+1)
		if err != nil {
			return fmt.Errorf("the file with comments does not read: %w", err)
		}
		if again.Orig != r.Orig {
			return errors.New("the file with comments reads differently")
		}
	}
	_, err = w.Write(out.Bytes())
	return err
}

// commentable finds the places of a Word file that was reviewed.
func commentable(original []byte, r *checker.Report) ([]byte, string, []source.Span, error) {
	if ooxml.Signed(original) {
		return nil, "", nil, &source.Unreadable{Name: r.File, Kind: "unsupported", Reason: "文件带有数字签名，加批注会使签名失效", Next: "请另存为不带签名的副本后再加批注"}
	}
	o, err := source.OriginOfDocx(original)
	if err != nil {
		return nil, "", nil, fmt.Errorf("comment on %s: %w", r.File, err)
	}
	if o.Orig != r.Orig {
		return nil, "", nil, fmt.Errorf("comment on %s: the file is not the one that was reviewed", r.File)
	}
	return original, o.Part, o.At, nil
}

// rewritten makes a Word document of the text, a paragraph a line, and finds the
// places of its characters.
func rewritten(r *checker.Report) ([]byte, string, []source.Span, error) {
	const part = "word/document.xml"
	d := ooxml.Word{Title: clean(joinFirst(r.Doc.Title, r.File)), Creator: "docreview"}
	for _, b := range lineBounds(r.Orig) {
		d.Paragraph(ooxml.StylePlain, "", ooxml.Run{Text: r.Orig[b[0]:b[1]]})
	}
	parts := d.Parts()
	var chars []ooxml.Span
	for _, p := range parts {
		if p.Name == part {
			var err error
			if chars, err = ooxml.Chars(p.Data); err != nil {
				return nil, "", nil, err
			}
		}
	}
	at := make([]source.Span, 0, len(r.Orig)/3)
	k := 0
	for _, c := range r.Orig {
		if c == '\t' || c == '\n' || c == '\r' || ooxml.Escape(string(c)) == "" {
			at = append(at, source.Span{Start: -1, End: -1})
			continue
		}
		if k == len(chars) {
			return nil, "", nil, errors.New("the new document holds less than the text")
		}
		at = append(at, source.Span(chars[k]))
		k++
	}
	if k != len(chars) {
		return nil, "", nil, errors.New("the new document holds more than the text")
	}
	var buf bytes.Buffer
	if err := ooxml.Write(&buf, parts); err != nil {
		return nil, "", nil, err
	}
	return buf.Bytes(), part, at, nil
}

// wordPlaces knows where each code point of the text stands in the main part.
type wordPlaces struct {
	at    []source.Span
	lines *lineTable
}

// of gives the stretch of the main part for a finding. exact says that it holds
// all words of the finding; else it is the line they belong to (a label that
// Word counts stands in no run) or, for a finding about the whole document, its
// first line.
func (p *wordPlaces) of(f checker.Finding) (from, to int, exact, ok bool) {
	if f.End > f.Start {
		if from, to, ok = p.between(f.Start, f.End); ok {
			return from, to, true, true
		}
	}
	if f.Line > 0 {
		if from, to, ok = p.line(f.Start); ok {
			return from, to, false, true
		}
	}
	for i := range p.at {
		if p.at[i].Start >= 0 {
			from, to, ok = p.line(i)
			return from, to, false, ok
		}
	}
	return 0, 0, false, false
}

// between gives the stretch from the first to the last character that has a
// place, in the order of the file.
func (p *wordPlaces) between(start, end int) (from, to int, ok bool) {
	for _, s := range p.at[min(max(start, 0), len(p.at)):min(max(end, 0), len(p.at))] {
		if s.Start < 0 {
			continue
		}
		if !ok || s.Start < from {
			from = s.Start
		}
		if !ok || s.End > to {
			to = s.End
		}
		ok = true
	}
	return from, to, ok
}

// line gives the stretch of the line that holds a code point.
func (p *wordPlaces) line(n int) (from, to int, ok bool) {
	line, column := p.lines.at(n)
	start := n - column + 1
	end := start
	for end < len(p.at) {
		if l, _ := p.lines.at(end); l != line {
			break
		}
		end++
	}
	return p.between(start, end)
}

// commentWords are the paragraphs of a comment.
func commentWords(f checker.Finding, title string, exact bool) []string {
	out := []string{fmt.Sprintf("【%s】%s", severityName[f.Severity], joinKnown(" ", clean(title), "（"+f.RuleID+"）"))}
	if s := f.Suppressed; s != nil {
		out = append(out, clean(joinKnown("　", "已说明理由，不计入结论："+s.Reason, label("确认人：", s.Person), label("至：", s.Until))))
	}
	switch {
	case f.End <= f.Start:
		out = append(out, "（关于全文）")
	case !exact:
		out = append(out, "（所指：“"+shorten(clean(f.Quote), 120)+"”）")
	}
	out = append(out, clean(f.Message))
	for _, x := range f.Basis {
		out = append(out, "依据："+clean(basis(x)))
	}
	if f.Suggestion != "" {
		out = append(out, "建议："+clean(f.Suggestion))
	}
	for _, x := range f.Related {
		out = append(out, "另见："+joinKnown("　", lineWords(x.Line), clean(joinKnown("：", x.Message, label("“", shorten(clean(x.Quote), 60)+"”")))))
	}
	return append(out, "编号："+f.ID)
}
