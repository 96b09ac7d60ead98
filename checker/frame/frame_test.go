package frame_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/checker/document"
	"docreview/checker/frame"
	"docreview/checker/source"
)

func parse(t testing.TB, clause string) *document.Document {
	t.Helper()
	x, err := source.Read("a.txt", strings.NewReader("青河市停车管理办法\n\n第一条　为了规范停车，制定本办法。\n第二条　"+clause+"\n第三条　本办法自2026年5月1日起施行。\n"), 0)
	if err != nil {
		t.Skip(err) // not a text at all
	}
	return document.Parse(x, nil)
}

// told writes the frames of the second article: use actor modality condition/act/sanction.
func told(d *document.Document) string {
	var out []string
	cut := func(s source.Span) string { return d.Text.Norm[s.Start:s.End] }
	for i, c := range d.Clauses {
		if !strings.HasPrefix(d.PathAt(c.Span), "第二条") {
			continue
		}
		for _, f := range frame.Read(d, i) {
			who := ""
			for _, p := range []struct {
				is   frame.Party
				name string
			}{{frame.Outside, "o"}, {frame.Organ, "g"}, {frame.Staff, "s"}, {frame.Business, "b"}, {frame.Person, "p"}} {
				if f.Actor&p.is != 0 {
					who += p.name
				}
			}
			s := fmt.Sprintf("%s %s %s %s/%s/%s", f.Use, who, f.Modality, cut(f.Condition), cut(f.Act), cut(f.Sanction))
			for _, a := range f.Amounts {
				s += " " + cut(a)
			}
			for _, a := range f.Periods {
				s += " " + cut(a)
			}
			out = append(out, s)
		}
	}
	return strings.Join(out, " | ")
}

func TestRead(t *testing.T) {
	for _, tt := range []struct{ clause, want string }{
		{"商户应当保持门前整洁。", "sets b must /保持门前整洁/"},
		{"未取得准入证的，不得经营。", "sets  mustnot 未取得准入证的/经营/不得经营"},
		{"外地企业应当到镇政府登记。", "sets ob must /到镇政府登记/"},
		{"村民可以自愿参加。", "sets p may /自愿参加/"},
		{"逾期不拆除的，由镇政府强制拆除，处500元罚款。", "sets  none 逾期不拆除的/由镇政府强制拆除/由镇政府强制拆除，处500元罚款 500元"},
		{"行政机关不得要求企业缴纳保证金。", "forbids g mustnot /要求企业缴纳保证金/"},
		{"鼓励居民参加保险。", "promotes  may /居民参加保险/"},
		{"违反规定的，依照《青河市停车条例》第五条处罚。", "applies  none 违反规定的/依照《青河市停车条例》第五条处罚/依照《青河市停车条例》第五条处罚"},
	} {
		if got := told(parse(t, tt.clause)); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.clause, got, tt.want)
		}
	}
}

func TestQuantities(t *testing.T) {
	s := "处五百元以上一万元以下罚款，加收10%，三年内限2家，加5分，停车30分钟，千分之五。"
	var got []string
	for _, q := range frame.Quantities(s) {
		got = append(got, fmt.Sprint(q.Kind, s[q.Start:q.End]))
	}
	if want := "[0五百元 0一万元 110% 2三年 32家 45分 1千分之五]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// FuzzRead: a reading never fails, and every span lies in the text between code
// points.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"商户应当保持整洁。", "未经批准的，不得经营，处3元罚款；", "的的的，由由由", "百分之", "由局", "\xff应"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := parse(t, s)
		for i := range d.Clauses {
			for _, q := range frame.Read(d, i) {
				for _, p := range append([]source.Span{q.Span, q.ActorSpan, q.By, q.Word, q.Condition, q.Act, q.Sanction}, append(q.Amounts, q.Periods...)...) {
					if p.Start < 0 || p.End > len(d.Text.Norm) || p.Start > p.End {
						t.Fatalf("span %v of %d", p, len(d.Text.Norm))
					}
					if !utf8.ValidString(d.Text.Norm[p.Start:p.End]) && utf8.ValidString(d.Text.Norm) {
						t.Fatalf("span %v cuts a code point", p)
					}
				}
			}
		}
	})
}
