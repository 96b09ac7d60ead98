package source

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isHTML reports whether text is a page or a piece of one: it begins with a tag
// of HTML, or block tags stand all over it.
func isHTML(text string) bool {
	head := strings.TrimLeft(text[:min(len(text), 4096)], " \t\r\n\u3000\uFEFF")
	low := strings.ToLower(head)
	if rest, ok := strings.CutPrefix(low, "<?xml"); ok {
		_, rest, _ = strings.Cut(rest, "?>")
		low = strings.TrimSpace(rest)
	}
	for strings.HasPrefix(low, "<!--") {
		_, rest, ok := strings.Cut(low, "-->")
		if !ok {
			break
		}
		low = strings.TrimSpace(rest)
	}
	for _, tag := range [...]string{"<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<table", "<tbody", "<tr", "<td", "<div", "<p>", "<p ", "<span", "<center", "<font", "<section", "<article", "<main", "<style", "<script", "<link", "<h1", "<h2", "<h3", "<ul", "<ol", "<pre", "<br", "<b>", "<strong"} {
		if strings.HasPrefix(low, tag) {
			return true
		}
	}
	low = strings.ToLower(text[:min(len(text), 64<<10)])
	closing := strings.Count(low, "</p>") + strings.Count(low, "</div>") + strings.Count(low, "</td>") + strings.Count(low, "<br>") + strings.Count(low, "<br/>")
	return closing >= 5 && closing*400 >= len(low)
}

// extraction is the text taken out of a file of another format.
type extraction struct {
	orig   string
	lines  []line
	notes  []string
	images int
	part   string

	encoding         string
	parts            []partAt // where the parts begin, when there are several
	pagesWithoutText []int
	missing          []string // Text.Missing
	pages            int
	recognised       []RecognisedPage
	heads            []string // running heads and feet, which are no part of the text
	failed           []string // why recognition gave nothing
}

// extractHTML takes the text out of a page: one line a paragraph, a row of a
// table on one line. Menus, buttons and footers are cut away by structure.
func extractHTML(text string) (extraction, error) {
	low := strings.ToLower(strings.TrimLeft(text[:min(len(text), 64)], " \t\r\n"))
	for _, tag := range [...]string{"<tbody", "<thead", "<tr", "<td"} {
		if strings.HasPrefix(low, tag) { // a piece of a table: the parser would lose its cells
			text = "<table>" + text + "</table>"
			break
		}
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return extraction{}, fmt.Errorf("parse HTML: %w", err)
	}
	p := newPruner(root)
	p.prune(root)
	x := &htmlText{cut: p.cut}
	x.walk(root)
	x.flush()
	out := x.extraction
	if isCutPage(text) {
		out.missing = append(out.missing, cutOff)
	}
	out.images = p.images
	out.orig = x.b.String()
	n := out.cutFooter()
	if n += p.pieces; n > 0 {
		out.notes = append(out.notes, fmt.Sprintf("已略去网页的菜单、按钮、页脚等 %d 处", n))
	}
	return out, nil
}

// cutOff says that the end of a file is lost.
const cutOff = "文件末尾不完整，可能没有下载或者复制完，缺少的内容没有检查"

// isCutPage reports whether a page begins as a whole one and never ends.
func isCutPage(text string) bool {
	low := strings.ToLower(text)
	return strings.Contains(low, "<html") && strings.Contains(low, "<body") && !strings.Contains(low, "</body") && !strings.Contains(low, "</html")
}

// htmlText writes the lines of a page.
type htmlText struct {
	extraction
	b     strings.Builder
	cur   strings.Builder // the line in the making
	level int             // of the heading that is open; 0: none
	pre   int             // depth of <pre>
	cut   map[*html.Node]bool
	// tables counts tables of data.
	tables int
	// inCell: line breaks become blanks, because a row is one line.
	inCell bool
	label  string // of a list item, to be put before its first line
	noted  int    // footnotes written
}

// flush ends the line in the making.
func (x *htmlText) flush() {
	s := strings.Trim(x.cur.String(), " ")
	x.cur.Reset()
	if strings.Trim(s, " \u00a0\u3000\u200b") == "" {
		return
	}
	s, x.label = x.label+s, ""
	l := line{}
	if x.level > 0 {
		l.kind, l.level = Heading, x.level
	}
	x.add(s, l)
}

func (x *htmlText) add(s string, l line) {
	if n := len(x.lines); n > 0 && l.kind == Paragraph && x.lines[n-1].kind == Paragraph && isPageKey(x.b.String()[x.lines[n-1].start:]) && !isPageKey(s) && utf8.RuneCountInString(s) <= 80 {
		x.b.WriteString(s)
		x.lines[n-1].end = x.b.Len()
		return
	}
	if x.b.Len() > 0 {
		x.b.WriteByte('\n')
	}
	l.start = x.b.Len()
	x.b.WriteString(s)
	l.end = x.b.Len()
	x.lines = append(x.lines, l)
}

