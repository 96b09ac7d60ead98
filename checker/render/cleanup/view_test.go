package cleanup

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"docreview/checker/cleanup"
	"docreview/corpus/law"
)

// made is the view of an invented archive of n documents. Some titles and quotes
// try to break out of the formats.
func made(n int) *View {
	o := &cleanup.Outcome{AsOf: 20261122}
	matters := []string{"养犬管理", "集贸市场管理", "户外广告设置", "机动车停放服务收费", "建筑垃圾处置", "小型水库安全", "夜间施工", "公共自行车", "政府投资项目", "招商引资奖励"}
	issuers := []string{"临水县人民政府", "临水县人民政府办公室", "临水县财政局", "临水县自然资源局", "临水县市场监督管理局", "青云镇人民政府", "平河街道办事处", "临水县水利局"}
	kinds := map[cleanup.Disposition][]cleanup.Kind{
		cleanup.Keep: {cleanup.NothingFound, cleanup.KeptDecided}, cleanup.Amend: {cleanup.BasisReplaced, cleanup.ForbiddenClause, cleanup.OrganGone},
		cleanup.Repeal: {cleanup.RepealedHere, cleanup.BasesGone, cleanup.Replaced}, cleanup.Lapse: {cleanup.ValidityOver, cleanup.TrialOver, cleanup.PeriodOver},
		cleanup.Exempt: {cleanup.NotNormative, cleanup.Duplicate, cleanup.Draft},
	}
	years, by, why := map[string]*cleanup.Count{}, map[string]*cleanup.Count{}, map[string]*cleanup.Count{}
	count := func(m map[string]*cleanup.Count, name string, d int) {
		if m[name] == nil {
			m[name] = &cleanup.Count{Name: name}
		}
		m[name].By[d]++
	}
	for i := range n {
		id := i + 1
		year := 1998 + (i*7+i/13)%28
		d := []int{0, 0, 1, 2, 0, 3, 0, 4, 1, 2, 0}[(i*5+i/7)%11]
		disp := cleanup.Dispositions()[d]
		kind := kinds[disp][i%len(kinds[disp])]
		e := cleanup.Entry{
			ID: id, SHA256: fmt.Sprintf("%064x", id), Paths: []string{fmt.Sprintf("%d/%s/%05d.docx", year, matters[i%10], id)},
			Title:  fmt.Sprintf("%s%s办法", issuers[i%8][:9], matters[i%10]),
			Number: fmt.Sprintf("临政规〔%d〕%d号", year, i%90+1), Issuers: []string{issuers[i%8]}, Dated: cleanup.Day(year*10000 + 301),
			Disposition: disp, Sureness: surenesses[i%3], Normative: "yes",
			Reasons: []cleanup.Reason{{Kind: kind, For: disp, Sureness: surenesses[i%3], Text: fmt.Sprintf("第%d条写明的有效期在%d年3月1日届满，没有写明延长", i%20+2, year+5),
				Evidence: []cleanup.Evidence{{At: "第九条", Quote: "有效期五年"}, {Title: "行政处罚法", Number: "", Date: 20210715, At: "第十六条"}}}},
		}
		if i%9 == 0 {
			e.Issuers = append(e.Issuers, issuers[(i+3)%8])
			e.Reasons = append(e.Reasons, cleanup.Reason{Kind: cleanup.OrganGone, For: cleanup.Amend, Sureness: cleanup.Probable, Text: "第三条写的机构已经撤销"})
			e.Weighed = "到期的理由重于机构变动"
		}
		switch i {
		case 5:
			e.Title = `</script><script>alert(1)</script>`
			e.Number = "=HYPERLINK(\"x\")"
			e.Reasons[0].Text = `<img src=x onerror=alert(1)>&"'` + "\x01\u2028"
		case 7:
			e.Title, e.Issuers, e.Dated = "", nil, 0
		case 11:
			e.Paths = append(e.Paths, "备份/"+strings.Repeat("很长的名字", 40)+".docx")
		}
		y := ""
		if e.Dated != 0 {
			y = fmt.Sprint(year)
		}
		count(years, y, d)
		count(why, string(kind), d)
		name := ""
		if len(e.Issuers) > 0 {
			name = e.Issuers[0]
		}
		count(by, name, d)
		o.Statistics.Total.By[d]++
		o.Statistics.Sure[i%3]++
		o.Entries = append(o.Entries, e)
		if i > 10 && i%4 == 0 {
			o.Links = append(o.Links, cleanup.Link{From: id, To: id - 10, Verb: "repeals", Date: e.Dated, At: "第十条"})
		}
		if i%10 == 3 {
			o.Links = append(o.Links, cleanup.Link{From: id, Verb: "based_on", Title: "中华人民共和国行政许可法"})
			o.Links = append(o.Links, cleanup.Link{From: id, Verb: "cites", To: id%n + 1})
		}
		if i%50 == 0 && i > 0 {
			o.Links = append(o.Links, cleanup.Link{From: id, To: 1, Verb: "implements", Date: e.Dated})
		}
		if i%17 == 0 {
			o.Topics = append(o.Topics, cleanup.TopicRow{Entry: id, TopicAt: cleanup.TopicAt{Topic: "证明事项", At: "第五条", Text: "申请人应当提交居住证明。", Hit: "证明"}})
		}
	}
	o.Statistics.Files, o.Statistics.Contents, o.Statistics.Unreadable = n+3, n, 2
	o.Statistics.Normative = n - o.Statistics.Total.By[4]
	sorted := func(m map[string]*cleanup.Count) []cleanup.Count {
		var out []cleanup.Count
		for _, c := range m {
			out = append(out, *c)
		}
		slices.SortFunc(out, func(a, b cleanup.Count) int { return strings.Compare(a.Name, b.Name) })
		return out
	}
	o.Statistics.ByYear, o.Statistics.ByIssuer, o.Statistics.ByReason = sorted(years), sorted(by), sorted(why)
	o.Problems = []cleanup.Problem{{Path: "坏.docx", Message: "文件不完整。"}, {Path: "x.docx", Entry: 1, Message: "第3页没有文字"}}
	return &View{
		Outcome: o, Program: "test", Corpus: law.Snapshot{Name: "样本", AsOf: law.Date{Year: 2026, Month: 6, Day: 1}}, Rules: 3, Unreadable: 2, Topics: []string{"证明事项"},
		Report: func(sum string) string {
			if strings.HasSuffix(sum, "0") {
				return "检查报告/" + sum[:8] + ".html"
			}
			return ""
		},
		Flaws: func(yield func(Flawed, error) bool) {
			for i := 0; i < n; i += 6 {
				if !yield(Flawed{o.Entries[i].SHA256, cleanup.Flaw{Rule: "SETS-005", Severity: "error", At: "第三条", Quote: "处五百元以上罚款", Message: "规范性文件不得设定罚款", Basis: "《行政处罚法》第十六条"}}, nil) {
					return
				}
			}
		},
		Touched: []cleanup.Touched{{SHA256: "a", Title: "临水县养犬管理办法", Of: "动物防疫法", Since: 20210501, Overdue: 2031, At: "第二条", How: "第十六条改为第二十四条", Sureness: cleanup.Sure, Paths: []string{"a.txt"}}},
		Radar:   true,
	}
}

