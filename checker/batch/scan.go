package batch

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"docreview/checker/source"
)

// What a scan says of files that are no documents. Callers put them into words.
var (
	ErrLinkedFolder = errors.New("a link to a folder, not followed")
	ErrNotRegular   = errors.New("no regular file")
	ErrEmptyArchive = errors.New("an archive without documents")
	ErrTooLarge     = errors.New("larger than any document")
	ErrNoFolder     = errors.New("no folder")
)

// ScanOptions say how an archive is listed.
type ScanOptions struct {
	Workers int                                // files read at once; below 1: one
	Words   func(error) string                 // why a file could not be read, for people; nil: the error
	Skip    []string                           // absolute paths of folders that are left out: the outputs
	Seen    func(files, done int, bytes int64) // called now and then, from one goroutine at a time; nil: nobody listens
}

// found is one file on the disk before it was read.
type found struct {
	path string // below root, parted by 「/」
	err  error
}

// Scan lists the files below root and digests each: what it holds decides, not its
// name. Hidden files are passed over; litter of office programs and file managers
// is counted. A file that cannot be read becomes an entry with its error: nothing
// stops a scan but the context and a root that is no folder (ErrNoFolder).
func Scan(ctx context.Context, root string, opt ScanOptions) (*Manifest, error) {
	if info, err := os.Stat(root); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, ErrNoFolder
	}
	if opt.Words == nil {
		opt.Words = error.Error
	}
	files, skipped := walk(root, opt.Skip)
	s := &scan{root: root, opt: opt, total: len(files)}
	out := make([][]Entry, len(files))
	next := make(chan int)
	var wg sync.WaitGroup
	for range max(1, opt.Workers) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			buf := make([]byte, 256<<10)
			for i := range next {
				out[i] = s.read(files[i], buf)
			}
		}()
	}
	for i := range files {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if ctx.Err() != nil {
		return nil, stopped(ctx)
	}
	var entries []Entry
	for _, e := range out {
		entries = append(entries, e...)
	}
	return seal(entries, skipped+s.skipped), nil
}

// walk lists the files below root. Every error becomes a file with that error.
func walk(root string, skip []string) (out []found, litter int) {
	var outside []os.FileInfo
	for _, s := range skip {
		if info, err := os.Stat(s); err == nil {
			outside = append(outside, info)
		}
	}
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(root, path)
		if relErr != nil {
			rel = path
		}
		rel = filepath.ToSlash(rel)
		name := filepath.Base(path)
		hidden := path != root && strings.HasPrefix(name, ".")
		switch {
		case err != nil:
			out = append(out, found{rel, err})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir() && left(d, outside):
			return fs.SkipDir
		case !d.IsDir() && source.IsLitter(name):
			litter++
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir():
		case d.Type()&fs.ModeSymlink != 0:
			f := found{path: rel}
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				f.err = ErrLinkedFolder
			}
			out = append(out, f)
		case !d.Type().IsRegular():
			out = append(out, found{rel, ErrNotRegular})
		default:
			out = append(out, found{path: rel})
		}
		return nil
	})
	return out, litter
}

// left reports whether a folder is one of those that are left out, by whatever
// path it is reached.
func left(d fs.DirEntry, skip []os.FileInfo) bool {
	if len(skip) == 0 {
		return false
	}
	info, err := d.Info()
	return err == nil && slices.ContainsFunc(skip, func(s os.FileInfo) bool { return os.SameFile(s, info) })
}

type scan struct {
	root  string
	opt   ScanOptions
	total int

	mu      sync.Mutex
	skipped int
	done    int
	bytes   int64
}

// read digests a file, or the members of a zip file.
func (s *scan) read(f found, buf []byte) []Entry {
	var out []Entry
	var bytes int64
	if f.err != nil {
		out = []Entry{{Path: f.path, Error: s.opt.Words(f.err)}}
	} else if strings.EqualFold(filepath.Ext(f.path), ".zip") {
		out = s.zip(f, buf)
	} else {
		out = []Entry{s.file(f, buf)}
	}
	for _, e := range out {
		bytes += e.Size
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done++
	s.bytes += bytes
	if s.opt.Seen != nil {
		s.opt.Seen(s.total, s.done, s.bytes)
	}
	return out
}

func (s *scan) file(f found, buf []byte) Entry {
	e := Entry{Path: f.path}
	r, err := os.Open(filepath.Join(s.root, filepath.FromSlash(f.path)))
	if err != nil {
		e.Error = s.opt.Words(err)
		return e
	}
	defer r.Close()
	if info, err := r.Stat(); err == nil && info.Mode().IsRegular() {
		e.Size = info.Size()
	} else {
		e.Error = s.opt.Words(ErrNotRegular)
		return e
	}
	s.digest(&e, r, buf)
	return e
}

// digest reads a document to its end. Its size is what was read.
func (s *scan) digest(e *Entry, r io.Reader, buf []byte) {
	h := sha256.New()
	n, err := io.CopyBuffer(h, struct{ io.Reader }{io.LimitReader(r, source.DefaultMax+1)}, buf)
	switch {
	case err != nil:
		e.Error = s.opt.Words(fmt.Errorf("read: %w", err))
	case n > source.DefaultMax:
		e.Error = s.opt.Words(ErrTooLarge)
	default:
		e.Size = n
		h.Sum(e.Sum[:0])
	}
}

// zip lists the documents of a zip file. One that is a document itself, or cannot
// be listed, is an entry of its own.
func (s *scan) zip(f found, buf []byte) []Entry {
	r, err := os.Open(filepath.Join(s.root, filepath.FromSlash(f.path)))
	if err != nil {
		return []Entry{{Path: f.path, Error: s.opt.Words(err)}}
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return []Entry{{Path: f.path, Error: s.opt.Words(ErrNotRegular)}}
	}
	a, err := source.ReadArchive(r, info.Size())
	switch {
	case errors.Is(err, source.ErrDocument):
		return []Entry{s.file(f, buf)}
	case err != nil:
		return []Entry{{Path: f.path, Size: info.Size(), Error: s.opt.Words(err)}}
	case len(a.Members) == 0:
		return []Entry{{Path: f.path, Size: info.Size(), Error: s.opt.Words(ErrEmptyArchive)}}
	}
	s.mu.Lock()
	s.skipped += a.Skipped
	s.mu.Unlock()
	out := make([]Entry, len(a.Members))
	for i, m := range a.Members {
		e := &out[i]
		e.Path, e.Zip, e.Member = f.path+"/"+m.Name, f.path, i
		if m.Err != nil {
			e.Error = s.opt.Words(m.Err)
			continue
		}
		r, err := m.Open()
		if err != nil {
			e.Error = s.opt.Words(&source.Unreadable{Name: m.Name, Kind: "truncated", Reason: "压缩包里的这个文件已经损坏", Next: "请重新打包，或者单独解压后再查", Err: err})
			continue
		}
		s.digest(e, r, buf)
		r.Close()
	}
	return out
}
