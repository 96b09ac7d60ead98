package dossier_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"docreview/checker"
	"docreview/checker/checkertest"
	"docreview/checker/dossier"
)

// told writes an act in one line: event file name=value@line …
func told(a checker.Act) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", a.Event, a.File)
	for _, f := range a.Facts {
		v := f.Text
		if v == "" {
			v = fmt.Sprint(f.N)
		} else if f.N != 0 {
			v = fmt.Sprint(f.N) + v
		}
		at := fmt.Sprint(f.Line)
		if f.Stated {
			at = "stated"
		}
		fmt.Fprintf(&b, " %s=%s@%s", f.Name, v, at)
	}
	return b.String()
}

func open(t *testing.T, path string) *dossier.Folder {
	t.Helper()
	f, err := dossier.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestComplete: every paper of a complete dossier is recognised, and every fact is
// read with its line.
func TestComplete(t *testing.T) {
	f := open(t, "testdata/complete")
	kinds := map[string]checker.MaterialKind{}
	for _, p := range f.Papers() {
		kinds[p.File] = p.Kind
		if p.Error != "" || p.Why == "" {
			t.Errorf("%s: %q, %q", p.File, p.Why, p.Error)
		}
	}
	want := map[string]checker.MaterialKind{
		"起草/起草说明.txt": checker.DraftingStatement, "征求意见/征求意见公告.txt": checker.PublicComment, "征求意见/意见采纳情况表.txt": checker.AdoptionTable,
		"征求意见/部门意见汇总.txt": checker.Consultation, "论证评估/专家论证意见.txt": checker.ExpertAppraisal, "论证评估/风险评估报告.txt": checker.RiskAssessment,
		"审查审核/公平竞争审查表.txt": checker.FairCompetition, "审查审核/合法性审核意见书.txt": checker.LegalityReview, "审议/县政府常务会议纪要.txt": checker.Deliberation,
		"审议/签发稿.txt": checker.SignedDraft, "公布备案/公布页.txt": checker.Publication, "公布备案/备案报告.txt": checker.FilingReport,
	}
	if !reflect.DeepEqual(kinds, want) {
		t.Errorf("kinds %v, want %v", kinds, want)
	}
	var acts []string
	for _, a := range f.All().Acts {
		acts = append(acts, told(a))
	}
	got, wantActs := strings.Join(acts, "\n"), strings.TrimSpace(`
published 公布备案/公布页.txt day=2025-05-09@3 channel=云岭县人民政府门户网站@4
filed 公布备案/备案报告.txt by=云岭县人民政府@4 recipient=青河市人民政府@2 recipient=云岭县人民代表大会常务委员会@2 day=2025-05-26@5
drafting 审查审核/公平竞争审查表.txt by=云岭县住房和城乡建设局@3
fair_competition 审查审核/公平竞争审查表.txt by=云岭县市场监督管理局@4 day=2025-04-03@6 conclusion=符合@5
drafting 审查审核/合法性审核意见书.txt by=县住房和城乡建设局@4
legality_review 审查审核/合法性审核意见书.txt by=云岭县司法局@8 accepted=2025-04-07@5 day=2025-04-17@9 conclusion=同意@6 number=云司审〔2025〕12号@3
deliberation 审议/县政府常务会议纪要.txt day=2025-04-29@2 meeting=第8次常务会议@2 level=常务会议@1 title=云岭县停车泊位管理办法@3 conclusion=通过@3
signed 审议/签发稿.txt signer=林致远@4 day=2025-05-07@4
drafting 征求意见/征求意见公告.txt by=云岭县住房和城乡建设局@5
public_comment 征求意见/征求意见公告.txt from=2025-02-17@3 to=2025-03-21@3 channel=县人民政府门户网站@2
drafting 征求意见/意见采纳情况表.txt by=云岭县住房和城乡建设局@4
public_comment 征求意见/意见采纳情况表.txt received=6@2 adopted=4@2 partly=1@2 rejected=1@2
answers 征求意见/意见采纳情况表.txt answered_to=云岭县住房和城乡建设局@4
consultation 征求意见/部门意见汇总.txt asked=3@2 organ=县公安局@2 organ=县财政局@2 organ=县发展和改革局@2 answered=3@2
expert_review 论证评估/专家论证意见.txt day=2025-03-25@2 experts=5@2 name=陈远山@4 name=李修文@4 name=周明河@4 name=吴致和@4 name=郑清@4 signed=5@4 conclusion=可行@3
risk_assessment 论证评估/风险评估报告.txt by=云岭县住房和城乡建设局@2 day=2025-03-31@5 level=低@4 conclusion=可控@4
drafting 起草/起草说明.txt by=云岭县住房和城乡建设局@12
party_report 起草/起草说明.txt reason=向县委报告@9
answers 起草/起草说明.txt answered_to=县住房和城乡建设局@7
public_comment 起草/起草说明.txt from=2025-02-17@7 to=2025-03-21@7
public_comment 起草/起草说明.txt received=6@7 adopted=4@7 partly=1@7 rejected=1@7
consultation 起草/起草说明.txt asked=3@8 organ=县公安局@8 organ=县财政局@8 organ=县发展和改革局@8 answered=3@8
evaluation 起草/起草说明.txt need=必要性@4 feasible=可行性@4`)
	if got != wantActs {
		t.Errorf("acts\n%s\nwant\n%s", got, wantActs)
	}
	var line []string
	for _, e := range f.All().Timeline() {
		line = append(line, e.Name+" "+e.From.String()+" "+e.To.String())
	}
	if got, want := strings.Join(line, "; "), "public_comment 2025-02-17 2025-03-21; expert_review 2025-03-25 2025-03-25; risk_assessment 2025-03-31 2025-03-31; "+
		"fair_competition 2025-04-03 2025-04-03; legality_review 2025-04-17 2025-04-17; deliberation 2025-04-29 2025-04-29; signed 2025-05-07 2025-05-07; "+
		"published 2025-05-09 2025-05-09; filed 2025-05-26 2025-05-26"; got != want {
		t.Errorf("timeline %s\nwant %s", got, want)
	}
}

// TestQuotes: the place of every fact is that of its words in the file.
func TestQuotes(t *testing.T) {
	f := open(t, "testdata/complete")
	for _, a := range f.All().Acts {
		data, err := os.ReadFile(filepath.Join("testdata/complete", a.File))
		if err != nil {
			t.Fatal(err)
		}
		text := []rune(string(data))
		for _, q := range a.Facts {
			if got := string(text[q.Start:q.End]); got != q.Quote || got == "" {
				t.Errorf("%s %s: %d–%d is %q, quoted %q", a.File, q.Name, q.Start, q.End, got, q.Quote)
			}
			if n := strings.Count(string(text[:q.Start]), "\n") + 1; n != q.Line {
				t.Errorf("%s %s: line %d, want %d", a.File, q.Name, q.Line, n)
			}
		}
	}
}

// one gives the acts of a single paper.
func one(t *testing.T, name, text string) (checker.Paper, []string) {
	t.Helper()
	f, err := dossier.FromTexts(map[string]string{name: text})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, a := range f.All().Acts {
		if a.Event == "drafting" {
			continue
		}
		out = append(out, strings.ReplaceAll(told(a), " "+name, ""))
	}
	return f.Papers()[0], out
}

// TestWordings: the same facts in other words, and words that prove nothing.
func TestWordings(t *testing.T) {
	const title = "关于《云岭县停车管理办法》"
	for _, tt := range []struct{ name, file, text, want string }{
		{"period with dashes", "a.txt", title + "公开征求意见的公告\n公示期：2025年3月1日—3月30日。\n", "public_comment from=2025-03-01@2 to=2025-03-30@2"},
		{"period over the year's end", "a.txt", title + "公开征求意见的公告\n征求意见时间为2024年12月20日至1月19日。\n", "public_comment from=2024-12-20@2 to=2025-01-19@2"},
		{"day of the same month", "a.txt", title + "公开征求意见的公告\n时间：2025年3月1日至31日，请在期限内反馈。\n", "public_comment from=2025-03-01@2 to=2025-03-31@2"},
		{"deadline and day of the notice", "a.txt", title + "公开征求意见的公告\n请于2025年4月10日前将意见反馈至邮箱。\n云岭县司法局\n2025年3月10日\n", "public_comment from=2025-03-10@4 to=2025-04-10@2"},
		{"deadline alone", "a.txt", title + "公开征求意见的公告\n请于2025年4月10日前将意见反馈至邮箱。\n", "public_comment to=2025-04-10@2"},
		{"length in working days", "a.txt", title + "公开征求意见的公告\n征求意见期限为10个工作日。\n", "public_comment days=10工作日@2"},
		{"days of other things", "a.txt", title + "公开征求意见的公告\n本办法拟于2025年6月1日至2030年5月31日施行。\n", ""},
		{"reason for a shorter period", "a.txt", title + "公开征求意见的公告\n因防汛紧急，缩短征求意见期限为2025年3月1日至3月10日。\n", "public_comment from=2025-03-01@2 to=2025-03-10@2 reason=因防汛紧急，缩短征求意见期限@2"},

		{"Chinese numerals", "a.txt", title + "意见采纳情况\n共收到意见建议十二条，采纳八条，部分采纳一条，不予采纳三条。\n", "public_comment received=12@2 adopted=8@2 partly=1@2 rejected=3@2"},
		{"number before the verb", "a.txt", title + "意见采纳情况\n收到意见5条，其中3条予以采纳，2条未采纳。\n", "public_comment received=5@2 adopted=3@2 rejected=2@2"},
		{"two rounds", "a.txt", title + "意见采纳情况\n第一次收到意见5条，采纳3条，未采纳2条。\n第二次收到意见2条，采纳2条，未采纳0条。\n", "public_comment received=5@2 adopted=3@2 rejected=2@2|public_comment received=2@3 adopted=2@3 rejected=0@3"},
		{"none came in", "a.txt", title + "意见采纳情况\n征求意见期间没有收到意见。\n", "public_comment received=0@2"},
		{"no numbers", "a.txt", title + "意见采纳情况\n意见均已认真研究。\n", ""},

		{"review: revise first", "a.txt", "云岭县司法局\n" + title + "的合法性审核意见\n建议修改第三条，修改后提请审议。\n云岭县司法局\n2025年4月1日\n", "legality_review by=云岭县司法局@4 day=2025-04-01@5 conclusion=修改后@3 advised=3第三条@3"},
		{"review: refused", "a.txt", "云岭县司法局\n" + title + "的合法性审核意见\n第三条与行政处罚法相抵触，不同意提请审议。\n云岭县司法局\n2025年4月1日\n", "legality_review by=云岭县司法局@4 day=2025-04-01@5 conclusion=不同意@3 advised=3第三条@3"},
		{"review: no fault with an article", "a.txt", "云岭县司法局\n" + title + "的合法性审核意见\n第三条未发现与行政处罚法相抵触。\n内容合法。\n云岭县司法局\n2025年4月1日\n", "legality_review by=云岭县司法局@5 day=2025-04-01@6 conclusion=同意@3"},
		{"review: an article of a statute", "a.txt", "云岭县司法局\n" + title + "的合法性审核意见\n建议删去对行政处罚法第九条的重复规定。\n云岭县司法局\n2025年4月1日\n", "legality_review by=云岭县司法局@4 day=2025-04-01@5 advised_more=建议@3"},
		{"review: something that is missing", "a.txt", "云岭县司法局\n" + title + "的合法性审核意见\n一、建议增加有效期的规定。\n二、第四条超越权限，应当删除。\n三、按照上述意见修改后提请审议。\n云岭县司法局\n2025年4月1日\n", "legality_review by=云岭县司法局@6 day=2025-04-01@7 conclusion=修改后@5 advised_more=建议@3 advised=4第四条@4"},
		{"review: two voices", "a.txt", "云岭县司法局\n" + title + "的合法性审核意见\n内容合法。\n程序上不同意提请审议。\n云岭县司法局\n2025年4月1日\n", "legality_review by=云岭县司法局@5 day=2025-04-01@6"},
		{"review: words of the title prove nothing", "a.txt", "云岭县司法局\n" + title + "（送审稿）的合法性审核意见\n请补充材料。\n云岭县司法局\n2025年4月1日\n", "legality_review by=云岭县司法局@4 day=2025-04-01@5"},
		{"review: a form", "a.txt", "合法性审核意见书\n文件名称：《云岭县停车管理办法》\n收件日期：2025年4月1日\n审核机构：云岭县司法局\n审核结论：□同意 ☑修改后提请审议 □不同意\n审核日期：2025年4月9日\n", "legality_review by=云岭县司法局@4 accepted=2025-04-01@3 day=2025-04-09@6 conclusion=修改后@5"},

		{"minutes: two documents", "a.txt", "云岭县人民政府常务会议纪要\n会议时间：2025年4月29日\n一、会议审议通过了《云岭县停车管理办法》。\n二、会议审议了《云岭县广告管理办法》，决定暂缓。\n", "deliberation day=2025-04-29@2 level=常务会议@1 title=云岭县停车管理办法@3 conclusion=通过@3|deliberation day=2025-04-29@2 level=常务会议@1 title=云岭县广告管理办法@4 conclusion=未通过@4"},
		{"minutes: day of the paper is not that of the meeting", "a.txt", "云岭县城市管理局局长办公会议纪要\n会议审议通过了《云岭县停车管理办法》。\n2025年5月6日\n", "deliberation level=办公会议@1 title=云岭县停车管理办法@2 conclusion=通过@2"},

		{"review: a bare tick", "a.txt", "合法性审核表\n文件名称：《云岭县停车管理办法》\n审核机构：云岭县司法局\n审核结论：☑同意 □不同意提请审议\n", "legality_review by=云岭县司法局@3 conclusion=同意@4"},
		{"minutes: passed in other words", "a.txt", "云岭县人民政府全体会议纪要\n会议时间：2025年4月29日\n会议研究并一致通过《云岭县停车管理办法》。\n", "deliberation day=2025-04-29@2 level=全体会议@1 title=云岭县停车管理办法@3 conclusion=通过@3"},
		{"minutes: by way of the site is no vote", "a.txt", "云岭县人民政府全体会议纪要\n会议时间：2025年4月29日\n会议听取了《云岭县停车管理办法》通过网站征求意见的情况，有单位提出不同意见。\n", "deliberation day=2025-04-29@2 level=全体会议@1 title=云岭县停车管理办法@3"},
		{"minutes: the decision stands below the heading", "a.txt", "云岭县人民政府常务会议纪要\n会议时间：2025年4月29日\n一、关于《云岭县停车管理办法》\n会议听取了汇报。\n会议原则同意，修改后印发。\n二、关于《云岭县广告管理办法》\n会议决定暂缓。\n", "deliberation day=2025-04-29@2 level=常务会议@1 title=云岭县停车管理办法@3 conclusion=通过@5|deliberation day=2025-04-29@2 level=常务会议@1 title=云岭县广告管理办法@6 conclusion=未通过@7"},
		{"experts sign below", "a.txt", "《云岭县停车管理办法》专家论证意见\n邀请三名专家论证。\n专家签字：\n陈远山　李修文\n", "expert_review experts=3@2 name=陈远山@4 name=李修文@4 signed=2@4"},
		{"risk that cannot be controlled", "a.txt", "《云岭县停车管理办法》风险评估报告\n综合风险等级为高风险，风险不可控。\n", "risk_assessment level=高@2 conclusion=不可控@2"},
		{"risk: a condition is no conclusion", "a.txt", "《云岭县停车管理办法》风险评估报告\n风险不可控的，不得作出决策。\n", ""},
		{"experts in a table", "a.txt", "《云岭县停车管理办法》专家论证意见\n邀请三名专家论证。\n姓名\t单位\t签名\n陈远山\t青河大学\t陈远山\n李修文\t青河市规划院\t\n", "expert_review experts=3@2 name=陈远山@4 name=李修文@5 signed=1@4"},
		{"feasibility is no conclusion", "a.txt", "《云岭县停车管理办法》专家论证意见\n专家对可行性进行了论证。\n", ""},
		{"competition: exception", "a.txt", "公平竞争审查表\n文件名称：云岭县停车管理办法\n审查机构\t云岭县市场监督管理局\n审查结论\t适用例外规定\n", "fair_competition by=云岭县市场监督管理局@3 conclusion=例外@4"},
		{"competition: no exception", "a.txt", "公平竞争审查表\n审查结论：不适用例外规定，具有排除、限制竞争效果，不得出台\n", "fair_competition conclusion=不符合@2"},
		{"filing in one report to two", "a.txt", "云岭县人民政府" + title + "报送备案的报告\n青河市人民政府、云岭县人大常委会：\n现报送备案。\n云岭县人民政府\n2025年5月26日\n", "filed by=云岭县人民政府@4 recipient=青河市人民政府@2 recipient=云岭县人大常委会@2 day=2025-05-26@5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, acts := one(t, tt.file, tt.text)
			if got := strings.Join(acts, "|"); got != tt.want {
				t.Errorf("%s (%s)\n got %s\nwant %s", p.Kind, p.Why, got, tt.want)
			}
		})
	}
}

