package source

import (
	"fmt"
	"strings"
)

// extractXLSX takes the cells out of a workbook of Excel 2007 and later, which
// newer .et of WPS are too: one line a row, cells parted by tabs, dates written
// out. Formulas give their last result; hidden sheets and rows are left out.
func extractXLSX(a *archive) (extraction, error) {
	main := "xl/workbook.xml"
	if rels, err := a.read("_rels/.rels"); err == nil {
		for _, r := range relations(rels, "") {
			if strings.HasSuffix(r.kind, "/officeDocument") && a.files[r.target] != nil {
				main = r.target
			}
		}
	}
	if strings.HasSuffix(main, ".bin") {
		return extraction{}, &Unreadable{Kind: "unsupported", Reason: "这是二进制格式的 Excel 表格（.xlsb），不能读取", Next: "请用 Excel、WPS 打开，另存为 .xlsx 后再查"}
	}
	book, err := a.read(main)
	if err != nil {
		return extraction{}, err
	}
	x := &xlsx{a: a}
	if err := x.shared(main); err != nil {
		return extraction{}, err
	}
	if err := x.formats(main); err != nil {
		return extraction{}, err
	}
	folder := main[:strings.LastIndexByte(main, '/')+1]
	names := map[string]string{}
	if rels, err := a.read(folder + "_rels/" + main[len(folder):] + ".rels"); err == nil {
		sc := newScanner(rels)
		for {
			ok, err := sc.next()
			if !ok || err != nil {
				break
			}
			if t := &sc.tok; t.kind == startTag && localName(t.name) == "Relationship" {
				target := t.attribute("Target")
				if s, ok := strings.CutPrefix(target, "/"); ok {
					target = s
				} else {
					target = folder + target
				}
				names[t.attribute("Id")] = target
			}
		}
	}
	sheets := 0
	err = eachElement(book, func(sc *scanner, name string) error {
		t := &sc.tok
		switch name {
		case "workbookPr":
			x.g.days = t.attribute("date1904") == "1" || t.attribute("date1904") == "true"
		case "sheet":
			if sheets++; sheets > 1000 {
				return errBomb
			}
			if s := t.attribute("state"); s == "hidden" || s == "veryHidden" {
				x.g.hidden++
				return nil
			}
			part := names[t.attribute("id")]
			if a.files[part] == nil {
				return fmt.Errorf("%s: %w", part, errMissing)
			}
			return x.sheet(t.attribute("name"), part)
		}
		return nil
	})
	if err != nil {
		return extraction{}, err
	}
	for name := range a.files {
		if strings.HasPrefix(name, "xl/media/") {
			x.g.s.images++
		}
	}
	return x.g.done(), nil
}

type xlsx struct {
	a       *archive
	g       grid
	strings []string
	dates   []bool // by style of a cell
}

// shared reads the words that cells refer to.
func (x *xlsx) shared(main string) error {
	xml, err := x.a.side(main, "sharedStrings")
	if err != nil || xml == "" {
		return err
	}
	size := 0
	return eachElement(xml, func(sc *scanner, name string) error {
		if name != "si" {
			return nil
		}
		s, err := cellText(sc)
		if size += len(s); size > gridText || len(x.strings) > gridCells {
			return errBomb
		}
		x.strings = append(x.strings, s)
		return err
	})
}

// cellText reads the characters of a string item without its phonetic guides.
func cellText(sc *scanner) (string, error) {
	var b strings.Builder
	in := 0
	for level := 1; level > 0; {
		ok, err := sc.next()
		if err != nil || !ok {
			return "", errXML
		}
		switch t := &sc.tok; t.kind {
		case startTag:
			if localName(t.name) == "rPh" {
				if err := sc.skip(); err != nil {
					return "", err
				}
				continue
			}
			level++
			if localName(t.name) == "t" {
				in = level
			}
		case endTag:
			level--
			if level < in {
				in = 0
			}
		case charData:
			if in > 0 {
				b.WriteString(t.text)
			}
		}
	}
	return b.String(), nil
}

// formats finds the styles that show numbers as days.
func (x *xlsx) formats(main string) error {
	xml, err := x.a.side(main, "styles")
	if err != nil || xml == "" {
		return err
	}
	codes := map[int]string{}
	inCells := false
	sc := newScanner(xml)
	for {
		ok, err := sc.next()
		if err != nil || !ok {
			return err
		}
		t := &sc.tok
		switch name := localName(t.name); {
		case name == "cellXfs":
			inCells = t.kind == startTag
		case t.kind != startTag:
		case name == "numFmt":
			codes[atoi(t.attribute("numFmtId"), -1)] = t.attribute("formatCode")
		case name == "xf" && inCells && len(x.dates) < 1<<16:
			id := atoi(t.attribute("numFmtId"), 0)
			x.dates = append(x.dates, isDateFormat(id, codes[id]))
		}
	}
}

// sheet reads one sheet.
func (x *xlsx) sheet(name, part string) error {
	xml, err := x.a.read(part)
	if err != nil {
		return err
	}
	x.g.begin(name)
	row, column := -1, -1
	sc := newScanner(xml)
	for {
		ok, err := sc.next()
		if err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
		if !ok {
			return nil
		}
		t := &sc.tok
		if t.kind != startTag {
			continue
		}
		switch localName(t.name) {
		case "row":
			row, column = atoi(t.attribute("r"), row+2)-1, -1
			if row < 0 || row > 1<<21 {
				return errXML
			}
			if h := t.attribute("hidden"); h == "1" || h == "true" {
				x.g.hiddenRows++
				if err := sc.skip(); err != nil {
					return err
				}
			}
		case "c":
			column++
			if r, c, ok := cellPlace(t.attribute("r")); ok {
				row, column = r, c
			}
			text, err := x.cell(sc, t.attribute("t"), atoi(t.attribute("s"), 0))
			if err != nil {
				return fmt.Errorf("%s: %w", part, err)
			}
			if err := x.g.put(max(row, 0), column, text); err != nil {
				return err
			}
		case "sheetPr", "sheetViews", "cols", "conditionalFormatting", "dataValidations", "headerFooter", "extLst":
			if err := sc.skip(); err != nil {
				return err
			}
		}
	}
}

// cell reads the value of a cell.
func (x *xlsx) cell(sc *scanner, kind string, style int) (string, error) {
	value, inline := "", ""
	for level := 1; level > 0; {
		ok, err := sc.next()
		if err != nil || !ok {
			return "", errXML
		}
		switch t := &sc.tok; t.kind {
		case startTag:
			switch localName(t.name) {
			case "v":
				if value, err = elementText(sc); err != nil {
					return "", err
				}
			case "is":
				if inline, err = cellText(sc); err != nil {
					return "", err
				}
			default:
				level++
			}
		case endTag:
			level--
		}
	}
	switch kind {
	case "s":
		if i := atoi(strings.TrimSpace(value), -1); i >= 0 && i < len(x.strings) {
			return x.strings[i], nil
		}
		return "", errXML
	case "inlineStr":
		return inline, nil
	case "b":
		if value == "1" {
			return "是", nil
		}
		return "否", nil
	case "str", "e":
		return value, nil
	}
	if value == "" {
		return inline, nil
	}
	n := number(value, 0)
	if n == 0 && strings.TrimSpace(value) != "0" {
		return value, nil
	}
	return x.g.number(n, style >= 0 && style < len(x.dates) && x.dates[style]), nil
}
