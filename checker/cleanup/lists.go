package cleanup

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

// fromLists reads lists: lines and rows below a line or sentence that says what
// becomes of what follows, to the next such line.
func (a *actReader) fromLists() {
	d := a.d
	verb := Verb("")
	var cols columns
	inTable := false
	blocks := d.Text.Blocks
	from := 0
	if t := d.Title.Span; !t.IsZero() && !a.titleRepeats() {
		from = t.End
	}
	listed := 0
	for b := range blocks {
		span := blocks[b].Span
		if span.End <= from {
			continue
		}
		line := strings.TrimSpace(a.s[span.Start:span.End])
		if line == "" {
			continue
		}
		if blocks[b].Kind == source.TableRow || strings.Contains(line, "\t") {
			cells := strings.Split(a.s[span.Start:span.End], "\t")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			if words := strings.Join(strings.Fields(line), ""); len(words) < 180 && filled(cells) == 1 {
				if v, ok := a.heading(words); ok { // a merged cell above the table
					verb = v
					continue
				}
			}
			if c, ok := headerOf(cells); ok {
				cols, inTable = c, true
				continue
			}
			if (verb != "" || inTable && cols.verdict >= 0) && (a.decision || verb != "") {
				a.row(cells, cols, verb, span)
			}
			continue
		}
		inTable, cols = false, columns{-1, -1, -1, -1, -1}
		if v, ok := a.heading(line); ok {
			verb, listed = v, 0
			continue
		}
		if verb == "" {
			continue
		}
		if t, n, day, ok := item(line); ok {
			a.add(Act{Verb: verb, Title: t, Number: n, Date: day, Quote: clip(line, quoteRunes)}, span)
			listed++
			continue
		}
		if utf8.RuneCountInString(line) > 60 || strings.HasSuffix(line, "。") && listed > 0 || articleStart(line) {
			verb = ""
		}
	}
}

// titleRepeats reports that the title stands only in the metadata.
func (a *actReader) titleRepeats() bool { return a.d.Title.Span.End > len(a.s)/2 }

// heading reads a line that says what becomes of the documents below it.
func (a *actReader) heading(line string) (Verb, bool) {
	n := utf8.RuneCountInString(line)
	if n > 120 {
		return "", false
	}
	colon := strings.HasSuffix(line, "：") || strings.HasSuffix(line, ":")
	named := containsAny(line, "文件", "规定", "目录", "清单", "下列", "以下", "如下", "名单")
	if strings.Contains(line, "》") && !(colon && containsAny(line, "下列", "以下", "如下")) {
		return "", false
	}
	if strings.HasPrefix(line, "附件：") || strings.HasPrefix(line, "附件:") {
		return "", false // the list of annexes
	}
	switch {
	case !colon && (!a.decision && !strings.Contains(line, "废止") && !strings.Contains(line, "失效")):
		return "", false
	case !colon && (n > 60 || strings.HasSuffix(line, "。") || !named):
		return "", false
	case colon && !named:
		return "", false
	case colon && !containsAny(line, "下列", "以下", "如下") && !a.decision:
		return "", false
	}
	switch {
	case strings.Contains(line, "继续有效") || strings.Contains(line, "保留") && !strings.Contains(line, "不予保留") || strings.Contains(line, "继续执行"):
		return Keeps, true
	case strings.Contains(line, "废止") && strings.Contains(line, "失效") && !strings.Contains(line, "宣布失效的"):
		return Repeals, true
	case strings.Contains(line, "废止"), strings.Contains(line, "停止执行"):
		return Repeals, true
	case strings.Contains(line, "失效"):
		return Lapses, true
	case a.decision && containsAny(line, "修改", "修订"):
		return ToAmend, true
	}
	return "", false
}

func articleStart(line string) bool {
	if !strings.HasPrefix(line, "第") {
		return false
	}
	i := strings.Index(line, "条")
	return i > 0 && i < 30
}

// filled counts the cells that hold something.
func filled(cells []string) (n int) {
	for _, s := range cells {
		if s != "" {
			n++
		}
	}
	return n
}

