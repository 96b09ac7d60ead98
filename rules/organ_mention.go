package rules

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// mention is an old name at a place of the document that nothing excuses.
type mention struct {
	name   string
	row    *renamed
	span   source.Span
	clause *document.Clause
	duty   bool // the clause gives the organ a task or a power
}

type organMentionsKey struct{}

// organMentions finds the old names of a document once for all rules.
func organMentions(p *checker.Pass) []mention {
	return p.Memo(organMentionsKey{}, func() any {
		var out []mention
		for i := range p.Doc.Clauses {
			out = append(out, organs().in(p.Doc, &p.Doc.Clauses[i])...)
		}
		return out
	}).([]mention)
}

func (t *organNames) in(d *document.Document, c *document.Clause) []mention {
	s := d.Text.Norm[c.Span.Start:c.Span.End]
	if !t.words.In(s) {
		return nil
	}
	if c.Zone == document.ZoneMeta || c.Zone == document.ZoneHead && tellsOrigin(s) || strings.Contains(s, "废止") && strings.Contains(s, "《") {
		return nil
	}
	var out []mention
	former := -1 // end of the last name that 原 governs
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		n, ok := t.at(s, i, r)
		if !ok {
			i += w
			continue
		}
		end := i + len(n.text)
		span := source.Span{Start: c.Span.Start + i, End: c.Span.Start + end}
		switch {
		case historic(s[:i]) || former >= 0 && joined(s[former:i]):
			former = end
		case n.row.system && (c.RolesAt(span)&document.Forbids != 0 || endsWithAny(s[:i], "取消", "停征", "废止", "免征", "取消了", "不再征收", "不再核发", "不再办理", "不再使用", "注销")):
		case c.RolesAt(span)&(document.Quotes|document.Narrates) != 0, inTitle(s, i), cited(s[end:]), pastYear(s[:i], s[end:], n.row.since):
		default:
			out = append(out, mention{n.text, n.row, span, c, duty(s[:i], s[end:])})
		}
		i = end
	}
	return out
}

// at finds the longest old name that begins at i and stands free.
func (t *organNames) at(s string, i int, r rune) (organName, bool) {
	for _, n := range t.first[r] {
		if !strings.HasPrefix(s[i:], n.text) {
			continue
		}
		before, after := s[:i], s[i+len(n.text):]
		switch {
		case slices.ContainsFunc(n.row.never, func(w string) bool { return strings.HasSuffix(before, w) }):
		case strings.HasSuffix(n.text, "部") && !endsMinistry(after):
		case strings.HasSuffix(n.text, "法制办") && strings.HasPrefix(after, "理"):
		case n.row.system:
			if livesOn(after) {
				return n, true
			}
		case n.row.member:
			if listMember(before, after) {
				return n, true
			}
		case standsFree(n, before):
			return n, true
		}
	}
	return organName{}, false
}

// livesOn reports that the text uses the tax, permit or scheme as one in force: it
// does not speak of its end or of what came after it.
func livesOn(after string) bool {
	return !startsWithAny(after, "改征", "改革", "取消", "停征", "废止", "改为", "并轨", "合并", "整合", "取消后", "征收取消", "（取消", "制度改革", "制度取消", "已取消", "已废止", "暂行条例", "条例", "法")
}

// endsMinistry tells 农业部 from 农业部门, 文化部署.
func endsMinistry(after string) bool {
	for _, w := range []string{"门", "署", "分", "队", "委", "件", "位", "级", "长级"} {
		if strings.HasPrefix(after, w) {
			return false
		}
	}
	return true
}

// freely are characters after which an organ's name may begin: names of places,
// prepositions, enumerations.
const freely = "省市县区州盟旗镇乡级地方各向由报经与及和或到在对的其是为同以让请按将府直该本处即家国所据院任被"

// standsFree reports whether the name begins where a name may begin. Short names
// occur inside longer ones (环境监察局, 公司人事部); long ones hardly do.
func standsFree(n organName, before string) bool {
	r, w := utf8.DecodeLastRuneInString(before)
	if w == 0 || !unicode.Is(unicode.Han, r) {
		return true
	}
	if n.row.central && utf8.RuneCountInString(n.text) <= 3 {
		return strings.ContainsRune("向由报经与及和或到在对是为同以按将即据被国", r)
	}
	// 银保监会, 卫计委, 质检总局 are words of their own; 局, 厅, 所 end many others.
	generic := strings.HasSuffix(n.text, "局") && !strings.HasSuffix(n.text, "总局") || strings.HasSuffix(n.text, "厅") || strings.HasSuffix(n.text, "部") || strings.HasSuffix(n.text, "所")
	return !generic || utf8.RuneCountInString(n.text) >= 6 || strings.ContainsRune(freely, r)
}

