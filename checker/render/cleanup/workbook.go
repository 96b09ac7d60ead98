package cleanup

import (
	"fmt"
	"io"
	"strings"

	"docreview/checker/cleanup"
)

// looks of the dispositions.
var looks = map[cleanup.Disposition]int{
	cleanup.Keep: lookGreen, cleanup.Amend: lookAmber, cleanup.Repeal: lookRed, cleanup.Lapse: lookRed, cleanup.Exempt: lookGrey,
}

// Workbook writes the catalogue: one sheet of all documents, one a disposition, one
// of clauses with defects, one of the special cleanups, one of changed regulations,
// one of what could not be judged, one of statistics.
func Workbook(w io.Writer, v *View) error {
	b := newBook(w, "规范性文件清理目录")
	all := func(yield func(*cleanup.Entry) bool) {
		for i := range v.Outcome.Entries {
			if e := &v.Outcome.Entries[i]; e.Disposition != cleanup.Exempt && !yield(e) {
				return
			}
		}
	}
	if err := v.catalogue(b, "清理目录", all); err != nil {
		return err
	}
	for _, d := range cleanup.Dispositions() {
		if err := v.catalogue(b, string(d), v.each(d)); err != nil {
			return err
		}
	}
	for _, f := range []func(*book) error{v.topicSheet, v.flawSheet, v.radarSheet, v.problemSheet, v.statisticsSheet} {
		if err := f(b); err != nil {
			return err
		}
	}
	return b.close()
}

func text(s string) cell { return cell{v: s, look: lookText} }

func number(n int) cell { return cell{v: n, look: lookNumber} }

// catalogue writes documents in the columns that offices publish, and behind them
// what the signatory needs to check them.
func (v *View) catalogue(b *book, title string, entries func(func(*cleanup.Entry) bool)) error {
	t := table{
		name: title, filter: true, print: 8,
		head:   []string{"序号", "文件名称", "文号", "制定机关", "公布日期", "清理结果", "理由", "依据", "把握", "不再有效的日期", "检查报告", "文件"},
		widths: []float64{7, 44, 20, 22, 12, 11, 56, 48, 12, 14, 10, 36},
	}
	return b.sheet(t, func(add func(...cell) error) error {
		n := 0
		for e := range entries {
			n++
			report := cell{v: "", look: lookText}
			if to := v.report(e.SHA256); to != "" {
				report = cell{v: "打开", look: lookText, link: to}
			}
			sure := text(string(e.Sureness))
			if e.Sureness == cleanup.Look {
				sure.look = lookAmber
			}
			if err := add(number(n), text(name(e)), text(e.Number), text(strings.Join(e.Issuers, "、")), text(published(e).String()),
				cell{v: string(e.Disposition), look: looks[e.Disposition]}, text(reasons(e)), text(bases(e)), sure, text(e.Since.String()),
				report, text(strings.Join(e.Paths, "\n"))); err != nil {
				return err
			}
		}
		return nil
	})
}

// topicSheet has one row a clause of the special cleanups, to be decided upon.
func (v *View) topicSheet(b *book) error {
	if len(v.Topics) == 0 {
		return nil
	}
	t := table{
		name: "专项清理", filter: true,
		head:    []string{"序号", "专项", "文件名称", "文号", "制定机关", "条款", "内容", "识别", "清理结果", "保留/取消", "备注"},
		widths:  []float64{7, 14, 36, 20, 20, 16, 64, 18, 11, 12, 20},
		choices: map[int][]string{9: {"保留", "取消", "修改"}},
	}
	return b.sheet(t, func(add func(...cell) error) error {
		for i, r := range v.Outcome.Topics {
			e := v.entry(r.Entry)
			if e == nil {
				continue
			}
			hit := r.Hit
			if r.Rule != "" {
				hit = r.Rule + " " + r.Hit
			}
			if err := add(number(i+1), text(r.Topic), text(name(e)), text(e.Number), text(strings.Join(e.Issuers, "、")), text(place(r.At, r.Line)),
				text(r.Text), text(strings.TrimSpace(hit)), cell{v: string(e.Disposition), look: looks[e.Disposition]}, text(""), text("")); err != nil {
				return err
			}
		}
		return nil
	})
}

// place is a provision, else a line.
func place(at string, line int) string {
	switch {
	case at != "":
		return at
	case line > 0:
		return fmt.Sprintf("第 %d 行", line)
	}
	return ""
}

