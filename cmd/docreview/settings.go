package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"docreview/checker"
	"docreview/checker/calendar"
	"docreview/checker/dossier"
	"docreview/corpus/law"
	"docreview/rules/profile"
)

// settings are what holds for one document.
type settings struct {
	asOf     law.Date // zero: the date of the document
	profile  *checker.Profile
	stage    string
	severity map[string]checker.Severity
	failOn   checker.Severity
	never    bool // --fail-on never
	strict   bool
	rules    *ruleset
	baseline *knownList // nil: none
	papers   *dossier.Folder
	lists    map[string]*checker.List
	calendar *calendar.Table // nil: the one that the program carries
}

// key tells ruleset choices apart, so that each is loaded once.
type ruleChoice struct {
	dirs, enable, disable []string
}

func (r ruleChoice) key() string {
	return strings.Join(r.dirs, "\x00") + "\x01" + strings.Join(r.enable, "\x00") + "\x01" + strings.Join(r.disable, "\x00")
}

var stages = []string{"draft", "review", "issued"}

var severities = map[string]checker.Severity{"error": checker.Error, "warning": checker.Warning, "info": checker.Info}

// parseAsOf reads --as-of: a day, "document" (zero), or "" for today.
func parseAsOf(s string, today law.Date) (law.Date, error) {
	switch s {
	case "":
		return today, nil
	case "document":
		return law.Date{}, nil
	}
	d, n, ok := law.ParseDate(s)
	if !ok || n != len(s) || !d.Valid() {
		return law.Date{}, usagef("日期“%s”不对。请写成 2026-11-22 这样的日期，或者写 document（按文件自己的日期）。", s)
	}
	return d, nil
}

func parseStage(s string) (string, error) {
	if s == "" || slices.Contains(stages, s) {
		return s, nil
	}
	return "", usagef("没有“%s”这个阶段。可以写 draft（起草）、review（送审）、issued（已印发）。", s)
}

func parseFailOn(s string) (sev checker.Severity, never bool, err error) {
	if s == "" {
		return checker.Error, false, nil
	}
	if s == "never" {
		return 0, true, nil
	}
	sev, ok := severities[s]
	if !ok {
		return 0, false, usagef("--fail-on 的值“%s”不对。可以写 error、warning、info、never。", s)
	}
	return sev, false, nil
}

// split cuts lists written with commas, Chinese ones too.
func split(list []string) []string {
	var out []string
	for _, s := range list {
		for _, x := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '，' || r == '、' || r == ' ' }) {
			out = append(out, x)
		}
	}
	return out
}

// parseSeverity reads ID=level pairs.
func parseSeverity(pairs []string) (map[string]string, error) {
	out := map[string]string{}
	for _, p := range split(pairs) {
		id, level, ok := strings.Cut(p, "=")
		if !ok {
			return nil, usagef("--severity 要写成 规则=级别，例如 TIME-005=error，不是“%s”。", p)
		}
		out[id] = level
	}
	return out, nil
}

// planner turns flags and configuration files into settings, each once.
type planner struct {
	*env
	flags    checkOptions
	configs  configs
	settings map[*config]*settings
	sets     map[string]*ruleset
	lists    map[string]*knownList // by path
	folders  map[string]*dossier.Folder
	tables   map[string]*calendar.Table
	offices  map[string]*checker.List // by name and path
}

func newPlanner(e *env, o checkOptions) *planner {
	return &planner{env: e, flags: o, configs: configs{map[string]*config{}}, settings: map[*config]*settings{},
		sets: map[string]*ruleset{}, lists: map[string]*knownList{},
		folders: map[string]*dossier.Folder{}, tables: map[string]*calendar.Table{}, offices: map[string]*checker.List{}}
}

func (p *planner) settingsFor(dir string) (*settings, error) {
	c, err := p.configs.near(dir)
	if err != nil {
		return nil, err
	}
	if s := p.settings[c]; s != nil {
		return s, nil
	}
	s, err := p.join(c)
	if err != nil {
		return nil, inConfig(c, err)
	}
	p.settings[c] = s
	return s, nil
}

// inConfig adds the configuration file to an error that it may have caused.
func inConfig(c *config, err error) error {
	if u, ok := err.(*usageError); ok && c.path != "" {
		return usagef("%s（配置文件 %s 对这里有效。）", u.words, c.path)
	}
	return err
}

// join puts flags over the configuration.
func (p *planner) join(c *config) (*settings, error) {
	o := p.flags
	s := &settings{}
	var err error
	if s.asOf, err = parseAsOf(pick(o.asOf, c.AsOf), p.today()); err != nil {
		return nil, err
	}
	if s.stage, err = parseStage(pick(o.stage, c.Stage)); err != nil {
		return nil, err
	}
	if s.failOn, s.never, err = parseFailOn(pick(o.failOn, c.FailOn)); err != nil {
		return nil, err
	}
	if o.gate != nil {
		// A gate is not for the one who wants to pass it to move.
		if s.failOn, s.never, err = parseFailOn(o.failOn); err != nil {
			return nil, err
		}
	}
	if path := cmp.Or(o.baseline, c.beside(c.Baseline)); path != "" {
		if s.baseline, err = p.knownList(path); err != nil {
			return nil, err
		}
	}
	switch {
	case o.gate != nil:
	case o.strict != nil:
		s.strict = *o.strict
	case c.Strict != nil:
		s.strict = *c.Strict
	}
	if s.papers, err = p.papersFor(c); err != nil {
		return nil, err
	}
	if s.calendar, err = p.calendarFor(c); err != nil {
		return nil, err
	}
	if s.lists, err = p.listsFor(c); err != nil {
		return nil, err
	}
	if name := pick(o.profile, c.Profile); name != "" {
		found, err := profile.Resolve(name)
		if err != nil {
			return nil, usagef("不能确定地区：%s", words(err))
		}
		s.profile = &found
	}
	choice := ruleChoice{dirs: o.rules, enable: split(first2(o.enable, c.Enable)), disable: split(first2(o.disable, c.Disable))}
	if len(choice.dirs) == 0 {
		choice.dirs = c.ruleDirs()
	}
	if s.rules, err = p.ruleset(choice); err != nil {
		return nil, err
	}
	levels, err := parseSeverity(o.severity)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(c.Severity)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, levels)
	s.severity = map[string]checker.Severity{}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		level, ok := severities[all[id]]
		if !ok {
			return nil, usagef("规则 %s 的级别“%s”不对。可以写 error、warning、info。", id, all[id])
		}
		if !s.rules.known(id) {
			return nil, usagef("没有 %s 这条规则。全部规则见 docreview rules list。", id)
		}
		s.severity[id] = level
	}
	return s, nil
}

// pick gives the flag where it is set, else the configuration's value.
func pick(flag string, conf *string) string {
	if flag == "" && conf != nil {
		return *conf
	}
	return flag
}

// corpusDir gives the index that was asked for, or the user's own where one is
// built; "" asks for the embedded catalogue.
func (p *planner) corpusDir(c *config) string {
	if dir := pick(p.flags.corpus, c.Corpus); dir != "" {
		return dir
	}
	if dir := p.getenv("DOCREVIEW_CORPUS"); dir != "" {
		return dir
	}
	return builtIndex(p.getenv)
}
