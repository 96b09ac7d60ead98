package ooxml

import (
	"errors"
	"sort"
	"strings"
	"unicode/utf8"
)

var errXML = errors.New("broken XML")

// tag is one tag of a part with its place in bytes.
type tag struct {
	name       string // as written, with its prefix
	start, end int    // [start, end) is the tag with its brackets
	kind       tagKind
}

type tagKind int

const (
	opens tagKind = iota
	closes
	empty // <a/>
)

// local is the name without its prefix.
func (t tag) local() string {
	if i := strings.IndexByte(t.name, ':'); i >= 0 {
		return t.name[i+1:]
	}
	return t.name
}

// tags calls f for every tag of xml in order. Comments, instructions and CDATA
// are passed over.
func tags(xml string, f func(tag) error) error {
	for pos := 0; ; {
		i := strings.IndexByte(xml[pos:], '<')
		if i < 0 {
			return nil
		}
		pos += i
		rest := xml[pos:]
		skip := ""
		switch {
		case strings.HasPrefix(rest, "<!--"):
			skip = "-->"
		case strings.HasPrefix(rest, "<![CDATA["):
			skip = "]]>"
		case strings.HasPrefix(rest, "<?"):
			skip = "?>"
		case strings.HasPrefix(rest, "<!"):
			skip = ">"
		}
		if skip != "" {
			n := strings.Index(rest, skip)
			if n < 0 {
				return errXML
			}
			pos += n + len(skip)
			continue
		}
		n := tagLen(rest)
		if n < 0 {
			return errXML
		}
		t := tag{start: pos, end: pos + n}
		inner := rest[1 : n-1]
		switch {
		case strings.HasPrefix(inner, "/"):
			t.kind, inner = closes, inner[1:]
		case strings.HasSuffix(inner, "/"):
			t.kind, inner = empty, inner[:len(inner)-1]
		}
		if k := strings.IndexAny(inner, " \t\r\n"); k >= 0 {
			inner = inner[:k]
		}
		if t.name = inner; t.name == "" {
			return errXML
		}
		pos = t.end
		if err := f(t); err != nil {
			return err
		}
	}
}

// tagLen is the length of the tag that s begins with; -1: it has no end.
func tagLen(s string) int {
	quote := byte(0)
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return -1
}

// attribute gives the value of an attribute of a tag by its full name, as
// written; ok is false when there is none.
func attribute(tag, name string) (value string, ok bool) {
	for rest := tag; ; {
		i := strings.IndexByte(rest, '=')
		if i < 0 {
			return "", false
		}
		key := strings.TrimSpace(rest[:i])
		if k := strings.LastIndexAny(key, " \t\r\n"); k >= 0 {
			key = key[k+1:]
		}
		rest = strings.TrimLeft(rest[i+1:], " \t\r\n")
		if rest == "" {
			return "", false
		}
		end := strings.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return "", false
		}
		if key == name {
			return rest[1 : 1+end], true
		}
		rest = rest[end+2:]
	}
}

// text is one w:t of the main part with the run that holds it. Offsets are bytes.
type text struct {
	start, end     int // the element with its tags
	from, to       int // its characters
	runFrom, runTo int // the run with its tags
	open           string
	props          string // w:rPr of the run, "" none
	first, last    bool   // nothing but properties before it, nothing behind it in the run
	outer          int    // index of the run around the text box it stands in; -1: in none
	preserve       bool
	table          int // outermost table that holds it, from 1; 0: none
}

// span is a stretch of bytes.
type span struct{ from, to int }

