package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rarOf writes a rar archive of version 5 without compression: pairs of names and
// contents.
func rarOf(pairs ...string) []byte {
	var b bytes.Buffer
	b.WriteString("Rar!\x1A\x07\x01\x00")
	vint := func(n int) (out []byte) {
		for ; n >= 0x80; n >>= 7 {
			out = append(out, byte(n)|0x80)
		}
		return append(out, byte(n))
	}
	header := func(fields ...[]byte) {
		body := bytes.Join(fields, nil)
		body = append(vint(len(body)), body...)
		b.Write(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
		b.Write(body)
	}
	header(vint(1), vint(0), vint(0))
	for i := 0; i < len(pairs); i += 2 {
		name, data := pairs[i], []byte(pairs[i+1])
		header(vint(2), vint(2), vint(len(data)), vint(4), vint(len(data)), vint(0), binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(data)), vint(0), vint(1), vint(len(name)), []byte(name))
		b.Write(data)
	}
	header(vint(5), vint(0), vint(0))
	return b.Bytes()
}

// readMembers reads the documents of an archive: their names with their texts or
// with why they cannot be read.
func readMembers(t *testing.T, data []byte) (out []string, skipped int) {
	t.Helper()
	a, err := ReadArchive(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	for _, m := range a.Members {
		var u *Unreadable
		if m.Err != nil {
			out = append(out, m.Name+"!"+m.Err.Kind)
			continue
		}
		r, err := m.Open()
		var x *Text
		if err == nil {
			x, err = Read(m.Name, r, 0)
			_ = r.Close()
		}
		switch {
		case errors.As(err, &u):
			out = append(out, m.Name+"!"+u.Kind)
		case err != nil:
			t.Fatal(m.Name, err)
		default:
			out = append(out, m.Name+"="+strings.ReplaceAll(x.Norm, "\n", "|"))
		}
	}
	return out, a.Skipped
}

// TestSevenAndRar: archives of other kinds than zip read the same, whatever packed
// them.
func TestSevenAndRar(t *testing.T) {
	first, second := "第一条 为了规范停车，制定本办法。|第二条 本办法自2024年5月1日起施行。", "第一条 乙的内容。"
	want := []string{"材料/乙办法.txt=" + second, "甲办法.txt=" + first, "附件.zip/材料/乙办法.txt=" + second}
	files := map[string][]byte{
		"rar": rarOf("甲办法.txt", strings.ReplaceAll(first, "|", "\n"), "~$甲.docx", "x", "附件.zip", string(zipped(t, "材料/乙办法.txt", second)), "材料/乙办法.txt", second, "Thumbs.db", "x"),
	}
	for _, s := range []string{"LZMA", "LZMA2", "BZip2"} {
		data, err := os.ReadFile(filepath.Join("../../testdata/formats", "office."+s+".7z"))
		if err != nil {
			t.Fatal(err)
		}
		files[s] = data
	}
	for name, data := range files {
		got, skipped := readMembers(t, data)
		slices.Sort(got)
		if !slices.Equal(got, want) || skipped != 2 {
			t.Errorf("%s: got %q, %d skipped", name, got, skipped)
		}
		// A changed byte is seen by the checksum or by the reader: no other text comes out.
		for i := 40; i < len(data); i += 7 {
			bad := bytes.Clone(data)
			bad[i] ^= 0x55
			a, err := ReadArchive(bytes.NewReader(bad), int64(len(bad)))
			if err != nil {
				continue
			}
			for _, m := range a.Members {
				if m.Err != nil || !strings.HasSuffix(m.Name, "甲办法.txt") {
					continue
				}
				r, err := m.Open()
				if err != nil {
					continue
				}
				if x, err := Read(m.Name, r, 0); err == nil && strings.ReplaceAll(x.Norm, "\n", "|") != first {
					t.Errorf("%s with byte %d changed reads %q", name, i, x.Norm)
				}
			}
		}
	}
}

// TestArchivesRefused: what cannot be unpacked says why.
func TestArchivesRefused(t *testing.T) {
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("../../testdata/damaged", name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var u *Unreadable
	if _, err := ReadArchive(bytes.NewReader(read("locked.7z")), int64(len(read("locked.7z")))); !errors.As(err, &u) || u.Kind != "encrypted" {
		t.Errorf("7z with a packed directory under a password: %v", err)
	}
	for name, want := range map[string]string{"locked-member.7z": "甲办法.txt!encrypted", "ppmd.7z": "甲办法.txt!unsupported"} {
		if got, _ := readMembers(t, read(name)); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	whole := rarOf("a.txt", strings.Repeat("第一条 内容。\n", 100))
	for _, data := range [][]byte{whole[:40], whole[:9], []byte("7z\xBC\xAF\x27\x1C"), append([]byte("7z\xBC\xAF\x27\x1C\x00\x04"), make([]byte, 40)...), []byte("x")} {
		if _, err := ReadArchive(bytes.NewReader(data), int64(len(data))); !errors.As(err, &u) || u.Kind != "truncated" {
			t.Errorf("%.20q: %v", data, err)
		}
	}
	if got, _ := readMembers(t, whole[:len(whole)-60]); !slices.Equal(got, []string{"a.txt!truncated", "（后面的部分）!truncated"}) {
		t.Errorf("rar cut off: %.80q", got)
	}
}
