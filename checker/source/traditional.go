package source

import (
	"sync"
	"unicode/utf8"
)

// Traditional characters are folded to simplified ones only where the whole text
// is traditional: a single one in a simplified text is a person's name or a
// quotation and stays as written.

// traditionalSample is about how many Chinese characters, spread over the text,
// decide what it is.
const traditionalSample = 1500

// isTraditional reports whether text is written in traditional characters: at
// least three of them and a tenth of the Chinese characters. Simplified legal
// texts have none, traditional ones about a third.
func isTraditional(text string) bool {
	han, old, seen := 0, 0, 0
	step := 1 + len(text)/(3*traditionalSample)
	set := traditionalSet()
	for _, r := range text {
		if r < 0x2E80 {
			continue
		}
		if seen++; seen%step != 0 {
			continue
		}
		r = fold(r)
		if !isHan(r) {
			continue
		}
		han++
		if r != '乾' && r != '於' && r != '徵' && r != '瞭' && r != '藉' {
			if set[r>>6&1023]>>(r&63)&1 != 0 && r <= 0xFFFF {
				old++
			}
		}
	}
	return old >= 3 && old*10 >= han
}

// traditionalSet holds the characters of the table as bits.
var traditionalSet = sync.OnceValue(func() *[1024]uint64 {
	set := new([1024]uint64)
	old := true
	for _, r := range traditional {
		if old {
			set[r>>6] |= 1 << (r & 63)
		}
		old = !old
	}
	return set
})

// traditionalPhrases are words in which the table of single characters errs,
// each with its simplified form of the same number of characters.
var traditionalPhrases = [...][2]string{
	{"乾坤", "乾坤"}, {"乾隆", "乾隆"}, {"乾縣", "乾县"}, {"乾陵", "乾陵"}, {"康乾", "康乾"}, {"乾嘉", "乾嘉"},
	{"瞭解", "了解"}, {"明瞭", "明了"}, {"瞭如", "了如"}, {"瞭然", "了然"}, {"瞭若", "了若"},
	{"藉口", "借口"}, {"藉助", "借助"}, {"藉以", "借以"}, {"藉此", "借此"}, {"藉機", "借机"}, {"藉由", "借由"},
	{"藉故", "借故"}, {"憑藉", "凭借"}, {"藉著", "借着"}, {"藉詞", "借词"},
	{"反覆", "反复"}, {"回覆", "回复"}, {"答覆", "答复"}, {"批覆", "批复"}, {"申覆", "申复"}, {"函覆", "函复"},
	{"覆函", "复函"}, {"覆核", "复核"}, {"覆議", "复议"}, {"覆查", "复查"}, {"覆審", "复审"}, {"覆信", "复信"},
	{"重覆", "重复"}, {"電覆", "电复"},
	{"計畫", "计划"}, {"籌畫", "筹划"}, {"規畫", "规划"}, {"企畫", "企划"}, {"策畫", "策划"}, {"謀畫", "谋划"},
	{"牴觸", "抵触"}, {"彷彿", "仿佛"}, {"沈沒", "沉没"}, {"沈積", "沉积"}, {"沈澱", "沉淀"}, {"沈降", "沉降"},
	{"傢俱", "家具"}, {"宮商角徵", "宫商角徵"}, {"畢昇", "毕昇"}, {"錢鍾書", "钱锺书"},
	{"隨著", "随着"}, {"沿著", "沿着"}, {"向著", "向着"}, {"有著", "有着"}, {"本著", "本着"}, {"味著", "味着"},
	{"繞著", "绕着"}, {"朝著", "朝着"}, {"著力", "着力"}, {"著眼", "着眼"}, {"著重", "着重"}, {"著手", "着手"},
	{"著落", "着落"}, {"執著", "执着"}, {"存在著", "存在着"}, {"不著", "不着"}, {"接著", "接着"}, {"緊著", "紧着"},
}

// simplify folds the traditional characters of a line.
func simplify(cells []cell) {
	var fixed [2]int // cells[fixed[0]:fixed[1]] are set by a phrase
	for i := range cells {
		r := cells[i].r
		if r < 0x2E80 {
			continue
		}
		if i < fixed[1] && i >= fixed[0] {
			continue
		}
		if n, to := phraseAt(cells[i:]); n > 0 {
			k := i
			for _, c := range to {
				cells[k].r = c
				k++
			}
			fixed = [2]int{i, k}
			continue
		}
		if to, ok := pair(traditional, r); ok {
			cells[i].r = to
		}
	}
}

// phraseAt gives the number of characters of the phrase that begins here and
// what they become; 0: none.
func phraseAt(cells []cell) (n int, to string) {
	for i := range traditionalPhrases {
		from := traditionalPhrases[i][0]
		if startsWith(cells, from) {
			return utf8.RuneCountInString(from), traditionalPhrases[i][1]
		}
	}
	return 0, ""
}

// startsWith reports whether the characters of cells begin with s.
func startsWith(cells []cell, s string) bool {
	i := 0
	for _, r := range s {
		if i == len(cells) || cells[i].r != r {
			return false
		}
		i++
	}
	return true
}
