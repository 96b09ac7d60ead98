package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowed lists, for each folder, the folders of ours that it may import: its
// own line and nothing that points back.
var allowed = map[string][]string{
	"corpus/law":             nil,
	"corpus/load":            {"corpus/law"},
	"corpus/align":           {"corpus/law"},
	"corpus/segment":         nil,
	"corpus/catalog":         {"corpus/law"},
	"corpus/catalog/gen":     {"corpus/law", "corpus/catalog", "corpus/load", "corpus/align"},
	"corpus":                 {"corpus/law", "corpus/load", "corpus/segment", "corpus/catalog", "corpus/align"},
	"checker/source":         nil,
	"checker/superior":       {"corpus/align", "corpus/law"},
	"checker/literal":        nil,
	"checker/document":       {"checker/literal", "checker/source", "corpus/law"},
	"checker/calendar":       {"corpus/law"},
	"checker/dossier":        {"checker", "checker/document", "checker/source", "corpus/law"},
	"checker/frame":          {"checker/document", "checker/literal", "checker/source"},
	"checker":                {"checker/document", "checker/source", "corpus/align", "corpus/law"},
	"checker/render":         {"checker", "checker/source", "corpus/law"},
	"checker/baseline":       {"checker", "checker/source", "corpus/law"},
	"checker/cleanup":        {"checker", "checker/document", "checker/source", "corpus/law"},
	"checker/checkertest":    {"checker", "checker/document", "checker/source", "corpus/law"},
	"checker/batch":          {"checker/source"},
	"checker/render/cleanup": {"checker/cleanup", "checker/render/internal/ooxml", "corpus/law"},
	"rules/profile":          {"checker", "corpus/law"},
	"rules/compile":          {"rules"},
	"rules":                  {"checker", "checker/calendar", "checker/document", "checker/dossier", "checker/frame", "checker/literal", "checker/source", "checker/superior", "corpus/align", "corpus/law", "rules/profile"},
	"cmd/docreview": {"checker", "checker/batch", "checker/calendar", "checker/cleanup", "checker/render/cleanup", "checker/baseline", "checker/document", "checker/dossier", "checker/render", "checker/source", "corpus", "corpus/align", "corpus/catalog", "corpus/law",
		"rules", "rules/profile"},
}

// below lists folders whose sub-packages share their line.
var below = []string{"checker/render/internal", "corpus/internal", "checker/ledger"}

// TestArrows holds the direction of imports.
func TestArrows(t *testing.T) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "docreview/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, "docreview/")
		may, ok := allowed[name]
		if !ok {
			if !slices.ContainsFunc(below, func(b string) bool { return strings.HasPrefix(name, b) }) {
				t.Errorf("%s is not in the table of packages", name)
			}
			continue
		}
		seen++
		for _, i := range p.Imports {
			ours, ok := strings.CutPrefix(i, "docreview/")
			if ok && !slices.Contains(may, ours) && !strings.HasPrefix(ours, name+"/") {
				t.Errorf("%s imports %s", name, ours)
			}
			if i == "C" && name != "corpus/segment" {
				t.Errorf("%s uses cgo", name)
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d packages seen", seen)
	}
}

// outside lists what only cmd may do: the clock, the environment, the end of the
// process, printing.
var outside = map[string][]string{
	"time": {"Now", "Since", "Until"},
	"os":   {"Getenv", "LookupEnv", "Environ", "Exit"},
	"fmt":  {"Print", "Printf", "Println"},
	"log":  {"Fatal", "Fatalf", "Fatalln", "Print", "Printf", "Println"},
}

// TestOnlyCmdLooksOutside parses the packages and finds such calls and init
// functions. Generators (package main) are commands too.
func TestOnlyCmdLooksOutside(t *testing.T) {
	files := 0
	for _, root := range []string{"../../checker", "../../rules", "../../corpus"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			files++
			if f.Name.Name != "main" {
				inspect(t, set, f)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 30 {
		t.Errorf("only %d files seen", files)
	}
}

func inspect(t *testing.T, set *token.FileSet, f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncDecl:
			if x.Recv == nil && x.Name.Name == "init" {
				t.Errorf("%s: init function", set.Position(x.Pos()))
			}
		case *ast.SelectorExpr:
			if pkg, ok := x.X.(*ast.Ident); ok && slices.Contains(outside[pkg.Name], x.Sel.Name) {
				t.Errorf("%s: %s.%s outside cmd", set.Position(x.Pos()), pkg.Name, x.Sel.Name)
			}
		}
		return true
	})
}
