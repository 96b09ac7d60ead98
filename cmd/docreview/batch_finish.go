package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"docreview/checker/batch"
	"docreview/checker/cleanup"
	pages "docreview/checker/render/cleanup"
)

// doneName says what the outputs of the last finished pass were.
const doneName = "done.json"

// done tells what a finished pass wrote, so that another one with nothing changed
// need not write it again.
type done struct {
	Batch   string            `json:"batch"`
	Radar   string            `json:"radar,omitempty"` // digest of the older corpus
	Outputs map[string]string `json:"outputs"`         // name → sha256
	Unread  int               `json:"unread"`
	Secret  int               `json:"secret"`
	Line    string            `json:"line"`
}

// finish judges and writes the outputs, each of which appears whole or not at all.
func (p *pass) finish(ctx context.Context, s *batch.Store) error {
	radar := ""
	if p.o.old != "" {
		var err error
		if radar, err = corpusDigest(p.o.old); err != nil {
			return err
		}
	}
	if d := p.finished(s, radar); d != nil {
		fmt.Fprintf(p.err, "没有变化，%s 里的结果仍然有效。%s\n", p.o.out, d.Line)
		return d.verdict()
	}
	a := p.archive(s)
	o, err := cleanup.Judge(ctx, a.records(ctx), p.lib, cleanup.Options{AsOf: p.settings.asOf})
	if err != nil {
		return err
	}
	v := &pages.View{
		Outcome: o, Program: tool().Version, Corpus: p.lib.Snapshot(), Rules: len(p.settings.rules.run), Unreadable: a.unread,
		Report: func(sum string) string {
			if a.paged[sum] {
				return p.reports.link(sum)
			}
			return ""
		},
		Flaws: a.flaws(ctx), RuleTitle: p.settings.rules.title, Topics: topicsOf(p.topics),
	}
	if p.o.old != "" {
		if v.Touched, err = p.touched(ctx, a, p.o.old); err != nil {
			return err
		}
		v.Radar = true
	}
	d := &done{Batch: s.Batch(), Radar: radar, Outputs: map[string]string{}, Unread: a.unread, Secret: a.secret, Line: resultLine(o)}
	if err := p.write(v, d); err != nil {
		return err
	}
	wanted := make(map[string]bool, len(a.paged))
	for sum := range a.paged {
		wanted[filepath.Base(p.reports.link(sum))] = true
	}
	if err := p.reports.tidy(wanted); err != nil {
		return err
	}
	if err := s.Forget(); err != nil {
		return err
	}
	fmt.Fprintf(p.err, "结果写在 %s。%s\n", p.o.out, d.Line)
	return d.verdict()
}

func topicsOf(ts []*cleanup.Topic) []string {
	var out []string
	for _, t := range ts {
		out = append(out, t.Name)
	}
	return out
}

// resultLine gives the numbers of the pass in one sentence.
func resultLine(o *cleanup.Outcome) string {
	t := o.Statistics.Total.By
	s := fmt.Sprintf("清理对象 %d 件", o.Statistics.Normative)
	for i, d := range cleanup.Dispositions() {
		if d != cleanup.Exempt {
			s += fmt.Sprintf("，%s %d", d, t[i])
		}
	}
	return s + fmt.Sprintf("；无需处理 %d 件。", t[len(t)-1])
}

// verdict tells by the exit code that files could not be read.
func (d *done) verdict() error {
	switch {
	case d.Secret > 0:
		return &classifiedError{fmt.Sprintf("%d 个文件标有密级，没有检查，已列在“未能判断”表里。", d.Secret)}
	case d.Unread > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件读不出，已列在“未能判断”表里；其他文件都做完了。", d.Unread)}
	}
	return nil
}

// finished gives what the last pass wrote when this one would write the same.
func (p *pass) finished(s *batch.Store, radar string) *done {
	b, err := os.ReadFile(filepath.Join(p.state, doneName))
	if err != nil {
		return nil
	}
	var d done
	if json.Unmarshal(b, &d) != nil || d.Batch != s.Batch() || d.Radar != radar || len(d.Outputs) == 0 {
		return nil
	}
	for name, sum := range d.Outputs {
		f, err := os.Open(filepath.Join(p.o.out, name))
		if err != nil {
			return nil
		}
		h := sha256.New()
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil || hex.EncodeToString(h.Sum(nil)) != sum {
			return nil
		}
	}
	return &d
}

