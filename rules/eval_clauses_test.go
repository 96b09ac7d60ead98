package rules_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
	"docreview/rules"
)

// Thresholds of TestClauses. They are goals of the product; a change that goes
// below them is a fault, not a reason to move them.
const (
	maxInnocentErrors = 0.01 // share of innocent clauses with an error
	minFound          = 0.70 // share of the clauses that regulators found unlawful
	minFoundPolicy    = 0.75 // of those that stood in policy documents
	minFoundBare      = 0.60 // of clauses of laws that a normative document must not set
	maxQuotedErrors   = 0.001
	lawSample         = 3000 // articles of national laws, in quoted form
)

// measured are the groups of rules about content, the ones that clauses are
// labelled for.
var measured = []string{"SETS", "RIGHT", "COMP", "AUTH"}

// judge reviews clauses inside a fixed document, and whole documents.
type judge struct {
	t       *testing.T
	rules   []*checker.Rule
	against rules.Against
}

func newJudge(t *testing.T) *judge {
	j := &judge{t: t, against: against(t)}
	for _, r := range builtin(t).Rules {
		if group, _, _ := strings.Cut(r.ID, "-"); slices.Contains(measured, group) {
			j.rules = append(j.rules, r)
		}
	}
	return j
}

// clause reviews one clause as an article of a normative document.
func (j *judge) clause(text string) []checker.Finding {
	return j.document("clause.txt", []byte("云岭县项目建设管理办法\n\n第一条　为了规范管理工作，制定本办法。\n第二条　"+text+"\n第三条　本办法自2026年12月1日起施行，有效期五年。\n"))
}

func (j *judge) document(name string, b []byte) []checker.Finding {
	t, err := source.Read(name, strings.NewReader(string(b)), 0)
	if err != nil {
		j.t.Logf("%s: %v", name, err)
		return nil
	}
	rep, err := checker.Run(j.t.Context(), document.Parse(t, j.against.Names), j.rules,
		checker.Options{AsOf: j.against.AsOf, Corpus: j.against.Corpus, Workers: 1})
	if err != nil {
		j.t.Fatal(err)
	}
	for _, r := range rep.Results {
		if r.Outcome == checker.Failed {
			j.t.Errorf("%s: %s failed: %s", name, r.RuleID, r.Reason)
		}
	}
	return rep.Findings
}

// clauseRule reports whether a rule answers to a label type (eval/README.md).
func clauseRule(label, rule string) bool {
	group, _, _ := strings.Cut(rule, "-")
	in := func(ids ...string) bool { return slices.Contains(ids, rule) }
	switch label {
	case "forbidden_permit", "forbidden_penalty", "forbidden_coercion", "forbidden_fee":
		return group == "SETS" || in("RIGHT-010", "COMP-001", "COMP-018")
	case "forbidden_proof":
		return in("RIGHT-002", "RIGHT-003", "SETS-003")
	case "forbidden_rights_reduction":
		return group == "RIGHT" || group == "SETS"
	}
	return group == "COMP" || in("SETS-002", "SETS-009", "SETS-012", "RIGHT-007", "RIGHT-010")
}

func worst(fs []checker.Finding) checker.Severity {
	w := checker.Severity(-1)
	for _, f := range fs {
		w = max(w, f.Severity)
	}
	return w
}

func say(fs []checker.Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, fmt.Sprintf("%s %s «%s»", f.RuleID, f.Severity, f.Quote))
	}
	return strings.Join(out, "; ")
}

// TestClauses measures the rules about content on labelled clauses and documents
// that stand beside the repository.
func TestClauses(t *testing.T) {
	shared := os.Getenv("DOCREVIEW_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(shared, "eval")); err != nil {
		t.Skip("no labelled clauses: ../shared is absent and DOCREVIEW_SHARED is not set")
	}
	j := newJudge(t)
	t.Run("innocent", func(t *testing.T) { innocent(t, j, shared) })
	t.Run("context", func(t *testing.T) { contextDependent(t, j, shared) })
	t.Run("unlawful", func(t *testing.T) { unlawful(t, j, shared) })
	t.Run("laws", func(t *testing.T) { quotedLaws(t, j, shared) })
	t.Run("answers", func(t *testing.T) { regulatorAnswers(t, j, shared) })
	t.Run("documents", func(t *testing.T) { plainDocuments(t, j, shared) })
}

func innocent(t *testing.T, j *judge, shared string) {
	var n, bad int
	for _, c := range lines(t, filepath.Join(shared, "eval", "clauses_innocent.jsonl")) {
		forms := []string{c.Quoted}
		if c.Strict {
			forms = append(forms, c.Text)
		}
		for _, text := range forms {
			n++
			fs := j.clause(text)
			if worst(fs) == checker.Error {
				bad++
			}
			if len(fs) > 0 {
				t.Logf("%s: %s", c.ID, say(fs))
			}
		}
	}
	t.Logf("%d of %d innocent clauses have an error", bad, n)
	if float64(bad) >= maxInnocentErrors*float64(n) {
		t.Errorf("%d of %d innocent clauses have an error", bad, n)
	}
}

func contextDependent(t *testing.T, j *judge, shared string) {
	var n, found, wrong int
	for _, c := range lines(t, filepath.Join(shared, "eval", "clauses_context_dependent.jsonl")) {
		n++
		if slices.ContainsFunc(j.clause(c.Text), func(f checker.Finding) bool { return clauseRule(c.IfSet, f.RuleID) }) {
			found++
		} else {
			t.Logf("not found: %s %s", c.ID, c.IfSet)
		}
		if fs := j.clause(c.Quoted); worst(fs) == checker.Error {
			wrong++
			t.Errorf("%s, quoted: %s", c.ID, say(fs))
		}
	}
	t.Logf("%d of %d found bare, %d wrong when quoted", found, n, wrong)
	if float64(found) < minFoundBare*float64(n) {
		t.Errorf("%d of %d found bare, want %.0f %%", found, n, 100*minFoundBare)
	}
}

