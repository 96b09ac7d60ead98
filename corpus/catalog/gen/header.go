package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docreview/corpus/law"
)

// edition is a wording as a header tells it.
type edition struct {
	published law.Date
	from      law.Date
	event     string
	number    law.DocNumber
	articles  int
	whole     bool // articles is the count of the whole text, not of one that is cut off
	moved     map[int]int
	unsure    bool         // moved comes from memory
	proven    map[int]bool // keys of an unsure moved that texts prove
	full      bool         // a full revision (修订 without a decision): its closing clause is its own
	approved  bool         // by the congress of the province
	after     law.Date     // neither published nor from is known: not before,
	known     law.Date     // and there by
}

// happening is one dated statement of a header.
type happening struct {
	date law.Date
	text string // what follows the date, quotes taken out
	said string // the same with quotes
}

// unquote takes 《…》 and 〈…〉 out of s, marks included.
func unquote(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '《', '〈':
			depth++
		case '》', '〉':
			if depth > 0 {
				depth--
			}
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// happenings cuts a header into dated statements. Lines that begin without a
// date continue the line before. Dates that belong to one event (通过并经…批准的…
// 修正) come as one happening with the date of the approval.
func happenings(lines []string) []happening {
	var joined []string
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		t := strings.TrimLeft(l, "（(根据经于")
		if _, _, ok := law.ParseDate(t); ok || len(joined) == 0 {
			joined = append(joined, l)
		} else {
			joined[len(joined)-1] += l
		}
	}
	var out []happening
	for _, l := range joined {
		out = append(out, cut(l)...)
	}
	return out
}

// cut finds the full dates of a line that stand outside quotes.
func cut(l string) []happening {
	type mark struct {
		date       law.Date
		start, end int
	}
	var marks []mark
	depth := 0
	for i := 0; i < len(l); {
		r, w := utf8.DecodeRuneInString(l[i:])
		switch r {
		case '《', '〈':
			depth++
		case '》', '〉':
			depth = max(0, depth-1)
		}
		if depth == 0 {
			if d, n, ok := law.ParseDate(l[i:]); ok && d.Valid() {
				marks = append(marks, mark{d, i, i + n})
				i += n
				continue
			}
		}
		i += w
	}
	var out []happening
	chain := false
	for k, m := range marks {
		end := len(l)
		if k+1 < len(marks) {
			end = marks[k+1].start
		}
		said := l[m.end:end]
		text := strings.TrimSpace(unquote(said))
		h := happening{m.date, text, said}
		if chain {
			last := &out[len(out)-1]
			if strings.Contains(text, "批准") || !strings.Contains(last.text, "批准") {
				last.date = h.date
			}
			last.text += h.text
			last.said += h.said
		} else {
			out = append(out, h)
		}
		t := strings.TrimRight(text, " 　")
		chain = k+1 < len(marks) && (strings.HasSuffix(t, "并经") || strings.HasSuffix(t, "的") && !strings.Contains(said, "《"))
	}
	return out
}

func days(a, b law.Date) int { return a.DaysUntil(b) }

// Verbs of publication stand after the others: 通过 may be followed by 批准 and 公布.
func rankOf(text string) int {
	for i, verbs := range [...][]string{{"公布", "发布", "印发", "颁布", "颁发", "公告", "令"}, {"批准"}, {"通过", "审议", "制定"}} {
		for _, v := range verbs {
			if strings.Contains(text, v) {
				return 3 - i
			}
		}
	}
	return 0
}

