package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docreview/corpus"
	"docreview/corpus/law"
)

// problemWords says what a kind of problem means, in the order in which they
// are printed.
var problemWords = []struct {
	kind  corpus.ProblemKind
	words string
}{
	{"not_read", "无法读取的文件"},
	{"skipped_symlink", "没有进入的链接"},
	{"not_a_law", "不是法规文本，没有收录"},
	{"table_skipped", "不是效力状态表，没有读取"},
	{"no_title", "没有名称，没有收录"},
	{"part_alone", "只有法典的一编，没有其他部分"},
	{"no_text", "有名称和沿革，没有正文"},
	{"no_date", "没有任何日期"},
	{"bad_date", "日历上没有的日期"},
	{"no_effective_date", "这个版本的施行日期未载明"},
	{"no_issuer", "看不出制定机关"},
	{"no_region", "看不出是哪个地方的"},
	{"no_level", "看不出效力位阶"},
	{"title_differs", "文件名与标题不一致"},
	{"level_differs", "目录与制定机关表明的位阶不一致（以目录为准）"},
	{"name_date_older", "文件名的日期早于沿革的最后一次修改"},
	{"name_date_newer", "文件名的日期晚于沿革：可能有沿革没有写的修改"},
	{"name_date_strange", "文件名的日期不在沿革里"},
	{"dates_differ", "施行日期互相矛盾"},
	{"texts_same", "同一版本的另一份文本，文字相同"},
	{"texts_differ", "同一版本的两份文本文字不同"},
	{"joined_by_title", "名称和机关相同、沿革没有联系，按同一部法规处理"},
	{"namesakes", "名称相同的不同法规"},
	{"article_gap", "条的序号中间有缺"},
	{"article_back", "条的序号倒退：后面可能是另一份文件"},
	{"edge_no_target", "废止或修改的法规没有收录"},
	{"edge_ambiguous", "废止或修改的法规不止一部，没有处理"},
	{"edge_higher", "说要废止上位的或者别处的法规，没有处理"},
	{"edge_too_early", "废止日期不晚于收录文本的公布日期：可能是以前的同名法规"},
	{"edge_no_date", "废止日期没有写明"},
	{"edge_stale", "已被修改，新的正文没有收录"},
	{"ends_differ", "终止日期互相矛盾"},
	{"status_differs", "状态表与文本矛盾"},
	{"status_no_date", "状态表说已失效，没有写日期"},
	{"status_no_target", "状态表里的法规没有正文"},
	{"status_unknown", "状态表里看不懂的状态"},
	{"catalogue_differs", "与程序自带的目录矛盾（以目录为准）"},
}

func kindWords(kind string) string {
	for _, p := range problemWords {
		if string(p.kind) == kind {
			return p.words
		}
	}
	return kind
}

func builtWords(dir string, b *corpus.Built) string {
	var w strings.Builder
	s := b.Snapshot
	fmt.Fprintf(&w, "法规库 %s\n", dir)
	fmt.Fprintf(&w, "  法规 %d 部（有正文 %d 部），版本 %d 个，条文 %d 条；截至 %s\n", s.Works, b.Stats.Held, s.Editions, s.Articles, s.AsOf)
	fmt.Fprintf(&w, "  读取文件 %d 个，收录文本 %d 份；索引 %d 个（沿用 %d 个），%.1f MB\n", b.Stats.Inputs, b.Stats.Files, b.Shards, b.Kept, float64(b.Bytes)/1e6)
	writeProblems(&w, b.Stats)
	return w.String()
}

func writeProblems(w *strings.Builder, s corpus.Stats) {
	if len(s.Problems) == 0 {
		return
	}
	w.WriteString("需要知道的情况（逐条出处：docreview corpus status --problems 种类）：\n")
	n := map[string]int{}
	for _, c := range s.Problems {
		n[c.Name] = c.N
	}
	for _, p := range problemWords {
		if k := n[string(p.kind)]; k > 0 {
			fmt.Fprintf(w, "  %6d  %s  %s\n", k, p.kind, p.words)
		}
	}
}

func (e *env) corpusStatus(dir, problems string) error {
	x, err := e.openCorpus(dir)
	if err != nil {
		return err
	}
	defer x.Close()
	if problems != "" {
		return e.corpusProblems(x, problems)
	}
	var b strings.Builder
	snap, s := x.Snapshot(), x.Stats()
	fmt.Fprintf(&b, "快照 %s，截至 %s\n", snap.Digest, snap.AsOf)
	fmt.Fprintf(&b, "法规 %d 部：有正文 %d 部，只有名称和日期 %d 部；已终止 %d 部\n", snap.Works, s.Held, s.Known, s.Ended)
	fmt.Fprintf(&b, "版本 %d 个，条文 %d 条；分词 %s\n", snap.Editions, snap.Articles, snap.Segmenter)
	b.WriteString("\n按效力位阶（最新公布）：\n")
	newest := map[string]string{}
	for _, c := range s.NewestOf {
		newest[c.Name] = c.Note
	}
	for l := law.LevelStandard; l >= law.LevelUnknown; l-- {
		for _, c := range s.Levels {
			if c.Name == (law.LevelStandard-l+1).String() || l == law.LevelUnknown && c.Name == "" {
				fmt.Fprintf(&b, "  %6d  %s  %s\n", c.N, levelWords(levelOf(c.Name)), newest[c.Name])
			}
		}
	}
	b.WriteString("\n按地区：\n")
	for _, c := range s.Regions {
		fmt.Fprintf(&b, "  %6d  %s\n", c.N, regionWords(c.Name))
	}
	b.WriteString("\n按首次公布的年份：\n")
	writeYears(&b, s.Years)
	b.WriteString("\n日期缺项：\n")
	fmt.Fprintf(&b, "  %6d  没有任何日期的法规\n  %6d  有正文而施行日期未载明的版本\n", s.Undated, s.NoFrom)
	for _, t := range s.Sample {
		fmt.Fprintf(&b, "          《%s》\n", t)
	}
	b.WriteString("\n")
	writeProblems(&b, s)
	return e.print(b.String())
}

