package source

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// isMail reports whether data begins like a message: lines 「Key: value」 and among
// them those of MIME.
func isMail(head []byte) bool {
	first, rest, ok := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte(":"))
	if !ok || len(first) > 40 || len(rest) == 0 {
		return false
	}
	for _, c := range first {
		if c != '-' && !isLatin(rune(c)) && !isDigit(rune(c)) {
			return false
		}
	}
	low := bytes.ToLower(head)
	return bytes.HasPrefix(low, []byte("mime-version:")) || bytes.Contains(low, []byte("\nmime-version:")) || bytes.Contains(low, []byte("\ncontent-type: multipart/"))
}

// extractMail takes the text out of a web page in one file (MHTML, also under the
// name of a Word document) or out of a message: the first part that is a page,
// else the first that is text. Attachments are named and not read.
func extractMail(data []byte) (extraction, error) {
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimLeft(data, " \t\r\n")))
	if err != nil {
		return extraction{}, fmt.Errorf("read message: %w", err)
	}
	w := &mailParts{}
	err = w.walk(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body, 0)
	if w.html == nil && w.plain == nil {
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		return extraction{}, err
	}
	cut := err != nil
	var x extraction
	if w.html != nil {
		d, ok := decode(w.html)
		if !ok {
			return extraction{}, errXML
		}
		if x, err = extractHTML(d.text); err != nil {
			return x, err
		}
		x.encoding = d.encoding
	}
	if len(x.lines) == 0 && w.plain != nil {
		d, ok := decode(w.plain)
		if !ok {
			return extraction{}, errXML
		}
		x = extraction{orig: d.text, lines: unwrap(d.text, splitLines(d.text)), encoding: d.encoding, images: x.images, missing: x.missing}
	}
	if cut || w.cut {
		x.missing = append(x.missing, cutOff)
	}
	if n := len(w.files); n > 0 {
		x.notes = append(x.notes, fmt.Sprintf("邮件附件 %d 个没有读入：%s；请另存后单独检查", n, strings.Join(w.files, "、")))
	}
	return x, nil
}

// mailParts are the parts of a message that count.
type mailParts struct {
	html, plain []byte
	files       []string // names of attachments
	count       int
	cut         bool // a part ends in the middle
}

// Bounds on the parts of a message.
const (
	mailDepth    = 8
	mailMaxParts = 2000
)

func (w *mailParts) walk(kind, coding, disposition string, body io.Reader, depth int) error {
	if w.count++; depth > mailDepth || w.count > mailMaxParts {
		return errBomb
	}
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		media = "text/plain"
	}
	if strings.HasPrefix(media, "multipart/") {
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return fmt.Errorf("read part: %w", err)
			}
			if err := w.walk(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header.Get("Content-Disposition"), p, depth+1); err != nil {
				return err
			}
		}
	}
	_, given, _ := mime.ParseMediaType(disposition)
	if strings.HasPrefix(strings.ToLower(disposition), "attachment") {
		name := given["filename"]
		if name == "" {
			name = params["name"]
		}
		if decoded, err := new(mime.WordDecoder).DecodeHeader(name); err == nil && decoded != "" {
			name = decoded
		}
		if name == "" {
			name = "未命名"
		}
		w.files = append(w.files, name)
		return nil
	}
	if media != "text/html" && media != "text/plain" && media != "application/xhtml+xml" {
		return nil
	}
	switch strings.ToLower(strings.TrimSpace(coding)) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	b, err := io.ReadAll(io.LimitReader(body, maxPart))
	if err != nil && len(b) == 0 {
		return fmt.Errorf("read part: %w", err)
	}
	w.cut = w.cut || err != nil
	switch {
	case media == "text/plain" && w.plain == nil:
		w.plain = b
	case media != "text/plain" && w.html == nil:
		w.html = b
	}
	return nil
}
