package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"docreview/corpus"
	"docreview/corpus/catalog"
	"docreview/corpus/law"
	"docreview/rules/profile"
)

// asOfDay reads --as-of; "" is today.
func (e *env) asOfDay(s string) (law.Date, error) {
	if s == "" {
		return e.today(), nil
	}
	d, n, ok := law.ParseDate(s)
	if !ok || n != len(s) || !d.Valid() {
		return law.Date{}, usagef("--as-of 的日期 %q 不对，要写成 2026-11-22。", s)
	}
	return d, nil
}

// refOf takes what a person typed as a number when all of it is one.
func refOf(s string) law.Ref {
	s = strings.TrimSpace(s)
	if n, w, ok := law.ParseDocNumber(s); ok && w == len(s) {
		return law.Ref{DocNumber: n}
	}
	if t, ok := strings.CutPrefix(s, "《"); ok {
		s = strings.TrimSuffix(t, "》")
	}
	return law.Ref{Title: s}
}

// finder answers by name: an index, or the catalogue where none is built.
type finder interface {
	Find(ctx context.Context, refs ...law.Ref) ([][]*law.Regulation, error)
	Similar(ctx context.Context, titles ...string) ([][]*law.Regulation, error)
}

// finder opens what --corpus names; without one, the user's index or else the
// catalogue. An index that was asked for and is not there is an error.
func (e *env) finder(flag string) (f finder, done func(), err error) {
	dir, named, err := e.corpusDir(flag)
	if err == nil {
		x, err := corpus.Open(dir)
		if err == nil {
			return x, func() { x.Close() }, nil
		}
		if named {
			return nil, nil, err
		}
		if _, ok := err.(*corpus.NoIndexError); !ok {
			return nil, nil, err
		}
	} else if flag != "" {
		return nil, nil, err
	}
	c, err := catalog.Open()
	return c, func() {}, err
}

func (e *env) corpusFind(ctx context.Context, dir, words, asOf string) error {
	day, err := e.asOfDay(asOf)
	if err != nil {
		return err
	}
	f, done, err := e.finder(dir)
	if err != nil {
		return err
	}
	defer done()
	ref := refOf(words)
	found, err := f.Find(ctx, ref)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, r := range found[0] {
		writeWork(&b, r, day)
	}
	if len(found[0]) > 0 {
		return e.print(b.String())
	}
	fmt.Fprintf(&b, "没有收录“%s”。这不等于没有这部法规。\n", words)
	if ref.Title != "" {
		near, err := f.Similar(ctx, ref.Title)
		if err != nil {
			return err
		}
		for _, r := range near[0] {
			fmt.Fprintf(&b, "是否为：《%s》\n", r.Title)
		}
	}
	if err := e.print(b.String()); err != nil {
		return err
	}
	return errFindings
}

// standingWords says how a work stands on a day.
func standingWords(s law.Standing) string {
	switch s {
	case law.InForce:
		return "现行有效"
	case law.NotYetInForce:
		return "尚未施行"
	case law.Repealed:
		return "已废止"
	case law.Lapsed:
		return "已失效"
	case law.Superseded:
		return "已被新的规定代替"
	case law.Undated:
		return "效力不明（日期不全）"
	}
	return "没有判断"
}

func eventWords(e string) string {
	switch e {
	case "amended":
		return "修正"
	case "revised":
		return "修订"
	}
	return "公布"
}

// levelWords names a level; works of unknown level are said to be so.
func levelWords(l law.Level) string {
	if s := l.String(); s != "" {
		return s
	}
	return "位阶不明"
}

func regionWords(code string) string {
	switch code {
	case "":
		return "国家"
	case "?":
		return "地区不明"
	}
	if p := profile.PathOf(code); p != "" {
		return p
	}
	return code
}

func writeWork(b *strings.Builder, r *law.Regulation, day law.Date) {
	now, s := r.On(day)
	fmt.Fprintf(b, "《%s》　%s\n", r.Title, standingWords(s))
	line := []string{levelWords(r.Level), regionWords(r.Region)}
	if r.Issuer != "" {
		line = append(line, r.Issuer)
	}
	if n := r.DocNumber.String(); n != "" {
		line = append(line, n)
	}
	fmt.Fprintf(b, "  %s\n", strings.Join(line, "　"))
	if len(r.Aliases) > 0 {
		fmt.Fprintf(b, "  又称：%s\n", strings.Join(r.Aliases, "、"))
	}
	for _, e := range r.Editions {
		mark := "  "
		if e.ID == now.ID && s == law.InForce {
			mark = "→ "
		}
		fmt.Fprintf(b, "  %s%s\n", mark, editionWords(e))
	}
	if x := r.Ended; x.As != law.NotChecked {
		what := map[law.Standing]string{law.Repealed: "废止", law.Lapsed: "失效", law.Superseded: "被代替"}[x.As]
		if x.Partial {
			what = "部分" + what
		}
		when := x.On.String()
		if when == "" {
			when = "日期不明"
		}
		fmt.Fprintf(b, "  %s %s", when, what)
		if x.By != "" {
			fmt.Fprintf(b, "，依据：%s", x.By)
		}
		b.WriteString("\n")
	}
	if !r.Sure {
		b.WriteString("  （来源不够可靠，仅供参考）\n")
	}
}

