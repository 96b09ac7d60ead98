package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/literal"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Keys of the metadata of published pages and of front matter. Longer keys come
// before those that end them. 政府信息公开目录 pages, 国务院公报 and archives use them.
var metaKeys = []string{
	"规范性文件登记号", "规范性文件统一编号", "统一登记号", "统一编号", "登记编号", "登记号", "信息索引号", "索引号", "信息名称", "文件名称", "文件编号", "文件标题",
	"发文字号", "公文文号", "文件文号", "文号", "字号", "发文机关", "发文单位", "发文机构", "发布机构", "发布机关", "发布单位", "制定机关", "制发机关", "公开责任部门", "责任部门", "信息来源", "信息公开机构", "公开机构",
	"成文日期", "成文时间", "发文日期", "发文时间", "签发日期", "印发日期", "生成日期", "制定日期", "发布日期", "发布时间", "公布日期", "公布时间", "公开日期", "公开时间", "更新时间", "颁布日期",
	"实施日期", "施行日期", "生效日期", "生效时间", "废止日期", "失效日期", "失效时间", "终止日期", "有效期限", "有效期", "有效性", "时效性", "效力状态", "文件状态", "信息状态", "状态",
	"主题分类", "组配分类", "体裁分类", "体裁", "分类", "服务对象", "主题词", "关键词", "关键字", "公开方式", "公开范围", "公开类型", "公开属性", "公开程序", "公开时限", "公开形式", "信息格式", "语种", "载体类型", "内容概述", "内容摘要", "效力级别", "效力等级", "层级", "类型",
	"来源", "作者", "责任编辑", "浏览次数", "点击数", "阅读次数", "官方链接", "原文链接", "标题", "名称", "发布", "文字大小",
	"title", "shortTitle", "date", "author", "issuer", "number", "source", "url", "category", "tag", "icon", "order", "published", "status",
}

// Roles of keys, by what they tell.
var (
	keyTitle     = []string{"标题", "信息名称", "文件名称", "文件标题", "名称", "title"}
	keyNumber    = []string{"发文字号", "公文文号", "文件文号", "文件编号", "文号", "number"}
	keyIssuer    = []string{"发文机关", "发文单位", "发文机构", "制定机关", "制发机关", "发布机构", "发布机关", "发布单位", "issuer", "author", "作者", "公开责任部门"}
	keyDated     = []string{"成文日期", "成文时间", "签发日期", "发文日期", "发文时间", "印发日期", "制定日期"}
	keyPublished = []string{"发布日期", "发布时间", "公布日期", "公布时间", "颁布日期", "公开日期", "公开时间", "published", "date"}
)

// Site furniture that stands in lines of its own around a document.
var furniture = literal.Of(
	"当前位置", "您现在的位置", "您的位置", "首页", "打印", "分享到", "分享：", "【字体", "字体：", "字体:", "字号:", "字号：", "关闭窗口", "收藏", "浏览次数", "点击数", "阅读次数", "扫一扫", "二维码",
	"上一篇", "下一篇", "在线咨询", "免费热线", "微信咨询", "责任编辑", "版权所有", "主办单位", "承办单位", "网站地图", "网站标识码", "备案序号", "ICP备", "公网安备", "无障碍", "长者模式",
	"相关链接", "相关解读", "政策解读", "解读地址", "图解", "原文链接", "附件下载", "下载附件", "我要纠错", "返回顶部", "发布时间", "信息来源", "来源：", "来源:", "本文正文由", "http://", "https://", "[1](#", "打开目录", "::: ",
)

// furnished reports a short line of site furniture.
func furnished(s string) bool {
	return len(s) < 240 && furniture.In(s) && !strings.Contains(s, "。") || s == "-" || s == "—" || s == "---" || s == ":::"
}

// Lines looked through for metadata: tables of pages stand at the top.
const metaLines = 60

// meta reads front matter and the metadata table: lines and table rows that
// begin with a known key, several pairs a line too. A row of a table whose keys
// are unknown ends nothing; the first line of the body does.
func (p *parser) meta() {
	front := len(p.lines) > 0 && p.text(p.lines[0]) == "---"
	for i := range p.lines {
		if i == metaLines {
			break
		}
		l := &p.lines[i]
		if l.taken {
			continue
		}
		s := p.text(*l)
		if front && i > 0 && s == "---" {
			front = false
			l.taken, l.zone = true, ZoneMeta
			continue
		}
		if !front && p.bodyStarts(s) {
			break
		}
		n := len(p.doc.Meta)
		p.pairs(*l)
		if len(p.doc.Meta) > n {
			p.below(i)
		}
		if len(p.doc.Meta) > n || front {
			l.taken, l.zone = true, ZoneMeta
		}
	}
}

