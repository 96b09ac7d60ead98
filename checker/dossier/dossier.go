// Package dossier reads the papers that go with a normative document (送审材料):
// it recognises each file as a material, extracts what it proves with its place,
// and says of every other file why it was not recognised.
//
// It reads folders and zip archives, with names in any encoding. A dossier.yaml
// at the root may state or correct what was read; such facts are marked as
// stated. It judges nothing: rules do. The same bytes give the same result,
// whatever the order in which the file system names them.
package dossier

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"docreview/checker"
	"docreview/checker/document"
	"docreview/checker/source"
)

// Folder is a dossier as read, before it is known to which document it belongs.
// It is immutable and safe for several goroutines.
type Folder struct {
	papers   []paper
	complete bool
	major    checker.Fact
}

// paper is one file with what was read from it.
type paper struct {
	checker.Paper
	subjects []string // titles of documents that its title names
	text     string   // Norm without blanks, to look for the title of the document
	named    []string // titles in 《》 anywhere in it
	acts     []checker.Act
	told     []checker.Fact
	major    checker.Fact
	stage    string             // of the text it holds; "" not known
	doc      *document.Document // the text of the document itself; nil: it holds none
}

// entry is one file of a folder or archive.
type entry struct {
	name  string // with slashes, in UTF-8
	read  func() ([]byte, error)
	error string // Chinese; why it cannot be read
}

// FromTexts makes a dossier of files that are in memory: name → content. It is
// for examples and tests.
func FromTexts(files map[string]string) (*Folder, error) {
	var entries []entry
	for name, text := range files {
		entries = append(entries, entry{name: name, read: func() ([]byte, error) { return []byte(text), nil }})
	}
	return read([][]entry{entries})
}

// Open reads folders and zip archives as one dossier. The error is a *NoDossierError
// for a path that is neither, a *SidecarError for a dossier.yaml that is wrong; a
// paper that cannot be read is no error, its Paper says so.
func Open(paths ...string) (*Folder, error) {
	var all [][]entry
	for _, p := range paths {
		entries, err := list(p)
		if err != nil {
			return nil, err
		}
		all = append(all, entries)
	}
	return read(all)
}

// sidecarName is the file in which the keeper of a dossier states facts.
const sidecarName = "dossier.yaml"

// ListName is the list of what belongs into a dossier that an empty one carries;
// it is no paper.
const ListName = "应有材料清单.txt"

func read(parts [][]entry) (*Folder, error) {
	f := &Folder{}
	seen := map[[sha256.Size]byte]string{}
	for _, entries := range parts {
		entries = unwrapped(entries)
		slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
		var side *sidecar
		i := slices.IndexFunc(entries, func(e entry) bool { return e.name == sidecarName })
		if i >= 0 {
			data, err := entries[i].read()
			if err != nil {
				return nil, &SidecarError{err}
			}
			if side, err = parseSidecar(data, entries); err != nil {
				return nil, err
			}
			entries = slices.Delete(slices.Clone(entries), i, i+1)
		}
		entries = slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return e.name == ListName })
		first := len(f.papers)
		for _, e := range entries {
			kind := checker.MaterialKind("")
			if side != nil {
				kind = side.kinds[e.name]
			}
			f.papers = append(f.papers, readPaper(e, kind, seen))
		}
		if side != nil {
			side.apply(f, first)
		}
	}
	return f, nil
}

// unwrapped takes away the folder into which a whole dossier was packed, so that its
// dossier.yaml stands at the root.
func unwrapped(entries []entry) []entry {
	if len(entries) == 0 {
		return nil
	}
	top, _, ok := strings.Cut(entries[0].name, "/")
	if top += "/"; !ok || !slices.ContainsFunc(entries, func(e entry) bool { return e.name == top+sidecarName }) {
		return entries
	}
	out := make([]entry, len(entries))
	for i, e := range entries {
		rest, ok := strings.CutPrefix(e.name, top)
		if !ok {
			return entries
		}
		e.name = rest
		out[i] = e
	}
	return out
}

// readPaper reads and recognises one file. stated is the kind that the sidecar
// gives it.
func readPaper(e entry, stated checker.MaterialKind, seen map[[sha256.Size]byte]string) paper {
	p := paper{Paper: checker.Paper{File: e.name}}
	byName := kindOfName(e.name)
	if stated != "" {
		byName = stated
	}
	fail := func(why string) paper {
		p.Error = why
		if p.Kind = byName; p.Kind != "" {
			p.Why = "按文件名判断，没有读出内容"
		}
		if stated != "" {
			p.Why = "按 " + sidecarName + " 的填报，没有读出内容"
		}
		return p
	}
	if e.error != "" {
		return fail(e.error)
	}
	data, err := e.read()
	if err != nil {
		return fail("读不出来：" + errorWords(err))
	}
	sum := sha256.Sum256(data)
	if same, ok := seen[sum]; ok && len(data) > 0 {
		p.Same, p.Why = same, "与"+same+"逐字节相同"
		return p
	}
	seen[sum] = e.name
	t, err := source.Read(e.name, bytes.NewReader(data), 0)
	if err != nil {
		return fail(errorWords(err))
	}
	d := document.Parse(t, nil)
	p.text = squeeze(t.Norm)
	p.Kind, p.Why = recognise(d, e.name)
	if stated != "" {
		p.Kind, p.Why = stated, "按 "+sidecarName+" 的填报"
	}
	// A statute in the title of a paper is what it rests on, not what it is about.
	p.subjects = slices.DeleteFunc(titles(head(d)), func(s string) bool {
		return strings.HasSuffix(s, "条例") || strings.HasSuffix(s, "法") && !strings.HasSuffix(s, "办法")
	})
	p.named = titles(p.text)
	p.version(d, e.name)
	x := &extractor{d: d, norm: t.Norm, file: e.name}
	p.acts = x.acts(p.Kind)
	if p.Kind != "" && p.Kind != checker.DocumentText {
		p.told = x.told(p.Kind)
	}
	p.major = x.major()
	return p
}

