package profile

import (
	_ "embed"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// divisions is the table of 行政区划 down to counties: code, tab, name, line end,
// by code. Source: public statistics of codes as of 2023. Statistical codes of
// development zones (371-, 471- …) are left out: they are no 行政区划.
//
//go:embed divisions.tsv
var divisions string

// former lists names that are gone, with the code of the division that carries
// on; the level is that of the former one.
//
//go:embed former.tsv
var former string

// Division is an administrative division (行政区划).
type Division struct {
	Code string // six digits: 370000, 370300, 370323
	Name string // 沂源县
}

// IsZero reports whether d is no division.
func (d Division) IsZero() bool { return d == Division{} }

// Level gives province, city or county, by the shape of the code.
func (d Division) Level() string {
	switch {
	case d.IsZero():
		return ""
	case strings.HasSuffix(d.Code, "0000"):
		return "province"
	case strings.HasSuffix(d.Code, "00"):
		return "city"
	}
	return "county"
}

// Path gives the full name with those of the superior divisions: 山东省淄博市沂源县.
func (d Division) Path() string {
	s := ""
	for _, up := range lineage(d.Code) {
		s += up.Name
	}
	return s
}

// within reports whether d lies in up, or is it.
func (d Division) within(up Division) bool {
	return strings.HasPrefix(d.Code, strings.TrimSuffix(strings.TrimSuffix(up.Code, "00"), "00"))
}

// lineage gives the divisions from the province down to code. 市辖区 of a
// municipality and counties directly under a province have no city between.
func lineage(code string) []Division {
	var out []Division
	for _, c := range []string{code[:2] + "0000", code[:4] + "00", code} {
		if d, ok := byCode(c); ok && (len(out) == 0 || out[len(out)-1] != d) {
			out = append(out, d)
		}
	}
	return out
}

// byCode finds a division by its six digits.
func byCode(code string) (Division, bool) {
	// Lines are sorted by code but not of one length: search for the byte
	// offset of the first line whose code is not smaller.
	i := sort.Search(len(divisions), func(i int) bool {
		line := lineAt(i)
		return line >= len(divisions) || divisions[line:line+6] >= code
	})
	line := lineAt(i)
	if line >= len(divisions) || divisions[line:line+6] != code {
		return Division{}, false
	}
	return parseLine(line), true
}

// lineAt gives the first line start at or behind offset i.
func lineAt(i int) int {
	if i == 0 {
		return 0
	}
	j := strings.IndexByte(divisions[i-1:], '\n')
	if j < 0 {
		return len(divisions)
	}
	return i + j
}

func parseLine(line int) Division {
	end := line + strings.IndexByte(divisions[line:], '\n')
	return Division{Code: divisions[line : line+6], Name: divisions[line+7 : end]}
}

// byFirst gives where the lines of the divisions stand whose name begins with a
// character, by code.
var byFirst = sync.OnceValue(func() map[rune][]int32 {
	m := map[rune][]int32{}
	for at := 0; at < len(divisions); {
		r, _ := utf8.DecodeRuneInString(divisions[at+7:])
		m[r] = append(m[r], int32(at))
		at += strings.IndexByte(divisions[at:], '\n') + 1
	}
	return m
})

// named finds the divisions whose name is exactly name, by code.
func named(name string) []Division { return scan(name, name+"\n") }

// starting finds the divisions whose name begins with prefix, by code.
func starting(prefix string) []Division { return scan(prefix, prefix) }

// scan finds the divisions by the first character of name and the start of the
// rest of their line.
func scan(name, start string) []Division {
	if name == "" {
		return nil
	}
	var out []Division
	r, _ := utf8.DecodeRuneInString(name)
	for _, at := range byFirst()[r] {
		if strings.HasPrefix(divisions[at+7:], start) {
			out = append(out, parseLine(int(at)))
		}
	}
	return out
}

// formerly gives the division that carries on a name that is gone, and the
// level that the former one had.
func formerly(name string) (now Division, level string, ok bool) {
	for line := range strings.Lines(former) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] == name {
			d, ok := byCode(f[1])
			return d, f[2], ok
		}
	}
	return Division{}, "", false
}
