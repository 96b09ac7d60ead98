package catalog_test

import (
	"context"
	"testing"

	"docreview/corpus/catalog"
	"docreview/corpus/law"
)

// TestWhereArticlesWent asks for articles whose fate was read in both texts, or,
// where the old text is not to be had, in texts of the time.
func TestWhereArticlesWent(t *testing.T) {
	c, err := catalog.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		title, on string // a day on which the old wording applied
		from, to  int    // to 0: not told
		unsure    bool
	}{
		{"立法法", "2020-01-01", 80, 91, false},
		{"立法法", "2020-01-01", 13, 16, false},
		{"行政复议法", "2020-01-01", 9, 20, false},
		{"行政复议法", "2020-01-01", 12, 0, false}, // split into two
		{"行政复议法", "2020-01-01", 42, 0, false}, // dropped
		{"反垄断法", "2020-01-01", 37, 45, false},
		{"公司法", "2020-01-01", 177, 224, false},
		{"妇女权益保障法", "2020-01-01", 32, 55, false},
		{"治安管理处罚法", "2020-01-01", 49, 0, false},     // split within a sentence
		{"上海市优化营商环境条例", "2021-01-01", 33, 0, false}, // a wording between the two is not held
		{"上海市社会救助条例", "2020-01-01", 3, 3, false},
		{"行政处罚法", "2020-01-01", 29, 36, false}, // proven
		{"行政处罚法", "2020-01-01", 16, 18, false},
		{"行政处罚法", "2020-01-01", 14, 16, true}, // from memory
		{"行政处罚法", "2020-01-01", 42, 0, true},
		{"麻醉药品和精神药品管理条例", "2020-01-01", 3, 0, false}, // the old text is cut off
	} {
		found, err := c.Find(context.Background(), law.Ref{Title: tt.title})
		if err != nil || len(found[0]) != 1 {
			t.Fatalf("%s: %d found, %v", tt.title, len(found[0]), err)
		}
		d, _, _ := law.ParseDate(tt.on)
		e, standing := found[0][0].On(d)
		if standing != law.InForce {
			t.Errorf("%s on %s: %v", tt.title, tt.on, standing)
			continue
		}
		unsure := e.MovedUnsure && !e.MovedSure[tt.from]
		if e.Moved[tt.from] != tt.to || unsure != tt.unsure {
			t.Errorf("%s article %d went to %d, unsure %t; want %d, %t", tt.title, tt.from, e.Moved[tt.from], unsure, tt.to, tt.unsure)
		}
	}
}
