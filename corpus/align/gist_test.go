package align_test

import (
	"testing"

	"docreview/corpus/align"
)

func TestGist(t *testing.T) {
	const (
		article = "采石单位应当每日如实记载开采数量、地点和去向，记录保存三年。\n未如实记载的，由水务部门责令改正，处一万元以上五万元以下罚款。"
		fees    = "水务部门检查时应当出示证件，不得妨碍正常经营，不得以任何名义收取检查费用。"
		list    = "采石单位不得有下列行为：\n（一）在禁采区开采；\n（二）夜间在河道停留作业；\n（三）转让采石许可证。\n采石单位可以委托他人运输砂石。"
		appeal  = "申请人对采石许可决定不服的，可以自收到决定书之日起六十日内申请行政复议，也可以依照本条例第八条的规定申请听证。"
	)
	names := map[align.Stand]string{align.Unsure: "unsure", align.Exact: "exact", align.Near: "near", align.Altered: "altered", align.Absent: "absent"}
	for _, tt := range []struct{ name, quoted, article, want string }{
		{"word for word", "记录保存三年", article, "exact"},
		{"in quotation marks with blanks", "“采石单位应当每日 如实记载开采数量、地点和去向”", article, "exact"},
		{"framed", "关于如实记载开采数量的规定", article, "exact"},
		{"both sides of an ellipsis", "采石单位应当每日如实记载……记录保存三年", article, "exact"},
		{"other numbers of references", "可以依照本条例第九条的规定申请听证", appeal, "exact"},
		{"a word left out", "采石单位应当如实记载开采数量、地点和去向", article, "near"},
		{"a word replaced", "采石企业应当每日如实记载开采数量、地点和去向", article, "near"},
		{"part of a range", "由水务部门责令改正，处五万元以下罚款", article, "near"},
		{"figures in digits", "记录保存3年", article, "exact"},
		{"figures in digits, another one", "可以自收到决定书之日起90日内申请行政复议", appeal, "altered"},
		{"the same figure in digits", "可以自收到决定书之日起60日内申请复议", appeal, "near"},
		{"another figure", "记录保存五年", article, "altered"},
		{"another amount", "由水务部门责令改正，处一万元以上十万元以下罚款", article, "altered"},
		{"another period", "自收到决定书之日起三十日内申请行政复议", appeal, "altered"},
		{"forbidden only in the document", "采石单位不得记载开采数量、地点和去向", article, "altered"},
		{"forbidden only in the article", "检查时应当妨碍正常经营，以任何名义收取检查费用", fees, "altered"},
		{"the negation stands before the words", "以任何名义收取检查费用", fees, "unsure"},
		{"the matter that is forbidden", "关于以任何名义收取检查费用的规定", fees, "exact"},
		{"forbidden by the head of a list", "不得夜间在河道停留作业", list, "near"},
		{"an item of what is forbidden", "可以夜间在河道停留作业", list, "unsure"},
		{"allowed behind the list", "不得委托他人运输砂石", list, "unsure"},
		{"a topic of one word", "关于听证的规定", appeal, "near"},
		{"a topic that is not named", "关于回避的规定", appeal, "unsure"},
		{"one word that is no topic", "听证", appeal, "unsure"},
		{"a paraphrase in other words", "开采台账管理义务", article, "unsure"},
		{"a paraphrase with some of the words", "关于经营者建立开采台账并留存备查的规定", article, "unsure"},
		{"another matter", "关于出租汽车驾驶员文明待客和车辆清洗消毒的规定", article, "absent"},
		{"another matter, but one word in common", "关于出租汽车驾驶员文明待客和车辆清洗消毒记录的规定", article, "unsure"},
		{"another matter, short", "关于车辆清洗的规定", article, "unsure"},
		{"one part here, one elsewhere", "记录保存三年……出租汽车驾驶员应当文明待客保持车辆整洁", article, "unsure"},
		{"nothing quoted", "", article, "unsure"},
		{"only marks", "“……”", article, "unsure"},
		{"no article", "记录保存三年", "", "unsure"},
		{"an article of one word", "出租汽车驾驶员文明待客和车辆清洗消毒", "（删去）", "unsure"},
	} {
		if got := align.Gist(tt.quoted, tt.article); names[got.Stand] != tt.want {
			t.Errorf("%s: %q: %s (%.2f); want %s", tt.name, tt.quoted, names[got.Stand], got.Share, tt.want)
		}
	}
}

func TestGistEvidence(t *testing.T) {
	v := align.Gist("记录保存五年", "采石单位应当每日如实记载，记录保存三年。")
	if got, want := v.Diff.String(), "“五年”改为“三年”"; got != want {
		t.Errorf("evidence %q, want %q", got, want)
	}
}
