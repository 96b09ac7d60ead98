package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/corpus/law"
)

// An opinion letter (合法性审核意见书) as blocks, the same for Word and Markdown.
// It proposes; an officer decides and signs. It never says that a document is
// lawful, only what the rules that ran did not find.

type blockKind int

const (
	blockTitle   blockKind = iota
	blockTo                // addressee
	blockText              // a paragraph
	blockHeading           // 一、
	blockSub               // （一）
	blockPoint             // 1. the head of one point
	blockField             // 问题：… under a point
	blockQuote             // words of a law under a point
	blockTable
	blockSign
	blockNote // small print
)

// block is one paragraph or table. Widths are shares of the line.
type block struct {
	kind        blockKind
	label, text string
	id          string // finding, for blockPoint and rows of tables
	head        []string
	rows        [][]string
	ids         []string // finding of each row
	widths      []int
}

// grade is how an opinion treats a finding.
type grade int

const (
	gradeAuthority grade = iota
	gradeContent
	gradeProcedure
	gradeAfter
	gradeStudy
	gradeForm
)

// grades gives, for each grade, its heading among the points and what the
// conclusion says of it; %s is the number of points.
var grades = [...]struct{ name, conclusion string }{
	gradeAuthority: {"主体与职权", "制定主体或者职权存在问题 %s，建议不予制定（不予印发）；确有授权的，补充依据后重新报审。"},
	gradeContent:   {"应当修改的条款", "个别条款与上位法不一致或者没有依据 %s，应当予以修改，逐条意见见第三部分。"},
	gradeProcedure: {"制定程序", "程序存在问题 %s，建议退回起草单位补正程序后重新报审。"},
	gradeAfter:     {"公布后管理", "公布后的备案、公开、清理等存在问题 %s，请按规定补办。"},
	gradeStudy:     {"建议研究的事项", "需要核实或者研究的事项 %s，建议研究，不作合法性结论。"},
	gradeForm:      {"勘误表", "文字、格式和引用规范问题 %s，建议修改，见勘误表。"},
}

// gradeOf grades a finding by the subject of its rule and its severity.
func gradeOf(f checker.Finding) grade {
	serious := f.Severity == checker.Error
	switch group(f.RuleID) {
	case "AUTH":
		if serious {
			return gradeAuthority
		}
	case "PROC", "MDP":
		if f.Severity > checker.Info {
			return gradeProcedure
		}
	case "REG":
		return gradeAfter
	case "FORM", "ORG", "CITE":
		if !serious {
			return gradeForm
		}
	}
	if serious {
		return gradeContent
	}
	return gradeStudy
}

// opinion makes the letter about one document.
func opinion(b *Batch, r *checker.Report) []block {
	name := "《" + nested(clean(joinFirst(r.Doc.Instrument, r.Doc.Title, r.File))) + "》"
	out := []block{{kind: blockTitle, text: "关于" + name + "的合法性审核意见书"}}
	if r.Verdict == "unreadable" {
		return append(out, block{kind: blockText, text: clean(verdictWords(r)) + "。"},
			block{kind: blockText, text: "这份文件没有经过任何检查，不能据此作出结论。"})
	}
	number := ""
	if r.Doc.Number != "" {
		number = "（" + clean(r.Doc.Number) + "）"
	}
	out = append(out,
		block{kind: blockTo, text: "（起草单位）："},
		block{kind: blockText, text: "你单位报送的" + name + number + "收悉。以" + r.AsOf.Chinese() + "为判断所引文件效力的基准日，对正文进行了合法性审核，现提出以下意见。"},
		block{kind: blockHeading, text: "一、审核对象"}, subject(r))
	if r.Doc.Normative != "yes" {
		out = append(out, block{kind: blockText, text: "是否属于行政规范性文件：" + normativeName(r.Doc.Normative) +
			label("（", clean(strings.Join(r.Doc.Reasons, "；"))+"）") + "。是否需要合法性审核，由审核机构认定。"})
	}
	for _, n := range r.Notes {
		out = append(out, block{kind: blockText, text: "读取说明：" + strings.TrimRight(clean(n), "。") + "。"})
	}
	byGrade, accepted := graded(r)
	out = append(out, block{kind: blockHeading, text: "二、审核结论"})
	out = append(out, conclusion(r, byGrade)...)
	out = append(out, block{kind: blockHeading, text: "三、审核意见"})
	out = append(out, points(b, r, byGrade, accepted)...)
	out = append(out, block{kind: blockHeading, text: "四、程序情况"})
	out = append(out, procedure(b, r)...)
	out = append(out, block{kind: blockHeading, text: "五、审核范围和没有判断的事项"})
	out = append(out, reach(b, r)...)
	if t, ok := citedTable(r); ok {
		out = append(out, block{kind: blockHeading, text: "六、所引文件的效力"}, t)
	}
	out = append(out, block{kind: blockSign, text: "审核机构（盖章）"}, block{kind: blockSign, text: "　　年　　月　　日"},
		block{kind: blockText, text: "审核人：　　　　　　　　复核人：　　　　　　　　"})
	note := "本意见书由程序按规则生成初稿，供审核人员核实、修改后签署。" + strings.Join(b.made(), "；") + "。"
	return append(out, block{kind: blockNote, text: note})
}

