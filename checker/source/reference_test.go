package source

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// lostInReference names what a format, or the program that wrote it, loses of
// testdata/formats/ads.txt: pairs of what the reference has and what the file has.
// The files were made by LibreOffice 7.4, qpdf, Ghostscript and 7-Zip out of
// ads.fodt (testdata/formats/README.md).
func lostInReference(name string) []string {
	table := []string{"类别\t面积\t收费标准", "类别 面积 收费标准", "大型\t10平方米以上\t每年3000元", "大型10平方米以上 每年3000元", "中型\t5平方米以上\t每年1000元", "中型5平方米以上 每年1000元", "小型\t5平方米以下\t不收费", "小型5平方米以下 不收费"}
	list := []string{"（一）统一规划", "1.统一规划", "（二）安全美观", "2.安全美观", "（三）公开公平", "3.公开公平"} // HTML knows no （一）
	switch name {
	case "ads.txt", "ads.gb18030.txt", "ads.utf16.txt", "ads.eml": // plain text knows no tables
		return table
	case "ads.md": // made without table and note
		return []string{"类别\t面积\t收费标准\n大型\t10平方米以上\t每年3000元\n中型\t5平方米以上\t每年1000元\n小型\t5平方米以下\t不收费\n", "", "\n注1：本办法所称设置期限，自批准之日起计算。", ""}
	case "ads.html", "ads.mht", "ads-page.doc", "ads-mht.doc", "ads-in-ole.doc":
		return list
	}
	return nil
}

// referenceFiles are the files of the reference text, those that test code writes
// among them.
func referenceFiles(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	list, err := filepath.Glob("../../testdata/formats/ads*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range list {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(path)] = data
	}
	out["ads-in-ole.doc"] = oleOf("Contents", out["ads-page.doc"])
	out["ads.rar"] = rarOf("户外广告办法.docx", string(out["ads.docx"]))
	return out
}

// TestReference: one text made into every format reads the same but for what the
// format loses.
func TestReference(t *testing.T) {
	files := referenceFiles(t)
	if len(files) < 25 {
		t.Fatalf("%d files", len(files))
	}
	reference := strings.TrimSpace(string(files["ads.txt"]))
	for name, data := range files {
		t.Run(name, func(t *testing.T) {
			x := readReference(t, name, data)
			want := reference
			pairs := lostInReference(name)
			for i := 0; i < len(pairs); i += 2 {
				if !strings.Contains(want, pairs[i]) {
					t.Errorf("the reference does not hold %q", pairs[i])
				}
				want = strings.Replace(want, pairs[i], pairs[i+1], 1)
			}
			a, b := strings.Split(x.Norm, "\n"), strings.Split(want, "\n")
			for i := 0; i < max(len(a), len(b)); i++ {
				if i >= len(a) || i >= len(b) || a[i] != b[i] {
					t.Fatalf("line %d of %d, %d:\n got %q\nwant %q", i+1, len(a), len(b), at(a, i), at(b, i))
				}
			}
			if len(x.Missing)+len(x.PagesWithoutText) > 0 {
				t.Errorf("not read to its end: %q, pages %v", x.Missing, x.PagesWithoutText)
			}
			if notes := strings.Join(x.Notes, "；"); !strings.Contains("txt md mht", x.Format) && !strings.Contains(notes, "页眉") {
				t.Errorf("%s: the running head is not told: %q", x.Format, notes)
			}
			checkText(t, x)
			checkPlaces(t, x)
		})
	}
}

// checkPlaces: a place tells the page, the cell or the paragraph.
func checkPlaces(t *testing.T, x *Text) {
	t.Helper()
	place := func(words string) string {
		i := strings.Index(x.Norm, words)
		if i < 0 {
			return "—"
		}
		return x.Place(Span{i, i + len(words)})
	}
	cell, fine := place("每年1000元"), place("处5000元")
	switch x.Format {
	case "pdf", "ofd":
		page := map[string]string{"pdf": "第1页", "ofd": "第2页"}[x.Format] // 22 lines a page in our own OFD
		if cell != page+"表1第3行第3格" || fine != "第2页" {
			t.Errorf("cell %q, fine %q", cell, fine)
		}
	case "txt", "md":
		if !strings.HasSuffix(fine, "行") {
			t.Errorf("fine %q", fine)
		}
	case "mht": // a message of plain text has no table
		if fine == "" {
			t.Error("no place")
		}
	default:
		if cell != "表1第3行第3格" || fine != "第25段" {
			t.Errorf("cell %q, fine %q", cell, fine)
		}
	}
}

// readReference reads a file, or the only document of an archive.
func readReference(t *testing.T, name string, data []byte) *Text {
	t.Helper()
	switch filepath.Ext(name) {
	case ".zip", ".7z", ".rar":
		a, err := ReadArchive(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Members) != 1 || !strings.HasSuffix(a.Members[0].Name, "户外广告办法.docx") {
			t.Fatalf("members %+v", a.Members)
		}
		r, err := a.Members[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		x, err := Read(name, r, 0)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	return mustRead(t, name, string(data))
}

// oleOf writes a compound file with one stream of at least 4096 bytes.
func oleOf(name string, data []byte) []byte {
	le := binary.LittleEndian
	for len(data) < 4096 {
		data = append(data, ' ')
	}
	n := (len(data) + 511) / 512
	fats := (n + 2 + 127) / 128
	for fats*128 < n+1+fats {
		fats++
	}
	head := make([]byte, 512)
	copy(head, oleMagic)
	le.PutUint16(head[24:], 0x3E)
	le.PutUint16(head[26:], 3)
	le.PutUint16(head[28:], 0xFFFE)
	le.PutUint16(head[30:], 9)
	le.PutUint16(head[32:], 6)
	le.PutUint32(head[44:], uint32(fats))
	le.PutUint32(head[48:], uint32(fats)) // the directory stands behind the tables
	le.PutUint32(head[56:], 4096)
	le.PutUint32(head[60:], oleEnd)
	le.PutUint32(head[68:], oleEnd)
	for i := range 109 {
		v := uint32(oleNone)
		if i < fats {
			v = uint32(i)
		}
		le.PutUint32(head[76+4*i:], v)
	}
	fat := make([]byte, 512*fats)
	for i := range 128 * fats {
		v := uint32(oleNone)
		switch {
		case i < fats:
			v = 0xFFFFFFFD
		case i == fats, i == fats+n:
			v = oleEnd
		case i < fats+n:
			v = uint32(i + 1)
		}
		le.PutUint32(fat[4*i:], v)
	}
	dir := make([]byte, 512)
	entry := func(i int, name string, kind byte, child, start uint32, size int) {
		e := dir[128*i:]
		units := utf16.Encode([]rune(name))
		for k, u := range units {
			le.PutUint16(e[2*k:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(units)+2))
		e[66], e[67] = kind, 1
		le.PutUint32(e[68:], oleNone)
		le.PutUint32(e[72:], oleNone)
		le.PutUint32(e[76:], child)
		le.PutUint32(e[116:], start)
		le.PutUint32(e[120:], uint32(size))
	}
	entry(0, "Root Entry", 5, 1, oleEnd, 0)
	entry(1, name, 2, oleNone, uint32(fats+1), len(data))
	out := append(append(head, fat...), dir...)
	return append(out, append(bytes.Clone(data), make([]byte, n*512-len(data))...)...)
}