func errorWords(err error) string {
	var u *source.Unreadable
	if errors.As(err, &u) {
		return u.Reason
	}
	return err.Error()
}

// Papers gives all files as read, whatever document they are about.
func (f *Folder) Papers() []checker.Paper {
	var out []checker.Paper
	for i := range f.papers {
		out = append(out, f.papers[i].Paper)
	}
	return out
}

// Unread counts the files that could not be read; nil has none.
func (f *Folder) Unread() int {
	if f == nil {
		return 0
	}
	n := 0
	for i := range f.papers {
		if f.papers[i].Error != "" {
			n++
		}
	}
	return n
}

// All gives the dossier without asking to which document it belongs.
func (f *Folder) All() *checker.Dossier {
	return f.pick(func(*paper) (string, bool) { return "", true }, "")
}

// Untitled stands in Paper.Other for a paper that names no document.
const Untitled = "没有写明标题的文件"

// shortest is the least number of characters of a title that tells documents apart.
const shortest = 6

// For gives what the dossier proves of a document. A paper whose own title names
// another document, or that does not name this one at all, proves nothing of it and
// says so; what is stated in dossier.yaml counts. It is nil when no paper names the
// document: then the dossier is not its dossier.
func (f *Folder) For(d *document.Document) *checker.Dossier {
	title := core(d.Instrument.Value)
	if utf8.RuneCountInString(title) < shortest {
		title = core(d.Title.Value)
	}
	if utf8.RuneCountInString(title) < shortest {
		return nil
	}
	if !slices.ContainsFunc(f.papers, func(p paper) bool { return p.names(title) }) {
		return nil
	}
	return f.pick(func(p *paper) (string, bool) {
		switch {
		case p.text == "": // not read, or stated alone
			return "", true
		case slices.ContainsFunc(p.subjects, func(s string) bool { return about(s, title) }):
			return "", true
		case len(p.subjects) > 0:
			return p.subjects[0], false
		case p.names(title):
			return "", true
		}
		return Untitled, false
	}, title)
}

// names reports whether a paper names the document of that title.
func (p *paper) names(title string) bool {
	return strings.Contains(p.text, title) || slices.ContainsFunc(p.named, func(s string) bool { return about(s, title) })
}

// pick takes the papers that are wanted; acts that name another document than
// title are left out.
func (f *Folder) pick(want func(*paper) (other string, ok bool), title string) *checker.Dossier {
	out := &checker.Dossier{Complete: f.complete, Major: f.major}
	for i := range f.papers {
		p := &f.papers[i]
		q := p.Paper
		other, ok := want(p)
		if !ok {
			q.Other = other
		}
		out.Papers = append(out.Papers, q)
		if ok && p.doc != nil && p.stage != "" {
			out.Texts = append(out.Texts, checker.Version{Stage: p.stage, File: p.File, Doc: p.doc})
		}
		if ok && len(p.told) > 0 {
			out.Told = append(out.Told, checker.Act{Event: "told", Kind: p.Kind, File: p.File, Facts: p.told})
		}
		for _, a := range p.acts {
			if !ok {
				a.Facts = slices.DeleteFunc(slices.Clone(a.Facts), func(x checker.Fact) bool { return !x.Stated })
				if len(a.Facts) == 0 {
					continue
				}
			}
			if t := a.Fact("title"); title != "" && t.Known() && !about(t.Text, title) {
				continue
			}
			out.Acts = append(out.Acts, a)
		}
		if ok && !out.Major.Known() {
			out.Major = p.major
		}
	}
	return out
}

// core is a title without blanks, brackets and the words that tell its stage:
// 云岭县停车管理办法 for 《云岭县停车管理办法（送审稿）》.
func core(s string) string {
	s = squeeze(s)
	s = strings.NewReplacer("《", "", "》", "").Replace(s)
	for {
		open := strings.LastIndexAny(s, "（(")
		if open < 0 || !strings.HasSuffix(s, "）") && !strings.HasSuffix(s, ")") {
			break
		}
		s = s[:open]
	}
	for _, stage := range []string{"征求意见稿", "送审稿", "审议稿", "草案", "草稿", "讨论稿", "代拟稿", "修订稿"} {
		s = strings.TrimSuffix(s, stage)
	}
	return s
}

// about reports whether two titles name the same document: one may leave out the
// place in front.
func about(a, b string) bool {
	a, b = core(a), core(b)
	return min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) >= shortest && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}
