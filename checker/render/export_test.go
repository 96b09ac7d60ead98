package render

import "io"

// Width lets tests measure lines as the renderer does.
func Width(s string) int { return width(s) }

// HTMLDriven writes the page with one more script in it.
func HTMLDriven(w io.Writer, b *Batch, script string) error {
	return htmlRenderer{more: script}.Render(w, b)
}
