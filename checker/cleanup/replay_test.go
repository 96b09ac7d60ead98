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

// truth is a row of meta/documents.csv.
type truth struct{ status, basis, by string }

func truths(t testing.TB) map[string]truth {
	t.Helper()
	f, err := os.Open(filepath.Join(shared(t), "corpus", "meta", "documents.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, name := range rows[0] {
		col[strings.TrimPrefix(name, "\ufeff")] = i
	}
	out := map[string]truth{}
	for _, r := range rows[1:] {
		out[r[col["path"]]] = truth{r[col["status_asof"]], r[col["status_basis"]], r[col["superseded_by"]] + r[col["repealed_by"]]}
	}
	return out
}

func endedEntry(e *cleanup.Entry) bool {
	return e.Disposition == cleanup.Repeal || e.Disposition == cleanup.Lapse || e.Role == cleanup.RoleEdition ||
		slices.ContainsFunc(e.Reasons[:1], func(r cleanup.Reason) bool {
			return r.Kind == cleanup.SupersededCorpus || r.Kind == cleanup.SupersededHere && r.For == cleanup.Exempt
		})
}

// replay judges the folders as one archive and holds the entries of laws-md
// against the table of the collector, which the judgement does not see.
func replay(t *testing.T, name string, rs []*cleanup.Record, c checker.Corpus, dump bool) (recall, precision float64) {
	t.Helper()
	o, err := cleanup.Judge(context.Background(), each(rs), c, cleanup.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	want := truths(t)
	held := map[string]bool{} // paths in the archive
	ends := map[string]*cleanup.Entry{}
	for i := range o.Entries {
		e := &o.Entries[i]
		for _, p := range e.Paths {
			held[p] = true
			if endedEntry(e) {
				ends[p] = e
			}
		}
	}
	var hit, said, right int
	byStatus := map[string][2]int{}
	var missed, wrong []string
	for p, w := range want {
		if !strings.HasPrefix(p, "laws-md/") || !held[p] {
			continue
		}
		over := w.status == "superseded" || w.status == "repealed" || w.status == "expired"
		if over {
			n := byStatus[w.status]
			n[1]++
			if ends[p] != nil {
				n[0]++
				hit++
			} else {
				missed = append(missed, fmt.Sprintf("%s\t%s\t%s", w.status, p, w.basis))
			}
			byStatus[w.status] = n
		}
		if e := ends[p]; e != nil {
			said++
			if over {
				right++
			} else {
				wrong = append(wrong, fmt.Sprintf("%s\t%s\t%s\t%s", p, e.Reasons[0].Kind, e.Sureness, e.Reasons[0].Text))
			}
		}
	}
	total := 0
	for _, n := range byStatus {
		total += n[1]
	}
	recall, precision = float64(hit)/float64(total), float64(right)/float64(said)
	t.Logf("%s：已不再有效 %d 件，找到 %d 件（%.1f%%）；判为不再有效 %d 件，其中 %d 件同登记表一致（%.1f%%）；被取代 %v 已废止 %v 来源库注记失效 %v（找到、共有）",
		name, total, hit, 100*recall, said, right, 100*precision, byStatus["superseded"], byStatus["repealed"], byStatus["expired"])
	if dir := os.Getenv("CLEANUP_DUMP"); dir != "" && dump {
		sort.Strings(missed)
		sort.Strings(wrong)
		os.WriteFile(filepath.Join(dir, name+".missed"), []byte(strings.Join(missed, "\n")), 0o644)
		os.WriteFile(filepath.Join(dir, name+".wrong"), []byte(strings.Join(wrong, "\n")), 0o644)
	}
	return recall, precision
}

// TestReplay takes the folder of national and local regulations for an archive.
func TestReplay(t *testing.T) {
	root := filepath.Join(shared(t), "corpus")
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	rs := records(t, root, nil, nil, "laws-md")
	replay(t, "archive", rs, nil, true)
	replay(t, "catalogue", rs, embedded{c}, true)
	more := append(slices.Clone(rs), records(t, root, nil, nil, "laws-md-2026", "laws-current-2026")...)
	replay(t, "archive+2026", more, nil, true)
}
