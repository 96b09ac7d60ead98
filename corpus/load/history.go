package load

import (
	"sort"
	"strings"
	"unicode/utf8"

	"docreview/corpus/law"
)

// history reads the entries that head a text. Each starts with a date that
// stands outside 《》, or at the start of a line; what follows up to the next
// such date says what happened.
func history(lines []line) []Event {
	var all []Event
	basis := false // the text before ends with 根据
	for _, l := range lines {
		marks := dates(l.text)
		if len(marks) == 0 {
			basis = strings.HasSuffix(strings.TrimFunc(l.text, blank), "根据") || basis && !strings.ContainsAny(l.text, "修正修订")
			// A line without a date goes on with the entry before.
			if n := len(all); n > 0 && all[n-1].What == Mentioned {
				all[n-1] = classify(all[n-1], l.text, "")
			} else if n > 0 {
				all[n-1] = continued(all[n-1], l.text)
			}
			continue
		}
		for i, m := range marks {
			stop := len(l.text)
			if i+1 < len(marks) {
				stop = marks[i+1].start
			}
			from := 0
			if i > 0 {
				from = marks[i-1].end
			}
			before := strings.TrimRightFunc(l.text[from:m.start], blank)
			if i == 0 && before == "" {
				// keep basis from the line before
			} else {
				basis = strings.HasSuffix(before, "根据") || basis && i > 0
			}
			e := Event{On: m.date, Line: l.no, Basis: basis}
			e = classify(e, l.text[m.end:stop], before)
			if e.What == Amended || e.What == Revised {
				basis = false
			}
			all = append(all, e)
		}
		if strings.HasSuffix(strings.TrimFunc(l.text, blank), "根据") {
			basis = true
		}
	}
	return all
}

// continued takes 《…》的决定》第二次修正 on a line of its own as the end of the
// entry before it.
func continued(e Event, s string) Event {
	switch {
	case e.What >= Amended:
	case strings.Contains(s, "修订"):
		e.What = Revised
	case strings.Contains(s, "修正") || strings.Contains(s, "修改"):
		e.What = Amended
	}
	return e
}

func hasSuffixAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

type mark struct {
	date       law.Date
	start, end int
}

// dates finds the dates in s that begin an entry.
func dates(s string) []mark {
	var out []mark
	depth := 0
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '《', '〈', '＜', '<':
			depth++
		case '》', '〉', '＞', '>':
			if depth > 0 {
				depth--
			}
		}
		if startsDate(r) && (depth == 0 || i == 0) && !digitBefore(s[:i]) {
			if d, n, ok := law.ParseDate(s[i:]); ok && d.Year > 1900 && d.Year < 2200 && (d.Month > 0) {
				if i == 0 {
					depth = 0
				}
				out = append(out, mark{d, i, i + n})
				i += n
				continue
			}
		}
		i += w
	}
	return out
}

func startsDate(r rune) bool {
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || strings.ContainsRune("一二", r)
}

func digitBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || strings.ContainsRune("〇○零一二三四五六七八九十第", r)
}

// classify says what the words after a date (and before it) tell.
func classify(e Event, s, before string) Event {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return blank(r) || r == '，' || r == ',' })
	core := outsideTitles(s)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(core, w) {
				return true
			}
		}
		return false
	}
	starts := func(words ...string) bool {
		c := strings.TrimFunc(core, blank)
		for _, w := range words {
			if strings.HasPrefix(c, w) {
				return true
			}
		}
		return false
	}
	switch {
	case starts("起施行", "起实施", "起生效", "起执行", "起试行", "施行", "实施", "生效", "起正式施行"):
		e.What = Effective
	case strings.HasSuffix(before, "自") && has("施行", "实施", "生效", "执行"):
		e.What = Effective
	case has("废止", "失效") && !has("修改", "修正", "修订"):
		e.What = Ended
	case has("修订"):
		e.What = Revised
	case has("修正", "修改"):
		e.What = Amended
	case amendingAct(s):
		e.What = Amended
	case has("公布", "发布", "颁布", "印发", "令第", "公告", "号令", "令公"):
		e.What = Promulgated
	case has("批准"):
		e.What = Approved
	case has("通过", "审议", "同意", "会议"):
		e.What = Passed
	}
	e.Act = firstTitle(s)
	e.Number = numberIn(core)
	e.By = organ(core)
	return e
}

// amendingAct reports that the act named is one of amendment: 通过的《刑法修正案（四）》.
func amendingAct(s string) bool {
	for _, t := range titles(s) {
		if strings.Contains(t.text, "修正案") || strings.Contains(t.text, "修改") && strings.Contains(t.text, "决定") {
			return true
		}
	}
	return false
}

// outsideTitles gives s without what stands inside 《》.
func outsideTitles(s string) string {
	if !strings.ContainsAny(s, "《") {
		return s
	}
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '《':
			depth++
			continue
		case '》':
			if depth > 0 {
				depth--
			}
			continue
		}
		if depth == 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// firstTitle gives what stands inside the first 《》, inner marks kept.
func firstTitle(s string) string {
	for _, t := range titles(s) {
		return t.text
	}
	return ""
}

// titleAt is an outermost 《…》 of a text; the range includes the marks.
type titleAt struct {
	text       string
	start, end int
}

// titles finds the outermost 《…》 of s. A mark that is not closed gives none.
func titles(s string) []titleAt {
	var out []titleAt
	depth, open := 0, 0
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '《':
			if depth == 0 {
				open = i
			}
			depth++
		case '》':
			if depth > 0 {
				depth--
				if depth == 0 {
					out = append(out, titleAt{s[open+len("《") : i], open, i + w})
				}
			}
		case '\n', '。':
			depth = 0
		}
		i += w
	}
	return out
}

