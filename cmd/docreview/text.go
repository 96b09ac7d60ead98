package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker/source"
)

func textCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:      "text",
		Usage:     "写明从文件里读到了什么：文字、位置、编码、读法、略去的内容",
		ArgsUsage: "[选项] 文件|目录|- …",
		Description: "结果看着不对时先用它：左边是位置（页、段、表格的格），右边是规则读到的文字；\n" +
			"与文件原文不同的（全角数字、繁体字、注音等），下一行列出原文。",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "text（默认）或者 json"},
			ocrFlag(),
			&cli.BoolFlag{Name: "allow-classified", Usage: "文件首部标有密级的也输出；默认拒绝，退出码为 4"},
		},
		Action: func(c *cli.Context) error {
			if err := noFlagsBehind(c); err != nil {
				return err
			}
			if c.NArg() == 0 {
				return usagef("请写明文件，例如 docreview text 办法.pdf。")
			}
			f := c.String("format")
			if f != "" && f != "text" && f != "json" {
				return usagef("没有 %s 这种格式。可用的有 text、json。", f)
			}
			return e.text(c.Context, c.Args().Slice(), f == "json", c.String("ocr"), c.Bool("allow-classified"))
		},
	}
}

// readText is a file as it was read.
type readText struct {
	File             string                  `json:"file"`
	Error            string                  `json:"error,omitempty"`
	SHA256           string                  `json:"sha256,omitempty"`
	Format           string                  `json:"format,omitempty"`
	Encoding         string                  `json:"encoding,omitempty"`
	Method           string                  `json:"method,omitempty"`
	Pages            int                     `json:"pages,omitempty"`
	Classified       string                  `json:"classified,omitempty"`
	Notes            []string                `json:"notes,omitempty"`
	PagesWithoutText []int                   `json:"pages_without_text,omitempty"`
	Unread           []string                `json:"unread,omitempty"`
	Recognised       []source.RecognisedPage `json:"recognised,omitempty"`
	Blocks           []readBlock             `json:"blocks,omitempty"`
}