// write makes all outputs beside their places and then puts them there, so that
// they belong together but for a moment.
func (p *pass) write(v *pages.View, d *done) error {
	stage := filepath.Join(p.state, "new")
	if err := os.RemoveAll(stage); err != nil {
		return err
	}
	if err := os.MkdirAll(stage, 0o755); err != nil {
		return err
	}
	files := pages.Files(v)
	for _, f := range files {
		if err := stageFile(filepath.Join(stage, f.Name), f.Write, d, f.Name); err != nil {
			return &writeError{filepath.Join(p.o.out, f.Name), err}
		}
	}
	if err := os.Remove(filepath.Join(p.state, doneName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, f := range files {
		if err := os.Rename(filepath.Join(stage, f.Name), filepath.Join(p.o.out, f.Name)); err != nil {
			return &writeError{filepath.Join(p.o.out, f.Name), err}
		}
	}
	if err := os.RemoveAll(stage); err != nil {
		return err
	}
	for _, name := range pages.Names() { // of an earlier pass with other options
		if _, ok := d.Outputs[name]; !ok {
			if err := os.Remove(filepath.Join(p.o.out, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	data, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(p.state, doneName), func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
}

// stageFile writes a file and notes its digest.
func stageFile(path string, fill func(io.Writer) error, d *done, name string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	h := sha256.New()
	w := bufio.NewWriterSize(io.MultiWriter(f, h), 1<<18)
	err = fill(w)
	if err == nil {
		err = w.Flush()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	d.Outputs[name] = hex.EncodeToString(h.Sum(nil))
	return nil
}

// archive gives the records of a finished store.
type archive struct {
	s      *batch.Store
	paths  map[batch.Sum][]string // of contents that lie in several places
	paged  map[string]bool        // contents with a page, known after one round of records
	unread int                    // paths that could not be read
	secret int                    // paths that were refused for their marking
}

func (p *pass) archive(s *batch.Store) *archive {
	a := &archive{s: s, paths: map[batch.Sum][]string{}, paged: map[string]bool{}}
	first := make(map[batch.Sum]string, len(s.Manifest().Entries))
	for _, e := range s.Manifest().Entries {
		switch at, ok := first[e.Sum]; {
		case e.Sum.IsZero():
		case !ok:
			first[e.Sum] = e.Path
		case a.paths[e.Sum] == nil:
			a.paths[e.Sum] = []string{at, e.Path}
		default:
			a.paths[e.Sum] = append(a.paths[e.Sum], e.Path)
		}
	}
	return a
}

// records gives the record of every content with its paths, and one for every file
// that could not be read at all.
func (a *archive) records(ctx context.Context) cleanup.Records {
	return func(yield func(*cleanup.Record, error) bool) {
		a.unread, a.secret = 0, 0
		for rec, err := range a.contents(ctx, true) {
			if !yield(rec, err) || err != nil {
				return
			}
		}
		for _, e := range a.s.Manifest().Entries {
			if e.Error == "" {
				continue
			}
			a.unread++
			rec := cleanup.Unreadable("", e.Error)
			rec.Paths = []string{e.Path}
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// contents gives the record of every content in the order of the manifest.
func (a *archive) contents(ctx context.Context, count bool) cleanup.Records {
	return func(yield func(*cleanup.Record, error) bool) {
		var u unpacker
		next, stop := iter.Pull(a.s.Manifest().Docs())
		defer stop()
		for r, err := range a.s.Results(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			k, err := u.unpack(r.Data)
			if err != nil {
				yield(nil, err)
				return
			}
			rec := k.Record
			d, _ := next()
			if rec.Paths = a.paths[r.Sum]; rec.Paths == nil {
				rec.Paths = []string{d.Path}
			}
			if count {
				if r.Path != "" {
					a.paged[rec.SHA256] = true
				}
				switch {
				case k.Classified != "":
					a.secret += len(rec.Paths)
				case rec.Unreadable != "":
					a.unread += len(rec.Paths)
				}
			}
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// flaws gives every clause with a defect, in the order of the manifest.
func (a *archive) flaws(ctx context.Context) iter.Seq2[pages.Flawed, error] {
	return func(yield func(pages.Flawed, error) bool) {
		for rec, err := range a.contents(ctx, false) {
			if err != nil {
				yield(pages.Flawed{}, err)
				return
			}
			for i := range rec.Flaws {
				if !yield(pages.Flawed{SHA256: rec.SHA256, Flaw: rec.Flaws[i]}, nil) {
					return
				}
			}
		}
	}
}
