package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"docreview/checker/calendar"
	"docreview/checker/dossier"
)

// paths are one path or several in a configuration file.
type paths []string

func (p *paths) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*p = paths{n.Value}
		return nil
	}
	var list []string
	if err := n.Decode(&list); err != nil {
		return err
	}
	*p = list
	return nil
}

// papersFor opens the dossiers of the command line, else those that the configuration names,
// each set once; nil: none.
func (p *planner) papersFor(c *config) (*dossier.Folder, error) {
	list := p.flags.dossiers
	if len(list) == 0 {
		for _, d := range c.Dossier {
			list = append(list, c.beside(&d))
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	key := strings.Join(list, "\x00")
	if f := p.folders[key]; f != nil {
		return f, nil
	}
	f, err := openDossier(list)
	if err != nil {
		return nil, err
	}
	p.folders[key] = f
	return f, nil
}

// calendarFor reads the table of holidays that takes the place of the program's own; nil:
// none was named.
func (p *planner) calendarFor(c *config) (*calendar.Table, error) {
	path := p.flags.calendar
	if path == "" {
		path = c.beside(c.Calendar)
	}
	if path == "" {
		return nil, nil
	}
	if t := p.tables[path]; t != nil {
		return t, nil
	}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usagef("没有节假日安排表 %s。", path)
	case err != nil:
		return nil, usagef("读不出节假日安排表 %s：%s。", path, strings.TrimSuffix(words(err), "。"))
	}
	defer f.Close()
	t, err := calendar.Read(filepath.Base(path), f)
	var wrong *calendar.TableError
	switch {
	case errors.As(err, &wrong):
		return nil, usagef("节假日安排表 %s 有误：%s。每行写一年，如 2027 off 01-01..01-03 work 01-04。", path, strings.TrimPrefix(strings.TrimPrefix(wrong.Error(), wrong.Name), "："))
	case err != nil:
		return nil, usagef("读不出节假日安排表 %s：%s。", path, strings.TrimSuffix(words(err), "。"))
	}
	p.tables[path] = t
	return t, nil
}

// unreadPapers counts the papers of all dossiers that could not be read, each dossier once.
func unreadPapers(jobs []job) int {
	n, seen := 0, map[*dossier.Folder]bool{}
	for _, j := range jobs {
		if j.papers != nil && !seen[j.papers] {
			seen[j.papers] = true
			n += j.papers.Unread()
		}
	}
	return n
}
