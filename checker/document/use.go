package document

import (
	"strings"

	"docreview/checker/literal"
	"docreview/corpus/law"
)

// Titles of things that are no regulations: forms, certificates, lists; and
// titles of programmes, which are documents but create no rules by themselves.
var (
	formEndings      = literal.Of("表", "书", "证", "申请单", "单", "登记簿", "簿", "台账", "合同", "协议", "图", "执照", "证书", "证明", "牌照", "回执", "样式", "模板", "文书", "卡", "档案", "手册", "简介", "报纸", "日报", "杂志", "公报", "年鉴")
	programmeEndings = literal.Of("计划", "规划", "方案", "纲要", "要点", "清单", "目录", "名录", "工作报告", "报告", "预案", "蓝皮书", "白皮书", "总结", "倡议", "倡议书", "承诺", "宣言")
)

// formOrProgramme reports a title that only names a thing.
func formOrProgramme(c *Citation) bool {
	t := withoutMarks(c.Title)
	if strings.HasSuffix(t, "通知") || strings.HasSuffix(t, "意见书") && !c.Number.IsZero() {
		return false
	}
	return formEndings.Suffix(t) != "" && !strings.HasSuffix(t, "指导书")
}

// isSelf reports that a citation names the document itself.
func (p *parser) isSelf(c *Citation) bool {
	if !p.ownTitle(c.Title) {
		return false
	}
	for _, n := range p.doc.Numbers {
		if n.Number.Key() == c.Number.Key() {
			return true
		}
	}
	return c.Number.IsZero()
}

// ownTitle reports that a title is that of the instrument itself, or of the notice.
func (p *parser) ownTitle(t string) bool {
	k := law.TitleKey(withoutMarks(t))
	if k == "" {
		return false
	}
	if p.ownKeys == nil {
		for _, o := range []string{p.doc.Instrument.Value, p.doc.Title.Value} {
			p.ownKeys = append(p.ownKeys, law.TitleKey(withoutMarks(o)))
		}
	}
	for _, o := range p.ownKeys {
		// the name of the region may be left off: 《水污染防治办法》
		if o == k || len(k) > 30 && strings.HasSuffix(o, k) {
			return true
		}
	}
	return false
}

// Words that end another document, behind its title.
var repealWords = literal.Of("同时废止", "予以废止", "自行废止", "即行废止", "相应废止", "一并废止", "同日废止", "宣布废止", "废止", "停止执行", "不再执行", "同时失效", "自行失效", "停止实施", "不再施行", "停止施行")

// uses tells for each citation what the text does with it.
func (p *parser) uses() {
	for i := range p.doc.Citations {
		c := &p.doc.Citations[i]
		k := p.doc.clauseAt(c.Span.Start)
		if k >= len(p.doc.Clauses) {
			continue
		}
		c.Use = p.useOf(c, &p.doc.Clauses[k])
	}
}

// How many code points on either side tell what a citation is used for.
const around = 400

// keptFromBefore reports that the words behind a citation, up to the next comma or
// stop, tell of what was done under it and lasts: 设立并保留原组织形式的企业.
func keptFromBefore(right string) bool {
	if i := strings.IndexAny(right, "，。；"); i >= 0 {
		right = right[:i]
	}
	return containsAny(right, "保留原", "已经登记的", "已经设立的", "已经取得的", "已经办理的")
}

func (p *parser) useOf(c *Citation, cl *Clause) Use {
	from, to := cl.Span.Start, cl.Span.End
	if c.Span.Start < from {
		return UseOther
	}
	left, right := p.s[from:c.Span.Start], p.s[min(c.Span.End, to):to]
	left, right = left[max(0, len(left)-len(lastRunes(left, around))):], firstRunes(right, around)
	narrated := cl.RolesAt(c.Span)&Narrates != 0
	if c.Form == FormSelf || c.Form == FormPrior && c.Antecedent < 0 {
		if containsAny(lastRunes(left, 6), "依照", "按照", "依据", "根据", "按", "违反") {
			return UseApplied
		}
		return UseOther
	}
	if c.Form != FormNumber && p.isSelf(c) {
		if p.isRepealed(c, left, right) {
			// an older document of the same name
			return UseRepeals
		}
		return UseIssues
	}
	if (cl.Zone == ZoneHead || cl.Zone == ZoneNotice) && (containsAny(lastRunes(left, 6), "印发", "转发", "发布", "公布", "现将", "下发") || containsAny(right, "印发给你们", "现予印发", "现印发", "现予公布", "现予发布")) && !strings.HasPrefix(lastRunes(left, 1), "的") {
		if !containsAny(left, "根据", "按照", "依据", "依照") {
			return UseIssues
		}
	}
	old := suffixOf(strings.TrimRight(left, " "), []string{"原", "原有", "原来的", "已废止的", "已失效的"}) != ""
	if p.isRepealed(c, left, right) {
		if narrated {
			return UseHistory
		}
		return UseRepeals
	}
	switch {
	case old, keptFromBefore(right), strings.HasPrefix(right, "（已废止"), strings.HasPrefix(right, "(已废止"), strings.HasPrefix(right, "（已失效"), strings.HasPrefix(right, "（原"):
		return UseHistory
	case p.doc.listing() && cl.Zone >= ZoneBody && left == "":
		return UseRepeals
	case narrated && !p.isBasis(cl, left, right):
		return UseHistory
	case formOrProgramme(c), len(c.At) == 0 && suffixOf(strings.TrimRight(left, " "), []string{"制定", "起草", "制订", "拟订"}) != "":
		return UseNamed
	case p.isBasis(cl, left, right):
		return UseBasis
	}
	if len(c.At) > 0 || containsAny(lastRunes(left, 60), "依照", "依据", "根据", "按照", "参照", "适用", "执行", "违反", "符合", "遵守", "遵照", "按", "贯彻", "落实") || prefixOf(right, []string{"规定", "的规定", "的有关规定", "有关规定", "执行", "等规定", "等法律", "要求", "的要求", "等有关"}) != "" {
		if programmeEndings.Suffix(withoutMarks(c.Title)) != "" && c.Number.IsZero() && !containsAny(lastRunes(left, 60), "依照", "根据", "依据", "按照") {
			return UseNamed
		}
		return UseApplied
	}
	if programmeEndings.Suffix(withoutMarks(c.Title)) != "" && c.Number.IsZero() {
		return UseNamed
	}
	if p.doc.Kind == "报告" || p.doc.Kind == "总结" || p.doc.Kind == "工作总结" || p.doc.Kind == "工作报告" {
		return UseHistory // a report tells of what was done with it
	}
	return UseOther
}

