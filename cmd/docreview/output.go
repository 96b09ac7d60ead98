package main

import (
	"bufio"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"docreview/checker/render"
	"docreview/corpus/law"
)

// output is one --format: a renderer and where it writes.
type output struct {
	format string
	path   string // "": standard output
	render render.Renderer
}

// outputs reads the values of --format. At most one goes to standard output.
func (e *env) outputs(values []string, opt render.Options) ([]output, error) {
	if len(values) == 0 {
		values = []string{render.Names()[0]}
	}
	var out []output
	seen := map[string]bool{}
	for _, v := range values {
		name, path, toFile := strings.Cut(v, "=")
		if toFile && path == "" {
			return nil, usagef("--format %s 的等号后面缺少文件名。", v)
		}
		if seen[path] {
			if path == "" {
				return nil, usagef("只能有一种格式写到屏幕，其他的请写成 --format 格式=文件。")
			}
			return nil, usagef("两种格式写到了同一个文件 %s。", path)
		}
		seen[path] = true
		opt.Link = linkFrom(filepath.Dir(path))
		opt.Color, opt.Width = e.color && !toFile, e.width
		r, err := render.ByName(name, opt)
		if err != nil {
			return nil, usagef("没有“%s”这种格式。现有：%s。", name, strings.Join(render.Names(), "、"))
		}
		if opt.ShowText && name != "text" && name != "json" && name != "jsonl" {
			return nil, usagef("--show-text 只能和 text、json、jsonl 格式一起用。")
		}
		if !toFile && e.tty && render.Binary(name) {
			return nil, usagef("%s 格式不能显示在屏幕上，请写成 --format %s=文件。", name, name)
		}
		out = append(out, output{format: name, path: path, render: r})
	}
	return out, nil
}

// letter is how the letter and the comments are made: flags, or what a
// configuration says in their place.
type letter struct {
	template string // path of a .docx with placeholders; "": our own letter
	author   string // of the comments; "": the program
	date     string // of the comments and of the letter; "": the as-of date
}

// or takes from c what no flag says.
func (l letter) or(c *config) letter {
	if l.template == "" {
		l.template = c.beside(c.Template)
	}
	if l.author == "" {
		l.author = pick("", c.CommentAuthor)
	}
	return l
}

// options checks the date and reads the template. formats are the values of
// --format: none may overwrite the template.
func (l letter) options(formats []string) (render.Options, error) {
	o := render.Options{Author: strings.TrimSpace(l.author), Date: l.date}
	if d, n, ok := law.ParseDate(o.Date); o.Date != "" {
		if !ok || n != len(o.Date) || !d.Valid() {
			return o, usagef("--comment-date 的日期“%s”不对，要写成 2026-11-22。", o.Date)
		}
		o.Date = d.String()
	}
	if l.template == "" {
		return o, nil
	}
	data, err := os.ReadFile(l.template)
	if err != nil {
		return o, usagef("读不出模板 %s：%s", l.template, sentence(words(err)))
	}
	for _, v := range formats {
		_, to, _ := strings.Cut(v, "=")
		there, err1 := os.Stat(to)
		have, err2 := os.Stat(l.template)
		if err1 == nil && err2 == nil && os.SameFile(there, have) {
			return o, usagef("--format %s 会覆盖模板。请换一个文件名。", v)
		}
	}
	o.Template, err = render.ParseTemplate(data)
	var wrong *render.TemplateError
	if errors.As(err, &wrong) {
		return o, usagef("模板 %s 不能用：%s", l.template, sentence(wrong.Reason))
	}
	return o, err
}

// linkFrom gives the addresses of files relative to a folder, "" for what is no
// file: standard input, a member of an archive.
func linkFrom(dir string) func(string) string {
	return func(file string) string {
		if info, err := os.Stat(file); file == "-" || err != nil || !info.Mode().IsRegular() {
			return ""
		}
		from, err := filepath.Abs(dir)
		if err != nil {
			return ""
		}
		to, err := filepath.Abs(file)
		if err != nil {
			return ""
		}
		rel, err := filepath.Rel(from, to)
		if err != nil {
			return ""
		}
		return (&url.URL{Path: filepath.ToSlash(rel)}).String()
	}
}

// notOnto refuses a report that would take the place of a document under review.
func notOnto(outs []output, inputs []input) error {
	for _, o := range outs {
		there, err := os.Stat(o.path)
		if o.path == "" || err != nil {
			continue
		}
		for _, in := range inputs {
			if have, err := os.Stat(in.name); err == nil && os.SameFile(there, have) {
				return usagef("--format %s=%s 会覆盖被检查的文件。请换一个文件名。", o.format, o.path)
			}
		}
	}
	return nil
}

// write renders b to where o points. A file appears whole or not at all.
func (e *env) write(o output, b *render.Batch) error {
	if o.path == "" {
		return o.render.Render(e.out, b) // one Write a report: no buffer needed
	}
	if err := writeFile(o.path, func(w io.Writer) error { return o.render.Render(w, b) }); err != nil {
		return &writeError{o.path, err}
	}
	return nil
}

// writeError says which report could not be written.
type writeError struct {
	path string
	err  error
}

func (e *writeError) Error() string {
	return "报告没有写成 " + e.path + "：" + sentence(words(e.err))
}
func (e *writeError) Unwrap() error { return e.err }

// writeFile writes through a file beside path that is renamed at the end. What
// is no regular file (/dev/stdout, a pipe) is written as it is.
func writeFile(path string, fill func(io.Writer) error) (err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		if err := fill(f); err != nil {
			f.Close()
			return err
		}
		return f.Close()
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriterSize(f, 1<<16)
	if err := fill(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
