package render

import (
	"fmt"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/corpus/law"
)

// groupNames gives the Chinese name of each group of rules, in the order of the
// catalogue. A group that is not listed goes by its letters.
var groupNames = [...]struct{ id, name string }{
	{"AUTH", "主体与职权"},
	{"SETS", "违法设定"},
	{"RIGHT", "权利义务"},
	{"COMP", "公平竞争"},
	{"PROC", "制定程序"},
	{"MDP", "重大行政决策"},
	{"TIME", "期限与时效"},
	{"CITE", "引用"},
	{"ORG", "机构名称"},
	{"FORM", "形式与文字"},
	{"REG", "公布后管理"},
}

// group gives the group of a rule: PROC of PROC-001.
func group(ruleID string) string {
	g, _, _ := strings.Cut(ruleID, "-")
	return g
}

func groupName(id string) string {
	for _, g := range groupNames {
		if g.id == id {
			return g.name
		}
	}
	return id
}

// outcomes lists how a rule can come out in the order in which a reader should
// see it. What was not decided never stands beside what is in order.
var outcomes = [...]struct {
	is          checker.Outcome
	name, means string
}{
	{checker.Failed, "运行失败", "规则没有得出结论"},
	{checker.CannotTell, "无法判断", "缺少材料或依据，不等于没有问题"},
	{checker.Found, "有问题", ""},
	{checker.NotApplicable, "不适用", "没有检查"},
	{checker.Clean, "未发现", "检查过，没有发现问题"},
}

func outcomeName(o checker.Outcome) string {
	for _, x := range outcomes {
		if x.is == o {
			return x.name
		}
	}
	return o.String()
}

// eventNames gives the Chinese word of each event of a timeline (contract.md).
var eventNames = map[string]string{
	"public_comment": "公开征求意见", "expert_review": "专家论证", "risk_assessment": "风险评估",
	"fair_competition": "公平竞争审查", "integrity": "廉洁性审查", "legality_review": "合法性审核",
	"deliberation": "集体审议", "signed": "成文", "published": "公布", "effective": "施行", "filed": "备案", "expires": "届满",
}

func eventName(s string) string {
	if n := eventNames[s]; n != "" {
		return n
	}
	return s
}

// standingWords gives the Chinese words of a standing and what they do not mean.
func standingWords(s law.Standing) (name, means string) {
	for _, x := range standings {
		if x.is == s {
			return x.name, x.means
		}
	}
	return s.String(), ""
}

// verdictWords says in one sentence how the review ended.
func verdictWords(r *checker.Report) string { return (&printer{}).verdict(r) }

// placeWords says where a finding stands: 第三条　第 12 行第 5 列.
func placeWords(at string, line, column int) string {
	if line > 0 {
		return joinKnown("　", at, fmt.Sprintf("第 %d 行第 %d 列", line, column))
	}
	if at == "" {
		return "全文"
	}
	return at
}

// scopeWords lists what the review did not cover, one entry a thing.
func scopeWords(s checker.ReviewScope) []string {
	var out []string
	if len(s.PagesWithoutText) > 0 {
		pages := make([]string, len(s.PagesWithoutText))
		for i, n := range s.PagesWithoutText {
			pages[i] = fmt.Sprint(n)
		}
		out = append(out, "第 "+strings.Join(pages, "、")+" 页没有文字（可能是扫描件）")
	}
	for _, a := range s.AnnexesMissing {
		out = append(out, "文件提到但没有附上："+clean(a))
	}
	for _, n := range s.NotChecked {
		out = append(out, clean(n))
	}
	return out
}

// openCitations says of how many citations the corpus could tell nothing about
// the regulation, by what it could tell.
func openCitations(r *checker.Report) (words []string, total int) {
	l := newCitations(r)
	for _, s := range standings {
		n := l.count[s.is]
		if n == 0 || s.is > law.Undated {
			continue
		}
		total += n
		w := fmt.Sprintf("%s %d 处", s.name, n)
		if s.means != "" {
			w += "（" + s.means + "）"
		}
		words = append(words, w)
	}
	return words, total
}

// unsure is a reason that several rules share for not having decided.
type unsure struct {
	reason string
	rules  []string // ids
	brief  bool     // so many rules wait for the same papers that their ids alone are named
}

// undecided gathers the rules of one outcome by their reason, in the order of
// the results. All that wait for materials of a dossier that was not given are one entry with
// every material once, behind the others.
func undecided(r *checker.Report, o checker.Outcome) []unsure {
	var out []unsure
	index := map[string]int{}
	var papers unsure
	var materials []string
	for _, x := range r.Results {
		if x.Outcome != o {
			continue
		}
		if x.Needs != "" {
			papers.rules = append(papers.rules, x.RuleID)
			for m := range strings.SplitSeq(x.Needs, "、") {
				if w := clean(m); !slices.Contains(materials, w) {
					materials = append(materials, w)
				}
			}
			continue
		}
		reason := clean(x.Reason)
		if reason == "" {
			reason = "未说明原因"
		}
		i, ok := index[reason]
		if !ok {
			i = len(out)
			index[reason] = i
			out = append(out, unsure{reason: reason})
		}
		out[i].rules = append(out[i].rules, x.RuleID)
	}
	if len(papers.rules) > 0 {
		papers.reason, papers.brief = "需要材料："+strings.Join(materials, "、"), true
		out = append(out, papers)
	}
	return out
}

// unsureNames names the rules of an entry: by their ids alone where they wait for papers.
func (b *Batch) unsureNames(u unsure) string {
	if u.brief {
		return strings.Join(u.rules, "、")
	}
	return b.ruleNames(u.rules)
}

// ruleNames names rules for people: id and title.
func (b *Batch) ruleNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = joinKnown(" ", id, b.title(id))
	}
	return strings.Join(names, "、")
}

// made says in one paragraph what made the reports, for the foot of a paper.
func (b *Batch) made() []string {
	out := []string{
		joinKnown(" ", b.Tool.Name, b.Tool.Version),
		joinKnown("　", fmt.Sprintf("规则 %d 条", b.Rules.Count), b.Rules.Digest),
	}
	c := b.Corpus
	if c.Name == "" {
		return append(out, "没有使用法规库")
	}
	words := joinKnown("　", "法规库："+c.Name, label("截至 ", c.AsOf.String()), fmt.Sprintf("%d 件 %d 个版本", c.Works, c.Editions))
	if !c.FullText {
		words += "（只有目录，没有条文全文）"
	}
	return append(out, joinKnown("　", words, c.Digest))
}
