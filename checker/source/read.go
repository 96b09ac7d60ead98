package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// DefaultMax bounds a file: 64 MiB.
const DefaultMax = 64 << 20

// An Unreadable says why a file could not be read as text. It is one voice for
// programs (Kind) and one for people (Reason and Next, Chinese, without a full stop).
type Unreadable struct {
	Name   string
	Kind   string // empty, binary, scan, too_large, truncated, encrypted, unsupported, io
	Reason string // what happened
	Next   string // what to do
	Err    error  // what lay beneath; nil: nothing
}

func (u *Unreadable) Error() string { return u.Name + ": " + u.Kind }

func (u *Unreadable) Unwrap() error { return u.Err }

// Read reads a file and decides by content, not by name, what it is. name is
// used in messages only. maxBytes bounds what is read; 0: DefaultMax.
// Every error is an *Unreadable.
func Read(name string, r io.Reader, maxBytes int64) (*Text, error) {
	return readNamed(name, r, maxBytes, nil)
}

func readNamed(name string, r io.Reader, maxBytes int64, recognise Recognizer) (*Text, error) {
	t, err := read(r, maxBytes, recognise)
	if err == nil {
		t.Name = name
		return t, nil
	}
	var u *Unreadable
	if !errors.As(err, &u) {
		u = &Unreadable{Kind: "binary", Reason: "文件内容无法整理成文字", Next: "请用 Word 或 WPS 打开确认内容完整，另存为 .docx 后再查", Err: err}
	}
	u.Name = name
	return nil, u
}

func read(r io.Reader, maxBytes int64, recognise Recognizer) (*Text, error) {
	if maxBytes <= 0 {
		maxBytes = DefaultMax
	}
	data, err := readAll(r, maxBytes+1)
	var broken *Unreadable
	switch {
	case errors.As(err, &broken):
		return nil, broken // out of an archive
	case errors.Is(err, errTooLarge), err == nil && int64(len(data)) > maxBytes:
		return nil, &Unreadable{Kind: "too_large", Reason: fmt.Sprintf("文件超过 %s 的上限", megabytes(maxBytes)), Next: "请删去与正文无关的图片、附件，或者拆分成几个文件后再查"}
	case err != nil:
		return nil, &Unreadable{Kind: "io", Reason: "读取文件时出错", Next: "请确认文件存在、有读取权限、没有被其他程序占用后重试", Err: err}
	case len(data) == 0:
		return nil, &Unreadable{Kind: "empty", Reason: "文件是空的", Next: "请确认选对了文件、文件已经下载或者保存完整"}
	}
	t, err := parse(data, recognise)
	if err != nil {
		return nil, err
	}
	t.Classified, t.ClassifiedAt = findClassified(t)
	sum := sha256.Sum256(data)
	t.SHA256 = hex.EncodeToString(sum[:])
	return t, nil
}

var errTooLarge = errors.New("file too large")

// readAll reads up to limit bytes. A reader that knows its length is read in one go.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	var b bytes.Buffer
	if f, ok := r.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			if info.Size() >= limit {
				return nil, errTooLarge
			}
			b.Grow(int(info.Size()) + bytes.MinRead)
		}
	}
	if s, ok := r.(interface{ Len() int }); ok && int64(s.Len()) < limit {
		b.Grow(s.Len() + bytes.MinRead)
	}
	_, err := b.ReadFrom(io.LimitReader(r, limit))
	return b.Bytes(), err
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d 字节", n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// parse finds out what data is and makes a Text of it.
func parse(data []byte, recognise Recognizer) (*Text, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return parseArchive(data, recognise)
	}
	if f := formatOf(data, recognise); f != nil {
		return f.parse(data)
	}
	if u := sniffUnsupported(data); u != nil {
		return nil, u
	}
	d, ok := decode(data)
	if !ok {
		return nil, undecodable(data)
	}
	if isBlank(d.text) {
		return nil, &Unreadable{Kind: "empty", Reason: "文件里只有空白", Next: "请确认选对了文件；内容是图片的，请先识别成文字再查"}
	}
	if u := sniffMarkup(d.text); u != nil {
		return nil, u
	}
	var t *Text
	var err error
	switch {
	case isMarkdown(d.text):
		t, err = normalize(d.text, markdownLines(d.text))
		if err == nil {
			t.Format, t.base = "md", d.base
		}
	case isHTML(d.text):
		t, err = parseHTML(d.text)
	default:
		t, err = normalize(d.text, unwrap(d.text, splitLines(d.text)))
		if err == nil {
			t.Format, t.base = "txt", d.base
		}
	}
	if err != nil {
		return nil, err
	}
	if len(t.Blocks) == 0 {
		return nil, &Unreadable{Kind: "empty", Reason: "文件里没有可以审查的文字", Next: "请确认选对了文件、文件已经下载或者保存完整"}
	}
	t.Encoding = d.encoding
	if d.note != "" {
		t.Notes = append(t.Notes, d.note)
		switch text := strings.TrimRight(d.text, " \r\n"); {
		case strings.HasSuffix(text, "\uFFFD"):
			t.Missing = append(t.Missing, cutOff)
		case strings.Count(text, "\uFFFD") > maxLostBytes:
			t.Missing = append(t.Missing, "文件里损坏的字节太多，有的文字读不出")
		}
	}
	return t, nil
}

