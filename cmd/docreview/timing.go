package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"docreview/checker"
)

// timing adds up how long phases and rules took. A nil timing measures nothing.
// It is safe for several goroutines.
type timing struct {
	start time.Time
	mu    sync.Mutex
	names []string // of phases, in the order in which they began
	spent map[string]time.Duration
	rule  map[string]time.Duration
	// common is spent on what several rules share; it counts for none of them.
	common time.Duration
}

func newTiming() *timing {
	return &timing{start: time.Now(), spent: map[string]time.Duration{}, rule: map[string]time.Duration{}}
}

func nothing() {}

// phase begins a phase; the function it returns ends it.
func (t *timing) phase(name string) func() {
	if t == nil {
		return nothing
	}
	t.mu.Lock()
	if _, ok := t.spent[name]; !ok {
		t.names = append(t.names, name)
		t.spent[name] = 0
	}
	t.mu.Unlock()
	start := time.Now()
	return func() {
		d := time.Since(start)
		t.mu.Lock()
		defer t.mu.Unlock()
		t.spent[name] += d
	}
}

// rules gives copies of the rules whose checks are measured.
func (t *timing) rules(list []*checker.Rule) []*checker.Rule {
	if t == nil {
		return list
	}
	out := make([]*checker.Rule, len(list))
	for i, r := range list {
		x := *r
		if check := r.Check; check != nil {
			x.Check = func(ctx context.Context, p *checker.Pass) error {
				start := time.Now()
				defer func() {
					d := time.Since(start)
					t.mu.Lock()
					defer t.mu.Unlock()
					t.rule[x.ID] += d
				}()
				return check(ctx, p)
			}
		}
		out[i] = &x
	}
	return out
}

// shared hears of the analyses that rules share.
func (t *timing) shared() func(ruleID string) (done func()) {
	if t == nil {
		return nil
	}
	return func(id string) func() {
		start := time.Now()
		return func() {
			d := time.Since(start)
			t.mu.Lock()
			defer t.mu.Unlock()
			t.common += d
			t.rule[id] -= d
		}
	}
}

// dearest is how many rules words names.
const dearest = 10

// words says what was measured.
func (t *timing) words(title func(id string) string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "用时：共 %s 毫秒。几步同时进行的，各步之和会大于总数。\n", ms(time.Since(t.start)))
	for _, n := range t.names {
		fmt.Fprintf(&b, "%10s  %s\n", ms(t.spent[n]), n)
	}
	type spent struct {
		id string
		d  time.Duration
	}
	var list []spent
	var sum time.Duration
	for id, d := range t.rule {
		list = append(list, spent{id, d})
		sum += d
	}
	slices.SortFunc(list, func(a, b spent) int { return cmp.Or(cmp.Compare(b.d, a.d), strings.Compare(a.id, b.id)) })
	sum += t.common
	share := func(d time.Duration) float64 {
		if sum <= 0 {
			return 0
		}
		return 100 * float64(d) / float64(sum)
	}
	fmt.Fprintf(&b, "规则 %d 条，共 %s 毫秒；各条规则共用的分析和最费时的规则：\n", len(list), ms(sum))
	fmt.Fprintf(&b, "%10s  %4.1f%%  共用分析（在全文中查词、读句式、取被引条文，只做一次）\n", ms(t.common), share(t.common))
	for _, x := range list[:min(dearest, len(list))] {
		fmt.Fprintf(&b, "%10s  %4.1f%%  %s %s\n", ms(x.d), share(x.d), x.id, title(x.id))
	}
	return b.String()
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond)) }
