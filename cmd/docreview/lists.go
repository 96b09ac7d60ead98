package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"docreview/checker"
)

// maxListRows bounds a list; an office has none that is longer.
const maxListRows = 100_000

// columns are the headings under which a list may give its columns.
func columns() map[string][]string {
	return map[string][]string{
		"name":   {"名称", "单位", "单位名称", "机关", "机关名称", "主体", "主体名称", "制发主体", "制定主体", "部门", "部门名称", "题名", "标题", "文件名称", "项目", "项目名称", "事项", "事项名称", "决策事项", "姓名", "专家", "专家姓名"},
		"former": {"曾用名", "原名", "原名称", "曾用名称", "简称"},
		"year":   {"年份", "年度"},
		"note":   {"备注", "说明"},
	}
}

// listsFor reads the lists that a configuration names, each file once; nil: it names none.
func (p *planner) listsFor(c *config) (map[string]*checker.List, error) {
	if len(c.Lists) == 0 {
		return nil, nil
	}
	out := map[string]*checker.List{}
	var known []string
	for _, n := range checker.ListNames() {
		known = append(known, n.Name+"（"+n.Words+"）")
		path, ok := c.Lists[n.Name]
		if !ok {
			continue
		}
		path = c.beside(&path)
		if path == "" {
			return nil, usagef("lists 的 %s 没有写明文件。", n.Name)
		}
		key := n.Name + "\x00" + path
		if p.offices[key] == nil {
			l, err := readList(path)
			if err != nil {
				return nil, err
			}
			p.offices[key] = l
		}
		out[n.Name] = p.offices[key]
	}
	if len(out) < len(c.Lists) {
		for name := range c.Lists {
			if checker.ListWords(name) == "" {
				return nil, usagef("lists 里没有 %s 这种清单。可以写 %s。", name, strings.Join(known, "、"))
			}
		}
	}
	return out, nil
}

// readList reads and checks a list. What is wrong is said with file and line.
func readList(path string) (*checker.List, error) {
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usagef("没有清单文件 %s。", path)
	case err != nil:
		return nil, usagef("读不出清单文件 %s：%s。", path, strings.TrimSuffix(words(err), "。"))
	}
	var rows []listLine
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".txt":
		rows, err = csvLines(data)
	case ".xlsx":
		rows, err = sheetLines(data)
	default:
		return nil, usagef("清单文件 %s 要用 CSV 或者 XLSX 格式。", path)
	}
	if err != nil {
		return nil, usagef("清单文件 %s %s。", path, err)
	}
	l, err := listOf(filepath.Base(path), rows)
	if err != nil {
		return nil, usagef("清单文件 %s %s。", path, err)
	}
	return l, nil
}

// listLine is a line of a table with its number in the file, from 1.
type listLine struct {
	n     int
	cells []string
}

func csvLines(data []byte) ([]listLine, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(s, utf8.RuneError) {
			return nil, errors.New("既不是 UTF-8 也不是 GB18030 编码")
		}
		data = s
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	var out []listLine
	for {
		cells, err := r.Read()
		var bad *csv.ParseError
		switch {
		case err == io.EOF:
			return out, nil
		case errors.As(err, &bad):
			return nil, fmt.Errorf("第 %d 行的引号不配对", bad.Line)
		case err != nil:
			return nil, err
		}
		n, _ := r.FieldPos(0)
		if out = append(out, listLine{n, cells}); len(out) > maxListRows {
			return nil, fmt.Errorf("超过 %d 行", maxListRows)
		}
	}
}

func sheetLines(data []byte) ([]listLine, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 256 << 20})
	if err != nil {
		return nil, errors.New("打不开，可能已经损坏或者设有密码")
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return nil, errors.New("没有工作表")
	}
	defer rows.Close()
	var out []listLine
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("第 %d 行读不出来", n)
		}
		if out = append(out, listLine{n, cells}); len(out) > maxListRows {
			return nil, fmt.Errorf("超过 %d 行", maxListRows)
		}
	}
	return out, nil
}

// listOf checks the lines: a line of headings, of which one is the name, then one row a line.
func listOf(file string, lines []listLine) (*checker.List, error) {
	clean := func(s string) string { return strings.Trim(s, " \u3000\t\r\n") }
	lines = slices.DeleteFunc(lines, func(l listLine) bool {
		return !slices.ContainsFunc(l.cells, func(c string) bool { return clean(c) != "" })
	})
	if len(lines) == 0 {
		return nil, errors.New("是空的。第一行写列名，例如：名称,曾用名,年份")
	}
	at := map[string]int{}
	for i, c := range lines[0].cells {
		for what, names := range columns() {
			if slices.Contains(names, clean(c)) {
				if _, twice := at[what]; twice {
					return nil, fmt.Errorf("第 %d 行有两列都像“%s”", lines[0].n, columns()[what][0])
				}
				at[what] = i
			}
		}
	}
	if _, ok := at["name"]; !ok {
		return nil, fmt.Errorf("第 %d 行没有名称列。第一行写列名，名称列可以叫 名称、单位、题名、事项、姓名", lines[0].n)
	}
	l := &checker.List{File: file}
	seen := map[string]int{}
	for _, line := range lines[1:] {
		cell := func(what string) string {
			i, ok := at[what]
			if !ok || i >= len(line.cells) {
				return ""
			}
			return clean(line.cells[i])
		}
		r := checker.ListRow{Name: cell("name"), Former: cell("former"), Note: cell("note"), Line: line.n}
		if r.Name == "" {
			return nil, fmt.Errorf("第 %d 行没有名称", line.n)
		}
		if y := strings.TrimSuffix(strings.TrimSuffix(cell("year"), "度"), "年"); y != "" {
			n, err := strconv.Atoi(y)
			if err != nil || n < 1949 || n > 2199 {
				return nil, fmt.Errorf("第 %d 行的年份“%s”不对，请写成 2026", line.n, cell("year"))
			}
			r.Year = n
		}
		key := fmt.Sprint(r.Name, "\x00", r.Year)
		if first, twice := seen[key]; twice {
			return nil, fmt.Errorf("第 %d 行的“%s”与第 %d 行重复", line.n, r.Name, first)
		}
		seen[key] = line.n
		l.Rows = append(l.Rows, r)
	}
	if len(l.Rows) == 0 {
		return nil, errors.New("只有列名，没有内容")
	}
	return l, nil
}
