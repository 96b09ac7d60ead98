package dossier

// edit is a stretch of an edit script: a[a0:a1] is replaced by b[b0:b1]; where same is
// set, the two stretches are equal.
type edit struct {
	a0, a1, b0, b1 int
	same           bool
}

// maxEdits bounds the work of one comparison: texts that differ in more are not versions
// of each other.
const maxEdits = 800

// script is the shortest edit script between two lists of keys (E. W. Myers, An O(ND)
// Difference Algorithm and Its Variations, 1986). ok is false where more than maxEdits
// keys differ.
func script(a, b []string) (out []edit, ok bool) {
	pre := 0
	for pre < len(a) && pre < len(b) && a[pre] == b[pre] {
		pre++
	}
	post := 0
	for post < len(a)-pre && post < len(b)-pre && a[len(a)-1-post] == b[len(b)-1-post] {
		post++
	}
	x, y := a[pre:len(a)-post], b[pre:len(b)-post]
	trace, ok := walk(x, y)
	if !ok {
		return nil, false
	}
	add := func(e edit) {
		if e.a0 == e.a1 && e.b0 == e.b1 {
			return
		}
		if n := len(out); n > 0 && out[n-1].same == e.same && out[n-1].a1 == e.a0 && out[n-1].b1 == e.b0 {
			out[n-1].a1, out[n-1].b1 = e.a1, e.b1
			return
		}
		out = append(out, e)
	}
	add(edit{0, pre, 0, pre, true})
	for _, e := range back(trace, len(x), len(y)) {
		e.a0, e.a1, e.b0, e.b1 = e.a0+pre, e.a1+pre, e.b0+pre, e.b1+pre
		add(e)
	}
	add(edit{len(a) - post, len(a), len(b) - post, len(b), true})
	return out, true
}

// walk gives the furthest points of each number of edits.
func walk(x, y []string) (trace [][]int, ok bool) {
	n, m := len(x), len(y)
	limit := min(n+m, maxEdits)
	v := make([]int, 2*limit+3)
	off := limit + 1
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int(nil), v[off-d:off+d+1]...))
		for k := -d; k <= d; k += 2 {
			i := 0
			if k == -d || k != d && v[off+k-1] < v[off+k+1] {
				i = v[off+k+1]
			} else {
				i = v[off+k-1] + 1
			}
			j := i - k
			for i < n && j < m && x[i] == y[j] {
				i, j = i+1, j+1
			}
			v[off+k] = i
			if i >= n && j >= m {
				return trace, true
			}
		}
	}
	return nil, false
}

// back follows the trace from the end. Row d holds the furthest points of d-1 edits on the
// diagonals from -d to d.
func back(trace [][]int, n, m int) []edit {
	var out []edit
	i, j := n, m
	for d := len(trace) - 1; d > 0; d-- {
		at := func(k int) int { return trace[d][k+d] }
		k := i - j
		prev := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			prev = k + 1
		}
		pi := at(prev)
		pj := pi - prev
		si, sj := i, j
		for i > pi && j > pj {
			i, j = i-1, j-1
		}
		out = append(out, edit{i, si, j, sj, true}, edit{pi, i, pj, j, false})
		i, j = pi, pj
	}
	out = append(out, edit{0, i, 0, j, true})
	for l, r := 0, len(out)-1; l < r; l, r = l+1, r-1 {
		out[l], out[r] = out[r], out[l]
	}
	return out
}
