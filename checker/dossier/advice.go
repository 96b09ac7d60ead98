package dossier

import (
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// advised reads which articles of the document a paper wants to be changed: 「第五条…建议
// 删除」. Articles of statutes that it names are none: they stand behind a title, a 法 or a
// 条例.
func (x *extractor) advised(within source.Span) []checker.Fact {
	var out []checker.Fact
	for _, s := range x.sentences() {
		if s.Start < within.Start || s.End > within.End {
			continue
		}
		// What is wrong and what to do may stand in two sentences of one line.
		line := x.lineAt(s)
		if at, _ := x.findIn(adviceWords, s); at.IsZero() {
			if at, _ = x.findIn(adviceWords, line); at.IsZero() {
				continue
			}
			if at, _ := x.findIn(soundWords, s); !at.IsZero() {
				continue
			}
		} else if at, _ := x.findIn(deniedFault, s); !at.IsZero() {
			// 「第五条未发现与上位法相抵触」 finds no fault, unless it asks for something else.
			if at, _ := x.findIn(wantedWords, s); at.IsZero() {
				continue
			}
		}
		own := x.ownArticles(s)
		if at, _ := x.findIn(wantedWords, s); len(own) == 0 && !at.IsZero() {
			if sum, _ := x.findIn(summingUp, s); sum.IsZero() && len(x.ownArticles(line)) == 0 {
				out = append(out, x.fact("advised_more", x.text(at), at))
			}
		}
		for _, a := range own {
			n, _, _ := law.ParseNumeral(strings.TrimPrefix(x.text(a), "第"))
			if slices.ContainsFunc(out, func(f checker.Fact) bool { return f.Name == "advised" && f.N == n }) {
				continue
			}
			f := x.fact("advised", x.text(a), a)
			f.N = n
			out = append(out, f)
		}
	}
	return out
}

var (
	deniedFault = lazily(`(?:未发现|不存在|没有|未见|并无|无)[^。；，\n]{0,30}(?:抵触|违反|超越|不符合|不一致|违法)`)
	wantedWords = lazily(`建议|应当(?:予以)?(?:删|修改|调整|改为|补充|增加|明确)|要求[^。；\n]{0,20}(?:删|修改|调整|完善|明确)|予以(?:删除|修改|调整)|需要?(?:修改|调整|删除|补充)`)
	summingUp   = lazily(`修改后|上述|以上(?:意见|建议)|前述|提请|提交|上报|报送`)
	adviceWords = lazily(`建议|应当(?:予以)?(?:删|修改|调整|改为|补充|明确)|要求[^。；\n]{0,20}(?:删|修改|调整|完善|明确)|予以(?:删除|修改|调整)|删除|改为|(?:作|进行)(?:进一步)?(?:修改|调整)|修改完善|需要?(?:修改|调整|删除|补充)|抵触|不符合|超越|缺乏[^。；\n]{0,10}依据|没有[^。；\n]{0,10}依据|违反`)
	soundWords  = lazily(`未发现|符合[^。；\n]{0,10}(?:法|规定)|(?:合法|适当|可行)$|无(?:不同)?意见`)
)

// lineAt is the line that holds a place.
func (x *extractor) lineAt(s source.Span) source.Span {
	from := strings.LastIndexByte(x.norm[:s.Start], '\n') + 1
	to := strings.IndexByte(x.norm[s.End:], '\n')
	if to < 0 {
		return source.Span{Start: from, End: len(x.norm)}
	}
	return source.Span{Start: from, End: s.End + to}
}

// ownArticles gives the places of 「第五条」 in a stretch that mean the document that the
// paper is about.
func (x *extractor) ownArticles(s source.Span) []source.Span {
	var out []source.Span
	foreign := false // the last title named in the stretch is another's
	last := s.Start
	for _, m := range articlePlaces().FindAllStringIndex(x.text(s), -1) {
		at := source.Span{Start: s.Start + m[0], End: s.Start + m[1]}
		before := x.norm[last:at.Start]
		switch {
		case strings.Contains(before, "》"):
			i, j := strings.LastIndex(before, "《"), strings.LastIndex(before, "》")
			title := ""
			if i >= 0 && i < j {
				title = before[i+len("《") : j]
			}
			// Only what stands right behind the title belongs to it.
			behind := strings.TrimSpace(before[j+len("》"):])
			close := len([]rune(behind)) <= 16 && !strings.ContainsAny(behind, "，。；：") || strings.HasPrefix(behind, "（") && strings.HasSuffix(behind, "）")
			foreign = close && !slices.ContainsFunc(titles(head(x.d)), func(t string) bool { return about(t, title) })
		case statuteBefore(before):
			foreign = true
		case foreign && joinsArticles(before):
		default:
			foreign = false
		}
		if !foreign {
			out = append(out, at)
		}
		last = at.End
	}
	return out
}

var articlePlaces = lazily(`第[0-9〇零一二三四五六七八九十百]+条`)

// statuteBefore reports that a short name of a statute stands right before the article:
// 行政处罚法第九条.
func statuteBefore(before string) bool {
	before = strings.TrimRight(before, " 　的")
	for _, end := range []string{"条例", "办法", "规定", "法"} {
		if rest, ok := strings.CutSuffix(before, end); ok {
			for _, own := range []string{"本", "该", "此", "送审", "《"} {
				if strings.HasSuffix(rest, own) {
					return false
				}
			}
			return rest != "" && !strings.HasSuffix(rest, "，")
		}
	}
	return false
}

// joinsArticles reports that only a list lies between two articles.
func joinsArticles(between string) bool {
	return len([]rune(between)) <= 8 && strings.Trim(between, "第一二三四五六七八九十款项（）()、和及与至0123456789 ") == ""
}

// unfollowed reads that an opinion of the legality review was not followed, and why.
func (x *extractor) unfollowed() []checker.Fact {
	var out []checker.Fact
	for _, s := range x.sentences() {
		t := x.text(s)
		if !containsAny(t, "未采纳", "不采纳", "未予采纳", "不予采纳", "未吸收", "没有采纳") || !containsAny(x.text(x.lineAt(s)), "审核意见", "审查意见", "合法性审", "司法局", "司法厅", "司法所", "审核机构") {
			continue
		}
		f := x.fact("unfollowed", t, s)
		out = append(out, f)
		for _, a := range x.ownArticles(s) {
			n, _, _ := law.ParseNumeral(strings.TrimPrefix(x.text(a), "第"))
			g := x.fact("advised", x.text(a), a)
			g.N = n
			out = append(out, g)
		}
	}
	return out
}

func containsAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// substitute reads that something else is given for the legality review: the bureau of
// justice was asked, signed with others or sat in the meeting.
func (x *extractor) substitute() []checker.Fact {
	if at, _ := x.find(reviewedWords); !at.IsZero() {
		return nil
	}
	at, g := x.find(substituteWords)
	if at.IsZero() {
		return nil
	}
	where := at
	for _, q := range g {
		if !q.IsZero() {
			where = q
			break
		}
	}
	return []checker.Fact{x.fact("substitute", x.text(where), at)}
}

var (
	reviewedWords   = lazily(`合法性(?:审核|审查)`)
	substituteWords = lazily(`(征求(?:了)?[^。；\n]{0,60}司法[局厅所][^。；\n]{0,40}意见)|(会签(?:单位|部门|意见)?[：:\t ]*[^。；\n]{0,60}司法[局厅所])|(司法[局厅所](?:会签|列席[^。；\n]{0,20}(?:未|没有)提出(?:异议|不同意见)|(?:无|没有)(?:不同)?意见))`)
)

// evaluated reads whether a drafting statement weighs need and feasibility.
func (x *extractor) evaluated() []checker.Fact {
	var out []checker.Fact
	for _, w := range []struct {
		name string
		says pattern
	}{{"need", needWords}, {"feasible", feasibleWords}} {
		if at, _ := x.find(w.says); !at.IsZero() {
			out = append(out, x.fact(w.name, x.text(at), at))
		}
	}
	return out
}

var (
	needWords     = lazily(`必要性|制定(?:的)?(?:背景|目的|缘由)|评估论证`)
	feasibleWords = lazily(`可行性|合理性|评估论证|可行的?[，。；]`)
)

// operators reads that enterprises or their associations were heard.
func (x *extractor) operators() []checker.Fact {
	var out []checker.Fact
	for _, s := range x.sentences() {
		at, _ := x.findIn(operatorWords, s)
		if at.IsZero() || containsAny(x.text(s), "未征求", "没有征求", "未听取", "没有听取", "应当听取", "应当征求") {
			continue
		}
		out = append(out, x.fact("operator", x.text(at), at))
		break
	}
	return out
}

var operatorWords = lazily(`(?:企业|经营者|经营主体|市场主体|商户|个体工商户)[^。；\n]{0,16}(?:座谈会?|意见|代表)|(?:征求|听取|走访|邀请|收到)[^。；\n]{0,40}(?:企业|经营者|经营主体|市场主体|商户|协会|商会|工商业联合会|工商联)|(?:协会|商会|工商联|工商业联合会)[^。；\n]{0,12}(?:意见|代表|复函|建议)`)

// hearing reads a hearing: its day.
func (x *extractor) hearing() []checker.Fact {
	if day := x.labelledDay("听证时间", "听证日期", "时间"); day.known() {
		return []checker.Fact{x.dayFact("day", day)}
	}
	if day := x.held(); day.known() {
		return []checker.Fact{x.dayFact("day", day)}
	}
	if day := x.own(); day.known() {
		return []checker.Fact{x.dayFact("day", day)}
	}
	return nil
}

// renewal reads an evaluation before the period of validity ends: when, with what result.
func (x *extractor) renewal() []checker.Fact {
	var out []checker.Fact
	if day := x.labelledDay("评估日期", "评估时间", "报告日期"); day.known() {
		out = append(out, x.dayFact("day", day))
	} else if day := x.own(); day.known() {
		out = append(out, x.dayFact("day", day))
	}
	return append(out, x.by("评估单位", "评估机构")...)
}

// partyReport reads that the document was reported to the party committee.
func (x *extractor) partyReport() []checker.Fact {
	at, _ := x.find(partyWords)
	if at.IsZero() {
		return nil
	}
	return []checker.Fact{x.fact("reason", x.text(at), at)}
}

var partyWords = lazily(`(?:向|报|报请|提请|报经|提交)(?:中共)?[^。；，\n]{0,8}(?:党委|市委|县委|区委|省委|州委|旗委|党工委)[^。；\n]{0,16}(?:报告|请示|审议|同意|研究|审定|批准)|(?:市委|县委|区委|省委|州委|党委)常委会(?:会议)?[^。；\n]{0,16}(?:审议|研究|同意|通过)`)
