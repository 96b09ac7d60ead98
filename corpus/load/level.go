package load

import (
	"strings"

	"docreview/corpus/law"
)

// folders tells what the name of a folder says about the level of what lies in
// it, longest first where one contains another.
var folders = []struct {
	word  string
	level law.Level
}{
	{"宪法相关法", law.LevelLaw},
	{"宪法", law.LevelConstitution},
	{"行政法规", law.LevelAdminRegulation},
	{"司法解释", law.LevelJudicial},
	{"地方性法规", law.LevelLocalRegulation},
	{"自治条例", law.LevelAutonomous},
	{"单行条例", law.LevelAutonomous},
	{"部门规章", law.LevelDeptRule},
	{"地方政府规章", law.LevelLocalGovRule},
	{"规范性文件", law.LevelNormative},
	{"党内法规", law.LevelParty},
	{"法律", law.LevelLaw},
}

// folderLevel gives the level that the folders of a path name, the innermost
// first; LevelUnknown where they name none.
func folderLevel(path string) law.Level {
	parts := strings.Split(path, "/")
	for i := len(parts) - 2; i >= 0; i-- {
		for _, f := range folders {
			if parts[i] == f.word {
				return f.level
			}
		}
	}
	return law.LevelUnknown
}

// organLevel gives the level of what an organ issues, by the organ, the number
// and the title. LevelUnknown where they do not decide it.
//
// 立法法第十条、第七十二条、第八十条、第九十一条、第九十三条.
func organLevel(issuer, title string, number law.DocNumber) law.Level {
	key := law.TitleKey(title)
	order := strings.HasSuffix(number.Prefix, "令") || strings.Contains(number.Prefix, "令")
	switch {
	case key == "宪法" || strings.HasPrefix(key, "宪法修正案"):
		return law.LevelConstitution
	case strings.HasPrefix(number.Prefix, "法释") || strings.HasPrefix(number.Prefix, "高检发释"):
		return law.LevelJudicial
	case issuer == "":
		switch {
		case number.Prefix == "国务院令":
			return law.LevelAdminRegulation
		case strings.HasPrefix(number.Prefix, "国发"), strings.HasPrefix(number.Prefix, "国办发"), strings.HasPrefix(number.Prefix, "国函"), strings.HasPrefix(number.Prefix, "国办函"):
			return law.LevelNormative
		case strings.HasPrefix(title, "中华人民共和国") && !strings.HasSuffix(key, "办法") && (strings.HasSuffix(key, "法") || strings.HasSuffix(key, "法典")):
			return law.LevelLaw
		case strings.HasPrefix(number.Prefix, "中发"), strings.HasPrefix(number.Prefix, "中办发"):
			return law.LevelParty
		}
		return law.LevelUnknown
	case strings.HasPrefix(issuer, "全国人民代表大会"):
		return law.LevelLaw
	case strings.Contains(issuer, "最高人民法院"), strings.Contains(issuer, "最高人民检察院"):
		return law.LevelJudicial
	case strings.HasPrefix(issuer, "中共"), strings.HasPrefix(issuer, "中国共产党"):
		return law.LevelParty
	case issuer == "国务院" || strings.HasPrefix(issuer, "国务院、") || issuer == "政务院":
		if number.Prefix != "" && !order {
			return law.LevelNormative
		}
		for _, w := range []string{"条例", "规定", "办法", "细则", "规则"} {
			if strings.HasSuffix(strings.TrimSuffix(strings.TrimSuffix(key, "(试行)"), "(暂行)"), w) {
				return law.LevelAdminRegulation
			}
		}
		if order {
			return law.LevelAdminRegulation
		}
		return law.LevelUnknown
	case issuer == "国务院办公厅":
		return law.LevelNormative
	case strings.Contains(issuer, "人民代表大会"):
		if strings.Contains(key, "自治条例") {
			return law.LevelAutonomous
		}
		return law.LevelLocalRegulation
	case strings.HasSuffix(issuer, "人民政府"):
		if order {
			return law.LevelLocalGovRule
		}
		return law.LevelNormative
	case strings.Contains(issuer, "人民政府办公"):
		return law.LevelNormative
	}
	if central(issuer) {
		if order {
			return law.LevelDeptRule
		}
		if !number.IsZero() {
			return law.LevelNormative
		}
	}
	return law.LevelUnknown
}

