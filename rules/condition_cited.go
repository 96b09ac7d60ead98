package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/align"
	"docreview/corpus/law"
)

// cited holds what the document says of a provision against the text of that
// provision. It needs a corpus with texts; where the text of what is cited is not
// held, the outcome is «cannot tell».
//
//	place      the paragraph (款) or item (项) that is cited does not exist
//	gone       it existed when the document was written, and no longer does
//	altered    what is quoted stands there with another figure, or forbidden instead of allowed
//	amended    it stood there so when the document was written; the wording in force has another figure or negation
//	elsewhere  what is quoted stands in another article, and not in this one
//	absent     nothing of what is quoted stands there, nor anywhere in the work
//	basis      what the cited regulation was itself made under is no longer in force
type citedWords struct {
	Of     string   `yaml:"of"`
	Levels []string `yaml:"levels"`
	Use    []string `yaml:"use"`
	Unless []string `yaml:"unless"`
}

var citedVars = []string{"title", "place", "article", "have", "diff", "right", "said", "under"}

func (c *citedWords) build(b *builder) (evaluator, []string, error) {
	b.cites = true
	find, ok := map[string]func(context.Context, *checker.Pass, int, []checker.CitedText) ([]Hit, error){
		"basis": basisGone, "place": placeMissing, "gone": placeGone,
		"altered": gistIs(gistAltered), "amended": gistIs(gistAmended), "elsewhere": gistIs(gistElsewhere), "absent": gistIs(gistAbsent),
	}[c.Of]
	if !ok {
		return nil, nil, fmt.Errorf("of %q is nothing that can be asked of a cited text", c.Of)
	}
	for _, s := range c.Use {
		if _, ok := useNames[s]; !ok {
			return nil, nil, fmt.Errorf("no use is called %q", s)
		}
	}
	roles, err := rolesOf(c.Unless)
	if err != nil {
		return nil, nil, err
	}
	return func(ctx context.Context, p *checker.Pass) ([]Hit, error) {
		texts, err := p.CitedTexts(ctx)
		if err != nil {
			return nil, err
		}
		var out []Hit
		for i, q := range p.Doc.Citations {
			r := p.Cited[i]
			switch {
			case r.Work == nil || len(texts[i]) == 0 && c.Of != "basis" || endedHere(p.Doc, q, r):
				continue
			case len(c.Use) > 0 && !slices.ContainsFunc(c.Use, func(s string) bool { return useNames[s] == q.Use }):
				continue
			case len(c.Levels) > 0 && !slices.Contains(c.Levels, levelName(r.Work)):
				continue
			case roles != 0 && rolesAt(p.Doc, q.Span)&roles != 0:
				continue
			}
			hits, err := find(ctx, p, i, texts[i])
			if err != nil {
				return nil, err
			}
			for _, h := range hits {
				h.Lower = h.Lower || !r.Work.Sure
				out = append(out, h)
			}
		}
		return out, nil
	}, citedVars, nil
}

func citedHit(p *checker.Pass, i int, at law.Provision) Hit {
	r := p.Cited[i]
	return Hit{Span: p.Doc.Citations[i].Span, Vars: map[string]string{
		"title": r.Work.Title, "place": at.String(), "article": law.Provision{Article: at.Article, Sub: at.Sub}.String(),
	}}
}

// placeMissing speaks of the first place of a citation that the wording meant
// does not have.
func placeMissing(ctx context.Context, p *checker.Pass, i int, texts []checker.CitedText) ([]Hit, error) {
	for _, t := range texts {
		if t.At.Para == 0 && t.At.Item == 0 {
			continue
		}
		if t.Then == "" {
			if r := p.Cited[i]; r.Article != checker.ArticleMissing && r.Then != "" {
				p.CannotTell("没有《" + r.Work.Title + "》" + law.Provision{Article: t.At.Article, Sub: t.At.Sub}.String() + "的正文，款、项没有核对")
			}
			continue
		}
		if have, doubt, missing := lacks(t.Then, t.At); missing {
			h := citedHit(p, i, t.At)
			before, err := stoodBefore(ctx, p, i, t)
			if err != nil {
				return nil, err
			}
			h.Vars["have"], h.Lower = have+before, doubt
			return []Hit{h}, nil
		}
	}
	return nil, nil
}

