package rules

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// mismatch finds two places of a document that say the same thing differently:
// the page's metadata and the text, the notice and what it issues, the head and
// the signature.
//
//	number      the number in the metadata is not that in the head
//	title       the titles differ in a few characters
//	date        成文日期 of the page is not that of the signature, or 印发 before it
//	issuer      the page names another issuer than the signature
//	status      the page says 有效 after the last day of validity
//	instrument  the notice issues an instrument of another title than follows
//	office      the number is that of a government while its office issued the document, or the other way round
//	signature   joint issuers of the head of whom one did not sign
type mismatch struct {
	Of string `yaml:"of"`
}

func (c *mismatch) build(*builder) (evaluator, []string, error) {
	find, ok := map[string]func(*checker.Pass) []Hit{
		"number": numberMismatch, "title": titleMismatch, "date": dateMismatch, "issuer": issuerMismatch,
		"status": statusMismatch, "instrument": instrumentMismatch, "signature": signatureMismatch,
		"office": officeMismatch,
	}[c.Of]
	if !ok {
		return nil, nil, fmt.Errorf("of %q names nothing that can be compared", c.Of)
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) { return find(p), nil }, []string{"here", "there"}, nil
}

func differ(here, there source.Span, a, b, where string) []Hit {
	h := Hit{Span: here, Vars: map[string]string{"here": a, "there": b}}
	if !there.IsZero() {
		h.Related = []checker.Related{{Span: there, Message: where}}
	}
	return []Hit{h}
}

// numberMismatch speaks where the head bears one number and the metadata bear
// another. A head with several numbers tells of several wordings.
func numberMismatch(p *checker.Pass) []Hit {
	var head, meta []document.Number
	for _, n := range p.Doc.Numbers {
		switch {
		case n.Number.IsZero():
		case n.Zone == document.ZoneMeta:
			meta = append(meta, n)
		case n.Zone == document.ZoneHead:
			head = append(head, n)
		}
	}
	if len(head) != 1 || len(meta) == 0 {
		return nil
	}
	for _, m := range meta {
		if m.Number == head[0].Number {
			return nil
		}
	}
	return differ(head[0].Span, meta[0].Span, head[0].Raw, meta[0].Raw, "页面信息中的文号")
}

// field finds a row of the metadata by any of its names.
func field(d *document.Document, keys ...string) (document.Field, bool) {
	for _, f := range d.Meta {
		if slices.Contains(keys, f.Key) && strings.TrimSpace(f.Value) != "" {
			return f, true
		}
	}
	return document.Field{}, false
}

// letters keeps the Han characters, letters and digits of a title, which is what
// two spellings of it share.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Han, r) || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// titleMismatch speaks of titles that are nearly alike: where they differ much,
// the page names something else by that key.
func titleMismatch(p *checker.Pass) []Hit {
	d := p.Doc
	f, ok := field(d, "标题", "名称", "文件名称", "信息名称", "文件标题")
	if !ok || !d.Title.Known() || f.Span.Contains(d.Title.Span) {
		return nil
	}
	meta := letters(f.Value)
	for _, t := range []string{d.Title.Value, d.Instrument.Value} {
		own := letters(t)
		if own == "" || strings.Contains(meta, own) || strings.Contains(own, meta) || strings.HasSuffix(own, strings.TrimSuffix(meta, "的通知")) {
			return nil
		}
	}
	own := letters(d.Title.Value)
	n := utf8.RuneCountInString(own)
	if n < 10 || !nearlyAlike(own, meta) {
		return nil
	}
	return differ(d.Title.Span, f.Span, d.Title.Value, f.Value, "页面信息中的标题")
}

// nearlyAlike reports that two strings differ in at most three characters in one
// place each.
func nearlyAlike(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return len(x) <= 3 && len(y) <= 3
}

func dateMismatch(p *checker.Pass) []Hit {
	d := p.Doc
	if !d.Dated.Value.Valid() || inMeta(d, d.Dated.Span) {
		return nil
	}
	if f, ok := field(d, "成文日期", "成文时间", "生成日期"); ok {
		if day, _, ok := law.ParseDate(f.Value); ok && day.Valid() && day != d.Dated.Value {
			return differ(d.Dated.Span, f.Span, d.Dated.Value.Chinese(), day.Chinese(), "页面信息中的成文日期")
		}
	}
	if f, ok := field(d, "发文日期", "印发日期", "发布日期", "公开日期", "公布日期"); ok {
		if day, _, ok := law.ParseDate(f.Value); ok && day.Valid() && day.Before(d.Dated.Value) {
			return differ(d.Dated.Span, f.Span, d.Dated.Value.Chinese(), day.Chinese(), "页面信息中的发文日期")
		}
	}
	return nil
}

// issuerMismatch compares only organs that the text itself names as its issuers.
// A government and its office issue for each other, and pages shorten names.
func issuerMismatch(p *checker.Pass) []Hit {
	d := p.Doc
	f, ok := field(d, "发文机关", "制定机关", "发文单位", "发文机构", "发布机关", "发布机构", "发布单位")
	if !ok {
		return nil
	}
	meta := strings.NewReplacer("办公室", "", "办公厅", "", "人民", "").Replace(letters(f.Value))
	if !looksLikeOrgan(meta) {
		return nil
	}
	var first *document.Issuer
	for i := range d.Issuers {
		x := &d.Issuers[i]
		if x.From != "signature" {
			continue
		}
		if first == nil {
			first = x
		}
		own := strings.NewReplacer("办公室", "", "办公厅", "", "人民", "").Replace(letters(x.Name))
		if strings.Contains(own, meta) || strings.Contains(meta, own) || lastRunes(own, 3) == lastRunes(meta, 3) {
			return nil
		}
	}
	if first == nil {
		return nil
	}
	return differ(first.Span, f.Span, first.Name, f.Value, "页面信息中的发文机关")
}

