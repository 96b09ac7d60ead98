package rules_test

import (
	"io/fs"
	"testing/fstest"
)

// memFS is a folder with rule files in memory.
type memFS = fstest.MapFS

func memFile(name, text string) fs.FS {
	return fstest.MapFS{name: &fstest.MapFile{Data: []byte(text)}}
}
