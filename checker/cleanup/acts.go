package cleanup

import (
	"sort"
	"strings"
	"unicode/utf8"

	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// actsOf collects what a document does to others: clauses 《…》同时废止, amending
// decisions, prolongations, what it forwards, and the lists of cleanup decisions
// and of annexes, as lines or as rows of tables.
func actsOf(d *document.Document) []Act {
	a := &actReader{d: d, s: d.Text.Norm, seen: map[string]int{}}
	a.title = d.Title.Value + "\n" + d.Instrument.Value
	a.decision = decisionTitle(d.Title.Value) || decisionTitle(d.Instrument.Value)
	if d.Forwarded && d.Body.IsZero() && d.Instrument.Value != "" {
		a.add(Act{Verb: Forwards, Title: d.Instrument.Value}, d.Title.Span)
	}
	a.fromTitle()
	a.fromClauses()
	a.fromLists()
	return a.out
}

type actReader struct {
	d        *document.Document
	s        string
	title    string
	decision bool // the document is a decision on a cleanup
	out      []Act
	seen     map[string]int // verb, title key and number → index in out
}

// decisionTitle reports the title of a decision that ends, keeps or amends many:
// 关于公布行政规范性文件清理结果的通知, 关于废止部分文件的决定, 继续有效文件目录.
func decisionTitle(t string) bool {
	t = unmarked(t)
	if !containsAny(t, "决定", "通知", "公告", "通告", "目录", "清单", "结果", "名单") || containsAny(t, "清理整治", "清理规范", "清理方案") {
		return false
	}
	files := containsAny(t, "文件", "规章", "法规", "规定", "《", "〈")
	switch {
	case containsAny(t, "废止", "宣布失效", "自然失效", "失效的", "失效文件", "失效规范性文件", "和失效"):
		return !strings.HasSuffix(trimMarks(t), "办法")
	case strings.Contains(t, "继续有效"), strings.Contains(t, "清理结果"):
		return true
	case strings.Contains(t, "清理"):
		return files && !strings.Contains(t, "清理工作") && !strings.Contains(t, "开展") && !containsAny(t, "办法", "《")
	case containsAny(t, "保留", "继续执行"):
		return strings.Contains(t, "文件")
	case strings.Contains(t, "关于修改"):
		return containsAny(t, "关于修改《", "关于修改〈") || containsAny(t, "部分", "若干", "等") && files
	}
	return false
}

// unmarked takes off the end of a title what a page adds of its validity: [失效],
// （已废止）.
func unmarked(t string) string {
	for _, w := range validityMarks {
		if s, ok := strings.CutSuffix(strings.TrimRight(t, " \u3000"), w); ok && s != "" {
			return s
		}
	}
	return t
}

var validityMarks = []string{"[失效]", "［失效］", "（失效）", "(失效)", "【失效】", "[已失效]", "（已失效）", "(已失效)", "【已失效】", "（本文已失效）", "[废止]", "（废止）", "(废止)", "【废止】", "[已废止]", "（已废止）", "(已废止)", "【已废止】", "（本文已废止）"}

func (a *actReader) add(x Act, at source.Span) {
	x.Title = unlinked(x.Title)
	key := string(x.Verb) + "\x00" + law.TitleKey(x.Title) + "\x00" + x.Number
	if x.General {
		key += "\x00general"
	}
	if i, ok := a.seen[key]; ok {
		if a.out[i].Date == 0 {
			a.out[i].Date = x.Date
		}
		return
	}
	if len(a.out) >= maxActs {
		return
	}
	x.At, x.Line = a.d.PathAt(at), lineOf(a.d, at)
	if x.Quote == "" {
		x.Quote = clip(a.d.Text.Quote(at), quoteRunes)
	}
	a.seen[key] = len(a.out)
	a.out = append(a.out, x)
}

// fromTitle reads 关于修改《X》的决定, 关于废止《X》的通知, 关于延长《X》有效期的通知.
func (a *actReader) fromTitle() {
	t := a.d.Title
	if !t.Known() {
		return
	}
	for _, x := range titlesIn(t.Value) {
		left := t.Value[:x.from]
		right := t.Value[x.to:]
		verb := Verb("")
		switch {
		case containsAny(left, "修改", "修订", "修正") && strings.Contains(left, "关于"):
			verb = Amends
		case strings.Contains(left, "废止"):
			verb = Repeals
		case strings.Contains(left, "失效"):
			verb = Lapses
		case containsAny(left, "延长", "延续") && containsAny(right, "有效期", "期限", "实施", "执行") || strings.Contains(left, "继续执行") || strings.Contains(left, "继续施行"):
			verb = Prolongs
		}
		if verb != "" {
			act := Act{Verb: verb, Title: x.title}
			if verb == Prolongs {
				act.Until = a.until(x.title)
			}
			a.add(act, t.Span)
		}
	}
	// 关于延长X管理办法有效期的通知
	if i := strings.Index(t.Value, "延长"); i >= 0 && strings.Contains(t.Value, "关于") {
		if j := strings.Index(t.Value[i:], "有效期"); j > 0 && !strings.Contains(t.Value, "《") {
			name := t.Value[i+len("延长") : i+j]
			a.add(Act{Verb: Prolongs, Title: strings.TrimSuffix(name, "的"), Until: a.until("")}, t.Span)
		}
	}
}

// until finds the new last day of a prolonged document.
func (a *actReader) until(title string) Day {
	for i := range a.d.Clauses {
		c := &a.d.Clauses[i]
		text := a.s[c.Span.Start:c.Span.End]
		for _, w := range []string{"延长至", "延长到", "延续至", "有效期至", "执行至", "继续有效至", "顺延至", "施行至"} {
			if k := strings.Index(text, w); k >= 0 {
				if day, _, ok := law.ParseDate(text[k+len(w):]); ok && day.Full() {
					return DayOf(day)
				}
			}
		}
	}
	return 0
}

// fromClauses reads the clauses that end, amend or prolong a document by name.
func (a *actReader) fromClauses() {
	d := a.d
	for i := range d.Repeals {
		r := &d.Repeals[i]
		text := a.s[r.Span.Start:r.Span.End]
		if r.General {
			a.add(Act{Verb: Repeals, General: true}, r.Span)
			continue
		}
		verb := Repeals
		if strings.Contains(text, "失效") && !strings.Contains(text, "废止") {
			verb = Lapses
		}
		for _, k := range r.Citations {
			q := &d.Citations[k]
			if agent(a.s[r.Span.Start:q.Span.Start]) {
				continue
			}
			x := Act{Verb: verb, Title: q.Title, Number: q.Number.String(), Issuer: q.Issuer, Partial: len(q.At) > 0 || partly(text, q.Span.End-r.Span.Start)}
			x.Date = a.dateBefore(q.Span.Start, r.Span.Start)
			x.Quote = around(text, q.Span.Start-r.Span.Start)
			x.From = fromDay(text)
			a.add(x, q.Span)
		}
	}
	for i := range d.Clauses {
		c := &d.Clauses[i]
		text := a.s[c.Span.Start:c.Span.End]
		if c.Zone == document.ZoneMeta || c.Zone == document.ZoneHead {
			continue
		}
		if a.decision && strings.Contains(text, "未列入") && containsAny(text, "废止", "失效", "停止执行") {
			verb := Lapses
			if strings.Contains(text, "废止") {
				verb = Repeals
			}
			a.add(Act{Verb: verb, General: true, Title: "", Number: "unlisted", Quote: clip(text, quoteRunes)}, c.Span)
		}
		for _, k := range c.Citations {
			q := &d.Citations[k]
			if q.Form != document.FormFull && q.Form != document.FormNumber {
				continue
			}
			left, right := a.s[c.Span.Start:q.Span.Start], a.s[min(q.Span.End, c.Span.End):c.Span.End]
			if agent(left) {
				continue
			}
			x := Act{Title: q.Title, Number: q.Number.String(), Issuer: q.Issuer, Date: a.dateBefore(q.Span.Start, c.Span.Start), Quote: around(text, q.Span.Start-c.Span.Start)}
			switch {
			case a.prolongs(text, right):
				x.Verb = Prolongs
				for _, w := range []string{"至", "到"} {
					if k := strings.Index(right, w); k >= 0 && x.Until == 0 {
						if day, _, ok := law.ParseDate(right[k+len(w):]); ok && day.Full() {
							x.Until = DayOf(day)
						}
					}
				}
			case containsAny(a.title, "修改", "修订", "修正") && (containsAny(head(right, 24), "作如下修改", "作出修改", "作出如下修改", "进行修改", "做如下修改", "作以下修改", "予以修改") || strings.Contains(right, "修改为") && len(q.At) > 0 || strings.Contains(right, "修改为") && strings.Contains(tail(left, 4), "将")):
				x.Verb = Amends
			case a.decision && containsAny(head(right, 12), "继续有效", "继续执行", "继续施行", "予以保留") && !containsAny(right, "期间"):
				x.Verb = Keeps
			case q.Use != document.UseRepeals && endedBehind(right):
				x.Verb = Repeals
				if strings.Contains(right, "失效") && !strings.Contains(right, "废止") {
					x.Verb = Lapses
				}
			default:
				continue
			}
			a.add(x, q.Span)
		}
	}
}

// agent reports that what follows does the ending and does not suffer it: 由《…》废止,
// 已被《…》废止.
func agent(left string) bool {
	left = strings.TrimRight(left, " ")
	for _, w := range []string{"由", "被", "经", "根据", "依据", "按照"} {
		if strings.HasSuffix(left, w) {
			return true
		}
	}
	return false
}

// endedBehind reads 宣布失效 and the like directly behind a title, which the parser
// takes for no repeal.
func endedBehind(right string) bool {
	r := strings.TrimLeft(right, "，、及等文件通知和 ")
	for _, w := range []string{"宣布失效", "予以宣布失效", "已宣布失效", "失效。"} {
		if strings.HasPrefix(r, w) {
			return true
		}
	}
	return false
}

func (a *actReader) prolongs(text, right string) bool {
	return containsAny(head(right, 30), "有效期延长", "有效期延续", "有效期顺延", "延长有效期", "有效期限延长", "继续施行至", "继续执行至", "有效期至", "执行期限延长", "继续有效至")
}

// partly reports that behind a title only a part of the document is named: 《…》中的
// 有关规定, 《…》第三条.
func partly(text string, end int) bool {
	if end < 0 || end > len(text) {
		return false
	}
	right := text[end:]
	for _, w := range []string{"第", "中", "附件", "有关", "的有关", "的附件", "关于", "中关于", "相关", "的相关", "部分"} {
		if strings.HasPrefix(right, w) {
			return true
		}
	}
	return false
}

// dateBefore reads the day on which the document cited was made from the words
// before its title: 2009年6月9日公布的《…》.
func (a *actReader) dateBefore(at, from int) Day {
	s := a.s[max(from, at-240):at]
	if k := strings.LastIndexAny(s, "；。"); k >= 0 {
		_, w := utf8.DecodeRuneInString(s[k:])
		s = s[k+w:]
	}
	if k := strings.LastIndex(s, "》"); k >= 0 && !strings.HasPrefix(s[k+len("》"):], "的决定") {
		s = s[k+len("》"):]
	}
	y := strings.LastIndex(s, "年")
	if y < 0 || !containsAny(s[y:], "公布", "发布", "通过", "批准", "印发", "颁布", "制定", "下发", "施行", "转发") {
		return 0
	}
	for back := 1; back <= 15 && back <= y; back++ {
		if day, _, ok := law.ParseDate(s[y-back:]); ok && day.Full() {
			best := day
			for more := back + 1; more <= 15 && more <= y; more++ {
				if d2, _, ok := law.ParseDate(s[y-more:]); ok && d2.Full() {
					best = d2
				}
			}
			return DayOf(best)
		}
	}
	return 0
}

// fromDay reads 自2024年1月1日起废止.
func fromDay(text string) Day {
	for _, w := range []string{"起废止", "起失效", "起停止执行", "起予以废止", "起同时废止"} {
		k := strings.Index(text, w)
		if k < 0 {
			continue
		}
		if f := strings.LastIndex(text[:k], "自"); f >= 0 {
			if day, _, ok := law.ParseDate(text[f+len("自"):]); ok && day.Full() {
				return DayOf(day)
			}
		}
	}
	return 0
}

// around gives the words about a place of a clause, for a quotation.
func around(text string, at int) string {
	if utf8.RuneCountInString(text) <= quoteRunes {
		return clip(text, quoteRunes)
	}
	return clip(tail(text[:at], 16)+text[at:], quoteRunes)
}

// head and tail give the first and last n code points.
func head(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func tail(s string, n int) string {
	at := sort.Search(len(s)+1, func(i int) bool {
		return utf8.RuneCountInString(s[len(s)-min(i, len(s)):]) > n
	})
	i := len(s) - max(at-1, 0)
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}

// trimMarks takes brackets such as （试行） off the end of a title.
func trimMarks(t string) string {
	for range 3 {
		t = strings.TrimRight(t, " 》〉\u3000")
		r, w := utf8.DecodeLastRuneInString(t)
		if !strings.ContainsRune("）)]〕", r) {
			break
		}
		open := strings.LastIndexAny(t[:len(t)-w], "（([〔")
		if open <= 0 || utf8.RuneCountInString(t[open:]) > 24 {
			break
		}
		t = t[:open]
	}
	return t
}
