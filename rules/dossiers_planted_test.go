package rules_test

import (
	"slices"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/corpus/law"
)

// planted is a kind of inconsistency: how it is put into a dossier, and the rule that must
// find it.
type planted struct {
	name string
	want string
	in   []string // dossiers; nil: all
	put  func(t *testing.T, f *folder)
	// also are rules that may speak too, because the defect is theirs as well.
	also []string
}

const (
	shandong  = "county-shandong"
	hunan     = "city-hunan"
	guangdong = "department-guangdong"
	zhejiang  = "town-zhejiang"
	sichuan   = "province-sichuan"
	jilin     = "county-jilin"
)

// edits gives the change of one paper.
func edits(part, from, to string) func(*testing.T, *folder) {
	return func(t *testing.T, f *folder) { f.edit(t, part, from, to) }
}

func drops(parts ...string) func(*testing.T, *folder) {
	return func(t *testing.T, f *folder) { f.drop(t, parts...) }
}

func plantedKinds() []planted {
	return []planted{
		{"no public comment", "PROC-001", nil, drops("公告", "公示", "采纳"), []string{"PROC-012", "PROC-002"}},
		{"public comment in a chat group", "PROC-001", []string{zhejiang}, edits("公示.txt", "在镇政府公众号公示", "在镇政府微信群公示"), nil},
		{"numbers do not add up", "PROC-012", []string{shandong}, edits("采纳情况表", "未采纳2条", "未采纳4条"), nil},
		{"numbers do not add up, Chinese numerals", "PROC-012", []string{hunan}, edits("采纳情况", "不予采纳三条", "不予采纳五条"), nil},
		{"statement tells another number of comments", "PROC-012", []string{jilin}, edits("起草说明", "收到意见3条", "收到意见8条"), nil},
		{"statement tells another last day", "PROC-012", []string{guangdong}, edits("起草说明", "2024年11月14日", "2024年11月21日"), nil},
		{"opinion of a department unanswered", "PROC-012", []string{shandong}, edits("意见采纳情况表", "县市场监督管理局：建议明确收费公示的要求，予以吸收，写入第六条。", "另见附表。"), nil},
		{"a department with duties was never asked", "PROC-003", []string{jilin}, func(t *testing.T, f *folder) {
			f.edit(t, "部门会签意见", "县财政局、县审计局等3个", "县财政局等2个")
			f.edit(t, "起草说明", "县财政局、县审计局等3个", "县财政局等2个")
			f.edit(t, "起草说明", "复函3份", "复函2份")
			f.edit(t, "部门会签意见", "复函3份", "复函2份")
		}, nil},
		{"a department with duties was never asked, in a notice", "PROC-003", []string{guangdong}, func(t *testing.T, f *folder) {
			for _, p := range []string{"部门意见", "起草说明"} {
				f.edit(t, p, "市公安局、市卫生健康局等2个", "市公安局等1个")
				f.edit(t, p, "回函2份", "回函1份")
			}
		}, nil},
		{"a department did not answer", "PROC-003", []string{shandong}, drops("复函-消防"), nil},
		{"more answers told than there are letters", "PROC-003", []string{shandong}, edits("起草说明", "收到复函3份", "收到复函4份"), nil},
		{"statement tells another number of departments", "PROC-003", []string{sichuan}, edits("起草说明", "反馈函3份", "反馈函5份"), nil},
		{"operators were not heard", "PROC-002", []string{guangdong}, edits("采纳表", "托管服务企业代表意见3条。", "各方意见见附表。"), nil},
		{"statement weighs nothing", "PROC-004", []string{shandong}, func(t *testing.T, f *folder) {
			f.edit(t, "起草说明", "一、制定的必要性和可行性", "一、有关情况")
			f.edit(t, "起草说明", "各项措施经过论证，切实可行。", "各项措施已经明确。")
		}, nil},
		{"experts refuse", "PROC-005", []string{shandong}, edits("专家论证", "内容可行", "方案不可行"), []string{"MDP-007"}},
		{"an expert did not sign", "PROC-005", []string{sichuan}, edits("专家论证", "、白石", ""), []string{"MDP-007"}},
		{"statement tells another number of experts", "PROC-005", []string{shandong}, edits("起草说明", "5名专家", "9名专家"), nil},
		{"risk cannot be controlled", "PROC-006", []string{sichuan}, edits("风险评估", "风险可控", "风险不可控"), []string{"MDP-009"}},
		{"statement tells another level of risk", "PROC-006", []string{shandong}, edits("风险评估", "综合风险等级为低风险", "综合风险等级为中风险"), nil},
		{"competition reviewed by the drafter alone", "PROC-007", []string{shandong}, edits("公平竞争", "审查机构</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t xml:space=\"preserve\">沂山县市场监督管理局", "审查机构</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t xml:space=\"preserve\">沂山县住房和城乡建设局"), nil},
		{"competition is restricted", "PROC-007", []string{hunan}, edits("公平竞争", "不具有排除、限制竞争的效果，可以出台", "具有排除、限制竞争的效果，不得出台"), nil},
		{"reviewed by a law firm", "PROC-009", []string{shandong}, edits("合法性审核", "沂山县司法局", "沂山正衡律师事务所"), nil},
		{"reviewed by the drafter", "PROC-009", []string{jilin}, edits("合法性审核", "岭东县司法局", "岭东县民政局"), nil},
		{"review refuses", "PROC-009", []string{hunan}, edits("合法性审核", "☑同意提请审议　□修改后提请审议　□不同意", "□同意提请审议　□修改后提请审议　☑不同意"), nil},
		{"no review", "PROC-009", []string{shandong, sichuan, zhejiang, jilin, guangdong}, drops("合法性审核"), []string{"PROC-010", "PROC-022"}},
		{"countersigned instead of reviewed", "PROC-010", []string{hunan}, drops("合法性审核"), []string{"PROC-009"}},
		{"asked instead of reviewed", "PROC-010", []string{jilin}, func(t *testing.T, f *folder) {
			f.drop(t, "合法性审核")
			f.edit(t, "起草说明", "收到复函3份。", "收到复函3份。征求了县司法局意见，县司法局无不同意见。")
		}, []string{"PROC-009"}},
		{"a special meeting decided", "PROC-011", []string{shandong, jilin}, func(t *testing.T, f *folder) { f.edit(t, "常务会议纪要", "常务会议", "专题会议") }, []string{"MDP-013"}},
		{"a department's special meeting decided", "PROC-011", []string{guangdong}, edits("纪要", "局长办公会议", "专题会议"), nil},
		{"the meeting put it off", "PROC-011", []string{hunan}, edits("纪要", "会议同意该规定，由市人民政府印发。", "会议决定暂缓。"), nil},
		{"no meeting", "PROC-011", nil, drops("纪要.txt", "会议纪要.html", "常务会议纪要"), []string{"PROC-014", "PROC-017"}},
		{"no hearing on a price", "PROC-014", []string{sichuan}, func(t *testing.T, f *folder) {
			f.drop(t, "听证")
			f.edit(t, "文件.docx", "调整包车客运收费标准，应当", "调整停车收费标准，应当")
		}, []string{"PROC-022"}},
		{"a group's organisation was not asked", "PROC-015", []string{jilin}, func(t *testing.T, f *folder) {
			for _, p := range []string{"文件.html", "送审稿", "公布页"} {
				f.edit(t, p, "收支情况应当每季度公开一次。", "收支情况应当每季度公开一次，优先用于老年人的助餐补贴。")
			}
		}, nil},
		{"not reported to the party committee", "PROC-017", []string{shandong, sichuan}, func(t *testing.T, f *folder) {
			if f.name == shandong {
				f.edit(t, "起草说明", "起草情况已经向县委报告。", "")
				return
			}
			f.edit(t, "起草说明", "向省委报告并经省委常委会会议审议同意。", "")
		}, nil},
		{"opinion of the review not followed", "PROC-020", []string{shandong}, edits("送审稿", "两米", "三米"), nil},
		{"opinion of the review not followed, in a province", "PROC-020", []string{sichuan}, edits("送审稿", "提前一日公示", "提前五日公示"), nil},
		{"changed after the review", "PROC-022", []string{hunan, zhejiang, guangdong, jilin}, func(t *testing.T, f *folder) {
			from, to := map[string][2]string{hunan: {"每日收运一次", "每周收运一次"}, zhejiang: {"提前三日", "提前七日"}, guangdong: {"三十日内", "十五日内"}, jilin: {"五千元", "五万元"}}[f.name][0],
				map[string][2]string{hunan: {"每日收运一次", "每周收运一次"}, zhejiang: {"提前三日", "提前七日"}, guangdong: {"三十日内", "十五日内"}, jilin: {"五千元", "五万元"}}[f.name][1]
			f.edit(t, "文件.", from, to)
			f.edit(t, map[string]string{hunan: "网页", zhejiang: "公布.txt", guangdong: "公布页", jilin: "公布页"}[f.name], from, to)
		}, nil},
		{"an article more than was reviewed", "PROC-022", []string{shandong}, func(t *testing.T, f *folder) {
			for _, p := range []string{"文件.docx", "签发稿", "公布页"} {
				f.edit(t, p, "每季度检查一次设施。", "每季度检查一次设施。经营者应当缴纳安全保证金。")
			}
		}, nil},
		{"published otherwise than signed", "PROC-022", []string{sichuan}, func(t *testing.T, f *folder) {
			f.edit(t, "文件.docx", "提前七日向社会公布", "提前三日向社会公布")
			f.edit(t, "公布页", "提前七日向社会公布", "提前三日向社会公布")
		}, nil},
		{"filed with the bureau of justice", "REG-002", []string{shandong}, edits("备案报告", "东河市人民政府、沂山县人民代表大会常务委员会", "东河市司法局"), nil},
		{"one of two recipients left out", "REG-002", []string{hunan}, edits("备案报告", "湘原省人民政府、青屏市人大常委会", "湘原省人民政府"), nil},
		{"a department filed with the congress", "REG-002", []string{guangdong}, edits("备案报告", "粤港原市人民政府：", "粤港原市人大常委会："), nil},
		{"not filed", "REG-001", nil, drops("备案报告"), []string{"REG-002"}},
	}
}

