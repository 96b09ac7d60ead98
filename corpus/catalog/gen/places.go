package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// places knows the names of provinces, cities and autonomous counties.
type places struct {
	list []place // longest name first
}

type place struct{ name, code string }

func readPlaces(dir string) (*places, error) {
	p := &places{}
	for _, f := range []struct {
		file, pad string
	}{{"provinces.csv", "0000"}, {"cities.csv", "00"}, {"areas.csv", ""}} {
		rows, err := readCSV(filepath.Join(dir, f.file))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			name := r["name"]
			if utf8.RuneCountInString(name) < 2 || name == "市辖区" || name == "县" || strings.HasPrefix(name, "省直辖") || strings.HasPrefix(name, "自治区直辖") {
				continue
			}
			if f.pad == "" && !strings.Contains(name, "自治") {
				continue
			}
			p.list = append(p.list, place{name, r["code"] + f.pad})
		}
	}
	slices.SortFunc(p.list, func(a, b place) int {
		if d := len(b.name) - len(a.name); d != 0 {
			return d
		}
		return strings.Compare(a.code, b.code)
	})
	return p, nil
}

// of gives the code of the place that a title begins with, inside the province
// of prov (two digits); a city is taken also without its 市.
func (p *places) of(title, prov string) string {
	whole := prov + "0000"
	rest := title
	for _, c := range p.list {
		if c.code == whole {
			for _, n := range []string{c.name, short(c.name)} {
				if r, ok := strings.CutPrefix(title, n); ok {
					rest = r
					break
				}
			}
		}
	}
	for _, c := range p.list {
		if strings.HasPrefix(c.code, prov) && c.code != whole && (strings.HasPrefix(rest, c.name) || strings.HasPrefix(rest, short(c.name))) {
			return c.code
		}
	}
	return whole
}

func short(name string) string {
	for _, s := range []string{"省", "市", "自治县", "自治州"} {
		if n, ok := strings.CutSuffix(name, s); ok && utf8.RuneCountInString(n) >= 2 {
			return n
		}
	}
	return name
}

// same reports whether both titles begin with one place.
func (p *places) same(a, b string) bool {
	for _, c := range p.list {
		n := short(c.name)
		if strings.HasPrefix(a, n) {
			return strings.HasPrefix(b, n)
		}
	}
	return false
}

func readCSV(path string) ([]map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	all, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var out []map[string]string
	for _, row := range all[1:] {
		m := map[string]string{}
		for i, v := range row {
			if i < len(all[0]) {
				m[strings.TrimPrefix(all[0][i], "\ufeff")] = strings.TrimSpace(v)
			}
		}
		out = append(out, m)
	}
	return out, nil
}
