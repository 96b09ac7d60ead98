package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/dossier"
)

func dossierCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "dossier",
		Usage: "送审材料包：init 建空目录，show 说明读出了什么",
		Subcommands: []*cli.Command{
			{
				Name: "init", Usage: "建一个空的材料包目录，附应有材料的清单", ArgsUsage: "目录",
				Action: func(c *cli.Context) error {
					if err := noFlagsBehind(c); err != nil {
						return err
					}
					if c.NArg() != 1 {
						return usagef("请写明一个目录，例如 docreview dossier init 材料包。")
					}
					return e.initDossier(c.Args().First())
				},
			},
			{
				Name: "show", Usage: "列出材料包里认出的材料、每份材料证明了什么、没有认出的文件和时间线", ArgsUsage: "目录|压缩包 …",
				Action: func(c *cli.Context) error {
					if err := noFlagsBehind(c); err != nil {
						return err
					}
					if c.NArg() == 0 {
						return usagef("请写明材料包的目录或者 zip 压缩包。")
					}
					return e.showDossier(c.Args().Slice())
				},
			},
		},
		Action: groupAction("dossier"),
	}
}

// openDossier reads the dossiers of the command line; nil: none was given.
func openDossier(paths []string) (*dossier.Folder, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	f, err := dossier.Open(paths...)
	var none *dossier.NoDossierError
	var side *dossier.SidecarError
	switch {
	case errors.As(err, &none) && errors.Is(err, fs.ErrNotExist):
		return nil, usagef("没有材料包 %s。", none.Path)
	case errors.As(err, &none) && none.Err != nil:
		return nil, usagef("读不出材料包 %s：%s。", none.Path, strings.TrimSuffix(words(none.Err), "。"))
	case errors.As(err, &none):
		return nil, usagef("%s 不是目录，也不是 zip 压缩包，不能作为材料包。", none.Path)
	case errors.As(err, &side):
		return nil, usagef("材料包的 dossier.yaml 有误：%s。", strings.TrimSuffix(yamlWords(side.Err), "。"))
	}
	return f, err
}

// take gives what the dossier proves of the document. The notes say what was not
// taken and why: a paper must not look as if it had been weighed.
func take(f *dossier.Folder, doc *document.Document) (d *checker.Dossier, notes []string) {
	if f == nil {
		return nil, nil
	}
	if d = f.For(doc); d == nil {
		return nil, []string{"材料包里没有一份材料提到本文件的标题，没有采用"}
	}
	for _, p := range d.Papers {
		switch {
		case p.Error != "":
			notes = append(notes, "材料包的"+p.File+"没有读出："+p.Error)
		case p.Same != "":
			notes = append(notes, "材料包的"+p.File+p.Why+"，只算一份")
		case p.Other == dossier.Untitled:
			notes = append(notes, "材料包的"+p.File+"没有提到本文件的标题，没有采用")
		case p.Other != "":
			notes = append(notes, "材料包的"+p.File+"说的是《"+p.Other+"》，不是本文件，没有采用")
		case p.Kind == "":
			notes = append(notes, "材料包的"+p.File+"没有认出是哪一种材料："+p.Why)
		}
	}
	return d, notes
}

// layout is the natural layout of a dossier with what each folder is for. What is
// required differs by place and document; the list says what rules ask for.
func layout() []struct{ folder, material, proves string } {
	return []struct{ folder, material, proves string }{
		{"1起草", "起草说明", "必要性、起草过程、征求意见和采纳情况"},
		{"2征求意见", "征求意见公告", "起止日期和渠道；缩短期限的理由"},
		{"2征求意见", "意见采纳情况表", "收到、采纳、部分采纳、未采纳的条数"},
		{"2征求意见", "部门意见", "征求了哪些单位、几家回复"},
		{"3论证评估", "专家论证意见", "专家人数、署名、结论（专业性强的，重大行政决策）"},
		{"3论证评估", "风险评估报告", "风险等级、是否可控（重大行政决策）"},
		{"3论证评估", "廉洁性评估意见", "结论（本地有规定的）"},
		{"4审查审核", "公平竞争审查表", "审查机构、日期、结论（涉及经营者经济活动的）"},
		{"4审查审核", "合法性审核意见书", "审核机构、收件日期、出具日期、结论"},
		{"5审议", "会议纪要", "会议日期、层级、审议结果"},
		{"5审议", "签发稿", "签发人、签发日期"},
		{"6公布备案", "公布页", "公布日期、载体"},
		{"6公布备案", "备案报告", "报送机关、报送日期"},
	}
}

