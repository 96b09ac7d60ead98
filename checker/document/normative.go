package document

import (
	"strings"

	"docreview/checker/literal"
	"docreview/corpus/law"
)

// stage tells how far the document is, as far as it shows: a mark in its title or
// head, a number of its own, a signature with a date.
func (p *parser) stage() Stage {
	head := p.doc.Title.Value + p.doc.Instrument.Value
	for i := range p.lines {
		if i > 12 {
			break
		}
		if l := p.lines[i]; l.zone == ZoneHead && l.end-l.start < 120 {
			head += p.text(l)
		}
	}
	switch {
	case containsAny(head, "送审稿", "报审稿", "审议稿", "送签稿"):
		return StageReview
	case containsAny(head, "征求意见", "草案", "讨论稿", "初稿", "草稿", "意见稿", "代拟稿"):
		return StageDraft
	case len(p.doc.Numbers) > 0, p.doc.Dated.Known() && !p.doc.Signature.IsZero(), p.doc.Published.Known():
		return StageIssued
	}
	return StageUnknown
}

// A kind of text that is no normative document, whatever it says. The lists
// follow what the provincial measures exclude (domain: 国办发〔2018〕37号定义的反面).
type exclusion struct {
	reason string
	kinds  []string // endings of the title
	words  []string // or words in the title
	unless []string // words in the title that undo it
	soft   bool     // duties of the public in the text undo it
}

var exclusions = []exclusion{
	{"标题为批复、函或请示，是对特定事项、特定对象的答复或请求", []string{"批复", "函", "请示", "答复", "复函", "议案"}, nil, nil, false},
	{"标题为会议纪要，只记载议定事项", []string{"纪要"}, nil, nil, false},
	{"标题涉及人事任免、机构组成人员", nil, []string{"任免", "任职", "免职", "任命", "组成人员", "人员调整", "调整领导小组", "成立领导小组", "领导小组成员", "挂职"}, nil, false},
	{"标题涉及表彰、表扬、通报批评，是对特定对象的处理", nil, []string{"表彰", "表扬", "通报批评", "先进集体", "先进个人", "授予", "嘉奖", "奖励的决定", "科学技术奖励的决定", "命名", "典型经验做法", "调查处理情况"}, []string{"办法", "规定", "细则", "评选管理"}, false},
	{"标题为工作报告、情况报告，只叙述工作情况", []string{"报告", "总结", "汇报", "讲话", "简报", "通报", "公报", "解读", "说明", "工作情况"}, []string{"情况的报告", "情况的通报", "工作总结"}, []string{"报告办法", "报告制度", "报告的规定", "意见报告"}, false},
	{"标题涉及预算、资金、指标的下达或者分配，对象特定", nil, []string{"下达", "预算的通知", "资金分配", "分配方案", "资金计划", "拨付", "预算指标", "资金安排"}, []string{"管理办法", "办法", "规定", "细则"}, false},
	{"标题涉及一次性的申报、评选、招标、公示、放假安排，不能反复适用", []string{"公示"}, []string{"申报的通知", "申报工作的通知", "组织申报", "开展申报", "评选的通知", "评选工作", "推荐工作", "招标", "放假", "节假日安排", "举办", "召开", "会议的通知", "培训的通知", "征集", "公开招聘", "名单的", "培训班", "年度检查的通知", "项目申报", "申报20", "申报指南", "考试的公告", "考试的通知"}, []string{"办法", "规定", "细则"}, false},
	{"标题为规划、计划、要点，只安排工作，不直接设定权利义务", []string{"规划", "计划", "要点", "工作安排", "工作要点", "行动计划", "纲要", "分工方案", "任务分工", "重点任务"}, []string{"规划的批复", "规划的通知", "工作要点", "重点工作", "年工作"}, []string{"办法", "规定", "细则", "规划管理"}, true},
	{"标题为工作方案、实施方案、预案，一般只部署工作", []string{"方案", "预案"}, []string{"工作方案", "实施方案", "行动方案", "应急预案", "试点方案"}, []string{"补偿", "补贴", "补助", "征收", "安置", "收费", "奖励"}, true},
	{"标题为内部工作制度，只约束机关自身", []string{"工作规则", "议事规则", "工作制度", "考勤制度", "值班制度", "保密制度", "财务制度", "学习制度", "考核办法"}, []string{"机关内部", "内部管理", "内部控制", "机关工作人员", "考勤", "公文处理", "公务接待", "政府工作规则", "政务公开工作", "联席会议", "真抓实干", "目标责任", "绩效考核", "督查激励", "印章管理", "国务院工作规则"}, nil, true},
	{"标题涉及机构设置、编制、职责调整", nil, []string{"三定", "机构设置", "机构编制", "职能配置", "主要职责", "成立", "撤销机构", "同意设立", "机构改革方案"}, []string{"管理办法", "管理规定"}, false},
	{"标题为技术标准、操作规程", []string{"技术规范", "技术规程", "操作规程", "技术标准", "技术导则", "技术指南"}, nil, nil, true},
}