// listMember reports whether a short name stands in a list of departments that is
// closed by their common noun: 发展改革、工商、税务等部门.
func listMember(before, after string) bool {
	r, w := utf8.DecodeLastRuneInString(before)
	if w > 0 && !strings.ContainsRune("、和及与由，：（(向同经市县区省镇级。；各 　\n“", r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(after)
	if !strings.ContainsRune("、和及与等", next) || r != '、' && next != '、' {
		return false
	}
	rest := after
	if i := strings.IndexAny(rest, "，。；：！？“”《》"); i >= 0 {
		rest = rest[:i]
	}
	at := -1
	for _, w := range []string{"部门", "机关", "单位", "机构"} {
		if i := strings.Index(rest, w); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	if at < 0 {
		return false
	}
	for _, w := range []string{"登记", "手续", "执照", "证", "资料", "信息", "数据", "企业", "违法", "领域", "应当", "的"} {
		if strings.Contains(rest[:at], w) {
			return false
		}
	}
	return true
}

// historic reports 原 before the name: 原市工商局, （原环境保护部.
func historic(before string) bool {
	i := strings.LastIndex(before, "原")
	if i < 0 {
		return false
	}
	between := before[i+len("原"):]
	if utf8.RuneCountInString(between) > 5 || strings.ContainsAny(between, "，。；：、（(") {
		return false
	}
	for _, w := range []string{"则", "料", "因", "始", "件", "告", "有", "籍", "材", "油", "由"} {
		if strings.HasPrefix(between, w) {
			return false
		}
	}
	return true
}

// joined reports whether what lies between two names only links them in a list.
func joined(between string) bool {
	if utf8.RuneCountInString(between) > 12 || !strings.ContainsAny(between, "、和及与") {
		return false
	}
	return !strings.ContainsAny(between, "，。；：")
}

// inTitle reports whether the place lies inside 《》, also where the text has left
// out the end.
func inTitle(s string, at int) bool {
	return strings.Count(s[:at], "《")+strings.Count(s[:at], "〈") > strings.Count(s[:at], "》")+strings.Count(s[:at], "〉")
}

// cited reports that the name belongs to a document number, to a title that
// follows, or that the text tells of the reform itself.
func cited(after string) bool {
	for _, w := range []string{"令", "公告", "《", "〔", "[", "（原", "更名", "改名", "改为", "并入", "合并", "撤销", "划入", "划转", "职责划", "不再保留", "等20", "第", "关于"} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	// 国家质检总局2009年第41号公告, 国家安全监管总局 财政部令
	y := strings.TrimLeft(after, " ")
	if len(y) > 4 && y[0] >= '0' && y[0] <= '9' {
		if i := strings.Index(y, "号"); i > 0 && i < 24 {
			return true
		}
	}
	if i := strings.Index(after, "令"); i >= 0 && i <= 150 && strings.HasPrefix(strings.TrimLeft(after[i+len("令"):], " "), "第") && !strings.ContainsAny(after[:i], "，。；：") {
		return true
	}
	return false
}

// tellsOrigin reports a line of the head that tells who once issued the text:
// （2001年7月5日国家计委、建设部令第12号公布　根据…修正）.
func tellsOrigin(s string) bool {
	if !strings.Contains(s, "年") {
		return false
	}
	for _, w := range []string{"公布", "发布", "修正", "修订", "令第", "颁布"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// pastYear reports that the sentence tells of a year before the reform in which
// the organ did something: 2015年，市政府法制办印发了….
func pastYear(before, after string, since law.Date) bool {
	said := false
	for _, w := range []string{"印发", "发布", "颁布", "公布", "制定", "批准", "联合", "核发", "颁发", "认定", "下发", "授予"} {
		if strings.Contains(after, w) && strings.Index(after, w) < 30 {
			said = true
		}
	}
	if !said {
		return false
	}
	// Also behind the name: 交通部1996年7月11日公布的….
	text := before + headRunes(after, 12)
	for i := 0; i < len(text); i++ {
		if y, n := fourDigits(text[i:]); n > 0 {
			if strings.HasPrefix(text[i+n:], "年") && y < since.Year {
				return true
			}
			i += n - 1
		}
	}
	return false
}

// duty reports whether the clause gives the organ a task or a power.
func duty(before, after string) bool {
	rest := after
	// Over the other members of a list: 工商、税务等部门应当….
	if i := strings.IndexAny(rest, "，。；：！？"); i >= 0 {
		rest = rest[:i]
	}
	if utf8.RuneCountInString(rest) > 40 {
		rest = string([]rune(rest)[:40])
	}
	for _, w := range []string{"应当", "应", "负责", "承担", "牵头", "会同", "主管", "必须", "予以", "给予", "责令", "审批", "审核", "核发", "备案", "批准", "登记", "依法", "依照", "按照", "根据", "要", "组织", "监督", "配合", "处罚", "查处", "解释"} {
		if i := strings.Index(rest, w); i >= 0 && !strings.Contains(rest[:i], "的") && !strings.HasPrefix(rest[i:], "要求") {
			return true
		}
	}
	for _, w := range []string{"报", "向", "由", "经", "到"} {
		if i := strings.LastIndex(before, w); i >= 0 && utf8.RuneCountInString(before[i:]) <= 16 && !strings.ContainsAny(before[i:], "，。；：") {
			return true
		}
	}
	return false
}
