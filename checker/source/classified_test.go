package source

import (
	"strings"
	"testing"
)

func TestClassified(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"机密★1年\n特急\n甲市人民政府文件", "机密★1年"},
		{"000012\n秘  密 ★ 6个月\n甲市人民政府文件", "秘密★6个月"},
		{"甲市人民政府文件\n绝密★\n甲办法", "绝密★"},
		{"绝 密\n甲市人民政府文件", "绝密"},
		{"000003机密★长期\n甲市人民政府文件", "机密★长期"},
		{"密级：秘密\n甲市人民政府文件", "密级：秘密"},
		{"密级：无\n甲市人民政府文件", ""},
		{"密级：机密级以下\n甲市人民政府文件", ""},
		{"甲办法\n第一条 在首页左上角标注“机密★”字样。", ""},
		{"甲办法\n第一条 国家秘密分为绝密、机密、秘密三级。", ""},
		{"甲办法\n涉及国家秘密、商业秘密、个人隐私的除外。\n商业秘密", ""},
		{"甲办法\n" + strings.Repeat("第一条 内容。\n", 30) + "机密★1年\n" + strings.Repeat("第二条 内容。\n", 10), ""},
		{"甲办法\n" + strings.Repeat("第一条 内容。\n", 30) + "机密★1年", "机密★1年"},
		{"甲办法\n" + strings.Repeat("第一条 内容。\n", 30) + "秘密", ""},
	} {
		x := mustRead(t, "x", tt.in)
		if x.Classified != tt.want {
			t.Errorf("%.30q: marking %q, want %q", tt.in, x.Classified, tt.want)
		}
		if tt.want != "" {
			if got := x.Norm[x.ClassifiedAt.Start:x.ClassifiedAt.End]; !strings.Contains(got, "密") {
				t.Errorf("%q: found in %q", tt.in, got)
			}
		}
	}
}
