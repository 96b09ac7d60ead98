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

// An Archive is a zip file with documents in it. Archives inside are opened and
// their documents listed in their place.
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

// ErrDocument says that a zip file is a document itself: .docx, .odt, .ofd and
// the like are zip archives too.
var ErrDocument = errors.New("a document and no archive")

// ReadArchive lists the documents of a zip file in the order of the archive.
// ErrDocument means that it is to be read with Read; every other error is an
// *Unreadable. Names that are not in UTF-8 are taken for GBK, as Windows in
// Chinese writes them.
func ReadArchive(r io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, &Unreadable{Kind: "truncated", Reason: "压缩包不完整或者不是 zip 格式", Next: "请重新下载或者复制；其他格式的压缩包请先解压，再逐个审查其中的文件", Err: err}
	}
	if isDocumentZip(z) {
		return nil, ErrDocument
	}
	a := &Archive{}
	if err := a.list(z, "", 0); err != nil {
		return nil, &Unreadable{Kind: "too_large", Reason: "压缩包里的文件太多、太大或者层层嵌套，为安全起见没有读取", Next: "请先解压，确认内容正常后再审查", Err: err}
	}
	return a, nil
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

// list adds the members of z, whose names stand below prefix.
func (a *Archive) list(z *zip.Reader, prefix string, depth int) error {
	for _, f := range z.File {
		name := memberName(f)
		base := path.Base(name)
		switch {
		case strings.HasSuffix(name, "/"):
			continue
		case IsLitter(base), strings.HasPrefix(name, "__MACOSX/"), strings.HasPrefix(base, "."):
			a.Skipped++
			continue
		}
		a.total += int64(min(f.UncompressedSize64, archiveTotal+1))
		if len(a.Members) >= archiveMembers || a.total > archiveTotal {
			return errBomb
		}
		m := Member{Name: prefix + name, Open: f.Open}
		switch {
		case f.Flags&1 != 0:
			m.Err = &Unreadable{Kind: "encrypted", Reason: "压缩包设有密码", Next: "请输入密码解压，再逐个审查其中的文件"}
		case f.UncompressedSize64 > smallOK && f.UncompressedSize64/max(1, f.CompressedSize64) > maxRatio:
			m.Err = &Unreadable{Kind: "too_large", Reason: "压缩包里的这个文件解开后大得反常，为安全起见没有读取", Next: "请先解压，确认内容正常后再审查"}
		case strings.HasSuffix(strings.ToLower(name), ".zip"):
			inner, err := a.inner(f)
			switch {
			case errors.Is(err, errBomb):
				return err
			case err != nil:
				m.Err = &Unreadable{Kind: "truncated", Reason: "压缩包里的压缩包已经损坏", Next: "请重新打包或者单独解压后再审查", Err: err}
			case isDocumentZip(inner):
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

// inner opens an archive in the archive.
func (a *Archive) inner(f *zip.File) (*zip.Reader, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer r.Close()
	left := archiveNested - a.nested
	data, err := io.ReadAll(io.LimitReader(r, left+1))
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", f.Name, err)
	}
	if a.nested += int64(len(data)); int64(len(data)) > left {
		return nil, errBomb
	}
	return zip.NewReader(bytes.NewReader(data), int64(len(data)))
}

// memberName gives the name of a member in UTF-8, with folders parted by 「/」. Ways
// that lead out of the archive are cut off: the name goes into reports only.
func memberName(f *zip.File) string {
	name := f.Name
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