// pageKeys are the keys of the data that a page gives of its document. Where key
// and value are boxes of their own they make one line.
var pageKeys = [...]string{"索引号", "文号", "发文字号", "发文文号", "文件编号", "发布机构", "发文机关", "发布单位", "制定机关", "成文日期", "发文日期", "发布日期", "公布日期", "生成日期", "生效日期", "实施日期", "施行日期", "失效日期", "废止日期", "有效性", "有效期", "时效性", "效力状态", "标题", "名称", "主题分类", "信息分类", "公文种类", "体裁分类", "主题词", "统一编号", "登记号", "规范性文件编号"}

// isPageKey reports whether a line is one of pageKeys with its colon.
func isPageKey(s string) bool {
	if len(s) > 60 {
		return false
	}
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u3000", "", "【", "", "】", "").Replace(s)
	key, ok := strings.CutSuffix(s, "：")
	if !ok {
		if key, ok = strings.CutSuffix(s, ":"); !ok {
			return false
		}
	}
	for _, k := range pageKeys {
		if k == key {
			return true
		}
	}
	return false
}

// breakLine ends a line, or puts a blank inside a cell.
func (x *htmlText) breakLine() {
	if !x.inCell {
		x.flush()
		return
	}
	if s := x.cur.String(); s != "" && !strings.HasSuffix(s, " ") {
		x.cur.WriteByte(' ')
	}
}

func (x *htmlText) walk(n *html.Node) {
	if x.cut[n] {
		return
	}
	switch n.Type {
	case html.TextNode:
		x.text(n.Data)
		return
	case html.CommentNode, html.DoctypeNode:
		return
	}
	switch n.DataAtom {
	case atom.Br, atom.Hr:
		x.breakLine()
		return
	case atom.Table:
		x.table(n)
		return
	case atom.A:
		switch noteLink(attr(n, "href")) {
		case noteReference:
			return
		case noteSign:
			x.noted++
			x.cur.WriteString(fmt.Sprintf("注%d：", x.noted))
			return
		}
	case atom.Div:
		// LibreOffice writes the running head and foot so.
		if t := attr(n, "title"); (t == "header" || t == "footer") && n.Parent != nil && n.Parent.DataAtom == atom.Body {
			x.addHead(textOf(n))
			return
		}
	case atom.Pre:
		x.pre++
		defer func() { x.pre-- }()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		x.breakLine()
		if !x.inCell {
			x.level = int(n.Data[1] - '0')
			defer func() { x.level = 0 }()
		}
	}
	block := isBlock(n)
	if block {
		x.breakLine()
	}
	if n.DataAtom == atom.Li {
		x.itemLabel(n)
		defer func() { x.label = "" }()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		x.walk(c)
	}
	if block {
		x.breakLine()
	}
}

// isBlock reports whether an element begins on a line of its own.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Pre, atom.Center, atom.Form, atom.Fieldset, atom.Address, atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Tfoot,
		atom.Caption, atom.Body, atom.Html, atom.Figure, atom.Figcaption, atom.Details, atom.Summary, atom.Legend,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// itemLabel writes the number that a browser shows before an item of a numbered
// list, unless the text brings its own.
func (x *htmlText) itemLabel(li *html.Node) {
	list := li.Parent
	if list == nil || list.DataAtom != atom.Ol || strings.Contains(attr(list, "style"), "none") {
		return
	}
	first := strings.TrimSpace(textOf(li))
	if r, _ := utf8.DecodeRuneInString(first); r == '（' || r == '(' || isDigit(r) || strings.HasPrefix(first, "第") || headingLabel(runesOf(first, 6)) > 0 {
		return
	}
	n := 1
	if v, err := strconv.Atoi(attr(list, "start")); err == nil {
		n = v
	}
	for c := list.FirstChild; c != nil && c != li; c = c.NextSibling {
		if c.DataAtom == atom.Li {
			n++
		}
	}
	label := strconv.Itoa(n)
	switch attr(list, "type") {
	case "a":
		label = formatNumber("lowerLetter", n)
	case "A":
		label = formatNumber("upperLetter", n)
	case "i":
		label = formatNumber("lowerRoman", n)
	case "I":
		label = formatNumber("upperRoman", n)
	}
	if x.inCell {
		x.cur.WriteString(label + ".")
		return
	}
	x.label = label + "."
}

// What a link of a page saved by an office program is.
type linkKind int

