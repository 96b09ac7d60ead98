package profile

import (
	"bytes"
	"embed"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"docreview/checker"
	"docreview/corpus/law"
)

//go:embed params/*.yaml
var files embed.FS

// Parameter describes a parameter that places may set.
type Parameter struct {
	Name string // validity_max_years
	// Unit is 日 (a place may count 工作日 instead), 工作日, 月, 年, 名, 月日 (131 is 31 January);
	// "" is a yes (1) or no (0).
	Unit  string
	Start string // the day from which it counts, in Chinese; "" where nothing counts
	Words string // what it is, in Chinese
}

// Parameters lists every parameter, in the order in which they are shown.
func Parameters() []Parameter {
	return []Parameter{
		{"comment_min_days", "日", "公告发布之日（含首尾两日）", "与经营者密切相关的，公开征求意见最短期限"},
		{"comment_general_workdays", "工作日", "公告发布之日（含首尾两日）", "其他文件公开征求意见最短期限"},
		{"comment_decision_days", "日", "公告发布之日（含首尾两日）", "重大行政决策公开征求意见最短期限"},
		{"review_min_workdays", "工作日", "收到送审材料之日", "合法性审核最短时间"},
		{"review_max_workdays", "工作日", "收到送审材料之日", "合法性审核最长时间"},
		{"review_decision_workdays", "工作日", "收到送审材料之日", "重大行政决策合法性审查最短时间"},
		{"hearing_material_days", "日", "听证材料送达之日", "听证材料提前送达的时间"},
		{"decision_min_experts", "名", "", "重大行政决策论证专家最少人数"},
		{"first_review_required", "", "", "承办部门送审前应当先作合法性初审"},
		{"prior_request_required", "", "", "部门制定涉及群众切身利益的文件应当先请示本级政府"},
		{"macro_consistency_required", "", "", "应当评估宏观政策取向一致性"},
		{"publish_to_effect_days", "日", "公布之日", "公布至施行最短间隔"},
		{"business_adaptation_days", "日", "公布之日", "给经营主体的适应调整期"},
		{"validity_required", "", "", "应当写明有效期"},
		{"validity_max_years", "年", "施行之日", "有效期最长年限"},
		{"validity_may_exceed", "", "", "说明理由的可以超过最长年限"},
		{"validity_implied_years", "年", "施行之日", "没有写明的按此推定有效期"},
		{"trial_max_years", "年", "施行之日", "暂行、试行最长年限"},
		{"renewal_review_months", "月", "有效期届满之日（往前）", "届满前评估"},
		{"cleanup_years", "年", "施行之日或者上次清理之日", "定期清理周期"},
		{"filing_days", "日", "公布之日", "报政府备案期限"},
		{"filing_congress_days", "日", "公布之日", "报人大常委会备案期限"},
		{"correction_days", "日", "收到备案审查意见之日", "按备案审查意见改正的期限"},
		{"catalog_deadline", "月日", "每年", "报送上一年度文件目录的截止日"},
		{"disclosure_workdays", "工作日", "信息形成之日", "主动公开期限"},
		{"explanation_workdays", "工作日", "公布之日", "政策解读发布期限"},
		{"database_required", "", "", "应当纳入统一数据库"},
		{"translation_required", "", "", "与外商投资、国际贸易密切相关的应当提供外文译本"},
		{"reg_number_required", "", "", "统一登记、统一编号、统一公布"},
		{"dispatched_organ_may_issue", "", "", "派出机关可以制定"},
		{"dispatched_agency_may_issue", "", "", "派出机构可以制定"},
		{"ad_hoc_may_issue", "", "", "临时机构、议事协调机构可以制定"},
		{"internal_may_issue", "", "", "内设机构可以制定"},
	}
}

// parameters finds a parameter by its name.
var parameters = sync.OnceValue(func() map[string]Parameter {
	m := map[string]Parameter{}
	for _, p := range Parameters() {
		m[p.Name] = p
	}
	return m
})

// Instrument is a measure of the place on normative documents.
type Instrument struct {
	Title       string `yaml:"title"`
	Number      string `yaml:"number"`      // 省人民政府令第240号; "" where not known
	Promulgated string `yaml:"promulgated"` // a day; "" where not known
	Effective   string `yaml:"effective"`   // a day; "" where not known
	Note        string `yaml:"note"`
	Sure        *bool  `yaml:"sure"` // title and number were read in a source
}

