package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/render"
	"docreview/checker/source"
	"docreview/corpus/law"
)

func readWord(t testing.TB, data []byte) *source.Text {
	t.Helper()
	x, err := source.Read("a.docx", bytes.NewReader(data), 0)
	if err != nil {
		var u *source.Unreadable
		errors.As(err, &u)
		t.Fatalf("%v: %+v", err, u)
	}
	return x
}

// reportOn makes a report with findings on the given stretches of code points.
func reportOn(x *source.Text, spans ...[2]int) *checker.Report {
	r := &checker.Report{File: "a.docx", Format: x.Format, Orig: x.Orig, Verdict: "findings", AsOf: law.Date{Year: 2026, Month: 11, Day: 22}}
	rs := []rune(x.Orig)
	for i, s := range spans {
		f := checker.Finding{ID: fmt.Sprintf("SETS-005-%d", i), RuleID: "SETS-005", Severity: checker.Severity(i % 3), Message: fmt.Sprintf("问题<%d>", i)}
		if s[1] > s[0] {
			f.Start, f.End, f.Quote, f.Line = s[0], s[1], string(rs[s[0]:s[1]]), 1+strings.Count(string(rs[:s[0]]), "\n")
		}
		r.Findings = append(r.Findings, f)
	}
	return r
}

// commentsOf gives, by the id of the finding, the words that its comment stands
// on, and how many comments there are.
func commentsOf(t testing.TB, pkg []byte) (words map[string]string, total int) {
	t.Helper()
	of := map[string]string{} // comment id → finding id
	doc := ""
	for _, x := range unzipAll(t, pkg) {
		switch {
		case x.name == "word/document.xml":
			doc = string(x.data)
		case strings.HasPrefix(x.name, "word/comments"):
			var c struct {
				Comments []struct {
					ID     string   `xml:"id,attr"`
					Author string   `xml:"author,attr"`
					Date   string   `xml:"date,attr"`
					Texts  []string `xml:"p>r>t"`
				} `xml:"comment"`
			}
			if err := xml.Unmarshal(x.data, &c); err != nil {
				t.Fatal(err)
			}
			for _, c := range c.Comments {
				total++
				if last := c.Texts[len(c.Texts)-1]; strings.HasPrefix(last, "编号：") {
					of[c.ID] = strings.TrimPrefix(last, "编号：")
					if c.Author != "审核员" || c.Date != "2026-11-22T00:00:00Z" {
						t.Errorf("comment %s by %q on %q", c.ID, c.Author, c.Date)
					}
				}
			}
		}
	}
	words = map[string]string{}
	open := map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(doc, "\uFEFF")))
	inText, skip := 0, 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return words, total
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			id := ""
			for _, a := range e.Attr {
				if a.Name.Local == "id" {
					id = a.Value
				}
			}
			switch e.Name.Local {
			case "t":
				inText++
			case "Fallback", "rt":
				skip++
			case "commentRangeStart":
				open[id] = true
				if of[id] != "" {
					words[of[id]] += ""
				}
			case "commentRangeEnd":
				delete(open, id)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "t":
				inText--
			case "Fallback", "rt":
				skip--
			}
		case xml.CharData:
			if inText > 0 && skip == 0 {
				for id := range open {
					if of[id] != "" {
						words[of[id]] += string(e)
					}
				}
			}
		}
	}
}

func unzipAll(t testing.TB, pkg []byte) []zipped {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(pkg), int64(len(pkg)))
	if err != nil {
		t.Fatal(err)
	}
	var out []zipped
	for _, f := range z.File {
		read := func(r io.Reader, err error) []byte {
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		r, err := f.Open()
		data := read(r, err)
		rr, err := f.OpenRaw()
		out = append(out, zipped{f.Name, data, read(rr, err)})
	}
	return out
}

func annotate(t testing.TB, data []byte, r *checker.Report) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := render.AnnotateDocx(&out, data, r, "审核员", "2026-11-22"); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var blanks = strings.NewReplacer(" ", "", "\t", "", "\n", "", "\u3000", "")

