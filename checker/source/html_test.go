package source

import (
	"strings"
	"testing"
)

// page is a page as a government site has it: menus, buttons and footer around a
// table of metadata and the text.
const page = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>甲县人民政府 规范性文件</title><style>.a{}</style></head><body>
<div class="header-nav"><a href="/">首页</a> <a href="/zwgk">政务公开</a> <a href="/hd">互动交流</a> <a href="/fw">办事服务</a></div>
<div class="crumbs">您现在的位置：<a href="/">首页</a> &gt; <a href="/gk">政务公开</a></div>
<table class="xxgk"><tr><td>索引号：</td><td>11370000-2024-001</td><td>文号：</td><td>甲政发〔2024〕3号</td></tr>
<tr><td>发布机构：</td><td>甲县人民政府</td><td>成文日期：</td><td>2024-03-05</td></tr>
<tr><td>有效性：</td><td>有效</td></tr></table>
<div class="tools"><span>字号：</span><a href="javascript:;">大</a><a href="javascript:;">中</a><a href="javascript:;">小</a> <a href="javascript:window.print()">打印</a></div>
<div class="content" id="zoom"><h1>甲县停车场管理办法</h1>
<p style="text-align:center">第一章　总　则</p>
<p>　　第一条　为了规范停车场管理，根据《<a href="/l/1">中华人民共和国道路交通安全法</a>》，制定本办法。</p>
<p>　　第二条　收费标准<br>　　如下表：</p>
<table border=1><thead><tr><th>类别</th><th>标准</th><th>备注</th></tr></thead>
<tr><td rowspan="2">小型车</td><td>5元/<br>小时</td><td></td></tr><tr><td>30元/日</td><td>封顶</td></tr></table>
<p style="display:none">隐藏的内容</p>
<ol><li>公示<li>登记</ol>
<p>附件：<a href="/f/1.doc">停车场申报表.doc</a></p>
<p style="text-align:right">甲县人民政府<br>2024年3月5日</p></div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<ul><li><a href="/1">部门动态</a></li><li><a href="/2">通知公告</a></li><li><a href="/3">图片新闻</a></li></ul>
<p>主办：甲县人民政府办公室</p><p>地址：甲县乙路1号 邮编：100000</p><p>某ICP备00000000号 网站标识码：0000000000</p>
<script>document.write("脚本")</script></body></html>`

func TestHTMLPage(t *testing.T) {
	x := mustRead(t, "x.html", page)
	want := []string{
		"索引号：\t11370000-2024-001\t文号：\t甲政发〔2024〕3号",
		"发布机构：\t甲县人民政府\t成文日期：\t2024-03-05",
		"有效性：\t有效",
		"甲县停车场管理办法",
		"第一章 总则",
		"第一条 为了规范停车场管理，根据《中华人民共和国道路交通安全法》，制定本办法。",
		"第二条 收费标准",
		"如下表：",
		"类别\t标准\t备注",
		"小型车\t5元/小时",
		"\t30元/日\t封顶",
		"1.公示",
		"2.登记",
		"附件：停车场申报表.doc",
		"甲县人民政府",
		"2024年3月5日",
	}
	if got := strings.Split(x.Norm, "\n"); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got\n%s\nwant\n%s", x.Norm, strings.Join(want, "\n"))
	}
	checkText(t, x)
	for i, b := range x.Blocks {
		text := x.Norm[b.Span.Start:b.Span.End]
		table := 0
		switch {
		case i < 3:
			table = 1
		case i >= 8 && i <= 10:
			table = 2
		}
		if b.Table != table || (b.Kind == TableRow) != (table > 0) || (b.Kind == Heading) != (i == 3) {
			t.Errorf("block %q is kind %d of table %d", text, b.Kind, b.Table)
		}
	}
	if notes := strings.Join(x.Notes, ""); !strings.Contains(notes, "菜单") {
		t.Errorf("notes %q do not say what was cut", x.Notes)
	}
	if from, _ := x.Positions(find(t, x, "第二条")); from.Offset != -1 || from.Block != 7 {
		t.Errorf("第二条 at %+v", from)
	}
}

func TestHTMLText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"BOM", "\uFEFF<p>甲</p>", "甲"},
		{"zero-width", "<p>行政&#8203;处罚</p>", "行政处罚"},
		{"full-width digits", "<p>５０００元</p>", "5000元"},
		{"CRLF in text", "<div>第一条　甲。\r\n　　第二条　乙。</div>", "第一条 甲。\n第二条 乙。"},
		{"entities", "<p>&ldquo;甲&rdquo;&nbsp;&lt;乙&gt;&emsp;丙，丁</p>", "“甲”<乙>丙，丁"},
		{"spans", "<p><span>渝民发〔</span>\n<span>2024</span><span>〕</span> <span>10</span><span>号</span></p>", "渝民发〔2024〕10号"},
		{"wrapped by Word", "<p>关于加强行政规范性文件合法性审\n核工作的若干意见，请遵照\n执行。</p>", "关于加强行政规范性文件合法性审核工作的若干意见，请遵照执行。"},
		{"Latin wrapped", "<p>see the\nlaw</p>", "see the law"},
		{"empty line in the source", "<div>\n  第一章　总则\n\n  第一条　为了管理，制定本办法。\n</div>", "第一章 总则\n第一条 为了管理，制定本办法。"},
		{"plain text in a box", "<div>" + strings.Repeat("停车场管理办法", 9) + "的通知\n（征求意见稿）\n各乡镇人民政府</div>", strings.Repeat("停车场管理办法", 9) + "的通知\n（征求意见稿）\n各乡镇人民政府"},
		{"long cell in a table of data", "<table><tr><td>情形</td><td>裁量</td></tr><tr><td>轻微</td><td>" + strings.Repeat("初次违法且及时改正的，<br>", 8) + "</td></tr></table>", "情形\t裁量\n轻微\t" + strings.Repeat("初次违法且及时改正的，", 8)},
		{"preformatted", "<pre>甲\n乙</pre>", "甲\n乙"},
		{"pieces of a table", "<tbody><tr><td><p>甲</p><p>乙</p></td></tr><tr><td></td></tr></tbody>", "甲\n乙"},
		{"rows without a table", "<tr><td>甲</td><td>乙</td></tr>", "甲\t乙"},
		{"layout table", "<table><tr><td><p>甲办法</p><p>第一条 乙。</p></td></tr></table>", "甲办法\n第一条 乙。"},
		{"table in a cell", "<table><tr><td>甲</td><td><table><tr><td>乙组</td><td>丙组</td></tr></table></td></tr></table>", "甲\t乙组 丙组"},
		{"colspan", "<table><tr><td colspan=2>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>", "甲\t\t乙\n1\t2\t3"},
		{"link that runs script", "<p>根据《<a href=javascript:SLC(1,0) class=alink>甲法</a>》制定。</p>", "根据《甲法》制定。"},
		{"list with its own labels", "<ol><li>（一）甲</li><li>（二）乙</li></ol>", "（一）甲\n（二）乙"},
		{"ruby", "<p>部<ruby>門<rp>(</rp><rt>mén</rt><rp>)</rp></ruby>要</p>", "部門要"},
		{"unclosed", "<div><p>甲<p>乙", "甲\n乙"},
		{"footer alone is text", "<p>甲县网站备案办法</p><p>第一条 申请ICP备案的，应当登记。</p>", "甲县网站备案办法\n第一条 申请ICP备案的，应当登记。"},
		{"class of the text", `<div class="print"><p>甲办法</p><p>第一条 内容。</p></div>`, "甲办法\n第一条 内容。"},
		{"key and value in boxes", "<div>索 引 号：</div><div>1137-X</div><dl><dt>文号：</dt><dd>甲政发〔2024〕3号</dd><dt>有效性：</dt><dd></dd><dt>标题：</dt><dd>甲办法</dd></dl><p>各乡镇人民政府：</p><p>现将办法印发给你们。</p>", "索引号：1137-X\n文号：甲政发〔2024〕3号\n有效性：\n标题：甲办法\n各乡镇人民政府：\n现将办法印发给你们。"},
		{"long footer under a short text", `<p>甲县人民政府公告</p><p>本公告自发布之日起施行。</p><div class="footer-box"><p>主办单位：甲县人民政府办公室</p><p>地 址：甲省甲县乙路第一百二十号综合办公大楼三层东侧</p><p>某ICP备00000000号 某公网安备00000000000000号</p></div>`, "甲县人民政府公告\n本公告自发布之日起施行。"},
		{"footer without a name", `<p>甲县人民政府公告</p><p>本公告自发布之日起施行。</p><div><span>版权所有：甲县人民政府</span><br><span>地　址：甲县乙路1号</span></div><div>邮 编：100000<br>网站标识码：0000000000</div>`, "甲县人民政府公告\n本公告自发布之日起施行。"},
		{"header of the article", `<div class="article-header"><h1>甲办法</h1></div><div class="header"><a href=/>首页</a>甲县网</div><p>第一条 内容规定如下，请遵照执行，不得违反。</p>`, "甲办法\n第一条 内容规定如下，请遵照执行，不得违反。"},
		{"related documents", `<p>第一条 内容规定如下，请遵照执行。</p><p>相关链接：</p><ul><li><a href=1>《甲县停车管理办法》解读材料全文</a></li><li><a href=2>《乙县道路管理办法》解读材料全文</a></li><li><a href=3>《丙县桥梁管理办法》解读材料全文</a></li></ul>`, "第一条 内容规定如下，请遵照执行。\n相关链接："},
		{"list of repealed documents", `<h1>目录</h1><p>废止如下：</p><ul><li><a href=1>《甲县停车管理办法》（甲政发〔2001〕1号）</a></li><li><a href=2>《乙县道路管理办法》（乙政发〔2002〕2号）</a></li><li><a href=3>《丙县桥梁管理办法》（丙政发〔2003〕3号）</a></li></ul>`, "目录\n废止如下：\n《甲县停车管理办法》（甲政发〔2001〕1号）\n《乙县道路管理办法》（乙政发〔2002〕2号）\n《丙县桥梁管理办法》（丙政发〔2003〕3号）"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRead(t, "x.html", tt.in)
			if x.Format != "html" || x.Norm != tt.want {
				t.Errorf("%s %q, want %q", x.Format, x.Norm, tt.want)
			}
			checkText(t, x)
		})
	}
}

func TestMarkdown(t *testing.T) {
	const in = "\ufeff---\r\ntitle: 甲县办法\r\n文号: 甲政发〔2024〕3号\r\ntag:\r\n  - 停车\r\n---\r\n\r\n::: details 目录\r\n:::\r\n\r\n　　# 甲县停车场管理办法 #\r\n\r\n" +
		"<!-- 草稿\r\n第二稿 -->\r\n<p id=\"t1\">&emsp;&emsp;<b>第一条</b>&emsp;为了\u200b规范管理，根据[甲法](http://a.cn/x)，制定本办法。</p>\r\n" +
		"> **第二条**　罚款５０元，见 ![图](a.png)`附表`。\r\n\r\n- 第一项\r\n1. 第二项\r\n***\r\n| 类别 | 标准 |\r\n|:--|---|\r\n| 小型车 | 5元 |\r\n\r\n见[2020](试行)\r\n"
	x := mustRead(t, "x.md", in)
	want := "title：甲县办法\n文号：甲政发〔2024〕3号\ntag：\n停车\n目录\n甲县停车场管理办法\n第一条 为了规范管理，根据甲法，制定本办法。\n第二条 罚款50元，见附表。\n第一项\n1.第二项\n类别\t标准\n小型车\t5元\n见[2020]（试行）"
	if x.Format != "md" || x.Norm != want {
		t.Errorf("%s\ngot  %q\nwant %q", x.Format, x.Norm, want)
	}
	checkText(t, x)
	for i, b := range x.Blocks {
		if b.Meta != (i < 4) || (b.Kind == Heading) != (i == 5) || (b.Table == 1) != (i == 10 || i == 11) {
			t.Errorf("block %d is %+v", i, b)
		}
	}
	s := find(t, x, "第一条")
	from, _ := x.Positions(s)
	if got := in[from.Offset : from.Offset+len("第一条")]; got != "第一条" || from.Block != 15 {
		t.Errorf("第一条 at %+v, where the file has %q", from, got)
	}
	if got := x.Quote(find(t, x, "规范管理，根据甲法")); got != "规范管理，根据[甲法" {
		t.Errorf("Quote = %q", got)
	}
}