func editionWords(e law.Edition) string {
	var w []string
	if d := e.Published.String(); d != "" {
		w = append(w, d+" "+eventWords(e.Event))
	} else {
		w = append(w, "公布日期不明")
	}
	if d := e.From.String(); d != "" {
		w = append(w, d+" 起施行")
	} else {
		w = append(w, "施行日期未载明")
	}
	if n := e.DocNumber.String(); n != "" {
		w = append(w, n)
	}
	if e.Articles > 0 {
		w = append(w, strconv.Itoa(e.Articles)+" 条")
	}
	return strings.Join(w, "　")
}

type showOptions struct{ dir, title, article, asOf, edition string }

func (e *env) corpusShow(ctx context.Context, o showOptions) error {
	day, err := e.asOfDay(o.asOf)
	if err != nil {
		return err
	}
	if o.asOf != "" && o.edition != "" {
		return usagef("--as-of 和 --edition 只能写一个。")
	}
	at, err := articleOf(o.article)
	if err != nil {
		return err
	}
	x, err := e.openCorpus(o.dir)
	if err != nil {
		return err
	}
	defer x.Close()
	ref := refOf(o.title)
	found, err := x.Find(ctx, ref)
	if err != nil {
		return err
	}
	switch n := len(found[0]); {
	case n == 0:
		return e.corpusFind(ctx, o.dir, o.title, o.asOf)
	case n > 1:
		var b strings.Builder
		fmt.Fprintf(&b, "有 %d 部法规都叫这个名称，请写全名或文号：\n", n)
		for _, r := range found[0] {
			writeWork(&b, r, day)
		}
		if err := e.print(b.String()); err != nil {
			return err
		}
		return errFindings
	}
	r := found[0][0]
	held, err := x.Held(r.ID)
	if err != nil {
		return err
	}
	ed, note, err := chooseEdition(r, held, day, o.edition)
	if err != nil {
		return err
	}
	var b strings.Builder
	_, s := r.On(day)
	fmt.Fprintf(&b, "《%s》　%s\n%s\n", r.Title, standingWords(s), editionWords(ed))
	if note != "" {
		b.WriteString(note + "\n")
	}
	b.WriteString("\n")
	if !slices.Contains(held, ed.ID) {
		b.WriteString("法规库没有这个版本的正文。" + heldWords(r, held) + "\n")
		if err := e.print(b.String()); err != nil {
			return err
		}
		return errFindings
	}
	if at.IsZero() {
		rows, err := x.Text(ed.ID)
		if err != nil {
			return err
		}
		path := ""
		for _, row := range rows {
			if row.Path != path {
				path = row.Path
				b.WriteString(path + "\n")
			}
			writeRow(&b, row)
		}
		return e.print(b.String())
	}
	row, ok, err := x.Article(ed.ID, at)
	if err != nil {
		return err
	}
	text := corpus.Part(row.Text, at)
	if !ok || text == "" {
		fmt.Fprintf(&b, "这个版本没有%s", at)
		if ed.Articles > 0 {
			fmt.Fprintf(&b, "（共 %d 条）", ed.Articles)
		}
		if err := e.print(b.String() + "。\n"); err != nil {
			return err
		}
		return errFindings
	}
	if row.Path != "" {
		b.WriteString(row.Path + "\n")
	}
	row.Text, row.At = text, at
	writeRow(&b, row)
	return e.print(b.String())
}

func writeRow(b *strings.Builder, r corpus.Row) {
	if !r.At.IsZero() {
		b.WriteString(r.At.String() + "　")
	}
	b.WriteString(strings.ReplaceAll(r.Text, "\n", "\n　　") + "\n")
}

// articleOf reads 14, 第十四条 or 第十四条第二款第（一）项.
func articleOf(s string) (law.Provision, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return law.Provision{}, nil
	}
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		return law.Provision{Article: n}, nil
	}
	p, n, ok := law.ParseProvision(s)
	if !ok || n != len(s) || p.Article == 0 {
		return p, usagef("--article 的值 %q 不对，要写成 14 或 第十四条第二款。", s)
	}
	return p, nil
}