type readBlock struct {
	Line     int    `json:"line"`
	Place    string `json:"place"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Kind     string `json:"kind"`
	Level    int    `json:"level,omitempty"`
	Table    int    `json:"table,omitempty"`
	Text     string `json:"text"`
	Original string `json:"original,omitempty"` // where it differs
}

// text prints what was read of each file. Files that cannot be read, or not to
// their end, make exit code 3; classified ones 4.
func (e *env) text(ctx context.Context, args []string, asJSON bool, ocr string, classified bool) error {
	recognise, err := e.recogniser(ctx, ocr)
	if err != nil {
		return err
	}
	inputs, skipped := e.collect(args)
	if skipped > 0 {
		defer fmt.Fprintf(e.err, "docreview：目录里的锁文件、缩略图等 %d 个不是文件，已跳过。\n", skipped)
	}
	unread, partly, secret := 0, 0, 0
	all := []readText{}
	for i, in := range inputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		in.recognise = recognise
		r := in.describe(classified)
		switch {
		case r.Classified != "" && r.Error != "":
			secret++
		case r.Error != "":
			unread++
		case len(r.PagesWithoutText)+len(r.Unread) > 0:
			partly++
		}
		if asJSON {
			all = append(all, r)
			continue
		}
		if i > 0 {
			if err := e.print("\n"); err != nil {
				return err
			}
		}
		if err := e.print(r.words()); err != nil {
			return err
		}
	}
	if asJSON {
		out, err := json.MarshalIndent(map[string]any{"schema": 1, "files": all}, "", "  ")
		if err != nil {
			return err
		}
		if err := e.print(string(out) + "\n"); err != nil {
			return err
		}
	}
	switch {
	case secret > 0:
		return &classifiedError{fmt.Sprintf("%d 个文件标有密级，没有输出。", secret)}
	case unread > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件读不出来，见上。", unread)}
	case partly > 0:
		return &uncheckedError{fmt.Sprintf("%d 个文件没有读完整，见上。", partly)}
	}
	return nil
}

// describe reads a file and says what came out.
func (in input) describe(classified bool) (r readText) {
	r.File = in.name
	defer func() {
		if v := recover(); v != nil {
			r = readText{File: in.name, Error: brokenWords(v)}
		}
	}()
	t, why := in.text()
	if why != "" {
		r.Error = why
		return r
	}
	r.Format, r.Encoding, r.SHA256, r.Classified = t.Format, t.Encoding, t.SHA256, t.Classified
	if t.Classified != "" && !classified {
		r.Error = classifiedWords(t.Classified)
		return r
	}
	r.Method, r.Pages, r.Notes, r.PagesWithoutText, r.Unread, r.Recognised = method(t), t.Pages, t.Notes, t.PagesWithoutText, t.Missing, t.Recognised
	for _, b := range t.Blocks {
		from, _ := t.Positions(b.Span)
		x := readBlock{Line: from.Block, Place: t.Place(b.Span), Kind: "paragraph", Level: b.Level, Table: b.Table, Text: t.Norm[b.Span.Start:b.Span.End]}
		x.Start, x.End = t.CodePoints(b.Span)
		switch b.Kind {
		case source.Heading:
			x.Kind = "heading"
		case source.TableRow:
			x.Kind = "table_row"
		}
		if q := strings.TrimSpace(t.Quote(b.Span)); q != x.Text && bare(q) != bare(x.Text) {
			x.Original = q
		}
		r.Blocks = append(r.Blocks, x)
	}
	return r
}

// bare takes the blanks out, which normalising moves everywhere.
func bare(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r <= ' ' || r == '\u3000' || r == '\u00a0' || r == '\u200b' || r == '\ufeff'
	}), "")
}

// method says how a format is read.
func method(t *source.Text) string {
	words := map[string]string{
		"txt": "按编码解码的纯文本", "md": "Markdown 文本，去掉标记", "html": "网页，按结构去掉菜单、按钮等", "mht": "单个文件网页或者邮件的正文",
		"docx": "Word 文档的正文、表格、文本框、脚注，编号按定义还原", "doc": "Word 97–2003 的片段表（不扫描字节），编号按定义还原", "rtf": "RTF 的正文和程序写出的编号",
		"odt": "OpenDocument 的正文，编号按定义还原", "fodt": "OpenDocument 的正文，编号按定义还原",
		"pdf": "PDF 的文字层：按坐标排成行、段、表", "ofd": "OFD 的文字对象：按坐标排成行、段、表",
		"xlsx": "工作表的单元格，公式取结果", "xls": "工作表的单元格，公式取结果",
	}
	w, ok := words[t.Format]
	if !ok {
		w = "图片"
	}
	if len(t.Recognised) > 0 {
		w += fmt.Sprintf("；其中 %d 页由识别程序读出", len(t.Recognised))
	}
	return w
}

func (r readText) words() string {
	var b strings.Builder
	fmt.Fprintf(&b, "文件：%s\n", r.File)
	if r.Error != "" {
		fmt.Fprintf(&b, "没有读出：%s\n", r.Error)
		return b.String()
	}
	fmt.Fprintf(&b, "格式：%s　编码：%s\n读法：%s\nSHA-256：%s\n", r.Format, r.Encoding, r.Method, r.SHA256)
	if r.Pages > 0 {
		fmt.Fprintf(&b, "页数：%d\n", r.Pages)
	}
	if r.Classified != "" {
		fmt.Fprintf(&b, "密级：%s\n", r.Classified)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "说明：%s\n", n)
	}
	if len(r.PagesWithoutText) > 0 {
		fmt.Fprintf(&b, "没有读到：第 %s 页没有文字\n", joinNumbers(r.PagesWithoutText))
	}
	for _, n := range r.Unread {
		fmt.Fprintf(&b, "没有读到：%s\n", n)
	}
	for _, p := range r.Recognised {
		if p.Confidence >= 0 {
			fmt.Fprintf(&b, "识别：第 %d 页，可信度 %d%%\n", p.Page, p.Confidence)
		} else {
			fmt.Fprintf(&b, "识别：第 %d 页，可信度没有给出\n", p.Page)
		}
	}
	b.WriteByte('\n')
	for _, x := range r.Blocks {
		mark := ""
		if x.Kind == "heading" {
			mark = fmt.Sprintf("（%d 级标题）", x.Level)
		}
		fmt.Fprintf(&b, "%4d %s%s　%s\n", x.Line, strings.TrimSuffix(x.Place, "第1格"), mark, strings.ReplaceAll(x.Text, "\t", " ｜ "))
		if x.Original != "" {
			fmt.Fprintf(&b, "     原文　%s\n", strings.ReplaceAll(line(x.Original), "\t", " ｜ "))
		}
	}
	return b.String()
}

func joinNumbers(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = fmt.Sprint(n)
	}
	return strings.Join(words, "、")
}

// isWorkbook reports whether a text is that of a workbook, which is a paper of a
// dossier and no document to review.
func isWorkbook(t *source.Text) bool { return slices.Contains([]string{"xlsx", "xls"}, t.Format) }
