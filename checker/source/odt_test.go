package source

import "testing"

const odtHead = `<?xml version="1.0"?><office:document xmlns:text="t"><office:automatic-styles><text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二" style:num-prefix="第" style:num-suffix="条"/><text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/><text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style></office:automatic-styles><office:body><office:text>`

func odtItems(items ...string) (s string) {
	for _, x := range items {
		s += "<text:list-item>" + x + "</text:list-item>"
	}
	return s
}

func TestODT(t *testing.T) {
	p := func(s string) string { return "<text:p>" + s + "</text:p>" }
	for _, tt := range []struct{ name, body, want string }{
		{"lists in lists", `<text:list text:style-name="L">` + odtItems(p("甲内容"), p("乙内容")+`<text:list>`+odtItems(p("子项"), p("丑项")+p("续段")+`<text:list>`+odtItems(p("点"))+`</text:list>`)+`</text:list>`, p("丙内容")) + `</text:list>`,
			"第一条 甲内容\n第二条 乙内容\n1.子项\n2.丑项\n续段\n点\n第三条 丙内容"},
		{"a list that goes on", `<text:list text:style-name="L">` + odtItems(p("甲内容")) + `</text:list>` + p("插入") + `<text:list text:style-name="L" text:continue-numbering="true">` + odtItems(p("乙内容")) + `</text:list><text:list text:style-name="L">` + odtItems(p("另起")) + `</text:list>`,
			"第一条 甲内容\n插入\n第二条 乙内容\n第一条 另起"},
		{"table with merged cells", `<table:table><table:table-row><table:table-cell>` + p("类别") + `</table:table-cell><table:table-cell>` + p("标准") + `</table:table-cell><table:table-cell>` + p("备注") + `</table:table-cell></table:table-row><table:table-row><table:table-cell table:number-columns-spanned="2">` + p("合计") + `</table:table-cell><table:covered-table-cell/><table:table-cell>` + p("若干") + `</table:table-cell></table:table-row></table:table>`,
			"类别\t标准\t备注\n合计\t\t若干"},
		{"table of contents", `<text:table-of-content><text:index-body>` + p("第一章 1") + `</text:index-body></text:table-of-content>` + p("正文"), "正文"},
		{"line ends of the file", p("为了\n规范"), "为了 规范"},
		{"comment", p("甲<office:annotation><dc:creator>某</dc:creator><text:p>批注</text:p></office:annotation>乙"), "甲乙"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRead(t, "x", odtHead+tt.body+"</office:text></office:body></office:document>")
			if x.Norm != tt.want {
				t.Errorf("got %q, want %q", x.Norm, tt.want)
			}
			checkText(t, x)
		})
	}
}
