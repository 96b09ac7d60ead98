package main

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strings"

	"docreview/checker/render"
)

// output is one --format: a renderer and where it writes.
type output struct {
	format string
	path   string // "": standard output
	render render.Renderer
}

// outputs reads the values of --format. At most one goes to standard output.
func (e *env) outputs(values []string, showText bool) ([]output, error) {
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
		r, err := render.ByName(name, render.Options{Color: e.color && !toFile, Width: e.width, ShowText: showText})
		if err != nil {
			return nil, usagef("没有“%s”这种格式。现有：%s。", name, strings.Join(render.Names(), "、"))
		}
		if showText && name != "text" && name != "json" && name != "jsonl" {
			return nil, usagef("--show-text 只能和 text、json、jsonl 格式一起用。")
		}
		if !toFile && e.tty && render.Binary(name) {
			return nil, usagef("%s 格式不能显示在屏幕上，请写成 --format %s=文件。", name, name)
		}
		out = append(out, output{format: name, path: path, render: r})
	}
	return out, nil
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
