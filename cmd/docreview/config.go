package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
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
	Baseline *string           `yaml:"baseline"`
	Jobs     *int              `yaml:"jobs"`
	Dossier  paths             `yaml:"dossier"`
	Calendar *string           `yaml:"calendar"`
	Lists    map[string]string `yaml:"lists"`

	Template      *string `yaml:"template"`
	CommentAuthor *string `yaml:"comment_author"`

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

// beside gives a path of a configuration, which is relative to it; "" where it
// is not set.
func (c *config) beside(path *string) string {
	if path == nil || *path == "" || filepath.IsAbs(*path) {
		return pick("", path)
	}
	return filepath.Join(filepath.Dir(c.path), *path)
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