// TestPlantedDossiers: every kind of inconsistency is found in every dossier into which it is
// put, by the rule that is about it, and nothing else is claimed.
func TestPlantedDossiers(t *testing.T) {
	by := procedural(t)
	all := folders(t)
	kinds := plantedKinds()
	for _, k := range kinds {
		n := 0
		for _, f := range all {
			if k.in != nil && !slices.Contains(k.in, f.name) {
				continue
			}
			n++
			t.Run(k.name+"/"+f.name, func(t *testing.T) {
				g := f.clone()
				k.put(t, g)
				rep := g.judge(t, by, "issued")
				got := rulesOf(rep)
				if !slices.Contains(got, k.want) {
					t.Errorf("not found by %s; found %v", k.want, got)
					for _, r := range rep.Results {
						if r.RuleID == k.want {
							t.Logf("%s: %s %s", r.RuleID, r.Outcome, r.Reason)
						}
					}
				}
				for _, x := range rep.Findings {
					if x.RuleID != k.want && !slices.Contains(k.also, x.RuleID) {
						t.Errorf("also %s: %s", x.RuleID, x.Message)
					}
				}
			})
		}
		if n == 0 {
			t.Errorf("%s: in no dossier", k.name)
		}
	}
	if len(kinds) < 30 {
		t.Errorf("only %d kinds", len(kinds))
	}
}

