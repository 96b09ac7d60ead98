package source

import (
	"strings"
	"testing"
)

// wrap breaks a paragraph at a width in characters, as converters do.
func wrap(text string, width int, end string) string {
	var lines []string
	for r := []rune(text); len(r) > 0; {
		n := min(width, len(r))
		lines = append(lines, string(r[:n]))
		r = r[n:]
	}
	return strings.Join(lines, end)
}

func TestUnwrap(t *testing.T) {
	paragraphs := []string{
		"　　第一条　为了规范公共停车场的规划、建设、使用和管理，改善道路交通状况，保障道路交通安全和畅通，根据《中华人民共和国道路交通安全法》和有关法律、法规的规定，结合本县实际，制定本办法。",
		"　　第二条　本县行政区域内公共停车场的规划、建设、使用和监督管理，适用本办法；公共交通、道路客货运输车辆的专用停车场，依照有关法律、法规的规定执行，不适用本办法的规定，另有规定的除外。",
		"　　（一）停车场的经营者应当在停车场的出入口显著位置公示收费标准、收费依据和监督电话，并按照公示的标准收取费用，不得擅自提高收费标准或者变相提高收费标准，也不得拒绝开具合法票据。",
		"　　第三条　违反本办法的，由有关部门责令改正。",
	}
	want := []string{}
	for _, p := range paragraphs {
		want = append(want, mustRead(t, "x", p).Norm)
	}
	for _, tt := range []struct{ name, end, bom string }{
		{"LF", "\n", ""}, {"CRLF", "\r\n", ""}, {"BOM", "\n", "\ufeff"}, {"zero-width", "\u200b\n", ""},
	} {
		var parts []string
		for _, p := range paragraphs {
			parts = append(parts, wrap(p, 30, tt.end))
		}
		in := tt.bom + strings.Join(parts, tt.end)
		x := mustRead(t, "x.txt", in)
		if x.Norm != strings.Join(want, "\n") {
			t.Errorf("%s:\n%s", tt.name, x.Norm)
		}
		checkText(t, x)
		if s := find(t, x, "制定本办法"); !strings.Contains(strings.NewReplacer("\r", "", "\n", "", "\u200b", "").Replace(x.Quote(s)), "制定本办法") {
			t.Errorf("%s: quote %q", tt.name, x.Quote(s))
		}
	}
	// A text of short paragraphs is not wrapped.
	short := strings.Repeat("停车场的经营者应当公示收费标准。\n", 20)
	if x := mustRead(t, "x.txt", short); len(x.Blocks) != 20 {
		t.Errorf("%d blocks of 20 paragraphs", len(x.Blocks))
	}
	// Nor is a list of names of about the same length.
	list := strings.Repeat("甲县人民政府关于公共停车场管理办法实施细则目录条目\n", 20)
	if x := mustRead(t, "x.txt", list); len(x.Blocks) != 20 {
		t.Errorf("%d blocks of 20 entries", len(x.Blocks))
	}
}