// graded parts the findings by grade; those that were accepted stand apart.
func graded(r *checker.Report) (by map[grade][]checker.Finding, accepted []checker.Finding) {
	by = map[grade][]checker.Finding{}
	for _, f := range r.Findings {
		if f.Suppressed != nil {
			accepted = append(accepted, f)
		} else {
			by[gradeOf(f)] = append(by[gradeOf(f)], f)
		}
	}
	return by, accepted
}

// nested writes the outermost brackets of a title one level down: 《关于印发〈…〉的通知》.
func nested(s string) string { return strings.NewReplacer("《", "〈", "》", "〉").Replace(s) }

// joinFirst gives the first of its arguments that is not empty.
func joinFirst(s ...string) string {
	for _, x := range s {
		if x != "" {
			return x
		}
	}
	return ""
}

// subject is the table of what was reviewed.
func subject(r *checker.Report) block {
	t := block{kind: blockTable, head: []string{"项目", "内容"}, widths: []int{18, 82}}
	if r.Doc.Title != "" {
		t.rows = append(t.rows, []string{"标题", clean(r.Doc.Title)})
	}
	for _, f := range htmlFacts(r) {
		if f.Name != "规范性文件" || r.Doc.Normative == "yes" {
			t.rows = append(t.rows, []string{f.Name, f.Value})
		}
	}
	if r.SHA256 != "" {
		t.rows = append(t.rows, []string{"文件校验值", "SHA-256 " + r.SHA256})
	}
	return t
}

