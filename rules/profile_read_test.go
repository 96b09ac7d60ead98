package rules_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/rules"
	"docreview/rules/profile"
)

// TestParametersRead: every parameter of a profile is read by some rule, or by the clearing up of
// archives (checker/cleanup), so that no number of a place is written down for nothing.
func TestParametersRead(t *testing.T) {
	var all strings.Builder
	for _, glob := range []string{"catalog/*/*.yaml", "condition_*.go", "../checker/cleanup/*.go"} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatal(glob, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if i := strings.Index(string(data), "\nexamples:"); i > 0 && strings.HasSuffix(f, ".yaml") {
				data = data[:i]
			}
			all.Write(data)
		}
	}
	for _, p := range profile.Parameters() {
		if !regexp.MustCompile(`(?:param: *|\(?Params\["|may := p.Profile.Params\[")` + p.Name + `\b`).MatchString(all.String()) {
			t.Errorf("no rule reads %s", p.Name)
		}
	}
}

// TestPlaceNumbers: a rule whose number of days differs between places asks the profile for it;
// where it falls back on a number of its own, the number is one of the nation that is sure, or the
// finding is no error.
func TestPlaceNumbers(t *testing.T) {
	nation, err := profile.National()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("catalog/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	days := regexp.MustCompile(`(?:procedure|effective|validity): \{[^}\n]*\b(?:days|years): (\d+)[^}\n]*\}`)
	param := regexp.MustCompile(`param: ([a-z_]+)`)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(data), "\nexamples:")
		for _, m := range days.FindAllStringSubmatch(head, -1) {
			n++
			p := param.FindStringSubmatch(m[0])
			carries := strings.Contains(head, "severity: error")
			if p == nil {
				if carries && m[1] != "1" { // 1: was there any period at all
					t.Errorf("%s: %s asks no profile", f, m[0])
				}
				continue
			}
			v, ok := nation.Params[p[1]]
			if ok && fmt.Sprint(v.Value) != m[1] && !strings.Contains(m[0], `sure: "no"`) {
				t.Errorf("%s: %s, the nation has %d", f, m[0], v.Value)
			}
			if (!ok || !v.Sure) && !strings.Contains(m[0], `sure: `) && carries {
				t.Errorf("%s: %s may carry an error and is not sure", f, m[0])
			}
		}
	}
	if n < 5 {
		t.Fatalf("only %d numbers found: the search is broken", n)
	}
}

// TestParametersDecide: the parameters that only lift or lower a finding do so.
func TestParametersDecide(t *testing.T) {
	a := against(t)
	const long = "云岭县停车泊位管理办法\n第一条　为了规范停车泊位管理，制定本办法。\n第二条　单位和个人应当遵守停车泊位管理规定，停车场经营者应当公示价格。\n第三条　本办法自2025年6月15日起施行，有效期八年。\n云岭县人民政府\n2025年6月7日\n"
	group := strings.NewReplacer("云岭县人民政府", "云岭县停车整治工作领导小组").Replace(long)
	for _, tt := range []struct {
		rule, text string
		params     map[string]int
		want       int
		severity   checker.Severity
		words      string
	}{
		{"TIME-006", long, map[string]int{"validity_max_years": 5}, 1, checker.Error, "5"},
		{"TIME-006", long, map[string]int{"validity_max_years": 5, "validity_may_exceed": 1}, 1, checker.Warning, "5"},
		{"TIME-002", long, map[string]int{"publish_to_effect_days": 5, "business_adaptation_days": 30}, 1, checker.Warning, "适应调整期"},
		{"TIME-002", long, map[string]int{"publish_to_effect_days": 5, "business_adaptation_days": 5}, 0, 0, ""},
		{"AUTH-001", group, nil, 1, checker.Error, "领导小组"},
		{"AUTH-001", group, map[string]int{"ad_hoc_may_issue": 0}, 1, checker.Error, "领导小组"},
		{"AUTH-001", group, map[string]int{"ad_hoc_may_issue": 1}, 0, 0, ""},
	} {
		ex := rules.Example{Text: tt.text, Params: tt.params, Level: "county"}
		rep, _, _, err := ex.Run(t.Context(), []*checker.Rule{builtin(t).Entry(tt.rule).Rule}, a)
		if err != nil {
			t.Fatal(err)
		}
		if len(rep.Findings) != tt.want {
			t.Errorf("%s %v: %d findings, %s", tt.rule, tt.params, len(rep.Findings), rep.Results[0].Reason)
			continue
		}
		for _, f := range rep.Findings {
			if f.Severity != tt.severity || !strings.Contains(f.Message, tt.words) {
				t.Errorf("%s %v: %s %s", tt.rule, tt.params, f.Severity, f.Message)
			}
		}
	}
}
