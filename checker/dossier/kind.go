package dossier

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"docreview/checker"
	"docreview/checker/document"
)

// kindWords are the words by which a material is recognised: in its title, in the
// name of its file or folder, and in its text. The order of the table decides
// nothing.
type kindWords struct {
	kind  checker.MaterialKind
	title []string // any of them in the head of the paper
	name  []string // any of them in the name of the file, then of its folder
	body  []string // at least two of them in the text
}

func kindTable() []kindWords {
	return []kindWords{
		{checker.DraftingStatement, []string{"起草说明", "起草情况的说明", "制定说明", "编制说明", "草案的说明", "起草情况说明"}, []string{"起草说明", "编制说明", "制定说明"},
			[]string{"制定的必要性", "起草过程", "主要内容", "起草依据"}},
		{checker.PublicComment, []string{"公开征求", "征求意见的公告", "征求意见公告", "征求意见的通告", "意见征集", "征求社会公众意见", "征集意见"}, []string{"征求意见公告", "公开征求意见", "意见征集", "征求意见公示"},
			[]string{"向社会公开征求意见", "电子邮箱", "反馈意见", "通信地址", "意见反馈"}},
		{checker.AdoptionTable, []string{"采纳情况", "采纳表", "意见汇总", "意见处理情况", "意见反馈情况"}, []string{"采纳", "意见汇总", "意见处理"},
			[]string{"采纳", "不采纳", "未采纳", "采纳情况", "共收到"}},
		{checker.Consultation, []string{"征求部门意见", "部门意见", "会签", "征求有关单位意见", "复函", "意见的函", "反馈意见", "修改意见", "回复意见", "座谈会记录", "座谈会纪要", "座谈会情况"}, []string{"部门意见", "会签", "征求部门", "复函", "征求意见函", "反馈函", "座谈"},
			[]string{"书面征求", "复函", "无不同意见", "会签单位", "来函收悉", "函复如下", "征求你单位意见", "座谈会"}},
		{checker.Hearing, []string{"听证笔录", "听证报告", "听证会纪要", "听证会公告", "听证会"}, []string{"听证"},
			[]string{"听证会", "听证参加人", "听证主持人", "听证事项"}},
		{checker.ReviewAnswer, nil, []string{"审核意见采纳", "审核意见落实", "审查意见采纳", "审查意见落实"},
			[]string{"审核意见", "审查意见", "采纳", "未采纳"}},
		{checker.Explanation, []string{"政策解读", "文字解读", "图文解读", "的解读", "解读材料"}, []string{"解读"},
			[]string{"出台背景", "主要内容", "解读"}},
		{checker.YearlyList, []string{"文件目录的报告", "文件目录的函", "年度规范性文件目录", "年规范性文件目录"}, []string{"年度目录", "目录备案", "文件目录"},
			[]string{"规范性文件目录", "现报送", "报请备案"}},
		{checker.FilingReview, []string{"备案审查意见", "备案审查建议", "纠正意见"}, []string{"备案审查意见"},
			[]string{"备案审查", "自行纠正", "自行改正", "不适当"}},
		{checker.Correction, []string{"备案审查意见办理情况", "备案审查意见的办理", "备案审查意见的整改", "备案审查意见整改", "备案审查意见的反馈", "备案审查意见处理情况"}, []string{"备案审查意见办理", "备案审查整改", "备案审查意见整改"},
			[]string{"备案审查", "已经修改", "予以废止", "整改"}},
		{checker.Evaluation, []string{"后评估", "实施情况评估", "届满评估", "实施效果评估", "立法后评估"}, []string{"后评估", "届满评估", "实施评估", "实施情况评估"},
			[]string{"实施效果", "有效期", "继续执行", "评估结论"}},
		{checker.ExpertAppraisal, []string{"专家论证", "论证意见", "专家意见", "专家评审", "专家咨询"}, []string{"专家论证", "专家意见", "论证意见", "专家评审"},
			[]string{"专家组", "论证会", "论证意见", "专家签名", "专家签字"}},
		{checker.RiskAssessment, []string{"风险评估"}, []string{"风险评估", "稳评"},
			[]string{"风险等级", "低风险", "风险点", "风险评估", "风险可控"}},
		{checker.FairCompetition, []string{"公平竞争审查"}, []string{"公平竞争"},
			[]string{"公平竞争审查", "排除、限制竞争", "审查机构", "审查结论"}},
		{checker.Integrity, []string{"廉洁性评估", "廉洁性审查"}, []string{"廉洁"},
			[]string{"廉洁性评估", "利益冲突", "廉洁风险"}},
		{checker.LegalityReview, []string{"合法性审核", "合法性审查", "审核意见书", "法制审核"}, []string{"合法性审核", "合法性审查", "审核意见", "法审"},
			[]string{"合法性审核", "审核意见", "制定权限", "制定程序"}},
		{checker.Deliberation, []string{"会议纪要", "会议记录", "会议决定", "议定事项"}, []string{"会议纪要", "纪要", "会议记录"},
			[]string{"会议审议", "主持召开", "会议研究", "参加会议", "列席"}},
		{checker.SignedDraft, []string{"签发稿", "发文稿纸", "发文审批", "发文处理", "拟稿纸"}, []string{"签发", "发文稿纸"},
			[]string{"签发", "核稿", "拟稿", "会签"}},
		{checker.FilingReport, []string{"备案的报告", "备案报告", "报送备案", "备案的函", "备案登记"}, []string{"备案"},
			[]string{"备案", "报请备案", "现报送", "予以备案"}},
		{checker.Publication, nil, []string{"公布", "网页", "刊登", "发布页"},
			[]string{"发布日期", "发布时间", "信息来源", "索引号", "发布机构"}},
	}
}

