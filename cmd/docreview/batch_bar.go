package main

import (
	"fmt"
	"strings"
	"time"
)

// bar tells how far a long work has come: a line that is overwritten on a
// terminal, a line every tenth of the way elsewhere. A nil bar is silent.
type bar struct {
	e     *env
	what  string
	live  bool
	start time.Time
	last  time.Time
	tenth int
	shown bool
}

func newBar(e *env, what string) *bar {
	return &bar{e: e, what: what, live: terminal(e.err), start: time.Now()}
}

// set tells what is done. allBytes of 0 means that it is not known.
func (b *bar) set(done, total int, bytes, allBytes int64) {
	now := time.Now()
	if !b.live {
		tenth := 10 * done / max(1, total)
		if tenth > b.tenth && now.Sub(b.last) > time.Second && now.Sub(b.start) > time.Second {
			b.tenth, b.last = tenth, now
			fmt.Fprintf(b.e.err, "%s %d/%d，%s\n", b.what, done, total, b.speed(now, bytes))
		}
		return
	}
	if now.Sub(b.last) < 100*time.Millisecond && done < total {
		return
	}
	b.last, b.shown = now, true
	share := float64(done) / float64(max(1, total))
	if allBytes > 0 {
		share = float64(bytes) / float64(allBytes)
	}
	const width = 24
	full := int(share * width)
	left := ""
	if spent := now.Sub(b.start); share > 0.01 && spent > time.Second && share < 1 {
		left = "，还要 " + shortTime(time.Duration(float64(spent)*(1-share)/share))
	}
	fmt.Fprintf(b.e.err, "\r\033[K%s [%s%s] %d/%d，%s%s", b.what, strings.Repeat("█", full), strings.Repeat("░", width-full), done, total, b.speed(now, bytes), left)
}

func (b *bar) speed(now time.Time, bytes int64) string {
	return fmt.Sprintf("%.1f MB/s", float64(bytes)/(1<<20)/max(0.001, now.Sub(b.start).Seconds()))
}

// done clears the line.
func (b *bar) done() {
	if b.live && b.shown {
		fmt.Fprint(b.e.err, "\r\033[K")
		b.shown = false
	}
}

func shortTime(d time.Duration) string {
	switch s := int(d.Seconds() + 0.5); {
	case s < 60:
		return fmt.Sprintf("%d 秒", s)
	case s < 3600:
		return fmt.Sprintf("%d 分 %d 秒", s/60, s%60)
	default:
		return fmt.Sprintf("%d 小时 %d 分", s/3600, s%3600/60)
	}
}
