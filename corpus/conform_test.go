package corpus

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/checkertest"
	"docreview/corpus/law"
)

// memory is a corpus in memory that answers nearness by going through all of
// its texts: what an index must say, made without one.
type memory struct {
	*checkertest.Corpus
}

var (
	_ checker.Corpus = memory{}
	_ checker.Corpus = (*Index)(nil)
)

// inMemory takes everything that an index holds.
func inMemory(t testing.TB, x *Index) memory {
	t.Helper()
	works, err := x.works()
	if err != nil {
		t.Fatal(err)
	}
	m := memory{&checkertest.Corpus{Texts: map[law.Place]string{}}}
	for _, w := range works {
		m.Works = append(m.Works, &w.Regulation)
		for _, e := range w.Texts {
			rows, err := x.Text(e)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if !r.At.IsZero() {
					m.Texts[law.Place{Edition: e, Provision: r.At}] = r.Text
				}
			}
		}
	}
	slices.SortFunc(m.Works, func(a, b *law.Regulation) int { return cmp.Compare(a.ID, b.ID) })
	return m
}

// Near goes through every text.
func (m memory) Near(_ context.Context, s checker.Scope, questions ...checker.Near) ([][]law.Passage, error) {
	out := make([][]law.Passage, len(questions))
	if m.Err != nil {
		return out, m.Err
	}
	df, width := map[law.Pair]int{}, 0
	for _, text := range m.Texts {
		ps := law.AppendPairs(nil, text)
		slices.Sort(ps)
		ps = slices.Compact(ps)
		width += len(ps)
		for _, p := range ps {
			df[p]++
		}
	}
	type hit struct {
		law.Passage
		score int
	}
	for i, q := range questions {
		rank := law.NewRanking(q.Terms, func(p law.Pair) int { return df[p] }, len(m.Texts), width/len(m.Texts))
		var hits []hit
		for _, w := range m.Works {
			if len(s.Regions) > 0 && !slices.Contains(s.Regions, w.Region) || len(s.Levels) > 0 && !slices.Contains(s.Levels, w.Level) {
				continue
			}
			for at, text := range m.Texts {
				if !slices.ContainsFunc(w.Editions, func(e law.Edition) bool { return e.ID == at.Edition }) || !s.AsOf.IsZero() && !applies(w, at.Edition, s.AsOf) {
					continue
				}
				if n, score := rank.Score(w.Title, text); n >= max(1, q.AtLeast) {
					hits = append(hits, hit{law.Passage{Place: at, Work: w.ID, Title: w.Title, Text: text}, score})
				}
			}
		}
		slices.SortFunc(hits, func(a, b hit) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Place.Edition, b.Place.Edition), cmp.Compare(a.Place.Provision.Article, b.Place.Provision.Article))
		})
		for _, h := range hits[:min(len(hits), q.Limit)] {
			out[i] = append(out[i], h.Passage)
		}
	}
	return out, nil
}

