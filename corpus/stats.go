package corpus

import (
	"sort"
	"strconv"

	"docreview/corpus/law"
	"docreview/corpus/load"
)

// stats counts what `corpus status` tells.
func stats(h *load.Holdings) Stats {
	s := Stats{Files: h.Files, Inputs: len(h.Inputs)}
	levels, regions, years, problems := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	newest := map[string]law.Date{}
	for _, w := range h.Works {
		level := w.Level.String()
		levels[level]++
		regions[w.Region]++
		if len(w.Wordings) > 0 {
			s.Held++
		} else {
			s.Known++
		}
		if w.Ended.As != law.NotChecked && !w.Ended.Partial {
			s.Ended++
		}
		year, dated := "", false
		for i, e := range w.Editions {
			if y := first(e).Year; y > 0 {
				dated = true
				if i == 0 {
					year = strconv.Itoa(y)
				}
			}
			if newest[level].Before(e.Published) {
				newest[level] = e.Published
			}
		}
		years[year]++
		if !dated && w.Ended.On.IsZero() {
			s.Undated++
			if len(w.Wordings) > 0 && len(s.Sample) < 20 {
				s.Sample = append(s.Sample, w.Title)
			}
		}
		for _, x := range w.Wordings {
			for _, e := range w.Editions {
				if e.ID == x.Edition && e.From.IsZero() {
					s.NoFrom++
				}
			}
		}
	}
	for _, p := range h.Problems {
		problems[string(p.Kind)]++
	}
	s.Levels, s.Regions, s.Years, s.Problems = sorted(levels), sorted(regions), sorted(years), sorted(problems)
	for l, d := range newest {
		s.NewestOf = append(s.NewestOf, Count{Name: l, Note: d.String()})
	}
	sort.Slice(s.NewestOf, func(i, j int) bool { return s.NewestOf[i].Name < s.NewestOf[j].Name })
	return s
}

func first(e law.Edition) law.Date {
	if !e.Published.IsZero() {
		return e.Published
	}
	return e.From
}

func sorted(m map[string]int) []Count {
	out := make([]Count, 0, len(m))
	for k, n := range m {
		out = append(out, Count{Name: k, N: n})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}
