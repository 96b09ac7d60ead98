package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docreview/corpus/law"
)

func on(y, m, d int) law.Date { return law.Date{Year: y, Month: m, Day: d} }

// TestJoin joins single clauses of repeal to a small table.
func TestJoin(t *testing.T) {
	made := func() *builder {
		b := newBuilder()
		b.places = &places{list: []place{{"青山省", "990000"}, {"绿水省", "980000"}}}
		b.get("中华人民共和国摊贩法", law.LevelLaw).add(edition{published: on(2020, 1, 1), from: on(2020, 5, 1), event: "promulgated"})
		b.get("摊贩管理条例", law.LevelAdminRegulation).add(edition{published: on(1999, 1, 1), from: on(1999, 5, 1), event: "promulgated"})
		b.get("集市管理条例", law.LevelAdminRegulation).add(edition{published: on(2022, 1, 1), from: on(2022, 5, 1), event: "revised"})
		b.get("摊贩经营办法", law.LevelDeptRule).add(edition{published: on(2021, 1, 1), from: on(2021, 5, 1), event: "promulgated"})
		local := b.get("青山省摊贩条例", law.LevelLocalRegulation)
		local.region = "990000"
		return b
	}
	for _, tt := range []struct {
		name, by string
		on       law.Date
		old      repeal
		title    string // whose ending is looked at
		want     law.Ending
	}{
		{"a law ends a regulation", "摊贩法", on(2020, 5, 1), repeal{title: "摊贩管理条例"}, "摊贩管理条例", law.Ending{On: on(2020, 5, 1), As: law.Repealed}},
		{"part of it", "摊贩法", on(2020, 5, 1), repeal{title: "摊贩管理条例", partial: true}, "摊贩管理条例", law.Ending{On: on(2020, 5, 1), As: law.Repealed, Partial: true}},
		{"what nobody holds", "摊贩法", on(2020, 5, 1), repeal{title: "摊贩暂行规则"}, "摊贩暂行规则", law.Ending{On: on(2020, 5, 1), As: law.Repealed}},
		{"a rule does not end a regulation", "摊贩经营办法", on(2021, 5, 1), repeal{title: "摊贩管理条例"}, "摊贩管理条例", law.Ending{}},
		{"a later text of the old name is another", "摊贩法", on(2020, 5, 1), repeal{title: "集市管理条例"}, "集市管理条例", law.Ending{}},
		{"day unknown", "摊贩经营办法", law.Date{}, repeal{title: "摊贩暂行规则"}, "摊贩暂行规则", law.Ending{KnownBy: vintage, As: law.Repealed}},
		{"a local regulation means its own", "青山省摊贩条例", on(2023, 1, 1), repeal{title: "摊贩管理条例"}, "摊贩管理条例", law.Ending{}},
		{"a local regulation names one of its place", "青山省摊贩条例", on(2023, 1, 1), repeal{title: "青山省摊贩办法"}, "青山省摊贩办法", law.Ending{On: on(2023, 1, 1), As: law.Repealed}},
		{"and none of another", "青山省摊贩条例", on(2023, 1, 1), repeal{title: "绿水省摊贩办法"}, "绿水省摊贩办法", law.Ending{}},
	} {
		b := made()
		b.join(edge{by: b.works[law.TitleKey(tt.by)], on: tt.on, old: tt.old})
		var got law.Ending
		if w := b.works[law.TitleKey(tt.title)]; w != nil {
			got = w.ended
		}
		if got.On != tt.want.On || got.KnownBy != tt.want.KnownBy || got.As != tt.want.As || got.Partial != tt.want.Partial {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}

	b := made()
	w := b.works["摊贩管理条例"]
	b.join(edge{by: w, on: on(1999, 5, 1), old: repeal{title: "摊贩管理条例", date: on(1985, 3, 1), number: law.DocNumber{Prefix: "国发", Year: 1985, Serial: 5}}})
	if len(w.editions) != 2 || w.editions[0].published != on(1985, 3, 1) || !w.ended.On.IsZero() {
		t.Errorf("a repealed text of the same name: %+v, %+v", w.editions, w.ended)
	}
	b = made()
	b.join(edge{by: b.works["摊贩法"], on: on(2020, 5, 1), old: repeal{title: "摊贩管理条例"}})
	b.join(edge{by: b.works["集市管理条例"], on: on(2022, 5, 1), old: repeal{title: "摊贩管理条例"}})
	if got := b.works["摊贩管理条例"].ended; got.On != on(2022, 5, 1) || len(b.problems) != 1 {
		t.Errorf("repealed twice: %+v, %q", got, b.problems)
	}
}

// TestAssign gives closing clauses to the editions whose they are.
func TestAssign(t *testing.T) {
	first := edition{published: on(2000, 3, 15), event: "promulgated"}
	amended := edition{published: on(2015, 3, 15), event: "amended"}
	revised := edition{published: on(2021, 1, 22), event: "revised", full: true}
	for _, tt := range []struct {
		name  string
		eds   []edition
		close closing
		want  []law.Date // From of each
	}{
		{"amended: the first date stays", []edition{first, amended}, closing{on: on(2000, 7, 1)}, []law.Date{on(2000, 7, 1), {}}},
		{"revised: its own date", []edition{first, amended, revised}, closing{on: on(2021, 7, 15)}, []law.Date{{}, {}, on(2021, 7, 15)}},
		{"on issue, amended", []edition{first, amended}, closing{onIssue: true}, []law.Date{on(2000, 3, 15), {}}},
		{"on issue, revised", []edition{first, revised}, closing{onIssue: true}, []law.Date{{}, on(2021, 1, 22)}},
		{"header leaves out the first", []edition{amended}, closing{on: on(2000, 7, 1)}, []law.Date{on(2000, 7, 1), {}}},
		{"no clause", []edition{first}, closing{}, []law.Date{{}}},
	} {
		b := newBuilder()
		eds, _ := b.assign(append([]edition(nil), tt.eds...), &text{closing: tt.close}, &work{title: "摊贩法"})
		if len(eds) != len(tt.want) {
			t.Errorf("%s: %d editions, want %d", tt.name, len(eds), len(tt.want))
			continue
		}
		for i, e := range eds {
			if e.from != tt.want[i] {
				t.Errorf("%s: edition %d applies from %v, want %v", tt.name, i, e.from, tt.want[i])
			}
		}
	}
}

// TestReadCorrections refuses lines that say too little or nothing true.
func TestReadCorrections(t *testing.T) {
	cs, err := readCorrections(filepath.Join("..", "corrections.tsv"))
	if err != nil || len(cs) < 200 {
		t.Fatalf("%d corrections, %v", len(cs), err)
	}
	for line, want := range map[string]string{
		"work\t摊贩规定\tpub=2020-01-01":                  "no source",
		"work\t摊贩规定\tpub=2020-02-30\tsrc=某令":          "is no date",
		"work\t摊贩规定\tno=某令\tsrc=某令":                   "is no document number",
		"work\t摊贩规定\tlevel=king\tsrc=某令":              "no level",
		"end\t摊贩规定\ton=2020-01-01\tas=gone\tsrc=某令":   "no standing",
		"work\t摊贩规定":                                  "too few columns",
		"work\t摊贩规定\tsrc":                             "is no key=value",
		"work\t摊贩规定\tpub=2020\tno=某部令第3号\tsrc=某部令第3号": "",
	} {
		path := filepath.Join(t.TempDir(), "c.tsv")
		if err := os.WriteFile(path, []byte("# 说明\n"+line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readCorrections(path)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
	for _, c := range []correction{
		{verb: "alias", title: "没有的条例", fields: map[string]string{"name": "条例"}},
		{verb: "edition", title: "没有的条例", fields: map[string]string{}},
		{verb: "work2", title: "摊贩规定", fields: map[string]string{}},
	} {
		if err := newBuilder().correct([]correction{c}); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}
