package catalog

import (
	"reflect"
	"strings"
	"testing"
)

// TestSimilarIndex holds the answers by the index of pairs against those by
// looking at every core.
func TestSimilarIndex(t *testing.T) {
	slow, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	fast, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	fast.asked.Store(indexAfter)
	n, found := 0, 0
	for row := range slow.works.lines {
		if n++; n%29 != 0 {
			continue
		}
		title := strings.Split(row, "\t")[1]
		r := []rune(title)
		for _, q := range []string{title, string(r[1:]), string(r[:len(r)/2]) + string(r[len(r)/2+1:]), strings.Replace(title, "条例", "管理办法", 1), title + title} {
			slow.asked.Store(0)
			a, err1 := slow.similar(q)
			b, err2 := fast.similar(q)
			if err1 != nil || err2 != nil || !reflect.DeepEqual(a, b) {
				t.Fatalf("%s: %d works by every core, %d by the index; %v %v", q, len(a), len(b), err1, err2)
			}
			found += len(a)
		}
	}
	if found < 300 {
		t.Errorf("only %d works found: the test says little", found)
	}
}
