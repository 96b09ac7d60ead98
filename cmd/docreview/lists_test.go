package main

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const ownDocument = "云岭县停车泊位管理办法\n云建发〔2025〕9号\n第一条　为了规范停车泊位管理，制定本办法。\n第二条　单位和个人应当遵守停车泊位管理规定。\n第三条　本办法自2025年6月15日起施行，有效期五年。\n云岭县住房和城乡建设局\n2025年5月7日\n"

// ran reviews a document under a configuration and gives the rules that found something and the
// text of the report.
func ran(t *testing.T, dir, config string) (string, int, string) {
	t.Helper()
	write(t, dir, ".docreview.yaml", config)
	write(t, dir, "a.txt", ownDocument)
	code, out, errw := command(t, "", "check", "--enable=AUTH-012,PROC-021,MDP-001,MDP-003", dir+"/a.txt")
	return out, code, errw
}

// TestLists: the lists of the office are read in every form, former names count, and a list that
// is absent is said in the line of what is missing.
func TestLists(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "主体.csv", "序号,单位名称,曾用名\n1,云岭县人民政府,\n2,云岭县住房城乡建设局,云岭县建设局、云岭县住房和城乡建设局\n")
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("名称,年度\r\n云岭县养犬管理办法,2025年度\r\n")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "计划.csv", gb)
	x := excelize.NewFile()
	for cell, v := range map[string]string{"A1": "事项", "B1": "年份", "A3": "制定《云岭县停车泊位管理办法》", "B3": "2025"} {
		if err := x.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.SaveAs(dir + "/目录.xlsx"); err != nil {
		t.Fatal(err)
	}

	out, code, errw := ran(t, dir, "lists: {issuers: 主体.csv, plan: 计划.csv}\n")
	if code == exitUsage || strings.Contains(out, "AUTH-012") || !strings.Contains(out, "PROC-021") || !strings.Contains(out, "计划.csv") {
		t.Errorf("exit %d: %s%s", code, out, errw)
	}
	if !strings.Contains(out, "重大行政决策目录") {
		t.Errorf("the catalogue that is missing is not said: %s", out)
	}

	// In the catalogue of the office the document is a major decision.
	out, code, errw = ran(t, dir, "lists: {issuers: 主体.csv, major_decisions: 目录.xlsx}\n")
	if code == exitUsage || strings.Contains(out, "不知道是不是重大行政决策") || !strings.Contains(out, "年度制定计划") {
		t.Errorf("exit %d: %s%s", code, out, errw)
	}

	// Without lists nothing is claimed.
	out, code, errw = ran(t, dir, "")
	if code == exitUsage || strings.Contains(out, "不在登记的") || !strings.Contains(out, "制发主体清单") {
		t.Errorf("exit %d: %s%s", code, out, errw)
	}

	write(t, dir, "主体.csv", "名称\n云岭县人民政府\n")
	if out, _, _ := ran(t, dir, "lists: {issuers: 主体.csv}\n"); !strings.Contains(out, "云岭县住房和城乡建设局不在登记的制发主体清单（主体.csv）里") {
		t.Error(out)
	}
	write(t, dir, "部门.csv", "部门,曾用名\n云岭县人民政府,云岭县住房和城乡建设局\n")
	if out, _, _ := ran(t, dir, "lists: {issuers: 主体.csv, departments: 部门.csv}\n"); strings.Contains(out, "不在登记的") {
		t.Error(out)
	}
}

// TestBrokenLists: what is wrong with a list is said with file and line, and nothing is checked.
func TestBrokenLists(t *testing.T) {
	for _, tt := range []struct{ file, text, want string }{
		{"主体.csv", "", "是空的"},
		{"主体.csv", "甲,乙\n云岭县人民政府,\n", "第 1 行没有名称列"},
		{"主体.csv", "名称,备注\n\n云岭县人民政府,\n,没有名字\n", "第 4 行没有名称"},
		{"主体.csv", "名称,年份\n云岭县人民政府,明年\n", "第 2 行的年份“明年”不对"},
		{"主体.csv", "名称\n甲县人民政府\n乙县人民政府\n甲县人民政府\n", "第 4 行的“甲县人民政府”与第 2 行重复"},
		{"主体.csv", "名称\n\"甲县人民政府\n", "引号不配对"},
		{"主体.csv", "名称,单位\n甲,乙\n", "第 1 行有两列"},
		{"主体.csv", "名称\n", "只有列名"},
		{"主体.csv", "\xff\xff\xff名称\n", "编码"},
		{"主体.xlsx", "不是表格", "打不开"},
		{"主体.doc", "名称\n", "CSV 或者 XLSX"},
	} {
		dir := t.TempDir()
		write(t, dir, tt.file, tt.text)
		_, code, errw := ran(t, dir, "lists: {issuers: "+tt.file+"}\n")
		if code != exitUsage || !strings.Contains(errw, tt.want) || !strings.Contains(errw, tt.file) {
			t.Errorf("%q: exit %d: %s", tt.text, code, errw)
		}
	}
	for config, want := range map[string]string{
		"lists: {issuer: 主体.csv}\n":  "没有 issuer 这种清单",
		"lists: {issuers: 没有.csv}\n": "没有清单文件",
		"lists: {issuers: \"\"}\n":   "没有写明文件",
	} {
		if _, code, errw := ran(t, t.TempDir(), config); code != exitUsage || !strings.Contains(errw, want) {
			t.Errorf("%s: exit %d: %s", config, code, errw)
		}
	}
}
