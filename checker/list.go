package checker

import (
	"fmt"
	"slices"
	"strings"
)

// ListRow is a line of a list that an office keeps.
type ListRow struct {
	Name   string // what the list is of: an organ, a document, a decision, a person
	Former string // former names, set apart by 、；; "" none
	Year   int    // 0: of no year
	Note   string
	Line   int // in the file, from 1
}

// List is a list that an office keeps itself: organs that may issue normative documents, the
// plan of the year, the catalogue of major decisions, the pool of experts, departments. It is
// immutable and safe for several goroutines.
type List struct {
	File string
	Rows []ListRow
}

// Names of lists, with what they are in Chinese.
func ListNames() []struct{ Name, Words string } {
	return []struct{ Name, Words string }{
		{"issuers", "制发主体清单"}, {"plan", "年度制定计划"}, {"major_decisions", "重大行政决策事项目录"}, {"experts", "专家库"}, {"departments", "部门清单"},
	}
}

// ListWords gives the Chinese name of a list; "" for none.
func ListWords(name string) string {
	for _, n := range ListNames() {
		if n.Name == name {
			return n.Words
		}
	}
	return ""
}

// squeezed drops blanks and the marks of titles.
func squeezed(s string) string {
	return strings.NewReplacer(" ", "", "\u3000", "", "《", "", "》", "", "\t", "", "（", "(", "）", ")").Replace(s)
}

// Find gives the row of exactly that name, former names included.
func (l *List) Find(name string) (ListRow, bool) {
	want := squeezed(name)
	for _, r := range l.Rows {
		if squeezed(r.Name) == want || slices.ContainsFunc(strings.FieldsFunc(r.Former, func(c rune) bool { return strings.ContainsRune("、；;，,", c) }), func(f string) bool { return squeezed(f) == want }) {
			return r, true
		}
	}
	return ListRow{}, false
}

// Where says in Chinese where a row stands.
func (l *List) Where(r ListRow) string { return fmt.Sprintf("%s第%d行", l.File, r.Line) }