// Comments stand on exactly the words of their findings, wherever these begin
// and end; the file reads as before; what needs no change is the same to the byte.
func TestAnnotateDocx(t *testing.T) {
	may := map[string]bool{"word/document.xml": true, "word/comments.xml": true, "[Content_Types].xml": true, "word/_rels/document.xml.rels": true}
	for name, data := range wordFiles(t) {
		t.Run(name, func(t *testing.T) {
			may["word/comments2.xml"] = name == "stray comments" // the name is taken by a part that belongs to nothing
			x := readWord(t, data)
			n := len([]rune(x.Orig))
			rnd := rand.New(rand.NewPCG(1, uint64(n)))
			for round := range 6 {
				if name == "long" && round > 2 {
					break
				}
				var spans [][2]int
				for range 1 + rnd.IntN(8) {
					a := rnd.IntN(n)
					spans = append(spans, [2]int{a, a + 1 + rnd.IntN(min(n-a, 30))})
				}
				if round == 0 {
					spans = [][2]int{{0, 0}, {0, n}, {0, 1}, {n - 1, n}, {0, 1}}
				}
				r := reportOn(x, spans...)
				out := annotate(t, data, r)
				if again := annotate(t, data, r); !bytes.Equal(out, again) {
					t.Fatal("a second run gives other bytes")
				}
				sound(t, out)
				if y := readWord(t, out); y.Orig != x.Orig || y.Norm != x.Norm {
					t.Fatalf("the text reads %q, was %q", y.Orig, x.Orig)
				}
				was := unzipAll(t, data)
				for i, part := range unzipAll(t, out) {
					if i < len(was) && (part.name != was[i].name || !may[part.name] && !bytes.Equal(part.raw, was[i].raw)) {
						t.Fatalf("part %s changed", part.name)
					}
					if i >= len(was) && !may[part.name] {
						t.Fatalf("part %s was not there", part.name)
					}
				}
				words, total := commentsOf(t, out)
				old := 0
				if name == "commented" {
					old = 1
				}
				if total != len(spans)+old || len(words) != len(spans) {
					t.Fatalf("%d comments, %d of ours, want %d", total, len(words), len(spans))
				}
				for _, f := range r.Findings {
					got, want := blanks.Replace(words[f.ID]), blanks.Replace(f.Quote)
					if !sameWords(name, got, want) {
						t.Fatalf("%s stands on %q, want %q", f.ID, got, want)
					}
				}
			}
		})
	}
}

// sameWords compares words of the file with those of a finding. Labels that Word
// counts and notes stand in no run; a text box is one piece.
func sameWords(file, got, want string) bool {
	switch {
	case got == want:
		return true
	case want == "" || got == "": // about the whole document, or on a blank
		return got != ""
	case file == "table" || file == "real": // a comment ends at the edge of a table
		return strings.HasPrefix(want, got)
	case strings.HasPrefix(file, "real "): // labels, notes, boxes and hidden words: the other checks hold
		return got != ""
	case file == "numbered":
		rest, words := "", []rune(got) // what is missing must come from labels
		for _, c := range want {
			if len(words) > 0 && words[0] == c {
				words = words[1:]
			} else {
				rest += string(c)
			}
		}
		return strings.Trim(rest, "第一二条") == "" && (len(words) == 0 || rest == want)
	case file == "footnote":
		return strings.HasPrefix(want, got) || strings.Contains("注1：脚注里的说明文字", want)
	case file == "text box":
		return strings.Contains(got, "框内") || strings.Contains(got, want)
	}
	return false
}

// looks gives each character of the runs with the properties of its run.
func looks(t testing.TB, doc string) []string {
	t.Helper()
	var out []string
	var props []string // of the runs that are open
	inProps, inText := 0, 0
	for d := xml.NewDecoder(strings.NewReader(doc)); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch n := e.Name.Local; {
			case inProps > 0:
				props[len(props)-1] += fmt.Sprint(n, e.Attr)
				inProps++
			case n == "r":
				props = append(props, "")
			case n == "rPr" && len(props) > 0:
				inProps++
			case n == "t":
				inText++
			}
		case xml.EndElement:
			switch n := e.Name.Local; {
			case inProps > 0:
				inProps--
			case n == "r":
				props = props[:len(props)-1]
			case n == "t":
				inText--
			}
		case xml.CharData:
			if inText > 0 {
				for _, c := range string(e) {
					out = append(out, string(c)+" "+props[len(props)-1])
				}
			}
		}
	}
}

// Every character looks as it did when its run is split.
func TestAnnotateKeepsLook(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 9))
		data := pack(t, "word/document.xml", wordBody(randomBody(r)+p(bold("甲乙丙丁"))))
		x := readWord(t, data)
		n := len([]rune(x.Orig))
		a := r.IntN(n)
		out := annotate(t, data, reportOn(x, [2]int{a, a + 1 + r.IntN(n-a)}, [2]int{n - 3, n - 1}))
		if was, is := looks(t, part(t, data, "word/document.xml")), looks(t, part(t, out, "word/document.xml")); !slices.Equal(was, is) {
			t.Fatalf("seed %d: the characters look\n%v\nthey looked\n%v", seed, is, was)
		}
	}
}

// Blanks that a split brings to the edge of a text stay visible.
func TestAnnotateKeepsBlanks(t *testing.T) {
	data := pack(t, "word/document.xml", wordBody(p(run("甲 乙 丙"))))
	doc := part(t, annotate(t, data, reportOn(readWord(t, data), [2]int{2, 3})), "word/document.xml")
	for _, want := range []string{`<w:t xml:space="preserve">甲 </w:t>`, `<w:t>乙</w:t>`, `<w:t xml:space="preserve"> 丙</w:t>`} {
		if !strings.Contains(doc, want) {
			t.Errorf("no %s in %s", want, doc)
		}
	}
}

