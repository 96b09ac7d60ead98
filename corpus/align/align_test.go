package align_test

import (
	"fmt"
	"strings"
	"testing"

	"docreview/corpus/align"
	"docreview/corpus/law"
)

// edition numbers texts from 1.
func edition(texts ...string) []align.Article {
	var out []align.Article
	for i, s := range texts {
		out = append(out, align.Article{At: law.Provision{Article: i + 1}, Text: s})
	}
	return out
}

// made-up articles
const (
	purpose  = "为了规范河道采石活动，保护河床安全，制定本条例。"
	licence  = "从事河道采石的，应当向县水务部门申请采石许可证；未取得许可证的，不得采石。"
	licence2 = "从事河道采石的单位和个人，应当向县级以上水务部门申请采石许可证；未取得采石许可证的，不得从事采石。"
	closed   = "每年汛期为禁采期。禁采期内任何船只不得在河道停留作业。"
	fee      = "采石单位按照开采量缴纳资源费，资源费全额上缴国库。"
	scales   = "采石船应当安装称重装置和定位装置，并保持其正常运行。"
	records  = "采石单位应当如实记载每日开采数量、地点和去向，记录保存三年。"
	fines    = "未取得采石许可证采石的，由水务部门责令停止，没收采石工具，处一万元以上五万元以下罚款。"
	start    = "本条例自2011年7月1日起施行。"
	start2   = "本条例自2024年9月1日起施行。"
	storage  = "砂石堆场应当硬化地面、设置围挡，防止扬尘和水土流失。"
	visits   = "水务部门检查时应当出示证件，不得妨碍正常经营，不得收取检查费用。"
)

func show(m align.Map) string {
	var b strings.Builder
	for _, e := range m.Entries {
		mark := ""
		if !e.Sure {
			mark = "?"
		}
		if e.Crossed {
			mark += "x"
		}
		fmt.Fprintf(&b, "%d%v%d%s ", e.Old.Article, e.Kind, e.New.Article, mark)
		for _, p := range e.Also {
			fmt.Fprintf(&b, "+%d ", p.Article)
		}
	}
	for _, e := range m.Added {
		fmt.Fprintf(&b, "增%d ", e.New.Article)
	}
	return strings.TrimSpace(b.String())
}

func TestEditions(t *testing.T) {
	base := edition(purpose, licence, closed, fee, scales, records, fines, visits, start)
	for _, tt := range []struct {
		name     string
		old, new []align.Article
		want     string
	}{
		{"nothing changed", base, base, "1同1 2同2 3同3 4同4 5同5 6同6 7同7 8同8 9同9"},
		{"an article inserted", base, edition(purpose, licence, storage, closed, fee, scales, records, fines, visits, start),
			"1同1 2同2 3移4 4移5 5移6 6移7 7移8 8移9 9移10 增3"},
		{"an article dropped", base, edition(purpose, licence, closed, scales, records, fines, visits, start),
			"1同1 2同2 3同3 4删0 5移4 6移5 7移6 8移7 9移8"},
		{"reworded in its place", base, edition(purpose, licence2, closed, fee, scales, records, fines, visits, start2),
			"1同1 2改2 3同3 4同4 5同5 6同6 7同7 8同8 9改9"},
		{"moved to the end, out of order", base, edition(purpose, licence, fee, scales, records, fines, visits, closed, start),
			"1同1 2同2 3移8x 4移3 5移4 6移5 7移6 8移7 9同9"},
		{"merged into the one before", base, edition(purpose, licence, closed, fee+"\n"+scales, records, fines, visits, start),
			"1同1 2同2 3同3 4删0? +4 5改4? 6移5 7移6 8移7 9移8"},
		{"written anew: nothing is sure", edition(licence, fee), edition("出租汽车驾驶员应当文明待客。", "车辆应当每日清洗。"), "1删0? 2删0? 增1 增2"},
		{"one article takes the place of another", edition(purpose, closed, start), edition(purpose, visits, start), "1同1 2删0? 3同3 增2"},
		{"punctuation, blanks and numbers of references do not count",
			edition("违反本条例第三条规定的，处一千元罚款。"), edition("违反本条例第四条规定的 ，处一千元罚款"), "1同1"},
		{"no articles", nil, nil, ""},
		{"all gone", edition(purpose), nil, "1删0?"},
		{"all new", nil, edition(purpose), "增1"},
	} {
		if got := show(align.Editions(tt.old, tt.new)); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// TestSplit: an article whose statements went to two places is not sure of one.
func TestSplit(t *testing.T) {
	m := align.Editions(edition(purpose, closed+"\n"+records, visits, start), edition(purpose, closed, fee, records, visits, start))
	e, ok := m.Of(law.Provision{Article: 2, Para: 2})
	if !ok || e.Sure || len(e.Also) != 1 || e.New.Article+e.Also[0].Article != 6 {
		t.Errorf("split article: %+v", e)
	}
	if _, ok := m.Of(law.Provision{Article: 12}); ok {
		t.Error("an article that the old edition does not have was found")
	}
}

// TestTwins: two articles of the same words stay where their neighbours are.
func TestTwins(t *testing.T) {
	old := edition(purpose, fines, records, fines, start)
	m := align.Editions(old, edition(purpose, fines, visits, records, fines, start))
	if got, want := show(m), "1同1 2同2 3移4 4移5 5移6 增3"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

// TestSub: 第三条之一 is an article of its own.
func TestSub(t *testing.T) {
	old := edition(purpose, licence, closed)
	new := edition(purpose, licence, closed)
	new = append(new[:2:2], align.Article{At: law.Provision{Article: 2, Sub: 1}, Text: storage}, new[2])
	m := align.Editions(old, new)
	if e := m.Entries[2]; e.Kind != align.Same || !e.Sure {
		t.Errorf("article 3: %+v", e)
	}
	if len(m.Added) != 1 || m.Added[0].New != (law.Provision{Article: 2, Sub: 1}) {
		t.Errorf("added: %+v", m.Added)
	}
}

// BenchmarkEditions: a law of 300 articles against its revision with ten more
// and every third one reworded; a tenth of a second would be felt.
func BenchmarkEditions(b *testing.B) {
	words := []rune("河道采石许可船舶码头堆场检查罚款记录备案水务公安交通期限申请决定听证申诉监督公告安全生态补偿责任单位个人设施标准评估规划人民政府主管部门应当依法有关行政机关处理进行")
	seed := uint32(1)
	text := func(n int) string {
		var s strings.Builder
		for k := range 60 {
			seed = seed*1664525 + 1013904223
			at := int(seed>>8) % (len(words) - 4)
			s.WriteString(string(words[at : at+1+int(seed>>28)%4]))
			if k%25 == 24 {
				s.WriteString("；")
			}
		}
		return s.String()
	}
	var old, new []align.Article
	for i := range 300 {
		words := text(i)
		old = append(old, align.Article{At: law.Provision{Article: i + 1}, Text: words + "。"})
		if i%30 == 0 {
			new = append(new, align.Article{At: law.Provision{Article: len(new) + 1}, Text: storage})
		}
		extra := ""
		if i%3 == 0 {
			extra = "，并应当及时报告"
		}
		new = append(new, align.Article{At: law.Provision{Article: len(new) + 1}, Text: words + extra + "。"})
	}
	b.ResetTimer()
	for b.Loop() {
		align.Editions(old, new)
	}
}
