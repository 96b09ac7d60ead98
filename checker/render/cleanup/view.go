// Package cleanup writes what a cleanup pass decided: the catalogue as a workbook
// in the order and columns that offices publish, a page with charts and filters
// that needs no network, JSON lines, and a draft of the decision as a Word
// document.
//
// It adds no judgement of its own. The bytes depend on the View alone. Rows are
// written as they come: an archive of 100,000 documents takes no more memory than
// its Outcome.
package cleanup

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"docreview/checker/cleanup"
	"docreview/corpus/law"
)

// View is what is shown.
type View struct {
	Outcome    *cleanup.Outcome
	Program    string // version
	Corpus     law.Snapshot
	Rules      int // how many ran
	Unreadable int // paths
	// Report gives the address of a document's page relative to the outputs; nil or
	// "": it has none.
	Report func(sha256 string) string
	// Flaws yields the clauses with a defect, document by document; nil: none. It
	// may be asked several times.
	Flaws     iter.Seq2[Flawed, error]
	RuleTitle func(id string) string // nil or "": the id alone
	Topics    []string               // the special cleanups that were asked for
	// Touched is what changed regulations touch; Radar says that it was asked for.
	Touched []cleanup.Touched
	Radar   bool
}

// Flawed is a defect of a document.
type Flawed struct {
	SHA256 string
	cleanup.Flaw
}

// File is one output.
type File struct {
	Name  string
	Write func(w io.Writer) error
}

// Names of the outputs.
const (
	WorkbookName  = "清理目录.xlsx"
	DashboardName = "清理结果.html"
	LinesName     = "清理结果.jsonl"
	DecisionName  = "清理决定草案.docx"
)

// Names lists every output that a pass may write.
func Names() []string { return []string{WorkbookName, DashboardName, LinesName, DecisionName} }

// Files gives the outputs of a view in the order in which they are written.
func Files(v *View) []File {
	return []File{
		{WorkbookName, func(w io.Writer) error { return Workbook(w, v) }},
		{DashboardName, func(w io.Writer) error { return Dashboard(w, v) }},
		{LinesName, func(w io.Writer) error { return Lines(w, v) }},
		{DecisionName, func(w io.Writer) error { return Decision(w, v) }},
	}
}

// report gives the address of the page of a content.
func (v *View) report(sha256 string) string {
	if v.Report == nil || sha256 == "" {
		return ""
	}
	return v.Report(sha256)
}

// each gives the entries of a disposition in their order.
func (v *View) each(d cleanup.Disposition) iter.Seq[*cleanup.Entry] {
	return func(yield func(*cleanup.Entry) bool) {
		for i := range v.Outcome.Entries {
			if e := &v.Outcome.Entries[i]; e.Disposition == d && !yield(e) {
				return
			}
		}
	}
}

// entry finds an entry by its number; nil: there is none.
func (v *View) entry(id int) *cleanup.Entry {
	if es := v.Outcome.Entries; id >= 1 && id <= len(es) && es[id-1].ID == id {
		return &es[id-1]
	}
	return nil
}

// byContent finds the numbers of entries by their content.
func (v *View) byContent() map[string]int {
	out := make(map[string]int, len(v.Outcome.Entries))
	for i := range v.Outcome.Entries {
		if e := &v.Outcome.Entries[i]; e.SHA256 != "" {
			out[e.SHA256] = i
		}
	}
	return out
}

// published is the day of the column 公布日期: of publication, else of the document.
func published(e *cleanup.Entry) cleanup.Day {
	if e.Published != 0 {
		return e.Published
	}
	return e.Dated
}

// name is what a row calls a document: its title, else its file.
func name(e *cleanup.Entry) string {
	switch {
	case e.Title != "":
		return e.Title
	case len(e.Paths) > 0:
		return "（未认出标题）" + e.Paths[0]
	}
	return "（未认出标题）"
}

// reasons are the sentences of the column 理由, the heaviest first.
func reasons(e *cleanup.Entry) string {
	var out []string
	for _, r := range e.Reasons {
		if r.Text != "" {
			out = append(out, strings.TrimRight(r.Text, "。；"))
		}
	}
	if len(out) > 1 {
		for i := range out {
			out[i] = fmt.Sprintf("%d. %s", i+1, out[i])
		}
	}
	s := strings.Join(out, "；\n")
	if s != "" {
		s += "。"
	}
	if e.Weighed != "" {
		s += "\n" + e.Weighed
	}
	return s
}

