package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"docreview/checker/render"
	"docreview/rules"
)

func versionCommand(e *env) *cli.Command {
	return &cli.Command{
		Name: "version", Usage: "版本、规则和法规目录的摘要", ArgsUsage: " ",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			return e.version()
		},
	}
}

func (e *env) version() error {
	set, err := rules.Builtin()
	if err != nil {
		return brokenRules(err)
	}
	lib, err := openLibrary("")
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "docreview %s\n", tool().Version)
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintf(&b, "构建：%s\n", info.GoVersion)
	}
	fmt.Fprintf(&b, "规则：%d 条，%s\n", len(set.Rules), set.Digest)
	s := lib.Snapshot()
	fmt.Fprintf(&b, "法规库：%s，%d 件，截至 %s，%s\n", s.Name, s.Works, s.AsOf, s.Digest)
	return e.print(b.String())
}

// tool names this program as it goes into reports.
func tool() render.Tool {
	t := render.Tool{Name: "docreview", Version: "devel"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return t
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		t.Version = v
		return t
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			t.Version = "devel-" + s.Value[:12]
		}
	}
	return t
}
