package profile

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/checker"
)

// FromIssuer finds the place from the organs that issued a document, in their
// order, and from its title where they do not tell. notes says in Chinese what
// could not be decided; it is empty when everything was. A place that is not
// found leaves Code empty: the numbers of the nation hold, and Level is what the
// name itself says (云岭县 is a county whether we know it or not). The error is
// that of a broken parameter file.
func FromIssuer(issuers []string, title string) (p checker.Profile, notes []string, err error) {
	context := squeeze(strings.Join(issuers, "\n") + "\n" + title)
	var unknown *match
	for _, name := range slices.Concat(issuers, []string{title}, forwarded(title)) {
		m := locate(squeeze(name))
		switch {
		case m.central:
			p, err = central()
			return p, nil, err
		case len(m.candidates) == 0 && (m.unknown != "" || m.town != ""):
			if unknown == nil {
				unknown = &m
			}
			continue
		case len(m.candidates) == 0:
			continue
		}
		d, ok := m.pick(context)
		if !ok {
			p, err = National()
			p.Name, p.Level = m.name(m.candidates[0]), common(m.candidates)
			return p, []string{ambiguous(m)}, err
		}
		p, err = local(d, m.name(d), m.levelOf(d))
		if m.formerName != "" {
			notes = append(notes, fmt.Sprintf("“%s”是旧行政区划名称，按现在的%s取地方规定", m.formerName, d.Path()))
		}
		return p, notes, err
	}
	p, err = National()
	if unknown != nil {
		p.Name, p.Level = unknown.unknown, unknown.level
		if unknown.town != "" {
			p.Name, p.Level = unknown.unknown+unknown.town, "town"
		}
		if unknown.unknown != "" {
			notes = append(notes, fmt.Sprintf("行政区划表里没有“%s”，按全国通用口径检查；可以用 --profile 指定地区", unknown.unknown))
		}
	}
	return p, notes, err
}

// forwarded gives what a title says it issues, from the name on: a document of
// 市人民政府办公室 that issues 《潜江市…办法》 is of 潜江市. Other words of a title do
// not tell: 关于推广某市经验的通知 may come from anywhere.
func forwarded(title string) []string {
	var out []string
	for _, w := range [...]string{"印发", "发布", "公布"} {
		if _, rest, ok := strings.Cut(squeeze(title), w); ok {
			out = append(out, strings.TrimLeft(rest, "《〈<"))
		}
	}
	return out
}

func ambiguous(m match) string {
	var paths []string
	for _, d := range m.candidates {
		paths = append(paths, d.Path())
	}
	return fmt.Sprintf("“%s”有 %d 个（%s），不能确定是哪一个，按全国通用口径检查；可以用 --profile 指定代码",
		m.candidates[0].Name, len(paths), strings.Join(paths, "、"))
}

// common gives the level that all share, or "".
func common(ds []Division) string {
	for _, d := range ds[1:] {
		if d.Level() != ds[0].Level() {
			return ""
		}
	}
	return ds[0].Level()
}

// match is what a name says about the place.
type match struct {
	central    bool
	candidates []Division // innermost division named; several: namesakes
	rest       string     // what follows the divisions
	town       string     // town, street office or development zone named behind it
	formerName string     // name of the former division, where it is one
	level      string     // of the former division, or of the unknown one
	unknown    string     // a name with the shape of a division that the table lacks
}

// name gives the name of the place: the town where there is one.
func (m match) name(d Division) string {
	switch {
	case m.town != "":
		return m.town
	case m.formerName != "":
		return m.formerName
	}
	return d.Name
}

func (m match) levelOf(d Division) string {
	switch {
	case m.town != "":
		return "town"
	case m.formerName != "":
		return m.level
	}
	return d.Level()
}

// pick decides between namesakes by the superior divisions that the context
// names.
func (m match) pick(context string) (Division, bool) {
	if len(m.candidates) == 1 {
		return m.candidates[0], true
	}
	var hit []Division
	for _, d := range m.candidates {
		up := lineage(d.Code)
		for _, u := range up[:len(up)-1] {
			if strings.Contains(context, u.Name) {
				hit = append(hit, d)
				break
			}
		}
	}
	if len(hit) == 1 {
		return hit[0], true
	}
	return Division{}, false
}

