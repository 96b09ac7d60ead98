package ooxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"sort"
	"strings"
)

// Fill is what takes the place of a placeholder. Inline is for one among other
// words; Blocks, where there are any, for one that stands alone in a paragraph.
// A Fill with Blocks and no Inline must stand alone.
type Fill struct {
	Inline string
	Blocks []FillBlock
}

// FillBlock is a paragraph, or a table where it has a head.
type FillBlock struct {
	Label, Text string // Label is bold and ends with a colon
	Bold        bool
	Bookmark    string // "" none
	Head        []string
	Rows        [][]string
	Bookmarks   []string // of rows
	Widths      []int    // shares
}

// What a template may be wrong in.
type (
	// A NoTemplateError says that a file is no Word document that can be filled.
	NoTemplateError struct{ Reason string } // in Chinese
	// UnknownPlaceholdersError names those that nothing is known for.
	UnknownPlaceholdersError struct{ Names []string }
	// AloneError names a placeholder that must be a paragraph of its own.
	AloneError struct{ Name string }
	// UnclosedError shows where a placeholder begins that does not end.
	UnclosedError struct{ Near string }
)

func (e *NoTemplateError) Error() string { return e.Reason }
func (e *UnknownPlaceholdersError) Error() string {
	return "unknown placeholders: " + strings.Join(e.Names, ", ")
}
func (e *AloneError) Error() string {
	return "placeholder " + e.Name + " is not alone in its paragraph"
}
func (e *UnclosedError) Error() string { return "placeholder not closed: " + e.Near }

