package profile

import "strings"

// Names gives a function that answers with the codes of the divisions of
// exactly a name, former names included, by code. It reads the table once and is
// for loaders of whole archives; a single document is better served by Resolve.
func Names() func(name string) []string {
	codes := map[string][]string{}
	for line := range strings.Lines(divisions) {
		if code, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			codes[name] = append(codes[name], code)
		}
	}
	for line := range strings.Lines(former) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) > 1 && codes[f[0]] == nil {
			codes[f[0]] = []string{f[1]}
		}
	}
	return func(name string) []string { return codes[name] }
}

// PathOf gives the full name of a code: 山东省淄博市; "" where there is none.
func PathOf(code string) string {
	d, ok := byCode(code)
	if !ok {
		return ""
	}
	return d.Path()
}