// maxLostBytes is how many characters that cannot be decoded a text may hold and
// still count as read: old pages have a few.
const maxLostBytes = 20

// isBlank reports whether text holds only blanks and characters without a width.
func isBlank(text string) bool {
	for _, r := range text {
		if to := fold(r); to != dropped && to != blank {
			return false
		}
	}
	return true
}

func parseHTML(text string) (*Text, error) {
	x, err := extractHTML(text)
	if err != nil {
		return nil, err
	}
	if len(x.lines) == 0 {
		if x.images > 0 {
			return nil, &Unreadable{Kind: "scan", Reason: "网页里只有图片，没有文字", Next: "请下载原文的文字版，或者把图片识别成文字、核对后另存为 .docx 再查"}
		}
		return nil, &Unreadable{Kind: "empty", Reason: "网页里没有正文，正文可能要由浏览器另行加载", Next: "请在浏览器里打开网页，全选正文复制到 .docx 或 .txt 文件后再查"}
	}
	return x.finish("html")
}

// finish normalises what was extracted.
func (x extraction) finish(format string) (*Text, error) {
	t, err := normalize(x.orig, x.lines)
	if err != nil {
		return nil, err
	}
	t.Format, t.part, t.parts = format, x.part, x.parts
	t.PagesWithoutText, t.Missing, t.Pages, t.Recognised = x.pagesWithoutText, x.missing, x.pages, x.recognised
	t.Notes = append(t.Notes, x.notes...)
	t.heads = x.heads
	if note := headsNote(x.heads); note != "" {
		t.Notes = append(t.Notes, note)
	}
	return t, nil
}

// parseArchive reads a zip archive, which must be a Word document.
func parseArchive(data []byte, recognise Recognizer) (*Text, error) {
	a, err := openArchive(data)
	if err != nil {
		return nil, &Unreadable{Kind: "truncated", Reason: "文件不完整：压缩包的目录缺失，可能没有下载或者复制完", Next: "请重新下载或者复制，用 Word、WPS 确认能打开后再查", Err: err}
	}
	main := a.mainPart()
	if main == "" {
		if f := zipFormat(a, recognise); f != nil {
			return f.parse(data)
		}
		return nil, notWord(a)
	}
	if f := a.files[main]; f.Flags&1 != 0 {
		return nil, encrypted()
	}
	x, err := extractDocx(a, main)
	switch {
	case errors.Is(err, errBomb):
		return nil, &Unreadable{Kind: "too_large", Reason: "文档解压后的内容大得反常，为安全起见没有读取", Next: "请用 Word、WPS 打开确认内容正常，另存为新的 .docx 后再查", Err: err}
	case err != nil:
		return nil, &Unreadable{Kind: "truncated", Reason: "文档内部已经损坏，读不出完整的正文", Next: "请用 Word、WPS 打开修复，另存为新的 .docx 后再查", Err: err}
	case len(x.lines) == 0 && x.images > 0 && recognise != nil:
		x = recognisePictures(a, main, recognise)
		if len(x.lines) == 0 {
			return nil, scannedDocx(x.failed)
		}
	case len(x.lines) == 0 && x.images > 0:
		return nil, scannedDocx(nil)
	case len(x.lines) == 0:
		return nil, &Unreadable{Kind: "empty", Reason: "文档里没有文字", Next: "请确认选对了文件、文件已经保存"}
	}
	t, err := x.finish("docx")
	if err != nil {
		return nil, err
	}
	if len(t.Blocks) == 0 {
		return nil, &Unreadable{Kind: "empty", Reason: "文档里没有可以审查的文字", Next: "请确认选对了文件、文件已经保存"}
	}
	t.Encoding = "utf-8"
	return t, nil
}

func scannedDocx(failed []string) *Unreadable {
	return &Unreadable{Kind: "scan", Reason: joinedReason("文档里只有图片，没有文字，可能是扫描件", failed), Next: "请把扫描件识别成文字、核对后另存为 .docx 再查；" + installOCR}
}

func encrypted() *Unreadable {
	return &Unreadable{Kind: "encrypted", Reason: "文档设有打开密码", Next: "请用 Word、WPS 输入密码打开，取消密码后另存为 .docx 再查"}
}

// notWord says what an archive is that is not a Word document.
func notWord(a *archive) *Unreadable {
	u := &Unreadable{Kind: "unsupported"}
	switch {
	case a.has("ppt/"):
		u.Reason, u.Next = "这是演示文稿，不是公文正文", "请把要审查的文字复制到 .docx 或 .txt 文件后再查"
	case a.has("content.xml"):
		u.Reason, u.Next = "这是 OpenDocument 或 UOF 文档，目前不能读取", "请用 WPS、Word 或 LibreOffice 打开，另存为 .docx 后再查"
	default:
		u.Reason, u.Next = "这是压缩包，不是单个文档", "请先解压，再逐个审查其中的文件"
	}
	return u
}
