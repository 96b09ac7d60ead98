package corpus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"docreview/corpus/law"
	"docreview/corpus/segment"
)

func near(text string, atLeast, limit int) law.Near {
	return law.Near{Terms: law.Bigrams(text), AtLeast: atLeast, Limit: limit}
}

func TestNear(t *testing.T) {
	x := madeIndex(t)
	copied := "采石留下的坑，应当在二十日内填平"
	for _, tt := range []struct {
		name  string
		scope law.Scope
		q     law.Near
		want  []string // title and article
	}{
		{"everything", law.Scope{}, near(copied, 9, 10), []string{"云岭省河道采石条例 第三条", "中华人民共和国河道采石法 第五条", "中华人民共和国河道采石法 第六条"}},
		{"the nation", law.Scope{Regions: []string{""}}, near(copied, 9, 10), []string{"中华人民共和国河道采石法 第五条", "中华人民共和国河道采石法 第六条"}},
		{"a province", law.Scope{Regions: []string{"990000"}}, near(copied, 9, 10), []string{"云岭省河道采石条例 第三条"}},
		{"a level", law.Scope{Levels: []law.Level{law.LevelLocalRegulation}}, near(copied, 9, 10), []string{"云岭省河道采石条例 第三条"}},
		{"on a day", law.Scope{AsOf: day("2015-06-01")}, near(copied, 9, 10), []string{"中华人民共和国河道采石法 第五条"}},
		{"a limit", law.Scope{}, near(copied, 9, 1), []string{"云岭省河道采石条例 第三条"}},
		{"at least more than there is", law.Scope{}, near(copied, 99, 10), nil},
		{"no terms", law.Scope{}, law.Near{Limit: 5}, nil},
		{"terms that stand nowhere", law.Scope{}, near("曚昽氤氲", 1, 5), nil},
		{"a city that made none, its province held", law.Scope{Regions: []string{"990000", "990700"}}, near(copied, 9, 10), []string{"云岭省河道采石条例 第三条"}},
	} {
		got, err := x.Near(context.Background(), tt.scope, tt.q)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var names []string
		for _, p := range got[0] {
			names = append(names, p.Title+" "+p.Place.Provision.String())
		}
		if !slices.Equal(names, tt.want) {
			t.Errorf("%s: %q; want %q", tt.name, names, tt.want)
		}
	}
}

