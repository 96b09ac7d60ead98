package source

import (
	"strings"
	"testing"
)

// TestNormalize states the listed table of normalisation, row by row.
func TestNormalize(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"BOM", "\uFEFF甲办法", "甲办法"},
		{"BOM inside", "甲\uFEFF办法", "甲办法"},
		{"zero-width space", "行政\u200b处\u200c罚\u2060款", "行政处罚款"},
		{"full-width digits and letters", "罚款５０００元，ＧＢ／Ｔ１", "罚款5000元，GB/T1"},
		{"CRLF", "甲\r\n\r\n乙\r\n", "甲\n乙"},
		{"other line ends", "甲\v乙\f丙\u2028丁\r戊", "甲\n乙\n丙\n丁\n戊"},
		{"soft hyphen and controls", "行\u00ad政\x01处罚", "行政处罚"},
		{"signs stay", "①㈠⑴Ⅳ㎡", "①㈠⑴Ⅳ㎡"},
		{"Chinese numerals stay", "二〇二四年廿日百分之三十", "二〇二四年廿日百分之三十"},
		{"circle for zero", "二○○八年一九九○年", "二〇〇八年一九九〇年"},
		{"circle as bullet", "○一是加强领导", "○一是加强领导"},
		{"radicals of PDF files", "⼈⺠政府⻓期", "人民政府长期"},

		{"half-width marks in Chinese", "甲,乙;丙:丁!", "甲，乙；丙：丁！"},
		{"half-width marks between digits", "1,000元，时间10:30", "1,000元，时间10:30"},
		{"address", "网址:http://www.a.cn/b?c=1,2", "网址：http://www.a.cn/b?c=1,2"},
		{"Latin line", "see (a), b: c; \"d\"", "see (a), b: c; \"d\""},
		{"half-width brackets", "(一)本办法(试行)适用于(GB 1)产品", "（一）本办法（试行）适用于（GB 1）产品"},
		{"mixed pair", "（试行)和(试行）", "（试行）和（试行）"},
		{"label", "1)加强领导", "1）加强领导"},

		{"year in square brackets", "源政发[2020]2号", "源政发〔2020〕2号"},
		{"year in other brackets", "源政发［2020］２号、【2019】第3号、﹝2018﹞ 4 号", "源政发〔2020〕2号、〔2019〕第3号、〔2018〕4号"},
		{"year in round brackets stays", "源政发（2020）2号", "源政发（2020）2号"},
		{"not a year", "见[12]3号、[20240]3号", "见[12]3号、[20240]3号"},
		{"number not given yet", "源政发[2020]×号", "源政发〔2020〕×号"},
		{"square brackets elsewhere", "【注意】见[2020]年", "【注意】见[2020]年"},

		{"angle brackets inside a title", "《关于印发<甲办法>的通知》", "《关于印发〈甲办法〉的通知》"},
		{"full-width angle brackets", "《关于印发＜甲办法＞的通知》", "《关于印发〈甲办法〉的通知》"},
		{"double angle brackets", "<<甲办法>>规定", "《甲办法》规定"},
		{"nested both ways", "<<关于印发<甲办法>的通知>>", "《关于印发〈甲办法〉的通知》"},
		{"comparison", "当甲<乙时", "当甲<乙时"},

		{"straight quotes", "推进\"放管服\"改革和\"双随机\"监管", "推进“放管服”改革和“双随机”监管"},
		{"wrongly paired quotes", "“一下放三服务“改革", "“一下放三服务”改革"},
		{"two closing quotes", "”放管服”改革", "“放管服”改革"},
		{"straight close", "“双随机\"监管", "“双随机”监管"},
		{"corner brackets", "「甲」和『乙』", "“甲”和“乙”"},
		{"nested corner brackets", "「甲『乙』」", "“甲‘乙’”"},
		{"single mark stays", "5\"管道", "5\"管道"},

		{"blanks in running text", "根据《行政许可 法》第 十二条的规 定，自 2020 年 1 月 1 日起施行。", "根据《行政许可法》第十二条的规定，自2020年1月1日起施行。"},
		{"full-width and other blanks", "　　为了\u00a0规范\u2003管理，制定本办法。　", "为了规范管理，制定本办法。"},
		{"between Latin words", "执行 GB 17924 和 ISO 9001 标准，按要求办理。", "执行GB 17924和ISO 9001标准，按要求办理。"},
		{"behind an article label", "第一条　为了规范管理，制定本办法。", "第一条 为了规范管理，制定本办法。"},
		{"inside a label", "第 十 二 条 为了规范管理，制定本办法。", "第十二条 为了规范管理，制定本办法。"},
		{"chapter", "第一章　总　则", "第一章 总则"},
		{"label in the middle", "一次性征收。第五条　　税额规定如下：", "一次性征收。第五条 税额规定如下："},
		{"label behind a blank", "一次性征收。 第五条 税额规定如下：", "一次性征收。 第五条 税额规定如下："},
		{"not a label", "第三条例外情形 甲乙", "第三条例外情形 甲乙"},
		{"joint issuers", "甲市民政局　　乙市财政局", "甲市民政局 乙市财政局"},
		{"letter-spaced", "甲 县 民 政 局", "甲县民政局"},
		{"letter-spaced issuers", "甲 县 民 政 局  乙 县 财 政 局", "甲县民政局 乙县财政局"},
		{"letter-spaced word", "附　则", "附则"},
		{"letter-spaced key", "主 题 词：停 车 管 理", "主题词：停车管理"},
		{"letter-spaced date", "2 0 2 0 年 1 月 6 日", "2020年1月6日"},
		{"date", "2020 年 1 月 6 日", "2020年1月6日"},
		{"issuer and date", "甲县人民政府　2020年1月6日", "甲县人民政府 2020年1月6日"},
		{"title with a year", "关于 2019 年度工作情况的报告", "关于2019年度工作情况的报告"},
		{"keys on one line", "索引号: 1137-X 文号: 甲政〔2020〕2号 有效性: 有效", "索引号：1137-X 文号：甲政〔2020〕2号 有效性：有效"},
		{"annex", "附件 1", "附件1"},
		{"annex with a title", "附件1　申报表", "附件1 申报表"},
		{"decimal label", "3.2.1 领导机构", "3.2.1 领导机构"},
		{"numbered item", "1. 加强领导。各单位要落实。", "1.加强领导。各单位要落实。"},
		{"run-in heading", "（一）加强组织领导　各部门要落实责任，抓好实施。", "（一）加强组织领导 各部门要落实责任，抓好实施。"},
		{"history", "（1987年9月16日甲政发〔1987〕139号发布　　1997年10月22日修正）", "（1987年9月16日甲政发〔1987〕139号发布 1997年10月22日修正）"},

		{"lost blanks", "??????2022年5月12日", "2022年5月12日"},
		{"line of question marks", "甲\n??  ?\n乙", "甲\n乙"},
		{"question mark inside", "甲?乙", "甲?乙"},
		{"buttons", "甲办法\n  • 字号:\n  • |\n  • 打印\n【关闭窗口】【大 中 小】\n第一条 内容", "甲办法\n第一条 内容"},
		{"breadcrumb", "您当前的位置：首页 > 政务公开 > 规范性文件\n首页 > 政务公开 > 文件\n甲办法", "甲办法"},
		{"page numbers", "甲\n— 3 —\n- 12 -\n第 3 页 共 9 页\n第3页\n乙", "甲\n乙"},
		{"no page numbers", "甲\n3\n-3\n第3条\n2024-", "甲\n3\n-3\n第3条\n2024-"},
		{"words that are no buttons", "打印设备采购办法\n大中小企业\n大", "打印设备采购办法\n大中小企业\n大"},

		{"gloss with a tone", "各部門(mén)要落实", "各部門要落实"},
		{"gloss in full-width brackets", "部（bù）门", "部门"},
		{"no gloss", "执行标准（GB）和（WTO）规则，见附件（a）、附件(he)", "执行标准（GB）和（WTO）规则，见附件（a）、附件（he）"},
		{"one traditional character", "负责人為甲某，按照规定办理有关事项并报送备案审查机关", "负责人為甲某，按照规定办理有关事项并报送备案审查机关"},
		{"traditional text", "關於印發《甲縣行政規範性文件管理辦法》的通知", "关于印发《甲县行政规范性文件管理办法》的通知"},
		{"traditional phrases", "為瞭解情況，扭轉乾坤，不得藉口計畫拖延答覆", "为了解情况，扭转乾坤，不得借口计划拖延答复"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRead(t, "x.txt", tt.in)
			if x.Norm != tt.want {
				t.Errorf("%q:\n got %q\nwant %q", tt.in, x.Norm, tt.want)
			}
			checkText(t, x)
			checkCuts(t, x)
		})
	}
}

