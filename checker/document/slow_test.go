package document_test

import (
	"strings"
	"testing"
	"time"

	"docreview/checker/document"
)

// TestNoQuadraticTime parses long repetitions of the marks that scanners look
// from: each must stay far below what a quadratic scan would take.
func TestNoQuadraticTime(t *testing.T) {
	const size = 60_000
	for _, s := range []string{
		"《", "》", "《》", "《甲》", "〈", "《甲〈乙", "第一条", "第一条\n", "第一条。", "（一）", "：（一）", "（", "（（）", "自", "自起", "从2024年1月1日起", "简称", "（以下简称《甲》）", "《甲》（以下简称甲办法）甲办法",
		"号", "〔2020〕1号", "甲〔2020〕1号", "附件", "附件1\n", "附件：1.", "前款", "本办法第一条", "该法", "《甲法》该法", "不得", "不得，", "防止", "由", "由解释", "废止", "《甲》废止", "废止《甲》", "“", "\"", "了", "一、\n", "1.\n", "甲\n", "。", "，", "所称", "所称甲是指", "有效期", "有效期5年，", "至", "某某局\n", "2024年1月1日\n", "关于印发\n", "第三条至第九十条", "第一、", "《甲》第一条、", "标题：", "各部门：\n", "各部门", "年", "《甲\n",
	} {
		text := strings.Repeat(s, size/len(s))
		start := time.Now()
		document.Parse(plain(text), names)
		if took := time.Since(start); took > 4*time.Second {
			t.Errorf("%q x %d: %v", s, size/len(s), took)
		}
	}
}
