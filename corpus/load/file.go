package load

import (
	"path"
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// Options say what a loader may ask.
type Options struct {
	// Divisions gives the codes of the divisions (行政区划) of exactly that name;
	// nil: no place is known, and local texts stay unplaced.
	Divisions func(name string) []string
	// Base is what is known without texts; texts are joined to it.
	Base []*law.Regulation
	// BaseAsOf is the day up to which Base knows; zero: not known.
	BaseAsOf law.Date
	// Read turns a file that is neither markdown nor CSV into lines.
	Read func(name string, content []byte) (lines []string, err error)
	// Jobs is the number of files read at a time; 0: one.
	Jobs int
}

// parse makes a File of lines. It never fails: what is missing is a problem or
// makes it no text of a regulation (ok false).
func (o Options) parse(name, sum string, lines []line, front meta) (f *File, ok bool) {
	f = &File{Path: name, SHA256: sum}
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	short, named := fileName(base)
	f.Named = named
	f.LevelHint = folderLevel(name)
	if front["bookHidden"] == "true" || inFolder(name, "案例") {
		f.problem(0, NotALaw, "")
		return f, false
	}
	head, rest := f.split(lines)
	if f.Title == "" {
		f.Title = front["title"]
	}
	f.Events = history(head)
	for _, e := range f.Events {
		if e.On.Full() && !e.On.Valid() {
			f.problem(e.Line, BadDate, e.On.String())
		}
	}
	f.Events = validOnly(f.Events)
	if d, _, ok := law.ParseDate(front["publish_date"]); ok && len(f.Events) == 0 {
		f.Events = []Event{{On: d, What: Promulgated, By: front["issuing_authority"], Line: 1}}
	}
	f.body(rest)
	if len(f.Events) == 0 {
		f.signed()
	}
	if len(f.Rows) == 0 && len(f.Events) == 0 || len(f.Events) == 0 && f.Number.IsZero() && f.last() < 2 && f.Part == "" && f.Named.IsZero() {
		f.problem(0, NotALaw, "")
		return f, false
	}
	f.Closing, f.OnIssue = closing(f.Rows)
	f.named(short)
	f.authority(o, front)
	f.ends()
	f.amends()
	if f.Title == "" {
		f.problem(0, NoTitle, "")
		return f, false
	}
	if len(f.Rows) == 0 && f.Part == "" {
		f.problem(0, NoText, f.Title)
	}
	return f, true
}

// last gives the number of the last article.
func (f *File) last() int {
	n := 0
	for _, r := range f.Rows {
		n = max(n, r.At.Article)
	}
	return n
}

// isPart reports that f is a part of a text in several files.
func (f *File) isPart() bool { return f.Part != "" || isPartTitle(f.Title) }

func inFolder(name, folder string) bool {
	return strings.Contains("/"+path.Dir(name)+"/", "/"+folder+"/")
}

func validOnly(in []Event) []Event {
	out := in[:0]
	for _, e := range in {
		if !e.On.Full() || e.On.Valid() {
			out = append(out, e)
		}
	}
	return out
}

// fileName splits 行政处罚法(2021-01-22) into name and date.
func fileName(base string) (string, law.Date) {
	for _, p := range [][2]string{{"(", ")"}, {"（", "）"}} {
		i := strings.LastIndex(base, p[0])
		if i <= 0 || !strings.HasSuffix(base, p[1]) {
			continue
		}
		in := base[i+len(p[0]) : len(base)-len(p[1])]
		if d, n, ok := law.ParseDate(in); ok && n == len(in) {
			return base[:i], d
		}
		if y, n, ok := law.ParseNumeral(in); ok && n == len(in) && y > 1900 && y < 2200 && len(in) == 4 {
			return base[:i], law.Date{Year: y}
		}
	}
	return base, law.Date{}
}

// split finds title, part and history and gives the rest.
func (f *File) split(lines []line) (head, rest []line) {
	marked := -1
	for i, l := range lines {
		if l.end {
			marked = i
			break
		}
	}
	i := 0
	for i < len(lines) && (lines[i].text == "" || strings.HasPrefix(lines[i].text, "来源") && i < 3) {
		i++
	}
	if i >= len(lines) || i == marked {
		return nil, after(lines, marked)
	}
	f.Title = lines[i].text
	i++
	if lines[i-1].level == 0 { // plain text: a title may take several lines
		for n := 0; n < 3 && i < len(lines) && goesOn(f.Title, lines[i].text); n++ {
			f.Title += lines[i].text
			i++
		}
	}
	f.Title = strings.Join(strings.FieldsFunc(f.Title, blank), "")
	if marked >= 0 {
		for ; i < marked; i++ {
			l := lines[i]
			if l.level == 1 && f.Part == "" {
				f.Part = l.text
				continue
			}
			if n := numberIn(l.text); !n.IsZero() && len(dates(l.text)) == 0 && f.Number.IsZero() {
				f.Number = n
			}
			head = append(head, l)
		}
		return head, lines[marked+1:]
	}
	if h, r, ok := f.order(lines[i:]); ok {
		return h, r
	}
	open := false
	for ; i < len(lines); i++ {
		l := lines[i]
		if !open && f.promulgates(l) {
			// The sentence of an order: history, and what it ends counts too.
			return append(head, l), lines[i:]
		}
		if !open && !historyLine(l) {
			break
		}
		n := numberIn(strings.TrimLeft(l.text, "（(〔"))
		if !n.IsZero() && len(dates(l.text)) == 0 && f.Number.IsZero() {
			f.Number = n
		}
		l.text = strings.TrimLeft(l.text, "（(")
		l.text = strings.TrimRight(l.text, "）)")
		open = strings.HasPrefix(lines[i].text, "（") && !strings.ContainsAny(lines[i].text[len("（"):], "）)") || open && !strings.ContainsAny(lines[i].text, "）)")
		head = append(head, l)
	}
	return head, lines[i:]
}

// promulgates recognises 《…》已经…通过，现予公布，自…起施行 about the text itself.
func (f *File) promulgates(l line) bool {
	if !strings.Contains(l.text, "公布") && !strings.Contains(l.text, "发布") || len(dates(l.text)) == 0 {
		return false
	}
	ts := titles(l.text)
	return len(ts) > 0 && ts[0].start < 60 && law.TitleKey(ts[0].text) == law.TitleKey(f.Title)
}

// order reads a text that begins with the order that promulgates it: 国务院令, 第706号,
// 《…》已经…公布, signature, and then the text under its own title.
func (f *File) order(lines []line) (head, rest []line, ok bool) {
	if !strings.HasSuffix(f.Title, "令") {
		return nil, nil, false
	}
	for i, l := range lines[:min(len(lines), 6)] {
		if _, n, isNumber := law.ParseNumeral(strings.TrimPrefix(noBlanks(l.text), "第")); isNumber && strings.HasPrefix(noBlanks(l.text), "第") && strings.HasPrefix(strings.TrimPrefix(noBlanks(l.text), "第")[n:], "号") {
			f.Number = numberIn(f.Title + noBlanks(l.text))
		}
		ts := titles(l.text)
		if len(ts) == 0 || !strings.Contains(l.text, "公布") || len(dates(l.text)) == 0 {
			continue
		}
		own := ts[0].text
		for j := i + 1; j < min(len(lines), i+15); j++ {
			if law.TitleKey(lines[j].text) != law.TitleKey(own) {
				continue
			}
			f.Title = strings.Join(strings.FieldsFunc(lines[j].text, blank), "")
			head = append(head, l)
			k := j + 1
			for ; k < len(lines) && historyLine(lines[k]); k++ {
				// A history of its own says more than the order.
				h := lines[k]
				h.text = strings.Trim(h.text, "（()）")
				if len(head) == 1 && head[0].no == l.no {
					head = nil
				}
				head = append(head, h)
			}
			return head, append([]line{l}, lines[k:]...), true
		}
	}
	return nil, nil, false
}

func after(lines []line, i int) []line {
	if i < 0 {
		return lines
	}
	return lines[i+1:]
}

// goesOn reports that next belongs to a title that is not finished.
func goesOn(title, next string) bool {
	if next == "" || utf8.RuneCountInString(next) > 40 || strings.ContainsAny(next, "。：:（(") {
		return false
	}
	if _, _, ok := article(next, law.Provision{}); ok {
		return false
	}
	if _, ok := heading(next); ok || len(dates(next)) > 0 || !numberIn(next).IsZero() || noBlanks(next) == "目录" {
		return false
	}
	return !finished(title) && finished(next)
}

func finished(title string) bool {
	t := noBlanks(title)
	for _, w := range []string{"法", "法典", "条例", "规定", "办法", "细则", "规则", "决定", "决议", "通知", "意见", "公告", "通告", "批复", "解释", "方案", "纲要", "规划", "制度", "标准", "函", "令", "（试行）", "（暂行）", "(试行)"} {
		if strings.HasSuffix(t, w) {
			return true
		}
	}
	return false
}

// historyLine reports that a line behind the title belongs to the history: a
// date first, （…）, 根据 with a date, or a number alone.
func historyLine(l line) bool {
	s := l.text
	if l.level > 0 || s == "" {
		return s == "" && l.level == 0
	}
	if _, _, ok := article(s, law.Provision{}); ok {
		return false
	}
	ds := dates(s)
	in := strings.TrimLeft(s, "（(")
	switch {
	case in != s:
		return len(ds) > 0 || !numberIn(in).IsZero()
	case len(ds) > 0 && ds[0].start == 0:
		return true
	case strings.HasPrefix(s, "根据") && len(ds) > 0 && hasAny(s, []string{"修正", "修订", "修改"}):
		return !strings.Contains(s, "制定本")
	case utf8.RuneCountInString(s) < 60 && len(ds) > 0 && hasAny(s, []string{"公布", "发布", "通过", "施行", "令第"}) && !strings.HasSuffix(s, "。"):
		return true
	case utf8.RuneCountInString(s) < 40 && !numberIn(s).IsZero() && !strings.HasSuffix(s, "。"):
		return true
	}
	return false
}

// signed takes the first line that is nothing but a date as the day of a
// document without history (成文日期).
func (f *File) signed() {
	for _, r := range f.Rows {
		for i, s := range strings.Split(r.Text, "\n") {
			s = noBlanks(s)
			if d, n, ok := law.ParseDate(s); ok && n == len(s) && d.Valid() {
				f.Events = []Event{{On: d, What: Promulgated, Line: r.Line + i, Number: f.Number}}
				return
			}
		}
	}
}

// named holds the file name against the text.
func (f *File) named(short string) {
	if f.Named.Full() && !f.Named.Valid() {
		f.problem(0, BadDate, f.Named.String())
		f.Named = law.Date{}
	}
	if f.Title == "" {
		f.Title = short
	}
	if hasHan(short) && f.Part == "" && law.TitleKey(short) != law.TitleKey(f.Title) && !sameButRepublic(short, f.Title) {
		f.problem(1, TitleDiffers, short+" / "+f.Title)
	}
	if !f.Named.Full() || len(f.Events) == 0 {
		return
	}
	var last law.Date
	for _, e := range f.Events {
		if e.On == f.Named {
			last = law.Date{}
			for _, e := range f.Events {
				if last.Before(e.On) && e.What != Effective {
					last = e.On
				}
			}
			if f.Named.Before(last) && (amendsAfter(f.Events, f.Named)) {
				f.problem(0, NameDateOlder, f.Named.String()+" < "+last.String())
			}
			return
		}
		if last.Before(e.On) {
			last = e.On
		}
	}
	switch {
	case f.Named == f.Closing:
	case last.Before(f.Named):
		f.problem(0, NameDateNewer, f.Named.String()+" > "+last.String())
	default:
		f.problem(0, NameDateStrange, f.Named.String())
	}
}

func amendsAfter(events []Event, d law.Date) bool {
	for _, e := range events {
		if d.Before(e.On) && (e.What == Amended || e.What == Revised) {
			return true
		}
	}
	return false
}

func hasHan(s string) bool {
	for _, r := range s {
		if r >= 0x4e00 && r <= 0x9fff {
			return true
		}
	}
	return false
}

// sameButRepublic reports that two titles differ only by 中华人民共和国 somewhere and
// marks: file names drop it also inside a title.
func sameButRepublic(a, b string) bool {
	k := func(s string) string {
		s = strings.ReplaceAll(s, "中华人民共和国", "")
		var out strings.Builder
		for _, r := range s {
			if r >= 0x4e00 && r <= 0x9fff {
				out.WriteRune(r)
			}
		}
		return out.String()
	}
	return k(a) == k(b)
}

// published gives the level of articles that a department or a government
// promulgated (公布) without a number held: rules are promulgated, documents are
// issued (规章制定程序条例第三十一条).
func (f *File) published() law.Level {
	if f.last() < 2 || !finished(f.Title) || strings.Contains(f.Title, "通知") || strings.Contains(f.Title, "意见") {
		return law.LevelUnknown
	}
	for _, e := range f.Events {
		if e.What == Approved && e.By == "国务院" { // 行政法规 of the old kind, or not: undecided
			return law.LevelUnknown
		}
	}
	for _, e := range f.Events {
		if e.What != Promulgated {
			continue
		}
		switch {
		case strings.HasSuffix(f.Issuer, "人民政府"):
			return law.LevelLocalGovRule
		case central(f.Issuer):
			return law.LevelDeptRule
		}
	}
	return law.LevelUnknown
}

// authority decides issuer, number, level and region.
func (f *File) authority(o Options, front meta) {
	f.Issuer = front["issuing_authority"]
	for _, rank := range []What{Passed, Promulgated, Revised, Approved} {
		for _, e := range f.Events {
			if f.Issuer == "" && e.What == rank && !e.Basis {
				f.Issuer = e.By
			}
		}
	}
	if by := titleIssuer(f.Title); by != "" && (f.Issuer == "" || strings.Contains(by, "、")) {
		f.Issuer = by
	}
	order := f.Number
	for _, e := range f.Events {
		if f.Number.IsZero() && e.What == Promulgated {
			f.Number = e.Number
		}
		if order.IsZero() && !e.Number.IsZero() {
			order = e.Number
		}
	}
	by := organLevel(f.Issuer, f.Title, order)
	if by == law.LevelUnknown || by == law.LevelNormative && order.IsZero() {
		if l := f.published(); l != law.LevelUnknown {
			by = l
		}
	}
	if by == law.LevelUnknown {
		by = organLevel("", f.Title, order)
	}
	switch {
	case f.LevelHint == law.LevelUnknown:
		f.Level = by
	case by == law.LevelUnknown, by == f.LevelHint, by == law.LevelAutonomous && f.LevelHint == law.LevelLocalRegulation:
		f.Level = f.LevelHint
		if by == law.LevelAutonomous {
			f.Level = by
		}
	default:
		f.Level = f.LevelHint
		f.problem(0, LevelDiffers, f.LevelHint.String()+" / "+by.String()+" ("+f.Issuer+")")
	}
	within := o.province(f.Path)
	if f.Level == law.LevelUnknown || f.Level == law.LevelNormative || local(f.Level) {
		f.Region = o.place(f.Issuer, within)
		if f.Region == "" && (local(f.Level) || within != "") {
			f.Region = o.place(f.Title, within)
			if f.Region == "" {
				f.Region = within
			}
		}
	}
	if local(f.Level) && f.Region == "" {
		f.Region = Unplaced
		f.problem(0, NoRegion, f.Issuer)
	}
	if f.isPart() { // its head says the rest
		return
	}
	if f.Level == law.LevelUnknown {
		f.problem(0, NoLevel, f.Issuer)
	}
	if f.Issuer == "" {
		f.problem(0, NoIssuer, "")
	}
}
