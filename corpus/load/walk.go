package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"docreview/corpus/law"
)

// maxFile bounds one file: a code with all its annexes stays far below.
const maxFile = 64 << 20

// Load reads the folders and joins what they hold with o.Base. It fails only
// where a folder cannot be walked or ctx ends; everything else is a Problem.
// The answer depends on the content of the folders alone.
func Load(ctx context.Context, dirs []string, o Options) (*Holdings, error) {
	found, problems, err := walk(dirs)
	if err != nil {
		return nil, err
	}
	results, err := readAll(ctx, found, o)
	if err != nil {
		return nil, err
	}
	h := &Holdings{Problems: problems}
	var files []*File
	var states []state
	for _, r := range results {
		h.Problems = append(h.Problems, r.problems...)
		h.Inputs = append(h.Inputs, r.input)
		states = append(states, r.states...)
		if r.file != nil {
			files = append(files, r.file)
		}
	}
	files = joinParts(files, h)
	h.Files = len(files)
	h.join(files, states, o)
	h.finish()
	return h, nil
}

// found is a file to be read: its name for people and where it is.
type found struct{ name, at string }

func walk(dirs []string) (out []found, problems []Problem, err error) {
	used := map[string]int{}
	for _, dir := range dirs {
		root := filepath.Base(filepath.Clean(dir))
		if root == "." || root == string(filepath.Separator) || root == ".." {
			abs, err := filepath.Abs(dir)
			if err != nil {
				return nil, nil, fmt.Errorf("read %s: %w", dir, err)
			}
			root = filepath.Base(abs)
		}
		if used[root]++; used[root] > 1 {
			root = fmt.Sprintf("%s#%d", root, used[root])
		}
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(dir, p)
			if err != nil {
				return err
			}
			name := path.Join(root, filepath.ToSlash(rel))
			switch {
			case d.IsDir():
				if strings.HasPrefix(d.Name(), ".") && p != dir {
					return filepath.SkipDir
				}
				return nil
			case strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "~$"):
				return nil
			case d.Type()&fs.ModeSymlink != 0:
				problems = append(problems, Problem{Path: name, Kind: SkippedLink})
				return nil
			case !d.Type().IsRegular():
				return nil
			}
			switch strings.ToLower(path.Ext(name)) {
			case ".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".csv":
				out = append(out, found{name, p})
			}
			return nil
		})
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", dir, err)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	return out, problems, nil
}

type result struct {
	input    Input
	file     *File
	states   []state
	problems []Problem
}

func readAll(ctx context.Context, all []found, o Options) ([]result, error) {
	results := make([]result, len(all))
	jobs := max(o.Jobs, 1)
	var wg sync.WaitGroup
	for j := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := j; i < len(all) && ctx.Err() == nil; i += jobs {
				results[i] = readOne(all[i], o)
			}
		}()
	}
	wg.Wait()
	return results, ctx.Err()
}

func readOne(f found, o Options) (r result) {
	r.input = Input{Path: f.name}
	fail := func(detail string) result {
		r.problems = []Problem{{Path: f.name, Kind: NotRead, Detail: detail}}
		return r
	}
	st, err := os.Stat(f.at)
	if err != nil {
		return fail("stat")
	}
	if st.Size() > maxFile {
		return fail("too large")
	}
	b, err := os.ReadFile(f.at)
	if err != nil {
		return fail("read")
	}
	sum := sha256.Sum256(b)
	r.input.SHA256, r.input.Size = hex.EncodeToString(sum[:]), int64(len(b))
	var lines []line
	var front meta
	switch strings.ToLower(path.Ext(f.name)) {
	case ".csv":
		r.states, r.problems = table(f.name, b)
		return r
	case ".md", ".markdown":
		if !utf8.Valid(b) && o.Read != nil {
			text, err := o.Read(f.name, b)
			if err != nil {
				return fail(err.Error())
			}
			b = []byte(strings.Join(text, "\n"))
		}
		lines, front = markdown(b)
	default:
		text, err := o.lines(f.name, b)
		if err != nil {
			return fail(err.Error())
		}
		for i, s := range text {
			if s = clean(s); s != "" {
				lines = append(lines, line{text: s, no: i + 1})
			}
		}
	}
	file, ok := o.parse(f.name, r.input.SHA256, lines, front)
	r.problems = file.Problems
	if ok {
		r.file = file
	}
	return r
}

