package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus"
	"docreview/corpus/align"
	"docreview/corpus/law"
	"docreview/rules/profile"
)

// What counts as near: a passage holds a quarter of the pairs of characters of
// the clause, and at least four; a clause of fewer than eight has too little to
// ask with.
const (
	nearShare   = 4
	nearLeast   = 4
	fewestPairs = 8
)

func nearCommand(e *env, where cli.Flag) *cli.Command {
	return &cli.Command{
		Name: "near", Usage: "逐条列出上位法里管同一件事的规定，并写明哪些字不同", ArgsUsage: "[选项] 文件",
		Description: "只找制定机关的上级：国家的规定，和本省、本市、本县位阶更高的规定；只看 --as-of 那天适用的版本。\n" +
			"列出的是文字相近的规定，是不是抵触由人判断。没有列出不等于没有上位法。\n" +
			"法规库缺了本省的规定时，照样列出其余的，写明缺什么，退出码为 3。",
		Flags: []cli.Flag{where,
			&cli.StringFlag{Name: "as-of", Usage: "看哪一天适用的版本；默认今天"},
			&cli.StringFlag{Name: "profile", Usage: "制定机关在哪里：行政区划代码或名称；默认从文件看出"},
			&cli.StringFlag{Name: "level", Usage: "这个文件的效力位阶，如 地方政府规章", Value: "规范性文件"},
			&cli.IntFlag{Name: "limit", Usage: "每一处最多列几条", Value: 3},
			&cli.StringFlag{Name: "format", Usage: "text（默认）或者 json", Value: "text"},
			&cli.BoolFlag{Name: "allow-classified", Usage: "文件首部标有密级的也读；默认拒绝，退出码为 4"},
		},
		Action: withArgs(1, 1, "请写明文件，例如 docreview corpus near 办法.docx。", func(c *cli.Context, args []string) error {
			return e.corpusNear(c.Context, nearOptions{file: args[0], dir: c.String("corpus"), asOf: c.String("as-of"), profile: c.String("profile"),
				level: c.String("level"), limit: c.Int("limit"), format: c.String("format"), classified: c.Bool("allow-classified")})
		}),
	}
}

type nearOptions struct {
	file, dir, asOf, profile, level, format string
	limit                                   int
	classified                              bool
}

// nearReport is what `corpus near --format json` prints.
type nearReport struct {
	Schema  int          `json:"schema"`
	File    string       `json:"file"`
	AsOf    string       `json:"as_of"`
	Region  string       `json:"region"` // 行政区划代码; "" none or the nation
	Regions []string     `json:"regions"`
	Levels  []string     `json:"levels"`
	Corpus  string       `json:"corpus"`            // digest
	Missing string       `json:"missing,omitempty"` // region of which nothing is held
	Notes   []string     `json:"notes,omitempty"`
	Clauses []nearClause `json:"clauses"`
}

type nearClause struct {
	At    string    `json:"at"`
	Line  int       `json:"line"`
	Text  string    `json:"text"`
	Short bool      `json:"too_short,omitempty"` // not asked: too few words
	Set   bool      `json:"formula,omitempty"`   // not asked: a set phrase that governs no matter
	Near  []nearHit `json:"near"`
}

type nearHit struct {
	Title   string       `json:"title"`
	Edition string       `json:"edition"`
	At      string       `json:"at"`
	Level   string       `json:"level,omitempty"`
	Region  string       `json:"region"`
	Share   int          `json:"share"`          // of the clause's pairs of characters, in hundredths
	Lead    string       `json:"lead,omitempty"` // of an item: the paragraph that it belongs to
	Text    string       `json:"text"`           // the part of the provision that is nearest
	Whole   bool         `json:"reworded"`
	Differ  []nearDiffer `json:"differences,omitempty"`
	More    int          `json:"more_differences,omitempty"`
	Same    []string     `json:"same,omitempty"` // of reworded ones: what both say
}

// nearDiffer is a place where the two differ.
type nearDiffer struct {
	After string `json:"after,omitempty"`
	There string `json:"there"` // superior
	Here  string `json:"here"`
}