// central reports whether an organ is one of the State Council's departments.
func central(issuer string) bool {
	first, _, _ := strings.Cut(issuer, "、")
	for _, w := range []string{"省", "市", "县", "区", "州", "盟", "旗", "镇", "乡"} {
		if strings.Contains(strings.TrimPrefix(first, "国家"), w) && !strings.Contains(first, "市场") && !strings.Contains(first, "城市") && !strings.Contains(first, "城乡") {
			return false
		}
	}
	for _, w := range []string{"部", "委员会", "总局", "总署", "署", "局", "银行", "办公室", "审计署", "海关总署"} {
		if strings.HasSuffix(first, w) {
			return true
		}
	}
	return false
}

// local reports whether texts of this level have a place.
func local(l law.Level) bool {
	return l == law.LevelLocalRegulation || l == law.LevelAutonomous || l == law.LevelLocalGovRule
}

// titleIssuer gives the organ that a title begins with: 最高人民法院、最高人民检察院关于….
func titleIssuer(title string) string {
	before, _, ok := strings.Cut(title, "关于")
	if !ok || before == "" || strings.ContainsAny(before, "《〈") {
		return ""
	}
	before = strings.TrimPrefix(noBlanks(before), "中华人民共和国")
	for _, w := range []string{"院", "委员会", "政府", "部", "局", "署", "办公厅", "大会", "银行", "办公室", "会"} {
		if strings.HasSuffix(before, w) {
			if by := organ(before); by != "" {
				return by
			}
			return before
		}
	}
	return ""
}

// Unplaced is the region of a local text whose place is not known. It is not
// the nation.
const Unplaced = "?"

// maxName is the longest name of a division, in characters.
const maxName = 15

// place gives the code of the division that text begins with, the longest name
// first; within narrows names that several places have to one that lies in it.
// "" where there is none or where it stays open.
func (o Options) place(text, within string) string {
	if o.Divisions == nil {
		return ""
	}
	runes := []rune(noBlanks(text))
	for n := min(len(runes), maxName); n >= 2; n-- {
		codes := o.Divisions(string(runes[:n]))
		if len(codes) > 1 && within != "" {
			codes = inside(codes, within)
		}
		if len(codes) != 1 {
			continue
		}
		// 山东省淄博市…: go on below what was found.
		if rest := string(runes[n:]); n < len(runes) {
			if c := o.place(rest, codes[0]); c != "" && c != codes[0] && len(inside([]string{c}, codes[0])) == 1 {
				return c
			}
		}
		return codes[0]
	}
	return ""
}

// inside keeps the codes that lie in up.
func inside(codes []string, up string) []string {
	up = strings.TrimSuffix(strings.TrimSuffix(up, "00"), "00")
	var out []string
	for _, c := range codes {
		if strings.HasPrefix(c, up) {
			out = append(out, c)
		}
	}
	return out
}

// province gives the code of the province that a folder of path names (山东,
// 山东省, 山东地方法规); "" where none does.
func (o Options) province(path string) string {
	if o.Divisions == nil {
		return ""
	}
	parts := strings.Split(path, "/")
	for i := len(parts) - 2; i >= 0; i-- {
		p := strings.TrimSuffix(parts[i], "地方法规")
		for _, end := range []string{"", "省", "市", "自治区"} {
			if codes := o.Divisions(p + end); len(codes) == 1 && strings.HasSuffix(codes[0], "0000") {
				return codes[0]
			}
		}
	}
	return ""
}