// TestPlantedReview: papers missing before the review.
func TestPlantedReview(t *testing.T) {
	by := procedural(t)
	for _, f := range folders(t) {
		g := f.clone()
		if f.name == zhejiang || f.name == jilin { // no operators, so no review of competition: the statement may say so
			g.files["材料/公平竞争审查表.txt"] = "公平竞争审查表\n文件名称：" + map[string]string{zhejiang: "石塘镇农村集体聚餐登记管理办法", jilin: "岭东县人民政府关于规范村级公共收益使用的实施意见"}[f.name] + "\n审查机构：" + map[string]string{zhejiang: "石塘镇人民政府", jilin: "岭东县市场监督管理局"}[f.name] + "\n审查结论：符合\n审查日期：2025年6月18日\n"
		}
		g.drop(t, "备案", "会议纪要", "签发", "发文", "网页", "公布", "合法性审核")
		for _, x := range g.judge(t, by, "review").Findings {
			t.Errorf("%s, complete for the review: %s %s", f.name, x.RuleID, x.Message)
		}
		g.drop(t, "说明")
		if got := rulesOf(g.judge(t, by, "review")); !slices.Contains(got, "PROC-013") {
			t.Errorf("%s: no finding about the missing statement, %v", f.name, got)
		}
	}
}