// Words by which a text binds the public.
var bindingSubjects = literal.Of("申请人", "申报人", "企业", "公民", "个人", "单位和个人", "经营者", "当事人", "用人单位", "建设单位", "施工单位", "业主", "居民", "村民", "纳税人", "生产经营单位", "相对人", "市场主体", "经营主体", "法人", "举报人", "所有人", "所有权人", "使用人", "权利人", "投标人", "社会组织", "从业人员", "职工", "残疾人", "学生", "患者", "参保", "受益人", "申请单位", "申报单位", "养殖户", "农户", "商户", "机动车", "驾驶人", "当事人", "被征收人", "评估机构", "服务机构", "代理机构", "中介机构", "高校", "学校", "医院", "行政处罚", "行政许可", "检查对象")

// normative judges whether the document is a normative document. The excluded
// kinds come first, by title; then the five elements, as far as the text shows
// them: issued by an administrative organ, no rule (规章), rights and duties of the
// public at large, applied repeatedly, made public.
func (p *parser) normative() Verdict {
	d := p.doc
	title := squeeze(d.Title.Value)
	inst := squeeze(d.Instrument.Value)
	if inst == "" {
		inst = title
	}
	if d.Body.IsZero() && d.Notice.IsZero() {
		return Verdict{Unclear, []string{"没有读到正文，无法判断是否为行政规范性文件"}}
	}
	if v, ok := p.rule(title, inst); ok {
		return v
	}
	binding, strong, narrated := p.weigh()
	names := inst
	if title != inst {
		names += "|" + title
	}
	for _, x := range exclusions {
		why := x.match(inst, names)
		if why == "" {
			continue
		}
		if x.soft && strong >= 3 {
			return Verdict{Unclear, []string{x.reason + "（" + why + "）", "但正文有直接涉及公民、法人和其他组织权利义务的条款，须人工判断"}}
		}
		return Verdict{No, []string{x.reason + "（" + why + "）"}}
	}
	if d.Kind == "" && narrated >= 3 {
		return Verdict{No, []string{"标题没有文种，正文以叙述工作情况为主"}}
	}
	var yes []string
	if len(d.Issuers) > 0 {
		yes = append(yes, "制发主体："+d.Issuers[0].Name)
	}
	if binding > 0 {
		yes = append(yes, "正文规定公民、法人和其他组织的权利义务")
	}
	if f := d.articles(); f > 0 {
		yes = append(yes, "以条文形式表述，可以反复适用")
	} else if d.Effective.Kind != EffectiveNone || len(d.Validity) > 0 {
		yes = append(yes, "规定了施行日期或者有效期，可以反复适用")
	}
	switch {
	case binding > 0 && (d.articles() > 2 || isRuleKind(d.Kind)):
		return Verdict{Yes, yes}
	case narrated > 2*binding && narrated >= 3:
		return Verdict{No, []string{"正文以叙述工作情况为主，没有为公民、法人和其他组织设定权利义务"}}
	case binding > 0 || isRuleKind(d.Kind) && d.articles() > 0:
		return Verdict{Yes, yes}
	case isRuleKind(d.Kind):
		return Verdict{Unclear, append(yes, "正文没有读到公民、法人和其他组织的权利义务，可能只约束机关自身")}
	}
	return Verdict{Unclear, append(yes, "五个要素在正文中不齐全，须人工判断")}
}