func (e *env) corpusNear(ctx context.Context, o nearOptions) error {
	day, err := e.asOfDay(o.asOf)
	if err != nil {
		return err
	}
	level := levelOf(o.level)
	switch {
	case level == law.LevelUnknown:
		return usagef("没有“%s”这种效力位阶。", o.level)
	case o.format != "text" && o.format != "json":
		return usagef("没有 %s 这种格式。可用的有 text、json。", o.format)
	case o.limit < 1:
		return usagef("--limit 至少是 1。")
	}
	x, err := e.openCorpus(o.dir)
	if err != nil {
		return err
	}
	defer x.Close()
	lib, err := openLibrary("")
	if err != nil {
		return err
	}
	inputs, _ := e.collect([]string{o.file})
	if len(inputs) != 1 {
		return usagef("corpus near 一次看一个文件，%s 里有 %d 个。", o.file, len(inputs))
	}
	got := inputs[0].read(lib, nil)
	if got.why != "" {
		return &uncheckedError{inputs[0].name + " 未能检查：" + got.why}
	}
	if mark := got.doc.Text.Classified; mark != "" && !o.classified {
		return &classifiedError{classifiedWords(mark)}
	}
	rep := &nearReport{Schema: 1, File: inputs[0].name, AsOf: day.String(), Corpus: x.Snapshot().Digest}
	if err := rep.place(got.doc, o.profile); err != nil {
		return err
	}
	scope := corpus.Line(rep.Region, level, day)
	rep.Regions = scope.Regions
	for _, l := range scope.Levels {
		rep.Levels = append(rep.Levels, l.String())
	}
	if err := rep.ask(ctx, x, got.doc, scope, o.limit); err != nil {
		return err
	}
	if o.format == "json" {
		b, err := json.MarshalIndent(rep, "", " ")
		if err != nil {
			return err
		}
		if err := e.print(string(b) + "\n"); err != nil {
			return err
		}
	} else if err := e.print(rep.words(e)); err != nil {
		return err
	}
	if rep.Missing != "" {
		return &uncheckedError{"法规库没有收录" + regionWords(rep.Missing) + "的规定，找得不全。"}
	}
	return nil
}

// place tells where the issuer is.
func (r *nearReport) place(doc *document.Document, named string) error {
	if named != "" {
		p, err := profile.Resolve(named)
		r.Region = p.Code
		return err
	}
	p, notes, err := fromIssuer(doc)
	if err != nil {
		return err
	}
	r.Region, r.Notes = p.Code, notes
	if r.Region == "" && p.Level != "central" {
		r.Notes = append(r.Notes, "看不出制定机关在哪里，只比对国家的规定；可以用 --profile 指定。")
	}
	return nil
}

// unit is a paragraph (款) or item (项) of the document.
type unit struct {
	node *document.Node
	span source.Span
}

// units gives the paragraphs and items of the body, in order: the clauses of
// each belong together.
func units(doc *document.Document) (out []unit) {
	for _, c := range doc.Clauses {
		if c.Zone != document.ZoneBody && c.Zone != document.ZoneNotice {
			continue
		}
		if n := len(out); n > 0 && c.Node != nil && out[n-1].node == c.Node {
			out[n-1].span.End = c.Span.End
			continue
		}
		out = append(out, unit{c.Node, c.Span})
	}
	return out
}

