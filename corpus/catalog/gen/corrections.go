package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"docreview/corpus/law"
)

// correction is a line of corrections.tsv: a fact kept by hand, with its source.
type correction struct {
	line   int
	verb   string
	title  string
	fields map[string]string
	number law.DocNumber
	pub    law.Date
	from   law.Date
	on     law.Date
	known  law.Date
	after  law.Date
}

var levels = map[string]law.Level{
	"": law.LevelUnknown, "law": law.LevelLaw, "admin": law.LevelAdminRegulation, "rule": law.LevelDeptRule, "normative": law.LevelNormative,
	"judicial": law.LevelJudicial, "party": law.LevelParty, "localrule": law.LevelLocalGovRule, "standard": law.LevelStandard,
}

var standings = map[string]law.Standing{"": law.Repealed, "repealed": law.Repealed, "lapsed": law.Lapsed, "superseded": law.Superseded}

func readCorrections(path string) ([]correction, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []correction
	for i, l := range strings.Split(string(raw), "\n") {
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		parts := strings.Split(l, "\t")
		c := correction{line: i + 1, verb: parts[0], fields: map[string]string{}}
		if len(parts) < 3 {
			return nil, fmt.Errorf("%s:%d: too few columns", path, i+1)
		}
		c.title = parts[1]
		for _, f := range parts[2:] {
			k, v, ok := strings.Cut(f, "=")
			if !ok {
				return nil, fmt.Errorf("%s:%d: %q is no key=value", path, i+1, f)
			}
			c.fields[k] = v
		}
		if c.fields["src"] == "" {
			return nil, fmt.Errorf("%s:%d: no source", path, i+1)
		}
		for _, d := range []struct {
			key string
			to  *law.Date
		}{{"pub", &c.pub}, {"from", &c.from}, {"on", &c.on}, {"known", &c.known}, {"after", &c.after}} {
			if s := c.fields[d.key]; s != "" {
				if *d.to, err = isoDate(s); err != nil {
					return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
				}
			}
		}
		if s := c.fields["no"]; s != "" {
			n, size, ok := law.ParseDocNumber(s)
			if !ok || size != len(s) {
				return nil, fmt.Errorf("%s:%d: %q is no document number", path, i+1, s)
			}
			c.number = n
		}
		if _, ok := levels[c.fields["level"]]; !ok {
			return nil, fmt.Errorf("%s:%d: no level %q", path, i+1, c.fields["level"])
		}
		if _, ok := standings[c.fields["as"]]; !ok {
			return nil, fmt.Errorf("%s:%d: no standing %q", path, i+1, c.fields["as"])
		}
		out = append(out, c)
	}
	return out, nil
}

// isoDate reads 2021-01-01, 2021-01 and 2021.
func isoDate(s string) (law.Date, error) {
	var n [3]int
	for i, p := range strings.Split(s, "-") {
		v, err := strconv.Atoi(p)
		if err != nil || i > 2 {
			return law.Date{}, fmt.Errorf("%q is no date", s)
		}
		n[i] = v
	}
	d := law.Date{Year: n[0], Month: n[1], Day: n[2]}
	if d.Full() && !d.Valid() || d.Year < 1900 {
		return law.Date{}, fmt.Errorf("%q is no date", s)
	}
	return d, nil
}

// decisions takes the lines that are needed before the texts are read.
func (b *builder) decisions(cs []correction) error {
	for _, c := range cs {
		if c.verb != "decision" {
			continue
		}
		d, err := isoDate(c.title)
		if err != nil {
			return fmt.Errorf("corrections:%d: %w", c.line, err)
		}
		b.decision[d] = c
	}
	return nil
}

