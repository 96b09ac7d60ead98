package cleanup

import "testing"

// TestDecisionTitle: decisions on many documents, and titles that only sound so.
func TestDecisionTitle(t *testing.T) {
	for _, title := range []string{
		"青河市人民政府关于废止部分行政规范性文件的决定",
		"关于公布行政规范性文件清理结果的通知",
		"关于宣布失效一批市政府文件的决定",
		"关于公布继续有效规范性文件目录的公告",
		"关于修改《青河市养犬管理办法》的决定",
		"关于修改部分规范性文件的决定",
		"关于保留的市政府文件目录",
		"青河市劳动局关于发布1992年度清理废止的第一批不再执行的规范性文件的通知",
	} {
		if !decisionTitle(title) {
			t.Errorf("%s: not taken for a decision", title)
		}
	}
	for _, title := range []string{
		"青河市人民政府关于土地登记的公告[失效]",
		"关于做好夏粮收购工作的通知（已废止）",
		"关于开展规范性文件清理工作的通知",
		"关于清理和处理企业潜亏的通知",
		"关于印发河道清理整治方案的通知",
		"关于修改新建住宅绿化费标准请示的通知",
		"青河市证明事项保留清单",
		"青河市报废机动车管理办法",
	} {
		if decisionTitle(title) {
			t.Errorf("%s: taken for a decision", title)
		}
	}
}

// TestYears: the years of a task, and years that are none.
func TestYears(t *testing.T) {
	for _, c := range []struct {
		title    string
		from, to int
	}{
		{"关于印发2019年专项整治工作方案的通知", 2019, 2019},
		{"青河市2018—2020年公路养护计划", 2018, 2020},
		{"青河市农村改厕三年行动计划（2023-25年）", 2023, 2025},
		{"青河市“十三五”能源规划", 2016, 2020},
		{"2016年度安全生产奖励办法", 2016, 2016},
		{"关于2020年春节期间交通管理的通告", 2020, 2020},
	} {
		if p := yearsIn(c.title); p == nil || p.From != c.from || p.To != c.to {
			t.Errorf("%s: %+v", c.title, p)
		}
	}
	for _, title := range []string{
		"青河市产业目录（2019年本）", "青河市养犬管理办法（2018年修订）", "关于废止2015年部分文件的决定", "关于修改《2019年整治方案》的决定",
		"关于公布2020年规范性文件清理结果的通知", "青河市2030标准养护规程", "关于2021年1月5日以后登记车辆的规定", "青河市供热办法",
	} {
		if p := yearsIn(title); p != nil {
			t.Errorf("%s: %+v", title, p)
		}
	}
}

// TestItem: lines of lists as offices write them.
func TestItem(t *testing.T) {
	for _, c := range []struct {
		line, title, number string
		day                 Day
	}{
		{"1.《青河市养犬办法》（青河政发〔2012〕3号）", "青河市养犬办法", "青河政发〔2012〕3号", 0},
		{"（二）青河市人民政府关于印发《青河市养犬办法》的通知（青河政发〔2012〕3号，2012年4月5日印发）", "青河市人民政府关于印发《青河市养犬办法》的通知", "青河政发〔2012〕3号", 20120405},
		{"3．关于加强校车管理的通知 （青河政办发[2010]7号）；", "关于加强校车管理的通知", "青河政办发〔2010〕7号", 0},
		{"四、青河市公园管理办法（试行）（青建发〔2009〕1号）", "青河市公园管理办法（试行）", "青建发〔2009〕1号", 0},
		{"青河市公园管理办法（试行）", "青河市公园管理办法（试行）", "", 0},
	} {
		title, number, day, ok := item(c.line)
		if !ok || title != c.title || number != c.number || day != c.day {
			t.Errorf("%s: %q %q %d %v", c.line, title, number, day, ok)
		}
	}
	for _, line := range []string{"联系人：张三", "请各单位遵照执行。", "以上文件自本决定公布之日起停止执行", "5"} {
		if title, _, _, ok := item(line); ok {
			t.Errorf("%s: taken for %s", line, title)
		}
	}
}

// TestSketch: nearly the same words have nearly the same sketch, others have not.
func TestSketch(t *testing.T) {
	var a, b Sketch = make(Sketch, sketchBins), make(Sketch, sketchBins)
	for i := range a {
		a[i], b[i] = uint32(i), uint32(i)
	}
	b[3] = 99
	if l := likeness(a, b); l != 63.0/64 {
		t.Errorf("likeness %v", l)
	}
	if likeness(a, nil) != 0 {
		t.Error("likeness without a sketch")
	}
	text, _ := a.MarshalText()
	var c Sketch
	if c.UnmarshalText(text) != nil || likeness(a, c) != 1 {
		t.Error("a sketch read again differs")
	}
	if c.UnmarshalText([]byte("AAA")) == nil {
		t.Error("a damaged sketch was read")
	}
}
