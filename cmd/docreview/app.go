package main

import (
	"strings"

	"github.com/urfave/cli/v2"
)

func newApp(e *env) *cli.App {
	app := &cli.App{
		Name:                      "docreview",
		Usage:                     "行政规范性文件合法性审核（离线）",
		Reader:                    e.in,
		Writer:                    e.out,
		ErrWriter:                 e.err,
		HideVersion:               true,
		HideHelpCommand:           true,
		EnableBashCompletion:      true,
		DisableSliceFlagSeparator: true,
		CustomAppHelpTemplate:     appHelp,
		OnUsageError:              onUsageError,
		// The default handler would exit inside Run.
		ExitErrHandler: func(*cli.Context, error) {},
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return unknownCommand(c, "docreview")
			}
			return cli.ShowAppHelp(c)
		},
		Commands: []*cli.Command{
			checkCommand(e),
			gateCommand(e),
			textCommand(e),
			batchCommand(e),
			mergeCommand(e),
			radarCommand(e),
			corpusCommand(e),
			dossierCommand(e),
			profileCommand(e),
			rulesCommand(e),
			explainCommand(e),
			whyNotCommand(e),
			versionCommand(e),
			completionCommand(e),
		},
	}
	prepare(app.Commands)
	return app
}

// prepare sets what v2 does not hand down to commands.
func prepare(commands []*cli.Command) {
	for _, c := range commands {
		c.OnUsageError = onUsageError
		c.HideHelpCommand = true
		c.CustomHelpTemplate = commandHelp
		if len(c.Subcommands) > 0 {
			c.CustomHelpTemplate = groupHelp
		}
		prepare(c.Subcommands)
	}
}

// unknownCommand says that there is no such command.
func unknownCommand(c *cli.Context, under string) error {
	return usagef("没有 %s 这个命令。可用的命令见 %s --help。", c.Args().First(), under)
}

// onUsageError puts the flag package's words into Chinese.
func onUsageError(c *cli.Context, err error, _ bool) error {
	s := err.Error()
	help := "用法见 docreview " + strings.TrimSpace(strings.TrimPrefix(c.Command.FullName(), "docreview")+" --help。")
	if name, ok := strings.CutPrefix(s, "flag provided but not defined: "); ok {
		return usagef("没有 %s 这个选项。%s", dashed(name), help)
	}
	if name, ok := strings.CutPrefix(s, "flag needs an argument: "); ok {
		return usagef("选项 %s 后面缺少值。%s", dashed(name), help)
	}
	if rest, ok := strings.CutPrefix(s, "invalid value "); ok {
		value, rest, _ := strings.Cut(rest, " for flag ")
		name, _, _ := strings.Cut(rest, ":")
		return usagef("选项 %s 的值 %s 不对。%s", dashed(name), value, help)
	}
	if rest, ok := strings.CutPrefix(s, "invalid boolean value "); ok {
		value, rest, _ := strings.Cut(rest, " for ")
		name, _, _ := strings.Cut(rest, ":")
		return usagef("选项 %s 的值 %s 不对。%s", dashed(name), value, help)
	}
	return usagef("命令行有误（%s）。%s", s, help)
}

// dashed writes a flag as people do: --as-of, -j.
func dashed(name string) string {
	name = strings.TrimLeft(name, "-")
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// noFlagsBehind refuses an argument that looks like a flag behind the first
// file: v2 would take it for a file name.
func noFlagsBehind(c *cli.Context) error {
	for i, a := range c.Args().Slice() {
		if i > 0 && len(a) > 1 && a[0] == '-' {
			return usagef("选项 %s 要写在文件前面。以“-”开头的文件名请写成 ./%s。", a, a)
		}
	}
	return nil
}

// noArguments refuses arguments where a command takes none.
func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return usagef("%s 不需要“%s”。用法见 docreview %s --help。", c.Command.Name, c.Args().First(), c.Command.Name)
	}
	return nil
}

const flagLines = `{{if .VisibleFlags}}
选项：{{range .VisibleFlags}}{{if ne (index .Names 0) "help"}}
   {{range $i, $n := .Names}}{{if $i}}, {{end}}{{if eq (len $n) 1}}-{{else}}--{{end}}{{$n}}{{end}}{{if .TakesValue}} 值{{end}}
        {{.GetUsage}}{{end}}{{end}}
   --help, -h
        显示这份帮助
{{end}}`

const appHelp = `docreview —— {{.Usage}}

用法：docreview 命令 [选项] [文件…]

命令：{{range .VisibleCommands}}
   {{.Name}}{{"\t"}}{{.Usage}}{{end}}

每个命令的选项见 docreview 命令 --help。
退出码：0 没有达到 --fail-on 的问题；1 有；2 命令行、配置或规则文件有误；3 有文件未能检查；4 有文件标有密级，没有检查。
`

const commandHelp = `{{.HelpName}} —— {{.Usage}}

用法：{{.HelpName}} {{.ArgsUsage}}
{{if .Description}}
{{.Description}}
{{end}}` + flagLines

const groupHelp = `{{.HelpName}} —— {{.Usage}}

命令：{{range .VisibleCommands}}
   {{.Name}}{{"\t"}}{{.Usage}}{{end}}
`