func (o Options) lines(name string, b []byte) ([]string, error) {
	if o.Read != nil {
		return o.Read(name, b)
	}
	if strings.ToLower(path.Ext(name)) != ".txt" || !utf8.Valid(b) {
		return nil, fmt.Errorf("no reader for this format")
	}
	return strings.Split(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n"), nil
}

// joinParts puts the files of one code together: parts with the same title and
// a name of their own (民法典 / 总则编), and a folder whose README.md has title and
// history and whose other files have the provisions.
func joinParts(files []*File, h *Holdings) []*File {
	byDir := map[string][]*File{}
	for _, f := range files {
		byDir[path.Dir(f.Path)] = append(byDir[path.Dir(f.Path)], f)
	}
	drop := map[*File]bool{}
	for _, dir := range sortedKeys(byDir) {
		group := byDir[dir]
		var head *File
		parts := map[string][]*File{}
		for _, f := range group {
			if strings.EqualFold(path.Base(f.Path), "README.md") && len(f.Rows) == 0 && len(f.Events) > 0 {
				head = f
			}
			if f.Part != "" {
				parts[law.TitleKey(f.Title)] = append(parts[law.TitleKey(f.Title)], f)
			}
		}
		if head != nil {
			var rest []*File
			for _, f := range group {
				if f != head && len(f.Events) == 0 || f != head && isPartTitle(f.Title) {
					rest = append(rest, f)
					drop[f] = true
				}
			}
			head.absorb(rest)
			// «no provision» was said of the head alone.
			h.Problems = slices.DeleteFunc(h.Problems, func(p Problem) bool { return p.Path == head.Path && p.Kind == NoText })
			continue
		}
		for _, k := range sortedKeys(parts) {
			ps := parts[k]
			if len(ps) < 2 {
				h.Problems = append(h.Problems, Problem{Path: ps[0].Path, Kind: PartAlone, Detail: ps[0].Part})
				continue
			}
			sort.SliceStable(ps, func(i, j int) bool { return ps[i].first() < ps[j].first() })
			for _, p := range ps[1:] {
				drop[p] = true
			}
			ps[0].absorb(ps[1:])
		}
	}
	return slices.DeleteFunc(files, func(f *File) bool { return drop[f] })
}

func isPartTitle(t string) bool {
	_, ok := heading(t)
	t = noBlanks(t)
	return ok || t == "序言" || t == "附则" || t == "总则" || t == "修正案" || t == "分则"
}

// first gives the number of the first article; a preamble comes first, a part
// without articles last.
func (f *File) first() int {
	for _, r := range f.Rows {
		if r.At.Article > 0 {
			return r.At.Article
		}
	}
	if noBlanks(f.Title) == "序言" {
		return 0
	}
	return 1 << 20
}

// absorb takes the provisions of parts behind those of f. Articles that begin
// again are those of an annex.
func (f *File) absorb(parts []*File) {
	sort.SliceStable(parts, func(i, j int) bool {
		a, b := parts[i], parts[j]
		if x, y := supplement(a), supplement(b); x != y {
			return y
		}
		return a.first() < b.first()
	})
	last := f.last()
	sums := []string{f.SHA256}
	for _, p := range parts {
		sums = append(sums, p.SHA256)
		annex := p.first() <= last && p.last() > 0 || supplement(p)
		for _, r := range p.Rows {
			if annex && !r.At.IsZero() {
				r.Label, r.At = "附件"+r.At.String(), law.Provision{}
			}
			name := p.Part
			if name == "" {
				name = p.Title
			}
			if !strings.HasPrefix(r.Path, name) {
				r.Path = strings.TrimSuffix(name+" / "+r.Path, " / ")
			}
			f.Rows = append(f.Rows, r)
		}
		if !annex {
			last = max(last, p.last())
		}
		if f.Closing.IsZero() && !f.OnIssue {
			f.Closing, f.OnIssue = p.Closing, p.OnIssue
		}
		if len(f.Events) == 0 {
			f.Events = p.Events
		}
		for _, e := range p.Edges {
			e.By = f.Title
			f.Edges = append(f.Edges, e)
		}
	}
	h := sha256.New()
	for _, s := range sums {
		fmt.Fprintln(h, s)
	}
	f.SHA256 = hex.EncodeToString(h.Sum(nil))
	f.Part = ""
}

// supplement reports a part that is no part: 修正案 and decisions behind a code.
func supplement(f *File) bool {
	t := noBlanks(f.Title)
	return strings.Contains(t, "修正案") || strings.Contains(t, "决定")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
