package rules

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
)

// departments holds the departments to which the text gives duties, the letters that asked
// for opinions, the answers and the table of what was adopted against each other.
//
//	unasked     the text gives a duty to a department that was not asked (规章制定程序条例第十七条)
//	unanswered  a complete dossier with letters: a department was asked and no answer is there
//	miscounted  a complete dossier with letters: their number is not the one that is told
//	unheeded    a department answered with an opinion, and no table or statement tells what
//	            became of it
//
// Departments are told by what they are for (stems), so 县发改委 is 县发展和改革局. One that the
// table of stems does not know is left alone.
type departments struct {
	Is string `yaml:"is"`
}

func (c *departments) build(*builder) (evaluator, []string, error) {
	run := map[string]func(*checker.Pass) []Hit{"unasked": unasked, "unanswered": unanswered, "miscounted": miscounted, "unheeded": unheeded}[c.Is]
	if run == nil {
		return nil, nil, fmt.Errorf("is is none of unasked, unanswered, miscounted, unheeded")
	}
	return func(_ context.Context, p *checker.Pass) ([]Hit, error) {
		if p.Dossier == nil {
			return nil, nil
		}
		return run(p), nil
	}, []string{"organ", "list", "file", "days", "limit"}, nil
}

// stemTable names what departments of local governments are for, each with its spellings;
// the first is the one by which it goes.
func stemTable() [][]string {
	return [][]string{
		{"发展和改革", "发展改革", "发改"}, {"教育和体育", "教育体育", "教体", "教育"}, {"科学技术", "科技"}, {"工业和信息化", "工信"}, {"公安"}, {"民政"}, {"财政"},
		{"人力资源和社会保障", "人力资源社会保障", "人社"}, {"自然资源和规划", "自然资源"}, {"生态环境"}, {"住房和城乡建设", "住房城乡建设", "住建"},
		{"交通运输"}, {"水利", "水务"}, {"农业农村"}, {"商务"}, {"文化和旅游", "文化旅游", "文旅"}, {"卫生健康", "卫健"}, {"退役军人事务", "退役军人"},
		{"应急管理"}, {"审计"}, {"市场监督管理", "市场监管"}, {"统计"}, {"医疗保障", "医保"}, {"城市管理综合行政执法", "城市管理", "综合行政执法", "城管"},
		{"林业和草原", "林业", "林草"}, {"行政审批服务", "行政审批", "政务服务"}, {"税务"}, {"消防救援"}, {"气象"}, {"国有资产监督管理", "国资"}, {"数据管理", "大数据"},
		{"体育"}, {"司法"},
	}
}

// stemOf gives the department that a name means; "" where the table does not know it. Of
// several the longest counts: 教育和体育 is not 体育.
func stemOf(name string) string {
	best, out := 0, ""
	for _, row := range stemTable() {
		for _, s := range row {
			if len(s) > best && strings.Contains(name, s) {
				best, out = len(s), row[0]
			}
		}
	}
	return out
}

// given is a duty that the text gives to a department.
type given struct {
	stem, name string
	span       source.Span
}

type dutiesKey struct{}

// duties finds the departments to which the body gives a duty, each at its first place.
func duties(p *checker.Pass) []given {
	return p.Memo(dutiesKey{}, func() any {
		var out []given
		for i := range p.Doc.Clauses {
			c := &p.Doc.Clauses[i]
			if c.Zone != document.ZoneBody && c.Zone != document.ZoneNotice {
				continue
			}
			s := p.Doc.Text.Norm[c.Span.Start:c.Span.End]
			for _, m := range departmentPlaces().FindAllStringIndex(s, -1) {
				at := source.Span{Start: c.Span.Start + m[0], End: c.Span.Start + m[1]}
				if c.RolesAt(at)&(document.Quotes|document.Narrates|document.Defines) != 0 || inTitle(s, m[0]) || boilerplate().MatchString(s) || !duty(listBefore(s[:m[0]]), listAfter(s[m[1]:])) {
					continue
				}
				// 公安机关, 财政部门 name any organ of the kind: only a plain duty counts.
				if name := s[m[0]:m[1]]; (strings.HasSuffix(name, "部门") || strings.HasSuffix(name, "机关")) && !plainDuty().MatchString(listAfter(s[m[1]:])) {
					continue
				}
				stem := stemOf(s[m[0]:m[1]])
				if stem == "" || slices.ContainsFunc(out, func(g given) bool { return g.stem == stem }) {
					continue
				}
				out = append(out, given{stem, s[m[0]:m[1]], at})
			}
		}
		return out
	}).([]given)
}

