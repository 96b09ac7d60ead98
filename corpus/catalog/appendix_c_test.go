package catalog

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"docreview/corpus/law"
)

// TestMovedArticles holds every row of appendix C of the rules, which was made by
// a coarse comparison of texts, against the table of moved articles, which was
// made by a finer one: the table must know each law and both its wordings, and
// where the two differ it must be because the article was split, merged or is
// left open there. The one row otherwise is 公司法 177 (减资), which stands in 224.
func TestMovedArticles(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(sharedDir(t), "domain", "rules.md"))
	if err != nil {
		t.Skip("no rules.md: ", err)
	}
	_, c, ok := strings.Cut(string(raw), "## 附录 C")
	if !ok {
		t.Skip("no appendix C")
	}
	facts := opened(t)
	row := regexp.MustCompile(`\*\*(.+?) (\d{4})→(\d{4})\*\*[:：]([^\n]*)`)
	pair := regexp.MustCompile(`(\d+)→(\d+)`)
	laws, asked, agree, untold := 0, 0, 0, 0
	for _, m := range row.FindAllStringSubmatch(c, -1) {
		laws++
		found, err := facts.Find(context.Background(), law.Ref{Title: m[1]})
		if err != nil || len(found[0]) != 1 {
			t.Errorf("%s: %d held, %v", m[1], len(found[0]), err)
			continue
		}
		old, _ := strconv.Atoi(m[2])
		now, _ := strconv.Atoi(m[3])
		var moved map[int]int
		for i, e := range found[0][0].Editions {
			if e.Published.Year == old && i+1 < len(found[0][0].Editions) && found[0][0].Editions[i+1].Published.Year == now {
				moved = e.Moved
			}
		}
		if moved == nil {
			t.Errorf("%s: no table from %d to %d", m[1], old, now)
			continue
		}
		list, _, _ := strings.Cut(m[4], "须人工")
		for _, p := range pair.FindAllStringSubmatch(list, -1) {
			asked++
			from, _ := strconv.Atoi(p[1])
			to, _ := strconv.Atoi(p[2])
			switch moved[from] {
			case to:
				agree++
			case 0:
				untold++
			default:
				t.Logf("%s %d→%d: the table says %d", m[1], from, to, moved[from])
			}
		}
	}
	other := asked - agree - untold
	t.Logf("%d laws, %d rows: %d agree, %d left open, %d otherwise", laws, asked, agree, untold, other)
	if laws < 9 || asked < 500 || other > 1 {
		t.Errorf("%d laws, %d rows, %d otherwise", laws, asked, other)
	}
}
