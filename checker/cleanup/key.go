package cleanup

import (
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// key is law.TitleKey: one key for all spellings of a title.
func key(title string) string { return law.TitleKey(title) }

// nameKey is the key of a title without the marks of a draft.
func nameKey(title string) string {
	for range 2 {
		t := strings.TrimRight(title, " \u3000")
		cut := false
		for _, w := range []string{"（征求意见稿）", "(征求意见稿)", "（公开征求意见稿）", "（送审稿）", "(送审稿)", "（草案）", "(草案)", "（草案征求意见稿）", "（讨论稿）", "（修订草案）", "（修订征求意见稿）", "（修订稿）", "征求意见稿", "送审稿", "草案"} {
			if s, ok := strings.CutSuffix(t, w); ok && utf8.RuneCountInString(s) > 3 {
				title, cut = s, true
				break
			}
		}
		if !cut {
			break
		}
	}
	return key(title)
}

// draftTitle reports a title that says it is a draft.
func draftTitle(title string) bool {
	t := strings.TrimRight(title, " \u3000》")
	return containsAny(t, "征求意见稿", "送审稿", "讨论稿", "草案）", "草案)", "修订草案") || strings.HasSuffix(t, "草案")
}

// plainKey is a key without what tells a trial edition from the later one:
// 暂行, 试行.
func plainKey(k string) string {
	for _, w := range []string{"(试行)", "(暂行)", "试行", "暂行"} {
		k = strings.ReplaceAll(k, w, "")
	}
	return k
}

// forwardedIn gives what a title forwards: 甲府办关于印发X的通知 gives X.
func forwardedIn(title string) string {
	i := -1
	for _, w := range []string{"印发", "转发", "批转", "公布", "发布"} {
		if k := strings.Index(title, w); k >= 0 && (i < 0 || k < i) {
			i = k + len(w)
		}
	}
	if i < 0 || !strings.Contains(title, "关于") {
		return ""
	}
	inner := title[i:]
	for _, w := range []string{"的通知", "的公告", "的通告", "的函"} {
		if s, ok := strings.CutSuffix(strings.TrimRight(trimMarksAll(inner), " "), w); ok {
			return bare(s)
		}
	}
	return ""
}

// trimMarksAll is trimMarks but for the closing 》 of a name.
func trimMarksAll(t string) string {
	if strings.HasSuffix(t, "）") || strings.HasSuffix(t, ")") {
		return trimMarks(t)
	}
	return t
}

// afterIssuer takes the name of the issuer off the front of a title: what begins
// with 关于.
func afterIssuer(title string) string {
	if i := strings.Index(title, "关于"); i > 0 && i < 120 && !strings.Contains(title[:i], "《") {
		return title[i:]
	}
	return ""
}

// organEnds cuts what an organ is called beyond its place.
var organEnds = []string{"人民政府办公厅", "人民政府办公室", "人民政府", "政府办公室", "政府"}

// family names the body on whose account a document goes: a government and its
// office are one.
func family(issuer string) string {
	s := strings.TrimPrefix(issuer, "中华人民共和国")
	for _, w := range []string{"人民政府办公厅", "人民政府办公室", "人民政府办公"} {
		if c, ok := strings.CutSuffix(s, w); ok {
			return c + "人民政府"
		}
	}
	if s == "国务院办公厅" {
		return "国务院"
	}
	return s
}

// place gives the name of the place that a government governs: 青河市 of
// 青河市人民政府; "" of departments.
func place(family string) string {
	for _, w := range organEnds {
		if c, ok := strings.CutSuffix(family, w); ok {
			return c
		}
	}
	return ""
}

// government reports that the body is a government, not a department.
func government(family string) bool {
	return strings.HasSuffix(family, "人民政府") || family == "国务院" || strings.HasSuffix(family, "管理委员会")
}

// numberKey gives the key of a number in standard form; "" for none.
func numberKey(s string) string {
	if s == "" {
		return ""
	}
	n, _, ok := law.ParseDocNumber(s)
	if !ok {
		return ""
	}
	return n.Key()
}

// numberYear gives the year of a number; 0 for none.
func numberYear(s string) int {
	if n, _, ok := law.ParseDocNumber(s); ok {
		return n.Year
	}
	return 0
}

// sameWords tells how much two titles have in common, 0 to 1: pairs of characters.
func sameWords(a, b string) float64 {
	if a == b {
		return 1
	}
	pa, pb := pairs(a), pairs(b)
	if len(pa) == 0 || len(pb) == 0 {
		return 0
	}
	same := 0
	for p, n := range pa {
		same += min(n, pb[p])
	}
	na, nb := 0, 0
	for _, n := range pa {
		na += n
	}
	for _, n := range pb {
		nb += n
	}
	return 2 * float64(same) / float64(na+nb)
}

func pairs(s string) map[[2]rune]int {
	out := map[[2]rune]int{}
	var last rune
	for _, r := range s {
		if last != 0 {
			out[[2]rune{last, r}]++
		}
		last = r
	}
	return out
}