// below takes the value of a key that ends its line from the line below it, as
// pages do that set keys and values in cells of their own.
func (p *parser) below(i int) {
	f := &p.doc.Meta[max(0, len(p.doc.Meta)-1)]
	if !f.Span.IsZero() || i+1 >= len(p.lines) || prefixOf(f.Key, []string{"category", "tag"}) != "" {
		return
	}
	l := &p.lines[i+1]
	s := p.text(*l)
	if _, size := metaKey(s); size > 0 || l.taken || l.end-l.start > 240 || strings.HasPrefix(s, "-") {
		return
	}
	f.Value, f.Span = s, source.Span{Start: l.start, End: l.end}
	l.taken, l.zone = true, ZoneMeta
}

// bodyStarts reports a line behind which no metadata stands.
func (p *parser) bodyStarts(s string) bool {
	l, ok := readLabel(s)
	return ok && (l.kind <= Article || l.kind == Heading1 && l.number == 1) || addressee(s)
}

// pairs reads 索引号：… 文号：… from one line.
func (p *parser) pairs(l line) {
	s := p.text(l)
	if prefixOf(s, []string{"附件", "注", "抄送"}) != "" {
		return
	}
	type found struct {
		key      string
		at, from int // where the key begins, where the value does
	}
	var keys []found
	for i := 0; i < len(s); {
		fresh := i == 0 || blank(runeBefore(s, i)) || strings.HasSuffix(s[:i], "】")
		if fresh || len(keys) > 0 && i > keys[len(keys)-1].from && !han(runeBefore(s, i)) || glued(s, i) {
			if key, size := metaKey(s[i:]); size > 0 {
				keys = append(keys, found{key, i, i + size})
				i += size
				continue
			}
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	if len(keys) == 0 || keys[0].at > 0 && !blank(runeBefore(s, keys[0].at)) || keys[0].at > 60 {
		return
	}
	for i, k := range keys {
		to := len(s)
		if i+1 < len(keys) {
			to = keys[i+1].at
		}
		from, to, _ := trim(s, k.from, to, false)
		for from < to && (s[from] == '"' || s[from] == '\'') {
			from++
		}
		for from < to && (s[to-1] == '"' || s[to-1] == '\'') {
			to--
		}
		f := Field{Key: k.key, Value: s[from:to]}
		if from < to {
			f.Span = source.Span{Start: l.start + from, End: l.start + to}
		}
		p.doc.Meta = append(p.doc.Meta, f)
	}
}

// glued reports a key that stands behind a value without a blank:
// 来源:聘聘发布时间:2020-03-04.
func glued(s string, i int) bool {
	return i > 0 && prefixOf(s[i:], []string{"发布时间:", "发布时间：", "发布日期:", "发布日期：", "浏览次数"}) != ""
}

// metaKey reads a key with its colon or cell border; blanks inside the key
// (索 引 号) are dropped. size 0: none.
func metaKey(s string) (key string, size int) {
	for i, n := 0, 0; i < len(s) && n <= 14; n++ {
		r, w := utf8.DecodeRuneInString(s[i:])
		if r == ':' || r == '：' || r == '\t' {
			key = strings.Trim(squeeze(s[:i]), "[]【】")
			for _, k := range metaKeys {
				if key == k {
					j := i + w
					for c := runeAt(s, j); c == ':' || c == '：'; c = runeAt(s, j) {
						j += utf8.RuneLen(c)
					}
					return key, j
				}
			}
			if r != '\t' {
				return "", 0
			}
		}
		i += w
	}
	return "", 0
}

// field gives the first value among keys, in the order of keys.
func (p *parser) field(keys []string) (Field, bool) {
	for _, k := range keys {
		for _, f := range p.doc.Meta {
			if f.Key == k && f.Span.Len() > 0 {
				return f, true
			}
		}
	}
	return Field{}, false
}

// metaDate gives the date among keys.
func (p *parser) metaDate(keys []string) (Said[law.Date], bool) {
	for _, k := range keys {
		for _, f := range p.doc.Meta {
			if f.Key != k {
				continue
			}
			if d, size, ok := law.ParseDate(f.Value); ok && d.Month > 0 {
				return Said[law.Date]{d, source.Span{Start: f.Span.Start, End: f.Span.Start + size}}, true
			}
		}
	}
	return Said[law.Date]{}, false
}