func rendered(t testing.TB, v *View) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, f := range Files(v) {
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		out[f.Name] = b.Bytes()
	}
	return out
}

// The same view gives the same bytes. DOCREVIEW_KEEP=DIR keeps the outputs to be
// looked at.
func TestSameBytes(t *testing.T) {
	n := 1000
	if os.Getenv("DOCREVIEW_KEEP") != "" {
		n = 5000
	}
	a, b := rendered(t, made(n)), rendered(t, made(n))
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s differs from run to run", name)
		}
		if dir := os.Getenv("DOCREVIEW_KEEP"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name), a[name], 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if size := len(a[DashboardName]); size > n*1000 {
		t.Errorf("the page of %d documents has %d bytes", n, size)
	}
}

// Every part of the packages is XML, and an independent reader finds the words,
// none of them a formula.
func TestWorkbook(t *testing.T) {
	v := made(300)
	out := rendered(t, v)
	for _, name := range []string{WorkbookName, DecisionName} {
		z, err := zip.NewReader(bytes.NewReader(out[name]), int64(len(out[name])))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			for d := xml.NewDecoder(r); ; {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s in %s: %v", f.Name, name, err)
				}
			}
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(out[WorkbookName]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, s := range f.GetSheetList() {
		rows, err := f.GetRows(s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		if len(rows) == 0 {
			t.Errorf("%s is empty", s)
		}
	}
	rows, err := f.GetRows("无需处理")
	if err != nil || len(rows) != count(v, cleanup.Exempt)+1 {
		t.Errorf("%d rows of what needs nothing, want %d (%v)", len(rows), count(v, cleanup.Exempt)+1, err)
	}
	all, err := f.GetRows("清理目录")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(v.Outcome.Entries) - count(v, cleanup.Exempt); len(all) != n+1 {
		t.Errorf("%d rows in the catalogue, want %d", len(all), n+1)
	}
	strange := false
	for i, r := range all {
		if len(r) > 2 && strings.HasPrefix(r[2], "=HYPERLINK") {
			strange = true
			if got, err := f.GetCellFormula("清理目录", fmt.Sprintf("C%d", i+1)); err != nil || got != "" {
				t.Errorf("the words of a document became the formula %q (%v)", got, err)
			}
			if !strings.Contains(r[6], `<img src=x onerror=alert(1)>&"'`) {
				t.Errorf("the words came out as %q", r[6])
			}
		}
	}
	if !strange {
		t.Error("the strange document is not there")
	}
	if linked, to, err := f.GetCellHyperLink("条款问题", "L2"); err == nil && linked && !strings.HasPrefix(to, "检查报告/") {
		t.Errorf("link %q", to)
	}
	choices, err := f.GetDataValidations("专项清理")
	if err != nil || len(choices) != 1 || !strings.Contains(choices[0].Formula1, "保留,取消") {
		t.Errorf("choices %v (%v)", choices, err)
	}
}

// Words of documents stay words in the page, and its data can be read.
func TestDashboardEscapes(t *testing.T) {
	page := string(rendered(t, made(60))[DashboardName])
	if strings.Contains(page, "<script>alert") || strings.Contains(page, "<img") {
		t.Error("words of a document became markup")
	}
	if n := strings.Count(page, "<script"); n != 2 { // the data and the script
		t.Errorf("%d scripts", n)
	}
	_, rest, _ := strings.Cut(page, `id="data">`)
	data, _, _ := strings.Cut(rest, "</script>")
	var d struct {
		Entries []struct {
			T string
			D int
		}
		Links, Issuers, Dispositions, Sureness, Verbs []any
	}
	if err := json.Unmarshal([]byte(data), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Entries) != 60 || len(d.Dispositions) != 5 || len(d.Links) == 0 || d.Entries[5].T != `</script><script>alert(1)</script>` {
		t.Errorf("the data holds %d documents, %d relations", len(d.Entries), len(d.Links))
	}
	for _, u := range []string{"http://", "https://", "src="} {
		if s := strings.ReplaceAll(page, "http://www.w3.org/2000/svg", ""); strings.Contains(strings.Split(s, `id="data">`)[0], u) {
			t.Errorf("the page reaches for %s", u)
		}
	}
}

// An empty archive and one in which nothing is a subject have outputs too.
// count gives the number of entries of a disposition.
func count(v *View, d cleanup.Disposition) (n int) {
	for range v.each(d) {
		n++
	}
	return n
}

// A regulation of a higher level that has ended is told in the catalogue, but no
// local office decides on it.
func TestDecisionLeavesHigherAlone(t *testing.T) {
	v := made(40)
	var e *cleanup.Entry
	for x := range v.each(cleanup.Repeal) {
		e = x
	}
	e.Title = "养蜂管理条例"
	words := func() string {
		var b bytes.Buffer
		if err := Decision(&b, v); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		doc, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(doc)
	}
	n := count(v, cleanup.Repeal)
	if doc := words(); !strings.Contains(doc, e.Title) || !strings.Contains(doc, fmt.Sprintf("废止行政规范性文件 %d 件", n)) {
		t.Fatal("the repealed document is not decided on")
	}
	e.Reasons = append(e.Reasons, cleanup.Reason{Kind: cleanup.HigherLevel, For: cleanup.Exempt})
	if doc := words(); strings.Contains(doc, e.Title) || n > 1 && !strings.Contains(doc, fmt.Sprintf("废止行政规范性文件 %d 件", n-1)) {
		t.Error("the office decides on a regulation of a higher level")
	}
}

func TestEmpty(t *testing.T) {
	v := &View{Outcome: &cleanup.Outcome{AsOf: 20261122}}
	out := rendered(t, v)
	if !strings.Contains(string(out[DashboardName]), "没有数据") {
		t.Error("the empty page does not say that it is empty")
	}
	if _, err := excelize.OpenReader(bytes.NewReader(out[WorkbookName])); err != nil {
		t.Error(err)
	}
}

// Writing takes no more memory than a few rows, whatever their number.
func TestWorkbookStreams(t *testing.T) {
	peak := func(n int) uint64 {
		v := made(n)
		runtime.GC()
		var a, b runtime.MemStats
		runtime.ReadMemStats(&a)
		if err := Workbook(discard{}, v); err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&b)
		return b.HeapSys - min(a.HeapSys, b.HeapSys)
	}
	small := peak(500)
	if big := peak(8000); big > small+10<<20 {
		t.Errorf("8,000 documents take %d MB more than before, 500 took %d", big>>20, small>>20)
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// Lines: what made them, the documents in their order, what could not be judged.
func TestLines(t *testing.T) {
	d := json.NewDecoder(bytes.NewReader(rendered(t, made(50))[LinesName]))
	n := 0
	for {
		var x struct {
			Cleanup int
			ID      int
			Problem *cleanup.Problem
			Touched *cleanup.Touched
		}
		if err := d.Decode(&x); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch {
		case n == 0 && x.Cleanup != 1:
			t.Error("the first line does not tell what made the rest")
		case n >= 1 && n <= 50 && x.ID != n:
			t.Errorf("line %d is about document %d", n+1, x.ID)
		case n > 50 && n <= 52 && x.Problem == nil, n > 52 && x.Touched == nil:
			t.Errorf("line %d", n+1)
		}
		n++
	}
	if n != 54 {
		t.Errorf("%d lines", n)
	}
}
