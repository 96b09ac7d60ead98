package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/literal"
)

// Words that a title ends with: the kinds of official documents (党政机关公文处理
// 工作条例第八条) and the forms that instruments take. Longer words come before
// those that end them.
var kinds = literal.Of(
	"实施细则", "实施办法", "暂行办法", "暂行规定", "管理办法", "指导意见", "实施意见", "会议纪要", "实施方案", "工作方案", "工作要点", "工作计划", "工作总结", "工作报告", "工作制度",
	"若干措施", "裁量基准", "应急预案", "行动计划", "责任清单", "权力清单", "负面清单",
	"条例", "规定", "办法", "细则", "规则", "决定", "决议", "命令", "公告", "通告", "公报", "通报", "通知", "意见", "议案", "报告", "请示", "批复", "复函", "函", "纪要",
	"方案", "规划", "计划", "要点", "纲要", "制度", "规程", "规范", "标准", "指南", "指引", "目录", "清单", "章程", "守则", "准则", "总结", "答复", "解释", "措施", "政策", "基准", "预案", "公示", "倡议书", "提示", "须知", "流程", "表", "名单", "令", "法", "简报", "讲话", "汇报", "说明", "释义", "解读",
)

// shortKind folds the longer forms: 实施细则 is 细则, 指导意见 is 意见.
func shortKind(k string) string {
	for _, s := range [...]string{"细则", "办法", "规定", "意见", "纪要", "措施", "基准", "预案", "清单"} {
		if k != s && strings.HasSuffix(k, s) {
			return s
		}
	}
	return k
}

// Marks behind the kind of a title: （试行）, （2021年修订）, （征求意见稿）.
func withoutMarks(title string) string {
	for range 4 {
		title = strings.TrimRight(title, " \t\u3000\n》〉>\"”")
		r, w := utf8.DecodeLastRuneInString(title)
		if !closeBracket(r) {
			break
		}
		open := strings.LastIndexAny(title[:len(title)-w], "（([〔［【")
		if open <= 0 || runes(title[open:]) > 24 {
			break
		}
		title = title[:open]
	}
	return title
}

// kindOf gives the kind that a title ends with; "" when it ends with none.
func kindOf(title string) string {
	return shortKind(kinds.Suffix(withoutMarks(squeeze(title))))
}

// complete reports a title that needs no further line: it ends with a kind, its
// brackets are closed, and what it forwards is followed by 的通知 or the like.
func complete(title string) bool {
	if strings.Count(title, "《") > strings.Count(title, "》") || unclosed(title) {
		return false
	}
	k := kindOf(title)
	if k == "" {
		return false
	}
	if strings.Contains(title, "关于") && !strings.Contains(lastRunes(withoutMarks(squeeze(title)), 10), "的") {
		return suffixOf(k, []string{"规定", "办法", "细则", "通知"}) != "" // 关于X制度 | Y制度的意见 goes on
	}
	if containsAny(title, "关于印发", "关于发布", "关于公布", "关于下发") {
		return suffixOf(withoutMarks(squeeze(title)), []string{"通知", "公告", "通告", "决定", "函", "令", "批复", "意见"}) != ""
	}
	return true
}

func unclosed(s string) bool {
	depth := 0
	for _, r := range s {
		if r == '（' || r == '(' {
			depth++
		}
		if r == '）' || r == ')' {
			depth--
		}
	}
	return depth > 0
}

// forwards gives what a title forwards: 《X》 or X in 关于印发X的通知. ok is false
// for a title that forwards nothing. by is the verb.
func forwards(title string) (inner, by string, ok bool) {
	at, verb := firstOf(title, []string{"关于印发", "关于转发", "关于发布", "关于公布", "关于下发", "关于颁发", "关于颁布", "关于批转", "转发", "印发", "批转"})
	if at < 0 || at > 120 {
		return "", "", false
	}
	rest := title[at+len(verb):]
	core := withoutMarks(rest)
	end := suffixOf(core, []string{"的通知", "的公告", "的通告", "的决定", "的函", "的批复", "的命令"})
	verb = strings.TrimPrefix(verb, "关于")
	if end == "" {
		// 关于转发甲办公室关于乙的意见: the notice was left out of the title
		if verb == "转发" || verb == "批转" {
			return trimMarks(rest), verb, kindOf(rest) != ""
		}
		return "", "", false
	}
	inner = trimMarks(core[:len(core)-len(end)])
	if utf8.RuneCountInString(inner) < 4 || kindOf(inner) == "" {
		return "", "", false
	}
	return inner, verb, true
}

// trimMarks takes one pair of 《》 and blanks off.
func trimMarks(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "《") && strings.HasSuffix(s, "》") && strings.Count(s, "《") == 1 {
		s = s[len("《") : len(s)-len("》")]
	}
	return s
}
