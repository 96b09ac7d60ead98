package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestCorpusBuilds: an index built with words is found, shown, searched and asked
// for nearness by a program without cgo, by many processes at once; and a
// program that carries its dictionary builds with -trimpath. It compiles the
// program twice and wants DOCREVIEW_BUILDS=1.
func TestCorpusBuilds(t *testing.T) {
	if os.Getenv("DOCREVIEW_BUILDS") == "" {
		t.Skip("compiles the program twice: set DOCREVIEW_BUILDS=1")
	}
	dir := t.TempDir()
	compile := func(name, cgo string, args ...string) string {
		out := filepath.Join(dir, name)
		cmd := exec.Command("go", append(append([]string{"build", "-trimpath", "-o", out}, args...), ".")...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
		if b, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, b)
		}
		return out
	}
	if b, err := exec.Command("go", "generate", "../../corpus/segment").CombinedOutput(); err != nil { // ignored by git
		t.Fatalf("%v\n%s", err, b)
	}
	full, plain := compile("full", "1", "-tags", "dict"), compile("plain", "0")
	run := func(program string, args ...string) string {
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir}
		b, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s %v: %v\n%s", filepath.Base(program), args, err, b)
		}
		return string(b)
	}
	corpus, err := filepath.Abs("../../testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	index := filepath.Join(dir, "index")
	run(full, "corpus", "build", "-o", index, corpus)
	if s := run(full, "corpus", "status", "--corpus", index); !strings.Contains(s, "gojieba") {
		t.Errorf("built without words: %s", s)
	}
	doc := write(t, dir, "a.txt", "某县采石管理办法\n\n第一条　采石留下的坑，应当在二十日内填平。\n")
	var group sync.WaitGroup
	for range 6 {
		group.Add(1)
		go func() {
			defer group.Done()
			for _, q := range []struct {
				want string
				args []string
			}{
				{"中华人民共和国河道采石法", []string{"corpus", "find", "--corpus", index, "河道采石法"}},
				{"十五日", []string{"corpus", "show", "--corpus", index, "--article", "6", "--edition", "2021", "河道采石法"}},
				{"停渡牌", []string{"corpus", "search", "--corpus", index, "停渡牌"}},
				{"上位法【十五日", []string{"corpus", "near", "--corpus", index, doc}},
			} {
				for _, program := range []string{plain, full} {
					if s := run(program, q.args...); !strings.Contains(strings.ReplaceAll(s, "【", ""), strings.ReplaceAll(q.want, "【", "")) {
						t.Errorf("%s %v: no %q in\n%s", filepath.Base(program), q.args, q.want, s)
					}
				}
			}
		}()
	}
	group.Wait()
	bare := filepath.Join(dir, "bare")
	run(plain, "corpus", "build", "-o", bare, corpus) // without a segmenter: by pairs of characters
	if s := run(plain, "corpus", "search", "--corpus", bare, "停渡牌"); !strings.Contains(s, "停渡牌") {
		t.Errorf("an index built without cgo: %s", s)
	}
}
