package document_test

import (
	"strings"
	"testing"

	"docreview/checker/document"
)

// head writes what the head and tail of a document say.
func head(d *document.Document) string {
	var b strings.Builder
	line := func(k, v string) {
		if v != "" {
			b.WriteString(k + "=" + v + "\n")
		}
	}
	line("title", d.Title.Value)
	if d.Instrument.Value != d.Title.Value {
		line("instrument", d.Instrument.Value)
	}
	line("kind", d.Kind)
	for _, n := range d.Numbers {
		line("number", n.Number.String())
	}
	for _, i := range d.Issuers {
		line("issuer", i.Name+" ("+i.From+")")
	}
	line("to", d.Addressee.Value)
	line("dated", d.Dated.Value.String())
	line("published", d.Published.Value.String())
	line("passed", d.Passed.Value)
	for _, a := range d.Annexes {
		line("annex", itoa(a.Number)+" "+a.Title+map[bool]string{true: " listed"}[!a.Listed.IsZero()]+map[bool]string{true: " carried"}[!a.Body.IsZero()]+map[bool]string{true: " mentioned"}[len(a.Mentions) > 0])
	}
	if d.Forwarded {
		line("forwarded", map[bool]string{true: "instrument in the file", false: "instrument missing"}[!d.Body.IsZero()])
	}
	if d.Body.Len() > 0 {
		body := d.Text.Norm[d.Body.Start:d.Body.End]
		first, _, _ := strings.Cut(body, "\n")
		line("body", first+" … "+body[strings.LastIndex(body, "\n")+1:])
	}
	return b.String()
}