// stoodBefore looks for the place in the wordings before the one in force, where
// the document does not say when it was written: 「；修改前的该条现为第九条」.
func stoodBefore(ctx context.Context, p *checker.Pass, i int, t checker.CitedText) (string, error) {
	r := p.Cited[i]
	if r.Then != r.Now || t.At.Sub != 0 || checker.WrittenOn(p.Doc).Valid() {
		return "", nil
	}
	es := r.Work.Editions
	for k := len(es) - 1; k >= 0; k-- {
		if es[k].ID == r.Now || es[k].Articles < t.At.Article {
			continue
		}
		texts, err := p.Corpus.Provision(ctx, law.Place{Edition: es[k].ID, Provision: law.Provision{Article: t.At.Article}})
		if err != nil {
			return "", err
		}
		if texts[0] == "" {
			continue
		}
		if _, _, missing := lacks(texts[0], t.At); missing {
			continue
		}
		e, ok, err := checker.ArticleIn(ctx, p.Corpus, r.Work, es[k].ID, r.Now, t.At.Article)
		switch {
		case err != nil:
			return "", err
		case ok && e != t.At.Article:
			return "；修改前的该条现为" + law.Provision{Article: e}.String(), nil
		}
		return "；修改前的文本有，该条已经修改", nil
	}
	return "", nil
}

func placeGone(_ context.Context, p *checker.Pass, i int, texts []checker.CitedText) ([]Hit, error) {
	for _, t := range texts {
		if t.At.Para == 0 && t.At.Item == 0 || t.Then == "" || t.Now == "" || p.Cited[i].ArticleUnsure {
			continue
		}
		if _, _, missing := lacks(t.Then, t.At); missing {
			continue
		}
		if have, doubt, missing := lacks(t.Now, t.NowAt); missing {
			h := citedHit(p, i, t.NowAt)
			h.Vars["have"], h.Lower = have, doubt
			return []Hit{h}, nil
		}
	}
	return nil, nil
}

// lacks reports that an article has no such paragraph or item, with what it has
// instead: 「该条共2款」. doubt: the text may have been run together, so that its
// paragraphs cannot be counted.
func lacks(article string, at law.Provision) (have string, doubt, missing bool) {
	paras := law.Paragraphs(article)
	doubt = len(paras) == 1 && strings.Count(article, "。") > 1
	if at.Para > len(paras) {
		return "该条共" + strconv.Itoa(len(paras)) + "款", doubt, true
	}
	if at.Item == 0 {
		return "", false, false
	}
	where := paras
	if at.Para > 0 {
		where = paras[at.Para-1 : at.Para]
	}
	last := 0
	for _, q := range where {
		last = max(last, law.Items(q))
	}
	if last >= at.Item {
		return "", false, false
	}
	label := law.FormatNumeral(at.Item)
	for _, mark := range []string{"（" + label + "）", "(" + label + ")", label + "、", strconv.Itoa(at.Item) + ".", strconv.Itoa(at.Item) + "．"} {
		if last == 0 && strings.Contains(article, mark) {
			for n, q := range paras {
				if at.Para > 0 && n+1 != at.Para && law.Items(q) >= at.Item {
					return "第（" + label + "）项在第" + law.FormatNumeral(n+1) + "款", true, true
				}
			}
			return "", false, false // items that stand on one line
		}
	}
	switch {
	case last > 0 && at.Para > 0:
		return "该款共" + strconv.Itoa(last) + "项", false, true
	case last > 0:
		return "该条共" + strconv.Itoa(last) + "项", false, true
	case at.Para > 0:
		return "该款没有分项", doubt, true
	}
	return "该条没有分项", doubt, true
}