// TestUnknown: what is not recognised says why and proves nothing.
func TestUnknown(t *testing.T) {
	for _, tt := range []struct{ name, file, text, why string }{
		{"nothing tells", "通知.txt", "关于召开座谈会的通知\n请准时参加。\n", "都没有表明"},
		{"name alone", "合法性审核意见.txt", "会议签到\n张三、李四\n", "不能印证"},
		{"text alone", "x.txt", "材料一\n邀请专家组召开论证会，形成论证意见。\n", "不能印证"},
		{"two titles", "x.txt", "《云岭县停车管理办法》风险评估报告和专家论证意见\n", "同时像"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, acts := one(t, tt.file, tt.text)
			if p.Kind != "" || !strings.Contains(p.Why, tt.why) || len(acts) > 0 {
				t.Errorf("taken for %q because %q, proves %q", p.Kind, p.Why, acts)
			}
		})
	}
	p, _ := one(t, "云岭县停车管理办法.txt", "云岭县停车管理办法\n第一条　为了规范停车，制定本办法。\n第二条　停车场应当备案。\n")
	if p.Kind != checker.DocumentText {
		t.Errorf("the document itself is taken for %q", p.Kind)
	}
}

// TestBroken: unreadable, empty, doubled and locked files are named, the rest is read.
func TestBroken(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, data []byte) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	good, err := os.ReadFile("testdata/complete/审查审核/合法性审核意见书.txt")
	if err != nil {
		t.Fatal(err)
	}
	put("空/合法性审核意见.txt", nil)
	put("合法性审核意见书.txt", good)
	put("备份/合法性审核意见书（副本）.txt", good)
	put("照片.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"))
	put("~$锁.docx", []byte("x"))
	put(".DS_Store", []byte("x"))
	f := open(t, dir)
	if n := len(f.Papers()); n != 4 {
		t.Fatalf("%d papers, want 4", n)
	}
	byName := map[string]checker.Paper{}
	for _, p := range f.Papers() {
		byName[p.File] = p
	}
	if p := byName["空/合法性审核意见.txt"]; p.Error == "" || p.Kind != checker.LegalityReview {
		t.Errorf("empty file: %+v", p)
	}
	if p := byName["照片.jpg"]; p.Error == "" {
		t.Errorf("picture: %+v", p)
	}
	if p := byName["备份/合法性审核意见书（副本）.txt"]; p.Same != "合法性审核意见书.txt" {
		t.Errorf("double: %+v", p)
	}
	if f.Unread() != 2 || len(f.All().Acts) != 2 {
		t.Errorf("%d unread, %d acts; want 2 and 2", f.Unread(), len(f.All().Acts))
	}
}