// offDays and workedDays are the days about the anchors that are not as their weekday says:
// typed here once more, so that the calendar is not held against itself.
const (
	offDays    = "2024-10-01 2024-10-02 2024-10-03 2024-10-04 2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 2025-04-04 2025-05-01 2025-05-02 2025-05-05 2025-06-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06 2025-10-07 2025-10-08"
	workedDays = "2024-09-29 2024-10-12 2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11"
)

func worked(d law.Date) bool {
	s := d.String()
	if strings.Contains(offDays, s) {
		return false
	}
	n := law.Date{Year: 2024, Month: 1, Day: 1}.DaysUntil(d) // a Monday
	return n%7 < 5 || strings.Contains(workedDays, s)
}

// behind is the n-th day behind another, working days or natural ones; a last natural day
// that is off moves on where moves is set.
func behind(d law.Date, n int, working, moves bool) law.Date {
	for n > 0 {
		d = d.AddDays(1)
		if !working || worked(d) {
			n--
		}
	}
	for moves && !worked(d) {
		d = d.AddDays(1)
	}
	return d
}

// timed is a kind about a time: the fact is set relative to the other one, and one day decides.
type timed struct {
	name, want string
	in         []string
	fact, than string
	// at gives the last day that is inside and the first that is outside for a day of than.
	at func(d law.Date) (inside, outside law.Date)
	// plain: the order of two days decides, no counting.
	plain bool
}

// early and late are limits from which on, or up to which, a fact is in order.
func early(n int, working bool) func(law.Date) (law.Date, law.Date) {
	return func(d law.Date) (law.Date, law.Date) {
		in := behind(d, n, working, false)
		out := in.AddDays(-1)
		return in, out
	}
}

func late(n int, working bool) func(law.Date) (law.Date, law.Date) {
	return func(d law.Date) (law.Date, law.Date) {
		in := behind(d, n, working, !working)
		out := in.AddDays(1)
		for working && !worked(out) { // a day off adds no working day
			out = out.AddDays(1)
		}
		return in, out
	}
}

func order(d law.Date) (law.Date, law.Date) { return d, d.AddDays(1) }

