package rules_test

import (
	"strings"
	"testing"

	"docreview/rules"
)

// TestIssuer looks at who issued a document.
func TestIssuer(t *testing.T) {
	signed := func(title string, names ...string) string {
		return title + "\n\n第一条　为了加强管理，制定本办法。\n第二条　经营者应当遵守本办法。\n第三条　本办法自2026年12月1日起施行。\n\n" + strings.Join(names, "\n") + "\n2026年10月20日\n"
	}
	const bureau = "issuer: {pattern: 分局$}"
	for _, tt := range []struct {
		name, when, text, want string
		params                 map[string]int
	}{
		{"matches", bureau, signed("青河县排污管理办法", "清源市生态环境局青河分局"), "清源市生态环境局青河分局", nil},
		{"another", bureau, signed("青河县排污管理办法", "青河县人民政府"), "", nil},
		{"unless", "issuer: {pattern: 分局$, unless: 生态环境}", signed("青河县排污管理办法", "清源市生态环境局青河分局"), "", nil},
		{"joint with a competent organ", "issuer: {pattern: 分局$, unless_other: 人民政府$}", signed("青河县排污管理办法", "青河县人民政府", "清源市生态环境局青河分局"), "", nil},
		{"title", "issuer: {pattern: 分局$, unless_title: 排污}", signed("青河县排污管理办法", "清源市生态环境局青河分局"), "", nil},
		{"nobody named", bureau, "第一条　为了加强管理，制定本办法。\n第二条　经营者应当遵守本办法。\n", "(cannot tell)", nil},
		{"place not known", "issuer: {pattern: 分局$, param: dispatched_agency_may_issue}", signed("青河县排污管理办法", "清源市生态环境局青河分局"), "(cannot tell)", nil},
		{"place allows it", "issuer: {pattern: 分局$, param: dispatched_agency_may_issue}", signed("青河县排污管理办法", "清源市生态环境局青河分局"), "", map[string]int{"dispatched_agency_may_issue": 1}},
		{"place forbids it", "issuer: {pattern: 分局$, param: dispatched_agency_may_issue}", signed("青河县排污管理办法", "清源市生态环境局青河分局"), "清源市生态环境局青河分局", map[string]int{"dispatched_agency_may_issue": 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(found(t, tt.when, rules.Example{Text: tt.text, Params: tt.params}), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestGoverned holds what a citation excuses: its own sentence, the rest of the
// paragraph that begins with it, and the list that it leads in.
func TestGoverned(t *testing.T) {
	const when = "matches: {pattern: '处<数>元罚款', unless_cited: rule}"
	for _, tt := range []struct{ name, text, want string }{
		{"same sentence", "第二条　违反前条规定的，依照《中华人民共和国消防法》第六十条处五百元罚款。", ""},
		{"rest of the paragraph", "第二条　依照《中华人民共和国消防法》第六十条的规定，有前款行为的，责令改正。情节严重的，处五百元罚款。", ""},
		{"another article", "第二条　依照《中华人民共和国消防法》第六十条的规定，责令改正。\n第三条　情节严重的，处五百元罚款。", "处五百元罚款"},
		{"list", "第二条　依照《中华人民共和国消防法》第六十条，按照下列规定处理：\n（一）情节较轻的，责令改正；\n（二）情节严重的，处五百元罚款。", ""},
		{"broken, not applied", "第二条　违反《中华人民共和国消防法》第六十条的，处五百元罚款。", "处五百元罚款"},
		{"only named as purpose", "第二条　根据《中华人民共和国消防法》，制定本办法。情节严重的，处五百元罚款。", "处五百元罚款"},
		{"below a rule", "第二条　依照《青河县消防工作要点》处五百元罚款。", "处五百元罚款"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := "青河县消防管理办法\n\n第一条　为了加强消防管理，制定本办法。\n" + tt.text + "\n"
			if got := strings.Join(found(t, when, rules.Example{Text: text}), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
