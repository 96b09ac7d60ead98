package ooxml

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

const docXML = `<?xml version="1.0"?><w:document xmlns:w="` + NSWord + `"><w:body><w:p><w:r><w:t>甲乙丙丁</w:t></w:r></w:p></w:body></w:document>`

func packed2(t *testing.T, parts ...Part) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, parts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sample(t *testing.T) []byte {
	return packed2(t, Part{ContentTypes, []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`)},
		Part{"word/document.xml", []byte(docXML)}, Part{"word/styles.xml", []byte("<styles/>")})
}

// The verifier finds every way in which a package with comments can be wrong.
func TestVerify(t *testing.T) {
	before := sample(t)
	var after bytes.Buffer
	at := strings.Index(docXML, "乙")
	if err := Annotate(&after, before, "word/document.xml", []Comment{{Start: at, End: at + 6, Author: "甲", Paragraphs: []string{"问题"}}}); err != nil {
		t.Fatal(err)
	}
	replace := func(part, old, new string) func([]Part) []Part {
		return func(ps []Part) []Part {
			for i := range ps {
				if ps[i].Name == part {
					s := strings.Replace(string(ps[i].Data), old, new, 1)
					if s == string(ps[i].Data) {
						t.Fatalf("%s does not hold %s", part, old)
					}
					ps[i].Data = []byte(s)
				}
			}
			return ps
		}
	}
	const doc, rels = "word/document.xml", "word/_rels/document.xml.rels"
	for name, harm := range map[string]func([]Part) []Part{
		"a letter changed": replace(doc, "甲", "申"),
		"a letter lost":    replace(doc, "丁", ""),
		"no beginning":     replace(doc, `<w:commentRangeStart w:id="0"/>`, ""),
		"no end":           replace(doc, `<w:commentRangeEnd w:id="0"/>`, ""),
		"no reference":     replace(doc, `<w:commentReference w:id="0"/>`, ""),
		"two references":   replace(doc, `<w:commentReference w:id="0"/>`, `<w:commentReference w:id="0"/><w:commentReference w:id="0"/>`),
		"end before beginning": func(ps []Part) []Part {
			return replace(doc, "StarX", "commentRangeEnd")(replace(doc, "commentRangeEnd", "commentRangeStart")(replace(doc, "commentRangeStart", "StarX")(ps)))
		},
		"reference to nothing":       replace(doc, `<w:commentReference w:id="0"/>`, `<w:commentReference w:id="5"/>`),
		"comment missing":            replace("word/comments.xml", "w:comment ", "w:remark "),
		"comments not well-formed":   replace("word/comments.xml", "</w:comment>", ""),
		"document not well-formed":   replace(doc, "</w:body>", ""),
		"no relationship":            replace(rels, "/comments\"", "/other\""),
		"relationship leads nowhere": replace(rels, "comments.xml", "gone.xml"),
		"no type":                    replace(ContentTypes, "comments+xml", "x+xml"),
		"another part changed":       replace("word/styles.xml", "<styles/>", "<styles />"),
		"another part lost":          func(ps []Part) []Part { return append(ps[:2:2], ps[3:]...) },
		"a part too many":            func(ps []Part) []Part { return append(ps, Part{"word/x.xml", []byte("<x/>")}) },
	} {
		parts, err := Read(after.Bytes(), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(before, packed2(t, harm(parts)...), doc, 1); err == nil {
			t.Errorf("%s: not found", name)
		}
	}
	if err := Verify(before, after.Bytes(), doc, 1); err != nil {
		t.Errorf("sound: %v", err)
	}
	if err := Verify(before, after.Bytes(), doc, 2); err == nil {
		t.Error("one comment too few: not found")
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"甲&<>\"乙":            "甲&<>\"乙",
		"a\x00b\x1bc\x0bd":   "abcd",
		"\ufffe甲\uffff":      "甲",
		"a\tb\nc\rd":         "a\tb\nc\rd",
		"bad \xff\xfe bytes": "bad  bytes",
		"😀\u202e\u200b":      "😀\u202e\u200b",
	} {
		var v struct {
			A string `xml:"a,attr"`
			T string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte(`<x a="`+Escape(in)+`">`+Escape(in)+`</x>`), &v); err != nil || v.A != want || v.T != want {
			t.Errorf("%q: %q and %q, want %q; %v", in, v.A, v.T, want, err)
		}
	}
}

// Settle gives the same bytes for the same parts in any order, and no time.
func TestSettle(t *testing.T) {
	a, b, c := Part{"b.xml", []byte("b")}, Part{"a.xml", []byte("a")}, Part{ContentTypes, []byte("c")}
	var x, y bytes.Buffer
	if err := Settle(&x, []Part{a, b, c}); err != nil {
		t.Fatal(err)
	}
	if err := Settle(&y, []Part{c, b, a}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x.Bytes(), y.Bytes()) {
		t.Error("the order of the parts shows")
	}
	parts, err := Read(x.Bytes(), 100)
	if err != nil || len(parts) != 3 || parts[0].Name != ContentTypes || parts[1].Name != "a.xml" {
		t.Errorf("%v %v", parts, err)
	}
	if err := Settle(&x, []Part{a, a}); err == nil {
		t.Error("a part that stands twice passes")
	}
	if _, err := Read(packed2(t, Part{"a", make([]byte, 1000)}), 999); err == nil {
		t.Error("a package may unpack to more than the limit")
	}
}

// Broken XML is an error, never a crash.
func FuzzAnchor(f *testing.F) {
	f.Add(docXML, 10, 20)
	f.Add(`<w:document><w:r><w:t>a</w:t>`, 0, 1)
	f.Add(`<a><r><t>x</t></r></a>`, 9, 10)
	f.Fuzz(func(t *testing.T, s string, from, to int) {
		out, err := anchor(s, []Comment{{Start: from, End: to, Paragraphs: []string{"x"}}}, 0)
		if err == nil && wellFormed(s) == nil && wellFormed(out) != nil {
			t.Errorf("%q became %q", s, out)
		}
	})
}
