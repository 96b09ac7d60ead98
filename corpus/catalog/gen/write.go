package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// tables are the files of the catalogue; package catalog describes them.
type tables struct {
	works, keys, names, cores, facts string
	editions, articles               int
}

// asOf is the day of the youngest official list that covers all laws.
const asOf = "2026-06-26"

func (b *builder) tables() tables {
	var t tables
	issuers := b.issuers()
	var works strings.Builder
	type key struct {
		key string
		at  int
	}
	var keys, cores []key
	names := map[string]bool{}
	n := 0
	for _, k := range b.keys() {
		w := b.works[k]
		at := works.Len()
		b.row(&works, w, issuers)
		n++
		t.editions += len(w.editions)
		if m := len(w.editions); m > 0 {
			t.articles += w.editions[m-1].counted()
		}
		seen := map[string]bool{}
		add := func(s string) {
			if s != "" && !seen[s] {
				seen[s] = true
				keys = append(keys, key{s, at})
			}
		}
		add(w.key)
		cores = append(cores, key{law.TitleCore(law.TitleKey(w.title)), at})
		for _, a := range w.aliases {
			add(law.TitleKey(a))
		}
		for _, a := range w.weak {
			add(a)
		}
		add("#" + w.number.Key())
		delete(seen, "#")
		for _, e := range w.editions {
			if !e.number.IsZero() {
				add("#" + e.number.Key())
			}
		}
		for _, name := range append([]string{w.title}, w.aliases...) {
			// A short name that ends the title (土地承包法) would be found inside it.
			if s, ok := plainName(name, w); ok && (name == w.title || !strings.HasSuffix(w.title, name)) {
				names[s] = true
			}
		}
	}
	keys = slices.DeleteFunc(keys, func(k key) bool { return k.key == "#" })
	lines := func(keys []key) string {
		slices.SortFunc(keys, func(x, y key) int { return cmp.Or(strings.Compare(x.key, y.key), cmp.Compare(x.at, y.at)) })
		var s strings.Builder
		for _, k := range keys {
			fmt.Fprintf(&s, "%s\t%d\n", k.key, k.at)
		}
		return s.String()
	}
	sorted := make([]string, 0, len(names))
	for s := range names {
		sorted = append(sorted, s)
	}
	slices.Sort(sorted)
	t.works, t.keys, t.cores, t.names = works.String(), lines(keys), lines(cores), strings.Join(sorted, "\n")+"\n"
	sum := sha256.Sum256([]byte(t.works + t.keys + t.names + t.cores))
	t.facts = fmt.Sprintf("name\t内置目录\ndigest\tsha256:%x\nas_of\t%s\nworks\t%d\neditions\t%d\narticles\t%d\nissuers\t%s\n",
		sum, asOf, n, t.editions, t.articles, strings.Join(issuers, "|"))
	return t
}

// organ reports whether s reads like the name of an organ; headers sometimes give
// half a sentence or a title instead.
func organ(s string) bool {
	for _, w := range []string{"施行", "修正", "通过", "）", ")", "。", "办法", "规定", "条例"} {
		if strings.Contains(s, w) {
			return false
		}
	}
	for _, begin := range []string{"县人民", "市人民", "市十", "起", "期"} {
		if strings.HasPrefix(s, begin) {
			return false
		}
	}
	return true
}

// counted is the number of articles where it is that of the whole text, else 0.
func (e *edition) counted() int {
	if !e.whole {
		return 0
	}
	return e.articles
}

// issuers lists the issuers of the works, sorted.
func (b *builder) issuers() []string {
	set := map[string]bool{}
	for _, w := range b.works {
		if !organ(w.issuer) {
			w.issuer = ""
		}
		if w.issuer != "" {
			set[w.issuer] = true
		}
	}
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func (b *builder) row(s *strings.Builder, w *work, issuers []string) {
	issuer := ""
	if i, ok := slices.BinarySearch(issuers, w.issuer); ok {
		issuer = strconv.Itoa(i)
	}
	id := ""
	if w.key != law.TitleKey(w.title) {
		id = w.key
	}
	flag := ""
	if !w.sure {
		flag = "?"
	}
	cols := []string{id, w.title, strconv.Itoa(int(w.level)), w.region, issuer, flag, number(w.number), strings.Join(w.aliases, "|"), ending(w.ended)}
	for i, e := range w.editions {
		cols = append(cols, edition_(e, i, w))
	}
	for i := range cols {
		cols[i] = strings.NewReplacer("\t", "", "\n", "").Replace(cols[i])
	}
	s.WriteString(strings.Join(cols, "\t") + "\n")
}

func date(d law.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day)
}

