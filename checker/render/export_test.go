package render

// Width lets tests measure lines as the renderer does.
func Width(s string) int { return width(s) }
