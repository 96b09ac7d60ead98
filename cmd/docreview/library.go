package main

import (
	"context"
	"fmt"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/catalog"
	"docreview/corpus/law"
)

// library is what we know of regulations: it answers the checks and knows the
// titles that may stand without 《》.
type library struct {
	*catalog.Catalog // Find, Similar
	names            document.Names
}

var _ checker.Corpus = (*library)(nil)

// openLibrary gives the embedded catalogue; dir asks for a built index.
func openLibrary(dir string) (*library, error) {
	if dir != "" {
		return nil, &noIndexError{dir}
	}
	c, err := catalog.Open()
	if err != nil {
		return nil, fmt.Errorf("程序自带的法规目录损坏，请重新安装（%w）", err)
	}
	return &library{c, c}, nil
}

// noIndexError says that an index was asked for and cannot be used.
type noIndexError struct{ dir string }

func (e *noIndexError) Error() string {
	return "不能使用法规库 " + e.dir + "：这个版本还不能打开建好的法规库。不写 --corpus（并清空 DOCREVIEW_CORPUS）就用程序自带的目录。"
}

// Provision answers with nothing: the catalogue holds titles and dates, no text.
func (l *library) Provision(_ context.Context, at ...law.Place) ([]string, error) {
	return make([]string, len(at)), nil
}

// Near answers with nothing, for the same reason.
func (l *library) Near(_ context.Context, _ checker.Scope, q ...checker.Near) ([][]law.Passage, error) {
	return make([][]law.Passage, len(q)), nil
}

// Snapshot says what the catalogue is, and that it holds no text.
func (l *library) Snapshot() checker.Snapshot {
	f := l.Facts()
	return checker.Snapshot{Name: f.Name, Digest: f.Digest, AsOf: f.AsOf, Works: f.Works, Editions: f.Editions, Articles: f.Articles}
}
