package main

import (
	"path/filepath"
	"strings"
	"testing"
)

const ownRule = `id: OWN-001
title: 兜底的话
severity: info
since: "0.1"
basis:
  - title: 中华人民共和国立法法
    at: 第七条
    gist: 规定应当明确、具体
    tier: recalled
`

// Every step at which a condition on words can stop is told by its name, with
// the words of the text that decided.
func TestWhyNotSteps(t *testing.T) {
	for _, tt := range []struct{ params, text, want string }{
		{"pattern: '未尽事宜'", "第一条　收费标准由县公安局确定。", "停在：触发词都没有出现"},
		{"pattern: '未尽事宜由', words: [未尽事宜]", "第一条　未尽事宜另行规定。", "停在 pattern"},
		{"pattern: '未尽事宜'", "第一条　未尽事宜由县公安局确定。", "没有停：符合这个条件"},
		{"pattern: '未尽事宜', zones: [annex]", "第一条　未尽事宜由县公安局确定。", "停在 zones：这一句不在检查的部分（只看附件）"},
		{"pattern: '未尽事宜', title: '规定'", "第一条　未尽事宜由县公安局确定。", "停在：title：标题“临水县养犬管理办法”里没有要找的 规定"},
		{"pattern: '未尽事宜', unless_title: '办法'", "第一条　未尽事宜由县公安局确定。", "停在：unless_title"},
		{"pattern: '办理备案', unless: [promotes]", "第一条　鼓励养犬人办理备案。", "停在 unless：“鼓励”这种读法不算违反"},
		{"pattern: '未尽事宜', unless_before: '其[他它]$'", "第一条　其他未尽事宜由县公安局确定。", "停在 unless_before：前面的话“其他”，属于例外"},
		{"pattern: '未尽事宜', unless_after: '^由.公安'", "第一条　其他未尽事宜由县公安局确定。", "停在 unless_after：后面的话“由县公安”，属于例外"},
		{"pattern: '未尽事宜', unless_in: '确定'", "第一条　未尽事宜由县公安局确定。", "停在 unless_in：这句话里的“确定”，属于例外"},
		{"pattern: '未尽事宜', needs: '财政'", "第一条　未尽事宜由县公安局确定。", "停在 needs：这句话里没有要找的 财政"},
		{"pattern: '未尽事宜', unless_near: '财政'", "第一条　未尽事宜由县公安局确定。财政部门配合。", "停在 unless_near：这一条里的“财政”"},
		{"pattern: '未尽事宜', needs_near: '税务'", "第一条　未尽事宜由县公安局确定。", "停在 needs_near：这一条里没有要找的 税务"},
		{"pattern: '未尽事宜', unless_lead: '不予'", "第一条　有下列情形之一的，不予受理：\n（一）未尽事宜没有说明的；\n（二）其他。", "停在 unless_lead：这一项的引导语“不予”"},
		{"pattern: '未尽事宜', needs_lead: '应当'", "第一条　有下列情形之一的，不予受理：\n（一）未尽事宜没有说明的；\n（二）其他。", "停在 needs_lead：这一项的引导语里没有要找的 应当"},
		{"pattern: '处五百元以下罚款', unless_cited: law", "第一条　依照《中华人民共和国道路交通安全法》第九十条处五百元以下罚款。", "停在 unless_cited：依照 《中华人民共和国道路交通安全法》第九十条（第 2 行，现行有效）"},
	} {
		dir := t.TempDir()
		write(t, dir, "rules/OWN-001.yaml", ownRule+"when:\n  matches: {"+tt.params+"}\nmessage: “{match}”不明确\nsuggestion: 写明。\n")
		file := write(t, dir, "a.txt", "临水县养犬管理办法\n"+tt.text+"\n")
		code, out, errw := command(t, "", "why-not", "--rules="+dir+"/rules", "OWN-001", file)
		if code != exitClean || errw != "" || !strings.Contains(out, tt.want) {
			t.Errorf("%s: exit %d, want %q:\n%s%s", tt.params, code, tt.want, out, errw)
		}
	}
}

func TestWhyNot(t *testing.T) {
	dir := t.TempDir()
	bad := write(t, dir, "bad.txt", guilty)
	good := write(t, dir, "good.txt", innocent)
	report := write(t, dir, "report.txt", "临水县公安局关于2024年工作情况的报告\n县人民政府：\n现将有关情况报告如下。\n临水县公安局\n2025年1月5日\n")
	secret := write(t, dir, "secret.txt", "机密★1年\n"+innocent)
	broken := write(t, dir, "empty.txt", "")
	off := write(t, dir, "off/a.txt", guilty)
	papers := filepath.Join(dir, "papers")
	write(t, dir, "papers/起草说明.txt", "关于《临水县养犬管理办法》的起草说明\n一、制定的必要性\n为了规范养犬行为。\n")
	write(t, dir, "off/.docreview.yaml", "disable: [SETS-005]\n")
	for _, tt := range []struct {
		name string
		args []string
		want int
		says []string
	}{
		{"found", []string{"SETS-005", bad}, exitClean, []string{"已经指出 1 处问题", "“罚款”1 处", "合句式的：“处五百元以上二千元以下罚款”"}},
		{"lower case", []string{"sets-005", bad}, exitClean, []string{"SETS-005"}},
		{"nothing there", []string{"SETS-005", good}, exitClean, []string{"检查过，没有指出问题", "文件里没有：“罚款”", "触发词都没有出现"}},
		{"not applicable", []string{"TIME-005", report}, exitClean, []string{"结果：不适用", "停在：适用范围"}},
		{"other kind", []string{"CITE-001", good}, exitClean, []string{"条件 citation（引用的效力）：没有符合的地方", "看的是程序从文件里读出来的内容", "引用逐处的效力"}},
		{"cannot tell", []string{"PROC-001", good}, exitClean, []string{"结果：无法判断：", "公开征求意见材料"}},
		{"papers that say nothing", []string{"--dossier=" + papers, "TIME-005", good}, exitClean, []string{"检查过，没有指出问题"}},
		{"no papers there", []string{"--dossier=" + papers + "/none", "TIME-005", good}, exitUsage, nil},
		{"papers", []string{"--dossier=" + papers, "PROC-001", good}, exitClean, []string{"结果：无法判断：", "材料包"}},
		{"left out", []string{"SETS-005", off}, exitClean, []string{"检查时没有运行这条规则", "已经指出 1 处问题"}},
		{"no rule", []string{"SETS-000", bad}, exitUsage, nil},
		{"no file", []string{"SETS-005"}, exitUsage, nil},
		{"folder", []string{"SETS-005", dir}, exitUsage, nil},
		{"unreadable", []string{"SETS-005", broken}, exitFailed, nil},
		{"classified", []string{"SETS-005", secret}, exitSecret, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, out, errw := command(t, "", append([]string{"why-not"}, tt.args...)...)
			if code != tt.want || (code != exitClean) != (errw != "") || code != exitClean && out != "" {
				t.Errorf("exit %d, want %d: %s%s", code, tt.want, out, errw)
			}
			for _, want := range tt.says {
				if !strings.Contains(out, want) {
					t.Errorf("lacks %q:\n%s", want, out)
				}
			}
		})
	}
}
