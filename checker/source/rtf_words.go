package source

import (
	"strings"
	"unicode"
)

// starred reads \*\word: a destination that is passed over unless it is known.
func (r *rtf) starred() {
	rest := string(r.in[r.pos:min(len(r.in), r.pos+40)])
	rest = strings.TrimLeft(rest, " \r\n")
	rest = strings.TrimPrefix(rest, "\\")
	end := 0
	for end < len(rest) && isLatin(rune(rest[end])) {
		end++
	}
	switch rest[:end] {
	case "fldinst", "shpinst", "ud", "listtext", "pntext", "footnote", "shptxt", "shppict", "blipuid":
	default:
		r.state.skip = true
	}
}

// word carries out a control word.
func (r *rtf) word(word string, arg int, has bool) {
	on := !has || arg != 0
	st := &r.state
	switch word {
	case "ansicpg":
		r.page = arg
	case "pc", "pca", "mac":
	case "uc":
		st.uc = max(0, min(arg, 8))
	case "f":
		st.font = arg
	case "fcharset":
		if st.dest == rtfFonts {
			r.fonts[st.font] = arg
		}
	case "fonttbl":
		st.dest = rtfFonts
	case "stylesheet":
		st.dest = rtfStyles
	case "colortbl", "info", "nonshppict", "xe", "tc", "bkmkstart", "bkmkend", "listtable", "listoverridetable", "rsidtbl", "sp", "shprslt", "annotation", "atnid", "atnauthor", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "revtbl", "pntxta", "pntxtb", "private", "filetbl", "objdata", "template", "themedata", "colorschememapping", "latentstyles", "datastore", "mmathPr":
		st.skip = true
	case "pict":
		if !st.skip {
			r.s.images++
		}
		st.skip = true
	case "upr":
		st.skip, st.upr = true, true
	case "ud":
		if st.upr {
			st.skip = false
		}
	case "fldinst":
		if !st.skip {
			st.dest, r.code = rtfCode, ""
		}
	case "fldrslt":
		if isContentsCode(r.code) && !st.skip {
			r.contents++
			st.skip = true
		}
		r.code = ""
	case "listtext", "pntext":
		st.dest = rtfLabel
	case "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf":
		if !st.skip {
			st.flow = &rtfFlow{}
			st.inTable = false
			if len(r.heads) < maxHeads {
				r.heads = append(r.heads, st.flow)
			} else {
				st.skip = true
			}
		}
	case "footnote":
		if !st.skip {
			st.flow = &rtfFlow{}
			r.notes = append(r.notes, st.flow)
			st.inTable = false
		}
	case "shptxt", "dptxbxtext":
		if !st.skip {
			st.flow = &rtfFlow{}
			st.inTable = false
		}
	case "deleted":
		if on && !st.deleted && !st.skip {
			r.deleted++
		}
		st.deleted = on
	case "v":
		if on && !st.hidden && !st.skip && st.dest == rtfText {
			r.hidden++
		}
		st.hidden = on
	case "plain":
		st.deleted, st.hidden = false, false
	case "pard":
		st.inTable, st.style, st.outline, st.list = false, 0, 0, 0
	case "s":
		st.style = arg
	case "outlinelevel":
		if st.outline = 0; arg >= 0 && arg < 9 {
			st.outline = arg + 1
		}
	case "ls":
		st.list = arg
	case "intbl":
		st.inTable = true
	default:
		r.mark(word)
	}
}

// mark carries out the words that stand for text or end a stretch of it.
func (r *rtf) mark(word string) {
	switch word {
	case "par", "sect":
		r.par()
	case "line", "softline":
		r.put("\n")
	case "tab":
		r.put("\t")
	case "cell", "nestcell":
		r.cellEnd()
	case "row", "nestrow":
		r.rowEnd()
	case "emdash":
		r.put("—")
	case "endash":
		r.put("–")
	case "lquote":
		r.put("‘")
	case "rquote":
		r.put("’")
	case "ldblquote":
		r.put("“")
	case "rdblquote":
		r.put("”")
	case "bullet":
		r.put("•")
	case "emspace", "enspace", "qmspace":
		r.put(" ")
	}
}

// par ends a paragraph, unless its end was deleted.
func (r *rtf) par() {
	if r.state.skip || r.state.dest != rtfText || r.state.deleted {
		return
	}
	r.parEnd()
}

// take gives the paragraph in the making with its label.
func (r *rtf) take(f *rtfFlow) docLine {
	text := f.cur.String()
	label := strings.TrimSpace(f.label)
	f.cur.Reset()
	f.label = ""
	if strings.Trim(text, " \t\r\n\u00a0\u3000") == "" {
		return docLine{}
	}
	l := docLine{text: text}
	if strings.IndexFunc(label, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }) >= 0 {
		l.text = label + " " + text
	} else if r.state.list > 0 && label == "" && r.state.outline == 0 {
		r.lost++
	}
	level := r.state.outline
	if level == 0 {
		level = r.levels[r.state.style]
	}
	if level > 0 && level <= 9 {
		l.line.kind, l.line.level = Heading, level
	}
	return l
}

func (r *rtf) parEnd() {
	f := r.flow()
	l := r.take(f)
	if f != &r.main {
		if l.text != "" {
			f.lines = append(f.lines, l)
		}
		return
	}
	if r.state.inTable {
		if l.text != "" {
			r.cell.lines = append(r.cell.lines, l)
		}
		r.cell.lines = append(r.cell.lines, r.boxes...)
		r.boxes = nil
		return
	}
	if l.text != "" || len(r.boxes) > 0 {
		r.tableEnd()
	}
	r.s.add(l.text, l.line)
	r.s.addAll(r.boxes)
	r.boxes = nil
}

// flowEnd ends a note or a text box.
func (r *rtf) flowEnd(f *rtfFlow) {
	if l := r.take(f); l.text != "" {
		f.lines = append(f.lines, docLine{text: l.text})
	}
}

func (r *rtf) cellEnd() {
	if r.state.skip || r.state.flow != nil {
		if f := r.state.flow; f != nil {
			f.cur.WriteByte(' ')
		}
		return
	}
	if l := r.take(&r.main); l.text != "" {
		r.cell.lines = append(r.cell.lines, docLine{text: l.text})
	}
	r.cell.columns = 1
	r.cells = append(r.cells, r.cell)
	r.cell = docCell{}
}

func (r *rtf) rowEnd() {
	if r.state.skip || r.state.flow != nil {
		return
	}
	if r.cells != nil {
		r.rows = append(r.rows, r.cells)
	}
	r.cells, r.cell = nil, docCell{}
}

func (r *rtf) tableEnd() {
	r.rowEnd()
	if r.rows != nil {
		r.s.table(r.rows)
	}
	r.rows = nil
}