// folderKinds are the folders of the natural layout with the kind that files of
// no telling name in them are likely to be; it decides nothing alone.
func kindOfName(name string) checker.MaterialKind {
	var found []checker.MaterialKind
	for _, part := range []string{path.Base(name), path.Base(path.Dir(name))} {
		for _, k := range kindTable() {
			for _, w := range k.name {
				if strings.Contains(part, w) && !slices.Contains(found, k.kind) {
					found = append(found, k.kind)
				}
			}
		}
		if len(found) == 1 {
			return found[0]
		}
		if len(found) > 1 {
			return ""
		}
	}
	return ""
}

// headLines is how many lines of a paper may bear its title.
const headLines = 6

// recognise says what material a paper is and why. The title decides; where it
// names none or several, the name of the file and the text must agree.
func recognise(d *document.Document, name string) (checker.MaterialKind, string) {
	head := head(d)
	var titled, bodied []checker.MaterialKind
	for _, k := range kindTable() {
		for _, w := range k.title {
			if strings.Contains(head, w) && !slices.Contains(titled, k.kind) {
				titled = append(titled, k.kind)
			}
		}
		n := 0
		for _, w := range k.body {
			if strings.Contains(d.Text.Norm, w) {
				n++
			}
		}
		if n >= 2 {
			bodied = append(bodied, k.kind)
		}
	}
	titled = sharper(titled)
	byName := kindOfName(name)
	switch {
	case answersReview(head) && !strings.Contains(head, "备案审查"):
		return checker.ReviewAnswer, "标题表明是" + string(checker.ReviewAnswer)
	case len(titled) == 1:
		if byName != "" && byName != titled[0] {
			return titled[0], "标题表明是" + string(titled[0]) + "（文件名像" + string(byName) + "）"
		}
		return titled[0], "标题表明是" + string(titled[0])
	case len(titled) > 1 && slices.Contains(titled, byName):
		return byName, "标题和文件名表明是" + string(byName)
	case len(titled) > 1:
		return "", "标题同时像" + joined(titled) + "，不能确定"
	case byName == checker.Publication && page(d) || byName == "" && page(d) && articles(d):
		return checker.Publication, "页面载有发布日期"
	case byName != "" && slices.Contains(bodied, byName):
		return byName, "文件名和内容表明是" + string(byName)
	case articles(d), len(titled) == 0 && len(bodied) == 0 && headed(d), headed(d) && stageOf(d, "", name) != "":
		return checker.DocumentText, "是文件文本，不是程序材料"
	case byName != "":
		return "", "文件名像" + string(byName) + "，但标题和内容不能印证"
	case len(bodied) == 1:
		return "", "内容像" + string(bodied[0]) + "，但标题和文件名不能印证"
	}
	return "", "标题、文件名和内容都没有表明是哪一种材料"
}

