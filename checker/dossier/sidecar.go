package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"docreview/checker"
	"docreview/corpus/law"
)

// A SidecarError says that a dossier.yaml is wrong.
type SidecarError struct{ Err error }

func (e *SidecarError) Error() string { return sidecarName + ": " + e.Err.Error() }

func (e *SidecarError) Unwrap() error { return e.Err }

// sidecarFile is dossier.yaml as its author writes it:
//
//	complete: true                # 材料已经齐全
//	major_decision: false         # 不是重大行政决策
//	papers:
//	  扫描件3.pdf: 合法性审核意见
//	facts:
//	  - event: legality_review
//	    paper: 扫描件3.pdf        # may be left out: then it is for the event as a whole
//	    by: [云岭县司法局]
//	    accepted: 2025-04-08
//	    day: 2025-04-15
//	    conclusion: 同意
//
// A fact that is stated takes the place of what was read under that name in the
// paper, or, where no paper is named, in all papers of the event.
type sidecarFile struct {
	Complete bool              `yaml:"complete"`
	Major    *bool             `yaml:"major_decision"`
	Papers   map[string]string `yaml:"papers"`
	Facts    []statedFacts     `yaml:"facts"`
	Told     map[string]string `yaml:"told"` // what no paper tells, by name: started: 经常务会议同意启动
}

type statedFacts struct {
	Event      string   `yaml:"event"`
	Paper      string   `yaml:"paper"`
	From       string   `yaml:"from"`
	To         string   `yaml:"to"`
	Day        string   `yaml:"day"`
	Accepted   string   `yaml:"accepted"`
	Received   *int     `yaml:"received"`
	Adopted    *int     `yaml:"adopted"`
	Partly     *int     `yaml:"partly"`
	Rejected   *int     `yaml:"rejected"`
	Experts    *int     `yaml:"experts"`
	Signed     *int     `yaml:"signed"`
	Asked      *int     `yaml:"asked"`
	Answered   *int     `yaml:"answered"`
	Channel    string   `yaml:"channel"`
	By         []string `yaml:"by"`
	Conclusion string   `yaml:"conclusion"`
	Level      string   `yaml:"level"`
	Meeting    string   `yaml:"meeting"`
	Signer     string   `yaml:"signer"`
	Recipient  []string `yaml:"recipient"`
	Reason     string   `yaml:"reason"`
}

type sidecar struct {
	file  sidecarFile
	kinds map[string]checker.MaterialKind
	facts [][]checker.Fact // of each entry of file.Facts
	told  []checker.Fact
}

// allKinds are the kinds of material that papers may be of.
func allKinds() []checker.MaterialKind {
	var out []checker.MaterialKind
	for _, k := range kindTable() {
		out = append(out, k.kind)
	}
	return append(out, checker.DocumentText)
}

// kindOfEvent is the material that a stated fact stands for where no paper is named.
func kindOfEvent(event string) checker.MaterialKind {
	for _, k := range allKinds() {
		if eventOf(k) == event {
			return k
		}
	}
	return ""
}

// conclusions are the words that rules compare.
func conclusions() map[string][]string {
	return map[string][]string{
		"legality_review":  {"同意", "修改后", "不同意"},
		"fair_competition": {"符合", "例外", "不符合"},
		"risk_assessment":  {"可控", "不可控"},
		"expert_review":    {"可行", "修改后", "不可行"},
		"deliberation":     {"通过", "未通过"},
		"integrity":        {"未发现"},
	}
}

func parseSidecar(data []byte, entries []entry) (*sidecar, error) {
	s := &sidecar{kinds: map[string]checker.MaterialKind{}}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&s.file); err != nil && !errors.Is(err, io.EOF) {
		return nil, &SidecarError{err}
	}
	there := func(name string) bool {
		return slices.ContainsFunc(entries, func(e entry) bool { return e.name == name })
	}
	for name, kind := range s.file.Papers {
		switch k := checker.MaterialKind(kind); {
		case !there(name):
			return nil, &SidecarError{fmt.Errorf("papers: 材料包里没有 %s 这个文件", name)}
		case !slices.Contains(allKinds(), k):
			return nil, &SidecarError{fmt.Errorf("papers: %s: 没有“%s”这种材料；可以写 %s", name, kind, joined(allKinds()))}
		default:
			s.kinds[name] = k
		}
	}
	for i := range s.file.Facts {
		f := &s.file.Facts[i]
		where := fmt.Sprintf("facts 第 %d 项", i+1)
		if kindOfEvent(f.Event) == "" {
			return nil, &SidecarError{fmt.Errorf("%s: 没有“%s”这个环节", where, f.Event)}
		}
		if f.Paper != "" && !there(f.Paper) {
			return nil, &SidecarError{fmt.Errorf("%s: 材料包里没有 %s 这个文件", where, f.Paper)}
		}
		if allowed := conclusions()[f.Event]; f.Conclusion != "" && !slices.Contains(allowed, f.Conclusion) {
			return nil, &SidecarError{fmt.Errorf("%s: 结论“%s”不对；可以写 %s", where, f.Conclusion, strings.Join(allowed, "、"))}
		}
		facts, err := f.facts()
		if err != nil {
			return nil, &SidecarError{fmt.Errorf("%s: %w", where, err)}
		}
		if len(facts) == 0 {
			return nil, &SidecarError{fmt.Errorf("%s: 没有写明任何内容", where)}
		}
		s.facts = append(s.facts, facts)
	}
	for _, name := range slices.Sorted(maps.Keys(s.file.Told)) {
		if TellingWords(name) == "" || s.file.Told[name] == "" {
			return nil, &SidecarError{fmt.Errorf("told: 没有“%s”这一项，或者没有写明内容", name)}
		}
		s.told = append(s.told, checker.Fact{Name: name, Text: s.file.Told[name], File: sidecarName, Stated: true})
	}
	return s, nil
}

