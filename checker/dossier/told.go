package dossier

import (
	"slices"
	"strings"

	"docreview/checker"
)

// tellings are what papers may tell beside the steps that have days and numbers. Each is a
// fact of Dossier.Told, with the words that tell it; a sentence that denies it tells nothing.
// literals are words of which one stands in every match: most papers are done with them alone.
func tellings() []struct {
	name, words string
	literals    []string
	says        pattern
} {
	return tellingTable
}

var tellingTable = []struct {
	name, words string
	literals    []string
	says        pattern
}{
	{"started", "启动决策程序", []string{"启动", "列入", "纳入"}, lazily(`(?:启动|同意启动)[^。；\n]{0,12}(?:决策|程序)|决策(?:事项)?(?:的)?启动|(?:列入|纳入)[^。；\n]{0,24}(?:决策(?:事项)?|制定|起草|文件)(?:目录|清单|计划)`)},
	{"dispute", "有关单位的分歧", []string{"分歧", "争议", "达成一致", "不同意见"}, lazily(`(?:存在|仍有|尚有|有)(?:较大|重大|一定)?(?:分歧|争议)|(?:未能?|没有|不能)达成一致|(?:坚持|持|保留)(?:了)?(?:其)?不同意见`)},
	{"dispute_reason", "分歧的理由和依据", []string{"理由", "依据", "原因", "协调"}, lazily(`(?:分歧|争议|不同意见|不一致)[^\n]{0,80}(?:理由|依据|原因)|(?:理由|依据|原因)[^。；\n]{0,60}(?:分歧|争议|不同意见)|协商(?:后)?(?:取得|达成)一致|经协调(?:后)?(?:达成|取得)一致`)},
	{"participation", "公众参与", []string{"座谈", "听证", "征求", "问卷", "民意", "走访", "意见征集", "公开征集"}, lazily(`座谈会|听证会|(?:向社会|公开|广泛)[^。；\n]{0,10}(?:征求|征集)|征求[^。；\n]{0,10}(?:公众|社会|群众)|公示[^。；\n]{0,6}征求|问卷(?:调查)?|民意(?:调查|测验)|(?:实地|入户)?走访`)},
	{"heard", "举行听证会", []string{"听证"}, lazily(`(?:举行|召开|组织)(?:了)?[^。；\n]{0,12}听证会|听证会(?:于|在|由)[^。；\n]{0,30}(?:举行|召开)|听证(?:笔录|报告)`)},
	{"counsel", "法律顾问、公职律师的意见", []string{"法律顾问", "公职律师", "法律专家"}, lazily(`(?:法律顾问|公职律师|法律专家)[^。；\n]{0,30}(?:意见|参加|参与|审查|审核|提出|认为|建议)|(?:听取|征求|组织|邀请|请)[^。；\n]{0,20}(?:法律顾问|公职律师|法律专家)`)},
	{"congress", "报告或者提请人大", []string{"人大", "人民代表大会"}, lazily(`(?:向|提请|报|报请)[^。；\n]{0,14}(?:人大常委会|人大|人民代表大会(?:常务委员会)?)[^。；\n]{0,10}(?:报告|审议|讨论|决定|通报)`)},
	{"explained", "政策解读", []string{"解读"}, lazily(`(?:政策|文字|图文|图片|一图)[^。；\n]{0,4}解读|解读(?:材料|方案|稿|文件)|发布(?:了)?[^。；\n]{0,10}解读`)},
	{"executor", "执行单位", []string{"负责执行", "负责实施", "组织实施", "贯彻落实", "牵头落实", "执行单位", "落实单位", "责任单位", "抓好落实", "负责落实"}, lazily(`(?:由)?[\p{Han}]{2,20}(?:牵头|负责)(?:会同[^。；\n]{2,20})?(?:执行|组织实施|实施|落实)|(?:执行|落实|责任|实施)单位[：:为是]|由[\p{Han}、]{2,30}(?:组织实施|贯彻落实|抓好落实)`)},
	{"first_review", "承办部门合法性初审", []string{"初审", "法制机构", "法规科", "政策法规", "法制科"}, lazily(`(?:合法性|法制)初审|(?:本单位|本局|我局|承办单位|承办部门|起草部门|起草单位)[^。；\n]{0,16}(?:法制机构|法规科|政策法规[科处股]|法制科|法制审核机构)[^。；\n]{0,16}(?:审核|审查|初审)|初审意见`)},
	{"prior_request", "请示本级政府", []string{"请示", "同意制定", "同意起草", "立项"}, lazily(`(?:向|报|报请|请示)[^。；\n]{0,10}(?:人民)?政府[^。；\n]{0,10}(?:请示|同意|批准)|经[^。；\n]{0,8}(?:人民)?政府[^。；\n]{0,4}(?:同意|批准)(?:制定|起草|立项)|(?:人民)?政府[^。；\n]{0,12}(?:批准|同意)立项`)},
	{"macro", "宏观政策取向一致性评估", []string{"一致性"}, lazily(`宏观政策(?:取向)?(?:的)?一致性|政策取向一致性`)},
	{"yearly", "上一年度文件目录", []string{"目录"}, lazily(`[0-9]{4}年(?:度)?[^。；\n]{0,14}规范性文件(?:的)?目录`)},
	{"cleaned", "清理结果", []string{"清理", "继续有效"}, lazily(`清理结果|(?:列入|属于)?继续有效(?:的)?(?:规范性)?(?:文件)?(?:目录|清单)?|(?:经清理|清理后)[^。；\n]{0,14}(?:保留|继续有效|修改|废止)`)},
	{"validity_mark", "有效性标注", []string{"有效性", "时效性", "效力状态", "文件状态", "数据库"}, lazily(`(?:有效性|时效性|效力状态|文件状态)[^\n]{0,4}[：:\t ]|(?:录入|纳入|载入|存入)[^。；\n]{0,20}数据库`)},
	{"archived", "归档", []string{"归档", "档案"}, lazily(`(?:已|完成|予以|及时|整理)?归档|(?:送交|移交|报送)[^。；\n]{0,8}档案馆`)},
	{"timing", "出台时机和社会影响的评估", []string{"舆情", "出台时机", "社会影响", "社会反响"}, lazily(`出台时机|舆情(?:风险)?(?:评估|研判|应对|预案)|社会(?:影响|反响)[^。；\n]{0,8}(?:评估|研判|分析)`)},
	{"translated", "外文译本", []string{"译本", "英文", "外文"}, lazily(`(?:英文|外文)(?:译本|版|文本|翻译)|译本`)},
	{"stopped", "会议停止执行或者改变", []string{"停止执行", "暂停执行", "暂缓执行", "不再执行", "中止执行"}, lazily(`(?:停止|暂停|暂缓|不再|中止)执行`)},
	{"resubmitted", "重新履行决策程序", []string{"重新", "程序", "紧急"}, lazily(`重新(?:履行|征求|论证|评估|送审|提请|提交|启动)|按[^。；\n]{0,10}程序(?:修改|调整|变更)|情况紧急`)},
}