// A file of another kind becomes a Word file of its text with the comments.
func TestAnnotateOtherFormats(t *testing.T) {
	for name, r := range map[string]*checker.Report{"report": report(), "clean": clean(), "hostile": hostile()} {
		t.Run(name, func(t *testing.T) {
			out := annotate(t, []byte(r.Orig), r)
			sound(t, out)
			words, total := commentsOf(t, out)
			if total != len(r.Findings) {
				t.Errorf("%d comments, want %d", total, len(r.Findings))
			}
			if name != "report" {
				return
			}
			for _, f := range r.Findings {
				want := strings.NewReplacer("\r", "", "\n", "").Replace(f.Quote)
				if f.Quote == "" {
					want = "云岭县户外广告管理办法"
				}
				if words[f.ID] != want {
					t.Errorf("%s stands on %q, want %q", f.ID, words[f.ID], want)
				}
			}
		})
	}
}

// What cannot be done is said and nothing is written.
func TestAnnotateRefuses(t *testing.T) {
	good := wordFiles(t)["plain"]
	x := readWord(t, good)
	signed := pack(t, "word/document.xml", wordBody(p(run(line1))), "_xmlsignatures/sig1.xml", "<Signature/>")
	other := reportOn(x, [2]int{0, 2})
	other.Orig = "别的文件" + other.Orig
	for name, tt := range map[string]struct {
		data []byte
		r    *checker.Report
	}{
		"another file": {good, other},
		"unreadable":   {good, unreadable()},
		"signed":       {signed, reportOn(readWord(t, signed), [2]int{0, 2})},
		"broken":       {good[:len(good)/2], reportOn(x, [2]int{0, 2})},
	} {
		var out bytes.Buffer
		if err := render.AnnotateDocx(&out, tt.data, tt.r, "a", ""); err == nil || out.Len() > 0 {
			t.Errorf("%s: error %v, %d bytes written", name, err, out.Len())
		}
	}
	r, err := render.ByName("docx", render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Render(io.Discard, batch(clean(), clean())); !errors.Is(err, render.ErrOneDocument) {
		t.Errorf("two documents: %v", err)
	}
}

// LibreOffice opens the file and finds every comment.
func TestCommentsInWordProcessor(t *testing.T) {
	data := wordFiles(t)["runs"]
	r := reportOn(readWord(t, data), [2]int{3, 5}, [2]int{4, 30}, [2]int{20, 24})
	flat := string(office(t, "a.docx", annotate(t, data, r), "fodt"))
	for _, f := range r.Findings {
		if !strings.Contains(flat, "编号："+f.ID) {
			t.Errorf("LibreOffice does not show %s", f.ID)
		}
	}
	if n := strings.Count(flat, "<office:annotation-end"); n != 3 {
		t.Errorf("%d ranges, want 3", n)
	}
}

// Whatever a paragraph is made of, comments stand on the words of their findings.
func TestAnnotateRandom(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 7))
		data := pack(t, "word/document.xml", wordBody(randomBody(r)))
		x := readWord(t, data)
		n := len([]rune(x.Orig))
		var spans [][2]int
		for range 1 + r.IntN(6) {
			a := r.IntN(n)
			spans = append(spans, [2]int{a, a + 1 + r.IntN(min(n-a, 12))})
		}
		rep := reportOn(x, spans...)
		out := annotate(t, data, rep)
		words, _ := commentsOf(t, out)
		for _, f := range rep.Findings {
			if got, want := blanks.Replace(words[f.ID]), blanks.Replace(f.Quote); got != want && want != "" && !atTable(f.Quote, got, want) {
				t.Fatalf("seed %d: %s stands on %q, want %q in\n%s", seed, f.ID, got, want, part(t, out, "word/document.xml"))
			}
		}
	}
}

// atTable reports whether a comment ends at the edge of a table that the words
// of its finding go over.
func atTable(quote, got, want string) bool {
	return strings.Contains(quote, "\n") && got != "" && strings.HasPrefix(want, got)
}

// A file that LibreOffice wrote: styles, footers, bookmarks, tables.
func TestAnnotateFilesOfWordProcessor(t *testing.T) {
	data := office(t, "opinion.docx", renderTo(t, "opinion", render.Options{}, batch(report(), clean())), "docx:MS Word 2007 XML")
	x := readWord(t, data)
	n := len([]rune(x.Orig))
	rnd := rand.New(rand.NewPCG(3, 3))
	var spans [][2]int
	for range 60 {
		a := rnd.IntN(n)
		spans = append(spans, [2]int{a, a + 1 + rnd.IntN(min(n-a, 40))})
	}
	r := reportOn(x, spans...)
	out := annotate(t, data, r)
	sound(t, out)
	words, total := commentsOf(t, out)
	if total != len(spans) {
		t.Errorf("%d comments, want %d", total, len(spans))
	}
	for _, f := range r.Findings {
		// A comment ends at the edge of a table.
		if got, want := blanks.Replace(words[f.ID]), blanks.Replace(f.Quote); got != want && (got == "" || !strings.HasPrefix(want, got)) && want != "" {
			t.Errorf("%s stands on %q, want %q", f.ID, got, want)
		}
	}
	if flat := string(office(t, "b.docx", out, "fodt")); strings.Count(flat, "<office:annotation ") != len(spans) {
		t.Errorf("LibreOffice reads %d comments, want %d", strings.Count(flat, "<office:annotation "), len(spans))
	}
}
