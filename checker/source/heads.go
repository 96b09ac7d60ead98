package source

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxHeads bounds the running heads and feet of a document.
const maxHeads = 200

// addHead takes a running head or foot once.
func (x *extraction) addHead(s string) {
	s = strings.Join(strings.Fields(s), " ")
	if s != "" && len(x.heads) < maxHeads && !slices.Contains(x.heads, s) {
		x.heads = append(x.heads, s)
	}
}

// headsNote says what stands in running heads and feet, apart from page numbers.
func headsNote(heads []string) string {
	var said []string
	for _, h := range heads {
		bare := strings.Trim(h, "-—–－─ 0123456789第共页/")
		if bare == "" {
			continue
		}
		if utf8.RuneCountInString(h) > 40 {
			h = string([]rune(h)[:40]) + "…"
		}
		said = append(said, "“"+h+"”")
	}
	if len(said) == 0 {
		return ""
	}
	more := ""
	if len(said) > 3 {
		said, more = said[:3], "等"
	}
	return fmt.Sprintf("页眉、页脚没有列入正文：%s%s", strings.Join(said, "、"), more)
}

// readHeads reads the heads and feet that the main part names.
func (d *docx) readHeads(a *archive, main string) error {
	folder, file := "", main
	if i := strings.LastIndexByte(main, '/'); i >= 0 {
		folder, file = main[:i+1], main[i+1:]
	}
	rels, err := a.read(folder + "_rels/" + file + ".rels")
	if err != nil {
		return nil // a document without relations has none
	}
	n := 0
	for _, r := range relations(rels, folder) {
		if !strings.HasSuffix(r.kind, "/header") && !strings.HasSuffix(r.kind, "/footer") {
			continue
		}
		if n++; n > maxHeads {
			break
		}
		xml, err := a.read(r.target)
		if err != nil {
			continue // the text is whole without it
		}
		var lines []docLine
		h := &docx{x: newScanner(xml), numbering: &numbering{}, styles: d.styles, out: &lines}
		if h.body("") != nil {
			continue
		}
		for _, l := range lines {
			d.addHead(l.text)
		}
	}
	return nil
}

// readHeads reads the text of heads and feet, which follows the footnotes.
func (d *doc) readHeads() {
	from := d.ccp[0] + d.ccp[1]
	if d.ccp[2] == 0 {
		return
	}
	h := *d
	h.s = sheet{}
	h.charAt, h.paraAt = 0, 0
	h.body(from, from+d.ccp[2])
	for _, s := range strings.Split(h.s.b.String(), "\n") {
		d.s.addHead(s)
	}
}

// odtHeads reads the heads and feet of the page styles.
func odtHeads(xml string) []string {
	var x extraction
	sc := newScanner(xml)
	inHead, para := 0, 0
	var b strings.Builder
	for {
		ok, err := sc.next()
		if err != nil || !ok {
			return x.heads
		}
		t := &sc.tok
		switch {
		case t.kind == startTag && t.name == "office:text":
			return x.heads
		case strings.HasPrefix(t.name, "style:header") && isHeadElement(t.name), strings.HasPrefix(t.name, "style:footer") && isHeadElement(t.name):
			if t.kind == startTag {
				inHead++
			} else if t.kind == endTag {
				inHead--
			}
		case inHead == 0:
		case t.kind == startTag && (t.name == "text:p" || t.name == "text:h"):
			para++
		case t.kind == endTag && (t.name == "text:p" || t.name == "text:h"):
			if para--; para <= 0 {
				x.addHead(b.String())
				b.Reset()
			}
		case t.kind == charData && para > 0:
			b.WriteString(t.text)
		}
	}
}

// isHeadElement tells the heads and feet from what says how they are set.
func isHeadElement(name string) bool {
	switch strings.TrimPrefix(strings.TrimPrefix(name, "style:header"), "style:footer") {
	case "", "-left", "-first":
		return true
	}
	return false
}
