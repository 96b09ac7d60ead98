package dossier

import (
	"strings"
	"testing"
)

// TestTold: what a paper tells is read, what it denies or only plans is not.
func TestTold(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"请法律顾问提出了意见。", "counsel"},
		{"没有听取法律顾问的意见。", ""},
		{"建议听取法律顾问意见。", ""},
		{"县政府常务会议同意启动决策程序。", "started"},
		{"尚未启动决策程序。", ""},
		{"县财政局保留不同意见。", "dispute"},
		{"各单位没有不同意见。", ""},
		{"由县住房和城乡建设局组织实施。", "executor"},
		{"经本局合法性初审。", "first_review"},
		{"向县人民政府请示。", "prior_request"},
	} {
		f, err := FromTexts(map[string]string{"起草说明.txt": "关于《云岭县停车泊位管理办法》的起草说明\n一、制定的必要性\n泊位不足。\n二、起草过程\n" + tt.line + "\n"})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range f.All().Told {
			for _, x := range a.Facts {
				got = append(got, x.Name)
				if x.Line != 5 || TellingWords(x.Name) == "" {
					t.Errorf("%s: %+v", tt.line, x)
				}
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %q", tt.line, got, tt.want)
		}
	}
	if _, err := FromTexts(map[string]string{"dossier.yaml": "told: {nothing: x}\n"}); err == nil {
		t.Error("a name that papers cannot tell loads")
	}
}
