package document

import (
	"strings"

	"docreview/checker/literal"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Things whose validity is not that of the document.
var otherObjects = literal.Of("许可", "证", "执照", "资格", "资质", "合格", "报价", "保质", "标志", "检验", "报告", "合同", "投标", "承诺", "批准文件", "登记", "备案", "签证", "协议", "认定", "卡", "二维码", "药品", "称号", "保险", "检定", "授权", "评估", "审查意见", "核准", "名单", "公示", "账号", "密码", "商标", "专利", "公告", "牌", "票", "凭证", "意见书", "决定书", "通知书", "担保", "询价", "成绩", "信用", "评价结果", "等级", "体检", "处罚信息")

// validityWords are the words of which a clause on validity holds one.
var validityWords = literal.Of("有效期", "试行", "执行期限", "实施期限", "施行期限", "长期有效", "至")

// validity reads the stated period of validity in clause i, when it is that of
// the document: the words before it name the document or nothing, and the
// sentence or the one before it speaks of taking effect.
func (p *parser) validity(i int) {
	c := p.doc.Clauses[i]
	text := p.s[c.Span.Start:c.Span.End]
	if !validityWords.In(text) {
		return
	}
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
	if !own && otherObjects.In(before) {
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