// TellingWords names in Chinese what a fact of Dossier.Told is about; "" for other names.
func TellingWords(name string) string {
	for _, t := range tellingTable {
		if t.name == name {
			return t.words
		}
	}
	return ""
}

var toldNot = lazily(`未|没有|不需|无需|不必|尚未|应当|必须|拟|建议`)

// told reads what a paper tells, each at its first place.
func (x *extractor) told(kind checker.MaterialKind) []checker.Fact {
	var out []checker.Fact
	for _, t := range tellings() {
		if !slices.ContainsFunc(t.literals, func(w string) bool { return strings.Contains(x.norm, w) }) {
			continue
		}
		for _, s := range x.sentences() {
			at, _ := x.findIn(t.says, s)
			if at.IsZero() {
				continue
			}
			// What is asked for or denied right before is not done. A refusal to agree and a
			// decision of minutes are meant as they stand.
			if t.name != "dispute" && t.name != "stopped" {
				from := max(s.Start, at.Start-30)
				for from > s.Start && x.norm[from]&0xC0 == 0x80 {
					from--
				}
				before := x.norm[from:at.Start]
				if i := strings.LastIndexAny(before, "，、"); i >= 0 {
					before = before[i:]
				}
				if toldNot().MatchString(before) || toldNot().MatchString(x.norm[at.Start:at.End]) {
					continue
				}
			}
			out = append(out, x.fact(t.name, x.text(at), at))
			break
		}
	}
	return out
}

// delivered is the day on which the materials of a hearing were handed to those who take part.
func (x *extractor) delivered() []checker.Fact {
	day := x.labelledDay("材料送达时间", "材料送达日期", "听证材料送达时间", "听证材料送达日期", "送达时间", "送达日期")
	if !day.known() {
		for _, s := range x.sentences() {
			if at, _ := x.findIn(deliveredWords, s); !at.IsZero() {
				if ds := x.days(s); len(ds) == 1 {
					day = ds[0]
				}
			}
		}
	}
	if !day.known() {
		return nil
	}
	return []checker.Fact{x.dayFact("delivered", day)}
}

var deliveredWords = lazily(`(?:材料|草案|通知)[^。；\n]{0,16}(?:送达|送交|发送|寄送)|(?:送达|送交|发送|寄送)[^。；\n]{0,16}(?:材料|草案|通知)`)

// dayOf reads a paper that proves no more than its day: an explanation that was published, an
// opinion on a document that was filed, a report of what was done about it.
func (x *extractor) dayOf(labels ...string) []checker.Fact {
	day := x.labelledDay(labels...)
	if !day.known() {
		if p := x.published(); len(p) > 0 && p[0].Name == "day" {
			return p[:1]
		}
		day = x.own()
	}
	if !day.known() {
		return nil
	}
	return []checker.Fact{x.dayFact("day", day)}
}
