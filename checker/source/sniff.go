package source

import (
	"bytes"
	"strings"
)

// signatures are the first bytes of files that are no text.
var signatures = [...]struct{ magic, kind, what, next string }{
	{"7z\xBC\xAF\x27\x1C", "unsupported", "这是 7z 压缩包，不是单个文档", "请把扩展名改为 .7z，或者解压后再查"},
	{"Rar!\x1A\x07", "unsupported", "这是 RAR 压缩包，不是单个文档", "请把扩展名改为 .rar，或者解压后再查"},
	{"\x1F\x8B", "unsupported", "这是 gzip 压缩文件，不是单个文档", "请先解压，再审查其中的文件"},
	{"\x89PNG\r\n\x1A\n", "scan", "这是图片，里面没有文字可读", "请把图片识别成文字、核对后另存为 .docx 或 .txt 再查；" + installOCR},
	{"\xFF\xD8\xFF", "scan", "这是图片，里面没有文字可读", "请把图片识别成文字、核对后另存为 .docx 或 .txt 再查；" + installOCR},
	{"GIF87a", "scan", "这是图片，里面没有文字可读", "请把图片识别成文字、核对后另存为 .docx 或 .txt 再查；" + installOCR},
	{"GIF89a", "scan", "这是图片，里面没有文字可读", "请把图片识别成文字、核对后另存为 .docx 或 .txt 再查；" + installOCR},
	{"II*\x00", "scan", "这是扫描图片（TIFF），里面没有文字可读", "请把图片识别成文字、核对后另存为 .docx 或 .txt 再查；" + installOCR},
	{"MM\x00*", "scan", "这是扫描图片（TIFF），里面没有文字可读", "请把图片识别成文字、核对后另存为 .docx 或 .txt 再查；" + installOCR},
	{"\x7FELF", "binary", "这是程序文件，不是文档", "请确认选对了文件"},
	{"MZ\x90", "binary", "这是程序文件，不是文档", "请确认选对了文件"},
	{"SQLite format 3\x00", "binary", "这是数据库文件，不是文档", "请确认选对了文件"},
}

// sniffUnsupported recognises by their first bytes files that cannot be read; nil
// for what may be text.
func sniffUnsupported(data []byte) *Unreadable {
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xEF\xBB\xBF")), " \t\r\n")
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return &Unreadable{Kind: s.kind, Reason: s.what, Next: s.next}
		}
	}
	if bytes.HasPrefix(data, []byte(oleMagic)) {
		return sniffOLE(data)
	}
	zero := bytes.IndexByte(data[:min(len(data), 64)], 0) >= 0
	if zero && (bytes.HasPrefix(data, []byte("BM")) || bytes.HasPrefix(data, []byte("RIFF"))) {
		return &Unreadable{Kind: "scan", Reason: "这是图片或者音视频，里面没有文字可读", Next: "请把内容整理成文字，存为 .docx 或 .txt 后再查"}
	}
	return nil
}

// sniffOLE tells the compound files of old Office apart by the names in their
// directory.
func sniffOLE(data []byte) *Unreadable {
	has := func(name string) bool {
		wide := make([]byte, 0, 2*len(name))
		for i := 0; i < len(name); i++ {
			wide = append(wide, name[i], 0)
		}
		return bytes.Contains(data, wide)
	}
	u := &Unreadable{Kind: "unsupported"}
	switch {
	case has("EncryptedPackage"), has("EncryptionInfo"):
		return encrypted()
	case has("WpsDocument"), has("WordDocument"):
		u.Kind = "truncated"
		u.Reason, u.Next = "这是 Word 97–2003 或 WPS 文档，内部已经损坏，读不出完整的正文", "请重新下载或者复制；能用 Word、WPS 打开的，另存为 .docx 后再查"
	case has("Workbook"):
		u.Kind = "truncated"
		u.Reason, u.Next = "这是 Excel 97–2003 或 WPS 表格，内部已经损坏，读不出完整的内容", "请重新下载或者复制；能用 Excel、WPS 打开的，另存为 .xlsx 后再查"
	case has("Book"):
		u.Reason, u.Next = "这是 Excel 5.0/95 的表格，格式太旧，不能读取", "请用 Excel、WPS 打开，另存为 .xlsx 后再查"
	case has("PowerPoint Document"):
		u.Reason, u.Next = "这是旧版演示文稿，不是公文正文", "请把要审查的文字复制到 .docx 或 .txt 文件后再查"
	case !isCompound(data):
		u.Kind = "truncated"
		u.Reason, u.Next = "这是旧版 Office 文档（.doc、.wps、.xls 一类），内部已经损坏，读不出来", "请重新下载或者复制；能用 Word、WPS 打开的，另存为 .docx 后再查"
	default:
		u.Reason, u.Next = "这是旧版 Office 复合文档，目前不能读取", "请用 Word、WPS 打开，另存为 .docx 后再查"
	}
	return u
}

func isCompound(data []byte) bool {
	_, err := openCompound(data)
	return err == nil
}

// sniffMarkup recognises documents that are text in bytes but not to people.
func sniffMarkup(text string) *Unreadable {
	head := text[:min(len(text), 4096)]
	low := strings.ToLower(head)
	u := &Unreadable{Kind: "unsupported"}
	switch {
	case strings.HasPrefix(low, "<?xml") && (strings.Contains(low, "w:worddocument") || strings.Contains(low, "pkg:package") || strings.Contains(low, "office:document") || strings.Contains(low, "uof:")):
		u.Reason, u.Next = "这是 XML 格式的 Word 或 UOF 文档，目前不能读取", "请用 Word、WPS 打开，另存为 .docx 后再查"
	default:
		return nil
	}
	return u
}

// undecodable says why no encoding fits.
func undecodable(data []byte) *Unreadable {
	if isBinary(data) || bytes.Count(data, []byte{0})*100 > len(data) {
		return &Unreadable{Kind: "binary", Reason: "文件内容不是文字", Next: "请确认选对了文件；是文档的，请用 Word、WPS 打开，另存为 .docx 后再查"}
	}
	return &Unreadable{Kind: "binary", Reason: "文字编码无法识别，按 UTF-8、GB18030、Big5、UTF-16 都读不出通顺的中文，文件可能已经损坏", Next: "请用原来的程序打开，另存为 UTF-8 编码的 .txt 或 .docx 后再查"}
}