// FillTemplate writes a Word document with its placeholders ({{name}}) replaced,
// in the main part, headers, footers and notes, also where one is split over
// runs. What it replaces takes over the look of the placeholder's first
// character, paragraphs that of its paragraph. Parts without placeholders are
// copied byte for byte. What comes out was verified.
func FillTemplate(w io.Writer, pkg []byte, fills map[string]Fill) error {
	z, main, err := openTemplate(pkg)
	if err != nil {
		return err
	}
	p := &packageEdit{files: map[string]*zip.File{}, changed: map[string]string{}}
	for _, f := range z.File {
		if p.files[f.Name] != nil {
			return &NoTemplateError{"文件损坏：" + f.Name + "有两份"}
		}
		p.files[f.Name] = f
	}
	var unknown []string
	filler := filler{fills: fills, marked: map[string]bool{}}
	for _, f := range z.File {
		if !fillable(f.Name, main) {
			continue
		}
		s, err := p.read(f.Name)
		if err != nil {
			return err
		}
		filler.nextID = max(filler.nextID, maxID(s, "bookmarkStart")+1)
	}
	want := map[string]string{}
	for _, f := range z.File {
		if !fillable(f.Name, main) {
			continue
		}
		s, _ := p.read(f.Name) // read before
		out, plain, err := filler.fill(s)
		var names *UnknownPlaceholdersError
		switch {
		case errors.As(err, &names):
			unknown = append(unknown, names.Names...)
		case err != nil:
			return err
		case out != s:
			p.changed[f.Name], want[f.Name] = out, plain
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return &UnknownPlaceholdersError{slices.Compact(unknown)}
	}
	if len(p.changed) == 0 {
		return &NoTemplateError{"里面没有占位符"}
	}
	var buf bytes.Buffer
	if err := p.write(&buf, z); err != nil {
		return err
	}
	if err := verifyFilled(pkg, buf.Bytes(), want); err != nil {
		return fmt.Errorf("the filled template is not sound: %w", err)
	}
	_, err = w.Write(buf.Bytes())
	return err
}

// openTemplate opens a Word document and finds its main part.
func openTemplate(pkg []byte) (*zip.Reader, string, error) {
	z, err := zip.NewReader(bytes.NewReader(pkg), int64(len(pkg)))
	if err != nil {
		return nil, "", &NoTemplateError{"不是 .docx 文件，或者文件已加密、损坏"}
	}
	p, err := openPackage(pkg)
	if err != nil {
		return nil, "", err
	}
	if Signed(pkg) {
		return nil, "", &NoTemplateError{"带有数字签名，填写会使签名失效；请另存为不带签名的副本"}
	}
	main := ""
	_ = tags(p.text("_rels/.rels"), func(t tag) error { // broken: no main part
		src := p.text("_rels/.rels")[t.start:t.end]
		if kind, _ := attribute(src, "Type"); t.local() == "Relationship" && strings.HasSuffix(kind, "/officeDocument") {
			target, _ := attribute(src, "Target")
			main = strings.TrimPrefix(path.Clean("/"+target), "/")
		}
		return nil
	})
	if main == "" || p.files[main] == nil {
		return nil, "", &NoTemplateError{"不是 Word 文件"}
	}
	kind := ""
	types := p.text(ContentTypes)
	_ = tags(types, func(t tag) error { // broken: no type
		src := types[t.start:t.end]
		if name, _ := attribute(src, "PartName"); t.local() == "Override" && name == "/"+main {
			kind, _ = attribute(src, "ContentType")
		}
		return nil
	})
	switch {
	case p.err != nil:
		return nil, "", &NoTemplateError{"文件损坏，读不出来"}
	case strings.Contains(kind, "template") || strings.Contains(kind, "macroEnabled"):
		return nil, "", &NoTemplateError{"是 Word 模板（.dotx）或者带宏的文件，请另存为 .docx"}
	case kind != TypeWord+"document.main+xml":
		return nil, "", &NoTemplateError{"不是 .docx 文件"}
	case wellFormed(p.text(main)) != nil || wordPrefix(p.text(main)) != "w":
		return nil, "", &NoTemplateError{"不是通常的 Word 文件，请用 Word 或 WPS 打开后另存为 .docx"}
	}
	return z, main, nil
}

// fillable reports whether placeholders are looked for in a part.
func fillable(name, main string) bool {
	if name == main {
		return true
	}
	if path.Dir(name) != path.Dir(main) || path.Ext(name) != ".xml" {
		return false
	}
	base := path.Base(name)
	return strings.HasPrefix(base, "header") || strings.HasPrefix(base, "footer") || base == "footnotes.xml" || base == "endnotes.xml"
}

// paragraph is a w:p of a template. Offsets are bytes.
type paragraph struct {
	start, end int
	openEnd    int
	props      span // w:pPr
	texts      []fillText
	chars      []fillChar
	keep       string // marks that stay when the paragraph is replaced
	other      bool   // holds what is no text: a picture, a field, a note
}

// fillText is a w:t with the properties of its run.
type fillText struct {
	start, from, to int // tag, characters
	run             span
}

// fillChar is a character; text is -1 for what parts text (a tab, a line break).
type fillChar struct {
	r        rune
	from, to int
	text     int
}

// paragraphs lists the paragraphs of a part by their beginning.
func paragraphs(xml string) ([]*paragraph, error) {
	type run struct {
		depth int
		props span
	}
	var out, open []*paragraph
	var runs []run
	var stack []tag
	err := tags(xml, func(t tag) error {
		local, word := t.local(), strings.HasPrefix(t.name, "w:")
		if t.kind == closes {
			if len(stack) == 0 || stack[len(stack)-1].name != t.name {
				return errXML
			}
			began := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !word || len(open) == 0 {
				return nil
			}
			p := open[len(open)-1]
			parent := ""
			if len(stack) > 0 {
				parent = stack[len(stack)-1].name
			}
			switch local {
			case "p":
				p.end = t.end
				open = open[:len(open)-1]
			case "pPr":
				if len(stack) > 0 && stack[len(stack)-1].start == p.start {
					p.props = span{began.start, t.end}
				}
			case "rPr":
				if n := len(runs); n > 0 && runs[n-1].depth == len(stack) && parent == "w:r" {
					runs[n-1].props = span{began.start, t.end}
				}
			case "t":
				if n := len(runs); n > 0 && parent == "w:r" {
					p.add(xml, fillText{began.start, began.end, t.start, runs[n-1].props})
				}
			case "r":
				if n := len(runs); n > 0 && runs[n-1].depth == len(stack)+1 {
					runs = runs[:n-1]
				}
			}
			return nil
		}
		inProps := slices.ContainsFunc(stack, func(s tag) bool {
			return (s.name == "w:pPr" || s.name == "w:rPr") && len(open) > 0 && s.start > open[len(open)-1].start
		})
		if t.kind == opens {
			stack = append(stack, t)
		}
		if word && local == "p" {
			if len(open) > 0 {
				open[len(open)-1].other = true
			}
			p := &paragraph{start: t.start, end: t.end, openEnd: t.end}
			out = append(out, p)
			if t.kind == opens {
				open = append(open, p)
			}
			return nil
		}
		if len(open) == 0 || inProps {
			return nil
		}
		p := open[len(open)-1]
		switch {
		case !word:
			p.other = true
		case local == "r":
			if t.kind == opens {
				runs = append(runs, run{depth: len(stack)})
			}
		case local == "t", local == "pPr", local == "rPr", local == "proofErr", local == "lastRenderedPageBreak":
		case local == "tab", local == "br", local == "cr":
			p.chars = append(p.chars, fillChar{r: '\n', text: -1})
			p.other = p.other || local != "tab"
		case local == "bookmarkStart", local == "bookmarkEnd", local == "commentRangeStart", local == "commentRangeEnd":
			if t.kind == empty {
				p.keep += xml[t.start:t.end]
			} else {
				p.other = true
			}
		default:
			p.other = true
		}
		return nil
	})
	if err == nil && len(stack) > 0 {
		err = errXML
	}
	return out, err
}

func (p *paragraph) add(xml string, t fillText) {
	n := len(p.texts)
	p.texts = append(p.texts, t)
	for at := t.from; at < t.to; {
		size, r := 1, rune(0)
		if xml[at] == '&' {
			if end := strings.IndexByte(xml[at:t.to], ';'); end > 0 {
				size = end + 1
			}
			r = '&'
		} else {
			for i, c := range xml[at:t.to] {
				if i > 0 {
					size = i
					break
				}
				r, size = c, t.to-at
			}
		}
		p.chars = append(p.chars, fillChar{r, at, at + size, n})
		at += size
	}
}

// placeholder is one in a paragraph: characters [from, to).
type placeholder struct {
	name     string
	from, to int
}

// placeholders finds {{name}}, wide brackets too.
func (p *paragraph) placeholders() ([]placeholder, error) {
	brace := func(i int, half, wide rune) bool {
		return i+1 < len(p.chars) && (p.chars[i].r == half && p.chars[i+1].r == half || p.chars[i].r == wide && p.chars[i+1].r == wide)
	}
	var out []placeholder
	for i := 0; i < len(p.chars); i++ {
		if !brace(i, '{', '｛') {
			continue
		}
		end := i + 2
		var name strings.Builder
		for end < len(p.chars) && !brace(end, '}', '｝') && !brace(end, '{', '｛') && p.chars[end].r != '\n' {
			name.WriteRune(p.chars[end].r)
			end++
		}
		if !brace(end, '}', '｝') {
			return nil, &UnclosedError{"{{" + string([]rune(name.String())[:min(20, end-i-2)])}
		}
		out = append(out, placeholder{strings.TrimSpace(strings.Trim(name.String(), "　\u00a0")), i, end + 2})
		i = end + 1
	}
	return out, nil
}

type filler struct {
	fills  map[string]Fill
	marked map[string]bool // bookmarks that were set
	nextID int
}

type edit struct {
	from, to int
	text     string
}

// fill replaces the placeholders of a part. plain is the text that it must hold
// then, as written.
func (f *filler) fill(xml string) (out, plain string, err error) {
	paras, err := paragraphs(xml)
	if err != nil {
		return "", "", err
	}
	var edits []edit
	var unknown []string
	var text strings.Builder
	for _, p := range paras {
		found, err := p.placeholders()
		if err != nil {
			return "", "", err
		}
		for _, x := range found {
			if _, ok := f.fills[x.name]; !ok {
				unknown = append(unknown, x.name)
			}
		}
		if len(unknown) > 0 {
			continue
		}
		if len(found) == 1 && p.alone(found[0]) && len(f.fills[found[0].name].Blocks) > 0 {
			blocks := f.fills[found[0].name].Blocks
			edits = append(edits, edit{p.start, p.end, f.expand(xml, p, found[0], blocks)})
			for _, b := range blocks {
				text.WriteString(b.plain())
			}
			continue
		}
		for _, x := range found {
			if v := f.fills[x.name]; v.Inline == "" && len(v.Blocks) > 0 {
				return "", "", &AloneError{x.name}
			}
		}
		edits = append(edits, p.inline(xml, found, f.fills)...)
		text.WriteString(p.replaced(xml, found, f.fills))
	}
	if len(unknown) > 0 {
		return "", "", &UnknownPlaceholdersError{unknown}
	}
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].from < edits[j].from })
	var b strings.Builder
	pos := 0
	for _, e := range edits {
		b.WriteString(xml[pos:e.from] + e.text)
		pos = e.to
	}
	return b.String() + xml[pos:], text.String(), nil
}

