package corpus

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"docreview/corpus/law"
)

// implemented is a local clause that names the superior provision it
// implements, the name taken out.
type implemented struct {
	local, superior   string // titles
	article, named    int
	clause, perturbed string
	line              law.Scope // of superiors
}

var (
	namedIn  = regexp.MustCompile(`《([^《》]+)》[^《》，。；]{0,12}?第([零〇一二三四五六七八九十百]+)条`)
	citation = regexp.MustCompile(`(依照|依据|根据|按照|适用|严格按照|违反)?(《[^《》]+》)([和、以及]*(（[^（）]*）)?第[零〇一二三四五六七八九十百]+条(第[零〇一二三四五六七八九十]+款)?(、?第?[（(][零〇一二三四五六七八九十]+[）)]项|第[零〇一二三四五六七八九十]+项)?)*(的?有关规定|的?相关规定|的?规定)?`)
	article  = regexp.MustCompile(`^(?:\*\*)?第([零〇一二三四五六七八九十百]+)条`)
)

// implements reads the clauses of testdata/implements.tsv from the shared texts.
func implements(t testing.TB) (out []implemented) {
	t.Helper()
	dir := shared(t)
	files := map[string]string{}
	for _, root := range []string{filepath.Join(dir, "corpus", "laws-md", "DLC"), filepath.Join(dir, "data", "rules-md")} {
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(p) != ".md" {
				return err
			}
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			head, _, _ := strings.Cut(string(b), "\n")
			files[strings.Trim(head, "# \ufeff\r")] = string(b)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	tsv, err := os.ReadFile(filepath.Join("testdata", "implements.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(tsv)) {
		f := strings.Split(strings.TrimSpace(l), "\t")
		if strings.HasPrefix(l, "#") {
			continue
		}
		c := implemented{local: f[0], superior: f[2]}
		c.article, _ = strconv.Atoi(f[1])
		c.named, _ = strconv.Atoi(f[3])
		if c.clause = clauseOf(files[c.local], c); c.clause == "" {
			t.Errorf("%s 第%d条 does not name %s 第%d条", c.local, c.article, c.superior, c.named)
			continue
		}
		var lost []rune
		for i, r := range []rune(c.clause) {
			if i%9 != 8 {
				lost = append(lost, r)
			}
		}
		c.perturbed = string(lost)
		// All of these were made by provinces, municipalities, cities or ministries.
		c.line = law.Scope{Regions: []string{""}, Levels: []law.Level{law.LevelConstitution, law.LevelLaw, law.LevelAdminRegulation}, AsOf: law.Date{Year: 2025, Month: 6, Day: 1}}
		out = append(out, c)
	}
	return out
}

// clauseOf gives the line of the local article that names the provision,
// without any name of a regulation and number of an article of it.
func clauseOf(text string, c implemented) string {
	in := 0
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		if m := article.FindStringSubmatch(l); m != nil {
			in, _, _ = law.ParseNumeral(m[1])
		}
		if in != c.article {
			continue
		}
		for _, m := range namedIn.FindAllStringSubmatch(l, -1) {
			n, _, _ := law.ParseNumeral(m[2])
			if k := law.TitleKey(m[1]); n == c.named && k != "" && strings.HasSuffix(law.TitleKey(c.superior), k) {
				return citation.ReplaceAllString(article.ReplaceAllString(l, ""), "")
			}
		}
	}
	return ""
}

// TestFullImplements measures how often the superior provision that a local
// clause implements is among the ten nearest in its line of superiors.
func TestFullImplements(t *testing.T) {
	x := fullIndex(t)
	ctx := context.Background()
	all := implements(t)
	if len(all) < 60 {
		t.Fatalf("%d pairs", len(all))
	}
	found, first, lost := 0, 0, 0
	var took []time.Duration
	for _, c := range all {
		for i, text := range []string{c.clause, c.perturbed} {
			start := time.Now()
			got, err := x.Near(ctx, c.line, law.Near{Terms: law.Bigrams(law.Matter(text)), AtLeast: 3, Limit: 10})
			took = append(took, time.Since(start))
			if err != nil {
				t.Fatal(err)
			}
			at := -1
			for k, p := range got[0] {
				if law.TitleKey(p.Title) == law.TitleKey(c.superior) && p.Place.Provision.Article == c.named && at < 0 {
					at = k
				}
			}
			switch {
			case i == 0 && at >= 0:
				found++
				if at == 0 {
					first++
				}
			case i == 1 && at >= 0:
				lost++
			case i == 0:
				t.Logf("not among ten: %s 第%d条 → %s 第%d条", c.local, c.article, c.superior, c.named)
			}
		}
	}
	t.Logf("%d of %d in the first ten (%d first); with every ninth character lost %d; p50 %v, p99 %v", found, len(all), first, lost, percentile(took, 50), percentile(took, 99))
	if 100*found < 85*len(all) {
		t.Errorf("%d of %d; want 85 in a hundred", found, len(all))
	}
}
