package render

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"docreview/checker"
)

// sarifRenderer writes SARIF 2.1.0: one run for the whole batch. A finding that
// someone accepted carries a suppression. What a rule could not decide is a
// notification of the run, never a result and never silence.
type sarifRenderer struct{ Options }

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	Language    string            `json:"language"`
	ColumnKind  string            `json:"columnKind"`
	Artifacts   []sarifArtifact   `json:"artifacts"`
	Results     []sarifResult     `json:"results"`
	Properties  map[string]any    `json:"properties"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name     string      `json:"name"`
	Version  string      `json:"version,omitempty"`
	Language string      `json:"language"`
	Rules    []sarifRule `json:"rules"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID      string         `json:"id"`
	Short   sarifText      `json:"shortDescription"`
	Full    *sarifText     `json:"fullDescription,omitempty"`
	Help    *sarifText     `json:"help,omitempty"`
	Default *sarifLevel    `json:"defaultConfiguration,omitempty"`
	Props   map[string]any `json:"properties"`
}

type sarifLevel struct {
	Level string `json:"level"`
}

type sarifInvocation struct {
	Successful    bool          `json:"executionSuccessful"`
	Notifications []sarifNotice `json:"toolExecutionNotifications"`
}

type sarifNotice struct {
	Descriptor *sarifRef       `json:"descriptor,omitempty"`
	Rule       *sarifRef       `json:"associatedRule,omitempty"`
	Level      string          `json:"level"`
	Message    sarifText       `json:"message"`
	Locations  []sarifLocation `json:"locations,omitempty"`
}

type sarifRef struct {
	ID    string `json:"id"`
	Index *int   `json:"index,omitempty"`
}

type sarifArtifact struct {
	Location sarifURI          `json:"location"`
	Hashes   map[string]string `json:"hashes,omitempty"`
	Encoding string            `json:"encoding,omitempty"`
	Props    map[string]any    `json:"properties,omitempty"`
}

type sarifURI struct {
	URI   string `json:"uri"`
	Index *int   `json:"index,omitempty"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        string             `json:"level"`
	Message      sarifText          `json:"message"`
	Locations    []sarifLocation    `json:"locations"`
	Related      []sarifLocation    `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	Props        map[string]any     `json:"properties,omitempty"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification,omitempty"`
}