// TestNearIncomplete: short of complete is an error, never «none».
func TestNearIncomplete(t *testing.T) {
	q := near("采石留下的坑，应当在二十日内填平", 9, 10)
	t.Run("a province that is not held", func(t *testing.T) {
		_, err := madeIndex(t).Near(context.Background(), law.Scope{Regions: []string{"", "970000"}}, q)
		if !errors.Is(err, law.ErrIncomplete) {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("a catalogue without texts", func(t *testing.T) {
		dir := t.TempDir()
		build(t, fast(t, dir))
		_, err := open(t, dir).Near(context.Background(), law.Scope{}, q)
		if !errors.Is(err, law.ErrIncomplete) {
			t.Errorf("err = %v", err)
		}
	})
	for _, harm := range []struct {
		name string
		do   func(shard string) error
	}{
		{"a shard removed behind the open index", func(s string) error { return os.RemoveAll(s) }},
		{"a shard's file cut short", func(s string) error {
			return os.Truncate(filepath.Join(s, pairsFile), 100)
		}},
		{"a byte of a shard changed", func(s string) error {
			p := filepath.Join(s, pairsFile)
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			b[len(b)/2] ^= 1
			return os.WriteFile(p, b, 0o644)
		}},
	} {
		t.Run(harm.name, func(t *testing.T) {
			x := madeIndex(t)
			if err := harm.do(filepath.Join(x.dir, "text-cn-02-0-of-1")); err != nil {
				t.Fatal(err)
			}
			got, err := x.Near(context.Background(), law.Scope{}, q)
			if !errors.Is(err, law.ErrIncomplete) {
				t.Errorf("answered %v, %v", got, err)
			}
		})
	}
	t.Run("another shard under the name", func(t *testing.T) {
		x := madeIndex(t)
		a, b := filepath.Join(x.dir, "text-cn-02-0-of-1"), filepath.Join(x.dir, "text-cn-03-0-of-1")
		if err := errors.Join(os.RemoveAll(a), os.Rename(b, a)); err != nil {
			t.Fatal(err)
		}
		if _, err := x.Near(context.Background(), law.Scope{Levels: []law.Level{law.LevelLaw}}, q); !errors.Is(err, law.ErrIncomplete) {
			t.Errorf("err = %v", err)
		}
	})
}

// TestShardsAgree: the answers do not depend on how the rows are cut into
// shards.
func TestShardsAgree(t *testing.T) {
	var first []string
	for _, rows := range []int{0, 4, 1} {
		dir := t.TempDir()
		o := fast(t, dir, made())
		o.rowsPerShard = rows
		b := build(t, o)
		got := answers(t, open(t, dir))
		if first == nil {
			first = got
		} else if !reflect.DeepEqual(got, first) {
			t.Errorf("%d rows a shard (%d shards): answers differ", rows, b.Shards)
			for i := range min(len(got), len(first)) {
				if got[i] != first[i] {
					t.Fatalf("%s\nwant\n%s", got[i], first[i])
				}
			}
		}
	}
}

func TestSearch(t *testing.T) {
	x := madeIndex(t)
	for _, tt := range []struct {
		words string
		q     Query
		first string // title and article of the first hit; "" none
		mark  string // first word marked
	}{
		{"采石许可", Query{}, "中华人民共和国河道采石法", "采石许可"},
		{"渡船 救生衣", Query{}, "青溪市人民政府关于印发青溪市渡口安全管理办法的通知 第二条", "渡船"},
		{"晒粮", Query{}, "石坪县人民政府办公室关于做好秋收道路保畅工作的通知", "晒粮"},
		{`"停渡牌"`, Query{}, "渡口管理条例 第三条", "停渡牌"},
		{`"牌渡停"`, Query{}, "", ""},
		{"渡口", Query{Scope: law.Scope{Regions: []string{"990000"}}}, "云岭省渡口管理条例", "渡口"},
		{"填平 三十日", Query{Scope: law.Scope{AsOf: day("2015-06-01")}}, "中华人民共和国河道采石法 第五条", "三十日"},
		{"山塘", Query{}, "云岭省山塘管理办法", "山塘"}, // a title without text
		{"宇宙飞船", Query{}, "", ""},
		{"。，", Query{}, "", ""},
		{"a\x00b\xff", Query{}, "", ""},
	} {
		q := tt.q
		q.Words = tt.words
		hits, err := x.Search(context.Background(), q)
		if err != nil {
			t.Errorf("%s: %v", tt.words, err)
			continue
		}
		if len(hits) == 0 {
			if tt.first != "" {
				t.Errorf("%s: nothing", tt.words)
			}
			continue
		}
		h := hits[0]
		name := strings.TrimSpace(h.Title + " " + h.Place.Provision.String())
		if tt.first == "" || !strings.HasPrefix(name, tt.first) {
			t.Errorf("%s: %q first; want %q", tt.words, name, tt.first)
			continue
		}
		if len(h.Marks) == 0 || h.Text[h.Marks[0][0]:h.Marks[0][1]] != tt.mark {
			t.Errorf("%s: marks %v of %q; want %q first", tt.words, h.Marks, h.Text, tt.mark)
		}
	}
}

// TestCatalogueAlone: without texts, titles, aliases and gists answer.
func TestCatalogueAlone(t *testing.T) {
	dir := t.TempDir()
	o := options(t, dir)
	o.Catalogue = []*law.Regulation{{ID: "山路法", Title: "中华人民共和国山路法", Aliases: []string{"走山路法"}, Level: law.LevelLaw, Sure: true,
		Editions: []law.Edition{{ID: "山路法@2001-01-01", Published: day("2001-01-01"), From: day("2001-05-01")}}}}
	o.Gists = []Gist{{Title: "中华人民共和国山路法", At: "第三条", Text: "两人在窄路相遇，负重的先走"}}
	b := build(t, o)
	if b.Snapshot.FullText || b.Snapshot.Works != 1 {
		t.Errorf("snapshot %+v", b.Snapshot)
	}
	x := open(t, dir)
	got, err := x.Find(context.Background(), law.Ref{Title: "走山路法"})
	if err != nil || len(got[0]) != 1 || got[0][0].ID != "山路法" || got[0][0].Editions[0].From != day("2001-05-01") {
		t.Errorf("Find = %v, %v", got, err)
	}
	for words, kind := range map[string]string{"窄路 负重": "gist", "山路法": "title"} {
		hits, err := x.Search(context.Background(), Query{Words: words})
		if err != nil || len(hits) == 0 || hits[0].Kind != kind {
			t.Errorf("Search(%s) = %v, %v; want a %s", words, hits, err, kind)
		}
	}
}

// TestWithCatalogue: what catalogue and texts both know is one work, under the
// catalogue's name and with its dates.
func TestWithCatalogue(t *testing.T) {
	dir := t.TempDir()
	o := options(t, dir, made())
	o.Catalogue = []*law.Regulation{{ID: "河道采石法", Title: "中华人民共和国河道采石法", Aliases: []string{"采石法"}, Level: law.LevelLaw, Sure: true, Editions: []law.Edition{
		{ID: "河道采石法@2004-08-28", Published: day("2004-08-28"), From: day("2005-01-01")},
		{ID: "河道采石法@2012-03-14", Published: day("2012-03-14"), From: day("2012-06-01"), Event: "amended"},
		{ID: "河道采石法@2021-10-23", Published: day("2021-10-23"), From: day("2022-04-01"), Event: "revised", Moved: map[int]int{1: 1}},
	}}}
	build(t, o)
	x := open(t, dir)
	got, err := x.Find(context.Background(), law.Ref{Title: "采石法"})
	if err != nil || len(got[0]) != 1 || got[0][0].ID != "河道采石法" || len(got[0][0].Editions) != 3 {
		t.Fatalf("Find = %v, %v", got, err)
	}
	if e := got[0][0].Editions[2]; e.From != day("2022-04-01") || e.Moved[1] != 1 || e.Articles != 8 {
		t.Errorf("edition %+v", e)
	}
	s, err := x.Provision(context.Background(), law.Place{Edition: "河道采石法@2012-03-14", Provision: law.Provision{Article: 5}})
	if err != nil || s[0] != "采石留下的坑，应当在三十日内填平。" {
		t.Errorf("Provision = %q, %v", s, err)
	}
	all, err := x.Problems()
	if err != nil || !slices.ContainsFunc(all, func(p Problem) bool { return p.Kind == "catalogue_differs" }) {
		t.Errorf("the contradiction was not reported: %v", err)
	}
}

// TestBigramIndex: without a dictionary search compares pairs of characters.
func TestBigramIndex(t *testing.T) {
	dir := t.TempDir()
	o := options(t, dir, made())
	o.Bigrams = true
	b := build(t, o)
	if b.Snapshot.Segmenter != "bigram" {
		t.Errorf("segmenter %s", b.Snapshot.Segmenter)
	}
	x := open(t, dir)
	hits, err := x.Search(context.Background(), Query{Words: "渡船 救生衣"})
	if err != nil || len(hits) == 0 || hits[0].Place.Provision.Article != 2 {
		t.Errorf("Search = %v, %v", hits, err)
	}
	if _, err := os.Stat(filepath.Join(x.dir, "segment")); err == nil {
		t.Error("a dictionary was copied")
	}
}

// TestDictionary: an index whose dictionary was changed says so and is not
// searched with it; exact questions and nearness go on.
func TestDictionary(t *testing.T) {
	if !segment.Available {
		t.Skip("built without a segmenter")
	}
	x := madeIndex(t)
	if err := os.WriteFile(filepath.Join(x.dir, "segment", "user.dict.utf8"), []byte("坏\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var d *segment.DictionaryError
	if _, err := x.Search(context.Background(), Query{Words: "采石"}); !errors.As(err, &d) || d.Reason != "changed" {
		t.Errorf("err = %v", err)
	}
	if _, err := x.Near(context.Background(), law.Scope{}, near("采石留下的坑", 2, 3)); err != nil {
		t.Error(err)
	}
	o := options(t, t.TempDir(), made())
	o.Dictionary = t.TempDir()
	if _, err := Build(context.Background(), o); !errors.As(err, &d) || d.Reason != "missing" {
		t.Errorf("err = %v", err)
	}
}
