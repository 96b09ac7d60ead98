package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// Lines looked through for the head; longer heads are not heads.
const headLines = 80

// A piece of title is no longer than this many code points a line.
const titleRunes = 90

// group is a run of lines that make one title.
type group struct {
	from, to int // lines
	text     string
	organs   []named // letterhead lines joined in front, offsets into Norm
}

// headReader is the state of reading the head: titles come in groups of lines,
// names of organs wait for the 关于… that may follow.
type headReader struct {
	p      *parser
	groups []group
	open   bool // the last group may still grow
	wait   []int
}

// head reads title, numbers, issuers and addressee: the lines before the first
// line of text.
func (p *parser) head() {
	h := &headReader{p: p}
	i, seen := 0, 0
	for ; i < len(p.lines) && seen < headLines; i++ {
		if p.lines[i].taken {
			h.open = false
			continue
		}
		seen++
		if !h.line(i) {
			break
		}
	}
	p.bodyFrom = i
	if len(h.groups) == 0 {
		h.lettersAlone()
	}
	h.choose()
	for j := 0; j < p.bodyFrom; j++ {
		if !p.lines[j].taken {
			p.lines[j].zone = ZoneHead
		}
		p.lines[j].taken = true
	}
	if p.bodyFrom < len(p.lines) && addressee(p.text(p.lines[p.bodyFrom])) {
		l := &p.lines[p.bodyFrom]
		s := p.text(*l)
		to := l.end - len(lastRunes(s, 1))
		p.doc.Addressee = Said[string]{strings.TrimSpace(p.s[l.start:to]), source.Span{Start: l.start, End: to}}
		l.taken, l.zone = true, ZoneHead
		p.bodyFrom++
	}
	p.metaTitle()
}

// line takes one line of the head; false: the text begins here.
func (h *headReader) line(i int) bool {
	p, l := h.p, &h.p.lines[i]
	s := p.text(*l)
	switch n := utf8.RuneCountInString(s); {
	case furnished(s) && (kindOf(s) == "" || containsAny(s, "：", ":", "http", ">", "|")): // 无障碍设施条例 is no button
		l.zone, l.taken = ZoneMeta, true
		h.open = false
	case p.numberLine(i), p.noteLine(i):
		h.open = false
	case addressee(s) && len(h.groups) > 0:
		return false
	case h.label(i, s):
		return false
	case dateOnly(s):
		h.open = false
		if d, _, ok := law.ParseDate(unbracket(squeeze(s))); ok && !p.doc.Dated.Known() {
			p.doc.Dated = Said[law.Date]{d, source.Span{Start: l.start, End: l.end}}
		}
	case squeeze(s) == "目录", n > titleRunes, strings.HasSuffix(s, "。"), n > 30 && strings.HasSuffix(s, "；"), strings.Contains(s, "。") && n > 40:
		return false
	case strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":"):
		return len(h.groups) == 0 && !addressee(s)
	case organs(s) != nil || strings.HasSuffix(s, "文件") && organ(strings.TrimSuffix(squeeze(s), "文件")):
		if h.open && !complete(h.groups[len(h.groups)-1].text) && len(h.groups[len(h.groups)-1].text) > 0 && strings.Contains(h.groups[len(h.groups)-1].text, "关于") {
			h.grow(i)
			return true
		}
		h.open = false
		h.wait = append(h.wait, i)
	case !holdsWords(s):
		h.open = false
	default:
		return h.piece(i, s)
	}
	return true
}

// label reports that the text begins with this line; a title such as
// 第一批取消的… is none.
func (h *headReader) label(i int, s string) bool {
	l, ok := readLabel(s)
	if !ok {
		return false
	}
	if l.kind == Article {
		return !goesOn(s[l.size:])
	}
	return len(h.groups) > 0 || l.kind <= Article || l.number == 1
}

// piece takes a line that may belong to a title.
func (h *headReader) piece(i int, s string) bool {
	if h.open && !h.ends(s) {
		h.grow(i)
		return true
	}
	// behind a complete title only another title begins, never loose text
	if n := len(h.groups); n > 0 && complete(h.groups[n-1].text) && kindOf(s) == "" && !startsTitle(s) && !h.p.lines[i].heading && !forwardStart(s) {
		return false
	}
	g := group{from: i, to: i + 1, text: strings.TrimSpace(s)}
	if startsTitle(s) && len(h.wait) > 0 && h.wait[len(h.wait)-1] == i-1 {
		k := len(h.wait) - 1
		for k > 0 && h.wait[k-1] == h.wait[k]-1 && !strings.HasSuffix(h.p.text(h.p.lines[h.wait[k-1]]), "文件") {
			k--
		}
		var names []string
		for _, w := range h.wait[k:] {
			l := h.p.lines[w]
			t := h.p.text(l)
			if strings.HasSuffix(t, "文件") {
				names = names[:0]
				continue
			}
			for _, o := range organs(t) {
				names = append(names, o.name)
				g.organs = append(g.organs, named{o.name, l.start + o.start, l.start + o.end})
			}
		}
		if len(names) > 0 {
			g.from = h.wait[k]
			g.text = strings.Join(names, " ") + g.text
		}
	}
	h.wait = nil
	h.groups = append(h.groups, g)
	h.open = true
	return true
}