// conclusion proposes one conclusion and says what it rests on.
func conclusion(r *checker.Report, by map[grade][]checker.Finding) []block {
	c := newRow(r)
	unknown := c.outcome[checker.CannotTell] + c.outcome[checker.Failed]
	_, open := openCitations(r)
	left := unknown + open + len(scopeWords(r.ReviewScope))
	errors := func(g grade) bool {
		return slices.ContainsFunc(by[g], func(f checker.Finding) bool { return f.Severity == checker.Error })
	}
	looked := c.outcome[checker.Clean] + c.outcome[checker.Found]
	var words string
	switch {
	case len(by[gradeAuthority]) > 0:
		words = "不合法，建议不予制定（不予印发）"
	case len(by[gradeContent]) > 0:
		words = "应当予以修改"
	case errors(gradeProcedure):
		words = "补正程序后重新报审"
	case left > 0 || looked == 0:
		words = "暂不作合法性结论，待没有判断的事项核实后再定"
	case len(by) > 0:
		words = "没有发现违法内容，建议按下列意见修改完善"
	case len(r.Findings) > 0: // all of them accepted
		words = fmt.Sprintf("除已说明理由的 %d 项外，在已检查的 %d 项中没有发现其他问题", len(r.Findings), looked)
	default:
		words = fmt.Sprintf("在已检查的 %d 项中没有发现问题", looked)
	}
	out := []block{{kind: blockField, label: "建议结论", text: words + "（由审核人员确认）。"}}
	for g, x := range grades {
		fs := by[grade(g)]
		if n := len(alike(fs)); n == len(fs) && n > 0 || grade(g) == gradeForm && n > 0 {
			out = append(out, block{kind: blockText, text: fmt.Sprintf(x.conclusion, strconv.Itoa(len(fs))+" 项")})
		} else if n > 0 {
			out = append(out, block{kind: blockText, text: fmt.Sprintf(x.conclusion, fmt.Sprintf("%d 项（%d 处）", n, len(fs)))})
		}
	}
	if left > 0 {
		var parts []string
		if unknown > 0 {
			parts = append(parts, fmt.Sprintf("%d 项规则无法判断或没有运行成功", unknown))
		}
		if open > 0 {
			parts = append(parts, fmt.Sprintf("%d 处引用没有核实", open))
		}
		if n := left - unknown - open; n > 0 {
			parts = append(parts, fmt.Sprintf("%d 项内容没有检查", n))
		}
		out = append(out, block{kind: blockText, text: "另有 " + strings.Join(parts, "、") + "，不等于没有问题，见第五部分。"})
	}
	return out
}

