package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"docreview/checker"
	"docreview/corpus/law"
)

// configName is the file that may set what flags set, searched from the folder
// of a document upwards. The nearest one counts, alone.
const configName = ".docreview.yaml"

// config is a .docreview.yaml. A nil field is not set.
type config struct {
	AsOf     *string           `yaml:"as_of"`
	Corpus   *string           `yaml:"corpus"`
	Profile  *string           `yaml:"profile"`
	Stage    *string           `yaml:"stage"`
	Format   []string          `yaml:"format"`
	Rules    []string          `yaml:"rules"`
	Enable   []string          `yaml:"enable"`
	Disable  []string          `yaml:"disable"`
	Severity map[string]string `yaml:"severity"`
	FailOn   *string           `yaml:"fail_on"`
	Strict   *bool             `yaml:"strict"`
	Jobs     *int              `yaml:"jobs"`

	path string // of the file; "" when there is none
}

// configs finds and reads configuration files, each folder once.
type configs struct{ byDir map[string]*config }

// near gives the configuration for documents in dir; an empty one where there
// is no file on the way up.
func (c *configs) near(dir string) (*config, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if got, ok := c.byDir[dir]; ok {
		return got, nil
	}
	got, err := readConfig(filepath.Join(dir, configName))
	switch up := filepath.Dir(dir); {
	case err == nil:
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case up == dir:
		got = &config{}
	default:
		if got, err = c.near(up); err != nil {
			return nil, err
		}
	}
	c.byDir[dir] = got
	return got, nil
}

func readConfig(path string) (*config, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || isDir(path) {
		return nil, fs.ErrNotExist
	}
	if err != nil {
		return nil, usagef("读不出配置文件 %s：%s。", path, words(err))
	}
	c := &config{path: path}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(c); err != nil && !errors.Is(err, io.EOF) {
		return nil, usagef("配置文件 %s 有误：%s。", path, yamlWords(err))
	}
	return c, nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// yamlWords puts the most frequent mistakes into Chinese and keeps the line.
func yamlWords(err error) string {
	var out []string
	var types *yaml.TypeError
	if !errors.As(err, &types) {
		return strings.TrimPrefix(err.Error(), "yaml: ")
	}
	for _, s := range types.Errors {
		line, rest, _ := strings.Cut(strings.TrimPrefix(s, "line "), ": ")
		if key, ok := strings.CutPrefix(rest, "field "); ok {
			key, _, _ = strings.Cut(key, " ")
			rest = fmt.Sprintf("没有 %s 这个项目", key)
		} else if strings.HasPrefix(rest, "cannot unmarshal") {
			rest = "值的类型不对（" + rest + "）"
		}
		out = append(out, "第 "+line+" 行，"+rest)
	}
	return strings.Join(out, "；")
}

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