// columns are the columns of a list: title, number, verdict, issuer, date; -1: none.
type columns struct{ title, number, verdict, issuer, date int }

// headerOf reads the head of a table of documents.
func headerOf(cells []string) (columns, bool) {
	c := columns{-1, -1, -1, -1, -1}
	for i, s := range cells {
		s = strings.Join(strings.Fields(s), "")
		switch {
		case utf8.RuneCountInString(s) > 14:
			return c, false
		case containsAny(s, "文件名称", "文件标题", "标题", "规范性文件名称", "名称") && c.title < 0:
			c.title = i
		case containsAny(s, "文号", "发文字号", "文件编号", "字号") && c.number < 0:
			c.number = i
		case containsAny(s, "清理结果", "处理意见", "清理意见", "处理结果", "处理决定", "清理建议", "有效性", "结论") && c.verdict < 0:
			c.verdict = i
		case containsAny(s, "制定机关", "发文机关", "制发机关", "发文单位", "制定部门", "起草单位", "实施部门") && c.issuer < 0:
			c.issuer = i
		case containsAny(s, "日期", "时间") && c.date < 0:
			c.date = i
		}
	}
	return c, c.title >= 0
}

// row reads a row of a table of documents.
func (a *actReader) row(cells []string, c columns, verb Verb, span source.Span) {
	x := Act{Verb: verb}
	at := func(i int) string {
		if i >= 0 && i < len(cells) {
			return cells[i]
		}
		return ""
	}
	x.Title, x.Number, x.Issuer = bare(at(c.title)), standard(at(c.number)), at(c.issuer)
	if day, _, ok := law.ParseDate(at(c.date)); ok && day.Full() {
		x.Date = DayOf(day)
	}
	if c.title < 0 {
		for _, s := range cells {
			if x.Number == "" {
				if n, size, ok := law.ParseDocNumber(s); ok && size == len(s) {
					x.Number = n.String()
					continue
				}
			}
			if t := bare(s); utf8.RuneCountInString(t) > utf8.RuneCountInString(x.Title) && utf8.RuneCountInString(t) >= 6 {
				x.Title = t
			}
		}
	}
	if x.Title == "" {
		return
	}
	if t, n, _, ok := item(x.Title); ok && n != "" && x.Number == "" {
		x.Title, x.Number = t, n
	}
	if _, _, ok := law.ParseDocNumber(x.Number); !ok {
		x.Number = ""
	}
	if x.Number == "" && !titleLike(x.Title) {
		return // a list of matters, not of documents
	}
	v := at(c.verdict)
	if v == "" && verb == "" || c.verdict < 0 && verb == "" {
		return
	}
	switch {
	case containsAny(v, "继续有效", "保留", "有效", "继续执行") && !containsAny(v, "失效", "无效"):
		x.Verb = Keeps
	case strings.Contains(v, "废止"), strings.Contains(v, "停止执行"):
		x.Verb = Repeals
	case strings.Contains(v, "失效"):
		x.Verb = Lapses
	case containsAny(v, "修改", "修订"):
		x.Verb = ToAmend
	}
	if x.Verb == "" {
		return
	}
	x.Quote = clip(strings.Join(cells, " "), quoteRunes)
	a.add(x, span)
}

