package law

import "strings"

// Paragraphs gives the paragraphs (款) of the text of an article, each with its
// lines. A paragraph's items (项) and subitems (目) stand on lines of their own
// behind it and belong to it.
func Paragraphs(article string) [][]string {
	var out [][]string
	for l := range strings.Lines(article) {
		l = strings.TrimRight(l, "\n")
		if (itemOf(l) > 0 || subitemOf(l) > 0) && len(out) > 0 {
			out[len(out)-1] = append(out[len(out)-1], l)
			continue
		}
		out = append(out, []string{l})
	}
	return out
}

// Part cuts the paragraph (款), item (项) or subitem (目) that p names out of
// the text of an article; "" where it has no such place. An item without a
// paragraph is looked for in the first one that has items.
func Part(article string, p Provision) string {
	if p.Para == 0 && p.Item == 0 && p.Subitem == 0 {
		return article
	}
	paras := Paragraphs(article)
	n := p.Para
	if n == 0 {
		n = 1
		for i, q := range paras {
			if len(q) > 1 {
				n = i + 1
				break
			}
		}
	}
	if n > len(paras) {
		return ""
	}
	lines := paras[n-1]
	if p.Item == 0 && p.Subitem == 0 {
		return strings.Join(lines, "\n")
	}
	return cutItem(lines, p.Item, p.Subitem)
}

// Items gives the number of the last item (项) of a paragraph's lines; 0: it has
// none on lines of their own.
func Items(paragraph []string) (last int) {
	for _, l := range paragraph {
		last = max(last, itemOf(l))
	}
	return last
}

func cutItem(lines []string, item, subitem int) string {
	var out []string
	for _, l := range lines {
		switch n := itemOf(l); {
		case n > 0 && n == item:
			out = append(out, l)
		case n > 0 && len(out) > 0:
			return pickSubitem(out, subitem)
		case len(out) > 0:
			out = append(out, l)
		}
	}
	return pickSubitem(out, subitem)
}

func pickSubitem(lines []string, subitem int) string {
	if subitem == 0 {
		return strings.Join(lines, "\n")
	}
	for _, l := range lines {
		if subitemOf(l) == subitem {
			return l
		}
	}
	return ""
}

// IsItem reports that a line of an article begins an item (项) or subitem (目)
// of the paragraph before it.
func IsItem(line string) bool { return line != "" && (itemOf(line) > 0 || subitemOf(line) > 0) }

// itemOf gives the number of a line that begins an item: （一）, (一); 0: none.
func itemOf(l string) int {
	for _, p := range [][2]string{{"（", "）"}, {"(", ")"}} {
		rest, ok := strings.CutPrefix(l, p[0])
		if !ok {
			continue
		}
		n, w, ok := ParseNumeral(rest)
		if ok && strings.HasPrefix(rest[w:], p[1]) && rest[0] > 0x7f {
			return n
		}
	}
	return 0
}

// subitemOf gives the number of a line that begins a subitem: 1. 1． 1、; 0: none.
func subitemOf(l string) int {
	n, w, ok := ParseNumeral(l)
	if !ok || l[0] > '9' && !strings.HasPrefix(l, "１") {
		return 0
	}
	for _, m := range []string{".", "．", "、"} {
		if strings.HasPrefix(l[w:], m) {
			return n
		}
	}
	return 0
}
