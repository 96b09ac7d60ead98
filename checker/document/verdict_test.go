package document_test

import (
	"testing"

	"docreview/checker/document"
)

// TestNoted: what the note below the title tells of the rank of a text.
func TestNoted(t *testing.T) {
	body := "\n第一条 经营者应当遵守本规定。\n第二条 违反本规定的，由主管部门责令改正，处一千元罚款。\n第三条 申请人应当提交材料。\n"
	for _, c := range []struct {
		name, head, title string
		want              document.Answer
	}{
		{"amended by a decision", "云江船舶拖带管理规定\n（2009年3月2日航务部发布 根据2016年4月1日《航务部关于修改〈云江船舶拖带管理规定〉的决定》修正）", "云江船舶拖带管理规定", document.No},
		{"formula of an order", "云江鱼类保护管理规定\n（《云江鱼类保护管理规定》已于2021年1月1日经农渔部第3次常务会议审议通过，现予发布，自2021年3月1日起施行）", "云江鱼类保护管理规定", document.No},
		{"decided by a conference", "云岭合作社条例实施条例\n（2021年7月20日云岭合作社联合委员会全体会议决定，自2021年9月20日起施行）", "云岭合作社条例实施条例", document.No},
		{"number of an interpretation", "法释〔2019〕99号关于审理某类案件若干问题的规定", "法释〔2019〕99号关于审理某类案件若干问题的规定", document.No},
		{"passed by a congress", "云岭市无障碍设施建设办法\n2004年4月1日 云岭市第十二届人民代表大会常务委员会第十次会议通过", "云岭市无障碍设施建设办法", document.No},
		{"changed by a notice", "云岭市停车管理办法\n（2019年5月1日云政发〔2019〕3号印发，2021年6月1日云政发〔2021〕8号修改）", "云岭市停车管理办法", document.Yes},
		{"a notice that hands out", "云岭市收藏品市场管理办法", "云岭市收藏品市场管理办法", document.Yes},
	} {
		d := document.Parse(plain(c.head+body), nil)
		if d.Title.Value != c.title || d.Normative.Answer != c.want {
			t.Errorf("%s: title %q, normative %v %q; want %q, %v", c.name, d.Title.Value, d.Normative.Answer, d.Normative.Reasons, c.title, c.want)
		}
	}
}

// TestAnonymous: a whole text without head or signature says nothing of its rank.
func TestAnonymous(t *testing.T) {
	long := "云岭省活动断层调查管理规定\n"
	for i := 1; i <= 12; i++ {
		long += "第" + numeral(i) + "条 从事调查活动的单位应当遵守本规定。\n"
	}
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"whole text without a head", long, true},
		{"signed", long + "云岭省人民政府\n2020年3月1日\n", false},
		{"with its number", "云岭省活动断层调查管理规定\n云政发〔2020〕3号\n" + long[len("云岭省活动断层调查管理规定\n"):], false},
		{"a part of a text", "云岭省活动断层调查管理规定\n第一条 单位应当遵守本规定。\n", false},
	} {
		if got := document.Parse(plain(c.text), nil).Anonymous(); got != c.want {
			t.Errorf("%s: anonymous %v", c.name, got)
		}
	}
}
