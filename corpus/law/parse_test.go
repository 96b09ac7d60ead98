package law_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/corpus/law"
)

func TestParseNumeral(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want int
		size int // bytes consumed
	}{
		{"一百一十二条", 112, 15},
		{"十", 10, 3},
		{"十二", 12, 6},
		{"二十", 20, 6},
		{"二〇二六年", 2026, 12},
		{"二00二年", 2002, 8},
		{"二○○二年", 2002, 12},
		{"一九九O年", 1990, 10},
		{"二０二０", 2020, 12},
		{"零", 0, 3},
		{"〇", 0, 3},
		{"廿", 20, 3},
		{"廿三日", 23, 6},
		{"卅一日", 31, 6},
		{"２０条", 20, 6},
		{"20%", 20, 2},
		{"007", 7, 3},
		{"一百零五", 105, 12},
		{"一千二百六十条", 1260, 18},
		{"一千零一十", 1010, 15},
		{"一万二千", 12000, 12},
		{"二万零五", 20005, 12},
		{"两千", 2000, 6},
		{"三百", 300, 6},
		{"一百一", 101, 9},
		{"一亿", 100000000, 6},
		// what is no numeral: nothing consumed
		{"条", 0, 0}, {"", 0, 0}, {"百分之五", 0, 0}, {"千", 0, 0}, {"万元", 0, 0}, {"O1", 0, 0},
		{"一二十", 1, 3},              // two digits before a unit: only the first is certain
		{"99999999999", 0, 0},      // too large
		{"九九九九九九九九九九", 9, 3},       // the same in Chinese: only a digit is left
		{"3万", 3, 1}, {"五、", 5, 3}, // what follows stays
		{"一十百", 10, 6},              // units fall
		{"十零", 10, 3}, {"百零", 0, 0}, // a zero at the end is not part of it
	} {
		got, size, ok := law.ParseNumeral(tt.in)
		if got != tt.want || size != tt.size || ok != (tt.size > 0) {
			t.Errorf("ParseNumeral(%q) = %d, %d, %t; want %d, %d", tt.in, got, size, ok, tt.want, tt.size)
		}
	}
}

func TestFormatNumeral(t *testing.T) {
	for n, want := range map[int]string{
		0: "零", 1: "一", 10: "十", 12: "十二", 20: "二十", 100: "一百", 105: "一百零五", 110: "一百一十",
		112: "一百一十二", 1001: "一千零一", 1010: "一千零一十", 1242: "一千二百四十二", 10000: "一万",
		10010: "一万零一十", 12000: "一万二千", 20005: "二万零五", 100000000: "一亿", -1: "",
	} {
		if got := law.FormatNumeral(n); got != want {
			t.Errorf("FormatNumeral(%d) = %q, want %q", n, got, want)
		}
	}
	for n := range 20000 {
		s := law.FormatNumeral(n)
		if got, size, _ := law.ParseNumeral(s); got != n || size != len(s) {
			t.Fatalf("%d is written %q and read %d (%d bytes)", n, s, got, size)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want law.Date
		rest string
	}{
		{"2020年1月6日起", law.Date{Year: 2020, Month: 1, Day: 6}, "起"},
		{"二〇二〇年一月六日", law.Date{Year: 2020, Month: 1, Day: 6}, ""},
		{"二00二年八月二十九日", law.Date{Year: 2002, Month: 8, Day: 29}, ""},
		{"一九九八年十二月卅一日", law.Date{Year: 1998, Month: 12, Day: 31}, ""},
		{"２０２０年１月６日", law.Date{Year: 2020, Month: 1, Day: 6}, ""},
		{"2020 年 1 月 6 日", law.Date{Year: 2020, Month: 1, Day: 6}, ""},
		{"2003年元月1日", law.Date{Year: 2003, Month: 1, Day: 1}, ""},
		{"2020-01-06 00:00", law.Date{Year: 2020, Month: 1, Day: 6}, " 00:00"},
		{"2020.1.6", law.Date{Year: 2020, Month: 1, Day: 6}, ""},
		{"2020/1/6", law.Date{Year: 2020, Month: 1, Day: 6}, ""},
		{"2017年修正", law.Date{Year: 2017}, "修正"},
		{"2017年3月", law.Date{Year: 2017, Month: 3}, ""},
		{"2017年第4号", law.Date{Year: 2017}, "第4号"},
		{"2020年2月30日", law.Date{Year: 2020, Month: 2, Day: 30}, ""}, // not a day; Valid says so
		{"2020年13月1日", law.Date{Year: 2020, Month: 13, Day: 1}, ""},
		{"2020年10月底", law.Date{Year: 2020, Month: 10}, "底"},
		{"2020年1日", law.Date{Year: 2020}, "1日"},
	} {
		got, size, ok := law.ParseDate(tt.in)
		if got != tt.want || tt.in[size:] != tt.rest || !ok {
			t.Errorf("ParseDate(%q) = %v, rest %q, %t; want %v, rest %q", tt.in, got, tt.in[size:], ok, tt.want, tt.rest)
		}
	}
	for _, in := range []string{"", "年", "20年", "20200106", "2020.1", "2020-01/06", "12020年", "三年", "2020号", "2020-1-123", "两千年"} {
		if got, size, ok := law.ParseDate(in); ok || size != 0 || !got.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %d, %t; want none", in, got, size, ok)
		}
	}
}

