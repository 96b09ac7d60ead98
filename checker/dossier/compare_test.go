package dossier_test

import (
	"fmt"
	"strings"
	"testing"

	"docreview/checker/checkertest"
	"docreview/checker/dossier"
)

const reviewed = `云岭县停车泊位管理办法（送审稿）
第一条　为了规范停车泊位管理，根据有关法律、法规，制定本办法。
第二条　本县行政区域内停车泊位的划设、使用和监督管理，适用本办法。
第三条　县住房和城乡建设局负责停车泊位的划设。县公安局负责停车秩序的管理。
第四条　停车泊位使用人应当遵守下列规定：
（一）按照标线停放车辆；
（二）连续停放不超过三十日；
（三）不得损坏停车设施。
第五条　因施工需要占用停车泊位的，应当提前十日告知县住房和城乡建设局。
第六条　违反本办法第四条规定的，由县公安局依法处理。
第七条　本办法自2025年  月  日起施行，有效期五年。
`

// TestCompare: layout is no change; every change of substance is one, with its words and
// its place.
func TestCompare(t *testing.T) {
	laid := strings.NewReplacer("（送审稿）", "", "2025年  月  日", "2025年6月15日").Replace(reviewed)
	for _, tt := range []struct {
		name  string
		edits []string
		want  string
	}{
		{"nothing", nil, ""},
		{"full and half width, blanks", []string{"：\n（一）", ":\n(一) ", "县公安局负责", "　县公安局 负责", "，适用", ",适用"}, ""},
		{"numerals and style of numbers", []string{"三十日", "30日", "（一）", "1.", "（二）", "2.", "（三）", "3.", "第五条　", "第5条 "}, ""},
		{"marks and cut sentences", []string{"划设。县公安局", "划设，县公安局", "车辆；", "车辆。"}, ""},
		{"lines cut elsewhere", []string{"提前十日告知", "提前十日\n告知"}, ""},
		{"order of items", []string{"（一）按照标线停放车辆；\n（二）连续停放不超过三十日；", "（一）连续停放不超过三十日；\n（二）按照标线停放车辆；"}, ""},
		{"a number", []string{"三十日", "六十日"}, "改 第四条第（二）项 连续停放不超过【删：三十】【增：六十】日"},
		{"a word that turns the meaning", []string{"应当提前十日", "可以提前十日"}, "改 第五条 ……需要占用停车泊位的，【删：应当】【增：可以】提前十日告知县住房和……"},
		{"an article more, with the references that move", []string{"第五条　因", "第五条　停车泊位实行收费管理，收费标准由县发展和改革局制定。\n第六条　因", "第六条　违反", "第七条　违反", "第七条　本", "第八条　本"},
			"增 第五条 【增：停车泊位实行收费管理，收费标准由县发展和改革局制定】"},
		{"an article before the one that is referred to", []string{"第二条　本", "第二条　停车泊位属于公共资源，任何单位不得擅自占用。\n第三条　本", "第三条　县", "第四条　县", "第四条　停", "第五条　停", "第五条　因", "第六条　因", "第六条　违反本办法第四条", "第七条　违反本办法第五条", "第七条　本", "第八条　本"},
			"增 第二条 【增：停车泊位属于公共资源，任何单位不得擅自占用】"},
		{"a reference that goes elsewhere", []string{"违反本办法第四条", "违反本办法第五条"}, "改 第六条 违反本办法第【删：四】【增：五】条规定的，由县公安局……"},
		{"an item less", []string{"（三）不得损坏停车设施。\n", ""}, "删 第四条第（三）项 【删：不得损坏停车设施】"},
		{"another organ", []string{"由县公安局依法", "由县综合行政执法局依法"}, "改 第六条 ……法第四条规定的，由县【删：公安】【增：综合行政执法】局依法处理"},
		{"the period of validity", []string{"有效期五年", "有效期三年"}, "改 第七条 本办法自2025年【删：月】【增：6月15】日起施行，有效期【删：五】【增：三】年"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := laid
			for i := 0; i < len(tt.edits); i += 2 {
				if !strings.Contains(now, tt.edits[i]) {
					t.Fatalf("no %q", tt.edits[i])
				}
				now = strings.Replace(now, tt.edits[i], tt.edits[i+1], 1)
			}
			c, ok := dossier.Compare(checkertest.Document(t, reviewed), checkertest.Document(t, now))
			if !ok {
				t.Fatal("they are said to be no versions of each other")
			}
			var got []string
			for _, x := range c.Changes {
				at := x.NewAt
				if at == "" {
					at = x.OldAt
				}
				got = append(got, x.Kind+" "+at+" "+x.Diff)
			}
			if s := strings.Join(got, "\n"); s != tt.want {
				t.Errorf("got\n%s\nwant\n%s", s, tt.want)
			}
		})
	}
}

// TestCompareOthers: texts of different documents are no versions of each other.
func TestCompareOthers(t *testing.T) {
	other := "云岭县户外广告管理办法\n第一条　设置户外广告应当符合专项规划和容貌标准。\n第二条　广告经营单位应当定期检查设施，保证安全。\n第三条　夜间照明应当控制亮度。\n第四条　到期设施应当自行拆除。\n"
	if _, ok := dossier.Compare(checkertest.Document(t, reviewed), checkertest.Document(t, other)); ok {
		t.Error("another document is taken for a version")
	}
}

// BenchmarkCompare compares two versions of 300 articles that differ in twenty places.
func BenchmarkCompare(b *testing.B) {
	var x, y strings.Builder
	x.WriteString("云岭县停车泊位管理办法\n")
	y.WriteString("云岭县停车泊位管理办法\n")
	for i := 1; i <= 300; i++ {
		line := fmt.Sprintf("第%d条　停车泊位使用人第%d类应当在%d日以内办理登记，逾期的由县公安局处理。\n", i, i, i%30+1)
		x.WriteString(line)
		if i%15 == 0 {
			line = strings.Replace(line, "办理登记", "书面申请", 1)
		}
		y.WriteString(line)
	}
	p, q := checkertest.Document(b, x.String()), checkertest.Document(b, y.String())
	b.ReportAllocs()
	for b.Loop() {
		if c, ok := dossier.Compare(p, q); !ok || len(c.Changes) != 20 {
			b.Fatal("wrong")
		}
	}
}
