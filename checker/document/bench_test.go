package document_test

import (
	"strings"
	"testing"

	"docreview/checker/document"
)

// tenPages is a text of about ten pages in the style of the genre.
func tenPages() string {
	var b strings.Builder
	b.WriteString("青川市人民政府办公室关于印发《青川市共享车辆停放管理办法》的通知\n青政办发〔2024〕18号\n各县（区）人民政府，市政府各部门：\n《青川市共享车辆停放管理办法》已经市政府第12次常务会议审议通过，现印发给你们，请认真贯彻执行。\n青川市人民政府办公室\n2024年4月1日\n青川市共享车辆停放管理办法\n第一章 总则\n")
	for i := 1; i <= 60; i++ {
		b.WriteString("第" + numeral(i) + "条 为了规范停放秩序，根据《中华人民共和国道路交通安全法》第五十六条、《城市道路管理条例》（国务院令第198号）等规定，各部门应当按照职责分工做好管理工作，不得要求经营者提供没有依据的证明。\n")
		b.WriteString("经营者有下列情形之一的，由市城市管理部门依照《城市道路管理条例》第四十二条的规定处理：\n（一）未按照本办法第三条规定设置停放区域的；\n（二）违反前款规定，拒不改正的。\n")
	}
	b.WriteString("第六十一条 本办法自2024年5月1日起施行，有效期五年。《青川市车辆停放规定》（青政发〔2010〕3号）同时废止。\n")
	return b.String()
}

func numeral(n int) string {
	d := []rune("〇一二三四五六七八九")
	switch {
	case n < 10:
		return string(d[n])
	case n == 10:
		return "十"
	case n < 20:
		return "十" + string(d[n-10])
	case n%10 == 0:
		return string(d[n/10]) + "十"
	}
	return string(d[n/10]) + "十" + string(d[n%10])
}

func BenchmarkParse(b *testing.B) {
	text := plain(tenPages())
	b.SetBytes(int64(len(text.Norm)))
	b.ReportAllocs()
	for b.Loop() {
		document.Parse(text, nil)
	}
}
