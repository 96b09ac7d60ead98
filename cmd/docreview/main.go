// Command docreview reviews the legality of administrative normative documents
// (行政规范性文件合法性审核), offline.
//
// This package joins rules, checker and corpus, and is the only place that
// speaks to people, looks at the clock, at the environment and at the terminal,
// and ends the process.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
