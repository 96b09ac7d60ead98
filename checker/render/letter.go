package render

import (
	"io"
	"strings"
	"unicode/utf8"

	"docreview/checker/render/internal/ooxml"
)

// letterRenderer writes the opinion letter as a Word document in the layout of
// official papers (GB/T 9704), each file on pages of its own.
type letterRenderer struct{ Options }

// letterStyles gives the look of each kind of block.
var letterStyles = [...]string{
	blockTitle: ooxml.StyleTitle, blockTo: ooxml.StyleNormal, blockText: ooxml.StyleBody,
	blockHeading: ooxml.StyleHeading1, blockSub: ooxml.StyleHeading2, blockPoint: ooxml.StyleHeading3, blockField: ooxml.StyleBody, blockQuote: ooxml.StyleQuote,
	blockTable: "", blockSign: ooxml.StyleSign, blockNote: ooxml.StyleNote,
}

// Render writes the letters of all reports into one document.
func (l letterRenderer) Render(w io.Writer, b *Batch) error {
	if l.Template != nil {
		return l.renderTemplate(w, b)
	}
	d := ooxml.Word{Title: "合法性审核意见书", Creator: b.Tool.Name}
	first := true
	for r := range b.Reports {
		if !first {
			d.PageBreak()
		}
		first = false
		for _, x := range opinion(b, r) {
			letterBlock(&d, x)
		}
	}
	return ooxml.Write(w, d.Parts())
}

func letterBlock(d *ooxml.Word, b block) {
	if b.kind == blockTable {
		d.Table(b.widths, b.head, b.rows, b.ids)
		return
	}
	var runs []ooxml.Run
	if b.label != "" {
		runs = append(runs, ooxml.Run{Text: b.label + "：", Bold: true})
	}
	lines := []string{b.text}
	if b.kind == blockTitle {
		lines = titleLines(b.text)
	}
	for i, l := range lines {
		runs = append(runs, ooxml.Run{Text: l, Break: i > 0})
	}
	d.Paragraph(letterStyles[b.kind], b.id, runs...)
}

// titleWidth is how many characters of a title go on a line: 2号 on 156 mm.
const titleWidth = 20

// titleLines breaks a long title where its words end, as official papers do.
func titleLines(s string) []string {
	const genre = "合法性审核意见书"
	if head, ok := strings.CutSuffix(s, genre); ok && head != "" && utf8.RuneCountInString(s) > titleWidth {
		return []string{head, genre}
	}
	return []string{s}
}