// archive packs the complete dossier; names are written by encode.
func archive(t *testing.T, encode func(string) string, gbk bool) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	err := filepath.WalkDir("testdata/complete", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel("testdata/complete", path)
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: encode(filepath.ToSlash(rel)), NonUTF8: gbk, Method: zip.Deflate})
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Create("__MACOSX/._x"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "包.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestArchive: an archive proves what its folder proves, with names in UTF-8 and
// in GBK; so does every run.
func TestArchive(t *testing.T) {
	want := open(t, "testdata/complete").All()
	gbk := func(s string) string {
		out, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, path := range map[string]string{
		"utf-8": archive(t, func(s string) string { return s }, false),
		"gbk":   archive(t, gbk, true),
	} {
		for range 3 {
			if got := open(t, path).All(); !reflect.DeepEqual(got.Acts, want.Acts) || !reflect.DeepEqual(got.Papers, want.Papers) {
				t.Errorf("%s: the archive differs from its folder", name)
			}
		}
	}
}

func TestNoDossier(t *testing.T) {
	for _, path := range []string{"testdata/none", "dossier_test.go"} {
		_, err := dossier.Open(path)
		var none *dossier.NoDossierError
		if !errors.As(err, &none) || none.Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestSidecar: what is stated goes over what was read and says so.
func TestSidecar(t *testing.T) {
	files := func(side string) map[string]string {
		return map[string]string{
			"公告.txt":       "关于《云岭县停车管理办法》公开征求意见的公告\n征求意见时间：2025年3月1日至3月30日。\n",
			"扫描件.txt":      "盖章页\n",
			"dossier.yaml": side,
		}
	}
	f, err := dossier.FromTexts(files("complete: true\nmajor_decision: true\npapers:\n  扫描件.txt: 合法性审核意见\nfacts:\n" +
		"  - event: public_comment\n    to: 2025-03-20\n    channel: 县政府网站\n  - event: legality_review\n    paper: 扫描件.txt\n    by: [云岭县司法局]\n    conclusion: 同意\n" +
		"  - event: signed\n    signer: 林致远\n    day: 2025-04-01\n"))
	if err != nil {
		t.Fatal(err)
	}
	d := f.All()
	var got []string
	for _, a := range d.Acts {
		got = append(got, told(a))
	}
	want := "public_comment 公告.txt from=2025-03-01@2 to=2025-03-20@stated channel=县政府网站@stated\n" +
		"legality_review 扫描件.txt by=云岭县司法局@stated conclusion=同意@stated\nsigned dossier.yaml day=2025-04-01@stated signer=林致远@stated"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if !d.Complete || d.Major.Text != "yes" || !d.Major.Stated {
		t.Errorf("complete %t, major %+v", d.Complete, d.Major)
	}
	for _, e := range d.Timeline() {
		if e.Name == "signed" && e.Source != "dossier.yaml（填报）" {
			t.Errorf("the timeline does not say that it was stated: %s", e.Source)
		}
	}
	for _, tt := range []struct{ side, want string }{
		{"complet: true\n", "complet"},
		{"papers:\n  无.txt: 签发稿\n", "没有 无.txt 这个文件"},
		{"papers:\n  公告.txt: 公文\n", "没有“公文”这种材料"},
		{"facts:\n  - event: review\n    day: 2025-01-01\n", "没有“review”这个环节"},
		{"facts:\n  - event: signed\n    day: 2025-02-30\n", "不是日期"},
		{"facts:\n  - event: signed\n", "没有写明任何内容"},
		{"facts:\n  - event: legality_review\n    conclusion: 通过\n", "结论“通过”不对"},
		{"facts:\n  - event: public_comment\n    received: -1\n", "小于零"},
		{"facts: [\n", "yaml"},
	} {
		_, err := dossier.FromTexts(files(tt.side))
		var side *dossier.SidecarError
		if !errors.As(err, &side) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %s", tt.side, err, tt.want)
		}
	}
}

// TestFor: a dossier of another document proves nothing of this one.
func TestFor(t *testing.T) {
	f := open(t, "testdata/complete")
	const text = "%s\n第一条　为了规范管理，制定本办法。\n第二条　单位和个人应当遵守。\n"
	if d := f.For(checkertest.Document(t, fmt.Sprintf(text, "云岭县停车泊位管理办法（送审稿）"))); d == nil || len(d.Acts) != 23 {
		t.Errorf("its own dossier: %+v", d)
	}
	if d := f.For(checkertest.Document(t, fmt.Sprintf(text, "云岭县户外广告管理办法"))); d != nil {
		t.Errorf("the dossier of another document is taken: %d acts", len(d.Acts))
	}
	mixed, err := dossier.FromTexts(map[string]string{
		"说明.txt": "关于《云岭县停车泊位管理办法》的起草说明\n必要性。\n",
		"签名.txt": "论证会专家意见\n邀请三名专家论证。\n专家签名：陈远山\n",
		"简称.txt": "《停车泊位管理办法》意见采纳情况\n收到意见2条，采纳2条，未采纳0条。\n",
		"审核.txt": "云岭县司法局\n关于《云岭县户外广告管理办法》的合法性审核意见书\n送审稿内容合法，与《云岭县停车泊位管理办法》相衔接。\n云岭县司法局\n2025年4月1日\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	d := mixed.For(checkertest.Document(t, fmt.Sprintf(text, "云岭县停车泊位管理办法")))
	if d == nil || len(d.Acts) != 2 || d.Acts[0].File != "简称.txt" || d.Acts[1].Event != "evaluation" {
		t.Fatalf("papers of other documents count: %+v", d)
	}
	other := map[string]string{}
	for _, p := range d.Papers {
		other[p.File] = p.Other
	}
	if want := (map[string]string{"说明.txt": "", "简称.txt": "", "审核.txt": "云岭县户外广告管理办法", "签名.txt": dossier.Untitled}); !reflect.DeepEqual(other, want) {
		t.Errorf("papers are about %v, want %v", other, want)
	}
}

// TestDepartment: the papers of a department, as pages with tables. Which rules
// they satisfy is told in package rules.
func TestDepartment(t *testing.T) {
	f := open(t, "testdata/department")
	want := map[string]string{
		"公布.txt": "published day=2025-02-20 channel=临水市城市管理局网站", "公平竞争审查表.html": "fair_competition by=临水市城市管理局 day=2025-02-07 conclusion=符合",
		"发文处理单.txt": "signed signer=沈一川 day=2025-02-14", "合法性审核表.html": "legality_review by=临水市城市管理局政策法规科 accepted=2025-01-26 day=2025-02-08 conclusion=同意",
		"备案报告.txt": "filed by=临水市城市管理局 recipient=临水市人民政府 day=2025-03-10", "征求意见公告.html": "public_comment from=2024-12-23 to=2025-01-22 channel=市城市管理局网站",
		"意见汇总表.html": "public_comment received=3 adopted=2 rejected=1",
	}
	for _, a := range f.All().Acts {
		if want[a.File] == "" || a.Event == "drafting" {
			continue
		}
		got := a.Event
		for _, q := range a.Facts {
			v := q.Text
			if v == "" {
				v = fmt.Sprint(q.N)
			}
			got += " " + q.Name + "=" + v
		}
		if got != want[a.File] {
			t.Errorf("%s: %s, want %s", a.File, got, want[a.File])
		}
		delete(want, a.File)
	}
	if len(want) > 0 {
		t.Errorf("nothing read from %v", want)
	}
}
