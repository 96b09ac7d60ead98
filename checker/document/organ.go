package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/literal"
)

// Endings of names of organs that issue documents, longest first where one ends
// the other.
var organEndings = literal.Of(
	"人民政府", "人民政府办公厅", "人民政府办公室", "政府", "办公厅", "办公室", "管理委员会", "委员会", "管委会", "常委会",
	"总局", "局", "部", "厅", "署", "院", "委", "行署", "联合会", "协会", "学会", "总会", "总工会", "工会", "商会", "银行", "总行", "分行",
	"法院", "检察院", "海关", "总队", "支队", "大队", "中心", "集团公司", "公司", "指挥部", "领导小组", "小组", "军委", "党组", "党委",
	"省委", "市委", "县委", "区委", "工委", "党工委", "办事处", "街道办", "联社", "供销社", "社", "处", "站", "所", "馆", "团委", "妇联", "残联", "局办",
)

// Words that no name of an organ holds.
var notOrgan = literal.Of("关于", "印发", "转发", "通知", "公告", "。", "，", "：", ":", "；", "《", "》", "“", "”", "第", "（", "规定", "办法", "意见", "的", "法律", "法规")

// organ reports whether s, blanks dropped, reads as the name of one organ.
func organ(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 2 && n <= 32 && organEndings.Suffix(s) != "" && !notOrgan.In(s) &&
		strings.IndexAny(s, "0123456789") < 0 && han(runeAt(s, 0))
}

// organs reads a line or stretch that is made of names of organs alone, joined
// by blanks, 、 or 和; nil when it is not. Offsets are into s.
func organs(s string) []named {
	if s == "" || utf8.RuneCountInString(s) > 200 {
		return nil
	}
	if q := squeeze(s); spacedOut(s) {
		if organ(q) {
			return []named{{q, 0, len(s)}}
		}
		return nil
	}
	var out []named
	from := 0
	flush := func(to int) bool {
		i, j := skipBlanks(s, from), to
		for j > i {
			r, w := utf8.DecodeLastRuneInString(s[i:j])
			if !blank(r) && r != '\n' {
				break
			}
			j -= w
		}
		for i < j && s[i] == '\n' {
			i = skipBlanks(s, i+1)
		}
		if i >= j {
			return true
		}
		if !organ(s[i:j]) {
			return false
		}
		out = append(out, named{s[i:j], i, j})
		return true
	}
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if r == '、' || r == '\n' || blank(r) {
			if !flush(i) {
				return nil
			}
			from = i + w
		}
		i += w
	}
	if !flush(len(s)) {
		return nil
	}
	return out
}

// named is a name with its place.
type named struct {
	name       string
	start, end int
}

// spacedOut reports 重 庆 市 民 政 局: characters set apart one by one.
func spacedOut(s string) bool {
	single, gaps, run := true, 0, 0
	for _, r := range s {
		if blank(r) {
			if run > 1 {
				single = false
			}
			if run > 0 {
				gaps++
			}
			run = 0
			continue
		}
		run++
	}
	return single && run <= 1 && gaps >= 1
}

// unjoin cuts names that were written without anything between them
// (甲市民政局甲市财政局), where the same first two characters begin each.
func unjoin(s string) []string {
	if utf8.RuneCountInString(s) < 8 {
		return nil
	}
	lead := firstRunes(s, 2)
	var out []string
	from := 0
	for i := len(lead); i < len(s); {
		_, w := utf8.DecodeRuneInString(s[i:])
		if strings.HasPrefix(s[i:], lead) && organ(s[from:i]) {
			out = append(out, s[from:i])
			from = i
		}
		i += w
	}
	if len(out) == 0 || !organ(s[from:]) {
		return nil
	}
	return append(out, s[from:])
}
