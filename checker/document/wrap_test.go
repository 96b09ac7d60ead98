package document_test

import (
	"strings"
	"testing"

	"docreview/checker/document"
)

// hardWrap breaks every long line after width characters, as old editors and
// converters of .doc files do.
func hardWrap(s string, width int) string {
	var b strings.Builder
	for _, l := range strings.Split(s, "\n") {
		r := []rune(l)
		for len(r) > width {
			b.WriteString(string(r[:width]) + "\n")
			r = r[width:]
		}
		b.WriteString(string(r) + "\n")
	}
	return b.String()
}

// TestHardWrapped says that line breaks inside sentences cost nothing: the same
// titles are cited and the same articles are found.
func TestHardWrapped(t *testing.T) {
	titles := func(d *document.Document) (out []string) {
		for _, c := range d.Citations {
			if c.Form == document.FormFull || c.Form == document.FormShort {
				out = append(out, c.Title)
			}
		}
		return out
	}
	articles := func(d *document.Document) (out []string) {
		walk(d.Root, func(n *document.Node) {
			if n.Kind == document.Article {
				out = append(out, itoa(n.Number))
			}
		})
		return out
	}
	lost, all, wrong, nodes := 0, 0, 0, 0
	for _, l := range labels(t) {
		text := labelText(t, l.ID)
		a := document.Parse(plain(text), nil)
		b := document.Parse(plain(hardWrap(text, 37)), nil)
		checkAll(t, b)
		at, bt := titles(a), titles(b)
		all += len(at)
		if strings.Join(at, ";") != strings.Join(bt, ";") {
			lost += max(1, len(at)-len(bt))
			t.Logf("%s: citations %d, wrapped %d", l.ID, len(at), len(bt))
		}
		as, bs := articles(a), articles(b)
		nodes += len(as)
		if strings.Join(as, ";") != strings.Join(bs, ";") {
			wrong++
			t.Logf("%s: articles %v, wrapped %v", l.ID, as, bs)
		}
	}
	t.Logf("wrapped: %d of %d citations lost, articles of %d texts differ (%d articles)", lost, all, wrong, nodes)
	if lost > all/50 || wrong > 0 {
		t.Error("hard line breaks cost citations or articles")
	}
}
