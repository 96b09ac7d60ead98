package cleanup

import (
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
)

// Presets are the topics that campaigns have had, in the order in which they are
// listed. Each call gives fresh ones.
func Presets() []*Topic {
	return []*Topic{
		{Name: "证明事项", Words: []string{"证明", "公证", "无犯罪记录"},
			With:   []string{"提交", "提供", "出具", "开具", "携带", "凭", "持", "材料", "附", "报送", "交验"},
			Unless: []string{"证明事项告知承诺", "取消证明", "不得要求", "无需提供", "无需提交", "免于提交", "免予提交", "不再要求", "不再提供", "不再提交", "不再出具", "清理证明"},
			Rules:  []string{"RIGHT-002", "RIGHT-003"}},
		{Name: "公平竞争", Words: []string{"本地企业", "外地", "注册地", "本市企业", "本县企业", "本区企业", "指定的", "优先采购", "优先选用", "名录", "备选库", "入围", "在本市注册", "在本县注册", "市场准入", "财政奖励", "税收返还", "经济贡献", "公平竞争"},
			Rules: []string{"COMP"}},
		{Name: "工程建设", Words: []string{"建设项目", "工程建设", "施工许可", "施工图", "竣工验收", "规划许可", "工程款", "招标", "投标", "建设工程", "保证金"},
			With: []string{"审批", "许可", "审查", "备案", "核准", "批准", "验收", "招标", "投标", "保证金", "评审", "登记", "资质"}},
		{Name: "涉企收费", Words: []string{"收费", "收取", "缴纳", "缴费", "交纳", "保证金", "押金", "会费", "服务费", "评估费", "检测费", "手续费", "费用"},
			With:   []string{"企业", "单位", "经营者", "经营主体", "市场主体", "申请人", "建设单位", "用人单位", "生产经营", "商户", "业主", "申报"},
			Unless: []string{"免收", "不得收取", "不收取", "取消收费", "停止收取"},
			Rules:  []string{"SETS-009", "SETS-012"}},
		{Name: "民法典",
			Words:  []string{"民法通则", "民法总则", "合同法", "物权法", "婚姻法", "继承法", "收养法", "担保法", "侵权责任法"},
			Cites:  []string{"中华人民共和国民法通则", "中华人民共和国民法总则", "中华人民共和国合同法", "中华人民共和国物权法", "中华人民共和国婚姻法", "中华人民共和国继承法", "中华人民共和国收养法", "中华人民共和国担保法", "中华人民共和国侵权责任法"},
			Unless: []string{"劳动合同法", "经济合同法", "技术合同法"}},
		{Name: "行政处罚法", Words: []string{"行政处罚", "罚款", "没收", "暂扣", "吊销", "责令停产", "警告", "通报批评"},
			Rules: []string{"SETS-005"}, Cites: []string{"中华人民共和国行政处罚法"}},
		{Name: "机构改革", Words: []string{"工商行政管理", "质量技术监督", "食品药品监督管理局", "国土资源局", "环境保护局", "环保局", "规划局", "农业局", "林业局", "卫生和计划生育", "卫计", "旅游局", "文化广电新闻出版", "安全生产监督管理", "安监局", "法制办", "地税", "国税", "粮食局", "物价局", "扶贫办", "扶贫开发"},
			Rules: []string{"ORG"}},
	}
}

// Preset gives the topic of that name; nil when there is none.
func Preset(name string) *Topic {
	for _, t := range Presets() {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// topicRunes bounds the text of a clause in a record, maxTopics the clauses.
const (
	topicRunes = 299
	maxTopics  = 500
)

// topicsOf gives the clauses that the topics concern: by rule, citation or word,
// one row a clause and topic, in order of topic and place.
func topicsOf(d *document.Document, rep *checker.Report, topics []*Topic) []TopicAt {
	var out []TopicAt
	for _, t := range topics {
		if t == nil {
			continue
		}
		for i := range d.Clauses {
			c := &d.Clauses[i]
			if c.Zone != document.ZoneBody && c.Zone != document.ZoneNotice && c.Zone != document.ZoneAnnex || len(out) >= maxTopics {
				continue
			}
			text := d.Text.Norm[c.Span.Start:c.Span.End]
			hit, rule := t.hits(d, rep, c, text)
			if hit == "" {
				continue
			}
			out = append(out, TopicAt{Topic: t.Name, At: d.PathAt(c.Span), Line: lineOf(d, c.Span), Text: clip(text, topicRunes), Hit: hit, Rule: rule})
		}
	}
	return out
}

// hits says by what a clause belongs to a topic; "" when it does not.
func (t *Topic) hits(d *document.Document, rep *checker.Report, c *document.Clause, text string) (hit, rule string) {
	for i := range rep.Findings {
		f := &rep.Findings[i]
		if f.Suppressed == nil && f.Span.Start >= c.Span.Start && f.Span.Start < c.Span.End && f.Span.Len() > 0 && t.asks(f.RuleID) {
			return clip(f.Quote, quoteRunes), f.RuleID
		}
	}
	for _, k := range c.Citations {
		q := d.Citations[k].Title
		if q != "" && slices.ContainsFunc(t.Cites, func(s string) bool { return key(s) == key(q) }) {
			return "《" + q + "》", ""
		}
	}
	if containsAny(text, t.Unless...) {
		return "", ""
	}
	for _, w := range t.Words {
		if w == "" || !strings.Contains(text, w) {
			continue
		}
		if len(t.With) == 0 {
			return w, ""
		}
		for _, v := range t.With {
			if v != "" && strings.Contains(text, v) {
				return w, ""
			}
		}
	}
	return "", ""
}

func (t *Topic) asks(rule string) bool {
	for _, r := range t.Rules {
		if rule == r || strings.HasPrefix(rule, r+"-") {
			return true
		}
	}
	return false
}
