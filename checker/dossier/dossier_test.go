package dossier_test

import (
	"fmt"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/dossier"
)

// told writes an act in one line: event file name=value@line …
func told(a checker.Act) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", a.Event, a.File)
	for _, f := range a.Facts {
		v := f.Text
		if v == "" {
			v = fmt.Sprint(f.N)
		} else if f.N != 0 {
			v = fmt.Sprint(f.N) + v
		}
		fmt.Fprintf(&b, " %s=%s@%d", f.Name, v, f.Line)
	}
	return b.String()
}

func TestShow(t *testing.T) {
	f, err := dossier.Open("testdata/complete")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.Papers() {
		t.Log(p.File, p.Kind, p.Why, p.Error)
	}
	d := f.All()
	for _, a := range d.Acts {
		t.Log(told(a))
	}
	for _, e := range d.Timeline() {
		t.Log(e)
	}
}