// chooseEdition gives the wording that was asked for: by date or year, or the
// one that applies on the day. note says what a reader must know about it.
func chooseEdition(r *law.Regulation, held []law.EditionID, day law.Date, want string) (ed law.Edition, note string, err error) {
	if want != "" {
		for i := len(r.Editions) - 1; i >= 0; i-- {
			e := r.Editions[i]
			if string(e.ID) == want || strings.HasPrefix(e.Published.String(), want) || strings.HasPrefix(e.From.String(), want) {
				return e, "", nil
			}
		}
		var have []string
		for _, e := range r.Editions {
			have = append(have, e.Published.String())
		}
		return ed, "", usagef("没有 %s 的版本。已知的版本：%s。", want, strings.Join(have, "、"))
	}
	now, _ := r.On(day)
	if now.ID != "" && slices.Contains(held, now.ID) {
		return now, "", nil
	}
	// A newer wording is known and only older words are held: say so, show them.
	for i := len(r.Editions) - 1; i >= 0; i-- {
		if e := r.Editions[i]; slices.Contains(held, e.ID) && (now.ID == "" || !now.Published.Before(e.Published)) {
			n := ""
			if now.ID != "" {
				n = "注意：" + day.String() + " 适用的是 " + editionWords(now) + " 的版本，法规库没有它的正文；下面是较早的版本。"
			}
			return e, n, nil
		}
	}
	return now, "", nil
}

func heldWords(r *law.Regulation, held []law.EditionID) string {
	var have []string
	for _, e := range r.Editions {
		if slices.Contains(held, e.ID) {
			have = append(have, e.Published.String())
		}
	}
	if len(have) == 0 {
		return "也没有其他版本的正文。"
	}
	return "有正文的版本：" + strings.Join(have, "、") + "（用 --edition 指定）。"
}

type searchOptions struct {
	dir, words, asOf, regions, levels string
	limit                             int
}

func (e *env) corpusSearch(ctx context.Context, o searchOptions) error {
	q := corpus.Query{Words: o.words, Limit: o.limit}
	if o.asOf != "" {
		day, err := e.asOfDay(o.asOf)
		if err != nil {
			return err
		}
		q.Scope.AsOf = day
	}
	if o.regions != "" {
		for _, s := range strings.Split(o.regions, ",") {
			if s == "0" || s == "国家" {
				q.Scope.Regions = append(q.Scope.Regions, "")
				continue
			}
			p, err := profile.Resolve(s)
			if err != nil {
				return err
			}
			q.Scope.Regions = append(q.Scope.Regions, p.Code)
		}
	}
	if o.levels != "" {
		for _, s := range strings.Split(o.levels, ",") {
			l := levelOf(s)
			if l == law.LevelUnknown {
				return usagef("没有“%s”这种效力位阶。", s)
			}
			q.Scope.Levels = append(q.Scope.Levels, l)
		}
	}
	x, err := e.openCorpus(o.dir)
	if err != nil {
		return err
	}
	defer x.Close()
	hits, err := x.Search(ctx, q)
	if err != nil {
		return err
	}
	if len(hits) == 0 {
		if err := e.print("没有找到“" + o.words + "”。\n"); err != nil {
			return err
		}
		return errFindings
	}
	var b strings.Builder
	for _, h := range hits {
		e.writeHit(&b, h)
	}
	return e.print(b.String())
}

func levelOf(s string) law.Level {
	for l := law.LevelConstitution; l <= law.LevelStandard; l++ {
		if l.String() == s || s != "" && strings.HasPrefix(l.String(), s) {
			return l
		}
	}
	return law.LevelUnknown
}

func (e *env) writeHit(b *strings.Builder, h corpus.Hit) {
	place := h.Place.Provision.String()
	switch {
	case h.Kind == "gist":
		place = h.At + "（规则依据的大意，不是原文）"
	case h.Kind == "title":
		place = "（名称）"
	case place == "":
		place = h.Label
	}
	fmt.Fprintf(b, "《%s》%s", h.Title, place)
	if ed := string(h.Place.Edition); ed != "" {
		if i := strings.LastIndex(ed, "@"); i >= 0 {
			fmt.Fprintf(b, "　%s", ed[i+1:])
		}
	}
	b.WriteString("\n")
	if h.Kind != "title" {
		b.WriteString("    " + e.passage(h) + "\n")
	}
}

// passageLength is about how many characters of a passage are printed.
const passageLength = 120

// passage cuts the stretch around the first word found and marks the words: in
// colour on a terminal, with 【】 elsewhere.
func (e *env) passage(h corpus.Hit) string {
	from, to := 0, len(h.Text)
	if len(h.Marks) > 0 && utf8.RuneCountInString(h.Text) > passageLength {
		from = h.Marks[0][0]
		for n := 0; n < passageLength/4 && from > 0; n++ {
			_, w := utf8.DecodeLastRuneInString(h.Text[:from])
			from -= w
		}
	}
	to = from
	for n := 0; n < passageLength && to < len(h.Text); n++ {
		_, w := utf8.DecodeRuneInString(h.Text[to:])
		to += w
	}
	open, shut := "【", "】"
	if e.color {
		open, shut = "\x1b[1;31m", "\x1b[0m"
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	at := from
	for _, m := range h.Marks {
		if m[0] < at || m[1] > to {
			continue
		}
		b.WriteString(h.Text[at:m[0]] + open + h.Text[m[0]:m[1]] + shut)
		at = m[1]
	}
	b.WriteString(h.Text[at:to])
	if to < len(h.Text) {
		b.WriteString("…")
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}