const sidecarExample = `# 填报或者更正从材料里读出的内容。报告会注明是填报的。去掉行首的 # 即生效。
# complete: true            # 材料已经齐全：缺少的材料按没有履行程序处理
# major_decision: false     # 是不是重大行政决策
# papers:                   # 认错或者认不出的文件是哪一种材料
#   4审查审核/扫描件.docx: 合法性审核意见
# facts:
#   - event: legality_review
#     by: [某某县司法局]
#     accepted: 2025-04-07
#     day: 2025-04-17
#     conclusion: 同意
`

// initDossier makes an empty layout. It writes nothing into a folder that holds something.
func (e *env) initDossier(dir string) error {
	if left, err := os.ReadDir(dir); err == nil && len(left) > 0 {
		return usagef("%s 里已经有文件，没有改动。请换一个空目录。", dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return usagef("不能使用 %s：%s。", dir, strings.TrimSuffix(words(err), "。"))
	}
	var b strings.Builder
	b.WriteString("材料放进对应的目录，文件名写明是什么材料。是否必经，按文件内容和本地规定确定。\n\n")
	for _, l := range layout() {
		if err := os.MkdirAll(filepath.Join(dir, l.folder), 0o755); err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s/%s：%s\n", l.folder, l.material, l.proves)
	}
	b.WriteString("\n放好以后运行 docreview dossier show 查看读出了什么，再用 docreview check --dossier 检查文件。\n")
	for _, f := range []struct{ name, text string }{{dossier.ListName, b.String()}, {"dossier.yaml", sidecarExample}} {
		if err := os.WriteFile(filepath.Join(dir, f.name), []byte(f.text), 0o644); err != nil {
			return err
		}
	}
	return e.print(b.String())
}

// stepWords are the Chinese names of the steps that a dossier proves.
func stepWords() map[string]string {
	return map[string]string{
		"public_comment": "公开征求意见", "consultation": "征求部门意见", "expert_review": "专家论证", "risk_assessment": "风险评估", "fair_competition": "公平竞争审查",
		"integrity": "廉洁性评估", "legality_review": "合法性审核", "deliberation": "集体审议", "signed": "签发", "published": "公布", "filed": "备案",
		"hearing": "听证", "evaluation": "评估论证", "review_substitute": "可能代替合法性审核的做法", "review_answer": "审核意见采纳情况", "answers": "答复的意见", "drafting": "起草",
		"party_report": "向党委报告", "renewal": "届满前评估",
		"explained": "政策解读", "filing_opinion": "备案审查意见", "corrected": "备案审查意见办理", "yearly": "报送年度目录", "told": "写明的其他事项",
	}
}

// factLines names the facts in the order in which they are shown.
func factLines() []struct{ name, words string } {
	return []struct{ name, words string }{
		{"from", "开始"}, {"to", "截止"}, {"day", "日期"}, {"accepted", "收件"}, {"delivered", "听证材料送达"}, {"days", "期限"}, {"channel", "渠道"}, {"reason", "缩短期限的理由"},
		{"received", "收到意见"}, {"adopted", "采纳"}, {"partly", "部分采纳"}, {"rejected", "未采纳"}, {"asked", "征求单位数"}, {"answered", "回复数"}, {"organ", "征求的单位"},
		{"experts", "专家人数"}, {"name", "专家"}, {"signed", "署名人数"}, {"by", "进行的机关"}, {"conclusion", "结论"}, {"number", "文号"}, {"meeting", "会议"}, {"level", "会议层级"},
		{"title", "所议文件"}, {"signer", "签发人"}, {"recipient", "报送机关"},
		{"replied", "回复的单位"}, {"opinion", "提出意见的单位"}, {"operator", "听取经营者意见"}, {"answered_to", "答复的单位"}, {"advised", "要求修改的条款"}, {"unfollowed", "没有采纳"},
		{"substitute", "做法"}, {"need", "必要性"}, {"feasible", "可行性"},
	}
}

// showDossier prints what was recognised, what each paper proves with its place, what was not
// recognised, and the timeline. Papers that could not be read make exit code 3.
func (e *env) showDossier(paths []string) error {
	f, err := openDossier(paths)
	if err != nil {
		return err
	}
	d := f.All()
	var b strings.Builder
	known := 0
	for _, p := range d.Papers {
		if p.Kind == "" || p.Error != "" || p.Same != "" {
			continue
		}
		known++
		fmt.Fprintf(&b, "%s\n  %s（%s）\n", p.File, p.Kind, p.Why)
		said := false
		for i := range d.Acts {
			if a := &d.Acts[i]; a.File == p.File {
				e.showAct(&b, a)
				said = true
			}
		}
		for i := range d.Told {
			if a := &d.Told[i]; a.File == p.File {
				e.showAct(&b, a)
				said = true
			}
		}
		if !said && p.Kind != checker.DocumentText {
			b.WriteString("  没有读出能证明的内容\n")
		}
	}
	if known < len(d.Papers) {
		b.WriteString("\n没有采用的文件\n")
		for _, p := range d.Papers {
			switch {
			case p.Error != "":
				fmt.Fprintf(&b, "  %s：没有读出，%s\n", p.File, p.Error)
			case p.Same != "":
				fmt.Fprintf(&b, "  %s：%s\n", p.File, p.Why)
			case p.Kind == "":
				fmt.Fprintf(&b, "  %s：没有认出，%s\n", p.File, p.Why)
			}
		}
	}
	if events := d.Timeline(); len(events) > 0 {
		b.WriteString("\n时间线\n")
		for _, v := range events {
			day := v.From.String()
			if v.To != v.From {
				day += " 至 " + v.To.String()
			}
			fmt.Fprintf(&b, "  %s  %s（%s）\n", day, stepWords()[v.Name], v.Source)
		}
	}
	fmt.Fprintf(&b, "\n共 %d 个文件，认出 %d 个。\n", len(d.Papers), known)
	if err := e.print(b.String()); err != nil {
		return err
	}
	if n := f.Unread(); n > 0 {
		return &uncheckedError{fmt.Sprintf("材料包里有 %d 个文件没有读出，见上。", n)}
	}
	return nil
}

func (e *env) showAct(b *strings.Builder, a *checker.Act) {
	name := stepWords()[a.Event]
	if a.Kind == checker.DraftingStatement {
		name += "（起草说明的说法，不作为证明）"
	}
	fmt.Fprintf(b, "  %s\n", name)
	if a.Event == "told" {
		for _, x := range a.Facts {
			place := "填报"
			if !x.Stated {
				place = fmt.Sprintf("第 %d 行：%s", x.Line, shortened(x.Quote))
			}
			fmt.Fprintf(b, "    %s（%s）　[%s]\n", dossier.TellingWords(x.Name), x.Name, place)
		}
		return
	}
	for _, w := range factLines() {
		for _, x := range a.All(w.name) {
			value := x.Text
			switch {
			case w.name == "days":
				value = fmt.Sprint(x.N) + x.Text
			case x.Day.Valid():
				value = x.Day.Chinese()
			case value == "":
				value = fmt.Sprint(x.N)
			}
			place := "填报"
			if !x.Stated {
				place = fmt.Sprintf("第 %d 行：%s", x.Line, shortened(x.Quote))
			}
			fmt.Fprintf(b, "    %s：%s　[%s]\n", w.words, value, place)
		}
	}
}

// shortened is a quotation of at most 40 characters on one line.
func shortened(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
