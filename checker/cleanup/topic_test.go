package cleanup_test

import (
	"context"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/checkertest"
	"docreview/checker/cleanup"
	"docreview/corpus/law"
)

const topicText = `青河市人民政府
关于印发《青河市门店登记服务办法》的通知

青河政发〔2018〕12号

各县（市、区）人民政府：

　　现将《青河市门店登记服务办法》印发给你们。

青河市人民政府
2018年5月7日

青河市门店登记服务办法

第一条　根据《中华人民共和国合同法》，制定本办法。
第二条　申请人应当提交居住地派出所出具的无犯罪记录证明。
第三条　取消经营场所证明，申请人不再提供证明材料。
第四条　企业应当缴纳场地服务费。
第五条　当事人签订劳动合同法规定的合同的，应当备案。
第六条　擅自经营的，依照《中华人民共和国行政处罚法》处理。
第七条　经营者应当向工商行政管理部门申请登记。
第八条　本办法自2018年6月1日起施行。
`

// reduced makes the record of a text with no rule running.
func reduced(t *testing.T, text string, topics ...*cleanup.Topic) *cleanup.Record {
	t.Helper()
	d := checkertest.Document(t, text)
	rep, err := checker.Run(context.Background(), d, nil, checker.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	return cleanup.Reduce(d, rep, cleanup.ReduceOptions{Topics: topics})
}

// TestTopics: each campaign finds its clauses, one row a clause, and leaves their
// look-alikes alone.
func TestTopics(t *testing.T) {
	for _, c := range []struct {
		topic *cleanup.Topic
		want  string
	}{
		{cleanup.Preset("证明事项"), "第二条"},
		{cleanup.Preset("涉企收费"), "第四条"},
		{cleanup.Preset("民法典"), "第一条"},
		{cleanup.Preset("行政处罚法"), "第六条"},
		{cleanup.Preset("机构改革"), "第七条"},
		{&cleanup.Topic{Name: "自定", Words: []string{"申请人"}, Unless: []string{"不再"}}, "第二条"},
		{&cleanup.Topic{Name: "引用", Cites: []string{"行政处罚法"}}, "第六条"},
	} {
		r := reduced(t, topicText, c.topic)
		var at []string
		for _, x := range r.Topics {
			at = append(at, x.At)
			if x.Topic != c.topic.Name || x.Text == "" || x.Hit == "" || x.Line == 0 {
				t.Errorf("%s: incomplete row %+v", c.topic.Name, x)
			}
		}
		if got := strings.Join(at, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.topic.Name, got, c.want)
		}
	}
	if cleanup.Preset("没有这个专题") != nil {
		t.Error("a preset that does not exist")
	}
}

// TestTopicRows: the rows of the archive carry the entry that they belong to.
func TestTopicRows(t *testing.T) {
	o, _ := judged(t)
	seen := map[string]int{}
	for _, r := range o.Topics {
		seen[r.Topic]++
		if r.Entry < 1 || r.Entry > len(o.Entries) || r.Text == "" {
			t.Errorf("row without its document: %+v", r)
		}
	}
	for _, name := range []string{"公平竞争", "机构改革", "行政处罚法", "民法典", "工程建设", "证明事项"} {
		if seen[name] == 0 {
			t.Errorf("no clause of %s in the archive", name)
		}
	}
}

const radarText = `柳溪县人民政府
关于印发《柳溪县货运管理办法》的通知

柳政发〔2020〕3号

各乡镇人民政府：

　　现将《柳溪县货运管理办法》印发给你们。

柳溪县人民政府
2020年3月9日

柳溪县货运管理办法

第一条　根据《甲规定》，制定本办法。
第二条　违反规定的，依照《乙条例》第十条处理。
第三条　企业应当遵守《乙条例》第二十条和《丙办法》。
第四条　本办法自2020年4月1日起施行。
`

