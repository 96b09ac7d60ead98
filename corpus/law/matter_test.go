package law_test

import (
	"testing"

	"docreview/corpus/law"
)

func TestMatter(t *testing.T) {
	for _, tt := range [][2]string{
		{"违反本办法第八条第二款规定，占用渡口的，处罚款。", "，占用渡口的，处罚款。"},
		{"违反本条例规定，占用渡口的", "，占用渡口的"},
		{"依照《甲法》第十二条、第十三条第一款第（二）项的规定处罚", "依照《甲法》处罚"},
		{"有第五条和第六条所列情形之一的", "有所列情形之一的"},
		{"本办法自公布之日起施行。", "本办法自公布之日起施行。"},
		{"第一渡口的船", "第一渡口的船"},
		{"", ""},
	} {
		if got := law.Matter(tt[0]); got != tt[1] {
			t.Errorf("Matter(%q) = %q; want %q", tt[0], got, tt[1])
		}
	}
}