// ends reports that the open title is complete and s does not carry it on.
func (h *headReader) ends(s string) bool {
	g := h.groups[len(h.groups)-1]
	if !complete(g.text) {
		// a headline without a kind is not carried on by a title of its own
		return startsTitle(s) && strings.Contains(g.text, "关于") || law.TitleKey(g.text) == law.TitleKey(s)
	}
	if prefixOf(s, []string{"的", "等", "和", "及", "与", "、", "》", "（试行", "(试行", "（修订", "(修订", "（征求", "(征求", "（送审", "(送审", "（草案", "(草案", "（暂行", "(暂行", "（20", "(20"}) != "" {
		return false
	}
	// 关于X管理规定 | 实施细则的通知
	inner, _, isForward := forwards(g.text + s)
	return !(isForward && inner != "" && strings.Contains(g.text, "关于") && !strings.Contains(s, "关于"))
}

func (h *headReader) grow(i int) {
	g := &h.groups[len(h.groups)-1]
	t := h.p.text(h.p.lines[i])
	if a, b := lastRunes(g.text, 1), firstRunes(t, 1); len(a) == 1 && len(b) == 1 {
		g.text += " "
	}
	g.text += t
	g.to = i + 1
	h.wait = nil
}

func startsTitle(s string) bool {
	return prefixOf(s, []string{"关于", "印发", "转发", "批转"}) != ""
}

// forwardStart reports the first line of 甲局 乙局关于印发 | 《X》的通知.
func forwardStart(s string) bool {
	return containsAny(s, "关于印发", "关于转发", "关于公布", "关于发布")
}

// holdsWords reports a line with at least four characters of Chinese.
func holdsWords(s string) bool {
	n := 0
	for _, r := range s {
		if han(r) {
			if n++; n >= 4 {
				return true
			}
		}
	}
	return false
}

// choose picks the title among the groups: the last complete one before the
// text; where it is only what an earlier one forwards, that earlier one.
func (h *headReader) choose() {
	if len(h.groups) == 0 {
		return
	}
	best := -1
	for i := len(h.groups) - 1; i >= 0; i-- {
		if complete(h.groups[i].text) {
			best = i
			break
		}
	}
	if best < 0 {
		best = 0
	}
	p := h.p
	for i := range best {
		if inner, _, ok := forwards(h.groups[i].text); ok && law.TitleKey(inner) == law.TitleKey(h.groups[best].text) {
			p.bodyFrom = min(p.bodyFrom, h.groups[best].from)
			best = i
			break
		}
	}
	g := h.groups[best]
	p.titleLines = [2]int{g.from, g.to}
	p.doc.Title = Said[string]{strings.TrimSpace(g.text), p.span(g.from, g.to)}
	for _, o := range g.organs {
		p.issuer(o.name, source.Span{Start: o.start, End: o.end}, "title")
	}
}

// lettersAlone handles heads in which only an organ is named, as orders are:
// 某某人民政府令 | 第12号.
func (h *headReader) lettersAlone() {
	for _, i := range h.wait {
		l := h.p.lines[i]
		for _, o := range organs(h.p.text(l)) {
			h.p.issuer(o.name, source.Span{Start: l.start + o.start, End: l.start + o.end}, "head")
		}
	}
}

// metaTitle takes the title from the metadata when the head has none.
func (p *parser) metaTitle() {
	if p.doc.Title.Known() && (complete(p.doc.Title.Value) || p.titleLines[0] < p.titleLines[1] && p.lines[p.titleLines[0]].heading) {
		return
	}
	f, ok := p.field(keyTitle)
	if !ok || p.doc.Title.Known() && !complete(f.Value) {
		return
	}
	p.doc.Title = Said[string]{f.Value, f.Span}
}

// addressee reports a line that names whom the document is sent to.
func addressee(s string) bool {
	if !strings.HasSuffix(s, "：") && !strings.HasSuffix(s, ":") || strings.HasPrefix(s, "附件") || utf8.RuneCountInString(s) > 400 {
		return false
	}
	body := strings.TrimRight(s, "：:")
	if strings.ContainsAny(body, "。；！？") || containsAny(body, "通知如下", "公告如下", "意见如下", "如下", "下列", "应当", "联系", "电话", "地址", "以下", "标准为", "包括") {
		return false
	}
	if strings.Contains(body, "：") || strings.Contains(body, ":") {
		return false
	}
	if _, ok := readLabel(s); ok {
		return false
	}
	if _, size := metaKey(s); size > 0 {
		return false
	}
	return prefixOf(body, []string{"各", "有关", "市政府", "县政府", "省政府", "区政府", "你", "机关各", "全市", "全县", "全省"}) != "" || organEndings.Suffix(body) != "" ||
		suffixOf(body, []string{"单位", "部门", "机构", "企业", "院校", "学校", "高校", "会员", "公民", "各界", "机关", "代表", "委员", "书院"}) != "" || strings.Contains(body, "人民政府")
}