// correct applies the other lines, in order, after the texts.
func (b *builder) correct(cs []correction) error {
	for _, c := range cs {
		if c.verb == "decision" {
			continue
		}
		held := b.works[law.TitleKey(c.title)]
		switch c.verb {
		case "work", "edition":
			if c.verb == "edition" && held == nil && c.fields["level"] == "" {
				return fmt.Errorf("corrections:%d: an edition of %s, which nobody holds", c.line, c.title)
			}
		case "end":
		default:
			if held == nil {
				return fmt.Errorf("corrections:%d: nobody holds %s", c.line, c.title)
			}
		}
		w := b.get(c.title, levels[c.fields["level"]])
		if w.source == "废止条款" || w.source == "" && held == nil {
			w.source = "更正表"
		}
		if err := b.apply(c, w); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) apply(c correction, w *work) error {
	if v := c.fields["issuer"]; v != "" {
		w.issuer = v
	}
	if v := c.fields["region"]; v != "" {
		w.region = v
	}
	if c.fields["sure"] == "0" {
		w.sure = false
	} else if c.verb == "work" || c.verb == "edition" {
		w.checked = true
	}
	articles, _ := strconv.Atoi(c.fields["articles"])
	switch c.verb {
	case "work", "edition":
		if w.number.IsZero() {
			w.number = c.number
		}
		if l := levels[c.fields["level"]]; l != law.LevelUnknown {
			w.level = l
		}
		event := c.fields["event"]
		if event == "" {
			event = "promulgated"
		}
		e := edition{published: c.pub, from: c.from, event: event, number: c.number, articles: articles, whole: articles > 0, after: c.after, known: c.known}
		if e.published.IsZero() && e.from.IsZero() && e.known.IsZero() && e.after.IsZero() {
			return nil
		}
		got := w.add(e)
		if got == nil {
			return fmt.Errorf("corrections:%d: edition was not taken", c.line)
		}
		if !c.from.IsZero() && got.from != c.from {
			b.problem("更正表与文本的施行日不一，取更正表: 《%s》 %v / %v", w.title, c.from, got.from)
			got.from = c.from
		}
		if articles > 0 && got.articles != articles {
			b.problem("更正表与文本的条数不一，取文本: 《%s》 %d / %d", w.title, articles, got.articles)
		}
	case "from":
		for i := range w.editions {
			if w.editions[i].published == c.pub {
				w.editions[i].from = c.from
				return nil
			}
		}
		b.problem("更正表的施行日没有对应的版本: 《%s》 %v", w.title, c.pub)
	case "moved":
		m, proven, err := parseMoves(c.fields["map"])
		if err != nil {
			return fmt.Errorf("corrections:%d: %w", c.line, err)
		}
		for i := range w.editions {
			if w.editions[i].published == c.pub {
				w.editions[i].moved, w.editions[i].unsure, w.editions[i].proven = m, true, proven
				return nil
			}
		}
		b.problem("更正表的条号对照没有对应的版本: 《%s》 %v", w.title, c.pub)
	case "end":
		x := law.Ending{On: c.on, KnownBy: c.known, As: standings[c.fields["as"]], By: c.fields["by"], Note: c.fields["src"]}
		w.ended, w.fixed = x, true
	case "noend":
		w.ended, w.fixed = law.Ending{}, true
	case "alias":
		for _, a := range strings.Split(c.fields["name"], "；") {
			w.aliases = append(w.aliases, a)
		}
	default:
		return fmt.Errorf("corrections:%d: no verb %q", c.line, c.verb)
	}
	return nil
}

// parseMoves reads 14:16 29:36!; the mark says that texts of the time prove it.
func parseMoves(s string) (m map[int]int, proven map[int]bool, err error) {
	m, proven = map[int]int{}, map[int]bool{}
	for _, f := range strings.Fields(s) {
		row, sure := strings.CutSuffix(f, "!")
		from, to, ok := strings.Cut(row, ":")
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if !ok || err1 != nil || err2 != nil || a < 1 || b < 1 || m[a] != 0 {
			return nil, nil, fmt.Errorf("%q is no row of moved articles", f)
		}
		m[a] = b
		if sure {
			proven[a] = true
		}
	}
	return m, proven, nil
}
