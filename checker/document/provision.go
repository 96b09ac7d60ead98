package document

import (
	"strings"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// A range of provisions (第三条至第五条) is written out up to this many places;
// longer ones keep their two ends.
const maxRange = 60

// provisions reads the places behind a name into c and gives the end of what it
// took; 0: none. Blanks and 的, 中, 之 may stand between.
func (p *parser) provisions(c *Citation, at int) int {
	i := skipBlanks(p.s, at)
	if w := prefixOf(p.s[i:], []string{"规定的第", "中的第", "中第", "的第", "之第", "有关第", "（修订）第"}); w != "" {
		j := i + len(w) - len("第")
		if places, _ := readPlaces(p.s, j); len(places) == 0 || places[0].Article == 0 {
			return 0
		}
		i = j
	}
	places, end := readPlaces(p.s, i)
	if len(places) == 0 {
		return 0
	}
	c.At = places
	c.AtSpan = source.Span{Start: i, End: end}
	return end
}

// How places of a list are joined, and which words make a range.
var (
	joiners = []string{"、", "和", "以及", "及", "与", "或者", "或"}
	rangers = []string{"至", "到", "—", "－", "-", "~", "～", "–"}
)

// readPlaces reads a list of provisions at i: 第十四条、第十六条第一款, 第三条至第五条,
// 第三、四条, 第十条第（一）、（三）项. What a later one leaves out it takes from the one
// before. end is i when there is none.
func readPlaces(s string, i int) (out []law.Provision, end int) {
	end = i
	ranging := false
	for len(out) < 2*maxRange {
		got, size := onePlace(s[i:])
		if size == 0 {
			break
		}
		if n := len(out); n > 0 {
			prev := out[n-1]
			for k := range got {
				got[k] = inherit(got[k], prev)
			}
			switch {
			case ranging:
				out = append(out, between(prev, got[0])...)
			case i == end && prev.Para == 0 && got[0].Article == prev.Article && got[0].Sub == prev.Sub:
				out = out[:n-1] // 第十条 | 第一、二款: only the smaller places count
			}
		}
		out = append(out, got...)
		i += size
		end = i
		if strings.HasPrefix(s[i:], "第") {
			if _, size := onePlace(s[i:]); size > 0 {
				ranging = false
				continue
			}
		}
		j := skipBlanks(s, i)
		w := prefixOf(s[j:], rangers)
		ranging = w != ""
		if !ranging {
			w = prefixOf(s[j:], joiners)
		}
		if w == "" {
			break
		}
		j += len(w)
		for r := prefixOf(s[j:], rangers); ranging && r != ""; r = prefixOf(s[j:], rangers) {
			j += len(r)
		}
		j = skipBlanks(s, j)
		last := out[len(out)-1]
		if last.Item > 0 && openBracket(runeAt(s, j)) {
			if lab, ok := readLabel(s[j:]); ok && lab.kind == Heading2 && strings.HasPrefix(s[j+lab.size:], "项") {
				j2 := j + lab.size + len("项")
				next := last
				next.Item, next.Subitem = lab.number, 0
				if ranging {
					out = append(out, between(last, next)...)
				}
				out = append(out, next)
				end = j2
				break
			}
		}
		if _, size := onePlace(s[j:]); size == 0 {
			break
		}
		i = j
	}
	return out, end
}

// inherit fills what p leaves out from the place before it.
func inherit(p, prev law.Provision) law.Provision {
	if p.Article > 0 {
		return p
	}
	p.Article, p.Sub = prev.Article, prev.Sub
	if p.Para == 0 {
		p.Para = prev.Para
		if p.Item == 0 {
			p.Item = prev.Item
		}
	}
	return p
}

// between gives the places between two of one level, without the ends; nil when
// the range is too long or mixes levels.
func between(a, b law.Provision) []law.Provision {
	var from, to int
	set := func(p *law.Provision, n int) { p.Article = n }
	switch {
	case b.Item > 0 && a.Item > 0 && a.Article == b.Article && a.Para == b.Para:
		from, to, set = a.Item, b.Item, func(p *law.Provision, n int) { p.Item = n }
	case b.Item > 0 || a.Item > 0:
		return nil
	case b.Para > 0 && a.Para > 0 && a.Article == b.Article:
		from, to, set = a.Para, b.Para, func(p *law.Provision, n int) { p.Para = n }
	case b.Para > 0 || a.Para > 0 || a.Sub > 0 || b.Sub > 0:
		return nil
	default:
		from, to = a.Article, b.Article
	}
	if to-from > maxRange {
		return nil
	}
	var out []law.Provision
	for n := from + 1; n < to; n++ {
		p := a
		set(&p, n)
		out = append(out, p)
	}
	return out
}

// onePlace reads one provision, or one that lists numbers before its unit: 第三、四
// 条, 第一至三款, 第（一）、（三）项.
func onePlace(s string) ([]law.Provision, int) {
	if p, size, ok := law.ParseProvision(s); ok {
		return []law.Provision{p}, size
	}
	if !strings.HasPrefix(s, "第") {
		return nil, 0
	}
	var nums []int
	i, ranging := len("第"), false
	for len(nums) < maxRange {
		j := skipBlanks(s, i)
		n, w := 0, 0
		if lab, ok := readLabel(s[j:]); ok && lab.kind == Heading2 {
			n, w = lab.number, lab.size
		} else if m, size, ok := law.ParseNumeral(s[j:]); ok && m > 0 {
			n, w = m, size
		}
		if w == 0 {
			return nil, 0
		}
		if k := len(nums); ranging && k > 0 && n-nums[k-1] <= maxRange {
			for m := nums[k-1] + 1; m < n; m++ {
				nums = append(nums, m)
			}
		}
		nums = append(nums, n)
		i = j + w
		if sep := prefixOf(s[i:], rangers); sep != "" {
			ranging, i = true, i+len(sep)
			continue
		}
		if sep := prefixOf(s[i:], joiners); sep != "" {
			ranging, i = false, i+len(sep)
			continue
		}
		break
	}
	unit := prefixOf(s[i:], []string{"条", "款", "项"})
	if unit == "" || len(nums) < 2 || prefixOf(s[i:], []string{"条件", "条例", "项目", "款式"}) != "" {
		return nil, 0
	}
	out := make([]law.Provision, len(nums))
	for k, n := range nums {
		switch unit {
		case "条":
			out[k].Article = n
		case "款":
			out[k].Para = n
		default:
			out[k].Item = n
		}
	}
	return out, i + len(unit)
}