// alone reports whether a paragraph holds nothing but the placeholder.
func (p *paragraph) alone(x placeholder) bool {
	if p.other {
		return false
	}
	for i, c := range p.chars {
		if (i < x.from || i >= x.to) && !strings.ContainsRune(" \n\u3000\u00a0", c.r) {
			return false
		}
	}
	return true
}

// inline replaces placeholders among other words.
func (p *paragraph) inline(xml string, found []placeholder, fills map[string]Fill) []edit {
	var out []edit
	preserve := map[int]bool{}
	for _, x := range found {
		value := Escape(oneLine(fills[x.name].Inline))
		for i := x.from; i < x.to; {
			k := i
			for k < x.to && p.chars[k].text == p.chars[i].text {
				k++
			}
			t := p.texts[p.chars[i].text]
			if !preserve[t.start] {
				preserve[t.start] = true
				if _, has := attribute(xml[t.start:t.from], "xml:space"); !has {
					out = append(out, edit{t.from - 1, t.from - 1, ` xml:space="preserve"`})
				}
			}
			out = append(out, edit{p.chars[i].from, p.chars[k-1].to, value})
			value = ""
			i = k
		}
	}
	return out
}

func (p *paragraph) replaced(xml string, found []placeholder, fills map[string]Fill) string {
	var b strings.Builder
	pos := 0
	for i := 0; i <= len(p.chars); i++ {
		if len(found) > pos && i == found[pos].from {
			b.WriteString(Escape(oneLine(fills[found[pos].name].Inline)))
			i = found[pos].to - 1
			pos++
			continue
		}
		if i < len(p.chars) && p.chars[i].text >= 0 {
			b.WriteString(xml[p.chars[i].from:p.chars[i].to])
		}
	}
	return b.String()
}

func oneLine(s string) string { return strings.NewReplacer("\r", "", "\n", " ", "\t", " ").Replace(s) }
