package source

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A pruner marks the parts of a page that are not the document: by tag and role,
// by the words of class and id, by the density of links. What holds much of the
// text, an article or a document number is never taken for furniture.
type pruner struct {
	stats  map[*html.Node]stat
	total  int // letters of the page outside links
	cut    map[*html.Node]bool
	pieces int // parts with text that were cut
	images int
}

// stat is what is known of the text below an element.
type stat struct {
	text, link, links int  // letters, letters in links, links
	document          bool // words that only a document has
}

func newPruner(root *html.Node) *pruner {
	p := &pruner{stats: map[*html.Node]stat{}, cut: map[*html.Node]bool{}}
	s := p.measure(root)
	p.total = s.text - s.link
	return p
}

// measure fills in stats from the leaves up.
func (p *pruner) measure(n *html.Node) (s stat) {
	switch n.Type {
	case html.TextNode:
		s.text = letters(n.Data)
		s.document = isDocumentWords(n.Data)
		return s
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Textarea:
			return s
		case atom.Img:
			p.images++
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		k := p.measure(c)
		s.text += k.text
		s.link += k.link
		s.links += k.links
		s.document = s.document || k.document
	}
	if n.DataAtom == atom.A && isPageLink(n) {
		s.link, s.links = s.text, 1
	}
	if n.Type == html.ElementNode {
		p.stats[n] = s
	}
	return s
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if isWord(r) || isHan(r) {
			n++
		}
	}
	return n
}

// isPageLink reports whether a link leads to another page. One to an attachment
// belongs to the document.
func isPageLink(a *html.Node) bool {
	href := strings.ToLower(attr(a, "href"))
	if i := strings.IndexAny(href, "?#"); i > 0 {
		href = href[:i]
	}
	for _, ext := range [...]string{".doc", ".docx", ".wps", ".pdf", ".xls", ".xlsx", ".ofd", ".zip", ".rar"} {
		if strings.HasSuffix(href, ext) {
			return false
		}
	}
	return href != "" || attr(a, "onclick") != ""
}

// isDocumentWords reports whether s holds an article, or a title with a number.
func isDocumentWords(s string) bool {
	for rest := s; ; {
		i := strings.Index(rest, "第")
		if i < 0 {
			break
		}
		if n := labelLen(runesOf(rest[i:], 12)); n > 0 {
			return true
		}
		rest = rest[i+len("第"):]
	}
	return false
}

// prune marks what is below n.
func (p *pruner) prune(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if p.drops(c) {
			p.cut[c] = true
			if p.stats[c].text > 0 {
				p.pieces++
			}
			continue
		}
		p.prune(c)
	}
}

// drops reports whether an element is not part of the document.
func (p *pruner) drops(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Object, atom.Embed, atom.Svg, atom.Canvas, atom.Audio, atom.Video,
		atom.Select, atom.Option, atom.Button, atom.Input, atom.Textarea, atom.Nav, atom.Dialog, atom.Rt, atom.Rp:
		return true
	}
	if p.isDocument(n) && !p.isSiteFooter(n) {
		return false
	}
	switch n.DataAtom {
	case atom.Aside, atom.Footer:
		return true
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return false
	}
	if hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true" {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
		return true
	}
	switch attr(n, "role") {
	case "navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "toolbar", "dialog", "alert":
		return true
	}
	if isBlock(n) || n.DataAtom == atom.Span || n.DataAtom == atom.Table || n.DataAtom == atom.A {
		if isFurnitureName(attr(n, "class")) || isFurnitureName(attr(n, "id")) {
			return true
		}
	}
	return isBlock(n) && p.isMenu(n)
}

// isDocument protects an element: it holds an article or a third of the text.
func (p *pruner) isDocument(n *html.Node) bool {
	s := p.stats[n]
	return s.document && s.link*2 < s.text || (s.text-s.link)*3 > p.total
}

