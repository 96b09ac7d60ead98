package load

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a line of a file, cleaned, with its number from 1.
type line struct {
	text  string
	no    int
	level int  // of a markdown or HTML heading; 0: none
	end   bool // the mark after which the text begins
}

// meta is the front matter of a markdown file.
type meta map[string]string

// markdown cuts a markdown file into lines: marks of emphasis, links and
// comments are taken away, words stay.
func markdown(b []byte) (lines []line, front meta) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	text := strings.ReplaceAll(strings.ReplaceAll(string(b), "\r\n", "\n"), "\r", "\n")
	raw := strings.Split(text, "\n")
	first := 0
	if len(raw) > 0 && strings.TrimSpace(raw[0]) == "---" {
		for i := 1; i < len(raw); i++ {
			if strings.TrimSpace(raw[i]) == "---" {
				front = frontMatter(raw[1:i])
				first = i + 1
				break
			}
		}
	}
	comment := false
	for i := first; i < len(raw); i++ {
		s := raw[i]
		l := line{no: i + 1}
		if strings.Contains(s, "<!-- INFO END -->") {
			l.end = true
			lines = append(lines, l)
			continue
		}
		s, comment = withoutComment(s, comment)
		s = strings.TrimFunc(s, blank)
		if h := len(s) - len(strings.TrimLeft(s, "#")); h > 0 && h <= 6 {
			l.level, s = h, strings.TrimFunc(s[h:], blank)
		}
		s = inline(s)
		if s == "" && l.level == 0 {
			continue
		}
		l.text = s
		lines = append(lines, l)
	}
	return lines, front
}

func frontMatter(raw []string) meta {
	m := meta{}
	for _, s := range raw {
		k, v, ok := strings.Cut(s, ":")
		if !ok || strings.HasPrefix(s, " ") {
			continue
		}
		m[strings.TrimSpace(k)] = strings.Trim(strings.TrimSpace(v), `"'`)
	}
	return m
}

// withoutComment takes <!-- … --> out of s; open says that one goes on.
func withoutComment(s string, open bool) (string, bool) {
	if !open && !strings.Contains(s, "<!--") {
		return s, false
	}
	var b strings.Builder
	for s != "" {
		if open {
			i := strings.Index(s, "-->")
			if i < 0 {
				return b.String(), true
			}
			s, open = s[i+3:], false
			continue
		}
		i := strings.Index(s, "<!--")
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		s, open = s[i+4:], true
	}
	return b.String(), open
}

// inline cleans a line of markdown: **bold**, [[links]], [text](target),
// images, <br>, entities, invisible characters.
func inline(s string) string {
	if strings.ContainsAny(s, "*[<&\\`") {
		s = strings.ReplaceAll(s, "**", "")
		if strings.HasPrefix(s, "*") && strings.HasSuffix(s, "*") && len(s) > 2 {
			s = s[1 : len(s)-1]
		}
		s = strings.ReplaceAll(strings.ReplaceAll(s, "[[", ""), "]]", "")
		s = links(s)
		for _, tag := range []string{"<br>", "<br/>", "<br />", "<p>", "</p>", "<center>", "</center>"} {
			s = strings.ReplaceAll(s, tag, " ")
		}
		if strings.Contains(s, "&") {
			s = html.UnescapeString(s)
		}
		s = strings.ReplaceAll(s, "\\", "")
	}
	return clean(s)
}

// links turns [text](target) into text and drops ![picture](target).
func links(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '[')
		if i < 0 {
			break
		}
		j := strings.Index(s[i:], "](")
		if j < 0 {
			break
		}
		k := strings.IndexByte(s[i+j:], ')')
		if k < 0 {
			break
		}
		if i > 0 && s[i-1] == '!' {
			b.WriteString(s[:i-1])
		} else {
			b.WriteString(s[:i])
			b.WriteString(s[i+1 : i+j])
		}
		s = s[i+j+k+1:]
	}
	b.WriteString(s)
	return b.String()
}

// clean drops what no reader sees and trims.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	if unmarked(s) {
		return strings.TrimFunc(s, blank)
	}
	return strings.TrimFunc(unmark(s), blank)
}

// unmark takes out what no reader sees.
func unmark(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\u00a0':
			return ' '
		case r == '\u200b' || r == '\ufeff' || r == '\u200c' || r == '\u200d' || r == '\u2060':
			return -1
		case r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}, s)
}

// unmarked reports whether clean would take nothing out of s: no control characters,
// and nothing that begins like a blank without width (U+00A0, U+200x, U+206x,
// U+FEFF).
func unmarked(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' || c == 0x7f:
			return false
		case c == 0xc2 && i+1 < len(s) && s[i+1] == 0xa0, c == 0xef && i+1 < len(s) && s[i+1] == 0xbb:
			return false
		case c == 0xe2 && i+2 < len(s) && (s[i+1] == 0x80 && s[i+2] >= 0x8b && s[i+2] <= 0x8d || s[i+1] == 0x81):
			return false
		}
	}
	return true
}

func blank(r rune) bool { return unicode.IsSpace(r) || r == '\u3000' || r == '\u200b' || r == '\ufeff' }

// noBlanks drops every blank of s.
func noBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if blank(r) {
			return -1
		}
		return r
	}, s)
}
