package document_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"docreview/checker/document"
	"docreview/checker/source"
)

// checkTree states what holds for every tree: children lie inside their parent,
// in order and apart.
func checkTree(t testing.TB, d *document.Document) {
	t.Helper()
	walk(d.Root, func(n *document.Node) {
		at := n.Span.Start
		for _, c := range n.Children {
			if c.Parent != n {
				t.Errorf("child of %v does not know its parent", n.Span)
			}
			if c.Span.Start < at || c.Span.End > n.Span.End || c.Span.End < c.Span.Start {
				t.Errorf("child %v of %v begins before %d or ends outside", c.Span, n.Span, at)
			}
			at = c.Span.End
		}
		if !n.Label.IsZero() && !n.Span.Contains(n.Label) || !n.Heading.IsZero() && !n.Span.Contains(n.Heading) {
			t.Errorf("label %v or heading %v outside %v", n.Label, n.Heading, n.Span)
		}
	})
}

// checkAll states what holds for every document.
func checkAll(t testing.TB, d *document.Document) {
	t.Helper()
	s := d.Text.Norm
	edge := func(i int) bool { return i == 0 || i == len(s) || i > 0 && i < len(s) && utf8.RuneStart(s[i]) }
	span := func(what string, x source.Span) {
		if x.Start < 0 || x.End < x.Start || x.End > len(s) || !edge(x.Start) || !edge(x.End) {
			t.Errorf("%s: bad span %v of %d bytes", what, x, len(s))
		}
	}
	checkTree(t, d)
	walk(d.Root, func(n *document.Node) {
		span("node", n.Span)
		span("label", n.Label)
		span("heading", n.Heading)
	})
	for _, x := range []source.Span{d.Title.Span, d.Instrument.Span, d.Addressee.Span, d.Dated.Span, d.Published.Span, d.Signature, d.Passed.Span, d.Effective.Span, d.Interpretation.Span, d.Body, d.Notice} {
		span("head", x)
	}
	for _, f := range d.Meta {
		span("meta", f.Span)
	}
	for _, n := range d.Numbers {
		span("number", n.Span)
		if n.Number.IsZero() {
			t.Error("empty number")
		}
	}
	for _, i := range d.Issuers {
		span("issuer", i.Span)
	}
	for _, v := range d.Validity {
		span("validity", v.Span)
	}
	for _, a := range d.Annexes {
		span("annex", a.Listed)
		span("annex", a.Body)
		for _, m := range a.Mentions {
			span("mention", m)
		}
	}
	at := 0
	for i, c := range d.Clauses {
		span("clause", c.Span)
		if c.Span.Start < at || c.Span.Len() == 0 {
			t.Errorf("clause %d %v begins before %d or is empty", i, c.Span, at)
		}
		at = c.Span.End
		for _, q := range c.Cues {
			span("cue", q.Span)
			span("reach", q.Reach)
		}
		for _, k := range c.Citations {
			if k < 0 || k >= len(d.Citations) {
				t.Errorf("clause %d names citation %d", i, k)
			}
		}
	}
	at = 0
	for i, c := range d.Citations {
		span("citation", c.Span)
		span("title", c.TitleSpan)
		span("number", c.NumberSpan)
		span("places", c.AtSpan)
		if c.Span.Start < at || c.Span.Len() == 0 {
			t.Errorf("citation %d %v begins before %d or is empty", i, c.Span, at)
		}
		at = c.Span.End
		if c.Antecedent >= i {
			t.Errorf("citation %d stands for %d behind it", i, c.Antecedent)
		}
		if !c.TitleSpan.IsZero() && !c.Span.Contains(c.TitleSpan) {
			t.Errorf("title %v outside citation %v", c.TitleSpan, c.Span)
		}
		if c.Antecedent >= 0 && c.Form != document.FormShort && c.Form != document.FormPrior {
			t.Errorf("citation %d of form %s has an antecedent", i, c.Form)
		}
	}
	for _, x := range d.Terms {
		span("term", x.Span)
		if x.Citation < -1 || x.Citation >= len(d.Citations) {
			t.Errorf("term %s names citation %d", x.Name, x.Citation)
		}
	}
	for _, r := range d.Repeals {
		span("repeal", r.Span)
		for _, k := range r.Citations {
			if k < 0 || k >= len(d.Citations) {
				t.Errorf("repeal names citation %d", k)
			}
		}
	}
	if d.Normative.Answer != document.Unclear && len(d.Normative.Reasons) == 0 {
		t.Error("a verdict without a reason")
	}
	for i := 0; i < len(s); i += 1 + len(s)/50 {
		d.PathAt(source.Span{Start: i, End: i})
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join("testdata", "tree", "*.txt"))
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(string(b))
		}
	}
	f.Add(tenPages()[:3000])
	for _, s := range []string{
		"", "\n", "《", "》", "《《》", "《〈》", "第条", "第", "（", "附件", "附件：1.", "本办法第", "前款", "以下简称", "（以下简称《",
		"关于印发《》的通知\n附件1\n", "令\n第1号", "自起施行", "有效期至年", "第一条第一条、第二", "由解释", "---\n标题: \n---", "号", "〔2020〕1号", "原《甲》废止",
		"依照《甲法》第三、条", "第三条至第九千九百条", "《甲法》第一条至第五百条", "一、\n（一）\n1.\n（1）\n", "不得：（一）", "“”“\"",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<15 {
			return
		}
		d := document.Parse(plain(strings.ToValidUTF8(s, "")), names)
		checkAll(t, d)
		again := document.Parse(plain(strings.ToValidUTF8(s, "")), names)
		if citations(again) != citations(d) || outline(again) != outline(d) {
			t.Error("a second run differs")
		}
	})
}

// TestRealTexts holds every real document to the properties.
func TestRealTexts(t *testing.T) {
	dir := shared(t)
	var files []string
	for _, p := range []string{"samples/*.txt", "eval/documents/*", "data/state-council-docs-html/*.html", "data/rules-md/*/*.md", "data/rules-md/*/*/*.md"} {
		m, _ := filepath.Glob(filepath.Join(dir, p))
		files = append(files, m...)
	}
	for _, f := range files {
		d := document.Parse(read(t, f), names)
		checkAll(t, d)
		if t.Failed() {
			t.Fatal(f)
		}
	}
	t.Logf("%d texts", len(files))
}

func TestNil(t *testing.T) {
	checkAll(t, document.Parse(nil, nil))
}
