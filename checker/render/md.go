package render

import (
	"fmt"
	"io"
	"strings"
)

// mdRenderer writes the opinion letter as Markdown, for pasting.
type mdRenderer struct{ Options }

// Render writes one letter a file, a rule between two.
func (m mdRenderer) Render(w io.Writer, b *Batch) error {
	first := true
	for r := range b.Reports {
		var buf strings.Builder
		if !first {
			buf.WriteString("\n---\n\n")
		}
		first = false
		for _, x := range opinion(b, r) {
			mdBlock(&buf, x)
		}
		if _, err := io.WriteString(w, buf.String()); err != nil {
			return err
		}
	}
	return nil
}

func mdBlock(w *strings.Builder, b block) {
	text := markdown(b.text)
	switch b.kind {
	case blockTitle:
		fmt.Fprintf(w, "# %s\n\n", text)
	case blockHeading:
		fmt.Fprintf(w, "## %s\n\n", text)
	case blockSub:
		fmt.Fprintf(w, "### %s\n\n", text)
	case blockPoint:
		fmt.Fprintf(w, "#### %s\n\n", text)
		if b.id != "" { // else the table under it names its findings
			fmt.Fprintf(w, "<!-- %s -->\n\n", mdID(b.id))
		}
	case blockField:
		// A colon inside the asterisks would keep them from closing before a letter.
		fmt.Fprintf(w, "**%s**：%s\n\n", markdown(b.label), text)
	case blockQuote:
		fmt.Fprintf(w, "> %s\n\n", text)
	case blockTable:
		mdTable(w, b)
	default:
		fmt.Fprintf(w, "%s\n\n", text)
	}
}

func mdTable(w *strings.Builder, b block) {
	row := func(cells []string, id string) {
		for i, c := range cells {
			sep := " | "
			if i == 0 {
				sep = "| "
			}
			w.WriteString(sep + markdown(c))
		}
		if id != "" {
			w.WriteString("<!-- " + mdID(id) + " -->")
		}
		w.WriteString(" |\n")
	}
	row(b.head, "")
	w.WriteString(strings.Repeat("|---", len(b.head)) + "|\n")
	for i, r := range b.rows {
		id := ""
		if i < len(b.ids) {
			id = b.ids[i]
		}
		row(r, id)
	}
	w.WriteByte('\n')
}

// mdID keeps what an id may hold: nothing that ends a comment.
func mdID(s string) string { return strings.NewReplacer("--", "- ", ">", " ").Replace(clean(s)) }

// markdown escapes words so that they stand as they are in CommonMark and GFM.
// Line ends become blanks; a number that would open a list stays a number.
func markdown(s string) string {
	s = clean(s)
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\\', '`', '*', '_', '{', '}', '[', ']', '<', '>', '#', '|', '~', '!', '&', '$', '@':
			b.WriteByte('\\')
		case '+', '-', '=':
			if strings.TrimSpace(s[:i]) == "" {
				b.WriteByte('\\')
			}
		case '.', ')':
			if d := strings.TrimSpace(s[:i]); d != "" && strings.Trim(d, "0123456789") == "" {
				b.WriteByte('\\')
			}
		case ':':
			if strings.HasPrefix(s[i:], "://") { // no link of its own making
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
