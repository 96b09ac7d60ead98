package align_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"docreview/corpus/align"
	"docreview/corpus/law"
)

// checkedRow is a line of testdata/checked.tsv: what a reader of both texts
// found.
type checkedRow struct {
	title, old, new string
	article         int
	targets         []int // 0: dropped
	verdict         string
}

func checked(t testing.TB) []checkedRow {
	t.Helper()
	b, err := os.ReadFile("testdata/checked.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []checkedRow
	for n, l := range strings.Split(string(b), "\n") {
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		f := strings.Split(l, "\t")
		if len(f) != 6 {
			t.Fatalf("checked.tsv:%d: %d columns", n+1, len(f))
		}
		r := checkedRow{title: f[0], old: f[1], new: f[2], verdict: f[5]}
		for i, s := range append([]string{f[3]}, strings.Split(f[4], "/")...) {
			v, err := strconv.Atoi(s)
			if err != nil {
				t.Fatalf("checked.tsv:%d: %v", n+1, err)
			}
			if i == 0 {
				r.article = v
			} else {
				r.targets = append(r.targets, v)
			}
		}
		out = append(out, r)
	}
	return out
}

// TestChecked holds the alignment against what was read: at least 98 in 100 of
// what it is sure of must be right, and it must dare to be sure.
func TestChecked(t *testing.T) {
	rows := checked(t)
	held := holdings(t)
	maps := map[string]align.Map{}
	laws := map[string]bool{}
	claimed, right, kinds, guessed := 0, 0, 0, 0
	for _, r := range rows {
		key := r.title + r.old + r.new
		m, ok := maps[key]
		if !ok {
			w := held[r.title]
			i := slices.IndexFunc(w, func(x wording) bool { return x.id == r.old })
			j := slices.IndexFunc(w, func(x wording) bool { return x.id == r.new })
			if i < 0 || j < 0 {
				t.Errorf("%s: editions %s and %s are not held", r.title, r.old, r.new)
				continue
			}
			m = align.Editions(w[i].articles, w[j].articles)
			maps[key] = m
		}
		e, ok := m.Of(law.Provision{Article: r.article})
		if !ok {
			t.Errorf("%s %s has no article %d", r.title, r.old, r.article)
			continue
		}
		laws[r.title] = true
		hit := slices.Contains(r.targets, e.New.Article)
		if !e.Sure {
			if hit {
				guessed++
			}
			continue
		}
		claimed++
		if hit {
			right++
		} else {
			t.Logf("wrong: %s %s article %d: %v → %d (%.2f), read: %v", r.title, r.old, r.article, e.Kind, e.New.Article, e.Confidence, r.targets)
		}
		if map[string]align.Kind{"same": align.Same, "moved": align.Moved, "changed": align.Changed, "deleted": align.Deleted}[r.verdict] == e.Kind {
			kinds++
		}
	}
	t.Logf("%d articles of %d laws and regulations read; sure of %d (%.1f %%), right %d (%.2f %%), same verdict %d; unsure of %d, of which the guess is right in %d",
		len(rows), len(laws), claimed, 100*float64(claimed)/float64(len(rows)), right, 100*float64(right)/float64(claimed), kinds, len(rows)-claimed, guessed)
	if len(laws) < 10 || claimed < 200 {
		t.Errorf("only %d claims in %d laws", claimed, len(laws))
	}
	if 100*right < 98*claimed || 100*kinds < 98*claimed {
		t.Errorf("right %d, same verdict %d of %d claims; want 98 in 100", right, kinds, claimed)
	}
}

// TestEveryPair walks every pair of neighbouring editions that is held.
func TestEveryPair(t *testing.T) {
	pairs, articles, sure := 0, 0, 0
	for title, w := range holdings(t) {
		for i := 1; i < len(w); i++ {
			if w[i].id == "undated" {
				continue
			}
			m := align.Editions(w[i-1].articles, w[i].articles)
			pairs++
			taken := map[law.Provision]bool{}
			for _, e := range m.Entries {
				articles++
				if e.Sure {
					sure++
				}
				if (e.Kind == align.Deleted) != e.New.IsZero() {
					t.Errorf("%s %v: %v and %v", title, e.Old, e.Kind, e.New)
				}
				if !e.New.IsZero() && taken[e.New] {
					t.Errorf("%s: two articles became %v", title, e.New)
				}
				taken[e.New] = true
			}
			if len(m.Entries) != len(w[i-1].articles) || len(m.Added)+len(taken) < len(w[i].articles) {
				t.Errorf("%s: not every article is told of", title)
			}
		}
	}
	t.Logf("%d pairs of editions, %d articles, sure of %d (%.1f %%)", pairs, articles, sure, 100*float64(sure)/float64(articles))
	if 10*sure < 8*articles {
		t.Errorf("sure of %d of %d articles only", sure, articles)
	}
}
