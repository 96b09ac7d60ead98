package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A badFile must not read as clean: it is unreadable, or incomplete, and says why.
type badFile struct {
	name, says string // says: stands in the message
	data       []byte
}

// badFiles are damaged, lying, empty, encrypted, bombs and scans.
func badFiles(t *testing.T) (out []badFile) {
	read := func(path string) []byte {
		data, err := os.ReadFile(filepath.Join("../../testdata", path))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	add := func(name, says string, data []byte) { out = append(out, badFile{name, says, data}) }
	half := func(path string) []byte { b := read(path); return b[:len(b)*6/10] }

	// Nothing in it.
	add("empty.txt", "文件是空的", nil)
	add("empty.docx", "文件是空的", nil)
	add("empty.pdf", "文件是空的", nil)
	add("blank.txt", "只有空白", []byte("\uFEFF \r\n\t　\n"))
	add("no-text.docx", "没有文字", packOf("[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p/></w:body></w:document>`))
	add("no-text.rtf", "没有文字", []byte(`{\rtf1\ansi{\fonttbl{\f0 a;}}\par}`))
	add("no-members.zip", "没有可以检查的文件", packOf("~$甲.docx", "x", "Thumbs.db", "x"))

	// Cut off or changed.
	add("cut.docx", "不完整", half("formats/ads.docx"))
	add("cut.odt", "不完整", half("formats/ads.odt"))
	add("cut.ofd", "不完整", half("formats/ads.ofd"))
	add("cut.xlsx", "不完整", half("formats/opinions.xlsx"))
	add("cut.doc", "损坏", half("formats/ads.doc"))
	add("cut.xls", "损坏", half("formats/opinions.xls"))
	add("cut.pdf", "损坏", half("formats/ads.pdf"))
	add("cut-packed.pdf", "", half("formats/ads-packed.pdf"))
	add("cut.rtf", "末尾不完整", half("formats/ads.rtf"))
	add("cut.html", "末尾不完整", half("formats/ads.html"))
	add("cut.mht", "末尾不完整", half("formats/ads.mht"))
	add("cut.eml", "末尾不完整", half("formats/ads.eml"))
	utf8 := read("formats/ads.txt")
	add("cut.txt", "末尾不完整", utf8[:len(utf8)-3]) // inside of a character
	add("cut.zip", "不完整", half("formats/ads-gbk.zip"))
	add("cut.7z", "不完整", half("formats/ads.7z"))
	add("cut.rar", "不完整", []byte("Rar!\x1A\x07\x01\x00\x33\x92"))
	add("changed.docx", "损坏", changed(read("formats/ads.docx"), "word/document.xml"))
	add("broken-xml.docx", "损坏", packOf("[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document><w:body><w:p><w:r><w:t>第一条</w:t></w:r></w:body>`))
	add("noise.bin", "", noise(3000))
	add("no-table.doc", "损坏", blanked(read("formats/ads.doc"), 512, 1024))
	add("no-page.ofd", "损坏", packOf("OFD.xml", `<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`, "Doc_0/Document.xml", `<ofd:Document><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`))
	add("broken-page.pdf", "", bytes.Replace(read("formats/ads.pdf"), []byte("stream\n"), []byte("stream\nXX"), 1))

	// Not what the name says.
	add("program.docx", "程序文件", append([]byte("MZ\x90\x00\x03"), noise(600)...))
	add("database.doc", "数据库", append([]byte("SQLite format 3\x00"), noise(600)...))
	add("gzip.zip", "不完整", gzipped([]byte("第一条 内容。")))
	add("slides.docx", "演示文稿", packOf("[Content_Types].xml", "<Types/>", "ppt/presentation.xml", "<p/>"))
	add("table.docx", "电子表格", read("formats/opinions.xlsx"))
	add("archive.docx", "压缩包", packOf("甲.txt", "第一条 内容。"))
	add("rar.doc", "RAR", []byte("Rar!\x1A\x07\x01\x00 and so on"))

	// Behind a password.
	for _, name := range []string{"locked.docx", "locked.xlsx", "locked.doc", "locked.odt", "locked.xls", "locked-aes256.pdf", "locked.7z", "locked-member.7z"} {
		add(name, "密码", read("damaged/"+name))
	}
	add("locked.zip", "密码", locked(packOf("甲.txt", "第一条 内容。")))
	add("locked.ofd", "加密", packOf("OFD.xml", `<ofd:OFD><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody><ofd:Encryptions>E.xml</ofd:Encryptions></ofd:OFD>`))
	add("ppmd.7z", "压缩方式", read("damaged/ppmd.7z"))

	// What unfolds without end.
	big := strings.Repeat("<w:p><w:r><w:t>一</w:t></w:r></w:p>", 1<<21)
	add("bomb.docx", "大得反常", packOf("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document><w:body>"+big+"</w:body></w:document>"))
	add("bomb.odt", "大得反常", packOf("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", strings.Repeat(" ", 80<<20)))
	add("bomb.ofd", "大得反常", packOf("OFD.xml", strings.Repeat(" ", 80<<20)))
	add("bomb.xlsx", "大得反常", packOf("[Content_Types].xml", "<Types/>", "xl/workbook.xml", `<workbook><sheet name="a" r:id="1"/></workbook>`, "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="1" Target="a.xml"/></Relationships>`, "xl/a.xml", "<worksheet>"+strings.Repeat(`<row><c r="IV1"><v>1</v></c></row>`, 1<<18)+"</worksheet>"))
	add("repeated.odt", "", packOf("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", `<office:document-content><office:body><office:text><table:table>`+strings.Repeat(`<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000"/></table:table-row>`, 20000)+`</table:table></office:text></office:body></office:document-content>`))
	add("bomb.pdf", "大得反常", pdfOfPage("/Filter/FlateDecode", deflated(bytes.Repeat([]byte("q Q "), 24<<20))))
	add("forms.pdf", "大得反常", pdfOfForms())
	add("bomb.zip", "大得反常", packOf("甲.txt", strings.Repeat("甲", 30<<20)))
	add("nested.zip", "层层嵌套", nestedZip(6))
	add("members.zip", "太多", packOf(manyMembers(3000)...))
	add("deep.rtf", "", []byte(`{\rtf1 `+strings.Repeat("{", 4<<20)))
	add("deep.html", "", []byte("<html><body>"+strings.Repeat("<div>", 1<<19)))
	add("deep.docx", "损坏", packOf("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document><w:body>"+strings.Repeat("<w:tbl><w:tr><w:tc>", 1<<18)))
	add("entities.docx", "", packOf("[Content_Types].xml", "<Types/>", "word/document.xml", `<!DOCTYPE a [<!ENTITY x "`+strings.Repeat("x", 1000)+`"><!ENTITY y "&x;&x;">]><w:document><w:body>&y;</w:body></w:document>`))
	add("huge.txt", "上限", bytes.Repeat([]byte("第一条 内容。\n"), 4<<20))

	// Pictures of text.
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 200, 200))); err != nil {
		t.Fatal(err)
	}
	add("scan.png", "--ocr", picture.Bytes())
	add("scan.pdf", "--ocr", read("documents/damaged/scan.pdf"))
	add("half-scan.pdf", "第 2 页没有文字", read("documents/formats/mixed.pdf"))
	add("scan.docx", "扫描件", packOf("[Content_Types].xml", "<Types/>", "word/document.xml", `<w:document><w:body><w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p></w:body></w:document>`))
	add("scan.ofd", "--ocr", packOf("OFD.xml", `<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`, "Doc_0/Document.xml", `<ofd:Document><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>`, "Doc_0/P.xml", `<ofd:Page><ofd:ImageObject ResourceID="1" Boundary="0 0 210 297"/></ofd:Page>`))
	add("scan.html", "图片", []byte("<html><body><img src=1.jpg><img src=2.jpg></body></html>"))
	add("unmapped.pdf", "对应表", pdfOfPage("", []byte("BT /F 16 Tf 100 700 Td <"+strings.Repeat("0123", 40)+"> Tj ET")))
	return out
}

// Bounds on what a bad file may cost: memory of the whole process in bytes,
// processor time.
const (
	badMemory = 200 << 20
	badTime   = 5 * time.Second
)

// TestBadFiles: none of them reads as clean, each says the cause and the next
// step, none takes much time or memory; the files beside them are checked.
func TestBadFiles(t *testing.T) {
	files := badFiles(t)
	if len(files) < 40 {
		t.Fatalf("%d files", len(files))
	}
	dir := t.TempDir()
	program := filepath.Join(dir, measuredName)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, program); err != nil {
		t.Skip("no links here:", err)
	}
	folder := filepath.Join(dir, "files")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	peak := filepath.Join(dir, "peak")
	good := write(t, folder, "good.txt", guilty)
	paths := []string{good}
	for _, f := range files {
		paths = append(paths, write(t, folder, f.name, string(f.data)))
	}
	for _, f := range files {
		cmd := exec.Command(program, "text", "--format=json", filepath.Join(folder, f.name))
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, io.Discard
		cmd.Env = append(os.Environ(), "DOCREVIEW_PEAK="+peak)
		err := cmd.Run()
		var exit *exec.ExitError
		if f.name != "table.docx" && (!asExit(err, &exit) || exit.ExitCode() != exitFailed) {
			t.Errorf("%s: %v, want exit code 3", f.name, err)
		}
		if cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); cpu > badTime && !racing {
			t.Errorf("%s takes %s of processor time", f.name, cpu)
		}
		var rss int64
		if s, err := os.ReadFile(peak); err == nil {
			rss, _ = strconv.ParseInt(string(s), 10, 64)
		}
		if rss > badMemory && !racing {
			t.Errorf("%s takes %d MB", f.name, rss>>20)
		}
		t.Logf("%-20s %4d MB %v", f.name, rss>>20, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	}
	code, out, errw := command(t, "", append([]string{"check", "--as-of=2026-11-22", "--format=json", "--enable=SETS-005", "-j=1"}, paths...)...)
	if code != exitFailed {
		t.Errorf("exit %d: %s", code, errw)
	}
	var got struct {
		Reports []struct {
			File, Verdict, Error string
			Notes                []string
			Scope                struct {
				PagesWithoutText []int `json:"pages_without_text"`
				Unread           []string
				NotChecked       []string `json:"not_checked"`
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range got.Reports {
		name, _, _ := strings.Cut(strings.TrimPrefix(r.File, folder+"/"), "/")
		seen[name] = true
		if name == "good.txt" {
			if r.Verdict != "findings" {
				t.Errorf("the good file: %s %s", r.Verdict, r.Error)
			}
			continue
		}
		if r.Verdict != "unreadable" && r.Verdict != "incomplete" {
			t.Errorf("%s: verdict %s", r.File, r.Verdict)
		}
		said := r.Error + strings.Join(append(append(r.Notes, r.Scope.Unread...), r.Scope.NotChecked...), "；")
		for _, f := range files {
			if f.name == name && !strings.Contains(said, f.says) {
				t.Errorf("%s says %q, want %q", r.File, said, f.says)
			}
		}
		if r.Verdict == "unreadable" && !regexp.MustCompile(`请|放进材料包`).MatchString(r.Error) {
			t.Errorf("%s: no next step: %q", r.File, r.Error)
		}
	}
	for _, f := range files {
		if !seen[f.name] {
			t.Errorf("%s is missing in the report", f.name)
		}
	}
}

// measuredName is the name under which the test program is docreview and writes
// down at its end how much memory it held.
const measuredName = "docreview-measured"

// measured is main with that. The system counts for a child also what its parent
// held when it began; what the child says of itself is its own.
func measured() {
	debug.SetGCPercent(400)
	code := run(context.Background(), os.Args, os.Stdin, os.Stdout, os.Stderr)
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status); m != nil {
			_ = os.WriteFile(os.Getenv("DOCREVIEW_PEAK"), append(m[1], "000"...), 0o600)
		}
	}
	os.Exit(code)
}

func asExit(err error, exit **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*exit = e
	return ok
}

// packOf packs pairs of names and contents.
func packOf(pairs ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		w, err := z.Create(pairs[i])
		if err == nil {
			_, err = io.WriteString(w, pairs[i+1])
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func manyMembers(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("%d.txt", i), "甲")
	}
	return out
}

func nestedZip(depth int) []byte {
	b := packOf("甲.txt", "第一条 内容。")
	for range depth {
		b = packOf("内.zip", string(b))
	}
	return b
}

// changed flips bytes inside of the packed data of a member.
func changed(data []byte, member string) []byte {
	out := bytes.Clone(data)
	at := bytes.Index(out, []byte(member)) + len(member)
	for i := at + 20; i < at+60; i++ {
		out[i] ^= 0x5A
	}
	return out
}

func blanked(data []byte, from, to int) []byte {
	out := bytes.Clone(data)
	for i := from; i < to; i++ {
		out[i] = 0
	}
	return out
}

// locked sets the flag of encryption on the members of a zip file.
func locked(data []byte) []byte {
	out := bytes.Clone(data)
	for _, s := range []struct {
		magic string
		at    int
	}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
		for from := 0; ; {
			i := bytes.Index(out[from:], []byte(s.magic))
			if i < 0 {
				break
			}
			out[from+i+s.at] |= 1
			from += i + 4
		}
	}
	return out
}

// noise is the same on every run.
func noise(n int) []byte {
	out := make([]byte, 0, n+4)
	for i := uint32(1); len(out) < n; i++ {
		out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(binary.LittleEndian.AppendUint32(nil, i))|0x80)
	}
	return out[:n]
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// pdfOfPage is a file of one page with the given content.
func pdfOfPage(filter string, content []byte) []byte {
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Contents 5 0 R/Resources<</Font<</F 6 0 R>>>>>>endobj 6 0 obj<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<>>]>>endobj 5 0 obj<<" + filter + ">>stream\n" + string(content) + "\nendstream endobj trailer<</Root 1 0 R>>\n%%EOF")
}

// pdfOfForms draws forms in forms, each many times.
func pdfOfForms() []byte {
	s := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Type/Page/Contents 4 0 R/Resources<</XObject<</F5 5 0 R/F6 6 0 R/F7 7 0 R/F8 8 0 R/F9 9 0 R>>>>>>endobj 4 0 obj<<>>stream\n/F5 Do\nendstream endobj "
	for i := 5; i < 9; i++ {
		s += fmt.Sprintf("%d 0 obj<</Subtype/Form>>stream\n%s\nendstream endobj ", i, strings.Repeat(fmt.Sprintf("/F%d Do ", i+1), 200))
	}
	return []byte(s + "trailer<</Root 1 0 R>>\n%%EOF")
}
