package cleanup_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"docreview/checker/cleanup"
	"docreview/corpus/catalog"
	"docreview/corpus/law"
)

// many hands out n records made from those of the made-up archive: every round of
// them in a place of its own, so that copies, editions and repeals stay among
// their like. Each record is made when it is asked for and kept by nobody.
func many(rs []*cleanup.Record, n int) cleanup.Records {
	rs = slices.DeleteFunc(slices.Clone(rs), func(r *cleanup.Record) bool { return r.Unreadable == "" && r.Level != "" }) // known by title alone
	return func(yield func(*cleanup.Record, error) bool) {
		for i := range n {
			r := *rs[i%len(rs)]
			round := i / len(rs)
			if r.Unreadable != "" {
				r.Paths = []string{fmt.Sprintf("%d/%s", round, r.Paths[0])}
				if !yield(&r, nil) {
					return
				}
				continue
			}
			name := fmt.Sprintf("第%d", round)
			in := func(s string) string {
				for _, p := range []string{"青河", "柳溪", "青岭"} {
					s = strings.ReplaceAll(s, p, p+name)
				}
				return s
			}
			r.SHA256 = fmt.Sprintf("%s-%d", r.SHA256, round)
			r.Paths = []string{fmt.Sprintf("%d/%s", round, r.Paths[0])}
			r.Title, r.Instrument = in(r.Title), in(r.Instrument)
			// 青河政发〔2018〕11号 → 青河甲政发〔2018〕11号: numbers hold no figures in their prefix
			tag := letters(round)
			num := func(s string) string {
				for _, p := range []string{"青河", "柳", "青岭", "青"} {
					if strings.HasPrefix(s, p) {
						return p + tag + s[len(p):]
					}
				}
				return s
			}
			r.Number = num(r.Number)
			r.Issuers = slices.Clone(r.Issuers)
			for k := range r.Issuers {
				r.Issuers[k] = in(r.Issuers[k])
			}
			r.Acts = slices.Clone(r.Acts)
			for k := range r.Acts {
				r.Acts[k].Title, r.Acts[k].Number = in(r.Acts[k].Title), num(r.Acts[k].Number)
			}
			r.Cites = slices.Clone(r.Cites)
			for k := range r.Cites {
				r.Cites[k].Title, r.Cites[k].Number = in(r.Cites[k].Title), num(r.Cites[k].Number)
			}
			r.TextKey += uint64(round) * 0x9E3779B97F4A7C15
			r.Sketch = slices.Clone(r.Sketch)
			for k := range r.Sketch {
				r.Sketch[k] += uint32(round) * 2654435761
			}
			r.Topics = nil
			if !yield(&r, nil) {
				return
			}
		}
	}
}

func letters(n int) string {
	s := ""
	for n++; n > 0; n /= 20 {
		s += string([]rune("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉")[n%20])
	}
	return s
}

// BenchmarkJudge judges 100,000 records; heap-MB is what is alive at the end of
// the judgement, the outcome included.
//
//	go test ./checker/cleanup -run XXX -bench Judge -benchtime 1x
func BenchmarkJudge(b *testing.B) {
	rs, err := synthetic()
	if err != nil {
		b.Fatal(err)
	}
	c, err := catalog.Open()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{10000, 100000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o, peak := judgeMany(b, rs, n, c)
				b.ReportMetric(float64(peak)/1e6, "peak-MB")
				b.ReportMetric(float64(o.Statistics.Normative), "documents")
			}
		})
	}
}

// judgeMany judges n records and gives the highest heap seen at three places: when
// half and when all of the records were handed over, and at the end.
func judgeMany(t testing.TB, rs []*cleanup.Record, n int, c *catalog.Catalog) (*cleanup.Outcome, uint64) {
	t.Helper()
	var peak uint64
	look := func() {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapAlloc)
	}
	k := 0
	o, err := cleanup.Judge(context.Background(), func(yield func(*cleanup.Record, error) bool) {
		for r, err := range many(rs, n) {
			if k++; k%5000 == 0 {
				look()
			}
			if !yield(r, err) {
				return
			}
		}
		look()
	}, watched{embedded{c}, look}, cleanup.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	look()
	return o, peak
}

// watched looks at the heap in the middle of the judgement.
type watched struct {
	embedded
	look func()
}

func (w watched) Find(ctx context.Context, refs ...law.Ref) ([][]*law.Regulation, error) {
	w.look()
	return w.embedded.Find(ctx, refs...)
}

// TestMany: what holds of one round of the archive holds of many, and the work
// grows with their number, not with its square.
func TestMany(t *testing.T) {
	rs, err := synthetic()
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	count := func(n int) (*cleanup.Outcome, float64) {
		var o *cleanup.Outcome
		a := testing.AllocsPerRun(1, func() { o, _ = judgeMany(t, rs, n*(len(rs)-3), c) })
		return o, a
	}
	one, few := count(10)
	ten, lots := count(40)
	for k := range one.Statistics.Total.By {
		if 4*one.Statistics.Total.By[k] != ten.Statistics.Total.By[k] {
			t.Errorf("dispositions: %v of 10 rounds, %v of 40", one.Statistics.Total.By, ten.Statistics.Total.By)
			break
		}
	}
	if lots > 5*few {
		t.Errorf("four times the records cost %.1f times the allocations", lots/few)
	}
}
