package cleanup_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/cleanup"
	"docreview/corpus/catalog"
	"docreview/corpus/law"
)

// embedded answers from the catalogue inside the program.
type embedded struct{ *catalog.Catalog }

func (embedded) Provision(_ context.Context, at ...law.Place) ([]string, error) {
	return make([]string, len(at)), nil
}

func (embedded) Near(_ context.Context, _ checker.Scope, q ...checker.Near) ([][]law.Passage, error) {
	return make([][]law.Passage, len(q)), nil
}

func (embedded) Snapshot() checker.Snapshot { return checker.Snapshot{} }

// truth is what the tables of the collector say of a file.
type truth struct {
	status  string // superseded, repealed, expired, in-force …
	here    bool   // what ended it lies in the archive itself
	flagged bool   // marked in-force there, but ended on the official list of changes
}

// truths reads meta/documents.csv, and the official list of changed regulations,
// which is younger than the texts: what that list calls repealed has ended though
// the table, which only looks for later texts, calls it in force.
func truths(t testing.TB) map[string]truth {
	t.Helper()
	official := map[string]bool{}
	for _, r := range table(t, "data", "status-lists", "flk_admin_regs_notable_2026-09.csv") {
		if r["status"] == "已废止" || r["status"] == "已失效" {
			official[law.TitleKey(r["title"])] = true
		}
	}
	out := map[string]truth{}
	for _, r := range table(t, "corpus", "meta", "documents.csv") {
		by := r["superseded_by"]
		here := strings.HasPrefix(by, "laws-md/") || by == "" && strings.Contains(r["status_basis"], "(laws-md/")
		out[r["path"]] = truth{r["status_asof"], here, official[law.TitleKey(r["title"])]}
	}
	return out
}

// table reads a csv of the shared folder with its head.
func table(t testing.TB, path ...string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{shared(t)}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[strings.TrimPrefix(name, "\ufeff")] = r[i]
		}
		out = append(out, m)
	}
	return out
}

func endedEntry(e *cleanup.Entry) bool {
	return e.Disposition == cleanup.Repeal || e.Disposition == cleanup.Lapse || e.Role == cleanup.RoleEdition ||
		slices.ContainsFunc(e.Reasons[:1], func(r cleanup.Reason) bool {
			return r.Kind == cleanup.SupersededCorpus || r.Kind == cleanup.SupersededHere && r.For == cleanup.Exempt
		})
}

// figures of a replay, as shares.
type figures struct{ recall, here, precision, strict float64 }

