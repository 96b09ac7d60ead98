package ooxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"sort"
	"strconv"
	"strings"
)

// Comment is a remark on a stretch of the main part.
type Comment struct {
	// Start is where the first of its characters begins in the main part, End
	// where the last one ends; both lie in w:t of runs.
	Start, End int
	Author     string
	Initials   string
	Date       string // 2026-11-22T00:00:00Z; "" none
	Paragraphs []string
}

// limit is what a package may unpack to.
const limit = 1 << 30

// Annotate writes pkg with comments added. Runs are split where a comment begins
// or ends inside them; comments and revisions that are there stay; parts that
// need no change are copied byte for byte, packed as they were. What comes out
// was verified.
func Annotate(w io.Writer, pkg []byte, main string, comments []Comment) error {
	var buf bytes.Buffer
	if err := annotate(&buf, pkg, main, comments); err != nil {
		return err
	}
	if err := Verify(pkg, buf.Bytes(), main, len(comments)); err != nil {
		return fmt.Errorf("the file with comments is not sound: %w", err)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

func annotate(w io.Writer, pkg []byte, main string, comments []Comment) error {
	z, err := zip.NewReader(bytes.NewReader(pkg), int64(len(pkg)))
	if err != nil {
		return fmt.Errorf("open package: %w", err)
	}
	p := &packageEdit{files: map[string]*zip.File{}, changed: map[string]string{}}
	for _, f := range z.File {
		p.files[f.Name] = f
	}
	doc, err := p.read(main)
	if err != nil {
		return err
	}
	ns := wordNamespace(doc)
	name, err := p.commentsPart(main, ns)
	if err != nil {
		return err
	}
	old, err := p.read(name)
	if err != nil {
		return err
	}
	first := max(maxID(old, "comment"), maxID(doc, "commentRangeStart"), maxID(doc, "commentReference")) + 1
	added, err := commentsXML(old, comments, first)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if p.changed[name], err = insertAtEnd(old, added); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if p.changed[main], err = anchor(doc, comments, first); err != nil {
		return fmt.Errorf("%s: %w", main, err)
	}
	return p.write(w, z)
}

// packageEdit is a package with parts that were changed or added.
type packageEdit struct {
	files   map[string]*zip.File
	changed map[string]string
	added   []string // names that the package did not have, in order
}

func (p *packageEdit) read(name string) (string, error) {
	if s, ok := p.changed[name]; ok {
		return s, nil
	}
	f := p.files[name]
	if f == nil {
		return "", fmt.Errorf("part %s: not there", name)
	}
	data, err := ReadPart(f, limit)
	return string(data), err
}

// write packs the parts in their old order, new ones behind.
func (p *packageEdit) write(w io.Writer, z *zip.Reader) error {
	out := zip.NewWriter(w)
	for _, f := range z.File {
		s, ok := p.changed[f.Name]
		if !ok {
			if err := out.Copy(f); err != nil {
				return fmt.Errorf("part %s: %w", f.Name, err)
			}
			continue
		}
		if err := add(out, Part{f.Name, []byte(s)}); err != nil {
			return err
		}
	}
	for _, name := range p.added {
		if err := add(out, Part{name, []byte(p.changed[name])}); err != nil {
			return err
		}
	}
	if err := out.SetComment(z.Comment); err != nil {
		return err
	}
	return out.Close()
}

const (
	strictWord = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	strictRel  = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
)

// wordNamespace is the namespace of the root element.
func wordNamespace(xml string) string {
	if strings.Contains(xml[:min(len(xml), 1<<14)], strictWord) {
		return strictWord
	}
	return NSWord
}

// commentsPart gives the part with the comments of the document; where there is
// none it makes an empty one with its type and relationship.
func (p *packageEdit) commentsPart(main, ns string) (string, error) {
	folder, file := path.Split(main)
	relsName := folder + "_rels/" + file + ".rels"
	rels := header + `<Relationships xmlns="` + NSRelationships + `"></Relationships>`
	if p.files[relsName] != nil {
		var err error
		if rels, err = p.read(relsName); err != nil {
			return "", err
		}
	} else {
		p.added = append(p.added, relsName)
	}
	name := ""
	ids := map[string]bool{}
	err := tags(rels, func(t tag) error {
		if t.local() != "Relationship" {
			return nil
		}
		src := rels[t.start:t.end]
		id, _ := attribute(src, "Id")
		ids[id] = true
		kind, _ := attribute(src, "Type")
		target, _ := attribute(src, "Target")
		if strings.HasSuffix(kind, "/relationships/comments") {
			if strings.HasPrefix(target, "/") {
				name = strings.TrimPrefix(target, "/")
			} else {
				name = path.Join(folder, target)
			}
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("%s: %w", relsName, err)
	}
	if name != "" {
		return name, nil
	}
	name = folder + "comments.xml"
	for i := 2; p.files[name] != nil; i++ {
		name = fmt.Sprintf("%scomments%d.xml", folder, i)
	}
	id := "rIdReview"
	for i := 2; ids[id]; i++ {
		id = fmt.Sprintf("rIdReview%d", i)
	}
	base := RelOffice
	if ns == strictWord {
		base = strictRel
	}
	if p.changed[relsName], err = insertAtEnd(rels, fmt.Sprintf(`<Relationship xmlns="%s" Id="%s" Type="%scomments" Target="%s"/>`, NSRelationships, id, base, path.Base(name))); err != nil {
		return "", fmt.Errorf("%s: %w", relsName, err)
	}
	types, err := p.read(ContentTypes)
	if err != nil {
		return "", err
	}
	if p.changed[ContentTypes], err = insertAtEnd(types, `<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" PartName="/`+Escape(name)+`" ContentType="`+TypeWord+`comments+xml"/>`); err != nil {
		return "", fmt.Errorf("%s: %w", ContentTypes, err)
	}
	p.changed[name] = header + `<w:comments xmlns:w="` + ns + `"></w:comments>`
	p.added = append(p.added, name)
	return name, nil
}

// insertAtEnd puts piece before the end of the root element.
func insertAtEnd(xml, piece string) (string, error) {
	r, err := root(xml)
	if err != nil {
		return "", err
	}
	if r.kind == empty {
		return xml[:r.end-2] + ">" + piece + "</" + r.name + ">" + xml[r.end:], nil
	}
	end := strings.LastIndex(xml, "</"+r.name)
	if end < r.end {
		return "", errXML
	}
	return xml[:end] + piece + xml[end:], nil
}

// maxID is the highest w:id of the elements of a name; -1: none.
func maxID(xml, local string) int {
	most := -1
	_ = tags(xml, func(t tag) error { // broken XML is found by the verifier
		if t.kind != closes && t.local() == local {
			if n, err := strconv.Atoi(wordID(xml, t)); err == nil {
				most = max(most, n)
			}
		}
		return nil
	})
	return most
}

// wordID gives the id of an element, whatever its prefix.
func wordID(xml string, t tag) string {
	src := xml[t.start:t.end]
	for _, prefix := range []string{"w", wordPrefix(xml)} {
		if v, ok := attribute(src, prefix+":id"); ok {
			return v
		}
	}
	v, _ := attribute(src, "id")
	return v
}

// declaration declares the prefix w where the part does not.
func declaration(xml string) string {
	ns := wordNamespace(xml)
	r, err := root(xml)
	if err != nil {
		return ""
	}
	if v, ok := attribute(xml[r.start:r.end], "xmlns:w"); ok && v == ns {
		return ""
	}
	return ` xmlns:w="` + ns + `"`
}

// commentsXML writes the comments as they stand in their part.
func commentsXML(part string, comments []Comment, first int) (string, error) {
	decl := declaration(part)
	var b strings.Builder
	for i, c := range comments {
		if len(c.Paragraphs) == 0 {
			return "", errors.New("a comment without words")
		}
		fmt.Fprintf(&b, `<w:comment%s w:id="%d" w:author="%s"`, decl, first+i, Escape(c.Author))
		if c.Date != "" {
			fmt.Fprintf(&b, ` w:date="%s"`, Escape(c.Date))
		}
		if c.Initials != "" {
			fmt.Fprintf(&b, ` w:initials="%s"`, Escape(c.Initials))
		}
		b.WriteString(">")
		for k, p := range c.Paragraphs {
			b.WriteString("<w:p>")
			if k == 0 {
				b.WriteString("<w:r><w:annotationRef/></w:r>")
			}
			b.WriteString(RunXML(p, "") + "</w:p>")
		}
		b.WriteString("</w:comment>")
	}
	return b.String(), nil
}

// cut is a place where something is put in: between runs, or inside a run, which
// is then closed and opened again.
type cut struct {
	at           int
	before       string // closes what is open
	after        string // opens it again
	ends, starts []int  // comments that end and begin here
}

// anchor puts the ranges and references of the comments into the main part.
func anchor(xml string, comments []Comment, first int) (string, error) {
	list, boxes, err := texts(xml)
	if err != nil {
		return "", err
	}
	cuts := map[int]*cut{}
	preserve := map[int]bool{} // ends of w:t tags that must keep their blanks now
	at := func(c cut) *cut {
		if cuts[c.at] == nil {
			cuts[c.at] = &c
		}
		return cuts[c.at]
	}
	for i, c := range comments {
		a, err := textAt(list, c.Start)
		if err != nil {
			return "", err
		}
		b, err := textAt(list, c.End-1)
		if err != nil {
			return "", err
		}
		if c.End <= c.Start {
			return "", errors.New("a comment on nothing")
		}
		s := at(a.startCut(xml, c.Start, boxes, preserve))
		s.starts = append(s.starts, i)
		e := at(b.endCut(xml, c.End, boxes, preserve))
		e.ends = append(e.ends, i)
	}
	type insertion struct {
		at   int
		text string
	}
	var all []insertion
	for p := range preserve {
		all = append(all, insertion{p - 1, ` xml:space="preserve"`})
	}
	decl := declaration(xml)
	for _, c := range cuts {
		var b strings.Builder
		b.WriteString(c.before)
		for _, i := range c.ends {
			fmt.Fprintf(&b, `<w:commentRangeEnd%s w:id="%d"/><w:r%s><w:commentReference w:id="%d"/></w:r>`, decl, first+i, decl, first+i)
		}
		for _, i := range c.starts {
			fmt.Fprintf(&b, `<w:commentRangeStart%s w:id="%d"/>`, decl, first+i)
		}
		b.WriteString(c.after)
		all = append(all, insertion{c.at, b.String()})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].at < all[j].at })
	var out strings.Builder
	out.Grow(len(xml) * 5 / 4)
	pos := 0
	for _, x := range all {
		out.WriteString(xml[pos:x.at])
		out.WriteString(x.text)
		pos = x.at
	}
	out.WriteString(xml[pos:])
	return out.String(), nil
}

// textAt finds the w:t that holds the byte at off.
func textAt(list []text, off int) (text, error) {
	i := sort.Search(len(list), func(i int) bool { return list[i].to > off })
	if i == len(list) || off < list[i].from {
		return text{}, fmt.Errorf("byte %d stands in no run", off)
	}
	return list[i], nil
}

// startCut gives the cut before the character at off. A comment cannot stand in
// a text box: it goes to the run that holds the box.
func (t text) startCut(xml string, off int, boxes []span, preserve map[int]bool) cut {
	switch {
	case t.outer >= 0:
		return cut{at: boxes[t.outer].from}
	case off == t.from && t.first:
		return cut{at: t.runFrom}
	case off == t.from:
		return t.between(t.start)
	}
	return t.inside(xml, off, preserve)
}

// endCut gives the cut behind the character that ends at off.
func (t text) endCut(xml string, off int, boxes []span, preserve map[int]bool) cut {
	switch {
	case t.outer >= 0:
		return cut{at: boxes[t.outer].to}
	case off == t.to && t.last:
		return cut{at: t.runTo}
	case off == t.to:
		return t.between(t.end)
	}
	return t.inside(xml, off, preserve)
}

// between splits the run at the edge of the w:t.
func (t text) between(at int) cut {
	return cut{at: at, before: "</" + t.runName() + ">", after: t.open + t.props}
}

// inside splits the run in the middle of the w:t. Blanks beside the cut, which
// now stand at an edge, are kept.
func (t text) inside(xml string, at int, preserve map[int]bool) cut {
	name := t.name(xml)
	tag := "<" + name
	if t.preserve || isBlank(xml[at]) {
		tag += ` xml:space="preserve"`
	}
	if isBlank(xml[at-1]) && !t.preserve {
		preserve[t.from] = true
	}
	return cut{at: at, before: "</" + name + "></" + t.runName() + ">", after: t.open + t.props + tag + ">"}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// name and runName are the names of the elements as the file writes them.
func (t text) name(xml string) string { return tagName(xml[t.start:t.from]) }

func (t text) runName() string { return tagName(t.open) }

func tagName(tag string) string {
	s := strings.Trim(tag, "<>/")
	if i := strings.IndexAny(s, " \t\r\n"); i >= 0 {
		s = s[:i]
	}
	return s
}