// isBasis reports a citation in the sentence that gives the basis of the text:
// 根据《…》，结合实际，制定本办法.
func (p *parser) isBasis(cl *Clause, left, right string) bool {
	at, _ := firstOf(left, []string{"根据", "依据", "贯彻", "为落实", "遵照", "按照", "依照", "落实", "为规范", "为执行"})
	if at < 0 || !containsAny(right, "制定", "结合", "提出", "现就", "通知如下", "公告如下", "修订", "决定", "意见如下", "经研究", "现予印发") {
		return false
	}
	if p.doc.Title.Known() && p.doc.Kind == "" || p.doc.Kind == "报告" {
		return false
	}
	return cl.Node.Article() == nil && (cl.Node == nil || cl.Node.Kind == Paragraph || cl.Node.Kind == Root) || cl.Node.Article() != nil && cl.Node.Article().Number == 1 || containsAny(right, "制定本")
}

// listing reports a document that itself ends or keeps others by a list.
func (d *Document) listing() bool {
	t := d.Instrument.Value + d.Title.Value
	return containsAny(t, "废止", "失效") && containsAny(t, "目录", "清单", "决定", "通知", "公告", "部分", "一批")
}

// isRepealed reports that the clause ends the document cited: 《…》同时废止, 废止《…》.
// left and right are the clause around the citation.
func (p *parser) isRepealed(c *Citation, left, right string) bool {
	if len(c.At) > 0 && !strings.HasPrefix(right, "同时废止") {
		return false
	}
	if at, w := repealWords.Find(right); at >= 0 {
		gap := right[:at]
		// between the title and 废止 only further titles, numbers, 同时 and the like
		stops := strings.Contains(w, "执行") || strings.Contains(w, "实施")
		object := stops && han(runeAt(right, at+len(w))) // 停止执行拨款 ends no document
		if onlyTitles(gap) && !object && !strings.Contains(gap, "的，") && prefixOf(right[at+len(w):], []string{"的", "前", "后", "之", "以前", "以后", "时"}) == "" {
			return true
		}
	}
	l := strings.TrimRight(left, " ")
	if w := suffixOf(l, []string{"废止", "停止执行", "宣布失效", "决定废止", "予以废止", "废止原"}); w != "" {
		return true
	}
	// 废止《甲》《乙》和《丙》
	if at := strings.LastIndex(left, "废止"); at >= 0 && onlyTitles(left[at+len("废止"):]) {
		return true
	}
	return false
}

// onlyTitles reports that a stretch holds nothing but titles with their numbers,
// joining words and words such as 等文件.
func onlyTitles(s string) bool {
	for s != "" {
		if strings.HasPrefix(s, "《") {
			t := closeTitle(s, 0)
			if t.end == 0 {
				return false
			}
			s = s[t.end:]
			continue
		}
		if r := runeAt(s, 0); openBracket(r) {
			_, end := bracketed(s, 0, 160)
			if end == 0 {
				return false
			}
			s = s[end:]
			continue
		}
		if at := strings.Index(s, "之日起"); at > 0 && runes(s[:at]) < 16 && prefixOf(s, []string{"自本", "从本", "在本", "于本"}) != "" {
			s = s[at+len("之日起"):]
			continue
		}
		w := prefixOf(s, []string{"、", "，", "和", "及", "以及", "与", "同时", "等", "文件", "规定", "一并", "原", "的", "通知", "也", "即日起", "即", "均", "现", "予以", "相应", "规范性", "件", "部", " ", "两个", "三个", "个", "政策", "相关", "有关", "内容", "：", "\n", "自即日起"})
		if w == "" {
			_, size, ok := law.ParseDate(s)
			if !ok {
				_, size, ok = law.ParseNumeral(s)
			}
			if !ok {
				// the organ that issued the next title: 某局《…》
				if i := strings.Index(s, "《"); i > 0 && organs(strings.Trim(s[:i], "、和及的")) != nil {
					s = s[i:]
					continue
				}
				return false
			}
			s = s[size:]
			continue
		}
		s = s[len(w):]
	}
	return true
}