// numberIn finds a document number in words such as 国务院令第343号公布 or
// 交通运输部令2011年第4号公布 or 海关总署第61号令发布.
func numberIn(s string) law.DocNumber {
	s = strings.TrimLeftFunc(s, blank)
	if i := strings.Index(s, "号令"); i > 0 { // 海关总署第61号令 → 海关总署令第61号
		if j := strings.LastIndex(s[:i], "第"); j > 0 {
			if n, w, ok := law.ParseNumeral(s[j+len("第"):]); ok && j+len("第")+w == i {
				return law.DocNumber{Prefix: law.TitleKey(lastWord(s[:j])) + "令", Serial: n}
			}
		}
	}
	for i := range s {
		if i > 0 {
			if prev, _ := utf8.DecodeLastRuneInString(s[:i]); !strings.ContainsRune(" 　，,。（(、；以经由", prev) {
				continue
			}
		}
		if n, _, ok := law.ParseDocNumber(s[i:]); ok {
			n.Prefix = strings.TrimPrefix(n.Prefix, "中华人民共和国")
			return n
		}
	}
	return law.DocNumber{}
}

func lastWord(s string) string {
	if i := strings.LastIndexAny(s, " 　，,。（("); i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		return s[i+w:]
	}
	return s
}

// organ gives the organ that acted: 第十一届全国人民代表大会常务委员会第七次会议 →
// 全国人民代表大会常务委员会. "" where the words name none.
func organ(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return blank(r) || r == '，' })
	s = strings.TrimPrefix(strings.TrimPrefix(s, "经"), "由")
	stop := len(s)
	for _, w := range []string{"会议", "令第", "令", "公告", "公布", "发布", "颁布", "批准", "通过", "印发", "修订", "修正", "〔", "[", "审判委员会", "检察委员会"} {
		if i := strings.Index(s, w); i >= 0 && i < stop {
			stop = i
		}
	}
	s = s[:stop]
	for { // 第七次, 第53次常务, 第十一届
		i := strings.Index(s, "第")
		if i < 0 {
			break
		}
		_, w, ok := law.ParseNumeral(s[i+len("第"):])
		if !ok {
			break
		}
		rest := s[i+len("第")+w:]
		if r, ok := strings.CutPrefix(rest, "届"); ok {
			s = s[:i] + r
			continue
		}
		s = s[:i]
		break
	}
	s = noBlanks(strings.TrimPrefix(noBlanks(s), "中华人民共和国"))
	s = strings.TrimRight(s, "，,。；;的")
	s = strings.ReplaceAll(s, "人大常委会", "人民代表大会常务委员会")
	if hasSuffixAny(s, "发", "字", "字第", "号") { // 交通部交公路发: the code of a number
		i := -1
		for _, w := range []string{"部", "局", "署", "会", "院", "府", "行", "厅", "办公室"} {
			if j := strings.LastIndex(s, w); j >= 0 && j+len(w) > i {
				i = j + len(w)
			}
		}
		if i < 0 {
			return ""
		}
		s = s[:i]
	}
	if s == "人民代表大会" || s == "人民代表大会常务委员会" || utf8.RuneCountInString(s) < 3 && s != "国务院" {
		return ""
	}
	if utf8.RuneCountInString(s) > 60 {
		return ""
	}
	return s
}

// group is one promulgation: passing, approval, publication and first day of
// one wording.
type group struct {
	dates     []law.Date // every day of the entries, ascending
	published law.Date
	from      law.Date
	what      What // Promulgated for the first, Amended or Revised after it
	number    law.DocNumber
	by, act   string
	line      int
	rank      int // of the entry that gave published
}

// rank orders the entries of one promulgation: publication beats approval beats
// passing.
func (w What) rank() int {
	switch w {
	case Passed, Amended, Revised:
		return 1
	case Approved:
		return 2
	case Promulgated:
		return 3
	}
	return 0
}

// groups joins the entries of a history into promulgations, oldest first.
//
// An amendment begins a group, and so does the passing or approval that stands
// after 根据; a second promulgation more than eighteen months after the first
// is one of its own. What follows belongs to the group before it.
func groups(events []Event) []group {
	var out []group
	pending := false // the last group began after 根据 and waits for its 修正
	for _, e := range events {
		if e.What == Ended {
			continue
		}
		amends := e.What == Amended || e.What == Revised
		begins := len(out) == 0
		if !begins {
			g := &out[len(out)-1]
			switch {
			case amends:
				begins = !pending
			case e.Basis && e.What != Effective:
				begins = !pending
			case e.What == Passed || e.What == Promulgated:
				begins = len(g.dates) > 0 && g.dates[len(g.dates)-1].AddYears(1).AddDays(182).Before(e.On)
			}
		}
		if begins {
			out = append(out, group{what: Promulgated, line: e.Line})
			pending = e.Basis && !amends && len(out) > 1
		}
		g := &out[len(out)-1]
		if e.What == Effective {
			if g.from.IsZero() {
				g.from = e.On
			}
			continue
		}
		if amends {
			g.what, pending = e.What, false
		} else if pending {
			g.what = Amended
		}
		g.dates = append(g.dates, e.On)
		if r := e.What.rank(); g.published.IsZero() || r >= g.rank {
			g.published, g.rank = e.On, r
		}
		if g.number.IsZero() {
			g.number = e.Number
		}
		if g.by == "" && e.What != Approved {
			g.by = e.By
		}
		if g.act == "" {
			g.act = e.Act
		}
	}
	for i := range out {
		sort.SliceStable(out[i].dates, func(a, b int) bool { return out[i].dates[a].Before(out[i].dates[b]) })
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].published.Before(out[b].published) })
	return out
}
