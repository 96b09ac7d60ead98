package frame

import (
	"strings"
	"unicode/utf8"
)

// QuantityKind is what a number counts.
type QuantityKind int

const (
	Money QuantityKind = iota // 五百元, 30万元
	Share                     // 50%, 百分之十, 两倍, 八折
	Time                      // 三年内, 15日
	Firms                     // 3家
	Score                     // 5分
)

// Quantity is a number with its unit; Start and End are byte offsets.
type Quantity struct {
	Kind       QuantityKind
	Start, End int
}

// units by kind, longer before shorter. Nobody changes it.
var units = []struct {
	kind  QuantityKind
	words []string
}{
	{Money, []string{"万亿元", "亿元", "万元", "元"}},
	{Share, []string{"个百分点", "%", "％", "‰", "倍", "折", "成"}},
	{Time, []string{"个工作日", "个自然日", "个月", "小时", "年", "日", "天", "周"}},
	{Firms, []string{"家"}},
	{Score, []string{"分钟", "分"}},
}

func digit(r rune) bool {
	switch r {
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', ',',
		'〇', '零', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '半', '数', '几':
		return true
	}
	return false
}

// Quantities finds the numbers with a unit in their order.
func Quantities(s string) []Quantity {
	var out []Quantity
	for i := 0; i < len(s); {
		first, size := utf8.DecodeRuneInString(s[i:])
		if !digit(first) {
			i += size
			continue
		}
		if strings.HasPrefix(s[i:], "百分之") || strings.HasPrefix(s[i:], "千分之") || strings.HasPrefix(s[i:], "万分之") {
			j := i + len("百分之")
			j += number(s[j:])
			out = append(out, Quantity{Share, i, j})
			i = j
			continue
		}
		j := i + number(s[i:])
		unit, kind := 0, Money
	search:
		for _, u := range units {
			for _, w := range u.words {
				if strings.HasPrefix(s[j:], w) {
					if w != "分钟" {
						unit, kind = len(w), u.kind
					}
					break search
				}
			}
		}
		if unit > 0 {
			out = append(out, Quantity{kind, i, j + unit})
		}
		i = j + unit
	}
	return out
}

// number is the length of the number that s begins with.
func number(s string) int {
	n := 0
	for _, r := range s {
		if !digit(r) {
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}
