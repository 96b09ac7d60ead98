package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"docreview/checker"
	"docreview/checker/render"
)

// withRules lets the batch know what its rules say.
func withRules(b *render.Batch) *render.Batch {
	b.Rule = func(id string) *checker.Rule {
		if id != "SETS-005" {
			return nil
		}
		return &checker.Rule{ID: id, Title: "规范性文件不得设定行政处罚", Severity: checker.Error, Suggestion: "删去该规定。", Rationale: "设定权属于法律、法规和规章。\n",
			Basis: []checker.Basis{{Title: "中华人民共和国行政处罚法", At: "第十六条", Gist: "其他文件不能设定处罚"}}}
	}
	return b
}

// found gives the ids of findings that a format shows, once each.
var found = map[string]func(t *testing.T, out []byte) []string{
	"json": func(t *testing.T, out []byte) (ids []string) {
		var v struct {
			Reports []struct{ Findings []struct{ ID string } }
		}
		if err := json.Unmarshal(out, &v); err != nil {
			t.Fatal(err)
		}
		for _, r := range v.Reports {
			for _, f := range r.Findings {
				ids = append(ids, f.ID)
			}
		}
		return ids
	},
	"jsonl": func(t *testing.T, out []byte) (ids []string) {
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var v struct{ Findings []struct{ ID string } }
			if err := d.Decode(&v); err == io.EOF {
				return ids
			} else if err != nil {
				t.Fatal(err)
			}
			for _, f := range v.Findings {
				ids = append(ids, f.ID)
			}
		}
	},
	"html": func(t *testing.T, out []byte) (ids []string) {
		root, err := html.Parse(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Data == "article" {
				ids = append(ids, attr(n, "data-id"))
			}
		}
		return ids
	},
	"md": func(t *testing.T, out []byte) (ids []string) {
		for _, m := range regexp.MustCompile(`<!-- (\S+) -->`).FindAllSubmatch(out, -1) {
			ids = append(ids, string(m[1]))
		}
		return ids
	},
	"sarif": func(t *testing.T, out []byte) (ids []string) {
		rep, err := sarif.FromBytes(out)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range rep.Runs[0].Results {
			ids = append(ids, x.PartialFingerprints["findingId/v1"])
		}
		return ids
	},
	"junit": func(t *testing.T, out []byte) []string {
		return regexp.MustCompile(`[A-Z]+-\d{3}-\w+`).FindAllString(string(out), -1)
	},
	"opinion": func(t *testing.T, out []byte) (ids []string) {
		for _, m := range regexp.MustCompile(`w:name="(\w+)"`).FindAllStringSubmatch(part(t, out, "word/document.xml"), -1) {
			ids = append(ids, strings.ReplaceAll(m[1], "_", "-"))
		}
		return ids
	},
	"docx": func(t *testing.T, out []byte) (ids []string) {
		for _, m := range regexp.MustCompile(`编号：([\w-]+)`).FindAllStringSubmatch(part(t, out, "word/comments.xml"), -1) {
			ids = append(ids, m[1])
		}
		return ids
	},
	"github": func(t *testing.T, out []byte) (ids []string) {
		for _, m := range regexp.MustCompile(`%0A编号：(\S+)`).FindAllSubmatch(out, -1) {
			ids = append(ids, string(m[1]))
		}
		return ids
	},
	"xlsx": func(t *testing.T, out []byte) (ids []string) {
		f, err := excelize.OpenReader(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows("问题")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			ids = append(ids, r[len(r)-1])
		}
		return ids
	},
}

// Every format shows the same findings, those that were accepted too, and gives
// the same bytes whenever it is asked.
func TestFormatsAgree(t *testing.T) {
	var want []string
	for _, f := range report().Findings {
		want = append(want, f.ID)
	}
	slices.Sort(want)
	for _, format := range render.Names() {
		t.Run(format, func(t *testing.T) {
			b := func() *render.Batch { return withRules(batch(report(), clean(), unreadable())) }
			if format == "docx" { // takes one document
				b = func() *render.Batch { return withRules(batch(report())) }
			}
			out := renderTo(t, format, render.Options{}, b())
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			for range 5 {
				if !bytes.Equal(out, renderTo(t, format, render.Options{}, b())) {
					t.Fatal("a second run gives other bytes")
				}
			}
			if format == "text" {
				return // shows rules and places, no ids
			}
			ids := found[format](t, out)
			slices.Sort(ids)
			if !slices.Equal(ids, want) {
				t.Errorf("shows %v, want %v", ids, want)
			}
		})
	}
}