// editionsOf reads the editions that a header tells, oldest first.
func editionsOf(hs []happening) []edition {
	var eds []edition
	rank := 0
	for _, h := range hs {
		t := h.text
		var cur *edition
		if n := len(eds); n > 0 {
			cur = &eds[n-1]
		}
		quoted := strings.Contains(h.said, "《") && (strings.Contains(h.said, "修改") || strings.Contains(h.said, "修正") || strings.Contains(h.said, "修订") || strings.Contains(h.said, "决定"))
		changed := strings.Contains(t, "修正") || strings.Contains(t, "修订") || strings.Contains(t, "修改") || quoted && cur != nil
		effect := strings.Contains(t, "施行") || strings.Contains(t, "实施") || strings.Contains(t, "生效") || strings.Contains(t, "执行")
		switch {
		case effect && rankOf(t) == 0 && !changed:
			takesEffect(eds, h.date)
			continue
		case changed && cur != nil:
			e := edition{published: h.date, event: "amended"}
			if strings.Contains(t, "修订") && !strings.Contains(h.said, "决定") && !strings.Contains(h.said, "决议") {
				e.event, e.full = "revised", true
			}
			approved := strings.Contains(t, "批准")
			if cur.event == e.event && cur.published == h.date {
				break
			}
			// A city amends, the province approves: one event.
			if gap := days(cur.published, h.date); cur.event != "promulgated" && approved && !cur.approved && gap >= 0 && gap <= 200 {
				cur.published, cur.approved = h.date, true
				break
			}
			e.approved = approved
			eds = append(eds, e)
			cur = &eds[len(eds)-1]
			rank = rankOf(t)
		case rankOf(t) > 0 || cur == nil:
			r := rankOf(t)
			switch {
			case cur == nil:
				e := edition{published: h.date, event: "promulgated"}
				switch {
				case changed && strings.Contains(h.said, "决定"):
					e.event = "amended" // the header leaves out the first edition
				case changed:
					e.event, e.full = "revised", true
				}
				eds = append(eds, e)
				rank = r
			case days(cur.published, h.date) > patience(cur) || h.date.Before(cur.published):
				if h.date.Before(cur.published) {
					continue
				}
				eds = append(eds, edition{published: h.date, event: "revised", full: true})
				rank = r
			case r >= rank:
				cur.published, rank = h.date, r
				cur.approved = cur.approved || strings.Contains(t, "批准")
			}
			cur = &eds[len(eds)-1]
		default:
			continue
		}
		if cur == nil {
			continue
		}
		if n, ok := numberIn(t); ok && cur.number.IsZero() {
			cur.number = n
		}
		if cur.from.IsZero() && (strings.Contains(t, "公布之日起施行") || strings.Contains(t, "发布之日起施行") || strings.Contains(t, "公布施行") || strings.Contains(t, "发布施行")) {
			cur.from = h.date
		}
	}
	return eds
}

// patience is the longest time, in days, between the statements of one event:
// regulations of the eighties were published up to two years after approval,
// amendments are published at once.
func patience(e *edition) int {
	if e.event == "promulgated" {
		return 900
	}
	return 200
}

// takesEffect gives a day of effect to the latest edition published at most
// two years before it; a header may name the day of an early edition last.
func takesEffect(eds []edition, d law.Date) {
	for i := len(eds) - 1; i >= 0; i-- {
		p := eds[i].published
		if p.Full() && days(p, d) >= -60 && days(p, d) <= 800 {
			if eds[i].from.IsZero() {
				eds[i].from = d
			}
			return
		}
	}
}

// numberIn finds the first document number in s.
func numberIn(s string) (law.DocNumber, bool) {
	if !strings.Contains(s, "号") {
		return law.DocNumber{}, false
	}
	for i, r := range s {
		if !unicode.Is(unicode.Han, r) {
			continue
		}
		n, _, ok := law.ParseDocNumber(s[i:])
		if !ok {
			continue
		}
		if k := strings.LastIndex(n.Prefix, "日"); k >= 0 {
			n.Prefix = n.Prefix[k+len("日"):] // the end of a date
		}
		if k := strings.LastIndex(n.Prefix, "以"); k >= 0 {
			n.Prefix = n.Prefix[k+len("以"):] // 交通部以交通部令
		}
		for _, w := range []string{"经", "中中", "以", "由", "原", "根据", "中华人民共和国"} {
			if p := strings.TrimPrefix(n.Prefix, w); p != "" {
				n.Prefix = p
			}
		}
		// 市人民政府京政发〔…〕: the organ is no part of the number.
		if _, p, ok := strings.Cut(n.Prefix, "人民政府"); ok && n.Year > 0 && p != "" && !strings.HasPrefix(p, "令") && !strings.HasPrefix(p, "公告") {
			n.Prefix = p
		}
		if utf8.RuneCountInString(n.Prefix) > 25 || strings.Contains(n.Prefix, "会议") || n.Prefix == "" || n.Prefix == "令" || n.Prefix == "公告" || n.Year == 0 && !strings.HasSuffix(n.Prefix, "令") && !strings.HasSuffix(n.Prefix, "公告") {
			return law.DocNumber{}, false
		}
		return n, true
	}
	return law.DocNumber{}, false
}
