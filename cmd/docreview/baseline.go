package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"docreview/checker"
	"docreview/checker/baseline"
)

// knownList is a baseline with the folder from which its documents are named.
type knownList struct {
	*baseline.Baseline
	dir string
}

// knownList reads a baseline that was asked for, each once.
func (p *planner) knownList(path string) (*knownList, error) {
	if got := p.lists[path]; got != nil {
		return got, nil
	}
	list, err := readBaseline(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("没有基线文件 %s。可以用 --write-baseline %s 写一个。", path, path)
	}
	if err != nil {
		return nil, err
	}
	p.lists[path] = list
	return list, nil
}

func readBaseline(path string) (*knownList, error) {
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, usagef("读不出基线文件 %s：%s。", path, words(err))
	}
	list, err := baseline.Parse(data)
	var wrong *baseline.FormatError
	if errors.As(err, &wrong) {
		return nil, usagef("基线文件有误：%s:%d:%d：%s。", path, wrong.Line, wrong.Column, wrong.Reason)
	}
	if err != nil {
		return nil, err
	}
	return &knownList{list, dir}, nil
}

// listName names a file as the baseline does: relative to its folder, with
// slashes. Standard input is «-».
func listName(dir, file string) string {
	if file == "-" {
		return file
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return filepath.ToSlash(file)
	}
	if rel, err := filepath.Rel(dir, abs); err == nil {
		abs = rel
	}
	return filepath.ToSlash(abs)
}

func (k *knownList) apply(rep *checker.Report, known func(string) bool, alone bool) {
	k.Apply(rep, baseline.Use{Document: listName(k.dir, rep.File), Known: known, Alone: alone})
}

// nextBaseline is a baseline that is being made from a run.
type nextBaseline struct {
	path string
	list *baseline.Baseline
	prev *knownList
	seen map[string]bool
}

// newBaseline begins the baseline that goes to path. What stands there already
// must be a baseline: the reasons that people wrote are kept, nothing else is
// overwritten.
func newBaseline(path string) (*nextBaseline, error) {
	prev, err := readBaseline(path)
	if errors.Is(err, fs.ErrNotExist) {
		dir, absErr := filepath.Abs(filepath.Dir(path))
		prev, err = &knownList{baseline.New(), dir}, absErr
	}
	if err != nil {
		return nil, err
	}
	return &nextBaseline{path: path, list: baseline.New(), prev: prev, seen: map[string]bool{}}, nil
}

func (n *nextBaseline) record(rep *checker.Report) {
	name := listName(n.prev.dir, rep.File)
	n.seen[name] = true
	n.list.Record(rep, name, n.prev.Baseline)
}

// write writes the file. Entries stay for documents that the run did not look at
// and that still exist.
func (n *nextBaseline) write() error {
	n.list.Keep(n.prev.Baseline, func(name string) bool {
		if n.seen[name] {
			return false
		}
		path := filepath.FromSlash(name)
		if !filepath.IsAbs(path) {
			path = filepath.Join(n.prev.dir, path)
		}
		_, err := os.Stat(path)
		return name == "-" || !errors.Is(err, fs.ErrNotExist)
	})
	if err := writeFile(n.path, n.list.Write); err != nil {
		return fmt.Errorf("基线文件没有写成 %s：%s", n.path, sentence(words(err)))
	}
	return nil
}
