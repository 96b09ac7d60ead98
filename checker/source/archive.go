package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Bounds on an archive as a whole.
const (
	archiveMembers = 2000
	archiveDepth   = 3         // archives in archives
	archiveTotal   = 2 << 30   // bytes that all members say they unpack to
	archiveNested  = 256 << 20 // bytes of archives in archives, which are held in memory
)

// An Archive is a zip, 7z or rar file with documents in it. Archives inside are
// opened and their documents listed in their place.
type Archive struct {
	Members []Member
	Skipped int // locks, thumbnails and the like that are no documents

	total, nested int64
}

// A Member is one document of an archive.
type Member struct {
	Name string // with the folders and archives it lies in, parted by 「/」
	// Open unpacks it. The archive's file must still be open.
	Open func() (io.ReadCloser, error)
	Err  *Unreadable // why it cannot be opened; nil: it can
}

// packed is an entry of an archive of any kind.
type packed struct {
	name         string // folders parted by 「/」; one at the end: a folder
	size, packed uint64 // what it says to unpack to; what it takes in the archive
	secret       bool   // it asks for a password
	open         func() (io.ReadCloser, error)
}

// ErrDocument says that a zip file is a document itself: .docx, .odt, .ofd and
// the like are zip archives too.
var ErrDocument = errors.New("a document and no archive")

// ReadArchive lists the documents of an archive (zip, 7z, rar, known by its
// first bytes) in its order. ErrDocument means that it is to be read with Read;
// every other error is an *Unreadable. Names that are not in UTF-8 are taken for
// GBK, as Windows in Chinese writes them.
func ReadArchive(r io.ReaderAt, size int64) (*Archive, error) {
	list, err := openPacked(r, size)
	switch {
	case errors.Is(err, ErrDocument):
		return nil, err
	case errors.Is(err, errBomb):
		return nil, tooMuch(err)
	case errors.Is(err, errSecret):
		return nil, &Unreadable{Kind: "encrypted", Reason: "压缩包设有密码", Next: "请输入密码解压，再逐个审查其中的文件", Err: err}
	case errors.Is(err, errPacking):
		return nil, &Unreadable{Kind: "unsupported", Reason: "压缩包用了不能识别的压缩方式，或者是分卷压缩的一卷", Next: "请用压缩软件解压（分卷的要放在一起解压），再逐个审查其中的文件", Err: err}
	case err != nil:
		return nil, &Unreadable{Kind: "truncated", Reason: "压缩包不完整，或者不是 zip、7z、rar 格式", Next: "请重新下载或者复制；其他格式的压缩包请先解压，再逐个审查其中的文件", Err: err}
	}
	a := &Archive{}
	if err := a.list(list, "", 0); err != nil {
		return nil, tooMuch(err)
	}
	return a, nil
}

func tooMuch(err error) *Unreadable {
	return &Unreadable{Kind: "too_large", Reason: "压缩包里的文件太多、太大或者层层嵌套，为安全起见没有读取", Next: "请先解压，确认内容正常后再审查", Err: err}
}

// openPacked finds out of which kind an archive is and lists it.
func openPacked(r io.ReaderAt, size int64) (list []packed, err error) {
	// Broken archives may break the readers of others; that must not end the program.
	defer func() {
		if v := recover(); v != nil {
			list, err = nil, fmt.Errorf("%w: %v", errXML, v)
		}
	}()
	var head [8]byte
	if _, err := r.ReadAt(head[:], 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head[:], []byte(sevenMagic)):
		return readSeven(r, size)
	case bytes.HasPrefix(head[:], []byte(rarMagic)):
		return readRar(r, size)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	if isDocumentZip(z) {
		return nil, ErrDocument
	}
	for _, f := range z.File {
		list = append(list, packed{name: f.Name, size: f.UncompressedSize64, packed: f.CompressedSize64, secret: f.Flags&1 != 0, open: f.Open})
	}
	return list, nil
}

func isDocumentZip(z *zip.Reader) bool {
	for _, f := range z.File {
		switch f.Name {
		case "[Content_Types].xml", "content.xml", "OFD.xml", "mimetype":
			return true
		}
	}
	return false
}

