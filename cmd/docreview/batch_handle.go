package main

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"docreview/checker"
	"docreview/checker/batch"
	"docreview/checker/cleanup"
	"docreview/checker/document"
	"docreview/checker/render"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// kept is what a pass keeps of a document.
type kept struct {
	Classified string          `json:"classified,omitempty"` // the marking for which it was refused
	Record     *cleanup.Record `json:"record"`
}

// handle reviews a unit: each document is read, reviewed, reduced to its record
// and, where asked for, given a page of its own.
func (p *pass) handle(ctx context.Context, u batch.Unit) ([]batch.Result, error) {
	out := make([]batch.Result, 0, len(u.Docs))
	var pk packer
	for _, d := range u.Docs {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r, ok, err := p.document(ctx, d, &pk)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// document works on one document. ok is false when it is no longer what was
// listed: the pass then misses it and says so.
func (p *pass) document(ctx context.Context, d batch.DocRef, pk *packer) (r batch.Result, ok bool, err error) {
	data, err := p.bytes(d)
	if err != nil {
		return r, false, nil
	}
	doc, why := p.parse(d.Path, data)
	if doc == nil {
		if sha256.Sum256(data) != d.Sum {
			return r, false, nil
		}
	} else if doc.Text.SHA256 != d.Sum.String() {
		return r, false, nil
	}
	j := job{input: input{name: d.Path, early: func() read { return read{doc, why} }}, settings: p.settings, classified: p.o.Classified}
	rep := j.review(ctx, p.lib, 1)
	if ctx.Err() != nil {
		return r, false, ctx.Err()
	}
	rep.SHA256 = d.Sum.String()
	k := kept{Classified: rep.Classified, Record: p.record(doc, rep)}
	if r.Data, err = pk.pack(&k); err != nil {
		return r, false, err
	}
	r.Sum = d.Sum
	if p.wants(rep) {
		if err := p.reports.write(d.Sum, rep); err != nil {
			return r, false, &writeError{p.reports.path(d.Sum), err}
		}
		r.Path = d.Path // the page names it
	}
	return r, true, nil
}

func (p *pass) bytes(d batch.DocRef) ([]byte, error) {
	f, err := p.files.Open(d)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := bytes.NewBuffer(make([]byte, 0, d.Size+bytes.MinRead))
	_, err = b.ReadFrom(io.LimitReader(f, source.DefaultMax+1))
	return b.Bytes(), err
}

// parse reads a document, or says in Chinese why it cannot.
func (p *pass) parse(name string, data []byte) (doc *document.Document, why string) {
	defer func() {
		if v := recover(); v != nil {
			doc, why = nil, brokenWords(v)
		}
	}()
	text, err := source.ReadRecognized(name, bytes.NewReader(data), 0, p.recognise)
	switch {
	case err != nil:
		return nil, sentence(words(err))
	case isWorkbook(text):
		return nil, workbookWords
	}
	return document.Parse(text, p.lib.names), ""
}

// record reduces a document to what the judgement needs.
func (p *pass) record(doc *document.Document, rep *checker.Report) (rec *cleanup.Record) {
	defer func() {
		if v := recover(); v != nil {
			rec = cleanup.Unreadable(rep.SHA256, brokenWords(v))
		}
	}()
	if doc == nil || rep.Verdict == "unreadable" {
		return cleanup.Unreadable(rep.SHA256, rep.Error)
	}
	return cleanup.Reduce(doc, rep, cleanup.ReduceOptions{Topics: p.topics})
}

// wants reports whether a document gets a page: what is no normative document was
// not held against most rules and has nothing to mend.
func (p *pass) wants(rep *checker.Report) bool {
	switch {
	case p.o.Reports == "none", rep.Verdict == "unreadable":
		return false
	case p.o.Reports == "all":
		return true
	case rep.Doc.Normative == "no":
		return false
	}
	return slices.ContainsFunc(rep.Findings, func(f checker.Finding) bool { return f.Suppressed == nil && f.Severity >= checker.Warning })
}

// packer makes the stored form of what is kept: JSON, deflated. It is for one
// goroutine; its tables take half a megabyte.
type packer struct {
	w *flate.Writer
	b bytes.Buffer
}

func (p *packer) pack(k *kept) ([]byte, error) {
	data, err := json.Marshal(k)
	if err != nil {
		return nil, err
	}
	p.b.Reset()
	if p.w == nil {
		if p.w, err = flate.NewWriter(&p.b, flate.BestSpeed); err != nil {
			return nil, err
		}
	} else {
		p.w.Reset(&p.b)
	}
	if _, err := p.w.Write(data); err != nil {
		return nil, err
	}
	if err := p.w.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(p.b.Bytes()), nil
}

// unpacker reads stored results; it is for one goroutine.
type unpacker struct {
	r   io.ReadCloser
	buf bytes.Buffer
}

func (u *unpacker) unpack(data []byte) (*kept, error) {
	src := bytes.NewReader(data)
	if u.r == nil {
		u.r = flate.NewReader(src)
	} else if err := u.r.(flate.Resetter).Reset(src, nil); err != nil {
		return nil, err
	}
	u.buf.Reset()
	if _, err := u.buf.ReadFrom(u.r); err != nil {
		return nil, fmt.Errorf("read result: %w", err)
	}
	k := new(kept)
	if err := json.Unmarshal(u.buf.Bytes(), k); err != nil {
		return nil, fmt.Errorf("read result: %w", err)
	}
	if k.Record == nil {
		return nil, errors.New("read result: no record")
	}
	return k, nil
}

// reportFolder holds the pages of the documents, by content.
type reportFolder struct {
	p    *pass
	dir  string // below the outputs
	name string
	page render.Renderer
}

// reportsName is the folder with the pages.
const reportsName = "检查报告"

func newReportFolder(p *pass, out string) *reportFolder {
	page, err := render.ByName("html", render.Options{})
	if err != nil {
		panic(err) // the format is built in
	}
	// Pages of other settings do not stand in the way of these, nor these in theirs.
	return &reportFolder{p: p, name: reportsName + "/" + p.digests.Digest()[:8], dir: filepath.Join(out, reportsName, p.digests.Digest()[:8]), page: page}
}

func (f *reportFolder) path(sum batch.Sum) string {
	hexed := sum.String()
	return filepath.Join(f.dir, hexed[:2], hexed[:24]+".html")
}

// link is the address of a page as seen from the outputs.
func (f *reportFolder) link(sum string) string {
	return f.name + "/" + sum[:2] + "/" + sum[:24] + ".html"
}

func (f *reportFolder) holds(d batch.DocRef) bool {
	_, err := os.Stat(f.path(d.Sum))
	return err == nil
}

func (f *reportFolder) write(sum batch.Sum, rep *checker.Report) error {
	p := f.p
	path := f.path(sum)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	b := &render.Batch{
		Tool: render.Tool{Name: "docreview", Version: tool().Version}, Rules: rep.Rules, Corpus: rep.Corpus, AsOf: rep.AsOf.String(),
		Reports:   slices.Values([]*checker.Report{rep}),
		RuleTitle: p.settings.rules.title, Rule: p.settings.rules.rule,
		Article: func(on law.Date, x checker.Basis) (string, string) {
			return p.lib.article(context.Background(), on, x)
		},
	}
	return writeFile(path, func(w io.Writer) error { return f.page.Render(w, b) })
}

// copyFrom takes a page from another part.
func (f *reportFolder) copyFrom(part string, sum batch.Sum) error {
	other := *f
	other.dir = filepath.Join(part, reportsName, filepath.Base(f.dir))
	in, err := os.Open(other.path(sum))
	if err != nil {
		return err
	}
	defer in.Close()
	path := f.path(sum)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
}

// tidy removes the pages that no document of the pass has any more, and what a
// kill left half written.
func (f *reportFolder) tidy(wanted map[string]bool) error {
	root := filepath.Dir(f.dir)
	var empty []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir():
			empty = append(empty, path)
		case !ours(root, path):
		case filepath.Dir(filepath.Dir(path)) == f.dir && wanted[filepath.Base(path)]:
		default:
			return os.Remove(path)
		}
		return nil
	})
	for _, d := range slices.Backward(empty) {
		_ = os.Remove(d) // only where it is empty
	}
	return err
}

// ours reports whether a file is one of those that passes write into the folder:
// 8 hex digits / 2 / 24.html, or its half-written form.
func ours(root, path string) bool {
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return false
	}
	part := bytes.Split([]byte(filepath.ToSlash(rel)), []byte("/"))
	if len(part) != 3 || len(part[0]) != 8 || len(part[1]) != 2 {
		return false
	}
	name := bytes.TrimPrefix(part[2], []byte("."))
	if len(name) < 29 || string(name[24:29]) != ".html" {
		return false
	}
	_, err = hex.DecodeString(string(part[0]) + string(part[1]) + string(name[:24]))
	return err == nil
}