// bases are the places of the column 依据, each once.
func bases(e *cleanup.Entry) string {
	var out []string
	seen := map[string]bool{}
	for _, r := range e.Reasons {
		for _, x := range r.Evidence {
			if s := evidence(x); s != "" && !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	const most = 12
	if len(out) > most {
		out = append(out[:most], fmt.Sprintf("等 %d 处", len(out)))
	}
	return strings.Join(out, "；\n")
}

// evidence puts a place into words.
func evidence(x cleanup.Evidence) string {
	var b strings.Builder
	switch {
	case x.Title != "":
		b.WriteString("《" + strings.TrimSuffix(strings.TrimPrefix(x.Title, "《"), "》") + "》")
		var in []string
		if x.Number != "" {
			in = append(in, x.Number)
		}
		if x.Date != 0 {
			in = append(in, x.Date.String())
		}
		if len(in) > 0 {
			b.WriteString("（" + strings.Join(in, "，") + "）")
		}
		b.WriteString(x.At)
	case x.At != "":
		b.WriteString("本文件" + x.At)
	case x.Quote != "" && x.Line > 0:
		fmt.Fprintf(&b, "本文件第 %d 行", x.Line)
	case x.Date != 0:
		b.WriteString(x.Date.String())
	}
	if x.Quote != "" {
		b.WriteString("“" + x.Quote + "”")
	}
	if x.Rule != "" && b.Len() > 0 {
		b.WriteString("（" + x.Rule + "）")
	}
	return b.String()
}

// kindWords names the kinds of reasons.
var kindWords = map[cleanup.Kind]string{
	cleanup.RepealedHere: "被文件库中的文件废止", cleanup.RepealedCorpus: "已被废止", cleanup.Decided: "清理决定已列名",
	cleanup.StatedEnded: "文件页面标明已失效", cleanup.SupersededHere: "文件库中有后来的版本", cleanup.SupersededCorpus: "有后来的版本",
	cleanup.Replaced: "有新文件代替", cleanup.ValidityOver: "有效期届满", cleanup.SilentOver: "未写有效期，按规定的期限已届满",
	cleanup.TrialOver: "试行期满", cleanup.PeriodOver: "任务或者期限已结束", cleanup.BasesGone: "依据都已废止",
	cleanup.BasisReplaced: "部分依据废止或者被代替", cleanup.ArticlesMoved: "引用的条文有变动", cleanup.CitesEnded: "适用了已失效的规定",
	cleanup.ForbiddenClause: "有违法设定的条款", cleanup.OrganGone: "机构已撤销或者更名", cleanup.ImpliedRepeal: "与后来的文件不一致",
	cleanup.AmendDecided: "清理决定要求修改", cleanup.ExpiresSoon: "有效期将满", cleanup.Duplicate: "重复",
	cleanup.Draft: "草稿", cleanup.NoticeOf: "印发通知", cleanup.NotNormative: "不是规范性文件", cleanup.HigherLevel: "法律、法规、规章",
	cleanup.NotYetInForce: "尚未施行", cleanup.NothingFound: "没有发现问题", cleanup.UnknownDates: "日期不明",
	cleanup.NormativeUnclear: "是否规范性文件不明", cleanup.KeptDecided: "清理决定保留", cleanup.ProlongedDecided: "有效期已延长",
}

func kindName(k cleanup.Kind) string {
	if s := kindWords[k]; s != "" {
		return s
	}
	return string(k)
}

// verbWords names the relations, as read from the one to the other.
var verbWords = map[string]string{
	"repeals": "废止", "lapses": "宣布失效", "keeps": "继续有效", "to_amend": "要求修改", "amends": "修改", "replaces": "代替",
	"implements": "实施", "forwards": "印发", "prolongs": "延长有效期", "copy_of": "重复", "edition_of": "旧版本",
	"draft_of": "草稿", "notice_of": "印发通知", "joint_of": "联合发文", "based_on": "依据", "cites": "引用",
}

func verbName(v string) string {
	if s := verbWords[v]; s != "" {
		return s
	}
	return v
}

var severityWords = map[string]string{"error": "错误", "warning": "警告", "info": "提示"}
