package load

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docreview/corpus/law"
)

// shared gives the folder of real texts, or skips.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "corpus")); err != nil {
		t.Skip("no shared texts: set DOCREVIEW_SHARED or put them beside the repository")
	}
	if testing.Short() {
		t.Skip("reads thousands of files")
	}
	return dir
}

// divisions is the table of places that profiles carry.
func divisions(t testing.TB) func(string) []string {
	b, err := os.ReadFile(filepath.Join("..", "..", "rules", "profile", "divisions.tsv"))
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

// TestSharedCorpus reads thousands of real texts, without any table, and holds
// what came out against facts known from elsewhere and against the statuses that
// were worked out for each file by other means.
func TestSharedCorpus(t *testing.T) {
	dir := filepath.Join(shared(t), "corpus")
	h, err := Load(context.Background(), []string{filepath.Join(dir, "laws-md"), filepath.Join(dir, "laws-md-2026"), filepath.Join(dir, "laws-current-2026")}, Options{Divisions: divisions(t), Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[Kind]int{}
	for _, p := range h.Problems {
		counts[p.Kind]++
	}
	works := map[string][]*Work{}
	byPath := map[string]*Work{}
	edition := map[string]law.EditionID{}
	editions, rows := 0, 0
	for _, w := range h.Works {
		works[law.TitleKey(w.Title)] = append(works[law.TitleKey(w.Title)], w)
		editions += len(w.Editions)
		for _, x := range w.Wordings {
			rows += len(x.Rows)
			for _, s := range x.Sources {
				byPath[s], edition[s] = w, x.Edition
			}
		}
	}
	t.Logf("%d files, %d texts, %d works, %d editions, %d provisions; %v", len(h.Inputs), h.Files, len(h.Works), editions, rows, counts)
	if h.Files < 3700 || rows < 150000 || counts[NotRead] > 0 || counts[NoRegion] > 0 || counts[NoLevel] > 20 || counts[TextsDiffer] > 40 {
		t.Errorf("%d texts, %d provisions, %v", h.Files, rows, counts)
	}

	for _, tt := range []struct {
		title    string
		on       string
		standing law.Standing
		edition  string // published
		articles int
		by       string
	}{
		{"行政处罚法", "2021-07-14", law.InForce, "2017-09-01", 0, ""},
		{"行政处罚法", "2021-07-15", law.InForce, "2021-01-22", 86, ""},
		{"民法典", "2021-01-01", law.InForce, "2020-05-28", 1260, ""},
		{"合同法", "2021-01-01", law.Repealed, "", 0, "中华人民共和国民法典"},
		{"环境保护法", "2026-08-15", law.Repealed, "2014-04-24", 70, "中华人民共和国生态环境法典"},
		{"商标法", "2026-12-31", law.InForce, "2019-04-23", 73, ""},
		{"商标法", "2027-01-01", law.InForce, "2026-06-26", 87, ""},
		{"行政复议法", "2023-12-31", law.InForce, "2017-09-01", 43, ""},
		{"行政复议法", "2024-01-01", law.InForce, "2023-09-01", 90, ""},
		{"宪法", "2020-01-01", law.InForce, "2018-03-11", 143, ""},
		{"刑法", "2024-03-01", law.InForce, "2023-12-29", 452, ""},
		{"婚姻登记条例", "2025-05-10", law.InForce, "2025-04-06", 28, ""},
	} {
		ws := works[tt.title]
		if len(ws) != 1 {
			t.Errorf("%s: %d works", tt.title, len(ws))
			continue
		}
		d, _, _ := law.ParseDate(tt.on)
		e, s := ws[0].On(d)
		if s != tt.standing || e.Published.String() != tt.edition || tt.articles > 0 && e.Articles != tt.articles || tt.by != "" && ws[0].Ended.By != tt.by {
			t.Errorf("%s on %s: %v, wording of %s with %d articles, by %q; want %+v", tt.title, tt.on, s, e.Published, e.Articles, ws[0].Ended.By, tt)
		}
	}

	f, err := os.Open(filepath.Join(dir, "meta", "documents.csv"))
	if err != nil {
		t.Skip("no table of statuses")
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, n := range all[0] {
		at[n] = i
	}
	day := law.Date{Year: 2026, Month: 11, Day: 22}
	agree, asked, unsure := 0, 0, 0
	for _, r := range all[1:] {
		w := byPath[r[at["path"]]]
		if w == nil || strings.HasPrefix(r[at["status_basis"]], "expired flag") {
			continue // the flag stands in a database that was not read
		}
		want := r[at["status_asof"]]
		e, s := w.On(day)
		got := map[law.Standing]string{law.InForce: "in-force", law.Repealed: "repealed", law.NotYetInForce: "not-yet-effective", law.Undated: "unsure"}[s]
		if s == law.InForce && e.ID != edition[r[at["path"]]] {
			got = "superseded"
		}
		if got == "unsure" {
			unsure++
			continue
		}
		asked++
		if got == want {
			agree++
		} else if asked-agree <= 40 {
			t.Logf("%s: %s; the table says %s (%s)", r[at["path"]], got, want, r[at["status_basis"]])
		}
	}
	t.Logf("%d of %d statuses agree, %d left open for want of dates", agree, asked, unsure)
	if asked < 3000 || agree*1000 < asked*985 {
		t.Errorf("%d of %d statuses agree", agree, asked)
	}
}
