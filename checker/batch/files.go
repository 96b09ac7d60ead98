package batch

import (
	"io"
	"os"
	"path/filepath"
	"sync"

	"docreview/checker/source"
)

// openArchives is how many zip files stay open between two of their members.
const openArchives = 16

// Files opens the documents of a manifest. It is safe for several goroutines;
// Close it at the end.
type Files struct {
	root string
	m    *Manifest

	mu   sync.Mutex
	open map[string]*openZip
	turn int
}

// openZip is a zip file with the readers that use it.
type openZip struct {
	once  sync.Once
	file  *os.File
	a     *source.Archive
	err   error
	users int
	last  int
}

// NewFiles opens documents of m below root.
func NewFiles(root string, m *Manifest) *Files {
	return &Files{root: root, m: m, open: map[string]*openZip{}}
}

// Open gives the bytes of a document of Manifest.Docs.
func (f *Files) Open(d DocRef) (io.ReadCloser, error) {
	e := f.m.Entries[d.at]
	if e.Zip == "" {
		return os.Open(filepath.Join(f.root, filepath.FromSlash(d.Path)))
	}
	z := f.take(e.Zip)
	z.once.Do(func() { z.load(filepath.Join(f.root, filepath.FromSlash(e.Zip))) })
	if z.err != nil {
		f.release(z)
		return nil, z.err
	}
	if e.Member >= len(z.a.Members) || z.a.Members[e.Member].Err != nil {
		f.release(z)
		return nil, os.ErrNotExist // the zip file is not the one that was scanned
	}
	r, err := z.a.Members[e.Member].Open()
	if err != nil {
		f.release(z)
		return nil, err
	}
	return &member{ReadCloser: r, done: func() { f.release(z) }}, nil
}

type member struct {
	io.ReadCloser
	done func()
	once sync.Once
}

func (m *member) Close() error {
	err := m.ReadCloser.Close()
	m.once.Do(m.done)
	return err
}

func (z *openZip) load(path string) {
	if z.file, z.err = os.Open(path); z.err != nil {
		return
	}
	var info os.FileInfo
	if info, z.err = z.file.Stat(); z.err != nil {
		return
	}
	z.a, z.err = source.ReadArchive(z.file, info.Size())
}

func (z *openZip) close() {
	if z.file != nil {
		z.file.Close()
	}
}

// take gives the zip file and closes the one that nobody has used for longest.
func (f *Files) take(path string) *openZip {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.turn++
	z := f.open[path]
	if z == nil {
		z = &openZip{}
		f.open[path] = z
	}
	z.users++
	z.last = f.turn
	for len(f.open) > openArchives {
		oldest := ""
		for p, x := range f.open {
			if x.users == 0 && (oldest == "" || x.last < f.open[oldest].last) {
				oldest = p
			}
		}
		if oldest == "" {
			break
		}
		f.open[oldest].close()
		delete(f.open, oldest)
	}
	return z
}

func (f *Files) release(z *openZip) {
	f.mu.Lock()
	z.users--
	f.mu.Unlock()
}

// Close closes what is still open.
func (f *Files) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, z := range f.open {
		z.close()
	}
	clear(f.open)
}