// parties are prefixes that say which body speaks, not where.
var parties = [...]string{"中国共产党", "中共", "共青团", "中国人民政治协商会议", "政协"}

// locate reads the place out of the name of an organ or out of a title.
func locate(s string) match {
	for _, p := range parties {
		if rest, ok := strings.CutPrefix(s, p); ok && !strings.HasPrefix(rest, "中央") {
			s = rest
			break
		}
	}
	m := walk(s, true)
	if len(m.candidates) > 0 {
		m.town = townOf(m.rest)
		return m
	}
	if branch, ok := centralOrgan(s); ok {
		// 国家税务总局沂源县税务局 sits in 沂源县, 国家税务总局 in the capital.
		if b := walk(branch, true); len(b.candidates) > 0 {
			return b
		}
		return match{central: true}
	}
	return unknownPlace(s)
}

// walk reads divisions from the beginning of s, superior first. With loose it
// also takes 山东 for 山东省 and 淄博 for 淄博市 where a division, a zone or an
// organ follows at once.
func walk(s string, loose bool) match {
	m := match{rest: s}
	for m.rest != "" && len(m.candidates) < 2 {
		var up Division
		if len(m.candidates) == 1 {
			up = m.candidates[0]
		}
		found, n := prefixDivision(m.rest, up)
		if n == 0 && loose && up.IsZero() {
			found, n = looseDivision(m.rest)
		}
		if n > 0 {
			m.candidates, m.rest, m.formerName, m.level = found, m.rest[n:], "", ""
			continue
		}
		now, level, name := formerPrefix(m.rest, up)
		if name == "" {
			break
		}
		m.candidates, m.rest, m.formerName, m.level = []Division{now}, m.rest[len(name):], name, level
	}
	return m
}

// longest bounds the names tried, in bytes: the longest name has 15 characters.
const longest = 15 * 3

// prefixDivision finds the longest name that s begins with and that lies in up.
// n is its length in bytes.
func prefixDivision(s string, up Division) (found []Division, n int) {
	for _, n := range cuts(s) {
		name := s[:n]
		all := named(name)
		if len(all) == 0 {
			all = abbreviated(name)
		}
		if all = below(all, up); len(all) > 0 {
			return all, n
		}
	}
	return nil, 0
}

// cuts gives the lengths at which a name of a division may end, longest first:
// behind the characters that names of divisions end with.
func cuts(s string) []int {
	var at []int
	for i, r := range s {
		if i > longest {
			break
		}
		if i > 0 && strings.ContainsRune("省市区县旗州盟岛域城", r) {
			at = append(at, i+utf8.RuneLen(r))
		}
	}
	for i, j := 0, len(at)-1; i < j; i, j = i+1, j-1 {
		at[i], at[j] = at[j], at[i]
	}
	return at
}

// abbreviated finds 延边州 and 威宁县: autonomous prefectures and counties without
// the names of the peoples.
func abbreviated(name string) []Division {
	for _, kind := range [...]struct{ short, full string }{{"州", "自治州"}, {"县", "自治县"}} {
		stem, ok := strings.CutSuffix(name, kind.short)
		if !ok || utf8.RuneCountInString(stem) < 2 {
			continue
		}
		var out []Division
		for _, d := range starting(stem) {
			if strings.HasSuffix(d.Name, kind.full) {
				out = append(out, d)
			}
		}
		return out
	}
	return nil
}

// below keeps the divisions that lie in up and are not up itself.
func below(all []Division, up Division) []Division {
	if up.IsZero() {
		return all
	}
	var out []Division
	for _, d := range all {
		if d != up && d.within(up) {
			out = append(out, d)
		}
	}
	return out
}

// looseDivision finds a province or city without its suffix, where what follows
// shows that the place is meant: a division of it, a zone, or an organ.
func looseDivision(s string) (found []Division, n int) {
	runes := 0
	for i := range s {
		if runes++; runes <= 2 {
			continue
		}
		if runes > 5 {
			break
		}
		for _, d := range starting(s[:i]) {
			if d.Level() == "county" || !suffixOnly(strings.TrimPrefix(d.Name, s[:i])) {
				continue
			}
			if _, n := prefixDivision(s[i:], d); n > 0 || townOf(s[i:]) != "" || branchOf(s[i:]) {
				return []Division{d}, i
			}
		}
	}
	return nil, 0
}

