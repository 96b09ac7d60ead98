package profile

import (
	"bytes"
	"embed"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"docreview/checker"
)

//go:embed params/*.yaml
var files embed.FS

// units lists every parameter with its unit. A unit of "" is a yes (1) or no (0).
var units = map[string]string{
	"comment_min_days":            "日",   // public comment, documents close to the business of operators
	"comment_general_workdays":    "工作日", // public comment, all others
	"comment_decision_days":       "日",   // public comment, major administrative decisions
	"review_min_workdays":         "工作日", // legality review, at least
	"review_max_workdays":         "工作日", // legality review, at most
	"review_decision_workdays":    "工作日", // legality review of a major decision, at least
	"publish_to_effect_days":      "日",   // from publication to taking effect
	"validity_required":           "",    // must a period of validity be stated
	"validity_max_years":          "年",   // longest period of validity
	"validity_may_exceed":         "",    // longer with reasons given
	"validity_implied_years":      "年",   // period that holds when none is stated
	"trial_max_years":             "年",   // longest period of 暂行 and 试行
	"renewal_review_months":       "月",   // evaluation before the period ends
	"filing_days":                 "日",   // filing with the superior government
	"filing_congress_days":        "日",   // filing with the standing committee
	"catalog_deadline":            "月日",  // yearly catalogue: 131 is 31 January
	"disclosure_workdays":         "工作日", // proactive disclosure
	"reg_number_required":         "",    // 三统一: unified registration and numbering
	"dispatched_organ_may_issue":  "",    // 派出机关
	"dispatched_agency_may_issue": "",    // 派出机构
	"ad_hoc_may_issue":            "",    // 临时机构, 议事协调机构
	"internal_may_issue":          "",    // 内设机构
	"business_adaptation_days":    "日",   // time to adapt for operators before taking effect
}

// file is one file of params/, decoded strictly.
type file struct {
	Code   string           `yaml:"code"` // "" in national.yaml
	Name   string           `yaml:"name"`
	Params map[string]param `yaml:"params"`
}

type param struct {
	Value  *int   `yaml:"value"`
	Unit   string `yaml:"unit"`
	Source string `yaml:"source"`
	Sure   *bool  `yaml:"sure"`
}

// paramsOf merges the numbers of the nation with those of the divisions, the
// innermost last.
func paramsOf(line []Division) (map[string]checker.Param, error) {
	out := map[string]checker.Param{}
	if err := merge(out, "national", "", "全国"); err != nil {
		return nil, err
	}
	for _, d := range line {
		if err := merge(out, d.Code, d.Code, d.Name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// loaders gives for every file of params/, without its ending, how it is read: at
// most once.
var loaders = sync.OnceValue(func() map[string]func() (file, error) {
	m := map[string]func() (file, error){}
	list, err := files.ReadDir("params")
	if err != nil {
		panic(err) // it is embedded
	}
	for _, e := range list {
		base, _ := strings.CutSuffix(e.Name(), ".yaml")
		m[base] = sync.OnceValues(func() (file, error) {
			data, err := files.ReadFile("params/" + base + ".yaml")
			if err != nil {
				return file{}, err
			}
			return decode(data)
		})
	}
	return m
})

// merge adds one file; a division without a file adds nothing.
func merge(out map[string]checker.Param, base, code, name string) error {
	load := loaders()[base]
	if load == nil {
		return nil
	}
	f, err := load()
	if err != nil {
		return fmt.Errorf("params/%s.yaml: %w", base, err)
	}
	if f.Code != code || f.Name != name {
		return fmt.Errorf("params/%s.yaml: is for %q %q, want %q %q", base, f.Code, f.Name, code, name)
	}
	for k, p := range f.Params {
		out[k] = checker.Param{Value: *p.Value, Unit: p.Unit, Source: p.Source, Sure: *p.Sure}
	}
	return nil
}

// decode reads a file of parameters: no unknown field, name or unit, nothing
// left out.
func decode(data []byte) (file, error) {
	var f file
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		return f, err
	}
	for name, p := range f.Params {
		unit, ok := units[name]
		switch {
		case !ok:
			return f, fmt.Errorf("no parameter is called %q", name)
		case p.Value == nil || p.Sure == nil || p.Source == "":
			return f, fmt.Errorf("%s: value, source and sure are needed", name)
		case p.Unit != unit:
			return f, fmt.Errorf("%s: unit %q, want %q", name, p.Unit, unit)
		case unit == "" && *p.Value != 0 && *p.Value != 1:
			return f, fmt.Errorf("%s: %d, want 0 or 1", name, *p.Value)
		case *p.Value < 0:
			return f, fmt.Errorf("%s: %d is negative", name, *p.Value)
		}
	}
	return f, nil
}
