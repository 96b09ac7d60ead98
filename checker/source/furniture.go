package source

import "strings"

// furnitureMax is the length in letters up to which a line may be a button or a
// menu of a web page.
const furnitureMax = 40

// furnitureWords are the words of which buttons are made. A line is dropped only
// when nothing else stands in it.
var furnitureWords = [...]string{
	"字体大小", "字体", "我要纠错", "纠错", "打印此页", "关闭网页", "回到顶部", "返回主站", "上一页", "下一页", "网站首页", "扫码下载", "保护视力色", "字号", "大", "中", "小", "打印本页", "打印", "关闭窗口", "关闭本页", "关闭", "窗口", "返回顶部", "返回首页", "返回列表", "返回上一页", "返回", "顶部",
	"分享到", "分享", "转发", "收藏本页", "加入收藏", "收藏", "微信", "微博", "新浪微博", "腾讯微博", "空间", "朋友圈", "复制链接", "扫一扫", "在手机打开当前页", "手机打开当前页", "手机扫一扫", "下载本文", "下载文件", "保存", "语音播报", "语音朗读",
	"在线咨询", "免费热线", "微信咨询", "在线客服", "无障碍浏览", "无障碍", "长者模式", "适老化", "网站地图", "设为首页", "简体", "繁体", "繁體", "简", "繁",
	"上一篇", "下一篇", "上一条", "下一条", "点击收起", "点击展开", "用微信打开", "二维码", "QQ空间", "QQ", "T", "A", "A+", "A-",
}

// furnitureStarts begin lines that tell where the page stands in its site.
var furnitureStarts = [...]string{"当前位置：", "您当前的位置：", "您的位置：", "您现在的位置：", "您所在的位置：", "所在位置：", "当前位置:", "上一篇：", "下一篇：", "上一条：", "下一条：", "首页>", "首页»", "首页＞", "网站首页>", "网站首页»"}

// isFurniture reports whether a normalised line is only buttons or navigation.
func isFurniture(cells []cell) bool {
	switch cells[0].r {
	case '当', '您', '所', '上', '下', '首', '网':
		for _, p := range furnitureStarts {
			if startsWith(cells, p) {
				return len(cells) <= 3*furnitureMax
			}
		}
	}
	if len(cells) > furnitureMax {
		return false
	}
	var b strings.Builder
	for _, c := range cells {
		b.WriteRune(c.r)
	}
	s := b.String()
	if isPageNumber(s) {
		return true
	}
	rest := strings.Trim(s, " \t|｜•·●【】[]［］（）()<>〈〉《》:：>»›-—_*+/")
	if rest == "" {
		return strings.ContainsAny(s, "|｜•·●>»›:：【】") || isRule(s)
	}
	for rest != "" {
		word := ""
		for _, f := range furnitureWords {
			if len(f) > len(word) && strings.HasPrefix(rest, f) {
				word = f
			}
		}
		if word == "" {
			return false
		}
		rest = strings.TrimLeft(rest[len(word):], " \t|｜•·●【】[]［］（）()<>〈〉:：>»›-—_*+/")
	}
	// A lone 「大」 or 「A」 in a row of a table is a value, not a button.
	return len([]rune(strings.TrimSpace(s))) > 1 && !strings.Contains(s, "\t")
}

// isRule reports whether a line is a drawn rule: at least three equal strokes.
func isRule(s string) bool {
	return len(s) >= 3 && strings.Trim(s, s[:1]) == "" && strings.Contains("-_*=", s[:1]) ||
		len(s) >= 9 && strings.Trim(s, "—─━") == ""
}

// isPageNumber reports whether a line is the number of a page that a conversion
// left in the text: 「— 3 —」, 「第3页 共9页」.
func isPageNumber(s string) bool {
	const dashes = "-—–－─"
	bare := strings.Trim(s, dashes+" ")
	digits := strings.TrimLeft(bare, "0123456789")
	if bare != "" && digits == "" && len(bare) <= 4 {
		first, last := []rune(s)[0], []rune(s)
		return strings.ContainsRune(dashes, first) && strings.ContainsRune(dashes, last[len(last)-1])
	}
	rest, ok := strings.CutPrefix(s, "第")
	if !ok {
		return false
	}
	for _, word := range [...]string{"", "页", "共", "页"} {
		rest = strings.TrimLeft(strings.TrimPrefix(rest, word), " ，,/0123456789")
	}
	return rest == "" && strings.Contains(s, "页")
}
