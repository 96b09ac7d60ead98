package document_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"docreview/checker/document"
	"docreview/checker/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var kindNames = []string{"root", "part", "chapter", "section", "article", "paragraph", "item", "subitem", "heading1", "heading2", "heading3", "heading4"}

// outline writes the tree with numbers, paths and the first words of each node.
func outline(d *document.Document) string {
	var b strings.Builder
	var write func(n *document.Node, depth int)
	write = func(n *document.Node, depth int) {
		b.WriteString(strings.Repeat("  ", depth) + kindNames[n.Kind])
		if n.Number > 0 {
			b.WriteString(" " + itoa(n.Number))
		}
		if n.Sub > 0 {
			b.WriteString("-" + itoa(n.Sub))
		}
		if !n.Label.IsZero() {
			b.WriteString(" [" + d.Text.Norm[n.Label.Start:n.Label.End] + "]")
		}
		if !n.Heading.IsZero() {
			b.WriteString(" {" + d.Text.Norm[n.Heading.Start:n.Heading.End] + "}")
		}
		words := strings.ReplaceAll(d.Text.Norm[n.Span.Start:n.Span.End], "\n", "⏎")
		if r := []rune(words); len(r) > 24 {
			words = string(r[:16]) + "…" + string(r[len(r)-6:])
		}
		b.WriteString(" | " + words)
		if at := n.Span.Start; len(n.Children) == 0 {
			b.WriteString(" @" + d.PathAt(source.Span{Start: at + len(d.Text.Norm[n.Label.Start:n.Label.End]), End: at}))
		}
		b.WriteString("\n")
		for _, c := range n.Children {
			write(c, depth+1)
		}
	}
	write(d.Root, 0)
	return b.String()
}

// TestTree compares the trees of testdata/tree/*.txt with their goldens.
func TestTree(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("testdata", "tree", "*.txt"))
	if len(files) < 5 {
		t.Fatalf("only %d texts", len(files))
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d := document.Parse(plain(string(b)), nil)
		checkTree(t, d)
		golden(t, strings.TrimSuffix(f, ".txt")+".golden", []byte(outline(d)))
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", path, got)
	}
}

func TestPathAt(t *testing.T) {
	for _, tt := range []struct{ in, at, want string }{
		{"第一条 甲。\n第二条 乙：\n（一）丙；\n（二）丁。", "丁", "第二条第（二）项"},
		{"第一条 甲。\n乙。\n丙：\n（一）丁。", "丁", "第一条第三款第（一）项"},
		{"第一条 甲。\n乙。", "乙", "第一条第二款"},
		{"第一条 甲。", "甲", "第一条"},
		{"第一条之二 甲。", "甲", "第一条之二"},
		{"第一条 甲：\n（一）乙：\n1.丙；\n2.丁。", "丁", "第一条第（一）项第2目"},
		{"一、甲\n（一）乙。\n（二）丙。", "丙", "一、（二）"},
		{"一、甲\n（一）乙。\n1.丙。\n（1）丁。", "丁", "一、（一）1.（1）"},
		{"一、甲\n二、乙\n丙丁。", "丙丁", "二"},
		{"第一章 总则\n第一条 甲。", "总则", "第一章"},
		{"第一条 甲。\n第二条 第二产业用电应当登记。", "用电", "第二条"},
		{"第一条 甲。\n第二条 乙。\n第二条第一款规定的丙。", "丙", "第二条第二款"},
		{"第一条 甲。第二条 乙。第三条 丙。", "丙", "第三条"},
		{"第一条 下列情形：（一）甲；（二）乙；（三）丙。", "丙", "第一条第（三）项"},
	} {
		d := document.Parse(plain("青川市停车规定\n"+tt.in), nil)
		at := strings.LastIndex(d.Text.Norm, tt.at)
		if got := d.PathAt(source.Span{Start: at, End: at + len(tt.at)}); got != tt.want {
			t.Errorf("%q at %s: %q, want %q\n%s", tt.in, tt.at, got, tt.want, outline(d))
		}
	}
	d := document.Parse(plain("青川市停车规定\n第一条 甲。"), nil)
	if got := d.PathAt(source.Span{Start: 0, End: 3}); got != "" {
		t.Errorf("in the title: %q", got)
	}
}
