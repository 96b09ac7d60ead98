package source

import (
	"bytes"
	"errors"
	"slices"
	"strings"
)

// A format is one kind of file with its reader. Files are known by what they
// hold; their names play no part.
type format struct {
	name    string // Text.Format
	what    string // in Chinese, for messages
	extract func(data []byte) (extraction, error)
}

// formatOf finds the reader of a file that is neither text nor an Office zip;
// nil: none.
func formatOf(data []byte, recognise Recognizer) *format {
	head := data[:min(len(data), 1024)]
	switch {
	case bytes.HasPrefix(head, []byte(oleMagic)):
		return oleFormat(data)
	case bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte(`{\rtf`)):
		return &format{"rtf", "RTF 文档", extractRTF}
	case isMail(head):
		return &format{"mht", "单个文件网页或者邮件", extractMail}
	case bytes.Contains(head, []byte("%PDF-")):
		return &format{"pdf", "PDF 文件", func([]byte) (extraction, error) { return extractPDF(data, recognise) }}
	case bytes.Contains(head, []byte("<office:document ")):
		return &format{"fodt", "OpenDocument 文档", func([]byte) (extraction, error) {
			d, ok := decode(data)
			if !ok {
				return extraction{}, errXML
			}
			return extractODF(d.text, "")
		}}
	}
	if recognise != nil {
		return pictureFormat(data, recognise)
	}
	return nil
}

// oleFormat looks into a compound file; nil: it is no document of Word or WPS, or
// it is broken so badly that only its names can be guessed at.
func oleFormat(data []byte) *format {
	c, err := openCompound(data)
	if err != nil || c.has("EncryptedPackage") {
		return nil
	}
	if c.has("Workbook") && !c.has("WordDocument") {
		return &format{"xls", "Excel 97–2003 或 WPS 表格", func([]byte) (extraction, error) { return extractXLS(c) }}
	}
	if !c.has("WordDocument") {
		return pageInside(c)
	}
	return &format{"doc", "Word 97–2003 或 WPS 文档", func([]byte) (extraction, error) { return extractDoc(c) }}
}

// pageInside finds a web page or a message in a compound file that holds no
// document: what some systems of offices export under the name of a .doc.
func pageInside(c *compound) *format {
	var names []string
	for name := range c.root {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		data, err := c.stream(name)
		if err != nil || len(data) < 64 {
			continue
		}
		head := data[:min(len(data), 1024)]
		if isMail(head) {
			return &format{"mht", "单个文件网页或者邮件", func([]byte) (extraction, error) { return extractMail(data) }}
		}
		if d, ok := decode(data); ok && isHTML(d.text) {
			return &format{"html", "网页", func([]byte) (extraction, error) {
				x, err := extractHTML(d.text)
				x.encoding = d.encoding
				return x, err
			}}
		}
	}
	return nil
}

// zipFormat looks into a zip archive that is no document of Word; nil: it is none
// of the formats that are read.
func zipFormat(a *archive, recognise Recognizer) *format {
	if a.files["content.xml"] != nil {
		if kind, err := a.raw("mimetype"); err == nil && bytes.Contains(kind, []byte("opendocument.text")) {
			return &format{"odt", "OpenDocument 文档", func([]byte) (extraction, error) { return extractODT(a) }}
		}
	}
	if a.has("xl/") {
		return &format{"xlsx", "Excel 表格", func([]byte) (extraction, error) { return extractXLSX(a) }}
	}
	if a.files["OFD.xml"] != nil {
		return &format{"ofd", "OFD 版式文件", func([]byte) (extraction, error) { x, err := extractOFD(a, recognise); return x, noOFD(err) }}
	}
	return nil
}

// joinedReason says also why recognition did not help.
func joinedReason(reason string, failed []string) string {
	if len(failed) > 0 {
		reason += "；" + strings.Join(failed[:min(len(failed), 3)], "；")
	}
	return reason
}

// parse reads a file of the format.
func (f *format) parse(data []byte) (*Text, error) {
	x, err := f.extract(data)
	var u *Unreadable
	switch {
	case errors.As(err, &u):
		return nil, u
	case errors.Is(err, errSecret):
		return nil, encrypted()
	case errors.Is(err, errOldWord):
		return nil, &Unreadable{Kind: "unsupported", Reason: "这是 Word 6.0/95 的文档，格式太旧，不能读取", Next: "请用 Word、WPS 打开，另存为 .docx 后再查", Err: err}
	case errors.Is(err, errBomb):
		return nil, &Unreadable{Kind: "too_large", Reason: "文件解开后的内容大得反常，为安全起见没有读取", Next: "请用原来的程序打开确认内容正常，另存为 .docx 后再查", Err: err}
	case err != nil:
		return nil, &Unreadable{Kind: "truncated", Reason: "这是 " + f.what + "，内部已经损坏，读不出完整的正文", Next: "请重新下载或者复制；能用原来的程序打开的，另存为 .docx 后再查", Err: err}
	case len(x.lines) == 0 && (x.images > 0 || len(x.pagesWithoutText) > 0):
		return nil, &Unreadable{Kind: "scan", Reason: joinedReason("文件里只有图片，没有文字，可能是扫描件", x.failed), Next: "请把扫描件识别成文字、核对后另存为 .docx 再查；" + installOCR}
	case len(x.lines) == 0:
		return nil, &Unreadable{Kind: "empty", Reason: "文件里没有文字", Next: "请确认选对了文件、文件已经保存"}
	}
	t, err := x.finish(f.name)
	if err != nil {
		return nil, err
	}
	if len(t.Blocks) == 0 {
		return nil, &Unreadable{Kind: "empty", Reason: "文件里没有可以审查的文字", Next: "请确认选对了文件、文件已经保存"}
	}
	if t.Encoding = x.encoding; t.Encoding == "" {
		t.Encoding = "utf-8"
	}
	return t, nil
}
