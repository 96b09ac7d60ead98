package source

// Quotation marks come in pairs of many kinds, straight, or wrongly paired by
// input methods (“…“). foldQuotes brings those of a line to “ and ”; an inner
// 『』 becomes ‘’. A mark that has no partner stays as it is.

// foldQuotes repeats one pass until nothing changes, so that doing it again
// changes nothing. Where it does not settle, the line keeps its marks.
func foldQuotes(cells []cell) {
	var at []int
	for i, c := range cells {
		switch c.r {
		case '"', '“', '”', '„', '‟', '〝', '〞', '〟', '「', '」', '『', '』':
			at = append(at, i)
		}
	}
	was := make([]rune, len(at))
	for k, i := range at {
		was[k] = cells[i].r
	}
	now := append([]rune(nil), was...)
	for range 8 {
		if !quotePass(now) {
			for k, i := range at {
				cells[i].r = now[k]
			}
			return
		}
	}
}

// quotePass rewrites the sequence of quotation marks of a line once and reports
// whether it changed.
func quotePass(q []rune) (changed bool) {
	set := func(k int, r rune) {
		if q[k] != r {
			q[k], changed = r, true
		}
	}
	next := func(k int) rune { // the mark behind, inner ones passed over; 0: none
		for k++; k < len(q); k++ {
			if q[k] != '‘' && q[k] != '’' {
				return q[k]
			}
		}
		return 0
	}
	open := false
	corner := 0 // depth of 「
	for k, r := range q {
		switch r {
		case '「':
			corner++
			set(k, '“')
			open = true
		case '」':
			corner = max(0, corner-1)
			set(k, '”')
			open = corner > 0
		case '『':
			if corner > 0 {
				set(k, '‘')
				continue
			}
			set(k, '“')
			open = true
		case '』':
			if corner > 0 {
				set(k, '’')
				continue
			}
			set(k, '”')
			open = false
		case '„', '〝':
			set(k, '“')
			open = true
		case '‟', '〞', '〟':
			set(k, '”')
			open = false
		case '"':
			if !open && next(k) == 0 { // no partner
				continue
			}
			if open {
				set(k, '”')
			} else {
				set(k, '“')
			}
			open = !open
		case '“':
			if n := next(k); open && (n == 0 || n == '“') {
				set(k, '”') // “…“
				open = false
				continue
			}
			open = true
		case '”':
			if !open && next(k) == '”' {
				set(k, '“') // ”…”
				open = true
				continue
			}
			open = false
		}
	}
	return changed
}
