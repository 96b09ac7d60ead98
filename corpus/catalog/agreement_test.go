package catalog

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/corpus/law"
)

// sharedDir gives the folder of labelled data, or skips.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("DOCREVIEW_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "eval", "labels")); err != nil {
		t.Skip("no labelled data: set DOCREVIEW_SHARED or put it beside the repository as ../shared")
	}
	return dir
}

var reference = law.Date{Year: 2026, Month: 11, Day: 22}

// TestLabels measures agreement with citations whose standing a reader
// labelled: what the catalogue holds it must not get wrong.
func TestLabels(t *testing.T) {
	dir := sharedDir(t)
	c := opened(t)
	files, err := filepath.Glob(filepath.Join(dir, "eval", "labels", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	asked, held, right := 0, 0, 0
	for _, f := range files {
		var doc struct {
			Citations []struct {
				Title, Status, Confidence string
				DocNo                     string `json:"doc_no"`
			}
		}
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &doc); err != nil {
			t.Fatal(err)
		}
		for _, q := range doc.Citations {
			want := map[string]string{"in_force": "in force", "amended": "in force", "repealed": "ended", "superseded": "ended", "expired": "ended"}[q.Status]
			if want == "" || q.Confidence == "low" {
				continue
			}
			asked++
			r := law.Ref{Title: q.Title}
			if n, size, ok := law.ParseDocNumber(strings.Trim(q.DocNo, "（）()")); ok && size > 0 {
				r.DocNumber = n
			}
			found, err := c.Find(context.Background(), r)
			if err != nil {
				t.Fatal(err)
			}
			if len(found[0]) != 1 {
				t.Logf("not held (%d): %s %s [%s] %s", len(found[0]), q.Title, q.DocNo, q.Status, filepath.Base(f))
				continue
			}
			held++
			w := found[0][0]
			if got := judge(w, r); got == want {
				right++
			} else {
				t.Errorf("%s %s: labelled %s, the catalogue says %s (%+v)", q.Title, q.DocNo, q.Status, got, w.Ended)
			}
		}
	}
	t.Logf("%d citations with a standing, %d held, %d agree: recall %.3f, precision %.3f",
		asked, held, right, float64(held)/float64(asked), float64(right)/float64(held))
}

// judge tells how what a reference names stands on the reference day.
func judge(w *law.Regulation, r law.Ref) string {
	switch _, s := w.Cited(r, reference); s {
	case law.Repealed, law.Lapsed, law.Superseded:
		return "ended"
	case law.InForce:
		return "in force"
	default:
		return s.String()
	}
}

// TestExports measures agreement with the three exports of a commercial
// database, by title and number. It is a measure and nothing else: no fact of
// the catalogue comes from them.
func TestExports(t *testing.T) {
	dir := filepath.Join(sharedDir(t), "data", "status-lists")
	c := opened(t)
	for _, list := range []string{"central_docs_status.csv", "local_docs_1992_1994_status.csv", "local_docs_2022_validity.csv"} {
		f, err := os.Open(filepath.Join(dir, list))
		if err != nil {
			t.Logf("no %s: %v", list, err)
			continue
		}
		defer f.Close()
		r := csv.NewReader(f)
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		status := slices.Index(rows[0], "status")
		number := slices.Index(rows[0], "doc_no")
		held, ended, right := 0, 0, 0
		for _, row := range rows[1:] {
			title, _, _ := strings.Cut(row[0], "[")
			ref := law.Ref{Title: title}
			if number >= 0 {
				ref.DocNumber, _, _ = law.ParseDocNumber(row[number])
			}
			found, err := c.Find(context.Background(), ref)
			if err != nil {
				t.Fatal(err)
			}
			if len(found[0]) != 1 || status < 0 {
				continue
			}
			want, known := map[string]string{"失效": "ended", "有效": "in force", "已被修改": "in force"}[row[status]]
			if !known {
				continue
			}
			held++
			if want == "ended" {
				ended++
			}
			if got := judge(found[0][0], ref); got == want || got == "undated" {
				right++
			} else {
				t.Logf("%s %s: listed %s, the catalogue says %s: %s", row[number], row[0], row[status], got, found[0][0].Title)
			}
		}
		t.Logf("%s: %d of %d documents are held (%d of them ended there), %d agree", list, held, len(rows)-1, ended, right)
	}
}

// TestAppendices holds the appendices of the rules against the table: what was
// repealed and how many articles there are.
func TestAppendices(t *testing.T) {
	dir := sharedDir(t)
	raw, err := os.ReadFile(filepath.Join(dir, "domain", "rules.md"))
	if err != nil {
		t.Skip("no rules.md: ", err)
	}
	c := opened(t)
	text := string(raw)
	_, a, _ := strings.Cut(text, "## 附录 A")
	a, rest, _ := strings.Cut(a, "## 附录 B")
	b, _, _ := strings.Cut(rest, "## 附录 C")
	asked, held, ended := 0, 0, 0
	for line := range strings.Lines(a) {
		cols := strings.Split(line, "|")
		if len(cols) < 5 || strings.Contains(cols[1], "〔同名〕") || strings.Contains(cols[1], "---") || strings.Contains(cols[1], "被废止") {
			continue
		}
		for _, title := range strings.Split(strings.TrimSpace(cols[1]), "、") {
			if utf8.RuneCountInString(title) < 8 && !strings.HasSuffix(title, "法") {
				continue // a piece of a title with 、 in it
			}
			asked++
			found, err := c.Find(context.Background(), law.Ref{Title: title})
			if err != nil {
				t.Fatal(err)
			}
			if len(found[0]) != 1 {
				t.Logf("附录 A: not held: %s", title)
				continue
			}
			held++
			if _, s := found[0][0].On(reference); s == law.Repealed || s == law.Superseded {
				ended++
			} else {
				t.Logf("附录 A: %s is %v", title, s)
			}
		}
	}
	t.Logf("附录 A: %d titles, %d held, %d ended", asked, held, ended)
	if ended < asked*85/100 {
		t.Errorf("附录 A: only %d of %d titles have ended", ended, asked)
	}
	counted, agree := 0, 0
	for _, part := range strings.Split(b, " · ") {
		f := strings.Fields(part)
		if len(f) < 3 {
			continue
		}
		f = f[len(f)-3:]
		d, _, ok := law.ParseDate(f[1])
		n, err := strconv.Atoi(strings.Trim(f[2], "*"))
		if !ok || err != nil {
			continue
		}
		found, err := c.Find(context.Background(), law.Ref{Title: f[0]})
		if err != nil || len(found[0]) != 1 {
			t.Errorf("附录 B: not held: %s %v", f[0], err)
			continue
		}
		counted++
		got := -1
		for _, e := range found[0][0].Editions {
			if e.Articles > 0 && e.Published.Year == d.Year {
				got = e.Articles
			}
		}
		if got == n {
			agree++
		} else {
			t.Logf("附录 B: %s of %v has %d articles, we count %d", f[0], d, n, got)
		}
	}
	t.Logf("附录 B: %d counts, %d agree", counted, agree)
	if counted < 100 || agree < counted*9/10 {
		t.Errorf("附录 B: %d of %d counts agree", agree, counted)
	}
}
