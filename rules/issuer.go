package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
)

// issuerRank is the rank of the organ that issued the document: central,
// province, city, county, town; "local" where it is no central organ and its rank
// does not show; "" where the text does not tell who issued it. The profile, set
// by the user or found from the issuer, comes first.
func issuerRank(p *checker.Pass) string {
	if p.Profile.Level != "" {
		return p.Profile.Level
	}
	return p.Memo(issuerRankKey{}, func() any { return documentRank(p.Doc) }).(string)
}

type issuerRankKey struct{}

func documentRank(d *document.Document) string {
	best := ""
	for _, i := range d.Issuers {
		if r := organRank(i.Name); r != "" {
			if best == "" || r == "central" {
				best = r
			}
		}
	}
	if best != "" {
		return best
	}
	for _, n := range d.Numbers {
		for _, head := range []string{"国发", "国办", "国函", "国令", "国务院"} {
			if strings.HasPrefix(n.Number.Prefix, head) {
				return "central"
			}
		}
	}
	for _, title := range []string{d.Title.Value, d.Instrument.Value} {
		if r := titleRank(title); r != "" {
			return r
		}
	}
	for _, all := range []string{"各省、自治区、直辖市", "各省（区、市）", "各省(区、市)"} {
		if strings.Contains(d.Addressee.Value, all) {
			return "central"
		}
	}
	// The text speaks for the whole country.
	norm := d.Text.Norm
	if strings.Contains(norm, "中华人民共和国境内") || strings.Contains(d.Interpretation.Value, "国务院") {
		return "central"
	}
	return ""
}

// organRank is the rank of an organ by its name.
func organRank(name string) string {
	for _, head := range []string{"国务院", "全国", "最高人民", "中央", "中共中央", "中国人民银行", "中国证券", "中国银行保险", "中国气象", "中国民用", "国家", "海关总署", "审计署"} {
		if strings.HasPrefix(name, head) && !strings.Contains(name, "省") && !strings.Contains(name, "市") {
			return "central"
		}
	}
	if strings.HasSuffix(name, "部") && utf8.RuneCountInString(name) <= 9 && !strings.ContainsAny(name, "省市县区镇乡党") {
		return "central"
	}
	return titleRank(name)
}

// titleRank is the rank of the place that a name or title begins with.
func titleRank(s string) string {
	if i := strings.Index(s, "关于"); i > 0 {
		s = s[:i]
	}
	n := 0
	last := ""
	for i, r := range s {
		if n++; n > 24 {
			break
		}
		rest := s[i+utf8.RuneLen(r):]
		switch {
		case r == '省' && n >= 3, strings.HasPrefix(s[i:], "自治区") && n >= 3:
			last = "province"
		case r == '市' && n >= 3 && !strings.HasPrefix(rest, "场") && !strings.HasPrefix(rest, "政") && !endsWithAny(s[:i], "城", "都", "股", "楼", "上", "集", "夜", "超"):
			if last == "" || last == "province" {
				last = "city"
				for _, m := range []string{"北京", "上海", "天津", "重庆"} {
					if strings.HasSuffix(s[:i], m) {
						last = "province"
					}
				}
			}
		case (r == '州' || r == '盟') && n >= 3 && strings.HasPrefix(rest, "人民政府"), strings.HasPrefix(s[i:], "行署"), strings.HasPrefix(s[i:], "地区行"):
			last = "city"
		case (r == '县' || r == '旗') && n >= 2 && !strings.HasPrefix(rest, "级"), r == '区' && n >= 3 && (strings.Contains(s[:i], "市") || startsWithAny(rest, "人民", "政府", "行政", "委", "街道")):
			last = "county"
		case (r == '镇' || r == '乡') && (strings.HasPrefix(rest, "人民政府") || strings.HasPrefix(rest, "政府")), strings.HasPrefix(s[i:], "街道办"):
			return "town"
		}
	}
	return last
}

func endsWithAny(s string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(e string) bool { return strings.HasSuffix(s, e) })
}

func startsWithAny(s string, starts ...string) bool {
	return slices.ContainsFunc(starts, func(e string) bool { return strings.HasPrefix(s, e) })
}

// local reports whether the issuer is known and no central organ.
func local(rank string) bool { return rank != "" && rank != "central" }

// government reports whether the name is one of a people's government or its
// office, in whose name it issues.
func government(name string) bool {
	for _, end := range []string{"人民政府", "政府办公室", "政府办公厅", "政府", "行署", "行政公署", "行署办公室", "行政公署办公室", "国务院", "国务院办公厅", "街道办事处"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
