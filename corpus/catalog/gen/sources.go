package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// provinces of the local folders in laws-md.
var provinces = []place{{"北京", "11"}, {"上海", "31"}, {"浙江", "33"}, {"山东", "37"}, {"河南", "41"}, {"广东", "44"}, {"重庆", "50"}}

// files lists the .md files under dir in order.
func files(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, ".md") {
			out = append(out, p)
		}
		return err
	})
	slices.Sort(out)
	return out, err
}

// namedDate reads the date in a file name 立法法(2023-03-13).md.
func namedDate(path string) law.Date {
	base := filepath.Base(path)
	if k := strings.LastIndex(base, "("); k >= 0 {
		if d, _, ok := law.ParseDate(base[k+1:]); ok && d.Valid() {
			return d
		}
	}
	return law.Date{}
}

// levelOf decides the level by folder and title.
func levelOf(rel, title string) law.Level {
	switch {
	case strings.Contains(rel, "DLC/"):
		if strings.Contains(title, "自治条例") || strings.Contains(title, "自治县") || strings.Contains(title, "自治州") {
			return law.LevelAutonomous
		}
		return law.LevelLocalRegulation
	case strings.Contains(rel, "行政法规/"):
		return law.LevelAdminRegulation
	case strings.Contains(rel, "司法解释/"):
		return law.LevelJudicial
	case strings.Contains(rel, "部门规章/"):
		return law.LevelDeptRule
	case strings.HasPrefix(rel, "laws-md/宪法/"), strings.HasPrefix(rel, "laws-current-2026/constitution/"):
		return law.LevelConstitution
	}
	return law.LevelLaw
}

// readTexts reads the three folders of texts.
func (b *builder) readTexts(shared string) error {
	root := filepath.Join(shared, "corpus")
	for _, dir := range []string{"laws-md", "laws-md-2026", "laws-current-2026"} {
		all, err := files(filepath.Join(root, dir))
		if err != nil {
			return err
		}
		for _, group := range groups(all) {
			if err := b.readGroup(root, group); err != nil {
				return err
			}
		}
	}
	return nil
}

// groups joins the files that are parts of one code: those of the 民法典 folder
// and those of a folder of laws-current-2026.
func groups(all []string) [][]string {
	var out [][]string
	at := map[string]int{}
	for _, p := range all {
		base := filepath.Base(p)
		if strings.HasPrefix(base, "_index") || strings.Contains(p, "/案例/") || strings.Contains(p, "/category/") || strings.Contains(p, "/其他/") ||
			base == "法律法规模版.md" || strings.HasSuffix(p, "laws-md/README.md") || strings.Contains(base, "preamble") {
			continue
		}
		dir := filepath.Dir(p)
		if strings.HasSuffix(dir, "/民法典") || strings.Contains(p, "laws-current-2026/") {
			if i, ok := at[dir]; ok {
				out[i] = append(out[i], p)
				continue
			}
			at[dir] = len(out)
		}
		out = append(out, []string{p})
	}
	return out
}