// looksLikeOrgan reports that a value of the metadata is the name of an organ.
func looksLikeOrgan(s string) bool {
	for _, end := range []string{"局", "厅", "部", "委", "委员会", "政府", "署", "院", "办"} {
		if strings.HasSuffix(s, end) {
			return utf8.RuneCountInString(s) >= 4
		}
	}
	return false
}

func lastRunes(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
}

func statusMismatch(p *checker.Pass) []Hit {
	d := p.Doc
	f, ok := field(d, "有效性", "是否有效", "效力状态", "时效性", "状态", "文件状态", "有效状态", "效力")
	if !ok {
		return nil
	}
	switch strings.TrimSpace(f.Value) {
	case "有效", "现行有效", "继续有效", "是":
	default:
		return nil
	}
	end := checker.Expires(d)
	if !end.Valid() || !end.Before(p.AsOf) {
		return nil
	}
	var span source.Span
	for _, v := range d.Validity {
		span = v.Span
		break
	}
	return differ(f.Span, span, f.Value, end.Chinese(), "正文规定的有效期")
}

// instrumentMismatch compares the title that the notice names with the line that
// stands over the instrument.
func instrumentMismatch(p *checker.Pass) []Hit {
	d := p.Doc
	if !d.Forwarded || d.Body.IsZero() || d.Notice.IsZero() {
		return nil
	}
	line, ok := headOver(d)
	if !ok {
		return nil
	}
	own := letters(d.Text.Norm[line.Start:line.End])
	if utf8.RuneCountInString(own) < 6 {
		return nil
	}
	for _, q := range d.Citations {
		if q.Use != document.UseIssues || q.Title == "" || q.Span.Start >= line.Start {
			continue
		}
		said := letters(q.Title)
		if strings.Contains(own, said) || strings.Contains(said, own) || !nearlyAlike(own, said) {
			return nil
		}
		return differ(line, q.Span, d.Text.Norm[line.Start:line.End], q.Title, "印发通知中的名称")
	}
	return nil
}

// headOver is the line directly over the body of the instrument.
func headOver(d *document.Document) (source.Span, bool) {
	for i := len(d.Text.Blocks) - 1; i >= 0; i-- {
		b := d.Text.Blocks[i].Span
		if b.End > d.Body.Start || strings.TrimSpace(d.Text.Norm[b.Start:b.End]) == "" {
			continue
		}
		return b, b.Start >= d.Notice.End-1 && zoneAt(d, b.Start) == document.ZoneHead
	}
	return source.Span{}, false
}

// signatureMismatch finds an issuer named in the title of a joint document that
// did not sign it.
func signatureMismatch(p *checker.Pass) []Hit {
	d := p.Doc
	var signed []string
	for _, i := range d.Issuers {
		if i.From == "signature" {
			signed = append(signed, letters(i.Name))
		}
	}
	if len(signed) == 0 || d.Signature.IsZero() {
		return nil
	}
	sign := letters(d.Text.Norm[d.Signature.Start:d.Signature.End])
	for _, i := range d.Issuers {
		if i.From != "title" && i.From != "head" {
			continue
		}
		name := letters(i.Name)
		if strings.Contains(sign, name) || slices.ContainsFunc(signed, func(s string) bool {
			return strings.Contains(s, name) || strings.Contains(name, s) || lastRunes(s, 4) == lastRunes(name, 4)
		}) {
			continue
		}
		// A government and its office sign for each other.
		if government(i.Name) {
			continue
		}
		return differ(i.Span, d.Signature, i.Name, d.Text.Norm[d.Signature.Start:d.Signature.End], "落款")
	}
	return nil
}

// officeMismatch compares the issuer code with the issuer: 政办发 is the code of the
// office of a government, 政发 that of the government itself.
func officeMismatch(p *checker.Pass) []Hit {
	d := p.Doc
	n, ok := checker.OwnNumber(d)
	if !ok || n.Zone == document.ZoneMeta || len(d.Issuers) == 0 {
		return nil
	}
	office := strings.Contains(n.Number.Prefix, "政办") || strings.Contains(n.Number.Prefix, "府办")
	own := !office && (strings.HasSuffix(n.Number.Prefix, "政发") || strings.HasSuffix(n.Number.Prefix, "府发") || strings.HasSuffix(n.Number.Prefix, "政规") || strings.HasSuffix(n.Number.Prefix, "府规"))
	if !office && !own {
		return nil
	}
	for _, i := range d.Issuers {
		isOffice := strings.Contains(i.Name, "办公室") || strings.Contains(i.Name, "办公厅")
		if !government(i.Name) || isOffice == office || i.From == "meta" || i.From == "number" {
			return nil
		}
	}
	return differ(n.Span, d.Issuers[0].Span, n.Raw, d.Issuers[0].Name, "制发机关")
}
