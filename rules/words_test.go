package rules

import (
	"regexp"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	for _, tt := range []struct{ in, want, err string }{
		{"罚款", "罚款", ""},
		{"(?P<sum>元)罚款", "(?P<sum>元)罚款", ""},
		{"处<数>元", "处(?:" + vocabulary()["数"] + ")元", ""},
		{"在<没有>", "", "no group of words is called <没有>"},
		{"<数", "<数", ""},
	} {
		got, err := expand(tt.in)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s: got error %v, want %s", tt.in, err, tt.err)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("%s: got %q, %v, want %q", tt.in, got, err, tt.want)
		}
	}
	if _, err := expandWords("<a>", map[string]string{"a": "<a>"}, 0); err != nil {
		t.Errorf("a name in Latin is no group: %v", err)
	}
	if _, err := expandWords("<甲>", map[string]string{"甲": "<乙>", "乙": "<甲>"}, 0); err == nil {
		t.Error("a circle of groups is not refused")
	}
}

// TestVocabulary holds each group against words that it must and must not hold.
func TestVocabulary(t *testing.T) {
	for _, tt := range []struct{ group, yes, no string }{
		{"本地", "本市 我县 本行政区域内 县内 本地 当地 某区 本土", "本级 本办法 国内 外地 本国"},
		{"外地", "外地 市外 非本县 外省", "本地 对外 意外"},
		{"企业", "供应商 有限公司", "个人 居民"},
		{"机关", "县住房城乡建设局 街道办事处 村民委员会", "消费者"},
		{"禁列", "不得有下列行为： 有下列情形之一的，责令改正：", "应当提交下列材料："},
		{"受责", "要求垫资的，由主管部门责令改正", "迁出的，应当退还补贴"},
		{"数", "3 五百 2.5", "元"},
	} {
		full, err := expand("^.*<" + tt.group + ">.*$")
		if err != nil {
			t.Fatal(err)
		}
		re := regexp.MustCompile(full)
		for _, w := range strings.Fields(tt.yes) {
			if !re.MatchString(w) {
				t.Errorf("<%s> does not hold %s", tt.group, w)
			}
		}
		for _, w := range strings.Fields(tt.no) {
			if re.MatchString(w) {
				t.Errorf("<%s> holds %s", tt.group, w)
			}
		}
	}
}