const (
	plainLink linkKind = iota
	noteReference
	noteSign // at the head of a note, back to its reference
)

// noteLink tells the links between footnotes and text as Word and LibreOffice
// write them: #_ftn1 and #_ftnref1, #sdfootnote1sym and #sdfootnote1anc.
func noteLink(href string) linkKind {
	for _, p := range [...]struct {
		prefix, middle, suffix string
		kind                   linkKind
	}{{"#_ftn", "ref", "", noteSign}, {"#_edn", "ref", "", noteSign}, {"#_ftn", "", "", noteReference}, {"#_edn", "", "", noteReference},
		{"#sdfootnote", "", "sym", noteReference}, {"#sdfootnote", "", "anc", noteSign}, {"#sdendnote", "", "sym", noteReference}, {"#sdendnote", "", "anc", noteSign}} {
		rest, ok := strings.CutPrefix(href, p.prefix+p.middle)
		if !ok {
			continue
		}
		if digits, ok := strings.CutSuffix(rest, p.suffix); ok && digits != "" && strings.Trim(digits, "0123456789") == "" {
			return p.kind
		}
	}
	return plainLink
}

// runesOf gives the first n characters of s as cells.
func runesOf(s string, n int) []cell {
	var out []cell
	for _, r := range s {
		if len(out) == n {
			break
		}
		out = append(out, cell{r: r})
	}
	return out
}

// text appends a text node, with white space as a browser would show it; a line
// break in the source counts only where the page was written as plain text.
func (x *htmlText) text(s string) {
	if x.pre == 0 && !strings.Contains(s, "\n") && !strings.Contains(s, "  ") && !strings.ContainsAny(s, "\t\r") {
		if strings.HasPrefix(s, " ") && x.cur.Len() == 0 {
			s = s[1:]
		}
		x.cur.WriteString(s)
		return
	}
	parts := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	asWritten := x.pre > 0 || isPreformatted(parts)
	above := x.cur.String() // the text before the break
	empty := false          // an empty line stands between
	for i, part := range parts {
		if i > 0 {
			if asWritten || breaksAt(above, part, empty) {
				x.breakLine()
			} else {
				x.joint(part)
			}
		}
		x.cur.WriteString(collapse(part, x.cur.Len() == 0))
		if empty = i > 0 && isBlank(part); !empty {
			above = part
		}
	}
}

// joint puts a blank where the source breaks a line inside Latin text; Chinese is
// joined without one.
func (x *htmlText) joint(next string) {
	s := x.cur.String()
	if s == "" || strings.HasSuffix(s, " ") {
		return
	}
	l, _ := utf8.DecodeLastRuneInString(s)
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, " \t"))
	if l < 0x80 && (r < 0x80 || r == utf8.RuneError) {
		x.cur.WriteByte(' ')
	}
}

// collapse makes one blank of every run of ASCII white space.
func collapse(s string, atStart bool) string {
	if !strings.ContainsAny(s, " \t\r\f") {
		return s
	}
	var b strings.Builder
	space := atStart
	for _, r := range s {
		if r == ' ' || r == '\t' || r == '\r' || r == '\f' {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// wrapWidth is the width in columns to which programs that wrap Chinese text in
// the source of a page (Word does) keep their lines.
const wrapWidth = 110

// isPreformatted reports whether the line breaks of a text node are those of a
// plain text put on a page: several lines with Chinese, one of them longer than
// a program would wrap.
func isPreformatted(parts []string) bool {
	chinese, long := 0, false
	for _, p := range parts {
		if n := chineseColumns(p); n > 0 {
			chinese++
			long = long || n > wrapWidth
		}
	}
	return chinese >= 2 && long
}

// chineseColumns is the width of s; 0 where it holds no Chinese.
func chineseColumns(s string) int {
	n, han := 0, false
	for _, r := range s {
		n++
		if r >= 0x2E80 {
			n++
			han = han || isHan(r)
		}
	}
	if !han {
		return 0
	}
	return n
}

// breaksAt reports whether a line break of the source parts two paragraphs: an
// empty line stands between them, or the second is indented by full-width blanks
// or begins with a label.
func breaksAt(above, next string, empty bool) bool {
	if isBlank(above) || isBlank(next) {
		return false
	}
	if empty && chineseColumns(above) > 0 && chineseColumns(next) > 0 {
		return true
	}
	if strings.HasPrefix(next, "\u3000") || strings.HasPrefix(next, "\u00a0\u00a0") || strings.HasPrefix(next, "\u2003") {
		return true
	}
	w := runesOf(strings.TrimLeft(next, " \t\u00a0\u3000"), 12)
	return labelLen(w) > 0 || headingLabel(w) > 0
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf gives all text below n.
func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}
