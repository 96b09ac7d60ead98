package corpus

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"docreview/corpus/law"
)

// realPlaces is the table of divisions that profiles carry.
func realPlaces(t testing.TB) func(string) []string {
	b, err := os.ReadFile(filepath.Join("..", "rules", "profile", "divisions.tsv"))
	if err != nil {
		t.Skip("no table of divisions")
	}
	m := map[string][]string{}
	for l := range strings.Lines(string(b)) {
		if code, name, ok := strings.Cut(strings.TrimSpace(l), "\t"); ok {
			m[name] = append(m[name], code)
		}
	}
	return func(name string) []string { return m[name] }
}

// fullDirs are the folders of ../shared/corpus that the measurements are made on.
var fullDirs = []string{"laws-md", "laws-current-2026", "laws-md-2026"}

// fullIndex builds everything in ../shared/corpus once for this run, or opens
// what DOCREVIEW_FULL_INDEX names. It takes minutes and is asked for by name:
//
//	DOCREVIEW_FULL_INDEX=/tmp/full go test ./corpus -run TestFull -v -timeout 30m
//	DOCREVIEW_FULL_INDEX=/tmp/full go test ./corpus -run '^$' -bench Full
//	DOCREVIEW_FULL_KILL=1 DOCREVIEW_FULL_INDEX=/tmp/full go test ./corpus -run TestFullKilled -v -timeout 60m
//
// Figures of time count on a quiet machine alone.
func fullIndex(t testing.TB) *Index {
	t.Helper()
	dir := shared(t)
	out := os.Getenv("DOCREVIEW_FULL_INDEX")
	if out == "" {
		t.Skip("the full build takes minutes: set DOCREVIEW_FULL_INDEX to a folder to build or reuse it")
	}
	if x, err := Open(out); err == nil {
		t.Cleanup(func() { x.Close() })
		return x
	}
	start := time.Now()
	var dirs []string
	for _, d := range fullDirs {
		dirs = append(dirs, filepath.Join(dir, "corpus", d))
	}
	o := options(t, out, dirs...)
	o.Divisions = realPlaces(t)
	b := build(t, o)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("built in %.0f s: %d works, %d editions, %d provisions, %d shards, %d rows, %.0f MB; heap from the system %d MB", time.Since(start).Seconds(), b.Snapshot.Works, b.Snapshot.Editions, b.Snapshot.Articles, b.Shards, b.Rows, float64(b.Bytes)/1e6, m.Sys>>20)
	return open(t, out)
}

func TestFull(t *testing.T) {
	x := fullIndex(t)
	got, err := x.Find(context.Background(), law.Ref{Title: "行政处罚法"})
	t.Log(got[0][0].ID, err)
}

// clause is a stretch of a provision, as it stands or with every ninth
// character lost.
type clause struct {
	id              string
	text, perturbed string
}

// clauses takes n stretches of 100 characters evenly from all provisions.
func clauses(t testing.TB, x *Index, n int) (out []clause) {
	t.Helper()
	tab := x.tabs[rowsTable]
	for i := 0; i < n; i++ {
		for j := i * (tab.rows / n); j < tab.rows; j++ {
			k, v, err := tab.at(j)
			if err != nil {
				t.Fatal(err)
			}
			r, ok := decodeRow(v)
			if !ok {
				t.Fatal("unreadable")
			}
			text := []rune(strings.ReplaceAll(r.Text, "\n", ""))
			if len(text) < 120 {
				continue
			}
			text = text[10:110]
			var lost []rune
			for c, r := range text {
				if c%9 != 8 {
					lost = append(lost, r)
				}
			}
			out = append(out, clause{string(k), string(text), string(lost)})
			break
		}
	}
	return out
}

func percentile(d []time.Duration, p int) time.Duration {
	slices.Sort(d)
	return d[min(len(d)-1, len(d)*p/100)]
}