func unlawful(t *testing.T, j *judge, shared string) {
	type count struct{ found, all int }
	by := map[string]*count{}
	add := func(key string, hit bool) {
		if by[key] == nil {
			by[key] = &count{}
		}
		by[key].all++
		if hit {
			by[key].found++
		}
	}
	for _, c := range lines(t, filepath.Join(shared, "data", "violation-cases", "clauses_dev.jsonl")) {
		fs := j.clause(c.Text)
		hit := slices.ContainsFunc(fs, func(f checker.Finding) bool { return clauseRule(c.Type, f.RuleID) })
		if !hit {
			t.Logf("not found: %s %s [%s]", c.ID, c.Type, say(fs))
		}
		add("all", hit)
		add(c.Type, hit)
		add(c.Form, hit)
	}
	var keys []string
	for k := range by {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		t.Logf("%-32s %d of %d", k, by[k].found, by[k].all)
	}
	for key, want := range map[string]float64{"all": minFound, "policy_document": minFoundPolicy} {
		c := by[key]
		if c == nil || float64(c.found) < want*float64(c.all) {
			t.Errorf("%s: %+v found, want %.0f %%", key, c, 100*want)
		}
	}
}

var (
	lawTitle = regexp.MustCompile(`(?m)^#\s*(.+)$`)
	article  = regexp.MustCompile(`(?m)^(第[一二三四五六七八九十百千零]+条)[\s　]+(.+)$`)
)

// quotedLaws takes articles of national laws evenly and quotes them: whoever
// repeats a law with its source sets nothing.
func quotedLaws(t *testing.T, j *judge, shared string) {
	var quoted []string
	root := filepath.Join(shared, "corpus", "laws-md")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" || strings.Contains(path, "DLC") || strings.Contains(path, "案例") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		title := lawTitle.FindStringSubmatch(string(b))
		if title == nil {
			return nil
		}
		_, body, _ := strings.Cut(string(b), "<!-- INFO END -->")
		for _, m := range article.FindAllStringSubmatch(body, -1) {
			quoted = append(quoted, fmt.Sprintf("根据《%s》%s的规定，%s", strings.Join(strings.Fields(title[1]), ""), m[1], m[2]))
		}
		return nil
	})
	if err != nil {
		t.Skipf("no laws to quote: %v", err)
	}
	step := max(1, len(quoted)/lawSample)
	var n, bad int
	for i := 0; i < len(quoted); i += step {
		n++
		if fs := j.clause(quoted[i]); worst(fs) == checker.Error {
			bad++
			t.Logf("%s: %s", quoted[i], say(fs))
		}
	}
	t.Logf("%d of %d quoted articles have an error", bad, n)
	if float64(bad) > maxQuotedErrors*float64(n) {
		t.Errorf("%d of %d quoted articles have an error", bad, n)
	}
}

// regulatorAnswers reviews what the market regulator calls no violation.
func regulatorAnswers(t *testing.T, j *judge, shared string) {
	n := 0
	for _, c := range lines(t, filepath.Join(shared, "data", "violation-cases", "samr_qa.jsonl")) {
		if !strings.Contains(c.Answer, "不属于") && !strings.Contains(c.Answer, "不违反") {
			continue
		}
		n++
		if fs := j.clause(c.Answer); worst(fs) == checker.Error {
			t.Errorf("%s: %s", c.Answer, say(fs))
		}
	}
	t.Logf("%d answers", n)
}

// plainDocuments reviews whole documents as they were published. What is found
// there with an error has been read; more is a false alarm until it is read too.
func plainDocuments(t *testing.T, j *judge, shared string) {
	const read = 1
	var paths []string
	for _, dir := range []string{"samples", "data/state-council-docs-html", "eval/documents"} {
		found, err := filepath.Glob(filepath.Join(shared, filepath.FromSlash(dir), "*"))
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	var errors, others int
	for _, path := range paths {
		if filepath.Ext(path) == ".csv" {
			continue
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range j.document(filepath.Base(path), b) {
			if f.Severity == checker.Error {
				errors++
			} else {
				others++
			}
			t.Logf("%s: %s", filepath.Base(path), say([]checker.Finding{f}))
		}
	}
	t.Logf("%d documents: %d errors, %d others", len(paths), errors, others)
	if errors > read {
		t.Errorf("%d errors, %d have been read and found right", errors, read)
	}
}

// line is a row of a file of labels; each file fills its part.
type line struct {
	ID, Text, Quoted string
	Strict           bool
	IfSet            string `json:"type_if_set_by_normative_document"`
	Type             string
	Form             string `json:"doc_form"`
	Answer           string
}

func lines(t *testing.T, path string) []line {
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no labels: %v", err)
	}
	defer f.Close()
	var out []line
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var l line
		var loose map[string]json.RawMessage
		if err := json.Unmarshal(s.Bytes(), &loose); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		delete(loose, "id") // a number in one of the files
		b, _ := json.Marshal(loose)
		if err := json.Unmarshal(b, &l); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		var id struct{ ID any }
		_ = json.Unmarshal(s.Bytes(), &id)
		l.ID = fmt.Sprint(id.ID)
		out = append(out, l)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