func number(n law.DocNumber) string {
	if n.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s;%d;%d", n.Prefix, n.Year, n.Serial)
}

func ending(x law.Ending) string {
	if x.As == law.NotChecked {
		return ""
	}
	partial := ""
	if x.Partial {
		partial = "1"
	}
	return fmt.Sprintf("%s,%s,%d,%s|%s|%s|%s", date(x.On), date(x.KnownBy), x.As, partial, x.By, x.ByWork, x.Note)
}

func edition_(e edition, i int, w *work) string {
	event := map[string]string{"promulgated": "p", "amended": "a", "revised": "r"}[e.event]
	to := ""
	if i+1 < len(w.editions) {
		to = date(w.editions[i+1].from)
	}
	articles, num := "", number(e.number)
	if e.counted() > 0 {
		articles = strconv.Itoa(e.counted())
	}
	s := strings.Join([]string{date(e.published), date(e.from), to, event, num, articles, moves(e), date(e.after), date(e.known)}, ",")
	return strings.TrimRight(s, ",")
}

// moves writes a map of articles as runs, those of an unsure map that are
// proven behind a mark.
func moves(e edition) string {
	if e.moved == nil {
		return ""
	}
	if !e.unsure {
		return runs(e.moved, func(int) bool { return true })
	}
	s := "?" + runs(e.moved, func(k int) bool { return !e.proven[k] })
	if len(e.proven) > 0 {
		s += "!" + runs(e.moved, func(k int) bool { return e.proven[k] })
	}
	return s
}

// runs writes the keys that are wanted: 4-6+1 says that 4, 5 and 6 stand one
// further.
func runs(m map[int]int, want func(int) bool) string {
	var ks []int
	for k := range m {
		if want(k) {
			ks = append(ks, k)
		}
	}
	slices.Sort(ks)
	var out []string
	for i := 0; i < len(ks); {
		j := i
		shift := m[ks[i]] - ks[i]
		for j+1 < len(ks) && ks[j+1] == ks[j]+1 && m[ks[j+1]]-ks[j+1] == shift {
			j++
		}
		r := strconv.Itoa(ks[i])
		if j > i {
			r += "-" + strconv.Itoa(ks[j])
		}
		out = append(out, r+fmt.Sprintf("%+d", shift))
		i = j + 1
	}
	return strings.Join(out, " ")
}

// plainName gives a name in the form in which it may be read without 《》: not
// too short, not too long, of a kind that reads as a name, and no common word.
func plainName(name string, w *work) (string, bool) {
	s := strings.TrimPrefix(name, "中华人民共和国")
	if law.TitleKey(s) != s || strings.HasPrefix(s, "关于") || strings.ContainsAny(s, "《》〈〉“”、，()（） 0123456789") {
		return "", false
	}
	n := utf8.RuneCountInString(s)
	if w.source == "废止条款" && w.level == law.LevelUnknown {
		return "", false
	}
	switch {
	case s == "宪法" || s == "刑法":
		return s, true
	case n > 30 || n < 3:
		return "", false
	case strings.HasSuffix(s, "办法"), strings.HasSuffix(s, "规定"), strings.HasSuffix(s, "细则"), strings.HasSuffix(s, "规则"):
		return s, n >= 6
	case strings.HasSuffix(s, "条例"):
		return s, n >= 4
	case strings.HasSuffix(s, "法典"):
		return s, true
	case strings.HasSuffix(s, "法"):
		// Short names of three characters only where they are the title of a law.
		return s, w.level == law.LevelLaw && (n >= 4 || name == w.title)
	}
	return "", false
}

func (t tables) write(dir string) error {
	for _, f := range []struct{ name, text string }{
		{"works.tsv", t.works}, {"keys.tsv", t.keys}, {"names.txt", t.names}, {"cores.tsv", t.cores}, {"facts.tsv", t.facts},
	} {
		if err := os.WriteFile(filepath.Join(dir, f.name), []byte(f.text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
