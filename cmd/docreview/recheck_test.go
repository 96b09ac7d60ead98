package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A Word file that came back with our comments is reviewed again with the same
// findings at the same places.
func TestCommentedFileRechecks(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../../testdata/documents/*.docx", "../../testdata/documents/*/*.docx", "../../testdata/formats/*.docx"} {
		more, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	findings := func(path string) (ids []string) {
		code, out, errw := command(t, "", "check", "--format=json", path)
		if code != exitFindings && code != exitClean {
			return nil
		}
		var b struct {
			Reports []struct {
				Findings []struct {
					ID         string
					Start, End int
				}
			}
		}
		if err := json.Unmarshal([]byte(out), &b); err != nil {
			t.Fatalf("%s: %v: %s", path, err, errw)
		}
		for _, f := range b.Reports[0].Findings {
			ids = append(ids, f.ID)
		}
		return ids
	}
	dir, found := t.TempDir(), 0
	// A text becomes a Word file with comments: one more, commented before.
	texts, err := filepath.Glob("../../testdata/documents/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range texts {
		word := filepath.Join(dir, filepath.Base(path)+".docx")
		if code, _, errw := command(t, "", "check", "--format=docx="+word, path); code != exitFindings && code != exitClean {
			t.Fatalf("%s: exit %d: %s", path, code, errw)
		}
		files = append(files, word)
	}
	for i, path := range files {
		was := findings(path)
		if was == nil {
			continue // damaged on purpose
		}
		found += len(was)
		commented := filepath.Join(dir, string(rune('a'+i))+".docx")
		if code, _, errw := command(t, "", "check", "--format=docx="+commented, path); code != exitFindings && code != exitClean {
			t.Errorf("%s: exit %d: %s", path, code, errw)
			continue
		}
		if _, err := os.Stat(commented); err != nil {
			t.Error(err)
			continue
		}
		if again := findings(commented); !slices.Equal(again, was) {
			t.Errorf("%s: the commented file has the findings\n%v, was\n%v", path, again, was)
		}
	}
	if found < 30 {
		t.Errorf("only %d findings in %d files: nothing is tried", found, len(files))
	}
}
