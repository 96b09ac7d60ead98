package source

import (
	"bytes"
	"errors"
	"testing"
	"unicode/utf8"
)

// FuzzNormalize: whatever the text, Norm and Orig are covered, every place goes
// back, and normalising again changes nothing.
func FuzzNormalize(f *testing.F) {
	for _, s := range []string{
		"第一条 为了规范行政许可，制定本办法。\r\n\r\n第二条　本办法所称…",
		"\ufeff罚款５０００元\u200b以上１０,０００元(含)以下", "源政发[2020]2号 源政發【2019】第３号 (2018)1號",
		"重 庆 市 民 政 局　　重 庆 市 财 政 局\n2024 年 1 月 5 日", "索引号: 1137-X 文号: 源政〔2020〕2号",
		"“一下放三服务“和\"放管服\"改革「双『随机』」”", "《财政部关于印发<办法>的通知》和<<细则>>、〈规程〉",
		"關(guān)于印發(fā)潛江市法治政府建設(shè)工作要點(diǎn)的通知", "瞭解乾坤，反覆藉口，計畫", "?\n????2022年\n甲?乙",
		"• 字号:\n  |\n打印\n第三条 内容", "二○二四年 一九九○年 ○一是", "（一）加强领导　各部门要落实责任。", "3.2.1 领导机构 附件1 名单",
		"⼈⺠政府 金行", "a, b; c: d (e) [2020] \"f\"", "甲,乙;丙:丁(戊)!", "<甲<<乙>>丙>", "「」『』”“\"", "---\n a: b\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || len(s) > 4000 {
			t.Skip()
		}
		x, err := normalize(s, splitLines(s))
		if err != nil {
			t.Fatalf("normalize(%q): %v", s, err)
		}
		x.index()
		checkText(t, x)
		checkCuts(t, x)
	})
}

// checkCuts looks at spans between any two code points of a short text.
func checkCuts(t *testing.T, x *Text) {
	t.Helper()
	var cuts []int
	for i := range x.Norm {
		cuts = append(cuts, i)
	}
	cuts = append(cuts, len(x.Norm))
	step := 1 + len(cuts)/24
	for i := 0; i < len(cuts); i += step {
		for j := i + 1; j < len(cuts); j += step {
			checkSpan(t, x, Span{cuts[i], cuts[j]})
		}
	}
}

// FuzzRead: whatever the bytes, the answer is a sound Text or an Unreadable that
// says what to do.
func FuzzRead(f *testing.F) {
	for _, s := range unreadables {
		f.Add(s.data)
	}
	for _, s := range encodings {
		f.Add(s.data)
	}
	f.Add([]byte(page))
	f.Add([]byte("---\ntitle: 甲\n---\n\n# 乙\n\n::: tip\n> **丙**[丁](http://a.b)\n:::\n\n| 子 | 丑 |\n|---|---|\n| 1 | 2 |\n<p id=\"t\">&emsp;<b>第一条</b></p>\n"))
	f.Add(sampleDocx(f))
	for _, s := range formatSeeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			t.Skip()
		}
		x, err := Read("x", bytes.NewReader(data), 0)
		if err != nil {
			var u *Unreadable
			if !errors.As(err, &u) || u.Kind == "" || u.Reason == "" || u.Next == "" {
				t.Fatalf("error without advice: %#v", err)
			}
			return
		}
		if len(x.Blocks) == 0 || x.Norm == "" || x.Format == "" || x.Encoding == "" || len(x.SHA256) != 64 {
			t.Fatalf("incomplete text: %+v", x)
		}
		checkText(t, x)
	})
}