// ask finds the superior provisions of every unit, in one round.
func (r *nearReport) ask(ctx context.Context, x *corpus.Index, doc *document.Document, scope law.Scope, limit int) error {
	var questions []law.Near
	var of []int // the clause that a question is about
	for _, u := range units(doc) {
		start := u.span.Start
		if u.node != nil { // 第三条 and （一） are said apart
			for _, n := range []*document.Node{u.node.Article(), u.node} {
				if n != nil && n.Label.Start <= start && start < n.Label.End {
					start = min(n.Label.End, u.span.End)
				}
			}
		}
		text := strings.TrimSpace(doc.Text.Norm[start:u.span.End])
		if text == "" {
			continue
		}
		from, _ := doc.Text.Positions(u.span)
		c := nearClause{Line: from.Block, Text: text, Near: []nearHit{}}
		if u.node != nil {
			c.At = u.node.Provision().String()
		}
		terms := law.Bigrams(law.Matter(text))
		c.Short, c.Set = len(terms) < fewestPairs, setPhrase(text)
		if !c.Short && !c.Set {
			questions = append(questions, law.Near{Terms: terms, AtLeast: max(nearLeast, (len(terms)+nearShare-1)/nearShare), Limit: limit})
			of = append(of, len(r.Clauses))
		}
		r.Clauses = append(r.Clauses, c)
	}
	answers, err := x.Near(ctx, scope, questions...)
	var unheld *corpus.UnheldError
	switch {
	case errors.As(err, &unheld):
		r.Missing = unheld.Region
	case err != nil:
		return err
	}
	for i, passages := range answers {
		c := &r.Clauses[of[i]]
		for _, p := range passages {
			c.Near = append(c.Near, hitOf(ctx, x, p, c.Text, questions[i].Terms))
		}
	}
	return nil
}

// setPhrase reports whether a clause is one of those that stand in every document
// and govern no matter: its purpose and basis, its first day, who explains it, the
// line that forwards it. Their nearest provisions are those of any law.
func setPhrase(s string) bool {
	short := len([]rune(s)) < 80
	return strings.HasPrefix(s, "为") && strings.Contains(s, "制定本") || strings.HasPrefix(s, "根据") && strings.Contains(s, "制定本") ||
		short && (strings.Contains(s, "起施行") || strings.Contains(s, "起实施") || strings.Contains(s, "之日起执行") || strings.Contains(s, "负责解释")) ||
		strings.Contains(s, "印发给你们") || strings.Contains(s, "转发给你们")
}

// hitOf compares a clause with the part of a superior provision that is nearest
// to it.
func hitOf(ctx context.Context, x *corpus.Index, p law.Passage, clause string, terms []string) nearHit {
	h := nearHit{Title: p.Title, Edition: dayOf(p.Place.Edition), At: p.Place.Provision.String()}
	if w, err := x.Find(ctx, law.Ref{Title: p.Title}); err == nil {
		for _, r := range w[0] {
			if r.ID == p.Work {
				h.Level, h.Region = r.Level.String(), r.Region
			}
		}
	}
	h.Share = 100 * common(terms, p.Text) / len(terms)
	best, lead := -1, ""
	for l := range strings.Lines(p.Text) {
		l = strings.TrimSpace(l)
		item := law.IsItem(l)
		if !item {
			lead = ""
		}
		if n := common(terms, l); n > best {
			best, h.Text, h.Lead = n, l, lead
		}
		if !item {
			lead = l
		}
	}
	d := align.Diff(unlabelled(h.Text), clause)
	h.Whole, h.More = d.Whole, d.More
	for _, c := range d.Changes {
		h.Differ = append(h.Differ, nearDiffer{After: c.After, There: c.Removed, Here: c.Added})
	}
	if d.Whole {
		h.Same = stretches(h.Text, clause)
	}
	return h
}

// unlabelled gives an item without its （一）.
func unlabelled(l string) string {
	if !law.IsItem(l) {
		return l
	}
	if _, rest, ok := strings.Cut(l, "）"); ok && (strings.HasPrefix(l, "（") || strings.HasPrefix(l, "(")) {
		return rest
	}
	if _, rest, ok := strings.Cut(l, ")"); ok && strings.HasPrefix(l, "(") {
		return rest
	}
	return l
}

// dayOf gives the date in the name of an edition.
func dayOf(id law.EditionID) string {
	if i := strings.LastIndex(string(id), "@"); i >= 0 {
		return string(id)[i+1:]
	}
	return ""
}

// common counts the terms that stand in text.
func common(terms []string, text string) (n int) {
	held := map[string]bool{}
	for _, b := range law.Bigrams(text) {
		held[b] = true
	}
	for _, t := range terms {
		if held[t] {
			n++
		}
	}
	return n
}

// sameLeast is how many characters a stretch has that is shown as common.
const sameLeast = 4

