package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// vocabulary names the groups of words that many patterns share. A pattern says
// <本地> and means any of the words; a group may use other groups. Each value is
// RE2 without capturing groups.
func vocabulary() map[string]string {
	return map[string]string{
		// The place of the issuer, as opposed to elsewhere. Without 本级, which
		// is a level of government and not a place.
		"本地": `(?:本|我|全|各)(?:省|市|县|区|州|盟|旗|镇|乡|街道)(?:行政区域|行政辖区|辖区|范围|境|域)?内?|本(?:地区?|土|行政区域|辖区|园区|开发区)内?|(?:省|市|县|州|旗|镇|辖区|区)内|[省市县区]域内|当地|项目所在地|某(?:某)?(?:省|市|县|区|州|镇)+(?:范围内|境内|内)?`,
		// A place by its name; use it only behind 在, 于 or the like.
		"地名": `[\p{Han}]{1,7}?(?:省|自治区|市|县|区|自治州|州|旗|镇)(?:行政区域|行政辖区|辖区|境|范围)?内?`,
		"外地": `外地|外埠|异地|域外|[省市县区州]外|外(?:省|市|县|区)|非本(?:省|市|县|区|州|地|辖区)|外来`,
		"企业": `企业|公司|经营者|经营主体|市场主体|经营单位|经营户|机构|供应商|投标人|中标人|竞买人|申请人|申报单位|服务商|生产商|厂家|承包商|法人|合作社|商户|个体工商户|业户`,
		"奖补": `奖励|奖补|补助|补贴|资助|扶持|返还|奖金|返奖|支持资金|兑现`,
		"机关": `人民政府|政府|主管部门|行政部门|管理部门|部门|[\p{Han}]{2,10}(?:局|委员会|办公室)|街道办事处|街道办|街道|乡镇|镇|管委会|村民委员会|居民委员会|村（居）民委员会|村委会|居委会|社区|园区办`,
		// Doing business and the acts of private persons that permits speak of.
		"从业": `从事|经营|营业|开业|开办|开设|开展|开工|施工|动工|生产|销售|出售|收购|运营|运输|承运|承接|承揽|上路|上岗|进入|投放|设置|设立|举办|养殖|饲养|种植|安装|占用|占道|挖掘|搭建|加工|开采|采挖|装修|停业|歇业|停止经营|摆摊|设摊|出租|转让|使用|入场|入市|投入运营|执业|引进|调入|外运`,
		// Lead-ins of lists of what is forbidden or punished, and what follows a
		// description of conduct that is: what they name is not ordered.
		"禁列": `(?:下列|以下)(?:行为|情形)[^。]{0,60}(?:责令|处分|处罚|追究|约谈|通报|问责|整改)|不得[^。]{0,20}(?:下列|以下)|滥用行政权力|违规`,
		"受责": `[^。；]{0,30}的，[^。；]{0,30}(?:责令(?:改正|限期)|给予处分|依法(?:给予)?处|追究|问责)`,
		"数":  `[\d一二三四五六七八九十百千万两零〇.]+`,
	}
}

// expand puts the words of the vocabulary into a pattern.
func expand(expr string) (string, error) { return expandWords(expr, vocabulary(), 0) }

func expandWords(expr string, words map[string]string, depth int) (string, error) {
	if !strings.Contains(expr, "<") {
		return expr, nil
	}
	if depth > 4 {
		return "", fmt.Errorf("groups of words call each other in a circle")
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(expr, '<')
		if i < 0 {
			b.WriteString(expr)
			return b.String(), nil
		}
		b.WriteString(expr[:i])
		expr = expr[i:]
		j := strings.IndexByte(expr, '>')
		if r, _ := utf8.DecodeRuneInString(expr[1:]); j < 0 || r < 0x4e00 || r > 0x9fff { // (?P<name>
			b.WriteByte('<')
			expr = expr[1:]
			continue
		}
		word, ok := words[expr[1:j]]
		if !ok {
			return "", fmt.Errorf("no group of words is called <%s>", expr[1:j])
		}
		inner, err := expandWords(word, words, depth+1)
		if err != nil {
			return "", err
		}
		b.WriteString("(?:" + inner + ")")
		expr = expr[j+1:]
	}
}
