package dossier

import (
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// legality reads a review opinion: when it was handed in, when it was given, by
// whom, with what result.
func (x *extractor) legality() []checker.Fact {
	out := x.by("审核机构", "审核单位", "审核机关", "审核部门", "审查机构", "审查单位")
	accepted := x.labelledDay("收件日期", "受理日期", "收到日期", "送审日期", "收件时间", "受理时间", "送审时间")
	if !accepted.known() {
		if s, g := x.find(acceptedWords); !s.IsZero() {
			if ds := x.days(g[0]); len(ds) == 1 {
				accepted = ds[0]
			}
		}
	}
	if accepted.known() {
		out = append(out, x.dayFact("accepted", accepted))
	}
	day := x.labelledDay("审核日期", "出具日期", "审核时间", "办结日期", "审核完成日期")
	if !day.known() {
		day = x.own()
	}
	if day.known() {
		out = append(out, x.dayFact("day", day))
	}
	if f := x.conclusion([]string{"审核结论", "审核意见", "结论", "总体意见", "综合意见"}, legalityWords()); f.Known() {
		out = append(out, f)
	}
	if len(x.d.Numbers) > 0 {
		n := x.d.Numbers[0]
		out = append(out, x.fact("number", n.Raw, n.Span))
	}
	return append(out, x.advised(x.whole())...)
}

var acceptedWords = lazily(`([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)[^。；\n]{0,40}(?:收到|收悉|报送|送来|送审|提请审核|提交)`)

// verdicts are words that tell a conclusion, the first that stands wins where it
// is stronger than the next: the order is that of the list.
type verdicts []struct {
	word string
	says pattern
}

func legalityWords() verdicts {
	return verdicts{
		{"修改后", legalityAfter}, {"不同意", legalityNo}, {"同意", legalityYes},
	}
}

var (
	legalityAfter = lazily(`(?:按照?|根据|依照)(?:上述|以上|本|我局|前述)?(?:审核)?(?:意见|建议)[^。；\n]{0,12}修改(?:完善)?后?|修改(?:完善)?后(?:再)?[^。；\n]{0,12}(?:提交|提请|上报|报送|合法|符合)|建议修改`)
	legalityNo    = lazily(`(?:审核)?不合法|不同意(?:$|[^见])|不予通过|建议不(?:予)?(?:提交|出台|制定)|不得提交|不宜(?:提交|出台|制定)|(?:与|同)[^。；\n]{2,40}(?:相)?抵触|不符合(?:法律|法规|上位法)`)
	legalityYes   = lazily(`(?:未发现|没有|不存在)[^。；\n]{0,30}(?:抵触|违法|不合法|违反|不一致)|不(?:与|同)[^。；\n]{2,30}抵触|(?:内容|程序|权限|送审稿|文件|主体)[）》]*(?:均|基本|总体|是|、程序|、权限)*合法(?:$|[^性])|符合(?:法律|法规|有关法律|国家法律|上位法)|合法性审核通过|审核通过|同意(?:提交|提请|上报|上会|印发|发布)|^ *同意 *$|可以(?:提交|提请|上报)`)
)

// conclusion reads the result of a review: behind a label or in the sentence
// that says so. Where sentences contradict each other nothing is read.
func (x *extractor) conclusion(labels []string, words verdicts) checker.Fact {
	for _, l := range labels {
		if s := x.labelled(l); !s.IsZero() {
			if f := x.verdict(x.ticked(s), words); f.Known() {
				return f
			}
		}
	}
	var found checker.Fact
	for _, s := range x.sentences() {
		f := x.verdict(x.ticked(s), words)
		switch {
		case !f.Known():
		case found.Known() && found.Text != f.Text && (found.Text != words[0].word && f.Text != words[0].word):
			return checker.Fact{}
		case !found.Known() || f.Text == words[0].word:
			found = f
		}
	}
	return found
}

// verdict reads one stretch. A word that denies a denial («未发现…抵触») is looked for before
// the denial itself.
func (x *extractor) verdict(stretches []source.Span, words verdicts) checker.Fact {
	for _, s := range stretches {
		if len(words) == 3 {
			if yes, _ := x.findIn(words[2].says, s); !yes.IsZero() && strings.ContainsAny(x.text(yes), "未没不") {
				if w, _ := x.findIn(words[0].says, s); w.IsZero() {
					return x.fact("conclusion", words[2].word, yes)
				}
			}
		}
		for _, w := range words {
			if at, _ := x.findIn(w.says, s); !at.IsZero() {
				return x.fact("conclusion", w.word, at)
			}
		}
	}
	return checker.Fact{}
}

// ticked gives the stretches that count: in a form with boxes those behind a tick
// alone.
func (x *extractor) ticked(s source.Span) []source.Span {
	t := x.text(s)
	if !strings.ContainsAny(t, "□☐") {
		return []source.Span{s}
	}
	var out []source.Span
	for i, r := range t {
		if !strings.ContainsRune("☑√■☒✓✔", r) {
			continue
		}
		end := strings.IndexAny(t[i+len(string(r)):], "□☐☑√■☒✓✔")
		if end < 0 {
			end = len(t) - i - len(string(r))
		}
		from := s.Start + i + len(string(r))
		out = append(out, source.Span{Start: from, End: from + end})
	}
	return out
}

// competition reads a fair competition review: who reviewed, when, with what result.
func (x *extractor) competition() []checker.Fact {
	out := x.by("审查机构", "审查单位", "审查机关", "会同审查单位", "会同审查机关", "牵头审查单位")
	for _, l := range []string{"市场监督管理部门意见", "市场监管部门意见", "市场监督管理局意见", "市场监督管理部门审查意见", "市场监管部门审查意见"} {
		if s := x.labelled(l); !s.IsZero() {
			out = append(out, x.fact("by", "市场监督管理部门", s))
			break
		}
	}
	if day := x.labelledDay("审查日期", "审查时间", "完成日期", "填表日期"); day.known() {
		out = append(out, x.dayFact("day", day))
	} else if day := x.own(); day.known() {
		out = append(out, x.dayFact("day", day))
	}
	if f := x.conclusion([]string{"审查结论", "结论"}, verdicts{{"例外", competitionExcept}, {"不符合", competitionNo}, {"符合", competitionYes}}); f.Known() {
		out = append(out, f)
	}
	return out
}

var (
	competitionExcept = lazily(`(?:^|[^不未])适用例外规定|符合例外规定`)
	competitionNo     = lazily(`不得出台|不符合公平竞争|(?:^|[^不未])(?:存在|具有)[^。；\n]{0,8}(?:排除|限制)、?(?:限制)?竞争|违反公平竞争`)
	competitionYes    = lazily(`(?:不|未|没有)(?:存在|发现|具有|含有)?[^。；，\n]{0,12}(?:排除|限制)、?(?:限制)?竞争|符合公平竞争|可以出台`)
)

// risk reads a risk assessment: when, by whom, which level, whether it can be controlled.
func (x *extractor) risk() []checker.Fact {
	out := x.by("评估单位", "评估机构", "评估主体", "实施单位")
	if day := x.labelledDay("评估日期", "评估时间", "报告日期"); day.known() {
		out = append(out, x.dayFact("day", day))
	} else if day := x.own(); day.known() {
		out = append(out, x.dayFact("day", day))
	}
	levels := map[string]source.Span{}
	for _, m := range riskLevel().FindAllStringSubmatchIndex(x.norm, -1) {
		i := 2
		if m[2] < 0 {
			i = 4
		}
		levels[strings.TrimPrefix(x.norm[m[i]:m[i+1]], "较")] = source.Span{Start: m[0], End: m[1]}
	}
	if len(levels) == 1 {
		for l, s := range levels {
			out = append(out, x.fact("level", l, s))
		}
	}
	no, yes := x.asserted(riskNo), x.asserted(riskYes)
	switch {
	case !no.IsZero() && !yes.IsZero(): // both are said of something
	case !no.IsZero():
		out = append(out, x.fact("conclusion", "不可控", no))
	case !yes.IsZero():
		out = append(out, x.fact("conclusion", "可控", yes))
	}
	return out
}

var (
	riskLevel = lazily(`(?:风险等级|综合风险|总体风险|风险评定)[^。；\n、]{0,14}?(低|中|较?高)(?:风险|级|$|[。；，\n])|(?:评定为|确定为|属于|判定为)(低|中|较?高)风险`)
	riskNo    = lazily(`不可控|难以控制|无法控制|不能有效控制`)
	riskYes   = lazily(`可控`)
)

// asserted is the first place of an expression that is neither denied (未发现不可控
// 的风险) nor a condition (不可控的，不得…) nor part of another word (可控性, 不可控).
func (x *extractor) asserted(p pattern) source.Span {
	for _, m := range p().FindAllStringIndex(x.norm, -1) {
		s := x.sentenceAt(source.Span{Start: m[0], End: m[1]})
		before, after := x.norm[s.Start:m[0]], x.norm[m[1]:s.End]
		if i := strings.LastIndexAny(before, "，、："); i >= 0 {
			before = before[i:]
		}
		denied := strings.HasSuffix(before, "不")
		for _, w := range []string{"未发现", "没有", "不存在", "无", "是否", "如"} {
			denied = denied || strings.Contains(before, w)
		}
		if !denied && !strings.HasPrefix(after, "的，") && !strings.HasPrefix(after, "性") && !strings.HasPrefix(after, "时") {
			return source.Span{Start: m[0], End: m[1]}
		}
	}
	return source.Span{}
}

// integrity reads an assessment of integrity.
func (x *extractor) integrity() []checker.Fact {
	out := x.by("评估单位", "评估机构")
	if day := x.labelledDay("评估日期", "评估时间"); day.known() {
		out = append(out, x.dayFact("day", day))
	} else if day := x.own(); day.known() {
		out = append(out, x.dayFact("day", day))
	}
	if s, _ := x.find(integrityYes); !s.IsZero() {
		out = append(out, x.fact("conclusion", "未发现", s))
	}
	return out
}

var integrityYes = lazily(`(?:未发现|不存在|没有)[^。；\n]{0,30}(?:廉洁风险|利益冲突|利益输送)`)

// experts reads an appraisal by experts: when, how many, who, how many signed.
func (x *extractor) experts() []checker.Fact {
	var out []checker.Fact
	if day := x.labelledDay("论证时间", "论证日期", "会议时间", "时间"); day.known() {
		out = append(out, x.dayFact("day", day))
	} else if day := x.held(); day.known() {
		out = append(out, x.dayFact("day", day))
	} else if day := x.own(); day.known() {
		out = append(out, x.dayFact("day", day))
	}
	if s, g := x.find(expertCount); !s.IsZero() {
		num := g[0]
		if num.IsZero() {
			num = g[1]
		}
		if n, ok := numeral(x.text(num)); ok {
			out = append(out, x.numberFact("experts", n, s))
		}
	}
	if s := x.labelled("专家签名", "专家签字", "专家组签名", "专家组签字", "论证专家签名", "论证专家签字", "与会专家签名", "与会专家签字"); !s.IsZero() {
		names := x.listed("name", s)
		out = append(out, names...)
		out = append(out, x.numberFact("signed", len(names), s))
	} else if at, g := x.find(signedBelow); !at.IsZero() {
		names := x.listed("name", g[0])
		out = append(out, names...)
		out = append(out, x.numberFact("signed", len(names), g[0]))
	} else {
		out = append(out, x.signTable()...)
	}
	if f := x.conclusion([]string{"论证结论", "论证意见", "结论"}, verdicts{{"修改后", expertAfter}, {"不可行", expertNo}, {"可行", expertYes}}); f.Known() {
		out = append(out, f)
	}
	return out
}

// expertsClaimed and riskClaimed read what a drafting statement says of these steps.
func (x *extractor) expertsClaimed() []checker.Fact {
	if s, g := x.find(expertCount); !s.IsZero() {
		num := g[0]
		if num.IsZero() {
			num = g[1]
		}
		if n, ok := numeral(x.text(num)); ok {
			return []checker.Fact{x.numberFact("experts", n, s)}
		}
	}
	return nil
}

func (x *extractor) riskClaimed() []checker.Fact {
	for _, f := range x.risk() {
		if f.Name == "level" {
			return []checker.Fact{f}
		}
	}
	return nil
}

var (
	expertCount = lazily(countNumeral + `[名位][\p{Han}]{0,10}专家|专家(?:共|组)?(?:由)?` + countNumeral + `[名位人]`)
	signedBelow = lazily(`专家组?(?:签名|签字)[：:] *\n([^\n。；：0-9]{2,60})(?:\n|$)`)
	expertAfter = lazily(`修改完善后[^。；\n]{0,10}(?:通过|可行|同意)`)
	expertNo    = lazily(`不可行|不同意(?:$|[^见])|未通过论证|不予通过`)
	expertYes   = lazily(`可行(?:$|[^性])|(?:^|[^不])同意(?:$|[^见])|通过论证`)
)

// signTable reads a table with the columns 姓名 and 签名.
func (x *extractor) signTable() []checker.Fact {
	var out []checker.Fact
	nameAt, signAt, signed := -1, -1, 0
	var first, last source.Span
	for _, b := range x.d.Text.Blocks {
		line := x.text(b.Span)
		cells := strings.Split(line, "\t")
		if len(cells) == 1 { // a table in a text file
			cells = strings.Fields(line)
		}
		if len(cells) < 2 {
			if nameAt >= 0 {
				break
			}
			continue
		}
		if nameAt < 0 {
			for i, c := range cells {
				switch squeeze(c) {
				case "姓名", "专家姓名":
					nameAt = i
				case "签名", "签字", "本人签名", "专家签名":
					signAt = i
				}
			}
			continue
		}
		if nameAt < len(cells) && squeeze(cells[nameAt]) != "" {
			out = append(out, x.fact("name", squeeze(cells[nameAt]), b.Span))
			if signAt >= 0 && signAt < len(cells) && squeeze(cells[signAt]) != "" {
				signed++
			}
			if first.IsZero() {
				first = b.Span
			}
			last = b.Span
		}
	}
	if signAt >= 0 && len(out) > 0 {
		out = append(out, x.numberFact("signed", signed, source.Span{Start: first.Start, End: last.End}))
	}
	return out
}

// held is the day on which a meeting was held, as a sentence says it.
func (x *extractor) held() dated {
	for _, s := range x.sentences() {
		t := x.text(s)
		if !strings.Contains(t, "召开") && !strings.Contains(t, "举行") && !strings.Contains(t, "组织") {
			continue
		}
		if ds := x.days(s); len(ds) == 1 {
			return ds[0]
		}
	}
	return dated{}
}

// meetings reads minutes: one list of facts for each document that was on the agenda.
func (x *extractor) meetings() [][]checker.Fact {
	var common []checker.Fact
	day := x.labelledDay("会议时间", "时间", "召开时间")
	if !day.known() {
		day = x.held()
	}
	if day.known() {
		common = append(common, x.dayFact("day", day))
	}
	if s, _ := x.find(meetingName); !s.IsZero() {
		common = append(common, x.fact("meeting", x.text(s), s))
	}
	if f := x.meetingLevel(); f.Known() {
		common = append(common, f)
	}
	var out [][]checker.Fact
	for _, s := range x.sentences() {
		t := x.text(s)
		item := x.item(s)
		if !strings.ContainsAny(t, "《") || item.IsZero() && !slices.ContainsFunc([]string{"审议", "研究", "讨论", "听取", "通过", "同意"}, func(w string) bool { return strings.Contains(t, w) }) {
			continue
		}
		// 「依照《…法》」 names no item of the agenda; its title will fit no document.
		from := s.Start
		for {
			i := strings.Index(x.norm[from:s.End], "《")
			if i < 0 {
				break
			}
			i += from
			j := strings.Index(x.norm[i:s.End], "》")
			if j < 0 {
				break
			}
			title := source.Span{Start: i + len("《"), End: i + j}
			from = i + j
			facts := append(slices.Clone(common), x.fact("title", x.text(title), title))
			// What is said of the item stands in its line: the next sentences too.
			line := source.Span{Start: s.Start, End: len(x.norm)}
			if e := strings.IndexByte(x.norm[s.Start:], '\n'); e >= 0 {
				line.End = s.Start + e
			}
			if !item.IsZero() {
				line = item
			}
			if f := x.decided(line); f.Known() {
				facts = append(facts, f)
			}
			facts = append(facts, x.advised(line)...)
			out = append(out, facts)
		}
	}
	if len(out) == 0 && len(common) > 0 {
		out = append(out, common)
	}
	return out
}

// item gives the stretch of an item of the agenda whose heading the sentence is
// (「二、关于《…》」, alone on its line): up to the next heading. Zero: it is none.
func (x *extractor) item(s source.Span) source.Span {
	t := x.text(s)
	if s.Start > 0 && x.norm[s.Start-1] != '\n' || s.End < len(x.norm) && x.norm[s.End] != '\n' || headingSize(t) == 0 {
		return source.Span{}
	}
	for from := s.End; ; {
		i := strings.IndexByte(x.norm[from:], '\n')
		if i < 0 {
			return source.Span{Start: s.Start, End: len(x.norm)}
		}
		if from += i + 1; headingSize(x.norm[from:]) > 0 {
			return source.Span{Start: s.Start, End: from}
		}
	}
}

// headingSize is the length of 「二、」 at the start of a line; 0: there is none.
func headingSize(s string) int {
	rest := strings.TrimLeft(s, " \u3000")
	_, w, ok := law.ParseNumeral(rest)
	if !ok || !strings.HasPrefix(rest[w:], "、") {
		return 0
	}
	return len(s) - len(rest) + w + len("、")
}

// decided reads what a meeting decided. A refusal beats an approval in the same line.
func (x *extractor) decided(s source.Span) checker.Fact {
	if at, _ := x.findIn(refusedWords, s); !at.IsZero() {
		return x.fact("conclusion", "未通过", at)
	}
	if at, _ := x.findIn(passedWords, s); !at.IsZero() {
		return x.fact("conclusion", "通过", at)
	}
	return checker.Fact{}
}

var (
	meetingName  = lazily(`第[0-9〇一二三四五六七八九十百]+次[\p{Han}（）]{0,16}会议?`)
	refusedWords = lazily(`未(?:获|予)?通过|不予通过|不同意(?:$|[^见])|暂不|暂缓|再(?:次|行)?(?:提交|提请|报)[^。；\n]{0,8}(?:会议|审议|研究)|退回`)
	passedWords  = lazily(`(?:审议|讨论|研究|会议|原则|一致|表决)(?:后|并)?(?:原则|一致|表决)?通过|通过了?(?:《|该|本办法|本文件)|(?:^|[^不])同意(?:$|[^见])`)
)

// meetingLevel reads what kind of meeting it was: from the title, else from the
// sentence that says that it was held.
func (x *extractor) meetingLevel() checker.Fact {
	at := func(s source.Span) checker.Fact {
		for _, l := range []struct{ word, level string }{
			{"常务会议", "常务会议"}, {"全体会议", "全体会议"}, {"办公会议", "办公会议"}, {"办公会", "办公会议"}, {"局务会", "办公会议"}, {"委务会", "办公会议"},
			{"厅务会", "办公会议"}, {"党组会", "党组会议"}, {"党委会", "党组会议"}, {"专题会", "专题会议"}, {"协调会", "专题会议"}, {"碰头会", "专题会议"},
		} {
			if i := strings.Index(x.text(s), l.word); i >= 0 {
				return x.fact("level", l.level, source.Span{Start: s.Start + i, End: s.Start + i + len(l.word)})
			}
		}
		return checker.Fact{}
	}
	n := 0
	for _, b := range x.d.Text.Blocks {
		t := x.text(b.Span)
		if n++; n > headLines {
			break
		}
		if strings.ContainsAny(t, "。；") {
			continue
		}
		if f := at(b.Span); f.Known() {
			return f
		}
	}
	for _, s := range x.sentences() {
		if strings.Contains(x.text(s), "召开") {
			if f := at(s); f.Known() {
				return f
			}
		}
	}
	return checker.Fact{}
}

// signed reads the sheet on which a document is signed for issue.
func (x *extractor) signed() []checker.Fact {
	var out []checker.Fact
	day := x.labelledDay("签发日期", "签发时间")
	if s := x.labelled("签发人", "签发"); !s.IsZero() {
		name := s
		if i := strings.IndexAny(x.text(s), " 　（(0123456789，,"); i > 0 {
			name.End = s.Start + i
		}
		out = append(out, x.fact("signer", x.text(name), name))
		if ds := x.days(s); !day.known() && len(ds) == 1 {
			day = ds[0]
		}
	}
	if day.known() {
		out = append(out, x.dayFact("day", day))
	}
	if s := x.labelled("会签单位", "会签部门", "会签"); !s.IsZero() {
		out = append(out, x.listed("organ", s)...)
	}
	return out
}

// published reads a page: when and where the document was published.
func (x *extractor) published() []checker.Fact {
	var out []checker.Fact
	day := dated{x.d.Published.Value, x.d.Published.Span}
	for _, f := range x.d.Meta {
		if !day.known() && (strings.Contains(f.Key, "发布日期") || strings.Contains(f.Key, "发布时间") || strings.Contains(f.Key, "公布日期")) {
			if ds := x.days(f.Span); len(ds) == 1 {
				day = ds[0]
			}
		}
	}
	if !day.known() {
		day = x.labelledDay("公布日期", "发布日期", "发布时间", "公布时间", "刊登日期")
	}
	if day.known() {
		out = append(out, x.dayFact("day", day))
	}
	if s := x.channel(); !s.IsZero() {
		out = append(out, x.fact("channel", x.text(s), s))
	} else if s := x.labelled("公布载体", "公布渠道", "信息来源", "来源", "网站名称"); !s.IsZero() {
		out = append(out, x.fact("channel", x.text(s), s))
	}
	return out
}

// filed reads a filing report: to whom, by whom, when.
func (x *extractor) filed() []checker.Fact {
	out := x.by("报送机关", "报备机关", "制定机关")
	if s := x.labelled("备案机关", "接收机关", "报送对象"); !s.IsZero() {
		out = append(out, x.listed("recipient", s)...)
	} else if a := x.d.Addressee; a.Known() {
		s := a.Span
		s.End = s.Start + len(strings.TrimRight(x.text(s), "：: "))
		out = append(out, x.listed("recipient", s)...)
	}
	if day := x.labelledDay("报送日期", "备案日期", "报备日期", "收到日期"); day.known() {
		out = append(out, x.dayFact("day", day))
	} else if day := x.own(); day.known() {
		out = append(out, x.dayFact("day", day))
	}
	return out
}

// major reads that the document is a major administrative decision: it stands in
// the catalogue of the year.
func (x *extractor) major() checker.Fact {
	s, g := x.find(majorWords)
	if s.IsZero() || !g[0].IsZero() {
		return checker.Fact{}
	}
	return x.fact("major", "yes", s)
}

var majorWords = lazily(`(未|没有|不)?(?:已|被|予以)?(?:列入|纳入)[^。；\n]{0,24}重大行政决策(?:事项)?(?:目录|清单)`)