// file is one file of params/, decoded strictly.
type file struct {
	Code string `yaml:"code"` // "" in national.yaml
	Name string `yaml:"name"`
	// Note says in Chinese what is known of the place beside its numbers.
	Note        string           `yaml:"note"`
	Instruments []Instrument     `yaml:"instruments"`
	Params      map[string]param `yaml:"params"`
}

type param struct {
	Value   *int   `yaml:"value"`
	Unit    string `yaml:"unit"`
	Source  string `yaml:"source"`
	Sure    *bool  `yaml:"sure"`
	Start   string `yaml:"start"`   // where the place counts from another day
	Article string `yaml:"article"` //
	From    string `yaml:"from"`    // day from which it holds; "": not known
	Until   string `yaml:"until"`   // day on which it holds no longer
	// Earlier are the numbers that the place had before.
	Earlier []param `yaml:"earlier"`
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
		line, up := p.all(k, f), chain(out[k])
		if len(up) > 0 && up[0].Sure && !line[0].Sure && up[0].Value == line[0].Value && up[0].Unit == line[0].Unit {
			line, up = up, line // what is surely so above is not in doubt because a place repeats it
		}
		line = append(line, up...)
		v := line[0]
		v.Else = line[1:]
		out[k] = v
	}
	return nil
}

// chain is a number with those that hold outside its days.
func chain(p checker.Param) []checker.Param {
	if p.Source == "" {
		return nil
	}
	rest := p.Else
	p.Else = nil
	return append([]checker.Param{p}, rest...)
}

// all gives the numbers of one place, the newest first.
func (p param) all(name string, f file) []checker.Param {
	start := p.Start
	if start == "" {
		start = parameters()[name].Start
	}
	v := checker.Param{Value: *p.Value, Unit: p.Unit, Source: p.Source, Sure: *p.Sure, Start: start, Article: p.Article, Code: f.Code, Place: f.Name}
	v.From, _ = day(p.From)
	v.Until, _ = day(p.Until)
	out := []checker.Param{v}
	for _, e := range p.Earlier {
		out = append(out, e.all(name, f)...)
	}
	return out
}

// day reads a day of a file; "" is none.
func day(s string) (law.Date, bool) {
	if s == "" {
		return law.Date{}, true
	}
	d, n, ok := law.ParseDate(s)
	return d, ok && n == len(s) && d.Valid()
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
	for _, i := range f.Instruments {
		_, ok := day(i.Promulgated)
		_, ok2 := day(i.Effective)
		if i.Title == "" || i.Sure == nil || !ok || !ok2 {
			return f, fmt.Errorf("instruments: %q needs title and sure, and days that are days", i.Title)
		}
	}
	for name, p := range f.Params {
		if err := p.check(name); err != nil {
			return f, err
		}
	}
	return f, nil
}

// check says what is wrong with a number.
func (p param) check(name string) error {
	known, ok := parameters()[name]
	from, fromOK := day(p.From)
	until, untilOK := day(p.Until)
	switch {
	case !ok:
		return fmt.Errorf("no parameter is called %q", name)
	case p.Value == nil || p.Sure == nil || p.Source == "":
		return fmt.Errorf("%s: value, source and sure are needed", name)
	case p.Unit != known.Unit && !(known.Unit == "日" && p.Unit == "工作日"):
		return fmt.Errorf("%s: unit %q, want %q", name, p.Unit, known.Unit)
	case known.Unit == "" && *p.Value != 0 && *p.Value != 1:
		return fmt.Errorf("%s: %d, want 0 or 1", name, *p.Value)
	case *p.Value < 0:
		return fmt.Errorf("%s: %d is negative", name, *p.Value)
	case !fromOK || !untilOK:
		return fmt.Errorf("%s: from %q, until %q: not days", name, p.From, p.Until)
	case !from.IsZero() && !until.IsZero() && !from.Before(until):
		return fmt.Errorf("%s: from %s is not before until %s", name, p.From, p.Until)
	}
	for _, e := range p.Earlier {
		if e.Until == "" {
			return fmt.Errorf("%s: an earlier number needs until", name)
		}
		if err := e.check(name); err != nil {
			return err
		}
	}
	return nil
}
