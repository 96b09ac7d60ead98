package render

import (
	"bytes"
	"encoding/json"
	"io"

	"docreview/checker"
	"docreview/checker/source"
	"docreview/corpus/law"
)

// Schema is the version of the JSON report. It rises when a field changes its
// meaning, not when one is added.
const Schema = 1

// jsonRenderer writes one JSON object for the whole batch.
type jsonRenderer struct{ Options }

// jsonLines writes one object of reports[] a line, as soon as each is ready.
type jsonLines struct{ Options }

type jsonBatch struct {
	Schema  int          `json:"schema"`
	Tool    jsonTool     `json:"tool"`
	Rules   jsonRules    `json:"rules"`
	Corpus  jsonCorpus   `json:"corpus"`
	AsOf    string       `json:"as_of"`
	Reports []jsonReport `json:"reports"`
}

type jsonTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type jsonRules struct {
	Digest string `json:"digest"`
	Count  int    `json:"count"`
}

type jsonCorpus struct {
	Name     string `json:"name"`
	Digest   string `json:"digest"`
	AsOf     string `json:"as_of"`
	Works    int    `json:"works"`
	Editions int    `json:"editions"`
	Articles int    `json:"articles"`
	FullText bool   `json:"full_text"`
}

type jsonReport struct {
	File      string         `json:"file"`
	SHA256    string         `json:"sha256"`
	Format    string         `json:"format"`
	Encoding  string         `json:"encoding"`
	Verdict   string         `json:"verdict"`
	Error     string         `json:"error"`
	Notes     []string       `json:"notes"`
	AsOf      string         `json:"as_of"`
	Profile   jsonProfile    `json:"profile"`
	Document  jsonDocument   `json:"document"`
	Citations []jsonCitation `json:"citations"`
	Findings  []jsonFinding  `json:"findings"`
	Results   []jsonResult   `json:"results"`
	Timeline  []jsonEvent    `json:"timeline"`
	Scope     jsonScope      `json:"scope"`
	Text      *string        `json:"text,omitempty"`
}

type jsonProfile struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Level string `json:"level"`
	Stage string `json:"stage"`
}

type jsonDocument struct {
	Title      string        `json:"title"`
	Instrument string        `json:"instrument"`
	Number     string        `json:"number"`
	Issuers    []string      `json:"issuers"`
	Dated      string        `json:"dated"`
	Published  string        `json:"published"`
	Effective  string        `json:"effective"`
	Expires    string        `json:"expires"`
	Validity   string        `json:"validity"`
	Kind       string        `json:"kind"`
	Normative  jsonNormative `json:"normative"`
}

type jsonNormative struct {
	Verdict string   `json:"verdict"`
	Reasons []string `json:"reasons"`
}

type jsonPlace struct {
	Article   int `json:"article"`
	Sub       int `json:"sub"` // 之几 of the article; 0: none
	Paragraph int `json:"paragraph"`
	Item      int `json:"item"`
	Subitem   int `json:"subitem"`
}

type jsonCitation struct {
	Text            string    `json:"text"`
	Title           string    `json:"title"`
	Number          string    `json:"number"`
	At              jsonPlace `json:"at"`
	Form            string    `json:"form"`
	Use             string    `json:"use"`
	Start           int       `json:"start"`
	End             int       `json:"end"`
	Line            int       `json:"line"`
	Column          int       `json:"column"`
	Standing        string    `json:"standing"`
	Work            string    `json:"work"`
	Edition         string    `json:"edition"`
	Since           string    `json:"since"`
	By              string    `json:"by"`
	ArticleStanding string    `json:"article_standing"`
	ArticleNow      int       `json:"article_now"`
	Candidates      []string  `json:"candidates"`
	DidYouMean      []string  `json:"did_you_mean"`
}

type jsonFinding struct {
	ID         string           `json:"id"`
	Rule       string           `json:"rule"`
	Severity   string           `json:"severity"`
	At         string           `json:"at"`
	Place      string           `json:"place,omitempty"`
	Start      int              `json:"start"`
	End        int              `json:"end"`
	Line       int              `json:"line"`
	Column     int              `json:"column"`
	Quote      string           `json:"quote"`
	Message    string           `json:"message"`
	Suggestion string           `json:"suggestion"`
	Basis      []jsonBasis      `json:"basis"`
	Related    []jsonRelated    `json:"related"`
	Suppressed *jsonSuppression `json:"suppressed"`
}

type jsonBasis struct {
	Title  string `json:"title"`
	Number string `json:"number"`
	At     string `json:"at"`
	Gist   string `json:"gist"`
	Unsure bool   `json:"unsure"`
}

type jsonRelated struct {
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Quote   string `json:"quote"`
	Message string `json:"message"`
}

type jsonSuppression struct {
	Reason string `json:"reason"`
	Person string `json:"person"`
	Until  string `json:"until"`
}

type jsonResult struct {
	Rule    string `json:"rule"`
	Outcome string `json:"outcome"`
	Reason  string `json:"reason"`
}

type jsonEvent struct {
	Event  string `json:"event"`
	From   string `json:"from"`
	To     string `json:"to"`
	Source string `json:"source"`
}

type jsonScope struct {
	PagesWithoutText []int                   `json:"pages_without_text"`
	AnnexesMissing   []string                `json:"annexes_missing"`
	NotChecked       []string                `json:"not_checked"`
	Unread           []string                `json:"unread,omitempty"`
	Recognised       []source.RecognisedPage `json:"recognised,omitempty"`
}