// branchOf reports whether s is the rest of the name of a branch: 监管局, 分行.
func branchOf(s string) bool {
	for _, w := range [...]string{"监管局", "分行", "调查总队", "调查队", "海关", "管理局", "专员办", "证监局"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

func formerPrefix(s string, up Division) (now Division, level, name string) {
	for _, n := range cuts(s) {
		if d, level, ok := formerly(s[:n]); ok && (up.IsZero() || d.within(up) || level == "city") {
			return d, level, s[:n]
		}
	}
	return Division{}, "", ""
}

// townOf finds a town, street office or zone at the beginning of s: 青城镇,
// 东风街道, 经济技术开发区. "" when there is none.
func townOf(s string) string {
	for _, w := range [...]string{"街道办事处", "街道", "镇人民政府", "乡人民政府", "镇党委", "乡党委", "苏木人民政府"} {
		if i := strings.Index(s, w); i >= 0 && i <= 24 && !strings.ContainsAny(s[:i], "局委厅办") {
			switch {
			case strings.HasPrefix(w, "街道"):
				return s[:i] + "街道"
			case strings.HasPrefix(w, "苏木"):
				return s[:i] + "苏木"
			}
			return s[:i] + w[:3]
		}
	}
	for _, w := range [...]string{"开发区", "高新区", "经开区", "工业园区", "产业园区", "示范区", "管理区", "新区", "保税区", "度假区"} {
		if i := strings.Index(s, w); i >= 0 && i <= 36 && !strings.ContainsAny(s[:i], "局厅府关") {
			return s[:i] + w
		}
	}
	return ""
}

// centralOrgan reports whether s names an organ of the centre; branch is what
// follows its name.
func centralOrgan(s string) (branch string, ok bool) {
	for _, p := range [...]string{"国务院", "中共中央", "中央", "全国", "最高人民"} {
		if strings.HasPrefix(s, p) {
			return "", true
		}
	}
	for _, p := range [...]string{"中华人民共和国", "国家", "中国", "海关总署", "审计署"} {
		if !strings.HasPrefix(s, p) {
			continue
		}
		// The name ends with the first of these that does not end another word.
		for _, w := range [...]string{"总局", "管理局", "委员会", "银行", "总署", "监察局", "统计局", "局", "部", "署"} {
			if i := strings.Index(s, w); i > 0 {
				return s[i+len(w):], true
			}
		}
		return "", true
	}
	name := strings.TrimSuffix(strings.TrimSuffix(s, "办公厅"), "办公室")
	if strings.HasSuffix(name, "部") && utf8.RuneCountInString(name) <= 10 {
		for _, w := range [...]string{"指挥部", "项目部", "宣传部", "组织部", "统战部", "武装部", "人武部", "工作部", "俱乐部", "总部", "支部", "党部", "本部", "学部", "事业部"} {
			if strings.HasSuffix(name, w) {
				return "", false
			}
		}
		return "", true
	}
	return "", false
}

// unknownPlace reads the level off a name that the table lacks: 云岭县人民政府.
func unknownPlace(s string) match {
	for _, kind := range [...]struct{ word, level string }{{"省", "province"}, {"自治区", "province"}, {"自治州", "city"}, {"自治县", "county"}, {"县", "county"}, {"市", ""}, {"区", "county"}} {
		i := strings.Index(s, kind.word)
		if i < 6 || i > 24 { // one character: 城市, 本县, 各区
			continue
		}
		rest := s[i+len(kind.word):]
		if !organFollows(rest) || strings.HasSuffix(s[:i], "开发") || strings.HasSuffix(s[:i], "高新") {
			continue
		}
		return match{unknown: s[:i+len(kind.word)], level: kind.level, town: townOf(rest)}
	}
	return match{town: townOf(s)}
}

// organFollows reports whether s begins with what follows the name of a place in
// the name of an organ.
func organFollows(s string) bool {
	if townOf(s) != "" {
		return true
	}
	if strings.HasPrefix(s, "人民政府") || strings.HasPrefix(s, "政府") || strings.HasPrefix(s, "委") || strings.HasPrefix(s, "人大") {
		return true
	}
	for _, w := range [...]string{"局", "厅", "委员会", "办公室", "中心"} {
		if i := strings.Index(s, w); i > 0 && i <= 45 && !strings.ContainsAny(s[:i], "关于") {
			return true
		}
	}
	return false
}
