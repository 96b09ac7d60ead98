package catalog

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/corpus/law"
)

func opened(t testing.TB) *Catalog {
	t.Helper()
	c, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// one finds the only work of a title.
func one(t *testing.T, c *Catalog, r law.Ref) *law.Regulation {
	t.Helper()
	found, err := c.Find(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if len(found[0]) != 1 {
		t.Fatalf("Find(%+v) gives %d works", r, len(found[0]))
	}
	return found[0][0]
}

func day(s string) law.Date {
	d, _, ok := law.ParseDate(s)
	if !ok {
		panic(s)
	}
	return d
}

// TestTable walks the whole table.
func TestTable(t *testing.T) {
	c := opened(t)
	if got := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(worksText+keysText+namesText+coresText))); got != c.Facts().Digest {
		t.Errorf("digest of the table is %s, the facts say %s", got, c.Facts().Digest)
	}
	ids := map[law.WorkID]*law.Regulation{}
	editions := map[law.EditionID]bool{}
	works, n, articles := 0, 0, 0
	err := c.All(func(w *law.Regulation) error {
		works++
		if ids[w.ID] != nil {
			t.Errorf("two works have the id %s", w.ID)
		}
		ids[w.ID] = w
		if w.Title == "" || !utf8.ValidString(w.Title) || strings.ContainsAny(w.Title, "\t ") {
			t.Errorf("bad title %q", w.Title)
		}
		var before law.Edition
		for i, e := range w.Editions {
			n++
			if editions[e.ID] {
				t.Errorf("two editions have the id %s", e.ID)
			}
			editions[e.ID] = true
			if i > 0 && e.Published.Full() && before.Published.Full() && !before.Published.Before(e.Published) {
				t.Errorf("%s: editions out of order: %v, %v", w.Title, before.Published, e.Published)
			}
			if i > 0 && !e.From.IsZero() && !before.From.IsZero() && e.From.Before(before.From) {
				t.Errorf("%s: an edition applies from %v, before the one it follows (%v)", w.Title, e.From, before.From)
			}
			if e.From.Full() && e.Published.Full() && e.From.Before(e.Published) && e.From.DaysUntil(e.Published) > 400 {
				t.Errorf("%s: applies from %v, published %v", w.Title, e.From, e.Published)
			}
			if !e.To.IsZero() && e.To.Before(e.From) {
				t.Errorf("%s: [%v, %v) is empty", w.Title, e.From, e.To)
			}
			for from, to := range e.Moved {
				if from < 1 || to < 1 || e.Articles > 0 && from > e.Articles {
					t.Errorf("%s: article %d moved to %d", w.Title, from, to)
				}
				if next := i + 1; next < len(w.Editions) && w.Editions[next].Articles > 0 && to > w.Editions[next].Articles {
					t.Errorf("%s: article %d moved to %d of %d", w.Title, from, to, w.Editions[next].Articles)
				}
			}
			before = e
		}
		if m := len(w.Editions); m > 0 {
			articles += w.Editions[m-1].Articles
		}
		x := w.Ended
		if x.As != law.NotChecked {
			if x.On.IsZero() && x.KnownBy.IsZero() {
				t.Errorf("%s has ended on no day", w.Title)
			}
			if x.Note == "" {
				t.Errorf("%s has ended for no reason", w.Title)
			}
			if len(w.Editions) > 0 && !x.On.IsZero() && x.On.Before(w.Editions[len(w.Editions)-1].Published) {
				t.Errorf("%s ended on %v, before its last edition", w.Title, x.On)
			}
		}
		// Every work is found by its own title and numbers.
		for _, r := range refs(w) {
			found, err := c.Find(context.Background(), r)
			if err != nil {
				return err
			}
			ok := false
			for _, f := range found[0] {
				ok = ok || f.ID == w.ID
			}
			if !ok {
				t.Errorf("Find(%+v) does not give %s", r, w.Title)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ids {
		if by := w.Ended.ByWork; by != "" && ids[by] == nil {
			t.Errorf("%s was ended by %s, which is not held", w.Title, by)
		}
		if w.Ended.By != "" && w.Ended.ByWork == "" {
			if found, _ := c.Find(context.Background(), law.Ref{Title: w.Ended.By}); len(found[0]) == 1 {
				t.Errorf("%s was ended by %s, which is held but not linked", w.Title, w.Ended.By)
			}
		}
	}
	if f := c.Facts(); works != f.Works || n != f.Editions || articles != f.Articles || works < 4000 {
		t.Errorf("table holds %d works, %d editions, %d articles; facts say %+v", works, n, articles, f)
	}
}

func refs(w *law.Regulation) []law.Ref {
	out := []law.Ref{{Title: w.Title}, {Title: "《" + w.Title + "》"}}
	for _, a := range w.Aliases {
		out = append(out, law.Ref{Title: a})
	}
	if !w.DocNumber.IsZero() {
		out = append(out, law.Ref{DocNumber: w.DocNumber})
	}
	return out
}

// TestStanding tells known cases on both sides of their change.
func TestStanding(t *testing.T) {
	c := opened(t)
	for _, tt := range []struct {
		title, on string
		want      law.Standing
		edition   string // published
		articles  int
	}{
		{"中华人民共和国合同法", "2020-12-31", law.InForce, "1999-03-15", 428},
		{"合同法", "2021-01-01", law.Repealed, "1999-03-15", 428},
		{"物权法", "2020-03-01", law.InForce, "2007-03-16", 247},
		{"民法总则", "2017-09-30", law.NotYetInForce, "2017-03-15", 206},
		{"民法典", "2020-12-31", law.NotYetInForce, "2020-05-28", 1260},
		{"民法典", "2021-01-01", law.InForce, "2020-05-28", 1260},
		{"环境保护法", "2026-08-14", law.InForce, "2014-04-24", 70},
		{"环境保护法", "2026-08-15", law.Repealed, "2014-04-24", 70},
		{"生态环境法典", "2026-08-14", law.NotYetInForce, "2026-03-12", 1242},
		{"生态环境法典", "2026-11-22", law.InForce, "2026-03-12", 1242},
		{"行政处罚法", "2021-07-14", law.InForce, "2017-09-01", 0},
		{"行政处罚法", "2021-07-15", law.InForce, "2021-01-22", 86},
		{"立法法", "2023-03-14", law.InForce, "2015-03-15", 105},
		{"立法法", "2023-03-15", law.InForce, "2023-03-13", 120},
		{"信访条例", "2005-04-30", law.InForce, "1995-10-28", 0},
		{"信访条例", "2005-05-01", law.InForce, "2005-01-10", 51},
		{"信访条例", "2022-05-01", law.Repealed, "2005-01-10", 51},
		{"信访工作条例", "2022-04-30", law.NotYetInForce, "2022-02-25", 50},
		{"出版管理条例", "2001-06-01", law.InForce, "1997-01-02", 0},
		{"出版管理条例", "2002-02-01", law.InForce, "2001-12-25", 0},
		{"出版管理条例", "2026-11-22", law.InForce, "2024-12-06", 73},
		{"增值税暂行条例", "2025-12-31", law.InForce, "2017-11-19", 0},
		{"增值税暂行条例", "2026-01-01", law.Repealed, "2017-11-19", 0},
		{"个体工商户条例", "2022-11-01", law.Repealed, "", 0},
		{"城市房屋拆迁管理条例", "2011-01-21", law.Repealed, "", 0},
		{"行政监察法", "2018-03-20", law.Repealed, "2010-06-25", 51},
		{"环境行政处罚办法", "2023-06-30", law.InForce, "2010-01-19", 82},
		{"环境行政处罚办法", "2023-07-01", law.Repealed, "2010-01-19", 82},
		{"治安管理处罚法", "2025-12-31", law.InForce, "2012-10-26", 119},
		{"治安管理处罚法", "2026-01-01", law.InForce, "2025-06-27", 144},
		{"殡葬管理条例", "2025-01-01", law.InForce, "2012-11-09", 24},
		{"殡葬管理条例", "2025-12-01", law.InForce, "", 0}, // one of two wordings
		{"殡葬管理条例", "2026-10-01", law.InForce, "", 73},
		{"城市供水条例", "2026-11-22", law.Repealed, "", 39},
		{"商标法", "2026-11-22", law.InForce, "2019-04-23", 73},
		{"行政复议法", "2023-12-31", law.InForce, "2017-09-01", 43},
		{"行政复议法", "2024-01-01", law.InForce, "2023-09-01", 90},
	} {
		w := one(t, c, law.Ref{Title: tt.title})
		e, s := w.On(day(tt.on))
		if s != tt.want || tt.edition != "" && e.Published != day(tt.edition) || tt.articles > 0 && e.Articles != tt.articles {
			t.Errorf("%s on %s: %v, edition of %v with %d articles; want %v, %s, %d", tt.title, tt.on, s, e.Published, e.Articles, tt.want, tt.edition, tt.articles)
		}
	}
}

// The ten laws that 生态环境法典第一千二百四十二条 ended.
func TestEcologicalCode(t *testing.T) {
	c := opened(t)
	for _, title := range []string{"环境保护法", "环境影响评价法", "海洋环境保护法", "大气污染防治法", "水污染防治法", "土壤污染防治法",
		"固体废物污染环境防治法", "噪声污染防治法", "放射性污染防治法", "清洁生产促进法"} {
		w := one(t, c, law.Ref{Title: title})
		if _, s := w.On(day("2026-11-22")); s != law.Repealed || w.Ended.ByWork != "生态环境法典" || w.Ended.On != day("2026-08-15") || !w.Sure {
			t.Errorf("%s: %v, %+v", title, s, w.Ended)
		}
		if _, s := w.On(day("2026-08-14")); s != law.InForce {
			t.Errorf("%s the day before: %v", title, s)
		}
	}
}

func TestFind(t *testing.T) {
	c := opened(t)
	ctx := context.Background()
	number := func(s string) law.DocNumber {
		n, size, ok := law.ParseDocNumber(s)
		if !ok || size != len(s) {
			t.Fatalf("%q", s)
		}
		return n
	}
	for _, tt := range []struct {
		name string
		ref  law.Ref
		want string // title; "" nothing
	}{
		{"number alone", law.Ref{DocNumber: number("国办发〔2018〕37号")}, "国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知"},
		{"number of an order", law.Ref{DocNumber: number("国务院令（第七百二十二号）")}, "优化营商环境条例"},
		{"number with the name of the state", law.Ref{DocNumber: number("中华人民共和国国务院令第722号")}, "优化营商环境条例"},
		{"title without issuer", law.Ref{Title: "关于全面推行行政规范性文件合法性审核机制的指导意见"}, "国务院办公厅关于全面推行行政规范性文件合法性审核机制的指导意见"},
		{"title that is not quite right, with its number", law.Ref{Title: "关于全面推行合法性审核机制的指导意见", DocNumber: number("国办发〔2018〕115号")}, "国务院办公厅关于全面推行行政规范性文件合法性审核机制的指导意见"},
		{"another title under a known number", law.Ref{Title: "摊贩经营许可办法", DocNumber: number("国办发〔2018〕115号")}, ""},
		{"number that contradicts the title", law.Ref{Title: "优化营商环境条例", DocNumber: number("国务院令第700号")}, "优化营商环境条例"},
		{"edition mark", law.Ref{Title: "行政处罚法（2017年修正）"}, "中华人民共和国行政处罚法"},
		{"short name", law.Ref{Title: "地方组织法"}, "中华人民共和国地方各级人民代表大会和地方各级人民政府组织法"},
		{"nested marks", law.Ref{Title: "北京市实施〈中华人民共和国归侨侨眷权益保护法〉办法"}, "北京市实施《中华人民共和国归侨侨眷权益保护法》办法"},
		{"nested short name", law.Ref{Title: "北京市实施《归侨侨眷权益保护法》办法"}, "北京市实施《中华人民共和国归侨侨眷权益保护法》办法"},
		{"unknown", law.Ref{Title: "青山省摊贩管理条例"}, ""},
		{"the trial measures are another work", law.Ref{Title: "排污许可管理办法（试行）"}, "排污许可管理办法（试行）"},
		{"of two with one prefix", law.Ref{Title: "排污许可管理办法"}, "排污许可管理办法"},
		{"notice that forwards it, by number", law.Ref{Title: "国家安全监管总局 财政部关于印发《安全生产领域举报奖励办法》的通知", DocNumber: number("安监总财〔2018〕19号")}, "安全生产领域举报奖励办法"},
		{"notice that forwards it, by issuer", law.Ref{Title: "住房和城乡建设部关于印发《房屋建筑和市政基础设施工程竣工验收规定》的通知"}, "房屋建筑和市政基础设施工程竣工验收规定"},
		{"notice of somebody else", law.Ref{Title: "青山县人民政府关于印发《房屋建筑和市政基础设施工程竣工验收规定》的通知"}, ""},
		{"nothing asked", law.Ref{}, ""},
	} {
		found, err := c.Find(ctx, tt.ref)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(found[0]) == 1 {
			got = found[0][0].Title
		} else if len(found[0]) > 1 {
			got = fmt.Sprintf("%d works", len(found[0]))
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	both, err := c.Find(ctx, law.Ref{Title: "没有的条例"}, law.Ref{Title: "立法法"})
	if err != nil || len(both) != 2 || len(both[0]) != 0 || len(both[1]) != 1 {
		t.Errorf("answers do not follow the questions: %v, %v", both, err)
	}
}

func TestNarrow(t *testing.T) {
	ws := []*law.Regulation{
		{ID: "a", Title: "摊贩管理办法", Issuer: "青山市人民政府", DocNumber: law.DocNumber{Prefix: "青政发", Year: 2010, Serial: 1}, Editions: []law.Edition{{Published: day("2010-03-01")}}},
		{ID: "b", Title: "摊贩管理办法", Issuer: "绿水市人民政府", DocNumber: law.DocNumber{Prefix: "绿政发", Year: 2019, Serial: 7}, Editions: []law.Edition{{Published: day("2019-03-01")}}},
	}
	for _, tt := range []struct {
		name string
		ref  law.Ref
		want string
	}{
		{"nothing decides", law.Ref{Title: "摊贩管理办法"}, "ab"},
		{"number", law.Ref{DocNumber: law.DocNumber{Prefix: "绿政发", Year: 2019, Serial: 7}}, "b"},
		{"number of neither", law.Ref{DocNumber: law.DocNumber{Prefix: "绿政发", Year: 2019, Serial: 8}}, "ab"},
		{"issuer", law.Ref{Issuer: "青山市人民政府"}, "a"},
		{"year", law.Ref{Date: law.Date{Year: 2010}}, "a"},
		{"written before one of them", law.Ref{Said: day("2015-01-01")}, "a"},
		{"written after both", law.Ref{Said: day("2020-01-01")}, "ab"},
	} {
		got := ""
		for _, w := range narrow(ws, tt.ref) {
			got += string(w.ID)
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestSimilar(t *testing.T) {
	c := opened(t)
	for title, want := range map[string]string{
		"国家金库管理条例":           "中华人民共和国国家金库条例",
		"中华人民共和国文物保护法实施管理办法": "中华人民共和国文物保护法实施条例",
		"上海市文物保护管理办法":        "上海市文物保护条例",
		"重大行政决策程序条例":         "重大行政决策程序暂行条例",
		"优化营商环镜条例":           "优化营商环境条例",
		"行政许可法实施条例":          "中华人民共和国行政许可法",
		"青山省摊贩经营许可和收费管理办法":   "",
		"关于印发某县二〇二〇年工作要点的通知": "",
		"北京市青山乡集市管理办法":       "",
		"法":                  "",
	} {
		found, err := c.Similar(context.Background(), title)
		if err != nil {
			t.Fatal(err)
		}
		if len(found[0]) > maxSimilar {
			t.Errorf("%d suggestions for %s", len(found[0]), title)
		}
		got := ""
		if len(found[0]) > 0 {
			got = found[0][0].Title
		}
		if got != want {
			t.Errorf("Similar(%s) = %q, want %q", title, got, want)
		}
		for _, w := range found[0] {
			if strings.Contains(w.Title, "复议") && strings.Contains(title, "许可法") {
				t.Errorf("%s is no suggestion for %s", w.Title, title)
			}
		}
	}
}

// TestSimilarOrder asks a table of four works: what has ended comes last, other
// places not at all.
func TestSimilarOrder(t *testing.T) {
	var works, cores strings.Builder
	for _, w := range []struct{ title, ended string }{
		{"摊贩经营条例", "20200101,,7,|摊贩经营管理规定||测试"},
		{"摊贩经营管理规定", ""},
		{"青山省集市摊贩经营条例", ""},
		{"青水省集市摊贩经营条例", ""},
	} {
		fmt.Fprintf(&cores, "%s\t%d\n", law.TitleCore(law.TitleKey(w.title)), works.Len())
		fmt.Fprintf(&works, "\t%s\t3\t\t\t\t\t\t%s\n", w.title, w.ended)
	}
	c, err := open(works.String(), "", "", cores.String(), "works\t4\n")
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{
		"摊贩经营实施条例":      "摊贩经营管理规定 摊贩经营条例",
		"青山省集市摊贩经营管理办法": "青山省集市摊贩经营条例",
	} {
		found, err := c.Similar(context.Background(), title)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range found[0] {
			got = append(got, w.Title)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("Similar(%s) = %s, want %s", title, s, want)
		}
	}
}

func TestLongest(t *testing.T) {
	c := opened(t)
	for in, want := range map[string]string{
		"行政处罚法第十六条":      "行政处罚法",
		"中华人民共和国行政处罚法规定": "中华人民共和国行政处罚法",
		"行政处罚法规":         "",
		"行政处罚法定原则":       "",
		"行政处罚法律后果":       "",
		"刑法第三百条":         "刑法",
		"刑法学会":           "",
		"宪法和法律":          "宪法",
		"民法典第十条":         "民法典",
		"公司法人":           "",
		"公司法第三条":         "公司法",
		"政府采购法实施条例的规定":   "政府采购法实施条例",
		"政府采购法实施以来":      "政府采购法",
		"城乡规划法、":         "城乡规划法",
		"优化营商环境条例":       "优化营商环境条例",
		"优化营商环境的措施":      "",
		"上海市文物保护条例规定":    "上海市文物保护条例",
		"依法行政":           "",
		"办法":             "",
		"执法人员":           "",
		"管理办法":           "",
		"中华人民共和国":        "",
		"":               "",
		"A":              "",
		"法":              "",
		"中华人民共和国中华人民共和国刑法": "",
	} {
		if got := in[:c.Longest(in)]; got != want {
			t.Errorf("Longest(%q) = %q, want %q", in, got, want)
		}
	}
	// The list says of itself what a walk over all names would say.
	names := strings.Split(strings.TrimSpace(namesText), "\n")
	for i := 0; i < len(names); i += 7 {
		n := names[i]
		if got := n[:c.Longest(n+"，")]; got != n {
			t.Errorf("Longest does not find %q but %q", n, got)
		}
		if len(n) > maxName {
			t.Errorf("%q is longer than maxName", n)
		}
	}
}

// TestLongestStep: where the longest name is another word, the next shorter one
// is found, though it is shorter by one character only.
func TestLongestStep(t *testing.T) {
	c, err := open("", "", "摊贩条\n摊贩条例\n摊贩条例法\n", "", "works\t0\n")
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{"摊贩条例法律": "摊贩条例", "摊贩条例法": "摊贩条例法", "摊贩条件": "摊贩条", "摊贩": ""} {
		if got := in[:c.Longest(in)]; got != want {
			t.Errorf("Longest(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzLongest compares the search with a walk over all names.
func FuzzLongest(f *testing.F) {
	for _, s := range []string{"行政处罚法第十六条", "中华人民共和国刑法典", "政府采购法实施条例", "城市"} {
		f.Add(s)
	}
	names := strings.Split(strings.TrimSpace(namesText), "\n")
	c, err := Open()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		best := 0
		for _, n := range names {
			if strings.HasPrefix(s, n) && len(n) > best && ends(s[len(n):], n) {
				best = len(n)
			}
		}
		if got := c.longest(s); got != best {
			t.Fatalf("longest(%q) = %d, a walk over the names gives %d", s, got, best)
		}
	})
}

func TestDamagedTable(t *testing.T) {
	for _, tt := range []struct{ works, keys, facts string }{
		{"", "", "no columns"},
		{"x\ty\n", "某条例\t0\n", "works\t1\n"},
		{"\t某条例\t3\t\t\t\t\t\t\t2021\n", "某条例\t0\n", "works\t1\n"},
		{"\t某条例\t3\t\t99\t\t\t\t\n", "某条例\t0\n", "works\t1\n"},
		{"", "某条例\t77\n", "works\t1\n"},
		{"", "某条例\n", "works\t1\n"},
	} {
		c, err := open(tt.works, tt.keys, "", "", tt.facts)
		if err == nil {
			_, err = c.Find(context.Background(), law.Ref{Title: "某条例"})
		}
		if !errors.Is(err, errTable) {
			t.Errorf("a damaged table (%q, %q, %q) gives %v", tt.works, tt.keys, tt.facts, err)
		}
	}
}

func BenchmarkOpenAndFind(b *testing.B) {
	for b.Loop() {
		c, err := Open()
		if err != nil {
			b.Fatal(err)
		}
		if found, err := c.Find(context.Background(), law.Ref{Title: "行政处罚法"}); err != nil || len(found[0]) != 1 {
			b.Fatal(found, err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	c := opened(b)
	for b.Loop() {
		if _, err := c.Find(context.Background(), law.Ref{Title: "中华人民共和国立法法"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSimilarFirst(b *testing.B) {
	for b.Loop() {
		c := opened(b)
		if _, err := c.Similar(context.Background(), "上海市文物保护管理办法"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSimilar(b *testing.B) {
	c := opened(b)
	for b.Loop() {
		if _, err := c.Similar(context.Background(), "上海市文物保护管理办法"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLongestFirst(b *testing.B) {
	for b.Loop() {
		c := opened(b)
		c.Longest("行政处罚法第十六条")
	}
}

func BenchmarkLongestText(b *testing.B) {
	c := opened(b)
	text := strings.Repeat("各级人民政府及其工作部门应当依照行政处罚法和优化营商环境条例的规定，规范本辖区内的监督检查，不得增加经营者负担。", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for i := range text {
			c.Longest(text[i:])
		}
	}
}
