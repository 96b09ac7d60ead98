package rules

import (
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/corpus/law"
)

// citationFlaw tells whether the i-th citation has something wrong with the way
// in which it is made.
type citationFlaw func(p *checker.Pass, i int) bool

// citationFlaws lists what the parameter flaw of citation may ask. Keep sorted.
func citationFlaws() map[string]citationFlaw {
	return map[string]citationFlaw{
		"country":      countryAdded,
		"edition":      noSuchEdition,
		"near":         oneWordOff,
		"near_weak":    localOneWordOff,
		"other_number": otherNumber,
		"other_region": otherRegion,
		"period":       periodOver,
		"two_names":    twoNames,
		"two_nos":      twoNumbers,
	}
}

const country = "中华人民共和国"

// countryAdded: 《中华人民共和国公平竞争审查条例》, while the regulation carries no
// name of the state.
func countryAdded(p *checker.Pass, i int) bool {
	q, r := p.Doc.Citations[i], p.Cited[i]
	return r.Work != nil && q.Form == document.FormFull && strings.HasPrefix(q.Title, country) &&
		!strings.HasPrefix(r.Work.Title, country) && r.Work.Level != law.LevelUnknown
}

// noSuchEdition: the citation names the year of an edition (2018年修正) in which
// none of the editions that we know was published. It says nothing where we know
// only one edition.
func noSuchEdition(p *checker.Pass, i int) bool {
	q, r := p.Doc.Citations[i], p.Cited[i]
	if r.Work == nil || q.Date.Year == 0 || len(r.Work.Editions) < 2 || !r.Work.Sure {
		return false
	}
	if s := p.Doc.Text.Norm[q.Span.Start:q.Span.End]; !strings.Contains(s, "修正") && !strings.Contains(s, "修订") {
		return false
	}
	last := r.Work.Editions[len(r.Work.Editions)-1].Published
	for _, e := range r.Work.Editions {
		if e.Published.Year == q.Date.Year || e.From.Year == q.Date.Year || e.Published.IsZero() {
			return false
		}
	}
	return q.Date.Year <= last.Year
}

// oneWordOff: nothing of that name is held, and the name is one of a law or of
// administrative regulations, of which all are held; a work of nearly the same
// name is. What is called 法 can be no other; of other names a work must differ
// only in 管理, 实施, 暂行, in the form (条例, 办法, 规定) or in two characters.
func oneWordOff(p *checker.Pass, i int) bool {
	q, r := p.Doc.Citations[i], p.Cited[i]
	if !nationalName(q.Title) {
		return false
	}
	if nearCore(p, i) {
		return true
	}
	if r.Standing != law.NotHeld || q.Form != document.FormFull {
		return false
	}
	name := law.TitleKey(q.Title)
	for _, w := range r.DidYouMean {
		near := law.TitleKey(w.Title)
		if w.Level == law.LevelNormative || near == name {
			continue
		}
		if strings.HasSuffix(name, "法") && strings.HasSuffix(near, "法") && w.Level == law.LevelLaw ||
			utf8.RuneCountInString(name) >= 8 && lastRunes(name, 2) == lastRunes(near, 2) && edits(name, near) <= 2 {
			return true
		}
	}
	return false
}

// edits counts the characters to put in, take out or change to make b of a.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diag := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diag
			if x[i] != y[j] {
				cost++
			}
			diag = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// localOneWordOff is the same for local names and departmental rules, of which
// not all are held.
func localOneWordOff(p *checker.Pass, i int) bool {
	return nearCore(p, i) && !nationalName(p.Doc.Citations[i].Title)
}

func nearCore(p *checker.Pass, i int) bool {
	q, r := p.Doc.Citations[i], p.Cited[i]
	if r.Standing != law.NotHeld || q.Form != document.FormFull || len(r.DidYouMean) == 0 {
		return false
	}
	core := titleCore(q.Title)
	if utf8.RuneCountInString(core) < 4 {
		return false
	}
	for _, w := range r.DidYouMean {
		if law.TitleKey(w.Title) != law.TitleKey(q.Title) && titleCore(w.Title) == core && w.Level != law.LevelNormative {
			return true
		}
	}
	return false
}

// nationalName reports a name that only a law or administrative regulations
// bear: 中华人民共和国…, and …法 or …条例 without the name of a place before it.
func nationalName(title string) bool {
	if strings.HasPrefix(title, country) {
		return true
	}
	name, _ := law.SplitEdition(title)
	if strings.HasSuffix(name, "办法") || !strings.HasSuffix(name, "法") && !strings.HasSuffix(name, "条例") {
		return false
	}
	return !localName(name)
}

// provinces are the names of provinces as titles shorten them.
var provinces = []string{"北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
	"湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾"}

// localName reports a title that begins with the name of a place.
func localName(title string) bool {
	if startsWithAny(title, provinces...) {
		return true
	}
	n := 0
	for i, r := range title {
		if n++; n > 16 {
			return false
		}
		switch r {
		case '省', '市', '县', '区', '州', '盟', '旗', '镇':
			if n >= 3 && !strings.HasPrefix(title[i:], "市场") && !strings.HasPrefix(title[i:], "区域") && !strings.HasPrefix(title[i:], "市政") {
				return true
			}
		}
	}
	return false
}

