package dossier

import (
	"path"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
)

// stageWords tell the point of its life at which a text stands, the sharper first: a
// 「审议稿」 that was 「送审稿」 before says so.
func stageWords() []struct {
	stage string
	title []string // in brackets behind the title, or in the title line
	name  []string // in the name of the file or its folder
} {
	return []struct {
		stage string
		title []string
		name  []string
	}{
		{"draft", []string{"征求意见稿", "讨论稿", "初稿", "草稿"}, []string{"征求意见稿", "讨论稿", "初稿", "草稿"}},
		{"review", []string{"送审稿", "报审稿", "审查稿"}, []string{"送审稿", "报审稿", "审查稿", "送审文本"}},
		{"meeting", []string{"审议稿", "上会稿"}, []string{"审议稿", "上会稿"}},
		{"signed", []string{"签发稿", "审定稿"}, []string{"签发", "审定稿", "定稿"}},
		{"published", nil, []string{"公布", "发布", "印发", "网页", "正式文本"}},
	}
}

// stageOf tells at which point of its life a text stands; "" where neither its kind
// nor its title nor its name says so.
func stageOf(d *document.Document, kind checker.MaterialKind, name string) string {
	switch kind {
	case checker.SignedDraft:
		return "signed"
	case checker.Publication:
		return "published"
	}
	head := squeeze(head(d))
	for _, w := range stageWords() {
		for _, t := range w.title {
			if strings.Contains(head, t) {
				return w.stage
			}
		}
	}
	for _, part := range []string{path.Base(name), path.Base(path.Dir(name))} {
		for _, w := range stageWords() {
			for _, t := range w.name {
				if strings.Contains(part, t) {
					return w.stage
				}
			}
		}
	}
	if d.Dated.Known() && len(d.Numbers) > 0 { // an issued document with number and date
		return "published"
	}
	return ""
}

// headed reports whether a paper is the text of a document in the style of an opinion
// or a notice: 一、… 二、…, with a title that names such a document.
func headed(d *document.Document) bool {
	if d.Root == nil {
		return false
	}
	n := 0
	for _, c := range d.Root.Children {
		if c.Kind == document.Heading1 {
			n++
		}
	}
	title := core(d.Instrument.Value)
	for _, end := range []string{"意见", "通知", "通告", "公告", "决定", "措施", "方案", "规定", "办法", "细则", "规则", "标准", "政策"} {
		if strings.HasSuffix(title, end) {
			return n >= 2
		}
	}
	return false
}

// version keeps the text of a paper that holds the document itself.
func (p *paper) version(d *document.Document, name string) {
	switch p.Kind {
	case checker.DocumentText, checker.SignedDraft, checker.Publication:
	default:
		return
	}
	if !articles(d) && !headed(d) {
		return
	}
	p.stage, p.doc = stageOf(d, p.Kind, name), d
	if p.Kind == checker.DocumentText {
		if p.stage == "" {
			p.Why += "；没有写明是送审稿、签发稿还是公布文本，没有用来比较"
		} else {
			p.Why += "（" + StageName(p.stage) + "）"
		}
		if t := d.Instrument.Value; t != "" {
			p.subjects = []string{t}
		}
	}
}

// StageName is the Chinese name of the stage of a Version.
func StageName(stage string) string {
	return map[string]string{"draft": "征求意见稿", "review": "送审稿", "meeting": "审议稿", "signed": "签发稿", "published": "公布文本"}[stage]
}
