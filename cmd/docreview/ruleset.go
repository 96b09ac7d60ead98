package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/baseline"
	"docreview/rules"
)

// ruleset is a loaded catalogue with the rules chosen from it.
type ruleset struct {
	set  *rules.Set
	run  []*checker.Rule
	left []string // IDs of rules that options leave out
}

func (r *ruleset) info() checker.RulesInfo {
	return checker.RulesInfo{Digest: r.set.Digest, Count: len(r.run)}
}

func (r *ruleset) known(id string) bool { return r.set.Entry(id) != nil || baseline.IsRule(id) }

func (r *ruleset) title(id string) string {
	if e := r.set.Entry(id); e != nil {
		return e.File.Title
	}
	if x := r.rule(id); x != nil {
		return x.Title
	}
	return ""
}

func (r *ruleset) rule(id string) *checker.Rule {
	if e := r.set.Entry(id); e != nil {
		return e.Rule
	}
	for _, x := range baseline.Rules() {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// ruleset loads and chooses rules, each choice once.
func (p *planner) ruleset(c ruleChoice) (*ruleset, error) {
	if got := p.sets[c.key()]; got != nil {
		return got, nil
	}
	set, err := loadRules(false, c.dirs)
	if err != nil {
		return nil, err
	}
	r := &ruleset{set: set}
	for _, want := range slices.Concat(c.enable, c.disable) {
		if !slices.ContainsFunc(set.Entries(), func(e *rules.Entry) bool { return names(want, e.File.ID) }) {
			return nil, usagef("没有 %s 这条（组）规则。全部规则见 docreview rules list。", want)
		}
		if e := set.Entry(want); e != nil && e.Rule == nil && slices.Contains(c.enable, want) {
			return nil, usagef("规则 %s 已停用：%s", want, sentence(e.File.Why))
		}
	}
	for _, x := range set.Rules {
		is := func(want string) bool { return names(want, x.ID) }
		if (len(c.enable) > 0 && !slices.ContainsFunc(c.enable, is)) || slices.ContainsFunc(c.disable, is) {
			r.left = append(r.left, x.ID)
			continue
		}
		r.run = append(r.run, x)
	}
	if len(r.run) == 0 {
		return nil, usagef("没有剩下可以运行的规则，请检查 --enable 和 --disable。")
	}
	p.sets[c.key()] = r
	return r, nil
}

// names reports whether want is the rule id or its group: SETS-005, SETS.
func names(want, id string) bool {
	want = strings.TrimSuffix(strings.TrimSuffix(want, "*"), "-")
	return want == id || strings.HasPrefix(id, want+"-")
}

// loadRules loads the built-in catalogue and the rule files of dirs.
func loadRules(full bool, dirs []string) (*rules.Set, error) {
	more, err := folders(dirs)
	if err != nil {
		return nil, err
	}
	set, err := rules.Load(full, more...)
	return set, brokenRules(err)
}

func folders(dirs []string) ([]fs.FS, error) {
	var out []fs.FS
	for _, d := range dirs {
		if !isDir(d) {
			return nil, usagef("没有规则目录 %s。", d)
		}
		out = append(out, os.DirFS(d))
	}
	return out, nil
}

// brokenRules makes a usage error of rule files that do not load: whoever wrote
// them must mend them, and every one is named with line and column.
func brokenRules(err error) error {
	var broken *rules.BrokenError
	if !errors.As(err, &broken) {
		return err
	}
	lines := []string{"规则文件有误，没有检查任何文件："}
	for _, e := range broken.Files {
		lines = append(lines, "  "+e.Error())
	}
	return usagef("%s", strings.Join(lines, "\n"))
}

// ruleDirs gives the folders of a configuration, relative to it.
func (c *config) ruleDirs() []string {
	var out []string
	for _, d := range c.Rules {
		if !filepath.IsAbs(d) {
			d = filepath.Join(filepath.Dir(c.path), d)
		}
		out = append(out, d)
	}
	return out
}