func TestHead(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain notice", "青川市民政局关于做好临时救助工作的通知\n青民发〔2023〕12号\n各县（区）民政局：\n为做好临时救助工作，现通知如下：\n一、扩大救助范围。申请人可以向居住地申请。\n二、简化程序。当场办结。\n青川市民政局\n2023年6月1日\n（此件公开发布）",
			"title=青川市民政局关于做好临时救助工作的通知\nkind=通知\nnumber=青民发〔2023〕12号\nissuer=青川市民政局 (signature)\nto=各县（区）民政局\ndated=2023-06-01\nbody=为做好临时救助工作，现通知如下： … 二、简化程序。当场办结。\n"},
		{"forwarding notice", "青川市人民政府办公室文件\n青政办发〔2024〕8号\n青川市人民政府办公室\n关于印发《青川市共享车辆停放\n管理办法（试行）》的通知\n各县（区）人民政府，市政府各部门：\n《青川市共享车辆停放管理办法（试行）》已经市政府第12次常务会议审议通过，现印发给你们，请遵照执行。\n附件：1．停放点申请表\n2．停放点验收表\n青川市人民政府办公室\n二〇二四年三月五日\n青川市共享车辆停放管理办法（试行）\n第一条 为规范停放，制定本办法。\n第二条 申请人应当填写申请表（附件1）。\n附件1\n停放点申请表\n姓名\t电话\n附件2\n停放点验收表\n地点\t数量",
			"title=青川市人民政府办公室关于印发《青川市共享车辆停放管理办法（试行）》的通知\ninstrument=青川市共享车辆停放管理办法（试行）\nkind=办法\nnumber=青政办发〔2024〕8号\nissuer=青川市人民政府办公室 (signature)\nto=各县（区）人民政府，市政府各部门\ndated=2024-03-05\npassed=已经市政府第12次常务会议审议通过\nannex=1 停放点申请表 listed carried mentioned\nannex=2 停放点验收表 listed carried\nforwarded=instrument in the file\nbody=第一条 为规范停放，制定本办法。 … 第二条 申请人应当填写申请表（附件1）。\n"},
		{"without 《》 in the title", "青川市财政局 青川市教育局关于印发青川市助学金管理办法的通知\n（青财教〔2022〕3号）\n各学校：\n现将《青川市助学金管理办法》印发给你们。\n青川市财政局  青川市教育局\n2022 年 9 月 1 日\n青川市助学金管理办法\n第一条 本办法适用于学生。",
			"title=青川市财政局 青川市教育局关于印发青川市助学金管理办法的通知\ninstrument=青川市助学金管理办法\nkind=办法\nnumber=青财教〔2022〕3号\nissuer=青川市财政局 (signature)\nissuer=青川市教育局 (signature)\nto=各学校\ndated=2022-09-01\nforwarded=instrument in the file\nbody=第一条 本办法适用于学生。 … 第一条 本办法适用于学生。\n"},
		{"instrument not in the file", "青川市教育局关于印发《青川市校车管理办法》的通知\n各学校：\n现将《青川市校车管理办法》印发给你们，请遵照执行。\n附件：青川市校车管理办法\n青川市教育局\n2022年9月1日",
			"title=青川市教育局关于印发《青川市校车管理办法》的通知\ninstrument=青川市校车管理办法\nkind=办法\nissuer=青川市教育局 (signature)\nto=各学校\ndated=2022-09-01\nannex=0 青川市校车管理办法 listed\nforwarded=instrument missing\n"},
		{"notice without a text of its own", "青川市教育局关于印发《青川市校车管理办法》的通知\n青教发〔2022〕7号\n青川市校车管理办法\n第一条 校车应当登记。",
			"title=青川市教育局关于印发《青川市校车管理办法》的通知\ninstrument=青川市校车管理办法\nkind=办法\nnumber=青教发〔2022〕7号\nissuer=青川市教育局 (title)\nforwarded=instrument in the file\nbody=第一条 校车应当登记。 … 第一条 校车应当登记。\n"},
		{"title only in the list of annexes", "青川市教育局关于印发《青川市校车管理办法》的通知\n各学校：\n现将《青川市校车管理办法》印发给你们，请遵照执行。\n附件：\n青川市校车管理办法\n青川市教育局\n2022年9月1日",
			"title=青川市教育局关于印发《青川市校车管理办法》的通知\ninstrument=青川市校车管理办法\nkind=办法\nissuer=青川市教育局 (signature)\nto=各学校\ndated=2022-09-01\nannex=0 青川市校车管理办法 listed\nforwarded=instrument missing\n"},
		{"order", "青川市人民政府令\n第 12 号\n《青川市养犬管理办法》已经2023年3月1日市人民政府第5次常务会议通过，现予公布，自2023年5月1日起施行。\n市长 张三\n2023年3月10日\n青川市养犬管理办法\n第一章 总则\n第一条 养犬人应当登记。",
			"title=青川市养犬管理办法\nkind=办法\nnumber=青川市人民政府令第12号\nissuer=青川市人民政府 (number)\ndated=2023-03-10\npassed=已经2023年3月1日市人民政府第5次常务会议通过\nforwarded=instrument in the file\nbody=第一章 总则 … 第一条 养犬人应当登记。\n"},
		{"only a body", "第一条 为规范停车，制定本办法。\n第二条 本办法自2024年1月1日起施行。",
			"body=第一条 为规范停车，制定本办法。 … 第二条 本办法自2024年1月1日起施行。\n"},
		{"metadata and headline", "索引号：11370000/2024-00012\t发布机构：青川市水务局\n标题：青川市水务局关于节约用水的通告\n文号：青水〔2024〕5号\t成文日期：2024-02-03\n发布日期：2024-02-06\n青川市水务局关于节约用水的通告\n用水单位应当安装节水器具。\n特此通告。",
			"title=青川市水务局关于节约用水的通告\nkind=通告\nnumber=青水〔2024〕5号\nissuer=青川市水务局 (title)\ndated=2024-02-03\npublished=2024-02-06\nbody=用水单位应当安装节水器具。 … 特此通告。\n"},
		{"title only in the metadata", "---\ntitle: 青川市停车收费办法\ndate: 2021-05-06\nauthor: 青川市发展和改革委员会\n---\n第一条 停车收费实行市场调节。\n第二条 停车人应当付费。",
			"title=青川市停车收费办法\nkind=办法\nissuer=青川市发展和改革委员会 (meta)\npublished=2021-05-06\nbody=第一条 停车收费实行市场调节。 … 第二条 停车人应当付费。\n"},
		{"joint issuers over lines", "青 川 市 民 政 局\n青 川 市 财 政 局\n青川市残疾人联合会\n关于提高残疾人补贴标准和\n简化申请程序的通知\n青民发〔2024〕10号\n各县（区）民政局、财政局、残联：\n一、补贴标准由80元调整为90元。\n青川市民政局青川市财政局青川市残疾人联合会\n2024年9月29日",
			"title=青川市民政局 青川市财政局 青川市残疾人联合会关于提高残疾人补贴标准和简化申请程序的通知\nkind=通知\nnumber=青民发〔2024〕10号\nissuer=青川市民政局 (signature)\nissuer=青川市财政局 (signature)\nissuer=青川市残疾人联合会 (signature)\nto=各县（区）民政局、财政局、残联\ndated=2024-09-29\nbody=一、补贴标准由80元调整为90元。 … 一、补贴标准由80元调整为90元。\n"},
		{"note below the title", "青川市耕地保护规定\n（2010年5月1日青政发〔2010〕9号印发 根据2018年3月1日青政发〔2018〕2号修改）\n第一条 为保护耕地，制定本规定。",
			"title=青川市耕地保护规定\nkind=规定\nnumber=青政发〔2010〕9号\ndated=2010-05-01\nbody=第一条 为保护耕地，制定本规定。 … 第一条 为保护耕地，制定本规定。\n"},
		{"number with a date", "青川县人民政府关于封山育林的通告\n（青政发[2002]4号 二00二年八月二十九日）\n一、封山范围内禁止放牧。",
			"title=青川县人民政府关于封山育林的通告\nkind=通告\nnumber=青政发〔2002〕4号\nissuer=青川县人民政府 (title)\ndated=2002-08-29\nbody=一、封山范围内禁止放牧。 … 一、封山范围内禁止放牧。\n"},
		{"title with a kind inside", "青川市人民政府办公室关于全面推行公示制度\n全过程记录制度\n法制审核制度的指导意见\n青政办发〔2019〕1号\n各县（区）人民政府：\n一、总体要求",
			"title=青川市人民政府办公室关于全面推行公示制度全过程记录制度法制审核制度的指导意见\nkind=意见\nnumber=青政办发〔2019〕1号\nissuer=青川市人民政府办公室 (title)\nto=各县（区）人民政府\nbody=一、总体要求 … 一、总体要求\n"},
		{"draft", "青川市停车条例实施细则（征求意见稿）\n第一条 为了实施条例，制定本细则。",
			"title=青川市停车条例实施细则（征求意见稿）\nkind=细则\nbody=第一条 为了实施条例，制定本细则。 … 第一条 为了实施条例，制定本细则。\n"},
		{"instrument as annex", "青川市商务局关于印发《青川市展会补贴办法》的通知\n各企业：\n现将办法印发给你们。\n青川市商务局\n2023年1月5日\n附件\n青川市展会补贴办法\n第一条 展会可以申请补贴。\n附件：申请表\n姓名\t单位",
			"title=青川市商务局关于印发《青川市展会补贴办法》的通知\ninstrument=青川市展会补贴办法\nkind=办法\nissuer=青川市商务局 (signature)\nto=各企业\ndated=2023-01-05\nannex=0 申请表 carried\nforwarded=instrument in the file\nbody=第一条 展会可以申请补贴。 … 第一条 展会可以申请补贴。\n"},
		{"table of contents", "青川市档案管理规定\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 档案应当归档。\n第二章 附则\n第二条 本规定自2020年1月1日起施行。",
			"title=青川市档案管理规定\nkind=规定\nbody=第一章 总则 … 第二条 本规定自2020年1月1日起施行。\n"},
		{"announcement", "青川市公安局公告\n2024年第3号\n为了维护秩序，现公告如下：\n一、禁止燃放烟花。\n特此公告。\n青川市公安局\n2024年1月20日",
			"title=青川市公安局公告\nkind=公告\nnumber=青川市公安局公告2024年第3号\nissuer=青川市公安局 (signature)\ndated=2024-01-20\nbody=为了维护秩序，现公告如下： … 特此公告。\n"},
		{"keys and values in lines of their own", "索 引 号：\n000014349/2019-00005\n发文机关：\n青川市水务局\n标　　题：\n青川市水务局关于节水的通告\n发文字号：\n青水〔2019〕4号\n成文日期：\n2019年1月24日\n发布日期：\n2019年2月13日\n用水单位应当节水。",
			"title=青川市水务局关于节水的通告\nkind=通告\nnumber=青水〔2019〕4号\nissuer=青川市水务局 (title)\ndated=2019-01-24\npublished=2019-02-13\nbody=用水单位应当节水。 … 用水单位应当节水。\n"},
		{"colophon", "青川市人民政府办公室关于做好防汛工作的通知\n青政办发〔2024〕6号  签发人：张三\n各县（区）人民政府：\n一、加强巡查。\n附件：1.巡查表\n      2.物资表\n青川市人民政府办公室\n2024年5月6日\n（联系人：李四，联系电话：0000-0000000）\n抄送：市委办公室，市人大常委会办公室。\n青川市人民政府办公室 2024年5月7日印发",
			"title=青川市人民政府办公室关于做好防汛工作的通知\nkind=通知\nnumber=青政办发〔2024〕6号\nissuer=青川市人民政府办公室 (signature)\nto=各县（区）人民政府\ndated=2024-05-06\nannex=1 巡查表 listed\nannex=2 物资表 listed\nbody=一、加强巡查。 … 一、加强巡查。\n"},
		{"signature in one line", "青川县教育局关于校车的通知\n各学校：\n请加强校车管理。\n青川县教育局　2024年5月6日",
			"title=青川县教育局关于校车的通知\nkind=通知\nissuer=青川县教育局 (signature)\nto=各学校\ndated=2024-05-06\nbody=请加强校车管理。 … 请加强校车管理。\n"},
		{"an approval in an article is not that of the text", "青川市广告规定\n第一条 为规范广告，制定本规定。\n第二条 规划由市城管局编制，报经市人民政府批准后实施。",
			"title=青川市广告规定\nkind=规定\nbody=第一条 为规范广告，制定本规定。 … 第二条 规划由市城管局编制，报经市人民政府批准后实施。\n"},
		{"annex mentioned only", "青川县教育局关于校车的通知\n各学校：\n一、填写登记表（见附件3）。\n二、按附件1-2报送。",
			"title=青川县教育局关于校车的通知\nkind=通知\nissuer=青川县教育局 (title)\nto=各学校\nannex=3  mentioned\nannex=1  mentioned\nannex=2  mentioned\nbody=一、填写登记表（见附件3）。 … 二、按附件1-2报送。\n"},
		{"instrument under another title than the notice says", "青川市人民政府关于印发《青川市集市管理办法》的通知\n各县（区）人民政府：\n现将《青川市集市管理办法》印发给你们，请遵照执行。\n青川市人民政府\n2025年3月5日\n青川市集市监管办法\n第一条 为了管理集市，制定本办法。\n第二条 本办法自2025年5月1日起施行。",
			"title=青川市人民政府关于印发《青川市集市管理办法》的通知\ninstrument=青川市集市管理办法\nkind=办法\nissuer=青川市人民政府 (signature)\nto=各县（区）人民政府\ndated=2025-03-05\nforwarded=instrument in the file\nbody=第一条 为了管理集市，制定本办法。 … 第二条 本办法自2025年5月1日起施行。\n"},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := head(document.Parse(plain(tt.in), nil)); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestStage(t *testing.T) {
	for in, want := range map[string]document.Stage{
		"青川市停车办法（征求意见稿）\n第一条 停车应当有序。":            document.StageDraft,
		"青川市停车办法（送审稿）\n第一条 停车应当有序。":              document.StageReview,
		"青川市停车办法\n第一条 停车应当有序。":                   document.StageUnknown,
		"青川市停车通告\n青公〔2020〕1号\n一、停车应当有序。":         document.StageIssued,
		"青川市停车通告\n一、停车应当有序。\n青川市公安局\n2020年1月1日":  document.StageIssued,
		"关于印发《青川市停车办法（草案）》的通知\n各部门：\n现将办法印发给你们。": document.StageDraft,
	} {
		if got := document.Parse(plain(in), nil).Stage; got != want {
			t.Errorf("%s: stage %d, want %d", in, got, want)
		}
	}
}

func TestZones(t *testing.T) {
	d := document.Parse(plain("索引号：1\n青川市教育局关于印发《青川市校车办法》的通知\n各学校：\n现印发给你们。\n附件：申请表\n青川市教育局\n2024年5月6日\n（联系人：李四，联系电话：0000-0000000，地址：青川市中心大道一百号教育局大楼）\n青川市校车办法\n第一条 校车应当登记。\n附件\n申请表\n姓名\t单位"), nil)
	var got strings.Builder
	for _, c := range d.Clauses {
		got.WriteString(string("mhnbta"[c.Zone]))
	}
	if want := "mhhnattthbaaa"; got.String() != want {
		t.Errorf("zones %s, want %s", got.String(), want)
	}
}
