package source

import "strings"

// A paraStyle is what a paragraph style says about numbers and headings; nil
// pointers and "" mean that it says nothing and its parent speaks.
type paraStyle struct {
	id, parent, name string
	numID            string // "0": no number
	level            int    // of the list; -1: not said
	outline          int    // from 0; -1: not said
}

// styles are the paragraph styles of a document by id.
type styles struct {
	by       map[string]*paraStyle
	standard string // id of the default paragraph style
}

// readStyles reads styles.xml.
func readStyles(xml string) (styles, error) {
	s := styles{by: map[string]*paraStyle{}}
	x := newScanner(xml)
	var cur *paraStyle
	for {
		ok, err := x.next()
		if err != nil {
			return s, err
		}
		if !ok {
			return s, nil
		}
		t := &x.tok
		if t.kind == endTag && t.name == "w:style" {
			cur = nil
		}
		if t.kind != startTag {
			continue
		}
		if t.name == "w:style" {
			if kind := t.attribute("type"); kind != "paragraph" && kind != "" {
				continue
			}
			cur = &paraStyle{id: t.attribute("styleId"), level: -1, outline: -1}
			s.by[cur.id] = cur
			if d := t.attribute("default"); d == "1" || d == "true" || d == "on" {
				s.standard = cur.id
			}
			continue
		}
		if cur == nil {
			continue
		}
		switch t.name {
		case "w:name":
			cur.name = strings.ToLower(t.attribute("val"))
		case "w:basedOn":
			cur.parent = t.attribute("val")
		case "w:numId":
			cur.numID = t.attribute("val")
		case "w:ilvl":
			cur.level = levelOf(t.attribute("val"))
		case "w:outlineLvl":
			cur.outline = atoi(t.attribute("val"), -1)
		}
	}
}

// chain calls f with a style and its parents until f says stop.
func (s styles) chain(id string, f func(*paraStyle) (stop bool)) {
	if id == "" {
		id = s.standard
	}
	for range 20 { // a file may be based in a circle
		p := s.by[id]
		if p == nil || f(p) {
			return
		}
		id = p.parent
	}
}

// numbered gives the list of a style, the level it names (-1: none) and the style
// that says so.
func (s styles) numbered(id string) (numID string, level int, by string) {
	level = -1
	s.chain(id, func(p *paraStyle) bool {
		if level < 0 {
			level = p.level
		}
		numID, by = p.numID, p.id
		return numID != ""
	})
	return numID, level, by
}

// heading gives the level of a heading style, from 1; 0: none.
func (s styles) heading(id string) (level int) {
	s.chain(id, func(p *paraStyle) bool {
		for _, name := range [...]string{"heading ", "标题 "} {
			if rest, ok := strings.CutPrefix(p.name, name); ok {
				if n := atoi(rest, 0); n >= 1 && n <= 9 {
					level = n
					return true
				}
			}
		}
		if p.name == "title" || p.name == "标题" {
			level = 1
			return true
		}
		if p.outline >= 0 {
			if p.outline < 9 { // 9 is body text
				level = p.outline + 1
			}
			return true
		}
		return false
	})
	return level
}

// isContents reports whether a style is that of a line of the table of contents.
func (s styles) isContents(id string) bool {
	p := s.by[id]
	return p != nil && (strings.HasPrefix(p.name, "toc ") || strings.HasPrefix(p.name, "目录 ")) && p.name != "toc heading"
}
