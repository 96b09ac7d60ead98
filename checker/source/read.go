package source

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"unicode/utf8"
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
	if maxBytes <= 0 {
		maxBytes = DefaultMax
	}
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	switch {
	case err != nil:
		return nil, &Unreadable{Name: name, Kind: "io", Reason: "读取文件时出错", Next: "请确认文件存在、有读取权限后重试", Err: err}
	case int64(len(data)) > maxBytes:
		return nil, &Unreadable{Name: name, Kind: "too_large", Reason: "文件过大", Next: "请拆分后再查"}
	}
	orig, bom := strings.CutPrefix(string(data), "\uFEFF")
	if !utf8.ValidString(orig) {
		return nil, &Unreadable{Name: name, Kind: "binary", Reason: "文件不是可识别的文字", Next: "请另存为 .docx 或 .txt 后再查"}
	}
	if strings.TrimSpace(orig) == "" {
		return nil, &Unreadable{Name: name, Kind: "empty", Reason: "文件没有内容", Next: "请确认选对了文件"}
	}
	t, err := normalize(orig, splitLines(orig))
	if err != nil {
		return nil, &Unreadable{Name: name, Kind: "binary", Reason: "文件内容无法整理", Next: "请另存为 .txt 后再查", Err: err}
	}
	sum := sha256.Sum256(data)
	t.Name, t.SHA256, t.Format, t.Encoding = name, hex.EncodeToString(sum[:]), "txt", "utf-8"
	t.base = 0
	if bom {
		t.Encoding, t.base = "utf-8-bom", 3
	}
	return t, nil
}