// plain is a corpus of made-up texts in which every row is an article, so that
// the memory and the index hold the same rows.
func plain(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "法规")
	for i, subject := range []string{"渡口", "山塘", "竹林", "蜂场", "古井", "晒场", "石桥", "茶园"} {
		for _, made := range []struct{ folder, title, head, act string }{
			{"法律", "中华人民共和国" + subject + "法", "%d年3月1日 第十届全国人民代表大会常务委员会第三次会议通过", "法"},
			{"行政法规", subject + "管理条例", "%d年5月6日 中华人民共和国国务院令第9%02d号公布", "条例"},
			{filepath.Join("地方性法规", "云岭省"), "云岭省" + subject + "条例", "%d年7月8日 云岭省第十届人民代表大会常务委员会第五次会议通过", "条例"},
			{filepath.Join("地方性法规", "青溪市"), "青溪市" + subject + "保护条例", "%d年9月1日 青溪市第三届人民代表大会常务委员会第六次会议通过", "条例"},
		} {
			head := fmt.Sprintf(made.head, 2003+i, i)
			if !strings.Contains(made.head, "%02d") {
				head = fmt.Sprintf(made.head, 2003+i)
			}
			text := fmt.Sprintf("# %s\n\n%s\n\n<!-- INFO END -->\n\n第一条 为了保护%s，方便百姓，制定本%s。\n\n第二条 占用%s的，由主管部门责令在%d日内腾退；\n\n（一）逾期不腾退的，处%d元罚款；\n\n（二）毁坏%s的，照价赔偿。\n\n第三条 %s旁边不得堆放杂物，不得倾倒污水。\n\n第四条 本%s自%d年12月1日起施行。\n",
				made.title, head, subject, made.act, subject, 5+i, 100*(i+1), subject, subject, made.act, 2003+i)
			p := filepath.Join(dir, made.folder, made.title+".md")
			if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o755), os.WriteFile(p, []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// TestConform: a corpus in memory, an index in one part and one in four answer
// the same to one table of questions.
func TestConform(t *testing.T) {
	src := plain(t)
	made := func(rows int, words bool) *Index {
		dir := t.TempDir()
		o := fast(t, dir, src)
		o.Bigrams, o.rowsPerShard = !words, rows
		build(t, o)
		return open(t, dir)
	}
	one, four := made(1<<20, false), made(4, false)
	parts := func(x *Index) (most int) { // of a region and level
		n := map[string]int{}
		for _, s := range x.man.Shards {
			if s.Kind == "text" {
				key := fmt.Sprint(s.Region, s.Level)
				n[key]++
				most = max(most, n[key])
			}
		}
		return most
	}
	if parts(one) != 1 || parts(four) < 4 {
		t.Fatalf("%d and %d parts; want 1 and at least 4", parts(one), parts(four))
	}
	corpora := []struct {
		name string
		c    checker.Corpus
	}{{"memory", inMemory(t, one)}, {"one part", one}, {"four parts", four}, {"with words", made(0, true)}}
	ctx := context.Background()
	near := func(s law.Scope, text string, atLeast, limit int) func(checker.Corpus) (any, error) {
		return func(c checker.Corpus) (any, error) {
			return c.Near(ctx, s, law.Near{Terms: law.Bigrams(law.Matter(text)), AtLeast: atLeast, Limit: limit}, law.Near{Limit: 3})
		}
	}
	find := func(refs ...law.Ref) func(checker.Corpus) (any, error) {
		return func(c checker.Corpus) (any, error) { return c.Find(ctx, refs...) }
	}
	clause := "占用山塘的，由主管部门责令在三日内腾退；逾期不腾退的，处九百元罚款。"
	for _, q := range []struct {
		name  string
		ask   func(checker.Corpus) (any, error)
		empty bool
	}{
		{"titles", find(law.Ref{Title: "中华人民共和国渡口法"}, law.Ref{Title: "渡口法"}, law.Ref{Title: "《茶园管理条例》"}), false},
		{"a number", find(law.Ref{DocNumber: law.DocNumber{Prefix: "国务院令", Serial: 903}}), false},
		{"nothing of that name", find(law.Ref{Title: "没有的法"}), true},
		{"no question", find(), true},
		{"provisions", func(c checker.Corpus) (any, error) {
			w, err := c.Find(ctx, law.Ref{Title: "石桥管理条例"})
			if err != nil || len(w[0]) != 1 {
				return nil, fmt.Errorf("%v %v", w, err)
			}
			e := w[0][0].Editions[0].ID
			return c.Provision(ctx, law.Place{Edition: e, Provision: law.Provision{Article: 2}}, law.Place{Edition: e, Provision: law.Provision{Article: 9}}, law.Place{Edition: "none"})
		}, false},
		{"near, everywhere", near(law.Scope{}, clause, 5, 10), false},
		{"near, many", near(law.Scope{}, clause, 1, 40), false},
		{"near, a line of superiors", near(Line("990100", law.LevelNormative, day("2020-01-01")), clause, 5, 10), false},
		{"near, laws", near(law.Scope{Levels: []law.Level{law.LevelLaw}}, clause, 5, 3), false},
		{"near, before they applied", near(law.Scope{AsOf: day("2004-01-01")}, clause, 2, 10), false},
		{"near, nothing so near", near(law.Scope{}, clause, 99, 10), true},
		{"near, other matter", near(law.Scope{}, "曚昽氤氲", 1, 10), true},
	} {
		var want string
		for _, c := range corpora {
			v, err := q.ask(c.c)
			b, jerr := json.Marshal(v)
			got := fmt.Sprintf("%s %v %v", b, err, jerr)
			if want == "" {
				want = got
				if empty := !strings.Contains(got, "Title") && !strings.Contains(got, "占用"); empty != q.empty {
					t.Errorf("%s: %s", q.name, got)
				}
			} else if got != want {
				t.Errorf("%s: %s answers\n%s\nmemory\n%s", q.name, c.name, got, want)
			}
		}
	}
	want := corpora[0].c.Snapshot()
	for _, c := range corpora[1:3] {
		if s := c.c.Snapshot(); s.Works != want.Works || s.FullText != want.FullText {
			t.Errorf("%s: snapshot %+v", c.name, s)
		}
	}
}

// TestConformIncomplete: whatever is missing of a corpus, the answer is short and
// says so, the rule cannot tell, and the review is incomplete, never clean.
func TestConformIncomplete(t *testing.T) {
	src := plain(t)
	base := t.TempDir()
	o := fast(t, base, src)
	o.Bigrams, o.rowsPerShard = false, 8
	build(t, o)
	lawShard := func(x *Index) shardInfo {
		for _, s := range x.man.Shards {
			if s.Kind == "text" && s.Level == law.LevelLaw {
				return s
			}
		}
		t.Fatal("no shard")
		return shardInfo{}
	}
	rule := &checker.Rule{ID: "TEST-001", Title: "t", Check: func(ctx context.Context, p *checker.Pass) error {
		_, err := p.Corpus.Near(ctx, law.Scope{}, law.Near{Terms: law.Bigrams("占用山塘的，由主管部门责令腾退"), AtLeast: 3, Limit: 5})
		return err
	}}
	review := func(c checker.Corpus) *checker.Report {
		rep, err := checker.Run(context.Background(), checkertest.Document(t, "某县晒场办法\n\n第一条　占用晒场的，责令腾退。\n"), []*checker.Rule{rule}, checker.Options{AsOf: day("2020-01-01"), Corpus: c})
		if err != nil {
			t.Fatal(err)
		}
		return rep
	}
	whole := open(t, base)
	if rep := review(whole); rep.Verdict != "clean" || rep.Results[0].Outcome != checker.Clean {
		t.Fatalf("a whole corpus: %s, %+v", rep.Verdict, rep.Results)
	}
	check := func(name string, c checker.Corpus) {
		t.Helper()
		got, err := c.Near(context.Background(), law.Scope{}, law.Near{Terms: law.Bigrams("占用山塘的，由主管部门责令腾退"), AtLeast: 3, Limit: 5})
		if !errors.Is(err, checker.ErrIncomplete) {
			t.Errorf("%s: answered %v, %v", name, got, err)
		}
		rep := review(c)
		if rep.Results[0].Outcome != checker.CannotTell || rep.Verdict != "incomplete" || !rep.CorpusPartly {
			t.Errorf("%s: outcome %v, verdict %s, partly %t", name, rep.Results[0].Outcome, rep.Verdict, rep.CorpusPartly)
		}
	}
	m := inMemory(t, whole)
	m.Err = law.ErrIncomplete
	check("memory", m)
	for _, harm := range []struct {
		name string
		do   func(x *Index, dir string) error // dir of a shard
	}{
		{"a shard removed", func(_ *Index, dir string) error { return os.RemoveAll(dir) }},
		{"a shard cut short", func(_ *Index, dir string) error { return os.Truncate(filepath.Join(dir, pairsFile), 60) }},
		{"a shard emptied", func(_ *Index, dir string) error { return os.Truncate(filepath.Join(dir, pairsFile), 0) }},
		{"fewer rows than the manifest", func(x *Index, dir string) error {
			for i := range x.man.Shards {
				if x.man.Shards[i].Name == filepath.Base(dir) {
					x.man.Shards[i].Rows++
				}
			}
			return nil
		}},
		{"another shard in its place", func(x *Index, dir string) error {
			for _, s := range x.man.Shards {
				if s.Kind == "text" && s.Level == law.LevelLocalRegulation && s.Rows != lawShard(x).Rows {
					return errors.Join(os.RemoveAll(dir), os.Rename(filepath.Join(x.dir, s.Name), dir))
				}
			}
			return errors.New("no other shard")
		}},
		{"counts cut short", func(x *Index, _ string) error { return os.Truncate(filepath.Join(x.dir, pairsFile), 100) }},
		{"provisions changed", func(x *Index, _ string) error {
			b, err := os.ReadFile(filepath.Join(x.dir, rowsTable))
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(x.dir, rowsTable), []byte(strings.ReplaceAll(string(b), "腾退", "腾空")), 0o644)
		}},
	} {
		dir := filepath.Join(t.TempDir(), "index")
		copyTree(t, base, dir)
		x := open(t, dir)
		if err := harm.do(x, filepath.Join(x.dir, lawShard(x).Name)); err != nil {
			t.Fatalf("%s: %v", harm.name, err)
		}
		check(harm.name, x)
	}
}
