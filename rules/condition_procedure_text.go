package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/dossier"
	"docreview/checker/source"
)

// versions compares the lives of one text: what was reviewed (送审稿), what the meeting had
// before it (审议稿), what was signed (签发稿), what was published (公布文本) and the file under
// review itself. Layout is no change: package dossier says what is.
//
//	changed     a change of substance from one version to the next; those from the reviewed
//	            text on that the opinion of the review asked for are none. A change that the
//	            minutes ask for, or that the opinion may have asked for, is one severity lower
//	unfollowed  an article that the opinion of the review wants changed stands as it was in the
//	            last version, and no paper says why
type versions struct {
	Is string `yaml:"is"`
	// From is the version from which the change starts: review (the reviewed text and what the
	// meeting had) or signed; for changed.
	From string `yaml:"from"`
}

func (c *versions) build(*builder) (evaluator, []string, error) {
	switch {
	case c.Is == "changed" && (c.From == "review" || c.From == "signed"):
		return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
			if p.Dossier == nil {
				return nil, nil
			}
			return c.changed(p), nil
		}, []string{"from", "to", "old", "new", "diff", "at", "how", "file", "other", "why"}, nil
	case c.Is == "unfollowed" && c.From == "":
		return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
			if p.Dossier == nil {
				return nil, nil
			}
			return c.unfollowed(p), nil
		}, []string{"at", "to", "file", "other"}, nil
	}
	return nil, nil, fmt.Errorf("is is none of changed (from review or signed), unfollowed")
}

// life is a version of the text at one point of its life.
type life struct {
	stage string
	name  string // 送审稿, 签发稿 …; 本件 for the file under review
	file  string
	doc   *document.Document
}

// own reports that it is the file under review.
func (l life) own(p *checker.Pass) bool { return l.doc == p.Doc }

type livesKey struct{}

// lives gives the versions in the order of the life of the document, one a stage. Where two
// papers hold different versions of one stage, nobody knows which one counts: the reason is
// given.
func lives(p *checker.Pass) ([]life, string) {
	got := p.Memo(livesKey{}, func() any {
		ls, why := findLives(p)
		return livesOf{ls, why}
	}).(livesOf)
	return got.list, got.why
}

type livesOf struct {
	list []life
	why  string
}

func findLives(p *checker.Pass) ([]life, string) {
	var out []life
	for _, stage := range []string{"review", "meeting", "signed", "published"} {
		if stage == "review" && p.Profile.Stage == "review" {
			out = append(out, life{stage, "本件", "", p.Doc})
			continue
		}
		var here []life
		for _, v := range p.Dossier.Texts {
			if v.Stage != stage {
				continue
			}
			here = append(here, life{stage, dossier.StageName(stage), v.File, v.Doc})
		}
		for _, l := range here[min(1, len(here)):] {
			if c, ok := dossier.Compare(here[0].doc, l.doc); !ok || len(c.Changes) > 0 {
				return nil, fmt.Sprintf("材料包里有几份内容不同的%s（%s、%s），不能确定以哪一份为准", dossier.StageName(stage), here[0].file, l.file)
			}
		}
		if len(here) > 0 {
			out = append(out, here[0])
		}
	}
	// The file under review stands last where it was issued.
	if p.Profile.Stage == "issued" || p.Profile.Stage == "" && p.Doc.Dated.Known() {
		out = append(out, life{"own", "本件", "", p.Doc})
	}
	return out, ""
}

func (c *versions) changed(p *checker.Pass) []Hit {
	ls, why := lives(p)
	if why != "" {
		p.CannotTell(why)
		return nil
	}
	var out []Hit
	compared, early := false, c.From == "review"
	for i := 0; i+1 < len(ls); i++ {
		from, to := ls[i], ls[i+1]
		if early != (from.stage == "review" || from.stage == "meeting") {
			continue
		}
		compared = true
		cmp, ok := dossier.Compare(from.doc, to.doc)
		if !ok {
			p.CannotTell(fmt.Sprintf("%s（%s）与%s（%s）差别太大，不能逐条比较，请人工核对", from.name, where(from), to.name, where(to)))
			continue
		}
		asked := articlesAsked(p, "legality_review")
		open := len(asked) == 0 && concluded(p, "修改后") || slices.ContainsFunc(p.Dossier.Events("legality_review"), func(a *checker.Act) bool { return a.Fact("advised_more").Known() })
		meeting := articlesAsked(p, "deliberation")
		for n, x := range cmp.Changes {
			art := x.OldArticle
			if art == 0 {
				art = oldArticle(cmp, x.NewArticle)
			}
			if from.stage == "review" && slices.Contains(asked, art) {
				continue
			}
			if n >= mostChanges {
				p.CannotTell(fmt.Sprintf("%s与%s还有 %d 处不同，没有一一列出", from.name, to.name, len(cmp.Changes)-n))
				break
			}
			h := Hit{Span: place(p, from, to, x), Vars: map[string]string{"from": from.name, "to": to.name, "old": x.Old, "new": x.New, "diff": x.Diff, "at": changedAt(x),
				"how": map[string]string{"改": "改动", "增": "增加", "删": "删去"}[x.Kind], "file": lineOf(from, x.OldLine), "other": lineOf(to, x.NewLine), "why": ""}}
			switch {
			case from.stage == "review" && open:
				h.Lower, h.Vars["why"] = true, "；审核意见有没有指明条款的修改要求，请核对这一处是不是按审核意见修改的"
			case early && slices.Contains(meeting, art):
				h.Lower, h.Vars["why"] = true, "；会议要求修改这一条，改动以后没有看到再次审核的材料"
			}
			out = append(out, h)
		}
		p.Prove(checker.DocumentText)
	}
	if !compared && early {
		p.CannotTell("材料包里没有可以比较的送审稿和签发稿（或者公布文本），不能判断审核以后有没有改动")
	}
	return out
}