func TestParseProvision(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want law.Provision
		rest string
	}{
		{"第十六条第一款第（二）项规定", law.Provision{Article: 16, Para: 1, Item: 2}, "规定"},
		{"第十六条第一款第(二)项", law.Provision{Article: 16, Para: 1, Item: 2}, ""},
		{"第十六条第一款第二项", law.Provision{Article: 16, Para: 1, Item: 2}, ""},
		{"第三条（二）项", law.Provision{Article: 3, Item: 2}, ""},
		{"第三条第二项第1目", law.Provision{Article: 3, Item: 2, Subitem: 1}, ""},
		{"第一百二十条之一", law.Provision{Article: 120, Sub: 1}, ""},
		{"第一百二十条之一第二款", law.Provision{Article: 120, Sub: 1, Para: 2}, ""},
		{"第十条之规定", law.Provision{Article: 10}, "之规定"},
		{"第十条之一般规定", law.Provision{Article: 10}, "之一般规定"},
		{"第3条", law.Provision{Article: 3}, ""},
		{"第３条、第四条", law.Provision{Article: 3}, "、第四条"},
		{"第 3 条 第 2 款", law.Provision{Article: 3, Para: 2}, ""},
		{"第二款", law.Provision{Para: 2}, ""},
		{"第（三）项", law.Provision{Item: 3}, ""},
		{"第1目", law.Provision{Subitem: 1}, ""},
		{"第二款第三条", law.Provision{Para: 2}, "第三条"},
		{"第三条例外", law.Provision{Article: 3}, "例外"},
		{"第一千二百四十二条", law.Provision{Article: 1242}, ""},
	} {
		got, size, ok := law.ParseProvision(tt.in)
		if got != tt.want || tt.in[size:] != tt.rest || !ok {
			t.Errorf("ParseProvision(%q) = %+v, rest %q, %t; want %+v, rest %q", tt.in, got, tt.in[size:], ok, tt.want, tt.rest)
		}
	}
	for _, in := range []string{"", "第", "第三章", "第二批", "第一目标", "第一项目", "第三条件", "第零条", "（二）项", "第（二项", "条", "第（二）条款外"} {
		if got, size, ok := law.ParseProvision(in); ok && in != "第（二）条款外" || in != "第（二）条款外" && (size != 0 || !got.IsZero()) {
			t.Errorf("ParseProvision(%q) = %+v, %d, %t; want none", in, got, size, ok)
		}
	}
}