// facts gives what is stated, in the order of the fields.
func (f *statedFacts) facts() ([]checker.Fact, error) {
	var out []checker.Fact
	stated := func(name string) checker.Fact { return checker.Fact{Name: name, File: sidecarName, Stated: true} }
	for _, d := range []struct{ name, text string }{{"from", f.From}, {"to", f.To}, {"day", f.Day}, {"accepted", f.Accepted}} {
		if d.text == "" {
			continue
		}
		day, n, ok := law.ParseDate(d.text)
		if !ok || n != len(d.text) || !day.Valid() {
			return nil, fmt.Errorf("%s: “%s”不是日期", d.name, d.text)
		}
		q := stated(d.name)
		q.Day, q.Text = day, day.String()
		out = append(out, q)
	}
	for _, c := range []struct {
		name string
		n    *int
	}{{"received", f.Received}, {"adopted", f.Adopted}, {"partly", f.Partly}, {"rejected", f.Rejected}, {"experts", f.Experts}, {"signed", f.Signed}, {"asked", f.Asked}, {"answered", f.Answered}} {
		if c.n == nil {
			continue
		}
		if *c.n < 0 {
			return nil, fmt.Errorf("%s: %d 小于零", c.name, *c.n)
		}
		q := stated(c.name)
		q.N = *c.n
		out = append(out, q)
	}
	for _, w := range []struct {
		name string
		text []string
	}{{"channel", []string{f.Channel}}, {"by", f.By}, {"conclusion", []string{f.Conclusion}}, {"level", []string{f.Level}}, {"meeting", []string{f.Meeting}},
		{"signer", []string{f.Signer}}, {"recipient", f.Recipient}, {"reason", []string{f.Reason}}} {
		for _, t := range w.text {
			if t == "" {
				continue
			}
			q := stated(w.name)
			q.Text = t
			out = append(out, q)
		}
	}
	return out, nil
}

// apply puts what is stated over the papers from first on.
func (s *sidecar) apply(f *Folder, first int) {
	f.complete = f.complete || s.file.Complete
	if s.file.Major != nil {
		text := "no"
		if *s.file.Major {
			text = "yes"
		}
		f.major = checker.Fact{Name: "major", Text: text, File: sidecarName, Stated: true}
	}
	if len(s.told) > 0 {
		f.papers = append(f.papers, paper{Paper: checker.Paper{File: sidecarName, Kind: checker.DocumentText, Why: "填报，没有对应的材料"}, told: s.told})
	}
	for i, facts := range s.facts {
		want := s.file.Facts[i]
		var target *checker.Act
		for j := first; j < len(f.papers); j++ {
			p := &f.papers[j]
			if want.Paper != "" && p.File != want.Paper {
				continue
			}
			for k := range p.acts {
				a := &p.acts[k]
				if a.Event != want.Event || a.Kind == checker.DraftingStatement {
					continue
				}
				a.Facts = without(a.Facts, facts)
				if target == nil {
					target = a
				}
			}
		}
		if target != nil {
			target.Facts = append(target.Facts, facts...)
			continue
		}
		act := checker.Act{Event: want.Event, Kind: kindOfEvent(want.Event), File: sidecarName, Facts: facts}
		if want.Paper != "" {
			j := slices.IndexFunc(f.papers, func(p paper) bool { return p.File == want.Paper })
			act.File = want.Paper
			if k := f.papers[j].Kind; eventOf(k) == want.Event {
				act.Kind = k
			}
			f.papers[j].acts = append(f.papers[j].acts, act)
			continue
		}
		f.papers = append(f.papers, paper{Paper: checker.Paper{File: sidecarName, Kind: act.Kind, Why: "填报，没有对应的材料"}, acts: []checker.Act{act}})
	}
}

// without drops the facts that are stated anew.
func without(facts, stated []checker.Fact) []checker.Fact {
	var out []checker.Fact
	for _, f := range facts {
		if !slices.ContainsFunc(stated, func(s checker.Fact) bool { return s.Name == f.Name }) {
			out = append(out, f)
		}
	}
	return out
}