// texts lists the w:t of all runs in order, and the runs that hold text boxes.
func texts(xml string) (out []text, boxes []span, err error) {
	type run struct {
		tag         tag
		props       span
		contentFrom int
		texts       []int
		box         int // index in boxes; -1 none yet
	}
	var runs []*run
	var path []tag
	depthOf := 0 // text boxes that are open
	tables, inTable := 0, 0
	outer := -1
	err = tags(xml, func(t tag) error {
		if t.kind == closes {
			if len(path) == 0 || path[len(path)-1].name != t.name {
				return errXML
			}
			opened := path[len(path)-1]
			path = path[:len(path)-1]
			switch t.local() {
			case "tbl":
				inTable--
			case "rPr":
				if n := len(runs); n > 0 && len(path) > 0 && path[len(path)-1] == runs[n-1].tag && runs[n-1].props.to == 0 {
					runs[n-1].props = span{opened.start, t.end}
					runs[n-1].contentFrom = t.end
				}
			case "t":
				if n := len(runs); n > 0 && len(path) > 0 && path[len(path)-1] == runs[n-1].tag {
					r := runs[n-1]
					space, _ := attribute(xml[opened.start:opened.end], "xml:space")
					r.texts = append(r.texts, len(out))
					out = append(out, text{start: opened.start, end: t.end, from: opened.end, to: t.start, outer: outer, preserve: space == "preserve"})
					if inTable > 0 {
						out[len(out)-1].table = tables
					}
				}
			case "txbxContent":
				if depthOf--; depthOf == 0 {
					outer = -1
				}
			case "r":
				if n := len(runs); n > 0 && runs[n-1].tag == opened {
					r := runs[n-1]
					runs = runs[:n-1]
					for _, i := range r.texts {
						x := &out[i]
						x.runFrom, x.runTo = r.tag.start, t.end
						x.open = xml[r.tag.start:r.tag.end]
						x.props = xml[r.props.from:r.props.to]
						x.first = strings.TrimSpace(xml[r.contentFrom:x.start]) == ""
						x.last = strings.TrimSpace(xml[x.end:t.start]) == ""
					}
					if r.box >= 0 {
						boxes[r.box] = span{r.tag.start, t.end}
					}
				}
			}
			return nil
		}
		switch t.local() {
		case "r":
			if t.kind == opens && isWord(xml, t.name) {
				runs = append(runs, &run{tag: t, contentFrom: t.end, box: -1})
			}
		case "tbl":
			if t.kind != opens {
				break
			}
			if inTable++; inTable == 1 {
				tables++
			}
		case "txbxContent":
			if t.kind != opens {
				break
			}
			if depthOf == 0 && len(runs) > 0 {
				r := runs[0]
				if r.box < 0 {
					r.box = len(boxes)
					boxes = append(boxes, span{})
				}
				outer = r.box
			}
			depthOf++
		}
		if t.kind == opens {
			path = append(path, t)
		}
		return nil
	})
	if err == nil && len(path) > 0 {
		err = errXML
	}
	return out, boxes, err
}

// isWord reports whether a name belongs to WordprocessingML and not to drawings
// (a:r) or formulas (m:r).
func isWord(xml, name string) bool {
	prefix := ""
	if i := strings.IndexByte(name, ':'); i >= 0 {
		prefix = name[:i]
	}
	if prefix == "w" {
		return true
	}
	return prefix == wordPrefix(xml)
}

// root gives the first tag of a part.
func root(xml string) (t tag, err error) {
	found := errors.New("found")
	err = tags(xml, func(x tag) error {
		t = x
		return found
	})
	if err == found {
		return t, nil
	}
	return t, errXML
}

// wordPrefix is the prefix of the root element: that of WordprocessingML.
func wordPrefix(xml string) string {
	t, err := root(xml[:min(len(xml), 1<<16)])
	if err != nil {
		return "w"
	}
	prefix, _, ok := strings.Cut(t.name, ":")
	if !ok {
		return ""
	}
	return prefix
}

// Layout knows where the text of a part stands.
type Layout struct{ list []text }

// NewLayout reads the main part of a package.
func NewLayout(pkg []byte, main string) (*Layout, error) {
	p, err := openPackage(pkg)
	if err != nil {
		return nil, err
	}
	list, _, err := texts(p.text(main))
	if err == nil {
		err = p.err
	}
	return &Layout{list}, err
}

// Clip cuts a stretch that leaves or enters a table at its edge and gives its
// new end: word processors drop comments that reach over such an edge.
func (l *Layout) Clip(start, end int) (newEnd int, cut bool) {
	i := sort.Search(len(l.list), func(i int) bool { return l.list[i].to > start })
	j := sort.Search(len(l.list), func(i int) bool { return l.list[i].to >= end })
	if i >= len(l.list) || j >= len(l.list) || l.list[i].table == l.list[j].table {
		return end, false
	}
	last := i
	for k := i; k < j && l.list[k].table == l.list[i].table; k++ {
		if l.list[k].to > l.list[k].from {
			last = k
		}
	}
	return l.list[last].to, true
}

// Span is the byte range of one character as written, entities whole.
type Span struct{ Start, End int }

// Chars lists the characters of all w:t of a part in order.
func Chars(xml []byte) ([]Span, error) {
	s := string(xml)
	list, _, err := texts(s)
	if err != nil {
		return nil, err
	}
	var out []Span
	for _, t := range list {
		for at := t.from; at < t.to; {
			n := 1
			if s[at] == '&' {
				if end := strings.IndexByte(s[at:t.to], ';'); end > 0 {
					n = end + 1
				}
			} else {
				_, n = utf8.DecodeRuneInString(s[at:t.to])
			}
			out = append(out, Span{at, at + n})
			at += n
		}
	}
	return out, nil
}