// stretches gives what two texts both say: the longest stretches of a that
// stand in b, in order of a, each once.
func stretches(a, b string) (out []string) {
	r := []rune(a)
	for i := 0; i < len(r); {
		n := 0
		for i+n < len(r) && !strings.ContainsRune("，。；：、\n", r[i+n]) && strings.Contains(b, string(r[i:i+n+1])) {
			n++
		}
		if n < sameLeast {
			i++
			continue
		}
		if s := string(r[i : i+n]); !slices.Contains(out, s) {
			out = append(out, s)
		}
		i += n
	}
	return out
}

func (r *nearReport) words(e *env) string {
	var b strings.Builder
	var line []string
	for _, c := range r.Regions {
		line = append(line, regionWords(c))
	}
	fmt.Fprintf(&b, "%s　看 %s 适用的版本；比对 %s 的%s\n", r.File, r.AsOf, strings.Join(line, "、"), strings.Join(r.Levels, "、"))
	for _, n := range r.Notes {
		b.WriteString("注意：" + n + "\n")
	}
	if r.Missing != "" {
		fmt.Fprintf(&b, "注意：法规库没有收录%s的规定，下面只有其他地方的。\n", regionWords(r.Missing))
	}
	b.WriteString("下面是文字相近的规定，是否抵触由人判断。\n")
	found, asked := 0, 0
	for _, c := range r.Clauses {
		at := c.At
		if at == "" {
			at = fmt.Sprintf("第 %d 行", c.Line)
		}
		fmt.Fprintf(&b, "\n%s　%s\n", at, cut(c.Text, 80))
		switch {
		case c.Set:
			b.WriteString("    （目的、施行、解释、印发一类的套语，没有比对）\n")
			continue
		case c.Short:
			b.WriteString("    （字数太少，没有比对）\n")
			continue
		case len(c.Near) == 0:
			asked++
			b.WriteString("    没有找到相近的规定。这不等于没有上位法。\n")
			continue
		}
		asked, found = asked+1, found+1
		for _, h := range c.Near {
			h.write(e, &b)
		}
	}
	fmt.Fprintf(&b, "\n比对了 %d 处，%d 处有相近的规定，%d 处没有找到，%d 处是套语或者字数太少，没有比对。\n", asked, found, asked-found, len(r.Clauses)-asked)
	return b.String()
}

func (h nearHit) write(e *env, b *strings.Builder) {
	fmt.Fprintf(b, "  · 《%s》%s", h.Title, h.At)
	var about []string
	for _, s := range []string{h.Level, h.Edition} {
		if s != "" {
			about = append(about, s)
		}
	}
	if len(about) > 0 {
		fmt.Fprintf(b, "（%s）", strings.Join(about, "，"))
	}
	fmt.Fprintf(b, "　相同的字 %d%%\n", h.Share)
	if h.Lead != "" {
		fmt.Fprintf(b, "    %s\n", cut(h.Lead, 120))
	}
	open, shut := "【", "】"
	if e.color {
		open, shut = "\x1b[1;31m", "\x1b[0m"
	}
	if h.Whole {
		text := h.Text
		for _, s := range h.Same {
			text = strings.Replace(text, s, open+s+shut, 1)
		}
		fmt.Fprintf(b, "    %s\n    整句写法不同；括起来的是两处都有的话。\n", strings.ReplaceAll(text, "\n", " "))
		return
	}
	fmt.Fprintf(b, "    %s\n", h.Text)
	if len(h.Differ) == 0 {
		b.WriteString("    文字相同。\n")
		return
	}
	for _, d := range h.Differ {
		switch {
		case d.There == "":
			fmt.Fprintf(b, "    本文件多：“%s”%s%s%s\n", d.After, open, d.Here, shut)
		case d.Here == "":
			fmt.Fprintf(b, "    本文件少：“%s”%s%s%s\n", d.After, open, d.There, shut)
		default:
			fmt.Fprintf(b, "    上位法%s%s%s，本文件%s%s%s\n", open, d.There, shut, open, d.Here, shut)
		}
	}
	if h.More > 0 {
		fmt.Fprintf(b, "    另有 %d 处不同。\n", h.More)
	}
}

// cut shortens s to n characters.
func cut(s string, n int) string {
	s = strings.ReplaceAll(s, "\n", " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
