//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// spent is what a process took.
type spent struct {
	cpu time.Duration
	rss int64 // bytes, at most
}

func measure(t *testing.T, cmd *exec.Cmd) spent {
	t.Helper()
	var b bytes.Buffer
	cmd.Stderr = &b
	_ = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != exitClean && code != exitFailed {
		t.Fatalf("exit code %d: %s", code, b.String())
	}
	if !strings.Contains(b.String(), "清理对象") {
		t.Fatalf("not at its end: %s", b.String())
	}
	use := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return spent{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), int64(use.Maxrss) << 10}
}

// An archive four times as large takes at most 4.6 times the processor time and
// less than half a gigabyte; a pass with nothing changed takes a tenth of the first.
// DOCREVIEW_SCALE_DOCS=100000 go test ./cmd/docreview -run TestBatchScale -v -timeout 2h
// makes the archive itself; DOCREVIEW_SCALE_DIR names folders to measure instead,
// the smaller first, parted by «:».
func TestBatchScale(t *testing.T) {
	n := number("DOCREVIEW_SCALE_DOCS", 0)
	dirs := filepath.SplitList(os.Getenv("DOCREVIEW_SCALE_DIR"))
	switch {
	case len(dirs) > 0:
	case n > 0:
		dirs = []string{madeArchive(t, n/4), madeArchive(t, n)}
	default:
		t.Skip("DOCREVIEW_SCALE_DOCS or DOCREVIEW_SCALE_DIR is not set")
	}
	var first spent
	var firstBytes int64
	for i, dir := range dirs {
		out := t.TempDir()
		args := []string{"batch", dir, "--out", out, "--as-of", "2026-11-22", "--reports", "none"}
		cold := measure(t, process(args...))
		again := measure(t, process(args...))
		var size int64
		docs := 0
		if err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
			if err == nil && !info.IsDir() {
				size, docs = size+info.Size(), docs+1
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		t.Log(fmt.Sprintf("%d files, %.1f MB: %s of processor time, %.1f MB/s per core, %d MB; again %s (%.1f %%), %d MB", docs, float64(size)/(1<<20),
			cold.cpu, float64(size)/(1<<20)/cold.cpu.Seconds(), cold.rss>>20, again.cpu, 100*again.cpu.Seconds()/cold.cpu.Seconds(), again.rss>>20))
		if cold.rss > 500<<20 || again.rss > 500<<20 {
			t.Errorf("%d files: %d MB, again %d MB", docs, cold.rss>>20, again.rss>>20)
		}
		if docs > 2000 && again.cpu > cold.cpu/10 {
			t.Errorf("%d files: again %s of %s", docs, again.cpu, cold.cpu)
		}
		if i == 0 {
			first, firstBytes = cold, size
			continue
		}
		if grown, much := cold.cpu.Seconds()/first.cpu.Seconds(), float64(size)/float64(firstBytes); grown > 1.15*much {
			t.Errorf("%.2f times the bytes take %.2f times the processor time", much, grown)
		}
	}
}
