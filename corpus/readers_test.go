package corpus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"docreview/corpus/law"
)

// longestWait is how long a question may wait while another process builds.
const longestWait = 100 * time.Millisecond

// readWhile lets ten readers ask an index, each opening it anew for every round
// of questions, until done is closed. It gives how long the slowest step took:
// opening, finding, reading an article, the nearest provisions.
func readWhile(t *testing.T, dir string, done <-chan struct{}, title, clause string, pause time.Duration) (slowest time.Duration, rounds int) {
	t.Helper()
	ctx := context.Background()
	var mu sync.Mutex
	var group sync.WaitGroup
	step := func(f func() error) {
		start := time.Now()
		err := f()
		took := time.Since(start)
		mu.Lock()
		defer mu.Unlock()
		slowest = max(slowest, took)
		if err != nil {
			t.Error(err)
		}
	}
	for range 10 {
		group.Add(1)
		go func() {
			defer group.Done()
			for {
				select {
				case <-done:
					return
				case <-time.After(pause):
				}
				var x *Index
				step(func() (err error) { x, err = Open(dir); return err })
				if x == nil {
					continue
				}
				var works [][]*law.Regulation
				step(func() (err error) {
					works, err = x.Find(ctx, law.Ref{Title: title})
					if err == nil && len(works[0]) != 1 {
						err = errors.New("not one work of that title")
					}
					return err
				})
				if len(works) == 1 && len(works[0]) == 1 {
					e := works[0][0].Editions
					step(func() error {
						_, err := x.Provision(ctx, law.Place{Edition: e[len(e)-1].ID, Provision: law.Provision{Article: 3}})
						return err
					})
				}
				scope := Line("370300", law.LevelNormative, law.Date{})
				if !strings.Contains(dir, "full") {
					scope = law.Scope{}
				}
				step(func() error {
					got, err := x.Near(ctx, scope, law.Near{Terms: law.Bigrams(clause), AtLeast: 5, Limit: 5})
					if err == nil && len(got[0]) == 0 {
						err = errors.New("nothing near")
					}
					return err
				})
				if err := x.Close(); err != nil {
					t.Error(err)
				}
				mu.Lock()
				rounds++
				mu.Unlock()
			}
		}()
	}
	group.Wait()
	return slowest, rounds
}

// TestTenReaders: ten readers while one builds, three times over: no error. How
// long they wait is measured with everything by TestFullTenReaders; here a
// reader that waits for a lock would wait as long as a build takes.
func TestTenReaders(t *testing.T) {
	src := filepath.Join(t.TempDir(), "corpus")
	copyTree(t, made(), src)
	dir := filepath.Join(t.TempDir(), "index")
	build(t, fast(t, dir, src))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 3 {
			time.Sleep(300 * time.Millisecond) // a real build takes longer than a round of questions
			p := filepath.Join(src, "行政法规", "蜂场迁移规定(2016-11-11).md")
			b, err := os.ReadFile(p)
			if err == nil {
				err = os.WriteFile(p, append(b, []byte("\n补一句：蜂箱要编号。\n")...), 0o644)
			}
			o := fast(t, dir, src)
			o.Gists = []Gist{{"轮次", "", strings.Repeat("又", i+1)}}
			if err == nil {
				_, err = Build(context.Background(), o)
			}
			if err != nil {
				t.Error(err)
			}
		}
	}()
	slowest, rounds := readWhile(t, dir, done, "中华人民共和国河道采石法", "采石留下的坑，应当在二十日内填平", time.Millisecond)
	t.Logf("%d rounds, slowest step %v", rounds, slowest)
	if rounds < 10 {
		t.Errorf("%d rounds", rounds)
	}
	if slowest > 20*longestWait { // a busy machine is slow; a lock is slower
		t.Errorf("a reader waited %v", slowest)
	}
}

// TestFullTenReaders measures ten readers while a build of everything goes on in
// another process, each opening it and asking twice a second; it wants a quiet machine and
// DOCREVIEW_FULL_INDEX.
func TestFullTenReaders(t *testing.T) {
	x := fullIndex(t)
	dir := filepath.Join(t.TempDir(), "full")
	copyTree(t, filepath.Dir(x.dir), dir)
	var dirs []string
	for _, d := range fullDirs {
		dirs = append(dirs, filepath.Join(shared(t), "corpus", d))
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		took := killed(t, 0, "DOCREVIEW_CHILD_INDEX="+dir, "DOCREVIEW_CHILD_SOURCE="+strings.Join(dirs, string(filepath.ListSeparator)), "DOCREVIEW_CHILD_LARGE=1", "DOCREVIEW_CHILD_ROWS=500")
		t.Logf("a build of %v", took.Round(time.Millisecond))
	}()
	slowest, rounds := readWhile(t, dir, done, "行政处罚法", "行政机关实施查封、扣押的期限不得超过六十日；情况复杂的，经行政机关负责人批准，可以延长", 500*time.Millisecond)
	t.Logf("%d rounds of questions, slowest step %v", rounds, slowest)
	if slowest > longestWait {
		t.Errorf("a reader waited %v; want at most %v", slowest, longestWait)
	}
}