// A file that could not be read, and what was not decided, is said in every format.
func TestFormatsKeepIgnoranceApart(t *testing.T) {
	said := map[string][]string{
		"md":      {"没有经过任何检查", "不等于没有问题", "无法判断：需要材料：公开征求意见材料", "法规库未收录 2 处（不等于不存在）"},
		"opinion": {"没有经过任何检查", "不等于没有问题", "无法判断：需要材料：公开征求意见材料", "法规库未收录 2 处（不等于不存在）"},
		"sarif":   {`"executionSuccessful": false`, "未能检查", "无法判断：PROC-001 未公开征求意见：需要材料", "运行失败：CITE-004：规则内部错误"},
		"junit":   {"未能检查", `skipped message="无法判断：需要材料`, `error message="规则内部错误`, `skipped message="不适用：不是试行文件"`},
		"github":  {"::error file=c.pdf,title=未能检查::", "title=无法判断::需要材料", "::warning file=云岭县户外广告管理办法.txt,title=运行失败::"},
		"xlsx":    {"没有经过任何检查", "无法判断", "需要材料：公开征求意见材料", "法规库未收录 2 处（不等于不存在）"},
	}
	for format, want := range said {
		out := string(renderTo(t, format, render.Options{}, batch(report(), clean(), unreadable())))
		switch format {
		case "xlsx":
			out = sheetText(t, []byte(out), "未检查")
		case "opinion":
			out = part(t, []byte(out), "word/document.xml")
		}
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("%s: no %q", format, w)
			}
		}
	}
	out := string(renderTo(t, "md", render.Options{}, batch(clean())))
	if !strings.Contains(out, "暂不作合法性结论") || strings.Contains(out, "没有发现违法") {
		t.Errorf("a review with open questions reads like one without:\n%s", out)
	}
}

func sheetText(t *testing.T, out []byte, name string) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.Join(r, "\t") + "\n")
	}
	return b.String()
}

// The log is valid against the schema of OASIS.
func TestSARIFSchema(t *testing.T) {
	schema := sarifSchema(t)
	for name, b := range map[string]*render.Batch{
		"none": batch(), "many": withRules(batch(report(), clean(), unreadable())), "hostile": batch(hostile()), "empty": batch(&checker.Report{}),
	} {
		res, err := schema.Validate(gojsonschema.NewBytesLoader(renderTo(t, "sarif", render.Options{}, b)))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range res.Errors() {
			t.Errorf("%s: %s", name, e)
		}
	}
	if res, err := schema.Validate(gojsonschema.NewStringLoader(`{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}`)); err != nil || res.Valid() {
		t.Fatalf("the schema accepts a tool without a name: %v", err)
	}
}

