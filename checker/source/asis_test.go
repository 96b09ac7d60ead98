package source

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestAsIs holds lines that are taken as they are against the long way round.
func TestAsIs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := []string{"第", "十二", "条", "之一", " ", "一、", "当前位置：", "首页", "上一页", "页", "3", "共9", "办理机关应当", "依照", "《某条例》", "（试行）", "。", "；", "，", "、", "“", "”", "〔2020〕", "号", "：", "—", "A", "#", "|", "　", "打印", "○", "[", "-"}
	taken := 0
	for range 300_000 {
		var b strings.Builder
		for range 1 + r.IntN(14) {
			if r.IntN(8) == 0 {
				b.WriteString("企业事业单位和其他生产经营者排放污染物应当符合国家和本省规定的标准")
			}
			b.WriteString(words[r.IntN(len(words))])
		}
		text := b.String()
		l := line{end: len(text), markup: r.IntN(2) == 0}
		w := &normalizer{b: NewBuilder(text), orig: text}
		if !w.asIs(text, l) {
			continue
		}
		taken++
		cells := w.fold(text, l)
		if l.markup {
			cells = w.marks.strip(cells, &l)
		}
		cells = w.tidy(cells)
		var got strings.Builder
		for _, c := range cells {
			got.WriteRune(c.r)
		}
		if got.String() != text || l.kind != Paragraph || isLost(cells) || isFurniture(cells) {
			t.Fatalf("markup %v: %q becomes %q (kind %v, furniture %v)", l.markup, text, got.String(), l.kind, isFurniture(cells))
		}
	}
	if taken < 10_000 {
		t.Errorf("only %d lines were taken as they are: the test says little", taken)
	}
}
