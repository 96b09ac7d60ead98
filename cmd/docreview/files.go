package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"docreview/checker/source"
)

// input is one file to check. err is set when it is known already that it cannot
// be read.
type input struct {
	name string // as it goes into the report
	dir  string // where the search for configuration starts
	open func() (io.ReadCloser, error)
	err  error
	// early waits for the file that is being read already; nil: it is not.
	early func() read
	// recognise reads pages without text; nil: they stay unread.
	recognise source.Recognizer
}

// collect lists the files of the command line in order: a folder stands for the
// files below it, sorted by path. Hidden files and locks of office programs
// (~$…) are no documents. What cannot be listed stays in the list with its
// error: it must not look like a checked file. skipped counts the litter of office
// programs and file managers that was passed over.
func (e *env) collect(args []string) (out []input, skipped int) {
	for _, a := range args {
		if a == "-" {
			out = append(out, input{name: "-", dir: ".", open: func() (io.ReadCloser, error) { return io.NopCloser(e.in), nil }})
			continue
		}
		info, err := os.Stat(a)
		switch {
		case err != nil:
			out = append(out, input{name: a, dir: filepath.Dir(a), err: err})
		case info.IsDir():
			files, n := folder(a)
			out, skipped = append(out, files...), skipped+n
		default:
			files, n := members(a)
			out, skipped = append(out, files...), skipped+n
		}
	}
	return out, skipped
}

func file(path string) input {
	return input{name: path, dir: filepath.Dir(path), open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// errEmptyFolder says that a folder holds nothing to check.
var errEmptyFolder = errors.New("目录里没有可以检查的文件，请确认选对了目录")

// errEmptyArchive says that an archive holds nothing to check.
var errEmptyArchive = errors.New("压缩包里没有可以检查的文件，请确认选对了压缩包")

// errLinkedFolder says that a link to a folder was not followed.
var errLinkedFolder = errors.New("这是指向目录的链接，没有进入；请直接写它指向的目录")

// errNotRegular says that a path is neither a file nor a folder.
var errNotRegular = errors.New("不是普通文件")

// members gives a file, or the documents of an archive one by one.
func members(path string) (out []input, skipped int) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".zip", ".7z", ".rar":
	default:
		return []input{file(path)}, 0
	}
	dir := filepath.Dir(path)
	fail := func(err error) ([]input, int) { return []input{{name: path, dir: dir, err: err}}, 0 }
	f, err := os.Open(path) // stays open: its members are read from it
	if err != nil {
		return fail(err)
	}
	info, err := f.Stat()
	if err != nil {
		return fail(err)
	}
	a, err := source.ReadArchive(f, info.Size())
	switch {
	case errors.Is(err, source.ErrDocument):
		return []input{file(path)}, 0
	case err != nil:
		return fail(err)
	case len(a.Members) == 0:
		return fail(errEmptyArchive)
	}
	for _, m := range a.Members {
		in := input{name: path + "/" + m.Name, dir: dir, open: m.Open}
		if m.Err != nil {
			in.err = m.Err
		}
		out = append(out, in)
	}
	return out, a.Skipped
}

// folder lists the files below root; skipped counts the litter among them.
func folder(root string) (out []input, skipped int) {
	// WalkDir visits in lexical order. It never returns an error here: every one
	// becomes a line of the list.
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := filepath.Base(path)
		hidden := path != root && strings.HasPrefix(name, ".")
		switch {
		case err != nil:
			out = append(out, input{name: path, dir: filepath.Dir(path), err: err})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && source.IsLitter(name):
			skipped++
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir():
		case d.Type()&fs.ModeSymlink != 0:
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				out = append(out, input{name: path, dir: filepath.Dir(path), err: errLinkedFolder})
				return nil
			}
			out = append(out, file(path))
		case !d.Type().IsRegular():
			out = append(out, input{name: path, dir: filepath.Dir(path), err: errNotRegular})
		default:
			files, n := members(path)
			out, skipped = append(out, files...), skipped+n
		}
		return nil
	})
	if len(out) == 0 {
		return []input{{name: root, dir: root, err: errEmptyFolder}}, skipped
	}
	return out, skipped
}
