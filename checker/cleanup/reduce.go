package cleanup

import (
	"docreview/checker"
	"docreview/checker/document"
)

func reduce(d *document.Document, rep *checker.Report, opt ReduceOptions) *Record {
	return &Record{Schema: Schema, SHA256: rep.SHA256, Title: d.Title.Value}
}
