package source

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A scanner reads the XML of Office files token by token. It knows what these
// files hold (elements, attributes, text, entities, CDATA) and leaves the rest of
// XML out; that makes it several times as fast as encoding/xml. Names come with
// the prefix w: for WordprocessingML whatever the file calls it.
type scanner struct {
	s    string
	pos  int
	word string // prefix of WordprocessingML in this file; "" none, the default namespace
	tok  token
	// pending is the end of an element that was written <a/>.
	pending bool
	depth   int
}

type tokenKind int

const (
	endOfFile tokenKind = iota
	startTag
	endTag
	charData
)

type token struct {
	kind  tokenKind
	name  string
	attrs string // as written; attribute looks one up
	text  string
}

// maxDepth bounds how deep elements may stand in each other: readers go down
// with them.
const maxDepth = 2000

var errXML = errors.New("broken XML")

func newScanner(s string) *scanner {
	x := &scanner{s: s, word: "w"}
	// The prefix is declared on the root.
	const ns, strict = "wordprocessingml/2006/main\"", "wordprocessingml/main\""
	i := strings.Index(s, ns)
	if i < 0 {
		i = strings.Index(s, strict)
	}
	if i >= 0 {
		if from := strings.LastIndex(s[:i], "xmlns"); from >= 0 {
			decl, _, _ := strings.Cut(s[from:i], "=")
			x.word = strings.TrimPrefix(strings.TrimPrefix(decl, "xmlns"), ":")
		}
	}
	return x
}

// next reads a token into x.tok; false at the end of the file.
func (x *scanner) next() (bool, error) {
	if x.pending {
		x.pending = false
		x.depth--
		x.tok = token{kind: endTag, name: x.tok.name}
		return true, nil
	}
	for x.pos < len(x.s) {
		if x.s[x.pos] != '<' {
			end := strings.IndexByte(x.s[x.pos:], '<')
			if end < 0 {
				end = len(x.s) - x.pos
			}
			x.tok = token{kind: charData, text: unescape(x.s[x.pos : x.pos+end])}
			x.pos += end
			return true, nil
		}
		rest := x.s[x.pos:]
		switch {
		case strings.HasPrefix(rest, "<!--"):
			if !x.skipTo("-->") {
				return false, errXML
			}
		case strings.HasPrefix(rest, "<![CDATA["):
			end := strings.Index(rest, "]]>")
			if end < 0 {
				return false, errXML
			}
			x.tok = token{kind: charData, text: rest[len("<![CDATA["):end]}
			x.pos += end + 3
			return true, nil
		case strings.HasPrefix(rest, "<?"), strings.HasPrefix(rest, "<!"):
			if !x.skipTo(">") {
				return false, errXML
			}
		default:
			return x.tag(rest)
		}
	}
	x.tok = token{}
	if x.depth != 0 {
		return false, errXML
	}
	return false, nil
}

func (x *scanner) skipTo(mark string) bool {
	end := strings.Index(x.s[x.pos:], mark)
	if end < 0 {
		return false
	}
	x.pos += end + len(mark)
	return true
}

func (x *scanner) tag(rest string) (bool, error) {
	end := 1
	for quote := byte(0); ; end++ {
		if end == len(rest) {
			return false, errXML
		}
		c := rest[end]
		if quote != 0 {
			if c == quote {
				quote = 0
			}
			continue
		}
		if c == '"' || c == '\'' {
			quote = c
		} else if c == '>' {
			break
		}
	}
	body := rest[1:end]
	x.pos += end + 1
	if strings.HasPrefix(body, "/") {
		x.depth--
		if x.depth < 0 {
			return false, errXML
		}
		x.tok = token{kind: endTag, name: x.name(strings.TrimSpace(body[1:]))}
		return true, nil
	}
	body, x.pending = strings.CutSuffix(body, "/")
	name, attrs := body, ""
	if i := strings.IndexAny(body, " \t\r\n"); i >= 0 {
		name, attrs = body[:i], body[i+1:]
	}
	if name == "" {
		return false, errXML
	}
	if x.depth++; x.depth > maxDepth {
		return false, errXML
	}
	x.tok = token{kind: startTag, name: x.name(name), attrs: attrs}
	return true, nil
}

// name brings a name of WordprocessingML to the prefix w:.
func (x *scanner) name(s string) string {
	if x.word == "w" {
		return s
	}
	prefix, local, ok := strings.Cut(s, ":")
	if !ok {
		prefix, local = "", s
	}
	if prefix == x.word {
		return "w:" + local
	}
	return s
}

// skip reads to the end of the element whose start was read last.
func (x *scanner) skip() error {
	for level := 1; level > 0; {
		ok, err := x.next()
		if err != nil {
			return err
		}
		if !ok {
			return errXML
		}
		switch x.tok.kind {
		case startTag:
			level++
		case endTag:
			level--
		}
	}
	return nil
}

// attribute gives the value of an attribute by its local name; "" absent.
func (t *token) attribute(local string) string {
	rest := t.attrs
	for {
		i := strings.IndexByte(rest, '=')
		if i < 0 {
			return ""
		}
		name := strings.TrimSpace(rest[:i])
		rest = strings.TrimLeft(rest[i+1:], " \t\r\n")
		if rest == "" {
			return ""
		}
		end := strings.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return ""
		}
		value := rest[1 : 1+end]
		rest = rest[end+2:]
		if k := strings.LastIndexByte(name, ':'); k >= 0 {
			if strings.HasPrefix(name, "xmlns") {
				continue
			}
			name = name[k+1:]
		}
		if name == local {
			return unescape(value)
		}
	}
}

// on reads a switch of WordprocessingML: present without a value means on.
func (t *token) on() bool {
	switch t.attribute("val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// unescape decodes the five entities and numbers; what is broken stays.
func unescape(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	for {
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), 12)], ';')
		text, ok := "", false
		if end > 0 {
			text, ok = entity(s[1:end])
		}
		if ok {
			b.WriteString(text)
			s = s[end+1:]
		} else {
			b.WriteByte('&')
			s = s[1:]
		}
		if i = strings.IndexByte(s, '&'); i < 0 {
			b.WriteString(s)
			return b.String()
		}
	}
}

func entity(name string) (string, bool) {
	switch name {
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "amp":
		return "&", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
			digits, base = hex, 16
		}
		if n, err := strconv.ParseUint(digits, base, 32); err == nil && utf8.ValidRune(rune(n)) {
			return string(rune(n)), true
		}
	}
	return "", false
}