type sarifLocation struct {
	ID       int              `json:"id,omitempty"`
	Physical *sarifPhysical   `json:"physicalLocation,omitempty"`
	Logical  []sarifProvision `json:"logicalLocations,omitempty"`
	Message  *sarifText       `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifURI     `json:"artifactLocation"`
	Region   *sarifRegion `json:"region,omitempty"`
}

type sarifRegion struct {
	StartLine   int        `json:"startLine"`
	StartColumn int        `json:"startColumn"`
	EndLine     int        `json:"endLine"`
	EndColumn   int        `json:"endColumn"`
	CharOffset  int        `json:"charOffset"`
	CharLength  int        `json:"charLength"`
	Snippet     *sarifText `json:"snippet,omitempty"`
}

type sarifProvision struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

// Render writes the log.
func (s sarifRenderer) Render(w io.Writer, b *Batch) error {
	reports := slices.Collect(b.Reports)
	ids := ruleIDs(reports)
	run := sarifRun{
		Tool:     sarifTool{sarifDriver{Name: b.Tool.Name, Version: b.Tool.Version, Language: "zh-CN", Rules: make([]sarifRule, 0, len(ids))}},
		Language: "zh-CN", ColumnKind: "unicodeCodePoints",
		Artifacts: []sarifArtifact{}, Results: []sarifResult{},
		Properties: map[string]any{
			"asOf":   b.AsOf,
			"rules":  map[string]any{"digest": b.Rules.Digest, "count": b.Rules.Count},
			"corpus": map[string]any{"name": b.Corpus.Name, "digest": b.Corpus.Digest, "asOf": b.Corpus.AsOf.String(), "fullText": b.Corpus.FullText},
		},
	}
	index := map[string]int{}
	for i, id := range ids {
		index[id] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, newSarifRule(b, id))
	}
	inv := sarifInvocation{Successful: true, Notifications: []sarifNotice{}}
	for i, r := range reports {
		run.Artifacts = append(run.Artifacts, newSarifArtifact(r))
		place := sarifPlaces{uri: sarifURI{fileURI(r.File), &i}, lines: newLineTable(newExcerpts(r))}
		for _, f := range r.Findings {
			run.Results = append(run.Results, place.result(f, index[f.RuleID]))
		}
		if r.Verdict == "unreadable" {
			inv.Successful = false
			inv.Notifications = append(inv.Notifications, place.notice("unreadable", "error", verdictWords(r)))
			continue
		}
		for _, x := range r.Results {
			if x.Outcome != checker.Failed && x.Outcome != checker.CannotTell {
				continue
			}
			level := "note"
			if x.Outcome == checker.Failed {
				level, inv.Successful = "error", false
			}
			n := place.notice(x.Outcome.String(), level, joinKnown("：", outcomeName(x.Outcome), joinKnown(" ", x.RuleID, clean(b.title(x.RuleID))), clean(x.Reason)))
			k := index[x.RuleID]
			n.Rule = &sarifRef{x.RuleID, &k}
			inv.Notifications = append(inv.Notifications, n)
		}
		for _, words := range scopeWords(r.ReviewScope) {
			inv.Notifications = append(inv.Notifications, place.notice("not_checked", "note", "未检查："+words))
		}
		if open, _ := openCitations(r); len(open) > 0 {
			inv.Notifications = append(inv.Notifications, place.notice("citations_open", "note", "引用没有核实："+strings.Join(open, "、")))
		}
	}
	run.Invocations = []sarifInvocation{inv}
	return encode(w, sarifLog{sarifSchema, "2.1.0", []sarifRun{run}}, "  ")
}

// ruleIDs lists every rule that the reports name, by id.
func ruleIDs(reports []*checker.Report) []string {
	var ids []string
	seen := map[string]bool{}
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, r := range reports {
		for _, x := range r.Results {
			add(x.RuleID)
		}
		for _, f := range r.Findings {
			add(f.RuleID)
		}
	}
	slices.Sort(ids)
	return ids
}

func newSarifRule(b *Batch, id string) sarifRule {
	out := sarifRule{ID: id, Short: sarifText{Text: cmp.Or(b.title(id), id)}, Props: map[string]any{"tags": []string{groupName(group(id))}}}
	r := b.rule(id)
	if r == nil {
		return out
	}
	out.Default = &sarifLevel{sarifLevelName(r.Severity)}
	if why := strings.TrimSpace(r.Rationale); why != "" {
		out.Full = &sarifText{Text: why}
	}
	var text, md []string
	add := func(name, words string) {
		if words = strings.TrimSpace(words); words != "" {
			text, md = append(text, name+"："+words), append(md, "**"+name+"**："+markdown(words))
		}
	}
	add("理由", r.Rationale)
	for _, x := range r.Basis {
		add("依据", basis(x))
	}
	add("建议", r.Suggestion)
	if len(text) > 0 {
		out.Help = &sarifText{strings.Join(text, "\n"), strings.Join(md, "\n\n")}
	}
	return out
}

func newSarifArtifact(r *checker.Report) sarifArtifact {
	out := sarifArtifact{Location: sarifURI{URI: fileURI(r.File)}, Encoding: strings.TrimSuffix(r.Encoding, "-bom")}
	if r.SHA256 != "" {
		out.Hashes = map[string]string{"sha-256": r.SHA256}
	}
	out.Props = map[string]any{"verdict": r.Verdict, "title": r.Doc.Title}
	return out
}

// sarifPlaces makes locations in one file.
type sarifPlaces struct {
	uri   sarifURI
	lines *lineTable
}

func (p sarifPlaces) notice(id, level, words string) sarifNotice {
	return sarifNotice{Descriptor: &sarifRef{ID: id}, Level: level, Message: sarifText{Text: words},
		Locations: []sarifLocation{{Physical: &sarifPhysical{Artifact: p.uri}}}}
}

// at gives a place; one without words is the file as a whole.
func (p sarifPlaces) at(start, end int, quote string) *sarifPhysical {
	out := &sarifPhysical{Artifact: p.uri}
	if end <= start {
		return out
	}
	g := &sarifRegion{CharOffset: start, CharLength: end - start}
	g.StartLine, g.StartColumn = p.lines.at(start)
	g.EndLine, g.EndColumn = p.lines.end(start, end)
	if quote != "" {
		g.Snippet = &sarifText{Text: quote}
	}
	out.Region = g
	return out
}

func (p sarifPlaces) result(f checker.Finding, rule int) sarifResult {
	message := f.Message
	if f.Suggestion != "" {
		message += "\n建议：" + f.Suggestion
	}
	out := sarifResult{
		RuleID: f.RuleID, RuleIndex: rule, Level: sarifLevelName(f.Severity), Message: sarifText{Text: message},
		Locations:    []sarifLocation{{Physical: p.at(f.Start, f.End, f.Quote)}},
		Fingerprints: map[string]string{"findingId/v1": f.ID},
	}
	if f.At != "" {
		out.Locations[0].Logical = []sarifProvision{{f.At, "member"}}
	}
	for i, r := range f.Related {
		out.Related = append(out.Related, sarifLocation{ID: i + 1, Physical: p.at(r.Start, r.End, r.Quote), Message: &sarifText{Text: cmp.Or(r.Message, "另见")}})
	}
	var words []string
	for _, x := range f.Basis {
		words = append(words, basis(x))
	}
	if len(words) > 0 {
		out.Props = map[string]any{"basis": words}
	}
	if s := f.Suppressed; s != nil {
		out.Suppressions = []sarifSuppression{{"external", "accepted", joinKnown("；", s.Reason, label("确认人：", s.Person), label("至：", s.Until))}}
	}
	return out
}

func sarifLevelName(s checker.Severity) string {
	switch s {
	case checker.Error:
		return "error"
	case checker.Warning:
		return "warning"
	}
	return "note"
}

// fileURI turns a path as the user gave it into a URI reference.
func fileURI(path string) string {
	path = strings.ReplaceAll(path, `\`, "/")
	if len(path) > 2 && path[1:3] == ":/" && (path[0]|0x20) >= 'a' && (path[0]|0x20) <= 'z' {
		path = "/" + path // C:/…
	}
	u := url.URL{Path: path}
	if strings.HasPrefix(path, "/") {
		u.Scheme = "file"
		return fmt.Sprint("file://", u.EscapedPath())
	}
	return u.String()
}
