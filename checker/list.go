package checker

import (
	"fmt"
	"slices"
	"strings"

	"docreview/checker/document"
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

// Titled gives the row that means the document; years must agree where the list tells them.
func (l *List) Titled(d *document.Document) (ListRow, bool) {
	if l == nil {
		return ListRow{}, false
	}
	for _, r := range l.Rows {
		if r.Year > 0 && d.Dated.Value.Valid() && r.Year != d.Dated.Value.Year {
			continue
		}
		for _, t := range []string{d.Instrument.Value, d.Title.Value} {
			if sameTitle(r.Name, t) {
				return r, true
			}
		}
	}
	return ListRow{}, false
}

// sameTitle compares titles as plans write them: 制定《…》, 修订…; a place in front may be missing.
func sameTitle(a, b string) bool {
	a, b = plainTitle(a), plainTitle(b)
	short := min(len([]rune(a)), len([]rune(b)))
	return short >= 5 && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}

func plainTitle(s string) string {
	if i, j := strings.Index(s, "《"), strings.LastIndex(s, "》"); i >= 0 && i < j {
		s = s[i+len("《") : j]
	}
	s = strings.NewReplacer(" ", "", "\u3000", "").Replace(s)
	for {
		open := strings.LastIndexAny(s, "（(")
		if open <= 0 || !strings.HasSuffix(s, "）") && !strings.HasSuffix(s, ")") {
			break
		}
		s = s[:open]
	}
	for _, w := range []string{"制定", "修订", "修改", "出台"} {
		s = strings.TrimPrefix(s, w)
	}
	return s
}

// major says whether the document is a major administrative decision: as the dossier says, else
// as the catalogue of the office does. What the catalogue lacks may be one all the same.
func major(opt Options, d *document.Document) Fact {
	if opt.Dossier != nil && opt.Dossier.Major.Known() {
		return opt.Dossier.Major
	}
	l := opt.Lists["major_decisions"]
	if r, ok := l.Titled(d); ok {
		return Fact{Name: "major", Text: "yes", File: l.Where(r)}
	}
	return Fact{}
}
