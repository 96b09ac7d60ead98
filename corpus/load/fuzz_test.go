package load

import (
	"testing"
	"unicode/utf8"
)

// FuzzParse: whatever a file holds, articles ascend, no provision is empty, and
// text stays text.
func FuzzParse(f *testing.F) {
	f.Add([]byte("# 甲法\n\n2001年5月6日 某会议通过\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第二条 自2001年7月1日起施行。《乙法》同时废止。\n"))
	f.Add([]byte("中华人民共和国国务院令\n第706号\n《丙条例》已经2018年9月6日通过，现予公布，自2019年3月1日起施行。\n丙条例\n第一条 丙。"))
	f.Add([]byte("---\ntitle: x\n---\n# 《〈》\n（2001年\n第一条之一 [[a](b\n附件\n第一条 <!-- "))
	f.Add([]byte("关于修改〈甲〉的决定\n一、对《乙》作如下修改：《"))
	f.Fuzz(func(t *testing.T, b []byte) {
		lines, front := markdown(b)
		file, _ := Options{}.parse("法律/甲法(2001-05-06).md", "", lines, front)
		last, sub := 0, 0
		for _, r := range file.Rows {
			if r.Text == "" || !utf8.ValidString(r.Text) {
				t.Fatalf("row %+v", r)
			}
			if r.At.IsZero() {
				continue
			}
			if r.At.Article < last || r.At.Article == last && r.At.Sub <= sub {
				t.Fatalf("%v after article %d", r.At, last)
			}
			last, sub = r.At.Article, r.At.Sub
		}
		for _, e := range file.Events {
			if e.On.Full() && !e.On.Valid() {
				t.Fatalf("event on %s", e.On)
			}
		}
		h := &Holdings{}
		h.join([]*File{file}, nil, Options{})
		h.finish()
		for _, w := range h.Works {
			for _, x := range w.Wordings {
				found := false
				for _, e := range w.Editions {
					found = found || e.ID == x.Edition
				}
				if !found {
					t.Fatalf("text of %s hangs on no edition", x.Edition)
				}
			}
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("标题,公布日期,时效性\n甲,2001-05-06,有效\n"))
	f.Add([]byte("title,status\n\"a\nb\",\"x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, _ := table("t.csv", b)
		for _, r := range rows {
			if r.title == "" || r.line < 1 || r.ended.Full() && !r.ended.Valid() {
				t.Fatalf("%+v", r)
			}
		}
	})
}
