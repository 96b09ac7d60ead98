package document

import (
	"strings"
	"unicode/utf8"

	"docreview/checker/source"
	"docreview/corpus/law"
)

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
			if containsAny(text, "施行", "实施", "执行", "生效", "试行", "实行") {
				e, sure := p.effective(text, c.Span.Start)
				if e.Kind != EffectiveNone {
					if sure && d.Effective.Kind == EffectiveNone {
						d.Effective = e
					} else if !sure && weak.Kind == EffectiveNone {
						weak = e
					}
				}
			}
			if strings.Contains(text, "解释") && !d.Interpretation.Known() {
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

// interpretation reads 由某局负责解释.
func (p *parser) interpretation(text string, at source.Span) {
	k, w := firstOf(text, []string{"负责解释", "负责具体解释", "解释权", "解释。", "进行解释"})
	if k < 0 || strings.HasSuffix(text[:k], "司法") {
		return
	}
	by := strings.LastIndex(text[:k], "由")
	if w == "解释权" {
		rest := text[k+len(w):]
		to := strings.TrimLeft(rest, "归属由于")
		if len(to) == len(rest) {
			return
		}
		p.doc.Interpretation = Said[string]{strings.TrimRight(to, "。；所有 "), at}
		return
	}
	if by < 0 {
		return
	}
	name := strings.TrimSpace(text[by+len("由") : k])
	if name == "" || runes(name) > 60 {
		return
	}
	p.doc.Interpretation = Said[string]{strings.TrimSuffix(name, "会同"), at}
}

// Things whose validity is not that of the document.
var otherObjects = []string{"许可", "证", "执照", "资格", "资质", "合格", "报价", "保质", "标志", "检验", "报告", "合同", "投标", "承诺", "批准文件", "登记", "备案", "签证", "协议", "认定", "卡", "二维码", "药品", "称号", "保险", "检定", "授权", "评估", "审查意见", "核准", "名单", "公示", "账号", "密码", "商标", "专利", "公告", "牌", "票", "凭证", "意见书", "决定书", "通知书", "担保", "询价", "成绩", "信用", "评价结果", "等级", "体检", "处罚信息"}

// validity reads the stated period of validity in clause i, when it is that of
// the document: the words before it name the document or nothing, and the
// sentence or the one before it speaks of taking effect.
func (p *parser) validity(i int) {
	c := p.doc.Clauses[i]
	text := p.s[c.Span.Start:c.Span.End]
	for _, w := range []string{"有效期限", "有效期", "试行期限", "试行期", "执行期限", "实施期限", "施行期限", "长期有效", "试行"} {
		at := strings.Index(text, w)
		if at < 0 {
			continue
		}
		before := lastPart(text[:at])
		rest := text[at+len(w):]
		v := Validity{Trial: strings.HasPrefix(w, "试行"), LongTerm: w == "长期有效"}
		if !p.ownValidity(i, before, text, w) {
			continue
		}
		end, ok := readValidity(&v, rest)
		if !ok && !v.LongTerm {
			continue
		}
		v.Span = source.Span{Start: c.Span.Start + at, End: c.Span.Start + at + len(w) + end}
		p.doc.Validity = append(p.doc.Validity, v)
		return
	}
	// 自…起施行，至2028年12月31日止 / 废止
	if at := strings.Index(text, "至"); at > 0 && strings.Contains(text[:at], "行") {
		if d, size, ok := law.ParseDate(text[at+len("至"):]); ok && d.Full() && suffixOf(strings.TrimRight(text[:at], "，,（( "), []string{"施行", "实施", "执行", "试行", "有效", "实行"}) != "" &&
			!containsAny(text, "过渡期", "期限内") && prefixOf(text[at+len("至")+size:], []string{"止", "废止", "失效", "终止", "结束", "。", "有效"}) != "" && p.ownValidity(i, "", text, "") {
			s := c.Span.Start + at
			p.doc.Validity = append(p.doc.Validity, Validity{Until: d, Span: source.Span{Start: s, End: s + len("至") + size}})
		}
	}
}

// ownValidity tells the validity of the document from that of a certificate.
func (p *parser) ownValidity(i int, before, text, word string) bool {
	before = strings.TrimSpace(stripLabel(before))
	if word == "试行" {
		// 试行两年 behind 自…起; the word alone is in many titles
		return containsAny(text, "起试行", "日起试行") || before == ""
	}
	own := prefixOf(before, []string{"本", "该办法", "该文件", "文件", "通知"}) != "" || strings.HasSuffix(before, "》")
	if t := p.lastTitle(before); t != "" && !p.ownTitle(t) {
		return false
	}
	if !own && containsAny(before, otherObjects...) {
		return false
	}
	if own && containsAny(before, "本证", "本许可", "本合同", "本承诺", "本协议", "本执照", "本资质", "本报价") {
		return false
	}
	if own && !containsAny(strings.TrimPrefix(before, "本"), "许可证", "合格证", "证书", "执照") {
		return true
	}
	if containsAny(text, "起施行", "起实施", "起执行", "起正式", "起生效", "起试行", "之日起施行", "后施行") {
		return before == "" || !containsAny(before, "的")
	}
	// 有效期五年。 as a sentence of its own counts behind one that fixes the day
	if before != "" || i == 0 {
		return false
	}
	prev := p.s[p.doc.Clauses[i-1].Span.Start:p.doc.Clauses[i-1].Span.End]
	return containsAny(prev, "起施行", "起实施", "起执行", "起正式", "后施行", "负责解释")
}

// readValidity reads what stands behind 有效期.
func readValidity(v *Validity, s string) (end int, ok bool) {
	i := skipBlanks(s, 0)
	i += len(prefixOf(s[i:], []string{"限", ""}))
	w := prefixOf(s[i:], []string{"暂定为", "暂定", "均为", "定为", "限为", "为", "是", "：", ":", "自", "从", "截至", "截止到", "截止至", "至", "到", "（"})
	i += len(w)
	i = skipBlanks(s, i)
	if w == "自" || w == "从" || w == "（" || w == "为" || w == "" {
		if k := len(prefixOf(s[i:], []string{"自", "从"})); k > 0 {
			i += k
		}
		if d, size, okD := law.ParseDate(s[i:]); okD && d.Month > 0 {
			j := i + size
			j += len(prefixOf(s[j:], []string{"起", "开始"}))
			if k := prefixOf(s[j:], []string{"至", "到", "—", "－", "-", "~"}); k != "" {
				j += len(k)
				for x := prefixOf(s[j:], rangers); x != ""; x = prefixOf(s[j:], rangers) {
					j += len(x)
				}
				if u, size2, okU := law.ParseDate(s[j:]); okU && u.Month > 0 {
					v.From, v.Until = d, u
					return j + size2, true
				}
			}
			i = j
			i += len(prefixOf(s[i:], []string{"，"}))
		}
	}
	if d, size, okD := law.ParseDate(s[i:]); okD && d.Month > 0 && (w == "至" || w == "到" || strings.HasPrefix(w, "截")) {
		v.Until = d
		return i + size, true
	}
	if strings.HasPrefix(s[i:], "长期") {
		v.LongTerm = true
		return i + len("长期"), true
	}
	n, size, okN := law.ParseNumeral(s[i:])
	if strings.HasPrefix(s[i:], "两") {
		n, size, okN = 2, len("两"), true
	}
	if !okN || n < 1 || n > 100 {
		return 0, false
	}
	j := i + size
	switch u := prefixOf(s[j:], []string{"个月", "年", "周年"}); u {
	case "个月":
		v.Months = n
		j += len(u)
	case "":
		return 0, false
	default:
		v.Years = n
		j += len(u)
		if strings.HasPrefix(s[j:], "半") {
			v.Months = 6
			j += len("半")
		}
	}
	// （至2029年4月30日）, ，至2029年4月30日止
	k := j
	k += len(prefixOf(s[k:], []string{"（", "(", "，", ","}))
	k += len(prefixOf(s[k:], []string{"有效期"}))
	if x := prefixOf(s[k:], []string{"自", "从"}); x != "" {
		if d, sz, okD := law.ParseDate(s[k+len(x):]); okD {
			v.From = d
			k += len(x) + sz
			k += len(prefixOf(s[k:], []string{"起"}))
		}
	} else if d, sz, okD := law.ParseDate(s[k:]); okD && d.Full() && k > j {
		v.From = d
		k += sz
	}
	if x := prefixOf(s[k:], []string{"截止到", "截止至", "截至", "至", "到", "—", "-", "－"}); x != "" {
		k += len(x)
		for y := prefixOf(s[k:], rangers); y != ""; y = prefixOf(s[k:], rangers) {
			k += len(y)
		}
		if d, sz, okD := law.ParseDate(s[k:]); okD && d.Month > 0 {
			v.Until = d
			return k + sz, true
		}
	}
	return j, true
}

// repeals collects the clauses by which the document ends others.
func (p *parser) repeals() {
	for i := range p.doc.Clauses {
		c := &p.doc.Clauses[i]
		if c.Zone != ZoneBody && c.Zone != ZoneNotice && !(c.Zone == ZoneAnnex && p.doc.listing()) {
			continue
		}
		var ended []int
		for _, k := range c.Citations {
			if p.doc.Citations[k].Use == UseRepeals {
				ended = append(ended, k)
			}
		}
		text := p.s[c.Span.Start:c.Span.End]
		if len(ended) > 0 {
			p.doc.Repeals = append(p.doc.Repeals, Repeal{Span: c.Span, Citations: ended})
		} else if generalRepeal(text) {
			p.doc.Repeals = append(p.doc.Repeals, Repeal{Span: c.Span, General: true})
		}
	}
}

// generalRepeal reports a clause that ends what contradicts without naming it.
// 上级另有规定的，从其规定 is none.
func generalRepeal(s string) bool {
	if strings.Contains(s, "从其规定") || strings.Contains(s, "《") && !strings.Contains(s, "不一致") && !strings.Contains(s, "抵触") && !strings.Contains(s, "不符") {
		return false
	}
	if containsAny(s, "不一致", "相抵触", "不相符", "不符的", "相冲突") && containsAny(s, "以本", "为准", "废止", "停止执行", "按本", "依照本") && containsAny(s, "本") {
		// 国家有新规定且不一致的，按国家规定执行 gives way and ends nothing
		return !containsAny(s, "按照国家", "按国家", "以国家", "以上级", "按上级", "按照上级", "以法律", "以新", "按新", "以省", "依照法律", "从其")
	}
	return containsAny(s, "同时废止", "自行废止", "同时停止执行", "一律废止", "自行失效", "即行废止") && containsAny(s, "以前", "此前", "原有", "过去", "之前", "原规定", "原文件", "原办法", "原相关", "其他有关规定", "其他规定") && containsAny(s, "规定", "文件", "办法", "政策", "通知")
}
