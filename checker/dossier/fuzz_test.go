package dossier_test

import (
	"io/fs"
	"os"
	"reflect"
	"testing"
	"unicode/utf8"

	"docreview/checker/dossier"
)

// FuzzPaper: whatever a paper holds, reading it ends, every fact that was read
// has its words in the file, and a second reading gives the same.
func FuzzPaper(f *testing.F) {
	_ = fs.WalkDir(os.DirFS("testdata"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(os.DirFS("testdata"), name)
		if utf8.Valid(b) && name != "" {
			f.Add(name, string(b))
		}
		return err
	})
	f.Add("x.txt", "会议纪要\n一、")
	f.Add("dossier.yaml", "facts: []\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		one, err := dossier.FromTexts(map[string]string{name: text})
		if err != nil {
			return // a dossier.yaml that is wrong
		}
		for _, a := range one.All().Acts {
			for _, q := range a.Facts {
				if !q.Stated && (q.Quote == "" || q.Start >= q.End || q.Line < 1) {
					t.Errorf("%s %+v has no place", a.Event, q)
				}
			}
		}
		two, err := dossier.FromTexts(map[string]string{name: text})
		if err != nil || !reflect.DeepEqual(one.All(), two.All()) {
			t.Error("two readings differ")
		}
	})
}