func TestProvisionString(t *testing.T) {
	for _, p := range []law.Provision{
		{}, {Article: 16}, {Article: 120, Sub: 1}, {Article: 16, Para: 1, Item: 2}, {Item: 3}, {Para: 2, Item: 1, Subitem: 4},
		{Article: 1242, Para: 12, Item: 21, Subitem: 13},
	} {
		s := p.String()
		got, size, _ := law.ParseProvision(s)
		if got != p || size != len(s) {
			t.Errorf("%+v is written %q and read %+v", p, s, got)
		}
	}
	if got, want := (law.Provision{Article: 16, Para: 1, Item: 2}).String(), "第十六条第一款第（二）项"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
}

func TestParseDocNumber(t *testing.T) {
	for _, tt := range []struct {
		in    string
		want  law.DocNumber
		rest  string
		spelt string
	}{
		{"国办发〔2018〕37号）", law.DocNumber{Prefix: "国办发", Year: 2018, Serial: 37}, "）", "国办发〔2018〕37号"},
		{"国办发[2018]37号", law.DocNumber{Prefix: "国办发", Year: 2018, Serial: 37}, "", "国办发〔2018〕37号"},
		{"国办发（2018）第37号", law.DocNumber{Prefix: "国办发", Year: 2018, Serial: 37}, "", "国办发〔2018〕37号"},
		{"国办发(2018)037号文", law.DocNumber{Prefix: "国办发", Year: 2018, Serial: 37}, "文", "国办发〔2018〕37号"},
		{"国办发【2018】37号", law.DocNumber{Prefix: "国办发", Year: 2018, Serial: 37}, "", "国办发〔2018〕37号"},
		{"国办发〔二〇一八〕三十七号", law.DocNumber{Prefix: "国办发", Year: 2018, Serial: 37}, "", "国办发〔2018〕37号"},
		{"国办发 〔 2018 〕 37 号", law.DocNumber{Prefix: "国办发", Year: 2018, Serial: 37}, "", "国办发〔2018〕37号"},
		{"国发〔85〕5号", law.DocNumber{Prefix: "国发", Year: 1985, Serial: 5}, "", "国发〔1985〕5号"},
		{"国务院令第722号", law.DocNumber{Prefix: "国务院令", Serial: 722}, "", "国务院令第722号"},
		{"国务院令（第722号）公布", law.DocNumber{Prefix: "国务院令", Serial: 722}, "公布", "国务院令第722号"},
		{"国务院令722号", law.DocNumber{Prefix: "国务院令", Serial: 722}, "", "国务院令第722号"},
		{"国家安全生产监督管理总局令〔2016〕5号", law.DocNumber{Prefix: "国家安全生产监督管理总局令", Year: 2016, Serial: 5}, "", "国家安全生产监督管理总局令2016年第5号"},
		{"农业农村部公告2019年第4号", law.DocNumber{Prefix: "农业农村部公告", Year: 2019, Serial: 4}, "", "农业农村部公告2019年第4号"},
		{"农业农村部公告 2019 年第 4 号", law.DocNumber{Prefix: "农业农村部公告", Year: 2019, Serial: 4}, "", "农业农村部公告2019年第4号"},
		{"主席令第七十六号", law.DocNumber{Prefix: "主席令", Serial: 76}, "", "主席令第76号"},
		{"第十三届全国人民代表大会常务委员会公告第七号", law.DocNumber{Prefix: "第十三届全国人民代表大会常务委员会公告", Serial: 7}, "", "第十三届全国人民代表大会常务委员会公告第7号"},
	} {
		got, size, ok := law.ParseDocNumber(tt.in)
		if got != tt.want || tt.in[size:] != tt.rest || !ok {
			t.Errorf("ParseDocNumber(%q) = %+v, rest %q, %t; want %+v, rest %q", tt.in, got, tt.in[size:], ok, tt.want, tt.rest)
		}
		if s := got.String(); s != tt.spelt {
			t.Errorf("%+v is written %q, want %q", got, s, tt.spelt)
		}
	}
	for _, in := range []string{"", "〔2018〕37号", "第37号", "国办发〔2018〕37", "国办发〔18〕37号", "国办发，〔2018〕37号",
		"国办发〔2018〕号", "依照有关规定", "2018年第4号", "国办发〔2018〕0号", "编号（2018）"} {
		if got, size, ok := law.ParseDocNumber(in); ok || size != 0 || !got.IsZero() {
			t.Errorf("ParseDocNumber(%q) = %+v, %d, %t; want none", in, got, size, ok)
		}
	}
	a, _, _ := law.ParseDocNumber("中华人民共和国国务院令第722号")
	b, _, _ := law.ParseDocNumber("国务院令（第七百二十二号）")
	if a.Key() != b.Key() || a.Key() == "" {
		t.Errorf("keys of one number differ: %q, %q", a.Key(), b.Key())
	}
	if x, y := (law.DocNumber{Prefix: "市场监管总局令", Serial: 99}), (law.DocNumber{Prefix: "国家市场监督管理总局令", Serial: 99}); x.Key() != y.Key() {
		t.Errorf("keys of one order differ: %q, %q", x.Key(), y.Key())
	}
	if k := (law.DocNumber{Prefix: "国务院令", Year: 2018, Serial: 722}).Key(); k == b.Key() {
		t.Errorf("a number with a year has the key of one without: %q", k)
	}
}

