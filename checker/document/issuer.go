package document

import (
	"strings"

	"docreview/checker/source"
)

// splitNames gives the names in a line of a signature.
func (p *parser) splitNames(s string) []string {
	if s == "" || signer(s) {
		return nil
	}
	if o := organs(s); len(o) > 1 || o != nil && unjoin(o[0].name) == nil {
		names := make([]string, len(o))
		for i, n := range o {
			names[i] = n.name
		}
		return names
	}
	return unjoin(squeeze(s))
}

// dates completes Dated and Published from the metadata.
func (p *parser) dates() {
	if !p.doc.Dated.Known() {
		p.doc.Dated, _ = p.metaDate(keyDated)
	}
	if !p.doc.Published.Known() {
		p.doc.Published, _ = p.metaDate(keyPublished)
	}
}

// issuerOrder says which source of a name comes first.
var issuerOrder = []string{"signature", "title", "head", "number", "meta"}

// whoIssued completes the issuers: those of the signature come first, those that
// the title names besides them are added, the others count only where neither
// names one.
func (p *parser) whoIssued() {
	t := p.doc.Title
	if t.Known() {
		at, _ := firstOf(t.Value, []string{"关于", "印发", "转发", "批转", "公布", "对"})
		if at > 0 {
			for _, o := range organs(t.Value[:at]) {
				p.issuer(o.name, p.within(t.Span, o.name), "title")
			}
		}
	}
	if f, ok := p.field(keyIssuer); ok {
		for _, o := range organs(strings.TrimRight(f.Value, "。")) {
			p.issuer(o.name, source.Span{Start: f.Span.Start + o.start, End: f.Span.Start + o.end}, "meta")
		}
	}
	all := p.doc.Issuers
	p.doc.Issuers = nil
	for _, from := range issuerOrder {
		if len(p.doc.Issuers) > 0 && from != "title" {
			break
		}
		for _, i := range all {
			if i.From == from {
				p.issuerOnce(i)
			}
		}
	}
}

// issuerOnce adds an issuer unless it is known: 某区某镇人民政府 is the same as
// 某市某区某镇人民政府.
func (p *parser) issuerOnce(i Issuer) {
	for _, o := range p.doc.Issuers {
		if strings.HasSuffix(o.Name, i.Name) || strings.HasSuffix(i.Name, o.Name) {
			return
		}
	}
	p.doc.Issuers = append(p.doc.Issuers, i)
}
