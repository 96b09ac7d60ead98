package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/corpus/law"
)

// penalties is a law of the title that SETS-005 rests on, in words of our own.
const penalties = `# 中华人民共和国行政处罚法

1996年3月17日 第八届全国人民代表大会第四次会议通过

2021年1月22日 第十三届全国人民代表大会常务委员会第二十五次会议修订

<!-- INFO END -->

第一条 试验用的文本，不是法律原文。

第二条 养鱼先挖塘。

养鱼的人应当：

（一）喂食；

（二）换水。

第三条 本法自2021年7月15日起施行。
`

// testIndex builds an index of laws, by path.
func testIndex(t *testing.T, laws map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range laws {
		write(t, dir, filepath.Join("laws", name), text)
	}
	index := filepath.Join(dir, "index")
	if code, _, errw := command(t, "", "corpus", "build", "--bigrams", "-o", index, filepath.Join(dir, "laws")); code != exitClean {
		t.Fatalf("exit %d: %s", code, errw)
	}
	return index
}

// The words of a provision are quoted only where it is sure which are meant.
func TestArticleWords(t *testing.T) {
	older := strings.NewReplacer("2021年1月22日 第十三届全国人民代表大会常务委员会第二十五次会议修订", "2017年9月1日 第十二届全国人民代表大会常务委员会第二十九次会议修正", "试验用的文本", "试验用的旧文本", "2021年7月15日", "1996年10月1日").Replace(penalties)
	index := testIndex(t, map[string]string{"法律/行政处罚法(2021-01-22).md": penalties, "法律/行政处罚法(2017-09-01).md": older})
	lib, err := openLibrary(index)
	if err != nil {
		t.Fatal(err)
	}
	today, before := law.Date{Year: 2026, Month: 11, Day: 22}, law.Date{Year: 2020, Month: 1, Day: 1}
	for _, tt := range []struct {
		title, at string
		on        law.Date
		want      string
	}{
		{"中华人民共和国行政处罚法", "第一条", today, "试验用的文本，不是法律原文。"},
		{"行政处罚法", "第二条第一款", today, "养鱼先挖塘。"},
		{"中华人民共和国行政处罚法", "第二条第二款第（二）项", today, "（二）换水。"},
		{"中华人民共和国行政处罚法", "第一条、第二条第一款", today, "第一条　试验用的文本，不是法律原文。\n第二条第一款　养鱼先挖塘。"},
		{"中华人民共和国行政处罚法", "第九条", today, ""},
		{"中华人民共和国行政处罚法", "第一条、第九条", today, ""},
		{"中华人民共和国行政处罚法", "第一章", today, ""},
		{"中华人民共和国行政处罚法", "第一条至第三条", today, ""},
		{"中华人民共和国行政处罚法", "", today, ""},
		{"中华人民共和国行政处罚法", "第一条", before, ""},
		{"中华人民共和国土地管理法", "第一条", today, ""},
	} {
		edition, got := lib.article(context.Background(), tt.on, checker.Basis{Title: tt.title, At: tt.at})
		if got != tt.want {
			t.Errorf("%s%s on %s: %q, want %q", tt.title, tt.at, tt.on, got, tt.want)
		}
		if got != "" && edition != "2021年1月22日修订" {
			t.Errorf("edition %q", edition)
		}
	}
	bare, err := openLibrary("")
	if err != nil {
		t.Fatal(err)
	}
	if _, got := bare.article(context.Background(), today, checker.Basis{Title: "中华人民共和国行政处罚法", At: "第一条"}); got != "" {
		t.Errorf("the catalogue quotes %q", got)
	}
}

// The letter quotes the article that a finding rests on, once; another point that
// rests on it is led to the first.
func TestLetterQuotesLaw(t *testing.T) {
	words := "除了法律，别的都不能设定处罚，这句话只用来试验。"
	text := strings.Replace(penalties, "第三条 本法", "第十六条 "+words+"\n\n第十七条 本法", 1)
	index := testIndex(t, map[string]string{"法律/行政处罚法(2021-01-22).md": text})
	dir := t.TempDir()
	a := write(t, dir, "a.txt", strings.Replace(guilty, "第三条", "违反前款的，并由县公安局处一千元以上三千元以下罚款。\n第三条", 1))
	own := write(t, dir, "rules/OFF-001.yaml", `id: OFF-001
title: 不得规定重犯加重
severity: error
since: "0.1"
basis:
  - title: 中华人民共和国行政处罚法
    at: 第十六条
    gist: 试验
when:
  matches: {pattern: '并由县公安局'}
message: “{match}”
suggestion: 删去。
rationale: 试验。
`)
	out := filepath.Join(dir, "a.md")
	for _, corpus := range []string{index, ""} {
		code, _, errw := command(t, "", "check", "--rules="+filepath.Dir(own), "--enable=SETS-005,OFF-001", "--corpus="+corpus, "--format=md="+out, a)
		if code != exitFindings {
			t.Fatalf("exit %d: %s", code, errw)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if corpus != "" {
			want = 1
		}
		if n := strings.Count(string(data), "> 《中华人民共和国行政处罚法》第十六条（2021年1月22日修订）条文："+words); n != want {
			t.Errorf("corpus %q: the article stands %d times, want %d:\n%s", corpus, n, want, data)
		}
		if n := strings.Count(string(data), "的条文见第 1 点。"); n != want {
			t.Errorf("corpus %q: %d points lead to the first, want %d", corpus, n, want)
		}
	}
}