// Render writes b as one object, two blanks a level.
func (j jsonRenderer) Render(w io.Writer, b *Batch) error {
	out := jsonBatch{
		Schema: Schema,
		Tool:   jsonTool{b.Tool.Name, b.Tool.Version},
		Rules:  jsonRules{b.Rules.Digest, b.Rules.Count},
		Corpus: jsonCorpus{
			Name: b.Corpus.Name, Digest: b.Corpus.Digest, AsOf: b.Corpus.AsOf.String(),
			Works: b.Corpus.Works, Editions: b.Corpus.Editions, Articles: b.Corpus.Articles, FullText: b.Corpus.FullText,
		},
		AsOf:    b.AsOf,
		Reports: []jsonReport{},
	}
	for r := range b.Reports {
		out.Reports = append(out.Reports, newJSONReport(r, j.ShowText))
	}
	return encode(w, out, "  ")
}

// Render writes the reports of b, one object a line.
func (j jsonLines) Render(w io.Writer, b *Batch) error {
	for r := range b.Reports {
		if err := encode(w, newJSONReport(r, j.ShowText), ""); err != nil {
			return err
		}
	}
	return nil
}

// encode writes v and a line end in one Write, with <, > and & as they are.
func encode(w io.Writer, v any, indent string) error {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(buf.Bytes())
	return err
}

func newJSONReport(r *checker.Report, showText bool) jsonReport {
	out := jsonReport{
		File: r.File, SHA256: r.SHA256, Format: r.Format, Encoding: r.Encoding,
		Verdict: r.Verdict, Error: r.Error, Notes: list(r.Notes), AsOf: r.AsOf.String(),
		Profile:   jsonProfile{r.Profile.Code, r.Profile.Name, r.Profile.Level, r.Profile.Stage},
		Document:  newJSONDocument(r.Doc),
		Citations: make([]jsonCitation, 0, len(r.Citations)),
		Findings:  make([]jsonFinding, 0, len(r.Findings)),
		Results:   make([]jsonResult, 0, len(r.Results)),
		Timeline:  make([]jsonEvent, 0, len(r.Timeline)),
		Scope:     jsonScope{list(r.ReviewScope.PagesWithoutText), list(r.ReviewScope.AnnexesMissing), list(r.ReviewScope.NotChecked), r.ReviewScope.Unread, r.ReviewScope.Recognised},
	}
	if showText && r.Verdict != "unreadable" {
		out.Text = &r.Orig
	}
	for _, c := range r.Citations {
		out.Citations = append(out.Citations, newJSONCitation(c))
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, newJSONFinding(f))
	}
	for _, x := range r.Results {
		out.Results = append(out.Results, jsonResult{x.RuleID, x.Outcome.String(), x.Reason})
	}
	for _, e := range r.Timeline {
		out.Timeline = append(out.Timeline, jsonEvent{e.Name, e.From.String(), e.To.String(), e.Source})
	}
	return out
}

func newJSONDocument(d checker.DocumentInfo) jsonDocument {
	normative := d.Normative
	if normative == "" {
		normative = "unclear"
	}
	return jsonDocument{
		Title: d.Title, Instrument: d.Instrument, Number: d.Number, Issuers: list(d.Issuers),
		Dated: d.Dated.String(), Published: d.Published.String(), Effective: d.Effective.String(), Expires: d.Expires.String(),
		Validity: d.Validity, Kind: d.Kind,
		Normative: jsonNormative{normative, list(d.Reasons)},
	}
}

func newJSONCitation(c checker.CitationInfo) jsonCitation {
	article := c.Article
	if article == "" {
		article = checker.ArticleNotChecked
	}
	return jsonCitation{
		Text: c.Text, Title: c.Title, Number: c.Number, At: newJSONPlace(c.At), Form: c.Form, Use: c.Use,
		Start: c.Start, End: c.End, Line: c.Line, Column: c.Column,
		Standing: c.Standing.String(), Work: c.Work, Edition: c.Edition, Since: c.Since.String(), By: c.By,
		ArticleStanding: string(article), ArticleNow: c.ArticleNow,
		Candidates: list(c.Candidates), DidYouMean: list(c.DidYouMean),
	}
}

func newJSONPlace(p law.Provision) jsonPlace {
	return jsonPlace{p.Article, p.Sub, p.Para, p.Item, p.Subitem}
}

func newJSONFinding(f checker.Finding) jsonFinding {
	out := jsonFinding{
		ID: f.ID, Rule: f.RuleID, Severity: f.Severity.String(), At: f.At, Place: f.Place,
		Start: f.Start, End: f.End, Line: f.Line, Column: f.Column,
		Quote: f.Quote, Message: f.Message, Suggestion: f.Suggestion,
		Basis:   make([]jsonBasis, 0, len(f.Basis)),
		Related: make([]jsonRelated, 0, len(f.Related)),
	}
	for _, b := range f.Basis {
		out.Basis = append(out.Basis, jsonBasis{b.Title, b.Number, b.At, b.Gist, b.Unsure})
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, jsonRelated{r.Start, r.End, r.Line, r.Column, r.Quote, r.Message})
	}
	if s := f.Suppressed; s != nil {
		out.Suppressed = &jsonSuppression{s.Reason, s.Person, s.Until}
	}
	return out
}

// list makes an empty list of a nil one, so that JSON says [] and not null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