// flawSheet has one row a clause with a defect.
func (v *View) flawSheet(b *book) error {
	if v.Flaws == nil {
		return nil
	}
	t := table{
		name: "条款问题", filter: true,
		head:   []string{"序号", "文件名称", "文号", "清理结果", "条款", "原文", "级别", "问题", "依据", "规则", "规则名称", "检查报告"},
		widths: []float64{7, 36, 20, 11, 16, 44, 8, 48, 36, 11, 28, 10},
	}
	at := v.byContent()
	return b.sheet(t, func(add func(...cell) error) error {
		n := 0
		for f, err := range v.Flaws {
			if err != nil {
				return err
			}
			i, ok := at[f.SHA256]
			if !ok {
				continue
			}
			e := &v.Outcome.Entries[i]
			level := text(severityWords[f.Severity])
			switch f.Severity {
			case "error":
				level.look = lookRed
			case "warning":
				level.look = lookAmber
			}
			report := cell{v: "", look: lookText}
			if to := v.report(f.SHA256); to != "" {
				report = cell{v: "打开", look: lookText, link: to}
			}
			rule := ""
			if v.RuleTitle != nil {
				rule = v.RuleTitle(f.Rule)
			}
			n++
			if err := add(number(n), text(name(e)), text(e.Number), cell{v: string(e.Disposition), look: looks[e.Disposition]}, text(place(f.At, f.Line)),
				text(f.Quote), level, text(f.Message), text(f.Basis), text(f.Rule), text(rule), report); err != nil {
				return err
			}
		}
		return nil
	})
}

// radarSheet has one row a place that a changed regulation touches.
func (v *View) radarSheet(b *book) error {
	if !v.Radar {
		return nil
	}
	t := table{
		name: "法规变动", filter: true,
		head:   []string{"序号", "文件名称", "文号", "制定机关", "条款", "变动的法规", "怎样变动", "从哪天起", "已超过天数", "把握", "文件"},
		widths: []float64{7, 40, 20, 22, 16, 40, 56, 12, 12, 12, 36},
	}
	return b.sheet(t, func(add func(...cell) error) error {
		for i, x := range v.Touched {
			over := text("")
			if x.Overdue > 0 {
				over = cell{v: x.Overdue, look: lookAmber}
			}
			if err := add(number(i+1), text(x.Title), text(x.Number), text(strings.Join(x.Issuers, "、")), text(place(x.At, x.Line)), text("《"+x.Of+"》"),
				text(x.How), text(x.Since.String()), over, text(string(x.Sureness)), text(strings.Join(x.Paths, "\n"))); err != nil {
				return err
			}
		}
		return nil
	})
}

// problemSheet lists what could not be judged in full.
func (v *View) problemSheet(b *book) error {
	t := table{
		name: "未能判断", filter: true,
		head: []string{"序号", "文件", "文件名称", "问题"}, widths: []float64{7, 50, 44, 70},
	}
	return b.sheet(t, func(add func(...cell) error) error {
		for i, p := range v.Outcome.Problems {
			title := "（没有读出）"
			if e := v.entry(p.Entry); e != nil {
				title = name(e)
			}
			if err := add(number(i+1), text(p.Path), text(title), text(p.Message)); err != nil {
				return err
			}
		}
		return nil
	})
}

// statisticsSheet gives the numbers of the pass.
func (v *View) statisticsSheet(b *book) error {
	s := v.Outcome.Statistics
	t := table{name: "统计", widths: []float64{44, 12, 12, 12, 12, 12, 12}}
	return b.sheet(t, func(add func(...cell) error) error {
		var failed error
		row := func(cells ...cell) {
			if failed == nil {
				failed = add(cells...)
			}
		}
		counts := func(title, first string, list []cleanup.Count, words func(string) string) {
			row()
			row(cell{v: title, look: lookTitle})
			head := []cell{{v: first, look: lookHead}}
			for _, d := range cleanup.Dispositions() {
				head = append(head, cell{v: string(d), look: lookHead})
			}
			row(append(head, cell{v: "合计", look: lookHead})...)
			for _, c := range list {
				cells, sum := []cell{text(words(c.Name))}, 0
				for _, n := range c.By {
					cells, sum = append(cells, number(n)), sum+n
				}
				row(append(cells, number(sum))...)
			}
		}
		same := func(s string) string {
			if s == "" {
				return "（不明）"
			}
			return s
		}
		row(cell{v: "规范性文件清理统计（截至 " + v.Outcome.AsOf.String() + "）", look: lookTitle})
		row()
		for _, x := range []struct {
			words string
			n     int
		}{
			{"读到的文件", s.Files}, {"其中内容不同的", s.Contents}, {"读不出的文件", s.Unreadable}, {"清理对象", s.Normative},
			{"结果：" + string(cleanup.Sure), s.Sure[0]}, {"结果：" + string(cleanup.Probable), s.Sure[1]}, {"结果：" + string(cleanup.Look), s.Sure[2]},
		} {
			row(text(x.words), number(x.n))
		}
		total := s.Total
		total.Name = "全部"
		counts("清理结果", "", []cleanup.Count{total}, same)
		counts("按年份", "年份", s.ByYear, same)
		counts("按制定机关", "制定机关", s.ByIssuer, same)
		counts("按主要理由", "理由", s.ByReason, func(s string) string { return kindName(cleanup.Kind(s)) })
		row()
		row(cell{v: fmt.Sprintf("docreview %s，规则 %d 条，法规库 %s（截至 %s）。结果供人工确认。", v.Program, v.Rules, v.Corpus.Name, v.Corpus.AsOf)})
		return failed
	})
}