func TestTitleKey(t *testing.T) {
	for _, same := range [][]string{
		{"行政处罚法", "中华人民共和国行政处罚法", "《中华人民共和国行政处罚法》", "《行政处罚法》（2021年修订）", "行政处罚法(2021修订)", "行政处罚法（2021）",
			"中华人民共和国 行政处罚法", "行政处罚法（2021-01-22）", "《行政处罚法（2021年1月22日修订）》", "行政处罚法（第三次修正）", "行政处罚法（新修订）", "行政处罚法（2017年修正）（2021修订）"},
		{"青山省实施《中华人民共和国档案法》办法", "青山省实施〈中华人民共和国档案法〉办法", "青山省实施《档案法》办法", "青山省实施档案法办法", "《青山省实施<档案法>办法》"},
		{"摊贩管理办法（试行）", "摊贩管理办法(试行)", "摊贩管理办法［试行］"},
		{"关于“三统一”工作的通知", "关于三统一工作的通知", "关于\"三统一\"工作的通知"},
	} {
		for _, s := range same[1:] {
			if law.TitleKey(s) != law.TitleKey(same[0]) {
				t.Errorf("TitleKey(%q) = %q, of %q it is %q", s, law.TitleKey(s), same[0], law.TitleKey(same[0]))
			}
		}
	}
	for _, pair := range [][2]string{
		{"摊贩管理办法（试行）", "摊贩管理办法"},
		{"摊贩管理暂行办法", "摊贩管理办法"},
		{"产业指导目录（2019年本）", "产业指导目录（2024年本）"},
		{"负面清单（2022年版）", "负面清单（2025年版）"},
		{"刑法修正案（十一）", "刑法修正案（十二）"},
		{"档案法（草案）", "档案法"},
		{"政府工作要点（2021）", "政府工作要点（2022）"},
	} {
		if law.TitleKey(pair[0]) == law.TitleKey(pair[1]) {
			t.Errorf("%q and %q have one key", pair[0], pair[1])
		}
	}
	if got := law.TitleKey("中华人民共和国中华人民共和国年鉴条例"); got != "中华人民共和国年鉴条例" {
		t.Errorf("the name of the state is taken off once, got %q", got)
	}
	if got := law.TitleKey("中华人民共和国"); got == "" {
		t.Error("the name of the state has no key")
	}
	name, d := law.SplitEdition("《行政处罚法（2017年修正）》")
	if name != "《行政处罚法》" || d != (law.Date{Year: 2017}) {
		t.Errorf("SplitEdition = %q, %v", name, d)
	}
}

func TestTitleCore(t *testing.T) {
	for _, same := range [][2]string{
		{"国家金库条例", "国家金库管理条例"},
		{"重大行政决策程序暂行条例", "重大行政决策程序条例"},
		{"文物保护法实施条例", "文物保护法实施管理办法"},
		{"摊贩管理办法(试行)", "摊贩管理规定"},
	} {
		if a, b := law.TitleCore(same[0]), law.TitleCore(same[1]); a != b || a == "" {
			t.Errorf("cores of %q and %q are %q and %q", same[0], same[1], a, b)
		}
	}
	if a, b := law.TitleCore("行政许可法实施条例"), law.TitleCore("行政复议法实施条例"); a == b {
		t.Errorf("one core %q for two laws", a)
	}
	if got := law.TitleCore("条例"); got != "条例" {
		t.Errorf("TitleCore(条例) = %q", got)
	}
}