// item reads a line of a list: 3.《…》（青河政发〔2012〕3号）, 关于…的通知（…号，2012年5月3日印发）.
func item(line string) (title, number string, day Day, ok bool) {
	s := stripMark(line)
	rest := ""
	if i := strings.Index(s, "《"); i >= 0 {
		ts := titlesIn(s)
		if len(ts) == 0 {
			return "", "", 0, false
		}
		// 某政府关于印发《X》的通知: the whole is the title
		if t := ts[0]; i > 0 && containsAny(s[:i], "关于", "印发", "转发") {
			end := strings.IndexAny(s[t.to:], "（(〔[，,；;。")
			if end < 0 {
				end = len(s) - t.to
			}
			title, rest = s[:t.to+end], s[t.to+end:]
		} else if i < 40 {
			title, rest = ts[0].title, s[t.to:]
		} else {
			return "", "", 0, false
		}
	} else {
		end := strings.IndexAny(s, "（([")
		for end > 0 {
			inner := s[end:]
			if containsAny(head(inner, 8), "试行", "暂行", "修订", "修正") {
				c := strings.IndexAny(inner, "）)")
				if c < 0 {
					break
				}
				_, w := utf8.DecodeRuneInString(inner[c:])
				next := strings.IndexAny(inner[c+w:], "（([")
				if next < 0 {
					end = -1
					break
				}
				end += c + w + next
				continue
			}
			break
		}
		title = s
		if end > 0 {
			title, rest = s[:end], s[end:]
		}
		title = strings.TrimRight(title, "；;。，, ")
		if !titleLike(title) {
			return "", "", 0, false
		}
	}
	for i := 0; i < len(rest); {
		if n, _, okN := law.ParseDocNumber(strings.Join(strings.Fields(rest[i:]), "")); okN && number == "" {
			number = n.String()
			break
		}
		_, w := utf8.DecodeRuneInString(rest[i:])
		i += w
	}
	for i := 0; i < len(rest); {
		if c := rest[i]; c == '1' || c == '2' {
			if dd, _, okD := law.ParseDate(rest[i:]); okD && dd.Full() {
				day = DayOf(dd)
				break
			}
		}
		_, w := utf8.DecodeRuneInString(rest[i:])
		i += w
	}
	return strings.TrimSpace(title), number, day, title != ""
}

// titleLike reports a line that reads as the title of a document.
func titleLike(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 5 || n > 90 || strings.ContainsAny(s, "。：:") {
		return false
	}
	t := trimMarks(s)
	for _, k := range []string{"通知", "办法", "规定", "细则", "意见", "决定", "通告", "公告", "规则", "措施", "方案", "条例", "批复", "复函", "函", "制度", "标准", "规范", "政策", "计划", "规划", "预案", "令", "命令", "要点"} {
		if strings.HasSuffix(t, k) {
			return true
		}
	}
	return false
}

// stripMark takes 3. or （三） or 一、 off the start of a line.
func stripMark(s string) string {
	s = strings.TrimLeft(s, " \t\u3000")
	i := 0
	for i < len(s) {
		r, w := utf8.DecodeRuneInString(s[i:])
		if !strings.ContainsRune("0123456789０１２３４５６７８９一二三四五六七八九十百（()）", r) {
			break
		}
		i += w
	}
	if i == 0 {
		return s
	}
	r, w := utf8.DecodeRuneInString(s[i:])
	if strings.ContainsRune("、.．,，", r) {
		return strings.TrimLeft(s[i+w:], " \t\u3000")
	}
	if strings.HasSuffix(s[:i], "）") || strings.HasSuffix(s[:i], ")") || strings.HasPrefix(s[i:], "《") || r == ' ' || r == '\u3000' {
		return strings.TrimLeft(s[i:], " \t\u3000")
	}
	return s
}

// unlinked takes the marks of links off a title: [[某办法]].
func unlinked(s string) string {
	if !strings.Contains(s, "[[") {
		return s
	}
	return strings.NewReplacer("[[", "", "]]", "").Replace(s)
}

// bare takes the outer 《》 off a title.
func bare(s string) string {
	s = strings.Join(strings.Fields(s), "")
	if t, ok := strings.CutPrefix(s, "《"); ok {
		if u, ok := strings.CutSuffix(t, "》"); ok && strings.Count(u, "《") == strings.Count(u, "》") && !strings.HasPrefix(u[max(0, strings.Index(u, "》")):], "》") || ok && !strings.Contains(u, "《") {
			return u
		}
	}
	return s
}

// titleAt is an outermost 《…》 of a line: title without marks, s[from:to] with them.
type titleAt struct {
	title    string
	from, to int
}

func titlesIn(s string) []titleAt {
	var out []titleAt
	depth, from := 0, 0
	for i, r := range s {
		switch r {
		case '《':
			if depth == 0 {
				from = i
			}
			depth++
		case '》':
			if depth--; depth == 0 {
				out = append(out, titleAt{s[from+len("《") : i], from, i + len("》")})
			}
			depth = max(depth, 0)
		}
	}
	return out
}
