package dossier

import (
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/source"
)

// letter reads a letter about the opinions of departments: one that asks (its addressees are
// those that were asked) or one that answers (who answers, whether it has something to say).
func (x *extractor) letter() []checker.Fact {
	h := head(x.d)
	switch {
	case containsAny(h, "征求", "征询") && !containsAny(h, "复函", "回复", "反馈意见", "情况", "汇总") && x.d.Addressee.Known():
		s := x.d.Addressee.Span
		s.End = s.Start + len(strings.TrimRight(x.text(s), "：: "))
		return x.listed("organ", s)
	case containsAny(h, "复函", "回复", "反馈意见", "修改意见", "的意见", "反馈"):
	default:
		return nil
	}
	var who checker.Fact
	for _, i := range x.d.Issuers {
		who = x.fact("replied", i.Name, i.Span)
		break
	}
	if !who.Known() {
		return nil
	}
	out := []checker.Fact{who}
	agrees, _ := x.find(agreesWords)
	if at, _ := x.find(wantsWords); !at.IsZero() {
		f := x.fact("opinion", who.Text, at)
		return append(out, f)
	}
	if agrees.IsZero() {
		return out
	}
	return append(out, x.fact("conclusion", "无意见", agrees))
}

var (
	agreesWords = lazily(`无(?:不同|修改|异议)?(?:意见|异议|修改建议)|没有(?:不同|修改)?意见|同意`)
	wantsWords  = lazily(`建议[^。；\n]{0,40}(?:修改|删除|增加|调整|补充|改为|明确|完善)|提出(?:以下|如下)(?:修改)?(?:意见|建议)|不同意(?:$|[^见])|不宜`)
)

// named reads the organs that a paper about comments speaks of, in whatever words.
func (x *extractor) named() []checker.Fact {
	var out []checker.Fact
	for _, m := range organPlaces().FindAllStringSubmatchIndex(x.norm, -1) {
		s := source.Span{Start: m[2], End: m[3]}
		t := x.text(s)
		if !slices.ContainsFunc(out, func(f checker.Fact) bool { return f.Text == t }) {
			out = append(out, x.fact("answered_to", t, s))
		}
	}
	return out
}

var organPlaces = lazily(`(?:^|[\n、，。；：\t 　（由和及对经])([\p{Han}]{1,14}(?:局|委员会|委|厅|办公室|联合会|妇联|残联|工会|协会|商会))`)

// answersReview reports a paper that says what became of the opinion of the review.
func answersReview(head string) bool {
	return containsAny(head, "审核意见", "审查意见") && containsAny(head, "采纳", "落实", "修改情况", "办理情况")
}

// answeredIn reads the organs of which a statement says what became of their opinions.
func (x *extractor) answeredIn() []checker.Fact {
	return slices.DeleteFunc(x.named(), func(f checker.Fact) bool {
		for _, s := range x.sentences() {
			if t := x.text(s); strings.Contains(t, f.Text) && containsAny(t, "采纳", "吸收", "修改") {
				return false
			}
		}
		return true
	})
}

// drafters reads who drafted the document: those that sign the statement, the announcement or
// the table, that the review of competition names, that the opinion of the review answers.
func (x *extractor) drafters(kind checker.MaterialKind) []checker.Fact {
	switch kind {
	case checker.DraftingStatement, checker.PublicComment, checker.AdoptionTable, checker.RiskAssessment:
		var out []checker.Fact
		for _, i := range x.d.Issuers {
			out = append(out, x.fact("by", i.Name, i.Span))
		}
		return out
	case checker.FairCompetition:
		if s := x.labelled("起草单位", "起草部门", "政策制定机关"); !s.IsZero() {
			return x.listed("by", s)
		}
	case checker.LegalityReview:
		if s := x.labelled("起草单位", "送审单位", "报送单位"); !s.IsZero() {
			return x.listed("by", s)
		}
		if x.d.Addressee.Known() {
			s := x.d.Addressee.Span
			s.End = s.Start + len(strings.TrimRight(x.text(s), "：: "))
			return x.listed("by", s)
		}
	}
	return nil
}
