package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCorpusIncompleteExit: a corpus that is not whole makes exit code 3 and
// never a clean report, whether it is refused at once or found out while asked.
func TestCorpusIncompleteExit(t *testing.T) {
	dir := t.TempDir()
	laws, index := filepath.Join(dir, "laws", "法律"), filepath.Join(dir, "index")
	if err := os.MkdirAll(laws, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, laws, "中华人民共和国晒场法.md", "# 中华人民共和国晒场法\n\n2001年5月6日 第九届全国人民代表大会常务委员会第二十一次会议通过\n\n<!-- INFO END -->\n\n第一条 为了保护晒场，制定本法。\n\n第二条 占用晒场的，由主管部门责令在三日内腾退，可以处一百元以下罚款。\n\n第三条 本法自2001年7月1日起施行。\n")
	doc := write(t, dir, "办法.txt", "云岭县晒场管理办法\n\n第一条　根据《中华人民共和国晒场法》第二条，制定本办法。\n第二条　占用晒场的，由主管部门责令在三日内腾退，可以处九百元以下罚款。\n第三条　本办法自2020年1月1日起施行，有效期五年。\n")
	if code, _, errw := command(t, "", "corpus", "build", "--bigrams", "-o", index, filepath.Dir(laws)); code != exitClean {
		t.Fatal(errw)
	}
	type outcome struct {
		code    int
		verdict string
	}
	check := func(at string) outcome {
		code, out, errw := command(t, "", "check", "--fail-on=never", "--format=json", "--corpus="+at, doc)
		var r struct {
			Reports []struct {
				Verdict string
				Results []struct{ Rule, Outcome, Reason string }
			}
		}
		if out != "" {
			if err := json.Unmarshal([]byte(out), &r); err != nil {
				t.Fatal(err, out)
			}
		}
		if code == exitFailed && !strings.Contains(errw, "法规库") {
			t.Errorf("not said why: %s", errw)
		}
		o := outcome{code: code}
		for _, x := range r.Reports {
			o.verdict = x.Verdict
		}
		return o
	}
	if o := check(index); o.code != exitClean || o.verdict != "clean" && o.verdict != "findings" {
		t.Fatalf("a whole corpus: %+v", o)
	}
	part := func(at, pattern string) string {
		found, err := filepath.Glob(filepath.Join(at, "g-*", pattern))
		if err != nil || len(found) == 0 {
			t.Fatal(pattern, found, err)
		}
		return found[0]
	}
	for _, harm := range []struct {
		name string
		do   func(at string) error
	}{
		{"a shard removed", func(at string) error { return os.RemoveAll(part(at, "text-*")) }},
		{"a shard cut short", func(at string) error { return os.Truncate(part(at, "text-*/pairs"), 40) }},
		{"fewer rows than the manifest says", func(at string) error {
			p := filepath.Join(at, "manifest.json")
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			m := regexp.MustCompile(`"Kind": "text",\s*"Rows": (\d+)`)
			if !m.Match(b) {
				return fmt.Errorf("no rows in %s", b)
			}
			return os.WriteFile(p, m.ReplaceAll(b, []byte(`"Kind": "text", "Rows": 99`)), 0o644)
		}},
		{"a byte of a work changed", func(at string) error {
			p := part(at, "works.tab")
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			return os.WriteFile(p, bytes.ReplaceAll(b, []byte("2001"), []byte("2011")), 0o644)
		}},
	} {
		at := filepath.Join(t.TempDir(), "index")
		if err := os.CopyFS(at, os.DirFS(index)); err != nil {
			t.Fatal(err)
		}
		if err := harm.do(at); err != nil {
			t.Fatalf("%s: %v", harm.name, err)
		}
		if o := check(at); o.code != exitFailed || o.verdict != "" && o.verdict != "incomplete" {
			t.Errorf("%s: exit code %d, verdict %q", harm.name, o.code, o.verdict)
		}
	}
}
