package source

import (
	"strconv"
	"strings"
)

// numbering rebuilds the labels that Word computes: 「第三条」 that stands nowhere
// in the text but follows from numbering.xml, styles.xml and the paragraphs
// before. It counts as it goes and is not safe for several goroutines.
type numbering struct {
	lists  map[string]*list        // abstractNum by id
	nums   map[string]*num         // num by id
	styles map[string]string       // numbering style → id of the abstractNum that defines it
	counts map[string]*[levels]int // by abstractNum; 0: not begun
	seen   map[string]bool         // nums whose restarts have been applied
}

const levels = 9

// A list is a definition of nine levels (w:abstractNum).
type list struct {
	id        string
	level     [levels]level
	styleLink string // numStyleLink: the definition is that of a style
}

type level struct {
	format, text, suffix string
	start                int
	restart              int // level, from 1, after which it begins again; 0: never; -1: any higher one
	legal                bool
	style                string // paragraph style bound to it
	set                  bool
}

// A num is a use of a list with changes of its own (w:num).
type num struct {
	list     string
	override [levels]*level
	startAt  [levels]int // startOverride; -1: none
}

// readNumbering reads numbering.xml; without one there are no labels.
func readNumbering(xml string) (*numbering, error) {
	n := &numbering{lists: map[string]*list{}, nums: map[string]*num{}, styles: map[string]string{}, counts: map[string]*[levels]int{}, seen: map[string]bool{}}
	x := newScanner(xml)
	var l *list
	var u *num
	var lv *level
	over := 0
	for {
		ok, err := x.next()
		if err != nil {
			return n, err
		}
		if !ok {
			return n, nil
		}
		t := &x.tok
		if t.kind == endTag {
			switch t.name {
			case "w:abstractNum":
				l, lv = nil, nil
			case "w:num":
				u, lv = nil, nil
			case "w:lvl":
				lv = nil
			}
			continue
		}
		if t.kind != startTag {
			continue
		}
		switch t.name {
		case "w:abstractNum":
			l = &list{id: t.attribute("abstractNumId")}
			n.lists[l.id] = l
		case "w:num":
			u = &num{startAt: [levels]int{-1, -1, -1, -1, -1, -1, -1, -1, -1}}
			n.nums[t.attribute("numId")] = u
		case "w:abstractNumId":
			if u != nil {
				u.list = t.attribute("val")
			}
		case "w:styleLink":
			if l != nil {
				n.styles[t.attribute("val")] = l.id
			}
		case "w:numStyleLink":
			if l != nil {
				l.styleLink = t.attribute("val")
			}
		case "w:lvlOverride":
			over = levelOf(t.attribute("ilvl"))
		case "w:startOverride":
			if u != nil {
				u.startAt[over] = atoi(t.attribute("val"), 1)
			}
		case "w:lvl":
			i := levelOf(t.attribute("ilvl"))
			lv = &level{format: "decimal", suffix: "tab", restart: -1, set: true}
			if u != nil {
				u.override[i] = lv
			} else if l != nil {
				lv = &l.level[i]
				*lv = level{format: "decimal", suffix: "tab", restart: -1, set: true}
			}
		}
		if lv != nil {
			lv.read(t)
		}
	}
}

// read takes a child element of w:lvl.
func (lv *level) read(t *token) {
	switch t.name {
	case "w:start":
		lv.start = atoi(t.attribute("val"), 0)
	case "w:numFmt":
		lv.format = t.attribute("val")
	case "w:lvlText":
		lv.text = t.attribute("val")
	case "w:suff":
		lv.suffix = t.attribute("val")
	case "w:lvlRestart":
		lv.restart = atoi(t.attribute("val"), -1)
	case "w:isLgl":
		lv.legal = t.on()
	case "w:pStyle":
		lv.style = t.attribute("val")
	}
}

func atoi(s string, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<20 {
		return otherwise
	}
	return n
}

func levelOf(s string) int { return min(atoi(s, 0), levels-1) }

// resolve gives the list behind a num, through a numbering style where there is one.
func (n *numbering) resolve(u *num) *list {
	l := n.lists[u.list]
	if l != nil && l.styleLink != "" {
		if other := n.lists[n.styles[l.styleLink]]; other != nil {
			return other
		}
	}
	return l
}

// levelOfStyle finds the level of a list that a paragraph style is bound to.
func (n *numbering) levelOfStyle(numID, style string) (int, bool) {
	u := n.nums[numID]
	if u == nil {
		return 0, false
	}
	if l := n.resolve(u); l != nil {
		for i := range l.level {
			if l.level[i].style == style && style != "" {
				return i, true
			}
		}
	}
	return 0, false
}

// label counts a paragraph and gives its label with what parts it from the text;
// "" for a paragraph without a number and for bullets.
func (n *numbering) label(numID string, at int) string {
	u := n.nums[numID]
	if u == nil {
		return ""
	}
	l := n.resolve(u)
	if l == nil {
		return ""
	}
	of := func(i int) level {
		if u.override[i] != nil {
			return *u.override[i]
		}
		return l.level[i]
	}
	c := n.counts[l.id]
	if c == nil {
		c = new([levels]int)
		for i := range c {
			c[i] = unset
		}
		n.counts[l.id] = c
	}
	if !n.seen[numID] {
		n.seen[numID] = true
		for i, s := range u.startAt {
			if s >= 0 {
				c[i] = unset
			}
		}
	}
	first := func(i int) int {
		if u.startAt[i] >= 0 {
			return u.startAt[i]
		}
		return of(i).start
	}
	if c[at] == unset {
		c[at] = first(at)
	} else {
		c[at]++
	}
	for i := at + 1; i < levels; i++ {
		if r := of(i).restart; r == -1 || r > 0 && at+1 <= r {
			c[i] = unset
		}
	}
	lv := of(at)
	if lv.format == "bullet" || !lv.set {
		return ""
	}
	text := expand(lv.text, func(i int) string {
		if c[i] == unset { // a higher level that was never used shows its start
			c[i] = first(i)
		}
		format := of(i).format
		if lv.legal {
			format = "decimal"
		}
		return formatNumber(format, c[i])
	})
	if text == "" {
		return ""
	}
	if lv.suffix == "nothing" {
		return text
	}
	return text + " "
}

const unset = -1

// expand fills in %1 … %9 of a level text.
func expand(text string, number func(level int) string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+1 < len(text) && text[i+1] >= '1' && text[i+1] <= '9' {
			b.WriteString(number(int(text[i+1] - '1')))
			i++
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
