package document_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// shared gives the folder with real documents; the test skips without it.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "eval")); err != nil {
		t.Skip("没有 ../shared：真实文件上的测量略过")
	}
	return dir
}

// plain makes a Text of lines, as a reader of plain text would.
func plain(s string) *source.Text {
	t := &source.Text{Format: "txt", Orig: s, Norm: s}
	at := 0
	for _, l := range strings.Split(s, "\n") {
		t.Blocks = append(t.Blocks, source.Block{Span: source.Span{Start: at, End: at + len(l)}})
		at += len(l) + 1
	}
	return t
}

type labelled struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	DocNo     string `json:"doc_no"`
	Issuer    string `json:"issuer"`
	IssueDate string `json:"issue_date"`
	Kind      string `json:"doc_kind"`
	Normative bool   `json:"is_normative"`
	NoHeader  bool   `json:"header_missing"`
	Citations []struct {
		Text, Title string
		DocNo       string `json:"doc_no"`
		Article     string
		Status      string
		Start, End  int
	}
}

func labels(t testing.TB) []labelled {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(shared(t), "eval", "labels", "*.json"))
	if len(files) == 0 {
		t.Fatal("no labels")
	}
	var out []labelled
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var l labelled
		if err := json.Unmarshal(b, &l); err != nil {
			t.Fatal(err)
		}
		out = append(out, l)
	}
	return out
}

