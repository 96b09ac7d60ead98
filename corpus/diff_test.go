package corpus

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docreview/corpus/law"
)

// TestDiff: what changed between two indexes, as whoever watches a corpus asks
// it: articles keep their story when the numbers move, words of both sides can
// be read, and the same two give the same answer.
func TestDiff(t *testing.T) {
	src := filepath.Join(t.TempDir(), "corpus")
	copyTree(t, made(), src)
	before, after := filepath.Join(t.TempDir(), "before"), filepath.Join(t.TempDir(), "after")
	build(t, fast(t, before, src))
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(src, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	edit(t, filepath.Join(src, "行政法规", "蜂场迁移规定(2016-11-11).md"), func(s string) string { return strings.Replace(s, "沿途的村庄", "沿途的村庄和学校", 1) })
	if err := os.Remove(filepath.Join(src, "法律", "借用法(1995-06-30).md")); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join("法律", "河道采石法(2025-06-27).md"), "# 中华人民共和国河道采石法\n\n2004年8月28日 第十届全国人民代表大会常务委员会第十一次会议通过\n\n"+
		"2012年3月14日 第十一届全国人民代表大会常务委员会第二十五次会议修正\n\n2021年10月23日 第十三届全国人民代表大会常务委员会第三十一次会议修订\n\n"+
		"2025年6月27日 第十四届全国人民代表大会常务委员会第十六次会议修订\n\n<!-- INFO END -->\n\n"+
		"第一条 为了管好采石，保住河道，制定本法。\n\n第二条 新加的一条：采石船应当挂灯，夜里停在岸边。\n\n第三条 采石留下的坑，应当在十日内填平。\n\n第四条 本法自2025年10月1日起施行。\n")
	write(filepath.Join("行政法规", "灯船规定(2025-02-02).md"), "# 灯船规定\n\n2025年2月2日 中华人民共和国国务院令第999号公布\n\n<!-- INFO END -->\n\n第一条 灯船夜里点灯。\n\n第二条 本规定自2025年3月1日起施行。\n")
	build(t, fast(t, after, src))
	old, now := open(t, before), open(t, after)
	ctx := context.Background()
	got, err := Diff(ctx, old, now)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	find := map[string]Change{}
	for _, c := range got {
		l := fmt.Sprintf("%s %s %s", c.Title, c.Kind, c.Since)
		for _, a := range c.Articles {
			l += fmt.Sprintf(" %s%s←%s", a.Kind, a.At, a.From)
		}
		lines = append(lines, l)
		find[c.Title+" "+string(c.Kind)] = c
	}
	for _, want := range []string{
		"灯船规定 added 2025-03-01",
		"蜂场迁移规定 text  changed第一条←第一条",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	c, ok := find["中华人民共和国河道采石法 edition"]
	if !ok || c.Since != day("2025-10-01") || c.Before != "河道采石法@cn-fl@2021-10-23" || c.Level != law.LevelLaw {
		t.Fatalf("edition: %+v\n%s", c, strings.Join(lines, "\n"))
	}
	i := slices.IndexFunc(c.Articles, func(a ArticleChange) bool { return a.At.Article == 3 })
	if i < 0 || c.Articles[i].Kind != ArticleChanged || c.Articles[i].From.Article != 6 {
		t.Errorf("the pits: %+v", c.Articles)
	} else {
		was, err1 := old.Provision(ctx, law.Place{Edition: c.Before, Provision: c.Articles[i].From})
		is, err2 := now.Provision(ctx, law.Place{Edition: c.Edition, Provision: c.Articles[i].At})
		if err1 != nil || err2 != nil || !strings.Contains(was[0], "十五日") || !strings.Contains(is[0], "十日") {
			t.Errorf("%v %v %v %v", was, is, err1, err2)
		}
	}
	if _, ok := find["中华人民共和国借用法 text_gone"]; !ok { // its end is still known from the code that repealed it
		t.Errorf("the lending law:\n%s", strings.Join(lines, "\n"))
	}
	for range 3 {
		again, err := Diff(ctx, old, now)
		if err != nil || fmt.Sprint(again) != fmt.Sprint(got) {
			t.Fatalf("another answer: %v %v", again, err)
		}
	}
	none, err := Diff(ctx, now, now)
	if err != nil || len(none) != 0 {
		t.Errorf("with itself: %v %v", none, err)
	}
}