// TestRadar: a change touches the places that cite what changed, and no others.
func TestRadar(t *testing.T) {
	rs := []*cleanup.Record{reduced(t, radarText), reduced(t, strings.Replace(radarText, "施行。", "施行，有效期至2024年3月31日。", 1)), cleanup.Unreadable("x", "坏了")}
	rs[0].Paths, rs[1].Paths = []string{"a"}, []string{"b"}
	day := func(y, m, d int) law.Date { return law.Date{Year: y, Month: m, Day: d} }
	changes := []cleanup.Change{
		{Titles: []string{"甲规定"}, Kind: cleanup.ChangeEnded, Since: day(2025, 1, 1), By: "丁规定"},
		{Titles: []string{"乙条例"}, Kind: cleanup.ChangeEdition, Since: day(2026, 11, 12), Articles: []cleanup.ArticleChange{{Article: 10, Kind: "moved", Now: 12}, {Article: 11, Kind: "changed"}}},
		{Titles: []string{"丙办法"}, Kind: cleanup.ChangeEdition, Since: day(2027, 1, 1)},
		{Titles: []string{"无关条例"}, Kind: cleanup.ChangeEnded, Since: day(2025, 1, 1)},
	}
	got, err := cleanup.Radar(context.Background(), each(rs), changes, cleanup.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		of, at   string
		overdue  int
		sureness cleanup.Sureness
		how      string
	}{
		{"甲规定", "第一条", 690, cleanup.Sure, "不再有效，见《丁规定》"},
		{"乙条例", "第二条", 10, cleanup.Sure, "第十条自2026年11月12日起改为第十二条"},
		{"丙办法", "第三条", 0, cleanup.Look, "没有写条号"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		g := got[i]
		if g.Of != w.of || g.At != w.at || g.Overdue != w.overdue || g.Sureness != w.sureness || !strings.Contains(g.How, w.how) || g.Paths[0] != "a" {
			t.Errorf("row %d: %+v, want %+v", i, g, w)
		}
	}
	// a document written after the new wording knew it
	changes[1].Since = day(2019, 1, 1)
	got, _ = cleanup.Radar(context.Background(), each(rs), changes[1:2], cleanup.Options{AsOf: asOf})
	if len(got) != 0 {
		t.Errorf("touched by an older change: %+v", got)
	}
}

// TestDay: a day is written and read as people write it.
func TestDay(t *testing.T) {
	for _, c := range []struct {
		day  cleanup.Day
		text string
	}{{20261122, "2026-11-22"}, {20261100, "2026-11"}, {20260000, "2026"}, {0, ""}} {
		b, _ := c.day.MarshalText()
		var back cleanup.Day
		if string(b) != c.text || back.UnmarshalText(b) != nil || back != c.day {
			t.Errorf("%d: %s, back %d", c.day, b, back)
		}
	}
	for _, bad := range []string{"x", "2026-xx", "2026-1-1-1", "-"} {
		if new(cleanup.Day).UnmarshalText([]byte(bad)) == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// TestJudgeErrors: no day, a failing source of records and a cancelled judgement are
// errors, never an outcome.
func TestJudgeErrors(t *testing.T) {
	if _, err := cleanup.Judge(context.Background(), each(nil), nil, cleanup.Options{}); err == nil {
		t.Error("judged without a day")
	}
	broken := func(yield func(*cleanup.Record, error) bool) { yield(nil, context.DeadlineExceeded) }
	if _, err := cleanup.Judge(context.Background(), broken, nil, cleanup.Options{AsOf: asOf}); err == nil {
		t.Error("judged half an archive")
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if o, err := cleanup.Judge(ctx, each([]*cleanup.Record{reduced(t, radarText)}), nil, cleanup.Options{AsOf: asOf}); err == nil {
		t.Errorf("a cancelled judgement gave %+v", o)
	}
	if _, err := cleanup.Judge(context.Background(), each([]*cleanup.Record{reduced(t, radarText)}), failing{}, cleanup.Options{AsOf: asOf}); err == nil {
		t.Error("a corpus that answers in part was taken for silence")
	}
}

type failing struct{ embedded }

func (failing) Find(context.Context, ...law.Ref) ([][]*law.Regulation, error) {
	return nil, checker.ErrIncomplete
}