// sarifSchema is the schema of OASIS (errata 01), as the reader of SARIF that
// the tests use carries it.
func sarifSchema(t *testing.T) *gojsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Skipf("the schema is not at hand (%v): the log is not held against it", err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := strconv.Unquote(f.Scope.Lookup("schema").Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
	if err != nil {
		t.Fatal(err)
	}
	s, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSARIFPlaces(t *testing.T) {
	rep, err := sarif.FromBytes(renderTo(t, "sarif", render.Options{}, withRules(batch(report()))))
	if err != nil {
		t.Fatal(err)
	}
	run := rep.Runs[0]
	if *run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("columnKind %q", *run.ColumnKind)
	}
	lines := strings.Split(strings.ReplaceAll(report().Orig, "\r\n", "\n"), "\n")
	for _, x := range run.Results {
		rule := run.Tool.Driver.Rules[x.RuleIndex]
		if *rule.ID != *x.RuleID {
			t.Errorf("rule %d is %s, want %s", x.RuleIndex, *rule.ID, *x.RuleID)
		}
		g := x.Locations[0].PhysicalLocation.Region
		if *x.RuleID == "TIME-005" {
			if g != nil {
				t.Errorf("a finding about the whole document points at line %d", *g.StartLine)
			}
			continue
		}
		var got string
		for n := *g.StartLine; n <= *g.EndLine; n++ {
			l := []rune(lines[n-1])
			from, to := 0, len(l)
			if n == *g.StartLine {
				from = *g.StartColumn - 1
			}
			if n == *g.EndLine {
				to = *g.EndColumn - 1
			}
			got += string(l[from:to])
		}
		if want := strings.NewReplacer("\r", "", "\n", "").Replace(*g.Snippet.Text); got != want {
			t.Errorf("%s points at %q, want %q", *x.RuleID, got, want)
		}
		if (*x.RuleID == "FORM-010") != (len(x.Suppressions) == 1) {
			t.Errorf("%s has %d suppressions", *x.RuleID, len(x.Suppressions))
		}
		if *x.RuleID == "SETS-005" && !strings.Contains(*rule.Help.Text, "依据：《中华人民共和国行政处罚法》第十六条") {
			t.Errorf("help: %q", *rule.Help.Text)
		}
	}
}

// A stretch that ends with a line break ends with the line; a rule that failed,
// like a file that was not read, is no success.
func TestSARIFEdges(t *testing.T) {
	r := clean()
	r.Orig = "甲乙\r\n丙\n\n丁"
	for _, tt := range []struct{ start, end, line, column, endLine, endColumn int }{
		{0, 4, 1, 1, 1, 3}, {0, 5, 1, 1, 2, 2}, {4, 6, 2, 1, 2, 2}, {4, 7, 2, 1, 3, 1}, {7, 8, 4, 1, 4, 2}, {7, 99, 4, 1, 4, 2},
	} {
		r.Findings = []checker.Finding{{ID: "A-1", RuleID: "A", Start: tt.start, End: tt.end, Line: tt.line}}
		rep, err := sarif.FromBytes(renderTo(t, "sarif", render.Options{}, batch(r)))
		if err != nil {
			t.Fatal(err)
		}
		g := rep.Runs[0].Results[0].Locations[0].PhysicalLocation.Region
		if *g.StartLine != tt.line || *g.StartColumn != tt.column || *g.EndLine != tt.endLine || *g.EndColumn != tt.endColumn {
			t.Errorf("%d-%d: %d:%d to %d:%d, want %d:%d to %d:%d", tt.start, tt.end, *g.StartLine, *g.StartColumn, *g.EndLine, *g.EndColumn, tt.line, tt.column, tt.endLine, tt.endColumn)
		}
	}
	for _, tt := range []struct {
		r    *checker.Report
		want bool
	}{{clean(), true}, {report(), false}, {unreadable(), false}} {
		rep, err := sarif.FromBytes(renderTo(t, "sarif", render.Options{}, batch(tt.r)))
		if err != nil {
			t.Fatal(err)
		}
		if got := *rep.Runs[0].Invocations[0].ExecutionSuccessful; got != tt.want {
			t.Errorf("%s: success %t, want %t", tt.r.File, got, tt.want)
		}
	}
}

func TestSARIFPaths(t *testing.T) {
	for path, want := range map[string]string{
		"目录/办法 1.txt":  "%E7%9B%AE%E5%BD%95/%E5%8A%9E%E6%B3%95%201.txt",
		`C:\文件\a.txt`:  "file:///C:/%E6%96%87%E4%BB%B6/a.txt",
		"/tmp/a#b?.md": "file:///tmp/a%23b%3F.md",
		"a:b.txt":      "./a:b.txt",
	} {
		r := clean()
		r.File = path
		if out := string(renderTo(t, "sarif", render.Options{}, batch(r))); !strings.Contains(out, `"uri": "`+want+`"`) {
			t.Errorf("%s: no %s", path, want)
		}
	}
}

func TestJUnit(t *testing.T) {
	type counts struct {
		Tests, Failures, Errors, Skipped int
	}
	var v struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
		Suites   []struct {
			Name  string `xml:"name,attr"`
			Tests int    `xml:"tests,attr"`
			Cases []struct {
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
				Error   *struct{} `xml:"error"`
				Skipped *struct{} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(renderTo(t, "junit", render.Options{}, batch(report(), clean(), unreadable(), hostile())), &v); err != nil {
		t.Fatal(err)
	}
	var sum counts
	passed := map[string][]string{}
	for _, s := range v.Suites {
		for _, c := range s.Cases {
			sum.Tests++
			switch {
			case c.Failure != nil:
				sum.Failures++
			case c.Error != nil:
				sum.Errors++
			case c.Skipped != nil:
				sum.Skipped++
			default:
				passed[s.Name] = append(passed[s.Name], c.Name)
			}
		}
	}
	if got := (counts{v.Tests, v.Failures, v.Errors, v.Skipped}); got != sum {
		t.Errorf("says %+v, holds %+v", got, sum)
	}
	if got := passed["云岭县户外广告管理办法.txt"]; !slices.Equal(got, []string{"SETS-001"}) {
		t.Errorf("passed: %v; only the rule that looked and found nothing may", got)
	}
	if len(passed["c.pdf"]) != 0 {
		t.Error("an unreadable file passes")
	}
}

// No document can begin a workflow command or end a property.
func TestGitHubEscapes(t *testing.T) {
	r := hostile()
	r.File = "a,b:c%\n::error::x"
	for i := range r.Findings {
		r.Findings[i].Message = "甲\n::warning::乙"
	}
	for _, line := range strings.Split(strings.TrimRight(string(renderTo(t, "github", render.Options{}, batch(r))), "\n"), "\n") {
		if !regexp.MustCompile(`^::(error|warning|notice) file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax(,line=\d+)?(,endLine=\d+|,col=\d+,endColumn=\d+)?,title=[^,:]*::`).MatchString(line) {
			t.Errorf("line %q", line)
		}
	}
}

// Words of a document stay words in Markdown and in cells.
func TestMarkdownEscapes(t *testing.T) {
	r := clean()
	r.Doc.Title = "*a* [b](http://c) <script> `d` | e_f\n# g"
	out := string(renderTo(t, "md", render.Options{}, batch(r)))
	if want := "\\*a\\* \\[b\\](http\\://c) \\<script\\> \\`d\\` \\| e\\_f \\# g"; !strings.Contains(out, want) {
		t.Errorf("no %s in\n%s", want, out)
	}
}

func TestXLSX(t *testing.T) {
	r := report()
	r.Findings[1].Message = "=HYPERLINK(\"http://x\")"
	r.Findings[2].Quote = strings.Repeat("长", 40000)
	out := renderTo(t, "xlsx", render.Options{}, batch(r, hostile()))
	f, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetList(); !slices.Equal(got, []string{"问题", "引用", "检查结果", "未检查"}) {
		t.Errorf("sheets %v", got)
	}
	if v, _ := f.GetCellValue("问题", "J3"); v != "=HYPERLINK(\"http://x\")" {
		t.Errorf("J3 %q", v)
	}
	if v, _ := f.GetCellFormula("问题", "J3"); v != "" {
		t.Errorf("words became the formula %q", v)
	}
	if v, _ := f.GetCellValue("问题", "I4"); len([]rune(v)) > 32767 || len([]rune(v)) < 1000 {
		t.Errorf("a long quote has %d characters", len([]rune(v)))
	}
	for _, s := range f.GetSheetList() {
		if p, err := f.GetPanes(s); err != nil || !p.Freeze || p.YSplit != 1 {
			t.Errorf("%s: panes %+v %v", s, p, err)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		t.Fatal(err)
	}
	filters := 0
	for _, x := range z.File {
		if strings.HasPrefix(x.Name, "xl/worksheets/sheet") {
			b, err := x.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(b)
			if err != nil {
				t.Fatal(err)
			}
			filters += bytes.Count(data, []byte("<autoFilter"))
		}
	}
	if filters != 4 {
		t.Errorf("%d sheets have a filter, want 4", filters)
	}
}

func TestGoldenFormats(t *testing.T) {
	for _, tt := range []struct{ name, format string }{{"one.md", "md"}, {"many.sarif", "sarif"}, {"many.junit.xml", "junit"}, {"many.github", "github"}} {
		t.Run(tt.name, func(t *testing.T) {
			golden(t, filepath.Join("testdata", tt.name), renderTo(t, tt.format, render.Options{}, withRules(batch(report(), clean(), unreadable()))))
		})
	}
}
