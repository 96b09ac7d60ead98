package main

import (
	"path/filepath"
	"strconv"
	"strings"

	"docreview/corpus/law"
)

// flags takes the mark 失效 that the source database sets on some texts: ended,
// on a day we do not know, unless a later text of that title is held.
func (b *builder) flags(shared string) error {
	rows, err := readCSV(filepath.Join(shared, "corpus", "meta", "documents.csv"))
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r["expired_db"] != "1" || r["superseded_by"] != "" {
			continue
		}
		w := b.works[law.TitleKey(r["title"])]
		if w == nil || w.fixed || !w.ended.On.IsZero() {
			continue
		}
		if last, err := isoDate(r["last_date"]); err == nil && len(w.editions) > 0 && last.Before(w.editions[len(w.editions)-1].published) {
			continue
		}
		w.ended = law.Ending{KnownBy: vintage, As: law.Repealed, Note: "法规数据库标明失效或者废止，日期未载"}
	}
	return nil
}

// vintage is the day of the database whose flags we take.
var vintage = law.Date{Year: 2025, Month: 4, Day: 19}

// listed holds the official lists against the table: every title on them must
// be there and stand as the list says.
func (b *builder) listed(shared string) error {
	dir := filepath.Join(shared, "data", "status-lists")
	laws, err := readCSV(filepath.Join(dir, "npc_current_laws_2026-06-26.csv"))
	if err != nil {
		return err
	}
	day := law.Date{Year: 2026, Month: 6, Day: 26}
	for _, r := range laws {
		w := b.lookup(r["title"])
		if w == nil {
			b.problem("现行法律名录有而目录无: 《%s》", r["title"])
			continue
		}
		if !w.ended.On.IsZero() && !day.Before(w.ended.On) {
			b.problem("现行法律名录载为现行而目录已终止: 《%s》 %v 由《%s》", r["title"], w.ended.On, w.ended.By)
		}
		year, _ := strconv.Atoi(r["last_amended_year"])
		if year == 0 || len(w.editions) == 0 {
			continue
		}
		last := 0
		for _, e := range w.editions {
			if !day.Before(e.published) {
				last = e.published.Year
			}
		}
		if last != year {
			b.problem("末次修改年份与名录不一: 《%s》 名录 %d 目录 %d", r["title"], year, last)
		}
	}
	regs, err := readCSV(filepath.Join(dir, "flk_admin_regs_notable_2026-09.csv"))
	if err != nil {
		return err
	}
	day = law.Date{Year: 2026, Month: 9, Day: 29}
	for _, r := range regs {
		b.listedRegulation(r, day)
	}
	return nil
}

func (b *builder) listedRegulation(r map[string]string, day law.Date) {
	title, ended := r["title"], strings.HasPrefix(r["status"], "已废止")
	w := b.works[law.TitleKey(title)]
	switch {
	case w == nil && ended:
		w = b.get(title, law.LevelAdminRegulation)
		w.source, w.issuer = "行政法规名录", "国务院"
	case w == nil:
		b.problem("行政法规名录有而目录无: 《%s》 %s", title, r["status"])
		return
	}
	if w.level == law.LevelUnknown {
		w.level = law.LevelAdminRegulation
	}
	if ended {
		if w.ended.On.IsZero() && w.ended.KnownBy.IsZero() {
			w.ended = law.Ending{KnownBy: day, As: law.Repealed, Note: "行政法规名录（2026年9月）列为已废止，日期未载"}
		}
		return
	}
	if !w.ended.On.IsZero() || !w.ended.KnownBy.IsZero() {
		b.problem("行政法规名录载为现行而目录已终止: 《%s》", title)
	}
	want, _ := strconv.Atoi(r["articles_in_force_version"])
	if n := len(w.editions); n > 0 && want > 0 && w.editions[n-1].articles != want {
		b.problem("条数与行政法规名录不一: 《%s》 名录 %d 目录 %d", title, want, w.editions[n-1].articles)
	}
}

// lookup finds a work by title or by one of its further keys.
func (b *builder) lookup(title string) *work {
	key := law.TitleKey(title)
	if w := b.works[key]; w != nil {
		return w
	}
	return b.weak[key]
}

// another adds a further key to a work; a key of two works finds neither here.
func (b *builder) another(w *work, key string) {
	w.weak = append(w.weak, key)
	if _, taken := b.weak[key]; taken {
		w = nil
	}
	b.weak[key] = w
}

// shorten adds the keys by which documents are found without their issuer and
// instruments inside a forwarding notice by their own name.
func (b *builder) shorten() {
	for _, k := range b.keys() {
		w := b.works[k]
		// The list of laws leaves out which congress it was.
		if i := strings.Index(w.title, "届全国人民代表大会"); i > 0 && strings.HasPrefix(w.title, "第") {
			b.another(w, law.TitleKey(w.title[i+len("届"):]))
		}
		if w.level != law.LevelNormative && w.level != law.LevelJudicial && w.level != law.LevelParty {
			continue
		}
		t := w.title
		i := strings.Index(t, "关于")
		if i <= 0 || i > len("最高人民法院、最高人民检察院、公安部、国家安全部") {
			continue
		}
		rest := t[i:]
		b.another(w, law.TitleKey(rest))
		if in, ok := strings.CutPrefix(rest, "关于印发"); ok {
			if in, ok = strings.CutSuffix(in, "的通知"); ok && !strings.Contains(in, "两个") {
				w.aliases = append(w.aliases, strings.Trim(in, "《》"))
			}
		}
	}
}