// mostChanges bounds the findings of one comparison.
const mostChanges = 40

func where(l life) string {
	if l.file == "" {
		return "所查文件"
	}
	return l.file
}

func lineOf(l life, line int) string {
	if l.file == "" {
		return "本件第" + strconv.Itoa(line) + "行"
	}
	return l.file + "第" + strconv.Itoa(line) + "行"
}

// changedAt names the place by the old numbers, and the new ones where they differ.
func changedAt(x dossier.Change) string {
	switch {
	case x.OldAt == "" && x.NewAt == "":
		return "正文"
	case x.OldAt == "":
		return x.NewAt
	case x.NewAt == "" || x.NewAt == x.OldAt:
		return x.OldAt
	}
	return x.OldAt + "（现" + x.NewAt + "）"
}

// oldArticle is the article of the old version that became n; 0: none did.
func oldArticle(c *dossier.Comparison, n int) int {
	if n == 0 {
		return 0
	}
	out := 0
	for from, to := range c.Articles {
		if to == n && (out == 0 || from < out) {
			out = from
		}
	}
	return out
}

// articlesAsked are the articles that papers of an event want changed.
func articlesAsked(p *checker.Pass, event string) []int {
	var out []int
	for _, a := range p.Dossier.Events(event) {
		for _, f := range a.All("advised") {
			if !slices.Contains(out, f.N) {
				out = append(out, f.N)
			}
		}
	}
	return out
}

// concluded reports that the review came to that conclusion.
func concluded(p *checker.Pass, word string) bool {
	return slices.ContainsFunc(p.Dossier.Events("legality_review"), func(a *checker.Act) bool { return a.Fact("conclusion").Text == word })
}

// place is the place of a change in the file under review; zero where it is in none of its
// clauses.
func place(p *checker.Pass, from, to life, x dossier.Change) source.Span {
	switch {
	case to.own(p) && x.New != "":
		return x.NewSpan
	case from.own(p) && x.Old != "":
		return x.OldSpan
	}
	for _, words := range []string{x.New, x.Old} {
		if i := strings.Index(p.Doc.Text.Norm, words); words != "" && i >= 0 {
			return source.Span{Start: i, End: i + len(words)}
		}
	}
	return source.Span{}
}

// unfollowed looks at what became of the articles that the opinion wants changed.
func (c *versions) unfollowed(p *checker.Pass) []Hit {
	acts := p.Dossier.Events("legality_review")
	if len(acts) == 0 {
		p.CannotTell("材料包里没有" + string(checker.LegalityReview) + "，不能判断审核意见是否采纳")
		return nil
	}
	var asked []checker.Fact
	for _, a := range acts {
		asked = append(asked, a.All("advised")...)
	}
	if len(asked) == 0 {
		if concluded(p, "修改后") {
			p.CannotTell("审核意见要求修改，没有读出是哪一条，不能判断是否采纳")
		} else if concluded(p, "同意") {
			p.Prove(checker.LegalityReview)
		} else {
			p.CannotTell("没有读出审核意见的结论，不能判断是否采纳")
		}
		return nil
	}
	ls, why := lives(p)
	switch {
	case why != "":
		p.CannotTell(why)
		return nil
	case len(ls) < 2 || ls[0].stage != "review":
		p.CannotTell("材料包里没有送审稿或者签发稿（公布文本），不能判断审核意见是否采纳")
		return nil
	}
	first, last := ls[0], ls[len(ls)-1]
	cmp, ok := dossier.Compare(first.doc, last.doc)
	if !ok {
		p.CannotTell("送审稿与" + last.name + "差别太大，不能逐条比较，请人工核对")
		return nil
	}
	explained, any := answered(p)
	var out []Hit
	for _, f := range asked {
		if articleLabel(first.doc, f.N).IsZero() {
			p.CannotTell("审核意见提到" + f.Text + "（" + f.Where() + "），送审稿没有这一条，请核对")
			continue
		}
		if any || slices.Contains(explained, f.N) || cmp.Touched(f.N) {
			continue
		}
		// One remark on several articles may be met by changing one of them.
		if slices.ContainsFunc(asked, func(g checker.Fact) bool { return g.File == f.File && g.Line == f.Line && cmp.Touched(g.N) }) {
			p.CannotTell("审核意见提到" + f.Text + "（" + f.Where() + "），同一处意见提到的其他条款已经改动，请核对是否采纳")
			continue
		}
		h := Hit{Vars: map[string]string{"at": f.Text, "to": last.name, "file": f.Where(), "other": where(last)}}
		if last.own(p) {
			h.Span = articleLabel(p.Doc, cmp.Articles[f.N])
		}
		out = append(out, h)
	}
	if len(out) == 0 {
		p.Prove(checker.LegalityReview)
	}
	return out
}

// answered gives the articles of which a paper says that the opinion was not followed; any:
// it says so without naming one.
func answered(p *checker.Pass) (articles []int, any bool) {
	for _, acts := range [][]*checker.Act{p.Dossier.Claims("review_answer"), p.Dossier.Events("review_answer")} {
		for _, a := range acts {
			named := a.All("advised")
			for _, f := range named {
				articles = append(articles, f.N)
			}
			any = any || len(named) == 0
		}
	}
	return articles, any
}

// articleLabel is the label of an article of the document; zero: it has none of that number.
func articleLabel(d *document.Document, n int) (at source.Span) {
	walk(d.Root, func(x *document.Node) {
		if x.Kind == document.Article && x.Number == n && at.IsZero() {
			at = x.Label
		}
	})
	return at
}
