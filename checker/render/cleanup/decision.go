package cleanup

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"docreview/checker/cleanup"
	"docreview/checker/render/internal/ooxml"
)

// maxAnnex is how many rows an annex of the decision lists; a longer one leads to
// the workbook.
const maxAnnex = 3000

// parts of the decision in the order in which offices publish them.
var parts = []struct {
	d       cleanup.Disposition
	article string
	annex   string
	why     bool // the annex gives the reasons
}{
	{cleanup.Keep, "继续有效的行政规范性文件 %d 件（附件%d）。", "继续有效的行政规范性文件目录", false},
	{cleanup.Amend, "需要修改的行政规范性文件 %d 件（附件%d），由起草单位按照附件所列问题提出修改稿，依照程序报请审议；修改前与上位法不一致的，执行上位法。", "需要修改的行政规范性文件目录", true},
	{cleanup.Repeal, "废止行政规范性文件 %d 件（附件%d）。", "决定废止的行政规范性文件目录", true},
	{cleanup.Lapse, "宣布失效行政规范性文件 %d 件（附件%d）。", "宣布失效的行政规范性文件目录", true},
}

// decides gives the documents with a disposition that the office itself decides
// on, in order: what stands above normative documents is not for it to end or to
// amend.
func (v *View) decides(d cleanup.Disposition) iter.Seq[*cleanup.Entry] {
	return func(yield func(*cleanup.Entry) bool) {
		for e := range v.each(d) {
			higher := slices.ContainsFunc(e.Reasons, func(r cleanup.Reason) bool { return r.Kind == cleanup.HigherLevel })
			if !higher && !yield(e) {
				return
			}
		}
	}
}

func (v *View) decided(d cleanup.Disposition) int {
	n := 0
	for range v.decides(d) {
		n++
	}
	return n
}

// Decision writes a draft of the decision with which an office announces the
// result, in the layout of official papers (GB/T 9704). What only the office knows
// stands in 〔 〕.
func Decision(w io.Writer, v *View) error {
	d := ooxml.Word{Title: "行政规范性文件清理结果的决定（草案）", Creator: "docreview"}
	p := func(style, s string) { d.Paragraph(style, "", ooxml.Run{Text: s}) }
	d.Paragraph(ooxml.StyleTitle, "", ooxml.Run{Text: "〔机关名称〕"}, ooxml.Run{Text: "关于公布行政规范性文件清理结果的决定", Break: true})
	p(ooxml.StyleNormal, "（草案：由程序根据清理结果生成，须经人工确认，定稿时删去本行）")
	day := v.Outcome.AsOf.Date().Chinese()
	p(ooxml.StyleBody, "为维护法制统一、保证政令畅通，〔机关名称〕对截至"+day+"的行政规范性文件进行了清理。经〔会议名称〕审议，现将清理结果公布如下：")
	annex, numerals := 0, []string{"一", "二", "三", "四", "五"}
	var listed []int
	for i, x := range parts {
		n := v.decided(x.d)
		if n == 0 {
			continue
		}
		listed = append(listed, i)
		p(ooxml.StyleBody, numerals[annex]+"、"+fmt.Sprintf(x.article, n, annex+1))
		annex++
	}
	if annex == 0 {
		p(ooxml.StyleBody, "本次清理没有需要公布结果的行政规范性文件。")
	}
	if v.decided(cleanup.Repeal)+v.decided(cleanup.Lapse) > 0 {
		p(ooxml.StyleBody, "废止和宣布失效的行政规范性文件，自本决定公布之日起不再作为行政管理的依据；此前已经停止施行的，停止施行的日期不变。")
	}
	p(ooxml.StyleBody, "本决定自公布之日起施行。")
	if annex > 0 {
		p(ooxml.StyleBody, "")
		for i, k := range listed {
			head := "　　　"
			if i == 0 {
				head = "附件："
			}
			p(ooxml.StyleBody, fmt.Sprintf("%s%d. %s", head, i+1, parts[k].annex))
		}
	}
	p(ooxml.StyleBody, "")
	p(ooxml.StyleSign, "〔机关名称〕")
	p(ooxml.StyleSign, "〔公布日期〕")
	if look := v.Outcome.Statistics.Sure[2]; look > 0 {
		p(ooxml.StyleNote, fmt.Sprintf("（起草说明，定稿时删去：%d 件的结果须人工判断，见 %s 的“把握”一栏；%d 个文件没有读出或者没有判断完整，见“未能判断”一表。）", look, WorkbookName, len(v.Outcome.Problems)))
	}
	for i, k := range listed {
		v.annex(&d, i+1, k)
	}
	return ooxml.Write(w, d.Parts())
}

// annex writes the list of a disposition on a page of its own.
func (v *View) annex(d *ooxml.Word, n, part int) {
	x := parts[part]
	d.PageBreak()
	d.Paragraph(ooxml.StylePlain, "", ooxml.Run{Text: fmt.Sprintf("附件%d", n), Bold: true})
	d.Paragraph(ooxml.StyleTitle, "", ooxml.Run{Text: x.annex})
	head, widths := []string{"序号", "文件名称", "文号", "制定机关", "公布日期"}, []int{7, 37, 22, 17, 17}
	if x.why {
		head, widths = append(head, "理由"), []int{7, 25, 17, 12, 16, 23}
	}
	var rows [][]string
	total := 0
	for e := range v.decides(x.d) {
		if total++; total > maxAnnex {
			continue
		}
		row := []string{fmt.Sprint(total), name(e), e.Number, strings.Join(e.Issuers, "、"), published(e).String()}
		if x.why {
			why := ""
			if len(e.Reasons) > 0 {
				why = strings.TrimRight(e.Reasons[0].Text, "。；")
			}
			row = append(row, why)
		}
		rows = append(rows, row)
	}
	d.Table(widths, head, rows, nil)
	if total > maxAnnex {
		d.Paragraph(ooxml.StyleNote, "", ooxml.Run{Text: fmt.Sprintf("（共 %d 件，这里列出前 %d 件，其余见 %s。）", total, maxAnnex, WorkbookName)})
	}
}