// basisGone looks at what a regulation below the laws says it was made under
// (第一条: 根据《…》，制定本办法) and tells of the first that has ended.
func basisGone(ctx context.Context, p *checker.Pass, i int, _ []checker.CitedText) ([]Hit, error) {
	r := p.Cited[i]
	for k := range i {
		if p.Cited[k].Work != nil && p.Cited[k].Work.ID == r.Work.ID {
			return nil, nil // told at the first mention
		}
	}
	e, standing := r.Work.On(p.AsOf)
	if standing != law.InForce || rankOf(r.Work.Level) < 2 || !p.Corpus.Snapshot().FullText {
		return nil, nil
	}
	texts, err := p.Corpus.Provision(ctx, law.Place{Edition: e.ID, Provision: law.Provision{Article: 1}})
	if err != nil {
		return nil, err
	}
	from, rest := "", texts[0]
	if j := strings.Index(rest, "根据"); j >= 0 {
		var made bool
		if from, _, made = strings.Cut(rest[j:], "制定"); !made {
			from = ""
		}
	}
	var refs []law.Ref
	for {
		_, after, ok := strings.Cut(from, "《")
		if !ok {
			break
		}
		title, next, ok := strings.Cut(after, "》")
		if !ok {
			break
		}
		refs, from = append(refs, law.Ref{Title: title, Said: e.From}), next
	}
	if len(refs) == 0 {
		return nil, nil
	}
	answers, err := p.Corpus.Find(ctx, refs...)
	if err != nil {
		return nil, err
	}
	for k, works := range answers {
		if len(works) != 1 {
			continue
		}
		w := works[0]
		switch _, s := w.On(p.AsOf); s {
		case law.Repealed, law.Lapsed, law.Superseded:
			return []Hit{{Span: p.Doc.Citations[i].Span, Vars: map[string]string{"title": r.Work.Title, "under": "《" + refs[k].Title + "》" +
				endedPhrase(checker.Resolution{Standing: s, Since: w.Ended.On, By: w.Ended.By})}}}, nil
		}
	}
	return nil, nil
}

// Standing of what is quoted.
type gistStand int

const (
	gistFine gistStand = iota
	gistAltered
	gistAmended
	gistElsewhere
	gistAbsent
)

type gistVerdict struct {
	stand gistStand
	span  source.Span
	diff  string
	right law.Provision
}

// gistIs asks for one standing of what citations are said to provide; the
// comparison is made once for all rules.
func gistIs(want gistStand) func(context.Context, *checker.Pass, int, []checker.CitedText) ([]Hit, error) {
	return func(ctx context.Context, p *checker.Pass, i int, texts []checker.CitedText) ([]Hit, error) {
		type key struct{ gist int }
		type answer struct {
			v   gistVerdict
			err error
		}
		a := p.Memo(key{i}, func() any {
			v, err := judgeGist(ctx, p, i, texts)
			return answer{v, err}
		}).(answer)
		if a.err != nil || a.v.stand != want {
			return nil, a.err
		}
		h := citedHit(p, i, texts[0].At)
		h.Span = a.v.span
		h.Vars["diff"], h.Vars["right"] = a.v.diff, a.v.right.String()
		h.Vars["said"] = p.Doc.Text.Norm[a.v.span.Start:a.v.span.End]
		h.Related = []checker.Related{{Span: p.Doc.Citations[i].Span, Message: "所引条款"}}
		return []Hit{h}, nil
	}
}

func judgeGist(ctx context.Context, p *checker.Pass, i int, texts []checker.CitedText) (gistVerdict, error) {
	q, r := p.Doc.Citations[i], p.Cited[i]
	if len(q.At) != 1 || len(texts) != 1 || texts[0].Then == "" {
		return gistVerdict{}, nil
	}
	said, quoted := saidOf(p.Doc, q)
	if said.IsZero() {
		return gistVerdict{}, nil
	}
	v := gistVerdict{span: said}
	words := p.Doc.Text.Norm[said.Start:said.End]
	t := texts[0]
	then := align.Gist(words, t.Then)
	var now align.Verdict
	if t.Now != "" {
		now = align.Gist(words, t.Now)
	}
	stands := func(w align.Verdict) bool { return w.Stand == align.Exact || w.Stand == align.Near }
	switch {
	case stands(now):
		return v, nil
	case stands(then):
		if now.Stand == align.Altered {
			v.stand, v.diff = gistAmended, evidenceOf(now.Diff)
		}
		return v, nil
	case then.Stand == align.Altered:
		v.stand, v.diff = gistAltered, evidenceOf(then.Diff)
		if len(then.Diff.Changes) == 0 {
			v.stand = gistFine
		}
		return v, nil
	}
	n := utf8.RuneCountInString(words)
	gone := then.Stand == align.Absent || quoted && then.Share < 0.5
	if n < 8 || !gone && (then.Share >= 0.6 || now.Share >= 0.6 || n < 12) {
		return v, nil
	}
	// Another article of either wording may say it.
	held := true
	for _, id := range uniqueEditions(r.Then, r.Now) {
		articles, whole, err := editionTexts(ctx, p, r.Work, id)
		if err != nil {
			return v, err
		}
		held = held && whole
		for k, text := range articles {
			if g := align.Gist(words, text); stands(g) && (gone || g.Share >= 0.9) {
				if k+1 == t.At.Article {
					return gistVerdict{}, nil
				}
				if v.right.Article != 0 {
					return gistVerdict{}, nil // more than one place: who knows which
				}
				v.right = law.Provision{Article: k + 1}
			}
		}
		if v.right.Article != 0 {
			v.stand = gistElsewhere
			return v, nil
		}
	}
	if held && gone && (quoted || n >= 20) {
		v.stand = gistAbsent
	}
	return v, nil
}