// listAfter skips the other members of a list: 「、财政局等部门应当…」 → 「应当…」.
func listAfter(s string) string { return s[len(restOfList().FindString(s)):] }

// listBefore keeps what stands before a list in which the name is not the first.
func listBefore(s string) string {
	if at := headOfList().FindStringIndex(s); at != nil {
		return s[:at[0]]
	}
	return s
}

var (
	departmentPlaces = sync.OnceValue(func() *regexp.Regexp {
		var all []string
		for _, row := range stemTable() {
			all = append(all, row...)
		}
		slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
		stems := strings.Join(all, "|")
		return regexp.MustCompile(`(?:(?:省|市|县|区|州|旗|镇|本级)(?:人民政府)?)?(?:` + stems + `)(?:管理|行政)?(?:局|委员会|委|厅|主管部门|行政主管部门|部门|机关)`)
	})
	// boilerplate are clauses that repeat what a law gives an organ to do anyhow.
	boilerplate = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`移送|移交[^。；]{0,10}(?:公安|司法)|构成(?:犯罪|违反治安)|治安管理处罚|报案|报警|电话|邮箱`)
	})
	plainDuty = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[^，。；：]{0,8}?(?:负责|应当|承担|牵头|按照[^，。；]{0,8}职责|做好|要)`)
	})
	restOfList = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:(?:、|和|及|以及|与)[\p{Han}]{2,14}?(?:局|委员会|委|厅|部门|机关|机构))*(?:等(?:有关|相关)?(?:部门|单位))?`)
	})
	headOfList = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:[\p{Han}]{2,14}?(?:局|委员会|委|厅|部门|机关)(?:、|和|及|以及|与))+$`)
	})
)

// asking is who was asked, as papers and the statement tell.
type asking struct {
	stems  map[string]bool
	names  []string
	at     checker.Fact
	broad  bool // all departments were asked
	all    bool // every list gives each of its members
	proved bool // a paper, not the statement alone
	told   bool // the statement gives a list
}

func asked(p *checker.Pass) asking {
	out := asking{stems: map[string]bool{}, all: true}
	add := func(acts []*checker.Act, paper bool) {
		for _, a := range acts {
			organs := append(a.All("organ"), a.All("replied")...)
			if n := a.Fact("asked"); n.Known() && n.N > len(a.All("organ")) && len(a.All("replied")) == 0 {
				out.all = false
			}
			for _, f := range organs {
				if !out.at.Known() {
					out.at = f
				}
				if strings.Contains(f.Text, "部门") || strings.Contains(f.Text, "单位") {
					out.broad = out.broad || strings.HasPrefix(f.Text, "各") || strings.Contains(f.Text, "直各")
				}
				if s := stemOf(f.Text); s != "" {
					out.stems[s] = true
				}
				if !slices.Contains(out.names, f.Text) {
					out.names = append(out.names, f.Text)
				}
				out.proved = out.proved || paper
				out.told = out.told || !paper
			}
		}
	}
	add(p.Dossier.Events("consultation"), true)
	add(p.Dossier.Events("signed"), true)
	add(p.Dossier.Claims("consultation"), false)
	return out
}

// drafters are the departments that drafted, issued or reviewed the document: nobody asks
// himself.
func drafters(p *checker.Pass) map[string]bool {
	out := map[string]bool{"司法": true}
	for _, i := range p.Doc.Issuers {
		out[stemOf(i.Name)] = true
	}
	for _, acts := range [][]*checker.Act{p.Dossier.Claims("drafting"), p.Dossier.Events("drafting")} {
		for _, a := range acts {
			for _, f := range a.All("by") {
				out[stemOf(f.Text)] = true
			}
		}
	}
	return out
}

func unasked(p *checker.Pass) []Hit {
	gs := duties(p)
	own := drafters(p)
	gs = slices.DeleteFunc(slices.Clone(gs), func(g given) bool { return own[g.stem] })
	if len(gs) == 0 {
		return nil
	}
	got := asked(p)
	var out []Hit
	for _, g := range gs {
		if got.stems[g.stem] || got.broad {
			continue
		}
		out = append(out, Hit{Span: g.span, Vars: map[string]string{"organ": g.name, "list": strings.Join(got.names, "、"), "file": got.at.Where(), "days": "", "limit": ""}, Lower: !p.Dossier.Complete && !got.told})
	}
	switch {
	case len(out) == 0 && got.proved:
		p.Prove(checker.Consultation)
		return nil
	case len(out) == 0:
		p.CannotTell("起草说明写征求了部门意见（" + got.at.Where() + "），材料包里没有部门意见材料")
		return nil
	case len(got.names) == 0:
		p.CannotTell("正文给" + out[0].Vars["organ"] + "等部门规定职责，没有读出征求了哪些部门的意见")
		return nil
	case !got.all:
		p.CannotTell("正文给" + out[0].Vars["organ"] + "规定职责，材料没有写全征求意见的部门（" + got.at.Where() + "），请核对")
		return nil
	}
	return out
}

// answers are the letters of a dossier: who answered, who was asked by letter, how many
// answers papers and the statement tell.
func answers(p *checker.Pass) (replied map[string]bool, letters, told []checker.Fact) {
	replied = map[string]bool{}
	for _, a := range p.Dossier.Events("consultation") {
		for _, f := range a.All("replied") {
			replied[f.Text] = true
		}
		if f := a.Fact("answered"); f.Known() {
			told = append(told, f)
		}
		if len(a.All("replied")) == 0 && !a.Fact("asked").Known() {
			letters = append(letters, a.All("organ")...)
		}
	}
	for _, a := range p.Dossier.Claims("consultation") {
		if f := a.Fact("answered"); f.Known() {
			told = append(told, f)
		}
	}
	return replied, letters, told
}

func unanswered(p *checker.Pass) []Hit {
	replied, letters, _ := answers(p)
	if !p.Dossier.Complete || len(replied) == 0 {
		return nil
	}
	stems := map[string]bool{}
	for name := range replied {
		stems[stemOf(name)] = true
	}
	var out []Hit
	for _, f := range letters {
		if s := stemOf(f.Text); s != "" && !stems[s] {
			out = append(out, Hit{Vars: map[string]string{"organ": f.Text, "list": "", "file": f.Where(), "days": "", "limit": ""}})
		}
	}
	return out
}

func miscounted(p *checker.Pass) []Hit {
	replied, _, told := answers(p)
	if !p.Dossier.Complete || len(replied) == 0 {
		return nil
	}
	for _, f := range told {
		if f.N != len(replied) {
			return []Hit{{Vars: map[string]string{"organ": "", "list": "", "file": f.Where(), "days": strconv.Itoa(len(replied)), "limit": strconv.Itoa(f.N)}}}
		}
	}
	return nil
}

func unheeded(p *checker.Pass) []Hit {
	table := map[string]bool{}
	tables := 0
	for _, acts := range [][]*checker.Act{p.Dossier.Events("answers"), p.Dossier.Claims("answers")} {
		for _, a := range acts {
			tables++
			for _, f := range a.All("answered_to") {
				table[stemOf(f.Text)] = true
			}
		}
	}
	var out []Hit
	for _, a := range p.Dossier.Events("consultation") {
		for _, f := range a.All("opinion") {
			if s := stemOf(f.Text); s == "" || table[s] {
				continue
			}
			if !p.Dossier.Complete && tables == 0 {
				p.CannotTell(f.Text + "提出了意见（" + f.Where() + "），材料包里没有意见采纳情况")
				continue
			}
			out = append(out, Hit{Vars: map[string]string{"organ": f.Text, "list": "", "file": f.Where(), "days": "", "limit": ""}, Lower: !p.Dossier.Complete})
		}
	}
	return out
}