// TestFullNear measures near-copy detection over everything: a clause as it
// stands, and with every ninth character lost, must bring its own provision (or
// one with the same words) among the first ten.
func TestFullNear(t *testing.T) {
	x := fullIndex(t)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	ctx := context.Background()
	cs := clauses(t, x, 300)
	if _, err := x.Near(ctx, law.Scope{}, law.Near{Terms: law.Bigrams(cs[0].text), AtLeast: 1, Limit: 1}); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"as it stands", "every ninth character lost"} {
		found := 0
		var took, worked []time.Duration
		for _, c := range cs {
			text := c.text
			if kind != "as it stands" {
				text = c.perturbed
			}
			terms := law.Bigrams(text)
			start, used := time.Now(), threadTime()
			got, err := x.Near(ctx, law.Scope{}, law.Near{Terms: terms, AtLeast: len(terms) / 3, Limit: 10})
			took, worked = append(took, time.Since(start)), append(worked, threadTime()-used)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range got[0] {
				if strings.HasPrefix(c.id, string(p.Place.Edition)+"\x00") || strings.Contains(strings.ReplaceAll(p.Text, "\n", ""), c.text) {
					found++
					break
				}
			}
		}
		t.Logf("%s: %d of %d in the first ten; p50 %v, p99 %v (of processor time %v and %v) over %d shards", kind, found, len(cs), percentile(took, 50), percentile(took, 99), percentile(worked, 50), percentile(worked, 99), len(x.pairs))
		if found < 297 {
			t.Errorf("%s: %d of %d", kind, found, len(cs))
		}
	}
}

// TestFullLatency measures exact questions and searches, each index opened
// afresh for the first.
func TestFullLatency(t *testing.T) {
	x := fullIndex(t)
	ctx := context.Background()
	dir := filepath.Dir(x.dir)
	measure := func(what string, n int, f func(i int) error) {
		var took []time.Duration
		for i := range n {
			start := time.Now()
			if err := f(i); err != nil {
				t.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
		t.Logf("%-28s first %v, p50 %v, p99 %v", what, took[0], percentile(took, 50), percentile(took, 99))
	}
	measure("open", 20, func(int) error {
		y, err := Open(dir)
		if err == nil {
			err = y.Close()
		}
		return err
	})
	refs := everyRef(t, x)
	measure("find a title or number", len(refs), func(i int) error {
		got, err := x.Find(ctx, refs[i])
		if err == nil && len(got[0]) == 0 {
			t.Fatalf("%+v is not found", refs[i])
		}
		return err
	})
	got, err := x.Find(ctx, law.Ref{Title: "行政处罚法"})
	if err != nil || len(got[0]) != 1 {
		t.Fatal(got, err)
	}
	e := got[0][0].Editions[len(got[0][0].Editions)-1].ID
	measure("read an article", 500, func(i int) error {
		s, err := x.Provision(ctx, law.Place{Edition: e, Provision: law.Provision{Article: 1 + i%80}})
		if err == nil && s[0] == "" {
			t.Fatal("no text")
		}
		return err
	})
	measure("similar titles", 50, func(i int) error {
		_, err := x.Similar(ctx, "行政处罚条例")
		return err
	})
	words := []string{"罚款 听证", "公平竞争审查", "规范性文件 备案", "行政许可 设定", "房屋征收 补偿"}
	measure("search", 100, func(i int) error {
		h, err := x.Search(ctx, Query{Words: words[i%len(words)]})
		if err == nil && len(h) == 0 {
			t.Fatal("nothing for", words[i%len(words)])
		}
		return err
	})
	measure("near, line of superiors", 100, func(i int) error {
		s := law.Scope{Regions: []string{"", "370000", "370300"}}
		_, err := x.Near(ctx, s, law.Near{Terms: law.Bigrams("违反本办法规定的，由县级以上人民政府责令改正，处一万元以上三万元以下罚款"), AtLeast: 10, Limit: 10})
		return err
	})
	for _, w := range words {
		h, err := x.Search(ctx, Query{Words: w, Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range h {
			t.Logf("%s → %s %s %s", w, r.Title, r.Place.Provision, r.Kind)
		}
	}
}