// replay judges records as one archive and holds the entries of laws-md against
// the tables, which the judgement does not see.
func replay(t *testing.T, name string, rs []*cleanup.Record, c checker.Corpus) (*cleanup.Outcome, figures) {
	t.Helper()
	o, err := cleanup.Judge(context.Background(), each(rs), c, cleanup.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	want := truths(t)
	var said, right, strict int
	total, found := map[string]int{}, map[string]int{}
	var missed, wrong []string
	for i := range o.Entries {
		e := &o.Entries[i]
		ended := endedEntry(e)
		for _, p := range e.Paths {
			w, ok := want[p]
			if !ok || !strings.HasPrefix(p, "laws-md/") {
				continue
			}
			over := w.status == "superseded" || w.status == "repealed" || w.status == "expired"
			if over {
				for _, k := range []string{"all", w.status} {
					total[k]++
					if ended {
						found[k]++
					}
				}
				if w.here {
					total["here"]++
					if ended {
						found["here"]++
					}
				}
				if !ended {
					missed = append(missed, fmt.Sprintf("%s\t%v\t%s", w.status, w.here, p))
				}
			}
			if ended {
				said++
				switch {
				case over:
					right++
					strict++
				case w.flagged:
					right++
				default:
					wrong = append(wrong, fmt.Sprintf("%s\t%s\t%s\t%s", p, e.Reasons[0].Kind, e.Sureness, e.Reasons[0].Text))
				}
			}
		}
	}
	share := func(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }
	f := figures{share(found["all"], total["all"]), share(found["here"], total["here"]), share(right, said), share(strict, said)}
	t.Logf("%s：不再有效的共 %d 件，找到 %d 件，召回 %.1f%%（被取代 %d/%d，已废止 %d/%d，来源库只有失效标记的 %d/%d）；其中原因就在这个档案里的 %d 件，找到 %d 件，召回 %.1f%%；"+
		"判为不再有效的 %d 件，对的 %d 件，精确 %.1f%%（只算登记表、不算官方变动名单：%.1f%%）",
		name, total["all"], found["all"], f.recall, found["superseded"], total["superseded"], found["repealed"], total["repealed"], found["expired"], total["expired"],
		total["here"], found["here"], f.here, said, right, f.precision, f.strict)
	sort.Strings(missed)
	sort.Strings(wrong)
	if os.Getenv("CLEANUP_LIST") != "" {
		t.Logf("没有找到：\n%s\n不一致：\n%s", strings.Join(missed, "\n"), strings.Join(wrong, "\n"))
	}
	return o, f
}

// TestReplay takes a folder of regulations for an archive and finds what has ended:
// once from the archive alone, once with the catalogue that the program carries.
// The whole folder of 3,500 files, also with the texts that came later laid beside
// it, is read on request:
//
//	DOCREVIEW_REPLAY=1 go test ./checker/cleanup -run Replay -v
//
// CLEANUP_LIST=1 prints every file that was missed or that the tables deny.
func TestReplay(t *testing.T) {
	root := filepath.Join(shared(t), "corpus")
	if testing.Short() {
		t.Skip("reads 10 MB")
	}
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	whole := os.Getenv("DOCREVIEW_REPLAY") != ""
	folder := "laws-md/行政法规"
	if whole {
		folder = "laws-md"
	}
	rs := records(t, root, nil, nil, folder)
	least := 90.0
	if !whole {
		least = 85 // some of what ended these lies in the other folders
	}
	if _, f := replay(t, "只用档案本身", rs, nil); f.here < least || f.precision < 95 {
		t.Errorf("archive alone: %+v", f)
	}
	if !whole {
		if _, f := replay(t, "加上程序自带目录", rs, embedded{c}); f.recall < 90 || f.precision < 95 {
			t.Errorf("with the catalogue: %+v", f)
		}
		return
	}
	o, f := replay(t, "加上程序自带目录", records(t, root, embedded{c}, c, folder), embedded{c})
	if f.recall < 90 || f.precision < 95 {
		t.Errorf("with the catalogue: %+v", f)
	}
	sample(t, o)
	more := append(slices.Clone(rs), records(t, root, nil, nil, "laws-md-2026", "laws-current-2026")...)
	if _, f := replay(t, "档案加上后来的文本", more, nil); f.precision < 95 {
		t.Errorf("with later texts: %+v", f)
	}
}

// sample holds an outcome against the hundred entries that were read one by one:
// 65 drawn by lot from those that the archive itself reveals, 35 from those that
// only the catalogue knows.
func sample(t *testing.T, o *cleanup.Outcome) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "archive", "replay-sample.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	byFile := map[string]*cleanup.Entry{}
	for i := range o.Entries {
		for _, p := range o.Entries[i].Paths {
			byFile[strings.TrimSuffix(p[strings.LastIndexByte(p, '/')+1:], ".md")] = &o.Entries[i]
		}
	}
	rows := strings.Split(strings.TrimSpace(string(b)), "\n")[1:]
	right := 0
	for _, row := range rows {
		f := strings.Split(row, "\t")
		e := byFile[f[1]]
		if e == nil {
			t.Errorf("%s: no entry", f[1])
			continue
		}
		if string(e.Disposition) != f[2] || string(e.Reasons[0].Kind) != f[3] {
			t.Errorf("%s: %s %s, read as %s %s", f[1], e.Disposition, e.Reasons[0].Kind, f[2], f[3])
			continue
		}
		if f[4] == "对" {
			right++
		}
	}
	t.Logf("逐件读过的 %d 件：理由对的 %d 件", len(rows), right)
}