// sharper drops a kind whose words are part of another's purpose: a report that
// files a document names what it files, a drafting statement of the comments
// names the comments.
func sharper(ks []checker.MaterialKind) []checker.MaterialKind {
	if len(ks) < 2 {
		return ks
	}
	drop := func(weak checker.MaterialKind, strong ...checker.MaterialKind) {
		for _, s := range strong {
			if slices.Contains(ks, s) {
				ks = slices.DeleteFunc(slices.Clone(ks), func(k checker.MaterialKind) bool { return k == weak })
			}
		}
	}
	drop(checker.PublicComment, checker.AdoptionTable)
	drop(checker.Consultation, checker.AdoptionTable, checker.SignedDraft, checker.LegalityReview, checker.ExpertAppraisal, checker.RiskAssessment, checker.FairCompetition)
	drop(checker.RiskAssessment, checker.Evaluation)
	drop(checker.FilingReview, checker.Correction)
	drop(checker.FilingReport, checker.YearlyList, checker.FilingReview, checker.Correction)
	return ks
}

// head is the first lines of a paper, long sentences left out.
func head(d *document.Document) string {
	var b strings.Builder
	n := 0
	for _, blk := range d.Text.Blocks {
		s := squeeze(d.Text.Norm[blk.Span.Start:blk.Span.End])
		if s == "" {
			continue
		}
		if n++; n > headLines {
			break
		}
		if strings.ContainsAny(s, "。；") || len([]rune(s)) > 60 || strings.Contains(s, "：") && n > 2 {
			continue
		}
		b.WriteString(s)
	}
	return b.String()
}

// page reports whether a paper is a published page: it has a day of publication
// in its metadata.
func page(d *document.Document) bool {
	for _, f := range d.Meta {
		if strings.Contains(f.Key, "发布日期") || strings.Contains(f.Key, "发布时间") || strings.Contains(f.Key, "公布日期") {
			return true
		}
	}
	return d.Published.Known()
}

// articles reports whether a paper holds the articles of a document: 第一条, 第二条, or in
// whatever way they are numbered.
func articles(d *document.Document) bool {
	if strings.Contains(d.Text.Norm, "第一条") && strings.Contains(d.Text.Norm, "第二条") {
		return true
	}
	n := 0
	var count func(x *document.Node)
	count = func(x *document.Node) {
		if x == nil || n > 1 {
			return
		}
		if x.Kind == document.Article {
			n++
		}
		for _, c := range x.Children {
			count(c)
		}
	}
	count(d.Root)
	return n > 1
}

// titles are what stands in 《》, each once.
func titles(s string) []string {
	var out []string
	for {
		i := strings.Index(s, "《")
		if i < 0 {
			return out
		}
		s = s[i+len("《"):]
		j := strings.Index(s, "》")
		if j < 0 {
			return out
		}
		if !slices.Contains(out, s[:j]) {
			out = append(out, s[:j])
		}
		s = s[j:]
	}
}

func joined(ks []checker.MaterialKind) string {
	var out []string
	for _, k := range ks {
		out = append(out, string(k))
	}
	return strings.Join(out, "、")
}

// squeeze drops all blanks.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