func labelText(t testing.TB, id string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(shared(t), "eval", "text", id+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func fold(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "\u3000", "", "（", "(", "）", ")", "“", "\"", "”", "\"").Replace(s)
}

// TestCitationsAgainstLabels compares titles and places of the outermost 《》.
func TestCitationsAgainstLabels(t *testing.T) {
	var want, got, both, number, numbers int
	for _, l := range labels(t) {
		text := labelText(t, l.ID)
		d := document.Parse(plain(text), nil)
		found := map[string]document.Citation{}
		for _, c := range d.Citations {
			if c.TitleSpan.IsZero() || !strings.HasPrefix(text[c.TitleSpan.Start:], "《") {
				continue
			}
			got++
			found[key(utf8.RuneCountInString(text[:c.TitleSpan.Start]), c.Title)] = c
		}
		for _, c := range l.Citations {
			want++
			f, ok := found[key(c.Start, c.Title)]
			if !ok {
				t.Logf("%s: missing %d %s", l.ID, c.Start, c.Text)
				continue
			}
			both++
			delete(found, key(c.Start, c.Title))
			if c.DocNo != "" {
				numbers++
				if f.Number.IsZero() {
					t.Logf("%s: no number: %s %s", l.ID, c.Text, c.DocNo)
				} else {
					number++
				}
			}
			if c.Article != "" && len(f.At) == 0 {
				t.Errorf("%s: %s: no provision, want %s", l.ID, c.Text, c.Article)
			}
		}
		for _, c := range found {
			t.Logf("%s: extra %s", l.ID, c.Title)
		}
	}
	t.Logf("citations: labelled %d, found %d, both %d: precision %.3f recall %.3f; numbers %d/%d", want, got, both, float64(both)/float64(got), float64(both)/float64(want), number, numbers)
	if float64(both) < 0.97*float64(got) || float64(both) < 0.97*float64(want) {
		t.Error("precision or recall below 0.97")
	}
}

// TestCitationsOfDocuments compares the sequence of titles in the files as the
// product reads them: pages, markdown, other encodings.
func TestCitationsOfDocuments(t *testing.T) {
	byID := map[string]labelled{}
	for _, l := range labels(t) {
		byID[l.ID] = l
	}
	files, _ := filepath.Glob(filepath.Join(shared(t), "eval", "documents", "*"))
	var want, got, both int
	for _, f := range files {
		id, _, _ := strings.Cut(filepath.Base(f), ".")
		l, ok := byID[id]
		if !ok {
			continue
		}
		d := document.Parse(read(t, f), nil)
		have := map[string]int{}
		for _, c := range l.Citations {
			have[law.TitleKey(c.Title)]++
			want++
		}
		for _, c := range d.Citations {
			if c.TitleSpan.IsZero() || !strings.HasPrefix(d.Text.Norm[c.TitleSpan.Start:], "《") {
				continue
			}
			got++
			if k := law.TitleKey(c.Title); have[k] > 0 {
				have[k]--
				both++
			} else {
				t.Logf("%s: extra %s", filepath.Base(f), c.Title)
			}
		}
	}
	t.Logf("documents: labelled %d, found %d, both %d: precision %.3f recall %.3f", want, got, both, float64(both)/float64(got), float64(both)/float64(want))
	if float64(both) < 0.97*float64(got) || float64(both) < 0.97*float64(want) {
		t.Error("precision or recall below 0.97")
	}
}

func key(at int, title string) string {
	return itoa(at) + " " + fold(title)
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}

// TestUseAgainstLabels holds what the labels say of a citation against its use: a
// document repealed by the text itself, an alias, a form.
func TestUseAgainstLabels(t *testing.T) {
	right, all := 0, 0
	for _, l := range labels(t) {
		text := labelText(t, l.ID)
		d := document.Parse(plain(text), nil)
		at := map[int]document.Citation{}
		for _, c := range d.Citations {
			if !c.TitleSpan.IsZero() {
				at[utf8.RuneCountInString(text[:c.TitleSpan.Start])] = c
			}
		}
		for _, c := range l.Citations {
			f, ok := at[c.Start]
			if !ok {
				continue
			}
			good := true
			switch c.Status {
			case "self_repealed":
				good = f.Use == document.UseRepeals
			case "self":
				good = f.Use == document.UseIssues || f.Use == document.UseNamed
			case "alias":
				good = f.Form == document.FormShort && f.Antecedent >= 0
			case "not_legal":
				good = f.Use == document.UseNamed || f.Use == document.UseHistory
			case "in_force", "amended", "superseded", "repealed":
				good = f.Use == document.UseApplied || f.Use == document.UseBasis || f.Use == document.UseOther || f.Use == document.UseHistory
			default:
				continue
			}
			all++
			if good {
				right++
			} else {
				t.Logf("%s: %s is %s: form %s, use %d", l.ID, c.Text, c.Status, f.Form, f.Use)
			}
		}
	}
	t.Logf("uses: %d of %d agree (%.3f)", right, all, float64(right)/float64(all))
	if float64(right) < 0.95*float64(all) {
		t.Error("below 0.95")
	}
}

// TestHeadAgainstLabels compares title, number, issuer and date by meaning.
func TestHeadAgainstLabels(t *testing.T) {
	right, all := 0, 0
	check := func(id, what string, ok bool, got, want any) {
		all++
		if ok {
			right++
			return
		}
		t.Logf("%s: %s: got %v, want %v", id, what, got, want)
	}
	for _, l := range labels(t) {
		d := document.Parse(plain(labelText(t, l.ID)), nil)
		ti := fold(l.Title)
		check(l.ID, "title", fold(d.Title.Value) == ti || strings.HasSuffix(fold(d.Title.Value), ti) || fold(d.Instrument.Value) == ti, d.Title.Value, l.Title)
		if l.NoHeader {
			continue
		}
		if l.DocNo != "" {
			ok := false
			for _, n := range d.Numbers {
				ok = ok || strings.TrimPrefix(n.Number.String(), "中华人民共和国") == l.DocNo
			}
			check(l.ID, "number", ok, d.Numbers, l.DocNo)
		}
		var names []string
		for _, i := range d.Issuers {
			names = append(names, i.Name)
		}
		check(l.ID, "issuer", strings.Join(names, ";") == l.Issuer || strings.HasSuffix(strings.Join(names, ";"), l.Issuer), names, l.Issuer)
		if l.IssueDate != "" {
			check(l.ID, "date", d.Dated.Value.String() == l.IssueDate || !d.Dated.Known() && d.Published.Value.String() == l.IssueDate, d.Dated.Value, l.IssueDate)
		}
	}
	t.Logf("head: %d of %d right (%.3f)", right, all, float64(right)/float64(all))
	if float64(right) < 0.95*float64(all) {
		t.Error("below 0.95")
	}
}

// read reads a file as the product does.
func read(t testing.TB, path string) *source.Text {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	x, err := source.Read(path, f, 0)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return x
}

// TestNormativeAgainstLabels never calls a normative document none, nor the
// other way round.
func TestNormativeAgainstLabels(t *testing.T) {
	wrong := 0
	for _, l := range labels(t) {
		d := document.Parse(plain(labelText(t, l.ID)), nil)
		if want := map[bool]document.Answer{true: document.Yes, false: document.No}[l.Normative]; d.Normative.Answer != want {
			t.Logf("%s: got %v %v, want %v", l.ID, d.Normative.Answer, d.Normative.Reasons, want)
			wrong++
		}
	}
	if wrong > 1 {
		t.Errorf("%d verdicts differ from the labels", wrong)
	}
}

// lawFile strips what only this collection has: the header with its history.
func lawFile(s string) string {
	if i := strings.Index(s, "<!-- INFO END -->"); i >= 0 {
		head, _, _ := strings.Cut(s, "\n")
		return head + "\n" + s[i+len("<!-- INFO END -->"):]
	}
	return s
}

// TestArticlesOfLaws counts the articles of the laws in ../shared against the
// table that goes with them.
func TestArticlesOfLaws(t *testing.T) {
	dir := filepath.Join(shared(t), "corpus")
	f, err := os.Open(filepath.Join(dir, "meta", "documents.csv"))
	if err != nil {
		t.Skip("没有 ../shared/corpus/meta/documents.csv：略过")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, n := range rows[0] {
		col[n] = i
	}
	all, right, shown := 0, 0, 0
	for i, r := range rows[1:] {
		path, last := r[col["path"]], r[col["last_article"]]
		if !strings.HasPrefix(path, "laws-md/") || last == "" || last == "0" || i%8 != 0 {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			continue
		}
		d := document.Parse(plain(lawFile(string(b))), nil)
		highest := 0
		walk(d.Root, func(n *document.Node) {
			if n.Kind == document.Article {
				highest = max(highest, n.Number)
			}
		})
		all++
		if itoa(highest) == last {
			right++
		} else if shown++; shown <= 25 {
			t.Logf("%s: last article %d, table says %s", path, highest, last)
		}
	}
	t.Logf("articles: %d of %d files agree (%.3f)", right, all, float64(right)/float64(all))
	if float64(right) < 0.97*float64(all) {
		t.Error("below 0.97")
	}
}

func walk(n *document.Node, f func(*document.Node)) {
	f(n)
	for _, c := range n.Children {
		walk(c, f)
	}
}

// TestHeadOfStateCouncilPages compares title, number and issuer of 53 official
// pages with the index that goes with them.
func TestHeadOfStateCouncilPages(t *testing.T) {
	dir := filepath.Join(shared(t), "data", "state-council-docs-html")
	f, err := os.Open(filepath.Join(dir, "index.csv"))
	if err != nil {
		t.Skip("没有 ../shared/data/state-council-docs-html：略过")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all, right := 0, 0
	check := func(file, what string, ok bool, got, want any) {
		all++
		if ok {
			right++
			return
		}
		t.Logf("%s: %s: got %v, want %v", file, what, got, want)
	}
	for _, r := range rows[1:] {
		d := document.Parse(read(t, filepath.Join(dir, r[0])), nil)
		ti := fold(r[1])
		check(r[0], "title", fold(d.Title.Value) == ti || fold(d.Instrument.Value) == ti, d.Title.Value, r[1])
		ok := false
		for _, n := range d.Numbers {
			ok = ok || n.Number.String() == r[3] || strings.HasSuffix(r[3], "令第"+itoa(n.Number.Serial)+"号")
		}
		check(r[0], "number", ok, d.Numbers, r[3])
		var names []string
		for _, i := range d.Issuers {
			names = append(names, i.Name)
		}
		check(r[0], "issuer", strings.Join(names, "、") == r[2] || strings.Join(names, "、") == "中华人民共和国"+r[2], names, r[2])
	}
	t.Logf("state council pages: %d of %d right (%.3f)", right, all, float64(right)/float64(all))
	if float64(right) < 0.95*float64(all) {
		t.Error("below 0.95")
	}
}