// points lists every finding: the grave ones each under its own head, matters of
// form as a table.
func points(b *Batch, r *checker.Report, by map[grade][]checker.Finding, accepted []checker.Finding) []block {
	var out []block
	sub := 0
	heading := func(name string) {
		sub++
		out = append(out, block{kind: blockSub, text: "（" + chineseNumber(sub) + "）" + name})
	}
	n := 0
	quotes := quotes{b: b, on: r.AsOf, at: map[checker.Basis]int{}}
	for g, x := range grades {
		fs := by[grade(g)]
		if len(fs) == 0 {
			continue
		}
		heading(x.name)
		if grade(g) == gradeForm {
			out = append(out, errata(fs))
			continue
		}
		for _, same := range alike(fs) {
			n++
			out = append(out, point(b, n, same, &quotes)...)
		}
	}
	if len(accepted) > 0 {
		heading("已说明理由、不计入结论的事项")
		t := block{kind: blockTable, head: []string{"位置", "问题", "理由", "确认人"}, widths: []int{18, 40, 28, 14}}
		for _, f := range accepted {
			s := f.Suppressed
			t.rows = append(t.rows, []string{clean(placeWords(f.At, f.Line, 0)), clean(f.Message), clean(joinKnown("　", s.Reason, label("至 ", s.Until))), clean(s.Person)})
			t.ids = append(t.ids, f.ID)
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		out = append(out, block{kind: blockText, text: strings.TrimRight(verdictWords(r), "。") + "。"})
	}
	return out
}

// alike puts findings together that differ only in their places and words: they
// make one point, which gives the basis and the advice once. The order is that of
// their first ones.
func alike(fs []checker.Finding) [][]checker.Finding {
	var out [][]checker.Finding
	for _, f := range fs {
		at := slices.IndexFunc(out, func(same []checker.Finding) bool {
			a := same[0]
			return a.RuleID == f.RuleID && a.Severity == f.Severity && a.Suggestion == f.Suggestion && slices.Equal(a.Basis, f.Basis)
		})
		if at < 0 {
			out = append(out, []checker.Finding{f})
		} else {
			out[at] = append(out[at], f)
		}
	}
	return out
}

// point is one point of the letter about findings that are alike.
func point(b *Batch, n int, same []checker.Finding, words *quotes) []block {
	f := same[0]
	where := clean(placeWords(f.At, f.Line, f.Column))
	if len(same) > 1 {
		where = fmt.Sprintf("%s等 %d 处", clean(joinFirst(f.At, lineWords(f.Line), "全文")), len(same))
	}
	out := []block{{kind: blockPoint, text: fmt.Sprintf("%d. %s", n, joinKnown("　", where, clean(b.title(f.RuleID))))}}
	add := func(name, words string) {
		if words != "" {
			out = append(out, block{kind: blockField, label: name, text: words})
		}
	}
	if len(same) == 1 {
		out[0].id = f.ID
		add("原文", shorten(clean(f.Quote), 400))
		add("问题", clean(f.Message))
	} else {
		out = append(out, placesTable(same))
	}
	sure := false
	var bases []string
	for _, x := range f.Basis {
		bases = append(bases, clean(basis(x)))
		sure = sure || !x.Unsure && x.Title != ""
	}
	add("依据", strings.Join(bases, "；"))
	for _, x := range f.Basis {
		out = append(out, words.of(x, n)...)
	}
	add("建议", clean(f.Suggestion))
	if len(same) == 1 {
		for _, words := range relatedWords(f) {
			add("另见", words)
		}
	}
	check := "程度：" + severityName[f.Severity]
	if !sure || f.Severity < checker.Error {
		check += "；需人工核实"
	}
	add("类型", groupName(group(f.RuleID))+"（"+f.RuleID+"）；"+check)
	return out
}

// placesTable lists the places of one point, a finding a row.
func placesTable(same []checker.Finding) block {
	t := block{kind: blockTable, head: []string{"位置", "原文", "问题"}, widths: []int{22, 38, 40}}
	for _, f := range same {
		quote := clean(f.Quote)
		message := strings.TrimPrefix(clean(f.Message), "“"+quote+"”") // the words stand in the column before it
		for _, words := range relatedWords(f) {
			message += "（另见 " + words + "）"
		}
		t.rows = append(t.rows, []string{clean(placeWords(f.At, f.Line, f.Column)), shorten(quote, 120), message})
		t.ids = append(t.ids, f.ID)
	}
	return t
}

// relatedWords names the further places that a finding points to; those that say
// the same stand together.
func relatedWords(f checker.Finding) []string {
	var said, out []string
	lines := map[string][]string{}
	for _, x := range f.Related {
		words := clean(joinKnown("：", x.Message, label("“", shorten(clean(x.Quote), 60)+"”")))
		if !slices.Contains(said, words) {
			said = append(said, words)
		}
		if n := strconv.Itoa(x.Line); x.Line > 0 && !slices.Contains(lines[words], n) {
			lines[words] = append(lines[words], n)
		}
	}
	for _, words := range said {
		where := ""
		if len(lines[words]) > 0 {
			where = "第 " + strings.Join(lines[words], "、") + " 行"
		}
		if words = joinKnown("　", where, words); words != "" {
			out = append(out, words)
		}
	}
	return out
}

func lineWords(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("第 %d 行", n)
}

func errata(fs []checker.Finding) block {
	t := block{kind: blockTable, head: []string{"位置", "原文", "问题", "建议"}, widths: []int{18, 26, 30, 26}}
	for _, f := range fs {
		message := clean(f.Message)
		for _, x := range f.Basis {
			message += "（依据：" + clean(basis(x)) + "）"
		}
		t.rows = append(t.rows, []string{clean(placeWords(f.At, f.Line, f.Column)), shorten(clean(f.Quote), 120), message, clean(f.Suggestion)})
		t.ids = append(t.ids, f.ID)
	}
	return t
}

// steps are the stages of making a document, in their order.
var steps = [...]string{"public_comment", "expert_review", "risk_assessment", "fair_competition", "integrity", "legality_review",
	"deliberation", "signed", "published", "effective", "filed", "expires"}

// procedure is the table of steps with their dates, then how each rule on
// procedure came out. A step without a date was not proven, which is not the
// same as not taken.
func procedure(b *Batch, r *checker.Report) []block {
	t := block{kind: blockTable, head: []string{"环节", "日期", "来源"}, widths: []int{26, 36, 38}}
	row := func(e checker.Event) {
		day := e.From.String()
		if e.To.Valid() && e.To != e.From {
			day += " 至 " + e.To.String()
		}
		t.rows = append(t.rows, []string{eventName(e.Name), joinFirst(day, "日期不明"), clean(e.Source)})
	}
	for _, s := range steps {
		had := false
		for _, e := range r.Timeline {
			if e.Name == s {
				row(e)
				had = true
			}
		}
		switch {
		case had, s == "expires":
		case s == "signed", s == "published", s == "effective":
			t.rows = append(t.rows, []string{eventName(s), "未见", "正文没有写明"})
		default:
			t.rows = append(t.rows, []string{eventName(s), "未见", "正文没有写明，需要材料证明"})
		}
	}
	for _, e := range r.Timeline {
		if !slices.Contains(steps[:], e.Name) {
			row(e)
		}
	}
	out := []block{t}
	rules := block{kind: blockTable, head: []string{"程序检查", "结果", "说明"}, widths: []int{44, 16, 40}}
	for _, x := range r.Results {
		if g := group(x.RuleID); g == "PROC" || g == "MDP" {
			rules.rows = append(rules.rows, []string{joinKnown(" ", x.RuleID, clean(b.title(x.RuleID))), outcomeName(x.Outcome), clean(x.Reason)})
		}
	}
	if len(rules.rows) > 0 {
		out = append(out, rules)
	}
	return out
}

// reach says what was looked at and what was not.
func reach(b *Batch, r *checker.Report) []block {
	c := newRow(r)
	out := []block{{kind: blockText, text: fmt.Sprintf("规则 %d 条：有问题 %d 条，检查过没有发现问题 %d 条，不适用 %d 条，无法判断 %d 条，运行失败 %d 条。",
		c.rules, c.outcome[checker.Found], c.outcome[checker.Clean], c.outcome[checker.NotApplicable], c.outcome[checker.CannotTell], c.outcome[checker.Failed])}}
	t := block{kind: blockTable, head: []string{"没有判断的事项", "原因"}, widths: []int{55, 45}}
	for _, o := range []checker.Outcome{checker.Failed, checker.CannotTell} {
		for _, u := range undecided(r, o) {
			t.rows = append(t.rows, []string{clean(b.unsureNames(u)), outcomeName(o) + "：" + u.reason})
		}
	}
	open, _ := openCitations(r)
	for _, words := range open {
		t.rows = append(t.rows, []string{"所引文件", words})
	}
	for _, words := range scopeWords(r.ReviewScope) {
		t.rows = append(t.rows, []string{words, "没有检查"})
	}
	if len(t.rows) > 0 {
		return append(out, block{kind: blockText, text: "以下事项没有得出结论，不等于没有问题。"}, t)
	}
	return out
}

// citedTable lists the regulations cited, those that need a look first.
func citedTable(r *checker.Report) (block, bool) {
	t := block{kind: blockTable, head: []string{"名称", "效力", "所在行", "说明"}, widths: []int{40, 18, 14, 28}}
	l := newCitations(r)
	for _, s := range standings {
		for _, e := range l.groups[s.is] {
			lines := make([]string, len(e.lines))
			for i, n := range e.lines {
				lines[i] = fmt.Sprint(n)
			}
			facts := clean(e.facts())
			if s.is <= law.Undated {
				facts = joinKnown("；", s.means, facts)
			}
			t.rows = append(t.rows, []string{clean(e.name()), s.name, strings.Join(lines, "、"), facts})
		}
	}
	return t, len(t.rows) > 0
}

// chineseNumber writes n from 1 to 99 as headings do.
func chineseNumber(n int) string {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 10:
		return string(digits[n])
	case n < 20:
		return "十" + strings.TrimSuffix(string(digits[n%10]), "零")
	}
	return string(digits[n/10]) + "十" + strings.TrimSuffix(string(digits[n%10]), "零")
}