func FuzzNumeral(f *testing.F) {
	for _, s := range []string{"一百一十二", "廿", "〇", "二00二", "２０", "一万零一", "十百千万亿"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, size, ok := law.ParseNumeral(s)
		if ok != (size > 0) || size > len(s) || n < 0 || n > 999_999_999 {
			t.Fatalf("ParseNumeral(%q) = %d, %d, %t", s, n, size, ok)
		}
		if !ok {
			return
		}
		// What was consumed is the same numeral by itself, and its standard form means the same.
		if m, w, _ := law.ParseNumeral(s[:size]); m != n || w != size {
			t.Fatalf("%q reads %d, by itself %q reads %d (%d of %d bytes)", s, n, s[:size], m, w, size)
		}
		if m, _, _ := law.ParseNumeral(law.FormatNumeral(n)); m != n {
			t.Fatalf("%d is written %q and read %d", n, law.FormatNumeral(n), m)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2020年1月6日", "二00二年八月二十九日", "2020-01-06", "2017年", "2020.1.6"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, size, ok := law.ParseDate(s)
		if ok != (size > 0) || size > len(s) || ok == d.IsZero() {
			t.Fatalf("ParseDate(%q) = %v, %d, %t", s, d, size, ok)
		}
		if !ok {
			return
		}
		if e, w, _ := law.ParseDate(d.Chinese()); e != d || w != len(d.Chinese()) {
			t.Fatalf("%v is written %q and read %v", d, d.Chinese(), e)
		}
	})
}

func FuzzProvision(f *testing.F) {
	for _, s := range []string{"第十六条第一款第（二）项", "第一百二十条之一", "第3条", "第1目", "第一条例"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, size, ok := law.ParseProvision(s)
		if ok != (size > 0) || size > len(s) || ok == p.IsZero() || !utf8.ValidString(s[:size]) {
			t.Fatalf("ParseProvision(%q) = %+v, %d, %t", s, p, size, ok)
		}
		if !ok {
			return
		}
		if q, w, _ := law.ParseProvision(p.String()); q != p || w != len(p.String()) {
			t.Fatalf("%+v is written %q and read %+v", p, p.String(), q)
		}
	})
}

func FuzzDocNumber(f *testing.F) {
	for _, s := range []string{"国办发〔2018〕37号", "国务院令第722号", "农业农村部公告2019年第4号", "主席令第七十六号", "国务院令（第722号）"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, size, ok := law.ParseDocNumber(s)
		if ok != (size > 0) || size > len(s) || ok == n.IsZero() || !utf8.ValidString(s[:size]) {
			t.Fatalf("ParseDocNumber(%q) = %+v, %d, %t", s, n, size, ok)
		}
		if !ok {
			return
		}
		m, w, _ := law.ParseDocNumber(n.String())
		if m != n || w != len(n.String()) || m.Key() != n.Key() {
			t.Fatalf("%+v is written %q and read %+v", n, n.String(), m)
		}
	})
}

func FuzzTitleKey(f *testing.F) {
	for _, s := range []string{"《中华人民共和国行政处罚法》（2021年修订）", "青山省实施〈中华人民共和国档案法〉办法", "中华人民共和国中华人民共和国", "法（2021）（2020）", "（修订）", "“（修订）", "《》（修订）"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		if k := law.TitleKey(s); strings.ContainsAny(k, "《》〈〉“” \u3000") {
			t.Fatalf("TitleKey(%q) = %q keeps marks", s, k)
		}
		if a, b := law.TitleKey(s), law.TitleKey("《"+s+"》"); a != b && !strings.ContainsAny(s, "《》\n\r") {
			t.Fatalf("TitleKey(%q) = %q, inside 《》 %q", s, a, b)
		}
	})
}
