package source

import (
	"fmt"
	"strings"
)

// extractODT takes the text out of an OpenDocument text (ODF 1.2): labels of lists
// are rebuilt, notes stand at the end, tracked deletions and hidden text are left
// out.
func extractODT(a *archive) (extraction, error) {
	if a.files["META-INF/manifest.xml"] != nil {
		if m, err := a.read("META-INF/manifest.xml"); err == nil && strings.Contains(m, "encryption-data") {
			return extraction{}, errSecret
		}
	}
	content, err := a.read("content.xml")
	if err != nil {
		return extraction{}, err
	}
	return extractODF(content, func() string { s, _ := a.read("styles.xml"); return s }())
}

// extractODF reads content with the styles of the document; a flat file holds both.
func extractODF(content, styles string) (extraction, error) {
	o := &odt{lists: map[string]*[levels]level{}, styles: map[string]odtStyle{}}
	for _, xml := range [...]string{styles, content} {
		if err := o.readStyles(xml); err != nil {
			return extraction{}, err
		}
	}
	o.x = newScanner(content)
	for {
		ok, err := o.x.next()
		if err != nil {
			return extraction{}, fmt.Errorf("content.xml: %w", err)
		}
		if !ok {
			return extraction{}, fmt.Errorf("content.xml: %w", errXML)
		}
		if o.x.tok.kind == startTag && o.x.tok.name == "office:text" {
			break
		}
	}
	var lines []docLine
	o.out = &lines
	if err := o.body("office:text", nil); err != nil {
		return extraction{}, fmt.Errorf("content.xml: %w", err)
	}
	o.s.addAll(lines)
	for i, n := range o.notes {
		if n != "" {
			o.s.add(fmt.Sprintf("注%d：%s", i+1, n), line{})
		}
	}
	o.s.part = "content.xml"
	o.s.say(o.deleted, "文档带有修订标记，按接受修订后的文本审查，已略去删除内容 %d 处")
	o.s.say(o.hidden, "已略去隐藏文字 %d 处")
	o.s.say(o.contents, "已略去自动生成的目录 %d 个")
	o.s.say(len(o.notes), "脚注、尾注 %d 条列在正文之后")
	o.s.say(o.s.images, "文档含图片 %d 张，图片中的文字未读入")
	o.s.heads = odtHeads(content)
	if o.s.heads == nil {
		o.s.heads = odtHeads(styles)
	}
	return o.s.done(), nil
}

// odt walks through the text of a document.
type odt struct {
	s      sheet
	x      *scanner
	out    *[]docLine
	lists  map[string]*[levels]level
	styles map[string]odtStyle
	notes  []string
	last   map[string]*odtCount // counts by list style, for lists that go on

	deleted, hidden, contents int
}

type odtStyle struct {
	parent, list string
	outline      int
	hidden       bool
}

// odtCount are the numbers of the open list; 0: not begun.
type odtCount struct {
	style string
	at    [levels]int
}

// readStyles gathers the list styles and what the other styles say.
func (o *odt) readStyles(xml string) error {
	x := newScanner(xml)
	var cur *[levels]level
	name := ""
	for {
		ok, err := x.next()
		if err != nil {
			return err
		}
		if !ok {
			return nil
		}
		t := &x.tok
		if t.kind == endTag && (t.name == "text:list-style" || t.name == "text:outline-style") {
			cur = nil
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "style:style":
			name = t.attribute("name")
			o.styles[name] = odtStyle{parent: t.attribute("parent-style-name"), list: t.attribute("list-style-name"), outline: atoi(t.attribute("default-outline-level"), 0)}
		case "style:text-properties":
			if t.attribute("display") == "none" && name != "" {
				s := o.styles[name]
				s.hidden = true
				o.styles[name] = s
			}
		case "text:list-style":
			cur = new([levels]level)
			o.lists[t.attribute("name")] = cur
		case "text:list-level-style-number", "text:outline-level-style":
			if cur != nil {
				cur[max(0, levelOf(t.attribute("level"))-1)] = odtLevel(t)
			}
		case "office:text":
			return nil // styles stand before the text
		}
	}
}

// odtLevel reads a numbered level; the label is written as in WordprocessingML.
func odtLevel(t *token) level {
	at := max(0, levelOf(t.attribute("level"))-1)
	lv := level{format: odtFormat(t.attribute("num-format")), start: atoi(t.attribute("start-value"), 1), set: true}
	lv.text = t.attribute("num-list-format")
	for i := levels; i >= 1; i-- {
		lv.text = strings.ReplaceAll(lv.text, fmt.Sprintf("%%%d%%", i), fmt.Sprintf("%%%d", i))
	}
	if lv.text == "" {
		from := at - max(1, atoi(t.attribute("display-levels"), 1)) + 1
		for i := max(0, from); i <= at; i++ {
			if lv.text != "" {
				lv.text += "."
			}
			lv.text += fmt.Sprintf("%%%d", i+1)
		}
		lv.text = t.attribute("num-prefix") + lv.text + t.attribute("num-suffix")
	}
	return lv
}

// odtFormat gives the name in WordprocessingML of a number format.
func odtFormat(f string) string {
	f, _, _ = strings.Cut(f, ",")
	switch f {
	case "1":
		return "decimal"
	case "a":
		return "lowerLetter"
	case "A":
		return "upperLetter"
	case "i":
		return "lowerRoman"
	case "I":
		return "upperRoman"
	case "一":
		return "chineseCountingThousand"
	case "壹":
		return "chineseLegalSimplified"
	case "①":
		return "decimalEnclosedCircle"
	case "甲":
		return "ideographTraditional"
	case "子":
		return "ideographZodiac"
	case "１":
		return "decimalFullWidth"
	case "〇", "○":
		return "ideographDigital"
	case "":
		return "none"
	}
	return "decimal"
}

// outline gives the level of a paragraph style, from 1; 0: none.
func (o *odt) outline(style string) int {
	for range 20 {
		s, ok := o.styles[style]
		if !ok {
			return 0
		}
		if s.outline > 0 {
			return s.outline
		}
		if style == "Title" {
			return 1
		}
		style = s.parent
	}
	return 0
}

// label counts an item and gives its label.
func (o *odt) label(c *odtCount, depth int) string {
	def := o.lists[c.style]
	if def == nil || depth >= levels {
		return ""
	}
	for i := depth + 1; i < levels; i++ {
		c.at[i] = 0
	}
	if c.at[depth] == 0 {
		c.at[depth] = def[depth].start
	} else {
		c.at[depth]++
	}
	if !def[depth].set {
		return "" // bullets
	}
	text := expand(def[depth].text, func(i int) string {
		return formatNumber(def[i].format, max(c.at[i], 1))
	})
	if def[depth].format == "none" && strings.TrimSpace(text) == "" {
		return ""
	}
	return text + " "
}
