package source

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DocxOrigin tells where the text of a Word document came from.
type DocxOrigin struct {
	Orig string // what Text.Orig of the same file is
	Part string // name of the main part in the package
	// At gives, for each code point of Orig, the byte range in the main part that
	// holds it; Start -1 for what stands nowhere in the runs: rebuilt labels, the
	// tabs between cells, line ends, blanks, notes.
	At []Span
}

// marks is the number of code points that can mark a character: the two planes
// for private use.
const (
	firstMark = 0xF0000
	marks     = 0x110000 - firstMark - 2
)

// OriginOfDocx reads a .docx once more with every character of its runs replaced
// by a mark that says where it stood. The way of reading does not depend on
// which letters are read, so the marks come out where the letters did; where
// they do not, it is an error and no guess.
func OriginOfDocx(data []byte) (*DocxOrigin, error) {
	a, err := openArchive(data)
	if err != nil {
		return nil, err
	}
	main := a.mainPart()
	if main == "" {
		return nil, errors.New("no Word document")
	}
	body, err := a.read(main)
	if err != nil {
		return nil, err
	}
	raw, err := a.raw(main)
	if err != nil {
		return nil, err
	}
	base := len(raw) - len(body) // a byte order mark
	if base < 0 || string(raw[base:]) != body {
		return nil, fmt.Errorf("%s is not UTF-8", main)
	}
	plain, err := extractBody(a, main, body)
	if err != nil {
		return nil, err
	}
	marked, places, err := markRuns(body)
	if err != nil {
		return nil, err
	}
	twin, err := extractBody(a, main, marked)
	if err != nil {
		return nil, err
	}
	o := &DocxOrigin{Orig: plain.orig, Part: main, At: make([]Span, 0, len(plain.orig)/3)}
	want := []rune(plain.orig)
	i, last := 0, 0
	for _, r := range twin.orig {
		if i == len(want) {
			return nil, errors.New("the marked text is longer than the text")
		}
		span := Span{-1, -1}
		if r >= firstMark {
			// The mark counts modulo; text boxes may step back a little.
			k := last + nearest(int(r)-firstMark-last%marks)
			if k < 0 || k >= len(places) {
				return nil, errors.New("a mark that was not set")
			}
			last, span = k, Span{places[k].Start + base, places[k].End + base}
			if got, _ := utf8.DecodeRuneInString(unescape(body[places[k].Start:places[k].End])); got != want[i] {
				return nil, fmt.Errorf("character %d is %q, its place holds %q", i, want[i], got)
			}
		} else if r != want[i] {
			return nil, fmt.Errorf("character %d is %q, marked %q", i, want[i], r)
		}
		o.At = append(o.At, span)
		i++
	}
	if i != len(want) {
		return nil, errors.New("the marked text is shorter than the text")
	}
	return o, nil
}

// nearest brings a distance of marks into ±marks/2.
func nearest(d int) int {
	switch {
	case d > marks/2:
		return d - marks
	case d < -marks/2:
		return d + marks
	}
	return d
}

// markRuns writes body with a mark in place of every character of w:t that is
// not blank, and gives the place of each.
func markRuns(body string) (string, []Span, error) {
	x := newScanner(body)
	var b strings.Builder
	b.Grow(len(body) * 5 / 4)
	var places []Span
	inText, copied := 0, 0
	for {
		from := x.pos
		ok, err := x.next()
		if err != nil {
			return "", nil, err
		}
		if !ok {
			b.WriteString(body[copied:])
			return b.String(), places, nil
		}
		switch t := &x.tok; {
		case t.kind == startTag && t.name == "w:t":
			inText++
		case t.kind == endTag && t.name == "w:t":
			inText--
		// A comment or CDATA stands before or in the place of the characters: such
		// text keeps its letters and has no place.
		case t.kind == charData && inText > 0 && body[from] != '<':
			b.WriteString(body[copied:from])
			copied = x.pos
			for at := from; at < x.pos; {
				n := charLen(body[at:x.pos])
				r, _ := utf8.DecodeRuneInString(unescape(body[at : at+n]))
				if unicode.IsSpace(r) || r == '\u200b' || r < ' ' {
					b.WriteString(body[at : at+n])
				} else {
					b.WriteRune(rune(firstMark + len(places)%marks))
					places = append(places, Span{at, at + n})
				}
				at += n
			}
		}
	}
}

// charLen is the length of the first character as written: an entity counts as one.
func charLen(s string) int {
	if s[0] == '&' {
		if end := strings.IndexByte(s[:min(len(s), 12)], ';'); end > 0 {
			if _, ok := entity(s[1:end]); ok {
				return end + 1
			}
		}
		return 1
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}
