package main

import (
	"fmt"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/law"
	"docreview/rules"
)

// stop says at which step the rule stopped, and at which words.
func (w *whyNot) stop(x checker.Step) string {
	looked := ""
	if len(x.Words) > 0 && x.Words[0] != "" {
		looked = clipped(strings.Join(x.Words, "、"), 160)
	}
	seen := ""
	if x.Seen != "" {
		seen = "“" + clipped(line(x.Seen), 40) + "”"
	}
	switch x.What {
	case "hit":
		return "没有停：符合这个条件。"
	case "pattern":
		return "停在 pattern：有触发词，但整句不合句式。"
	case "zones":
		var list []string
		for _, z := range x.Words {
			list = append(list, zoneWords[z])
		}
		return "停在 zones：这一句不在检查的部分（只看" + strings.Join(list, "、") + "）。"
	case "title":
		return fmt.Sprintf("title：标题“%s”里没有要找的 %s。", x.Seen, looked)
	case "unless_title":
		return fmt.Sprintf("unless_title：标题“%s”属于例外 %s。", x.Seen, looked)
	case "unless":
		return "停在 unless：" + seen + "这种读法不算违反。"
	case "unless_cited":
		return "停在 unless_cited：" + w.citation(x.Citation) + "，有上位依据的不算。"
	case "unless_superior":
		return "停在 unless_superior：" + looked + "有几乎相同的规定，照上位法写的不算。"
	}
	if why, ok := exceptionWords[x.What]; ok {
		return "停在 " + x.What + "：" + why + seen + "，属于例外 " + looked + "。"
	}
	if why, ok := needWords[x.What]; ok {
		return "停在 " + x.What + "：" + why + "没有要找的 " + looked + "。"
	}
	return "停在 " + x.What + "。"
}

var exceptionWords = map[string]string{
	"unless_before": "前面的话", "unless_after": "后面的话", "unless_in": "这句话里的", "unless_lead": "这一项的引导语", "unless_near": "这一条里的",
}

var needWords = map[string]string{"needs": "这句话里", "needs_near": "这一条里", "needs_lead": "这一项的引导语里"}

var zoneWords = map[string]string{"meta": "网页的信息表", "head": "文首", "notice": "印发通知", "body": "正文", "tail": "文尾", "annex": "附件"}

// citation tells a citation and how what it names stands.
func (w *whyNot) citation(i int) string {
	if i < 0 || i >= len(w.rep.Citations) {
		return "有引用"
	}
	c := w.rep.Citations[i]
	return fmt.Sprintf("依照 %s（第 %d 行，%s）", clipped(line(c.Text), 40), c.Line, targetWord(c))
}

func standingWord(s law.Standing) string {
	switch s {
	case law.InForce:
		return "现行有效"
	case law.NotYetInForce:
		return "尚未施行"
	case law.Superseded:
		return "已被取代或者修改"
	case law.Repealed:
		return "已废止"
	case law.Lapsed:
		return "已失效"
	case law.Undated:
		return "已收录，施行日期不明"
	case law.Ambiguous:
		return "同名多件"
	case law.NotHeld:
		return "法规库未收录，不等于不存在"
	}
	return "未核对"
}

// roleWords says in which way words are used.
func roleWords(r document.Role) string {
	var out []string
	for _, x := range []struct {
		role document.Role
		name string
	}{
		{document.Forbids, "禁止或者取消这种做法"}, {document.Applies, "适用别的规定"}, {document.ByLaw, "依法，没有写明哪部法"},
		{document.Narrates, "叙述做过的事"}, {document.Quotes, "引述名称或者原话"}, {document.Defines, "下定义"},
		{document.Internal, "机关和工作人员的内部职责"}, {document.Promotes, "鼓励、引导"}, {document.Equal, "同等对待"},
		{document.Delegates, "交有关部门依法处理"},
	} {
		if r&x.role != 0 {
			out = append(out, x.name)
		}
	}
	return strings.Join(out, "、")
}

// kinds of condition in words.
var kindWordList = map[string]string{
	"all": "全部符合", "any": "有一个符合", "not": "都不符合", "matches": "文字", "citation": "引用的效力", "crossref": "文内指引",
	"density": "引用数量", "docnumber": "文号", "document": "文件本身", "effective": "施行日期", "evidence": "材料", "figures": "数字",
	"issuer": "制定机关", "mismatch": "前后不一", "numbering": "序号", "organ": "机构名称", "repeal": "废止条款", "slips": "笔误", "validity": "有效期",
	"cited": "引用的条文", "standard": "标准号", "superior": "与上位法比对",
}

func kindWord(kind string) string { return cond(kindWordList[kind], "专门判断") }

// conditionKinds lists the kinds at the top of a rule's cases.
func conditionKinds(f *rules.File) []string {
	var out []string
	add := func(c rules.Condition) {
		if c.Kind != "" && !slices.Contains(out, c.Kind) {
			out = append(out, c.Kind)
		}
	}
	add(f.When)
	for _, c := range f.Cases {
		add(c.When)
	}
	return out
}

// model tells what was known of the document where a rule does not look for
// words but at what was read.
func (w *whyNot) model(kinds []string) {
	d, r := w.doc, w.rep.Doc
	w.line("")
	w.line("这条规则不找词，看的是程序从文件里读出来的内容：")
	w.line("  标题：%s　文种：%s　规范性文件：%s", cond(r.Title, "没有认出"), cond(r.Kind, "没有认出"), map[string]string{"yes": "是", "no": "否"}[r.Normative]+map[bool]string{true: "不能确定"}[r.Normative == "unclear"])
	w.line("  制定机关：%s　文号：%s", cond(strings.Join(r.Issuers, "、"), "没有认出"), cond(r.Number, "没有认出"))
	w.line("  成文：%s　公布：%s　施行：%s　有效期：%s　届满：%s", cond(r.Dated.String(), "没有认出"), cond(r.Published.String(), "没有认出"),
		cond(r.Effective.String(), "没有认出"), cond(r.Validity, "没有写"), cond(r.Expires.String(), "没有认出"))
	w.line("  句子 %d 句，引用 %d 处，废止条款 %d 处，附件 %d 个。", len(d.Clauses), len(d.Citations), len(d.Repeals), len(d.Annexes))
	if needs := w.entry.Rule.Needs; len(needs) > 0 {
		var list []string
		for _, m := range needs {
			list = append(list, string(m))
		}
		w.line("  正文不能证明时要看的材料：%s", strings.Join(list, "、"))
	}
	if !w.entry.Rule.Cites && !slices.ContainsFunc(kinds, func(k string) bool { return k == "citation" || k == "repeal" || k == "density" }) {
		return
	}
	w.line("  引用逐处的效力：")
	for _, c := range w.rep.Citations {
		w.line("    第 %d 行 %s：%s%s", c.Line, clipped(line(c.Text), 40), targetWord(c), articleWord(c.Article))
	}
}

// targetWord says how what is cited stands; a citation of the document itself
// has no standing.
func targetWord(c checker.CitationInfo) string {
	if c.Form == "self" {
		return "指文件自己"
	}
	return standingWord(c.Standing)
}

func articleWord(a checker.ArticleStanding) string {
	switch a {
	case checker.ArticleSame:
		return "，条文没有变动"
	case checker.ArticleMoved:
		return "，条号有变动"
	case checker.ArticleChanged:
		return "，条文有修改"
	case checker.ArticleMissing:
		return "，没有这一条"
	}
	return ""
}