func uniqueEditions(ids ...law.EditionID) []law.EditionID {
	var out []law.EditionID
	for _, id := range ids {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// editionTexts gives the articles of a wording, from the first; whole is false
// where one is missing.
func editionTexts(ctx context.Context, p *checker.Pass, w *law.Regulation, id law.EditionID) (texts []string, whole bool, err error) {
	n := 0
	for _, e := range w.Editions {
		if e.ID == id {
			n = e.Articles
		}
	}
	places := make([]law.Place, n)
	for k := range places {
		places[k] = law.Place{Edition: id, Provision: law.Provision{Article: k + 1}}
	}
	if n == 0 {
		return nil, false, nil
	}
	texts, err = p.Corpus.Provision(ctx, places...)
	return texts, err == nil && !slices.Contains(texts, ""), err
}

// evidenceOf says a difference in the words of a finding: 文中“五年”，条文“三年”.
func evidenceOf(d align.Difference) string {
	var parts []string
	for k, c := range d.Changes {
		if k == 3 {
			parts = append(parts, "等")
			break
		}
		switch {
		case c.Removed == "":
			parts = append(parts, "条文另有“"+clip(c.Added, 20)+"”")
		case c.Added == "":
			parts = append(parts, "条文没有“"+clip(c.Removed, 20)+"”")
		default:
			parts = append(parts, "文中“"+clip(c.Removed, 20)+"”，条文“"+clip(c.Added, 20)+"”")
		}
	}
	return strings.Join(parts, "；")
}

// saidOf gives the stretch in which the document says what a provision holds:
//
//	《…》第三十九条规定：“……”        in quotation marks: quoted
//	《…》第三十九条规定，……。        to the end of the sentence
//	《…》第三十九条关于……的规定
//
// zero: it says nothing of it.
func saidOf(d *document.Document, q document.Citation) (s source.Span, quoted bool) {
	k := clauseAt(d.Clauses, q.Span.Start)
	if k < 0 {
		return s, false
	}
	norm, at := d.Text.Norm, q.Span.End
	skip := func(words ...string) bool {
		for _, w := range words {
			if strings.HasPrefix(norm[at:], w) {
				at += len(w)
				return true
			}
		}
		return false
	}
	for skip(" ", "　") {
	}
	skip("中")
	skip("明确", "也", "均", "还", "又")
	states := skip("规定", "指出", "要求")
	if states {
		skip("了")
		if !skip("：", "，", ":", ",") && !strings.HasPrefix(norm[at:], "“") {
			return s, false // 规定的条件
		}
	}
	about := !states && skip("关于", "有关")
	if strings.HasPrefix(norm[at:], "“") {
		from := at + len("“")
		end := strings.Index(norm[from:], "”")
		if end < 0 || end > 1200 || strings.Contains(norm[from:from+end], "“") || utf8.RuneCountInString(norm[from:from+end]) < 6 {
			return s, false
		}
		return source.Span{Start: from, End: from + end}, true
	}
	end := d.Clauses[k].Span.End
	if at >= end {
		return s, false
	}
	rest := norm[at:end]
	switch {
	case about:
		cut := -1
		for _, w := range []string{"的规定", "的有关规定", "的相关规定", "之规定", "的要求"} {
			if j := strings.Index(rest, w); j >= 0 && (cut < 0 || j < cut) {
				cut = j
			}
		}
		if cut < 0 || strings.ContainsAny(rest[:cut], "《。；") {
			return s, false
		}
		return source.Span{Start: at, End: at + cut}, false
	case states:
		for _, stop := range []string{"《", "。", "；", "\n", "因此", "据此"} {
			if j := strings.Index(rest, stop); j >= 0 {
				rest = rest[:j]
			}
		}
		rest = strings.TrimRight(rest, "，、：")
		if n := utf8.RuneCountInString(rest); n < 8 || n > 300 {
			return s, false
		}
		return source.Span{Start: at, End: at + len(rest)}, false
	}
	return s, false
}
