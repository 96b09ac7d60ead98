package dossier

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"docreview/checker/source"
)

// Bounds on what a dossier may be; what lies beyond is said of each file.
const (
	maxFiles = 2000
	maxTotal = 512 << 20 // bytes unpacked from one archive
)

// A NoDossierError says that a path is neither a folder nor a zip archive.
type NoDossierError struct {
	Path string
	Err  error // nil: it is there, but neither
}

func (e *NoDossierError) Error() string { return e.Path + ": no dossier" }

func (e *NoDossierError) Unwrap() error { return e.Err }

// list names the files of a folder or archive.
func list(path string) ([]entry, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &NoDossierError{path, err}
	}
	if info.IsDir() {
		return listFolder(path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &NoDossierError{path, err}
	}
	z, err := zip.NewReader(strings.NewReader(string(data)), int64(len(data)))
	if err != nil {
		return nil, &NoDossierError{path, nil}
	}
	return listZip(z), nil
}

func listFolder(root string) ([]entry, error) {
	var out []entry
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(root, path)
		if relErr != nil {
			return relErr
		}
		name := readable(filepath.ToSlash(rel))
		switch {
		case err != nil && path == root:
			return err
		case err != nil:
			out = append(out, entry{name: name, error: "读不出来：" + err.Error()})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case path == root:
		case litter(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
		case !d.Type().IsRegular():
			out = append(out, entry{name: name, error: "是链接或者设备，不是普通文件，没有读取"})
		default:
			out = append(out, entry{name: name, read: func() ([]byte, error) { return readFile(path) }})
		}
		if len(out) > maxFiles {
			return fmt.Errorf("more than %d files", maxFiles)
		}
		return nil
	})
	if err != nil {
		return nil, &NoDossierError{root, err}
	}
	return out, nil
}

// readFile reads a file up to the bound of what source reads, so that a film among the papers
// does not fill the memory.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, source.DefaultMax+1))
}

func listZip(z *zip.Reader) []entry {
	var out []entry
	total := uint64(0)
	for _, f := range z.File {
		name := strings.TrimPrefix(strings.ReplaceAll(readable(f.Name), "\\", "/"), "./")
		if strings.HasSuffix(name, "/") || hidden(name) {
			continue
		}
		total += f.UncompressedSize64
		e := entry{name: name}
		switch {
		case len(out) >= maxFiles:
			e.error = fmt.Sprintf("压缩包里的文件超过 %d 个，没有读取", maxFiles)
		case f.Flags&1 != 0:
			e.error = "压缩包里的这个文件设有密码"
		case total > maxTotal || f.UncompressedSize64 > source.DefaultMax:
			e.error = "解压后太大，没有读取"
		default:
			e.read = func() ([]byte, error) { return unzip(f) }
		}
		out = append(out, e)
	}
	return out
}

var errTooLarge = errors.New("解压后太大")

func unzip(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, errors.New("压缩包里的这个文件已经损坏")
	}
	defer r.Close()
	// The size in the archive may lie; the reader does not.
	data, err := io.ReadAll(io.LimitReader(r, source.DefaultMax+1))
	switch {
	case err != nil:
		return nil, errors.New("压缩包里的这个文件已经损坏")
	case len(data) > source.DefaultMax:
		return nil, errTooLarge
	}
	return data, nil
}

// readable puts a name into UTF-8: archives made by older Chinese programs hold
// names in GBK.
func readable(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	if s, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil && !strings.ContainsRune(s, utf8.RuneError) {
		return s
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}

// hidden reports whether some part of a path is litter.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if litter(part) {
			return true
		}
	}
	return false
}

// litter reports what file managers and office programs leave behind.
func litter(name string) bool {
	switch strings.ToLower(name) {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}