// titleCore strips what is most often misquoted: the name of the state, 管理,
// 实施, 暂行, 试行, and the form at the end.
func titleCore(title string) string {
	key := strings.NewReplacer("(试行)", "", "(暂行)", "", "暂行", "", "管理", "", "实施", "").Replace(law.TitleKey(title))
	for _, end := range []string{"条例", "办法", "规定", "细则", "规则"} {
		if s := strings.TrimSuffix(key, end); s != key {
			return s
		}
	}
	return key
}

// periodOver: a plan or programme whose title names a period that had ended by
// the as-of day, 《…实施纲要（2015—2020年）》.
func periodOver(p *checker.Pass, i int) bool {
	q := p.Doc.Citations[i]
	end := periodEnd(q.Title)
	return end > 0 && (q.Use == document.UseBasis || q.Use == document.UseApplied) && p.AsOf.Year > end
}

// periodEnd is the last year of the period that a title names; 0: none.
func periodEnd(title string) int {
	for i := 0; i < len(title); i++ {
		y, n := fourDigits(title[i:])
		if n == 0 {
			continue
		}
		rest := strings.TrimPrefix(title[i+n:], "年")
		for _, dash := range []string{"—", "－", "-", "–", "~", "至", "一"} {
			if s := strings.TrimLeft(rest, dash); s != rest {
				if z, m := fourDigits(s); m > 0 && z > y && z-y <= 20 {
					return z
				}
			}
		}
		i += n - 1
	}
	return 0
}

func fourDigits(s string) (y, size int) {
	for size < len(s) && size < 5 && s[size] >= '0' && s[size] <= '9' {
		y = y*10 + int(s[size]-'0')
		size++
	}
	if size != 4 || y < 1949 || y > 2100 {
		return 0, 0
	}
	return y, 4
}

// twoNumbers: the document gives another number for the same title elsewhere.
// The first mention stands; what differs from it is told.
func twoNumbers(p *checker.Pass, i int) bool {
	q := p.Doc.Citations[i]
	if q.Number.IsZero() || q.Title == "" {
		return false
	}
	for j := range i {
		o := p.Doc.Citations[j]
		if !o.Number.IsZero() && o.Number != q.Number && o.Number.Year == q.Number.Year && o.Date == q.Date && o.Issuer == q.Issuer &&
			(o.Number.Prefix == q.Number.Prefix || o.Number.Serial == q.Number.Serial) && law.TitleKey(o.Title) == law.TitleKey(q.Title) && !plural(q.Title) {
			return true
		}
	}
	return false
}

// otherNumber: works of that very name are held, all under other numbers.
func otherNumber(p *checker.Pass, i int) bool {
	q, r := p.Doc.Citations[i], p.Cited[i]
	if q.Number.Year == 0 || r.Standing != law.NotHeld || len(r.DidYouMean) != 1 {
		return false // orders amend under other numbers
	}
	w := r.DidYouMean[0]
	return law.TitleKey(w.Title) == law.TitleKey(q.Title) && w.DocNumber.Prefix == q.Number.Prefix && w.DocNumber.Year == q.Number.Year
}

// plural titles are borne by many documents at once.
func plural(title string) bool {
	return utf8.RuneCountInString(title) <= 4
}

// twoNames: the same number stands behind another title elsewhere. That one is
// the notice that issues the other is no difference.
func twoNames(p *checker.Pass, i int) bool {
	q := p.Doc.Citations[i]
	if q.Number.IsZero() || q.Title == "" || q.Form != document.FormFull {
		return false
	}
	for j := range i {
		o := p.Doc.Citations[j]
		if o.Number != q.Number || o.Title == "" || o.Form != document.FormFull {
			continue
		}
		a, b := innerTitle(o.Title), innerTitle(q.Title)
		if a != b && !strings.Contains(a, b) && !strings.Contains(b, a) {
			return true
		}
	}
	return false
}

// innerTitle is the key of the instrument that a notice issues, or of the title
// itself.
func innerTitle(title string) string {
	for _, pair := range [...][2]string{{"〈", "〉"}, {"《", "》"}, {"<", ">"}, {"＜", "＞"}} {
		if i := strings.Index(title, pair[0]); i >= 0 {
			if j := strings.LastIndex(title, pair[1]); j > i {
				return law.TitleKey(title[i+len(pair[0]) : j])
			}
		}
	}
	for _, verb := range []string{"印发", "转发", "下发", "发布"} {
		if i := strings.Index(title, "关于"+verb); i >= 0 {
			return law.TitleKey(strings.TrimSuffix(title[i+len("关于"+verb):], "的通知"))
		}
	}
	return law.TitleKey(title)
}

// otherRegion: a local regulation or rule of a place that is none of the issuer's
// superiors, nor the issuer's own.
func otherRegion(p *checker.Pass, i int) bool {
	r, code := p.Cited[i], p.Profile.Code
	if r.Work == nil || len(r.Work.Region) != 6 || len(code) != 6 || !r.Work.Sure {
		return false
	}
	switch r.Work.Level {
	case law.LevelLocalRegulation, law.LevelAutonomous, law.LevelLocalGovRule:
	default:
		return false
	}
	own := r.Work.Region
	switch {
	case own[2:] == "0000":
		return own[:2] != code[:2]
	case own[4:] == "00":
		// A city without districts between it and the province has its own code.
		return own[:2] != code[:2] || code[2:] != "0000" && own[:4] != code[:4]
	}
	return own[:2] != code[:2]
}
