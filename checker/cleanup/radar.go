package cleanup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"docreview/corpus/law"
)

func radar(ctx context.Context, records Records, changes []Change, opt Options) ([]Touched, error) {
	byTitle, byWork, byNumber := map[string][]*Change{}, map[string][]*Change{}, map[string][]*Change{}
	for i := range changes {
		c := &changes[i]
		if c.Work != "" {
			byWork[c.Work] = append(byWork[c.Work], c)
		}
		for _, t := range c.Titles {
			if k := key(t); k != "" && !slices.Contains(byTitle[k], c) {
				byTitle[k] = append(byTitle[k], c)
			}
		}
		if k := numberKey(c.Number); k != "" {
			byNumber[k] = append(byNumber[k], c)
		}
	}
	var out []Touched
	n := 0
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		if n++; n%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		if r == nil || r.Unreadable != "" || r.Level != "" || r.Expires != 0 && r.Expires < DayOf(opt.AsOf) {
			continue
		}
		for i := range r.Cites {
			c := &r.Cites[i]
			hits := byTitle[key(c.Title)]
			if len(hits) == 0 && c.Work != "" {
				hits = byWork[c.Work]
			}
			if len(hits) == 0 && c.Title == "" {
				hits = byNumber[numberKey(c.Number)]
			}
			for _, ch := range hits {
				if t, ok := touch(r, c, ch, opt.AsOf); ok {
					out = append(out, t)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Touched) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Change, b.Change))
	})
	return out, nil
}

// touch says how a change touches one citation; ok is false where it does not:
// another article changed, or the document was written after the change and knew it.
func touch(r *Record, c *Cite, ch *Change, asOf law.Date) (t Touched, ok bool) {
	since := DayOf(ch.Since)
	written := cmp.Or(r.Dated, r.Published)
	title := c.Title
	if title == "" && len(ch.Titles) > 0 {
		title = ch.Titles[0]
	}
	t = Touched{
		SHA256: r.SHA256, Paths: slices.Clone(r.Paths), Title: r.name(), Number: r.Number, Issuers: slices.Clone(r.Issuers),
		Change: string(ch.Kind), Of: title, By: ch.By, Since: since, Use: c.Use, Article: c.Article, At: c.At, Line: c.Line, Sureness: Sure,
	}
	if since != 0 && since.Date().Valid() && since.Date().Before(asOf) {
		t.Overdue = since.Date().DaysUntil(asOf)
	}
	where := "引用"
	switch c.Use {
	case "basis":
		where = "作为制定依据"
	case "applied":
		where = "适用"
	}
	day := ""
	if ch.Since.Full() {
		day = "自" + ch.Since.Chinese() + "起"
	}
	switch ch.Kind {
	case ChangeEnded:
		t.How = fmt.Sprintf("%s的《%s》%s不再有效", where, title, day)
		if ch.By != "" {
			t.How += "，见《" + strings.Trim(ch.By, "《》") + "》"
		}
	case ChangeGone:
		t.Sureness = Look
		t.How = fmt.Sprintf("%s的《%s》在新的法规库中没有收录，须人工核对", where, title)
	case ChangeEdition, ChangeText:
		if since != 0 && written != 0 && written >= since {
			return t, false
		}
		if c.Article == 0 {
			t.Sureness = Look
			t.How = fmt.Sprintf("%s的《%s》%s有新文本，没有写条号，须人工核对内容是否受影响", where, title, day)
			return t, true
		}
		i := slices.IndexFunc(ch.Articles, func(a ArticleChange) bool { return a.Article == c.Article })
		if i < 0 {
			if len(ch.Articles) > 0 {
				return t, false // the articles that changed are known; this one did not
			}
			t.Sureness = Look
			t.How = fmt.Sprintf("%s的《%s》%s%s有新文本，条文的变动没有数据，须人工核对", where, title, article(c.Article), day)
			return t, true
		}
		switch a := ch.Articles[i]; a.Kind {
		case "moved":
			t.How = fmt.Sprintf("%s的《%s》%s%s改为%s", where, title, article(c.Article), day, article(a.Now))
		case "ended":
			t.How = fmt.Sprintf("%s的《%s》%s%s已经没有", where, title, article(c.Article), day)
		case "added":
			t.Sureness = Look
			t.How = fmt.Sprintf("%s的《%s》%s在新文本中才有，须人工核对", where, title, article(c.Article))
		default:
			t.Sureness = Probable
			t.How = fmt.Sprintf("%s的《%s》%s%s内容有修改，须核对本件是否仍然一致", where, title, article(c.Article), day)
		}
	default:
		return t, false
	}
	return t, true
}
