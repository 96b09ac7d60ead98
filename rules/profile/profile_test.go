package profile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestFromIssuer(t *testing.T) {
	for _, tt := range []struct {
		issuers           string // separated by |
		title             string
		code, name, level string
		note              string // part of the only note; "" none
	}{
		{"沂源县人民政府", "", "370323", "沂源县", "county", ""},
		{"沂源县司法局", "", "370323", "沂源县", "county", ""},
		{"抚顺市人民政府办公厅", "", "210400", "抚顺市", "city", ""},
		{"山东省人民政府", "", "370000", "山东省", "province", ""},
		{"广西壮族自治区人民政府办公厅", "", "450000", "广西壮族自治区", "province", ""},
		{"重 庆 市 民 政 局|重 庆 市 财 政 局", "", "500000", "重庆市", "province", ""},
		{"重庆市渝中区人民政府", "", "500103", "渝中区", "county", ""},
		{"上海市浦东新区人民政府", "", "310115", "浦东新区", "county", ""},
		{"山东省淄博市沂源县人民政府", "", "370323", "沂源县", "county", ""},
		{"荆州市沙市区人民政府", "", "421002", "沙市区", "county", ""},
		{"潜江市人民政府办公室", "", "429005", "潜江市", "county", ""},
		{"吉林市人民政府", "", "220200", "吉林市", "city", ""},
		{"吉林省司法厅", "", "220000", "吉林省", "province", ""},
		{"东莞市人民政府", "", "441900", "东莞市", "city", ""},
		{"中共沂源县委办公室|沂源县人民政府办公室", "", "370323", "沂源县", "county", ""},
		{"大兴安岭地区行政公署", "", "232700", "大兴安岭地区", "city", ""},
		{"延边州人民政府", "", "222400", "延边朝鲜族自治州", "city", ""},
		{"毕节地区行政公署", "", "520500", "毕节地区", "city", "旧行政区划名称"},
		{"增城市人民政府", "", "440118", "增城市", "county", "广东省广州市增城区"},
		{"广州市增城市人民政府", "", "440118", "增城市", "county", "旧行政区划名称"},
		{"济南市莱芜区人民政府", "", "370116", "莱芜区", "county", ""},
		// The centre.
		{"国务院办公厅", "", "", "中央", "central", ""},
		{"住房和城乡建设部", "", "", "中央", "central", ""},
		{"住房和城乡建设部办公厅", "", "", "中央", "central", ""},
		{"国家市场监督管理总局", "", "", "中央", "central", ""},
		{"海关总署", "", "", "中央", "central", ""},
		{"中国人民银行", "", "", "中央", "central", ""},
		{"中共中央办公厅|国务院办公厅", "", "", "中央", "central", ""},
		// Branches of the centre sit where they sit.
		{"国家税务总局沂源县税务局", "", "370323", "沂源县", "county", ""},
		{"国家税务总局山东省税务局", "", "370000", "山东省", "province", ""},
		{"国家金融监督管理总局山东监管局", "", "370000", "山东省", "province", ""},
		// Below the county.
		{"高青县青城镇人民政府", "", "370322", "青城镇", "town", ""},
		{"武汉市江岸区一元街道办事处", "", "420102", "一元街道", "town", ""},
		{"淄博高新区管理委员会", "", "370300", "高新区", "town", ""},
		{"潍坊滨海经济技术开发区管理委员会", "", "370700", "滨海经济技术开发区", "town", ""},
		{"青城镇人民政府", "高青县青城镇人民政府关于印发殡葬管理办法的通知", "370322", "青城镇", "town", ""},
		// Namesakes: decided by a superior division, else left open and said.
		{"鼓楼区人民政府", "", "", "鼓楼区", "county", "有 4 个"},
		{"鼓楼区人民政府", "徐州市鼓楼区人民政府关于印发停车管理办法的通知", "320302", "鼓楼区", "county", ""},
		{"福州市鼓楼区人民政府", "", "350102", "鼓楼区", "county", ""},
		{"鼓楼区民政局|福州市民政局", "", "350102", "鼓楼区", "county", ""},
		{"鼓楼区民政局|江苏省民政厅", "", "", "鼓楼区", "county", "有 4 个"}, // two of them in 江苏省
		// Nothing to go by, or a place that is not in the table.
		{"云岭县人民政府", "", "", "云岭县", "county", "没有“云岭县”"},
		{"云岭县城关镇人民政府", "", "", "云岭县城关镇", "town", "没有“云岭县”"},
		{"市司法局", "", "", "", "", ""},
		{"", "", "", "", "", ""},
		{"", "关于进一步规范市场秩序的通知", "", "", "", ""},
		{"市人民政府办公室", "市人民政府办公室关于印发潜江市2022年法治政府建设工作要点的通知", "429005", "潜江市", "county", ""},
		{"市人民政府", "关于印发《淄博市停车场管理办法》的通知", "370300", "淄博市", "city", ""},
		{"市卫生健康委", "关于推广三明市医改经验的通知", "", "", "", ""},
		{"", "淄博市停车场管理办法", "370300", "淄博市", "city", ""},
		{"防汛抗旱指挥部", "", "", "", "", ""},
		{"县委宣传部", "", "", "", "", ""},
		{"城市管理局", "", "", "", "", ""},
	} {
		p, notes, err := FromIssuer(strings.FieldsFunc(tt.issuers, func(r rune) bool { return r == '|' }), tt.title)
		if err != nil {
			t.Fatal(err)
		}
		note := strings.Join(notes, "\n")
		if p.Code != tt.code || p.Name != tt.name || p.Level != tt.level || (tt.note == "") != (note == "") || !strings.Contains(note, tt.note) {
			t.Errorf("FromIssuer(%q, %q) = %q %q %q %q; want %q %q %q %q", tt.issuers, tt.title, p.Code, p.Name, p.Level, note, tt.code, tt.name, tt.level, tt.note)
		}
		if len(p.Params) == 0 {
			t.Errorf("FromIssuer(%q): no numbers, not even those of the nation", tt.issuers)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, tt := range []struct{ in, code, name, level string }{
		{"370300", "370300", "淄博市", "city"},
		{"3703", "370300", "淄博市", "city"},
		{"37", "370000", "山东省", "province"},
		{"淄博市", "370300", "淄博市", "city"},
		{"淄博", "370300", "淄博市", "city"},
		{" 山东 ", "370000", "山东省", "province"},
		{"吉林", "220000", "吉林省", "province"},
		{"海南州", "632500", "海南藏族自治州", "city"},
		{"内蒙古", "150000", "内蒙古自治区", "province"},
		{"新疆", "650000", "新疆维吾尔自治区", "province"},
		{"福州市鼓楼区", "350102", "鼓楼区", "county"},
		{"福建省福州市鼓楼区", "350102", "鼓楼区", "county"},
		{"莱芜市", "370116", "莱芜市", "city"},
		{"威宁县", "520526", "威宁彝族回族苗族自治县", "county"},
		{"全国", "", "中央", "central"},
	} {
		p, err := Resolve(tt.in)
		if err != nil || p.Code != tt.code || p.Name != tt.name || p.Level != tt.level {
			t.Errorf("Resolve(%q) = %q %q %q, %v; want %q %q %q", tt.in, p.Code, p.Name, p.Level, err, tt.code, tt.name, tt.level)
		}
	}
	var ambiguous *AmbiguousError
	if _, err := Resolve("鼓楼区"); !errors.As(err, &ambiguous) || len(ambiguous.Candidates) != 4 {
		t.Errorf("Resolve(鼓楼区): %v", err)
	}
	if _, err := Resolve("朝阳"); !errors.As(err, &ambiguous) {
		t.Errorf("Resolve(朝阳): %v", err)
	}
	for _, in := range []string{"", "999999", "37030", "3703231", "云岭县", "县", "市", "淄博市云岭县"} {
		var unknown *UnknownError
		if p, err := Resolve(in); !errors.As(err, &unknown) {
			t.Errorf("Resolve(%q) = %q, %v; want an UnknownError", in, p.Code, err)
		}
	}
}

// A place has the numbers of the nation, overridden from outside in.
func TestParamsMerge(t *testing.T) {
	for _, tt := range []struct {
		place, param string
		value        int
		sure, ok     bool
	}{
		{"全国", "publish_to_effect_days", 30, true, true},
		{"全国", "validity_max_years", 5, false, true},
		{"全国", "reg_number_required", 0, false, false},
		{"370323", "validity_max_years", 5, true, true},
		{"370323", "publish_to_effect_days", 30, true, true},
		{"371400", "review_max_workdays", 15, true, true},
		{"370300", "review_max_workdays", 15, false, true},
		{"430000", "dispatched_agency_may_issue", 0, true, true},
		{"370000", "dispatched_agency_may_issue", 1, true, true},
		{"广东省", "trial_max_years", 3, false, true},
		{"150000", "dispatched_organ_may_issue", 0, false, false},
	} {
		p, err := Resolve(tt.place)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := p.Params[tt.param]
		if got.Value != tt.value || got.Sure != tt.sure || ok != tt.ok {
			t.Errorf("%s %s = %+v, %t; want %d, sure %t, %t", tt.place, tt.param, got, ok, tt.value, tt.sure, tt.ok)
		}
	}
}

// Every file is for a division of the table and loads.
func TestEveryFileLoads(t *testing.T) {
	list, err := files.ReadDir("params")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, f := range list {
		data, err := files.ReadFile("params/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(data)
		if err != nil {
			t.Errorf("%s: %v", f.Name(), err)
			continue
		}
		for k := range got.Params {
			used[k] = true
		}
		if f.Name() == "national.yaml" {
			continue
		}
		d, ok := byCode(got.Code)
		if !ok || d.Name != got.Name || f.Name() != got.Code+".yaml" {
			t.Errorf("%s: is for %q %q, the table says %q", f.Name(), got.Code, got.Name, d.Name)
		}
		if _, err := Resolve(got.Code); err != nil {
			t.Errorf("%s: %v", f.Name(), err)
		}
	}
	for k := range parameters() {
		if !used[k] {
			t.Errorf("no file uses the parameter %s", k)
		}
	}
}

func TestDecodeIsStrict(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"name: x\nparam: {}", "param"},
		{"name: x\nparams: {vlidity_max_years: {value: 5, unit: 年, source: a, sure: true}}", "vlidity_max_years"},
		{"name: x\nparams: {validity_max_years: {value: 5, unit: 日, source: a, sure: true}}", "want \"年\""},
		{"name: x\nparams: {validity_max_years: {value: 5, unit: 年, sure: true}}", "needed"},
		{"name: x\nparams: {validity_max_years: {value: 5, unit: 年, source: a}}", "needed"},
		{"name: x\nparams: {validity_max_years: {unit: 年, source: a, sure: true}}", "needed"},
		{"name: x\nparams: {validity_required: {value: 5, source: a, sure: true}}", "0 or 1"},
		{"name: x\nparams: {validity_max_years: {value: five, unit: 年, source: a, sure: true}}", "int"},
	} {
		if _, err := decode([]byte(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("decode(%q): %v; want a word of %q", tt.in, err, tt.want)
		}
	}
}

// The table is sorted, without double codes, and every former name points at a
// division that is there, under a name that is gone.
func TestTables(t *testing.T) {
	var codes []string
	for line := range strings.Lines(divisions) {
		code, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok || len(code) != 6 || !digits(code) || name == "" {
			t.Fatalf("line %q", line)
		}
		codes = append(codes, code)
		if d, ok := byCode(code); !ok || d != (Division{code, name}) {
			t.Fatalf("byCode(%s) = %v, %t", code, d, ok)
		}
		if len(name) > longest {
			t.Errorf("%s is longer than the names we try", name)
		}
		if !slices.Contains(cuts(name+"人民政府"), len(name)) {
			t.Errorf("%s does not end the way names end", name)
		}
	}
	if !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
		t.Error("codes are not sorted or not unique")
	}
	if n := len(codes); n < 3200 {
		t.Errorf("only %d divisions", n)
	}
	for line := range strings.Lines(former) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if d, ok := byCode(f[1]); !ok || d.Name != f[3] {
			t.Errorf("%s: carried on by %s %s, the table says %q", f[0], f[1], f[3], d.Name)
		}
		if len(named(f[0])) > 0 {
			t.Errorf("%s is not gone", f[0])
		}
	}
	for _, code := range []string{"", "000000", "999999", "370324", "11"} {
		if d, ok := byCode(code); ok {
			t.Errorf("byCode(%q) = %v", code, d)
		}
	}
}

func BenchmarkFromIssuer(b *testing.B) {
	for b.Loop() {
		if _, _, err := FromIssuer([]string{"沂源县人民政府"}, "沂源县人民政府关于印发沂源县停车管理办法的通知"); err != nil {
			b.Fatal(err)
		}
	}
}

// A rule asks for parameters by name; one that no place can have would make the
// rule say «cannot tell» for ever.
func TestRulesAskForKnownParameters(t *testing.T) {
	asked := map[string]string{}
	ask := regexp.MustCompile(`\bparam: *([a-z_]+)`)
	err := filepath.WalkDir("../catalog", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range ask.FindAllSubmatch(data, -1) {
			asked[string(m[1])] = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) == 0 {
		t.Fatal("no rule asks for a parameter: the search is broken")
	}
	for name, path := range asked {
		if _, ok := parameters()[name]; !ok {
			t.Errorf("%s asks for %q, which is no parameter", path, name)
		}
	}
}
