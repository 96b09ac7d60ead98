package cleanup_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"docreview/checker/cleanup"
)

// TestOdd: records with facts that no document has are judged without a panic, and
// every entry has a disposition, a sureness and a reason.
func TestOdd(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 22))
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	day := func() cleanup.Day {
		return cleanup.Day([]int32{0, 20190000, 20190200, 20190231, 20200229, 20261122, 20270101, 99999999, 1, 19000101}[r.IntN(10)])
	}
	titles := []string{"", "办法", "关于印发《甲办法》的通知", "甲办法", "甲暂行办法", "甲办法（征求意见稿）", "关于废止部分文件的决定", "《", "》《甲", "2019年甲工作方案", "甲人民政府关于甲的通知"}
	verbs := []cleanup.Verb{cleanup.Repeals, cleanup.Lapses, cleanup.Keeps, cleanup.ToAmend, cleanup.Amends, cleanup.Prolongs, cleanup.Forwards, cleanup.Replaces, "?"}
	for round := range 60 {
		var rs []*cleanup.Record
		for i := range 1 + r.IntN(40) {
			x := &cleanup.Record{
				SHA256: fmt.Sprint(round, i), Title: pick(titles...), Instrument: pick(titles...), Number: pick("", "甲发〔2019〕1号", "甲发〔2019〕2号", "号", "甲〔"),
				Normative: pick("", "yes", "no", "unclear"), Level: pick("", "", "法规"), Stage: pick("", "draft", "issued"), Dated: day(), Published: day(), Effective: day(), Expires: day(),
				Forwarded: r.IntN(2) == 0, HasBody: r.IntN(2) == 0, OnIssue: r.IntN(2) == 0, AfterDays: r.IntN(3) * 30, Trial: r.IntN(4) == 0,
				Length: r.IntN(200), TextKey: uint64(r.IntN(4)),
			}
			if r.IntN(3) > 0 {
				x.Paths = []string{fmt.Sprintf("%d/%d(2019-13-45).txt", round, i)}
			}
			if r.IntN(2) == 0 {
				x.Issuers = []string{pick("甲人民政府", "甲人民政府办公室", "甲财政局", "", "人民政府")}
			}
			if r.IntN(2) == 0 {
				x.Validity = &cleanup.Term{Years: r.IntN(7), Months: r.IntN(20), Until: day(), LongTerm: r.IntN(5) == 0}
			}
			if r.IntN(2) == 0 {
				x.Silent = &cleanup.Default{Years: r.IntN(6), Implied: r.IntN(2) == 0, Sure: r.IntN(2) == 0}
			}
			if r.IntN(3) == 0 {
				x.Period = &cleanup.Period{From: 2018, To: r.IntN(3000), Last: day()}
			}
			if r.IntN(4) == 0 {
				x.Stated = &cleanup.Said{Text: pick("失效", "有效", "废止", "")}
			}
			for range r.IntN(4) {
				x.Versions = append(x.Versions, day())
				x.Acts = append(x.Acts, cleanup.Act{Verb: verbs[r.IntN(len(verbs))], General: r.IntN(5) == 0, Title: pick(titles...), Number: pick("", "甲发〔2019〕1号", "unlisted"), Date: day(), Until: day(), From: day(), Partial: r.IntN(4) == 0})
				x.Cites = append(x.Cites, cleanup.Cite{Title: pick(titles...), Number: pick("", "甲发〔2019〕1号"), Use: pick("", "basis", "applied"), Standing: pick("", "repealed", "in_force", "not_held", "superseded"), By: pick("", "乙", "关于废止甲的决定"), Since: day(), Article: r.IntN(3), ArticleIs: pick("", "moved", "missing", "changed")})
				x.Flaws = append(x.Flaws, cleanup.Flaw{Class: cleanup.Class(pick("power", "organ", "?")), Severity: pick("error", "warning", "")})
			}
			if r.IntN(2) == 0 {
				x.Sketch = make(cleanup.Sketch, []int{0, 3, 64}[r.IntN(3)])
			}
			rs = append(rs, x)
		}
		o, err := cleanup.Judge(context.Background(), each(rs), nil, cleanup.Options{AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Entries) != len(rs) {
			t.Fatalf("%d entries of %d records", len(o.Entries), len(rs))
		}
		for _, e := range o.Entries {
			if e.Disposition == "" || e.Sureness == "" || len(e.Reasons) == 0 || e.Reasons[0].Text == "" {
				t.Fatalf("incomplete entry %+v", e)
			}
		}
		if _, err := cleanup.Radar(context.Background(), each(rs), []cleanup.Change{{Titles: titles, Kind: cleanup.ChangeEnded}}, cleanup.Options{AsOf: asOf}); err != nil {
			t.Fatal(err)
		}
	}
}