// TestQuoteKeepsOriginal: rules on form see the words as the file has them.
func TestQuoteKeepsOriginal(t *testing.T) {
	for _, tt := range []struct{ in, words, want string }{
		{"\ufeff源政发[2020]２号", "源政发〔2020〕2号", "源政发[2020]２号"},
		{"违反的，处５\u200b０００元罚款", "处5000元", "处５\u200b０００元"},
		{"<<甲办法>>规定", "《甲办法》", "<<甲办法>>"},
		{"<<甲办法>>规定", "甲办法", "甲办法"},
		{"各部门(mén)要", "部门", "部门"},
		{"各部门(mén)要", "部门要", "部门(mén)要"},
		{"第 十\r\n二条", "第十", "第 十"},
		{"甲,乙", "，", ","},
		{"自 2020 年起，施行。", "自2020年", "自 2020 年"},
	} {
		x := mustRead(t, "x.txt", tt.in)
		if got := x.Quote(find(t, x, tt.words)); got != tt.want {
			t.Errorf("%q: Quote(%q) = %q, want %q", tt.in, tt.words, got, tt.want)
		}
	}
}

func TestNotes(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"各部門(mén)要落實(shí)規範性文件管理辦法", "已去除 2 处注音"},
		{"關於印發規範性文件管理辦法的通知", "繁体"},
		{"行政\u200b处罚", "已去除 1 个零宽字符"},
		{"甲办法\n打印本页", "1 行"},
		{"甲\n???\n乙", "1 行只有"},
	} {
		if got := strings.Join(mustRead(t, "x.txt", tt.in).Notes, "；"); !strings.Contains(got, tt.want) {
			t.Errorf("notes of %q are %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := mustRead(t, "x.txt", "第一条 为了规范管理，制定本办法。").Notes; len(got) != 0 {
		t.Errorf("notes without a cause: %q", got)
	}
}

// TestTables: the lists that are searched by bisection are sorted, and folding
// twice changes nothing.
func TestTables(t *testing.T) {
	for _, table := range []string{traditional, radicals} {
		if len(table)%6 != 0 {
			t.Fatalf("table of %d bytes", len(table))
		}
		for i := 0; i+2 < len(table)/3; i += 2 {
			if third(table, i) >= third(table, i+2) {
				t.Errorf("%c stands before %c", third(table, i), third(table, i+2))
			}
		}
		for i := 1; i < len(table)/3; i += 2 {
			if _, ok := pair(table, third(table, i)); ok {
				t.Errorf("%c is a result and a key", third(table, i))
			}
		}
	}
	if n := 3 * (0x2FD5 - 0x2F00 + 1); len(kangxi) != n {
		t.Errorf("kangxi has %d bytes, want %d", len(kangxi), n)
	}
	if n := 3 * (0xFAD9 - 0xF900 + 1); len(compatible) != n {
		t.Errorf("compatible has %d bytes, want %d", len(compatible), n)
	}
	for r := rune(0); r < 0x30000; r++ {
		if to := fold(r); to != dropped && fold(to) != to && to != r {
			t.Errorf("fold(%U) = %U, which folds on", r, to)
		}
	}
	for _, p := range traditionalPhrases {
		if len([]rune(p[0])) != len([]rune(p[1])) {
			t.Errorf("%s and %s differ in length", p[0], p[1])
		}
	}
}

// TestCovered: a gap or an overlap in either text is found.
func TestCovered(t *testing.T) {
	for _, segs := range [][]segment{
		{{0, 3, 0, 3, true}, {3, 3, 4, 2, false}},
		{{0, 3, 0, 3, true}, {4, 2, 3, 3, false}},
		{{0, 3, 0, 6, true}, {3, 3, 6, 0, false}},
		{{0, 6, 0, 3, false}},
		{{0, 3, 0, 6, false}},
	} {
		x := &Text{Orig: "甲乙", Norm: "丙丁", segs: segs}
		if x.covered() == nil {
			t.Errorf("%v passes", segs)
		}
	}
}

func TestBuilder(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(b *Builder)
		bad  bool
	}{
		{"whole", func(b *Builder) { b.Keep(6) }, false},
		{"drop", func(b *Builder) { b.Keep(3); b.Replace(3, "") }, false},
		{"not consumed", func(b *Builder) { b.Keep(3) }, true},
		{"too much", func(b *Builder) { b.Keep(7) }, true},
		{"negative", func(b *Builder) { b.Keep(-1) }, true},
		{"text from nowhere", func(b *Builder) { b.Replace(0, "丙"); b.Keep(6) }, true},
	} {
		b := NewBuilder("甲乙")
		tt.do(b)
		if _, err := b.Text(); (err != nil) != tt.bad {
			t.Errorf("%s: error %v", tt.name, err)
		}
	}
}