func timedKinds() []timed {
	return []timed{
		{"comment of a major decision", "MDP-004", []string{shandong, sichuan}, "comment_to", "comment_from", early(29, false), false},
		{"comment about operators", "TIME-001", []string{hunan, guangdong}, "comment_to", "comment_from", early(29, false), false},
		{"comment of seven working days", "TIME-001", []string{zhejiang, jilin}, "comment_to", "comment_from", func(d law.Date) (law.Date, law.Date) {
			first := d
			for !worked(first) {
				first = first.AddDays(1)
			}
			in := behind(first, 6, true, false)
			return in, in.AddDays(-1)
		}, false},
		{"review too soon", "TIME-010", nil, "reviewed", "accepted", early(5, true), false},
		{"review too late", "TIME-010", nil, "reviewed", "accepted", late(15, true), false},
		{"meeting too soon for a major decision", "MDP-011", []string{shandong, sichuan}, "meeting", "accepted", early(7, true), false},
		{"published too late", "REG-005", []string{shandong, hunan, guangdong, sichuan, jilin, zhejiang}, "published", "signed", late(20, true), false},
		{"filed too late", "REG-001", []string{shandong, hunan, guangdong, sichuan, jilin}, "filed", "published", late(30, false), false},
		{"filed too late where the place has fifteen days", "REG-001", []string{zhejiang}, "filed", "published", late(15, false), false},
		{"review after the meeting", "PROC-009", nil, "reviewed", "meeting", order, true},
		{"comment ends after the review", "PROC-001", nil, "comment_to", "reviewed", order, true},
		{"risk assessed after the meeting", "PROC-006", []string{shandong, sichuan}, "risk", "meeting", order, true},
		{"competition reviewed after the meeting", "PROC-007", []string{shandong, hunan, guangdong, sichuan}, "fair", "meeting", order, true},
		{"decided after it was signed", "PROC-011", nil, "meeting", "signed", order, true},
		{"signed after it was published", "REG-005", nil, "signed", "published", order, true},
	}
}

// TestTimes: every kind about a time is found one day outside the limit and silent one day
// inside, across a year's end, Spring Festival, make-up workdays and the long holidays.
func TestTimes(t *testing.T) {
	by := procedural(t)
	type anchor struct{ name, day string }
	counted := []anchor{{"year's end", "2024-12-27"}, {"Spring Festival", "2025-01-23"}, {"make-up workday", "2025-04-25"}, {"National Day", "2025-09-26"}}
	ordered := []anchor{{"year's end", "2024-12-31"}, {"Spring Festival", "2025-01-27"}, {"make-up workday", "2025-01-26"}}
	n := 0
	all := folders(t)
	for _, k := range timedKinds() {
		one := slices.DeleteFunc(slices.Clone(by), func(r *checker.Rule) bool { return r.ID != k.want })
		for _, f := range all {
			if k.in != nil && !slices.Contains(k.in, f.name) {
				continue
			}
			anchors := counted
			if k.plain {
				anchors = ordered
			}
			for _, a := range anchors {
				for _, inside := range []bool{true, false} {
					n++
					name := k.name + "/" + f.name + "/" + a.name
					t.Run(name, func(t *testing.T) {
						g := f.only(k.fact, k.than)
						g.shift(t, k.than, dayOf(t, a.day))
						in, out := k.at(g.days[k.than])
						day := in
						if !inside {
							day = out
						}
						if slices.Index(steps, k.fact) > slices.Index(steps, k.than) {
							g.move(t, k.fact, day)
						} else {
							g.set(t, map[string]law.Date{k.fact: day})
						}
						rep := g.judge(t, one, "issued")
						got := rulesOf(rep)
						if slices.Contains(got, k.want) == inside {
							t.Errorf("%s %s, %s %s, inside %t: found %v", k.than, g.days[k.than], k.fact, day, inside, got)
							for _, x := range rep.Results {
								if x.RuleID == k.want {
									t.Logf("%s %s", x.Outcome, x.Reason)
								}
							}
						}
					})
				}
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d variants", n)
	}
}

// TestCompetitionSince: who reviews competition changed on 1 August 2024.
func TestCompetitionSince(t *testing.T) {
	by := procedural(t)
	for _, f := range folders(t) {
		if f.name != shandong {
			continue
		}
		for day, found := range map[string]bool{"2024-07-31": false, "2024-08-01": true} {
			g := f.clone()
			g.shift(t, "fair", dayOf(t, day))
			g.edit(t, "公平竞争", "沂山县市场监督管理局", "沂山县住房和城乡建设局")
			if got := slices.Contains(rulesOf(g.judge(t, by, "issued")), "PROC-007"); got != found {
				t.Errorf("%s: found %t", day, got)
			}
		}
	}
}