// list adds the entries of an archive, whose names stand below prefix.
func (a *Archive) list(entries []packed, prefix string, depth int) error {
	for _, f := range entries {
		name := memberName(f.name)
		base := path.Base(name)
		switch {
		case strings.HasSuffix(name, "/"):
			continue
		case IsLitter(base), strings.HasPrefix(name, "__MACOSX/"), strings.HasPrefix(base, "."):
			a.Skipped++
			continue
		}
		a.total += int64(min(f.size, archiveTotal+1))
		if len(a.Members) >= archiveMembers || a.total > archiveTotal {
			return errBomb
		}
		m := Member{Name: prefix + name, Open: carefully(f.open)}
		switch {
		case f.secret:
			m.Err = lockedMember(nil)
		case f.size > smallOK && f.size/max(1, f.packed) > maxRatio:
			m.Err = &Unreadable{Kind: "too_large", Reason: "压缩包里的这个文件解开后大得反常，为安全起见没有读取", Next: "请先解压，确认内容正常后再审查"}
		case isArchiveName(name):
			inner, err := a.inner(m)
			switch {
			case errors.Is(err, errBomb):
				return err
			case errors.Is(err, ErrDocument):
			case errors.Is(err, errSecret):
				m.Err = lockedMember(err)
			case errors.Is(err, errPacking):
				m.Err = unknownPacking(err)
			case err != nil:
				m.Err = &Unreadable{Kind: "truncated", Reason: "压缩包里的压缩包已经损坏", Next: "请重新打包或者单独解压后再审查", Err: err}
			case depth+1 >= archiveDepth:
				return errBomb
			default:
				if err := a.list(inner, m.Name+"/", depth+1); err != nil {
					return err
				}
				continue
			}
		}
		if m.Err != nil {
			m.Err.Name = m.Name
		}
		a.Members = append(a.Members, m)
	}
	return nil
}

func lockedMember(err error) *Unreadable {
	return &Unreadable{Kind: "encrypted", Reason: "压缩包设有密码", Next: "请输入密码解压，再逐个审查其中的文件", Err: err}
}

func unknownPacking(err error) *Unreadable {
	return &Unreadable{Kind: "unsupported", Reason: "压缩包里的这个文件用了不能识别的压缩方式", Next: "请用压缩软件解压，再审查其中的文件", Err: err}
}

// isArchiveName reports whether a member is to be opened as an archive.
func isArchiveName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".zip", ".7z", ".rar":
		return true
	}
	return false
}

// carefully says of what goes wrong while a member is unpacked what it means.
func carefully(open func() (io.ReadCloser, error)) func() (io.ReadCloser, error) {
	return func() (r io.ReadCloser, err error) {
		defer func() {
			if v := recover(); v != nil {
				r, err = nil, brokenMember(fmt.Errorf("%v", v))
			}
		}()
		if r, err = open(); err != nil {
			return nil, brokenMember(err)
		}
		return &carefulReader{r}, nil
	}
}

type carefulReader struct{ r io.ReadCloser }

func (c *carefulReader) Read(p []byte) (n int, err error) {
	defer func() {
		if v := recover(); v != nil {
			n, err = 0, brokenMember(fmt.Errorf("%v", v))
		}
	}()
	if n, err = c.r.Read(p); err != nil && err != io.EOF {
		err = brokenMember(err)
	}
	return n, err
}

func (c *carefulReader) Close() error { return c.r.Close() }

// brokenMember says why a member cannot be unpacked.
func brokenMember(err error) error {
	var u *Unreadable
	switch {
	case errors.As(err, &u):
		return u
	case errors.Is(err, errSecret):
		return lockedMember(err)
	case errors.Is(err, errBomb):
		return tooMuch(err)
	case errors.Is(err, errPacking), errors.Is(err, zip.ErrAlgorithm):
		return unknownPacking(err)
	}
	return &Unreadable{Kind: "truncated", Reason: "压缩包里的这个文件已经损坏，解不开", Next: "请重新下载或者重新打包后再审查", Err: err}
}

// inner opens an archive in the archive.
func (a *Archive) inner(m Member) ([]packed, error) {
	r, err := m.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", m.Name, err)
	}
	defer r.Close()
	left := archiveNested - a.nested
	data, err := io.ReadAll(io.LimitReader(r, left+1))
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", m.Name, err)
	}
	if a.nested += int64(len(data)); int64(len(data)) > left {
		return nil, errBomb
	}
	return openPacked(bytes.NewReader(data), int64(len(data)))
}

// memberName gives the name of a member in UTF-8, with folders parted by 「/」. Ways
// that lead out of the archive are cut off: the name goes into reports only.
func memberName(name string) string {
	if !utf8.ValidString(name) {
		if s, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = s
		}
	}
	name = strings.ReplaceAll(strings.ToValidUTF8(name, "\uFFFD"), "\\", "/")
	folder := strings.HasSuffix(name, "/")
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if folder {
		name += "/"
	}
	return name
}

// IsLitter reports whether a file is a lock of Word or LibreOffice or what a file
// manager leaves in a folder: it is no document. name is without its folder.
func IsLitter(name string) bool {
	switch strings.ToLower(name) {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store":
		return true
	}
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".~lock.")
}
