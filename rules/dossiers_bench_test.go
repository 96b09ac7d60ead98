package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/dossier"
	"docreview/checker/source"
	"docreview/corpus/law"
	"docreview/rules/profile"
)

// BenchmarkDossier reads a dossier of sixty files, 5,000 characters each of them that is no form,
// and judges it with all rules: docx, html and text.
func BenchmarkDossier(b *testing.B) {
	var f *folder
	for _, x := range folders(b) {
		if x.name == shandong {
			f = x
		}
	}
	papers := map[string]string{}
	for name, data := range f.files {
		if rest, ok := strings.CutPrefix(name, "材料/"); ok {
			papers[rest] = data
		}
	}
	for i := len(papers); i < 60; i++ {
		papers[fmt.Sprintf("2征求意见/乡镇复函%02d.txt", i)] = fmt.Sprintf("第%d镇人民政府关于《沂山县电动自行车停放充电管理办法》的复函\n县住房和城乡建设局：\n来函收悉。\n%s\n无不同意见。\n第%d镇人民政府\n2025年3月10日\n",
			i, strings.Repeat("经研究，我镇对停放充电场所的设置、消防安全的检查、收费的公示和群众反映的问题作了调查，现将情况说明如下，请一并考虑。\n", 90), i)
	}
	if len(papers) != 60 {
		b.Fatal(len(papers))
	}
	set := builtin(b)
	place, err := profile.Resolve(f.Profile)
	if err != nil {
		b.Fatal(err)
	}
	place.Level, place.Stage = f.Level, "issued"
	b.ReportAllocs()
	for b.Loop() {
		text, err := source.Read("文件.docx", strings.NewReader(f.files[f.Document]), 0)
		if err != nil {
			b.Fatal(err)
		}
		doc := document.Parse(text, nil)
		d, err := dossier.FromTexts(papers)
		if err != nil {
			b.Fatal(err)
		}
		rep, err := checker.Run(b.Context(), doc, set.Rules, checker.Options{AsOf: law.Date{Year: 2025, Month: 11, Day: 22}, Dossier: d.For(doc), Workers: 1, Profile: place})
		if err != nil || len(rep.Timeline) < 9 {
			b.Fatal(err)
		}
	}
}