// writeYears prints a line a decade.
func writeYears(b *strings.Builder, years []corpus.Count) {
	decade := ""
	flush := func(line []string, n int) {
		if n > 0 {
			fmt.Fprintf(b, "  %6d  %s年代　%s\n", n, decade+"0", strings.Join(line, " "))
		}
	}
	var line []string
	sum, unknown := 0, 0
	for _, c := range years {
		if len(c.Name) != 4 {
			unknown += c.N
			continue
		}
		if c.Name[:3] != decade {
			flush(line, sum)
			decade, line, sum = c.Name[:3], nil, 0
		}
		line = append(line, fmt.Sprintf("%s:%d", c.Name, c.N))
		sum += c.N
	}
	flush(line, sum)
	if unknown > 0 {
		fmt.Fprintf(b, "  %6d  年份不明\n", unknown)
	}
}

func (e *env) corpusProblems(x *corpus.Index, kind string) error {
	all, err := x.Problems()
	if err != nil {
		return err
	}
	if kind != "all" && !slices.ContainsFunc(problemWords, func(p struct {
		kind  corpus.ProblemKind
		words string
	}) bool {
		return string(p.kind) == kind
	}) {
		return usagef("没有“%s”这种情况。种类见 docreview corpus status。", kind)
	}
	var b strings.Builder
	for _, p := range all {
		if kind != "all" && string(p.Kind) != kind {
			continue
		}
		at := p.Path
		if p.Line > 0 {
			at = fmt.Sprintf("%s:%d", p.Path, p.Line)
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\n", at, kindWords(string(p.Kind)), p.Detail)
	}
	return e.print(b.String())
}

func (e *env) corpusDiff(ctx context.Context, from, to string) error {
	old, err := corpus.Open(from)
	if err != nil {
		return err
	}
	defer old.Close()
	new, err := corpus.Open(to)
	if err != nil {
		return err
	}
	defer new.Close()
	changes, err := corpus.Diff(ctx, old, new)
	if err != nil {
		return err
	}
	if len(changes) == 0 {
		return e.print("两个法规库没有差别。\n")
	}
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "《%s》　%s\n", c.Title, changeWords(c))
		var parts []string
		for _, kind := range []string{corpus.ArticleAdded, corpus.ArticleChanged, corpus.ArticleMoved, corpus.ArticleEnded} {
			var at []string
			for _, a := range c.Articles {
				if a.Kind == kind {
					at = append(at, placeWords(a))
				}
			}
			if len(at) > 0 {
				parts = append(parts, map[string]string{corpus.ArticleAdded: "增加", corpus.ArticleChanged: "改变", corpus.ArticleMoved: "移动", corpus.ArticleEnded: "终止"}[kind]+" "+strings.Join(at, "、"))
			}
		}
		for _, p := range parts {
			fmt.Fprintf(&b, "    %s\n", p)
		}
	}
	return e.print(b.String())
}

// placeWords names the article of a change and, where the number moved, the one
// it had; what is only likely is said to be so.
func placeWords(a corpus.ArticleChange) string {
	if a.At.IsZero() {
		return "条以外的文字"
	}
	w := a.At.String()
	switch {
	case a.Kind == corpus.ArticleEnded && !a.Sure:
		w += "（可能并入其他条）"
	case !a.From.IsZero() && a.From != a.At && a.Sure:
		w += "（原" + a.From.String() + "）"
	case !a.From.IsZero() && !a.Sure:
		w += "（可能是原" + a.From.String() + "）"
	}
	return w
}

func changeWords(c corpus.Change) string {
	day := string(c.Edition)
	if i := strings.LastIndex(day, "@"); i >= 0 {
		day = day[i+1:]
	}
	switch c.Kind {
	case corpus.WorkAdded:
		return "新收录"
	case corpus.WorkGone:
		return "不再收录"
	case corpus.WorkEnded:
		when := c.Ended.On.String()
		if when == "" {
			when = "日期不明"
		}
		return strings.TrimSuffix("终止（"+when+"，"+c.Ended.By, "，") + "）"
	case corpus.WorkRevived:
		return "不再视为终止"
	case corpus.EditionAdded:
		return "新版本 " + day
	case corpus.TextChanged:
		return "正文改变 " + day
	case corpus.TextHeld:
		return "首次有了正文 " + day
	case corpus.TextGone:
		return "不再有正文 " + day
	case corpus.DatesChanged:
		return "日期或文号改变 " + day
	}
	return string(c.Kind)
}
