package align_test

import (
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/corpus/align"
)

// TestGistOnTexts asks for the first statement of every article of the old
// editions: in its own article it stands word for word; in the article that it
// became it is never absent; in an article of another law it never stands.
func TestGistOnTexts(t *testing.T) {
	held := holdings(t)
	var titles []string
	for title := range held {
		titles = append(titles, title)
	}
	sort.Strings(titles)
	var own, became, foreign [5]int
	statement := func(s string) string {
		s, _, _ = strings.Cut(s, "。")
		s, _, _ = strings.Cut(s, "；")
		s, _, _ = strings.Cut(s, "\n")
		if n := utf8.RuneCountInString(s); n < 10 || n > 120 {
			return ""
		}
		return s
	}
	for k, title := range titles {
		w := held[title]
		other := held[titles[(k+len(titles)/2)%len(titles)]]
		for i := 1; i < len(w); i++ {
			text := map[int]string{}
			for _, a := range w[i].articles {
				text[a.At.Article*100+a.At.Sub] = a.Text
			}
			for n, e := range align.Editions(w[i-1].articles, w[i].articles).Entries {
				old := w[i-1].articles[n].Text
				q := statement(old)
				if q == "" || strings.Contains(q, "施行") || n%3 != 0 {
					continue
				}
				v := align.Gist(q, old)
				if own[v.Stand]++; v.Stand != align.Exact {
					t.Errorf("%s %v: its own words: %d (%.2f)", title, e.Old, v.Stand, v.Share)
				}
				if e.Sure && !e.New.IsZero() {
					v := align.Gist(q, text[e.New.Article*100+e.New.Sub])
					if became[v.Stand]++; v.Stand == align.Absent {
						t.Errorf("%s %v → %v: absent from its successor", title, e.Old, e.New)
					}
					if (e.Kind == align.Same || e.Kind == align.Moved) && v.Stand != align.Exact {
						t.Errorf("%s %v → %v: same words, but %d", title, e.Old, e.New, v.Stand)
					}
				}
				x := other[0].articles[(n*7)%len(other[0].articles)].Text
				v = align.Gist(q, x)
				if foreign[v.Stand]++; v.Stand == align.Exact || v.Stand == align.Near || v.Stand == align.Altered {
					t.Logf("%s %v in %s: %d (%.2f)", title, e.Old, other[0].id, v.Stand, v.Share)
				}
			}
		}
	}
	t.Logf("unsure, exact, near, altered, absent: in its own article %v, in its successor %v, in an article of another law %v", own, became, foreign)
	stands := foreign[align.Exact] + foreign[align.Near] + foreign[align.Altered]
	all := stands + foreign[align.Unsure] + foreign[align.Absent]
	if 500*stands > all {
		t.Errorf("%d of %d statements stand in another law", stands, all)
	}
}
