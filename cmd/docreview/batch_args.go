package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// anyOrder are the commands whose flags may stand behind the folders:
// docreview batch 文件库 --out 结果. v2 reads flags in front of arguments alone.
var anyOrder = []string{"batch", "merge", "radar"}

// flagsFirst puts the flags of such a command before its arguments. Behind «--»
// nothing is a flag.
func flagsFirst(commands []*cli.Command, args []string) []string {
	if len(args) < 3 || !slices.Contains(anyOrder, args[1]) || slices.Contains(args, "--generate-bash-completion") {
		return args
	}
	i := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.Name == args[1] })
	if i < 0 {
		return args
	}
	alone := map[string]bool{"help": true, "h": true} // take no value
	for _, f := range commands[i].Flags {
		if _, ok := f.(*cli.BoolFlag); ok {
			for _, n := range f.Names() {
				alone[n] = true
			}
		}
	}
	var flags, rest []string
	for k := 2; k < len(args); k++ {
		a := args[k]
		switch {
		case a == "--":
			rest = append(rest, args[k:]...)
			k = len(args)
		case len(a) < 2 || a[0] != '-':
			rest = append(rest, a)
		default:
			flags = append(flags, a)
			if name := strings.TrimLeft(a, "-"); !strings.Contains(a, "=") && !alone[name] && k+1 < len(args) {
				k++
				flags = append(flags, args[k])
			}
		}
	}
	return slices.Concat(args[:2], flags, rest)
}
