package main

import (
	"context"
	"fmt"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus"
	"docreview/corpus/catalog"
	"docreview/corpus/law"
)

// library is what we know of regulations: it answers the checks and knows the
// titles that may stand without 《》.
type library struct {
	checker.Corpus
	names document.Names
}

var (
	_ checker.Corpus = (*corpus.Index)(nil)
	_ checker.Corpus = embedded{}
)

// openLibrary gives the index in dir, or the embedded catalogue when dir is "".
// An index that was asked for and cannot be used is an error. The index stays
// open as long as the process lives.
func openLibrary(dir string) (*library, error) {
	c, err := catalog.Open()
	if err != nil {
		return nil, fmt.Errorf("程序自带的法规目录损坏，请重新安装（%w）", err)
	}
	if dir == "" {
		return &library{embedded{c}, c}, nil
	}
	x, err := corpus.Open(dir)
	if err != nil {
		return nil, chinese(err)
	}
	return &library{x, c}, nil
}

// embedded answers from the catalogue inside the program: titles and dates, no
// text.
type embedded struct {
	*catalog.Catalog // Find, Similar
}

// Provision answers with nothing.
func (embedded) Provision(_ context.Context, at ...law.Place) ([]string, error) {
	return make([]string, len(at)), nil
}

// Near answers with nothing.
func (embedded) Near(_ context.Context, _ checker.Scope, q ...checker.Near) ([][]law.Passage, error) {
	return make([][]law.Passage, len(q)), nil
}

// Snapshot says what the catalogue is, and that it holds no text.
func (e embedded) Snapshot() checker.Snapshot {
	f := e.Facts()
	return checker.Snapshot{Name: f.Name, Digest: f.Digest, AsOf: f.AsOf, Works: f.Works, Editions: f.Editions, Articles: f.Articles}
}