func (b *builder) readGroup(root string, group []string) error {
	// The overview of a code has its title and header.
	slices.SortStableFunc(group, func(x, y string) int {
		rx, ry := filepath.Base(x) != "README.md", filepath.Base(y) != "README.md"
		switch {
		case rx == ry:
			return 0
		case !rx:
			return -1
		}
		return 1
	})
	var t *text
	for _, p := range group {
		base := filepath.Base(p)
		if strings.Contains(base, "amendment") || strings.Contains(base, "decision") || strings.Contains(base, "flag-anthem") {
			continue
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		part := parseText(p, string(raw))
		if t == nil {
			t = part
			t.named = namedDate(p)
			continue
		}
		t.merge(part)
	}
	if t == nil || t.title == "" {
		return nil
	}
	rel, err := filepath.Rel(root, t.path)
	if err != nil {
		return err
	}
	level := levelOf(filepath.ToSlash(rel), t.title)
	w := b.get(t.title, level)
	if level == law.LevelLocalRegulation || level == law.LevelAutonomous {
		for _, p := range provinces {
			if strings.Contains(rel, "/"+p.name+"/") {
				w.region = b.places.of(w.title, p.code)
			}
		}
	}
	t.path = filepath.ToSlash(rel)
	b.addText(t, w)
	return nil
}

// merge joins the parts of a code: the articles by number, the clauses of the
// part that has them.
func (t *text) merge(p *text) {
	if len(t.header) == 0 {
		t.header = p.header
	}
	for i, a := range p.articles {
		if i >= len(t.articles) {
			t.articles = append(t.articles, a)
		} else if t.articles[i] == "" {
			t.articles[i] = a
		}
	}
	if p.closing != (closing{}) {
		t.closing = p.closing
	}
	t.repeals = append(t.repeals, p.repeals...)
}

// readRules reads data/rules-md: rules of ministries, of local governments and
// some documents of the centre, whose headings vary.
func (b *builder) readRules(shared string) error {
	root := filepath.Join(shared, "data", "rules-md")
	all, err := files(root)
	if err != nil {
		return err
	}
	for _, p := range all {
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		t := parseText(p, string(raw))
		name := strings.TrimSuffix(filepath.Base(p), ".md")
		title, number := splitNumber(name)
		if k := law.TitleKey(t.title); k != law.TitleKey(title) && strings.Contains(k, law.TitleKey(title)) && utf8.RuneCountInString(k) < 60 {
			title, _ = splitNumber(t.title)
		}
		title = strings.TrimSuffix(title, "）")
		if strings.Count(title, "（") > strings.Count(title, "）") {
			title += "）"
		}
		if cut, d := law.SplitEdition(title); !d.IsZero() {
			title = cut
		}
		title = strings.Join(strings.Fields(title), "")
		if k := b.works[law.TitleKey(title)]; k != nil && k.source == "" || utf8.RuneCountInString(title) < 5 {
			continue // held from a better source
		}
		head := strings.Join(t.header, " ")
		level, issuer := rank(title, head, p)
		if level == law.LevelLaw {
			continue // a law under a name that is not its own
		}
		if level == law.LevelUnknown && number.IsZero() {
			level = law.LevelNormative
			if strings.Contains(p, "/地方") || strings.Contains(p, "02地方") {
				level = law.LevelUnknown
			}
		}
		t.path = "rules-md/" + name
		w := b.get(title, level)
		w.source = collection
		w.issuer = issuer
		if n, ok := numberIn(unquote(head)); ok && number.IsZero() {
			number = n
		}
		w.number = number
		if strings.HasPrefix(title, "山东省") {
			w.region = "370000"
		}
		b.addText(t, w)
		for i := range w.editions {
			if w.editions[i].number.IsZero() && i == 0 {
				w.editions[i].number = number
			}
		}
	}
	return nil
}

// splitNumber takes a document number off the start of a title.
func splitNumber(s string) (string, law.DocNumber) {
	s = strings.TrimSpace(s)
	if n, size, ok := law.ParseDocNumber(s); ok && size < len(s) {
		return strings.TrimSpace(s[size:]), n
	}
	return s, law.DocNumber{}
}

// rank decides level and issuer of a rule by what its heading says.
func rank(title, head, path string) (law.Level, string) {
	h := unquote(head)
	has := func(ws ...string) bool {
		for _, w := range ws {
			if strings.Contains(h, w) {
				return true
			}
		}
		return false
	}
	local := strings.Contains(path, "地方")
	for _, p := range []string{"省", "自治区", "市"} {
		if k := strings.Index(title, p); k > 0 && k <= 15 && !strings.HasPrefix(title, "城市") && !strings.HasPrefix(title, "市") && !strings.HasPrefix(title, "城镇") {
			local = local || isPlace(title[:k+len(p)])
		}
	}
	switch {
	case has("人民代表大会常务委员会", "人民代表大会公告"):
		if local || !has("全国人民代表大会") {
			return law.LevelLocalRegulation, ""
		}
		return law.LevelLaw, "全国人民代表大会常务委员会"
	case has("国务院令") && has("第"):
		return law.LevelAdminRegulation, "国务院"
	case has("人民政府令", "人民政府第"):
		return law.LevelLocalGovRule, ""
	case strings.HasPrefix(title, "最高人民") || has("最高人民法院", "最高人民检察院", "法释"):
		return law.LevelJudicial, ""
	case strings.HasPrefix(title, "中共中央") || strings.HasPrefix(title, "中国共产党") || has("中共中央"):
		return law.LevelParty, "中共中央"
	case strings.HasPrefix(title, "国务院办公厅"), has("国办发"):
		return law.LevelNormative, "国务院办公厅"
	case strings.HasPrefix(title, "国务院"), has("国发〔"):
		return law.LevelNormative, "国务院"
	}
	if local {
		return law.LevelUnknown, ""
	}
	if k := strings.Index(h, "令"); k >= 0 && has("号") {
		return law.LevelDeptRule, ministry(h[:k])
	}
	if has("公布", "部务会议", "局务会议", "委务会议", "署务会议") && !has("〔") {
		return law.LevelDeptRule, ministry(h)
	}
	return law.LevelUnknown, ""
}

func isPlace(s string) bool {
	for _, w := range []string{"河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南",
		"陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "北京", "天津", "上海", "重庆"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// ministry takes the name of the organ that stands last before 令.
func ministry(s string) string {
	s = strings.TrimSpace(strings.TrimSuffix(s, "部令"))
	if k := strings.LastIndexAny(s, "日月 　（(，,"); k >= 0 {
		_, w := utf8.DecodeRuneInString(s[k:])
		s = s[k+w:]
	}
	s = strings.TrimPrefix(s, "中华人民共和国")
	if n := utf8.RuneCountInString(s); n < 3 || n > 30 || strings.ContainsAny(s, "0123456789《》第号") {
		return ""
	}
	return s
}

// readStateCouncil reads the table of documents of the State Council.
func (b *builder) readStateCouncil(shared string) error {
	dir := filepath.Join(shared, "data", "state-council-docs-html")
	rows, err := readCSV(filepath.Join(dir, "index.csv"))
	if err != nil {
		return err
	}
	for _, r := range rows {
		n, _, ok := law.ParseDocNumber(r["doc_no"])
		if !ok || strings.Contains(r["doc_no"], "国令") {
			continue // regulations come from their texts
		}
		w := b.get(r["title"], law.LevelNormative)
		if len(w.editions) > 0 {
			continue
		}
		w.source, w.issuer, w.number = "国务院文件目录", r["issuer"], n
		w.sure = n.Year >= 2010
		raw, err := os.ReadFile(filepath.Join(dir, r["file"]))
		if err != nil {
			return err
		}
		d := datedIn(string(raw), n.Year)
		w.add(edition{published: d, from: d, event: "promulgated", number: n})
	}
	return nil
}

// datedIn reads the date under a document: the last one of the year of its
// number.
func datedIn(page string, year int) law.Date {
	var b strings.Builder
	for rest := page; rest != ""; {
		head, tail, _ := strings.Cut(rest, "<")
		b.WriteString(strings.ReplaceAll(head, "&nbsp;", ""))
		_, rest, _ = strings.Cut(tail, ">")
	}
	s := b.String()
	var last law.Date
	for i := 0; i < len(s); {
		if d, n, ok := law.ParseDate(s[i:]); ok && d.Valid() {
			if d.Year == year {
				last = d
			}
			i += n
			continue
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return last
}
