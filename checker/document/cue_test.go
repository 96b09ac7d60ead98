package document_test

import (
	"strings"
	"testing"

	"docreview/checker/document"
	"docreview/checker/source"
)

var roleNames = []string{"forbids", "applies", "bylaw", "narrates", "quotes", "defines", "internal", "promotes", "equal", "delegates"}

func roles(r document.Role) string {
	var out []string
	for i, n := range roleNames {
		if r&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return strings.Join(out, " ")
}

// rolesAt parses text with one ⟦mark⟧ and gives the roles at the marked words.
func rolesAt(t *testing.T, text string) string {
	t.Helper()
	at := strings.Index(text, "⟦")
	end := strings.Index(text, "⟧")
	if at < 0 || end < at {
		t.Fatalf("no mark in %s", text)
	}
	end -= len("⟦")
	clean := strings.NewReplacer("⟦", "", "⟧", "").Replace(text)
	d := document.Parse(plain(clean), nil)
	var r document.Role
	for _, c := range d.Clauses {
		if c.Span.Start <= at && at < c.Span.End {
			r |= c.RolesAt(source.Span{Start: at, End: end})
		}
	}
	return roles(r)
}

func TestCues(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		// the power is excluded
		{"坚决防止以备案、登记等方式变相⟦设置行政许可⟧事项。", "forbids"},
		{"不得⟦设定行政处罚⟧、行政许可。", "forbids"},
		{"严禁变相⟦设定行政许可⟧。", "forbids"},
		{"不得要求申请人⟦提供证明⟧。", "forbids"},
		{"除法律另有规定外，一律不得⟦收取费用⟧。", "forbids"},
		{"任何单位不得在园区内⟦设立收费项目⟧。", "forbids"},
		{"不得以未缴纳费用为由，⟦拒绝办理许可⟧。", "forbids"},
		{"不得设定行政许可，增加⟦办理许可的条件⟧。", "forbids"},
		{"取消没有依据的⟦证明事项⟧。", "forbids"},
		{"全面清理⟦行政审批事项⟧。", "forbids"},
		{"不再⟦收取登记费⟧。", "forbids"},
		{"申请人无需⟦提供户籍证明⟧。", "forbids"},
		{"初次违法的，可以不予行政处罚，⟦责令改正⟧。", ""},
		// the public is forbidden an act: no Forbids
		{"未经批准不得⟦从事停车经营⟧。", ""},
		{"未取得停车许可的，不得⟦设置停车位⟧。", ""},
		{"任何单位和个人不得⟦占用绿地⟧。", ""},
		{"经营者不得⟦收取押金⟧。", ""},
		{"禁止⟦在河道内采砂⟧。", ""},
		{"⟦未经备案⟧不得收取费用。", ""},
		// 取消 and 停止 against a person
		{"取消⟦其申请资格⟧。", ""},
		{"责令停止违法行为，⟦处五千元罚款⟧。", ""},
		{"撤销许可证并⟦处一万元罚款⟧。", ""},
		// the reach ends at the comma
		{"防止矛盾激化，⟦收取保证金⟧。", ""},
		// applied powers
		{"违反的，依照《某条例》第九条的规定⟦处罚⟧。", "applies"},
		{"有前款行为的，⟦处一万元以下罚款⟧，依照《某法》执行。", "applies"},
		{"由主管部门依照有关法律、行政法规的规定⟦处罚⟧。", "applies delegates"},
		{"依照本办法第九条⟦处罚⟧。", ""},
		{"根据《某申请表》⟦收取费用⟧。", ""},
		{"按照国家有关规定⟦收取费用⟧。", "bylaw"},
		{"依法⟦予以处罚⟧。", "bylaw"},
		{"依法予以处罚，并⟦处一万元罚款⟧。", ""},
		{"由公安机关依法⟦给予处罚⟧。", "bylaw delegates"},
		{"由有关部门按照职责⟦查处⟧。", "delegates"},
		{"法定代表人应当⟦签字⟧。", ""},
		// narration
		{"去年全市⟦取消审批事项⟧12项。", "narrates"},
		{"2023年共清理文件260件，⟦废止⟧16件。", "narrates"},
		{"我市制定了停车办法，⟦收取⟧停车费。", "narrates"},
		{"累计超过三次的，⟦处罚款⟧。", ""},
		{"一年内累计处罚3次的，⟦吊销⟧许可证。", ""},
		{"扰乱了秩序的，应当⟦处罚⟧。", ""},
		// quotation and definition
		{"依托“⟦双随机⟧”平台。", "quotes"},
		{"引导“一下放三服务“⟦工作⟧模式。", "promotes"},
		{"按照《关于规范⟦行政处罚⟧的意见》办理。", "applies quotes"},
		{"本办法所称行政处罚，是指⟦罚款⟧。", "defines"},
		// whose duty
		{"各镇政府、市直各部门应当⟦每月报送⟧。", "internal"},
		{"行政机关工作人员滥用职权的，⟦给予处分⟧。", "internal"},
		{"执法人员不得⟦收受财物⟧。", "forbids internal"},
		{"主管部门应当加强检查，申请人应当⟦提交材料⟧。", ""},
		{"城管部门应当对其⟦处五百元罚款⟧。", ""},
		{"申请人应当⟦提交材料⟧。", ""},
		{"对行政机关工作人员以外的人，⟦处罚款⟧。", ""},
		{"鼓励企业⟦建设停车场⟧，并向社会开放。", "promotes"},
		{"给予财政⟦支持资金⟧。", ""},
		{"对各类经营主体⟦同等对待⟧。", "equal"},
		{"招标不得以所有制形式⟦歧视⟧投标人。", "equal forbids"},
	} {
		got := rolesAt(t, article(tt.in))
		if sortWords(got) != sortWords(tt.want) {
			t.Errorf("%s\n got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func sortWords(s string) string {
	have := map[string]bool{}
	for _, w := range strings.Fields(s) {
		have[w] = true
	}
	var out []string
	for _, n := range roleNames {
		if have[n] {
			out = append(out, n)
		}
	}
	return strings.Join(out, " ")
}

func TestLeadIns(t *testing.T) {
	got := rolesAt(t, article("行政机关不得有下列行为：\n（一）违法⟦设定行政处罚⟧；\n（二）其他。"))
	if got != "forbids internal" {
		t.Errorf("item below an organ's prohibition: %q", got)
	}
	got = rolesAt(t, article("经营者不得有下列行为：\n（一）甲；\n（二）⟦收取押金⟧。"))
	if got != "" {
		t.Errorf("item below a prohibition of the public: %q", got)
	}
	got = rolesAt(t, article("严禁：（一）设定许可；（二）⟦收取费用⟧。\n申请人应当登记。"))
	if got != "forbids" {
		t.Errorf("items in the line of the lead-in: %q", got)
	}
	got = rolesAt(t, article("行政机关不得有下列行为：\n（一）违法设定行政处罚。\n停车企业应当⟦收取押金⟧。"))
	if strings.Contains(got, "forbids") {
		t.Errorf("paragraph behind the items: %q", got)
	}
}
