package profile

import (
	"slices"
	"strings"

	"docreview/checker"
)

// Place is a division that has a file of its own.
type Place struct {
	Division
	Note        string
	Instruments []Instrument
	Own         int // numbers of its own
	Sure        int // of these, those that may carry an error
}

// Places lists the nation (no code) and every division that has a file, by code.
// The error is that of a broken file.
func Places() ([]Place, error) {
	var names []string
	for base := range loaders() {
		names = append(names, base)
	}
	slices.Sort(names)
	i := slices.Index(names, "national")
	names = slices.Concat([]string{"national"}, names[:i], names[i+1:])
	var out []Place
	for _, base := range names {
		f, err := loaders()[base]()
		if err != nil {
			return nil, err
		}
		p := Place{Division: Division{f.Code, f.Name}, Note: f.Note, Instruments: f.Instruments, Own: len(f.Params)}
		for _, v := range f.Params {
			if *v.Sure {
				p.Sure++
			}
		}
		out = append(out, p)
	}
	return out, nil
}

// Inherits gives the places whose files a profile reads, the nation first, as far
// as they have one.
func Inherits(p checker.Profile) ([]Place, error) {
	all, err := Places()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(q Place) bool {
		return q.Code != "" && (p.Code == "" || !strings.HasPrefix(p.Code, strings.TrimSuffix(strings.TrimSuffix(q.Code, "00"), "00")) || q.Code[4:] != "00" && q.Code != p.Code)
	}), nil
}
