package cleanup

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/document"
	"docreview/corpus/law"
)

// fiveYear gives the years of 「十三五」.
var fiveYear = []struct {
	name     string
	from, to int
}{
	{"十五五", 2026, 2030}, {"十四五", 2021, 2025}, {"十三五", 2016, 2020}, {"十二五", 2011, 2015}, {"十一五", 2006, 2010},
}

// periodOf reads the year or years that the task of a document was set for: from
// its title, then from a sentence that gives the time of a campaign.
func periodOf(d *document.Document, r *Record) *Period {
	for _, t := range []string{r.name(), r.Title} {
		if p := yearsIn(t); p != nil {
			p.Line = lineOf(d, d.Title.Span)
			p.campaign(d)
			return p
		}
	}
	t := trimMarks(r.name())
	if !taskKind(t) {
		return nil
	}
	var p Period
	if p.campaign(d); p.Last != 0 {
		p.To = p.Last.Date().Year
		return &p
	}
	return nil
}

// taskKind reports the title of a task: a plan, a scheme, a campaign.
func taskKind(t string) bool {
	for _, k := range []string{"方案", "计划", "规划", "要点", "行动", "安排"} {
		if strings.HasSuffix(t, k) {
			return true
		}
	}
	return containsAny(t, "专项行动", "专项整治", "集中整治", "攻坚", "大会战") && containsAny(t, "通知", "意见", "通告")
}

// yearsIn reads 2018—2020年, 2019年度, “十三五” from a title. The year of an edition
// (2019年本, 2019年修订) and that of a document amended or ended are none.
func yearsIn(t string) *Period {
	for _, x := range titlesIn(t) {
		if strings.Contains(t[:x.from], "修改") || strings.Contains(t[:x.from], "废止") {
			return nil
		}
	}
	if containsAny(t, "清理结果", "废止", "宣布失效", "关于修改") {
		return nil
	}
	for _, f := range fiveYear {
		if strings.Contains(t, f.name) {
			return &Period{From: f.from, To: f.to, Quote: clip(t, quoteRunes)}
		}
	}
	for i := 0; i < len(t); {
		c := t[i]
		if c < '0' || c > '9' {
			_, w := utf8.DecodeRuneInString(t[i:])
			i += w
			continue
		}
		n, size := digitsAt(t[i:])
		i += size
		if size != 4 || n < 1990 || n > 2099 {
			continue
		}
		rest := t[i:]
		for _, dash := range []string{"年—", "年-", "年至", "年－", "年到", "年~", "—", "-", "－", "–", "~", "～", "至", "到"} {
			if !strings.HasPrefix(rest, dash) {
				continue
			}
			m, sz := digitsAt(rest[len(dash):])
			if sz == 2 {
				m += n / 100 * 100
			}
			if (sz == 4 || sz == 2) && m >= n && m < n+30 {
				return &Period{From: n, To: m, Quote: clip(t, quoteRunes)}
			}
		}
		if !strings.HasPrefix(rest, "年") && !strings.HasPrefix(rest, "—") {
			continue
		}
		rest = strings.TrimPrefix(rest, "年")
		edition := dayFollows(rest)
		for _, w := range []string{"修", "本", "版", "第", "以来", "以前", "）", ")", "起", "后", "号", "以后", "标准", "新"} {
			edition = edition || strings.HasPrefix(rest, w)
		}
		if !edition {
			return &Period{From: n, To: n, Quote: clip(t, quoteRunes)}
		}
	}
	return nil
}

// dayFollows reports 3月5日 behind a year: a date, no period.
func dayFollows(s string) bool {
	_, n := digitsAt(s)
	if n == 0 || !strings.HasPrefix(s[n:], "月") {
		return false
	}
	_, m := digitsAt(s[n+len("月"):])
	return m > 0
}

func digitsAt(s string) (n, size int) {
	for size < len(s) && s[size] >= '0' && s[size] <= '9' && size < 9 {
		n = n*10 + int(s[size]-'0')
		size++
	}
	return n, size
}

// campaign reads 整治时间：2019年3月1日至2019年9月30日 from the text.
func (p *Period) campaign(d *document.Document) {
	for i := range d.Clauses {
		c := &d.Clauses[i]
		if c.Zone != document.ZoneBody && c.Zone != document.ZoneNotice {
			continue
		}
		text := d.Text.Norm[c.Span.Start:c.Span.End]
		at := -1
		for _, w := range []string{"整治时间", "行动时间", "实施时间", "活动时间", "工作时间", "整治期限", "行动期限", "时间安排", "起止时间", "实施周期", "实施期限"} {
			if k := strings.Index(text, w); k >= 0 {
				at = k + len(w)
				break
			}
		}
		if at < 0 {
			continue
		}
		rest := strings.TrimLeft(text[at:], "：:为是从自 ")
		from, n, ok := law.ParseDate(rest)
		if !ok || from.Year == 0 {
			continue
		}
		rest = strings.TrimLeft(rest[n:], "起 ")
		for _, w := range []string{"至", "到", "—", "-", "－", "~"} {
			if !strings.HasPrefix(rest, w) {
				continue
			}
			to, _, ok := law.ParseDate(strings.TrimLeft(rest[len(w):], "- —"))
			if ok && to.Month > 0 {
				if to.Day == 0 {
					to.Day = 31
					for !to.Valid() && to.Day > 28 {
						to.Day--
					}
				}
				p.Last = DayOf(to)
				if p.Quote == "" {
					p.Quote, p.Line = clip(text, quoteRunes), lineOf(d, c.Span)
				}
				if p.From == 0 {
					p.From = from.Year
				}
				p.To = max(p.To, to.Year)
				return
			}
		}
	}
}
