package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// scripts ask the program itself for words, so that they never grow stale.
var scripts = map[string]string{
	"bash": `# 在 ~/.bashrc 里加一行：source <(docreview completion bash)
_docreview() {
  local cur words
  cur="${COMP_WORDS[COMP_CWORD]}"
  words="$("${COMP_WORDS[@]:0:COMP_CWORD}" ${cur:+"$cur"} --generate-bash-completion 2>/dev/null)"
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _docreview docreview
`,
	"zsh": `#compdef docreview
# 在 ~/.zshrc 里加一行：source <(docreview completion zsh)
_docreview() {
  local -a words_
  words_=(${(f)"$("${words[@]:0:$((CURRENT-1))}" ${words[CURRENT]:+"${words[CURRENT]}"} --generate-bash-completion 2>/dev/null)"})
  compadd -a words_
  _files
}
compdef _docreview docreview
`,
	"fish": `# 存为 ~/.config/fish/completions/docreview.fish
function __docreview_words
  set -l tokens (commandline -opc) (commandline -ct)
  $tokens --generate-bash-completion 2>/dev/null
end
complete -c docreview -a '(__docreview_words)'
`,
}

var shells = []string{"bash", "zsh", "fish"}

func completionCommand(e *env) *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: "命令补全脚本", ArgsUsage: strings.Join(shells, "|"),
		BashComplete: func(c *cli.Context) { _ = e.print(strings.Join(shells, "\n") + "\n") },
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 || !slices.Contains(shells, c.Args().First()) {
				return usagef("请写明一种命令行：docreview completion bash、zsh 或 fish。")
			}
			return e.print(scripts[c.Args().First()])
		},
	}
}
