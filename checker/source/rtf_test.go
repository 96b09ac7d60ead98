package source

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gbkHex writes s as the \'xx of a file in code page 936.
func gbkHex(s string) string {
	var b strings.Builder
	for _, c := range encode(simplifiedchinese.GBK, s) {
		fmt.Fprintf(&b, `\'%02x`, c)
	}
	return b.String()
}

func TestRTF(t *testing.T) {
	for _, tt := range []struct{ name, body, want, note string }{
		{"code page", gbkHex("第一条 为了规范停车") + `\par ` + gbkHex("第二条 施行"), "第一条 为了规范停车\n第二条 施行", ""},
		{"broken across lines", gbkHex("第一") + "\r\n" + gbkHex("条") + `\par`, "第一条", ""},
		{"half a character before the line end", strings.Replace(gbkHex("办法"), `\'b7`, "\n\\'b7", 1) + `\par`, "办法", ""},
		{"unicode", `\uc1\u31532?\u-26225?\uc2\u26465\'cc\'f5\par`, "第馏条", ""},
		{"replacement of several characters", `{\uc2\u30002\'bc\'d7}\u20057 ?` + `\par`, "甲乙", ""},
		{"surrogates", `\u-10176?\u-9144? ` + gbkHex("号") + `\par`, "\U00020048号", ""},
		{"destination that is not known", gbkHex("甲") + `{\*\nobody ` + gbkHex("乙") + `{\b ` + gbkHex("丙") + `}}` + gbkHex("丁") + `\par`, "甲丁", ""},
		{"header and footer", `{\header ` + gbkHex("页眉") + `\par}{\footer ` + gbkHex("页脚") + `\par}` + gbkHex("正文") + `\par`, "正文", "页眉、页脚没有列入正文：“页眉”、“页脚”"},
		{"field", gbkHex("见") + `{\field{\*\fldinst HYPERLINK "http://a.b"}{\fldrslt ` + gbkHex("网站") + `}}\par`, "见网站", ""},
		{"table of contents", `{\field{\*\fldinst TOC \\o "1-3"}{\fldrslt ` + gbkHex("第一章 总则 1") + `\par}}` + gbkHex("正文") + `\par`, "正文", "目录 1 个"},
		{"deleted", gbkHex("处") + `{\deleted ` + gbkHex("一千元") + `}{\revised ` + gbkHex("二千元") + `}` + gbkHex("罚款") + `\par`, "处二千元罚款", "修订"},
		{"hidden", gbkHex("甲") + `{\v ` + gbkHex("隐") + `}` + gbkHex("乙") + `\par`, "甲乙", "隐藏"},
		{"footnote", gbkHex("甲") + `{\super{\footnote \pard\plain \chftn ` + gbkHex("脚注内容") + `}}` + gbkHex("乙") + `\par`, "甲乙\n注1：脚注内容", "脚注"},
		{"label", `\pard{\listtext\pard\plain ` + gbkHex("（一）") + `\tab}\ls1 ` + gbkHex("条件") + `\par`, "（一）条件", ""},
		{"label that is a bullet", `\pard{\listtext\pard\plain\f2 \'b7\tab}\ls1 ` + gbkHex("条件") + `\par`, "条件", ""},
		{"label that is not written", `\pard\ls1 ` + gbkHex("条件") + `\par`, "条件", "1 段带自动编号"},
		{"table", `\trowd\cellx1\cellx2\pard\intbl ` + gbkHex("类别") + `\cell ` + gbkHex("标准") + `\cell\row\trowd\cellx1\cellx2\pard\intbl ` + gbkHex("小型车") + `\cell ` + gbkHex("5元") + `\par ` + gbkHex("每小时") + `\cell\row\pard ` + gbkHex("后文") + `\par`, "类别\t标准\n小型车\t5元 每小时\n后文", ""},
		{"text box", gbkHex("甲办法") + `{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard ` + gbkHex("密级无") + `\par}}{\shprslt ` + gbkHex("密级无") + `\par}}\par`, "甲办法\n密级无", ""},
		{"both spellings", `{\upr{` + gbkHex("甲") + `}{\*\ud{\u20057?}}}\par`, "乙", ""},
		{"binary data", `{\*\x\bin4 }}}}}` + gbkHex("甲") + `\par`, "甲", ""},
		{"cut off", `{\b ` + gbkHex("第一条 甲"), "第一条 甲", "末尾不完整"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := `{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f2\fcharset2 Symbol;}}` + tt.body
			if tt.name != "cut off" {
				in += "}"
			}
			x := mustRead(t, "x.rtf", in)
			if x.Norm != tt.want || x.Format != "rtf" {
				t.Errorf("got %s %q, want %q", x.Format, x.Norm, tt.want)
			}
			if notes := strings.Join(append(x.Notes, x.Missing...), "；"); !strings.Contains(notes, tt.note) || (tt.note == "") != (notes == "") {
				t.Errorf("notes %q, want %q", notes, tt.note)
			}
			checkText(t, x)
		})
	}
}
