package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/literal"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// effectWords are the words of which a clause on taking effect holds one.
var effectWords = literal.Of("施行", "实施", "执行", "生效", "试行", "实行")

// effect reads the clauses on taking effect, validity and interpretation. They
// may stand in the instrument or in the notice: the instrument wins, the notice
// fills what it leaves out.
func (p *parser) effect() {
	d := p.doc
	var weak Effective
	for _, z := range []Zone{ZoneBody, ZoneNotice} {
		for i := len(d.Clauses) - 1; i >= 0; i-- {
			c := &d.Clauses[i]
			if c.Zone != z {
				continue
			}
			text := p.s[c.Span.Start:c.Span.End]
			if effectWords.In(text) {
				e, sure := p.effective(text, c.Span.Start)
				if e.Kind != EffectiveNone {
					if sure && d.Effective.Kind == EffectiveNone {
						d.Effective = e
					} else if !sure && weak.Kind == EffectiveNone {
						weak = e
					}
				}
			}
			if !d.Interpretation.Known() && strings.Contains(text, "解释") {
				p.interpretation(text, c.Span)
			}
		}
	}
	if d.Effective.Kind == EffectiveNone {
		d.Effective = weak
	}
	for i := range d.Clauses {
		if z := d.Clauses[i].Zone; z == ZoneBody || z == ZoneNotice {
			p.validity(i)
		}
	}
	p.dateEffective()
}

// dateEffective works out the day where the clause counts from the issue.
func (p *parser) dateEffective() {
	e := &p.doc.Effective
	if e.Kind != EffectiveOnIssue && e.Kind != EffectiveAfterIssue {
		return
	}
	base := p.doc.Dated.Value
	if w := p.s[e.Span.Start:e.Span.End]; containsAny(w, "公布", "发布") && p.doc.Published.Value.Valid() {
		base = p.doc.Published.Value
	}
	if base.Valid() {
		e.Date = base.AddDays(e.Days)
	}
}

// Words by which a document names itself or what it fixes.
var selfSubjects = []string{"本", "以上", "上述", "调整后", "新标准", "该"}

// effective reads 自…起施行 from one clause. sure is false where the subject is not
// the document itself but what it fixes (调整后的标准从…起执行).
func (p *parser) effective(text string, base int) (e Effective, sure bool) {
	for at := 0; at < len(text); {
		k, w := firstOf(text[at:], []string{"自", "从", "于"})
		if k < 0 {
			return e, false
		}
		from := at + k
		at = from + len(w)
		e, end := readEffect(text[from+len(w):])
		if e.Kind == EffectiveNone {
			continue
		}
		subject := strings.TrimRight(lastPart(text[:from]), "，, ")
		e.Span = source.Span{Start: base + from, End: base + from + len(w) + end}
		switch {
		case subject == "" || suffixOf(subject, []string{"号", "现"}) != "":
			// the subject stands before a comma: 《某办法》已经…，自…起施行
			if t := p.lastTitle(text[:from]); t != "" && !p.ownTitle(t) {
				continue
			}
			return e, true
		case strings.HasPrefix(stripLabel(subject), "本"), strings.HasPrefix(stripLabel(subject), "现予"), strings.HasPrefix(stripLabel(subject), "并"), containsAny(subject, "起施行", "公布", "印发"):
			return e, true
		case strings.Contains(subject, "《"):
			if t := p.lastTitle(subject); t != "" && p.ownTitle(t) {
				return e, true
			}
			continue
		case p.doc.Instrument.Value != "" && strings.HasSuffix(fold1(p.doc.Instrument.Value), fold1(stripLabel(subject))):
			return e, true
		case prefixOf(stripLabel(subject), selfSubjects) != "" || containsAny(subject, "标准", "政策", "通知", "规定", "办法"):
			return e, false
		}
	}
	return Effective{}, false
}

func fold1(s string) string { return law.TitleKey(withoutMarks(s)) }

func stripLabel(s string) string {
	if l, ok := readLabel(s); ok {
		s = s[l.size:]
	}
	return strings.TrimLeft(s, " \u3000")
}

// lastPart gives what stands behind the last comma.
func lastPart(s string) string {
	i := strings.LastIndexAny(s, "，,；。：")
	if i < 0 {
		return s
	}
	_, w := utf8.DecodeRuneInString(s[i:])
	return s[i+w:]
}

// lastTitle gives the last 《…》 in s.
func (p *parser) lastTitle(s string) string {
	i := strings.LastIndex(s, "《")
	if i < 0 {
		return ""
	}
	t := closeTitle(s, i)
	if t.end == 0 {
		return ""
	}
	return squeeze(s[t.from:t.to])
}

// readEffect reads what stands behind 自: 2024年5月1日起施行, 印发之日起施行, 公布之日起
// 30日后施行, 2024年5月1日零时起执行. end is where it ends.
func readEffect(s string) (e Effective, end int) {
	up := strings.Index(s, "起")
	if d, size, ok := law.ParseDate(s); ok && prefixOf(s[size:], []string{"施行", "实施", "执行", "生效"}) != "" {
		// 自2019年4月1日施行: 起 was left out
		return Effective{Kind: EffectiveOn, Date: d}, size + len("施行")
	}
	if up < 0 || up > 90 {
		return Effective{}, 0
	}
	when := strings.TrimSpace(s[:up])
	if d, size, ok := law.ParseDate(when); ok {
		rest := strings.TrimSpace(when[size:])
		if rest != "" && rest != "之日" && rest != "零时" && rest != "0时" && rest != "开始" && !(d.Day == 0 && utf8.RuneCountInString(rest) <= 4) {
			return Effective{}, 0
		}
		e.Kind, e.Date = EffectiveOn, d
	} else if containsAny(when, "印发", "发布", "公布", "下发", "发文", "颁布", "发出") && suffixOf(when, []string{"之日", "日", "次日", "当日"}) != "" && utf8.RuneCountInString(when) < 14 {
		e.Kind = EffectiveOnIssue
		if strings.HasSuffix(when, "次日") {
			e.Kind, e.Days = EffectiveAfterIssue, 1
		}
	} else {
		return Effective{}, 0
	}
	i := up + len("起")
	i = skipBlanks(s, i)
	i += len(prefixOf(s[i:], []string{"满", "，"}))
	if n, size, ok := law.ParseNumeral(s[i:]); ok && n < 400 {
		rest := s[i+size:]
		w := prefixOf(rest, []string{"日后", "天后", "日之后", "个自然日后", "日起", "日"})
		if w == "" || e.Kind != EffectiveOnIssue {
			return Effective{}, 0
		}
		e.Kind, e.Days = EffectiveAfterIssue, n
		i += size + len(w)
	}
	i += len(prefixOf(s[i:], []string{"正式", "开始", "全面", "组织"}))
	v := prefixOf(s[i:], []string{"施行", "实施", "执行", "生效", "试行", "实行"})
	if v == "" || v == "实行" && han(runeAt(s, i+len(v))) {
		return Effective{}, 0
	}
	return e, i + len(v)
}
