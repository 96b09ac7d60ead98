package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"docreview/corpus/law"
)

// env is what commands get from outside.
type env struct {
	in       io.Reader
	out, err io.Writer
	today    func() law.Date
	getenv   func(string) string
	tty      bool // out is a terminal
	color    bool // and shows colours
	width    int  // its columns; 0: not known
}

// run carries out one command line and returns the exit code. It is the only
// place that turns an error into a code and a message.
func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	e := &env{in: in, out: out, err: errw, today: today, getenv: os.Getenv}
	e.tty = terminal(out)
	e.color = e.tty && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	e.width, _ = strconv.Atoi(os.Getenv("COLUMNS"))
	return e.run(ctx, args)
}

// today is the calendar day in China, wherever the machine stands.
func today() law.Date {
	t := time.Now().In(time.FixedZone("CST", 8*3600))
	return law.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Exit codes, as scripts know them.
const (
	exitClean    = 0 // checked, nothing at or above --fail-on
	exitFindings = 1 // checked, findings at or above --fail-on
	exitUsage    = 2 // wrong command line, configuration or rule file
	exitFailed   = 3 // could not check
	exitSecret   = 4 // refused: a document bears a classified marking
)

// usageError is a wrong command line, configuration or rule file. Its words are
// for people.
type usageError struct{ words string }

func (e *usageError) Error() string { return e.words }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// errFindings says that the command worked and found something; it was printed.
var errFindings = errors.New("findings")

// uncheckedError says that something could not be checked; the reports tell
// what and why.
type uncheckedError struct{ words string }

func (e *uncheckedError) Error() string { return e.words }

// classifiedError says that documents were refused for their classified marking.
type classifiedError struct{ words string }

func (e *classifiedError) Error() string { return e.words }

func (e *env) run(ctx context.Context, args []string) int {
	app := newApp(e)
	err := app.RunContext(ctx, flagsFirst(app.Commands, args))
	var usage *usageError
	var secret *classifiedError
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &usage):
		fmt.Fprintf(e.err, "docreview：%s\n", usage.words)
		return exitUsage
	case errors.As(err, &secret):
		fmt.Fprintf(e.err, "docreview：%s\n", secret.words)
		return exitSecret
	case ctx.Err() != nil:
		fmt.Fprintln(e.err, "docreview：已中断，没有完成检查。")
		return exitFailed
	}
	fmt.Fprintf(e.err, "docreview：%s\n", words(err))
	return exitFailed
}
