package rules_test

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/corpus/law"
	"docreview/rules/profile"
)

var (
	precision = flag.Bool("precision", false, "TestPrecision: run all rules over the real documents and compare with what was last accepted")
	accept    = flag.Bool("accept", false, "TestPrecision: the same, and accept what came out")
)

// precisionFile holds what was last accepted. For every document that has
// findings its path below ../shared in a line of its own, then a line a finding:
// rule, severity, place in the document, the hash of the finding's id. No words of
// the documents stand in it.
const precisionFile = "testdata/precision.txt"

// precisionSet lists the folders of the set: labelled documents, normative
// documents of the State Council and of ministries as published, local
// regulations and rules.
var precisionSet = []string{
	"eval/documents", "eval/text", "samples", "data/state-council-docs-html", "data/rules-md", "corpus/laws-md/DLC", "corpus/laws-md/其他",
}

// told is one finding of the set.
type told struct{ file, rule, severity, at, id string }

func (m told) String() string {
	return fmt.Sprintf("%s %-7s %s %s %s", m.rule, m.severity, m.file, cmp.Or(m.at, "全文"), m.id)
}

// TestPrecision is the frozen precision set: all rules over the real documents
// beside the repository, findings by rule, and what was gained and lost since the
// last accepted figures, by name. It takes half a minute, so it runs on demand:
//
//	go test ./rules -run TestPrecision -precision -v
//	go test ./rules -run TestPrecision -accept
func TestPrecision(t *testing.T) {
	if !*precision && !*accept {
		t.Skip("on demand: -precision compares, -accept accepts")
	}
	root := shared(t)
	var files []string
	for _, dir := range precisionSet {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	got, read := measure(t, root, files)
	t.Logf("%d documents, %d findings\n%s", read, len(got), byRule(got))
	if *accept {
		if err := os.WriteFile(precisionFile, encodeTold(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	was := readTold(t)
	gained, lost := differ(got, was), differ(was, got)
	for _, m := range gained {
		t.Logf("+ %s", m)
	}
	for _, m := range lost {
		t.Logf("- %s", m)
	}
	if len(gained)+len(lost) > 0 {
		t.Errorf("%d findings gained, %d lost since the last accepted figures (-accept accepts them)", len(gained), len(lost))
	}
}

// measure runs all rules over the files; files that are no documents are passed
// over.
func measure(t *testing.T, root string, files []string) (all []told, read int) {
	set, with := builtin(t), against(t)
	out := make([][]told, len(files))
	was := make([]bool, len(files))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				f, err := os.Open(files[i])
				if err != nil {
					t.Error(err)
					continue
				}
				text, err := source.Read(filepath.Base(files[i]), f, 0)
				f.Close()
				if err != nil {
					continue
				}
				doc := document.Parse(text, with.Names)
				names := make([]string, len(doc.Issuers))
				for k, x := range doc.Issuers {
					names[k] = x.Name
				}
				opt := checker.Options{AsOf: law.Date{Year: 2026, Month: 11, Day: 22}, Corpus: with.Corpus}
				if opt.Profile, _, err = profile.FromIssuer(names, doc.Title.Value); err != nil {
					t.Error(err)
					continue
				}
				opt.Profile.Stage = [...]string{document.StageUnknown: "", document.StageDraft: "draft", document.StageReview: "review", document.StageIssued: "issued"}[doc.Stage]
				rep, err := checker.Run(t.Context(), doc, set.Rules, opt)
				if err != nil {
					t.Errorf("%s: %v", files[i], err)
					continue
				}
				was[i] = true
				rel, _ := filepath.Rel(root, files[i])
				for _, x := range rep.Findings {
					out[i] = append(out[i], told{filepath.ToSlash(rel), x.RuleID, x.Severity.String(), x.At, strings.TrimPrefix(x.ID, x.RuleID+"-")})
				}
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	wg.Wait()
	for i := range files {
		if was[i] {
			read++
		}
		all = append(all, out[i]...)
	}
	slices.SortStableFunc(all, func(a, b told) int {
		return cmp.Or(strings.Compare(a.file, b.file), strings.Compare(a.rule, b.rule), strings.Compare(a.at, b.at), strings.Compare(a.id, b.id))
	})
	return all, read
}

// byRule is a table: rule, errors, warnings, hints, documents.
func byRule(list []told) string {
	type row struct {
		n    map[string]int
		docs map[string]bool
	}
	rows := map[string]*row{}
	for _, m := range list {
		r := rows[m.rule]
		if r == nil {
			r = &row{map[string]int{}, map[string]bool{}}
			rows[m.rule] = r
		}
		r.n[m.severity]++
		r.docs[m.file] = true
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s %7s %8s %6s %10s\n", "rule", "errors", "warnings", "infos", "documents")
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		r := rows[id]
		fmt.Fprintf(&b, "%-10s %7d %8d %6d %10d\n", id, r.n["error"], r.n["warning"], r.n["info"], len(r.docs))
	}
	return b.String()
}

func encodeTold(list []told) []byte {
	var b strings.Builder
	file := ""
	for _, m := range list {
		if m.file != file {
			file = m.file
			b.WriteString(file + "\n")
		}
		fmt.Fprintf(&b, "\t%s\t%s\t%s\t%s\n", m.rule, m.severity, m.at, m.id)
	}
	return []byte(b.String())
}

func readTold(t *testing.T) (list []told) {
	f, err := os.Open(precisionFile)
	if err != nil {
		t.Fatalf("%v: make it with -accept", err)
	}
	defer f.Close()
	file := ""
	for s := bufio.NewScanner(f); s.Scan(); {
		line, finding := strings.CutPrefix(s.Text(), "\t")
		if !finding {
			file = line
			continue
		}
		c := strings.Split(line, "\t")
		if file == "" || len(c) != 4 {
			t.Fatalf("%s: %q is no finding", precisionFile, line)
		}
		list = append(list, told{file, c[0], c[1], c[2], c[3]})
	}
	return list
}

// differ gives those of a that b lacks.
func differ(a, b []told) (out []told) {
	have := make(map[told]bool, len(b))
	for _, m := range b {
		have[m] = true
	}
	for _, m := range a {
		if !have[m] {
			out = append(out, m)
		}
	}
	return out
}

// TestPrecisionFile holds the form of the accepted figures and that what is
// written is read again.
func TestPrecisionFile(t *testing.T) {
	list := readTold(t)
	if len(list) < 500 {
		t.Fatalf("only %d findings are accepted", len(list))
	}
	b, err := os.ReadFile(precisionFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(encodeTold(list)) != string(b) {
		t.Error("what is read and written again differs")
	}
	one := list[0]
	other := one
	other.at += "第一款"
	if d := differ([]told{one, other}, list); len(d) != 1 || d[0] != other {
		t.Errorf("gained %v", d)
	}
}
