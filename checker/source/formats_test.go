package source

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const formatsDir = "../../testdata/documents/formats"

// lostIn names what a format or the program that wrote it loses: pairs of what
// the reference has and what the file has. Everything else must be the same.
var lostIn = map[string][]string{
	// LibreOffice writes the second list of a .doc as a continuation of the first;
	// text boxes stand in a text of their own, without their place.
	"features.doc": {"\n云岭文件模板第3版", "", "（一）逾期", "（三）逾期", "\n注1", "\n云岭文件模板第3版\n注1"},
}

// lostTables are the formats that know no tables and headings, only characters on
// a page.
const lostTables = "txt pdf ofd"

// TestFormats: the same text, written by real programs in every format, reads the
// same but for what the format loses.
func TestFormats(t *testing.T) {
	files, err := os.ReadDir(formatsDir)
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) *Text {
		data, err := os.ReadFile(filepath.Join(formatsDir, name))
		if err != nil {
			t.Fatal(err)
		}
		x, err := Read(name, bytes.NewReader(data), 0)
		var u *Unreadable
		if errors.As(err, &u) {
			t.Fatalf("%s: %s %s %v", name, u.Kind, u.Reason, u.Err)
		}
		return x
	}
	for _, f := range files {
		base, ext, _ := strings.Cut(f.Name(), ".")
		t.Run(f.Name(), func(t *testing.T) {
			got := read(f.Name())
			raw, err := os.ReadFile(filepath.Join(formatsDir, base+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			if ext == "txt" {
				return
			}
			want := strings.NewReplacer("５", "5", "／", "/").Replace(strings.TrimSpace(string(raw)))
			for i, pairs := 0, lostIn[f.Name()]; i < len(pairs); i += 2 {
				if !strings.Contains(want, pairs[i]) {
					t.Errorf("the reference does not hold %q", pairs[i])
				}
				want = strings.Replace(want, pairs[i], pairs[i+1], 1)
			}
			a, b := strings.Split(got.Norm, "\n"), strings.Split(want, "\n")
			for i := 0; i < max(len(a), len(b)); i++ {
				if i >= len(a) || i >= len(b) || a[i] != b[i] {
					t.Fatalf("line %d of %d, %d:\n got %q\nwant %q", i+1, len(a), len(b), at(a, i), at(b, i))
				}
			}
			if base == "reference" && !strings.Contains(lostTables, ext) {
				var kinds [3]int
				for _, b := range got.Blocks {
					kinds[b.Kind]++
				}
				if kinds[TableRow] != 3 || kinds[Heading] != 2 || !strings.Contains(got.Norm, "\n小型车\t5元/小时\t每日最高30元\n") {
					t.Errorf("%d rows and %d headings, want 3 and 2", kinds[TableRow], kinds[Heading])
				}
			}
			checkText(t, got)
		})
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "—"
}

// TestFormatsDamaged: a file that is cut off, or changed in the middle, never
// ends the program, and what is read from it is a sound text.
func TestFormatsDamaged(t *testing.T) {
	files, err := os.ReadDir(formatsDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".txt") {
			continue
		}
		whole, err := os.ReadFile(filepath.Join(formatsDir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < 40; i++ {
			data := bytes.Clone(whole)
			if i%2 == 0 {
				data = data[:len(data)*i/40]
			} else {
				for k := i; k < len(data); k += 97 + 31*i {
					data[k] ^= byte(i * 7)
				}
			}
			x, err := Read(f.Name(), bytes.NewReader(data), 0)
			var u *Unreadable
			switch {
			case errors.As(err, &u):
				if u.Kind == "" || u.Reason == "" || u.Next == "" {
					t.Errorf("%s damaged %d: no advice: %+v", f.Name(), i, u)
				}
			default:
				checkText(t, x)
			}
		}
	}
}

// formatSeeds are the files of the formats, to begin fuzzing with.
func formatSeeds(t testing.TB) (out [][]byte) {
	files, err := os.ReadDir(formatsDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(formatsDir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}