// rule reports rules (规章) and higher texts: no normative documents.
func (p *parser) rule(title, inst string) (Verdict, bool) {
	for _, n := range p.doc.Numbers {
		switch {
		case strings.HasSuffix(n.Number.Prefix, "令"):
			return Verdict{No, []string{"以“" + squeeze(n.Raw) + "”公布，属于行政法规或者规章"}}, true
		case containsAny(n.Number.Prefix, "人大常委会", "人民代表大会"):
			return Verdict{No, []string{"由人大或者其常委会公布，属于地方性法规"}}, true
		}
	}
	for i := range p.lines {
		l := p.lines[i]
		if i > 12 {
			break
		}
		s := p.text(l)
		if l.zone != ZoneHead {
			// a note in brackets or with its date may be taken for the first line of the text
			if _, ok := readLabel(s); ok {
				break
			}
			_, _, dated := law.ParseDate(s)
			if c := runeBefore(s, len(s)); !dated && !(openBracket(runeAt(s, 0)) && closeBracket(c)) || l.table {
				continue
			}
		}
		if strings.HasPrefix(s, "（") || strings.HasPrefix(s, "(") {
			if k, w := firstOf(s, []string{"政府令第", "政府第", "部令第", "局令第", "国务院令", "委令第", "总局令"}); k >= 0 && (w != "政府第" || strings.Contains(s, "号令")) {
				return Verdict{No, []string{"题注载明以令公布或者修正，属于行政法规或者规章"}}, true
			}
			if containsAny(s, "人民代表大会常务委员会", "人大常委会") && strings.Contains(s, "通过") {
				return Verdict{No, []string{"题注载明由人大常委会通过，属于地方性法规"}}, true
			}
			if strings.Contains(s, "关于修改") && strings.Contains(s, "的决定》") && strings.Contains(s, "修正") {
				// a normative document is changed by a notice, not amended by a decision
				return Verdict{No, []string{"题注载明经关于修改它的决定修正，属于法规或者规章"}}, true
			}
			if containsAny(s, "现予公布", "现予发布") {
				return Verdict{No, []string{"题注有“现予公布”一类的公布令用语，属于法规或者规章"}}, true
			}
		}
		if containsAny(s, "最高人民法院审判委员会", "最高人民检察院检察委员会") && strings.Contains(s, "通过") || strings.HasPrefix(squeeze(s), "法释〔") {
			return Verdict{No, []string{"题注或者文号载明由最高人民法院、最高人民检察院制定，属于司法解释"}}, true
		}
		if _, _, dated := law.ParseDate(s); dated && containsAny(s, "人民代表大会常务委员会", "人大常委会") && strings.HasSuffix(s, "通过") {
			return Verdict{No, []string{"题注载明由人民代表大会常务委员会通过，属于法律或者地方性法规"}}, true
		}
	}
	for _, i := range p.doc.Issuers {
		if strings.HasPrefix(i.Name, "最高人民法院") || strings.HasPrefix(i.Name, "最高人民检察院") {
			return Verdict{No, []string{"由" + i.Name + "发布，不是行政机关制定的文件"}}, true
		}
	}
	k := kindOf(inst)
	if k == "条例" && !p.doc.Forwarded {
		return Verdict{No, []string{"名称为“条例”，属于法规"}}, true
	}
	if k == "法" && (strings.HasPrefix(inst, "中华人民共和国") || strings.HasSuffix(inst, "法") && p.doc.articles() > 0 && !strings.HasSuffix(inst, "办法")) {
		return Verdict{No, []string{"名称为“法”，属于法律"}}, true
	}
	return Verdict{}, false
}

func (x *exclusion) match(inst, names string) string {
	if containsAny(names, x.unless...) {
		return ""
	}
	for _, t := range strings.Split(names, "|") {
		if k := suffixOf(withoutMarks(t), x.kinds); k != "" {
			return "“" + k + "”"
		}
	}
	for _, w := range x.words {
		if strings.Contains(names, w) {
			return "“" + w + "”"
		}
	}
	return ""
}

func isRuleKind(k string) bool {
	switch k {
	case "办法", "规定", "细则", "规则", "意见", "通告", "公告", "通知", "措施", "政策", "决定", "基准", "标准", "规程", "规范", "制度", "准则", "指引", "指南", "守则", "章程", "目录", "清单":
		return true
	}
	return false
}

// articles counts the articles of the body.
func (d *Document) articles() int {
	n := 0
	var walk func(*Node)
	walk = func(x *Node) {
		if x.Kind == Article {
			n++
			return
		}
		for _, c := range x.Children {
			walk(c)
		}
	}
	if d.Root != nil {
		walk(d.Root)
	}
	return n
}

// bindingWords are the words by which a clause binds or entitles.
var bindingWords = literal.Of("应当", "不得", "可以", "必须", "禁止", "予以", "给予", "享受", "免征", "补贴", "补助", "奖励", "报销", "处罚", "罚款", "责令", "申请", "提交", "调整为", "须", "应", "标准为", "缴纳", "收取")

// weigh counts the clauses that bind or entitle the public, those among them whose
// subject is the public, and those that only tell.
func (p *parser) weigh() (binding, strong, narrated int) {
	for i := range p.doc.Clauses {
		c := &p.doc.Clauses[i]
		if c.Zone != ZoneBody && c.Zone != ZoneNotice {
			continue
		}
		s := p.s[c.Span.Start:c.Span.End]
		told := false
		for _, q := range c.Cues {
			told = told || q.Role == Narrates
		}
		if told {
			narrated++
			continue
		}
		if bindingWords.In(s) && bindingSubjects.In(s) {
			binding++
			if subjectOf(s) == subjectPublic && containsAny(s, "应当", "不得", "必须", "须", "可以申请", "申请") {
				strong++
			}
		}
	}
	return binding, strong, narrated
}

// Articles from which on a text without any head is one that lost it, not a part
// of a text.
const wholeText = 10

// Anonymous reports a whole text that says neither who made it nor under which
// number nor when: it may as well be a rule (规章) whose note was lost, so that
// nobody can be sure of what only a normative document must not do.
func (d *Document) Anonymous() bool {
	return len(d.Issuers) == 0 && len(d.Numbers) == 0 && !d.Dated.Known() && !d.Published.Known() && d.Notice.IsZero() &&
		d.Signature.IsZero() && !d.Addressee.Known() && d.articles() >= wholeText
}