// isSiteFooter reports whether an element is called a footer and holds what only
// those of sites hold; under a short document it may be a third of the page.
func (p *pruner) isSiteFooter(n *html.Node) bool {
	if p.stats[n].document || n.DataAtom != atom.Footer && !isFurnitureName(attr(n, "class")) && !isFurnitureName(attr(n, "id")) {
		return false
	}
	text := textOf(n)
	for _, w := range footerAnchors {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// isMenu reports whether an element is a list of links to other pages. A list of
// titles in 《》 or of document numbers may be the substance of a document.
func (p *pruner) isMenu(n *html.Node) bool {
	s := p.stats[n]
	if s.links < 3 || s.link*10 < s.text*7 {
		return false
	}
	text := textOf(n)
	return s.link/s.links < 14 || isRelated(n, text) || strings.Count(text, "《")*2 < s.links && !strings.Contains(text, "〔")
}

// isRelated reports whether a list of links stands under a heading that sends the
// reader on: 相关链接, 延伸阅读.
func isRelated(n *html.Node, text string) bool {
	above := ""
	for p := n.PrevSibling; p != nil && above == ""; p = p.PrevSibling {
		above = strings.TrimSpace(textOf(p))
	}
	for _, s := range [...]string{strings.TrimSpace(text), above} {
		if utf8.RuneCountInString(s) > 20 && s == above {
			continue
		}
		for _, word := range [...]string{"相关", "延伸阅读", "推荐", "热门", "最新", "排行", "猜你", "更多"} {
			if strings.HasPrefix(s, word) {
				return true
			}
		}
	}
	return false
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// furnitureNames are words of class and id that name parts of a site.
var furnitureNames = [...]string{
	"nav", "navbar", "navi", "navigation", "menu", "menubar", "topbar", "topnav", "sitenav", "header", "footer", "foot", "copyright", "breadcrumb", "breadcrumbs", "crumb", "crumbs",
	"logo", "weather", "location", "position", "weizhi", "dqwz", "szwz", "mbx", "share", "sharebox", "bdsharebuttonbox", "bdshare", "fenxiang", "toolbar", "tools", "print", "dayin", "fontsize", "zihao", "zitidaxiao",
	"qrcode", "ewm", "erweima", "search", "searchbar", "sousuo", "login", "sidebar", "related", "xgwj", "xgxx", "recommend", "friendlink", "friendlinks", "yqlj", "pagination", "pager", "prevnext",
	"comment", "comments", "feedback", "banner", "advert", "ads", "gotop", "backtop", "totop", "zan", "dianzan", "wza", "accessibility", "kefu", "xiaozhi", "popup", "modal",
}

// isFurnitureName reports whether a class or id names a part of the site: one of
// its words is in the list. The header of an article is not that of the site.
func isFurnitureName(name string) bool {
	if name == "" {
		return false
	}
	found, article := "", false
	eachWord(name, func(w string) {
		switch w {
		case "article", "content", "detail", "doc", "news", "main", "text", "zw", "con", "title":
			article = true
		}
		if found == "" {
			for _, f := range furnitureNames {
				if w == f {
					found = w
					return
				}
			}
		}
	})
	switch found {
	case "":
		return false
	case "header", "banner", "position", "location":
		return !article
	}
	return true
}

// eachWord calls f with the lower-case words of an identifier: pageFooter and
// page-footer hold footer.
func eachWord(name string, f func(string)) {
	start := 0
	emit := func(end int) {
		if end > start {
			f(strings.ToLower(name[start:end]))
		}
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
				emit(i)
				start = i
			}
		case c >= 'a' && c <= 'z':
		default:
			emit(i)
			start = i + 1
		}
	}
	emit(len(name))
}

// footerAnchors stand in the footer of every government site and in no document.
var footerAnchors = [...]string{"ICP备", "icp备", "公网安备", "网站标识码", "版权所有", "Copyright", "copyright", "©", "支持IPv6", "支持IPV6", "公安备案号"}

// footerWords stand around the anchors.
var footerWords = [...]string{"主办", "承办", "技术支持", "网站地图", "联系我们", "关于我们", "隐私", "地址：", "邮编", "邮政编码", "电话：", "传真：", "建议使用", "浏览器", "分辨率", "法律声明", "网站声明", "友情链接", "不良信息举报", "站长统计", "备案号"}

// cutFooter takes the lines of a footer off the end and gives their number.
func (x *extraction) cutFooter() int {
	const reach = 15 // lines from the end in which a footer may begin
	has := func(i int, words []string) bool {
		s := x.orig[x.lines[i].start:x.lines[i].end]
		if utf8.RuneCountInString(s) > 200 {
			return false
		}
		s = strings.NewReplacer(" ", "", "\u00a0", "", "\u3000", "").Replace(s) // 「地 址：」
		for _, w := range words {
			if strings.Contains(s, w) {
				return true
			}
		}
		return false
	}
	from := len(x.lines)
	for i := len(x.lines) - 1; i >= 0 && i >= len(x.lines)-reach; i-- {
		if has(i, footerAnchors[:]) {
			from = i
		}
	}
	if from == len(x.lines) {
		return 0
	}
	for from > 0 && has(from-1, footerWords[:]) {
		from--
	}
	for i := from; i < len(x.lines); i++ {
		if isDocumentWords(x.orig[x.lines[i].start:x.lines[i].end]) {
			return 0
		}
	}
	n := len(x.lines) - from
	x.lines = x.lines[:from]
	if from == 0 {
		x.orig = ""
	} else {
		x.orig = x.orig[:x.lines[from-1].end]
	}
	return n
}
